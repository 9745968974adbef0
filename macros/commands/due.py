"""`python -m macros due`: what was merged ahead of its day, and is to be published now."""

from __future__ import annotations

import datetime
from pathlib import Path

from macros.authoring.project import Project, make_call_error
from macros.base.command_line import CommandLine
from macros.base.dates import is_date
from macros.base.day import read_commit_day
from macros.edition.edition import Edition

_WITHIN = 3


def main(argv: list[str]) -> int:
    """Run the command and return its exit code, 0. It prints a line for each page, version of data and correction, or nothing.

    Raises: FaultError for a day that does not exist, and if git fails.
    """
    parser = CommandLine(prog="python -m macros due", description="List what was merged ahead of its day, and is to be published now.")
    parser.add_argument("--day", required=True, metavar="YYYY-MM-DD", help="the day")
    within = f"and on how many days before it, itself among them: a missed run is caught up with (default: {_WITHIN})"
    parser.add_argument("--within", type=int, default=_WITHIN, metavar="DAYS", help=within)
    options = parser.parse_args(argv)
    if not is_date(options.day):
        raise make_call_error(f'has the day "{options.day}", which does not exist', "write --day YYYY-MM-DD")
    for path, day in find_due(Path.cwd(), options.day, options.within):
        print(f"{day} {path}")
    return 0


def find_due(root: Path, day: str, within: int) -> list[tuple[str, str]]:
    """Return what a build of the newest commit holds back, and a build of `day` does not: (path or place, its day).

    within: on how many days up to that day.
    """
    held = Edition.read(root, *Project.from_folder(root).languages, day=read_commit_day(root)).project.held
    first = (datetime.date.fromisoformat(day) - datetime.timedelta(days=max(within, 1) - 1)).isoformat()
    return sorted((path, why) for path, why in held.items() if is_date(why) and first <= why <= day)
