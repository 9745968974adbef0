"""Rows and columns of an exhibit: listed by the declaration, or drawn from a table of the data, with a figure for each cell.

data:
  measure: road-deaths/counts/deaths
  where: {sex: all}
  x: year                       # along the columns: every code that has rows; {year: [2020, 2021]}: these
  series: place                 # along the rows, without totals; {place: [dk, all]}: these
  operation: percentage_change  # of each cell; its further keys are named as in data/figures.yml (from, of, per)
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.base.yaml_source import format_as_cell
from macros.datapackage import Resource
from macros.figures import OPERATIONS, Figures, Per, Source, build_address, write_selections
from macros.figures.derive import compare_codes, label_code
from macros.interface import known_languages, read_interface_words
from macros.structure import DataStructure, Dimension
from macros.structure.model import Note
from macros.structure.periods import Period, PeriodError, is_followed_by, parse_period

MOST = 3000  # cells
KNOWN_KEYS = ("measure", "where", "x", "series", "totals", "operation", "from", "of", "per")
_EXAMPLE = "write x: year, or x: {year: [2020, 2021]}"
_PER_KEYS = ("measure", "each", "where")
_ALL_CODES = "*"


@dataclass(frozen=True)
class Line:
    """One row of an exhibit.

    Attributes:
        label, group, note: Texts by language.
        cells: A figure id, or None, for each column.
        lack_reasons: Maps a column to the reason why it has no figure (`suppressed`, `missing`), if the data states one.
        lack_notes: Maps such a column to what the source notes on its row.
        shared_address: The part shared by the addresses of all cells in the row.
    """

    label: Mapping[str, str]
    cells: tuple[str | None, ...]
    group: Mapping[str, str] = field(default_factory=dict)
    note: Mapping[str, str] = field(default_factory=dict)
    lack_reasons: Mapping[int, str] = field(default_factory=dict)
    lack_notes: Mapping[int, tuple[Note, ...]] = field(default_factory=dict)
    shared_address: str = ""


@dataclass(frozen=True)
class Grid:
    """The columns and the rows of an exhibit.

    Attributes:
        columns: Maps a language to the headers.
        shared_address: The part shared by the addresses of all cells, for exhibits drawn from rows.
        column_addresses: For each column the part shared by its cells.
        begins, ends: The first and the last period along its axis of time. There may be several of each: the first with a value, the
            first shown, the base of a first change. Without an axis of time there are none.
    """

    columns: Mapping[str, tuple[str, ...]]
    lines: tuple[Line, ...]
    shared_address: str = ""
    column_addresses: tuple[str, ...] = ()
    begins: tuple[Period, ...] = ()
    ends: tuple[Period, ...] = ()

    def get_headers(self, lang: str) -> tuple[str, ...]:
        """Return the headers in a language."""
        return self.columns.get(lang, self.columns.get("", ()))


@dataclass(frozen=True)
class Axis:
    """A dimension along the rows or the columns.

    Attributes:
        codes: The codes to show, or None for all codes with rows.
    """

    dimension: str
    codes: tuple[str, ...] | None = None


@dataclass(frozen=True)
class RowSource:
    """The source of an exhibit's cells: a measure, by one dimension along the columns and one along the rows.

    Attributes:
        start: The fixed base of an operation, or empty to compare each cell with the period before.
    """

    source: Source
    where: Mapping[str, str]
    x: Axis
    series: Axis | None = None
    has_totals: bool = False
    operation: str = "value"
    start: Mapping[str, str] = field(default_factory=dict)
    of: Mapping[str, str] = field(default_factory=dict)
    per: Per | None = None

    @property
    def package_names(self) -> tuple[str, ...]:
        """The names of the packages behind its figures."""
        return tuple(dict.fromkeys((self.source.package, *([self.per.source.package] if self.per else []))))


class InvalidDataError(ValueError):
    """An invalid `data` mapping. The message is the fact.

    Attributes:
        key: The path of keys below `data`.
        remedy: See `Fault`.
    """

    def __init__(self, fact: str, remedy: str, *key: str) -> None:
        super().__init__(fact)
        self.remedy, self.key = remedy, key


def read_rows(value: Any) -> RowSource:
    """Read the mapping `data`, as far as it can be checked without the data. Raises `InvalidDataError`."""
    if not isinstance(value, dict):
        raise InvalidDataError("has data that is not a mapping", "write data: {measure: ..., x: ..., series: ...}")
    for key in value:
        if key not in KNOWN_KEYS:
            raise InvalidDataError(f'has the key "{key}" in data, which is unknown', suggest_nearest(str(key), KNOWN_KEYS), str(key))
    if value.get("x") in (None, "", {}):
        raise InvalidDataError("has no x in data", _EXAMPLE)
    source = _read_source(value.get("measure"), "measure")
    where, start, of = (_read_codes(value.get(key), key) for key in ("where", "from", "of"))
    x, series = _read_axis(value["x"], "x"), None if value.get("series") in (None, "", {}) else _read_axis(value["series"], "series")
    if series and series.dimension == x.dimension:
        raise InvalidDataError(f"has {x.dimension} as x and as series", "name another dimension along the rows", "series")
    for axis in (x, *([series] if series else [])):
        if axis.dimension in where:
            raise InvalidDataError(f"names {axis.dimension} in where and along an axis", "remove it from where", "where")
    said, operation = str(value.get("operation") or "value"), OPERATIONS.get(str(value.get("operation") or "value"))
    if operation is None or operation.has_members:
        fit = [name for name, each in OPERATIONS.items() if not each.has_members]
        raise InvalidDataError(f'has the operation "{said}" in data', suggest_nearest(said, fit), "operation")
    for key in ("from", "of", "per"):
        if value.get(key) not in (None, "", {}) and key not in operation.selectors:
            raise InvalidDataError(f"has {key} in data, which the operation {said} does not take", f"remove {key}", key)
        if value.get(key) in (None, "", {}) and key in operation.selectors and (key != "from" or operation.has_base):
            raise InvalidDataError(f"has the operation {said} in data without {key}", f"add {key} (a mapping)", "operation")
    if type(value.get("totals", False)) is not bool:
        raise InvalidDataError(f'has totals: "{value["totals"]}" in data', "write true or false", "totals")
    return RowSource(source, where, x, series, value.get("totals") is True, said, start, of, _read_per(value.get("per")))


def _read_source(said: Any, key: str) -> Source:
    parts = str(said or "").split("/", 2)
    if len(parts) != 3:
        raise InvalidDataError(f'has the measure "{said or ""}" in data', "write package/table/column", key)
    return Source(*parts)


def _read_codes(value: Any, key: str) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict) or any(isinstance(code, list | dict) for code in value.values()):
        raise InvalidDataError(f"has {key} in data that is not one code a column", f"write {key}: {{column: code}}", key)
    return {str(name): format_as_cell(code) for name, code in value.items()}


def _read_per(value: Any) -> Per | None:
    if value is None:
        return None
    if not isinstance(value, dict) or not {*map(str, value)} <= {*_PER_KEYS}:
        raise InvalidDataError("has per in data that is not a measure and how many of it", "write per: {measure: ..., each: 100000}", "per")
    each = value.get("each", 1)
    if type(each) is not int or each < 1:
        raise InvalidDataError(f"has per: {{each: {each}}} in data", "write a whole number, such as each: 100000", "per")
    return Per(_read_source(value.get("measure"), "per"), each, _read_codes(value.get("where"), "per"))


def _read_axis(value: Any, key: str) -> Axis:
    if isinstance(value, str):
        return Axis(value)
    if not isinstance(value, dict) or len(value) != 1:
        raise InvalidDataError(f"has {key} in data that is not one dimension", _EXAMPLE.replace("x:", f"{key}:"), key)
    ((name, codes),) = value.items()
    if codes == _ALL_CODES:
        return Axis(str(name))
    listed = codes if isinstance(codes, list) else [codes]
    if not listed or any(isinstance(code, list | dict) for code in listed):
        raise InvalidDataError(
            f"has {key} in data with values that are not codes of {name}", f'write {key}: {{{name}: [code, code]}}, or "*"', key
        )
    return Axis(str(name), tuple(dict.fromkeys(map(format_as_cell, listed))))


def draw_grid(
    rows: RowSource, figures: Figures, as_of: str | None, languages: Iterable[str], place: Callable[..., Place], name: str
) -> Grid:
    """Return the rows and columns of an exhibit on the data as of a date.

    Args:
        place: returns the place of a key of `data`.
        name: the id of the exhibit.

    Raises:
        FaultError: the data of that day lacks something, or a cell matches several rows.
    """
    package, resource = figures.find_table(rows.source, as_of, place())
    structure = figures.structures.find_structure(package.name, resource).select_measure(rows.source.column)
    drawing = _GridBuilder(rows, figures, resource, structure, as_of, tuple(languages), place, name)
    return drawing.build()


@dataclass(frozen=True)
class _GridBuilder:
    rows: RowSource
    figures: Figures
    resource: Resource
    structure: DataStructure
    as_of: str | None
    languages: tuple[str, ...]
    place: Callable[..., Place]
    name: str

    def make_fault(self, fact: str, remedy: str, *key: str) -> FaultError:
        return FaultError(Fault(self.place(*key), "exhibit", f"{self.name} {fact}", remedy))

    def build(self) -> Grid:
        rows = self.rows
        self._check_columns()
        found = self.resource.find_rows(rows.where)
        across = self._list_codes(rows.x, "x", {row.raw[rows.x.dimension] for row in found}, totals=True)
        series = rows.series.dimension if rows.series else ""
        along = self._list_codes(rows.series, "series", {row.raw[series] for row in found}, totals=rows.has_totals) if rows.series else [""]
        if not found or not across or not along:
            raise self.make_fault(f"selects no row of {self.resource.path}", "fix where, x and series of its data")
        if len(across) * len(along) > MOST:
            fact = f"has {len(across) * len(along)} cells ({len(along)} rows, {len(across)} columns), more than {MOST:,}"
            raise self.make_fault(fact, "list fewer codes in x or series")
        cells: dict[tuple[str, str], list[Any]] = {}
        for row in found:
            cells.setdefault((row.raw[series] if series else "", row.raw[rows.x.dimension]), []).append(row)
        for (row_code, column), several in cells.items():
            if len(several) > 1 and row_code in along and column in across:
                self._refuse_many_rows(several, [code for code in (row_code, column) if code])
        before = self._map_bases()
        lines = []
        for code in along:
            taken, lacks, noted = {}, {}, {}
            for at, column in enumerate(across):
                why = self._find_lack_reason(cells.get((code, column)))
                if not why:
                    name = taken[at] = self._make_address(code, column, before)
                    why = "missing" if name is None else self._find_compute_reason(name)
                if why:
                    lacks[at] = why
                    noted[at] = tuple(
                        note for row in cells.get((code, column), ()) for note in self.structure.list_notes(row, self.resource.path)
                    )
            label = self._find_label(rows.series.dimension, code) if rows.series else self._find_measure_label()
            names = tuple(None if at in lacks else taken[at] for at in range(len(across)))
            selected = self._select_address_part(series, code, before) if series else ""
            lines.append(Line(label, names, lack_reasons=lacks, lack_notes=noted, shared_address=selected))
        heads = [self._write_header(column, before) for column in across]
        self._check_labels(lines, heads, series, along, across)
        columns = {lang: tuple(head.get(lang, "") for head in heads) for lang in self.languages}
        return Grid(
            columns,
            tuple(lines),
            self._make_shared_address(),
            tuple(self._select_address_part(rows.x.dimension, code, before) for code in across),
            *self._find_extent(along, across, lines, before),
        )

    def _find_extent(
        self, along: Sequence[str], across: Sequence[str], lines: Sequence[Line], before: Mapping[str, str]
    ) -> tuple[tuple[Period, ...], tuple[Period, ...]]:
        """Return the first and the last periods along the axis of time; see `Grid`."""
        moving = self._period_dimension
        if moving is None or moving.period == "weeks":
            return (), ()
        if moving.name == self.rows.x.dimension:
            shown = {code: any(line.cells[at] for line in lines) for at, code in enumerate(across)}
        else:
            shown = {code: any(line.cells) for code, line in zip(along, lines, strict=True)}
        codes = sorted(shown, key=self._time_key)
        filled = [code for code in codes if shown[code]] or codes
        bases = sorted({before[code] for code in filled if code in before}, key=self._time_key)
        try:
            first, last = (
                tuple(parse_period(code, moving.period, moving.since) for code in dict.fromkeys(listed))
                for listed in ((filled[0], codes[0], *bases[:1]), (filled[-1], codes[-1]))
            )
        except PeriodError:
            return (), ()
        return first, last

    def _check_columns(self) -> None:
        """Check that `data` names dimensions and codes of the table, and a measure that it has."""
        rows, known = self.rows, self.structure.dimensions
        if rows.source.column not in self.structure.measures:
            fact = f'takes the measure "{rows.source.column}", which is not in {self.resource.path}'
            raise self.make_fault(fact, suggest_nearest(rows.source.column, self.structure.measures), "measure")
        named = [("x", rows.x.dimension), *([("series", rows.series.dimension)] if rows.series else [])]
        named += [(key, name) for key, cells in (("where", rows.where), ("from", rows.start), ("of", rows.of)) for name in cells]
        for key, name in named:
            if name not in known or name not in self.resource.fields:
                fact = f'takes "{name}" in {key} of its data, which is not a dimension of {self.resource.path}'
                raise self.make_fault(fact, suggest_nearest(name, known), key)
        for key, cells in (("where", rows.where), ("from", rows.start), ("of", rows.of)):
            for name, code in cells.items():
                self._check_code(key, name, code, {row.raw[name] for row in self.resource.rows})

    def _check_code(self, key: str, name: str, code: str, known: Iterable[str]) -> None:
        if code not in (known := set(known)):
            fact = f'takes {name} "{code}" in {key} of its data, which is not in {self.resource.path}'
            raise self.make_fault(fact, suggest_nearest(code, known), key)

    def _list_codes(self, axis: Axis, key: str, having: set[str], *, totals: bool) -> list[str]:
        """Return the codes along an axis: as listed, else periods by time and codes in the order of their list."""
        dimension = self.structure.dimensions[axis.dimension]
        if axis.codes is not None:
            for code in axis.codes if self.as_of is None else ():
                self._check_code(key, axis.dimension, code, having)
            return [code for code in axis.codes if code in having]
        known: dict[str, None] = dict.fromkeys(row.raw[axis.dimension] for row in self.resource.rows if row.raw[axis.dimension] in having)
        if dimension.period:
            return sorted(known, key=functools.cmp_to_key(functools.partial(compare_codes, dimension)))
        codes = dimension.codelist.codes if dimension.codelist else {}
        wholes = {part.whole for code in codes.values() for part in code.part_of}
        ordered = [code for code in codes if code in known] + [code for code in known if code not in codes]
        return [code for code in ordered if totals or not (code in wholes or (code in codes and codes[code].is_total))]

    def _refuse_many_rows(self, rows: list[Any], codes: list[str]) -> None:
        named = {self.rows.x.dimension, *self.rows.where, *([self.rows.series.dimension] if self.rows.series else [])}
        more = [name for name in self.structure.dimensions if name not in named and len({row.raw[name] for row in rows}) > 1]
        lines = ", ".join(str(row.line) for row in rows[:5])
        fact = f"has {len(rows)} rows for the cell {' and '.join(codes)} ({self.resource.path}, lines {lines})"
        raise self.make_fault(fact, f"name {' and '.join(more) or 'more columns'} in where of its data")

    def _find_lack_reason(self, rows: list[Any] | None) -> str:
        """Return the reason why a cell has no figure (no row, or no value), or ""."""
        if not rows:
            return "missing"
        return self.structure.find_lack(rows[0], self.rows.source.column)

    def _find_compute_reason(self, name: str) -> str:
        """Return the reason why a computed figure has no value because one of its other cells has none, or "".

        Raises:
            FaultError: any other fault. It concerns all cells, or one cell that cannot be computed.
        """
        try:
            self.figures.get(name, self.as_of, self.place())
        except FaultError as error:
            if any(fault.code not in ("no-value", "unknown-row") for fault in error.faults):
                raise
            return "missing"
        return ""

    @functools.cached_property
    def _period_dimension(self) -> Dimension | None:
        """The dimension of periods along an axis, used to compare cells with those before them."""
        axes = [self.rows.x, *([self.rows.series] if self.rows.series else [])]
        return next((found for axis in axes if (found := self.structure.dimensions[axis.dimension]).period), None)

    def _map_bases(self) -> dict[str, str]:
        """Map each period to its base, for operations with two ends: the period of `from`, else the one before in the data."""
        if "from" not in OPERATIONS[self.rows.operation].selectors:
            return {}
        moving = self._period_dimension
        if moving is None:
            raise self.make_fault(
                f"has the operation {self.rows.operation}, and no periods along its rows or columns", "name them as x", "x"
            )
        if self.rows.start and {*self.rows.start} != {moving.name}:
            raise self.make_fault("has from in its data that is not one period", f"write from: {{{moving.name}: ...}}", "from")
        every = sorted({row.raw[moving.name] for row in self.resource.find_rows(self.rows.where)}, key=self._time_key)
        if self.rows.start:
            return dict.fromkeys(every, self.rows.start[moving.name])
        return dict(zip(every[1:], every, strict=False))

    @functools.cached_property
    def _time_key(self) -> Callable[[str], Any]:
        moving = self._period_dimension
        assert moving
        return functools.cmp_to_key(lambda a, b: compare_codes(moving, a, b))

    def _make_address(self, code: str, column: str, before: Mapping[str, str]) -> str | None:
        """Return the address of a cell's figure, or None if its period has no base."""
        rows, where = self.rows, {**self.rows.where, self.rows.x.dimension: column}
        if rows.series:
            where[rows.series.dimension] = code
        ends: dict[str, dict[str, str]] = {"start": {}, "end": {}}
        if (moving := self._period_dimension) and "from" in OPERATIONS[rows.operation].selectors:
            at = where.pop(moving.name)
            if at not in before or (not OPERATIONS[rows.operation].has_base and self._time_key(before[at]) >= self._time_key(at)):
                return None
            ends = {"start": {moving.name: before[at]}, "end": {moving.name: at}}
        order = {name: at for at, name in enumerate(dict.fromkeys((*self.resource.key, *self.structure.dimensions)))}
        where = {name: where[name] for name in sorted(where, key=order.__getitem__)}
        return build_address(rows.source, where, rows.operation, of=rows.of, per=rows.per, **ends)

    def _make_shared_address(self) -> str:
        return build_address(self.rows.source, self.rows.where, self.rows.operation, of=self.rows.of, per=self.rows.per)

    def _select_address_part(self, dimension: str, code: str, before: Mapping[str, str]) -> str:
        """Return the part of an address selected by a row or a column."""
        moving = self._period_dimension
        if moving and moving.name == dimension and "from" in OPERATIONS[self.rows.operation].selectors:
            return write_selections(start={dimension: before[code]}, end={dimension: code}) if code in before else ""
        return write_selections({dimension: code})

    def _find_label(self, dimension: str, code: str) -> dict[str, str]:
        found = self.structure.dimensions[dimension]
        return {lang: text for lang in self.languages if (text := label_code(found, code, lang))}

    def _write_header(self, code: str, before: Mapping[str, str]) -> dict[str, str]:
        """Return the header of a column. A change names both periods unless they follow each other."""
        dimension = self.structure.dimensions[self.rows.x.dimension]
        own = self._find_label(dimension.name, code)
        if self.rows.start or not dimension.period or code not in before:
            return own
        try:
            ends = [parse_period(each, dimension.period, dimension.since) for each in (before[code], code)]
        except PeriodError:
            return own
        if is_followed_by(*ends):
            return own
        first = self._find_label(dimension.name, before[code])
        return {
            lang: str(read_interface_words(lang)["period"]["to"]).format(first[lang], own[lang])
            for lang in own
            if lang in known_languages()
        }

    def _find_measure_label(self) -> dict[str, str]:
        measure = self.structure.find_measure(self.rows.source.column, self.rows.where)
        fallback = measure.name.replace("_", " ")
        return {lang: text for lang in self.languages if (text := measure.label.get(lang, "" if measure.label else fallback))}

    def _check_labels(self, lines: list[Line], heads: list[dict[str, str]], series: str, along: list[str], across: list[str]) -> None:
        """Refuse rows and columns without a name in some language."""
        named = ((series, along, [line.label for line in lines]), (self.rows.x.dimension, across, heads))
        for dimension, codes, labels in named:
            for lang in self.languages:
                lacking = [code for code, label in zip(codes, labels, strict=True) if not label.get(lang)]
                if lacking:
                    shown = ", ".join(f'"{code}"' for code in lacking[:3]) + (f" and {len(lacking) - 3} more" if len(lacking) > 3 else "")
                    what = f"{dimension} {shown}" if dimension else f"the measure {self.rows.source.column}"
                    remedy = f"add label: {{{lang}: ...}} in data/{self.rows.source.package}/dimensions.yml, or in its code list"
                    raise self.make_fault(f"shows {what}, which has no label in {lang}", remedy)
