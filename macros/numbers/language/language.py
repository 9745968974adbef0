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
from macros.numbers.language.compounds import Compound, CompoundSplitter
from macros.numbers.language.language_file import LanguageError, Table, UnknownLanguage, list_codes, read_language_file
from macros.numbers.language.phrase_index import (
    Phrases,
    Words,
    compile_bracketed_pattern,
    compile_unit_pattern,
    index_phrases,
    split_phrase,
    squeeze_unit,
)
from macros.numbers.text.tokens import DIGIT, ROMAN, WORD, Tokens

__all__ = [
    "Language",
    "LanguageError",
    "Phrases",
    "UnknownLanguage",
    "Words",
    "list_codes",
    "load_language",
    "split_phrase",
    "squeeze_unit",
]

_Value = TypeVar("_Value")
_FOREIGN_PATTERN = r"[^\W\d_]{5,}|[^\W\d_]{3,} [^\W\d_]{4,}"
"""A word for percent long enough to be unambiguous in every language; "na sto" may be other words."""
_SIGNAL_REACH = 9
"""Tokens after an article searched for the word of its quantity ("a or-so percentage point")."""


@dataclass(frozen=True, eq=False)  # each is made once
class Language:
    """The words of one language. `table` is its file; the words needed at each token are kept as sets.

    `nouns` are those counted by figures. `compounds` is the splitter of compounds, if the tables hold compounds too.
    """

    code: str
    table: Table
    nouns: NounForms
    compounds: CompoundSplitter | None = None

    def get_words(self, key: str, inner: str | None = None) -> Words:
        """Return the single words under a key."""
        found = self._words_by_key.get((key, inner))
        if found is None:
            under = self.table.get(key) or {}
            found = self._words_by_key[key, inner] = frozenset(under if inner is None else under.get(inner) or ())
        return found

    @cached_property
    def _words_by_key(self) -> dict[tuple[str, str | None], frozenset[str]]:
        return {}

    @cached_property
    def vocabulary_words(self) -> Words:
        """Return every word of the file, for any purpose, and every number word."""
        found, stack = set(self.number_words), [value for key, value in self.table.items() if key not in ("writing", "name", "calendar")]
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
        named = (*self.get_words("references"), *self.get_words("reference_qualifiers"), *self.get_words("identifiers"))
        names = {part.lower() for word in named for part in WORD.findall(word)}
        return frozenset(word for word in self.vocabulary_words - names if len(word) > 1)

    @cached_property
    def compound_splitter(self) -> CompoundSplitter | None:
        """Return the splitter of compounds, for languages that join any of their number words."""
        if self.compounds or not self.table.get("joined_numbers"):
            return self.compounds
        return CompoundSplitter(
            self.table, self._listed_number_words, lambda words: compute_value(words, self.value_by_word, self.scale_by_word, ())
        )

    def find_compounds(self, words: list[str]) -> Words:
        """Find the words composed of number words and missing from every table."""
        return self.compound_splitter.find_compounds(words) if self.compound_splitter else frozenset()

    @cached_property
    def compound_language(self) -> Language:
        """Return the language with compounds in each table. It is slower, so it serves only texts with a compound."""
        return Language(self.code, self.table, self.nouns, self.compound_splitter)

    def _add_compounds(self, own: dict[str, _Value], kind: str, convert: Callable[[Compound], _Value]) -> dict[str, _Value]:
        return self.compounds.build_table(own, kind, convert) if self.compounds else own

    @cached_property
    def number_words(self) -> dict[str, str]:
        """Map a number word to the words of its value, the greater first: "fortyseven" -> "forty seven"."""
        return self._add_compounds(self._listed_number_words, "number", lambda made: made.apart)

    @cached_property
    def _listed_number_words(self) -> dict[str, str]:
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
    def value_by_word(self) -> dict[str, int]:
        """Map each single number word and scale word to its value."""
        plain = {word: int(value) for value, words in self.table["numbers"].items() for word in words}
        return {**plain, **self.scale_by_word}

    @property
    def word_for_one(self) -> str:
        """Return the first of the words for one."""
        return str(self.table["numbers"][1][0])

    @cached_property
    def scale_by_word(self) -> dict[str, int]:
        """Map each scale word to its size."""
        return dict(self.table["scales"])

    @cached_property
    def digit_scale_by_word(self) -> dict[str, int]:
        """Map the scale words after digits to their sizes, short forms included."""
        return {**self.scale_by_word, **(self.table.get("scales_short") or {})}

    @cached_property
    def scale_phrases(self) -> dict[str, list[tuple[tuple[str, ...], int]]]:
        """Map a first word to scales of several words, longest first: "miles de millones"."""
        found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for phrase, size in sorted((self.table.get("scale_phrases") or {}).items(), key=lambda item: -len(item[0])):
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((words, size))
        return found

    def find_capital_scale(self, written: str) -> int | None:
        """Return the scale of a capital after a number, alone or before a currency: "M", "MM", "MEUR", "kEUR"; "k" may be small."""
        letters, word = self.table.get("scales_letters") or {}, written.lower()
        if written[1:].isupper() and word[1:] in self.get_words("currencies"):
            return letters.get(word[0])
        return letters.get(word) if written.isupper() or word == "k" else None

    @cached_property
    def mixed_number_by_word(self) -> dict[str, tuple[Fraction, int]]:
        """Map words for a number and a part to value and scale: "anderthalb" -> 3/2, 1; "Viertelmillion" -> 250000, 1000000."""
        own = {word: (Fraction(str(value)), 1) for word, value in (self.table.get("mixed_numbers") or {}).items()}
        return self._add_compounds(own, "amount", lambda made: (made.value, made.scale))

    @cached_property
    def joined_units(self) -> dict[str, tuple[Fraction, str]]:
        """Map a number and unit in one word to its value and the unit's name: "zehnprozentige" -> (10, "percent")."""
        return self._add_compounds({}, "unit", lambda made: (made.value, made.unit))

    @cached_property
    def times_by_word(self) -> dict[str, Fraction]:
        """Map a number of times in one word to the number: "dreimal"."""
        return self._add_compounds({}, "times", lambda made: made.value)

    @cached_property
    def joined_parts(self) -> dict[str, tuple[Fraction, str]]:
        """Map a part of a unit in one word to its value and the unit's name: "Viertelprozentpunkt" -> (1/4, "points")."""
        return self._add_compounds({}, "part", lambda made: (made.value, made.unit))

    @cached_property
    def joined_shares(self) -> dict[str, Fraction]:
        """Map a part of a whole in one word to its value: "zweidrittel"."""
        return self._add_compounds({}, "share", lambda made: made.value)

    @cached_property
    def ordinal_by_word(self) -> dict[str, int]:
        """Map an ordinal to its number."""
        return self._add_compounds(self.table["ordinals"], "ordinal", lambda made: int(made.value))

    @cached_property
    def small_numbers(self) -> list[str]:
        """Return the number words up to a hundred, the parts of other words: "tenfold"."""
        return [
            word
            for word in self.number_words
            if not any(hundred in word and hundred != word for hundred in (*self.hundred_words, *self.scale_by_word))
        ]

    @cached_property
    def hundred_words(self) -> Words:
        """Return the words for a hundred."""
        return frozenset(self.table["numbers"].get(100, ()))

    @cached_property
    def fraction_by_word(self) -> dict[str, tuple[int, bool | None]]:
        """Map a fraction word to its denominator and to whether it is a plural; None for both ("Drittel")."""
        found: dict[str, tuple[int, bool | None]] = {}
        for under, forms in self.table["fractions"].items():
            one, many = frozenset(forms["one"]), frozenset(forms["many"])
            found |= {word: (int(under), None if word in one & many else word in many) for word in one | many}
        return self._add_compounds(found, "fraction", lambda made: (int(made.value), None))

    @cached_property
    def multiplier_by_verb(self) -> dict[str, tuple[Fraction, str]]:
        """Map a verb to its multiplier and direction: "doubled" -> (2, "up")."""
        own = {words[0]: meaning for words, meaning in self._multiplier_verbs if len(words) == 1}
        return self._add_compounds(own, "verb", lambda made: (made.value, "up"))

    @cached_property
    def verb_phrases(self) -> dict[str, list[tuple[tuple[str, ...], tuple[Fraction, str]]]]:
        """Map a first word to verbs of several words: "redujo a la mitad"."""
        found: dict[str, list[tuple[tuple[str, ...], tuple[Fraction, str]]]] = {}
        for words, meaning in self._multiplier_verbs:
            if len(words) > 1:
                found.setdefault(words[0], []).append((words, meaning))
        return found

    @cached_property
    def _multiplier_verbs(self) -> list[tuple[tuple[str, ...], tuple[Fraction, str]]]:
        return [
            (tuple(form.split()), (Fraction(str(value)), direction))
            for value, directions in self.table["verbs"].items()
            for direction, forms in directions.items()
            for form in forms
        ]

    @cached_property
    def fold_by_word(self) -> dict[str, Fraction]:
        """Map a fold word to its multiplier: "threefold" -> 3."""
        folds = self.table.get("folds") or ()
        sizes = self.scale_by_word | {
            word: self.parse_integer((word,)) or 0 for word in ([] if self.compound_splitter else self.small_numbers)
        }
        own = {word + fold: Fraction(size) for word, size in sizes.items() for fold in folds}
        return self._add_compounds(own, "fold", lambda made: made.value)

    @cached_property
    def direction_by_comparative(self) -> dict[str, str]:
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
    def direction_by_change_word(self) -> dict[str, str]:
        """Map verbs and nouns of change to "up" or "down"."""
        verbs = {word: way for way, kinds in self.table["directions"].items() for word in kinds["verbs"]}
        parted = self.table.get("separable") or {}
        verbs |= {part + verb: way for way, parts in parted.items() for part, forms in parts.items() for verb in forms}  # "zurückfiel"
        return verbs | self.direction_by_change_noun

    @cached_property
    def direction_by_change_noun(self) -> dict[str, str]:
        """Map nouns of change to "up" or "down"."""
        nouns = {word: way for way, kinds in self.table["directions"].items() for word in kinds["nouns"]}
        made = self.table.get("change_compounds") or {"before": (), "nouns": ()}
        return nouns | {before + noun: nouns[noun] for before in made["before"] for noun in made["nouns"]}

    @cached_property
    def participle_words(self) -> Words:
        """Return words of change that need an auxiliary: "ha reducido", but not "el tipo reducido"."""
        endings = tuple((self.table.get("participles") or {}).get("endings") or ())
        words = {*self.direction_by_change_word, *self.multiplier_by_verb} - set(self.direction_by_change_noun) if endings else ()
        return frozenset(word for word in words if word.endswith(endings))

    @cached_property
    def direction_by_particle(self) -> dict[str, str]:
        """Map particles of change to "up" or "down"."""
        return {word: way for way, kinds in self.table["directions"].items() for word in kinds["particles"]}

    @cached_property
    def basis_by_word(self) -> dict[str, str]:
        """Map a preposition to the basis of its number: by, from or to."""
        return {word: basis.partition("_or_")[0] for basis, forms in self.table["basis"].items() for word in forms}

    @cached_property
    def list_words(self) -> Words:
        """Return the words before an item of a list: comma, "and"."""
        return frozenset(self.table["lists"]["separators"]) | frozenset(self.table["lists"]["last"])

    @cached_property
    def range_words(self) -> Words:
        """Return the words between the two ends of a range: "46 to 51", "between 46 and 51"."""
        return self.get_words("ranges", "dashes") | self.get_words("ranges", "words") | self.get_words("ranges", "between_and")

    @cached_property
    def month_words(self) -> Words:
        """Return the names of the months in lower case."""
        return frozenset(month.lower() for month in self.table["months"])

    @cached_property
    def list_within(self) -> Words:
        """Return the words that can follow each item of a list: "in the first week"."""
        return self.get_words("lists", "within") | self.get_words("lists", "within_time")

    def parse_integer(self, words: tuple[str, ...]) -> int | None:
        """Return the value of number words, or None if they are no number: ("forty", "seven") -> 47."""
        found = self._integer_by_words.get(words, -1)
        if found == -1:
            apart = " ".join(self.number_words.get(word, word) for word in words).split()
            found = compute_value(apart, self.value_by_word, self.scale_by_word, self.table.get("joiners") or ())
            if len(self._integer_by_words) < 10_000:
                self._integer_by_words[words] = found
        return found

    @cached_property
    def _integer_by_words(self) -> dict[tuple[str, ...], int | None]:
        return {}

    @cached_property
    def unit_pattern(self) -> re.Pattern[str]:
        """Compile the pattern of a unit right after a number."""
        return compile_unit_pattern(self.unit_forms, self.table["plus_words"], self.hedge_by_infix, self.table.get("unit_not_before") or [])

    @cached_property
    def bracketed_unit_pattern(self) -> re.Pattern[str]:
        """Compile the pattern of a unit behind a bracket, a quotation mark or a dash."""
        return compile_bracketed_pattern(self.unit_forms, self.table.get("unit_not_before") or [])

    @cached_property
    def unit_forms(self) -> list[str]:
        """Return all written forms of all units."""
        return [form for unit in self.table["units"].values() for form in unit["words"]]

    @cached_property
    def hedge_by_infix(self) -> dict[str, str]:
        """Map a hedge between a number and its unit to its meaning."""
        return {word: says for says, words in (self.table.get("hedges_before_unit") or {}).items() for word in words}

    @cached_property
    def foreign_units(self) -> Phrases:
        """Map the last word to the words for percent of other languages: "pour cent". Short ones are left out as ambiguous."""
        return index_phrases([form for form in self.table["foreign_units"] if re.fullmatch(_FOREIGN_PATTERN, form)], last=True)

    @cached_property
    def unit_name_by_form(self) -> dict[str, str]:
        """Map a unit as written, squeezed ("percentagepoints"), to its name."""
        return {squeeze_unit(form): name for name, unit in self.table["units"].items() for form in unit["words"]}

    @cached_property
    def kind_by_unit_name(self) -> dict[str, str]:
        """Map a unit's name to its kind."""
        return {name: unit["kind"] for name, unit in self.table["units"].items()}

    @cached_property
    def weak_units(self) -> Words:
        """Return the units that are ordinary words too, squeezed."""
        return frozenset(squeeze_unit(form) for form in self.table.get("weak_units") or ())

    @cached_property
    def direction_by_factor_verb(self) -> dict[str, str]:
        """Map the verbs before a factor to "up" or "down": "multiplied" of "multiplied by"."""
        return {word: self.direction_by_change_word[word] for word in self.factor_words if word in self.direction_by_change_word}

    @cached_property
    def factor_words(self) -> Words:
        """Return the first words of phrases such as "factor of"."""
        return frozenset(split_phrase(phrase)[0] for phrase in self.table.get("factors") or ())

    @cached_property
    def share_phrases(self) -> Phrases:
        """Index the phrases for shares by their first word, each with the number of its entry."""
        return index_phrases({str(number): share["words"] for number, share in enumerate(self.table.get("shares") or ())}, last=False)

    @cached_property
    def single_units(self) -> Words:
        """Return the units that count one after an article, squeezed."""
        return frozenset(squeeze_unit(form) for form in self.table.get("single_units") or ())

    @cached_property
    def repeat_phrases(self) -> frozenset[tuple[str, ...]]:
        """Return the phrases before a quantity repeated after a comma."""
        return frozenset(split_phrase(phrase) for phrase in self.table["lists"].get("again") or ())

    @cached_property
    def bare_repeat_phrases(self) -> frozenset[tuple[str, ...]]:
        """Return the phrases before a quantity repeated without a comma: "oder gerundet"."""
        return frozenset(split_phrase(phrase) for phrase in self.table["lists"].get("again_bare") or ())

    @cached_property
    def verbs_again(self) -> tuple[str, ...]:
        """What stands for a verb that was said before, between spaces: "did so"."""
        return tuple(f" {phrase} " for phrase in self.table.get("verbs_again") or ())

    @cached_property
    def parts_of_verbs(self) -> Words:
        """The parts of verbs of change that stand at the end of their clause: "nahm zu"."""
        return frozenset(part for parts in (self.table.get("separable") or {}).values() for part in parts)

    @cached_property
    def signal_words(self) -> Words:
        """Return the words that mark quantities without digits. Each has one first or after one of `leading_words`."""
        table, articles = self.table, self.get_words("articles") | self.get_words("share_articles")
        found = (
            set(self.number_words)
            | set(self.scale_by_word)
            | set(self.fraction_by_word)
            | set(self.multiplier_by_verb)
            | set(self.fold_by_word)
            | set(table["multipliers"])
        )
        found |= set(table["multiplier_doubles"]) | set(self.ordinal_by_word)
        found |= self.foreign_units.keys()
        found |= frozenset().union(*map(self.get_words, ("tens_about", "tens_words", "vague_scales", "vague_starts", "small_scales")))
        phrases = [words for listed in self.share_phrases.values() for words, _ in listed]
        phrases += [split_phrase(phrase) for key in ("single_units", "magnitudes") for phrase in self.get_words(key)]
        phrases += [
            split_phrase(phrase)[:1] for key in ("vague_phrases", "zero_phrases", "ratio_every_other") for phrase in self.get_words(key)
        ]
        phrases += [(word,) for word in (*self.verb_phrases, *self.mixed_number_by_word)]
        return frozenset(found | {next((word for word in words if word not in articles), words[-1]) for words in phrases})

    @cached_property
    def leading_words(self) -> Words:
        """Return words that begin a quantity only before others: "a third", "every fifth"."""
        return (
            self.get_words("articles") | self.get_words("share_articles") | self.get_words("ratio_every") | self.get_words("decimal_words")
        )

    def can_begin_quantity(self, tokens: Tokens, index: int, signals: Words) -> bool:
        """Return True if the word at a token begins a quantity, by a digit or one of `signal_words` behind it."""
        if tokens.low[index] not in self.leading_words:
            return False
        return tokens.types[index + 1] == "n" or not signals.isdisjoint(tokens.low[index + 1 : index + _SIGNAL_REACH])

    def may_hold(self, text: str) -> bool:
        """Return True if a text holds a digit, a fraction or a signal word. Most labels and links do not and need no tokens."""
        if DIGIT.search(text) or ROMAN.search(text):
            return True
        words = [*map(str.lower, WORD.findall(text))]
        return not self.signal_words.isdisjoint(words) or bool(self.find_compounds(words))


