"""The kind slope: two columns, a line between them for each row, the numbers at both ends.

The wide drawing has one pair of axes and names each line at its end. The narrow one has a pair of axes for each row, on the same
scale under the row's name, because a phone has no room to name lines that lie close.
"""

from __future__ import annotations

from ..kind import Kind
from ..measure import LINE, Scale, estimate_text_width, spread_boxes, wrap_text
from ..model import Cell, Chart, ChartError, Row
from ..scene import MARKS, MUTED, Json, Scene, make_mark_data
from ..series import find_range

LEADER = 22
_SHAPES = ("circle", "square")


def _check_rule(chart: Chart) -> None:
    if chart.tick_labels:
        raise ChartError(chart, "a slope bears numbers at its points only", "leave tick_labels empty")


def _lay_out(scene: Scene) -> None:
    """Lay out the lines; the scale includes zero unless all values lie nearer to each other than to it."""
    chart = scene.chart
    y = scene.draw_block(chart.axis, 2.0, gap=8)
    if scene.is_wide:
        _draw_together(scene, y)
    else:
        _draw_row_by_row(scene, y)


def _make_scale(scene: Scene, top: float, bottom: float) -> Scale:
    return Scale(*find_range(scene.chart.list_cells(), from_zero=False), bottom, top)


def _draw_together(scene: Scene, y: float) -> None:
    chart = scene.chart
    left = max(_measure_room(scene, 0) + LEADER + 8, estimate_text_width(chart.columns[0], bold=True) / 2)
    right = 390.0
    for name, x in zip(chart.columns, (left, right), strict=True):
        scene.draw_text(name, x, y + LINE / 2, align="center", bold=True)
    y += LINE + 14
    scale = _make_scale(scene, y + 10, y + 250)
    scene.record_scale(scale)
    for x in (left, right):
        scene.draw_rule(x, y, x, y + 250)
    value_width = _measure_room(scene, 1)
    naming = scene.right_edge - right - LEADER - value_width - 12
    for side, x in enumerate((left, right)):
        _draw_labels(scene, scale, side, x, naming, value_width, y - 4, y + 262)
    for place, row in enumerate(chart.rows):
        _draw_line(scene, row, place, scale, left, right)


def _draw_labels(scene: Scene, scale: Scale, side: int, x: float, naming: float, value_width: float, low: float, high: float) -> None:
    """Draw the numbers beside an axis, moved apart if they touch and then with leaders to their points."""
    away = 1 if side else -1
    blocks = []
    for row in scene.chart.rows:
        cell = row.cells[side]
        if cell is not None:
            name = wrap_text(row.group, naming) + wrap_text(row.label, naming) if side else ()
            note = wrap_text(cell.note, naming) if side else ((cell.note,) if cell.note else ())
            lines = max(len(name) + len(note), 1) if side else 1 + len(note)
            blocks.append((scale.to_pixel(cell.value), cell, name, note, lines * LINE + 10))
    blocks.sort(key=lambda block: block[0])
    # The first line of a block belongs at the point; the rest hangs from it.
    wanted = [block[0] - LINE / 2 - 5 + block[4] / 2 for block in blocks]
    centres = spread_boxes(wanted, [block[4] for block in blocks], low, high)
    for (at, cell, name, note, size), centre in zip(blocks, centres, strict=True):
        y = centre - size / 2 + 5 + LINE / 2
        if abs(y - at) > 2:
            scene.draw_rule(x + away * 8, at, x + away * (LEADER - 2), y, stroke=MUTED)
        start = x + away * LEADER
        scene.draw_text(cell.label, start, y, align="left" if side else "right", bold=True, sign=cell.sign, figure=cell.id)
        if side:
            below = scene.draw_text(name, start + value_width + 12, y)
            scene.draw_text(note, start + value_width + 12, below)
        else:
            scene.draw_text(note, start, y + LINE, align="right")


def _draw_row_by_row(scene: Scene, y: float) -> None:
    chart = scene.chart
    left = max(_measure_room(scene, 0) + 14, estimate_text_width(chart.columns[0]) / 2)
    right = scene.right_edge - max(_measure_room(scene, 1) + 14, estimate_text_width(chart.columns[1]) / 2)
    for place, row in enumerate(chart.rows):
        y = scene.draw_block(row.label, scene.draw_block(row.group, y), bold=True, gap=8)
        scale = _make_scale(scene, y + 10, y + 110)
        scene.record_scale(scale, place)
        for x in (left, right):
            scene.draw_rule(x, y, x, y + 116)
        _draw_line(scene, row, place, scale, left, right)
        lowest = y + 116
        for cell, x, away in zip(row.cells, (left, right), (-1, 1), strict=True):
            if cell is not None:
                align = "left" if away > 0 else "right"
                at = scale.to_pixel(cell.value)
                below = scene.draw_text(cell.label, x + away * 14, at, align=align, bold=True, sign=cell.sign, figure=cell.id)
                below = scene.draw_text(cell.note, x + away * 14, below, align=align)
                lowest = max(lowest, below - LINE / 2)
        for name, x in zip(chart.columns, (left, right), strict=True):
            scene.draw_text(name, x, lowest + LINE * 0.7, align="center")
        y = lowest + LINE * 1.4 + 18


def _draw_line(scene: Scene, row: Row, place: int, scale: Scale, left: float, right: float) -> None:
    """Draw a row's line and its two points, or one point without a line if the other value is missing."""
    colour = MARKS[place % len(MARKS)]
    ends = [
        (cell, x, make_mark_data(row, name, cell))
        for cell, x, name in zip(row.cells, (left, right), scene.chart.columns, strict=True)
        if cell is not None
    ]
    if len(ends) == 2 and not ends[1][0].is_break:
        style = {"stroke": colour, "strokeWidth": 2.5}
        fields = {"x": "x", "y": "value", "x2": "x2", "y2": "to"}
        (_, x, data), (_, x2, data2) = ends
        both = {"row": row.label, "value": data["value"], "to": data2["value"], "x": x, "x2": x2}
        scene.draw_mark("rule", both, fields, style, {"y": scale})
    for cell, x, data in ends:
        _draw_point(scene, cell, data, scale, x, place, colour)


def _draw_point(scene: Scene, cell: Cell, data: Json, scale: Scale, x: float, place: int, colour: str) -> None:
    """Draw a point at pixel `x`, hollow for a provisional value, hollow and dashed for one with a bound.

    Rows differ in shape as well as in colour.
    """
    vague, hollow = bool(cell.bound), bool(cell.bound) or cell.is_soft
    style = {
        "shape": _SHAPES[place % len(_SHAPES)],
        "size": 90,
        "fill": colour,
        "fillOpacity": 0.0 if hollow else 1.0,
        "stroke": colour,
        "strokeWidth": 1.5,
        "opacity": 1.0,
    } | ({"strokeDash": [2, 2]} if vague else {})
    scene.draw_mark("point", data | {"x": x}, {"x": "x", "y": "value"}, style, {"y": scale})


def _measure_room(scene: Scene, side: int) -> float:
    """Return the width of the widest number of a column."""
    cells = [cell for row in scene.chart.rows if (cell := row.cells[side]) is not None]
    widths = [estimate_text_width(cell.shown, bold=True) for cell in cells]
    # Notes under the numbers need room too.
    notes = [estimate_text_width(cell.note) for cell in cells] if side == 0 or not scene.is_wide else []
    return max(widths + notes, default=0.0)


KIND = Kind("slope", _lay_out, _check_rule, columns=(2, 2), alternatives="line or dots")
