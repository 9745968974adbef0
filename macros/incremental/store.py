"""A cache by content: safe against truncated, poisoned and concurrently written entries, bounded in size.

An entry is a file whose first line is the sha256 of its name and of the rest; one that does not agree is not there.
Nothing depends on the cache: a folder that cannot be written only makes the build slower.
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

from macros.base.files import below

LIMIT = 64 * 1024 * 1024

_FOLDER = ".cache"  # of a project
_SOURCES = (".py", ".yml", ".typ")  # what the code of a room is made of
_HEAD = 65  # bytes: the digest and the end of its line
_NEW = ".new-"  # how the name of an entry being written begins
TICK = 100_000_000  # nanoseconds: more than lie between two times that a file system can tell apart
_ABANDONED = 3600.0  # seconds after which such a file is left over from a writer that died


def cache_folder(root: Path, name: str = "") -> Path:
    """Return the folder of the cache of a name, or of all, in the project at `root`."""
    return root / _FOLDER / name


@dataclass(frozen=True)
class Cache:
    """Texts, or bytes in several parts, below `folder` (None: no cache). `salt` stands for the code that made them: another salt,
    other entries.

    Distributions named in the salt should carry their version: see `code_salt`.
    """

    folder: Path | None
    salt: str = ""
    limit: int = LIMIT

    def get(self, key: str) -> str | None:
        found = self.get_bytes(key)
        try:
            return None if found is None else str(found, "utf-8")
        except UnicodeDecodeError:
            return None

    def get_bytes(self, key: str) -> memoryview | None:
        """What was put there, its parts as one."""
        if self.folder is None:
            return None
        file = self._file(key)
        try:
            data = file.read_bytes()
        except OSError:
            return None
        head, body = data[:_HEAD], memoryview(data)[_HEAD:]
        return body if _digest(file, [body]) + b"\n" == head else None

    def put(self, key: str, text: str) -> None:
        self.put_bytes(key, text.encode("utf-8"))

    def put_bytes(self, key: str, *parts: bytes | memoryview) -> None:
        if self.folder is None:
            return
        target, temporary = self._file(key), None
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=_NEW)
            with os.fdopen(handle, "wb") as file:
                file.write(_digest(target, parts) + b"\n")
                file.writelines(parts)
            os.replace(temporary, target)  # whole or not at all, whoever else writes
        except OSError:
            if temporary is not None:
                _remove(Path(temporary))

    def trim(self) -> None:
        """Drop the entries least recently written until the folder is under its limit, and what dead writers left."""
        if self.folder is None or _trimmed.get(self.folder) == (_changed(self.folder), self.limit):
            return
        entries = []
        with contextlib.suppress(OSError), os.scandir(self.folder) as found:
            for entry in found:
                with contextlib.suppress(OSError):  # another build was quicker
                    status = entry.stat(follow_symlinks=False)
                    entries.append((status.st_mtime, status.st_size, Path(entry.path)))
        total = 0
        for written, size, path in sorted(entries, reverse=True):
            if path.name.startswith(_NEW):
                if time.time() - written > _ABANDONED:
                    _remove(path)
                continue
            total += size
            if total > self.limit:
                _remove(path)
        when = _changed(self.folder)
        if time.time_ns() - when > TICK:  # else an entry that is written now may bear the same time
            _trimmed[self.folder] = when, self.limit

    def _file(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / hashlib.sha256(f"{self.salt}\0{key}".encode()).hexdigest()


# When entries of a folder were last written or dropped, as this process last left it. A folder of which that is still true is left.
_trimmed: dict[Path, tuple[int, int]] = {}


def _changed(folder: Path) -> int:
    with contextlib.suppress(OSError):
        return folder.stat().st_mtime_ns
    return 0


def _digest(file: Path, parts: Iterable[bytes | memoryview]) -> bytes:
    digest = hashlib.sha256(file.name.encode() + b"\0")
    for part in parts:
        digest.update(part)
    return digest.hexdigest().encode()


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


@functools.lru_cache
def code_salt(*names: str) -> str:
    """A hash of the sources of modules of this package (paths relative to macros/, "." for all) and of distributions' versions."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    for name in names:
        path = root / name
        if path.exists():
            for file in below(path, *_SOURCES) if path.is_dir() else [path]:
                digest.update(file.read_bytes())
        else:
            try:
                digest.update(f"{name}=={version(name)}".encode())
            except PackageNotFoundError:
                digest.update(f"{name} is not installed".encode())
    return digest.hexdigest()
