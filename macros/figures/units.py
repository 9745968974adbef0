"""What a figure's unit is: a percentage, percentage points, a ratio, or the noun of what is counted, such as `reports`.

A noun is free text, and so a rate, a currency or a symbol could be written in its place. Its numbers would be judged like
counts, and "491 dollars" would pass for euros: until a figure can be in such a unit, it is refused.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

UnitKind = Literal["percent", "percentage points", "ratio", "count"]
_NAMED: dict[str, UnitKind] = {"percent": "percent", "percentage points": "percentage points", "ratio": "ratio"}
# Other names of these: what is meant, authors are told.
_SYNONYMS: dict[str, UnitKind] = {
    "%": "percent",
    "per cent": "percent",
    "percents": "percent",
    "percentage": "percent",
    "pct": "percent",
    "pp": "percentage points",
    "points": "percentage points",
    "percentage point": "percentage points",
    "ratios": "ratio",
}
REMEDY = "write percent, percentage points, ratio, or the noun of what is counted, such as reports: no figure can be in another unit yet"
_RATES = frozenset("per each every basis bps kmh kph mph ppb ppm permille por cada pro je par".split())
_SCALES = frozenset(
    "thousand thousands million millions billion billions trillion trillions tausend mio mrd millionen milliarden mil millones".split()
)
_COMMON = frozenset({"unit", "value", "gold"})  # of the names of currencies in the CLDR


def unit_kind(unit: str) -> UnitKind:
    """Return the kind of a unit. Raises: LookupError for one that no figure can be in."""
    if unit in _NAMED:
        return _NAMED[unit]
    if reason := refused(unit):
        raise LookupError(f'the unit "{unit}" is {reason}')
    return "count"


@lru_cache(maxsize=1000)
def refused(unit: str, languages: tuple[str, ...] = ()) -> str:
    """Return why no figure can be in a unit, "" if one can. languages: in which it may be written, beside English."""
    if unit in _NAMED:
        return ""
    words = re.split(r"[\s\-'’]+", unit.strip().lower())
    text = " ".join(words)
    if text in _SYNONYMS:
        return f"called {_SYNONYMS[text]} here"
    if "/" in unit or not _RATES.isdisjoint(words):
        return "a rate"
    if not all(word.isalpha() for word in words):
        return "written with signs or digits"
    if not _SCALES.isdisjoint(words):
        return "a scale: its numbers would be read as they stand"
    names = dict.fromkeys(("en", *languages))
    if any(not _currencies(name).isdisjoint((text, words[-1], words[-1].removesuffix("s"))) for name in names):
        return "a currency"
    if any(text in _symbols(name) for name in names) or len(unit) == 1 or (unit.isupper() and unit.isascii()):
        return "a symbol or an abbreviation"
    return ""


@lru_cache
def _currencies(language: str) -> frozenset[str]:
    """The codes of currencies, and the nouns of their names: `eur`, `euro`, `dollar`. English has them last, others first as well."""
    from babel import Locale, UnknownLocaleError

    try:
        known = {code: name for code, name in Locale.parse(language).currencies.items() if not code.startswith("X") and name[-1:].isalpha()}
    except (UnknownLocaleError, ValueError):  # a language whose words nobody knows
        return frozenset()
    ends = (-1,) if language == "en" else (0, -1)
    return frozenset({*map(str.lower, known), *(name.lower().split()[end] for name in known.values() for end in ends)}) - _COMMON


@lru_cache
def _symbols(language: str) -> frozenset[str]:
    """The short forms of units of measure that are not their names too: `km`, `kwh`, `mph`."""
    from babel import Locale, UnknownLocaleError

    try:
        known = Locale.parse(language).unit_display_names.values()
    except (UnknownLocaleError, ValueError):
        return frozenset()
    short = {form.lower() for forms in known for length, form in forms.items() if length != "long"}
    return frozenset(short - {str(forms.get("long")).lower() for forms in known})
