"""The meaning of single words of change in their clause: verbs, nouns, particles, prepositions."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from macros.numbers.grammar.reader import Construction
from macros.numbers.language.vocabulary import ChangeWords

ENDS = frozenset(".;!?\x01")
_SIGN_TYPES = ("s", "")
_MAX_ORDINAL_DIGITS = 3
"""Digits of the longest ordinal."""
REACH = 40
"""Tokens searched for the word of change, more than in any clause."""
_OPPOSITE = {"up": "down", "down": "up"}


@dataclass(eq=False)
class Clauses(Construction):
    """The words of change of one text."""

    words: ChangeWords

    def _prepare_tables(self) -> None:
        # A verb -> its parts without a meaning of change.
        self.parted: dict[str, set[str]] = {}
        for part, verbs in (self.language.table.get("separable_not") or {}).items():
            for verb in verbs:
                self.parted.setdefault(verb, set()).add(part)

    def find_direction(self, index: int) -> str | None:
        """Return the direction of a word of change; "cut-off" and "drop-down" have none."""
        tokens, words = self.reader.tokens, self.words
        way = self.language.direction_by_change_word.get(tokens.low[index])
        if not way:
            return self._find_adjective_direction(index) if tokens.low[index] in words.neutral_nouns else None
        word, following = tokens.word(index), tokens.word(index + 1)
        led = tokens.word(index - 1) in words.governors_not_after.get(word, ())
        if led or following in words.governors_not_before or self.reader.is_bare_participle(index):
            return None
        if word in words.governors_only_before and following not in words.governors_only_before[word]:
            return None
        if words.capital_nouns and word in self.language.direction_by_change_noun and not self.reader.is_capital(index):
            return None
        if word in self.parted and self.find_verb_part(index + 1, self.parted[word]):
            return None
        if following == "-" and tokens.is_joined(index + 1) and tokens.is_joined(index + 2):
            return None
        # "Negative growth", "crecimiento negativo"
        return _OPPOSITE[way] if self._find_adjective(index) in words.negatives and word in self.language.direction_by_change_noun else way

    def _find_adjective(self, index: int) -> str:
        """Return the word at the place of the noun's adjective."""
        return self.reader.tokens.word(index + 1 if self.words.adjectives_follow else index - 1)

    def _find_adjective_direction(self, index: int) -> str | None:
        """Return the direction of a noun without one of its own: "a negative change", "una variación positiva"."""
        beside = self._find_adjective(index)
        return "down" if beside in self.words.negatives else "up" if beside in self.words.positives else None

    def is_end(self, index: int) -> bool:
        """Return True if the clause ends at a token. The full stop of "Mio." and "bzw." is no end."""
        tokens = self.reader.tokens
        if tokens.low[index] not in ENDS:
            return False
        if tokens.low[index] != "." or not tokens.is_joined(index):
            return True
        if tokens.types[index - 1] == "n":
            return not self._is_ordinal(index)
        return tokens.low[index - 1] not in self.words.scales_pointed and tokens.low[index - 1] not in self.words.abbreviations

    def _is_ordinal(self, index: int) -> bool:
        """Return True if a full stop makes an ordinal of the number before it: "im 4. Quartal", "am 1. Juni"."""
        tokens = self.reader.tokens
        if len(tokens.low[index - 1]) > _MAX_ORDINAL_DIGITS or tokens.types[index + 1] != "w" or not self.words.ordinal_points_after:
            return False
        return tokens.low[index - 2] in self.words.ordinal_points_after or tokens.low[index + 1] in self.language.month_words

    def is_joint(self, index: int) -> bool:
        """Return True if a token leads to another clause; "aber" inside one is a particle ("stieg aber um 3 %")."""
        word = self.reader.tokens.low[index]
        if word not in self.words.clause_words:
            return False
        return word not in self.words.clause_particles or self.reader.tokens.types[index - 1] != "w"

    def find_verb_part(self, index: int, parts: Container[str]) -> str:
        """Return the separable part of a verb at the end of the clause from a token on, or ""."""
        tokens, words = self.reader.tokens, self.words
        for at in range(index, min(tokens.size, index + REACH)):
            word = tokens.low[at]
            if self.is_end(at) or self.is_joint(at):
                break
            if word in parts and (tokens.types[at + 1] in _SIGN_TYPES or tokens.low[at + 1] in words.and_clause | words.clause_words):
                return word
        return ""

    def has_verb_before(self, index: int) -> bool:
        """Return True if a verb of change is at or before a token in its clause, or a noun of change right at it."""
        tokens, language, words = self.reader.tokens, self.language, self.words
        for at in range(index, max(-1, index - REACH), -1):
            word = tokens.low[at]
            if word in words.verbs_not_change or word in language.multiplier_by_verb:
                return True
            if self.find_direction(at):
                if word not in language.direction_by_change_noun:
                    return True
                if at == index:
                    return True
            if (self.is_end(at) and not tokens.is_joined(at + 1)) or self.is_joint(at):
                return False
        return False
