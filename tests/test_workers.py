"""Workers do their part of the work; what one took that dies, fails or hangs is done by who asked it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from macros.incremental import workers
from macros.incremental.workers import Worker, Workers, count_workers, split_work

NAMES = [f"{number:04}.html" for number in range(350)]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system has no pipes that processes share")


def after_one(names: list[str], folder: Path) -> Any:
    """What takes names here: one, and the others when the worker has taken its first."""

    def here(some: Iterable[str]) -> None:
        for name in some:
            names.append(name)
            while not (folder / "pid").exists():
                time.sleep(0.01)

    return here


def begin(names: Iterable[str], folder: Path) -> list[str]:
    """Take a name in a worker, and tell that it has begun."""
    name = next(iter(names))
    (folder / "new").write_text(str(os.getpid()))
    (folder / "new").rename(folder / "pid")
    return [name]


def take(names: Iterable[str], folder: Path) -> list[str]:
    print("what a worker prints is no part of its answer")
    return begin(names, folder) + list(names)


def leave(names: Iterable[str], folder: Path) -> None:
    begin(names, folder)
    os._exit(1)


def be_killed(names: Iterable[str], folder: Path) -> None:
    begin(names, folder)
    os.kill(os.getpid(), signal.SIGKILL)


def fail(names: Iterable[str], folder: Path) -> None:
    begin(names, folder)
    raise ValueError


def hang(names: Iterable[str], folder: Path) -> None:
    begin(names, folder)
    time.sleep(60)


def is_alive(folder: Path) -> bool:
    try:
        os.kill(int((folder / "pid").read_text()), 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("count", [350, 100_000])
def test_each_name_is_done_by_one_of_the_two(tmp_path: Path, count: int) -> None:
    here: list[str] = []
    names = [str(number) for number in range(count)]
    left, there = split_work(names, after_one(here, tmp_path), take, tmp_path)
    assert left and here + left == names and sorted(there or []) == sorted(left)


@pytest.mark.parametrize("end", [leave, be_killed, fail])
def test_a_worker_that_gives_nothing_leaves_its_names(end: Any, tmp_path: Path) -> None:
    here: list[str] = []
    left, there = split_work(NAMES, after_one(here, tmp_path), end, tmp_path)
    assert left and there is None and here + left == NAMES


def test_a_worker_that_hangs_is_ended_after_its_time_and_leaves_its_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(workers, "PATIENCE", 0.2)
    here: list[str] = []
    left, there = split_work(NAMES, after_one(here, tmp_path), hang, tmp_path)
    assert left and there is None and here + left == NAMES
    assert not is_alive(tmp_path)


def test_what_is_raised_here_ends_the_worker(tmp_path: Path) -> None:
    def fails(names: Iterable[str]) -> None:
        while not (tmp_path / "pid").exists():
            time.sleep(0.01)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        split_work(NAMES, fails, hang, tmp_path)
    assert not is_alive(tmp_path)


def test_a_worker_that_makes_nothing_for_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(workers, "SILENCE_LIMIT", 0.3)
    pool = Workers([tmp_path])
    pool.start(time.sleep, 60)
    (worker,) = pool.workers
    pool.wait()
    assert not worker.is_working


def modules() -> list[str]:
    return sorted(sys.modules)


def test_a_worker_begins_anew_and_imports_what_its_function_needs() -> None:
    assert "mkdocs.config" not in Worker.start(modules).wait_for_result()


def test_a_worker_has_the_code_of_who_asked_it_wherever_that_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros/__init__.py").write_text("raise ImportError")
    monkeypatch.chdir(tmp_path)
    assert "macros.incremental.workers" in Worker.start(modules).wait_for_result()


def test_a_process_of_a_pool_begins_no_worker() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(count_workers, (3,)) == 0
