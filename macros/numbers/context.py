"""What the words around a find say of it: its hedge, its direction, and whether the change is "by" or "to"."""

from __future__ import annotations

from macros.numbers.atom import NAMES, UNIT_KINDS, Atom
from macros.numbers.hedges import Hedges
from macros.numbers.language import Language
from macros.numbers.lex import Tokens

_ENDS = frozenset(".;!?\x01")
_REACH = 40
"""Tokens that are searched for the word of change: more than any clause has."""


class Context(Hedges):
    """The words around the finds of one text."""

    def __init__(self, tokens: Tokens, language: Language) -> None:
        super().__init__(tokens, language)
        self.between = frozenset(language.table["ranges"]["between"])
        self.adverbs = tuple(language.table.get("adverb_endings") or ())
        for name in (
            "particles_not_after",
            "direction_between",
            "direction_near",
            "clause_words",
            "level_hedges",
            "and_clause",
            "share_words",
            "particle_followers",
            "governors_not_before",
            "basis_not_after",
            "counted_nouns",
            "articles",
            "far_not_through",
        ):
            setattr(self, name, language.words(name))

    def direct(self, atom: Atom) -> None:
        """Sets direction and basis of a find."""
        if atom.kind in NAMES:
            return
        index, basis = self._basis(atom)
        atom.basis = atom.basis or (basis if basis in ("by", "to", "from") else None)
        if atom.direction:
            return
        near = self._near(atom)
        if near and atom.basis is None:
            level = atom.hedge_first >= 0 and self.tokens.word(atom.hedge_first) in self.level_hedges
            atom.basis = "to" if level else "by"
        following = None if near else self._following(atom)
        if following and atom.basis is None:
            atom.basis = "by"
        atom.direction = near or following or self._far(atom, index, basis) or self._late(atom, basis)

    def directly_governed(self, atom: Atom) -> bool:
        """Whether a word of change stands directly before, with no "by" between: "fell 12%"."""
        return self._basis(atom)[1] is None and self._near(atom) is not None

    def _basis(self, atom: Atom) -> tuple[int, str | None]:
        """The token before the preposition that leads to a find, and what the preposition says."""
        index = self.before_hedge(atom)
        if self.tokens.word(index) in self.between:
            index -= 1
        word = self.tokens.word(index)
        if word not in self.language.basis:
            return index, None
        basis = self.language.basis[word]
        return index - 1, "of" if basis == "to" and self.tokens.word(index - 1) in self.basis_not_after else basis

    def _adverb(self, word: str) -> bool:
        return word in self.direction_near or word in self.between or (word.endswith(self.adverbs) and len(word) > 4)

    def _particle(self, index: int) -> str | None:
        """ "up" and "down" as words of change; "made up 47%" is none."""
        way = self.language.particles.get(self.tokens.word(index))
        if (
            way
            and self.tokens.word(index + 1)
            and self._hedge_ending(index + 1)[1] == index
            and self.tokens.word(index - 1) not in self.up_to_verbs
        ):
            return None
        return (
            way
            if way
            and self.tokens.word(index - 1) not in self.particles_not_after
            and self.tokens.word(index - 1) != "-"
            else None
        )

    def _governor(self, index: int) -> str | None:
        """The direction of a word of change; "cut-off" and "drop-down" are none."""
        way = self.language.governors.get(self.tokens.word(index))
        if way and self.tokens.word(index + 1) in self.governors_not_before:
            return None
        if (
            way
            and self.tokens.word(index + 1) == "-"
            and self.tokens.joined(index + 1)
            and self.tokens.joined(index + 2)
        ):
            return None
        return way

    def _near(self, atom: Atom) -> str | None:
        """A word of change before the find, with nothing between but prepositions, adverbs and the hedge."""
        tokens, index = self.tokens, self.before_hedge(atom)
        article = False
        for _ in range(7):
            word = tokens.word(index)
            if word in self.articles:
                article = True
            if not article and (way := self._governor(index)):
                return way
            if way := self._particle(index):
                return way
            if word in self.language.verbs and self._basis(atom)[1] in ("to", "from"):
                return self.language.verbs[word][1]
            if word in self.language.comparatives and self._basis(atom)[1] in ("by", "to", "from"):
                return self.language.comparatives[word]
            if article or not self._adverb(word):
                return None
            index = self._skip_brackets(index - 1)
        return None

    def _following(self, atom: Atom) -> str | None:
        """ "47% fewer", "a 47-percent drop", "47% year-on-year decline"."""
        tokens, index = self.tokens, atom.last
        language = self.language
        for step in range(7):
            word = tokens.word(index)
            if (tokens.type(index) == "s" and word != "-") or not word:
                return None
            if word in language.comparatives and step < 2:
                return language.comparatives[word]
            if word in language.change_nouns:
                # "47% fall into", "47% cut": a verb after a share of people is no noun of change.
                return self._governor(index)
            if step == 0 and word in language.particles:
                return language.particles[word] if tokens.word(index + 1) in self.particle_followers else None
            if (
                step == 0
                and word in self.counted_nouns
                and tokens.word(index + 1) in language.comparatives
                and atom.kind in ("count", "cardinal")
            ):
                return language.comparatives[tokens.word(index + 1)]
            if (
                word != "-"
                and word not in self.direction_between
                and not (word.endswith(self.adverbs) and len(word) > 4)
            ):
                return None
            index += 1
        return None

    def _far(self, atom: Atom, index: int, basis: str | None) -> str | None:
        """A word of change earlier in the same clause that governs the find."""
        tokens, governors = self.tokens, self.language.governors
        kind = atom.kind
        share = tokens.word(atom.last) in self.share_words and kind == "percentage"
        measured = kind in UNIT_KINDS or kind == "multiplier"
        if (not measured and basis not in ("by", "to", "from", "of")) or (share and basis not in ("by", "to", "from")):
            return None
        if kind == "cardinal":
            return None
        if tokens.word(self.before_hedge(atom)) in self.far_not_through and basis is None:
            return None
        # "The drop in reports (47%)": in brackets only what stands close before.
        bracket = tokens.word(self.before_hedge(atom) + 1) == "("
        reach = 6 if bracket else 8 if basis == "of" and not measured else _REACH
        directly = True
        for at in range(index, max(-1, index - reach), -1):
            word = tokens.low[at]
            if tokens.types[at] == "w":
                if word in governors and self._governor(at):
                    return governors[word] if measured or basis != "of" or word in self.language.change_nouns else None
                if word in self.language.verbs and basis in ("to", "from"):
                    return self.language.verbs[word][1]
                if word in self.language.particles and basis in ("by", "to", "from") and self._particle(at):
                    return self._particle(at)
                if word in self.clause_words:
                    return None
                if word in self.and_clause and not directly and basis is None:
                    return None
            elif (
                (word in _ENDS and not (word == "." and tokens.joined(at + 1)))
                or (word == ":" and not directly)
                or (word in ",)" and basis not in ("by", "to", "from"))
                or word == "("
            ):
                return None
            directly = directly and (tokens.types[at] != "w" or word in self.and_clause)
        return None

    def _late(self, atom: Atom, basis: str | None) -> str | None:
        """A verb of change at the end of the clause, in languages that have it there: "ist um 47 Prozent gesunken"."""
        tokens = self.tokens
        if not self.language.table.get("late_verbs") or basis not in ("by", "to", "from"):
            return None
        for at in range(atom.last, min(tokens.size, atom.last + _REACH)):
            word = tokens.low[at]
            if word in _ENDS or word in self.clause_words:
                return None
            if way := self._governor(at):
                return way
        return None
