"""Units of measure, currencies and bases of indices beside a number: "75.6 km/h", "€491", "491 euros", "98.4 (2015 = 100)".

A number with a unit is a quantity, whatever its size, and so is a number with decimals. Whole numbers of days, weeks and years are
not: most of them are dates ("after 18 weeks"). Their unit is recorded all the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from macros.base import cldr_units
from macros.base.cldr_units import PER, is_currency, is_time
from macros.numbers.grammar.clauses import ENDS
from macros.numbers.grammar.draft import NAMES, QuantityDraft
from macros.numbers.grammar.measures import Measures
from macros.numbers.grammar.reader import Construction
from macros.numbers.language.language import Language, load_language, split_phrase
from macros.numbers.language.language_file import Table
from macros.numbers.language.vocabulary import AmountWords
from macros.numbers.text.normalise import fold_characters
from macros.numbers.text.tokens import CURRENCIES, YEAR, Tokens

_UnitNames = dict[str, list[tuple[tuple[str, ...], str, str]]]
"""First (or last) token of a name -> the names, longest first: their tokens, their spelling if capitals count, and the unit."""
_OPENING_SIGNS = frozenset("(,[")
_SENTENCE_REACH = 30
"""Tokens before points searched for their index."""
_BASE_REACH = 6
"""Tokens behind a bracket searched for the sign of a base."""
_BASES = frozenset({"100", "1000"})
_BASE = re.compile(r"((?:[Qq][1-4] )?[12]\d{3}(?:-\w{2})?) ?= ?(1000?)(?!\d)")


@lru_cache
def _index_units_after(lang: str) -> _UnitNames:
    """Index the names of units behind a number, in the words of a language."""
    found: dict[tuple[tuple[str, ...], str], str] = {}
    table: Table = load_language(lang).table
    for name, units in cldr_units.map_names_to_units(lang).items():
        for ending in ("", *(table.get("unit_endings") or ())):
            found[split_phrase(fold_characters(name + ending)), ""] = _join_units(units)
    for unit, named in (table.get("unit_names") or {}).items():
        found |= {(split_phrase(name), ""): unit for name in named}
    for symbol, units in cldr_units.map_symbols_to_units().items():
        for written in {fold_characters(symbol), fold_characters(symbol.replace("\u03bc", "\u00b5"))}:
            found[split_phrase(written), written] = _join_units(units)
    return _index_names(found, 0)


@lru_cache
def _index_currencies_before() -> _UnitNames:
    """Index the signs and codes of currencies before a number."""
    money = {symbol: units for symbol, units in cldr_units.map_symbols_to_units().items() if all(map(is_currency, units))}
    return _index_names(
        {(split_phrase(fold_characters(symbol)), fold_characters(symbol)): _join_units(units) for symbol, units in money.items()}, -1
    )


def _join_units(units: frozenset[str]) -> str:
    return "|".join(sorted(units))


def _index_names(found: dict[tuple[tuple[str, ...], str], str], place: int) -> _UnitNames:
    names: _UnitNames = defaultdict(list)
    for (said, written), unit in found.items():
        names[said[place]].append((said, written, unit))
    for listed in names.values():
        listed.sort(key=lambda each: -len(each[0]))
    return dict(names)


def find_unit(tokens: Tokens, index: int, words: Language) -> tuple[str, int] | None:
    """Return the unit at a token, and the token behind it: "km/h", "kilometres per hour", "euros a month"."""
    found = _find_simple_unit(tokens, index, words)
    return _add_divisor(found[0], tokens, found[1], words) if found else None


def _add_divisor(unit: str, tokens: Tokens, last: int, words: Language) -> tuple[str, int]:
    """Return a unit with its divisor at a token, if any: "€/kWh", "euros a month"; "5 days a week" are days."""
    over = tokens.low[last]
    led = over == "/" or (over in words.get_words("unit_per") and not is_time(unit))
    under = _find_simple_unit(tokens, last + 1, words) if led else None
    if under is None or tokens.low[under[1]] in words.get_words("not_per"):
        return unit, last
    return "|".join(f"{each}{PER}{part}" for each in unit.split("|") for part in under[0].split("|")), under[1]


def _find_simple_unit(tokens: Tokens, index: int, words: Language) -> tuple[str, int] | None:
    for said, written, unit in _index_units_after(words.code).get(tokens.low[index], ()):
        last = index + len(said)
        if not tokens.has_phrase(index, said) or (tokens.is_joined(last) and tokens.types[last] in "wn"):
            continue
        if not written or tokens.text[tokens.starts[index] : tokens.ends[last - 1]] == written:
            return unit, last
    return None


@lru_cache(maxsize=4096)
def find_named_units(text: str, code: str) -> tuple[str, ...]:
    """Return the units, currencies, rates and bases named by a header or a sentence without a number of their own."""
    words, tokens = load_language(code), Tokens(fold_characters(text))
    found, index = [], 0
    while index < tokens.size:
        base = _BASE.match(tokens.text, tokens.starts[index])
        if base:
            found.append(f"{base[1]} = {base[2]}")
        elif rate := _find_rate(tokens, index, words):
            found.append(rate)
        elif (tokens.types[index - 1] != "n" or YEAR.match(tokens.low[index - 1])) and (
            len(tokens.low[index]) > 1 or tokens.types[index] == "s" or tokens.low[index - 1] == "("
        ):
            if unit := find_unit(tokens, index, words):
                found.append(unit[0])
                index = unit[1]
                continue
        index += 1
    return tuple(found)


@lru_cache(maxsize=4096)
def find_named_scale(text: str, code: str) -> int:
    """Return the scale named by a header for the cells below: 1,000,000 of "Fines (million euros)"; 1 without a scale."""
    words, tokens, found = load_language(code), Tokens(fold_characters(text)), 1
    rates = {split_phrase(rate)[-1] for rate in words.table["rates"]}
    for at, word in enumerate(tokens.low[: tokens.size]):
        if tokens.text[tokens.starts[at]].isupper() and tokens.types[at + 1] == "w" and tokens.text[tokens.starts[at + 1]].isupper():
            continue  # "Mill Park"
        size = words.digit_scale_by_word.get(word) or words.digit_scale_by_word.get(word.removesuffix("s"), 1)
        if size >= 1000 and len(word) > 1 and tokens.types[at - 1] != "n" and tokens.low[at - 1] not in rates | words.get_words("articles"):
            found *= size
    return found


def _find_rate(tokens: Tokens, index: int, words: Language) -> str:
    """Return the rate at a token, "" if there is none: "Deaths per 100,000 people"."""
    for rate in words.table["rates"]:
        said = split_phrase(rate)
        at = index + len(said)
        if tokens.has_phrase(index, said):
            if tokens.types[at] == "n" and (size := re.sub(r"\D", "", tokens.low[at])) and size.rstrip("0") == "1" and len(size) > 3:
                return f"per {size}"
            if (scale := words.scale_by_word.get(tokens.low[at], 0)) >= 1000:
                return f"per {scale}"
    return ""


@dataclass(eq=False)
class Amounts(Construction):
    """The units of measure of one text."""

    words: AmountWords
    measures: Measures

    def _prepare_tables(self) -> None:
        self.before = _index_currencies_before()
        self.indices = tuple(self.words.index_words)
        self.joins = self.language.list_words | self.language.range_words

    def set_unit(self, draft: QuantityDraft) -> None:
        """Give a bare number the unit beside it."""
        tokens, number = self.reader.tokens, draft.number
        if number is None:
            return
        at = tokens.skip_hyphen(draft.last)
        is_of = tokens.low[at] in self.words.fraction_of and tokens.low[at] not in self.words.scale_articles
        at += draft.is_scaled and is_of  # "29 millones de euros", but "29 millones del año anterior"
        found = find_unit(tokens, at, self.language)
        if found:
            draft.unit, draft.unit_last = found
            draft.unit_end = tokens.ends[draft.unit_last - 1]
        elif unit := self._find_currency_before(draft) or self._find_currency_inside(tokens, number.first, number.last):
            draft.unit, last = _add_divisor(unit, tokens, draft.last, self.language)
            if last > draft.last:
                draft.unit_last, draft.unit_end = last, tokens.ends[last - 1]

    def _find_currency_before(self, draft: QuantityDraft) -> str:
        """Return the currency before a number. A sign before it belongs to the number ("−€5")."""
        tokens, last = self.reader.tokens, draft.first - 1
        for said, written, unit in self.before.get(tokens.low[last], ()) if last >= 0 else ():
            first = last + 1 - len(said)
            if first < 0 or not tokens.has_phrase(first, said) or tokens.text[tokens.starts[first] : tokens.ends[last]] != written:
                continue
            if tokens.is_joined(first) and tokens.types[first - 1] == "w":
                continue
            if self.measures.take_sign(draft, first):
                draft.first, draft.start = first - 1, tokens.starts[first - 1]
            else:
                draft.unit_first = first
            return unit
        return ""

    def _find_currency_inside(self, tokens: Tokens, first: int, last: int) -> str:
        """Return the currency among the letters of a scale: "29 €m", "29 MEUR"."""
        for at in range(first + 1, last):
            word = tokens.low[at]
            if word in CURRENCIES or word[1:] in self.words.currencies:
                code = word if word in CURRENCIES else word[1:].upper()
                return _join_units(cldr_units.map_symbols_to_units().get(code, frozenset()))
        return ""

    def drop_index_points(self, drafts: list[QuantityDraft]) -> None:
        """Drop the percentage points of an index: "The index fell by 3.4 points", "116.2 points (2015 = 100)"."""
        tokens, points = self.reader.tokens, self.words.unit_apart_lone_points
        for draft in drafts:
            if draft.kind != "percentage_points":
                continue
            number = draft.number
            plain = number and tokens.low[number.last] in points and number.last == draft.last - 1
            if number and plain and (self._is_of_index(draft.first) or self._has_base(draft.last)):
                draft.kind, draft.unit, draft.weak, draft.of_index = "", "", False, True
                draft.last, draft.end = number.last, tokens.ends[number.last - 1]

    def _is_of_index(self, index: int) -> bool:
        """Return True if an index is named before a token in its sentence."""
        for word in reversed(self.reader.tokens.low[max(0, index - _SENTENCE_REACH) : index]):
            if word in ENDS:
                return False
            if word in self.words.index_words or (self.words.capital_nouns and word.endswith(self.indices)):
                return True
        return False

    def _has_base(self, index: int) -> bool:
        """Return True before the base of an index: "(2015 = 100)"."""
        return self.reader.tokens.low[index] in _OPENING_SIGNS and "=" in self.reader.tokens.low[index + 1 : index + _BASE_REACH]

    def share_units(self, drafts: list[QuantityDraft]) -> None:
        """Give all numbers the unit written once: "12, 18 and 25 euros", "30–50 km/h", "€5 to 7", "from 30 in 2020 to 50 km/h"."""
        low = self.reader.tokens.low
        previous: QuantityDraft | None = None
        for draft in [*drafts, *reversed(drafts)]:
            if draft.number is None or draft.kind not in ("", "count", "cardinal"):
                previous = None if draft.kind not in NAMES else previous
                continue
            if previous is not None and previous.unit and not draft.unit:
                left, right = (previous, draft) if previous.first < draft.first else (draft, previous)
                gap = low[max(left.last, left.unit_last) : right.first]
                listed = 0 < len(gap) <= 2 and self.joins.issuperset(gap) and (right is previous) == (previous.unit_last > 0)
                # "30.4, four years earlier" are no 30.4 years.
                listed = listed and not (gap == [","] and is_time(previous.unit) and previous.unit_last > previous.last)
                if listed or (left.group is not None and left.group == right.group):
                    draft.unit = previous.unit
                    draft.unit_last = draft.last if previous.unit_last > 0 else -1
            previous = draft

    def set_bases(self, drafts: list[QuantityDraft]) -> list[QuantityDraft]:
        """Give numbers the base of their index: "98.4 (2015 = 100)", "the index (2015 = 100) stood at 98.4"."""
        tokens = self.reader.tokens
        for at, (period, hundred) in enumerate(pairwise(drafts)):
            equal = period.last
            if tokens.low[equal] != "=" or hundred.first != equal + 1 or tokens.low[equal + 1] not in _BASES or period.kind not in NAMES:
                continue
            quarter = drafts[at - 1] if at and drafts[at - 1].last == period.first and drafts[at - 1].kind == "reference" else period
            base = f"{tokens.text[quarter.start : period.end]} = {tokens.low[equal + 1]}"
            # The period of the base is not the sentence's period.
            name = replace(quarter, last=hundred.last, end=hundred.end, kind="reference")
            others = [draft for draft in drafts if draft not in (quarter, period, hundred)]
            for draft in others:
                beside = draft.of_index or (0 <= name.first - draft.last <= 1 and tokens.low[draft.last] in _OPENING_SIGNS)
                if not draft.kind and not draft.unit and draft.number is not None and (draft.number.decimals or beside):
                    draft.unit = base
            return sorted([*others, name], key=lambda draft: draft.first)
        return drafts

    def set_amount(self, draft: QuantityDraft) -> None:
        """Set the kind of a number below a thousand to amount if it has a unit or decimals; "one kilometre" is any."""
        number = draft.number
        if draft.kind != "cardinal" or number is None:
            return
        measured = draft.unit and not (is_time(draft.unit) or (number.words and number.value == 1))
        named = not draft.unit and self.reader.tokens.word(draft.first - 1) in self.words.unit_apart_numbered  # "level 2.5"
        parted = number.decimals or (number.words and number.value is not None and number.amount.denominator > 1)
        if measured or draft.of_index or (parted and not named):
            draft.kind = "amount"
