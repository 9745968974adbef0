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
from macros.claims.analysed_text import AnalysedText
from macros.claims.context import Contexts, Sentence
from macros.claims.directions import add_direction
from macros.claims.grammar import AND, COMMA, HARD, load_grammar
from macros.claims.passage import Binding, Passage
from macros.claims.reading import find_context_problem, read_all_axes
from macros.figures import Figure, Figures
from macros.numbers import Quantity
from macros.numbers.text.markup import INVISIBLE
from macros.wording import compare, compare_wording, write_standard
from macros.wording.judge import QUANTITIES
from macros.wording.standard import round_bound, write_amount

Span = tuple[int, int, Binding]
_MAX_READ = 16  # figures compared with the sentence: those with the most words in common
_MAX_TRIED = 4  # of these, tried as quotes
_MAX_WIDENING = 12  # words added to a quote on either side
_CLOSE_DISTANCE = Fraction(1, 10)
_GONE_STATUSES = ("withdrawn", "superseded")
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")


class Offer(NamedTuple):
    """A figure and the words to quote it in. `is_right`: whether these pass in place of the number."""

    figure: Figure
    words: str
    is_right: bool

    def __str__(self) -> str:
        return f'{{{{ figure("{self.figure.id}", "{self.words}") }}}}'


class _Rank(NamedTuple):
    """The sort key of a figure, in order of weight. `is_wrong`: whether the words around the number contradict it."""

    is_wrong: bool
    rivals: int
    misses: bool
    unnamed: int
    distance: float
    name: str


