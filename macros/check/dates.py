"""Dates in a text against the page's own date: a later one cannot be past, and "last year" needs a dated page."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from macros.claims.analysed_text import AnalysedText, find_sentence_span
from macros.claims.context import compile_word_list, has_listed_word
from macros.claims.passage import Passage
from macros.claims.times import get_dates
from macros.interface import read_interface_words
from macros.numbers import Quantity
from macros.pages import Page

DATED_SURFACES = frozenset({"text", "title", "meta description"})  # surfaces whose dates are compared with the page's own
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"\d{4}")


def find_date_faults(passage: Passage, finds: tuple[Quantity, ...], page: Page, lang: str) -> Iterator[tuple[int, int, str, str, str]]:
    """Yield the start, end, code, fact and remedy of each date that contradicts the page's own date."""
    if page.date:
        named_years = (year for item in finds if item.kind in ("year", "date") for year in _YEAR.findall(item.text))
        read = AnalysedText(passage.text, passage.spans, finds, lang)
        for named in read.list_periods() if any(year >= page.date[:4] for year in named_years) else ():
            later = named.has_year and get_dates(named)[0] > datetime.date.fromisoformat(page.date)
            if later and not _is_exempt(passage, named.start) and not _is_future(passage.text, named.start, lang):
                yield (
                    named.start,
                    named.end,
                    "date-after-update",
                    f"mentions {passage.text[named.start : named.end]} as past on a page dated {page.date}",
                    "fix the date, or say that it is still to come",
                )
        return
    for said in () if not has_relative_time(passage.text, lang) else compile_word_list(lang, "relative_time").finditer(passage.text):
        if not _is_exempt(passage, said.start()):
            fact = f'says "{said[0].lower()}" on a page without a date'
            yield (said.start(), said.end(), "relative-time", fact, "name the date or the year")


def _is_future(text: str, at: int, lang: str) -> bool:
    """Return True if the sentence around an offset speaks of the future."""
    sentence = text[slice(*find_sentence_span(text, at))]
    endings = tuple(read_interface_words(lang)["future_endings"])
    return has_listed_word(sentence, lang, "future") or any(word.endswith(endings) for word in _WORD.findall(sentence) if endings)


def has_relative_time(text: str, lang: str) -> bool:
    """Return True if a text has words relative to the day of reading: "last year"."""
    return has_listed_word(text, lang, "relative_time")


def _is_exempt(passage: Passage, at: int) -> bool:
    return any(start <= at < end and binding.kind == "exempt" for start, end, binding in passage.spans)
