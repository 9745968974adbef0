"""Reads the number that stands at a token, in digits or in words, without its unit."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from macros.numbers.atom import Number, stripped
from macros.numbers.language import Language
from macros.numbers.lex import VULGAR, Tokens

_LONGEST = 12
"""Words of the longest number that is read as one."""


def digits(text: str, decimal: str = ".") -> tuple[Decimal, int] | None:
    """The value of digits with separators, and how many decimals: "1,046,350" -> (1046350, 0), "47,5" -> (47.5, 1).

    One separator before exactly three digits is the language's grouping or its decimal sign; in all other places
    what a separator means is plain from the digits.
    """
    group = "," if decimal == "." else "."
    if text.isdigit():
        return Decimal(text), 0
    plain = re.sub(r"[ ']", "", text)
    marks = [character for character in plain if character in ".,"]
    if not marks:
        return Decimal(plain), 0
    if len(marks) > 1 and len(set(marks)) == 1:
        return Decimal(plain.replace(marks[0], "")), 0
    last = marks[-1]
    whole, _, rest = plain.rpartition(last)
    whole = re.sub(r"[.,]", "", whole)
    if len(marks) == 1 and last == group and len(rest) == 3 and plain == text and re.fullmatch(r"[1-9]\d{0,2}", whole):
        return Decimal(whole + rest), 0
    return Decimal(f"{whole or 0}.{rest}"), len(rest)


@lru_cache(maxsize=4096)
def _longest(language: Language, words: tuple[str, ...]) -> tuple[int, int]:
    """How many of the words make one number, as many as can, and its value; (0, 0) where none does."""
    joiners = language.table.get("joiners") or {}
    for size in range(len(words), 0, -1):
        if words[size - 1] not in joiners and (value := language.integer(words[:size])) is not None:
            return size, value
    return 0, 0


class Numerals:
    """The numbers of one text in one language."""

    def __init__(self, tokens: Tokens, language: Language) -> None:
        self.tokens = tokens
        self.language = language
        self.decimal = language.table["separators"]["decimal"]
        self.articles = language.words("articles")
        self.points = language.words("decimal_words")
        self.points_not_after = language.words("decimal_not_after")
        self.adjectives = language.words("fraction_adjectives")
        self.ands = language.words("and_words")
        self.joiners = language.table.get("joiners") or {}
        self.attached = language.table.get("scales_attached") or {}

    def read(self, index: int) -> Number | None:
        """The number that begins at this token, with "and a half" and scale words; None where none begins."""
        kind = self.tokens.type(index)
        if kind == "n":
            number = self._digits(index)
        elif kind == "v":
            above, under = VULGAR[self.tokens.word(index)]
            number = Number(index, index + 1, None, Fraction(above, under))
        elif kind == "w":
            number = self._words(index)
        else:
            return None
        return self._scaled(self._and_part(number)) if number else None

    def _digits(self, index: int) -> Number | None:
        tokens = self.tokens
        read = digits(tokens.low[index], self.decimal)
        if read is None:
            return None
        value, decimals = read
        following = index + 1
        number = Number(index, following, value, None, decimals, Decimal((0, (1,), -decimals)))
        if decimals == 0 and tokens.type(following) == "v" and tokens.starts[following] - tokens.ends[index] <= 1:
            above, under = VULGAR[tokens.word(following)]
            return Number(index, index + 2, None, Fraction(value) + Fraction(above, under))
        if (
            decimals == 0
            and tokens.word(index + 2) == "/"
            and tokens.joined(index + 2)
            and tokens.joined(index + 3)
            and tokens.type(following) == tokens.type(index + 3) == "n"
            and 0 < tokens.starts[following] - tokens.ends[index] <= 1
            and len(tokens.word(following)) <= 2
            and len(tokens.word(index + 3)) <= 2
            and tokens.text[tokens.ends[index]] == " "
        ):
            above, under = int(digits(tokens.word(following))[0]), int(digits(tokens.word(index + 3))[0])
            if 0 < above < under:
                return Number(index, index + 4, None, Fraction(value) + Fraction(above, under))
        return number

    def _words(self, index: int) -> Number | None:
        tokens, language = self.tokens, self.language
        first, article = index, False
        words: list[str] = []
        if tokens.low[index] in self.articles:
            following = tokens.word(index + 1)
            if following not in language.hundreds and following not in language.scales:
                return None
            words, article, index = [self.one], True, index + 1
        ends: list[int] = [index] * len(words)
        joiners: list[str] = []
        while index < tokens.size and len(words) < _LONGEST:
            word = tokens.low[index]
            if tokens.types[index] == "w" and (word in language.numbers or (word in language.scales and words)):
                words += [*joiners, word]
                ends += [index + 1] * (len(joiners) + 1)
                joiners = []
                index = tokens.after_hyphen(index + 1)
            elif word in self.joiners and words and not joiners and self._role(words[-1]) in self.joiners[word]:
                joiners = [word]
                index = tokens.after_hyphen(index + 1)
            else:
                break
        size, value = _longest(language, tuple(words))
        # "hundred" or "million" alone is a unit of counting; "hundred thousand" is a number.
        if not size or (size == 1 and (article or words[0] in language.hundreds or words[0] in language.scales)):
            return None
        scale = 1
        for word in reversed(words[:size]):
            if word not in language.scales:
                break
            scale *= language.scales[word]
        number = Number(
            first, ends[size - 1], Decimal(value), None, None, Decimal(scale), scale, words=True, article=article
        )
        return self._decimals(number)

    @property
    def one(self) -> str:
        return self.language.table["numbers"][1][0]

    def _role(self, word: str) -> str:
        if word in self.language.hundreds:
            return "hundred"
        if word in self.language.scales:
            return "scale"
        value = self.language.values.get(word, 0)
        return "ten" if 20 <= value <= 90 else "unit"

    def _decimals(self, number: Number) -> Number:
        """ "ninety-nine point five": the words after the decimal word, one digit each."""
        tokens = self.tokens
        if tokens.word(number.last) not in self.points or tokens.word(number.first - 1) in self.points_not_after:
            return number
        index, written = number.last + 1, ""
        while len(written) < 20 and tokens.word(index) in self.language.numbers:
            value = self.language.integer((tokens.word(index),))
            if value is None or value > 9:
                break
            written += str(value)
            index += 1
        if not written:
            return number
        value = Decimal(f"{number.value:f}.{written}")
        return Number(number.first, index, stripped(value), None, None, Decimal((0, (1,), -len(written))), words=True)

    def _and_part(self, number: Number) -> Number:
        """ "one and a half", "two and three quarters"."""
        tokens, index = self.tokens, number.last
        if tokens.word(index) not in self.ands or number.exact is not None or number.decimals:
            return number
        part = self.part(index + 1)
        if part is None or part[1] >= 1 or number.scale > 1:
            return number
        return Number(number.first, part[0], None, number.amount + part[1], words=number.words)

    def part(self, index: int) -> tuple[int, Fraction] | None:
        """A fraction in words at this token, with its article or number: (token after it, value)."""
        tokens, fractions = self.tokens, self.language.fractions
        word = tokens.word(index)
        if word in self.articles:
            noun = index + 1 + (tokens.word(index + 1) in self.adjectives)
            found = fractions.get(tokens.word(noun))
            return (noun + 1, Fraction(1, found[0])) if found and not found[1] else None
        if word not in self.language.numbers:
            return None
        number = self._words(index)
        if number is None:
            return None
        after = tokens.after_hyphen(number.last)
        found = fractions.get(tokens.word(after))
        above = number.amount
        # "two thirds", "one third"; "two third countries" is no fraction, "two-third majority" is.
        if not found or above.denominator != 1 or ((above > 1) != found[1] and not (above > 1 and after > number.last)):
            return None
        return after + 1, above / found[0]

    def _scaled(self, number: Number) -> Number:
        """The number under the scale words that follow: "29.4 million", "82-million", "82m"."""
        tokens = self.tokens
        while True:
            after = tokens.after_hyphen(number.last)
            # "29+ million"
            if (
                tokens.word(after) == "+"
                and tokens.joined(after)
                and tokens.word(after + 1) in self.language.scales_digits
            ):
                after += 1
            word = tokens.word(after)
            factor = self.language.scales_digits.get(word) if tokens.type(after) == "w" else None
            if factor is None and word in self.language.hundreds and number.scale == 1 and not number.words:
                factor = 100
            if (
                factor is None
                and word in self.attached
                and number.last == after
                and not number.words
                and tokens.joined(after)
            ):
                factor = self.attached[word]
                if tokens.joined(after + 1) and tokens.type(after + 1) == "n":
                    factor = None
            if factor is None or number.scale >= 10**12:
                return number
            number.times(factor)
            number.last = after + 1
