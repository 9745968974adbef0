"""Takes the pictures of the page for authors, while walking through it: `make pictures`.

Each is listed in data/pictures.yml with its sha256: look at the pictures before you commit them.
"""

from __future__ import annotations

import hashlib
import html
import itertools
import json
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser import ARGUMENTS, installed
from tests.conftest import ROOT
from tests.processes import run_module
from tests.serving import Server
from tests.walkthrough import Walk, commands, scratch

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


_KINDS = {"-": "gone", "+": "come", "!": "wrong", "@": "place"}
_COMMENT = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #fff; color: #1f2328; font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; }
main { width: 852px; padding: 8px 24px 20px; }
h3 { margin: 12px 0; font-size: 18px; }
pre { margin: 12px 0 0; padding: 12px 16px; background: #f6f8fa; font: 13px/1.5 "DejaVu Sans Mono", monospace; white-space: pre-wrap;
  overflow-wrap: anywhere; }
pre span { display: block; } .gone { background: #ffebe9; } .come { background: #dafbe1; }
.wrong { color: #9a3412; } .place { color: #6639ba; }
u { color: #0b57d0; }
</style><main><h3>What this changes for readers</h3>
<p>For 1f0c2ab94e7d: <u>preview of the site</u>, <u>report with the charts before and after</u>, <u>log</u>.
Unpack the preview and open its index.html: it needs no server. It shows drafts too, and each fault at its place.</p>
<pre>TEXT</pre></main>"""


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
        _take_preview(tab, walk.root)
        _take_comment(tab, walk.root)
        _take_later_work(tab, walk.root)
    for name in ("data", "figure", "chart"):
        command, said = next((c, s) for c, s in walk.said.items() if c.startswith(f"make {name} "))
        _terminal(tab, name, command, said)


def _take_later_work(tab: Page, root: Path) -> None:
    """Draw the terminal after the first correction of the page, without writing it, and after the list of what is to be translated."""
    (correction,) = [command for command in commands("bash") if command.startswith("make correct PAGE=")]
    for name, command in (("correct", f"DRY_RUN=1 {correction}"), ("translate", "python -m macros translate-status")):
        done = subprocess.run(["sh", "-c", f"PATH=.venv/bin:$PATH; {command}"], cwd=root, capture_output=True, text=True, check=True)
        _terminal(tab, name, command, done.stdout)


def _take_preview(tab: Page, root: Path) -> None:
    """Open the update as a draft, in a preview."""
    update = root / f"docs/en/{ADDRESS.rstrip('/')}.md"
    text = update.read_text(encoding="utf-8")
    update.write_text(text.replace("---\n", "---\ndraft: true\n", 1), encoding="utf-8")
    done = run_module(root, "macros", "preview")
    update.write_text(text, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(root / "preview.zip") as archive:
        archive.extractall(root.parent / "preview")
    tab.goto((root.parent / "preview" / ADDRESS / "index.html").as_uri())
    tab.evaluate("document.fonts.ready")
    tab.screenshot(path=FOLDER / "preview.png", clip={"x": 0, "y": 0, "width": WIDTH, "height": 620})


def _take_comment(tab: Page, root: Path) -> None:
    """Draw the comment on a pull request that changes a published sentence, and gets its number wrong."""
    home = root / "docs/en/index.md"
    text = home.read_text(encoding="utf-8")
    (old,) = re.findall(r"^.*figure\(\"[a-z0-9-]+\", \"down by 58%\".*$", text, re.MULTILINE)[:1]
    home.write_text(text.replace(old, old.replace("down by 58%", "down by 68%"), 1), encoding="utf-8")
    out = root.parent / "review"
    done = run_module(root, "macros", "diff", "main", ".", "--out", str(out))
    home.write_text(text, encoding="utf-8")
    assert done.returncode == 1, done.stderr
    lines = json.loads((out / "comment.json").read_text(encoding="utf-8"))["text"].splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("@@"))
    shown = [*lines[:first], *next(_hunks(lines[first:], "docs/en/index.md"))]
    tab.set_content(
        _COMMENT.replace("TEXT", "".join(f'<span class="{_KINDS.get(each[:1], "")}">{html.escape(each)}</span>' for each in shown))
    )
    tab.locator("main").screenshot(path=FOLDER / "comment.png")


def _hunks(lines: list[str], name: str) -> Iterator[list[str]]:
    """Yield the parts of a comment that a file has changed."""
    starts = [at for at, line in enumerate(lines) if line.startswith("@@")] + [len(lines)]
    yield from (lines[start:end] for start, end in itertools.pairwise(starts) if name in lines[start])


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
