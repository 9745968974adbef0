"""The content of one chart's files: the chart, its words and the version of its data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from macros.base.errors import FaultError
from macros.charts import Chart
from macros.content.page_context import View
from macros.edition.edition import Edition
from macros.exhibits import Exhibit, drawing_chart, texts
from macros.exhibits.versions import version, versions
from macros.figures import Figure
from macros.quotes import Phrase

SOURCE = "data/charts.yml"


@dataclass(frozen=True)
class Take:
    """One chart for downloads, following the newest data (`pinned` False) or pinned to a version.

    Attributes:
        newest: Whether no later version exists.
        figures: Figures row by row, None for an empty cell.
    """

    exhibit: Exhibit
    chart: Chart
    view: View
    version: str
    pinned: bool
    newest: bool
    texts: dict[str, Phrase]
    figures: tuple[tuple[Figure | None, ...], ...]

    @property
    def folder(self) -> str:
        """The address: `charts/changes/` or `charts/changes/2022-05-11/`."""
        return folder(self.exhibit.id, self.version if self.pinned else "")


def folder(name: str, pinned: str) -> str:
    """Return the address of a chart's files.

    Args:
        pinned: the version, or "" for the newest data.
    """
    return f"charts/{name}/" + (f"{pinned}/" if pinned else "")


def takes(build: Edition, exhibit: Exhibit) -> Iterator[Take]:
    """Yield a chart following the newest data, then pinned to each of its versions."""
    try:
        every = versions(exhibit, build.project.figures)
        if not every or version(exhibit, build.project.figures, None) != every[-1]:
            return
    except FaultError:  # already reported
        return
    yield take(build, exhibit, every[-1], pinned=False, newest=True)
    for each in every:
        yield take(build, exhibit, each, pinned=True, newest=each == every[-1])


def take(build: Edition, exhibit: Exhibit, at: str, *, pinned: bool, newest: bool) -> Take:
    """Return one chart on one version of its data."""
    view = build.view_at(folder(exhibit.id, at if pinned else ""), SOURCE, at if pinned else None, build.writer)
    chart = drawing_chart(exhibit, view, build.project.events if exhibit.events else ())
    lines, get = exhibit.grid(build.project.figures, view.as_of).lines, build.project.figures.get
    figures = tuple(tuple(get(name, view.as_of) if name else None for name in line.cells) for line in lines)
    return Take(exhibit, chart, view, at, pinned, newest, texts(exhibit, view), figures)
