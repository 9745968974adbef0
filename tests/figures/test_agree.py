"""What a declaration says of its figure agrees with the rows that the figure is computed from, or is a fault of the declaration."""

from __future__ import annotations

import copy
import shutil

import pytest
import yaml

from macros.figures.declaration import FILE
from tests.project import CHANGE, SAMPLE, Table, column, counts, declared, read_figures, sample_figures, write_figures, write_package

DECLARED = yaml.safe_load((SAMPLE / FILE).read_text(encoding="utf-8"))["figures"]
EU_REPORTS = {"year": 2020, "scope": "eu", "item": "reports"}


@pytest.fixture
def published(tmp_path):
    """The packages of the sample, to declare figures on."""
    shutil.copytree(SAMPLE / "data", tmp_path / "data")
    return tmp_path


def faults(root, name, **changed):
    """Of the sample's own declaration of a figure, with what is changed; of one that a pattern makes, with its year."""
    entry = copy.deepcopy(next(each for key, each in DECLARED.items() if name in (key, key.replace("{year}", "2020"))))
    if name not in DECLARED:
        entry["where"]["year"] = 2020
        for texts in (entry.get("title", {}), entry.get("label", {})):
            texts |= {lang: text.replace("{year}", "2020") for lang, text in texts.items()}
    write_figures(root, {name: {key: each for key, each in (entry | changed).items() if each}})
    return [fault.fact for fault in read_figures(root).faults]


def test_no_declaration_of_the_site_disagrees(published):
    figures = read_figures(published)
    assert figures.faults == [] and len(figures.declarations) > 20


@pytest.mark.parametrize(
    ("name", "changed", "fact"),
    [
        pytest.param(
            "eu-reports-change", {"from": {"year": 2021}, "to": {"year": 2020}},
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
            "cybertipline-reports-2021-printed", {"title": {"en": "CyberTipline reports received in 2020"}},
            "has the year 2020 in its title", id="a year in the name of its row",
        ),
        pytest.param(
            "eu-reports-share-2020", {"of": {"item": "files"}}, "takes reports and files", id="reports as a share of files",
        ),
        pytest.param(
            "eu-reports-change",
            {"where": {"scope": "eu"}, "from": {"year": 2020, "item": "reports"}, "to": {"year": 2021, "item": "files"}},
            "takes reports and files", id="from reports to files",
        ),
        pytest.param(
            "eu-reports-share-2020", {"of": {"scope": "all", "year": 2021}, "title": {"en": "x"}, "label": None},
            "takes the part of year 2020 and the whole of 2021", id="a whole of another year",
        ),
        pytest.param(
            "eu-reports-share-2020", {"where": EU_REPORTS | {"scope": "all"}, "of": {"scope": "eu"}},
            "takes a part that is greater than its whole (21751085 of 1046350)", id="a whole for a part",
        ),
        pytest.param(
            "swiss-reports-year", {"unit": "percent"},
            'has the unit "percent", and swiss-referrals/referrals/value is in reports', id="a unit that the code does not have",
        ),
        pytest.param("eu-reports-2020", {"unit": "files"}, 'has the unit "files"', id="a unit of other rows"),
        pytest.param("eu-reports-2020", {"unit": "percent"}, "is in reports", id="a count as percent"),
        pytest.param("swiss-relevant-share", {"unit": "reports"}, "is in percent", id="a share as a count"),
        pytest.param("amsterdam-victims", {"unit": "reports"}, "is in people", id="none of the nouns of what is counted"),
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
        pytest.param("amsterdam-victims", {"unit": "victims"}, id="a noun of what is counted for its unit"),
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
    write_figures(tmp_path, {"one": declared(where={"scope": "eu"}, title={"en": "EU counts, 2021"})})
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


def test_a_withdrawn_change_may_stay_as_it_was_published(tmp_path):
    back = CHANGE | {"status": "withdrawn", "from": {"year": 2021}, "to": {"year": 2020}, "title": {"en": "Change, 2019 to 2021"}}
    figures = sample_figures(tmp_path, {"one": back})
    assert figures.faults == [] and figures.get("one", None).value == 100
