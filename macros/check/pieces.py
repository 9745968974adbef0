"""Computes what the generator writes itself anew from the cells, and compares it, number by number.

A proof, a note of a revision, a cell of a table are no author's prose: no rule of language is asked of them. The operations, the
selection of rows and the forms of a value stand here a second time on purpose: a check that asked the writer's code would agree with
every mistake of it.
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

# Each operation in signs, of the cells that it takes: its second form, which asks nothing of the first (macros/figures/operations.py).
# In square brackets stands what comes between the cells of one that takes any number of them, which are `#`; in pointed ones a whole
# number that the declaration gives.
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
# The operations whose formula spreadsheets write in functions; "[:]" is the range of the cells, which stand below each other.
IN_SPREADSHEETS = {
    "sum": "SUM([:])",
    "mean": "(SUM([:])) / #",
    "median": "MEDIAN([:])",
    "cumulative": "SUM([:])",
    "rank": "1 + SUMPRODUCT(([:] > {value}) * 1)",
}
# The side of a value that each hedge leaves open, and whether the value itself is left out.
_HEDGES = {"over": (1, True), "at_least": (1, False), "under": (-1, True), "at_most": (-1, False)}
# What the value of an operation grows and falls with: terms that are added, each a sign, and the cells above and below its line.
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
# How an amount is written in each unit that is no noun: with the percent sign, or with that word of the interface.
PERCENT = "#%"
UNITS = {"percent": PERCENT, "percentage points": "points", "ratio": "times", "times": "occasions", "rank": "ordinal", "index": ""}
ASCII = str.maketrans("−×÷;", "-*/,")
LONG = 30  # cells, of which a formula shows the first three and the last
_NUMBER = "\ue000"  # private use: where a number stands in a text
_SPACE = re.compile(r"[ \t\r\n]+")
_SIX = 6  # decimals of a proof
_TOKEN = re.compile(r"\s*(?:(\d+)|([a-z]*)\(|([-+*/),]))", re.ASCII)
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}  # what is opened binds nothing


class Unknown(ValueError):
    """A piece of a kind, a figure or an operation that there is not. The message ends a sentence that begins with the piece."""


@dataclass(frozen=True)
class Cell:
    """One cell of a figure. path, line, field: where it stands. key: its row's, `2021, north, cars`. bound: how its source hedges it.

    scale: how many units one of its number stands for. lacks: whether it is marked as one without a value. row: the codes that tell its
    row from others.
    """

    raw: str
    path: str
    line: int
    field: str
    key: str
    bound: str
    scale: int = 1
    lacks: bool = False
    row: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def value(self) -> Fraction:
        return Fraction(self.raw) * self.scale


@dataclass(frozen=True)
class _Table:
    """A column of a table, and the cells of it that a figure can take."""

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
        """The codes of another table's row in the dimensions that this one has too: by name, else by code list or kind of period."""
        found = {}
        for name, own in self.structure.dimensions.items():
            for theirs, code in sorted(where.items(), key=lambda each: each[0] == name):  # that of its name last, which counts
                dimension = other.structure.dimensions[theirs]
                same_time = own.period and (own.period, own.since) == (dimension.period, dimension.since)
                same_list = own.codelist and own.codelist == dimension.codelist
                if same_time or same_list or (theirs == name and not own.period):
                    found[name] = code
        return found

    def over(self, declared: Declaration) -> list[Cell]:
        """The cells of all codes that a figure takes together, in the order of the rows; of "*" those that are no whole of others there."""
        rows = self.resource.where({name: code for name, code in declared.where.items() if name not in declared.over})
        for name, listed in declared.over.items():
            taken = set(listed) if listed != ALL else self._parts(name, {row.raw[name] for row in rows}, declared.where)
            rows = [row for row in rows if row.raw[name] in taken]
        return [self.cell(row) for row in rows]

    def _parts(self, name: str, there: set[str], where: Mapping[str, str]) -> set[str]:
        """Those of the codes there that are neither called totals nor wholes of others, at the time that is selected."""
        codelist = self.structure.dimensions[name].codelist
        if codelist is None:
            return there
        time = [(each, where[at]) for at, each in self.structure.dimensions.items() if each.period and at in where]
        periods = [parse_period(code, each.period, each.since) for each, code in time]
        days = (periods[0].first, periods[0].last) if periods else (date.min, date.max)
        wholes = {whole for code in there for whole in _above(codelist, code, *days)}
        return {code for code in there - wholes if code not in codelist.codes or not codelist.codes[code].is_total}

    def between(self, declared: Declaration) -> list[Cell]:
        """The cells of all periods from one to another, in the order of time."""
        ((name, first),) = declared.start.items()
        dimension = self.structure.dimensions[name]

        def period(code: str) -> Period:
            return parse_period(code, dimension.period, dimension.since)

        rows = [(period(row.raw[name]), row) for row in self.resource.where(declared.where)]
        taken = [(at, row) for at, row in rows if period(first) <= at <= period(declared.end[name])]
        return [self.cell(row) for _, row in sorted(taken, key=lambda each: each[0])]


