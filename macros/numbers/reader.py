"""What reads the tokens of a text: compiled once for a language, then set on each text."""

from __future__ import annotations

from typing import Self

from macros.numbers.language import Language
from macros.numbers.lex import Tokens

_AUXILIARY = 3
"""Tokens before a participle among which its auxiliary stands."""


class Reader:
    """The words that one step of the finder looks for, and the text on which it does.

    A text is short and a language's tables are many, so a reader is made once and set on one text after the other:
    each thread has its own.
    """

    tokens: Tokens

    def __init__(self, language: Language) -> None:
        self.language = language

    def on(self, tokens: Tokens) -> Self:
        """The same reader, on a text."""
        self.tokens = tokens
        return self

    def idle(self, index: int) -> bool:
        """Whether the word of change at a token is a participle without an auxiliary: "archivos duplicados"."""
        tokens, language = self.tokens, self.language
        if tokens.low[index] not in language.participles:
            return False
        return language.words("participles", "after").isdisjoint(tokens.low[max(0, index - _AUXILIARY) : index])

    def comparison(self, index: int) -> tuple[str | None, int]:
        """The direction of the words of comparison at a token, and the token after them: "more", "más bajo"."""
        word = self.tokens.word(index)
        for words, way in self.language.comparative_phrases.get(word, ()):
            if self.tokens.phrase(index, words):
                return way, index + len(words)
        way = self.language.comparatives.get(word)
        return way, index + (way is not None)

    def capital(self, index: int) -> bool:
        """Whether the word at a token begins with a capital."""
        return self.tokens.text[self.tokens.starts[index]].isupper()
