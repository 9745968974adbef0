"""`python -m tests.lighthouse SITE`: Lighthouse (mobile) on one page of each type of a built site.

Accessibility, best practices and SEO have to be 100; performance, which varies, 95 in the median of five.
Pages that are kept out of search indexes on
purpose (the page for lost addresses, charts made for frames) have no SEO to measure: Lighthouse asks that each page may be
indexed.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from tests.browser import ARGUMENTS, installed

VERSION = "12.8.2"  # 13 needs Node 22
FOLDER = Path(".cache/lighthouse")
CATEGORIES = ("accessibility", "best-practices", "seo")
PAGES = (
    "",
    "updates/",
    "updates/2021-02-25-fact-check-swiss-reports/",
    "updates/2022-05-11-commission-proposal-and-data-snapshot/",
    "topics/news/",
    "data/",
    "timeline/",
    "tech-response/",
    "supporters/",
    "get-involved/",
    "figures/",
    "corrections/",
    "methodology/",
    "verification/",
    "social-media-kit/",
    "for-authors/",
    "charts/changes/2022-05-11/",
    "es/",
    "404.html",
)
FASTEST = 95  # of 100, the least that performance may be


_TEXTS = ("/", ".html", ".css", ".js", ".json", ".xml", ".svg", ".txt")


class Missing(Exception):
    """Something that is needed is not there. The message says how to get it."""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a word, as hosts of static files do: texts compressed, one connection for many files."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file() or "gzip" not in self.headers.get("Accept-Encoding", "") or not self.path.split("?")[0].endswith(_TEXTS):
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(200)
        for name, value in (("Content-Type", self.guess_type(str(path))), ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves a page ends its connections: that is nobody's error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """The site on a server of this machine: its address."""
    server = Server(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def tool() -> list[str]:
    """The command of Lighthouse, installed where it is not yet. Errors: Missing."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise Missing("Node is missing: install Node 18.20 or newer with npm (Debian, Ubuntu: sudo apt install nodejs npm)")
    manifest, script = (FOLDER / "node_modules/lighthouse" / name for name in ("package.json", "cli/index.js"))
    if not manifest.is_file() or json.loads(manifest.read_text(encoding="utf-8"))["version"] != VERSION:
        done = subprocess.run([npm, "install", "--silent", "--no-save", "--prefix", str(FOLDER), f"lighthouse@{VERSION}"], check=False)
        if done.returncode:
            raise Missing(f"Lighthouse {VERSION} could not be installed with npm: see above")
    return [node, str(script)]


def audit(command: list[str], address: str) -> dict[str, Any]:
    """Lighthouse's report on one page. Errors: Missing, where it could not look."""
    browser = installed()
    if browser is None:
        raise Missing("a browser is missing: install Chromium or Chrome, or name one with BROWSER_PATH")
    flags = " ".join(["--headless=new", *ARGUMENTS])
    only = ",".join((*CATEGORIES, "performance"))
    done = subprocess.run(
        [*command, address, "--quiet", "--output=json", f"--only-categories={only}", f"--chrome-flags={flags}"],
        env={**os.environ, "CHROME_PATH": browser},
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise Missing(f"Lighthouse could not look at {address}: {done.stderr.strip()[-300:]}") from None
    return report


def lacking(report: dict[str, Any]) -> Iterator[str]:
    """What keeps a page from 100, a line each. That it may not be indexed is no fault of a page that says so on purpose."""
    failed = report["audits"]
    hidden = failed["is-crawlable"]["score"] == 0
    for category in CATEGORIES:
        if category == "seo" and hidden:
            continue
        for reference in report["categories"][category]["auditRefs"]:
            found = failed[reference["id"]]
            if reference["weight"] and found["score"] is not None and found["score"] < 1:
                yield f"{category}: {found['title']} ({reference['id']})"


def performance(reports: list[dict[str, Any]]) -> int:
    """The median, of 100."""
    return round(median(100 * (report["categories"]["performance"]["score"] or 0) for report in reports))


def line(page: str, reports: list[dict[str, Any]]) -> str:
    report = reports[0]
    scores = {name: round(100 * (category["score"] or 0)) for name, category in report["categories"].items()}
    scores["performance"] = performance(reports)
    if report["audits"]["is-crawlable"]["score"] == 0:
        scores["seo"] = "noindex"  # type: ignore[assignment]
    return f"{'/' + page:60}" + "".join(f" {name} {scores[name]!s:8}" for name in (*CATEGORIES, "performance"))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.lighthouse")
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"))
    parser.add_argument("--page", action="append", help="an address of the site; by default one page of each type")
    parser.add_argument("--rounds", type=int, default=5, help="how often each page is measured; the median of performance is told")
    arguments = parser.parse_args()
    wrong = 0
    try:
        command = tool()
        with serving(arguments.site) as address:
            for page in arguments.page or PAGES:
                reports = [audit(command, address + page) for _ in range(arguments.rounds)]
                print(line(page, reports), flush=True)
                faults = list(dict.fromkeys(fault for report in reports for fault in lacking(report)))
                if performance(reports) < FASTEST:
                    faults.append(f"performance: below {FASTEST} in the median of {arguments.rounds}")
                for fault in faults:
                    print(f"  {fault}")
                wrong += len(faults)
    except Missing as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
