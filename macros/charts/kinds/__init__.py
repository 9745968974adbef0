"""The closed list of chart kinds. Each lays a chart out on a scene. Nothing here imports altair.

A new kind needs a module with a `Kind`, an import and an entry here, and its name in schemas/charts.schema.json and
schemas/tables.schema.json.
"""

from __future__ import annotations

from ..kind import Kind, verify_chart
from ..measure import WIDTHS
from ..model import Chart, UnknownKindError
from ..scene import Scene
from . import (
    bar_panels,
    diverging_bars,
    dots,
    elapsed,
    grouped_bars,
    line,
    part_of_whole,
    ranking,
    separate_bars,
    slope,
    small_multiples,
    stacked_bars,
    timeline,
)

_MODULES = (
    *(grouped_bars, slope, diverging_bars, elapsed, part_of_whole, separate_bars, timeline),
    *(line, ranking, stacked_bars, small_multiples, bar_panels, dots),
)
KINDS: dict[str, Kind] = {module.KIND.name: module.KIND for module in _MODULES}


def find_kind(chart: Chart, width: str) -> Kind:
    """Return the kind of a chart.

    Raises:
        UnknownKindError: there is no such kind.
        ChartError: the chart does not fit its kind.
        ValueError: the width is unknown.
    """
    if chart.kind not in KINDS:
        raise UnknownKindError(chart.kind, tuple(KINDS))
    if width not in WIDTHS:
        raise ValueError(f"unknown width of chart {width!r}; known widths: {', '.join(WIDTHS)}")
    verify_chart(chart, KINDS[chart.kind])
    return KINDS[chart.kind]


def lay_out_chart(chart: Chart, width: str) -> Scene:
    """Return the scene of a chart at a width. Raises the errors of `find_kind`."""
    kind, scene = find_kind(chart, width), Scene(chart, width)
    kind.lay_out(scene)
    scene.draw_remarks()
    scene.verify_texts()
    return scene
