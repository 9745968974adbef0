"""Durations in prose, in days: "three weeks", "after three weeks ... and after six"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from macros.interface import read_interface_words
from macros.numbers.grammar.periods import NamedPeriod
from macros.numbers.language.language import load_language

DURATION = "duration"
"""The kind of a duration among the periods of a text."""
_COUNT_REACH = 40  # signs before a unit that hold its count
_REPEAT_REACH = 300  # signs after a unit within which a count may omit it
_COUNT = re.compile(r"(?<![\w.,])(?P<count>[^\W_]+(?:-[^\W_]+)?)(?![\w%])(?![.,]\d)")


class _DurationReader(NamedTuple):
    """A reader of the durations of a language.

    `unit` matches a word for a unit, of the length in `days`; `listed` a count before another one, `again` one without its unit.
    """

    unit: re.Pattern[str]
    days: dict[str, int]
    listed: re.Pattern[str]
    again: re.Pattern[str]


@functools.lru_cache(maxsize=4096)
def find_durations(text: str, lang: str) -> tuple[NamedPeriod, ...]:
    """Return the durations since an event in a text, in days: "three weeks", "42 days". A time "ago" is none.

    Several counts can share one unit: "three, six and 18 weeks", "after three weeks ... and after six".
    """
    reader = _load_reader(lang)
    return tuple(sorted({each for unit in reader.unit.finditer(text) for each in _find_counts(text, unit, reader, lang)}))


def _find_counts(text: str, unit: re.Match[str], reader: _DurationReader, lang: str) -> Iterator[NamedPeriod]:
    """Yield a duration for each count of one unit."""
    size = reader.days[unit[0].lower()]
    before = list(_COUNT.finditer(text, max(0, unit.start() - _COUNT_REACH), unit.start()))[-2:]  # "the three first weeks"
    word = next((each for each in reversed(before) if read_count(each[0], lang) is not None), None)
    if word is None:
        ordinals = load_language(lang).table.get("ordinals") or {}
        if before and (number := ordinals.get(before[-1][0].lower())):  # "by the eighteenth week"
            yield NamedPeriod(before[-1].start(), unit.end(), DURATION, (0, 0, 0), (0, 0, number * size))
        return
    yield _make_duration(word.start(), unit.end(), word[0], size, lang)
    at = word.start()
    while (listed := reader.listed.search(text, max(0, at - _COUNT_REACH), at)) and read_count(listed["count"], lang) is not None:
        yield _make_duration(listed.start("count"), listed.end("count"), listed["count"], size, lang)
        at = listed.start("count")
    for match in reader.again.finditer(text, unit.end(), unit.end() + _REPEAT_REACH):
        if read_count(match["count"], lang) is not None:
            yield _make_duration(match.start("count"), match.end("count"), match["count"], size, lang)


def _make_duration(start: int, end: int, count: str, size: int, lang: str) -> NamedPeriod:
    return NamedPeriod(start, end, DURATION, (0, 0, 0), (0, 0, (read_count(count, lang) or 0) * size))


def read_count(word: str, lang: str) -> int | None:
    """Return the integer named by a word, or None."""
    said = word.lower()
    return int(said) if said.isdecimal() else load_language(lang).parse_integer(tuple(said.split("-")))


@functools.cache
def map_unit_days(lang: str) -> dict[str, int]:
    """Return the days of each word for a unit of time."""
    return {str(form): int(size) for size, forms in read_interface_words(lang)["spans"].items() for form in forms}


@functools.cache
def _load_reader(lang: str) -> _DurationReader:
    days, said = map_unit_days(lang), read_interface_words(lang)
    earlier = set(said["ago"]) - set(said["relative"]["on"])  # "three weeks later" are three weeks
    lists = (days, earlier, said["base_years"]["of"], said["duration_after"], load_language(lang).table["calendar"]["and"])
    units, ago, of, after, both = map(join_whole_words, lists)
    return _DurationReader(
        unit=re.compile(rf"{units}(?!\s+{ago}(?!\s+{of}))", re.IGNORECASE),
        days=days,
        listed=re.compile(rf"{_COUNT.pattern}(?:,|\s*,?\s*{both})\s*$", re.IGNORECASE),
        again=re.compile(rf"{after}\s+{_COUNT.pattern}(?=\s*(?:[,;.)]|$|{both}))", re.IGNORECASE),
    )


def join_whole_words(phrases: Iterable[object]) -> str:
    """Return a pattern for one of some phrases, the longest first. Without phrases it never matches."""
    every = sorted(map(re.escape, map(str, phrases)), key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(every) or '(?!)'})(?!\w)"
