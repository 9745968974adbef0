"""Periods: each cell is one period of its dimension's kind or refused, in the order of time, and written in any language."""

from __future__ import annotations

from datetime import date

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from macros.structure.periods import (
    KINDS,
    Period,
    PeriodError,
    count_months,
    is_followed_by,
    parse_period,
    write_period,
)

EVENT = "2020-12-21"
EUROPE = "bg hr cs da nl en et fi fr de el hu ga it lv lt mt pl pt ro sk sl es sv".split()


def parsed(text: str, kind: str) -> Period:
    return parse_period(text, kind, EVENT if kind == "weeks" else "")


CELLS = [
    ("2021", "year", "2021-01-01", "2021-12-31", "2021"),
    *(
        (text, "quarter", "2021-01-01", "2021-03-31", "2021-Q1")
        for text in ("2021-Q1", "2021Q1", "Q1 2021", "2021 q1", "2021K1", "T1-2021")
    ),
    *((text, "month", "2021-02-01", "2021-02-28", "2021-02") for text in ("2021-02", "2021M02", "2021-M02", "202102")),
    ("2024-02-29", "day", "2024-02-29", "2024-02-29", "2024-02-29"),
    *(
        (text, "span", "2019-01-01", "2020-12-31", "2019/2020")
        for text in ("2019-2020", "2019\u20132020", "2019-20", "2019/20", "2019/2020")
    ),
    ("1999-05", "span", "1999-01-01", "2005-12-31", "1999/2005"),
    ("2021-01/2021-06", "span", "2021-01-01", "2021-06-30", "2021-01/2021-06"),
    ("2020-12-21/2021-01-10", "span", "2020-12-21", "2021-01-10", "2020-12-21/2021-01-10"),
    *(
        (text, "fiscal-year", "2021-01-01", "2022-12-31", "2021/22")
        for text in ("2021/22", "2021-22", "2021-2022", "FY2022", "FY 2022", "FY22", "FY2021/22")
    ),
    ("1999/00", "fiscal-year", "1999-01-01", "2000-12-31", "1999/00"),
    ("3", "weeks", "2020-12-21", "2021-01-10", "3"),
]


@pytest.mark.parametrize(("text", "kind", "first", "last", "code"), CELLS)
def test_a_cell_is_a_period_of_the_kind_of_its_dimension(text: str, kind: str, first: str, last: str, code: str) -> None:
    period = parsed(text, kind)
    assert (period.first.isoformat(), period.last.isoformat(), period.code) == (first, last, code)


@pytest.mark.parametrize(
    ("text", "kind", "fact"),
    [
        ("2021-05", "year", '"2021-05" is a month, not a year (2021)'),
        ("2021", "month", '"2021" is a year, not a month (2021-01)'),
        ("2021-13", "month", '"2021-13" is not a month (2021-01)'),
        ("2021-Q5", "quarter", '"2021-Q5" is not a quarter (2021-Q1)'),
        ("2023-02-29", "day", '"2023-02-29" is not a day (2021-01-31)'),
        ("2020-12", "span", '"2020-12" is a month, not a span (2019-2021 or 2021-01/2021-06)'),
        ("2021-2020", "span", '"2021-2020" is not a span (2019-2021 or 2021-01/2021-06)'),
        ("2021-01/2021", "span", '"2021-01/2021" is not a span (2019-2021 or 2021-01/2021-06)'),
        ("2021/23", "fiscal-year", '"2021/23" is a span, not a fiscal-year (2021/22 or FY2022)'),
        ("2021", "fiscal-year", '"2021" is a year, not a fiscal-year (2021/22 or FY2022)'),
        ("three", "weeks", '"three" is not a number of weeks (3)'),
        ("", "year", '"" is not a year (2021)'),
        (" 2021", "year", '" 2021" is not a year (2021)'),
        ("0000", "year", '"0000" is not a year (2021)'),
    ],
)
def test_a_cell_of_another_kind_is_refused_in_one_line(text: str, kind: str, fact: str) -> None:
    with pytest.raises(PeriodError) as refused:
        parsed(text, kind)
    assert str(refused.value) == fact


def test_weeks_are_counted_from_a_day() -> None:
    with pytest.raises(PeriodError, match='counts weeks since "", which is not a valid day'):
        parse_period("3", "weeks")


def test_a_fiscal_year_begins_where_its_dimension_says() -> None:
    period = parse_period("2021/22", "fiscal-year", "2015-04-06")
    assert (period.first, period.last) == (date(2021, 4, 6), date(2022, 4, 5))
    assert is_followed_by(period, parse_period("FY2023", "fiscal-year", "2015-04-06"))


# ---- Properties ----------------------------------------------------------------------------------------------------------

YEARS = st.integers(1000, 9998)
DAYS = st.dates(date(1000, 1, 1), date(9998, 12, 31))


def cells(kind: str) -> st.SearchStrategy[str]:
    spans = st.tuples(DAYS, DAYS).filter(lambda days: days[0] < days[1])
    return {
        "year": YEARS.map(str),
        "quarter": st.builds("{}-Q{}".format, YEARS, st.integers(1, 4)),
        "month": st.builds("{}-{:02}".format, YEARS, st.integers(1, 12)),
        "day": DAYS.map(date.isoformat),
        "span": spans.map(lambda days: "/".join(map(date.isoformat, days))),
        "fiscal-year": YEARS.map(lambda year: f"{year}/{(year + 1) % 100:02}"),
        "weeks": st.integers(0, 9999).map(str),
    }[kind]


