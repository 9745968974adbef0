"""Charts drawn ahead, by processes beside the build, are those that the build would have drawn."""

from __future__ import annotations

import multiprocessing
import shutil
from pathlib import Path

from macros.build import Build
from macros.charts import draw, picture
from macros.charts.cache import drawings, key
from macros.outputs import ahead


def test_what_is_drawn_ahead_is_what_the_build_draws(project: Path) -> None:
    build = Build.read(project, "en", cached=False)
    charts = list(dict.fromkeys(ahead._charts(build)))
    shutil.rmtree(project / ".cache")  # what is there is not drawn again
    assert len({chart.id for chart in charts}) == len(build.charts)
    while len(charts) < ahead.FEWEST:  # the same charts under other names are others
        charts += [type(chart)(**{**chart.__dict__, "id": f"{chart.id}-again"}) for chart in charts]
    ahead.draw_all(project, charts).wait()
    store = drawings(project / ".cache" / "charts")
    for chart in charts[:2]:
        for width in ("wide", "narrow"):
            assert store.get(key(chart, width)) == draw(chart, cache=None, width=width)
    assert all(store.get(key(chart, "narrow")) for chart in charts)
    svg = picture.svg_text(project, charts[0])
    assert picture.png_bytes(project, svg) == picture.rendered(svg)


def test_what_nobody_waits_for_is_ended(project: Path) -> None:
    charts = list(dict.fromkeys(ahead._charts(Build.read(project, "en", cached=False))))
    drawing = ahead.draw_all(project, charts * ahead.FEWEST)
    processes = list(drawing.processes)
    drawing.stop()
    assert processes and all(process.poll() is not None for process in processes)


def test_drawing_ahead_writes_nothing_of_the_site(project: Path) -> None:
    build = Build.read(project, "en", cached=False)
    before = len(build.writer.written), {page: len(quotes) for page, quotes in build.writer.quoting.quotes.items()}, list(build.faults)
    assert ahead._charts(build)
    assert (len(build.writer.written), {p: len(q) for p, q in build.writer.quoting.quotes.items()}, list(build.faults)) == before


def test_a_process_of_a_pool_leaves_the_charts_to_the_build(project: Path) -> None:
    shutil.rmtree(project / ".cache")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_ahead_of, (project,)) == 0


def _ahead_of(project: Path) -> int:
    charts = ahead._charts(Build.read(project, "en", cached=False))
    ahead.draw_all(project, charts * ahead.FEWEST).wait()
    folder = project / ".cache" / "charts"
    return len(list(folder.iterdir())) if folder.is_dir() else 0
