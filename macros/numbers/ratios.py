"""Ratios and rates: "one in five", "9 out of 10", "one person in five", "every third", "1/4 of", "12 per 100,000"."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from macros.numbers.atom import Atom, Number, plain, stripped
from macros.numbers.worded import Worded

_YEAR = re.compile(r"(?:19|20)\d\d$")
_NOUNS = 3
"""Words that may stand between a number and "per", or "in": "12 road deaths per million"."""


class Ratios(Worded):
    """The ratios and rates of one text."""

    def _ratio(self, number: Number) -> Atom | None:
        """ "one in five", "9 out of 10", "four of every five", "one person in five"."""
        if number.exact is not None or number.decimals or number.value < 0:
            return None
        tokens = self.tokens
        index = tokens.after_hyphen(number.last)
        if tokens.word(index) in self.language.ratios and (found := self._ratio_from(number, index, False)):
            return found
        if tokens.word(index) in self.ratio_of:
            return self._ratio_of(number, index)
        for at in range(index, index + 2):
            if not self._is_noun(at) or (at > number.last and index > number.last):
                return None
            if tokens.word(at + 1) in self.language.ratios:
                return self._ratio_from(number, at + 1, True)
        return None

    def _ratio_of(self, number: Number, index: int) -> Atom | None:
        """ "two of five reports": two small numbers, written alike, and what they count."""
        tokens, begin = self.tokens, index + 1
        if tokens.type(begin) == "n" and _YEAR.match(tokens.low[begin]):
            return None
        under = self.numerals.read(begin)
        if under is None or under.exact is not None or under.decimals or under.words != number.words or under.scale != number.scale:
            return None
        if not 0 < number.value < under.value < 1000 or self._matched_unit(under, tokens.ends[under.last - 1]):
            return None
        if tokens.type(under.last) != "w" or tokens.word(under.last) in self.ratio_not_before or tokens.joined(under.last):
            return None
        number.exact, number.value = Fraction(100) * number.amount / under.amount, None
        number.decimals = number.quantum = None
        return self._atom(number, under.last, "percentage", "ratio", unit="percent", of=int(under.amount))

    def _is_noun(self, index: int) -> bool:
        """A word that is no number and no preposition."""
        word, language = self.tokens.word(index), self.language
        return (
            self.tokens.type(index) == "w"
            and word not in language.numbers
            and word not in language.scales
            and word not in language.basis
            and word not in language.comparatives
        )

    def odds(self, index: int) -> Atom | None:
        """ "a ratio of 3 to 1", "a 3:1 margin", "three-to-one odds": how many times as much."""
        tokens, at = self.tokens, self.tokens.after_hyphen(index + 1)
        if tokens.word(at) not in self.odds_between:
            return None
        begin = tokens.after_hyphen(at + 1)
        before = tokens.word(index - 1 - (tokens.word(index - 1) in self.fraction_of))
        if tokens.type(begin) not in ("n", "w"):
            return None
        above, under = self.numerals.read(index), self.numerals.read(begin)
        if above is None or under is None or above.last != index + 1 or not above.value or not under.value:
            return None
        after = tokens.word(tokens.after_hyphen(under.last))
        if not (before in self.odds_words or after in self.odds_words):
            return None
        number = Number(index, under.last, None, above.amount / under.amount, words=above.words)
        return self._atom(number, under.last, "multiplier", "ratio", unit="times")

    def _whole_first(self, under: Number) -> Atom | None:
        """ "Of every 100 reports, 47 disappeared": the whole before the part."""
        tokens, first = self.tokens, under.first
        if under.exact is not None or under.decimals or tokens.word(under.last) in self.ratio_not_before:
            return None
        for words, _ in self.language.ratios_before.get(tokens.word(first - 1), ()):
            if first < len(words) or not tokens.phrase(first - len(words), words):
                continue
            at = under.last
            while at - under.last < _NOUNS and self._is_noun(at):
                at += 1
            at += tokens.word(at) in self.list_commas
            above = self.numerals.read(at)
            if above is None or above.exact is not None or above.decimals or not 0 < above.value <= under.value:
                return None
            if self._matched_unit(above, tokens.ends[above.last - 1]):
                return None
            number = Number(first, above.last, None, Fraction(100) * above.amount / under.amount, words=above.words)
            return self._atom(number, above.last, "percentage", "ratio", unit="percent", of=int(under.amount))
        return None

    def _ratio_from(self, number: Number, index: int, noun: bool) -> Atom | None:
        """The ratio whose "in" or "out of" stands at `index`; `noun` says that the counted noun stands before it."""
        tokens, language = self.tokens, self.language
        for words, _ in language.ratios.get(tokens.word(index), ()):
            if not tokens.phrase(index, words):
                continue
            begin = tokens.after_hyphen(index + len(words))
            if tokens.type(begin) == "n" and _YEAR.match(tokens.low[begin]):
                return None
            under = self.numerals.read(begin) or self._magnitude(begin)
            if under is None or under.exact is not None or under.decimals or not under.value:
                return None
            # "five out of five", but "ten in five" is no ratio.
            if number.value > under.value or (number.value == under.value and len(words) == 1):
                return None
            after = under.last
            if tokens.word(after) in self.ratio_not_before or self._matched_unit(under, tokens.ends[after - 1]):
                return None
            if self._goes_on(after, begin == index + len(words)) or tokens.word(after) in language.table["months_low"]:
                return None
            # "one person in five is", but "two shops in three towns" and "three cases in 27 countries".
            counted = noun and len(words) == 1 and tokens.type(after) == "w" and number.value > 1
            if counted and tokens.word(after) not in self.fraction_followers:
                return None
            number.exact, number.value = Fraction(100) * number.amount / under.amount, None
            number.decimals = number.quantum = None
            return self._atom(number, after, "percentage", "ratio", unit="percent", of=int(under.amount))
        return None

    def _goes_on(self, index: int, spaced: bool) -> bool:
        """Whether the number goes on against the token at `index`: "1 in 5G", "one in 10-12"."""
        tokens = self.tokens
        if not tokens.joined(index):
            return False
        return tokens.types[index] == "w" or (tokens.word(index) in "-/:" and tokens.joined(index + 1) and spaced)

    def _magnitude(self, index: int) -> Number | None:
        """ "one in every hundred": the word alone, as a number of its own."""
        word = self.tokens.word(index)
        value = self.language.scales.get(word) or (100 if word in self.language.hundreds else None)
        return Number(index, index + 1, Decimal(value), words=True) if value else None

    def _every(self, index: int) -> Atom | None:
        """ "every third household"; "every third week" is time."""
        tokens = self.tokens
        if tokens.word(index) not in self.ratio_every or not tokens.word(index + 1):
            return None
        last, under = index + 2, self.language.table["ordinals"].get(tokens.word(index + 1), 0)
        if tokens.type(index + 1) == "n" and tokens.low[index + 1].isdigit() and tokens.word(last) in self.ordinal_suffixes:
            last, under = index + 3, int(tokens.low[index + 1])
        following = tokens.word(last)
        if under < 3:
            under = self.every_other.get(tokens.word(index + 1), 0)
            if following not in self.ratio_every_nouns:
                return None
        if not 1 < under < 1000 or tokens.type(last) != "w" or following in self.ratio_every_not_before:
            return None
        number = Number(index, last, None, Fraction(100, under), words=True)
        return self._atom(number, last, "percentage", "ratio", unit="percent", of=under)

    def _slash(self, number: Number) -> Atom | None:
        """ "1/4 of", and "50/50"; other digits with a stroke are references."""
        tokens = self.tokens
        stroke, under = number.last, number.last + 1
        sign = tokens.word(stroke)
        if sign not in ("/", "-", "\u2013", ":") or not tokens.joined(stroke) or not tokens.joined(under) or tokens.type(under) != "n":
            return None
        above_text, under_text = tokens.low[number.last - 1], tokens.low[under]
        if above_text == under_text == "50":
            number.exact, number.value = Fraction(50), Decimal(50)
            return self._atom(number, under + 1, "percentage", "digits", unit="percent")
        suffix = tokens.word(under + 1) in self.ordinal_suffixes and tokens.joined(under + 1)
        if sign != "/" or not (above_text.isdigit() and under_text.isdigit()) or not 0 < Decimal(above_text) < Decimal(under_text) < 10_000:
            return None
        before, after = tokens.word(number.first - 1), under + 1 + suffix
        alone = tokens.type(after) != "w" and (before in self.language.basis or (before,) in self.language.again)
        if tokens.word(after) not in self.slash_followers and not alone:
            return None
        number.exact, number.value = Fraction(100 * int(above_text), int(under_text)), None
        number.decimals = number.quantum = None
        return self._atom(number, after, "percentage", "fraction", unit="percent")

    def _parts(self, number: Number) -> Atom | None:
        """ "2 thirds of", "47 hundredths of": a fraction whose number is in digits."""
        tokens, noun = self.tokens, self.tokens.after_hyphen(number.last)
        found = self.numerals.fraction_at(noun)
        if not found or number.words or number.decimals or number.exact is not None or tokens.word(found[0]) not in self.fraction_of:
            return None
        whole = found[0] + 1 + (tokens.word(found[0] + 1) in self.articles)
        if not 0 < number.value < found[1] or tokens.word(whole) in self.fraction_not_of:
            return None
        number.exact, number.value = Fraction(int(number.value), found[1]), None
        number.decimals = number.quantum = None
        number.last = found[0]
        if unit := self._part_of(number):
            return unit
        number.exact *= 100
        return self._atom(number, found[0], "percentage", "fraction", unit="percent")

    def _rate(self, number: Number) -> Atom | None:
        """ "12 per 100,000", "12 cases per million"."""
        tokens, language = self.tokens, self.language
        for index in range(number.last, number.last + _NOUNS + 1):
            if index > number.last and not self._is_noun(index - 1):
                return None
            for words, _ in language.rates.get(tokens.word(index), ()):
                if tokens.phrase(index, words):
                    return self._rate_over(number, index + len(words))
        return None

    def _rate_over(self, number: Number, begin: int) -> Atom | None:
        tokens, language = self.tokens, self.language
        word = tokens.word(begin)
        if word in language.scales or word in language.hundreds:
            return self._atom(number, begin + 1, "rate", unit="per " + word)
        under = self.numerals.read(begin)
        if under is None or tokens.word(under.last) in self.ratio_not_before or self._matched_unit(under, tokens.ends[under.last - 1]):
            return None
        unit = f"per {plain(stripped(under.value))}" if under.exact is None else "per part"
        return self._atom(number, under.last, "rate", unit=unit)
