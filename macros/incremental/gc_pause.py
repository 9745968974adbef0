"""When Python looks for circles of objects that nobody holds any more. It looks through all that it has made, again and again:
of a site with a thousand updates that takes as long as to build it."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_DELAY = 3.0  # seconds after a build of a server, while its author reads
# Whether this process ends with its build.
ends = False
_busy = _served = False
_later: threading.Timer | None = None


def begin_work() -> None:
    """A build of a server begins: nothing is looked for until it has ended."""
    global _busy
    _busy = True
    if _later:
        _later.cancel()
    gc.disable()


def end_work() -> None:
    """A build of a server has ended. What the first one has read stays; what a later one leaves is looked for in a quiet moment."""
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
    """Nothing is looked for while something is made that leaves no circles, but very many objects."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        hold()
        if collects:
            gc.enable()


def hold() -> None:
    """In a process that ends with its build, what was made so far stays until then."""
    if ends:
        gc.freeze()
