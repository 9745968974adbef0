"""The cache of files that passed the check. A file is read again only if its result may differ.

Files written by one task of the build are cached as one task (macros/incremental/tasks.py), any other file by itself. The key is a
digest of their bytes and of everything they are checked against but figures and cells: these are recorded as reads. If the writing
task was not run again, the files and their key are unchanged. Files with a fault are never cached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from macros.base.files import matching
from macros.check.model import Tally, binding
from macros.check.phrases import by_words
from macros.check.readers import reader_of
from macros.edition.edition import Edition
from macros.incremental.tasks import Read, digest
from macros.outputs.search_index import FILE as INDEX

_DECLARED = ("mkdocs.yml", "data/*.yml", "data/*.csv", "data/*/dimensions.yml", "data/codelists/*.yml")
_CELL = "cell "  # begins the name of a cell's read; no figure's name has a space
_WORD = re.compile("[0-9A-Za-z]+")  # unchanged by any markup


@dataclass(frozen=True)
class Passed:
    """The result of checking files without a fault."""

    key: str = ""  # see `Memory.key`
    reads: frozenset[Read] = frozenset()  # the figures and cells read
    tally: Mapping[str, Any] = field(default_factory=dict)  # see `Tally.counts`
    texts: Mapping[str, str] = field(default_factory=dict)  # of pages, as the search index has them
    anchors: Mapping[str, frozenset[str]] = field(default_factory=dict)  # of pages
    needs: frozenset[str] = frozenset()  # see macros/check/needs.py

    @classmethod
    def together(cls, parts: list[Passed]) -> Passed:
        """Merge the results of the files of one task."""
        if len(parts) == 1:
            return parts[0]
        tally, texts, anchors = Tally(), dict[str, str](), dict[str, frozenset[str]]()
        for part in parts:
            tally.add(part.tally)
            texts |= part.texts
            anchors |= part.anchors
        reads, needs = frozenset[Read]().union(*(p.reads for p in parts)), frozenset[str]().union(*(p.needs for p in parts))
        return cls(digest([part.key for part in parts]), reads, tally.counts(), texts, anchors, needs)


def cell(name: str) -> Read:
    """Return the read of a cell, `path:line:field`."""
    return _CELL + name, None


@dataclass
class Memory:
    """The cache of passed files of an edition in the folder `root`. `cells`: see `Judge.cells`."""

    build: Edition
    root: Path
    cells: Mapping[str, Any]
    asked: set[Read] | None = None
    _state: tuple[str, dict[str, Any]] = ("", {})  # shared by all results: the surroundings, and the phrases with their bindings
    _same: bool = False  # whether the surroundings are unchanged since the last build
    _changed: list[list[bytes]] = field(default_factory=list)  # the words of each phrase added, removed or bound otherwise since
    _groups: dict[str, list[str]] = field(default_factory=dict)  # task -> its files

    def __post_init__(self) -> None:
        spans = {plain: [(s, e, *binding(part)) for s, e, part in p.spans] for plain, p in by_words(self.build.log.phrases).items()}
        self._state = surroundings(self.build), spans
        own, before = self.build.kept.value(self._task("")) or ("", dict[str, Any]())
        self._same = own == self._state[0]
        changed = {plain for plain in spans.keys() | before.keys() if spans.get(plain) != before.get(plain)}
        self._changed = [sorted((word.encode() for word in _WORD.findall(plain)), key=len, reverse=True) for plain in sorted(changed)]

    def answer(self, name: str, as_of: str | None) -> str:
        """Return a digest of the value of a figure or a cell."""
        if name.startswith(_CELL):
            return str(self.cells.get(name.removeprefix(_CELL)))
        return self.build.project.figures.answer(name, as_of)

    def split(self, names: list[str], texts: Mapping[str, str]) -> tuple[list[Passed], list[str]]:
        """Return the cached results and, in order, the files to be checked. `texts`: those of pages, as the search index has them."""
        kept, groups = self.build.kept, dict[str, list[str]]()
        writer = {file: task for task, files in kept.files(self.build.lang).items() for file in files}
        for name in names:
            groups.setdefault(writer.get(name, name), []).append(name)
        passed, left = [], set[str]()
        for task, files in groups.items():
            if self._is_current(task, files, texts):
                passed.append(kept.reuse(self._task(task), self, self.build.log))
            else:
                kept.drop(self._task(task))
                left.update(files)
                self._groups[task] = files
        return passed, [name for name in names if name in left]

    def _is_current(self, task: str, files: list[str], texts: Mapping[str, str]) -> bool:
        kept, name = self.build.kept, self._task(task)
        if kept.is_stale(name, self) or (self._changed and any(map(self._is_affected, files))):
            return False
        if self._same and task in kept.again:
            return True
        keys = [self.key(file, (self.root / file).read_bytes(), texts) for file in files]
        return kept.knows(name, keys[0] if len(keys) == 1 else digest(keys), self)

    def _is_affected(self, name: str) -> bool:
        """Return whether a file may contain a changed phrase."""
        if (reader := reader_of(name)) and reader.is_packed:
            return True
        data = (self.root / name).read_bytes()
        if name in self.build.log.published_files:  # the text of a picture is recorded here
            data += repr(self.build.log.published_files[name]).encode()
        return any(all(word in data for word in words) for words in self._changed)

    def keep(self, passed: Mapping[str, Passed]) -> None:
        """Store the results of this build, given by file."""
        for task, files in self._groups.items():
            if all(name in passed for name in files):
                found = Passed.together([passed[name] for name in files])
                reads = ((read, self.answer(*read)) for read in found.reads)
                self.build.kept.keep(self._task(task), found.key, reads, replace(found, key="", reads=frozenset()))
        self.build.kept.keep(self._task(""), "", (), self._state)

    def key(self, name: str, data: bytes, texts: Mapping[str, str]) -> str:
        """Return a digest of everything a file is checked against but phrases, figures and cells."""
        return digest([self._state[0], *_parts(self.build, name, data, texts)])

    def _task(self, name: str) -> str:
        return f"{self.build.lang} check {name}"


def surroundings(build: Edition) -> str:
    """Return a digest of everything the result for any file may depend on, but figures, cells and phrases."""
    project, own = build.project, (build.site, build.folder, build.project.serving)
    pages = sorted((page.path, page.url, page.date, page.lang) for edition in build.editions.values() for page in edition.pages.values())
    counted = project.figures.counted
    packages = [
        (package.label, [r.sha256 for r in package.resources.values() if (package.name, r.name) not in counted])
        for package in project.packages.all()
    ]
    declared = [(file.name, digest(file.read_bytes())) for file in matching(project.root, *_DECLARED)]
    return digest((own, pages, packages, declared))


def _parts(build: Edition, name: str, data: bytes, texts: Mapping[str, str]) -> Iterator[Any]:
    yield from (name, digest(data), build.log.published_files.get(name))
    if name.endswith(".html"):
        page = build.outputs.get(name)
        source = page.path if page else name
        yield from (source, page and (page.as_of, sorted(build.log.bindings_by_page.get(source, {}).items())))
        yield digest("\0".join(sorted(build.log.svgs_by_page.get(source, ()))))
    elif name.startswith("charts/"):
        yield digest("\0".join(sorted(build.log.svgs_by_page.get(f"{name.rpartition('/')[0]}/index.html", ()))))
    elif name.startswith("figures"):
        by_slug = build.project.figures.by_slug
        figures = by_slug.values() if name == "figures.json" else [by_slug[slug] for slug in (Path(name).stem,) if slug in by_slug]
        yield [(figure, [other.url for other in build.quoted_on(figure)]) for figure in figures]
    elif name.startswith("data/"):
        yield build.project.data
    elif name.startswith("cards/") and name.endswith(".zip"):
        yield sorted((other, rendered.sha256) for other, rendered in build.log.published_files.items() if other.startswith("cards/"))
    elif name == INDEX and not build.project.serving:  # a preview's index is not checked
        yield sorted(texts.items())