@dataclass(frozen=True)
class Expected:
    """A text with its numbers: pattern holds a mark for each, numbers their values and decimals, in order.

    unbound: how many of them are bound to nothing, since they belong to a formula.
    """

    pattern: str
    numbers: tuple[tuple[Fraction, int], ...] = ()
    unbound: int = 0

    @classmethod
    def number(cls, value: Fraction, decimals: int) -> Expected:
        """A number without its sign, rounded half up."""
        return cls(_NUMBER, ((_round(abs(value), decimals), decimals),))

    def within(self, form: object, mark: str = "{}") -> Expected:
        """The text put into a form such as `{} decrease`."""
        return replace(self, pattern=str(form).replace(mark, self.pattern))

    def __add__(self, other: Expected | str) -> Expected:
        if isinstance(other, str):
            return replace(self, pattern=self.pattern + other)
        return Expected(self.pattern + other.pattern, self.numbers + other.numbers, self.unbound + other.unbound)

    def is_text(self, text: str, lang: str) -> bool:
        """Whether a text is this, each number with the digits, groups and decimals of its language."""
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
        """The text with its digits grouped: of whole numbers."""
        return re.sub(_NUMBER, lambda _: write_number(self.numbers[0][0], 0, lang), self.pattern)

    def shown(self, lang: str) -> str:
        """The text as a fault tells it, its digits not grouped."""
        decimal, _ = _separators(lang)
        texts = (f"{Decimal(value.numerator) / value.denominator:.{places}f}".replace(".", decimal) for value, places in self.numbers)
        return re.sub(_NUMBER, lambda _: next(texts), self.pattern)


