"""Drawing of charts into the cache by a worker process (macros/incremental/workers.py).

It imports only the drawing code. The specifications are made by another worker, which ends first: altair and the renderer
together would take half as much memory again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from macros.incremental.store import cache_folder
from macros.incremental.workers import Workers

from . import Chart, ChartError, Width, draw_chart, serialise_specification
from .picture import make_png, make_svg, read_colours

WIDTHS: tuple[Width, ...] = ("wide", "narrow")
Call = tuple[Callable[..., None], tuple[Any, ...]]


def create_workers(root: Path) -> Workers:
    """Return idle workers that draw charts and cards of the project at `root`."""
    return Workers([cache_folder(root, name) for name in ("charts", "downloads", "typeset")])


def draw_charts(root: Path, charts: Sequence[Chart], others: Sequence[Call] = ()) -> None:
    """Draw charts in every form into the cache.

    A chart that cannot be drawn is left out: the build draws it itself and reports the fault. The pictures are made last to first,
    because the build starts with the first.

    Args:
        others: calls for other workers while the specifications are made. There is no memory for them while charts are drawn.
    """
    before = create_workers(root)
    before.start(cache_specifications, root, charts)
    for function, arguments in others:
        before.start(function, *arguments)
    before.wait()
    for chart in charts:
        with contextlib.suppress(ChartError, OSError, ValueError):
            for width in WIDTHS:  # a build waits for the last
                draw_chart(chart, cache=cache_folder(root, "charts"), width=width)
    with contextlib.suppress(OSError, ValueError):
        by = read_colours(root)
        for chart in reversed(charts):
            with contextlib.suppress(OSError, ValueError):
                make_png(root, make_svg(root, chart, by))


def cache_specifications(root: Path, charts: Sequence[Chart]) -> None:
    """Put the specifications of charts into the cache."""
    for chart in charts:
        with contextlib.suppress(ChartError, OSError, ValueError):
            for width in WIDTHS:
                serialise_specification(chart, width, cache=cache_folder(root, "charts"))
