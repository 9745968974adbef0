"""From a save to the served page being new, in a real `mkdocs serve`."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import monotonic, sleep

from benchmarks.process import cpu
from benchmarks.synthetic import Counts, subjects, write_data

_POLL = 0.02  # seconds between two requests
_LONGEST = 900.0


def save_times(folder: Path, count: int, seed: int, rounds: int, *, plain: bool) -> dict[str, tuple[float, float]]:
    """Median wall and CPU seconds by what is saved (`page`, `data`); for a plain site, of a page only."""
    counts = Counts(seed)
    subject = subjects(count, seed, counts)[count // 2]
    found: dict[str, list[tuple[float, float]]] = {}
    with _copied(folder) as root, _serving(root) as (address, pid):
        page = root / "docs" / ("" if plain else "en") / "updates" / f"{subject.slug}.md"
        url = f"{address}updates/{subject.slug}/"
        _until(url, lambda text: subject.places[0] in text)
        for turn in range(rounds):
            words = f"This sentence was saved in turn {'again ' * (turn + 1)}and is new."
            text = page.read_text(encoding="utf-8") + f"\n{words}\n"
            found.setdefault("page", []).append(_timed(pid, url, words, lambda text=text: page.write_text(text, encoding="utf-8")))
        # Last: a changed row makes pages wrong, and each save after it tells of that.
        for _ in range(0 if plain else rounds):
            key = (subject.years[0], subject.places[0], subject.item)
            counts.rows[key] += 1  # far too little to change a percentage, and yet each cell that shows it
            shown = f"{counts.rows[key]:,}</a>"
            found.setdefault("data", []).append(_timed(pid, url, shown, lambda: write_data(root, counts.rows)))
    return {what: (median(t[0] for t in times), median(t[1] for t in times)) for what, times in found.items()}


def _timed(pid: int, url: str, wanted: str, save: Callable[[], object]) -> tuple[float, float]:
    sleep(1.0)  # the server has come to rest
    used, begin = cpu(pid), monotonic()
    save()
    _until(url, lambda text: wanted in text)
    return monotonic() - begin, cpu(pid) - used


@contextmanager
def _copied(folder: Path) -> Iterator[Path]:
    """A copy to save in; with its cache, so that the first build finds what an author's has."""
    copy = folder.with_name(f"{folder.name}-saved")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("site", ".site.*"))
    try:
        yield copy
    finally:
        shutil.rmtree(copy, ignore_errors=True)


@contextmanager
def _serving(root: Path) -> Iterator[tuple[str, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}/", server.pid
    finally:
        server.terminate()
        server.wait(60)


def _until(url: str, wanted: Callable[[str], bool]) -> None:
    """Ask until the page is as wanted. Errors: RuntimeError after a quarter of an hour."""
    end = monotonic() + _LONGEST
    while monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=_LONGEST) as answer:
            if wanted(answer.read().decode()):
                return
        sleep(_POLL)
    raise RuntimeError(f"{url} was not served as wanted within {_LONGEST:g} s")
