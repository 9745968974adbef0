"""Whether a figure is quoted where it belongs: its sentence, heading, caption or header says what it is of, and when.

A figure declares groups of words (`mentions`), one of each group of which must stand around a quote. Two figures of the
same data whose groups differ in one place (all against north, cars against bicycles, 2020 against 2021) are told apart by
the words nearest to the number: its own sentence, or the row and column of its cell.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from macros.check.model import Passage
from macros.check.times import APART, AROUND, SAME, are_years, compare, declared_words, is_any, own_periods, say, titled_periods
from macros.figures import Declaration, Figure, Figures
from macros.interface import words
from macros.numbers import Find
from macros.numbers.periods import Named, find_periods, join_spans
from macros.structure.periods import Period
from macros.wording.judge import QUANTITIES

Groups = tuple[tuple[str, ...], ...]
_SENTENCE = re.compile(r"(?<=[.!?;])(?<!\s[A-Z]\.)\s+(?=([^\W\d_a-z]|[\u00bf\u00a1\u00ab\u201e\u201c\u201a\u2018\"(]))")
"""The space before a sentence: a capital of any alphabet (whether a letter is one is asked where it is found), or a sign that opens.
Not behind an initial ("John F. Clark")."""
_PERMALINK = "\u00b6"  # behind a heading, which is no caption
_STOP = re.compile(r"[,;:()\u2013\u2014!?]|\.(?=\s|$)")


@dataclass(frozen=True)
class Group:
    """Words of which one must stand around a quote, and those that figures of the same data have in their place."""

    words: tuple[str, ...]
    # Id and words of the figures told apart by them; of figures with the same words the first, which stands for all.
    others: tuple[tuple[str, tuple[str, ...]], ...]

    @functools.cached_property
    def alike(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The others that are of the same sort: years against years, words against words."""
        return tuple(other for other in self.others if are_years(other[1]) == self.years)

    @functools.cached_property
    def rivals(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for _, theirs in self.alike for word in theirs))

    @functools.cached_property
    def all_rivals(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for _, theirs in self.others for word in theirs))

    @functools.cached_property
    def years(self) -> bool:
        return are_years(self.words)


def _told_apart(entries: Sequence[tuple[str, Groups]]) -> dict[str, tuple[Group, ...]]:
    """The groups of each figure of one body of data. Thousands of figures have few words between them: each group is made once."""
    first: dict[tuple[int, int], dict[tuple[str, ...], str]] = {}  # number of groups and place among them -> words -> first id
    for name, groups in entries:
        for index, group in enumerate(groups):
            first.setdefault((len(groups), index), {}).setdefault(group, name)
    made: dict[tuple[int, int, tuple[str, ...]], Group] = {}
    found = {}
    for name, groups in entries:
        own = []
        for index, group in enumerate(groups):
            key = (len(groups), index, group)
            if key not in made:
                theirs = first[key[:2]].items()
                made[key] = Group(group, tuple((other, said) for said, other in theirs if not set(said) & set(group)))
            own.append(made[key])
        found[name] = tuple(own)
    return found


@dataclass(frozen=True)
class Sentence:
    """A number that quotes a figure, in its sentence.

    item: the number, which begins and ends in the text of the passage, as the sentence does. finds: all of the passage. lang: of the page.
    """

    passage: Passage
    item: Find
    figure: Figure
    finds: Sequence[Find]
    lang: str

    @property
    def text(self) -> str:
        """The text of the passage."""
        return self.passage.text

    @functools.cached_property
    def span(self) -> tuple[int, int]:
        """Where the sentence begins and ends."""
        return sentence_span(self.text, self.item.start)

    @property
    def words(self) -> str:
        return self.text[slice(*self.span)]

    @functools.cached_property
    def own_finds(self) -> tuple[Find, ...]:
        """The finds of the sentence."""
        begin, end = self.span
        return tuple(f for f in self.finds if begin <= f.start < end)

    @functools.cached_property
    def periods(self) -> tuple[Named, ...]:
        """The periods that the sentence names."""
        begin, end = self.span
        return tuple(named for named in find_periods(self.text, self.lang, dates_of(self.finds)) if begin <= named.start < end)

    @functools.cached_property
    def stretch(self) -> tuple[int, int]:
        """What of the sentence stands between the quantities beside the number."""
        begin, end = self.span
        others = [f for f in self.finds if f.kind in QUANTITIES]
        begin = max([begin, *(f.end for f in others if f.end <= self.item.start)])
        return begin, min([end, *(f.start for f in others if f.start >= self.item.end)])


