"""Numbers in digits or words at a token, without their unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from macros.numbers.grammar.draft import EXACT, Number
from macros.numbers.grammar.reader import Construction
from macros.numbers.grammar.word_numerals import WordFractions, WordNumerals
from macros.numbers.language.vocabulary import NumeralWords
from macros.numbers.text.tokens import CURRENCIES, VULGAR_FRACTIONS, YEAR, Tokens

_NONE, _ONE = Decimal(0), Decimal(1)
_CURRENCIES = frozenset(CURRENCIES)
_OPENERS, _CLOSERS = frozenset("([\"'\u201c\u201e\u00ab"), frozenset(")]\"'\u201d\u201c\u00bb")
_SIGNS_AROUND = _OPENERS | _CLOSERS | _CURRENCIES | {"+"}
_MAX_UNJOINED = 6
"""Letters of the longest word too short for a scale and a word: "milesde"."""
_RAISED_POINTS = frozenset(("\u00b7", "\u22c5"))
_AFTER_LETTER = _CURRENCIES | frozenset(",;:!?)]\"'\u201d\u201c\u00bb")
"""Signs allowed directly behind a letter as a scale."""
_MAX_FILLERS = 3
"""Words and phrases between a number and its scale: "29 or so more million"."""
_POWER = re.compile(
    r"(?: ?[\u00d7xX\u00b7\u22c5*] ?10 ?\^ ?([+\u2212-]?\d{1,2})|([eE][+\u2212-]?(?:1[0-5]|0?\d)))(?![\w^])|\^([\u2212-]?\d{1,2})(?![\w^])"
)
_ODD_GROUPS = re.compile(r"[1-9]\d{0,2}(?:(?:[\u00b7\u22c5_]\d{3})+|(?:;\d{3}){2,9}|(?<!\d\d)(?:-\d{3}){2,9})(?![\w\u00b7\u22c5;-]*\d)")
_EXPONENT = re.compile(r"\^(\d{1,2})(?![\w^.])")
_MIXED = re.compile(r" (\d\d?)/(\d\d?)")
"""The part of "1 1/2"."""
_ALIKE = re.compile(r"(?=[OIl]{0,24}\d)[\dOoIl]{1,24}((?:[.,][\dO]{3}){1,8})?(?!\w)")
_LETTERS = frozenset("OoIl")
_AS_DIGITS = str.maketrans("OoIl", "0011", ".,")
_ODD_SIGNS = frozenset("\u00b7\u22c5_;-")
POWER_SIGNS = frozenset(("\u00d7", "x", "\u00b7", "\u22c5", "*", "e", "^"))


def match_odd_groups(tokens: Tokens, index: int) -> re.Match[str] | None:
    """Match groups of three with separators of no language: "1·046·350", "1_046_350", "1-046-350"."""
    if (
        tokens.low[index + 1] not in _ODD_SIGNS
        or not tokens.is_joined(index + 1)
        or (tokens.is_joined(index) and tokens.types[index - 1] == "w")
    ):
        return None
    return _ODD_GROUPS.match(tokens.text, tokens.starts[index])


def match_lookalike_digits(tokens: Tokens, index: int, unit: re.Pattern[str]) -> re.Match[str] | None:
    """Match a number with letters like digits, if it has a unit or groups: "1OO%", "l2%", "3O,000"."""
    start, end = tokens.starts[index], tokens.ends[index]
    if tokens.text[start - 1 : start] not in _LETTERS and tokens.text[end : end + 1] not in _LETTERS:
        return None
    first = index - (index > 0 and tokens.types[index - 1] == "w" and tokens.is_joined(index))
    if first == index and not (tokens.types[index + 1] == "w" and tokens.is_joined(index + 1)):
        return None
    found = _ALIKE.match(tokens.text, tokens.starts[first])
    if not found or found.group().isdigit() or (first and tokens.is_joined(first) and tokens.types[first - 1] in "nw"):
        return None
    return found if found[1] or unit.match(tokens.text, found.end()) else None


def parse_digits(text: str, decimal: str = ".") -> tuple[Decimal, int]:
    """Return the value of digits with separators, and the number of decimals: "1,046,350" -> (1046350, 0), "47,5" -> (47.5, 1).

    One separator before exactly three digits is the language's grouping or its decimal sign. Everywhere else the digits alone
    decide the meaning of a separator.
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


