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
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from macros.check.context import Contexts, Sentence, either, listed, right_behind, sentence_span
from macros.check.vocabulary import MEASURE, Slot
from macros.check.vocabulary import Named as Word
from macros.check.when import When
from macros.interface import words
from macros.numbers.language import language
from macros.numbers.periods import Named
from macros.structure import Dimension
from macros.wording.judge import QUANTITIES

Range = tuple[int, int]
_GLUE = 4  # words between two things of one list
_LED = 4  # words between a comparison and what is compared
_BRACKETS = re.compile(r"\([^()]*\)")
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
    is_time = False
    is_total = False

    def mentions(self, text: str) -> tuple[Mention, ...]:
        raise NotImplementedError

    def judge(self, found: Sequence[Mention], text: str) -> str | None:
        """Return "" where one of the mentions is the figure's, else the words that name another, None where none does."""
        raise NotImplementedError

    def beyond(self, mention: Mention, text: str) -> str:
        """Return the words that name all but the figure's value, "" where they do not: "reports from outside the EU"."""
        return ""

    def whole(self, found: Sequence[Mention], text: str) -> str:
        """Return the words that name a whole of which the figure's value is a part."""
        return ""


@dataclass(frozen=True)
class Codes(Axis):
    """The codes of a dimension, or the measures. wholes: the codes that the figure's is a part of, which name no other."""

    slot: Slot
    wholes: frozenset[str]
    others: frozenset[str] = frozenset()  # measures in other units, which its number can be none of

    @property
    def is_total(self) -> bool:  # type: ignore[override]
        return self.slot.is_total

    @property
    def has_heads(self) -> bool:  # type: ignore[override]
        return self.slot.name == MEASURE

    def mentions(self, text: str) -> tuple[Mention, ...]:
        return tuple(
            Mention(each.start, each.end, each.key, each) for each in self.slot.vocabulary.read(text) if each.slot == self.slot.name
        )

    def judge(self, found: Sequence[Mention], text: str) -> str | None:
        keys = self.slot.vocabulary.groups[self.slot.name]
        if any(each.value in self.slot.own for each in found):
            return ""
        said: dict[str, set[int]] = {}
        words: dict[str, str] = {}
        for each in found:
            word = each.source
            if isinstance(word, Word) and not word.is_hidden and word.key not in self.wholes | self.others:
                said.setdefault(word.key, set()).add(word.group)
                words.setdefault(word.key, text[each.start : each.end])
        return next((words[key] for key, groups in said.items() if len(groups) == len(keys[key])), None)

    def beyond(self, mention: Mention, text: str) -> str:
        grammar_ = grammar(self.slot.vocabulary.lang)
        before = grammar_.beyond.search(text, 0, mention.start)
        groups = self.slot.vocabulary.groups[self.slot.name][str(mention.value)]
        is_named = before and any(before["word"].lower() in word.lower().split() for group in groups for word in group)
        return text[before.start() : mention.end].strip() if before and not is_named else ""

    def whole(self, found: Sequence[Mention], text: str) -> str:
        return next((text[each.start : each.end] for each in found if each.value in self.wholes), "")


@dataclass(frozen=True)
class Times(Axis):
    """The one period that a figure is of."""

    when: When
    said: tuple[Named, ...]
    is_time = True

    def mentions(self, text: str) -> tuple[Mention, ...]:
        return tuple(Mention(each.start, each.end, (each.kind, each.first, each.last), each) for each in self.said)

    def judge(self, found: Sequence[Mention], text: str) -> str | None:
        said = [each.source for each in found if isinstance(each.source, Named)]
        if self.when.is_among(said, ()):
            return ""
        return self.when.rival(said) or None


