"""Numbers and fractions in words: "forty-seven", "ninety-nine point five", "a third", "la quinta parte", "one and a half"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from macros.numbers.grammar.draft import Number, strip_zeros
from macros.numbers.grammar.reader import Construction
from macros.numbers.language.language import Language
from macros.numbers.language.vocabulary import NumeralWords

_DASHES = ("\u2013", "\u2212")
_TENS = range(10, 100)
"""Read as one number after the decimal word: "punto noventa y tres"."""
_MAX_WORDS = 16
"""Words of the longest single number."""


@lru_cache(maxsize=4096)
def _find_longest_number(language: Language, words: tuple[str, ...]) -> tuple[int, int]:
    """Return the size and value of the longest number at the beginning of some words; (0, 0) if there is none."""
    joiners = language.table.get("joiners") or {}
    for size in range(len(words), 0, -1):
        if words[size - 1] not in joiners and (value := language.parse_integer(words[:size])) is not None:
            return size, value
    return 0, 0


@dataclass(eq=False)
class WordNumerals(Construction):
    """The numbers in words of one text."""

    words: NumeralWords

    def _prepare_tables(self) -> None:
        self.counting = self.words.counting_articles or self.words.articles

    def read_words(self, index: int) -> Number | None:
        """Read the number in words at a token, without fractions and without scale words after decimals."""
        tokens, language = self.reader.tokens, self.language
        if tokens.low[index] in self.words.decimal_words:
            return self._read_decimals(index)
        first, article = index, tokens.low[index] in self.counting and not self._is_counting(index)
        words: list[str] = []
        if article:
            following = tokens.skip_hyphen(index + 1)
            following += tokens.word(following) in self.words.fraction_adjectives  # "a good million"
            if tokens.word(following) not in language.hundred_words and tokens.word(following) not in language.scale_by_word:
                return None
            words, index = [language.word_for_one], following
        ends = [index] * len(words)
        pending = ""
        while index < tokens.size and len(words) < _MAX_WORDS:
            word = tokens.low[index]
            if word in language.number_words or (word in language.scale_by_word and (words or word in self.words.numbers_alone)):
                if words and not pending and self._is_digit_pair(words[-1], word):
                    break
                if pending:
                    words.append(pending)
                    ends.append(index)
                    pending = ""
                words.append(word)
                index += 1
                ends.append(index)
            elif pending or not words:
                break
            elif word in self.words.joiners and self._find_role(words[-1]) in self.words.joiners[word]:
                pending = word
                index += 1
            elif word in self.words.lists_separators and self._has_group(words[-1], index + 1):
                index += 1
                continue
            else:
                break
            index = self._skip_dash(index, words[-1])
        size, value = _find_longest_number(language, tuple(words))
        # "hundred" or "million" alone is a unit of counting; "hundred thousand" is a number.
        if not size or tokens.word(ends[size - 1]) in self.words.numbers_not_before:
            return None
        hundred, scale = words[0] in language.hundred_words, 1
        if size == 1 and words[0] not in self.words.numbers_alone and (article or hundred or words[0] in language.scale_by_word):
            # "Fell by hundred percent" lacks its article.
            if article or not hundred or not language.unit_pattern.match(tokens.text, tokens.ends[index - 1]):
                return None
        said = words[:size] if not language.compounds else " ".join(language.number_words.get(word, word) for word in words[:size]).split()
        for word in reversed(said):
            if word not in language.scale_by_word:
                break
            scale *= language.scale_by_word[word]
        number = Number(first, ends[size - 1], Decimal(value), None, None, Decimal(scale), scale, words=True, article=article)
        return self._add_decimals(number)

    def _is_counting(self, index: int) -> bool:
        """Return True if an article counts as one here: "una de cada cinco", "eine von fünf", "un por ciento"."""
        tokens, language, words = self.reader.tokens, self.language, self.words
        if tokens.low[index] not in language.number_words:
            return False
        for at in (index + 1, index + 2):
            if any(tokens.has_phrase(at, phrase) for phrase, _ in words.ratios.get(tokens.word(at), ())):
                return True
        for phrase, _ in words.rates.get(tokens.word(index + 1), ()):
            # "una por cada mil"
            base = tokens.word(index + 1 + len(phrase))
            if tokens.has_phrase(index + 1, phrase) and (base[:1].isdigit() or language.scale_by_word.get(base, 0) >= 1000):
                return True
        if tokens.word(index + 1) in words.ratio_of and (tokens.word(index + 2) in language.number_words or tokens.type(index + 2) == "n"):
            return tokens.word(index + 2) not in words.articles
        return bool(language.unit_pattern.match(tokens.text, tokens.ends[index]))

    def _skip_dash(self, index: int, before: str) -> int:
        """Return `index` or the token behind a hyphen; behind a longer dash only inside a number ("forty–seven")."""
        tokens = self.reader.tokens
        if tokens.word(index) in _DASHES and tokens.is_joined(index) and tokens.is_joined(index + 1):
            unit = self.language.value_by_word.get(tokens.word(index + 1), 10)
            return index + 1 if self._find_role(before) == "ten" and unit < 10 else index
        return tokens.skip_hyphen(index)

    def _is_digit_pair(self, before: str, word: str) -> bool:
        """Return True if two words are two numbers: one digit after another ("one one")."""
        values = self.language.value_by_word
        return values.get(before, 10) < 10 and values.get(word, 10) < 10

    def _has_group(self, before: str, index: int) -> bool:
        """Return True if smaller hundreds or scale words follow a comma: "Two million, three hundred thousand"."""
        language, tokens = self.language, self.reader.tokens
        limit = language.scale_by_word.get(before, 0)
        if limit < 1000:
            return False
        for at in range(index, index + 7):
            word = tokens.word(at)
            size = 100 if word in language.hundred_words else language.scale_by_word.get(word, 0)
            if size:
                return at > index and size < limit
            if word not in language.number_words and word != "-":
                return False
        return False

    def _find_role(self, word: str) -> str:
        if word in self.language.hundred_words:
            return "hundred"
        if word in self.language.scale_by_word:
            return "scale"
        value = self.language.value_by_word.get(word, 0)
        return "ten" if 20 <= value <= 90 else "unit"

    def _add_decimals(self, number: Number) -> Number:
        """Add the words after the decimal word, one digit each: "ninety-nine point five"."""
        tokens = self.reader.tokens
        point = tokens.skip_hyphen(number.last)
        unit = tokens.word(point) in self.words.decimal_unit_words
        if not unit and tokens.word(point) not in self.words.decimal_words:
            return number
        index = last = tokens.skip_hyphen(point + 1)
        written = ""
        if self.words.decimal_numbers and (rest := self.read_words(index) if index < tokens.size else None) and rest.value in _TENS:
            written, last, index = str(rest.value), rest.last, tokens.size
        while len(written) < 20 and tokens.word(index) in self.language.number_words:
            digit = self.language.parse_integer((tokens.word(index),))
            if digit is None or digit > 9:
                break
            written += str(digit)
            last = index + 1
            index = tokens.skip_hyphen(last)
        if not written or (unit and (number.scale > 1 or not self.language.unit_pattern.match(tokens.text, tokens.ends[last - 1]))):
            return number
        # "At one point five people left" has no decimals, "at one point five percent" has.
        at_point = tokens.word(number.first - 1) in self.words.decimal_not_after and number.value == 1
        if at_point and not self.language.unit_pattern.match(tokens.text, tokens.ends[last - 1]):
            return number
        value = strip_zeros(Decimal(f"{number.value:f}.{written}"))
        return Number(number.first, last, value, None, None, Decimal((0, (1,), -len(written))), words=True)

    def _read_decimals(self, index: int) -> Number | None:
        """Read decimals alone, after a word that excludes a point in time or argument: "Fell by point five percent"."""
        tokens, before = self.reader.tokens, self.reader.tokens.word(index - 1)
        led = (
            not before
            or tokens.type(index - 1) == "s"
            or before in self.words.decimal_after
            or before in self.language.direction_by_change_word
        )
        if not led:
            return None
        number = self._add_decimals(Number(index, index, Decimal(0), words=True))
        unit = number.last > index and self.language.unit_pattern.match(tokens.text, tokens.ends[number.last - 1])
        return number if unit else None


@dataclass(eq=False)
class WordFractions(Construction):
    """The fractions in words of one text."""

    words: NumeralWords
    word_numerals: WordNumerals

    def _prepare_tables(self) -> None:
        words = self.words
        self.joining = words.and_words | words.ranges_words | words.ranges_between_and | self.language.list_words

    def add_part(self, number: Number) -> Number:
        """Add the fraction after an "and": "one and a half", "two-and-three-quarters"."""
        tokens, index = self.reader.tokens, self.reader.tokens.skip_hyphen(number.last)
        if tokens.word(index) not in self.words.and_words or number.exact is not None or number.decimals or number.scale > 1:
            return number
        part = self.read_added_part(tokens.skip_hyphen(index + 1))
        if part is None or part[1] >= 1:
            return number
        return Number(number.first, part[0], None, number.amount + part[1], words=number.words)

    def read_added_part(self, index: int, *, scaled: bool = False) -> tuple[int, Fraction] | None:
        """Read a fraction after an "and", even without article: "dos y medio", "two and half"; after a scale also "un millón y cuarto"."""
        tokens, word, words = self.reader.tokens, self.reader.tokens.low[index], self.words
        bare = word in words.bare_fractions or (scaled and word in words.fractions_added)
        if bare and (words.and_part_before_of or tokens.low[index + 1] not in words.fraction_of):
            return index + 1, Fraction(1, self.language.fraction_by_word[word][0])
        return self.read_part(index)

    def read_fraction_word(self, index: int) -> tuple[int, int, bool | None] | None:
        """Read a fraction word, an ordinal only with its tail ("quinta parte"): token after it, denominator, whether a plural."""
        word = self.reader.tokens.low[index]
        found = self.language.fraction_by_word.get(word)
        if not found:
            return self._read_ordinal(index) if self.reader.tokens.types[index] == "n" else None
        after = index + 1 + (self.reader.tokens.word(index + 1) in self.words.fraction_tails)
        return None if word in self.words.fraction_tailed and after == index + 1 and not self._has_tail(after) else (after, *found)

    def _has_tail(self, index: int) -> bool:
        """Return True if a fraction shares the tail of the next: "Entre una quinta y una cuarta parte"."""
        tokens, words = self.reader.tokens, self.words
        noun = index + 1 + (tokens.word(index + 1) in words.articles)
        tailed = tokens.word(noun) in words.fraction_tailed and tokens.word(noun + 1) in words.fraction_tails
        return tailed and tokens.word(index) in self.joining

    def _read_ordinal(self, index: int) -> tuple[int, int, bool | None] | None:
        """Read an ordinal in digits before its whole: "A 5th of reports", "la 5.ª parte"; "a 5th of May" is a date."""
        tokens, after, words = self.reader.tokens, self.find_ordinal_end(index), self.words
        if not after or not 2 < int(tokens.low[index]) <= 1000:
            return None
        if words.fraction_tails:
            return (after + 1, int(tokens.low[index]), None) if tokens.word(after) in words.fraction_tails else None
        divides = tokens.word(after) in words.fraction_of and tokens.word(after + 1) not in self.language.month_words
        return (after, int(tokens.low[index]), None) if divides else None

    def find_ordinal_end(self, index: int) -> int:
        """Return the token after an ordinal in digits ("5th", "5.ª"), or 0."""
        tokens, after = self.reader.tokens, index + 1
        if tokens.types[index] != "n" or not tokens.low[index].isdigit() or not tokens.is_joined(after):
            return 0
        after += tokens.low[after] == "." and tokens.is_joined(after + 1)
        return after + 1 if tokens.low[after] in self.words.ordinal_suffixes else 0

    def read_part(self, index: int) -> tuple[int, Fraction] | None:
        """Read a fraction in words with its article or number. Return the token after it, and its value."""
        tokens, words = self.reader.tokens, self.words
        word = tokens.word(index)
        if word in words.articles:
            noun = tokens.skip_hyphen(index + 1)
            if tokens.word(noun) in words.fraction_adjectives or (
                tokens.word(noun + 1) in self.language.fraction_by_word
                and tokens.word(index - 1) in words.basis_by
                and tokens.word(noun) not in words.fraction_not_after
            ):
                # "a good third", "by a whopping tenth"
                noun += 1
            found = self.read_fraction_word(noun)
            return (found[0], Fraction(1, found[1])) if found and not found[2] else None
        if word not in self.language.number_words or not self._has_fraction(index):
            return None
        number = self.word_numerals.read_words(index)
        if number is None:
            return None
        after = tokens.skip_hyphen(number.last)
        found = self.read_fraction_word(after)
        above = number.amount
        # "two thirds", "one third"; "two third countries" is no fraction, "two-third majority" is.
        if not found or above.denominator != 1:
            return None
        # "two third of the reports" is a slip; "three quarter million" is none.
        scaled = tokens.word(tokens.skip_hyphen(found[0])) in self.language.scale_by_word
        slip = above > 1 and (after > number.last or tokens.word(found[0]) in words.fraction_of or scaled)
        if found[2] is not None and (above > 1) != found[2] and not slip:
            return None
        return found[0], above / found[1]

    def _has_fraction(self, index: int) -> bool:
        """Return True if a fraction word may follow the number. This cheap test comes before the number is read."""
        word, numbers = self.reader.tokens.word, self.language.number_words
        if self.find_ordinal_end(index + 1):
            # "One 5th of reports"
            return True
        for at in range(index + 1, index + 8):
            if word(at) in self.language.fraction_by_word:
                return True
            if word(at) not in numbers and word(at) != "-":
                return False
        return False