@dataclass
class Contexts:
    """Which words tell the figures of one body of data apart."""

    figures: Figures
    lang: str
    _groups: dict[str, tuple[Group, ...]] = field(default_factory=dict)
    _periods: dict[tuple[str, str], frozenset[Period]] = field(default_factory=dict)
    _sources: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tables: dict[tuple[str, str], list[tuple[str, Groups]]] = {}
        for each in self.figures.declarations.values():
            tables.setdefault((each.package, each.resource), []).append((each.id, tuple(declared_words(each, self.lang).values())))
        for entries in tables.values():
            self._groups |= _told_apart(entries)

    def sources(self, figure: Figure) -> tuple[str, ...]:
        """Those who published the data of a figure, and to whom it is attributed."""
        if figure.label not in self._sources:
            package = self.figures.packages.as_of(figure.package, figure.version)
            publishers = [str(source.get("publisher", "")) for source in (package.sources if package else ())]
            parts = [part.strip() for name in publishers for part in re.split(r"[()]", name) if part.strip()]
            self._sources[figure.label] = tuple(parts)
        return (*self._sources[figure.label], *figure.declaration.attribution.values())

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """The words of the titles and labels of the figures, in lower case."""
        texts = (each for declared in self.figures.declarations.values() for each in (declared.title, declared.label))
        return frozenset(word for text in texts for word in re.findall(r"\w+", text.get(self.lang, "").lower()))

    def groups(self, figure: Figure) -> tuple[Group, ...]:
        """The groups of words of a figure; those of a cell that no entry declares are told apart by the other codes of its table."""
        if figure.id not in self._groups:
            self._groups[figure.id] = tuple(self._among_codes(figure.declaration))
        return self._groups[figure.id]

    def _among_codes(self, declared: Declaration) -> Iterator[Group]:
        for key, own in declared_words(declared, self.lang).items():
            name, _, at = key.rpartition(" ") if " " in key else (key, "", "0")
            dimension = declared.structure.dimensions.get(name)
            codes = dimension.codelist.codes.values() if dimension and dimension.codelist else ()
            others = [(code.id, groups[int(at)]) for code in codes if len(groups := code.words(self.lang)) > int(at)]
            yield Group(own, tuple((f"{name} {code}", said) for code, said in others if not set(said) & set(own)))

    def periods(self, figure: Figure) -> frozenset[Period]:
        """The periods that figures of the same data are of."""
        own = figure.declaration
        key = (own.package, own.resource)
        if key not in self._periods:
            same = [each for each in self.figures.declarations.values() if (each.package, each.resource) == key]
            self._periods[key] = frozenset(period for each in same for period in own_periods(each))
        return self._periods[key]

    def wrong(self, sentence: Sentence) -> str:
        """What is wrong with the words around a number, for the figure that it quotes, or ""."""
        passage, figure = sentence.passage, sentence.figure
        if passage.near:
            wrong = self._column(passage.near, figure)
            if wrong:
                return wrong
        if passage.in_cell or passage.surface == "svg":
            wrong = self._heads(passage, figure)
            if wrong:
                return wrong
        groups = self.groups(figure)
        if figure.declaration.operation.is_relative:  # a percentage of a percentage is called relative
            groups = (*groups, Group(tuple(words(self.lang)["relative_words"]), ()))
        near = passage.near or sentence.words
        absent = [group for group in groups if not mentions(near, group.words)]
        if absent:
            around = "\n".join((passage.text, *passage.context))
            missing = [group.words for group in absent if not mentions(around, group.words)]
            if passage.near and (name := self._name(passage.near, figure)):
                return f'under "{passage.near}", which speaks of {name} and not of "{absent[0].words[0]}"'
            if missing:
                listed = " and ".join(f'"{group[0]}"' for group in missing)
                return f"where neither the sentence nor a heading, caption or header mentions {listed}"
            for group in absent:
                for name, theirs in group.others if group.others and mentions(near, group.all_rivals) else ():
                    if mentions(near, theirs):
                        return f'in words that speak of "{theirs[0]}" and not of "{group.words[0]}" (as {name} would be)'
        return "" if passage.near else self._beside(sentence, groups)

    def _beside(self, sentence: Sentence, groups: Sequence[Group]) -> str:
        """Where a sentence speaks of two years, or of two things counted, the nearest words decide: those behind the number
        up to the next number or the end of the clause, else those before it."""
        text, item = sentence.text, sentence.item
        groups = [group for group in groups if group.alike and mentions(text, group.rivals)]
        if not groups:
            return ""
        said = [f for f in sentence.finds if f.kind in QUANTITIES or f.kind == "cardinal"]
        behind = text[item.end : min((f.start for f in said if f.start >= item.end), default=len(text))]
        earlier = [f.end for f in said if f.end <= item.start]
        before = text[max(earlier, default=0) : item.start]
        behind = clauses(behind, self.lang, "clause_ends", "contrasts", "leads_on")[0]
        # What stands in one clause with an earlier number belongs to that.
        parts = clauses(before, self.lang, "contrasts")
        before = "" if earlier and len(parts) == 1 else parts[-1]
        next_word = (behind.split() or [""])[0]
        for group in groups:
            for stretch in (behind, before) if group.years else (next_word,):
                if mentions(stretch, group.words):
                    break
                near = group.alike if mentions(stretch, group.rivals) else ()
                other = next((entry for entry in near if mentions(stretch, entry[1])), None)
                if other:
                    return f'beside "{other[1][0]}" and not "{group.words[0]}" (as {other[0]} would be)'
        return ""

    def _heads(self, passage: Passage, figure: Figure) -> str:
        """The periods that stand over a cell are the figure's, or hold it: those of its headers, and of its caption those of its kind.

        Of its caption others are none of it that there is data for. The labels of a drawing are read together.
        """
        lang = self.lang
        own = own_periods(figure.declaration) or titled_periods(figure, lang)
        if not own:
            return ""
        kinds = {"year", "span", *(period.kind for period in own)}
        heads = find_periods(passage.near, lang)
        for named in heads if figure.declaration.change else join_spans(heads):
            ways = {compare(named, period) for period in own}
            if ways.isdisjoint((SAME, AROUND)) and (named.kind in kinds or (named.kind != "day" and APART not in ways)):
                return f'under "{passage.near}", but it is of {say(own)}'
        above = [words for words in passage.context[-2:] if words != passage.near and not words.endswith(_PERMALINK)]
        named_ = [each for each in join_spans(find_periods(above[-1], lang)) if each.kind in kinds] if above else []
        held = [each for each in named_ if any(compare(each, period) in (SAME, AROUND) for period in own)]
        if named_ and (not held or any(each not in held and not is_any(each, self.periods(figure)) for each in named_)):
            return f"under words about {', '.join(above[-1][each.start : each.end] for each in named_)}, but it is of {say(own)}"
        return ""

    def _name(self, headers: str, figure: Figure) -> str:
        """A name that headers lead to and that is nothing of the figure's ("Reports made available to Germany"), or ""."""
        declared = figure.declaration
        words_ = (word for group in declared_words(declared, self.lang).values() for word in group)
        own = " ".join((declared.title.get(self.lang, ""), declared.label.get(self.lang, ""), *words_))
        for match in _led(self.lang).finditer(headers):
            if not mentions(own, (match[1],)):
                return match[1]
        return ""

    def _column(self, headers: str, figure: Figure) -> str:
        """A change stands under a header that speaks of change, anything else under one that does not."""
        speaks = says(headers, self.lang, "change_words")
        if figure.declaration.change and not speaks:
            return f'under "{headers}", which does not speak of a change'
        if speaks and not figure.declaration.change:
            return f'under "{headers}", which speaks of a change'
        if figure.declaration.unit == "percentage points" and says(headers, self.lang, "relative_words"):
            return f'under "{headers}", which speaks of a relative change and not of percentage points'
        if figure.declaration.unit == "percent" and says(headers, self.lang, "points_words"):
            return f'under "{headers}", which speaks of percentage points'
        return ""


