"""Faults: the reason, place and remedy of bad input.

Every folder reports bad input as a `Fault`, collected in `Faults` and shown all together at the end of a build. Bad input never raises
across folders, except as `FaultError` from a reading step that cannot go on.

    Exception
    └── FaultError          one or more faults; the message is their lines
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from macros.base.codes import CODES, Severity


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file of the project: `docs/en/index.md:14:9`. Line and column count from 1; 0 means unknown.

    Attributes:
        calls: line and column of each macro called in the text at this place, in order.
        key: the top-level key of the file above this place.
    """

    path: str
    line: int = 0
    column: int = 0
    calls: tuple[tuple[int, int], ...] = field(default=(), compare=False, repr=False)
    key: str = field(default="", compare=False, repr=False)

    def __str__(self) -> str:
        parts = [self.path]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)

    def place_of_call(self, number: int) -> Place:
        """Return the place of the macro call with a number, or this place if it is unknown."""
        return Place(self.path, *self.calls[number], key=self.key) if number < len(self.calls) else self


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: `place: fact; remedy [code]`.

    Attributes:
        code: one of `macros.base.codes.CODES` (`unknown-figure`, `wrong-number`, ...). It decides the severity.
    """

    place: Place
    code: str
    fact: str
    remedy: str = ""

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f'"{self.code}" is not a fault code: add it to macros/base/codes.py')

    def __str__(self) -> str:
        return put_on_one_line(f"{self.place}: {self.message}")

    @property
    def message(self) -> str:
        """Return the line of the fault without its place."""
        return put_on_one_line(CODES[self.code].complete_message(f"{self.fact}; {self.remedy}" if self.remedy else self.fact))

    @property
    def severity(self) -> Severity:
        """Return the severity of its code."""
        return CODES[self.code].severity


def put_on_one_line(text: str) -> str:
    """Put a text on one line: control characters and white space become single spaces, invisible characters vanish."""
    return " ".join("".join(c if c.isprintable() else "" if unicodedata.category(c) == "Cf" else " " for c in text).split())


def count_faults(count: int) -> str:
    """Write a number of faults: `1 fault`, `3 faults`."""
    return "1 fault" if count == 1 else f"{count} faults"


class FaultError(Exception):
    """The error with the faults that stop a step. `str()` gives one line for each."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass
class Faults:
    """The faults of one build, each once, sorted by place.

    Attributes:
        report_count: the number of reports, repetitions included.
    """

    _seen: dict[Fault, None] = field(default_factory=dict)
    report_count: int = 0

    def add(self, fault: Fault) -> None:
        """Add a fault."""
        self._seen[fault] = None
        self.report_count += 1

    def extend(self, faults: Iterable[Fault]) -> None:
        """Add several faults."""
        for fault in faults:
            self.add(fault)

    def __iter__(self) -> Iterator[Fault]:
        return iter(sorted(self._seen, key=lambda f: (f.place.path, f.place.line, f.place.column, f.code, f.fact)))

    def __len__(self) -> int:
        return len(self._seen)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self)


def suggest_nearest(word: str, known: Iterable[str], count: int = 3) -> str:
    """Write a remedy with the known names nearest to `word`: `did you mean a, b or c?`, or with all names if they are few."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=count, cutoff=0.45)
    if not close:
        parts = [name for name in names if any(part in name.split("-") for part in word.split("-") if part)]
        close = parts[:count]
    if close:
        return "did you mean " + " or ".join(close) + "?"
    if not names:
        return "none is declared"
    more = "" if len(names) <= 8 else f" and {len(names) - 8} more"
    return "known are " + ", ".join(names[:8]) + more
