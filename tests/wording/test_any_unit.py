"""Properties of amounts in any unit: what is written is what the check writes by itself, is read back, and nothing else passes for it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from macros.base import cldr_units
from macros.check.pieces import Cell, ExpectedPieces
from macros.figures import Figure, Figures, unit_of
from macros.figures.units import explain_refusal
from macros.wording import write_in_cell, write_standard
from macros.wording.standard import write_proof_value
from macros.wording.tolerance import round_half_up
from tests.finder import find, judge_wording
from tests.project import figure
from tests.sample import IS_WHOLE

LANGUAGES = ("en", "es")
NAMED = sorted(
    name
    for name in {*cldr_units.map_symbols_to_units(), *cldr_units.map_names_to_units("en"), *cldr_units.list_currencies()}
    if not explain_refusal(name)
)
MADE = [
    *("EUR/kWh", "EUR per month", "USD/barrel", "µg/m³", "mg/l", "g/km", "kWh/m²", "km per day", "litres per hectare", "mol/l"),
    *("per 1,000", "per 100,000", "per 100,000 people", "deaths per 100,000 people", "per million inhabitants", "per billion"),
    *("cases per 10,000 live births", "per million vehicle kilometres", "2015 = 100", "Q1 2015 = 100", "2021-06 = 1000"),
    *("percent", "percentage points", "times", "reports", "road deaths", "index points"),
]
VALUES = st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**6) | st.fractions(-1000, 1000, max_denominator=1000)
DECIMALS = st.integers(min_value=0, max_value=4)
UNITS = st.sampled_from([*NAMED, *MADE * 20])
SETTINGS = settings(max_examples=2000 if IS_WHOLE else 250, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def check_of(shown: Figure, lang: str) -> ExpectedPieces:
    """What the check knows of a figure whose value stands in no table."""
    pieces = ExpectedPieces(Figures({}, None, None), lang)  # type: ignore[arg-type]
    pieces._values[shown.id, shown.version] = shown.value
    pieces._cells[shown.id, shown.version] = {"value": Cell(str(shown.value), "", 0, "", "", shown.bound, 1, False, {})}
    return pieces


@pytest.mark.parametrize("lang", LANGUAGES)
@SETTINGS
@given(UNITS, VALUES, DECIMALS, st.booleans(), st.sampled_from(["", "", "", "over", "at_least", "under", "at_most", "about"]))
def test_the_check_writes_an_amount_as_the_site_does(
    lang: str, unit: str, value: Fraction, decimals: int, change: bool, bound: str
) -> None:
    shown = figure(value, unit, change=change and not bound, bound=bound, decimals=decimals)
    pieces = check_of(shown, lang)
    for written, expected in (
        (write_standard(shown, lang), pieces.expect_standard(shown)),
        (write_in_cell(shown, lang), pieces.expect_cell(shown)),
        (write_proof_value(shown, lang), pieces.expect_exact(shown)),
    ):
        assert expected.is_text(written, lang), (written, expected.show_text(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
@SETTINGS
@given(UNITS, VALUES, DECIMALS, st.booleans())
def test_an_amount_is_read_as_it_is_written(lang: str, unit: str, value: Fraction, decimals: int, change: bool) -> None:
    assume(not (change and unit == "times"))  # a difference of multiples is refused as ambiguous: es "aumento de 2 veces"
    shown = figure(value if change else abs(value), unit, change=change, decimals=0 if unit == "times" else decimals)
    for written in (write_standard(shown, lang), write_in_cell(shown, lang)):
        assert judge_wording(written, shown, lang) == [], written


@pytest.mark.parametrize("lang", LANGUAGES)
@SETTINGS
@given(UNITS, UNITS, st.fractions(10, 10**6, max_denominator=1000), DECIMALS)
def test_the_same_number_in_another_unit_is_wrong(lang: str, unit: str, other: str, value: Fraction, decimals: int) -> None:
    shown, written = figure(value, unit, decimals=decimals), write_in_cell(figure(value, other, decimals=decimals), lang)
    said = {name for each in find(written, lang, "plain") for name in each.unit.split("|")}
    own, theirs = unit_of(unit), unit_of(other)
    alike = own.canonical == theirs.canonical and own.word == theirs.word
    if alike or own.canonical in said or (own.is_base and not theirs.canonical) or (theirs.is_count and own.is_measure):
        return  # "$" is said of many currencies, an index has no unit but its base, a noun leaves room for a unit beside the quote
    assert judge_wording(written, shown, lang) != [], (written, unit)


@pytest.mark.parametrize("lang", LANGUAGES)
@SETTINGS
@given(UNITS, st.fractions(1, 10**6, max_denominator=1000), DECIMALS, st.integers(-40, 40).filter(bool))
def test_another_number_in_the_same_unit_is_wrong(lang: str, unit: str, value: Fraction, decimals: int, steps: int) -> None:
    quantum = Fraction(1, 10**decimals)
    other = round_half_up(value, quantum) + steps * quantum
    if other <= 0:
        return
    written = write_in_cell(figure(other, unit, decimals=decimals), lang)
    assert judge_wording(written, figure(value, unit, decimals=decimals), lang) != [], written


@pytest.mark.parametrize(
    ("wording", "lang", "wrong"),
    [("84 cents", "en", []), ("84 céntimos", "es", []), ("85 cents", "en", ["wrong-number"]), ("8.4 cents", "en", ["wrong-number"])],
)
def test_cents_are_hundredths_of_the_figure_s_currency(wording: str, lang: str, wrong: list[str]) -> None:
    assert [each.code for each in judge_wording(wording, figure("0.84", "EUR", decimals=2), lang)] == wrong


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", [1, 2, 3, 4, 11, 12, 21, 22, 23, 101, 111])
def test_a_rank_is_an_ordinal(lang: str, place: int) -> None:
    shown = figure(place, "rank")
    assert check_of(shown, lang).expect_cell(shown).is_text(write_in_cell(shown, lang), lang)
    assert judge_wording(write_in_cell(shown, lang), shown, lang) == []
    assert judge_wording(write_in_cell(figure(place + 1, "rank"), lang), shown, lang) != []


@pytest.mark.parametrize(
    ("unit", "value", "decimals", "en", "es"),
    [
        ("EUR", "491", 0, "€491", "491\u00a0€"),
        ("NOK", "491", 0, "NOK\u00a0491", "491\u00a0NOK"),
        ("km/h", "75.6", 1, "75.6 km/h", "75,6 km/h"),
        ("kilometres per hour", "1", 0, "1 kilometre per hour", "1 kilómetro por hora"),
        ("days", "30", 0, "30 days", "30 días"),
        ("days", "1", 0, "1 day", "1 día"),
        ("per 100,000 people", "3.61", 2, "3.61 per 100,000 people", "3,61 por cada 100.000 personas"),
        ("per million", "44", 0, "44 per million", "44 por cada millón"),
        ("2015 = 100", "98.4", 1, "98.4 (2015 = 100)", "98,4 (2015 = 100)"),
        ("EUR/kWh", "0.32", 2, "€0.32/kWh", "0,32\u00a0€/kWh"),
        ("EUR per month", "12", 0, "€12 per month", "12\u00a0€ por mes"),
        ("rank", "3", 0, "3rd", "3.º"),
        ("deaths", "689", 0, "689", "689"),
    ],
)
def test_an_amount_is_written_as_its_language_does(unit: str, value: str, decimals: int, en: str, es: str) -> None:
    assert [write_in_cell(figure(value, unit, decimals=decimals), lang) for lang in LANGUAGES] == [en, es]
