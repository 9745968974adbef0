"""Shares in words: "half", "two-thirds", "a majority", "a tenth of a percent"; and units without a number of their own."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from macros.numbers.grammar.draft import Number, QuantityDraft
from macros.numbers.grammar.measures import Measures
from macros.numbers.grammar.multipliers import Multipliers
from macros.numbers.grammar.numerals import Numerals
from macros.numbers.grammar.reader import Construction
from macros.numbers.grammar.word_numerals import WordFractions
from macros.numbers.language.language import squeeze_unit
from macros.numbers.language.vocabulary import QuantityWords

_MAJORITY_QUANTUM = Decimal(50)
"""How exact "a majority" is: it holds from a half to the whole."""


@dataclass(eq=False)
class Shares(Construction):
    """The shares in words of one text."""

    words: QuantityWords
    numerals: Numerals
    fractions: WordFractions
    measures: Measures
    multipliers: Multipliers

    def read_share(self, index: int) -> QuantityDraft | None:
        """Read a share in words: "a majority", "fifty-fifty"; "almost all reports", but not "almost all companies"."""
        tokens = self.reader.tokens
        for words, place in self.language.share_phrases.get(tokens.low[index], ()):
            if not (last := tokens.skip_words(index, words)):
                continue
            share = self.language.table["shares"][int(place)]
            following = tokens.word(last)
            if following in share.get("not_before", ()) or (following == "-" and tokens.is_joined(last)):
                continue
            # "una mayoría de dos tercios"
            if following in self.words.fraction_of and self.fractions.read_part(last + 1):
                continue
            # "Most of these reports" refers back.
            not_of = self.words.demonstratives if share["value"] == 50 else frozenset()
            if share.get("of") and not self._is_of_figures(index, last, share.get("not_after", ()), not_of):
                continue
            number = Number(index, last, Decimal(str(share["value"])), quantum=_MAJORITY_QUANTUM, words=True)
            if steps := share.get("steps"):
                # "Almost all" holds as far as half a step to either side, as "one in five" does.
                return self.measures.make_draft(number, last, "percentage", "ratio", unit="percent", of=steps)
            return self.measures.make_draft(number, last, "percentage", unit="percent", hedge=share.get("hedge"))
        return None

    def _is_of_figures(self, index: int, last: int, not_after: Container[str], not_of: frozenset[str]) -> bool:
        """Return True for a share of the site's nouns, or of an unnamed whole that is all the text."""
        tokens = self.reader.tokens
        if tokens.word(index - 1) in not_after and index:
            return False
        if tokens.word(last) in self.words.figure_pronouns or (index == 0 and last == tokens.size):
            return True
        noun = self.reader.find_counted(last, self.reader.noun_forms)
        return noun >= 0 and not_of.isdisjoint(tokens.low[last:noun])

    def read_joined_unit(self, index: int) -> QuantityDraft | None:
        """Read a number and its unit in one word: "zehnprozentige"."""
        if not (found := self.language.joined_units.get(self.reader.tokens.low[index])):
            return None
        number = Number(index, index + 1, None, found[0], words=True)
        return self.measures.make_draft(number, index + 1, self.language.kind_by_unit_name[found[1]], unit=found[1])

    def read_joined_part(self, index: int) -> QuantityDraft | None:
        """Read a part and its unit in one word: "einen Viertelprozentpunkt", "drei Viertelprozentpunkte", "eine Viertelmillion"."""
        tokens, language, at, times = self.reader.tokens, self.language, index, Fraction(1)
        if tokens.low[index] in self.words.articles:
            at = index + 1
        elif language.value_by_word.get(tokens.low[index], 10) < 10:
            at, times = index + 1, Fraction(language.value_by_word[tokens.low[index]])
        if part := language.joined_parts.get(tokens.low[at]):
            number = Number(index, at + 1, None, times * part[0], words=True)
            return self.measures.make_draft(number, at + 1, language.kind_by_unit_name[part[1]], unit=part[1])
        value, scale = language.mixed_number_by_word.get(tokens.low[at], (None, 1))
        if at == index or value is None or value >= scale:
            return None
        return self.measures.make_draft(Number(index, at + 1, None, times * value, scale=scale, words=True), at + 1, "")

    def read_fraction(self, index: int) -> QuantityDraft | None:
        """Read a fraction, with its unit or scale if any: "half", "two-thirds", "half a million", "a tenth of a percent"."""
        tokens, language = self.reader.tokens, self.language
        word = tokens.low[index]
        if word in self.words.bare_fractions:
            if (
                tokens.word(index - 1) in self.words.bare_fractions_not_after
                and tokens.word(index + 2) not in self.words.bare_fractions_wholes
            ):
                return None  # "a mitad de legislatura"
            last, value = index + 1, Fraction(1, language.fraction_by_word[word][0])
        elif part := self.fractions.read_part(index):
            last, value = part
        elif word in language.joined_shares and not self._is_time(index + 1):
            last, value = index + 1, language.joined_shares[word]
        elif word in language.fraction_by_word and (found := self.fractions.read_fraction_word(index)):
            # "Nearly quarter of a million"
            whole = None if found[2] else self.read_part_of(Number(index, found[0], None, Fraction(1, found[1]), words=True))
            return whole if whole and whole.number and whole.number.scale >= 1000 else None
        else:
            return None
        number = Number(index, last, None, value, words=True)
        if whole := self.read_part_of(number):
            return whole
        noun = tokens.word(last - 1 - (tokens.word(last - 1) in self.words.fraction_tails))
        following = tokens.word(last)
        if compared := self._read_compared(index, last, value):
            return compared
        if following in self.words.times_words or noun in self.words.fractions_of_units:
            return None
        plural = language.fraction_by_word[noun][1] if noun in language.fraction_by_word else None
        if plural is None:
            plural = value.numerator > 1
        if value >= 1 or not self._can_be_share(index, last, noun, plural):
            return None
        if tokens.word(last) in self.words.majority_words and tokens.word(last + 1) in self.words.majority_rules:
            # "the two-thirds majority requirement": a rule of voting, not a result.
            return None
        return self.measures.make_share(number, last, value, "fraction")

    def _read_compared(self, index: int, last: int, value: Fraction) -> QuantityDraft | None:
        """Read a fraction that compares: "half as many", "half as many again", "half again as many", "half again the size"."""
        tokens = self.reader.tokens
        if tokens.word(last) in self.words.fraction_again:
            compared = self.multipliers.skip_comparison(last + 1)
            if compared or self.multipliers.is_whole_start(last + 1) or tokens.type(last + 1) != "w":
                return self.multipliers.make_multiplier(index, compared or last + 1, 1 + value, "words")
        compared = self.multipliers.skip_comparison(last)
        if not compared:
            return None
        if tokens.word(compared) in self.words.fraction_again:
            return self.multipliers.make_multiplier(index, compared + 1, 1 + value, "words")
        if tokens.word(compared) in (*self.words.times_as, "") or tokens.word(last + 1) in self.words.fraction_as:
            return self.multipliers.make_multiplier(index, compared, value, "words")
        return None

    def _can_be_share(self, index: int, last: int, noun: str, plural: bool) -> bool:
        """Return True if a fraction word is a share here, and no ordinal, period or time of day."""
        tokens, words = self.reader.tokens, self.words
        following, before = tokens.word(last), tokens.word(index - 1)
        if before == "-" and tokens.is_joined(index) and tokens.is_joined(index - 1):
            return False
        if following in words.fraction_of:
            whole = last + 1 + (tokens.word(last + 1) in words.articles)
            if tokens.word(whole) in words.fraction_not_of:
                return False
        if before in words.fraction_not_after or (following == "-" and tokens.is_joined(last)):
            return plural and following == "-" and tokens.word(last + 1) in words.fraction_followers
        if noun in words.clock_fractions and following in words.clock_words and not self._is_fraction(last + 1):
            hour = self.numerals.read_number(last + 1)
            if hour and not self.measures.match_unit(hour, tokens.ends[hour.last - 1]):
                return False
        if plural:
            return noun not in words.periods_fractions or before not in words.periods_before or following in words.fraction_of
        if following == "" or following in '.;:!?)]"\x01\u201d\u2019%':
            return True
        if tokens.types[last] == "s":
            if following == "'":
                return not tokens.has_phrase(last, ("'", "s"))
            starts_sentence = index == 0 or tokens.word(index - 1) in ".!?\x01"
            return noun in words.fraction_nouns or tokens.word(last - 1) in words.fraction_tails or following != "," or not starts_sentence
        if tokens.word(last - 1) in words.fractions_always:
            return following not in words.fraction_not_before
        # "A quarter down", but "rounded half up".
        if following in self.language.direction_by_particle and last - index > 1:
            return True
        return following in words.fraction_followers or tokens.types[last] == "n"

    def _is_time(self, index: int) -> bool:
        """Return True for a time of day or a duration: "dreiviertel acht", "dreiviertel Stunde"."""
        word = self.reader.tokens.word(index)
        return word in self.words.fraction_not_before or word in self.language.number_words

    def _is_fraction(self, index: int) -> bool:
        return self.fractions.read_part(index) is not None or self.reader.tokens.word(index) in self.words.bare_fractions

    def read_part_of(self, number: Number) -> QuantityDraft | None:
        """Read a fraction of a unit or of a scale word."""
        tokens, language, index, words = self.reader.tokens, self.language, number.last, self.words
        index = tokens.skip_hyphen(index)
        if tokens.word(index) in words.fraction_of:
            index = tokens.skip_hyphen(index + 1)
        if tokens.word(index) in words.articles or tokens.word(index) in (language.word_for_one, "1"):
            index = tokens.skip_hyphen(index + 1)
        elif index > number.last and tokens.word(number.last) in words.fraction_of and tokens.word(index) not in words.fraction_units:
            return None
        word = tokens.word(index)
        if tokens.type(index) == "w" and (word in language.scale_by_word or word in language.hundred_words):
            number.multiply(language.scale_by_word.get(word, 100))
            number.last = index + 1
            return self.measures.read_measured(number) or self.measures.make_draft(number, index + 1, "")
        found = self.measures.match_unit(number, tokens.ends[index - 1])
        if not found and word in language.weak_units:
            # "half a point"; "a quarter point" only if something changes.
            name = language.unit_name_by_form[word]
            weak = index == number.last or word in words.fraction_units
            return self.measures.make_draft(number, index + 1, language.kind_by_unit_name[name], unit=name, weak=weak)
        return self.measures.make_draft(number, found[0], found[2], unit=found[1]) if found and found[0] > index else None

    def read_single_unit(self, index: int) -> QuantityDraft | None:
        """Read an article and a unit as one of it: "a percentage point"."""
        if self.reader.tokens.low[index] not in (self.words.counting_articles or self.words.articles):
            return None
        number = Number(index, index + 1, Decimal(1), None, None, Decimal(1), words=True)
        if magnitude := self.multipliers.read_magnitude(number):
            return magnitude
        if (
            self.reader.tokens.word(index + 1) in self.words.point_parts
            and self.reader.tokens.word(index - 1) in self.language.direction_by_change_word
        ):
            return self.measures.read_tenths(number)  # "subió una décima"
        found = self.measures.match_unit(number, self.reader.tokens.ends[index])
        if not found or (unit := squeeze_unit(found[3].group("unit"))) not in self.language.single_units:
            return None
        weak = unit in self.language.weak_units
        return self.measures.add_part(self.measures.make_draft(number, found[0], found[2], unit=found[1], weak=weak))
