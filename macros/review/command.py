"""`python -m macros diff BASE HEAD`: the effects of a change on readers and machines."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from macros.base.codes import CODES
from macros.base.command_line import CommandLine
from macros.base.system_errors import refusal
from macros.check import Tally
from macros.check.report import Report
from macros.incremental.store import cache_folder
from macros.published.base import BRANCH
from macros.review.charts import write_pictures
from macros.review.comment import comment
from macros.review.difference import Difference, compare
from macros.review.markdown import markdown
from macros.review.revision import ReviewError, merge_base, resolve
from macros.review.side import build
from macros.review.told import summary, verdict

_OURS = ("diff.md", "diff.json", "comment.json")


def main(argv: list[str]) -> int:
    """Run the command and return its exit code.

    0: the change passes. 1: HEAD has faults, or records are missing. 2: the sides could not be compared.
    """
    parser = CommandLine(
        prog="python -m macros diff",
        description="Show what a change means for readers: figures, sentences, charts, data, missing records.",
        epilog="Each side is built with its own code: compare a stranger's change only where that code may safely run.",
    )
    published = f"the published state: a git revision, or a folder of the project (default: {BRANCH})"
    parser.add_argument("base", metavar="BASE", nargs="?", default=BRANCH, help=published)
    proposed = "the proposed state: a git revision, or a folder (default: ., the working tree)"
    parser.add_argument("head", metavar="HEAD", nargs="?", default=".", help=proposed)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="print the report as Markdown (the default)")
    form.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--merge-base", action="store_true", help="compare HEAD with the commit where it branched from BASE")
    parser.add_argument("--github", action="store_true", help="print annotations for a pull request about missing records")
    parser.add_argument("--out", metavar="FOLDER", type=Path, help="write both forms and the pictures of the charts there")
    options = parser.parse_args(argv)
    root = Path.cwd()
    try:
        base, head = resolve(root, options.base), resolve(root, options.head)
        if options.merge_base:
            base = merge_base(base, head)
        if options.out:
            _claim(options.out)
        cache = cache_folder(root, "review")
        difference = compare(build(base, cache), build(head, cache))
        if options.out:
            _write(difference, options.out)
    except ReviewError as error:
        print(f"error: {CODES['revision'].begun(str(error))}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"error: {refusal(error, root)}", file=sys.stderr)
        return 2
    if options.github and difference.missing:  # the check annotates the faults: it reads the checkout itself
        print("\n".join(Report(difference.missing, Tally()).annotations()))
    if options.json:
        print(json.dumps(difference.as_json(), ensure_ascii=False, indent=2))
    elif options.out and not options.markdown:
        print(f"{verdict(difference)} {summary(difference)}\nThe report: {options.out / 'diff.md'}")
    else:
        print(markdown(difference), end="")
    return 0 if difference.passes else 1


def _claim(out: Path) -> None:
    """Raise ReviewError if the folder holds files other than an earlier report. They are left alone."""
    if out.exists() and not out.is_dir():
        raise ReviewError(f"{out} is a file: name a folder for the report")
    if out.is_dir() and any(out.iterdir()) and not (out / "diff.json").is_file():
        raise ReviewError(f"{out} holds other files: name a new folder for the report")


def _write(difference: Difference, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(out / "charts", ignore_errors=True)
    texts = (markdown(difference), _json(difference.as_json()), _json(comment(difference)))
    for name, text in zip(_OURS, texts, strict=True):
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    write_pictures(list(difference.charts), out)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
