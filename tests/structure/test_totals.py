"""A total is the sum of its parts where its code list says so, or is one line with the difference."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from macros.structure import Code, CodeList, Part
from macros.structure.model import ALWAYS
from tests.project import Table, column, told, write_package
from tests.structure.test_read import roads

PLACES = {"all": {"total": True}, "dk": {"part_of": "all"}, "se": {"part_of": "all"}}
ROWS = "year,place,deaths,bound\n2022,all,381,\n2022,dk,154,\n2022,se,227,\n"
FIELDS = [column("year", "integer"), column("place"), column("deaths", "number"), column("bound")]
PATH = "data/roads/2021-03-01/counts.csv"


def faults(root, rows: str = ROWS, places: dict[str, Any] = PLACES, *, exhaustive: bool = True, **measure: Any):
    table = {
        "dimensions": {"year": {"period": "year"}, "place": {"codes": "places"}},
        "measures": {"deaths": measure},
        "attributes": {"bound": {"means": "bound"}},
    }
    said = {"tables": {"counts": table}, "codelists": {"places": {"codes": copy.deepcopy(places), "exhaustive": exhaustive}}}
    return roads(root, said, rows, FIELDS).faults


@pytest.mark.parametrize(
    ("total", "difference"),
    [
        pytest.param("383", "2 more than the sum of its 2 parts", id="more"),
        pytest.param("380.9", "0.1 less than the sum of its 2 parts", id="less, of decimals"),
        pytest.param("381.0000000001", "0.0000000001 more", id="by less than a float tells in words"),
        pytest.param("12345678901234567891", "12345678901234567510 more", id="by more digits than a float has"),
        pytest.param("-381", "762 less", id="with the wrong sign"),
    ],
)
def test_a_total_that_is_not_the_sum_is_told_with_the_difference(tmp_path, total, difference):
    (fault,) = faults(tmp_path, ROWS.replace("381", total))
    assert told([fault]) == [("wrong-total", f"{PATH}:2")]
    assert f'has deaths {total} for place "all", {difference}' in fault.fact


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param(ROWS, {}, id="the sum"),
        pytest.param(ROWS.replace("381", "900"), {"exhaustive": False}, id="a list that has not all parts"),
        pytest.param(ROWS.replace("381", "190.5"), {"statistic": "mean"}, id="a mean"),
        pytest.param(ROWS.replace("381", "900").replace("2022,se,227,\n", ""), {}, id="a part without a row"),
        pytest.param(ROWS.replace("381", "900").replace("227", ""), {}, id="a part without a value"),
        pytest.param(ROWS.replace("381", ""), {}, id="a total without a value"),
        pytest.param(ROWS.replace("381", "900").replace("227,", "227,over"), {}, id="a part that is a bound"),
        pytest.param(ROWS.replace("381,", "300,over"), {}, id="a total that is a bound"),
        pytest.param(ROWS + "2023,all,5,\n2023,dk,4,\n", {}, id="a year that has not all parts"),
    ],
)
def test_nothing_is_said_where_nothing_is_known_of_the_sum(tmp_path, rows, said):
    assert faults(tmp_path, rows, **said) == []


def test_each_period_and_level_is_compared_on_its_own(tmp_path):
    places = {**PLACES, "nord": {"part_of": "dk"}, "syd": {"part_of": "dk"}}
    rows = ROWS + "2022,nord,100,\n2022,syd,50,\n2023,all,9,\n2023,dk,4,\n2023,se,6,\n"
    assert sorted(fault.place.line for fault in faults(tmp_path, rows, places)) == [3, 7]


@pytest.mark.parametrize(
    ("since", "until", "year", "wrong"),
    [
        pytest.param("2004-05-01", "", "2003", False, id="before it was a part"),
        pytest.param("2004-05-01", "", "2004", None, id="in the year in which it became one"),
        pytest.param("2004-05-01", "", "2005", True, id="since"),
        pytest.param("", "2020-01", "2019", True, id="until"),
        pytest.param("", "2020-01", "2020", None, id="in the year in which it left"),
        pytest.param("", "2020-01", "2021", False, id="after it left"),
        pytest.param("2004", "2020", "2020", True, id="in the last whole year"),
    ],
)
def test_a_part_counts_for_the_time_that_it_is_one(tmp_path, since, until, year, wrong):
    """Whether the total without it is wrong; where it was a part of the year alone, neither sum is."""
    part = {"code": "all"} | ({"since": since} if since else {}) | ({"until": until} if until else {})
    places = {**PLACES, "se": {"part_of": part}}
    without, with_it = (f"year,place,deaths,bound\n{year},all,{total},\n{year},dk,154,\n{year},se,227,\n" for total in (154, 381))
    assert bool(faults(tmp_path / "a", without, places)) == bool(wrong)
    assert bool(faults(tmp_path / "b", with_it, places)) == (wrong is False)


def test_an_older_version_with_a_wrong_total_is_mended_by_a_newer_one(tmp_path):
    table = Table(ROWS.replace("381", "383"), FIELDS, ["year", "place"])
    write_package(tmp_path, "roads", {"counts": table}, "2020-01-01")
    assert faults(tmp_path) == []


def test_scales_are_in_the_sum(tmp_path):
    places = {**PLACES, "se": {"part_of": "all", "measure": {"scale": 1000}}}
    (fault,) = faults(tmp_path, ROWS, places)
    assert "226773 less" in fault.fact
    assert faults(tmp_path / "right", ROWS.replace("381", "227154"), places) == []


OVERLAPPING = [
    pytest.param(
        {"dk": {"part_of": ["all", "nordic"]}, "nordic": {"part_of": "all"}}, "the one is a part of the other", id="one in the other"
    ),
    pytest.param(
        {"dk": {"part_of": ["nordic", "eu"]}, "nordic": {"part_of": "all"}, "eu": {"part_of": "all"}},
        '"dk" is a part of both',
        id="a common part",
    ),
]


@pytest.mark.parametrize(("places", "why"), OVERLAPPING)
def test_parts_that_overlap_are_one_line(tmp_path, places, why):
    (fault,) = faults(tmp_path, "year,place,deaths,bound\n2022,dk,1,\n", {"all": {"total": True}, **places})
    assert fault.code == "structure" and 'as parts of "all"' in fault.fact and why in fault.fact
    assert faults(tmp_path / "not", "year,place,deaths,bound\n2022,dk,1,\n", {"all": {"total": True}, **places}, exhaustive=False) == []


def test_parts_of_different_times_do_not_overlap(tmp_path):
    left = [{"code": "eu", "until": "2020-01-31"}, {"code": "rest", "since": "2020-02-01"}]
    places = {"all": {"total": True}, "eu": {"part_of": "all"}, "rest": {"part_of": "all"}, "uk": {"part_of": left}}
    assert faults(tmp_path, "year,place,deaths,bound\n2022,uk,1,\n", places) == []


def test_a_code_list_knows_its_wholes_and_what_overlaps():
    until = Part("eu", until="2019")
    codes = {each.id: each for each in (Code("all"), Code("eu", part_of=(Part("all"),)), Code("uk", part_of=(until,)), Code("us"))}
    of = CodeList("places", codes)
    assert list(of.find_wholes("uk")) == ["uk", "eu", "all"] and of.find_wholes("uk")["all"][0][1].year == 2019
    assert of.find_overlap(dict.fromkeys(["eu", "us"], ALWAYS)) is None
    assert of.find_overlap(dict.fromkeys(["eu", "uk"], ALWAYS)) == ("uk", "eu", "uk")
    assert of.find_overlap({"eu": until.span, "uk": ALWAYS}) and not of.find_overlap(
        dict.fromkeys(["eu", "uk"], Part("", since="2020").span)
    )
