"""Dates among the tokens, and the years among bare numbers of four digits."""

from __future__ import annotations

import re
from dataclasses import dataclass

from macros.base.cldr_units import is_time
from macros.numbers.grammar.draft import QuantityDraft
from macros.numbers.grammar.reader import Construction
from macros.numbers.language.vocabulary import NameWords
from macros.numbers.text.tokens import CURRENCIES, YEAR

_OLD_YEAR = re.compile(r"1[0-8]\d\d$")


@dataclass(eq=False)
class Dates(Construction):
    """The dates of one text."""

    words: NameWords

    def has_unit(self, position: int) -> bool:
        """Return True if a unit or a percent sign follows, so that the number is a quantity."""
        tokens = self.reader.tokens
        match = self.language.unit_pattern.match(tokens.text, position)
        bound = match is not None and not match["gap"] and match["unit"].isalpha() and tokens.text[position - 1].isalpha()
        return match is not None and not bound

    def make_name(self, index: int, start: int, end: int, kind: str = "reference") -> QuantityDraft:
        """Make the draft of a name from a token to an offset."""
        last = self.reader.tokens.skip_to_offset(index, end)
        return QuantityDraft(index, last, start, max(end, self.reader.tokens.ends[last - 1]), kind)

    def _is_month(self, index: int) -> bool:
        tokens = self.reader.tokens
        return tokens.word(index) in self.language.month_words and (
            not self.words.capital_months or tokens.text[tokens.starts[index]].isupper()
        )

    def _is_year(self, index: int) -> bool:
        tokens = self.reader.tokens
        return tokens.type(index) == "n" and bool(YEAR.match(tokens.low[index])) and not self.has_unit(tokens.ends[index])

    def _is_day(self, index: int) -> bool:
        return self.reader.tokens.type(index) == "n" and len(self.reader.tokens.low[index]) <= 2 and self.reader.tokens.low[index].isdigit()

    def read_date(self, index: int) -> QuantityDraft | None:
        """Read a date with the day first: "21 December 2020", "7 to 9 December", "the 21st of December"."""
        tokens, words = self.reader.tokens, self.words
        if not self._is_day(index):
            return None
        month = index + 1
        if tokens.word(month) in words.ordinal_suffixes and tokens.is_joined(month):
            month += 1
        if tokens.word(month) in words.day_marks and tokens.is_joined(month):
            month += 1
        if tokens.word(month) in ("-", "\u2013") and self._is_day(month + 1):
            month += 2
        if tokens.word(month) in words.date_of:
            month += 1
        if not self._is_month(month):
            return None
        return self._read_tail(index, month + 1)

    def _read_tail(self, first: int, after: int) -> QuantityDraft:
        """Read a date from `first` on, with a year at `after` if there is one."""
        tokens = self.reader.tokens
        if tokens.word(after) == "." and self._is_year(after + 1):
            after += 1
        if tokens.word(after) in self.words.date_of and self._is_year(after + 1):
            after += 1
        comma = tokens.word(after) == ","
        if self._is_year(after + comma):
            after += comma + 1
        return QuantityDraft(first, after, tokens.starts[first], tokens.ends[after - 1], "date")

    def read_month_first(self, index: int) -> QuantityDraft | None:
        """Read a date with the month first: "December 2020", "December 21, 2020"."""
        tokens, words = self.reader.tokens, self.words
        if not self._is_month(index):
            return None
        day = index + 1 + (tokens.word(index + 1) == ".")
        if tokens.word(day) in words.date_of and self._is_year(day + 1):
            day += 1
        if self._is_year(day):
            return QuantityDraft(index, day + 1, tokens.starts[index], tokens.ends[day], "date")
        if not self._is_day(day) or self.has_unit(tokens.ends[day]) or int(tokens.low[day]) > 31:
            return None
        after = day + 1
        if tokens.word(after) in words.ordinal_suffixes and tokens.is_joined(after):
            after += 1
        if tokens.word(after) in ("-", "\u2013") and self._is_day(after + 1) and not self.has_unit(tokens.ends[after + 1]):
            after += 2
        goes_on = tokens.word(after) in self.language.digit_scale_by_word or (tokens.word(after) == "." and tokens.is_joined(after + 1))
        return None if goes_on or self._is_month(after) else self._read_tail(index, after)


@dataclass(eq=False)
class Years(Construction):
    """The years of one text: four digits from 1900 to 2099, unless the words around count something."""

    words: NameWords

    def set_year(self, draft: QuantityDraft) -> None:
        """Set the kind of a bare number to year if it is one."""
        tokens, words = self.reader.tokens, self.words
        if draft.kind or len(tokens.low[draft.first]) != 4 or draft.last - draft.first != 1 or tokens.types[draft.first] != "n":
            return
        noun, before = tokens.word(draft.last), tokens.word(draft.first - 1)
        if not YEAR.match(tokens.low[draft.first]):
            plural = noun in words.counted_nouns or noun.endswith(words.plural_endings)
            if not draft.unit and _OLD_YEAR.match(tokens.low[draft.first]) and before in words.old_year_before and not plural:
                draft.kind, draft.hedge = "year", None
            return
        if not self._is_count(draft, noun, before):
            draft.kind, draft.hedge = "year", None

    def _is_count(self, draft: QuantityDraft, noun: str, before: str) -> bool:
        words = self.words
        if (before in CURRENCIES and draft.first) or (draft.unit and not is_time(draft.unit)):
            return True
        counted = noun not in words.year_nouns
        if draft.hedge is not None and counted and noun.endswith(words.plural_endings) and len(noun) > 4:
            return True
        if self._has_count_in_range(draft, noun):
            return True
        led = before in words.year_before or before in self.language.month_words
        if noun in words.counted_nouns:
            return draft.hedge is not None or not led
        # "2000 were reported", "2000 of them": a year does not do so, but "2019 and 2020 were" does.
        item = before in self.language.list_words and self.reader.tokens.type(draft.first - 2) == "n"
        listed = item or before in self.language.range_words
        return noun in words.count_followers and not led and not listed

    def _has_count_in_range(self, draft: QuantityDraft, noun: str) -> bool:
        """Return True if the other end of a range can be no year: "2000-3000 trees", "1500 to 2000 trees"."""
        tokens = self.reader.tokens
        for sign, number in ((draft.last, draft.last + 1), (draft.first - 1, draft.first - 2)):
            if tokens.word(sign) in self.language.range_words and tokens.type(number) == "n":
                other = tokens.low[number]
                old = _OLD_YEAR.match(other) and noun not in self.words.counted_nouns
                if len(other) >= 4 and other.isdigit() and not YEAR.match(other) and not old:
                    return True
        return False
