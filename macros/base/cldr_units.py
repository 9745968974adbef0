"""Units of measure and currencies, with the names and forms of the CLDR.

A unit has one canonical name for all its spellings: `kilometer-per-hour` for km/h, kph and kilómetros por hora, `EUR` for € and euros.
Compound units are `microgram-per-cubic-meter` and `EUR-per-kilowatt-hour`. The CLDR has only the commonest SI prefixes, so MWh is its own
name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import Any, Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_currency_symbol
from babel.units import format_compound_unit, format_unit

from macros.base.dates import find_european_locale

PER = "-per-"
_TIME = "duration"
_OF_THINGS = ("volume", "mass", "energy")
"""The sorts of units in which goods are sold."""
# Sorts of units in the CLDR. Left out are units of kitchens, astronomy and typesetting, and words for a number ("item").
_SORTS = frozenset(
    "area consumption digital duration electric energy force frequency length light mass power pressure speed temperature volume".split()
)
_RARE = re.compile(
    r"solar|earth|parsec|light-speed|beaufort|person|night|imperial|gallon|quart$|pint|ounce|bushel|spoon|furlong|fathom|acre-foot|therm"
    r"|energy-density|scandinavian|inch-of|foodcalorie|dunam|astronomical|pound-force|mass-ton$"
    r"|-(?:point|generic|drop|pinch|jigger|dram|cup|grain|dalton|bar|carat|atmosphere|stone|cup-metric)$"
)
_WORDS = frozenset(
    "in at as a am pm no or so us al la el un im au ac em st do to me he mo pt pc qt dec gold won mark marks real reals reales sol soles "
    "som soms sum sums nuevo nuevos lek lev rand pula tala marco marcos bat bats bir all top nmi".split()
)
"""Symbols, codes and nouns of currencies with another meaning: "5 in", "ALL 27", "15 won". "15 South Korean won" is read."""
_LETTERS = frozenset("mglLtshJWV€£$¥")
"""Symbols of one letter. Others may be points of a list ("1 A")."""
_MORE_SYMBOLS = frozenset("MWh GWh TWh TW GJ MJ TJ PJ kt Mt Gt ng Bq kBq MBq Sv mSv \u03bcSv mol mmol kV ppb dB".split())
_BETWEEN = re.compile(r"\s+(?:an?|per|por|por cada|pro|je)\s+|\s*/\s*")
_NAME = re.compile(r"[^\W\d_][^\d()]{2,}")
_HEADS = {"en": (-1,), "de": (-1,), "es": (0,)}
"""Position of the noun in a currency's name: "Norwegian kroner", "coronas noruegas". Other languages have it at either end."""


_MORE_UNITS = frozenset({"concentr-permillion"})


def _find_locales(lang: str) -> tuple[Locale, ...]:
    """Return the locales of a language, European first, so that both "kilometres" and "kilometers" are known."""
    try:
        return tuple(Locale.parse(code) for code in dict.fromkeys((find_european_locale(lang), lang)))
    except (UnknownLocaleError, ValueError):  # a language unknown to Babel
        return ()


@lru_cache
def list_currencies() -> frozenset[str]:
    """Return the ISO codes of all currencies in use."""
    held = get_global("territory_currencies").values()
    found = {code for each in held for code, _, end, tender in each if tender and end is None}
    # "ALL 27" and "TOP 500" are words. The sign of XCG, "Cg.", would turn a following number into a name.
    return frozenset(found - {"ALL", "TOP", "XCG"})


@lru_cache
def _map_units_to_cldr() -> Mapping[str, str]:
    """Return canonical name -> name in the CLDR for each unit of measure: `kilometer` -> `length-kilometer`."""
    every = (str(name) for name in Locale.parse("en").unit_display_names)
    return {
        name.partition("-")[2]: name
        for name in every
        if (name.partition("-")[0] in _SORTS and not _RARE.search(name)) or name in _MORE_UNITS
    }


def is_time(unit: str) -> bool:
    """Return whether a unit is a unit of time: `day`."""
    return _map_units_to_cldr().get(unit, "").startswith(_TIME)


