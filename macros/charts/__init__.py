"""Charts: from quantities with ready-made labels to inline SVG.

`draw_chart` returns inline SVG on one line of text, `build_specification` the Vega-Lite specification with its data.

Each chart is drawn in two widths, `wide` (680 pixels) and `narrow` (320 pixels). A page holds both (`draw_both_widths`)
and its CSS shows one.
Without CSS the wide one is shown. The root is `<svg class="chart-svg" role="img" aria-label="..." data-width="wide">` without a size:

    .chart-svg { display: block; width: 100%; height: auto; }
    .chart-svg[data-width="wide"] { max-width: 680px; }
    .chart-svg[data-width="narrow"] { max-width: 480px; }
    .chart-narrow { display: block; }

The label of a cell carries `data-figure`, the id of its figure. Colours come from the page, by CSS custom properties in presentation
attributes. There is no style element or attribute, so they work under a strict Content-Security-Policy:

    --chart-text    all text; 4.5:1 against the page
    --chart-1       bars and lines; 3:1. The last column is solid, earlier ones are tinted with an outline
    --chart-2       the second line of a slope; 3:1
    --chart-3 ... 6 further series of a plot, with shapes of their own; 3:1
    --chart-muted   the rest of a whole, leaders, frames; 3:1 where it alone bounds a mark
    --chart-axis    axes and ticks

Each custom property has its colour of the light scheme as fallback, for pages without their style sheets. For a file outside a page,
replace each `var(--chart-...)` by a colour: some programs that show SVG do not support custom properties.
Text is at least 14 pixels of the drawing: at least 12 CSS pixels in a box of 275 (narrow) or 585 (wide).

Errors are `UnknownKindError` and `ChartError` (both `ValueError`) and `ValueError` for an unknown width. The same chart gives the same
bytes in every process. altair, vl-convert and lxml are imported only on a cache miss.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from macros.incremental.store import Cache

from . import cache as _cache
from .kinds import KINDS, find_kind, lay_out_chart
from .measure import PHONE_WIDTH, WIDTHS
from .model import Cell, Chart, ChartError, Event, Remark, Row, UnknownKindError

__all__ = [
    "KINDS",
    "Cell",
    "Chart",
    "ChartError",
    "Event",
    "Remark",
    "Row",
    "UnknownKindError",
    "add_as_of",
    "build_specification",
    "draw_both_widths",
    "draw_chart",
    "measure_gap",
    "serialise_specification",
]

Width = Literal["wide", "narrow"]
_FIGURE = re.compile(r'\bdata-figure="[^"]*"')


def draw_chart(chart: Chart, *, cache: Path | None, width: Width = "wide") -> str:
    """Return the chart as inline SVG, from the cache if possible.

    Args:
        cache: the folder of cached drawings (made when missing), or None for no cache.
    """
    find_kind(chart, width)
    store, key = _cache.open_drawing_cache(cache), _cache.make_drawing_key(chart, width)
    drawn = store.get(key)
    if drawn is None:
        from .svg import render_svg

        drawn = render_svg(_find_specification(chart, width, store) or _dump_specification(chart, width), chart, width)
        store.put(key, drawn)
    return drawn


def serialise_specification(chart: Chart, width: Width = "wide", *, cache: Path | None) -> str:
    """Return the Vega-Lite specification as JSON, from the cache if possible."""
    store = _cache.open_drawing_cache(cache)
    text = _find_specification(chart, width, store)
    if text is None:
        text = _dump_specification(chart, width)
        store.put(f"specification {_cache.make_drawing_key(chart, width)}", text)
    return text


def _find_specification(chart: Chart, width: Width, store: Cache) -> str | None:
    return store.get(f"specification {_cache.make_drawing_key(chart, width)}")


def _dump_specification(chart: Chart, width: Width) -> str:
    return json.dumps(build_specification(chart, width), ensure_ascii=False, indent=2) + "\n"


def add_as_of(drawing: str, as_of: str | None) -> str:
    """Add `data-as-of` to every label of a drawing, for a page with data as of a date."""
    return _FIGURE.sub(rf'\g<0> data-as-of="{as_of}"', drawing) if as_of else drawing


def draw_both_widths(chart: Chart, cache: Path, as_of: str | None, record: Callable[[str], None]) -> str:
    """Return both drawings of a chart for a page; the narrow one is hidden without CSS.

    Args:
        as_of: the date of the page's data.
        record: called with the text of each drawing.
    """
    wide, narrow = (add_as_of(draw_chart(chart, cache=cache, width=width), as_of) for width in ("wide", "narrow"))
    for drawing in (wide, narrow):
        record(drawing)
    # The wrapper is HTML because browsers ignore `hidden` on SVG elements.
    return f'{wide}<div class="chart-narrow" hidden="">{narrow}</div>'


def build_specification(chart: Chart, width: Width = "wide") -> dict[str, Any]:
    """Return the chart as a Vega-Lite specification with inline data."""
    from . import vega

    return vega.build_specification(lay_out_chart(chart, width))


def measure_gap(chart: Chart, figure: str, other: str) -> float:
    """Return the pixels between the ends of two figures' marks on a phone; 0 without a common scale.

    Raises:
        KeyError: a figure has no mark.
    """
    marks = _collect_marks(chart)
    found = max(abs(a - b) * unit if unit == its_unit else 0.0 for a, unit in marks[figure] for b, its_unit in marks[other])
    return found * PHONE_WIDTH / WIDTHS["narrow"]


@functools.lru_cache(maxsize=64)
def _collect_marks(chart: Chart) -> dict[str, list[tuple[float, float]]]:
    """Map each figure to its marks in the narrow drawing: (value, pixels per unit of its scale)."""
    scales = lay_out_chart(chart, "narrow").scales_by_row
    found: dict[str, list[tuple[float, float]]] = {}
    for place, row in enumerate(chart.rows):
        for cell in row.cells:
            if cell is not None:
                found.setdefault(cell.id, []).append((float(cell.value), scales[place].pixels_per_unit))
    return found
