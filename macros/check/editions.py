"""The check of the whole site: each edition in its own language, by one `SiteCheck` each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from macros.build import Build
from macros.check.model import Tally
from macros.check.site import SiteCheck
from macros.check.tally_page import publish_tally
from macros.errors import Fault


@dataclass
class SiteChecks:
    """The checks of all editions of one built site, the default's first."""

    parts: tuple[SiteCheck, ...]
    site: Path

    @classmethod
    def of(cls, build: Build, site: Path, theme: tuple[Path, ...], *, remembers: bool) -> SiteChecks:
        return cls(tuple(SiteCheck(edition, site, theme, remembers=remembers) for edition in build.editions.values()), site)

    @property
    def build(self) -> Build:
        return self.parts[0].build

    @property
    def theme(self) -> tuple[Path, ...]:
        return self.parts[0].theme

    @property
    def tally(self) -> Tally:
        """What was seen in all editions together."""
        return sum((part.tally for part in self.parts), Tally())

    def run(self) -> list[Fault]:
        """Check every file of every edition, publish each tally, and check the files that show it."""
        found: list[Fault] = []
        for part in self.parts:
            found += part.run()
            pages = [name for name, page in part.build.outputs.items() if page.uri == "verification.md"]
            found += part.run_last(publish_tally(part.tally, part.root, pages, part.build.lang))
        return found

    def again(self, name: str, data: bytes) -> list[Fault]:
        """Check one file of the site, named from its root, as if it held `data`; see `SiteCheck.again`."""
        part = self.part(name)
        return part.again(name.removeprefix(part.build.folder), data)

    def part(self, name: str) -> SiteCheck:
        """The check of the edition that a file, named from the site's root, belongs to."""
        return next((p for p in self.parts if p.build.folder and name.startswith(p.build.folder)), self.parts[0])
