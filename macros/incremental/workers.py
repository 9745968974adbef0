"""Worker processes beside the build. Each calls one function of this package with one argument, and may return a result.

Workers are started, not forked: a forked copy of a threaded process can deadlock on an orphaned lock. A worker starts fresh and imports
only the modules of its function. If a worker dies, hangs or cannot start, its caller does the work itself.
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
_POLL_SECONDS = 0.02  # seconds between two polls
SILENCE_LIMIT = 120.0  # without any output before workers count as hung: a chart takes 0.1 seconds, the first one some seconds
PATIENCE = 20.0  # seconds to wait for the worker of a shared list when this process has finished: at most one part is left
_PART = 16  # names taken at a time
_PARTS = 4096  # at most: the pipe holds one byte for each part
_ROOT = Path(__file__).parents[2]


def count_workers(most: int) -> int:
    """Return the number of useful workers beside this process, at most `most`. It is 0 on one core."""
    # A daemonic process of `multiprocessing` may not start processes.
    return 0 if multiprocessing.current_process().daemon else min((os.cpu_count() or 1) - 1, most)


@dataclass(frozen=True)
class Worker:
    """A running worker process.

    Attributes:
        answer: the file to which it writes its pickled result.
    """

    process: subprocess.Popen[bytes]
    answer: IO[bytes]

    @classmethod
    def start(cls, function: Callable[..., Any], *arguments: Any, shared: Sequence[int] = ()) -> Worker:
        """Start a process to call a function of a module.

        Args:
            function: a module-level function, pickled by name.
            shared: file descriptors inherited by the process.

        Raises: OSError if the process cannot be started.
        """
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])}
        answer = tempfile.TemporaryFile()  # noqa: SIM115
        with tempfile.TemporaryFile() as call:  # a pipe would block this process until the worker reads it
            pickle.dump((function, arguments), call)
            call.seek(0)
            command = [sys.executable, "-P", "-m", __name__]  # -P: do not import from the working directory
            process = subprocess.Popen(
                command, env=environment, stdin=call, stdout=answer, stderr=subprocess.DEVNULL, pass_fds=tuple(shared)
            )
        return cls(process, answer)

    @property
    def is_working(self) -> bool:
        """Return True while the process runs."""
        return self.process.poll() is None

    def wait_for_result(self, seconds: float | None = None) -> Any:
        """Wait and return the worker's result, or None if it failed or exceeded the time. The process is killed in any case."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self._kill()
        with self.answer:
            if self.process.returncode != 0:
                return None
            self.answer.seek(0)
            return pickle.load(self.answer)

    def stop(self) -> None:
        """End the worker and discard its result."""
        self._kill()
        self.answer.close()

    def _kill(self) -> None:
        self.process.kill()
        self.process.wait()


@dataclass
class Workers:
    """Workers with results in caches.

    Attributes:
        folders: the folders of these caches. A new modification time is taken as progress.
    """

    folders: Sequence[Path] = ()
    workers: list[Worker] = field(default_factory=list)

    def start(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Start one more worker, if the system allows it."""
        with contextlib.suppress(OSError):
            self.workers.append(Worker.start(function, *arguments))

    def wait(self, is_done: Callable[[], bool] = lambda: False) -> None:
        """Wait until `is_done` returns True or every worker has ended. Hung workers are killed."""
        made, when = 0, time.monotonic()
        while not is_done():
            if not any(worker.is_working for worker in self.workers):
                self.stop()
                return
            if (now := self._find_last_progress()) != made:
                made, when = now, time.monotonic()
            if time.monotonic() - when > SILENCE_LIMIT:
                self.stop()
            time.sleep(_POLL_SECONDS)

    def stop(self) -> None:
        """End all workers."""
        for worker in self.workers:
            worker.stop()
        self.workers = []

    def _find_last_progress(self) -> int:
        return max((folder.stat().st_mtime_ns for folder in self.folders if folder.is_dir()), default=0)


def split_work(
    names: list[str], here: Callable[[Iterable[str]], None], there: Callable[[Iterable[str], Any], T], argument: Any
) -> tuple[list[str], T | None]:
    """Split a list: `here` processes names from its start in this process, `there` from its end in a worker, until they meet.

    Args:
        there: a module-level function. It receives `argument` as well.

    Returns: the names left to the worker, in order, and the worker's result. If the result is None, these names are still to be
    processed.
    """
    size = max(_PART, -(-len(names) // _PARTS))
    parts = [names[at : at + size] for at in range(0, len(names), size)]
    tickets, given = os.pipe()  # a work queue: a process that reads one byte may take one part
    os.write(given, bytes(len(parts)))
    os.close(given)
    taken, worker, found = 0, None, None

    def take_parts() -> Iterator[str]:
        nonlocal taken
        while os.read(tickets, 1):
            taken += 1
            yield from parts[taken - 1]

    try:
        with contextlib.suppress(OSError):  # the system allows no further process
            worker = Worker.start(_run_share, there, parts, argument, tickets, shared=(tickets,))
        here(take_parts())
        if worker and taken < len(parts):
            found = worker.wait_for_result(PATIENCE)
    finally:
        os.close(tickets)
        if worker:
            worker.stop()
    return [name for part in parts[taken:] for name in part], found


def _run_share(there: Callable[[Iterable[str], Any], Any], parts: list[list[str]], argument: Any, tickets: int) -> Any:
    return there((name for part in reversed(parts) if os.read(tickets, 1) for name in part), argument)


def main() -> None:
    """Call the pickled function on the standard input, and write only its pickled result to the standard output."""
    function, arguments = pickle.load(sys.stdin.buffer)
    with contextlib.redirect_stdout(sys.stderr):
        answer = function(*arguments)
    pickle.dump(answer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
