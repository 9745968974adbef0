"""Faults are shown in whatever page their author serves."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.base.errors import Fault, Place
from macros.check.fault_overlay import mark_faults


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<title>A</title><body><nav>B</nav><article><p>47%</p></article></body>", id="article"),
        pytest.param("<title>A</title><body><p>47%</p></body>", id="body"),
        pytest.param("<html><head><title>47%</title></head></html>", id="neither"),
        pytest.param("<html><frameset><frame src='a.html'></frameset></html>", id="frames"),
    ],
)
def test_a_page_of_any_form_shows_its_faults(tmp_path: Path, html: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(html, encoding="utf-8")
    faults = [Fault(Place("docs/en/page.html", 1), "unbound", f"says {number}%", "bind it") for number in (46, 47)]
    mark_faults(page, [], faults, tmp_path)
    shown = page.read_text(encoding="utf-8")
    assert shown.count('class="faults__place"') == 2 and shown.count("<ul>") == 1
    assert "says 46%" in shown and "says 47%" in shown
