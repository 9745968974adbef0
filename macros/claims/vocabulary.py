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
from macros.interface import read_interface_words
from macros.numbers.language.language import load_language
from macros.structure import Code, DataStructure, Groups, Measure

MEASURE = ""
"""The slot of the measures, beside those of the dimensions."""
_TOKEN = re.compile(r"\w+|[^\w\s]")
_SPACES = str.maketrans("\t\n\r\u00a0\u202f\u2009-\u2019", " " * 7 + "'")
_MIN_LETTERS = 3  # letters of a cell that counts as a name without a code list
_MAX_TEXTS = 4096  # texts in a cache
_STEM_LETTERS = 8  # common letters at the beginning of related words
_MAX_ENDING = 4  # letters at most after the common beginning


class NamedWord(NamedTuple):
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
    _entries_by_token: dict[str, list[tuple[str, tuple[tuple[str, str, int], ...]]]] = field(default_factory=dict)
    _entries_by_stem: dict[str, list[tuple[str, tuple[tuple[str, str, int], ...]]]] = field(default_factory=dict)
    _words_by_text: dict[str, tuple[NamedWord, ...]] = field(default_factory=dict)
    _groups_by_text: dict[str, frozenset[tuple[str, str, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        meanings: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        for slot, keys in self.groups.items():
            for key, groups in keys.items():
                for at, group in enumerate(groups):
                    for word in dict.fromkeys(form for each in group for form in inflect_word(_to_lower(each), self.lang)):
                        meanings[word].append((slot, key, at))
        first: dict[str, list[tuple[str, tuple[tuple[str, str, int], ...]]]] = defaultdict(list)
        for word, meant in meanings.items():
            if token := _TOKEN.match(word):
                first[token[0]].append((word, tuple(meant)))
        for word, meant in meanings.items():
            codes = tuple(each for each in meant if each[0] != MEASURE)
            if codes and word.isalpha() and len(word) >= _STEM_LETTERS:
                self._entries_by_stem.setdefault(_strip_accents(word)[:_STEM_LETTERS], []).append((_strip_accents(word), codes))
        self._entries_by_token = {token: sorted(words, key=lambda each: (-len(each[0]), each[0])) for token, words in first.items()}

    def read(self, text: str) -> tuple[NamedWord, ...]:
        """Return the named codes and measures of a text, in reading order."""
        known = self._words_by_text.get(text)
        if known is None:
            if len(self._words_by_text) >= _MAX_TEXTS:
                self._words_by_text.clear()
            known = self._words_by_text[text] = tuple(self._find_words(text))
        return known

    def read_stretch(self, text: str, begin: int = 0, end: int | None = None) -> Sequence[NamedWord]:
        """Return the named codes and measures of a stretch of a text."""
        known = self.read(text)
        if begin:
            known = known[bisect.bisect_left(known, begin, key=_get_start) :]
        if end is None:
            return known
        return [each for each in known[: bisect.bisect_left(known, end, key=_get_start)] if each.end <= end]

    def find_groups(self, text: str) -> frozenset[tuple[str, str, int]]:
        """Return the slot, key and index of each group of words that a text names."""
        if text not in self._groups_by_text:
            if len(self._groups_by_text) >= _MAX_TEXTS:
                self._groups_by_text.clear()
            self._groups_by_text[text] = frozenset((each.slot, each.key, each.group) for each in self.read(text))
        return self._groups_by_text[text]

    def _find_words(self, text: str) -> Iterator[NamedWord]:
        lower = _to_lower(text)
        found: list[tuple[int, int, tuple[tuple[str, str, int], ...]]] = []
        for token in _TOKEN.finditer(lower):
            start, is_known = token.start(), False
            for word, meant in self._entries_by_token.get(token[0], ()):
                end = start + len(word)
                if lower.startswith(word, start) and not (lower[end : end + 1].isalnum() and word[-1].isalnum()):
                    found.append((start, end, meant))
                    is_known = True
            if not is_known and (word := _strip_accents(token[0]))[:_STEM_LETTERS] in self._entries_by_stem:
                found.append((*token.span(), self._find_related_codes(word)))
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
                    yield NamedWord(start, end, slot, key, group, bool(longer))

    def _find_related_codes(self, word: str) -> tuple[tuple[str, str, int], ...]:
        """Return the codes with a name of the same stem, for each dimension with only one such code."""
        codes: dict[str, set[tuple[str, str, int]]] = defaultdict(set)
        for other, meant in self._entries_by_stem[word[:_STEM_LETTERS]]:
            if max(len(word), len(other)) - count_common_letters(word, other) <= _MAX_ENDING:
                for each in meant:
                    codes[each[0]].add(each)
        return tuple(each for of in codes.values() if len({key for _, key, _ in of}) == 1 for each in sorted(of))


def count_common_letters(word: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))


@functools.lru_cache(maxsize=4096)
def _changes(group: tuple[str, ...], lang: str) -> frozenset[str]:
    """Return the only verb of change among the words of a code: "declined" for refusals. Prices have many ("dearer", "price rises")."""
    found = frozenset(group) & load_language(lang).direction_by_change_word.keys()
    return found if len(found) == 1 else frozenset()


@functools.cache
def _led(lang: str) -> re.Pattern[str]:
    """Compile the words between a verb of change and its number: "by almost". Before these the verb names no code: "declined by 10.8%"."""
    leads = "|".join(re.escape(word) for word in load_language(lang).basis_by_word)
    return re.compile(rf"\s+(?:(?:{leads})\s+(?:[^\W\d_]+\s+)?\d|[\d.,]+\s?%)")


@functools.lru_cache(maxsize=20_000)
def _strip_accents(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def _get_start(named: NamedWord) -> int:
    return named.start


def inflect_word(word: str, lang: str) -> tuple[str, ...]:
    """Return a word with its other forms, by the language's interchangeable endings: es "danés", "danesa", "danesas"."""
    if " " in word:
        return (word, *({_change_number(word, lang)} - {word}))
    for endings in read_interface_words(lang)["endings"]:
        ending = next((each for each in endings if word.endswith(each)), None)
        if ending is not None and len(word) - len(ending) >= _MIN_LETTERS:
            return (word, *(word[: len(word) - len(ending)] + each for each in endings))
    return (word,)


def _change_number(words_: str, lang: str) -> str:
    """Return several words in the plural, or in the singular: es "permisos humanitarios", "permiso humanitario", "listas de espera"."""
    listed_, numbered = words_.split(" "), read_interface_words(lang)["numbered"]
    links = [at for at, each in enumerate(listed_) if each in numbered["links"]]
    end = links[0] if links else len(listed_)
    begin = 0 if numbered["all"] else end - 1
    is_plural = all(each.endswith("s") for each in listed_[begin:end])
    if not all(each.isalpha() and len(each) > _MIN_LETTERS for each in listed_[begin:end]):
        return words_
    return " ".join((*listed_[:begin], *(each[:-1] if is_plural else f"{each}s" for each in listed_[begin:end]), *listed_[end:]))


def _to_lower(text: str) -> str:
    """Return the text in lower case, of the same length, with spaces for hyphens and plain apostrophes."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return lower.translate(_SPACES)


@dataclass(frozen=True)
class Slot:
    """The value of a figure in one dimension, or its measure.

    Words about the figure may name the `own_keys` keys and must name the `required_keys` ones. `is_total`: every needed key is a total.
    """

    vocabulary: Vocabulary
    name: str
    own_keys: frozenset[str]
    required_keys: tuple[str, ...]
    is_total: bool = False

    def find_missing(self, text: str) -> str:
        """Return a word of the first needed group that a text does not name, or ""."""
        said = self.vocabulary.find_groups(text)
        for key in self.required_keys:
            for at, group in enumerate(self.vocabulary.groups[self.name][key]):
                if (self.name, key, at) not in said:
                    return group[0]
        return ""

    def find_rival(self, text: str, begin: int = 0, end: int | None = None) -> str:
        """Return the first words in a stretch of a text that name another code, or ""."""
        return next((word for _, word in self.find_rivals(text, begin, end)), "")

    def find_rivals(self, text: str, begin: int = 0, end: int | None = None) -> Iterator[tuple[str, str]]:
        """Yield the other codes named in a stretch of a text, with their words.

        Words that are also the slot's own, or that longer words contain, name no other code.
        """
        said: dict[str, set[int]] = defaultdict(set)
        first: dict[str, str] = {}
        inside = [each for each in self.vocabulary.read_stretch(text, begin, end) if each.slot == self.name]
        own = {(each.start, each.end) for each in inside if each.key in self.own_keys}
        for each in inside:
            if each.key in self.own_keys or each.is_hidden:
                continue
            said[each.key].add(each.group)
            if (each.start, each.end) not in own:
                first.setdefault(each.key, text[each.start : each.end])
        keys = self.vocabulary.groups[self.name]
        yield from ((key, word) for key, word in first.items() if len(said[key]) == len(keys[key]))

    def has_own_word(self, text: str, begin: int = 0, end: int | None = None) -> bool:
        """Return True if a stretch of a text holds any word of the slot's own keys."""
        return any(each.slot == self.name and each.key in self.own_keys for each in self.vocabulary.read_stretch(text, begin, end))

    def list_own_words(self) -> Iterator[str]:
        """Yield the words of the slot's own keys."""
        for key in sorted(self.own_keys):
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
        named = [Code(cell, {lang: cell}) for cell in sorted(cells) if cell[:1].isupper() and len(cell) >= _MIN_LETTERS]
        codes = dimension.codelist.codes.values() if dimension.codelist else named
        found[name] = {code.id: groups for code in codes if (groups := code.list_words_in_groups(lang))}
        totals[name] = {code.id for code in codes if code.is_total}
    codes = [code for each in structure.dimensions.values() if each.has_measures and each.codelist for code in each.codelist.codes.values()]
    for groups in (*(each.list_words_in_groups(lang) for each in codes), *(each.list_words_in_groups(lang) for each in measures)):
        if groups:
            found[MEASURE][make_key(groups)] = groups
    return Vocabulary({slot: _add_synonyms(keys, totals.get(slot, set()), lang) for slot, keys in found.items()}, lang)


def _add_synonyms(keys: Mapping[str, Groups], totals: Container[str], lang: str) -> dict[str, Groups]:
    """Return the words of each code with their synonyms ("fatalities" for deaths), except words of another code.

    A total gets no synonyms, because its name is often the name of the measure: "inflation" of all goods.
    """
    named = {key: {_to_lower(word) for group in groups for word in group} for key, groups in keys.items()}
    return {
        key: tuple((*group, *(() if key in totals else sorted(_find_synonyms(group, key, named, lang)))) for group in groups)
        for key, groups in keys.items()
    }


def _find_synonyms(group: Iterable[str], key: str, named: Mapping[str, set[str]], lang: str) -> Iterator[str]:
    """Yield the synonyms of a group's words, except words of codes that share none of these words."""
    own = {_to_lower(word) for word in group}
    for alike in ({str(word) for word in each} for each in read_interface_words(lang)["synonyms"]):
        shared = own & alike
        others = (words_ for other, words_ in named.items() if other != key and shared.isdisjoint(words_))
        yield from alike.difference(named[key], *others) if shared else ()


def has_words(named: Code | Measure, lang: str) -> bool:
    """Return True if a code or a measure has names or nouns beside its label."""
    measure = named if isinstance(named, Measure) else named.measure
    return bool(named.names.get(lang) or (measure and (measure.names.get(lang) or measure.nouns.get(lang))))


def make_key(groups: Groups) -> str:
    """Return the key of a measure. Measures with the same words share one key."""
    return "; ".join("|".join(sorted(map(_to_lower, group))) for group in groups)
