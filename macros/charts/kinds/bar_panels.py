"""The kind bar-panels: for each row a small panel with a bar from zero for each column, the number at its end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ..bars import LABEL_GAP, fill, label_room
from ..kind import Kind
from ..measure import LINE, Scale, wrap
from ..panels import NONE, VAGUE, Panel, along, lay_out, layered, marks, scales
from ..scene import AXIS, MARKS, Json, Scene, columns
from ..series import data, head, position, room

if TYPE_CHECKING:
    import altair as alt

BAR = 18
GAP = 6


def _lay_out(scene: Scene) -> None:
    y = head(scene)
    tall = _pitch(scene) * len(columns(scene.chart)) - GAP
    lay_out(scene, y, sum(_room(scene)) + 64, tall, 4, partial(_fill, scene), columns(scene.chart))


def _room(scene: Scene) -> tuple[float, float, float]:
    """Return the pixels for column names, for numbers below zero, and for numbers behind the bars."""
    naming = room(scene, columns(scene.chart), scene.right / 3) + 10
    room(scene, (cell.label for cell in scene.chart.cells()), scene.right / 3, bold=True)
    below, above = (label_room([cell for cell in scene.chart.cells() if (cell.value < 0) is low]) for low in (True, False))
    return naming, below, above


def _pitch(scene: Scene) -> float:
    """Return the pixels from one bar to the next, with room for their names."""
    naming = _room(scene)[0]
    return max(BAR, LINE * max(len(wrap(name, naming)) for name in columns(scene.chart))) + GAP


def _fill(scene: Scene, panel: Panel) -> partial[alt.LayerChart]:
    chart, (naming, below, above) = scene.chart, _room(scene)
    start, end, pitch = naming + below, panel.breadth - above, _pitch(scene)
    found = scales(scene, start, end, from_zero=True)
    for place, (row, scale) in enumerate(zip(chart.rows, found, strict=True)):
        panel.data.append({"place": place, "from": 0.0, "top": -4, "bottom": panel.tall + 4})
        for at, (name, cell) in enumerate(zip(columns(chart), row.cells, strict=True)):
            y = at * pitch + (pitch - GAP - BAR) / 2
            lines = wrap(name, naming)
            panel.text(place, lines, 0, y + BAR / 2 - LINE * (len(lines) - 1) / 2, bold=False)
            if cell is None:
                panel.text(place, NONE, scale.at(0) + LABEL_GAP, y + BAR / 2, bold=False)
                continue
            style = fill(at, len(row.cells), MARKS[0])
            panel.data.append(
                data(scene, place, at)
                | {"from": 0.0, "top": y, "bottom": y + BAR, "opacity": VAGUE if cell.bound else style["fillOpacity"], "point": True}
            )
            at_end = scale.at(cell.value) + (LABEL_GAP if cell.value >= 0 else -LABEL_GAP)
            panel.text(place, cell.label, at_end, y + BAR / 2, figure=cell.id, right=cell.value < 0)
    common = found[0] if chart.scales == "common" else None
    return partial(_layers, panel, common, start, end)


def _layers(panel: Panel, common: Scale | None, start: float, end: float) -> alt.LayerChart:
    import altair as alt

    ends: Json = {"y": position(alt.Y, "top"), "y2": alt.Y2("bottom")}
    zero = alt.Chart().transform_filter("isValid(datum.from) && !isValid(datum.value)").mark_rule(stroke=AXIS)

    def bar(**style: Any) -> alt.Chart:
        made: alt.Chart = alt.Chart().mark_rect(fill=MARKS[0], stroke=MARKS[0], strokeWidth=1.5, **style)
        opacity = alt.FillOpacity("opacity:Q", scale=None, legend=None)
        return made.encode(x=along(alt.X, "value", common, start, end), x2=alt.X2("from"), fillOpacity=opacity, **ends)

    return layered(panel, zero.encode(x=along(alt.X, "from", common, start, end), **ends), *marks(panel, bar))


KIND = Kind("bar-panels", _lay_out, columns=(0, 6), rows=(1, 60), has_scales=True, instead="small-multiples")
