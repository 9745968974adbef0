"""The words for the codes and measures of a table.

If words of one dimension overlap, the longest match wins: "Northern Ireland" does not name Ireland. An unknown word also names a code if it
begins like a one-word name of the code: a cardiologist belongs to cardiology.
"""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from macros.datapackage import Resource
from macros.interface import words
from macros.numbers.language import language
from macros.structure import Code, DataStructure, Groups, Measure

MEASURE = ""
"""The slot of the measures, beside those of the dimensions."""
_TOKEN = re.compile(r"\w+|[^\w\s]")
_SPACES = str.maketrans("\t\n\r\u00a0\u202f\u2009-\u2019", " " * 7 + "'")
_SHORTEST = 3  # letters of a cell that counts as a name without a code list
_KEPT = 4096  # texts in a cache
_STEM = 8  # common letters at the beginning of related words
_ENDING = 4  # letters at most after the common beginning


class Named(NamedTuple):
    """A word in a text that names a code or a measure.

    `slot` is the dimension, `group` the index of the matched group of words. A hidden word is part of longer ones, perhaps of another slot.
    """

    start: int
    end: int
    slot: str
    key: str
    group: int
    is_hidden: bool


@dataclass(eq=False)  # one instance a table, compared by identity
class Vocabulary:
    """The words of one table in one language. `groups` maps a slot and a key to groups of words, all needed to name it."""

    groups: Mapping[str, Mapping[str, Groups]]
    lang: str
    _first: dict[str, list[tuple[str, tuple[tuple[str, str, int], ...]]]] = field(default_factory=dict)
    _stems: dict[str, list[tuple[str, tuple[tuple[str, str, int], ...]]]] = field(default_factory=dict)
    _read: dict[str, tuple[Named, ...]] = field(default_factory=dict)
    _said: dict[str, frozenset[tuple[str, str, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        meanings: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        for slot, keys in self.groups.items():
            for key, groups in keys.items():
                for at, group in enumerate(groups):
                    for word in dict.fromkeys(form for each in group for form in inflect(_lower(each), self.lang)):
                        meanings[word].append((slot, key, at))
        first: dict[str, list[tuple[str, tuple[tuple[str, str, int], ...]]]] = defaultdict(list)
        for word, meant in meanings.items():
            if token := _TOKEN.match(word):
                first[token[0]].append((word, tuple(meant)))
        for word, meant in meanings.items():
            codes = tuple(each for each in meant if each[0] != MEASURE)
            if codes and word.isalpha() and len(word) >= _STEM:
                self._stems.setdefault(_plain(word)[:_STEM], []).append((_plain(word), codes))
        self._first = {token: sorted(words, key=lambda each: (-len(each[0]), each[0])) for token, words in first.items()}

    def read(self, text: str) -> tuple[Named, ...]:
        """Return the named codes and measures of a text, in reading order."""
        known = self._read.get(text)
        if known is None:
            if len(self._read) >= _KEPT:
                self._read.clear()
            known = self._read[text] = tuple(self._named(text))
        return known

    def within(self, text: str, begin: int = 0, end: int | None = None) -> Sequence[Named]:
        """Return the named codes and measures of a stretch of a text."""
        known = self.read(text)
        if begin:
            known = known[bisect.bisect_left(known, begin, key=_start) :]
        if end is None:
            return known
        return [each for each in known[: bisect.bisect_left(known, end, key=_start)] if each.end <= end]

    def said(self, text: str) -> frozenset[tuple[str, str, int]]:
        """Return the slot, key and index of each group of words that a text names."""
        if text not in self._said:
            if len(self._said) >= _KEPT:
                self._said.clear()
            self._said[text] = frozenset((each.slot, each.key, each.group) for each in self.read(text))
        return self._said[text]

    def _named(self, text: str) -> Iterator[Named]:
        lower = _lower(text)
        found: list[tuple[int, int, tuple[tuple[str, str, int], ...]]] = []
        for token in _TOKEN.finditer(lower):
            start, is_known = token.start(), False
            for word, meant in self._first.get(token[0], ()):
                end = start + len(word)
                if lower.startswith(word, start) and not (lower[end : end + 1].isalnum() and word[-1].isalnum()):
                    found.append((start, end, meant))
                    is_known = True
            if not is_known and (word := _plain(token[0]))[:_STEM] in self._stems:
                found.append((*token.span(), self._related(word)))
        reach = max((end - start for start, end, _ in found), default=0)
        begins = [start for start, _, _ in found]
        for start, end, meant in found:
            near = found[bisect.bisect_left(begins, start - reach) : bisect.bisect_right(begins, start)]
            longer = [each for each in near if end <= each[1] and each[1] - each[0] > end - start]
            hiding = {slot for _, _, others in longer for slot, _, _ in others}
            led = _led(self.lang).match(lower, end)
            for slot, key, group in meant:
                is_change = led and lower[start:end] in _changes(self.groups[slot][key][group], self.lang)
                if slot not in hiding and not is_change:
                    yield Named(start, end, slot, key, group, bool(longer))

    def _related(self, word: str) -> tuple[tuple[str, str, int], ...]:
        """Return the codes with a name of the same stem, for each dimension with only one such code."""
        codes: dict[str, set[tuple[str, str, int]]] = defaultdict(set)
        for other, meant in self._stems[word[:_STEM]]:
            shared = next((at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
            if max(len(word), len(other)) - shared <= _ENDING:
                for each in meant:
                    codes[each[0]].add(each)
        return tuple(each for of in codes.values() if len({key for _, key, _ in of}) == 1 for each in sorted(of))


@functools.lru_cache(maxsize=4096)
def _changes(group: tuple[str, ...], lang: str) -> frozenset[str]:
    """The verb of change among words that are none otherwise: "declined" of refusals; prices have many ("dearer", "price rises")."""
    found = frozenset(group) & language(lang).governors.keys()
    return found if len(found) == 1 else frozenset()


@functools.cache
def _led(lang: str) -> re.Pattern[str]:
    """What leads from a verb of change to its number: "by almost". Then it is no name: what "declined by 10.8%" was not refused."""
    leads = "|".join(re.escape(word) for word in language(lang).basis)
    return re.compile(rf"\s+(?:(?:{leads})\s+(?:[^\W\d_]+\s+)?\d|[\d.,]+\s?%)")


@functools.lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def _start(named: Named) -> int:
    return named.start


def inflect(word: str, lang: str) -> tuple[str, ...]:
    """Return a word with its other forms, by the language's interchangeable endings: es "danés", "danesa", "danesas"."""
    if " " in word:
        return (word, *({_in_other_number(word, lang)} - {word}))
    for endings in words(lang)["endings"]:
        ending = next((each for each in endings if word.endswith(each)), None)
        if ending is not None and len(word) - len(ending) >= _SHORTEST:
            return (word, *(word[: len(word) - len(ending)] + each for each in endings))
    return (word,)


def _in_other_number(words_: str, lang: str) -> str:
    """Return several words in the plural, or in the singular: es "permisos humanitarios", "permiso humanitario", "listas de espera"."""
    listed_, numbered = words_.split(" "), words(lang)["numbered"]
    links = [at for at, each in enumerate(listed_) if each in numbered["links"]]
    end = links[0] if links else len(listed_)
    begin = 0 if numbered["all"] else end - 1
    is_plural = all(each.endswith("s") for each in listed_[begin:end])
    if not all(each.isalpha() and len(each) > _SHORTEST for each in listed_[begin:end]):
        return words_
    return " ".join((*listed_[:begin], *(each[:-1] if is_plural else f"{each}s" for each in listed_[begin:end]), *listed_[end:]))


def _lower(text: str) -> str:
    """Return the text in lower case, of the same length, with spaces for hyphens and plain apostrophes."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return lower.translate(_SPACES)


@dataclass(frozen=True)
class Slot:
    """The value of a figure in one dimension, or its measure.

    Words about the figure may name the `own` keys and must name the `needed` ones. `is_total`: every needed key is a total.
    """

    vocabulary: Vocabulary
    name: str
    own: frozenset[str]
    needed: tuple[str, ...]
    is_total: bool = False

    def lacks(self, text: str) -> str:
        """Return a word of the first needed group that a text does not name, or ""."""
        said = self.vocabulary.said(text)
        for key in self.needed:
            for at, group in enumerate(self.vocabulary.groups[self.name][key]):
                if (self.name, key, at) not in said:
                    return group[0]
        return ""

    def rival(self, text: str, begin: int = 0, end: int | None = None) -> str:
        """Return the first words in a stretch of a text that name another code, or ""."""
        return next((word for _, word in self.rivals(text, begin, end)), "")

    def rivals(self, text: str, begin: int = 0, end: int | None = None) -> Iterator[tuple[str, str]]:
        """Yield the other codes named in a stretch of a text, with their words.

        Words that are also the slot's own, or that longer words contain, name no other code.
        """
        said: dict[str, set[int]] = defaultdict(set)
        first: dict[str, str] = {}
        inside = [each for each in self.vocabulary.within(text, begin, end) if each.slot == self.name]
        own = {(each.start, each.end) for each in inside if each.key in self.own}
        for each in inside:
            if each.key in self.own or each.is_hidden:
                continue
            said[each.key].add(each.group)
            if (each.start, each.end) not in own:
                first.setdefault(each.key, text[each.start : each.end])
        keys = self.vocabulary.groups[self.name]
        yield from ((key, word) for key, word in first.items() if len(said[key]) == len(keys[key]))

    def named(self, text: str, begin: int = 0, end: int | None = None) -> bool:
        """Return True if a stretch of a text holds any word of the slot's own keys."""
        return any(each.slot == self.name and each.key in self.own for each in self.vocabulary.within(text, begin, end))

    def words(self) -> Iterator[str]:
        """Yield the words of the slot's own keys."""
        for key in sorted(self.own):
            for group in self.vocabulary.groups[self.name].get(key, ()):
                yield from group


def make_vocabulary(structure: DataStructure, resource: Resource, measures: Iterable[Measure], lang: str) -> Vocabulary:
    """Return the words of a table and of its package's `measures`. A capitalised cell without a code list is its own word."""
    found: dict[str, dict[str, Groups]] = {MEASURE: {}}
    totals: dict[str, set[str]] = {}
    for name, dimension in structure.dimensions.items():
        if dimension.period or dimension.has_measures:
            continue
        cells = {row.raw[name] for row in resource.rows} if dimension.codelist is None and name in resource.fields else ()
        named = [Code(cell, {lang: cell}) for cell in sorted(cells) if cell[:1].isupper() and len(cell) >= _SHORTEST]
        codes = dimension.codelist.codes.values() if dimension.codelist else named
        found[name] = {code.id: groups for code in codes if (groups := code.words(lang))}
        totals[name] = {code.id for code in codes if code.is_total}
    codes = [code for each in structure.dimensions.values() if each.has_measures and each.codelist for code in each.codelist.codes.values()]
    for groups in (*(each.words(lang) for each in codes), *(each.words(lang) for each in measures)):
        if groups:
            found[MEASURE][key_of(groups)] = groups
    return Vocabulary({slot: _add_synonyms(keys, totals.get(slot, set()), lang) for slot, keys in found.items()}, lang)


def _add_synonyms(keys: Mapping[str, Groups], totals: Container[str], lang: str) -> dict[str, Groups]:
    """Return the words of each code with their synonyms ("fatalities" for deaths), except words of another code.

    A total gets no synonyms, because its name is often the name of the measure: "inflation" of all goods.
    """
    named = {key: {_lower(word) for group in groups for word in group} for key, groups in keys.items()}
    return {
        key: tuple((*group, *(() if key in totals else sorted(_synonyms(group, key, named, lang)))) for group in groups)
        for key, groups in keys.items()
    }


def _synonyms(group: Iterable[str], key: str, named: Mapping[str, set[str]], lang: str) -> Iterator[str]:
    """Yield the synonyms of a group's words, except words of codes that share none of these words."""
    own = {_lower(word) for word in group}
    for alike in ({str(word) for word in each} for each in words(lang)["synonyms"]):
        shared = own & alike
        others = (words_ for other, words_ in named.items() if other != key and shared.isdisjoint(words_))
        yield from alike.difference(named[key], *others) if shared else ()


def has_words(named: Code | Measure, lang: str) -> bool:
    """Return True if a code or a measure has names or nouns beside its label."""
    measure = named if isinstance(named, Measure) else named.measure
    return bool(named.names.get(lang) or (measure and (measure.names.get(lang) or measure.nouns.get(lang))))


def key_of(groups: Groups) -> str:
    """Return the key of a measure. Measures with the same words share one key."""
    return "; ".join("|".join(sorted(map(_lower, group))) for group in groups)
