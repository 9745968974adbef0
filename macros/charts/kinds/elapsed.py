"""The kind elapsed: one quantity after several lengths of time, hanging from a zero line at their true distances.

`columns` are the lengths as numbers ("3", "6", "18"), drawn above the line. `axis` names their unit and start.
Bars, not a curve: nothing was measured between the times.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from ..kind import Kind
from ..measure import LINE, Scale, estimate_text_width, spread_boxes
from ..model import Chart, ChartError
from ..scene import MARKS, MUTED, Scene, make_mark_data

DEPTH = 200


def _check_rule(chart: Chart) -> None:
    """Refuse values of both signs, and times that do not ascend."""
    values = [cell.value for cell in chart.list_cells()]
    if min(values) < 0 < max(values):
        raise ChartError(chart, "its values go to both sides of zero", "use kind diverging-bars")
    try:
        times = _read_times(chart)
    except (ValueError, ZeroDivisionError):
        fact = f"the columns {', '.join(map(repr, chart.columns))} are not all numbers"
        raise ChartError(chart, fact, "name each column by its time since the start") from None
    if not times or times != sorted(set(times)) or times[0] < 0:
        raise ChartError(chart, "its times do not ascend from zero", "put the columns in order of time, each once")


def _read_times(chart: Chart) -> list[float]:
    return [float(Fraction(name)) for name in chart.columns]


def _lay_out(scene: Scene) -> None:
    """Lay out the row, with the magnitude of its values drawn downwards."""
    chart = scene.chart
    values, times = [cell.value for cell in chart.list_cells()], _read_times(chart)
    row = chart.rows[0]
    y = scene.draw_block(row.label, scene.draw_block(row.group, 2.0), bold=True, gap=6)
    y = scene.draw_block(chart.axis, y, gap=8)
    margin = max(estimate_text_width(cell.shown, bold=True) / 2 for cell in chart.list_cells())
    # Ticks of the depth stand at the right edge, clear of the last bar.
    aside = max((estimate_text_width(label) + 8 for _, label in chart.tick_labels), default=0)
    weeks = Scale(0, times[-1], 8 if times[0] else 24, scene.right_edge - max(margin, 24) - aside)
    gaps = [weeks.to_pixel(b) - weeks.to_pixel(a) for a, b in pairwise([0.0, *times]) if b > a]
    breadth = max(6.0, min([40.0, *(0.7 * gap for gap in gaps)]))
    sign = -1 if min(values) < 0 else 1
    deepest = sign * max(abs(float(value)) for value in values)
    _draw_times(scene, weeks, times, y)
    y += LINE + 10
    depth = Scale(0, deepest, y, y + DEPTH)
    scene.record_scale(depth)
    scene.draw_rule(0, y, scene.right_edge, y)
    _draw_bars(scene, weeks, times, depth, breadth)
    _draw_numbers(scene, weeks, times, depth, breadth, scene.right_edge - aside)
    for value, label in chart.tick_labels:
        scene.draw_text(label, scene.right_edge, depth.to_pixel(value), align="right")


def _draw_times(scene: Scene, weeks: Scale, times: list[float], y: float) -> None:
    """Draw the times above the line, each with a tick at its true place, and a tick for the start."""
    names = scene.chart.columns
    wanted = [weeks.to_pixel(time) for time in times]
    centres = spread_boxes(wanted, [estimate_text_width(name) + 6 for name in names], 0, scene.right_edge)
    for name, x, at in zip(names, centres, wanted, strict=True):
        scene.draw_text(name, x, y + LINE / 2, align="center")
        scene.draw_rule(at, y + LINE + 5, at, y + LINE + 10)
    scene.draw_rule(weeks.to_pixel(0), y + LINE + 5, weeks.to_pixel(0), y + LINE + 15)


def _draw_bars(scene: Scene, weeks: Scale, times: list[float], depth: Scale, breadth: float) -> None:
    row = scene.chart.rows[0]
    for name, time, cell in zip(scene.chart.columns, times, row.cells, strict=True):
        if cell is None:
            continue
        style = {
            "fill": MARKS[0],
            "fillOpacity": 0.14 if cell.bound else 1.0,
            "stroke": MARKS[0],
            "strokeWidth": 1.5,
            "size": breadth,
            "orient": "vertical",
        } | ({"strokeDash": [3, 3]} if cell.bound else {})
        data = make_mark_data(row, name, cell) | {"time": time, "from": 0.0}
        scene.draw_mark("bar", data, {"x": "time", "y": "from", "y2": "value"}, style, {"x": weeks, "y": depth})


def _draw_numbers(scene: Scene, weeks: Scale, times: list[float], depth: Scale, breadth: float, right: float) -> None:
    """Draw each number under its bar, or all on one line with leaders if the bars stand too close."""
    drawn = [(time, cell) for time, cell in zip(times, scene.chart.rows[0].cells, strict=True) if cell is not None]
    places = [weeks.to_pixel(time) for time, _ in drawn]
    ends = [depth.to_pixel(cell.value) for _, cell in drawn]
    sizes = [max(estimate_text_width(cell.shown, bold=True), estimate_text_width(cell.note)) for _, cell in drawn]
    tall = LINE * (2 if any(cell.note for _, cell in drawn) else 1) - 2
    crowded = any(
        # A number would touch the bar or the number beside it.
        b - a < (max(left, other) + breadth) / 2 or (b - a < (left + other) / 2 and abs(end - beyond) < tall)
        for (a, left, end), (b, other, beyond) in pairwise(zip(places, sizes, ends, strict=True))
    )
    if crowded:
        centres = spread_boxes(places, [size + 8 for size in sizes], 0, right)
    else:
        centres = [min(place, right - size / 2) for place, size in zip(places, sizes, strict=True)]
    for (_, cell), place, end, x in zip(drawn, places, ends, centres, strict=True):
        y = (depth.end + 28 if crowded else end) + 14
        if crowded:
            scene.draw_rule(place, end + 2, place, depth.end + 8, stroke=MUTED)
            scene.draw_rule(place, depth.end + 8, x, depth.end + 30, stroke=MUTED)
        below = scene.draw_text(cell.label, x, y, align="center", bold=True, sign=cell.sign, figure=cell.id)
        scene.draw_text(cell.note, x, below, align="center")


KIND = Kind("elapsed", _lay_out, _check_rule, rows=(1, 1), alternatives="line")
