"""The selection of a figure's cells: for each place of the formula a row of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from macros.base.errors import Fault, FaultError, suggest_nearest
from macros.datapackage import Package, Resource, Row
from macros.figures.declaration import ALL, Declaration, Source
from macros.structure import CodeList, DataStructure, Structures
from macros.structure.model import ALWAYS, Span, intersect_spans
from macros.structure.periods import PeriodError, count_months, is_followed_by, parse_period

PackageLookup = Callable[[str], Package]
"""A function from a package's name to its version for a page."""


@dataclass(frozen=True)
class Cell:
    """One cell of a figure, at its place in the formula (`from`, `part`, `value_1`)."""

    place: str
    source: Source
    resource: Resource
    row: Row
    structure: DataStructure


@dataclass(frozen=True)
class Selection:
    """The cells of a figure, and the whole numbers in its formula."""

    cells: tuple[Cell, ...]
    constants: Mapping[str, int]


def select_cells(declared: Declaration, packages: PackageLookup, structures: Structures) -> Selection:
    """Select the cells of a figure.

    Raises: FaultError for an unknown table, column or row, or several rows for one cell.
    """
    resource = _find_resource(declared, declared.source, packages)
    taker = _CellSelector(declared, declared.source, resource, declared.structure)
    operation, where = declared.operation, dict(declared.where)
    if declared.per:
        other = _find_resource(declared, declared.per.source, packages)
        structure = structures.find_structure(declared.per.source.package, other)
        cells = [
            taker.select_row("part", where),
            _CellSelector(declared, declared.per.source, other, structure).select_joined_row("whole", where, declared),
        ]
        return Selection(tuple(cells), {"each": declared.per.each})
    if operation.is_unbroken:
        return Selection(tuple(taker.select_between()), {})
    if operation.has_members:
        return Selection(tuple(taker.select_members()), {})
    ends = {"from": declared.start, "to": declared.end} if declared.start else {"": {}}
    roles = {"part": {}, "whole": declared.of} if "of" in operation.selectors else {"": {}}
    places = {f"{role}_{end}".strip("_") or "value": {**where, **at, **of} for end, at in ends.items() for role, of in roles.items()}
    constants = taker.count_periods() if "periods" in operation.constants else {}
    return Selection(tuple(taker.select_row(place, cells) for place, cells in places.items()), constants)


def _find_resource(declared: Declaration, source: Source, packages: PackageLookup) -> Resource:
    package = packages(source.package)
    resource = package.resources.get(source.resource)
    if resource is None:
        fact = f'{declared.id} takes the resource "{source.resource}", which is not in {package.label}'
        raise FaultError(Fault(declared.place, "unknown-resource", fact, suggest_nearest(source.resource, package.resources)))
    if source.column not in resource.fields:
        fact = f'{declared.id} takes the field "{source.column}", which is not in {resource.path}'
        raise FaultError(Fault(declared.place, "unknown-field", fact, suggest_nearest(source.column, resource.fields)))
    return resource


