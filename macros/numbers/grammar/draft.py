"""The state of one quantity while the finder still learns about it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

EXACT = Context(prec=1_000_000, Emax=999_999_999, Emin=-999_999_999, traps=[])
"""Wide enough to round no number of a text."""

UNIT_KINDS = frozenset({"percentage", "percentage_points", "basis_points", "per_mille"})
NAMES = frozenset({"date", "year", "ordinal", "reference"})
"""Kinds of names, not measures: they share no unit and take no hedge."""


@dataclass(slots=True)
class Number:
    """A number as read, before its unit: tokens [first, last) and the exact value.

    One of `value` and `exact` is None.
    `decimals` is the number of decimals written (None for words and fractions), `quantum` the worth of the last digit.
    """

    first: int
    last: int
    value: Decimal | None
    exact: Fraction | None = None
    decimals: int | None = None
    quantum: Decimal | None = None
    scale: int = 1
    words: bool = False
    article: bool = False

    @property
    def amount(self) -> Fraction:
        """Return the exact value as a fraction."""
        return self.exact if self.exact is not None else Fraction(self.value or 0)

    def set_exact(self, value: Fraction) -> None:
        """Set the value to a fraction without decimals."""
        self.exact, self.value, self.decimals, self.quantum = value, None, None, None

    def multiply(self, factor: int) -> Number:
        """Multiply the number by a scale word and return it: 29.4 times a million has the quantum 100000."""
        self.scale *= factor
        if self.exact is not None:
            self.exact *= factor
            self.value = None
        elif self.value is not None:
            self.value = EXACT.multiply(self.value, Decimal(factor))
        if self.quantum is not None:
            self.quantum = EXACT.multiply(self.quantum, Decimal(factor))
        return self


@dataclass(slots=True)
class QuantityDraft:
    """A quantity before it is complete: tokens [first, last), normalised offsets [start, end). `kind` is "" for a bare number.

    `hedge_first` is the first token of its hedge, `before` the token before that (-2 before anybody looked),
    `hedge_span` the offsets of the hedge itself, `tail` the token after a hedge behind the number, `of` the m of "n in m".
    `unit_first` is the first token of a currency before the number, `unit_last` the token after a unit of measure behind it. Neither
    is a part of the quantity. `unit` is the unit's canonical name, and `unit_end` the offset of its end.
    `weak` marks a unit that is an ordinary word too ("four points") and holds only if something changes. `slip` marks a
    missing space beside the number ("by58"): it is neither a name nor free. `of_index` marks points of an index.
    """

    first: int
    last: int
    start: int
    end: int
    kind: str
    form: str = "digits"
    number: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: str = ""
    hedge: str | None = None
    direction: str | None = None
    basis: str | None = None
    ambiguous: bool = False
    group: int | None = None
    hedge_first: int = -1
    before: int = -2
    hedge_span: tuple[int, int] | None = None
    tail: int = -1
    of: int | None = None
    weak: bool = False
    slip: bool = False
    unit_first: int = -1
    unit_last: int = -1
    unit_end: int = 0
    rate_of: str = ""
    of_index: bool = False

    @property
    def is_bare(self) -> bool:
        """Return True if the number has no kind yet."""
        return self.kind == ""

    @property
    def is_scaled(self) -> bool:
        """Return True if the number has a scale word."""
        return self.number is not None and self.number.scale > 1

    @property
    def start_token(self) -> int:
        """Return the first token of the quantity, or of the currency before it."""
        return self.unit_first if self.unit_first >= 0 else self.first

    @property
    def end_token(self) -> int:
        """Return the token after the quantity, its unit of measure and its hedge."""
        return max(self.last, self.unit_last, self.tail)

    @property
    def is_quantity(self) -> bool:
        """Return False for a bare fraction, and for a bare number below a thousand without a large scale word."""
        number = self.number
        if self.kind or number is None or number.scale >= 1000:
            return True
        return number.value is not None and not -1000 < number.value < 1000


def round_to_decimals(value: Fraction, decimals: int = 10) -> Decimal:
    """Round half up, away from zero, on exact integers. Finder and writer round nowhere else."""
    shifted = abs(value) * 10**decimals
    whole, rest = divmod(shifted.numerator, shifted.denominator)
    if 2 * rest >= shifted.denominator:
        whole += 1
    result = EXACT.scaleb(Decimal(whole), -decimals)
    return -result if value < 0 and whole else result


def format_plain(value: Decimal) -> str:
    """Format a decimal without exponent, keeping its decimals."""
    return format(value, "f")


def strip_zeros(value: Decimal) -> Decimal:
    """Strip the trailing zeros after the decimal point."""
    text = format(value, "f")
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else value
