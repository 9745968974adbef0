"""The periods that a figure is of, and how those that a text names lie to them."""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from macros.figures import Declaration, Figure
from macros.interface import words
from macros.numbers.language import language
from macros.numbers.periods import Day, Named, find_periods, join_spans
from macros.structure import Dimension
from macros.structure.periods import Period, PeriodError, parse_period, written

SAME, AROUND, WITHIN, APART = "same", "around", "within", "apart"
"""How a period that a text names lies to another: it is that, holds it, lies in it, or is of another time."""
_DURATION = "duration"
_WEEK = 7
_BEFORE = 40  # signs before a word for a span of time that hold its number
_ONWARD = 300  # signs behind one within which its unit may be left out
_WORD = re.compile(r"[^\W_]+")
_BESIDE = 2  # words around a period that may say that its end is meant
_COUNT = re.compile(r"(?<![\w.,])(?P<count>[^\W_]+(?:-[^\W_]+)?)(?![\w%])(?![.,]\d)")
_ALONE = re.compile(r"(?<![\w.,-])\d{1,4}(?![\w.,%-])")
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
    return _day(named.first), _day(named.last)


@functools.lru_cache(maxsize=4096)
def _day(day: Day) -> date:
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


@functools.lru_cache(maxsize=4096)
def find_durations(text: str, lang: str) -> tuple[Named, ...]:
    """How long a text says that it has been since something: "three weeks", "42 days", as so many days. Not what lies so long ago.

    One unit can be that of several counts: "three, six and 18 weeks", "after three weeks ... and after six".
    """
    reader = _durations(lang)
    found: list[Named] = []
    for unit in reader.unit.finditer(text):
        size = reader.days[unit[0].lower()]
        for word in reversed(list(_COUNT.finditer(text, max(0, unit.start() - _BEFORE), unit.start()))[-2:]):  # "the three first weeks"
            if (count := _counted(word[0], lang)) is not None:
                listed = [(word, unit.end())]
                while (before := reader.listed.search(text, max(0, listed[-1][0].start() - _BEFORE), listed[-1][0].start())) and _counted(before["count"], lang) is not None:
                    listed.append((_COUNT.match(text, before.start("count")) or word, before.end("count")))
                counts = ((each, end, _counted(each[0], lang) or count) for each, end in reversed(listed))
                found += [Named(each.start(), end, _DURATION, (0, 0, 0), (0, 0, number * size)) for each, end, number in counts]
                led = reader.led.search(text, max(0, word.start() - _BEFORE), word.start())
                again = re.compile(rf"(?<!\w){re.escape(led[0].strip())}\s+{_COUNT.pattern}(?=\s*(?:[,;.)]|$|{reader.both}))", re.I) if led else None
                for each in again.finditer(text, unit.end(), unit.end() + _ONWARD) if again else ():
                    if (number := _counted(each["count"], lang)) is not None:
                        found.append(Named(each.start("count"), each.end("count"), _DURATION, (0, 0, 0), (0, 0, number * size)))
                break
    return tuple(sorted(set(found)))


def _counted(word: str, lang: str) -> int | None:
    """How many a word says."""
    said = word.lower()
    return int(said) if said.isdecimal() else language(lang).integer(tuple(said.split("-")))


class _Durations(NamedTuple):
    """What names spans of time: unit: of time, and days: how long each is. led: what stands before a count. listed: a count before another."""

    unit: re.Pattern[str]
    days: dict[str, int]
    led: re.Pattern[str]
    listed: re.Pattern[str]
    both: str


@functools.cache
def _durations(lang: str) -> _Durations:
    days = _unit_days(lang)
    lists = (days, words(lang)["ago"], words(lang)["base_years"]["of"], words(lang)["duration_after"], language(lang).table["calendar"]["and"])
    units, ago, of, after, both = ("|".join(sorted(map(re.escape, map(str, each)), key=len, reverse=True)) for each in lists)
    both = rf"(?<!\w)(?:{both})(?!\w)"
    return _Durations(
        re.compile(rf"(?<!\w)(?:{units})(?!\w)(?!\s+(?:{ago})(?!\w)(?!\s+(?:{of})\b))", re.IGNORECASE),
        days,
        re.compile(rf"(?<!\w)(?:{after})\s+$", re.IGNORECASE),
        re.compile(rf"{_COUNT.pattern}(?:,|\s*,?\s*{both})\s*$", re.IGNORECASE),
        both,
    )


