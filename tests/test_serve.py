"""`mkdocs serve` as authors use it: a fault is shown where it stands, saving mends it, the server goes on."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.serving import serve

HOME = "docs/en/index.md"
TIMELINE = "docs/en/timeline.md"
UPDATE = "docs/en/updates/2022-05-11-commission-proposal-and-data-snapshot.md"


def change(root: Path, path: str, *pairs: tuple[str, str]) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def test_a_fault_is_shown_in_the_page_and_saving_mends_it(project: Path, tab: Page) -> None:
    good = (project / HOME).read_text(encoding="utf-8")
    change(
        project,
        HOME,
        ('"47% decrease"', '"48% decrease"'),
        ("Technology companies send most", "Some 12% of it. Technology companies send most"),
        ('{{ chart("reports-all-and-eu") }}', '{{ chart("reports-of-all") }}'),
        ("(data.md)", "(dat.md)"),
    )
    with serve(project) as server:
        server.until("", lambda text: "fault__note" in text)
        tab.goto(server.address)
        marks = tab.locator("article mark.fault")
        expect(marks).to_have_count(3)
        # Each stands in the sentence or in the place of what is missing, with its place, its cause and its remedy.
        said = {number: marks.nth(number).inner_text() for number in range(3)}
        line = next(n for n, text in enumerate((project / HOME).read_text(encoding="utf-8").splitlines(), 1) if "Some 12%" in text)
        assert "12%" in said[0] and "bound to no figure" in said[0] and f"{HOME}:{line}:" in said[0]
        assert "48% decrease" in said[1] and "−46.879056%" in said[1] and 'write "47% decrease"' in said[1]
        assert 'the chart "reports-of-all"' in said[2] and "did you mean reports-all-and-eu" in said[2]
        assert all(marks.nth(number).is_visible() for number in range(3))
        # The others are listed at the top, with the line of the source.
        box = tab.locator(".faults")
        expect(box.locator("li")).to_have_count(1)
        assert "4 faults on this page" in box.inner_text() and "[data page](dat.md)" in box.inner_text()
        # Nothing stands upon anything else.
        below = tab.locator("article > h1").bounding_box()
        tiles = tab.locator("article > ul.tiles").bounding_box()
        top = box.bounding_box()
        assert top and below and tiles and top["y"] + top["height"] <= below["y"] and top["y"] + top["height"] <= tiles["y"]

        (project / HOME).write_text(good, encoding="utf-8")
        expect(tab.locator("mark.fault, .faults")).to_have_count(0)  # the browser reloads by itself
        assert server.process.poll() is None
        said_ = server.said
    assert "4 faults (the page shows each at its place; saving mends it)" in said_
    assert f"{HOME}:{line}:" in said_ and "Traceback" not in said_


def test_a_page_that_cannot_be_rendered_shows_why_and_the_other_pages_stay(project: Path, tab: Page) -> None:
    change(project, UPDATE, ("description: ", "descripton: "))
    change(project, TIMELINE, ("{{ timeline() }}", "{{ timelin() }}"))
    with serve(project) as server:
        address = "updates/" + Path(UPDATE).stem + "/"
        server.until(address, lambda text: 'class="faults"' in text)
        tab.goto(server.address + address)
        box = tab.locator(".faults").inner_text()
        assert 'has the key "descripton", which is unknown' in box and "did you mean description?" in box
        assert f"{UPDATE}:3:" in box and "has no description" in box
        assert "{{" not in tab.locator("article").inner_text().replace(box, "")
        tab.goto(server.address + "timeline/")
        box = tab.locator(".faults").inner_text()
        assert 'uses "timelin", which is not defined' in box and "did you mean timeline" in box and "{{ timelin() }}" in box
        tab.goto(server.address + "data/")
        expect(tab.locator(".faults, mark.fault")).to_have_count(0)
        change(project, UPDATE, ("descripton: ", "description: "))
        server.until(address, lambda text: 'class="faults"' not in text and "figures-on-this-page" in text)


def test_a_port_in_use_is_told_before_anything_is_built(project: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=600, check=False)
    line = done.stdout.strip()
    assert done.returncode == 1 and "Traceback" not in done.stderr and "Cleaning" not in done.stderr, done.stderr
    assert re.fullmatch(rf"error: 127\.0\.0\.1:{port}: is in use by another program; make serve PORT=\d+ takes another \[port\]", line)


def test_the_terminal_holds_only_what_matters_to_an_author(project: Path) -> None:
    with serve(project) as server:
        server.until("", lambda text: "47% decrease" in text)
        lines = [line for line in server.said.splitlines() if line.strip()]
    assert len(lines) <= 6, lines
    assert not any("macros]" in line or "i18n" in line for line in lines), lines
