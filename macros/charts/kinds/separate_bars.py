"""The kind separate-bars: percentages of different bases, each in a frame with its own heading, base and scale.

Frames stand side by side if there is room, in different colours and never on one line, so that nobody reads them as one series.
"""

from __future__ import annotations

from ..bars import bar, ticks
from ..kind import Kind
from ..measure import LINE, Scale
from ..model import Chart, ChartError, Row
from ..scene import MARKS, MUTED, Scene, columns, facts

BAR = 26
INSET = 14
BETWEEN = 28


def _rule(chart: Chart) -> None:
    """Refuse rows without exactly one cell from 0 to 100."""
    for row in chart.rows:
        if sum(cell is not None for cell in row.cells) != 1:
            raise ChartError(chart, f"row {row.label!r} does not have exactly one value", "give each panel one value")
    for cell in chart.cells():
        if not 0 <= cell.value <= 100:
            raise ChartError(chart, f"figure {cell.id!r} is {float(cell.value)} of 100", "give percentages from 0 to 100")


def _lay_out(scene: Scene) -> None:
    chart = scene.chart
    y = 2.0
    for title in (chart.axis, *(columns(chart) if len(columns(chart)) == 1 else ())):
        y = scene.block(title, y, gap=8)
    beside = 2 if scene.wide and len(chart.rows) > 1 else 1
    breadth = (scene.right - 2 - BETWEEN * (beside - 1)) / beside
    for first in range(0, len(chart.rows), beside):
        rows = chart.rows[first : first + beside]
        # Frames side by side are as high as the highest of them. The panels are drawn on a scratch scene to measure them.
        height = max(_panel(Scene(chart, scene.width), row, 0, 1, y, breadth) for row in rows) - y
        for place, row in enumerate(rows):
            x = 1 + place * (breadth + BETWEEN)
            frame = {"x": x, "x2": x + breadth, "top": y, "bottom": y + height, "row": row.label}
            style = {"fill": None, "stroke": MUTED, "strokeWidth": 1, "cornerRadius": 4}
            scene.mark("rect", frame, {"x": "x", "x2": "x2", "y": "top", "y2": "bottom"}, style, {})
            _panel(scene, row, first + place, x, y, breadth)
        scene.bottom = max(scene.bottom, y + height + 1)
        y += height + BETWEEN - 8


def _panel(scene: Scene, row: Row, place: int, x: float, y: float, breadth: float) -> float:
    """Draw the content of one frame and return the frame's lowest pixel."""
    left, right = x + INSET, x + breadth - INSET
    inner = right - left
    y += INSET - 2
    y = scene.block(row.group, y, left=left, breadth=inner)
    y = scene.block(row.label, y, left=left, breadth=inner, bold=True, gap=10)
    name, cell = next((n, c) for n, c in zip(columns(scene.chart), row.cells, strict=True) if c is not None)
    if len(columns(scene.chart)) > 1:
        y = scene.block(name, y, left=left, breadth=inner, gap=6)
    # The number stands above its bar, so that its contrast does not depend on the bar's colour.
    y = scene.text(cell.label, left, y + LINE / 2, bold=True, size=20, figure=cell.id) - LINE / 2 + 8
    scale = Scale(0, 100, left, right)
    scene.measure(scale, place)
    track = {"from": 0, "to": 100, "top": y, "bottom": y + BAR, "row": row.label}
    style = {"fill": MUTED, "fillOpacity": 0.15}
    scene.mark("rect", track, {"x": "from", "x2": "to", "y": "top", "y2": "bottom"}, style, {"x": scale})
    colour = MARKS[place % len(MARKS)]
    solid = {"fill": colour, "fillOpacity": 1.0, "stroke": colour, "strokeWidth": 1.5}
    bar(scene, cell, facts(row, name, cell), scale, y, BAR, solid, limit=100)
    y += BAR
    for value in (0, 100):
        scene.rule(scale.at(value), y - BAR - 4, scale.at(value), y + 4)
    ticks(scene, scale, y, left=left, right=right)
    y += 28 if scene.chart.tick_labels else 8
    return scene.block(cell.note, y + 2, left=left, breadth=inner) + INSET


KIND = Kind("separate-bars", _lay_out, _rule)
