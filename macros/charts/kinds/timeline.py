"""The kind timeline: events down a line at their true distances in time, each with a leader to a text that has room.

Tick values are years: 2021 stands at 1 January 2021.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ..kind import Kind
from ..measure import LINE, Scale, estimate_text_width, spread_boxes, wrap_text
from ..model import Chart, ChartError
from ..scene import MARKS, MUTED, Scene

GAP = 12
APART = 4


@dataclass
class Block:
    """The texts at one place of the line.

    Attributes:
        day: Ordinal of the date.
        heading: The wrapped lines of a strong first line, if there is one.
        texts: The wrapped texts of the events that share it.
    """

    day: int
    heading: tuple[str, ...]
    texts: list[tuple[str, ...]]

    @property
    def height(self) -> float:
        """Height in pixels, with the gap to the next block."""
        lines = len(self.heading) + sum(map(len, self.texts))
        return LINE * lines + APART * (len(self.texts) - 1) + GAP


def _lay_out(scene: Scene) -> None:
    """Lay out the events, later ones lower. The height follows from the texts."""
    chart = scene.chart
    y = scene.draw_block(chart.axis, 2.0, gap=10)
    years = max((estimate_text_width(label) for _, label in chart.tick_labels), default=0)
    line = years + 14 if years else 8
    start = line + (56 if scene.is_wide else 44)
    blocks = _group_events(chart, scene.right_edge - start)
    sizes = [block.height for block in blocks]
    length = max(0.85 * sum(sizes), 240.0)
    days = Scale(blocks[0].day, blocks[-1].day, 0, length)
    wanted = [days.to_pixel(block.day) - LINE / 2 - GAP / 2 + block.height / 2 for block in blocks]
    centres = spread_boxes(wanted, sizes, float("-inf"), float("inf"))
    # Crowded events spread up as well as down, which keeps the leaders short; the line then starts lower.
    shift = y + max(sizes[0] / 2 - GAP / 2 - centres[0], 8.0)
    days = Scale(days.low, days.high, shift, shift + length)
    firsts = [shift + centre - size / 2 + GAP / 2 + LINE / 2 for centre, size in zip(centres, sizes, strict=True)]
    scene.draw_rule(line, days.start, line, days.end, weight=2)
    for value, label in chart.tick_labels:
        _draw_year(scene, days, line, value, label)
    for block, first in zip(blocks, firsts, strict=True):
        at = days.to_pixel(block.day)
        scene.draw_rule(line, at, line + 10, at, stroke=MUTED)
        scene.draw_rule(line + 10, at, start - 14, first, stroke=MUTED)
        scene.draw_rule(start - 14, first, start - 6, first, stroke=MUTED)
    style = {"shape": "circle", "size": 55, "fill": MARKS[0], "stroke": MARKS[0], "strokeWidth": 1, "opacity": 1.0}
    for event in chart.events:
        data = {"date": event.date, "label": event.label, "day": _read_day(chart, event.date), "x": line}
        scene.draw_mark("point", data, {"x": "x", "y": "day"}, style, {"y": days})
    for block, first in zip(blocks, firsts, strict=True):
        below = scene.draw_text(block.heading, start, first, bold=True)
        for text in block.texts:
            below = scene.draw_text(text, start, below) + APART


def _group_events(chart: Chart, breadth: float) -> list[Block]:
    """Group the events in order of time; those of one day under the same strong line form one block."""
    blocks: list[Block] = []
    for event in sorted(chart.events, key=lambda event: _read_day(chart, event.date)):
        head, _, rest = event.label.rpartition("\n")
        day, strong, text = _read_day(chart, event.date), wrap_text(head, breadth, bold=True), wrap_text(rest, breadth)
        if blocks and strong and (blocks[-1].day, blocks[-1].heading) == (day, strong):
            blocks[-1].texts.append(text)
        else:
            blocks.append(Block(day, strong, [text]))
    return blocks


def _read_day(chart: Chart, text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise ChartError(chart, f"{text!r} is not a valid date", "write it as YYYY-MM-DD") from None


def _draw_year(scene: Scene, days: Scale, line: float, value: Fraction, label: str) -> None:
    if value.denominator != 1 or not 1 <= value <= 9999:
        raise ChartError(scene.chart, f"the tick {label!r} is at {value}, no year", "give years as tick values")
    y = days.to_pixel(date(int(value), 1, 1).toordinal())
    if days.start <= y <= days.end:
        scene.draw_rule(line - 7, y, line, y, weight=2)
        scene.draw_text(label, line - 11, y, align="right")


KIND = Kind("timeline", _lay_out, has_events=True)
