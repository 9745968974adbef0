"""The file watcher of the development server.

It polls twice a second and follows no symbolic links, because links can form cycles that take very long to walk.
"""

from __future__ import annotations

import os
from typing import Any

from watchdog.observers.polling import PollingObserverVFS


def watch_without_links(server: Any, config: Any) -> None:
    """Replace the observer of a server before it starts, and watch the same paths. config: the settings of MkDocs."""
    paths = [path for path in (config.docs_dir, config.config_file_path) if path]
    for path in paths:
        server.unwatch(path)
    server.observer = PollingObserverVFS(os.lstat, os.scandir, polling_interval=server.observer.timeout)
    for path in paths:
        server.watch(path)
