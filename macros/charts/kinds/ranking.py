"""The kind ranking: a bar for each row, the highest value first, in whatever order the rows are declared."""

from __future__ import annotations

from ..bars import LABEL_GAP, bar, fill, label_room
from ..kind import Kind
from ..measure import Scale
from ..scene import MARKS, Scene, columns, facts
from ..series import head, name_rows, reach, room, texts_of

BAR = 16
NONE = "–"


def _lay_out(scene: Scene) -> None:
    """Lay out the bars; rows without a value come last, with a dash."""
    y = head(scene)
    chart = scene.chart
    ranked = sorted(range(len(chart.rows)), key=lambda place: (not (cell := chart.rows[place].cells[0]), -cell.value if cell else 0))
    rows = [chart.rows[place] for place in ranked]
    for title in columns(chart):
        y = scene.block(title, y, gap=10)
    tops, left = name_rows(scene, [texts_of(row) for row in rows], y, BAR, 10)
    below, above = ([cell for cell in chart.cells() if (cell.value < 0) is low] for low in (True, False))
    room(scene, (cell.label for cell in chart.cells()), scene.right / 2, bold=True)
    scale = Scale(*reach(chart.cells(), from_zero=True), left + label_room(below), scene.right - label_room(above))
    scene.measure(scale)
    for row, top in zip(rows, tops, strict=True):
        (cell,) = row.cells
        if cell is None:
            scene.text(NONE, scale.at(0) + LABEL_GAP, top + BAR / 2)
            continue
        rising = cell.value >= 0
        end = bar(scene, cell, facts(row, columns(chart)[0], cell), scale, top, BAR, fill(0, 1, MARKS[0 if rising else 1]))
        at, align = (end + LABEL_GAP, "left") if rising else (end - LABEL_GAP, "right")
        scene.text(cell.label, at, top + BAR / 2, align=align, bold=True, figure=cell.id)
    scene.rule(scale.at(0), tops[0] - 4, scale.at(0), tops[-1] + BAR + 4)


KIND = Kind("ranking", _lay_out, columns=(0, 1), rows=(1, 60), instead="dots")
