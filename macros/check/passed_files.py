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

from macros.base.files import find_files
from macros.check.phrases import map_phrases
from macros.check.readers.registry import find_reader
from macros.check.tally import Tally
from macros.claims.passage import make_binding
from macros.edition.edition import Edition
from macros.incremental.tasks import Read, digest
from macros.outputs.search_index import FILE as INDEX

_DECLARATION_FILES = ("mkdocs.yml", "data/*.yml", "data/*.csv", "data/*/dimensions.yml", "data/codelists/*.yml")
_CELL_PREFIX = "cell "  # begins the name of a cell's read; no figure's name has a space
_WORD = re.compile("[0-9A-Za-z]+")  # unchanged by any markup


@dataclass(frozen=True)
class PassedFile:
    """The result of checking files without a fault."""

    key: str = ""  # see `PassedFiles.compute_key`
    reads: frozenset[Read] = frozenset()  # the figures and cells read
    tally: Mapping[str, Any] = field(default_factory=dict)  # see `Tally.counts`
    indexed_texts: Mapping[str, str] = field(default_factory=dict)  # of pages, as the search index has them
    anchors_by_page: Mapping[str, frozenset[str]] = field(default_factory=dict)  # of pages
    needs: frozenset[str] = frozenset()  # see macros/check/needs.py

    @classmethod
    def merge_files(cls, parts: list[PassedFile]) -> PassedFile:
        """Merge the results of the files of one task."""
        if len(parts) == 1:
            return parts[0]
        tally, texts, anchors = Tally(), dict[str, str](), dict[str, frozenset[str]]()
        for part in parts:
            tally.add_counts(part.tally)
            texts |= part.indexed_texts
            anchors |= part.anchors_by_page
        reads, needs = frozenset[Read]().union(*(p.reads for p in parts)), frozenset[str]().union(*(p.needs for p in parts))
        return cls(digest([part.key for part in parts]), reads, tally.export_counts(), texts, anchors, needs)


def make_cell_read(name: str) -> Read:
    """Return the read of a cell, `path:line:field`."""
    return _CELL_PREFIX + name, None


