"""The cache of one `mkdocs build` on the disk: its tasks (tasks.py), and the digests of the files that it published.

The format is pickle, because entries share objects of many classes; JSON would copy the objects and need a form for each class. The
reader loads only classes of this package and those on a given list, so a forged file can create values but call nothing. A snapshot of
other code, libraries or settings is not found, because its salt differs. Pickling takes longer than reading. Tables are therefore split
into chunks, and an unchanged chunk is written back as it was read.
"""

from __future__ import annotations

import contextlib
import io
import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

from macros.incremental.gc_pause import gc_paused
from macros.incremental.output_reuse import ReusableFiles, State
from macros.incremental.store import Cache, cache_folder
from macros.incremental.tasks import TaskCache

LIMIT = 256 * 1024 * 1024  # bytes
_NAME = "steps"
_MEMORY = ("memory", 0)
_PUBLISHED, _STATES = "published", "states"
_ENTRIES, _CHUNKS = 40, 256  # entries in a chunk, and chunks in a table at most
_PACKAGE = __name__.partition(".")[0]
Classes = frozenset[tuple[str, str]]  # module and class name


@dataclass
class Snapshot:
    """The tasks of the build before, loaded for this build.

    Attributes:
        _chunks: (table, number) -> the chunk as read.
    """

    memory: TaskCache
    store: Cache
    _chunks: dict[tuple[str, int], _Chunk] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Path, copies: Path | None, site: Path, salt: str, classes: Classes) -> Snapshot:
        """Load the snapshot of the project at `root`. Tasks without verified output files are dropped later (`TaskCache.begin`).

        Args:
            copies: the folder of copies of the published files, or None for a server.
            site: the published site.
            salt: a digest of the code, libraries and settings.
            classes: classes of other packages that may be loaded.
        """
        store = Cache(cache_folder(root, "steps"), salt, LIMIT)
        body = store.get_bytes(_NAME)
        if body is not None:
            with contextlib.suppress(pickle.UnpicklingError, ValueError, TypeError, AttributeError, EOFError, KeyError, ImportError):
                with gc_paused():
                    memory, chunks, tables = _load_chunks(body, classes)
                if copies:
                    memory.copies = ReusableFiles.read(copies, site, tables.get(_PUBLISHED, {}), tables.get(_STATES, {}))
                return cls(memory, store, chunks)
        return cls(TaskCache(is_active=True, copies=ReusableFiles(copies) if copies else None), store)

    def write(self, published: Mapping[str, str], states: Mapping[str, State]) -> None:
        """Save the tasks of this build.

        Args:
            published: file of the site -> its digest.
            states: file of the site -> its state (output_reuse.py).
        """
        with gc_paused():
            chunks = {_MEMORY: _Chunk.pickle_values({"memory": self.memory})}
            for table, values in (self.memory.export_tables() | {_PUBLISHED: published, _STATES: states}).items():
                for number, own in _split_table(values).items():
                    was = self._chunks.get((table, number))
                    chunks[table, number] = was if was and was.has_same_objects(own) else _Chunk.pickle_values(own)
        head = json.dumps([[*place, *map(len, chunk.parts)] for place, chunk in chunks.items()]).encode() + b"\n"
        self.store.put_bytes(_NAME, head, *(part for chunk in chunks.values() for part in chunk.parts))
        self.store.trim()


@dataclass(frozen=True)
class _Chunk:
    """Some entries of a table, pickled together. Most chunks stay the same from one build to the next."""

    parts: list[Any]
    values: Mapping[str, Any]

    @classmethod
    def pickle_values(cls, values: Mapping[str, Any]) -> _Chunk:
        buffers: list[pickle.PickleBuffer] = []
        pickled = pickle.dumps(values, 5, buffer_callback=buffers.append)
        return cls([pickled, *(buffer.raw() for buffer in buffers)], values)

    def has_same_objects(self, values: Mapping[str, Any]) -> bool:
        """Return True if these are the very objects of the chunk. Entries are never mutated, so identity is enough."""
        return self.values.keys() == values.keys() and all(self.values[name] is value for name, value in values.items())


def _split_table(values: Mapping[str, Any]) -> Mapping[int, Mapping[str, Any]]:
    """Split a table into chunks: number -> entries. An entry keeps its chunk while the table keeps its size class."""
    if len(values) < _ENTRIES:
        return {0: values}
    chunks: dict[int, dict[str, Any]] = {}
    last = min(_CHUNKS, 1 << (len(values) // _ENTRIES).bit_length()) - 1
    for name, value in values.items():
        chunks.setdefault(crc32(name.encode()) & last, {})[name] = value
    return chunks


def _load_chunks(body: memoryview, classes: Classes) -> tuple[TaskCache, dict[tuple[str, int], _Chunk], dict[str, dict[str, Any]]]:
    end = bytes(body[: 1 << 20]).index(b"\n") + 1
    chunks: dict[tuple[str, int], _Chunk] = {}
    tables: dict[str, dict[str, Any]] = {}
    for table, number, *sizes in json.loads(bytes(body[:end])):
        parts = []
        for size in sizes:
            parts.append(body[end : end + size])
            end += size
        chunk = _Chunk(parts, _RestrictedUnpickler(io.BytesIO(parts[0]), classes, parts[1:]).load())
        chunks[table, number] = chunk
        tables.setdefault(table, {}).update(chunk.values)
    memory: TaskCache = chunks.pop(_MEMORY).values["memory"]
    memory.restore_tables(tables)
    return memory, chunks, tables


class _RestrictedUnpickler(pickle.Unpickler):
    """An unpickler that refuses every class but the allowed ones."""

    def __init__(self, file: io.BytesIO, classes: Classes, buffers: list[Any]) -> None:
        super().__init__(file, buffers=buffers)
        self.classes = classes

    def find_class(self, module: str, name: str) -> Any:
        # A dotted name, or a name that the module only imports, would reach code outside it.
        if "." not in name and (module.startswith(f"{_PACKAGE}.") or (module, name) in self.classes):
            found = super().find_class(module, name)
            if isinstance(found, type) and (found.__module__ == module or (module, name) in self.classes):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not a class that a build keeps")
