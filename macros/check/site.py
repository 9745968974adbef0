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
from macros.check.dates import date_faults, speaks_of_now
from macros.check.html import NotHtml, Reading, as_read, json_strings, parser, passages
from macros.check.judge import PIECE, Judge, Right, Verdict, finds
from macros.check.memory import Memory, Passed, cell
from macros.check.model import Binding, Passage, Tally
from macros.check.needs import anchors, needs, told_twice
from macros.check.phrases import Phrases, by_words
from macros.check.pieces import Expected, tally_texts
from macros.check.quantities import too_many_readings
from macros.check.readers import reader_of
from macros.check.scripts import Scripts, digest
from macros.check.sources import Sources
from macros.check.tally_page import FILE
from macros.edition.edition import Edition
from macros.figures import is_address, slug_of
from macros.incremental.gc_pause import undisturbed
from macros.incremental.tasks import Read
from macros.incremental.workers import count_of_workers, share
from macros.outputs.chart_page import AROUND, WIDTH
from macros.outputs.search_index import ALSO, FIELD, also
from macros.outputs.search_index import FILE as INDEX
from macros.pages import Page

FEWEST = 10_000  # files: with fewer, the worker's start costs more than it saves
_NAMING = frozenset({"id", "json-ld"})  # surfaces where a whole text can be a name
_BOX = re.compile(r'viewBox="0 0 [0-9.]+ ([0-9.]+)"')
_DRAWN = re.compile(r"""<svg\b[^>]*?\bdata-chart="([^"]*)".*?</svg>""", re.DOTALL)
_MADE = "which no author wrote: it comes from the generator"
_REPORT = "fix the generator (macros/), or report this line to its maintainers"
_MARKUP = ("active-content", "unclosed", "control-character")
# Bidirectional controls: they show text in another order than it is stored in.
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass
class SiteCheck:
    """The check of one edition of a built site. `run` fills `faults` and `tally`. Files are named from the edition's root."""

    build: Edition
    site: Path
    theme: tuple[Path, ...]  # folders of the theme's own files (scripts, styles, icons), published as they are
    judge: Judge = field(init=False)
    remembers: bool = False  # whether files passed by an earlier build are skipped
    sources: Sources = field(init=False)
    faults: list[Fault] = field(default_factory=list)
    verdicts: dict[str, list[tuple[Verdict, Fault]]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)  # all files
    anchors: dict[str, frozenset[str]] = field(default_factory=dict)  # of each page
    _needed: set[str] = field(default_factory=set)  # of files passed by an earlier build (macros/check/needs.py)
    _needs: dict[str, frozenset[str]] = field(default_factory=dict)  # of each file read in this run
    _bindings_of: Callable[[str], tuple[tuple[int, int, Binding], ...]] = field(init=False)
    _knows: Callable[[str], bool] = field(init=False)  # whether a script is known
    _squeezed: dict[str, str] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)
    _copied: dict[tuple[str, int, str], Place] = field(default_factory=dict)  # where the author can mend an issue
    _quiet: set[str] = field(default_factory=set)  # texts without a number or a word on time: right anywhere
    _right: dict[Hashable, Right] = field(default_factory=dict)  # passages that passed in this run

    def __post_init__(self) -> None:
        self.judge = Judge(self.build.project.figures, self.build.project.packages, self.build.lang)
        self._knows = functools.lru_cache(maxsize=1000)(Scripts(self.theme).known)
        self.sources = Sources(self.build)
        self._bindings_of = functools.lru_cache(maxsize=20_000)(lambda text: self.phrases.bindings(text))

    @functools.cached_property
    def phrases(self) -> Phrases:
        """Return the index of the phrases written in this build."""
        return Phrases.of(by_words(self.build.log.phrases))

    def _is_name(self, passage: Passage) -> bool:
        return passage.surface in _NAMING and passage.text in self._names

    @functools.cached_property
    def _names(self) -> frozenset[str]:
        """Return the names in the data (figures, packages, versions) and the ids of their headings, as words."""
        packages = self.build.project.packages
        headings = {*map(slug_of, self.build.project.figures.declarations), *(f"package-{name}" for name in packages.names())}
        return frozenset({*map(as_read, headings), *packages.names(), *(package.label for package in packages.all())})

    @property
    def root(self) -> Path:
        """Return the folder of the edition."""
        return self.site / self.build.folder

    def path(self, name: str) -> str:
        """Return the path of an edition's file as faults name it: `site/es/feed.xml`."""
        return f"site/{self.build.folder}{name}"

    @property
    def tally(self) -> Tally:
        """Return the numbers seen so far."""
        return self.judge.tally

    def run(self, last: tuple[str, ...] = ()) -> list[Fault]:
        """Check every file but those in `last`.

        Pages come first: the search index is compared with them, and a fault in a chart is placed in a page that shows the chart.
        """
        memory = Memory(self.build, self.root, self.judge.cells) if self.remembers and self.build.kept.active else None
        right: dict[str, Passed] = {}
        with undisturbed():  # each collection would scan the whole build
            self.names = self.build.files(self.site)
            names = sorted((name for name in self.names if name not in last), key=_order)
            for some in ([name for name in names if name != INDEX], [name for name in names if name == INDEX]):
                if memory:
                    passed, some = memory.split(some, self._squeezed)
                    for each in passed:
                        self._count(each)
                if _can_share(len(some)) and not self.build.project.serving:
                    some = self._with_another(some, memory, right)
                self._files(some, memory, right)
        if memory:
            memory.keep(right)
        self.faults += too_many_readings(self.build.log)
        return self.faults

    @property
    def needed(self) -> set[str]:
        """Return the needs of all files (macros/check/needs.py)."""
        return self._needed.union(*self._needs.values())

    def needs_of(self, name: str) -> frozenset[str]:
        """Return the needs of a file, whether or not the file was read in this run."""
        if name not in self._needs:
            data = self.data(name)
            self._needs[name] = needs(self.build, name, data, parse_html(data, parser()) if name.endswith(".html") else None)
        return self._needs[name]

    def data(self, name: str) -> bytes:
        """Return the bytes of a file."""
        return Path(self.root, name).read_bytes()

    def _files(self, names: Iterable[str], memory: Memory | None, right: dict[str, Passed]) -> None:
        """Check files one after the other. Add those without a fault to `right`."""
        for name in names:
            with open(os.path.join(self.root, name), "rb") as file:
                data = file.read()
            if found := self._file(name, data, memory):
                right[name] = found

    def _with_another(self, names: list[str], memory: Memory | None, right: dict[str, Passed]) -> list[str]:
        """Check files here and in a worker. Return those left: the worker's, if one has a fault, as faults depend on earlier files."""
        left, found = share(
            names,
            lambda some: self._files(some, memory, right),
            check_beside,
            (self.build, self.site, self.theme, self.phrases, memory is not None),
        )
        if found is None:
            return left
        for passed in found.values():
            self._count(passed)
        right |= found
        return []

    def found(self, names: Iterable[str], *, remembers: bool) -> dict[str, Passed] | None:
        """Check files in a worker. Return the results, or None at the first fault. `remembers`: whether they are to be cached."""
        memory, right = Memory(self.build, self.root, self.judge.cells) if remembers else None, dict[str, Passed]()
        with undisturbed():
            for name in names:
                self._files([name], memory, right)
                if self.faults:
                    return None
        return right

    def _count(self, passed: Passed) -> None:
        """Count a file that passed, in this build or in an earlier one."""
        self.tally.add(passed.tally)
        self._squeezed |= passed.texts
        self.anchors |= passed.anchors
        self._needed |= passed.needs

    def _is_themes(self, name: str, data: bytes) -> bool:
        """Return whether a file is a copy of one of the theme's files."""
        paths = (os.path.join(folder, name) for folder in self.theme)
        return any(os.path.isfile(path) and Path(path).read_bytes() == data for path in paths)

    def again(self, name: str, data: bytes) -> list[Fault]:
        """Check one file as if it held `data`, in the site as last checked. The state of the check stays as it was."""
        before = (self.judge.tally, self.judge.published, self.faults, dict(self._squeezed), dict(self.anchors), dict(self._needs))
        self.judge.published = self.judge.tally.entries()
        self.judge.tally, self.faults, self._told = Tally(), [], set()
        try:
            self._read(name, data)
            return self.faults
        finally:
            self.judge.tally, self.judge.published, self.faults, self._squeezed, self.anchors, self._needs = before

    def run_last(self, names: list[str]) -> list[Fault]:
        """Check the files that show the tally against the tally of all others. They are not counted in it."""
        final = self.judge.tally
        self.judge.published = final.entries()
        self.judge.pieces.texts |= {name: (text,) for name, text in tally_texts(final.entries(), self.build.lang)}
        self.judge.tally, self.faults = Tally(), []
        self.names = [*self.names, *names]
        for name in names:
            if name == FILE:
                if json.loads((self.root / name).read_bytes()) != final.as_json():
                    self.faults.append(Fault(Place(self.path(name)), "wrong-tally", "is not the tally of this site", "build again"))
            else:
                self._read(name, (self.root / name).read_bytes())
        self.judge.tally = final
        return self.faults

    def _file(self, name: str, data: bytes, memory: Memory | None) -> Passed | None:
        """Check a file. Return the result to be cached, or None if the file has a fault."""
        tally, faults = self.judge.tally, len(self.faults)
        key = memory.key(name, data, self._squeezed) if memory else ""
        self.build.project.figures.asked = figures = set[Read]()
        self.judge.tally, self.judge.asked = Tally(), set()
        self._read(name, data)
        counts, self.judge.tally, self.build.project.figures.asked = self.judge.tally.counts(), tally, None
        tally.add(counts)
        # An unknown script is one fault for all its pages, but none of them passes.
        if len(self.faults) > faults or self._told:
            return None
        texts = {name: self._squeezed[name]} if name in self._squeezed else {}
        anchors = {name: self.anchors[name]} if name in self.anchors else {}
        reads = frozenset(figures).union(map(cell, self.judge.asked))
        return Passed(key, reads, counts, texts, anchors, self._needs.get(name, frozenset()))

    def _read(self, name: str, data: bytes) -> None:
        bare, suffix = os.path.splitext(name)
        if suffix == ".gz":
            suffix = os.path.splitext(bare)[1] + suffix
        if not name.endswith((".html", ".json", ".xml", ".gz")) and self._is_themes(name, data):
            self.tally.files["theme"] += 1
            return
        if suffix == ".js" and self._knows(data.decode("utf-8", "replace")):
            self.tally.files["js"] += 1
            return
        reader = reader_of(name)
        if reader is not None and reader.names_addresses and suffix != ".html":
            self._needs[name] = needs(self.build, name, data)
        if reader is None:
            self.faults.append(
                Fault(
                    Place(self.path(name)),
                    "unknown-surface",
                    "is of a kind that the check cannot read",
                    "add a reader for it in macros/check/readers.py, or do not publish it",
                )
            )
            return
        self.tally.files[suffix.lstrip(".")] += 1
        page = self.build.outputs.get(name)
        self.judge.page_date, self.judge.page = (page.as_of, page.path) if page else (None, "")
        wrong: list[tuple[int, Verdict]] = []
        try:
            seen = (page.as_of, page.date) if page else None
            surfaces, quiet = self.tally.surfaces, self._quiet
            for number, passage in enumerate(reader.passages(self, name, data)):
                surfaces[passage.surface] += 1
                # Texts that recur on pages, in feeds and in downloads are checked once, unless they have an issue.
                if not passage.spans and (passage.text in quiet or self._is_name(passage)):
                    continue
                key = (passage.text, passage.surface, passage.spans, passage.in_cell, passage.near, seen)
                right = self._right.get(key) or self._right.get((*key, passage.context))
                if right is None:
                    wrong += [(number, verdict) for verdict in self._passage(passage, name, page, key)]
                else:
                    self.judge.again(right)
        except (NotHtml, ValueError, OSError, etree.LxmlError, RecursionError) as error:
            self.faults.append(Fault(Place(self.path(name)), "unreadable", f"cannot be read: {error}", "fix what writes it"))
        self._tell(wrong, name, page, data)

    def _passage(self, passage: Passage, name: str, page: Page | None, key: tuple[Hashable, ...]) -> list[Verdict]:
        turned = _TURNED.search(passage.text)
        if turned:
            fact = "holds control characters that reverse the direction of its text"
            self.faults.append(Fault(Place(self.path(name), passage.line), "control-character", fact, "remove them"))
        if not finds(passage.text, self.build.lang, self.build.project.figures.nouns) and not passage.spans and not turned:
            if not speaks_of_now(passage.text, self.build.lang):
                self._quiet.add(passage.text)
                return []
        verdicts, right = self.judge.passage(passage)
        if page is not None:
            verdicts += self._dates(passage, page)
        # Not cached once the tally is known: its entries pass only until the tally changes.
        if not verdicts and not turned and self.judge.published is None:
            self._right[(*key, passage.context) if right.around else key] = right
        return verdicts

    def _dates(self, passage: Passage, page: Page) -> Iterator[Verdict]:
        found = finds(passage.text, self.build.lang, self.build.project.figures.nouns)
        for start, end, code, fact, remedy in date_faults(passage, found, page, self.build.lang):
            yield Verdict(passage, start, end, code, fact, remedy)

    def strings(self, text: str) -> tuple[tuple[int, int, Binding], ...]:
        """Return the bindings of a text without markup: those of the phrases found in it, word for word."""
        return self._bindings_of(text)

    def html(self, name: str, data: bytes) -> Iterator[Passage]:
        """Yield the texts of a page. Check its scripts, bindings and drawings."""
        reading = passages(data, self.strings, preview=self.build.project.serving)
        self.anchors[name] = anchors(reading.root)
        self._needs[name] = needs(self.build, name, data, reading.root)
        page = self.build.outputs.get(name)
        if page is None and name in self.build.log.svgs_by_page:
            self.judge.pieces.texts |= self._frame(name)
        for fact, line, written in reading.refused if reading.refused and not self._is_told(page) else ():
            place = (self.sources.of_markup(page.path, written) if page else None) or Place(self.path(name), line)
            self.faults.append(Fault(place, "active-content", fact, "remove it from the page or its template"))
        if page:
            self._lacking(page, reading)
        self._bindings(name, reading)
        for script, line in reading.scripts:
            if script not in self._told and not self._knows(script):
                self._told.add(script)  # a template's script stands on every page: one fault
                fact = "runs a script that is neither the theme's nor named in macros/check/scripts.yml"
                remedy = f"remove it, or name it there with its reason: {digest(script)}"
                self.faults.append(Fault(Place(self.path(name), line), "unknown-script", fact, remedy))
        self._drawings(name, data, reading.charts)
        self._squeezed[name] = _squeeze("".join(reading.indexed))
        yield from reading.found

    def _lacking(self, page: Page, reading: Reading) -> None:
        for fact, remedy, written in reading.lacking:
            place = self.sources.of_markup(page.path, written) or Place(page.path)
            self.faults.append(Fault(place, "lacking", fact, remedy))
        for name in told_twice(reading.root) if not self._is_told(page) else ():
            place = self.sources.of_markup(page.path, f"#{name}") or self.sources.of_markup(page.path, f'"{name}"') or Place(page.path)
            self.faults.append(Fault(place, "lacking", f'gives the id "{name}" to several elements', "give each an id of its own"))

    def _frame(self, name: str) -> dict[str, list[Expected]]:
        """Return the code to embed a chart on other sites, with each title it may have, one for each version of the data."""
        folder = name.removesuffix("index.html")
        exhibit = self.build.project.charts[folder.split("/")[1]]
        heights = (_BOX.search(drawing) for drawing in self.build.log.svgs_by_page[name] if 'data-width="wide"' in drawing)
        height = AROUND + int(next((float(box[1]) for box in heights if box), 0))
        size = f'width="{WIDTH}" height="{height}" loading="lazy"'
        version = folder.split("/")[2] or None
        titles = sorted(self.build.writer.at(exhibit.text_place("subtitle", self.build.lang, version)))
        codes = (f'<iframe src="{self.build.site.address}{folder}" title="{escape(title)}" {size}></iframe>' for title in titles)
        return {f"frame {folder}": [Expected(code) for code in codes]}

    def _is_told(self, page: Page | None) -> bool:
        """Return whether the markup of a page's author was reported already, when the page was converted."""
        return page is not None and any(fault.place.path == page.path and fault.code in _MARKUP for fault in self.build.faults)

    def _bindings(self, name: str, reading: Reading) -> None:
        """Check that a page has no bindings but those written by its macros, and that its quotes link to their proofs."""
        page = self.build.outputs.get(name)
        written = page is None and name in self.build.log.svgs_by_page  # the page of a chart, not written by an author
        left = Counter(self.build.log.bindings_by_page.get(page.path, ()) if page else ())
        for bound, address, line in reading.bindings:
            place = Place(self.path(name), line)
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

    def _drawings(self, name: str, data: bytes, count: int) -> None:
        """Check that each of `count` charts in a page is the one drawn from its figures: a bar may be no longer than its label says."""
        page = self.build.outputs.get(name)
        expected = self.build.log.svgs_by_page.get(page.path if page else name, set())
        drawn = list(_DRAWN.finditer(data.decode("utf-8")))
        if len(drawn) != count:
            fact = "shows a chart in other markup than it was drawn in"
            self.faults.append(Fault(Place(self.path(name)), "wrong-drawing", fact, "show it with {{ chart(...) }}"))
        for match in drawn:
            if match[0] not in expected:
                fault = Fault(
                    Place(self.path(name)),
                    "wrong-drawing",
                    f"shows the chart {match[1]} as it was not drawn from its figures",
                    "build again",
                )
                self.faults.append(fault)

    def search_index(self, name: str, data: bytes) -> Iterator[Passage]:
        """Yield the texts of the search index that differ from the text of their page."""
        if self.build.project.serving:  # the preview's index holds the faults shown in its pages; it is not published
            return
        index = json.loads(data.decode("utf-8"))
        beside = {key: value for key, value in index.items() if key not in ("config", "docs")}
        for string in [*json_strings(beside), *{key for entry in index.get("docs", ()) for key in entry}]:
            yield Passage(string, "search index", self.strings(string))
        ends: dict[str, int] = {}  # where the entry before ended in its page: the next one mostly follows
        for entry in index.get("docs", ()):
            address, _, section = str(entry.get("location", "")).partition("#")
            name = f"{address}index.html" if not address.endswith(".html") else address
            page = self._squeezed.get(name, "")
            for key in sorted(set(entry) - {"location"}, reverse=True):  # the title stands before the text
                text = _text(str(entry[key]))
                if key == FIELD and text == section and section in self.build.project.figures.declarations:
                    continue
                if key == ALSO and entry[key] == also(entry, self.build.lang):  # derived from the title and the text, which are checked
                    continue
                squeezed = _squeeze(text)
                at = page.find(squeezed, ends.get(name, 0))
                if at < 0 and squeezed not in page:
                    yield Passage(text, f"search index, {entry.get('location')}", self.strings(text))
                else:
                    ends[name] = max(at, 0) + len(squeezed)
                    self.tally.surfaces["search index"] += 1

    def refuse(self, name: str, fact: str, remedy: str, line: int = 0) -> None:
        """Add the fault of a file with forbidden content."""
        self.faults.append(Fault(Place(self.path(name), line), "active-content", fact, remedy))

    def _tell(self, wrong: Sequence[tuple[int, Verdict]], name: str, page: Page | None, data: bytes) -> None:
        """Add the faults of a file. `wrong`: its issues, each after the index of its passage."""
        found: list[Passage] = []
        if wrong and page:
            with contextlib.suppress(NotHtml):
                found = passages(data, self.strings, preview=self.build.project.serving).found
        wanted = {(number, verdict.start) for number, verdict in wrong if number < len(found)}
        whole, partly = self.sources.of_article(page, found, wanted) if page and wanted else ({}, {})
        for number, verdict in wrong:
            if grid := self._grid(verdict, name, page):
                if (key := f"{grid} {verdict.code}") not in self._told:  # report the first of several cells with the same issue
                    self._told.add(key)
                    self.faults.append(self._fault(verdict, name, grid))
                    self.verdicts.setdefault(name, []).append((verdict, self.faults[-1]))
                continue
            if verdict.code == PIECE:  # no author has written it
                self.faults.append(self._fault(verdict, name, None))
                continue
            place = whole.get((number, verdict.start)) or self._place(verdict, name, page)
            if place is None and page and number < len(found):
                place = self.sources.of_cell(page, found, number, verdict.start)
            # A text of a page recurs in its feed and in its list of contents.
            place = place or partly.get((number, verdict.start)) or self._copied.get(_copy(verdict))
            if place:
                self._copied.setdefault(_copy(verdict), place)
            fault = self._fault(verdict, name, place)
            self.faults.append(fault)
            self.verdicts.setdefault(name, []).append((verdict, fault))

    def _grid(self, verdict: Verdict, name: str, page: Page | None) -> Place | None:
        """Return where the table or chart of a wrong cell or mark is declared, if its figures are implied by an address."""
        if not is_address(verdict.figure):
            return None
        spans = verdict.passage.spans
        kind, _, shown = next((bound.within for start, end, bound in spans if start <= verdict.start < end), "").partition("-")
        if exhibit := {"table": self.build.project.tables, "chart": self.build.project.charts}.get(kind, {}).get(shown):
            return self._copied.setdefault(_copy(verdict), exhibit.place("data"))
        charts = self.build.log.charts_by_page.get(page.path, ()) if page and verdict.passage.surface == "svg" else ()
        marks = (self.sources.of_mark(f"charts/{chart}/", verdict.figure) for chart in sorted(charts))
        return next(filter(None, marks), None) or self.sources.of_mark(name, verdict.figure) or self._copied.get(_copy(verdict))

    def _place(self, verdict: Verdict, name: str, page: Page | None) -> Place | None:
        """Return where the text of a passage is written, if not in the Markdown of its page."""
        passage, phrase = verdict.passage, verdict.passage.phrase
        if phrase and (own := next((part for start, end, part in phrase.spans if start <= verdict.start < end), None)):
            return own.place
        place = self.sources.of_file(name, page, passage, verdict.start) or (None if page else self._copied.get(_copy(verdict)))
        place = place or self.sources.of_text(page, passage, verdict.start) or self.sources.of_mark(name, verdict.figure)
        return place or (phrase.place if phrase else None)

    def _fault(self, verdict: Verdict, name: str, place: Place | None) -> Fault:
        surface = verdict.passage.surface
        told = f" ({surface} of {self.path(name)})" if surface not in ("text", "svg") or place is None else ""
        if place is None and self._is_made(name):
            place = self.sources.of_figure(verdict.figure) or Place(self.path(name), verdict.passage.line)
            code = "generated" if verdict.code == "unbound" else verdict.code
            return Fault(place, code, f"{verdict.fact}{told}, {_MADE}", _REPORT)
        place = place or Place(self.path(name), verdict.passage.line)
        return Fault(place, verdict.code, verdict.fact + told, verdict.remedy)

    def _is_made(self, name: str) -> bool:
        """Return whether the build has written a file from sources it knows."""
        page, log = self.build.outputs.get(name), self.build.log
        if page:
            return (self.build.project.root / page.path).is_file()
        return any(name in files for files in (log.published_files, log.svgs_by_page, log.written))


def check_beside(names: Iterable[str], argument: tuple[Edition, Path, tuple[Path, ...], Phrases, bool]) -> dict[str, Passed] | None:
    """Check files of a site in a worker; see `SiteCheck.found`."""
    build, site, theme, phrases, remembers = argument
    check = SiteCheck(build, site, theme)
    check.phrases = phrases
    return check.found(names, remembers=remembers)


def _can_share(count: int) -> bool:
    """Return whether a worker saves time for this many files. Not on Windows, where a pipe cannot be shared."""
    return os.name == "posix" and count >= FEWEST and count_of_workers(1) > 0


def _order(name: str) -> tuple[bool, bool, bool]:
    return name == INDEX, not name.endswith(".html"), name.startswith("charts/")


def _copy(verdict: Verdict) -> tuple[str, int, str]:
    """Return a key for an issue, equal for copies of its passage."""
    return verdict.passage.text, verdict.start, verdict.code


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _text(html: str) -> str:
    from html import unescape

    return unescape(re.sub(r"<[^>]*>", "", html))
