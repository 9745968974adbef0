"""What the files of one chart are made from: the chart, its words and the version of its data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from macros.base.errors import FaultError
from macros.charts import Chart
from macros.content.page_context import View
from macros.edition.edition import Edition
from macros.exhibits import Exhibit, drawing_chart, texts
from macros.exhibits.versions import exhibit_packages, version, versions
from macros.figures import Figure
from macros.quotes import Phrase

SOURCE = "data/charts.yml"


@dataclass(frozen=True)
class Take:
    """One chart to be taken, following the newest data (`pinned` False) or pinned to a version.

    folder: its address, `charts/changes/` or `charts/changes/2022-05-11/`. newest: whether no later version exists.
    figures: row by row, None for an empty cell.
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
        return folder(self.exhibit.id, self.version if self.pinned else "")


def folder(name: str, pinned: str) -> str:
    return f"charts/{name}/" + (f"{pinned}/" if pinned else "")


def takes(build: Edition, exhibit: Exhibit) -> Iterator[Take]:
    """A chart following the newest data, and pinned to each of its versions."""
    try:
        every = versions(exhibit, build.project.figures)
        if not every or version(exhibit, build.project.figures, None) != every[-1]:
            return
    except FaultError:  # a fault already
        return
    yield take(build, exhibit, every[-1], pinned=False, newest=True)
    for each in every:
        yield take(build, exhibit, each, pinned=True, newest=each == every[-1])


def take(build: Edition, exhibit: Exhibit, at: str, *, pinned: bool, newest: bool) -> Take:
    """One chart on one version of its data."""
    view = build.view_at(folder(exhibit.id, at if pinned else ""), SOURCE, at if pinned else None, build.writer)
    chart = drawing_chart(exhibit, view, build.project.events if exhibit.events else ())
    lines, get = exhibit.grid(build.project.figures, view.as_of).lines, build.project.figures.get
    figures = tuple(tuple(get(name, view.as_of) if name else None for name in line.cells) for line in lines)
    return Take(exhibit, chart, view, at, pinned, newest, texts(exhibit, view), figures)


def packages(build: Edition, one: Take) -> list[str]:
    """The names of the packages that a chart's figures come from."""
    return exhibit_packages(one.exhibit, build.project.figures)
