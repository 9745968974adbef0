"""The mentions of one dimension of a figure in a text, and whether they are the figure's own value."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from macros.claims.figure_period import FigurePeriod
from macros.claims.grammar import load_grammar
from macros.claims.vocabulary import MEASURE, NamedWord, Slot, Vocabulary
from macros.numbers.grammar.periods import NamedPeriod


class Mention(NamedTuple):
    """A code or a period named in a text. `rank` is the weight of the mention: `PLAIN`, or less."""

    start: int
    end: int
    value: object
    source: NamedWord | NamedPeriod
    rank: int = 0


PLAIN, COMPARED, WITHIN, DOUBTFUL = range(4)
"""Ranks of a mention: the subject itself; something compared with it or excepted from it; its container; or a container unless it is the
figure's own value."""


class Axis:
    """A dimension of a figure, or its period, as sentences name it."""

    @property
    def has_heads(self) -> bool:
        """Return True if one value can contain another: "files in reports" are files."""
        return False

    @property
    def is_time(self) -> bool:
        """Return True if the axis is the period."""
        return False

    @property
    def is_total(self) -> bool:
        """Return True if the figure's value is the total of the dimension."""
        return False

    def find_mentions(self, text: str) -> tuple[Mention, ...]:
        """Return the mentions of the axis in a text."""
        raise NotImplementedError

    def judge_mentions(self, found: Sequence[Mention], text: str) -> str | None:
        """Return "" if a mention is the figure's own value, else the words naming another value, or None without any."""
        raise NotImplementedError

    def find_exclusion(self, mention: Mention, text: str) -> str:
        """Return the words naming everything but the figure's value ("deaths outside Denmark"), or ""."""
        return ""

    def find_whole(self, found: Sequence[Mention], text: str) -> str:
        """Return the words naming a whole that contains the figure's value."""
        return ""

    def find_part(self, found: Sequence[Mention], text: str) -> str:
        """Return the words naming a part of the figure's total: "waiting for a cardiologist at the hospital"."""
        return ""


@dataclass(frozen=True)
class CodeAxis(Axis):
    """The codes of a dimension, or the measures.

    The codes `whole_codes` contain the figure's code and are no other value. The measures `incompatible_measures` have other
    units, which rules them out.
    """

    slot: Slot
    whole_codes: frozenset[str]
    incompatible_measures: frozenset[str] = frozenset()

    @property
    def is_total(self) -> bool:
        return self.slot.is_total

    @property
    def has_heads(self) -> bool:
        return self.slot.name == MEASURE

    def find_mentions(self, text: str) -> tuple[Mention, ...]:
        return _find_mentions(self.slot.vocabulary, self.slot.name, text)

    def judge_mentions(self, found: Sequence[Mention], text: str) -> str | None:
        keys = self.slot.vocabulary.groups[self.slot.name]
        is_own = any(each.value in self.slot.own_keys for each in found)
        said: dict[str, set[int]] = {}
        words: dict[str, str] = {}
        for each in found:
            word = each.source
            if isinstance(word, NamedWord) and not word.is_hidden and word.key not in self.whole_codes | self.incompatible_measures:
                said.setdefault(word.key, set()).add(word.group)
                words.setdefault(word.key, text[each.start : each.end])
        others = [key for key, groups in said.items() if len(groups) == len(keys[key]) and key not in self.slot.own_keys]
        if is_own:
            # A name can need a word of each group. Two complete names without a common word are two values.
            own = {word for key in self.slot.own_keys for group in keys.get(key, ()) for word in group}
            others = [key for key in others if len(keys[key]) > 1 and own.isdisjoint(word for group in keys[key] for word in group)]
            several = any(len(keys.get(key, ())) > 1 for key in self.slot.own_keys)
            return words[others[0]] if others and several else ""
        return words[others[0]] if others else None

    def find_exclusion(self, mention: Mention, text: str) -> str:
        grammar_ = load_grammar(self.slot.vocabulary.lang)
        before = grammar_.match_end(grammar_.beyond, text, 0, mention.start)
        groups = self.slot.vocabulary.groups[self.slot.name][str(mention.value)]
        is_named = before and any(before["word"].lower() in word.lower().split() for group in groups for word in group)
        return text[before.start() : mention.end].strip() if before and not is_named else ""

    def find_whole(self, found: Sequence[Mention], text: str) -> str:
        return next((text[each.start : each.end] for each in found if each.value in self.whole_codes), "")

    def find_part(self, found: Sequence[Mention], text: str) -> str:
        return self.judge_mentions([each for each in found if each.value not in self.slot.own_keys], text) or "" if self.is_total else ""


@functools.lru_cache(maxsize=4096)
def _find_mentions(vocabulary: Vocabulary, name: str, text: str) -> tuple[Mention, ...]:
    return tuple(Mention(each.start, each.end, each.key, each) for each in vocabulary.read(text) if each.slot == name)


@dataclass(frozen=True)
class PeriodAxis(Axis):
    """The period of a figure with only one."""

    figure_period: FigurePeriod
    named_times: tuple[NamedPeriod, ...]

    @property
    def is_time(self) -> bool:
        return True

    def find_mentions(self, text: str) -> tuple[Mention, ...]:
        return tuple(Mention(each.start, each.end, (each.kind, each.first, each.last), each) for each in self.named_times)

    def judge_mentions(self, found: Sequence[Mention], text: str) -> str | None:
        said = [each.source for each in found if isinstance(each.source, NamedPeriod)]
        if self.figure_period.is_among(said, ()):
            return ""
        return self.figure_period.find_rival(said) or None
