"""What a declaration says of its figure agrees with the rows that the figure is computed from, or is a fault of the declaration."""

from __future__ import annotations

import copy
import shutil

import pytest
import yaml

from macros.figures import read_declarations
from macros.figures.declaration import FILE, runs_back
from tests.project import CHANGE, SAMPLE, Table, column, counts, declared, read_figures, write_figures, write_package

DECLARED = yaml.safe_load((SAMPLE / FILE).read_text(encoding="utf-8"))["figures"]
EU_FILES = {"year": 2020, "scope": "eu", "item": "files"}
ALL_REPORTS = {"year": 2020, "scope": "all", "item": "reports"}


@pytest.fixture
def published(tmp_path):
    """The packages of the sample, to declare figures on."""
    shutil.copytree(SAMPLE / "data", tmp_path / "data")
    return tmp_path


def faults(root, name, **changed):
    """Of the sample's own declaration of a figure, with what is changed."""
    write_figures(root, {name: copy.deepcopy(DECLARED[name]) | changed})
    return [fault.fact for fault in read_figures(root).faults]


def test_no_declaration_of_the_site_disagrees(published):
    figures = read_figures(published)
    assert figures.faults == [] and len(figures.declarations) > 20


@pytest.mark.parametrize(
    ("name", "changed", "fact"),
    [
        pytest.param(
            "eu-reports-change", {"periods": {"field": "year", "from": 2021, "to": 2020}},
            "has periods from 2021 back to 2020", id="periods that run back",
        ),
        pytest.param(
            "eu-reports-2020", {"title": {"en": "Reports made available to EU countries, 2021"}},
            "has the year 2021 in its title (en), and its rows are of 2020", id="another year in the title",
        ),
        pytest.param(
            "eu-reports-2020", {"title": {"en": "Reports, 2020 to 2021"}}, "has the year 2021 in its title", id="a year too many",
        ),
        pytest.param(
            "eu-reports-change", {"label": {"en": "x", "es": "Denuncias, de 2019 a 2021"}},
            "has the year 2019 in its label (es)", id="another year in a label",
        ),
        pytest.param(
            "eu-reports-2020", {"mentions": {"en": [["EU"], ["2021"]]}}, "has the year 2021 in its mentions", id="another year to mention",
        ),
        pytest.param(
            "cybertipline-reports-2021-printed", {"title": {"en": "CyberTipline reports received in 2020"}},
            "has the year 2020 in its title", id="a year in the name of its row",
        ),
        pytest.param(
            "eu-reports-share-2020", {"rows": EU_FILES, "of": ALL_REPORTS}, "takes files (part) and reports (whole)",
            id="files as a share of reports",
        ),
        pytest.param(
            "eu-reports-share-2020", {"of": {**ALL_REPORTS, "year": 2021}, "title": {"en": "x"}, "mentions": {"en": [["EU"]]}},
            "takes the part of year 2020 and the whole of 2021", id="a whole of another year",
        ),
        pytest.param(
            "eu-reports-share-2020", {"rows": ALL_REPORTS, "of": {**ALL_REPORTS, "scope": "eu"}},
            "takes a part that is greater than its whole (21751085 of 1046350)", id="a whole for a part",
        ),
        pytest.param(
            "decline-18-weeks", {"field": "weeks"},
            'weeks of data/eprivacy-decline/2021-04-27/decline.csv is in weeks', id="weeks as percent",
        ),
        pytest.param(
            "eu-reports-2020", {"unit": "files"}, 'has the unit "files"', id="a unit that the row does not have",
        ),
        pytest.param("eu-reports-2020", {"unit": "percent"}, "is in reports", id="a count as percent"),
        pytest.param("swiss-relevant-share", {"unit": "reports"}, "is in percent", id="a unit that a column says"),
        pytest.param("amsterdam-victims", {"unit": "reports"}, "is in people or times", id="none of the units"),
    ],
)  # fmt: skip
def test_a_declaration_that_says_something_else_than_its_cells_is_one_fault(published, name, changed, fact):
    (told,) = faults(published, name, **changed)
    assert told.startswith(name) and fact in told


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        pytest.param("eu-reports-change", {"title": {"en": "Reports in 2021 against 2020"}}, id="the later year first"),
        pytest.param("eu-reports-2020", {"title": {"en": "Reports, 2020 (published on 11 May 2022)"}}, id="a day of another year"),
        pytest.param("eu-reports-2020", {"title": {"en": "Reports under Regulation (EU) 2021/1232"}}, id="the number of a law"),
        pytest.param("eu-reports-2020", {"title": {"en": "x", "es": "Denuncias, 2020 (11 de mayo de 2022)"}}, id="a day in Spanish"),
        pytest.param("eu-reports-2020", {"title": {"en": "x", "tlh": "2020"}}, id="a language without months"),
        pytest.param("eu-files-2020", {"unit": "Files"}, id="the unit with a capital"),
        pytest.param("decline-18-weeks", {"title": {"en": "Decline since 2020"}}, id="rows of no year"),
        pytest.param(
            "eu-reports-2020", {"title": {"en": "Reports, 2021"}, "status": "withdrawn"}, id="withdrawn with what was wrong with it"
        ),
    ],
)
def test_a_declaration_that_says_what_its_cells_say_is_sound(published, name, changed):
    assert faults(published, name, **changed) == []


def test_the_year_of_a_row_that_is_selected_without_it_counts(tmp_path):
    table = Table(
        "year,scope,count\n2020,eu,5\n", [column("year", "integer"), column("scope"), column("count", "integer")], ["year", "scope"]
    )
    write_package(tmp_path, "numbers", {"counts": table})
    write_figures(tmp_path, {"one": declared(rows={"scope": "eu"}, title={"en": "EU counts, 2021"})})
    (fault,) = read_figures(tmp_path).faults
    assert "has the year 2021 in its title (en), and its rows are of 2020" in fault.fact


def test_an_older_version_that_called_its_unit_otherwise_is_quoted_as_before(tmp_path):
    for version, unit in (("2021-01-01", "counts"), ("2021-02-01", "reports")):
        table = counts()
        table.fields[2] = table.fields[2] | {"unit": unit}
        write_package(tmp_path, "numbers", {"counts": table}, version)
    write_figures(tmp_path, {"one": declared()})
    figures = read_figures(tmp_path)
    assert figures.faults == [] and [each.version for each in figures.history("one")] == ["2021-01-01", "2021-02-01"]
    write_figures(tmp_path, {"one": declared(unit="counts")})
    (fault,) = read_figures(tmp_path).faults
    assert 'has the unit "counts"' in fault.fact and "is in reports" in fault.fact


@pytest.mark.parametrize(
    ("start", "end", "back"),
    [
        ("2020", "2021", False), ("2021", "2020", True), ("9", "10", False), ("18", "3", True), ("2020-12", "2021-01", False),
        ("2021-02-17", "2020-12-21", True), ("2020/21", "2021/22", False), ("before", "after", False), ("Q4 2020", "Q1 2021", False),
    ],
)  # fmt: skip
def test_periods_run_back_where_their_order_is_known(start, end, back):
    assert runs_back(start, end) == back


def test_a_withdrawn_change_may_stay_as_it_was_published(tmp_path):
    back = CHANGE | {"status": "withdrawn", "periods": {"field": "year", "from": 2021, "to": 2020}}
    write_figures(tmp_path, {"one": back})
    assert list(read_declarations(tmp_path)[0]) == ["one"]
