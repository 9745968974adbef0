"""One build: what it has read, what its pages quoted, what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from macros.cache import Cache, code_salt
from macros.corrections import Correction, modified, read_corrections
from macros.datapackage import Packages, read_packages
from macros.errors import Fault, FaultError, Faults, Place
from macros.exhibits import Exhibit, read_exhibits
from macros.figures import Figures
from macros.pages import Page, read_pages
from macros.published import Record as Published
from macros.published import read as read_published
from macros.quotes import Phrase, PhraseWriter, Quoting
from macros.records import Record, records
from macros.view import View


@dataclass(frozen=True)
class Rendered:
    """A published picture or document, whose text cannot be read from its bytes alone: the bytes, and what they show."""

    sha256: str
    phrases: tuple[Phrase, ...]


@dataclass
class Build:
    """The state of one build. `read` reads data and front matter once; the macros add what pages quote.

    outputs: file of the built site -> the page it was written from.
    rendered: address of a file that is a picture or a document -> its sha256 and the texts that stand in it, each with the
        figures it quotes (see `Rendered`).
    drawings: source path of a page, or address of a page that has no source -> the drawings that it shows, letter for letter.
    published: what data/published.csv holds. corrections: the entries of data/corrections.yml, oldest first.
    address: where the site is published, `https://example.org/`. name, description: of the site.
    """

    root: Path
    lang: str
    serving: bool
    packages: Packages
    figures: Figures
    charts: dict[str, Exhibit]
    tables: dict[str, Exhibit]
    faults: Faults
    writer: PhraseWriter
    pages: dict[str, Page]
    published: Published = field(default_factory=Published)
    corrections: list[Correction] = field(default_factory=list)
    events: tuple[Record, ...] = ()
    statements: tuple[Record, ...] = ()
    outputs: dict[str, Page] = field(default_factory=dict)
    drawings: dict[str, set[str]] = field(default_factory=dict)
    rendered: dict[str, Rendered] = field(default_factory=dict)
    address: str = ""
    name: str = ""
    description: str = ""

    @classmethod
    def read(cls, root: Path, lang: str, *, serving: bool = False, cached: bool = True) -> Build:
        """Read the project at `root`. Never raises for bad input: faults are collected in `faults`."""
        faults = Faults()
        packages, found = read_packages(root)
        faults.extend(found)
        folder = root / ".cache" / "figures" if cached else None
        figures = Figures.read(root, packages, Cache(folder, code_salt("figures", "pandas")))
        charts, tables, wrong = read_exhibits(root, figures)
        faults.extend(figures.faults)
        faults.extend(wrong)
        writer = PhraseWriter(Quoting(figures, faults))
        pages = {page.path: page for page in read_pages(root, lang, writer)}
        build = cls(root, lang, serving, packages, figures, charts, tables, faults, writer, pages)
        build.published, _ = read_published(root)  # its faults are told when it is compared (macros/freeze.py)
        build.corrections, wrong = read_corrections(root, lang, writer, build.published, pages)
        faults.extend(wrong)
        build.events = build._records("events", "events")
        for event in build.events:
            told = event.facts.get("update", "")
            if told and event.date > told:
                fact = f"dates the event {event.id} {event.date}, after the update of {told} that tells of it"
                faults.add(Fault(event.place, "date-after-update", fact, "mend the date or the update"))
        build.statements = build._records("statements", "statements")
        return build

    @property
    def updates(self) -> list[Page]:
        """The dated updates, oldest first."""
        return sorted((p for p in self.pages.values() if p.is_update), key=lambda p: (p.date, p.path))

    @property
    def newest(self) -> str:
        """The date (ISO) of the newest content: a version of data, an update or a correction."""
        dates = [package.version for package in self.packages.all()] + [page.date for page in self.updates]
        dates += [entry.date for entry in self.corrections]
        return max(dates, default="1980-01-01")

    def view(self, page: Page) -> View:
        up = "../" * page.url.count("/")
        return View(page.path, page.lang, page.as_of, up or "./", self.serving, self.figures, self.writer)

    def modified(self, page: Page) -> str:
        """The date on which a page was changed last: an update's own, or that of the newest correction that names it."""
        return modified(self.corrections, page.uri, page.date)

    def quoted_on(self, figure: str) -> list[Page]:
        """The pages whose text quotes a figure, in the order of their paths."""
        quotes = self.writer.quoting.quotes
        return [page for path, page in sorted(self.pages.items()) if any(quote.figure == figure for quote in quotes.get(path, ()))]

    def _records(self, package: str, resource: str) -> tuple[Record, ...]:
        try:
            found = self.packages.as_of(package, None)
            if found is None:
                fact = f"has no package {package}"
                raise FaultError(Fault(Place("data"), "missing-package", fact, f"add data/{package}/"))
            return records(found, resource)
        except FaultError as error:
            self.faults.extend(error.faults)
            return ()
