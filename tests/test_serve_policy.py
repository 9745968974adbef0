"""While authors write, no policy stands in the way of the server's script; what is published has one on each page."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.conftest import Tabs, build, heard
from tests.serving import serve
from tests.test_privacy import LISTEN


def test_the_preview_reloads_by_itself_and_nothing_is_stopped(project: Path, tabs: Tabs) -> None:
    page = project / "docs/en/timeline.md"
    tab = tabs(script=LISTEN)
    with heard(tab) as told, serve(project) as server:
        server.until("timeline/", lambda text: "easily confused" in text)
        tab.goto(f"{server.address}timeline/")
        assert tab.locator("meta[http-equiv='Content-Security-Policy']").count() == 0
        assert tab.evaluate("stopped") == []
        page.write_text(page.read_text(encoding="utf-8").replace("easily confused", "often confused"), encoding="utf-8")
        expect(tab.locator("article")).to_contain_text("often confused")
        assert tab.evaluate("stopped") == []
    assert [text for text in told.said if "Content Security Policy" in text] == []


def test_what_is_built_after_a_preview_has_a_policy_on_each_page(project: Path) -> None:
    done = build(project)
    assert done.returncode == 0, done.stderr
    pages = list((project / "site").rglob("*.html"))
    assert len(pages) > 20
    for path in pages:
        assert path.read_text(encoding="utf-8").count('http-equiv="Content-Security-Policy"') == 1, path
        assert "livereload" not in path.read_text(encoding="utf-8")
