"""The kind part-of-whole: one bar for the whole, one part of it with its number; the rest has a name but no number."""

from __future__ import annotations

from ..bars import draw_bar, draw_ticks
from ..kind import Kind
from ..measure import LINE, Scale, estimate_text_width, wrap_text
from ..model import Chart, ChartError, Row
from ..scene import AXIS, MARKS, MUTED, Scene, list_columns, make_mark_data

BAR = 44


def _check_rule(chart: Chart) -> None:
    """Allow one row with one cell (0 to 100) and at most one row without."""
    if len(chart.list_cells()) != 1 or sum(not any(row.cells) for row in chart.rows) > 1:
        raise ChartError(chart, "it has more than one part with a number and one rest", "give one cell in all")
    if not 0 <= (part := chart.list_cells()[0].value) <= 100:
        raise ChartError(chart, f"the part is {float(part)} of 100", "give a percentage from 0 to 100")


def _lay_out(scene: Scene) -> None:
    """Lay out the part; the row without a cell names the rest."""
    chart = scene.chart
    (part,) = (row for row in chart.rows if any(row.cells))
    rests = [row for row in chart.rows if not any(row.cells)]
    cell = chart.list_cells()[0]
    scale = Scale(0, 100, 1, scene.right_edge - 1)
    scene.record_scale(scale)
    y = 2.0
    for title in (chart.axis, *list_columns(chart), part.group):
        y = scene.draw_block(title, y, gap=6)
    # The number stands beside its name if one line holds both, else above it.
    number = estimate_text_width(cell.shown, size=22, bold=True) + 12
    y += 14
    scene.draw_text(cell.label, 0, y, bold=True, size=22, sign=cell.sign, figure=cell.id)
    if number + estimate_text_width(part.label) <= scene.right_edge:
        below = scene.draw_text(part.label, number, y + 2)
    else:
        below = scene.draw_text(wrap_text(part.label, scene.right_edge), 0, y + LINE + 6)
    below = scene.draw_text(wrap_text(cell.note, scene.right_edge), 0, max(below, y + LINE + 4))
    y = below - LINE / 2 + 6
    frame = {"from": 0, "to": 100, "top": y, "bottom": y + BAR, "row": rests[0].label if rests else ""}
    style = {"fill": MUTED, "fillOpacity": 0.12, "stroke": MUTED, "strokeWidth": 1.5}
    scene.draw_mark("rect", frame, {"x": "from", "x2": "to", "y": "top", "y2": "bottom"}, style, {"x": scale})
    solid = {"fill": MARKS[0], "fillOpacity": 1.0, "stroke": MARKS[0], "strokeWidth": 1.5}
    draw_bar(scene, cell, make_mark_data(part, list_columns(chart)[0], cell), scale, y, BAR, solid, limit=100)
    y += BAR
    draw_ticks(scene, scale, y)
    y += 28 if chart.tick_labels else 0
    if rests:
        _draw_rest_name(scene, rests[0], (scale.to_pixel(cell.value) + scale.to_pixel(100)) / 2, y)


def _draw_rest_name(scene: Scene, rest: Row, middle: float, y: float) -> None:
    """Draw the name of the rest below its middle with a leader: the rest may be too narrow for a text."""
    lines = wrap_text(rest.group, scene.right_edge - 16) + wrap_text(rest.label, scene.right_edge - 16)
    width = max(map(estimate_text_width, lines), default=0)
    x = min(max(middle, width / 2), scene.right_edge - width / 2)
    scene.draw_rule(middle, y + 3, middle, y + 14, stroke=AXIS)
    scene.draw_text(lines, x, y + 14 + LINE * 0.7, align="center")


KIND = Kind("part-of-whole", _lay_out, _check_rule, can_name_rest=True)
