"""`mkdocs serve` as authors use it: a fault is shown where it stands, saving mends it, the server goes on."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from macros.authoring.snippets import FILE
from tests.conftest import Tabs, copy_another, heard
from tests.freeze.repository import change
from tests.serving import Server, serve
from tests.test_privacy import LISTEN

HOME = "docs/en/index.md"
TIMELINE = "docs/en/timeline.md"
UPDATE = "docs/en/updates/2024-01-20-a-further-year.md"


@dataclass(frozen=True)
class Served:
    """A server of a project in which three pages are broken. good: the text of the home page before."""

    server: Server
    root: Path
    good: str


@pytest.fixture(scope="module")
def served(another_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = copy_another(another_built.parent, tmp_path_factory.mktemp("served") / "project")
    good = (root / HOME).read_text(encoding="utf-8")
    for old, new in (
        ('"rose by 25%"', '"rose by 26%"'),
        ("In 2023, ", "Some 12% of it. In 2023, "),
        ('{{ chart("bridges-by-year") }}', '{{ chart("bridges-by-yaer") }}'),
        ("(data.md)", "(dat.md)"),
    ):
        change(root, HOME, old, new)
    change(root, UPDATE, "description: ", "descripton: ")
    change(root, TIMELINE, "{{ timeline() }}", "{{ timelin() }}")
    (root / ".vscode").mkdir(exist_ok=True)
    with serve(root) as server:
        server.until("", lambda text: "fault__note" in text)
        yield Served(server, root, good)
        assert server.process.poll() is None and "Traceback" not in server.said


def test_a_fault_is_shown_in_the_page_and_saving_mends_it(served: Served, tab: Page) -> None:
    home = served.root / HOME
    line = next(number for number, text in enumerate(home.read_text(encoding="utf-8").splitlines(), 1) if "Some 12%" in text)
    tab.goto(served.server.address)
    marks = tab.locator("article mark.fault")
    expect(marks).to_have_count(3)
    # Each stands in the sentence or in the place of what is missing, with its place, its cause and its remedy.
    said = {number: marks.nth(number).inner_text() for number in range(3)}
    assert "26%" in said[0] and "north-change is +25%" in said[0] and 'write "rose by 25%"' in said[0]
    assert "12%" in said[1] and "not bound to a figure" in said[1] and f"{HOME}:{line}:" in said[1]
    assert 'the chart "bridges-by-yaer"' in said[2] and "did you mean bridges-by-year" in said[2]
    assert all(marks.nth(number).is_visible() for number in range(3))
    # The others are listed at the top, with the line of the source.
    box = tab.locator(".faults")
    expect(box.locator("li")).to_have_count(1)
    assert "4 faults on this page" in box.inner_text() and "[data](dat.md)" in box.inner_text()
    # Nothing stands upon anything else.
    below = tab.locator("article > h1").bounding_box()
    tiles = tab.locator("article > ul.tiles").bounding_box()
    top = box.bounding_box()
    assert top and below and tiles and top["y"] + top["height"] <= below["y"] and top["y"] + top["height"] <= tiles["y"]
    home.write_text(served.good, encoding="utf-8")
    expect(tab.locator("mark.fault, .faults")).to_have_count(0)  # the browser reloads by itself
    assert re.search(r"\n\d+ faults \(the page shows each at its place; saving fixes it\)", served.server.said)
    assert f"{HOME}:{line}:" in served.server.said


def test_an_editor_completes_the_ids_that_a_server_has_read(served: Served) -> None:
    bodies = {each["body"] for each in json.loads((served.root / FILE).read_text(encoding="utf-8")).values()}
    assert {'{{ figure("north-2023", "${1:words}") }}', '{{ chart("bridges-by-year") }}'} <= bodies
    assert not [body for body in bodies if "/" in body]


def test_a_page_that_cannot_be_rendered_shows_why_and_the_other_pages_stay(served: Served, tab: Page) -> None:
    address = "updates/" + Path(UPDATE).stem + "/"
    tab.goto(served.server.address + address)
    box = tab.locator(".faults").inner_text()
    assert 'has the key "descripton", which is unknown' in box and "did you mean description?" in box
    assert f"{UPDATE}:3:" in box and "has no description" in box
    assert "{{" not in tab.locator("article").inner_text().replace(box, "")
    tab.goto(served.server.address + "timeline/")
    box = tab.locator(".faults").inner_text()
    assert 'uses "timelin", which is not defined' in box and "did you mean timeline" in box and "{{ timelin() }}" in box
    tab.goto(served.server.address + "data/")
    expect(tab.locator(".faults, mark.fault")).to_have_count(0)
    change(served.root, UPDATE, "descripton: ", "description: ")
    served.server.until(address, lambda text: 'class="faults"' not in text and "figures-on-this-page" in text)


def test_a_port_in_use_is_told_before_anything_is_built(another: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run(command, cwd=another, env=environment, capture_output=True, text=True, timeout=600, check=False)
    line = done.stdout.strip()
    assert done.returncode == 1 and "Traceback" not in done.stderr and "Cleaning" not in done.stderr, done.stderr
    assert re.fullmatch(rf"error: 127\.0\.0\.1:{port}: is in use by another program; make serve PORT=\d+ takes another \[port\]", line)


def test_a_sound_site_leaves_the_terminal_quiet_and_no_policy_stops_the_script_that_reloads(another: Path, tabs: Tabs) -> None:
    tab = tabs(script=LISTEN)
    with heard(tab) as told, serve(another) as server:
        server.until("timeline/", lambda text: "dated events" in text)
        lines = [line for line in server.said.splitlines() if line.strip()]
        tab.goto(f"{server.address}timeline/")
        assert tab.locator("meta[http-equiv='Content-Security-Policy']").count() == 0
        assert tab.evaluate("stopped") == []
        change(another, TIMELINE, "{{ timeline() }}", "{{ timeline() }}\n\nA sentence more.")
        expect(tab.locator("article")).to_contain_text("A sentence more.")
        assert tab.evaluate("stopped") == []
    assert [text for text in told.said if "Content Security Policy" in text] == []
    assert len(lines) <= 6, lines
    assert not any("macros]" in line or "i18n" in line for line in lines), lines


def test_what_is_published_has_a_policy_on_each_page(another_built: Path) -> None:
    pages = list(another_built.rglob("*.html"))
    assert len(pages) > 20
    for path in pages:
        assert path.read_text(encoding="utf-8").count('http-equiv="Content-Security-Policy"') == 1, path
        assert "livereload" not in path.read_text(encoding="utf-8")
