"""Draws the charts that the cache does not hold, on all cores, before the pages need them.

Each process imports what draws (half a second and some hundred megabytes), so a few charts are left to the build itself.
What a process leaves in the cache is what the build would have drawn: the same chart gives the same bytes. Whatever goes wrong
here is left, too: the build draws the chart again and tells of it in its place.
"""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

from macros.build import Build
from macros.charts import Chart, ChartError, draw
from macros.charts.cache import drawings, key
from macros.errors import FaultError, Faults
from macros.exhibits import drawing_chart
from macros.exhibits.versions import versions
from macros.outputs import chart_picture
from macros.outputs.chart import SOURCE
from macros.quotes import PhraseWriter, Quoting

FEWEST = 12  # charts: below, drawing them takes no longer than starting the processes
_MOST = 4  # processes, for their memory


def draw_ahead(build: Build) -> None:
    """Draw every chart of every edition that is in no cache, on each version of its data."""
    stamp, store = _stamp(build), drawings(_cache(build.root))
    if store.get(stamp) is not None:
        return
    draw_all(build.root, [chart for chart in dict.fromkeys(_charts(build)) if not _known(build.root, chart)])
    store.put(stamp, "drawn")


def draw_all(root: Path, charts: list[Chart]) -> None:
    """Draw charts into the cache of a project, if they are many and there is more than one core."""
    workers = min(os.cpu_count() or 1, _MOST)
    # A process that belongs to a pool may start none of its own.
    if len(charts) < FEWEST or workers < 2 or multiprocessing.current_process().daemon:
        return
    with (
        contextlib.suppress(OSError, BrokenProcessPool),
        ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool,
    ):
        list(pool.map(_draw, [(root, chart) for chart in charts], chunksize=4))


def _draw(job: tuple[Path, Chart]) -> None:
    root, chart = job
    with contextlib.suppress(ChartError, OSError, ValueError):
        for width in ("wide", "narrow"):
            draw(chart, cache=_cache(root), width=width)
        chart_picture.specification_text(root, chart)
        chart_picture.png_bytes(root, chart_picture.svg_text(root, chart))


def _charts(build: Build) -> list[Chart]:
    """Every chart as it is drawn. Nothing is written and nothing told: that is done where it is shown."""
    found = []
    for edition in build.editions.values():
        for exhibit in edition.charts.values():
            writer = PhraseWriter(Quoting(edition.figures, Faults()))
            with contextlib.suppress(FaultError, KeyError, ValueError):
                for at in versions(exhibit, edition.figures):
                    view = replace(edition.view_at("charts/", SOURCE, at, writer), issued=Counter())
                    found.append(drawing_chart(exhibit, view, edition.events if exhibit.events else ()))
    return found


def _known(root: Path, chart: Chart) -> bool:
    return drawings(_cache(root)).get(key(chart, "narrow")) is not None


def _cache(root: Path) -> Path:
    return root / ".cache" / "charts"


def _stamp(build: Build) -> str:
    """What all drawings depend on: a build in which nothing of it has changed looks for none that is missing."""
    names = (SOURCE, "data/figures.yml", chart_picture.TOKENS)
    files = [(build.root / name).read_bytes() if (build.root / name).is_file() else b"" for name in names]
    data = [(package.label, [r.sha256 for r in package.resources.values()]) for package in build.packages.all()]
    return f"all drawn {hashlib.sha256(repr((files, data, list(build.editions))).encode()).hexdigest()}"
