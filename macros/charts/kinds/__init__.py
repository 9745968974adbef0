"""The kinds of chart: each lays a chart out on a scene. Nothing here imports altair."""

from __future__ import annotations

from collections.abc import Callable

from ..measure import WIDTHS
from ..model import Chart, UnknownKind, verify
from ..scene import Scene
from .diverging_bars import diverging_bars
from .elapsed import elapsed
from .grouped_bars import grouped_bars
from .part_of_whole import part_of_whole
from .separate_bars import separate_bars
from .slope import slope
from .timeline import timeline

_KINDS: dict[str, Callable[[Scene], None]] = {
    "grouped-bars": grouped_bars,
    "slope": slope,
    "diverging-bars": diverging_bars,
    "elapsed": elapsed,
    "part-of-whole": part_of_whole,
    "separate-bars": separate_bars,
    "timeline": timeline,
}

KINDS: tuple[str, ...] = tuple(_KINDS)


def known(chart: Chart, width: str) -> None:
    """Raise `UnknownKind`, `ChartError` or `ValueError` (width) for what cannot be drawn."""
    if chart.kind not in _KINDS:
        raise UnknownKind(chart.kind, KINDS)
    if width not in WIDTHS:
        raise ValueError(f"unknown width of chart {width!r}; known widths: {', '.join(WIDTHS)}")
    verify(chart)


def lay_out(chart: Chart, width: str) -> Scene:
    """The scene of a chart at a width."""
    known(chart, width)
    scene = Scene(chart, width)
    _KINDS[chart.kind](scene)
    return scene
