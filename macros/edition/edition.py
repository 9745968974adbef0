"""One build: what it has read, what its pages quoted, what went wrong.

The site has an edition in each language. The project and the faults are the same objects in all of them; what is an edition's own
are its pages and all that is written in its words (see `log`). The default edition stands at the site's root, the others each in a folder.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from macros.base.errors import Fault, FaultError, Faults, Place
from macros.base.files import ENGINE, below, matching
from macros.base.settings import FILE, SiteSettings, read_settings
from macros.base.yaml_source import UNREAD
from macros.charts import Chart
from macros.content.dated_records import Record, records
from macros.content.page_context import View
from macros.corrections import Correction, modified, read_corrections
from macros.datapackage import Packages, read_packages
from macros.exhibits import Exhibit, read_exhibits
from macros.figures import Figures, is_address, quoted_addresses
from macros.handouts import CardEntry, DocumentEntry, Text, read_handouts
from macros.handouts.card import Site
from macros.incremental.store import Cache, cache_folder, code_salt
from macros.incremental.tasks import Kept, digest
from macros.pages import Page, read_pages
from macros.published import Record as Published
from macros.published import read as read_published
from macros.quotes import PhraseWriter, Quoting, RenderLog
from macros.structure import read_structures

T = TypeVar("T")
_FRAME = ("overrides/**/*", "schemas/*")
_DECLARED = ("mkdocs.yml", "data/*.yml", "data/*.csv", "data/*/dimensions.yml", "data/codelists/*.yml", *_FRAME)


@dataclass(frozen=True)
class Rendered:
    """A published picture or document, whose text cannot be read from its bytes alone: the bytes, and what they show.

    texts: what stands in it, in the order in which it is set, each with the figures that it quotes.
    layout: the text that its layout gives back, where its bytes hold none.
    """

    sha256: str
    texts: tuple[Text, ...] = ()
    layout: str = ""


@dataclass(frozen=True)
class _Data:
    """What is read from data/ and is the same in every language. faults: those of all of it."""

    packages: Packages
    figures: Figures
    charts: dict[str, Exhibit]
    tables: dict[str, Exhibit]
    faults: list[Fault]

    @classmethod
    def read(cls, root: Path, quoted: Mapping[str, Place], *, cached: bool) -> _Data:
        cache = Cache(
            cache_folder(root, "figures") if cached else None, code_salt("figures", "datapackage", "structure", "base/dates.py", "pandas")
        )
        packages, faults = read_packages(root, cache)
        structures = read_structures(root, packages)
        figures = Figures.read(root, packages, structures, quoted)
        charts, tables, wrong = read_exhibits(root, figures)
        return cls(packages, figures, charts, tables, [*faults, *structures.faults, *figures.faults, *wrong])


@dataclass
class Project:
    """What is the same in every language: what data/ declares, and the settings.

    root: its folder. serving: whether it is built for a server. published: what data/published.csv holds.
    """

    root: Path
    serving: bool
    settings: SiteSettings
    packages: Packages
    figures: Figures
    charts: dict[str, Exhibit]
    tables: dict[str, Exhibit]
    cards: dict[str, CardEntry] = field(default_factory=dict)
    documents: dict[str, DocumentEntry] = field(default_factory=dict)
    published: Published = field(default_factory=Published)
    events: tuple[Record, ...] = ()
    statements: tuple[Record, ...] = ()

    @property
    def data(self) -> list[Any]:
        """All packages, as a value that changes with any of their rows: a descriptor has the hash of each file."""
        return [(package.label, package.descriptor) for package in self.packages.all()]

    def read_records(self, faults: Faults) -> None:
        """Read what is told of days and of people."""
        self.events, self.statements = (self._records(name, faults) for name in ("events", "statements"))
        for event in self.events:
            told = event.facts.get("update", "")
            if told and event.date > told:
                fact = f"dates the event {event.id} {event.date}, after the update of {told} that tells of it"
                faults.add(Fault(event.place, "date-after-update", fact, "fix the date or the update"))

    def _records(self, package: str, faults: Faults) -> tuple[Record, ...]:
        try:
            found = self.packages.as_of(package, None)
            return records(found, package) if found else ()
        except FaultError as error:
            faults.extend(error.faults)
            return ()


@dataclass
class Edition:
    """The state of one build in one language. `read` reads data and front matter once; the macros add what pages quote.

    All addresses and files here are relative to the edition's root: `folder` below the site's ("", or `es/`).
    site: what it is called, and where it is published. corrections: the entries of data/corrections.yml, oldest first.
    editions: language -> the build in it, this one among them, the default first.
    outputs: file of the built site -> the page it was written from.
    kept: what earlier builds gave (see `step`). until_drawn: waits for a chart that is drawn beside the build.
    """

    project: Project
    site: Site
    faults: Faults
    writer: PhraseWriter
    pages: dict[str, Page]
    corrections: list[Correction] = field(default_factory=list)
    folder: str = ""
    editions: dict[str, Edition] = field(default_factory=dict, repr=False)
    outputs: dict[str, Page] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept, repr=False)
    until_drawn: Callable[[Chart], None] = lambda _: None

    @classmethod
    def read(cls, root: Path, lang: str, *others: str, serving: bool = False, cached: bool = True, memory: Kept | None = None) -> Edition:
        """Read the project at `root` in its default language and the others; gives the default edition.

        memory: what earlier builds gave. Never raises for bad input: faults are collected in `faults`.
        """
        faults, memory = Faults(), memory or Kept()
        settings = _settings(root, faults)
        made_of = [*below(root / "data"), *matching(root, FILE)]
        quoted = quoted_addresses(root)
        data = memory.data(lambda: digest([_digest(made_of), sorted(quoted)]), lambda: _Data.read(root, quoted, cached=cached))
        project = Project(root, serving, settings, data.packages, data.figures, data.charts, data.tables)
        faults.extend(data.faults)
        if memory.active:
            memory.begin(_ground(project), {lang: "", **{other: f"{other}/" for other in others}})
        build = cls._in(project, lang, "", faults, memory)
        project.cards, project.documents, wrong = read_handouts(root, data.packages, data.charts, data.tables)
        unread = {f"names the {kind} " for kind in ("chart", "table") if _unread(faults, f"data/{kind}s.yml")}
        broken = (fault.fact.partition(" ")[0] for fault in faults if fault.code == "exhibit")
        unread |= {f'names the {kind} "{name}"' for name in broken for kind in ("chart", "table")}
        faults.extend(fault for fault in wrong if not any(follows in fault.fact for follows in unread))
        project.published, _ = read_published(root)  # its faults are told when it is compared (macros/edition/published_check.py)
        build._read_corrections()
        project.read_records(faults)
        build.editions[lang] = build
        for other in others:
            build.editions[other] = edition = cls._in(project, other, f"{other}/", faults, memory)
            edition.editions = build.editions
            edition._read_corrections()
        return build

    @classmethod
    def _in(cls, project: Project, lang: str, folder: str, faults: Faults, memory: Kept) -> Edition:
        """Read the pages of a language."""
        writer = PhraseWriter(Quoting(project.figures, faults))
        pages = {page.path: page for page in read_pages(project.root, lang, writer, project.settings.topics, memory)}
        return cls(project, Site("", "", lang), faults, writer, pages, folder=folder, kept=memory)

    def _read_corrections(self) -> None:
        root, published = self.project.root, self.project.published
        self.corrections, wrong = read_corrections(root, self.lang, self.writer, published, self.pages)
        self.faults.extend(wrong)

    def __getstate__(self) -> dict[str, Any]:
        """Return what is of use to a worker that reads what was built."""
        return {name: value for name, value in vars(self).items() if name != "until_drawn"} | {"kept": Kept()}

    @property
    def lang(self) -> str:
        """The language that it is in."""
        return self.site.lang

    def step(self, name: str, key: str, make: Callable[[], T]) -> T:
        """What `make` gives, which writes in this build, or what it gave before (see macros/incremental).

        key: what it is made from beside the ground and the figures that it asks for.
        """
        return cast(T, self.kept.step(f"{self.lang} {name}", key, self.project.figures, self.log, make))

    def reuse(self, name: str) -> Any:
        """Return what a current step gave."""
        return self.kept.reuse(f"{self.lang} {name}", self.project.figures, self.log)

    def knows(self, name: str, key: str) -> bool:
        """Whether a step would be given as it was before."""
        return self.kept.active and self.kept.knows(f"{self.lang} {name}", key, self.project.figures)

    @property
    def log(self) -> RenderLog:
        """What the rendering of the edition did."""
        return self.writer.log

    @property
    def told(self) -> str:
        """A digest of what the pages of all editions say of themselves and of each other, and of the records that they tell of."""
        own = [
            [self.site, self.project.events, self.project.statements],
            *(
                [each.lang, [replace(page, fingerprint="", body_line=0) for page in each.pages.values()], each.corrections]
                for each in self.editions.values()
            ),
        ]
        return digest(own)

    @cached_property
    def updates(self) -> list[Page]:
        """The dated updates, oldest first."""
        return sorted((p for p in self.pages.values() if p.is_update), key=lambda p: (p.date, p.path))

    @cached_property
    def feeds(self) -> tuple[str, ...]:
        """The feeds of this edition: those of which it has the page that shows the same."""
        homes = {"updates": "updates/index.md", "corrections": "corrections.md"}
        return tuple(kind for kind, uri in homes.items() if f"docs/{self.lang}/{uri}" in self.pages)

    @cached_property
    def newest(self) -> str:
        """The date (ISO) of the newest content: a version of data, an update or a correction."""
        dates = [package.version for package in self.project.packages.all()] + [page.date for page in self.updates]
        dates += [entry.date for entry in self.corrections]
        return max(dates, default="1980-01-01")

    @property
    def default(self) -> Edition:
        """The edition at the site's root."""
        return next(iter(self.editions.values()))

    def unread(self, file: str, name: str = "") -> list[Fault]:
        """Return the faults for which a file of declarations was not read, or an exhibit in it. That it is not there follows from them."""
        return _unread(self.faults, file) or [fault for fault in self.faults if name and _is_of(fault, file, name)]

    def is_unread(self, package: str) -> bool:
        """Return whether a package has faults: that nothing of it is there follows from them."""
        return any(fault.place.path.startswith(f"data/{package}/") for fault in self.faults)

    def translations(self, page: Page) -> dict[str, Page]:
        """The page in every language that has it, itself among them: language -> page."""
        found = {lang: edition.pages.get(f"docs/{lang}/{page.uri}") for lang, edition in self.editions.items()}
        return {lang: other for lang, other in found.items() if other}

    def original(self, page: Page) -> Page | None:
        """The page of the default language that a page is a translation of."""
        return self.default.pages.get(f"docs/{self.default.lang}/{page.uri}") if self.folder else None

    def is_outdated(self, page: Page) -> bool:
        """Whether the original has changed since a page was translated from it."""
        original = self.original(page)
        return original is not None and original.fingerprint != page.translated_from

    def alternates(self, page: Page) -> dict[str, str]:
        """The addresses of a page by the language they are for (hreflang), `x-default` last; empty where there is one only."""
        found = {lang: self.editions[lang].site.address + other.url for lang, other in self.translations(page).items()}
        if len(found) < 2:
            return {}
        return found | {"x-default": found.get(self.default.lang, found[page.lang])}

    def files(self, site: Path, suffix: str = "") -> list[str]:
        """The files of this edition in the built site, whose root is `site`, named from the edition's root; not those of other editions."""
        # Tens of thousands of files in a large site: names are put together from texts, and no file is asked what it is.
        others = {edition.folder.rstrip("/") for edition in self.editions.values() if edition.folder != self.folder}
        found, folders = [], [""]
        while folders:
            folder = folders.pop()
            with os.scandir(os.path.join(site, self.folder, folder)) as entries:
                for entry in entries:
                    name = f"{folder}{entry.name}"
                    if entry.is_dir():
                        if self.folder or name not in others:
                            folders.append(f"{name}/")
                    elif name.endswith(suffix) and entry.is_file():
                        found.append(name)
        return sorted(found, key=lambda name: name.split("/"))

    def modified(self, page: Page) -> str:
        """The day (ISO) on which a page's content last changed: of an update, when a figure that it quotes was last revised or a
        correction last named it.

        Known once the page is rendered. "" for an undated page: nothing tells when its words were changed.
        """
        if not page.date:
            return ""
        revised = {modified(self.corrections, page.uri, page.date)}
        for name in {quote.figure for quote in self.log.quotes_by_page.get(page.path, ()) if quote.version}:
            for before, after in itertools.pairwise(self.project.figures.history(name)):
                if after.value != before.value:
                    revised.add(after.version)
        return max(revised)

    def view(self, page: Page) -> View:
        return self.view_at(page.url, page.path, page.as_of, self.writer)

    def view_at(self, url: str, source: str, as_of: str | None, writer: PhraseWriter) -> View:
        """What is written at an address of this edition, `charts/changes/`, from a source file."""
        depth = url.count("/")
        up, top = ("../" * levels or "./" for levels in (depth, depth + self.folder.count("/")))
        return View(source, self.lang, as_of, up, top, self.project.serving, self.project.figures, writer, self.project.settings)

    def quoted_on(self, figure: str) -> list[Page]:
        """The pages whose text quotes a figure, in the order of their paths."""
        return [self.pages[path] for path in sorted(self.log.pages_by_figure.get(figure, ())) if path in self.pages]