@dataclass(eq=False)
class Numerals(Construction):
    """The numbers of one text in one language."""

    words: NumeralWords
    word_numerals: WordNumerals
    fractions: WordFractions

    def _prepare_tables(self) -> None:
        language = self.language
        self.long_scales = tuple(sorted((word for word, size in language.scale_by_word.items() if size >= 1000), key=len, reverse=True))
        sizes = {**language.table.get("scales_short", {}), **self.words.scales_letters}
        self.codes: dict[str, int] = {code + letters: size for code in self.words.currencies for letters, size in sizes.items()}
        self.prefixes = _CURRENCIES.union(self.words.scales_letters, self.codes)
        self.endings = language.get_words("ordinal_suffixes") | language.get_words("folds")

    def read_number(self, index: int) -> Number | None:
        """Read the number at a token, with "and a half" and scale words; None if there is none."""
        kind = self.reader.tokens.type(index)
        if kind == "n":
            number = self._read_digits(index)
        elif kind == "v":
            above, under = VULGAR_FRACTIONS[self.reader.tokens.word(index)]
            number = Number(index, index + 1, None, Fraction(above, under))
        elif kind == "w":
            # "anderthalb", "zweieinhalb", "zweieinhalbtausend"
            mixed, scale = self.language.mixed_number_by_word.get(self.reader.tokens.low[index], (None, 1))
            number = Number(index, index + 1, None, mixed, scale=scale, words=True) if mixed else self.word_numerals.read_words(index)
        else:
            return None
        return self._add_groups(self._add_scaled_part(self._apply_scales(self.fractions.add_part(number)))) if number else None

    def _add_groups(self, number: Number) -> Number:
        """Add smaller groups after their scale words: "29 millones 397 mil 681", "1 million eighty-two thousand"."""
        if number.scale < 1000 or number.words or number.value is None or number.decimals:
            return number
        words = self.words
        scale, value, last, size = number.scale, number.value, number.last, Decimal(number.scale)
        while scale >= 1000 and (group := self._read_group(last)):
            if not (words.scale_groups or group.words or group.scale >= 1000):
                break
            if scale == number.scale == 1000 < group.scale and group.amount < 1000 * group.scale:
                # "2 mil 500 millones"
                whole = EXACT.add(EXACT.multiply(value, Decimal(group.scale)), group.value or _NONE)
                return Number(number.first, group.last, whole, None, 0, group.quantum, group.scale)
            if group.amount >= scale or self.language.unit_pattern.match(self.reader.tokens.text, self.reader.tokens.ends[group.last - 1]):
                break
            scale, value, last, size = group.scale, EXACT.add(value, group.value or _NONE), group.last, group.quantum or size
        return Number(number.first, last, value, None, 0, size) if last > number.last else number

    def _read_group(self, index: int) -> Number | None:
        """Read a whole number that can continue a number: with a scale, or of three digits."""
        tokens, scales = self.reader.tokens, self.language.digit_scale_by_word
        if tokens.type(index) == "w":
            number = self.word_numerals.read_words(index) if tokens.low[index] in self.language.number_words else None
            return number if number and number.amount >= (100 if self.words.scale_groups else 1000) else None
        if tokens.type(index) != "n":
            return None
        value, decimals = parse_digits(tokens.low[index], self.words.separators_decimal)
        number = Number(index, index + 1, value, None, 0, _ONE)
        while not decimals and (size := scales.get(tokens.word(number.last), 0)) > 1 and tokens.types[number.last] == "w":
            number.multiply(size).last += 1
        return None if decimals or (len(tokens.low[index]) < 3 and number.scale == 1) else number

    def _add_scaled_part(self, number: Number) -> Number:
        """Add a part of the scale word: "a million and a half"; but not "a million and a half of the rest"."""
        tokens = self.reader.tokens
        if number.scale < 1000 or number.exact is not None or tokens.word(number.last) not in self.words.and_words:
            return number
        part = self.fractions.read_added_part(number.last + 1, scaled=True)
        if part is None or part[1] >= 1 or (tokens.word(part[0]) in self.words.fraction_of and not self.words.and_part_before_of):
            return number
        return Number(number.first, part[0], None, number.amount + part[1] * number.scale, scale=number.scale, words=number.words)

    def _read_digits(self, index: int) -> Number | None:
        tokens = self.reader.tokens
        if oddly := match_odd_groups(tokens, index):
            groups = re.findall(r"\d+", oddly.group())
            return Number(index, index + 2 * len(groups) - 1, Decimal("".join(groups)), None, 0, _ONE)
        if alike := match_lookalike_digits(tokens, index, self.language.unit_pattern):
            first = index - (alike.start() < tokens.starts[index])
            last = tokens.skip_to_offset(index, alike.end())
            return Number(first, last, Decimal(alike.group().translate(_AS_DIGITS)), None, 0, _ONE)
        if tokens.low[index - 1] == "," and (bare := self._read_decimals(index)):
            return bare
        value, decimals = parse_digits(tokens.low[index], self.words.separators_decimal)
        following = index + 1
        number = Number(index, following, value, None, decimals, Decimal((0, (1,), -decimals)) if decimals else _ONE)
        if len(tokens.low[index]) == 1 and (spaced := self._read_spaced(index)):
            return spaced
        exponent = _EXPONENT.match(tokens.text, tokens.ends[index]) if tokens.low[following] == "^" else None
        if exponent and value != 10 and value < 1000 and not decimals:
            return Number(index, index + 3, value ** int(exponent[1]), None, 0, _ONE)
        if tokens.low[following] in _RAISED_POINTS and not decimals and (raised := self._read_raised_point(index)):
            return raised
        if tokens.low[following] in POWER_SIGNS and (power := self.read_power(index)):
            return self._apply_power(number, *power)
        if decimals == 0 and tokens.type(following) == "v" and tokens.starts[following] - tokens.ends[index] <= 1:
            above, under = VULGAR_FRACTIONS[tokens.word(following)]
            return Number(index, index + 2, None, Fraction(value) + Fraction(above, under))
        mixed = _MIXED.match(tokens.text, tokens.ends[index]) if decimals == 0 and tokens.low[index + 2] == "/" else None
        if mixed and len(tokens.low[index + 3]) <= 2 and 0 < int(mixed[1]) < int(mixed[2]):
            return Number(index, index + 4, None, Fraction(value) + Fraction(int(mixed[1]), int(mixed[2])))
        return number

    def _read_decimals(self, index: int) -> Number | None:
        """Read decimals without a whole behind a comma and before a unit: ",89 per cent"."""
        tokens, before = self.reader.tokens, index - 2
        if not (tokens.is_joined(index) and tokens.low[index].isdigit()) or (
            before >= 0 and tokens.is_joined(index - 1) and tokens.types[before] != "s"
        ):
            return None
        if tokens.type(before) in ("n", "v") or not self.language.unit_pattern.match(tokens.text, tokens.ends[index]):
            return None
        size = len(tokens.low[index])
        return Number(index - 1, index + 1, Decimal(f"0.{tokens.low[index]}"), None, size, Decimal((0, (1,), -size)))

    def _read_raised_point(self, index: int) -> Number | None:
        """Read the raised decimal point of medical journals: "0·75"."""
        tokens, last = self.reader.tokens, index + 2
        if not (tokens.is_joined(index + 1) and tokens.is_joined(last) and tokens.low[index].isdigit() and tokens.low[last].isdigit()):
            return None
        if _POWER.match(tokens.text, tokens.ends[index]) or tokens.low[last + 1] in _RAISED_POINTS:
            return None
        size = len(tokens.low[last])
        return Number(index, last + 1, Decimal(f"{tokens.low[index]}.{tokens.low[last]}"), None, size, Decimal((0, (1,), -size)))

    def _read_spaced(self, index: int) -> Number | None:
        """Read spaced digits before a unit: "4 7 %"."""
        tokens, last = self.reader.tokens, index + 1
        if tokens.types[index - 1] == "n" or tokens.low[index] == "0":
            return None
        while last < index + 9 and tokens.types[last] == "n" and len(tokens.low[last]) == tokens.starts[last] - tokens.ends[last - 1] == 1:
            last += 1
        if last - index < 2 or not self.language.unit_pattern.match(tokens.text, tokens.ends[last - 1]):
            return None
        return Number(index, last, Decimal("".join(tokens.low[index:last])), None, 0, _ONE)

    def read_power(self, index: int) -> tuple[int, int] | None:
        """Return the power of ten behind the number at a token, and the token after it: "5.6×10^5", "1.05e6"."""
        tokens = self.reader.tokens
        match = _POWER.match(tokens.text, tokens.ends[index])
        if not match or (match.group(3) and tokens.low[index] != "10") or (tokens.is_joined(index) and tokens.types[index - 1] == "w"):
            return None
        power = (match.group(1) or (match.group(2) or "")[1:] or match.group(3)).replace("\u2212", "-")
        return int(power) - (match.group(3) is not None), tokens.skip_to_offset(index + 1, match.end())

    def _find_letter_scale(self, number: Number, index: int) -> int | None:
        """Return the scale of a letter after digits: "30 m reports", "30MM", "€29 m", "29 M", "29 MEUR"."""
        tokens, following, words = self.reader.tokens, index + 1, self.words
        if tokens.type(index) != "w":
            return None
        written = tokens.text[tokens.starts[index] : tokens.ends[index]]
        factor = words.scales_letters.get(tokens.low[index])
        if factor is None:
            return self.language.find_capital_scale(written)
        if tokens.is_joined(following) and tokens.low[following] not in _AFTER_LETTER:
            # "5 B-52 bombers", "3 M4"; "30 m. reports", "30 M-plus reports"
            if tokens.low[following] not in (".", "-") or tokens.type(following + 1) == "n":
                return None
            filled = tokens.low[following] == "-" and tokens.word(following + 1) in words.scale_fillers
            if tokens.low[following] == "-" and not filled:
                return None
            following += 1 + filled
        noun = following + (tokens.low[following] in words.fraction_of)
        if any(self.reader.find_counted(noun, nouns.many) >= 0 for nouns in (self.reader.nouns, self.reader.general)):
            return factor
        if self._has_currency(number, index):
            return factor
        if not self.language.find_capital_scale(written) or tokens.low[number.first - 1] in words.unit_apart_numbered:
            return None
        # "In 2020 M. Dupont"
        named = following > index + 1 and self.reader.is_capital(following) and YEAR.match(tokens.low[number.first])
        return None if named else factor

    def _has_currency(self, number: Number, index: int) -> bool:
        """Return True for a currency before the number or behind the letter: "$29 m", "EUR 29 m", "29 k€", "29 m de euros"."""
        tokens, after, words = self.reader.tokens, index + 1, self.words
        before = tokens.low[number.first - 1] if number.first else ""
        if before in _CURRENCIES or before in words.currencies or tokens.low[after] in _CURRENCIES:
            return True
        after += tokens.low[after] in words.fraction_of
        return tokens.low[after] in words.currencies or tokens.low[after] in words.currency_nouns

    @staticmethod
    def _apply_power(number: Number, power: int, last: int) -> Number:
        number.last = last
        if power >= 0:
            return number.multiply(10**power)
        if number.value is not None and number.quantum is not None:
            number.value, number.quantum = EXACT.scaleb(number.value, power), EXACT.scaleb(number.quantum, power)
        number.decimals = (number.decimals or 0) - power
        return number

    def _apply_scales(self, number: Number) -> Number:
        """Multiply a number by the scale words behind it: "29.4 million", "82-million", "82m"."""
        if number.first and self.reader.tokens.low[number.first - 1] in self.prefixes and not number.words:
            number.multiply(self._find_prefix_scale(number))
        while number.scale < 10**12 and (found := self._find_scale(number)):
            if number.words and number.amount >= found[0]:
                break  # "one million two" and "million" are no number
            number.multiply(found[0])
            number.last = found[1]
        return number

    def _find_prefix_scale(self, number: Number) -> int:
        """Return the scale of a currency with its letter before a number: "€m 29", "M€ 29", "EURm 29"."""
        tokens, last, words = self.reader.tokens, number.first - 1, self.words
        if code := self.codes.get(tokens.low[last]):
            return code
        for sign, letter in ((last, last - 1), (last - 1, last)) if tokens.is_joined(last) else ():
            if tokens.low[sign] in _CURRENCIES and tokens.low[letter] in words.scales_letters:
                return words.scales_letters[tokens.low[letter]]
        return 1

    def _find_scale(self, number: Number) -> tuple[int, int] | None:
        """Return the scale of the word after a number, and the token after that word."""
        tokens, language, words = self.reader.tokens, self.language, self.words
        after = tokens.skip_hyphen(number.last)
        word = tokens.low[after]
        if tokens.types[after] != "w":
            return self._find_scale_behind_sign(number, after, word) if word in _SIGNS_AROUND else None
        for phrase, size in language.scale_phrases.get(word, ()):
            if number.scale == 1 and tokens.has_phrase(after, phrase):
                return size, after + len(phrase)
        if factor := language.digit_scale_by_word.get(word):
            pointed = word in words.scales_pointed and tokens.low[after + 1] == "." and tokens.is_joined(after + 1)
            return factor, after + 1 + pointed
        if (word in words.scales_letters or word[1:] in words.currencies) and (not number.words or number.scale == 1000):
            if factor := self._find_letter_scale(number, after):
                return factor, after + 1
        if not number.words:
            if word in language.hundred_words and number.scale == 1:
                return 100, after + 1
            if word in words.scales_attached and number.last == after and tokens.is_joined(after):
                if not (tokens.is_joined(after + 1) and tokens.types[after + 1] == "n"):
                    return words.scales_attached[word], after + 1
        if number.scale == 1 and word in words.scale_fillers:
            return self._find_scale_behind_words(number, after)
        if len(word) > _MAX_UNJOINED and word.startswith(self.long_scales) and word not in language.vocabulary_words:
            # "29 millionreports": the longest scale, and a word after a missing space
            for scale in self.long_scales:
                rest = word.removeprefix(scale)
                if rest != word and rest not in self.endings and (rest in language.common_words or rest in self.reader.nouns.many):
                    return language.digit_scale_by_word[scale], after + 1
        return None

    def _find_scale_behind_words(self, number: Number, index: int) -> tuple[int, int] | None:
        """Find the scale behind filler words: "20-odd million", "29 more million", "29 or so further million", "29-plus M"."""
        tokens, language = self.reader.tokens, self.language
        for _ in range(_MAX_FILLERS):
            for words, _ in self.words.scale_fillers.get(tokens.low[index], ()):
                if last := tokens.skip_words(index, words):
                    index = tokens.skip_hyphen(last)
                    break
            else:
                return None
            if factor := language.digit_scale_by_word.get(tokens.low[index]) or self._find_letter_scale(number, index):
                return factor, index + 1
        return None

    def _find_scale_behind_sign(self, number: Number, index: int, sign: str) -> tuple[int, int] | None:
        """Find the scale behind a sign: "29+ million", "29.4 (million)", "29 "million"", ""29" million", "(or 30) million", "29 €m"."""
        low, scales = self.reader.tokens.low, self.language.digit_scale_by_word
        if sign in _CURRENCIES:
            # "29 €m"
            found = low[index + 1] in self.words.scales_letters and number.scale == 1 and self.reader.tokens.is_joined(index + 1)
            return (self.words.scales_letters[low[index + 1]], index + 2) if found else None
        if sign == "+":
            factor = scales.get(low[index + 1]) or self._find_letter_scale(number, index + 1)
            return (factor, index + 2) if self.reader.tokens.is_joined(index) and factor else None
        if sign in _OPENERS and low[index + 2] in _CLOSERS:
            if factor := scales.get(low[index + 1]) or self._find_letter_scale(number, index + 1):
                return factor, index + 3
        if sign in _CLOSERS and low[index + 1] in scales and not _OPENERS.isdisjoint(low[max(0, number.first - 2) : number.first]):
            return scales[low[index + 1]], index + 2
        return None
