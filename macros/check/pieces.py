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
from macros.base.dates import find_european_locale, write_long_date
from macros.datapackage import Resource, Row
from macros.figures import Declaration, Figure, Figures, Source
from macros.figures.declaration import ALL
from macros.interface import known_languages, read_interface_words, with_plural, with_unit_form
from macros.numbers import write_number
from macros.numbers.language.language import load_language
from macros.quotes.quote import NEWEST
from macros.structure import CodeList, DataStructure, Dimension
from macros.structure.periods import Period, parse_period, write_period

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
SPREADSHEET_FORMULAS = {
    "sum": "SUM([:])",
    "mean": "(SUM([:])) / #",
    "median": "MEDIAN([:])",
    "cumulative": "SUM([:])",
    "rank": "1 + SUMPRODUCT(([:] > {value}) * 1)",
}
# Hedge -> its open side, and whether the value itself is excluded.
_SIDE_BY_HEDGE = {"over": (1, True), "at_least": (1, False), "under": (-1, True), "at_most": (-1, False)}
# Operations as sums of terms, for their slopes: each term a sign, and the cells above and below its line.
_Terms = Sequence[tuple[int, tuple[str, ...], tuple[str, ...]]]
_CHANGE: _Terms = [(1, ("to",), ("from",))]
_SHARE: _Terms = [(1, ("part",), ("whole",))]
TERMS_BY_OPERATION: dict[str, _Terms] = {
    "difference": [(1, ("to",), ()), (-1, ("from",), ())],
    **dict.fromkeys(("percentage_change", "ratio", "index", "average_annual_change"), _CHANGE),
    **dict.fromkeys(("share", "rate"), _SHARE),
    "percentage_point_change": [(1, ("part_to",), ("whole_to",)), (-1, ("part_from",), ("whole_from",))],
    "percentage_change_of_share": [(1, ("part_to", "whole_from"), ("whole_to", "part_from"))],
}
# Sentence of the interface -> the operations whose derivation it tells.
_OPERATIONS_BY_SENTENCE = {
    "value": ("value",),
    "difference": ("difference",),
    "change": ("percentage_change", "ratio", "index", "average_annual_change"),
    "share": ("share", "rate"),
    "shares": ("percentage_point_change", "percentage_change_of_share"),
    "sum": ("sum", "cumulative"),
    "mean": ("mean",),
    "median": ("median",),
    "rank": ("rank",),
}
# Unit without a noun -> its word of the interface, or the percent sign.
PERCENT = "#%"
WORD_BY_UNIT = {"percent": PERCENT, "percentage points": "points", "ratio": "times", "times": "occasions", "rank": "ordinal", "index": ""}
ASCII_SIGNS = str.maketrans("−×÷;", "-*/,")
MAX_CELLS = 30  # cells; a longer formula shows the first three and the last
_NUMBER = "\ue000"  # private use, the mark of a number
_SPACE = re.compile(r"[ \t\r\n]+")
_PROOF_DECIMALS = 6  # decimals of a proof
_TOKEN = re.compile(r"\s*(?:(\d+)|([a-z]*)\(|([-+*/),]))", re.ASCII)
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2}  # an opening bracket has none


class UnknownPieceError(ValueError):
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
    is_missing: bool = False  # whether it is marked as without a value
    qualifiers: tuple[str, ...] = ()  # what else it is marked as
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

    def make_cell(self, row: Row) -> Cell:
        codes = {name: row.raw[name] for name in self.structure.dimensions}
        own = self.structure.select_measure(self.column)
        hedge, mark = own.find_attribute("bound"), own.find_attribute("status")
        bound = row.raw.get(hedge.name, "") if hedge else ""
        marked = mark.codes.get(row.raw.get(mark.name, ""), "").split() if mark else []
        scale = self.structure.find_scale(row, self.structure.find_measure(self.column, codes))
        key = self.resource.key
        return Cell(
            row.raw[self.column],
            self.resource.path,
            row.line,
            self.column,
            ", ".join(row.raw[part] for part in key),
            hedge.codes.get(bound, bound) if hedge else "",
            scale,
            "suppressed" in marked or "missing" in marked,
            tuple(marked),
            {name: row.raw[name] for name in key or self.resource.fields},
        )

    def select_cell(self, where: Mapping[str, str]) -> Cell:
        rows = self.resource.find_rows(where)
        if len(rows) != 1:
            raise UnknownPieceError(f"takes {len(rows)} rows of {self.resource.path} for one cell")
        return self.make_cell(rows[0])

    def map_shared_codes(self, other: _Table, where: Mapping[str, str]) -> dict[str, str]:
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

    def select_over(self, declared: Declaration) -> list[Cell]:
        """Return the cells of all codes a figure combines, in the order of the rows. "*" leaves out wholes of other codes."""
        rows = self.resource.find_rows({name: code for name, code in declared.where.items() if name not in declared.over})
        for name, listed in declared.over.items():
            taken = set(listed) if listed != ALL else self._select_parts(name, {row.raw[name] for row in rows}, declared.where)
            rows = [row for row in rows if row.raw[name] in taken]
        return [self.make_cell(row) for row in rows]

    def _select_parts(self, name: str, there: set[str], where: Mapping[str, str]) -> set[str]:
        """Return the codes that are neither totals nor wholes of others at the selected time."""
        codelist = self.structure.dimensions[name].codelist
        if codelist is None:
            return there
        time = [(each, where[at]) for at, each in self.structure.dimensions.items() if each.period and at in where]
        periods = [parse_period(code, each.period, each.since) for each, code in time]
        days = (periods[0].first, periods[0].last) if periods else (date.min, date.max)
        wholes = {whole for code in there for whole in _list_wholes(codelist, code, *days)}
        return {code for code in there - wholes if code not in codelist.codes or not codelist.codes[code].is_total}

    def select_between(self, declared: Declaration) -> list[Cell]:
        """Return the cells of all periods from one to another, in the order of time."""
        ((name, first),) = declared.start.items()
        dimension = self.structure.dimensions[name]

        def parse_code(code: str) -> Period:
            return parse_period(code, dimension.period, dimension.since)

        rows = [(parse_code(row.raw[name]), row) for row in self.resource.find_rows(declared.where)]
        taken = [(at, row) for at, row in rows if parse_code(first) <= at <= parse_code(declared.end[name])]
        return [self.make_cell(row) for _, row in sorted(taken, key=lambda each: each[0])]


