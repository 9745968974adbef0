"""`python -m macros check`, as people and machines call it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.freeze.repository import change, macros

HOME = "docs/en/index.md"


def break_prose(root: Path) -> int:
    """Write a wrong digit into the home page. Returns its line."""
    change(root, HOME, '("south-change", "fell by 4%")', '("south-change", "fell by 6%")')
    text = (root / HOME).read_text(encoding="utf-8")
    return text[: text.index("fell by 6%")].count("\n") + 1


def test_a_sound_site_has_no_fault_and_what_was_seen_is_told(another: Path) -> None:
    done = macros(another, "check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Numbers found:" in done.stdout and "No fault." in done.stdout


def test_json_gives_faults_with_places(another: Path) -> None:
    line = break_prose(another)
    done = macros(another, "check", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert [(f["path"], f["line"], f["code"]) for f in report["faults"]] == [(HOME, line, "wrong-number")]
    assert report["tally"]["seen"] > 500


def test_github_gives_annotations_at_the_line(another: Path) -> None:
    line = break_prose(another)
    done = macros(another, "check", "--github")
    assert done.returncode == 1
    (annotation,) = [text for text in done.stdout.splitlines() if text.startswith("::")]
    assert annotation.startswith(f"::error file={HOME},line={line},col=")


def test_a_project_that_cannot_be_read_is_told_without_a_traceback(another: Path) -> None:
    (another / "mkdocs.yml").write_text("site_name: [", encoding="utf-8")
    done = macros(another, "check")
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