@functools.lru_cache(maxsize=4096)
def find_relative(text: str, lang: str, named: Sequence[Named]) -> tuple[Named, ...]:
    """Return the periods that a text tells by the one that it named before: "a year later", "the previous quarter".

    named: the periods that it names itself, in their order.
    """
    found = []
    for match in _relative(lang).finditer(text) if named else ():
        base = next((each for each in reversed(named) if each.end <= match.start() and each.has_year), None)
        unit = _unit_days(lang).get((match["unit"] or match["of"] or match["of2"]).lower(), 0)
        months = {365: 12, 90: 3, 30: 1}.get(unit, 0)
        said = match["count"] or ""
        relative = words(lang)["relative"]
        count = 1 if not said or said.lower() in (*relative["one"], *relative["articles"]) else _counted(said, lang)
        if base is None or not count or not months or (months * count % _MONTHS.get(base.kind, 12) and not match["same"]):
            continue
        if match["same"]:
            year = base.last[0]
            found.append(Named(*match.span(), "year", (year, 1, 1), (year, 12, 31)) if months == 12 else base._replace(start=match.start(), end=match.end()))
            continue
        is_back = (match["way"] or match["side"] or match["side2"]).lower() in words(lang)["relative"]["back"]
        first, last = (_shifted(day, -months * count if is_back else months * count) for day in (base.first, base.last))
        found.append(Named(*match.span(), base.kind, first, last))
    return tuple(found)


def join_pairs(named: Sequence[Named], own: Sequence[Period]) -> Iterator[Named]:
    """Yield two periods named together as one stretch, where a figure is of that: "in 2022 and 2023 together"."""
    for a, b in pairwise(named):
        joined = Named(a.start, b.end, "span", a.first, b.last)
        if b.link and a.has_year and b.has_year and a.first < b.first and is_any(joined, [each for each in own if each.kind == "span"]):
            yield joined


def at_its_end(named: Named, kind: str, text: str, lang: str) -> Named:
    """Return the period of a kind at whose end a named time lies: "31 December 2023" of 2023, "the end of 2022" of its last quarter."""
    said = words(lang)["ends_of_periods"]
    months = _MONTHS.get(kind, 0)
    around = (_WORD.findall(text[: named.start])[-_BESIDE:], _WORD.findall(text[named.start : named.end]), _WORD.findall(text[named.end :])[:_BESIDE])
    beside = [word for found in around for word in found]
    is_long = months < _MONTHS.get(named.kind, 0)
    if not named.has_year or not months or named.kind == kind or (is_long and not any(word.lower() in said for word in beside)):
        return named
    first = _shifted((*named.last[:2], 1), 1 - months)
    is_end = named.last[1] % months == 0 and _day(named.last) == _day((*named.last[:2], 31))
    return named._replace(kind=kind, first=first) if is_end else named


@functools.lru_cache(maxsize=4096)
def find_elided(text: str, lang: str, named: Sequence[Named]) -> tuple[Named, ...]:
    """Return the quarters and halves of which only the number is said: "in the fourth quarter of 2023 ... in the first"."""
    found = []
    for match in _ordinals(lang).finditer(text) if any(each.kind in ("quarter", "half") for each in named) else ():
        beside = [each for each in named if each.kind in ("quarter", "half")]
        base = min(beside, key=lambda each: (each.end > match.start(), abs(each.end - match.start())), default=None)
        number = language(lang).table["ordinals"][match["number"].lower()]
        if base and number * _MONTHS[base.kind] <= _MONTHS["year"]:
            last = number * _MONTHS[base.kind]
            year = base.first[0]
            first_day = (year, last - _MONTHS[base.kind] + 1, 1)
            found.append(Named(*match.span("number"), base.kind, first_day, (year, last, calendar.monthrange(year, last)[1])))
    return tuple(found)


