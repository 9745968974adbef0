"""What a figure's unit is: a percentage, percentage points, a ratio, or the noun of what is counted, such as `reports`.

A closed list, as that of the operations is: whatever a unit is asked for, its object says. A noun is free text, and so a rate, a currency
or a symbol could be written in its place. Its numbers would be judged like counts, and "491 dollars" would pass for euros: until a figure
can be in such a unit, it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

PERCENT_SIGN = "%"


@dataclass(frozen=True)
class Unit:
    """A unit, by the name that data/figures.yml gives it; the noun of what is counted has none.

    Attributes:
        kinds: The kinds of finds (macros/numbers) that state an amount in it.
        kinds_of_change: Those that do where the amount is a change.
        mistaken: Kinds of finds that are taken for it, each with the code of its fault.
        word: How an amount is written: with the percent sign, with that word of macros/interface, or, "", as the number alone.
        multiple: How many times as much a value says, where a multiplier may say it.
        difference: The name of the unit that differences of its amounts are in, where it is another.
        synonyms: Other names of it, which authors are told to replace.
    """

    name: str
    kinds: frozenset[str]
    kinds_of_change: frozenset[str] = frozenset()
    mistaken: Mapping[str, str] = field(default_factory=dict)
    word: str = ""
    multiple: Callable[[Fraction], Fraction] | None = None
    difference: str = ""
    synonyms: frozenset[str] = frozenset()

    @property
    def is_count(self) -> bool:
        """Whether its amounts are counts."""
        return "count" in self.kinds


_COUNT = frozenset({"count", "cardinal", "year"})
NOUN = Unit("", _COUNT)
UNITS: dict[str, Unit] = {
    each.name: each
    for each in (
        Unit(
            "percent",
            frozenset({"percentage"}),
            kinds_of_change=frozenset({"multiplier"}),
            mistaken={"percentage_points": "points-for-percent", "basis_points": "points-for-percent"},
            word=PERCENT_SIGN,
            multiple=lambda change: 1 + change / 100,
            difference="percentage points",
            synonyms=frozenset({"%", "per cent", "percents", "percentage", "pct"}),
        ),
        Unit(
            "percentage points",
            frozenset({"percentage_points"}),
            mistaken={"percentage": "percent-for-points"},
            word="points",
            synonyms=frozenset({"pp", "points", "percentage point"}),
        ),
        Unit("ratio", frozenset({"multiplier"}), word="times", multiple=lambda ratio: ratio, synonyms=frozenset({"ratios"})),
        Unit("times", _COUNT, word="occasions"),
        Unit("rank", frozenset({"cardinal", "ordinal"})),
    )
}
REMEDY = (
    f"write {', '.join(name for name, unit in UNITS.items() if not unit.is_count)}, or the noun of what is counted, such as reports: "
    "no figure can be in another unit yet"
)
_RATES = frozenset("per each every basis bps kmh kph mph ppb ppm permille por cada pro je par".split())
_SCALES = frozenset(
    "thousand thousands million millions billion billions trillion trillions tausend mio mrd millionen milliarden mil millones".split()
)
_COMMON = frozenset({"unit", "value", "gold"})  # of the names of currencies in the CLDR


def unit_of(name: str) -> Unit:
    """Return a unit by the name that a declaration gives. Raises: LookupError for one that no figure can be in."""
    if name in UNITS:
        return UNITS[name]
    if reason := refused(name):
        raise LookupError(f'the unit "{name}" is {reason}')
    return NOUN


def called(text: str) -> str:
    """Return the name that a unit has here of which `text` may be another."""
    return next((unit.name for unit in UNITS.values() if text in unit.synonyms), text)


@lru_cache(maxsize=1000)
def refused(unit: str, languages: tuple[str, ...] = ()) -> str:
    """Return why no figure can be in a unit, "" if one can. languages: in which it may be written, beside English."""
    if unit in UNITS:
        return ""
    words = re.split(r"[\s\-'’]+", unit.strip().lower())
    text = " ".join(words)
    if called(text) in UNITS:
        return f"called {called(text)} here"
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