@dataclass(frozen=True)
class _CellSelector:
    """A selector of cells from one table."""

    declared: Declaration
    source: Source
    resource: Resource
    structure: DataStructure

    def make_error(self, code: str, fact: str, remedy: str) -> FaultError:
        return FaultError(Fault(self.declared.place, code, f"{self.declared.id} {fact}", remedy))

    def make_cell(self, place: str, row: Row) -> Cell:
        return Cell(place, self.source, self.resource, row, self.structure.select_measure(self.source.column))

    def select_row(self, place: str, where: Mapping[str, str]) -> Cell:
        """Find the only row of a selection.

        Raises: FaultError naming the first column without a matching row, or the matching rows.
        """
        for name in where:
            if name not in self.resource.fields:
                fact = f'takes the field "{name}", which is not in {self.resource.path}'
                raise self.make_error("unknown-field", fact, suggest_nearest(name, self.resource.fields))
        rows = self.resource.find_rows(where)
        if len(rows) == 1:
            return self.make_cell(place, rows[0])
        rows = list(self.resource.rows)
        for name, value in where.items():
            known = {row.raw[name] for row in rows}
            if value not in known:
                fact = f'takes {name} "{value}", which is not in {self.resource.path}'
                raise self.make_error("unknown-row", fact, suggest_nearest(value, known))
            rows = [row for row in rows if row.raw[name] == value]
        lines = ", ".join(str(row.line) for row in rows[:5])
        more = [name for name in self.structure.dimensions if name not in where]
        remedy = f"name {' and '.join(more)} too" if more else "name more columns until one row is left"
        raise self.make_error("many-rows", f"takes {len(rows)} rows of {self.resource.path} (lines {lines})", remedy)

    def select_joined_row(self, place: str, where: Mapping[str, str], declared: Declaration) -> Cell:
        """Find the row of another measure with the same codes in all common dimensions.

        Raises: FaultError for no row, or several.
        """
        assert declared.per
        own = dict(declared.per.where)
        for name, dimension in self.structure.dimensions.items():
            alike = [other for other in where if dimension.is_like(declared.structure.dimensions[other])]
            alike = [name] if name in alike else alike
            if name not in own and len(alike) == 1:  # two would be ambiguous
                own[name] = where[alike[0]]
        rows = self.resource.find_rows(own)
        lacks = [name for name in self.structure.dimensions if name not in own and name in self.resource.fields]
        # A dimension may stay unnamed if its code is a total. The only year in a table may be the wrong one.
        if len(rows) == 1 and all(self.structure.dimensions[name].find_code(rows[0].raw[name]).is_total for name in lacks):
            return self.make_cell(place, rows[0])
        said = ", ".join(f"{name} {code}" for name, code in own.items())
        found = f"{len(rows)} partners in {self.resource.path} (lines {', '.join(str(row.line) for row in rows[:5])})"
        if len(rows) == 1:
            found = f"{self.resource.path}:{rows[0].line}, whose {' and '.join(lacks)} it does not name"
        remedy = f"name {' and '.join(lacks)} in per: {{where: ...}}" if lacks else "fix the rows, or name others in per: {where: ...}"
        fact = f"joins {said or 'no column'} with {found if rows else f'no row of {self.resource.path}'}"
        raise self.make_error("join", fact, remedy)

    def select_members(self) -> Iterator[Cell]:
        """Yield the rows of all codes combined in the figure. For a rank, yield the ranked row first."""
        where = {name: code for name, code in self.declared.where.items() if name not in self.declared.over}
        rows = self.resource.find_rows(where)
        for name, codes in self.declared.over.items():
            codelist = self.structure.dimensions[name].codelist
            known = {row.raw[name]: None for row in rows}
            if codes == ALL:
                # Leave out a whole with listed parts: it would be counted twice.
                wholes = self.find_wholes(codelist, known) if codelist else set()
                chosen = [code for code in known if code not in wholes and not self.structure.dimensions[name].find_code(code).is_total]
            else:
                chosen = list(codes)
                for code in chosen:
                    if code not in known:
                        raise self.make_error(
                            "unknown-row", f'takes {name} "{code}", which is not in {self.resource.path}', suggest_nearest(code, known)
                        )
            if (
                codelist
                and self.declared.operation.name in ("sum", "mean")
                and (both := codelist.find_overlap(dict.fromkeys(chosen, self.find_span())))
            ):
                first, second, common = both
                why = "the one is a part of the other" if common in (first, second) else f'"{common}" is a part of both'
                fact = f'takes "{first}" and "{second}" together, and {why}'
                raise self.make_error("declaration", fact, "name codes that do not overlap")
            if self.declared.operation.name in ("sum", "mean"):
                self.check_no_overlap(name, chosen)
                if codes == ALL and codelist is None:
                    self.check_no_total(name, rows)
            taken = {*chosen}
            rows = [row for row in rows if row.raw[name] in taken]
            if rows and (own := self.declared.where.get(name, chosen[0])) not in taken:
                fact = f'ranks {name} "{own}" among its parts'
                raise self.make_error("declaration", fact, "name one of the parts in where, or the codes that it is among in over")
        if not rows:
            raise self.make_error("unknown-row", f"takes no row of {self.resource.path}", "fix where and over")
        kept = [name for name in self.structure.dimensions if name not in where and name not in self.declared.over]
        for name in kept:
            if len({row.raw[name] for row in rows}) > 1:
                lines = ", ".join(str(row.line) for row in rows[:5])
                raise self.make_error(
                    "many-rows", f"takes rows of more than one {name} (lines {lines})", f"name {name} in where or in over"
                )
        if "value" in self.declared.operation.roles:
            yield self.select_row("value", self.declared.where)
        yield from (self.make_cell(f"value_{at}", row) for at, row in enumerate(rows, 1))

    def check_no_overlap(self, name: str, codes: Iterable[str]) -> None:
        """Check that periods taken together do not overlap.

        Raises: FaultError for two that do.
        """
        dimension = self.structure.dimensions[name]
        if dimension.period not in ("span", "weeks"):  # periods of other kinds never overlap
            return
        periods = sorted(parse_period(code, dimension.period, dimension.since) for code in codes)
        for before, after in pairwise(periods):
            if after.first <= before.last:
                fact = f'takes {name} "{before.code}" and "{after.code}" together, which have days in common'
                raise self.make_error("declaration", fact, "name periods that do not overlap")

    def check_no_total(self, name: str, rows: list[Row]) -> None:
        """Check that no row is the sum of all others, if there is no code list to mark totals.

        Raises: FaultError for such a row.
        """
        values = [value for row in rows if isinstance(value := row.values[self.source.column], int | Fraction)]
        if len(values) > 2 and max(values) * 2 == sum(values):
            total = next(row for row in rows if row.values[self.source.column] == max(values))
            fact = f'takes every {name}, of which "{total.raw[name]}" is as much as all others ({self.resource.path}:{total.line})'
            remedy = f"give {name} a code list in dimensions.yml that says which code is the total, or name the codes"
            raise self.make_error("declaration", fact, remedy)

    def find_span(self) -> Span:
        """Return the time of its rows, as far as they have one period."""
        periods = (self.structure.dimensions[name].period_of(code) for name, code in self.declared.where.items())
        return next(((period.first, period.last) for period in periods if period), ALWAYS)

    def find_wholes(self, codelist: CodeList, codes: Iterable[str]) -> set[str]:
        """Return the codes of which some codes are parts at the time of the rows."""
        during = self.find_span()
        found = ((code, *each) for code in codes if code in codelist.codes for each in codelist.find_wholes(code).items())
        return {whole for code, whole, spans in found if whole != code and any(intersect_spans(span, during) for span in spans)}

    def select_between(self) -> Iterator[Cell]:
        """Yield the rows of every period from the first to the last, in order."""
        (name, first), *_ = self.declared.start.items()
        last, dimension = self.declared.end[name], self.structure.dimensions[name]
        for code in (first, last):
            self.select_row("", {**self.declared.where, name: code})
        rows = self.resource.find_rows(self.declared.where)
        try:
            begin, end, *periods = (
                parse_period(code, dimension.period, dimension.since) for code in (first, last, *(row.raw[name] for row in rows))
            )
        except PeriodError as error:
            fact = f"adds up from {first} to {last}, and {error}"
            raise self.make_error("declaration", fact, "fix the cell, or name other periods") from None
        every = zip(periods, rows, strict=True)
        taken = sorted(((each, row) for each, row in every if begin <= each <= end), key=lambda pair: pair[0])
        self.check_no_overlap(name, (row.raw[name] for _, row in taken))
        for (before, row), (after, other) in pairwise(taken):
            if not is_followed_by(before, after):
                fact = f"adds up from {first} to {last}, and there is nothing between {row.raw[name]} and {other.raw[name]}"
                raise self.make_error("unknown-row", fact, "add the rows between, or name other periods")
        yield from (self.make_cell(f"value_{at}", row) for at, (_, row) in enumerate(taken, 1))

    def count_periods(self) -> dict[str, int]:
        """Return the number of months between the two ends, and the number of months in a year, as constants of the formula."""
        (name, first), *_ = self.declared.start.items()
        dimension = self.structure.dimensions[name]
        try:
            ends = [parse_period(code, dimension.period, dimension.since) for code in (first, self.declared.end[name])]
            months = count_months(*ends)
        except PeriodError as error:
            raise self.make_error(
                "declaration", f"has an average annual change, and {error}", "name two years, quarters or months"
            ) from None
        return {"periods": months, "per_year": 12}