@functools.cache
def _ordinals(lang: str) -> re.Pattern[str]:
    table = language(lang).table
    ordinals, both = ("|".join(sorted(map(re.escape, each), key=len, reverse=True)) for each in (table["ordinals"], table["calendar"]["and"]))
    articles = "|".join(map(re.escape, words(lang)["relative"]["articles"]))
    return re.compile(rf"(?<!\w)(?:{articles})\s+(?P<number>{ordinals})(?=\s*(?:[,;:.)(]|$)|\s+(?:{both})(?!\w))", re.IGNORECASE)


_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
"""The months of the periods that another can lie a number of months before or after."""


def _shifted(day: Day, months: int) -> Day:
    year, month = divmod(day[0] * 12 + day[1] - 1 + months, 12)
    return year, month + 1, day[2] if day[2] == 1 else calendar.monthrange(year, month + 1)[1]


@functools.cache
def _unit_days(lang: str) -> dict[str, int]:
    return {str(form): int(size) for size, forms in words(lang)["spans"].items() for form in forms}


@functools.cache
def _relative(lang: str) -> re.Pattern[str]:
    """Finds "two years later" and "the previous month"."""
    said = words(lang)["relative"]
    units = "|".join(sorted(map(re.escape, _unit_days(lang)), key=len, reverse=True))
    back, on, ends, same, articles = ("|".join(sorted(map(re.escape, each), key=len, reverse=True)) or "(?!)" for each in (said["back"], said["on"], said["ends"], said["same"], said["articles"]))
    counted = rf"(?P<count>[^\W_]+(?:-[^\W_]+)?)\s+(?P<unit>{units})\s+(?P<way>{back}|{on}|(?:{ends})(?=\s*(?:[,;:.)(]|$)))"
    beside = rf"(?:{articles})\s+(?:(?P<side>{back}|{on})\s+)?(?P<of>{units})(?(side)|\s+(?P<side2>{back}|{on}))"
    again = rf"(?P<same>{same})\s+(?P<of2>{units})"
    return re.compile(rf"(?<!\w)(?:{counted}|{beside}|{again})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class When:
    """The one period that a figure is of, among those of its table. others: those without it, in their order."""

    own: Period
    others: tuple[Period, ...]
    lang: str
    is_stock: bool = False

    def __str__(self) -> str:
        return say((self.own,))

    def read(self, text: str, *, over: bool = False) -> tuple[Named, ...]:
        """The periods that a text names, where nobody has looked for numbers, and the spans of time.

        over: it stands over a cell, where a number alone counts weeks if the table does.
        """
        named = self.find(text)
        alone = _ALONE.finditer(text) if over and self.own.kind == "weeks" else ()
        weeks = (Named(*each.span(), _DURATION, (0, 0, 0), (0, 0, int(each[0]) * _WEEK)) for each in alone)
        return (*named, *(each for each in join_spans(named) if each not in named), *find_durations(text, self.lang), *weeks)

    def find(self, text: str) -> tuple[Named, ...]:
        """The periods that a text names; of a stock, those at whose end a named time lies."""
        named = find_periods(text, self.lang)
        return tuple(at_its_end(each, self.own.kind, text, self.lang) for each in named) if self.is_stock else named

    def is_among(self, said: Iterable[Named], around: Iterable[str]) -> bool:
        """Whether one of the periods is its own. around: where its year may stand, if the name would do for another: "in June"."""
        fits = [each for each in said if self._is(each, self.own)]
        if any(each.has_year or not any(self._is(each, other) for other in self.others) for each in fits):
            return True
        beside = (each for text in around for each in self.find(text) if each.has_year) if fits else ()
        return any(compare(each, self.own) in (SAME, AROUND) for each in beside)

    def rival(self, said: Iterable[Named]) -> str:
        """The first of the periods of its table that is named and is not its own, in words."""
        for each in said:
            for other in self.others:
                if self._is(each, other) and not self._is(each, self.own):
                    return say((other,))
        return ""

    def _is(self, named: Named, period: Period) -> bool:
        if period.kind == "weeks":
            return named.kind == _DURATION and named.last[2] == period.weeks * _WEEK
        return named.kind != _DURATION and compare(named, period) == SAME
