"""The notes on the data follow from the packages and the corrections, and are committed as they follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.processes import run_module
from tests.review.conftest import change_cell, new_version, replace


@pytest.fixture
def revised(another: Path) -> Path:
    """The site of another topic with notes on its data, and then a version more."""
    assert run_module(another, "macros", "release-notes", "--write").returncode == 0
    assert run_module(another, "macros", "release-notes", "--check").returncode == 0
    folder = new_version(another, "bridge-counts", "2024-01-15", "2024-06-01")
    change_cell(folder / "counts.csv", "2023,south,70100", "2023,south,70200")
    change_cell(new_version(another, "events", "2024-01-15", "2024-06-01") / "texts.csv", "counts by month.", "<img src=x>`")
    entry = """
  - date: 2024-06-01
    kind: revision
    what: {en: "A count."}
    why: {en: "Late counts."}
    old: {en: "The count before."}
    nature: data
    scale: {en: "One count."}
    pages: [updates/2024-01-20-a-further-year.md]
"""
    replace(another, "data/corrections.yml", "    data: bridge-counts@2024-01-15\n", f"    data: bridge-counts@2024-01-15\n{entry}")
    return another


def test_a_new_version_tells_rows_figures_and_corrections_newest_first_and_makes_the_committed_notes_old(revised: Path) -> None:
    done = run_module(revised, "macros", "release-notes", "--check")
    assert done.returncode == 1 and done.stdout == ""
    told = "data/CHANGES.md: is not what the data says; write it again (python -m macros release-notes --write) [out-of-date]\n"
    assert done.stderr.endswith(told)
    first = run_module(revised, "macros", "release-notes").stdout.split("\n## ")[1]
    assert first.startswith("2024-06-01\n")
    assert "### Revision 2\n\nA count.\nWhy: Late counts." in first
    assert "### bridge-counts: after 2024-01-15" in first
    assert "- counts: 1 change\n  - `2023, south: bicycles 70100 → 70200`" in first
    assert "- events: as before" in first
    assert "  - south-2023: 70,100 → 70,200" in first
    assert "all-2023" not in first
    assert "→ The office publishes <img src=x>` ``\n" in first  # a cell that is markup stays a cell
    assert run_module(revised, "macros", "release-notes", "--write").returncode == 0
    assert run_module(revised, "macros", "release-notes", "--check").returncode == 0


def test_faults_of_the_data_are_told_and_nothing_is_written(another: Path) -> None:
    (another / "data/CHANGES.md").write_text("as before", encoding="utf-8")
    (another / "data/bridge-counts/2024-01-15/counts.csv").write_bytes(b"")
    done = run_module(another, "macros", "release-notes", "--write")
    assert done.returncode == 1 and "counts.csv" in done.stderr and "Traceback" not in done.stderr
    assert (another / "data/CHANGES.md").read_text(encoding="utf-8") == "as before"