@lru_cache
def load_language(code: str, nouns: Nouns = ()) -> Language:
    """Load a language with the nouns counted by figures. Raises UnknownLanguage, or LanguageError for a malformed file."""
    own = next((forms for forms in nouns if forms.lang == code), NounForms(code))
    return Language(code, load_language(code).table if nouns else read_language_file(code), own)


@lru_cache(maxsize=4096)
def has_lone_unit(text: str, code: str) -> bool:
    """Return True if a header names the unit of the cells below: "Change in %", but not "the 47% fall" with its own number."""
    lone, tokens = load_language(code).get_words("unit_apart", "lone"), Tokens(text)
    return any(word in lone and tokens.type(at - 1) != "n" for at, word in enumerate(tokens.low[: tokens.size]))


def has_bare_points(text: str, code: str) -> bool:
    """Return True if a text ends in bare points, perhaps of an index: "104.5 points". Raises like `load_language`."""
    return text.split()[-1].lower() in load_language(code).get_words("unit_apart", "lone_points")


def find_language_name(code: str) -> str:
    """Return the English name of a language. Raises like `load_language`."""
    return str(load_language(code).table.get("name", code))


def find_near_words(code: str) -> Words:
    """Return the words of hedges for near values: "nearly", "just over". Raises like `load_language`."""
    return load_language(code).get_words("just")


def stress_words(code: str) -> Words:
    """Return the hedges that may only stress a number: "no more than 58". Raises like `load_language`."""
    return load_language(code).get_words("stress")


@lru_cache(maxsize=1024)
def is_trailing_hedge(hedge: str, code: str) -> bool:
    """Return True if a hedge stands only behind its number: "or more". Raises like `load_language`."""
    table, said = load_language(code).table, split_phrase(hedge)
    before, after = (
        any(said == split_phrase(phrase) for phrases in table[key].values() for phrase in phrases or ())
        for key in ("hedges_before", "hedges_after")
    )
    return after and not before


def compute_value(words: Sequence[str], values: Mapping[str, int], scales: Collection[str], joiners: Collection[str]) -> int | None:
    """Return the value of the words of a number ("forty seven": 47), None if they are no number.

    A scale multiplies everything smaller before it ("mil doscientos millones": 1,200 million) and is added to anything greater.
    `value_by_word` has the values of the single words.
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
