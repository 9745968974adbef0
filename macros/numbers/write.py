"""Numbers to text: rounded once, half up, on exact fractions; Babel gives separators and patterns and rounds nothing."""

from __future__ import annotations

import functools
from decimal import Decimal
from fractions import Fraction

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

MINUS = "\u2212"
_SCALES = ((10**9, "billion"), (10**6, "million"))


def write_number(value: Fraction | int | Decimal, decimals: int, lang: str, grouping: bool = True) -> str:
    """`1,046,350`, `−46.88`: the value with so many decimals, in the language's separators. Never `−0`."""
    scaled, negative = _rounded(Fraction(value), decimals)
    digits = str(scaled).rjust(decimals + 1, "0")
    whole, part = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    decimal, group = _symbols(lang)
    if grouping:
        whole = group.join(_threes(whole))
    return (MINUS if negative and scaled else "") + whole + (decimal + part if part else "")


def write_percent(value: Fraction | int | Decimal, decimals: int, lang: str) -> str:
    """`46.9%`, or `less than 0.1%` for a value that is not zero and would round to it."""
    exact = Fraction(value)
    number = write_number(exact, decimals, lang)
    if exact and not _rounded(exact, decimals)[0]:
        least = write_number(Fraction(1, 10**decimals), decimals, lang)
        return _less(lang).format(_pattern(lang).format(least))
    return _pattern(lang).format(number)


def write_compact(value: Fraction | int | Decimal, decimals: int, lang: str) -> str:
    """`29.4 million`: the value in its largest scale; below a million as `write_number`."""
    exact = Fraction(value)
    for scale, name in _SCALES:
        if abs(exact) >= scale:
            return f"{write_number(exact / scale, decimals, lang)} {name}"
    return write_number(exact, decimals, lang)


def _rounded(value: Fraction, decimals: int) -> tuple[int, bool]:
    """The value in units of the last decimal, without sign, ties up; and whether it was negative."""
    scaled = abs(value) * 10**decimals + Fraction(1, 2)
    return scaled.numerator // scaled.denominator, value < 0


def _threes(digits: str) -> list[str]:
    first = len(digits) % 3
    return [part for part in (digits[:first], *(digits[i : i + 3] for i in range(first, len(digits), 3))) if part]


@functools.lru_cache
def _symbols(lang: str) -> tuple[str, str]:
    return str(get_decimal_symbol(lang)), str(get_group_symbol(lang))


@functools.lru_cache
def _pattern(lang: str) -> str:
    """The place of the percent sign, with its no-break space where the language has one: `{}%`, `{}\u00a0%`."""
    pattern = Locale.parse(lang).percent_formats[None].pattern
    return "{}" + pattern.lstrip("#,0.")


def _less(lang: str) -> str:
    return {"en": "less than {}"}.get(lang, "< {}")
