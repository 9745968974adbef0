"""Cardinals that count what figures count: "47 UN reports", "no reports in 2021", "UN reports numbered 999".

Below a thousand a number of anything else ("27 Member States", "two asks") is left free; a number of reports is a figure whatever its size.
"""

from __future__ import annotations

from macros.numbers.atom import Atom
from macros.numbers.clauses import ENDS, REACH
from macros.numbers.context import Context
from macros.numbers.language import Language
from macros.numbers.reader import Reader

_LABELLED = (":", "=", "(", "|")
_LABEL = 7
"""Tokens before a colon among which its label names what is counted."""
_SMALL = 10
"""From here on a number in words counts even where it speaks of something again ("the twelve reports")."""


class Counted(Reader):
    """The counts below a thousand of one text."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self.again = language.words("figure_again")
        self.of = language.words("fraction_of")
        self.numbered = language.words("unit_apart", "numbered")
        ranges = language.table["ranges"]
        self.joins = language.list_words | frozenset((*ranges["dashes"], *ranges["words"], *ranges["between_and"]))
        self.verbs = language.words("count_verbs")
        self.clause_words = language.words("clause_words")
        self.nouns = self.figure_nouns | self.figure_noun
        self.followers = language.list_within | frozenset(language.basis) | language.words("and_clause") | self.clause_words

    def count(self, atoms: list[Atom], context: Context) -> None:
        """Makes counts of the cardinals that count what figures count."""
        if not any(atom.kind == "cardinal" for atom in atoms):
            return
        speaks = not self.nouns.isdisjoint(self.tokens.low)
        following: Atom | None = None  # which stands before the noun, or before one that does
        for atom in reversed(atoms):
            known = speaks and atom.number is not None and atom.kind in ("cardinal", "count")
            counts = known and (self._before_noun(atom) or self._listed(atom, following))
            if atom.kind == "cardinal" and (counts or self._slip(atom) or (speaks and self._said(atom, context))):
                atom.kind = "count"
            following = atom if counts else None

    def _listed(self, atom: Atom, following: Atom | None) -> bool:
        """ "900 to 999 reports", "5, 8 and 12 files": the noun stands behind the last."""
        return following is not None and atom.last + 1 == following.first and self.tokens.low[atom.last] in self.joins

    def _slip(self, atom: Atom) -> bool:
        """ "555.831" in English, "555,831" in Spanish: three decimals without a unit are a count in the separators of another language."""
        number = atom.number
        return number.decimals == 3 and not number.words and number.amount >= 1 and not self._noun(atom)

    def _noun(self, atom: Atom) -> bool:
        """Whether a noun behind the number says what it is of."""
        return self.tokens.type(atom.after) in ("w", "n") and self.tokens.word(atom.after) not in self.followers

    def _before_noun(self, atom: Atom) -> bool:
        """ "47 UN reports", but "one report" is any, and "the two reports" were spoken of before."""
        number, tokens = atom.number, self.tokens
        if tokens.word(atom.last) == ")" or tokens.word(atom.first - 1) in self.numbered:
            # "(2) files" in a list, "by week 3 reports had fallen"
            return False
        if number.words and number.value is not None:
            again = tokens.word(atom.first - 1) in self.again and number.value < _SMALL
            if number.value == 1 or again:
                return False
        nouns = self.nouns if number.value == 1 else self.figure_nouns
        return self.counted(tokens.after_hyphen(atom.last), nouns) >= 0

    def _said(self, atom: Atom, context: Context) -> bool:
        """ "UN reports numbered 999", "reports fell by 90 in 2021": a verb before, no noun behind, reports as the subject."""
        tokens = self.tokens
        if self._noun(atom) or tokens.word(atom.after) in self.of:
            return False
        index = context.before_hedge(atom)
        index += tokens.word(index + 1) == "("
        if tokens.word(index) in _LABELLED:
            return self._labelled(atom, index)
        led = tokens.word(index) in self.language.basis
        verb = False
        for at in range(index - led, max(-1, index - REACH), -1):
            word = tokens.low[at]
            verb = verb or word in self.verbs or context.governor(at) is not None
            if word in self.figure_nouns:
                return verb
            if word in ENDS or word in self.clause_words or word == "(" or not (verb or led):
                return False
        return False

    def _labelled(self, atom: Atom, index: int) -> bool:
        """ "UN reports in 2021: 999", "reports (999)", but "reports (1)" is a mark."""
        tokens = self.tokens
        if tokens.low[index] == ":" and tokens.joined(index + 1):
            # "reports.csv:2"
            return False
        bracket = tokens.low[index] == "("
        if bracket and (atom.number.amount < _SMALL or tokens.low[index - 1] not in self.figure_nouns):
            return False
        return not self.figure_nouns.isdisjoint(tokens.low[max(0, index - _LABEL) : index])
