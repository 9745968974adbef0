"""What the words around a right number make of it that its figure is not: an average, a running total, what is outside, a forecast.

The words stand in macros/interface, by what they make of a number (`other_quantities`), and so do those for countries. One of them in the
clause of a number, or at the beginning of another part of its sentence ("On average, ..."), is wrong unless the figure is that: by its
measure, its operation, its selection, or its own words. An author who means it nevertheless says so: `figure(..., reads="average",
because="...")`.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from babel import Locale

from macros.check.context import Contexts, Sentence, either, listed
from macros.check.vocabulary import Named
from macros.check.times import AROUND, SAME, WITHIN, compare, own_periods
from macros.figures import Declaration, Figure
from macros.figures.units import unit_of
from macros.interface import words
from macros.numbers.periods import find_periods
from macros.structure.periods import is_followed

Claim = tuple[str, str, str]  # code, fact, remedy

_TOKEN = re.compile(r"\w+|[^\w\s]")
_WORD = re.compile(r"\w+")
_GAP = r"(?:\s+[\w'\u2019-]+){1,3}?"
_WIDE = r"(?:\s+[\w'\u2019-]+){0,4}?"
_ONE = r"[^\W\d_][\w'\u2019-]*"
_HARD = re.compile(r"[;:!?]")
_CUTS = re.compile(r"[,;:()\u2013\u2014!?]|\.(?=\s|$)")
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"})
_ROOM = 2  # words before one that begins its part of a sentence ("And on average, ...")
_STEM = 5  # letters that the forms of one word have in common
_PERMALINK = "\u00b6"


class Word(NamedTuple):
    """A word of a list in a text. name: of the list, of a country its code."""

    name: str
    start: int
    end: int


class _Kind(NamedTuple):
    """What the words of a list make of a number.

    reads: what an author declares who means it. makes: in a sentence. is_that: whether a figure is that, by what it is of.
    is_aside: whether such a word may begin another part of the sentence. anywhere: whether it may stand anywhere in one before. alike: whether the figure's own words
    have to be the same, not only of the same list.
    """

    reads: str
    makes: str
    is_that: Callable[[Declaration], bool] = lambda _: False
    is_aside: bool = True
    anywhere: bool = False
    alike: bool = False


def _statistic(declared: Declaration) -> str:
    return declared.structure.measure(declared.field, declared.where).statistic


def _is_made_by(*names: str) -> Callable[[Declaration], bool]:
    """Whether a figure is computed by one of these operations, or of a measure of this statistic, or so many per something."""

    def is_that(declared: Declaration) -> bool:
        unit = unit_of(declared.unit)
        # So many kilometres an hour or micrograms in a cubic metre are of something already.
        is_rate = "rate" in names and bool(unit.per or (unit.is_measure and "-per-" in unit.canonical))
        return is_rate or declared.operation.name in names or (declared.operation.is_copy and _statistic(declared) in names)

    return is_that


def _is_timed_already(declared: Declaration) -> bool:
    """Whether what is said to be daily or monthly may be what a figure is of: its whole, of which it is a share."""
    return _IS_PER_UNIT(declared) or (declared.unit == "percent" and not declared.change)


def _is_cumulative(declared: Declaration) -> bool:
    spans = any(period.kind in ("span", "weeks") for period in own_periods(declared))
    return declared.change or spans or declared.operation.name in ("cumulative", "sum")


_IS_PER_UNIT = _is_made_by("mean", "median", "rate", "ratio", "average_annual_change")
_OPPOSITE = "the number of what is left out or outside"
_KINDS = {
    "each": _Kind("average", "a number of each", _IS_PER_UNIT),
    "mean": _Kind("average", "an average", _is_made_by("mean", "rate", "index", "average_annual_change")),
    "median": _Kind("average", "a median", _is_made_by("median")),
    "time": _Kind("average", "a number of another span of time", _is_timed_already),
    "running": _Kind("running-total", "a running total", _is_cumulative, anywhere=True),
    "since": _Kind("running-total", "a running total", _is_cumulative),
    "other_base": _Kind("other-base", "a change from another base", lambda declared: not declared.change),
    "forecast": _Kind("forecast", "a forecast", lambda declared: _statistic(declared) == "estimate"),
    "adjusted": _Kind("adjusted", "an adjusted number"),
    "part": _Kind("part", "a number of a part", is_aside=False, alike=True),
    "alone": _Kind("part", "a number of a part", is_aside=False),
    "complement": _Kind("complement", _OPPOSITE, anywhere=True),
    "beyond": _Kind("complement", _OPPOSITE, anywhere=True),
    "no_more": _Kind("complement", "the share of the opposite", is_aside=False),
    "event": _Kind("other-event", "a number of something else", is_aside=False, alike=True),
    "event_verb": _Kind("other-event", "a number of what happened to them", is_aside=False, alike=True),
    "actors": _Kind("other-event", "a number of what others did", is_aside=False, alike=True),
    "failure": _Kind("bound", "a number that was not reached", is_aside=False),
    "exceeding": _Kind("bound", "a number that was passed", is_aside=False),
    "agreement": _Kind("agreement", "a number that nobody disputes"),
    "country": _Kind("place", "a number of another place"),
}
_DAYS = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}
_OF_PACKAGE = frozenset({"each", "mean", "median", "time", "country"})
"""What the title and the description of a data package say of all of its figures."""
_OVER = frozenset({"mean", "median", "running", "forecast", "adjusted", "time", "complement"})
"""What a heading or a caption may make of the numbers under it."""


def other_quantity(sentence: Sentence, contexts: Contexts, reads: str = "", *, is_timed: bool = False) -> Iterator[Claim]:
    """The first thing that the words around a number make of it and that its figure is not.

    reads: what its author declares it to be. is_timed: whether its period is known to be wrong.
    """
    figure, text, is_prose = sentence.figure, sentence.text, not (sentence.passage.in_cell or sentence.passage.surface == "svg")
    found: list[tuple[str, Word]] = [(text, word) for word in _around(sentence, contexts)] if is_prose else []
    found += _above(sentence, is_prose=is_prose)
    for said, word in found:
        kind = _KINDS[_list_of(word)]
        if kind.reads == reads or (is_timed and word.name.startswith("time")) or _is_that(word, said, sentence, contexts):
            continue
        fact = (
            f'says "{said[word.start : word.end]}" with "{sentence.item.text}", which makes {kind.makes} of it, '
            f"but {figure.id} is {_what(figure, sentence.lang)}"
        )
        yield ("other-quantity", fact, f'quote the figure that is meant, or declare reads="{kind.reads}", because="..."')
        return


def _list_of(word: Word) -> str:
    return _list(word.name)


def _list(name: str) -> str:
    """The list of a word, by its name: that of countries for a code."""
    return "country" if name[:1].isupper() or name[:1].isdigit() else name.partition(".")[0]


def _what(figure: Figure, lang: str) -> str:
    """What a figure is, in words."""
    declared = figure.declaration
    what = declared.operation.name.replace("_", " ") if not declared.operation.is_copy else "change" if declared.change else ""
    said = declared.label.get(lang) or declared.title.get(lang) or figure.id
    what = what or (_statistic(declared) if declared.unit != "percent" else "share")
    return f'{"an" if what[0] in "aeiou" else "a"} {what}, "{said}"'


def _is_that(word: Word, text: str, sentence: Sentence, contexts: Contexts) -> bool:
    """Whether a figure is what a word makes of it, by what it is of or by its own words."""
    figure, lang, name = sentence.figure, sentence.lang, _list_of(word)
    declared, kind = figure.declaration, _KINDS[name]
    if kind.is_that(declared):
        return True
    own_words, own = _own(figure, contexts)
    if name in ("country", "time"):
        span = word.name.partition(".")[2]
        spans = {str(form) for form in words(lang)["spans"].get(_DAYS.get(span), ())}
        return word.name in own or not spans.isdisjoint(own_words) or (name == "time" and _is_timed_so(declared, span))
    if name == "forecast" and any(period.first.isoformat() > figure.version for period in own_periods(declared)):
        return True
    if kind.alike:
        said = _WORD.findall(text[word.start : word.end].lower())
        return any(each[:_STEM] == one[:_STEM] for one in said if len(one) > 2 for each in own_words)
    return any(_KINDS[each].reads == kind.reads for each in map(_list, own) if each in _KINDS and each != "time")


def _is_timed_so(declared: Declaration, kind: str) -> bool:
    """Whether a figure is of one period of a kind ("daily": of a day), or compares one with the next."""
    own = own_periods(declared)
    return any(period.kind == kind for period in own) and (len(own) == 1 or is_followed(*own[:2]))


@functools.lru_cache(maxsize=4096)
def _read_own(texts: tuple[str, ...], lang: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of some texts, and the lists and countries that they name."""
    own = frozenset(word.name for text in texts for word in scan(text, lang))
    return frozenset(each for text in texts for each in _WORD.findall(text.lower())), own


