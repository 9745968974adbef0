"""Finds written phrases (titles, summaries, headlines) in texts without markup, to bind their numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from macros.claims.passage import Binding, Spans, make_binding
from macros.quotes import Phrase

_WORD = re.compile(r"\w+")
_SIGN = "[.,'\u2019\u202f\u00a0]"
_INSIDE_NUMBER = re.compile(rf"(?<=\d){_SIGN}?\d|(?<=\d{_SIGN})\d")  # matches inside a number only


def _is_inside_number(text: str, start: int, end: int) -> bool:
    """Return whether a stretch begins or ends within a number: "0" is not found in "2020"."""
    return any(_INSIDE_NUMBER.match(text, at) for at in (start, end))


def map_phrases(written: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    """Return the phrases with quotes by their words: several, the last first, where the same words quote different figures."""
    by_words: dict[str, dict[object, Phrase]] = {}
    for phrase in written:
        if phrase.spans:
            by_words.setdefault(phrase.plain, {})[tuple((start, end, make_binding(part)) for start, end, part in phrase.spans)] = phrase
    return {plain: tuple(reversed(phrases.values())) for plain, phrases in by_words.items()}


@dataclass(frozen=True)
class PhraseIndex:
    """An index of phrases with quotes, the longest first.

    Each phrase is indexed by its rarest inner word. The first and last word may be parts of longer ones in a text.
    """

    phrases: tuple[tuple[str, tuple[Phrase, ...]], ...]
    numbers_by_word: dict[str, tuple[int, ...]]
    wordless_numbers: tuple[int, ...]  # without an inner word, looked for in every text

    @classmethod
    def from_phrases(cls, seen: Mapping[str, tuple[Phrase, ...]]) -> PhraseIndex:
        """Index phrases, given by their words (see `map_phrases`)."""
        phrases = sorted(seen.items(), key=lambda item: -len(item[0]))
        inner = [sorted(set(_WORD.findall(plain)[1:-1])) for plain, _ in phrases]
        shared = Counter(word for words in inner for word in words)
        by_word: dict[str, list[int]] = {}
        for number, words in enumerate(inner):
            if words:
                by_word.setdefault(min(words, key=shared.__getitem__), []).append(number)
        wordless = tuple(number for number, words in enumerate(inner) if not words)
        return cls(tuple(phrases), {word: tuple(numbers) for word, numbers in by_word.items()}, wordless)

    def find_other_bindings(self, text: str) -> Iterator[Spans]:
        """Yield the other bindings of a text whose words quote different figures in different places: one of them is meant."""
        first = self.find_bindings(text)
        for choice in range(1, max((len(phrases) for plain, phrases in self.phrases if plain in text), default=1)):
            if (other := self.find_bindings(text, choice)) != first:
                yield other

    def find_bindings(self, text: str, choice: int = 0) -> Spans:
        """Return the bindings of all phrases in a text, word for word. Of two that overlap, the longer counts.

        Where the same words quote different figures, `choice` says which of the phrases is taken.
        """
        numbers = [number for word in set(_WORD.findall(text)) & self.numbers_by_word.keys() for number in self.numbers_by_word[word]]
        spans: list[tuple[int, int, Binding]] = []
        for number in sorted([*numbers, *self.wordless_numbers]):
            plain, phrases = self.phrases[number]
            at = text.find(plain)
            while at >= 0:
                end = at + len(plain)
                if not _is_inside_number(text, at, end) and not any(s < end and at < e for s, e, _ in spans):
                    spans += [(at + s, at + e, make_binding(b)) for s, e, b in phrases[min(choice, len(phrases) - 1)].spans]
                at = text.find(plain, at + 1)
        return tuple(sorted(spans, key=lambda span: span[:2]))