def is_currency(unit: str) -> bool:
    """Return whether a unit is a currency, alone or per something: `EUR`, `EUR-per-kilogram`."""
    return unit.partition(PER)[0] in list_currencies()


def is_price(unit: str, currency: str) -> bool:
    """Return whether a unit is a price in a currency per amount of goods: `EUR-per-liter` for EUR, but not `EUR-per-day`."""
    base = unit.removeprefix(f"{currency}{PER}") if currency in list_currencies() else unit
    return base != unit and _map_units_to_cldr().get(base, "").startswith(_OF_THINGS)


@lru_cache
def map_symbols_to_units() -> Mapping[str, frozenset[str]]:
    """Return symbol -> canonical names. Symbols are the same in all languages and case-sensitive: `km/h`, `€`, `EUR`."""
    found: dict[str, set[str]] = defaultdict(set)
    locales = _find_locales("en")
    for canonical_, name in _map_units_to_cldr().items():
        lengths = () if is_time(canonical_) else ("short", "narrow")  # "m" is no month, "hrs" a name
        spelled = {symbol for locale in locales for length in lengths for symbol in _spell_forms(locale, name, length)}
        spelled |= {symbol for symbol in _spell_forms(Locale.parse("es"), name, "short") if "/" in symbol}  # "mi/h"
        for symbol in spelled:
            if _is_symbol(symbol) and symbol not in map_names_to_units("en"):  # "days" is short for itself
                found[symbol].add(canonical_)
    for symbol in _MORE_SYMBOLS - found.keys():
        found[symbol].add(symbol)
    found |= {"s": {"second"}, "ms": {"millisecond"}, "min": {"minute"}}
    for code in list_currencies():
        if code.lower() not in _WORDS:
            found[code].add(code)
        for locale in locales:
            sign = str(get_currency_symbol(code, locale))
            if sign.lower() in _WORDS:
                continue
            for each in {sign, sign[-1]} if sign[-1] in "$£¥" else {sign}:
                found[each].add(code)
    found["Rs"] |= {"INR", "LKR", "NPR", "PKR"}
    found["kr"] |= {"DKK", "ISK", "NOK", "SEK"}
    return {symbol: frozenset(each) for symbol, each in found.items()}


@lru_cache
def _list_long_names() -> frozenset[str]:
    """Return the long names of units of measure, in lower case."""
    return frozenset(
        _normalise(form.lower())
        for locale in _find_locales("en")
        for name in _map_units_to_cldr().values()
        for form in _spell_forms(locale, name, "long")
    )


def is_name(text: str) -> bool:
    """Return whether a text is, or begins with, the name of a unit, not a symbol: `kilometres per hour`, `days`, but not `km per day`."""
    return _normalise(text.lower()) in _list_long_names() or _BETWEEN.split(_normalise(text.lower()))[0] in _list_long_names()


def _is_symbol(text: str) -> bool:
    """Return whether a short form is a symbol ("km/h"). "day" and "Std." are names."""
    if len(text) == 1:
        return text in _LETTERS
    return text.lower() not in _WORDS and not text.endswith(".") and (" " not in text or "/" in text)


def _spell_forms(locale: Locale, name: str, length: str) -> list[str]:
    """Return the forms of a unit beside a number: "kilometre", "kilometres"."""
    forms: Any = locale._data["unit_patterns"].get(name, {}).get(length, {})  # Babel's public functions add a number
    written = [str(form).replace("{0}", " ").strip() for plural, form in forms.items() if plural != "per"]
    return [each.removeprefix("de ") for each in dict.fromkeys(written)]


def _normalise(text: str) -> str:
    """Normalise a text: one of the two micro signs, and plain spaces."""
    return " ".join(text.replace("\u00b5", "\u03bc").split())


