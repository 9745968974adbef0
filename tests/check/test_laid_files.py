"""What an author lays into docs/ beside the pages, or writes into a page as HTML: read like all else, and told at its own line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import build
from tests.project import renew_hash

TIMELINE = "docs/en/timeline.md"


def told(root: Path) -> list[str]:
    done = build(root, "--quiet")
    assert "Traceback" not in done.stderr
    return [line.strip() for line in done.stderr.splitlines() if line.startswith("  ")]


def test_files_beside_the_pages_are_judged_and_told_where_they_lie(english: Path) -> None:
    folder = english / "docs/en/data"
    folder.mkdir()
    (folder / "eu.json").write_text(json.dumps({"measure": "EU share of all reports in percent", "value": 95}), encoding="utf-8")
    (folder / "eu.txt").write_text("change in percent:\n\n95\n", encoding="utf-8")
    (english / "docs/en/assets/more.css").write_text('.x::before { content: "9" "5" }\n.x::after { content: "\\25" }\n', encoding="utf-8")
    found = told(english)
    wanted = ["docs/en/assets/more.css", "docs/en/data/eu.json", "docs/en/data/eu.txt"]
    assert [re.split("[: ]", fault)[0] for fault in found] == wanted, found


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ('A <a href="https://twitter.com/intent/tweet?text=EU%20reports%20fell%20by%2095%25">link</a>.', 0),
        ("A [link](mailto:a@example.org?subject=EU%20reports%20fell%20by%2095%25).", 0),
        ('A <span role="meter" aria-valuenow="95">meter</span>.', 9),
    ],
)
def test_what_a_page_may_not_hold_is_told_at_its_line(english: Path, line: str, column: int) -> None:
    path = english / TIMELINE
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    number = len(path.read_text(encoding="utf-8").splitlines())
    found = told(english)
    places = [fault.split(": ")[0] for fault in found]
    assert places and all(place.startswith((TIMELINE, "site/timeline/")) for place in places), found
    if column:
        assert f"{TIMELINE}:{number}:{column}" in places, found


def test_markup_is_told_wherever_authors_write(english: Path) -> None:
    lines = [
        'A <img src="https://elsewhere.example/a.png" alt="A picture"> picture.',
        "A <noscript>word</noscript>, `<noscript>` and a [word](scheme:b).",
        '<div class="exhibit"><xmp>a block like one of the generator</xmp></div>',
        "A control\x00 character.",
        '{% call example("what an author writes") %}\n```html\n<xmp>word</xmp>\n```\n\nA <xmp>word</xmp>.\n{% endcall %}',
    ]
    page = english / TIMELINE
    page.write_text(page.read_text(encoding="utf-8") + "\n\n".join(["", *lines, ""]), encoding="utf-8")
    after = {line: number for number, line in enumerate(page.read_text(encoding="utf-8").split("\n"), 1)}
    wanted = [
        f"{TIMELINE}:{after[lines[0]]}:13: loads https://elsewhere.example/a.png",
        f"{TIMELINE}:{after[lines[1]]}:3: holds <noscript>",
        f"{TIMELINE}:{after[lines[1]]}:{lines[1].index('scheme') + 1}: links to scheme:",
        f"{TIMELINE}:{after[lines[2]]}:22: holds <xmp>",
        f"{TIMELINE}:{after[lines[3]]}:10: holds the control character U+0000",
        f"{TIMELINE}:{after['A <xmp>word</xmp>.']}:3: holds <xmp>",
    ]
    for path, before, text in (
        ("docs/en/index.md", 'title: "What happened', 'title: "What [happened](scheme:b)'),
        ("docs/en/data.md", 'description: "', 'description: "<xmp>word</xmp> '),
        ("data/charts.yml", 'en: "Reports made available', 'en: "<noscript>word</noscript> Reports made available'),
        ("data/events/2022-05-11/texts.csv", ",en,", ",en,<i>word</i> "),
    ):
        file = english / path
        old = file.read_text(encoding="utf-8")
        assert before in old, path
        file.write_text(old.replace(before, text, 1), encoding="utf-8")
        if path.endswith(".csv"):
            renew_hash(file)
            wanted.append(f"{path}:")
        else:
            wanted.append(f"{path}:{old[: old.index(before)].count(chr(10)) + 1}:")
    found = told(english)
    assert [start for start in wanted if not any(fault.startswith(start) for fault in found)] == [], found
    assert len(found) == len(wanted), found


def test_an_element_that_is_never_closed_is_told_as_that(english: Path) -> None:
    path = english / TIMELINE
    path.write_text(path.read_text(encoding="utf-8") + "\n<div>\n", encoding="utf-8")
    number = len(path.read_text(encoding="utf-8").splitlines())
    (fault,) = told(english)
    assert fault.startswith(f"{TIMELINE}:{number}:1: opens <div> and does not close it"), fault


def test_a_quote_beside_a_drawing_with_words_is_not_told_for_the_drawing(english: Path) -> None:
    path = english / TIMELINE
    quote = 'By these counts, EU reports {{ figure("eu-reports-change", "fell by 47%") }} from 2020 to 2021.'
    path.write_text(path.read_text(encoding="utf-8") + f"\n<svg><text>a word</text></svg> {quote}\n", encoding="utf-8")
    (fault,) = told(english)
    assert "holds <svg>" in fault, fault
