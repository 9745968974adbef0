"""A laid-out chart before it is drawn: layers of marks with their data, and the height in use.

A layer keeps its data as values with their scales, so that the specification shows the quantities and not only pixels.
Texts stand at pixels. Colours are CSS custom properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .measure import FONT, LINE, WIDTHS, Box, OwnScale, Scale, estimate_text_width, find_clash, wrap_text
from .model import Cell, Chart, ChartError, Row

# The fallback of each property is its colour in the light scheme, for drawings shown without the page's style sheets.
TEXT = "var(--chart-text, #16202b)"
AXIS = "var(--chart-axis, #8d8a83)"
MUTED = "var(--chart-muted, #7f8894)"
MARKS = ("var(--chart-1, #1f5485)", "var(--chart-2, #b0561a)")
SERIES = (*MARKS, "var(--chart-3, #2b7a4b)", "var(--chart-4, #8a3f8f)", "var(--chart-5, #8a6d00)", "var(--chart-6, #0f7c85)")


REMARK_INDENT = 24
"""Pixels before a note, for its letter."""
Json = dict[str, Any]
"""An object of a Vega-Lite specification, such as a datum or a style."""
MARK_ORDER = ("rect", "bar", "rule", "line", "point", "text")
"""Types of marks; later ones lie on top."""


@dataclass(frozen=True)
class Layer:
    """Marks of one type and style.

    Attributes:
        fields: Maps the channels x, x2, y, y2, text to field names of `rows`.
        style: Properties of the Vega-Lite mark.
        scales: The scales of x and y. A channel without one is in pixels.
        channels: Further channels, as they stand in the specification.
        transforms: Transforms of the data, as they stand in the specification.
    """

    mark_type: str
    rows: list[Json]
    fields: dict[str, str]
    style: Json
    scales: Mapping[str, Scale | OwnScale] = field(default_factory=dict)
    channels: Json = field(default_factory=dict)
    transforms: tuple[Json, ...] = ()


@dataclass(frozen=True)
class Panels:
    """Panels laid out by Vega-Lite, one for each value of `place` in the data.

    Attributes:
        layers: The layers of one panel, without data.
        column_count: The number of panels side by side.
        spacing: The room between rows and between columns.
        top: The top pixel of the first panel.
        breadth, height: The size of a panel's plot.
    """

    data: list[Json]
    layers: list[Layer]
    column_count: int
    spacing: tuple[float, float]
    top: float
    breadth: float
    height: float


@dataclass
class Scene:
    """A drawing in progress.

    Attributes:
        bottom: The lowest pixel in use. It becomes the height.
        scales_by_row: Maps the index of a row to the scale of its values.
    """

    chart: Chart
    width: str
    layers: list[Layer] = field(default_factory=list)
    bottom: float = 0.0
    panels: Panels | None = None
    scales_by_row: dict[int, Scale] = field(default_factory=dict)

    @property
    def is_wide(self) -> bool:
        """Return True if this is the wide drawing."""
        return self.width == "wide"

    @property
    def right_edge(self) -> float:
        """Width in pixels."""
        return WIDTHS[self.width]

    def draw_text(
        self,
        lines: str | tuple[str, ...],
        x: float,
        y: float,
        *,
        align: str = "left",
        bold: bool = False,
        figure: str = "",
        size: float = FONT,
        sign: str = "",
    ) -> float:
        """Draw lines of text, the first centred on `y`, and return the `y` of the next line.

        Empty text draws nothing.

        Args:
            figure: the figure of a label, or the check's name for a text of the source.
            sign: a sign to draw behind a label.
        """
        lines = (lines,) if isinstance(lines, str) else tuple(lines)
        if not any(lines):
            return y
        if sign:
            room, breadth = estimate_text_width(f"{sign} "), estimate_text_width(lines[0], size=size, bold=bold)
            left = x - {"left": 0.0, "center": (breadth + room) / 2, "right": breadth + room}[align]
            below = self.draw_text(lines, left, y, bold=bold, figure=figure, size=size)
            self.draw_text(sign, left + breadth + estimate_text_width(" "), y)
            return below
        row = {
            "x": round(x, 2),
            "y": round(y, 2),
            "text": list(lines) if len(lines) > 1 else lines[0],
            "figure": figure,
            "align": align,
            "weight": 600 if bold else 400,
        }
        # Read from the data, so that one layer holds texts of every kind: each layer costs the renderer time.
        style = {
            "align": {"expr": "datum.align"},
            "baseline": "middle",
            "fill": TEXT,
            "fontSize": size,
            "fontWeight": {"expr": "datum.weight"},
            "lineHeight": LINE,
        }
        self._add_mark("text", row, {"x": "x", "y": "y", "text": "text"}, style, {})
        self.bottom = max(self.bottom, y + LINE * (len(lines) - 1) + size * 0.7)
        return y + LINE * len(lines)

    def draw_block(
        self,
        text: str,
        top: float,
        *,
        left: float = 0,
        breadth: float | None = None,
        bold: bool = False,
        gap: float = 0,
        figure: str = "",
    ) -> float:
        """Draw a wrapped text below `top` and return its lowest pixel plus `gap`, or `top` without a text."""
        lines = wrap_text(text, self.right_edge - left if breadth is None else breadth, bold=bold)
        return self.draw_text(lines, left, top + LINE / 2, bold=bold, figure=figure) - LINE / 2 + gap if lines else top

    def draw_rule(self, x: float, y: float, x2: float, y2: float, *, stroke: str = AXIS, dash: bool = False, weight: float = 1) -> None:
        """Draw a straight line between two pixels: axes, ticks, leaders, open ends."""
        style = {"stroke": stroke, "strokeWidth": weight} | ({"strokeDash": [3, 3]} if dash else {})
        fields = {"x": "x", "y": "y", "x2": "x2", "y2": "y2"}
        ends = {"x": x, "y": y, "x2": x2, "y2": y2}
        self._add_mark("rule", {name: round(pixel, 2) for name, pixel in ends.items()}, fields, style, {})
        self.bottom = max(self.bottom, y + weight, y2 + weight)

    def draw_mark(self, mark: str, row: Json, fields: dict[str, str], style: Json, scales: dict[str, Scale]) -> None:
        """Draw a mark for data.

        Args:
            row: the data, and the pixels of the channels without a scale.
        """
        self._add_mark(mark, row, fields, style, scales)

    def verify_texts(self) -> None:
        """Raise `ChartError` if texts overlap or leave the drawing: a label that is cut off states something else."""
        if wrong := find_clash(self._list_boxes(), self.right_edge):
            fact = f"its texts do not fit in {self.right_edge:g} pixels: {' and '.join(repr(text) for text in wrong)}"
            raise ChartError(self.chart, fact, "write them shorter, or use another kind")

    def draw_remarks(self) -> None:
        """Draw the remarks below the chart: a letter, and the text beside it."""
        y = self.bottom + LINE / 2
        rows = [*self.list_texts(), *(row for row in (self.panels.data if self.panels else ()) if row.get("text"))]
        drawn = [text for row in rows for text in ([row["text"]] if isinstance(row["text"], str) else row["text"])]
        for remark in self.chart.remarks:
            if not (text := remark.select_text(drawn)):
                continue
            self.draw_text(remark.mark, 0, y + LINE / 2)
            named = f"{remark.piece} {remark.lang}".rstrip() if remark.piece else ""
            y = self.draw_block(text, y, left=REMARK_INDENT if remark.mark else 0, gap=4, figure=named)

    def can_hold(self, text: str, x: float, y: float) -> bool:
        """Return whether a text centred at a point touches no other, and leaves no edge."""
        return not find_clash([*self._list_boxes(), Box.from_lines(text, x, y, "center", False, FONT)], self.right_edge)

    def list_texts(self) -> list[Json]:
        """Return the data of the texts drawn."""
        return [row for layer in self._list_text_layers() for row in layer.rows]

    def _list_boxes(self) -> list[Box]:
        return [
            Box.from_lines(row["text"], row["x"], row["y"], row["align"], row["weight"] > 400, layer.style["fontSize"])
            for layer in self._list_text_layers()
            for row in layer.rows
        ]

    def _list_text_layers(self) -> list[Layer]:
        return [layer for layer in self.layers if layer.mark_type == "text" and not layer.transforms]

    def record_scale(self, scale: Scale, *places: int) -> None:
        """Record the scale of some rows, or of all rows if no index is given."""
        self.scales_by_row |= dict.fromkeys(places or range(len(self.chart.rows)), scale)

    def _add_mark(self, mark: str, row: Json, fields: dict[str, str], style: Json, scales: dict[str, Scale]) -> None:
        # Marks of one style share a layer; texts only with those just before, so that they are read in their order.
        alike = [layer for layer in self.layers if layer.mark_type == mark]
        for layer in alike[-1:] if mark == "text" else alike:
            if (layer.fields, layer.style, layer.scales, layer.transforms) == (fields, style, scales, ()):
                layer.rows.append(row)
                return
        self.layers.append(Layer(mark, [row], fields, style, scales))


def make_mark_data(row: Row, column: str, cell: Cell) -> Json:
    """Return the data of a mark for the specification."""
    return {
        "row": row.label,
        "column": column,
        "value": float(cell.value),
        "label": cell.label,
        "bound": cell.bound,
    } | ({"soft": True} if cell.is_soft else {})


def list_columns(chart: Chart) -> tuple[str, ...]:
    """Return the column labels; a chart without any has one unnamed column."""
    return chart.columns or ("",)


def iter_headed_rows(chart: Chart) -> Iterator[tuple[str, Row]]:
    """Yield each row with the heading to write above it: its group where a new one begins, else ""."""
    before = ""
    for row in chart.rows:
        yield (row.group if row.group != before else "", row)
        before = row.group
