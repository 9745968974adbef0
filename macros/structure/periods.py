"""Periods in the cells of a time dimension: years, quarters, months, days and spans, in order and in words.

The kind belongs to the whole dimension and is never guessed from a cell: "2019-20" is a span in one column and a fiscal year in another.
"""

from __future__ import annotations

import calendar
import contextlib
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_interval, format_skeleton
from babel.units import format_unit

from macros.base.dates import find_european_locale, is_date, write_long_date
from macros.interface import known_languages, read_interface_words

_YEAR = r"[1-9][0-9]{3}"
_PATTERNS = {
    "year": (re.compile(rf"({_YEAR})"), "2021"),
    "quarter": (re.compile(rf"(?P<y>{_YEAR})[- ]?[QTK](?P<q>[1-4])|[QTK](?P<q2>[1-4])[- /]?(?P<y2>{_YEAR})", re.IGNORECASE), "2021-Q1"),
    "month": (re.compile(rf"({_YEAR})-?M?(0[1-9]|1[0-2])"), "2021-01"),
    "day": (re.compile(rf"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}"), "2021-01-31"),
    "span": (re.compile(rf"(?P<a>[\d-]+)/(?P<b>[\d-]+)|(?P<c>{_YEAR})[\u2013-](?P<d>{_YEAR}|[0-9]{{2}})"), "2019-2021 or 2021-01/2021-06"),
    "fiscal-year": (
        re.compile(rf"(?:FY ?)?(?P<a>{_YEAR})[/\u2013-](?P<b>{_YEAR}|[0-9]{{2}})|FY ?(?P<end>{_YEAR}|[0-9]{{2}})", re.IGNORECASE),
        "2021/22 or FY2022",
    ),
    "weeks": (re.compile(r"(0|[1-9][0-9]{0,3})"), "3"),
}
"""Kind -> the pattern of its cells, and an example for messages."""
KINDS = tuple(_PATTERNS)
_SHORT = 50
"""The longest span in years with a two-digit end: "1999-05". "2020-12" is a month."""
_WEEK = 7


class PeriodError(ValueError):
    """The error for a cell that is no period of its dimension's kind, or for periods that cannot be counted. The message is one line."""


@dataclass(frozen=True, order=True)
class Period:
    """A time from its first day to its last. Periods of one dimension sort by time.

    Weeks since an event begin at the event. A fiscal year without a known beginning has the days of both years.
    """

    first: date
    last: date
    kind: str

    @property
    def code(self) -> str:
        """Return its normal form in a cell and in an id."""
        year = f"{self.first.year:04}"
        match self.kind:
            case "year":
                return year
            case "quarter":
                return f"{year}-Q{quarter_of(self.first)}"
            case "month":
                return f"{year}-{self.first.month:02}"
            case "day":
                return self.first.isoformat()
            case "fiscal-year":
                return f"{year}/{self.last.year % 100:02}"
            case "weeks":
                return str(self.weeks)
        return "/".join(end.code for end in self.ends)

    @property
    def weeks(self) -> int:
        """Return its number of weeks."""
        return ((self.last - self.first).days + 1) // _WEEK

    @property
    def ends(self) -> tuple[Period, Period]:
        """Return the first and the last year, month or day of a span. Other periods are both ends themselves."""
        if self.kind != "span":
            return self, self
        kind = self._kind_of_ends
        first, last = (_find_period_of_day(kind, each) for each in (self.first, self.last))
        return first, last

    @property
    def _kind_of_ends(self) -> str:
        if self.first.day > 1 or (self.last + timedelta(1)).day > 1:
            return "day"
        return "year" if (self.first.month, self.last.month) == (1, 12) else "month"


def parse_period(text: str, kind: str, since: str = "") -> Period:
    """Return the period of a cell.

    since: the day of the event from which weeks are counted, or a day on which a fiscal year begins.

    Raises: PeriodError.
    """
    if (kind == "weeks" or since) and not is_date(since):
        raise PeriodError(f'counts {kind} since "{since}", which is not a valid day (YYYY-MM-DD)')
    if period := _parse_kind(text, kind, since):
        return period
    other = next((f"a {other}, " for other in KINDS if other not in (kind, "weeks") and _parse_kind(text, other, "")), "")
    asked = "number of weeks" if kind == "weeks" else kind
    raise PeriodError(f'"{text}" is {other}not a {asked} ({_PATTERNS[kind][1]})')


def find_period(text: str) -> Period | None:
    """Return the year, quarter, month or day in a text, whichever it is."""
    return next((period for kind in ("year", "quarter", "month", "day") if (period := _parse_kind(text, kind, ""))), None)


def _parse_kind(text: str, kind: str, since: str) -> Period | None:
    match = _PATTERNS[kind][0].fullmatch(text)
    with contextlib.suppress(ValueError, OverflowError):
        return _PARSERS[kind](match, since) if match else None
    return None


def _parse_year(match: re.Match[str], _: str) -> Period:
    return _find_period_of_day("year", date(int(match[1]), 1, 1))


def _parse_quarter(match: re.Match[str], _: str) -> Period:
    return _find_period_of_day("quarter", date(int(match["y"] or match["y2"]), int(match["q"] or match["q2"]) * 3 - 2, 1))


def _parse_month(match: re.Match[str], _: str) -> Period:
    return _find_period_of_day("month", date(int(match[1]), int(match[2]), 1))


