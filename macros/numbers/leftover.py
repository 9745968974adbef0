"""Scale words that no find has taken: "29 completely unheard of million". Nobody knows their value, so somebody has to look at them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from macros.numbers.clauses import ENDS
from macros.numbers.draft import NAMES, QuantityDraft
from macros.numbers.language import words_of
from macros.numbers.reader import Construction
from macros.numbers.words import CountedWords

_WORDS = 3
"""Words between a number and its scale."""
_TOKENS = 12
"""Tokens between them, with signs."""
_LED = 2
"""Tokens between an article and its scale ("a full million")."""


@dataclass(eq=False)
class Leftovers(Construction):
    """The scale words of one text that stand in no find."""

    words: CountedWords

    def prepare(self) -> None:
        language = self.language
        self.begin = language.hundreds - language.words("numbers_alone") | self.words.scales_unclear.union(language.scales_digits)
        self.large = frozenset(word for word, size in language.scales.items() if size >= 1000)
        self.rates = frozenset(words_of(phrase)[-1] for phrase in language.table["rates"])

    def add_scales(self, drafts: list[QuantityDraft], scales: list[int]) -> list[QuantityDraft]:
        """The finds with those of the scale words at these tokens that belong to no find: counts without a value."""
        tokens, place, found = self.reader.tokens, 0, dict(enumerate(drafts))
        told: list[QuantityDraft] = []
        for index in scales:
            while place < len(drafts) and drafts[place].last <= index:
                place += 1
            if place < len(drafts) and drafts[place].first <= index:
                continue
            before = drafts[place - 1] if place else None
            near = self._is_of_number(index, before)
            if not near and (tokens.low[index] not in self.large or not self._is_alone(index)):
                continue
            scale = QuantityDraft(index, index + 1, tokens.starts[index], tokens.ends[index], "count", "words")
            if near and before is not None and not before.counts and found.pop(place - 1, None) is not None:
                # The number is not what it says: it goes with its scale.
                scale = replace(before, last=scale.last, end=scale.end, kind="count", form="words", number=None, tail=-1)
            told.append(scale)
        return sorted([*found.values(), *told], key=lambda draft: draft.first) if told else drafts

    def _is_of_number(self, index: int, before: QuantityDraft | None) -> bool:
        """Whether a number stands before a scale, in the same sentence, with few words between."""
        if before is None or before.kind in NAMES or index - before.last > _TOKENS:
            return False
        between = range(before.last, index)
        if self.reader.tokens.low[index] in self.words.scales_unclear:
            return not between and before.bare
        if any(self.reader.tokens.low[at] in ENDS and not self.reader.tokens.joined(at + 1) for at in between):
            return False
        return sum(self.reader.tokens.types[at] == "w" for at in between) <= _WORDS

    def _is_alone(self, index: int) -> bool:
        """ "A full million", "another million reports"; "per million inhabitants" and "a million-dollar house" count nothing."""
        tokens = self.reader.tokens
        if tokens.low[index - 1] in self.rates or tokens.low[index + 1] == "-":
            return False
        return self.reader.find_counted(index + 1, self.reader.nouns.forms) >= 0 or not self.words.articles.isdisjoint(
            tokens.low[max(0, index - _LED) : index]
        )
