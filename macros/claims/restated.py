"""Fractions and multiples in words that repeat the quotes beside them: "more than half, 54.4%", "almost twice the 17.2".

They are not separate figures: the values of the quotes decide whether they are right.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from fractions import Fraction

from macros.claims.analysed_text import AnalysedText, has_overlap
from macros.claims.context import Sentence, join_alternatives, list_words
from macros.claims.passage import Binding
from macros.claims.zones import mask_spans
from macros.figures import Figure
from macros.numbers import Quantity
from macros.wording.judge import QUANTITIES, stands_for_share

_WORD_FORMS = frozenset({"fraction", "ratio", "words"})
_HALF = 50
_STEM = 5  # letters that the forms of one word have in common
_SHORT = 3  # letters of a word that says nothing by itself
_WORD = re.compile(r"[^\W\d_]+")
_STOP = re.compile(r"[;:!?()]|\.(?=\s|$)")


def is_restated(read: AnalysedText, item: Quantity, get: Callable[[Binding], Figure | None]) -> bool:
    """Return True if an unbound number repeats the quotes beside it.

    It may repeat the share right after it, in brackets or between commas. Or it is the ratio of the level quoted before it to the one right
    after it ("555,831, about half of the 1,046,350"). `get` returns the figure of a quote.
    """
    if item.form not in _WORD_FORMS or item.kind not in ("percentage", "multiplier") or item.direction:
        return False
    (begin, end), lang = read.find_sentence_span(item.start), read.lang
    quoted = [each for each in read.spans if each[2].kind == "figure" and begin <= each[0] < end]
    behind = next((each for each in quoted if each[0] >= item.end), None)
    if behind is None or any(
        item.end <= each.start < behind[0] and each.kind in QUANTITIES for each in read.find_quantities_in(begin, end)
    ):
        return False
    figure = get(behind[2])
    if figure is None or figure.declaration.is_change:
        return False
    if _is_median(figure):
        return _is_half(read, item, *behind[:2]) and _says_what(read, item, figure)
    gap = read.text[item.end : behind[0]]
    if figure.declaration.unit == "percent":
        return item.kind == "percentage" and bool(_compile_apposition(lang).search(gap)) and stands_for_share(item, figure.value, lang)
    before = next((each for each in reversed(quoted) if each[1] <= item.start), None)
    other = get(before[2]) if before else None
    if other is None or not figure.value or other.declaration.is_change or other.declaration.unit != figure.declaration.unit:
        return False
    times = [(each.start, each.end) for each in read.list_periods()]
    is_led = _compile_lead(lang).fullmatch(mask_spans(read.text, item.end, behind[0], times)) is not None
    return is_led and stands_for_share(item, Fraction(100) * other.value / figure.value, lang)


def find_half(sentence: Sentence) -> Quantity | None:
    """Return the half of which a median is said to be the bound: "half of the patients had waited no longer than 35 days"."""
    read, item = sentence.analysed_text, sentence.quantity
    if not _is_median(sentence.figure):
        return None
    found = (each for each in reversed(sentence.own_quantities) if each.end <= item.start and each.form in _WORD_FORMS)
    half = next((each for each in found if _is_half(read, each, item.start, item.end)), None)
    return half if half and _says_what(read, half, sentence.figure) else None


def _is_median(figure: Figure) -> bool:
    declared = figure.declaration
    is_median = declared.structure.find_measure(declared.field, declared.where).statistic == "median"
    return is_median and declared.operation.is_copy and not declared.is_change


def _says_what(read: AnalysedText, item: Quantity, figure: Figure) -> bool:
    """Return True if the sentence of a half has a word of what the median is of beside "median": "waited" of a median wait."""
    declared, lang = figure.declaration, read.lang
    measure = declared.structure.find_measure(declared.field, declared.where)
    names = {name.lower() for group in measure.names.get(lang, ()) for name in group}
    said = _WORD.findall(read.text[slice(*read.find_sentence_span(item.start))].lower())
    stems = {word[:_STEM] for word in _WORD.findall(measure.label.get(lang, "").lower()) if word not in names and len(word) > _SHORT}
    return not stems or any(word.startswith(tuple(stems)) for word in said)


def _is_half(read: AnalysedText, item: Quantity, start: int, end: int) -> bool:
    """Return True if a half is said to lie on one side of a number: no other quantity stands between, and the number is a bound."""
    if item.value != _HALF or item.hedge or _STOP.search(read.text, item.end, start):
        return False
    between = (each for each in read.find_quantities_in(item.end, start) if each.kind in QUANTITIES)
    if any(not has_overlap(read.list_periods(), each.start, each.end) for each in between):
        return False
    before, behind = _bounds(read.lang)
    return before.search(read.text, item.end, start) is not None or behind.match(read.text, end) is not None


@functools.cache
def _bounds(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile the patterns of a bound: right before a number, and behind it and its noun."""
    before, behind = (join_alternatives(list_words(lang, name)) for name in ("bounds_before", "bounds_behind"))
    return (
        re.compile(rf"(?<!\w)(?:{before})\s+$", re.IGNORECASE),
        re.compile(rf"(?:\s+[^\W\d_]+)?,?\s+(?:{behind})(?!\w)", re.IGNORECASE),
    )


@functools.cache
def _compile_apposition(lang: str) -> re.Pattern[str]:
    """Return a pattern for the words before a repeated number: "..., the" and "(", with nothing after."""
    return re.compile(rf"[,(]\s*(?:(?:{join_alternatives(list_words(lang, 'articles'))})\s+)?$", re.IGNORECASE)


@functools.cache
def _compile_lead(lang: str) -> re.Pattern[str]:
    """Return a pattern for the words between a multiple and its base: "of the", "as in 2019 (", "those of"."""
    names = ("than", "than_as", "articles", "definite", "partitives", "contained_in", "those_of")
    return re.compile(
        rf"(?:[\s(]|(?<!\w)(?:{join_alternatives(word for name in names for word in list_words(lang, name))})(?!\w))*", re.IGNORECASE
    )