@dataclass
class Pieces:
    """What the generator writes of `figures` in a language.

    A piece is named by its kind, its figure with the version that it is of, and what else its kind asks for:
    `formula sales-change@2022-05-11`, `row sales-change@2022-05-11 from`.
    """

    figures: Figures
    lang: str
    texts: dict[str, Collection[Expected]] = field(default_factory=dict)  # of pieces that are written from no figure, by their names
    _cells: dict[tuple[str, str], dict[str, Cell]] = field(default_factory=dict)
    _values: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    _forms: dict[tuple[str, str, str], Expected] = field(default_factory=dict)

    def of(self, name: str) -> Collection[Expected]:
        """Return what a piece may say. Errors: Unknown, FaultError for a figure that cannot be had."""
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
        """Return what the head of a row or a column may say: the name of its code; of a change that of its last period, or of both.

        Errors: Unknown.
        """
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
        """The cells of a figure by their place in its operation, selected anew from the rows. Errors: Unknown for not one row each."""
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
        """Return the addresses of the cells that a figure takes, on each version of its data: `path:line:field`."""
        every = (cell for figure in self.figures.history(name) for cell in self.cells(figure).values())
        return {f"{cell.path}:{cell.line}:{cell.field}" for cell in every}

    def value(self, figure: Figure) -> Fraction:
        """The exact value, from the cells. Errors: Unknown for an operation that there is not, or that fails."""
        known = self._values.get((figure.id, figure.version))
        if known is None:
            cells = {place: f"({cell.value})" for place, cell in self.cells(figure).items()}
            known = self._values[figure.id, figure.version] = evaluated(self.plain(figure).format(**cells))
        return known

    def calculation(self, figure: Figure) -> str:
        """The operation with the cells put in, in plain signs: `(555831 - 1046350) / 1046350 * 100`."""
        cells = self.cells(figure).items()
        scaled = {place: cell.raw if cell.scale == 1 else f"({cell.raw} * {cell.scale})" for place, cell in cells}
        return self.plain(figure).format(**scaled)

    def plain(self, figure: Figure) -> str:
        """The operation in plain signs, of the places of its cells: `({to} - {from}) / {from} * 100`."""
        return self._formula(figure).translate(ASCII)

    def in_spreadsheet(self, figure: Figure, places: Mapping[str, str]) -> str:
        """The operation as spreadsheets write it, of cells by their names there."""
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
        """The whole numbers that a formula asks for: of how many a rate is, how many months lie between two ends."""
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
        """Whether the value is that of one cell, as it stands."""
        return FORMULAS.get(declared.operation.name) == "{value}"

    def bound(self, figure: Figure) -> str:
        """How the value is hedged, by the hedges of its cells. Errors: Unknown where these leave its side open."""
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
        told = -1 if figure.declaration.change and self.value(figure) < 0 else 1  # of a fall, how large it is
        return next(hedge for hedge, known in _HEDGES.items() if known == (told * sum(sides), is_strict))

    def formula(self, figure: Figure) -> Expected:
        """`(555,831 − 1,046,350) ÷ 1,046,350 × 100 = −46.879056%, to six decimals`."""
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
        """`2021, north, bicycles: count 555,831 (data/…/counts.csv:7)`."""
        cell = self.cells(figure).get(place)
        if cell is None:
            raise Unknown(f"shows the cell {place}, which {figure.id} does not take")
        return Expected(f"{cell.key}: {cell.field} ") + self.operand(cell.raw) + f" ({cell.path}:{cell.line})"

    @staticmethod
    def operand(raw: str) -> Expected:
        """A cell as a proof shows it, with the decimals that it has."""
        value = Fraction(raw)
        return Expected("−" if value < 0 else "") + Expected.number(value, len(raw.partition(".")[2]))

    def scaled(self, cell: Cell) -> Expected:
        """A cell as a formula shows it: `9.1 × 1,000` of one in thousands."""
        return self.operand(cell.raw) + (Expected(" × ") + whole(cell.scale) if cell.scale > 1 else "")

    def history(self, figure: Figure) -> Expected:
        """`11 May 2022: −47%`."""
        return Expected(f"{long_date(figure.version, self.lang)}: ") + self.cell(figure)

    def unchanged(self, figure: Figure) -> Expected:
        """`11 May 2022: −47%, unchanged since`. Errors: Unknown for a value that a later version changes."""
        later = [each for each in self.figures.history(figure.id) if each.version > figure.version]
        if not later or any(self.value(each) != self.value(figure) for each in later):
            raise Unknown(f"says that {figure.id} has stayed as it was on {figure.version}")
        return self.history(figure).within(words(self.lang)["unchanged_since"])

    def label(self, figure: Figure) -> Expected:
        """`sales@2022-05-11`."""
        return Expected(f"{figure.package}@{figure.version}")

    def name(self, figure: Figure) -> Expected:
        return Expected(figure.id)

    def change(self, figure: Figure, version: str) -> Expected:
        """`from −47% to −37%`, of the version before and that after."""
        start, between, end = str(words(self.lang)["correction"]["values"]).split("{}")
        after = self._figure(f"{figure.id}@{version}")
        return Expected(start) + self.cell(figure) + between + self.cell(after) + end

    def current(self, figure: Figure, form: str) -> Expected:
        """`(current figure: −37%)`."""
        return self.revised(figure, form).within("({})")

    def revised(self, figure: Figure, form: str = "cell") -> Expected:
        """`current figure: −37%`."""
        return self.form(figure, form).within(words(self.lang)["revised_since"])

    def form(self, figure: Figure, form: str) -> Expected:
        """A value as the generator words it: `standard`, `cell`, `exact`; `cell.2` with so many decimals. Errors: Unknown."""
        known = self._forms.get((figure.id, figure.version, form))
        if known is None:
            kind, _, decimals = form.partition(".")
            if kind not in FORMS or not re.fullmatch(r"[0-9]{0,2}", decimals):
                raise Unknown(f"has the form {form}, which does not exist")
            known = FORMS[kind](self, figure, *([int(decimals)] if decimals else []))
            self._forms[figure.id, figure.version, form] = known
        return known

    def standard(self, figure: Figure, decimals: int | None = None) -> Expected:
        """`47% decrease`, `4.81%`, `1,046,350`, `more than 82,000,000`."""
        value, declared = self.value(figure), figure.declaration
        places = declared.decimals if decimals is None else decimals
        size = self._told(figure, places)
        text = self._amount(size, declared, places)
        if not declared.change:
            return self._bounded(figure, Expected("−" if value < 0 and _round(size, places) else "") + text)
        text = self._bounded(figure, text)
        return self._directed(value, declared, text) if value else text

    def cell(self, figure: Figure, decimals: int | None = None) -> Expected:
        """`−47%`, `+35%`, `at least 63%`, `1,046,350`; of what rounds to zero `less than 1% decrease`."""
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
        """`−46.879056%`, `1,046,350`, `+35.155010%`: unrounded to six decimals."""
        value, declared = self.value(figure), figure.declaration
        places = 0 if value.denominator == 1 else _SIX
        if (value * 10**declared.decimals).denominator == 1:
            places = declared.decimals
        sign = "−" if value < 0 else "+" if value and declared.change else ""
        return self._bounded(figure, Expected(sign) + self._amount(self._told(figure, places), declared, places))

    def _told(self, figure: Figure, decimals: int) -> Fraction:
        """The size of a value; of one that lies above or below a bound, the number of these decimals that it surely does."""
        value, (side, _) = self.value(figure), _HEDGES.get(self.bound(figure), (0, False))
        size, step = abs(value), Fraction(1, 10**decimals)
        below = size // step * step
        if not side or below == size:
            return size
        is_below = (side > 0) == (value > 0 or figure.declaration.change)
        return below if is_below else below + step

    def _amount(self, size: Fraction, declared: Declaration, decimals: int) -> Expected:
        """A size with its unit; what is not zero and would round to it is less than the least that is shown."""
        shown, tiny, unit, said = _round(size, decimals), Fraction(1, 10**decimals), declared.unit, words(self.lang)
        word = UNITS.get(unit, "")  # of a noun, nothing is written
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
        """The text with the hedge that its source gives, in the column `bound` of the row."""
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
    """The sentences that show the tally of the check, and its list of reasons, with the names of the pieces."""
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
    """The exact result of an expression of whole numbers, `+ - * /`, brackets and functions. Errors: Unknown for anything else.

    Values wait for their signs, and signs for what binds closer: of however many parts, none lies in another's call.
    """
    values: list[Fraction] = []
    signs: list[str] = []
    opened: list[int] = []  # how many values stand before each bracket that is not closed

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
    """Return a root, or, of one that is no fraction, the middle between the numbers of twenty decimals on both sides of it."""
    power = _degree(degree)
    if value < 0:
        raise ValueError(f"no root of {value}")
    exact = Fraction(_below(value.numerator, 1, power), _below(value.denominator, 1, power))
    if exact**power == value:
        return exact
    below = _below(value.numerator * 10 ** (20 * power), value.denominator, power)
    return Fraction(below, 10**20) + Fraction(1, 2 * 10**20)


