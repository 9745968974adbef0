"""New versions of published data: one that changes a published value is recorded, and none rewrites an older update."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from macros.corrections.entry import Correction
from macros.corrections.faults import FILE, page_date, relative
from macros.errors import Fault, Place
from macros.published import Record, Row, packages_in


@dataclass(frozen=True)
class Shown:
    """What pages show. quotes: page -> figure -> the data versions seen there, of quotes of any kind.

    places: page, figure and surface -> where an author quotes it first.
    """

    quotes: Mapping[str, Mapping[str, frozenset[str]]]
    places: Mapping[tuple[str, str, str], Place]

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
            for page in pages:
                quoted = sorted(figures & shown.seen(page, version)) if page_date(page) else []
                if quoted:
                    fact = f"would change {page}, which was published on older data (it quotes {quoted[0]})"
                    yield Fault(place, "backdated", fact, f"date it after {page_date(page)}")
            changed = {name for name in figures if version in now.values.get(name, ()) and version > min(now.values[name])}
            if changed:
                yield from _told(f"{package}@{version}", place, changed, version, pages, entries, shown)


def _told(
    label: str, place: Place, changed: set[str], version: str, pages: list[str], entries: Sequence[Correction], shown: Shown
) -> Iterator[Fault]:
    telling = [entry for entry in entries if entry.data == label]
    if not telling:
        fact = f"changes the published value of {', '.join(sorted(changed))}"
        yield Fault(place, "unrecorded", fact, f"append an entry to {FILE} with data: {label}")
        return
    told = {uri for entry in telling for uri in entry.pages}
    for page in pages:
        quoted = changed & shown.seen(page, version)
        if quoted and relative(page) not in told:
            fact = f"has in entry {telling[-1].number} not the page {relative(page)}, on which it changes {', '.join(sorted(quoted))}"
            yield Fault(telling[-1].place, "unrecorded", fact, f"add {relative(page)} to its pages")


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
