"""`python -m macros read PAGE:LINE` tells how the check reads a line; a call that means no line is one line."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import another_site
from tests.processes import run_module

INDEX, UPDATE = "docs/en/index.md", "docs/en/updates/2024-01-20-a-further-year.md"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return another_site(tmp_path_factory.mktemp("read") / "site")


def read(root: Path, place: str) -> subprocess.CompletedProcess[str]:
    done = run_module(root, "macros", "read", place)
    assert "Traceback" not in done.stderr
    return done


def added(root: Path, text: str, page: str = INDEX) -> str:
    """Add a paragraph to a page, and give its place."""
    path = root / page
    path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n\n{text}\n", encoding="utf-8")
    return f"{page}:{len(path.read_text(encoding='utf-8').splitlines())}"


def rows(done: subprocess.CompletedProcess[str]) -> list[list[str]]:
    """The lines of what is printed, each in its columns."""
    return [[part.strip() for part in line.strip().split("  ") if part.strip()] for line in done.stdout.splitlines() if line]


def test_of_each_number_the_dimensions_their_words_and_where_these_stand_are_told(root: Path) -> None:
    place = added(root, 'In 2023, {{ figure("north-2023", "162,000 bicycles") }} crossed the north bridge.')
    done = read(root, place)
    assert done.returncode == 0, done.stdout + done.stderr
    told = rows(done)
    assert told[0][0].startswith(f'{place}:13: "162,000"') and "quotes north-2023 (" in told[0][0]
    assert ["bridge", "north", '"the north bridge" in its part of the sentence'] in told
    assert ["period", "2023", '"2023" in its part of the sentence'] in told or ["period", "2023", '"2023" in its clause'] in told
    assert told[-1] == ["right"]


def test_what_is_not_said_and_what_names_another_are_told_with_the_verdict(root: Path) -> None:
    done = read(root, added(root, 'Then {{ figure("north-2023", "162,000 bicycles") }} crossed the south bridge.'))
    assert done.returncode == 1
    told = {row[0]: row[1:] for row in rows(done)}
    assert told["bridge"][0] == "south, but the figure is of north" and "south bridge" in told["bridge"][1]
    assert told["period"][1].startswith("not stated: the figure is of 2023") or "above" in told["period"][1]
    assert "[wrong-context]" in done.stdout


def test_a_change_is_read_with_both_its_periods(root: Path) -> None:
    done = read(root, added(root, 'Bicycles on the north bridge {{ figure("north-change", "rose by 25%") }} from 2021 to 2022.'))
    told = {row[0]: row[1:] for row in rows(done)}
    assert told["period"] == ["2021 to 2022", '"2021", "2022" in the sentence']


def test_a_number_that_is_bound_to_nothing_is_told_with_the_line_to_paste(root: Path) -> None:
    done = read(root, added(root, "In 2023, 162,000 bicycles crossed the north bridge."))
    assert done.returncode == 1
    assert "is not bound to a figure" in done.stdout and '{{ figure("north-2023", "162,000' in done.stdout


def test_what_a_macro_finds_wrong_is_told(root: Path) -> None:
    done = read(root, added(root, 'In 2023, {{ figure("nroth-2023", "162,000 bicycles") }} crossed it.'))
    assert done.returncode == 1 and "[unknown-figure]" in done.stdout


def test_an_exemption_and_a_line_without_numbers_are_told_as_that(root: Path) -> None:
    done = read(root, added(root, 'A rule of {{ not_a_figure("47%", "example of a rule") }}.'))
    assert done.returncode == 0 and "is declared not to be a figure: example of a rule" in done.stdout
    place = added(root, "No number stands here.")
    assert read(root, place).stdout == f"{place}: no number that the check compares\n"


def test_the_front_matter_and_a_page_in_another_language_are_read(root: Path) -> None:
    for page, figure in ((UPDATE, "all-2023"), (UPDATE.replace("/en/", "/es/"), "all-2023")):
        lines = (root / page).read_text(encoding="utf-8").splitlines()
        line = next(number for number, text in enumerate(lines, 1) if text.startswith("summary:"))
        done = read(root, f"{page}:{line}:3")  # a fault's column does no harm
        assert done.returncode == 0 and f"quotes {figure} (" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("", "which is not a page and line"),
        ("docs/en/index.md", "which is not a page and line"),
        ("docs/en/index.md:0", "which is not a page and line"),
        ("docs/en/index.md:x", "which is not a page and line"),
        ("docs/en/indx.md:3", "did you mean docs/en/index.md"),
        ("docs/en:3", "which is not a page of the site"),
        ("data/charts.yml:3", "which is not a page of the site"),
        ("../../etc/passwd:3", "which is not a page of the site"),
        ("docs/en/index.md:99999999", "names line 99999999 of docs/en/index.md, which has "),
    ],
)
def test_a_place_that_is_no_line_of_a_page_is_one_line(root: Path, place: str, said: str) -> None:
    done = read(root, place)
    (line,) = done.stderr.splitlines()
    assert done.returncode in (1, 2) and done.stdout == ""
    assert line.startswith("error: command line: ") and said in line and line.endswith("[call]")


def test_a_page_that_cannot_be_read_is_told_with_its_own_fault(root: Path) -> None:
    (root / "docs/en/broken.md").write_text("---\ntitle: [\n---\n\nA text.\n", encoding="utf-8")
    done = read(root, "docs/en/broken.md:5")
    (root / "docs/en/broken.md").unlink()
    assert done.returncode == 1 and done.stderr.startswith("error: docs/en/broken.md:") and len(done.stderr.splitlines()) == 1


def test_a_number_that_is_read_at_another_is_told_so(root: Path) -> None:
    text = '{{ figure("north-2022") }}, from {{ figure("north-2021") }} in 2021 to {{ figure("north-change", "rose by 25%") }} in 2022.'
    done = read(root, added(root, f"Bicycles on the north bridge {text}"))
    assert "at a number that it is compared with" in done.stdout, done.stdout + done.stderr
