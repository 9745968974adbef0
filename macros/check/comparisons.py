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
from macros.check.comparing import NEAR, WAYS, WORD, Mark, find_marks, find_word, speech_of
from macros.check.context import Contexts, Sentence, word_pattern
from macros.check.grammar import AND, COMMA, HARD
from macros.check.kin import Kin
from macros.check.reading import find_wholes, zones_of
from macros.check.relative import find_relative
from macros.check.times import AROUND, SAME, compare, own_periods, span
from macros.check.vocabulary import MEASURE, Named, Slot, key_of
from macros.figures import Figure
from macros.figures.units import unit_of
from macros.interface import words
from macros.numbers.language import Language, language
from macros.numbers.periods import Named as NamedPeriod
from macros.structure.periods import Period
from macros.wording import standard
from macros.wording.tolerance import round_half_up

Claim = tuple[str, str, str]  # code, fact, remedy
UNDECIDED = ""
"""The code of a claim that the data does not decide. The fact holds its words."""

Range = tuple[int, int]
_LED = 3  # words at most before a mark without a known subject
_NEAR = 4  # words between a superlative and its noun
_ROOM = 30  # signs between a comparative and its period
_FAR = 14  # words between "more" and "than"
_PLAIN = re.compile(r"[^\W_]+")
_NAME = re.compile(r"(?:\s+[a-z\u00e0-\u00ff]+){0,2}\s+([A-Z][^\W_]+)")
_OF_TWO = ("more", "fewer", "exceeds", "falls_short", "ahead")
_KINDS = {365: "year", 90: "quarter", 30: "month"}


def comparisons(sentence: Sentence, contexts: Contexts) -> Iterator[Claim]:
    """Yield the comparisons beside a number that the data contradicts or cannot decide."""
    begin, end = sentence.span
    marks = [mark for mark in find_marks(sentence.text, sentence.lang) if begin <= mark.start < end]
    if marks:
        judge = _Judge(sentence, contexts)
        told: set[str] = set()
        for mark in marks:
            if not judge.is_hedge(mark) and (claim := judge.claim(mark)) and claim[1] not in told:
                told.add(claim[1])
                yield claim


class Scope(NamedTuple):
    """The figures among which a number is ranked. `is_whole`: no others are meant."""

    others: Sequence[Figure]
    is_whole: bool


