"""Fractions and multiples in words that repeat the quotes beside them: "more than half, 54.4%", "almost twice the 17.2".

They are not separate figures: the values of the quotes decide whether they are right.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from fractions import Fraction

from macros.check.context import either, listed
from macros.check.model import Binding
from macros.check.text import Text
from macros.check.zones import without
from macros.figures import Figure
from macros.numbers import Find
from macros.wording.judge import QUANTITIES, stands_for_share

_FORMS = frozenset({"fraction", "ratio", "words"})


def is_restated(read: Text, item: Find, get: Callable[[Binding], Figure | None]) -> bool:
    """Return True if an unbound number repeats the quotes beside it.

    It may repeat the share right after it, in brackets or between commas. Or it is the ratio of the level quoted before it to the one right
    after it ("555,831, about half of the 1,046,350"). `get` returns the figure of a quote.
    """
    if item.form not in _FORMS or item.kind not in ("percentage", "multiplier") or item.direction:
        return False
    (begin, end), lang = read.span(item.start), read.lang
    quoted = [each for each in read.spans if each[2].kind == "figure" and begin <= each[0] < end]
    behind = next((each for each in quoted if each[0] >= item.end), None)
    if behind is None or any(item.end <= each.start < behind[0] and each.kind in QUANTITIES for each in read.finds_in(begin, end)):
        return False
    figure = get(behind[2])
    if figure is None or figure.declaration.change:
        return False
    gap = read.text[item.end : behind[0]]
    if figure.declaration.unit == "percent":
        return item.kind == "percentage" and bool(_apposed(lang).search(gap)) and stands_for_share(item, figure.value, lang)
    before = next((each for each in reversed(quoted) if each[1] <= item.start), None)
    other = get(before[2]) if before else None
    if other is None or not figure.value or other.declaration.change or other.declaration.unit != figure.declaration.unit:
        return False
    times = [(each.start, each.end) for each in read.periods()]
    is_led = _led(lang).fullmatch(without(read.text, item.end, behind[0], times)) is not None
    return is_led and stands_for_share(item, Fraction(100) * other.value / figure.value, lang)


@functools.cache
def _apposed(lang: str) -> re.Pattern[str]:
    """Return a pattern for the words before a repeated number: "..., the" and "(", with nothing after."""
    return re.compile(rf"[,(]\s*(?:(?:{either(listed(lang, 'articles'))})\s+)?$", re.IGNORECASE)


@functools.cache
def _led(lang: str) -> re.Pattern[str]:
    """Return a pattern for the words between a multiple and its base: "of the", "as in 2019 (", "those of"."""
    names = ("than", "than_as", "articles", "definite", "partitives", "contained_in", "those_of")
    return re.compile(rf"(?:[\s(]|(?<!\w)(?:{either(word for name in names for word in listed(lang, name))})(?!\w))*", re.IGNORECASE)