@dataclass(frozen=True)
class ExpectedText:
    """An expected text."""

    pattern: str  # with a mark for each number
    numbers: tuple[tuple[Fraction, int], ...] = ()  # values and decimals, in order
    unbound: int = 0  # how many numbers belong to a formula and are bound to nothing

    @classmethod
    def from_number(cls, value: Fraction, decimals: int) -> ExpectedText:
        """Return a number without its sign, rounded half up."""
        return cls(_NUMBER, ((_round_half_up(abs(value), decimals), decimals),))

    def put_into(self, form: object, mark: str = "{}") -> ExpectedText:
        """Return the text put into a form such as `{} decrease`."""
        return replace(self, pattern=str(form).replace(mark, self.pattern))

    def __add__(self, other: ExpectedText | str) -> ExpectedText:
        if isinstance(other, str):
            return replace(self, pattern=self.pattern + other)
        return ExpectedText(self.pattern + other.pattern, self.numbers + other.numbers, self.unbound + other.unbound)

    def is_text(self, text: str, lang: str) -> bool:
        """Return whether a text is this one, each number with the digits, groups and decimals of its language."""
        group, number = _find_separators(lang)[1], _compile_number(lang)
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

    def write_text(self, lang: str) -> str:
        """Return the text with grouped digits. For whole numbers only."""
        return re.sub(_NUMBER, lambda _: write_number(self.numbers[0][0], 0, lang), self.pattern)

    def show_text(self, lang: str) -> str:
        """Return the text as a fault shows it, with ungrouped digits."""
        decimal, _ = _find_separators(lang)
        texts = (f"{Decimal(value.numerator) / value.denominator:.{places}f}".replace(".", decimal) for value, places in self.numbers)
        return re.sub(_NUMBER, lambda _: next(texts), self.pattern)


