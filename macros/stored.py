"""What a build keeps on the disk for the next one: its steps (macros/kept.py), and the digests of the files that it published.

They are pickled, and read by a reader that knows the classes of this package and a few others: bytes that somebody put there can make
values, and call nothing else. What was kept with other code, libraries or settings is not found.
To pickle them takes longer than to read them: they are kept in chunks, and a chunk of which nothing has changed is written as it was.
"""

from __future__ import annotations

import contextlib
import io
import json
import pickle
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

from macros.cache import Cache, code_salt
from macros.circles import undisturbed
from macros.copies import Copies, State
from macros.kept import Kept, digest
from macros.settings import HOST
from macros.unchanged import copied, surroundings

LIMIT = 256 * 1024 * 1024  # bytes
_NAME = "steps"
_MEMORY = ("memory", 0)
_PUBLISHED, _STATES = "published", "states"
_ENTRIES, _CHUNKS = 40, 256  # how many entries a chunk has, and how many chunks a table
_ELSEWHERE = {
    ("collections", "Counter"),
    ("datetime", "date"),
    ("fractions", "Fraction"),
    (f"{HOST}.structure.toc", "AnchorLink"),
    (f"{HOST}.structure.toc", "TableOfContents"),
    ("pathlib", "PosixPath"),
    ("pathlib", "WindowsPath"),
}


@dataclass
class Stored:
    """The steps of the build before, in the memory of this one. _chunks: what was read, by its table and its number there."""

    memory: Kept
    _chunks: dict[tuple[str, int], _Chunk] = field(default_factory=dict)

    @classmethod
    def read(cls, config: Any) -> Stored:
        """What the build before kept of the project of a configuration of MkDocs, as far as its files are there and sound."""
        folder, body = copied(config), _store(config).get_bytes(_NAME)
        if body is not None:
            with contextlib.suppress(pickle.UnpicklingError, ValueError, TypeError, AttributeError, EOFError, KeyError, ImportError):
                with undisturbed():
                    stored, tables = cls._loaded(body)
                stored.memory.copies = Copies.read(folder, Path(config["site_dir"]), tables.get(_PUBLISHED, {}), tables.get(_STATES, {}))
                return stored
        return cls(Kept(active=True, copies=Copies(folder)))

    @classmethod
    def _loaded(cls, body: memoryview) -> tuple[Stored, dict[str, dict[str, Any]]]:
        end = bytes(body[: 1 << 20]).index(b"\n") + 1
        chunks: dict[tuple[str, int], _Chunk] = {}
        tables: dict[str, dict[str, Any]] = {}
        for table, number, *sizes in json.loads(bytes(body[:end])):
            parts = []
            for size in sizes:
                parts.append(body[end : end + size])
                end += size
            chunk = _Chunk(parts, _Reader(io.BytesIO(parts[0]), buffers=parts[1:]).load())
            chunks[table, number] = chunk
            tables.setdefault(table, {}).update(chunk.values)
        memory = chunks.pop(_MEMORY).values["memory"]
        memory.restore(tables)
        return cls(memory, chunks), tables

    def write(self, config: Any, published: dict[str, str], states: dict[str, State]) -> None:
        """Keep the steps of a build. published, states: the files of its site, with their digests and states (macros/copies.py)."""
        with undisturbed():
            chunks = {_MEMORY: _Chunk.of({"memory": self.memory})}
            for table, values in (self.memory.tables() | {_PUBLISHED: published, _STATES: states}).items():
                for number, own in _divided(values).items():
                    was = self._chunks.get((table, number))
                    chunks[table, number] = was if was and was.holds(own) else _Chunk.of(own)
        head = json.dumps([[*place, *map(len, chunk.parts)] for place, chunk in chunks.items()]).encode() + b"\n"
        store = _store(config)
        store.put_bytes(_NAME, head, *(part for chunk in chunks.values() for part in chunk.parts))
        store.trim()


@dataclass(frozen=True)
class _Chunk:
    """Some entries of a table, pickled by themselves: most stay as they are from one build to the next."""

    parts: list[Any]
    values: dict[str, Any]

    @classmethod
    def of(cls, values: dict[str, Any]) -> _Chunk:
        buffers: list[pickle.PickleBuffer] = []
        pickled = pickle.dumps(values, 5, buffer_callback=buffers.append)
        return cls([pickled, *(buffer.raw() for buffer in buffers)], values)

    def holds(self, values: dict[str, Any]) -> bool:
        """Whether these are the same objects, which nobody has changed then."""
        return self.values.keys() == values.keys() and all(self.values[name] is value for name, value in values.items())


def _divided(values: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """The entries of a table by the number of the chunk that they stand in, which is always the same as long as the table is as large."""
    if len(values) < _ENTRIES:
        return {0: values}
    chunks: dict[int, dict[str, Any]] = {}
    last = min(_CHUNKS, 1 << (len(values) // _ENTRIES).bit_length()) - 1
    for name, value in values.items():
        chunks.setdefault(crc32(name.encode()) & last, {})[name] = value
    return chunks


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        # A name with dots, or one that a module has imported, would lead out of it.
        if "." not in name and (module.startswith("macros.") or (module, name) in _ELSEWHERE):
            found = super().find_class(module, name)
            if isinstance(found, type) and (found.__module__ == module or (module, name) in _ELSEWHERE):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no class that a build keeps")


def _store(config: Any) -> Cache:
    """Where the steps are kept that were made with the same code, libraries and settings."""
    file = Path(config["config_file_path"])
    salt = code_salt("."), file, digest(file.read_bytes()), surroundings(config)
    return Cache(file.parent / ".cache" / "steps", repr(salt), LIMIT)
