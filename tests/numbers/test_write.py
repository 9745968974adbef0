"""Numbers to text: half up, in the language's signs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.numbers import UnknownLanguage, write_compact, write_number, write_percent, write_range, write_words
from tests.finder import find


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (Fraction(1046350), 0, "1,046,350"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "\u22123"),
        (Fraction(1005, 1000), 2, "1.01"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(999), 0, "999"),
    ],
)
def test_number_is_rounded_half_up(value: Fraction, decimals: int, expected: str) -> None:
    assert write_number(value, decimals) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "lang", "expected"),
    [
        (Fraction(469, 10), 1, "en", "46.9%"),
        (Fraction(95, 2), 0, "en", "48%"),
        (Fraction(1, 100), 0, "en", "less than 1%"),
        (Fraction(1, 100), 1, "en", "less than 0.1%"),
        (Fraction(0), 0, "en", "0%"),
        (Fraction(475, 10), 1, "de", "47,5\u00a0%"),
    ],
)
def test_percent_has_the_languages_sign(value: Fraction, decimals: int, lang: str, expected: str) -> None:
    assert write_percent(value, decimals, lang) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (29_397_681, "29.4 million"),
        (999_960_000, "1.0 billion"),
        (555_831, "555,831"),
        (-2_500_000, "\u22122.5 million"),
    ],
)
def test_compact_takes_the_largest_scale(value: int, expected: str) -> None:
    assert write_compact(value) == expected


def test_words_are_written_from_0_to_100_and_read_back() -> None:
    for value in range(101):
        (found,) = find(f"{write_words(value)} percent")
        assert found.value == value
    with pytest.raises(ValueError, match="101"):
        write_words(101)


def test_a_language_that_nobody_has_is_an_error() -> None:
    with pytest.raises(UnknownLanguage):
        write_number(1, 0, "xx")


@given(st.fractions(min_value=-(10**9), max_value=10**9), st.integers(0, 4))
def test_what_is_written_is_read_as_the_same_number(value: Fraction, decimals: int) -> None:
    written = write_percent(value, decimals)
    (found,) = find(f"it was {written} then")
    if not written.startswith("less"):
        assert abs(Fraction(found.value) - value) <= Fraction(1, 2 * 10**decimals)
        assert found.decimals == decimals


@pytest.mark.parametrize(
    ("low", "high", "lang", "written"),
    [
        (-47, -42, "es", "−47 - −42 %"),
        (-47, -42, "en", "−47% – −42%"),
        (Fraction("46.5"), Fraction("46.6"), "en", "~47%"),
        (Fraction("46.5"), Fraction("46.6"), "es", "~47 %"),
    ],
)
def test_a_range_has_room_before_a_minus_and_two_ends_that_differ(low: Fraction, high: Fraction, lang: str, written: str) -> None:
    assert write_range(low, high, lang=lang, percent=True) == written
