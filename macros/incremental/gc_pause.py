"""Pauses of Python's garbage collector during a build.

The collector scans all live objects again and again. For a site with a thousand updates this takes as long as the build itself.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_DELAY = 3.0  # seconds after a served build: the author reads the page meanwhile
# Whether this process ends with its build.
ends = False
_busy = _served = False
_later: threading.Timer | None = None


def begin_work() -> None:
    """Stop garbage collection while a server builds."""
    global _busy
    _busy = True
    if _later:
        _later.cancel()
    gc.disable()


def end_work() -> None:
    """Resume garbage collection some seconds after a server has built.

    Objects read by the first build are frozen: they live as long as the server. Garbage of later builds is collected after a delay.
    """
    global _busy, _served, _later
    if not _busy:
        return
    _busy = False
    if not _served:
        gc.freeze()
        _served = True
    _later = threading.Timer(_DELAY, _look)
    _later.daemon = True
    _later.start()


def _look() -> None:
    gc.collect()
    gc.enable()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Pause garbage collection inside the `with` block, for code that creates very many objects and no reference cycles."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        hold()
        if collects:
            gc.enable()


def hold() -> None:
    """Freeze all objects created so far, if this process ends with its build."""
    if ends:
        gc.freeze()
