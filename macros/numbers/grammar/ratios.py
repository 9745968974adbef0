"""Ratios and rates: "one in five", "9 out of 10", "one person in five", "every third", "1/4 of", "12 per 100,000"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from macros.numbers.grammar.draft import Number, QuantityDraft, format_plain, strip_zeros
from macros.numbers.grammar.measures import Measures
from macros.numbers.grammar.numerals import Numerals
from macros.numbers.grammar.parts import MAX_NOUNS, Parts
from macros.numbers.grammar.reader import Construction
from macros.numbers.grammar.word_numerals import WordFractions
from macros.numbers.language.phrase_index import index_phrases as phrases_by
from macros.numbers.language.vocabulary import QuantityWords
from macros.numbers.text.tokens import YEAR

_WHOLES = (10, 100, 1000)
"""Wholes with shares, whatever is counted."""

_ENDS = frozenset(".;:!?)")
_PREPOSITION_REACH = 3
"""Tokens before a number searched for its preposition."""


@dataclass(eq=False)
class Ratios(Construction):
    """The ratios and rates of one text."""

    words: QuantityWords
    numerals: Numerals
    fractions: WordFractions
    measures: Measures
    parts: Parts

    def _prepare_tables(self) -> None:
        self.last_rates = phrases_by(self.language.table["rates"], last=True)
        self.within = self.language.get_words("lists", "within")
        self.counted = self.language.get_words("population") | self.language.get_words("counted_nouns") | self.reader.noun_forms

    def read_ratio(self, number: Number) -> QuantityDraft | None:
        """Read a ratio: "one in five", "9 out of 10", "four of every five", "one person in five"."""
        words = self.words
        if number.value is None or number.value < 0:
            return None
        tokens = self.reader.tokens
        index = tokens.skip_hyphen(number.last)
        if number.decimals:
            return self._read_ratio_from(number, index, False) if tokens.word(index) in words.ratios else None
        if tokens.word(index) in words.ratios and (found := self._read_ratio_from(number, index, False)):
            return found
        if tokens.word(index) in words.ratio_of:
            return self._read_ratio_of(number, index)
        if index == number.last and (noun := self.reader.find_counted(index)) >= 0 and tokens.word(noun + 1) in words.ratio_of:
            # "three reports of five"
            return self._read_ratio_of(number, noun + 1)
        for at in range(index, index + 2):
            if not self.parts.is_noun(at) or (at > number.last and index > number.last):
                return None
            if tokens.word(at + 1) in words.ratios:
                return self._read_ratio_from(number, at + 1, True)
        return None

    def _read_ratio_of(self, number: Number, index: int) -> QuantityDraft | None:
        """Read a ratio of two small numbers in one spelling, and their noun: "two of five reports"."""
        tokens, begin = self.reader.tokens, index + 1
        if tokens.type(begin) == "n" and YEAR.match(tokens.low[begin]):
            return None
        under = self.numerals.read_number(begin)
        if under is None or under.value is None or under.decimals:
            return None
        # "Eine von 1.000"
        of_whole = tokens.low[number.first] in self.words.counting_articles and set(format_plain(under.value).rstrip("0")) == {"1"}
        if not of_whole and (under.words != number.words or under.scale != number.scale):
            return None
        goes_on = tokens.is_joined(under.last) and tokens.type(under.last) in ("n", "w", "v")
        if number.value is None or not 0 < number.value < under.value or (under.value >= 1000 and not of_whole) or goes_on:
            return None
        if tokens.word(under.last) in self.words.ratio_not_before or self.measures.match_unit(under, tokens.ends[under.last - 1]):
            return None
        # "12 of 27" may be items of a list; "95 of 100" is a share by itself, and so is "three reports of five".
        if tokens.type(under.last) != "w" and under.value not in _WHOLES and index == tokens.skip_hyphen(number.last):
            return None
        return self.measures.make_share(number, under.last, number.amount / under.amount, of=int(under.amount))

    def _read_ratio_from(self, number: Number, index: int, noun: bool) -> QuantityDraft | None:
        """Read the ratio with its "in" or "out of" at `index`. `noun`: the counted noun precedes it."""
        tokens, language, words = self.reader.tokens, self.language, self.words
        for phrase, _ in words.ratios.get(tokens.word(index), ()):
            if not tokens.has_phrase(index, phrase):
                continue
            begin = tokens.skip_hyphen(index + len(phrase))
            if tokens.type(begin) == "n" and YEAR.match(tokens.low[begin]):
                return None
            under = self.numerals.read_number(begin) or self._read_base(begin)
            if number.value is None or under is None or under.decimals or not under.value:
                return None
            # "five out of five", but "ten in five" is no ratio.
            if number.value > under.value or (number.value == under.value and len(phrase) == 1):
                return None
            after = under.last
            if tokens.word(after) in words.ratio_not_before or self.measures.match_unit(under, tokens.ends[after - 1]):
                return None
            if self._is_continued(after, begin == index + len(phrase)) or tokens.word(after) in language.month_words:
                return None
            # "one person in five is", but "two shops in three towns" and "three cases in 27 countries".
            counted = noun and len(phrase) == 1 and tokens.type(after) == "w" and number.value > 1
            if counted and tokens.word(after) not in words.fraction_followers:
                return None
            if _is_base(under) and (number.decimals or (len(phrase) > 1 and number.value > 1 and under.value > 1000)):
                # "4.7 in 100,000", "47 in every 100,000"
                return self._make_rate(number, after, _name_base(under))
            return self.measures.make_share(number, after, number.amount / under.amount, of=int(under.amount))
        return None

    def _is_continued(self, index: int, spaced: bool) -> bool:
        """Return True if the number continues directly at `index`: "1 in 5G", "one in 10-12"."""
        tokens = self.reader.tokens
        if not tokens.is_joined(index):
            return False
        return tokens.types[index] == "w" or (tokens.word(index) in "-/:" and tokens.is_joined(index + 1) and spaced)

    def _read_base(self, index: int) -> Number | None:
        """Read a scale word alone as a number: "one in every hundred"."""
        word = self.reader.tokens.word(index)
        if word in self.words.vague_scales:
            return None  # "29 in millions"
        value = self.language.scale_by_word.get(word) or (100 if word in self.language.hundred_words else None)
        return Number(index, index + 1, Decimal(value), words=True) if value else None

    def read_every(self, index: int) -> QuantityDraft | None:
        """Read "every third household" as a share; "every third week" is time."""
        tokens = self.reader.tokens
        if tokens.word(index) not in self.words.ratio_every or not tokens.word(index + 1):
            return None
        last, under = index + 2, self.language.ordinal_by_word.get(tokens.word(index + 1), 0)
        if after := self.fractions.find_ordinal_end(index + 1):
            last, under = after, int(tokens.low[index + 1])
        following = tokens.word(last)
        # "Jeder Dritte" is a noun, whatever follows.
        alone = self.words.capital_nouns and self.reader.is_capital(index + 1)
        if under < 3:
            under = self.words.ratio_every_other.get(tokens.word(index + 1), under)
            other = not alone and following in self.language.common_words and following not in self.reader.nouns.one
            if under < 2 or (other and following not in self.words.ratio_every_nouns):
                return None
        alone = alone or (self.words.capital_nouns and following in _ENDS)
        if (
            not 1 < under < 1000
            or (tokens.type(last) != "w" and not alone)
            or (following in self.words.ratio_every_not_before and not alone)
        ):
            return None
        return self.measures.make_share(Number(index, last, None, words=True), last, Fraction(1, under), of=under)

    def read_rate(self, number: Number) -> QuantityDraft | None:
        """Read a rate: "12 per 100,000", "12 cases per million", "4.8/100,000", "4.7 p. 100,000"."""
        tokens = self.reader.tokens
        word = tokens.low[number.last]
        if word == "/":
            return self._read_rate_over(number, number.last + 1, base=True)
        if word == "(":
            # "a rate of 3.61 (per 100,000)"
            draft = self._read_rate_at(number, number.last + 1)
            if draft and tokens.low[draft.last] == ")" and draft.rate_of == "":
                draft.last, draft.end = draft.last + 1, tokens.ends[draft.last]
                return draft
            return None
        if word == "p" and tokens.low[number.last + 1] == ".":
            return self._read_rate_over(number, number.last + 2, base=True)
        for index in range(number.last, number.last + MAX_NOUNS + 1):
            if index > number.last and not self.parts.is_noun(index - 1):
                return None
            if tokens.word(index) in self.words.rates_of_people:
                return self._read_rate_of_people(number, index + 1)
            if tokens.low[index] in self.words.rates and (draft := self._read_rate_at(number, index)):
                return draft
        return None

    def _read_rate_at(self, number: Number, index: int) -> QuantityDraft | None:
        """Read the rate with its "per" at a token."""
        for words, _ in self.words.rates.get(self.reader.tokens.word(index), ()):
            if self.reader.tokens.has_phrase(index, words):
                return self._read_rate_over(number, index + len(words))
        return None

    def _read_rate_of_people(self, number: Number, begin: int) -> QuantityDraft | None:
        """Read "12 Fälle auf 100.000 Einwohner"; "von 120.000 auf 100.000 Einwohner" is a change."""
        tokens = self.reader.tokens
        begin += tokens.low[begin] in self.words.rates
        led = (self.language.basis_by_word.get(word) for word in tokens.low[max(0, number.first - _PREPOSITION_REACH) : number.first])
        under = None if {"by", "from"}.intersection(led) else self.numerals.read_number(begin)
        of_people = under and _is_base(under) and under.amount > number.amount and tokens.low[under.last] in self.words.population
        return self._make_rate(number, under.last, _name_base(under)) if under and of_people else None

    def read_base_first(self, under: Number) -> QuantityDraft | None:
        """Read a rate with its base first: "Auf 100.000 Einwohner kamen 6,7 Fälle", "je 100.000 Einwohner 6,7".

        With more than a verb between them, base and number are separate: a reference, and the number.
        """
        tokens, words, before = self.reader.tokens, self.words, under.first - 1
        noun = under.last
        if not _is_base(under):
            return None
        per = tokens.word(before) in words.rates
        before -= per
        if tokens.word(before) in words.rates_of_people:
            beside = {tokens.low[noun + 1], *tokens.low[max(0, before - _PREPOSITION_REACH) : max(0, before)]}
            if beside.isdisjoint(words.rates_verbs):
                return None
        elif not per:
            return None
        at = noun + 1 + (tokens.low[noun + 1] in words.rates_verbs)
        above = self.numerals.read_number(at) if tokens.types[at] in ("n", "w") else None
        if (
            above is None
            or (tokens.types[at] == "n" and YEAR.match(tokens.low[at]))
            or self.measures.match_unit(above, tokens.ends[above.last - 1])
        ):
            draft = self._make_rate(under, under.last, "")
            draft.kind = "reference"
            return draft
        draft = self._make_rate(replace(above, first=under.first), above.last, _name_base(under))
        # The "auf" leads to no end of a change.
        draft.rate_of, draft.unit_last, draft.first = tokens.low[noun], -1, before
        return draft

    def _read_rate_over(self, number: Number, begin: int, *, base: bool = False) -> QuantityDraft | None:
        """Read the rate with its base at a token. `base`: only over a power of ten from a thousand on."""
        tokens, language = self.reader.tokens, self.language
        under, word = self.numerals.read_number(begin), tokens.word(begin)
        if under is None:
            size = language.digit_scale_by_word.get(word, 100 if word in language.hundred_words else 0)
            last = begin + 1 + (tokens.low[begin + 1] == "." and word in self.words.scales_pointed and tokens.is_joined(begin + 1))
            return self._make_rate(number, last, f"per {size}") if size >= (1000 if base else 1) else None
        if tokens.word(under.last) in self.words.ratio_not_before or self.measures.match_unit(under, tokens.ends[under.last - 1]):
            return None
        if base and under.decimals == 3 and under.scale == 1:
            # "4.8/100.000" in English: the groups of another language
            under.multiply(1000)
        if base and not _is_base(under):
            return None
        return self._make_rate(number, under.last, _name_base(under))

    def read_base(self, number: Number) -> QuantityDraft | None:
        """Read a base apart from its number as a reference: "The rate per 100,000 people was 3.61"."""
        if number.words or number.decimals or not _is_base(number):
            return None
        tokens = self.reader.tokens
        for words, _ in self.last_rates.get(tokens.word(number.first - 1), ()):
            if number.first >= len(words) and tokens.has_phrase(number.first - len(words), words):
                draft = self._make_rate(number, number.last, "")
                if draft.rate_of or words[-1] not in self.within or tokens.word(number.first - 1 - len(words)) == "(":
                    draft.kind = "reference"
                    return draft
        return None

    def _make_rate(self, number: Number, last: int, unit: str) -> QuantityDraft:
        """Make a rate, with the noun of its base if known: "per 100,000 people", "por cada millón de habitantes"."""
        draft, tokens = self.measures.make_draft(number, last, "rate", unit=unit), self.reader.tokens
        at = last + (tokens.word(last) in self.words.fraction_of)
        for index, word in enumerate(tokens.low[at : at + 2], at):
            if word in self.counted:
                draft.rate_of, draft.unit_last = word, index + 1  # "3.61 per 100,000 people more"
                break
        return draft


def _is_base(under: Number) -> bool:
    """Return True for a usual base of rates: a thousand, a hundred thousand, a million."""
    return under.value is not None and under.value >= 1000 and set(format_plain(strip_zeros(under.value)).rstrip("0")) == {"1"}


def _name_base(under: Number) -> str:
    return f"per {format_plain(strip_zeros(under.value))}" if under.value is not None else "per part"
