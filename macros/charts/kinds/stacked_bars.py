"""The kind stacked-bars: a bar for each column, made of the rows as parts of one total; numbers only in parts with room for them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..kind import Kind
from ..measure import FONT, Scale, estimate_text_width
from ..model import Cell, Chart, ChartError
from ..scene import SERIES, TEXT, Json, Scene
from ..series import (
    draw_head,
    draw_legend,
    draw_row_names,
    encode_position,
    encode_series,
    enumerate_cells,
    list_row_texts,
    make_datum,
    measure_room,
)

if TYPE_CHECKING:
    import altair as alt

BAR = 22


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
            scene.layers.append(partial(_make_bars, parts, scale, len(chart.rows), vague=vague))
    scene.layers.append(partial(_make_numbers, parts, scale))
    if not any(part["text"] for part in parts):
        fact = f"no part of a bar has room for its number in {scene.right_edge:g} pixels"
        raise ChartError(chart, fact, "use kind small-multiples, or a unit with shorter numbers")
    scene.draw_rule(left, tops[0] - 4, left, tops[-1] + BAR + 4)


def _choose_text(scale: Scale, cell: Cell) -> Json:
    has_room = scale.to_pixel(cell.value) - scale.start >= estimate_text_width(cell.label) + 8
    return {"text": cell.label, "figure": cell.id} if has_room else {"text": "", "figure": ""}


def _stack_parts(parts: list[Json]) -> alt.Chart:
    """Return a chart of the parts, each beginning at the end of those before it."""
    import altair as alt

    order = [alt.SortField("place", order="ascending")]
    made: alt.Chart = alt.Chart(alt.InlineData(values=parts))
    return made.transform_stack(stack="value", as_=["from", "to"], groupby=["top"], sort=order)


def _make_bars(parts: list[Json], scale: Scale, count: int, *, vague: bool) -> alt.Chart:
    import altair as alt

    colours = {name: channel for name, channel in encode_series(count).items() if name != "shape"}
    style: Json = {"strokeDash": [3, 3], "fillOpacity": 0.1} if vague else {"fillOpacity": 0.25}
    made: alt.Chart = (
        _stack_parts(parts).transform_filter("datum.bound != ''" if vague else "datum.bound == ''").mark_rect(strokeWidth=1.5, **style)
    )
    ends: Json = {"y": encode_position(alt.Y, "top"), "y2": alt.Y2("bottom")}
    return made.encode(x=encode_position(alt.X, "from", scale), x2=alt.X2("to"), **ends, **colours)


def _make_numbers(parts: list[Json], scale: Scale) -> alt.Chart:
    import altair as alt

    made: alt.Chart = _stack_parts(parts).transform_calculate(x="(datum.from + datum.to) / 2", y="(datum.top + datum.bottom) / 2")
    made = made.mark_text(align="center", baseline="middle", fill=TEXT, fontSize=FONT, fontWeight=400)
    return made.encode(x=encode_position(alt.X, "x", scale), y=encode_position(alt.Y, "y"), text="text:N", description="figure:N")


KIND = Kind("stacked-bars", _lay_out, _check_rule, columns=(1, 60), rows=(1, len(SERIES)), alternatives="small-multiples")
