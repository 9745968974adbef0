"""The kind diverging-bars: changes to both sides of zero, rows in groups, the number at the end of each bar."""

from __future__ import annotations

from ..bars import BAR, LABEL_GAP, draw_bar, draw_bar_rows, draw_ticks, draw_zero_line, make_bar_style, measure_label_room
from ..kind import Kind
from ..measure import Scale, estimate_text_width
from ..model import Cell, Row
from ..scene import MARKS, Scene, list_columns, make_mark_data


def _lay_out(scene: Scene) -> None:
    """Lay out the bars. Side and sign of the label give the direction; colours belong to series."""
    chart = scene.chart
    named = list_columns(chart)
    below = [cell for cell in chart.list_cells() if cell.value < 0]
    above = [cell for cell in chart.list_cells() if cell.value >= 0]
    beside = 220 if scene.is_wide else 0
    # Several columns are named at each bar; the name of a single one stands above the chart.
    naming = max(estimate_text_width(name) for name in named) + 10 if len(named) > 1 else 0
    scale = Scale(
        min([float(cell.value) for cell in below], default=0.0),
        max([float(cell.value) for cell in above], default=0.0),
        beside + naming + measure_label_room(below),
        scene.right_edge - measure_label_room(above),
    )
    scene.record_scale(scale)
    y = 2.0
    for title in (chart.axis, named[0] if len(named) == 1 else ""):
        y = scene.draw_block(title, y, gap=12)

    def draw_cell(place: int, name: str, row: Row, cell: Cell, y: float) -> float:
        rising = cell.value >= 0
        style = make_bar_style(place, len(named), MARKS[0])
        end = draw_bar(scene, cell, make_mark_data(row, name, cell), scale, y, BAR, style)
        at, align = (end + LABEL_GAP, "left") if rising else (end - LABEL_GAP, "right")
        scene.draw_text(cell.label, at, y + BAR / 2, align=align, bold=True, sign=cell.sign, figure=cell.id)
        return scene.draw_block(cell.note, y + BAR + 2, left=beside + naming)

    runs = draw_bar_rows(scene, draw_cell, y, beside=beside, naming=beside + naming - 10 if naming else None, zero=scale.to_pixel(0))
    draw_zero_line(scene, scale, runs)
    draw_ticks(scene, scale, runs[-1][1] + 4)


KIND = Kind("diverging-bars", _lay_out)
