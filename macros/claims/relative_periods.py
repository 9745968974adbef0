"""Periods named relative to others: "a year later", "in the first quarter ... and in the fourth"; and the ends of periods for stocks."""

from __future__ import annotations

import calendar
import functools
import itertools
import re
from collections.abc import Iterator, Sequence

from macros.claims.durations import join_whole_words, map_unit_days, read_count
from macros.claims.times import is_any_period, to_date
from macros.interface import read_interface_words
from macros.numbers.grammar.periods import Day, NamedPeriod
from macros.numbers.language.language import load_language
from macros.structure.periods import Period

_MONTHS_BY_KIND = {"year": 12, "half": 6, "quarter": 3, "month": 1}
"""The months of each kind of period that can be shifted by months."""
_MONTHS_BY_DAYS = {365: 12, 90: 3, 30: 1}
_END_REACH = 2  # words around a period within which a word for its end counts
_ROOM = 80  # characters that these take
_WORD = re.compile(r"[^\W_]+")
_LAST_YEAR = 9999


@functools.lru_cache(maxsize=4096)
def find_relative_periods(text: str, lang: str, named: Sequence[NamedPeriod]) -> tuple[NamedPeriod, ...]:
    """Return the periods in a text that are relative to an earlier one: "a year later", "the previous quarter", "that year".

    `named` are the periods that the text names itself, in order.
    """
    return (
        tuple(each for match in _compile_relative(lang).finditer(text) if (each := _resolve_relative(match, lang, named))) if named else ()
    )


def _resolve_relative(match: re.Match[str], lang: str, named: Sequence[NamedPeriod]) -> NamedPeriod | None:
    relative = read_interface_words(lang)["relative"]
    base = next((each for each in reversed(named) if each.end <= match.start() and each.has_year), None)
    unit = (match["unit"] or match["of"] or match["same_unit"]).lower()
    months = _MONTHS_BY_DAYS.get(map_unit_days(lang)[unit], 0)
    if base is None or not months:
        return None
    if match["same"]:
        year = base.last[0]
        whole = NamedPeriod(*match.span(), "year", (year, 1, 1), (year, 12, 31))
        return whole if months == _MONTHS_BY_KIND["year"] else base._replace(start=match.start(), end=match.end())
    said = (match["count"] or "").lower()
    count = 1 if said in ("", *relative["one"], *relative["articles"]) else read_count(said, lang) or 0
    if base.kind != "year" and months == _MONTHS_BY_KIND["year"] and not match["count"]:  # said in May 2022: "in the previous year"
        year = base.first[0] + (-1 if (match["side"] or match["behind"]).lower() in relative["back"] else 1)
        return NamedPeriod(*match.span(), "year", (year, 1, 1), (year, 12, 31))
    months *= count * (-1 if (match["way"] or match["side"] or match["behind"]).lower() in relative["back"] else 1)
    if not months or months % _MONTHS_BY_KIND.get(base.kind, 12) or not 0 < base.first[0] + months // 12 < _LAST_YEAR:
        return None
    return NamedPeriod(*match.span(), base.kind, _shift_months(base.first, months), _shift_months(base.last, months))


@functools.cache
def _compile_relative(lang: str) -> re.Pattern[str]:
    """Return a pattern for "two years later", "the previous month" and "that year"."""
    said = read_interface_words(lang)["relative"]
    units, (back, on, ends, same, articles) = (
        join_whole_words(map_unit_days(lang)),
        (join_whole_words(said[name]) for name in ("back", "on", "ends", "same", "articles")),
    )
    way = rf"{back}|{on}|{ends}(?=\s*(?:[,;:.)(]|$))"
    counted = rf"(?<!\w)(?P<count>[^\W_]+(?:-[^\W_]+)?)\s+(?P<unit>{units})\s+(?P<way>{way})"
    beside = rf"{articles}\s+(?:(?P<side>{back}|{on})\s+)?(?P<of>{units})(?(side)|\s+(?P<behind>{back}|{on}))"
    return re.compile(rf"{counted}|{beside}|(?P<same>{same})\s+(?P<same_unit>{units})", re.IGNORECASE)


def _shift_months(day: Day, months: int) -> Day:
    year, month = divmod(day[0] * 12 + day[1] - 1 + months, 12)
    return year, month + 1, day[2] if day[2] == 1 else calendar.monthrange(year, month + 1)[1]


@functools.lru_cache(maxsize=4096)
def find_elided_periods(text: str, lang: str, named: Sequence[NamedPeriod]) -> tuple[NamedPeriod, ...]:
    """Return the quarters and halves named by number alone: "in the fourth quarter of 2023 ... in the first".

    `named` are the periods that the text names itself, in order.
    """
    beside = [each for each in named if each.kind in ("quarter", "half")]
    found = []
    for match in _compile_ordinals(lang).finditer(text) if beside else ():
        base = min(beside, key=lambda each: (each.end > match.start(), abs(each.end - match.start())))
        months = _MONTHS_BY_KIND[base.kind]
        year, last = base.first[0], load_language(lang).table["ordinals"][match["number"].lower()] * months
        if last <= _MONTHS_BY_KIND["year"]:
            ends = (year, last - months + 1, 1), (year, last, calendar.monthrange(year, last)[1])
            found.append(NamedPeriod(*match.span("number"), base.kind, *ends))
    return tuple(found)


@functools.cache
def _compile_ordinals(lang: str) -> re.Pattern[str]:
    table = load_language(lang).table
    ordinals, both, articles = map(
        join_whole_words, (table["ordinals"], table["calendar"]["and"], read_interface_words(lang)["relative"]["articles"])
    )
    following = join_whole_words(read_interface_words(lang)["relative"]["elided_before"])
    return re.compile(rf"{articles}\s+(?P<number>{ordinals})(?=\s*(?:[,;:.)(]|$)|\s+(?:{both}|{following}|\d))", re.IGNORECASE)


def join_linked_periods(named: Sequence[NamedPeriod], own: Sequence[Period]) -> Iterator[NamedPeriod]:
    """Yield periods named together as one span if a figure is of that span: "in 2021, 2022 and 2023 together"."""
    spans = [each for each in own if each.kind == "span"]
    for at, first in enumerate(named if spans else ()):
        for last in itertools.takewhile(lambda each: bool(each.link), named[at + 1 :]):
            joined = NamedPeriod(first.start, last.end, "span", first.first, last.last)
            if first.has_year and last.has_year and first.first < last.first and is_any_period(joined, spans):
                yield joined


def find_ending_period(named: NamedPeriod, kind: str, text: str, lang: str) -> NamedPeriod:
    """Return the period of a kind that ends with a named time: 2023 for "31 December 2023", the last quarter for "the end of 2022"."""
    months = _MONTHS_BY_KIND.get(kind, 0)
    if not named.has_year or not months or named.kind == kind:
        return named
    if months < _MONTHS_BY_KIND.get(named.kind, 0):
        before = _WORD.findall(text, max(0, named.start - _ROOM), named.start)[-_END_REACH:]
        behind = (match[0] for match in itertools.islice(_WORD.finditer(text, named.end), _END_REACH))
        said = (*before, *_WORD.findall(text, named.start, named.end), *behind)
        if not any(word.lower() in read_interface_words(lang)["ends_of_periods"] for word in said):
            return named
    is_end = named.last[1] % months == 0 and to_date(named.last) == to_date((*named.last[:2], 31))
    return named._replace(kind=kind, first=_shift_months((*named.last[:2], 1), 1 - months)) if is_end else named
