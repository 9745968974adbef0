"""The zones of a sentence: the words about each of its numbers.

A zone begins where the previous number's words end and ends where the next number's words begin.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from macros.claims.analysed_text import Range, select_within
from macros.claims.axes import COMPARED, DOUBTFUL, PLAIN, WITHIN, Axis, Mention
from macros.claims.context import Sentence, compile_word_list
from macros.claims.grammar import AND, COMMA, HARD, LEAD, load_grammar
from macros.numbers.grammar.periods import NamedPeriod
from macros.wording.judge import QUANTITIES

_MAX_LINK_WORDS = 4  # words at most between two values of one list
_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[^\W_]+")


class Cut(NamedTuple):
    """A boundary in a sentence. `strength`: see `macros.claims.grammar`."""

    start: int
    end: int
    strength: int


class SentenceCuts:
    """A sentence, cut at its numbers, stops and words. All its numbers share the cuts.

    `mentions_by_axis` holds the mentions of each dimension of a figure, `lists_by_axis` their runs of values named together.
    """

    def __init__(self, sentence: Sentence, numbers: Sequence[Range], axes: Sequence[Axis]) -> None:
        self.text, self.span, self.lang, self.numbers = sentence.text, sentence.span, sentence.lang, numbers
        self.grammar = load_grammar(self.lang)
        self.mentions_by_axis = named = [select_within(axis.find_mentions(self.text), *self.span) for axis in axes]
        self.quantities = sentence.own_quantities
        kind_by_edge = [next((each.kind for each in select_within(self.quantities, a, b)), "") for a, b in self.numbers]
        self.kinds = {
            edge: kind.replace("cardinal", "count").replace("amount", "count")
            for both, kind in zip(self.numbers, kind_by_edge, strict=True)
            for edge in both
        }
        self.mention_spans = sorted((each.start, each.end) for mentions in named for each in mentions)
        self.lists_by_axis = [self.find_lists(mentions) for mentions in named]
        self.all_lists = [each for lists in self.lists_by_axis for each in lists]
        kept = [(each[0].start, each[-1].end) for each in self.all_lists if self._is_one_thing(each[0], each[1]) or len(each) > 2]
        kept += [(a.start, b.end) for a, b in pairwise(sentence.named_periods) if b.link == "to" or (b.link and self._is_one_thing(a, b))]
        cuts = (Cut(*match.span(), at) for at, each in enumerate(self.grammar.cuts) for match in each.finditer(self.text, *self.span))
        self.cuts = sorted(cut for cut in cuts if not any(a <= cut.start and cut.end <= b for a, b in (*kept, *self.numbers)))
        self.stops = sorted([*(cut.end for cut in self.cuts if cut.strength >= COMMA), *(end for _, end in numbers), self.span[0]])
        self._starts = {end: start for start, end in numbers}
        self._ranks: dict[int, list[int]] = {}
        self.zone_borders = [self._split_between(*both) for both in pairwise(self.numbers)]
        self.is_joined = [self._is_joined(*both) for both in pairwise(self.numbers)]

    @functools.cached_property
    def parallels(self) -> dict[int, tuple[int, int]]:
        """The numbers of lists that go on in the order of the list before, each with the one at its place there and how many they are.

        "Granted in 6,084 cases and refused in 9,232; in 2022 the numbers were 5,193 and 7,287".
        """
        found: dict[int, tuple[int, int]] = {}
        for first in range(2, len(self.numbers)):
            last = next((at for at in range(first, len(self.is_joined)) if not self.is_joined[at]), len(self.is_joined))
            count = last - first + 1
            before = range(first - count, first)
            if self.is_joined[first - 1] or count < 2 or before[0] < 0:
                continue
            kinds = [self.kinds[self.numbers[at][0]] for at in range(before[0], last + 1)]
            # No list is "1,046,350 out of 21,751,085", nor "from 2.79 to 2.94".
            is_list = all(self.grammar.glue.search(self.text, a[1], b[0]) for a, b in pairwise(self.numbers[first : last + 1]))
            is_apart = is_list and self._is_cut(first, COMMA) and (not before[0] or self._is_cut(before[0], HARD))
            if is_apart and kinds[:count] == kinds[count:] and not any(self._is_cut(at, HARD) for at in before[1:]):
                found |= {at: (at - count, count) for at in range(first, last + 1)}
        return found

    def _is_cut(self, at: int, strength: int) -> bool:
        """Return True if a cut of some strength stands between a number and the one before."""
        begin, end = self.numbers[at - 1][1], self.numbers[at][0]
        return any(begin <= cut.start and cut.end <= end and cut.strength >= strength for cut in self.cuts)

    def get_ranks(self, at: int, axis: Axis) -> list[int]:
        """Return the rank of each mention of a dimension: see `macros.claims.axes`."""
        if at not in self._ranks:
            self._ranks[at] = [self._rank_mention(each, axis) for each in self.mentions_by_axis[at]]
        return self._ranks[at]

    def _rank_mention(self, mention: Mention, axis: Axis) -> int:
        begin = self.stops[bisect.bisect_right(self.stops, mention.start) - 1]
        grammar_, where = self.grammar, (self.text, begin, mention.start)
        # What is named before counts as no word: es "más limpio en el Parque del Molino que en la calle del Puerto".
        # es: "un 9,8 % más caros" is quoted, and "que el año anterior" follows.
        is_than = begin in self._starts and grammar_.than.fullmatch(*where)
        if is_than and compile_word_list(self.lang, "more_or_less").search(self.text, self._starts[begin], begin):
            return COMPARED
        first = self.span[0]
        is_unnamed_aside = grammar_.match_end(grammar_.aside, self._unnamed, begin - first, mention.start - first)
        if is_unnamed_aside or grammar_.match_end(grammar_.aside, *where):
            return COMPARED
        if not axis.has_heads or not grammar_.match_end(grammar_.within, *where):
            return PLAIN
        heads = [each for each in axis.find_mentions(self.text) if each.start < mention.start and each.value != mention.value]
        if grammar_.match_end(grammar_.those_of, *where) or any(where[1] <= each.start for each in heads):
            return WITHIN
        # "Of the files, 1,783,478 were in letters", but not "47% of the files and 58% of the reports".
        return DOUBTFUL if heads and not grammar_.match_end(grammar_.partitive, *where) else PLAIN

    @functools.cached_property
    def _unnamed(self) -> str:
        """The sentence without what it names."""
        return mask_spans(self.text, *self.span, self.mention_spans)

    def find_zone(self, at: int) -> Range:
        """Return the start and end of a number's zone."""
        return self.zone_borders[at - 1][1] if at else self.span[0], self.zone_borders[at][0] if at + 1 < len(self.numbers) else self.span[
            1
        ]

    def _split_between(self, number: Range, following: Range) -> Range:
        """Return the end of a number's zone and the start of the next one."""
        begin, end = number[1], following[0]
        cuts = [cut for cut in self.cuts if begin <= cut.start and cut.end <= end]
        if "(" in self.text[begin:end]:  # "70 days (median) that patients waited": brackets do not split it
            brackets = [match.span() for match in _BRACKETS.finditer(self.text, begin, end)]
            cuts = [cut for cut in cuts if not any(a <= cut.start < b for a, b in brackets)] or cuts
        # "... and those of Denmark, at 134": the comma before the number is no boundary.
        inner = [cut for cut in cuts if cut.strength != COMMA or not self.grammar.before.fullmatch(self.text, cut.end, end)]
        if all(cut.strength == LEAD for cut in inner):  # es: "5.972 expedientes de venezolanos, un 45,5 % más"
            inner = cuts
        # "134, in Denmark, and 160": the insertion belongs to the first number; not so in "134, and in Denmark 160".
        is_first = bool(inner) and inner[0].strength == COMMA and not self.text[begin : inner[0].start].strip()
        behind = [cut for cut in inner[1:] if cut.strength == AND]
        if is_first and behind and self.text[inner[0].end : behind[0].start].strip():
            inner = inner[1:]
        if inner:
            most = max(cut.strength for cut in inner)
            chosen = [cut for cut in inner if cut.strength == most][-1 if most == LEAD else 0]
            return chosen.start, chosen.end
        words = list(_WORD.finditer(self.text, begin, end))
        middle = words[(len(words) + 1) // 2].start() if len(words) > 1 else end
        return middle, middle

    def find_lists(self, mentions: Sequence[Mention]) -> list[list[Mention]]:
        """Return the runs of different values named together: "Denmark, Sweden and Norway"."""
        runs: list[list[Mention]] = []
        for each in mentions:
            if not self.span[0] <= each.start < self.span[1]:
                continue
            is_on = isinstance(each.source, NamedPeriod) and each.source.link == "to"
            if runs and (is_on or self._is_linked(runs[-1][-1].end, each.start)) and each.value not in [one.value for one in runs[-1]]:
                runs[-1].append(each)
            elif not runs or each.start >= runs[-1][-1].end:
                runs.append([each])
        return [run for run in runs if len(run) > 1]

    def _is_one_thing(self, a: Mention | NamedPeriod, b: Mention | NamedPeriod) -> bool:
        """Return True if two values belong together: "2020 and 2021", but not "47% in 2020, and in 2021 48%"."""
        is_between = any(end <= a.start for _, end in self.numbers) and any(start >= b.end for start, _ in self.numbers)
        return not is_between or self.grammar.cuts[AND].fullmatch(self.text[a.end : b.start].strip()) is not None

    def _is_linked(self, begin: int, end: int) -> bool:
        gap = self.text[begin:end]
        if any(begin <= start < end for start, _ in self.numbers) or self.grammar.cuts[HARD].search(gap):
            return False
        said = mask_spans(self.text, begin, end, self.mention_spans)
        return (
            begin < end
            and self.grammar.glue.search(said) is not None
            and len(_WORD.findall(self.grammar.articles.sub(" ", said))) <= _MAX_LINK_WORDS
        )

    def _is_joined(self, a: Range, b: Range) -> bool:
        """Return True if two numbers of one kind are adjacent: "358, 389 and then 352", "from 358 to 389"; not "by 15%, from 412"."""
        is_part = self.grammar.of_the.fullmatch(self.text[a[1] : b[0]].lstrip())  # "134 of the 352"
        is_glue = not is_part and self.kinds[a[1]] == self.kinds[b[0]] and self.grammar.between.fullmatch(self.text, a[1], b[0])
        return bool(is_glue) and not any(a[1] <= start < b[0] for start, _ in self.mention_spans)


class NumberZones:
    """One number of a sentence, with its zone, its clause and its part."""

    def __init__(self, sentence_cuts: SentenceCuts, number: int) -> None:
        self.sentence_cuts, self.text, self.span, self.grammar, self.numbers = (
            sentence_cuts,
            sentence_cuts.text,
            sentence_cuts.span,
            sentence_cuts.grammar,
            sentence_cuts.numbers,
        )
        self.cuts, self.mention_spans, self.all_lists = sentence_cuts.cuts, sentence_cuts.mention_spans, sentence_cuts.all_lists
        self.number_index = next(at for at, (start, end) in enumerate(self.numbers) if start <= number < end)
        self.zone = sentence_cuts.find_zone(self.number_index)

    def find_next_zone(self) -> Range:
        """Return the zone of the next number."""
        return self.sentence_cuts.find_zone(self.number_index + 1)

    @functools.cached_property
    def companion_zones(self) -> list[Range]:
        """Return the zones of the numbers named together with this one, the nearest first: "from 358 to 389 in Denmark"."""
        count, place = self.run
        others = (at for at in range(self.number_index - place, self.number_index - place + count) if at != self.number_index)
        return [self.sentence_cuts.find_zone(at) for at in sorted(others, key=lambda at: abs(at - self.number_index))]

    @functools.cached_property
    def part(self) -> Range:
        """Return the number's own part of its clause."""
        return self._find_around(AND)

    @functools.cached_property
    def clause(self) -> Range:
        """Return the number's own clause."""
        return self._find_around(HARD)

    def list_stretches(self) -> tuple[tuple[str, Range], ...]:
        """Return the stretches of the zone, the nearest to the number first."""
        begin, end = self.clause
        return ("part", self.part), ("clause", self.clause), ("sentence", (self.zone[0], begin)), ("sentence", (end, self.zone[1]))

    def find_base(self, mentions: Sequence[Mention]) -> Mention | None:
        """Return the mention at the beginning of the clause if the number is a part of it: "Of all files, ..."."""
        begin, _ = self.clause
        first = next((each for each in mentions if begin <= each.start < self.numbers[self.number_index][0]), None)
        gap = mask_spans(self.text, begin, first.start, self.mention_spans) if first else ""
        return first if first and self.number_index == 0 and self.grammar.base.fullmatch(gap) else None

    def is_antecedent(self, mention: Mention, axis: Axis) -> bool:
        """Return True if the number's part of the sentence is a relative clause to a mention: "in 2020, when 335 people died"."""
        begin, _ = self.part
        is_led = mention.end <= begin <= self.numbers[self.number_index][0] and begin - mention.end <= 2
        return is_led and self.grammar.relative[axis.is_time].match(self.text, mention.end) is not None

    def _find_around(self, strength: int) -> Range:
        start, end = self.numbers[self.number_index]
        cuts = [cut for cut in self.cuts if cut.strength >= strength]
        before = (cut.end for cut in cuts if cut.end <= start)
        behind = (cut.start for cut in cuts if cut.start >= end)
        return max((self.zone[0], *before)), min((self.zone[1], *behind))

    @functools.cached_property
    def run(self) -> tuple[int, int]:
        """Return the count of numbers named together with this one, and its index among them."""
        first = last = self.number_index
        while first and self.sentence_cuts.is_joined[first - 1]:
            first -= 1
        while last + 1 < len(self.numbers) and self.sentence_cuts.is_joined[last]:
            last += 1
        return last - first + 1, self.number_index - first

    @functools.cached_property
    def counterpart(self) -> NumberZones | None:
        """The number at its place in the list before, where the list that it stands in goes on in that order."""
        parallel = self.sentence_cuts.parallels.get(self.number_index)
        return NumberZones(self.sentence_cuts, self.numbers[parallel[0]][0]) if parallel else None

    @functools.cached_property
    def set_against(self) -> int:
        """The first number of the list before that the number's own list is compared with ("against 33.5 and 12.3"), -1 for none."""
        parallel, first = self.sentence_cuts.parallels.get(self.number_index), self.number_index - self.run[1]
        is_set = parallel and self.grammar.aside.search(f"{self.text[self.numbers[first - 1][1] : self.numbers[first][0]]} ")
        return first - parallel[1] if parallel and is_set else -1

    def is_whole(self) -> bool:
        """Return True if the previous number is a part of this one: "134 out of 352"."""
        return bool(self.number_index) and self._is_part_of_next(self.number_index - 1)

    def is_part(self) -> bool:
        """Return True if the number is a part of the next one and shares its noun: "134 of the 352 deaths"."""
        return self.number_index + 1 < len(self.numbers) and self._is_part_of_next(self.number_index)

    def _is_part_of_next(self, at: int) -> bool:
        gap = self.text[self.numbers[at][1] : self.numbers[at + 1][0]]
        return self.grammar.partitive.fullmatch(gap.strip() + " ") is not None

    def is_change_end(self) -> bool:
        """Return True if the number leads to another or comes from it: "from 358 to 389"."""
        return any(self.grammar.leads_on.fullmatch(gap.strip()) for gap in self._list_gaps())

    def is_before_base(self) -> bool:
        """Return True if the next number is the start of this one's change: "352, down from 412 in 2019"."""
        following = self.numbers[self.number_index + 1 : self.number_index + 2]
        return any(each.basis == "from" for number in following for each in select_within(self.sentence_cuts.quantities, *number))

    def is_alone_in_brackets(self) -> bool:
        """Return True if the number is the only one in its brackets: "fewer than in Denmark (134)"."""
        start, end = self.numbers[self.number_index]
        begin, stop = self.text.rfind("(", 0, start + 1), self.text.find(")", end)
        return begin >= 0 and stop >= 0 and not any(begin < a < stop for a, _ in self.numbers if a != start)

    def is_compared(self) -> bool:
        """Return True if the number is compared with a neighbour: "6% against 3%"."""
        return any(self.grammar.aside.search(f"{gap} ") for gap in self._list_gaps())

    def _list_gaps(self) -> Iterator[str]:
        for a, b in pairwise(self.numbers[max(0, self.number_index - 1) : self.number_index + 2]):
            yield self.text[a[1] : b[0]]


def is_time_range(found: Sequence[Mention]) -> bool:
    """Return True if periods are the ends of a stretch of time: "from 2020 to 2021"."""
    return any(isinstance(each.source, NamedPeriod) and each.source.link == "to" for each in found[1:])


def find_numbers(sentence: Sentence) -> tuple[Range, ...]:
    """Return the spans of the quantities in a sentence. A quoted one spans the whole quote."""
    begin, end = sentence.span
    bound = (each for each in sentence.passage.spans if begin <= each[0] < end)
    quoted = [(start, stop) for start, stop, binding in bound if binding.kind == "figure"]
    own = (sentence.quantity.start, sentence.quantity.end)
    times = sentence.named_times  # "in the fourth", "after six"
    found = (each for each in sentence.own_quantities if each.kind in QUANTITIES)
    free = [(each.start, each.end) for each in found if not any(a.start < each.end and each.start < a.end for a in times)] + [own]
    return tuple(sorted({*quoted, *(each for each in free if not any(start < each[1] and each[0] < stop for start, stop in quoted))}))


def mask_spans(text: str, begin: int, end: int, named: Iterable[Range]) -> str:
    """Return a stretch of a text with spaces in place of the given spans."""
    said = text[begin:end]
    for start, stop in named:
        first, last = max(start - begin, 0), min(stop - begin, len(said))
        if first < last:
            said = f"{said[:first]}{' ' * (last - first)}{said[last:]}"
    return said