@dataclass
class ExpectedPieces:
    """The expected texts of the generator for `figures` in a language.

    A piece is named by its kind, its figure with the version, and further arguments of its kind: `formula sales-change@2022-05-11`,
    `row sales-change@2022-05-11 from`.
    """

    figures: Figures
    lang: str
    texts_by_name: dict[str, Collection[ExpectedText]] = field(default_factory=dict)  # of pieces without a figure, by name
    _cells: dict[tuple[str, str], dict[str, Cell]] = field(default_factory=dict)
    _values: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    _forms: dict[tuple[str, str, str], ExpectedText] = field(default_factory=dict)

    def list_expected(self, name: str) -> Collection[ExpectedText]:
        """Return the texts allowed for a piece. Raises `UnknownPieceError`, or `FaultError` for an unavailable figure."""
        kind, _, rest = name.partition(" ")
        subject, *more = rest.split(" ")
        if kind in _METHOD_BY_KIND:
            return (_METHOD_BY_KIND[kind](self, self._find_figure(subject), *more),)
        if kind == "head":
            return self._expect_heads(subject)
        if kind == "note":
            return (self._expect_note(unquote(subject), *more),)
        if kind == "version" and subject in {package.label for package in self.figures.packages.list_all()}:
            return (ExpectedText(subject),)
        if kind in ("licence", "rights"):
            return tuple(self._expect_licences(kind, subject))
        if kind == "code" and subject in CODES:
            code = CODES[subject]
            return tuple(map(ExpectedText, (code.name, code.meaning, code.example_line, code.remedy)))
        if not self.texts_by_name.get(name):
            raise UnknownPieceError("is nothing that the check knows how to write")
        return self.texts_by_name[name]

    def _expect_heads(self, subject: str) -> Collection[ExpectedText]:
        """Return the texts allowed for a head: the name of its code; for a change its last period, or both. Raises `UnknownPieceError`."""
        source, _, selected = subject.partition("?")
        package, resource = source.split("/")[:2]
        cells = [tuple(map(unquote, each.rpartition("?")[2].split("=", 1))) for each in selected.split(";") if each]
        try:
            newest = self.figures.packages.find_version(package, None)
            assert newest
            structure = self.figures.structures.find_structure(package, newest.resources[resource])
            named = [self._label_code(structure.dimensions[name], code) for name, code in cells]
        except (AssertionError, LookupError, ValueError):
            raise UnknownPieceError(f"is of no code of {package}") from None
        both = [str(read_interface_words(self.lang)["period"]["to"]).format(*named)] if len(named) == 2 else []
        return tuple(map(ExpectedText, [named[-1], *both]))

    def _expect_note(self, cell: str, number: str) -> ExpectedText:
        """Return a note of the source: the text in a cell, or its translation. Raises `UnknownPieceError`."""
        if ":" not in cell:
            return self._expect_package_note(cell, int(number))
        path, line, column = cell.split(":", 2)
        package, resource = next(
            ((package, each) for package in self.figures.packages.list_all() for each in package.resources.values() if each.path == path),
            (None, None),
        )
        row = next((row for row in resource.rows if str(row.line) == line), None) if resource else None
        noted = self.figures.structures.find_structure(package.name, resource).attributes.get(column) if package and resource else None
        if row is None or noted is None or noted.means not in ("note", "said_by"):
            raise UnknownPieceError("is no note of the data")
        text = (row.raw[column].split(noted.separator) if noted.separator else [row.raw[column]])[int(number) - 1].strip()
        told = {**({} if noted.lang in noted.texts.get(text, {}) else {noted.lang: text}), **noted.texts.get(text, {})}
        lang = self.lang if self.lang in told else next(iter(told))
        said = str(read_interface_words(lang)["source_notes"][noted.means]) if lang in known_languages() else "{}"
        return ExpectedText(said.format(told[lang]))

    def _expect_package_note(self, path: str, number: int) -> ExpectedText:
        """Return a note in a package's descriptor. Raises `UnknownPieceError`."""
        for package in self.figures.packages.list_all():
            notes = package.descriptor.get("notes", ())
            if path == f"{package.path}/datapackage.json" and number <= len(notes):
                return ExpectedText(str(notes[number - 1]))
        raise UnknownPieceError("is no note of a data package")

    def _expect_licences(self, kind: str, label: str) -> Iterator[ExpectedText]:
        """Yield the names of a package's licences, or the line that names them and the publishers."""
        package = next((each for each in self.figures.packages.list_all() if each.label == label), None)
        names = [str(entry.get("title", "")) for entry in (package.descriptor.get("licenses", ()) if package else ())]
        if kind == "licence":
            yield from map(ExpectedText, names)
        elif package:
            said = read_interface_words(self.lang)["take"]
            publishers = "; ".join(dict.fromkeys(each.publisher for each in package.sources if each.publisher))
            told = [str(said["licence"]).format(", ".join(names)), *([str(said["publishers"]).format(publishers)] if publishers else [])]
            yield ExpectedText(" ".join(told))

    def _label_code(self, dimension: Dimension, code: str) -> str:
        if dimension.period:
            return write_period(parse_period(code, dimension.period, dimension.since), self.lang)
        return dimension.codelist.codes[code].label[self.lang] if dimension.codelist else code

    def _find_figure(self, subject: str) -> Figure:
        name, _, version = subject.partition("@")
        figure = self.figures.get(name, None if version in ("", NEWEST) else version)
        if version not in ("", NEWEST, figure.version):
            raise UnknownPieceError(f"is of {subject}, which does not exist")
        return figure

    def select_cells(self, figure: Figure) -> dict[str, Cell]:
        """Return a figure's cells by their place in the operation, selected anew. Each has exactly one row, else it raises."""
        if known := self._cells.get((figure.id, figure.version)):
            return known
        declared = figure.declaration
        table = self._find_table(declared.source, figure.version)
        if declared.per:
            other = self._find_table(declared.per.source, figure.version)
            found = {
                "part": table.select_cell(declared.where),
                "whole": other.select_cell({**other.map_shared_codes(table, declared.where), **declared.per.where}),
            }
        elif "[" in find_formula(declared):
            members = table.select_between(declared) if declared.start else table.select_over(declared)
            members = [cell for cell in members if cell.raw and not cell.is_missing] if declared.skip else members
            own = {"value": table.select_cell(declared.where)} if "{value}" in find_formula(declared) else {}
            found = own | {f"value_{number}": cell for number, cell in enumerate(members, 1)}
        else:
            ends = {"_from": declared.start, "_to": declared.end} if declared.start else {"": {}}
            roles = {"part": {}, "whole": declared.of} if declared.of else {"": {}}
            found = {
                f"{role}{end}".lstrip("_") or "value": table.select_cell({**declared.where, **at, **whole})
                for end, at in ends.items()
                for role, whole in roles.items()
            }
        if lacking := [cell for cell in found.values() if cell.is_missing or not cell.raw]:
            raise UnknownPieceError(f"takes {lacking[0].path}:{lacking[0].line}, which has no value")
        self._cells[figure.id, figure.version] = found
        return found

    def _find_table(self, source: Source, version: str) -> _Table:
        package = self.figures.packages.find_version(source.package, version)
        resource = package.resources.get(source.resource) if package else None
        if resource is None:
            raise UnknownPieceError(f"takes {source}, which does not exist on {version}")
        return _Table(resource, self.figures.structures.find_structure(source.package, resource), source.column)

    def find_cell_addresses(self, name: str) -> set[str]:
        """Return the addresses of a figure's cells in every version of its data: `path:line:field`."""
        every = (cell for figure in self.figures.history(name) for cell in self.select_cells(figure).values())
        return {f"{cell.path}:{cell.line}:{cell.field}" for cell in every}

    def compute_value(self, figure: Figure) -> Fraction:
        """Compute the exact value from the cells. Raises `UnknownPieceError` for an operation that is unknown or fails."""
        known = self._values.get((figure.id, figure.version))
        if known is None:
            cells = {place: f"({cell.value})" for place, cell in self.select_cells(figure).items()}
            known = self._values[figure.id, figure.version] = evaluate(self.write_plain_formula(figure).format(**cells))
        return known

    def write_calculation(self, figure: Figure) -> str:
        """Return the operation with its cells in plain signs: `(555831 - 1046350) / 1046350 * 100`."""
        cells = self.select_cells(figure).items()
        scaled = {place: cell.raw if cell.scale == 1 else f"({cell.raw} * {cell.scale})" for place, cell in cells}
        return self.write_plain_formula(figure).format(**scaled)

    def write_plain_formula(self, figure: Figure) -> str:
        """Return the operation in plain signs, with names for its cells: `({to} - {from}) / {from} * 100`."""
        return self._write_formula(figure).translate(ASCII_SIGNS)

    def write_spreadsheet_formula(self, figure: Figure, places: Mapping[str, str]) -> str:
        """Return the operation in spreadsheet syntax, for cells with the given names."""
        written = SPREADSHEET_FORMULAS.get(figure.declaration.operation.name)
        if written is None:
            roots = re.sub(r"root\((.*), ([0-9]+)\)", r"POWER(\1, 1 / \2)", self.write_plain_formula(figure))
            return roots.replace("power(", "POWER(").format(**places)
        members = [name for place, name in places.items() if place != "value"]
        written = written.replace("[:]", f"{members[0]}:{members[-1]}").replace("#", str(len(members)))
        return written.replace("{value}", places.get("value", ""))

    def _write_formula(self, figure: Figure, longest: int | None = None) -> str:
        return write_formula(figure.declaration.operation.name, self.select_cells(figure), self.find_constants(figure.declaration), longest)

    def find_constants(self, declared: Declaration) -> dict[str, int]:
        """Return the whole numbers of a formula: the base of a rate, the months between two ends."""
        if declared.per:
            return {"each": declared.per.each}
        if "<periods>" not in find_formula(declared):
            return {}
        ((name, _),) = declared.start.items()
        dimension = declared.structure.dimensions[name]
        first, last = (parse_period(end[name], dimension.period, dimension.since).first for end in (declared.start, declared.end))
        return {"periods": 12 * (last.year - first.year) + last.month - first.month, "per_year": 12}

    @classmethod
    def find_status(cls, declared: Declaration) -> str:
        """Return the status that every surface shows."""
        return "as published" if declared.status == "computed" and cls.is_copy(declared) else declared.status

    @staticmethod
    def is_copy(declared: Declaration) -> bool:
        """Return whether the value is that of one cell, unchanged."""
        return FORMULAS.get(declared.operation.name) == "{value}"

    def find_bound(self, figure: Figure) -> str:
        """Return the hedge of a value, derived from the hedges of its cells. Raises `UnknownPieceError` if they leave its side open."""
        cells = self.select_cells(figure)
        said = {place: cell.bound for place, cell in cells.items() if cell.bound}
        if not said or self.is_copy(figure.declaration):
            return "".join(said.values())
        if set(said.values()) == {"about"}:
            return "about"
        values = {place: cell.value for place, cell in cells.items()}
        hedges = [(_SIDE_BY_HEDGE.get(hedge, (0, False)), _find_slope(figure.declaration, values, place)) for place, hedge in said.items()]
        sides = {side * slope for (side, _), slope in hedges}
        if len(sides) > 1 or not sum(sides):
            raise UnknownPieceError("is hedged on no side")
        is_strict = (any if "[ + ]" in find_formula(figure.declaration) else all)(strict for (_, strict), _ in hedges)
        told = -1 if figure.declaration.is_change and self.compute_value(figure) < 0 else 1  # for a fall, its size
        return next(hedge for hedge, known in _SIDE_BY_HEDGE.items() if known == (told * sum(sides), is_strict))

    def expect_summary(self, figure: Figure) -> ExpectedText:
        """Return `1,046,350 (2020), 555,831 (2021): a fall of 490,519, which is −46.879056%, rounded −47%`."""
        said, declared = read_interface_words(self.lang)["derived"], figure.declaration
        cells, exact, rounded = self.select_cells(figure), self.expect_exact(figure), self.expect_cell(figure)
        parts = {place: self.expect_scaled(cell) for place, cell in cells.items()}
        for name, codes in (("start", declared.start), ("end", declared.end)):
            parts[name] = ExpectedText(", ".join(self._label_code(declared.structure.dimensions[each], codes[each]) for each in codes))
        parts["members"] = expect_whole(sum(place.startswith("value_") for place in cells))
        parts["day"] = ExpectedText(write_long_date(figure.version, self.lang))
        parts["result"] = exact
        if exact.show_text(self.lang) != rounded.show_text(self.lang):
            before, between, after = str(said["rounded"]).split("{}")
            parts["result"] = ExpectedText(before) + exact + between + rounded + after
        if {"from", "to"} == set(cells):
            change = cells["to"].value - cells["from"].value
            decimals = max(len(cell.raw.partition(".")[2]) for cell in cells.values()) if change.denominator > 1 else 0
            size = replace(ExpectedText.from_number(abs(change), decimals), unbound=1)
            parts["change"] = size.put_into(said["rise" if change > 0 else "fall"]) if change else ExpectedText(str(said["none"]))
        name, text = declared.operation.name, ExpectedText("")
        kind = next((sentence for sentence, operations in _OPERATIONS_BY_SENTENCE.items() if name in operations), "any")
        for part in re.split(r"({\w+})", str(said["hedged" if kind == "change" and self.find_bound(figure) else kind])):
            text += parts[part[1:-1]] if part.startswith("{") else part
        return text

    def expect_formula(self, figure: Figure) -> ExpectedText:
        """Return `(555,831 − 1,046,350) ÷ 1,046,350 × 100 = −46.879056%, to six decimals`."""
        exact, said = self.expect_exact(figure), read_interface_words(self.lang)
        if self.is_copy(figure.declaration):
            scaled = (
                self.expect_scaled(self.select_cells(figure)["value"]) + " = "
                if self.select_cells(figure)["value"].scale > 1
                else ExpectedText("")
            )
            return scaled + exact + ", " + str(said["as_source"]).format(write_long_date(figure.version, self.lang))
        cells, text = self.select_cells(figure), ExpectedText("")
        for part in re.split(r"({\w+}|[0-9]+|[a-z]+)", self._write_formula(figure, MAX_CELLS)):
            if part.startswith("{"):
                text += self.expect_scaled(cells[part[1:-1]]).put_into("{}" if cells[part[1:-1]].scale == 1 else "({})")
            elif part.isdigit():
                text += expect_whole(int(part))
            else:
                text += said["functions"][part] if part.isalpha() else part
        ends = (self.compute_value(figure) * 10**_PROOF_DECIMALS).denominator == 1
        return text + " = " + exact + ("" if ends else f", {said['to_six_decimals']}")

    def expect_row(self, figure: Figure, place: str) -> ExpectedText:
        """Return `2021, north, bicycles: count 555,831 (data/…/counts.csv:7)`."""
        cell = self.select_cells(figure).get(place)
        if cell is None:
            raise UnknownPieceError(f"shows the cell {place}, which {figure.id} does not take")
        return ExpectedText(f"{cell.key}: {cell.field} ") + self.expect_operand(cell.raw) + f" ({cell.path}:{cell.line})"

    @staticmethod
    def expect_operand(raw: str) -> ExpectedText:
        """Return a cell's number as a proof shows it, with its own decimals."""
        value = Fraction(raw)
        return ExpectedText("−" if value < 0 else "") + ExpectedText.from_number(value, len(raw.partition(".")[2]))

    def expect_scaled(self, cell: Cell) -> ExpectedText:
        """Return a cell's number as a formula shows it: `9.1 × 1,000` if it is in thousands."""
        return self.expect_operand(cell.raw) + (ExpectedText(" × ") + expect_whole(cell.scale) if cell.scale > 1 else "")

    def expect_history(self, figure: Figure) -> ExpectedText:
        """Return `11 May 2022: −47%`, `11 May 2022: −47% (provisional)`."""
        said, marked = read_interface_words(self.lang)["qualifiers"], self._list_marked(figure)
        told = ", ".join(str(text) for mark, text in said.items() if mark in marked)
        return ExpectedText(f"{write_long_date(figure.version, self.lang)}: ") + self.expect_cell(figure) + (f" ({told})" if told else "")

    def expect_unchanged(self, figure: Figure) -> ExpectedText:
        """Return `11 May 2022: −47%, unchanged since`. Raises `UnknownPieceError` if a later version changes the value."""
        later = [each for each in self.figures.history(figure.id) if each.version > figure.version]
        if not later or any(self.compute_value(each) != self.compute_value(figure) for each in later):
            raise UnknownPieceError(f"says that {figure.id} has stayed as it was on {figure.version}")
        return self.expect_history(figure).put_into(read_interface_words(self.lang)["unchanged_since"])

    def expect_label(self, figure: Figure) -> ExpectedText:
        """Return `sales@2022-05-11`."""
        return ExpectedText(f"{figure.package}@{figure.version}")

    def expect_name(self, figure: Figure) -> ExpectedText:
        """Return the figure's id."""
        return ExpectedText(figure.id)

    def expect_change(self, figure: Figure, version: str) -> ExpectedText:
        """Return `from −47% to −37%`, from a version to a later one."""
        start, between, end = str(read_interface_words(self.lang)["correction"]["values"]).split("{}")
        after = self._find_figure(f"{figure.id}@{version}")
        return ExpectedText(start) + self.expect_cell(figure) + between + self.expect_cell(after) + end

    def expect_current(self, figure: Figure, form: str) -> ExpectedText:
        """Return `(current figure: −37%)`."""
        return self.expect_revised(figure, form).put_into("({})")

    def expect_revised(self, figure: Figure, form: str = "cell") -> ExpectedText:
        """Return `current figure: −37%`."""
        return self.expect_form(figure, form).put_into(read_interface_words(self.lang)["revised_since"])

    def expect_form(self, figure: Figure, form: str) -> ExpectedText:
        """Return a value in a form of the generator: `standard`, `cell`, `exact`, or `cell.2` for two decimals."""
        known = self._forms.get((figure.id, figure.version, form))
        if known is None:
            kind, _, decimals = form.partition(".")
            if kind not in FORMS or not re.fullmatch(r"[0-9]{0,2}", decimals):
                raise UnknownPieceError(f"has the form {form}, which does not exist")
            known = FORMS[kind](self, figure, *([int(decimals)] if decimals else []))
            self._forms[figure.id, figure.version, form] = known
        return known

    def expect_standard(self, figure: Figure, decimals: int | None = None) -> ExpectedText:
        """Return `47% decrease`, `4.81%`, `more than 82,000,000`, `1,046 (provisional)`."""
        text, said = self._expect_plain(figure, decimals), read_interface_words(self.lang)["qualifiers"]
        marked = self._list_marked(figure)
        told = [str(said[mark]) for mark in ("provisional", "estimated") if mark in marked]
        return text + f" ({', '.join(told)})" if told else text

    def _list_marked(self, figure: Figure) -> set[str]:
        return {mark for cell in self.select_cells(figure).values() for mark in cell.qualifiers}

    def _expect_plain(self, figure: Figure, decimals: int | None) -> ExpectedText:
        value, declared = self.compute_value(figure), figure.declaration
        places = declared.decimals if decimals is None else decimals
        size = self._find_shown_size(figure, places)
        text = self._expect_amount(size, declared, places)
        if not declared.is_change:
            return self._add_bound(figure, ExpectedText("−" if value < 0 and _round_half_up(size, places) else "") + text)
        text = self._add_bound(figure, text)
        return self._add_direction(value, declared, text) if value else text

    def expect_cell(self, figure: Figure, decimals: int | None = None) -> ExpectedText:
        """Return `−47%`, `+35%`, `at least 63%`, `1,046,350`; for a value that rounds to zero `less than 1% decrease`."""
        value, declared = self.compute_value(figure), figure.declaration
        places = declared.decimals if decimals is None else decimals
        size = self._find_shown_size(figure, places)
        text, is_shown = self._expect_amount(size, declared, places), _round_half_up(size, places)
        if declared.is_change and value:
            text = ExpectedText("−" if value < 0 else "+") + text if is_shown else self._add_direction(value, declared, text)
        elif value < 0 and is_shown:
            text = ExpectedText("−") + text
        return self._add_bound(figure, text)

    def expect_exact(self, figure: Figure) -> ExpectedText:
        """Return `−46.879056%`, `1,046,350`, `+35.155010%`: unrounded to six decimals."""
        value, declared = self.compute_value(figure), figure.declaration
        places = 0 if value.denominator == 1 else _PROOF_DECIMALS
        if (value * 10**declared.decimals).denominator == 1:
            places = declared.decimals
        sign = "−" if value < 0 else "+" if value and declared.is_change else ""
        return self._add_bound(figure, ExpectedText(sign) + self._expect_amount(self._find_shown_size(figure, places), declared, places))

    def _find_shown_size(self, figure: Figure, decimals: int) -> Fraction:
        """Return the size of a value. A hedged size is rounded away from its open side, so that the hedge stays true."""
        value, (side, _) = self.compute_value(figure), _SIDE_BY_HEDGE.get(self.find_bound(figure), (0, False))
        size, step = abs(value), Fraction(1, 10**decimals)
        below = size // step * step
        if not side or below == size:
            return size
        is_below = (side > 0) == (value > 0 or figure.declaration.is_change)
        return below if is_below else below + step

    def _expect_amount(self, size: Fraction, declared: Declaration, decimals: int) -> ExpectedText:
        """Return a size with its unit. One that would round to zero is less than the least number shown."""
        shown, tiny, unit, said = _round_half_up(size, decimals), Fraction(1, 10**decimals), declared.unit, read_interface_words(self.lang)
        word = WORD_BY_UNIT.get(unit, "")  # a noun has none
        if size and not shown:
            form = load_language(self.lang).table["writing"]["less_than"] if word == PERCENT else with_unit_form(said["less_than"], unit)
            return self._expect_amount(tiny, declared, decimals).put_into(form, "{number}" if word == PERCENT else "{}")
        number = ExpectedText.from_number(shown, decimals)
        if word == PERCENT:
            return number.put_into(_find_percent_form(self.lang), "#")
        places = Decimal(int(shown * 10**decimals)).scaleb(-decimals)
        if word == "ordinal":
            return number.put_into(said[word].get(Locale.parse(self.lang).ordinal_form(int(places)), said[word]["other"]))
        return number.put_into(with_plural(self.lang, word, places) if word else _find_unit_form(unit, places, self.lang))

    def _add_direction(self, value: Fraction, declared: Declaration, text: ExpectedText) -> ExpectedText:
        return text.put_into(with_unit_form(read_interface_words(self.lang)["decrease" if value < 0 else "increase"], declared.unit))

    def _add_bound(self, figure: Figure, text: ExpectedText) -> ExpectedText:
        """Return the text with the hedge of its source, from the row's column `find_bound`."""
        said = self.find_bound(figure)
        return text.put_into(with_unit_form(read_interface_words(self.lang)["bounds"][said], figure.declaration.unit)) if said else text


