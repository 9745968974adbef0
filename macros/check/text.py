"""A text with its quotes, read once for all of its numbers and rules: its sentences, quantities and periods.

Questions about a sentence are answered by offset, with binary search, so that the time grows linearly with the text.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from macros.check.durations import find_durations
from macros.check.model import Binding
from macros.check.relative import at_its_end, find_elided, find_relative
from macros.numbers import Find
from macros.numbers.periods import Named, find_periods

Range = tuple[int, int]
"""The start and end of a stretch of a text."""

_SENTENCE = re.compile(r"(?<=[.!?;])(?<!\s[A-Z]\.)\s+(?=([^\W\d_a-z]|[\u00bf\u00a1\u00ab\u201e\u201c\u201a\u2018\"(]))")
"""The space before a sentence: a capital of any alphabet (checked by the caller), or an opening sign.
Not behind an initial ("John F. Clark")."""
_LONGEST = 2000  # characters of a sentence; a longer one is cut into parts
_STOP = re.compile(r"(?<=[;,:])\s+")
_SPACE = re.compile(r"\s+")


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


_P = TypeVar("_P", bound=_Placed)
_T = TypeVar("_T")


class Text:
    """A text, its quotes, and a cache of everything read from it."""

    def __init__(self, text: str, spans: tuple[tuple[int, int, Binding], ...], finds: Sequence[Find], lang: str) -> None:
        self.text, self.spans, self.finds, self.lang = text, spans, finds, lang
        self._kept: dict[Hashable, Any] = {}

    def keep(self, key: Hashable, compute: Callable[[], _T]) -> _T:
        """Return the value of a key, computed once."""
        if key not in self._kept:
            self._kept[key] = compute()
        found: _T = self._kept[key]
        return found

    def span(self, at: int) -> Range:
        """Return the start and end of the sentence at an offset."""
        return sentence_span(self.text, at)

    def finds_in(self, begin: int, end: int) -> Sequence[Find]:
        """Return the quantities that begin in a stretch."""
        return within(self.finds, begin, end)

    def periods(self, ends: str = "") -> tuple[Named, ...]:
        """Return the periods named, but not by quoted numbers ("2000 reports"). `ends`: the kind with its value at the end, for a stock."""
        return self.keep(("periods", ends), lambda: tuple(self._periods(ends)))

    def _periods(self, ends: str) -> Iterator[Named]:
        dated = tuple((each.start, each.end) for each in self.finds if each.kind in ("year", "date"))
        quoted = {(start, end) for start, end, binding in self.spans if binding.kind != "exempt"}
        named = tuple(each for each in find_periods(self.text, self.lang, dated) if (each.start, each.end) not in quoted)
        if ends:
            named = tuple(at_its_end(each, ends, self.text, self.lang) for each in named)
        others = (*find_relative(self.text, self.lang, named), *find_elided(self.text, self.lang, named))
        told = [each for each in others if not overlaps(named, each.start, each.end)]
        if ends:
            told = [at_its_end(each, ends, self.text, self.lang) for each in told]
        yield from sorted((*named, *told))

    def durations_in(self, begin: int, end: int) -> Sequence[Named]:
        """Return the durations that begin in a stretch."""
        return within(find_durations(self.text, self.lang), begin, end)


def _start(placed: _Placed) -> int:
    return placed.start


def within(placed: Sequence[_P], begin: int, end: int) -> Sequence[_P]:
    """Return the items that begin in a stretch of a text. They are sorted by place."""
    return placed[bisect.bisect_left(placed, begin, key=_start) : bisect.bisect_left(placed, end, key=_start)]


def overlaps(placed: Sequence[Named], start: int, end: int) -> bool:
    """Return whether an item overlaps a stretch of a text. The items are sorted and do not overlap each other."""
    at = bisect.bisect_left(placed, end, key=_start)
    return at > 0 and placed[at - 1].end > start


def sentence_span(text: str, at: int) -> Range:
    """Return the start and end of the sentence at an offset."""
    starts, ends = _gaps(text)
    index = bisect.bisect_right(starts, at)
    return ends[index - 1] if index else 0, starts[index] if index < len(starts) else len(text)


def sentence_before(text: str, begin: int) -> int:
    """Return the start of the sentence before the one that begins at `begin`."""
    _, ends = _gaps(text)
    index = bisect.bisect_left(ends, begin)
    return ends[index - 1] if index else 0


@functools.lru_cache(maxsize=4096)
def _gaps(text: str) -> tuple[list[int], list[int]]:
    """Return the starts and the ends of the gaps between sentences. A sentence that is too long is cut into parts."""
    starts: list[int] = []
    ends = [0]
    matches = (match for match in _SENTENCE.finditer(text) if not match[1].islower())
    for start, end in (*(match.span() for match in matches), (len(text), len(text))):
        while start - ends[-1] > _LONGEST:
            first = ends[-1] + _LONGEST
            cut = _STOP.search(text, first, min(start, first + _LONGEST)) or _SPACE.search(text, first, start)
            if cut is None:
                break
            starts.append(cut.start())
            ends.append(cut.end())
        starts.append(start)
        ends.append(end)
    return starts[:-1], ends[1:-1]
