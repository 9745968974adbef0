"""Checks of new data versions: a changed published value needs an entry, and no version may change an older update."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from macros.base.errors import Fault, Place
from macros.corrections.entry import Correction
from macros.corrections.faults import FILE, find_page_date, strip_language
from macros.published import Record, Row, find_packages

_MAX_NAMES = 12  # names in one line


@dataclass(frozen=True)
class ShownFigures:
    """The figures and cells pages show.

    Attributes:
        quotes: Maps pages to figures to the data versions of all quotes there.
        places: Maps page, figure and surface to the first quote of an author.
        cells: For a package and a version, maps pages to the addresses of cells they show, without an entry in data/figures.yml,
            and to True if the version changes the cell's value.
    """

    quotes: Mapping[str, Mapping[str, frozenset[str]]]
    places: Mapping[tuple[str, str, str], Place]
    cells: Callable[[str, str], Mapping[str, Mapping[str, bool]]] = lambda package, version: {}

    def find_seen_figures(self, page: str, version: str) -> set[str]:
        """Return the figures a page shows from the data of a version."""
        return {name for name, versions in self.quotes.get(page, {}).items() if version in versions}


def check_new_versions(
    base: Record, now: Record, entries: Sequence[Correction], shown: ShownFigures, unrecorded: dict[str, list[str]]
) -> Iterator[Fault]:
    """Yield the faults of versions missing in the base, for packages it has.

    Args:
        entries: The entries of this change.
        unrecorded: Is filled with the versions that no entry names, and the pages on which each changes values.
    """
    published = _map_versions(base)
    pages = [row.subject for row in base.find_rows("page")]
    known = {row.subject for row in base.find_rows("value")}
    data = _map_versions(now)
    for package, versions in sorted(data.items()):
        figures = {row.subject for row in now.find_rows("figure") if row.subject in known and package in _find_packages(row, data)}
        for version in sorted(versions - published.get(package, versions)):
            place, newest = Place(f"data/{package}/{version}"), max(published[package])
            if version < newest:
                yield Fault(place, "backdated", f"is dated before the published version {newest}", "date it after that")
                continue
            cells = shown.cells(package, version)
            seen = {page: (figures & shown.find_seen_figures(page, version)) | set(cells.get(page, ())) for page in pages}
            changed = {name for name in figures if version in now.values_by_id.get(name, ()) and version > min(now.values_by_id[name])}
            changed |= {name for page in pages for name, changes in cells.get(page, {}).items() if changes}
            # The version of a source may be older than updates that its values leave as they are.
            frozen = [page for page in pages if find_page_date(page) and seen[page] & changed]
            for page in frozen:
                fact = f"would change {page}, which was published on older data (it quotes {_format_names(seen[page] & changed)})"
                yield Fault(place, "backdated", fact, f"date it after {max(map(find_page_date, frozen))}")
            if changed:
                if not any(entry.data == f"{package}@{version}" for entry in entries):
                    on = {strip_language(page) for page in pages if changed & seen[page]}
                    unrecorded[f"{package}@{version}"] = sorted(on)
                yield from _find_version_faults(f"{package}@{version}", place, changed, seen, entries)


def _find_version_faults(
    label: str, place: Place, changed: set[str], seen: Mapping[str, set[str]], entries: Sequence[Correction]
) -> Iterator[Fault]:
    telling = [entry for entry in entries if entry.data == label]
    if not telling:
        fact = f"changes the published value of {_format_names(changed)}"
        yield Fault(place, "unrecorded", fact, f"append an entry to {FILE} with data: {label}")
        return
    told = {uri for entry in telling for uri in entry.pages}
    for page in seen:
        quoted = changed & seen[page]
        if quoted and strip_language(page) not in told:
            fact = f"has in entry {telling[-1].number} not the page {strip_language(page)}, on which it changes {_format_names(quoted)}"
            yield Fault(telling[-1].place, "unrecorded", fact, f"add {strip_language(page)} to its pages")


def _format_names(names: set[str]) -> str:
    more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
    return ", ".join(sorted(names)[:_MAX_NAMES]) + more


def map_published_versions(record: Record) -> dict[str, set[str]]:
    """Map ids of figures to the published versions of their data."""
    versions = _map_versions(record)
    return {row.subject: set().union(*(versions[name] for name in _find_packages(row, versions))) for row in record.find_rows("figure")}


def _find_packages(row: Row, known: Collection[str]) -> set[str]:
    """Return the packages of a figure, or all packages if none of them is known."""
    return find_packages(row.text) & set(known) or set(known)


def _map_versions(record: Record) -> dict[str, set[str]]:
    """Map packages to their versions."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in record.find_rows("data"):
        _, package, version, _ = row.subject.split("/", 3)
        found[package].add(version)
    return found
