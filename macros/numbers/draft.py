"""What stands at one place of the tokens, while the finder still learns about it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

EXACT = Context(prec=1_000_000, Emax=999_999_999, Emin=-999_999_999, traps=[])
"""Wide enough that no number of a text is rounded."""

UNIT_KINDS = frozenset({"percentage", "percentage_points", "basis_points", "per_mille"})
NAMES = frozenset({"date", "year", "ordinal", "reference"})
"""Kinds that name a thing and measure none: they share no unit and take no hedge."""


@dataclass(slots=True)
class Number:
    """A number as read, before its unit: tokens [first, last), the exact value one way or the other.

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
        return self.exact if self.exact is not None else Fraction(self.value or 0)

    def set_exact(self, value: Fraction) -> None:
        """Make this a fraction, which has no decimals."""
        self.exact, self.value, self.decimals, self.quantum = value, None, None, None

    def times(self, factor: int) -> Number:
        """The same number under a scale word: 29.4 times a million, quantum 100000."""
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
    """A find in the making: tokens [first, last), normalised offsets [start, end). `kind` is "" for a bare number.

    `hedge_first` is the token at which its hedge begins, `before` the token before that (-2 where nobody looked),
    `hedge_span` the offsets of the hedge itself, `tail` the token after a hedge that follows, `of` the m of "n in m".
    `unit_first` is the first token of a currency before the number, `unit_last` the token after a unit of measure behind it, neither
    of which is a part of the find; `unit` is then its canonical name, and `unit_end` the offset where it ends.
    `weak` says that the unit is an ordinary word too ("four points") and holds only where something changes, `slip` that a
    space is missing beside the number ("by58"), which nobody meant as a name or as free, `of_index` that it is in points of an index.
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
    def bare(self) -> bool:
        return self.kind == ""

    @property
    def scaled(self) -> bool:
        return self.number is not None and self.number.scale > 1

    @property
    def begin(self) -> int:
        """The first token of the find, or of the currency before it."""
        return self.unit_first if self.unit_first >= 0 else self.first

    @property
    def after(self) -> int:
        """The token after the find, its unit of measure and its hedge."""
        return max(self.last, self.unit_last, self.tail)

    @property
    def counts(self) -> bool:
        """Whether this is a quantity: no bare number, or one large enough to be a count."""
        number = self.number
        if self.kind or number is None or number.scale >= 1000:
            return True
        return number.value is not None and not -1000 < number.value < 1000


def rounded(value: Fraction, decimals: int = 10) -> Decimal:
    """Half up, away from zero, on exact integers: the only rounding of the finder and the writer."""
    shifted = abs(value) * 10**decimals
    whole, rest = divmod(shifted.numerator, shifted.denominator)
    if 2 * rest >= shifted.denominator:
        whole += 1
    result = EXACT.scaleb(Decimal(whole), -decimals)
    return -result if value < 0 and whole else result


def plain(value: Decimal) -> str:
    """A decimal without exponent and without zeros that nobody wrote."""
    return format(value, "f")


def stripped(value: Decimal) -> Decimal:
    """A decimal without trailing zeros after the point."""
    text = format(value, "f")
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else value
