"""Processes that work beside the build: each calls one function of this package with one argument, and may answer.

None is a fork: a copy of a process that has threads can wait for ever for a lock that nobody holds. A worker begins anew and imports what
its function needs. One that dies, hangs or cannot begin is noticed, and who has asked it does its work.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, TypeVar

T = TypeVar("T")
_LOOK = 0.02  # seconds between two looks at what workers have done
SECONDS = 120.0  # that workers may be silent: a chart takes a tenth of a second, the first one some
PATIENCE = 20.0  # seconds that a worker may go on with a list when all that it has not taken is done: it has some files left at most
_PART = 16  # names that are taken at a time
_PARTS = 4096  # at most: a pipe holds a ticket for each
_ROOT = Path(__file__).parents[2]


def count_of_workers(most: int) -> int:
    """Return how many workers are of use beside this process, at most so many: none where there is one core."""
    # A process that belongs to a pool may start none of its own.
    return 0 if multiprocessing.current_process().daemon else min((os.cpu_count() or 1) - 1, most)


@dataclass(frozen=True)
class Worker:
    """A process at work. answer: what it gives is written there when it ends."""

    process: subprocess.Popen[bytes]
    answer: IO[bytes]

    @classmethod
    def start(cls, function: Callable[..., Any], *arguments: Any, shared: Sequence[int] = ()) -> Worker:
        """Let a process call a function of a module. shared: files that it has open as well. Raises OSError."""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])}
        answer = tempfile.TemporaryFile()  # noqa: SIM115
        with tempfile.TemporaryFile() as call:  # a pipe would let this process wait until the other reads it
            pickle.dump((function, arguments), call)
            call.seek(0)
            command = [sys.executable, "-P", "-m", __name__]  # not the code of the folder that this process stands in
            process = subprocess.Popen(
                command, env=environment, stdin=call, stdout=answer, stderr=subprocess.DEVNULL, pass_fds=tuple(shared)
            )
        return cls(process, answer)

    @property
    def is_working(self) -> bool:
        return self.process.poll() is None

    def result(self, seconds: float | None = None) -> Any:
        """Return what the worker gives, None if it fails, or has not ended after so many seconds: then it is ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self._end()
        with self.answer:
            if self.process.returncode != 0:
                return None
            self.answer.seek(0)
            return pickle.load(self.answer)

    def stop(self) -> None:
        """End the worker, if it is at work: nobody asks for its answer."""
        self._end()
        self.answer.close()

    def _end(self) -> None:
        self.process.kill()
        self.process.wait()


@dataclass
class Workers:
    """Workers that leave in caches what they make. folders: of these caches, by whose times it is seen that something is made."""

    folders: Sequence[Path] = ()
    workers: list[Worker] = field(default_factory=list)

    def start(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Let one more worker begin, if the system lets it."""
        with contextlib.suppress(OSError):
            self.workers.append(Worker.start(function, *arguments))

    def wait(self, is_done: Callable[[], bool] = lambda: False) -> None:
        """Wait for something, or until every worker has ended. Where nothing was made for too long they hang, and are ended."""
        made, when = 0, time.monotonic()
        while not is_done():
            if not any(worker.is_working for worker in self.workers):
                self.stop()
                return
            if (now := self._last_made()) != made:
                made, when = now, time.monotonic()
            if time.monotonic() - when > SECONDS:
                self.stop()
            time.sleep(_LOOK)

    def stop(self) -> None:
        """End what is at work: nobody waits for it any more."""
        for worker in self.workers:
            worker.stop()
        self.workers = []

    def _last_made(self) -> int:
        return max((folder.stat().st_mtime_ns for folder in self.folders if folder.is_dir()), default=0)


def share(
    names: list[str], here: Callable[[Iterable[str]], None], there: Callable[[Iterable[str], Any], T], argument: Any
) -> tuple[list[str], T | None]:
    """Let `here` do names from the beginning of a list in this process and `there` others from its end in a worker, until they meet.

    there: a function of a module, which is given `argument` as well. Returns the names that were left to it, in order, and what it gave;
    None where it gave nothing in time, or could not: its names are to be done.
    """
    size = max(_PART, -(-len(names) // _PARTS))
    parts = [names[at : at + size] for at in range(0, len(names), size)]
    tickets, given = os.pipe()  # whoever reads one of its bytes, whichever process it is, may take a part
    os.write(given, bytes(len(parts)))
    os.close(given)
    taken, worker, found = 0, None, None

    def first() -> Iterator[str]:
        nonlocal taken
        while os.read(tickets, 1):
            taken += 1
            yield from parts[taken - 1]

    try:
        with contextlib.suppress(OSError):  # no room for another process
            worker = Worker.start(_share_of, there, parts, argument, tickets, shared=(tickets,))
        here(first())
        if worker and taken < len(parts):
            found = worker.result(PATIENCE)
    finally:
        os.close(tickets)
        if worker:
            worker.stop()
    return [name for part in parts[taken:] for name in part], found


def _share_of(there: Callable[[Iterable[str], Any], Any], parts: list[list[str]], argument: Any, tickets: int) -> Any:
    return there((name for part in reversed(parts) if os.read(tickets, 1) for name in part), argument)


def main() -> None:
    """Do what is asked on the standard input; the answer alone is written to the standard output."""
    function, arguments = pickle.load(sys.stdin.buffer)
    with contextlib.redirect_stdout(sys.stderr):
        answer = function(*arguments)
    pickle.dump(answer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
