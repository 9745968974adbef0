"""Remembers which files the check has read and found right, so that it reads again only what may have changed.

A file is taken as read if its bytes are the same and so is all that its judgement asked for: the bindings that macros issued, the
drawings, each figure and cell that it was compared with, the phrases that may stand in it, the declarations, the rules (the code).
A file with a fault is never remembered: it is read, and told of, each time. `python -m macros check` remembers nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from macros.check.model import Tally, binding
from macros.check.phrases import by_words
from macros.check.readers import reader_of
from macros.edition import Edition
from macros.figures import Figures
from macros.files import matching
from macros.incremental.store import Cache, cache_folder, code_salt
from macros.incremental.tasks import digest
from macros.quotes import Phrase

_NAME = "memory"
_RULES = (".", "lxml", "babel", "PyYAML", "mkdocs-material")
_DECLARED = ("mkdocs.yml", "data/*.yml", "data/*.csv")
_WORD = re.compile("[0-9A-Za-z]+")  # the same letters in whatever markup
Spans = tuple[tuple[Any, ...], ...]  # each with its start, its end and its binding


@dataclass(frozen=True)
class Right:
    """A file that was found right. key: of what it was judged by. asked: places in `Memory.values`. tally: see `Tally.counts`.

    squeezed: a page's indexed text.
    """

    key: str
    asked: tuple[int, ...]
    tally: dict[str, Any]
    squeezed: str | None


@dataclass
class Memory:
    """What earlier builds found right in the same surroundings.

    values: what was asked for (see `answered`) -> a digest of the answer. phrases: the words of a phrase -> its bindings.
    needs: of all files together (macros/check/needs.py). anchors: of each page.
    _steps: of a server's builds, by the name of a step (macros/incremental): its files, if each was found right, what they asked for, and
    the sum of their tallies. _changed: the words of each phrase that is new, gone or bound otherwise since then.
    """

    build: Edition
    surroundings: str
    values: dict[str, str] = field(default_factory=dict)
    files: dict[str, Right] = field(default_factory=dict)
    phrases: dict[str, Spans] = field(default_factory=dict)
    needs: set[str] = field(default_factory=set)
    anchors: dict[str, frozenset[str]] = field(default_factory=dict)
    _kept: dict[str, Right] = field(default_factory=dict)
    _stale: set[int] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)
    _now: dict[str, str] = field(default_factory=dict)
    _changed: list[list[bytes]] = field(default_factory=list)
    _written: dict[str, Phrase] = field(default_factory=dict)
    _figures: Figures | None = None
    _steps: dict[str, tuple[Set[str], Set[int], dict[str, Any]]] = field(default_factory=dict)
    _passed: set[str] = field(default_factory=set)  # the steps whose files were passed over
    _reads: bool = False  # whether a check is under way: what is known is of two builds then
    _stored: bool = False  # whether the disk holds the same

    @classmethod
    def of(cls, build: Edition, answer: Callable[[str], str]) -> Memory:
        """What is known in the surroundings of a build. answer: gives the digest of what is asked for, as it is now."""
        own, known = surroundings(build), build.kept.memories.get(build.lang)
        if known is None or known.surroundings != own:
            known = cls._read(build, own)
        known._begin(build, answer)
        if build.kept.active:
            build.kept.memories[build.lang] = known
        return known

    @classmethod
    def _read(cls, build: Edition, own: str) -> Memory:
        memory = cls(build, own)
        stored = memory._cache.get(_NAME)
        if stored is not None:
            found = json.loads(stored)
            memory.values, memory._stored = found["values"], True
            memory.files = {name: Right(key, tuple(asked), tally, text) for name, (key, asked, tally, text) in found["files"].items()}
            memory.phrases = {plain: tuple(map(tuple, spans)) for plain, spans in found["phrases"].items()}
            memory.needs = set(found["needs"])
            memory.anchors = {name: frozenset(own) for name, own in found["anchors"].items()}
        memory._numbers = {name: number for number, name in enumerate(memory.values)}
        return memory

    @property
    def _cache(self) -> Cache:
        return Cache(cache_folder(self.build.root, "check"), self.surroundings)

    def _begin(self, build: Edition, answer: Callable[[str], str]) -> None:
        self.build, self._kept, self._now, self._stale, self._passed = build, {}, {}, set(), set()
        self._reads = True
        # A server gives the same figures and phrases again: those need not be compared value by value and word for word.
        if self._figures is not build.figures:
            self._stale = {self._numbers[name] for name, value in self.values.items() if answer(name) != value}
        now = by_words(build.log.phrases)
        new = {plain: _spans(phrase) for plain, phrase in now.items() if self._written.get(plain) is not phrase}
        gone = self.phrases.keys() - now.keys()
        changed = gone | {plain for plain, spans in new.items() if self.phrases.get(plain) != spans}
        self._changed = [sorted((word.encode() for word in _WORD.findall(plain)), key=len, reverse=True) for plain in sorted(changed)]
        for plain in gone:
            del self.phrases[plain]
        self.phrases |= new
        self._written, self._figures = now, build.figures
        if changed or self._stale:
            self._stored = False

    def right(self, name: str, key: str, data: bytes) -> Right | None:
        """The file, if it was found right by the same key, all that it asked for is answered alike, and no phrase that may stand in
        it is new, gone or bound otherwise."""
        known = self.files.get(name)
        if known is None or known.key != key or not self._stale.isdisjoint(known.asked) or self._is_affected(name, data):
            return None
        self._kept[name] = known
        return known

    def _is_affected(self, name: str, data: bytes) -> bool:
        if not self._changed:
            return False
        if (reader := reader_of(name)) and reader.is_packed:
            return True
        if name in self.build.rendered:  # of a picture, what it shows stands there
            data += repr(self.build.rendered[name]).encode()
        return any(all(word in data for word in words) for words in self._changed)

    def steps(self) -> Iterator[tuple[Set[str], dict[str, Any]]]:
        """The files of each step that was given again and found right, with their tally: neither they nor what they are judged by
        has changed."""
        if self._changed:
            return
        for step in self.build.kept.again & self._steps.keys():
            written, asked, tally = self._steps[step]
            if self._stale.isdisjoint(asked):
                self._passed.add(step)
                self._kept.update((name, self.files[name]) for name in written)
                yield written, tally

    def squeezed(self, names: Iterable[str]) -> dict[str, str]:
        """The indexed texts of the pages among files that were found right."""
        return {name: text for name in names if (text := self.files[name].squeezed) is not None}

    def keep(self, name: str, key: str, asked: Iterable[tuple[str, str]], tally: dict[str, Any], squeezed: str | None) -> None:
        """Remember a file. asked: what its judgement asked for, each with the digest of the answer."""
        numbers = []
        for what, answer in sorted(asked):
            number = self._numbers.setdefault(what, len(self._numbers))
            self._now[what] = answer
            numbers.append(number)
        self._kept[name] = Right(key, tuple(numbers), tally, squeezed)
        self._stored = False

    def follow(self, needs: set[str], anchors: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        """Remember what files need, and which anchors pages have. Returns the anchors of all pages, read or not.

        A need is kept though nothing meets it: who has it may not be read again, and has it still.
        """
        if not needs <= self.needs:
            self.needs, self._stored = self.needs | needs, False
        self.anchors = {name: own for name, own in {**self.anchors, **anchors}.items() if name in self._kept}
        return {**self.anchors, **anchors}

    def forget(self, needs: set[str]) -> None:
        """No file has these needs any more."""
        if not needs.isdisjoint(self.needs):
            self.needs, self._stored = self.needs - needs, False
            self._leave()

    def __getstate__(self) -> dict[str, Any]:
        """What is of use to another process (macros/incremental) beside the tables."""
        own = vars(self) | {"_kept": {}, "_now": {}, "_stale": set(), "_changed": [], "_passed": set(), "_written": {}}
        return {name: value for name, value in own.items() if name != "build"} | {"files": {}, "_steps": {}, "_figures": None}

    def tables(self) -> tuple[dict[str, dict[str, Any]], Figures | None]:
        """The large parts of it (see `Kept.tables`), and the figures."""
        return {"files": self.files, "steps": self._steps}, self._figures

    def restore(self, tables: Mapping[str, dict[str, Any]], figures: Figures | None) -> None:
        """Have the tables again."""
        self.files, self._steps, self._figures = tables.get("files", {}), tables.get("steps", {}), figures

    def end(self) -> None:
        """Keep what this build saw, and nothing else. While a server runs, it is kept in its memory."""
        self._stored = self._stored and self._kept.keys() == self.files.keys()
        self.files = self._kept
        self.values = {name: self._now.get(name, self.values.get(name, "")) for name in self._numbers}
        self._reads = False
        self._leave()
        if not self.build.kept.active:
            return
        files = self.build.kept.files(self.build.lang)
        # Files that were read again may have been found wrong, or asked for something else.
        self._steps = {step: known for step, known in self._steps.items() if step in self._passed}
        for step, written in files.items():
            if step not in self._steps and written <= self.files.keys():
                rights = [self.files[name] for name in written]
                tally = Tally()
                for right in rights:
                    tally.add(right.tally)
                self._steps[step] = written, {number for right in rights for number in right.asked}, tally.counts()

    def _leave(self) -> None:
        if not self._steps and self.build.kept.copies is None:  # else it is written with the steps
            self.write()

    def write(self) -> None:
        """Let the next process know. A check that was broken off leaves nothing to tell."""
        if self._stored or self._reads:
            return
        names = list(self._numbers)
        used = sorted({number for right in self.files.values() for number in right.asked})
        place = {number: at for at, number in enumerate(used)}
        files = {n: (r.key, [place[number] for number in r.asked], r.tally, r.squeezed) for n, r in sorted(self.files.items())}
        stored = {"values": {names[number]: self.values[names[number]] for number in used}, "phrases": self.phrases, "files": files}
        stored |= {"needs": sorted(self.needs), "anchors": {name: sorted(own) for name, own in sorted(self.anchors.items())}}
        self._cache.put(_NAME, json.dumps(stored, ensure_ascii=False, separators=(",", ":")))
        self._cache.trim()
        self._stored = True


class Noted:
    """Stands in for the memory in a worker: notes what is to be kept, knows nothing."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, str, list[tuple[str, str]], dict[str, Any], str | None]] = []

    def right(self, *_: object) -> None:
        return None

    def keep(self, name: str, key: str, asked: Iterable[tuple[str, str]], tally: dict[str, Any], squeezed: str | None) -> None:
        self.entries.append((name, key, list(asked), tally, squeezed))


