"""The periods that a figure is of, and how those that a text names lie to them."""

from __future__ import annotations

import calendar
import functools
from collections.abc import Iterable, Sequence
from datetime import date

from macros.figures import Declaration, Figure
from macros.numbers.periods import Day, Named, find_periods
from macros.structure import Dimension
from macros.structure.periods import Period, PeriodError, parse_period, written

SAME, AROUND, WITHIN, APART = "same", "around", "within", "apart"
"""How a period that a text names lies to another: it is that, holds it, lies in it, or is of another time."""
_BEST = (SAME, AROUND, WITHIN, APART)


def own_periods(declared: Declaration) -> tuple[Period, ...]:
    """The periods that a figure is of: one, or two that are compared, the first and the last."""
    for name, dimension in declared.structure.dimensions.items():
        if not dimension.period:
            continue
        if name in declared.start:
            cells = [declared.start[name], declared.end[name]]
        elif name in declared.over and not isinstance(declared.over[name], str):
            cells = list(declared.over[name])
        else:
            cells = [declared.where[name]] if name in declared.where else []
        own = tuple(read_cells(dimension, cells))
        if len(own) > 1 and (name in declared.over or declared.operation.is_unbroken):
            return (Period(min(own).first, max(own).last, "span"),)
        return own
    return ()


def read_cells(dimension: Dimension, cells: Iterable[str]) -> dict[Period, str]:
    """Return the cells of a dimension by their periods; without those that name none, which are told where the data is read."""
    found = ((_parsed(cell, dimension.period, dimension.since), cell) for cell in cells)
    return {period: cell for period, cell in found if period}


@functools.lru_cache(maxsize=4096)
def _parsed(cell: str, kind: str, since: str) -> Period | None:
    try:
        return parse_period(cell, kind, since)
    except PeriodError:
        return None


def compare(named: Named, period: Period) -> str:
    """How a named period lies to another: SAME, AROUND, WITHIN or APART. One without a year is read in the year that fits best."""
    if named.has_year:
        return _compare(named, period)
    years = {period.first.year, period.last.year}
    return min((_compare(named.in_year(year), period) for year in years), key=_BEST.index)


def _compare(named: Named, period: Period) -> str:
    first, last = span(named)
    if period.kind in ("span", "fiscal-year") and _is_abbreviated(named, period):
        return SAME
    if period.kind == "fiscal-year" and (named.kind == "fiscal-year" or _is_of_twelve_months(named)):
        # It is known by its two years, whenever it begins.
        return SAME if (first.year, last.year) == (period.first.year, period.last.year) else APART
    if (first, last) == (period.first, period.last):
        return SAME
    if first <= period.first and period.last <= last:
        return AROUND
    return WITHIN if period.first <= first and last <= period.last else APART


def _is_abbreviated(named: Named, period: Period) -> bool:
    """Whether what reads as a month is the span "2010-12"."""
    is_iso = named.kind == "month" and named.end - named.start == len("2010-12")
    return is_iso and (named.first[0], named.first[1]) == (period.first.year, period.last.year % 100)


def _is_of_twelve_months(named: Named) -> bool:
    (year, month, day), (last_year, last_month, _) = named.first, named.last
    return named.kind == "span" and day == 1 and (last_year - year) * 12 + last_month - month == 11 and month > 1


def span(named: Named) -> tuple[date, date]:
    """The first and the last day of a period whose year is said."""
    return day_of(named.first), day_of(named.last)


@functools.lru_cache(maxsize=4096)
def day_of(day: Day) -> date:
    year, month, number = day
    return date(year, month, min(max(number, 1), calendar.monthrange(year, month)[1]))


def is_any(named: Named, periods: Iterable[Period]) -> bool:
    """Whether a named period is one of several."""
    return any(compare(named, each) == SAME for each in periods)


def titled_periods(figure: Figure, lang: str) -> tuple[Period, ...]:
    """The periods in the title of a figure that is of none: "up to 17 November 2020"."""
    named = find_periods(figure.declaration.title.get(lang, ""), lang)
    return tuple(Period(*span(each), each.kind) for each in named if each.has_year)


@functools.lru_cache(maxsize=4096)
def say(periods: Sequence[Period], lang: str = "en") -> str:
    """Periods in words: `2020 to 2021`, `June 2023`."""
    return " to ".join(written(each, lang) for each in periods)
