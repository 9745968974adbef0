"""What the kinds for many values show: gaps, order, stacks, scales and ends, each where its value is."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from chart_samples import BY_ID, COUNTRIES, OWN, SVG, YEARS, cell, measure_bars, place, series, words
from lxml import etree

from macros.charts import KINDS, Chart, ChartError, Row, build_specification, draw_chart, measure_gap
from macros.charts.measure import WIDTHS

PHONE = 275 / 320  # of a drawing on a phone of 360 pixels


def drawn(chart: Chart, width: str = "narrow") -> etree._Element:
    return etree.fromstring(draw_chart(chart, cache=None, width=width))


def labels(chart: Chart, width: str = "narrow") -> dict[str, tuple[float, float]]:
    """Where each figure's label stands."""
    return {node.get("data-figure"): place(node) for node in drawn(chart, width).iter(f"{SVG}text") if node.get("data-figure")}


def lines(root: etree._Element) -> list[str]:
    """The paths of straight pieces that are filled with nothing."""
    return [node.get("d") for node in root.iter(f"{SVG}path") if node.get("stroke") and not set("Ah") & set(node.get("d"))]


def test_a_missing_value_breaks_the_line_and_a_value_alone_is_a_point():
    values = ["1", "2", None, "4", None, "3", "2"]
    chart = series("line", ["A"], YEARS[:7], lambda _, column: values[column])
    (path,) = lines(drawn(chart))
    assert path.count("M") == 3 and path.count("L") == 2
    points = [node for node in drawn(chart).iter(f"{SVG}path") if "A" in node.get("d")]
    assert len(points) == 3, "its ends, and what no line leads to"
    panels = series("small-multiples", ["A"], YEARS[:7], lambda _, column: values[column], **OWN)
    assert lines(drawn(panels))[0].count("M") == 3


def test_years_lie_at_their_true_distance_and_words_evenly():
    for names, shares in ((("2004", "2005", "2020"), 16), (("first", "second", "third"), 2)):
        (path,) = lines(drawn(series("line", ["A"], names, lambda _, column: f"{column + 1}"), "wide"))
        at = [float(x) for x in re.findall(r"[ML](-?[\d.]+),", path)]
        assert (at[2] - at[0]) / (at[1] - at[0]) == pytest.approx(shares, rel=0.01)


def test_a_line_ends_at_its_numbers_and_lines_of_any_number_keep_their_names():
    chart = BY_ID["many-line"]
    assert set(labels(chart, "wide")) == {row.cells[at].id for row in chart.rows for at in (0, -1)}
    shown = [words(node) for node in drawn(chart).iter(f"{SVG}text")]
    assert all(row.label in shown for row in chart.rows)


def test_a_line_that_ends_early_says_when():
    chart = series("line", ["A", "B"], YEARS, lambda row, column: None if row and column > 16 else f"{column + 10 * row + 5}")
    shown = [words(node) for node in drawn(chart, "wide").iter(f"{SVG}text")]
    assert shown[shown.index("B") + 1] == "2020"


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_ranking_is_in_the_order_of_its_values_with_what_is_missing_last(width):
    values = ["3", None, "11", "-2", "7", "7"]
    chart = series("ranking", COUNTRIES[:6], ("2023",), lambda row, _: values[row])
    names = [words(node) for node in drawn(chart, width).iter(f"{SVG}text")]
    order = [name for name in names if name in COUNTRIES]
    assert order == [COUNTRIES[at] for at in (2, 4, 5, 0, 3, 1)] and "–" in names
    heights = [
        y for _, (_, y) in sorted(labels(chart, width).items(), key=lambda item: -chart.rows[int(item[0].split("-")[1])].cells[0].value)
    ]
    assert heights == sorted(heights)


def test_parts_are_stacked_to_their_totals():
    chart = BY_ID["many-stacked-bars"]
    bars = [re.fullmatch(r"M([\d.]+),([\d.]+)h([\d.]+)v22h-[\d.]+Z", node.get("d")) for node in drawn(chart, "wide").iter(f"{SVG}path")]
    rows: dict[str, list[tuple[float, float]]] = {}
    for bar in filter(None, bars):
        rows.setdefault(bar[2], []).append((float(bar[1]), float(bar[3])))
    assert len(rows) == len(chart.columns)
    unit = None
    for column, parts in enumerate(rows.values()):
        parts.sort()
        assert all(a + length == pytest.approx(b, abs=0.02) for (a, length), (b, _) in pairwise(parts))
        values = [float(row.cells[column].value) for row in chart.rows]
        unit = unit or parts[0][1] / values[0]
        assert [length for _, length in parts] == pytest.approx([unit * value for value in values], abs=0.05)


