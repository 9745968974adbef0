"""A server sees each save, and follows no link."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from mkdocs.livereload import LiveReloadServer

from macros.plugin.file_watcher import watch_without_links
from tests.serving import free_port


def until(wanted: Callable[[], bool], seconds: float = 120.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not wanted():
        time.sleep(0.02)
    return wanted()


def test_a_save_is_seen_and_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    docs, built = tmp_path / "docs", []  # type: ignore[var-annotated]
    (docs / "deep").mkdir(parents=True)
    (docs / "deep/page.md").write_text("One.\n")
    (docs / "above").symlink_to(".", target_is_directory=True)  # two of them would lead through all folders without end
    server = LiveReloadServer(lambda: built.append(True), "127.0.0.1", free_port(), str(docs), polling_interval=0.2)
    server.watch(str(docs))
    watch_without_links(server, SimpleNamespace(docs_dir=str(docs), config_file_path=None))
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        (emitter,) = server.observer.emitters
        assert until(lambda: str(docs / "deep/page.md") in emitter._snapshot.paths)
        assert str(docs / "above/deep") not in emitter._snapshot.paths
        (docs / "deep/page.md").write_text("Two, and more of it.\n")
        assert until(lambda: bool(built))
    finally:
        server.shutdown()
        thread.join(120)
    assert not thread.is_alive()
