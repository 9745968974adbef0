"""The kind part-of-whole: one bar for the whole, one part of it with its number; the rest has a name but no number."""

from __future__ import annotations

from ..bars import bar, ticks
from ..kind import Kind
from ..measure import LINE, Scale, text_width, wrap
from ..model import Chart, ChartError, Row
from ..scene import AXIS, MARKS, MUTED, Scene, columns, facts

BAR = 44


def _rule(chart: Chart) -> None:
    """Allow one row with one cell (0 to 100) and at most one row without."""
    if len(chart.cells()) != 1 or sum(not any(row.cells) for row in chart.rows) > 1:
        raise ChartError(chart, "it has more than one part with a number and one rest", "give one cell in all")
    if not 0 <= (part := chart.cells()[0].value) <= 100:
        raise ChartError(chart, f"the part is {float(part)} of 100", "give a percentage from 0 to 100")


def _lay_out(scene: Scene) -> None:
    """Lay out the part; the row without a cell names the rest."""
    chart = scene.chart
    (part,) = (row for row in chart.rows if any(row.cells))
    rests = [row for row in chart.rows if not any(row.cells)]
    cell = chart.cells()[0]
    scale = Scale(0, 100, 1, scene.right - 1)
    scene.measure(scale)
    y = 2.0
    for title in (chart.axis, *columns(chart), part.group):
        y = scene.block(title, y, gap=6)
    # The number stands beside its name if one line holds both, else above it.
    number = text_width(cell.label, size=22, bold=True) + 12
    y += 14
    scene.text(cell.label, 0, y, bold=True, size=22, figure=cell.id)
    if number + text_width(part.label) <= scene.right:
        below = scene.text(part.label, number, y + 2)
    else:
        below = scene.text(wrap(part.label, scene.right), 0, y + LINE + 6)
    below = scene.text(wrap(cell.note, scene.right), 0, max(below, y + LINE + 4))
    y = below - LINE / 2 + 6
    frame = {"from": 0, "to": 100, "top": y, "bottom": y + BAR, "row": rests[0].label if rests else ""}
    style = {"fill": MUTED, "fillOpacity": 0.12, "stroke": MUTED, "strokeWidth": 1.5}
    scene.mark("rect", frame, {"x": "from", "x2": "to", "y": "top", "y2": "bottom"}, style, {"x": scale})
    solid = {"fill": MARKS[0], "fillOpacity": 1.0, "stroke": MARKS[0], "strokeWidth": 1.5}
    bar(scene, cell, facts(part, columns(chart)[0], cell), scale, y, BAR, solid, limit=100)
    y += BAR
    ticks(scene, scale, y)
    y += 28 if chart.tick_labels else 0
    if rests:
        _name_rest(scene, rests[0], (scale.at(cell.value) + scale.at(100)) / 2, y)


def _name_rest(scene: Scene, rest: Row, middle: float, y: float) -> None:
    """Draw the name of the rest below its middle with a leader: the rest may be too narrow for a text."""
    lines = wrap(rest.group, scene.right - 16) + wrap(rest.label, scene.right - 16)
    width = max(map(text_width, lines), default=0)
    x = min(max(middle, width / 2), scene.right - width / 2)
    scene.rule(middle, y + 3, middle, y + 14, stroke=AXIS)
    scene.text(lines, x, y + 14 + LINE * 0.7, align="center")


KIND = Kind("part-of-whole", _lay_out, _rule, names_rest=True)
