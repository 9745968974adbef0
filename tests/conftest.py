"""The built site, once a run: real tests read what readers would get."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from macros.published import FILE, Record
from tests.browser import ARGUMENTS, installed

ROOT = Path(__file__).parent.parent
SOURCES = ("docs", "data", "macros", "overrides", "mkdocs.yml")


def build(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`mkdocs build` as authors run it, in the folder `root`."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", *arguments]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=300, check=False)


@lru_cache
def built_site() -> Path:
    """The folder of the site, built from the working tree into .cache/tests/site."""
    site = ROOT / ".cache" / "tests" / "site"
    shutil.rmtree(site.parent, ignore_errors=True)
    site.parent.mkdir(parents=True)
    done = build(ROOT, "--strict", "--site-dir", str(site))
    if done.returncode:
        raise pytest.UsageError(f"the site does not build:\n{done.stdout}{done.stderr}")
    return site


def pages() -> list[str]:
    """The addresses of the site's pages, relative to its root; the home page is "". Without those made for frames (`charts/`)."""
    found = sorted(path.parent.relative_to(built_site()).as_posix().removeprefix(".") for path in built_site().rglob("index.html"))
    return [page for page in found if not page.startswith("charts/")]


@pytest.fixture(scope="session")
def site() -> Path:
    return built_site()


def publish_nothing(root: Path) -> None:
    """Empty the record of a copy: its test is about other faults than that published words were changed."""
    (root / FILE).write_text(Record().text(), encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project to break, of which nothing is published yet."""
    root = tmp_path / "project"
    root.mkdir()
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, root / name)
    publish_nothing(root)
    return root


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site on a server of this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = installed()
    if path is None:  # `make test` has tried to install one: with CI=true that was an error already
        pytest.fail("no browser: install Chromium or Chrome, or name one with BROWSER_PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()
