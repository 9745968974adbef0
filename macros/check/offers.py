"""Makes the suggestions of a fault: the figure meant by the words around a number, in words that pass in its place.

Figures are ranked first by the words (their match with the number in each dimension), then by the value. Each suggestion was tried:
the text was put in place of the number and checked there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from macros.base.errors import FaultError
from macros.check.context import Contexts, Sentence
from macros.check.directions import directed
from macros.check.grammar import AND, COMMA, HARD, grammar
from macros.check.model import Binding, Passage
from macros.check.reading import readings, wrong
from macros.check.text import Text
from macros.figures import Figure, Figures
from macros.numbers import Find
from macros.numbers.markup import INVISIBLE
from macros.wording import judge, judge_wording, standard
from macros.wording.judge import QUANTITIES
from macros.wording.standard import amount, told_size

Span = tuple[int, int, Binding]
_READ = 16  # figures compared with the sentence: those with the most words in common
_TRIED = 4  # of these, tried as quotes
_WIDEST = 12  # words added to a quote on either side
_CLOSE = Fraction(1, 10)
_GONE = ("withdrawn", "superseded")
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")


class Offer(NamedTuple):
    """A figure and the words to quote it in. `is_right`: whether these pass in place of the number."""

    figure: Figure
    words: str
    is_right: bool

    def __str__(self) -> str:
        return f'{{{{ figure("{self.figure.id}", "{self.words}") }}}}'


class _Ranked(NamedTuple):
    """The sort key of a figure, in order of weight. `is_wrong`: whether the words around the number contradict it."""

    is_wrong: bool
    rivals: int
    misses: bool
    unnamed: int
    distance: float
    name: str


@dataclass
class Offers:
    """The maker of suggestions for the numbers of one body of data."""

    figures: Figures
    contexts: Contexts
    lang: str
    read: Callable[[Passage], Text]  # returns the text of a passage
    measured: Callable[[Passage, Find, Figure], Find]  # returns a number with its detached unit
    bound: Callable[[Passage, Find, Span], Iterable[object]]  # returns the issues of a bound number

    def nearest(self, passage: Passage, item: Find, as_of: str | None, count: int = 3) -> list[Offer]:
        """Return the figures that a number may mean, the nearest first. `as_of`: the date of the page, if it has one."""
        ranked = self._ranked(passage, item, as_of)
        offers = [(self._offer(passage, item, figure, as_of), is_close) for figure, is_close in ranked[:_TRIED]]
        offers += [(Offer(figure, standard(figure, self.lang), False), is_close) for figure, is_close in ranked[_TRIED:]]
        # A figure with another value is suggested only if the whole sentence fits.
        return sorted((each for each, is_close in offers if each.is_right or is_close), key=lambda each: not each.is_right)[:count]

    def meant(self, passage: Passage, item: Find, as_of: str | None) -> Offer | None:
        """Return the figure meant by the sentence at a number, if one passes there."""
        offers = (self._offer(passage, item, figure, as_of) for figure, _ in self._ranked(passage, item, as_of)[:_TRIED])
        return next((offer for offer in offers if offer.is_right), None)

    def wider(self, passage: Passage, item: Find, span: Span, figure: Figure) -> Offer | None:
        """Return the quote with neighbouring words that name its subject, if it passes. None in a list, or inside "files in letters"."""
        read = readings(Sentence(passage, item, figure, self.read(passage)), self.contexts)
        if any(each.rival and each.level == "list" for each in read.values()):
            return None
        own = [each for axis in read for each in axis.mentions(passage.text) if read[axis].rival and axis.judge([each], passage.text) == ""]
        apart = [each for each in own if self._is_set_apart(passage.text, each.start, span[1])]
        for start, end in self._wider(passage, span):
            said = passage.text[start:end]
            if any(start <= each.start < end for each in apart):
                continue
            slots = (slot for slot in self.contexts.slots(figure) if slot.rival(said))
            when = self.contexts.when(figure)
            if any(slots) or (when and when.rival(when.read(said))):
                continue
            if words := self._tried(passage, start, end, said, figure, span[2].as_of):
                return Offer(figure, words, True)
        return None

    def _is_set_apart(self, text: str, at: int, end: int) -> bool:
        """Return whether words before `at` tie it to another number: "files in", "fewer than"; not "85 de". `end`: of the quote."""
        said = grammar(self.lang)
        found = (pattern.search(text[:at]) for pattern in (said.within, said.partitive, said.aside))
        return any(each and not (each.start() >= end and not text[end : each.start()].strip()) for each in found)

    def _wider(self, passage: Passage, span: Span) -> Iterator[tuple[int, int]]:
        """Yield wider and wider stretches around a quote. They end at the next number or at the end of the clause."""
        text, (start, end, _) = passage.text, span
        cuts = [each.span() for at in (AND, COMMA, HARD) for each in grammar(self.lang).cuts[at].finditer(text)]
        stops = [*cuts, *((each.start, each.end) for each in self.read(passage).finds), *((a, b) for a, b, _ in passage.spans)]
        stops += [each.span() for each in re.finditer(r"[.!?](?=\s|$)", text)]
        first = max((stop for _, stop in stops if stop <= start), default=0)
        last = min((begin for begin, _ in stops if begin >= end), default=len(text))
        before = [each.start() for each in _WORD.finditer(text, first, start)][::-1][:_WIDEST]
        behind = [each.end() for each in _WORD.finditer(text, end, last)][:_WIDEST]
        for at in range(max(len(before), len(behind))):
            yield from ((begin, end) for begin in before[at : at + 1])
            yield from ((start, stop) for stop in behind[at : at + 1])

    def _ranked(self, passage: Passage, item: Find, as_of: str | None) -> list[tuple[Figure, bool]]:
        """Return figures, the nearest first, each with whether its value is near."""
        value = item.amount
        if value is None:
            return []
        around, known = "\n".join((passage.near, passage.text, *passage.context)), []
        for name in self.figures.declarations:
            try:
                figure = self.figures.get(name, as_of)
            except FaultError:
                continue
            own, findings = item, judge(item, figure, self.lang, whole=False)
            if any(finding.code == "wrong-unit" for finding in findings):  # its unit may be detached
                own = self.measured(passage, item, figure)
                findings = judge(own, figure, self.lang, whole=False)
            if any(finding.code == "wrong-unit" for finding in findings) or figure.declaration.status in _GONE:
                continue
            distance = float(min(abs(abs(own.amount or value) - abs(figure.value)) / max(abs(figure.value), Fraction(1)), Fraction(10**6)))
            unnamed = sum(not slot.named(around) for slot in self.contexts.slots(figure))
            known.append((unnamed, bool(findings), distance, name, figure))
        known.sort(key=lambda each: each[:4])
        close = [each for each in known if not each[1] or each[2] < _CLOSE]
        chosen = {each[3]: each for each in (*known[:_READ], *close[:_READ])}
        ranked = []
        for _, misses, distance, name, figure in chosen.values():
            is_wrong, rivals, unnamed = self._said(passage, item, figure)
            is_close = not misses or distance < _CLOSE
            if not is_wrong or is_close:
                ranked.append((_Ranked(is_wrong, rivals, misses, unnamed, distance, name), figure, is_close))
        return [(figure, is_close) for _, figure, is_close in sorted(ranked, key=lambda each: each[0])]

    def _said(self, passage: Passage, item: Find, figure: Figure) -> tuple[bool, int, int]:
        """Return whether the words contradict a figure, in how many dimensions they name another code, and in how many none."""
        sentence = Sentence(passage, item, figure, self.read(passage))
        if passage.near or passage.in_cell or passage.surface == "svg":
            around = "\n".join((passage.near, *passage.context))
            unnamed = sum(bool(slot.lacks(around)) for slot in self.contexts.slots(figure))
            return bool(self.contexts.wrong_headers(sentence)), 0, unnamed
        read = readings(sentence, self.contexts).values()
        is_wrong = bool(wrong(sentence, self.contexts) or self.contexts.untold(sentence))
        return is_wrong, sum(bool(each.rival) for each in read), sum(not each.is_named for each in read)

    def _offer(self, passage: Passage, item: Find, figure: Figure, as_of: str | None) -> Offer:
        for start, end, said in self._wordings(passage, item, figure):
            if words := self._tried(passage, start, end, said, figure, as_of or ""):
                return Offer(figure, words, True)
        fits = not judge_wording(said := _clean(item.text), figure, self.lang, self.figures.nouns)
        return Offer(figure, said if fits else standard(figure, self.lang), False)

    def _wordings(self, passage: Passage, item: Find, figure: Figure) -> Iterator[tuple[int, int, str]]:
        """Yield stretches of the text to be replaced, each with its wording: the text's own words before the figure's."""
        text, hedge = passage.text, item.hedge_text
        places = [(item.start, item.end)]
        if hedge and text[: item.start].rstrip().endswith(hedge):
            places.insert(0, (len(text[: item.start].rstrip()) - len(hedge), item.end))
        elif hedge and text[item.end :].lstrip().startswith(hedge):
            places.insert(0, (item.start, text.index(hedge, item.end) + len(hedge)))
        yield from ((start, end, text[start:end]) for start, end in places)
        declared = figure.declaration
        said = [amount(told_size(figure, Fraction(1, 10**declared.decimals)), declared.unit, declared.decimals, self.lang)]
        if directed(Sentence(passage, item, figure, self.read(passage))).direction is None:  # "rose by" fits no decrease
            said.append(standard(figure, self.lang))
        yield from ((start, end, each) for each in said for start, end in reversed(places))

    def _tried(self, passage: Passage, start: int, end: int, said: str, figure: Figure, as_of: str) -> str:
        """Return the words if they pass as a quote of the figure in a stretch of the text; else ""."""
        words = _clean(said)
        if '"' in words or judge_wording(words, figure, self.lang, self.figures.nouns):
            return ""
        shift = len(words) - (end - start)
        text = passage.text[:start] + words + passage.text[end:]
        own = (start, start + len(words), Binding("figure", figure.id, as_of))
        others = (each for each in passage.spans if each[1] <= start or end <= each[0])
        moved = ((a + shift, b + shift, bound) if end <= a else (a, b, bound) for a, b, bound in others)
        tried = passage._replace(text=text, spans=tuple(sorted((*moved, own), key=lambda each: each[:2])))
        inside = [each for each in self.read(tried).finds if own[0] <= each.start and each.end <= own[1]]
        item = next((each for each in inside if each.kind in QUANTITIES), inside[0] if inside else None)
        return "" if item is None or any(True for _ in self.bound(tried, item, own)) else words


def _clean(text: str) -> str:
    """Return words as an author writes them: on one line, without invisible characters."""
    return re.sub(r"[ \t\r\n]+", " ", _UNSEEN.sub("", text)).strip(" ")
