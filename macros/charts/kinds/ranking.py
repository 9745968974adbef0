"""The kind ranking: a bar for each row, the highest value first, in whatever order the rows are declared."""

from __future__ import annotations

from ..bars import LABEL_GAP, draw_bar, make_bar_style, measure_label_room
from ..kind import Kind
from ..measure import Scale
from ..scene import MARKS, Scene, list_columns, make_mark_data
from ..series import draw_head, draw_row_names, find_range, list_row_texts, measure_room

BAR = 16
NONE = "–"


def _lay_out(scene: Scene) -> None:
    """Lay out the bars; rows without a value come last, with a dash."""
    y = draw_head(scene)
    chart = scene.chart
    ranked = sorted(range(len(chart.rows)), key=lambda place: (not (cell := chart.rows[place].cells[0]), -cell.value if cell else 0))
    rows = [chart.rows[place] for place in ranked]
    for title in list_columns(chart):
        y = scene.draw_block(title, y, gap=10)
    tops, left = draw_row_names(scene, [list_row_texts(row) for row in rows], y, BAR, 10)
    below, above = ([cell for cell in chart.list_cells() if (cell.value < 0) is low] for low in (True, False))
    measure_room(scene, (cell.shown for cell in chart.list_cells()), scene.right_edge / 2, bold=True)
    scale = Scale(
        *find_range(chart.list_cells(), from_zero=True), left + measure_label_room(below), scene.right_edge - measure_label_room(above)
    )
    scene.record_scale(scale)
    for row, top in zip(rows, tops, strict=True):
        (cell,) = row.cells
        if cell is None:
            scene.draw_text(row.find_gap(0) or NONE, scale.to_pixel(0) + LABEL_GAP, top + BAR / 2)
            continue
        rising = cell.value >= 0
        end = draw_bar(scene, cell, make_mark_data(row, list_columns(chart)[0], cell), scale, top, BAR, make_bar_style(0, 1, MARKS[0]))
        at, align = (end + LABEL_GAP, "left") if rising else (end - LABEL_GAP, "right")
        scene.draw_text(cell.label, at, top + BAR / 2, align=align, bold=True, sign=cell.sign, figure=cell.id)
    scene.draw_rule(scale.to_pixel(0), tops[0] - 4, scale.to_pixel(0), tops[-1] + BAR + 4)


KIND = Kind("ranking", _lay_out, columns=(0, 1), rows=(1, 60), alternatives="dots")
