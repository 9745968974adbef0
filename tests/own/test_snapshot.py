"""The percentages that the source of this site's data has printed are what its counts give."""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from tests.project import ROOT

SNAPSHOT = ROOT / "data/eu-snapshot/2022-05-11"


def rows(name: str) -> list[dict[str, str]]:
    with (SNAPSHOT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


COUNTS = {(row["year"], row["scope"], row["item"]): int(row["count"]) for row in rows("counts.csv")}


def computed(row: dict[str, str]) -> Fraction:
    """The percentage of a printed row, from the counts alone."""

    def share(year: str) -> Fraction:
        return Fraction(COUNTS[year, row["scope"], row["item"]], COUNTS[year, "all", row["item"]])

    before, after = row["year_from"], row["year_to"]
    if row["measure"] == "share":
        return share(after) * 100
    if row["measure"] == "percentage_change_of_share":
        return (share(after) / share(before) - 1) * 100
    assert row["measure"] == "percentage_change"
    return (Fraction(COUNTS[after, row["scope"], row["item"]], COUNTS[before, row["scope"], row["item"]]) - 1) * 100


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in rows("printed.csv")])
def test_every_printed_percentage_is_what_the_counts_give_rounded_half_up(row):
    printed, value = Decimal(row["percent"]), computed(row)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    assert exact.quantize(printed, ROUND_HALF_UP) == printed
    assert str(abs(printed)) in row["printed"]
    assert ("decrease" in row["printed"]) == (printed < 0)
