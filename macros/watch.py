"""Tells a server of MkDocs at once that a file was saved.

MkDocs looks at all files twice a second, which works everywhere, on network drives and in containers too. Here the system tells of a
change as well, where it can. Both tell of the same change: the later one is dropped, by what the file is since.
"""

from __future__ import annotations

import contextlib
import os
from typing import Any

from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserverVFS

# Not that a file was read, which each build does.
_CHANGES: list[type[FileSystemEvent]] = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]


class _Once(FileSystemEventHandler):
    """Passes on what it is told, but for what was passed on already. states: path -> what the file was then."""

    def __init__(self, handler: FileSystemEventHandler, states: dict[str, object]) -> None:
        self.handler, self.states = handler, states

    def on_any_event(self, event: FileSystemEvent) -> None:
        paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
        if not event.is_directory and [path for path in paths if self._is_new(path)]:
            self.handler.dispatch(event)

    def _is_new(self, path: str) -> bool:
        state: object = None
        with contextlib.suppress(OSError):
            found = os.stat(path)
            state = found.st_mtime_ns, found.st_size, found.st_ino
        if path in self.states and self.states[path] == state:
            return False
        self.states[path] = state
        return True


class _Observers:
    """Two observers that are used as one: that of MkDocs, and that of the system, which is left out where the system has none."""

    def __init__(self, steady: Any) -> None:
        self.steady, self.quick = steady, Observer()
        self.states: dict[str, object] = {}

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool) -> list[tuple[Any, Any]]:
        once, watches = _Once(handler, self.states), []
        with contextlib.suppress(OSError):
            watches.append((self.quick, self.quick.schedule(once, path, recursive=recursive, event_filter=_CHANGES)))
        return [*watches, (self.steady, self.steady.schedule(once, path, recursive=recursive))]

    def unschedule(self, watches: list[tuple[Any, Any]]) -> None:
        for observer, watch in watches:
            observer.unschedule(watch)

    def start(self) -> None:
        with contextlib.suppress(OSError):  # too many files are watched already
            self.quick.start()
        self.steady.start()

    def stop(self) -> None:
        for observer in (self.quick, self.steady):
            observer.stop()

    def join(self) -> None:
        for observer in (self.quick, self.steady):
            if observer.is_alive():
                observer.join()


def watch(server: Any, config: Any) -> None:
    """Let a server that has not begun yet know of each change at once. config: of MkDocs, whose own paths it watches already."""
    paths = [path for path in (config.docs_dir, config.config_file_path) if path]
    for path in paths:
        server.unwatch(path)
    # That of MkDocs follows links, which can lead in circles that take longer to go through than anybody waits.
    server.observer = _Observers(PollingObserverVFS(os.lstat, os.scandir, polling_interval=server.observer.timeout))
    for path in paths:
        server.watch(path)
