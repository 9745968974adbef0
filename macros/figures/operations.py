"""The operations: what a figure is made of its cells by. A closed list: whatever an operation is asked for, its object says.

Its words are in macros/interface (`methods`, `operations`), its entry for editors in schemas/figures.schema.json, and the check has a form
of its own (macros/check/pieces.py), which asks nothing of this one. `macros/plugin/registration_check.py` refuses an operation
that lacks one of them.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

COPY = "{value}"  # the formula of what computes nothing
SELECTORS = ("where", "of", "from", "to", "over", "per")  # the keys that a declaration selects cells by
MEMBERS = "value_n"  # stands for value_1, value_2 ...: the places of the cells of an operation that takes any number of them
ROOT_DECIMALS = 20
_PLAIN = str.maketrans("−×÷;", "-*/,")
_TOKEN = re.compile(r"\s*(?:([0-9]+)|{(\w+)}|([a-z]+)(?=\()|([-+*/(),]))")
_SIGNS: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = MappingProxyType(
    {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
)


@dataclass(frozen=True)
class Operation:
    """An operation, by the name that data/figures.yml gives it.

    Attributes:
        formula: In signs, of the cells by their places: `({to} − {from}) ÷ {from} × 100`. One of any number of cells, or with whole numbers
            that the declaration gives, is a function of the places, each in its braces, and of these numbers by their names.
        selectors: The keys of its declaration that select its cells: where, of, from, to, over, per.
        roles: The places of its cells, each with the roles that words which name the cell's selection may have in a sentence: part,
            whole, base, from, to, members, and value for what they are all about.
        unit: The name of the unit of its value, "" for that of its cells; in braces what the declaration gives: `per {each}`.
        is_change: Whether the sign of its value is a direction.
        needs_totals: Whether it adds up its cells, or sets a part beside its whole: of means, medians and rates neither says anything.
        suffix: What an id that is made of its rows ends in.
        status: Of a figure that is neither disputed nor withdrawn.
        decimals: At which its value is quoted, None for those of its cells.
        constants: The whole numbers that its formula asks for.
        nonzero: The places whose cells may not be zero.
        positive: Those whose cells must be greater than zero.
        is_unbroken: Whether its cells are those of each period from one to another, none left out.
    """

    name: str
    formula: str | Callable[..., str] = COPY
    selectors: tuple[str, ...] = ("where",)
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"value": ("value",)})
    unit: str = ""
    is_change: bool = False
    needs_totals: bool = False
    suffix: str = ""
    status: str = "computed"
    decimals: int | None = None
    constants: tuple[str, ...] = ()
    nonzero: tuple[str, ...] = ()
    positive: tuple[str, ...] = ()
    is_unbroken: bool = False

    def __reduce__(self) -> tuple[type[_Named], tuple[str]]:
        """Another process, and the next build, have it by its name: what a function of the list computes cannot be sent."""
        return _Named, (self.name,)

    @property
    def is_copy(self) -> bool:
        """Whether it computes nothing: it takes one cell as it stands."""
        return self.formula == COPY

    @property
    def has_base(self) -> bool:
        """Whether its values are set beside one that they are all measured by, which may be of any time."""
        return "base" in self.roles.get("from", ())

    @property
    def has_members(self) -> bool:
        """Whether it takes any number of cells."""
        return MEMBERS in self.roles

    def places(self, members: int = 0) -> list[str]:
        """Return the places of its cells, in the order of its formula. members: how many it takes, where that is not fixed."""
        return [place for name in self.roles for place in (map("value_{}".format, range(1, members + 1)) if name == MEMBERS else [name])]

    def written(self, places: Collection[str], **constants: int) -> str:
        """Return the formula in the signs of a proof, with the places of its cells in braces."""
        return self.formula if isinstance(self.formula, str) else self.formula([f"{{{place}}}" for place in places], **constants)

    def plain(self, places: Collection[str], **constants: int) -> str:
        """Return the formula in the signs that any program reads: `({to} - {from}) / {from} * 100`."""
        return self.written(places, **constants).translate(_PLAIN)

    def unfit(self, cells: Mapping[str, Fraction]) -> str:
        """Return the place of a cell that it cannot be computed from, "" where there is none."""
        unfit = [place for place in self.nonzero if not cells[place]] + [place for place in self.positive if cells[place] <= 0]
        return unfit[0] if unfit else ""

    def value(self, cells: Mapping[str, Fraction], **constants: int) -> Fraction:
        """Return the exact value. Raises: ZeroDivisionError, or ValueError for a root that there is not, where a cell is unfit."""
        return cells["value"] if self.is_copy else _Reading(self.plain(cells, **constants), cells).whole()


class _Named:
    """Gives an operation by its name. A class, since what a build keeps calls nothing else when it is read."""

    def __new__(cls, name: str) -> Operation:  # type: ignore[misc]  # it has no instances
        return OPERATIONS[name]


class _Reading:
    """Computes a formula as it reads it. A chain of any length takes no depth of calls: a sum may have thousands of cells."""

    def __init__(self, formula: str, cells: Mapping[str, Fraction]) -> None:
        self.formula, self.cells = formula, cells
        self.at = 0
        self.read: tuple[str, ...] = ()
        self.go_on()

    def go_on(self) -> None:
        """Read the next token: a number, a place, a name, a sign, one of which is not empty but at the end."""
        match = _TOKEN.match(self.formula, self.at)
        if match is None and self.formula[self.at :].strip():
            raise self.wrong()
        self.at, self.read = (match.end(), match.groups("")) if match else (self.at, ("", "", "", ""))

    def wrong(self) -> ValueError:
        return ValueError(f"no formula is {self.formula}, at {self.at}")

    def sign(self, signs: str) -> str:
        """Read a sign if it is one of these, else return ""."""
        found = self.read[3] if self.read[3] and self.read[3] in signs else ""
        if found:
            self.go_on()
        return found

    def whole(self) -> Fraction:
        value = self.sum()
        if any(self.read):
            raise self.wrong()
        return value

    def sum(self) -> Fraction:
        return self.chain("+-", lambda: self.chain("*/", self.part))

    def chain(self, signs: str, part: Callable[[], Fraction]) -> Fraction:
        value = part()
        while sign := self.sign(signs):
            value = _SIGNS[sign](value, part())
        return value

    def part(self) -> Fraction:
        number, place, name, _ = self.read
        if number or place:
            self.go_on()
            return Fraction(int(number)) if number else self.cells[place]
        if name:
            self.go_on()
        if not self.sign("(") or name not in ("", *_FUNCTIONS):
            raise self.wrong()
        values = [self.sum()]
        while name and self.sign(","):
            values.append(self.sum())
        if not self.sign(")"):
            raise self.wrong()
        return _FUNCTIONS[name](values) if name else values[0]


def root(value: Fraction, degree: int) -> Fraction:
    """Return a root, exact where it is a fraction.

    Else it is the middle of the step of the twentieth decimal in which it lies, found by comparing whole powers: no number of up to
    nineteen decimals lies between the two, so what is computed of it is rounded as what is computed of the root itself would be.
    Raises: ValueError for one that there is not.
    """
    if value < 0 or degree < 1:
        raise ValueError(f"there is no root of {value} to the degree of {degree}")
    over, under = (whole_root(number, degree) for number in (value.numerator, value.denominator))
    if over**degree == value.numerator and under**degree == value.denominator:
        return Fraction(over, under)
    step = 10**ROOT_DECIMALS
    return Fraction(2 * whole_root(value.numerator * step**degree // value.denominator, degree) + 1, 2 * step)


def whole_root(number: int, degree: int) -> int:
    """Return the greatest whole number whose power is not greater than a number."""
    if number < 2:
        return number
    above = 1 << -(-number.bit_length() // degree)
    while (nearer := ((degree - 1) * above + number // above ** (degree - 1)) // degree) < above:
        above = nearer
    return above


def _median(values: Sequence[Fraction]) -> Fraction:
    middle, ordered = len(values) // 2, sorted(values)
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _whole(value: Fraction) -> int:
    if value.denominator != 1 or value < 1:
        raise ValueError(f"{value} is not a valid whole number")
    return value.numerator


_FUNCTIONS: Mapping[str, Callable[[Sequence[Fraction]], Fraction]] = MappingProxyType(
    {
        "median": _median,
        "rank": lambda values: Fraction(1 + sum(other > values[0] for other in values[1:])),
        "power": lambda values: values[0] ** _whole(values[1]),
        "root": lambda values: root(values[0], _whole(values[1])),
    }
)


def _growth(_: Collection[str], *, periods: int, per_year: int = 1) -> str:
    """Return the average change in a year: of so many periods, of which a year has so many."""
    common = math.gcd(periods, per_year)
    power, degree = per_year // common, periods // common
    ratio = "{to} ÷ {from}"
    ratio = f"power({ratio}; {power})" if power > 1 else ratio
    return f"(root({ratio}; {degree}) − 1) × 100" if degree > 1 else f"({ratio} − 1) × 100"


def _rate(_: Collection[str], *, each: int) -> str:
    return f"{{part}} ÷ {{whole}} × {each}"


_ENDS = ("where", "from", "to")
_SHARES = ("where", "of", "from", "to")
_OF_ENDS = {"from": ("from",), "to": ("to",)}
_OF_SHARE = {"part": ("part",), "whole": ("whole",)}
_OF_SHARES = {f"{role}_{end}": (role, end) for end in ("from", "to") for role in ("part", "whole")}
_OF_MEMBERS = {MEMBERS: ("members",)}
_START = "{part_from} ÷ {whole_from}"
_GAIN = f"{{part_to}} ÷ {{whole_to}} − {_START}"

OPERATIONS: dict[str, Operation] = {
    each.name: each
    for each in (
        Operation("value"),
        Operation(
            "percentage_change",
            "({to} − {from}) ÷ {from} × 100",
            _ENDS,
            _OF_ENDS,
            "percent",
            is_change=True,
            suffix="change",
            decimals=0,
            nonzero=("from",),
        ),
        Operation(
            "share",
            "{part} ÷ {whole} × 100",
            ("where", "of"),
            _OF_SHARE,
            "percent",
            needs_totals=True,
            suffix="share",
            decimals=1,
            nonzero=("whole",),
        ),
        Operation(
            "percentage_change_of_share",
            f"({_GAIN}) ÷ ({_START}) × 100",
            _SHARES,
            _OF_SHARES,
            "percent",
            is_change=True,
            needs_totals=True,
            suffix="share change",
            decimals=0,
            nonzero=("whole_from", "whole_to", "part_from"),
        ),
        Operation(
            "percentage_point_change",
            f"({_GAIN}) × 100",
            _SHARES,
            _OF_SHARES,
            "percentage points",
            is_change=True,
            needs_totals=True,
            suffix="share points",
            decimals=1,
            nonzero=("whole_from", "whole_to"),
        ),
        Operation("difference", "{to} − {from}", _ENDS, _OF_ENDS, is_change=True, suffix="difference"),
        Operation("ratio", "{to} ÷ {from}", _ENDS, _OF_ENDS, "ratio", suffix="ratio", decimals=1, nonzero=("from",)),
        Operation(
            "rate",
            _rate,
            ("where", "per"),
            {"part": ("part",), "whole": ("base",)},
            "per {each}",
            suffix="rate",
            decimals=1,
            constants=("each",),
            nonzero=("whole",),
        ),
        Operation("sum", " + ".join, ("where", "over"), _OF_MEMBERS, needs_totals=True, suffix="sum"),
        Operation("mean", lambda cells: f"({' + '.join(cells)}) ÷ {len(cells)}", ("where", "over"), _OF_MEMBERS, suffix="mean"),
        Operation("median", lambda cells: f"median({'; '.join(cells)})", ("where", "over"), _OF_MEMBERS, suffix="median"),
        Operation("cumulative", " + ".join, _ENDS, _OF_MEMBERS, needs_totals=True, suffix="cumulative", is_unbroken=True),
        Operation(
            "rank",
            lambda cells: f"rank({'; '.join(cells)})",
            ("where", "over"),
            {"value": ("value",), **_OF_MEMBERS},
            "rank",
            suffix="rank",
            decimals=0,
        ),
        Operation(
            "index",
            "{to} ÷ {from} × 100",
            _ENDS,
            {"from": ("from", "base"), "to": ("to",)},
            "{from} = 100",
            suffix="index",
            decimals=1,
            nonzero=("from",),
        ),
        Operation(
            "average_annual_change",
            _growth,
            _ENDS,
            _OF_ENDS,
            "percent",
            is_change=True,
            suffix="average annual change",
            decimals=1,
            constants=("periods", "per_year"),
            positive=("from", "to"),
        ),
    )
}
