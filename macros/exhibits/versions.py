"""The versions of a chart: it has one for each state of the packages that its figures come from."""

from __future__ import annotations

from macros.errors import FaultError
from macros.exhibits.exhibit import Exhibit
from macros.figures import Figures


def version(exhibit: Exhibit, figures: Figures, as_of: str | None) -> str:
    """The version of a chart's data as of a date: the newest of the packages' versions seen then.

    Errors: FaultError where a figure cannot be had by that date.
    """
    if exhibit.events:
        seen = figures.packages.as_of(exhibit.events, as_of) or figures.packages.as_of(exhibit.events, None)
        return seen.version if seen else ""
    return max((figures.get(name, as_of, exhibit.place()).version for name in cells(exhibit)), default="")


def versions(exhibit: Exhibit, figures: Figures) -> tuple[str, ...]:
    """Every version that the chart has had, oldest first. Dates before all of its figures could be had give none."""
    if exhibit.events:
        return tuple(filter(None, [version(exhibit, figures, None)]))
    packages = {figures.declarations[name].package for name in cells(exhibit) if name in figures.declarations}
    dates = sorted({package.version for name in packages for package in figures.packages.versions.get(name, ())})
    found = []
    for date in dates:
        try:
            found.append(version(exhibit, figures, date))
        except FaultError:
            continue
    return tuple(dict.fromkeys(found))


def cells(exhibit: Exhibit) -> tuple[str, ...]:
    """The ids of the figures that the chart shows, row by row."""
    return tuple(name for line in exhibit.rows for name in line.cells if name)