@pytest.mark.parametrize(
    ("value", "said"), [pytest.param("-1", "below zero", id="negative"), pytest.param(None, "has no value of 'Belgium'", id="missing")]
)
def test_what_is_no_part_of_a_total_is_refused(value, said):
    with pytest.raises(ChartError, match=said):
        draw_chart(
            series("stacked-bars", COUNTRIES[:3], YEARS[:2], lambda row, column: value if (row, column) == (1, 1) else "5"), cache=None
        )


@pytest.mark.parametrize("scales", ["own", "common"])
def test_panels_are_on_the_scale_that_they_say(scales):
    own = {"scales": scales, "said": f"The scales are {scales}."}
    chart = series("small-multiples", ["A", "B"], YEARS[:4], lambda row, column: f"{(column + 1) * (100 if row else 1)}", **own)
    assert own["said"] in [words(node) for node in drawn(chart).iter(f"{SVG}text")]
    tall = []
    for path in lines(drawn(chart)):
        at = [float(y) for y in re.findall(r",(-?[\d.]+)", path)]
        tall.append(max(at) - min(at))
    assert tall[0] / tall[1] == pytest.approx(1 if scales == "own" else 0.01, rel=0.02)


def test_panels_must_say_whether_they_have_one_scale_and_other_kinds_must_not():
    for id, scales in (("many-small-multiples", ""), ("pairs", "both"), ("many-line", "own")):
        with pytest.raises(ChartError, match="scale"):
            draw_chart(replace(BY_ID[id], scales=scales), cache=None)


def test_dots_are_joined_from_the_lowest_to_the_highest_with_their_numbers_outside():
    chart = series("dots", ["A", "B"], ("2004", "2013", "2023"), lambda row, column: [["9", "5", "7"], ["2", None, None]][row][column])
    at = labels(chart)
    assert set(at) == {"dots-0-1", "dots-0-0", "dots-1-0"} and at["dots-0-1"][0] < at["dots-0-0"][0]
    joins = [node for node in drawn(chart).iter(f"{SVG}line") if node.get("stroke-width") == "2"]
    assert [abs(float(node.get("x2", 0))) > 50 for node in joins] == [True, False]


def test_bars_in_panels_begin_at_zero_and_lines_only_where_values_come_near_it():
    near = {"columns": ("2022", "2023"), "value": lambda row, column: f"{96 + 4 * column}"}
    bars = build_specification(series("bar-panels", ["A"], near["columns"], near["value"], **OWN))
    lines_ = build_specification(series("small-multiples", ["A"], near["columns"], near["value"], **OWN))
    zeros = [[row for rows in made["datasets"].values() for row in rows if row.get("from") == 0] for made in (bars, lines_)]
    assert len(zeros[0]) == 3 and not zeros[1]


def test_a_note_and_a_group_stand_at_the_name_of_their_row():
    for kind in ("line", "ranking", "dots", "small-multiples", "bar-panels", "stacked-bars"):
        columns = YEARS[:1] if kind == "ranking" else YEARS[:2]
        cells = tuple(cell(f"f-{name}", name, name, note="as the source says") for name in columns)
        own = OWN if "small" in kind or "panels" in kind else {}
        shown = [
            words(node) for node in drawn(Chart("c", kind, "en", "C", columns, (Row("A", cells, group="All"),), **own)).iter(f"{SVG}text")
        ]
        assert "All A" in shown and "as the source says" in shown, kind


