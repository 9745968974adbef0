"""The hedge of a find: "nearly 47%", "47% or more", "up to 47%"."""

from __future__ import annotations

from macros.numbers.atom import Atom
from macros.numbers.language import Language, Phrases
from macros.numbers.lex import Tokens

_BRACKETS = frozenset("([{\"'\u201c\u201e\u2018\u00ab")


class Hedges:
    """The hedges of one text."""

    def __init__(self, tokens: Tokens, language: Language) -> None:
        self.tokens = tokens
        self.language = language
        self.up_to_verbs = language.words("up_to_verbs")
        self.plus_words = language.words("plus_words")

    def hedge(self, atom: Atom) -> None:
        """Sets the hedge of a find, and where it begins."""
        first = self._skip_brackets(atom.first - 1)
        atom.hedge_first = atom.first
        says, begin = self._hedge_ending(first)
        if says is None:
            filler = self._phrase_ending(self.language.fillers, first)
            if filler:
                says, begin = self._hedge_ending(first - filler)
        if (
            says == "at_most"
            and self.tokens.word(begin - 1) in self.up_to_verbs
            and self.tokens.low[begin] in self.language.particles
        ):
            says = None
        if says is not None:
            atom.hedge_first = begin
            if says != "none" and atom.hedge is None:
                atom.hedge = says
        if atom.hedge is None and "+" in self.tokens.low[atom.first + 1 : atom.last]:
            atom.hedge = "at_least"
        if atom.hedge is None:
            atom.hedge = self._hedge_after(atom.last)

    def _hedge_ending(self, last: int) -> tuple[str | None, int]:
        for words, says in self.language.hedges_before.get(self.tokens.word(last), ()):
            first = last - len(words) + 1
            if first >= 0 and self.tokens.phrase(first, words):
                return says, first
        return None, last

    def _phrase_ending(self, phrases: Phrases, last: int) -> int:
        for words, _ in phrases.get(self.tokens.word(last), ()):
            if last - len(words) + 1 >= 0 and self.tokens.phrase(last - len(words) + 1, words):
                return len(words)
        return 0

    def _hedge_after(self, index: int) -> str | None:
        tokens = self.tokens
        if tokens.word(index) == "+" and tokens.joined(index) and tokens.type(index + 1) != "n":
            return "at_least"
        if tokens.word(index) == "-" and tokens.joined(index) and "-" + tokens.word(index + 1) in self.plus_words:
            return "at_least"
        for words, says in self.language.hedges_after.get(tokens.word(index), ()):
            if tokens.phrase(index, words):
                return says
        return None

    def _skip_brackets(self, index: int) -> int:
        while index >= 0 and self.tokens.low[index] in _BRACKETS:
            index -= 1
        return index

    def before_hedge(self, atom: Atom) -> int:
        """The token before a find and its hedge."""
        return self._skip_brackets((atom.hedge_first if atom.hedge_first >= 0 else atom.first) - 1)
