"""The command line: `python -m macros COMMAND`. Exit code 0: all is well; 1: faults were found; 2: the call is wrong."""

from __future__ import annotations

import argparse
import importlib
import sys

from macros.authoring import add_commands

# Commands with a parser of their own, which shows their own help: name -> (module, what it does).
_OWN = {
    "diff": ("macros.review.command", "tell the meaning of a change: figures, sentences, charts, data, records missing"),
    "release-notes": ("macros.release_notes", "tell what each version of the data brought"),
    "links": ("macros.links.command", "ask whether the links that leave the built site still answer"),
}


class _Wide(argparse.HelpFormatter):
    """Names and meanings of the commands side by side, the longest name too."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)
        self._action_max_length = 24  # which argparse measures without the indentation of a command


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m macros", description="The microsite's commands.", formatter_class=_Wide)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    check = commands.add_parser("check", help="build the site in a scratch folder and check every number of it")
    check.add_argument("--json", action="store_true", help="print the report as JSON")
    check.add_argument("--github", action="store_true", help="print annotations for a pull request")

    find = commands.add_parser("find", help="find the quantities in each line of standard input", add_help=False)
    find.add_argument("rest", nargs=argparse.REMAINDER)

    for name, (_, told) in _OWN.items():
        commands.add_parser(name, help=told, add_help=False)
    add_commands(commands)
    status = commands.add_parser(
        "translate-status", help="list the pages that are not translated, and translations older than their original"
    )
    status.add_argument(
        "--mark", nargs="+", metavar="PAGE", help="note that these translations (docs/es/...) are those of the original as it is now"
    )

    argv = sys.argv[1:] if argv is None else argv
    if argv[:1] and argv[0] in _OWN:
        return int(importlib.import_module(_OWN[argv[0]][0]).main(argv[1:]))
    if argv[:1] == ["find"]:  # its own parser shows its own help
        from macros.numbers.cli import main as find_main

        return int(find_main(argv))
    arguments = parser.parse_args(argv)
    if arguments.command == "translate-status":
        from macros.translate import status as translate_status

        return translate_status(arguments.mark or [])
    if "run" in arguments:
        return int(arguments.run(arguments))
    from macros.command import run

    return run(as_json=arguments.json, github=arguments.github)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):  # a console of Windows may know neither − nor →
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = main()
    except BrokenPipeError:  # `| head` closed the pipe: nothing is wrong
        sys.stderr.close()
        code = 0
    raise SystemExit(code)
