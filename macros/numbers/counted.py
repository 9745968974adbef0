"""Cardinals that count what figures count: "47 UN reports", "no reports in 2021", "UN reports numbered 999".

Below a thousand a number of anything else ("27 Member States", "two asks") is left free; a number of reports is a figure whatever its size.
"""

from __future__ import annotations

from dataclasses import dataclass

from macros.numbers.clauses import ENDS, REACH, Clauses
from macros.numbers.draft import Number, QuantityDraft
from macros.numbers.hedges import Hedges
from macros.numbers.reader import Construction
from macros.numbers.words import CountedWords

_LABELLED = (":", "=", "(", "|")
_LABEL = 7
"""Tokens before a colon among which its label names what is counted."""
_SMALL = 10
"""From here on a number in words counts even where it speaks of something again ("the twelve reports")."""


@dataclass(eq=False)
class Counted(Construction):
    """The counts below a thousand of one text."""

    words: CountedWords
    clauses: Clauses
    hedges: Hedges

    def prepare(self) -> None:
        language = self.language
        self.joins = language.list_words | language.range_words
        self.followers = language.list_within.union(language.basis, language.words("and_clause"), self.words.clause_words)

    def set_counts(self, drafts: list[QuantityDraft]) -> None:
        """Makes counts of the cardinals that count what figures count."""
        if not any(draft.kind == "cardinal" for draft in drafts):
            return
        speaks = not self.reader.nouns.forms.isdisjoint(self.reader.tokens.low)
        following: QuantityDraft | None = None  # which stands before the noun, or before one that does
        for draft in reversed(drafts):
            number, counts = draft.number, False
            if number is not None and draft.kind in ("cardinal", "count"):
                counts = speaks and (self._is_before_noun(draft, number) or self._is_listed(draft, following))
                if counts or self._is_slip(draft, number) or (speaks and self._is_stated(draft, number)):
                    draft.kind = "count"
            following = draft if counts else None

    def _is_listed(self, draft: QuantityDraft, following: QuantityDraft | None) -> bool:
        """ "900 to 999 reports", "5, 8 and 12 files": the noun stands behind the last."""
        return following is not None and draft.last + 1 == following.first and self.reader.tokens.low[draft.last] in self.joins

    def _is_slip(self, draft: QuantityDraft, number: Number) -> bool:
        """ "555.831" in English, "555,831" in Spanish: three decimals without a unit are a count in the separators of another language."""
        return number.decimals == 3 and not number.words and number.amount >= 1 and not self._has_noun(draft)

    def _has_noun(self, draft: QuantityDraft) -> bool:
        """Whether a noun behind the number says what it is of."""
        return self.reader.tokens.type(draft.after) in ("w", "n") and self.reader.tokens.word(draft.after) not in self.followers

    def _is_before_noun(self, draft: QuantityDraft, number: Number) -> bool:
        """ "47 UN reports", but "one report" is any, and "the two reports" were spoken of before."""
        tokens, words = self.reader.tokens, self.words
        if tokens.word(draft.last) == ")" or tokens.word(draft.first - 1) in words.unit_apart_numbered:
            # "(2) files" in a list, "by week 3 reports had fallen"
            return False
        if number.words and number.value is not None:
            again = tokens.word(draft.first - 1) in words.figure_again and number.value < _SMALL
            if number.value == 1 or again:
                return False
        nouns = self.reader.nouns.forms if number.value == 1 else self.reader.nouns.many
        return self.reader.find_counted(tokens.after_hyphen(draft.last), nouns) >= 0

    def _is_stated(self, draft: QuantityDraft, number: Number) -> bool:
        """ "UN reports numbered 999", "reports fell by 90 in 2021": a verb before, no noun behind, reports as the subject."""
        tokens, words = self.reader.tokens, self.words
        if self._has_noun(draft) or tokens.word(draft.after) in words.fraction_of:
            return False
        index = self.hedges.find_before(draft)
        index += tokens.word(index + 1) == "("
        if tokens.word(index) in _LABELLED:
            return self._is_labelled(number, index)
        led = tokens.word(index) in self.language.basis
        verb = False
        for at in range(index - led, max(-1, index - REACH), -1):
            word = tokens.low[at]
            verb = verb or word in words.count_verbs or self.clauses.find_direction(at) is not None
            if word in self.reader.nouns.many:
                return verb
            if word in ENDS or word in words.clause_words or word == "(" or not (verb or led):
                return False
        return False

    def _is_labelled(self, number: Number, index: int) -> bool:
        """ "UN reports in 2021: 999", "reports (999)", but "reports (1)" is a mark."""
        tokens = self.reader.tokens
        if tokens.low[index] == ":" and tokens.joined(index + 1):
            # "reports.csv:2"
            return False
        bracket = tokens.low[index] == "("
        if bracket and (number.amount < _SMALL or tokens.low[index - 1] not in self.reader.nouns.many):
            return False
        return not self.reader.nouns.many.isdisjoint(tokens.low[max(0, index - _LABEL) : index])