_BETWEEN = (
    "list_links",
    "leads_on",
    "contrasts",
    "set_apart",
    "contained_in",
    "partitives",
    "articles",
    "speaking_articles",
    "number_leads",
)
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
    leads_on: re.Pattern[str]
    between: re.Pattern[str]
    aside: re.Pattern[str]
    within: re.Pattern[str]
    partitive: re.Pattern[str]
    base: re.Pattern[str]
    of_the: re.Pattern[str]
    of_them: re.Pattern[str]
    beyond: re.Pattern[str]
    given: re.Pattern[str]
    those_of: re.Pattern[str]
    articles: re.Pattern[str]
    relative: tuple[re.Pattern[str], re.Pattern[str]]  # of things, of times
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
        re.compile(any_of("leads_on"), i),
        re.compile(rf"(?:[\s,/&]|(?<!\w)(?:{both})(?!\w)|{any_of(*_BETWEEN)})+", i),
        re.compile(
            rf"(?:{any_of('set_apart')}|{any_of('more_or_less')}(?:\s+[^\W_]+){{0,{_LED}}}?\s+{any_of('than')})(?:\s+[^\W_]+){{0,{_LED}}}?\s*$",
            i,
        ),
        re.compile(rf"{any_of('contained_in')}(?:\s+{any_of('articles')})*(?:\s+[^\W_]+)?\s+$", i),
        re.compile(rf"{any_of('partitives')}{articles}", i),
        re.compile(rf"\s*{any_of('partitives')}(?:\s|{any_of('articles', 'contained_in', 'partitives', 'contained')})*", i),
        re.compile(rf"{any_of('partitives')}\s+{any_of('definite')}\s+$", i),
        re.compile(rf"\s+(?:[^\W\d_]+\s+)?{any_of('them')}", i),
        re.compile(rf"(?<!\w)(?P<word>{either(words(lang)['other_quantities']['beyond'])})(?:\s+{any_of('articles')})*[\s-]+$", i),
        re.compile(rf"{any_of('definite')}\s+$", i),
        re.compile(rf"{any_of('those_of')}{articles}", i),
        re.compile(any_of("articles"), i),
        (re.compile(rf",\s+{any_of('relative_pronouns')}", i), re.compile(rf",\s+{any_of('relative_adverbs')}", i)),
        re.compile(any_of("in_order"), i),
        (re.compile(any_of("the_former"), i), re.compile(any_of("the_latter"), i)),
    )


