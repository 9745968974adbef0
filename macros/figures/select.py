"""Selects the cells that a figure is computed from: each a row of a table, and one place or more in the formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from macros.datapackage import Package, Resource, Row
from macros.errors import Fault, FaultError, nearest
from macros.figures.declaration import ALL, Declaration, Source
from macros.figures.derive import compare_codes
from macros.structure import CodeList, DataStructure, Structures
from macros.structure.model import ALWAYS, Span, intersect
from macros.structure.periods import PeriodError, count_months, is_followed, parse_period

Packages_ = Callable[[str], Package]
"""Gives a package, by its name, as a page sees it."""


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
    """The cells of a figure, and the whole numbers that its formula asks for."""

    cells: tuple[Cell, ...]
    constants: Mapping[str, int]


def select(declared: Declaration, packages: Packages_, structures: Structures) -> Selection:
    """Select the cells of a figure. Errors: FaultError for an unknown table, column or row, and for rows that are not one each."""
    resource = _resource(declared, declared.source, packages)
    taker = _Taker(declared, declared.source, resource, declared.structure)
    operation, where = declared.operation, dict(declared.where)
    if declared.per:
        other = _resource(declared, declared.per.source, packages)
        structure = structures.of(declared.per.source.package, other)
        cells = [taker.one("part", where), _Taker(declared, declared.per.source, other, structure).joined("whole", where, declared)]
        return Selection(tuple(cells), {"each": declared.per.each})
    if operation.is_unbroken:
        return Selection(tuple(taker.between()), {})
    if operation.has_members:
        return Selection(tuple(taker.members()), {})
    ends = {"from": declared.start, "to": declared.end} if declared.start else {"": {}}
    roles = {"part": {}, "whole": declared.of} if "of" in operation.selectors else {"": {}}
    places = {f"{role}_{end}".strip("_") or "value": {**where, **at, **of} for end, at in ends.items() for role, of in roles.items()}
    constants = taker.years() if "periods" in operation.constants else {}
    return Selection(tuple(taker.one(place, cells) for place, cells in places.items()), constants)


def _resource(declared: Declaration, source: Source, packages: Packages_) -> Resource:
    package = packages(source.package)
    resource = package.resources.get(source.resource)
    if resource is None:
        fact = f'{declared.id} takes the resource "{source.resource}", which {package.label} has not'
        raise FaultError(Fault(declared.place, "unknown-resource", fact, nearest(source.resource, package.resources)))
    if source.column not in resource.fields:
        fact = f'{declared.id} takes the field "{source.column}", which {resource.path} has not'
        raise FaultError(Fault(declared.place, "unknown-field", fact, nearest(source.column, resource.fields)))
    return resource


@dataclass(frozen=True)
class _Taker:
    """Takes cells from one table."""

    declared: Declaration
    source: Source
    resource: Resource
    structure: DataStructure

    def failure(self, code: str, fact: str, remedy: str) -> FaultError:
        return FaultError(Fault(self.declared.place, code, f"{self.declared.id} {fact}", remedy))

    def cell(self, place: str, row: Row) -> Cell:
        return Cell(place, self.source, self.resource, row, self.structure)

    def one(self, place: str, where: Mapping[str, str]) -> Cell:
        """The only row that a selection names. Errors: FaultError with the column whose code no row has, or with the rows left."""
        for name in where:
            if name not in self.resource.fields:
                fact = f'takes the field "{name}", which {self.resource.path} has not'
                raise self.failure("unknown-field", fact, nearest(name, self.resource.fields))
        rows = self.resource.where(where)
        if len(rows) == 1:
            return self.cell(place, rows[0])
        rows = list(self.resource.rows)
        for name, value in where.items():
            known = {row.raw[name] for row in rows}
            if value not in known:
                fact = f'takes {name} "{value}", which {self.resource.path} has not'
                raise self.failure("unknown-row", fact, nearest(value, known))
            rows = [row for row in rows if row.raw[name] == value]
        lines = ", ".join(str(row.line) for row in rows[:5])
        more = [name for name in self.structure.dimensions if name not in where]
        remedy = f"name {' and '.join(more)} too" if more else "name more columns until one row is left"
        raise self.failure("many-rows", f"takes {len(rows)} rows of {self.resource.path} (lines {lines})", remedy)

    def joined(self, place: str, where: Mapping[str, str], declared: Declaration) -> Cell:
        """The row of another measure that has the same codes in the dimensions that both have. Errors: FaultError for none, or several."""
        own = {name: code for name, code in where.items() if name in self.structure.dimensions}
        for name, dimension in self.structure.dimensions.items():
            for other, code in where.items() if name not in own else ():
                theirs = declared.structure.dimensions[other]
                same_list = dimension.codelist is not None and dimension.codelist == theirs.codelist
                if same_list or (dimension.period and dimension.period == theirs.period):
                    own[name] = code
        assert declared.per
        own |= declared.per.where
        rows = self.resource.where(own)
        if len(rows) == 1:
            return self.cell(place, rows[0])
        said = ", ".join(f"{name} {code}" for name, code in own.items())
        found = f"{len(rows)} partners in {self.resource.path} (lines {', '.join(str(row.line) for row in rows[:5])})"
        lacks = [name for name in self.structure.dimensions if name not in own]
        remedy = f"name {' and '.join(lacks)} in per: {{where: ...}}" if lacks else "mend the rows, or name others in per: {where: ...}"
        fact = f"joins {said or 'no column'} with {found if rows else f'no row of {self.resource.path}'}"
        raise self.failure("join", fact, remedy)

    def members(self) -> Iterator[Cell]:
        """The rows of all codes that the figure is over; of a rank first the one that is ranked."""
        where = {name: code for name, code in self.declared.where.items() if name not in self.declared.over}
        rows = self.resource.where(where)
        for name, codes in self.declared.over.items():
            codelist = self.structure.dimensions[name].codelist
            known = {row.raw[name]: None for row in rows}
            if codes == ALL:
                # A whole is left out where parts of it are there: it would be counted twice.
                listed = [code for code in known if codelist and code in codelist.codes]
                wholes = {whole for code in listed if codelist for whole in self.wholes(codelist, code) if whole != code}
                chosen = [code for code in known if not (code in wholes or (code in listed and codelist and codelist.codes[code].is_total))]
            else:
                chosen = list(codes)
                for code in chosen:
                    if code not in known:
                        raise self.failure(
                            "unknown-row", f'takes {name} "{code}", which {self.resource.path} has not', nearest(code, known)
                        )
            if (
                codelist
                and self.declared.operation.name in ("sum", "mean")
                and (both := codelist.overlap(dict.fromkeys(chosen, self.span_of())))
            ):
                first, second, common = both
                why = "the one is a part of the other" if common in (first, second) else f'"{common}" is a part of both'
                fact = f'takes "{first}" and "{second}" together, and {why}'
                raise self.failure("declaration", fact, "name codes that do not overlap")
            rows = [row for row in rows if row.raw[name] in chosen]
            if rows and (own := self.declared.where.get(name, chosen[0])) not in chosen:
                fact = f'ranks {name} "{own}" among its parts'
                raise self.failure("declaration", fact, "name one of the parts in where, or the codes that it is among in over")
        if not rows:
            raise self.failure("unknown-row", f"takes no row of {self.resource.path}", "mend where and over")
        kept = [name for name in self.structure.dimensions if name not in where and name not in self.declared.over]
        for name in kept:
            if len({row.raw[name] for row in rows}) > 1:
                lines = ", ".join(str(row.line) for row in rows[:5])
                raise self.failure("many-rows", f"takes rows of more than one {name} (lines {lines})", f"name {name} in where or in over")
        if "value" in self.declared.operation.roles:
            yield self.one("value", self.declared.where)
        yield from (self.cell(f"value_{at}", row) for at, row in enumerate(rows, 1))

    def span_of(self) -> Span:
        """From when to when the rows that it is of are, as far as they are of one period."""
        name, code = next(((n, c) for n, c in self.declared.where.items() if self.structure.dimensions[n].period), ("", ""))
        if not name:
            return ALWAYS
        try:
            period = parse_period(code, self.structure.dimensions[name].period, self.structure.dimensions[name].since)
        except PeriodError:
            return ALWAYS
        return period.first, period.last

    def wholes(self, codelist: CodeList, code: str) -> Iterator[str]:
        """What a code is a part of at the time of the rows."""
        return (whole for whole, spans in codelist.wholes(code).items() if any(intersect(span, self.span_of()) for span in spans))

    def between(self) -> Iterator[Cell]:
        """The rows of every period from the first to the last, in their order."""
        (name, first), *_ = self.declared.start.items()
        last, dimension = self.declared.end[name], self.structure.dimensions[name]
        rows = [
            row
            for row in self.resource.where(self.declared.where)
            if compare_codes(dimension, row.raw[name], first) >= 0 >= compare_codes(dimension, row.raw[name], last)
        ]
        for code in (first, last):
            self.one("", {**self.declared.where, name: code})
        try:
            periods = [parse_period(row.raw[name], dimension.period, dimension.since) for row in rows]
        except PeriodError as error:
            raise self.failure(
                "declaration", f"adds up from {first} to {last}, and {error}", "mend the cell, or name other periods"
            ) from None
        order = sorted(range(len(rows)), key=periods.__getitem__)
        for before, after in zip(order, order[1:], strict=False):
            if not is_followed(periods[before], periods[after]):
                fact = f"adds up from {first} to {last}, and nothing stands between {rows[before].raw[name]} and {rows[after].raw[name]}"
                raise self.failure("unknown-row", fact, "add the rows between, or name other periods")
        yield from (self.cell(f"value_{at}", rows[index]) for at, index in enumerate(order, 1))

    def years(self) -> dict[str, int]:
        """How many periods lie between the two ends, and how many of them a year has."""
        (name, first), *_ = self.declared.start.items()
        dimension = self.structure.dimensions[name]
        try:
            ends = [parse_period(code, dimension.period, dimension.since) for code in (first, self.declared.end[name])]
            months = count_months(*ends)
        except PeriodError as error:
            raise self.failure("declaration", f"has an average annual change, and {error}", "name two years, quarters or months") from None
        return {"periods": months, "per_year": 12}
