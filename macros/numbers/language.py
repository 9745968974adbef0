"""One language: the words of its file, as frozen lookup tables for the finder."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import product
from typing import TypeVar

from macros.base.noun_forms import NounForms, Nouns
from macros.numbers.compounds import Compound, Compounds
from macros.numbers.languagefile import LanguageError, Table, UnknownLanguage, known, read
from macros.numbers.lex import DIGIT, ROMAN, WORD, Tokens
from macros.numbers.phrases import Phrases, Words, bracketed_pattern, index, squeeze, unit_pattern, words_of

__all__ = ["Language", "LanguageError", "Phrases", "UnknownLanguage", "Words", "known", "language", "squeeze", "words_of"]

_Value = TypeVar("_Value")
_FOREIGN = r"[^\W\d_]{5,}|[^\W\d_]{3,} [^\W\d_]{4,}"
"""A word for percent long enough to be unambiguous in every language; "na sto" may be other words."""
_LED = 9
"""Tokens after an article searched for the word of its quantity ("a or-so percentage point")."""


@dataclass(frozen=True, eq=False)  # each is made once
class Language:
    """The words of one language. `table` is its file; the words needed at each token are kept as sets.

    `nouns` are those counted by figures. `compounds` is the splitter of compounds, if the tables hold compounds too.
    """

    code: str
    table: Table
    nouns: NounForms
    compounds: Compounds | None = None

    def words(self, key: str, inner: str | None = None) -> Words:
        """Return the single words under a key."""
        found = self._words.get((key, inner))
        if found is None:
            under = self.table.get(key) or {}
            found = self._words[key, inner] = frozenset(under if inner is None else under.get(inner) or ())
        return found

    @cached_property
    def _words(self) -> dict[tuple[str, str | None], frozenset[str]]:
        return {}

    @cached_property
    def vocabulary_words(self) -> Words:
        """Return every word of the file, for any purpose, and every number word."""
        found, stack = set(self.numbers), [value for key, value in self.table.items() if key not in ("writing", "name", "calendar")]
        stack += self.nouns[1:]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                found.update(map(str.lower, WORD.findall(item)))
            elif isinstance(item, dict):
                stack += [*item.keys(), *item.values()]
            elif isinstance(item, list | tuple | frozenset):
                stack += item
        return frozenset(found)

    @cached_property
    def common_words(self) -> Words:
        """Return the words of the file that begin no name: "to", "were", "reports", but not "page" or "TV"."""
        named = (*self.words("references"), *self.words("reference_qualifiers"), *self.words("identifiers"))
        names = {part.lower() for word in named for part in WORD.findall(word)}
        return frozenset(word for word in self.vocabulary_words - names if len(word) > 1)

    @cached_property
    def splitter(self) -> Compounds | None:
        """Return the splitter of compounds, for languages that join any of their number words."""
        if self.compounds or not self.table.get("joined_numbers"):
            return self.compounds
        return Compounds(self.table, self._numbers, lambda words: value_of(words, self.values, self.scales, ()))

    def find_compounds(self, words: list[str]) -> Words:
        """Find the words composed of number words and missing from every table."""
        return self.splitter.find(words) if self.splitter else frozenset()

    @cached_property
    def compounded(self) -> Language:
        """Return the language with compounds in each table. It is slower, so it serves only texts with a compound."""
        return Language(self.code, self.table, self.nouns, self.splitter)

    def _with_compounds(self, own: dict[str, _Value], kind: str, convert: Callable[[Compound], _Value]) -> dict[str, _Value]:
        return self.compounds.table(own, kind, convert) if self.compounds else own

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Map a number word to the words of its value, the greater first: "fortyseven" -> "forty seven"."""
        return self._with_compounds(self._numbers, "number", lambda made: made.apart)

    @cached_property
    def _numbers(self) -> dict[str, str]:
        """Map the number words up to a hundred, which need no splitter."""
        values = {int(value): words for value, words in self.table["numbers"].items()}
        found = {word: words[0] for words in values.values() for word in words}
        parts = {
            # Of the words for one only the first is joined: "einundzwanzig".
            "unit": [word for value, words in values.items() if 1 <= value <= 9 for word in (words if value > 1 else words[:1])],
            "ten": [word for value, words in values.items() if 20 <= value <= 90 for word in words],
        }
        for pattern, apart in (self.table.get("compounds") or {}).items():
            names = re.findall(r"\{(\w+)\}", pattern)
            for chosen in product(*(parts[name] for name in names)):
                joined = pattern.format(**dict(zip(names, chosen, strict=True)))
                found.setdefault(joined, apart.format(**{name: found[word] for name, word in zip(names, chosen, strict=True)}))
        return found

    @cached_property
    def values(self) -> dict[str, int]:
        """Map each single number word and scale word to its value."""
        plain = {word: int(value) for value, words in self.table["numbers"].items() for word in words}
        return {**plain, **self.scales}

    @property
    def one(self) -> str:
        """Return the first of the words for one."""
        return str(self.table["numbers"][1][0])

    @cached_property
    def scales(self) -> dict[str, int]:
        """Map each scale word to its size."""
        return dict(self.table["scales"])

    @cached_property
    def scales_digits(self) -> dict[str, int]:
        """Map the scale words after digits to their sizes, short forms included."""
        return {**self.scales, **(self.table.get("scales_short") or {})}

    @cached_property
    def scale_phrases(self) -> dict[str, list[tuple[tuple[str, ...], int]]]:
        """Map a first word to scales of several words, longest first: "miles de millones"."""
        found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for phrase, size in sorted((self.table.get("scale_phrases") or {}).items(), key=lambda item: -len(item[0])):
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((words, size))
        return found

    def capital_scale(self, written: str) -> int | None:
        """Return the scale of a capital after a number, alone or before a currency: "M", "MM", "MEUR", "kEUR"; "k" may be small."""
        letters, word = self.table.get("scales_letters") or {}, written.lower()
        if written[1:].isupper() and word[1:] in self.words("currencies"):
            return letters.get(word[0])
        return letters.get(word) if written.isupper() or word == "k" else None

    @cached_property
    def mixed(self) -> dict[str, tuple[Fraction, int]]:
        """Map words for a number and a part to value and scale: "anderthalb" -> 3/2, 1; "Viertelmillion" -> 250000, 1000000."""
        own = {word: (Fraction(str(value)), 1) for word, value in (self.table.get("mixed_numbers") or {}).items()}
        return self._with_compounds(own, "amount", lambda made: (made.value, made.scale))

    @cached_property
    def joined_units(self) -> dict[str, tuple[Fraction, str]]:
        """Map a number and unit in one word to its value and the unit's name: "zehnprozentige" -> (10, "percent")."""
        return self._with_compounds({}, "unit", lambda made: (made.value, made.unit))

    @cached_property
    def times(self) -> dict[str, Fraction]:
        """Map a number of times in one word to the number: "dreimal"."""
        return self._with_compounds({}, "times", lambda made: made.value)

    @cached_property
    def joined_parts(self) -> dict[str, tuple[Fraction, str]]:
        """Map a part of a unit in one word to its value and the unit's name: "Viertelprozentpunkt" -> (1/4, "points")."""
        return self._with_compounds({}, "part", lambda made: (made.value, made.unit))

    @cached_property
    def joined_shares(self) -> dict[str, Fraction]:
        """Map a part of a whole in one word to its value: "zweidrittel"."""
        return self._with_compounds({}, "share", lambda made: made.value)

    @cached_property
    def ordinals(self) -> dict[str, int]:
        """Map an ordinal to its number."""
        return self._with_compounds(self.table["ordinals"], "ordinal", lambda made: int(made.value))

    @cached_property
    def small_numbers(self) -> list[str]:
        """Return the number words up to a hundred, the parts of other words: "tenfold"."""
        return [word for word in self.numbers if not any(hundred in word and hundred != word for hundred in (*self.hundreds, *self.scales))]

    @cached_property
    def hundreds(self) -> Words:
        """Return the words for a hundred."""
        return frozenset(self.table["numbers"].get(100, ()))

    @cached_property
    def fractions(self) -> dict[str, tuple[int, bool | None]]:
        """Map a fraction word to its denominator and to whether it is a plural; None for both ("Drittel")."""
        found: dict[str, tuple[int, bool | None]] = {}
        for under, forms in self.table["fractions"].items():
            one, many = frozenset(forms["one"]), frozenset(forms["many"])
            found |= {word: (int(under), None if word in one & many else word in many) for word in one | many}
        return self._with_compounds(found, "fraction", lambda made: (int(made.value), None))

    @cached_property
    def verbs(self) -> dict[str, tuple[Fraction, str]]:
        """Map a verb to its multiplier and direction: "doubled" -> (2, "up")."""
        own = {words[0]: meaning for words, meaning in self._verbs if len(words) == 1}
        return self._with_compounds(own, "verb", lambda made: (made.value, "up"))

    @cached_property
    def verb_phrases(self) -> dict[str, list[tuple[tuple[str, ...], tuple[Fraction, str]]]]:
        """Map a first word to verbs of several words: "redujo a la mitad"."""
        found: dict[str, list[tuple[tuple[str, ...], tuple[Fraction, str]]]] = {}
        for words, meaning in self._verbs:
            if len(words) > 1:
                found.setdefault(words[0], []).append((words, meaning))
        return found

    @cached_property
    def _verbs(self) -> list[tuple[tuple[str, ...], tuple[Fraction, str]]]:
        return [
            (tuple(form.split()), (Fraction(str(value)), direction))
            for value, directions in self.table["verbs"].items()
            for direction, forms in directions.items()
            for form in forms
        ]

    @cached_property
    def folds(self) -> dict[str, Fraction]:
        """Map a fold word to its multiplier: "threefold" -> 3."""
        folds = self.table.get("folds") or ()
        sizes = self.scales | {word: self.integer((word,)) or 0 for word in ([] if self.splitter else self.small_numbers)}
        own = {word + fold: Fraction(size) for word, size in sizes.items() for fold in folds}
        return self._with_compounds(own, "fold", lambda made: made.value)

    @cached_property
    def comparatives(self) -> dict[str, str]:
        """Map a word of comparison to "up" or "down": "more"."""
        return {word: direction for direction, forms in self.table["comparatives"].items() for word in forms if " " not in word}

    @cached_property
    def comparative_phrases(self) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        """Map a first word to comparisons of several words, longest first: "más bajo"."""
        found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for direction, forms in self.table["comparatives"].items():
            for words in (tuple(form.split()) for form in forms if " " in form):
                found.setdefault(words[0], []).append((words, direction))
        return found

    @cached_property
    def governors(self) -> dict[str, str]:
        """Map verbs and nouns of change to "up" or "down"."""
        verbs = {word: way for way, kinds in self.table["directions"].items() for word in kinds["verbs"]}
        parted = self.table.get("separable") or {}
        verbs |= {part + verb: way for way, parts in parted.items() for part, forms in parts.items() for verb in forms}  # "zurückfiel"
        return verbs | self.change_nouns

    @cached_property
    def change_nouns(self) -> dict[str, str]:
        nouns = {word: way for way, kinds in self.table["directions"].items() for word in kinds["nouns"]}
        made = self.table.get("change_compounds") or {"before": (), "nouns": ()}
        return nouns | {before + noun: nouns[noun] for before in made["before"] for noun in made["nouns"]}

    @cached_property
    def participles(self) -> Words:
        """Return words of change that need an auxiliary: "ha reducido", but not "el tipo reducido"."""
        endings = tuple((self.table.get("participles") or {}).get("endings") or ())
        words = {*self.governors, *self.verbs} - set(self.change_nouns) if endings else ()
        return frozenset(word for word in words if word.endswith(endings))

    @cached_property
    def particles(self) -> dict[str, str]:
        """Map particles of change to "up" or "down"."""
        return {word: way for way, kinds in self.table["directions"].items() for word in kinds["particles"]}

    @cached_property
    def basis(self) -> dict[str, str]:
        """Map a preposition to the basis of its number: by, from or to."""
        return {word: basis.partition("_or_")[0] for basis, forms in self.table["basis"].items() for word in forms}

    @cached_property
    def list_words(self) -> Words:
        """Return the words before an item of a list: comma, "and"."""
        return frozenset(self.table["lists"]["separators"]) | frozenset(self.table["lists"]["last"])

    @cached_property
    def range_words(self) -> Words:
        """Return the words between the two ends of a range: "46 to 51", "between 46 and 51"."""
        return self.words("ranges", "dashes") | self.words("ranges", "words") | self.words("ranges", "between_and")

    @cached_property
    def months(self) -> Words:
        """Return the names of the months in lower case."""
        return frozenset(month.lower() for month in self.table["months"])

    @cached_property
    def list_within(self) -> Words:
        """Return the words that can follow each item of a list: "in the first week"."""
        return self.words("lists", "within") | self.words("lists", "within_time")

    def integer(self, words: tuple[str, ...]) -> int | None:
        """Return the value of number words, or None if they are no number: ("forty", "seven") -> 47."""
        found = self._integers.get(words, -1)
        if found == -1:
            apart = " ".join(self.numbers.get(word, word) for word in words).split()
            found = value_of(apart, self.values, self.scales, self.table.get("joiners") or ())
            if len(self._integers) < 10_000:
                self._integers[words] = found
        return found

    @cached_property
    def _integers(self) -> dict[tuple[str, ...], int | None]:
        return {}

    @cached_property
    def unit(self) -> re.Pattern[str]:
        """Compile the pattern of a unit right after a number."""
        return unit_pattern(self.unit_forms, self.table["plus_words"], self.odd_words, self.table.get("unit_not_before") or [])

    @cached_property
    def unit_bracketed(self) -> re.Pattern[str]:
        """Compile the pattern of a unit behind a bracket, a quotation mark or a dash."""
        return bracketed_pattern(self.unit_forms, self.table.get("unit_not_before") or [])

    @cached_property
    def unit_forms(self) -> list[str]:
        """Return all written forms of all units."""
        return [form for unit in self.table["units"].values() for form in unit["words"]]

    @cached_property
    def odd_words(self) -> dict[str, str]:
        """Map a hedge between a number and its unit to its meaning."""
        return {word: says for says, words in (self.table.get("hedges_before_unit") or {}).items() for word in words}

    @cached_property
    def foreign_units(self) -> Phrases:
        """Map the last word to the words for percent of other languages: "pour cent". Short ones are left out as ambiguous."""
        return index([form for form in self.table["foreign_units"] if re.fullmatch(_FOREIGN, form)], last=True)

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """Map a unit as written, squeezed ("percentagepoints"), to its name."""
        return {squeeze(form): name for name, unit in self.table["units"].items() for form in unit["words"]}

    @cached_property
    def unit_kinds(self) -> dict[str, str]:
        """Map a unit's name to its kind."""
        return {name: unit["kind"] for name, unit in self.table["units"].items()}

    @cached_property
    def weak_units(self) -> Words:
        """Return the units that are ordinary words too, squeezed."""
        return frozenset(squeeze(form) for form in self.table.get("weak_units") or ())

    @cached_property
    def verbs_of_factors(self) -> dict[str, str]:
        """Map the verbs before a factor to "up" or "down": "multiplied" of "multiplied by"."""
        return {word: self.governors[word] for word in self.factor_words if word in self.governors}

    @cached_property
    def factor_words(self) -> Words:
        """Return the first words of phrases such as "factor of"."""
        return frozenset(words_of(phrase)[0] for phrase in self.table.get("factors") or ())

    @cached_property
    def shares(self) -> Phrases:
        """Index the phrases for shares by their first word, each with the number of its entry."""
        return index({str(number): share["words"] for number, share in enumerate(self.table.get("shares") or ())}, last=False)

    @cached_property
    def single_units(self) -> Words:
        """Return the units that count one after an article, squeezed."""
        return frozenset(squeeze(form) for form in self.table.get("single_units") or ())

    @cached_property
    def again(self) -> frozenset[tuple[str, ...]]:
        """Return the phrases before a quantity repeated after a comma."""
        return frozenset(words_of(phrase) for phrase in self.table["lists"].get("again") or ())

    @cached_property
    def again_bare(self) -> frozenset[tuple[str, ...]]:
        """Return the phrases before a quantity repeated without a comma: "oder gerundet"."""
        return frozenset(words_of(phrase) for phrase in self.table["lists"].get("again_bare") or ())

    @cached_property
    def verbs_again(self) -> tuple[str, ...]:
        """What stands for a verb that was said before, between spaces: "did so"."""
        return tuple(f" {phrase} " for phrase in self.table.get("verbs_again") or ())

    @cached_property
    def parts_of_verbs(self) -> Words:
        """The parts of verbs of change that stand at the end of their clause: "nahm zu"."""
        return frozenset(part for parts in (self.table.get("separable") or {}).values() for part in parts)

    @cached_property
    def signals(self) -> Words:
        """Return the words that mark quantities without digits. Each has one first or after one of `leaders`."""
        table, articles = self.table, self.words("articles") | self.words("share_articles")
        found = set(self.numbers) | set(self.scales) | set(self.fractions) | set(self.verbs) | set(self.folds) | set(table["multipliers"])
        found |= set(table["multiplier_doubles"]) | set(self.ordinals)
        found |= self.foreign_units.keys()
        found |= frozenset().union(*map(self.words, ("tens_about", "tens_words", "vague_scales", "vague_starts", "small_scales")))
        phrases = [words for listed in self.shares.values() for words, _ in listed]
        phrases += [words_of(phrase) for key in ("single_units", "magnitudes") for phrase in self.words(key)]
        phrases += [words_of(phrase)[:1] for key in ("vague_phrases", "zero_phrases", "ratio_every_other") for phrase in self.words(key)]
        phrases += [(word,) for word in (*self.verb_phrases, *self.mixed)]
        return frozenset(found | {next((word for word in words if word not in articles), words[-1]) for words in phrases})

    @cached_property
    def leaders(self) -> Words:
        """Return words that begin a quantity only before others: "a third", "every fifth"."""
        return self.words("articles") | self.words("share_articles") | self.words("ratio_every") | self.words("decimal_words")

    def leads(self, tokens: Tokens, index: int, signals: Words) -> bool:
        """Return True if the word at a token begins a quantity, by a digit or one of `signals` behind it."""
        if tokens.low[index] not in self.leaders:
            return False
        return tokens.types[index + 1] == "n" or not signals.isdisjoint(tokens.low[index + 1 : index + _LED])

    def may_hold(self, text: str) -> bool:
        """Return True if a text holds a digit, a fraction or a signal word. Most labels and links do not and need no tokens."""
        if DIGIT.search(text) or ROMAN.search(text):
            return True
        words = [*map(str.lower, WORD.findall(text))]
        return not self.signals.isdisjoint(words) or bool(self.find_compounds(words))