@dataclass
class OfferMaker:
    """The maker of suggestions for the numbers of one body of data."""

    figures: Figures
    contexts: Contexts
    lang: str
    analyse_text: Callable[[Passage], AnalysedText]  # returns the text of a passage
    add_detached_unit: Callable[[Passage, Quantity, Figure], Quantity]  # returns a number with its detached unit
    check_binding: Callable[[Passage, Quantity, Span], Iterable[object]]  # returns the issues of a bound number

    def find_nearest(self, passage: Passage, item: Quantity, as_of: str | None, count: int = 3) -> list[Offer]:
        """Return the figures that a number may mean, the nearest first. `as_of`: the date of the page, if it has one."""
        ranked = self._rank_figures(passage, item, as_of)
        offers = [(self._make_offer(passage, item, figure, as_of), is_close) for figure, is_close in ranked[:_MAX_TRIED]]
        offers += [(Offer(figure, write_standard(figure, self.lang), False), is_close) for figure, is_close in ranked[_MAX_TRIED:]]
        # A figure with another value is suggested only if the whole sentence fits.
        return sorted((each for each, is_close in offers if each.is_right or is_close), key=lambda each: not each.is_right)[:count]

    def find_meant(self, passage: Passage, item: Quantity, as_of: str | None) -> Offer | None:
        """Return the figure meant by the sentence at a number, if one passes there."""
        offers = (self._make_offer(passage, item, figure, as_of) for figure, _ in self._rank_figures(passage, item, as_of)[:_MAX_TRIED])
        return next((offer for offer in offers if offer.is_right), None)

    def widen_quote(self, passage: Passage, item: Quantity, span: Span, figure: Figure) -> Offer | None:
        """Return the quote with neighbouring words that name its subject, if it passes. None in a list, or inside "files in letters"."""
        read = read_all_axes(Sentence(passage, item, figure, self.analyse_text(passage)), self.contexts)
        if any(each.rival and each.level == "list" for each in read.values()):
            return None
        own = [
            each
            for axis in read
            for each in axis.find_mentions(passage.text)
            if read[axis].rival and axis.judge_mentions([each], passage.text) == ""
        ]
        apart = [each for each in own if self._is_set_apart(passage.text, each.start, span[1])]
        for start, end in self._list_wider_spans(passage, span):
            said = passage.text[start:end]
            if any(start <= each.start < end for each in apart):
                continue
            slots = (slot for slot in self.contexts.get_slots(figure) if slot.find_rival(said))
            when = self.contexts.get_figure_period(figure)
            if any(slots) or (when and when.find_rival(when.find_times(said))):
                continue
            if words := self._try_wording(passage, start, end, said, figure, span[2].as_of):
                return Offer(figure, words, True)
        return None

    def _is_set_apart(self, text: str, at: int, end: int) -> bool:
        """Return whether words before `at` tie it to another number: "files in", "fewer than"; not "85 de". `end`: of the quote."""
        said = load_grammar(self.lang)
        found = (pattern.search(text[:at]) for pattern in (said.within, said.partitive, said.aside))
        return any(each and not (each.start() >= end and not text[end : each.start()].strip()) for each in found)

    def _list_wider_spans(self, passage: Passage, span: Span) -> Iterator[tuple[int, int]]:
        """Yield wider and wider stretches around a quote. They end at the next number or at the end of the clause."""
        text, (start, end, _) = passage.text, span
        cuts = [each.span() for at in (AND, COMMA, HARD) for each in load_grammar(self.lang).cuts[at].finditer(text)]
        stops = [*cuts, *((each.start, each.end) for each in self.analyse_text(passage).quantities), *((a, b) for a, b, _ in passage.spans)]
        stops += [each.span() for each in re.finditer(r"[.!?](?=\s|$)", text)]
        first = max((stop for _, stop in stops if stop <= start), default=0)
        last = min((begin for begin, _ in stops if begin >= end), default=len(text))
        before = [each.start() for each in _WORD.finditer(text, first, start)][::-1][:_MAX_WIDENING]
        behind = [each.end() for each in _WORD.finditer(text, end, last)][:_MAX_WIDENING]
        for at in range(max(len(before), len(behind))):
            yield from ((begin, end) for begin in before[at : at + 1])
            yield from ((start, stop) for stop in behind[at : at + 1])

    def _rank_figures(self, passage: Passage, item: Quantity, as_of: str | None) -> list[tuple[Figure, bool]]:
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
            own, findings = item, compare(item, figure, self.lang, whole=False)
            if any(finding.code == "wrong-unit" for finding in findings):  # its unit may be detached
                own = self.add_detached_unit(passage, item, figure)
                findings = compare(own, figure, self.lang, whole=False)
            if any(finding.code == "wrong-unit" for finding in findings) or figure.declaration.status in _GONE_STATUSES:
                continue
            distance = float(min(abs(abs(own.amount or value) - abs(figure.value)) / max(abs(figure.value), Fraction(1)), Fraction(10**6)))
            unnamed = sum(not slot.has_own_word(around) for slot in self.contexts.get_slots(figure))
            known.append((unnamed, bool(findings), distance, name, figure))
        known.sort(key=lambda each: each[:4])
        close = [each for each in known if not each[1] or each[2] < _CLOSE_DISTANCE]
        chosen = {each[3]: each for each in (*known[:_MAX_READ], *close[:_MAX_READ])}
        ranked = []
        for _, misses, distance, name, figure in chosen.values():
            is_wrong, rivals, unnamed = self._score_figure(passage, item, figure)
            is_close = not misses or distance < _CLOSE_DISTANCE
            if not is_wrong or is_close:
                ranked.append((_Rank(is_wrong, rivals, misses, unnamed, distance, name), figure, is_close))
        return [(figure, is_close) for _, figure, is_close in sorted(ranked, key=lambda each: each[0])]

    def _score_figure(self, passage: Passage, item: Quantity, figure: Figure) -> tuple[bool, int, int]:
        """Return whether the words contradict a figure, in how many dimensions they name another code, and in how many none."""
        sentence = Sentence(passage, item, figure, self.analyse_text(passage))
        if passage.near or passage.is_in_cell or passage.surface == "svg":
            around = "\n".join((passage.near, *passage.context))
            unnamed = sum(bool(slot.find_missing(around)) for slot in self.contexts.get_slots(figure))
            return bool(self.contexts.find_header_problem(sentence)), 0, unnamed
        read = read_all_axes(sentence, self.contexts).values()
        is_wrong = bool(find_context_problem(sentence, self.contexts) or self.contexts.find_unsaid_period(sentence))
        return is_wrong, sum(bool(each.rival) for each in read), sum(not each.is_named for each in read)

    def _make_offer(self, passage: Passage, item: Quantity, figure: Figure, as_of: str | None) -> Offer:
        for start, end, said in self._list_wordings(passage, item, figure):
            if words := self._try_wording(passage, start, end, said, figure, as_of or ""):
                return Offer(figure, words, True)
        fits = not compare_wording(said := _clean_text(item.text), figure, self.lang, self.figures.nouns)
        return Offer(figure, said if fits else write_standard(figure, self.lang), False)

    def _list_wordings(self, passage: Passage, item: Quantity, figure: Figure) -> Iterator[tuple[int, int, str]]:
        """Yield stretches of the text to be replaced, each with its wording: the text's own words before the figure's."""
        text, hedge = passage.text, item.hedge_text
        places = [(item.start, item.end)]
        if hedge and text[: item.start].rstrip().endswith(hedge):
            places.insert(0, (len(text[: item.start].rstrip()) - len(hedge), item.end))
        elif hedge and text[item.end :].lstrip().startswith(hedge):
            places.insert(0, (item.start, text.index(hedge, item.end) + len(hedge)))
        yield from ((start, end, text[start:end]) for start, end in places)
        declared = figure.declaration
        said = [write_amount(round_bound(figure, Fraction(1, 10**declared.decimals)), declared.unit, declared.decimals, self.lang)]
        if add_direction(Sentence(passage, item, figure, self.analyse_text(passage))).direction is None:  # "rose by" fits no decrease
            said.append(write_standard(figure, self.lang))
        yield from ((start, end, each) for each in said for start, end in reversed(places))

    def _try_wording(self, passage: Passage, start: int, end: int, said: str, figure: Figure, as_of: str) -> str:
        """Return the words if they pass as a quote of the figure in a stretch of the text; else ""."""
        words = _clean_text(said)
        if '"' in words or compare_wording(words, figure, self.lang, self.figures.nouns):
            return ""
        shift = len(words) - (end - start)
        text = passage.text[:start] + words + passage.text[end:]
        own = (start, start + len(words), Binding("figure", figure.id, as_of))
        others = (each for each in passage.spans if each[1] <= start or end <= each[0])
        moved = ((a + shift, b + shift, bound) if end <= a else (a, b, bound) for a, b, bound in others)
        tried = passage._replace(text=text, spans=tuple(sorted((*moved, own), key=lambda each: each[:2])))
        inside = [each for each in self.analyse_text(tried).quantities if own[0] <= each.start and each.end <= own[1]]
        item = next((each for each in inside if each.kind in QUANTITIES), inside[0] if inside else None)
        return "" if item is None or any(True for _ in self.check_binding(tried, item, own)) else words


def _clean_text(text: str) -> str:
    """Return words as an author writes them: on one line, without invisible characters."""
    return re.sub(r"[ \t\r\n]+", " ", _UNSEEN.sub("", text)).strip(" ")
