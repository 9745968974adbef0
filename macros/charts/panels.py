"""Small panels, one for each row of a chart, laid out by altair on one scale or each on its own."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .measure import FONT, LINE, Scale, estimate_text_width, wrap_text
from .scene import AXIS, TEXT, Json, Panels, Scene
from .series import Channel, encode_position, enumerate_cells, find_range, list_row_texts, measure_room

if TYPE_CHECKING:
    import altair as alt

ROW_SPACING = 20
COLUMN_SPACING = 16
NO_VALUE = "–"
BOUND_OPACITY = 0.14
"""Opacity of marks with a bound."""


@dataclass
class Panel:
    """The size of all panels and the data of their marks.

    Attributes:
        breadth: Width of a panel.
        plot_height: Height of the plot.
        name_height: Height of the names above the plot.
        text_height: Height of the texts below the plot.
        data: The data of all panels.
    """

    breadth: float
    plot_height: float
    name_height: float
    text_height: float
    data: list[Json] = field(default_factory=list)

    def add_text(
        self,
        place: int,
        text: str | tuple[str, ...],
        x: float,
        y: float,
        *,
        figure: str = "",
        bold: bool = True,
        right: bool = False,
        sign: str = "",
    ) -> None:
        """Add a text to the panel of a row, with a sign behind it. Empty text draws nothing."""
        if sign:
            room, own = estimate_text_width(f" {sign}"), estimate_text_width(str(text), bold=bold)
            self.add_text(place, text, x - (room if right else 0), y, figure=figure, bold=bold, right=right)
            figure, bold, text, x, right = "", False, sign, x if right else x + own + room, True
        if text:
            said = {"text": list(text) if isinstance(text, tuple) else text, "x": x, "y": y, "figure": figure}
            self.data.append({"place": place, **said, "weight": 600 if bold else 400, "align": "right" if right else "left"})


def lay_out_panels(
    scene: Scene,
    y: float,
    need: float,
    tall: float,
    below: float,
    fill: Callable[[Panel], Callable[[], alt.LayerChart]],
    named: Sequence[str] = (),
) -> None:
    """Lay out the panels of a scene below `y`.

    Args:
        need: the least breadth of a plot.
        plot_height, text_height: the height of a plot and of the texts under it.
        fill: adds the data of the rows to the panel and returns a function that makes its layers.
        named: the columns to name in front of their notes, beside the names of rows.
    """
    names = [list_row_texts(row, named) for row in scene.chart.rows]
    every = [text for texts in names for text in texts]
    measure_room(scene, every, scene.right_edge, bold=True)
    need = max(need, measure_room(scene, every, min(120, scene.right_edge), bold=True, rigid=False))
    beside = max(1, min(len(names), 5 if scene.is_wide else 3, int((scene.right_edge + COLUMN_SPACING) / (need + COLUMN_SPACING))))
    breadth = math.floor((scene.right_edge - COLUMN_SPACING * (beside - 1)) / beside)
    wrapped = [[wrap_text(text, breadth, bold=True) for text in texts] for texts in names]
    heights = [LINE * sum(map(len, texts)) + 12 for texts in wrapped]
    panel = Panel(breadth, tall, max(heights), below)
    for place, (texts, above) in enumerate(zip(wrapped, heights, strict=True)):
        # Short names stand as close to their plot as long ones; the rules above the names of one row of panels are level.
        first = place - place % beside
        panel.data.append({"place": place, "x": 0, "x2": breadth, "y": -max(heights[first : first + beside])})
        at = 6 + LINE / 2 - above
        for lines in texts:
            panel.add_text(place, lines, 0, at, bold=lines is texts[0])
            at += LINE * len(lines)
    make = fill(panel)
    pitch = panel.name_height + tall + below + ROW_SPACING
    scene.panels = Panels(panel.data, make, beside, (pitch - tall, COLUMN_SPACING), y + panel.name_height, breadth)
    scene.bottom = y + pitch * math.ceil(len(names) / beside) - ROW_SPACING


def make_row_scales(scene: Scene, start: float, end: float, *, from_zero: bool) -> list[Scale]:
    """Return the scale of each row and record it in the scene."""
    chart = scene.chart
    cells = [chart.list_cells() if chart.scales == "common" else tuple(cell for _, cell in enumerate_cells(row)) for row in chart.rows]
    found = [Scale(*(find_range(each, from_zero=from_zero) if each else (0.0, 1.0)), start, end) for each in cells]
    for place, scale in enumerate(found):
        scene.record_scale(scale, place)
    return found


def encode_panel_position(channel: Callable[..., Channel], name: str, common: Scale | None, start: float, end: float) -> Channel:
    """Return the encoding of a position on the common scale, or on the panel's own.

    Vega-Lite finds the ends of a panel's own scale in the panel's data.
    """
    import altair as alt

    if common is not None:
        return encode_position(channel, name, common)
    return channel(field=name, type="quantitative", axis=None, scale=alt.Scale(range=[start, end], nice=False, zero=False, padding=0))


def make_marks(panel: Panel, make: Callable[..., alt.Chart], *, are_points: bool = False) -> list[alt.Chart]:
    """Return the marks of exact values and, if there are any, those of values with a bound, hollow and dashed.

    Args:
        make: makes marks of a style.
        are_points: whether soft values are hollow too.
    """
    exact, are_soft = "datum.point && isValid(datum.value) && !datum.bound", are_points and any(row.get("soft") for row in panel.data)
    found = [make().transform_filter(f"{exact} && !datum.soft" if are_soft else exact)]
    if are_soft:
        found.append(make(fillOpacity=0).transform_filter(f"{exact} && datum.soft"))
    if any(row.get("bound") for row in panel.data):
        hollow = make(strokeDash=[3, 3], fillOpacity=BOUND_OPACITY)
        found.append(hollow.transform_filter("datum.point && isValid(datum.value) && datum.bound != ''"))
    return found


def combine_layers(panel: Panel, *drawn: alt.Chart) -> alt.LayerChart:
    """Combine the marks of a panel, the rule above its name, and its texts."""
    import altair as alt

    pixels = {"x": encode_position(alt.X, "x"), "y": encode_position(alt.Y, "y")}
    rule = alt.Chart().transform_filter("isValid(datum.x2)").mark_rule(stroke=AXIS)
    parts = [*drawn, rule.encode(**pixels, x2=alt.X2("x2"))]
    styles = sorted({(row["weight"], row["align"]) for row in panel.data if "text" in row})
    for weight, align in styles:
        text = alt.Chart().transform_filter(f"datum.weight == {weight} && datum.align == '{align}'")
        text = text.mark_text(align=align, baseline="middle", fill=TEXT, fontSize=FONT, fontWeight=weight, lineHeight=LINE)
        parts.append(text.encode(**pixels, text="text:N", description="figure:N"))
    made = alt.layer(*parts, width=panel.breadth, height=panel.plot_height, view=alt.ViewBackground(stroke=None, fill=None))
    assert isinstance(made, alt.LayerChart)  # no part has panels of its own
    return made
