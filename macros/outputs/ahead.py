"""Prerendering of charts and cards by worker processes while the build renders the pages.

A process needs a third of a second and some hundred megabytes for its imports, so a few charts are left to the build itself.
A worker leaves its drawings in the cache. They are what the build would have drawn, as the same chart gives the same bytes.
A worker's errors are ignored: the build draws the chart again and reports the fault in its place.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from macros.base.errors import FaultError, Faults
from macros.charts import Chart
from macros.charts.cache import make_drawing_key, open_drawing_cache
from macros.charts.workshop import WIDTHS, create_workers, draw_charts
from macros.edition.edition import Edition
from macros.exhibits import build_chart
from macros.exhibits.versions import list_versions
from macros.incremental.store import cache_folder
from macros.incremental.workers import Workers, count_workers
from macros.outputs import card_files
from macros.outputs.chart import SOURCE
from macros.quotes import PhraseWriter, QuoteBook
from macros.typeset import workshop
from macros.typeset.workshop import TypesetJob

FEWEST = 12  # charts; drawing fewer takes no longer than starting a process
_MAX_WORKERS = 3  # processes; limited for their memory


@dataclass
class PrerenderJob:
    """Workers that draw charts.

    Attributes:
        drawing_keys: The cache keys of the charts that they draw.
    """

    root: Path = Path()
    workers: Workers = field(default_factory=Workers)
    drawing_keys: set[str] = field(default_factory=set)

    def wait_for_chart(self, chart: Chart) -> None:
        """Wait until a chart is drawn, if a worker draws it.

        The build goes on with the first charts while the others are drawn.
        """
        if not self.drawing_keys or (name := make_drawing_key(chart, WIDTHS[-1])) not in self.drawing_keys:
            return
        self.workers.wait(lambda: _is_drawn(self.root, chart))
        self.drawing_keys.discard(name)


def start_prerendering(build: Edition) -> PrerenderJob:
    """Start to draw the charts of all editions that are not cached, on each version of their data; the cards are set before."""
    root = build.project.root
    charts = [chart for chart in dict.fromkeys(_list_charts(build)) if not _is_drawn(root, chart)]
    return start_drawing(root, charts, partial(_list_card_jobs, build))


def start_drawing(root: Path, charts: list[Chart], cards: Callable[[], list[TypesetJob]] = list) -> PrerenderJob:
    """Start to draw charts into the cache of a project, if they are many and there is more than one core.

    Args:
        cards: returns the cards to set; see `start_prerendering`.
    """
    count = count_workers(_MAX_WORKERS)
    if len(charts) < FEWEST or not count:
        return PrerenderJob()
    drawing = PrerenderJob(
        root, workers=create_workers(root.resolve()), drawing_keys={make_drawing_key(chart, WIDTHS[-1]) for chart in charts}
    )
    # One of the workers has the cards set.
    others = [(workshop.set_jobs, (root.resolve() / card_files.CACHE, jobs))] if (jobs := cards()) else []
    for number in range(count):
        drawing.workers.start(draw_charts, root.resolve(), charts[number::count], others if not number else [])
    return drawing


def _list_card_jobs(build: Edition) -> list[TypesetJob]:
    """Return the jobs for the cards of all editions; none for a style sheet without colours, which is reported when cards are written."""
    with contextlib.suppress(OSError, ValueError, FaultError):
        return [job for edition in build.editions.values() for job in card_files.list_jobs(edition)]
    return []


def _list_charts(build: Edition) -> list[Chart]:
    """Return every chart to draw, except those that a server has drawn from the same figures.

    Nothing is written or reported here; that is done where a chart is shown.
    """
    found = []
    for edition in build.editions.values():
        for exhibit in edition.charts.values():
            if not edition.task_cache.is_stale(f"{edition.lang} chart {exhibit.id}", edition.project.figures):
                continue
            writer = PhraseWriter(QuoteBook(edition.project.figures, Faults()))
            with contextlib.suppress(FaultError, KeyError, ValueError):
                for at in list_versions(exhibit, edition.project.figures):
                    view = edition.make_context_at("charts/", SOURCE, at, writer)
                    found.append(build_chart(exhibit, view, edition.events if exhibit.events else ()))
    return found


def _is_drawn(root: Path, chart: Chart) -> bool:
    return open_drawing_cache(cache_folder(root, "charts")).get(make_drawing_key(chart, WIDTHS[-1])) is not None
