"""What authors mistype again and again is told in their terms, where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import build, copied, english_only

TIMELINE = "docs/en/timeline.md"


def told(root: Path) -> list[str]:
    done = build(root, "--quiet")
    assert "Traceback" not in done.stderr
    return [line.strip() for line in done.stderr.splitlines() if line.startswith("  ")]


@pytest.fixture(scope="module")
def english(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return english_only(copied(tmp_path_factory.mktemp("messages") / "project"))


LINES = [
    ("### Heading {#an-id}", 13, "{: #id }"),
    ("NCMEC {{ figure(“decline-3-weeks”, “fell by 46%”) }}.", 17, "straight quotes"),
    ('NCMEC {{ figure("decline-3-weeks", 46) }}.', 10, 'write it in quotes: "46"'),
    ('{{ key_figures("decline-3-weeks") }}', 4, 'key_figures(["decline-3-weeks"])'),
    ("![](../en/assets/favicon.svg)", 18, "a picture without a text"),
    ("# A second heading", 1, "a second heading of the first level"),
]


@pytest.mark.parametrize(("line", "column", "said"), LINES)
def test_a_mistake_in_a_page_is_told_at_its_column(english: Path, line: str, column: int, said: str) -> None:
    path = english / TIMELINE
    text = path.read_text(encoding="utf-8")
    try:
        path.write_text(f"{text}\n{line}\n", encoding="utf-8")
        number = len(path.read_text(encoding="utf-8").splitlines())
        found = [fault for fault in told(english) if fault.startswith(f"{TIMELINE}:{number}:")]
        assert len(found) == 1 and found[0].startswith(f"{TIMELINE}:{number}:{column}: ") and said in found[0], found
    finally:
        path.write_text(text, encoding="utf-8")


def test_front_matter_that_does_not_end_is_told_as_that(project: Path) -> None:
    path = english_only(project) / TIMELINE
    path.write_text(path.read_text(encoding="utf-8").replace("\n---\n", "\n", 1), encoding="utf-8")
    (fault,) = [fault for fault in told(project) if fault.startswith(f"{TIMELINE}:")]
    assert "has front matter that does not end" in fault


def test_a_folder_of_no_language_is_told(project: Path) -> None:
    (project / "docs/fr").mkdir()
    (project / "docs/fr/page.md").write_text("---\ntitle: A\ndescription: B\n---\n\nA text.\n", encoding="utf-8")
    (fault,) = told(project)
    assert fault.startswith("docs/fr: ") and "belongs to no language" in fault
