"""Durations in prose, in days: "three weeks", "after three weeks ... and after six"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from macros.interface import words
from macros.numbers.language import language
from macros.numbers.periods import Named

DURATION = "duration"
"""The kind of a duration among the periods of a text."""
_BEFORE = 40  # signs before a unit that hold its count
_ONWARD = 300  # signs after a unit within which a count may omit it
_COUNT = re.compile(r"(?<![\w.,])(?P<count>[^\W_]+(?:-[^\W_]+)?)(?![\w%])(?![.,]\d)")


class _Reader(NamedTuple):
    """A reader of the durations of a language.

    `unit` matches a word for a unit, of the length in `days`; `listed` a count before another one, `again` one without its unit.
    """

    unit: re.Pattern[str]
    days: dict[str, int]
    listed: re.Pattern[str]
    again: re.Pattern[str]


@functools.lru_cache(maxsize=4096)
def find_durations(text: str, lang: str) -> tuple[Named, ...]:
    """Return the durations since an event in a text, in days: "three weeks", "42 days". A time "ago" is none.

    Several counts can share one unit: "three, six and 18 weeks", "after three weeks ... and after six".
    """
    reader = _reader(lang)
    return tuple(sorted({each for unit in reader.unit.finditer(text) for each in _counts(text, unit, reader, lang)}))


def _counts(text: str, unit: re.Match[str], reader: _Reader, lang: str) -> Iterator[Named]:
    """Yield a duration for each count of one unit."""
    size = reader.days[unit[0].lower()]
    before = list(_COUNT.finditer(text, max(0, unit.start() - _BEFORE), unit.start()))[-2:]  # "the three first weeks"
    word = next((each for each in reversed(before) if read_count(each[0], lang) is not None), None)
    if word is None:
        ordinals = language(lang).table.get("ordinals") or {}
        if before and (number := ordinals.get(before[-1][0].lower())):  # "by the eighteenth week"
            yield Named(before[-1].start(), unit.end(), DURATION, (0, 0, 0), (0, 0, number * size))
        return
    yield _named(word.start(), unit.end(), word[0], size, lang)
    at = word.start()
    while (listed := reader.listed.search(text, max(0, at - _BEFORE), at)) and read_count(listed["count"], lang) is not None:
        yield _named(listed.start("count"), listed.end("count"), listed["count"], size, lang)
        at = listed.start("count")
    for match in reader.again.finditer(text, unit.end(), unit.end() + _ONWARD):
        if read_count(match["count"], lang) is not None:
            yield _named(match.start("count"), match.end("count"), match["count"], size, lang)


def _named(start: int, end: int, count: str, size: int, lang: str) -> Named:
    return Named(start, end, DURATION, (0, 0, 0), (0, 0, (read_count(count, lang) or 0) * size))


def read_count(word: str, lang: str) -> int | None:
    """Return the integer named by a word, or None."""
    said = word.lower()
    return int(said) if said.isdecimal() else language(lang).integer(tuple(said.split("-")))


@functools.cache
def days_of_units(lang: str) -> dict[str, int]:
    """Return the days of each word for a unit of time."""
    return {str(form): int(size) for size, forms in words(lang)["spans"].items() for form in forms}


@functools.cache
def _reader(lang: str) -> _Reader:
    days, said = days_of_units(lang), words(lang)
    earlier = set(said["ago"]) - set(said["relative"]["on"])  # "three weeks later" are three weeks
    lists = (days, earlier, said["base_years"]["of"], said["duration_after"], language(lang).table["calendar"]["and"])
    units, ago, of, after, both = map(any_of, lists)
    return _Reader(
        unit=re.compile(rf"{units}(?!\s+{ago}(?!\s+{of}))", re.IGNORECASE),
        days=days,
        listed=re.compile(rf"{_COUNT.pattern}(?:,|\s*,?\s*{both})\s*$", re.IGNORECASE),
        again=re.compile(rf"{after}\s+{_COUNT.pattern}(?=\s*(?:[,;.)]|$|{both}))", re.IGNORECASE),
    )


def any_of(phrases: Iterable[object]) -> str:
    """Return a pattern for one of some phrases, the longest first. Without phrases it never matches."""
    every = sorted(map(re.escape, map(str, phrases)), key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(every) or '(?!)'})(?!\w)"
