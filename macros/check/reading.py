"""Reads a claim: which code of each dimension, and which period, the words of a sentence give to one of its numbers.

A number has a zone: the words from where the number before it is done with to where the next one begins. What counts is, in this order: the
words that the quote itself holds; the member of a list at the number's place ("A and B numbered 1 and 2"); the last or the first of two that
"the latter" and "the former" stand for; its own part of the sentence, between commas; its own clause; the rest of its zone; what was said before it in the
sentence; the sentences before; the words above, the nearest first. What is compared or set apart ("fewer than in Sweden") counts where nothing else is named.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from macros.check.context import Contexts, Sentence, either, listed, right_behind, sentence_span
from macros.check.times import When
from macros.check.vocabulary import Named as Word
from macros.check.vocabulary import MEASURE, Slot
from macros.numbers.language import language
from macros.numbers.periods import Named
from macros.structure import Dimension
from macros.wording.judge import QUANTITIES

Range = tuple[int, int]
_GLUE = 4  # words between two things of one list
_LED = 4  # words between a comparison and what is compared
_WORD = re.compile(r"[^\W_]+")


class Mention(NamedTuple):
    """What of one dimension a sentence names, and where. value: its code, or its period. rank: PLAIN, or less."""

    start: int
    end: int
    value: object
    source: Word | Named
    rank: int = 0


PLAIN, COMPARED, WITHIN = range(3)
"""How much a mention counts: it says what is told, what that is compared with or set apart from, or what that stands in."""


class Reading(NamedTuple):
    """What the words give to a number: its own, or by these words another; is_named is False where they name nothing.

    level: where the words stand. found: what is named there, in the text.
    """

    is_named: bool
    rival: str = ""
    level: str = ""
    found: Sequence[Mention] = ()
    text: str = ""


class Axis:
    """A dimension of a figure, or the period that it is of, as sentences name it. has_heads: "files in reports" are files."""

    has_heads = False

    def mentions(self, text: str) -> tuple[Mention, ...]:
        raise NotImplementedError

    def judge(self, found: Sequence[Mention], text: str) -> str | None:
        """Return "" where one of the mentions is the figure's, else the words that name another, None where none does."""
        raise NotImplementedError

    def whole(self, found: Sequence[Mention], text: str) -> str:
        """Return the words that name a whole of which the figure's value is a part."""
        return ""


@dataclass(frozen=True)
class Codes(Axis):
    """The codes of a dimension, or the measures. wholes: the codes that the figure's is a part of, which name no other."""

    slot: Slot
    wholes: frozenset[str]

    @property
    def has_heads(self) -> bool:  # type: ignore[override]
        return self.slot.name == MEASURE

    def mentions(self, text: str) -> tuple[Mention, ...]:
        return tuple(Mention(each.start, each.end, each.key, each) for each in self.slot.vocabulary.read(text) if each.slot == self.slot.name)

    def judge(self, found: Sequence[Mention], text: str) -> str | None:
        if any(each.value in self.slot.own for each in found):
            return ""
        keys = self.slot.vocabulary.groups[self.slot.name]
        said: dict[str, set[int]] = {}
        words: dict[str, str] = {}
        for each in found:
            word = each.source
            if isinstance(word, Word) and not word.is_hidden and word.key not in self.wholes:
                said.setdefault(word.key, set()).add(word.group)
                words.setdefault(word.key, text[each.start : each.end])
        return next((words[key] for key, groups in said.items() if len(groups) == len(keys[key])), None)

    def whole(self, found: Sequence[Mention], text: str) -> str:
        return next((text[each.start : each.end] for each in found if each.value in self.wholes), "")


@dataclass(frozen=True)
class Times(Axis):
    """The one period that a figure is of."""

    when: When
    said: tuple[Named, ...]

    def mentions(self, text: str) -> tuple[Mention, ...]:
        return tuple(Mention(each.start, each.end, (each.kind, each.first, each.last), each) for each in self.said)

    def judge(self, found: Sequence[Mention], text: str) -> str | None:
        said = [each.source for each in found if isinstance(each.source, Named)]
        if self.when.is_among(said, ()):
            return ""
        return self.when.rival(said) or None


LEAD, AND, COMMA, HARD = range(4)
"""How strongly a sentence is cut: before "to", at "and", at a comma; at a semicolon, a bracket or "while"."""


