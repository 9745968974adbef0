"""`python -m macros figure`: the declaration is computed before it is written, and added to the others without a change to them."""

from __future__ import annotations

import pytest

from tests.authoring.conftest import fingerprint
from tests.project import Table, column, read_figures, write, write_package

FILE = "data/figures.yml"
BASE = ("figure", "--package", "numbers", "--resource", "counts", "--title", "EU counts: {2020} to 2021")
UNIT = ("--unit", "reports")
CHANGE = (*BASE, "--measure", "percentage_change", "--rows", "scope=eu", "--periods", "year=2020..2021")


@pytest.mark.parametrize(
    ("options", "value", "wording"),
    [
        pytest.param(["--measure", "value", "--rows", "scope=eu,year=2020", *UNIT], 50, "50", id="value"),
        pytest.param([*CHANGE[len(BASE) :]], -50, "50% decrease", id="percentage_change"),
        pytest.param(["--measure", "share", "--rows", "scope=eu,year=2020", "--of", "scope=all,year=2020"], 25, "25%", id="share"),
        pytest.param(
            ["--measure", "percentage_point_change", "--rows", "scope=eu", "--of", "scope=all", "--periods", "year=2020..2021"],
            -18.75,
            "19 percentage points decrease",
            id="percentage_point_change",
        ),
        pytest.param(["--measure", "ratio", "--rows", "scope=all", "--periods", "year=2020..2021"], 2, "2 times as many", id="ratio"),
        pytest.param(
            ["--measure", "difference", "--rows", "scope=all", "--periods", "year=2020..2021", *UNIT], 200, "200 increase", id="difference"
        ),
    ],
)
def test_a_declared_figure_has_the_value_that_was_shown(call, small, capsys, options, value, wording):
    assert call(*BASE, *options, "--id", "new-one", "--title", "T") == 0
    said = capsys.readouterr().out
    assert f"new-one is {wording}" in said and f'{{{{ figure("new-one", "{wording}") }}}}' in said
    figures = read_figures(small)
    assert figures.faults == []
    assert figures.get("new-one", None).value == value
    assert list(figures.declarations) == ["eu-2020", "eu-change", "new-one"]


def test_the_other_entries_and_their_comments_stay_as_they_are(call, small):
    text = (small / FILE).read_text(encoding="utf-8")
    for kept in ("# A comment.\n" + text, (text + "# The last line").replace("\n", "\r\n")):
        (small / FILE).write_bytes(kept.encode())
        assert call(*CHANGE, "--id", "new-one", "--mentions", "EU|European; counts", "--attribution", "x") == 0
        after = (small / FILE).read_bytes().decode()
        assert after.startswith(kept)
        assert after.count("\r\n") == (after.count("\n") if "\r\n" in kept else 0)
    assert read_figures(small).declarations["new-one"].mentions == {"en": (("EU", "European"), ("counts",))}


def test_a_share_of_rows_that_differ_in_more_than_one_column_is_pointed_at(call, small, capsys):
    table = "year,scope,item,count\n2020,all,reports,200\n2020,eu,reports,9\n2020,eu,files,50\n"
    fields = [column("year", "integer"), column("scope"), column("item"), column("count", "integer")]
    write_package(small, "kinds", {"counts": Table(table, fields, ["year", "scope", "item"])})
    share = ("figure", "--package", "kinds", "--measure", "share", "--title", "T", "--of", "year=2020,scope=all,item=reports")
    assert call(*share, "--rows", "year=2020,scope=eu,item=files", "--id", "mixed") == 0
    assert "part and whole differ in scope (eu, all) and item (files, reports): see that" in capsys.readouterr().out
    assert call(*share, "--rows", "year=2020,scope=eu,item=reports", "--id", "sound") == 0
    assert "part and whole" not in capsys.readouterr().out


def test_a_reported_value_is_attributed(call, small):
    assert call(*BASE, "--measure", "reported", "--rows", "scope=eu,year=2020", *UNIT, "--id", "said", "--title", "T") == 0
    declared = read_figures(small).declarations["said"]
    assert (declared.status, declared.attribution) == ("reported", {"en": "A publisher"})


@pytest.mark.parametrize(
    ("options", "fact"),
    [
        pytest.param(["--id", "eu-change"], "is taken, and an id is never used again", id="a clash of ids"),
        pytest.param(["--id", "EU Change"], "use a-z, 0-9 and hyphens", id="no id"),
        pytest.param(["--id", "x", "--rows", "scope=europe"], 'takes scope "europe"', id="an unknown row"),
        pytest.param(["--id", "x", "--rows", "scope"], 'has --rows "scope"', id="rows that are none"),
        pytest.param(["--id", "x", "--rows", "place=eu"], 'takes the field "place"', id="an unknown column"),
        pytest.param(["--id", "x", "--periods", "year=2020-2021"], 'has --periods "year=2020-2021"', id="periods that are none"),
        pytest.param(["--id", "x", "--periods", "year=2020..2020"], "has periods from 2020 to 2020", id="one period"),
        pytest.param(["--id", "x", "--periods", "year=2021..2020"], "line --periods: x has periods from 2021 back to 2020", id="back"),
        pytest.param(["--id", "x", "--title", "EU counts, 2019 to 2021"], "has the year 2019 in its title (en)", id="another year"),
        pytest.param(["--id", "x", "--rows", "scope=eu; item=all"], 'write --rows "scope=eu,item=all"', id="no comma between the rows"),
        pytest.param(["--id", "x", "--rows", "scope=eu,count=50"], "command line: x takes year", id="rows of no period"),
        pytest.param(["--id", "x", "--measure", "percent"], 'has the measure "percent"', id="an unknown measure"),
        pytest.param(["--id", "x", "--measure", "value", *UNIT], "which the measure value does not take", id="periods too many"),
        pytest.param(["--id", "x", "--package", "number"], 'has the package "number"; did you mean numbers?', id="an unknown package"),
        pytest.param(["--id", "x", "--resource", "count"], 'has the table "count"; did you mean counts?', id="an unknown table"),
        pytest.param(["--id", "x", "--decimals", "7"], "command line --decimals: x has decimals 7", id="too many decimals"),
    ],
)
def test_a_wrong_call_is_refused_in_one_line_and_nothing_is_written(call, small, capsys, options, fact):
    before = fingerprint(small)
    assert call(*CHANGE, *options) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert fact in line and "; " in line
    assert "figures.yml" not in line  # which holds nothing of it
    assert fingerprint(small) == before


def test_what_a_script_leaves_open_is_named_with_the_choices(call, small, capsys):
    assert call("figure", "--package", "numbers", "--title", "T") == 1
    assert "which measure; add --measure with one of value, reported, percentage_change" in capsys.readouterr().err
    assert call(*BASE, "--measure", "value", "--rows", "scope=eu") == 1
    assert 'the row: year; add --rows "year=..." with one of 2020, 2021' in capsys.readouterr().err


def test_a_file_that_does_not_end_in_figures_is_not_added_to(call, small, capsys):
    write(small, FILE, (small / FILE).read_text(encoding="utf-8") + "more: {a: b}\n")
    before = fingerprint(small)
    assert call(*CHANGE, "--id", "new-one") == 1
    assert f"cannot add to {FILE}" in capsys.readouterr().err
    assert fingerprint(small) == before
