"""Computes texts written by the generator a second time from the cells, and compares them number by number.

A proof, a note of a revision, a cell of a table are no author's prose, so no rule of language applies. Operations, selection of rows
and forms of a value are written here a second time on purpose: calling the writer's code would repeat every mistake of it.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import math
import operator
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from statistics import median
from typing import Any
from urllib.parse import unquote

from babel import Locale
from babel.numbers import format_currency

from macros.base.codes import CODES
from macros.base.dates import european, long_date
from macros.datapackage import Resource, Row
from macros.figures import Declaration, Figure, Figures, Source
from macros.figures.declaration import ALL
from macros.interface import counted, measured, words
from macros.numbers import write_number
from macros.numbers.language import language
from macros.quotes.quote import NEWEST
from macros.structure import CodeList, DataStructure, Dimension
from macros.structure.periods import Period, parse_period, written

# Each operation as a formula of its cells, independent of the first form (macros/figures/operations.py).
# Square brackets hold the separator of any number of cells, counted by `#`. Pointed brackets hold a whole
# number from the declaration.
FORMULAS = {
    "value": "{value}",
    "percentage_change": "({to} − {from}) ÷ {from} × 100",
    "difference": "{to} − {from}",
    "ratio": "{to} ÷ {from}",
    "share": "{part} ÷ {whole} × 100",
    "percentage_point_change": "({part_to} ÷ {whole_to} − {part_from} ÷ {whole_from}) × 100",
    "percentage_change_of_share": "({part_to} ÷ {whole_to} − {part_from} ÷ {whole_from}) ÷ ({part_from} ÷ {whole_from}) × 100",
    "rate": "{part} ÷ {whole} × <each>",
    "sum": "[ + ]",
    "mean": "([ + ]) ÷ #",
    "median": "median([; ])",
    "cumulative": "[ + ]",
    "rank": "rank({value}; [; ])",
    "index": "{to} ÷ {from} × 100",
    "average_annual_change": "(root(power({to} ÷ {from}; <per_year>); <periods>) − 1) × 100",
}
# Formulas with functions of spreadsheets. "[:]" is the range of the cells, in one column.
IN_SPREADSHEETS = {
    "sum": "SUM([:])",
    "mean": "(SUM([:])) / #",
    "median": "MEDIAN([:])",
    "cumulative": "SUM([:])",
    "rank": "1 + SUMPRODUCT(([:] > {value}) * 1)",
}
# Hedge -> its open side, and whether the value itself is excluded.
_HEDGES = {"over": (1, True), "at_least": (1, False), "under": (-1, True), "at_most": (-1, False)}
# Operations as sums of terms, for their slopes: each term a sign, and the cells above and below its line.
_Terms = Sequence[tuple[int, tuple[str, ...], tuple[str, ...]]]
_CHANGE: _Terms = [(1, ("to",), ("from",))]
_SHARE: _Terms = [(1, ("part",), ("whole",))]
_TERMS: dict[str, _Terms] = {
    "difference": [(1, ("to",), ()), (-1, ("from",), ())],
    **dict.fromkeys(("percentage_change", "ratio", "index", "average_annual_change"), _CHANGE),
    **dict.fromkeys(("share", "rate"), _SHARE),
    "percentage_point_change": [(1, ("part_to",), ("whole_to",)), (-1, ("part_from",), ("whole_from",))],
    "percentage_change_of_share": [(1, ("part_to", "whole_from"), ("whole_to", "part_from"))],
}
# Unit without a noun -> its word of the interface, or the percent sign.
PERCENT = "#%"
UNITS = {"percent": PERCENT, "percentage points": "points", "ratio": "times", "times": "occasions", "rank": "ordinal", "index": ""}
ASCII = str.maketrans("−×÷;", "-*/,")
LONG = 30  # cells; a longer formula shows the first three and the last
_NUMBER = "\ue000"  # private use, the mark of a number
_SPACE = re.compile(r"[ \t\r\n]+")
_SIX = 6  # decimals of a proof
_TOKEN = re.compile(r"\s*(?:(\d+)|([a-z]*)\(|([-+*/),]))", re.ASCII)
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}  # an opening bracket has none


class Unknown(ValueError):
    """A piece with an unknown kind, figure or operation. The message ends a sentence that begins with the piece."""


@dataclass(frozen=True)
class Cell:
    """One cell of a figure."""

    raw: str
    path: str
    line: int
    field: str
    key: str  # of its row, `2021, north, cars`
    bound: str  # the hedge of its source
    scale: int = 1  # how many units one of its number stands for
    lacks: bool = False  # whether it is marked as without a value
    row: Mapping[str, str] = dataclasses.field(default_factory=dict)  # the codes that tell its row from others

    @property
    def value(self) -> Fraction:
        """Return the exact value in single units."""
        return Fraction(self.raw) * self.scale


@dataclass(frozen=True)
class _Table:
    """A column of a table, and its cells as a figure selects them."""

    resource: Resource
    structure: DataStructure
    column: str

    def cell(self, row: Row) -> Cell:
        codes = {name: row.raw[name] for name in self.structure.dimensions}
        hedge, mark = self.structure.attribute("bound"), self.structure.attribute("status")
        bound = row.raw.get(hedge.name, "") if hedge else ""
        marked = mark.codes.get(row.raw.get(mark.name, "")) if mark else ""
        scale = self.structure.scale(row, self.structure.measure(self.column, codes))
        key = self.resource.key
        return Cell(
            row.raw[self.column],
            self.resource.path,
            row.line,
            self.column,
            ", ".join(row.raw[part] for part in key),
            hedge.codes.get(bound, bound) if hedge else "",
            scale,
            marked in ("suppressed", "missing"),
            {name: row.raw[name] for name in key or self.resource.fields},
        )

    def one(self, where: Mapping[str, str]) -> Cell:
        rows = self.resource.where(where)
        if len(rows) != 1:
            raise Unknown(f"takes {len(rows)} rows of {self.resource.path} for one cell")
        return self.cell(rows[0])

    def shared(self, other: _Table, where: Mapping[str, str]) -> dict[str, str]:
        """Return the codes of another table's row for dimensions of this one, matched by name, code list or kind of period."""
        found = {}
        for name, own in self.structure.dimensions.items():
            for theirs, code in sorted(where.items(), key=lambda each: each[0] == name):  # its own name last, to win
                dimension = other.structure.dimensions[theirs]
                same_time = own.period and (own.period, own.since) == (dimension.period, dimension.since)
                same_list = own.codelist and own.codelist == dimension.codelist
                if same_time or same_list or (theirs == name and not own.period):
                    found[name] = code
        return found

    def over(self, declared: Declaration) -> list[Cell]:
        """Return the cells of all codes a figure combines, in the order of the rows. "*" leaves out wholes of other codes."""
        rows = self.resource.where({name: code for name, code in declared.where.items() if name not in declared.over})
        for name, listed in declared.over.items():
            taken = set(listed) if listed != ALL else self._parts(name, {row.raw[name] for row in rows}, declared.where)
            rows = [row for row in rows if row.raw[name] in taken]
        return [self.cell(row) for row in rows]

    def _parts(self, name: str, there: set[str], where: Mapping[str, str]) -> set[str]:
        """Return the codes that are neither totals nor wholes of others at the selected time."""
        codelist = self.structure.dimensions[name].codelist
        if codelist is None:
            return there
        time = [(each, where[at]) for at, each in self.structure.dimensions.items() if each.period and at in where]
        periods = [parse_period(code, each.period, each.since) for each, code in time]
        days = (periods[0].first, periods[0].last) if periods else (date.min, date.max)
        wholes = {whole for code in there for whole in _above(codelist, code, *days)}
        return {code for code in there - wholes if code not in codelist.codes or not codelist.codes[code].is_total}

    def between(self, declared: Declaration) -> list[Cell]:
        """Return the cells of all periods from one to another, in the order of time."""
        ((name, first),) = declared.start.items()
        dimension = self.structure.dimensions[name]

        def period(code: str) -> Period:
            return parse_period(code, dimension.period, dimension.since)

        rows = [(period(row.raw[name]), row) for row in self.resource.where(declared.where)]
        taken = [(at, row) for at, row in rows if period(first) <= at <= period(declared.end[name])]
        return [self.cell(row) for _, row in sorted(taken, key=lambda each: each[0])]


