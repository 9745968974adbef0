"""The kind small-multiples: for each row a small panel with a line and its numbers at the ends. A missing value breaks the line."""

from __future__ import annotations

from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from ..kind import MAX_COLUMNS, Kind
from ..measure import LINE, Scale, estimate_text_width
from ..model import Cell, Row
from ..panels import NO_VALUE, Panel, combine_layers, encode_panel_position, lay_out_panels, make_marks, make_row_scales
from ..scene import AXIS, MARKS, Scene
from ..series import (
    choose_point_columns,
    draw_head,
    encode_position,
    enumerate_cells,
    find_shared_note,
    list_breaks,
    make_break,
    make_column_scale,
    make_datum,
)

if TYPE_CHECKING:
    import altair as alt

TALL = 56


def _lay_out(scene: Scene) -> None:
    y = draw_head(scene)
    ends = [_list_end_texts(scene, row) for row in scene.chart.rows]
    lines = max((len(texts) for each in ends for _, texts in each), default=1)
    lay_out_panels(scene, y, max(_measure_need(ends), 88), TALL, lines * LINE + 8, partial(_fill_panel, scene, ends))


def _list_end_texts(scene: Scene, row: Row) -> list[tuple[Cell, tuple[str, ...]]]:
    """Return the first and the last value, and the texts below it: its number, column, and its note unless the row shares it."""
    found = enumerate_cells(row)
    ends = [found[0], found[-1]] if len(found) > 1 else found
    note = find_shared_note(row)
    return [(cell, (cell.label, scene.chart.columns[at], *([cell.note] if cell.note not in ("", note) else []))) for at, cell in ends]


def _measure_need(ends: list[list[tuple[Cell, tuple[str, ...]]]]) -> float:
    """Return the pixels that the widest texts below a panel take."""
    found = 0.0
    for each in ends:
        for line, texts in enumerate(zip_longest(*((cell.shown, *rest) for cell, (_, *rest) in each), fillvalue="")):
            found = max(found, sum(estimate_text_width(text, bold=not line) for text in texts) + 12)
    return found


def _fill_panel(scene: Scene, ends: list[list[tuple[Cell, tuple[str, ...]]]], panel: Panel) -> partial[alt.LayerChart]:
    chart, found = scene.chart, make_row_scales(scene, panel.plot_height, 0, from_zero=False)
    for place, (row, scale, each) in enumerate(zip(chart.rows, found, ends, strict=True)):
        points = choose_point_columns(row)
        panel.data += [make_datum(scene, place, at) | {"point": at in points} for at in range(len(row.cells))]
        if scale.low <= 0 <= scale.high:
            panel.data.append({"place": place, "from": 0.0})
        panel.data += [make_break(scene, place, at) for at in list_breaks(row)]
        for right, (cell, texts) in zip((False, True)[2 - len(each) :], each, strict=True):
            x, y = panel.breadth if right else 0, panel.plot_height + 8 + LINE / 2
            for line, text in enumerate(texts):
                label = {} if line else {"figure": cell.id, "sign": cell.sign}
                panel.add_text(place, text, x, y + LINE * line, bold=not line, right=right, **label)
        if not each:
            panel.add_text(place, NO_VALUE, 0, panel.plot_height / 2, bold=False)
    common = found[0] if chart.scales == "common" else None
    return partial(_make_layers, panel, make_column_scale(chart.columns, 4, panel.breadth - 4), common)


def _make_layers(panel: Panel, times: Scale, common: Scale | None) -> alt.LayerChart:
    import altair as alt

    x, y = encode_position(alt.X, "time", times), encode_panel_position(alt.Y, "value", common, panel.plot_height, 0)
    line = alt.Chart().transform_filter("isValid(datum.time)").mark_line(strokeWidth=2, stroke=MARKS[0]).encode(x=x, y=y)
    zero = (
        alt.Chart()
        .transform_filter("isValid(datum.from)")
        .mark_rule(stroke=AXIS)
        .encode(y=encode_panel_position(alt.Y, "from", common, panel.plot_height, 0))
    )

    def make_points(**style: Any) -> alt.Chart:
        made: alt.Chart = alt.Chart().mark_point(size=36, stroke=MARKS[0], fill=MARKS[0], opacity=1, shape="circle", **style)
        return made.encode(x=x, y=y)

    return combine_layers(panel, zero, line, *make_marks(panel, make_points, are_points=True))


KIND = Kind("small-multiples", _lay_out, columns=(1, MAX_COLUMNS), rows=(1, 60), has_scales=True, alternatives="ranking")
