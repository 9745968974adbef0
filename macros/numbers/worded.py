"""Quantities that begin with a word: fractions, shares, vague counts."""

from __future__ import annotations

import re
from collections.abc import Container
from decimal import Decimal
from fractions import Fraction

from macros.numbers.atom import Atom, Number
from macros.numbers.language import squeeze
from macros.numbers.multipliers import Multipliers

_YEAR = re.compile(r"(?:19|20)\d\d$")
_HALF = Decimal(50)
"""How exact "a majority" is: it holds from a half to the whole."""
_ENDS = frozenset(".;!?\x01")
_SENTENCE = 40
"""Tokens on either side of a negation among which the year of its sentence is looked for."""


class Worded(Multipliers):
    """The quantities of one text that need no digits."""

    def _share(self, index: int) -> Atom | None:
        """ "a majority", "fifty-fifty"; "almost all reports", but "almost all companies" is no figure's."""
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
                following = tokens.word(last)
                if following in share.get("not_before", ()) or (following == "-" and tokens.joined(last)):
                    continue
                # "una mayoría de dos tercios"
                if following in self.fraction_of and self.numerals.part(last + 1):
                    continue
                # "Most of these reports" speaks again of what was spoken of before.
                not_of = self.demonstratives if share["value"] == 50 else frozenset()
                if share.get("of") and not self._of_figures(index, last, share.get("not_after", ()), not_of):
                    continue
                number = Number(index, last, Decimal(str(share["value"])), quantum=_HALF, words=True)
                if steps := share.get("steps"):
                    # "Almost all" holds as far as half a step to either side, as "one in five" does.
                    return self._atom(number, last, "percentage", "ratio", unit="percent", of=steps)
                return self._atom(number, last, "percentage", unit="percent", hedge=share.get("hedge"))
        return None

    def _of_figures(self, index: int, last: int, not_after: Container[str], not_of: frozenset[str]) -> bool:
        """Whether a share in words is one of what figures count, or is all that the text says, as a quote does."""
        tokens = self.tokens
        if tokens.word(index - 1) in not_after and index:
            return False
        if tokens.word(last) in self.figure_pronouns or (index == 0 and last == tokens.size):
            return True
        noun = self.counted(last, self.figure_nouns | self.figure_noun)
        return noun >= 0 and not_of.isdisjoint(tokens.low[last:noun])

    def _none(self, index: int) -> Atom | None:
        """ "No UN reports in 2021": a count of what figures count, where the sentence names its year; else no more than a negation."""
        tokens = self.tokens
        for words, _ in self.language.zero_phrases.get(tokens.low[index], ()):
            last = index + len(words)
            if tokens.phrase(index, words) and self.counted(last, self.figure_nouns | self.figure_noun) >= 0 and self._in_year(index):
                return self._atom(Number(index, last, Decimal(0), None, 0, Decimal(1), words=True), last, "count")
        return None

    def _in_year(self, index: int) -> bool:
        """Whether the sentence around a token names a year."""
        tokens = self.tokens
        for step, end in ((-1, -1), (1, tokens.size)):
            for at in range(index, end, step):
                if tokens.types[at] == "n" and _YEAR.match(tokens.low[at]):
                    return True
                if tokens.low[at] in _ENDS or abs(at - index) > _SENTENCE:
                    break
        return False

    def _joined_unit(self, index: int) -> Atom | None:
        """ "zehnprozentige": a number and its unit in one word."""
        if not (found := self.language.joined_units.get(self.tokens.low[index])):
            return None
        number = Number(index, index + 1, Decimal(found[0]), words=True)
        return self._atom(number, index + 1, self.language.unit_kinds[found[1]], unit=found[1])

    def _fraction(self, index: int) -> Atom | None:
        """ "half", "a third", "two-thirds"; with what they are a part of: "half a million", "a tenth of a percent"."""
        tokens, language = self.tokens, self.language
        word = tokens.low[index]
        if word in self.bare_fractions:
            last, value = index + 1, Fraction(1, language.fractions[word][0])
        elif part := self.numerals.part(index):
            last, value = part
        elif word in language.fractions and (found := self.numerals.fraction_at(index)):
            # "Nearly quarter of a million"
            whole = None if found[2] else self._part_of(Number(index, found[0], None, Fraction(1, found[1]), words=True))
            return whole if whole and whole.number.scale >= 1000 else None
        else:
            return None
        number = Number(index, last, None, value, words=True)
        if whole := self._part_of(number):
            return whole
        noun = tokens.word(last - 1 - (tokens.word(last - 1) in self.numerals.tails))
        following = tokens.word(last)
        if compared := self._fraction_as(index, last, value):
            return compared
        if following in self.times_words or noun in self.fractions_of_units:
            return None
        plural = language.fractions[noun][1] if noun in language.fractions else None
        if plural is None:
            plural = value.numerator > 1
        if value >= 1 or not self._stands_as_share(index, last, noun, plural):
            return None
        if tokens.word(last) in self.majority_words and tokens.word(last + 1) in self.majority_rules:
            # "the two-thirds majority requirement": a rule of voting, which no data says.
            return None
        number.exact *= 100
        return self._atom(number, last, "percentage", "fraction", unit="percent")

    def _fraction_as(self, index: int, last: int, value: Fraction) -> Atom | None:
        """ "half as many", "half as many again", "half again as many", "half again the size"."""
        tokens = self.tokens
        if tokens.word(last) in self.fraction_again:
            compared = self._compared(last + 1)
            if compared or self._of_something(last + 1) or tokens.type(last + 1) != "w":
                return self._worded(index, compared or last + 1, 1 + value, "words")
        compared = self._compared(last)
        if not compared:
            return None
        if tokens.word(compared) in self.fraction_again:
            return self._worded(index, compared + 1, 1 + value, "words")
        if tokens.word(compared) in (*self.times_as, "") or tokens.word(last + 1) in self.fraction_as:
            return self._worded(index, compared, value, "words")
        return None

    def _stands_as_share(self, index: int, last: int, noun: str, plural: bool) -> bool:
        """Whether a fraction word is a share here, and no ordinal, period or time of day."""
        tokens = self.tokens
        following, before = tokens.word(last), tokens.word(index - 1)
        if before == "-" and tokens.joined(index) and tokens.joined(index - 1):
            return False
        if following in self.fraction_of:
            whole = last + 1 + (tokens.word(last + 1) in self.articles)
            if tokens.word(whole) in self.fraction_not_of:
                return False
        if before in self.fraction_not_after or (following == "-" and tokens.joined(last)):
            return plural and following == "-" and tokens.word(last + 1) in self.fraction_followers
        if noun in self.clock_fractions and following in self.clock_words and not self._fraction_at(last + 1):
            hour = self.numerals.read(last + 1)
            if hour and not self._matched_unit(hour, tokens.ends[hour.last - 1]):
                return False
        if plural:
            return noun not in self.period_fractions or before not in self.period_before or following in self.fraction_of
        if following == "" or following in '.;:!?)]"\x01\u201d\u2019%':
            return True
        if tokens.types[last] == "s":
            if following == "'":
                return not tokens.phrase(last, ("'", "s"))
            starts_sentence = index == 0 or tokens.word(index - 1) in ".!?\x01"
            return noun in self.fraction_nouns or following != "," or not starts_sentence
        if tokens.word(last - 1) in self.fractions_always:
            return following not in self.fraction_not_before
        # "A quarter down", but "rounded half up".
        if following in self.language.particles and last - index > 1:
            return True
        return following in self.fraction_followers or tokens.types[last] == "n"

    def _fraction_at(self, index: int) -> bool:
        return self.numerals.part(index) is not None or self.tokens.word(index) in self.bare_fractions

    def _part_of(self, number: Number) -> Atom | None:
        """A fraction of a unit or of a scale word."""
        tokens, language, index = self.tokens, self.language, number.last
        index = tokens.after_hyphen(index)
        if tokens.word(index) in self.fraction_of:
            index = tokens.after_hyphen(index + 1)
        if tokens.word(index) in self.articles or tokens.word(index) == self.numerals.one:
            index = tokens.after_hyphen(index + 1)
        elif index > number.last and tokens.word(number.last) in self.fraction_of and tokens.word(index) not in self.fraction_units:
            return None
        word = tokens.word(index)
        if tokens.type(index) == "w" and (word in language.scales or word in language.hundreds):
            number.times(language.scales.get(word, 100))
            number.last = index + 1
            return self._measured(number) or self._atom(number, index + 1, "")
        found = self._matched_unit(number, tokens.ends[index - 1])
        if not found and word in language.weak_units:
            # "half a point"; "a quarter point" only where something changes.
            name = language.unit_names[word]
            return self._atom(
                number, index + 1, language.unit_kinds[name], unit=name, weak=index == number.last or word in self.fraction_units
            )
        return self._atom(number, found[0], found[2], unit=found[1]) if found and found[0] > index else None

    def _single(self, index: int) -> Atom | None:
        """ "a percentage point": one of it."""
        if self.tokens.low[index] not in self.counting:
            return None
        number = Number(index, index + 1, Decimal(1), None, None, Decimal(1), words=True)
        if magnitude := self._magnitude_of(number):
            return magnitude
        found = self._matched_unit(number, self.tokens.ends[index])
        if not found or (unit := squeeze(found[3].group("unit"))) not in self.language.single_units:
            return None
        return self._with_part(self._atom(number, found[0], found[2], unit=found[1], weak=unit in self.language.weak_units))

    def _vague(self, index: int) -> Atom | None:
        """ "millions of reports", "hundreds of thousands", "several million": a count without a value."""
        tokens, word = self.tokens, self.tokens.low[index]
        for words, _ in self.language.vague_phrases.get(word, ()):
            if tokens.phrase(index, words):
                return Atom(index, index + len(words), tokens.starts[index], tokens.ends[index + len(words) - 1], "count", "words", None)
        if word in self.vague_starts and tokens.word(index + 1) in self.fraction_of and tokens.word(index + 2) in self.vague_scales:
            last = index + 3
            if tokens.word(last) in self.fraction_of and tokens.word(last + 1) in self.vague_scales:
                last += 2
            return Atom(index, last, tokens.starts[index], tokens.ends[last - 1], "count", "words", None)
        if word in self.vague_scales:
            return Atom(index, index + 1, tokens.starts[index], tokens.ends[index], "count", "words", None)
        if self.language.scales.get(word, 0) >= 1000 and (whole := self._one(index)):
            return whole
        if word in self.small_scales and tokens.word(index + 1) in self.fraction_of and self.counted(index + 2, self.figure_nouns) >= 0:
            return Atom(index, index + 1, tokens.starts[index], tokens.ends[index], "count", "words", None)
        if word in self.language.scales or word in self.language.hundreds:
            for words, _ in self.language.vague_before.get(tokens.word(index - 1), ()):
                if tokens.phrase(index - len(words), words):
                    first, last = index - len(words), index + 1
                    while tokens.word(last) in self.language.scales:
                        last += 1
                    return Atom(first, last, tokens.starts[first], tokens.ends[last - 1], "count", "words", None)
        return None

    def _one(self, index: int) -> Atom | None:
        """A scale word that stands for one of it: "the million reports", "millón y medio", "millón y pico", "cerca del millar"."""
        tokens, size, before = self.tokens, self.language.scales[self.tokens.low[index]], self.tokens.word(index - 1)
        added = tokens.word(index + 1) in self.numerals.ands
        part = self.numerals.added_part(index + 2, scaled=True) if added and before not in self.articles else None
        if part and part[1] < 1:
            return self._atom(Number(index, part[0], None, (1 + part[1]) * size, scale=size, words=True), part[0], "count", "words")
        hedged = added and any(tokens.phrase(index + 1, words) for words, _ in self.language.hedges_after.get(tokens.low[index + 1], ()))
        if not hedged and (before not in self.scale_articles or tokens.low[index + 1] == "-"):
            return None
        return self._atom(Number(index, index + 1, Decimal(size), None, None, Decimal(size), size, words=True), index + 1, "")
