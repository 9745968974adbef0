"""The kind line: values over time, a line for each row, its name and numbers at its ends. A missing value breaks the line."""

from __future__ import annotations

from dataclasses import dataclass

from ..kind import Kind
from ..measure import LINE, Scale, estimate_text_width, measure_widest_word, spread_boxes, wrap_text
from ..model import Cell
from ..scene import MUTED, Layer, Scene
from ..series import (
    MAX_SERIES,
    add_points,
    choose_colour,
    choose_point_columns,
    draw_column_names,
    draw_head,
    draw_legend,
    encode_series,
    enumerate_cells,
    find_range,
    join_group_and_label,
    list_breaks,
    make_break,
    make_column_scale,
    make_datum,
    measure_room,
    place_columns,
    require_values,
)

LEADER = 18
APART = 6


@dataclass(frozen=True)
class End:
    """An end of a line: the indices of its row and its column, its cell, and the wrapped texts below its number."""

    row_index: int
    column_index: int
    cell: Cell
    lines_below: tuple[tuple[str, ...], ...] = ()

    @property
    def height(self) -> float:
        """Height in pixels."""
        return LINE * (1 + sum(map(len, self.lines_below))) + (APART if self.lines_below else 0)


def _lay_out(scene: Scene) -> None:
    """Lay out the lines; a phone leaves out the numbers at the first ends if the lines would lose most of the room."""
    y = draw_head(scene)
    chart = scene.chart
    most = 200 if scene.is_wide else 112
    aside = max(measure_widest_word(join_group_and_label(row)) for row in chart.rows) > most
    if aside:
        y = draw_legend(scene, [(join_group_and_label(row),) for row in chart.rows], y)
    lasts = _find_last_ends(scene, most, aside=aside)
    firsts = [End(place, 0, cell) for place, row in enumerate(chart.rows) if (cell := row.cells[0]) and len(enumerate_cells(row)) > 1]
    naming = max(estimate_text_width(text) for end in lasts for lines in (*end.lines_below, ("",)) for text in lines)
    naming = max(naming, *(estimate_text_width(end.cell.shown, bold=True) for end in lasts))
    right = scene.right_edge - naming - LEADER - 4
    left = max((estimate_text_width(end.cell.shown, bold=True) for end in firsts), default=0.0) + LEADER + 4
    if right - left < 0.45 * scene.right_edge:
        firsts, left = [], 6.0
    top = y + 8
    bottom = top + max(240 if scene.is_wide else 200, *(sum(end.height for end in ends) for ends in (firsts, lasts)))
    values = Scale(*find_range(chart.list_cells(), from_zero=False), bottom, top)
    scene.record_scale(values)
    times = make_column_scale(chart.columns, left, right)
    scene.draw_rule(left - 4, bottom + 6, right + 4, bottom + 6)
    if values.low < 0:
        scene.draw_rule(left - 4, values.to_pixel(0), right + 4, values.to_pixel(0))
    scene.layers.append(_make_lines(scene, times, values))
    points = [make_datum(scene, place, column) for place, row in enumerate(chart.rows) for column in choose_point_columns(row)]
    add_points(scene, points, {"x": "time", "y": "value"}, {"x": times, "y": values}, len(chart.rows))
    for ends, edge, away in ((firsts, left, -1), (lasts, right, 1)):
        _draw_labels(scene, ends, times, values, edge, away)
    draw_column_names(scene, times, bottom + 6)
    _draw_signs(scene, times, values)


def _find_last_ends(scene: Scene, most: float, *, aside: bool) -> list[End]:
    """Return the last ends with the texts below their numbers.

    These are the name of the row unless the legend has it, the column if the line ends before the others, and the note.
    """
    found = []
    for place, row in enumerate(scene.chart.rows):
        column, cell = enumerate_cells(row)[-1]
        early = scene.chart.columns[column] if column < len(row.cells) - 1 else ""
        texts = [text for text in ("" if aside else join_group_and_label(row), early, cell.note) if text]
        measure_room(scene, texts, most)
        found.append(End(place, column, cell, tuple(wrap_text(text, most) for text in texts)))
    return found


def _draw_labels(scene: Scene, ends: list[End], times: Scale, values: Scale, edge: float, away: int) -> None:
    """Draw the numbers beside the ends of the lines, moved apart and with leaders to their points."""
    at = {end: values.to_pixel(end.cell.value) for end in ends}
    ends = sorted(ends, key=lambda end: (at[end], end.row_index))
    # The number belongs at the point; the texts below hang from it.
    wanted = [at[end] - LINE / 2 + end.height / 2 for end in ends]
    centres = spread_boxes(wanted, [end.height for end in ends], values.end - LINE / 2, values.start + LINE / 2)
    for end, centre in zip(ends, centres, strict=True):
        y = centre - end.height / 2 + LINE / 2
        point = times.to_pixel(place_columns(scene.chart.columns)[end.column_index])
        if abs(point - edge) > 1:
            scene.draw_rule(point + away * 6, at[end], edge, at[end], stroke=MUTED, dash=True)
        scene.draw_rule(edge + away * 6, at[end], edge + away * LEADER, y, stroke=choose_colour(end.row_index))
        start, align = edge + away * (LEADER + 4), "left" if away > 0 else "right"
        below = scene.draw_text(end.cell.label, start, y, align=align, bold=True, sign=end.cell.sign, figure=end.cell.id)
        for lines in end.lines_below:
            below = scene.draw_text(lines, start, below, align=align)


def _draw_signs(scene: Scene, times: Scale, values: Scale) -> None:
    """Draw the signs of values without a label above or below their points, and those of gaps at the axis, where they have room."""
    at = [times.to_pixel(position) for position in place_columns(scene.chart.columns)]
    points = [(at[column], values.to_pixel(cell.value)) for row in scene.chart.rows for column, cell in enumerate_cells(row)]
    labelled = {text["figure"] for text in scene.list_texts()}
    for row in scene.chart.rows:
        for column, cell in enumerate(row.cells):
            sign = row.find_gap(column) if cell is None else cell.sign if row.has_new_sign(column) and cell.id not in labelled else ""
            middle = values.start if cell is None else values.to_pixel(cell.value)
            reach = estimate_text_width(sign) / 2 + APART
            for y in (middle - LINE * 0.8, middle + LINE * 0.8)[: 1 if cell is None else 2] if sign else ():
                is_free = all(abs(x - at[column]) > reach or abs(point - y) > LINE * 0.7 for x, point in points)
                if is_free and scene.can_hold(sign, at[column], y):
                    scene.draw_text(sign, at[column], y, align="center")
                    break


def _make_lines(scene: Scene, times: Scale, values: Scale) -> Layer:
    rows, count = len(scene.chart.rows), len(scene.chart.columns)
    drawn = [make_datum(scene, place, column) for place in range(rows) for column in range(count)]
    drawn += [make_break(scene, place, column) for place, row in enumerate(scene.chart.rows) for column in list_breaks(row)]
    colours = {"stroke": encode_series(rows)["stroke"]}
    return Layer("line", drawn, {"x": "time", "y": "value"}, {"strokeWidth": 2.5}, {"x": times, "y": values}, colours)


KIND = Kind("line", _lay_out, require_values, columns=(2, 240), rows=(1, MAX_SERIES), alternatives="small-multiples")
