"""What an author lays into docs/ beside the pages, or writes into a page as HTML: read like all else, and told at its own line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import begun, build
from tests.project import renew_hash

TIMELINE = "docs/en/timeline.md"


def told(root: Path) -> list[str]:
    done = build(root, "--quiet")
    assert "Traceback" not in done.stderr
    return [line.strip() for line in done.stderr.splitlines() if line.startswith("  ")]


def append(root: Path, path: str, *texts: str) -> dict[str, int]:
    """Add texts to a file. Returns the number of each of their lines."""
    file = root / path
    file.write_text(file.read_text(encoding="utf-8") + "\n\n".join(["", *texts, ""]), encoding="utf-8")
    return {line: number for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1)}


def test_what_lies_beside_the_pages_and_what_they_may_not_hold_is_told_where_it_stands(another: Path) -> None:
    folder = begun(another) / "docs/en/data"
    folder.mkdir()
    (folder / "eu.json").write_text(json.dumps({"measure": "Share of all bicycles in percent", "value": 95}), encoding="utf-8")
    (folder / "eu.txt").write_text("change in percent:\n\n95\n", encoding="utf-8")
    (another / "docs/en/assets/more.css").write_text('.x::before { content: "9" "5" }\n.x::after { content: "\\25" }\n', encoding="utf-8")
    lines = [
        'A <a href="https://twitter.com/intent/tweet?text=Bicycles%20fell%20by%2095%25">link</a>.',
        "A [link](mailto:a@example.org?subject=Bicycles%20fell%20by%2094%25).",
        'A <span role="meter" aria-valuenow="95">meter</span>.',
    ]
    quote = 'Bicycles on the north bridge {{ figure("north-change", "rose by 25%") }} from 2021 to 2022.'
    drawn = f"<svg><text>a word</text></svg> {quote}"  # a quote beside a drawing with words is not told for the drawing
    after = append(another, TIMELINE, *lines)
    opened, drawing = append(another, "docs/en/topics/riders.md", "<div>")["<div>"], append(another, "docs/en/data.md", drawn)[drawn]
    found = told(another)
    wanted = [
        "docs/en/assets/more.css",
        "docs/en/data/eu.json",
        "docs/en/data/eu.txt",
        f"docs/en/data.md:{drawing}:1: holds <svg>",
        f"docs/en/topics/riders.md:{opened}:1: opens <div> and does not close it",
        f'{TIMELINE}:{after[lines[0]]}:12: says "95%"',
        f'{TIMELINE}:{after[lines[1]]}:10: says "94%"',
        f"{TIMELINE}:{after[lines[2]]}:9: ",
        f"{TIMELINE}:{after[lines[2]]}:22: ",
    ]
    assert [fault for fault in found if not fault.startswith(tuple(wanted))] == [], found
    assert [start for start in wanted if not any(fault.startswith(start) for fault in found)] == [], found


def test_markup_is_told_wherever_authors_write(another: Path) -> None:
    lines = [
        'A <img src="https://elsewhere.example/a.png" alt="A picture"> picture.',
        "A <noscript>word</noscript>, `<noscript>` and a [word](scheme:b).",
        '<div class="exhibit"><xmp>a block like one of the generator</xmp></div>',
        "A control\x00 character.",
        '{% call example("what an author writes") %}\n```html\n<xmp>word</xmp>\n```\n\nA <xmp>word</xmp>.\n{% endcall %}',
    ]
    after = append(begun(another), TIMELINE, *lines)
    wanted = [
        f"{TIMELINE}:{after[lines[0]]}:13: loads https://elsewhere.example/a.png",
        f"{TIMELINE}:{after[lines[1]]}:3: holds <noscript>",
        f"{TIMELINE}:{after[lines[1]]}:{lines[1].index('scheme') + 1}: links to scheme:",
        f"{TIMELINE}:{after[lines[2]]}:22: holds <xmp>",
        f"{TIMELINE}:{after[lines[3]]}:10: holds the control character U+0000",
        f"{TIMELINE}:{after['A <xmp>word</xmp>.']}:3: holds <xmp>",
    ]
    for path, before, text in (
        ("docs/en/index.md", 'title: "Bicycles', 'title: "[Bicycles](scheme:b)'),
        ("docs/en/data.md", 'description: "', 'description: "<xmp>word</xmp> '),
        ("data/charts.yml", 'en: "Bicycles on each', 'en: "<noscript>word</noscript> Bicycles on each'),
        ("data/events/2024-01-15/texts.csv", ",en,", ",en,<i>word</i> "),
    ):
        file = another / path
        old = file.read_text(encoding="utf-8")
        assert before in old, path
        file.write_text(old.replace(before, text, 1), encoding="utf-8")
        if path.endswith(".csv"):
            renew_hash(file)
            wanted.append(f"{path}:")
        else:
            wanted.append(f"{path}:{old[: old.index(before)].count(chr(10)) + 1}:")
    found = told(another)
    assert [start for start in wanted if not any(fault.startswith(start) for fault in found)] == [], found
    assert len(found) == len(wanted), found
