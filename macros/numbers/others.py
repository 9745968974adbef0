"""Quantities in the words of another language: what nobody translated is read as what it says.

A text is read in another language where it has a word that makes a quantity there and is none of its own; a find counts where it
is in words of that language alone, or among more of them than of the text's own. Most texts have no such word: that is seen first.
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
"""Characters on either side of a find whose words say in what language it stands."""
_SHORT = 3
"""Letters of words that mean something in too many languages ("no", "die", "un")."""


class Other(NamedTuple):
    """Another language, as it stands in texts of one: its words that make quantities, all its words, and those of the text's own."""

    language: Language
    signals: frozenset[str]
    words: frozenset[str]
    own: frozenset[str]

    def may_say(self, said: list[str]) -> bool:
        """Whether one of these words makes a quantity in the language, by itself or as what it is made of."""
        return not self.signals.isdisjoint(said) or bool(self.language.find_compounds(said))


class Others(NamedTuple):
    """All other languages of one, the words that make quantities in any of them, and what splits words that are made of them."""

    signals: frozenset[str]
    splitters: tuple[Compounds, ...]
    languages: tuple[Other, ...]


@lru_cache
def others(code: str, nouns: Nouns) -> Others:
    """The other languages that have a file, for texts of this one."""
    own, found = language(code, nouns).vocabulary_words, []
    for other in (language(name, nouns) for name in known() if name != code):
        words = other.vocabulary_words
        making = other.signals - (frozenset(other.table["ordinals"]) - frozenset(other.fractions)) - own
        signals = frozenset(word for word in making if len(word) > _SHORT)
        found.append(Other(other, signals, words - own, own - words))
    splitters = tuple(each.language.splitter for each in found if each.language.splitter)
    return Others(frozenset().union(*(each.signals for each in found)), splitters, tuple(found))


def read_as(said: list[str], code: str, nouns: Nouns) -> list[Other]:
    """The other languages in which a text of these words may say a quantity; first the one that has most of them."""
    all_ = others(code, nouns)
    if all_.signals.isdisjoint(said) and not any(map(Compounds.find, all_.splitters, repeat(said))):
        return []
    found = [other for other in all_.languages if other.may_say(said)]
    return sorted(found, key=lambda other: -len(other.words.intersection(said)))


def stands(item: Find, text: str, start: int, end: int, other: Other) -> bool:
    """Whether a find in the other language, at these offsets of the text that was searched, is one."""
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
    """How many of the words are the other language's alone, and how many the text's own alone."""
    made = other.language.find_compounds(said)
    return sum(word in other.words or word in made for word in said), sum(word in other.own for word in said)
