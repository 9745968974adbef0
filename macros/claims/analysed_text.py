"""A text with its quotes, read once for all of its numbers and rules: its sentences, quantities and periods.

Questions about a sentence are answered by offset, with binary search, so that the time grows linearly with the text.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from macros.claims.durations import find_durations
from macros.claims.passage import Binding
from macros.claims.relative_periods import find_elided_periods, find_ending_period, find_relative_periods
from macros.numbers import Quantity
from macros.numbers.grammar.periods import NamedPeriod, find_periods

Range = tuple[int, int]
"""The start and end of a stretch of a text."""

_SENTENCE = re.compile(r"(?<=[.!?;])(?<!\s[A-Z]\.)\s+(?=([^\W\d_a-z]|[\u00bf\u00a1\u00ab\u201e\u201c\u201a\u2018\"(]))")
"""The space before a sentence: a capital of any alphabet (checked by the caller), or an opening sign.
Not behind an initial ("John F. Clark")."""
_MAX_SENTENCE = 2000  # characters of a sentence; a longer one is cut into parts
_STOP = re.compile(r"(?<=[;,:])\s+")
_SPACE = re.compile(r"\s+")


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


_P = TypeVar("_P", bound=_Placed)
_T = TypeVar("_T")


class AnalysedText:
    """A text, its quotes, and a cache of everything read from it."""

    def __init__(self, text: str, spans: tuple[tuple[int, int, Binding], ...], quantities: Sequence[Quantity], lang: str) -> None:
        self.text, self.spans, self.quantities, self.lang = text, spans, quantities, lang
        self._values: dict[Hashable, Any] = {}

    def memoize(self, key: Hashable, compute: Callable[[], _T]) -> _T:
        """Return the value of a key, computed once."""
        if key not in self._values:
            self._values[key] = compute()
        found: _T = self._values[key]
        return found

    def find_sentence_span(self, at: int) -> Range:
        """Return the start and end of the sentence at an offset."""
        return find_sentence_span(self.text, at)

    def find_quantities_in(self, begin: int, end: int) -> Sequence[Quantity]:
        """Return the quantities that begin in a stretch."""
        return select_within(self.quantities, begin, end)

    def list_periods(self, ends: str = "") -> tuple[NamedPeriod, ...]:
        """Return the periods named, but not by quoted numbers ("2000 reports"). `ends`: the kind with its value at the end, for a stock."""
        return self.memoize(("periods", ends), lambda: tuple(self._read_periods(ends)))

    def _read_periods(self, ends: str) -> Iterator[NamedPeriod]:
        dated = tuple((each.start, each.end) for each in self.quantities if each.kind in ("year", "date"))
        quoted = {(start, end) for start, end, binding in self.spans if binding.kind != "exempt"}
        named = tuple(each for each in find_periods(self.text, self.lang, dated) if (each.start, each.end) not in quoted)
        if ends:
            named = tuple(find_ending_period(each, ends, self.text, self.lang) for each in named)
        others = (*find_relative_periods(self.text, self.lang, named), *find_elided_periods(self.text, self.lang, named))
        told = [each for each in others if not has_overlap(named, each.start, each.end)]
        if ends:
            told = [find_ending_period(each, ends, self.text, self.lang) for each in told]
        yield from sorted((*named, *told))

    def find_durations_in(self, begin: int, end: int) -> Sequence[NamedPeriod]:
        """Return the durations that begin in a stretch."""
        return select_within(find_durations(self.text, self.lang), begin, end)


def _get_start(placed: _Placed) -> int:
    return placed.start


def select_within(placed: Sequence[_P], begin: int, end: int) -> Sequence[_P]:
    """Return the items that begin in a stretch of a text. They are sorted by place."""
    return placed[bisect.bisect_left(placed, begin, key=_get_start) : bisect.bisect_left(placed, end, key=_get_start)]


def has_overlap(placed: Sequence[NamedPeriod], start: int, end: int) -> bool:
    """Return whether an item overlaps a stretch of a text. The items are sorted and do not overlap each other."""
    at = bisect.bisect_left(placed, end, key=_get_start)
    return at > 0 and placed[at - 1].end > start


def find_sentence_span(text: str, at: int) -> Range:
    """Return the start and end of the sentence at an offset."""
    starts, ends = _find_gaps(text)
    index = bisect.bisect_right(starts, at)
    return ends[index - 1] if index else 0, starts[index] if index < len(starts) else len(text)


def find_sentence_before(text: str, begin: int) -> int:
    """Return the start of the sentence before the one that begins at `begin`."""
    _, ends = _find_gaps(text)
    index = bisect.bisect_left(ends, begin)
    return ends[index - 1] if index else 0


@functools.lru_cache(maxsize=4096)
def _find_gaps(text: str) -> tuple[list[int], list[int]]:
    """Return the starts and the ends of the gaps between sentences. A sentence that is too long is cut into parts."""
    starts: list[int] = []
    ends = [0]
    matches = (match for match in _SENTENCE.finditer(text) if not match[1].islower())
    for start, end in (*(match.span() for match in matches), (len(text), len(text))):
        while start - ends[-1] > _MAX_SENTENCE:
            first = ends[-1] + _MAX_SENTENCE
            cut = _STOP.search(text, first, min(start, first + _MAX_SENTENCE)) or _SPACE.search(text, first, start)
            if cut is None:
                break
            starts.append(cut.start())
            ends.append(cut.end())
        starts.append(start)
        ends.append(end)
    return starts[:-1], ends[1:-1]
