"""Whether a sentence names the period that its figure is of: its years, in their order, and no other span of time.

A year in which somebody published something is none of a period: "In 2022, the office published that ...".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from macros.check.context import Sentence, either, listed, says, word_pattern
from macros.check.years import YEAR, dated, own_years
from macros.interface import words
from macros.numbers.language import language
from macros.wording.judge import QUANTITIES

_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_CUT = re.compile(r"[,;:()]|\.(?=\s|$)")
_HARD = re.compile(r"[;:()]")
_WORD = re.compile(r"[^\W_]+")
_ROOM = 4  # words between a year and the word that says that something was published in it
_LED = 80  # signs before a year that words which lead to it may take
_WEEK = 7


class Year(NamedTuple):
    """A year that a sentence names. begin: of the date that it is part of. date: `month` or `day`, or "". day: of a date.

    marked: it is what something is compared with.
    """

    year: str
    begin: int
    start: int
    end: int
    date: str
    marked: bool
    loose: bool  # "from 2020" is a base, "reports from 2021" none
    day: int


def wrong_period(sentence: Sentence, known: frozenset[str], *, proof: bool = False) -> str:
    """What is wrong with the period that a sentence names, or "".

    known: the years that figures of the same data are of. proof: it stands in the figure's proof, beside the day of its data.
    """
    text, span, item, figure, lang = sentence.text, sentence.span, sentence.item, sentence.figure, sentence.lang
    finds = sentence.own_finds
    if not any(each.kind in ("year", "date") for each in finds) and _timing(lang).isdisjoint(_WORD.findall(sentence.words.lower())):
        return ""
    own = own_years(figure, lang)
    said = list(_years(sentence))
    if proof:
        said = [year for year in said if year.date != "day"]
    told = [year for year in said if (year.year in own and not year.date) or not _published(sentence, year, own or dated(figure, lang))]
    if not own:
        return _dated_wrong(sentence, told)
    near = _clause(sentence)
    # "1,046,350 in 2020 to 555,831": the year behind another number is that one's.
    led = any(each.kind in QUANTITIES and each.end == near[0] for each in finds)
    inside = [year for year in told if (item.end if led else near[0]) <= year.start < near[1]]
    if wrong := _other_span(sentence, near, told):
        return wrong
    years = [year for year in inside if not year.date] or [year for year in told if not year.date]
    if not years:
        begin = max([span[0], *(match.end() for match in _HARD.finditer(text, span[0], item.start))])
        if dates := [year for year in told if year.start >= begin]:
            return f"about {_named(dates)}"
        return "about another span of time" if says(sentence.words, lang, "durations") and not said else ""
    if figure.declaration.change and len(own) == 2:
        return "" if _from_to(text, years, own, lang) else f"about {_named(years)}"
    if item.direction is None and sum(each.kind in QUANTITIES for each in finds) == 1 and _spans(text, years, lang):
        return f"about {_named(years)}"  # "from 2020 to 2021, UN reports numbered": in which of them?
    unknown = {year.year for year in years if year in inside} - known - set(own)
    return f"about {_named(years)}" if unknown or not {year.year for year in years} & set(own) else ""


@functools.cache
def _timing(lang: str) -> frozenset[str]:
    """A word of each way to name a span of time that is no year: most sentences have none."""
    phrases = (*listed(lang, "rates"), *listed(lang, "durations"))
    return frozenset((*_spans_of_time(lang), *(phrase.split()[-1] for phrase in phrases)))


def _spans_of_time(lang: str) -> tuple[str, ...]:
    """The words for a span of time: "week", "weeks"."""
    return tuple(str(form) for group in words(lang)["spans"].values() for form in group)


def _named(years: Sequence[Year]) -> str:
    return ", ".join(dict.fromkeys(year.year for year in years))


def _years(sentence: Sentence) -> Iterator[Year]:
    """The years that a sentence names; around a change, with what stands before them."""
    text, compared = sentence.text, sentence.figure.declaration.change
    markers, loose, never = _markers(sentence.lang)
    for each in sentence.own_finds:
        for match in YEAR.finditer(each.text) if each.kind in ("year", "date") else ():
            start, end = each.start + match.start(), each.start + match.end()
            rest = each.text[: match.start()] + each.text[match.end() :]
            day = _DAY.search(rest)
            date = "" if each.kind == "year" else "day" if day else "month"
            before = never.sub(" ", text[max(sentence.span[0], each.start - _LED) : each.start]) if compared else ""
            marked, may = bool(markers.search(before)), bool(loose.search(before))
            yield Year(match[0], each.start, start, end, date, marked, may, int(day[0]) if day else 0)


@functools.cache
def _markers(lang: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands before the year that something is compared with; what may; and what only looks like it."""
    base: Mapping[str, Sequence[str]] = words(lang)["base_years"]
    always, or_of = (_before(base[name], base["between"]) for name in ("always", "or_of"))
    return always, or_of, re.compile(either(base["never"]), re.IGNORECASE)