class Zones:
    """The sentence of a number, cut into the zones of its numbers, and these into clauses and parts."""

    def __init__(self, sentence: Sentence, named: Sequence[Sequence[Mention]]) -> None:
        self.text, self.span, self.grammar = sentence.text, sentence.span, grammar(sentence.lang)
        self.numbers = _numbers(sentence)
        kinds = [next((each.kind for each in sentence.own_finds if a <= each.start < b), "") for a, b in self.numbers]
        self.kinds = {
            edge: kind.replace("cardinal", "count").replace("amount", "count")
            for both, kind in zip(self.numbers, kinds, strict=True)
            for edge in both
        }
        self.at = next(at for at, (start, end) in enumerate(self.numbers) if start <= sentence.item.start < end)
        self.covered = [(each.start, each.end) for mentions in named for each in mentions]
        lists = [self.lists(mentions) for mentions in named]
        kept = [(each[0].start, each[-1].end) for found in lists for each in found if self._is_one(each[0], each[1]) or len(each) > 2]
        kept += [(a.start, b.end) for a, b in pairwise(sentence.periods) if b.link == "to" or (b.link and self._is_one(a, b))]
        cuts = (Cut(*match.span(), at) for at, each in enumerate(self.grammar.cuts) for match in each.finditer(self.text, *self.span))
        self.cuts = sorted(cut for cut in cuts if not any(a <= cut.start and cut.end <= b for a, b in (*kept, *self.numbers)))
        self.zone = self._zone(self.at)

    def _zone(self, at: int) -> Range:
        before = self._between(self.numbers[at - 1], self.numbers[at])[1] if at else self.span[0]
        is_last = at + 1 == len(self.numbers)
        return before, self.span[1] if is_last else self._between(self.numbers[at], self.numbers[at + 1])[0]

    def following(self) -> Range:
        """Return the zone of the next number."""
        return self._zone(self.at + 1)

    def companions(self, named: Sequence[Sequence[Mention]]) -> list[Range]:
        """Return the zones of the numbers that are named together with this one, the nearest first: "from 358 to 389 in Denmark"."""
        count, place = self.run(named)
        others = (at for at in range(self.at - place, self.at - place + count) if at != self.at)
        return [self._zone(at) for at in sorted(others, key=lambda at: abs(at - self.at))]

    def _between(self, number: Range, following: Range) -> Range:
        """Return where what belongs to a number ends, and where what belongs to the following one begins."""
        begin, end = number[1], following[0]
        cuts = [cut for cut in self.cuts if begin <= cut.start and cut.end <= end]
        if "(" in self.text[begin:end]:  # "70 days (median) that patients waited": what is in brackets is put between
            brackets = [match.span() for match in _BRACKETS.finditer(self.text, begin, end)]
            cuts = [cut for cut in cuts if not any(a <= cut.start < b for a, b in brackets)] or cuts
        inner = [cut for cut in cuts if cut.strength != COMMA or self.text[cut.end : end].strip()] or cuts
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

    def levels_of_clause(self) -> Range:
        """Return where the number's own clause begins and ends."""
        return self._around(HARD)

    def is_antecedent(self, mention: Mention, axis: Axis) -> bool:
        """Whether the number's part of the sentence is about what stands right before it: "in 2020, when 335 people died"."""
        begin, _ = next(iter(self.levels()))[1]
        is_led = mention.end <= begin <= self.numbers[self.at][0] and begin - mention.end <= 2
        return is_led and self.grammar.relative[axis.is_time].match(self.text, mention.end) is not None

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
            is_on = isinstance(each.source, Named) and each.source.link == "to"
            if runs and (is_on or self._is_glue(runs[-1][-1].end, each.start)) and each.value not in [one.value for one in runs[-1]]:
                runs[-1].append(each)
            elif not runs or each.start >= runs[-1][-1].end:
                runs.append([each])
        return [run for run in runs if len(run) > 1]

    def _is_one(self, a: Mention | Named, b: Mention | Named) -> bool:
        """Whether two things stand together wherever they do: "2020 and 2021", but not "47% in 2020, and in 2021 48%"."""
        is_between = any(end <= a.start for _, end in self.numbers) and any(start >= b.end for start, _ in self.numbers)
        return not is_between or self.grammar.cuts[AND].fullmatch(self.text[a.end : b.start].strip()) is not None

    def _is_glue(self, begin: int, end: int) -> bool:
        gap = self.text[begin:end]
        if any(begin <= start < end for start, _ in self.numbers) or self.grammar.cuts[HARD].search(gap):
            return False
        said = _without(self.text, begin, end, self.covered)
        return (
            begin < end and self.grammar.glue.search(said) is not None and len(_WORD.findall(self.grammar.articles.sub(" ", said))) <= _GLUE
        )

    def run(self, named: Sequence[Sequence[Mention]]) -> tuple[int, int]:
        """Return how many numbers are named together with this one, and its place among them."""

        def is_joined(a: Range, b: Range) -> bool:
            is_part = self.grammar.of_the.fullmatch(self.text[a[1] : b[0]].lstrip())  # "134 of the 352"
            return (
                not is_part
                and self._is_glue_of_numbers(a[1], b[0])
                and not any(a[1] <= each.start < b[0] for found in named for each in found)
            )

        first = last = self.at
        while first and is_joined(self.numbers[first - 1], self.numbers[first]):
            first -= 1
        while last + 1 < len(self.numbers) and is_joined(self.numbers[last], self.numbers[last + 1]):
            last += 1
        return last - first + 1, self.at - first

    def _is_glue_of_numbers(self, begin: int, end: int) -> bool:
        """Whether two numbers of one kind stand side by side: "358, 389 and then 352", "from 358 to 389"; but not "by 15%, from 412"."""
        return self.kinds[begin] == self.kinds[end] and self.grammar.between.fullmatch(self.text, begin, end) is not None

    def is_whole(self) -> bool:
        """Whether the number is what the one before it is a part of: "134 out of 352"."""
        return bool(self.at) and self._is_of(self.at - 1)

    def is_part(self) -> bool:
        """Whether the number is a part of the next one, whose noun is its own: "134 of the 352 deaths"."""
        return self.at + 1 < len(self.numbers) and self._is_of(self.at)

    def _is_of(self, at: int) -> bool:
        gap = self.text[self.numbers[at][1] : self.numbers[at + 1][0]]
        return self.grammar.partitive.fullmatch(gap.strip() + " ") is not None

    def is_way(self) -> bool:
        """Whether the number stands with another that it leads to, or comes from: "from 358 to 389"."""
        return any(self.grammar.leads_on.fullmatch(gap.strip()) for gap in self._gaps())

    def is_compared(self) -> bool:
        """Whether the number stands with another that it is compared with: "6% against 3%"."""
        return any(self.grammar.aside.search(f"{gap} ") for gap in self._gaps())

    def _gaps(self) -> Iterator[str]:
        """Yield what stands between the number and those beside it."""
        for a, b in pairwise(self.numbers[max(0, self.at - 1) : self.at + 2]):
            yield self.text[a[1] : b[0]]


