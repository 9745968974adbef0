"""Finds the phrases that were written (titles, summaries, headlines) in texts that hold no markup, to bind their numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from macros.check.model import Binding, binding
from macros.quotes import Phrase

_WORD = re.compile(r"\w+")
_SIGN = "[.,'\u2019\u202f\u00a0]"
_WITHIN = re.compile(rf"(?<=\d){_SIGN}?\d|(?<=\d{_SIGN})\d")  # from its beginning on, of a number that has begun before


def _cuts_number(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins or ends within a number: "0" stands in "2020", and is not it."""
    return any(_WITHIN.match(text, at) for at in (start, end))


def by_words(written: Iterable[Phrase]) -> dict[str, Phrase]:
    """The phrases with quotes, by their words. Of phrases in the same words, the last counts."""
    return {phrase.plain: phrase for phrase in written if phrase.spans}


@dataclass(frozen=True)
class Phrases:
    """The phrases with quotes, the longest first, and by which word each is looked for.

    A phrase can only stand in a text that has all its inner words: of these the one is looked for that the fewest phrases have.
    (Its first and last word may be parts of longer ones in the text.) `wordless` are those without an inner word.
    """

    phrases: tuple[tuple[str, Phrase], ...]
    by_word: dict[str, tuple[int, ...]]
    wordless: tuple[int, ...]

    @classmethod
    def of(cls, seen: Mapping[str, Phrase]) -> Phrases:
        """seen: see `by_words`."""
        phrases = sorted(seen.items(), key=lambda item: -len(item[0]))
        inner = [sorted(set(_WORD.findall(plain)[1:-1])) for plain, _ in phrases]
        shared = Counter(word for words in inner for word in words)
        by_word: dict[str, list[int]] = {}
        for number, words in enumerate(inner):
            if words:
                by_word.setdefault(min(words, key=shared.__getitem__), []).append(number)
        wordless = tuple(number for number, words in enumerate(inner) if not words)
        return cls(tuple(phrases), {word: tuple(numbers) for word, numbers in by_word.items()}, wordless)

    def bindings(self, text: str) -> tuple[tuple[int, int, Binding], ...]:
        """The bindings of all phrases that stand in a text, word for word; where two overlap, those of the longer."""
        numbers = [number for word in set(_WORD.findall(text)) & self.by_word.keys() for number in self.by_word[word]]
        spans: list[tuple[int, int, Binding]] = []
        for number in sorted([*numbers, *self.wordless]):
            plain, phrase = self.phrases[number]
            at = text.find(plain)
            while at >= 0:
                end = at + len(plain)
                if not _cuts_number(text, at, end) and not any(s < end and at < e for s, e, _ in spans):
                    spans += [(at + s, at + e, binding(b)) for s, e, b in phrase.spans]
                at = text.find(plain, at + 1)
        return tuple(sorted(spans, key=lambda span: span[:2]))
