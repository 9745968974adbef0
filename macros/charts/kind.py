"""Kinds of chart, and the checks of a chart against its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .model import BOUNDS, SCALES, Chart, ChartError
from .scene import Scene

MAX_COLUMNS = 240
"""Most columns of any kind: monthly data of twenty years."""


@dataclass(frozen=True)
class Kind:
    """A kind of chart, with the name used in data/charts.yml.

    Attributes:
        lay_out: Lays out a chart on a scene.
        columns, rows: The least and the greatest number of them.
        rule: Raises `ChartError` for a consistent chart that does not fit this kind.
        alternatives: The kinds to suggest when a chart has too many or too few rows or columns.
        has_events: Whether it is drawn from dated events, not from rows of figures.
        can_name_rest: Whether a row without cells may name the rest of a whole.
        has_scales: Whether its charts say if their panels share one scale.
    """

    name: str
    lay_out: Callable[[Scene], None]
    rule: Callable[[Chart], None] = lambda chart: None
    columns: tuple[int, int] = (0, MAX_COLUMNS)
    rows: tuple[int, int] = (0, 60)
    alternatives: str = ""
    has_events: bool = False
    can_name_rest: bool = False
    has_scales: bool = False


def verify_chart(chart: Chart, kind: Kind) -> None:
    """Raise `ChartError` for a chart that is inconsistent or breaks the rule of its kind."""
    for row in chart.rows:
        if not row.cells and kind.can_name_rest:
            continue
        # A chart without columns has one unnamed column.
        if len(row.cells) != max(len(chart.columns), 1):
            fact = f"row {row.label!r} has {len(row.cells)} cells for {len(chart.columns)} columns"
            raise ChartError(chart, fact, "give each row one cell a column, None where there is none")
    for cell in chart.list_cells():
        if cell.bound not in BOUNDS:
            raise ChartError(chart, f"figure {cell.id!r} has the bound {cell.bound!r}", f"use one of {BOUNDS}")
    if kind.has_events and (not chart.events or chart.rows or chart.columns):
        raise ChartError(chart, f"the kind {kind.name} is drawn from events, not from rows", "fill events, leave rows and columns empty")
    if not kind.has_events and chart.events:
        raise ChartError(chart, f"the kind {kind.name} is drawn from rows, not from events", "leave events empty or use another kind")
    if not kind.has_events and not chart.list_cells():
        raise ChartError(chart, "there is no quantity to draw", "give at least one row with a cell")
    for what, count, (least, most) in (("rows", len(chart.rows), kind.rows), ("columns", len(chart.columns), kind.columns)):
        if not least <= count <= most:
            wanted = str(least) if least == most else f"at least {least}" if count < least else f"at most {most}"
            remedy = f"use another kind{f', as {kind.alternatives}' if kind.alternatives else ''}, or other {what}"
            raise ChartError(chart, f"it has {count} {what}, and this kind takes {wanted}", remedy)
    if bool(chart.scales) != kind.has_scales or chart.scales not in ("", *SCALES):
        fact = f"its scales are {chart.scales!r}" if chart.scales else "it does not say whether its panels have one scale"
        raise ChartError(chart, fact, f"give it one of the scales {SCALES}" if kind.has_scales else f"the kind {kind.name} has one scale")
    kind.rule(chart)