def _is_span(found: Sequence[Mention]) -> bool:
    return any(isinstance(each.source, Named) and each.source.link == "to" for each in found[1:])


def _numbers(sentence: Sentence) -> list[Range]:
    """Return where the quantities of a sentence stand, those that are quoted with all the words of the quote."""
    begin, end = sentence.span
    quoted = [(start, stop) for start, stop, binding in sentence.passage.spans if binding.kind == "figure" and begin <= start < end]
    own = (sentence.item.start, sentence.item.end)
    times = sentence.periods  # "in the fourth"
    found = (each for each in sentence.own_finds if each.kind in QUANTITIES)
    free = [(each.start, each.end) for each in found if not any(a.start < each.end and each.start < a.end for a in times)] + [own]
    return sorted({*quoted, *(each for each in free if not any(start < each[1] and each[0] < stop for start, stop in quoted))})


def read(axis: Axis, sentence: Sentence, zones: Zones, named: Sequence[Sequence[Mention]]) -> Reading:
    """Return which value of a dimension the words give to a number. named: the mentions of each dimension of its figure."""
    text = sentence.text
    mentions = [each._replace(rank=_rank(each, axis, zones)) for each in axis.mentions(text) if _is_said(each, axis, zones)]
    start, end = zones.numbers[zones.at]
    if quoted := [each for each in mentions if start <= each.start < end]:
        return _judge(axis, quoted, text, "quote")
    if listed := _member(mentions, zones, named):
        return _judge(axis, [each for each in mentions if each.start == listed.start], text, "list")
    own, others = tuple(zones.levels()), [("companion", each) for each in zones.companions(named)]
    begin, stop = own[0][1]
    if axis.has_heads and zones.grammar.of_them.match(text, end):  # "30% more of them" is of what was told before
        own = ()
    if axis.has_heads and zones.is_part():
        own = (("part", zones.following()),)
    led = [each for each in mentions if zones.is_antecedent(each, axis)]
    if led and not any(begin <= each.start < stop for each in mentions):
        return _judge(axis, led, text, "part")
    # "134 out of 352": the second is of the whole, whatever the first is of.
    outer = (*own, *others, ("before", (zones.span[0], zones.zone[0])))
    whole, outer = "", own if axis.is_total and zones.is_whole() else outer
    for rank, levels in ((PLAIN, own), (COMPARED, outer)):
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
    reading = _read_around(axis, sentence)
    if reading.is_named:
        return reading
    # What stands in something is read last: "the files in reports".
    return next((found for level, (a, b) in outer if (found := _judge(axis, _in(mentions, a, b), text, level)).is_named), reading)


def _in(mentions: Sequence[Mention], begin: int, end: int) -> list[Mention]:
    return [each for each in mentions if begin <= each.start and each.end <= end]


