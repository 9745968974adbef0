"""Numbers and dates in all official languages of the EU as ICU, the reference of CLDR, writes them."""

from __future__ import annotations

import datetime
import itertools
from decimal import Decimal

import pytest
from icu4py.messageformat import MessageFormat
from playwright.sync_api import Page

from macros.base.dates import write_long_date
from macros.numbers import write_number, write_percent, write_range
from tests.rows import each_of

LANGUAGES = "bg hr cs da nl en et fi fr de el hu ga it lv lt mt pl pt ro sk sl es sv".split()
EUROPEAN = {"en": "en-GB", "pt": "pt-PT"}
# The site writes the typographic minus in every language.
HYPHEN, MINUS = "-", "−"
# Ties, which ICU is told to round half up; four digits, which some languages keep together; groups of every length.
NUMBERS = [
    ("0", 0),
    ("0.5", 0),
    ("2.5", 0),
    ("999.5", 0),
    ("4.805", 2),
    ("-46.88", 2),
    ("9000", 0),
    ("1234.565", 2),
    ("12345", 0),
    ("1046350", 0),
    ("29397681", 0),
    ("1000000000000.05", 1),
]


def _icu(kind: str, lang: str, value: object) -> str:
    return MessageFormat(f"{{value, {kind}}}", EUROPEAN.get(lang, lang)).format({"value": value})  # type: ignore[dict-item]


def _decimals(count: int) -> str:
    return "." + "0" * count if count else "precision-integer"


@each_of(("lang", "value", "decimals"), [(lang, *each) for lang in LANGUAGES for each in NUMBERS])
def test_a_number_has_the_separators_and_groups_of_its_language(lang: str, value: str, decimals: int) -> None:
    expected = _icu(f"number, ::rounding-mode-half-up {_decimals(decimals)}", lang, Decimal(value))
    assert write_number(Decimal(value), decimals, lang) == expected.replace(HYPHEN, MINUS)


@each_of(
    ("lang", "value", "decimals"),
    [(lang, *each) for lang in LANGUAGES for each in [("46.5", 0), ("4.805", 2), ("0.05", 1), ("-46.88", 1), ("1046.25", 1), ("100", 0)]],
)
def test_a_percentage_has_its_sign_where_its_language_has_it(lang: str, value: str, decimals: int) -> None:
    expected = _icu(f"number, ::percent rounding-mode-half-up {_decimals(decimals)}", lang, Decimal(value))
    assert write_percent(Decimal(value), decimals, lang) == expected.replace(HYPHEN, MINUS)


@each_of(("lang", "date"), itertools.product(LANGUAGES, ["2020-12-21", "2021-02-01", "2021-04-27", "2022-05-11", "2024-02-29"]))
def test_a_date_is_written_out_as_in_its_language(lang: str, date: str) -> None:
    assert write_long_date(date, lang) == _icu("date, long", lang, datetime.date.fromisoformat(date))


RANGES = """([lang, low, high, percent]) => {
  const style = percent ? { style: "percent", maximumFractionDigits: 3 } : {};
  return [Intl.NumberFormat.supportedLocalesOf(lang).length, new Intl.NumberFormat(lang, style).formatRange(low, high)];
}"""


@pytest.mark.parametrize(("low", "high", "decimals", "percent"), [(46, 51, 0, True), ("4.5", "6.5", 1, True), (9000, 12000, 0, False)])
def test_a_range_has_the_dash_of_its_language(tab: Page, low: str, high: str, decimals: int, percent: bool) -> None:
    """ICU formats ranges in the browser, whose data leave out two of the languages."""
    seen = []
    for lang in LANGUAGES:
        ends = [float(end) / (100 if percent else 1) for end in (low, high)]
        known, expected = tab.evaluate(RANGES, [EUROPEAN.get(lang, lang), *ends, percent])
        if known:
            seen.append(lang)
            assert write_range(Decimal(low), Decimal(high), decimals, lang, percent) == expected, lang
    assert set(LANGUAGES) - set(seen) <= {"ga", "mt"}
