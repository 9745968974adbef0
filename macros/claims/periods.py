"""The periods in a sentence against the figure's: the ends of a change in order, and no other span of time.

Years, quarters, months, days and spans are treated alike. The date of a publication is ignored: "In 2022, the office published that ...".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from macros.claims.analysed_text import select_within
from macros.claims.context import Sentence, compile_word_list, has_word, join_alternatives, list_words
from macros.claims.durations import find_durations, map_unit_days
from macros.claims.figure_period import FigurePeriod
from macros.claims.grammar import load_grammar
from macros.claims.relative_periods import join_linked_periods
from macros.claims.times import AROUND, SAME, compare_periods, find_titled_periods, get_dates, is_any_period
from macros.claims.zones import mask_spans
from macros.interface import read_interface_words
from macros.numbers.grammar.periods import NamedPeriod, find_periods, join_spans
from macros.structure.periods import Period
from macros.wording.judge import QUANTITIES

_CUT = re.compile(r"[,;:()]|\.(?=\s|$)")
_HARD = re.compile(r"[;:()]")
_SEMICOLON = re.compile(r";")
_WORD = re.compile(r"[^\W_]+")
_PUBLICATION_REACH = 4  # words at most between a period and a word for publishing
_MAX_LEAD = 80  # signs at most of the words that lead to a period
_DAYS_OF_WEEK, _DAYS_OF_YEAR = 7, 365
_INDEX_BASE = re.compile(r"\s*=\s*100(?!\d)")  # "2015 = 100"


class PeriodMention(NamedTuple):
    """A period named in a sentence, in its relation to the figure's periods.

    `own_index` is the index of the equal period, -1 for another of their kind, None for another kind. A wider period contains one of
    them. A marked one is the object of a comparison. A loose one may be a base ("from 2020") or not ("reports from 2021").
    """

    named: NamedPeriod
    own_index: int | None
    is_wider: bool
    is_marked: bool
    is_loose: bool

    @property
    def start(self) -> int:
        """Return the start of the period's name."""
        return self.named.start

    @property
    def end(self) -> int:
        """Return the end of the period's name."""
        return self.named.end


