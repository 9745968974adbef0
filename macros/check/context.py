"""Whether a figure is quoted where it belongs: its sentence, heading, caption or header says what it is of, and when.

A figure declares groups of words (`mentions`), one of each group of which must stand around a quote. Two figures of the
same data whose groups differ in one place (all against EU, reports against files, 2020 against 2021) are told apart by
the words nearest to the number: its own sentence, or the row and column of its cell.
"""

from __future__ import annotations

import functools
import re

from macros.check.model import Passage
from macros.figures import Figure, Figures

_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-Z\u201c\"(])")


def wrong_context(passage: Passage, at: int, figure: Figure, figures: Figures, lang: str) -> str:
    """What is wrong with the words around a quote of `figure` at offset `at`, or ""."""
    groups = figure.declaration.mentions.get(lang, ())
    if not groups:
        return ""
    around = "\n".join((passage.text, *passage.context))
    missing = [group for group in groups if not mentions(around, group)]
    if missing:
        words = " and ".join(f'"{group[0]}"' for group in missing)
        return f"where neither the sentence nor a heading, caption or header mentions {words}"
    near = passage.near or sentence(passage.text, at)
    for index, group in enumerate(groups):
        if mentions(near, group):
            continue
        for name, theirs in _siblings(figure, figures, lang):
            if len(theirs) == len(groups) and not set(theirs[index]) & set(group) and mentions(near, theirs[index]):
                return f'in words that speak of "{theirs[index][0]}" and not of "{group[0]}" (as {name} would be)'
    return ""


def _siblings(figure: Figure, figures: Figures, lang: str) -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
    """The figures of the same rows of data, with their words."""
    own = figure.declaration
    return [
        (other.id, other.mentions.get(lang, ()))
        for other in figures.declarations.values()
        if (other.package, other.resource) == (own.package, own.resource) and other.id != own.id
    ]


def sentence(text: str, at: int) -> str:
    """The sentence of a text that holds the offset `at`."""
    begin = 0
    for match in _SENTENCE.finditer(text):
        if match.start() > at:
            return text[begin : match.start()]
        begin = match.end()
    return text[begin:]


def mentions(text: str, group: tuple[str, ...]) -> bool:
    """Whether one of the words stands in the text, as a whole word, in upper or lower case."""
    return bool(_pattern(group).search(text))


@functools.lru_cache(maxsize=4096)
def _pattern(group: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in group) + r")(?!\w)", re.IGNORECASE)
