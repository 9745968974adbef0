"""A number with its sign and its unit, the base of all quantities."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TypedDict, Unpack

from macros.numbers.grammar.draft import Number, QuantityDraft
from macros.numbers.grammar.reader import Construction
from macros.numbers.grammar.word_numerals import WordFractions
from macros.numbers.language.language import split_phrase, squeeze_unit
from macros.numbers.language.vocabulary import QuantityWords
from macros.numbers.text.tokens import CURRENCIES, YEAR

_SIGNS_BEFORE = "([{\"'\u201c\u201e\u2018\u00ab\u00bf\u00a1=:~<>\u2248\u2264\u2265|\u2026\x00\x01,;" + CURRENCIES
_OPENED_BY = {")": "(", "]": "[", '"': '"', "\u201d": "\u201c\u201e", "\u201c": "\u201e", "'": "'", "\u00bb": "\u00ab"}
"""A closing sign -> its opening signs."""
_BRACKETS = frozenset((*_OPENED_BY, *"".join(_OPENED_BY.values()), "-", "\u2013", "\u2014"))
_SIGNS = "-\u2212\u2013+"
_RANGE_REACH = 8
"""Tokens before the second end of a range searched for its first."""
_DASHES = "-\u2013\u2014"


class QuantityFields(TypedDict, total=False):
    """Further fields of a quantity beside number and kind; see `QuantityDraft`."""

    hedge: str | None
    hedge_span: tuple[int, int]
    direction: str | None
    ambiguous: bool
    weak: bool
    of: int | None


@dataclass(eq=False)
class Measures(Construction):
    """The measured numbers of one text in one language."""

    words: QuantityWords
    fractions: WordFractions

    def _prepare_tables(self) -> None:
        language = self.language
        # "Half minus a third", "al menos 47": no sign; "un menos 47 %" has one.
        numbers = frozenset(language.number_words).difference(language.get_words("number_articles"))
        units = {last for form in language.unit_forms if (last := split_phrase(form)[-1]) != "."}
        self.minuends = self.words.minus_not_after.union(numbers, units, language.fraction_by_word, language.scale_by_word)

        self.signs = frozenset(_SIGNS) | self.words.minus_words | self.words.plus_signs
        self.led = (
            frozenset("(:=").union(language.basis_by_word, self.words.unit_apart_links)
            - frozenset(language.direction_by_change_word)
            - frozenset(_DASHES)
        )

    def make_share(self, number: Number, last: int, value: Fraction, form: str = "ratio", of: int | None = None) -> QuantityDraft:
        """Make a percentage of a part of a whole."""
        number.set_exact(100 * value)
        return self.make_draft(number, last, "percentage", form, unit="percent", of=of)

    def make_times(self, number: Number, last: int, form: str = "", **more: Unpack[QuantityFields]) -> QuantityDraft:
        """Make a multiplier of a number."""
        return self.make_draft(number, last, "multiplier", form, "times", **more)

    def make_draft(
        self, number: Number, last: int, kind: str, form: str = "", unit: str = "", **more: Unpack[QuantityFields]
    ) -> QuantityDraft:
        """Make the draft of a quantity from its number, with its sign, to the token before `last`."""
        start = self._take_sign_before(number)
        form = form or ("words" if number.words else "digits")
        return QuantityDraft(number.first, last, start, self.reader.tokens.ends[last - 1], kind, form, number, unit=unit, **more)

    def take_sign(self, draft: QuantityDraft, index: int) -> bool:
        """Apply the sign before a token, the first of the currency before a number. Return True if there is one."""
        number = draft.number
        if number is None or not self._is_sign(index - 1, words=number.words):
            return False
        if self._is_minus(index - 1):
            self._negate_number(number)
        return True

    @staticmethod
    def _negate_number(number: Number) -> None:
        if number.exact is not None:
            number.exact = -number.exact
        if number.value is not None:
            number.value = number.value.copy_negate()

    def _take_sign_before(self, number: Number) -> int:
        """Apply the sign before a number, if any. Return the offset of the number with its sign."""
        if number.first and self.reader.tokens.low[number.first - 1] in self.signs and self._is_sign(number.first - 1, words=number.words):
            number.first -= 1
            if self._is_minus(number.first):
                self._negate_number(number)
        return self.reader.tokens.starts[number.first]

    def _is_minus(self, index: int) -> bool:
        return self.reader.tokens.low[index] not in self.words.plus_signs | {"+"}

    def _is_sign(self, index: int, *, words: bool) -> bool:
        """Return True if a token is the sign of the number behind it. `words`: the number is in words, and so is its sign.

        A dash is a minus only directly before digits and after no word or number: "46-51%" and "word-47" have none.
        """
        tokens, sign = self.reader.tokens, self.reader.tokens.low[index] if index >= 0 else ""
        if sign in self.words.minus_words:
            before = tokens.word(index - 1)
            for phrase, _ in self.words.plus_minus.get(sign, ()):
                if index >= len(phrase) - 1 and tokens.has_phrase(index - len(phrase) + 1, phrase):
                    return False  # "plus or minus 2 points"
            ranged = before in self.language.list_words and not self.words.minus_words.isdisjoint(
                tokens.low[max(0, index - _RANGE_REACH) : index]
            )
            return ranged or not (self._is_number_end(index - 1) or before in self.minuends)
        if sign in self.words.plus_signs:
            return tokens.word(index - 1) in self.led
        if words or not sign or sign not in _SIGNS or tokens.types[index] != "s":
            return False
        if tokens.is_joined(index + 1):
            return self._can_be_sign(index, sign)
        # "The change was \u2212 47 %", "a change of - 47 %"
        return not self._is_number_end(index - 1) and (sign == "\u2212" or (index > 0 and tokens.low[index - 1] in self.led))

    def _can_be_sign(self, index: int, sign: str) -> bool:
        """Return True if a dash or plus before digits is their sign, by the text before it."""
        tokens, before = self.reader.tokens, index - 1
        if before < 0:
            return True
        behind, joined = tokens.low[before], tokens.is_joined(index)
        if (
            joined
            and behind in CURRENCIES
            and (tokens.type(before - 1) == "n" or (tokens.is_joined(before) and tokens.type(before - 1) == "w"))
        ):
            return False  # "12 M€-15 M€"
        if joined and not (tokens.types[before] == "s" and behind in _SIGNS_BEFORE):
            # "\u22123%/\u22125%", "\u22125%\u2013\u22123%"
            dash = behind in _DASHES and sign in "-\u2212" and tokens.is_joined(before)
            if behind == sign == "-":
                dash = dash and self._is_negative(before - 1)
            stroke = (
                behind == "/" and tokens.low[before - 1] != "+" and (sign == "\u2212" or (sign == "-" and self._is_negative(before - 1)))
            )
            if not stroke:
                return dash and self._is_number_end(before - 1)
        if behind == "-":
            # "-47 - -42 %"
            return not joined and self._is_number_end(before - 1)
        # "46 \u201351%" is a badly spaced range; "46% \u221247%" has a minus.
        return not (self._is_number_end(before) and (sign == "\u2013" or joined))

    def _is_negative(self, index: int) -> bool:
        """Return True if a negative number ends at a token: "-47--42 %" has two, "46--51 %" a long dash."""
        first = index - (self.reader.tokens.types[index] == "s")
        return self.reader.tokens.types[first] in ("n", "v") and self.reader.tokens.low[first - 1] in ("-", "\u2212")

    def _is_number_end(self, index: int) -> bool:
        return self.reader.tokens.type(index) in ("n", "v") or self.reader.tokens.word(index) in ("%", "\u2030")

    def match_unit(self, number: Number, position: int) -> tuple[int, str, str, re.Match[str]] | None:
        """Match the unit at an offset. Return the token after it, its name, its kind, and the match."""
        match = self.language.unit_pattern.match(self.reader.tokens.text, position)
        return self._name_unit(number, match) if match else None

    def _name_unit(self, number: Number, match: re.Match[str]) -> tuple[int, str, str, re.Match[str]] | None:
        words = self.words
        written, gap = match.group("unit"), match.group("gap")
        unit = squeeze_unit(written)
        if unit in self.language.weak_units:
            if number.scale > 1 or (number.words and gap != "-" and unit not in words.weak_after_words):
                return None
            # "20 PC games", "a ten-point plan"
            if gap and len(written) == 2 and written.isupper():
                return None
        name = self.language.unit_name_by_form[unit]
        last = self.reader.tokens.skip_to_offset(number.last, match.end())
        if unit in self.language.weak_units and not number.decimals:
            if self.reader.tokens.word(self.reader.tokens.skip_hyphen(last)) in words.weak_not_before:  # "10-Punkte-Plan"
                return None
        if unit in words.nominal_units and (number.words or not self._is_measure_end(last)):
            return None
        return last, name, self.language.kind_by_unit_name[name], match

    def read_bracketed(self, number: Number) -> QuantityDraft | None:
        """Read a unit in brackets or behind a dash, except after a year: "47 (per cent)", ""47"%", "47 – per cent"."""
        tokens = self.reader.tokens
        if tokens.word(number.last) not in _BRACKETS or (number.last - number.first == 1 and YEAR.match(tokens.low[number.first])):
            return None
        match = self.language.bracketed_unit_pattern.match(tokens.text, tokens.ends[number.last - 1])
        found = self._name_unit(number, match) if match else None
        if not match or not found:
            return None
        draft = self.make_draft(number, found[0], found[2], unit=found[1])
        gap = match.group("gap").strip()
        if gap in _OPENED_BY:
            opener = draft.first - 1
            if tokens.word(opener) not in _OPENED_BY[gap] or not tokens.is_joined(draft.first):
                return None
            draft.first, draft.start = opener, tokens.starts[opener]
        draft.end = match.end("close") if match.group("close") and gap not in _OPENED_BY else match.end("unit")
        draft.last = found[0] - (draft.end < match.end())
        return draft

    def _is_measure_end(self, index: int) -> bool:
        word = self.reader.tokens.word(index)
        return self.reader.tokens.type(index) != "w" or word in self.words.fraction_of or word in self.language.direction_by_change_word

    def read_measured(self, number: Number) -> QuantityDraft | None:
        """Read a number with its unit: "47%", "forty-seven per cent", "2.92-point", "25 basis points", "47+%"."""
        tokens = self.reader.tokens
        position = tokens.ends[number.last - 1]
        # "47.%"
        position += tokens.text.startswith(".%", position)
        found = self.match_unit(number, position)
        if not found:
            return None
        last, name, kind, match = found
        draft = self.make_draft(number, last, kind, unit=name)
        if match.group("plus"):
            draft.hedge, draft.hedge_span = "at_least", match.span("plus")
        elif odd := match.group("odd"):
            draft.hedge, draft.hedge_span = self.language.hedge_by_infix[odd.lower()], match.span("odd")
        elif (
            number.words
            and number.amount.denominator == 1
            and match.group("gap") != "-"
            and squeeze_unit(match.group("unit")) in self.language.weak_units
        ):
            draft.weak = True
        return self.add_part(draft)

    def read_tenths(self, number: Number) -> QuantityDraft | None:
        """Read parts of a point: "Subió tres décimas", "dos centésimas de punto"; not "tres décimas de segundo"."""
        tokens, last = self.reader.tokens, number.last + 1
        under = self.words.point_parts.get(tokens.word(number.last))
        if not under or number.decimals or number.exact is not None or tokens.word(last) in self.words.fraction_tails:
            return None
        if tokens.word(last) in self.words.fraction_of:
            unit = self.language.unit_pattern.match(tokens.text, tokens.ends[last])
            if (
                not unit
                or self.language.kind_by_unit_name[self.language.unit_name_by_form[squeeze_unit(unit.group("unit"))]] != "percentage_points"
            ):
                return None
            last = tokens.skip_to_offset(last, unit.end())
        number.set_exact(number.amount / under)
        return self.make_draft(number, last, "percentage_points", "words" if number.words else "digits", unit="points")

    def add_part(self, draft: QuantityDraft) -> QuantityDraft:
        """Add a part after the unit: "dos puntos y medio", "un punto y medio porcentual"."""
        number, tokens, words = draft.number, self.reader.tokens, self.words
        if not words.unit_and_part or tokens.word(draft.last) not in words.and_words:
            return draft
        if number is None or number.exact is not None or number.decimals:
            return draft
        part = self.fractions.read_added_part(draft.last + 1)
        if part and part[1] < 1 and tokens.word(part[0]) not in words.fraction_of:
            number.set_exact(number.amount + part[1])
            draft.last = part[0] + (tokens.word(part[0]) in words.unit_and_part)
            draft.end = tokens.ends[draft.last - 1]
            draft.weak = False
        return draft
