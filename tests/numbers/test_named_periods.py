"""The periods that a text names: which they are, and what is none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.claims.times import compare_periods
from macros.numbers import find_quantities
from macros.numbers.grammar.periods import NamedPeriod, find_periods, join_spans
from macros.structure.periods import Period, parse_period, write_period


def named(text: str, lang: str) -> tuple[NamedPeriod, ...]:
    dated = tuple((each.start, each.end) for each in find_quantities(text, lang, "plain") if each.kind in ("year", "date"))
    return join_spans(find_periods(text, lang, dated))


def told(each: NamedPeriod) -> str:
    """`2023-06-01 2023-06-31`, of a period without a year `0-5-1 0-5-31`."""
    return " ".join("-".join(map(str, day)) for day in (each.first, each.last))


TEXTS = [
    ("en", "In June 2023 it rose.", ["2023-6-1 2023-6-31"]),
    ("en", "It was so in May, and in March.", ["0-5-1 0-5-31", "0-3-1 0-3-31"]),
    ("en", "It may fall; they march. Theresa May said so.", []),
    ("en", "April figures", ["0-4-1 0-4-31"]),
    ("en", "the March figures", ["0-3-1 0-3-31"]),
    *(("en", text, ["2022-1-1 2022-3-31"]) for text in ("Q1 2022", "2022-Q1", "2022Q1", "the first quarter of 2022", "1st quarter 2022")),
    ("en", "2022's last quarter", ["2022-10-1 2022-12-31"]),
    ("en", "the three months to June 2022", ["2022-4-1 2022-6-31"]),
    ("en", "the second half of 2022", ["2022-7-1 2022-12-31"]),
    ("en", "in the second quarter", ["0-4-1 0-6-31"]),
    ("en", "in the first half of the reports; a quarter of them", []),
    *(
        ("en", text, ["2021-1-1 2022-12-31"])
        for text in ("2021/22", "FY2022", "FY22", "fiscal year 2022", "the tax year 2021-22", "FY 2021/22")
    ),
    ("en", "from January 2022 to May 2023", ["2022-1-1 2023-5-31"]),
    ("en", "from November to January 2023", ["2022-11-1 2023-1-31"]),
    ("en", "May and June 2023", ["2023-5-1 2023-5-31", "2023-6-1 2023-6-31"]),
    ("en", "Road deaths, 2004 to 2023", ["2004-1-1 2023-12-31"]),
    ("en", "between 2020 and 2021", ["2020-1-1 2021-12-31"]),
    ("en", "2020 and 2021", ["2020-1-1 2020-12-31", "2021-1-1 2021-12-31"]),
    ("en", "2019\u201320", ["2019-1-1 2020-12-31"]),
    ("en", "the 2010s", ["2010-1-1 2019-12-31"]),
    ("en", "2020's and 2021\u2019s", ["2020-1-1 2020-12-31", "2021-1-1 2021-12-31"]),
    ("en", "mid-2020", ["2020-5-1 2020-8-31"]),
    ("en", "by the middle of 2020", ["2020-5-1 2020-8-31"]),
    ("en", "early May 2021", ["2021-5-1 2021-5-10"]),
    ("en", "in winter 2021", ["2021-12-1 2022-2-31"]),
    ("en", "the year to March 2022", ["2021-4-1 2022-3-31"]),
    ("en", "the twelve months ended 31 December 2022", ["2022-1-1 2022-12-31"]),
    *(
        ("en", text, ["2023-5-7 2023-5-7"])
        for text in ("on 7 May 2023", "May 7, 2023", "the 7th of May 2023", "2023-05-07", "07/05/2023", "7.5.2023")
    ),
    ("en", "7 to 9 December 2020", ["2020-12-7 2020-12-9"]),
    ("en", "between 1 March and 7 May 2023", ["2023-3-1 2023-5-7"]),
    ("en", "2023-06, 06/2023", ["2023-6-1 2023-6-31"] * 2),
    ("en", "2000 reports under Regulation (EU) 2021/1232 and Directive 2011/92", []),
    ("es", "en junio de 2023", ["2023-6-1 2023-6-31"]),
    ("es", "en mayo", ["0-5-1 0-5-31"]),
    ("es", "el mar", []),
    *(("es", text, ["2021-1-1 2021-3-31"]) for text in ("T1 2021", "1T 2021", "el primer trimestre de 2021", "1.er trimestre de 2021")),
    ("es", "de enero a mayo de 2023", ["2023-1-1 2023-5-31"]),
    ("es", "entre 2020 y 2021", ["2020-1-1 2021-12-31"]),
    ("es", "del 7 al 9 de mayo de 2023", ["2023-5-7 2023-5-9"]),
    ("es", "a mediados de 2020", ["2020-5-1 2020-8-31"]),
    ("es", "el año hasta marzo de 2022", ["2021-4-1 2022-3-31"]),
    ("es", "el ejercicio 2021/22", ["2021-1-1 2022-12-31"]),
    ("es", "el segundo semestre de 2021", ["2021-7-1 2021-12-31"]),
    ("de", "im Juni 2023", ["2023-6-1 2023-6-31"]),
    ("de", "im ersten Quartal 2021", ["2021-1-1 2021-3-31"]),
    ("de", "vom 7. bis 9. Mai 2023", ["2023-5-7 2023-5-9"]),
    ("de", "von Jänner bis Mai 2023", ["2023-1-1 2023-5-31"]),
    ("de", "Mitte 2020", ["2020-5-1 2020-8-31"]),
    ("de", "im Geschäftsjahr 2021/22", ["2021-1-1 2022-12-31"]),
]


@pytest.mark.parametrize(("lang", "text", "periods"), TEXTS)
def test_a_text_names_its_periods(lang: str, text: str, periods: list[str]) -> None:
    assert [told(each) for each in named(text, lang)] == periods


YEARS = st.integers(1900, 2098)
DAYS = st.dates(date(1900, 1, 1), date(2098, 12, 31))
CELLS = st.one_of(
    YEARS.map(lambda year: (str(year), "year")),
    st.tuples(YEARS, st.integers(1, 4)).map(lambda each: (f"{each[0]}-Q{each[1]}", "quarter")),
    st.tuples(YEARS, st.integers(1, 12)).map(lambda each: (f"{each[0]}-{each[1]:02}", "month")),
    DAYS.map(lambda day: (day.isoformat(), "day")),
    YEARS.map(lambda year: (f"{year}/{(year + 1) % 100:02}", "fiscal-year")),
    st.tuples(YEARS, st.integers(1, 60)).map(lambda each: (f"{each[0]}-{min(2099, each[0] + each[1])}", "span")),
    st.tuples(DAYS, DAYS).filter(lambda days: days[0] < days[1]).map(lambda days: ("/".join(map(date.isoformat, days)), "span")),
)
PERIODS = CELLS.map(lambda cell: parse_period(*cell))


@given(PERIODS, st.sampled_from(["en", "es", "de"]), st.booleans())
def test_what_is_written_of_a_period_is_read_as_that_period(period: Period, lang: str, short: bool) -> None:
    said = write_period(period, lang, short=short)
    assert [compare_periods(each, period) for each in named(said, lang)] == ["same"], said


@given(PERIODS, PERIODS, st.sampled_from(["en", "es"]))
def test_no_other_period_is_read_as_it(period: Period, other: Period, lang: str) -> None:
    read = [compare_periods(each, period) for each in named(write_period(other, lang), lang)]
    assert ("same" in read) == ((period.first, period.last) == (other.first, other.last)), read
