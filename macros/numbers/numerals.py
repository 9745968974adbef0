"""Reads the number that stands at a token, in digits or in words, without its unit."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from macros.numbers.atom import EXACT, Number
from macros.numbers.language import Language
from macros.numbers.lex import CURRENCIES, VULGAR, Tokens
from macros.numbers.wordfractions import WordFractions

_ONE = Decimal(1)
_CURRENCIES = frozenset(CURRENCIES)
_POWER = re.compile(
    r"(?: ?[\u00d7xX\u00b7\u22c5*] ?10 ?\^ ?([+\u2212-]?\d{1,2})|([eE][+\u2212-]?(?:1[0-5]|0?\d)))(?![\w^])|\^([\u2212-]?\d{1,2})(?![\w^])"
)
_ODD_GROUPS = re.compile(r"[1-9]\d{0,2}(?:(?:[\u00b7\u22c5_]\d{3})+|(?:;\d{3}){2,9}|(?<!\d\d)(?:-\d{3}){2,9})(?![\w\u00b7\u22c5;-]*\d)")
_EXPONENT = re.compile(r"\^(\d{1,2})(?![\w^.])")
_ODD_SIGNS = frozenset("\u00b7\u22c5_;-")
POWER_SIGNS = frozenset(("\u00d7", "x", "\u00b7", "\u22c5", "*", "e", "^"))


def grouped_oddly(tokens: Tokens, index: int) -> re.Match[str] | None:
    """ "1\u00b7046\u00b7350", "1_046_350", "1-046-350": groups of three that signs part which no language has for that."""
    if tokens.low[index + 1] not in _ODD_SIGNS or not tokens.joined(index + 1) or (tokens.joined(index) and tokens.types[index - 1] == "w"):
        return None
    return _ODD_GROUPS.match(tokens.text, tokens.starts[index])


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


class Numerals(WordFractions):
    """The numbers of one text in one language."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self.decimal = language.table["separators"]["decimal"]
        self.attached = language.table.get("scales_attached") or {}
        self.before_currency = language.table.get("scales_before_currency") or {}
        self.letters = language.table.get("scales_letters") or {}
        self.pointed = language.words("scales_pointed")
        self.groups = bool(language.table.get("scale_groups"))

    def read(self, index: int) -> Number | None:
        """The number that begins at this token, with "and a half" and scale words; None where none begins."""
        kind = self.tokens.type(index)
        if kind == "n":
            number = self._digits(index)
        elif kind == "v":
            above, under = VULGAR[self.tokens.word(index)]
            number = Number(index, index + 1, None, Fraction(above, under))
        elif kind == "w":
            number = self._mixed(index) or self.words(index)
        else:
            return None
        return self._grouped(self._scaled_part(self._scaled(self.and_part(number)))) if number else None

    def _mixed(self, index: int) -> Number | None:
        """ "anderthalb", "zweieinhalb": a number and a part of one in one word."""
        value = self.language.mixed.get(self.tokens.low[index])
        return Number(index, index + 1, None, value, words=True) if value else None

    def _grouped(self, number: Number) -> Number:
        """ "29 millones 397 mil 681": smaller groups after their scale words."""
        tokens = self.tokens
        if not self.groups or number.words or number.scale < 1000 or number.exact is not None or number.decimals:
            return number
        scale, value, last = number.scale, number.value, number.last
        while tokens.type(last) == "n" and scale >= 1000 and (read := digits(tokens.low[last], self.decimal)) and not read[1]:
            smaller = self.language.scales_digits.get(tokens.word(last + 1), 1)
            end = last + 1 + (smaller > 1)
            if len(tokens.low[last]) < 3 and smaller == 1:
                break
            if read[0] * smaller >= scale or self.language.unit.match(tokens.text, tokens.ends[end - 1]):
                break
            scale, value, last = smaller, EXACT.add(value, read[0] * smaller), end
        return Number(number.first, last, value, None, 0, Decimal(scale)) if last > number.last else number

    def _scaled_part(self, number: Number) -> Number:
        """ "a million and a half": the part is of the scale word; "a million and a half of the rest" are two."""
        tokens = self.tokens
        if number.scale < 1000 or number.exact is not None or tokens.word(number.last) not in self.ands:
            return number
        part = self.added_part(number.last + 1)
        if part is None or part[1] >= 1 or (tokens.word(part[0]) in self.part_of and not self.part_before_of):
            return number
        return Number(number.first, part[0], None, number.amount + part[1] * number.scale, scale=number.scale, words=number.words)

    def _digits(self, index: int) -> Number | None:
        tokens = self.tokens
        if oddly := grouped_oddly(tokens, index):
            groups = re.findall(r"\d+", oddly.group())
            return Number(index, index + 2 * len(groups) - 1, Decimal("".join(groups)), None, 0, _ONE)
        read = digits(tokens.low[index], self.decimal)
        if read is None:
            return None
        value, decimals = read
        following = index + 1
        number = Number(index, following, value, None, decimals, Decimal((0, (1,), -decimals)) if decimals else _ONE)
        if len(tokens.low[index]) == 1 and (spaced := self._spaced(index)):
            return spaced
        if (
            tokens.low[following] == "^"
            and (exponent := _EXPONENT.match(tokens.text, tokens.ends[index]))
            and value != 10
            and value < 1000
            and not decimals
        ):
            return Number(index, index + 3, value ** int(exponent.group(1)), None, 0, _ONE)
        if tokens.low[following] in POWER_SIGNS and (power := self.power(index)):
            return self._raised(number, *power)
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

    def _spaced(self, index: int) -> Number | None:
        """ "4 7 %": digits with a space after each, before a unit."""
        tokens, last = self.tokens, index + 1
        if tokens.types[index - 1] == "n" or tokens.low[index] == "0":
            return None
        while (
            last < index + 9
            and len(tokens.word(last)) == 1
            and tokens.types[last] == "n"
            and tokens.starts[last] - tokens.ends[last - 1] == 1
        ):
            last += 1
        if last - index < 2 or not self.language.unit.match(tokens.text, tokens.ends[last - 1]):
            return None
        return Number(index, last, Decimal("".join(tokens.low[index:last])), None, 0, _ONE)

    def power(self, index: int) -> tuple[int, int] | None:
        """The power of ten by which the number at a token is multiplied, and the token after it: "5.6×10^5", "1.05e6"."""
        tokens = self.tokens
        match = _POWER.match(tokens.text, tokens.ends[index])
        if not match or (match.group(3) and tokens.low[index] != "10") or (tokens.joined(index) and tokens.types[index - 1] == "w"):
            return None
        last = index + 1
        while last < tokens.size and tokens.starts[last] < match.end():
            last += 1
        power = (match.group(1) or (match.group(2) or "")[1:] or match.group(3)).replace("\u2212", "-")
        return int(power) - (match.group(3) is not None), last

    def _letter(self, index: int) -> bool:
        """Whether a letter after a number is a scale: before what figures count ("30 m reports"), or as two capitals ("30MM")."""
        tokens = self.tokens
        following = index + 1 + (tokens.low[index + 1] in self.part_of)
        if self.counted(following, self.figure_nouns) >= 0:
            return True
        return len(tokens.low[index]) == 2 and tokens.text[tokens.starts[index] : tokens.ends[index]].isupper()

    @staticmethod
    def _raised(number: Number, power: int, last: int) -> Number:
        number.last = last
        if power >= 0:
            return number.times(10**power)
        number.value, number.decimals = EXACT.scaleb(number.value, power), (number.decimals or 0) - power
        number.quantum = EXACT.scaleb(number.quantum, power)
        return number

    def _scaled(self, number: Number) -> Number:
        """The number under the scale words that follow: "29.4 million", "82-million", "82m"."""
        tokens = self.tokens
        while True:
            after = tokens.after_hyphen(number.last)
            # "29+ million"
            if tokens.word(after) == "+" and tokens.joined(after) and tokens.word(after + 1) in self.language.scales_digits:
                after += 1
            word = tokens.word(after)
            factor = self.language.scales_digits.get(word) if tokens.type(after) == "w" else None
            for words, size in self.language.scale_phrases.get(word, ()):
                if number.scale == 1 and tokens.phrase(after, words):
                    factor, after = size, after + len(words) - 1
                    break
            if factor is None and word == "(" and tokens.word(after + 2) == ")" and not number.words:
                # "29.4 (million)"
                factor = self.language.scales_digits.get(tokens.word(after + 1))
                after += 2 * (factor is not None)
            if factor is None and word in self.letters and not number.words and self._letter(after):
                factor = self.letters[word]
            if factor is None and word in self.before_currency and tokens.word(after + 1) in _CURRENCIES and tokens.joined(after + 1):
                factor = self.before_currency[word]
            if factor is None and word in self.language.hundreds and number.scale == 1 and not number.words:
                factor = 100
            if factor is None and word in self.attached and number.last == after and not number.words and tokens.joined(after):
                factor = self.attached[word]
                if tokens.joined(after + 1) and tokens.type(after + 1) == "n":
                    factor = None
            if factor is None or number.scale >= 10**12:
                return number
            number.times(factor)
            number.last = after + 1
            if word in self.pointed and tokens.word(after + 1) == "." and tokens.joined(after + 1):
                number.last += 1
