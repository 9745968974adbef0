"""Which faults are not told because they follow from one that is told: each rule is a function of its name.

Whoever mends the fault that is told mends those that follow; told beside it they would only hide it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace

from macros.base.errors import Fault, Place
from macros.check import SiteChecks
from macros.check.needs import CODES as NEEDED

# Faults of a built file that follow from no other.
_OWN = ("active-content", "unknown-surface", "unknown-script", "forged-binding", "wrong-proof")


@dataclass(frozen=True)
class Told:
    """What was told before the built site was read. unquoted: where quotes stand whose figure cannot be had."""

    faults: tuple[Fault, ...]
    unquoted: frozenset[Place]
    sources_by_file: Mapping[str, Set[str]]

    @property
    def has_clashes(self) -> bool:
        """Whether a page was lost to another of the same address."""
        return any(fault.code == "address-taken" for fault in self.faults)


def drop_unlisted_of_clashes(faults: Iterable[Fault]) -> list[Fault]:
    """Drop that a page stands in no navigation where it has the address of another: one of both goes."""
    faults = list(faults)
    clashing = {fault.place.path for fault in faults if fault.code == "address-taken"}
    return [fault for fault in faults if fault.code != "not-in-nav" or fault.place.path not in clashing]


def filter_issues(found: Iterable[Fault], check: SiteChecks, told: Told) -> list[Fault]:
    """Return what the check of the built site found, but for what follows from faults that were told before."""
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


def drop_of_missing_figures(found: Iterable[Fault], check: SiteChecks) -> list[Fault]:
    """Drop what is wrong with words whose figure could not be had."""
    follows = check.without_figure()
    return [fault for fault in found if fault not in follows]


def drop_of_lost_pages(found: Iterable[Fault], check: SiteChecks) -> list[Fault]:
    """Drop what only the search index says: it has the text of the page that was lost to another."""
    follows = check.beside("search index")
    return [fault for fault in found if fault not in follows]


def place_at_source(fault: Fault, sources_by_file: Mapping[str, Set[str]]) -> Fault:
    """Place a fault of a file that is published as an author has laid it in docs/ at that file."""
    sources = sources_by_file.get(fault.place.path.removeprefix("site/"), frozenset())
    if not fault.place.path.startswith("site/") or len(sources) != 1 or min(sources).endswith(".md"):
        return fault
    return replace(fault, place=replace(fault.place, path=min(sources)))


def drop_repeated(found: Iterable[Fault], told: Told) -> list[Fault]:
    """Drop what was told already: a broken table wherever it is quoted, the words of a quote without a figure."""
    known = {(fault.place.path, fault.fact) for fault in told.faults}
    return [fault for fault in found if fault.place not in told.unquoted and not any(_is_same(fault, *each) for each in known)]


def drop_of_sources(found: Iterable[Fault]) -> list[Fault]:
    """Drop a number that stands only in an output: it follows from what was told of its source."""
    return [fault for fault in found if fault.code in _OWN or not (fault.place.path.startswith("site/") or fault.code == "generated")]


def drop_unmet_needs(found: Iterable[Fault]) -> list[Fault]:
    """Drop that a file is missing which another needs: what could not be made is not there."""
    return [fault for fault in found if fault.code not in NEEDED]


def drop_same_kind_at_same_place(found: Iterable[Fault], told: Told) -> list[Fault]:
    """Drop a fault of a code that was told at the same place, when the page was rendered."""
    known = {(fault.place, fault.code) for fault in told.faults}
    return [fault for fault in found if (fault.place, fault.code) not in known]


def _is_same(fault: Fault, path: str, fact: str) -> bool:
    """Return whether a fault is one that was told: of the same file, or of a data file wherever its figures are quoted."""
    return fault.fact.startswith(fact) and (fault.place.path == path or path.startswith("data/"))