_METHOD_BY_KIND: dict[str, Callable[..., ExpectedText]] = {
    "value": ExpectedPieces.expect_form,
    "formula": ExpectedPieces.expect_formula,
    "summary": ExpectedPieces.expect_summary,
    "row": ExpectedPieces.expect_row,
    "history": ExpectedPieces.expect_history,
    "unchanged": ExpectedPieces.expect_unchanged,
    "label": ExpectedPieces.expect_label,
    "name": ExpectedPieces.expect_name,
    "change": ExpectedPieces.expect_change,
    "current": ExpectedPieces.expect_current,
    "revised": ExpectedPieces.expect_revised,
}
FORMS: dict[str, Callable[..., ExpectedText]] = {
    "standard": ExpectedPieces.expect_standard,
    "cell": ExpectedPieces.expect_cell,
    "exact": ExpectedPieces.expect_exact,
}


def expect_tally(counts: Mapping[str, int], lang: str) -> Iterator[tuple[str, ExpectedText]]:
    """Yield the sentences with numbers of the tally, and its list of reasons, with the names of their pieces."""
    for name, text in read_interface_words(lang)["verification"].items():
        expected = ExpectedText("")
        for part in re.split(r"({\w+})", str(text)):
            expected += ExpectedText.from_number(Fraction(counts[part[1:-1]]), 0) if part.startswith("{") else part
        yield f"tally {name}", expected
    for name, count in counts.items():
        _, colon, reason = name.partition(": ")
        if colon:
            yield f"tally {name}", ExpectedText(f"{reason}: ") + ExpectedText.from_number(Fraction(count), 0)


