"""The kind diverging-bars: changes to both sides of zero, rows in groups, the number at the end of each bar."""

from __future__ import annotations

from ..bars import BAR, LABEL_GAP, bar, fill, label_room, rows_of_bars, ticks, zero_line
from ..kind import Kind
from ..measure import Scale, text_width
from ..model import Cell, Row
from ..scene import MARKS, Scene, columns, facts


def _lay_out(scene: Scene) -> None:
    """Lay out the bars. Side and sign of the label give the direction; the colour only repeats it."""
    chart = scene.chart
    named = columns(chart)
    below = [cell for cell in chart.cells() if cell.value < 0]
    above = [cell for cell in chart.cells() if cell.value >= 0]
    beside = 220 if scene.wide else 0
    # Several columns are named at each bar; the name of a single one stands above the chart.
    naming = max(text_width(name) for name in named) + 10 if len(named) > 1 else 0
    scale = Scale(
        min([float(cell.value) for cell in below], default=0.0),
        max([float(cell.value) for cell in above], default=0.0),
        beside + naming + label_room(below),
        scene.right - label_room(above),
    )
    scene.measure(scale)
    y = 2.0
    for title in (chart.axis, named[0] if len(named) == 1 else ""):
        y = scene.block(title, y, gap=12)

    def draw(place: int, name: str, row: Row, cell: Cell, y: float) -> float:
        rising = cell.value >= 0
        style = fill(place, len(named), MARKS[1] if rising else MARKS[0])
        end = bar(scene, cell, facts(row, name, cell), scale, y, BAR, style)
        at, align = (end + LABEL_GAP, "left") if rising else (end - LABEL_GAP, "right")
        scene.text(cell.label, at, y + BAR / 2, align=align, bold=True, figure=cell.id)
        return scene.block(cell.note, y + BAR + 2, left=beside + naming)

    runs = rows_of_bars(scene, draw, y, beside=beside, naming=beside + naming - 10 if naming else None)
    zero_line(scene, scale, runs)
    ticks(scene, scale, runs[-1][1] + 4)


KIND = Kind("diverging-bars", _lay_out)