def _axes(sentence: Sentence, contexts: Contexts) -> tuple[list[Codes], list[Times]]:
    figure = sentence.figure
    dimensions = figure.declaration.structure.dimensions
    slots = [slot for slot in contexts.slots(figure) if slot.name == MEASURE or slot.name in dimensions]
    when = contexts.when(figure)
    others = contexts.in_other_units(figure)
    codes = [
        Codes(slot, find_wholes(slot, dimensions.get(slot.name)), others if slot.name == MEASURE else frozenset())
        for slot in slots
        if slot.needed
    ]
    return codes, [Times(when, sentence.said)] if when else []


def zones_of(sentence: Sentence, contexts: Contexts) -> Zones:
    """Return the sentence of a number, cut into the zones of its numbers."""
    codes, times = _axes(sentence, contexts)
    return Zones(sentence, [axis.mentions(sentence.text) for axis in (*codes, *times)])


def readings(sentence: Sentence, contexts: Contexts) -> dict[Axis, Reading]:
    """Return what the words around a number in prose give to it, in each dimension of its figure."""
    codes, times = _axes(sentence, contexts)
    axes: list[Axis] = [*codes, *times]
    named = [axis.mentions(sentence.text) for axis in axes]
    zones = Zones(sentence, named)
    return {axis: read(axis, sentence, zones, named) for axis in axes}


def zone_of(sentence: Sentence, contexts: Contexts) -> Range:
    """Return where the words that belong to a number begin and end in its sentence."""
    return zones_of(sentence, contexts).zone


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
    for slot in contexts.slots(figure):
        if word := right_behind(slot, sentence, contexts):
            return f'in words that speak of "{word}" and not of "{next(slot.words(), "")}"'
    for slot, reading in readings.items():
        if word := reading.rival:
            return f'in words that speak of "{word}" and not of "{next(slot.words(), "")}"'
        # "Denmark had 134 road deaths" is of both sexes, and "134 deaths" of all places where there is no other total.
        said = [each for each, other in readings.items() if other.is_named and (len(unsaid) == 1 or each.name != MEASURE)]
        if slot.needed and not reading.is_named and not (slot in unsaid and said) and not _goes_on(slot, sentence, contexts):
            missing.append(slot.lacks("") or next(slot.words()))
    if word := _base(sentence, zones, axes):
        return f'of "{word}", but it is a share of another whole'
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


def find_wholes(slot: Slot, dimension: Dimension | None) -> frozenset[str]:
    """Return what the codes of a figure are parts of: they are no other things."""
    if dimension is None or dimension.codelist is None or slot.name == MEASURE:
        return frozenset()
    codelist = dimension.codelist
    totals = {code.id for code in codelist.codes.values() if code.is_total}
    return frozenset(totals.union(*(codelist.wholes(code) for code in slot.own if code in codelist.codes))) - slot.own


def _base(sentence: Sentence, zones: Zones, axes: Sequence[Codes]) -> str:
    """The words by which a sentence says what a share is of, where that is its part and not its whole: "Of EU reports, 1.89% ..."."""
    declared, (start, end) = sentence.figure.declaration, zones.numbers[zones.at]
    if declared.operation.name != "share":
        return ""
    text, begin = sentence.text, zones.levels_of_clause()[0]
    named = {(each.start, each.end) for axis in axes for each in axis.mentions(text)}
    for axis in axes:
        whole, part = declared.of.get(axis.slot.name), declared.where.get(axis.slot.name)
        for each in axis.mentions(text) if whole and part != whole else ():
            first = end if each.start >= end else begin
            if each.value == part and zones.grammar.base.fullmatch(_without(text, first, each.start, named)):
                return text[each.start : each.end]
    return ""


def _without(text: str, begin: int, end: int, named: Iterable[Range]) -> str:
    """A stretch of a text without what it names."""
    return "".join(" " if any(a <= at < b for a, b in named) else text[at] for at in range(begin, end))


