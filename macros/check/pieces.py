"""Computes what the generator writes itself anew from the cells, and compares it, number by number.

A proof, a note of a revision, a cell of a table are no author's prose: no rule of language is asked of them. The operations, the
selection of rows and the forms of a value stand here a second time on purpose: a check that asked the writer's code would agree with
every mistake of it.
"""

from __future__ import annotations

import functools
import itertools
import operator
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from statistics import median
from typing import Any

from babel import Locale
from babel.numbers import format_currency

from macros.codes import CODES
from macros.dates import european, long_date
from macros.figures import Declaration, Figure, Figures
from macros.interface import counted, measured, words
from macros.numbers import write_number
from macros.numbers.language import language
from macros.quotes.quote import NEWEST

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
# How an amount is written in each unit that is no noun: with the percent sign, or with that word of the interface.
PERCENT = "#%"
UNITS = {"percent": PERCENT, "percentage points": "points", "ratio": "times", "times": "occasions", "rank": "ordinal"}
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
    """One cell of a figure. path, line, field: where it stands. key: its row's, `2021, north, cars`. bound: how its source hedges it."""

    raw: str
    path: str
    line: int
    field: str
    key: str
    bound: str

    @property
    def value(self) -> Fraction:
        return Fraction(self.raw)


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
        if kind == "version" and subject in {package.label for package in self.figures.packages.all()}:
            return (Expected(subject),)
        if kind == "code" and subject in CODES:
            code = CODES[subject]
            return tuple(map(Expected, (code.name, code.meaning, code.line, code.remedy)))
        if not self.texts.get(name):
            raise Unknown("is nothing that the check knows how to write")
        return self.texts[name]

    def _figure(self, subject: str) -> Figure:
        name, _, version = subject.partition("@")
        figure = self.figures.get(name, None if version in ("", NEWEST) else version)
        if version not in ("", NEWEST, figure.version):
            raise Unknown(f"is of {subject}, which there is not")
        return figure

    def cells(self, figure: Figure) -> dict[str, Cell]:
        """The cells of a figure by their place in its operation, selected anew from the rows. Errors: Unknown for not one row each."""
        if known := self._cells.get((figure.id, figure.version)):
            return known
        package = self.figures.packages.as_of(figure.package, figure.version)
        resource = package.resources[figure.declaration.resource] if package else None
        found = {}
        for place, where in selected(figure.declaration):
            rows = resource.where(where) if resource else []
            if len(rows) != 1 or resource is None:
                raise Unknown(f"takes {len(rows)} rows for {place}")
            key = ", ".join(rows[0].raw[part] for part in resource.key)
            name = figure.declaration.field
            found[place] = Cell(rows[0].raw[name], resource.path, rows[0].line, name, key, rows[0].raw.get("bound", ""))
        self._cells[figure.id, figure.version] = found
        return found

    def addresses(self, name: str) -> set[str]:
        """Return the addresses of the cells that a figure takes, on each version of its data: `path:line:field`."""
        every = (cell for figure in self.figures.history(name) for cell in self.cells(figure).values())
        return {f"{cell.path}:{cell.line}:{cell.field}" for cell in every}

    def value(self, figure: Figure) -> Fraction:
        """The exact value, from the cells. Errors: Unknown for an operation that there is not, or that fails."""
        known = self._values.get((figure.id, figure.version))
        if known is None:
            cells = {place: f"({cell.value})" for place, cell in self.cells(figure).items()}
            known = self._values[figure.id, figure.version] = evaluated(self.plain(figure, cells).format(**cells))
        return known

    def calculation(self, figure: Figure) -> str:
        """The operation with the cells put in, in plain signs: `(555831 - 1046350) / 1046350 * 100`."""
        cells = {place: cell.raw for place, cell in self.cells(figure).items()}
        return self.plain(figure, cells).format(**cells)

    @staticmethod
    def plain(figure: Figure, places: Collection[str]) -> str:
        """The operation in plain signs, of the cells at these places: `({to} - {from}) / {from} * 100`."""
        return formula(figure.declaration.operation.name, places, figure.constants).translate(ASCII)

    @staticmethod
    def is_copy(declared: Declaration) -> bool:
        """Whether the value is that of one cell, as it stands."""
        return FORMULAS.get(declared.operation.name) == "{value}"

    def formula(self, figure: Figure) -> Expected:
        """`(555,831 − 1,046,350) ÷ 1,046,350 × 100 = −46.879056%, to six decimals`."""
        exact, said = self.exact(figure), words(self.lang)
        if self.is_copy(figure.declaration):
            return exact + ", " + str(said["as_source"]).format(long_date(figure.version, self.lang))
        cells, text = self.cells(figure), Expected("")
        written = formula(figure.declaration.operation.name, cells, figure.constants, LONG)
        for part in re.split(r"({\w+}|[0-9]+|[a-z]+)", written):
            if part.startswith("{"):
                text += self.operand(cells[part[1:-1]].raw)
            elif part.isdigit():
                text += replace(Expected.number(Fraction(int(part)), 0), unbound=1)
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

    def history(self, figure: Figure) -> Expected:
        """`11 May 2022: −47%`."""
        return Expected(f"{long_date(figure.version, self.lang)}: ") + self.cell(figure)

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
                raise Unknown(f"has the form {form}, which there is not")
            known = FORMS[kind](self, figure, *([int(decimals)] if decimals else []))
            self._forms[figure.id, figure.version, form] = known
        return known

    def standard(self, figure: Figure, decimals: int | None = None) -> Expected:
        """`47% decrease`, `4.81%`, `1,046,350`, `more than 82,000,000`."""
        value, declared = self.value(figure), figure.declaration
        places = declared.decimals if decimals is None else decimals
        text = self._amount(abs(value), declared, places)
        if not declared.change:
            return self._bounded(figure, Expected(_minus(value, places)) + text)
        text = self._bounded(figure, text)
        return self._directed(value, declared, text) if value else text

    def cell(self, figure: Figure, decimals: int | None = None) -> Expected:
        """`−47%`, `+35%`, `at least 63%`, `1,046,350`; of what rounds to zero `less than 1% decrease`."""
        value, declared = self.value(figure), figure.declaration
        places = declared.decimals if decimals is None else decimals
        text = self._amount(abs(value), declared, places)
        if declared.change and value:
            text = Expected("−" if value < 0 else "+") + text if _round(abs(value), places) else self._directed(value, declared, text)
        elif not declared.change:
            text = Expected(_minus(value, places)) + text
        return self._bounded(figure, text)

    def exact(self, figure: Figure) -> Expected:
        """`−46.879056%`, `1,046,350`, `+35.155010%`: unrounded to six decimals."""
        value, declared = self.value(figure), figure.declaration
        places = 0 if value.denominator == 1 else _SIX
        if (value * 10**declared.decimals).denominator == 1:
            places = declared.decimals
        sign = "−" if value < 0 else "+" if value and declared.change else ""
        return self._bounded(figure, Expected(sign) + self._amount(abs(value), declared, places))

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
        said = self.cells(figure)["value"].bound if self.is_copy(figure.declaration) else ""
        return text.within(measured(words(self.lang)["bounds"][said], figure.declaration.unit)) if said else text


