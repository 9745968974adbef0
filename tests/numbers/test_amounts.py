"""Amounts: numbers with a unit of measure, a currency, a rate, the base of an index or decimals, and of what statistics count."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.numbers import find_named_units, find_quantities
from macros.structure.model import Measure, merge_nouns
from macros.wording.judge import QUANTITIES
from tests.rows import each_of

LINES = [line.split(maxsplit=2) for line in (Path(__file__).parent / "amounts.txt").read_text(encoding="utf-8").splitlines()]
SAID = [(lang, kind == "bound", text) for lang, kind, text in (line for line in LINES if line and line[0] != "#")]


@each_of(("lang", "is_bound", "text"), SAID)
def test_a_quantity_has_to_be_bound_and_a_name_has_not(lang: str, is_bound: bool, text: str) -> None:
    assert any(each.kind in QUANTITIES for each in find_quantities(text, lang, "plain")) == is_bound


UNITS = [
    ("en", "75.6 km/h, 75.6 kph and 75.6 kilometres per hour", ["kilometer-per-hour"] * 3),
    ("en", "€491, 491 €, EUR 491, 491 euros and 29 M€", ["EUR"] * 5),
    ("en", "12.3 µg/m³, 12.3 μg/m3, 12.3 micrograms per cubic metre", ["microgram-per-cubic-meter"] * 3),
    ("en", "12, 18 and 25 euros", ["EUR"] * 3),
    ("en", "from 30 to 50 km/h", ["kilometer-per-hour"] * 2),
    ("en", "€5 to €7; 30–50 km", ["EUR", "EUR", "kilometer", "kilometer"]),
    ("en", "€12 a month, €0.32/kWh, 5 g/km", ["EUR-per-month", "EUR-per-kilowatt-hour", "gram-per-kilometer"]),
    ("en", "491 Norwegian kroner, 5 Canadian dollars, US$ 7", ["NOK", "CAD", "USD"]),
    ("en", "98.4 (2015 = 100)", ["2015 = 100", ""]),
    ("en", "The index (Q1 2015 = 100) stood at 98.4", ["", "Q1 2015 = 100"]),
    ("en", "3.61 per 100,000, 44 per million, 4.8/100,000", ["per 100000", "per 1000000", "per 100000"]),
    ("en", "after 18 weeks and 30 days", ["week", "day"]),
    ("en", "47% and 2.9 points", ["percent", "points"]),
    ("es", "491 €, 491 euros, 29 millones de euros", ["EUR"] * 3),
    ("es", "30 kilómetros por hora y 5 coronas noruegas", ["kilometer-per-hour", "NOK"]),
    ("es", "4,8 por cien mil y 0,6 por cada cien mil", ["per 100000"] * 2),
    ("de", "491 €, 491 Euro, 29 Mio. Euro", ["EUR"] * 3),
    ("de", "in 30 Tagen, mit 50 Stundenkilometern, 5 Schweizer Franken", ["day", "kilometer-per-hour", "CHF"]),
]


@each_of(("lang", "text", "units"), UNITS)
def test_a_find_carries_its_unit_by_one_name(lang: str, text: str, units: list[str]) -> None:
    assert [each.unit for each in find_quantities(text, lang, "plain")] == units


def test_a_word_that_does_not_say_which_is_each_of_them() -> None:
    (dollars,) = find_quantities("491 dollars")
    assert {"USD", "CAD", "AUD"} <= set(dollars.unit.split("|"))


@pytest.mark.parametrize(
    ("text", "value"), [("−€5.20", "-5.20"), ("-$5", "-5"), ("€5.20", "5.20"), ("+€5", "5"), ("fees-€5", "5"), ("€−5", "-5")]
)
def test_a_sign_before_a_currency_is_the_numbers(text: str, value: str) -> None:
    assert [str(each.value) for each in find_quantities(text, markup="plain")] == [value]


@pytest.mark.parametrize(
    ("text", "hedge"),
    [("less than AED 5", "under"), ("500 euros or more", "at_least"), ("at most 5 km", "at_most"), ("5 kg or so", "about")],
)
def test_a_hedge_stands_around_a_number_with_its_unit(text: str, hedge: str) -> None:
    assert [each.hedge for each in find_quantities(text, markup="plain")] == [hedge]


@pytest.mark.parametrize(
    ("lang", "text", "units"),
    [
        ("en", "Mean speed (km/h)", ("kilometer-per-hour",)),
        ("en", "Deaths per 100,000 people", ("per 100000",)),
        ("en", "Fines, in euros", ("EUR",)),
        ("en", "Index, 2015 = 100", ("2015 = 100",)),
        ("en", "Countries with 5 euros or a point h", ()),
        ("es", "Muertes por millón de habitantes", ("per 1000000",)),
    ],
)
def test_a_header_names_the_unit_of_what_stands_under_it(lang: str, text: str, units: tuple[str, ...]) -> None:
    assert find_named_units(text, lang) == units


@pytest.mark.parametrize(("lang", "text"), [("en", "It took 30 days."), ("es", "Duró 30 días.")])
def test_days_are_counted_where_a_measure_is_in_days(lang: str, text: str) -> None:
    nouns = merge_nouns([Measure("wait", label={"en": "wait", "es": "espera"}, unit="days"), Measure("speed", unit="km/h")])
    assert [each.kind for each in find_quantities(text, lang, "plain", nouns=nouns)] == ["count"]
    assert [
        each.kind for each in find_quantities(text.replace("days", "weeks").replace("días", "semanas"), lang, "plain", nouns=nouns)
    ] == ["cardinal"]
