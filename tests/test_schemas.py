"""The JSON Schemas: every file of the project is valid by them, and they refuse what the build refuses."""

from __future__ import annotations

import copy
import itertools
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from referencing import Registry, Resource

from macros.datapackage import read_packages, table
from macros.edition import Edition
from macros.exhibits import exhibit
from macros.figures import OPERATIONS, STATUSES, declaration, read_declarations
from macros.pages import page
from macros.pages.page import front_matter
from macros.yamlfile import parse
from tests.project import CHANGE, ROOT, counts, declared, read_figures, sample_figures, write, write_figures, write_package, write_yaml

FILES = sorted((ROOT / "schemas").glob("*.schema.json"))
SCHEMAS: dict[str, Any] = {path.name.partition(".")[0]: json.loads(path.read_text(encoding="utf-8")) for path in FILES}
REGISTRY: Registry = Registry().with_resources([(f"{name}.schema.json", Resource.from_contents(each)) for name, each in SCHEMAS.items()])


def wrong(name: str, value: Any) -> list[str]:
    """What a schema refuses of a value, as paths."""
    checker = jsonschema.Draft7Validator(SCHEMAS[name], registry=REGISTRY, format_checker=jsonschema.FormatChecker())
    return sorted("/".join(map(str, error.absolute_path)) or error.message for error in checker.iter_errors(value))


def meta(path: Path) -> Any:
    return front_matter(path.read_text(encoding="utf-8"), path.name)[0].value


def test_there_is_a_schema_for_each_kind_of_file():
    assert sorted(SCHEMAS) == ["charts", "corrections", "datapackage", "figures", "page", "tables", "update"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name):
    jsonschema.Draft7Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.relative_to(ROOT / "docs").as_posix())