def evaluate(text: str) -> Fraction:
    """Evaluate whole numbers, `+ - * /`, brackets and functions exactly. Raises `UnknownPieceError` for anything else."""
    values: list[Fraction] = []  # two stacks instead of recursion: a formula may have any number of parts
    signs: list[str] = []
    opened: list[int] = []  # the number of values before each open bracket

    def apply_signs(binding: int) -> None:
        while signs and _PRECEDENCE.get(signs[-1], 0) >= binding:
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
            elif sign in _PRECEDENCE:
                apply_signs(_PRECEDENCE[sign])
                signs.append(sign)
            else:
                apply_signs(1)
                if sign == ")":
                    before = opened.pop()
                    values[before:] = [FUNCTIONS[signs.pop()](*values[before:])]
                elif signs[-1] == "(":
                    raise ValueError(text[at - 1 : at + 20])
            is_due = sign in (*_PRECEDENCE, ",") or (sign is None and not number)
        apply_signs(1)
        (result,) = values
        if text[at:].strip() or signs or is_due:
            raise ValueError(text[at : at + 20])
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise UnknownPieceError(f"has the calculation {text[:120]}, which fails ({error})") from None
    return result


def _parse_degree(value: Fraction) -> int:
    if value < 1 or value.denominator > 1:
        raise ValueError(f"no degree {value}")
    return value.numerator


