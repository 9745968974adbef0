"""The values for which a number in words may stand: rounding as an interval, hedges as strict sides.

The rules are those of the methodology page and of published statistics. All numbers are exact fractions in the unit's own scale, without
sign: `v` is the number written, `x` the value from the data.
"""

from __future__ import annotations

from fractions import Fraction

JUST = Fraction(5, 100)  # "nearly", "just over": at most this part of the number away

# Common fractions, in percent: "more than a third" reaches up to the next of them, "less than a third" down to the one before.
_COMMON = tuple(Fraction(100 * n, m) for n, m in ((0, 1), (1, 10), (1, 5), (1, 4), (1, 3), (1, 2), (2, 3), (3, 4), (1, 1)))

# The bands of published statistics for halves: just under 46-49.5, just over 50.5-54. A band of 5% would be too narrow.
_HALF = {"under": (Fraction(46), Fraction(50)), "over": (Fraction(50), Fraction(54))}


def round_half_up(x: Fraction, quantum: Fraction) -> Fraction:
    """Round x to a multiple of quantum, ties away from zero."""
    # Whole numbers, because fractions are reduced at every step and take five times as long.
    part, whole = abs(x.numerator) * quantum.denominator, x.denominator * quantum.numerator
    steps = (2 * part + whole) // (2 * whole) * (-1 if x < 0 else 1)
    return Fraction(steps * quantum.numerator, quantum.denominator)


def round_step(v: Fraction, quantum: Fraction) -> Fraction:
    """Return the step to the next number as round as v: 29 million -> 1 million, 50 -> 10, 450 -> 50, 45 -> 5, 47 -> 1.

    quantum: one unit of the last digit written.
    """
    if v == 0:
        return quantum
    step = quantum
    while v % (step * 10) == 0:
        step *= 10
    return step * 5 if v % (step * 5) == 0 and v > step * 5 else step


def is_near_hedge(hedge_text: str, just_words: frozenset[str]) -> bool:
    """Return whether a hedge means nearness ("nearly", "just over"), not only a side."""
    return any(word in just_words for word in hedge_text.lower().replace("-", " ").split())


def is_supported_number(v: Fraction, x: Fraction, quantum: Fraction, hedge: str | None, *, near: bool) -> bool:
    """Check whether the value x supports "hedge v", for a number in digits or words."""
    if hedge is None:
        return round_half_up(x, quantum) == v
    step = round_step(v, quantum)
    if hedge == "about":
        return abs(x - v) <= max(quantum / 2, min(step / 2, v * JUST))
    if hedge in ("over", "at_least"):
        top = v * (1 + JUST) if near else v + step
        return (v < x if hedge == "over" else v <= x) and (x <= top if near else x < top)
    bottom = v * (1 - JUST) if near else v - step
    return (x < v if hedge == "under" else x <= v) and (x >= bottom if near else x > bottom)


def is_supported_fraction(v: Fraction, x: Fraction, hedge: str | None, *, near: bool, change: bool) -> bool:
    """Check the same for "half", "a third", "three-quarters" (v in percent): bare within half a point, "around" within 2.

    "more than a third" is above it and below the next common fraction, "less than a third" below it and above the one before.

    change: "fell by around half" holds for changes from 40 to 60 percent.
    """
    if hedge is None:
        return abs(x - v) <= Fraction(1, 2)
    if hedge == "about":
        return abs(x - v) <= (10 if change and v == 50 else 2)
    if v == 50 and near and hedge in _HALF:
        low, high = _HALF[hedge]
        return (low <= x < high) if hedge == "under" else (low < x <= high)
    if near or v >= 100:
        return is_supported_number(v, x, Fraction(1), hedge, near=near)
    if hedge in ("over", "at_least"):
        return (v < x if hedge == "over" else v <= x) and x < min(other for other in _COMMON if other > v)
    return (x < v if hedge == "under" else x <= v) and x > max(other for other in _COMMON if other < v)


def is_supported_ratio(v: Fraction, x: Fraction, of: int, hedge: str | None) -> bool:
    """Check the same for "n in m" (v in percent, m = of): the nearest at a step of 1/m, on the hedge's side.

    Without a side it is nearer than "n in m - 1" and "n in m + 1", and so is the rest ("two in three" leaves one): 20.2% is one in five
    and not one in four. "In ten", "in a hundred" are scales, of which the nearest step is enough.
    """
    if abs(x - v) > Fraction(100, 2 * of):
        return False
    if hedge in (None, "about") and of % 10:
        rest, size = (x, v) if v <= 50 else (100 - x, 100 - v)
        n = size * of / 100
        if of > 2 and n and not (size + 100 * n / (of + 1)) / 2 <= rest <= (size + 100 * n / (of - 1)) / 2:
            return False
    sides = {"over": x > v, "at_least": x >= v, "under": x < v, "at_most": x <= v}
    return sides.get(hedge or "", True)


def is_supported_multiplier(v: Fraction, x: Fraction, quantum: Fraction | None, hedge: str | None, *, falling: bool = False) -> bool:
    """Check the same for "doubled", "halved", "three times as many": x is the ratio of the two values.

    Words: doubled is +98 to +102%, halved -48 to -52%; almost doubled from +90%; "around" within a tenth.

    Args:
        quantum: of a multiplier in digits ("3.2 times"), or None for words.
        falling: for a verb of a fall ("halved"). "more than" is then further down, "almost" less far, with the bands of half. More than
            halved ends where halved twice begins.
    """
    if falling and hedge in ("over", "under", "at_least", "at_most"):
        if hedge in ("over", "at_least"):
            return v / 2 < x < v or (hedge == "at_least" and x == v)
        return v < x <= v + Fraction(4, 100) or (hedge == "at_most" and x == v)
    if quantum is not None and hedge is None:
        return round_half_up(x, quantum) == v
    if hedge is None:
        return abs(x - v) <= Fraction(2, 100)
    if hedge == "about":
        return abs(x - v) <= Fraction(1, 10)
    if hedge in ("under", "at_most"):
        return v - Fraction(1, 10) <= x < v or (hedge == "at_most" and x == v)
    return v < x < v + 1 or (hedge == "at_least" and x == v)