@lru_cache
def language(code: str, nouns: Nouns = ()) -> Language:
    """Load a language with the nouns counted by figures. Raises UnknownLanguage, or LanguageError for a malformed file."""
    own = next((forms for forms in nouns if forms.lang == code), NounForms(code))
    return Language(code, language(code).table if nouns else read(code), own)


@lru_cache(maxsize=4096)
def names_unit(text: str, code: str) -> bool:
    """Return True if a header names the unit of the cells below: "Change in %", but not "the 47% fall" with its own number."""
    lone, tokens = language(code).words("unit_apart", "lone"), Tokens(text)
    return any(word in lone and tokens.type(at - 1) != "n" for at, word in enumerate(tokens.low[: tokens.size]))


def stands_alone(text: str, code: str) -> bool:
    """Return True if a text ends in bare points, perhaps of an index: "104.5 points". Raises like `language`."""
    return text.split()[-1].lower() in language(code).words("unit_apart", "lone_points")


def language_name(code: str) -> str:
    """Return the English name of a language. Raises like `language`."""
    return str(language(code).table.get("name", code))


def just_words(code: str) -> Words:
    """Return the words of hedges for near values: "nearly", "just over". Raises like `language`."""
    return language(code).words("just")


def stress_words(code: str) -> Words:
    """The hedges that may say no side but stress how much or how little it is: "no more than 58". Errors as `language`."""
    return language(code).words("stress")


