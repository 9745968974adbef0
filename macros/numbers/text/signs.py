"""Characters that stand for a number or a sign without being digits: circled, Roman and raised ones, and strokes through digits.

A number missed here would escape the check, so every character that readers take for a digit counts as one.
"""

from __future__ import annotations

import re
import unicodedata

NUMERALS = (
    "\u1369-\u137c\u2160-\u2188\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3007\u3021-\u3029\u3220-\u3229"
    "\u3248-\u324f\u3251-\u325f\u3280-\u3289\u32b1-\u32bf"
)
"""Numbers of one character, as a class of an expression: Ethiopic, Roman, circled, of Chinese form."""
RAISED = "\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089"
"""Raised and lowered digits, as a class of an expression: marks of notes, unless they stand alone or after a 10."""
STROKES = "\u0300-\u036f\u20d0-\u20f0"
"""Combining marks on the character before them."""
SIGNS = NUMERALS + RAISED + STROKES + "\u207b"

_PERCENT = re.compile(r"\u2070[\u2044\u2215/]([\u2080\u2070]{1,2})")
_POWER = re.compile(rf"(\u207b?)([{RAISED}]+)")
_FRACTION = re.compile(rf"([{RAISED}]+)(?:[\u2044\u2215/]([{RAISED}]+|\d+))?(?![{RAISED}])")
# Raised digits against a word mark a note, unless they are four, in groups of three, or before a unit.
_NO_MARK = re.compile(
    rf"([{RAISED}]{{4,}}|[{RAISED}]{{1,3}}(?:[.,][{RAISED}]{{3}})+(?![{RAISED}])|[{RAISED}]+(?:[.,][{RAISED}]+)?(?=\s?[%\u2030]))"
)
_ROMAN = re.compile(r"[\u2160-\u2188]+")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def replace_sign(text: str, start: int) -> tuple[int, str] | None:
    """Return the end of the sign at an offset and its replacement ("" for nothing); None for an ordinary character."""
    character = text[start]
    if unicodedata.combining(character) or "\u20d0" <= character <= "\u20f0":
        # "4\u03367%", a keycap: a digit is the same with a stroke through it; a letter with an accent is another.
        return (start + 1, "") if start and not text[start - 1].isalpha() else None
    if match := _ROMAN.match(text, start):
        return match.end(), str(parse_roman(unicodedata.normalize("NFKC", match.group()).upper()))
    if match := _POWER.match(text, start):
        return _read_raised(text, start, match)
    value = unicodedata.numeric(character, None)
    return (start + 1, str(int(value))) if value is not None else None


def _read_raised(text: str, start: int, power: re.Match[str]) -> tuple[int, str] | None:
    before = text[max(0, start - 3) : start]
    if before.endswith("10") and not before[:-2].isdigit():
        return power.end(), "^" + ("-" if power[1] else "") + _normalise_digits(power[2])
    if before and not before[-1].isspace() and before[-1] not in "([{\u2013\u2014-":
        number = _NO_MARK.match(text, start)
        return (number.end(1), _normalise_digits(number[1])) if number else None
    if match := _PERCENT.match(text, start):
        return match.end(), "%" if len(match.group(1)) == 1 else "\u2030"
    match = _FRACTION.match(text, start)
    if not match:
        return None
    return match.end(), _normalise_digits(match.group(1)) + ("/" + _normalise_digits(match.group(2)) if match.group(2) else "")


def _normalise_digits(digits: str) -> str:
    return unicodedata.normalize("NFKC", digits)


def parse_roman(written: str) -> int:
    """Compute the value of a Roman number: XLVII -> 47. Other letters count nothing."""
    values = [_VALUES.get(letter, 0) for letter in written]
    return sum(-value if any(value < later for later in values[at + 1 : at + 2]) else value for at, value in enumerate(values))
