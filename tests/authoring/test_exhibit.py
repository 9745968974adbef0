"""`make chart` and `make table` propose what the build then accepts, show it, and add a few lines to a file that stays as it was."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from macros.__main__ import main
from macros.authoring.snippets import FILE
from macros.base.yaml_source import parse_yaml
from tests.authoring.conftest import fingerprint
from tests.authoring.test_data import NEW
from tests.authoring.test_terminal import converse
from tests.conftest import another_site
from tests.processes import run_module
from tests.project import write

MEASURES = {
    "bridge-counts/counts/bicycles": ["--x", "year", "--series", "bridge"],
    "monthly-counts/months/bicycles": ["--x", "month", "--series", "bridge"],
}
PAGE = "docs/en/updates/2024-01-20-a-further-year.md"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return another_site(tmp_path_factory.mktemp("exhibit") / "site")


def test_an_editor_completes_the_ids_of_what_is_made(root: Path, capsys) -> None:
    (root / ".vscode").mkdir(exist_ok=True)
    for what, (measure, axes) in zip(("chart", "table"), MEASURES.items(), strict=True):
        assert main([what, "--measure", measure, *axes, "--id", f"completed-{what}"]) == 0
    selected = ["--measure", "bridge-counts/counts/bicycles", "--where", "bridge=north,year=2023"]
    assert main(["figure", *selected, "--id", "completed-figure"]) == 0
    snippets = json.loads((root / FILE).read_text(encoding="utf-8"))
    made = {each["body"] for name, each in snippets.items() if "completed-" in name and each["description"] and each["scope"] == "markdown"}
    bodies = ['figure("completed-figure", "${1:words}")', 'chart("completed-chart")', 'table("completed-table")']
    assert made == {f"{{{{ {body} }}}}" for body in bodies}


@pytest.fixture
def root(site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(site)
    return site


@pytest.mark.parametrize("what", ["chart", "table"])
def test_what_is_proposed_is_drawn_in_the_terminal_and_accepted_by_the_check(root: Path, capsys, what: str) -> None:
    before = (root / f"data/{what}s.yml").read_text(encoding="utf-8")
    for number, (measure, axes) in enumerate(MEASURES.items()):
        assert main([what, "--measure", measure, *axes, "--id", f"made-{number}"]) == 0
        said = capsys.readouterr().out
        assert "█" in said and f'{{{{ {what}("made-{number}") }}}}' in said
        page = root / PAGE
        page.write_text(page.read_text(encoding="utf-8").rstrip() + f'\n\n{{{{ {what}("made-{number}") }}}}\n', encoding="utf-8")
    after = (root / f"data/{what}s.yml").read_text(encoding="utf-8")
    assert (
        after.startswith(before.rstrip("\n"))
        and len(parse_yaml(after, what).value[f"{what}s"]) == len(parse_yaml(before, what).value[f"{what}s"]) + 2
    )
    made = [parse_yaml(after, what).value[f"{what}s"][f"made-{number}"] for number in range(len(MEASURES))]
    assert not re.search(r"\b20\d\d\b", "".join(str(each.get(name)) for each in made for name in ("headline", "subtitle", "caption")))
    done = run_module(root, "macros", "check")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr


@pytest.mark.parametrize(
    ("arguments", "fact"),
    [
        (["--measure", "bridge-counts/counts/cars"], "which is not a measure of bridge-counts/counts"),
        (["--measure", "bridge-counts/counts/bicycles", "--x", "bridg"], 'has --x "bridg", which is no dimension of the table'),
        (["--measure", "bridge-counts/counts/bicycles"], "does not say: what runs across"),
        (
            ["--measure", "bridge-counts/counts/bicycles", "--x", "year", "--series", "bridge", "--id", "Big Chart"],
            "use a-z, 0-9 and hyphens",
        ),
        (
            ["--measure", "bridge-counts/counts/bicycles", "--x", "year", "--series", "bridge", "--operation", "shares"],
            'has the operation "shares"',
        ),
    ],
)
def test_a_wrong_call_is_one_line_and_writes_nothing(root: Path, capsys, arguments: list[str], fact: str) -> None:
    before = (root / "data/charts.yml").read_bytes()
    assert main(["chart", *arguments]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: ") and fact in line
    assert (root / "data/charts.yml").read_bytes() == before


def test_on_a_terminal_it_asks_for_each_part_and_writes_what_is_confirmed(root: Path) -> None:
    asked = ["which data package", "what runs across", "which kind of chart", "id [", "headline", "subtitle", "description", "source"]
    given = {"which data package": "bridge-counts", "what runs across": "year", "which kind": "line", "id [": "asked-chart"}
    answers = [(question, next((answer for key, answer in given.items() if question.startswith(key)), "")) for question in asked]
    before = (root / "data/charts.yml").read_bytes()
    code, said = converse(root, ["chart"], [*answers, ("Add it to", "n")])
    assert code == 130 and (root / "data/charts.yml").read_bytes() == before, said
    code, said = converse(root, ["chart"], [*answers, ("Add it to", "y")])
    assert code == 0 and "█" in said and '{{ chart("asked-chart") }}' in said, said
    assert parse_yaml((root / "data/charts.yml").read_text(encoding="utf-8"), "").value["charts"]["asked-chart"]["kind"] == "line"


def test_a_terminal_without_block_characters_has_bars_of_plain_signs(root: Path) -> None:
    call = ["table", "--measure", "bridge-counts/counts/bicycles", "--x", "year", "--series", "bridge", "--id", "plain", "--dry-run"]
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run([sys.executable, "-m", "macros", *call], cwd=root, env=environment, capture_output=True, check=True)
    assert b"====" in done.stdout and "█".encode() not in done.stdout


def test_a_script_is_told_all_that_is_missing_at_once_and_under_make_by_its_variables(call, small, capsys, monkeypatch) -> None:
    rows = "".join(f"{year},{place},{sex},{year}\n" for year in (2020, 2021) for place in ("north", "south") for sex in ("m", "f"))
    write(small, "../given.csv", f"Year,Place,Sex,Loans\n{rows}")
    assert call(*NEW, "--from", "../given.csv") == 0
    before = fingerprint(small)
    capsys.readouterr()
    assert call("chart", "--measure", "fresh/given/loans") == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3 and all("does not say: " in line for line in lines), lines
    assert [re.search(r"add (--\w+)", line)[1] for line in lines] == ["--x", "--series", "--where"]
    monkeypatch.setenv("CALLED_BY_MAKE", "1")
    assert call("chart", "--measure", "fresh/given/loans") == 1
    told = capsys.readouterr().err
    assert "add X with one of" in told and "add SERIES with one of" in told and 'add WHERE="' in told and "--" not in told
    assert fingerprint(small) == before
