"""Parts of a whole in two numbers: "1/4 of", "2 thirds of", "3 to 1", "of every 100 reports, 47"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from macros.numbers.grammar.draft import Number, QuantityDraft
from macros.numbers.grammar.measures import Measures
from macros.numbers.grammar.numerals import Numerals
from macros.numbers.grammar.reader import Construction
from macros.numbers.grammar.shares import Shares
from macros.numbers.grammar.word_numerals import WordFractions
from macros.numbers.language.vocabulary import QuantityWords

_CLAUSE_REACH = 16
"""Tokens before "50 to 1" searched for the nouns of the ratio."""
_MAX_UNIT_DENOMINATOR = 16
"""The largest denominator of a part of a unit: "3/16 %", but "46/51 %" are two numbers."""
_MAX_SCALE_DENOMINATOR = 10
"""The largest denominator of a part of a scale."""
MAX_NOUNS = 3
"""Words allowed between a number and "per", or "in": "12 road deaths per million"."""


@dataclass(eq=False)
class Parts(Construction):
    """The parts of one text."""

    words: QuantityWords
    numerals: Numerals
    fractions: WordFractions
    measures: Measures
    shares: Shares

    def is_noun(self, index: int) -> bool:
        """Return True for a word that is no number and no preposition."""
        language = self.language
        known = (language.number_words, language.scale_by_word, language.basis_by_word, language.direction_by_comparative)
        return self.reader.tokens.type(index) == "w" and not any(self.reader.tokens.word(index) in words for words in known)

    def read_odds(self, index: int) -> QuantityDraft | None:
        """Read odds as a multiplier: "a ratio of 3 to 1", "a 3:1 margin", "three-to-one odds"."""
        tokens, at = self.reader.tokens, self.reader.tokens.skip_hyphen(index + 1)
        if tokens.word(at) not in self.words.odds_between:
            return None
        begin = tokens.skip_hyphen(at + 1)
        if tokens.word(at) == ":" and tokens.is_joined(at) and not tokens.is_joined(begin):
            return None  # "Rank, 2020: 1": a value behind a colon
        before = tokens.word(index - 1 - (tokens.word(index - 1) in self.words.fraction_of))
        if tokens.type(begin) not in ("n", "w"):
            return None
        above, under = self.numerals.read_number(index), self.numerals.read_number(begin)
        if above is None or under is None or above.last != index + 1 or not above.value or not under.value:
            return None
        after = tokens.word(tokens.skip_hyphen(under.last))
        if not (before in self.words.odds_words or after in self.words.odds_words or self._is_ratio_to_one(index, under)):
            return None
        number = Number(index, under.last, None, above.amount / under.amount, words=above.words)
        return self.measures.make_times(number, under.last, "ratio")

    def _is_ratio_to_one(self, index: int, under: Number) -> bool:
        """Return True for a ratio to one, after its nouns: "The ratio of files to reports was 50 to 1", "UN reports, 3:1"."""
        tokens = self.reader.tokens
        if under.value != 1 or under.scale != 1 or (tokens.type(under.last) == "w" and self.is_noun(under.last)):
            return False
        for at in range(index - 1, max(-1, index - _CLAUSE_REACH), -1):
            word = tokens.low[at]
            if word in self.words.odds_words or word in self.reader.nouns.many:
                return True
            if word in ".;!?\x01":
                return False
        return False

    def read_whole_first(self, under: Number) -> QuantityDraft | None:
        """Read the whole before the part: "Of every 100 reports, 47 disappeared"."""
        tokens, first = self.reader.tokens, under.first
        if under.value is None or under.decimals or tokens.word(under.last) in self.words.ratio_not_before:
            return None
        for words, _ in self.words.ratios_before.get(tokens.word(first - 1), ()):
            if first < len(words) or not tokens.has_phrase(first - len(words), words):
                continue
            at = under.last
            while at - under.last < MAX_NOUNS and self.is_noun(at):
                at += 1
            comma = tokens.word(at) in self.words.lists_separators
            # "Von 100 Briefen waren 80": the verb before the number, in languages with the verb second.
            verb = self.words.late_verbs and tokens.low[at - 1] in self.words.count_verbs
            counted = (comma or verb) and tokens.low[at - 1 - verb] in self.reader.nouns.many
            if len(words) == 1 and words[0] in self.words.ratio_of and not counted:
                # "Of five reports, three": before the site's nouns a bare "of" is enough.
                continue
            above = self.numerals.read_number(at + comma)
            if above is None or above.value is None or above.decimals or not 0 < above.value <= under.value:
                return None
            if self.measures.match_unit(above, tokens.ends[above.last - 1]):
                return None
            number = Number(first, above.last, None, words=above.words)
            return self.measures.make_share(number, above.last, above.amount / under.amount, of=int(under.amount))
        return None

    def read_slash(self, number: Number) -> QuantityDraft | None:
        """Read "1/4 of", and "50/50"; other digits with a stroke are references."""
        tokens, words = self.reader.tokens, self.words
        stroke, under = number.last, number.last + 1
        sign = tokens.word(stroke)
        if sign not in ("/", "-", "\u2013", ":") or tokens.type(under) != "n":
            return None
        if not tokens.is_joined(stroke) or not tokens.is_joined(under):
            # "9 / 10 of"
            spaced = sign == "/" and not tokens.is_joined(stroke) and not tokens.is_joined(under)
            if not spaced or tokens.word(under + 1) not in words.fraction_of or not tokens.low[number.last - 1].isdigit():
                return None
        above_text, under_text = tokens.low[number.last - 1], tokens.low[under]
        if above_text == under_text == "50":
            number.value = Decimal(50)
            return self.measures.make_draft(number, under + 1, "percentage", "digits", unit="percent")
        suffix = tokens.word(under + 1) in words.ordinal_suffixes and tokens.is_joined(under + 1)
        if sign != "/" or not (above_text.isdigit() and under_text.isdigit()) or not 0 < Decimal(above_text) < Decimal(under_text) < 10_000:
            return None
        if not suffix and int(under_text) <= _MAX_UNIT_DENOMINATOR and (unit := self.measures.match_unit(number, tokens.ends[under])):
            # "A 3/4% rise" is no three quarters of the whole.
            part = Number(number.first, under + 1, None, Fraction(int(above_text), int(under_text)))
            return self.measures.make_draft(part, max(unit[0], under + 1), unit[2], unit=unit[1])
        after = under + 1 + suffix
        if scaled := self._read_scaled(number, after, Fraction(int(above_text), int(under_text))):
            return scaled
        after += tokens.low[after] in words.fraction_tails
        tailed = suffix or tokens.low[after - 1] in words.fraction_tails
        if int(under_text) >= 1000 and not tailed and tokens.word(after) not in words.slash_followers:
            return None  # "48/1000 births" is a rate
        if not (tokens.word(after) in words.slash_followers or tailed or self._is_share(number.first - 1, after)):
            return None
        return self.measures.make_share(number, after, Fraction(int(above_text), int(under_text)), "fraction")

    def _read_scaled(self, number: Number, index: int, part: Fraction) -> QuantityDraft | None:
        """Read a part of a scale word: "1/2 million", "1/4 de millón"; "12/15 millones" are two numbers."""
        tokens = self.reader.tokens
        index += tokens.word(index) in self.words.fraction_of
        index += tokens.word(index) in self.words.articles
        size = self.language.scale_by_word.get(tokens.word(index), 0)
        if size < 1000 or part.numerator != number.value or part.denominator > _MAX_SCALE_DENOMINATOR:
            return None
        return self.measures.make_draft(Number(number.first, index + 1, None, part * size, scale=size), index + 1, "")

    def _is_share(self, before: int, after: int) -> bool:
        """Return True by the words around: "1/5 fewer", "9/10 the reports", "the share was 3/4", "over 2/3"."""
        tokens, words, language = self.reader.tokens, self.words, self.language
        if tokens.word(after) in language.direction_by_comparative or self.reader.find_counted(after) >= 0:
            return True
        if self.reader.find_counted(after, self.reader.general.many) >= 0:
            return True
        linked = tokens.word(before) in words.unit_apart_links and tokens.word(before - 1) in words.unit_apart_share_nouns
        ended = tokens.type(after) != "w" or tokens.word(after) in language.list_within
        led = tokens.word(before) in language.basis_by_word or (tokens.word(before),) in language.repeat_phrases
        led = led or tokens.word(before) in language.direction_by_change_word or self._is_hedged(before)
        if ended and tokens.type(after) != "n" and (linked or led):
            return True
        # "between 1/4 and 1/3 of reports"
        ranged = tokens.word(after) in language.range_words and (tokens.word(before) in words.ranges_between or led)
        return ranged and tokens.type(after + 1) == "n" and tokens.low[after + 2] == "/" and tokens.type(after + 3) == "n"

    def _is_hedged(self, last: int) -> bool:
        """Return True if a hedge ends at a token: "over 2/3"."""
        tokens = self.reader.tokens
        return any(tokens.has_phrase(last - len(phrase) + 1, phrase) for phrase, _ in self.words.hedges_before.get(tokens.word(last), ()))

    def read_parts(self, number: Number) -> QuantityDraft | None:
        """Read a fraction with its number in digits: "2 thirds of", "47 hundredths of"."""
        tokens, noun, words = self.reader.tokens, self.reader.tokens.skip_hyphen(number.last), self.words
        found = self.fractions.read_fraction_word(noun)
        if not found or number.words or number.decimals or number.value is None:
            return None
        if tokens.word(found[0]) not in words.fraction_of and tokens.low[found[0] - 1] not in words.fraction_tails:
            return None
        whole = found[0] + 1 + (tokens.word(found[0] + 1) in words.articles)
        if not 0 < number.value < found[1] or tokens.word(whole) in words.fraction_not_of:
            return None
        part = Fraction(int(number.value), found[1])
        number.set_exact(part)
        number.last = found[0]
        return self.shares.read_part_of(number) or self.measures.make_share(number, found[0], part, "fraction")
