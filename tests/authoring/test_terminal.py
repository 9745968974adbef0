"""The commands on a real terminal: they ask what they were not told, and write nothing when the author ends them."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from macros.__main__ import main
from tests.authoring.conftest import fingerprint
from tests.project import COUNTS, ROOT, Table, column, counts, read_figures, write, write_package

END = "\x04"  # Ctrl-D


def converse(root: Path, arguments: Sequence[str], answers: Sequence[tuple[str, str | signal.Signals]]) -> tuple[int, str]:
    """Call `python -m macros` on a terminal; give each answer when its question stands there. Exit code, all that was said.

    A key that ends the questions (Ctrl-D, Ctrl-C) is pressed until they end: one that comes before the line is read is lost.
    """
    process, terminal = pty.fork()
    if process == 0:  # the child
        os.chdir(root)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell may ignore it in what it runs in the background; a terminal never does
        os.execve(sys.executable, [sys.executable, "-m", "macros", *arguments], {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb"})
    said, waiting, end, pressed = "", list(answers), time.monotonic() + 300, 0.0
    since = 0  # where in `said` what was said since the last answer begins
    try:
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.1)[0]:
                try:
                    data = os.read(terminal, 65536)
                except OSError:  # the child has gone
                    break
                said += data.decode("utf-8", errors="replace")
            if not waiting or waiting[0][0] not in said[since:]:
                continue
            answer = waiting[0][1]
            if answer in (END, signal.SIGINT):
                if time.monotonic() - pressed > 1:
                    pressed = time.monotonic()
                    os.write(terminal, END.encode()) if answer == END else os.kill(process, signal.SIGINT)
                continue
            waiting.pop(0)
            since = len(said)
            os.write(terminal, f"{answer}\n".encode())
        else:
            os.kill(process, signal.SIGKILL)
            raise AssertionError(f"has not ended; the next question was to be {waiting[:1]}:\n{said}")
    finally:
        _, status = os.waitpid(process, 0)
        os.close(terminal)
    assert [question for question, answer in waiting if answer not in (END, signal.SIGINT)] == [], said
    return os.waitstatus_to_exitcode(status), said


def test_data_asks_for_source_and_licence_and_a_wrong_answer_again(small):
    write(small, "../given.csv", "year,n\n2020,5\n2021,6\n")
    code, said = converse(
        small,
        ["data", "--from", "../given.csv"],
        [
            ("name of the data package: ", "fresh"),
            ("published the data: ", "2021-05-01"),
            ("title of the package: ", "Counts"),
            ("title of the publication: ", "A report"),
            ("who published it: ", "A publisher"),
            ("day of publication [2021-05-01]: ", ""),
            ("licence, ", "free"),
            ("licence, ", "CC0-1.0"),
            ("Write it? (y/n) [y]: ", ""),
        ],
    )
    assert code == 0, said
    assert (small / "data/fresh/2021-05-01/datapackage.json").exists()


def test_an_encoding_is_chosen_by_the_words_that_it_reads(small):
    write(small, "../given.csv", "year,scope,count\n2020,ogółem,200\n".encode("cp1250"))
    given = ["data", "--package", "numbers", "--date", "2021-06-01", "--from", "../given.csv", "--codes", "ogółem=new", "--widen"]
    answers = [("--encoding (number, or a name)", "windows-1250"), ("day of publication", ""), ("Write it? (y/n) [y]: ", "")]
    code, said = converse(small, given, answers)
    assert code == 0, said
    assert 'as "windows-1250" it reads "ogółem"' in said and "ogółem" in (small / "data/numbers/2021-06-01/counts.csv").read_text("utf-8")


def test_a_new_version_asks_for_its_day_alone(small):
    write(small, "../given.csv", "year,scope,count\n2020,all,200\n")
    given = ["data", "--package", "numbers", "--date", "2021-06-01", "--from", "../given.csv"]
    code, said = converse(small, given, [("day of publication [2021-06-01]: ", ""), ("Write it? (y/n) [y]: ", "")])
    assert code == 0, said
    assert said.count("]: ") == 2 and 'Source as in 2021-03-01: title "A source"' in said


def test_figure_offers_what_there_is_and_adds_what_is_chosen(small):
    code, said = converse(
        small,
        ["figure"],
        [
            ("which operation [1]: ", "percentage_change"),
            ("from one code of which column to another [1]: ", "9"),
            ("from one code of which column to another [1]: ", "year"),
            ("the row: scope [1]: ", "2"),  # of two periods only one has another after it
            ("id of the figure: ", "eu-fall"),  # that of its codes is taken
            ("Add it to data/figures.yml? (y/n) [y]: ", "y"),
        ],
    )
    assert code == 0, said
    assert "eu-fall is 50% decrease" in said and "title: Count, eu: change, 2020 to 2021" in said
    assert read_figures(small).get("eu-fall", None).value == -50


def test_figure_offers_as_the_last_period_only_those_after_the_first(small):
    text = COUNTS + "2022,all,500\n2022,eu,100\n"
    write_package(small, "numbers", {"counts": counts(text)}, "2022-03-01")
    code, said = converse(
        small,
        ["figure", "--operation", "percentage_change", "--where", "scope=eu", "--id", "x"],
        [
            ("from: year [1]: ", "2022"),  # after which there is none
            ("from: year [1]: ", "2021"),
            ("Add it to data/figures.yml? (y/n) [y]: ", "y"),
        ],
    )
    assert code == 0, said
    declared = read_figures(small).declarations["x"]
    assert (declared.start, declared.end) == ({"year": "2021"}, {"year": "2022"})


def test_figure_offers_an_empty_cell_and_a_figure_of_each_code(small):
    fields = [column("year", "integer"), column("sex"), column("count", "integer")]
    text = "year,sex,count\n2020,,100\n2020,Female,60\n2021,,110\n2021,Female,61\n"
    write_package(small, "sexes", {"counts": Table(text, fields, ["year", "sex"])})
    code, said = converse(
        small,
        ["figure", "--measure", "sexes"],
        [
            ("which operation [1]: ", ""),
            ("the row: year [1]: ", "*"),
            ("the row: sex [1]: ", "1"),
            ("id of the figure [count-year]: ".replace("count-year", "{year}"), "both-{year}"),
            ("Add it to data/figures.yml? (y/n) [y]: ", "y"),
        ],
    )
    assert code == 0, said
    assert '1  ""' in said
    assert [read_figures(small).get(f"both-{year}", None).value for year in (2020, 2021)] == [100, 110]


@pytest.mark.parametrize(
    ("ended", "asked"),
    [
        pytest.param("n", "Write it? (y/n) [y]: ", id="no"),
        pytest.param(END, "licence, ", id="Ctrl-D"),
        pytest.param(signal.SIGINT, "licence, ", id="Ctrl-C"),
    ],
)
def test_an_author_who_ends_the_questions_has_written_nothing(small, ended, asked):
    write(small, "../given.csv", "year,n\n2020,5\n2021,6\n")
    before = fingerprint(small)
    given = ["--title", "T", "--source", "S", "--publisher", "P", "--source-date", "2021-05-01"]
    if asked.startswith("Write"):
        given += ["--licence", "CC0-1.0"]
    code, said = converse(small, ["data", "--package", "fresh", "--date", "2021-05-01", "--from", "../given.csv", *given], [(asked, ended)])
    assert (code, "Nothing was written." in said, "Traceback" in said) == (130, True, False), said
    assert fingerprint(small) == before


def test_help_lists_every_command_with_one_line(call, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit, match="0"):
        call("--help")
    lines = [line.split(None, 1) for line in capsys.readouterr().out.splitlines() if line.startswith("    ")]
    listed = {name: meaning for name, meaning in lines if name != "COMMAND"}
    assert {"check", "find", "update", "data", "figure"} <= set(listed)
    assert all(len(meaning) > 20 for meaning in listed.values())


def test_a_console_that_knows_no_minus_sign_gets_a_mark_and_no_traceback(small):
    arguments = ["figure", "--measure", "numbers", "--operation", "difference", "--where", "scope=eu", "--from", "year=2020"]
    done = subprocess.run(
        [sys.executable, "-m", "macros", *arguments, "--to", "year=2021", "--id", "x", "--dry-run"],
        cwd=small,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp1252"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "−25".encode() in done.stdout


@pytest.mark.parametrize(("pressed", "scale"), [("", "1000"), ("1", "1000"), ("2", "1")])
def test_a_scale_in_a_title_is_asked_for_and_the_first_answer_is_the_scale(small, pressed, scale):
    write(small, "../given.csv", '"Loans by region (thousands)";\n;\nRegion;Loans\nNorth;812\nSouth;1204\nEast;455\n')
    source = ["--title", "Loans", "--source", "A report", "--publisher", "P", "--source-date", "2021-05-01", "--licence", "CC0-1.0"]
    call = ["data", "--package", "fresh", "--date", "2021-05-01", "--from", "../given.csv", *source]
    code, said = converse(small, call, [("--scale (number)", pressed), ("Write it? (y/n) [y]: ", "")])
    assert code == 0 and 'says "thousands" of the numbers under Loans' in said, said
    assert f"thousands={scale}" in (small / "data/fresh/recipe.yml").read_text(encoding="utf-8")
    assert ("scale: 1000" in (small / "data/fresh/dimensions.yml").read_text(encoding="utf-8")) == (scale == "1000")


def test_a_change_is_proposed_from_the_first_year_to_the_last(small):
    rows = "".join(f"{year},{100 + year}\n" for year in range(2018, 2023))
    write(small, "../given.csv", f"Year,Loans\n{rows}")
    source = ["--title", "Loans", "--source", "A report", "--publisher", "P", "--licence", "CC0-1.0"]
    assert main(["data", "--package", "fresh", "--date", "2021-05-01", "--from", "../given.csv", *source]) == 0
    call = ["figure", "--measure", "fresh/given/loans", "--operation", "percentage_change", "--id", "loans-change", "--unit", "percent"]
    code, said = converse(small, call, [("from: year [1]: ", ""), ("to: year [4]: ", ""), ("Add it to", "y")])
    text = (small / "data/figures.yml").read_text(encoding="utf-8")
    assert code == 0 and "from: {year: 2018}" in text and "to: {year: 2022}" in text, said


def test_a_recipe_that_stays_as_it_was_is_not_said_to_be_written(small, capsys):
    write(small, "../given.csv", "Region;2019;2020\nNorth;812;845\nSouth;1204;1190\n")
    call = [
        "data",
        "--package",
        "fresh",
        "--title",
        "T",
        "--source",
        "S",
        "--publisher",
        "P",
        "--licence",
        "CC0-1.0",
        "--from",
        "../given.csv",
    ]
    assert main([*call, "--date", "2021-05-01", "--values", "loans"]) == 0
    assert "data/fresh/recipe.yml" in capsys.readouterr().out
    write(small, "../given.csv", "Region;2019;2020\nNorth;813;845\nSouth;1204;1190\n")
    assert main([*call, "--date", "2021-06-01"]) == 0
    assert "data/fresh/recipe.yml" not in capsys.readouterr().out