def _own(figure: Figure, contexts: Contexts) -> tuple[frozenset[str], frozenset[str]]:
    """The words that a figure's selection, texts and sources have, and the lists and countries that they name."""
    declared, lang = figure.declaration, contexts.lang
    package = contexts.figures.packages.as_of(figure.package, figure.version)
    about = (package.text("title", lang), package.text("description", lang)) if package else ()
    said = (declared.title.get(lang, ""), declared.label.get(lang, ""), declared.unit, *contexts.sources(figure))
    slots = (word for slot in contexts.slots(figure) for word in slot.words())
    its_words, own = _read_own((*said, *slots), lang)
    of_package = _read_own(about, lang)
    return its_words | of_package[0], own | {each for each in of_package[1] if _list(each) in _OF_PACKAGE}


# ---- Which words belong to a number --------------------------------------------------------------------------


def _around(sentence: Sentence, contexts: Contexts) -> Iterator[Word]:
    """The words that belong to the number of a sentence: those of its clause, and those with which another part of it begins."""
    text, item = sentence.text, sentence.item
    begin, end = sentence.span
    own = sentence.clause()
    stretch = sentence.stretch
    for word in scan(text, sentence.lang):
        if word.end <= begin or word.start >= end:
            continue
        name = _list_of(word)
        if name not in _KINDS or (word.start < item.end and item.start < word.end) or _is_in_unit(word, sentence):
            continue
        if name == "agreement":
            if _is_disputed(word, sentence) and not _is_denied(word, sentence, begin):
                yield word
            continue
        if own[0] <= word.start and word.end <= own[1]:
            is_near = name in ("complement", "beyond", "no_more", "failure", "exceeding") or not _is_denied(word, sentence, own[0])
        else:
            is_near = _KINDS[name].is_aside and stretch[0] <= word.start and word.end <= stretch[1] and _is_aside(word, sentence, own, anywhere=_KINDS[name].anywhere)
            is_near = is_near and not _is_denied(word, sentence, max([begin, *(cut.end() for cut in _CUTS.finditer(text, begin, word.start))]))
        if is_near and _RULES.get(name, _always)(word, sentence, contexts):
            yield word


