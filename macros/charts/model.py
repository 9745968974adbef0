"""The input of a chart. All texts come ready made; a chart formats no number.

    Chart(
        id="sales", kind="grouped-bars", lang="en", name="Bicycles sold in the north, 2020 and 2021",
        columns=("2020", "2021"),
        rows=(Row("Bicycles sold in the north",
                  (Cell("sales-2020", Fraction(1046350), "1,046,350"),
                   Cell("sales-2021", Fraction(555831), "555,831"))),),
        unit="count",
    )

Errors are `UnknownKindError` (names the known kinds) and `ChartError` (the chart's id, the problem, the remedy). Both are `ValueError`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

BOUNDS = ("", "over", "at_least", "under", "at_most", "about")
NOTE_NAME = re.compile(r"(note \S+ [0-9]+)(?: ([a-z]+))?")
"""The check's name for a text of the source, and its language if it is another one than the chart's."""
SCALES = ("common", "own")


class ChartError(ValueError):
    """A chart that cannot be drawn as it is declared."""

    def __init__(self, chart: Chart, fact: str, remedy: str) -> None:
        super().__init__(f"chart {chart.id!r} ({chart.kind}): {fact}; {remedy}")


class UnknownKindError(ValueError):
    """A kind of chart that does not exist. The message names the known kinds."""

    def __init__(self, kind: str, known_kinds: tuple[str, ...]) -> None:
        super().__init__(f"unknown kind of chart {kind!r}; known kinds: {', '.join(known_kinds)}")
        self.kind = kind
        self.known_kinds = known_kinds


@dataclass(frozen=True)
class Cell:
    """One quantity drawn.

    Attributes:
        id: The figure's id. It becomes `data-figure` on the drawn label.
        value: The value, not rounded, in the unit's scale (-46.88 for a percentage change).
        label: The text of the value, drawn exactly as it is.
        note: A text drawn small beside or under the label.
        sign: What the source says of the value, drawn behind its label: `p`, `b, p`. The chart's remarks say what it means.
        is_soft: Whether the value is provisional or estimated. Its point is hollow.
        is_break: Whether a new series begins with the value. No line leads to it.
        bound: The side of the quoted number on which the truth lies, by magnitude: "over" is farther from zero.
            The mark then ends open or dashed.
    """

    id: str
    value: Fraction
    label: str
    note: str = ""
    bound: str = ""
    sign: str = ""
    is_soft: bool = False
    is_break: bool = False

    @property
    def shown(self) -> str:
        """The label with its sign, as they are drawn."""
        return f"{self.label} {self.sign}".rstrip()


@dataclass(frozen=True)
class Row:
    """One line, bar or panel: a label and a cell for each column (None for no value).

    Attributes:
        gaps: For each column the sign that says why it has no value, or "". Empty for a row without gaps to explain.
    """

    label: str
    cells: tuple[Cell | None, ...]
    group: str = ""
    gaps: tuple[str, ...] = ()

    def has_new_sign(self, column: int) -> bool:
        """Return whether a value has a sign that the value before it does not have: of a run of values, the first says it."""
        cell, before = self.cells[column], self.cells[column - 1] if column else None
        return cell is not None and bool(cell.sign) and (before is None or before.sign != cell.sign)

    def find_gap(self, column: int) -> str:
        """Return the sign that says why a cell has no value, or ""."""
        return self.gaps[column] if self.gaps else ""


@dataclass(frozen=True)
class Remark:
    """An explanation below a chart.

    Attributes:
        mark: The letter of a note, or "".
        piece: The check's name for a text of the source, or "".
        lang: The language of the text, if it is another one than the chart's.
        parts: The meanings of signs of which the text is made, each with the sign of a gap, or "": a kind may not draw it.
    """

    text: str
    mark: str = ""
    piece: str = ""
    lang: str = ""
    parts: tuple[tuple[str, str], ...] = ()

    def select_text(self, drawn: Iterable[str]) -> str:
        """Return the text without the signs of gaps that are in none of the texts drawn."""
        if not self.parts:
            return self.text
        signs = {sign for text in drawn for sign in text.split(", ")}
        kept = [part for part, sign in self.parts if not sign or sign in signs]
        return "; ".join(kept) + "." if kept else ""


@dataclass(frozen=True)
class Event:
    """One event of a timeline.

    Attributes:
        date: The ISO date. It only places the event.
        label: The text drawn, with the date in words. A newline parts a strong first line ("17 November 2020") from the rest;
            events of one day with the same first line share it.
    """

    date: str
    label: str


@dataclass(frozen=True)
class Chart:
    """A chart. Every text except `id`, `kind`, `lang`, `unit` and `name` is drawn, and no other text is.

    Attributes:
        name: The accessible name of the SVG.
        tick_labels: Values and texts of a few axis ticks. Without them an axis bears no numbers. In a timeline the value is a year
            (2021 is 1 January 2021), drawn if it lies between the first event and the last.
        scales: Whether panels share one scale or have each its own (`SCALES`), for kinds with panels.
        said: The same in words.
        remarks: What is drawn below it: the meanings of its signs, the notes of its source.
    """

    id: str
    kind: str
    lang: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    unit: str = ""
    axis: str = ""
    events: tuple[Event, ...] = ()
    tick_labels: tuple[tuple[Fraction, str], ...] = ()
    scales: str = ""
    said: str = ""
    remarks: tuple[Remark, ...] = ()

    def list_cells(self) -> tuple[Cell, ...]:
        """Return all cells with a value, row by row."""
        return tuple(cell for row in self.rows for cell in row.cells if cell is not None)
