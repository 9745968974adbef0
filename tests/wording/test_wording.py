"""A wording is right or wrong about a figure: number at the decimals written, direction, hedge, unit."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from macros.base.codes import CODES
from macros.wording import compare, find_main_quantity, write_in_cell, write_proof_value, write_standard
from macros.wording.tolerance import round_half_up, round_step
from tests.finder import find, judge_wording
from tests.project import figure
from tests.rows import each_of


def codes(wording: str, value: str, unit: str = "percent", **keys) -> list[str]:
    return [finding.code for finding in judge_wording(wording, figure(value, unit, **keys), "en")]


def cases(*rows):
    """(wording, value, codes) with the wording and the value as the test's id."""
    return each_of(("wording", "value", "expected"), [(w, v, e.split()) for w, v, e in rows])


@cases(
    ("47%", "46.88", ""), ("47%", "47.49", ""), ("47%", "46.49", "wrong-number"), ("47%", "47.5", "wrong-number"),
    ("47%", "46.5", ""), ("46%", "46.5", "wrong-number"), ("3%", "2.5", ""), ("2%", "2.5", "wrong-number"),
    ("46.9%", "46.88", ""), ("46.8%", "46.88", "wrong-number"), ("46.88%", "46.88", ""), ("46.880%", "46.88", ""),
    ("46.5%", "46.45", ""), ("46.4%", "46.45", "wrong-number"), ("47.0%", "46.88", "wrong-number"),
    ("100%", "99.5", ""), ("99%", "99.5", "wrong-number"), ("47 %", "46.88", ""), ("47\u202f%", "46.88", ""),
    ("47 per cent", "46.88", ""), ("forty-seven percent", "46.88", ""), ("forty-six percent", "46.88", "wrong-number"),
)  # fmt: skip
def test_a_number_is_rounded_half_up_at_the_decimals_written(wording, value, expected):
    assert codes(wording, value) == expected


@cases(
    ("a 47% decrease", "-46.88", ""), ("a 47% increase", "-46.88", "wrong-direction"), ("fell by 47%", "-46.88", ""),
    ("fell 47%", "-46.88", ""), ("47% fewer", "-46.88", ""), ("a drop of 47%", "-46.88", ""),
    ("rose by 47%", "-46.88", "wrong-direction"), ("47%", "-46.88", ""), ("−47%", "-46.88", ""), ("-47%", "-46.88", ""),
    ("rose by 35%", "35.2", ""), ("up 35%", "35.2", ""), ("fell by 35%", "35.2", "wrong-direction"),
    ("+35%", "35.2", ""),
    ("+35%", "-35.2", "wrong-sign"), ("−35%", "35.2", "wrong-sign"), ("fell by −47%", "-46.88", "double-negative"),
    ("fell to 47%", "-46.88", "to-for-by"), ("rose to 35%", "35.2", "to-for-by"),
    ("rose by 48%", "-46.88", "wrong-direction wrong-number"),
    ("fell by 47%", "-47.5", "wrong-number"), ("fell by 48%", "-47.5", ""), ("fell by 3%", "-2.5", ""),
    ("fell by 2%", "-2.5", "wrong-number"),
)  # fmt: skip
def test_a_change_says_its_direction_and_by_how_much(wording, value, expected):
    assert codes(wording, value, change=True) == expected


@cases(
    ("0%", "0", ""),
    ("0%", "0.3", "not-zero"),
    ("0.0%", "0.04", "not-zero"),
    ("less than 1%", "0.3", ""),
    ("less than 1%", "1", "wrong-hedge"),
    ("−0%", "0", "wrong-sign"),
    ("5%", "-5", "wrong-sign"),
    ("−5%", "-5", ""),
)
def test_zero_has_no_sign_and_what_rounds_to_it_is_none(wording, value, expected):
    assert codes(wording, value) == expected


