"""The kind separate-bars: percentages of different bases, each in a frame with its own heading, base and scale.

Frames stand side by side if there is room, in different colours and never on one line, so that nobody reads them as one series.
"""

from __future__ import annotations

from ..bars import draw_bar, draw_ticks
from ..kind import Kind
from ..measure import LINE, Scale
from ..model import Chart, ChartError, Row
from ..scene import MARKS, MUTED, Scene, list_columns, make_mark_data

BAR = 26
INSET = 14
BETWEEN = 28


def _check_rule(chart: Chart) -> None:
    """Refuse rows without exactly one cell from 0 to 100."""
    for row in chart.rows:
        if sum(cell is not None for cell in row.cells) != 1:
            raise ChartError(chart, f"row {row.label!r} does not have exactly one value", "give each panel one value")
    for cell in chart.list_cells():
        if not 0 <= cell.value <= 100:
            raise ChartError(chart, f"figure {cell.id!r} is {float(cell.value)} of 100", "give percentages from 0 to 100")


def _lay_out(scene: Scene) -> None:
    chart = scene.chart
    y = 2.0
    for title in (chart.axis, *(list_columns(chart) if len(list_columns(chart)) == 1 else ())):
        y = scene.draw_block(title, y, gap=8)
    beside = 2 if scene.is_wide and len(chart.rows) > 1 else 1
    breadth = (scene.right_edge - 2 - BETWEEN * (beside - 1)) / beside
    for first in range(0, len(chart.rows), beside):
        rows = chart.rows[first : first + beside]
        # Frames side by side are as high as the highest of them. The panels are drawn on a scratch scene to measure them.
        height = max(_draw_panel(Scene(chart, scene.width), row, 0, 1, y, breadth) for row in rows) - y
        for place, row in enumerate(rows):
            x = 1 + place * (breadth + BETWEEN)
            frame = {"x": x, "x2": x + breadth, "top": y, "bottom": y + height, "row": row.label}
            style = {"fill": None, "stroke": MUTED, "strokeWidth": 1, "cornerRadius": 4}
            scene.draw_mark("rect", frame, {"x": "x", "x2": "x2", "y": "top", "y2": "bottom"}, style, {})
            _draw_panel(scene, row, first + place, x, y, breadth)
        scene.bottom = max(scene.bottom, y + height + 1)
        y += height + BETWEEN - 8


def _draw_panel(scene: Scene, row: Row, place: int, x: float, y: float, breadth: float) -> float:
    """Draw the content of one frame and return the frame's lowest pixel."""
    left, right = x + INSET, x + breadth - INSET
    inner = right - left
    y += INSET - 2
    y = scene.draw_block(row.group, y, left=left, breadth=inner)
    y = scene.draw_block(row.label, y, left=left, breadth=inner, bold=True, gap=10)
    name, cell = next((n, c) for n, c in zip(list_columns(scene.chart), row.cells, strict=True) if c is not None)
    if len(list_columns(scene.chart)) > 1:
        y = scene.draw_block(name, y, left=left, breadth=inner, gap=6)
    # The number stands above its bar, so that its contrast does not depend on the bar's colour.
    y = scene.draw_text(cell.label, left, y + LINE / 2, bold=True, size=20, sign=cell.sign, figure=cell.id) - LINE / 2 + 8
    scale = Scale(0, 100, left, right)
    scene.record_scale(scale, place)
    track = {"from": 0, "to": 100, "top": y, "bottom": y + BAR, "row": row.label}
    style = {"fill": MUTED, "fillOpacity": 0.15}
    scene.draw_mark("rect", track, {"x": "from", "x2": "to", "y": "top", "y2": "bottom"}, style, {"x": scale})
    solid = {"fill": MARKS[0], "fillOpacity": 1.0, "stroke": MARKS[0], "strokeWidth": 1.5}
    draw_bar(scene, cell, make_mark_data(row, name, cell), scale, y, BAR, solid, limit=100)
    y += BAR
    for value in (0, 100):
        scene.draw_rule(scale.to_pixel(value), y - BAR - 4, scale.to_pixel(value), y + 4)
    draw_ticks(scene, scale, y, left=left, right=right)
    y += 28 if scene.chart.tick_labels else 8
    return scene.draw_block(cell.note, y + 2, left=left, breadth=inner) + INSET


KIND = Kind("separate-bars", _lay_out, _check_rule)
