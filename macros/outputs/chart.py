"""The content of one chart's files: the chart, its words and the version of its data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from macros.base.errors import FaultError
from macros.charts import Chart
from macros.content.page_context import PageContext
from macros.edition.edition import Edition
from macros.exhibits import Exhibit, build_chart, write_texts
from macros.exhibits.versions import find_version, list_versions
from macros.figures import Figure
from macros.quotes import Phrase

SOURCE = "data/charts.yml"


@dataclass(frozen=True)
class ChartVariant:
    """One chart for downloads, following the newest data (`is_pinned` False) or pinned to a version.

    Attributes:
        is_newest: Whether no later version exists.
        figures: Figures row by row, None for an empty cell.
    """

    exhibit: Exhibit
    chart: Chart
    view: PageContext
    version: str
    is_pinned: bool
    is_newest: bool
    texts: dict[str, Phrase]
    figures: tuple[tuple[Figure | None, ...], ...]

    @property
    def folder(self) -> str:
        """The address: `charts/changes/` or `charts/changes/2022-05-11/`."""
        return make_chart_folder(self.exhibit.id, self.version if self.is_pinned else "")


def make_chart_folder(name: str, pinned: str) -> str:
    """Return the address of a chart's files.

    Args:
        is_pinned: the version, or "" for the newest data.
    """
    return f"charts/{name}/" + (f"{pinned}/" if pinned else "")


def list_variants(build: Edition, exhibit: Exhibit) -> Iterator[ChartVariant]:
    """Yield a chart following the newest data, then pinned to each of its versions."""
    try:
        every = list_versions(exhibit, build.project.figures)
        if not every or find_version(exhibit, build.project.figures, None) != every[-1]:
            return
    except FaultError:  # already reported
        return
    yield make_variant(build, exhibit, every[-1], pinned=False, newest=True)
    for each in every:
        yield make_variant(build, exhibit, each, pinned=True, newest=each == every[-1])


def make_variant(build: Edition, exhibit: Exhibit, at: str, *, pinned: bool, newest: bool) -> ChartVariant:
    """Return one chart on one version of its data."""
    view = build.make_context_at(make_chart_folder(exhibit.id, at if pinned else ""), SOURCE, at if pinned else None, build.writer)
    chart = build_chart(exhibit, view, build.events if exhibit.events else ())
    lines, get = exhibit.build_grid(build.project.figures, view.as_of).lines, build.project.figures.get
    figures = tuple(tuple(get(name, view.as_of) if name else None for name in line.cells) for line in lines)
    return ChartVariant(exhibit, chart, view, at, pinned, newest, write_texts(exhibit, view), figures)
