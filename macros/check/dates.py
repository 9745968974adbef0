"""Dates against the page's own date: what lies after an update cannot be told in it as past, and "last year" needs a date."""

from __future__ import annotations

from collections.abc import Iterator

from macros.check.context import mentions, sentence
from macros.check.model import Passage
from macros.dates import read_date
from macros.interface import words
from macros.numbers import Find
from macros.pages import Page


def date_faults(passage: Passage, finds: tuple[Find, ...], page: Page | None, lang: str) -> Iterator[tuple[int, int, str, str, str]]:
    """Start, end, code, fact and remedy of each date that the page's own date contradicts."""
    if page is None or passage.surface not in ("text", "title", "meta description"):
        return
    if page.date:
        for item in finds:
            date = read_date(item.text, lang) if item.kind == "date" else None
            told = _exempt(passage, item.start) or mentions(sentence(passage.text, item.start), tuple(words(lang)["future"]))
            if date and date > page.date and not told:
                yield (
                    item.start,
                    item.end,
                    "date-after-update",
                    f"tells of {item.text} as past on a page of {page.date}",
                    "mend the date, or say that it is to come",
                )
        return
    for phrase in words(lang)["relative_time"]:
        at = passage.text.lower().find(str(phrase))
        if at >= 0 and mentions(passage.text, (str(phrase),)) and not _exempt(passage, at):
            yield (at, at + len(phrase), "relative-time", f'says "{phrase}" on a page without a date', "name the date or the year")


def _exempt(passage: Passage, at: int) -> bool:
    return any(start <= at < end and binding.kind == "exempt" for start, end, binding in passage.spans)