@lru_cache(maxsize=1024)
def stands_behind(hedge: str, code: str) -> bool:
    """Return True if a hedge stands only behind its number: "or more". Raises like `language`."""
    table, said = language(code).table, words_of(hedge)
    before, after = (
        any(said == words_of(phrase) for phrases in table[key].values() for phrase in phrases or ())
        for key in ("hedges_before", "hedges_after")
    )
    return after and not before


def value_of(words: Sequence[str], values: Mapping[str, int], scales: Collection[str], joiners: Collection[str]) -> int | None:
    """Return the value of the words of a number ("forty seven": 47), None if they are no number.

    A scale multiplies everything smaller before it ("mil doscientos millones": 1,200 million) and is added to anything greater.
    `values` has the values of the single words.
    """
    parts: list[tuple[int, int]] = []  # amounts with their scales, the greater first
    current = 0
    previous: int | None = None
    for word in words:
        if word in joiners and previous is not None:
            continue
        value = values.get(word)
        if value is None:
            return None
        if value >= 1000 or word in scales:
            while parts and parts[-1][1] < value:
                current += parts.pop()[0]
            if previous is not None and current == 0:
                return None
            current = (current or 1) * value
            if parts and current >= parts[-1][1]:
                return None
            parts.append((current, value))
            current = 0
        elif value == 100:
            if current > 99:
                return None
            current = (current or 1) * 100
        elif previous is not None and not (previous >= 100 or (20 <= previous < 100 and 0 < value < 10)):
            return None
        else:
            current += value
        previous = value
    return sum(amount for amount, _ in parts) + current if previous is not None else None
