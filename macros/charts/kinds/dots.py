"""The kind dots: for each row a line from its lowest to its highest value, a dot for each column, the numbers at the ends."""

from __future__ import annotations

from ..kind import Kind
from ..measure import Scale, text_width
from ..scene import MUTED, SERIES, Scene
from ..series import add_points, data, has_values, head, legend, name_rows, present, reach, room, texts_of

DOT = 18
BESIDE = 10


def _lay_out(scene: Scene) -> None:
    """Lay out the rows in their declared order, so that charts of the same rows can be compared."""
    y = legend(scene, [(name,) for name in scene.chart.columns], head(scene))
    chart = scene.chart
    tops, left = name_rows(scene, [texts_of(row, chart.columns) for row in chart.rows], y, DOT, 8)
    ends = [sorted((cell for _, cell in present(row)), key=lambda cell: cell.value) for row in chart.rows]
    room(scene, (cell.label for cell in chart.cells()), scene.right / 3, bold=True)
    low = max((text_width(cells[0].label, bold=True) + BESIDE for cells in ends if len(cells) > 1), default=BESIDE)
    high = max(text_width(cells[-1].label, bold=True) + BESIDE for cells in ends)
    scale = Scale(*reach(chart.cells(), from_zero=False), left + low, scene.right - high)
    scene.measure(scale)
    dots = []
    for place, (row, top, cells) in enumerate(zip(chart.rows, tops, ends, strict=True)):
        y = top + DOT / 2
        scene.rule(scale.at(cells[0].value), y, scale.at(cells[-1].value), y, stroke=MUTED, weight=2)
        dots += [data(scene, place, column, by_column=True) | {"y": y} for column, _ in present(row)]
        scene.text(cells[-1].label, scale.at(cells[-1].value) + BESIDE, y, bold=True, figure=cells[-1].id)
        if len(cells) > 1:
            scene.text(cells[0].label, scale.at(cells[0].value) - BESIDE, y, align="right", bold=True, figure=cells[0].id)
    add_points(scene, dots, {"field": "value", "scale": scale}, {"field": "y"}, len(chart.columns))


KIND = Kind("dots", _lay_out, has_values, columns=(2, len(SERIES)), rows=(1, 60), instead="small-multiples")
