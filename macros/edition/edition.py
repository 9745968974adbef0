"""One build of the site in one language: its inputs, the log of its rendering, and its faults.

All editions share the project and the faults. An edition has its own pages and everything written in its words (see `log`). The default
edition lies at the site's root, each other edition in a folder.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from macros.base.dates import is_date
from macros.base.day import ANY_DAY, Day
from macros.base.errors import Fault, FaultError, Faults, Place
from macros.base.files import ENGINE, find_files, list_files
from macros.base.settings import FILE, SiteSettings, read_settings
from macros.base.yaml_source import UNREAD
from macros.charts import Chart
from macros.content.dated_records import DatedRecord, read_records
from macros.content.page_context import PageContext
from macros.corrections import Correction, find_held_entries, find_modified_date, read_corrections
from macros.datapackage import Packages, find_missing_addresses, read_packages
from macros.exhibits import Exhibit, read_exhibits
from macros.figures import Figures, find_quoted_addresses, is_address
from macros.handouts import CardEntry, DocumentEntry, Text, read_handouts
from macros.handouts.card import Site
from macros.incremental.store import Cache, cache_folder, code_salt
from macros.incremental.tasks import TaskCache, digest
from macros.pages import Page, find_held_pages, read_pages
from macros.pages.page import HELD_AS_DRAFT
from macros.published import Record as Published
from macros.published import read as read_published
from macros.quotes import PhraseWriter, QuoteBook, RenderLog
from macros.structure import Structures, read_structures

T = TypeVar("T")
_FRAME_FILES = ("overrides/**/*", "schemas/*")
_DECLARATION_FILES = ("mkdocs.yml", "data/*.yml", "data/*.csv", "data/*/dimensions.yml", "data/codelists/*.yml", *_FRAME_FILES)


@dataclass(frozen=True)
class PublishedFile:
    """A published picture or document with the text it shows, because its bytes alone do not give the text.

    Attributes:
        texts: its texts in order, each with the figures it quotes.
        layout: the text extracted from its layout, if the bytes hold none.
    """

    sha256: str
    texts: tuple[Text, ...] = ()
    layout: str = ""


@dataclass(frozen=True)
class _Data:
    """The content of data/, the same in every language, with its faults."""

    packages: Packages
    figures: Figures
    charts: dict[str, Exhibit]
    tables: dict[str, Exhibit]
    faults: list[Fault]
    whole: _Data | None = None  # with the versions of later days, if there are any

    @classmethod
    def read(cls, root: Path, quoted: Mapping[str, Place], day: Day, *, cached: bool) -> _Data:
        """Read data/ as of a day.

        What is declared on rows of a later version only (a figure, a chart) is left out with them, and is no fault.
        """
        cache = Cache(
            cache_folder(root, "figures") if cached else None, code_salt("figures", "datapackage", "structure", "base/dates.py", "pandas")
        )
        packages, faults = read_packages(root, cache)
        structures = read_structures(root, packages)
        whole = cls._declare(root, packages, structures, quoted)
        faults += structures.faults
        seen = packages.leave_out(day)
        if seen is packages:
            return replace(whole, faults=[*faults, *whole.faults])
        tables = {(package.name, name) for package in seen.list_all() for name in package.resources}
        known = replace(structures, structure_by_table={key: each for key, each in structures.structure_by_table.items() if key in tables})
        data = cls._declare(root, seen, known, quoted, whole.figures)
        lasting = {fault.place for fault in whole.faults}
        faults = [fault for fault in faults if not _is_of_held_version(fault, day)]
        return replace(data, faults=[*faults, *(fault for fault in data.faults if fault.place in lasting)], whole=whole)

    @classmethod
    def _declare(
        cls, root: Path, packages: Packages, structures: Structures, quoted: Mapping[str, Place], whole: Figures | None = None
    ) -> _Data:
        figures = Figures.read(root, packages, structures, quoted)
        if whole:
            figures.leave_out_held(whole)
        charts, tables, wrong = read_exhibits(root, figures)
        return cls(packages, figures, charts, tables, [*figures.faults, *wrong])


@dataclass
class Project:
    """The parts of a site common to all languages: data and settings.

    Attributes:
        root: its folder.
        is_served: whether it is built for a server.
        day: the day of the build.
        held: the pages, versions of data and corrections not published yet: path or place -> why (see `Page.held`).
        shows_held: whether these pages are shown.
        published: the content of data/published.csv.
    """

    root: Path
    is_served: bool
    settings: SiteSettings
    packages: Packages
    figures: Figures
    charts: dict[str, Exhibit]
    tables: dict[str, Exhibit]
    cards: dict[str, CardEntry] = field(default_factory=dict)
    documents: dict[str, DocumentEntry] = field(default_factory=dict)
    published: Published = field(default_factory=Published)
    day: Day = field(default_factory=Day)
    held: Mapping[str, str] = field(default_factory=dict)
    shows_held: bool = False
    events: tuple[DatedRecord, ...] = ()
    statements: tuple[DatedRecord, ...] = ()

    @property
    def data_state(self) -> list[Any]:
        """Return a value for all packages that changes with any row: a descriptor has the hash of each file."""
        return [(package.label, package.descriptor) for package in self.packages.list_all()]

    def read_records(self, faults: Faults) -> None:
        """Read the events and statements, and report events dated after their update."""
        self.events, self.statements = (self._read_package(name, faults) for name in ("events", "statements"))
        for event in self.events:
            told = event.facts.get("update", "")
            if told and event.date > told:
                fact = f"dates the event {event.id} {event.date}, after the update of {told} that tells of it"
                faults.add(Fault(event.place, "date-after-update", fact, "fix the date or the update"))

    def _read_package(self, package: str, faults: Faults) -> tuple[DatedRecord, ...]:
        try:
            found = self.packages.find_version(package, None)
            return read_records(found, package) if found else ()
        except FaultError as error:
            faults.extend(error.faults)
            return ()


def _do_not_wait(_: Chart) -> None:
    pass


@dataclass
class Edition:
    """The state of one build in one language.

    `read` reads data and front matter once. The macros add quotes to the log. All addresses and files are relative to the edition's root.

    Attributes:
        site: its name and its address.
        corrections: the entries of data/corrections.yml, oldest first.
        folder: the edition's root below the site's root: "" or such as `es/`.
        editions: language -> edition, this one among them, the default first.
        outputs: file of the built site -> its page.
        task_cache: the cache of tasks (see `run_cached`).
        wait_for_chart: waits for a chart drawn by a worker.
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
    task_cache: TaskCache = field(default_factory=TaskCache, repr=False)
    wait_for_chart: Callable[[Chart], None] = _do_not_wait

    @classmethod
    def read(
        cls,
        root: Path,
        lang: str,
        *others: str,
        serving: bool = False,
        cached: bool = True,
        memory: TaskCache | None = None,
        day: Day = ANY_DAY,
        shows_held: bool = False,
    ) -> Edition:
        """Read the project at `root` in its default language and the others, and return the default edition.

        Args:
            memory: the cache of tasks.
            day: the day of the build; without it, nothing is held back by its date.
            shows_held: whether drafts, and what bears a later day, are read too; pages are marked.

        Bad input never raises: all faults are collected in `faults`.
        """
        faults, memory = Faults(), memory or TaskCache()
        settings = _read_settings(root, faults)
        made_of = [*list_files(root / "data"), *find_files(root, FILE)]
        held = find_held_pages(root, (lang, *others), day)
        left_out, seen = ((), ANY_DAY) if shows_held else (held, day)
        quoted = find_quoted_addresses(root, left_out)
        data = memory.read_data(
            lambda: digest([_digest_files(made_of), sorted(quoted), seen]), lambda: _Data.read(root, quoted, seen, cached=cached)
        )
        project = Project(root, serving, settings, data.packages, data.figures, data.charts, data.tables, day=day, shows_held=shows_held)
        faults.extend(fault for each in data.packages.list_all() for fault in find_missing_addresses(each.sources))
        faults.extend(data.faults)
        if memory.is_active:
            memory.begin_build(_compute_global_digest(project), {lang: "", **{other: f"{other}/" for other in others}})
        project.held = held | find_held_entries(root, seen)
        if data.whole:
            project.held = project.held | {
                each.path: each.version for each in data.whole.packages.list_all() if day.is_before(each.version)
            }
        build = cls._read_language(project, lang, "", faults, memory, left_out)
        page = settings.reading.partition("#")[0]
        if page and not (root / "docs" / lang / page).is_file():
            fact = f"leads from the proofs to docs/{lang}/{page}, which is missing"
            faults.add(Fault(Place(FILE), "mkdocs", fact, "name another page in extra: reading:, or remove it"))
        project.cards, project.documents, wrong = read_handouts(root, data.packages, data.charts, data.tables)
        if data.whole:
            lasting = {fault.place for fault in read_handouts(root, data.whole.packages, data.whole.charts, data.whole.tables)[2]}
            wrong = [fault for fault in wrong if fault.place in lasting]
        unread = {f"names the {kind} " for kind in ("chart", "table") if _find_unread_faults(faults, f"data/{kind}s.yml")}
        broken = (fault.fact.partition(" ")[0] for fault in faults if fault.code == "exhibit")
        unread |= {f'names the {kind} "{name}"' for name in broken for kind in ("chart", "table")}
        faults.extend(fault for fault in wrong if not any(follows in fault.fact for follows in unread))
        project.published, _ = read_published(root)  # its faults are reported by macros/edition/published_check.py
        build._read_corrections(seen, lang, *others)
        project.read_records(faults)
        build.editions[lang] = build
        for other in others:
            build.editions[other] = edition = cls._read_language(project, other, f"{other}/", faults, memory, left_out)
            edition.editions = build.editions
            edition._read_corrections(seen, lang, *others)
        return build

    @classmethod
    def _read_language(
        cls, project: Project, lang: str, folder: str, faults: Faults, memory: TaskCache, left_out: Collection[str]
    ) -> Edition:
        """Read the pages of a language."""
        writer = PhraseWriter(QuoteBook(project.figures, faults))
        found = read_pages(project.root, lang, writer, project.settings.topics, memory, left_out, project.packages.addresses)
        faults.extend(fault for page in found for fault in find_missing_addresses(page.sources))
        pages = {page.path: replace(page, held=project.held.get(page.path, "")) for page in found}
        return cls(project, Site("", "", lang), faults, writer, pages, folder=folder, task_cache=memory)

    def _read_corrections(self, day: Day, *languages: str) -> None:
        root, published = self.project.root, self.project.published
        self.corrections, wrong = read_corrections(root, self.lang, languages, self.writer, published, self.pages, day)
        self.faults.extend(wrong)

    def __getstate__(self) -> dict[str, Any]:
        """Return the state for a worker that reads the built site."""
        return vars(replace(self, wait_for_chart=_do_not_wait, task_cache=TaskCache()))

    @property
    def lang(self) -> str:
        """Return the language of the edition."""
        return self.site.lang

    def run_cached(self, name: str, key: str, make: Callable[[], T]) -> T:
        """Return the result of `make`, cached if the task is current (see macros/incremental).

        key: a digest of its inputs, but for the global digest and the figures it reads. Writes of `make` go into the log.
        """
        return cast(T, self.task_cache.run_cached(f"{self.lang} {name}", key, self.project.figures, self.log, make))

    def reuse_task(self, name: str) -> Any:
        """Return the result of a current task."""
        return self.task_cache.reuse(f"{self.lang} {name}", self.project.figures, self.log)

    def is_current(self, name: str, key: str) -> bool:
        """Return True if a task is current and would not run."""
        return self.task_cache.is_active and self.task_cache.is_current(f"{self.lang} {name}", key, self.project.figures)

    @property
    def log(self) -> RenderLog:
        """Return the log of the edition's rendering."""
        return self.writer.log

    @property
    def shared_content_digest(self) -> str:
        """Return a digest of the metadata of all pages in all editions, and of the records that pages show."""
        own = [
            [self.site, self.project.events, self.project.statements],
            *(
                [each.lang, [replace(page, fingerprint="", body_line=0) for page in each.pages.values()], each.corrections]
                for each in self.editions.values()
            ),
        ]
        return digest(own)

    @cached_property
    def settings(self) -> SiteSettings:
        """Return the settings of the site, without a page that this language lacks."""
        known = self.project.settings
        is_here = f"docs/{self.lang}/{known.reading.partition('#')[0]}" in self.pages
        return known if is_here else replace(known, reading="")

    @cached_property
    def charts(self) -> dict[str, Exhibit]:
        """Return the charts with words in this language. The others are not shown in it, as untranslated pages are not."""
        lacks_events = bool(self.project.events and not self.events)
        return {n: each for n, each in self.project.charts.items() if each.has_texts_in(self.lang) and not (each.events and lacks_events)}

    @cached_property
    def tables(self) -> dict[str, Exhibit]:
        """Return the tables with words in this language."""
        return {name: each for name, each in self.project.tables.items() if each.has_texts_in(self.lang)}

    @cached_property
    def cards(self) -> dict[str, CardEntry]:
        """Return the cards with words in this language."""
        return {name: each for name, each in self.project.cards.items() if each.has_texts_in(self.lang)}

    @cached_property
    def documents(self) -> dict[str, DocumentEntry]:
        """Return the documents with words in this language, for themselves and for what they show."""
        return {
            name: each
            for name, each in self.project.documents.items()
            if each.has_texts_in(self.lang) and each.chart in self.charts and each.table in self.tables
        }

    @cached_property
    def events(self) -> tuple[DatedRecord, ...]:
        """Return the events with words in this language."""
        return tuple(each for each in self.project.events if each.has_texts_in(self.lang))

    @cached_property
    def statements(self) -> tuple[DatedRecord, ...]:
        """Return the statements with words in this language."""
        return tuple(each for each in self.project.statements if each.has_texts_in(self.lang))

    @cached_property
    def updates(self) -> list[Page]:
        """Return the dated updates, oldest first."""
        return sorted((p for p in self.pages.values() if p.is_update), key=lambda p: (p.date, p.path))

    @cached_property
    def feeds(self) -> tuple[str, ...]:
        """Return the feeds of this edition. A feed needs the page with the same content."""
        homes = {"updates": "updates/index.md", "corrections": "corrections.md"}
        return tuple(kind for kind, uri in homes.items() if f"docs/{self.lang}/{uri}" in self.pages)

    @cached_property
    def newest_date(self) -> str:
        """Return the date (ISO) of the newest content: a version of data, an update or a correction."""
        dates = [package.version for package in self.project.packages.list_all()] + [page.date for page in self.updates]
        dates += [entry.date for entry in self.corrections]
        return max(dates, default="1980-01-01")

    @property
    def default(self) -> Edition:
        """Return the edition at the site's root."""
        return next(iter(self.editions.values()))

    def find_unread_faults(self, file: str, name: str = "") -> list[Fault]:
        """Return the faults that keep a file of declarations, or one exhibit in it, from being read.

        Its absence follows from them and needs no fault of its own.
        """
        return _find_unread_faults(self.faults, file) or [fault for fault in self.faults if name and _is_of_exhibit(fault, file, name)]

    def list_held(self) -> Iterator[str]:
        """Yield a line for each page, version of data and correction that is not published yet."""
        for path, why in sorted(self.project.held.items()):
            yield f"{path}: {'is a draft' if why == HELD_AS_DRAFT else f'is not published before {why}'}"

    def leaves_out(self, path: str) -> bool:
        """Return whether the page of a source path is not published yet, and not shown here."""
        return path in self.project.held and not self.project.shows_held

    def is_unread(self, package: str) -> bool:
        """Return whether a package has faults, from which its absence follows."""
        return any(fault.place.path.startswith(f"data/{package}/") for fault in self.faults)

    def find_translations(self, page: Page) -> dict[str, Page]:
        """Return language -> page for every language with this page, itself among them."""
        found = {lang: edition.pages.get(f"docs/{lang}/{page.uri}") for lang, edition in self.editions.items()}
        return {lang: other for lang, other in found.items() if other}

    def find_original(self, page: Page) -> Page | None:
        """Return the page of the default language from which a page is translated."""
        return self.default.pages.get(f"docs/{self.default.lang}/{page.uri}") if self.folder else None

    def is_outdated(self, page: Page) -> bool:
        """Return whether the original of a page has changed since its translation."""
        original = self.find_original(page)
        return original is not None and original.fingerprint != page.translated_from

    def list_alternates(self, page: Page) -> dict[str, str]:
        """Return the addresses of a page by language (hreflang), `x-default` last. Empty for a page in one language."""
        found = {lang: self.editions[lang].site.address + other.url for lang, other in self.find_translations(page).items()}
        if len(found) < 2:
            return {}
        return found | {"x-default": found.get(self.default.lang, found[page.lang])}

    def list_files(self, site: Path, suffix: str = "") -> list[str]:
        """Return the files of this edition, from its root, in the built site at `site`. Files of other editions are left out."""
        # A large site has tens of thousands of files: string operations and directory entries avoid a `stat` of each.
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

    def find_modified_date(self, page: Page) -> str:
        """Return the day (ISO) of the last change of a page's content, known once the page is rendered.

        An update changes when a quoted figure is revised or a correction names the page. "" for an undated page, because no record tells
        when its words changed.
        """
        if not page.date:
            return ""
        revised = {find_modified_date(self.corrections, page.uri, page.date)}
        for name in {quote.figure for quote in self.log.quotes_by_page.get(page.path, ()) if quote.version}:
            for before, after in itertools.pairwise(self.project.figures.history(name)):
                if after.value != before.value:
                    revised.add(after.version)
        return max(revised)

    def make_context(self, page: Page) -> PageContext:
        """Return the context in which a page is rendered."""
        return self.make_context_at(page.url, page.path, page.as_of, self.writer)

    def make_context_at(self, url: str, source: str, as_of: str | None, writer: PhraseWriter) -> PageContext:
        """Return the context for text at an address of this edition, such as `charts/changes/`, from a source file."""
        depth = url.count("/")
        up, top = ("../" * levels or "./" for levels in (depth, depth + self.folder.count("/")))
        return PageContext(source, self.lang, as_of, up, top, self.project.is_served, self.project.figures, writer, self.settings)

    def find_quoting_pages(self, figure: str) -> list[Page]:
        """Return the pages that quote a figure, by path."""
        return [self.pages[path] for path in sorted(self.log.pages_by_figure.get(figure, ())) if path in self.pages]


