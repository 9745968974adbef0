"""Numbers to text: rounded once, half up, on exact fractions. Never "-0", and never zero for a value other than zero.

Babel gives the separators and the place of the percent sign, and rounds nothing. The words come from the language's file.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol, get_group_symbol

from macros.base.dates import find_european_locale
from macros.numbers.grammar.draft import format_plain, round_to_decimals
from macros.numbers.language.language import UnknownLanguage, list_codes, load_language

Value = Fraction | Decimal | int
MINUS = "\u2212"
_SAMPLE = "\x00"
# Babel lacks two things of the CLDR; the tests compare them with ICU's.
# Languages with groups from five digits on: 9000, but 12.000 (minimumGroupingDigits).
_FOUR_TOGETHER = frozenset("bg es et hu it lv pl pt sl".split())
# The dash of a range by language; an en dash in all others.
_RANGE = {"bg": " – ", "da": "-", "es": "-", "et": "‒", "hr": " – ", "it": "-", "nl": "-", "pt": " - ", "ro": " - ", "sk": " – "}


def write_number(value: Value, decimals: int = 0, lang: str = "en", grouping: bool = True) -> str:
    """Write a value in the language's separators: `1,046,350`, `−46.88`. Raises UnknownLanguage, or ValueError below 0 decimals."""
    if decimals < 0:
        raise ValueError(f"decimals must be 0 or more, not {decimals}")
    decimal, group = _find_separators(lang)
    shown = round_to_decimals(Fraction(value), decimals)
    whole, _, rest = format_plain(abs(shown)).partition(".")
    if grouping and len(whole) > (4 if _parse_locale(lang).language in _FOUR_TOGETHER else 3):
        lead = len(whole) % 3 or 3
        whole = group.join([whole[:lead], *(whole[at : at + 3] for at in range(lead, len(whole), 3))])
    return (MINUS if shown < 0 else "") + whole + (decimal + rest if rest else "")


def write_percent(value: Value, decimals: int = 0, lang: str = "en") -> str:
    """Write a value in the scale of percent: `46.9%` for 46.9; `less than 0.1%` for a value that would round to zero.

    "Less than" is a size, of either sign. The words around it give the direction.
    """
    exact = Fraction(value)
    if exact and not round_to_decimals(exact, decimals):
        return _find_less_than(lang).format(number=_add_percent_sign(write_number(Fraction(1, 10**decimals), decimals, lang), lang))
    return _add_percent_sign(write_number(exact, decimals, lang), lang)


def write_range(low: Value, high: Value, decimals: int = 0, lang: str = "en", percent: bool = False) -> str:
    """Write a range: `46–51 %` if the sign stands apart and serves both ends, else `46% – 51%`; `9000-12.000`.

    A dash has room before a minus (`−47 - −42`). Ends written alike become one number (`~47%`), as in UTS 35.
    """
    dash = _RANGE.get(_parse_locale(lang).language, "–")
    ends = [write_number(value, decimals, lang) for value in (low, high)]
    if ends[0] == ends[1]:
        return "~" + (_add_percent_sign(ends[0], lang) if percent else ends[0])
    if ends[1].startswith(MINUS):
        dash = f" {dash.strip()} "
    if not percent:
        return dash.join(ends)
    if _add_percent_sign("", lang).strip() == _add_percent_sign("", lang):  # each end has a sign of its own, and the dash room
        return f" {dash.strip()} ".join(_add_percent_sign(end, lang) for end in ends)
    return _add_percent_sign(dash.join(ends), lang)


def write_compact(value: Value, decimals: int = 1, lang: str = "en") -> str:
    """Write a value in its largest scale, with so many decimals: `29.4 million`. Below the first scale, write all digits.

    A value that rounds up to a scale is written in it: 999,960,000 at one decimal is `1.0 billion`.
    """
    exact = Fraction(value)
    for size, word in sorted(((int(size), str(word)) for size, word in load_language(lang).table["writing"]["compact"]), reverse=True):
        if abs(exact) >= size or (decimals and round_to_decimals(abs(exact) / size, decimals) >= 1):
            return f"{write_number(exact / size, decimals, lang)} {word}"
    return write_number(exact, 0, lang)


def write_words(value: int, lang: str = "en") -> str:
    """Write a whole number from 0 to 100 in words: `forty-seven`. Raises ValueError outside."""
    words, writing = load_language(lang).table["numbers"], load_language(lang).table["writing"]
    if value == 100:
        return str(writing["hundred"])
    if not 0 <= value < 100:
        raise ValueError(f"words are written for 0 to 100, not {value}")
    if value in words:
        return str(words[value][0])
    return str(writing["tens_units"]).format(ten=words[value // 10 * 10][0], unit=words[value % 10][0])


def _add_percent_sign(number: str, lang: str) -> str:
    return _build_percent_pattern(lang).replace(_SAMPLE, number)


def _find_less_than(lang: str) -> str:
    """Return the template for a value too small to show, with a sign if the language has no file."""
    return str(load_language(lang).table["writing"]["less_than"]) if lang in list_codes() else "< {number}"


@lru_cache
def _parse_locale(lang: str) -> Locale:
    try:
        return Locale.parse(find_european_locale(lang))
    except (UnknownLocaleError, ValueError, TypeError):
        raise UnknownLanguage(lang) from None


@lru_cache
def _find_separators(lang: str) -> tuple[str, str]:
    """Return the decimal and the grouping sign."""
    return str(get_decimal_symbol(_parse_locale(lang))), str(get_group_symbol(_parse_locale(lang)))


@lru_cache
def _build_percent_pattern(lang: str) -> str:
    """Return the sample with the percent sign in its place, after a no-break space in some languages."""
    pattern = str(_parse_locale(lang).percent_formats[None].pattern).split(";")[0]
    digits = [at for at, character in enumerate(pattern) if character in "#,0."]
    return pattern[: digits[0]] + _SAMPLE + pattern[digits[-1] + 1 :]
