"""The kind grouped-bars: rows by columns, horizontal bars from a common zero, the number at the end of each bar."""

from __future__ import annotations

from ..bars import BAR, LABEL_GAP, draw_bar, draw_bar_rows, draw_ticks, draw_zero_line, make_bar_style, measure_label_room
from ..kind import Kind
from ..measure import Scale, estimate_text_width
from ..model import Cell, Chart, ChartError, Row
from ..scene import MARKS, Scene, list_columns, make_mark_data


def _check_rule(chart: Chart) -> None:
    if min(cell.value for cell in chart.list_cells()) < 0:
        raise ChartError(chart, "a value is below zero", "use kind diverging-bars")


def _lay_out(scene: Scene) -> None:
    """Lay out the bars; notes stand under their bar."""
    chart = scene.chart
    cells = chart.list_cells()
    named = list_columns(chart)
    # A phone has no room for a column of row labels, so they stand above their bars.
    beside = 200 if scene.is_wide else 0
    naming = max(estimate_text_width(name) for name in named)
    start = beside + (naming + 10 if naming else 0)
    scale = Scale(0, float(max(cell.value for cell in cells)), start, scene.right_edge - measure_label_room(list(cells)))
    scene.record_scale(scale)
    y = scene.draw_block(chart.axis, 2.0, gap=12)

    def draw_cell(place: int, name: str, row: Row, cell: Cell, y: float) -> float:
        end = draw_bar(scene, cell, make_mark_data(row, name, cell), scale, y, BAR, make_bar_style(place, len(named), MARKS[0]))
        scene.draw_text(cell.label, end + LABEL_GAP, y + BAR / 2, bold=True, sign=cell.sign, figure=cell.id)
        return scene.draw_block(cell.note, y + BAR + 2, left=start + 8)

    runs = draw_bar_rows(scene, draw_cell, y, beside=beside, naming=start - 10 if naming else None, zero=start)
    draw_zero_line(scene, scale, runs)
    draw_ticks(scene, scale, runs[-1][1] + 4)


KIND = Kind("grouped-bars", _lay_out, _check_rule)
