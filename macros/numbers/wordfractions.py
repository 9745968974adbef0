"""Reads fractions in words: "a third", "two-thirds", "la quinta parte", and what they add: "one and a half"."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from macros.numbers.draft import Number
from macros.numbers.reader import Construction
from macros.numbers.wordnumerals import WordNumerals
from macros.numbers.words import NumeralWords


@dataclass(eq=False)
class WordFractions(Construction):
    """The fractions in words of one text."""

    words: NumeralWords
    word_numerals: WordNumerals

    def prepare(self) -> None:
        words = self.words
        self.joining = words.and_words | words.ranges_words | words.ranges_between_and | self.language.list_words

    def add_part(self, number: Number) -> Number:
        """ "one and a half", "two-and-three-quarters"."""
        tokens, index = self.reader.tokens, self.reader.tokens.after_hyphen(number.last)
        if tokens.word(index) not in self.words.and_words or number.exact is not None or number.decimals or number.scale > 1:
            return number
        part = self.read_added_part(tokens.after_hyphen(index + 1))
        if part is None or part[1] >= 1:
            return number
        return Number(number.first, part[0], None, number.amount + part[1], words=number.words)

    def read_added_part(self, index: int, *, scaled: bool = False) -> tuple[int, Fraction] | None:
        """The fraction after an "and", which needs no article: "dos y medio", "two and half"; of a scale also "un millón y cuarto"."""
        tokens, word, words = self.reader.tokens, self.reader.tokens.low[index], self.words
        bare = word in words.bare_fractions or (scaled and word in words.fractions_added)
        if bare and (words.and_part_before_of or tokens.low[index + 1] not in words.fraction_of):
            return index + 1, Fraction(1, self.language.fractions[word][0])
        return self.read_part(index)

    def read_fraction_word(self, index: int) -> tuple[int, int, bool | None] | None:
        """The fraction word at a token: the token after it, what it divides by, whether it is a plural.

        A word that is an ordinal too has its tail: "quinta parte".
        """
        word = self.reader.tokens.low[index]
        found = self.language.fractions.get(word)
        if not found:
            return self._read_ordinal(index) if self.reader.tokens.types[index] == "n" else None
        after = index + 1 + (self.reader.tokens.word(index + 1) in self.words.fraction_tails)
        return None if word in self.words.fraction_tailed and after == index + 1 and not self._has_tail(after) else (after, *found)

    def _has_tail(self, index: int) -> bool:
        """ "Entre una quinta y una cuarta parte": the tail of the next fraction is that of this one too."""
        tokens, words = self.reader.tokens, self.words
        noun = index + 1 + (tokens.word(index + 1) in words.articles)
        tailed = tokens.word(noun) in words.fraction_tailed and tokens.word(noun + 1) in words.fraction_tails
        return tailed and tokens.word(index) in self.joining

    def _read_ordinal(self, index: int) -> tuple[int, int, bool | None] | None:
        """ "A 5th of reports", "la 5.ª parte": an ordinal in digits, where what it divides follows; "a 5th of May" is a date."""
        tokens, after, words = self.reader.tokens, self.find_ordinal_end(index), self.words
        if not after or not 2 < int(tokens.low[index]) <= 1000:
            return None
        if words.fraction_tails:
            return (after + 1, int(tokens.low[index]), None) if tokens.word(after) in words.fraction_tails else None
        divides = tokens.word(after) in words.fraction_of and tokens.word(after + 1) not in self.language.months
        return (after, int(tokens.low[index]), None) if divides else None

    def find_ordinal_end(self, index: int) -> int:
        """The token after an ordinal in digits ("5th", "5.ª"), or 0."""
        tokens, after = self.reader.tokens, index + 1
        if tokens.types[index] != "n" or not tokens.low[index].isdigit() or not tokens.joined(after):
            return 0
        after += tokens.low[after] == "." and tokens.joined(after + 1)
        return after + 1 if tokens.low[after] in self.words.ordinal_suffixes else 0

    def read_part(self, index: int) -> tuple[int, Fraction] | None:
        """A fraction in words at this token, with its article or number: (token after it, value)."""
        tokens, words = self.reader.tokens, self.words
        word = tokens.word(index)
        if word in words.articles:
            noun = tokens.after_hyphen(index + 1)
            if tokens.word(noun) in words.fraction_adjectives or (
                tokens.word(noun + 1) in self.language.fractions and tokens.word(index - 1) in words.basis_by
            ):
                # "a good third", "by a whopping tenth"
                noun += 1
            found = self.read_fraction_word(noun)
            return (found[0], Fraction(1, found[1])) if found and not found[2] else None
        if word not in self.language.numbers or not self._has_fraction(index):
            return None
        number = self.word_numerals.read_words(index)
        if number is None:
            return None
        after = tokens.after_hyphen(number.last)
        found = self.read_fraction_word(after)
        above = number.amount
        # "two thirds", "one third"; "two third countries" is no fraction, "two-third majority" is.
        if not found or above.denominator != 1:
            return None
        # "two third of the reports" is a slip; "three quarter million" is none.
        scaled = tokens.word(tokens.after_hyphen(found[0])) in self.language.scales
        slip = above > 1 and (after > number.last or tokens.word(found[0]) in words.fraction_of or scaled)
        if found[2] is not None and (above > 1) != found[2] and not slip:
            return None
        return found[0], above / found[1]

    def _has_fraction(self, index: int) -> bool:
        """Whether the word after the number can be that of a fraction: looked up before the number is read."""
        word, numbers = self.reader.tokens.word, self.language.numbers
        if self.find_ordinal_end(index + 1):
            # "One 5th of reports"
            return True
        for at in range(index + 1, index + 8):
            if word(at) in self.language.fractions:
                return True
            if word(at) not in numbers and word(at) != "-":
                return False
        return False
