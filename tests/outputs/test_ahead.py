"""Charts drawn ahead, by processes beside the build, are those that the build would have drawn."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from macros.charts import Chart, draw
from macros.charts.cache import drawings, key
from macros.charts.picture import TOKENS, colours, png_bytes, svg_text
from macros.edition.edition import Edition
from macros.handouts import PREVIEW, SIZES
from macros.outputs import ahead, card_files
from macros.typeset import TypesetError, pictures


@pytest.fixture
def root(another: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of few charts, none of which is drawn: workers draw them all the same."""
    monkeypatch.setattr(ahead, "FEWEST", 1)
    shutil.rmtree(another / ".cache")
    return another


def read(root: Path) -> tuple[Edition, list[Chart]]:
    build = Edition.read(root, "en", cached=False)
    return build, list(dict.fromkeys(ahead._charts(build)))


def test_what_is_made_ahead_is_what_the_build_makes_which_goes_on_with_a_chart_while_others_are_drawn(root: Path) -> None:
    build, charts = read(root)
    jobs = ahead._cards(build)
    assert {chart.id for chart in charts} == set(build.project.charts) and len(charts) > 5
    drawing = ahead.draw_all(root, charts, lambda: jobs)
    store = drawings(root / ".cache/charts")
    drawing.until(charts[0])
    assert store.get(key(charts[0], "wide")) and store.get(key(charts[0], "narrow"))
    assert any(worker.is_working for worker in drawing.workers.workers)  # still at work
    drawing.until(replace(charts[0], id="nobody-draws-it"))
    drawing.until(charts[-1])
    assert store.get(key(charts[-1], "narrow"))
    drawing.workers.wait()
    for chart in charts[:2]:
        for width in ("wide", "narrow"):
            assert store.get(key(chart, width)) == draw(chart, cache=None, width=width)
    before = set((root / ".cache/downloads").iterdir())
    assert all(png_bytes(root, svg_text(root, chart, colours(root))) for chart in charts)
    assert set((root / ".cache/downloads").iterdir()) == before  # they were painted
    _were_set(root, build)


def _were_set(root: Path, build: Edition) -> None:
    """See that nothing is left to set of the cards of the pages and of the kit."""
    pages = [card_files.of_page(page, build) for page in build.pages.values()]
    kit = list(card_files.kit_cards(build).values())
    wanted = [*((card, SIZES[:1]) for card in pages), *((card, SIZES) for card in kit)]
    items = [card_files.Wanted("", card, size).item for card, sizes in wanted for size in sizes]
    assert len(pages) > 5 and kit
    shared = {"lang": "en", "colours": colours(root)}
    painted = sorted(path.name for path in (root / card_files.CACHE).iterdir())
    for share, some in ((1, items), (PREVIEW[0] / SIZES[0][0], items[-len(kit) * len(SIZES) :: len(SIZES)])):
        found = pictures(card_files.TEMPLATE, shared, some, card_files.store(build), share=share)
        assert not any(isinstance(picture, TypesetError) for picture in found)
    assert sorted(path.name for path in (root / card_files.CACHE).iterdir()) == painted


def test_making_things_ahead_writes_nothing_of_the_site_and_tells_nothing(root: Path) -> None:
    build, _ = read(root)
    before = build.log.position, list(build.faults)
    assert ahead._charts(build) and ahead._cards(build)
    assert (build.log.position, list(build.faults)) == before
    (root / TOKENS).write_text("", encoding="utf-8")  # no colours: told where the cards are written
    assert ahead._cards(build) == [] and list(build.faults) == before[1]


def test_nobody_waits_for_a_process_that_has_died_and_what_nobody_waits_for_is_ended(root: Path) -> None:
    _, charts = read(root)
    drawing = ahead.draw_all(root, charts)
    for worker in drawing.workers.workers:
        worker.process.kill()
    drawing.until(charts[-1])
    assert drawings(root / ".cache/charts").get(key(charts[-1], "narrow")) is None
    drawing.workers.wait()
    drawing = ahead.draw_all(root, charts)
    processes = [worker.process for worker in drawing.workers.workers]
    drawing.workers.stop()
    assert processes and all(process.poll() is not None for process in processes)
