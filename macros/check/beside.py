"""A second process takes files from the end of a list while this one takes them from its beginning, until they meet.

It is a fork of this one, so that it knows all that the files are judged by. What it found comes back pickled. Where it says nothing,
hangs or has died, this process does its share as if there had been no other: a file is done, or it is done again.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import select
import signal
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

FEWEST = 300  # files: fewer are done before a second process has begun
SECONDS = 20.0  # that the other process may be silent after this one has done its share: it has some files left at most
_PART = 16  # files that are taken at a time
_PARTS = 4096  # at most: a pipe holds a ticket for each


class Noted:
    """Stands in for the memory of the check (macros/check/memory.py) in a process that ends: notes what is to be kept, knows nothing."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, str, list[tuple[str, str]], dict[str, Any], str | None]] = []

    def right(self, *_: object) -> None:
        return None

    def keep(self, name: str, key: str, asked: Iterable[tuple[str, str]], tally: dict[str, Any], squeezed: str | None) -> None:
        self.entries.append((name, key, list(asked), tally, squeezed))


def helps(count: int) -> bool:
    """Whether a second process is of use for so many files, and may be started."""
    # Elsewhere the libraries of the system do not all survive a fork; a process that belongs to a pool may start none of its own.
    return sys.platform == "linux" and count >= FEWEST and (os.cpu_count() or 1) > 1 and not multiprocessing.current_process().daemon


def share(names: list[str], here: Callable[[Iterable[str]], None], there: Callable[[Iterable[str]], Any]) -> tuple[list[str], Any]:
    """Let `here` do names in this process and `there` the others in a second one.

    Returns the names that were left to `there`, in order, and what it gave; None where it gave nothing, or could not.
    """
    size = max(_PART, -(-len(names) // _PARTS))
    parts = [names[at : at + size] for at in range(0, len(names), size)]
    tickets = _tickets(len(parts))
    taken = 0

    def first() -> Iterator[str]:
        nonlocal taken
        while os.read(tickets, 1):
            taken += 1
            yield from parts[taken - 1]

    def last() -> Iterator[str]:
        for part in reversed(parts):
            if os.read(tickets, 1):
                yield from part

    try:
        found = _beside(lambda: there(last()), lambda: here(first()))
    finally:
        os.close(tickets)
    return [name for part in parts[taken:] for name in part], found


def _tickets(count: int) -> int:
    """A pipe that gives so many bytes and then ends: who reads one, whichever process it is, may take a part."""
    tickets, given = os.pipe()
    os.write(given, bytes(count))
    os.close(given)
    return tickets


def _beside(there: Callable[[], Any], here: Callable[[], None]) -> Any:
    """What `there` gives, done in a second process while `here` is done in this one; None where that process dies or cannot begin."""
    answer, told = os.pipe()
    try:
        with warnings.catch_warnings():  # Python 3.12 warns that a fork can hang, for which there is a time limit
            warnings.simplefilter("ignore", DeprecationWarning)
            process = os.fork()
    except OSError:  # no room for another
        process = -1
    if not process:
        _give(told, there)
    os.close(told)
    found: bytes | None = None
    try:
        here()
        found = _told(answer)
    finally:
        os.close(answer)
        if process > 0 and found is None:
            os.kill(process, signal.SIGKILL)
        died = process < 0 or os.waitpid(process, 0)[1]
    return None if died or found is None else pickle.loads(found)


def _told(answer: int) -> bytes | None:
    """What comes out of a pipe until its end; None where nothing comes for too long: a fork can wait for a lock that nobody holds."""
    parts: list[bytes] = []
    while select.select([answer], [], [], SECONDS)[0]:
        part = os.read(answer, 1 << 20)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return None


def _give(told: int, work: Callable[[], Any]) -> NoReturn:
    """Write what `work` gives into a pipe and end this process, without what the other one would do at its end."""
    status = 1
    with contextlib.suppress(BaseException):
        with open(told, "wb") as file:
            pickle.dump(work(), file)
        status = 0
    os._exit(status)
