"""A number with its sign and its unit: the part that all quantities are built on."""

from __future__ import annotations

from macros.numbers.atom import Atom, Number
from macros.numbers.language import Language, squeeze
from macros.numbers.lex import Tokens
from macros.numbers.numerals import Numerals

_OPENING = "([{\"'\u201c\u201e\u2018\u00ab\u00bf\u00a1=:~<>\u2248\u2264\u2265|\x00\x01,;"
_CURRENCIES = "\u20ac$\u00a3\u00a5"


class Measures:
    """The measured numbers of one text in one language."""

    def __init__(self, tokens: Tokens, language: Language, numerals: Numerals) -> None:
        self.tokens = tokens
        self.language = language
        self.numerals = numerals
        self.unit = language.unit
        self.basis_by = frozenset(language.table["basis"]["by"])
        for name in (
            "articles",
            "times_words",
            "times_as",
            "times_before",
            "folds",
            "times_signs",
            "fraction_of",
            "fraction_not_of",
            "fraction_followers",
            "fraction_not_after",
            "fraction_nouns",
            "fraction_as",
            "ratio_not_before",
            "vague_scales",
            "vague_starts",
            "bare_fractions",
            "multiplier_modals",
            "multiplier_not_before",
            "multiplier_be",
            "pronoun_after",
            "pronoun_before",
        ):
            setattr(self, name, language.words(name))
        self.clock_fractions, self.clock_words = language.words("clock", "fractions"), language.words("clock", "words")
        self.period_fractions, self.period_before = (
            language.words("periods", "fractions"),
            language.words("periods", "before"),
        )

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
            # "46 \u201351%" is a badly spaced range; "46% \u221247%" has a minus.
            behind_number = tokens.types[before] in "nv" or behind in ("%", "\u2030")
            if behind == "-" or (behind_number and (sign == "\u2013" or tokens.joined(first - 1))):
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
        if (
            tokens.word(number.last) == "."
            and tokens.joined(number.last)
            and tokens.word(number.last + 1) == "%"
            and tokens.joined(number.last + 1)
        ):
            position += 1
        found = self._matched_unit(number, position)
        if not found:
            return None
        last, name, kind, plus = found
        atom = self._atom(number, last, kind, unit=name)
        if plus:
            atom.hedge = "at_least"
        return atom