def find_period_problem(sentence: Sentence, known: frozenset[Period], *, proof: bool = False) -> str:
    """Return the problem with the periods named in a sentence, or "".

    `known` are the periods in the data. `proof`: the sentence is in the figure's proof, beside the day of its data.
    """
    text, begin, item, figure, lang = sentence.text, sentence.span[0], sentence.quantity, sentence.figure, sentence.lang
    named = sentence.named_periods
    if not named and _list_time_words(lang).isdisjoint(_WORD.findall(sentence.sentence_text.lower())):
        return ""
    own = sentence.figure_periods
    said = list(_find_mentions(sentence, own, [each for each in named if not (proof and each.kind == "day")]))
    weeks = [each for each in own if each.kind == "weeks"]
    titled = () if own and not weeks else (*find_titled_periods(figure, lang), *_find_week_ends(weeks))
    latest = max((each.first for each in own or titled), default=None)
    told = [each for each in said if _is_own(each) or not _is_publication_period(sentence, each, latest)]
    if not own or weeks:
        return _find_date_problem(sentence, titled, told)
    near = sentence.find_clause()
    # "1,046,350 in 2020 to 555,831": the year after another number belongs to it.
    led = any(each.kind in QUANTITIES and each.end == near[0] for each in sentence.own_quantities)
    if len(own) == 1 and figure.declaration.is_level:  # the base of a rate of change is the previous year
        near_by = [each for each in told if 0 < each.start - item.end < _MAX_LEAD // 2]
        aside = [each for each in near_by if not _is_own(each) and load_grammar(lang).aside.search(text, begin, each.start)]
        others = [each for each in aside if each.named.kind == own[0].kind == "year" and each.named.first[0] != own[0].first.year - 1]
        if others:
            return f"about {_join_names(text, others)}"
    if len(own) == 1:  # "1.9% higher in 2021 than in 2020"
        told = [each for each in told if _is_own(each) or not load_grammar(lang).aside.search(text, begin, each.start)]
    inside = [each for each in told if (item.end if led else near[0]) <= each.start < near[1]]
    if wrong := _find_other_span(sentence, near, inside, told):
        return wrong
    begin = max([begin, *(match.end() for match in _HARD.finditer(text, begin, item.start))])
    dated = [each for each in told if each.own_index is not None]
    # "In 2021 they were 15% fewer than in 2018; compared with 2020, 9% fewer": its own base, but the end named before.
    based = [each for each in dated if begin <= each.start < item.start and each.is_marked]
    if len(own) == 2 and based and any(each.own_index == 1 for each in dated if each.start < begin):
        dated = based
    plain = [each for each in inside if each.own_index is not None] or dated
    if not plain:
        others = [each for each in told if each.start >= begin]
        if others and not (all(each.is_wider for each in others) and _is_named_around(sentence, own)):
            return f"about {_join_names(text, others)}"
        return "about another span of time" if not said and _has_free_duration(sentence) else ""
    if len(own) == 2:
        return "" if _is_in_change_order(plain) else f"about {_join_names(text, plain)}"
    quantities = max(len(set(sentence.quoted_spans)), sum(each.kind in QUANTITIES for each in sentence.own_quantities))
    ends = [both for both in pairwise(plain) if both[1].named.link == "to"]
    is_told = any(_is_own(each) and not any(each in both for both in ends) for each in plain)
    if item.direction is None and quantities <= 1 and ends and not is_told:
        return f"about {_join_names(text, plain)}"  # "from 2020 to 2021, UN reports numbered" is ambiguous
    unknown = [each for each in plain if each in inside and not _is_own(each) and not is_any_period(each.named, known)]
    return f"about {_join_names(text, plain)}" if unknown or not any(map(_is_own, plain)) else ""


def _has_free_duration(sentence: Sentence) -> bool:
    """Return True if a sentence names a duration that is no unit of a quoted number: "38 days"."""
    units = [(each.start, each.unit_end) for each in sentence.own_quantities if any(a <= each.start < b for a, b in sentence.quoted_spans)]
    found = compile_word_list(sentence.lang, "durations").finditer(sentence.text, *sentence.span)
    return any(not any(a <= each.start() < b for a, b in units) for each in found)


@functools.cache
def _list_time_words(lang: str) -> frozenset[str]:
    """Return one word of each name for a span of time other than a year. Most sentences hold none."""
    phrases = (*list_words(lang, "rates"), *list_words(lang, "durations"))
    return frozenset((*map_unit_days(lang), *(phrase.split()[-1] for phrase in phrases)))


def find_heading_period(sentence: Sentence, when: FigurePeriod | None) -> str:
    """Return the words above a text without periods if they name another time than the figure's: a heading "The first six weeks".

    `when` is the figure's period if it has only one.
    """
    own, lang, passage = sentence.figure_periods, sentence.lang, sentence.passage
    if not own or sentence.named_times or find_periods(passage.text, lang):
        return ""
    for above in reversed(passage.context):
        found = when.find(above) if when else find_periods(above, lang)
        named = [each for each in (*found, *join_spans(found)) if each.kind != "day"]
        short = (each for each in find_durations(above, lang) if each.last[2] < _DAYS_OF_YEAR)
        told = [*named, *(each for each in short if all(period.kind != "weeks" for period in own))]
        if told:
            return (
                "" if any(compare_periods(each, period) in (SAME, AROUND) for each in named for period in own) else above.strip(" \u00b6")
            )
    return ""


def _join_names(text: str, said: Iterable[PeriodMention]) -> str:
    return ", ".join(dict.fromkeys(text[each.start : each.end] for each in said))


def _is_own(said: PeriodMention) -> bool:
    return said.own_index is not None and said.own_index >= 0


def _find_mentions(sentence: Sentence, own: Sequence[Period], named: Sequence[NamedPeriod]) -> Iterator[PeriodMention]:
    """Yield the named periods in their relation to the figure's. For a change, read the words before each."""
    text, compared = sentence.text, len(own) == 2
    markers, loose, never = _compile_markers(sentence.lang)
    kinds = {each.kind for each in own}
    told = {(each.start, each.end) for each in select_within(find_periods(text, sentence.lang), *sentence.span)} if compared else ()
    for each in _split_spans(named, own):
        # "From 389 in 2022".
        begin = max(sentence.span[0], each.start - _MAX_LEAD)
        before = never.sub(" ", mask_spans(text, begin, each.start, sentence.quoted_spans)) if compared else ""
        is_back = compared and (each.start, each.end) not in told and any(one.end <= each.start and each.first < one.first for one in named)
        marked = compared and (is_back or bool(markers.search(before) or _INDEX_BASE.match(text, each.end)))  # "up from 358 a year before"
        ways = [compare_periods(each, period) for period in own]
        fits = [at for at, way in enumerate(ways) if way == SAME]
        index = fits[0 if marked else -1] if fits else -1 if each.kind in kinds else None
        yield PeriodMention(each, index, AROUND in ways, marked, bool(loose.search(before)))


def _split_spans(named: Sequence[NamedPeriod], own: Sequence[Period]) -> Iterator[NamedPeriod]:
    """Yield both ends of each span of time, or the span itself if the figure is of it: "January to March 2022"."""
    kinds, pairs = {period.kind for period in own}, list(join_linked_periods(named, own))
    yield from pairs
    for joined in join_spans([each for each in named if not any(pair.start <= each.start < pair.end for pair in pairs)]):
        ends = [each for each in named if joined.start <= each.start and each.end <= joined.end]
        is_whole = is_any_period(joined, own) or ("span" in kinds and any(each.kind not in kinds for each in ends))
        yield from [joined] if is_whole else ends


@functools.cache
def _compile_markers(lang: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return patterns for the words before a base year, before a possible base year, and for phrases that only look like them."""
    base: Mapping[str, Sequence[str]] = read_interface_words(lang)["base_years"]
    always, or_of = (_compile_before(base[name], base["between"]) for name in ("always", "or_of"))
    return always, or_of, re.compile(join_alternatives(base["never"]), re.IGNORECASE)


def _compile_before(names: Iterable[str], fillers: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for one of some words at the end of a text, with optional fillers after it."""
    return re.compile(rf"(?<!\w)(?:{join_alternatives(names)})(?:\s+(?:{join_alternatives(fillers)}))*\s*$", re.IGNORECASE)


def _is_in_change_order(said: Sequence[PeriodMention]) -> bool:
    """Return True if the periods describe a change from the figure's first period to its last."""
    if any(each.own_index == -1 for each in said):
        return False
    for a, b in zip(said, said[1:], strict=False):
        if a.own_index != b.own_index and b.named.link and not b.is_marked:
            return (a.own_index, b.own_index) == (0, 1)
    bases = {each.own_index for each in said if each.is_marked}
    plain = {each.own_index for each in said if not each.is_marked and not (each.is_loose and each.own_index == 0)}
    if bases - {0}:
        return False
    if bases or any(each.is_loose for each in said):
        return not plain - {1}
    return list(dict.fromkeys(each.own_index for each in said)) in ([1], [0, 1])


def _is_named_around(sentence: Sentence, own: Sequence[Period]) -> bool:
    """Return True if the passage or its context names the figure's period: "June 2023" over "In 2023, ..."."""
    texts = (sentence.passage.text, *sentence.passage.context)
    return any(is_any_period(each, own) for text in texts for each in find_periods(text, sentence.lang))


def _is_publication_period(sentence: Sentence, said: PeriodMention, latest: date | None) -> bool:
    """Return True if a period is the date of a publication, which is never earlier than `latest`, the start of the figure's period."""
    text, begin, item, lang = sentence.text, sentence.span[0], sentence.quantity, sentence.lang
    if latest and said.named.has_year and get_dates(said.named)[1] < latest:
        return False
    pattern = compile_word_list(lang, "publication")
    before = text[max(item.end if item.end <= said.start else begin, said.start - _MAX_LEAD) : said.start]
    for last in list(pattern.finditer(before))[-1:]:
        between = before[last.end() :]
        if not _CUT.search(between) and len(_WORD.findall(between)) <= _PUBLICATION_REACH:
            return True
    if len(_WORD.findall(_CUT.split(text[begin : said.start])[-1])) > 2:  # "In May 2022", at the beginning of a clause
        return False
    behind = text[said.end : item.start] if item.start >= said.end else text[said.end : sentence.span[1]]
    first = pattern.search(behind)
    return (
        first is not None
        and len(_WORD.findall(behind[: first.start()])) <= _PUBLICATION_REACH
        and not _CUT.search(behind[1 : first.start()])
    )


def _mask_quantities(sentence: Sentence, begin: int, end: int) -> str:
    """Return a stretch without percentages and quoted numbers with units: "la mitad" of a year, "19 days of 2023"."""
    quoted = (each for each in sentence.own_quantities if any(a <= each.start < b for a, b in sentence.quoted_spans))
    shares = (each for each in sentence.own_quantities if each.kind == "percentage")
    said = [*((each.start, max(each.end, each.unit_end)) for each in quoted), *((each.start, each.end) for each in shares)]
    return mask_spans(sentence.text, begin, end, said)


def _find_other_span(sentence: Sentence, near: tuple[int, int], inside: Sequence[PeriodMention], told: Sequence[PeriodMention]) -> str:
    """Return the problem with a part of the figure's period, another period beside it, or a rate, or "". `near` is the clause."""
    text, begin, lang, figure = sentence.text, sentence.span[0], sentence.lang, sentence.figure
    for rate in compile_word_list(lang, "rates").finditer(text, *near):
        if any(each.start < rate.start() < each.unit_end for each in sentence.own_quantities):
            continue  # "75.6 kilometres per hour"
        if any(each.start <= rate.start() < each.end for each in sentence.named_periods):
            continue  # es: "al año siguiente"
        if has_word(" ".join((figure.declaration.title.get(lang, ""), figure.declaration.label.get(lang, ""))), (rate[0],)):
            continue  # "days above the daily limit"
        return f'that speaks of "{rate[0].lower()}"'
    for each in inside:
        # A day dates another event: "after the rules applied on 21 December 2020".
        if each.own_index is None and not each.is_wider and each.named.kind != "day":
            return f'about "{text[each.start : each.end]}"'
    for each in inside or told:
        before = _mask_quantities(sentence, begin, each.start)
        part = compile_word_list(lang, "parts_of_years").search(before)
        if part and _compile_parts(lang).search(before):
            return f'that speaks of "{part[0].lower()}"'
    for _, days, start, end in _find_counted_spans(sentence):
        if days < _DAYS_OF_YEAR and near[0] <= start < near[1]:
            return f'that speaks of "{text[start:end]}"'
    return ""


@functools.cache
def _compile_parts(lang: str) -> re.Pattern[str]:
    """Return a pattern for a part of a year right before it: "the first half of"."""
    return _compile_before(list_words(lang, "parts_of_years"), read_interface_words(lang)["base_years"]["of"])


def _find_counted_spans(sentence: Sentence) -> Iterator[tuple[int, int, int, int]]:
    """Yield each duration in a sentence: its days, the days of its unit, its start and end. "Ago" excludes one."""
    text, lang = sentence.text, sentence.lang
    units, aside = _compile_units(lang)
    for each in sentence.own_quantities:
        if each.value is None or each.value != int(each.value) or each.kind == "year":
            continue
        match = units.match(text, each.end)
        if match and any(a <= each.start < b for a, b in sentence.quoted_spans):
            continue  # a figure may count days
        if match and not aside.match(text[match.end() : sentence.span[1]]):
            unit = match[1].lower()
            size = map_unit_days(lang)[unit]
            yield int(each.value) * size, size, each.start, match.end()


@functools.cache
def _compile_units(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    forms, aside = join_alternatives(map_unit_days(lang)), join_alternatives(list_words(lang, "ago"))
    return re.compile(rf"[\s-]*(?:\w+\s+)?({forms})(?!\w)", re.IGNORECASE), re.compile(rf"\s+(?:{aside})(?!\w)", re.IGNORECASE)


def _find_date_problem(sentence: Sentence, titled: Sequence[Period], told: Sequence[PeriodMention]) -> str:
    """Return the problem of a figure of the time around a date: another time, the whole year, or another number of days, or ""."""
    text, figure, lang = sentence.text, sentence.figure, sentence.lang
    version = date.fromisoformat(figure.version)  # the day of publication
    named = {(each.start, each.end) for each in find_periods(text, lang)}  # "not with the previous year" names no other time
    begin = max((sentence.span[0], *(match.end() for match in _SEMICOLON.finditer(text, sentence.span[0], sentence.quantity.start))))
    end = min((sentence.span[1], *(match.start() for match in _SEMICOLON.finditer(text, sentence.quantity.end, sentence.span[1]))))
    told = [each for each in told if begin <= each.start < end]
    told = [
        each for each in told if (each.start, each.end) in named and compare_periods(each.named, Period(version, version, "day")) != SAME
    ]
    if wrong := [each for each in told if titled and not any(_is_title_match(each.named, period) for period in titled)]:
        return f"about {_join_names(text, wrong)}"
    days = [each.weeks * _DAYS_OF_WEEK for each in sentence.figure_periods]
    begin, end = sentence.span
    spans = [each for each in find_durations(text, lang) if begin <= each.start < end] if days else []
    if spans and not any(each.last[2] in days for each in spans):
        return f'that speaks of "{text[spans[0].start : spans[0].end]}"'
    for each in spans:
        if each.last[2] in days and compile_word_list(lang, "before").match(text[each.end : end].lstrip()):
            return f'that speaks of "{text[each.start : each.end]}" before and not after'
    return ""


def _find_week_ends(weeks: Iterable[Period]) -> Iterator[Period]:
    """Yield the days from and up to which weeks are counted."""
    for each in weeks:
        for day in (each.first, each.last, each.last + timedelta(1)):
            yield Period(day, day, "day")


def _is_title_match(named: NamedPeriod, period: Period) -> bool:
    """Return True if a named period is one of a title, or a period shorter than a year around it: "in November" of the 17th."""
    way = compare_periods(named, period)
    return way == SAME or (way == AROUND and named.kind not in ("year", "span", "fiscal-year"))