def _spans(phrase: Phrase) -> Spans:
    return tuple((start, end, *binding(part)) for start, end, part in phrase.spans)


def surroundings(build: Edition) -> str:
    """A digest of all that the judgement of any file may depend on, but for the values of figures and cells and the phrases."""
    own = build.lang, build.folder, build.serving, build.address, build.name, build.description, build.language
    pages = sorted((page.path, page.url, page.date, page.lang) for edition in build.editions.values() for page in edition.pages.values())
    counted = build.figures.counted
    packages = [
        (package.label, [r.sha256 for r in package.resources.values() if (package.name, r.name) not in counted])
        for package in build.packages.all()
    ]
    declared = [(file.name, digest(file.read_bytes())) for file in matching(build.root, *_DECLARED)]
    return digest((code_salt(*_RULES), own, pages, packages, declared))


def file_key(build: Edition, name: str, data: bytes, squeezed: dict[str, str]) -> str:
    """A digest of a file and of what it is compared with, but for figures and cells. squeezed: the indexed texts of the pages."""
    page = build.outputs.get(name)
    parts: list[Any] = [name, digest(data), repr(build.rendered.get(name))]
    if name.endswith(".html"):
        source = page.path if page else name
        parts += [source, page.as_of if page else "", sorted(build.issued.get(page.path, {}).items()) if page else ""]
        parts.append(digest("\0".join(sorted(build.drawings.get(source, ())))))
    elif name.startswith("charts/"):
        drawn = build.drawings.get(f"{name.rpartition('/')[0]}/index.html", ())
        parts.append(digest("\0".join(sorted(drawn))))
    elif name.startswith("figures"):
        parts.append([(figure, [other.url for other in build.quoted_on(figure)]) for figure in _figures_of(build, name)])
    elif name.startswith("data/"):
        parts.append([(p.label, p.descriptor, [r.sha256 for r in p.resources.values()]) for p in build.packages.all()])
    elif name.startswith("cards/") and name.endswith(".zip"):
        parts.append(sorted((other, rendered.sha256) for other, rendered in build.rendered.items() if other.startswith("cards/")))
    elif name.startswith("search/") and not build.serving:  # that of a preview is not read
        parts.append(digest("\0".join(f"{key}\0{text}" for key, text in sorted(squeezed.items()))))
    return digest(parts)


def _figures_of(build: Edition, name: str) -> Iterable[str]:
    return build.figures.declarations if name == "figures.json" else [Path(name).stem]


def answered(figures: Figures, cells: dict[str, Any]) -> Callable[[str], str]:
    """Gives the digest of a figure as of a date (`figure id date`) or of a cell (`cell path:line:field`), as it is now."""
    known: dict[str, str] = {}

    def answer(what: str) -> str:
        if what not in known:
            kind, _, rest = what.partition(" ")
            if kind == "cell":
                value: Any = cells.get(rest)
            else:
                name, _, as_of = rest.partition(" ")
                value = figures.answer(name, as_of or None)
            known[what] = (value if kind == "figure" else digest(value))[:16]
        return known[what]

    return answer
