"""Reads the quantity that begins at a token: a number with its unit, a ratio, a rate, a multiplier, a count."""

from __future__ import annotations

from decimal import Decimal

from macros.numbers.atom import Atom, Number
from macros.numbers.lex import ROMAN
from macros.numbers.ratios import Ratios
from macros.numbers.signs import roman

_PLAIN = frozenset((",", ";", ")", "]", '"', ""))
"""After a number that has no unit."""


class Quantities(Ratios):
    """The quantities of one text in one language."""

    def read_at(self, index: int) -> Atom | None:
        """The quantity that begins at this token; a bare number has the kind ""."""
        tokens = self.reader.tokens
        if tokens.types[index] == "w":
            word = tokens.low[index]
            found = (
                self.read_share(index)
                or self.read_verb(index, word)
                or self.read_joined_unit(index)
                or self.read_fraction(index)
                or self.read_single(index)
                or self.read_vague(index)
                or (word in self.tens and self._read_tens(index))
                or self.read_every(index)
                or (word in self.zeros and self.read_none(index))
                or self.read_odds(index)
            )
            if found:
                return found
        number = self.numerals.read_number(index)
        if number is None:
            return None
        if bracketed := self.read_bracketed(number):
            return bracketed
        if tokens.low[number.last] in _PLAIN and tokens.low[number.first - 1] not in self.language.factors:
            return self._read_bare(number)
        return (
            self.read_measured(number)
            or self.read_multiplier(number)
            or self.read_ratio(number)
            or self.read_slash(number)
            or self.read_parts(number)
            or self.read_whole_first(number)
            or self.read_rate(number)
            or self._read_bare(number)
        )

    def _read_tens(self, index: int) -> Atom | None:
        """ "The high nineties per cent": from ninety to ninety-nine."""
        low = self.tens[self.reader.tokens.low[index]]
        ends = [Number(index, index + 1, Decimal(end), words=True) for end in (low, low + 9)]
        atom = self.read_measured(ends[1])
        if atom:
            atom.low, atom.high = ends
        return atom

    def read_roman(self, index: int) -> Atom | None:
        """ "XLVII per cent": capitals that are a Roman number and have a unit."""
        tokens = self.reader.tokens
        written = tokens.text[tokens.starts[index] : tokens.ends[index]]
        if not ROMAN.fullmatch(written):
            return None
        return self.read_measured(Number(index, index + 1, Decimal(roman(written)), None, 0, Decimal(1)))

    def _read_bare(self, number: Number) -> Atom | None:
        tokens = self.reader.tokens
        if number.exact is not None:
            # "½" alone is a share; "1½" is a quantity of something.
            share = number.exact < 1 and not number.words and number.scale == 1
            if share and tokens.type(number.last) == "w" and tokens.word(number.last) not in self.fraction_followers:
                share = False
            if share:
                number.exact *= 100
                return self.make_draft(number, number.last, "percentage", "fraction", unit="percent")
            return self.make_draft(number, number.last, "", "words" if number.words else "digits")
        if number.words and number.value == 1 and self._is_pronoun(number.first):
            return None
        return self.make_draft(number, number.last, "")

    def _is_pronoun(self, index: int) -> bool:
        return self.reader.tokens.word(index - 1) in self.pronoun_after or self.reader.tokens.word(index + 1) in self.pronoun_before
