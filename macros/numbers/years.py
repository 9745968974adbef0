"""Which bare numbers of four digits are years, and which are counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from macros.numbers.atom import Atom
from macros.numbers.lex import CURRENCIES
from macros.numbers.reader import Construction
from macros.numbers.words import NameWords

_YEAR = re.compile(r"(?:19|20)\d\d$")
_OLD = re.compile(r"1[0-8]\d\d$")


@dataclass(eq=False)
class Years(Construction):
    """The years of one text: four digits from 1900 to 2099, unless the words around count something."""

    words: NameWords

    def set_year(self, atom: Atom) -> None:
        """Makes a bare number a year where it is one."""
        tokens, words = self.reader.tokens, self.words
        if atom.kind or len(tokens.low[atom.first]) != 4 or atom.last - atom.first != 1 or tokens.types[atom.first] != "n":
            return
        noun, before = tokens.word(atom.last), tokens.word(atom.first - 1)
        if not _YEAR.match(tokens.low[atom.first]):
            plural = noun in words.counted_nouns or noun.endswith(words.plural_endings)
            if _OLD.match(tokens.low[atom.first]) and before in words.old_year_before and not plural:
                atom.kind, atom.hedge = "year", None
            return
        if not self._is_count(atom, noun, before):
            atom.kind, atom.hedge = "year", None

    def _is_count(self, atom: Atom, noun: str, before: str) -> bool:
        words = self.words
        if before in CURRENCIES and atom.first:
            return True
        counted = noun not in words.year_nouns
        if atom.hedge is not None and counted and noun.endswith(words.plural_endings) and len(noun) > 4:
            return True
        if self._is_in_counts(atom, noun):
            return True
        led = before in words.year_before or before in self.language.months
        if noun in words.counted_nouns:
            return atom.hedge is not None or not led
        # "2000 were reported", "2000 of them": a year does not do so, but "2019 and 2020 were" does.
        listed = before in self.language.range_words or (
            before in self.language.list_words and self.reader.tokens.type(atom.first - 2) == "n"
        )
        return noun in words.count_followers and not led and not listed

    def _is_in_counts(self, atom: Atom, noun: str) -> bool:
        """ "2000-3000 trees", "1500 to 2000 trees": the other end can be no year."""
        tokens = self.reader.tokens
        for sign, number in ((atom.last, atom.last + 1), (atom.first - 1, atom.first - 2)):
            if tokens.word(sign) in self.language.range_words and tokens.type(number) == "n":
                other = tokens.low[number]
                if (
                    len(other) >= 4
                    and other.isdigit()
                    and not _YEAR.match(other)
                    and (not _OLD.match(other) or noun in self.words.counted_nouns)
                ):
                    return True
        return False
