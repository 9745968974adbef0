"""The period that a chart or table drawn from rows states of itself, against the periods that are drawn.

"Loans by region, 2019 to 2022" is of rows that later data make longer, and earlier data shorter, on each page that shows it.
What a text says around a quoted figure is of that figure, and judged with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from macros.base.errors import Fault, FaultError
from macros.exhibits.exhibit import Exhibit
from macros.exhibits.grid import Grid
from macros.exhibits.versions import list_versions
from macros.figures import Figures
from macros.interface import known_languages, read_interface_words
from macros.numbers.grammar.periods import NamedPeriod, find_periods
from macros.structure.periods import Period, write_period

STATING_TEXTS = ("headline", "subtitle", "caption")
_QUOTE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_QUOTED = "\ue000"  # private use, in the place of each sign of a quote
_CUT = re.compile(r"[:;()\[\]]|[.!?](?=\s|$)|\s[-\u2013\u2014|\u00b7]\s(?!\s*[12]\d{3})")
_SET_OFF, _LED = re.compile(r"(?:^|,)\s*$"), re.compile(r"(?:^|,)\s*(?:[^\W\d_]+\s+)?$")
_ENDED = re.compile(r"\s*(?:,|$)")
_RANGE = re.compile(r"([12]\d{3})(\D+)([12]\d{3})")


class _Stated(NamedTuple):
    """A stretch of time that a text states, by its first and its last period. is_label: it stands apart, as behind a comma."""

    start: int
    end: int
    first: NamedPeriod
    last: NamedPeriod
    is_label: bool


def find_period_fault(exhibit: Exhibit, name: str, lang: str, as_of: str | None, figures: Figures) -> Fault | None:
    """Return the fault of a text that states other periods than those drawn for a page, or None.

    A headline may speak of a part of what is drawn ("Loans fell from 2020 to 2022"), unless the period is its label.
    """
    text = exhibit.get_text(name, lang, as_of)
    if exhibit.data is None or name not in STATING_TEXTS or not text or lang not in known_languages():
        return None
    try:
        grid = exhibit.build_grid(figures, as_of)
    except FaultError:  # told where it is drawn
        return None
    for stated in _find_stated(text, lang) if grid.begins and grid.ends else ():
        may_be_part = name == "headline" and not stated.is_label and stated.first is not stated.last
        fits = any(_overlap(stated.first, each) for each in grid.begins) and any(_overlap(stated.last, each) for each in grid.ends)
        if not (fits or (may_be_part and _is_within(stated, grid))):
            return _make_fault(exhibit, name, stated, grid, figures, lang, as_of)
    return None


def _find_stated(text: str, lang: str) -> Iterator[_Stated]:
    """Yield the stretches of time in the clauses of a text that quote no figure."""
    text = _QUOTE.sub(lambda quote: _QUOTED * len(quote[0]), text)
    cuts = [*_CUT.finditer(text)]
    for begin, end in zip([0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(text)], strict=True):
        clause = text[begin:end]
        if _QUOTED in clause:
            continue
        named = [each for each in find_periods(clause, lang) if each.has_year]
        for at, each in enumerate(named):
            following = named[at + 1] if at + 1 < len(named) else None
            pair = following if following and following.link == "to" else None
            if each.link == "to":
                continue
            last = pair or each
            if each.kind == "span" and not pair:  # "2019–2022"
                first_year, last_year = each.first[0], each.last[0]
                whole = each.first[1:] == (1, 1) and each.last[1:] == (12, 31)
                pair = each._replace(kind="year", first=(last_year, 1, 1) if whole else each.last)
                each = each._replace(kind="year", last=(first_year, 12, 31) if whole else each.first)
            apart = _LED if pair else _SET_OFF
            is_label = bool(apart.search(clause[: each.start]) and _ENDED.match(clause, last.end))
            if pair or is_label:
                yield _Stated(begin + each.start, begin + last.end, each, pair or each, is_label)


def _overlap(named: NamedPeriod, drawn: Period) -> bool:
    first, last = ((day.year, day.month, day.day) for day in (drawn.first, drawn.last))
    return named.first <= last and first <= named.last


def _is_within(stated: _Stated, grid: Grid) -> bool:
    first, last = min(each.first for each in grid.begins), max(each.last for each in grid.ends)
    return stated.first.last >= (first.year, first.month, first.day) and stated.last.first <= (last.year, last.month, last.day)


def _make_fault(exhibit: Exhibit, name: str, stated: _Stated, grid: Grid, figures: Figures, lang: str, as_of: str | None) -> Fault:
    text = exhibit.get_text(name, lang, as_of)
    said, first, last = text[stated.start : stated.end], grid.begins[0], grid.ends[0]
    drawn = write_period(first, lang)
    if first != last:
        drawn = str(read_interface_words(lang)["period"]["to"]).format(drawn, write_period(last, lang))
    seen = [package.version for package in exhibit.list_row_packages(figures, as_of)]
    fact = f'the {name} of {exhibit.id} states "{said}", and {drawn} is drawn (data of {max(seen)})'
    fitting = _rewrite(text, stated, (first, last), lang)
    versions = list_versions(exhibit, figures)
    later = [version for version in versions if as_of is not None and version > max(seen)]
    if later:  # a page that keeps the data of its day
        remedy = f"keep words for pages on the data before: {_write_until(later[0], name, lang, fitting)}"
    else:
        remedy = f'write "{fitting}", or words without a period'
        if len(versions) > 1:
            remedy += f", and keep these for pages on the data before: {_write_until(versions[-1], name, lang, text)}"
    return Fault(exhibit.find_text_place(name, lang, as_of), "wrong-period", fact, remedy)


def _write_until(version: str, name: str, lang: str, text: str) -> str:
    return f'until: {{"{version}": {{{name}: {{{lang}: {json.dumps(text, ensure_ascii=False)}}}}}}}'


def _rewrite(text: str, stated: _Stated, drawn: Sequence[Period], lang: str) -> str:
    """Return a text with the periods drawn in the place of those stated, each as it is written."""
    named = (stated.first, stated.last)
    ends = [
        str((drawn[at].last if at else drawn[at].first).year) if each.kind == "year" else write_period(drawn[at], lang)
        for at, each in enumerate(named)
    ]
    said, offset = text[stated.start : stated.end], stated.start - stated.first.start
    if stated.first.end >= stated.last.end:  # one name, of a range or of one period
        match = _RANGE.fullmatch(said)
        own = f"{ends[0]}{match[2]}{ends[1]}" if match else _join(ends, lang)
    else:
        own = ends[0] + text[stated.first.end + offset : stated.last.start + offset] + ends[1]
    return text[: stated.start] + own + text[stated.end :]


def _join(ends: Sequence[str], lang: str) -> str:
    first, last = ends
    return first if first == last else str(read_interface_words(lang)["period"]["to"]).format(first, last)