def _settings(root: Path, faults: Faults) -> SiteSettings:
    try:
        return read_settings(root)
    except FaultError as error:
        faults.extend(error.faults)
        return SiteSettings()


def _ground(project: Project) -> str:
    """A digest of all that any step may depend on, but for the pages and for the rows that figures are computed from."""
    root, packages, counted = project.root, project.packages, project.figures.counted
    data = [
        (
            package.label,
            package.path,
            {**package.descriptor, "resources": [_without_hash(entry) for entry in package.descriptor["resources"]]},
            package.translations,
            [resource.sha256 for resource in package.resources.values() if (package.name, resource.name) not in counted],
        )
        for package in packages.all()
    ]
    documents = [path.as_posix() for path in below(root / "docs")]
    files = matching(root, *_DECLARED) + (matching(ENGINE, *_FRAME) if root != ENGINE else [])
    files += [Path(name) for name in documents if not name.endswith(".md")]
    cells = sorted(filter(is_address, project.figures.declarations))
    return digest([data, sorted(map(repr, packages.broken.items())), documents, _digest(files), cells])


def _unread(faults: Faults, file: str) -> list[Fault]:
    return [fault for fault in faults if fault.place == Place(file) or (fault.place.path == file and fault.code in UNREAD)]


def _is_of(fault: Fault, file: str, name: str) -> bool:
    """Whether a fault is of the exhibit of a name."""
    return fault.code == "exhibit" and fault.place.path == file and fault.fact.startswith(f"{name} ")


def _digest(files: Iterable[Path]) -> str:
    """A digest of files, with their names."""
    return digest([(path.as_posix(), digest(path.read_bytes())) for path in sorted(files)])


def _without_hash(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in ("hash", "bytes")}
