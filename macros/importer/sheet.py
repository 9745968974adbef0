"""A spreadsheet before interpretation: rows of cells with their places."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from macros.base.errors import Fault, Place
from macros.importer.decision import Decision

Kind = Literal["text", "number", "date", "boolean"]
MOST_CELLS = 3_000_000  # of a sheet whose format can say many in a few bytes
MOST_UNPACKED = 400_000_000  # bytes in the parts of a packed file
_LEFT_OUT, _MOST_LEFT_OUT = 160, 4  # characters of a text that is left out, and texts, in a message
MAX_FAULTS = 10  # shown for one file: a file in the wrong format could have a fault in each cell


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a sheet.

    Attributes:
        text: The text, trimmed, without what the reader could tell apart as a mark.
        kind: The type in the file. A CSV file has text only.
        percent: True if the file shows the cell with a percent sign.
        flag: The code that came with the value: `p` for `8412 p`, `c` for `[c]`; what it means is in the sheet's statuses.
        bound: The kind of a bound (`under`), where the number is one.
        marks: Markers of footnotes that stand at the cell, in its text or by its format: `("2",)`.
        trouble: Fact and remedy, where the cell holds what cannot be published: an error, a formula without a value, text struck out.
            It is a fault only if the cell belongs to the table.
    """

    text: str
    kind: Kind = "text"
    percent: bool = False
    flag: str = ""
    marks: tuple[str, ...] = ()
    bound: str = ""
    trouble: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its number as spreadsheets show it (from 1) and its cells."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Attribute:
    """What a column says of the values of another.

    Attributes:
        means: `status`, `bound` or `note`.
        of: The header of the values, if the sheet has several columns of values; or "".
        codes: Maps statuses' codes to their meanings.
    """

    means: str
    of: str = ""
    codes: dict[str, str] = field(default_factory=dict)


@dataclass
class Sheet:
    """A sheet of a file.

    Attributes:
        path: The path in faults (`visits.xlsx, sheet Data`).
        name: The name of the file or sheet, or "". The resource is named after it, else after the package.
        lines: The header and the rows, all of the same width.
        notes: Remarks on the reading for the author.
        columns: The columns' positions in the file, once empty columns are left out.
        file_line_by_row: Maps rows to the line of the file they begin on, if it differs. Cells of a CSV file can hold line breaks.
        merged: Merged ranges as (first row, first column, last row, last column); rows count from 1, columns from 0.
        formulas: The number of cells that hold formulas. Their cells have the values last shown.
        hidden: True for a hidden sheet.
        hidden_rows: Numbers of hidden rows that hold something.
        hidden_columns: Indexes of hidden columns that hold something.
        footnotes: Maps markers to the texts of notes, from the file or found below the table; "" holds those without a marker.
        statuses: Maps flags of cells to what they mean: `{"p": "provisional", "bp": "break provisional"}`.
        attributes: Maps headers of added columns to what they mean and, for statuses, their codes.
        is_tidy: True if the format itself says what each column is (SDMX-CSV, JSON-stat, PX): nothing is asked about the layout.
        labels: Maps columns to their codes' labels, by language: `{"geo": {"AT": {"en": "Austria"}}}`.
        codes: What is known of codes of columns, as their code list says it: `{"area": {"Total": {"total": "true"}}}`.
        decisions: What was decided or is asked about the file before it could be read.
        facts: What the file says of itself: title, source, publisher, updated, unit, decimals, licence.
        around: Texts that are not of the table's body and may speak of all of it, each with its place: titles, names of the rows, notes.
    """

    path: str
    name: str
    lines: list[Line]
    notes: list[str] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    file_line_by_row: dict[int, int] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: int = 0
    hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    footnotes: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, Attribute] = field(default_factory=dict)
    is_tidy: bool = False
    labels: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    codes: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    around: list[tuple[str, str]] = field(default_factory=list)

    @property
    def header(self) -> list[str]:
        """Return the texts of the header."""
        return [cell.text for cell in self.lines[0].cells]

    def find_position(self, at: int) -> int:
        """Return the position in the file of a column of the sheet."""
        return self.columns[at] if self.columns else at

    def name_column(self, at: int) -> str:
        """Return the name of a column as the author's spreadsheet shows it."""
        return name_column(self.find_position(at))

    @cached_property
    def body(self) -> Sequence[Sequence[Cell]]:
        """Return the cells of each column, without the header. They are kept: the lines of a sheet change no more once it is read."""
        return list(zip(*(line.cells for line in self.lines[1:]), strict=True)) or [()] * len(self.lines[0].cells)

    @cached_property
    def distinct(self) -> Sequence[Collection[Cell]]:
        """Return each object among the cells of each column once, in order.

        Readers make one object of equal cells, so that a long column has few.
        """
        return [dict(zip(map(id, cells), cells, strict=True)).values() for cells in self.body]

    def change_column(self, at: int, change: Callable[[Cell], Cell]) -> Sheet:
        """Return the sheet with other cells in the rows of a column."""
        made = {id(cell): change(cell) for cell in self.distinct[at]}
        rows = ((line, made[id(line.cells[at])]) for line in self.lines[1:])
        lines = [Line(line.number, (*line.cells[:at], cell, *line.cells[at + 1 :])) for line, cell in rows]
        return replace(self, lines=[self.lines[0], *lines])

    def find_file_line(self, line: int) -> int:
        """Return the line of the file on which a row begins."""
        return self.file_line_by_row.get(line, line)

    def make_fault(self, line: int, column: int, fact: str, remedy: str, code: str = "sheet") -> Fault:
        """Return a fault at a cell, or at a whole row if the column is -1. Columns count from 0."""
        place = self.find_file_line(line)
        if column < 0:
            return Fault(Place(self.path, place), code, f"row {line} {fact}", remedy)
        head = self.header[column] if self.lines and column < len(self.lines[0].cells) else ""
        named = f" ({head})" if head and line != self.lines[0].number else ""
        at = self.find_position(column)
        return Fault(Place(self.path, place, at + 1), code, f"cell {name_column(at)}{line}{named} {fact}", remedy)


def limit_faults(path: str, faults: Sequence[Fault]) -> list[Fault]:
    """Return the first faults of a file and one with the count of the rest."""
    rest = len(faults) - MAX_FAULTS
    more = [Fault(Place(path), "sheet", f"has {rest} more faults of this kind", "fix these first")] if rest > 0 else []
    return [*faults[:MAX_FAULTS], *more]


def name_column(column: int) -> str:
    """Return the name of a column in spreadsheets: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def shorten_text(text: str, most: int = 40) -> str:
    """Cut a cell's text to the length quoted in a fault."""
    return text if len(text) <= most else text[: most - 1] + "…"


def quote_left_out(texts: Sequence[str]) -> str:
    """Return the texts of rows that are left out, in quotes, long enough to see what is lost."""
    shown = ", ".join(f'"{shorten_text(text, _LEFT_OUT)}"' for text in texts[:_MOST_LEFT_OUT])
    return shown + (f" and {len(texts) - _MOST_LEFT_OUT} more" if len(texts) > _MOST_LEFT_OUT else "")
