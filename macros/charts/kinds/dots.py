"""The kind dots: for each row a line from its lowest to its highest value, a dot for each column, the numbers at the ends."""

from __future__ import annotations

from ..kind import Kind
from ..measure import Scale, estimate_text_width
from ..scene import MUTED, SERIES, Scene
from ..series import (
    add_points,
    draw_head,
    draw_legend,
    draw_row_names,
    enumerate_cells,
    find_range,
    list_row_texts,
    make_datum,
    measure_room,
    require_values,
)

DOT = 18
BESIDE = 10


def _lay_out(scene: Scene) -> None:
    """Lay out the rows in their declared order, so that charts of the same rows can be compared."""
    y = draw_legend(scene, [(name,) for name in scene.chart.columns], draw_head(scene))
    chart = scene.chart
    tops, left = draw_row_names(scene, [list_row_texts(row, chart.columns, signed=True) for row in chart.rows], y, DOT, 8)
    ends = [sorted((cell for _, cell in enumerate_cells(row)), key=lambda cell: cell.value) for row in chart.rows]
    measure_room(scene, (cell.label for cell in chart.list_cells()), scene.right_edge / 3, bold=True)
    low = max((estimate_text_width(cells[0].label, bold=True) + BESIDE for cells in ends if len(cells) > 1), default=BESIDE)
    high = max(estimate_text_width(cells[-1].label, bold=True) + BESIDE for cells in ends)
    scale = Scale(*find_range(chart.list_cells(), from_zero=False), left + low, scene.right_edge - high)
    scene.record_scale(scale)
    dots = []
    for place, (row, top, cells) in enumerate(zip(chart.rows, tops, ends, strict=True)):
        y = top + DOT / 2
        scene.draw_rule(scale.to_pixel(cells[0].value), y, scale.to_pixel(cells[-1].value), y, stroke=MUTED, weight=2)
        dots += [make_datum(scene, place, column, by_column=True) | {"y": y} for column, _ in enumerate_cells(row)]
        scene.draw_text(cells[-1].label, scale.to_pixel(cells[-1].value) + BESIDE, y, bold=True, figure=cells[-1].id)
        if len(cells) > 1:
            scene.draw_text(cells[0].label, scale.to_pixel(cells[0].value) - BESIDE, y, align="right", bold=True, figure=cells[0].id)
    add_points(scene, dots, {"x": "value", "y": "y"}, {"x": scale}, len(chart.columns))


KIND = Kind("dots", _lay_out, require_values, columns=(2, len(SERIES)), rows=(1, 60), alternatives="small-multiples")
