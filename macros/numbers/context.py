"""What the words around a find say of it: its direction, and whether the change is "by" or "to"."""

from __future__ import annotations

from typing import Self

from macros.numbers.atom import NAMES, UNIT_KINDS, Atom
from macros.numbers.clauses import REACH, Clauses
from macros.numbers.language import Language
from macros.numbers.lex import Tokens

_LED = ("by", "to", "from")
_SUBJECT = 6
"""Tokens between a find and its verb, or its verb and its noun, where the noun is what changes."""


class Context(Clauses):
    """The words around the finds of one text. `changes`: whether any word of it can say a direction."""

    changes: bool

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        parts = (verb for verbs, _ in self.separable.values() for verb in verbs)
        self.change_words = frozenset((*language.governors, *language.particles, *language.comparatives, *language.verbs, *parts))
        self.change_words |= frozenset((*language.verb_phrases, *language.comparative_phrases))

    def on(self, tokens: Tokens) -> Self:
        self.changes = not self.change_words.isdisjoint(tokens.low[: tokens.size])
        return super().on(tokens)

    def direct(self, atom: Atom) -> None:
        """Sets direction and basis of a find."""
        if atom.kind in NAMES:
            return
        index, basis = self.basis(atom)
        open_basis = atom.basis is None and basis == "from" and self.tokens.low[index + 1] in self.from_or_by
        atom.basis = atom.basis or (basis if basis in _LED else None)
        if self.changes and not atom.direction:
            self._directed(atom, index, basis)
        if atom.direction and atom.basis == "to" and atom.group is None:
            atom.direction = self._of_noun(index) or atom.direction
        if atom.direction and atom.basis is None and self.tokens.low[atom.first - 1] in self.by_articles and atom.first:
            atom.basis = "by"
        if open_basis:
            atom.basis = self._from_or_by(atom, index)

    def _from_or_by(self, atom: Atom, index: int) -> str | None:
        """ "un descenso del 47 %" is by; "cayó desde el 47 %" is from; "una tasa del 47 %" is neither."""
        if atom.direction is None:
            return None
        for at in range(index, max(-1, index - REACH), -1):
            if self.governor(at):
                return "by" if self.tokens.low[at] in self.language.change_nouns else "from"
        return None

    def _of_noun(self, index: int) -> str | None:
        """ "El descenso se había ampliado al 51 %": what arrives there is the noun, whatever its verb says."""
        nouns = self.language.change_nouns
        for at in range(index, max(-1, index - _SUBJECT), -1):
            if not self.governor(at):
                continue
            for noun in range(at - 1, max(-1, at - _SUBJECT), -1):
                word = self.tokens.low[noun]
                if self.tokens.types[noun] != "w" or word in self.clause_words or word in self.and_clause:
                    return None
                if word in nouns:
                    led = self.tokens.word(noun - 1 - (self.tokens.word(noun - 1) in self.articles))
                    return None if led in self.language.basis or led in self.apposition_not_after else self.governor(noun)
            return None
        return None

    def _directed(self, atom: Atom, index: int, basis: str | None) -> None:
        near = self._near(atom, basis)
        if near and atom.basis is None:
            level = not self.level_hedges.isdisjoint(self.tokens.low[atom.hedge_first : atom.first])
            atom.basis = "to" if level and atom.hedge_first >= 0 else "by"
        following = None if near else self._following(atom)
        if following and atom.basis is None:
            atom.basis = "by"
        atom.direction = near or following or self._far(atom, index, basis) or self._late(atom, basis)

    def directly_governed(self, atom: Atom) -> bool:
        """Whether a word of change stands before, with no preposition but "by" between: "fell 12%", "fell by 12%"."""
        basis = self.basis(atom)[1]
        return basis in (None, "by") and self._near(atom, basis) is not None

    def _near(self, atom: Atom, basis: str | None) -> str | None:
        """A word of change before the find, with nothing between but prepositions, adverbs and the hedge."""
        tokens, index, language = self.tokens, self.before_hedge(atom), self.language
        article = False
        for _ in range(7):
            word = tokens.word(index)
            if word in self.articles:
                article = True
            if not article and (way := self.governor(index)):
                return way
            if way := self.particle(index):
                return way
            if basis in ("to", "from") and word in language.verbs and not self.idle(index):
                return language.verbs[word][1]
            if basis in _LED and word in language.comparatives and word not in self.comparatives_not_led:
                return language.comparatives[word]
            if article or not self.adverb(word):
                return None
            index = self._skip(index - 1)
        return None

    def _following(self, atom: Atom) -> str | None:
        """ "47% fewer", "a 47-percent drop", "47% year-on-year decline"."""
        tokens, index = self.tokens, atom.after
        language = self.language
        for step in range(7):
            word = tokens.word(index)
            if (tokens.type(index) == "s" and word != "-") or not word:
                return None
            if step < 2 and (comparison := self.comparison(index))[0]:
                # "la mitad más un tercio"
                return None if tokens.word(comparison[1]) in self.comparatives_not_before else comparison[0]
            if word in language.change_nouns:
                # "47% fall into", "47% cut": a verb after a share of people is no noun of change.
                return self.governor(index)
            following = tokens.word(index + 1)
            if step == 0 and word in language.particles:
                return language.particles[word] if following in self.particle_followers else None
            noun = index + (step == 0 and word in self.of_words)
            if step == 0 and tokens.word(noun) in self.counted_nouns and (atom.kind in ("count", "cardinal") or noun > index):
                if way := language.comparatives.get(tokens.word(noun + 1)):
                    # "300 euros más de lo previsto", but "300 bicicletas más un coche"
                    return None if tokens.word(noun + 2) in self.comparatives_not_before else way
            if word != "-" and word not in self.direction_between and not self.ends_as_adverb(word):
                return None
            index += 1
        return None

    def _far(self, atom: Atom, index: int, basis: str | None) -> str | None:
        """A word of change earlier in the same clause that governs the find."""
        tokens, language = self.tokens, self.language
        measured = atom.kind in UNIT_KINDS or atom.kind == "multiplier"
        led = basis in _LED
        share = tokens.word(atom.after) in self.share_words and atom.kind == "percentage"
        # "el aumento preocupa al 47 % de los padres"
        weak = share and led and tokens.word(index + 1) in self.weak_basis
        if atom.kind == "cardinal" or (share and not led) or not (measured or led or basis == "of"):
            return None
        # "cayeron un 46 % en tres semanas y un 51 % en seis"
        by = measured and not share and basis is None and self.tokens.low[atom.first - 1] in self.by_articles
        before = self.before_hedge(atom)
        if tokens.word(before) in self.far_not_through and basis is None:
            return None
        if measured and (way := self.apposition(atom)):
            return way
        # "The drop in reports (47%)", "fell sharply (by 47%)": in brackets only what stands close before.
        reach = 6 if tokens.word(before + 1) == "(" else 8 if basis == "of" and not measured else REACH
        if led and tokens.word(index) == "(":
            index, reach = index - 1, 6
        directly, aside, joined = True, 0, False
        # "Si se produce una caída del 50 %, la proporción es del 5 %": such a preposition leads over no comma.
        over = led and tokens.word(index + 1) not in self.from_or_by
        for at in range(index, max(-1, index - reach), -1):
            word = tokens.low[at]
            if tokens.types[at] == "w":
                if (way := self.governor(at)) and not (word in self.attributive and tokens.low[at - 1] in self.attributive_after):
                    if aside and not self._beside(atom, aside, by, joined, word):
                        return None
                    change = not (weak and word in language.change_nouns) and (measured or basis != "of" or word in language.change_nouns)
                    return way if change else None
                if led and (way := self._level(at, word, basis)):
                    return way
                if word in self.clause_words or (word in self.and_clause and basis is None and not by):
                    return None
                joined = joined or word in self.and_clause
                directly = False
            elif word == "," and ((led and not over) or by):
                # "El descenso, según el centro, fue del 47 %": what stands between two commas ends nothing.
                aside += 1
            elif self._ends_clause(at, word, directly, over) or (aside and tokens.types[at] == "n"):
                return None
        return None

    def _beside(self, atom: Atom, commas: int, by: bool, joined: bool, word: str) -> bool:
        """Whether a word of change leads over the commas between it and a find.

        "cayó ligeramente, un 2 %.", "la caída, según el centro, fue del 47 %", "y los archivos, un 58 %"; but "al subir
        el precio, un 46 % dejó de comprar".
        """
        noun = word in self.language.change_nouns
        if commas == 1 and self.tokens.word(self.before_hedge(atom) - (not by)) == ",":
            return (by and joined) or (self.tokens.type(atom.after) != "w" and (by or noun))
        return commas == 2 and ((by and not joined) or (not by and noun))

    def _level(self, at: int, word: str, basis: str | None) -> str | None:
        """ "doubled from 4% to 8%", "was up in 2020 to 47%"."""
        if word in self.language.verbs and basis in ("to", "from") and not self.idle(at):
            return self.language.verbs[word][1]
        return self.particle(at) if word in self.language.particles else None

    def _ends_clause(self, at: int, word: str, directly: bool, led: bool) -> bool:
        if self.ends(at):
            return not (word == "." and self.tokens.joined(at + 1))
        return word == "(" or (word == ":" and not directly) or (word in ",)" and not led)

    def _late(self, atom: Atom, basis: str | None) -> str | None:
        """A verb of change at the end of the clause, in languages that have it there: "ist um 47 Prozent gesunken"."""
        tokens = self.tokens
        if not self.language.table.get("late_verbs") or basis not in _LED:
            return None
        if way := self.separated(atom):
            return way
        for at in range(atom.last, min(tokens.size, atom.last + REACH)):
            word = tokens.low[at]
            if self.ends(at) or word in self.clause_words:
                return None
            if way := self.governor(at):
                return way
        return None