def _goes_on(slot: Slot, sentence: Sentence, contexts: Contexts) -> bool:
    """Whether the number before it in its text is of the same thing, of which it goes on: "3,415 GWh, which was 4.5% more"."""
    before = [binding.name for _, end, binding in sentence.passage.spans if end <= sentence.item.start and binding.kind == "figure"]
    if not before or not contexts.figures.is_known(before[-1]):
        return False
    figure = replace(sentence.figure, declaration=contexts.figures.declaration(before[-1]))
    others = [each for each in contexts.slots(figure) if each.name == slot.name]
    is_by_unit = slot.name == MEASURE and not others and figure.declaration.source == sentence.figure.declaration.source
    return is_by_unit or any(each.own == slot.own for each in others)


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
    (start, stop), text = zones.numbers[zones.at], zones.text.lower()
    lists = zones.lists(mentions)
    count, place = zones.run(named)
    fitting = [each for each in lists if len(each) == count and (zones.is_way() or not _is_span(each))]
    if count > 1 and fitting:
        return min(fitting, key=lambda each: min(abs(each[0].start - start), abs(each[-1].end - start)))[place]
    # "More in Denmark than in Sweden: 6% against 3%", "the reports and the files in them numbered 1 and 2 respectively".
    run = zones.numbers[zones.at - place][0]
    clause = (
        zones.span[0]
        if zones.is_compared()
        else max((zones.span[0], *(cut.end for cut in zones.cuts if cut.strength == HARD and cut.end <= run)))
    )
    own = [zones.zone, *zones.companions(named)]
    is_unsaid = not any(a <= each.start < b for a, b in own for each in mentions)
    if count > 1 and ((zones.is_compared() and is_unsaid) or zones.grammar.in_order.search(text, *zones.span)):
        ordered = {text[each.start : each.end]: each for each in reversed(mentions) if clause <= each.start < run}
        if len(ordered) == count:
            return sorted(ordered.values())[place]
    begin, end = zones.zone
    if any(begin <= each.start < end for each in mentions):
        return None
    for at, pattern in enumerate(zones.grammar.pair):
        if pattern.search(zones.text, begin, end):
            two = {text[each.start : each.end]: each for each in reversed(mentions) if each.end <= start}
            return sorted(two.values())[at] if len(two) == 2 else None
    return None


def _rank(mention: Mention, axis: Axis, zones: Zones) -> int:
    stops = [*(cut.end for cut in zones.cuts if cut.strength >= COMMA), *(end for _, end in zones.numbers)]
    begin = max((zones.span[0], *(stop for stop in stops if stop <= mention.start)))
    if zones.grammar.aside.search(zones.text, begin, mention.start):
        return COMPARED
    if not axis.has_heads or not zones.grammar.within.search(zones.text, begin, mention.start):
        return PLAIN
    heads = [each for each in axis.mentions(zones.text) if each.start < mention.start and each.value != mention.value]
    if zones.grammar.those_of.search(zones.text, begin, mention.start) or any(begin <= each.start for each in heads):
        return WITHIN
    # "Of the files, 1,783,478 were in EU reports", but not "47% of the files and 58% of the reports".
    is_part = zones.grammar.partitive.search(zones.text, begin, mention.start)
    return WITHIN if heads and not is_part and axis.judge([mention], zones.text) != "" else PLAIN


def _is_said(mention: Mention, axis: Axis, zones: Zones) -> bool:
    """Whether what is named can be what the number is of: "of the 352 deaths, those in Denmark" are no 352."""
    start, end = zones.numbers[zones.at]
    return (
        mention.start < end or axis.judge([mention], zones.text) == "" or not zones.grammar.of_the.search(zones.text, zones.zone[0], start)
    )


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
        found = axis.mentions(above)
        reading = _judge(axis, found, above, "above")
        beyond = [axis.beyond(each, above) for each in found]
        if reading.is_named and not reading.rival and beyond and all(beyond):
            return Reading(True, beyond[0], "above")
        if reading.is_named:
            return reading
    return Reading(is_named=False)