@lru_cache
def map_names_to_units(lang: str) -> Mapping[str, frozenset[str]]:
    """Return name -> canonical names for a language, in lower case: `kilometres per hour`, `us dollars`, `dollars`."""
    found: dict[str, set[str]] = defaultdict(set)
    for locale in _find_locales(lang):
        for canonical_, name in _map_units_to_cldr().items():
            for length in ("long", "short"):
                for written in _spell_forms(locale, name, length):
                    if length == "long" or is_time(canonical_) or not _is_symbol(written):
                        found[_normalise(written.lower())].add(canonical_)
        plurals: Any = locale._data["currency_names_plural"]
        for code in list_currencies():
            named = [locale.currencies.get(code, code), *dict(plurals.get(code, {})).values()]
            for whole in {str(each).lower() for each in named}:
                found[whole].add(code)
                # The noun alone: "kroner" of "Norwegian kroner", "coronas" of "coronas noruegas", "Dollar" of "US-Dollar".
                parts = re.split(r"[\s-]", whole)
                for place in _HEADS.get(locale.language, (0, -1)):
                    found[parts[place]].add(code)
    return {name: frozenset(each) for name, each in found.items() if _NAME.fullmatch(name) and name not in _WORDS}


def find_units(text: str, languages: tuple[str, ...] = ()) -> frozenset[str]:
    """Return the units that a text may name: by symbol, name or canonical name. languages: besides English."""
    text = _normalise(text)
    if text in list_currencies():
        return frozenset({text})
    if known := map_symbols_to_units().get(text):
        return known
    low = text.lower()
    for lang in dict.fromkeys(("en", *languages)):
        known = map_names_to_units(lang).get(low)
        if known and not (lang == "en" and low not in _list_long_names() and any(map(is_time, known))):  # "hrs"
            return known
    parts = _BETWEEN.split(text)
    if len(parts) == 2:
        above, under = (find_units(part, languages) for part in parts)
        return frozenset(PER.join(pair) for pair in product(above, under))
    return frozenset()


def names_of_time(text: str, lang: str) -> frozenset[str]:
    """Return the names of a unit of time in a language, or none for any other unit."""
    units = frozenset(filter(is_time, find_units(text))) if text else frozenset()
    return (
        frozenset(name for name, each in map_names_to_units(lang).items() if each & units and " " not in name and "." not in name)
        if units
        else units
    )


def find_amount_pattern(unit: str, shown: Decimal, lang: str, *, long: bool = False) -> str:
    """Return the pattern of an amount, `{}` for its number: `{} km/h`, `{} kilometres per hour`, `€{}`. shown: decides the plural."""
    above, _, under = unit.partition(PER)
    if unit in _map_units_to_cldr() or not under:
        return _find_simple_pattern(unit, shown, lang, long=long)
    text, locale = _find_simple_pattern(above, shown, lang, long=long), Locale.parse(find_european_locale(lang))
    length: Literal["long", "short"] = "long" if long or is_time(under) else "short"  # "€5 per month", "€5/kWh"
    if under not in _map_units_to_cldr():
        return f"{text}/{under}"
    # Babel writes "per" forms for units of measure, not for currencies.
    grams = str(format_compound_unit(2, "mass-gram", denominator_unit=_map_units_to_cldr()[under], length=length, locale=locale))
    return grams.replace(str(format_unit(2, "mass-gram", length, locale=locale)), text)


def _find_simple_pattern(unit: str, shown: Decimal, lang: str, *, long: bool) -> str:
    if unit in list_currencies():
        return find_currency_pattern(unit, lang)
    if unit not in _map_units_to_cldr():
        return f"{{}}\u00a0{unit}"
    locale = Locale.parse(find_european_locale(lang))
    forms: Any = locale._data["unit_patterns"][_map_units_to_cldr()[unit]]["long" if long else "short"]
    # Not with Babel's `format_unit`: if both numbers share a form, it takes another name for the singular ("1 horas").
    return str(forms.get(locale.plural_form(shown), forms["other"])).replace("{0}", "{}")


@lru_cache
def find_currency_pattern(code: str, lang: str) -> str:
    """Return the pattern of a currency: `€{}`, `{} €`. A sign ending in a letter keeps a space from the digits (`NOK 491`)."""
    locale = Locale.parse(find_european_locale(lang))
    form = re.sub(r"[#0,.]+", "{}", str(locale.currency_formats["standard"].pattern).partition(";")[0])
    sign = str(get_currency_symbol(code, locale))
    return form.replace("\u00a4{}", "\u00a4\u00a0{}" if sign[-1].isalpha() else "\u00a4{}").replace("\u00a4", sign)
