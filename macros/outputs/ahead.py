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
from macros.charts.cache import drawings, key
from macros.charts.workshop import WIDTHS, begin, work
from macros.edition.edition import Edition
from macros.exhibits import drawing_chart
from macros.exhibits.versions import versions
from macros.incremental.store import cache_folder
from macros.incremental.workers import Workers, count_of_workers
from macros.outputs import card_files
from macros.outputs.chart import SOURCE
from macros.quotes import PhraseWriter, Quoting
from macros.typeset import workshop
from macros.typeset.workshop import Job

FEWEST = 12  # charts; drawing fewer takes no longer than starting a process
_MOST = 3  # processes; limited for their memory


@dataclass
class Drawing:
    """Workers that draw charts.

    Attributes:
        wanted: The cache keys of the charts that they draw.
    """

    root: Path = Path()
    workers: Workers = field(default_factory=Workers)
    wanted: set[str] = field(default_factory=set)

    def until(self, chart: Chart) -> None:
        """Wait until a chart is drawn, if a worker draws it.

        The build goes on with the first charts while the others are drawn.
        """
        if not self.wanted or (name := key(chart, WIDTHS[-1])) not in self.wanted:
            return
        self.workers.wait(lambda: _known(self.root, chart))
        self.wanted.discard(name)


def draw_ahead(build: Edition) -> Drawing:
    """Start to draw the charts of all editions that are not cached, on each version of their data; the cards are set before."""
    root = build.project.root
    charts = [chart for chart in dict.fromkeys(_charts(build)) if not _known(root, chart)]
    return draw_all(root, charts, partial(_cards, build))


def draw_all(root: Path, charts: list[Chart], cards: Callable[[], list[Job]] = list) -> Drawing:
    """Start to draw charts into the cache of a project, if they are many and there is more than one core.

    Args:
        cards: returns the cards to set; see `draw_ahead`.
    """
    count = count_of_workers(_MOST)
    if len(charts) < FEWEST or not count:
        return Drawing()
    drawing = Drawing(root, workers=begin(root.resolve()), wanted={key(chart, WIDTHS[-1]) for chart in charts})
    # One of the workers has the cards set.
    others = [(workshop.work, (root.resolve() / card_files.CACHE, jobs))] if (jobs := cards()) else []
    for number in range(count):
        drawing.workers.start(work, root.resolve(), charts[number::count], others if not number else [])
    return drawing


def _cards(build: Edition) -> list[Job]:
    """Return the jobs for the cards of all editions; none for a style sheet without colours, which is reported when cards are written."""
    with contextlib.suppress(OSError, ValueError, FaultError):
        return [job for edition in build.editions.values() for job in card_files.jobs(edition)]
    return []


def _charts(build: Edition) -> list[Chart]:
    """Return every chart to draw, except those that a server has drawn from the same figures.

    Nothing is written or reported here; that is done where a chart is shown.
    """
    found = []
    for edition in build.editions.values():
        for exhibit in edition.project.charts.values():
            if not edition.kept.is_stale(f"{edition.lang} chart {exhibit.id}", edition.project.figures):
                continue
            writer = PhraseWriter(Quoting(edition.project.figures, Faults()))
            with contextlib.suppress(FaultError, KeyError, ValueError):
                for at in versions(exhibit, edition.project.figures):
                    view = edition.view_at("charts/", SOURCE, at, writer)
                    found.append(drawing_chart(exhibit, view, edition.project.events if exhibit.events else ()))
    return found


def _known(root: Path, chart: Chart) -> bool:
    return drawings(cache_folder(root, "charts")).get(key(chart, WIDTHS[-1])) is not None