@functools.cache
def _led(lang: str) -> re.Pattern[str]:
    """A name behind a preposition."""
    return re.compile(rf"(?<!\w)(?:{either(listed(lang, 'names_after'))})\s+([A-Z][^\W_]+)")


def clauses(text: str, lang: str, *names: str, stops: re.Pattern[str] = _STOP) -> list[str]:
    """The text in its clauses: cut at stops and at the words of these lists."""
    for name in names:
        text = word_pattern(lang, name).sub(";", text)
    return stops.split(text)


def dates_of(finds: Iterable[Find]) -> tuple[tuple[int, int], ...]:
    """Where the finds begin and end that are years and dates."""
    return tuple((each.start, each.end) for each in finds if each.kind in ("year", "date"))


def sentence_span(text: str, at: int) -> tuple[int, int]:
    """Where the sentence that holds the offset `at` begins and ends."""
    begin = 0
    for match in _SENTENCE.finditer(text):
        if match.group(1).islower():
            continue
        if match.start() > at:
            return begin, match.start()
        begin = match.end()
    return begin, len(text)


def mentions(text: str, group: tuple[str, ...]) -> bool:
    """Whether one of the words stands in the text, as a whole word, in upper or lower case."""
    pattern, quick = _patterns(group)
    # Most words are missing or stand at once as they should: that is seen in a quarter of the time in one case, without looking back.
    lower = text.lower()
    found = quick.search(lower)
    if found is None:
        return False
    before = lower[found.start() - 1 : found.start()] if found.start() else ""
    return not (before.isalnum() or before == "_") or pattern.search(text) is not None


def says(text: str, lang: str, name: str) -> bool:
    """Whether one of the language's words of a list (`change_words`) stands in the text."""
    return mentions(text, listed(lang, name))


@functools.cache
def word_pattern(lang: str, name: str) -> re.Pattern[str]:
    """Finds the language's words of a list."""
    return _patterns(listed(lang, name))[0]


@functools.cache
def listed(lang: str, name: str) -> tuple[str, ...]:
    """The language's words of a list."""
    return tuple(str(word) for word in words(lang)[name])


def either(group: Iterable[str]) -> str:
    """A pattern that is one of these words, the longest that it can be."""
    return "|".join(re.escape(word) for word in sorted(group, key=len, reverse=True))


@functools.lru_cache(maxsize=4096)
def _patterns(group: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Finds the words; and finds, in a text in lower case, these and the ends of words that are spelled like one."""
    words_ = either(group)
    return re.compile(rf"(?<!\w)(?:{words_})(?!\w)", re.IGNORECASE), re.compile(rf"(?:{words_.lower()})(?!\w)")
