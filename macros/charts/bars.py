"""Bars with exact, open and vague ends, and layout shared by bar charts."""

from __future__ import annotations

from collections.abc import Callable

from .measure import LINE, Scale, estimate_text_width, spread_boxes, wrap_text
from .model import Cell, Row
from .scene import Json, Scene, iter_headed_rows, list_columns

BAR = 24
GAP = 5
ROW_GAP = 18

DASHED_LENGTH = 16
"""Length in pixels of the dashed end of a bar with a bound. It does not measure the uncertainty."""

LABEL_GAP = 8

DrawBar = Callable[[int, str, Row, Cell, float], float]
"""Draws one bar (index and name of its column, row, cell, top pixel) and returns the lowest pixel in use."""


def make_bar_style(place: int, count: int, colour: str) -> Json:
    """Return the style of a column's bars.

    The last column is solid, earlier ones are light with an outline, so they differ without colour too.
    """
    opacity = 1.0 if place == count - 1 else round(0.14 + 0.3 * place / max(count - 1, 1), 2)
    return {"fill": colour, "fillOpacity": opacity, "stroke": colour, "strokeWidth": 1.5}


def draw_bar(
    scene: Scene,
    cell: Cell,
    data: Json,
    scale: Scale,
    top: float,
    height: float,
    style: Json,
    *,
    limit: float | None = None,
) -> float:
    """Draw a horizontal bar from zero and return the pixel where it ends, dashed part included.

    Args:
        limit: the value at which the dashed part stops, as no share is over 100%.
    """
    zero, end = scale.to_pixel(0), scale.to_pixel(cell.value)
    away = 1 if end >= zero else -1
    solid, far = _measure_bar_parts(cell.bound, abs(end - zero))
    if limit is not None:
        far = min(far, max(abs(scale.to_pixel(limit) - zero), solid))
    row = data | {"from": 0, "to": scale.to_value(zero + away * solid), "top": top, "bottom": top + height}
    if far == solid:
        # Converting to pixels and back would round the exact value in the specification.
        row["to"] = data["value"]
    scene.draw_mark("rect", row, {"x": "from", "x2": "to", "y": "top", "y2": "bottom"}, style, {"x": scale})
    if far > solid:
        a, b = zero + away * solid, zero + away * far
        vague = {"x": min(a, b), "x2": max(a, b), "top": top, "bottom": top + height, "bound": cell.bound}
        tint = {"fill": style["fill"], "fillOpacity": 0.2}
        scene.draw_mark("rect", vague, {"x": "x", "x2": "x2", "y": "top", "y2": "bottom"}, tint, {})
        for y in (top, top + height):
            scene.draw_rule(a, y, b, y, stroke=style["stroke"], dash=True, weight=1.5)
        if cell.bound not in {"over", "at_least"}:
            scene.draw_rule(b, top, b, top + height, stroke=style["stroke"], dash=True, weight=1.5)
    scene.bottom = max(scene.bottom, top + height + 1)
    return zero + away * far


def _measure_bar_parts(bound: str, length: float) -> tuple[float, float]:
    """Return how far the solid and the dashed part of a bar reach from zero, in pixels."""
    soft = min(DASHED_LENGTH, length / 2) if bound not in {"over", "at_least"} else DASHED_LENGTH
    return {
        "": (length, length),
        "over": (length, length + soft),
        "at_least": (length, length + soft),
        "under": (length - soft, length),
        "at_most": (length - soft, length),
        "about": (length - soft / 2, length + soft / 2),
    }[bound]


def measure_label_room(cells: list[Cell]) -> float:
    """Return the pixels needed beyond the longest bar for the label at its end."""
    return max((estimate_text_width(cell.shown, bold=True) + LABEL_GAP + (DASHED_LENGTH if cell.bound else 0) for cell in cells), default=0)


def draw_ticks(scene: Scene, scale: Scale, y: float, *, left: float = 0, right: float | None = None) -> None:
    """Draw the chart's `tick_labels` with their texts below an axis at `y`."""
    named = sorted(scene.chart.tick_labels)
    if not named:
        return
    wanted = [scale.to_pixel(value) for value, _ in named]
    # The texts must not overlap or leave the drawing.
    centres = spread_boxes(
        wanted, [estimate_text_width(label) + 6 for _, label in named], left, scene.right_edge if right is None else right
    )
    scene.draw_rule(min(scale.start, *wanted), y, max(scale.end, *wanted), y)
    for (_, label), at, centre in zip(named, wanted, centres, strict=True):
        scene.draw_rule(at, y, at, y + 5)
        scene.draw_text(label, centre, y + 5 + LINE * 0.7, align="center")


def draw_zero_line(scene: Scene, scale: Scale, runs: list[tuple[float, float]]) -> None:
    """Draw the thin line at zero along each run of bars (top and bottom pixel)."""
    for top, bottom in runs:
        scene.draw_rule(scale.to_pixel(0), top - 4, scale.to_pixel(0), bottom + 4)


def draw_bar_rows(scene: Scene, draw: DrawBar, y: float, *, beside: float, naming: float | None, zero: float) -> list[tuple[float, float]]:
    """Lay out rows in their groups from pixel `y` down and return the runs of bars for the axis.

    Row labels stand in a column `beside` pixels wide. If it is 0 they stand above their bars, as a phone has no room for both;
    then each row is a run of its own, because an axis would strike through the labels. Column names end at pixel `naming`. The sign of a
    gap stands behind pixel `zero`.
    """
    runs: list[tuple[float, float]] = []
    for heading, row in iter_headed_rows(scene.chart):
        if heading:
            y += 8 if runs else 0
            y = scene.draw_block(heading, y, bold=True, gap=8)
        lines = wrap_text(row.label, (beside or scene.right_edge) - (20 if beside else 0))
        if not beside:
            y = scene.draw_block(row.label, y, gap=6)
        # The lower one of label and bars is centred on the higher one.
        height = len(scene.chart.columns or ("",)) * (BAR + GAP) - GAP
        top = y + (max(LINE * len(lines) - height, 0) / 2 if beside else 0)
        if beside:
            scene.draw_text(lines, 0, top + height / 2 - LINE * (len(lines) - 1) / 2)
        bottom = top
        for place, (name, cell) in enumerate(zip(list_columns(scene.chart), row.cells, strict=True)):
            if naming is not None:
                scene.draw_text(name, naming, bottom + BAR / 2, align="right")
            if cell is None:
                scene.draw_text(row.find_gap(place), zero + LABEL_GAP, bottom + BAR / 2)
            below = draw(place, name, row, cell, bottom) if cell is not None else bottom + BAR
            bottom = max(below, bottom + BAR) + GAP
        bottom -= GAP
        if runs and beside and not heading:
            runs[-1] = (runs[-1][0], bottom)
        else:
            runs.append((top, bottom))
        y = max(bottom, top + height / 2 + LINE * len(lines) / 2 if beside else 0) + ROW_GAP
    return runs
