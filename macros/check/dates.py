"""Dates against the page's own date: what lies after an update cannot be told in it as past, and "last year" needs a date."""

from __future__ import annotations

from collections.abc import Iterator

from macros.check.context import says, sentence_span, word_pattern
from macros.check.model import Passage
from macros.dates import read_date
from macros.numbers import Find
from macros.pages import Page


def date_faults(passage: Passage, finds: tuple[Find, ...], page: Page, lang: str) -> Iterator[tuple[int, int, str, str, str]]:
    """Start, end, code, fact and remedy of each date that the page's own date contradicts."""
    if passage.surface not in ("text", "title", "meta description"):
        return
    if page.date:
        for item in finds:
            date = read_date(item.text, lang) if item.kind == "date" else None
            told = _exempt(passage, item.start) or says(passage.text[slice(*sentence_span(passage.text, item.start))], lang, "future")
            if date and date > page.date and not told:
                yield (
                    item.start,
                    item.end,
                    "date-after-update",
                    f"tells of {item.text} as past on a page of {page.date}",
                    "mend the date, or say that it is to come",
                )
        return
    for said in () if not speaks_of_now(passage.text, lang) else word_pattern(lang, "relative_time").finditer(passage.text):
        if not _exempt(passage, said.start()):
            fact = f'says "{said[0].lower()}" on a page without a date'
            yield (said.start(), said.end(), "relative-time", fact, "name the date or the year")


def speaks_of_now(text: str, lang: str) -> bool:
    """Whether a text has words that mean another time on each day that it is read: "last year"."""
    return says(text, lang, "relative_time")


def _exempt(passage: Passage, at: int) -> bool:
    return any(start <= at < end and binding.kind == "exempt" for start, end, binding in passage.spans)
