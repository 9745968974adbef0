"""`mkdocs serve` as authors run it, on a free port, ended with its test."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """A running server: its address, and its log (all that an author's terminal would show)."""

    process: subprocess.Popen[bytes]
    address: str
    log: Path

    def until(self, path: str, wanted: Callable[[str], bool], seconds: float = 300) -> str:
        """The page at a path once it is as wanted."""
        end, text = time.monotonic() + seconds, ""
        while time.monotonic() < end:
            assert self.process.poll() is None, f"the server has ended:\n{self.said}"
            with contextlib.suppress(OSError), urllib.request.urlopen(self.address + path, timeout=10) as answer:
                text = answer.read().decode()
            if text and wanted(text):
                return text
            time.sleep(0.2)
        raise AssertionError(f"not served within {seconds} s:\n{text[:3000]}\n{self.said}")

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")


@contextlib.contextmanager
def serve(root: Path, command: Sequence[str] = (), port: int = 0) -> Iterator[Server]:
    """Serve the project at `root`; command: in place of `python -m mkdocs serve` (it has to know the port)."""
    port = port or free_port()
    log = root / "serve.log"
    call = list(command) or [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with log.open("wb") as out:
        process = subprocess.Popen(call, cwd=root, stdout=out, stderr=subprocess.STDOUT, env=environment, start_new_session=True)
        try:
            yield Server(process, f"http://127.0.0.1:{port}/", log)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 15)  # the group that was started here: make, and what make started
            process.wait(120)
