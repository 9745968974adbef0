"""Dates in a text against the page's own date: a later one cannot be past, and "last year" needs a dated page."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from macros.check.context import says, word_pattern
from macros.check.model import Passage
from macros.check.text import Text, sentence_span
from macros.check.times import span
from macros.interface import words
from macros.numbers import Find
from macros.pages import Page

_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"\d{4}")


def date_faults(passage: Passage, finds: tuple[Find, ...], page: Page, lang: str) -> Iterator[tuple[int, int, str, str, str]]:
    """Yield the start, end, code, fact and remedy of each date that contradicts the page's own date."""
    if passage.surface not in ("text", "title", "meta description"):
        return
    if page.date:
        named_years = (year for item in finds if item.kind in ("year", "date") for year in _YEAR.findall(item.text))
        read = Text(passage.text, passage.spans, finds, lang)
        for named in read.periods() if any(year >= page.date[:4] for year in named_years) else ():
            later = named.has_year and span(named)[0] > datetime.date.fromisoformat(page.date)
            if later and not _exempt(passage, named.start) and not _is_to_come(passage.text, named.start, lang):
                yield (
                    named.start,
                    named.end,
                    "date-after-update",
                    f"mentions {passage.text[named.start : named.end]} as past on a page dated {page.date}",
                    "fix the date, or say that it is still to come",
                )
        return
    for said in () if not speaks_of_now(passage.text, lang) else word_pattern(lang, "relative_time").finditer(passage.text):
        if not _exempt(passage, said.start()):
            fact = f'says "{said[0].lower()}" on a page without a date'
            yield (said.start(), said.end(), "relative-time", fact, "name the date or the year")


def _is_to_come(text: str, at: int, lang: str) -> bool:
    """Return True if the sentence around an offset speaks of the future."""
    sentence = text[slice(*sentence_span(text, at))]
    endings = tuple(words(lang)["future_endings"])
    return says(sentence, lang, "future") or any(word.endswith(endings) for word in _WORD.findall(sentence) if endings)


def speaks_of_now(text: str, lang: str) -> bool:
    """Return True if a text has words relative to the day of reading: "last year"."""
    return says(text, lang, "relative_time")


def _exempt(passage: Passage, at: int) -> bool:
    return any(start <= at < end and binding.kind == "exempt" for start, end, binding in passage.spans)
