"""Parts of a whole that are written with two numbers: "1/4 of", "2 thirds of", "3 to 1", "of every 100 reports, 47"."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from macros.numbers.atom import Atom, Number
from macros.numbers.worded import Worded

_CLAUSE = 16
"""Tokens before "50 to 1" among which stands what it is the ratio of."""
_UNDER = 16
"""The largest part of a unit that is written with a stroke: "3/16 %", but "46/51 %" are two numbers."""
NOUNS = 3
"""Words that may stand between a number and "per", or "in": "12 road deaths per million"."""


class Parts(Worded):
    """The parts of one text."""

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
        if not (before in self.odds_words or after in self.odds_words or self._to_one(index, under)):
            return None
        number = Number(index, under.last, None, above.amount / under.amount, words=above.words)
        return self._atom(number, under.last, "multiplier", "ratio", unit="times")

    def _to_one(self, index: int, under: Number) -> bool:
        """ "The ratio of files to reports was 50 to 1", "UN reports, 3:1": to one, and what it is of before it in the sentence."""
        tokens = self.tokens
        if under.value != 1 or under.scale != 1 or (tokens.type(under.last) == "w" and self._is_noun(under.last)):
            return False
        for at in range(index - 1, max(-1, index - _CLAUSE), -1):
            word = tokens.low[at]
            if word in self.odds_words or word in self.figure_nouns:
                return True
            if word in ".;!?\x01":
                return False
        return False

    def _whole_first(self, under: Number) -> Atom | None:
        """ "Of every 100 reports, 47 disappeared": the whole before the part."""
        tokens, first = self.tokens, under.first
        if under.exact is not None or under.decimals or tokens.word(under.last) in self.ratio_not_before:
            return None
        for words, _ in self.language.ratios_before.get(tokens.word(first - 1), ()):
            if first < len(words) or not tokens.phrase(first - len(words), words):
                continue
            at = under.last
            while at - under.last < NOUNS and self._is_noun(at):
                at += 1
            if words in self.plain_whole and (tokens.low[at - 1] not in self.figure_nouns or tokens.word(at) not in self.list_commas):
                continue
            at += tokens.word(at) in self.list_commas
            above = self.numerals.read(at)
            if above is None or above.exact is not None or above.decimals or not 0 < above.value <= under.value:
                return None
            if self._matched_unit(above, tokens.ends[above.last - 1]):
                return None
            number = Number(first, above.last, None, Fraction(100) * above.amount / under.amount, words=above.words)
            return self._atom(number, above.last, "percentage", "ratio", unit="percent", of=int(under.amount))
        return None

    def _slash(self, number: Number) -> Atom | None:
        """ "1/4 of", and "50/50"; other digits with a stroke are references."""
        tokens = self.tokens
        stroke, under = number.last, number.last + 1
        sign = tokens.word(stroke)
        if sign not in ("/", "-", "\u2013", ":") or tokens.type(under) != "n":
            return None
        if not tokens.joined(stroke) or not tokens.joined(under):
            # "9 / 10 of"
            spaced = sign == "/" and not tokens.joined(stroke) and not tokens.joined(under)
            if not spaced or tokens.word(under + 1) not in self.fraction_of or not tokens.low[number.last - 1].isdigit():
                return None
        above_text, under_text = tokens.low[number.last - 1], tokens.low[under]
        if above_text == under_text == "50":
            number.exact, number.value = Fraction(50), Decimal(50)
            return self._atom(number, under + 1, "percentage", "digits", unit="percent")
        suffix = tokens.word(under + 1) in self.ordinal_suffixes and tokens.joined(under + 1)
        if sign != "/" or not (above_text.isdigit() and under_text.isdigit()) or not 0 < Decimal(above_text) < Decimal(under_text) < 10_000:
            return None
        if not suffix and int(under_text) <= _UNDER and (unit := self._matched_unit(number, tokens.ends[under])):
            # "A 3/4% rise" is no three quarters of the whole.
            part = Number(number.first, under + 1, None, Fraction(int(above_text), int(under_text)))
            return self._atom(part, max(unit[0], under + 1), unit[2], unit=unit[1])
        before, after = tokens.word(number.first - 1), under + 1 + suffix
        after += tokens.low[after] in self.numerals.tails
        if self._shared(number.first - 1, after):
            return self._quotient(number, int(above_text), int(under_text), after)
        alone = tokens.type(after) != "w" and (before in self.language.basis or (before,) in self.language.again)
        tailed = tokens.low[after - 1] in self.numerals.tails
        if tokens.word(after) not in self.slash_followers and not alone and not tailed:
            return None
        return self._quotient(number, int(above_text), int(under_text), after)

    def _quotient(self, number: Number, above: int, under: int, after: int) -> Atom:
        number.exact, number.value = Fraction(100 * above, under), None
        number.decimals = number.quantum = None
        return self._atom(number, after, "percentage", "fraction", unit="percent")

    def _shared(self, before: int, after: int) -> bool:
        """Whether digits with a stroke are a part by the words around: "1/5 fewer", "9/10 the reports", "the share was 3/4"."""
        tokens = self.tokens
        if tokens.word(after) in self.language.comparatives or self.counted(after, self.figure_nouns) >= 0:
            return True
        return (
            tokens.type(after) not in ("w", "n") and tokens.word(before) in self.share_links and tokens.word(before - 1) in self.share_nouns
        )

    def _parts(self, number: Number) -> Atom | None:
        """ "2 thirds of", "47 hundredths of": a fraction whose number is in digits."""
        tokens, noun = self.tokens, self.tokens.after_hyphen(number.last)
        found = self.numerals.fraction_at(noun)
        if not found or number.words or number.decimals or number.exact is not None:
            return None
        if tokens.word(found[0]) not in self.fraction_of and tokens.low[found[0] - 1] not in self.numerals.tails:
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
