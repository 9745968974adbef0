"""Keeps what a step of the build gave, and gives it again while nothing has changed that it depends on: while a server runs, in its
memory; from one `mkdocs build` to the next, on the disk (macros/stored.py).

A step is a page that is read, rendered or completed, or a chart that is written in all its forms. It is known by its name; its key
holds what it is made from, beside the ground that all steps stand on (the declarations, the texts, the settings, the templates).
What it asked the figures for is noted while it is made, with the answers: a row of the data concerns the steps that asked for it.
What a step notes in the build (quotes, bindings, drawings, downloads) is noted again when it is given again.
A step that told a fault, or raised one, is made each time. A build that a program calls for keeps nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar, cast

from macros.copies import Copies
from macros.figures import Figures
from macros.quotes import RenderLog

T = TypeVar("T")
_ONE = "one"  # the table of what refers to the same objects


@dataclass(frozen=True)
class _Step:
    key: str
    asked: tuple[tuple[tuple[str, str | None], str], ...]  # figure and date, with the digest of the answer
    events: tuple[Any, ...]
    written: frozenset[str]
    value: Any


@dataclass
class Kept:
    """The steps of a project. active: whether anything is kept. copies: of a build that ends with its process, what its steps find again
    of the files that they wrote; a server's stand where it serves them.
    """

    active: bool = False
    copies: Copies | None = None
    ground: str = ""
    _steps: dict[str, _Step] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)  # the steps that this build was given again
    _used: set[str] = field(default_factory=set)
    _folders: Mapping[str, str] = field(default_factory=dict)
    _held: dict[str, tuple[object, Any]] = field(default_factory=dict)
    _data: tuple[str, Any] | None = None
    memories: dict[str, Any] = field(default_factory=dict)  # language -> what the check found right (macros/check/memory.py)

    def begin(self, ground: str, folders: Mapping[str, str]) -> None:
        """A build begins. What the last one did not use is forgotten, and what has lost a file.

        folders: language -> the folder of its edition, below the site's root.
        """
        self._steps = {name: step for name, step in self._steps.items() if name in self._used} if ground == self.ground else {}
        self.ground, self._used, self.again, self._folders = ground, set(), set(), folders
        self.memories = {lang: memory for lang, memory in self.memories.items() if lang in folders}
        if self.copies is not None:
            sound = self.copies.sound.keys()
            self._steps = {name: step for name, step in self._steps.items() if sound >= self._files(name)}

    def data(self, key: Callable[[], str], read: Callable[[], T]) -> T:
        """What `read` gives, now or for the same key at the last build: it notes nothing in a build. Nobody changes it."""
        if not self.active:
            return read()
        now = key()
        if self._data is None or self._data[0] != now:
            self._data = (now, read())
        return cast(T, self._data[1])

    def held(self, name: str, of: object, make: Callable[[], T]) -> T:
        """What `make` gives, now or as long as `of` is the same object: it notes nothing in a build. Nobody changes it."""
        if not self.active:
            return make()
        if name not in self._held or self._held[name][0] is not of:
            self._held[name] = (of, make())
        return cast(T, self._held[name][1])

    def knows(self, name: str, key: str, figures: Figures) -> bool:
        """Whether a step would be given again."""
        step = self._steps.get(name)
        return step is not None and step.key == key and not self.is_stale(name, figures)

    def step(self, name: str, key: str, figures: Figures, log: RenderLog, make: Callable[[], Any]) -> Any:
        """What `make` gives, now or earlier. figures: what it asks. log: where it tells what it does, which is told again."""
        if not self.active:
            return make()
        if self.knows(name, key, figures):
            step = self._steps[name]
            self._used.add(name)
            self.again.add(name)
            log.replay(step.events)
            if figures.asked is not None:
                figures.asked |= {what for what, _ in step.asked}
            return step.value
        self._steps.pop(name, None)
        problems, start = log.problems, log.position
        with _asking(figures) as asked:
            value = make()
        if log.problems == problems:
            events = log.since(start)
            answers = tuple((what, figures.answer(*what)) for what in asked)
            self._steps[name] = _Step(key, answers, events, log.outputs(events), value)
            self._used.add(name)
        return value

    def is_stale(self, name: str, figures: Figures) -> bool:
        """Whether a step is not kept, or a figure that it asked for has another value now. Its key is not asked for."""
        step = self._steps.get(name)
        return step is None or any(figures.answer(*what) != was for what, was in step.asked)

    def files(self, lang: str) -> dict[str, Set[str]]:
        """The files that each step of a language wrote that this build made, or was given again; those of steps that wrote any."""
        own = ((name, self._steps[name].written) for name in self._used if name.startswith(f"{lang} "))
        return {name: written for name, written in own if written}

    def give_way(self, files: Set[str]) -> None:
        """Forget the steps that write what MkDocs writes too: what stands there is what was written last.

        files: from the site's root.
        """
        clashing = [name for name in self._steps if " complete " not in name and not self._files(name).isdisjoint(files)]
        for name in clashing:
            self.drop(name)

    def written_again(self) -> Iterator[str]:
        """The files, from the site's root, of the steps that this build was given again."""
        for name in self.again & self._steps.keys():
            yield from self._files(name)

    def _files(self, name: str) -> Set[str]:
        written, folder = self._steps[name].written, self._folders[name.partition(" ")[0]]
        return {folder + file for file in written} if folder else written

    def drop(self, name: str) -> None:
        """Forget a step."""
        self._steps.pop(name, None)
        self._used.discard(name)

    def value(self, name: str) -> Any:
        return self._steps[name].value

    def replace(self, name: str, value: Any) -> None:
        """Keep another value of a step, if it is kept."""
        if name in self._steps:
            self._steps[name] = replace(self._steps[name], value=value)

    def __getstate__(self) -> dict[str, Any]:
        """What is of use to another process beside the tables."""
        return vars(self) | {"copies": None, "again": set(), "_steps": {}, "_used": set(), "_data": None, "_held": {}}

    def tables(self) -> dict[str, dict[str, Any]]:
        """The large parts of it, by name. Nobody changes what they hold: what has changed is another object."""
        one = {"": self._data} | {f"held {name}": held for name, held in self._held.items()}
        tables = {"steps": {name: step for name, step in self._steps.items() if name in self._used}, _ONE: one}
        for lang, memory in self.memories.items():
            own, one[lang] = memory.tables()
            tables |= {f"{lang} {name}": table for name, table in own.items()}
        return tables

    def restore(self, tables: Mapping[str, dict[str, Any]]) -> None:
        """Have the tables again."""
        one, self._steps = tables[_ONE], tables.get("steps", {})
        self._data, self._used = one[""], set(self._steps)
        self._held = {name.removeprefix("held "): held for name, held in one.items() if name.startswith("held ")}
        for lang, memory in self.memories.items():
            prefix = f"{lang} "
            own = {name.removeprefix(prefix): table for name, table in tables.items() if name.startswith(prefix)}
            memory.restore(own, one[lang])


_projects: dict[Path, Kept] = {}


def served(root: Path) -> Kept:
    """What the server of this process keeps of the project at `root`."""
    return _projects.setdefault(root.resolve(), Kept(active=True))


def memories() -> list[Any]:
    """What the check keeps of the projects that this process serves."""
    return [memory for each in _projects.values() for memory in each.memories.values()]


def forget() -> None:
    """Keep nothing of what was built so far: the files that it speaks of may not be there."""
    _projects.clear()


def digest(value: Any) -> str:
    """The sha256 of bytes, of a text, or of what another value shows of itself."""
    if not isinstance(value, bytes):
        value = (value if isinstance(value, str) else repr(value)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(value).hexdigest()


@contextmanager
def _asking(figures: Figures) -> Iterator[set[tuple[str, str | None]]]:
    """Notes what the figures are asked for; a step within a step asks for both."""
    outer, figures.asked = figures.asked, set()
    try:
        yield figures.asked
    finally:
        if outer is not None:
            outer |= figures.asked
        figures.asked = outer
