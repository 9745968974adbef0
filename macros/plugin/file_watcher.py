"""How a server of MkDocs looks at its files: twice a second, and without following links, which can lead in circles that take longer to
go through than anybody waits."""

from __future__ import annotations

import os
from typing import Any

from watchdog.observers.polling import PollingObserverVFS


def watch(server: Any, config: Any) -> None:
    """Let a server that has not begun yet look at its files so. config: of MkDocs, whose own paths it watches already."""
    paths = [path for path in (config.docs_dir, config.config_file_path) if path]
    for path in paths:
        server.unwatch(path)
    server.observer = PollingObserverVFS(os.lstat, os.scandir, polling_interval=server.observer.timeout)
    for path in paths:
        server.watch(path)
