"""The words of a sentence that belong to each of its numbers.

A number has a zone: the words from where the number before it is done with to where the next one begins.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from macros.check.axes import Axis, Mention
from macros.check.context import Sentence
from macros.check.grammar import AND, COMMA, HARD, LEAD, grammar
from macros.numbers.periods import Named
from macros.wording.judge import QUANTITIES

Range = tuple[int, int]
"""Where something begins and ends in a text."""
_GLUE = 4  # words between two things of one list
_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[^\W_]+")


class Cut(NamedTuple):
    start: int
    end: int
    strength: int


class Zones:
    """The sentence of a number, cut into the zones of its numbers, and these into clauses and parts.

    named: what the sentence names of each dimension of the figure. listed: what of each is named together.
    """

    def __init__(self, sentence: Sentence, named: Sequence[Sequence[Mention]]) -> None:
        self.text, self.span, self.grammar = sentence.text, sentence.span, grammar(sentence.lang)
        self.numbers, self.finds = _numbers(sentence), sentence.own_finds
        kinds = [next((each.kind for each in self.finds if a <= each.start < b), "") for a, b in self.numbers]
        self.kinds = {
            edge: kind.replace("cardinal", "count").replace("amount", "count")
            for both, kind in zip(self.numbers, kinds, strict=True)
            for edge in both
        }
        self.at = next(at for at, (start, end) in enumerate(self.numbers) if start <= sentence.item.start < end)
        self.named = named
        self.covered = [(each.start, each.end) for mentions in named for each in mentions]
        self.listed = [each for mentions in named for each in self.lists(mentions)]
        kept = [(each[0].start, each[-1].end) for each in self.listed if self._is_one(each[0], each[1]) or len(each) > 2]
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

    @functools.cached_property
    def companions(self) -> list[Range]:
        """The zones of the numbers that are named together with this one, the nearest first: "from 358 to 389 in Denmark"."""
        count, place = self.run
        others = (at for at in range(self.at - place, self.at - place + count) if at != self.at)
        return [self._zone(at) for at in sorted(others, key=lambda at: abs(at - self.at))]

    def _between(self, number: Range, following: Range) -> Range:
        """Return where what belongs to a number ends, and where what belongs to the following one begins."""
        begin, end = number[1], following[0]
        cuts = [cut for cut in self.cuts if begin <= cut.start and cut.end <= end]
        if "(" in self.text[begin:end]:  # "70 days (median) that patients waited": what is in brackets is put between
            brackets = [match.span() for match in _BRACKETS.finditer(self.text, begin, end)]
            cuts = [cut for cut in cuts if not any(a <= cut.start < b for a, b in brackets)] or cuts
        # "... and those of Denmark, at 134": the comma before the number ends nothing.
        inner = [cut for cut in cuts if cut.strength != COMMA or not self.grammar.before.fullmatch(self.text, cut.end, end)] or cuts
        # "134, in Denmark, and 160": what is put between belongs to the first; but not "134, and in Denmark 160".
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

    @functools.cached_property
    def part(self) -> Range:
        """Where the number's own part of its clause begins and ends."""
        return self._around(AND)

    @functools.cached_property
    def clause(self) -> Range:
        """Where the number's own clause begins and ends."""
        return self._around(HARD)

    def levels(self) -> tuple[tuple[str, Range], ...]:
        """Return the stretches of the zone, the nearest to the number first."""
        begin, end = self.clause
        return ("part", self.part), ("clause", self.clause), ("sentence", (self.zone[0], begin)), ("sentence", (end, self.zone[1]))

    def find_base(self, mentions: Sequence[Mention]) -> Mention | None:
        """Return what the clause of the number begins with, where that is what it is of: "Of all files, ..."."""
        begin, _ = self.clause
        first = next((each for each in mentions if begin <= each.start < self.numbers[self.at][0]), None)
        gap = without(self.text, begin, first.start, self.covered) if first else ""
        return first if first and self.at == 0 and self.grammar.base.fullmatch(gap) else None

    def is_antecedent(self, mention: Mention, axis: Axis) -> bool:
        """Whether the number's part of the sentence is about what stands right before it: "in 2020, when 335 people died"."""
        begin, _ = self.part
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
        said = without(self.text, begin, end, self.covered)
        return (
            begin < end and self.grammar.glue.search(said) is not None and len(_WORD.findall(self.grammar.articles.sub(" ", said))) <= _GLUE
        )

    @functools.cached_property
    def run(self) -> tuple[int, int]:
        """How many numbers are named together with this one, and its place among them."""

        def is_joined(a: Range, b: Range) -> bool:
            is_part = self.grammar.of_the.fullmatch(self.text[a[1] : b[0]].lstrip())  # "134 of the 352"
            return (
                not is_part
                and self._is_glue_of_numbers(a[1], b[0])
                and not any(a[1] <= each.start < b[0] for found in self.named for each in found)
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

    def is_before_base(self) -> bool:
        """Return True if the next number is where this one came from: "352, down from 412 in 2019"."""
        following = self.numbers[self.at + 1 : self.at + 2]
        return any(each.basis == "from" for each in self.finds for begin, end in following if begin <= each.start < end)

    def is_alone_in_brackets(self) -> bool:
        """Return True if the number stands in brackets without another: "fewer than in Denmark (134)"."""
        start, end = self.numbers[self.at]
        begin, stop = self.text.rfind("(", 0, start + 1), self.text.find(")", end)
        return begin >= 0 and stop >= 0 and not any(begin < a < stop for a, _ in self.numbers if a != start)

    def is_compared(self) -> bool:
        """Whether the number stands with another that it is compared with: "6% against 3%"."""
        return any(self.grammar.aside.search(f"{gap} ") for gap in self._gaps())

    def _gaps(self) -> Iterator[str]:
        """Yield what stands between the number and those beside it."""
        for a, b in pairwise(self.numbers[max(0, self.at - 1) : self.at + 2]):
            yield self.text[a[1] : b[0]]


def is_way_of_periods(found: Sequence[Mention]) -> bool:
    """Whether periods are the ends of a stretch of time: "from 2020 to 2021"."""
    return any(isinstance(each.source, Named) and each.source.link == "to" for each in found[1:])


def _numbers(sentence: Sentence) -> list[Range]:
    """Return where the quantities of a sentence stand, those that are quoted with all the words of the quote."""
    begin, end = sentence.span
    quoted = [(start, stop) for start, stop, binding in sentence.passage.spans if binding.kind == "figure" and begin <= start < end]
    own = (sentence.item.start, sentence.item.end)
    times = sentence.said  # "in the fourth", "after six"
    found = (each for each in sentence.own_finds if each.kind in QUANTITIES)
    free = [(each.start, each.end) for each in found if not any(a.start < each.end and each.start < a.end for a in times)] + [own]
    return sorted({*quoted, *(each for each in free if not any(start < each[1] and each[0] < stop for start, stop in quoted))})


def without(text: str, begin: int, end: int, named: Iterable[Range]) -> str:
    """Return a stretch of a text with spaces for what it names."""
    said = text[begin:end]
    for start, stop in named:
        first, last = max(start - begin, 0), min(stop - begin, len(said))
        if first < last:
            said = f"{said[:first]}{' ' * (last - first)}{said[last:]}"
    return said
