"""Dates exist or are refused; in words they follow the language."""

from __future__ import annotations

import pytest

from macros.base.dates import is_date, write_long_date


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("2021-02-17", True, id="a date"),
        pytest.param("2020-02-29", True, id="a leap day"),
        pytest.param("2021-02-29", False, id="no leap day"),
        pytest.param("1900-02-29", False, id="a century is no leap year"),
        pytest.param("2021-04-31", False, id="the 31st of April"),
        pytest.param("2021-13-01", False, id="a 13th month"),
        pytest.param("2021-00-10", False, id="month zero"),
        pytest.param("0000-01-01", False, id="year zero"),
        pytest.param("2021-2-17", False, id="one digit"),
        pytest.param("20210217", False, id="without hyphens"),
        pytest.param("2021-W07-3", False, id="a week date"),
        pytest.param("17/02/2021", False, id="slashes"),
        pytest.param("2021-02-17 ", False, id="a space behind"),
        pytest.param("2021-02-17\n", False, id="a line end behind"),
        pytest.param("２０２１-02-17", False, id="full-width digits"),
        pytest.param("", False, id="nothing"),
        pytest.param(None, False, id="None"),
        pytest.param(20210217, False, id="a number"),
        pytest.param(["2021-02-17"], False, id="a list"),
    ],
)
def test_only_an_iso_date_that_exists_is_a_date(value, expected):
    assert is_date(value) is expected


@pytest.mark.parametrize(
    ("date", "lang", "text"),
    [
        pytest.param("2020-12-21", "en", "21 December 2020", id="English, day first"),
        pytest.param("2021-02-01", "en", "1 February 2021", id="no zero before the day"),
        pytest.param("2020-12-21", "es", "21 de diciembre de 2020", id="Spanish"),
        pytest.param("2020-12-21", "de", "21. Dezember 2020", id="German"),
    ],
)
def test_a_date_in_words_follows_the_language(date, lang, text):
    assert write_long_date(date, lang) == text
