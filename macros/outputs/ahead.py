"""Draws the charts that the cache does not hold, and sets the cards, by processes beside the build while it renders the pages.

A process imports what draws (a third of a second and some hundred megabytes), so a few charts are left to the build itself.
What it leaves in the cache is what the build would have drawn: the same chart gives the same bytes. Whatever goes wrong
there is left, too: the build makes it again and tells of it in its place.
"""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from macros.build import Build
from macros.charts import Chart, picture
from macros.charts.cache import drawings, key
from macros.charts.workshop import WIDTHS
from macros.errors import FaultError, Faults
from macros.exhibits import drawing_chart
from macros.exhibits.versions import versions
from macros.incremental.store import cache_folder
from macros.outputs import card_files
from macros.outputs.chart import SOURCE
from macros.quotes import PhraseWriter, Quoting
from macros.typeset import workshop
from macros.typeset.workshop import Job

_LOOK = 0.02  # seconds between two looks for a chart
SECONDS = 120.0  # that processes may be silent: a chart takes a tenth of a second, the first one some
FEWEST = 12  # charts: below, drawing them takes no longer than starting a process
_MOST = 3  # processes, for their memory
_PACKAGE = Path(__file__).parents[2]


@dataclass
class Drawing:
    """Processes at work. wanted: the charts that they draw. finished: called when all charts are drawn."""

    root: Path = Path()
    finished: Callable[[], None] = lambda: None
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    wanted: set[str] = field(default_factory=set)

    def until(self, chart: Chart) -> None:
        """Wait until a chart is drawn, if it is to be: the build goes on with the first while the others are drawn."""
        if not self.wanted or (name := key(chart, WIDTHS[-1])) not in self.wanted:
            return
        self._until(lambda: _known(self.root, chart))
        self.wanted.discard(name)

    def wait(self) -> None:
        """Until every chart is drawn, and all that is made before them."""
        self._until(lambda: False)
        self.processes = []
        self.finished()

    def _until(self, done: Callable[[], bool]) -> None:
        """Wait for something, or until every process has ended. Where nothing was written for too long they hang, and are ended."""
        written, when = 0, time.monotonic()
        while not done() and any(process.poll() is None for process in self.processes):
            if (now := _last_written(self.root)) != written:
                written, when = now, time.monotonic()
            if time.monotonic() - when > SECONDS:
                self.stop()
            time.sleep(_LOOK)

    def stop(self) -> None:
        """End what is at work: nobody waits for it any more."""
        for process in self.processes:
            process.kill()
            process.wait()
        self.processes = []


def draw_ahead(build: Build) -> Drawing:
    """Begin to draw every chart of every edition that is in no cache, on each version of its data; before them, to set the cards."""
    stamp, store = _stamp(build), drawings(_cache(build.root))
    if store.get(stamp) is not None:
        return Drawing()
    drawing = draw_all(
        build.root, [chart for chart in dict.fromkeys(_charts(build)) if not _known(build.root, chart)], partial(_cards, build)
    )
    drawing.finished = lambda: store.put(stamp, "drawn")
    return drawing


def draw_all(root: Path, charts: list[Chart], cards: Callable[[], list[Job]] = list) -> Drawing:
    """Begin to draw charts into the cache of a project, if they are many and there is more than one core. cards: see `draw_ahead`."""
    # The build has a core of its own.
    workers = min((os.cpu_count() or 1) - 1, _MOST)
    # A process that belongs to a pool may start none of its own.
    if len(charts) < FEWEST or workers < 1 or multiprocessing.current_process().daemon:
        return Drawing()
    drawing = Drawing(root, wanted={key(chart, WIDTHS[-1]) for chart in charts})
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_PACKAGE), *filter(None, [os.environ.get("PYTHONPATH")])])}
    command = [sys.executable, "-m", "macros.charts.workshop"]
    # One of the processes lets them be set while specifications are made: when charts are drawn there is no memory for it.
    before = [(workshop.__name__, pickle.dumps((root.resolve() / card_files.CACHE, jobs)))] if (jobs := cards()) else []
    with contextlib.suppress(OSError):
        for number in range(workers):
            with tempfile.TemporaryFile() as wanted:  # a pipe would let the build wait until the process reads it
                pickle.dump((root.resolve(), charts[number::workers], before if not number else []), wanted)
                wanted.seek(0)
                drawing.processes.append(
                    subprocess.Popen(command, env=environment, stdin=wanted, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                )
    return drawing


def _cards(build: Build) -> list[Job]:
    """What is to be set for the cards of all editions. A style sheet without colours is told of where they are written."""
    with contextlib.suppress(OSError, ValueError, FaultError):
        return [job for edition in build.editions.values() for job in card_files.jobs(edition)]
    return []


def _charts(build: Build) -> list[Chart]:
    """Every chart as it is drawn, but for those that a server has drawn from the same figures. Nothing is written and nothing told:
    that is done where it is shown."""
    found = []
    for edition in build.editions.values():
        for exhibit in edition.charts.values():
            if not edition.kept.is_stale(f"{edition.lang} chart {exhibit.id}", edition.figures):
                continue
            writer = PhraseWriter(Quoting(edition.figures, Faults()))
            with contextlib.suppress(FaultError, KeyError, ValueError):
                for at in versions(exhibit, edition.figures):
                    view = edition.view_at("charts/", SOURCE, at, writer)
                    found.append(drawing_chart(exhibit, view, edition.events if exhibit.events else ()))
    return found


def _known(root: Path, chart: Chart) -> bool:
    return drawings(_cache(root)).get(key(chart, WIDTHS[-1])) is not None


def _last_written(root: Path) -> int:
    """When a chart, a picture of one or a card was written last, by the times of their folders."""
    folders = (_cache(root), cache_folder(root, "downloads"), root / card_files.CACHE)
    return max((folder.stat().st_mtime_ns for folder in folders if folder.is_dir()), default=0)


def _cache(root: Path) -> Path:
    return cache_folder(root, "charts")


def _stamp(build: Build) -> str:
    """What all drawings depend on: a build in which nothing of it has changed looks for none that is missing."""
    names = (SOURCE, "data/figures.yml", picture.TOKENS)
    files = [(build.root / name).read_bytes() if (build.root / name).is_file() else b"" for name in names]
    data = [(package.label, [r.sha256 for r in package.resources.values()]) for package in build.packages.all()]
    return f"all drawn {hashlib.sha256(repr((files, data, list(build.editions))).encode()).hexdigest()}"
