"""The single words of a language, as the finder looks them up at each token."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product

from macros.numbers.lex import WORD
from macros.numbers.number_words import value_of


@dataclass(frozen=True, eq=False)  # each is made once
class Vocabulary:
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
    def vocabulary_words(self) -> frozenset[str]:
        """Every word of the file, whatever it is there for, and every number word."""
        found, stack = set(self.numbers), [value for key, value in self.table.items() if key not in ("writing", "name")]
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
    def common_words(self) -> frozenset[str]:
        """The words of the file that begin no name: "to", "were", "reports", but "page" and "TV" do."""
        named = (*self.words("references"), *self.words("reference_qualifiers"), *self.words("identifiers"))
        names = {part.lower() for word in named for part in WORD.findall(word)}
        return frozenset(word for word in self.vocabulary_words - names if len(word) > 1)

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Number word -> the words that make its value, the greater first: "fortyseven" -> "forty seven"."""
        values = {int(value): words for value, words in self.table["numbers"].items()}
        found = {word: words[0] for words in values.values() for word in words}
        parts = {
            # Of the words for one only the first is joined: "einundzwanzig".
            "unit": {word for value, words in values.items() if 1 <= value <= 9 for word in (words if value > 1 else words[:1])},
            "teen": {word for value, words in values.items() if 10 <= value <= 19 for word in words},
            "ten": {word for value, words in values.items() if 20 <= value <= 90 for word in words},
            "hundred": set(values.get(100, ())),
        }
        compounds = self.table.get("compounds") or {}
        below: set[str] = set()
        for name, patterns in compounds.items():
            made: set[str] = set()
            for pattern, apart in patterns.items():
                names = re.findall(r"\{(\w+)\}", pattern)
                for chosen in product(*(sorted(parts[name]) for name in names)):
                    joined = pattern.format(**dict(zip(names, chosen, strict=True)))
                    made.add(joined)
                    found.setdefault(joined, apart.format(**{name: found[word] for name, word in zip(names, chosen, strict=True)}))
            # Each class holds the one before it: "below_1000" is what "{below_1000}tausend" is made of.
            below |= made | (parts["hundred"] if below else parts["unit"] | parts["teen"] | parts["ten"])
            parts[name] = set(below)
        return found

    @cached_property
    def values(self) -> dict[str, int]:
        """Each number word and scale word alone -> its value."""
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
    def mixed(self) -> dict[str, Fraction]:
        """Words for a number and a part: "anderthalb" -> 3/2."""
        return {word: Fraction(str(value)) for word, value in (self.table.get("mixed_numbers") or {}).items()}

    @cached_property
    def joined_units(self) -> dict[str, tuple[int, str]]:
        """A number and its unit in one word -> its value and the unit's name: "zehnprozentige" -> (10, "percent")."""
        endings = [(ending, unit) for unit, forms in (self.table.get("joined_units") or {}).items() for ending in forms]
        return {word + ending: (self.integer((word,)), unit) for word in self.small_numbers for ending, unit in endings}

    @cached_property
    def small_numbers(self) -> list[str]:
        """The number words up to a hundred, of which other words are made: "tenfold"."""
        return [word for word in self.numbers if not any(hundred in word and hundred != word for hundred in (*self.hundreds, *self.scales))]

    @cached_property
    def hundreds(self) -> frozenset[str]:
        return frozenset(self.table["numbers"].get(100, ()))

    @cached_property
    def fractions(self) -> dict[str, tuple[int, bool | None]]:
        """Fraction word -> its denominator and whether it is a plural; None where it is both ("Drittel")."""
        found: dict[str, tuple[int, bool | None]] = {}
        for under, forms in self.table["fractions"].items():
            one, many = frozenset(forms["one"]), frozenset(forms["many"])
            found |= {word: (int(under), None if word in one & many else word in many) for word in one | many}
        return found

    @cached_property
    def verbs(self) -> dict[str, tuple[Fraction, str]]:
        """Verb -> its multiplier and direction: "doubled" -> (2, "up")."""
        return {words[0]: meaning for words, meaning in self._verbs if len(words) == 1}

    @cached_property
    def verb_phrases(self) -> dict[str, list[tuple[tuple[str, ...], tuple[Fraction, str]]]]:
        """First word -> verbs of several words: "redujo a la mitad"."""
        found: dict[str, list] = {}
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
    def folds(self) -> dict[str, int]:
        """ "threefold" -> 3."""
        folds = self.table.get("folds") or ()
        found = {word + fold: self.integer((word,)) for word in self.small_numbers for fold in folds}
        return found | {word + fold: size for word, size in self.scales.items() for fold in folds}

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
    def participles(self) -> frozenset[str]:
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
    def list_words(self) -> frozenset[str]:
        """What stands before an item of a list: comma, "and"."""
        return frozenset(self.table["lists"]["separators"]) | frozenset(self.table["lists"]["last"])

    @cached_property
    def list_within(self) -> frozenset[str]:
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