@dataclass(frozen=True)
class Expected:
    """An expected text."""

    pattern: str  # with a mark for each number
    numbers: tuple[tuple[Fraction, int], ...] = ()  # values and decimals, in order
    unbound: int = 0  # how many numbers belong to a formula and are bound to nothing

    @classmethod
    def number(cls, value: Fraction, decimals: int) -> Expected:
        """Return a number without its sign, rounded half up."""
        return cls(_NUMBER, ((_round(abs(value), decimals), decimals),))

    def within(self, form: object, mark: str = "{}") -> Expected:
        """Return the text put into a form such as `{} decrease`."""
        return replace(self, pattern=str(form).replace(mark, self.pattern))

    def __add__(self, other: Expected | str) -> Expected:
        if isinstance(other, str):
            return replace(self, pattern=self.pattern + other)
        return Expected(self.pattern + other.pattern, self.numbers + other.numbers, self.unbound + other.unbound)

    def is_text(self, text: str, lang: str) -> bool:
        """Return whether a text is this one, each number with the digits, groups and decimals of its language."""
        group, number = _separators(lang)[1], _number(lang)
        text, (start, *others) = _SPACE.sub(" ", text).strip(), _SPACE.sub(" ", self.pattern).strip().split(_NUMBER)
        if not text.startswith(start):
            return False
        at = len(start)
        for (value, decimals), between in zip(self.numbers, others, strict=True):
            said = number.match(text, at)
            if said is None or not text.startswith(between, said.end()):
                return False
            whole, rest = said[1].replace(group, ""), said[2] or ""
            if len(rest) != decimals or Fraction(int(whole + rest), 10**decimals) != value:
                return False
            at = said.end() + len(between)
        return at == len(text)

    def written(self, lang: str) -> str:
        """Return the text with grouped digits. For whole numbers only."""
        return re.sub(_NUMBER, lambda _: write_number(self.numbers[0][0], 0, lang), self.pattern)

    def shown(self, lang: str) -> str:
        """Return the text as a fault shows it, with ungrouped digits."""
        decimal, _ = _separators(lang)
        texts = (f"{Decimal(value.numerator) / value.denominator:.{places}f}".replace(".", decimal) for value, places in self.numbers)
        return re.sub(_NUMBER, lambda _: next(texts), self.pattern)


