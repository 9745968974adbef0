"""What sentences name of one dimension of a figure, and whether it is the figure's."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from macros.check.grammar import grammar
from macros.check.vocabulary import MEASURE, Slot, Vocabulary
from macros.check.vocabulary import Named as Word
from macros.check.when import When
from macros.numbers.periods import Named


class Mention(NamedTuple):
    """What of one dimension a sentence names, and where. value: its code, or its period. rank: PLAIN, or less."""

    start: int
    end: int
    value: object
    source: Word | Named
    rank: int = 0


PLAIN, COMPARED, WITHIN, DOUBTFUL = range(4)
"""How much a mention counts: it says what is told, what that is compared with or set apart from, or what that stands in; or that only
where it is not what the number is of."""


class Axis:
    """A dimension of a figure, or the period that it is of, as sentences name it."""

    @property
    def has_heads(self) -> bool:
        """Whether one of its values stands in another: "files in reports" are files."""
        return False

    @property
    def is_time(self) -> bool:
        """Whether it is the period."""
        return False

    @property
    def is_total(self) -> bool:
        """Whether the figure's value is the total of the dimension."""
        return False

    def mentions(self, text: str) -> tuple[Mention, ...]:
        raise NotImplementedError

    def judge(self, found: Sequence[Mention], text: str) -> str | None:
        """Return "" where one of the mentions is the figure's, else the words that name another, None where none does."""
        raise NotImplementedError

    def beyond(self, mention: Mention, text: str) -> str:
        """Return the words that name all but the figure's value, "" where they do not: "deaths outside Denmark"."""
        return ""

    def whole(self, found: Sequence[Mention], text: str) -> str:
        """Return the words that name a whole of which the figure's value is a part."""
        return ""

    def part(self, found: Sequence[Mention], text: str) -> str:
        """Return the words that name a part of the total that the figure's value is: "waiting for a cardiologist at the hospital"."""
        return ""


@dataclass(frozen=True)
class Codes(Axis):
    """The codes of a dimension, or the measures.

    wholes: the codes that the figure's is a part of, which name no other. others: measures in other units, which its number can be none of.
    """

    slot: Slot
    wholes: frozenset[str]
    others: frozenset[str] = frozenset()

    @property
    def is_total(self) -> bool:
        return self.slot.is_total

    @property
    def has_heads(self) -> bool:
        return self.slot.name == MEASURE

    def mentions(self, text: str) -> tuple[Mention, ...]:
        return _mentions(self.slot.vocabulary, self.slot.name, text)

    def judge(self, found: Sequence[Mention], text: str) -> str | None:
        keys = self.slot.vocabulary.groups[self.slot.name]
        is_own = any(each.value in self.slot.own for each in found)
        said: dict[str, set[int]] = {}
        words: dict[str, str] = {}
        for each in found:
            word = each.source
            if isinstance(word, Word) and not word.is_hidden and word.key not in self.wholes | self.others:
                said.setdefault(word.key, set()).add(word.group)
                words.setdefault(word.key, text[each.start : each.end])
        others = [key for key, groups in said.items() if len(groups) == len(keys[key]) and key not in self.slot.own]
        if is_own:
            # Words in several groups name one thing together: where two are named so that share none, it is not the one alone.
            own = {word for key in self.slot.own for group in keys.get(key, ()) for word in group}
            others = [key for key in others if len(keys[key]) > 1 and own.isdisjoint(word for group in keys[key] for word in group)]
            several = any(len(keys.get(key, ())) > 1 for key in self.slot.own)
            return words[others[0]] if others and several else ""
        return words[others[0]] if others else None

    def beyond(self, mention: Mention, text: str) -> str:
        grammar_ = grammar(self.slot.vocabulary.lang)
        before = grammar_.ends(grammar_.beyond, text, 0, mention.start)
        groups = self.slot.vocabulary.groups[self.slot.name][str(mention.value)]
        is_named = before and any(before["word"].lower() in word.lower().split() for group in groups for word in group)
        return text[before.start() : mention.end].strip() if before and not is_named else ""

    def whole(self, found: Sequence[Mention], text: str) -> str:
        return next((text[each.start : each.end] for each in found if each.value in self.wholes), "")

    def part(self, found: Sequence[Mention], text: str) -> str:
        return self.judge([each for each in found if each.value not in self.slot.own], text) or "" if self.is_total else ""


@functools.lru_cache(maxsize=4096)
def _mentions(vocabulary: Vocabulary, name: str, text: str) -> tuple[Mention, ...]:
    return tuple(Mention(each.start, each.end, each.key, each) for each in vocabulary.read(text) if each.slot == name)


@dataclass(frozen=True)
class Times(Axis):
    """The one period that a figure is of."""

    when: When
    said: tuple[Named, ...]

    @property
    def is_time(self) -> bool:
        return True

    def mentions(self, text: str) -> tuple[Mention, ...]:
        return tuple(Mention(each.start, each.end, (each.kind, each.first, each.last), each) for each in self.said)

    def judge(self, found: Sequence[Mention], text: str) -> str | None:
        said = [each.source for each in found if isinstance(each.source, Named)]
        if self.when.is_among(said, ()):
            return ""
        return self.when.rival(said) or None
