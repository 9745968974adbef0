"""A figure is computed exactly from the cells that it names, as of a date, or is one fault."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pytest

from macros.edition import Edition
from macros.errors import FaultError, Place
from macros.figures import Figures
from tests.project import (
    CHANGE,
    COUNTS,
    PERIODS,
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
EU_2020, ALL_2020 = {"year": 2020, "scope": "eu"}, {"year": 2020, "scope": "all"}
REPORTED = {"status": "reported", "measure": "reported", "attribution": {"en": "NCMEC"}}


def measured(measure, unit="percent", rows=None, **keys):
    return declared(measure=measure, unit=unit, rows=rows or {"scope": "eu"}, **keys)


# EU: 50 of 200 in 2020, 25 of 400 in 2021.
MEASURES = [
    pytest.param(declared(), "50", ["value"], id="value"),
    pytest.param(declared(**REPORTED), "50", ["value"], id="reported"),
    pytest.param(measured("percentage_change", periods=PERIODS), "-50", ["from", "to"], id="percentage change"),
    pytest.param(
        measured("percentage_change", rows=OF_ALL, periods=PERIODS), "100", ["from", "to"], id="percentage change up",
    ),
    pytest.param(measured("difference", "reports", periods=PERIODS), "-25", ["from", "to"], id="difference"),
    pytest.param(measured("ratio", "ratio", rows=OF_ALL, periods=PERIODS), "2", ["from", "to"], id="ratio"),
    pytest.param(measured("ratio", "ratio", periods=PERIODS), "1/2", ["from", "to"], id="ratio below one"),
    pytest.param(measured("share", rows=EU_2020, of=ALL_2020), "25", ["part", "whole"], id="share"),
    pytest.param(
        measured("share", rows={"year": 2021, "scope": "eu"}, of={"year": 2021, "scope": "all"}),
        "25/4",
        ["part", "whole"],
        id="share that is no whole number",
    ),
    pytest.param(
        measured("percentage_change_of_share", of=OF_ALL, periods=PERIODS), "-75",
        ["part_from", "whole_from", "part_to", "whole_to"], id="percentage change of a share",
    ),
    pytest.param(
        measured("percentage_point_change", "percentage points", of=OF_ALL, periods=PERIODS), "-75/4",
        ["part_from", "whole_from", "part_to", "whole_to"], id="change in percentage points",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "value", "operands"), MEASURES)
def test_every_measure_is_computed_exactly_from_the_cells_it_names(tmp_path, entry, value, operands):
    figures = sample_figures(tmp_path, {"sample": entry})
    assert figures.faults == []
    figure = figures.get("sample", None)
    assert figure.value == Fraction(value)
    assert [operand.name for operand in figure.operands] == operands


def test_no_measure_is_left_untested():
    from macros.figures.declaration import DECLARABLE

    assert {parameter.values[0]["measure"] for parameter in MEASURES} == set(DECLARABLE)


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
    entry = CHANGE | {"field": "n", "rows": {"kind": "a"}}
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
        pytest.param(counts(), {"sample": declared(package="nubmers")}, "unknown-package", id="an unknown package"),
        pytest.param(counts(), {"sample": declared(resource="count")}, "unknown-resource", id="an unknown resource"),
        pytest.param(counts(), {"sample": declared(field="counts")}, "unknown-field", id="an unknown field"),
        pytest.param(
            counts(), {"sample": declared(rows={"years": 2020})}, "unknown-field", id="an unknown field of a row",
        ),
        pytest.param(
            counts(), changed(periods=PERIODS | {"field": "month"}), "unknown-field",
            id="an unknown field of the periods",
        ),
        pytest.param(
            counts(), {"sample": declared(rows={"year": 2019, "scope": "eu"})}, "unknown-row", id="an unknown row",
        ),
        pytest.param(
            counts(), {"sample": declared(rows={"year": 2020, "scope": "none"})}, "unknown-row",
            id="a combination of rows",
        ),
        pytest.param(counts(), changed(periods=PERIODS | {"to": 2022}), "unknown-row", id="an unknown period"),
        pytest.param(counts(), {"sample": declared(rows={"year": 2020})}, "many-rows", id="several rows"),
        pytest.param(counts(), {"sample": declared(field="scope")}, "not-a-number", id="a cell of text"),
        pytest.param(
            counts(COUNTS.replace("2020,eu,50", "2020,eu,")), {"sample": declared()}, "not-a-number",
            id="a missing value",
        ),
        pytest.param(
            counts(COUNTS.replace("2020,eu,50", "2020,eu,0")), changed(), "division-by-zero", id="a change from zero",
        ),
        pytest.param(
            counts(COUNTS.replace("2020,all,200", "2020,all,0")),
            {"sample": measured("share", rows=EU_2020, of=ALL_2020)}, "division-by-zero", id="a share of zero",
        ),
        pytest.param(
            counts(COUNTS.replace("2020,eu,50", "2020,eu,0")),
            {"sample": measured("percentage_change_of_share", of=OF_ALL, periods=PERIODS)}, "division-by-zero",
            id="a change of a share of zero",
        ),
        pytest.param(bounded("more"), {"sample": declared(**REPORTED)}, "unknown-bound", id="an unknown bound"),
        pytest.param(bounded("over"), changed(), "bound-operand", id="a change from a value that is no exact one"),
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
    pytest.param({"titel": {"en": "x"}}, (17, 7), id="an unknown key"),
    pytest.param({"measure": "percent_change"}, (7, 14), id="an unknown measure"),
    pytest.param({"measure": ["value"]}, (8, 5), id="a measure that is a list"),
    pytest.param({"status": "checked"}, None, id="an unknown status"),
    pytest.param({"decimals": 7}, None, id="too many decimals"),
    pytest.param({"decimals": -1}, None, id="negative decimals"),
    pytest.param({"decimals": 1.5}, None, id="decimals that are no whole number"),
    pytest.param({"decimals": True}, None, id="decimals that are a truth value"),
    pytest.param({"decimals": "2"}, None, id="decimals that are a text"),
    pytest.param({"title": None}, (3, 5), id="no title"),
    pytest.param({"title": ""}, (3, 5), id="an empty title"),
    pytest.param({"title": "a title"}, (3, 12), id="a title without its language"),
    pytest.param({"title": {"en": " "}}, None, id="a blank title"),
    pytest.param({"label": None}, None, id="no label"),
    pytest.param({"label": {"en": "EU <b>count</b>"}}, None, id="markup in a label"),
    pytest.param({"measure": None}, None, id="no measure"),
    pytest.param({"package": None}, None, id="no package"),
    pytest.param({"rows": None}, None, id="no rows"),
    pytest.param({"rows": {}}, None, id="empty rows"),
    pytest.param({"rows": [2020]}, None, id="rows that are a list"),
    pytest.param({"unit": None}, None, id="no unit"),
    pytest.param({"status": None}, None, id="no status"),
    pytest.param({"of": {"scope": "all"}}, None, id="a whole that the measure does not take"),
    pytest.param({"periods": PERIODS}, None, id="periods that the measure does not take"),
    pytest.param({"change": "no"}, None, id="change that is no truth value"),
    pytest.param({"status": "reported", "attribution": {"en": "x"}}, None, id="status and measure that disagree"),
    pytest.param({"measure": "reported"}, None, id="measure and status that disagree"),
    pytest.param({"measure": "reported", "status": "reported"}, None, id="reported by nobody"),
    pytest.param({"note": "a note"}, None, id="a note without its language"),
    pytest.param({"mentions": {"en": ["EU"]}}, None, id="mentions that are no groups"),
    pytest.param({"mentions": ["EU"]}, None, id="mentions without their language"),
    pytest.param({"mentions": {"en": [[]]}}, None, id="an empty group of mentions"),
    pytest.param({"mentions": {"en": [], "es": []}}, None, id="mentions without a group"),
    pytest.param({"mentions": {}}, None, id="mentions in no language"),
    pytest.param({"mentions": {"en": [["EU", " "]]}}, None, id="a blank mention"),
    pytest.param(CHANGE | {"periods": None}, None, id="a change without periods"),
    pytest.param(CHANGE | {"periods": 2020}, None, id="periods that are a number"),
    pytest.param(CHANGE | {"periods": {"field": "year", "from": 2020}}, None, id="periods without an end"),
    pytest.param(CHANGE | {"periods": PERIODS | {"to": 2020}}, None, id="periods that are one"),
    pytest.param(CHANGE | {"periods": {"field": "year", "from": 2021, "to": 2020}}, None, id="periods that run back"),
    pytest.param(CHANGE | {"periods": {"field": "year", "from": 10, "to": 9}}, None, id="numbers that run back"),
    pytest.param(CHANGE | {"periods": {"field": "year", "from": "2021-Q1", "to": "2020-Q4"}}, None, id="quarters that run back"),
    pytest.param(CHANGE | {"rows": EU_2020}, None, id="a period in the rows too"),
    pytest.param(CHANGE | {"unit": "reports"}, None, id="a change in another unit"),
    pytest.param(CHANGE | {"unit": "percentage points"}, None, id="percent called points"),
    pytest.param({"measure": "share", "unit": "percent"}, None, id="a share without its whole"),
]


@pytest.mark.parametrize(("keys", "place"), DECLARATIONS)
def test_a_declaration_that_is_not_sound_is_one_fault(tmp_path, keys, place):
    figures = sample_figures(tmp_path, {"sample": declared(**keys)})
    (fault,) = figures.faults
    assert fault.code == "declaration"
    assert fault.place.path == FILE and fault.place.line >= 3
    if place:
        assert (fault.place.line, fault.place.column) == place
    with pytest.raises(FaultError) as caught:
        figures.get("sample", None, Place("docs/en/a.md", 9))
    assert list(caught.value.faults) == figures.faults
    assert figures.declared("sample")


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
    assert not figures.declared("eu-chang")


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
    write_figures(tmp_path, {"eu-2020": declared(), "eu-2021": declared(rows={"year": 2021, "scope": "eu"})})
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
    assert (figure.value, figure.version, figure.newest) == (value, version, newest)
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
from macros.edition import Edition
build = Edition.read(Path(sys.argv[1]), "en")
print(len(build.faults), len(build.project.figures.declarations), *sorted({"pandas", "altair", "vl_convert"} & set(sys.modules)))
"""


def test_pandas_judges_the_tables_that_no_cache_knows_and_is_loaded_for_nothing_else(tmp_path):
    def reads(*loaded, faults=0):
        done = subprocess.run([sys.executable, "-c", READ, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.split() == [str(faults), "2", *loaded]

    write_package(tmp_path, "numbers", {"counts": counts()})
    entries = {"eu-2020": declared(), "eu-change": CHANGE}
    write_figures(tmp_path, entries)
    known = len(Edition.read(tmp_path, "en", cached=False).faults)  # of a project without pages
    reads("pandas", faults=known)
    reads(faults=known)
    write_figures(tmp_path, entries | {"eu-2020": declared(rows={"year": 2032, "scope": "eu"})})  # a fault is worded without it
    reads(faults=known + 1)
    write_package(tmp_path, "numbers", {"counts": counts(COUNTS.replace("2020,eu", "2032,eu").replace("2020,all", "2032,all"))})
    reads("pandas", faults=known + 1)
    reads(faults=known + 1)
