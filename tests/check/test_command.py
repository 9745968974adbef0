"""`python -m macros check` and `find`, as people and machines call them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(root: Path, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "macros", *arguments],
        cwd=root,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )


def break_prose(root: Path) -> int:
    """A wrong digit in the home page. Returns its line."""
    path = root / "docs/en/index.md"
    text = path.read_text(encoding="utf-8")
    assert '"47% decrease"' in text
    path.write_text(text.replace('"47% decrease"', '"48% decrease"'), encoding="utf-8")
    return text[: text.index('"47% decrease"')].count("\n") + 1


def test_the_unchanged_project_has_no_fault_and_tells_the_denominator(project: Path) -> None:
    done = run(project, "check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Numbers seen:" in done.stdout and "No fault." in done.stdout


def test_json_gives_faults_with_places(english: Path) -> None:
    line = break_prose(english)
    done = run(english, "check", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert [(f["path"], f["line"], f["code"]) for f in report["faults"]] == [("docs/en/index.md", line, "wrong-number")]
    assert report["tally"]["seen"] > 500


def test_github_gives_annotations_at_the_line(english: Path) -> None:
    line = break_prose(english)
    done = run(english, "check", "--github")
    assert done.returncode == 1
    annotations = [text for text in done.stdout.splitlines() if text.startswith("::")]
    assert len(annotations) == 1
    assert annotations[0].startswith(f"::error file=docs/en/index.md,line={line},col=")


def test_a_project_that_cannot_be_read_is_one_line(tmp_path: Path, project: Path) -> None:
    (project / "mkdocs.yml").write_text("site_name: [", encoding="utf-8")
    done = run(project, "check")
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(("line", "count"), [("fell by 47% in 2021", 2), ("", 0), ("no number", 0)])
def test_find_prints_a_list_for_each_line(project: Path, line: str, count: int) -> None:
    done = run(project, "find", "--lang", "en", "--json", stdin=line + "\n")
    assert done.returncode == 0
    lists = [json.loads(text) for text in done.stdout.splitlines()]
    assert [len(found) for found in lists] == [count]
    for item in lists[0]:
        assert {"text", "start", "end", "kind", "form", "value", "low", "high", "hedge", "direction"} <= set(item)


def test_find_names_the_languages_it_knows(project: Path) -> None:
    done = run(project, "find", "--lang", "xx", "--json", stdin="47%\n")
    assert done.returncode == 2 or done.returncode == 1
    assert "en" in done.stderr and "Traceback" not in done.stderr