def _before(names: Iterable[str], fillers: Iterable[str]) -> re.Pattern[str]:
    """Finds one of some words at the end of a text, but for what may stand between it and what follows."""
    return re.compile(rf"(?<!\w)(?:{either(names)})(?:\s+(?:{either(fillers)}))*\s*$", re.IGNORECASE)


def _from_to(text: str, years: Sequence[Year], own: tuple[str, ...], lang: str) -> bool:
    """Whether the years are those of a change from the first to the last of `own`."""
    first, last = own
    if {year.year for year in years} - {first, last}:
        return False
    for a, b in zip(years, years[1:], strict=False):
        between = text[a.end : b.start].strip().lower()
        if a.year != b.year and _pair(lang).fullmatch(between) and not b.marked:
            return (a.year, b.year) == (first, last)
    bases = {year.year for year in years if year.marked}
    plain = {year.year for year in years if not year.marked and not (year.loose and year.year == first)}
    if bases - {first}:
        return False
    if bases or any(year.loose for year in years):
        return not plain - {last}
    return list(dict.fromkeys(year.year for year in years)) in ([last], [first, last])


def _spans(text: str, years: Sequence[Year], lang: str) -> bool:
    """Whether the years are the ends of one period, and not named one beside the other ("2020 and 2021")."""
    ands = language(lang).words("and_clause")
    between = [text[a.end : b.start].strip().lower() for a, b in zip(years, years[1:], strict=False)]
    return any(_pair(lang).fullmatch(words) and words.split()[0] not in ands for words in between)


@functools.cache
def _pair(lang: str) -> re.Pattern[str]:
    """What leads from the first year of a period to its last."""
    base = words(lang)["base_years"]
    return re.compile(rf"(?:{either(base['to'])}|[-\u2013\u2014/])(?:\s+(?:{either(base['between'])}))*")


def _clause(sentence: Sentence) -> tuple[int, int]:
    """Where the clause of a number begins and ends, between the quantities beside it."""
    text, item, lang = sentence.text, sentence.item, sentence.lang
    begin, end = sentence.stretch
    before, behind = _cuts(text[begin : item.start], lang), _cuts(text[item.end : end], lang)
    return begin + (before[-1][1] if before else 0), item.end + behind[0][0] if behind else end


def _cuts(text: str, lang: str) -> list[tuple[int, int]]:
    """Where clauses part: at stops, and at words that begin one, but not between two years ("2020 and 2021")."""
    found = [match.span() for match in _CUT.finditer(text)]
    for match in word_pattern(lang, "clause_ends").finditer(text):
        if not (YEAR.match(text[match.end() :].lstrip()) and YEAR.search(text[: match.start()].rstrip()[-4:])):
            found.append(match.span())
    return sorted(found)


