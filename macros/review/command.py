"""`python -m macros diff BASE HEAD`: the effects of a change on readers and machines."""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from macros.base.codes import CODES
from macros.base.command_line import CommandLine
from macros.base.day import VARIABLE, read_day
from macros.base.git import GitError
from macros.base.system_errors import convert_system_error
from macros.check import Tally
from macros.check.report import Report
from macros.incremental.store import cache_folder
from macros.published.base import BRANCH, name_base_branch
from macros.review.charts import write_pictures
from macros.review.comment import make_comment
from macros.review.difference import Difference, compare_sides
from macros.review.markdown import format_report
from macros.review.revision import ReviewError, find_merge_base, resolve_name
from macros.review.side import build_side
from macros.review.told import format_summary, format_verdict

_REPORT_FILES = ("diff.md", "diff.json", "comment.json")


def main(argv: list[str]) -> int:
    """Run the command and return its exit code.

    0: the change passes. 1: HEAD has faults, or records are missing. 2: the sides could not be compared.
    """
    parser = CommandLine(
        prog="python -m macros diff",
        description="Show what a change means for readers: figures, sentences, charts, data, missing records.",
        epilog="Each side is built with its own code: compare a stranger's change only where that code may safely run.",
    )
    published = f"the published state: a git revision, or a folder of the project (default: origin/{BRANCH}, or {BRANCH})"
    parser.add_argument("base", metavar="BASE", nargs="?", default="", help=published)
    proposed = "the proposed state: a git revision, or a folder (default: ., the working tree)"
    parser.add_argument("head", metavar="HEAD", nargs="?", default=".", help=proposed)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="print the report as Markdown (the default)")
    form.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--merge-base", action="store_true", help="compare HEAD with the commit where it branched from BASE")
    parser.add_argument("--github", action="store_true", help="print annotations for a pull request about missing records")
    parser.add_argument("--out", metavar="FOLDER", type=Path, help="write both forms and the pictures of the charts there")
    parser.add_argument("--day", metavar="YYYY-MM-DD", help="the day of both builds, if not DAY or that of the newest commit")
    options = parser.parse_args(argv)
    root = Path.cwd()
    if options.day:
        os.environ[VARIABLE] = options.day
    try:
        day = read_day(root).date
        base, head = resolve_name(root, options.base or _name_published(root)), resolve_name(root, options.head)
        if options.merge_base:
            base = find_merge_base(base, head)
        if options.out:
            _check_output_folder(options.out)
        cache = cache_folder(root, "review")
        difference = compare_sides(build_side(base, cache, day), build_side(head, cache, day))
        if options.out:
            _write_report(difference, options.out)
    except ReviewError as error:
        print(f"error: {CODES['revision'].complete_message(str(error))}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"error: {convert_system_error(error, root)}", file=sys.stderr)
        return 2
    if options.github and difference.missing:  # the check annotates the faults: it reads the checkout itself
        print("\n".join(Report(difference.missing, Tally()).list_annotations()))
    if options.json:
        print(json.dumps(difference.as_json(), ensure_ascii=False, indent=2))
    elif options.out and not options.markdown:
        print(f"{format_verdict(difference)} {format_summary(difference)}\nThe report: {options.out / 'diff.md'}")
    else:
        print(format_report(difference), end="")
    return 0 if difference.is_passing else 1


def _name_published(root: Path) -> str:
    """Return the branch that `make check` and `make correct` compare with."""
    with suppress(GitError):  # told where the revision is read
        return name_base_branch(root)
    return BRANCH


def _check_output_folder(out: Path) -> None:
    """Raise ReviewError if the folder holds files other than an earlier report. They are left alone."""
    if out.exists() and not out.is_dir():
        raise ReviewError(f"{out} is a file: name a folder for the report")
    if out.is_dir() and any(out.iterdir()) and not (out / "diff.json").is_file():
        raise ReviewError(f"{out} holds other files: name a new folder for the report")


def _write_report(difference: Difference, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(out / "charts", ignore_errors=True)
    texts = (format_report(difference), _format_json(difference.as_json()), _format_json(make_comment(difference)))
    for name, text in zip(_REPORT_FILES, texts, strict=True):
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    write_pictures(list(difference.charts), out)


def _format_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
