"""The command line: `python -m macros COMMAND`. Exit code 0: all is well; 1: faults were found; 2: the call is wrong."""

from __future__ import annotations

import argparse
import sys


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m macros", description="The microsite's commands.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    check = commands.add_parser("check", help="build the site in a scratch folder and check every number of it")
    check.add_argument("--json", action="store_true", help="print the report as JSON")
    check.add_argument("--github", action="store_true", help="print annotations for a pull request")

    record = commands.add_parser("publish-record", help="record what is published in data/published.csv: from then on it is frozen")
    record.add_argument("--check", action="store_true", help="only tell whether the record is up to date")

    find = commands.add_parser("find", help="find the quantities in each line of standard input", add_help=False)
    find.add_argument("rest", nargs=argparse.REMAINDER)

    argv = sys.argv[1:] if argv is None else argv
    if argv[:1] == ["find"]:  # its own parser shows its own help
        from macros.numbers.cli import main as find_main

        return int(find_main(argv))
    arguments = parser.parse_args(argv)
    from macros.command import publish_record, run

    if arguments.command == "publish-record":
        return publish_record(only_check=arguments.check)
    return run(as_json=arguments.json, github=arguments.github)


if __name__ == "__main__":
    try:
        code = main()
    except BrokenPipeError:  # `| head` closed the pipe: nothing is wrong
        sys.stderr.close()
        code = 0
    raise SystemExit(code)
