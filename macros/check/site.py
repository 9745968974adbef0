"""Read every file of a built site and check every number in it.

The check fails closed: a file of a kind without a reader, or a copy with other bytes than its original, is a fault.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from lxml import etree

from macros.base.elements import parse_html
from macros.base.errors import Fault, Place
from macros.check.dates import DATED_SURFACES, find_date_faults, has_relative_time
from macros.check.judge import PIECE_CODE, Issue, PassageChecker, PassedPassage, cached_quantities
from macros.check.needs import find_anchors, find_needs, find_repeated_ids
from macros.check.passed_files import PassedFile, PassedFiles, make_cell_read
from macros.check.phrases import PhraseIndex, map_phrases
from macros.check.pieces import ExpectedText, expect_tally
from macros.check.readers.html import NotHtmlError, PageReader, list_json_texts, make_parser, read_page, split_name
from macros.check.readers.registry import find_reader
from macros.check.scripts import KnownScripts, digest_script
from macros.check.source_locator import SourceLocator
from macros.check.tally import Tally
from macros.check.tally_page import FILE
from macros.claims.other_quantities import find_excess_readings
from macros.claims.passage import Passage, Spans
from macros.corrections.shown import list_untranslated
from macros.edition.edition import Edition
from macros.exhibits.versions import find_version
from macros.figures import is_address, slug_of
from macros.incremental.gc_pause import gc_paused
from macros.incremental.tasks import Read
from macros.incremental.workers import count_workers, split_work
from macros.outputs.chart_page import TEXT_HEIGHT, WIDTH
from macros.outputs.search_index import FIGURE_FIELD, QUERY_WORDS_FIELD, find_query_words
from macros.outputs.search_index import FILE as INDEX
from macros.pages import Page

MIN_FILES = 10_000  # files: with fewer, the worker's start costs more than it saves
_NAMING_SURFACES = frozenset({"id", "json-ld"})  # surfaces where a whole text can be a name
_LASTING_ADDRESS = re.compile(r"charts/(?P<id>[a-z0-9-]+)/index\.html")
_VIEW_BOX = re.compile(r'viewBox="0 0 [0-9.]+ ([0-9.]+)"')
_CHART = re.compile(r"""<svg\b[^>]*?\bdata-chart="([^"]*)".*?</svg>""", re.DOTALL)
_GENERATED_FACT = "which no author wrote: it comes from the generator"
_REPORT_REMEDY = "fix the generator (macros/), or report this line to its maintainers"
_MARKUP_CODES = ("active-content", "unclosed", "control-character")
# Bidirectional controls: they show text in another order than it is stored in.
_BIDI_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass
class EditionCheck:
    """The check of one edition of a built site. `run` fills `faults` and `tally`. Files are named from the edition's root."""

    edition: Edition
    site: Path
    theme: tuple[Path, ...]  # folders of the theme's own files (scripts, styles, icons), published as they are
    checker: PassageChecker = field(init=False)
    reuses_check_results: bool = False  # whether files passed by an earlier build are skipped
    locator: SourceLocator = field(init=False)
    faults: list[Fault] = field(default_factory=list)
    issues_by_file: dict[str, list[tuple[Issue, Fault]]] = field(default_factory=dict)
    file_names: list[str] = field(default_factory=list)  # all files
    anchors_by_page: dict[str, frozenset[str]] = field(default_factory=dict)  # of each page
    _passed_needs: set[str] = field(default_factory=set)  # of files passed by an earlier build (macros/check/needs.py)
    _needs_by_file: dict[str, frozenset[str]] = field(default_factory=dict)  # of each file read in this run
    _bind_cached: Callable[[str], Spans] = field(init=False)
    _is_known_script: Callable[[str], bool] = field(init=False)  # whether a script is known
    _squeezed_by_page: dict[str, str] = field(default_factory=dict)
    _reported: set[str] = field(default_factory=set)
    _place_by_issue: dict[tuple[str, int, str], Place] = field(default_factory=dict)  # where the author can mend an issue
    _quiet_texts: set[str] = field(default_factory=set)  # texts without a number or a word on time: right anywhere
    _passed_passages: dict[Hashable, PassedPassage] = field(default_factory=dict)  # passages that passed in this run

    def __post_init__(self) -> None:
        self.checker = PassageChecker(self.edition.project.figures, self.edition.project.packages, self.edition.lang)
        others = {lang: edition.corrections for lang, edition in self.edition.editions.items()}
        untranslated = list_untranslated(self.edition.corrections, others)
        self.checker.pieces.texts_by_name |= {name: (ExpectedText(text),) for name, text in untranslated.items()}
        self._is_known_script = functools.lru_cache(maxsize=1000)(KnownScripts(self.theme).is_known)
        self.locator = SourceLocator(self.edition)
        self._bind_cached = functools.lru_cache(maxsize=20_000)(lambda text: self.phrases.find_bindings(text))

    @functools.cached_property
    def phrases(self) -> PhraseIndex:
        """Return the index of the phrases written in this build."""
        return PhraseIndex.from_phrases(map_phrases(self.edition.log.phrases))

    def _is_name(self, passage: Passage) -> bool:
        return passage.surface in _NAMING_SURFACES and passage.text in self._data_names

    @functools.cached_property
    def _data_names(self) -> frozenset[str]:
        """Return the names in the data (figures, packages, versions) and the ids of their headings, as words."""
        packages = self.edition.project.packages
        headings = {*map(slug_of, self.edition.project.figures.declarations), *(f"package-{name}" for name in packages.list_names())}
        return frozenset({*map(split_name, headings), *packages.list_names(), *(package.label for package in packages.list_all())})

    @property
    def root(self) -> Path:
        """Return the folder of the edition."""
        return self.site / self.edition.folder

    def make_fault_path(self, name: str) -> str:
        """Return the path of an edition's file as faults name it: `site/es/feed.xml`."""
        return f"site/{self.edition.folder}{name}"

    @property
    def tally(self) -> Tally:
        """Return the numbers seen so far."""
        return self.checker.tally

    def run(self, last: tuple[str, ...] = ()) -> list[Fault]:
        """Check every file but those in `last`.

        Pages come first: the search index is compared with them, and a fault in a chart is placed in a page that shows the chart.
        """
        memory = (
            PassedFiles(self.edition, self.root, self.checker.cell_by_address)
            if self.reuses_check_results and self.edition.task_cache.is_active
            else None
        )
        right: dict[str, PassedFile] = {}
        with gc_paused():  # each collection would scan the whole build
            self.file_names = self.edition.list_files(self.site)
            names = sorted((name for name in self.file_names if name not in last), key=_rank_name)
            for some in ([name for name in names if name != INDEX], [name for name in names if name == INDEX]):
                if memory:
                    passed, some = memory.split_files(some, self._squeezed_by_page)
                    for each in passed:
                        self._count_passed(each)
                if _can_share(len(some)) and not self.edition.project.is_served:
                    some = self._check_in_two_processes(some, memory, right)
                self._check_files(some, memory, right)
        if memory:
            memory.commit(right)
        self.faults += find_excess_readings(self.edition.log)
        return self.faults

    @property
    def all_needs(self) -> set[str]:
        """Return the needs of all files (macros/check/needs.py)."""
        return self._passed_needs.union(*self._needs_by_file.values())

    def list_needs(self, name: str) -> frozenset[str]:
        """Return the needs of a file, whether or not the file was read in this run."""
        if name not in self._needs_by_file:
            data = self.read_data(name)
            self._needs_by_file[name] = find_needs(
                self.edition, name, data, parse_html(data, make_parser()) if name.endswith(".html") else None
            )
        return self._needs_by_file[name]

    def read_data(self, name: str) -> bytes:
        """Return the bytes of a file."""
        return Path(self.root, name).read_bytes()

    def _check_files(self, names: Iterable[str], memory: PassedFiles | None, right: dict[str, PassedFile]) -> None:
        """Check files one after the other. Add those without a fault to `right`."""
        for name in names:
            with open(os.path.join(self.root, name), "rb") as file:
                data = file.read()
            if found := self._check_file(name, data, memory):
                right[name] = found

    def _check_in_two_processes(self, names: list[str], memory: PassedFiles | None, right: dict[str, PassedFile]) -> list[str]:
        """Check files here and in a worker. Return those left: the worker's, if one has a fault, as faults depend on earlier files."""
        left, found = split_work(
            names,
            lambda some: self._check_files(some, memory, right),
            check_in_worker,
            (self.edition, self.site, self.theme, self.phrases, memory is not None),
        )
        if found is None:
            return left
        for passed in found.values():
            self._count_passed(passed)
        right |= found
        return []

    def collect_passed(self, names: Iterable[str], *, remembers: bool) -> dict[str, PassedFile] | None:
        """Check files in a worker. Return the results, or None at the first fault. `reuses_check_results`: whether to cache them."""
        memory, right = PassedFiles(self.edition, self.root, self.checker.cell_by_address) if remembers else None, dict[str, PassedFile]()
        with gc_paused():
            for name in names:
                self._check_files([name], memory, right)
                if self.faults:
                    return None
        return right

    def _count_passed(self, passed: PassedFile) -> None:
        """Count a file that passed, in this build or in an earlier one."""
        self.tally.add_counts(passed.tally)
        self._squeezed_by_page |= passed.indexed_texts
        self.anchors_by_page |= passed.anchors_by_page
        self._passed_needs |= passed.needs

    def _is_theme_file(self, name: str, data: bytes) -> bool:
        """Return whether a file is a copy of one of the theme's files."""
        paths = (os.path.join(folder, name) for folder in self.theme)
        return any(os.path.isfile(path) and Path(path).read_bytes() == data for path in paths)

    def recheck_file(self, name: str, data: bytes) -> list[Fault]:
        """Check one file as if it held `read_data`, in the site as last checked. The state of the check stays as it was."""
        before = (
            self.checker.tally,
            self.checker.published_entries,
            self.faults,
            dict(self._squeezed_by_page),
            dict(self.anchors_by_page),
            dict(self._needs_by_file),
        )
        self.checker.published_entries = self.checker.tally.list_entries()
        self.checker.tally, self.faults, self._reported = Tally(), [], set()
        try:
            self._read_file(name, data)
            return self.faults
        finally:
            (
                self.checker.tally,
                self.checker.published_entries,
                self.faults,
                self._squeezed_by_page,
                self.anchors_by_page,
                self._needs_by_file,
            ) = before

    def check_last(self, names: list[str]) -> list[Fault]:
        """Check the files that show the tally against the tally of all others. They are not counted in it."""
        final = self.checker.tally
        self.checker.published_entries = final.list_entries()
        self.checker.pieces.texts_by_name |= {name: (text,) for name, text in expect_tally(final.list_entries(), self.edition.lang)}
        self.checker.tally, self.faults = Tally(), []
        self.file_names = [*self.file_names, *names]
        for name in names:
            if name == FILE:
                if json.loads((self.root / name).read_bytes()) != final.as_json():
                    self.faults.append(
                        Fault(Place(self.make_fault_path(name)), "wrong-tally", "is not the tally of this site", "build again")
                    )
            else:
                self._read_file(name, (self.root / name).read_bytes())
        self.checker.tally = final
        return self.faults

    def _check_file(self, name: str, data: bytes, memory: PassedFiles | None) -> PassedFile | None:
        """Check a file. Return the result to be cached, or None if the file has a fault."""
        tally, faults = self.checker.tally, len(self.faults)
        key = memory.compute_key(name, data, self._squeezed_by_page) if memory else ""
        self.edition.project.figures.read_log = figures = set[Read]()
        self.checker.tally, self.checker.cell_reads = Tally(), set()
        self._read_file(name, data)
        counts, self.checker.tally, self.edition.project.figures.read_log = self.checker.tally.export_counts(), tally, None
        tally.add_counts(counts)
        # An unknown script is one fault for all its pages, but none of them passes.
        if len(self.faults) > faults or self._reported:
            return None
        texts = {name: self._squeezed_by_page[name]} if name in self._squeezed_by_page else {}
        anchors = {name: self.anchors_by_page[name]} if name in self.anchors_by_page else {}
        reads = frozenset(figures).union(map(make_cell_read, self.checker.cell_reads))
        return PassedFile(key, reads, counts, texts, anchors, self._needs_by_file.get(name, frozenset()))

    def _read_file(self, name: str, data: bytes) -> None:
        bare, suffix = os.path.splitext(name)
        if suffix == ".gz":
            suffix = os.path.splitext(bare)[1] + suffix
        if not name.endswith((".html", ".json", ".xml", ".gz")) and self._is_theme_file(name, data):
            self.tally.files["theme"] += 1
            return
        if suffix == ".js" and self._is_known_script(data.decode("utf-8", "replace")):
            self.tally.files["js"] += 1
            return
        reader = find_reader(name)
        if reader is not None and reader.names_addresses and suffix != ".html":
            self._needs_by_file[name] = find_needs(self.edition, name, data)
        if reader is None:
            self.faults.append(
                Fault(
                    Place(self.make_fault_path(name)),
                    "unknown-surface",
                    "is of a kind that the check cannot read",
                    "add a reader for it in macros/check/readers/registry.py, or do not publish it",
                )
            )
            return
        self.tally.files[suffix.lstrip(".")] += 1
        page = self.edition.outputs.get(name)
        self.checker.page_date, self.checker.page = (page.as_of, page.path) if page else (None, "")
        wrong: list[tuple[int, Issue]] = []
        try:
            seen = (page.as_of, page.date) if page else None
            surfaces, quiet = self.tally.surfaces, self._quiet_texts
            for number, passage in enumerate(reader.read_passages(self, name, data)):
                surfaces[passage.surface] += 1
                # Texts that recur on pages, in feeds and in downloads are checked once, unless they have an issue.
                if not passage.spans and (passage.text in quiet or self._is_name(passage)):
                    continue
                key = (passage.text, passage.surface, passage.spans, passage.is_in_cell, passage.near, seen)
                right = self._passed_passages.get(key) or self._passed_passages.get((*key, passage.context))
                if right is None:
                    wrong += [(number, verdict) for verdict in self._check_passage(passage, name, page, key)]
                else:
                    self.checker.recount(right)
        except (NotHtmlError, ValueError, OSError, etree.LxmlError, RecursionError) as error:
            self.faults.append(Fault(Place(self.make_fault_path(name)), "unreadable", f"cannot be read: {error}", "fix what writes it"))
        self._report_issues(wrong, name, page, data)

    def _check_passage(self, passage: Passage, name: str, page: Page | None, key: tuple[Hashable, ...]) -> list[Issue]:
        turned = _BIDI_CONTROL.search(passage.text)
        if turned:
            fact = "holds control characters that reverse the direction of its text"
            self.faults.append(Fault(Place(self.make_fault_path(name), passage.line), "control-character", fact, "remove them"))
        # A text of the generator is compared as a whole: no quantity is looked for in it.
        if not (passage.spans or turned or cached_quantities(passage.text, self.edition.lang, self.edition.project.figures.nouns)):
            if not has_relative_time(passage.text, self.edition.lang):
                self._quiet_texts.add(passage.text)
                return []
        is_bound_by_words = passage.spans and passage.spans == self.bind_text(passage.text)
        others = self.phrases.find_other_bindings(passage.text) if is_bound_by_words else ()
        verdicts, right = self.checker.check_passage(passage, others)
        if page is not None and passage.surface in DATED_SURFACES:
            verdicts += self._check_dates(passage, page)
        # Not cached once the tally is known: its entries pass only until the tally changes.
        if not verdicts and not turned and self.checker.published_entries is None:
            self._passed_passages[(*key, passage.context) if right.is_context_read else key] = right
        return verdicts

    def _check_dates(self, passage: Passage, page: Page) -> Iterator[Issue]:
        found = cached_quantities(passage.text, self.edition.lang, self.edition.project.figures.nouns)
        for start, end, code, fact, remedy in find_date_faults(passage, found, page, self.edition.lang):
            yield Issue(passage, start, end, code, fact, remedy)

    def bind_text(self, text: str) -> Spans:
        """Return the bindings of a text without markup: those of the phrases found in it, word for word."""
        return self._bind_cached(text)

    def read_html(self, name: str, data: bytes) -> Iterator[Passage]:
        """Yield the texts of a page. Check its scripts, bindings and drawings."""
        reading = read_page(data, self.bind_text, preview=self.edition.project.is_served)
        self.anchors_by_page[name] = find_anchors(reading.root)
        self._needs_by_file[name] = find_needs(self.edition, name, data, reading.root)
        page = self.edition.outputs.get(name)
        if page is None and name in self.edition.log.svgs_by_page:
            self.checker.pieces.texts_by_name |= self._expect_frame(name)
        for fact, line, written in reading.refusals if reading.refusals and not self._is_reported(page) else ():
            if written == self._find_way_on(name):
                continue
            place = (self.locator.locate_markup(page.path, written) if page else None) or Place(self.make_fault_path(name), line)
            self.faults.append(Fault(place, "active-content", fact, "remove it from the page or its template"))
        if page:
            self._check_omissions(page, reading)
        self._check_bindings(name, reading)
        for script, line in reading.scripts:
            if script not in self._reported and not self._is_known_script(script):
                self._reported.add(script)  # a template's script stands on every page: one fault
                fact = "runs a script that is neither the theme's nor named in macros/check/scripts.yml"
                remedy = f"remove it, or name it there with its reason: {digest_script(script)}"
                self.faults.append(Fault(Place(self.make_fault_path(name), line), "unknown-script", fact, remedy))
        self._check_drawings(name, data, reading.chart_count)
        self._squeezed_by_page[name] = _remove_space("".join(reading.indexed_texts))
        yield from reading.passages

    def _find_way_on(self, name: str) -> str | None:
        """Return where the lasting address of a chart leads by itself: to its newest version."""
        chart = self.edition.charts.get(match["id"]) if (match := _LASTING_ADDRESS.fullmatch(name)) else None
        return f"0; url={find_version(chart, self.edition.project.figures, None)}/" if chart else None

    def _check_omissions(self, page: Page, reading: PageReader) -> None:
        for fact, remedy, written in reading.omissions:
            place = self.locator.locate_markup(page.path, written) or Place(page.path)
            self.faults.append(Fault(place, "lacking", fact, remedy))
        for name in find_repeated_ids(reading.root) if not self._is_reported(page) else ():
            place = (
                self.locator.locate_markup(page.path, f"#{name}") or self.locator.locate_markup(page.path, f'"{name}"') or Place(page.path)
            )
            self.faults.append(Fault(place, "lacking", f'gives the id "{name}" to several elements', "give each an id of its own"))

    def _expect_frame(self, name: str) -> dict[str, list[ExpectedText]]:
        """Return the code to embed a chart on other sites, with each title it may have, one for each version of the data."""
        folder = name.removesuffix("index.html")
        exhibit = self.edition.charts[folder.split("/")[1]]
        heights = (_VIEW_BOX.search(drawing) for drawing in self.edition.log.svgs_by_page[name] if 'data-width="wide"' in drawing)
        height = TEXT_HEIGHT + int(next((float(box[1]) for box in heights if box), 0))
        size = f'width="{WIDTH}" height="{height}" loading="lazy"'
        version = folder.split("/")[2]
        titles = sorted(self.edition.writer.rendered_from(exhibit.find_text_place("subtitle", self.edition.lang, version)))
        return {
            f"frame {address}": [
                ExpectedText(f'<iframe src="{self.edition.site.address}{address}" title="{escape(title)}" {size}></iframe>')
                for title in titles
            ]
            for address in (folder, folder.removesuffix(f"{version}/"))
        }

    def _is_reported(self, page: Page | None) -> bool:
        """Return whether the markup of a page's author was reported already, when the page was converted."""
        return page is not None and any(fault.place.path == page.path and fault.code in _MARKUP_CODES for fault in self.edition.faults)

    def _check_bindings(self, name: str, reading: PageReader) -> None:
        """Check that a page has no bindings but those written by its macros, and that its quotes link to their proofs."""
        page = self.edition.outputs.get(name)
        written = page is None and name in self.edition.log.svgs_by_page  # the page of a chart, not written by an author
        left = Counter(self.edition.log.bindings_by_page.get(page.path, ()) if page else ())
        for bound, address, line in reading.bindings:
            place = Place(self.make_fault_path(name), line)
            if bound.kind == "figure" and address and not address.endswith(f"figures/#{slug_of(bound.name)}"):
                fact = f"quotes {bound.name} with a link to {address}, which is not its proof"
                self.faults.append(Fault(place, "wrong-proof", fact, "quote it through figure()"))
            left[bound.kind, bound.name] -= 1
            tells = bound.kind == "tally" or bound.name.startswith("tally ")  # compared entry by entry
            if bound.reading:
                left["reads", f"{bound.name}, {bound.reading}"] -= 1
            is_forged = left[bound.kind, bound.name] < 0 or (bound.reading and left["reads", f"{bound.name}, {bound.reading}"] < 0)
            if is_forged and not written and not tells:
                fact = f'holds a binding to "{bound.name}" that no macro wrote'
                self.faults.append(Fault(place, "forged-binding", fact, "quote it through figure() or not_a_figure()"))

    def _check_drawings(self, name: str, data: bytes, count: int) -> None:
        """Check that each of `count` charts in a page is the one drawn from its figures: a bar may be no longer than its label says."""
        page = self.edition.outputs.get(name)
        expected = self.edition.log.svgs_by_page.get(page.path if page else name, set())
        drawn = list(_CHART.finditer(data.decode("utf-8")))
        if len(drawn) != count:
            fact = "shows a chart in other markup than it was drawn in"
            self.faults.append(Fault(Place(self.make_fault_path(name)), "wrong-drawing", fact, "show it with {{ chart(...) }}"))
        for match in drawn:
            if match[0] not in expected:
                fault = Fault(
                    Place(self.make_fault_path(name)),
                    "wrong-drawing",
                    f"shows the chart {match[1]} as it was not drawn from its figures",
                    "build again",
                )
                self.faults.append(fault)

    def read_search_index(self, name: str, data: bytes) -> Iterator[Passage]:
        """Yield the texts of the search index that differ from the text of their page."""
        if self.edition.project.is_served:  # the preview's index holds the faults shown in its pages; it is not published
            return
        index = json.loads(data.decode("utf-8"))
        beside = {key: value for key, value in index.items() if key not in ("config", "docs")}
        for string in [*list_json_texts(beside), *{key for entry in index.get("docs", ()) for key in entry}]:
            yield Passage(string, "search index", self.bind_text(string))
        ends: dict[str, int] = {}  # where the entry before ended in its page: the next one mostly follows
        for entry in index.get("docs", ()):
            address, _, section = str(entry.get("location", "")).partition("#")
            name = f"{address}index.html" if not address.endswith(".html") else address
            page = self._squeezed_by_page.get(name, "")
            for key in sorted(set(entry) - {"location"}, reverse=True):  # the title stands before the text
                if key == "boost" and isinstance(entry[key], float):  # how far behind it is listed; never shown
                    continue
                text = _strip_tags(str(entry[key]))
                if key == FIGURE_FIELD and text == section and section in self.edition.project.figures.declarations:
                    continue
                if key == QUERY_WORDS_FIELD and entry[key] == find_query_words(
                    entry, self.edition.lang
                ):  # derived from the title and the text, which are checked
                    continue
                squeezed = _remove_space(text)
                at = page.find(squeezed, ends.get(name, 0))
                if at < 0 and squeezed not in page:
                    yield Passage(text, f"search index, {entry.get('location')}", self.bind_text(text))
                else:
                    ends[name] = max(at, 0) + len(squeezed)
                    self.tally.surfaces["search index"] += 1

    def add_refusal(self, name: str, fact: str, remedy: str, line: int = 0) -> None:
        """Add the fault of a file with forbidden content."""
        self.faults.append(Fault(Place(self.make_fault_path(name), line), "active-content", fact, remedy))

    def _report_issues(self, wrong: Sequence[tuple[int, Issue]], name: str, page: Page | None, data: bytes) -> None:
        """Add the faults of a file. `wrong`: its issues, each after the index of its passage."""
        found: list[Passage] = []
        if wrong and page:
            with contextlib.suppress(NotHtmlError):
                found = read_page(data, self.bind_text, preview=self.edition.project.is_served).passages
        wanted = {(number, verdict.start) for number, verdict in wrong if number < len(found)}
        whole, partly = self.locator.locate_article(page, found, wanted) if page and wanted else ({}, {})
        for number, verdict in wrong:
            if grid := self._locate_grid(verdict, name, page):
                if (key := f"{grid} {verdict.code}") not in self._reported:  # report the first of several cells with the same issue
                    self._reported.add(key)
                    self.faults.append(self._make_fault(verdict, name, grid))
                    self.issues_by_file.setdefault(name, []).append((verdict, self.faults[-1]))
                continue
            if verdict.code == PIECE_CODE:  # no author has written it
                self.faults.append(self._make_fault(verdict, name, None))
                continue
            at = (number, verdict.start)
            # A paragraph with a note of the build inside may hold the whole of a text of another page, such as its summary.
            own = at in partly and not verdict.passage.phrase and not self.locator.is_declared(verdict.passage, verdict.start)
            place = whole.get(at) or (partly[at] if own else self._locate_issue(verdict, name, page))
            if place is None and page and number < len(found):
                place = self.locator.locate_cell(page, found, number, verdict.start)
            # A text of a page recurs in its feed and in its list of contents.
            place = place or partly.get(at) or self._place_by_issue.get(_identify_issue(verdict))
            if place:
                self._place_by_issue.setdefault(_identify_issue(verdict), place)
            fault = self._make_fault(verdict, name, place)
            self.faults.append(fault)
            self.issues_by_file.setdefault(name, []).append((verdict, fault))

    def _locate_grid(self, verdict: Issue, name: str, page: Page | None) -> Place | None:
        """Return where the table or chart of a wrong cell or mark is declared, if its figures are implied by an address."""
        if not is_address(verdict.figure):
            return None
        spans = verdict.passage.spans
        kind, _, shown = next((bound.within for start, end, bound in spans if start <= verdict.start < end), "").partition("-")
        if exhibit := {"table": self.edition.tables, "chart": self.edition.charts}.get(kind, {}).get(shown):
            return self._place_by_issue.setdefault(_identify_issue(verdict), exhibit.find_place("data"))
        charts = self.edition.log.charts_by_page.get(page.path, ()) if page and verdict.passage.surface == "svg" else ()
        marks = (self.locator.locate_mark(f"charts/{chart}/", verdict.figure) for chart in sorted(charts))
        return (
            next(filter(None, marks), None)
            or self.locator.locate_mark(name, verdict.figure)
            or self._place_by_issue.get(_identify_issue(verdict))
        )

    def _locate_issue(self, verdict: Issue, name: str, page: Page | None) -> Place | None:
        """Return where the text of a passage is written, if not in the Markdown of its page."""
        passage, phrase = verdict.passage, verdict.passage.phrase
        if phrase and (own := next((part for start, end, part in phrase.spans if start <= verdict.start < end), None)):
            return own.place
        place = self.locator.locate_in_file(name, page, passage, verdict.start) or (
            None if page else self._place_by_issue.get(_identify_issue(verdict))
        )
        place = place or self.locator.locate_text(page, passage, verdict.start) or self.locator.locate_mark(name, verdict.figure)
        return place or (phrase.place if phrase else None)

    def _make_fault(self, verdict: Issue, name: str, place: Place | None) -> Fault:
        surface = verdict.passage.surface
        told = f" ({surface} of {self.make_fault_path(name)})" if surface not in ("text", "svg") or place is None else ""
        if place is None and self._is_generated(name):
            place = self.locator.locate_figure(verdict.figure) or Place(self.make_fault_path(name), verdict.passage.line)
            code = "generated" if verdict.code == "unbound" else verdict.code
            return Fault(place, code, f"{verdict.fact}{told}, {_GENERATED_FACT}", _REPORT_REMEDY)
        place = place or Place(self.make_fault_path(name), verdict.passage.line)
        return Fault(place, verdict.code, verdict.fact + told, verdict.remedy)

    def _is_generated(self, name: str) -> bool:
        """Return whether the build has written a file from sources it knows."""
        page, log = self.edition.outputs.get(name), self.edition.log
        if page:
            return (self.edition.project.root / page.path).is_file()
        return any(name in files for files in (log.published_files, log.svgs_by_page, log.digest_by_file))


def check_in_worker(
    names: Iterable[str], argument: tuple[Edition, Path, tuple[Path, ...], PhraseIndex, bool]
) -> dict[str, PassedFile] | None:
    """Check files of a site in a worker; see `EditionCheck.collect_passed`."""
    build, site, theme, phrases, remembers = argument
    check = EditionCheck(build, site, theme)
    check.phrases = phrases
    return check.collect_passed(names, remembers=remembers)


def _can_share(count: int) -> bool:
    """Return whether a worker saves time for this many files. Not on Windows, where a pipe cannot be shared."""
    return os.name == "posix" and count >= MIN_FILES and count_workers(1) > 0


def _rank_name(name: str) -> tuple[bool, bool, bool]:
    return name == INDEX, not name.endswith(".html"), name.startswith("charts/")


def _identify_issue(verdict: Issue) -> tuple[str, int, str]:
    """Return a key for an issue, equal for copies of its passage."""
    return verdict.passage.text, verdict.start, verdict.code


def _remove_space(text: str) -> str:
    return "".join(text.split())


def _strip_tags(html: str) -> str:
    from html import unescape

    return unescape(re.sub(r"<[^>]*>", "", html))
