"""Draws charts in a process of their own: `python -m macros.charts.workshop` takes them from its standard input, pickled.

What it draws it leaves in the cache; it imports what draws, and nothing else of the generator.
"""

from __future__ import annotations

import contextlib
import pickle
import sys
from pathlib import Path

from . import Chart, ChartError, draw
from .picture import png_bytes, specification_text, svg_text


def forms(root: Path, chart: Chart) -> None:
    """Draw a chart in every form into the cache of the project at `root`. What cannot be drawn is told by the build."""
    with contextlib.suppress(ChartError, OSError, ValueError):
        for width in ("wide", "narrow"):
            draw(chart, cache=root / ".cache" / "charts", width=width)
        specification_text(root, chart)
        png_bytes(root, svg_text(root, chart))


if __name__ == "__main__":
    where, wanted = pickle.load(sys.stdin.buffer)
    for each in wanted:
        forms(where, each)
