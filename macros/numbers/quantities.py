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

    def at(self, index: int) -> Atom | None:
        """The quantity that begins at this token; a bare number has the kind ""."""
        tokens = self.reader.tokens
        if tokens.types[index] == "w":
            word = tokens.low[index]
            found = (
                self._share(index)
                or self._verb(index, word)
                or self._joined_unit(index)
                or self._fraction(index)
                or self._single(index)
                or self._vague(index)
                or (word in self.tens and self._tens(index))
                or self._every(index)
                or (word in self.zeros and self._none(index))
                or self.odds(index)
            )
            if found:
                return found
        number = self.numerals.read(index)
        if number is None:
            return None
        if bracketed := self._bracketed(number):
            return bracketed
        if tokens.low[number.last] in _PLAIN and tokens.low[number.first - 1] not in self.language.factors:
            return self._bare(number)
        return (
            self._measured(number)
            or self._multiplier(number)
            or self._ratio(number)
            or self._slash(number)
            or self._parts(number)
            or self._whole_first(number)
            or self._rate(number)
            or self._bare(number)
        )

    def _tens(self, index: int) -> Atom | None:
        """ "The high nineties per cent": from ninety to ninety-nine."""
        low = self.tens[self.reader.tokens.low[index]]
        ends = [Number(index, index + 1, Decimal(end), words=True) for end in (low, low + 9)]
        atom = self._measured(ends[1])
        if atom:
            atom.low, atom.high = ends
        return atom

    def roman(self, index: int) -> Atom | None:
        """ "XLVII per cent": capitals that are a Roman number and have a unit."""
        tokens = self.reader.tokens
        written = tokens.text[tokens.starts[index] : tokens.ends[index]]
        if not ROMAN.fullmatch(written):
            return None
        return self._measured(Number(index, index + 1, Decimal(roman(written)), None, 0, Decimal(1)))

    def _bare(self, number: Number) -> Atom | None:
        tokens = self.reader.tokens
        if number.exact is not None:
            # "½" alone is a share; "1½" is a quantity of something.
            share = number.exact < 1 and not number.words and number.scale == 1
            if share and tokens.type(number.last) == "w" and tokens.word(number.last) not in self.fraction_followers:
                share = False
            if share:
                number.exact *= 100
                return self._atom(number, number.last, "percentage", "fraction", unit="percent")
            return self._atom(number, number.last, "", "words" if number.words else "digits")
        if number.words and number.value == 1 and self._pronoun(number.first):
            return None
        return self._atom(number, number.last, "")

    def _pronoun(self, index: int) -> bool:
        return self.reader.tokens.word(index - 1) in self.pronoun_after or self.reader.tokens.word(index + 1) in self.pronoun_before