def _compute_root(value: Fraction, degree: Fraction) -> Fraction:
    """Return a root. An irrational one is the middle of the two neighbours with twenty decimals."""
    power = _parse_degree(degree)
    if value < 0:
        raise ValueError(f"no root of {value}")
    exact = Fraction(_find_integer_root(value.numerator, 1, power), _find_integer_root(value.denominator, 1, power))
    if exact**power == value:
        return exact
    below = _find_integer_root(value.numerator * 10 ** (20 * power), value.denominator, power)
    return Fraction(below, 10**20) + Fraction(1, 2 * 10**20)


def _find_integer_root(over: int, under: int, degree: int) -> int:
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
    "power(": lambda value, exponent: value ** _parse_degree(exponent),
    "root(": _compute_root,
}


def write_formula(operation: str, places: Iterable[str], constants: Mapping[str, int], longest: int | None = None) -> str:
    """Return the check's form of an operation on these places. With more than `longest` cells, it has the first three and the last."""
    members = [f"{{{place}}}" for place in places if re.fullmatch(r"value_[0-9]+", place)]
    shown = members if longest is None or len(members) <= longest else [*members[:3], "…", members[-1]]
    exponent = Fraction(constants.get("per_year", 1), constants.get("periods", 1))
    given = {**constants, "per_year": exponent.numerator, "periods": exponent.denominator}
    text = re.sub(r"\[(.+?)\]", lambda between: between[1].join(shown), FORMULAS[operation]).replace("#", str(len(members)))
    text = re.sub(r"<(\w+)>", lambda name: str(given[name[1]]), text)
    return re.sub(r"root\((.*); 1\)", r"\1", re.sub(r"power\(([^()]*); 1\)", r"\1", text))


