"""`mkdocs serve` as authors use it: a fault is shown where it stands, saving mends it, the server goes on."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path


def _until(address: str, wanted: Callable[[str], bool], seconds: float = 60) -> str:
    end, text = time.monotonic() + seconds, ""
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                text = answer.read().decode()
            if wanted(text):
                return text
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"not served within {seconds} s:\n{text[:3000]}")


def test_a_fault_is_shown_in_the_page_and_saving_mends_it(project: Path) -> None:
    page = project / "docs/en/index.md"
    good = page.read_text(encoding="utf-8")
    bad = good.replace('"47% decrease"', '"48% decrease"').replace(
        "Technology companies send most", "Some 12% of it. Technology companies send most"
    )
    assert bad.count("12%") == 1 and bad.count("48%") == 1
    page.write_text(bad, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = project / "serve.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
            cwd=project,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        )
    try:
        address = f"http://127.0.0.1:{port}/"
        text = _until(address, lambda t: "fault__note" in t)
        assert text.count('<mark class="fault">') == 2
        assert "bound to no figure" in text and "−46.879056%" in text
        page.write_text(good, encoding="utf-8")
        _until(address, lambda t: "47% decrease" in t and "fault__note" not in t)
        assert server.poll() is None
    finally:
        server.terminate()
        server.wait(10)
    said = log.read_text(encoding="utf-8")
    assert "docs/en/index.md:" in said, said
    assert "2 faults" in said, said
    assert "Traceback" not in said