# v +- 5% for "nearly" and "just over", the next number as round for "over" and "under".
@cases(
    ("over 47%", "47.2", ""), ("over 47%", "47", "wrong-hedge"), ("over 47%", "46.9", "wrong-hedge"),
    ("over 47%", "48", "wrong-number"),
    ("over 50%", "59.9", ""), ("over 50%", "60", "wrong-number"), ("over 45%", "49.9", ""),
    ("over 45%", "50", "wrong-number"),
    ("more than 90%", "93.5", ""), ("at least 63%", "63", ""), ("at least 63%", "62.9", "wrong-hedge"),
    ("under 50%", "49", ""), ("under 50%", "50", "wrong-hedge"), ("under 50%", "40", "wrong-number"),
    ("less than 50%", "46.88", ""),
    ("up to 50%", "50", ""), ("up to 50%", "50.2", "wrong-hedge"), ("up to 50%", "35", "wrong-number"),
    ("nearly 50%", "49.9", ""), ("nearly 50%", "47.5", ""), ("nearly 50%", "47.4", "wrong-number"),
    ("nearly 50%", "50.1", "wrong-hedge"),
    ("almost 50%", "47.4", "wrong-number"), ("just under 50%", "48", ""), ("just under 50%", "47", "wrong-number"),
    ("just over 50%", "52.5", ""), ("just over 50%", "52.6", "wrong-number"), ("just over 50%", "50", "wrong-hedge"),
    ("nearly 47%", "46.88", ""), ("nearly 47%", "47.2", "wrong-hedge"), ("just over 47%", "46.88", "wrong-hedge"),
    ("about 50%", "47.5", ""), ("about 50%", "47.4", "wrong-number"), ("about 47%", "46.5", ""),
    ("about 47%", "46.4", "wrong-number"),
    ("around 45%", "46.88", ""), ("around 45%", "47.6", "wrong-number"),
)  # fmt: skip
def test_a_hedge_is_strict_about_its_side_and_near(wording, value, expected):
    assert codes(wording, value) == expected


@cases(
    ("half", "49.5", ""), ("half", "50.5", ""), ("half", "50.6", "wrong-number"), ("around half", "48", ""),
    ("around half", "47.9", "wrong-number"),
    ("almost half", "46.88", ""), ("almost half", "46", ""), ("almost half", "45.9", "wrong-number"),
    ("almost half", "50", "wrong-hedge"),
    ("just under half", "49.4", ""), ("just over half", "50.6", ""), ("just over half", "54", ""),
    ("just over half", "54.1", "wrong-number"),
    ("more than half", "53", ""), ("more than half", "50", "wrong-hedge"), ("more than half", "61", ""),
    ("more than half", "66.7", "wrong-number"), ("more than a third", "35.16", ""),
    ("more than a third", "46.9", ""), ("more than a third", "50", "wrong-number"), ("over a third", "33.3", "wrong-hedge"),
    ("just over a third", "35.16", "wrong-number"), ("at least a third", "49.9", ""), ("at least a third", "50", "wrong-number"),
    ("more than three-quarters", "93.5", ""), ("more than a fifth", "24.9", ""), ("more than a fifth", "25", "wrong-number"),
    ("less than a third", "26", ""), ("less than a third", "25", "wrong-number"), ("less than half", "40", ""),
    ("less than half", "33", "wrong-number"), ("nearly a third", "31.7", ""), ("nearly a third", "29.8", "wrong-number"),
    ("a third", "33.8", ""), ("a third", "33.9", "wrong-number"), ("around a third", "35.3", ""),
    ("around a third", "36", "wrong-number"),
    ("two-thirds", "66.2", ""), ("two-thirds", "67.2", "wrong-number"), ("a quarter", "24.5", ""),
    ("a quarter", "25.6", "wrong-number"),
    ("three-quarters", "75.5", ""), ("about three-quarters", "77", ""),
    ("about three-quarters", "77.1", "wrong-number"),
    ("a fifth", "20.5", ""), ("around a fifth", "22", ""), ("around a fifth", "22.1", "wrong-number"),
    ("one in five", "20", ""), ("one in five", "22.5", ""), ("one in five", "22.6", "wrong-number"),
    ("one in five", "18.4", ""), ("one in five", "18.3", "wrong-number"), ("one in four", "20.2", "wrong-number"),
    ("about one in four", "20.2", "wrong-number"), ("two in three", "64.5", ""), ("two in three", "75", "wrong-number"),
    ("one in ten", "11.9", ""), ("one in ten", "15.1", "wrong-number"),
    ("nine in ten", "93.5", ""),
    ("nine in ten", "95.1", "wrong-number"), ("more than nine in ten", "93.5", ""),
    ("more than nine in ten", "89", "wrong-hedge"),
)  # fmt: skip
def test_fractions_and_ratios_follow_the_bands_of_published_statistics(wording, value, expected):
    assert codes(wording, value) == expected


