"""The single period of a figure, and whether a text names it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from macros.check.durations import DURATION, find_durations
from macros.check.relative import at_its_end
from macros.check.times import AROUND, SAME, compare, say, span
from macros.numbers.periods import Named, find_periods, join_spans
from macros.structure.periods import Period

_WEEK = 7
_ALONE = re.compile(r"(?<![\w.,-])\d{1,4}(?![\w.,%-])")


@dataclass(frozen=True)
class When:
    """The single period of a figure. `others` are the other periods of its table, in order."""

    own: Period
    others: tuple[Period, ...]
    lang: str
    is_stock: bool = False

    def __str__(self) -> str:
        return say((self.own,))

    def read(self, text: str, *, over: bool = False) -> tuple[Named, ...]:
        """Return the periods, spans and durations in a text. With `over`, a bare number counts weeks if the table does."""
        named = self.find(text)
        alone = _ALONE.finditer(text) if over and self.own.kind == "weeks" else ()
        weeks = (Named(*each.span(), DURATION, (0, 0, 0), (0, 0, int(each[0]) * _WEEK)) for each in alone)
        return (*named, *(each for each in join_spans(named) if each not in named), *find_durations(text, self.lang), *weeks)

    def find(self, text: str) -> tuple[Named, ...]:
        """Return the periods in a text. For a stock, return the periods that end at the named times."""
        named = find_periods(text, self.lang)
        return tuple(at_its_end(each, self.own.kind, text, self.lang) for each in named) if self.is_stock else named

    def is_among(self, said: Iterable[Named], around: Iterable[str]) -> bool:
        """Return True if one of the periods is the figure's. A name without a year ("in June") may need its year from `around`."""
        fits = [each for each in said if self._is(each, self.own) or self._ends_in(each)]
        if any(each.has_year or not any(self._is(each, other) for other in self.others) for each in fits):
            return True
        beside = (each for text in around for each in self.find(text) if each.has_year) if fits else ()
        return any(compare(each, self.own) in (SAME, AROUND) for each in beside)

    def _ends_in(self, named: Named) -> bool:
        """Return True if counted weeks end in a named month, or shortly before a named day: "by the end of April 2021"."""
        if self.own.kind != "weeks" or not named.has_year or named.kind not in ("month", "day"):
            return False
        first, last = span(named)
        return first <= self.own.last <= last or (named.kind == "day" and 0 <= (first - self.own.last).days < _WEEK)

    def rival(self, said: Iterable[Named]) -> str:
        """Return the first named period of the table other than the figure's, in words, or ""."""
        for each in said:
            for other in self.others:
                if self._is(each, other) and not self._is(each, self.own):
                    return say((other,))
        return ""

    def _is(self, named: Named, period: Period) -> bool:
        if period.kind == "weeks":
            return named.kind == DURATION and named.last[2] == period.weeks * _WEEK
        return named.kind != DURATION and compare(named, period) == SAME
