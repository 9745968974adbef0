"""The kind stacked-bars: a bar for each column, made of the rows as parts of one total; numbers only in parts with room for them."""

from __future__ import annotations

from ..kind import Kind
from ..measure import FONT, Scale, estimate_text_width
from ..model import Cell, Chart, ChartError
from ..scene import SERIES, TEXT, Json, Layer, Scene
from ..series import (
    draw_head,
    draw_legend,
    draw_row_names,
    encode_series,
    enumerate_cells,
    list_row_texts,
    make_datum,
    measure_room,
)

BAR = 22
_STACK: Json = {
    "stack": "value",
    "as": ["from", "to"],
    "groupby": ["top"],
    "sort": [{"field": "place", "order": "ascending"}],
}  # each part begins at the end of those before it


def _check_rule(chart: Chart) -> None:
    """Refuse negative parts and missing ones: a bar without a part would show another total."""
    for cell in chart.list_cells():
        if cell.value < 0:
            raise ChartError(chart, f"figure {cell.id!r} is below zero, and no part of a total", "use kind line or small-multiples")
    for place, name in enumerate(chart.columns):
        missing = [row.label for row in chart.rows if row.cells[place] is None]
        if missing and len(missing) < len(chart.rows):
            fact = f"{name!r} has no value of {missing[0]!r}, and its bar would be too short"
            raise ChartError(chart, fact, "leave the column out, or use kind small-multiples")


def _lay_out(scene: Scene) -> None:
    """Lay out the bars; a column without values keeps its place."""
    y = draw_head(scene)
    chart = scene.chart
    y = draw_legend(scene, [list_row_texts(row, chart.columns, signed=True) for row in chart.rows], y)
    tops, left = draw_row_names(scene, [(name,) for name in chart.columns], y, BAR, 8)
    measure_room(scene, (cell.label for cell in chart.list_cells()), scene.right_edge)
    totals = [sum(cell.value for row in chart.rows if (cell := row.cells[place])) for place in range(len(chart.columns))]
    scale = Scale(0, float(max(totals)) or 1.0, left, scene.right_edge - 2)
    scene.record_scale(scale)
    drawn = [(place, column, cell) for place, row in enumerate(chart.rows) for column, cell in enumerate_cells(row)]
    parts = [
        make_datum(scene, place, column) | {"top": tops[column], "bottom": tops[column] + BAR} | _choose_text(scale, cell)
        for place, column, cell in drawn
    ]
    for vague in (False, True):
        if any(bool(part["bound"]) is vague for part in parts):
            scene.layers.append(_make_bars(parts, scale, len(chart.rows), vague=vague))
    scene.layers.append(_make_numbers(parts, scale))
    if not any(part["text"] for part in parts):
        fact = f"no part of a bar has room for its number in {scene.right_edge:g} pixels"
        raise ChartError(chart, fact, "use kind small-multiples, or a unit with shorter numbers")
    scene.draw_rule(left, tops[0] - 4, left, tops[-1] + BAR + 4)


def _choose_text(scale: Scale, cell: Cell) -> Json:
    has_room = scale.to_pixel(cell.value) - scale.start >= estimate_text_width(cell.label) + 8
    return {"text": cell.label, "figure": cell.id} if has_room else {"text": "", "figure": ""}


def _make_bars(parts: list[Json], scale: Scale, count: int, *, vague: bool) -> Layer:
    colours = {name: channel for name, channel in encode_series(count).items() if name != "shape"}
    style: Json = {"strokeDash": [3, 3], "fillOpacity": 0.1} if vague else {"fillOpacity": 0.25}
    only = {"filter": "datum.bound != ''" if vague else "datum.bound == ''"}
    fields = {"x": "from", "x2": "to", "y": "top", "y2": "bottom"}
    return Layer("rect", parts, fields, {"strokeWidth": 1.5, **style}, {"x": scale}, colours, (_STACK, only))


def _make_numbers(parts: list[Json], scale: Scale) -> Layer:
    middle = (
        {"calculate": f"(datum.{low} + datum.{high}) / 2", "as": name} for name, low, high in (("x", "from", "to"), ("y", "top", "bottom"))
    )
    style = {"align": "center", "baseline": "middle", "fill": TEXT, "fontSize": FONT, "fontWeight": 400}
    return Layer("text", parts, {"x": "x", "y": "y", "text": "text"}, style, {"x": scale}, {}, (_STACK, *middle))


KIND = Kind("stacked-bars", _lay_out, _check_rule, columns=(1, 60), rows=(1, len(SERIES)), alternatives="small-multiples")
