"""The text to be read, with the queries shared by all constructions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from macros.numbers.language import Language, Words
from macros.numbers.lex import Tokens

_AUXILIARY = 3
"""Tokens before a participle searched for its auxiliary."""
_MARKS = frozenset("\"'\u201c\u201d\u201e\u00ab\u00bb()*")
"""Marks around a noun and its modifiers: "999 (UN) reports"."""
_SHORT = 3
"""Letters of the longest word too short for a modifier, and of the longest noun too short to end a compound."""
_LONG = 7
"""Letters of the longest word too short for a compound."""
_LED = 6
"""Tokens searched for a noun behind its modifiers ("of the UN-related reports")."""


@dataclass(frozen=True)
class CountedNouns:
    """The nouns counted by figures, in the plural ("reports") and the singular.

    `after` are words that may stand before them. `subjects` may have their number behind them ("the toll was 601").
    """

    many: Words
    one: Words
    after: Words
    subjects: Words

    @classmethod
    def of(cls, language: Language) -> CountedNouns:
        """Collect the site's nouns for a language, and the words allowed before them."""
        own = language.nouns
        return cls(own.many, own.one, own.between | language.words("figure_noun_after"), own.many)

    @cached_property
    def all(self) -> Words:
        """Return the nouns in plural and singular."""
        return self.many | self.one

    @cached_property
    def said(self) -> Words:
        """Return the words with which a text can name one of the nouns."""
        return self.all | self.subjects


class Reader:
    """The text that all constructions of a language read, in one thread.

    A text is short and a language's tables are many, so the constructions are made once and share this reader: `tokens` is set
    for each text. `nouns` depend on the site, not only on the language, so they are an argument.
    """

    tokens: Tokens

    def __init__(self, language: Language, nouns: CountedNouns) -> None:
        self.language, self.nouns, self.noun_forms = language, nouns, nouns.all
        # The nouns of statistics in general, on any site.
        many, one = language.words("statistics_nouns", "many"), language.words("statistics_nouns", "one")
        self.general = CountedNouns(many, one, nouns.after, many | language.words("statistics_words"))
        ends = language.table.get("noun_modifiers") or {}
        self._modifiers, self._no_modifiers = (tuple(ends.get(name) or ()) for name in ("endings", "not_endings"))
        self._closed = bool(language.table.get("capital_nouns"))
        self._auxiliaries = language.words("participles", "after")

    def is_idle(self, index: int) -> bool:
        """Return True if the word of change at a token is a participle without an auxiliary: "archivos duplicados"."""
        low = self.tokens.low
        return low[index] in self.language.participles and self._auxiliaries.isdisjoint(low[max(0, index - _AUXILIARY) : index])

    def is_capital(self, index: int) -> bool:
        """Return True if the word at a token begins with a capital."""
        return index < self.tokens.size and self.tokens.text[self.tokens.starts[index]].isupper()

    def find_comparison(self, index: int) -> tuple[str | None, int]:
        """Return the direction of the words of comparison at a token, and the token after them: "more", "más bajo"."""
        word = self.tokens.word(index)
        for words, direction in self.language.comparative_phrases.get(word, ()):
            if self.tokens.phrase(index, words):
                return direction, index + len(words)
        way = self.language.comparatives.get(word)
        return way, index + (way is not None)

    def find_counted(self, index: int, nouns: Words | None = None, *, modifiers: int = 0) -> int:
        """Return the token of a counted noun at `index` or behind its modifiers; -1 if there is none.

        Known modifiers are skipped: "UN reports", "of the files", "such UN-related reports". So are up to `modifiers` unknown words
        ("road deaths"). Without `nouns`, the plurals of the site's nouns are searched.
        """
        low, nouns = self.tokens.low, nouns or self.nouns.many
        for at in range(index, index + _LED):
            if low[at] in nouns or (self._closed and self._is_compound(at, nouns)):
                return at
            if low[at] in self.nouns.after or low[at] in _MARKS or self._is_name(at):
                continue
            if modifiers <= 0 or not self._modifies(at):
                return -1
            modifiers -= 1
        return -1

    def speaks_of(self, nouns: CountedNouns) -> bool:
        """Return False if a text has none of the nouns. True is a guess in a language of compounds."""
        return bool(nouns.many) and (self._closed or not nouns.said.isdisjoint(self.tokens.low))

    def _modifies(self, index: int) -> bool:
        """Return True if a word may modify a noun: unknown to the language and, by its ending, no plural."""
        word = self.tokens.low[index]
        if self.tokens.types[index] != "w" or len(word) < _SHORT or word in self.language.common_words:
            return False
        if self._closed and self.is_capital(index):
            return False
        return not word.endswith(self._no_modifiers or ("\x00",)) and word.endswith(self._modifiers or ("",))

    def _is_compound(self, index: int, nouns: Words) -> bool:
        """Return True if a word ends in one of the nouns: "Verkehrstote"."""
        word = self.tokens.low[index]
        return len(word) > _LONG and any(word.endswith(noun) for noun in nouns if len(noun) > _SHORT)

    def _is_name(self, index: int) -> bool:
        """Return True if a word has a capital inside, as "UN" has; "in 27 Member States reports fell" counts none."""
        tokens = self.tokens
        behind = tokens.text[tokens.starts[index] + 1 : tokens.ends[index]] if tokens.types[index] == "w" else ""
        return bool(behind) and not behind.islower()


@dataclass(eq=False)
class Construction:
    """The base of all constructions: each reads one kind of phrase in the reader's text."""

    reader: Reader

    def __post_init__(self) -> None:
        self.language = self.reader.language
        self.prepare()

    def prepare(self) -> None:
        """Prepare lookup tables and patterns once per language."""
