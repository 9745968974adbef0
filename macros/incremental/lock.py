"""One `mkdocs build` at a time in a project: each writes beside the site, and takes from the one before."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from macros.incremental.store import cache_folder

_held: list[int] = []  # open until the process ends, and with it the build


def wait(root: Path) -> None:
    """Wait until no other build is at work in the project at `root`. Where that cannot be told, or not written, nobody waits."""
    with contextlib.suppress(OSError):
        cache_folder(root).mkdir(exist_ok=True)
        file = os.open(cache_folder(root, "building"), os.O_RDWR | os.O_CREAT)
        _held.append(file)
        if not _taken(file, waits=False):
            print("note: waiting for another build in this folder", file=sys.stderr)
            _taken(file, waits=True)


def _taken(file: int, *, waits: bool) -> bool:
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                msvcrt.locking(file, msvcrt.LK_LOCK if waits else msvcrt.LK_NBLCK, 1)
                return True
            except OSError:
                if not waits:
                    return False
    else:
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
