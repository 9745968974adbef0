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

from . import Chart, ChartError, Width, draw, specified
from .picture import colours, png_bytes, svg_text

WIDTHS: tuple[Width, ...] = ("wide", "narrow")
Call = tuple[Callable[..., None], tuple[Any, ...]]


def begin(root: Path) -> Workers:
    """Return idle workers that draw charts and cards of the project at `root`."""
    return Workers([cache_folder(root, name) for name in ("charts", "downloads", "typeset")])


def work(root: Path, charts: Sequence[Chart], others: Sequence[Call] = ()) -> None:
    """Draw charts in every form into the cache.

    A chart that cannot be drawn is left out: the build draws it itself and reports the fault. The pictures are made last to first,
    because the build starts with the first.

    Args:
        others: calls for other workers while the specifications are made. There is no memory for them while charts are drawn.
    """
    before = begin(root)
    before.start(specify, root, charts)
    for function, arguments in others:
        before.start(function, *arguments)
    before.wait()
    for chart in charts:
        with contextlib.suppress(ChartError, OSError, ValueError):
            for width in WIDTHS:  # a build waits for the last
                draw(chart, cache=cache_folder(root, "charts"), width=width)
    with contextlib.suppress(OSError, ValueError):
        by = colours(root)
        for chart in reversed(charts):
            with contextlib.suppress(OSError, ValueError):
                png_bytes(root, svg_text(root, chart, by))


def specify(root: Path, charts: Sequence[Chart]) -> None:
    """Put the specifications of charts into the cache."""
    for chart in charts:
        with contextlib.suppress(ChartError, OSError, ValueError):
            for width in WIDTHS:
                specified(chart, width, cache=cache_folder(root, "charts"))
