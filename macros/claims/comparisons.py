"""Comparisons of a number with others of its kind: "a record", "the lowest of the three", "more than in Sweden".

The figure's own table decides them where it can: other periods with the same codes, other codes in the same period. So does another figure
quoted in the sentence. One row can refute a claim that the table cannot confirm ("ever"). A reviewer decides the rest.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from macros.base.errors import FaultError
from macros.claims.comparable_figures import ComparableFigures
from macros.claims.comparative_words import (
    MAX_WORDS_BETWEEN,
    SIGN_BY_KIND,
    WORD,
    ComparisonMark,
    compile_comparing_words,
    find_marks,
    load_lexicon,
)
from macros.claims.context import Contexts, Sentence, compile_word_list
from macros.claims.grammar import AND, COMMA, HARD
from macros.claims.passage import IssueParts
from macros.claims.reading import find_wholes, find_zones
from macros.claims.relative_periods import find_relative_periods
from macros.claims.restated import find_half
from macros.claims.times import AROUND, SAME, compare_periods, find_own_periods, get_dates
from macros.claims.vocabulary import MEASURE, NamedWord, Slot, make_key
from macros.claims.zones import NumberZones
from macros.figures import Figure
from macros.figures.units import unit_of
from macros.interface import read_interface_words
from macros.numbers.grammar.periods import NamedPeriod
from macros.numbers.language.language import Language, load_language
from macros.structure.periods import Period
from macros.wording import write_standard
from macros.wording.tolerance import round_half_up

UNDECIDED = ""
"""The code of a claim that the data does not decide. The fact holds its words."""

Range = tuple[int, int]
_MAX_LEADING_WORDS = 3  # words at most before a mark without a known subject
_NOUN_REACH = 4  # words between a superlative and its noun
_PERIOD_REACH = 30  # signs between a comparative and its period
_THAN_REACH = 14  # words between "more" and "than"
_PLAIN = re.compile(r"[^\W_]+")
_NAME = re.compile(r"(?:\s+[a-z\u00e0-\u00ff]+){0,2}\s+([A-Z][^\W_]+)")
_KINDS_OF_TWO = ("more", "fewer", "exceeds", "falls_short", "ahead")
_KIND_BY_DAYS = {365: "year", 90: "quarter", 30: "month"}


def find_comparison_issues(sentence: Sentence, contexts: Contexts) -> Iterator[IssueParts]:
    """Yield the comparisons beside a number that the data contradicts or cannot decide."""
    begin, end = sentence.span
    marks = [mark for mark in find_marks(sentence.text, sentence.lang) if begin <= mark.start < end]
    if marks:
        judge = _ComparisonChecker(sentence, contexts)
        told: set[str] = set()
        for mark in marks:
            if not judge.is_hedge(mark) and (claim := judge.check_mark(mark)) and claim[1] not in told:
                told.add(claim[1])
                yield claim
    if sentence.figure.declaration.operation.name == "ratio":
        yield from _turned_round(sentence, contexts)


def _turned_round(sentence: Sentence, contexts: Contexts) -> Iterator[IssueParts]:
    """Yield that a ratio is told the wrong way round: "a flat used 1.8 times as much as a house"."""
    declared, text, item, lang = sentence.figure.declaration, sentence.text, sentence.quantity, sentence.lang
    begin, end = sentence.stretch
    for slot in contexts.get_slots(sentence.figure):
        of, to = declared.start.get(slot.name), declared.end.get(slot.name)
        known = [each for each in slot.vocabulary.read_stretch(text, begin, end) if each.slot == slot.name and each.key in (of, to)]
        named = [
            each for each in known if not each.is_hidden and not any(each[:2] == other[:2] and each.key != other.key for other in known)
        ]
        before, behind = [each for each in named if each.end <= item.start], [each for each in named if each.start >= item.end]
        led = [each for each in before if _is_base(text[begin : each.start], lang)]
        ways = [b for a, b in pairwise(before) if compile_word_list(lang, "leads_on").fullmatch(text[a.end : b.start].strip())]
        base = next(iter((*led, *behind[1:], *(behind[:1] if before else ways[:1]))), None)
        if base and base.key == to and any(each.key == of for each in named):
            said = f'says that "{item.text}" is in proportion to "{text[base.start : base.end]}"'
            other = next(text[each.start : each.end] for each in named if each.key == of)
            yield "wrong-comparison", f'{said}, but {sentence.figure.id} is in proportion to "{other}"', "turn the two round"


def _is_base(before: str, lang: str) -> bool:
    """Return True if what follows some words is what something is compared with: "compared with", "for each"."""
    near = before[-_PERIOD_REACH:]
    found = [each for name in ("set_apart", "for_each") for each in compile_word_list(lang, name).finditer(near)]
    return any(len(WORD.findall(near[each.end() :])) <= 2 for each in found)


class Scope(NamedTuple):
    """The figures among which a number is ranked. `is_whole`: no others are meant."""

    others: Sequence[Figure]
    is_whole: bool


class _ComparisonChecker:
    """A checker for the comparisons around one number."""

    def __init__(self, sentence: Sentence, contexts: Contexts) -> None:
        self.sentence, self.contexts, self.text = sentence, contexts, sentence.text
        self.lexicon, self.known = load_lexicon(sentence.lang), load_language(sentence.lang)
        self.comparables = ComparableFigures(sentence.figure, contexts)
        self.zones = find_zones(sentence, contexts)
        self.number = self.zones.numbers[self.zones.number_index]
        self.own_part = self.find_part(self.number)

    # Words about the number

    def find_part(self, at: Range) -> Range:
        """Return the part of the sentence around a span, between commas, "and" and stronger cuts."""
        cuts = [cut for cut in self.zones.cuts if cut.strength >= AND]
        before = (cut.end for cut in cuts if cut.end <= at[0])
        behind = (cut.start for cut in cuts if cut.start >= at[1])
        return max((self.zones.span[0], *before)), min((self.zones.span[1], *behind))

    def is_hedge(self, mark: ComparisonMark) -> bool:
        """Return True if a mark is part of a number: "more than 29 million", "47% lower than"."""
        if mark.kind in ("more", "fewer") and any(start <= mark.start < end for start, end in self.zones.numbers):
            return True
        if (half := find_half(self.sentence)) and half.end <= mark.start < self.number[1]:
            return True
        for each in self.sentence.own_quantities:
            behind = self.text[each.start - len(each.hedge_text) - 1 : each.start] if each.hedge_text else ""
            begin = each.start - len(each.hedge_text) - 1 if each.hedge_text and behind.strip() == each.hedge_text else each.start
            if mark.start < each.end and begin < mark.end and each.kind not in ("year", "date", "ordinal", "cardinal"):
                return True
        # "47% fewer than in 2020", "12 more than": by how much.
        gap = self.text[max((end for _, end in self.zones.numbers if end <= mark.start), default=0) : mark.start]
        return (
            mark.kind in ("more", "fewer", "exceeds", "falls_short")
            and any(end <= mark.start for _, end in self.zones.numbers)
            and not gap.strip()
        )

    def is_about_number(self, mark: ComparisonMark, end: int) -> bool:
        """Return True if a mark is about this number. `end` is the end of the words before the object of the comparison."""
        if not self._is_in_zone(mark) or self._is_led_by(mark, self.zones.number_index):
            return False
        part = self.find_part(mark[:2])
        part = part[0], max(mark.end, min(part[1], end))
        slots = self.contexts.get_slots(self.sentence.figure)
        if any(self._find_rival(slot, *part) and not slot.has_own_word(self.text, *part) for slot in slots):
            return False
        said = [each for each in self.sentence.named_periods if part[0] <= each.start < part[1]]
        is_own = any(self._is_own_period(each) for each in said)
        if said and not is_own and self.comparables.end_period:
            return False
        if part[0] <= self.own_part[0] < max(part[1], part[0] + 1) or self.own_part[0] <= part[0] < self.own_part[1]:
            return True
        if self._has_other_subject(part[0], mark.start, is_behind=mark.start >= self.number[1]):
            return False
        between = (part[1], self.own_part[0]) if part[1] <= self.own_part[0] else (self.own_part[1], part[0])
        if not is_own and part[1] <= self.own_part[0] and self.lexicon.find("copulas", self.text, *self.own_part):
            start = _skip_spaces(self.text, self.own_part[0])
            if compile_comparing_words(self.sentence.lang, "copulas").match(self.text, start):
                return True  # "The highest in the series, which begins in 2019, are the 412 of 2019"
        is_behind = mark.start >= self.number[1]
        turns = [cut for cut in self.zones.cuts if cut.strength == HARD and between[0] <= cut.start < max(between[1], between[0] + 1)]
        if is_behind and not any(self.text[cut.start : cut.end].strip() not in (":", ")", "(", "–", "—") for cut in turns):
            return True
        if mark.kind == "in_a_row" and part[0] == self.zones.span[0]:  # "For the second year running, ..."
            return True
        needed = [slot for slot in slots if slot.required_keys and slot.name != MEASURE] or slots
        return is_own or any(slot.has_own_word(self.text, *part) for slot in needed)

    def _is_led_by(self, mark: ComparisonMark, at: int) -> bool:
        """Return True if a number stands in brackets behind what comes after the first: "the largest group, ahead of pedestrians (71)"."""
        start, _ = self.zones.numbers[at]
        is_apart = mark.end <= start and NumberZones(self.zones.sentence_cuts, start).is_alone_in_brackets()
        return is_apart and self.lexicon.find("followed", self.text, mark.end, start) is not None

    def _has_other_subject(self, begin: int, end: int, *, is_behind: bool) -> bool:
        """Return True if the words before a mark have a subject of their own: "555,831, and Germany reached its highest"."""
        slots = self.contexts.get_slots(self.sentence.figure)
        language = [(each.start, each.end) for slot in slots for each in slot.vocabulary.read(self.text)]
        language += [(each.start, each.end) for each in self.sentence.named_periods]
        sources = " ".join(self.contexts.list_sources(self.sentence.figure)).lower()
        led = list(_PLAIN.finditer(self.text, begin, end))
        for before, word in zip([None, *led], led, strict=False):
            is_within = before is not None and before[0].lower() in self.lexicon.get_words("within")
            if is_within and any(begin <= a < word.start() for a, _ in language):  # "households in Lumeria used more"
                continue
            is_known = (
                any(a <= word.start() < b for a, b in language)
                or word[0].lower() in self.contexts.title_words
                or word[0].lower() in sources
            )
            if word[0][0].isupper() and word.start() > self.zones.span[0] and not is_known:
                return True
        return is_behind and len(led) > _MAX_LEADING_WORDS and not any(begin <= a < end for a, _ in language)

    def _find_rival(self, slot: Slot, begin: int, end: int) -> str:
        """Return the first other code named in a stretch, except a whole that contains the figure's own code, or ""."""
        wholes = find_wholes(slot, self.comparables.declared.structure.dimensions.get(slot.name))
        return next((key for key, _ in slot.find_rivals(self.text, begin, end) if key not in wholes), "")

    def _is_in_zone(self, mark: ComparisonMark) -> bool:
        begin, stop = self.zones.zone
        if begin <= mark.start < stop or self.number[0] <= mark.start < self.number[1]:
            return True
        # "Their chance was better than in 2022: it went from 4.3% to 2.7%": it is said of the number of its period.
        first = self.zones.numbers[0][0]
        if mark.end <= first and any(
            self.text[each.start : each.end].strip() == ":" for each in self.zones.cuts if mark.end <= each.start < first
        ):
            part = self.find_part(mark[:2])
            return any(self._is_own_period(each) for each in self.sentence.named_periods if part[0] <= each.start < mark.end)
        following = self.zones.number_index + 1
        if self.number[1] <= mark.start and following < len(self.zones.numbers) and self._is_led_by(mark, following):
            return True
        # "The 555,831 reports of 2021 outnumbered the 352 of 2020" is about the first number.
        before = max((start for start, _ in self.zones.numbers if start < mark.start), default=-1)
        return (
            mark.kind in _KINDS_OF_TWO
            and before == self.number[0]
            and any(mark.end <= start < self._find_clause_end(mark.end) for start, _ in self.zones.numbers)
        )

    def _is_own_period(self, named: NamedPeriod) -> bool:
        return any(compare_periods(named, each) in (SAME, AROUND) for each in find_own_periods(self.comparables.declared))

    def is_negated(self, mark: ComparisonMark) -> bool:
        """Return True if a negation stands before a mark in its part of the sentence."""
        before = self.text[self.find_part(mark[:2])[0] : mark.start]
        return (
            compile_word_list(self.sentence.lang, "negations").search(
                compile_word_list(self.sentence.lang, "negative_hedges").sub("", before)
            )
            is not None
        )

    # Results

    def make_undecided(self, mark: ComparisonMark) -> IssueParts:
        return UNDECIDED, f'"{self.text[mark.start : mark.end]}" beside "{self.sentence.quantity.text}" ({self.sentence.figure.id})', ""

    def make_issue(self, mark: ComparisonMark, said: str, *others: Figure) -> IssueParts:
        """Return an issue naming the figures that refute a mark. A figure that is only a bound leaves the mark undecided."""
        if any(each.bound for each in (self.sentence.figure, *others)):
            return self.make_undecided(mark)
        shown = " and ".join(f"{self.comparables.name_figure(each)} is {write_standard(each, self.sentence.lang)}" for each in others)
        words_ = " ".join(self.text[mark.start : mark.end].split())
        fact = f'says that "{self.sentence.quantity.text}" {said.format(words_)}, but {shown}'
        return "wrong-comparison", fact, "say what the data shows, or leave out the comparison"

    def check_mark(self, mark: ComparisonMark) -> IssueParts | None:
        """Return the issue with a mark, an undecided claim, or None if the mark is right or irrelevant."""
        if mark.kind in ("highest", "lowest") and not self._is_superlative(mark):  # "más alta que"
            mark = mark._replace(kind="more" if mark.kind == "highest" else "fewer")
            if self.is_hedge(mark):
                return None
        match mark.kind:
            case "idiom":
                return None
            case "higher" | "lower":  # "the higher number of the two"
                is_of_two = self.lexicon.find("two", self.text, *self.zones.span)
                return self._check_rank(mark._replace(kind=mark.kind[:-2] + "est")) if is_of_two else None
            case "more" | "fewer":
                return self._check_than(mark)
            case "exceeds" | "falls_short" | "ahead":
                return self._check_beyond(mark)
            case "swelling" | "dwindling":
                return self._check_trend(mark)
            case "recovered":
                return self._check_recovery(mark)
            case "in_a_row":
                return self._check_run(mark)
            case "same" | "flat":
                return self._check_same(mark)
            case "continued":
                return self._check_continuation(mark)
            case "open":
                return self.make_undecided(mark) if self.is_about_number(mark, mark.end) else None
            case "majority":
                is_of = mark.end <= self.number[0] and not WORD.findall(self.text[mark.end : self.number[0]])
                return self.make_undecided(mark) if is_of else None
        return self._check_rank(mark)

    # Superlatives

    def _check_rank(self, mark: ComparisonMark) -> IssueParts | None:
        part = self.find_part(mark[:2])
        tail_end = mark.end if mark.kind == "second" else max(mark.end, part[1])
        if mark.kind == "second" and self.number[0] > mark.end:
            return None
        is_plain = mark.kind in ("highest", "lowest", "best")
        if is_plain and not self._is_of_quantity(mark):
            # "The region with the most inhabitants" does not rank its number; "the year with the most accidents" may.
            is_year = self.lexicon.find("times", self.text, max(part[0], mark.start - 20), mark.end)
            return self.make_undecided(mark) if is_year and self.is_about_number(mark, tail_end) else None
        if mark.kind == "a_record" and not self._is_record_number(mark):
            return None
        since = self._find_since(mark.start, tail_end)
        if not self.is_about_number(mark, since[0] if since else tail_end):
            return None
        before = self.text[part[0] : mark.start]
        if self.is_negated(mark) or self._is_vague(before):
            return self.make_undecided(mark)
        rank = 2 if mark.kind == "second" else self._read_rank(before)
        is_joint = self.lexicon.find("joint", self.text, *part) is not None
        return self._check_scopes(mark, self._find_scopes(mark, part[0], tail_end, since), rank, is_joint=is_joint)

    def _check_scopes(self, mark: ComparisonMark, scopes: Iterable[Scope], rank: int = 1, *, is_joint: bool = False) -> IssueParts | None:
        """Check a rank. It is right if it holds in any of the possible scopes."""
        known, ways = [scope for scope in scopes if scope.others], SIGN_BY_KIND.get(mark.kind, "+-")
        held = [scope for scope in known if any(self._is_first(scope, way, rank, is_joint) for way in ways)]
        if held or not known or (rank > 1 and not known[0].is_whole):
            return None if any(scope.is_whole for scope in held) else self.make_undecided(mark)
        first = max if ways[0] == "+" else min
        return self.make_issue(mark, 'is "{}"', first(known[0].others, key=self.comparables.get_magnitude))

    def _is_vague(self, before: str) -> bool:
        """Return True if the words before a mark weaken it: "one of the highest"."""
        near = list(_PLAIN.finditer(before))[-_NOUN_REACH - 1 :]
        return bool(near) and self.lexicon.find("vague", before, near[0].start()) is not None

    def _is_first(self, scope: Scope, way: str, rank: int, is_joint: bool) -> bool:
        own = self.comparables.get_magnitude(self.sentence.figure)
        sizes = [self.comparables.get_magnitude(each) for each in scope.others]
        before = sum(each > own if way == "+" else each < own for each in sizes)
        ties = sum(each == own for each in sizes)
        if not scope.is_whole and rank > 1:
            return before < rank
        return before == rank - 1 and (is_joint or not ties)

    def _is_superlative(self, mark: ComparisonMark) -> bool:
        """Return True if a Romance comparative is a superlative: "la tasa más alta", but not "más alta que"."""
        said = self.text[mark.start : mark.end].lower().split()
        if said[0] not in self.lexicon.get_words("led"):
            return True
        before = [each.lower() for each in WORD.findall(self.text[self.find_part(mark[:2])[0] : mark.start])[-_NOUN_REACH:]]
        behind = [each.lower() for each in WORD.findall(self.text[mark.end :])[:1]]
        return not self.lexicon.get_words("led_by").isdisjoint(before) and not set(behind) & self.lexicon.get_words("than")

    def _is_of_quantity(self, mark: ComparisonMark) -> bool:
        """Return True if a superlative ranks the number: "the highest number", "the highest of the three", not "largest platform"."""
        begin, end = self.find_part(mark[:2])
        end = max(end, mark.end)
        behind = list(WORD.finditer(self.text, mark.end, end))[:_NOUN_REACH]
        # "Its rate is the highest", beside a count; "the highest number", beside a rate.
        beside = {each.lower() for each in WORD.findall(self.text[begin : mark.start])[-_NOUN_REACH:]} | {
            each[0].lower() for each in behind[:1]
        }
        is_count = unit_of(self.comparables.declared.unit).is_count
        if not beside.isdisjoint(self.lexicon.get_words("of_rates" if is_count else "of_counts")):
            return False
        if not behind or self.number[0] <= behind[0].start() < self.number[1] or behind[0][0][:1].isdigit():
            return True
        if behind[0][0].lower() in self.lexicon.get_words("of_it") or self.text[: mark.end].endswith(" of"):
            return True
        if self.text[mark.start : mark.end].lower().split()[-1] in self.lexicon.get_words("bare"):
            return self._is_own_word(behind[0].start())
        links = self.lexicon.get_words("within")
        for word in behind:
            if word[0].lower() in links:
                return False
            if word[0].lower() in self.lexicon.get_words("of_it") or self._is_own_word(word.start()):
                return True
        return False

    def _is_record_number(self, mark: ComparisonMark) -> bool:
        """Return True if "a record" means the highest value and not a document."""
        behind = _PLAIN.search(self.text, mark.end, self.zones.span[1])
        before = _PLAIN.findall(self.text[self.zones.span[0] : mark.start].lower())[-1:]
        if before and before[0] in self.lexicon.get_words("sets"):
            return True
        return behind is not None and (self.number[0] <= behind.start() < self.number[1] or self._is_own_word(behind.start()))

    def _is_own_word(self, at: int) -> bool:
        slots = self.contexts.get_slots(self.sentence.figure)
        return any(
            each.start <= at < each.end and each.key in slot.own_keys
            for slot in slots
            for each in self._select_by_slot(slot.vocabulary.read(self.text), slot.name)
        )

    def _select_by_slot(self, named: Iterable[NamedWord], name: str) -> list[NamedWord]:
        return [each for each in named if each.slot == name]

    def _read_rank(self, before: str) -> int:
        said = [each.lower() for each in WORD.findall(before)[-2:]]
        if before and not before[-1].isspace():
            said = [each.lower() for each in WORD.findall(before)[-1:]]
        ranks = read_interface_words(self.sentence.lang)["comparing"]["ranks"]
        return next((int(rank) for rank, forms in ranks.items() if not set(said).isdisjoint(map(str, forms))), 1)

    # Scopes

    def _find_since(self, begin: int, end: int) -> tuple[int, NamedPeriod] | None:
        """Return the start of "since 2015" in a stretch, and its period."""
        for match in compile_comparing_words(self.sentence.lang, "since").finditer(self.text, begin, end):
            for named in self.sentence.named_periods:
                if match.end() <= named.start and len(WORD.findall(self.text[match.end() : named.start])) <= 2:
                    return match.start(), named
        return None

    def _find_scopes(self, mark: ComparisonMark, begin: int, end: int, since: tuple[int, NamedPeriod] | None) -> Iterator[Scope]:
        kin, text, find = self.comparables, self.text, self.lexicon.find
        everything = kin.figure_by_period
        earlier = {period: each for period, each in everything.items() if kin.end_period and period < kin.end_period}
        if since:
            first = get_dates(since[1])[0]
            later = {period: each for period, each in earlier.items() if period.first > first}
            yield Scope(kin.select_same_direction(later.values()), any(period.first <= first for period in everything) and bool(later))
            return
        is_record = mark.kind in ("record_high", "record_low", "a_record")
        if find("until_then", text, begin, end) and earlier:
            yield Scope(kin.select_same_direction(earlier.values()), is_whole=not is_record)
            return
        if is_record or find("ever", text, begin, end):
            yield Scope(kin.select_same_direction(earlier.values()), is_whole=False)
            return
        if find("long", text, begin, end):
            yield Scope(
                kin.select_same_direction(each for period, each in earlier.items() if period == kin.find_previous_period()), is_whole=False
            )
            return
        codes = [
            kin.find_other_codes(each) for each in kin.declared.structure.dimensions.values() if not each.period and not each.has_measures
        ]
        codes = [each for each in codes if each]
        count, kind, is_lately = self._read_count(begin, end)
        if self._has_foreign_name((mark.end, end)) or (count and kind not in ("", kin.end_period and kin.end_period.kind)):
            return
        if is_lately:  # "the lowest in four years"
            recent = [
                each for each in sorted(earlier)[1 - count :] if kin.end_period and kin.end_period.first.year - each.first.year < count
            ]
            yield Scope(kin.select_same_direction(earlier[each] for each in recent), len(recent) == count - 1)
            return
        is_time, is_place = (find(name, text, begin, end) is not None for name in ("times", "places"))
        groups = [everything] if is_time or not is_place else []
        for group in (*groups, *(codes if is_place or not is_time else ())):
            of = count if count and bool(kind) == (group is everything) else len(group) + 1
            if of > len(group):
                yield Scope(kin.select_same_direction(group.values()), of == len(group) + 1)

    def _read_count(self, begin: int, end: int) -> tuple[int, str, bool]:
        """Return the size of the group in which the number is ranked, the kind of its periods, and whether they are the latest.

        The kind is "" for anything but periods: "of the three years", "in four years", "of the three regions".
        """
        said = list(_PLAIN.finditer(self.text, begin, end))
        for at, (word, following) in enumerate(pairwise(said)):
            count = self._parse_small_integer(word[0])
            if count and count > 1 and not self.number[0] <= word.start() < self.number[1]:
                if kind := _load_units(self.sentence.lang).get(following[0].lower()):
                    before = {each[0].lower() for each in said[max(0, at - 1) : at]}
                    is_high = self.lexicon.find("highs", self.text, following.end(), min(end, following.end() + 6)) is not None
                    return count, kind, is_high or not before.isdisjoint(self.lexicon.get_words("lately"))
                if self.lexicon.find("places", following[0]):
                    return count, "", False
        return 0, "", False

    def _parse_small_integer(self, word: str) -> int | None:
        if word.isdigit() and len(word) <= 2:
            return int(word)
        return _parse_number_word(self.known, word.lower())

    def _has_foreign_name(self, stretch: Range) -> bool:
        """Return True if a stretch names a place unknown to the figure's table: "in Europe"."""
        for match in compile_comparing_words(self.sentence.lang, "within").finditer(self.text, *stretch):
            name = _NAME.match(self.text, match.end(), stretch[1])
            if name and not any(named.start < name.end(1) and name.start(1) < named.end for named in self.sentence.named_periods):
                slots = self.contexts.get_slots(self.sentence.figure)
                read = [each for slot in slots for each in slot.vocabulary.read(self.text)]
                if not any(each.start < name.end(1) and name.start(1) < each.end for each in read):
                    return True
        return False

    # Comparatives

    def _check_than(self, mark: ComparisonMark) -> IssueParts | None:
        text, stop = self.text, self._find_clause_end(mark.end)
        than = next((each for each in compile_comparing_words(self.sentence.lang, "than").finditer(text, mark.end, stop)), None)
        if than is None:
            return self._check_other_period(mark, stop)
        if len(WORD.findall(text[mark.end : than.start()])) > _THAN_REACH:
            return None
        if any(mark.end <= a < than.start() and a != self.number[0] for a, _ in self.zones.numbers) or self._is_of_quality(
            mark, than.start()
        ):
            return None
        if than.end() <= self.number[0] and (self.number[0] < self._find_target_end(than.end()) or self._is_own_target(than.end())):
            # "In no year were there more deaths than in 2019: 412"
            way, before = "high" if mark.kind == "more" else "low", self.find_part(mark[:2])[0]
            if not self.lexicon.find("none", text, before, mark.start):
                return None
            kind = f"record_{way}" if self.lexicon.find("never", text, before, mark.start) else f"{way}est"
            every = ComparisonMark(mark.start, than.end(), kind)
            return self._check_scopes(every, self._find_scopes(every, mark.start, stop, None))
        if not self.is_about_number(mark, than.start()):
            return None
        behind = text[than.end() : stop].lstrip()
        if self.lexicon.find("together", text, than.end(), stop):
            return self.make_undecided(mark)
        if match := compile_comparing_words(self.sentence.lang, "any_other").match(behind):
            end = _skip_spaces(text, than.end()) + match.end()
            every = ComparisonMark(mark.start, end, "highest" if mark.kind == "more" else "lowest")
            return self._check_scopes(every, self._find_scopes(every, mark.start, stop, None))
        if self.is_negated(mark):
            return self.make_undecided(mark)
        return self._compare_target(mark, than.end(), ">" if mark.kind == "more" else "<", lists=True)

    def _check_other_period(self, mark: ComparisonMark, stop: int) -> IssueParts | None:
        """Compare the number with that of a period named after a comparative: "1,046,350 in 2020, was lower the year after"."""
        period = self._find_period(mark.end, min(stop, mark.end + _PERIOD_REACH))
        other = (
            self.comparables.find_in_period(period) if period and period != self.comparables.end_period and self.comparables.own else None
        )
        if (
            other is None
            or mark.start < self.number[1]
            or self.comparables.is_change
            or not self._is_in_zone(mark)
            or self.is_negated(mark)
        ):
            return None
        if self._is_of_quality(mark, stop) and WORD.findall(self.text[mark.end : stop])[:1] not in ([each] for each in self._list_leads()):
            return None
        is_right = other.value > self.comparables.figure.value if mark.kind == "more" else other.value < self.comparables.figure.value
        return None if is_right else self.make_issue(mark, 'was followed or led by what is "{}"', other)

    def _list_leads(self) -> set[str]:
        """Return the words between "higher" and a period: "higher in 2021", "higher the year after"."""
        return {*self.lexicon.get_words("within"), *self.lexicon.get_words("articles"), *self.lexicon.get_words("since")}

    def _check_trend(self, mark: ComparisonMark) -> IssueParts | None:
        """Compare the number with the next quoted one if the sentence says that the values grow or shrink: "ever smaller"."""
        behind = [each for each in self.zones.numbers if each[0] > self.number[0]]
        other = self._get_quoted(behind[0]) if behind and mark.start < behind[0][0] else None
        if other is None or other.declaration.unit != self.comparables.declared.unit or self.is_negated(mark):
            return None
        own, its = self.comparables.get_magnitude(self.comparables.figure), self.comparables.get_magnitude(other)
        if own == its or (its > own) == (mark.kind == "swelling"):
            return None
        return self.make_issue(mark, 'is followed by what is "{}"', other)

    def _is_of_quality(self, mark: ComparisonMark, end: int) -> bool:
        """Return True if "more" is about a quality or an uncounted thing: "more serious", "a higher quality"."""
        word, is_count = WORD.search(self.text, mark.end, end), unit_of(self.comparables.declared.unit).is_count
        is_list = self.lexicon.find("lists", self.text, self.find_part(mark[:2])[0], end) is not None  # "the waiting list was longer"
        if is_count and not is_list and self.text[mark.start : mark.end].lower() in self.lexicon.get_words("not_of_counts"):
            return True
        if word is None or self.number[0] <= word.start() < self.number[1]:
            return False
        said = word[0].lower()
        if said in self.lexicon.get_words("aim") or (is_count and said in self.lexicon.get_words("of_rates")):
            return True
        is_known = (
            said in self.lexicon.get_words("of_it") or said in self.lexicon.get_words("manner") or said in self.contexts.countable_nouns
        )
        return not is_known and not self._is_known_word(word.start())

    def _is_known_word(self, at: int) -> bool:
        """Return True if the word at an offset belongs to a code or a measure of the table."""
        slots = self.contexts.get_slots(self.sentence.figure)
        return any(each.start <= at < each.end for slot in slots for each in slot.vocabulary.read(self.text))

    def _is_own_target(self, begin: int) -> bool:
        """Return True if the words after "than" name the number's own codes or period."""
        end = min(self.number[0], self._find_clause_end(begin))
        is_own = any(self._is_own_period(each) for each in self.sentence.named_periods if begin <= each.start < end)
        slots = [slot for slot in self.contexts.get_slots(self.sentence.figure) if slot.required_keys and slot.name != MEASURE]
        if any(self._find_rival(slot, begin, end) for slot in slots):
            return False
        return is_own or any(slot.has_own_word(self.text, begin, end) for slot in slots)

    def _check_beyond(self, mark: ComparisonMark) -> IssueParts | None:
        if mark.end <= self.number[0] < self._find_target_end(mark.end):
            return None
        if not self.is_about_number(mark, mark.end) or self.is_negated(mark):
            return None
        if mark.kind == "ahead" and self._find_period(mark.end, self._find_target_end(mark.end)):  # "ahead of the summit of 2021"
            return None
        return self._compare_target(mark, mark.end, "<" if mark.kind == "falls_short" else ">", lists=False)

    def _check_same(self, mark: ComparisonMark) -> IssueParts | None:
        if self.comparables.is_change or not self.is_about_number(mark, mark.end) or self.is_negated(mark):
            return None
        if self._is_vague(self.text[self.find_part(mark[:2])[0] : mark.start]):  # "almost as many as"
            return self.make_undecided(mark)
        return self._compare_target(mark, mark.end, "=", lists=False)

    def _compare_target(self, mark: ComparisonMark, begin: int, sign: str, *, lists: bool) -> IssueParts | None:
        """Compare the number with the quote, period or code named after an offset."""
        other = self._find_target(begin, self._find_target_end(begin, is_short=True)) or self._find_target(
            begin, self._find_target_end(begin)
        )
        if other is None and sign != "=" and self.number[0] > begin:
            other = self._find_contrasted()
        if other is None and mark.kind == "flat" and (before := self.comparables.find_previous_period()):
            other = self.comparables.find_in_period(before)
        if other is None:
            return self.make_undecided(mark) if lists else None
        figure = self.sentence.figure
        kin, unit = self.comparables, figure.declaration.unit
        is_change = other.declaration.is_change and not other.declaration.is_level
        is_like = other.declaration.unit == unit or (unit_of(unit).is_count and unit_of(other.declaration.unit).is_count)
        if not is_like or is_change != kin.is_change or (is_change and (other.value > 0) != (figure.value > 0)):
            return self.make_undecided(mark)
        own, its = kin.get_magnitude(figure), kin.get_magnitude(other)
        if figure.declaration.is_change and own * its > 0 and self._is_of_change(mark):  # "a steeper drop than in 2020"
            own, its = abs(own), abs(its)
        if sign == "=":
            quantum = Fraction(self.sentence.quantity.quantum or 1)
            is_right = round_half_up(own, quantum) == round_half_up(its, quantum)
        else:
            is_right = own > its if sign == ">" else own < its
        if is_right:
            return None
        said = {"<": "is less", ">": "is more", "=": "is the same"}[sign]
        return self.make_issue(mark, f'{said} ("{{}}")', other)

    def _is_of_change(self, mark: ComparisonMark) -> bool:
        """Return True if a word for a change stands beside a word that compares."""
        around = (*WORD.findall(self.text[: mark.start].lower())[-1:], *WORD.findall(self.text[mark.end :].lower())[:1])
        return any(each in self.known.direction_by_change_noun for each in around)

    def _find_contrasted(self) -> Figure | None:
        """Return the figure of the next number if the sentence contrasts the two: "47% against 58%"."""
        behind = self.zones.numbers[self.zones.number_index + 1 :][:1]
        if not behind or not compile_word_list(self.sentence.lang, "contrasts").search(self.text, self.number[1], behind[0][0]):
            return None
        return self._get_quoted(behind[0])

    def _get_quoted(self, number: Range) -> Figure | None:
        """Return the figure quoted by a number."""
        bound = next((bound for a, b, bound in self.sentence.passage.spans if (a, b) == number and bound.kind == "figure"), None)
        with contextlib.suppress(FaultError):
            return (
                self.contexts.figures.get(bound.name, None if self.comparables.figure.is_newest else self.comparables.figure.version)
                if bound
                else None
            )
        return None

    def _find_clause_end(self, begin: int) -> int:
        """Return the end of the clause: the next strong cut that is no bracket."""
        cuts = (
            cut.start
            for cut in self.zones.cuts
            if cut.strength == HARD and cut.start >= begin and self.text[cut.start : cut.end].strip() not in ("(", ")")
        )
        return min((self.zones.span[1], *cuts))

    def _find_target_end(self, begin: int, *, is_short: bool = False) -> int:
        """Return the end of a comparison's object: a comma or "and". Unless `is_short`, include a number beside it (", with 2.1%")."""
        stop = self._find_clause_end(begin)
        for cut in self.zones.cuts:
            if cut.start < begin or cut.strength not in (AND, COMMA) or cut.start >= stop:
                continue
            rest = self.text[cut.end : stop].lstrip()
            number = next((a for a, _ in self.zones.numbers if a >= cut.end and a != self.number[0]), stop)
            if (
                not is_short
                and cut.strength == COMMA
                and compile_comparing_words(self.sentence.lang, "beside").match(rest)
                and len(WORD.findall(self.text[cut.end : number])) <= MAX_WORDS_BETWEEN
            ):
                return next((b for a, b in self.zones.numbers if a == number), stop)
            return cut.start
        return stop

    def _find_target(self, begin: int, end: int) -> Figure | None:
        """Return the figure named in a stretch of the sentence: the quoted one, else that of its period and codes."""
        kin, text = self.comparables, self.text
        for number in self.zones.numbers:
            if begin <= number[0] < end:
                return None if number == self.number else self._get_quoted(number)
        codes: dict[str, str] = {}
        dimensions = kin.declared.structure.dimensions
        for slot in self.contexts.get_slots(self.sentence.figure):
            other = next((key for key, _ in slot.find_rivals(text, begin, end)), None)
            if other is None:
                continue
            if slot.name == MEASURE:
                of = next((each for each in dimensions.values() if each.has_measures and each.codelist), None)
                codelist = of.codelist.codes.values() if of and of.codelist else ()
                code = next((each.id for each in codelist if make_key(each.list_words_in_groups(self.sentence.lang)) == other), None)
                if of and code:
                    codes[of.name] = code
                elif not self._is_said_before(slot, other, begin):
                    return None
            else:
                codes[slot.name] = other
        period = self._find_period(begin, end)
        if period == kin.end_period:
            period = None
        if period:
            return kin.find_in_period(period, codes) if kin.own else None
        return kin.find_with_codes(codes) if codes else None

    def _is_said_before(self, slot: Slot, key: str, begin: int) -> bool:
        """Return True if words before an offset already name a key: "heart patients ..., longer than eye patients"."""
        return any(each.key == key and each.end <= begin for each in self._select_by_slot(slot.vocabulary.read(self.text), slot.name))

    def _find_period(self, begin: int, end: int) -> Period | None:
        """Return the first period of the table named in a stretch, also relative to the figure's own: "the year before"."""
        now, stretch = self.comparables.end_period, self.text[begin:end]
        if now is None:
            return None
        base = NamedPeriod(0, 0, now.kind, _to_day(now.first), _to_day(now.last))
        relative = (each for each in find_relative_periods(stretch, self.sentence.lang, (base,)))
        named = [*(each for each in self.sentence.named_periods if begin <= each.start < end), *relative]
        return next((period for each in named for period in self.comparables.cell_by_period if compare_periods(each, period) == SAME), None)

    # Directions

    def _check_recovery(self, mark: ComparisonMark) -> IssueParts | None:
        is_level = self.comparables.own is not None and not self.comparables.is_change and self.sentence.quantity.basis != "from"
        following = WORD.search(self.text, mark.end, self.zones.span[1])
        # "Images that were recovered from a server"
        is_level = is_level and (following is None or following[0].lower() not in self.lexicon.get_words("recovered_not"))
        if not is_level or self.is_negated(mark) or not self.is_about_number(mark, mark.end):
            return None
        before = self.comparables.find_previous_period()
        other = self.comparables.find_in_period(before) if before else None
        if other is None:
            return self.make_undecided(mark)
        return self.make_issue(mark, 'is more than before ("{}")', other) if self.sentence.figure.value <= other.value else None

    def _check_continuation(self, mark: ComparisonMark) -> IssueParts | None:
        """Check a continued change against the two last steps."""
        now = self.comparables.end_period
        ways = {self._find_direction(word) for word in WORD.findall(self.text[mark.end : mark.end + 40].lower())[:2]} - {""}
        is_level = not self.comparables.is_change and now is not None and self.sentence.quantity.basis != "from"
        if len(ways) != 1 or not is_level or self.is_negated(mark) or not self.is_about_number(mark, mark.end):
            return None
        return self._check_steps(mark, ways == {"up"}, 2)

    def _check_run(self, mark: ComparisonMark) -> IssueParts | None:
        now, lang = self.comparables.end_period, self.sentence.lang
        part = self.find_part(mark[:2])
        count = self._count_steps(part[0], mark, min(part[1], mark.end + 20))
        if now is None or count is None or self.sentence.quantity.basis == "from" or not self.is_about_number(mark, part[1]):
            return None
        before = self.text[part[0] : mark.start]
        if self.is_negated(mark) or compile_comparing_words(lang, "after").match(before.lstrip()):
            return self.make_undecided(mark)
        ways = set(self._find_directions(min(part[0], self.own_part[0]), max(part[1], self.own_part[1])))
        if len(ways) != 1:
            return self.make_undecided(mark)
        return self._check_steps(mark, ways == {"up"}, count)

    def _check_steps(self, mark: ComparisonMark, is_up: bool, count: int) -> IssueParts | None:
        """Check the direction of the last `count` steps up to the figure's period."""
        now = self.comparables.end_period
        assert now is not None
        later = self.comparables.find_level(now)
        for _ in range(count):
            earlier_period = self.comparables.find_previous_period(now)
            earlier = self.comparables.find_level(earlier_period) if earlier_period else None
            if earlier is None or later is None or earlier_period is None:
                return self.make_undecided(mark)
            if (later.value > earlier.value) != is_up or later.value == earlier.value:
                return self.make_issue(mark, f'went {"up" if is_up else "down"} {count} times ("{{}}")', earlier, later)
            now, later = earlier_period, earlier
        return None

    def _count_steps(self, begin: int, mark: ComparisonMark, end: int) -> int | None:
        """Return the number of consecutive periods ("the third year running"), or None if their kind is not the figure's."""
        now = self.comparables.end_period
        said = [each[0].lower() for each in WORD.finditer(self.text, begin, mark.start)][-_NOUN_REACH:]
        around = [*said, *(each[0].lower() for each in WORD.finditer(self.text, mark.end, end))][: _NOUN_REACH + 2]
        units = _load_units(self.sentence.lang)
        unit = next((units[word] for word in around if word in units), None)
        if now is None or unit != now.kind:
            return None
        ranks = read_interface_words(self.sentence.lang)["comparing"]["ranks"]
        for word in reversed(said):
            rank = next((int(n) for n, forms in ranks.items() if word in map(str, forms)), None) or _parse_number_word(self.known, word)
            if rank and rank > 1:
                return rank
        return None

    def _find_directions(self, begin: int, end: int) -> Iterator[str]:
        for word in WORD.findall(self.text[begin:end].lower()):
            if way := self._find_direction(word):
                yield way

    def _find_direction(self, word: str) -> str:
        """Return the direction named by a word, or ""."""
        return (
            self.known.direction_by_change_word.get(word)
            or self.known.direction_by_change_noun.get(word)
            or self.known.direction_by_particle.get(word)
            or ""
        )


@functools.cache
def _load_units(lang: str) -> dict[str, str]:
    """Return the kind of period for each word for a span of time."""
    found = {str(form): _KIND_BY_DAYS.get(int(size), "") for size, forms in read_interface_words(lang)["spans"].items() for form in forms}
    return found | {str(form): "quarter" for form in read_interface_words(lang)["comparing"]["quarters"]}


@functools.lru_cache(maxsize=1000)
def _parse_number_word(known: Language, word: str) -> int | None:
    return known.value_by_word.get(word)


def _skip_spaces(text: str, at: int) -> int:
    return at + len(text[at:]) - len(text[at:].lstrip())


def _to_day(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day
