"""What single words say of a change where they stand: verbs, nouns, particles, prepositions."""

from __future__ import annotations

from macros.numbers.atom import Atom
from macros.numbers.hedges import Hedges
from macros.numbers.language import Language

ENDS = frozenset(".;!?\x01")
_LEADING = 4
"""Words between the beginning of a clause and its noun of change that are looked at ("the sharp annual decline")."""

_WORDS = """
    particles_not_after direction_between direction_near clause_words level_hedges and_clause share_words
    particle_followers governors_not_before basis_not_after counted_nouns far_not_through apposition_before
    apposition_not_after apposition_by attributive attributive_after
"""


class Clauses(Hedges):
    """The words of change of one text."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self.between = frozenset(language.table["ranges"]["between"])
        self.adverbs = tuple(language.table.get("adverb_endings") or ())
        self.__dict__.update(language.vocabulary(_WORDS))

    def basis(self, atom: Atom) -> tuple[int, str | None]:
        """The token before the preposition that leads to a find, and what the preposition says."""
        index = self.before_hedge(atom)
        if self.tokens.word(index) in self.between:
            index -= 1
        word = self.tokens.word(index)
        if word not in self.language.basis:
            return index, None
        basis = self.language.basis[word]
        return index - 1, "of" if basis == "to" and self.tokens.word(index - 1) in self.basis_not_after else basis

    def adverb(self, word: str) -> bool:
        return word in self.direction_near or word in self.between or self.ends_as_adverb(word)

    def ends_as_adverb(self, word: str) -> bool:
        return word.endswith(self.adverbs) and len(word) > 4

    def particle(self, index: int) -> str | None:
        """ "up" and "down" as words of change; "made up 47%" and "up to 47%" are none."""
        tokens = self.tokens
        way, before = self.language.particles.get(tokens.word(index)), tokens.word(index - 1)
        if not way or before in self.particles_not_after or before == "-":
            return None
        if tokens.word(index + 1) and before not in self.up_to_verbs:
            says, begin, _ = self._hedge_ending(index + 1)
            if says and begin <= index:
                return None
        return way

    def governor(self, index: int) -> str | None:
        """The direction of a word of change; "cut-off" and "drop-down" are none."""
        tokens = self.tokens
        way = self.language.governors.get(tokens.word(index))
        if not way:
            return None
        following = tokens.word(index + 1)
        if following in self.governors_not_before:
            return None
        return None if following == "-" and tokens.joined(index + 1) and tokens.joined(index + 2) else way

    def apposition(self, atom: Atom) -> str | None:
        """ "The decline, 46% after three weeks, ..." and "the rise, of 3%, ...": the noun that the number explains."""
        tokens, comma = self.tokens, self.before_hedge(atom)
        if tokens.word(comma) in self.apposition_by:
            comma -= 1
        if tokens.word(comma) != "," or tokens.word(atom.last) not in self.apposition_before:
            return None
        if tokens.word(comma - 1) not in self.language.change_nouns or not (way := self.governor(comma - 1)):
            return None
        for at in range(comma - 2, comma - 2 - _LEADING, -1):
            if tokens.word(at) in self.apposition_not_after or tokens.type(at) != "w":
                return way if tokens.type(at) != "w" else None
        return None
