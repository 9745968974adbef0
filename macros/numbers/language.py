"""One language: its file of words, validated, as frozen tables that the finder looks things up in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import product

from macros.numbers.languagefile import LanguageError, UnknownLanguage, known, read
from macros.numbers.lex import DIGIT, ROMAN, WORD, Tokens
from macros.numbers.number_words import value_of
from macros.numbers.phrases import Phrases, bracketed_pattern, index, squeeze, unit_pattern, words_of

__all__ = ["Language", "LanguageError", "Phrases", "UnknownLanguage", "known", "language", "squeeze", "words_of"]


_LED = 9
"""Tokens from an article in which the word must stand that makes it a quantity ("a or-so percentage point")."""


@dataclass(frozen=True)
class Language:
    """The words of one language. `table` is the file; what is looked up at each token is kept as sets."""

    code: str
    table: dict

    def words(self, key: str, inner: str | None = None) -> frozenset[str]:
        """The single words under a key."""
        found = self._words.get((key, inner))
        if found is None:
            under = self.table.get(key) or {}
            found = self._words[key, inner] = frozenset(under if inner is None else under.get(inner) or ())
        return found

    def vocabulary(self, keys: str) -> dict[str, frozenset[str]]:
        """The single words under each of several keys, by key."""
        found = self._vocabularies.get(keys)
        if found is None:
            found = self._vocabularies[keys] = {key: self.words(key) for key in keys.split()}
        return found

    @cached_property
    def _vocabularies(self) -> dict[str, dict[str, frozenset[str]]]:
        return {}

    @cached_property
    def _words(self) -> dict[tuple[str, str | None], frozenset[str]]:
        return {}

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Number word -> the words that text2num knows for it: "fortyseven" -> "forty seven"."""
        values = {int(value): words for value, words in self.table["numbers"].items()}
        found = {word: words[0] for words in values.values() for word in words}
        parts = {
            "unit": {word for value, words in values.items() if 1 <= value <= 9 for word in words},
            "teen": {word for value, words in values.items() if 10 <= value <= 19 for word in words},
            "ten": {word for value, words in values.items() if 20 <= value <= 90 for word in words},
            "hundred": set(values.get(100, ())),
        }
        for pattern in self.table.get("compounds") or ():
            names = re.findall(r"\{(\w+)\}", pattern)
            for chosen in product(*(sorted(parts[name]) for name in names)):
                joined = pattern.format(**dict(zip(names, chosen, strict=True)))
                found.setdefault(joined, joined if self.table.get("compounds_known") else " ".join(chosen))
        return found

    @cached_property
    def values(self) -> dict[str, int]:
        """Each number word and scale word alone -> its value, for what text2num does not know."""
        plain = {word: int(value) for value, words in self.table["numbers"].items() for word in words}
        return {**plain, **self.scales}

    @cached_property
    def scales(self) -> dict[str, int]:
        return dict(self.table["scales"])

    @cached_property
    def scales_digits(self) -> dict[str, int]:
        """Scale words after digits, with their short forms."""
        return {**self.scales, **(self.table.get("scales_short") or {})}

    @cached_property
    def hundreds(self) -> frozenset[str]:
        return frozenset(self.table["numbers"].get(100, ()))

    @cached_property
    def unit(self) -> re.Pattern[str]:
        """A unit right after a number."""
        return unit_pattern(self.unit_forms, self.table["plus_words"], self.odd_words, self.table.get("unit_not_before") or [])

    @cached_property
    def unit_bracketed(self) -> re.Pattern[str]:
        """A unit apart from its number by a bracket, a quotation mark or a dash."""
        return bracketed_pattern(self.unit_forms, self.table.get("unit_not_before") or [])

    @cached_property
    def unit_forms(self) -> list[str]:
        return [form for unit in self.table["units"].values() for form in unit["words"]]

    @cached_property
    def odd_words(self) -> dict[str, str]:
        """A hedge between a number and its unit -> what it says."""
        return {word: says for says, words in (self.table.get("hedges_before_unit") or {}).items() for word in words}

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """A unit as written, squeezed ("percentagepoints") -> its name."""
        return {squeeze(form): name for name, unit in self.table["units"].items() for form in unit["words"]}

    @cached_property
    def unit_kinds(self) -> dict[str, str]:
        return {name: unit["kind"] for name, unit in self.table["units"].items()}

    @cached_property
    def weak_units(self) -> frozenset[str]:
        return frozenset(squeeze(form) for form in self.table.get("weak_units") or ())

    @cached_property
    def fractions(self) -> dict[str, tuple[int, bool]]:
        """Fraction word -> its denominator and whether it is a plural."""
        found: dict[str, tuple[int, bool]] = {}
        for under, forms in self.table["fractions"].items():
            found |= {word: (int(under), False) for word in forms["one"]} | {word: (int(under), True) for word in forms["many"]}
        return found

    @cached_property
    def verbs(self) -> dict[str, tuple[Fraction, str]]:
        """Verb -> its multiplier and direction: "doubled" -> (2, "up")."""
        found = {}
        for value, directions in self.table["verbs"].items():
            for direction, forms in directions.items():
                found |= {form: (Fraction(str(value)), direction) for form in forms}
        return found

    @cached_property
    def folds(self) -> dict[str, int]:
        """ "threefold" -> 3."""
        folds = self.table.get("folds") or ()
        found = {word + fold: self.integer((word,)) for word in self.numbers for fold in folds}
        return found | {word + fold: size for word, size in self.scales.items() for fold in folds}

    @cached_property
    def comparatives(self) -> dict[str, str]:
        return {word: direction for direction, forms in self.table["comparatives"].items() for word in forms}

    @cached_property
    def governors(self) -> dict[str, str]:
        """Verbs and nouns of change -> "up" or "down"."""
        return {word: way for way, kinds in self.table["directions"].items() for kind in ("verbs", "nouns") for word in kinds[kind]}

    @cached_property
    def change_nouns(self) -> dict[str, str]:
        return {word: way for way, kinds in self.table["directions"].items() for word in kinds["nouns"]}

    @cached_property
    def particles(self) -> dict[str, str]:
        return {word: way for way, kinds in self.table["directions"].items() for word in kinds["particles"]}

    @cached_property
    def basis(self) -> dict[str, str]:
        return {word: basis for basis, forms in self.table["basis"].items() for word in forms}

    @cached_property
    def hedges_before(self) -> Phrases:
        return index(self.table["hedges_before"], last=True)

    @cached_property
    def hedges_after(self) -> Phrases:
        return index(self.table["hedges_after"], last=False)

    @cached_property
    def fillers(self) -> Phrases:
        return index({"filler": self.table.get("hedge_fillers") or []}, last=True)

    @cached_property
    def ratios(self) -> Phrases:
        return index({"ratio": self.table["ratios"]}, last=False)

    @cached_property
    def ratios_before(self) -> Phrases:
        return index({"ratio": self.table.get("ratios_before") or []}, last=True)

    @cached_property
    def rates(self) -> Phrases:
        return index({"rate": self.table["rates"]}, last=False)

    @cached_property
    def factors(self) -> Phrases:
        return index({"factor": self.table.get("factors") or []}, last=True)

    @cached_property
    def divisors(self) -> Phrases:
        return index({"divisor": self.table.get("divisors") or []}, last=True)

    @cached_property
    def magnitudes(self) -> Phrases:
        return index({"magnitude": self.table.get("magnitudes") or []}, last=False)

    @cached_property
    def verbs_of_factors(self) -> dict[str, str]:
        """ "multiplied" of "multiplied by" -> "up"."""
        return {word: self.governors[word] for word in self.factor_words if word in self.governors}

    @cached_property
    def factor_words(self) -> frozenset[str]:
        """The first words of "factor of"."""
        return frozenset(words_of(phrase)[0] for phrase in self.table.get("factors") or ())

    @cached_property
    def intensifiers(self) -> Phrases:
        """What makes a hedge nearer or wider: "just over", "a little under"."""
        return index({"intensifier": self.table.get("hedge_intensifiers") or []}, last=True)

    @cached_property
    def shares(self) -> Phrases:
        return index({str(number): share["words"] for number, share in enumerate(self.table.get("shares") or ())}, last=False)

    @cached_property
    def single_units(self) -> frozenset[str]:
        return frozenset(squeeze(form) for form in self.table.get("single_units") or ())

    @cached_property
    def list_words(self) -> frozenset[str]:
        """What stands before an item of a list: comma, "and"."""
        return frozenset(self.table["lists"]["separators"]) | frozenset(self.table["lists"]["last"])

    @cached_property
    def list_within(self) -> frozenset[str]:
        """What can follow each item of a list: "in the first week"."""
        return self.words("lists", "within") | self.words("lists", "within_time")

    @cached_property
    def again(self) -> frozenset[tuple[str, ...]]:
        return frozenset(words_of(phrase) for phrase in self.table["lists"].get("again") or ())

    @cached_property
    def vague_before(self) -> Phrases:
        return index({"vague": self.table.get("vague_before") or []}, last=True)

    @cached_property
    def signals(self) -> frozenset[str]:
        """The words of which each quantity without digits has one, as its first word or after one of `leaders`."""
        table, articles = self.table, self.words("articles")
        found = set(self.numbers) | set(self.scales) | set(self.fractions) | set(self.verbs) | set(self.folds) | set(table["multipliers"])
        found |= set(table["multiplier_doubles"]) | self.words("vague_scales") | self.words("vague_starts") | set(table["ordinals"])
        phrases = [words for listed in self.shares.values() for words, _ in listed]
        phrases += [words_of(phrase) for phrase in (*(table.get("single_units") or ()), *(table.get("magnitudes") or ()))]
        phrases += [(word,) for word in table.get("ratio_every_other") or ()]
        return frozenset(found | {next((word for word in words if word not in articles), words[-1]) for words in phrases})

    @cached_property
    def leaders(self) -> frozenset[str]:
        """Words that begin a quantity only before others: "a third", "every fifth"."""
        return self.words("articles") | self.words("ratio_every") | self.words("decimal_words")

    def leads(self, tokens: Tokens, index: int) -> bool:
        """Whether the word at a token begins a quantity by what stands after it."""
        if tokens.low[index] not in self.leaders:
            return False
        return tokens.types[index + 1] == "n" or not self.signals.isdisjoint(tokens.low[index + 1 : index + _LED])

    def may_hold(self, text: str) -> bool:
        """Whether a text holds a digit, a fraction or a word without which nothing in it can be found.

        Most of what a page holds is labels and links with nothing to find: they need not be cut into tokens.
        """
        if DIGIT.search(text) or ROMAN.search(text):
            return True
        return not self.signals.isdisjoint(map(str.lower, WORD.findall(text)))

    def integer(self, words: tuple[str, ...]) -> int | None:
        """The value of number words, or None where they are no number: ("forty", "seven") -> 47."""
        found = self._integers.get(words, -1)
        if found == -1:
            phrase = " ".join(self.numbers.get(word, word) for word in words)
            found = value_of(phrase, self.code, self.values, self.scales, self.table.get("joiners") or ())
            if len(self._integers) < 10_000:
                self._integers[words] = found
        return found

    @cached_property
    def _integers(self) -> dict[tuple[str, ...], int | None]:
        return {}

    def __hash__(self) -> int:
        return hash(self.code)


@lru_cache
def language(code: str) -> Language:
    """The language with this code. Raises UnknownLanguage, or LanguageError where its file is malformed."""
    table = read(code)
    table["months_low"] = frozenset(month.lower() for month in table["months"])
    return Language(code, table)
