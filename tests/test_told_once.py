"""One mistake is one fault, at the file that is to be mended: in the build, in the check, and while authors write."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import build
from tests.freeze.repository import macros
from tests.serving import serve

PAGE = "---\ntitle: A page\ndescription: Of a test.\n---\n\nA text.\n"
EARLY = "docs/en/updates/2021-02-17-first-data-snapshot.md"
LATEST = "docs/en/updates/2022-05-11-commission-proposal-and-data-snapshot.md"
COUNTS = "data/eu-snapshot/2022-05-11/counts.csv"


def change(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def add(root: Path, path: str, text: str) -> int:
    """Write a line behind the last one of a page; gives its number."""
    with (root / path).open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")
    return len((root / path).read_text(encoding="utf-8").splitlines())


def faults(root: Path) -> list[str]:
    """The faults of `mkdocs build --quiet`, which are those of the check."""
    done = build(root, "--quiet")
    told = [line.strip() for line in done.stderr.splitlines() if line.startswith("  ")]
    checked = macros(root, "check")
    found = [line for line in checked.stdout.splitlines() if re.match(r"(docs|data|site|mkdocs|macros|overrides)\b[^ ]*: ", line)]
    assert "Traceback" not in done.stderr + checked.stderr
    assert (told, done.returncode) == (found, checked.returncode), done.stderr + checked.stdout
    return told


def places(root: Path) -> list[str]:
    return [fault.split(": ")[0] for fault in faults(root)]


SAME = {
    "docs/en/supporters/index.md": "docs/en/supporters.md",
    "docs/en/README.md": "docs/en/index.md",
    "docs/en/verification/index.md": "docs/en/verification.md",
    "docs/en/timeline/index.html": "docs/en/timeline.md",
    "docs/en/es/index.md": "docs/es/index.md",
    "docs/en/Methodology/index.md": "docs/en/methodology.md",  # on a host that does not tell cases apart
}


def test_two_pages_with_one_address_are_a_fault_that_names_both(project: Path) -> None:
    for path in SAME:
        (project / path).parent.mkdir(exist_ok=True)
        (project / path).write_text(PAGE, encoding="utf-8")
    told = faults(project)
    taken = [fault for fault in told if "has the address of" in fault]
    assert len(taken) == len(SAME), taken
    for path, other in SAME.items():
        assert sum(path in fault and other in fault for fault in taken) == 1, taken
    assert [fault for fault in told if fault not in taken and "stands in no navigation" not in fault] == []


def test_a_server_tells_of_two_pages_with_one_address(project: Path) -> None:
    with serve(project) as server:
        server.until("supporters/", lambda text: "Thorn" in text)
        (project / "docs/en/supporters").mkdir()
        (project / "docs/en/supporters/index.md").write_text(PAGE, encoding="utf-8")
        server.until("supporters/", lambda text: "has the address of docs/en/supporters.md" in text)
        (project / "docs/en/supporters/index.md").unlink()
        server.until("supporters/", lambda text: "Thorn" in text and "faults__title" not in text)


def test_a_page_in_no_navigation_is_told_with_the_line_to_add(project: Path) -> None:
    (project / "docs/en/new-page.md").write_text(PAGE, encoding="utf-8")
    (fault,) = faults(project)
    assert fault.startswith("docs/en/new-page.md: ") and '"- Its title: new-page.md"' in fault


def test_a_broken_link_of_any_language_is_told_by_a_quiet_build_and_by_the_check(project: Path) -> None:
    line = add(project, "docs/es/timeline.md", "[Ninguna parte](no-such-page.md)")
    (fault,) = faults(project)
    assert fault.startswith(f"docs/es/timeline.md:{line}:17: ") and 'links to "no-such-page.md"' in fault


def test_each_of_two_broken_links_of_a_line_is_told_at_its_column(project: Path) -> None:
    line = add(project, "docs/en/timeline.md", "[One](no-page.md#a) and [two](no-page.md), [one](no-page.md#a) again")
    found = faults(project)
    assert [fault.split(": ")[0] for fault in found] == [f"docs/en/timeline.md:{line}:{column}" for column in (7, 31, 50)], found


WRONG = (
    'Reports then {{ figure("decline-3-week", "fell by 46%") }} by the count of NCMEC.',
    'Reports then {{ figure("decline-3-weeks", "fell by 45%") }} by the count of NCMEC.',
    "Reports then fell by 43% by the count of NCMEC.",
)


def test_a_fault_of_an_update_is_told_once_and_at_its_line(project: Path) -> None:
    lines = [add(project, EARLY, text) for text in WRONG]
    assert sorted(place.rpartition(":")[0] for place in places(project)) == sorted(f"{EARLY}:{line}" for line in lines)


def test_a_fault_of_a_front_matter_is_told_once_wherever_the_text_stands(project: Path) -> None:
    change(project, LATEST, "figure('eu-reports-change', 'fell", "figure('eu-reports-chang', 'fell")
    change(project, LATEST, 'description: "', 'description: "Files fell by 39% in a year. ')
    change(project, EARLY, 'summary: "', 'summary: "Files fell by 37% in a year. ')
    wanted = {f"{path}:{number(project, path, key)}" for path, key in ((LATEST, "summary"), (LATEST, "description"), (EARLY, "summary"))}
    found = [place.rpartition(":")[0] for place in places(project)]
    assert len(found) == 3 and set(found) == wanted, found


def number(root: Path, path: str, key: str) -> int:
    """The line of a key in a front matter."""
    lines = (root / path).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(f"{key}:"))


def test_of_several_quotes_of_a_figure_the_one_that_is_wrong_is_told(project: Path) -> None:
    lines = [
        add(project, EARLY, f'{words} {{{{ figure("decline-3-weeks", "fell by 46%") }}}}, says NCMEC.')
        for words in ("In the same three weeks reports", "In the EU cats", "By the same count these reports")
    ]
    (fault,) = faults(project)
    assert fault.startswith(f"{EARLY}:{lines[1]}:"), fault


def renamed(root: Path) -> None:
    change(root, COUNTS, "count", "kount")


def deleted(root: Path) -> None:
    (root / COUNTS).unlink()


def changed(root: Path) -> None:
    change(root, COUNTS, "1046350", "1046351")


@pytest.mark.parametrize(("broken", "count"), [(renamed, 2), (deleted, 1), (changed, 1)])
def test_what_follows_from_broken_data_is_not_told(project: Path, broken: Callable[[Path], None], count: int) -> None:
    broken(project)
    found = places(project)
    assert len(found) == count and {place.split(":")[0] for place in found} == {COUNTS}, found


def test_a_translation_that_is_wrong_in_one_text_is_not_said_to_lack_the_others(project: Path) -> None:
    change(project, "data/packages.es.yml", "description:", "descriptoin:")
    assert {place.split(":")[0] for place in places(project)} == {"data/packages.es.yml"}
    assert len(places(project)) == 2  # an unknown key, and the one that is missing


def test_a_server_tells_of_a_broken_declaration_alone(project: Path) -> None:
    good = (project / "data/figures.yml").read_text(encoding="utf-8")
    with serve(project) as server:
        server.until("", lambda text: "47% decrease" in text)
        (project / "data/figures.yml").write_text(good + "\tx: 1\n", encoding="utf-8")
        server.until("", lambda text: "is not valid YAML" in text)
        assert "\n1 fault (the page shows each" in server.said, server.said
        (project / "data/figures.yml").write_text(good, encoding="utf-8")
        server.until("", lambda text: "47% decrease" in text and "is not valid YAML" not in text)
