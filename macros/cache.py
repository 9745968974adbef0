"""A cache of texts by content: safe against truncated, poisoned and concurrently written entries, bounded in size.

An entry is a file whose first line is the sha256 of the rest; one that does not agree is not there.
Nothing depends on the cache: a folder that cannot be written only makes the build slower.
"""

from __future__ import annotations

import functools
import hashlib
import os
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIMIT = 64 * 1024 * 1024


@dataclass(frozen=True)
class Cache:
    """Texts below `folder` (None: no cache). `salt` stands for the code that made them: another salt, other entries.

    Distributions named in the salt should carry their version: see `code_salt`.
    """

    folder: Path | None
    salt: str = ""
    limit: int = LIMIT

    def get(self, key: str) -> str | None:
        if self.folder is None:
            return None
        try:
            data = self._file(key).read_bytes()
        except OSError:
            return None
        head, _, body = data.partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != head:
            return None
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            return None

    def put(self, key: str, text: str) -> None:
        if self.folder is None:
            return
        body = text.encode("utf-8")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=".new-")
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            os.replace(name, self._file(key))  # whole or not at all, whoever else writes
        except OSError:
            return

    def trim(self) -> None:
        """Drop the entries least recently written until the folder is under its limit; leftovers of broken writes too."""
        if self.folder is None or not self.folder.is_dir():
            return
        entries = sorted(
            ((entry.stat().st_mtime, entry.stat().st_size, Path(entry.path)) for entry in os.scandir(self.folder)),
            reverse=True,
        )
        total = 0
        for _, size, path in entries:
            total += size
            if total > self.limit:
                path.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / hashlib.sha256(f"{self.salt}\0{key}".encode()).hexdigest()


@functools.lru_cache
def code_salt(*names: str) -> str:
    """A hash of the sources of modules of this package (paths relative to macros/) and of distributions' versions."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for name in names:
        path = root / name
        if path.exists():
            for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
                digest.update(file.read_bytes())
        else:
            try:
                digest.update(f"{name}=={version(name)}".encode())
            except PackageNotFoundError:
                digest.update(f"{name} is not installed".encode())
    return digest.hexdigest()