def _is_of_held_version(fault: Fault, day: Day) -> bool:
    version = f"{fault.place.path}//".split("/")[2]
    return is_date(version) and day.is_before(version)


def _read_settings(root: Path, faults: Faults) -> SiteSettings:
    try:
        return read_settings(root)
    except FaultError as error:
        faults.extend(error.faults)
        return SiteSettings()


def _compute_global_digest(project: Project) -> str:
    """Return a digest of all inputs shared by tasks, except pages and the rows of source tables of figures."""
    root, packages, counted = project.root, project.packages, project.figures.source_tables
    data = [
        (
            package.label,
            package.path,
            {**package.descriptor, "resources": [_without_hash(entry) for entry in package.descriptor["resources"]]},
            package.translations,
            [resource.sha256 for resource in package.resources.values() if (package.name, resource.name) not in counted],
        )
        for package in packages.list_all()
    ]
    documents = [path.as_posix() for path in list_files(root / "docs")]
    files = find_files(root, *_DECLARATION_FILES) + (find_files(ENGINE, *_FRAME_FILES) if root != ENGINE else [])
    files += [Path(name) for name in documents if not name.endswith(".md")]
    cells = sorted(filter(is_address, project.figures.declarations))
    return digest([data, sorted(map(repr, packages.faults_by_version.items())), documents, _digest_files(files), cells])


def _find_unread_faults(faults: Faults, file: str) -> list[Fault]:
    return [fault for fault in faults if fault.place == Place(file) or (fault.place.path == file and fault.code in UNREAD)]


def _is_of_exhibit(fault: Fault, file: str, name: str) -> bool:
    """Return whether a fault belongs to the exhibit of a name."""
    return fault.code == "exhibit" and fault.place.path == file and fault.fact.startswith(f"{name} ")


def _digest_files(files: Iterable[Path]) -> str:
    """Return a digest of files and their names."""
    return digest([(path.as_posix(), digest(path.read_bytes())) for path in sorted(files)])


def _without_hash(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in ("hash", "bytes")}