_KINDS: dict[str, Callable[..., Expected]] = {
    "value": Pieces.form,
    "formula": Pieces.formula,
    "row": Pieces.row,
    "history": Pieces.history,
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
        if name.startswith("exempt: "):
            yield f"tally {name}", Expected.number(Fraction(count), 0) + f": {name.removeprefix('exempt: ')}"


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
    with localcontext(prec=len(str(over)) + 20):
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


def formula(measure: str, places: Iterable[str], constants: Mapping[str, int], longest: int | None = None) -> str:
    """Return the form that the check has of an operation, of the cells at these places. Errors: Unknown.

    longest: of how many cells it shows all; of more, the first three and the last.
    """
    if measure not in FORMULAS:
        raise Unknown(f"has the operation {measure}, of which the check has no form of its own")
    members = [f"{{{place}}}" for place in places if re.fullmatch(r"value_[0-9]+", place)]
    shown = members if longest is None or len(members) <= longest else [*members[:3], "…", members[-1]]
    exponent = Fraction(constants.get("per_year", 1), constants.get("periods", 1))
    given = {**constants, "per_year": exponent.numerator, "periods": exponent.denominator}
    text = re.sub(r"\[(.+?)\]", lambda between: between[1].join(shown), FORMULAS[measure]).replace("#", str(len(members)))
    text = re.sub(r"<(\w+)>", lambda name: str(given[name[1]]), text)
    return re.sub(r"root\((.*); 1\)", r"\1", re.sub(r"power\(([^()]*); 1\)", r"\1", text))


def constants(measure: str) -> set[int]:
    """Return the numbers in the formula of an operation, if it is one, that would be quantities in prose: those from 1,000 on."""
    return {int(number) for number in re.findall(r"(?<![\w.])\d+(?![\w.])", FORMULAS.get(measure, "")) if int(number) >= 1000}


def selected(declared: Declaration) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The rows that a figure takes, by their place in its operation."""
    ends = {"_from": declared.start, "_to": declared.end} if declared.start else {"": {}}
    roles = {"part": {}, "whole": declared.of} if declared.of else {"": {}}
    for end, at in ends.items():
        for role, whole in roles.items():
            yield f"{role}{end}".lstrip("_") or "value", {**declared.where, **at, **whole}


def _minus(value: Fraction, decimals: int) -> str:
    return "−" if value < 0 and _round(abs(value), decimals) else ""


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
