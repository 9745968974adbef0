"""What a figure's unit is: a percentage, a rate, a rank, a currency, a unit of measure, an index, or the noun of what is counted.

Whatever a unit is asked for, its object says. A noun is free text: so that nothing else is taken for one, and its numbers judged as counts,
what is neither known here nor to the CLDR and looks like a unit is refused.
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
    """A unit, by the name that data/figures.yml gives it; the noun of what is counted has none.

    Attributes:
        kinds: The kinds of finds (macros/numbers) that state an amount in it.
        kinds_of_change: Those that do where the amount is a change.
        mistaken: Kinds of finds that are taken for it, each with the code of its fault.
        word: How an amount is written: with the percent sign, with that word of macros/interface, or, "", as the number alone.
        multiple: How many times as much a value says, where a multiplier may say it.
        difference: The name of the unit that differences of its amounts are in, where it is another.
        synonyms: Other names of it, which authors are told to replace.
        canonical: What it is called in a find beside its number, whatever the words: `kilometer-per-hour`, `EUR`, `per 100000`.
        is_named: Whether it was declared by its name and not by its symbol, and is written so ("kilometres per hour").
        per: Of a rate, of how many.
        of: Of a rate, of what: "people".
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
        """Whether its amounts are counts."""
        return "count" in self.kinds and not self.canonical

    @property
    def is_measure(self) -> bool:
        """Whether it is a currency or a unit of measure."""
        return bool(self.canonical) and not self.per and not self.is_base

    @property
    def is_base(self) -> bool:
        """Whether it is the base of an index."""
        return "=" in self.canonical

    def pattern(self, shown: Decimal, lang: str) -> str:
        """How an amount is written that no word of the interface writes: `{} km/h`, `€{}`, `{} (2015 = 100)`, `{}`."""
        if self.is_base:
            return f"{{}} ({self.canonical})"
        return cldr_units.pattern(self.canonical, shown, lang, long=self.is_named) if self.is_measure else "{}"

    def allows(self, said: str) -> bool:
        """Whether an amount may stand with a unit that a find says, `EUR` or `AUD|USD`, by their canonical names."""
        if self.name == INDEX:  # which period its base is of, the words say, and the check of periods compares
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
_WORDS = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_INDEX = re.compile(r"(\S.{2,38}\S) ?= ?(100|1000)")
_COMMON = frozenset({"EUR", "USD", "GBP", "SEK", "NOK", "CHF"})
_RATES = frozenset("per each every basis bps permille por cada pro je par".split())
_SCALES = frozenset(
    "thousand thousands million millions billion billions trillion trillions tausend mio mrd millionen milliarden mil millones".split()
)


@lru_cache(maxsize=1000)
def unit_of(name: str) -> Unit:
    """Return a unit by the name that a declaration gives. Raises: LookupError for one that no figure can be in."""
    if name in UNITS:
        return UNITS[name]
    if reason := refused(name):
        raise LookupError(f'the unit "{name}" is {reason}')
    if rate := _RATE.fullmatch(name):
        size = _WORDS[rate["word"]] if rate["word"] else int(rate["digits"].replace(",", ""))
        return Unit(name, frozenset({"rate"}), canonical=f"per {size}", per=size, of=rate["of"] or "")
    if base := _INDEX.fullmatch(name):
        return Unit(name, _COUNT, canonical=f"{base[1]} = {base[2]}", difference="index points")
    if known := cldr_units.canonical(name):
        (canonical,) = known
        return Unit(name, _COUNT, canonical=canonical, is_named=cldr_units.is_name(name))
    return NOUN


def _money(text: str, languages: tuple[str, ...]) -> frozenset[str]:
    """Return the currencies that a noun may name which the CLDR has in another form: `krona`, of "kronas"."""
    return frozenset(filter(cldr_units.is_currency, cldr_units.canonical(text, languages)))


def difference(name: str) -> str:
    """Return the name of the unit that differences of amounts are in."""
    return name if refused(name) else unit_of(name).difference or name


def called(text: str) -> str:
    """Return the name that a unit has here of which `text` may be another."""
    return next((unit.name for unit in UNITS.values() if text in unit.synonyms), text)


@lru_cache(maxsize=1000)
def refused(unit: str, languages: tuple[str, ...] = ()) -> str:
    """Return why no figure can be in a unit, "" if one can. languages: in which it may be written, beside English."""
    if unit in UNITS or _RATE.fullmatch(unit) or _INDEX.fullmatch(unit):
        return ""
    words = re.split(r"[\s\-'’]+", unit.strip().lower())
    text = " ".join(words)
    if called(text) in UNITS:
        return f"called {called(text)} here"
    known = cldr_units.canonical(unit, languages) or cldr_units.canonical(unit.upper()) or _money(text.removesuffix("s"), languages)
    if len(known) > 1:
        return f"the name of several, such as {' and '.join(sorted(known, key=lambda each: (each not in _COMMON, each))[:2])}"
    for canonical in known:
        code, _, under = canonical.partition(cldr_units.PER)
        if code not in unit and cldr_units.is_currency(code):
            return f"called {code}{f' per {under}' if under else ''} here"
    if known:
        return ""
    if text in cldr_units.names("en"):
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
