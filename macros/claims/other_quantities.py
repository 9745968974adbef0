"""Words that turn a correct number into another quantity: an average, a running total, a complement, a forecast.

The words stand in macros/interface by their effect (`other_quantities`), as do the names of countries. A word counts in the clause of a
number, at the beginning of another part of its sentence ("On average, ..."), or above it. It is an issue unless the figure is that quantity
by its measure, operation, selection or own words. An author can override an issue: `figure(..., reads="average", because="...")`.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from babel import Locale
from babel.core import get_global

from macros.base.errors import Fault
from macros.claims.comparative_words import is_compared
from macros.claims.context import Contexts, Sentence, compile_word_list, is_stock, join_alternatives, keep_alike, list_words
from macros.claims.grammar import AND, load_grammar
from macros.claims.passage import IssueParts
from macros.claims.reading import find_zones
from macros.claims.relative_periods import find_ending_period
from macros.claims.times import AROUND, SAME, WITHIN, compare_periods, find_own_periods
from macros.claims.vocabulary import NamedWord, count_common_letters
from macros.figures import Declaration, Figure
from macros.figures.units import unit_of
from macros.interface import read_interface_words
from macros.numbers.grammar.periods import NamedPeriod, find_periods, join_spans
from macros.numbers.language.language import load_language
from macros.quotes import RenderLog
from macros.structure.periods import is_followed_by

_QUOTES_PER_READING = 50  # quotes for each one with a declared reading
_TOKEN = re.compile(r"\w+|[^\w\s]")
_WORD = re.compile(r"\w+")
_SOME = r"(?:\s+[\w'\u2019-]+){1,3}?"
_UP_TO_SIX = r"(?:\s+[\w'\u2019-]+){0,6}?"
_ONE = r"[^\W\d_][\w'\u2019-]*"
_HARD = re.compile(r"[;:!?]")
_TURN = re.compile(r",\s")
_HYPHENED = re.compile(r"(?:-[^\W\d_]+)?\s")  # "Danish companies", "Denmark-based companies"
_CUT = re.compile(r"[,;:()\u2013\u2014!?]|\.(?=\s|$)")
_MAX_WORDS_BETWEEN = 2  # words before the first listed one of a part ("And on average, ..."), or between a listed word and its object
_STEM_LETTERS = 5  # common letters of a word's forms
_MAX_ENDING = 3  # letters at most after those
_MAX_REACH = 80  # signs around a few words
_DAYS_BY_SPAN = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}


class ListedWord(NamedTuple):
    """A word of a list in a text. `name` is that of the list ("time.month"), or a country's code."""

    name: str
    start: int
    end: int

    @property
    def kind(self) -> str:
        """Return the list without its subdivision, or "country"."""
        return _get_kind(self.name)


def _get_kind(name: str) -> str:
    return "country" if name[:1].isupper() or name[:1].isdigit() else name.partition(".")[0]


_HEADING, _ANY = "heading", "any"


class _WordKind(NamedTuple):
    """The effect of the words of one list on a number.

    `reads` is the declaration that permits them, `makes` the resulting quantity. `is_that` tests a figure for it. `reach` is the place of a
    word about the number: in its `clause`; at the start of another `part` of the sentence, or of one in `front`; anywhere `before` it.
    `over` names the texts above that may hold the word: a `heading`, or `any`, including captions and headers. `is_alike`: the figure's own
    words must hold the same word, not only one of the list.
    """

    reads: str
    makes: str
    is_that: Callable[[Declaration], bool] = lambda _: False
    reach: str = "clause"
    over: str = ""
    is_alike: bool = False


def _get_statistic(declared: Declaration) -> str:
    return declared.structure.find_measure(declared.field, declared.where).statistic


def _make_statistic_test(*names: str) -> Callable[[Declaration], bool]:
    """Return a test for figures with one of these operations or statistics, or for rates."""

    def is_that(declared: Declaration) -> bool:
        unit = unit_of(declared.unit)
        # Kilometres an hour and micrograms in a cubic metre are rates.
        is_rate = "rate" in names and bool(unit.per or (unit.is_measure and "-per-" in unit.canonical))
        return is_rate or declared.operation.name in names or _get_statistic(declared) in names

    return is_that


def _is_computed_per_unit(declared: Declaration) -> bool:
    return not declared.operation.is_copy and _IS_PER_UNIT(declared)


def _is_share(declared: Declaration) -> bool:
    return declared.unit == "percent" and not declared.is_change


def _is_cumulative(declared: Declaration) -> bool:
    own = find_own_periods(declared)
    spans = any(period.kind in ("span", "weeks") for period in own)
    is_over_periods = declared.is_change and len(own) != 1  # inflation has one year
    return is_over_periods or spans or declared.operation.name in ("cumulative", "sum")


def _is_of_all(declared: Declaration) -> bool:
    """Return True if a figure covers the whole of a dimension, or is a share, so that no place has more."""
    return _is_share(declared) or any(
        dimension.codelist and dimension.find_code(declared.where[name]).is_total
        for name, dimension in declared.structure.dimensions.items()
        if name in declared.where and not dimension.has_measures
    )