@dataclass
class Pieces:
    """The expected texts of the generator for `figures` in a language.

    A piece is named by its kind, its figure with the version, and further arguments of its kind: `formula sales-change@2022-05-11`,
    `row sales-change@2022-05-11 from`.
    """

    figures: Figures
    lang: str
    texts: dict[str, Collection[Expected]] = field(default_factory=dict)  # of pieces without a figure, by name
    _cells: dict[tuple[str, str], dict[str, Cell]] = field(default_factory=dict)
    _values: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    _forms: dict[tuple[str, str, str], Expected] = field(default_factory=dict)

    def of(self, name: str) -> Collection[Expected]:
        """Return the texts allowed for a piece. Raises `Unknown`, or `FaultError` for an unavailable figure."""
        kind, _, rest = name.partition(" ")
        subject, *more = rest.split(" ")
        if kind in _KINDS:
            return (_KINDS[kind](self, self._figure(subject), *more),)
        if kind == "head":
            return self._heads(subject)
        if kind == "version" and subject in {package.label for package in self.figures.packages.all()}:
            return (Expected(subject),)
        if kind == "code" and subject in CODES:
            code = CODES[subject]
            return tuple(map(Expected, (code.name, code.meaning, code.line, code.remedy)))
        if not self.texts.get(name):
            raise Unknown("is nothing that the check knows how to write")
        return self.texts[name]

    def _heads(self, subject: str) -> Collection[Expected]:
        """Return the texts allowed for a head: the name of its code; for a change its last period, or both. Raises `Unknown`."""
        source, _, selected = subject.partition("?")
        package, resource = source.split("/")[:2]
        cells = [tuple(map(unquote, each.rpartition("?")[2].split("=", 1))) for each in selected.split(";") if each]
        try:
            newest = self.figures.packages.as_of(package, None)
            assert newest
            structure = self.figures.structures.of(package, newest.resources[resource])
            named = [self._code(structure.dimensions[name], code) for name, code in cells]
        except (AssertionError, LookupError, ValueError):
            raise Unknown(f"is of no code of {package}") from None
        both = [str(words(self.lang)["period"]["to"]).format(*named)] if len(named) == 2 else []
        return tuple(map(Expected, [named[-1], *both]))

    def _code(self, dimension: Dimension, code: str) -> str:
        if dimension.period:
            return written(parse_period(code, dimension.period, dimension.since), self.lang)
        return dimension.codelist.codes[code].label[self.lang] if dimension.codelist else code

    def _figure(self, subject: str) -> Figure:
        name, _, version = subject.partition("@")
        figure = self.figures.get(name, None if version in ("", NEWEST) else version)
        if version not in ("", NEWEST, figure.version):
            raise Unknown(f"is of {subject}, which does not exist")
        return figure

    def cells(self, figure: Figure) -> dict[str, Cell]:
        """Return a figure's cells by their place in the operation, selected anew. Raises `Unknown` if one has not exactly one row."""
        if known := self._cells.get((figure.id, figure.version)):
            return known
        declared = figure.declaration
        table = self._table(declared.source, figure.version)
        if declared.per:
            other = self._table(declared.per.source, figure.version)
            found = {"part": table.one(declared.where), "whole": other.one({**other.shared(table, declared.where), **declared.per.where})}
        elif "[" in form_of(declared):
            members = table.between(declared) if declared.start else table.over(declared)
            members = [cell for cell in members if cell.raw and not cell.lacks] if declared.skip else members
            own = {"value": table.one(declared.where)} if "{value}" in form_of(declared) else {}
            found = own | {f"value_{number}": cell for number, cell in enumerate(members, 1)}
        else:
            ends = {"_from": declared.start, "_to": declared.end} if declared.start else {"": {}}
            roles = {"part": {}, "whole": declared.of} if declared.of else {"": {}}
            found = {
                f"{role}{end}".lstrip("_") or "value": table.one({**declared.where, **at, **whole})
                for end, at in ends.items()
                for role, whole in roles.items()
            }
        if lacking := [cell for cell in found.values() if cell.lacks or not cell.raw]:
            raise Unknown(f"takes {lacking[0].path}:{lacking[0].line}, which has no value")
        self._cells[figure.id, figure.version] = found
        return found

    def _table(self, source: Source, version: str) -> _Table:
        package = self.figures.packages.as_of(source.package, version)
        resource = package.resources.get(source.resource) if package else None
        if resource is None:
            raise Unknown(f"takes {source}, which does not exist on {version}")
        return _Table(resource, self.figures.structures.of(source.package, resource), source.column)

    def addresses(self, name: str) -> set[str]:
        """Return the addresses of a figure's cells in every version of its data: `path:line:field`."""
        every = (cell for figure in self.figures.history(name) for cell in self.cells(figure).values())
        return {f"{cell.path}:{cell.line}:{cell.field}" for cell in every}

    def value(self, figure: Figure) -> Fraction:
        """Compute the exact value from the cells. Raises `Unknown` for an operation that is unknown or fails."""
        known = self._values.get((figure.id, figure.version))
        if known is None:
            cells = {place: f"({cell.value})" for place, cell in self.cells(figure).items()}
            known = self._values[figure.id, figure.version] = evaluated(self.plain(figure).format(**cells))
        return known

    def calculation(self, figure: Figure) -> str:
        """Return the operation with its cells in plain signs: `(555831 - 1046350) / 1046350 * 100`."""
        cells = self.cells(figure).items()
        scaled = {place: cell.raw if cell.scale == 1 else f"({cell.raw} * {cell.scale})" for place, cell in cells}
        return self.plain(figure).format(**scaled)

    def plain(self, figure: Figure) -> str:
        """Return the operation in plain signs, with names for its cells: `({to} - {from}) / {from} * 100`."""
        return self._formula(figure).translate(ASCII)

    def in_spreadsheet(self, figure: Figure, places: Mapping[str, str]) -> str:
        """Return the operation in spreadsheet syntax, for cells with the given names."""
        written = IN_SPREADSHEETS.get(figure.declaration.operation.name)
        if written is None:
            roots = re.sub(r"root\((.*), ([0-9]+)\)", r"POWER(\1, 1 / \2)", self.plain(figure))
            return roots.replace("power(", "POWER(").format(**places)
        members = [name for place, name in places.items() if place != "value"]
        written = written.replace("[:]", f"{members[0]}:{members[-1]}").replace("#", str(len(members)))
        return written.replace("{value}", places.get("value", ""))

    def _formula(self, figure: Figure, longest: int | None = None) -> str:
        return formula(figure.declaration.operation.name, self.cells(figure), self.constants(figure.declaration), longest)

    def constants(self, declared: Declaration) -> dict[str, int]:
        """Return the whole numbers of a formula: the base of a rate, the months between two ends."""
        if declared.per:
            return {"each": declared.per.each}
        if "<periods>" not in form_of(declared):
            return {}
        ((name, _),) = declared.start.items()
        dimension = declared.structure.dimensions[name]
        first, last = (parse_period(end[name], dimension.period, dimension.since).first for end in (declared.start, declared.end))
        return {"periods": 12 * (last.year - first.year) + last.month - first.month, "per_year": 12}

    @staticmethod
    def is_copy(declared: Declaration) -> bool:
        """Return whether the value is that of one cell, unchanged."""
        return FORMULAS.get(declared.operation.name) == "{value}"

    def bound(self, figure: Figure) -> str:
        """Return the hedge of a value, derived from the hedges of its cells. Raises `Unknown` if they leave its side open."""
        cells = self.cells(figure)
        said = {place: cell.bound for place, cell in cells.items() if cell.bound}
        if not said or self.is_copy(figure.declaration):
            return "".join(said.values())
        if set(said.values()) == {"about"}:
            return "about"
        values = {place: cell.value for place, cell in cells.items()}
        hedges = [(_HEDGES.get(hedge, (0, False)), _slope(figure.declaration, values, place)) for place, hedge in said.items()]
        sides = {side * slope for (side, _), slope in hedges}
        if len(sides) > 1 or not sum(sides):
            raise Unknown("is hedged on no side")
        is_strict = (any if "[ + ]" in form_of(figure.declaration) else all)(strict for (_, strict), _ in hedges)
        told = -1 if figure.declaration.change and self.value(figure) < 0 else 1  # for a fall, its size
        return next(hedge for hedge, known in _HEDGES.items() if known == (told * sum(sides), is_strict))

    def formula(self, figure: Figure) -> Expected:
        """Return `(555,831 − 1,046,350) ÷ 1,046,350 × 100 = −46.879056%, to six decimals`."""
        exact, said = self.exact(figure), words(self.lang)
        if self.is_copy(figure.declaration):
            scaled = self.scaled(self.cells(figure)["value"]) + " = " if self.cells(figure)["value"].scale > 1 else Expected("")
            return scaled + exact + ", " + str(said["as_source"]).format(long_date(figure.version, self.lang))
        cells, text = self.cells(figure), Expected("")
        for part in re.split(r"({\w+}|[0-9]+|[a-z]+)", self._formula(figure, LONG)):
            if part.startswith("{"):
                text += self.scaled(cells[part[1:-1]]).within("{}" if cells[part[1:-1]].scale == 1 else "({})")
            elif part.isdigit():
                text += whole(int(part))
            else:
                text += said["functions"][part] if part.isalpha() else part
        ends = (self.value(figure) * 10**_SIX).denominator == 1
        return text + " = " + exact + ("" if ends else f", {said['to_six_decimals']}")

    def row(self, figure: Figure, place: str) -> Expected:
        """Return `2021, north, bicycles: count 555,831 (data/…/counts.csv:7)`."""
        cell = self.cells(figure).get(place)
        if cell is None:
            raise Unknown(f"shows the cell {place}, which {figure.id} does not take")
        return Expected(f"{cell.key}: {cell.field} ") + self.operand(cell.raw) + f" ({cell.path}:{cell.line})"

    @staticmethod
    def operand(raw: str) -> Expected:
        """Return a cell's number as a proof shows it, with its own decimals."""
        value = Fraction(raw)
        return Expected("−" if value < 0 else "") + Expected.number(value, len(raw.partition(".")[2]))

    def scaled(self, cell: Cell) -> Expected:
        """Return a cell's number as a formula shows it: `9.1 × 1,000` if it is in thousands."""
        return self.operand(cell.raw) + (Expected(" × ") + whole(cell.scale) if cell.scale > 1 else "")

    def history(self, figure: Figure) -> Expected:
        """Return `11 May 2022: −47%`."""
        return Expected(f"{long_date(figure.version, self.lang)}: ") + self.cell(figure)

    def unchanged(self, figure: Figure) -> Expected:
        """Return `11 May 2022: −47%, unchanged since`. Raises `Unknown` if a later version changes the value."""
        later = [each for each in self.figures.history(figure.id) if each.version > figure.version]
        if not later or any(self.value(each) != self.value(figure) for each in later):
            raise Unknown(f"says that {figure.id} has stayed as it was on {figure.version}")
        return self.history(figure).within(words(self.lang)["unchanged_since"])

    def label(self, figure: Figure) -> Expected:
        """Return `sales@2022-05-11`."""
        return Expected(f"{figure.package}@{figure.version}")

    def name(self, figure: Figure) -> Expected:
        """Return the figure's id."""
        return Expected(figure.id)

    def change(self, figure: Figure, version: str) -> Expected:
        """Return `from −47% to −37%`, from a version to a later one."""
        start, between, end = str(words(self.lang)["correction"]["values"]).split("{}")
        after = self._figure(f"{figure.id}@{version}")
        return Expected(start) + self.cell(figure) + between + self.cell(after) + end

    def current(self, figure: Figure, form: str) -> Expected:
        """Return `(current figure: −37%)`."""
        return self.revised(figure, form).within("({})")

    def revised(self, figure: Figure, form: str = "cell") -> Expected:
        """Return `current figure: −37%`."""
        return self.form(figure, form).within(words(self.lang)["revised_since"])

    def form(self, figure: Figure, form: str) -> Expected:
        """Return a value in a form of the generator: `standard`, `cell`, `exact`; `cell.2` for two decimals. Raises `Unknown`."""
        known = self._forms.get((figure.id, figure.version, form))
        if known is None:
            kind, _, decimals = form.partition(".")
            if kind not in FORMS or not re.fullmatch(r"[0-9]{0,2}", decimals):
                raise Unknown(f"has the form {form}, which does not exist")
            known = FORMS[kind](self, figure, *([int(decimals)] if decimals else []))
            self._forms[figure.id, figure.version, form] = known
        return known

    def standard(self, figure: Figure, decimals: int | None = None) -> Expected:
        """Return `47% decrease`, `4.81%`, `1,046,350`, `more than 82,000,000`."""
        value, declared = self.value(figure), figure.declaration
        places = declared.decimals if decimals is None else decimals
        size = self._told(figure, places)
        text = self._amount(size, declared, places)
        if not declared.change:
            return self._bounded(figure, Expected("−" if value < 0 and _round(size, places) else "") + text)
        text = self._bounded(figure, text)
        return self._directed(value, declared, text) if value else text

    def cell(self, figure: Figure, decimals: int | None = None) -> Expected:
        """Return `−47%`, `+35%`, `at least 63%`, `1,046,350`; for a value that rounds to zero `less than 1% decrease`."""
        value, declared = self.value(figure), figure.declaration
        places = declared.decimals if decimals is None else decimals
        size = self._told(figure, places)
        text, is_shown = self._amount(size, declared, places), _round(size, places)
        if declared.change and value:
            text = Expected("−" if value < 0 else "+") + text if is_shown else self._directed(value, declared, text)
        elif value < 0 and is_shown:
            text = Expected("−") + text
        return self._bounded(figure, text)

    def exact(self, figure: Figure) -> Expected:
        """Return `−46.879056%`, `1,046,350`, `+35.155010%`: unrounded to six decimals."""
        value, declared = self.value(figure), figure.declaration
        places = 0 if value.denominator == 1 else _SIX
        if (value * 10**declared.decimals).denominator == 1:
            places = declared.decimals
        sign = "−" if value < 0 else "+" if value and declared.change else ""
        return self._bounded(figure, Expected(sign) + self._amount(self._told(figure, places), declared, places))

    def _told(self, figure: Figure, decimals: int) -> Fraction:
        """Return the size of a value. A hedged size is rounded away from its open side, so that the hedge stays true."""
        value, (side, _) = self.value(figure), _HEDGES.get(self.bound(figure), (0, False))
        size, step = abs(value), Fraction(1, 10**decimals)
        below = size // step * step
        if not side or below == size:
            return size
        is_below = (side > 0) == (value > 0 or figure.declaration.change)
        return below if is_below else below + step

    def _amount(self, size: Fraction, declared: Declaration, decimals: int) -> Expected:
        """Return a size with its unit. One that would round to zero is less than the least number shown."""
        shown, tiny, unit, said = _round(size, decimals), Fraction(1, 10**decimals), declared.unit, words(self.lang)
        word = UNITS.get(unit, "")  # a noun has none
        if size and not shown:
            form = language(self.lang).table["writing"]["less_than"] if word == PERCENT else measured(said["less_than"], unit)
            return self._amount(tiny, declared, decimals).within(form, "{number}" if word == PERCENT else "{}")
        number = Expected.number(shown, decimals)
        if word == PERCENT:
            return number.within(_percent(self.lang), "#")
        places = Decimal(int(shown * 10**decimals)).scaleb(-decimals)
        if word == "ordinal":
            return number.within(said[word].get(Locale.parse(self.lang).ordinal_form(int(places)), said[word]["other"]))
        return number.within(counted(self.lang, word, places) if word else _measured(unit, places, self.lang))

    def _directed(self, value: Fraction, declared: Declaration, text: Expected) -> Expected:
        return text.within(measured(words(self.lang)["decrease" if value < 0 else "increase"], declared.unit))

    def _bounded(self, figure: Figure, text: Expected) -> Expected:
        """Return the text with the hedge of its source, from the row's column `bound`."""
        said = self.bound(figure)
        return text.within(measured(words(self.lang)["bounds"][said], figure.declaration.unit)) if said else text


