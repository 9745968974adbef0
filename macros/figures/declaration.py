"""The declaration of a figure: a measure, a selection of rows, and at most one operation."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from macros.base.errors import Place
from macros.figures.operations import OPERATIONS, Operation
from macros.structure import DataStructure, Measure

FILE = "data/figures.yml"

STATUSES = ("computed", "reported", "disputed", "withdrawn", "superseded")
# Withdrawn or replaced. The declaration stays as published, its errors included.
NO_LONGER_QUOTED = ("withdrawn", "superseded")

ALL = "*"
"""Every code with rows. In a pattern each makes a figure. In `over` they are combined, without totals."""
PREVIOUS = "previous"
"""In `from`: the period before the one in `to`."""


@dataclass(frozen=True)
class Source:
    """The address of a measure: `road-deaths/counts/deaths`."""

    package: str
    resource: str
    column: str

    def __str__(self) -> str:
        return f"{self.package}/{self.resource}/{self.column}"


@dataclass(frozen=True)
class Per:
    """The denominator of a rate: a measure, counted in steps of `each`.

    Attributes:
        where: codes other than those of the figure.
    """

    source: Source
    each: int = 1
    where: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Declaration:
    """One figure: an entry of data/figures.yml, one of a pattern, or one implied by a mark of a chart or a cell of a table.

    Attributes:
        where: Dimension -> code.
        of: The other codes of the whole of a share, instead of those in `where`.
        start, end: The codes of the two ends of a change (`from` and `to` of its entry).
        over: Dimension -> the codes taken together, or `ALL`.
        skip: Language -> the reason for leaving out cells without a value. Empty if they may not be left out.
        decimals: The default decimals of a quote.
        title, label, attribution, note: Language -> text.
        is_change: Whether the value is a change (its sign is a direction).
        structure: The structure of the table of its measure.
        pattern: The key of its pattern, or "".
    """

    id: str
    place: Place
    title: Mapping[str, str]
    label: Mapping[str, str]
    source: Source
    where: Mapping[str, str]
    unit: str
    status: str
    operation: Operation = OPERATIONS["value"]
    of: Mapping[str, str] = dataclasses.field(default_factory=dict)
    start: Mapping[str, str] = dataclasses.field(default_factory=dict)
    end: Mapping[str, str] = dataclasses.field(default_factory=dict)
    over: Mapping[str, tuple[str, ...] | str] = dataclasses.field(default_factory=dict)
    per: Per | None = None
    skip: Mapping[str, str] = dataclasses.field(default_factory=dict)
    decimals: int = 0
    attribution: Mapping[str, str] = dataclasses.field(default_factory=dict)
    note: Mapping[str, str] = dataclasses.field(default_factory=dict)
    note_places: Mapping[str, Place] = dataclasses.field(default_factory=dict, repr=False, compare=False)
    is_change: bool = False
    structure: DataStructure = dataclasses.field(default_factory=DataStructure, repr=False, compare=False)
    pattern: str = ""

    @property
    def package(self) -> str:
        """Return the data package of its measure."""
        return self.source.package

    @property
    def resource(self) -> str:
        """Return the table of its measure."""
        return self.source.resource

    @property
    def field(self) -> str:
        """Return the column of its measure."""
        return self.source.column

    @property
    def packages(self) -> tuple[str, ...]:
        """Return the names of all its packages, beginning with that of its measure."""
        return tuple(dict.fromkeys((self.package, *([self.per.source.package] if self.per else []))))

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Return its measures: those of its codes in a measure dimension, and the measure of its column."""
        of = [dimension for dimension in self.structure.dimensions.values() if dimension.has_measures]
        found = [dimension.find_code(code).measure for dimension in of for code in self.list_codes(dimension.name)]
        return tuple(each for each in (*found, self.structure.measures.get(self.field)) if each)

    @property
    def is_level(self) -> bool:
        """Return whether its value is a published rate of change. Such a rate itself falls and rises: "inflation fell to 3.9%"."""
        measure = self.structure.measures.get(self.field)
        return self.is_change and self.operation.is_copy and measure is not None and measure.statistic == "rate"

    @property
    def displayed_status(self) -> str:
        """Return the status shown to readers: "as published" for a published value, because nothing was computed."""
        return "as published" if self.operation.is_copy and self.status == "computed" else self.status

    @property
    def method(self) -> str:
        """Return the name of its method: its operation, or `reported` for a value published without rows."""
        return "reported" if self.operation.is_copy and self.attribution else self.operation.name

    def place_of_note(self, lang: str) -> Place:
        """Return the place of its note."""
        return self.note_places.get(lang, self.place)

    def has_texts_in(self, lang: str) -> bool:
        """Return whether it has any text in a language."""
        return any(lang in texts for texts in (self.title, self.label, self.attribution, self.note))

    def list_codes(self, dimension: str) -> tuple[str, ...]:
        """Return its codes of a dimension: one, both ends of a change, a part and its whole, or none for a sum over it."""
        ends = [each[dimension] for each in (self.start, self.end) if dimension in each]
        own = ends or ([self.where[dimension]] if dimension in self.where else [])
        return tuple(dict.fromkeys([*own, *([self.of[dimension]] if dimension in self.of else [])]))