@pytest.mark.parametrize("kind", ["line", "dots", "small-multiples", "bar-panels", "stacked-bars"])
def test_a_note_of_a_whole_column_stands_once_above_the_marks(kind):
    chart = series(
        kind, COUNTRIES[:4], YEARS[:3], lambda row, column: f"{300 * row + 70 + column}", **(OWN if KINDS[kind].has_scales else {})
    )
    rows = tuple(replace(row, cells=(*row.cells[:2], replace(row.cells[2], note="provisional"))) for row in chart.rows)
    shown = [words(node) for node in drawn(replace(chart, rows=rows)).iter(f"{SVG}text")]
    assert [text for text in shown if "provisional" in text] == ["2006: provisional"]
    shown = [words(node) for node in drawn(replace(chart, rows=(*rows[:1], *chart.rows[1:]))).iter(f"{SVG}text")]
    assert [text for text in shown if "provisional" in text] in (["2006: provisional"], ["provisional"]), "one value stands at its row"


@pytest.mark.parametrize("kind", ["line", "ranking", "dots", "small-multiples", "bar-panels", "stacked-bars"])
def test_a_value_with_a_bound_is_dashed_and_no_other(kind):
    columns = YEARS[:1] if kind == "ranking" else YEARS[:3]
    chart = series(kind, ["A", "B"], columns, lambda row, column: f"{300 * row + 70 + column}", **(OWN if KINDS[kind].has_scales else {}))
    first, second = chart.rows
    bounded = replace(second, cells=(replace(second.cells[0], bound="over", label="over 370"), *second.cells[1:]))
    for width in WIDTHS:
        assert "dasharray" not in draw_chart(chart, cache=None, width=width)
        assert 1 <= draw_chart(replace(chart, rows=(first, bounded)), cache=None, width=width).count("dasharray") <= 3


def test_how_far_marks_end_apart_on_a_phone():
    reports = BY_ID["reports"]
    (large, small) = (measure_gap(reports, f"{name}-2020", f"{name}-2021") for name in ("all", "eu"))
    assert large / small == pytest.approx((29_397_681 - 21_751_085) / (1_046_350 - 555_831), rel=1e-6) and small < 3.5
    bars = measure_bars(drawn(reports))
    assert large == pytest.approx((bars[1] - bars[0]) * PHONE, abs=0.02)
    pairs = BY_ID["pairs"]
    assert measure_gap(pairs, "bar-panels-0-0", "bar-panels-0-1") > 30 and measure_gap(pairs, "bar-panels-0-0", "bar-panels-1-1") == 0


def test_every_kind_measures_its_rows():
    for chart in BY_ID.values():
        for row in chart.rows:
            for figure in (each.id for each in row.cells if each):
                assert measure_gap(chart, figure, figure) == 0
    with pytest.raises(KeyError):
        measure_gap(BY_ID["reports"], "all-2020", "nothing")


def test_a_text_that_has_no_room_is_refused():
    with pytest.raises(ChartError, match="do not fit in 320 pixels: '2020, of which nobody has yet counted any in all of them"):
        head = "2020, of which nobody has yet counted any in all of them"
        draw_chart(replace(BY_ID["reports"], columns=(head, "2021")), cache=None, width="narrow")


def test_values_of_any_size_are_drawn_exactly():
    huge = series("line", ["A"], YEARS[:3], lambda _, column: f"{10**12 + column}")
    rows = [
        row for data in build_specification(huge)["datasets"].values() for row in data if row.get("column") == "2006" and "value" in row
    ]
    assert rows and all(Fraction(row["value"]) == 10**12 + 2 for row in rows)


@pytest.mark.parametrize("kind", ["small-multiples", "bar-panels"])
def test_each_panel_is_read_as_a_whole_its_name_first(kind):
    shown = [words(node) for node in drawn(series(kind, ["A", "B", "C"], YEARS[:2], lambda row, _: f"{row + 7}", **OWN)).iter(f"{SVG}text")]
    assert [text for text in shown if text in "ABC"] == ["A", "B", "C"]
    assert shown.index("7") < shown.index("B") < shown.index("8") < shown.index("C") < shown.index("9")


@pytest.mark.parametrize("kind", ["ranking", "dots", "small-multiples", "bar-panels", "grouped-bars", "diverging-bars"])
def test_more_rows_are_more_data_and_no_more_layers(kind):
    def count_layers(rows: int) -> int:
        columns = YEARS[:1] if kind in ("ranking", "diverging-bars") else YEARS[:2]
        made = series(
            kind, COUNTRIES[:rows], columns, lambda row, column: f"{300 * row + 70 + column}", **(OWN if KINDS[kind].has_scales else {})
        )
        return str(build_specification(made)).count("'mark':")

    assert count_layers(2) == count_layers(10)
