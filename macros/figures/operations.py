"""The operations: a closed list of the ways to compute a figure from its cells.

All properties of an operation are in its object. Its words are in macros/interface (`methods`, `operations`) and its entry for editors in
schemas/figures.schema.json. The check has an independent implementation (macros/check/pieces.py). `macros/plugin/registration_check.py`
refuses an operation without one of these.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

COPY = "{value}"  # the formula of a copied cell
SELECTORS = ("where", "of", "from", "to", "over", "per")  # the selecting keys of a declaration
MEMBERS = "value_n"  # for value_1, value_2 ...: the places of any number of cells
ROOT_DECIMALS = 20
_PLAIN = str.maketrans("−×÷;", "-*/,")
_TOKEN = re.compile(r"\s*(?:([0-9]+)|{(\w+)}|([a-z]+)(?=\()|([-+*/(),]))")
_SIGNS: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = MappingProxyType(
    {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
)


@dataclass(frozen=True)
class Operation:
    """An operation, by its name in data/figures.yml.

    Attributes:
        formula: In the signs of a proof, with the places of cells in braces: `({to} − {from}) ÷ {from} × 100`. For any number of cells,
            or with constants, it is a function of the places in braces and of the constants by name.
        selectors: The selecting keys of a declaration: where, of, from, to, over, per.
        roles: Place of a cell -> the roles of words for it in a sentence: part, whole, base, from, to, members, or value for the common
            subject.
        unit: The unit of its value, or "" for the unit of its cells. Braces stand for parts of the declaration: `per {each}`.
        is_change: Whether the sign of its value is a direction.
        needs_totals: Whether it adds up its cells, or sets a part beside its whole. Means, medians and rates are not allowed then.
        suffix: The end of an id derived from its rows.
        status: The status of a figure neither disputed nor withdrawn.
        decimals: The default decimals of its value, or None for those of its cells.
        constants: The names of whole numbers in its formula.
        nonzero: The places of cells that may not be zero.
        positive: The places of cells that must be positive.
        is_unbroken: Whether its cells are all periods from one to another, without a gap.
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

    def __reduce__(self) -> tuple[type[_OperationByName], tuple[str]]:
        """Pickle an operation by its name, because the functions of the list cannot be pickled."""
        return _OperationByName, (self.name,)

    @property
    def is_copy(self) -> bool:
        """Return whether it takes one cell unchanged."""
        return self.formula == COPY

    @property
    def has_base(self) -> bool:
        """Return whether its values are compared with a common base of any time."""
        return "base" in self.roles.get("from", ())

    @property
    def has_members(self) -> bool:
        """Return whether it takes any number of cells."""
        return MEMBERS in self.roles

    def list_places(self, members: int = 0) -> list[str]:
        """Return the places of its cells, in the order of its formula. members: the number of cells, if it is not fixed."""
        return [place for name in self.roles for place in (map("value_{}".format, range(1, members + 1)) if name == MEMBERS else [name])]

    def write_proof_formula(self, places: Collection[str], **constants: int) -> str:
        """Return the formula in the signs of a proof, with the places of its cells in braces."""
        return self.formula if isinstance(self.formula, str) else self.formula([f"{{{place}}}" for place in places], **constants)

    def write_plain_formula(self, places: Collection[str], **constants: int) -> str:
        """Return the formula in plain signs for programs: `({to} - {from}) / {from} * 100`."""
        return self.write_proof_formula(places, **constants).translate(_PLAIN)

    def find_unfit_cell(self, cells: Mapping[str, Fraction]) -> str:
        """Return the place of a cell for which the formula is impossible, or ""."""
        unfit = [place for place in self.nonzero if not cells[place]] + [place for place in self.positive if cells[place] <= 0]
        return unfit[0] if unfit else ""

    def compute_value(self, cells: Mapping[str, Fraction], **constants: int) -> Fraction:
        """Compute the exact value.

        Raises: ZeroDivisionError, or ValueError for a missing root, if a cell is unfit.
        """
        return cells["value"] if self.is_copy else _FormulaReader(self.write_plain_formula(cells, **constants), cells).compute_all()


class _OperationByName:
    """A constructor returning an operation by name. It is a class because the reader of snapshots calls only classes."""

    def __new__(cls, name: str) -> Operation:  # type: ignore[misc]  # it has no instances
        return OPERATIONS[name]


