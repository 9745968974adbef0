"""The units of figures: percentage, rate, rank, currency, unit of measure, index, or a noun for counted things.

All properties of a unit are in its object. A noun is free text. A unit-like text unknown here and to the CLDR is refused, because its
numbers would be checked as counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from macros.base import cldr_units

PERCENT_SIGN = "%"


@dataclass(frozen=True)
class Unit:
    """A unit, by its name in data/figures.yml. The noun of counted things has the name "".

    Attributes:
        kinds: The kinds of quantities (macros/numbers) in this unit.
        kinds_of_change: More kinds, for a change.
        mistaken: Kinds of quantities confused with it -> the fault code.
        word: The form of an amount: the percent sign, a word of macros/interface, or "" for the number alone.
        multiple: The factor stated by a value, for a unit expressible by a multiplier.
        find_difference_unit: The name of the unit of differences, if it is another.
        synonyms: Other names. Authors are told to replace them.
        canonical: Its name in a quantity, for all spellings: `kilometer-per-hour`, `EUR`, `per 100000`.
        is_named: Whether it was declared by name, not by symbol, and is written so ("kilometres per hour").
        per: The base of a rate.
        of: The counted things in the base of a rate: "people".
    """

    name: str
    kinds: frozenset[str]
    kinds_of_change: frozenset[str] = frozenset()
    mistaken: Mapping[str, str] = field(default_factory=dict)
    word: str = ""
    multiple: Callable[[Fraction], Fraction] | None = None
    difference: str = ""
    synonyms: frozenset[str] = frozenset()
    canonical: str = ""
    is_named: bool = False
    per: int = 0
    of: str = ""

    @property
    def is_count(self) -> bool:
        """Return whether its amounts are counts."""
        return "count" in self.kinds and not self.canonical

    @property
    def is_measure(self) -> bool:
        """Return whether it is a currency or a unit of measure."""
        return bool(self.canonical) and not self.per and not self.is_base

    @property
    def is_base(self) -> bool:
        """Return whether it is the base of an index."""
        return "=" in self.canonical

    def find_pattern(self, shown: Decimal, lang: str) -> str:
        """Return the pattern of an amount without a word of the interface: `{} km/h`, `€{}`, `{} (2015 = 100)`, `{}`."""
        if self.is_base:
            return f"{{}} ({self.canonical})"
        return cldr_units.find_amount_pattern(self.canonical, shown, lang, long=self.is_named) if self.is_measure else "{}"

    def is_allowed_with(self, said: str) -> bool:
        """Return whether an amount may be written with the unit of a quantity, `EUR` or `AUD|USD`, by canonical names."""
        if self.name == INDEX:  # the period of its base is in the words, compared by the check of periods
            return _BASE.search(said) is not None
        return any(each == self.canonical or cldr_units.is_price(each, self.canonical) for each in said.split("|"))


INDEX = "index"
_BASE = re.compile(r"= ?100$")
_COUNT = frozenset({"count", "cardinal", "amount", "year"})
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
        Unit(INDEX, _COUNT, difference="index points", synonyms=frozenset({"indices", "indexes"})),
        Unit("rank", frozenset({"cardinal", "ordinal"}), word="ordinal", difference="places", synonyms=frozenset({"ranks", "place"})),
    )
}
REMEDY = (
    f"write {', '.join(name for name, unit in UNITS.items() if not unit.is_count)}, the ISO code of a currency (EUR), a unit of measure "
    "(km/h, days), a rate (per 100,000 people), the base of an index (2015 = 100), or the noun of what is counted, such as reports"
)
_RATE = re.compile(r"(?:.+\s)?per (?:(?P<word>thousand|million|billion)|(?P<digits>[1-9][0-9]{0,2}(?:,?[0-9]{3})+))(?:\s(?P<of>[^\d]+))?")
_POWERS = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_INDEX = re.compile(r"(\S.{2,38}\S) ?= ?(100|1000)")
_COMMON = frozenset({"EUR", "USD", "GBP", "SEK", "NOK", "CHF"})
_RATES = frozenset("per each every basis bps permille por cada pro je par".split())
_SCALES = frozenset(
    "thousand thousands million millions billion billions trillion trillions tausend mio mrd millionen milliarden mil millones".split()
)


@lru_cache(maxsize=1000)
def unit_of(name: str) -> Unit:
    """Return the unit with a name.

    Raises: LookupError for a name refused as a unit.
    """
    if name in UNITS:
        return UNITS[name]
    if reason := explain_refusal(name):
        raise LookupError(f'the unit "{name}" is {reason}')
    if rate := _RATE.fullmatch(name):
        size = _POWERS[rate["word"]] if rate["word"] else int(rate["digits"].replace(",", ""))
        return Unit(name, frozenset({"rate"}), canonical=f"per {size}", per=size, of=rate["of"] or "")
    if base := _INDEX.fullmatch(name):
        return Unit(name, _COUNT, canonical=f"{base[1]} = {base[2]}", difference="index points")
    if known := cldr_units.find_units(name):
        (canonical,) = known
        return Unit(name, _COUNT, canonical=canonical, is_named=cldr_units.is_name(name))
    return NOUN


def _find_currencies(text: str, languages: tuple[str, ...]) -> frozenset[str]:
    """Return the currencies of a noun known to the CLDR in another form: `krona`, for "kronas"."""
    return frozenset(filter(cldr_units.is_currency, cldr_units.find_units(text, languages)))


def find_difference_unit(name: str) -> str:
    """Return the name of the unit of differences of amounts."""
    return name if explain_refusal(name) else unit_of(name).difference or name


def resolve_synonym(text: str) -> str:
    """Return the name used here for a synonym, or the text itself."""
    return next((unit.name for unit in UNITS.values() if text in unit.synonyms), text)


@lru_cache(maxsize=1000)
def explain_refusal(unit: str, languages: tuple[str, ...] = ()) -> str:
    """Return the reason to refuse a unit, or "". languages: its possible languages, besides English."""
    if unit in UNITS or _RATE.fullmatch(unit) or _INDEX.fullmatch(unit):
        return ""
    words = re.split(r"[\s\-'’]+", unit.strip().lower())
    text = " ".join(words)
    if resolve_synonym(text) in UNITS:
        return f"called {resolve_synonym(text)} here"
    known = (
        cldr_units.find_units(unit, languages) or cldr_units.find_units(unit.upper()) or _find_currencies(text.removesuffix("s"), languages)
    )
    if len(known) > 1:
        return f"the name of several, such as {' and '.join(sorted(known, key=lambda each: (each not in _COMMON, each))[:2])}"
    for canonical in known:
        code, _, under = canonical.partition(cldr_units.PER)
        if code not in unit and cldr_units.is_currency(code):
            return f"called {code}{f' per {under}' if under else ''} here"
    if known:
        return ""
    if text in cldr_units.map_names_to_units("en"):
        return "a short form: write the whole name"
    if "/" in unit or not _RATES.isdisjoint(words):
        return "a rate without a base that is known"
    if not all(word.isalpha() for word in words):
        return "written with signs or digits"
    if not _SCALES.isdisjoint(words):
        return "a scale: its numbers would be read as written"
    if len(unit) == 1 or (unit.isupper() and unit.isascii()):
        return "a symbol or an abbreviation that the CLDR does not know"
    return ""