def _is_aside(word: Word, sentence: Sentence, own: tuple[int, int], *, anywhere: bool) -> bool:
    """Whether a part of the sentence beside that of the number begins with a word: any before it, and the next behind it."""
    text = sentence.text
    before = word.end <= own[0]
    if _HARD.search(text, *((word.end, own[0]) if before else (own[1], word.start))):
        return False
    if anywhere and before:
        return True
    begin = sentence.span[0] if before else own[1]
    part = max([begin, *(cut.end() for cut in _CUTS.finditer(text, begin, word.start))])
    if not before and _WORD.search(text, own[1], part):
        return False  # another part stands between
    return len(_WORD.findall(text, part, word.start)) <= _ROOM


def _is_denied(word: Word, sentence: Sentence, begin: int) -> bool:
    """Whether a negation stands before a word in its clause: "not each country"."""
    return any(_list_of(each) == "no_more" and begin <= each.start and each.end <= word.start for each in scan(sentence.text, sentence.lang))


def _always(word: Word, sentence: Sentence, contexts: Contexts) -> bool:
    return True


def _next_words(text: str, at: int, count: int) -> list[str]:
    return _WORD.findall(text[at : at + 80].lower())[:count]


def _is_of_another(word: Word, sentence: Sentence, contexts: Contexts) -> bool:
    """Whether "each report" is none of the things that the figure counts."""
    following = set(_next_words(sentence.text, word.end, 2)) | set(_WORD.findall(sentence.text[word.start : word.end].lower())[1:])
    counted = next((slot for slot in contexts.slots(sentence.figure) if not slot.name), None)
    nouns = {each for one in (counted.words() if counted else ()) for each in _WORD.findall(one.lower())}
    is_per = sentence.text[word.start : word.start + 4].lower() in ("per ", "por ")
    return is_per or not following & nouns


def _is_in_unit(word: Word, sentence: Sentence) -> bool:
    """Whether a word is part of a quantity: "75.6 kilometres per hour", "491 Swiss francs", "US$5"."""
    is_money = sentence.text[word.end : word.end + 1] == "$"
    return is_money or any(each.start < word.start < each.unit_end for each in sentence.own_finds)


