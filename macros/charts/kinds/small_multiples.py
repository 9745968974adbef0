"""small-multiples: a small panel with a line for each row, its numbers at the ends. A missing value breaks the line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ..kind import MANY, Kind
from ..measure import LINE, Scale
from ..model import Cell, Row
from ..panels import NONE, Panel, along, lay_out, layered, marks, scales
from ..scene import AXIS, MARKS, Scene
from ..series import across, data, marked, position, present, room

if TYPE_CHECKING:
    import altair as alt

TALL = 56


def _lay_out(scene: Scene) -> None:
    lay_out(scene, _need(scene), TALL, 2 * LINE + 8, partial(_fill, scene))


def _need(scene: Scene) -> float:
    """Pixels that the texts below the widest panel take."""
    found = 0.0
    for row in scene.chart.rows:
        ends = _ends(row)
        for texts, bold in (([cell.label for _, cell in ends], True), ([scene.chart.columns[at] for at, _ in ends], False)):
            found = max(found, sum(room(scene, [text], scene.right / 2 - 8, bold=bold) for text in texts) + 12)
    return max(found, 88)


def _ends(row: Row) -> list[tuple[int, Cell]]:
    found = present(row)
    return [found[0], found[-1]] if len(found) > 1 else found


def _fill(scene: Scene, panel: Panel) -> partial[alt.LayerChart]:
    chart, found = scene.chart, scales(scene, panel.tall, 0, from_zero=False)
    for place, (row, scale) in enumerate(zip(chart.rows, found, strict=True)):
        points = marked(row)
        panel.data += [data(scene, place, at) | {"point": at in points} for at in range(len(row.cells))]
        if scale.low <= 0 <= scale.high:
            panel.data.append({"place": place, "from": 0.0})
        ends = _ends(row)
        for right, (at, cell) in zip((False, True)[2 - len(ends) :], ends, strict=True):
            x, y = panel.breadth if right else 0, panel.tall + 8 + LINE / 2
            panel.text(place, cell.label, x, y, figure=cell.id, right=right)
            panel.text(place, chart.columns[at], x, y + LINE, bold=False, right=right)
        if not ends:
            panel.text(place, NONE, 0, panel.tall / 2, bold=False)
    common = found[0] if chart.scales == "common" else None
    return partial(_layers, panel, across(chart.columns, 4, panel.breadth - 4), common)


def _layers(panel: Panel, times: Scale, common: Scale | None) -> alt.LayerChart:
    import altair as alt

    x, y = position(alt.X, "time", times), along(alt.Y, "value", common, panel.tall, 0)
    line = alt.Chart().transform_filter("isValid(datum.time)").mark_line(strokeWidth=2, stroke=MARKS[0]).encode(x=x, y=y)
    zero = alt.Chart().transform_filter("isValid(datum.from)").mark_rule(stroke=AXIS).encode(y=along(alt.Y, "from", common, panel.tall, 0))

    def point(**style: Any) -> alt.Chart:
        made: alt.Chart = alt.Chart().mark_point(size=36, stroke=MARKS[0], fill=MARKS[0], opacity=1, shape="circle", **style)
        return made.encode(x=x, y=y)

    return layered(panel, zero, line, *marks(panel, point))


KIND = Kind("small-multiples", _lay_out, columns=(1, MANY), rows=(1, 60), has_scales=True, instead="ranking")