@dataclass
class PassedFiles:
    """The cache of passed files of an edition in the folder `root`. `cell_by_address`: see `PassageChecker.cell_by_address`."""

    edition: Edition
    root: Path
    cell_by_address: Mapping[str, Any]
    read_log: set[Read] | None = None
    _state: tuple[str, dict[str, Any]] = ("", {})  # shared by all results: the surroundings, and the phrases with their bindings
    _is_same_environment: bool = False  # whether the surroundings are unchanged since the last build
    _changed_phrases: list[list[bytes]] = field(default_factory=list)  # the words of each phrase added, removed or bound otherwise since
    _files_by_task: dict[str, list[str]] = field(default_factory=dict)  # task -> its files

    def __post_init__(self) -> None:
        spans = {
            plain: [(s, e, *make_binding(part)) for phrase in phrases for s, e, part in phrase.spans]
            for plain, phrases in map_phrases(self.edition.log.phrases).items()
        }
        self._state = digest_environment(self.edition), spans
        own, before = self.edition.task_cache.find_value(self._name_task("")) or ("", dict[str, Any]())
        self._is_same_environment = own == self._state[0]
        changed = {plain for plain in spans.keys() | before.keys() if spans.get(plain) != before.get(plain)}
        self._changed_phrases = [
            sorted((word.encode() for word in _WORD.findall(plain)), key=len, reverse=True) for plain in sorted(changed)
        ]

    def value_digest(self, name: str, as_of: str | None) -> str:
        """Return a digest of the value of a figure or a cell."""
        if name.startswith(_CELL_PREFIX):
            return str(self.cell_by_address.get(name.removeprefix(_CELL_PREFIX)))
        return self.edition.project.figures.value_digest(name, as_of)

    def split_files(self, names: list[str], texts: Mapping[str, str]) -> tuple[list[PassedFile], list[str]]:
        """Return the cached results and, in order, the files to be checked. `indexed_texts`: of pages, as the search index has them."""
        kept, groups = self.edition.task_cache, dict[str, list[str]]()
        writer = {file: task for task, files in kept.list_outputs_by_task(self.edition.lang).items() for file in files}
        for name in names:
            groups.setdefault(writer.get(name, name), []).append(name)
        passed, left = [], set[str]()
        for task, files in groups.items():
            if self._is_current(task, files, texts):
                passed.append(kept.reuse(self._name_task(task), self, self.edition.log))
            else:
                kept.drop_task(self._name_task(task))
                left.update(files)
                self._files_by_task[task] = files
        return passed, [name for name in names if name in left]

    def _is_current(self, task: str, files: list[str], texts: Mapping[str, str]) -> bool:
        kept, name = self.edition.task_cache, self._name_task(task)
        if kept.is_stale(name, self) or (self._changed_phrases and any(map(self._is_affected, files))):
            return False
        if self._is_same_environment and task in kept.reused_tasks:
            return True
        keys = [self.compute_key(file, (self.root / file).read_bytes(), texts) for file in files]
        return kept.is_current(name, keys[0] if len(keys) == 1 else digest(keys), self)

    def _is_affected(self, name: str) -> bool:
        """Return whether a file may contain a changed phrase."""
        if (reader := find_reader(name)) and reader.is_packed:
            return True
        data = (self.root / name).read_bytes()
        if name in self.edition.log.published_files:  # the text of a picture is recorded here
            data += repr(self.edition.log.published_files[name]).encode()
        return any(all(word in data for word in words) for words in self._changed_phrases)

    def commit(self, passed: Mapping[str, PassedFile]) -> None:
        """Store the results of this build, given by file."""
        for task, files in self._files_by_task.items():
            if all(name in passed for name in files):
                found = PassedFile.merge_files([passed[name] for name in files])
                reads = ((read, self.value_digest(*read)) for read in found.reads)
                self.edition.task_cache.store_value(self._name_task(task), found.key, reads, replace(found, key="", reads=frozenset()))
        self.edition.task_cache.store_value(self._name_task(""), "", (), self._state)

    def compute_key(self, name: str, data: bytes, texts: Mapping[str, str]) -> str:
        """Return a digest of everything a file is checked against but phrases, figures and cells."""
        return digest([self._state[0], *_list_key_parts(self.edition, name, data, texts)])

    def _name_task(self, name: str) -> str:
        return f"{self.edition.lang} check {name}"


def digest_environment(build: Edition) -> str:
    """Return a digest of everything the result for any file may depend on, but figures, cells and phrases."""
    project, own = build.project, (build.site, build.folder, build.project.is_served)
    pages = sorted((page.path, page.url, page.date, page.lang) for edition in build.editions.values() for page in edition.pages.values())
    counted = project.figures.source_tables
    packages = [
        (package.label, [r.sha256 for r in package.resources.values() if (package.name, r.name) not in counted])
        for package in project.packages.list_all()
    ]
    declared = [(file.name, digest(file.read_bytes())) for file in find_files(project.root, *_DECLARATION_FILES)]
    return digest((own, pages, packages, declared))


def _list_key_parts(build: Edition, name: str, data: bytes, texts: Mapping[str, str]) -> Iterator[Any]:
    yield from (name, digest(data), build.log.published_files.get(name))
    if name.endswith(".html"):
        page = build.outputs.get(name)
        source = page.path if page else name
        yield from (source, page and (page.as_of, sorted(build.log.bindings_by_page.get(source, {}).items())))
        yield digest("\0".join(sorted(build.log.svgs_by_page.get(source, ()))))
    elif name.startswith("charts/"):
        yield digest("\0".join(sorted(build.log.svgs_by_page.get(f"{name.rpartition('/')[0]}/index.html", ()))))
    elif name.startswith("figures"):
        by_slug = build.project.figures.id_by_slug
        figures = by_slug.values() if name == "figures.json" else [by_slug[slug] for slug in (Path(name).stem,) if slug in by_slug]
        yield [(figure, [other.url for other in build.find_quoting_pages(figure)]) for figure in figures]
    elif name.startswith("data/"):
        yield build.project.data_state
    elif name.startswith("cards/") and name.endswith(".zip"):
        yield sorted((other, rendered.sha256) for other, rendered in build.log.published_files.items() if other.startswith("cards/"))
    elif name == INDEX and not build.project.is_served:  # a preview's index is not checked
        yield sorted(texts.items())