@cases(
    ("doubled", "98", ""), ("doubled", "102", ""), ("doubled", "97.9", "wrong-number"),
    ("doubled", "102.1", "wrong-number"),
    ("almost doubled", "90", ""), ("almost doubled", "89.9", "wrong-number"), ("almost doubled", "100", "wrong-hedge"),
    ("more than doubled", "100.1", ""), ("more than doubled", "100", "wrong-hedge"),
    ("more than doubled", "200", "wrong-number"),
    ("halved", "-48", ""), ("halved", "-52", ""), ("halved", "-47.9", "wrong-number"),
    ("halved", "-52.1", "wrong-number"),
    ("almost halved", "-46.88", ""), ("almost halved", "-45.9", "wrong-number"),
    ("almost halved", "-51", "wrong-hedge"),
    ("more than halved", "-58", ""), ("more than halved", "-49", "wrong-hedge"),
    ("more than halved", "-76", "wrong-number"),
    ("fell by around half", "-40", ""), ("fell by around half", "-60", ""),
    ("fell by around half", "-39.9", "wrong-number"),
    ("fell by half", "-50.4", ""), ("down by almost half", "-46.88", ""),
    ("fell to almost half", "-46.88", "to-for-by"),
    ("tripled", "200", ""), ("doubled", "-50", "wrong-number"), ("halved", "50", "wrong-number"),
    ("twice as many", "100", ""),
    ("three times more", "200", "ambiguous"), ("a threefold increase", "200", "ambiguous"),
)  # fmt: skip
def test_doubled_and_halved_are_said_of_changes_within_their_bands(wording, value, expected):
    assert codes(wording, value, change=True) == expected


@pytest.mark.parametrize(
    ("wording", "value", "unit", "expected"),
    [
        ("2.92 percentage points", "-2.92", "percentage points", []),
        ("fell by 2.9 points", "-2.92", "percentage points", []),
        ("2.92%", "-2.92", "percentage points", ["percent-for-points"]),
        ("2.92 reports", "-2.92", "percentage points", ["wrong-unit"]),
        ("61%", "-60.69", "percent", []),
        ("61 percentage points", "-60.69", "percent", ["points-for-percent"]),
        ("61 reports", "-60.69", "percent", ["wrong-unit"]),
        ("61", "-60.69", "percent", ["wrong-unit"]),
        ("1,046,350", "1046350", "reports", []),
        ("1,046,351", "1046350", "reports", ["wrong-number"]),
        ("1.05 million", "1046350", "reports", []),
        ("1.04 million", "1046350", "reports", ["wrong-number"]),
        ("more than a million", "1046350", "reports", []),
        ("four", "4", "cases", []),
        ("five", "4", "cases", ["wrong-number"]),
        ("4%", "4", "cases", ["wrong-unit"]),
        ("twice as many", "2", "ratio", []),
        ("2.9 times as many", "2.94", "ratio", []),
        ("3.0 times as many", "2.94", "ratio", ["wrong-number"]),
        ("200%", "2", "ratio", ["wrong-unit"]),
    ],
)
def test_the_unit_of_the_words_is_the_unit_of_the_figure(wording, value, unit, expected):
    assert codes(wording, value, unit, change=unit.startswith("percent")) == expected


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("46–51%", ["range"]), ("46 to 51 per cent", ["range"]), ("between 46% and 51%", ["range"]),
        ("46% and 51%", ["unreadable-wording"]), ("many", ["unreadable-wording"]), ("", ["unreadable-wording"]),
        ("%", ["unreadable-wording"]), ("fewer", ["unreadable-wording"]), ("millions", ["wrong-unit"]),
        ("NaN%", ["unreadable-wording"]),
    ],
)  # fmt: skip
def test_a_wording_holds_one_value_that_can_be_read(wording, expected):
    assert codes(wording, "46.88") == expected


