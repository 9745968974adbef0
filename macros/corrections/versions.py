"""New versions of published data: one that changes a published value is recorded, and none rewrites an older update."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from macros.base.errors import Fault, Place
from macros.corrections.entry import Correction
from macros.corrections.faults import FILE, page_date, relative
from macros.published import Record, Row, packages_in

_MOST = 12  # names that a line tells


@dataclass(frozen=True)
class Shown:
    """What pages show. quotes: page -> figure -> the data versions seen there, of quotes of any kind.

    places: page, figure and surface -> where an author quotes it first. cells: of a package and a version, page -> address -> whether
    the version changes its value: of the cells that pages show from it without an entry in data/figures.yml.
    """

    quotes: Mapping[str, Mapping[str, frozenset[str]]]
    places: Mapping[tuple[str, str, str], Place]
    cells: Callable[[str, str], Mapping[str, Mapping[str, bool]]] = lambda package, version: {}

    def seen(self, page: str, version: str) -> set[str]:
        """The figures that a page shows from data of a version."""
        return {name for name, versions in self.quotes.get(page, {}).items() if version in versions}


def new_versions(base: Record, now: Record, entries: Sequence[Correction], shown: Shown) -> Iterator[Fault]:
    """The faults of the versions that the base has not, of packages that it has. entries: those of this change."""
    published = _versions(base)
    pages = [row.subject for row in base.of("page")]
    known = {row.subject for row in base.of("value")}
    data = _versions(now)
    for package, versions in sorted(data.items()):
        figures = {row.subject for row in now.of("figure") if row.subject in known and package in _packages(row, data)}
        for version in sorted(versions - published.get(package, versions)):
            place, newest = Place(f"data/{package}/{version}"), max(published[package])
            if version < newest:
                yield Fault(place, "backdated", f"is dated before the published version {newest}", "date it after that")
                continue
            cells = shown.cells(package, version)
            seen = {page: (figures & shown.seen(page, version)) | set(cells.get(page, ())) for page in pages}
            for page in filter(page_date, pages):
                if quoted := sorted(seen[page]):
                    fact = f"would change {page}, which was published on older data (it quotes {quoted[0]})"
                    yield Fault(place, "backdated", fact, f"date it after {page_date(page)}")
            changed = {name for name in figures if version in now.values.get(name, ()) and version > min(now.values[name])}
            changed |= {name for page in pages for name, changes in cells.get(page, {}).items() if changes}
            if changed:
                yield from _told(f"{package}@{version}", place, changed, seen, entries)


def _told(label: str, place: Place, changed: set[str], seen: Mapping[str, set[str]], entries: Sequence[Correction]) -> Iterator[Fault]:
    telling = [entry for entry in entries if entry.data == label]
    if not telling:
        fact = f"changes the published value of {_listed(changed)}"
        yield Fault(place, "unrecorded", fact, f"append an entry to {FILE} with data: {label}")
        return
    told = {uri for entry in telling for uri in entry.pages}
    for page in seen:
        quoted = changed & seen[page]
        if quoted and relative(page) not in told:
            fact = f"has in entry {telling[-1].number} not the page {relative(page)}, on which it changes {_listed(quoted)}"
            yield Fault(telling[-1].place, "unrecorded", fact, f"add {relative(page)} to its pages")


def _listed(names: set[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(sorted(names)[:_MOST]) + more


def published_versions(record: Record) -> dict[str, set[str]]:
    """Id -> the published versions of the data that it is computed from."""
    versions = _versions(record)
    return {row.subject: set().union(*(versions[name] for name in _packages(row, versions))) for row in record.of("figure")}


def _packages(row: Row, known: Collection[str]) -> set[str]:
    """The packages of a figure. One of which they are not known may be of any."""
    return packages_in(row.text) & set(known) or set(known)


def _versions(record: Record) -> dict[str, set[str]]:
    """Package -> versions."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in record.of("data"):
        _, package, version, _ = row.subject.split("/", 3)
        found[package].add(version)
    return found