class Cut(NamedTuple):
    start: int
    end: int
    strength: int


@dataclass(frozen=True)
class Grammar:
    """What cuts the sentences of a language, and what sets things apart in them."""

    cuts: tuple[re.Pattern[str], ...]  # by strength
    glue: re.Pattern[str]
    aside: re.Pattern[str]
    within: re.Pattern[str]
    partitive: re.Pattern[str]
    of_the: re.Pattern[str]
    articles: re.Pattern[str]
    relative: re.Pattern[str]
    in_order: re.Pattern[str]
    pair: tuple[re.Pattern[str], re.Pattern[str]]  # the former, the latter


@functools.cache
def grammar(lang: str) -> Grammar:
    """Return that of a language, from its lists of words."""

    def any_of(*names: str) -> str:
        return rf"(?<!\w)(?:{either(word for name in names for word in listed(lang, name))})(?!\w)"

    both = either(language(lang).table["calendar"]["and"])
    i, articles = re.IGNORECASE, rf"(?:\s+{any_of('articles')})*\s+$"
    return Grammar(
        (
            re.compile(any_of("contrasts", "leads_on"), i),
            re.compile(rf"(?<!\w)(?:{both})(?!\w)|{any_of('clause_ends')}", i),
            re.compile(r",(?=\s)"),
            re.compile(rf"[;:!?)\u2013\u2014]|\((?!\s*\S*\d)|{any_of('turns')}", i),
        ),
        re.compile(rf",|/|&|(?<!\w)(?:{both})(?!\w)|{any_of('list_links')}", i),
        re.compile(rf"{any_of('set_apart')}(?:\s+[^\W_]+){{0,{_LED}}}?\s*$", i),
        re.compile(rf"{any_of('contained_in')}{articles}", i),
        re.compile(rf"{any_of('partitives')}{articles}", i),
        re.compile(rf"{any_of('partitives')}(?:\s+{any_of('articles')})+\s+$", i),
        re.compile(any_of("articles"), i),
        re.compile(any_of("relative_pronouns"), i),
        re.compile(any_of("in_order"), i),
        (re.compile(any_of("the_former"), i), re.compile(any_of("the_latter"), i)),
    )


