"""The kind grouped-bars: rows by columns, horizontal bars from a common zero, the number at the end of each bar."""

from __future__ import annotations

from ..bars import BAR, LABEL_GAP, bar, fill, label_room, rows_of_bars, ticks, zero_line
from ..kind import Kind
from ..measure import Scale, text_width
from ..model import Cell, Chart, ChartError, Row
from ..scene import MARKS, Scene, columns, facts


def _rule(chart: Chart) -> None:
    if min(cell.value for cell in chart.cells()) < 0:
        raise ChartError(chart, "a value is below zero", "use kind diverging-bars")


def _lay_out(scene: Scene) -> None:
    """Lay out the bars; notes stand under their bar."""
    chart = scene.chart
    cells = chart.cells()
    named = columns(chart)
    # A phone has no room for a column of row labels, so they stand above their bars.
    beside = 200 if scene.wide else 0
    naming = max(text_width(name) for name in named)
    start = beside + (naming + 10 if naming else 0)
    scale = Scale(0, float(max(cell.value for cell in cells)), start, scene.right - label_room(list(cells)))
    scene.measure(scale)
    y = scene.block(chart.axis, 2.0, gap=12)

    def draw(place: int, name: str, row: Row, cell: Cell, y: float) -> float:
        end = bar(scene, cell, facts(row, name, cell), scale, y, BAR, fill(place, len(named), MARKS[0]))
        scene.text(cell.label, end + LABEL_GAP, y + BAR / 2, bold=True, figure=cell.id)
        return scene.block(cell.note, y + BAR + 2, left=start + 8)

    runs = rows_of_bars(scene, draw, y, beside=beside, naming=start - 10 if naming else None)
    zero_line(scene, scale, runs)
    ticks(scene, scale, runs[-1][1] + 4)


KIND = Kind("grouped-bars", _lay_out, _rule)
