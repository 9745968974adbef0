"""The versions of a chart: it has one for each state of the packages that its figures come from."""

from __future__ import annotations

from macros.base.errors import FaultError
from macros.exhibits.exhibit import Exhibit
from macros.figures import Figures


def version(exhibit: Exhibit, figures: Figures, as_of: str | None) -> str:
    """The version of a chart's data as of a date: the newest of the packages' versions seen then.

    Errors: FaultError where a figure cannot be had by that date.
    """
    if exhibit.events:
        seen = figures.packages.as_of(exhibit.events, as_of) or figures.packages.as_of(exhibit.events, None)
        return seen.version if seen else ""
    if exhibit.data:
        figures.table(exhibit.data.source, as_of, exhibit.place("data"))
        packages = (figures.packages.as_of(name, as_of) for name in exhibit.data.packages)
        return max(package.version for package in packages if package)
    return max((figures.get(name, as_of, exhibit.place()).version for name in cells(exhibit, figures, as_of)), default="")


def versions(exhibit: Exhibit, figures: Figures) -> tuple[str, ...]:
    """Every version that the chart has had, oldest first. Dates before all of its figures could be had give none."""
    if exhibit.events:
        return tuple(filter(None, [version(exhibit, figures, None)]))
    packages = exhibit_packages(exhibit, figures)
    dates = sorted({package.version for name in packages for package in figures.packages.versions.get(name, ())})
    found = []
    for date in dates:
        try:
            exhibit.grid(figures, date)
            found.append(version(exhibit, figures, date))
        except FaultError:
            continue
    return tuple(dict.fromkeys(found))


def exhibit_packages(exhibit: Exhibit, figures: Figures) -> list[str]:
    """The names of the packages that a chart's figures come from."""
    if exhibit.events:
        return [exhibit.events]
    if exhibit.data:
        return sorted(exhibit.data.packages)
    declared = (figures.declaration(name) for name in cells(exhibit, figures, None))
    return sorted({package for each in declared if each for package in each.packages})


def cells(exhibit: Exhibit, figures: Figures, as_of: str | None) -> tuple[str, ...]:
    """The ids of the figures that the chart shows, row by row. Errors: FaultError for rows that the data of that day has not."""
    return tuple(name for line in exhibit.grid(figures, as_of).lines for name in line.cells if name)
