"""The periods of a figure, and their relation to the periods named in a text."""

from __future__ import annotations

import calendar
import functools
from collections.abc import Iterable, Sequence
from datetime import date

from macros.figures import Declaration, Figure
from macros.numbers.grammar.periods import Day, NamedPeriod, find_periods
from macros.structure import Dimension
from macros.structure.periods import Period, PeriodError, parse_period, write_period

SAME, AROUND, WITHIN, APART = "same", "around", "within", "apart"
"""Relations of a named period to another: equal to it, containing it, inside it, or neither."""
_BEST_FIRST = (SAME, AROUND, WITHIN, APART)


def find_own_periods(declared: Declaration) -> tuple[Period, ...]:
    """Return the periods of a figure: one, or for a comparison the first and the last."""
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
    """Return the cells of a dimension by period, without unreadable ones. The data reader reports those."""
    found = ((_parse_cell(cell, dimension.period, dimension.since), cell) for cell in cells)
    return {period: cell for period, cell in found if period}


@functools.lru_cache(maxsize=4096)
def _parse_cell(cell: str, kind: str, since: str) -> Period | None:
    try:
        return parse_period(cell, kind, since)
    except PeriodError:
        return None


def compare_periods(named: NamedPeriod, period: Period) -> str:
    """Return the relation of a named period to another. A name without a year is read in the year of the best relation."""
    if named.has_year:
        return _compare_dated(named, period)
    years = {period.first.year, period.last.year}
    return min((_compare_dated(named.place_in_year(year), period) for year in years), key=_BEST_FIRST.index)


def _compare_dated(named: NamedPeriod, period: Period) -> str:
    first, last = get_dates(named)
    if period.kind in ("span", "fiscal-year") and _is_abbreviated(named, period):
        return SAME
    if period.kind == "fiscal-year" and (named.kind == "fiscal-year" or _is_of_twelve_months(named)):
        # Its two years identify it, whatever its first month.
        return SAME if (first.year, last.year) == (period.first.year, period.last.year) else APART
    if (first, last) == (period.first, period.last):
        return SAME
    if first <= period.first and period.last <= last:
        return AROUND
    return WITHIN if period.first <= first and last <= period.last else APART


def _is_abbreviated(named: NamedPeriod, period: Period) -> bool:
    """Return True if an apparent month is the span "2010-12"."""
    is_iso = named.kind == "month" and named.end - named.start == len("2010-12")
    return is_iso and (named.first[0], named.first[1]) == (period.first.year, period.last.year % 100)


def _is_of_twelve_months(named: NamedPeriod) -> bool:
    (year, month, day), (last_year, last_month, _) = named.first, named.last
    return named.kind == "span" and day == 1 and (last_year - year) * 12 + last_month - month == 11 and month > 1


def get_dates(named: NamedPeriod) -> tuple[date, date]:
    """Return the first and the last day of a named period with a year."""
    return to_date(named.first), to_date(named.last)


@functools.lru_cache(maxsize=4096)
def to_date(day: Day) -> date:
    """Return a date, with the day limited to those of the month."""
    year, month, number = day
    return date(year, month, min(max(number, 1), calendar.monthrange(year, month)[1]))


def is_any_period(named: NamedPeriod, periods: Iterable[Period]) -> bool:
    """Return True if a named period equals one of several."""
    return any(compare_periods(named, each) == SAME for each in periods)


def find_titled_periods(figure: Figure, lang: str) -> tuple[Period, ...]:
    """Return the periods in a figure's title, for a figure without its own: "up to 17 November 2020"."""
    named = find_periods(figure.declaration.title.get(lang, ""), lang)
    return tuple(Period(*get_dates(each), each.kind) for each in named if each.has_year)


@functools.lru_cache(maxsize=4096)
def format_periods(periods: Sequence[Period], lang: str = "en") -> str:
    """Return periods in words: `2020 to 2021`, `June 2023`."""
    return " to ".join(write_period(each, lang) for each in periods)
