"""Small panels, one for each row of a chart, laid out by altair on one scale or each on its own."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .measure import LINE, Scale, wrap_text
from .scene import Json, Layer, Panels, Scene
from .series import enumerate_cells, find_range, list_row_texts, measure_room

ROW_SPACING = 20
COLUMN_SPACING = 16
NO_VALUE = "–"
BOUND_OPACITY = 0.14
"""Opacity of marks with a bound."""


@dataclass
class Panel:
    """The size of all plots, the data of their marks, and their texts.

    Attributes:
        breadth, height: The size of a plot.
        corners: The pixels, from the left and from the top, at which the plot of each row begins.
        names: The wrapped texts above each plot.
        data: The data of the marks in all plots.
    """

    scene: Scene
    breadth: float
    height: float
    corners: Sequence[tuple[float, float]]
    names: Sequence[Sequence[tuple[str, ...]]]
    data: list[Json] = field(default_factory=list)

    def draw_name(self, place: int) -> None:
        """Draw the name of a row above its plot, before the other texts of the row, as they are read in this order."""
        y = 6 + LINE / 2 - _measure_height(self.names[place])
        for lines in self.names[place]:
            y = self.draw_text(place, lines, 0, y, bold=lines is self.names[place][0])

    def draw_text(self, place: int, text: str | tuple[str, ...], x: float, y: float, **style: Any) -> float:
        """Draw a text at a pixel of the plot of a row; see `Scene.draw_text`."""
        left, top = self.corners[place]
        return self.scene.draw_text(text, left + x, top + y, **style) - top


def lay_out_panels(
    scene: Scene,
    y: float,
    need: float,
    tall: float,
    below: float,
    fill: Callable[[Panel], list[Layer]],
    named: Sequence[str] = (),
) -> None:
    """Lay out the panels of a scene below `y`.

    Args:
        need: the least breadth of a plot.
        tall, below: the height of a plot and of the texts under it.
        fill: adds the data and the texts of each row to the panel, its name first, and returns the layers, without data.
        named: the columns to name in front of their notes, beside the names of rows.
    """
    names = [list_row_texts(row, named) for row in scene.chart.rows]
    every = [text for texts in names for text in texts]
    measure_room(scene, every, scene.right_edge, bold=True)
    need = max(need, measure_room(scene, every, min(120, scene.right_edge), bold=True, rigid=False))
    beside = max(1, min(len(names), 5 if scene.is_wide else 3, int((scene.right_edge + COLUMN_SPACING) / (need + COLUMN_SPACING))))
    breadth = math.floor((scene.right_edge - COLUMN_SPACING * (beside - 1)) / beside)
    wrapped = [[wrap_text(text, breadth, bold=True) for text in texts] for texts in names]
    heights = [*map(_measure_height, wrapped)]
    top, pitch = y + max(heights), max(heights) + tall + below + ROW_SPACING
    corners = [(place % beside * (breadth + COLUMN_SPACING), top + place // beside * pitch) for place in range(len(names))]
    panel = Panel(scene, breadth, tall, corners, wrapped)
    for place, (left, start) in enumerate(corners):
        # Short names stand as close to their plot as long ones; the rules above the names of one row of panels are level.
        first = place - place % beside
        rule = start - max(heights[first : first + beside])
        scene.draw_rule(left, rule, left + breadth, rule)
    layers = fill(panel)
    scene.panels = Panels(panel.data, layers, beside, (pitch - tall, COLUMN_SPACING), top, breadth, tall)
    scene.bottom = y + pitch * math.ceil(len(names) / beside) - ROW_SPACING


def _measure_height(names: Sequence[tuple[str, ...]]) -> float:
    return LINE * sum(map(len, names)) + 12


def make_row_scales(scene: Scene, start: float, end: float, *, from_zero: bool) -> list[Scale]:
    """Return the scale of each row and record it in the scene."""
    chart = scene.chart
    cells = [chart.list_cells() if chart.scales == "common" else tuple(cell for _, cell in enumerate_cells(row)) for row in chart.rows]
    found = [Scale(*(find_range(each, from_zero=from_zero) if each else (0.0, 1.0)), start, end) for each in cells]
    for place, scale in enumerate(found):
        scene.record_scale(scale, place)
    return found


def make_marks(panel: Panel, make: Callable[..., Layer], *, are_points: bool = False) -> list[Layer]:
    """Return the marks of exact values and, if there are any, those of values with a bound, hollow and dashed.

    Args:
        make: makes marks from a style and a filter of the data.
        are_points: whether soft values are hollow too.
    """
    exact, are_soft = "datum.point && isValid(datum.value) && !datum.bound", are_points and any(row.get("soft") for row in panel.data)
    found = [make({}, f"{exact} && !datum.soft" if are_soft else exact)]
    if are_soft:
        found.append(make({"fillOpacity": 0}, f"{exact} && datum.soft"))
    if any(row.get("bound") for row in panel.data):
        hollow = {"strokeDash": [3, 3], "fillOpacity": BOUND_OPACITY}
        found.append(make(hollow, "datum.point && isValid(datum.value) && datum.bound != ''"))
    return found
