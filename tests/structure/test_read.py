"""What dimensions.yml and the code lists say is read, or is one line: place, fact and remedy."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macros.base.errors import Fault
from macros.datapackage import read_packages
from macros.structure import Structures, read_structures
from tests.project import Table, column, read_figures, told, write, write_figures, write_package, write_yaml
from tests.sample import IS_WHOLE

FILE, LIST = "data/roads/dimensions.yml", "data/codelists/places.yml"
ROWS = "year,place,deaths,flag\n2022,dk,154,\n2022,se,227,p\n2022,no,116,\n2023,dk,162,\n2023,se,229,\n2023,no,110,p\n"
FIELDS = [column("year", "integer"), column("place"), column("deaths", "integer"), column("flag")]
PLACES: dict[str, Any] = {
    "dk": {"label": {"en": "Denmark", "de": "Dänemark"}, "names": {"en": ["Danish", "Denmark's"]}, "part_of": "all"},
    "se": {"label": {"en": "Sweden"}, "names": {"en": [["Sweden", "Swedish"], ["north"]]}, "part_of": ["all"]},
    "no": {"label": {"en": "Norway"}, "part_of": {"code": "all", "since": 1905}},
    "all": {"label": {"en": "all countries"}, "total": True},
}
SAID: dict[str, Any] = {
    "tables": {
        "counts": {
            "dimensions": {"year": {"period": "year"}, "place": {"codes": "places"}},
            "measures": {"deaths": {"nouns": {"en": {"many": ["deaths", "Fatalities"], "one": ["death"]}}, "decimals": 0}},
            "attributes": {"flag": {"means": "status", "codes": {"p": "provisional", "s": "suppressed"}}},
        }
    },
    "codelists": {"places": {"codes": PLACES}},
}
AT = "tables/counts"


def roads(
    root: Path, said: Any = SAID, rows: str = ROWS, fields: list[dict[str, Any]] = FIELDS, key: Any = ("year", "place")
) -> Structures:
    """The structures of a project of one package; said: of its columns, as data or as text."""
    write_package(root, "roads", {"counts": Table(rows, fields, list(key))})
    write(root, FILE, said) if isinstance(said, str) else write_yaml(root, FILE, said)
    packages, faults = read_packages(root)
    assert not faults, faults
    return read_structures(root, packages)


def changed(path: str, new: Any) -> dict[str, Any]:
    """What is said, with another value at a path; None takes it out."""
    said = copy.deepcopy(SAID)
    *above, last = path.split("/")
    at = said
    for part in above:
        at = at[part]
    at.pop(last) if new is None else at.update({last: new})
    return said


def test_a_structure_is_read(tmp_path):
    structures = roads(tmp_path)
    assert structures.faults == []
    of = structures.structure_by_table["roads", "counts"]
    assert (
        of.is_declared and list(of.dimensions) == ["year", "place"] and list(of.measures) == ["deaths"] and list(of.attributes) == ["flag"]
    )
    assert (of.find_period_dimension().name, of.find_attribute("status").name, of.find_attribute("bound")) == ("year", "flag", None)
    place, deaths = of.dimensions["place"], of.measures["deaths"]
    assert place.find_code("dk").list_words_in_groups("en") == (("Danish", "Denmark's", "Denmark"),) and place.find_code(
        "dk"
    ).list_words_in_groups("de") == (("Dänemark",),)
    assert place.find_code("se").list_words_in_groups("en") == (("Sweden", "Swedish"), ("north",)), "of several groups a word each"
    assert (
        place.find_code("xx").label == {}
        and place.find_code("all").is_total
        and [c.id for c in place.codelist.find_parts("all")] == ["dk", "se", "no"]
    )
    assert (deaths.unit, deaths.scale, deaths.decimals, deaths.statistic) == ("deaths", 1, 0, "total")
    assert deaths.nouns["en"].many == {"deaths", "fatalities"} and deaths.nouns["en"].one == {"death"}


def test_a_code_that_yaml_1_1_reads_as_something_else_is_the_text_that_stands_there(tmp_path):
    """Norway's is `no`; a province's `01`; half past twelve `12:30`."""
    codes = {"no": "off", "yes": "on", "01": "010", "12:30": "1_000"}
    text = (
        "tables:\n  counts:\n    dimensions:\n      place: {codes: places}\n    measures: {count: {}}\ncodelists:\n  places:\n    codes:\n"
    )
    text += "".join(f"      {code}: {{part_of: {whole}}}\n      {whole}:\n" for code, whole in codes.items())
    rows = "place,count\n" + "".join(f"{code},1\n{whole},1\n" for code, whole in codes.items())
    structures = roads(tmp_path, text, rows, [column("place"), column("count", "integer")], ("place",))
    assert structures.faults == []
    listed = structures.structure_by_table["roads", "counts"].dimensions["place"].codelist
    assert {code.id: code.part_of[0].whole for code in listed.codes.values() if code.part_of} == codes
    write(tmp_path, "data/figures.yml", "figures:\n  norway: {measure: roads/counts/count, where: {place: no}}\n")
    assert read_figures(tmp_path).get("norway", None).operands[0].key == "no"


def test_an_empty_cell_may_be_a_code(tmp_path):
    said = changed("codelists/places/codes", {**PLACES, "": {"label": {"en": "unknown"}, "id": "unknown"}})
    structures = roads(tmp_path, said, ROWS + "2023,,3,\n")
    assert structures.faults == [] and structures.structure_by_table["roads", "counts"].dimensions["place"].find_code("").slug == "unknown"
    write_figures(tmp_path, {"u-{place}": {"measure": "roads/counts/deaths", "where": {"year": 2023, "place": "*"}}})
    figures = read_figures(tmp_path)
    assert figures.faults == [] and figures.get("u-unknown", None).value == 3


@pytest.mark.parametrize("shared", [True, False])
def test_a_code_list_that_packages_share_is_read_as_one_of_their_own(tmp_path, shared):
    if shared:
        write_yaml(tmp_path, LIST, SAID["codelists"]["places"])
    found = roads(tmp_path, changed("codelists", None) if shared else SAID)
    assert found.faults == [] and list(found.structure_by_table["roads", "counts"].dimensions["place"].codelist.codes) == list(PLACES)


PARTS = "codelists/places/codes"
TABLE = {"year": {"period": "year"}, "place": {"codes": "places"}}
WRONG = [
    pytest.param(
        f"{AT}/dimensions/year",
        {"period": "years"},
        'the period "years"; did you mean year or fiscal-year?',
        id="an unknown kind of period",
    ),
    pytest.param(f"{AT}/dimensions/year", {"period": "year", "codes": "places"}, "with periods and codes", id="periods of a code list"),
    pytest.param(f"{AT}/dimensions/year", {"period": "weeks"}, "counts weeks without since", id="weeks since no day"),
    pytest.param(
        f"{AT}/dimensions/year", {"period": "weeks", "since": "2021-02-30"}, "is not a valid day", id="weeks since an impossible day"
    ),
    pytest.param(f"{AT}/dimensions/year", {"period": "year", "since": "2021-01-01"}, "without weeks", id="years since a day"),
    pytest.param(
        f"{AT}/dimensions/place", {"codes": "place"}, 'the code list "place", which does not exist; did you mean places?', id="no list"
    ),
    pytest.param(
        f"{AT}/dimensions", TABLE | {"plaec": {}}, 'the column "plaec", which is not in counts; did you mean place?', id="no column"
    ),
    pytest.param(
        f"{AT}/dimensions", {"year": {"period": "year"}}, "is missing place among its dimensions", id="a dimension of the key left out"
    ),
    pytest.param(f"{AT}/dimensions", TABLE | {"deaths": {}}, "has the column deaths in two parts", id="a column that is two things"),
    pytest.param(AT, {"dimensions": TABLE, "measures": {"flag": {}}}, "whose column holds no numbers", id="a measure of texts"),
    pytest.param(f"{AT}/measures/deaths", {"scale": 12}, "has the scale 12", id="a scale that is no power of ten"),
    pytest.param(f"{AT}/measures/deaths", {"scale": True}, "has the scale True", id="a scale that is a truth value"),
    pytest.param(
        f"{AT}/measures/deaths",
        {"scale": 1000, "unit": "thousand tonnes"},
        'the unit "thousand tonnes": it is given twice',
        id="a scale twice",
    ),
    pytest.param(f"{AT}/measures/deaths", {"statistic": "average"}, 'has the statistic "average"', id="an unknown statistic"),
    pytest.param(f"{AT}/measures/deaths", {"decimals": 1.5}, "has decimals 1.5", id="decimals that are none"),
    pytest.param(
        f"{AT}/measures/deaths", {"nouns": {"en": {"many": ["people killed"]}}}, "not a list of single words", id="a noun of two words"
    ),
    pytest.param(f"{AT}/measures/deaths", {"nouns": {"en": {"one": ["death"]}}}, "without many", id="a noun without its plural"),
    pytest.param(f"{AT}/attributes/flag", {"means": "state"}, 'the means "state"; did you mean status or scale?', id="an unknown meaning"),
    pytest.param(f"{AT}/attributes/flag", {"means": "status"}, "without codes", id="a status without codes"),
    pytest.param(
        f"{AT}/attributes/flag", {"means": "status", "codes": {"bp": ["break", "late"]}}, 'which means "late"', id="one of two statuses"
    ),
    pytest.param(f"{AT}/attributes/flag", {"means": "note", "codes": {"a": "x"}}, "has codes of flag", id="codes of a note"),
    pytest.param(f"{AT}/attributes/flag", {"means": "note", "lang": "english"}, 'the language "english"', id="no language"),
    pytest.param(f"{AT}/attributes/flag", {"means": "note", "separator": 1}, "a separator of flag", id="a separator that is no text"),
    pytest.param(f"{AT}/attributes/flag", {"means": "note", "texts": {"a": "x"}}, "text", id="a translation without a language"),
    pytest.param(
        f"{AT}/attributes/flag", {"means": "bound", "lang": "de"}, "has lang of flag, which means bound", id="the language of no note"
    ),
    pytest.param(f"{AT}/attributes/flag/codes", {"p": "preliminary"}, 'which means "preliminary"', id="an unknown status"),
    pytest.param(
        f"{AT}/attributes/flag", {"means": "scale", "codes": {"k": 900}}, "write a power of ten", id="a scale in a column that is none"
    ),
    pytest.param(f"{PARTS}/dk/part_of", "al", '"dk" as a part of "al", which it lacks; did you mean all?', id="a part of nothing"),
    pytest.param(f"{PARTS}/all/part_of", "dk", "as a part of itself", id="parts in a circle"),
    pytest.param(f"{PARTS}/dk/part_of", "dk", '"dk" as a part of itself', id="a part of itself"),
    pytest.param(f"{PARTS}/dk/part_of", {"since": 2004}, "part_of without a code", id="since, of nothing"),
    pytest.param(
        f"{PARTS}/dk/part_of", {"code": "all", "since": "the war"}, 'since "the war", which is not a valid period', id="since no day"
    ),
    pytest.param(f"{PARTS}/dk/part_of", {"code": "all", "since": 2010, "until": 2004}, "from 2010 until 2004", id="until before since"),
    pytest.param(f"{PARTS}/DK", {}, 'the codes "dk" and "DK", whose ids are both "dk"', id="two codes of one id"),
    pytest.param(f"{PARTS}/al", {"label": {"en": "denmark"}}, '"dk" and "al", which are both called "denmark"', id="two codes of one name"),
    pytest.param(f"{PARTS}/丹麦", {}, 'the code "丹麦", which makes no id', id="a code that makes no id"),
    pytest.param(f"{PARTS}/dk/id", "Den Mark", "makes no id", id="an id that is none"),
    pytest.param(f"{PARTS}/dk/total", "yes", 'has total: "yes"', id="a total that is a word"),
    pytest.param("codelists/places/exhaustive", "yes", 'has exhaustive: "yes"', id="an exhaustive list that is a word"),
    pytest.param("tables/count", {}, 'the table "count", which is not in roads; did you mean counts?', id="an unknown table"),
    pytest.param("tables", None, "has no tables", id="no tables"),
    pytest.param("tables", {}, "tables that are an empty mapping", id="empty tables"),
    pytest.param("tabels", {}, 'the key "tabels", which is unknown; did you mean tables?', id="an unknown key"),
]


@pytest.mark.parametrize(("path", "new", "fact"), WRONG)
def test_a_structure_that_cannot_be_is_one_line_with_its_place(tmp_path, path, new, fact):
    if path.startswith("tables/count/") or path == "tables/count":
        new = SAID["tables"]["counts"]
    structures = roads(tmp_path, changed(path, new))
    (fault,) = structures.faults
    assert fact in str(fault) and (fault.code, fault.place.path) == ("structure", FILE) and fault.place.line and fault.remedy
    assert structures.structure_by_table == {}, "nothing is computed by half a structure"


@pytest.mark.parametrize(
    ("fields", "attributes", "measure", "fact"),
    [
        ({"mult": {"means": "scale", "codes": {"k": 1000}}}, "mult", {"scale": 1000}, "of a measure and in a column"),
        (
            {"flag": {"means": "status", "codes": {"p": "provisional"}}, "more": {"means": "status", "codes": {"x": "missing"}}},
            "more",
            {},
            "status",
        ),
    ],
)
def test_what_only_one_column_can_say_is_not_said_by_two(tmp_path, fields, attributes, measure, fact):
    said = changed(f"{AT}/attributes", fields)
    said["tables"]["counts"]["measures"] = {"deaths": measure}
    rows = "\n".join(f"{line},{'' if at else attributes}" for at, line in enumerate(ROWS.splitlines())) + "\n"
    rows = rows.replace(f"flag,{attributes}", f"flag,{attributes}", 1)
    (fault,) = roads(tmp_path, said, rows.replace(",p,", ",,") if "flag" not in fields else rows, [*FIELDS, column(attributes)]).faults
    assert fact in fault.fact


def test_a_scale_of_a_code_and_of_its_column_is_given_twice(tmp_path):
    said = changed(f"{PARTS}/dk/measure", {"scale": 1000})
    said["tables"]["counts"]["measures"]["deaths"] = {"scale": 1000}
    (fault,) = roads(tmp_path, said).faults
    assert "a scale of a measure and of a code: it is given twice" in fault.fact


@pytest.mark.parametrize(
    ("rows", "line", "fact"),
    [
        pytest.param(
            ROWS.replace("2023,dk", "2023,dnk"), 5, 'has place "dnk", which is not in the code list places', id="a code of no list"
        ),
        pytest.param(
            ROWS.replace("2023,dk", "2023,"), 5, 'has place "", which is not in the code list', id="an empty cell that is no code"
        ),
        pytest.param(ROWS.replace("2023,dk", "2023,DK"), 5, "known are all, dk, no, se", id="a code in capitals"),
        pytest.param(ROWS.replace("2023,dk", "202,dk"), 5, 'has year "202"', id="a year of three digits"),
        pytest.param(ROWS.replace("227,p", "227,x"), 3, 'has flag "x", which is not one of its codes', id="an unknown mark"),
    ],
)
def test_a_cell_that_its_list_lacks_is_one_line_at_its_row(tmp_path, rows, line, fact):
    (fault,) = roads(tmp_path, rows=rows).faults
    assert told([fault]) == [("unknown-code", f"data/roads/2021-03-01/counts.csv:{line}")] and fact in str(fault)


def test_a_column_of_mixed_periods_is_told_cell_by_cell_and_not_without_end(tmp_path):
    fields = [column("when"), column("deaths", "integer")]
    said = {"tables": {"counts": {"dimensions": {"when": {"period": "quarter"}}, "measures": {"deaths": {}}}}}
    mixed = "when,deaths\n2021-Q1,1\n2021-04,2\nQ3 2021,3\n2021,4\n"
    faults = roads(tmp_path, said, mixed, fields, ("when",)).faults
    assert [fault.place.line for fault in faults] == [3, 5]
    assert '"2021-04" is a month, not a quarter' in faults[0].fact and '"2021" is a year, not a quarter' in faults[1].fact
    many = "when,deaths\n" + "".join(f"{year},1\n" for year in range(1900, 2000))
    assert len(roads(tmp_path, said, many, fields, ("when",)).faults) == 20


def test_a_cell_of_an_older_version_is_compared_too(tmp_path):
    table = Table(ROWS.replace("2023,dk", "2023,dnk"), FIELDS, ["year", "place"])
    write_package(tmp_path, "roads", {"counts": table}, "2020-01-01")
    (fault,) = roads(tmp_path).faults
    assert fault.place.path == "data/roads/2020-01-01/counts.csv"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "[]\n",
        "7\n",
        "tables\n",
        "null\n",
        "tables:\n",
        "tables: []\n",
        "tables: 7\n",
        "tables: {counts: }\n",
        "tables: {counts: []}\n",
        "tables: {counts: {dimensions: , measures: }}\n",
        "1: {2: 3}\n",
        "tables: {1: {2: 3}}\n",
        "true: no\n",
        "tables: &a {counts: {dimensions: *a}}\n",
        "tables: {counts: {dimensions: {year: [], place: 7}, measures: {deaths: x}}}\n",
        "tables: {counts: {dimensions: {1: 2}}}\n",
        "tables: {counts: 1}\ntables: {counts: 2}\n",
        "tables: {\n",
        "tables: !!python/object:os.system x\n",
        "codelists: {places: {codes: {1: {2: 3}}}}\n",
        "? [a]\n: b\n",
        "tables: {counts: {~: x}}\n",
        "\tx: 1\n",
        "a: \x00\n",
        "codelists: {places: {codes: {'1': , 1: }}}\n",
    ],
)
def test_a_file_that_is_malformed_is_told_and_never_a_traceback(tmp_path, text):
    assert_told(roads(tmp_path, text).faults, FILE)
    write(tmp_path, LIST, text)
    write(tmp_path, FILE, "tables: {counts: {dimensions: {year: {period: year}, place: {codes: places}}, measures: {deaths: {}}}}\n")
    faults = read_structures(tmp_path, read_packages(tmp_path)[0]).faults
    assert [fault for fault in faults if fault.place.path == LIST] and all("\n" not in str(fault) for fault in faults)


def assert_told(faults: list[Fault], name: str) -> None:
    assert faults and {fault.place.path for fault in faults} == {name}
    assert all(fault.fact and fault.remedy and "\n" not in str(fault) for fault in faults)


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3000),
    st.floats(),
    st.sampled_from(["", " ", "x", "dk", "all", "year", "places", "*", "2021-01-01"]),
)
KEYS = st.one_of(
    st.integers(0, 3), st.sampled_from(["en", "dk", "all", "year", "codes", "names", "label", "period", "measure", "many", "part_of"])
)
SHAPES = st.recursive(SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)), max_leaves=8)


def spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(spot for key, each in inner for spot in spots(each, (*path, key)))]


@settings(
    max_examples=400 if IS_WHOLE else 100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(spot=st.sampled_from(spots(SAID)), shape=SHAPES)
def test_any_shape_in_the_place_of_any_value_is_read_or_told_in_lines(tmp_path, spot, shape):
    said = copy.deepcopy(SAID)
    if spot:
        at: Any = said
        for key in spot[:-1]:
            at = at[key]
        at[spot[-1]] = shape
    faults = roads(tmp_path, yaml.dump(said if spot else shape, sort_keys=False, allow_unicode=True)).faults
    assert all(fault.fact and fault.remedy and "\n" not in str(fault) and fault.place.path.startswith("data/") for fault in faults)
    if not faults:  # then figures can be computed by it
        write_figures(tmp_path, {"one": {"measure": "roads/counts/deaths", "where": {"year": 2022, "place": "dk"}}})
        assert all("\n" not in str(fault) for fault in read_figures(tmp_path).faults)
