"""The kind small-multiples: for each row a small panel with a line and its numbers at the ends. A missing value breaks the line."""

from __future__ import annotations

from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from ..kind import MANY, Kind
from ..measure import LINE, Scale, text_width
from ..model import Row
from ..panels import NONE, Panel, along, lay_out, layered, marks, scales
from ..scene import AXIS, MARKS, Scene
from ..series import across, data, head, marked, position, present, shared_note

if TYPE_CHECKING:
    import altair as alt

TALL = 56


def _lay_out(scene: Scene) -> None:
    y = head(scene)
    ends = [_ends(scene, row) for row in scene.chart.rows]
    lines = max((len(texts) for each in ends for _, *texts in each), default=1)
    lay_out(scene, y, max(_need(ends), 88), TALL, lines * LINE + 8, partial(_fill, scene, ends))


def _ends(scene: Scene, row: Row) -> list[tuple[str, ...]]:
    """Return the texts below a panel for the first and the last value: figure, number, column, and a note unless the row shares it."""
    found = present(row)
    ends = [found[0], found[-1]] if len(found) > 1 else found
    note = shared_note(row)
    return [(cell.id, cell.label, scene.chart.columns[at], *([cell.note] if cell.note not in ("", note) else [])) for at, cell in ends]


def _need(ends: list[list[tuple[str, ...]]]) -> float:
    """Return the pixels that the widest texts below a panel take."""
    found = 0.0
    for each in ends:
        for line, texts in enumerate(zip_longest(*(texts for _, *texts in each), fillvalue="")):
            found = max(found, sum(text_width(text, bold=not line) for text in texts) + 12)
    return found


def _fill(scene: Scene, ends: list[list[tuple[str, ...]]], panel: Panel) -> partial[alt.LayerChart]:
    chart, found = scene.chart, scales(scene, panel.tall, 0, from_zero=False)
    for place, (row, scale, each) in enumerate(zip(chart.rows, found, ends, strict=True)):
        points = marked(row)
        panel.data += [data(scene, place, at) | {"point": at in points} for at in range(len(row.cells))]
        if scale.low <= 0 <= scale.high:
            panel.data.append({"place": place, "from": 0.0})
        for right, (figure, *texts) in zip((False, True)[2 - len(each) :], each, strict=True):
            x, y = panel.breadth if right else 0, panel.tall + 8 + LINE / 2
            for line, text in enumerate(texts):
                panel.text(place, text, x, y + LINE * line, figure="" if line else figure, bold=not line, right=right)
        if not each:
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
