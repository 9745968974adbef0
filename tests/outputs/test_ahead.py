"""Charts drawn ahead, by processes beside the build, are those that the build would have drawn."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from macros.charts import Chart, draw
from macros.charts.cache import drawings, key
from macros.charts.picture import TOKENS, colours, png_bytes, svg_text
from macros.edition import Edition
from macros.handouts import PREVIEW, SIZES
from macros.outputs import ahead, card_files
from macros.typeset import TypesetError, pictures


def test_what_is_drawn_ahead_is_what_the_build_draws(project: Path) -> None:
    build = Edition.read(project, "en", cached=False)
    assert {chart.id for chart in ahead._charts(build)} == set(build.project.charts)
    charts = many(project)
    ahead.draw_all(project, charts).workers.wait()
    store = drawings(project / ".cache" / "charts")
    for chart in charts[:2]:
        for width in ("wide", "narrow"):
            assert store.get(key(chart, width)) == draw(chart, cache=None, width=width)
    assert all(store.get(key(chart, "narrow")) for chart in charts)
    before = set((project / ".cache/downloads").iterdir())
    assert all(png_bytes(project, svg_text(project, chart, colours(project))) for chart in charts)
    assert set((project / ".cache/downloads").iterdir()) == before  # they were painted


def test_the_cards_that_are_set_beside_the_specifications_are_those_that_the_build_sets(project: Path) -> None:
    build = Edition.read(project, "en", cached=False)
    jobs = ahead._cards(build)
    ahead.draw_all(project, many(project), lambda: jobs).workers.wait()
    pages = [card_files.of_page(page, build) for page in build.pages.values()]
    kit = list(card_files.kit_cards(build).values())
    wanted = [
        ("", card, size) for card, sizes in [*((card, SIZES[:1]) for card in pages), *((card, SIZES) for card in kit)] for size in sizes
    ]
    items = [card_files.Wanted(*one).item for one in wanted]
    assert len(pages) > 5 and len(kit) > 1
    shared = {"lang": "en", "colours": colours(project)}
    painted = [Path(path).name for path in (project / card_files.CACHE).iterdir()]
    for share, some in ((1, items), (PREVIEW[0] / SIZES[0][0], items[-len(kit) * len(SIZES) :: len(SIZES)])):
        assert not any(
            isinstance(found, TypesetError) for found in pictures(card_files.TEMPLATE, shared, some, card_files.store(build), share=share)
        )
    assert sorted(painted) == sorted(path.name for path in (project / card_files.CACHE).iterdir())  # nothing was left to set


def test_setting_cards_ahead_tells_nothing(project: Path) -> None:
    build = Edition.read(project, "en", cached=False)
    before = build.log.position, list(build.faults)
    assert ahead._cards(build)
    assert (build.log.position, list(build.faults)) == before
    (project / TOKENS).write_text("", encoding="utf-8")  # no colours: told where the cards are written
    assert ahead._cards(build) == [] and list(build.faults) == before[1]


def many(project: Path) -> list[Chart]:
    """More charts than the build draws by itself, none of them drawn."""
    charts = list(dict.fromkeys(ahead._charts(Edition.read(project, "en", cached=False))))
    while len(charts) < ahead.FEWEST:
        charts += [replace(chart, id=f"{chart.id}-again") for chart in charts]
    shutil.rmtree(project / ".cache")
    return charts


def test_the_build_goes_on_with_a_chart_while_others_are_drawn(project: Path) -> None:
    charts = many(project)
    drawing = ahead.draw_all(project, charts)
    store = drawings(project / ".cache" / "charts")
    drawing.until(charts[0])
    assert store.get(key(charts[0], "wide")) and store.get(key(charts[0], "narrow"))
    assert any(worker.is_working for worker in drawing.workers.workers)  # still at work
    drawing.until(replace(charts[0], id="nobody-draws-it"))
    drawing.until(charts[-1])
    assert store.get(key(charts[-1], "narrow"))
    drawing.workers.wait()


def test_nobody_waits_for_a_process_that_has_died(project: Path) -> None:
    charts = many(project)
    drawing = ahead.draw_all(project, charts)
    for worker in drawing.workers.workers:
        worker.process.kill()
    drawing.until(charts[-1])
    assert drawings(project / ".cache" / "charts").get(key(charts[-1], "narrow")) is None
    drawing.workers.wait()


def test_what_nobody_waits_for_is_ended(project: Path) -> None:
    charts = list(dict.fromkeys(ahead._charts(Edition.read(project, "en", cached=False))))
    drawing = ahead.draw_all(project, charts * ahead.FEWEST)
    processes = [worker.process for worker in drawing.workers.workers]
    drawing.workers.stop()
    assert processes and all(process.poll() is not None for process in processes)


def test_drawing_ahead_writes_nothing_of_the_site(project: Path) -> None:
    build = Edition.read(project, "en", cached=False)
    before = build.log.position, list(build.faults)
    assert ahead._charts(build)
    assert (build.log.position, list(build.faults)) == before
