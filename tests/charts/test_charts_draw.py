"""What stands in a drawn chart: its own texts and nothing else, the figures' ids, one role, no colour of its own."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations

import altair
import pytest
from chart_samples import BY_ID, CHARTS, PARTLY, SVG, boxes, measure_bars, texts, words
from lxml import etree
from lxml import html as lxml_html

from macros.charts import KINDS, Chart, build_specification, draw_chart
from macros.charts.measure import WIDTHS
from macros.charts.picture import read_colours
from tests.conftest import ROOT
from tests.sample import sampled

LIGHT = read_colours(ROOT)

drawings = pytest.mark.parametrize(
    ("chart", "width"),
    [pytest.param(chart, width, id=f"{chart.id}-{width}") for chart in CHARTS for width in WIDTHS],
)


@cache
def drawn(chart: Chart, width: str):
    return etree.fromstring(draw_chart(chart, cache=None, width=width))


def test_the_samples_hold_every_kind():
    assert {chart.kind for chart in CHARTS} == set(KINDS)


@drawings
def test_every_text_of_the_chart_is_drawn_and_no_other(chart, width):
    shown = [words(element) for element in drawn(chart, width).iter(f"{SVG}text")]
    wanted = texts(chart)
    together = {" ".join(filter(None, (row.group, row.label))) for row in chart.rows}
    for text in shown:
        # A group may stand in one text with the label below it; a dash stands for a value that is missing.
        assert text in wanted or text in together or (text == "–" and not all(all(row.cells) for row in chart.rows))
    for text in [] if chart.kind in PARTLY else wanted:
        assert any(text in seen for seen in shown), text


@drawings
def test_each_figure_is_on_the_text_that_shows_it(chart, width):
    shown = [
        (element.get("data-figure"), words(element)) for element in drawn(chart, width).iter() if element.get("data-figure") is not None
    ]
    every = sorted((cell.id, cell.label) for cell in chart.list_cells())
    assert sorted(shown) == ([each for each in every if each in shown] if chart.kind in PARTLY else every)
    assert shown or chart.events


def test_equal_labels_keep_their_own_figures():
    shown = {element.get("data-figure"): words(element) for element in drawn(BY_ID["twins"], "wide").iter(f"{SVG}text")}
    assert shown["t-reports"] == shown["t-files"] == "−58%"


@drawings
def test_the_root_alone_has_a_role_and_a_name(chart, width):
    root = drawn(chart, width)
    assert (root.tag, root.get("class"), root.get("role")) == (f"{SVG}svg", "chart-svg", "img")
    assert root.get("aria-label") == chart.name
    assert (root.get("lang"), root.get("data-chart"), root.get("data-width")) == (chart.lang, chart.id, width)
    for element in root.iterdescendants():
        assert not [name for name in element.attrib if name == "role" or name.startswith("aria-")]


@drawings
def test_the_drawing_is_as_wide_as_it_says_and_has_no_fixed_size(chart, width):
    root = drawn(chart, width)
    assert root.get("viewBox").split()[:3] == ["0", "0", str(WIDTHS[width])]
    assert root.get("width") is None
    assert root.get("height") is None


@drawings
def test_colours_and_font_come_from_the_page(chart, width):
    root = drawn(chart, width)
    assert root.get("font-family") == "inherit"
    for element in root.iter():
        assert element.get("style") is None
        assert element is root or element.get("font-family") is None
        for name in ("fill", "stroke"):
            value = element.get(name, "none")
            found = re.fullmatch(r"none|var\((--chart-(?:text|axis|muted|[1-6])), (#[0-9a-f]{6})\)", value)
            assert found, value
            assert value == "none" or found[2] == LIGHT[found[1]]
    assert not re.search(r"(?<!, )#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", etree.tostring(root, encoding="unicode"), re.IGNORECASE)


@drawings
def test_nothing_could_collide_with_another_chart_on_the_page(chart, width):
    text = draw_chart(chart, cache=None, width=width)
    assert not re.search(r"\sid=|url\(|xlink|<defs|<style|\n", text)


@drawings
def test_texts_of_a_drawing_are_apart_for_whoever_reads_the_text_alone(chart, width):
    root = drawn(chart, width)
    texts = [words(element) for element in root.iter(f"{SVG}text")]
    assert lxml_html.fromstring(etree.tostring(root)).text_content().split() == " ".join(texts).split()


@drawings
def test_geometry_has_two_decimals_at_most(chart, width):
    for element in drawn(chart, width).iter():
        for name, value in element.attrib.items():
            if name not in {"aria-label", "data-figure"}:
                assert not re.search(r"\.\d{3}|\de-", value), (name, value)


@drawings
def test_text_is_large_enough_and_inside_and_clear_of_other_text(chart, width):
    root = drawn(chart, width)
    for element in root.iter(f"{SVG}text"):
        assert float(element.get("font-size").removesuffix("px")) >= 14
    found = list(boxes(root))
    height = float(root.get("viewBox").split()[3])
    for box in found:
        assert box.left >= -0.5 and box.right <= WIDTHS[width] + 0.5, box.lines
        assert box.top >= -0.5 and box.bottom <= height, box.lines
    for a, b in combinations(found, 2):
        assert not a.touches(b), (a.lines, b.lines)


def test_bars_are_as_long_as_their_values():
    root = drawn(BY_ID["reports"], "wide")
    lengths = measure_bars(root)
    values = [float(cell.value) for cell in BY_ID["reports"].list_cells()]
    assert lengths == pytest.approx([value / max(values) * max(lengths) for value in values], abs=0.02)


def test_times_lie_at_their_true_distance_with_their_bars_below():
    root = drawn(BY_ID["decline"], "wide")
    numbers = {words(element): element.get("transform") for element in root.iter(f"{SVG}text")}
    places = [float(re.search(r"\((.*),", numbers[time])[1]) for time in BY_ID["decline"].columns]
    assert (places[2] - places[1]) / (places[1] - places[0]) == pytest.approx(4, rel=0.001)
    bars = [re.match(r"M([\d.]+),[\d.]+h([\d.]+)v([\d.]+)", path.get("d")) for path in root.iter(f"{SVG}path")]
    assert [float(bar[1]) + float(bar[2]) / 2 for bar in bars] == pytest.approx(places, abs=0.02)
    assert [float(bar[3]) / 200 * 58 for bar in bars] == pytest.approx([46, 51, 58], abs=0.01)


def test_points_of_a_slope_lie_at_their_values():
    root = drawn(BY_ID["share"], "wide")
    lines = [line for line in root.iter(f"{SVG}line") if "chart-1" in line.get("stroke") or "chart-2" in line.get("stroke")]
    falls = [abs(float(line.get("y2"))) for line in lines]
    assert falls[0] / falls[1] == pytest.approx((4.81 - 1.89) / (6.52 - 2.10), abs=0.001)


def test_events_lie_at_their_true_distance():
    spots = next(layer for layer in build_specification(BY_ID["events"])["layer"] if layer["mark"]["type"] == "point")
    rows = build_specification(BY_ID["events"])["datasets"][spots["data"]["name"]]
    scale = spots["encoding"]["y"]["scale"]
    assert [row["day"] - rows[0]["day"] for row in rows] == [0, 34, 34, 35, 161, 163, 540]
    assert scale["domain"] == [rows[0]["day"], rows[-1]["day"]]


def test_events_of_one_day_share_its_line():
    shown = [words(element) for element in drawn(BY_ID["events"], "narrow").iter(f"{SVG}text")]
    assert shown.count("21 December 2020") == 1
    assert shown.index("21 December 2020") < shown.index("The rules take effect") < shown.index("Talks end for the year")


def test_a_bound_is_drawn_dashed_and_an_exact_value_is_not():
    dashed = [chart for chart in CHARTS if "stroke-dasharray" in draw_chart(chart, cache=None)]
    assert {chart.id for chart in dashed} == {chart.id for chart in CHARTS if any(cell.bound for cell in chart.list_cells())}


@pytest.mark.parametrize(
    ("chart", "width"), sampled(((chart, width) for chart in CHARTS for width in WIDTHS), kinds=lambda each: (each[0].kind, each[1]))
)
def test_the_specification_is_valid_vega_lite_with_its_data(chart, width):
    made = build_specification(chart, width)
    altair.Chart.from_dict(made)
    rows = [row for data in made["datasets"].values() for row in data]
    said = {row["figure"]: row["text"] for row in rows if row.get("figure")}
    for cell in chart.list_cells():
        assert said.get(cell.id) == cell.label or (chart.kind in PARTLY and cell.id not in said)
        assert any(row.get("value") == float(cell.value) for row in rows)
