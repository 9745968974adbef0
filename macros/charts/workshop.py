"""Draws charts in a process of their own: `python -m macros.charts.workshop` takes them from its standard input, pickled.

What it draws it leaves in the cache; it imports what draws, and nothing else of the generator. The specifications are made by a
process before it, which ends: altair and the renderer together would take half as much memory again.
"""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
from pathlib import Path

from . import Chart, ChartError, Width, draw, specified
from .picture import png_bytes, svg_text

WIDTHS: tuple[Width, ...] = ("wide", "narrow")


def forms(root: Path, chart: Chart) -> None:
    """Draw a chart in every form into the cache of the project at `root`. What cannot be drawn is told by the build."""
    with contextlib.suppress(ChartError, OSError, ValueError):
        draw(chart, cache=root / ".cache" / "charts", width=WIDTHS[0])
        png_bytes(root, svg_text(root, chart))
        draw(chart, cache=root / ".cache" / "charts", width=WIDTHS[1])  # last: a build waits for this one


def specify(root: Path, chart: Chart) -> None:
    """Put the specifications of a chart into the cache."""
    with contextlib.suppress(ChartError, OSError, ValueError):
        for width in WIDTHS:
            specified(chart, width, cache=root / ".cache" / "charts")


if __name__ == "__main__":
    if "specify" not in sys.argv:
        subprocess.run([sys.executable, "-m", "macros.charts.workshop", "specify"], stdin=sys.stdin, check=False)
        sys.stdin.seek(0)
    where, wanted = pickle.load(sys.stdin.buffer)
    for each in wanted:
        (specify if "specify" in sys.argv else forms)(where, each)