_KINDS: dict[str, Callable[..., Expected]] = {
    "value": Pieces.form,
    "formula": Pieces.formula,
    "row": Pieces.row,
    "history": Pieces.history,
    "unchanged": Pieces.unchanged,
    "label": Pieces.label,
    "name": Pieces.name,
    "change": Pieces.change,
    "current": Pieces.current,
    "revised": Pieces.revised,
}
FORMS: dict[str, Callable[..., Expected]] = {"standard": Pieces.standard, "cell": Pieces.cell, "exact": Pieces.exact}


def tally_texts(counts: Mapping[str, int], lang: str) -> Iterator[tuple[str, Expected]]:
    """Yield the sentences with numbers of the tally, and its list of reasons, with the names of their pieces."""
    for name, text in words(lang)["verification"].items():
        expected = Expected("")
        for part in re.split(r"({\w+})", str(text)):
            expected += Expected.number(Fraction(counts[part[1:-1]]), 0) if part.startswith("{") else part
        yield f"tally {name}", expected
    for name, count in counts.items():
        _, colon, reason = name.partition(": ")
        if colon:
            yield f"tally {name}", Expected(f"{reason}: ") + Expected.number(Fraction(count), 0)


def evaluated(text: str) -> Fraction:
    """Evaluate whole numbers, `+ - * /`, brackets and functions exactly. Raises `Unknown` for anything else."""
    values: list[Fraction] = []  # two stacks instead of recursion: a formula may have any number of parts
    signs: list[str] = []
    opened: list[int] = []  # the number of values before each open bracket

    def settle(binding: int) -> None:
        while signs and _BINDING.get(signs[-1], 0) >= binding:
            right, left = values.pop(), values.pop()
            values.append(Fraction(_OPERATORS[signs.pop()](left, right)))

    try:
        at, is_due = 0, True  # whether a value comes next
        while match := _TOKEN.match(text, at):
            at, (number, name, sign) = match.end(), match.groups()
            if sign == "-" and is_due:
                values.append(Fraction(0))
                signs.append(sign)
            elif (sign is None) != is_due:
                raise ValueError(text[at - 1 : at + 20])
            elif number:
                values.append(Fraction(int(number)))
            elif sign is None:
                opened.append(len(values))
                signs.append(f"{name}(")
            elif sign in _BINDING:
                settle(_BINDING[sign])
                signs.append(sign)
            else:
                settle(1)
                if sign == ")":
                    before = opened.pop()
                    values[before:] = [FUNCTIONS[signs.pop()](*values[before:])]
                elif signs[-1] == "(":
                    raise ValueError(text[at - 1 : at + 20])
            is_due = sign in (*_BINDING, ",") or (sign is None and not number)
        settle(1)
        (result,) = values
        if text[at:].strip() or signs or is_due:
            raise ValueError(text[at : at + 20])
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise Unknown(f"has the calculation {text[:120]}, which fails ({error})") from None
    return result