def _below(over: int, under: int, degree: int) -> int:
    """Return the greatest whole number whose power is not above a fraction: guessed by logarithms, then found by powers."""
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
    """Return the form that the check has of an operation, of the cells at these places.

    longest: of how many cells it shows all; of more, the first three and the last.
    """
    members = [f"{{{place}}}" for place in places if re.fullmatch(r"value_[0-9]+", place)]
    shown = members if longest is None or len(members) <= longest else [*members[:3], "…", members[-1]]
    exponent = Fraction(constants.get("per_year", 1), constants.get("periods", 1))
    given = {**constants, "per_year": exponent.numerator, "periods": exponent.denominator}
    text = re.sub(r"\[(.+?)\]", lambda between: between[1].join(shown), FORMULAS[operation]).replace("#", str(len(members)))
    text = re.sub(r"<(\w+)>", lambda name: str(given[name[1]]), text)
    return re.sub(r"root\((.*); 1\)", r"\1", re.sub(r"power\(([^()]*); 1\)", r"\1", text))


def _above(codelist: CodeList, code: str, first: date, last: date) -> Iterator[str]:
    """Yield what a code is a part of, in some of these days, and what that is a part of then."""
    for part in codelist.codes[code].part_of if code in codelist.codes else ():
        since, until = max(part.span[0], first), min(part.span[1], last)
        if since <= until and part.whole in codelist.codes:
            yield part.whole
            yield from _above(codelist, part.whole, since, until)


