"""A laid-out chart before it is drawn: layers of marks with their data, and the height that they need.

A layer keeps its data as values and says on which scale they lie, so that the specification made of it shows the
quantities and not only pixels. Texts stand at pixels. Colours are CSS custom properties by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .measure import FONT, LINE, WIDTHS, Box, Scale, clash, wrap
from .model import Cell, Chart, ChartError, Row

if TYPE_CHECKING:
    import altair as alt

# Behind each property its colour in the light scheme, for whoever sees the drawing without the page's style sheets.
TEXT = "var(--chart-text, #16202b)"
AXIS = "var(--chart-axis, #8d8a83)"
MUTED = "var(--chart-muted, #7f8894)"
MARKS = ("var(--chart-1, #1f5485)", "var(--chart-2, #b0561a)")
SERIES = (*MARKS, "var(--chart-3, #2b7a4b)", "var(--chart-4, #8a3f8f)", "var(--chart-5, #8a6d00)", "var(--chart-6, #0f7c85)")


Json = dict[str, Any]
"""An object of a specification: a datum, a style. Which values it may have, Vega-Lite's schema says."""


@dataclass(frozen=True)
class Layer:
    """Marks of one type and style.

    `fields` maps the channels x, x2, y, y2, text to field names of `rows`; `scales` holds the scales of x and y, and a
    channel without one is in pixels. `style` holds properties of the Vega-Lite mark.
    """

    mark: str
    rows: list[Json]
    fields: dict[str, str]
    style: Json
    scales: dict[str, Scale] = field(default_factory=dict)


Native = Callable[[], "alt.Chart"]
"""Makes a chart of altair's that is a layer as it is: its marks, scales and transforms do what no pixel is needed for."""


@dataclass(frozen=True)
class Panels:
    """Panels that Vega-Lite lays out in rows of `across` from the pixel `top` down, one for each value of `place` in the data.

    `spacing` is that between rows and between columns; `make` gives the layers of one panel, without data.
    """

    data: list[Json]
    make: Callable[[], alt.LayerChart]
    across: int
    spacing: tuple[float, float]
    top: float
    breadth: float

    def texts(self) -> Iterator[tuple[list[tuple[Json, Json]], float]]:
        """The texts of each panel with their style, and the breadth of a panel."""
        found: dict[int, list[tuple[Json, Json]]] = {}
        for row in self.data:
            if "text" in row:
                style = {"align": row["align"], "fontWeight": row["weight"], "fontSize": FONT}
                found.setdefault(row["place"], []).append((row, style))
        yield from ((texts, self.breadth) for texts in found.values())


