"""The versions of a chart, one for each state of its packages."""

from __future__ import annotations

from macros.base.errors import FaultError
from macros.datapackage import Source, list_sources
from macros.exhibits.exhibit import Exhibit
from macros.figures import Figures


def find_version(exhibit: Exhibit, figures: Figures, as_of: str | None) -> str:
    """Return the version of a chart's data as of a date: the newest version among its packages.

    Raises:
        FaultError: a figure is not available by that date.
    """
    if exhibit.events:
        seen = figures.packages.find_version(exhibit.events, as_of) or figures.packages.find_version(exhibit.events, None)
        return seen.version if seen else ""
    if exhibit.data:
        figures.find_table(exhibit.data.source, as_of, exhibit.find_place("data"))
        packages = (figures.packages.find_version(name, as_of) for name in exhibit.data.package_names)
        return max(package.version for package in packages if package)
    return max((figures.get(name, as_of, exhibit.find_place()).version for name in list_figure_ids(exhibit, figures, as_of)), default="")


def list_versions(exhibit: Exhibit, figures: Figures) -> tuple[str, ...]:
    """Return every version of the chart, oldest first. Dates without one of its figures have none."""
    if exhibit.events:
        return tuple(filter(None, [find_version(exhibit, figures, None)]))
    packages = list_packages(exhibit, figures)
    dates = sorted({package.version for name in packages for package in figures.packages.versions.get(name, ())})
    found = []
    for date in dates:
        try:
            exhibit.build_grid(figures, date)
            found.append(find_version(exhibit, figures, date))
        except FaultError:
            continue
    return tuple(dict.fromkeys(found))


def list_packages(exhibit: Exhibit, figures: Figures) -> list[str]:
    """Return the names of the packages behind a chart's figures."""
    if exhibit.events:
        return [exhibit.events]
    if exhibit.data:
        return sorted(exhibit.data.package_names)
    declared = (figures.find_declaration(name) for name in list_figure_ids(exhibit, figures, None))
    return sorted({package for each in declared if each for package in each.packages})


def list_exhibit_sources(exhibit: Exhibit, figures: Figures, as_of: str | None) -> list[Source]:
    """Return the sources of the packages behind an exhibit, as of a date."""
    return list_sources(figures.packages.find_version(name, as_of) for name in list_packages(exhibit, figures))


def list_figure_ids(exhibit: Exhibit, figures: Figures, as_of: str | None) -> tuple[str, ...]:
    """Return the ids of the chart's figures, row by row.

    Raises:
        FaultError: the data as of that date lacks the rows.
    """
    return tuple(name for line in exhibit.build_grid(figures, as_of).lines for name in line.cells if name)
