"""What a command costs: CPU seconds (user and system, of all its processes), wall seconds, peak memory."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic

_EVERY = 0.2  # seconds between two looks at the memory


@dataclass(frozen=True)
class Cost:
    """cpu, wall: in seconds. memory: in MiB, of all processes at once, what they share counted once."""

    cpu: float
    wall: float
    memory: float

    @classmethod
    def middle(cls, costs: list[Cost]) -> Cost:
        """The median of each measure."""
        return cls(*(median(getattr(cost, name) for cost in costs) for name in ("cpu", "wall", "memory")))


def run(command: list[str], folder: Path) -> Cost:
    """Run a command in a folder. Errors: RuntimeError with its output where it fails."""
    begin = monotonic()
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": ""}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    peak, ended = [0.0], threading.Event()

    def watch() -> None:
        while not ended.wait(_EVERY):
            peak[0] = max(peak[0], sum(map(_proportional, tree(process.pid))))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    assert process.stdout
    with process.stdout:
        said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = monotonic() - begin
    ended.set()
    watcher.join()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} in {folder} failed:\n{said[-4000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, max(peak[0], usage.ru_maxrss / 1024))


def tree(pid: int) -> list[int]:
    """A process and all that it has started, as far as they live."""
    found, left = [], [pid]
    while left:
        found.append(each := left.pop())
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{each}/task").iterdir():
                left += map(int, (task / "children").read_text().split())
    return found


def cpu(pid: int) -> float:
    """CPU seconds that a living process and all that it has started have used."""
    total = 0
    for each in tree(pid):
        with contextlib.suppress(OSError):
            total += sum(map(int, Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()[11:15]))
    return total / os.sysconf("SC_CLK_TCK")


def _proportional(pid: int) -> float:
    """Memory of a process in MiB: its own, and its share of what it shares."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
