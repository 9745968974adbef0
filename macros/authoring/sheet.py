"""A spreadsheet as it was given: rows of cells with their places, nothing interpreted yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from macros.base.errors import Fault, Place

Kind = Literal["text", "number", "date", "boolean"]
MOST_FAULTS = 10  # shown of one file: a file in the wrong format would give one a cell


@dataclass(frozen=True)
class Cell:
    """text: trimmed. kind: what the file says it is; CSV knows text only. percent: whether it is shown with a percent sign."""

    text: str
    kind: Kind = "text"
    percent: bool = False


@dataclass(frozen=True)
class Line:
    """One row: its number as spreadsheets show it (from 1) and its cells."""

    number: int
    cells: tuple[Cell, ...]


@dataclass
class Sheet:
    """path: as shown in faults (`visits.xlsx, sheet Data`). name: from which a resource's name is made.

    lines: the header first, all as wide as the header. notes: what was done to read it, to be told.
    columns: where each column stands in the file, once empty ones are left out.
    places: the line of the file on which a row begins, where that is another number (a cell of a CSV file may hold line breaks).
    """

    path: str
    name: str
    lines: list[Line]
    notes: list[str] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)

    @property
    def header(self) -> list[str]:
        return [cell.text for cell in self.lines[0].cells]

    def place(self, line: int) -> int:
        """Return the line of the file on which a row begins."""
        return self.places.get(line, line)

    def fault(self, line: int, column: int, fact: str, remedy: str, code: str = "sheet") -> Fault:
        """column: from 0; -1 for the whole row."""
        place = self.place(line)
        if column < 0:
            return Fault(Place(self.path, place), code, f"row {line} {fact}", remedy)
        head = self.header[column] if self.lines and column < len(self.lines[0].cells) else ""
        named = f" ({head})" if head and line != self.lines[0].number else ""
        at = self.columns[column] if self.columns else column
        return Fault(Place(self.path, place, at + 1), code, f"cell {letters(at)}{line}{named} {fact}", remedy)


def first_faults(path: str, faults: Sequence[Fault]) -> list[Fault]:
    """Return as many faults of a file as are shown, and one that counts the rest."""
    rest = len(faults) - MOST_FAULTS
    more = [Fault(Place(path), "sheet", f"has {rest} more faults of this kind", "fix these first")] if rest > 0 else []
    return [*faults[:MOST_FAULTS], *more]


def letters(column: int) -> str:
    """The name of a column as spreadsheets show it: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def short(text: str) -> str:
    """A cell's text as a fault quotes it."""
    return text if len(text) <= 40 else text[:39] + "…"
