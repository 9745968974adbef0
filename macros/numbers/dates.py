"""Dates among the tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass

from macros.numbers.atom import Atom
from macros.numbers.reader import Construction
from macros.numbers.words import NameWords

_YEAR = re.compile(r"(?:19|20)\d\d$")


@dataclass(eq=False)
class Dates(Construction):
    """The dates of one text."""

    words: NameWords

    def has_unit(self, position: int) -> bool:
        """Whether a unit or a percent sign follows, so that the number is a quantity after all."""
        tokens = self.reader.tokens
        match = self.language.unit.match(tokens.text, position)
        return match is not None and not (
            match.group("unit").isalpha() and match.group("gap") == "" and tokens.text[position - 1].isalpha()
        )

    def make_name(self, index: int, start: int, end: int, kind: str = "reference") -> Atom:
        last = self.reader.tokens.skip_to(index, end)
        return Atom(index, last, start, max(end, self.reader.tokens.ends[last - 1]), kind)

    def _is_month(self, index: int) -> bool:
        tokens = self.reader.tokens
        return tokens.word(index) in self.language.months and (not self.words.capital_months or tokens.text[tokens.starts[index]].isupper())

    def _is_year(self, index: int) -> bool:
        tokens = self.reader.tokens
        return tokens.type(index) == "n" and bool(_YEAR.match(tokens.low[index])) and not self.has_unit(tokens.ends[index])

    def _is_day(self, index: int) -> bool:
        return self.reader.tokens.type(index) == "n" and len(self.reader.tokens.low[index]) <= 2 and self.reader.tokens.low[index].isdigit()

    def read_date(self, index: int) -> Atom | None:
        """ "21 December 2020", "7 to 9 December", "the 21st of December"."""
        tokens, words = self.reader.tokens, self.words
        if not self._is_day(index):
            return None
        month = index + 1
        if tokens.word(month) in words.ordinal_suffixes and tokens.joined(month):
            month += 1
        if tokens.word(month) in words.day_marks and tokens.joined(month):
            month += 1
        if tokens.word(month) in ("-", "\u2013") and self._is_day(month + 1):
            month += 2
        if tokens.word(month) in words.date_of:
            month += 1
        if not self._is_month(month):
            return None
        return self._read_tail(index, month + 1)

    def _read_tail(self, first: int, after: int) -> Atom:
        """A date from `first` to the year that may stand at `after`."""
        tokens = self.reader.tokens
        if tokens.word(after) == "." and self._is_year(after + 1):
            after += 1
        if tokens.word(after) in self.words.date_of and self._is_year(after + 1):
            after += 1
        comma = tokens.word(after) == ","
        if self._is_year(after + comma):
            after += comma + 1
        return Atom(first, after, tokens.starts[first], tokens.ends[after - 1], "date")

    def read_month_first(self, index: int) -> Atom | None:
        """ "December 2020", "December 21, 2020"."""
        tokens, words = self.reader.tokens, self.words
        if not self._is_month(index):
            return None
        day = index + 1 + (tokens.word(index + 1) == ".")
        if tokens.word(day) in words.date_of and self._is_year(day + 1):
            day += 1
        if self._is_year(day):
            return Atom(index, day + 1, tokens.starts[index], tokens.ends[day], "date")
        if not self._is_day(day) or self.has_unit(tokens.ends[day]) or int(tokens.low[day]) > 31:
            return None
        after = day + 1
        if tokens.word(after) in words.ordinal_suffixes and tokens.joined(after):
            after += 1
        if tokens.word(after) in ("-", "\u2013") and self._is_day(after + 1) and not self.has_unit(tokens.ends[after + 1]):
            after += 2
        if (
            tokens.word(after) in self.language.scales_digits
            or (tokens.word(after) == "." and tokens.joined(after + 1))
            or self._is_month(after)
        ):
            return None
        return self._read_tail(index, after)
