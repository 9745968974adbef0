"""The check of the whole site: one `SiteCheck` for each edition, in the edition's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from macros.base.errors import Fault, Place
from macros.check.judge import Verdict
from macros.check.model import Tally
from macros.check.needs import unmet
from macros.check.site import SiteCheck
from macros.check.tally_page import publish_tally
from macros.edition.edition import Edition


@dataclass
class SiteChecks:
    """The checks of all editions of one built site, the default edition first."""

    parts: tuple[SiteCheck, ...]
    site: Path

    @classmethod
    def of(cls, build: Edition, site: Path, theme: tuple[Path, ...], *, remembers: bool) -> SiteChecks:
        """Make a check for each edition. `build` is the default edition."""
        return cls(tuple(SiteCheck(edition, site, theme, remembers=remembers) for edition in build.editions.values()), site)

    @property
    def build(self) -> Edition:
        """Return the default edition."""
        return self.parts[0].build

    @property
    def theme(self) -> tuple[Path, ...]:
        """Return the folders of the theme's files."""
        return self.parts[0].theme

    @property
    def tally(self) -> Tally:
        """Return the tally of all editions together."""
        return sum((part.tally for part in self.parts), Tally())

    def run(self) -> list[Fault]:
        """Check every file of every edition, publish each tally, and check the files that show it."""
        found: list[Fault] = []
        for part in self.parts:
            found += part.run()
            pages = [name for name, page in part.build.outputs.items() if page.uri == "verification.md"]
            found += part.run_last(publish_tally(part.tally, part.root, pages, part.build.lang))
        return [*self._once(found), *unmet(self.parts, self.site)]

    def _once(self, found: list[Fault]) -> list[Fault]:
        """Keep one fault of several that a text repeated in heads, lists and feeds would cause: the one at its source."""
        facts = {fault: verdict.fact for verdict, fault in self._verdicts()}
        told: dict[tuple[Place, str, str], Fault] = {}
        sourced = {(fault.code, fact) for fault, fact in facts.items() if not fault.place.path.startswith("site/")}
        # First the fault of the text itself: it names no surface and has all of the number's signs. A format may write them otherwise.
        for fault in sorted(facts, key=lambda fault: (fault.fact != facts[fault], -len(facts[fault]))):
            is_sourced = not fault.place.path.startswith("site/") and fault.code == "unbound"
            told.setdefault((fault.place, fault.code, "" if is_sourced else facts[fault]), fault)
        once = {f for (place, *_), f in told.items() if not place.path.startswith("site/") or (f.code, facts[f]) not in sourced}
        return [fault for fault in found if fault not in facts or fault in once]

    def beside(self, surface: str) -> set[Fault]:
        """Return the faults of texts on a surface."""
        return {fault for verdict, fault in self._verdicts() if verdict.passage.surface.startswith(surface)}

    def without_figure(self) -> set[Fault]:
        """Return the faults of numbers in quotes of unknown figures. The unknown figure is reported by its own fault."""
        quotes = (quote for part in self.parts for each in part.build.log.quotes_by_page.values() for quote in each)
        lost = {quote.wording for quote in quotes if not quote.version}
        unbound = (
            (verdict.passage.text[verdict.start : verdict.end].strip(), fault) for verdict, fault in self._verdicts() if not verdict.figure
        )
        return {fault for said, fault in unbound if any(said in wording for wording in lost)}

    def _verdicts(self) -> Iterator[tuple[Verdict, Fault]]:
        return (each for part in self.parts for verdicts in part.verdicts.values() for each in verdicts)

    def again(self, name: str, data: bytes) -> list[Fault]:
        """Check one file of the site, named from its root, as if it held `data`; see `SiteCheck.again`."""
        part = self.part(name)
        return part.again(name.removeprefix(part.build.folder), data)

    def part(self, name: str) -> SiteCheck:
        """Return the check of the edition that owns a file. The file is named from the site's root."""
        return next((p for p in self.parts if p.build.folder and name.startswith(p.build.folder)), self.parts[0])
