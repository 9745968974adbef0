"""Periods named in a text: "June 2023", "in May", "Q1 2022", "2021/22", "the year to March", "mid-2020", "7 to 9 December".

A closed list of forms, with the words of each language (`calendar` in its file). The words between two of them decide whether they
are the ends of one stretch of time ("from January to May 2023").
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from babel import Locale

from macros.numbers.language.language import load_language
from macros.numbers.language.phrase_index import join_alternatives

Day = tuple[int, int, int]
"""Year, month and day. The year is 0 if the text gives none. The last day of any month is 31."""
_LAST_DAY = 31
_MAX_ABBREVIATION = 4  # letters of the longest short form of a month: "Sept"
_PARTS = {4: "quarter", 3: "third", 2: "half"}
_DASH = r"[-\u2010-\u2014\u2212]"
_YEAR = r"(?<![\d.,/])[12]\d{3}(?!\d)"
_BASE = re.compile(r"(?<!\w)(?:Q[1-4] )?[12]\d{3}(?:-\w{2})?(?:-\d{2})? ?= ?1000?(?!\d)")
_DIGIT_FORMS = ("plain", "range", "iso", "numeric", "slash")
"""The forms of digits alone, possibly no period."""


class NamedPeriod(NamedTuple):
    """A period named in a text, and its place.

    kind: year, quarter, third, half, month, day, span, fiscal-year, season, or stage ("early 2021").
    link: how it continues the period before it: `to`, `and`, or "" if it does not.
    """

    start: int
    end: int
    kind: str
    first: Day
    last: Day
    link: str = ""

    @property
    def has_year(self) -> bool:
        """Return True if the text gives its year."""
        return self.last[0] > 0

    def place_in_year(self, year: int) -> NamedPeriod:
        """Return the period in a year, unless it has one. Twelve months can begin in the year before."""
        if self.has_year:
            return self
        return self._replace(first=(year + self.first[0], *self.first[1:]), last=(year, *self.last[1:]))


@lru_cache(maxsize=8192)
def find_periods(text: str, lang: str, dated: tuple[tuple[int, int], ...] | None = None) -> tuple[NamedPeriod, ...]:
    """Return the periods named in a text, in reading order.

    dated: Spans of the quantities read as years and dates; digits elsewhere are no period. None, as over a table, if they are unknown.
    """
    reader = _load_reader(lang)
    if not reader.hint.search(text):
        return ()
    if "=" in text:  # the base of an index is not the sentence's period
        text = _BASE.sub(lambda base: " " * len(base[0]), text)
    found = []
    begins = sorted(begin for begin, _ in dated or ())
    ends = dict(dated or ())
    for match in reader.pattern.finditer(text):
        form, start = str(match.lastgroup), match.start()
        if dated is not None and form in _DIGIT_FORMS and not _is_in(start, begins, ends):
            continue
        found += [each for each in reader.forms[form](match) if each.first <= each.last]
    return _link_periods(found, text, reader, over=dated is None)


def _is_in(at: int, begins: Sequence[int], ends: Mapping[int, int]) -> bool:
    """Return True if an offset lies in one of some stretches, which stand apart."""
    index = bisect.bisect_right(begins, at)
    return index > 0 and at < ends[begins[index - 1]]


def join_spans(periods: Sequence[NamedPeriod]) -> tuple[NamedPeriod, ...]:
    """Join each pair of periods that are the ends of one stretch of time."""
    found: list[NamedPeriod] = []
    for each in periods:
        if each.link == "to" and found and found[-1].has_year == each.has_year and found[-1].first < each.first:
            before = found.pop()
            found.append(NamedPeriod(before.start, each.end, "span", before.first, each.last, before.link))
        else:
            found.append(each)
    return tuple(found)


def _link_periods(found: Sequence[NamedPeriod], text: str, reader: _PeriodReader, *, over: bool) -> tuple[NamedPeriod, ...]:
    """Link each period to the one before it. A period without a year takes that of the next linked one, or is dropped unless led."""
    links = ["", *(reader.find_link(text[a.end : b.start], text[: a.start]) for a, b in pairwise(found)), ""]
    dated: list[NamedPeriod] = []
    for at in range(len(found) - 1, -1, -1):
        named, onward = found[at]._replace(link=links[at]), links[at + 1]
        if onward and dated and dated[-1].has_year and named.kind != "year":
            year = dated[-1].last[0]
            named = named.place_in_year(year - (onward == "to" and named.first[1:] > dated[-1].first[1:]))  # "November to January 2023"
        if named.has_year or onward or named.link or reader.is_led(named, text, over=over):
            dated.append(named)
        elif dated:
            dated[-1] = dated[-1]._replace(link="")
    return tuple(reversed(dated))


class _PeriodReader:
    """A reader of the periods of one language."""

    def __init__(self, lang: str) -> None:
        known = load_language(lang)
        table: Mapping[str, Any] = known.table.get("calendar") or {}

        def join_words(key: str) -> str:
            return _join_spaced_alternatives(table.get(key) or ())

        self.integer = known.parse_integer
        self.months = _map_months(lang, known.month_words)
        self.names = {
            word for word, number in self.months.items() if len(word) > _MAX_ABBREVIATION or word in _read_cldr_months(lang, "wide")
        }
        self.doubtful = frozenset(table.get("doubtful") or ())
        self.capital = bool(known.table.get("capital_months"))
        self.parts, self.signs, self.stages, self.seasons = (table.get(key) or {} for key in ("parts", "signs", "stages", "seasons"))
        self.ordinals = {word: number for word, number in (known.table.get("ordinals") or {}).items() if number <= max(_PARTS)}
        self.last = frozenset(table.get("last") or ())
        fillers = rf"(?:\s*(?:{join_words('between')})(?!\w))*\s*"
        self.to = re.compile(rf"\s*(?:{_DASH}|(?:{join_words('to')})(?!\w)){fillers}", re.IGNORECASE)
        self.both = re.compile(rf"\s*(?:[,/&]|,?\s*(?:{join_words('and')})(?!\w)){fillers}", re.IGNORECASE)
        self.pairs = re.compile(rf"(?<!\w)(?:{join_words('pairs')})(?!\w){fillers}$", re.IGNORECASE)
        self.led = re.compile(rf"(?<!\w)(?:{join_words('led')})(?!\w){fillers}$", re.IGNORECASE)
        self.alone = re.compile(r"\s*(?:$|[|):;,.\u00b7])")
        self.of = re.compile(rf"\s+(?:{join_words('of')})(?!\w)", re.IGNORECASE)

        month, suffix = (
            rf"(?:{_join_spaced_alternatives(self.months)})(?!\w)\.?",
            _join_spaced_alternatives(known.get_words("ordinal_suffixes")),
        )
        day = rf"(?:0?[1-9]|[12]\d|3[01])(?:{suffix}|\.)?(?![\w%])"
        near = rf"(?:,?(?:\s+(?:{join_words('of')}))*\s+|{_DASH})"
        part, sign = _join_spaced_alternatives(self.parts), _join_spaced_alternatives(self.signs)
        ordinal = rf"(?:{_join_spaced_alternatives((*self.ordinals, *self.last))}|[1-4](?:{suffix}|\.))"
        patterns = {
            "ended": rf"(?<!\w)(?:(?P<count>\d{{1,2}}|\w+)[\s-](?:{join_words('months')})|(?:{join_words('years')}))"
            rf"\s+(?:{join_words('ended')})\s+"
            rf"(?:{day}{near})?(?P<em>{month})(?:{near}(?P<ey>{_YEAR}))?",
            "fiscal": rf"(?<!\w)(?:{join_words('fiscal')})\s?(?P<fa>{_YEAR}|['\u2019]?\d\d)"
            rf"(?:(?:/|{_DASH})(?P<fb>[12]\d{{3}}|\d\d))?(?![\d/])",
            "iso": r"(?<![\d/-])(?P<iy>[12]\d{3})-(?P<im>0[1-9]|1[0-2])-(?P<id>[0-3]\d)(?![\d-])",
            "numeric": r"(?<![\d./-])(?P<nd>[0-3]?\d)(?P<ns>[./-])(?P<nm>[0-3]?\d)(?P=ns)(?P<ny>[12]\d{3})(?!\d)",
            "sign": rf"(?<!\w)(?:(?P<sy>{_YEAR})[-\s]?(?P<ss>{sign})(?P<sn>[1-4])"
            rf"|(?:(?P<ts>{sign})(?P<tn>[1-4])|(?P<un>[1-4])(?P<us>{sign}))(?!\w)(?:{near}(?P<ty>{_YEAR}))?)(?!\w)",
            "range": rf"(?<![\d.,/])(?P<ra>[12]\d{{3}})(?P<gap>\s?)(?P<rs>/|{_DASH})(?P=gap)(?P<rb>[12]\d{{3}}|\d\d)(?![\d%/]|[.,-]\d)",
            "day": rf"(?<![\w.,/])(?:(?P<d0>{day})(?P<dl>\s*{_DASH}\s*|\s+\w+\s+))?(?P<d1>{day})(?:{near}|\s*)(?P<dm>{month})"
            rf"(?:{near}(?P<dy>{_YEAR}))?",
            "month": rf"(?<!\w)(?P<mm>{month})(?:\s+(?P<md>{day})(?:,?\s+(?P<my>{_YEAR}))?|(?:{near}|\s*)(?P<mz>{_YEAR}))?",
            "slash": r"(?<![\d./-])(?P<lm>0?[1-9]|1[0-2])/(?P<ly>[12]\d{3})(?![\d/.-]\d|\d)",
            "part": rf"(?<!\w)(?:(?P<py>{_YEAR})(?:['\u2019]s)?\s+)?(?P<po>{ordinal})[-\s]+(?:(?!(?:{part})\b)\w+\s+)?(?P<pp>{part})(?!\w)"
            rf"(?:{near}(?P<pz>{_YEAR}))?",
            "stage": rf"(?<!\w)(?P<gs>{_join_spaced_alternatives(self.stages)})(?:{near}|)(?:(?P<gm>{month}){near})?(?P<gy>{_YEAR})",
            "season": rf"(?<!\w)(?P<ss1>{_join_spaced_alternatives(self.seasons)}){near}(?P<ss2>{_YEAR})",
            "plain": rf"{_YEAR}(?![.,]\d)(?P<decade>(?<=0)(?:{_join_spaced_alternatives(known.get_words('decades'))})(?!\w))?",
        }
        every = "|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items())
        self.pattern = re.compile(rf"(?:(?=\d)|(?<!\w)(?=\w))(?:{every})", re.IGNORECASE)  # each begins at a digit or at a word
        self.forms: dict[str, Callable[[re.Match[str]], Iterable[NamedPeriod]]] = {name: getattr(self, f"read_{name}") for name in patterns}
        self.hint = re.compile(
            rf"[12]\d{{3}}|(?<!\w)(?:{_join_spaced_alternatives((*self.months, *self.parts))}|(?:{sign})[1-4]|[1-4](?:{sign})|"
            rf"(?:{join_words('fiscal')})\s?\d\d)(?!\w)",
            re.IGNORECASE,
        )

    def find_link(self, between: str, before: str) -> str:
        """Return how the words between two periods link them. before: the text up to the first."""
        if self.to.fullmatch(between):
            return "to"
        if self.both.fullmatch(between):
            return "to" if self.pairs.search(before) else "and"
        return ""

    def is_led(self, named: NamedPeriod, text: str, *, over: bool) -> bool:
        """Return True if a word without a year is a month or part of a year: "in May", but not "May" of a name.

        over: The text is over a table, so the words of a row and of a column follow one another.
        """
        before, said, behind = text[: named.start].rstrip(), text[named.start : named.end], text[named.end :]
        if named.kind != "month":
            return said[-1].isdigit() or said[0].isdigit() or ((over or bool(self.led.search(before))) and not self.of.match(behind))
        begins = not before or before[-1] in ".!?;:|(,\u00b7\n"
        if begins and self.alone.match(behind):
            return True
        if over and (said.lower() in self.names or (said.lower() not in self.doubtful and (begins or not behind))):
            return True
        if said.lower() not in self.names:
            return False
        return bool(self.led.search(before)) or (begins and said.lower() not in self.doubtful and behind[:2].strip().islower())

    def read_ended(self, match: re.Match[str]) -> Iterator[NamedPeriod]:
        """Read a period by its end: "The year to March 2022", "the three months to June"."""
        said = match["count"]
        count = 12 if said is None else int(said) if said.isdecimal() else self.integer((said.lower(),)) or 0
        month, year = self._find_month(match["em"]), int(match["ey"] or 0)
        if month and 0 < count <= 120:
            back, first = divmod(month - count, 12)
            yield NamedPeriod(*match.span(), "span", (year + back, first + 1, 1), (year, month, _LAST_DAY))

    def read_fiscal(self, match: re.Match[str]) -> Iterator[NamedPeriod]:
        """Read a fiscal year, named by the year of its end: "FY2022", "fiscal year 2021/22"."""
        said, last = match["fa"].lstrip("'\u2019"), match["fb"]
        year = int(said) + (2000 if len(said) == 2 else 0)
        if last is None:
            year -= 1
        if last is None or int(last) % 100 == (year + 1) % 100:
            yield NamedPeriod(*match.span(), "fiscal-year", (year, 1, 1), (year + 1, 12, _LAST_DAY))

    def read_iso(self, match: re.Match[str]) -> Iterator[NamedPeriod]:
        yield _make_day(match, int(match["iy"]), int(match["im"]), int(match["id"]))

    def read_numeric(self, match: re.Match[str]) -> Iterator[NamedPeriod]:
        """Read a date in digits, the day first unless its size excludes that: "7.5.2023"."""
        day, month = int(match["nd"]), int(match["nm"])
        yield _make_day(match, int(match["ny"]), *((month, day) if month <= 12 else (day, month)))

    def read_sign(self, match: re.Match[str]) -> Iterator[NamedPeriod]:
        """Read a part of a year by its sign: "Q1 2022", "2022-Q1", "1T 2022", "H2"."""
        sign = match["ss"] or match["ts"] or match["us"]
        year = int(match["sy"] or match["ty"] or 0)
        if year or sign.isupper():
            yield from self._make_part(match, year, int(match["sn"] or match["tn"] or match["un"]), self.signs[sign.lower()])

    def read_range(self, match: re.Match[str]) -> Iterator[NamedPeriod]:
        """Read two years, or a month: "2021/22", "2004–2023"; but "2023-06" is a month."""
        year, last = int(match["ra"]), match["rb"]
        if len(last) == 2 and match["rs"] == "-" and 1 <= int(last) <= 12:
            yield _make_months(match, "month", year, int(last), int(last))
            return
        end = int(last) if len(last) == 4 else year - year % 100 + int(last) + 100 * (int(last) <= year % 100)
        if year < end:
            kind = "fiscal-year" if match["rs"] == "/" and end == year + 1 else "span"
            yield NamedPeriod(*match.span(), kind, (year, 1, 1), (end, 12, _LAST_DAY))
        else:  # "2021: -1381" is the year of a number
            yield NamedPeriod(match.start(), match.end("ra"), "year", (year, 1, 1), (year, 12, _LAST_DAY))

    def read_day(self, match: re.Match[str]) -> Iterator[NamedPeriod]:
        """Read one day or two: "7 May 2023", "7 to 9 May"."""
        month, year = self._find_month(match["dm"]), int(match["dy"] or 0)
        between = match["dl"] or ""
        if month and match["d0"] and (self.to.fullmatch(between) or self.both.fullmatch(between)):
            yield _make_day(match, year, month, _parse_ordinal(match["d0"]))._replace(end=match.end("d0"))
        if month:
            yield _make_day(match, year, month, _parse_ordinal(match["d1"]))._replace(start=match.start("d1"))

    def read_month(self, match: re.Match[str]) -> Iterator[NamedPeriod]:
        """Read a month or a day of it: "December 2020", "December 21, 2020", "May"."""
        month, year = self._find_month(match["mm"]), int(match["my"] or match["mz"] or 0)
        if month and match["md"]:
            yield _make_day(match, year, month, _parse_ordinal(match["md"]))
        elif month:
            yield _make_months(match, "month", year, month, month)

    def read_slash(self, match: re.Match[str]) -> Iterator[NamedPeriod]:
        yield _make_months(match, "month", int(match["ly"]), int(match["lm"]), int(match["lm"]))

    def read_part(self, match: re.Match[str]) -> Iterable[NamedPeriod]:
        """Read a part of a year in words: "The first quarter of 2022", "2022's last quarter"."""
        count, said = self.parts[match["pp"].lower()], match["po"].lower()
        number = count if said in self.last else self.ordinals.get(said) or int(said[0])
        return self._make_part(match, int(match["py"] or match["pz"] or 0), number, count)

    def read_stage(self, match: re.Match[str]) -> Iterator[NamedPeriod]:
        """Read an approximate stage of a year or month: "Mid-2020", "early May 2020"."""
        third, year = self.stages[" ".join(match["gs"].lower().split())], int(match["gy"])
        if not match["gm"]:
            yield _make_months(match, "stage", year, third * 4 - 3, third * 4)
        elif month := self._find_month(match["gm"]):
            yield NamedPeriod(*match.span(), "stage", (year, month, third * 10 - 9), (year, month, third * 10 if third < 3 else _LAST_DAY))

    def read_season(self, match: re.Match[str]) -> Iterator[NamedPeriod]:
        month, year = self.seasons[match["ss1"].lower()], int(match["ss2"])
        yield NamedPeriod(*match.span(), "season", (year, month, 1), (year + (month > 10), (month + 1) % 12 + 1, _LAST_DAY))

    def read_plain(self, match: re.Match[str]) -> Iterator[NamedPeriod]:
        """Read a year or a decade: "2021", "the 2010s"."""
        year = int(match[0][:4])
        named = _make_months(match, "year", year, 1, 12)
        yield named._replace(kind="span", last=(year + 9, 12, _LAST_DAY)) if match["decade"] else named

    def _make_part(self, match: re.Match[str], year: int, number: int, count: int) -> Iterator[NamedPeriod]:
        size = 12 // count
        if number <= count:
            yield _make_months(match, _PARTS[count], year, (number - 1) * size + 1, number * size)

    def _find_month(self, word: str) -> int:
        """Return the number of a month, 0 for a word that is none: "it may"."""
        return 0 if self.capital and word[0].islower() else self.months[word.lower().rstrip(".")]


def _make_day(match: re.Match[str], year: int, month: int, day: int) -> NamedPeriod:
    return NamedPeriod(*match.span(), "day", (year, month, day), (year, month, day))


def _make_months(match: re.Match[str], kind: str, year: int, first: int, last: int) -> NamedPeriod:
    return NamedPeriod(*match.span(), kind, (year, first, 1), (year, last, _LAST_DAY))


def _parse_ordinal(said: str) -> int:
    """Return the number at the beginning of an ordinal."""
    return int("".join(sign for sign in said[:2] if sign.isdecimal()))


@lru_cache
def _load_reader(lang: str) -> _PeriodReader:
    return _PeriodReader(lang)


def _read_cldr_months(lang: str, width: str) -> dict[str, int]:
    months: Mapping[int, str] = Locale.parse(lang).months["format"][width]
    return {str(name).lower().rstrip("."): number for number, name in months.items()}


def _map_months(lang: str, written: Iterable[str]) -> dict[str, int]:
    """Map each word for a month to its number: those of the CLDR, and others with a like beginning ("sept", "jänner")."""
    names = _read_cldr_months(lang, "wide")

    def count_common_letters(word: str, name: str) -> int:
        pairs = enumerate(zip(_strip_accents(word), _strip_accents(name), strict=False))
        return next((at for at, (a, b) in pairs if a != b), min(len(word), len(name)))

    others = {word: names[max(names, key=lambda name: count_common_letters(word, name))] for word in written}
    return others | names | _read_cldr_months(lang, "abbreviated")


def _strip_accents(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(sign))


def _join_spaced_alternatives(words: Iterable[str]) -> str:
    """Return a pattern of alternatives, with any space between their words."""
    return join_alternatives(words).replace(r"\ ", r"\s+")