def _is_timed(word: Word, sentence: Sentence, contexts: Contexts) -> bool:
    return not set(_next_words(sentence.text, word.end, 1)) & set(listed(sentence.lang, "ago"))


def _is_before_period(word: Word, sentence: Sentence, contexts: Contexts) -> bool:
    """Whether a period follows: "since 2010"; and it is no end of one that begins before: "from 2010 to 2015"."""
    text = sentence.text
    for named in sentence.periods:
        if word.end <= named.start and len(_WORD.findall(text, word.end, named.start)) <= _ROOM + 1 and not _CUTS.search(text, word.end, named.start):
            return not any(compare(named, period) in (SAME, WITHIN) for period in own_periods(sentence.figure.declaration)) or named.link == ""
    return False


def _is_part_alone(word: Word, sentence: Sentence, contexts: Contexts) -> bool:
    """Whether "alone" stands behind something other than a period or what the figure is of: "Germany alone"."""
    before = _WORD.findall(sentence.text[sentence.span[0] : word.start])[-1:]
    spans = {str(form) for forms in words(sentence.lang)["spans"].values() for form in forms}
    own_words, _ = _own(sentence.figure, contexts)
    is_time = any(0 <= word.start - named.end <= 1 for named in sentence.periods)
    return bool(before) and not is_time and not before[0].isdigit() and before[0].lower() not in own_words | spans


def _codes_in(sentence: Sentence, contexts: Contexts) -> list[Named]:
    """The codes of the figure's table that a passage names."""
    slots = contexts.slots(sentence.figure)
    return [each for each in slots[0].vocabulary.read(sentence.text) if each.slot] if slots else []


def _is_of_own(word: Word, sentence: Sentence, contexts: Contexts) -> bool:
    """Whether what is left out may be what the number is of: not "without the others"."""
    return set(_next_words(sentence.text, word.end, _ROOM + 1)).isdisjoint(_listed(sentence.lang, "others"))


def _is_beyond_one(word: Word, sentence: Sentence, contexts: Contexts) -> bool:
    """Whether a place or a name of the data follows: "outside the EU", "non-EU", "without Germany"."""
    text, lang = sentence.text, sentence.lang
    is_prefix = text[word.end : word.end + 1] == "-" or _list_of(word) == "no_more"
    room = 0 if is_prefix else _ROOM
    stop = min([sentence.span[1], *(cut.start() for cut in _CUTS.finditer(text, word.end, sentence.span[1]))])
    ends = [each.start for each in _codes_in(sentence, contexts) if each.start >= word.end]
    ends += [each.start for each in scan(text, lang) if each.start >= word.end and _list_of(each) == "country"]
    if not is_prefix:
        pattern = _either(lang, "borders")
        ends += [match.start() for match in pattern.finditer(text, word.end, stop)]
    return any(at < stop and len(_WORD.findall(text, word.end, at)) <= room for at in ends)


def _is_thing(word: Word, sentence: Sentence, contexts: Contexts) -> bool:
    """Whether a word is what the number is of: right behind it ("1.89% of all victims"), or what its clause begins with."""
    text, item, lang = sentence.text, sentence.item, sentence.lang
    if word.start >= item.end:
        between = text[item.end : word.start]
    else:
        between = text[sentence.clause()[0] : word.start]
        if _either(lang, "event_of").search(between[-30:] + "") and re.search(rf"(?:{either(_listed(lang, 'event_of'))})\s*$", between, re.IGNORECASE):
            heads = _listed(lang, "event_of")[:6]
            if re.search(rf"(?:{either(heads)})\s*(?:\w+\s+)?$", between, re.IGNORECASE):
                return True
    if _CUTS.search(between):
        return False
    small = {each for one in _listed(lang, "event_of") for each in one.split()} | set(listed(lang, "names_after"))
    return sum(not (each.isdigit() or each.lower() in small) for each in _WORD.findall(between)) <= 1


def _is_actor(word: Word, sentence: Sentence, contexts: Contexts) -> bool:
    """Whether those who act are called by what the figure is of: "EU companies", "ciudadanos de la UE"."""
    text, named = sentence.text, _codes_in(sentence, contexts)
    return any(
        each.end + 1 == word.start or (each.start > word.end and len(_WORD.findall(text, word.end, each.start)) <= _ROOM) for each in named
    )


