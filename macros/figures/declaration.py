"""What a figure is: a measure, a selection of rows, and at most one operation."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from macros.base.errors import Place
from macros.figures.operations import OPERATIONS, Operation
from macros.structure import DataStructure, Measure

FILE = "data/figures.yml"

STATUSES = ("computed", "reported", "disputed", "withdrawn", "superseded")
# Withdrawn, or replaced by another: its declaration stays as it was published, with what was wrong with it.
NO_LONGER_QUOTED = ("withdrawn", "superseded")

ALL = "*"
"""For a code: every one that has rows. In a pattern each makes a figure, in `over` they are taken together, without totals."""
PREVIOUS = "previous"
"""For a period in `from`: the one before that in `to`."""


@dataclass(frozen=True)
class Source:
    """A measure where it stands: `road-deaths/counts/deaths`."""

    package: str
    resource: str
    column: str

    def __str__(self) -> str:
        return f"{self.package}/{self.resource}/{self.column}"


@dataclass(frozen=True)
class Per:
    """The measure that a rate is of, `each` of whose units it counts; where: codes that differ from those of the figure."""

    source: Source
    each: int = 1
    where: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Declaration:
    """One figure of data/figures.yml, written out or made by a pattern; or one that a mark of a chart or a cell of a table stands for.

    Attributes:
        where: Dimension -> code.
        of: What of `where` is another in the whole of a share.
        start, end: What is another at the two ends of a change (`from` and `to` of its entry).
        over: Dimension -> the codes that are taken together, or `ALL`.
        skip: Language -> why cells without a value are left out; empty where they are not.
        decimals: Those at which the site quotes it by default.
        title, label, attribution, note: Language -> text.
        change: Whether the value is a change (its sign is a direction).
        structure: Of the table that its measure stands in.
        pattern: The key of the entry that made it, "" where it has one of its own.
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
    change: bool = False
    structure: DataStructure = dataclasses.field(default_factory=DataStructure, repr=False, compare=False)
    pattern: str = ""

    @property
    def package(self) -> str:
        """Return the name of the data package that its measure stands in."""
        return self.source.package

    @property
    def resource(self) -> str:
        return self.source.resource

    @property
    def field(self) -> str:
        """Return the column of its measure."""
        return self.source.column

    @property
    def packages(self) -> tuple[str, ...]:
        """Return the names of all packages that it is computed from, its own first."""
        return tuple(dict.fromkeys((self.package, *([self.per.source.package] if self.per else []))))

    def measures(self) -> list[Measure]:
        """Return what it measures or counts: of a measure dimension the measures of its codes, else that of its column."""
        of = [dimension for dimension in self.structure.dimensions.values() if dimension.has_measures]
        found = [dimension.code(code).measure for dimension in of for code in self.codes(dimension.name)]
        return [each for each in (*found, self.structure.measures.get(self.field)) if each]

    @property
    def is_level(self) -> bool:
        """Whether its value is a published rate of change, which itself falls and rises: "inflation fell to 3.9%"."""
        measure = self.structure.measures.get(self.field)
        return self.change and self.operation.is_copy and measure is not None and measure.statistic == "rate"

    @property
    def told_status(self) -> str:
        """The status as readers are told it: nothing was computed of a value that stands in the published rows."""
        return "copied" if self.operation.is_copy and self.status == "computed" else self.status

    @property
    def method(self) -> str:
        """Return the name of how its value comes about: that of its operation, or `reported` of what was published without rows."""
        return "reported" if self.operation.is_copy and self.attribution else self.operation.name

    def note_place(self, lang: str) -> Place:
        """Return where its note is written."""
        return self.note_places.get(lang, self.place)

    def speaks(self, lang: str) -> bool:
        """Whether the figure has any text in a language."""
        return any(lang in texts for texts in (self.title, self.label, self.attribution, self.note))

    def codes(self, dimension: str) -> tuple[str, ...]:
        """Return the codes of a dimension that it is of: one, both ends of a change, a part and its whole; none of a sum over it."""
        ends = [each[dimension] for each in (self.start, self.end) if dimension in each]
        own = ends or ([self.where[dimension]] if dimension in self.where else [])
        return tuple(dict.fromkeys([*own, *([self.of[dimension]] if dimension in self.of else [])]))
