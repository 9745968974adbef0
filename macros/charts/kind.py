"""What a kind of chart is: its name, its rule and its layout, which stand side by side in a module of `kinds`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .model import Chart
from .scene import Scene


def no_rule(chart: Chart) -> None:
    """Take any chart whose parts fit together."""


@dataclass(frozen=True)
class Kind:
    """A kind of chart, by the name that data/charts.yml gives it.

    Attributes:
        lay_out: Lays a chart of it out on a scene.
        verify: Raises `ChartError` for a chart whose parts fit together, and which yet is none of this kind.
        has_events: Whether it is drawn from dated events, not from rows of figures.
        names_rest: Whether a row may have no cells at all: it names what the others leave.
    """

    name: str
    lay_out: Callable[[Scene], None]
    verify: Callable[[Chart], None] = no_rule
    has_events: bool = False
    names_rest: bool = False