@pytest.mark.parametrize(
    ("wording", "bound", "expected"),
    [
        ("more than 82 million", "over", []), ("over 82 million", "over", []), ("82 million", "over", []),
        ("82,000,000", "over", []), ("at least 82 million", "over", ["wrong-hedge"]),
        ("about 82 million", "over", ["wrong-hedge"]),
        ("nearly 82 million", "over", ["wrong-hedge"]), ("more than 80 million", "over", ["wrong-number"]),
        ("82.1 million", "over", ["wrong-number"]),
        ("at least 82 million", "at_least", []), ("up to 82 million", "at_most", []),
        ("just under 82 million", "under", []),
        ("around 82 million", "about", []), ("more than 82 million", "about", ["wrong-hedge"]),
    ],
)  # fmt: skip
def test_what_the_source_hedged_keeps_its_number_and_its_hedge(wording, bound, expected):
    assert codes(wording, "82000000", "reports", bound=bound) == expected


@pytest.mark.parametrize(
    ("lang", "wording", "said"),
    [
        ("en", "nearly 40%", '"nearly 40%"'),
        ("en", "in excess of 40%", '"in excess of 40%"'),
        ("en", "40% or more", '"40% or more"'),
        ("es", "casi el 40 %", '"casi 40 %"'),
        ("es", "más de un tercio", '"más de un tercio"'),
        ("es", "40 % o más", '"40 % o más"'),
    ],
)
def test_a_finding_repeats_the_hedge_of_the_author(lang, wording, said):
    """And not the name of its kind, which is an English word and may be another."""
    (finding,) = judge_wording(wording, figure("21", id="a-share"), lang)
    assert said in finding.fact


def test_an_increase_says_its_direction_as_well():
    """A share would be read otherwise: "35% of all reports"."""
    (item,) = find("35% of all reports", "en", "plain")
    assert [finding.code for finding in compare(item, figure("35.2", change=True), "en")] == ["no-direction"]
    assert [finding.code for finding in compare(item, figure("-35.2", change=True), "en")] == ["no-direction"]
    assert compare(item, figure("35.2"), "en") == []


def test_a_finding_says_what_was_reported_and_what_was_computed():
    (finding,) = judge_wording("a 48% decrease", figure("-46.879056", change=True, id="eu-reports-change"), "en")
    assert finding.code == "wrong-number"
    assert all(part in finding.fact for part in ("48%", "eu-reports-change", "46.879056"))
    assert finding.remedy == 'write "a 47% decrease"'


@pytest.mark.parametrize(
    ("wording", "severity"),
    [
        ("48%", "error"),
        ("", "error"),
        ("47% increase", "misleading"),
        ("fell to 47%", "misleading"),
        ("47 percentage points", "misleading"),
    ],
)
def test_a_right_number_with_a_wrong_conclusion_is_misleading(wording, severity):
    assert [CODES[finding.code].severity for finding in judge_wording(wording, figure("-46.88", change=True), "en")] == [severity]


def test_quantities_come_before_cardinals_and_years():
    assert find_main_quantity(find("11 victims", "en", "plain")).value == 11
    assert find_main_quantity(find("47% in 2021", "en", "plain")).value == 47
    assert find_main_quantity(find("in 2021", "en", "plain")).value == 2021
    assert find_main_quantity(find("no number", "en", "plain")) is None
    assert find_main_quantity(find("47% and 58%", "en", "plain")) is None