def _is_right_before(word: Word, sentence: Sentence, contexts: Contexts) -> bool:
    """Whether a number is not reached, or passed, in the words right before it, and what the figure is does not say so."""
    item, figure = sentence.item, sentence.figure
    if word.end > item.start or item.hedge:
        return False
    between = _WORD.findall(sentence.text[word.end : item.start].lower())
    if not {*between} <= {*listed(sentence.lang, "speaking_articles"), *listed(sentence.lang, "leads_on")}:
        return False
    if item.value is None or figure.declaration.change:
        return True
    return not (figure.value < item.value if word.name == "failure" else figure.value > item.value)


def _is_opposite(word: Word, sentence: Sentence, contexts: Contexts) -> bool:
    """Whether what a share is of is denied behind it: "63 percent of referrals contained nothing"."""
    declared, item = sentence.figure.declaration, sentence.item
    if _is_beyond_one(word, sentence, contexts):
        return True
    if word.start < item.end or declared.unit != "percent" or declared.change:
        return False
    between = set(_WORD.findall(sentence.text[item.end : word.start].lower()))
    return between.isdisjoint(_listed(sentence.lang, "relatives")) and not _own(sentence.figure, contexts)[1] & {"complement", "beyond"}


def _is_disputed(word: Word, sentence: Sentence) -> bool:
    """Whether others than those who published a disputed number agree with it."""
    declared = sentence.figure.declaration
    if declared.status != "disputed":
        return False
    before = sentence.text[max(sentence.span[0], word.start - 60) : word.start].lower()
    said = declared.attribution.get(sentence.lang, "").lower()
    return not (said and said in " ".join(_WORD.findall(before)[-4:]))


def _is_place(word: Word, sentence: Sentence, contexts: Contexts) -> bool:
    """Whether a country's name says where the number is from: not who speaks, not one of several, not a name of the data."""
    text, lang = sentence.text, sentence.lang
    if any(each.start < word.end and word.start < each.end for each in _codes_in(sentence, contexts)):
        return False
    institutions, examples = set(_listed_of(lang, "institutions")), _either_of(lang, "examples")
    beside = _next_words(text, word.end, 2)
    if text[word.end : word.end + 1] == "-" or institutions & set(beside):
        return False
    before = text[max(sentence.span[0], word.start - 40) : word.start]
    if lang != "en" and institutions & set(_WORD.findall(before.lower())[-2:]):
        return False
    led = [match for match in examples.finditer(before)][-1:]
    if led and len(_WORD.findall(before, led[0].end())) <= _ROOM and _is_example(led[0][0], lang):
        return False
    if word.end <= sentence.item.start and _speaks(lang).search(text, word.end, sentence.item.start):
        return False
    return not _is_institution(before, institutions)


def _is_example(led: str, lang: str) -> bool:
    return bool(led)


def _is_institution(before: str, institutions: set[str]) -> bool:
    """Whether an institution stands before: "the government of Germany", "la policía de Suiza"."""
    return bool(set(_WORD.findall(before.lower())[-3:]) & institutions)


_RULES: dict[str, Callable[[Word, Sentence, Contexts], bool]] = {
    "each": _is_of_another,
    "time": _is_timed,
    "since": _is_before_period,
    "alone": _is_part_alone,
    "complement": _is_of_own,
    "beyond": _is_beyond_one,
    "event": _is_thing,
    "actors": _is_actor,
    "failure": _is_right_before,
    "exceeding": _is_right_before,
    "no_more": _is_opposite,
    "country": _is_place,
}


def _above(sentence: Sentence, *, is_prose: bool) -> Iterator[tuple[str, Word]]:
    """The words of what stands over a number: its headers and caption, or the heading; where its sentence does not say what it is of."""
    passage, lang = sentence.passage, sentence.lang
    over: Sequence[str] = [passage.context[-1]] if is_prose and passage.context else (passage.near, *passage.context[-2:]) if not is_prose else ()
    own = own_periods(sentence.figure.declaration)
    is_told = is_prose and any(compare(named, period) == SAME for named in sentence.periods for period in own)
    for text in dict.fromkeys(over):
        if is_told or (is_prose and not text.endswith(_PERMALINK) and not passage.context) or _publishes(lang).search(text):
            continue
        for word in scan(text, lang):
            if _list_of(word) in _OVER:
                yield text, word
        if is_prose and own:
            for named in find_periods(text, lang):
                ways = {compare(named, period) for period in own}
                if WITHIN in ways and not ways & {SAME, AROUND} and named.kind != "day":
                    yield text, Word("time.part", named.start, named.end)


