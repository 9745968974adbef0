"""What reads the tokens of a text: compiled once for a language, then set on each text."""

from __future__ import annotations

from typing import Self

from macros.numbers.language import Language
from macros.numbers.lex import Tokens

_AUXILIARY = 3
"""Tokens before a participle among which its auxiliary stands."""
_MARKS = frozenset("\"'\u201c\u201d\u201e\u00ab\u00bb()*")
"""What may stand around a noun and what says which is meant: "999 (UN) reports"."""
_LED = 6
"""Tokens among which a noun stands with what says which is meant ("of the UN-related reports")."""


class Reader:
    """The words that one step of the finder looks for, and the text on which it does.

    A text is short and a language's tables are many, so a reader is made once and set on one text after the other:
    each thread has its own.
    """

    tokens: Tokens

    def __init__(self, language: Language) -> None:
        self.language = language
        self.figure_nouns = language.words("figure_nouns", "many")
        self.figure_noun = language.words("figure_nouns", "one")
        self.figure_noun_after = language.words("figure_nouns", "after")

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

    def counted(self, index: int, nouns: frozenset[str]) -> int:
        """The token of one of the nouns that figures count ("reports", "files"), from `index` on; -1 where none stands there.

        Before it may stand what says which of them are meant: "UN reports", "of the files", "such UN-related reports".
        """
        tokens = self.tokens
        for at in range(index, index + _LED):
            if tokens.low[at] in nouns:
                return at
            if tokens.low[at] not in self.figure_noun_after and tokens.low[at] not in _MARKS and not self._name(at):
                return -1
        return -1

    def _name(self, index: int) -> bool:
        """Whether a word has a capital inside, as "UN" and "YouTube" have; "in 27 Member States reports fell" counts none."""
        tokens = self.tokens
        behind = tokens.text[tokens.starts[index] + 1 : tokens.ends[index]] if tokens.types[index] == "w" else ""
        return bool(behind) and not behind.islower()

    def capital(self, index: int) -> bool:
        """Whether the word at a token begins with a capital."""
        return self.tokens.text[self.tokens.starts[index]].isupper()