# value, unit, keys of the figure -> standard wording, in a cell, in a proof
FORMS = [
    ("-46.879056", "percent", {"change": True}, "47% decrease", "−47%", "−46.879056%"),
    ("35.15500", "percent", {"change": True, "decimals": 1}, "35.2% increase", "+35.2%", "+35.155000%"),
    ("-2.5", "percent", {"change": True}, "3% decrease", "−3%", "−2.500000%"),
    ("4.8105", "percent", {"decimals": 2}, "4.81%", "4.81%", "4.810500%"),
    ("2.1", "percent", {"decimals": 2}, "2.10%", "2.10%", "2.10%"),
    ("1046350", "reports", {}, "1,046,350", "1,046,350", "1,046,350"),
    ("82000000", "reports", {"bound": "over"}, "more than 82,000,000", "more than 82,000,000", "more than 82,000,000"),
    ("63", "percent", {"bound": "at_least"}, "at least 63%", "at least 63%", "at least 63%"),
    ("10", "percent", {"bound": "under"}, "just under 10%", "just under 10%", "just under 10%"),
    ("9000", "reports", {"bound": "about"}, "around 9,000", "around 9,000", "around 9,000"),
    ("5", "reports", {"bound": "at_most"}, "at most 5", "at most 5", "at most 5"),
    (
        "-2.919", "percentage points", {"change": True, "decimals": 2},
        "2.92 percentage points decrease", "−2.92 percentage points", "−2.919000 percentage points",
    ),
    ("1", "percentage points", {"change": True}, "1 percentage point increase", "+1 percentage point", "+1 percentage point"),
    ("1900", "times", {"bound": "over"}, "more than 1,900 times", "more than 1,900 times", "more than 1,900 times"),
    ("1.5", "ratio", {"decimals": 1}, "1.5 times as many", "1.5 times as many", "1.5 times as many"),
    ("0", "percent", {"change": True}, "0%", "0%", "0%"),
    ("-0.3", "percent", {"change": True}, "less than 1% decrease", "less than 1% decrease", "−0.300000%"),
    ("0.3", "percent", {}, "less than 1%", "less than 1%", "0.300000%"),
    ("-0.3", "reports", {"change": True}, "less than 1 decrease", "less than 1 decrease", "−0.300000"),
    ("-490519", "reports", {"change": True}, "490,519 decrease", "−490,519", "−490,519"),
    ("-5", "degrees", {}, "−5", "−5", "−5"),
]  # fmt: skip


@each_of(("value", "unit", "keys", "words", "cell", "proof"), FORMS)
def test_a_figure_has_a_standard_wording_a_form_for_cells_and_one_for_proofs(value, unit, keys, words, cell, proof):
    each = figure(value, unit, **keys)
    assert (write_standard(each, "en"), write_in_cell(each, "en"), write_proof_value(each, "en")) == (words, cell, proof)


# value, unit, keys of the figure -> standard wording and the form in a cell, in Spanish
SPANISH = [
    ("-46.88", "percent", {"change": True}, "disminución del 47\xa0%", "−47\xa0%"),
    ("35.155", "percent", {"change": True, "decimals": 1}, "aumento del 35,2\xa0%", "+35,2\xa0%"),
    ("1046350", "reports", {}, "1.046.350", "1.046.350"),
    ("9000", "reports", {"bound": "about"}, "alrededor de 9000", "alrededor de 9000"),
    ("82000000", "reports", {"bound": "over"}, "más de 82.000.000", "más de 82.000.000"),
    ("63", "percent", {"bound": "at_least"}, "al menos el 63\xa0%", "al menos el 63\xa0%"),
    ("10", "percent", {"bound": "under"}, "casi el 10\xa0%", "casi el 10\xa0%"),
    ("5", "percent", {"bound": "at_most"}, "hasta el 5\xa0%", "hasta el 5\xa0%"),
    ("1900", "times", {"bound": "over"}, "más de 1900 veces", "más de 1900 veces"),
    ("1", "times", {}, "1 vez", "1 vez"),
    ("1", "percentage points", {"change": True}, "aumento de 1 punto porcentual", "+1 punto porcentual"),
    (
        "-2.919", "percentage points", {"change": True, "decimals": 2},
        "disminución de 2,92 puntos porcentuales", "−2,92 puntos porcentuales",
    ),
    ("0.3", "reports", {}, "menos de 1", "menos de 1"),
]  # fmt: skip


