"""small-multiples: a small panel for each row, all on one scale or each on its own, which the chart says in words.

A panel of up to three columns has bars with their numbers; one of more has a line with the numbers at its ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from ..bars import LABEL_GAP, fill, label_room
from ..kind import Kind
from ..measure import FONT, LINE, Scale, wrap
from ..model import Cell, Row
from ..scene import AXIS, MARKS, TEXT, Json, Panels, Scene, columns
from ..series import Channel, across, data, full_name, marked, position, present, reach, room

if TYPE_CHECKING:
    import altair as alt

BAR = 18
BARS = 3  # columns
TALL = 56
APART = 20
BETWEEN = 16
NONE = "–"


@dataclass
class Panel:
    """What is alike in all panels: breadth, height of the plot, the room for names above it and for texts below, and the data of all."""

    breadth: float
    tall: float
    above: float
    below: float
    data: list[Json] = field(default_factory=list)

    def text(
        self, place: int, text: str | tuple[str, ...], x: float, y: float, *, figure: str = "", bold: bool = True, right: bool = False
    ) -> None:
        if not text:
            return
        said = {"text": list(text) if isinstance(text, tuple) else text, "x": x, "y": y, "figure": figure}
        self.data.append({"place": place, **said, "weight": 600 if bold else 400, "align": "right" if right else "left"})


def _lay_out(scene: Scene) -> None:
    chart = scene.chart
    has_bars = len(columns(chart)) <= BARS
    y = scene.block(chart.said, scene.block(chart.axis, 2.0, gap=10), gap=10)
    names = [full_name(row) for row in chart.rows]
    room(scene, names, scene.right, bold=True)
    need = _bars_need(scene) if has_bars else _lines_need(scene)
    need = max(need, room(scene, names, min(120, scene.right), bold=True, rigid=False))
    beside = max(1, min(len(names), 5 if scene.wide else 3, int((scene.right + BETWEEN) / (need + BETWEEN))))
    breadth = math.floor((scene.right - BETWEEN * (beside - 1)) / beside)
    titles = [wrap(name, breadth, bold=True) for name in names]
    panel = Panel(
        breadth,
        tall=_pitch(scene) * len(columns(chart)) - 6 if has_bars else TALL,
        above=LINE * max(map(len, titles)) + 12,
        below=4 if has_bars else 2 * LINE + 8,
    )
    for place, title in enumerate(titles):
        # A short name stands as close to its plot as a long one.
        above = LINE * len(title) + 12
        panel.data.append({"place": place, "x": 0, "x2": breadth, "y": -above})
        panel.text(place, title, 0, 6 + LINE / 2 - above)
    make = (_bars if has_bars else _lines)(scene, panel)
    pitch = panel.above + panel.tall + panel.below + APART
    scene.panels = Panels(panel.data, make, beside, (pitch - panel.tall, BETWEEN), y + panel.above, breadth)
    scene.bottom = y + pitch * math.ceil(len(names) / beside) - APART


def _reach(scene: Scene, row: Row, *, from_zero: bool) -> tuple[float, float]:
    cells = scene.chart.cells() if scene.chart.scales == "common" else tuple(cell for _, cell in present(row))
    return reach(cells, from_zero=from_zero)


def _lines_need(scene: Scene) -> float:
    """Pixels that the texts below the widest panel take."""
    found = 0.0
    for row in scene.chart.rows:
        ends = _ends(row)
        for texts, bold in (([cell.label for _, cell in ends], True), ([scene.chart.columns[at] for at, _ in ends], False)):
            found = max(found, sum(room(scene, [text], scene.right / 2 - 8, bold=bold) for text in texts) + 12)
    return max(found, 88)


def _ends(row: Row) -> list[tuple[int, Cell]]:
    found = present(row)
    return [found[0], found[-1]] if len(found) > 1 else found


def _lines(scene: Scene, panel: Panel) -> partial[alt.LayerChart]:
    chart = scene.chart
    for place, row in enumerate(chart.rows):
        points = marked(row)
        panel.data += [data(scene, place, at) | {"point": at in points} for at in range(len(row.cells))]
        low, high = _reach(scene, row, from_zero=False) if any(row.cells) else (0.0, 1.0)
        scene.measure(Scale(low, high, panel.tall, 0), place)
        if low <= 0 <= high:
            panel.data.append({"place": place, "from": 0.0})
        ends = _ends(row)
        for right, (at, cell) in zip((False, True)[2 - len(ends) :], ends, strict=True):
            x, y = panel.breadth if right else 0, panel.tall + 8 + LINE / 2
            panel.text(place, cell.label, x, y, figure=cell.id, right=right)
            panel.text(place, chart.columns[at], x, y + LINE, bold=False, right=right)
        if not ends:
            panel.text(place, NONE, 0, panel.tall / 2, bold=False)
    common = Scale(*reach(chart.cells(), from_zero=False), panel.tall, 0) if chart.scales == "common" else None
    return partial(_line_layers, panel, across(chart.columns, 4, panel.breadth - 4), common)


def _line_layers(panel: Panel, times: Scale, common: Scale | None) -> alt.LayerChart:
    import altair as alt

    x, y = position(alt.X, "time", times), _own(alt.Y, "value", common, panel.tall, 0)
    line = alt.Chart().transform_filter("isValid(datum.time)").mark_line(strokeWidth=2, stroke=MARKS[0]).encode(x=x, y=y)
    zero = alt.Chart().transform_filter("isValid(datum.from)").mark_rule(stroke=AXIS).encode(y=_own(alt.Y, "from", common, panel.tall, 0))
    point = alt.Chart().mark_point(size=36, stroke=MARKS[0], fill=MARKS[0], opacity=1, shape="circle").encode(x=x, y=y)
    exact = point.transform_filter("datum.point && isValid(datum.value) && !datum.bound")
    return _layered(panel, zero, line, exact, *_vague(panel, point))


def _bars_need(scene: Scene) -> float:
    return sum(_bars_room(scene)) + 64


def _bars_room(scene: Scene) -> tuple[float, float, float]:
    """Pixels for the names of columns, for numbers before zero, and for those behind the bars."""
    naming = room(scene, columns(scene.chart), scene.right / 3) + 10
    room(scene, (cell.label for cell in scene.chart.cells()), scene.right / 3, bold=True)
    below, above = (label_room([cell for cell in scene.chart.cells() if (cell.value < 0) is low]) for low in (True, False))
    return naming, below, above


def _pitch(scene: Scene) -> float:
    """Pixels from one bar to the next, which leave room for their names."""
    naming = _bars_room(scene)[0]
    return max(BAR, LINE * max(len(wrap(name, naming)) for name in columns(scene.chart))) + 6


def _bars(scene: Scene, panel: Panel) -> partial[alt.LayerChart]:
    chart, (naming, below, above) = scene.chart, _bars_room(scene)
    start, end, pitch = naming + below, panel.breadth - above, _pitch(scene)
    for place, row in enumerate(chart.rows):
        low, high = _reach(scene, row, from_zero=True) if any(row.cells) else (0.0, 1.0)
        scale = Scale(low, high, start, end)
        scene.measure(scale, place)
        panel.data.append({"place": place, "from": 0.0, "top": -4, "bottom": panel.tall + 4})
        for at, (name, cell) in enumerate(zip(columns(chart), row.cells, strict=True)):
            y = at * pitch + (pitch - 6 - BAR) / 2
            lines = wrap(name, naming)
            panel.text(place, lines, 0, y + BAR / 2 - LINE * (len(lines) - 1) / 2, bold=False)
            if cell is None:
                panel.text(place, NONE, scale.at(0) + LABEL_GAP, y + BAR / 2, bold=False)
                continue
            style = fill(at, len(row.cells), MARKS[0])
            panel.data.append(
                data(scene, place, at) | {"from": 0.0, "top": y, "bottom": y + BAR, "opacity": style["fillOpacity"], "point": True}
            )
            at_end = scale.at(cell.value) + (LABEL_GAP if cell.value >= 0 else -LABEL_GAP)
            panel.text(place, cell.label, at_end, y + BAR / 2, figure=cell.id, right=cell.value < 0)
    common = Scale(*reach(chart.cells(), from_zero=True), start, end) if chart.scales == "common" else None
    return partial(_bar_layers, panel, common, start, end)


def _bar_layers(panel: Panel, common: Scale | None, start: float, end: float) -> alt.LayerChart:
    import altair as alt

    ends = {"y": position(alt.Y, "top"), "y2": alt.Y2("bottom")}
    zero = alt.Chart().transform_filter("isValid(datum.from) && !isValid(datum.value)").mark_rule(stroke=AXIS)
    bar = alt.Chart().mark_rect(fill=MARKS[0], stroke=MARKS[0], strokeWidth=1.5)
    x = _own(alt.X, "value", common, start, end)
    bar = bar.encode(x=x, x2=alt.X2("from"), fillOpacity=alt.FillOpacity("opacity:Q", scale=None, legend=None), **ends)
    exact = bar.transform_filter("isValid(datum.value) && !datum.bound")
    return _layered(panel, zero.encode(x=_own(alt.X, "from", common, start, end), **ends), exact, *_vague(panel, bar))


def _own(channel: Callable[..., Channel], name: str, common: Scale | None, start: float, end: float) -> Channel:
    """A position on the common scale, or on the panel's own, of which Vega-Lite finds the ends in the panel's data."""
    import altair as alt

    if common is not None:
        return position(channel, name, common)
    return channel(field=name, type="quantitative", axis=None, scale=alt.Scale(range=[start, end], nice=False, zero=False, padding=0))


def _vague(panel: Panel, chart: alt.Chart) -> list[alt.Chart]:
    """The marks of values with a bound, hollow and dashed, if there are any."""
    import altair as alt

    if not any(row.get("bound") for row in panel.data):
        return []
    hollow = chart.transform_filter("datum.point && isValid(datum.value) && datum.bound != ''")
    return [hollow.encode(fillOpacity=alt.value(0.14), strokeDash=alt.value([3, 3]))]


def _layered(panel: Panel, *marks: alt.Chart) -> alt.LayerChart:
    """The marks of a panel, the rule above its name, and its texts."""
    import altair as alt

    pixels = {"x": position(alt.X, "x"), "y": position(alt.Y, "y")}
    rule = alt.Chart().transform_filter("isValid(datum.x2)").mark_rule(stroke=AXIS)
    parts = [*marks, rule.encode(**pixels, x2=alt.X2("x2"))]
    styles = sorted({(row["weight"], row["align"]) for row in panel.data if "text" in row})
    for weight, align in styles:
        text = alt.Chart().transform_filter(f"datum.weight == {weight} && datum.align == '{align}'")
        text = text.mark_text(align=align, baseline="middle", fill=TEXT, fontSize=FONT, fontWeight=weight, lineHeight=LINE)
        parts.append(text.encode(**pixels, text="text:N", description="figure:N"))
    made = alt.layer(*parts, width=panel.breadth, height=panel.tall, view=alt.ViewBackground(stroke=None, fill=None))
    assert isinstance(made, alt.LayerChart)  # no part has panels of its own
    return made


KIND = Kind("small-multiples", _lay_out, columns=(0, 240), rows=(1, 60), has_scales=True)
