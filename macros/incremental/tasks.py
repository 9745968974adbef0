"""A cache of the tasks of a build. A server keeps it in memory; `mkdocs build` saves it on the disk (snapshot.py).

A task has a name. Its inputs are its key, a digest shared by all tasks (`TaskCache.global_digest`), and its reads. Each read is recorded
while the task runs, with a digest of the value. Its effects are events of a log, added again when the task is reused. Its outputs are the
files named in these events. A task is never cached if it reported a problem or raised an exception. A build called from a program caches
nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar, cast

from macros.incremental.output_reuse import ReusableFiles

T = TypeVar("T")
Read = tuple[str, str | None]
_DATA_VALUES = "held"  # the table of values computed from the data alone; these share objects


class Reads(Protocol):
    """A source of values for tasks. The same data (see `TaskCache.read_data`) give the same values.

    Attributes:
        read_log: None, or the set of reads while they are recorded.
    """

    read_log: set[Read] | None

    def value_digest(self, name: str, as_of: str | None) -> str:
        """Return a digest of the current value."""


class Log(Protocol):
    """The log of a build, to which tasks add events."""

    @property
    def problems(self) -> int:
        """Return the number of problems reported so far."""

    @property
    def position(self) -> int:
        """Return the current end of the log."""

    def list_events_since(self, position: int) -> tuple[Any, ...]:
        """Return the events after a position."""

    def replay(self, events: Iterable[Any]) -> None:
        """Add events of a reused task."""

    def list_outputs(self, events: Iterable[Any]) -> frozenset[str]:
        """Return the files written according to some events."""


@dataclass(frozen=True)
class _Task:
    global_digest: str | None  # None: independent of the shared digest
    key: str
    reads: tuple[tuple[Read, str], ...]  # each read with the digest of its value
    events: tuple[Any, ...]
    outputs: frozenset[str]
    value: Any


@dataclass
class TaskCache:
    """The cached tasks of a project. The name of a task begins with the language of its edition.

    Attributes:
        is_active: whether anything is cached.
        copies: the reusable files of the last published site, for a build in its own process. A server has None: its files stay in the
            folder it serves.
        global_digest: a digest of the inputs shared by all tasks.
        reused_tasks: the names of the tasks reused in this build.
    """

    is_active: bool = False
    copies: ReusableFiles | None = None
    global_digest: str = ""
    _tasks: dict[str, _Task] = field(default_factory=dict)
    reused_tasks: set[str] = field(default_factory=set)
    _used: set[str] = field(default_factory=set)
    _folders: Mapping[str, str] = field(default_factory=dict)
    _data_values: dict[str, Any] = field(default_factory=dict)  # name -> value computed from the data alone
    _key: str = ""  # of the data
    _is_same_data: bool = False  # whether the data are the same as in the last build

    def begin_build(self, ground: str, folders: Mapping[str, str]) -> None:
        """Begin a build: drop tasks unused by the last build, with outdated shared inputs or with lost output files.

        folders: language -> the folder of its files, below the site's root.
        """
        used = ((name, task) for name, task in self._tasks.items() if name in self._used and name.partition(" ")[0] in folders)
        self._tasks = {name: task for name, task in used if task.global_digest in (None, ground)}
        self.global_digest, self._used, self.reused_tasks, self._folders = ground, set(), set(), folders
        if self.copies is not None:
            sound = self.copies.verified.keys()
            self._tasks = {name: task for name, task in self._tasks.items() if sound >= self._find_outputs(name)}

    def read_data(self, key: Callable[[], str], read: Callable[[], T]) -> T:
        """Return the result of `read`, cached from the last build if the key is the same.

        `read` must have no effects. Its result is shared: nobody may change it.
        """
        if self.is_active:
            before, self._key = self._key, key()
            self._is_same_data = before == self._key
            self._data_values = self._data_values if self._is_same_data else {}
        return self.memoize_for_data("data", read)

    def memoize_for_data(self, name: str, make: Callable[[], T]) -> T:
        """Return the result of `make`, memoised as long as the data stay the same.

        `make` must have no effects. Its result is shared: nobody may change it.
        """
        if not self.is_active:
            return make()
        if name not in self._data_values:
            self._data_values[name] = make()
        return cast(T, self._data_values[name])

    def is_current(self, name: str, key: str, reads: Reads) -> bool:
        """Return True if a task is current and would not run."""
        task = self._tasks.get(name)
        return task is not None and task.key == key and not self.is_stale(name, reads)

    def run_cached(self, name: str, key: str, reads: Reads, log: Log, run: Callable[[], Any]) -> Any:
        """Return the result of `run`, cached if the task is current. Its effects are in the log either way."""
        if not self.is_active:
            return run()
        if self.is_current(name, key, reads):
            return self.reuse(name, reads, log)
        self._tasks.pop(name, None)
        problems, start = log.problems, log.position
        with _record_reads(reads) as asked:
            value = run()
        if log.problems == problems:
            events = log.list_events_since(start)
            answers = tuple((what, reads.value_digest(*what)) for what in asked)
            self._tasks[name] = _Task(self.global_digest, key, answers, events, log.list_outputs(events), value)
            self._used.add(name)
        return value

    def store_value(self, name: str, key: str, reads: Iterable[tuple[Read, str]], value: Any) -> None:
        """Cache a value computed elsewhere, without effects and independent of the shared digest.

        reads: the reads behind the value, each with the digest of its value.
        """
        self._tasks[name] = _Task(None, key, tuple(reads), (), frozenset(), value)
        self._used.add(name)

    def reuse(self, name: str, reads: Reads, log: Log) -> Any:
        """Return the value of a current task, and add its effects to the log."""
        task = self._tasks[name]
        self._used.add(name)
        self.reused_tasks.add(name)
        log.replay(task.events)
        if reads.read_log is not None:
            reads.read_log |= {what for what, _ in task.reads}
        return task.value

    def is_stale(self, name: str, reads: Reads) -> bool:
        """Return True if a task is not cached or one of its reads has changed. The key is not compared."""
        task = self._tasks.get(name)
        return task is None or not (self._is_same_data or all(reads.value_digest(*what) == was for what, was in task.reads))

    def list_outputs_by_task(self, lang: str) -> dict[str, Set[str]]:
        """Return task -> output files, for the tasks of a language in this build that have any, run or reused."""
        own = ((name, self._tasks[name].outputs) for name in self._used if name.startswith(f"{lang} "))
        return {name: outputs for name, outputs in own if outputs}

    def drop_conflicting(self, files: Set[str], but: str) -> None:
        """Drop the cached tasks with an output overwritten by another writer. The last writer would win.

        Args:
            list_outputs_by_task: the files of the other writer, from the site's root.
            but: tasks with this text in their names write last, and are kept.
        """
        for name in [name for name in self._tasks if but not in name and not self._find_outputs(name).isdisjoint(files)]:
            self.drop_task(name)

    def reused_files(self) -> Iterator[str]:
        """Yield the outputs of the reused tasks, from the site's root."""
        for name in self.reused_tasks & self._tasks.keys():
            yield from self._find_outputs(name)

    def _find_outputs(self, name: str) -> Set[str]:
        outputs, folder = self._tasks[name].outputs, self._folders[name.partition(" ")[0]]
        return {folder + file for file in outputs} if folder else outputs

    def drop_task(self, name: str) -> None:
        """Drop a task."""
        self._tasks.pop(name, None)
        self._used.discard(name)

    def drop_global_tasks(self) -> None:
        """Drop the tasks with shared inputs. Their output files vanish with the server."""
        self._tasks = {name: task for name, task in self._tasks.items() if task.global_digest is None}

    def find_value(self, name: str) -> Any:
        """Return the value of a task, or None if it is not cached."""
        return task.value if (task := self._tasks.get(name)) else None

    def replace_value(self, name: str, value: Any) -> None:
        """Replace the value of a task, if it is cached."""
        if name in self._tasks:
            self._tasks[name] = replace(self._tasks[name], value=value)

    def __getstate__(self) -> dict[str, Any]:
        """Return the state for a pickle, without the tables, which are saved apart."""
        return vars(replace(self, copies=None, reused_tasks=set(), _tasks={}, _used=set(), _data_values={}))

    def export_tables(self) -> dict[str, dict[str, Any]]:
        """Return the large tables by name. Values in them are never mutated: a changed value is another object."""
        return {"steps": {name: task for name, task in self._tasks.items() if name in self._used}, _DATA_VALUES: self._data_values}

    def restore_tables(self, tables: Mapping[str, dict[str, Any]]) -> None:
        """Restore the tables."""
        self._data_values, self._tasks = tables[_DATA_VALUES], tables.get("steps", {})
        self._used = set(self._tasks)


def digest(value: Any) -> str:
    """Return the sha256 of bytes, of a text, or of the `repr` of any other value."""
    if not isinstance(value, bytes):
        value = (value if isinstance(value, str) else repr(value)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(value).hexdigest()


@contextmanager
def _record_reads(reads: Reads) -> Iterator[set[Read]]:
    """Record the reads inside the `with` block. A nested task records for the outer task too."""
    outer, reads.read_log = reads.read_log, set()
    asked = reads.read_log
    try:
        yield asked
    finally:
        if outer is not None:
            outer |= asked
        reads.read_log = outer
