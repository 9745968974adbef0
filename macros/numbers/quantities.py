"""Reads the quantity that begins at a token: a number with its unit, a ratio, a rate, a multiplier, a count."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from macros.numbers.atom import Atom, Number, plain, stripped
from macros.numbers.worded import Worded

_YEAR = re.compile(r"(?:19|20)\d\d$")


class Quantities(Worded):
    """The quantities of one text in one language."""

    def at(self, index: int) -> Atom | None:
        """The quantity that begins at this token; a bare number has the kind ""."""
        tokens = self.tokens
        if tokens.types[index] == "w":
            word = tokens.low[index]
            found = (
                self._share(index)
                or self._verb(index, word)
                or self._fraction(index)
                or self._single(index)
                or self._vague(index)
            )
            if found:
                return found
        number = self.numerals.read(index)
        if number is None:
            return None
        return (
            self._measured(number)
            or self._multiplier(number)
            or self._ratio(number)
            or self._slash(number)
            or self._rate(number)
            or self._bare(number)
        )

    def _multiplier(self, number: Number) -> Atom | None:
        """ "three times as many", "3.2 times higher", "3-fold", "10x"; occasions ("three times a week") are none."""
        tokens, language = self.tokens, self.language
        index = tokens.after_hyphen(number.last)
        word = tokens.word(index)
        if word in self.times_words:
            following, last = tokens.word(index + 1), 0
            if following in self.times_as and tokens.type(index + 2) == "w":
                last = index + 3
            elif following in language.comparatives:
                last = index + 2
            elif following in self.times_before:
                last = index + 1
            # "rose by 3.2 times"; "rose three times" may be occasions.
            if not last and (
                number.decimals
                or tokens.word(number.first - 1) in self.basis_by
                or tokens.word(number.first - 2) in language.change_nouns
            ):
                return self._atom(number, index + 1, "multiplier", unit="times", ambiguous=True)
            if last:
                way = language.comparatives.get(following)
                return self._atom(number, last, "multiplier", unit="times", ambiguous=way is not None, direction=way)
            return None
        if word in self.folds:
            return self._atom(number, index + 1, "multiplier", unit="times", ambiguous=self._of_change(index + 1))
        if (
            (
                word in self.times_signs
                and not number.words
                and not (tokens.joined(index + 1) and tokens.type(index + 1) in "nw")
            )
            and (tokens.joined(index) or word == "\u00d7")
            and tokens.type(index + 1) != "n"
        ):
            return self._atom(number, index + 1, "multiplier", unit="times", ambiguous=self._of_change(index + 1))
        for words, _ in language.factors.get(tokens.word(number.first - 1), ()):
            if tokens.phrase(number.first - len(words), words):
                start = number.first - len(words)
                atom = self._atom(number, number.last, "multiplier", unit="times")
                atom.first, atom.start = start, tokens.starts[start]
                return atom
        return None

    def _ratio(self, number: Number) -> Atom | None:
        """ "one in five", "9 out of 10", "four of every five"."""
        tokens, language = self.tokens, self.language
        index = tokens.after_hyphen(number.last)
        for words, _ in language.ratios.get(tokens.word(index), ()):
            if not tokens.phrase(index, words) or number.exact is not None or number.decimals or number.value < 0:
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
            if tokens.joined(after) and (
                tokens.types[after] == "w"
                or (tokens.word(after) in "-/:" and tokens.joined(after + 1) and begin == index + len(words))
            ):
                return None
            if tokens.word(after) in language.table["months_low"]:
                return None
            number.exact, number.value = Fraction(100) * number.amount / under.amount, None
            number.decimals = number.quantum = None
            return self._atom(number, after, "percentage", "ratio", unit="percent")
        return None

    def _magnitude(self, index: int) -> Number | None:
        """ "one in every hundred": the word alone, as a number of its own."""
        word = self.tokens.word(index)
        value = self.language.scales.get(word) or (100 if word in self.language.hundreds else None)
        return Number(index, index + 1, Decimal(value), words=True) if value else None

    def _slash(self, number: Number) -> Atom | None:
        """ "1/4 of", and "50/50"; other digits with a stroke are references."""
        tokens = self.tokens
        stroke, under = number.last, number.last + 1
        if (
            tokens.word(stroke) not in ("/", "-")
            or not tokens.joined(stroke)
            or not tokens.joined(under)
            or tokens.type(under) != "n"
        ):
            return None
        above_text, under_text = tokens.low[number.last - 1], tokens.low[under]
        if above_text == under_text == "50":
            number.exact, number.value = Fraction(50), Decimal(50)
            return self._atom(number, under + 1, "percentage", "digits", unit="percent")
        if (
            tokens.word(stroke) == "-"
            or not (above_text.isdigit() and under_text.isdigit())
            or not 0 < Decimal(above_text) < Decimal(under_text) < 10_000
        ):
            return None
        if tokens.word(under + 1) not in self.fraction_of and not (
            tokens.word(number.first - 1) in self.language.basis and tokens.type(under + 1) != "w"
        ):
            return None
        number.exact, number.value = Fraction(100 * int(above_text), int(under_text)), None
        number.decimals = number.quantum = None
        return self._atom(number, under + 1, "percentage", "fraction", unit="percent")

    def _rate(self, number: Number) -> Atom | None:
        """ "12 per 100,000", "12 cases per million"."""
        tokens, language = self.tokens, self.language
        for skipped in range(4):
            index = number.last + skipped
            if skipped and (tokens.type(index - 1) != "w" or tokens.word(index - 1) in language.starts):
                return None
            for words, _ in language.rates.get(tokens.word(index), ()):
                if not tokens.phrase(index, words):
                    continue
                begin = index + len(words)
                if tokens.word(begin) in language.scales or tokens.word(begin) in language.hundreds:
                    return self._atom(number, begin + 1, "rate", unit="per " + tokens.word(begin))
                under = self.numerals.read(begin)
                if (
                    under is None
                    or tokens.word(under.last) in self.ratio_not_before
                    or self._matched_unit(under, tokens.ends[under.last - 1])
                ):
                    return None
                return self._atom(
                    number,
                    under.last,
                    "rate",
                    unit=f"per {plain(stripped(under.value))}" if under.exact is None else "per part",
                )
        return None

    def _bare(self, number: Number) -> Atom | None:
        tokens = self.tokens
        if number.exact is not None:
            # "½" alone is a share; "1½" is a quantity of something.
            kind, form = (
                ("percentage", "fraction")
                if number.exact < 1 and not number.words and number.scale == 1
                else ("", "digits")
            )
            if kind and tokens.word(number.last) not in self.fraction_followers and tokens.type(number.last) == "w":
                kind = ""
            if kind:
                number.exact *= 100
            return self._atom(
                number, number.last, kind, form if not number.words else "words", unit="percent" if kind else ""
            )
        if number.words and number.value == 1 and self._pronoun(number.first):
            return None
        return self._atom(number, number.last, "")

    def _pronoun(self, index: int) -> bool:
        return self.tokens.word(index - 1) in self.pronoun_after or self.tokens.word(index + 1) in self.pronoun_before