_IS_PER_UNIT = _make_statistic_test("mean", "median", "rate", "ratio", "average_annual_change")
_OPPOSITE = "the number of what is left out or outside"
_KIND_BY_NAME = {
    "each": _WordKind("average", "an average", _IS_PER_UNIT, "part"),
    "per": _WordKind("average", "an average", _IS_PER_UNIT, "part", _HEADING),
    "per_one": _WordKind("average", "an average", _IS_PER_UNIT, "part"),
    "mean": _WordKind("average", "an average", _make_statistic_test("mean", "rate", "index", "average_annual_change"), "part", over=_ANY),
    "median": _WordKind("average", "a median", _make_statistic_test("median"), "part", over=_ANY),
    # A share may have a yearly whole.
    "time": _WordKind(
        "average", "a number of another time", lambda each: _is_computed_per_unit(each) or _is_share(each), "part", over=_ANY
    ),
    "running": _WordKind("running-total", "a running total", _is_cumulative, "part", over=_ANY),
    "together": _WordKind("running-total", "a running total", _is_cumulative, "before"),
    "since": _WordKind("running-total", "a running total", _is_cumulative, "part"),
    "other_base": _WordKind("other-base", "a change from another base", lambda each: not each.is_change, "part"),
    "forecast": _WordKind("forecast", "a forecast", lambda each: _get_statistic(each) == "estimate", "part", over=_ANY),
    "adjusted": _WordKind("adjusted", "an adjusted number", reach="part", over=_ANY),
    "part": _WordKind("part", "a number of a part", reach="front", over=_ANY, is_alike=True),
    "adjective": _WordKind("part", "a number of a part", is_alike=True),
    "alone": _WordKind("part", "a number of a part"),
    "complement": _WordKind("complement", _OPPOSITE, reach="before", over=_ANY),
    "beyond": _WordKind("complement", _OPPOSITE, reach="before", over=_HEADING),
    "no_more": _WordKind("complement", "the share of the opposite"),
    "event": _WordKind("other-event", "a number of something else", over=_ANY, is_alike=True),
    "event_verb": _WordKind("other-event", "a number of what happened then", is_alike=True),
    "actors": _WordKind("other-event", "a number of what others did", is_alike=True),
    "senders": _WordKind("other-event", "a number of what others did", is_alike=True),
    "failure": _WordKind("bound", "a number that was not reached"),
    "exceeding": _WordKind("bound", "a number that was passed"),
    "agreement": _WordKind("agreement", "a number that nobody disputes"),
    "country": _WordKind("place", "a number of another place", reach="part"),
    "everywhere": _WordKind("place", "a number of all places", _is_of_all, "part"),
    "elsewhere": _WordKind("part", "a number of a part that its table does not tell apart", reach="front"),
    "flow": _WordKind("other-event", "a number of those who came or went", lambda each: each.is_change or not is_stock(each), over=_ANY),
    "kept": _WordKind("complement", _OPPOSITE, reach="part"),
    "era": _WordKind("other-base", "a change from another base", lambda each: not each.is_change, "before"),
    "either_way": _WordKind("part", "a number of more than its figure is of", reach="before"),
    "joined": _WordKind("part", "a number of more than its figure is of"),
    "included": _WordKind("part", "a number of more than its figure is of", reach="part"),
    "only": _WordKind("part", "a number of a part", reach="part"),
    "doers": _WordKind("other-event", "a number of what they did"),
    "handed": _WordKind("other-event", "a number of what they sent"),
    "purpose": _WordKind("other-event", "a number of something else", over=_ANY, is_alike=True),
}
_DENIABLE_KINDS = _KIND_BY_NAME.keys() - {"complement", "beyond", "no_more", "failure", "exceeding"}
_SCOPE_KINDS = frozenset({"running", "since", "complement", "beyond"})
"""Kinds that only set the scope after a superlative: "the most since 2019", "all-time high"."""
_THING_KINDS = frozenset({"part", "event", "flow", "purpose"})
"""Kinds that a heading lends only to sentences without a counted noun of their own."""
_VAGUE_KINDS = frozenset({"time", "per_one"})
"""Kinds that prove nothing in a figure's own words: es "recibidas por" an office."""
_BY_RULE = frozenset({"included", "only", "doers", "handed"})
"""Kinds of which the rule itself asks what the figure is of."""
_PACKAGE_KINDS = frozenset({"each", "mean", "median", "time", "country"})
"""Kinds that a package's title and description lend to all of its figures."""


def check_quantity_words(sentence: Sentence, contexts: Contexts, reads: str = "", *, is_timed: bool = False) -> Iterator[IssueParts]:
    """Yield an issue for the first word that turns a number into a quantity other than its figure.

    `reads` is the author's declaration. `is_timed`: a wrong period is already reported.
    """
    figure, is_prose = sentence.figure, not (sentence.passage.is_in_cell or sentence.passage.surface == "svg")
    found = [(sentence.text, word) for word in _beside(sentence, contexts)] if is_prose else []
    for said, word in (*found, *_find_words_above(sentence, contexts, is_prose=is_prose)):
        kind = _KIND_BY_NAME[word.kind]
        if kind.reads == reads or (is_timed and word.kind == "time") or _is_figure_quantity(word, said, sentence, contexts):
            continue
        says = f'"{said[word.start : word.end]}" with "{sentence.quantity.text}"'
        fact = f"says {says}, which makes {kind.makes} of it, but {figure.id} is {_describe_figure(figure, sentence.lang)}"
        yield ("other-quantity", fact, f'quote the figure that is meant, or declare reads="{kind.reads}", because="..."')
        return


def _describe_figure(figure: Figure, lang: str) -> str:
    """Return a description of a figure: its statistic or operation, and its label or title."""
    declared = figure.declaration
    of_cell = "change" if declared.is_change else "share" if declared.unit == "percent" else _get_statistic(declared)
    what = of_cell if declared.operation.is_copy else declared.operation.name.replace("_", " ")
    said = declared.label.get(lang) or declared.title.get(lang) or figure.id
    return f'{"an" if what[0] in "aeiou" else "a"} {what}, "{said}"'


