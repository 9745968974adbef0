"""One mistake is one fault, at the file that is to be mended: in the build, in the check, and while authors write."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Kept, build
from tests.freeze.repository import macros
from tests.sample import sampled
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


@pytest.mark.thorough
def test_a_server_tells_of_two_pages_with_one_address(project: Path) -> None:
    with serve(project) as server:
        server.until("supporters/", lambda text: "Thorn" in text)
        (project / "docs/en/supporters").mkdir()
        (project / "docs/en/supporters/index.md").write_text(PAGE, encoding="utf-8")
        server.until("supporters/", lambda text: "has the address of docs/en/supporters.md" in text)
        (project / "docs/en/supporters/index.md").unlink()
        server.until("supporters/", lambda text: "Thorn" in text and "faults__title" not in text)


WRONG = (
    'Reports then {{ figure("decline-3-week", "fell by 46%") }} by the count of NCMEC.',
    'Reports then {{ figure("decline-3-weeks", "fell by 45%") }} by the count of NCMEC.',
    "Reports then fell by 43% by the count of NCMEC.",
)


@dataclass(frozen=True)
class Broken:
    """One project with all the mistakes of the tests below. wanted: the places of the faults of each test. told: all faults."""

    wanted: dict[str, list[str]]
    told: list[str]

    def of(self, which: str) -> list[str]:
        """The faults at the places of one test, each of which has to be there once."""
        found = [[fault for fault in self.told if fault.startswith(place)] for place in self.wanted[which]]
        assert all(len(each) == 1 for each in found), (self.wanted[which], self.told)
        return [fault for (fault,) in found]


@pytest.fixture(scope="module")
def broken(_kept: Kept) -> Broken:
    project, wanted = _kept.renewed(), {}
    (project / "docs/en/new-page.md").write_text(PAGE, encoding="utf-8")
    wanted["navigation"] = ["docs/en/new-page.md: "]
    wanted["language"] = [f"docs/es/timeline.md:{add(project, 'docs/es/timeline.md', '[Ninguna parte](no-such-page.md)')}:17: "]
    line = add(project, "docs/en/timeline.md", "[One](no-page.md#a) and [two](no-page.md), [one](no-page.md#a) again")
    wanted["links"] = [f"docs/en/timeline.md:{line}:{column}: " for column in (7, 31, 50)]
    wanted["update"] = [f"{EARLY}:{add(project, EARLY, text)}:" for text in WRONG]
    lines = [
        add(project, EARLY, f'{words} {{{{ figure("decline-3-weeks", "fell by 46%") }}}}, says NCMEC.')
        for words in ("In the same three weeks reports", "In the EU cats", "By the same count these reports")
    ]
    wanted["quotes"] = [f"{EARLY}:{lines[1]}:"]
    change(project, LATEST, "figure('eu-reports-change', 'fell", "figure('eu-reports-chang', 'fell")
    change(project, LATEST, 'description: "', 'description: "Files fell by 39% in a year. ')
    change(project, EARLY, 'summary: "', 'summary: "Files fell by 37% in a year. ')
    texts = ((LATEST, "summary"), (LATEST, "description"), (EARLY, "summary"))
    wanted["front matter"] = [f"{path}:{number(project, path, key)}:" for path, key in texts]
    return Broken(wanted, faults(project))


def number(root: Path, path: str, key: str) -> int:
    """The line of a key in a front matter."""
    lines = (root / path).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(f"{key}:"))


def test_a_page_in_no_navigation_is_told_with_the_line_to_add(broken: Broken) -> None:
    (fault,) = broken.of("navigation")
    assert '"- Its title: new-page.md"' in fault


def test_a_broken_link_of_any_language_is_told_by_a_quiet_build_and_by_the_check(broken: Broken) -> None:
    (fault,) = broken.of("language")
    assert 'links to "no-such-page.md"' in fault


@pytest.mark.parametrize(
    "which",
    [
        pytest.param("links", id="each of two broken links of a line, at its column"),
        pytest.param("update", id="an update, at its line"),
        pytest.param("front matter", id="a front matter, wherever its text stands"),
        pytest.param("quotes", id="of several quotes of a figure the one that is wrong"),
    ],
)
def test_a_mistake_is_told_once(broken: Broken, which: str) -> None:
    assert broken.of(which)


def test_nothing_else_is_told(broken: Broken) -> None:
    assert len(broken.told) == sum(map(len, broken.wanted.values())), broken.told


def renamed(root: Path) -> None:
    change(root, COUNTS, "count", "kount")


def deleted(root: Path) -> None:
    (root / COUNTS).unlink()


def changed(root: Path) -> None:
    change(root, COUNTS, "1046350", "1046351")


@pytest.mark.parametrize(("damage", "count"), sampled([(renamed, 2), (deleted, 1), (changed, 1)]))
def test_what_follows_from_broken_data_is_not_told(project: Path, damage: Callable[[Path], None], count: int) -> None:
    damage(project)
    found = places(project)
    assert len(found) == count and {place.split(":")[0] for place in found} == {COUNTS}, found


def test_a_translation_that_is_wrong_in_one_text_is_not_said_to_lack_the_others(project: Path) -> None:
    change(project, "data/packages.es.yml", "description:", "descriptoin:")
    assert [place.split(":")[0] for place in places(project)] == ["data/packages.es.yml"] * 2  # an unknown key, and the missing one


def test_a_server_tells_of_a_broken_declaration_alone(project: Path) -> None:
    good = (project / "data/figures.yml").read_text(encoding="utf-8")
    with serve(project) as server:
        server.until("", lambda text: "47% decrease" in text)
        (project / "data/figures.yml").write_text(good + "\tx: 1\n", encoding="utf-8")
        server.until("", lambda text: "is not valid YAML" in text)
        assert "\n1 fault (the page shows each" in server.said, server.said
        (project / "data/figures.yml").write_text(good, encoding="utf-8")
        server.until("", lambda text: "47% decrease" in text and "is not valid YAML" not in text)