@dataclass
class Scene:
    """A drawing in progress. `bottom` is the lowest pixel in use and becomes the height.

    `measured` holds, for each row by its place, the scale along which its values are read.
    """

    chart: Chart
    width: str
    layers: list[Layer | Native] = field(default_factory=list)
    bottom: float = 0.0
    panels: Panels | None = None
    measured: dict[int, Scale] = field(default_factory=dict)

    @property
    def wide(self) -> bool:
        return self.width == "wide"

    @property
    def right(self) -> float:
        """Width in pixels."""
        return WIDTHS[self.width]

    def text(
        self,
        lines: str | tuple[str, ...],
        x: float,
        y: float,
        *,
        align: str = "left",
        bold: bool = False,
        fill: str = TEXT,
        figure: str = "",
        size: float = FONT,
    ) -> float:
        """Write lines of which the first is centred on `y`; give the `y` of the next line. Empty text draws nothing."""
        lines = (lines,) if isinstance(lines, str) else tuple(lines)
        if not any(lines):
            return y
        row = {
            "x": round(x, 2),
            "y": round(y, 2),
            "text": list(lines) if len(lines) > 1 else lines[0],
            "figure": figure,
        }
        style = {
            "align": align,
            "baseline": "middle",
            "fill": fill,
            "fontSize": size,
            "fontWeight": 600 if bold else 400,
            "lineHeight": LINE,
        }
        self._add("text", row, {"x": "x", "y": "y", "text": "text"}, style, {})
        self.bottom = max(self.bottom, y + LINE * (len(lines) - 1) + size * 0.7)
        return y + LINE * len(lines)

    def block(
        self,
        text: str,
        top: float,
        *,
        left: float = 0,
        breadth: float | None = None,
        bold: bool = False,
        gap: float = 0,
    ) -> float:
        """Write a wrapped text below `top`; give its lowest pixel plus `gap`, or `top` where there is no text."""
        lines = wrap(text, self.right - left if breadth is None else breadth, bold=bold)
        return self.text(lines, left, top + LINE / 2, bold=bold) - LINE / 2 + gap if lines else top

    def rule(self, x: float, y: float, x2: float, y2: float, *, stroke: str = AXIS, dash: bool = False, weight: float = 1) -> None:
        """A straight line between two pixels: axes, ticks, leaders, open ends."""
        style = {"stroke": stroke, "strokeWidth": weight} | ({"strokeDash": [3, 3]} if dash else {})
        fields = {"x": "x", "y": "y", "x2": "x2", "y2": "y2"}
        ends = {"x": x, "y": y, "x2": x2, "y2": y2}
        self._add("rule", {name: round(pixel, 2) for name, pixel in ends.items()}, fields, style, {})
        self.bottom = max(self.bottom, y + weight, y2 + weight)

    def mark(self, mark: str, row: Json, fields: dict[str, str], style: Json, scales: dict[str, Scale]) -> None:
        """A mark that stands for data; `row` holds the data and the pixels of the channels without a scale."""
        self._add(mark, row, fields, style, scales)

    def verify(self) -> None:
        """Raise `ChartError` where texts would lie on each other or beyond the drawing: a label that is cut off says something else."""
        texts = [(row, layer.style) for layer in self.layers if isinstance(layer, Layer) and layer.mark == "text" for row in layer.rows]
        for found, breadth in [(texts, self.right), *(self.panels.texts() if self.panels else ())]:
            boxes = [
                Box.of(row["text"], row["x"], row["y"], style["align"], style["fontWeight"] > 400, style["fontSize"])
                for row, style in found
            ]
            if wrong := clash(boxes, breadth):
                fact = f"its texts do not fit in {self.right:g} pixels: {' and '.join(repr(text) for text in wrong)}"
                raise ChartError(self.chart, fact, "write them shorter, or use another kind")

    def measure(self, scale: Scale, *places: int) -> None:
        """Note the scale of rows, of all where no place is given."""
        self.measured |= dict.fromkeys(places or range(len(self.chart.rows)), scale)

    def _add(self, mark: str, row: Json, fields: dict[str, str], style: Json, scales: dict[str, Scale]) -> None:
        # Marks alike share a layer as long as nothing else was drawn between: what comes later lies on top.
        if self.layers and isinstance(last := self.layers[-1], Layer):
            if mark != "line" and (last.mark, last.fields, last.style, last.scales) == (mark, fields, style, scales):
                last.rows.append(row)
                return
        self.layers.append(Layer(mark, [row], fields, style, scales))


def facts(row: Row, column: str, cell: Cell) -> Json:
    """The data of a mark: what it is, as it stands in the specification."""
    return {
        "row": row.label,
        "column": column,
        "value": float(cell.value),
        "label": cell.label,
        "bound": cell.bound,
    }


def columns(chart: Chart) -> tuple[str, ...]:
    """The column labels; a chart without any has one that is unnamed."""
    return chart.columns or ("",)


def groups(chart: Chart) -> Iterator[tuple[str, Row]]:
    """Each row with the heading to write above it: its group where a new group begins, else nothing."""
    before = ""
    for row in chart.rows:
        yield (row.group if row.group != before else "", row)
        before = row.group
