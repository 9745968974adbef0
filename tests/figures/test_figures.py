"""A figure is computed exactly from the cells that it names, as of a date, or is one fault."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pytest

from macros.base.errors import FaultError, Place
from macros.edition.edition import Edition
from macros.figures import OPERATIONS, Figures
from tests.project import (
    CHANGE,
    COUNTS,
    ENDS,
    ROOT,
    VERSION,
    Table,
    column,
    counts,
    declared,
    read_figures,
    sample_figures,
    told,
    write_figures,
    write_package,
)

FILE = "data/figures.yml"
OF_ALL = {"scope": "all"}
ALL_2021 = {"year": 2021, "scope": "all"}
EU_2020 = {"year": 2020, "scope": "eu"}
REPORTED = {"status": "reported", "attribution": {"en": "NCMEC"}}


def made(operation, where=None, **keys):
    return declared(operation=operation, where=where or {"scope": "eu"}, unit=None, **keys)


OVER = {"where": {"year": 2020}, "over": {"scope": ["eu", "all"]}}
RATE = {"where": EU_2020, "per": {"measure": "numbers/counts/count", "each": 1000, "where": {"scope": "all"}}}
# EU: 50 of 200 in 2020, 25 of 400 in 2021.
FIGURES = [
    pytest.param(declared(), "50", ["value"], id="value"),
    pytest.param(declared(**REPORTED), "50", ["value"], id="reported"),
    pytest.param(made("percentage_change", **ENDS), "-50", ["from", "to"], id="percentage change"),
    pytest.param(made("percentage_change", OF_ALL, **ENDS), "100", ["from", "to"], id="percentage change up"),
    pytest.param(made("difference", **ENDS), "-25", ["from", "to"], id="difference"),
    pytest.param(made("ratio", OF_ALL, **ENDS), "2", ["from", "to"], id="ratio"),
    pytest.param(made("ratio", **ENDS), "1/2", ["from", "to"], id="ratio below one"),
    pytest.param(made("share", EU_2020, of=OF_ALL), "25", ["part", "whole"], id="share"),
    pytest.param(
        made("share", {"year": 2021, "scope": "eu"}, of=OF_ALL), "25/4", ["part", "whole"], id="share that is not a valid whole number",
    ),
    pytest.param(
        made("percentage_change_of_share", of=OF_ALL, **ENDS), "-75",
        ["part_from", "part_to", "whole_from", "whole_to"], id="percentage change of a share",
    ),
    pytest.param(
        made("percentage_point_change", of=OF_ALL, **ENDS), "-75/4",
        ["part_from", "part_to", "whole_from", "whole_to"], id="change in percentage points",
    ),
    pytest.param(made("rate", **RATE), "250", ["part", "whole"], id="rate"),
    pytest.param(made("sum", **OVER), "250", ["value_1", "value_2"], id="sum"),
    pytest.param(made("mean", **OVER), "125", ["value_1", "value_2"], id="mean"),
    pytest.param(made("median", **OVER), "125", ["value_1", "value_2"], id="median"),
    pytest.param(made("rank", **OVER | {"where": EU_2020}), "2", ["value", "value_1", "value_2"], id="rank"),
    pytest.param(made("cumulative", **ENDS), "75", ["value_1", "value_2"], id="cumulative"),
    pytest.param(made("index", OF_ALL, **ENDS), "200", ["from", "to"], id="index"),
    pytest.param(made("average_annual_change", **ENDS), "-50", ["from", "to"], id="average annual change"),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "value", "operands"), FIGURES)
def test_every_operation_is_computed_exactly_from_the_cells_it_names(tmp_path, entry, value, operands):
    figures = sample_figures(tmp_path, {"sample": entry})
    assert figures.faults == []
    figure = figures.get("sample", None)
    assert figure.value == Fraction(value)
    assert sorted(operand.name for operand in figure.operands) == operands


def test_no_operation_is_left_untested():
    assert {parameter.values[0].get("operation", "value") for parameter in FIGURES} == set(OPERATIONS)


@pytest.mark.parametrize(
    ("before", "after", "value"),
    [
        pytest.param("3", "1", Fraction(-200, 3), id="a third that no decimal number is"),
        pytest.param("0.1", "0.3", Fraction(200), id="decimals that no binary number is"),
        pytest.param(
            "10000000000000000000",
            "10000000000000000001",
            Fraction(1, 10**17),
            id="more digits than a float has",
        ),
        pytest.param("-4", "-2", Fraction(-50), id="a negative base"),
    ],
)
def test_nothing_is_rounded_on_the_way(tmp_path, before, after, value):
    entry = CHANGE | {"measure": "numbers/counts/n", "where": {"kind": "a"}}
    table = Table(
        f"year,kind,n\n2020,a,{before}\n2021,a,{after}\n",
        [column("year", "integer"), column("kind"), column("n", "number")],
        ["year", "kind"],
    )
    write_package(tmp_path, "numbers", {"counts": table})
    write_figures(tmp_path, {"sample": entry})
    assert read_figures(tmp_path).get("sample", None).value == value


def test_an_operand_says_where_it_stands(tmp_path):
    before, after = sample_figures(tmp_path).get("eu-change", None).operands
    path = f"data/numbers/{VERSION}/counts.csv"
    assert (before.raw, before.value, before.path, before.line, before.field, before.key) == (
        "50",
        50,
        path,
        3,
        "count",
        "2020, eu",
    )
    assert (after.raw, after.line, after.key) == ("25", 5, "2021, eu")


def bounded(bound: str) -> Table:
    text = f"year,scope,count,bound\n2020,eu,50,{bound}\n2021,eu,25,\n"
    return Table(text, [*counts().fields, column("bound")], ["year", "scope"])


@pytest.mark.parametrize("bound", ["", "over", "at_least", "under", "at_most", "about"])
def test_a_reported_value_keeps_the_bound_of_its_source(tmp_path, bound):
    write_package(tmp_path, "numbers", {"counts": bounded(bound)})
    write_figures(tmp_path, {"sample": declared(**REPORTED)})
    assert read_figures(tmp_path).get("sample", None).bound == bound


def changed(**keys):
    return {"sample": CHANGE | keys}


@pytest.mark.parametrize(
    ("table", "entries", "code"),
    [
        pytest.param(counts(), {"sample": declared(measure="nubmers/counts/count")}, "unknown-package", id="an unknown package"),
        pytest.param(counts(), {"sample": declared(measure="numbers/count/count")}, "unknown-resource", id="an unknown resource"),
        pytest.param(counts(), {"sample": declared(measure="numbers/counts/counts")}, "unknown-field", id="an unknown field"),
        pytest.param(
            counts(), {"sample": declared(where={"years": 2020})}, "unknown-field", id="an unknown field of a row",
        ),
        pytest.param(
            counts(), changed(to={"month": 2021}), "unknown-field",
            id="an unknown field of an end",
        ),
        pytest.param(
            counts(), {"sample": declared(where={"year": 2019, "scope": "eu"})}, "unknown-row", id="an unknown row",
        ),
        pytest.param(
            counts(), {"sample": declared(where={"year": 2020, "scope": "none"})}, "unknown-row",
            id="a combination of rows",
        ),
        pytest.param(counts(), changed(to={"year": 2022}), "unknown-row", id="an unknown period"),
        pytest.param(counts(), {"sample": declared(where={"year": 2020})}, "many-rows", id="several rows"),
        pytest.param(counts(), {"sample": declared(measure="numbers/counts/scope")}, "not-a-number", id="a cell of text"),
        pytest.param(
            counts(COUNTS.replace("2020,eu,50", "2020,eu,")), {"sample": declared()}, "no-value",
            id="a missing value",
        ),
        pytest.param(
            counts(COUNTS.replace("2020,eu,50", "2020,eu,0")), changed(), "division-by-zero", id="a change from zero",
        ),
        pytest.param(
            counts(COUNTS.replace("2020,all,200", "2020,all,0")),
            {"sample": made("share", EU_2020, of=OF_ALL)}, "division-by-zero", id="a share of zero",
        ),
        pytest.param(
            counts(COUNTS.replace("2020,eu,50", "2020,eu,0")),
            {"sample": made("percentage_change_of_share", of=OF_ALL, **ENDS)}, "division-by-zero",
            id="a change of a share of zero",
        ),
        pytest.param(bounded("more"), {"sample": declared(**REPORTED)}, "unknown-bound", id="an unknown bound"),
        pytest.param(
            counts(COUNTS.replace("2020,all,200", "2020,all,0")), {"sample": made("rate", **RATE)}, "division-by-zero",
            id="a rate per zero",
        ),
        pytest.param(
            counts(COUNTS.replace("2020,eu,50", "2020,eu,0")), {"sample": made("average_annual_change", **ENDS)}, "division-by-zero",
            id="an average annual change from zero",
        ),
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be_computed_is_one_fault_at_its_declaration(tmp_path, table, entries, code):
    write_package(tmp_path, "numbers", {"counts": table})
    write_figures(tmp_path, entries)
    figures = read_figures(tmp_path)
    assert told(figures.faults) == [(code, f"{FILE}:3:5")]
    with pytest.raises(FaultError) as caught:  # a page that quotes it says the same, so that it is told once
        figures.get("sample", "2021-03-01", Place("docs/en/a.md", 9))
    assert list(caught.value.faults) == figures.faults


def test_the_faults_of_a_broken_package_are_told_once_in_its_own_words(tmp_path):
    from macros.datapackage import read_packages

    write_package(tmp_path, "numbers", {"counts": counts(COUNTS + "\n")})
    write_figures(tmp_path, {"eu-2020": declared(), "eu-change": CHANGE})
    packages, faults = read_packages(tmp_path)
    figures = Figures.read(tmp_path, packages)
    assert set(figures.faults) == set(faults)
    assert len(faults) == 1


DECLARATIONS = [
    pytest.param(declared(titel={"en": "x"}), (13, 7), id="an unknown key"),
    pytest.param(declared(operation="percent_change"), (12, 16), id="an unknown operation"),
    pytest.param(declared(operation=["value"]), (13, 5), id="an operation that is a list"),
    pytest.param(declared(status="checked"), None, id="an unknown status"),
    pytest.param(declared(status=["reported"]), None, id="a status that is a list"),
    pytest.param(declared(decimals=7), None, id="too many decimals"),
    pytest.param(declared(decimals=-1), None, id="negative decimals"),
    pytest.param(declared(decimals=1.5), None, id="decimals that are no whole number"),
    pytest.param(declared(decimals=True), None, id="decimals that are a truth value"),
    pytest.param(declared(decimals="2"), None, id="decimals that are a text"),
    pytest.param(declared(title="a title"), (3, 12), id="a title without its language"),
    pytest.param(declared(title={"en": " "}), None, id="a blank title"),
    pytest.param(declared(label={"en": "EU <b>count</b>"}), None, id="markup in a label"),
    pytest.param(declared(measure=None), (3, 5), id="no measure"),
    pytest.param(declared(measure="numbers/count"), None, id="a measure without its table"),
    pytest.param(declared(measure={"numbers": "counts"}), None, id="a measure that is a mapping"),
    pytest.param(declared(where=[2020]), None, id="a selection that is a list"),
    pytest.param(declared(where={"year": [2020, 2021]}), None, id="several codes of a selection"),
    pytest.param(declared(where={"year": "*", "scope": "eu"}), None, id="every code in an id without it"),
    pytest.param(declared(unit="%"), None, id="a sign for a unit"),
    pytest.param(declared(of={"scope": "all"}), None, id="a whole that the operation does not take"),
    pytest.param(declared(**{"from": {"year": 2020}}), None, id="a start that the operation does not take"),
    pytest.param(declared(over={"scope": "*"}), None, id="codes together that the operation does not take"),
    pytest.param(declared(per={"measure": "numbers/counts/count"}), None, id="a base that the operation does not take"),
    pytest.param(declared(change="no"), None, id="change that is no truth value"),
    pytest.param(CHANGE | {"status": "reported", "attribution": {"en": "x"}}, None, id="status and operation that disagree"),
    pytest.param(declared(note="a note"), None, id="a note without its language"),
    pytest.param(declared(skip={"reason": {"en": "not published"}}), None, id="cells left out of one"),
    pytest.param(made("sum", **OVER, skip=True), None, id="cells left out without a reason"),
    pytest.param(made("sum", **OVER, skip={"reason": "x"}), None, id="a reason without its language"),
    pytest.param(made("sum", **OVER, skip={"reason": {"en": "x"}, "cells": 2}), None, id="an unknown key of what is left out"),
    pytest.param(CHANGE | {"from": None}, None, id="a change without its start"),
    pytest.param(CHANGE | {"to": None}, None, id="a change without its end"),
    pytest.param(CHANGE | {"from": 2020}, None, id="a start that is a number"),
    pytest.param(CHANGE | {"to": {"year": 2020}}, None, id="two ends that are one"),
    pytest.param(CHANGE | {"to": {"year": 2021, "scope": "all"}}, None, id="two ends of different columns"),
    pytest.param(CHANGE | {"from": {"year": 2021}, "to": {"year": 2020}}, None, id="periods that run back"),
    pytest.param(CHANGE | {"from": {"year": "previous"}}, None, id="the period before one that is named"),
    pytest.param(CHANGE | {"from": {"year": "*"}}, None, id="every period for a start"),
    pytest.param(CHANGE | {"where": EU_2020}, None, id="a period in the selection too"),
    pytest.param(CHANGE | {"unit": "reports"}, None, id="a change in another unit"),
    pytest.param(CHANGE | {"unit": "percentage points"}, None, id="percent called points"),
    pytest.param(made("share", EU_2020), None, id="a share without its whole"),
    pytest.param(made("share", EU_2020, of={"scope": "*"}), None, id="every code for a whole"),
    pytest.param(made("rate", EU_2020, per={"each": 1000}), None, id="a rate of nothing"),
    pytest.param(made("rate", EU_2020, per="numbers/counts/count"), None, id="a base that is a text"),
    pytest.param(made("rate", **RATE | {"per": RATE["per"] | {"each": 0}}), None, id="a rate for each of none"),
    pytest.param(made("rate", **RATE | {"per": RATE["per"] | {"each": True}}), None, id="a rate for each of a truth value"),
    pytest.param(made("rate", **RATE | {"per": RATE["per"] | {"every": 10}}), None, id="an unknown key of a base"),
    pytest.param(made("sum", {"year": 2020}, over=["scope"]), None, id="codes together in a list"),
    pytest.param(made("sum", {"year": 2020}, over={"scope": []}), None, id="no codes together"),
    pytest.param(made("sum", {"year": 2020}, over={"scope": "eu"}), None, id="one code together"),
    pytest.param(made("sum", {"year": 2020}, over={"scope": [["eu"], "all"]}), None, id="codes together of lists"),
    pytest.param(made("sum", EU_2020, over={"scope": "*"}), None, id="a code among those taken together"),
    pytest.param(made("rank", {"year": 2020}, over={"scope": "*"}), None, id="a rank of nothing"),
    pytest.param(made("rank", EU_2020, over={"scope": ["all"]}), None, id="a rank among others alone"),
    pytest.param(
        {key: each for key, each in made("cumulative", **{"from": EU_2020, "to": ALL_2021}).items() if key != "where"}, None,
        id="a sum over time from one category to another",
    ),
    pytest.param(
        made("cumulative", {"year": 2020}, **{"from": {"scope": "eu"}, "to": {"scope": "all"}}), None, id="a sum over no time",
    ),
    pytest.param(
        made("average_annual_change", {"year": 2020}, **{"from": {"scope": "eu"}, "to": {"scope": "all"}}), None,
        id="an annual change over no time",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "place"), DECLARATIONS)
def test_a_declaration_that_is_not_sound_is_one_fault(tmp_path, entry, place):
    figures = sample_figures(tmp_path, {"sample": entry})
    (fault,) = figures.faults
    assert fault.code == "declaration"
    assert fault.place.path == FILE and fault.place.line >= 3
    if place:
        assert (fault.place.line, fault.place.column) == place
    with pytest.raises(FaultError) as caught:
        figures.get("sample", None, Place("docs/en/a.md", 9))
    assert list(caught.value.faults) == figures.faults
    assert figures.is_declared("sample")


@pytest.mark.parametrize("name", ["EU", "eu_change", "-eu", "eu--change", "eu change", "", 2020])
def test_an_id_that_is_none_is_one_fault(tmp_path, name):
    assert [fault.code for fault in sample_figures(tmp_path, {name: declared()}).faults] == ["declaration"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", ("declaration", FILE), id="empty"),
        pytest.param("figure: {}\n", ("declaration", FILE), id="another key"),
        pytest.param("figures: []\n", ("declaration", FILE), id="a list"),
        pytest.param("figures:\n  a: [\n", ("yaml", f"{FILE}:3:1"), id="broken syntax"),
        pytest.param("figures:\n  a: 1\n  a: 2\n", ("duplicate-key", f"{FILE}:3:3"), id="an id twice"),
        pytest.param("figures:\n  a: 1\n", ("declaration", f"{FILE}:2:6"), id="a figure that is a number"),
    ],
)
def test_a_file_of_figures_that_is_not_sound_is_one_fault(tmp_path, text, expected):
    from tests.project import write

    write_package(tmp_path, "numbers", {"counts": counts()})
    if text is not None:
        write(tmp_path, FILE, text)
    figures = read_figures(tmp_path)
    assert told(figures.faults) == [expected]
    with pytest.raises(FaultError) as caught:
        figures.get("a", None, Place("docs/en/a.md", 9))
    assert list(caught.value.faults) == figures.faults


def test_an_unknown_figure_is_one_fault_at_its_quote_and_names_the_nearest(tmp_path):
    figures = sample_figures(tmp_path)
    place = Place("docs/en/a.md", 9, 4)
    with pytest.raises(FaultError) as caught:
        figures.get("eu-chang", None, place)
    (fault,) = caught.value.faults
    assert (fault.code, fault.place) == ("unknown-figure", place)
    assert "eu-change" in fault.remedy
    assert not figures.is_declared("eu-chang")


@pytest.fixture
def revised(tmp_path):
    """A package with three versions: the second has a row more, the third another value."""
    texts = {
        "2021-02-17": COUNTS.replace("2021,eu,25\n", ""),
        "2021-04-27": COUNTS,
        "2022-05-11": COUNTS.replace("2020,eu,50", "2020,eu,60"),
    }
    for version, text in texts.items():
        write_package(tmp_path, "numbers", {"counts": counts(text)}, version)
    write_figures(tmp_path, {"eu-2020": declared(), "eu-2021": declared(where={"year": 2021, "scope": "eu"})})
    return read_figures(tmp_path)


@pytest.mark.parametrize(
    ("name", "date", "value", "version", "newest"),
    [
        pytest.param("eu-2020", "2021-02-17", 50, "2021-02-17", False, id="the day of the first version"),
        pytest.param("eu-2020", "2022-05-10", 50, "2021-04-27", False, id="the day before the last"),
        pytest.param("eu-2020", "2022-05-11", 60, "2022-05-11", True, id="the day of the last"),
        pytest.param("eu-2020", None, 60, "2022-05-11", True, id="no date"),
        pytest.param("eu-2021", "2021-04-27", 25, "2021-04-27", False, id="a row of the second version"),
    ],
)
def test_a_page_sees_the_value_as_of_its_date(revised, name, date, value, version, newest):
    figure = revised.get(name, date, Place("a.md", 1))
    assert (figure.value, figure.version, figure.is_newest) == (value, version, newest)
    assert figure.label == f"numbers@{version}"


@pytest.mark.parametrize(
    ("name", "date", "code"),
    [
        pytest.param("eu-2020", "2021-02-16", "no-version", id="before there was data"),
        pytest.param("eu-2021", "2021-03-01", "unknown-row", id="before there was the row"),
    ],
)
def test_a_quote_of_what_was_not_there_yet_is_the_fault_of_its_page(revised, name, date, code):
    place = Place("docs/en/updates/x.md", 14, 9)
    with pytest.raises(FaultError) as caught:
        revised.get(name, date, place)
    assert told(caught.value.faults) == [(code, str(place))]
    assert revised.faults == []


def test_the_history_holds_each_version_that_has_the_rows(revised):
    assert [(old.version, old.value) for old in revised.history("eu-2021")] == [("2021-04-27", 25), ("2022-05-11", 25)]
    assert [old.value for old in revised.history("eu-2020")] == [50, 50, 60]


READ = """
import sys
from pathlib import Path
from macros.edition.edition import Edition
build = Edition.read(Path(sys.argv[1]), "en")
print(len(build.faults), len(build.project.figures.declarations), *sorted({"pandas", "altair", "vl_convert"} & set(sys.modules)))
"""


def test_a_site_is_read_without_pandas(tmp_path):
    def reads(faults):
        done = subprocess.run([sys.executable, "-c", READ, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.split() == [str(faults), "2"]

    write_package(tmp_path, "numbers", {"counts": counts()})
    entries = {"eu-2020": declared(), "eu-change": CHANGE}
    write_figures(tmp_path, entries)
    known = len(Edition.read(tmp_path, "en", cached=False).faults)  # of a project without pages
    reads(faults=known)
    reads(faults=known)
    write_figures(tmp_path, entries | {"eu-2020": declared(where={"year": 2032, "scope": "eu"})})  # a fault is worded without it
    reads(faults=known + 1)
    write_package(tmp_path, "numbers", {"counts": counts(COUNTS.replace("2020,eu", "2032,eu").replace("2020,all", "2032,all"))})
    reads(faults=known + 1)
    reads(faults=known + 1)