PERIODS = st.sampled_from(KINDS).flatmap(lambda kind: cells(kind).map(lambda text: parsed(text, kind)))


@given(PERIODS)
def test_what_a_period_is_written_as_is_the_period(period: Period) -> None:
    assert parsed(period.code, period.kind) == period


@given(st.sampled_from(KINDS).flatmap(lambda kind: st.lists(cells(kind), min_size=2, max_size=5).map(lambda texts: (kind, texts))))
def test_periods_of_one_kind_are_in_the_order_of_time(case: tuple[str, list[str]]) -> None:
    kind, texts = case
    periods = sorted(parsed(text, kind) for text in texts)
    assert [each.last if kind == "weeks" else each.first for each in periods] == sorted(
        each.last if kind == "weeks" else each.first for each in periods
    )


@given(st.text(max_size=12), st.sampled_from(KINDS))
def test_any_text_is_a_period_or_refused(text: str, kind: str) -> None:
    try:
        period = parsed(text, kind)
    except PeriodError as error:
        assert text in str(error) and "\n" not in str(error).replace(text, "")
    else:
        assert parsed(period.code, kind) == period


@given(PERIODS, st.sampled_from(EUROPE), st.booleans())
def test_every_period_is_written_in_every_language_of_the_eu(period: Period, lang: str, short: bool) -> None:
    said = write_period(period, lang, short=short)
    assert str(period.first.year) in said or str(period.last.year) in said
    assert "duration" not in said and "{" not in said


# ---- Words and counts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "lang", "words", "short"),
    [
        ("2021", "year", "en", "2021", "2021"),
        ("2021-Q1", "quarter", "en", "first quarter of 2021", "Q1 2021"),
        ("2021-Q3", "quarter", "es", "tercer trimestre de 2021", "T3 2021"),
        ("2021-Q1", "quarter", "de", "1. Quartal 2021", "Q1 2021"),
        ("2021-Q1", "quarter", "fr", "1er trimestre 2021", "T1 2021"),
        ("2023-06", "month", "en", "June 2023", "Jun 2023"),
        ("2023-06", "month", "es", "junio de 2023", "jun 2023"),
        ("2023-05-07", "day", "en", "7 May 2023", "7 May 2023"),
        ("2023-05-07", "day", "de", "7. Mai 2023", "7. Mai 2023"),
        ("FY2022", "fiscal-year", "en", "2021/22", "2021/22"),
        ("3", "weeks", "en", "3 weeks after 21 December 2020", "3 weeks after 21 December 2020"),
        ("1", "weeks", "es", "1 semana después del 21 de diciembre de 2020", "1 semana después del 21 de diciembre de 2020"),
        ("3", "weeks", "fr", "21 décembre 2020 + 3\u00a0semaines", "21 décembre 2020 + 3\u00a0semaines"),
        ("3", "weeks", "ga", "2020-12-21/P3W", "2020-12-21/P3W"),
        ("2019-20", "span", "en", "2019 to 2020", "2019\u20132020"),
        ("2019-20", "span", "es", "de 2019 a 2020", "2019\u20132020"),
        ("2019-20", "span", "de", "2019\u20132020", "2019\u20132020"),
        ("2021-01/2021-06", "span", "en", "January 2021 to June 2021", "January\u2009\u2013\u2009June 2021"),
    ],
)
def test_a_period_is_written_in_a_language(text: str, kind: str, lang: str, words: str, short: str) -> None:
    period = parsed(text, kind)
    assert Locale.parse(lang)
    assert (write_period(period, lang), write_period(period, lang, short=True)) == (words, short)


@pytest.mark.parametrize(
    ("kind", "first", "last", "months"),
    [
        ("year", "2020", "2023", 36),
        ("year", "2023", "2020", -36),
        ("quarter", "2020-Q3", "2022-Q1", 18),
        ("month", "2022-11", "2023-01", 2),
        ("fiscal-year", "2019/20", "2021/22", 24),
        ("day", "2020-03-15", "2021-03-15", 12),
        ("span", "2010-2014", "2015-2019", 60),
    ],
)
def test_the_months_between_two_periods_are_counted(kind: str, first: str, last: str, months: int) -> None:
    assert count_months(parsed(first, kind), parsed(last, kind)) == months


@pytest.mark.parametrize(("kind", "first", "last"), [("day", "2020-03-15", "2020-04-16"), ("weeks", "3", "6")])
def test_what_is_no_whole_number_of_months_is_refused(kind: str, first: str, last: str) -> None:
    with pytest.raises(PeriodError, match="no whole number of months"):
        count_months(parsed(first, kind), parsed(last, kind))


@pytest.mark.parametrize(
    ("kind", "first", "following", "later"),
    [
        ("year", "2020", "2021", "2022"),
        ("quarter", "2020-Q4", "2021-Q1", "2021-Q2"),
        ("month", "2020-12", "2021-01", "2021-02"),
        ("day", "2020-02-29", "2020-03-01", "2020-03-02"),
        ("fiscal-year", "2020/21", "2021/22", "2022/23"),
        ("weeks", "3", "4", "5"),
        ("span", "2010-2014", "2015-2019", "2016-2019"),
    ],
)
def test_a_missing_period_is_seen(kind: str, first: str, following: str, later: str) -> None:
    assert is_followed_by(parsed(first, kind), parsed(following, kind))
    assert not is_followed_by(parsed(first, kind), parsed(later, kind))
