"""A figure as a value: its declaration, its amount, and its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from macros.figures.declaration import Declaration
from macros.structure.model import Note


@dataclass(frozen=True)
class Operand:
    """One cell in the computation of a figure.

    Attributes:
        name: its place in the formula (`from`, `to`, `part`, `whole`, `part_from` ...).
        raw: the text of the cell.
        value: exact, in units (a cell of 9.1 thousands is 9,100).
        path, line, field: the cell in its file.
        key: the key of its row, `2021, north, bicycles`.
        scale: the number of units in one of the cell's unit.
    """

    name: str
    raw: str
    value: Fraction
    path: str
    line: int
    field: str
    key: str
    scale: int = 1


@dataclass(frozen=True)
class Figure:
    """One figure as of a date.

    Attributes:
        value: exact and unrounded, in the unit's own scale (-46.88 for a change of -46.88%).
        bound: the hedge of the source on a reported value: "", over, at_least, under, at_most, about.
        is_newest: whether no later version of its packages exists.
        constants: the whole numbers in its formula.
        qualifiers: marks of its cells (`provisional`).
        notes: what the source notes on its cells.
        skipped: cells left out for lack of a value, `path:line:column`.
    """

    declaration: Declaration
    value: Fraction
    operands: tuple[Operand, ...]
    package: str
    version: str
    bound: str
    is_newest: bool
    constants: Mapping[str, int] = field(default_factory=dict)
    qualifiers: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Return the id of its declaration."""
        return self.declaration.id

    def explain_left_out(self, lang: str) -> str:
        """Return the reason for left-out cells, if need be in another language, or ""."""
        reasons = self.declaration.skip if self.skipped else {}
        return reasons.get(lang) or next(iter(reasons.values()), "")

    @property
    def label(self) -> str:
        """Return package and version: `sales@2022-05-11`."""
        return f"{self.package}@{self.version}"
