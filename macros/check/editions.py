"""The check of the whole site: one `EditionCheck` for each edition, in the edition's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from macros.base.errors import Fault, Place
from macros.check.judge import Issue
from macros.check.needs import find_unmet_needs
from macros.check.site import EditionCheck
from macros.check.tally import Tally
from macros.check.tally_page import publish_tally
from macros.edition.edition import Edition


@dataclass
class SiteCheck:
    """The checks of all editions of one built site, the default edition first."""

    edition_checks: tuple[EditionCheck, ...]
    site: Path

    @classmethod
    def from_edition(cls, build: Edition, site: Path, theme: tuple[Path, ...], *, remembers: bool) -> SiteCheck:
        """Make a check for each edition. `edition` is the default edition."""
        return cls(tuple(EditionCheck(edition, site, theme, reuses_check_results=remembers) for edition in build.editions.values()), site)

    @property
    def edition(self) -> Edition:
        """Return the default edition."""
        return self.edition_checks[0].edition

    @property
    def theme(self) -> tuple[Path, ...]:
        """Return the folders of the theme's files."""
        return self.edition_checks[0].theme

    @property
    def tally(self) -> Tally:
        """Return the tally of all editions together."""
        return sum((part.tally for part in self.edition_checks), Tally())

    def run(self) -> list[Fault]:
        """Check every file of every edition, publish each tally, and check the files that show it."""
        found: list[Fault] = []
        for part in self.edition_checks:
            found += part.run()
            pages = [name for name, page in part.edition.outputs.items() if page.uri == "verification.md"]
            found += part.check_last(publish_tally(part.tally, part.root, pages, part.edition.lang))
        return [*self._remove_repeats(found), *find_unmet_needs(self.edition_checks, self.site)]

    def _remove_repeats(self, found: list[Fault]) -> list[Fault]:
        """Keep one fault of several that a text repeated in heads, lists and feeds would cause: the one at its source."""
        facts = {fault: verdict.fact for verdict, fault in self._list_issues()}
        told: dict[tuple[Place, str, str], Fault] = {}
        sourced = {(fault.code, fact) for fault, fact in facts.items() if not fault.place.path.startswith("site/")}
        # First the fault of the text itself: it names no surface and has all of the number's signs. A format may write them otherwise.
        for fault in sorted(facts, key=lambda fault: (fault.fact != facts[fault], -len(facts[fault]))):
            is_sourced = not fault.place.path.startswith("site/") and fault.code == "unbound"
            told.setdefault((fault.place, fault.code, "" if is_sourced else facts[fault]), fault)
        once = {f for (place, *_), f in told.items() if not place.path.startswith("site/") or (f.code, facts[f]) not in sourced}
        return [fault for fault in found if fault not in facts or fault in once]

    def issues_on_surface(self, surface: str) -> set[Fault]:
        """Return the faults of texts on a surface."""
        return {fault for verdict, fault in self._list_issues() if verdict.passage.surface.startswith(surface)}

    def issues_of_missing_figures(self) -> set[Fault]:
        """Return the faults of numbers in quotes of unknown figures. The unknown figure is reported by its own fault."""
        quotes = (quote for part in self.edition_checks for each in part.edition.log.quotes_by_page.values() for quote in each)
        lost = {quote.wording for quote in quotes if not quote.version}
        unbound = (
            (verdict.passage.text[verdict.start : verdict.end].strip(), fault)
            for verdict, fault in self._list_issues()
            if not verdict.figure
        )
        return {fault for said, fault in unbound if any(said in wording for wording in lost)}

    def _list_issues(self) -> Iterator[tuple[Issue, Fault]]:
        return (each for part in self.edition_checks for verdicts in part.issues_by_file.values() for each in verdicts)

    def recheck_file(self, name: str, data: bytes) -> list[Fault]:
        """Check one file of the site, named from its root, as if it held `data`; see `EditionCheck.recheck_file`."""
        part = self.find_edition_check(name)
        return part.recheck_file(name.removeprefix(part.edition.folder), data)

    def find_edition_check(self, name: str) -> EditionCheck:
        """Return the check of the edition that owns a file. The file is named from the site's root."""
        return next((p for p in self.edition_checks if p.edition.folder and name.startswith(p.edition.folder)), self.edition_checks[0])
