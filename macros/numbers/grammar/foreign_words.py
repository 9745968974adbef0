"""Quantities in the words of another language, so that untranslated text is checked too.

A text is read in another language if it has a word that signals a quantity there and is unknown to its own language. A quantity
counts if its words belong to that language alone, or mostly. Most texts have no such word, so this test comes first.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from macros.base.noun_forms import Nouns
from macros.numbers.found import Quantity
from macros.numbers.grammar.draft import NAMES
from macros.numbers.language.compounds import CompoundSplitter
from macros.numbers.language.language import Language, list_codes, load_language
from macros.numbers.text.tokens import DIGIT, WORD

_CONTEXT_REACH = 60
"""Characters on either side of a quantity searched for words of its language."""
_MAX_SHORT_WORD = 3
"""Letters of the longest words with a meaning in too many languages ("no", "die", "un")."""


class ForeignLanguage(NamedTuple):
    """Another language, as met in texts of one: its signal words, the words of it alone, and those of the text's own alone."""

    language: Language
    signals: frozenset[str]
    words: frozenset[str]
    own: frozenset[str]

    def can_state(self, said: list[str]) -> bool:
        """Return True if one of the words signals a quantity in the language, alone or as a compound."""
        return not self.signals.isdisjoint(said) or bool(self.language.find_compounds(said))


class ForeignLanguages(NamedTuple):
    """All other languages of one, their joint signal words, and their splitters of compounds."""

    signals: frozenset[str]
    splitters: tuple[CompoundSplitter, ...]
    languages: tuple[ForeignLanguage, ...]


@lru_cache
def load_foreign_languages(code: str, nouns: Nouns) -> ForeignLanguages:
    """Collect the other languages with a file, for texts of one language."""
    own, found = load_language(code, nouns).vocabulary_words, []
    for other in (load_language(name, nouns) for name in list_codes() if name != code):
        words = other.vocabulary_words
        making = other.signal_words - (frozenset(other.table["ordinals"]) - frozenset(other.fraction_by_word)) - own
        signals = frozenset(word for word in making if len(word) > _MAX_SHORT_WORD)
        found.append(ForeignLanguage(other, signals, words - own, own - words))
    splitters = tuple(each.language.compound_splitter for each in found if each.language.compound_splitter)
    return ForeignLanguages(frozenset().union(*(each.signals for each in found)), splitters, tuple(found))


def choose_languages(said: list[str], code: str, nouns: Nouns) -> list[ForeignLanguage]:
    """Return the other languages in which a text may state a quantity, the one with the most of its words first."""
    all_ = load_foreign_languages(code, nouns)
    if all_.signals.isdisjoint(said) and not any(map(CompoundSplitter.find_compounds, all_.splitters, repeat(said))):
        return []
    found = [other for other in all_.languages if other.can_state(said)]
    return sorted(found, key=lambda other: -len(other.words.intersection(said)))


def is_foreign_quantity(item: Quantity, text: str, start: int, end: int, other: ForeignLanguage) -> bool:
    """Return True if a quantity found in another language counts, by the words in and around it in the normalised text."""
    said = [*map(str.lower, WORD.findall(text[start:end]))]
    if item.kind in (*NAMES, "cardinal") or not other.can_state(said):
        return False
    if DIGIT.search(item.text):
        # "29 million" in Spanish: the number is anybody's, its scale is not.
        return True
    foreign, own = _count_words(said, other)
    if foreign and not own and len(said) > 1:
        return True
    foreign, own = _count_words([*map(str.lower, WORD.findall(text[max(0, start - _CONTEXT_REACH) : end + _CONTEXT_REACH]))], other)
    return foreign > 1 and foreign > own


def _count_words(said: list[str], other: ForeignLanguage) -> tuple[int, int]:
    """Count the words of the other language alone, and those of the text's own alone."""
    made = other.language.find_compounds(said)
    return sum(word in other.words or word in made for word in said), sum(word in other.own for word in said)
