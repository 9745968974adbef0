"""The code reads as plain English: names, docstrings and comments stay within the limits of tests/prose.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project import ROOT
from tests.prose import RATES, Prose, read_folders, read_prose

ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def files() -> list[Prose]:
    return read_folders([ROOT / "macros"])


@pytest.mark.parametrize("name", RATES)
def test_the_rates_stay_within_their_limits(files: list[Prose], name: str) -> None:
    assert RATES[name].over(files) <= RATES[name].limit


def test_what_is_counted_is_what_a_reader_reads(tmp_path: Path) -> None:
    file = tmp_path / "code.py"
    told = 'def told():\n    """Whether it is."""\n'
    found = 'def find_row():\n    """Return a row."""\n    # which `that`\n'
    file.write_text(f'"""A module that reads."""\n\n\n{told}\n\n{found}')
    prose = read_prose(file)
    assert (prose.names, prose.verbs) == (["told", "find_row"], [False, True])
    assert [word for word in prose.words if word in ("that", "which", "whose", "what")] == ["that", "which"]


def test_at_most_four_modules_stand_loose() -> None:
    assert len(list((ROOT / "macros").glob("*.py"))) <= 4


def test_the_architecture_names_what_is_there() -> None:
    """Each path in backticks is a file or folder of the project, or of macros/; each room stands in the drawing."""
    named = {
        each.rstrip("/") for each in re.findall(r"`([\w./-]*/[\w.*/-]*)`", ARCHITECTURE) if "<" not in each and each != "site/"
    }  # which a build writes
    assert sorted(each for each in named if not any((*ROOT.glob(each), *(ROOT / "macros").glob(each)))) == []
    rooms = {path.parent.name for path in (ROOT / "macros").glob("*/__init__.py")}
    drawing = ARCHITECTURE.partition("## The rooms")[2].partition("## One build")[0]
    assert sorted(room for room in rooms if not re.search(rf"(?<![\w/]){room}(?![\w/])", drawing)) == []
