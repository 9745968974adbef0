"""One mistake is one fault, at the file that is to be mended: in the build, and in the check."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import build, copy_another
from tests.freeze.repository import change, macros
from tests.sample import sampled

PAGE = "---\ntitle: A page\ndescription: Of a test.\n---\n\nA text.\n"
EARLY = "docs/en/updates/2023-01-20-first-counts.md"
LATEST = "docs/en/updates/2024-01-20-a-further-year.md"
COUNTS = "data/bridge-counts/2024-01-15/counts.csv"


def add(root: Path, path: str, text: str) -> int:
    """Write a line behind the last one of a page; gives its number."""
    with (root / path).open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")
    return len((root / path).read_text(encoding="utf-8").splitlines())


def faults(root: Path) -> list[str]:
    """The faults of `mkdocs build --quiet`."""
    done = build(root, "--quiet")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    return [line.strip() for line in done.stderr.splitlines() if line.startswith("  ")]


def places(root: Path) -> list[str]:
    return [fault.split(": ")[0] for fault in faults(root)]


SAME = {
    "docs/en/data/index.md": "docs/en/data.md",
    "docs/en/README.md": "docs/en/index.md",
    "docs/en/verification/index.md": "docs/en/verification.md",
    "docs/en/timeline/index.html": "docs/en/timeline.md",
    "docs/en/es/index.md": "docs/es/index.md",
    "docs/en/Corrections/index.md": "docs/en/corrections.md",  # on a host that does not tell cases apart
}


def test_two_pages_with_one_address_are_a_fault_that_names_both(another: Path) -> None:
    for path in SAME:
        (another / path).parent.mkdir(exist_ok=True)
        (another / path).write_text(PAGE, encoding="utf-8")
    told = faults(another)
    taken = [fault for fault in told if "has the address of" in fault]
    assert len(taken) == len(SAME), taken
    for path, other in SAME.items():
        assert sum(path in fault and other in fault for fault in taken) == 1, taken
    assert [fault for fault in told if fault not in taken and "is not in the navigation" not in fault] == []


WRONG = (
    'Bicycles on the north bridge {{ figure("north-change", "rose by 26%") }} in that time.',
    'Bicycles on the north bridge {{ figure("north-chang", "rose by 25%") }} in that time.',
    "Bicycles on the north bridge rose by 27% in that time.",
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
def broken(another_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Broken:
    project = copy_another(another_built.parent, tmp_path_factory.mktemp("told-once") / "project")
    wanted = {}
    (project / "docs/en/new-page.md").write_text(PAGE, encoding="utf-8")
    wanted["navigation"] = ["docs/en/new-page.md: "]
    wanted["language"] = [f"docs/es/timeline.md:{add(project, 'docs/es/timeline.md', '[Ninguna parte](no-such-page.md)')}:17: "]
    line = add(project, "docs/en/timeline.md", "[One](no-page.md#a) and [two](no-page.md), [one](no-page.md#a) again")
    wanted["links"] = [f"docs/en/timeline.md:{line}:{column}: " for column in (7, 31, 50)]
    wanted["update"] = [f"{EARLY}:{add(project, EARLY, text)}:" for text in WRONG]
    lines = [
        add(project, EARLY, f'{words} {{{{ figure("north-change", "rose by 25%") }}}} from 2021 to 2022.')
        for words in (
            "In the same years bicycles on the north bridge",
            "On the north bridge cats",
            "By the same count bicycles there, north,",
        )
    ]
    wanted["quotes"] = [f"{EARLY}:{lines[1]}:"]
    change(project, EARLY, "figure('south-change', 'fell", "figure('south-chang', 'fell")
    change(project, EARLY, 'description: "', 'description: "Bicycles fell by 39% in a year. ')
    change(project, LATEST, 'summary: "', 'summary: "Bicycles fell by 37% in a year. ')
    texts = ((EARLY, "summary"), (EARLY, "description"), (LATEST, "summary"))
    wanted["front matter"] = [f"{path}:{number(project, path, key)}:" for path, key in texts]
    told, checked = faults(project), macros(project, "check")
    assert checked.returncode == 1 and "Traceback" not in checked.stderr
    assert told == [line for line in checked.stdout.splitlines() if re.match(r"(docs|data|site|mkdocs|macros|overrides)\b[^ ]*: ", line)]
    return Broken(wanted, told)


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
    change(root, COUNTS, "bicycles", "bycicles")


def deleted(root: Path) -> None:
    (root / COUNTS).unlink()


def changed(root: Path) -> None:
    change(root, COUNTS, "162000", "162001")


@pytest.mark.parametrize(("damage", "count"), sampled([(renamed, 2), (deleted, 1), (changed, 1)]))
def test_what_follows_from_broken_data_is_not_told(another: Path, damage: Callable[[Path], None], count: int) -> None:
    damage(another)
    found = places(another)
    assert len(found) == count and {place.split(":")[0] for place in found} == {COUNTS}, found


def test_what_follows_from_broken_declarations_is_not_told(another: Path) -> None:
    change(another, "data/packages.es.yml", "description: Lo que respondieron", "descriptoin: Lo que respondieron")
    add(another, "data/figures.yml", "\tx: 1")
    # A file that cannot be read; an unknown key and the missing one, but not that the translation lacks the others.
    assert [place.split(":")[0] for place in places(another)] == ["data/figures.yml", *["data/packages.es.yml"] * 2]
