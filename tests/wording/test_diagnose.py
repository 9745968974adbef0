"""A wrong number that another reading of the same data gives is called by that mistake's name."""

from __future__ import annotations

import pytest

from macros.wording import find_main_quantity
from macros.wording.diagnose import name_mistake
from tests.finder import find
from tests.project import CHANGE, counts, declared, read_figures, write_figures, write_package

# EU: 1,000 of 20,000 in 2020, 530 of 30,000 in 2021; in the older version 2021 had 600.
TEXT = "year,scope,count\n2020,all,20000\n2020,eu,1000\n2021,all,30000\n2021,eu,{}\n"
OF_ALL = {"of": {"scope": "all"}}


@pytest.fixture
def figures(tmp_path):
    for version, count in (("2021-02-17", 600), ("2021-04-27", 530)):
        write_package(tmp_path, "numbers", {"counts": counts(TEXT.format(count))}, version)
    write_figures(tmp_path, {
        "eu-change": CHANGE,
        "all-change": CHANGE | {"where": {"scope": "all"}},
        "share-change": CHANGE | OF_ALL | {"operation": "percentage_change_of_share"},
        "share-points": CHANGE | OF_ALL | {"operation": "percentage_point_change"},
        "eu-2020": declared(),
        "eu-2021": declared(where={"year": 2021, "scope": "eu"}),
    })  # fmt: skip
    figures = read_figures(tmp_path)
    assert figures.faults == []
    return figures


@pytest.mark.parametrize(
    ("name", "wording", "named"),
    [
        pytest.param("eu-change", "47%", "", id="the right number"),
        pytest.param("eu-change", "53%", "remains", id="what remains"),
        pytest.param("eu-change", "89%", "wrong base", id="the later value as base"),
        pytest.param("eu-change", "189%", "ratio", id="the ratio the other way round"),
        pytest.param("eu-change", "40%", "2021-02-17", id="an older version"),
        pytest.param("eu-change", "50%", "all-change", id="another figure of the same table"),
        pytest.param("eu-change", "470%", "ten times", id="a digit too many"),
        pytest.param("eu-change", "4.7%", "a tenth", id="the point in the wrong place"),
        pytest.param("share-change", "64%", "truncated", id="truncated"),
        pytest.param("share-change", "3.23%", "percentage points", id="points for percent"),
        pytest.param("share-points", "64.67%", "relative", id="percent for points"),
        pytest.param("eu-2020", "530", "eu-2021", id="the neighbouring year"),
        pytest.param("eu-change", "7%", "", id="a mistake without a name"),
    ],
)
def test_a_mistake_is_named(figures, name, wording, named):
    item = find_main_quantity(find(wording, "en", "plain"))
    said = name_mistake(item, figures.get(name, None), figures, "en")
    assert named in said
    assert bool(said) == bool(named)


def test_a_range_has_no_single_mistake(figures):
    item = find_main_quantity(find("46–51%", "en", "plain"))
    assert name_mistake(item, figures.get("eu-change", None), figures, "en") == ""