def _published(sentence: Sentence, year: Year, own: Sequence[str]) -> bool:
    """Whether it is the year of a publication, which comes no earlier than what it is about."""
    text, span, item, lang = sentence.text, sentence.span, sentence.item, sentence.lang
    if own and year.year < max(own):
        return False
    pattern = word_pattern(lang, "publication")
    before = text[max(item.end if item.end <= year.begin else span[0], year.begin - _LED) : year.begin]
    for last in list(pattern.finditer(before))[-1:]:
        between = before[last.end() :]
        if not _CUT.search(between) and len(_WORD.findall(between)) <= _ROOM:
            return True
    if len(_WORD.findall(_CUT.split(text[span[0] : year.begin])[-1])) > 2:  # "In May 2022", at the beginning of a clause
        return False
    behind = text[year.end : item.start] if item.start >= year.end else text[year.end : span[1]]
    first = pattern.search(behind)
    return first is not None and len(_WORD.findall(behind[: first.start()])) <= _ROOM and not _CUT.search(behind[1 : first.start()])


def _other_span(sentence: Sentence, near: tuple[int, int], told: Sequence[Year]) -> str:
    """A part of a year, or each of them, where the figure is of the whole. near: the clause."""
    text, span, lang = sentence.text, sentence.span, sentence.lang
    rate = word_pattern(lang, "rates").search(text, *near)
    if rate:
        return f'that speaks of "{rate[0].lower()}"'
    for year in [year for year in told if near[0] <= year.start < near[1]] or told:
        part = word_pattern(lang, "parts_of_years").search(text[span[0] : year.start])
        if year.date == "month" and near[0] <= year.start < near[1]:
            return f'about "{text[year.start - 12 : year.end].split(maxsplit=1)[-1]}"'
        if part and _parts(lang).search(text[span[0] : year.start]):
            return f'that speaks of "{part[0].lower()}"'
    for _, days, start, end in _durations(sentence):
        if days < 365 and near[0] <= start < near[1]:
            return f'that speaks of "{text[start:end]}"'
    return ""


@functools.cache
def _parts(lang: str) -> re.Pattern[str]:
    """A part of a year right before it: "the first half of"."""
    return _before(listed(lang, "parts_of_years"), words(lang)["base_years"]["of"])


def _durations(sentence: Sentence) -> Iterator[tuple[int, int, int, int]]:
    """The spans of time that a sentence names: how many, of how many days, and where. Not what lies so long ago."""
    text, lang = sentence.text, sentence.lang
    units, aside = _units(lang)
    for each in sentence.own_finds:
        if each.value is None or each.value != int(each.value):
            continue
        match = units.match(text, each.end)
        if match and not aside.match(text[match.end() : sentence.span[1]]):
            unit = match[1].lower()
            size = next(int(days) for days, forms in words(lang)["spans"].items() if unit in forms)
            yield int(each.value) * size, size, each.start, match.end()


@functools.cache
def _units(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    forms, aside = either(_spans_of_time(lang)), either(listed(lang, "ago"))
    return re.compile(rf"[\s-]*(?:\w+\s+)?({forms})(?!\w)", re.IGNORECASE), re.compile(rf"\s+(?:{aside})(?!\w)", re.IGNORECASE)


def _dated_wrong(sentence: Sentence, told: Sequence[Year]) -> str:
    """A figure of the time before or after a date: said of another year, of the whole year, or of another number of days."""
    text, figure, lang = sentence.text, sentence.figure, sentence.lang
    own = dated(figure, lang)
    version = figure.version.split("-")  # the day on which it was published
    told = [year for year in told if (year.year, year.day) != (version[0], int(version[-1]))]
    wrong = [year for year in told if own and (not year.date or year.year not in own)]
    if wrong:
        return f"about {_named(wrong)}"
    weeks = [each.name for each in figure.declaration.structure.dimensions.values() if each.period == "weeks"]
    days = next((int(figure.declaration.where[name]) * _WEEK for name in weeks if name in figure.declaration.where), 0)
    spans = list(_durations(sentence)) if days else []
    if spans and days not in [each[0] for each in spans]:
        return f'that speaks of "{text[spans[0][2] : spans[0][3]]}"'
    for each in spans:
        if each[0] == days and word_pattern(lang, "before").match(text[each[3] : sentence.span[1]].lstrip()):
            return f'that speaks of "{text[each[2] : each[3]]}" before and not after'
    return ""
