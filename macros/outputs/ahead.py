"""Draws the charts that the cache does not hold, and sets the cards, by processes beside the build while it renders the pages.

A process imports what draws (a third of a second and some hundred megabytes), so a few charts are left to the build itself.
What it leaves in the cache is what the build would have drawn: the same chart gives the same bytes. Whatever goes wrong
there is left, too: the build makes it again and tells of it in its place.
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

FEWEST = 12  # charts: below, drawing them takes no longer than starting a process
_MOST = 3  # processes, for their memory


@dataclass
class Drawing:
    """Workers that draw. wanted: the charts that they draw."""

    root: Path = Path()
    workers: Workers = field(default_factory=Workers)
    wanted: set[str] = field(default_factory=set)

    def until(self, chart: Chart) -> None:
        """Wait until a chart is drawn, if it is to be: the build goes on with the first while the others are drawn."""
        if not self.wanted or (name := key(chart, WIDTHS[-1])) not in self.wanted:
            return
        self.workers.wait(lambda: _known(self.root, chart))
        self.wanted.discard(name)


def draw_ahead(build: Edition) -> Drawing:
    """Begin to draw every chart of every edition that is in no cache, on each version of its data; before them, to set the cards."""
    root = build.project.root
    charts = [chart for chart in dict.fromkeys(_charts(build)) if not _known(root, chart)]
    return draw_all(root, charts, partial(_cards, build))


def draw_all(root: Path, charts: list[Chart], cards: Callable[[], list[Job]] = list) -> Drawing:
    """Begin to draw charts into the cache of a project, if they are many and there is more than one core. cards: see `draw_ahead`."""
    count = count_of_workers(_MOST)
    if len(charts) < FEWEST or not count:
        return Drawing()
    drawing = Drawing(root, workers=begin(root.resolve()), wanted={key(chart, WIDTHS[-1]) for chart in charts})
    # One of the workers lets the cards be set.
    others = [(workshop.work, (root.resolve() / card_files.CACHE, jobs))] if (jobs := cards()) else []
    for number in range(count):
        drawing.workers.start(work, root.resolve(), charts[number::count], others if not number else [])
    return drawing


def _cards(build: Edition) -> list[Job]:
    """What is to be set for the cards of all editions. A style sheet without colours is told of where they are written."""
    with contextlib.suppress(OSError, ValueError, FaultError):
        return [job for edition in build.editions.values() for job in card_files.jobs(edition)]
    return []


def _charts(build: Edition) -> list[Chart]:
    """Every chart as it is drawn, but for those that a server has drawn from the same figures. Nothing is written and nothing told:
    that is done where it is shown."""
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
