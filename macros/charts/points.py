"""Points with exact and bounded values, for lines."""

from __future__ import annotations

from .measure import Scale
from .model import Cell
from .scene import Json, Scene

SHAPES = ("circle", "square")


def point(scene: Scene, cell: Cell, data: Json, scale: Scale, x: float, place: int, colour: str) -> None:
    """Draw a point at pixel `x`; a value with a bound is hollow and dashed. Rows differ in shape as in colour."""
    vague = bool(cell.bound)
    style = {
        "shape": SHAPES[place % len(SHAPES)],
        "size": 90,
        "fill": colour,
        "fillOpacity": 0.0 if vague else 1.0,
        "stroke": colour,
        "strokeWidth": 1.5,
        "opacity": 1.0,
    } | ({"strokeDash": [2, 2]} if vague else {})
    scene.mark("point", data | {"x": x}, {"x": "x", "y": "value"}, style, {"y": scale})
