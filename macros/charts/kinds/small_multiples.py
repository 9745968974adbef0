"""The kind small-multiples: for each row a small panel with a line and its numbers at the ends. A missing value breaks the line."""

from __future__ import annotations

from functools import partial
from itertools import zip_longest

from ..kind import MAX_COLUMNS, Kind
from ..measure import LINE, OwnScale, estimate_text_width
from ..model import Cell, Row
from ..panels import NO_VALUE, Panel, lay_out_panels, make_marks, make_row_scales
from ..scene import AXIS, MARKS, Json, Layer, Scene
from ..series import (
    choose_point_columns,
    draw_head,
    enumerate_cells,
    find_shared_note,
    list_breaks,
    make_break,
    make_column_scale,
    make_datum,
)

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


def _fill_panel(scene: Scene, ends: list[list[tuple[Cell, tuple[str, ...]]]], panel: Panel) -> list[Layer]:
    chart, found = scene.chart, make_row_scales(scene, panel.height, 0, from_zero=False)
    for place, (row, scale, each) in enumerate(zip(chart.rows, found, ends, strict=True)):
        panel.draw_name(place)
        points = choose_point_columns(row)
        panel.data += [make_datum(scene, place, at) | {"point": at in points} for at in range(len(row.cells))]
        if scale.low <= 0 <= scale.high:
            panel.data.append({"place": place, "from": 0.0})
        panel.data += [make_break(scene, place, at) for at in list_breaks(row)]
        for right, (cell, texts) in zip((False, True)[2 - len(each) :], each, strict=True):
            x, y = panel.breadth if right else 0, panel.height + 8 + LINE / 2
            for line, text in enumerate(texts):
                label = {} if line else {"figure": cell.id, "sign": cell.sign, "bold": True}
                panel.draw_text(place, text, x, y + LINE * line, align="right" if right else "left", **label)
        if not each:
            panel.draw_text(place, NO_VALUE, 0, panel.height / 2)
    values = found[0] if chart.scales == "common" else OwnScale(panel.height, 0)
    scales = {"x": make_column_scale(chart.columns, 4, panel.breadth - 4), "y": values}
    fields, thick = {"x": "time", "y": "value"}, {"strokeWidth": 2, "stroke": MARKS[0]}

    def make_points(style: Json, only: str) -> Layer:
        mark = {"size": 36, "stroke": MARKS[0], "fill": MARKS[0], "opacity": 1, "shape": "circle", **style}
        return Layer("point", [], fields, mark, scales, transforms=({"filter": only},))

    return [
        Layer("rule", [], {"y": "from"}, {"stroke": AXIS}, {"y": values}, transforms=({"filter": "isValid(datum.from)"},)),
        Layer("line", [], fields, thick, scales, transforms=({"filter": "isValid(datum.time)"},)),
        *make_marks(panel, make_points, are_points=True),
    ]


KIND = Kind("small-multiples", _lay_out, columns=(1, MAX_COLUMNS), rows=(1, 60), has_scales=True, alternatives="ranking")
