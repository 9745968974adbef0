"""timeline: events down a line at their true distances in time, each led to a text that has room.

Ticks, where given, are years: the value 2021 stands at 1 January 2021.
"""

from __future__ import annotations

from datetime import date

from ..measure import LINE, Scale, spread, text_width, wrap
from ..model import Chart, ChartError
from ..scene import MARKS, MUTED, Scene

GAP = 12


def timeline(scene: Scene) -> None:
    """Lay out; later events stand lower. The height follows from the texts."""
    chart = scene.chart
    events = sorted(((_day(chart, event.date), event) for event in chart.events), key=lambda pair: pair[0])
    y = scene.block(chart.axis, 2.0, gap=10)
    years = max((text_width(label) for _, label in chart.tick_labels), default=0)
    line = years + 14 if years else 8
    start = line + (56 if scene.wide else 44)
    blocks = []
    for _, event in events:
        head, _, rest = event.label.rpartition("\n")
        strong = wrap(head, scene.right - start, bold=True) if head else ()
        blocks.append((strong, wrap(rest, scene.right - start)))
    sizes = [LINE * (len(strong) + len(plain)) + GAP for strong, plain in blocks]
    length = max(0.85 * sum(sizes), 240.0)
    days = Scale(events[0][0], events[-1][0], 0, length)
    wanted = [days.at(day) - LINE / 2 - GAP / 2 + size / 2 for (day, _), size in zip(events, sizes, strict=True)]
    centres = spread(wanted, sizes, float("-inf"), float("inf"))
    # A crowd of events spreads up as well as down, which keeps the leaders short; the line then starts lower.
    shift = y + max(sizes[0] / 2 - GAP / 2 - centres[0], 8.0)
    centres = [centre + shift for centre in centres]
    days = Scale(days.low, days.high, shift, shift + length)
    scene.rule(line, days.start, line, days.end, weight=2)
    for value, label in chart.tick_labels:
        _year(scene, days, line, value, label)
    firsts = [centre - size / 2 + GAP / 2 + LINE / 2 for centre, size in zip(centres, sizes, strict=True)]
    for (day, _), first in zip(events, firsts, strict=True):
        at = days.at(day)
        scene.rule(line, at, line + 10, at, stroke=MUTED)
        scene.rule(line + 10, at, start - 14, first, stroke=MUTED)
        scene.rule(start - 14, first, start - 6, first, stroke=MUTED)
    style = {"shape": "circle", "size": 55, "fill": MARKS[0], "stroke": MARKS[0], "strokeWidth": 1, "opacity": 1.0}
    for day, event in events:
        data = {"date": event.date, "label": event.label, "day": day, "x": line}
        scene.mark("point", data, {"x": "x", "y": "day"}, style, {"y": days})
    for (strong, plain), first in zip(blocks, firsts, strict=True):
        scene.text(plain, start, scene.text(strong, start, first, bold=True))


def _day(chart: Chart, text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise ChartError(chart, f"{text!r} is no date", "write it as YYYY-MM-DD") from None


def _year(scene: Scene, days: Scale, line: float, value, label: str) -> None:
    if value.denominator != 1 or not 1 <= value <= 9999:
        raise ChartError(scene.chart, f"the tick {label!r} is at {value}, no year", "give years as tick values")
    y = days.at(date(int(value), 1, 1).toordinal())
    if days.start <= y <= days.end:
        scene.rule(line - 7, y, line, y, weight=2)
        scene.text(label, line - 11, y, align="right")
