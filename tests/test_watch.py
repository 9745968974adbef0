"""A server is told of a save at once, and once; where the system tells of nothing, MkDocs sees it by itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import watchdog.observers.polling
from mkdocs.livereload import LiveReloadServer

from macros.watch import watch
from tests.serving import free_port

Watched = tuple[Path, list[float], LiveReloadServer]
NEVER = 600.0  # seconds: longer than any test


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Callable[[float], Watched]]:
    """Begins a server of MkDocs that looks at its files every so many seconds; gives their folder and when it built."""
    docs, built, servers = tmp_path / "docs", [], []  # type: ignore[var-annotated]
    (docs / "deep").mkdir(parents=True)
    (docs / "deep/page.md").write_text("One.\n")

    def begin(seconds: float) -> Watched:
        def build() -> None:
            (docs / "deep/page.md").read_text()  # what is read is no change
            built.append(time.monotonic())

        server = LiveReloadServer(build, "127.0.0.1", free_port(), str(docs), polling_interval=seconds)
        server.watch(str(docs))
        watch(server, SimpleNamespace(docs_dir=str(docs), config_file_path=None))
        servers.append((server, threading.Thread(target=server.serve, daemon=True)))
        return docs, built, server

    def start() -> None:
        for _, thread in servers:
            if not thread.is_alive():
                thread.start()
        time.sleep(0.5)

    begin.start = start  # type: ignore[attr-defined]
    yield begin
    for server, thread in servers:
        server.shutdown()
        thread.join(120)
        assert not thread.is_alive()


def until(wanted: Callable[[], bool], seconds: float = 120.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not wanted():
        time.sleep(0.02)
    return wanted()


def test_a_save_is_told_at_once(watched) -> None:
    docs, built, _ = watched(NEVER)
    watched.start()
    for number in (1, 2):
        (docs / "deep/page.md").write_text(f"Turn {number}.\n")
        assert until(lambda number=number: len(built) == number)
    (docs / "deep/new.md").write_text("New.\n")
    assert until(lambda: len(built) == 3)
    (docs / "deep/new.md").unlink()
    assert until(lambda: len(built) == 4)
    time.sleep(0.5)
    assert len(built) == 4  # a build reads the page: that is no change


def test_a_save_that_both_tell_of_is_built_once(watched) -> None:
    docs, built, _ = watched(0.3)
    watched.start()
    (docs / "deep/page.md").write_text("Two.\n")
    assert until(lambda: len(built) == 1)
    time.sleep(1.5)
    assert len(built) == 1


def test_where_the_system_tells_of_nothing_mkdocs_sees_it(watched, monkeypatch) -> None:
    docs, built, server = watched(0.3)

    def refuse() -> None:
        raise OSError("inotify watch limit reached")

    monkeypatch.setattr(server.observer.quick, "start", refuse)
    assert isinstance(server.observer.steady, watchdog.observers.polling.PollingObserverVFS)
    watched.start()
    (docs / "deep/page.md").write_text("Two.\n")
    assert until(lambda: len(built) == 1)


def test_a_link_to_a_folder_is_not_followed(watched: Callable[[float], Watched]) -> None:
    docs, _, server = watched(0.2)
    (docs / "above").symlink_to(".", target_is_directory=True)  # two of them would lead through all folders without end
    watched.start()  # type: ignore[attr-defined]
    (emitter,) = server.observer.steady.emitters  # type: ignore[attr-defined]
    assert until(lambda: str(docs / "deep/page.md") in emitter._snapshot.paths)
    assert str(docs / "above/deep") not in emitter._snapshot.paths
