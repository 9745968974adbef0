"""Filters for faults that follow from another reported fault. Each rule is a function.

Mending the reported fault mends those that follow from it. Reported too, they would only hide it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace

from macros.base.errors import Fault, Place
from macros.check import SiteCheck
from macros.check.needs import FAULT_CODES as NEEDED

# Faults of a built file that never follow from another.
_OWN = ("active-content", "unknown-surface", "unknown-script", "forged-binding", "wrong-proof")


@dataclass(frozen=True)
class ReportedFaults:
    """The faults reported before the built site was checked.

    Attributes:
        unquoted: the places of quotes without a value.
    """

    faults: tuple[Fault, ...]
    unquoted: frozenset[Place]
    sources_by_file: Mapping[str, Set[str]]

    @property
    def has_clashes(self) -> bool:
        """Return whether a page was lost to another with the same address."""
        return any(fault.code == "address-taken" for fault in self.faults)


def drop_unlisted_of_clashes(faults: Iterable[Fault]) -> list[Fault]:
    """Drop `not-in-nav` faults of pages with an address clash, because one of the two pages goes."""
    faults = list(faults)
    clashing = {fault.place.path for fault in faults if fault.code == "address-taken"}
    return [fault for fault in faults if fault.code != "not-in-nav" or fault.place.path not in clashing]


def filter_issues(found: Iterable[Fault], check: SiteCheck, told: ReportedFaults) -> list[Fault]:
    """Return the issues of the check, without those that follow from earlier faults."""
    found = drop_of_missing_figures(found, check)
    if told.has_clashes:
        found = drop_of_lost_pages(found, check)
    found = [place_at_source(fault, told.sources_by_file) for fault in found]
    found = drop_repeated(found, told)
    if told.faults:
        found = drop_of_sources(found)
    if any(fault.code != "link" for fault in told.faults):
        found = drop_unmet_needs(found)
    return drop_same_kind_at_same_place(found, told)


def drop_of_missing_figures(found: Iterable[Fault], check: SiteCheck) -> list[Fault]:
    """Drop issues about words of missing figures."""
    follows = check.issues_of_missing_figures()
    return [fault for fault in found if fault not in follows]


def drop_of_lost_pages(found: Iterable[Fault], check: SiteCheck) -> list[Fault]:
    """Drop issues found only in the search index, which holds the text of a page lost to another."""
    follows = check.issues_on_surface("search index")
    return [fault for fault in found if fault not in follows]


def place_at_source(fault: Fault, sources_by_file: Mapping[str, Set[str]]) -> Fault:
    """Move a fault of a published file to its file in docs/, if the author's file is published unchanged."""
    sources = sources_by_file.get(fault.place.path.removeprefix("site/"), frozenset())
    if not fault.place.path.startswith("site/") or len(sources) != 1 or min(sources).endswith(".md"):
        return fault
    return replace(fault, place=replace(fault.place, path=min(sources)))


def drop_repeated(found: Iterable[Fault], told: ReportedFaults) -> list[Fault]:
    """Drop issues already reported: a broken table wherever it is quoted, or the words of a quote without a figure."""
    known = {(fault.place.path, fault.fact) for fault in told.faults}
    return [fault for fault in found if fault.place not in told.unquoted and not any(_is_same(fault, *each) for each in known)]


def drop_of_sources(found: Iterable[Fault]) -> list[Fault]:
    """Drop issues of numbers found only in an output. They follow from a fault of its source."""
    return [fault for fault in found if fault.code in _OWN or not (fault.place.path.startswith("site/") or fault.code == "generated")]


def drop_unmet_needs(found: Iterable[Fault]) -> list[Fault]:
    """Drop issues about missing files needed by others. A file at fault may not have been written."""
    return [fault for fault in found if fault.code not in NEEDED]


def drop_same_kind_at_same_place(found: Iterable[Fault], told: ReportedFaults) -> list[Fault]:
    """Drop issues with the code and place of a fault reported during rendering."""
    known = {(fault.place, fault.code) for fault in told.faults}
    return [fault for fault in found if (fault.place, fault.code) not in known]


def _is_same(fault: Fault, path: str, fact: str) -> bool:
    """Return whether an issue repeats a fault: in the same file, or for a data file in any file that quotes it."""
    return fault.fact.startswith(fact) and (fault.place.path == path or path.startswith("data/"))