def test_the_front_matter_of_every_page_is_valid(path):
    dated = path.parent.name == "updates" and path.name != "index.md"
    assert wrong("update" if dated else "page", meta(path)) == []


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*/*/datapackage.json")), ids=lambda path: "@".join(path.parts[-3:-1]))
def test_every_data_package_is_valid(path):
    assert wrong("datapackage", json.loads(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("name", ["figures", "charts", "tables", "corrections"])
def test_every_file_of_declarations_is_valid(name):
    assert wrong(name, parse((ROOT / f"data/{name}.yml").read_text(encoding="utf-8"), name).value) == []


def consts(schema: dict[str, Any]) -> list[str]:
    return [option["const"] for option in schema["oneOf"]]


def test_the_lists_of_the_schemas_are_those_of_the_code():
    one = SCHEMAS["figures"]["definitions"]["figure"]
    assert set(one["properties"]) == declaration.KNOWN
    assert set(one["required"]) == set(declaration.REQUIRED)
    assert consts(one["properties"]["measure"]) == list(OPERATIONS)
    assert consts(one["properties"]["status"]) == list(STATUSES)
    for name in ("charts", "tables"):
        shown = SCHEMAS[name]["definitions"][name[:-1]]["properties"]
        assert set(shown) == exhibit._KNOWN
        assert shown["kind"]["enum"] == list(exhibit.KINDS)
    front = SCHEMAS["page"]["properties"]
    assert set(front) == page._KNOWN
    assert front["topics"]["anyOf"][0]["items"] == {"type": "string"}
    assert tuple(front["claim"]["anyOf"][0]["required"]) == page._REQUIRED_CLAIM
    assert {*SCHEMAS["page"]["required"], *SCHEMAS["update"]["required"]} == set(page._REQUIRED_UPDATE)
    column = SCHEMAS["datapackage"]["definitions"]["field"]["properties"]
    assert column["type"]["enum"] == list(table._TYPES)
    assert set(column["constraints"]["properties"]) == set(table._CONSTRAINTS)


def agrees(name: str, value: Any, build_refuses: bool) -> None:
    """A schema and the build say the same of a value."""
    found = wrong(name, value)
    assert bool(found) == build_refuses, (found, value)


ROWS = {"scope": "eu", "year": 2020}
PERIODS = {"field": "year", "from": 2020, "to": 2021}


@pytest.mark.parametrize("measure", OPERATIONS)
@pytest.mark.parametrize("status", STATUSES)
def test_a_figure_with_any_measure_status_and_selectors_is_judged_as_the_build_does(tmp_path, measure, status):
    units = {"", "reports", *(operation.unit for operation in OPERATIONS.values() if "{" not in operation.unit)}
    entries = {}
    for n, (of, periods, said, unit) in enumerate(itertools.product([ROWS, None], [PERIODS, None], [{"en": "x"}, None], sorted(units))):
        entry = declared(measure=measure, status=status, rows={"scope": "eu"}, of=of and {"scope": "all"}, periods=periods, unit=unit)
        entries[f"f-{n}"] = entry | ({"attribution": said} if said else {})
    write_figures(tmp_path, entries)
    sound, _ = read_declarations(tmp_path)
    refused = {path.split("/")[1] for path in wrong("figures", {"figures": entries})}
    assert refused == set(entries) - set(sound)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({}, id="sound"),
        pytest.param({"title": None}, id="no title"),
        pytest.param({"title": "EU count"}, id="a title without language"),
        pytest.param({"title": {"en": " "}}, id="a blank title"),
        pytest.param({"titel": {"en": "x"}}, id="an unknown key"),
        pytest.param({"measure": "percent"}, id="an unknown measure"),
        pytest.param({"status": "final"}, id="an unknown status"),
        pytest.param({"rows": {}}, id="no rows"),
        pytest.param({"rows": "eu"}, id="rows that are a text"),
        pytest.param({"decimals": 7}, id="too many decimals"),
        pytest.param({"decimals": "1"}, id="decimals as text"),
        pytest.param({"decimals": True}, id="decimals as truth value"),
        pytest.param({"change": "yes"}, id="change as text"),
        pytest.param({"mentions": {"en": ["EU"]}}, id="mentions without groups"),
        pytest.param({"mentions": {"en": [[]]}}, id="an empty group"),
        pytest.param({"mentions": {"en": []}}, id="no group"),
        pytest.param({"mentions": {}}, id="mentions in no language"),
        pytest.param({"mentions": {"en": [[" "]]}}, id="a blank word"),
        pytest.param({"mentions": {"en": [["EU"]]}}, id="mentions"),
        pytest.param({"periods": PERIODS}, id="periods that the measure does not take"),
    ],
)
def test_a_broken_declaration_is_refused_by_both(tmp_path, changed):
    entries = {"one": declared(**changed)}
    write_figures(tmp_path, entries)
    agrees("figures", {"figures": entries}, "one" not in read_declarations(tmp_path)[0])


@pytest.mark.parametrize("name", ["Upper", "under_score", "two--hyphens", "-first", "ünï", "fine-1"])
def test_an_id_is_judged_as_the_build_does(tmp_path, name):
    write_figures(tmp_path, {name: declared()})
    agrees("figures", {"figures": {name: declared()}}, name not in read_declarations(tmp_path)[0])


UPDATE = {
    "title": "A title", "description": "What it says.", "date": "2021-03-01", "summary": "In short.", "topics": ["News"],
    "sources": [{"title": "A title", "publisher": "A publisher", "date": "2021-03-01"}],
}  # fmt: skip
CLAIM = {"text": "x", "by": "x", "of": "x", "appeared": "x", "rating": "x"}
FRONT = [
    ("sound", {}, False), ("an unknown key", {"auther": "x"}, True), ("no title", {"title": None}, True),
    ("a blank title", {"title": " "}, True), ("a title that is a number", {"title": 2021}, True),
    ("no description", {"description": None}, True), ("no date", {"date": None}, True),
    ("an impossible date", {"date": "2021-02-30"}, True), ("a date in words", {"date": "1 March 2021"}, True),
    ("no summary", {"summary": None}, True), ("a blank summary", {"summary": " "}, True), ("no topics", {"topics": []}, True),
    ("topics that are a text", {"topics": "News"}, True),
    ("no sources", {"sources": []}, True), ("a source without publisher", {"sources": [{"title": "x", "date": "2021-03-01"}]}, True),
    ("a source of an impossible date", {"sources": [{"title": "x", "publisher": "x", "date": "2021-02-30"}]}, True),
    ("an author", {"author": "Somebody"}, False), ("an author that is a list", {"author": ["x"]}, True),
    ("a claim", {"claim": CLAIM}, False), ("a claim that is not whole", {"claim": {**CLAIM, "by": ""}}, True),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "refused"), [pytest.param(c, r, id=i) for i, c, r in FRONT])
def test_front_matter_is_judged_as_the_build_does(tmp_path, changed, refused):
    value = {key: each for key, each in (UPDATE | changed).items() if each is not None}
    sample_figures(tmp_path)
    write(tmp_path, "mkdocs.yml", "extra: {topics: [News]}\n")
    text = yaml.safe_dump(value, sort_keys=False).replace("'2021-", "2021-").replace("-01'", "-01").replace("-30'", "-30")
    write(tmp_path, "docs/en/updates/2021-03-01-x.md", f"---\n{text}---\n\nText.\n")
    faults = [f for f in Edition.read(tmp_path, "en").faults if f.place.path.endswith("-x.md")]
    assert bool(faults) == refused, faults
    agrees("update", value, refused)


def put(value: Any, path: str, new: Any) -> Any:
    """A copy with one value changed; None removes it."""
    result = copy.deepcopy(value)
    *above, last = (int(part) if part.isdecimal() else part for part in path.split("/"))
    at = result
    for part in above:
        at = at[part]
    if new is None:
        del at[last]
    else:
        at[last] = new
    return result


FIELD = "resources/0/schema/fields/0"


@pytest.mark.parametrize(
    ("path", "new", "refused"),
    [
        ("title", "Another", False), ("title", None, True), ("name", "Upper Case", True), ("version", "May 2021", True),
        ("licenses", None, True), ("licenses", [], True), ("licenses", ["CC0"], True), ("sources", None, True),
        ("sources/0/publisher", None, True), ("sources/0/date", "2021-02-30", True), ("resources", [], True),
        ("resources/0/name", "Two Words", True), ("resources/0/path", "../counts.csv", True), ("resources/0/hash", None, True),
        ("resources/0/schema", None, True), (f"{FIELD}/name", None, True), (f"{FIELD}/type", "whole", True),
        (f"{FIELD}/constraints", {"least": 1}, True), (f"{FIELD}/constraints", {"required": "yes"}, True),
        (f"{FIELD}/constraints", {"pattern": "("}, True), ("resources/0/schema/missingValues", "", True),
        (f"{FIELD}/unit", "year", False),
    ],
)  # fmt: skip
def test_a_data_package_is_judged_as_the_build_does(tmp_path, path, new, refused):
    folder = write_package(tmp_path, "numbers", {"counts": counts()})
    descriptor = put(json.loads((folder / "datapackage.json").read_text()), path, new)
    write(folder, "datapackage.json", json.dumps(descriptor))
    assert bool(read_packages(tmp_path)[1]) == refused
    agrees("datapackage", descriptor, refused)


CHART = {
    "kind": "slope", "headline": {"en": "H"}, "subtitle": {"en": "S"}, "description": {"en": "D"}, "source": {"en": "S"},
    "columns": ["2020"], "rows": [{"label": {"en": "L"}, "cells": ["eu-2020"]}],
}  # fmt: skip
PANELS = {**CHART, "kind": "small-multiples", "scales": "own"}
TABLE = {"caption": {"en": "C"}, "row_header": {"en": "R"}, "columns": {"en": ["2020"]}, "rows": CHART["rows"]}


@pytest.mark.parametrize(
    ("kind", "path", "new", "refused"),
    [
        ("chart", "unit", "percent", False), ("chart", "kind", "pie", True), ("chart", "kind", None, True),
        ("chart", "headline", None, True),
        ("chart", "headline", "H", True), ("chart", "colour", "red", True), ("chart", "rows", [], True), ("chart", "columns", None, True),
        ("chart", "rows/0/label", None, True), ("chart", "rows/0/cells", "eu-2020", True), ("chart", "rows/0/cells/0", "EU 2020", True),
        ("chart", "kind", "small-multiples", True), ("chart", "scales", "own", True), ("chart", "scales", "both", True),
        ("panels", "scales", "common", False), ("panels", "scales", "both", True), ("panels", "kind", "line", True),
        ("table", "note", {"en": "N"}, False), ("table", "caption", None, True), ("table", "row_header", None, True),
        ("table", "rows/0/note", "N", True),
    ],
)  # fmt: skip
def test_an_exhibit_is_judged_as_the_build_does(tmp_path, kind, path, new, refused):
    one = put({"chart": CHART, "panels": PANELS, "table": TABLE}[kind], path, new)
    entries: dict[str, Any] = {"chart": {}, "table": {}}
    kind = "table" if kind == "table" else "chart"
    entries[kind]["one"] = one
    figures = sample_figures(tmp_path)
    for each, value in entries.items():
        write_yaml(tmp_path, f"data/{each}s.yml", {f"{each}s": value})
    assert bool(exhibit.read_exhibits(tmp_path, figures)[2]) == refused
    agrees(f"{kind}s", {f"{kind}s": entries[kind]}, refused)


CORRECTION = {
    "date": "2021-06-01", "kind": "correction", "nature": "error", "what": {"en": "A"}, "why": {"en": "B"}, "scale": {"en": "C"},
    "old": {"en": "D"}, "new": {"en": "E"}, "pages": ["index.md"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "new", "refused"),
    [
        ("new", None, False), ("date", "2021-02-30", True), ("date", None, True), ("kind", "mistake", True), ("kind", None, True),
        ("what", None, True), ("what", "A", True), ("why", None, True), ("old", "D", True),
    ],
)  # fmt: skip
def test_a_correction_is_judged_as_the_build_does(tmp_path, path, new, refused):
    entry = put(CORRECTION, path, new)
    sample_figures(tmp_path)
    write(tmp_path, "docs/en/index.md", '---\ntitle: "A"\ndescription: "B"\n---\n\nText.\n')
    write_yaml(tmp_path, "data/corrections.yml", {"corrections": [entry]})
    told = [fault for fault in Edition.read(tmp_path, "en").faults if fault.place.path == "data/corrections.yml"]
    assert bool(told) == refused
    agrees("corrections", {"corrections": [entry]}, refused)


@pytest.mark.parametrize("change", [("nature", "typo"), ("scale", None), ("pages", []), ("data", "eu-snapshot"), ("which", "x")])
def test_a_correction_that_is_not_whole_is_refused(change):
    assert wrong("corrections", {"corrections": [put(CORRECTION, *change)]})


def test_editors_know_which_schema_is_for_which_file():
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    for schema, files in settings["yaml.schemas"].items():
        assert (ROOT / schema).is_file() and (ROOT / files).is_file()
    assert {Path(s).name for s in settings["yaml.schemas"]} == {f"{n}.schema.json" for n in ("figures", "charts", "tables", "corrections")}
    (package,) = settings["json.schemas"]
    # A file that names its schema, as data packages do, is judged by that one: ours stands under its name.
    named = {json.loads(path.read_text(encoding="utf-8"))["$schema"] for path in (ROOT / "data").glob("*/*/datapackage.json")}
    assert {package["url"]} == named
    assert package["schema"] == SCHEMAS["datapackage"]
    wanted = json.loads((ROOT / ".vscode/extensions.json").read_text(encoding="utf-8"))["recommendations"]
    assert "redhat.vscode-yaml" in wanted


def test_the_site_publishes_the_schemas_as_they_are(site):
    assert {path.name: path.read_bytes() for path in (site / "schemas").iterdir()} == {path.name: path.read_bytes() for path in FILES}


def test_a_declared_change_is_valid_in_the_sample_too(tmp_path):
    write_package(tmp_path, "numbers", {"counts": counts()})
    write_figures(tmp_path, {"eu-change": CHANGE})
    assert read_figures(tmp_path).faults == []
    assert wrong("figures", {"figures": {"eu-change": CHANGE}}) == []
