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
    """One version of a chart, for downloads.

    Attributes:
        is_newest: Whether no later version exists.
        figures: Figures row by row, None for an empty cell.
    """

    exhibit: Exhibit
    chart: Chart
    view: PageContext
    version: str
    is_newest: bool
    texts: dict[str, Phrase]
    figures: tuple[tuple[Figure | None, ...], ...]

    @property
    def folder(self) -> str:
        """The address of its files: `charts/changes/2022-05-11/`."""
        return make_chart_folder(self.exhibit.id, self.version)

    @property
    def newest_folder(self) -> str:
        """The address that leads to the newest version: `charts/changes/`."""
        return make_chart_folder(self.exhibit.id)


def make_chart_folder(name: str, version: str = "") -> str:
    """Return the address of a version of a chart, or the one that leads to its newest version."""
    return f"charts/{name}/" + (f"{version}/" if version else "")


def list_variants(build: Edition, exhibit: Exhibit) -> Iterator[ChartVariant]:
    """Yield a chart in each of its versions, the newest last."""
    try:
        every = list_versions(exhibit, build.project.figures)
        if not every or find_version(exhibit, build.project.figures, None) != every[-1]:
            return
    except FaultError:  # already reported
        return
    for each in every:
        yield make_variant(build, exhibit, each, newest=each == every[-1])


def make_variant(build: Edition, exhibit: Exhibit, at: str, *, newest: bool) -> ChartVariant:
    """Return one chart on one version of its data."""
    view = build.make_context_at(make_chart_folder(exhibit.id, at), SOURCE, at, build.writer)
    chart = build_chart(exhibit, view, build.events if exhibit.events else ())
    lines, get = exhibit.build_grid(build.project.figures, view.as_of).lines, build.project.figures.get
    figures = tuple(tuple(get(name, view.as_of) if name else None for name in line.cells) for line in lines)
    return ChartVariant(exhibit, chart, view, at, newest, write_texts(exhibit, view), figures)
