"""What a build keeps on the disk for the next one: its steps (macros/kept.py), and the digests of the files that it published.

They are pickled, and read by a reader that knows the classes of this package and a few others: bytes that somebody put there can make
values, and call nothing else. What was kept with other code, libraries or settings is not found.
"""

from __future__ import annotations

import contextlib
import io
import json
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from macros.cache import Cache, code_salt
from macros.circles import undisturbed
from macros.copies import Copies
from macros.kept import Kept, digest
from macros.unchanged import copied, surroundings

LIMIT = 256 * 1024 * 1024  # bytes
_NAME = "steps"
_ELSEWHERE = {
    ("collections", "Counter"),
    ("datetime", "date"),
    ("fractions", "Fraction"),
    ("mkdocs.structure.toc", "AnchorLink"),
    ("mkdocs.structure.toc", "TableOfContents"),
    ("pathlib", "PosixPath"),
    ("pathlib", "WindowsPath"),
}


def read(config: Any) -> Kept:
    """What the build before kept of the project of a configuration of MkDocs, as far as its files are there and sound."""
    folder, store = copied(config), _store(config)
    body = store.get_bytes(_NAME)
    if body is not None:
        with contextlib.suppress(pickle.UnpicklingError, ValueError, TypeError, AttributeError, EOFError, KeyError, ImportError):
            with undisturbed():
                memory, published = _loaded(body)
            memory.copies = Copies.read(folder, Path(config["site_dir"]), published)
            return memory
    return Kept(active=True, copies=Copies(folder))


def write(config: Any, memory: Kept, published: Mapping[str, str]) -> None:
    """Keep the steps of a build. published: the files of its site, with their digests."""
    buffers: list[pickle.PickleBuffer] = []
    with undisturbed():
        values = pickle.dumps((memory, dict(published)), 5, buffer_callback=buffers.append)
    parts = [values, *(buffer.raw() for buffer in buffers)]
    sizes = json.dumps([len(part) for part in parts]).encode() + b"\n"
    store = _store(config)
    store.put_bytes(_NAME, sizes, *parts)
    store.trim()


def _loaded(body: memoryview) -> Any:
    end = bytes(body[: 1 << 20]).index(b"\n") + 1
    parts, at = [], end
    for size in json.loads(bytes(body[:end])):
        parts.append(body[at : at + size])
        at += size
    return _Reader(io.BytesIO(parts[0]), buffers=parts[1:]).load()


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
