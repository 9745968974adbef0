"""Whether a figure is quoted where it belongs: its sentence, heading, caption or header says what it is of, and when.

A figure declares groups of words (`mentions`), one of each group of which must stand around a quote. Two figures of the
same data whose groups differ in one place (all against EU, reports against files, 2020 against 2021) are told apart by
the words nearest to the number: its own sentence, or the row and column of its cell.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from macros.check.model import Passage
from macros.figures import Figure, Figures
from macros.interface import words

Groups = tuple[tuple[str, ...], ...]
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-Z\u201c\"(])")


@dataclass
class Contexts:
    """Which words tell the figures of one body of data apart."""

    figures: Figures
    lang: str
    _tables: dict[tuple[str, str], list[tuple[str, Groups]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.figures.declarations.values():
            entry = (each.id, each.mentions.get(self.lang, ()))
            self._tables.setdefault((each.package, each.resource), []).append(entry)

    def wrong(self, passage: Passage, at: int, figure: Figure) -> str:
        """What is wrong with the words around a quote of `figure` at offset `at`, or ""."""
        if passage.near:
            wrong = self._column(passage.near, figure)
            if wrong:
                return wrong
        groups = figure.declaration.mentions.get(self.lang, ())
        if figure.declaration.measure == "percentage_change_of_share":  # a percentage of a percentage is called relative
            groups = (*groups, tuple(words(self.lang)["relative_words"]))
        near = passage.near or sentence(passage.text, at)
        absent = [index for index, group in enumerate(groups) if not mentions(near, group)]
        if not absent:
            return ""
        around = "\n".join((passage.text, *passage.context))
        missing = [groups[index] for index in absent if not mentions(around, groups[index])]
        if missing:
            listed = " and ".join(f'"{group[0]}"' for group in missing)
            return f"where neither the sentence nor a heading, caption or header mentions {listed}"
        for index in absent:
            for name, theirs in self._tables[figure.declaration.package, figure.declaration.resource]:
                same = (
                    name == figure.id
                    or len(theirs) <= index
                    or len(theirs) != len(figure.declaration.mentions[self.lang])
                    or set(theirs[index]) & set(groups[index])
                )
                if not same and mentions(near, theirs[index]):
                    return f'in words that speak of "{theirs[index][0]}" and not of "{groups[index][0]}" (as {name} would be)'
        return ""

    def _column(self, headers: str, figure: Figure) -> str:
        """A change stands under a header that speaks of change, anything else under one that does not."""
        speaks = mentions(headers, tuple(words(self.lang)["change_words"]))
        if figure.declaration.change and not speaks:
            return f'under "{headers}", which does not speak of a change'
        if speaks and not figure.declaration.change:
            return f'under "{headers}", which speaks of a change'
        points = mentions(headers, tuple(words(self.lang)["points_words"]))
        if figure.declaration.unit == "percentage points" and mentions(headers, tuple(words(self.lang)["relative_words"])):
            return f'under "{headers}", which speaks of a relative change and not of percentage points'
        if points and figure.declaration.unit == "percent":
            return f'under "{headers}", which speaks of percentage points'
        return ""


def sentence(text: str, at: int) -> str:
    """The sentence of a text that holds the offset `at`."""
    begin, end = sentence_span(text, at)
    return text[begin:end]


def sentence_span(text: str, at: int) -> tuple[int, int]:
    """Where the sentence that holds the offset `at` begins and ends."""
    begin = 0
    for match in _SENTENCE.finditer(text):
        if match.start() > at:
            return begin, match.start()
        begin = match.end()
    return begin, len(text)


def mentions(text: str, group: tuple[str, ...]) -> bool:
    """Whether one of the words stands in the text, as a whole word, in upper or lower case."""
    return bool(_pattern(group).search(text))


@functools.lru_cache(maxsize=4096)
def _pattern(group: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in group) + r")(?!\w)", re.IGNORECASE)
