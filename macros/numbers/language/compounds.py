"""Words composed of number words: "dreitausendfünfhundert", "zweieinhalbfache", "hundertdritte", "Dreiviertelmillion".

A language that joins its number words joins any of them, so no list can hold them: each word is split into its parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeVar

from macros.numbers.language.language_file import Table
from macros.numbers.language.phrase_index import Words, join_alternatives, squeeze_unit

_Value = TypeVar("_Value")
_MIN_LETTERS = 6
"""Letters of the shortest compound outside every list: "elftel"."""
_MAX_LETTERS = 200
"""Letters of the longest: a number below 10^12 in one word has fewer."""
_CACHE_SIZE = 32_768
"""The size of the caches of words and compounds."""
_NONE: Words = frozenset()
_TEN, _HUNDRED, _THOUSAND = 10, 100, 1000


class Compound(NamedTuple):
    """The parts of a compound; `kind` says how it is read.

    number: whole, its words `apart`; amount: a number and a part, or with a `scale` ("zweieinhalb", "Viertelmillion"); share: a part of a
    whole ("zweidrittel"); part: of a `unit` ("Viertelprozentpunkt"); unit: with its `unit` ("zehnprozentig"); times, fold, verb: a
    multiplier ("dreimal", "dreifach", "verdreifacht"); ordinal; fraction: its denominator ("zwanzigstel").
    """

    kind: str
    value: Fraction
    apart: str = ""
    scale: int = 1
    unit: str = ""


class CompoundTable(dict[str, _Value]):
    """A table of words with compounds beside its own words. Iterating yields only its own."""

    def __init__(self, own: Mapping[str, _Value], read: Callable[[str], _Value | None]) -> None:
        super().__init__(own)
        self._read = read

    def __missing__(self, word: str) -> _Value:
        if (value := self._read(word)) is None:
            raise KeyError(word)
        return value

    def __contains__(self, word: object) -> bool:
        return super().__contains__(word) or (isinstance(word, str) and self._read(word) is not None)

    def get(self, word: str, default: _Value | None = None) -> _Value | None:  # type: ignore[override]  # one signature is enough
        """Return the value of a word of the table or of a compound."""
        found = super().get(word)
        found = self._read(word) if found is None else found
        return default if found is None else found


class CompoundSplitter:
    """A splitter of one language's compounds of number words.

    `numbers` are those below a hundred and the hundred, each with its words apart; `value_of` gives the value of words apart.
    """

    def __init__(self, table: Table, numbers: Mapping[str, str], value_of: Callable[[list[str]], int | None]) -> None:
        self._table, self._numbers, self._value_of = table, numbers, value_of
        self.read = lru_cache(maxsize=_CACHE_SIZE)(self._split_word)
        self._others: set[str] = set()

    def find_compounds(self, words: list[str]) -> Words:
        """Return the compounds among some words."""
        if self._others.issuperset(words):
            return _NONE
        new = set(words) - self._others - self._listed_words
        found = frozenset(word for word in new if _MIN_LETTERS <= len(word) <= _MAX_LETTERS and self.read(word))
        if len(self._others) < _CACHE_SIZE:
            # Most words of a text were met before and need no second test.
            self._others.update(word for word in words if word not in found and len(word) <= _MAX_LETTERS)
        return found

    def build_table(self, own: Mapping[str, _Value], kind: str, convert: Callable[[Compound], _Value]) -> dict[str, _Value]:
        """Return a table of words with the compounds of one kind beside its own."""

        def read_compound(word: str) -> _Value | None:
            made = self.read(word) if _MIN_LETTERS <= len(word) <= _MAX_LETTERS else None
            return convert(made) if made is not None and made.kind == kind else None

        return CompoundTable(own, read_compound)

    @cached_property
    def _value_by_word(self) -> dict[str, int]:
        return {word: int(value) for value, words in self._table["numbers"].items() for word in words}

    @cached_property
    def _large_scales(self) -> dict[str, int]:
        return {word: size for word, size in self._table["scales"].items() if size >= _THOUSAND}

    @cached_property
    def _listed_words(self) -> set[str]:
        """Return the words composed like compounds but listed by the language: "zweite"."""
        return {*self._numbers, *self._table["ordinals"], *self._denominator_by_word, *self._mixed_numbers, *self._table["multipliers"]}

    @cached_property
    def _hundred_words(self) -> list[str]:
        return [word for word, value in self._value_by_word.items() if value == _HUNDRED]

    @cached_property
    def _joining_words(self) -> Words:
        return frozenset(self._table.get("joiners") or ())

    @cached_property
    def _denominator_by_word(self) -> dict[str, int]:
        return {word: int(under) for under, forms in self._table["fractions"].items() for word in (*forms["one"], *forms["many"])}

    @cached_property
    def _mixed_numbers(self) -> dict[str, Fraction]:
        return {word: Fraction(str(value)) for word, value in (self._table.get("mixed_numbers") or {}).items()}

    @cached_property
    def _part_units(self) -> dict[str, str]:
        """Map the words of a part's possible units to their names, without words that are ordinary too."""
        weak = frozenset(map(squeeze_unit, self._table.get("weak_units") or ()))
        named = [(word, name) for name, unit in self._table["units"].items() for word in unit["words"]]
        return {word: name for word, name in named if word.isalpha() and word not in weak and len(word) >= _MIN_LETTERS}

    @cached_property
    def _possible_starts(self) -> tuple[str, ...]:
        """Return the possible beginnings of a compound. Most words fail this cheap test."""
        words = {*self._value_by_word, *self._large_scales, *self._denominator_by_word, *self._mixed_numbers}
        return tuple(words | {before + word for before in self._table["joined_numbers"]["verbs"]["before"] for word in words})

    @cached_property
    def _small_numbers(self) -> list[str]:
        """Return the number words below a hundred, only the first of those for one: "zwei", "einundzwanzig"."""
        ones = [word for word, value in self._value_by_word.items() if value == 1][1:]
        return [word for word in self._numbers if word not in ones and 0 < self._value_by_word.get(word, 1) < _HUNDRED]

    @cached_property
    def _number_word_pattern(self) -> re.Pattern[str]:
        """Compile the pattern of one number word inside a compound, or of the "und" after it."""
        return re.compile(join_alternatives({*self._small_numbers, *self._hundred_words, *self._large_scales, *self._joining_words}))

    @cached_property
    def _compound_pattern(self) -> re.Pattern[str]:
        made, units = self._table["joined_numbers"], [word for word, value in self._value_by_word.items() if 1 <= value < _TEN]
        small, joiner = f"(?>{join_alternatives(self._small_numbers)})", f"(?:{join_alternatives(self._joining_words)})?"
        group = rf"(?:{small}?(?:{join_alternatives(self._hundred_words)}){joiner}{small}?|{small})"
        one = join_alternatives(word for word, value in self._value_by_word.items() if value == 1)
        number = rf"(?P<number>(?:{group}?(?:{join_alternatives(self._large_scales)}){joiner})*{group}?(?P<one>{one})?)"
        # "einundhalb"
        after = "".join(f"|(?<={word})" for word in sorted(self._joining_words))
        # "dreiviertel" is three quarters, and "dreieinviertel" three and one.
        above, under = join_alternatives(units), join_alternatives(self._denominator_by_word)
        part = rf"(?:{joiner}(?:(?P<above>{above})|(?<!\w){after})(?P<under>{under}))?"
        endings = {
            "verb": made["verbs"]["after"],
            "fold": self._table["folds"],
            "unit": [form for forms in (self._table.get("joined_units") or {}).values() for form in forms],
            "times": self._table["times_words"],
            "fraction": made["fractions"],
            "ordinal": made["ordinals"],
            "irregular": self._table["ordinals"],
            "scale": self._large_scales,
            "part": self._part_units,
        }
        end = "|".join(f"(?P<{name}>{join_alternatives(words)})" for name, words in endings.items())
        before = rf"(?P<before>{join_alternatives(made['verbs']['before'])})?"
        return re.compile(rf"{before}(?:(?P<mixed>{join_alternatives(self._mixed_numbers)})|{number}{part})(?:{end})?")

    def _split_word(self, word: str) -> Compound | None:
        """Split a word into its parts; None if it is no compound."""
        match = self._compound_pattern.fullmatch(word) if word.startswith(self._possible_starts) else None
        if match is None:
            return None
        kind = match.lastgroup if match.lastgroup in _KINDS_BY_ENDING else ""
        if bool(match["before"]) != (kind == "verb"):
            return None
        value, apart = self._mixed_numbers.get(match["mixed"] or ""), ""
        if value is None:
            number = self._add_up(match["number"], match["one"] or "")
            part = (
                Fraction(self._value_by_word.get(match["above"] or "", 1), self._denominator_by_word[match["under"]])
                if match["under"]
                else Fraction(0)
            )
            if number is None or part >= 1:
                return None
            apart, whole = number
            value = whole + part
        made = Compound(kind, value, apart)
        if kind:
            return self._apply_ending(made, match) if value else None
        if value.denominator != 1 or match["mixed"]:
            # "viertel" alone is in the list of fractions.
            share = value < 1
            return None if share and not match["above"] else made._replace(kind="share" if share else "amount")
        return made._replace(kind="number", scale=self._find_scale(apart)) if " " in apart else None

    def _apply_ending(self, made: Compound, match: re.Match[str]) -> Compound | None:
        """Combine a number and a known ending."""
        kind, value, end = made.kind, made.value, match[made.kind]
        whole = value.denominator == 1
        if kind == "unit":
            return made._replace(unit=next(name for name, forms in self._table["joined_units"].items() if end in forms))
        if value == 1:
            return None  # "einfach", "einmal", "einte"
        if kind in ("fold", "times", "verb"):
            return made
        if kind == "scale":
            return None if whole else Compound("amount", value * self._large_scales[end], scale=self._large_scales[end])
        if kind == "part":
            return made._replace(unit=self._part_units[end]) if value < 1 else None
        if not whole or (kind != "irregular" and end.startswith("s") != (value % _HUNDRED >= 20 or value % _HUNDRED == 0)):
            return None
        if kind == "irregular":
            return None if value % _HUNDRED else Compound("ordinal", value + self._table["ordinals"][end])
        return made

    def _add_up(self, written: str, one: str) -> tuple[str, int] | None:
        """Return the words of a number apart, and its value; ("", 0) without words. `one` is the ending "one", if any."""
        atoms = [atom for atom in self._number_word_pattern.findall(written.removesuffix(one)) if atom not in self._joining_words] + [
            one
        ] * bool(one)
        words = " ".join(self._numbers.get(atom, atom) for atom in atoms).split()
        if not words:
            return "", 0
        if words[0] in self._large_scales and len(words) > 1:
            # "zwei Millionen tausendfünf"
            words.insert(0, str(self._table["numbers"][1][0]))
        sizes = [self._large_scales[word] for word in words if word in self._large_scales]
        value = self._value_of(words) if sizes == sorted(set(sizes), reverse=True) else None
        return None if value is None else (" ".join(words), value)

    def _find_scale(self, apart: str) -> int:
        return self._large_scales.get(apart.rpartition(" ")[2], 1)


_KINDS_BY_ENDING = frozenset({"verb", "fold", "unit", "times", "fraction", "ordinal", "irregular", "scale", "part"})
