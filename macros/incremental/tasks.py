"""Runs a task of the build, or gives what it gave before while nothing has changed that it depends on: while a server runs, from its
memory; from one `mkdocs build` to the next, from the disk (snapshot.py).

A task is known by its name. Its inputs are its key, the ground that all tasks stand on, and what it reads: each read is recorded while
it runs, with a digest of the answer. Its effects are events of a log, added again when it is not run; its outputs are the files that
these say it wrote. A task that told a problem, or raised one, is run each time. A build that a program calls for keeps nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar, cast

from macros.incremental.output_reuse import Copies

T = TypeVar("T")
Read = tuple[str, str | None]
_HELD = "held"  # the table of what is made of the data alone, which refers to the same objects


class Reads(Protocol):
    """What tasks read from, which gives of the same data (see `Kept.data`) the same. asked: while it is a set, all that is asked for."""

    asked: set[Read] | None

    def answer(self, name: str, as_of: str | None) -> str:
        """Return a digest of what is read, now."""


class Log(Protocol):
    """What tasks have effects on. problems: how many were told so far."""

    @property
    def problems(self) -> int: ...

    @property
    def position(self) -> int: ...

    def since(self, position: int) -> tuple[Any, ...]: ...

    def replay(self, events: Iterable[Any]) -> None: ...

    def outputs(self, events: Iterable[Any]) -> frozenset[str]: ...


@dataclass(frozen=True)
class _Task:
    ground: str | None  # None: it stands on none
    key: str
    reads: tuple[tuple[Read, str], ...]  # each with the digest of the answer
    events: tuple[Any, ...]
    outputs: frozenset[str]
    value: Any


@dataclass
class Kept:
    """The tasks of a project. active: whether anything is kept. copies: of a build that ends with its process, what its tasks find again
    of the files that they wrote; a server's stand where it serves them.

    The name of a task begins with the language in which it is done. again: the tasks that were not run in this build.
    """

    active: bool = False
    copies: Copies | None = None
    ground: str = ""
    _tasks: dict[str, _Task] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)
    _used: set[str] = field(default_factory=set)
    _folders: Mapping[str, str] = field(default_factory=dict)
    _held: dict[str, Any] = field(default_factory=dict)  # what is made of the data alone
    _key: str = ""  # of the data
    _same: bool = False  # whether the data are those of the build before

    def begin(self, ground: str, folders: Mapping[str, str]) -> None:
        """Begin a build. What the last one did not use is forgotten, and what has lost a file.

        folders: language -> the folder of its files, below the site's root.
        """
        used = ((name, task) for name, task in self._tasks.items() if name in self._used and name.partition(" ")[0] in folders)
        self._tasks = {name: task for name, task in used if task.ground in (None, ground)}
        self.ground, self._used, self.again, self._folders = ground, set(), set(), folders
        if self.copies is not None:
            sound = self.copies.sound.keys()
            self._tasks = {name: task for name, task in self._tasks.items() if sound >= self._files(name)}

    def data(self, key: Callable[[], str], read: Callable[[], T]) -> T:
        """Return what `read` gives, now or for the same key at the last build: it has no effects. Nobody changes it."""
        if self.active:
            before, self._key = self._key, key()
            self._same = before == self._key
            self._held = self._held if self._same else {}
        return self.held("data", read)

    def held(self, name: str, make: Callable[[], T]) -> T:
        """Return what `make` gives of the data, now or as long as they are the same: it has no effects. Nobody changes it."""
        if not self.active:
            return make()
        if name not in self._held:
            self._held[name] = make()
        return cast(T, self._held[name])

    def knows(self, name: str, key: str, reads: Reads) -> bool:
        """Return whether a task is current: it would not be run."""
        task = self._tasks.get(name)
        return task is not None and task.key == key and not self.is_stale(name, reads)

    def step(self, name: str, key: str, reads: Reads, log: Log, run: Callable[[], Any]) -> Any:
        """Return what `run` gives, now or earlier; its effects are in the log either way."""
        if not self.active:
            return run()
        if self.knows(name, key, reads):
            return self.reuse(name, reads, log)
        self._tasks.pop(name, None)
        problems, start = log.problems, log.position
        with _recorded(reads) as asked:
            value = run()
        if log.problems == problems:
            events = log.since(start)
            answers = tuple((what, reads.answer(*what)) for what in asked)
            self._tasks[name] = _Task(self.ground, key, answers, events, log.outputs(events), value)
            self._used.add(name)
        return value

    def keep(self, name: str, key: str, reads: Iterable[tuple[Read, str]], value: Any) -> None:
        """Keep what was found elsewhere, without effects, and whatever the ground. reads: what it was found by, with the answers."""
        self._tasks[name] = _Task(None, key, tuple(reads), (), frozenset(), value)
        self._used.add(name)

    def reuse(self, name: str, reads: Reads, log: Log) -> Any:
        """Return what a current task gave, with its effects in the log."""
        task = self._tasks[name]
        self._used.add(name)
        self.again.add(name)
        log.replay(task.events)
        if reads.asked is not None:
            reads.asked |= {what for what, _ in task.reads}
        return task.value

    def is_stale(self, name: str, reads: Reads) -> bool:
        """Return whether a task is not kept, or something that it read is another now. Its key is not compared."""
        task = self._tasks.get(name)
        return task is None or not (self._same or all(reads.answer(*what) == was for what, was in task.reads))

    def files(self, lang: str) -> dict[str, Set[str]]:
        """Return the outputs of each task of a language that has any, whether it was run in this build or not."""
        own = ((name, self._tasks[name].outputs) for name in self._used if name.startswith(f"{lang} "))
        return {name: outputs for name, outputs in own if outputs}

    def give_way(self, files: Set[str], but: str) -> None:
        """Drop the tasks that write one of these files, which others write too: the last writer wins.

        files: from the site's root. but: of how a task is named that is the last.
        """
        for name in [name for name in self._tasks if but not in name and not self._files(name).isdisjoint(files)]:
            self.drop(name)

    def written_again(self) -> Iterator[str]:
        """Yield the outputs, from the site's root, of the tasks that were not run in this build."""
        for name in self.again & self._tasks.keys():
            yield from self._files(name)

    def _files(self, name: str) -> Set[str]:
        outputs, folder = self._tasks[name].outputs, self._folders[name.partition(" ")[0]]
        return {folder + file for file in outputs} if folder else outputs

    def drop(self, name: str) -> None:
        """Forget a task."""
        self._tasks.pop(name, None)
        self._used.discard(name)

    def drop_grounded(self) -> None:
        """Forget the tasks that stand on the ground: the files of a server go with it."""
        self._tasks = {name: task for name, task in self._tasks.items() if task.ground is None}

    def value(self, name: str) -> Any:
        """Return what a task gave; None if it is not kept."""
        return task.value if (task := self._tasks.get(name)) else None

    def replace(self, name: str, value: Any) -> None:
        """Keep another value of a task, if it is kept."""
        if name in self._tasks:
            self._tasks[name] = replace(self._tasks[name], value=value)

    def __getstate__(self) -> dict[str, Any]:
        """Return what is of use to another process beside the tables."""
        return vars(self) | {"copies": None, "again": set(), "_tasks": {}, "_used": set(), "_held": {}}

    def tables(self) -> dict[str, dict[str, Any]]:
        """Return the large parts of it, by name. Nobody changes what they hold: what has changed is another object."""
        return {"steps": {name: task for name, task in self._tasks.items() if name in self._used}, _HELD: self._held}

    def restore(self, tables: Mapping[str, dict[str, Any]]) -> None:
        """Have the tables again."""
        self._held, self._tasks = tables[_HELD], tables.get("steps", {})
        self._used = set(self._tasks)


def digest(value: Any) -> str:
    """Return the sha256 of bytes, of a text, or of what another value shows of itself."""
    if not isinstance(value, bytes):
        value = (value if isinstance(value, str) else repr(value)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(value).hexdigest()


@contextmanager
def _recorded(reads: Reads) -> Iterator[set[Read]]:
    """Record what is read; a task within a task reads for both."""
    outer, reads.asked = reads.asked, set()
    asked = reads.asked
    try:
        yield asked
    finally:
        if outer is not None:
            outer |= asked
        reads.asked = outer
