"""The single period of a figure, and whether a text names it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from macros.claims.durations import DURATION, find_durations
from macros.claims.relative_periods import find_ending_period
from macros.claims.times import AROUND, SAME, compare_periods, format_periods, get_dates
from macros.numbers.grammar.periods import NamedPeriod, find_periods, join_spans
from macros.structure.periods import Period

_DAYS_OF_WEEK = 7
_BARE_NUMBER = re.compile(r"(?<![\w.,-])\d{1,4}(?![\w.,%-])")


@dataclass(frozen=True)
class FigurePeriod:
    """The single period of a figure. `other_periods` are the other periods of its table, in order."""

    own_period: Period
    other_periods: tuple[Period, ...]
    lang: str
    is_stock: bool = False

    def __str__(self) -> str:
        return format_periods((self.own_period,))

    def find_times(self, text: str, *, over: bool = False) -> tuple[NamedPeriod, ...]:
        """Return the periods, spans and durations in a text. With `over`, a bare number counts weeks if the table does."""
        named = self.find(text)
        alone = _BARE_NUMBER.finditer(text) if over and self.own_period.kind == "weeks" else ()
        weeks = (NamedPeriod(*each.span(), DURATION, (0, 0, 0), (0, 0, int(each[0]) * _DAYS_OF_WEEK)) for each in alone)
        return (*named, *(each for each in join_spans(named) if each not in named), *find_durations(text, self.lang), *weeks)

    def find(self, text: str) -> tuple[NamedPeriod, ...]:
        """Return the periods in a text. For a stock, return the periods that end at the named times."""
        named = find_periods(text, self.lang)
        return tuple(find_ending_period(each, self.own_period.kind, text, self.lang) for each in named) if self.is_stock else named

    def is_among(self, said: Iterable[NamedPeriod], around: Iterable[str]) -> bool:
        """Return True if one of the periods is the figure's. A name without a year ("in June") may need its year from `around`."""
        fits = [each for each in said if self._is_period(each, self.own_period) or self._has_end_within(each)]
        if any(each.has_year or not any(self._is_period(each, other) for other in self.other_periods) for each in fits):
            return True
        beside = (each for text in around for each in self.find(text) if each.has_year) if fits else ()
        return any(compare_periods(each, self.own_period) in (SAME, AROUND) for each in beside)

    def _has_end_within(self, named: NamedPeriod) -> bool:
        """Return True if counted weeks end in a named month, or shortly before a named day: "by the end of April 2021"."""
        if self.own_period.kind != "weeks" or not named.has_year or named.kind not in ("month", "day"):
            return False
        first, last = get_dates(named)
        return first <= self.own_period.last <= last or (named.kind == "day" and 0 <= (first - self.own_period.last).days < _DAYS_OF_WEEK)

    def find_rival(self, said: Iterable[NamedPeriod]) -> str:
        """Return the first named period of the table other than the figure's, in words, or ""."""
        for each in said:
            for other in self.other_periods:
                if self._is_period(each, other) and not self._is_period(each, self.own_period):
                    return format_periods((other,))
        return ""

    def _is_period(self, named: NamedPeriod, period: Period) -> bool:
        if period.kind == "weeks":
            return named.kind == DURATION and named.last[2] == period.weeks * _DAYS_OF_WEEK
        return named.kind != DURATION and compare_periods(named, period) == SAME
