"""A content-addressed store: bounded in size, and safe against truncated, forged and concurrently written entries.

The first line of an entry is the sha256 of its file name and the rest. An entry with a wrong digest counts as missing. No result depends
on the store: if its folder is not writable, builds are only slower.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from macros.base.files import list_files

LIMIT = 64 * 1024 * 1024

_FOLDER = ".cache"  # in a project's folder
_SOURCES = (".py", ".yml", ".typ")  # files that determine results
_HEAD = 65  # bytes: the digest and a newline
_NEW = ".new-"  # prefix of an entry that is being written
TICK = 100_000_000  # nanoseconds: longer than the timestamp resolution of any file system
_ABANDONED = 3600.0  # seconds after which the writer of a `_NEW` file must have died


def cache_folder(root: Path, name: str = "") -> Path:
    """Return the cache folder `name` of the project at `root`, or the folder of all caches."""
    return root / _FOLDER / name


@dataclass(frozen=True)
class Cache:
    """Texts or bytes below `folder`, by key. With `folder` None nothing is stored.

    Attributes:
        salt: a digest of the code that makes the entries; see `code_salt`. Another salt means other entries.
        limit: bytes in the folder after `trim`.
    """

    folder: Path | None
    salt: str = ""
    limit: int = LIMIT

    def get(self, key: str) -> str | None:
        """Return the text of a key, or None."""
        found = self.get_bytes(key)
        try:
            return None if found is None else str(found, "utf-8")
        except UnicodeDecodeError:
            return None

    def get_bytes(self, key: str) -> memoryview | None:
        """Return the bytes of a key, all parts joined, or None."""
        if self.folder is None:
            return None
        file = self._find_entry(key)
        try:
            data = file.read_bytes()
        except OSError:
            return None
        head, body = data[:_HEAD], memoryview(data)[_HEAD:]
        return body if _hash_entry(file, [body]) + b"\n" == head else None

    def put(self, key: str, text: str) -> None:
        """Store a text."""
        self.put_bytes(key, text.encode("utf-8"))

    def put_bytes(self, key: str, *parts: bytes | memoryview) -> None:
        """Store bytes given in several parts. A failure to write is ignored."""
        if self.folder is None:
            return
        target, temporary = self._find_entry(key), None
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=_NEW)
            with os.fdopen(handle, "wb") as file:
                file.write(_hash_entry(target, parts) + b"\n")
                file.writelines(parts)
            os.replace(temporary, target)  # atomic, even with several writers
        except OSError:
            if temporary is not None:
                _remove_file(Path(temporary))

    def trim(self) -> None:
        """Drop the oldest entries until the folder is below its limit, and temporary files of dead writers."""
        if self.folder is None or _trimmed.get(self.folder) == (_read_mtime(self.folder), self.limit):
            return
        entries = []
        with contextlib.suppress(OSError), os.scandir(self.folder) as found:
            for entry in found:
                with contextlib.suppress(OSError):  # removed by another build meanwhile
                    status = entry.stat(follow_symlinks=False)
                    entries.append((status.st_mtime, status.st_size, Path(entry.path)))
        total = 0
        for written, size, path in sorted(entries, reverse=True):
            if path.name.startswith(_NEW):
                if time.time() - written > _ABANDONED:
                    _remove_file(path)
                continue
            total += size
            if total > self.limit:
                _remove_file(path)
        when = _read_mtime(self.folder)
        if time.time_ns() - when > TICK:  # else an entry written now may get the same timestamp
            _trimmed[self.folder] = when, self.limit

    def _find_entry(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / hashlib.sha256(f"{self.salt}\0{key}".encode()).hexdigest()


# Folder -> its modification time and limit after the last trim. A folder with the same time needs no trim.
_trimmed: dict[Path, tuple[int, int]] = {}


def _read_mtime(folder: Path) -> int:
    with contextlib.suppress(OSError):
        return folder.stat().st_mtime_ns
    return 0


def _hash_entry(file: Path, parts: Iterable[bytes | memoryview]) -> bytes:
    digest = hashlib.sha256(file.name.encode() + b"\0")
    for part in parts:
        digest.update(part)
    return digest.hexdigest().encode()


def _remove_file(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


@functools.lru_cache
def code_salt(*names: str) -> str:
    """Return a digest of source files and of versions of distributions.

    names: paths relative to macros/ ("." for all of it), or names of distributions.
    """
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    for name in names:
        path = root / name
        if path.exists():
            for file in list_files(path, *_SOURCES) if path.is_dir() else [path]:
                digest.update(file.read_bytes())
        else:
            try:
                digest.update(f"{name}=={version(name)}".encode())
            except PackageNotFoundError:
                digest.update(f"{name} is not installed".encode())
    return digest.hexdigest()
