"""Reads the quantity that begins at a token: a number with its unit, a fraction, a ratio, a rate, a multiplier, a count."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from macros.numbers.atom import Atom, Number, plain, stripped
from macros.numbers.language import Language, squeeze
from macros.numbers.lex import Tokens
from macros.numbers.numerals import Numerals

_OPENING = "([{\"'\u201c\u201e\u2018\u00ab\u00bf\u00a1=:~<>\u2248\u2264\u2265|\x00\x01,;/"
_CURRENCIES = "\u20ac$\u00a3\u00a5"
_YEAR = re.compile(r"(?:19|20)\d\d$")


class Quantities:
    """The quantities of one text in one language."""

    def __init__(self, tokens: Tokens, language: Language, numerals: Numerals) -> None:
        self.tokens = tokens
        self.language = language
        self.numerals = numerals
        self.unit = language.unit
        self.basis_by = frozenset(language.table["basis"]["by"])
        for name in ("articles", "times_words", "times_as", "times_before", "folds", "times_signs", "fraction_of", "fraction_followers",
                     "fraction_not_after", "fraction_nouns", "fraction_as", "ratio_not_before", "vague_scales", "vague_starts", "bare_fractions",
                     "multiplier_modals", "multiplier_not_before", "multiplier_be", "pronoun_after", "pronoun_before"):  # fmt: skip
            setattr(self, name, language.words(name))
        self.clock_fractions, self.clock_words = language.words("clock", "fractions"), language.words("clock", "words")
        self.period_fractions, self.period_before = language.words("periods", "fractions"), language.words("periods", "before")

    def at(self, index: int) -> Atom | None:
        """The quantity that begins at this token; a bare number has the kind ""."""
        tokens = self.tokens
        if tokens.types[index] == "w":
            word = tokens.low[index]
            found = self._share(index) or self._verb(index, word) or self._fraction(index) or self._single(index) or self._vague(index)
            if found:
                return found
        number = self.numerals.read(index)
        if number is None:
            return None
        return self._measured(number) or self._multiplier(number) or self._ratio(number) or self._slash(number) or self._rate(number) or self._bare(number)

    # -- a number and what follows it ---------------------------------------------------------------------------

    def _atom(self, number: Number, last: int, kind: str, form: str | None = None, **more: object) -> Atom:
        start = self._sign(number)
        form = form or ("words" if number.words else "digits")
        return Atom(number.first, last, start, self.tokens.ends[last - 1], kind, form, number, **more)

    def _sign(self, number: Number) -> int:
        """Where the number starts with its sign or currency; makes it negative after a minus sign.

        A dash is a minus only directly before digits and after no word or number: "46-51%" and "word-47" have none.
        """
        tokens, first = self.tokens, number.first
        start = tokens.starts[first]
        if number.words or not tokens.joined(first):
            return start
        sign, before = tokens.low[first - 1], first - 2
        if sign in _CURRENCIES:
            start = tokens.starts[first - 1]
            number.first = first - 1
            return start
        if sign not in "-\u2212\u2013+" or tokens.types[first - 1] != "s":
            return start
        if before >= 0:
            behind = tokens.low[before]
            if tokens.joined(first - 1) and not (tokens.types[before] == "s" and behind in _OPENING):
                return start
            if tokens.types[before] in "nv" or behind in ("%", "\u2030", "-"):
                return start
        number.first = first - 1
        if sign != "+":
            if number.exact is not None:
                number.exact = -number.exact
            if number.value is not None:
                number.value = number.value.copy_negate()
        return tokens.starts[first - 1]

    def _matched_unit(self, number: Number, position: int) -> tuple[int, str, str, bool] | None:
        """The unit at an offset: (token after it, name, kind, whether a plus stood before it)."""
        match = self.unit.match(self.tokens.text, position)
        if not match:
            return None
        written = squeeze(match.group("unit"))
        if written in self.language.weak_units and number.words and match.group("gap") != "-":
            return None
        if written in self.language.weak_units and number.scale > 1:
            return None
        name = self.language.unit_names[written]
        last, end = number.last, match.end()
        while last < self.tokens.size and self.tokens.starts[last] < end:
            last += 1
        return last, name, self.language.unit_kinds[name], bool(match.group("plus"))

    def _measured(self, number: Number) -> Atom | None:
        """ "47%", "forty-seven per cent", "2.92-point", "25 basis points", "47+%"."""
        tokens = self.tokens
        position = tokens.ends[number.last - 1]
        if tokens.word(number.last) == "." and tokens.joined(number.last) and tokens.word(number.last + 1) == "%" and tokens.joined(number.last + 1):
            position += 1
        found = self._matched_unit(number, position)
        if not found:
            return None
        last, name, kind, plus = found
        atom = self._atom(number, last, kind, unit=name)
        if plus:
            atom.hedge = "at_least"
        return atom

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
            if not last and (number.decimals or tokens.word(number.first - 1) in self.basis_by or tokens.word(number.first - 2) in language.change_nouns):
                return self._atom(number, index + 1, "multiplier", unit="times", ambiguous=True)
            if last:
                way = language.comparatives.get(following)
                return self._atom(number, last, "multiplier", unit="times", ambiguous=way is not None, direction=way)
            return None
        if word in self.folds:
            return self._atom(number, index + 1, "multiplier", unit="times", ambiguous=self._of_change(index + 1))
        if word in self.times_signs and not number.words and not (tokens.joined(index + 1) and tokens.type(index + 1) in "nw"):
            if (tokens.joined(index) or word == "\u00d7") and tokens.type(index + 1) != "n":
                return self._atom(number, index + 1, "multiplier", unit="times", ambiguous=self._of_change(index + 1))
        for words, _ in language.factors.get(tokens.word(number.first - 1), ()):
            if tokens.phrase(number.first - len(words), words):
                start = number.first - len(words)
                atom = self._atom(number, number.last, "multiplier", unit="times")
                atom.first, atom.start = start, tokens.starts[start]
                return atom
        return None

    def _of_change(self, index: int) -> bool:
        return self.tokens.word(index) in self.language.governors

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
            if number.value > under.value or number.value == under.value and len(words) == 1:
                return None
            after = under.last
            if tokens.word(after) in self.ratio_not_before or self._matched_unit(under, tokens.ends[after - 1]):
                return None
            if tokens.joined(after) and (tokens.types[after] == "w" or tokens.word(after) in "-/:" and tokens.joined(after + 1) and begin == index + len(words)):
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
        if tokens.word(stroke) not in ("/", "-") or not tokens.joined(stroke) or not tokens.joined(under) or tokens.type(under) != "n":
            return None
        above_text, under_text = tokens.low[number.last - 1], tokens.low[under]
        if above_text == under_text == "50":
            number.exact, number.value = Fraction(50), Decimal(50)
            return self._atom(number, under + 1, "percentage", "digits", unit="percent")
        if tokens.word(stroke) == "-" or not (above_text.isdigit() and under_text.isdigit()) or not 0 < Decimal(above_text) < Decimal(under_text) < 10_000:
            return None
        if tokens.word(under + 1) not in self.fraction_of and not (tokens.word(number.first - 1) in self.language.basis and tokens.type(under + 1) != "w"):
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
                if under is None or tokens.word(under.last) in self.ratio_not_before or self._matched_unit(under, tokens.ends[under.last - 1]):
                    return None
                return self._atom(number, under.last, "rate", unit=f"per {plain(stripped(under.value))}" if under.exact is None else "per part")
        return None

    def _bare(self, number: Number) -> Atom | None:
        tokens = self.tokens
        if number.exact is not None:
            # "½" alone is a share; "1½" is a quantity of something.
            kind, form = ("percentage", "fraction") if number.exact < 1 and not number.words and number.scale == 1 else ("", "digits")
            if kind and tokens.word(number.last) not in self.fraction_followers and tokens.type(number.last) == "w":
                kind = ""
            if kind:
                number.exact *= 100
            return self._atom(number, number.last, kind, form if not number.words else "words", unit="percent" if kind else "")
        if number.words and number.value == 1 and self._pronoun(number.first):
            return None
        return self._atom(number, number.last, "")

    def _pronoun(self, index: int) -> bool:
        return self.tokens.word(index - 1) in self.pronoun_after or self.tokens.word(index + 1) in self.pronoun_before

    # -- quantities that begin with a word ----------------------------------------------------------------------

    def _share(self, index: int) -> Atom | None:
        """ "a majority", "fifty-fifty"."""
        tokens = self.tokens
        for words, place in self.language.shares.get(tokens.low[index], ()):
            last = index
            for word in words:
                last = tokens.after_hyphen(last) if last > index else last
                if tokens.word(last) != word:
                    break
                last += 1
            else:
                share = self.language.table["shares"][int(place)]
                if share.get("before") and tokens.word(last) not in share["before"] and last < tokens.size:
                    continue
                number = Number(index, last, Decimal(share["value"]), words=True)
                return self._atom(number, last, "percentage", unit="percent", hedge=share.get("hedge"))
        return None

    def _verb(self, index: int, word: str) -> Atom | None:
        """ "doubled", "halved", "threefold", "twice as many", "double the number"."""
        tokens, language = self.tokens, self.language
        following, before = tokens.word(index + 1), tokens.word(index - 1)
        if word in language.verbs and following not in self.multiplier_not_before:
            value, direction = language.verbs[word]
            return self._worded(index, index + 1, value, "verb", direction=direction)
        if word in language.folds:
            return self._worded(index, index + 1, Fraction(language.folds[word]), "words", ambiguous=self._of_change(index + 1))
        if word in language.table["multipliers"]:
            value = Fraction(str(language.table["multipliers"][word]))
            if following in self.times_as and tokens.type(index + 2) == "w":
                return self._worded(index, index + 3, value, "words")
            return self._worded(index, index + 1, value, "words") if following in self.times_before else None
        if word not in language.table["multiplier_doubles"] or following in self.multiplier_not_before or following == "-":
            return None
        value = Fraction(str(language.table["multiplier_doubles"][word]))
        if following in self.times_before and before not in self.multiplier_modals or before in self.multiplier_be:
            return self._worded(index, index + 1, value, "words")
        if before in self.multiplier_modals:
            return self._worded(index, index + 1, value, "verb", direction="up")
        return None

    def _worded(self, first: int, last: int, value: Fraction, form: str, **more: object) -> Atom:
        return self._atom(Number(first, last, None, value, words=True), last, "multiplier", form, unit="times", **more)

    def _fraction(self, index: int) -> Atom | None:
        """ "half", "a third", "two-thirds"; with what they are a part of: "half a million", "a tenth of a percent"."""
        tokens, language = self.tokens, self.language
        word = tokens.low[index]
        if word in self.bare_fractions:
            last, value = index + 1, Fraction(1, language.fractions[word][0])
        elif part := self.numerals.part(index):
            last, value = part
        else:
            return None
        number = Number(index, last, None, value, words=True)
        if whole := self._part_of(number):
            return whole
        noun = tokens.word(last - 1)
        following = tokens.word(last)
        if following in self.times_as and tokens.type(last + 1) == "w" and (tokens.word(last + 2) in (*self.times_as, "") or tokens.word(last + 1) in self.fraction_as):
            return self._worded(index, last + 2, value, "words")
        if following in self.times_words:
            return None
        plural = language.fractions[noun][1]
        if not self._stands_as_share(index, last, noun, plural):
            return None
        number.exact *= 100
        return self._atom(number, last, "percentage", "fraction", unit="percent")

    def _stands_as_share(self, index: int, last: int, noun: str, plural: bool) -> bool:
        """Whether a fraction word is a share here, and no ordinal, period or time of day."""
        tokens = self.tokens
        following, before = tokens.word(last), tokens.word(index - 1)
        if before in self.fraction_not_after or following == "-" and tokens.joined(last):
            return plural and following == "-" and tokens.word(last + 1) in self.fraction_followers
        if noun in self.clock_fractions and following in self.clock_words and not self._fraction_at(last + 1):
            hour = self.numerals.read(last + 1)
            if hour and not self._matched_unit(hour, tokens.ends[hour.last - 1]):
                return False
        if plural:
            return noun not in self.period_fractions or before not in self.period_before or following in self.fraction_of
        if following == "" or following in ".;:!?)]\"\x01\u201d\u2019%":
            return True
        if tokens.types[last] == "s":
            if following == "'":
                return not tokens.phrase(last, ("'", "s"))
            starts_sentence = index == 0 or tokens.word(index - 1) in ".!?\x01"
            return noun in self.fraction_nouns or following != "," or not starts_sentence
        return following in self.fraction_followers or tokens.types[last] == "n"

    def _fraction_at(self, index: int) -> bool:
        return self.numerals.part(index) is not None or self.tokens.word(index) in self.bare_fractions

    def _part_of(self, number: Number) -> Atom | None:
        """A fraction of a unit or of a scale word."""
        tokens, language, index = self.tokens, self.language, number.last
        index = tokens.after_hyphen(index)
        if tokens.word(index) in self.fraction_of:
            index += 1
        if tokens.word(index) in self.articles or tokens.word(index) == self.numerals.one:
            index += 1
        elif index > number.last and tokens.word(number.last) in self.fraction_of:
            return None
        word = tokens.word(index)
        if tokens.type(index) == "w" and (word in language.scales or word in language.hundreds):
            number.times(language.scales.get(word, 100))
            number.last = index + 1
            return self._measured(number) or self._atom(number, index + 1, "")
        found = self._matched_unit(number, tokens.ends[index - 1])
        if not found and index > number.last and word in language.weak_units:
            name = language.unit_names[word]
            return self._atom(number, index + 1, language.unit_kinds[name], unit=name)
        return self._atom(number, found[0], found[2], unit=found[1]) if found and found[0] > index else None

    def _single(self, index: int) -> Atom | None:
        """ "a percentage point": one of it."""
        tokens = self.tokens
        if tokens.low[index] not in self.articles:
            return None
        for words, _ in self.language.single_units.get(tokens.word(index + 1), ()):
            if tokens.phrase(index + 1, words):
                name = self.language.unit_names[squeeze("".join(words))]
                number = Number(index, index + 1, Decimal(1), None, None, Decimal(1), words=True)
                return self._atom(number, index + 1 + len(words), self.language.unit_kinds[name], unit=name)
        return None

    def _vague(self, index: int) -> Atom | None:
        """ "millions of reports", "hundreds of thousands", "several million": a count without a value."""
        tokens, word = self.tokens, self.tokens.low[index]
        if word in self.vague_starts and tokens.word(index + 1) in self.fraction_of and tokens.word(index + 2) in self.vague_scales:
            last = index + 3
            if tokens.word(last) in self.fraction_of and tokens.word(last + 1) in self.vague_scales:
                last += 2
            return Atom(index, last, tokens.starts[index], tokens.ends[last - 1], "count", "words", None)
        if word in self.vague_scales:
            return Atom(index, index + 1, tokens.starts[index], tokens.ends[index], "count", "words", None)
        if word in self.language.scales or word in self.language.hundreds:
            for words, _ in self.language.vague_before.get(tokens.word(index - 1), ()):
                if tokens.phrase(index - len(words), words):
                    first, last = index - len(words), index + 1
                    while tokens.word(last) in self.language.scales:
                        last += 1
                    return Atom(first, last, tokens.starts[first], tokens.ends[last - 1], "count", "words", None)
        return None