class _Judge:
    """A checker for the comparisons around one number."""

    def __init__(self, sentence: Sentence, contexts: Contexts) -> None:
        self.sentence, self.contexts, self.text = sentence, contexts, sentence.text
        self.speech, self.known = speech_of(sentence.lang), language(sentence.lang)
        self.kin = Kin(sentence.figure, contexts)
        self.zones = zones_of(sentence, contexts)
        self.number = self.zones.numbers[self.zones.at]
        self.own_part = self.part(self.number)

    # Words about the number

    def part(self, at: Range) -> Range:
        """Return the part of the sentence around a span, between commas, "and" and stronger cuts."""
        cuts = [cut for cut in self.zones.cuts if cut.strength >= AND]
        before = (cut.end for cut in cuts if cut.end <= at[0])
        behind = (cut.start for cut in cuts if cut.start >= at[1])
        return max((self.zones.span[0], *before)), min((self.zones.span[1], *behind))

    def is_hedge(self, mark: Mark) -> bool:
        """Return True if a mark is part of a number: "more than 29 million", "47% lower than"."""
        if mark.kind in ("more", "fewer") and any(start <= mark.start < end for start, end in self.zones.numbers):
            return True
        for each in self.sentence.own_finds:
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

    def belongs(self, mark: Mark, end: int) -> bool:
        """Return True if a mark is about this number. `end` is the end of the words before the object of the comparison."""
        if not self._is_in_zone(mark):
            return False
        part = self.part(mark[:2])
        part = part[0], max(mark.end, min(part[1], end))
        slots = self.contexts.slots(self.sentence.figure)
        if any(self._rival(slot, *part) and not slot.named(self.text, *part) for slot in slots):
            return False
        said = [each for each in self.sentence.periods if part[0] <= each.start < part[1]]
        is_own = any(self._is_own(each) for each in said)
        if said and not is_own and self.kin.now:
            return False
        if part[0] <= self.own_part[0] < max(part[1], part[0] + 1) or self.own_part[0] <= part[0] < self.own_part[1]:
            return True
        if self._is_of_another(part[0], mark.start, is_behind=mark.start >= self.number[1]):
            return False
        between = (part[1], self.own_part[0]) if part[1] <= self.own_part[0] else (self.own_part[1], part[0])
        if not is_own and part[1] <= self.own_part[0] and self.speech.find("copulas", self.text, *self.own_part):
            start = _skip(self.text, self.own_part[0])
            if find_word(self.sentence.lang, "copulas").match(self.text, start):
                return True  # "The highest in the series, which begins in 2019, are the 412 of 2019"
        is_behind = mark.start >= self.number[1]
        turns = [cut for cut in self.zones.cuts if cut.strength == HARD and between[0] <= cut.start < max(between[1], between[0] + 1)]
        if is_behind and not any(self.text[cut.start : cut.end].strip() not in (":", ")", "(", "–", "—") for cut in turns):
            return True
        if mark.kind == "in_a_row" and part[0] == self.zones.span[0]:  # "For the second year running, ..."
            return True
        needed = [slot for slot in slots if slot.needed and slot.name != MEASURE] or slots
        return is_own or any(slot.named(self.text, *part) for slot in needed)

    def _is_of_another(self, begin: int, end: int, *, is_behind: bool) -> bool:
        """Return True if the words before a mark have a subject of their own: "555,831, and Germany reached its highest"."""
        slots = self.contexts.slots(self.sentence.figure)
        known = [(each.start, each.end) for slot in slots for each in slot.vocabulary.read(self.text)]
        known += [(each.start, each.end) for each in self.sentence.periods]
        sources = " ".join(self.contexts.sources(self.sentence.figure)).lower()
        led = list(_PLAIN.finditer(self.text, begin, end))
        for before, word in zip([None, *led], led, strict=False):
            is_within = before is not None and before[0].lower() in self.speech.all("within")
            if is_within and any(begin <= a < word.start() for a, _ in known):  # "households in Lumeria used more"
                continue
            is_known = any(a <= word.start() < b for a, b in known) or word[0].lower() in self.contexts.names or word[0].lower() in sources
            if word[0][0].isupper() and word.start() > self.zones.span[0] and not is_known:
                return True
        return is_behind and len(led) > _LED and not any(begin <= a < end for a, _ in known)

    def _rival(self, slot: Slot, begin: int, end: int) -> str:
        """Return the first other code named in a stretch, except a whole that contains the figure's own code, or ""."""
        wholes = find_wholes(slot, self.kin.declared.structure.dimensions.get(slot.name))
        return next((key for key, _ in slot.rivals(self.text, begin, end) if key not in wholes), "")

    def _is_in_zone(self, mark: Mark) -> bool:
        begin, stop = self.zones.zone
        if begin <= mark.start < stop or self.number[0] <= mark.start < self.number[1]:
            return True
        # "The 555,831 reports of 2021 outnumbered the 352 of 2020" is about the first number.
        before = max((start for start, _ in self.zones.numbers if start < mark.start), default=-1)
        return (
            mark.kind in _OF_TWO
            and before == self.number[0]
            and any(mark.end <= start < self._hard(mark.end) for start, _ in self.zones.numbers)
        )

    def _is_own(self, named: NamedPeriod) -> bool:
        return any(compare(named, each) in (SAME, AROUND) for each in own_periods(self.kin.declared))

    def negated(self, mark: Mark) -> bool:
        """Return True if a negation stands before a mark in its part of the sentence."""
        before = self.text[self.part(mark[:2])[0] : mark.start]
        return (
            word_pattern(self.sentence.lang, "negations").search(word_pattern(self.sentence.lang, "negative_hedges").sub("", before))
            is not None
        )

    # Results

    def undecided(self, mark: Mark) -> Claim:
        return UNDECIDED, f'"{self.text[mark.start : mark.end]}" beside "{self.sentence.item.text}" ({self.sentence.figure.id})', ""

    def wrong(self, mark: Mark, said: str, *others: Figure) -> Claim:
        """Return an issue naming the figures that refute a mark. A figure that is only a bound leaves the mark undecided."""
        if any(each.bound for each in (self.sentence.figure, *others)):
            return self.undecided(mark)
        shown = " and ".join(f"{self.kin.call(each)} is {standard(each, self.sentence.lang)}" for each in others)
        words_ = " ".join(self.text[mark.start : mark.end].split())
        fact = f'says that "{self.sentence.item.text}" {said.format(words_)}, but {shown}'
        return "wrong-comparison", fact, "say what the data shows, or leave out the comparison"

    def claim(self, mark: Mark) -> Claim | None:
        """Return the issue with a mark, an undecided claim, or None if the mark is right or irrelevant."""
        if mark.kind in ("highest", "lowest") and not self._is_led(mark):  # "más alta que"
            mark = mark._replace(kind="more" if mark.kind == "highest" else "fewer")
            if self.is_hedge(mark):
                return None
        match mark.kind:
            case "idiom":
                return None
            case "higher" | "lower":  # "the higher number of the two"
                is_of_two = self.speech.find("two", self.text, *self.zones.span)
                return self._most(mark._replace(kind=mark.kind[:-2] + "est")) if is_of_two else None
            case "more" | "fewer":
                return self._than(mark)
            case "exceeds" | "falls_short" | "ahead":
                return self._beyond(mark)
            case "swelling" | "dwindling":
                return self._trend(mark)
            case "recovered":
                return self._recovered(mark)
            case "in_a_row":
                return self._in_a_row(mark)
            case "same" | "flat":
                return self._same(mark)
            case "continued":
                return self._continued(mark)
            case "open":
                return self.undecided(mark) if self.belongs(mark, mark.end) else None
            case "majority":
                is_of = mark.end <= self.number[0] and not WORD.findall(self.text[mark.end : self.number[0]])
                return self.undecided(mark) if is_of else None
        return self._most(mark)

    # Superlatives

    def _most(self, mark: Mark) -> Claim | None:
        part = self.part(mark[:2])
        tail_end = mark.end if mark.kind == "second" else max(mark.end, part[1])
        if mark.kind == "second" and self.number[0] > mark.end:
            return None
        is_plain = mark.kind in ("highest", "lowest", "best")
        if is_plain and not self._is_of_quantity(mark):
            # "The region with the most inhabitants" does not rank its number; "the year with the most accidents" may.
            is_year = self.speech.find("times", self.text, max(part[0], mark.start - 20), mark.end)
            return self.undecided(mark) if is_year and self.belongs(mark, tail_end) else None
        if mark.kind == "a_record" and not self._is_set(mark):
            return None
        since = self._since(mark.start, tail_end)
        if not self.belongs(mark, since[0] if since else tail_end):
            return None
        before = self.text[part[0] : mark.start]
        if self.negated(mark) or self._is_vague(before):
            return self.undecided(mark)
        rank = 2 if mark.kind == "second" else self._rank(before)
        is_joint = self.speech.find("joint", self.text, *part) is not None
        return self._among(mark, self._scopes(mark, part[0], tail_end, since), rank, is_joint=is_joint)

    def _among(self, mark: Mark, scopes: Iterable[Scope], rank: int = 1, *, is_joint: bool = False) -> Claim | None:
        """Check a rank. It is right if it holds in any of the possible scopes."""
        known, ways = [scope for scope in scopes if scope.others], WAYS.get(mark.kind, "+-")
        held = [scope for scope in known if any(self._is_first(scope, way, rank, is_joint) for way in ways)]
        if held or not known or (rank > 1 and not known[0].is_whole):
            return None if any(scope.is_whole for scope in held) else self.undecided(mark)
        first = max if ways[0] == "+" else min
        return self.wrong(mark, 'is "{}"', first(known[0].others, key=self.kin.size))

    def _is_vague(self, before: str) -> bool:
        """Return True if the words before a mark weaken it: "one of the highest"."""
        near = list(_PLAIN.finditer(before))[-_NEAR - 1 :]
        return bool(near) and self.speech.find("vague", before, near[0].start()) is not None

    def _is_first(self, scope: Scope, way: str, rank: int, is_joint: bool) -> bool:
        own = self.kin.size(self.sentence.figure)
        sizes = [self.kin.size(each) for each in scope.others]
        before = sum(each > own if way == "+" else each < own for each in sizes)
        ties = sum(each == own for each in sizes)
        if not scope.is_whole and rank > 1:
            return before < rank
        return before == rank - 1 and (is_joint or not ties)

    def _is_led(self, mark: Mark) -> bool:
        """Return True if a Romance comparative is a superlative: "la tasa más alta", but not "más alta que"."""
        said = self.text[mark.start : mark.end].lower().split()
        if said[0] not in self.speech.all("led"):
            return True
        before = [each.lower() for each in WORD.findall(self.text[self.part(mark[:2])[0] : mark.start])[-_NEAR:]]
        behind = [each.lower() for each in WORD.findall(self.text[mark.end :])[:1]]
        return not self.speech.all("led_by").isdisjoint(before) and not set(behind) & self.speech.all("than")

    def _is_of_quantity(self, mark: Mark) -> bool:
        """Return True if a superlative ranks the number: "the highest number", "the highest of the three", not "largest platform"."""
        begin, end = self.part(mark[:2])
        end = max(end, mark.end)
        behind = list(WORD.finditer(self.text, mark.end, end))[:_NEAR]
        # "Its rate is the highest", beside a count; "the highest number", beside a rate.
        beside = {each.lower() for each in WORD.findall(self.text[begin : mark.start])[-_NEAR:]} | {each[0].lower() for each in behind[:1]}
        is_count = unit_of(self.kin.declared.unit).is_count
        if not beside.isdisjoint(self.speech.all("of_rates" if is_count else "of_counts")):
            return False
        if not behind or self.number[0] <= behind[0].start() < self.number[1] or behind[0][0][:1].isdigit():
            return True
        if behind[0][0].lower() in self.speech.all("of_it") or self.text[: mark.end].endswith(" of"):
            return True
        if self.text[mark.start : mark.end].lower().split()[-1] in self.speech.all("bare"):
            return self._is_own_word(behind[0].start())
        links = self.speech.all("within")
        for word in behind:
            if word[0].lower() in links:
                return False
            if word[0].lower() in self.speech.all("of_it") or self._is_own_word(word.start()):
                return True
        return False

    def _is_set(self, mark: Mark) -> bool:
        """Return True if "a record" means the highest value and not a document."""
        behind = _PLAIN.search(self.text, mark.end, self.zones.span[1])
        before = _PLAIN.findall(self.text[self.zones.span[0] : mark.start].lower())[-1:]
        if before and before[0] in self.speech.all("sets"):
            return True
        return behind is not None and (self.number[0] <= behind.start() < self.number[1] or self._is_own_word(behind.start()))

    def _is_own_word(self, at: int) -> bool:
        slots = self.contexts.slots(self.sentence.figure)
        return any(
            each.start <= at < each.end and each.key in slot.own
            for slot in slots
            for each in self._named(slot.vocabulary.read(self.text), slot.name)
        )

    def _named(self, named: Iterable[Named], name: str) -> list[Named]:
        return [each for each in named if each.slot == name]

    def _rank(self, before: str) -> int:
        said = [each.lower() for each in WORD.findall(before)[-2:]]
        if before and not before[-1].isspace():
            said = [each.lower() for each in WORD.findall(before)[-1:]]
        ranks = words(self.sentence.lang)["comparing"]["ranks"]
        return next((int(rank) for rank, forms in ranks.items() if not set(said).isdisjoint(map(str, forms))), 1)

    # Scopes

    def _since(self, begin: int, end: int) -> tuple[int, NamedPeriod] | None:
        """Return the start of "since 2015" in a stretch, and its period."""
        for match in find_word(self.sentence.lang, "since").finditer(self.text, begin, end):
            for named in self.sentence.periods:
                if match.end() <= named.start and len(WORD.findall(self.text[match.end() : named.start])) <= 2:
                    return match.start(), named
        return None

    def _scopes(self, mark: Mark, begin: int, end: int, since: tuple[int, NamedPeriod] | None) -> Iterator[Scope]:
        kin, text, find = self.kin, self.text, self.speech.find
        everything = kin.over_time
        earlier = {period: each for period, each in everything.items() if kin.now and period < kin.now}
        if since:
            first = span(since[1])[0]
            later = {period: each for period, each in earlier.items() if period.first > first}
            yield Scope(kin.like(later.values()), any(period.first <= first for period in everything) and bool(later))
            return
        is_record = mark.kind in ("record_high", "record_low", "a_record")
        if find("until_then", text, begin, end) and earlier:
            yield Scope(kin.like(earlier.values()), is_whole=not is_record)
            return
        if is_record or find("ever", text, begin, end):
            yield Scope(kin.like(earlier.values()), is_whole=False)
            return
        if find("long", text, begin, end):
            yield Scope(kin.like(each for period, each in earlier.items() if period == kin.previous()), is_whole=False)
            return
        codes = [kin.over(each) for each in kin.declared.structure.dimensions.values() if not each.period and not each.has_measures]
        codes = [each for each in codes if each]
        count, kind, is_lately = self._count(begin, end)
        if self._foreign((mark.end, end)) or (count and kind not in ("", kin.now and kin.now.kind)):
            return
        if is_lately:  # "the lowest in four years"
            recent = [each for each in sorted(earlier)[1 - count :] if kin.now and kin.now.first.year - each.first.year < count]
            yield Scope(kin.like(earlier[each] for each in recent), len(recent) == count - 1)
            return
        is_time, is_place = (find(name, text, begin, end) is not None for name in ("times", "places"))
        groups = [everything] if is_time or not is_place else []
        for group in (*groups, *(codes if is_place or not is_time else ())):
            of = count if count and bool(kind) == (group is everything) else len(group) + 1
            if of > len(group):
                yield Scope(kin.like(group.values()), of == len(group) + 1)

    def _count(self, begin: int, end: int) -> tuple[int, str, bool]:
        """Return the size of the group in which the number is ranked, the kind of its periods, and whether they are the latest.

        The kind is "" for anything but periods: "of the three years", "in four years", "of the three regions".
        """
        said = list(_PLAIN.finditer(self.text, begin, end))
        for at, (word, following) in enumerate(pairwise(said)):
            count = self._integer(word[0])
            if count and count > 1 and not self.number[0] <= word.start() < self.number[1]:
                if kind := _units(self.sentence.lang).get(following[0].lower()):
                    before = {each[0].lower() for each in said[max(0, at - 1) : at]}
                    is_high = self.speech.find("highs", self.text, following.end(), min(end, following.end() + 6)) is not None
                    return count, kind, is_high or not before.isdisjoint(self.speech.all("lately"))
                if self.speech.find("places", following[0]):
                    return count, "", False
        return 0, "", False

    def _integer(self, word: str) -> int | None:
        if word.isdigit() and len(word) <= 2:
            return int(word)
        return _integer(self.known, word.lower())

    def _foreign(self, stretch: Range) -> bool:
        """Return True if a stretch names a place unknown to the figure's table: "in Europe"."""
        for match in find_word(self.sentence.lang, "within").finditer(self.text, *stretch):
            name = _NAME.match(self.text, match.end(), stretch[1])
            if name and not any(named.start < name.end(1) and name.start(1) < named.end for named in self.sentence.periods):
                slots = self.contexts.slots(self.sentence.figure)
                read = [each for slot in slots for each in slot.vocabulary.read(self.text)]
                if not any(each.start < name.end(1) and name.start(1) < each.end for each in read):
                    return True
        return False

    # Comparatives

    def _than(self, mark: Mark) -> Claim | None:
        text, stop = self.text, self._hard(mark.end)
        than = next((each for each in find_word(self.sentence.lang, "than").finditer(text, mark.end, stop)), None)
        if than is None:
            return self._in_another(mark, stop)
        if len(WORD.findall(text[mark.end : than.start()])) > _FAR:
            return None
        if any(mark.end <= a < than.start() and a != self.number[0] for a, _ in self.zones.numbers) or self._is_of_quality(
            mark, than.start()
        ):
            return None
        if than.end() <= self.number[0] and (self.number[0] < self._target_end(than.end()) or self._is_own_target(than.end())):
            # "In no year were there more deaths than in 2019: 412"
            way, before = "high" if mark.kind == "more" else "low", self.part(mark[:2])[0]
            if not self.speech.find("none", text, before, mark.start):
                return None
            kind = f"record_{way}" if self.speech.find("never", text, before, mark.start) else f"{way}est"
            every = Mark(mark.start, than.end(), kind)
            return self._among(every, self._scopes(every, mark.start, stop, None))
        if not self.belongs(mark, than.start()):
            return None
        behind = text[than.end() : stop].lstrip()
        if self.speech.find("together", text, than.end(), stop):
            return self.undecided(mark)
        if match := find_word(self.sentence.lang, "any_other").match(behind):
            end = _skip(text, than.end()) + match.end()
            every = Mark(mark.start, end, "highest" if mark.kind == "more" else "lowest")
            return self._among(every, self._scopes(every, mark.start, stop, None))
        if self.negated(mark):
            return self.undecided(mark)
        return self._against(mark, than.end(), ">" if mark.kind == "more" else "<", lists=True)

    def _in_another(self, mark: Mark, stop: int) -> Claim | None:
        """Compare the number with that of a period named after a comparative: "1,046,350 in 2020, was lower the year after"."""
        period = self._period(mark.end, min(stop, mark.end + _ROOM))
        other = self.kin.at(period) if period and period != self.kin.now and self.kin.own else None
        if other is None or mark.start < self.number[1] or self.kin.is_change or not self._is_in_zone(mark) or self.negated(mark):
            return None
        if self._is_of_quality(mark, stop) and WORD.findall(self.text[mark.end : stop])[:1] not in ([each] for each in self._leads()):
            return None
        is_right = other.value > self.kin.figure.value if mark.kind == "more" else other.value < self.kin.figure.value
        return None if is_right else self.wrong(mark, 'was followed or led by what is "{}"', other)

    def _leads(self) -> set[str]:
        """Return the words between "higher" and a period: "higher in 2021", "higher the year after"."""
        return {*self.speech.all("within"), *self.speech.all("articles"), *self.speech.all("since")}

    def _trend(self, mark: Mark) -> Claim | None:
        """Compare the number with the next quoted one if the sentence says that the values grow or shrink: "ever smaller"."""
        behind = [each for each in self.zones.numbers if each[0] > self.number[0]]
        other = self._quoted(behind[0]) if behind and mark.start < behind[0][0] else None
        if other is None or other.declaration.unit != self.kin.declared.unit or self.negated(mark):
            return None
        own, its = self.kin.size(self.kin.figure), self.kin.size(other)
        if own == its or (its > own) == (mark.kind == "swelling"):
            return None
        return self.wrong(mark, 'is followed by what is "{}"', other)

    def _is_of_quality(self, mark: Mark, end: int) -> bool:
        """Return True if "more" is about a quality or an uncounted thing: "more serious", "a higher quality"."""
        word, is_count = WORD.search(self.text, mark.end, end), unit_of(self.kin.declared.unit).is_count
        is_list = self.speech.find("lists", self.text, self.part(mark[:2])[0], end) is not None  # "the waiting list was longer"
        if is_count and not is_list and self.text[mark.start : mark.end].lower() in self.speech.all("not_of_counts"):
            return True
        if word is None or self.number[0] <= word.start() < self.number[1]:
            return False
        said = word[0].lower()
        if said in self.speech.all("aim") or (is_count and said in self.speech.all("of_rates")):
            return True
        is_known = said in self.speech.all("of_it") or said in self.speech.all("manner") or said in self.contexts.nouns
        return not is_known and not self._is_known_word(word.start())

    def _is_known_word(self, at: int) -> bool:
        """Return True if the word at an offset belongs to a code or a measure of the table."""
        slots = self.contexts.slots(self.sentence.figure)
        return any(each.start <= at < each.end for slot in slots for each in slot.vocabulary.read(self.text))

    def _is_own_target(self, begin: int) -> bool:
        """Return True if the words after "than" name the number's own codes or period."""
        end = min(self.number[0], self._hard(begin))
        is_own = any(self._is_own(each) for each in self.sentence.periods if begin <= each.start < end)
        slots = [slot for slot in self.contexts.slots(self.sentence.figure) if slot.needed and slot.name != MEASURE]
        if any(self._rival(slot, begin, end) for slot in slots):
            return False
        return is_own or any(slot.named(self.text, begin, end) for slot in slots)

    def _beyond(self, mark: Mark) -> Claim | None:
        if mark.end <= self.number[0] < self._target_end(mark.end):
            return None
        if not self.belongs(mark, mark.end) or self.negated(mark):
            return None
        if mark.kind == "ahead" and self._period(mark.end, self._target_end(mark.end)):  # "ahead of the summit of 2021"
            return None
        return self._against(mark, mark.end, "<" if mark.kind == "falls_short" else ">", lists=False)

    def _same(self, mark: Mark) -> Claim | None:
        if self.kin.is_change or not self.belongs(mark, mark.end) or self.negated(mark):
            return None
        if self._is_vague(self.text[self.part(mark[:2])[0] : mark.start]):  # "almost as many as"
            return self.undecided(mark)
        return self._against(mark, mark.end, "=", lists=False)

    def _against(self, mark: Mark, begin: int, sign: str, *, lists: bool) -> Claim | None:
        """Compare the number with the quote, period or code named after an offset."""
        other = self._target(begin, self._target_end(begin, is_short=True)) or self._target(begin, self._target_end(begin))
        if other is None and sign != "=" and self.number[0] > begin:
            other = self._contrasted()
        if other is None and mark.kind == "flat" and (before := self.kin.previous()):
            other = self.kin.at(before)
        if other is None:
            return self.undecided(mark) if lists else None
        figure = self.sentence.figure
        kin, unit = self.kin, figure.declaration.unit
        is_change = other.declaration.change and not other.declaration.is_level
        is_like = other.declaration.unit == unit or (unit_of(unit).is_count and unit_of(other.declaration.unit).is_count)
        if not is_like or is_change != kin.is_change or (is_change and (other.value > 0) != (figure.value > 0)):
            return self.undecided(mark)
        own, its = kin.size(figure), kin.size(other)
        if sign == "=":
            quantum = Fraction(self.sentence.item.quantum or 1)
            is_right = round_half_up(own, quantum) == round_half_up(its, quantum)
        else:
            is_right = own > its if sign == ">" else own < its
        if is_right:
            return None
        said = {"<": "is less", ">": "is more", "=": "is the same"}[sign]
        return self.wrong(mark, f'{said} ("{{}}")', other)

    def _contrasted(self) -> Figure | None:
        """Return the figure of the next number if the sentence contrasts the two: "47% against 58%"."""
        behind = self.zones.numbers[self.zones.at + 1 :][:1]
        if not behind or not word_pattern(self.sentence.lang, "contrasts").search(self.text, self.number[1], behind[0][0]):
            return None
        return self._quoted(behind[0])

    def _quoted(self, number: Range) -> Figure | None:
        """Return the figure quoted by a number."""
        bound = next((bound for a, b, bound in self.sentence.passage.spans if (a, b) == number and bound.kind == "figure"), None)
        with contextlib.suppress(FaultError):
            return self.contexts.figures.get(bound.name, None if self.kin.figure.newest else self.kin.figure.version) if bound else None
        return None

    def _hard(self, begin: int) -> int:
        """Return the end of the clause: the next strong cut that is no bracket."""
        cuts = (
            cut.start
            for cut in self.zones.cuts
            if cut.strength == HARD and cut.start >= begin and self.text[cut.start : cut.end].strip() not in ("(", ")")
        )
        return min((self.zones.span[1], *cuts))

    def _target_end(self, begin: int, *, is_short: bool = False) -> int:
        """Return the end of a comparison's object: a comma or "and". Unless `is_short`, include a number beside it (", with 2.1%")."""
        stop = self._hard(begin)
        for cut in self.zones.cuts:
            if cut.start < begin or cut.strength not in (AND, COMMA) or cut.start >= stop:
                continue
            rest = self.text[cut.end : stop].lstrip()
            number = next((a for a, _ in self.zones.numbers if a >= cut.end and a != self.number[0]), stop)
            if (
                not is_short
                and cut.strength == COMMA
                and find_word(self.sentence.lang, "beside").match(rest)
                and len(WORD.findall(self.text[cut.end : number])) <= NEAR
            ):
                return next((b for a, b in self.zones.numbers if a == number), stop)
            return cut.start
        return stop

    def _target(self, begin: int, end: int) -> Figure | None:
        """Return the figure named in a stretch of the sentence: the quoted one, else that of its period and codes."""
        kin, text = self.kin, self.text
        for number in self.zones.numbers:
            if begin <= number[0] < end:
                return None if number == self.number else self._quoted(number)
        codes: dict[str, str] = {}
        dimensions = kin.declared.structure.dimensions
        for slot in self.contexts.slots(self.sentence.figure):
            other = next((key for key, _ in slot.rivals(text, begin, end)), None)
            if other is None:
                continue
            if slot.name == MEASURE:
                of = next((each for each in dimensions.values() if each.has_measures and each.codelist), None)
                codelist = of.codelist.codes.values() if of and of.codelist else ()
                code = next((each.id for each in codelist if key_of(each.words(self.sentence.lang)) == other), None)
                if of and code:
                    codes[of.name] = code
                elif not self._is_said_before(slot, other, begin):
                    return None
            else:
                codes[slot.name] = other
        period = self._period(begin, end)
        if period == kin.now:
            period = None
        if period:
            return kin.at(period, codes) if kin.own else None
        return kin.get(codes) if codes else None

    def _is_said_before(self, slot: Slot, key: str, begin: int) -> bool:
        """Return True if words before an offset already name a key: "heart patients ..., longer than eye patients"."""
        return any(each.key == key and each.end <= begin for each in self._named(slot.vocabulary.read(self.text), slot.name))

    def _period(self, begin: int, end: int) -> Period | None:
        """Return the first period of the table named in a stretch, also relative to the figure's own: "the year before"."""
        now, stretch = self.kin.now, self.text[begin:end]
        if now is None:
            return None
        base = NamedPeriod(0, 0, now.kind, _day(now.first), _day(now.last))
        relative = (each for each in find_relative(stretch, self.sentence.lang, (base,)))
        named = [*(each for each in self.sentence.periods if begin <= each.start < end), *relative]
        return next((period for each in named for period in self.kin.cells if compare(each, period) == SAME), None)

    # Directions

    def _recovered(self, mark: Mark) -> Claim | None:
        is_level = self.kin.own is not None and not self.kin.is_change and self.sentence.item.basis != "from"
        following = WORD.search(self.text, mark.end, self.zones.span[1])
        # "Images that were recovered from a server"
        is_level = is_level and (following is None or following[0].lower() not in self.speech.all("recovered_not"))
        if not is_level or self.negated(mark) or not self.belongs(mark, mark.end):
            return None
        before = self.kin.previous()
        other = self.kin.at(before) if before else None
        if other is None:
            return self.undecided(mark)
        return self.wrong(mark, 'is more than before ("{}")', other) if self.sentence.figure.value <= other.value else None

    def _continued(self, mark: Mark) -> Claim | None:
        """Check a continued change against the two last steps."""
        now = self.kin.now
        ways = {self._way(word) for word in WORD.findall(self.text[mark.end : mark.end + 40].lower())[:2]} - {""}
        is_level = not self.kin.is_change and now is not None and self.sentence.item.basis != "from"
        if len(ways) != 1 or not is_level or self.negated(mark) or not self.belongs(mark, mark.end):
            return None
        return self._went(mark, ways == {"up"}, 2)

    def _in_a_row(self, mark: Mark) -> Claim | None:
        now, lang = self.kin.now, self.sentence.lang
        part = self.part(mark[:2])
        count = self._steps(part[0], mark, min(part[1], mark.end + 20))
        if now is None or count is None or self.sentence.item.basis == "from" or not self.belongs(mark, part[1]):
            return None
        before = self.text[part[0] : mark.start]
        if self.negated(mark) or find_word(lang, "after").match(before.lstrip()):
            return self.undecided(mark)
        ways = set(self._ways(min(part[0], self.own_part[0]), max(part[1], self.own_part[1])))
        if len(ways) != 1:
            return self.undecided(mark)
        return self._went(mark, ways == {"up"}, count)

    def _went(self, mark: Mark, is_up: bool, count: int) -> Claim | None:
        """Check the direction of the last `count` steps up to the figure's period."""
        now = self.kin.now
        assert now is not None
        later = self.kin.level(now)
        for _ in range(count):
            earlier_period = self.kin.previous(now)
            earlier = self.kin.level(earlier_period) if earlier_period else None
            if earlier is None or later is None or earlier_period is None:
                return self.undecided(mark)
            if (later.value > earlier.value) != is_up or later.value == earlier.value:
                return self.wrong(mark, f'went {"up" if is_up else "down"} {count} times ("{{}}")', earlier, later)
            now, later = earlier_period, earlier
        return None

    def _steps(self, begin: int, mark: Mark, end: int) -> int | None:
        """Return the number of consecutive periods ("the third year running"), or None if their kind is not the figure's."""
        now = self.kin.now
        said = [each[0].lower() for each in WORD.finditer(self.text, begin, mark.start)][-_NEAR:]
        around = [*said, *(each[0].lower() for each in WORD.finditer(self.text, mark.end, end))][: _NEAR + 2]
        units = _units(self.sentence.lang)
        unit = next((units[word] for word in around if word in units), None)
        if now is None or unit != now.kind:
            return None
        ranks = words(self.sentence.lang)["comparing"]["ranks"]
        for word in reversed(said):
            rank = next((int(n) for n, forms in ranks.items() if word in map(str, forms)), None) or _integer(self.known, word)
            if rank and rank > 1:
                return rank
        return None

    def _ways(self, begin: int, end: int) -> Iterator[str]:
        for word in WORD.findall(self.text[begin:end].lower()):
            if way := self._way(word):
                yield way

    def _way(self, word: str) -> str:
        """Return the direction named by a word, or ""."""
        return self.known.governors.get(word) or self.known.change_nouns.get(word) or self.known.particles.get(word) or ""


@functools.cache
def _units(lang: str) -> dict[str, str]:
    """Return the kind of period for each word for a span of time."""
    found = {str(form): _KINDS.get(int(size), "") for size, forms in words(lang)["spans"].items() for form in forms}
    return found | {str(form): "quarter" for form in words(lang)["comparing"]["quarters"]}


@functools.lru_cache(maxsize=1000)
def _integer(known: Language, word: str) -> int | None:
    return known.values.get(word)


def _skip(text: str, at: int) -> int:
    return at + len(text[at:]) - len(text[at:].lstrip())


def _day(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day