def _parse_day(match: re.Match[str], _: str) -> Period:
    return _find_period_of_day("day", date.fromisoformat(match[0]))


def _parse_span(match: re.Match[str], _: str) -> Period:
    first, last = match["a"] or match["c"], match["b"] or match["d"]
    if re.fullmatch(_YEAR, first) and re.fullmatch("[0-9]{2}", last):
        last = _complete_year(first, last)
        if int(last) - int(first) > _SHORT:
            raise ValueError
    kinds = [kind for kind in ("year", "month", "day") if _PATTERNS[kind][0].fullmatch(first)]
    begin, end = (_parse_kind(each, kinds[0] if kinds else "day", "") for each in (first, last))
    if not begin or not end or begin >= end:
        raise ValueError
    return Period(begin.first, end.last, "span")


def _complete_year(first: str, last: str) -> str:
    """Return the second year of "2019-20" in full: the next year with that ending."""
    year = int(first[:2] + last)
    return str(year if year > int(first) else year + 100)


def _parse_fiscal_year(match: re.Match[str], since: str) -> Period:
    end = match["b"] or match["end"]
    if len(end) == 2:
        end = _complete_year(match["a"] or "1999", end)
    year = int(end) - 1
    if match["a"] and int(match["a"]) != year:
        raise ValueError
    if not since:
        return Period(date(year, 1, 1), date(year + 1, 12, 31), "fiscal-year")
    begins = date.fromisoformat(since)
    first, after = (date(each, begins.month, min(begins.day, 28)) for each in (year, year + 1))
    return Period(first, after - timedelta(1), "fiscal-year")


def _parse_weeks(match: re.Match[str], since: str) -> Period:
    event = date.fromisoformat(since)
    return Period(event, event + timedelta(weeks=int(match[0]), days=-1), "weeks")


_PARSERS: dict[str, Callable[[re.Match[str], str], Period]] = {
    "year": _parse_year,
    "quarter": _parse_quarter,
    "month": _parse_month,
    "day": _parse_day,
    "span": _parse_span,
    "fiscal-year": _parse_fiscal_year,
    "weeks": _parse_weeks,
}


def quarter_of(day: date) -> int:
    """Return the quarter of a day."""
    return (day.month + 2) // 3


def _find_period_of_day(kind: str, day: date) -> Period:
    """Return the year, quarter, month or day of a day."""
    if kind == "day":
        return Period(day, day, kind)
    size = _MONTHS[kind]
    start = (day.month - 1) // size * size + 1
    end = start + size - 1
    return Period(date(day.year, start, 1), date(day.year, end, calendar.monthrange(day.year, end)[1]), kind)


_MONTHS = {"year": 12, "quarter": 3, "month": 1}


def count_months(first: Period, last: Period) -> int:
    """Return the number of months from one period to another of its kind.

    Raises: PeriodError if it is no whole number.
    """
    begin, end = first.first, last.first
    if first.kind != last.kind or "weeks" in (first.kind, last.kind) or begin.day != end.day:
        raise PeriodError(f"{first.code} and {last.code} are no whole number of months apart")
    return (end.year - begin.year) * 12 + end.month - begin.month


def is_followed_by(period: Period, following: Period) -> bool:
    """Return whether one period directly follows another in their dimension, without a gap such as a missing month.

    Weeks all begin at one event, so their numbers are compared. Fiscal years without a beginning are compared by year.
    """
    if period.kind == "weeks":
        return following.weeks == period.weeks + 1
    if period.kind == "fiscal-year":
        return following.first.year == period.first.year + 1
    return following.first == period.last + timedelta(1)


@functools.lru_cache(maxsize=4096)
def write_period(period: Period, lang: str, *, short: bool = False) -> str:
    """Write a period in a language: "June 2023", "first quarter of 2021", or shortly "Q1 2021".

    In a language without words of its own, the forms of the CLDR are used.
    """
    own = read_interface_words(lang)["period"] if lang in known_languages() else {}
    match period.kind:
        case "month":
            return _write_skeleton(period, "yMMM" if short else "yMMMM", lang)
        case "quarter":
            forms = () if short else own.get("quarters", ())
            if forms:
                return str(forms[quarter_of(period.first) - 1]).format(period.first.year)
            return _write_skeleton(period, "yQQQ" if short else "yQQQQ", lang)
        case "day":
            return _write_skeleton(period, "yMMMd", lang) if short else write_long_date(period.code, lang)
        case "weeks":
            return _write_weeks(period, lang, str(own.get("after", "{1} + {0}")))
        case "span":
            first, last = period.ends
            if own and not short:
                return str(own["to"]).format(write_period(first, lang), write_period(last, lang))
            skeleton = {"year": "y", "month": "yMMMM", "day": "yMMMd"}[first.kind]
            return str(format_interval(first.first, last.first, skeleton, locale=find_european_locale(lang)))
    return period.code


def _write_skeleton(period: Period, skeleton: str, lang: str) -> str:
    return str(format_skeleton(skeleton, period.first, locale=find_european_locale(lang)))


def _write_weeks(period: Period, lang: str, after: str) -> str:
    counted = format_unit(period.weeks, "duration-week", locale=find_european_locale(lang))
    if "duration" in counted:  # the CLDR has no words for weeks in this language
        return f"{period.first.isoformat()}/P{period.weeks}W"
    return after.format(counted, write_long_date(period.first.isoformat(), lang))
