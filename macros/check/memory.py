"""Remembers which files the check has read and found right, so that it reads again only what may have changed.

A file is taken as read if its bytes are the same and so is all that its judgement asked for: the bindings that macros issued, the
drawings, each figure and cell that it was compared with, the phrases, the declarations, the rules (the code). A file with a fault
is never remembered: it is read, and told of, each time. `python -m macros check` remembers nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from macros.build import Build
from macros.cache import Cache, code_salt
from macros.check.model import binding
from macros.figures import Figures
from macros.kept import digest

_NAME = "memory"
_RULES = (".", "lxml", "text2num", "babel", "PyYAML", "mkdocs-material")
_DECLARED = ("mkdocs.yml", "data/*.yml", "data/*.csv")


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
    """What earlier builds found right in the same surroundings. values: what was asked for (see `asked_for`) -> a digest of the answer."""

    cache: Cache
    values: dict[str, str] = field(default_factory=dict)
    files: dict[str, Right] = field(default_factory=dict)
    _kept: dict[str, Right] = field(default_factory=dict)
    _stale: set[int] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)
    _now: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, build: Build, answer: Callable[[str], str]) -> Memory:
        """What is known in the surroundings of a build. answer: gives the digest of what is asked for, as it is now."""
        memory = cls(Cache(build.root / ".cache" / "check", surroundings(build)))
        stored = memory.cache.get(_NAME)
        if stored is not None:
            found = json.loads(stored)
            memory.values = found["values"]
            memory.files = {name: Right(key, tuple(asked), tally, text) for name, (key, asked, tally, text) in found["files"].items()}
        memory._numbers = {name: number for number, name in enumerate(memory.values)}
        memory._stale = {memory._numbers[name] for name, value in memory.values.items() if answer(name) != value}
        return memory

    def right(self, name: str, key: str) -> Right | None:
        """The file, if it was found right by the same key, and all that it asked for is answered alike."""
        known = self.files.get(name)
        if known is None or known.key != key or not self._stale.isdisjoint(known.asked):
            return None
        self._kept[name] = known
        return known

    def keep(self, name: str, key: str, asked: Iterable[tuple[str, str]], tally: dict[str, Any], squeezed: str | None) -> None:
        """Remember a file. asked: what its judgement asked for, each with the digest of the answer."""
        numbers = []
        for what, answer in sorted(asked):
            number = self._numbers.setdefault(what, len(self._numbers))
            self._now[what] = answer
            numbers.append(number)
        self._kept[name] = Right(key, tuple(numbers), tally, squeezed)

    def write(self) -> None:
        """Keep what this build saw, and nothing else."""
        if self._kept == self.files and not self._stale:
            return
        names = list(self._numbers)
        values = [self._now.get(name, self.values.get(name, "")) for name in names]
        used = sorted({number for right in self._kept.values() for number in right.asked})
        place = {number: at for at, number in enumerate(used)}
        files = {n: (r.key, [place[number] for number in r.asked], r.tally, r.squeezed) for n, r in sorted(self._kept.items())}
        stored = {"values": {names[number]: values[number] for number in used}, "files": files}
        self.cache.put(_NAME, json.dumps(stored, ensure_ascii=False, separators=(",", ":")))
        self.cache.trim()


def surroundings(build: Build) -> str:
    """A digest of all that the judgement of any file may depend on, but for the values of figures and cells."""
    own = build.lang, build.folder, build.serving, build.address, build.name, build.description, build.language
    pages = sorted((page.path, page.url, page.date, page.lang) for edition in build.editions.values() for page in edition.pages.values())
    counted = build.figures.counted
    packages = [
        (package.label, [r.sha256 for r in package.resources.values() if (package.name, r.name) not in counted])
        for package in build.packages.all()
    ]
    phrases = sorted({(p.plain, tuple((s, e, *_named(b)) for s, e, b in p.spans)) for p in build.writer.written if p.spans})
    declared = [(file.name, digest(file.read_bytes())) for name in _DECLARED for file in sorted(build.root.glob(name))]
    return digest((code_salt(*_RULES), own, pages, packages, phrases, declared))


def _named(bound: Any) -> tuple[str, str, str]:
    found = binding(bound)
    return found.kind, found.name, found.as_of


def file_key(build: Build, name: str, data: bytes, squeezed: dict[str, str]) -> str:
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
    elif name.startswith("search/"):
        parts.append(digest("\0".join(f"{key}\0{text}" for key, text in sorted(squeezed.items()))))
    return digest(parts)


def _figures_of(build: Build, name: str) -> Iterable[str]:
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
            known[what] = digest(value)[:16]
        return known[what]

    return answer
