"""The text to be read, with the queries shared by all constructions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from macros.numbers.language.language import Language, Words
from macros.numbers.text.tokens import Tokens

_AUXILIARY_REACH = 3
"""Tokens before a participle searched for its auxiliary."""
_NOUN_MARKS = frozenset("\"'\u201c\u201d\u201e\u00ab\u00bb()*")
"""Marks around a noun and its modifiers: "999 (UN) reports"."""
_MAX_SHORT_WORD = 3
"""Letters of the longest word too short for a modifier, and of the longest noun too short to end a compound."""
_MAX_SIMPLE_NOUN = 7
"""Letters of the longest word too short for a compound."""
_NOUN_REACH = 6
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
    def from_language(cls, language: Language) -> CountedNouns:
        """Collect the site's nouns for a language, and the words allowed before them."""
        own = language.nouns
        return cls(own.many, own.one, own.between | language.get_words("figure_noun_after"), own.many)

    @cached_property
    def all_forms(self) -> Words:
        """Return the nouns in plural and singular."""
        return self.many | self.one

    @cached_property
    def naming_words(self) -> Words:
        """Return the words with which a text can name one of the nouns."""
        return self.all_forms | self.subjects


class Reader:
    """The text that all constructions of a language read, in one thread.

    A text is short and a language's tables are many, so the constructions are made once and share this reader: `tokens` is set
    for each text. `nouns` depend on the site, not only on the language, so they are an argument.
    """

    tokens: Tokens

    def __init__(self, language: Language, nouns: CountedNouns) -> None:
        self.language, self.nouns, self.noun_forms = language, nouns, nouns.all_forms
        # The nouns of statistics in general, on any site.
        many, one = language.get_words("statistics_nouns", "many"), language.get_words("statistics_nouns", "one")
        self.general = CountedNouns(many, one, nouns.after, many | language.get_words("statistics_words"))
        ends = language.table.get("noun_modifiers") or {}
        self._modifiers, self._no_modifiers = (tuple(ends.get(name) or ()) for name in ("endings", "not_endings"))
        self._closed = bool(language.table.get("capital_nouns"))
        self._auxiliaries = language.get_words("participles", "after")

    def is_bare_participle(self, index: int) -> bool:
        """Return True if the word of change at a token is a participle without an auxiliary: "archivos duplicados"."""
        low = self.tokens.low
        return low[index] in self.language.participle_words and self._auxiliaries.isdisjoint(low[max(0, index - _AUXILIARY_REACH) : index])

    def is_capital(self, index: int) -> bool:
        """Return True if the word at a token begins with a capital."""
        return index < self.tokens.size and self.tokens.text[self.tokens.starts[index]].isupper()

    def find_comparison(self, index: int) -> tuple[str | None, int]:
        """Return the direction of the words of comparison at a token, and the token after them: "more", "más bajo"."""
        word = self.tokens.word(index)
        for words, direction in self.language.comparative_phrases.get(word, ()):
            if self.tokens.has_phrase(index, words):
                return direction, index + len(words)
        way = self.language.direction_by_comparative.get(word)
        return way, index + (way is not None)

    def find_counted(self, index: int, nouns: Words | None = None, *, modifiers: int = 0) -> int:
        """Return the token of a counted noun at `index` or behind its modifiers; -1 if there is none.

        Known modifiers are skipped: "UN reports", "of the files", "such UN-related reports". So are up to `modifiers` unknown words
        ("road deaths"). Without `nouns`, the plurals of the site's nouns are searched.
        """
        low, nouns = self.tokens.low, nouns or self.nouns.many
        for at in range(index, index + _NOUN_REACH):
            if low[at] in nouns or (self._closed and self._is_compound(at, nouns)):
                return at
            if low[at] in self.nouns.after or low[at] in _NOUN_MARKS or self._is_name(at):
                continue
            if modifiers <= 0 or not self._can_modify(at):
                return -1
            modifiers -= 1
        return -1

    def can_mention(self, nouns: CountedNouns) -> bool:
        """Return False if a text has none of the nouns. True is a guess in a language of compounds."""
        return bool(nouns.many) and (self._closed or not nouns.naming_words.isdisjoint(self.tokens.low))

    def _can_modify(self, index: int) -> bool:
        """Return True if a word may modify a noun: unknown to the language and, by its ending, no plural."""
        word = self.tokens.low[index]
        if self.tokens.types[index] != "w" or len(word) < _MAX_SHORT_WORD or word in self.language.common_words:
            return False
        if self._closed and self.is_capital(index):
            return False
        return not word.endswith(self._no_modifiers or ("\x00",)) and word.endswith(self._modifiers or ("",))

    def _is_compound(self, index: int, nouns: Words) -> bool:
        """Return True if a word ends in one of the nouns: "Verkehrstote"."""
        word = self.tokens.low[index]
        return len(word) > _MAX_SIMPLE_NOUN and any(word.endswith(noun) for noun in nouns if len(noun) > _MAX_SHORT_WORD)

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
        self._prepare_tables()

    def _prepare_tables(self) -> None:
        """Prepare lookup tables and patterns once per language."""