@each_of(("value", "unit", "keys", "words", "cell"), SPANISH)
def test_the_words_around_a_number_are_those_of_the_language_and_agree_with_it(value, unit, keys, words, cell):
    each = figure(value, unit, **keys)
    assert (write_standard(each, "es"), write_in_cell(each, "es")) == (words, cell)


@each_of(("value", "unit", "keys", "words", "cell", "proof"), FORMS)
def test_what_the_site_writes_passes_its_own_judgement(value, unit, keys, words, cell, proof):
    each = figure(value, unit, **keys)
    assert [(text, judge_wording(text, each, "en")) for text in (words, cell)] == [(words, []), (cell, [])]


@pytest.mark.parametrize(
    ("x", "quantum", "expected"),
    [
        ("0.5", "1", "1"), ("-0.5", "1", "-1"), ("1.5", "1", "2"), ("2.5", "1", "3"), ("-2.5", "1", "-3"),
        ("2.4999", "1", "2"),
        ("0.045", "0.01", "0.05"), ("-0.045", "0.01", "-0.05"), ("1.005", "0.01", "1.01"),
        ("1250000", "100000", "1300000"), ("0", "1", "0"),
    ],
)  # fmt: skip
def test_ties_are_rounded_away_from_zero(x, quantum, expected):
    assert round_half_up(Fraction(x), Fraction(quantum)) == Fraction(expected)


@pytest.mark.parametrize(
    ("v", "quantum", "step"),
    [
        (47, 1, 1), (45, 1, 5), (50, 1, 10), (100, 1, 100), (150, 1, 50), (500, 1, 100), (450, 1, 50), (5, 1, 1),
        (29_000_000, 1_000_000, 1_000_000), (25_000_000, 1_000_000, 5_000_000), (1_046_350, 1, 50), (0, 1, 1),
    ],
)  # fmt: skip
def test_the_next_number_as_round_is_a_step_away(v, quantum, step):
    assert round_step(Fraction(v), Fraction(quantum)) == step


# An author's words, the value, its unit, whether it is provisional, and the words advised.
ADVISED = [
    ("2,526,000 reports (provisional)", "2554000", "reports", True, 'write "2,554,000 reports (provisional)"'),
    ("2,526,000 reports (provisional)", "2554000", "reports", False, 'write "2,554,000 reports (provisional)", without "provisional"'),
    ("some 2.5 million reports", "2854000", "reports", False, 'write "some 2.9 million reports"'),
    ("fell by a provisional 20%", "-18.79", "percent", True, 'write "fell by a provisional 19%"'),
    ("fell by a provisional 20.3%", "-18.79", "percent", True, 'write "fell by a provisional 18.8%"'),
    ("a decrease of 20 per cent", "-18.79", "percent", False, 'write "a decrease of 19 per cent"'),
    ("\u221220%", "-18.79", "percent", False, 'write "\u221219%"'),
    ("fell by a fifth", "-60.1", "percent", False, 'write "60%"'),  # no number to exchange
]


@pytest.mark.parametrize(("wording", "value", "unit", "is_provisional", "advice"), ADVISED)
def test_the_advice_keeps_the_words_around_the_number(wording, value, unit, is_provisional, advice):
    told = figure(value, unit, change=value.startswith("-"))
    told = replace(told, qualifiers=("provisional",) if is_provisional else ())
    (finding, *_) = judge_wording(wording, told, "en")
    assert finding.remedy.startswith(advice), finding
    if "fifth" not in wording:
        assert judge_wording(finding.remedy.split('"')[1], told, "en") == []


def test_words_for_the_other_direction_are_not_kept():
    (finding, *_) = judge_wording("fell by 20%", figure("18.79", "percent", change=True), "en")
    assert "fell" not in finding.remedy


def test_the_advice_is_written_in_the_language_of_the_words():
    told = figure("2554000", "reports")
    (finding,) = judge_wording("2.526.000 denuncias", told, "es")
    assert finding.remedy == 'write "2.554.000 denuncias"'