def _list_wholes(codelist: CodeList, code: str, first: date, last: date) -> Iterator[str]:
    """Yield the wholes of a code within some days, and the wholes of those."""
    for part in codelist.codes[code].part_of if code in codelist.codes else ():
        since, until = max(part.span[0], first), min(part.span[1], last)
        if since <= until and part.whole in codelist.codes:
            yield part.whole
            yield from _list_wholes(codelist, part.whole, since, until)


def find_formula(declared: Declaration) -> str:
    """Return the check's own form of a figure's operation. Raises `UnknownPieceError`."""
    if declared.operation.name not in FORMULAS:
        raise UnknownPieceError(f"has the operation {declared.operation.name}, of which the check has no form of its own")
    return FORMULAS[declared.operation.name]


def expect_whole(number: int) -> ExpectedText:
    """Return a whole number of a formula, bound to nothing."""
    return replace(ExpectedText.from_number(Fraction(number), 0), unbound=1)


def _find_slope(declared: Declaration, values: Mapping[str, Fraction], place: str) -> int:
    """Return 1 if the value grows with the cell at a place, −1 if it falls, 0 if unknown."""
    for sign, over, under in TERMS_BY_OPERATION.get(
        declared.operation.name, [(1, (place,), ())] if "[ + ]" in find_formula(declared) else []
    ):
        if place in (*over, *under):
            others = math.prod(values[each] for each in (*over, *under) if each != place)
            return sign * (1 if place in over else -1) * ((others > 0) - (others < 0))
    return 0


