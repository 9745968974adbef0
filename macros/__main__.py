"""The command line: `python -m macros COMMAND`. Exit code 0: all is well; 1: faults were found; 2: the call is wrong."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from macros.authoring import add_commands
from macros.base.command_line import CommandLine
from macros.base.day import VARIABLE
from macros.base.errors import FaultError
from macros.base.files import check_folders as check_files
from macros.base.system_errors import convert_system_error

# Commands with a parser of their own, which shows their own help: name -> (module, what it does).
_OWN = {
    "explain": ("macros.commands.explain", "explain a fault code, with an example and how to fix it; without a code, list all"),
    "read": ("macros.plugin.read_command", "show how the check reads each number on a line of a page, and what the words around it say"),
    "correct": ("macros.plugin.correct_command", "correct words of a page, or record what is changed, with its entry in the corrections"),
    "diff": ("macros.review.command", "show what a change means for readers: figures, sentences, charts, data, missing records"),
    "release-notes": ("macros.commands.release_notes", "show what changed in each version of the data"),
    "due": ("macros.commands.due", "list what was merged ahead of its day, and is to be published on a day"),
    "ready": ("macros.commands.ready", "list the addresses and owners of this copy that are still examples"),
    "links": ("macros.links.command", "check whether external links in the built site still work"),
}
# Those that read the project's files before they build it, or do not build it.
_OF_PROJECT = ("update", "data", "figure", "translate-status", "release-notes", "links", "read", "correct")


class _Wide(argparse.HelpFormatter):
    """Names and meanings of the commands side by side, the longest name too."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)
        self._action_max_length = 24  # which argparse measures without the indentation of a command


def main(argv: list[str] | None = None) -> int:
    """Carry out a command. What stops it is one line, never a traceback."""
    return guarded(lambda: _carry_out(sys.argv[1:] if argv is None else argv))


def _carry_out(argv: list[str]) -> int:
    parser = CommandLine(prog="python -m macros", description="The microsite's commands.", formatter_class=_Wide)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    check = commands.add_parser("check", help="build the site in a scratch folder and check every number of it, or check one page")
    check.add_argument("page", nargs="?", metavar="PAGE", help="check this page alone, in a second or two: docs/en/index.md")
    check.add_argument("--json", action="store_true", help="print the report as JSON")
    check.add_argument("--github", action="store_true", help="print annotations for a pull request")
    _add_day(check)

    record = commands.add_parser("publish-record", help="record what is published in data/published.csv: from then on it is frozen")
    record.add_argument("--check", action="store_true", help="only report whether the record is up to date")
    _add_day(record)

    preview = commands.add_parser(
        "preview", help="write the site, with drafts, into one zip that opens without a server, for somebody to read"
    )
    preview.add_argument("--out", metavar="FILE", type=Path, default=Path("preview.zip"), help="the zip (default: preview.zip)")
    _add_day(preview)

    find = commands.add_parser("find", help="find the quantities in each line of standard input", add_help=False)
    find.add_argument("rest", nargs=argparse.REMAINDER)

    for name, (_, told) in _OWN.items():
        commands.add_parser(name, help=told, add_help=False)
    add_commands(commands)
    status = commands.add_parser("translate-status", help="list pages that are not translated, and translations that are out of date")
    status.add_argument("--mark", nargs="+", metavar="PAGE", help="mark these translations (docs/es/...) as up to date with the original")

    if argv[:1] and argv[0] in _OF_PROJECT and not {"-h", "--help"}.intersection(argv):
        check_files(Path.cwd())
    if argv[:1] and argv[0] in _OWN:
        return int(importlib.import_module(_OWN[argv[0]][0]).main(argv[1:]))
    if argv[:1] == ["find"]:  # its own parser shows its own help
        from macros.numbers.cli import main as find_main

        return int(find_main(argv))
    arguments = parser.parse_args(argv)
    if given := getattr(arguments, "day", None):
        os.environ[VARIABLE] = given  # as `mkdocs build` takes it, which has no such option
    if arguments.command == "translate-status":
        from macros.plugin.translations import print_status as translate_status

        return translate_status(arguments.mark or [])
    if "run" in arguments:
        return int(arguments.run(arguments))
    if arguments.command == "preview":
        from macros.plugin.preview_command import write_preview

        return write_preview(arguments.out)
    from macros.plugin.check_command import publish_record, run_check

    if arguments.command == "publish-record":
        return publish_record(only_check=arguments.check)
    if arguments.page:
        from macros.plugin.page_check import check_page

        return check_page(arguments.page)
    return run_check(as_json=arguments.json, github=arguments.github)


def _add_day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--day", metavar="YYYY-MM-DD", help="day of the build, if not DAY, SOURCE_DATE_EPOCH or that of the newest commit")


def guarded(command: Callable[[], int]) -> int:
    """Return the exit code of a command. What the system refuses it is one line; a reader of its output who goes away is none."""
    code, output = 0, sys.stdout
    try:
        code = command()
        output.flush()
    except FaultError as error:
        print(_name_as_called("\n".join(f"error: {fault}" for fault in error.faults)), file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        code = 130
    except OSError as error:
        if not _has_no_reader(error):
            print(f"error: {convert_system_error(error, Path.cwd())}", file=sys.stderr)
            code = 1
        try:
            output.flush()
        except OSError:  # what is left cannot be written: Python would try again at its end, and tell of it
            os.dup2(os.open(os.devnull, os.O_WRONLY), output.fileno())
    return code


def _name_as_called(text: str) -> str:
    if not os.environ.get("CALLED_BY_MAKE"):
        return text
    from macros.authoring.variables import name_as_called

    return name_as_called(text)


def _has_no_reader(error: OSError) -> bool:
    """Return True if `| head` has closed the standard output; a pipe to a process of our own that breaks is told."""
    if not isinstance(error, BrokenPipeError) or os.name == "nt":
        return isinstance(error, BrokenPipeError)
    import select

    poll = select.poll()
    poll.register(sys.stdout.fileno(), 0)
    return any(events & (select.POLLERR | select.POLLHUP) for _, events in poll.poll(0))


def _open_all() -> None:
    """Let whoever has closed a stream (`>&-`) lose what is written to it: Python has None in its place."""
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


if __name__ == "__main__":
    _open_all()
    for stream in (sys.stdout, sys.stderr):  # a console of Windows may know neither − nor →
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    raise SystemExit(main())
