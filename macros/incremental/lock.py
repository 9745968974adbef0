"""A lock file: two builds of one project never overlap, because both write beside the site and reuse files of the build before."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from macros.incremental.store import cache_folder

_locked_files: list[int] = []  # file descriptors, open until the process ends


def acquire_lock(root: Path) -> None:
    """Wait until no other build of the project at `root` runs, and hold the lock until this process ends.

    Without a lock file, for example on a read-only disk, the build goes on unlocked.
    """
    with contextlib.suppress(OSError):
        cache_folder(root).mkdir(exist_ok=True)
        file = os.open(cache_folder(root, "building"), os.O_RDWR | os.O_CREAT)
        _locked_files.append(file)
        if not _try_lock(file, waits=False):
            print("note: waiting for another build in this folder", file=sys.stderr)
            _try_lock(file, waits=True)


def _try_lock(file: int, *, waits: bool) -> bool:
    """Try to lock an open file. With `waits`, block until the lock is free."""
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
