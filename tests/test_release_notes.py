"""The notes on the data follow from the packages and the corrections, and are committed as they follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.review.conftest import change_cell, command, new_version, replace


def test_the_committed_notes_are_those_of_the_data(project: Path) -> None:
    done = command(project, "release-notes", "--check")
    assert done.returncode == 0, done.stderr


@pytest.fixture
def revised(project: Path) -> Path:
    folder = new_version(project, "eu-snapshot", "2022-05-11", "2023-02-01")
    change_cell(folder / "counts.csv", "2021,eu,reports,555831", "2021,eu,reports,555931")
    page = "updates/2022-05-11-commission-proposal-and-data-snapshot.md"
    texts = '    what: {en: "A count."}\n    why: {en: "Late reports."}\n    old: {en: "The count before."}\n'
    texts += '    nature: data\n    scale: {en: "One count."}\n'
    entry = f"corrections:\n  - date: 2023-02-01\n    kind: revision\n{texts}    pages: [{page}]\n"
    replace(project, "data/corrections.yml", "corrections: []\n", entry)
    return project


def test_a_new_version_makes_the_committed_notes_old_until_they_are_written(revised: Path) -> None:
    done = command(revised, "release-notes", "--check")
    assert done.returncode == 1 and done.stdout == ""
    assert (
        done.stderr == "data/CHANGES.md: is not what the data says; write it again (python -m macros release-notes --write) [out-of-date]\n"
    )
    assert command(revised, "release-notes", "--write").returncode == 0
    assert command(revised, "release-notes", "--check").returncode == 0


def test_a_version_tells_rows_figures_and_corrections_newest_first(revised: Path) -> None:
    text = command(revised, "release-notes").stdout
    first = text.split("\n## ")[1]
    assert first.startswith("2023-02-01\n")
    assert "### Revision 1\n\nA count.\nWhy: Late reports." in first
    assert "### eu-snapshot: after 2022-05-11" in first
    assert "- counts: 1 change\n  - `2021, eu, reports: count 555831 → 555931`" in first
    assert "- printed: as before" in first
    assert "  - eu-reports-2021: 555,831 → 555,931" in first
    assert "all-reports-2021" not in first


def test_a_cell_that_is_markup_stays_a_cell(project: Path) -> None:
    folder = new_version(project, "events", "2022-05-11", "2023-02-01")
    change_cell(folder / "texts.csv", "NCMEC publishes its warning", "<img src=x>`")
    assert "→ <img src=x>` ``\n" in command(project, "release-notes").stdout


def test_faults_of_the_data_are_told_and_nothing_is_written(project: Path) -> None:
    before = (project / "data/CHANGES.md").read_bytes()
    (project / "data/eu-snapshot/2022-05-11/counts.csv").write_bytes(b"")
    done = command(project, "release-notes", "--write")
    assert done.returncode == 1 and "counts.csv" in done.stderr and "Traceback" not in done.stderr
    assert (project / "data/CHANGES.md").read_bytes() == before
