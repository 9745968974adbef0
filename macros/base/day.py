"""The day of a build: an input like the files, never the clock's.

What bears a later day (a page, a version of data, a correction) is not published yet.
"""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from pathlib import Path

from macros.base.command_line import CALL
from macros.base.dates import is_date
from macros.base.errors import Fault, FaultError, Place
from macros.base.git import Git, GitError, is_in_repository

VARIABLE = "DAY"
EPOCH = "SOURCE_DATE_EPOCH"
# Read before a build sets it for MkDocs.
GIVEN_EPOCH = os.environ.get(EPOCH)


@dataclass(frozen=True)
class Day:
    """The day of a build.

    Attributes:
        date: ISO, or "" if no day is known: then nothing is held back by its date.
        origin: where it comes from.
    """

    date: str = ""
    origin: str = ""

    def is_before(self, date: str) -> bool:
        """Return whether a date (ISO) lies after the day."""
        return bool(self.date) and date > self.date

    def __str__(self) -> str:
        return f"{self.date} ({self.origin})" if self.date else "unknown: no git repository holds this folder"


ANY_DAY = Day()


def read_given_day() -> Day:
    """Return the day that is given: DAY, else SOURCE_DATE_EPOCH, else none.

    Raises: FaultError for a value that is no day.
    """
    if given := os.environ.get(VARIABLE):
        if not is_date(given):
            raise _make_error(f'has the day "{given}", which does not exist', f"write {VARIABLE}=YYYY-MM-DD (--day YYYY-MM-DD)")
        return Day(given, VARIABLE)
    if GIVEN_EPOCH:
        try:
            moment = datetime.datetime.fromtimestamp(int(GIVEN_EPOCH), datetime.UTC)
        except (ValueError, OverflowError, OSError):
            raise _make_error(f'has {EPOCH} "{GIVEN_EPOCH}", which is no number of seconds', "give the seconds since 1970") from None
        return Day(moment.date().isoformat(), EPOCH)
    return ANY_DAY


def read_day(root: Path) -> Day:
    """Return the day of a build of the project at `root`: the day that is given, else that of the newest commit.

    Raises: FaultError for a value that is no day, or if git fails.
    """
    return given if (given := read_given_day()).date else read_commit_day(root)


def read_commit_day(root: Path) -> Day:
    """Return the day of the newest commit, where it was made, or none if no repository holds the project.

    Raises: FaultError if git fails.
    """
    git = Git(root)
    try:
        if not is_in_repository(root) or not git.read("ls-files", "--", "mkdocs.yml") or git.ask(*_HEAD) is None:
            return ANY_DAY
        return Day(git.read("log", "-1", "--format=%cs", "HEAD"), "the newest commit")
    except GitError as error:
        remedy = f"{error.remedy}, or give the day: {VARIABLE}=YYYY-MM-DD"
        raise FaultError(Fault(Place(CALL), "no-git", f"has no day for the build: {error}", remedy)) from None


_HEAD = ("rev-parse", "--verify", "--quiet", "HEAD")


def _make_error(fact: str, remedy: str) -> FaultError:
    return FaultError(Fault(Place(CALL), "call", fact, remedy))
