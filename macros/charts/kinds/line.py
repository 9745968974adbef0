"""The kind line: values over time, a line for each row, its name and numbers at its ends. A missing value breaks the line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ..kind import Kind
from ..measure import LINE, Scale, spread, text_width, widest_word, wrap
from ..model import Cell
from ..scene import MUTED, Scene
from ..series import (
    MOST,
    across,
    add_points,
    by_series,
    colour,
    data,
    full_name,
    has_values,
    head,
    legend,
    marked,
    name_columns,
    position,
    positions,
    present,
    reach,
    room,
)

if TYPE_CHECKING:
    import altair as alt

LEADER = 18
APART = 6


@dataclass(frozen=True)
class End:
    """An end of a line: the indices of its row and its column, its cell, and the wrapped texts below its number."""

    place: int
    column: int
    cell: Cell
    below: tuple[tuple[str, ...], ...] = ()

    @property
    def size(self) -> float:
        """Height in pixels."""
        return LINE * (1 + sum(map(len, self.below))) + (APART if self.below else 0)


def _lay_out(scene: Scene) -> None:
    """Lay out the lines; a phone leaves out the numbers at the first ends if the lines would lose most of the room."""
    y = head(scene)
    chart = scene.chart
    most = 200 if scene.wide else 112
    aside = max(widest_word(full_name(row)) for row in chart.rows) > most
    if aside:
        y = legend(scene, [(full_name(row),) for row in chart.rows], y)
    lasts = _lasts(scene, most, aside=aside)
    firsts = [End(place, 0, cell) for place, row in enumerate(chart.rows) if (cell := row.cells[0]) and len(present(row)) > 1]
    naming = max(text_width(text) for end in lasts for lines in (*end.below, ("",)) for text in lines)
    naming = max(naming, *(text_width(end.cell.label, bold=True) for end in lasts))
    right = scene.right - naming - LEADER - 4
    left = max((text_width(end.cell.label, bold=True) for end in firsts), default=0.0) + LEADER + 4
    if right - left < 0.45 * scene.right:
        firsts, left = [], 6.0
    top = y + 8
    bottom = top + max(240 if scene.wide else 200, *(sum(end.size for end in ends) for ends in (firsts, lasts)))
    values = Scale(*reach(chart.cells(), from_zero=False), bottom, top)
    scene.measure(values)
    times = across(chart.columns, left, right)
    scene.rule(left - 4, bottom + 6, right + 4, bottom + 6)
    if values.low < 0:
        scene.rule(left - 4, values.at(0), right + 4, values.at(0))
    scene.layers.append(partial(_lines, scene, times, values))
    points = [data(scene, place, column) for place, row in enumerate(chart.rows) for column in marked(row)]
    add_points(scene, points, {"field": "time", "scale": times}, {"field": "value", "scale": values}, len(chart.rows))
    for ends, edge, away in ((firsts, left, -1), (lasts, right, 1)):
        _label(scene, ends, times, values, edge, away)
    name_columns(scene, times, bottom + 6)


def _lasts(scene: Scene, most: float, *, aside: bool) -> list[End]:
    """Return the last ends with the texts below their numbers.

    These are the name of the row unless the legend has it, the column if the line ends before the others, and the note.
    """
    found = []
    for place, row in enumerate(scene.chart.rows):
        column, cell = present(row)[-1]
        early = scene.chart.columns[column] if column < len(row.cells) - 1 else ""
        texts = [text for text in ("" if aside else full_name(row), early, cell.note) if text]
        room(scene, texts, most)
        found.append(End(place, column, cell, tuple(wrap(text, most) for text in texts)))
    return found


def _label(scene: Scene, ends: list[End], times: Scale, values: Scale, edge: float, away: int) -> None:
    """Draw the numbers beside the ends of the lines, moved apart and with leaders to their points."""
    at = {end: values.at(end.cell.value) for end in ends}
    ends = sorted(ends, key=lambda end: (at[end], end.place))
    # The number belongs at the point; the texts below hang from it.
    wanted = [at[end] - LINE / 2 + end.size / 2 for end in ends]
    centres = spread(wanted, [end.size for end in ends], values.end - LINE / 2, values.start + LINE / 2)
    for end, centre in zip(ends, centres, strict=True):
        y = centre - end.size / 2 + LINE / 2
        point = times.at(positions(scene.chart.columns)[end.column])
        if abs(point - edge) > 1:
            scene.rule(point + away * 6, at[end], edge, at[end], stroke=MUTED, dash=True)
        scene.rule(edge + away * 6, at[end], edge + away * LEADER, y, stroke=colour(end.place))
        start, align = edge + away * (LEADER + 4), "left" if away > 0 else "right"
        below = scene.text(end.cell.label, start, y, align=align, bold=True, figure=end.cell.id)
        for lines in end.below:
            below = scene.text(lines, start, below, align=align)


def _lines(scene: Scene, times: Scale, values: Scale) -> alt.Chart:
    import altair as alt

    rows, count = len(scene.chart.rows), len(scene.chart.columns)
    drawn = [data(scene, place, column) for place in range(rows) for column in range(count)]
    made: alt.Chart = alt.Chart(alt.InlineData(values=drawn)).mark_line(strokeWidth=2.5)
    return made.encode(x=position(alt.X, "time", times), y=position(alt.Y, "value", values), stroke=by_series(rows)["stroke"])


KIND = Kind("line", _lay_out, has_values, columns=(2, 240), rows=(1, MOST), instead="small-multiples")
