"""A figure as a value: what it is, how much, and from which cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from macros.figures.declaration import Declaration


@dataclass(frozen=True)
class Operand:
    """One cell that a figure is computed from.

    name: its place in the formula (`from`, `to`, `part`, `whole`, `part_from` ...).
    raw: the cell's text; value: exact, in units (a cell of 9.1 thousands is 9,100). scale: how many units a cell's number stands for.
    path, line, field: where it stands. key: the row's key, `2021, north, bicycles`.
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

    value: exact and unrounded, in the unit's own scale (-46.88 for a change of -46.88%).
    bound: how the source hedged a reported value: "", over, at_least, under, at_most, about.
    newest: whether no later version of its packages exists. constants: the whole numbers that its formula asks for.
    qualifiers: what its cells are marked as (`provisional`). skipped: the cells without a value that were left out, `path:line:column`.
    """

    declaration: Declaration
    value: Fraction
    operands: tuple[Operand, ...]
    package: str
    version: str
    bound: str
    newest: bool
    constants: Mapping[str, int] = field(default_factory=dict)
    qualifiers: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.declaration.id

    def left_out(self, lang: str) -> str:
        """Return why cells were left out, in another language rather than not at all; "" where none was."""
        reasons = self.declaration.skip if self.skipped else {}
        return reasons.get(lang) or next(iter(reasons.values()), "")

    @property
    def label(self) -> str:
        """`sales@2022-05-11`."""
        return f"{self.package}@{self.version}"
