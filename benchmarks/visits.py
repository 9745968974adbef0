"""What a reader's browser loads on a first visit, and how large pages are."""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser import ARGUMENTS, installed


def page_sizes(site: Path) -> dict[str, int]:
    """Bytes of HTML of each dated update, by its address."""
    return {path.parent.name: path.stat().st_size for path in sorted((site / "updates").glob("2*/index.html"))}


@dataclass(frozen=True)
class Visit:
    """A first visit. files: address of each file of the site -> its bytes, compressed. others: addresses that are not of the site."""

    files: dict[str, int]
    others: tuple[str, ...]

    @property
    def size(self) -> int:
        return sum(self.files.values())


def first_visit(site: Path, address: str) -> Visit | None:
    """Everything that a browser asks for when a page is opened, compressed as servers do (gzip, level 6). None without a browser."""
    path = installed()
    if path is None:
        return None
    from playwright.sync_api import sync_playwright

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_address[1]}/"
    asked: list[str] = []
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
            page = browser.new_page()
            page.on("request", lambda request: asked.append(request.url))
            page.goto(home + address, wait_until="networkidle", timeout=120_000)
            page.wait_for_timeout(2_000)
            browser.close()
    finally:
        server.shutdown()
        server.server_close()
    own = {urlsplit(url).path.removeprefix("/") for url in asked if url.startswith(home)}
    others = tuple(sorted({url for url in asked if not url.startswith((home, "data:", "blob:"))}))
    return Visit({name: _compressed(site, name) for name in sorted(own)}, others)


def _compressed(site: Path, name: str) -> int:
    path = site / name
    path = path / "index.html" if path.is_dir() else path
    return len(gzip.compress(path.read_bytes(), 6)) if path.is_file() else 0


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass
