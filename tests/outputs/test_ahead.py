"""Charts drawn ahead, by processes beside the build, are those that the build would have drawn."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from macros.charts import Chart, draw_chart
from macros.charts.cache import make_drawing_key, open_drawing_cache
from macros.charts.picture import TOKENS, make_png, make_svg, read_colours
from macros.edition.edition import Edition
from macros.outputs import ahead, card_files
from macros.typeset import TypesetError, set_pictures


@pytest.fixture
def root(another: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of few charts, none of which is drawn: workers draw them all the same."""
    monkeypatch.setattr(ahead, "FEWEST", 1)
    shutil.rmtree(another / ".cache")
    return another


def read(root: Path) -> tuple[Edition, list[Chart]]:
    build = Edition.read(root, "en", cached=False)
    return build, list(dict.fromkeys(ahead._list_charts(build)))


def test_what_is_made_ahead_is_what_the_build_makes_which_goes_on_with_a_chart_while_others_are_drawn(root: Path) -> None:
    build, charts = read(root)
    jobs = ahead._list_card_jobs(build)
    assert {chart.id for chart in charts} == set(build.project.charts) and len(charts) > 5
    drawing = ahead.start_drawing(root, charts, lambda: jobs)
    store = open_drawing_cache(root / ".cache/charts")
    drawing.wait_for_chart(charts[0])
    assert store.get(make_drawing_key(charts[0], "wide")) and store.get(make_drawing_key(charts[0], "narrow"))
    assert any(worker.is_working for worker in drawing.workers.workers)  # still at work
    drawing.wait_for_chart(replace(charts[0], id="nobody-draws-it"))
    drawing.wait_for_chart(charts[-1])
    assert store.get(make_drawing_key(charts[-1], "narrow"))
    drawing.workers.wait()
    for chart in charts[:2]:
        for width in ("wide", "narrow"):
            assert store.get(make_drawing_key(chart, width)) == draw_chart(chart, cache=None, width=width)
    before = set((root / ".cache/downloads").iterdir())
    assert all(make_png(root, make_svg(root, chart, read_colours(root))) for chart in charts)
    assert set((root / ".cache/downloads").iterdir()) == before  # they were painted
    _were_set(root, build)


def _were_set(root: Path, build: Edition) -> None:
    """See that nothing is left to set of the cards that are made ahead."""
    painted = sorted(path.name for path in (root / card_files.CACHE).iterdir())
    jobs = ahead._list_card_jobs(build)
    assert len(jobs) > 2 and all(job.items for job in jobs)
    for job in jobs:
        found = set_pictures(job.template, job.shared, job.items, card_files.open_project_cache(build), share=job.share)
        assert not any(isinstance(picture, TypesetError) for picture in found)
    assert sorted(path.name for path in (root / card_files.CACHE).iterdir()) == painted


def test_making_things_ahead_writes_nothing_of_the_site_and_tells_nothing(root: Path) -> None:
    build, _ = read(root)
    before = build.log.position, list(build.faults)
    assert ahead._list_charts(build) and ahead._list_card_jobs(build)
    assert (build.log.position, list(build.faults)) == before
    (root / TOKENS).write_text("", encoding="utf-8")  # no colours: told where the cards are written
    assert ahead._list_card_jobs(build) == [] and list(build.faults) == before[1]


def test_nobody_waits_for_a_process_that_has_died_and_what_nobody_waits_for_is_ended(root: Path) -> None:
    _, charts = read(root)
    drawing = ahead.start_drawing(root, charts)
    for worker in drawing.workers.workers:
        worker.process.kill()
    drawing.wait_for_chart(charts[-1])
    assert open_drawing_cache(root / ".cache/charts").get(make_drawing_key(charts[-1], "narrow")) is None
    drawing.workers.wait()
    drawing = ahead.start_drawing(root, charts)
    processes = [worker.process for worker in drawing.workers.workers]
    drawing.workers.stop()
    assert processes and all(process.poll() is not None for process in processes)
