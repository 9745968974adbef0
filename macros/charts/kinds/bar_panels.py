"""The kind bar-panels: for each row a small panel with a bar from zero for each column, the number at its end."""

from __future__ import annotations

from functools import partial

from ..bars import LABEL_GAP, make_bar_style, measure_label_room
from ..kind import Kind
from ..measure import LINE, OwnScale, wrap_text
from ..panels import BOUND_OPACITY, NO_VALUE, Panel, lay_out_panels, make_marks, make_row_scales
from ..scene import AXIS, MARKS, Json, Layer, Scene, list_columns
from ..series import draw_head, make_datum, measure_room

BAR = 18
GAP = 6


def _lay_out(scene: Scene) -> None:
    y = draw_head(scene)
    tall = _measure_pitch(scene) * len(list_columns(scene.chart)) - GAP
    lay_out_panels(scene, y, sum(_measure_rooms(scene)) + 64, tall, 4, partial(_fill_panel, scene), list_columns(scene.chart))


def _measure_rooms(scene: Scene) -> tuple[float, float, float]:
    """Return the pixels for column names, for numbers below zero, and for numbers behind the bars."""
    naming = measure_room(scene, list_columns(scene.chart), scene.right_edge / 3) + 10
    measure_room(scene, (cell.shown for cell in scene.chart.list_cells()), scene.right_edge / 3, bold=True)
    below, above = (measure_label_room([cell for cell in scene.chart.list_cells() if (cell.value < 0) is low]) for low in (True, False))
    return naming, below, above


def _measure_pitch(scene: Scene) -> float:
    """Return the pixels from one bar to the next, with room for their names."""
    naming = _measure_rooms(scene)[0]
    return max(BAR, LINE * max(len(wrap_text(name, naming)) for name in list_columns(scene.chart))) + GAP


def _fill_panel(scene: Scene, panel: Panel) -> list[Layer]:
    chart, (naming, below, above) = scene.chart, _measure_rooms(scene)
    start, end, pitch = naming + below, panel.breadth - above, _measure_pitch(scene)
    found = make_row_scales(scene, start, end, from_zero=True)
    for place, (row, scale) in enumerate(zip(chart.rows, found, strict=True)):
        panel.draw_name(place)
        panel.data.append({"place": place, "from": 0.0, "top": -4, "bottom": panel.height + 4})
        for at, (name, cell) in enumerate(zip(list_columns(chart), row.cells, strict=True)):
            y = at * pitch + (pitch - GAP - BAR) / 2
            lines = wrap_text(name, naming)
            panel.draw_text(place, lines, 0, y + BAR / 2 - LINE * (len(lines) - 1) / 2)
            if cell is None:
                panel.draw_text(place, row.find_gap(at) or NO_VALUE, scale.to_pixel(0) + LABEL_GAP, y + BAR / 2)
                continue
            style = make_bar_style(at, len(row.cells), MARKS[0])
            panel.data.append(
                make_datum(scene, place, at)
                | {
                    "from": 0.0,
                    "top": y,
                    "bottom": y + BAR,
                    "opacity": BOUND_OPACITY if cell.bound else style["fillOpacity"],
                    "point": True,
                }
            )
            at_end = scale.to_pixel(cell.value) + (LABEL_GAP if cell.value >= 0 else -LABEL_GAP)
            align = "right" if cell.value < 0 else "left"
            panel.draw_text(place, cell.label, at_end, y + BAR / 2, figure=cell.id, bold=True, align=align, sign=cell.sign)
    values = found[0] if chart.scales == "common" else OwnScale(start, end)
    upright = {"y": "top", "y2": "bottom"}

    def make_bars(style: Json, only: str) -> Layer:
        mark = {"fill": MARKS[0], "stroke": MARKS[0], "strokeWidth": 1.5, **style}
        opacity = {"fillOpacity": {"field": "opacity", "type": "quantitative", "scale": None, "legend": None}}
        return Layer("rect", [], {"x": "value", "x2": "from", **upright}, mark, {"x": values}, opacity, ({"filter": only},))

    zero = {"filter": "isValid(datum.from) && !isValid(datum.value)"}
    return [
        Layer("rule", [], {"x": "from", **upright}, {"stroke": AXIS}, {"x": values}, transforms=(zero,)),
        *make_marks(panel, make_bars),
    ]


KIND = Kind("bar-panels", _lay_out, columns=(0, 6), rows=(1, 60), has_scales=True, alternatives="small-multiples")
