"""Wrapping and spreading: what keeps labels whole and apart."""

from __future__ import annotations

import pytest

from macros.charts.measure import Scale, estimate_text_width, spread_boxes, wrap_text


def test_lines_fit_and_lose_no_word():
    text = "Change in reports that concern the European Union"
    lines = wrap_text(text, 120)
    assert len(lines) > 1
    assert " ".join(lines) == text
    assert all(estimate_text_width(line) <= 120 for line in lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("Verdachtsmeldungen", ("Verdachtsmeldungen",)),
        ("one\ntwo", ("one", "two")),
        ("58\u00a0% 61\u00a0%", ("58\u00a0%", "61\u00a0%")),
    ],
)
def test_breaks_only_where_they_are_allowed(text, lines):
    assert wrap_text(text, 20) == lines


@pytest.mark.parametrize(
    ("wanted", "sizes", "low", "high", "centres"),
    [
        ([10, 50], [10, 10], 0, 100, [10, 50]),
        ([50, 50], [10, 10], 0, 100, [45, 55]),
        ([50, 50, 50], [10, 20, 10], 0, 100, [35, 50, 65]),
        ([0, 1], [10, 10], 0, 100, [5, 15]),
        ([99, 100], [10, 10], 0, 100, [85, 95]),
    ],
)
def test_boxes_move_apart_as_little_as_needed(wanted, sizes, low, high, centres):
    assert spread_boxes(wanted, sizes, low, high) == pytest.approx(centres)


def test_a_scale_leads_there_and_back():
    scale = Scale(-68, 35, 100, 600)
    assert scale.to_pixel(scale.to_value(250)) == pytest.approx(250)
    assert (scale.to_pixel(-68), scale.to_pixel(35)) == (100, 600)