def _round_half_up(value: Fraction, decimals: int) -> Fraction:
    """Round a value half up. It may not be negative."""
    return Fraction((2 * value.numerator * 10**decimals + value.denominator) // (2 * value.denominator), 10**decimals)


def _find_unit_form(unit: str, shown: Decimal, lang: str) -> str:
    """Return the form of an amount in a unit without a word of the interface: `{} km/h`, `€{}`. A counted noun has `{}`."""
    if rate := re.fullmatch(r"(?:.* )?per ([\d,]+|thousand|million|billion)(?: (\D+))?", unit):
        said, of = (
            read_interface_words(lang)["rate"],
            read_interface_words(lang)["rate_of"].get(rate[2], "" if lang != "en" else rate[2]) or "",
        )
        each = {"thousand": 1000, "million": 10**6, "billion": 10**9}.get(rate[1]) or int(rate[1].replace(",", ""))
        every = (
            ExpectedText.from_number(Fraction(each), 0).write_text(lang)
            if each != 10**6
            else said["million"]
            if of
            else said["one_million"]
        )
        return f"{str(said['per']).format('{}', every)} {of}".strip()
    if "=" in unit:
        year, equal = unit.split("=")
        return f"{{}} ({year.strip()} = {equal.strip()})"
    locale = Locale.parse(find_european_locale(lang))
    above, sign, under = unit.partition("/") if "/" in unit else unit.partition(" per ")
    name, length = _find_cldr_unit(unit)
    if name and not re.fullmatch("[A-Z]{3}", unit):
        return _find_plural_form(locale, name, length, shown)
    name, length = _find_cldr_unit(above)
    if re.fullmatch("[A-Z]{3}", above):
        length, money = "short", re.sub(r"\d[\d.,]*", "{}", str(format_currency(1, above, locale=locale)))
        form = re.sub(r"(?<=[^\W\d_])\{\}", "\u00a0{}", money)
    elif name:
        form = _find_plural_form(locale, name, length, shown)
    elif _SYMBOL.fullmatch(above):
        form = f"{{}}\u00a0{above}"
    else:
        return "{}"
    if not sign:
        return form
    divisor = _find_cldr_unit(under)[0]
    length = "long" if length == "long" or divisor.startswith("duration") else "short"
    per = locale._data["unit_patterns"].get(divisor, {}).get(length, {}).get("per")
    if per:
        return str(per).replace("{0}", form)
    one = re.sub(r"\s*\{\}\s*", "", _find_plural_form(locale, divisor, length, Decimal(1)))
    return str(locale._data["compound_unit_patterns"]["per"][length]["compound"]).replace("{0}", form).replace("{1}", one)


_SYMBOL = re.compile(r"[kMGTPmn\u00b5\u03bc]?(?:Wh|W|J|V|t|g|Bq|Sv|mol|Pa|Hz)|pp[mb]|dB")


@functools.lru_cache
def _find_cldr_unit(text: str) -> tuple[str, str]:
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


def _find_plural_form(locale: Locale, name: str, length: str, shown: Decimal) -> str:
    forms = locale._data["unit_patterns"][name][length]
    return str(forms.get(locale.plural_form(shown), forms["other"])).replace("{0}", "{}")


@functools.lru_cache
def _find_separators(lang: str) -> tuple[str, str]:
    """Return the decimal and the grouping sign of a language."""
    symbols = Locale.parse(find_european_locale(lang)).number_symbols["latn"]
    return str(symbols["decimal"]), str(symbols["group"])


@functools.lru_cache
def _compile_number(lang: str) -> re.Pattern[str]:
    """Compile the pattern of a number in a language's digits, groups of three and decimals."""
    decimal, group = map(re.escape, _find_separators(lang))
    return re.compile(rf"(\d{{1,3}}(?:{group}\d{{3}})+(?!\d)|\d+)(?:{decimal}(\d+))?", re.ASCII)


@functools.lru_cache
def _find_percent_form(lang: str) -> str:
    """Return the position of the percent sign: `#%`."""
    return re.sub(r"[#,0.]+", "#", str(Locale.parse(find_european_locale(lang)).percent_formats[None].pattern).partition(";")[0])
