"""One language: its file of words, validated, as frozen tables that the finder looks things up in."""

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
"""A word for percent that is another in no other language, as "na sto" may be."""
_LED = 9
"""Tokens from an article in which the word must stand that makes it a quantity ("a or-so percentage point")."""


@dataclass(frozen=True, eq=False)  # each is made once
class Language:
    """The words of one language. `table` is the file; what is looked up at each token is kept as sets.

    `nouns`: of what figures count. `compounds`: what the tables hold beside their own words.
    """

    code: str
    table: Table
    nouns: NounForms
    compounds: Compounds | None = None

    def words(self, key: str, inner: str | None = None) -> Words:
        """The single words under a key."""
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
        """Every word of the file, whatever it is there for, and every number word."""
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
        """The words of the file that begin no name: "to", "were", "reports", but "page" and "TV" do."""
        named = (*self.words("references"), *self.words("reference_qualifiers"), *self.words("identifiers"))
        names = {part.lower() for word in named for part in WORD.findall(word)}
        return frozenset(word for word in self.vocabulary_words - names if len(word) > 1)

    @cached_property
    def splitter(self) -> Compounds | None:
        """What splits the words that are made of number words, in languages that join any of them."""
        if self.compounds or not self.table.get("joined_numbers"):
            return self.compounds
        return Compounds(self.table, self._numbers, lambda words: value_of(words, self.values, self.scales, ()))

    def find_compounds(self, words: list[str]) -> Words:
        """Those of the words that are made of number words and stand in no table."""
        return self.splitter.find(words) if self.splitter else frozenset()

    @cached_property
    def compounded(self) -> Language:
        """The language with its compounds in each table: slower, so only for texts that have one."""
        return Language(self.code, self.table, self.nouns, self.splitter)

    def _with_compounds(self, own: dict[str, _Value], kind: str, convert: Callable[[Compound], _Value]) -> dict[str, _Value]:
        return self.compounds.table(own, kind, convert) if self.compounds else own

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Number word -> the words that make its value, the greater first: "fortyseven" -> "forty seven"."""
        return self._with_compounds(self._numbers, "number", lambda made: made.apart)

    @cached_property
    def _numbers(self) -> dict[str, str]:
        """Those that no rule is needed for, up to a hundred."""
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
        """Each number word and scale word alone -> its value."""
        plain = {word: int(value) for value, words in self.table["numbers"].items() for word in words}
        return {**plain, **self.scales}

    @property
    def one(self) -> str:
        """The first of the words for one."""
        return str(self.table["numbers"][1][0])

    @cached_property
    def scales(self) -> dict[str, int]:
        return dict(self.table["scales"])

    @cached_property
    def scales_digits(self) -> dict[str, int]:
        """Scale words after digits, with their short forms."""
        return {**self.scales, **(self.table.get("scales_short") or {})}

    @cached_property
    def scale_phrases(self) -> dict[str, list[tuple[tuple[str, ...], int]]]:
        """First word -> scales of several words, longest first: "miles de millones"."""
        found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for phrase, size in sorted((self.table.get("scale_phrases") or {}).items(), key=lambda item: -len(item[0])):
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((words, size))
        return found

    def capital_scale(self, written: str) -> int | None:
        """What a capital after a number multiplies it by, alone or before a currency: "M", "MM", "MEUR", "kEUR"; "k" needs no capital."""
        letters, word = self.table.get("scales_letters") or {}, written.lower()
        if written[1:].isupper() and word[1:] in self.words("currencies"):
            return letters.get(word[0])
        return letters.get(word) if written.isupper() or word == "k" else None

    @cached_property
    def mixed(self) -> dict[str, tuple[Fraction, int]]:
        """Words for a number and a part -> the value and the scale in it: "anderthalb" -> 3/2, 1; "Viertelmillion" -> 250000, 1000000."""
        own = {word: (Fraction(str(value)), 1) for word, value in (self.table.get("mixed_numbers") or {}).items()}
        return self._with_compounds(own, "amount", lambda made: (made.value, made.scale))

    @cached_property
    def joined_units(self) -> dict[str, tuple[Fraction, str]]:
        """A number and its unit in one word -> its value and the unit's name: "zehnprozentige" -> (10, "percent")."""
        return self._with_compounds({}, "unit", lambda made: (made.value, made.unit))

    @cached_property
    def times(self) -> dict[str, Fraction]:
        """A number of times in one word: "dreimal"."""
        return self._with_compounds({}, "times", lambda made: made.value)

    @cached_property
    def joined_parts(self) -> dict[str, tuple[Fraction, str]]:
        """A part of a unit in one word -> its value and the unit's name: "Viertelprozentpunkt" -> (1/4, "points")."""
        return self._with_compounds({}, "part", lambda made: (made.value, made.unit))

    @cached_property
    def joined_shares(self) -> dict[str, Fraction]:
        """A part of a whole in one word: "zweidrittel"."""
        return self._with_compounds({}, "share", lambda made: made.value)

    @cached_property
    def ordinals(self) -> dict[str, int]:
        """Ordinal -> its number."""
        return self._with_compounds(self.table["ordinals"], "ordinal", lambda made: int(made.value))

    @cached_property
    def small_numbers(self) -> list[str]:
        """The number words up to a hundred, of which other words are made: "tenfold"."""
        return [word for word in self.numbers if not any(hundred in word and hundred != word for hundred in (*self.hundreds, *self.scales))]

    @cached_property
    def hundreds(self) -> Words:
        return frozenset(self.table["numbers"].get(100, ()))

    @cached_property
    def fractions(self) -> dict[str, tuple[int, bool | None]]:
        """Fraction word -> its denominator and whether it is a plural; None where it is both ("Drittel")."""
        found: dict[str, tuple[int, bool | None]] = {}
        for under, forms in self.table["fractions"].items():
            one, many = frozenset(forms["one"]), frozenset(forms["many"])
            found |= {word: (int(under), None if word in one & many else word in many) for word in one | many}
        return self._with_compounds(found, "fraction", lambda made: (int(made.value), None))

    @cached_property
    def verbs(self) -> dict[str, tuple[Fraction, str]]:
        """Verb -> its multiplier and direction: "doubled" -> (2, "up")."""
        own = {words[0]: meaning for words, meaning in self._verbs if len(words) == 1}
        return self._with_compounds(own, "verb", lambda made: (made.value, "up"))

    @cached_property
    def verb_phrases(self) -> dict[str, list[tuple[tuple[str, ...], tuple[Fraction, str]]]]:
        """First word -> verbs of several words: "redujo a la mitad"."""
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
        """ "threefold" -> 3."""
        folds = self.table.get("folds") or ()
        sizes = self.scales | {word: self.integer((word,)) or 0 for word in ([] if self.splitter else self.small_numbers)}
        own = {word + fold: Fraction(size) for word, size in sizes.items() for fold in folds}
        return self._with_compounds(own, "fold", lambda made: made.value)

    @cached_property
    def comparatives(self) -> dict[str, str]:
        """Words of comparison -> "up" or "down": "more"."""
        return {word: direction for direction, forms in self.table["comparatives"].items() for word in forms if " " not in word}

    @cached_property
    def comparative_phrases(self) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        """First word -> comparisons of several words, longest first: "más bajo"."""
        found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for direction, forms in self.table["comparatives"].items():
            for words in (tuple(form.split()) for form in forms if " " in form):
                found.setdefault(words[0], []).append((words, direction))
        return found

    @cached_property
    def governors(self) -> dict[str, str]:
        """Verbs and nouns of change -> "up" or "down"."""
        return {word: way for way, kinds in self.table["directions"].items() for kind in ("verbs", "nouns") for word in kinds[kind]}

    @cached_property
    def change_nouns(self) -> dict[str, str]:
        return {word: way for way, kinds in self.table["directions"].items() for word in kinds["nouns"]}

    @cached_property
    def participles(self) -> Words:
        """Words of change that are one only after an auxiliary: "ha reducido", but "el tipo reducido"."""
        endings = tuple((self.table.get("participles") or {}).get("endings") or ())
        words = {*self.governors, *self.verbs} - set(self.change_nouns) if endings else ()
        return frozenset(word for word in words if word.endswith(endings))

    @cached_property
    def particles(self) -> dict[str, str]:
        return {word: way for way, kinds in self.table["directions"].items() for word in kinds["particles"]}

    @cached_property
    def basis(self) -> dict[str, str]:
        return {word: basis.partition("_or_")[0] for basis, forms in self.table["basis"].items() for word in forms}

    @cached_property
    def list_words(self) -> Words:
        """What stands before an item of a list: comma, "and"."""
        return frozenset(self.table["lists"]["separators"]) | frozenset(self.table["lists"]["last"])

    @cached_property
    def range_words(self) -> Words:
        """What stands between the two ends of a range: "46 to 51", "between 46 and 51"."""
        return self.words("ranges", "dashes") | self.words("ranges", "words") | self.words("ranges", "between_and")

    @cached_property
    def months(self) -> Words:
        """The months as they are looked for."""
        return frozenset(month.lower() for month in self.table["months"])

    @cached_property
    def list_within(self) -> Words:
        """What can follow each item of a list: "in the first week"."""
        return self.words("lists", "within") | self.words("lists", "within_time")

    def integer(self, words: tuple[str, ...]) -> int | None:
        """The value of number words, or None where they are no number: ("forty", "seven") -> 47."""
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
    def foreign_units(self) -> Phrases:
        """The words for percent that other languages alone have, by their last: "pour cent"; none so short that it may be another."""
        return index([form for form in self.table["foreign_units"] if re.fullmatch(_FOREIGN, form)], last=True)

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """A unit as written, squeezed ("percentagepoints") -> its name."""
        return {squeeze(form): name for name, unit in self.table["units"].items() for form in unit["words"]}

    @cached_property
    def unit_kinds(self) -> dict[str, str]:
        return {name: unit["kind"] for name, unit in self.table["units"].items()}

    @cached_property
    def weak_units(self) -> Words:
        return frozenset(squeeze(form) for form in self.table.get("weak_units") or ())

    @cached_property
    def verbs_of_factors(self) -> dict[str, str]:
        """ "multiplied" of "multiplied by" -> "up"."""
        return {word: self.governors[word] for word in self.factor_words if word in self.governors}

    @cached_property
    def factor_words(self) -> Words:
        """The first words of "factor of"."""
        return frozenset(words_of(phrase)[0] for phrase in self.table.get("factors") or ())

    @cached_property
    def shares(self) -> Phrases:
        return index({str(number): share["words"] for number, share in enumerate(self.table.get("shares") or ())}, last=False)

    @cached_property
    def single_units(self) -> Words:
        return frozenset(squeeze(form) for form in self.table.get("single_units") or ())

    @cached_property
    def again(self) -> frozenset[tuple[str, ...]]:
        return frozenset(words_of(phrase) for phrase in self.table["lists"].get("again") or ())

    @cached_property
    def again_bare(self) -> frozenset[tuple[str, ...]]:
        """What says a quantity again without a comma: "oder gerundet"."""
        return frozenset(words_of(phrase) for phrase in self.table["lists"].get("again_bare") or ())

    @cached_property
    def signals(self) -> Words:
        """The words of which each quantity without digits has one, as its first word or after one of `leaders`."""
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
        """Words that begin a quantity only before others: "a third", "every fifth"."""
        return self.words("articles") | self.words("share_articles") | self.words("ratio_every") | self.words("decimal_words")

    def leads(self, tokens: Tokens, index: int, signals: Words) -> bool:
        """Whether the word at a token begins a quantity by what stands after it, a digit or one of `signals`."""
        if tokens.low[index] not in self.leaders:
            return False
        return tokens.types[index + 1] == "n" or not signals.isdisjoint(tokens.low[index + 1 : index + _LED])

    def may_hold(self, text: str) -> bool:
        """Whether a text holds a digit, a fraction or a word without which nothing in it can be found.

        Most of what a page holds is labels and links with nothing to find: they need not be cut into tokens.
        """
        if DIGIT.search(text) or ROMAN.search(text):
            return True
        words = [*map(str.lower, WORD.findall(text))]
        return not self.signals.isdisjoint(words) or bool(self.find_compounds(words))