def form_of(declared: Declaration) -> str:
    """Return the form that the check has of the operation of a figure. Errors: Unknown."""
    if declared.operation.name not in FORMULAS:
        raise Unknown(f"has the operation {declared.operation.name}, of which the check has no form of its own")
    return FORMULAS[declared.operation.name]


def whole(number: int) -> Expected:
    """Return a whole number of a formula, which is bound to nothing."""
    return replace(Expected.number(Fraction(number), 0), unbound=1)


def _slope(declared: Declaration, values: Mapping[str, Fraction], place: str) -> int:
    """Return 1 where the value of a figure grows with the cell at a place, −1 where it falls, 0 where that is not known."""
    for sign, over, under in _TERMS.get(declared.operation.name, [(1, (place,), ())] if "[ + ]" in form_of(declared) else []):
        if place in (*over, *under):
            others = math.prod(values[each] for each in (*over, *under) if each != place)
            return sign * (1 if place in over else -1) * ((others > 0) - (others < 0))
    return 0


def _round(value: Fraction, decimals: int) -> Fraction:
    """Half up, of a value that is not negative."""
    return Fraction((2 * value.numerator * 10**decimals + value.denominator) // (2 * value.denominator), 10**decimals)


def _measured(unit: str, shown: Decimal, lang: str) -> str:
    """The form of an amount in a unit that no word of the interface is for: `{} km/h`, `€{}`; `{}` of the noun of what is counted."""
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
    """The unit of measure in the CLDR that a text names, and whether by its name ("long"), else by its symbol ("short")."""
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
    """Decimal and grouping sign."""
    symbols = Locale.parse(european(lang)).number_symbols["latn"]
    return str(symbols["decimal"]), str(symbols["group"])


@functools.lru_cache
def _number(lang: str) -> re.Pattern[str]:
    """A number in a language's digits, groups of three and decimals."""
    decimal, group = map(re.escape, _separators(lang))
    return re.compile(rf"(\d{{1,3}}(?:{group}\d{{3}})+(?!\d)|\d+)(?:{decimal}(\d+))?", re.ASCII)


@functools.lru_cache
def _percent(lang: str) -> str:
    """Where the percent sign stands beside a number: `#%`."""
    return re.sub(r"[#,0.]+", "#", str(Locale.parse(european(lang)).percent_formats[None].pattern).partition(";")[0])
