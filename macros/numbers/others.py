"""Quantities in the words of another language, so that untranslated text is checked too.

A text is read in another language if it has a word that signals a quantity there and is unknown to its own language. A quantity
counts if its words belong to that language alone, or mostly. Most texts have no such word, so this test comes first.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from macros.base.noun_forms import Nouns
from macros.numbers.compounds import Compounds
from macros.numbers.draft import NAMES
from macros.numbers.found import Find
from macros.numbers.language import Language, known, language
from macros.numbers.lex import DIGIT, WORD

_AROUND = 60
"""Characters on either side of a quantity searched for words of its language."""
_SHORT = 3
"""Letters of the longest words with a meaning in too many languages ("no", "die", "un")."""


class Other(NamedTuple):
    """Another language, as met in texts of one: its signal words, the words of it alone, and those of the text's own alone."""

    language: Language
    signals: frozenset[str]
    words: frozenset[str]
    own: frozenset[str]

    def may_say(self, said: list[str]) -> bool:
        """Return True if one of the words signals a quantity in the language, alone or as a compound."""
        return not self.signals.isdisjoint(said) or bool(self.language.find_compounds(said))


class Others(NamedTuple):
    """All other languages of one, their joint signal words, and their splitters of compounds."""

    signals: frozenset[str]
    splitters: tuple[Compounds, ...]
    languages: tuple[Other, ...]


@lru_cache
def others(code: str, nouns: Nouns) -> Others:
    """Collect the other languages with a file, for texts of one language."""
    own, found = language(code, nouns).vocabulary_words, []
    for other in (language(name, nouns) for name in known() if name != code):
        words = other.vocabulary_words
        making = other.signals - (frozenset(other.table["ordinals"]) - frozenset(other.fractions)) - own
        signals = frozenset(word for word in making if len(word) > _SHORT)
        found.append(Other(other, signals, words - own, own - words))
    splitters = tuple(each.language.splitter for each in found if each.language.splitter)
    return Others(frozenset().union(*(each.signals for each in found)), splitters, tuple(found))


def read_as(said: list[str], code: str, nouns: Nouns) -> list[Other]:
    """Return the other languages in which a text may state a quantity, the one with the most of its words first."""
    all_ = others(code, nouns)
    if all_.signals.isdisjoint(said) and not any(map(Compounds.find, all_.splitters, repeat(said))):
        return []
    found = [other for other in all_.languages if other.may_say(said)]
    return sorted(found, key=lambda other: -len(other.words.intersection(said)))


def stands(item: Find, text: str, start: int, end: int, other: Other) -> bool:
    """Return True if a quantity found in another language counts, by the words in and around it in the normalised text."""
    said = [*map(str.lower, WORD.findall(text[start:end]))]
    if item.kind in (*NAMES, "cardinal") or not other.may_say(said):
        return False
    if DIGIT.search(item.text):
        # "29 million" in Spanish: the number is anybody's, its scale is not.
        return True
    foreign, own = _count(said, other)
    if foreign and not own and len(said) > 1:
        return True
    foreign, own = _count([*map(str.lower, WORD.findall(text[max(0, start - _AROUND) : end + _AROUND]))], other)
    return foreign > 1 and foreign > own


def _count(said: list[str], other: Other) -> tuple[int, int]:
    """Count the words of the other language alone, and those of the text's own alone."""
    made = other.language.find_compounds(said)
    return sum(word in other.words or word in made for word in said), sum(word in other.own for word in said)