@lru_cache
def language(code: str, nouns: Nouns = ()) -> Language:
    """The language with this code, and the nouns of what figures count. Raises UnknownLanguage, or LanguageError where its file is
    malformed."""
    own = next((forms for forms in nouns if forms.lang == code), NounForms(code))
    return Language(code, language(code).table if nouns else read(code), own)


@lru_cache(maxsize=4096)
def names_unit(text: str, code: str) -> bool:
    """Whether a header or a caption says the unit of what stands under it: "Change in %", but "the 47% fall" has its own number."""
    lone, tokens = language(code).words("unit_apart", "lone"), Tokens(text)
    return any(word in lone and tokens.type(at - 1) != "n" for at, word in enumerate(tokens.low[: tokens.size]))


def stands_alone(text: str, code: str) -> bool:
    """Whether a number is in points of nothing: "104.5 points", which can be those of an index. Errors as `language`."""
    return text.split()[-1].lower() in language(code).words("unit_apart", "lone_points")


def language_name(code: str) -> str:
    """The English name of a language. Errors as `language`."""
    return str(language(code).table.get("name", code))


def just_words(code: str) -> Words:
    """The words of a hedge that say that the value is near: "nearly", "just over". Errors as `language`."""
    return language(code).words("just")


@lru_cache(maxsize=1024)
def stands_behind(hedge: str, code: str) -> bool:
    """Return True if a hedge stands behind its number only: "or more". Errors as `language`."""
    table, said = language(code).table, words_of(hedge)
    before, after = (
        any(said == words_of(phrase) for phrases in table[key].values() for phrase in phrases or ())
        for key in ("hedges_before", "hedges_after")
    )
    return after and not before


def value_of(words: Sequence[str], values: Mapping[str, int], scales: Collection[str], joiners: Collection[str]) -> int | None:
    """Return the value of the words of a number ("forty seven": 47), None where they are no number.

    A scale multiplies all that is smaller before it ("mil doscientos millones": 1,200 million), and adds to what is greater. values: of
    the single words.
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
