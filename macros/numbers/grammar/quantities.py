"""The quantity at a token: a number with its unit, a ratio, a rate, a multiplier, a count."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from macros.numbers.grammar.counts import VerbalCounts
from macros.numbers.grammar.draft import Number, QuantityDraft
from macros.numbers.grammar.measures import Measures
from macros.numbers.grammar.multipliers import Multipliers
from macros.numbers.grammar.numerals import Numerals
from macros.numbers.grammar.parts import Parts
from macros.numbers.grammar.ratios import Ratios
from macros.numbers.grammar.reader import Construction
from macros.numbers.grammar.shares import Shares
from macros.numbers.language.vocabulary import QuantityWords
from macros.numbers.text.signs import parse_roman
from macros.numbers.text.tokens import ROMAN

_AFTER_BARE_NUMBER = frozenset((",", ";", ")", "]", '"', ""))
"""Tokens after a number without a unit."""


@dataclass(eq=False)
class QuantityFinder(Construction):
    """The quantities of one text in one language."""

    words: QuantityWords
    numerals: Numerals
    measures: Measures
    multipliers: Multipliers
    shares: Shares
    counts: VerbalCounts
    parts: Parts
    ratios: Ratios

    def _prepare_tables(self) -> None:
        self.leading = frozenset((*self.words.factors, *self.words.divisors, "\u00d7"))

    def read_at(self, index: int) -> QuantityDraft | None:
        """Read the quantity at a token; a bare number has the kind ""."""
        tokens = self.reader.tokens
        if tokens.types[index] == "w":
            word = tokens.low[index]
            found = (
                self.shares.read_share(index)
                or self.multipliers.read_verb(index, word)
                or self.shares.read_joined_unit(index)
                or (self.language.compounds and self.shares.read_joined_part(index))
                or self.shares.read_fraction(index)
                or self.shares.read_single_unit(index)
                or self.counts.read_vague(index)
                or self._read_tens(index, word)
                or self.ratios.read_every(index)
                or self.counts.read_none(index)
                or self.parts.read_odds(index)
            )
            if found:
                return found
        number = self.numerals.read_number(index)
        if number is None:
            return None
        if tokens.low[number.last] in self.words.point_parts and (tenths := self.measures.read_tenths(number)):
            return tenths
        if tokens.low[number.last] in _AFTER_BARE_NUMBER and tokens.low[number.first - 1] not in self.leading:
            return self.measures.read_bracketed(number) or self.ratios.read_base(number) or self._read_bare(number)
        return (
            self.measures.read_bracketed(number)
            or self.measures.read_measured(number)
            or self.multipliers.read_multiplier(number)
            or self.ratios.read_ratio(number)
            or self.parts.read_slash(number)
            or self.parts.read_parts(number)
            or self.parts.read_whole_first(number)
            or (tokens.low[number.last] in self.words.population and self.ratios.read_base_first(number))
            or self.ratios.read_rate(number)
            or self.ratios.read_base(number)
            or self._read_bare(number)
        )

    def _read_tens(self, index: int, word: str) -> QuantityDraft | None:
        """Read "the high nineties per cent", from ninety to ninety-nine, and "veintitantos por ciento", about twenty."""
        if about := self.words.tens_about.get(word):
            draft = self.measures.read_measured(Number(index, index + 1, Decimal(about), words=True))
            if draft:
                draft.hedge, draft.hedge_span = "about", (draft.start, draft.end)
            return draft
        low = self.words.tens_words.get(word)
        if low is None:
            return None
        ends = [Number(index, index + 1, Decimal(end), words=True) for end in (low, low + 9)]
        draft = self.measures.read_measured(ends[1])
        if draft:
            draft.low, draft.high = ends
        return draft

    def read_roman(self, index: int) -> QuantityDraft | None:
        """Read a Roman number in capitals with a unit: "XLVII per cent"."""
        tokens = self.reader.tokens
        written = tokens.text[tokens.starts[index] : tokens.ends[index]]
        if not ROMAN.fullmatch(written):
            return None
        return self.measures.read_measured(Number(index, index + 1, Decimal(parse_roman(written)), None, 0, Decimal(1)))

    def _read_bare(self, number: Number) -> QuantityDraft | None:
        tokens = self.reader.tokens
        if number.exact is not None:
            # "½" alone is a share; "1½" is a quantity of something.
            following = tokens.word(number.last)
            followed = tokens.type(number.last) != "w" or following in self.words.fraction_followers | self.words.fraction_tails
            if followed and number.exact < 1 and not number.words and number.scale == 1:
                return self.measures.make_share(number, number.last, number.exact, "fraction")
        elif number.words and number.value == 1:
            before, after = tokens.word(number.first - 1), tokens.word(number.first + 1)
            if before in self.words.pronoun_after or after in self.words.pronoun_before:
                return None
        return self.measures.make_draft(number, number.last, "")
