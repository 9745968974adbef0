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
_is_building = _has_served = False
_timer: threading.Timer | None = None


def pause_for_build() -> None:
    """Stop garbage collection while a server builds."""
    global _is_building
    _is_building = True
    if _timer:
        _timer.cancel()
    gc.disable()


def resume_after_build() -> None:
    """Resume garbage collection some seconds after a server has built.

    Objects read by the first build are frozen: they live as long as the server. Garbage of later builds is collected after a delay.
    """
    global _is_building, _has_served, _timer
    if not _is_building:
        return
    _is_building = False
    if not _has_served:
        gc.freeze()
        _has_served = True
    _timer = threading.Timer(_DELAY, _collect_garbage)
    _timer.daemon = True
    _timer.start()


def _collect_garbage() -> None:
    gc.collect()
    gc.enable()


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause garbage collection inside the `with` block, for code that creates very many objects and no reference cycles."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc_freeze()
        if collects:
            gc.enable()


def gc_freeze() -> None:
    """Freeze all objects created so far, if this process ends with its build."""
    if ends:
        gc.freeze()
