"""Drawn charts kept between builds: one file a chart and width, named by all that its bytes depend on.

The key is made from the chart, not from its specification, so that a hit imports neither altair nor vl-convert.
An entry begins with a line that holds the sha256 of its key and content; what does not agree is drawn anew.
A folder that cannot be read or written costs time, never the build.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
from dataclasses import asdict
from fractions import Fraction
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from .model import Chart

SIZE = 64 * 1024 * 1024
"""Bytes that a cache folder may hold; the entries unused for longest go first."""

_SUFFIX = ".chart"
_ABANDONED = 3600.0  # seconds after which the temporary file of a writer that died is removed


def key(chart: Chart, width: str) -> str:
    """64 hexadecimal digits that change whenever the drawing may."""
    content = {"chart": asdict(chart), "width": width, "code": _code(), "renderers": _renderers()}
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=_exact).encode()).hexdigest()


def load(folder: Path, name: str) -> str | None:
    """The entry of that key, or None where there is none or it is damaged."""
    path = folder / f"{name}{_SUFFIX}"
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if digest.decode("ascii", "replace") != _digest(name, content):
        return None
    with contextlib.suppress(OSError):
        os.utime(path)  # used now: dropped last
    return content.decode()


def store(folder: Path, name: str, text: str, *, size: int = SIZE) -> None:
    """Keep a drawing under its key, whole or not at all, then bring the folder under its size."""
    content = text.encode()
    temporary = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # A name of its own for each writer, and one move into place: a reader sees no half entry.
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(_digest(name, content).encode() + b"\n" + content)
        os.replace(temporary, folder / f"{name}{_SUFFIX}")
        _shrink(folder, size)
    except OSError:
        if temporary is not None:
            _remove(temporary)


def _shrink(folder: Path, size: int) -> None:
    entries = []
    with os.scandir(folder) as found:
        for entry in found:
            try:
                status = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # another writer was quicker
            if entry.name.endswith(_SUFFIX):
                entries.append((status.st_mtime_ns, entry.name, entry.path, status.st_size))
            elif entry.name.endswith(".tmp") and time.time() - status.st_mtime > _ABANDONED:
                _remove(entry.path)
    total = sum(entry[3] for entry in entries)
    for _, _, path, bytes_ in sorted(entries):
        if total <= size:
            break
        _remove(path)
        total -= bytes_


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def _digest(name: str, content: bytes) -> str:
    # The key is part of it: a whole entry under another's name is as wrong as a broken one.
    return hashlib.sha256(name.encode() + b"\n" + content).hexdigest()


def _exact(value: object) -> str:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise TypeError(f"{value!r} cannot be part of a chart")


@lru_cache(maxsize=1)
def _renderers() -> dict[str, str]:
    return {name: version(name) for name in ("altair", "vl-convert-python", "lxml")}


@lru_cache(maxsize=1)
def _code() -> str:
    """A hash of this room's sources, so that a change of the drawing code is a change of every key."""
    room = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(room.rglob("*.py")):
        digest.update(path.relative_to(room).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