class _FormulaReader:
    """A formula being computed while it is read. Chains are loops, not recursion: a sum may have thousands of cells."""

    def __init__(self, formula: str, cells: Mapping[str, Fraction]) -> None:
        self.formula, self.cells = formula, cells
        self.at = 0
        self.token: tuple[str, ...] = ()
        self.read_next()

    def read_next(self) -> None:
        """Read the next token: a number, a place, a name or a sign. All are "" at the end."""
        match = _TOKEN.match(self.formula, self.at)
        if match is None and self.formula[self.at :].strip():
            raise self.make_syntax_error()
        self.at, self.token = (match.end(), match.groups("")) if match else (self.at, ("", "", "", ""))

    def make_syntax_error(self) -> ValueError:
        return ValueError(f"no formula is {self.formula}, at {self.at}")

    def take_sign(self, signs: str) -> str:
        """Read and return a sign if it is one of `signs`, else return ""."""
        found = self.token[3] if self.token[3] and self.token[3] in signs else ""
        if found:
            self.read_next()
        return found

    def compute_all(self) -> Fraction:
        value = self.compute_sum()
        if any(self.token):
            raise self.make_syntax_error()
        return value

    def compute_sum(self) -> Fraction:
        return self.compute_chain("+-", lambda: self.compute_chain("*/", self.compute_part))

    def compute_chain(self, signs: str, part: Callable[[], Fraction]) -> Fraction:
        value = part()
        while sign := self.take_sign(signs):
            value = _SIGNS[sign](value, part())
        return value

    def compute_part(self) -> Fraction:
        number, place, name, _ = self.token
        if number or place:
            self.read_next()
            return Fraction(int(number)) if number else self.cells[place]
        if name:
            self.read_next()
        if not self.take_sign("(") or name not in ("", *_FUNCTIONS):
            raise self.make_syntax_error()
        values = [self.compute_sum()]
        while name and self.take_sign(","):
            values.append(self.compute_sum())
        if not self.take_sign(")"):
            raise self.make_syntax_error()
        return _FUNCTIONS[name](values) if name else values[0]


def compute_root(value: Fraction, degree: int) -> Fraction:
    """Return a root, exact if it is a fraction.

    Otherwise return the middle of the step at the twentieth decimal that contains it, found by comparing whole powers. No number of up to
    nineteen decimals lies between the two, so both round alike.

    Raises: ValueError for a root that does not exist.
    """
    if value < 0 or degree < 1:
        raise ValueError(f"there is no root of {value} to the degree of {degree}")
    over, under = (compute_whole_root(number, degree) for number in (value.numerator, value.denominator))
    if over**degree == value.numerator and under**degree == value.denominator:
        return Fraction(over, under)
    step = 10**ROOT_DECIMALS
    return Fraction(2 * compute_whole_root(value.numerator * step**degree // value.denominator, degree) + 1, 2 * step)


def compute_whole_root(number: int, degree: int) -> int:
    """Return the greatest whole number with a power not above a number."""
    if number < 2:
        return number
    above = 1 << -(-number.bit_length() // degree)
    while (nearer := ((degree - 1) * above + number // above ** (degree - 1)) // degree) < above:
        above = nearer
    return above


def _compute_median(values: Sequence[Fraction]) -> Fraction:
    middle, ordered = len(values) // 2, sorted(values)
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _require_whole(value: Fraction) -> int:
    if value.denominator != 1 or value < 1:
        raise ValueError(f"{value} is not a valid whole number")
    return value.numerator


_FUNCTIONS: Mapping[str, Callable[[Sequence[Fraction]], Fraction]] = MappingProxyType(
    {
        "median": _compute_median,
        "rank": lambda values: Fraction(1 + sum(other > values[0] for other in values[1:])),
        "power": lambda values: values[0] ** _require_whole(values[1]),
        "root": lambda values: compute_root(values[0], _require_whole(values[1])),
    }
)


def _write_growth_formula(_: Collection[str], *, periods: int, per_year: int = 1) -> str:
    """Return the formula of an average annual change over `periods`, with `per_year` periods in a year."""
    common = math.gcd(periods, per_year)
    power, degree = per_year // common, periods // common
    ratio = "{to} ÷ {from}"
    ratio = f"power({ratio}; {power})" if power > 1 else ratio
    return f"(root({ratio}; {degree}) − 1) × 100" if degree > 1 else f"({ratio} − 1) × 100"


def _write_rate_formula(_: Collection[str], *, each: int) -> str:
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
            _write_rate_formula,
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
            _write_growth_formula,
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