def _is_figure_quantity(word: ListedWord, text: str, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if a figure is the quantity named by a word, by its declaration or its own words."""
    figure, lang, kind = sentence.figure, sentence.lang, _KIND_BY_NAME[word.kind]
    declared = figure.declaration
    if kind.is_that(declared):
        return True
    own_words, own = _read_own_words(figure, contexts)
    if word.kind == "country":
        return word.name in own
    if word.kind == "time":
        span = word.name.partition(".")[2]
        spans = {str(form) for form in read_interface_words(lang)["spans"].get(_DAYS_BY_SPAN.get(span), ())}
        is_within = any(period.kind in ("weeks", "span") for period in find_own_periods(declared))  # "46% a week" over several weeks
        return word.name in own or not (is_within or spans.isdisjoint(own_words)) or _is_of_span(declared, span)
    if word.kind in _BY_RULE:
        return False
    if word.kind == "forecast" and any(period.first.isoformat() > figure.version for period in find_own_periods(declared)):
        return True
    if kind.is_alike:
        said = _WORD.findall(text[word.start : word.end].lower())
        said = [each for each in said if len(each) > 3] or said
        return all(any(_is_form(each, one) for each in own_words) for one in (said if word.kind == "part" else said[-1:]))
    if word.kind in ("everywhere", "elsewhere"):
        return any(_get_kind(each) == word.kind for each in own)
    return any(
        _KIND_BY_NAME[each].reads == kind.reads for each in map(_get_kind, own) if each in _KIND_BY_NAME and each not in _VAGUE_KINDS
    )


def _is_form(word: str, other: str) -> bool:
    """Return True if two words are forms of one: "arrests" and "arrested", but not "applications" and "applicants"."""
    shared = count_common_letters(word, other)
    return word[:_STEM_LETTERS] == other[:_STEM_LETTERS] and max(len(word), len(other)) - shared <= _MAX_ENDING


def _is_of_span(declared: Declaration, kind: str) -> bool:
    """Return True if a figure is of one period of a kind ("daily": of a day), compares adjacent ones, or covers several unsummed."""
    own, of = find_own_periods(declared), declared.structure.find_period_dimension()
    if of and of.period == kind and of.name in (*declared.over, *declared.start) and not _is_cumulative(declared):
        return True
    return any(period.kind == kind for period in own) and (len(own) == 1 or is_followed_by(*own[:2]))


def _read_own_words(figure: Figure, contexts: Contexts) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of a figure's selection, texts and sources, and the lists and countries named in them."""
    declared, lang = figure.declaration, contexts.lang
    package = contexts.figures.packages.find_version(figure.package, figure.version)
    of_package, named = _read_texts(tuple(package.find_text(each, lang) for each in ("title", "description")) if package else (), lang)
    named -= {each for each in named if _get_kind(each) == "country"} - _read_texts(
        (package.find_text("title", lang),) if package else (), lang
    )[1]
    said = (declared.title.get(lang, ""), declared.label.get(lang, ""), declared.unit, *contexts.list_sources(figure))
    own_words, own = _read_texts((*said, *(word for slot in contexts.get_slots(figure) for word in slot.list_own_words())), lang)
    return own_words | of_package, own | {each for each in named if _get_kind(each) in _PACKAGE_KINDS}


@functools.lru_cache(maxsize=4096)
def _read_texts(texts: tuple[str, ...], lang: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of some texts, and the lists and countries named in them."""
    own = frozenset(word.name for text in texts for word in find_listed_words(text, lang))
    return frozenset(each for text in texts for each in _WORD.findall(text.lower())), own


# ---- Words about a number ------------------------------------------------------------------------------------


@keep_alike
def _beside(sentence: Sentence, contexts: Contexts) -> list[ListedWord]:
    return list(_find_words_around(sentence, contexts))


def _find_words_around(sentence: Sentence, contexts: Contexts) -> Iterator[ListedWord]:
    """Yield the listed words that are about the number of a sentence."""
    text, item = sentence.text, sentence.quantity
    elsewhere = contexts.find_codes_elsewhere(sentence.figure, text)
    found = (*find_listed_words(text, sentence.lang), *(ListedWord("elsewhere", each.start, each.end) for each in elsewhere))
    if not found:
        return
    begin, end = sentence.span
    said = [each for each in found if begin < each.end and each.start < end and each.kind in _KIND_BY_NAME]
    said = [each for each in said if each.kind not in _SCOPE_KINDS or not is_compared(text, sentence.lang, each.start)]
    if not said:
        return
    pairs = ((a.end, b.start) for each in find_zones(sentence, contexts).all_lists for a, b in pairwise(each))
    gaps = [each for each in pairs if load_grammar(sentence.lang).cuts[AND].fullmatch(text[slice(*each)].strip())]
    clause, stretch = sentence.find_clause(gaps), sentence.stretch
    clause = (_find_clause_start(sentence, clause[0]), clause[1])
    for word in said:
        is_within = word.start < item.end and item.start < word.end and word.kind != "elsewhere"  # "44.8 pedestrians"
        if is_within or _is_in_unit(word, sentence) or _is_inserted(word, sentence):
            continue
        reach = _KIND_BY_NAME[word.kind].reach
        if word.kind == "agreement" and not _HARD.search(text, word.end, item.start):
            at = begin
        elif clause[0] <= word.start < clause[1] or word.end == clause[0]:  # the stop of "U.S." ends no clause
            at = clause[0]
        elif reach != "clause" and stretch[0] <= word.start and word.end <= stretch[1] and _is_part_start(word, sentence, clause, reach):
            at = max([begin, *(cut.end() for cut in _CUT.finditer(text, begin, word.start))])
        else:
            continue
        is_denied = word.kind in _DENIABLE_KINDS and any(each.kind == "no_more" and at <= each.start < word.start for each in said)
        if not is_denied and (word.kind not in _RULE_BY_KIND or _RULE_BY_KIND[word.kind](word, sentence, contexts)):
            yield word


def _is_inserted(word: ListedWord, sentence: Sentence) -> bool:
    """Return True if a word is in a relative clause inserted before the number: "the office, which read every report, estimates ..."."""
    text, item = sentence.text, sentence.quantity
    begin = max([sentence.span[0], *(cut.end() for cut in _CUT.finditer(text, sentence.span[0], word.start))])
    end = next((cut.start() for cut in _CUT.finditer(text, word.end, item.start)), item.start)
    return end < item.start and not {*_get_next_words(text, begin, 1)}.isdisjoint(list_words(sentence.lang, "relative_pronouns"))


def _find_clause_start(sentence: Sentence, begin: int) -> int:
    """Return the start of a clause resumed at an offset after an inserted relative clause ("..., which ..., fell by")."""
    cuts = [cut.end() for cut in _CUT.finditer(sentence.text, sentence.stretch[0], begin)]
    if (
        len(cuts) < 2
        or cuts[-1] != begin
        or {*_get_next_words(sentence.text, cuts[-2], 1)}.isdisjoint(_get_list(sentence.lang, "relatives"))
    ):
        return begin
    return cuts[-3] if len(cuts) > 2 else sentence.stretch[0]


def _is_part_start(word: ListedWord, sentence: Sentence, clause: tuple[int, int], reach: str) -> bool:
    """Return True if a word begins a part of the sentence: any before the number's clause, or the next one after it."""
    text, is_before = sentence.text, word.end <= clause[0]
    if is_before and not _CUT.search(text, word.end, clause[0]):
        return False  # "Germany and the other countries"
    if is_before and _compile_turns(sentence.lang).search(text, word.end, clause[0]):
        return False  # "except in one, deaths fell, and in the country they numbered"
    between = text[word.end : clause[0]] if is_before else text[clause[1] : word.start]
    is_title = is_before and not _WORD.search(text, clause[0], sentence.quantity.start)  # "Median, 2021: 555,831"
    if _HARD.search(between.rstrip().removesuffix(":") if is_title else between):
        return False
    if (is_before and reach == "before") or (not is_before and reach == "front"):
        return is_before
    begin = sentence.stretch[0] if is_before else clause[1]
    part = max([begin, *(cut.end() for cut in _CUT.finditer(text, begin, word.start))])
    if is_before and sentence.span[0] < part == begin:
        return False  # a part after another number belongs to that number
    is_next = is_before or not _WORD.search(text, clause[1], part)
    led = [each for each in _WORD.findall(text[part : word.start].lower()) if each not in list_words(sentence.lang, "speaking_articles")]
    room = 1 if word.kind == "each" else _MAX_WORDS_BETWEEN  # "having seen every report, ..."
    room = _MAX_WORDS_BETWEEN * 2 if word.kind == "kept" else room if is_before else 0  # "on 22 days, the station kept to the limit"
    return is_next and len(led) <= room and set(led).isdisjoint(_get_list(sentence.lang, "relatives"))


def _is_in_unit(word: ListedWord, sentence: Sentence) -> bool:
    """Return True if a word is part of a quantity: "75.6 kilometres per hour", "491 Danish kroner", "US$5"."""
    is_money = sentence.text[word.end : word.end + 1] == "$"
    return is_money or any(each.start < word.start < each.unit_end for each in sentence.own_quantities)


def _find_words_above(sentence: Sentence, contexts: Contexts, *, is_prose: bool) -> Iterator[tuple[str, ListedWord]]:
    """Yield the listed words above a number. Periods in a heading count too, unless the sentence names the figure's own."""
    passage, lang, own = sentence.passage, sentence.lang, sentence.figure_periods
    over = [passage.near, *passage.context[-2:]]
    if is_prose:
        inner = " ".join(passage.text[: 2 * _MAX_REACH].split())[:_MAX_REACH]  # an item of a list has the whole list as its context
        over = [each for each in passage.context[-2:] if inner not in each][-1:]
    for text in dict.fromkeys(over):
        said, periods = _read_heading(text, lang)
        if not said and not (periods and is_prose):
            continue
        is_told = any(compare_periods(named, period) == SAME for named in sentence.named_periods for period in own)
        if is_told and _compile_relatives(lang).search(text):  # "Average and typical: what the words mean"
            continue
        for word in said:
            is_said = word.kind != "beyond" or _is_beyond(text, len(text), word, sentence, contexts)
            is_said = is_said and not _is_passed(text, word, lang) and not (is_told and _is_breakdown(text, 0, word, lang))
            is_said = is_said and not (word.kind in _THING_KINDS and _has_counted_thing(sentence, text, word, contexts))
            if is_said and (is_prose or _KIND_BY_NAME[word.kind].over == _ANY):
                yield text, word
        for named in periods if is_prose and own and not is_told else ():
            at = find_ending_period(named, own[0].kind, text, lang) if is_stock(sentence.figure.declaration) else named
            ways = {compare_periods(at, period) for period in own}
            if WITHIN in ways and ways.isdisjoint((SAME, AROUND)):
                yield text, ListedWord("time.part", named.start, named.end)


def _has_counted_thing(sentence: Sentence, over: str, word: ListedWord, contexts: Contexts) -> bool:
    """Return True if the sentence names the counted thing itself, or the heading of an event word does."""
    if sentence.passage.surface == "svg" or (word.kind == "event" and not contexts.countable_nouns.isdisjoint(_WORD.findall(over.lower()))):
        return True
    if word.kind in ("part", "purpose"):  # "Deaths on motorways" narrows what the sentence names
        return False
    return not sentence.passage.is_in_cell and any(
        not slot.name and slot.has_own_word(sentence.sentence_text) for slot in contexts.get_slots(sentence.figure)
    )


@functools.lru_cache(maxsize=4096)
def _read_heading(text: str, lang: str) -> tuple[tuple[ListedWord, ...], tuple[NamedPeriod, ...]]:
    """Return the listed words and the periods of a text above numbers. A publication's name ("Monthly update") has none."""
    if _compile_list(lang, "issues").search(text):
        return (), ()
    named = find_listed_words(text, lang)
    denied = min((word.start for word in named if word.kind == "no_more"), default=len(text))
    said = (
        word
        for word in named
        if word.kind in _KIND_BY_NAME and _KIND_BY_NAME[word.kind].over and (word.start < denied or word.kind not in _DENIABLE_KINDS)
    )
    said = (word for word in said if text[word.start : word.end].lower().split()[0] not in _get_list(lang, "each"))  # of rows: "each month"
    return tuple(said), tuple(each for each in join_spans(find_periods(text, lang)) if each.kind not in ("year", "day"))


# ---- Rules of single kinds -----------------------------------------------------------------------------------


def _get_next_words(text: str, at: int, count: int) -> list[str]:
    return _WORD.findall(text[at : at + _MAX_REACH].lower())[:count]


def _get_last_words(text: str, begin: int, at: int, count: int) -> list[str]:
    return _WORD.findall(text[max(begin, at - _MAX_REACH) : at].lower())[-count:]


def _find_codes(text: str, sentence: Sentence, contexts: Contexts) -> list[NamedWord]:
    """Return the codes of the figure's table named in a text, without totals."""
    slots, dimensions = contexts.get_slots(sentence.figure), sentence.figure.declaration.structure.dimensions
    named = [each for each in slots[0].vocabulary.read(text) if each.slot in dimensions] if slots else []
    return [each for each in named if not dimensions[each.slot].find_code(each.key).is_total]


def _is_of_another(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if "each" is about another noun: "each of many", not "each report" of counted reports."""
    said = _WORD.findall(sentence.text[word.start : word.end].lower())
    counted = (noun for slot in contexts.get_slots(sentence.figure) if not slot.name for noun in slot.list_own_words())
    nouns = contexts.countable_nouns & {each for noun in counted for each in _WORD.findall(noun.lower())}
    following = _get_next_words(sentence.text, word.end, _MAX_WORDS_BETWEEN * 2)
    led = _WORD.findall(sentence.text[word.end : sentence.quantity.start].lower()) if word.end <= sentence.quantity.start else ["-"]
    small = {part for each in _get_list(sentence.lang, "event_of") for part in each.split()}
    if small.union(list_words(sentence.lang, "speaking_articles")).issuperset(led):
        return False  # "each of the 1,040"
    beside = (
        *said[1:],
        *following[: None if following[:1] and following[0] in list_words(sentence.lang, "names_after") else _MAX_WORDS_BETWEEN],
    )
    return nouns.isdisjoint(beside) and _load_year_words(sentence.lang).isdisjoint(beside)  # "in a single year" may be its own


@functools.cache
def _load_year_words(lang: str) -> frozenset[str]:
    return frozenset(map(str, read_interface_words(lang)["spans"][365]))


def _is_of_one(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if a counted noun in the singular follows. For a language with an ambiguous word for "per"."""
    last = _WORD.findall(sentence.text[word.start : word.end].lower())[-1]
    return any(last in each.one for each in contexts.figures.nouns if each.lang == sentence.lang)


def _is_before_number(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if the number follows: "are expected to fall by 47%"."""
    return word.end <= sentence.quantity.start


def _is_other_base(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if a phrase leads to no adverb: "than the average", but es "que en 2022 se había encarecido de media"."""
    *led, before, last = _WORD.findall(sentence.text[word.start : word.end].lower())
    begun = " ".join((*led, before))  # es: "respecto de"
    pairs = (each for each in read_interface_words(sentence.lang)["other_quantities"]["other_base"] if not isinstance(each, str))
    is_adverb = f"{before} {last}" in _get_list(sentence.lang, "mean") and not any(begun in each[0] for each in pairs)
    return before in list_words(sentence.lang, "articles") or not is_adverb


def _is_distributive(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if a word does not only name a breakdown before the number."""
    return word.end > sentence.quantity.start or not _is_breakdown(sentence.text, sentence.span[0], word, sentence.lang)


def _is_breakdown(text: str, begin: int, word: ListedWord, lang: str) -> bool:
    """Return True if a noun is broken down by places, es "Informes por país": "por" is "by" and "per" alike."""
    first, _, unit = text[word.start : word.end].lower().partition(" ")
    is_of_places = first in list_words(lang, "breakdown_links") and unit in read_interface_words(lang)["comparing"]["places"]
    return is_of_places and text[begin : word.start].rstrip()[-1:].isalpha()


def _is_flow(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if no part of a stock is told by how it came about: "of the 4,144 patients waiting, 2,674 had been referred to ..."."""
    text, (begin, _) = sentence.text, sentence.span
    if text[word.start : word.end].lower() not in _get_list(sentence.lang, "sent"):
        return True
    led = load_grammar(sentence.lang).base.match(text, begin)
    first = _TURN.search(text, led.end(), word.start) if led else None
    return not (
        led
        and first
        and any(slot.has_own_word(text, led.end(), first.start()) for slot in contexts.get_slots(sentence.figure) if not slot.name)
    )


def _is_of_time(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if a word is no time difference ("a month later"), and a short one is near the number ("9,000 a day")."""
    text, item = sentence.text, sentence.quantity
    gap = text[item.end : word.start] if word.start >= item.end else text[word.end : item.start]
    said = text[word.start : word.end].lower().split()
    if len(said) == 2 and said[0] in _get_list(sentence.lang, "short") and len(_WORD.findall(gap)) > 2 * _MAX_WORDS_BETWEEN:
        return False
    is_told = any(each.start < word.end and word.start < each.end for each in sentence.named_periods)  # "a year before"
    if _is_passed(text, word, sentence.lang):
        return False
    return not is_told and set(_get_next_words(sentence.text, word.end, 1)).isdisjoint(list_words(sentence.lang, "ago"))


def _is_passed(text: str, word: ListedWord, lang: str) -> bool:
    """Return True if a season is only a time before or after: "after a cold winter"."""
    said = set(_get_last_words(text, 0, word.start, _MAX_WORDS_BETWEEN * 2))
    return word.name == "time.season" and not said.isdisjoint(each.split()[0] for each in _get_list(lang, "passed"))


def _is_before_period(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True for "since 2010", but not at an end of a change: "since 2010 they fell from 412 to 352"."""
    text = sentence.text
    if sentence.quantity.basis in ("from", "to"):
        return False
    gaps = (text[word.end : named.start] for named in sentence.named_periods if word.start < named.start)
    return any(len(_WORD.findall(gap)) <= _MAX_WORDS_BETWEEN and not _CUT.search(gap) for gap in gaps)


def _is_of_noun(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if a word for a part is beside a counted noun: "verified reports"."""
    text = sentence.text
    beside = (*_get_last_words(text, sentence.span[0], word.start, 1), *_get_next_words(text, word.end, 1))
    is_said = (
        word.start > sentence.quantity.end and beside[0] in read_interface_words(sentence.lang)["comparing"]["copulas"]
    )  # "555,831 were new"
    return is_said or not contexts.countable_nouns.isdisjoint(beside)


def _is_of_several(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True for joined periods ("2020 and 2021 combined", "sumados 2020 y 2021") or codes, unless the figure is their sum."""
    linked = [named for named in sentence.named_periods if named.link == "and"]
    if any(0 <= word.start - named.end <= 2 or 0 <= named.start - word.end < _MAX_REACH // 4 for named in linked):
        return True
    zones, declared = find_zones(sentence, contexts), sentence.figure.declaration
    if zones.run[0] > 1:  # "numbered 1 and 2 in total"
        return False
    begin = max([sentence.stretch[0], *(cut.end() for cut in _HARD.finditer(sentence.text, sentence.stretch[0], word.start))])
    for slot in contexts.get_slots(sentence.figure):
        for named in zones.all_lists:
            is_near = (
                begin <= named[0].start
                and named[-1].end <= word.start
                and _compile_joint(sentence.lang).fullmatch(sentence.text, named[0].end, named[1].start)
            )
            codes = {str(each.value) for each in named if isinstance(each.source, NamedWord) and each.source.slot == slot.name}
            if is_near and len(codes) > 1 and not codes.isdisjoint(slot.own_keys) and not _is_sum(declared, slot.name, codes):
                return True
    return False


def _is_sum(declared: Declaration, name: str, codes: set[str]) -> bool:
    """Return True if a figure covers all of some codes of a dimension."""
    dimension, over = declared.structure.dimensions.get(name), declared.over.get(name, ())
    own = [declared.where[name]] if name in declared.where else list(over)
    return dimension is not None and (isinstance(over, str) or codes <= {*own} or any(dimension.find_code(each).is_total for each in own))


def _is_part_alone(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if "alone" follows a word of neither a period nor the figure: "images alone"."""
    if any(0 <= word.start - named.end <= 1 for named in sentence.named_periods):
        return False
    before = _get_last_words(sentence.text, sentence.span[0], word.start, 1)
    spans = {str(form) for forms in read_interface_words(sentence.lang)["spans"].values() for form in forms}
    return bool(before) and not before[0].isdigit() and before[0] not in _read_own_words(sentence.figure, contexts)[0] | spans


def _is_of_own(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if the excluded thing may be the number's own: not "without the others", nor "the other OECD countries"."""
    text, others = sentence.text, _get_list(sentence.lang, "others")
    if set(_get_next_words(text, word.end, _MAX_WORDS_BETWEEN + 1)) & {*others}:
        return False
    near = (each for each in _find_codes(sentence.text, sentence, contexts) if word.start < each.start)
    said = _WORD.findall(text[word.start : word.end].lower())
    is_rest = not {*others}.isdisjoint(said) and said[-1] not in list_words(sentence.lang, "than")
    if is_rest and word.start > sentence.quantity.start:
        return False  # "..., other countries the rest"
    return not (is_rest and any(len(_WORD.findall(text, word.end, each.start)) <= _MAX_WORDS_BETWEEN + 1 for each in near))


def _is_beyond_one(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if a place or a name of the data follows: "outside the OECD", "non-OECD", "without Germany"."""
    return _is_beyond(sentence.text, sentence.span[1], word, sentence, contexts)


def _is_beyond(text: str, end: int, word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if a place or a name of the data follows a word before the offset `end`."""
    lang, is_prefix = sentence.lang, text[word.end : word.end + 1] == "-" or word.kind == "no_more"
    stop = min([end, *(cut.start() for cut in _CUT.finditer(text, word.end, end))])
    starts = [each.start for each in _find_codes(text, sentence, contexts)]
    starts += [each.start for each in find_listed_words(text, lang) if each.kind == "country"]
    starts += [] if is_prefix else [match.start() for match in _compile_list(lang, "borders").finditer(text, word.end, stop)]
    room = 0 if is_prefix else _MAX_WORDS_BETWEEN
    return any(word.end <= at < stop and len(_WORD.findall(text, word.end, at)) <= room for at in starts)


def _is_opposite(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if a share is of something denied after it ("63 percent of referrals contained nothing"; "países no europeos")."""
    if _is_beyond_one(word, sentence, contexts):
        return True
    if word.start < sentence.quantity.end or not _is_share(sentence.figure.declaration):
        return False
    between = _WORD.findall(sentence.text[sentence.quantity.end : word.start].lower())
    is_own = not _read_own_words(sentence.figure, contexts)[1].isdisjoint(("complement", "beyond"))
    return not is_own and set(between).isdisjoint(_get_list(sentence.lang, "relatives"))


def _is_thing(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if a word names the counted thing: right after the number ("1.89% of all arrests"), or at the clause's start."""
    text, item = sentence.text, sentence.quantity
    between = text[item.end : word.start] if word.start >= item.end else text[sentence.find_clause()[0] : word.start]
    if _CUT.search(between) or _is_beside_institution(word, sentence):
        return False
    small = {part for each in _get_list(sentence.lang, "event_of") for part in each.split()} | {*list_words(sentence.lang, "names_after")}
    others = [each for each in _WORD.findall(between.lower()) if not each.isdigit() and each not in small]
    is_told = word.start >= item.end and not contexts.countable_nouns.isdisjoint(others)  # "352 deaths in accidents"
    is_cause = word.end <= item.start and not {*_get_list(sentence.lang, "causing")}.isdisjoint(
        _get_next_words(text, word.end, _MAX_WORDS_BETWEEN * 3)
    )
    return len(others) <= 1 and not is_told and not is_cause


def _is_actor(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if actors are named by the figure's codes: "Danish companies", "ciudadanos de Dinamarca"."""
    text, named = sentence.text, _find_codes(sentence.text, sentence, contexts)
    gaps = (text[word.end : each.start] for each in named if each.start > word.end)
    is_behind = any(len(_WORD.findall(gap)) <= _MAX_WORDS_BETWEEN * 2 and not _CUT.search(gap) for gap in gaps)
    return (
        is_behind
        or _is_joined(word, sentence, contexts)
        or any(_HYPHENED.fullmatch(text, each.end, word.start) for each in named if each.end < word.start)
    )


def _is_right_before(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if the words right before a number say it was missed or passed, unless the figure's value confirms them."""
    item, figure, lang = sentence.quantity, sentence.figure, sentence.lang
    if word.end > item.start or item.hedge:
        return False
    between = {each for each in _WORD.findall(sentence.text[word.end : item.start].lower()) if not each.isdigit()}
    if not between <= {
        *list_words(lang, "speaking_articles"),
        *list_words(lang, "leads_on"),
        *list_words(lang, "names_after"),
        *_get_list(lang, "event_of"),
    }:
        return False
    is_passive = not load_language(lang).get_words("reflexives").isdisjoint(_get_last_words(sentence.text, sentence.span[0], word.start, 1))
    if is_passive and between.isdisjoint(list_words(lang, "articles")):
        return False  # es: "el límite se superó 19 días", but "se superaron los 19 días"
    if item.value is None or figure.declaration.is_change:
        return True
    return not (figure.value < item.value if word.kind == "failure" else figure.value > item.value)


def _has_other_agreement(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if anyone but the source of a disputed number agrees with it."""
    declared = sentence.figure.declaration
    said = declared.attribution.get(sentence.lang, "").lower()
    before = _get_last_words(sentence.text, sentence.span[0], word.start, 4)
    speakers = [each for each in list_words(sentence.lang, "speakers") if len(each) > _STEM_LETTERS]  # and no "it"
    is_theirs = said and (said in " ".join(before) or not {*speakers}.isdisjoint(before))
    return declared.status == "disputed" and not is_theirs


def _is_beside_institution(word: ListedWord, sentence: Sentence) -> bool:
    """Return True if a word belongs to a name: "the German newspaper", "tenants' groups"."""
    text, (begin, end) = sentence.text, sentence.span
    beside = (*text[begin : word.start].split()[-_MAX_WORDS_BETWEEN - 1 :], *text[word.end : end].split()[: _MAX_WORDS_BETWEEN + 1])
    return _compile_list(sentence.lang, "institutions", "").search(" ".join(beside)) is not None


def _is_place(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if a country is the number's place: no speaker, no end of a range, no example, no name of the data."""
    text, lang, begin = sentence.text, sentence.lang, sentence.span[0]
    if any(each.start < word.end and word.start < each.end for each in _find_codes(sentence.text, sentence, contexts)):
        return False
    if text[word.end : word.end + 1] == "-" or _is_beside_institution(word, sentence):
        return False
    others = (each for each in find_listed_words(text, lang) if each.kind == "country" and each != word)
    gaps = (text[min(word.end, each.end) : max(word.start, each.start)] for each in others)
    if any(gap.strip().lower() in list_words(lang, "leads_on") for gap in gaps):
        return False  # "from Portugal to Finland"
    if _compile_list(lang, "examples", "").search(" ".join(text[begin : word.start].split()[-_MAX_WORDS_BETWEEN - 2 :])):
        return False
    return not (word.end <= sentence.quantity.start and _compile_speaking(lang).search(text, word.end, sentence.quantity.start))


def _is_code_elsewhere(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if a code of another table narrows the number: not "among the 352", "the others being pedestrians"."""
    text, item, said = sentence.text, sentence.quantity, load_grammar(sentence.lang)
    if compile_word_list(sentence.lang, "of_them").search(" ".join(text[word.end :].split()[: _MAX_WORDS_BETWEEN + 1])):
        return False  # "places outside the US, neighbouring countries among them"
    led = text[max(0, word.start - _MAX_REACH) : word.start]
    if said.including.search(led) or compile_word_list(sentence.lang, "of_them").search(" ".join(led.split()[-_MAX_WORDS_BETWEEN * 2 :])):
        return False  # "among them pedestrians"
    if word.end <= item.start:
        gap = text[word.end : item.start]
        return said.of_the.search(gap) is None and _compile_relatives(sentence.lang).search(gap) is None
    gap = text[item.end : word.start]
    return _compile_relatives(sentence.lang).search(gap) is None and said.including.search(gap) is None


def _is_kept(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if a limit is kept but the figure counts excesses: "complied with the limit on 19 days"."""
    text, item, own_words = sentence.text, sentence.quantity, _read_own_words(sentence.figure, contexts)[0]
    gap = text[min(word.end, item.end) : max(word.start, item.start)]
    is_but = any(each.kind in ("complement", "beyond") for each in find_listed_words(gap, sentence.lang))  # "on all but four days"
    return not is_but and not own_words.isdisjoint(_get_list(sentence.lang, "passing"))


def _is_other_era(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True unless "before the pandemic" stands beside the figure's first period: "than in 2019, before the pandemic"."""
    text, own = sentence.text, sentence.figure_periods[:1]
    named = [each for each in sentence.named_periods if any(compare_periods(each, period) == SAME for period in own)]
    gaps = (text[min(each.end, word.end) : max(each.start, word.start)] for each in named)
    return all(len(_WORD.findall(gap)) > _MAX_WORDS_BETWEEN * 2 for gap in gaps)


def _is_joined(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if others join the figure's own codes: "households and businesses used"."""
    text, both = sentence.text, _compile_joint(sentence.lang)
    own = [each for slot in contexts.get_slots(sentence.figure) for each in slot.vocabulary.read(text) if each.key in slot.own_keys]
    gaps = (text[min(each.end, word.end) : max(each.start, word.start)] for each in own if each.end <= word.start or word.end <= each.start)
    return word.end <= sentence.quantity.start and any(both.fullmatch(gap) for gap in gaps)


def _is_behind_own(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if a word makes the figure's own code optional: "referrals, whether image-based or not"."""
    own = [
        each for slot in contexts.get_slots(sentence.figure) for each in slot.vocabulary.read(sentence.text) if each.key in slot.own_keys
    ]
    gaps = (sentence.text[each.end : word.start] for each in own if each.end <= word.start)
    return any(len(_WORD.findall(gap)) <= 1 and not _HARD.search(gap) for gap in gaps)


def _is_more(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if something is counted in that the data does not tell of: "including appeals", and not "including pedestrians"."""
    text, lang, (begin, end) = sentence.text, sentence.lang, sentence.span
    is_behind = text[word.start : word.end].lower() in _get_list(lang, "counted_in") and bool(
        _CUT.match(text, word.end)
    )  # "tourists included,"
    if is_behind:
        begin, end = max([begin, *(cut.end() for cut in _CUT.finditer(text, begin, word.start))]), word.start
    else:
        begin, end = word.end, min([end, *(cut.start() for cut in _CUT.finditer(text, word.end, end))])
    said = _WORD.findall(text[begin:end])[: None if is_behind else 2 * _MAX_WORDS_BETWEEN]
    small = {
        *_get_list(lang, "event_of"),
        *(each for name in ("articles", "leads_on", "definite", "names_after") for each in list_words(lang, name)),
    }
    named = [each for each in said if each.lower() not in small]
    known = _read_own_words(sentence.figure, contexts)[0] | contexts.find_counted_words(sentence.figure) | contexts.title_words
    is_known = any(each.lower() in known or (each[0].isupper() and begin > sentence.span[0]) or each.isdigit() for each in named)
    if is_known or not named or not {*_get_list(lang, "wholly")}.isdisjoint(map(str.lower, said)):
        return False
    places = (each for each in find_listed_words(text, lang) if each.kind == "country")
    return not any(begin <= start < end for start in (*(each.start for each in sentence.named_periods), *(each.start for each in places)))


def _is_doer(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if people are said to have done what a figure says that they suffered: "cyclists caused 42 deaths"."""
    text, lang, item, own_words = sentence.text, sentence.lang, sentence.quantity, _read_own_words(sentence.figure, contexts)[0]
    said, people = _WORD.findall(text[word.start : word.end].lower()), {*_get_list(lang, "people")}
    if own_words.issuperset(said) and not own_words.isdisjoint(_get_list(lang, "agents")):
        return False
    stop = min([sentence.span[1], *(cut.start() for cut in _CUT.finditer(text, word.end, sentence.span[1]))])
    if said[-1] in _get_list(lang, "by") and not people.isdisjoint(_WORD.findall(text[word.end : stop].lower())[: _MAX_WORDS_BETWEEN + 1]):
        return True
    *led, last = ("", *_get_last_words(text, sentence.span[0], word.start, _MAX_WORDS_BETWEEN))
    of_others = {each for name in ("partitives", "names_after", "than") for each in list_words(lang, name)}
    is_subject = last in people and of_others.isdisjoint(led)
    return is_subject and word.end <= item.start < stop and len(_WORD.findall(text, word.end, item.start)) <= _MAX_WORDS_BETWEEN


def _is_sender(word: ListedWord, sentence: Sentence, contexts: Contexts) -> bool:
    """Return True if those to whom something came are said to have sent it: "hospitals sent", of what was made available to them."""
    text, lang = sentence.text, sentence.lang
    if _read_own_words(sentence.figure, contexts)[0].isdisjoint(_get_list(lang, "handed_to")):
        return False
    slots = (slot for slot in contexts.get_slots(sentence.figure) if slot.name)
    own = [each for slot in slots for each in slot.vocabulary.read(text) if each.slot == slot.name and each.key in slot.own_keys]
    if {*_get_next_words(text, word.end, 1), *_WORD.findall(text[word.start : word.end].lower())[1:]} & {*_get_list(lang, "by")}:
        gaps = [text[word.end : each.start] for each in own if each.start >= word.end]
    else:
        gaps = [text[each.end : word.start] for each in own if each.end <= word.start and word.end <= sentence.quantity.start]
        gaps = [gap for gap in gaps if {*_WORD.findall(gap.lower())}.isdisjoint(list_words(lang, "passives"))]  # "hospitals were sent"
    return any(len(_WORD.findall(gap)) <= _MAX_WORDS_BETWEEN + 1 and not _CUT.search(gap) for gap in gaps)


@functools.cache
def _compile_joint(lang: str) -> re.Pattern[str]:
    """Return a pattern for the words between two things named together: ", offices and"."""
    joint = rf"(?:\s*,|\s+(?:{join_alternatives(load_language(lang).table['calendar']['and'])})(?!\w))"
    return re.compile(rf"(?:{joint}(?:\s+[^\W\d_]+){{1,2}})?{joint}\s+(?:[^\W\d_]+\s+)?", re.IGNORECASE)


@functools.cache
def _compile_relatives(lang: str) -> re.Pattern[str]:
    """Return a pattern for the words that begin another statement: "as", "because", "which"."""
    return re.compile(rf"(?<!\w)(?:{join_alternatives(_get_list(lang, 'relatives'))})(?!\w)", re.IGNORECASE)


_RULE_BY_KIND: Mapping[str, Callable[[ListedWord, Sentence, Contexts], bool]] = {
    "each": _is_of_another,
    "per": _is_distributive,
    "per_one": _is_of_one,
    "forecast": _is_before_number,
    "time": _is_of_time,
    "other_base": _is_other_base,
    "flow": _is_flow,
    "together": _is_of_several,
    "since": _is_before_period,
    "adjective": _is_of_noun,
    "alone": _is_part_alone,
    "complement": _is_of_own,
    "beyond": _is_beyond_one,
    "no_more": _is_opposite,
    "event": _is_thing,
    "actors": _is_actor,
    "failure": _is_right_before,
    "exceeding": _is_right_before,
    "agreement": _has_other_agreement,
    "country": _is_place,
    "elsewhere": _is_code_elsewhere,
    "kept": _is_kept,
    "era": _is_other_era,
    "joined": _is_joined,
    "either_way": _is_behind_own,
    "included": _is_more,
    "only": _is_more,
    "doers": _is_doer,
    "handed": _is_sender,
}


# ---- The words -----------------------------------------------------------------------------------------------

_Patterns = dict[str, tuple[re.Pattern[str], tuple[str, ...]]]
_CONTEXT_LISTS = (
    "passing",
    "passed",
    "causing",
    "borders",
    "event_of",
    "relatives",
    "others",
    "issues",
    "short",
    "people",
    "agents",
    "handed_to",
    "by",
    "counted_in",
    "wholly",
    "sent",
)  # lists for the context of another word only


@functools.lru_cache(maxsize=8192)
def find_listed_words(text: str, lang: str) -> tuple[ListedWord, ...]:
    """Return the listed words of a text in order: of overlapping ones the first, and of these the longest."""
    by_word, by_name = _load_lexicon(lang)
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    found: list[ListedWord] = []
    done = 0
    for token in _TOKEN.finditer(text):
        begin, end = token.span()
        if begin < done:
            continue
        words_ = []
        for known, source in (by_word.get(lower[begin:end]), lower), (by_name.get(token[0]), text):
            match = known[0].match(source, begin) if known else None
            if known and match:
                words_.append(ListedWord(known[1][(match.lastindex or 1) - 1], begin, match.end()))
        if words_:
            found.append(max(words_, key=lambda each: each.end))  # "New Zealander" is not new
            done = found[-1].end
    return tuple(found)


@functools.cache
def _load_lexicon(lang: str) -> tuple[_Patterns, _Patterns]:
    """Return the patterns by first word: lists in lower case, names of countries as written."""
    lists: list[tuple[str, int, str, str]] = []  # the first word, the length, the pattern, the list
    for name, entries in read_interface_words(lang)["other_quantities"].items():
        named = {f"{name}.{kind}": each for kind, each in entries.items()} if isinstance(entries, Mapping) else {name: entries}
        for kind, each in named.items() if name not in _CONTEXT_LISTS else ():
            lists += [(*found, kind) for entry in each for found in _make_patterns(entry)]
    return _compile_by_first_word(lists), _compile_by_first_word(
        (_TOKEN.findall(name)[0], len(name), re.escape(name), code) for code, name in _load_countries(lang)
    )


def _make_patterns(entry: str | Sequence[Sequence[str]]) -> Iterator[tuple[str, int, str]]:
    """Yield the patterns of a list's entry, each with its first word and its length."""
    if isinstance(entry, str):
        parts = [{"\u2026": _SOME, "*": _ONE}.get(part, re.escape(part.lower())) for part in entry.split()]
        yield (
            _TOKEN.findall(entry.lower())[0],
            len(entry),
            parts[0] + "".join(part if part == _SOME else rf"\s+{part}" for part in parts[1:]),
        )
        return
    behind = join_alternatives(each.lower() for each in entry[1])
    for first in map(str.lower, entry[0]):
        yield _TOKEN.findall(first)[0], len(first) + 1, rf"{re.escape(first)}{_UP_TO_SIX}\s+(?:{behind})"


def _compile_by_first_word(entries: Iterable[tuple[str, int, str, str]]) -> _Patterns:
    by_first: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for first, _, pattern, name in sorted(entries, key=lambda each: (each[3] != "plain", -each[1])):
        by_first[first].append((pattern, name))
    return {
        first: (re.compile("|".join(rf"({pattern})(?!\w)" for pattern, _ in found)), tuple(name for _, name in found))
        for first, found in by_first.items()
    }


@functools.cache
def _load_countries(lang: str) -> tuple[tuple[str, str], ...]:
    """Return the names of countries and continents, with their codes."""
    more: Mapping[str, Sequence[str]] = read_interface_words(lang)["countries"]
    found = [(code, str(name)) for code, names in more.items() for name in names]
    for code, name in Locale.parse(lang).territories.items():
        if code in get_global("territory_languages") or code in more:
            found += [(code, part) for each in re.split(r"[()]| - ", name) if len(part := each.strip()) > 3]
    return tuple(found)


def _get_list(lang: str, name: str) -> Sequence[str]:
    """Return a list of `other_quantities`."""
    entries: Sequence[str] = read_interface_words(lang)["other_quantities"][name]
    return entries


@functools.cache
def _compile_list(lang: str, name: str, of: str = "other_quantities") -> re.Pattern[str]:
    group = read_interface_words(lang)[of][name] if of else read_interface_words(lang)[name]
    return re.compile(rf"(?<!\w)(?:{join_alternatives(group)})(?!\w)", re.IGNORECASE)


@functools.cache
def _compile_turns(lang: str) -> re.Pattern[str]:
    """Return a pattern for the start of a new clause after a comma: ", and"."""
    return re.compile(rf",\s*(?:{join_alternatives(list_words(lang, 'clause_ends'))})\s*$", re.IGNORECASE)


@functools.cache
def _compile_speaking(lang: str) -> re.Pattern[str]:
    """Return a pattern for verbs of saying."""
    return re.compile(
        rf"(?<!\w)(?:{join_alternatives({*list_words(lang, 'speaking')} - {*list_words(lang, 'speaking_nouns')})})(?!\w)", re.IGNORECASE
    )


# ---- Declared readings ---------------------------------------------------------------------------------------


def find_excess_readings(log: RenderLog) -> list[Fault]:
    """Return a fault for each quote with a declared reading beyond the permitted number of a site."""
    quotes = {
        (quote.place, quote.figure, quote.wording): quote for each in log.quotes_by_page.values() for quote in each if quote.is_authored
    }
    declared = sorted((quote for quote in quotes.values() if quote.reading), key=lambda quote: (quote.place, quote.figure))
    most = max(1, len(quotes) // _QUOTES_PER_READING)
    counted = f"{len(declared)} of the {len(quotes)} quotes of the site declare how they are read, and at most {most} may"
    return [
        Fault(
            quote.place,
            "many-readings",
            f'declares reads="{quote.reading.partition(": ")[0]}", as {counted}',
            "write the sentence so that it needs none",
        )
        for quote in declared[most:]
    ]