# ---- The words -----------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=8192)
def scan(text: str, lang: str) -> tuple[Word, ...]:
    """Return the words of the lists in a text, in their order; of those that overlap the first, and of these the longest."""
    by_word, by_name = _lexicon(lang)
    lower = text.lower()
    if len(lower) != len(text):
        return ()
    found: list[Word] = []
    done = 0
    for token in _TOKEN.finditer(text):
        if token.start() < done:
            continue
        said = token[0]
        for pattern, names, source in ((by_word.get(said.lower()), by_word, lower), (by_name.get(said), by_name, text)):
            match = pattern[0].match(source, token.start()) if pattern else None
            if match and pattern:
                name = pattern[1][(match.lastindex or 1) - 1]
                done = match.end()
                if name != "plain":
                    found.append(Word(name, match.start(), match.end()))
                break
    return tuple(found)


_Patterns = dict[str, tuple[re.Pattern[str], list[str]]]


@functools.cache
def _lexicon(lang: str) -> tuple[_Patterns, _Patterns]:
    """What begins with a word: of the lists, in lower case, and of the names of countries, as they are written."""
    lists: list[tuple[str, str, str]] = []  # the first word, the pattern, the list
    skipped = ("borders", "event_of", "relatives", "others")
    for name, entries in words(lang)["other_quantities"].items():
        named = {f"{name}.{kind}": each for kind, each in entries.items()} if isinstance(entries, dict) else {name: entries}
        for kind, each in named.items():
            lists += [(first, pattern, kind) for entry in each if name not in skipped for first, pattern in _entry(entry)]
    return _compiled(lists), _compiled([(_TOKEN.findall(name)[0], re.escape(name), code) for code, name in _countries(lang)])


def _entry(entry: str | Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """An entry of a list as patterns, each with its first word."""
    if isinstance(entry, str):
        parts = [{"\u2026": _GAP, "*": _ONE}.get(part, re.escape(part.lower())) for part in entry.split()]
        pattern = ""
        for part in parts:
            pattern += part if part == _GAP or not pattern else rf"\s+{part}"
        yield _TOKEN.findall(entry.lower())[0], pattern
        return
    for first in entry[0]:
        yield _TOKEN.findall(first.lower())[0], rf"{re.escape(first.lower())}{_WIDE}\s+(?:{either(map(str.lower, entry[1]))})"


def _compiled(entries: Iterable[tuple[str, str, str]]) -> _Patterns:
    by_first: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for first, pattern, name in entries:
        by_first[first].append((pattern, name))
    compiled: _Patterns = {}
    for first, found in by_first.items():
        found.sort(key=lambda each: (-len(each[0]), each[1] != "plain"))
        compiled[first] = (re.compile("|".join(rf"({pattern})(?!\w)" for pattern, _ in found)), [name for _, name in found])
    return compiled


@functools.cache
def _countries(lang: str) -> tuple[tuple[str, str], ...]:
    """The names of countries and continents, with their codes."""
    territories = Locale.parse(lang).territories
    more: dict[str, list[str]] = {str(code): names for code, names in words(lang)["countries"].items()}
    found = []
    for code, name in territories.items():
        if (len(code) == 2 and code not in _NO_COUNTRIES) or code in more:
            parts = [part.strip() for part in re.split(r"[()]| - ", name)]
            found += [(code, part) for part in parts if len(part) > 3]
    found += [(code, str(name)) for code, names in more.items() for name in names]
    return tuple(found)


def _listed(lang: str, name: str) -> tuple[str, ...]:
    return tuple(map(str, words(lang)["other_quantities"][name]))


def _listed_of(lang: str, name: str) -> tuple[str, ...]:
    return tuple(map(str, words(lang)[name]))


@functools.cache
def _either(lang: str, name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{either(_listed(lang, name))})(?!\w)", re.IGNORECASE)


@functools.cache
def _either_of(lang: str, name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{either(_listed_of(lang, name))})(?!\w)", re.IGNORECASE)


@functools.cache
def _speaks(lang: str) -> re.Pattern[str]:
    """A verb by which somebody says something."""
    verbs = set(listed(lang, "speaking")) - set(listed(lang, "speaking_nouns"))
    return re.compile(rf"(?<!\w)(?:{either(verbs)})(?!\w)", re.IGNORECASE)


@functools.cache
def _publishes(lang: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{either(listed(lang, 'publication'))})(?!\w)", re.IGNORECASE)
