"""Takes the pictures of the page for authors, while walking through it: `make pictures`.

Each is listed in data/pictures.yml with its sha256: look at the pictures before you commit them.
"""

from __future__ import annotations

import hashlib
import html
import re
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser import ARGUMENTS, installed
from tests.conftest import ROOT
from tests.serving import Server
from tests.walkthrough import Walk, scratch

FOLDER = ROOT / "docs/en/assets/authors"
LIST = ROOT / "data/pictures.yml"
WIDTH = 900
ADDRESS = "updates/2023-06-01-two-years-in-one-figure/"
_HEAD = """\
# Pictures that pages show and no figure draws. What they show cannot be read by the check: each is listed once somebody has
# looked at it, with the sha256 of its bytes. `make pictures` takes those of the page for authors, and writes this file.
"""
_TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #fbf9f5; }
pre { margin: 0; padding: 20px 24px; color: #e8edf2; background: #10171f; font: 14px/1.5 "DejaVu Sans Mono", monospace;
  white-space: pre-wrap; overflow-wrap: anywhere; }
b { color: #f0b56a; font-weight: 400; }
</style><pre><b>$ %s</b>
%s</pre>"""


def _terminal(tab: Page, name: str, command: str, said: str) -> None:
    short = re.sub(r"\s+", " ", command)
    short = short if len(short) <= 90 else short[:89] + "…"
    tab.set_content(_TERMINAL % (html.escape(short), html.escape(said.strip("\n"))))
    tab.locator("pre").screenshot(path=FOLDER / f"{name}.png")


def take(tab: Page) -> None:
    """Walk through the page in a scratch copy and take every picture."""

    def seen(server: Server, text: str) -> None:
        wrong = "48%" in text
        server.until(ADDRESS, lambda page: ("fault__note" in page) == wrong and ("48%" if wrong else "47%") in page)
        tab.goto(server.address + ADDRESS)
        tab.evaluate("document.fonts.ready")
        name = "fault" if wrong else "update"
        tab.screenshot(path=FOLDER / f"{name}.png", clip={"x": 0, "y": 0, "width": WIDTH, "height": 620 if wrong else 900})

    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        walk = Walk(scratch(Path(folder)), seen)
        walk.run()
    for name in ("data", "figure"):
        command, said = next((c, s) for c, s in walk.said.items() if c.startswith(f"make {name} "))
        _terminal(tab, name, command, said)


def listed() -> str:
    """data/pictures.yml for the pictures as they are."""
    entries = (
        f"  {path.relative_to(ROOT / 'docs/en').as_posix()}:\n    sha256: {hashlib.sha256(path.read_bytes()).hexdigest()}\n"
        for path in sorted(FOLDER.glob("*.png"))
    )
    return f"{_HEAD}\npictures:\n{''.join(entries)}"


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=list(ARGUMENTS))
        take(browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light"))
        browser.close()
    LIST.write_text(listed(), encoding="utf-8", newline="\n")
    print(f"Took {len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.relative_to(ROOT)}: look at them before you commit.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
