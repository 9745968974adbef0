"""A chart of any size is drawn, whole and legible at both widths, or refused with one line."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from chart_samples import BY_ID, COUNTRIES, LONG, OWN, SVG, YEARS, boxes, series, wave, words
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from macros.charts import KINDS, Cell, Chart, ChartError, Row, draw_chart
from macros.charts.measure import WIDTHS
from macros.charts.model import BOUNDS
from tests.sample import IS_WHOLE

NAMES = (*COUNTRIES, *LONG, "Überwachungsgesamtrechnungsverordnung", "Bosnia and Herzegovina", "a", "")
LARGEST = (1, 20, 3_000, 10**9)
KINDS_OF_ROWS = sorted(name for name, kind in KINDS.items() if not kind.has_events)


def written(value: Fraction, bound: str) -> str:
    said = f"{float(abs(value)):,.1f}" if value.denominator != 1 else f"{abs(int(value)):,}"
    return f"{bound.replace('_', ' ')} {'−' if value < 0 else ''}{said}".strip()


def random_chart(kind: str, rows: int, columns: int, seed: int) -> Chart:
    """A chart of a kind, of any values: gaps, bounds, notes, groups, long names and values below zero."""
    random = Random(seed)
    most, lowest = random.choice(LARGEST), random.choice((0, 0, 0, -1))
    gaps, bounds, notes = random.choice((0, 0.1)), random.choice((0, 0.05)), random.choice((0, 0, 0.02))
    heads = (
        [str(2000 + at) for at in range(columns)]
        if random.random() < 0.7
        else [f"{random.choice(NAMES[:-1])} {at}" for at in range(columns)]
    )

    def cell(row: int, column: int) -> Cell | None:
        if random.random() < gaps:
            return None
        value = Fraction(random.randint(lowest * most * 10, most * 10), 10 if most < 100 else 1)
        bound = random.choice(BOUNDS) if random.random() < bounds else ""
        note = "as the source says" if random.random() < notes else ""
        return Cell(f"f-{row}-{column}", value, written(value, bound), note=note, bound=bound)

    made = [
        Row(random.choice(NAMES[:-1]), tuple(cell(row, column) for column in range(columns)), group=random.choice(("", "", "All of them")))
        for row in range(rows)
    ]
    own = {"scales": random.choice(("own", "common")), "said": OWN["said"]} if KINDS[kind].has_scales else {}
    return Chart("any", kind, "en", "Any values", tuple(heads), tuple(made), axis=random.choice(("", "Reports in a year")), **own)


def drawn(chart: Chart) -> Iterator[tuple[str, etree._Element]]:
    for width in WIDTHS if IS_WHOLE or len(chart.list_cells()) < 1000 else ("narrow",):
        text = draw_chart(chart, cache=None, width=width)
        assert len(chart.list_cells()) > 100 or text == draw_chart(chart, cache=None, width=width)
        yield width, etree.fromstring(text)


def check(chart: Chart) -> bool:
    """Whether a chart is drawn. What is drawn is legible; what is refused is told in one line that names the chart."""
    try:
        for width, root in drawn(chart):
            legible(chart, width, root)
    except ChartError as error:
        assert "'any'" in str(error) and "\n" not in str(error)
        return False
    return True


def legible(chart: Chart, width: str, root: etree._Element) -> None:
    found, height = list(boxes(root)), float(root.get("viewBox").split()[3])
    for box in found:
        assert box.left >= -0.5 and box.right <= WIDTHS[width] + 0.5, (width, box)
        assert box.top >= -0.5 and box.bottom <= height, (width, height, box)
    ordered = sorted(found, key=lambda box: box.top)
    for place, box in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.top >= box.bottom:
                break
            assert not box.touches(other), (width, box, other)
    labels = {cell.id: cell.label for cell in chart.list_cells()}
    bound = [(node.get("data-figure"), words(node)) for node in root.iter(f"{SVG}text") if node.get("data-figure")]
    assert bound
    assert all(labels[figure] == " ".join(said.split()) for figure, said in bound)


@pytest.mark.parametrize("kind", [*KINDS_OF_ROWS])
@settings(max_examples=20 if IS_WHOLE else 4, deadline=None, derandomize=True)
@given(rows=st.integers(1, 12), columns=st.integers(1, 24), seed=st.integers(0, 10**6))
def test_a_chart_of_any_values_is_legible_or_refused(kind, rows, columns, seed):
    check(random_chart(kind, rows, columns, seed))


SIZES = [
    ("line", 1, 240, True), ("line", 12, 240, True), ("line", 13, 20, False), ("line", 60, 2, False), ("line", 3, 1, False),
    ("ranking", 60, 1, True), ("ranking", 61, 1, False), ("ranking", 27, 2, False),
    ("stacked-bars", 6, 60, True), ("stacked-bars", 7, 5, False), ("stacked-bars", 2, 240, False),
    ("small-multiples", 60, 240, True), ("small-multiples", 60, 1, True), ("small-multiples", 61, 2, False),
    ("bar-panels", 60, 6, True), ("bar-panels", 5, 7, False), ("bar-panels", 61, 2, False),
    ("dots", 60, 6, True), ("dots", 60, 2, True), ("dots", 5, 1, False), ("dots", 5, 240, False),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "rows", "columns", "fits"), SIZES)
def test_the_largest_charts_are_drawn_and_larger_ones_refused(kind, rows, columns, fits):
    names = [f"{COUNTRIES[row % 27]} {'I' * (row // 27)}".strip() for row in range(rows)]
    years = [str(1784 + at) for at in range(columns)]
    own = OWN if KINDS[kind].has_scales else {}
    chart = series(kind, names, years, lambda row, column: f"{1000 + 90 * row + (row * 37 + column * 53) % 71}", **own)
    assert check(replace(chart, id="any")) == fits


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", ["small-multiples", "ranking", "dots"])
def test_27_countries_by_20_years_are_drawn_in_less_than_a_second(kind, width):
    columns = {"small-multiples": YEARS, "ranking": YEARS[-1:], "dots": YEARS[:: len(YEARS) - 1]}[kind]
    chart = series(kind, COUNTRIES, columns, wave, **(OWN if KINDS[kind].has_scales else {}))
    draw_chart(BY_ID["pairs"], cache=None)  # what draws is imported
    begun = time.process_time()
    draw_chart(chart, cache=None, width=width)
    assert time.process_time() - begun < 1
