"""Draws charts in a process of their own: `python -m macros.charts.workshop` takes them from its standard input, pickled.

What it draws it leaves in the cache; it imports what draws, and nothing else of the generator. The specifications are made by a
process before it, which ends: altair and the renderer together would take half as much memory again. So does what is made beside them.
"""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from macros.incremental.store import cache_folder

from . import Chart, ChartError, Width, draw, specified
from .picture import png_bytes, svg_text

WIDTHS: tuple[Width, ...] = ("wide", "narrow")


def forms(root: Path, chart: Chart) -> None:
    """Draw a chart in both widths into the cache of the project at `root`. What cannot be drawn is told by the build."""
    with contextlib.suppress(ChartError, OSError, ValueError):
        for width in WIDTHS:  # a build waits for the last
            draw(chart, cache=cache_folder(root, "charts"), width=width)


def paint(root: Path, chart: Chart) -> None:
    """Put the picture of a chart that is drawn into the cache."""
    with contextlib.suppress(OSError, ValueError):
        png_bytes(root, svg_text(root, chart))


def specify(root: Path, chart: Chart) -> None:
    """Put the specifications of a chart into the cache."""
    with contextlib.suppress(ChartError, OSError, ValueError):
        for width in WIDTHS:
            specified(chart, width, cache=cache_folder(root, "charts"))


def work(root: Path, charts: Sequence[Chart]) -> None:
    """Draw charts in every form. The build paints the pictures that it comes to first, from the first chart on."""
    for chart in charts:
        forms(root, chart)
    for chart in reversed(charts):
        paint(root, chart)


def prepare(others: Sequence[tuple[str, bytes]]) -> None:
    """Make the specifications by a process that ends, and what others make meanwhile. others: modules, each with what it reads."""
    sys.stdin.seek(0)
    processes = [subprocess.Popen([sys.executable, "-m", "macros.charts.workshop", "specify"], stdin=sys.stdin)]
    for module, wanted in others:
        processes.append(process := subprocess.Popen([sys.executable, "-m", module], stdin=subprocess.PIPE))
        assert process.stdin
        with contextlib.suppress(OSError), process.stdin:  # it may have died
            process.stdin.write(wanted)
    for process in processes:
        process.wait()


if __name__ == "__main__":
    where, wanted, others = pickle.load(sys.stdin.buffer)
    if "specify" in sys.argv:
        for each in wanted:
            specify(where, each)
    else:
        prepare(others)
        work(where, wanted)