class Zones:
    """The sentence of a number, cut into the zones of its numbers, and these into clauses and parts."""

    def __init__(self, sentence: Sentence, named: Iterable[Sequence[Mention]]) -> None:
        self.text, self.span, self.grammar = sentence.text, sentence.span, grammar(sentence.lang)
        self.numbers = _numbers(sentence)
        kinds = [next((each.kind for each in sentence.own_finds if a <= each.start < b), "") for a, b in self.numbers]
        self.kinds = {edge: kind.replace("cardinal", "count").replace("amount", "count") for both, kind in zip(self.numbers, kinds, strict=True) for edge in both}
        self.at = next(at for at, (start, end) in enumerate(self.numbers) if start <= sentence.item.start < end)
        lists = [self.lists(mentions) for mentions in named]
        kept = [(each[0].start, each[-1].end) for found in lists for each in found]
        kept += [(a.start, b.end) for a, b in pairwise(sentence.periods) if b.link]
        cuts = (Cut(*match.span(), at) for at, each in enumerate(self.grammar.cuts) for match in each.finditer(self.text, *self.span))
        self.cuts = sorted(cut for cut in cuts if not any(a <= cut.start and cut.end <= b for a, b in (*kept, *self.numbers)))
        before = self._between(self.numbers[self.at - 1], self.numbers[self.at])[1] if self.at else self.span[0]
        is_last = self.at + 1 == len(self.numbers)
        self.zone = (before, self.span[1] if is_last else self._between(self.numbers[self.at], self.numbers[self.at + 1])[0])

    def _between(self, number: Range, following: Range) -> Range:
        """Return where what belongs to a number ends, and where what belongs to the following one begins."""
        begin, end = number[1], following[0]
        cuts = [cut for cut in self.cuts if begin <= cut.start and cut.end <= end]
        inner = [cut for cut in cuts if self.text[cut.end : end].strip()] or cuts
        # "134, in Denmark, and 160": what is put between belongs to the first.
        if inner and inner[0].strength == COMMA and not self.text[begin : inner[0].start].strip() and any(c.strength == AND for c in inner):
            inner = inner[1:]
        if inner:
            most = max(cut.strength for cut in inner)
            chosen = [cut for cut in inner if cut.strength == most][-1 if most == LEAD else 0]
            return chosen.start, chosen.end
        words = list(_WORD.finditer(self.text, begin, end))
        middle = words[(len(words) + 1) // 2].start() if len(words) > 1 else end
        return middle, middle

    def levels(self) -> Iterator[tuple[str, Range]]:
        """Yield the stretches of the zone, the nearest to the number first."""
        part, clause = self._around(AND), self._around(HARD)
        yield "part", part
        yield "clause", clause
        yield "sentence", (self.zone[0], clause[0])
        yield "sentence", (clause[1], self.zone[1])

    def is_antecedent(self, mention: Mention) -> bool:
        """Whether the number's part of the sentence is about what stands right before it: "in 2020, when 335 people died"."""
        begin, _ = next(iter(self.levels()))[1]
        between = re.compile(rf",\s+(?:{self.grammar.relative.pattern})", re.IGNORECASE)
        return mention.end <= begin <= self.numbers[self.at][0] and between.match(self.text, mention.end) is not None and begin - mention.end <= 2

    def _around(self, strength: int) -> Range:
        start, end = self.numbers[self.at]
        cuts = [cut for cut in self.cuts if cut.strength >= strength]
        before = (cut.end for cut in cuts if cut.end <= start)
        behind = (cut.start for cut in cuts if cut.start >= end)
        return max((self.zone[0], *before)), min((self.zone[1], *behind))

    def lists(self, mentions: Sequence[Mention]) -> list[list[Mention]]:
        """Return the runs of different things that are named together: "Denmark, Sweden and Norway"."""
        runs: list[list[Mention]] = []
        for each in mentions:
            if not self.span[0] <= each.start < self.span[1]:
                continue
            if runs and self._is_glue(runs[-1][-1].end, each.start) and each.value not in [one.value for one in runs[-1]]:
                runs[-1].append(each)
            elif not runs or each.start >= runs[-1][-1].end:
                runs.append([each])
        return [run for run in runs if len(run) > 1]

    def _is_glue(self, begin: int, end: int) -> bool:
        gap = self.text[begin:end]
        if any(begin <= start < end for start, _ in self.numbers) or self.grammar.cuts[HARD].search(gap):
            return False
        return begin < end and self.grammar.glue.search(gap) is not None and self._count_words(gap) <= _GLUE

    def _count_words(self, gap: str) -> int:
        return len(_WORD.findall(gap)) - len(self.grammar.articles.findall(gap))

    def run(self, named: Sequence[Sequence[Mention]]) -> tuple[int, int]:
        """Return how many numbers are named together with this one, and its place among them."""
        def is_joined(a: Range, b: Range) -> bool:
            return self._is_glue_of_numbers(a[1], b[0]) and not any(a[1] <= each.start < b[0] for found in named for each in found)

        first = last = self.at
        while first and is_joined(self.numbers[first - 1], self.numbers[first]):
            first -= 1
        while last + 1 < len(self.numbers) and is_joined(self.numbers[last], self.numbers[last + 1]):
            last += 1
        return last - first + 1, self.at - first

    def _is_glue_of_numbers(self, begin: int, end: int) -> bool:
        gap = self.text[begin:end]
        if self.kinds[begin] != self.kinds[end]:  # "by 15%, from 412"
            return False
        return self.grammar.glue.search(gap) is not None and not self.grammar.cuts[HARD].search(gap) and self._count_words(gap) <= _GLUE


def _numbers(sentence: Sentence) -> list[Range]:
    """Return where the quantities of a sentence stand, those that are quoted with all the words of the quote."""
    begin, end = sentence.span
    quoted = [(start, stop) for start, stop, binding in sentence.passage.spans if binding.kind == "figure" and begin <= start < end]
    own = (sentence.item.start, sentence.item.end)
    free = [(each.start, each.end) for each in sentence.own_finds if each.kind in QUANTITIES] + [own]
    return sorted({*quoted, *(each for each in free if not any(start < each[1] and each[0] < stop for start, stop in quoted))})


def read(axis: Axis, sentence: Sentence, zones: Zones, named: Sequence[Sequence[Mention]]) -> Reading:
    """Return which value of a dimension the words give to a number. named: the mentions of each dimension of its figure."""
    text = sentence.text
    mentions = [each._replace(rank=_rank(each, axis, zones)) for each in axis.mentions(text) if _is_said(each, axis, zones)]
    start, end = zones.numbers[zones.at]
    if quoted := [each for each in mentions if start <= each.start < end]:
        return _judge(axis, quoted, text, "quote")
    if listed := _member(mentions, zones, named):
        return _judge(axis, [listed], text, "list")
    if led := [each for each in mentions if zones.is_antecedent(each)]:
        reading = _judge(axis, led, text, "part")
        if reading.is_named:
            return reading
    whole, earlier = "", ("before", (zones.span[0], zones.zone[0]))
    for rank, levels in ((PLAIN, zones.levels()), (COMPARED, (*zones.levels(), earlier)), (WITHIN, (*zones.levels(), earlier))):
        for level, (begin, stop) in levels:
            found = [each for each in mentions if begin <= each.start and each.end <= stop and each.rank <= rank]
            reading = _judge(axis, found, text, level)
            if reading.is_named:
                return reading
            whole = whole or (axis.whole(found, text) if rank == PLAIN else "")
    later = [each for each in mentions if zones.zone[1] <= each.start < zones.span[1]]
    if axis.judge(later, text) == "":
        return Reading(is_named=True, level="behind")
    if whole:
        return Reading(True, whole, "sentence")
    return _read_around(axis, sentence)


def _axes(sentence: Sentence, contexts: Contexts) -> tuple[list[Codes], list[Times]]:
    figure = sentence.figure
    dimensions = figure.declaration.structure.dimensions
    slots = [slot for slot in contexts.slots(figure) if slot.name == MEASURE or slot.name in dimensions]
    when = contexts.when(figure)
    codes = [Codes(slot, _wholes(slot, dimensions.get(slot.name))) for slot in slots if slot.own]
    return codes, [Times(when, sentence.said)] if when else []


def readings(sentence: Sentence, contexts: Contexts) -> dict[Axis, Reading]:
    """Return what the words around a number in prose give to it, in each dimension of its figure."""
    codes, times = _axes(sentence, contexts)
    axes: list[Axis] = [*codes, *times]
    named = [axis.mentions(sentence.text) for axis in axes]
    zones = Zones(sentence, named)
    return {axis: read(axis, sentence, zones, named) for axis in axes}


def zone_of(sentence: Sentence, contexts: Contexts) -> Range:
    """Return where the words that belong to a number begin and end in its sentence."""
    codes, times = _axes(sentence, contexts)
    return Zones(sentence, [axis.mentions(sentence.text) for axis in (*codes, *times)]).zone


def wrong(sentence: Sentence, contexts: Contexts) -> str:
    """Return what is wrong with the words around a number in prose, for the figure that it quotes, or ""."""
    figure, text = sentence.figure, sentence.text
    axes, times = _axes(sentence, contexts)
    when = times[0].when if times else None
    named = [axis.mentions(text) for axis in (*axes, *times)]
    zones = Zones(sentence, named)
    readings = {axis.slot: read(axis, sentence, zones, named) for axis in axes}
    missing = []
    unsaid = [slot for slot, reading in readings.items() if slot.is_total and not reading.is_named]
    for slot, reading in readings.items():
        if word := reading.rival or right_behind(slot, sentence, contexts):
            return f'in words that speak of "{word}" and not of "{next(slot.words(), "")}"'
        # "Denmark had 134 road deaths" is of both sexes, and "134 deaths" of all places where there is no other total.
        said = [each for each, other in readings.items() if other.is_named and (len(unsaid) == 1 or each.name != MEASURE)]
        if slot.needed and not reading.is_named and not (slot in unsaid and said):
            missing.append(slot.lacks("") or next(slot.words()))
    around = "\n".join((text, *sentence.passage.context))
    missing += [word for slot in contexts.slots(figure) if slot not in readings or readings[slot].is_named if (word := slot.lacks(around))]
    if missing:
        listed_ = " and ".join(f'"{word}"' for word in missing)
        return f"where neither the sentence nor a heading, caption or header mentions {listed_}"
    for axis in times:
        reading = read(axis, sentence, zones, named)
        if reading.rival and (reading.level in ("quote", "list", "part") or not contexts.is_what_it_came_from(sentence)):
            return f'in words that speak of "{reading.rival}" and not of "{when}"'
    if word := _uneven(zones, named):
        return f'with "{word}", but no list in the sentence has as many members as there are numbers'
    return ""


def _wholes(slot: Slot, dimension: Dimension | None) -> frozenset[str]:
    """What the codes of a figure are parts of: they are no other things."""
    if dimension is None or dimension.codelist is None or slot.name == MEASURE:
        return frozenset()
    codelist = dimension.codelist
    totals = {code.id for code in codelist.codes.values() if code.is_total}
    return frozenset(totals.union(*(codelist.wholes(code) for code in slot.own if code in codelist.codes))) - slot.own


def _uneven(zones: Zones, named: Sequence[Sequence[Mention]]) -> str:
    """The word that says that two lists are in one order, where a list of the numbers has none that is as long."""
    match = zones.grammar.in_order.search(zones.text, *zones.span)
    count, _ = zones.run(named)
    if not match or count < 2 or zones.at + 1 >= 2 * count - 1 or any(len(each) == count for found in named for each in zones.lists(found)):
        return ""
    return match[0]


def _judge(axis: Axis, found: Sequence[Mention], text: str, level: str) -> Reading:
    rival = axis.judge(found, text)
    return Reading(rival is not None, rival or "", level, found, text)


def _member(mentions: Sequence[Mention], zones: Zones, named: Sequence[Sequence[Mention]]) -> Mention | None:
    """The thing at the number's place, where as many are named together as numbers; of two, what "the former" and "the latter" are."""
    start, stop = zones.numbers[zones.at]
    lists = zones.lists(mentions)
    count, place = zones.run(named)
    fitting = [each for each in lists if len(each) == count]
    if count > 1 and fitting:
        return min(fitting, key=lambda each: min(abs(each[0].start - start), abs(each[-1].end - start)))[place]
    begin, end = next(iter(zones.levels()))[1]
    if any(begin <= each.start < end for each in mentions):
        return None
    pairs = [each for each in lists if len(each) == 2 and each[-1].end <= start]
    if pairs:
        for at, pattern in enumerate(zones.grammar.pair):
            if pattern.search(zones.text, begin, end):
                return pairs[-1][at]
    return None


def _rank(mention: Mention, axis: Axis, zones: Zones) -> int:
    stops = [*(cut.end for cut in zones.cuts if cut.strength >= COMMA), *(end for _, end in zones.numbers)]
    begin = max((zones.span[0], *(stop for stop in stops if stop <= mention.start)))
    if zones.grammar.aside.search(zones.text, begin, mention.start):
        return COMPARED
    if not axis.has_heads or not zones.grammar.within.search(zones.text, begin, mention.start):
        return PLAIN
    heads = [each for each in axis.mentions(zones.text) if zones.span[0] <= each.start < mention.start and each.value != mention.value]
    if any(begin <= each.start for each in heads):
        return WITHIN
    # "Of the files, 1,783,478 were in EU reports", but not "47% of the files and 58% of the reports".
    is_part = zones.grammar.partitive.search(zones.text, begin, mention.start)
    return WITHIN if heads and not is_part and axis.judge([mention], zones.text) != "" else PLAIN


def _is_said(mention: Mention, axis: Axis, zones: Zones) -> bool:
    """Whether what is named can be what the number is of: "of the 352 deaths, those in Denmark" are no 352."""
    start, end = zones.numbers[zones.at]
    return mention.start < end or axis.judge([mention], zones.text) == "" or not zones.grammar.partitive.search(zones.text, zones.zone[0], start)


def _read_around(axis: Axis, sentence: Sentence) -> Reading:
    """What the sentences before say, the nearest first, then those behind, then the words above."""
    text, (begin, end) = sentence.text, sentence.span
    while begin > 0:
        start, _ = sentence_span(text, len(text[:begin].rstrip()) - 1)
        reading = _judge(axis, [each for each in axis.mentions(text) if start <= each.start < begin], text, "sentence before")
        if reading.is_named or start >= begin:
            return reading
        begin = start
    if axis.judge([each for each in axis.mentions(text) if each.start >= end], text) == "":
        return Reading(is_named=True, level="sentence behind")
    for above in reversed(sentence.passage.context):
        reading = _judge(axis, axis.mentions(above), above, "above")
        if reading.is_named:
            return reading
    return Reading(is_named=False)