def _degree(value: Fraction) -> int:
    if value < 1 or value.denominator > 1:
        raise ValueError(f"no degree {value}")
    return value.numerator


def _root(value: Fraction, degree: Fraction) -> Fraction:
    """Return a root. An irrational one is the middle of the two neighbours with twenty decimals."""
    power = _degree(degree)
    if value < 0:
        raise ValueError(f"no root of {value}")
    exact = Fraction(_below(value.numerator, 1, power), _below(value.denominator, 1, power))
    if exact**power == value:
        return exact
    below = _below(value.numerator * 10 ** (20 * power), value.denominator, power)
    return Fraction(below, 10**20) + Fraction(1, 2 * 10**20)


def _below(over: int, under: int, degree: int) -> int:
    """Return the greatest integer with a power not above a fraction: guessed by logarithms, then corrected."""
    with localcontext(prec=over.bit_length() // 3 + 20):
        guess = int((Decimal(over) / under) ** (Decimal(1) / degree))
    while guess**degree * under > over:
        guess -= 1
    while (guess + 1) ** degree * under <= over:
        guess += 1
    return guess


FUNCTIONS: dict[str, Callable[..., Fraction]] = {
    "(": lambda value: value,
    "median(": lambda *values: median(values),
    "rank(": lambda value, *others: Fraction(1 + len([other for other in others if other > value])),
    "power(": lambda value, exponent: value ** _degree(exponent),
    "root(": _root,
}


def formula(operation: str, places: Iterable[str], constants: Mapping[str, int], longest: int | None = None) -> str:
    """Return the check's form of an operation on these places. With more than `longest` cells, it has the first three and the last."""
    members = [f"{{{place}}}" for place in places if re.fullmatch(r"value_[0-9]+", place)]
    shown = members if longest is None or len(members) <= longest else [*members[:3], "…", members[-1]]
    exponent = Fraction(constants.get("per_year", 1), constants.get("periods", 1))
    given = {**constants, "per_year": exponent.numerator, "periods": exponent.denominator}
    text = re.sub(r"\[(.+?)\]", lambda between: between[1].join(shown), FORMULAS[operation]).replace("#", str(len(members)))
    text = re.sub(r"<(\w+)>", lambda name: str(given[name[1]]), text)
    return re.sub(r"root\((.*); 1\)", r"\1", re.sub(r"power\(([^()]*); 1\)", r"\1", text))


def _above(codelist: CodeList, code: str, first: date, last: date) -> Iterator[str]:
    """Yield the wholes of a code within some days, and the wholes of those."""
    for part in codelist.codes[code].part_of if code in codelist.codes else ():
        since, until = max(part.span[0], first), min(part.span[1], last)
        if since <= until and part.whole in codelist.codes:
            yield part.whole
            yield from _above(codelist, part.whole, since, until)


def form_of(declared: Declaration) -> str:
    """Return the check's own form of a figure's operation. Raises `Unknown`."""
    if declared.operation.name not in FORMULAS:
        raise Unknown(f"has the operation {declared.operation.name}, of which the check has no form of its own")
    return FORMULAS[declared.operation.name]


def whole(number: int) -> Expected:
    """Return a whole number of a formula, bound to nothing."""
    return replace(Expected.number(Fraction(number), 0), unbound=1)


def _slope(declared: Declaration, values: Mapping[str, Fraction], place: str) -> int:
    """Return 1 if the value grows with the cell at a place, −1 if it falls, 0 if unknown."""
    for sign, over, under in _TERMS.get(declared.operation.name, [(1, (place,), ())] if "[ + ]" in form_of(declared) else []):
        if place in (*over, *under):
            others = math.prod(values[each] for each in (*over, *under) if each != place)
            return sign * (1 if place in over else -1) * ((others > 0) - (others < 0))
    return 0


def _round(value: Fraction, decimals: int) -> Fraction:
    """Round a value half up. It may not be negative."""
    return Fraction((2 * value.numerator * 10**decimals + value.denominator) // (2 * value.denominator), 10**decimals)


def _measured(unit: str, shown: Decimal, lang: str) -> str:
    """Return the form of an amount in a unit without a word of the interface: `{} km/h`, `€{}`. A counted noun has `{}`."""
    if rate := re.fullmatch(r"(?:.* )?per ([\d,]+|thousand|million|billion)(?: (\D+))?", unit):
        said, of = words(lang)["rate"], words(lang)["rate_of"].get(rate[2], "" if lang != "en" else rate[2]) or ""
        each = {"thousand": 1000, "million": 10**6, "billion": 10**9}.get(rate[1]) or int(rate[1].replace(",", ""))
        every = Expected.number(Fraction(each), 0).written(lang) if each != 10**6 else said["million"] if of else said["one_million"]
        return f"{str(said['per']).format('{}', every)} {of}".strip()
    if "=" in unit:
        year, equal = unit.split("=")
        return f"{{}} ({year.strip()} = {equal.strip()})"
    locale = Locale.parse(european(lang))
    above, sign, under = unit.partition("/") if "/" in unit else unit.partition(" per ")
    name, length = _unit(unit)
    if name and not re.fullmatch("[A-Z]{3}", unit):
        return _form(locale, name, length, shown)
    name, length = _unit(above)
    if re.fullmatch("[A-Z]{3}", above):
        length, money = "short", re.sub(r"\d[\d.,]*", "{}", str(format_currency(1, above, locale=locale)))
        form = re.sub(r"(?<=[^\W\d_])\{\}", "\u00a0{}", money)
    elif name:
        form = _form(locale, name, length, shown)
    elif _SYMBOL.fullmatch(above):
        form = f"{{}}\u00a0{above}"
    else:
        return "{}"
    if not sign:
        return form
    divisor = _unit(under)[0]
    length = "long" if length == "long" or divisor.startswith("duration") else "short"
    per = locale._data["unit_patterns"].get(divisor, {}).get(length, {}).get("per")
    if per:
        return str(per).replace("{0}", form)
    one = re.sub(r"\s*\{\}\s*", "", _form(locale, divisor, length, Decimal(1)))
    return str(locale._data["compound_unit_patterns"]["per"][length]["compound"]).replace("{0}", form).replace("{1}", one)


_SYMBOL = re.compile(r"[kMGTPmn\u00b5\u03bc]?(?:Wh|W|J|V|t|g|Bq|Sv|mol|Pa|Hz)|pp[mb]|dB")


@functools.lru_cache
def _unit(text: str) -> tuple[str, str]:
    """Return the CLDR unit named by a text, and whether by its name ("long") or its symbol ("short")."""
    said = text.replace("\u00b5", "\u03bc")
    for length, code in itertools.product(("long", "short", "narrow"), ("en_GB", "en", "es")):
        for name, forms in Locale.parse(code)._data["unit_patterns"].items():
            written = {str(form).replace("{0}", "").strip() for plural, form in forms.get(length, {}).items() if plural != "per"}
            if name.startswith("concentr") and name != "concentr-permillion":
                continue
            if said in written or (length == "long" and said.lower() in {form.lower() for form in written}):
                return name, "long" if length == "long" else "short"
    return "", ""


def _form(locale: Locale, name: str, length: str, shown: Decimal) -> str:
    forms = locale._data["unit_patterns"][name][length]
    return str(forms.get(locale.plural_form(shown), forms["other"])).replace("{0}", "{}")


@functools.lru_cache
def _separators(lang: str) -> tuple[str, str]:
    """Return the decimal and the grouping sign of a language."""
    symbols = Locale.parse(european(lang)).number_symbols["latn"]
    return str(symbols["decimal"]), str(symbols["group"])


@functools.lru_cache
def _number(lang: str) -> re.Pattern[str]:
    """Compile the pattern of a number in a language's digits, groups of three and decimals."""
    decimal, group = map(re.escape, _separators(lang))
    return re.compile(rf"(\d{{1,3}}(?:{group}\d{{3}})+(?!\d)|\d+)(?:{decimal}(\d+))?", re.ASCII)


@functools.lru_cache
def _percent(lang: str) -> str:
    """Return the position of the percent sign: `#%`."""
    return re.sub(r"[#,0.]+", "#", str(Locale.parse(european(lang)).percent_formats[None].pattern).partition(";")[0])
