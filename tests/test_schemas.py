"""The JSON Schemas: every file of the project is valid by them, and they refuse what the build refuses."""

from __future__ import annotations

import copy
import hashlib
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from referencing import Registry, Resource

from macros.base.yaml_source import parse_yaml
from macros.datapackage import read_packages
from macros.datapackage import table as csv_table
from macros.edition.edition import Edition
from macros.exhibits import exhibit
from macros.figures import OPERATIONS, STATUSES
from macros.figures.read import KNOWN
from macros.handouts.declared import read_handouts
from macros.importer.recipe import OPTIONS, REPEATABLE
from macros.outputs.pictures import record_pictures
from macros.pages import page
from macros.pages.page import read_front_matter
from macros.structure import model, periods, read
from tests.project import (
    CHANGE,
    ENDS,
    ROOT,
    SAMPLE,
    counts,
    declared,
    read_figures,
    sample_figures,
    write,
    write_figures,
    write_package,
    write_yaml,
)

FILES = sorted((ROOT / "schemas").glob("*.schema.json"))
SCHEMAS: dict[str, Any] = {path.name.partition(".")[0]: json.loads(path.read_text(encoding="utf-8")) for path in FILES}
REGISTRY: Registry = Registry().with_resources([(f"{name}.schema.json", Resource.from_contents(each)) for name, each in SCHEMAS.items()])


def wrong(name: str, value: Any) -> list[str]:
    """What a schema refuses of a value, as paths."""
    checker = jsonschema.Draft7Validator(SCHEMAS[name], registry=REGISTRY, format_checker=jsonschema.FormatChecker())
    return sorted("/".join(map(str, error.absolute_path)) or error.message for error in checker.iter_errors(value))


def meta(path: Path) -> Any:
    return read_front_matter(path.read_text(encoding="utf-8"), path.name)[0].value


def test_there_is_a_schema_for_each_kind_of_file():
    assert sorted(SCHEMAS) == [
        "charts", "codelist", "corrections", "datapackage", "dimensions", "figures", "handouts", "page", "pictures", "recipe",
        "sources", "tables", "update",
    ]  # fmt: skip


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


@pytest.mark.parametrize("name", ["figures", "charts", "tables", "corrections", "handouts", "pictures", "sources"])
def test_every_file_of_declarations_is_valid(name):
    assert wrong(name, parse_yaml((ROOT / f"data/{name}.yml").read_text(encoding="utf-8"), name).value) == []


SITES = (ROOT, SAMPLE, ROOT / "tests/another_site")
STRUCTURES = [(name, path) for site in SITES for name, form in (("dimensions", "*/dimensions.yml"), ("codelist", "codelists/*.yml"))
              for path in sorted((site / "data").glob(form))]  # fmt: skip


@pytest.mark.parametrize(("name", "path"), STRUCTURES, ids=lambda value: value if isinstance(value, str) else "/".join(value.parts[-4:]))
def test_every_file_of_structures_is_valid(name, path):
    assert wrong(name, parse_yaml(path.read_text(encoding="utf-8"), name).value) == []


def consts(schema: dict[str, Any]) -> list[str]:
    return [option["const"] for option in schema["oneOf"]]


def test_the_lists_of_the_schemas_are_those_of_the_code():
    one = SCHEMAS["figures"]["definitions"]["figure"]
    assert set(one["properties"]) == KNOWN
    assert consts(one["properties"]["operation"]) == list(OPERATIONS)
    assert consts(one["properties"]["status"]) == list(STATUSES)
    parts = SCHEMAS["dimensions"]["definitions"]
    table = SCHEMAS["dimensions"]["properties"]["tables"]["additionalProperties"]
    columns = {key: each["additionalProperties"] for key, each in table["properties"].items()}
    shown = {
        "": SCHEMAS["dimensions"], "table": table, "dimension": columns["dimensions"], "attribute": columns["attributes"],
        "measure": parts["measure"], "list": parts["codelist"], "code": parts["code"], "part": parts["part"],
        "nouns": parts["nouns"]["additionalProperties"],
    }  # fmt: skip
    assert {kind: set(each["properties"]) for kind, each in shown.items()} == {kind: set(keys) for kind, keys in read._KEYS.items()}
    assert columns["dimensions"]["properties"]["period"]["enum"] == list(periods.KINDS)
    assert columns["attributes"]["properties"]["means"]["enum"] == list(model.MEANINGS)
    assert parts["measure"]["properties"]["statistic"]["enum"] == list(model.STATISTICS)
    status = columns["attributes"]["allOf"][0]["then"]["properties"]["codes"]
    assert status["additionalProperties"]["anyOf"][0]["enum"] == [model.NORMAL, *model.QUALIFIERS]
    for name in ("charts", "tables"):
        shown = SCHEMAS[name]["definitions"][name[:-1]]["properties"]
        assert set(shown) == exhibit._KNOWN_KEYS
        assert shown["kind"]["enum"] == list(exhibit.KINDS)
        with_scales = SCHEMAS[name]["definitions"][name[:-1]]["if"]["properties"]["kind"]["enum"]
        assert with_scales == [kind.name for kind in exhibit.KINDS.values() if kind.has_scales]
    front = SCHEMAS["page"]["properties"]
    assert set(front) == page._KNOWN_KEYS
    assert front["topics"]["anyOf"][0]["items"] == {"type": "string"}
    assert tuple(front["claim"]["anyOf"][0]["required"]) == page._REQUIRED_CLAIM
    assert {*SCHEMAS["page"]["required"], *SCHEMAS["update"]["required"]} == set(page._REQUIRED_UPDATE)
    column = SCHEMAS["datapackage"]["definitions"]["field"]["properties"]
    assert column["type"]["enum"] == list(csv_table._TYPES)
    assert set(column["constraints"]["properties"]) == set(csv_table._CONSTRAINTS)


def undescribed(schema: Any, at: str = "") -> list[str]:
    """The keys of which a schema says nothing to an editor's completion."""
    if isinstance(schema, list):
        return [found for each in schema for found in undescribed(each, at)]
    if not isinstance(schema, dict):
        return []
    own = schema.get("properties", {}) if "if" not in schema and not at.endswith(("/if", "/then")) else {}
    silent = [f"{at}/{name}" for name, each in own.items() if not each.keys() & {"description", "$ref"}]
    return silent + [found for key, each in schema.items() for found in undescribed(each, f"{at}/{key}")]


@pytest.mark.parametrize("name", ["figures", "dimensions", "codelist"])
def test_an_editor_is_told_what_each_key_is(name):
    assert [each for each in undescribed(SCHEMAS[name]) if "/then/" not in each and "/if/" not in each] == []


def agrees(name: str, value: Any, build_refuses: bool) -> None:
    """A schema and the build say the same of a value."""
    found = wrong(name, value)
    assert bool(found) == build_refuses, (found, value)


def agree_on_figures(root: Path, entries: dict[str, Any]) -> None:
    """The schema refuses those entries, and no others, that the build cannot read."""
    refused = {(path.split("/") + list(entries))[1] for path in wrong("figures", {"figures": entries})}  # of an id, the message
    assert refused == set(sample_figures(root, entries).faults_by_entry)


SELECTORS = {
    "of": {"of": {"scope": "all"}},
    "ends": ENDS,
    "over": {"over": {"scope": "*"}},
    "per": {"per": {"measure": "numbers/counts/count", "where": {"scope": "all"}}},
    "skip": {"skip": {"reason": {"en": "x"}}},
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_figure_with_any_operation_status_unit_and_selectors_is_judged_as_the_build_does(tmp_path, operation):
    units = ("reports", *sorted({each.unit for each in OPERATIONS.values() if each.unit and "{" not in each.unit}))
    given = [
        {key: value for keys in some for key, value in keys.items()} for some in itertools.product(*([{}, k] for k in SELECTORS.values()))
    ]
    needed = next(keys for keys in given if set(keys) == {key for key in OPERATIONS[operation].selectors if key != "where"})
    entries = {}
    for selectors, status, unit in (*((keys, None, None) for keys in given), *itertools.product([needed], STATUSES, units)):
        year = {} if "from" in selectors else {"year": 2020}  # a column is named once
        scope = {} if "over" in selectors and operation != "rank" else {"scope": "eu"}
        entries[f"f-{len(entries)}"] = declared(operation=operation, status=status, where=year | scope, unit=unit, **selectors)
    agree_on_figures(tmp_path, entries)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({}, id="sound"),
        pytest.param({"title": None, "label": None, "unit": None}, id="nothing but a measure and a selection"),
        pytest.param({"title": "EU count"}, id="a title without language"),
        pytest.param({"title": {"en": " "}}, id="a blank title"),
        pytest.param({"titel": {"en": "x"}}, id="an unknown key"),
        pytest.param({"measure": None}, id="no measure"),
        pytest.param({"measure": "numbers/counts"}, id="a measure without its table"),
        pytest.param({"measure": ["numbers/counts/count"]}, id="a measure in a list"),
        pytest.param({"operation": "percent"}, id="an unknown operation"),
        pytest.param({"status": "final"}, id="an unknown status"),
        pytest.param({"where": "eu"}, id="a selection that is a text"),
        pytest.param({"where": {"year": 2020, "scope": ["eu"]}}, id="a selection of lists"),
        pytest.param({"decimals": 7}, id="too many decimals"),
        pytest.param({"decimals": "1"}, id="decimals as text"),
        pytest.param({"decimals": True}, id="decimals as truth value"),
        pytest.param({"change": "yes"}, id="change as text"),
        pytest.param({"operation": "sum", "where": {"year": 2020}, "over": {"scope": ["eu", "all"]}, "unit": None}, id="codes together"),
        pytest.param({"operation": "sum", "where": {"year": 2020}, "over": {"scope": []}, "unit": None}, id="no codes together"),
        pytest.param({"operation": "sum", "where": {"year": 2020}, "over": {"scope": "eu"}, "unit": None}, id="one code together"),
        pytest.param({"operation": "rate", "per": {"measure": "numbers/counts/count"}, "unit": None}, id="a rate"),
        pytest.param({"operation": "rate", "per": {"each": 10}, "unit": None}, id="a rate of nothing"),
        pytest.param({"operation": "rate", "per": {"measure": "numbers/counts/count", "each": 0}, "unit": None}, id="a rate for none"),
        pytest.param(
            {"operation": "rate", "per": {"measure": "numbers/counts/count", "every": 9}, "unit": None}, id="an unknown key of per"
        ),
        pytest.param({"skip": {"reason": {}}}, id="a skip without a reason"),
        pytest.param(ENDS, id="two ends that the operation does not take"),
    ],
)
def test_a_declaration_is_judged_as_the_build_does(tmp_path, changed):
    agree_on_figures(tmp_path, {"one": declared(**changed)})


@pytest.mark.parametrize(
    "name", ["Upper", "under_score", "two--hyphens", "-first", "ünï", "fine-1", "{year}", "eu-{year}", "eu{year}", "{}", "a-{year"]
)
def test_an_id_is_judged_as_the_build_does(tmp_path, name):
    agree_on_figures(tmp_path, {name: declared(where={"scope": "eu", "year": "*"} if "{year}" in name else {"scope": "eu", "year": 2020})})


LISTED = {"label": {"en": "the EU"}, "names": {"en": ["European"]}, "part_of": "all"}
STRUCTURE: dict[str, Any] = {
    "tables": {
        "counts": {
            "dimensions": {"year": {"period": "year"}, "scope": {"codes": "scope"}},
            "measures": {"count": {"nouns": {"en": {"many": ["reports"], "one": ["report"]}}}},
        }
    },
    "codelists": {"scope": {"codes": {"all": {"total": True}, "eu": LISTED, "none": None}}},
}  # fmt: skip
TABLE_, LIST_ = "tables/counts", "codelists/scope"


@pytest.mark.parametrize(
    ("path", "new"),
    [
        ("tables", None), ("tables", {}), ("tables", []), ("codelists", []), ("figures", {}), (TABLE_, {}), (TABLE_, "x"),
        (f"{TABLE_}/dimensions", None), (f"{TABLE_}/dimensions", ["year", "scope"]), (f"{TABLE_}/measures", {}), (f"{TABLE_}/columns", {}),
        (f"{TABLE_}/dimensions/year", {"period": "decade"}), (f"{TABLE_}/dimensions/year", {"period": ["year"]}),
        (f"{TABLE_}/dimensions/scope", {"codes": ["scope"]}), (f"{TABLE_}/dimensions/scope", "scope"), (f"{TABLE_}/dimensions/scope", {}),
        (f"{TABLE_}/dimensions/scope/since", "2020-02-30"), (f"{TABLE_}/measures/count", []), (f"{TABLE_}/measures/count/scale", 1000),
        (f"{TABLE_}/measures/count/scale", 20), (f"{TABLE_}/measures/count/scale", "1000"), (f"{TABLE_}/measures/count/decimals", 7),
        (f"{TABLE_}/measures/count/decimals", 2), (f"{TABLE_}/measures/count/decimals", True), (f"{TABLE_}/measures/count/unit", "reports"),
        (f"{TABLE_}/measures/count/unit", ["reports"]), (f"{TABLE_}/measures/count/statistic", "average"),
        (f"{TABLE_}/measures/count/statistic", "mean"), (f"{TABLE_}/measures/count/status", "computed"),
        (f"{TABLE_}/measures/count/attribution", "NCMEC"), (f"{TABLE_}/measures/count/label", {"en": " "}),
        (f"{TABLE_}/measures/count/nouns", ["reports"]), (f"{TABLE_}/measures/count/nouns/en", ["reports"]),
        (f"{TABLE_}/measures/count/nouns/en/many", "reports"), (f"{TABLE_}/measures/count/nouns/en/many", []),
        (f"{TABLE_}/measures/count/nouns/en/few", ["reports"]), (f"{TABLE_}/measures/count/nouns/en/one", [7]),
        (f"{TABLE_}/measures/count/names", {"en": "reports"}), (f"{TABLE_}/measures/count/names", {"en": [["a"], ["b"]]}),
        (f"{TABLE_}/measures/count/names", {"en": [["a"], "b"]}), (f"{TABLE_}/measures/count/names", {"en": []}),
        (f"{TABLE_}/attributes", ["flag"]), (f"{LIST_}", {}), (f"{LIST_}", ["all"]), (f"{LIST_}/codes", ["all"]),
        (f"{LIST_}/exhaustive", "yes"), (f"{LIST_}/codes/eu", "the EU"), (f"{LIST_}/codes/eu/total", "yes"),
        (f"{LIST_}/codes/eu/id", "Not An Id"), (f"{LIST_}/codes/eu/id", ["eu"]), (f"{LIST_}/codes/eu/label", "the EU"),
        (f"{LIST_}/codes/eu/labels", {"en": "x"}), (f"{LIST_}/codes/eu/part_of", ["all"]), (f"{LIST_}/codes/eu/part_of", {"since": 2004}),
        (f"{LIST_}/codes/eu/part_of", {"code": "all", "since": 2004}), (f"{LIST_}/codes/eu/part_of", {"code": "all", "from": 2004}),
        (f"{LIST_}/codes/eu/part_of", [["all"]]), (f"{LIST_}/codes/eu/measure", {"unit": "reports"}),
        (f"{LIST_}/codes/eu/measure", "reports"),
        (f"{LIST_}/codes/none/label", None),
    ],
)  # fmt: skip
def test_a_structure_is_judged_as_the_build_does(tmp_path, path, new):
    value = copy.deepcopy(STRUCTURE)
    *above, last = path.split("/")
    at = value
    for part in above:
        at[part] = at[part] or {}
        at = at[part]
    at.pop(last, None) if new is None else at.update({last: new})
    write_package(tmp_path, "numbers", {"counts": counts()})
    write_yaml(tmp_path, "data/numbers/dimensions.yml", value)
    faults = read.read_structures(tmp_path, read_packages(tmp_path)[0]).faults
    agrees("dimensions", value, bool(faults))
    listed = value.get("codelists", {})
    if isinstance(listed, dict) and "scope" in listed and last != "codelists":
        write_yaml(tmp_path, "data/codelists/scope.yml", listed["scope"])
        del value["codelists"]
        write_yaml(tmp_path, "data/numbers/dimensions.yml", value)
        shared = read.read_structures(tmp_path, read_packages(tmp_path)[0]).faults
        assert bool(shared) == bool(faults)
        if path.startswith(LIST_):
            agrees("codelist", listed["scope"], bool(shared))


UPDATE = {
    "title": "A title", "description": "What it says.", "date": "2021-03-01", "summary": "In short.", "topics": ["News"],
    "sources": [{"title": "A title", "publisher": "A publisher", "date": "2021-03-01", "path": "https://example.org/"}],
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
DRAWN = {
    **{key: CHART[key] for key in CHART if key not in ("columns", "rows")},
    "data": {"measure": "numbers/counts/count", "x": "year", "series": "scope"},
}


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
        ("table", "rows/0/cells/0", "numbers/counts/count?year=2020&scope=eu", False),
        ("drawn", "data/x", {"year": [2020, 2021]}, False), ("drawn", "data/x", {"year": "*"}, False),
        ("drawn", "data/x", {"year": 2020}, False),
        ("drawn", "data/totals", True, False), ("drawn", "data", None, True), ("drawn", "data", "rows", True),
        ("drawn", "data/x", None, True),
        ("drawn", "data/x", ["year"], True), ("drawn", "data/x", {"year": []}, True), ("drawn", "data/x", {"year": [[2020]]}, True),
        ("drawn", "data/measure", None, True), ("drawn", "data/measure", "numbers/counts", True), ("drawn", "data/totals", "yes", True),
        ("drawn", "data/operation", "percentage_change", False), ("drawn", "data/operation", "mode", True),
        ("drawn", "data/colour", 1, True),
        ("drawn", "data/where", {"scope": ["eu"]}, True), ("drawn", "columns", ["2020"], True), ("drawn", "rows", CHART["rows"], True),
    ],
)  # fmt: skip
def test_an_exhibit_is_judged_as_the_build_does(tmp_path, kind, path, new, refused):
    one = put({"chart": CHART, "panels": PANELS, "table": TABLE, "drawn": DRAWN}[kind], path, new)
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


WORDS, PARAGRAPHS = {"en": "Words."}, {"en": ["Words."]}
HANDOUTS = {
    "cards": {"one": {"text": WORDS, "source": WORDS}},
    "documents": {
        "one": {
            "package": "numbers", "table": "t", "chart": "c", "title": WORDS, "description": WORDS, "intro": PARAGRAPHS,
            "notes": PARAGRAPHS,
        }
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "new", "refused"),
    [
        ("cards", {}, False), ("documents", {}, False), ("documents/one/notes", {"en": []}, False), ("cards", None, True),
        ("documents", [], True), ("cards/one", "x", True), ("cards/one/text", None, True), ("cards/one/source", "x", True),
        ("cards/one/source", {}, True), ("cards/one/text", {"en": " "}, True), ("cards/one/title", WORDS, True),
        ("documents/one/chart", None, True), ("documents/one/intro", WORDS, True), ("documents/one/title", PARAGRAPHS, True),
        ("documents/one/notes", {"en": [1]}, True), ("documents/one/cards", ["one"], True),
    ],
)  # fmt: skip
def test_a_handout_is_judged_as_the_build_does(tmp_path, path, new, refused):
    value = put(HANDOUTS, path, new)
    figures = sample_figures(tmp_path)
    write_yaml(tmp_path, "data/handouts.yml", value)
    known: Any = {"t": None, "c": None}
    assert bool(read_handouts(tmp_path, figures.packages, known, known)[2]) == refused
    agrees("handouts", value, refused)


SEEN = {"sha256": hashlib.sha256(b"seen").hexdigest()}


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        ({"pictures": {"a.png": SEEN}}, False), ({"pictures": {}}, False), ({"pictures": None}, False), ({"pictures": ["a.png"]}, True),
        ({"picture": {"a.png": SEEN}}, True), ([], True), ({"pictures": {"a.png": None}}, True), ({"pictures": {"a.png": {}}}, True),
        ({"pictures": {"a.png": {"sha256": "5ee"}}}, True), ({"pictures": {"a.png": SEEN["sha256"]}}, True),
    ],
)  # fmt: skip
def test_a_list_of_pictures_is_judged_as_the_build_does(tmp_path, value, refused):
    sample_figures(tmp_path)
    write(tmp_path, "docs/en/a.png", b"seen")
    build = Edition.read(tmp_path, "en")
    count = len(list(build.faults))
    write_yaml(tmp_path, "data/pictures.yml", value)
    record_pictures(build, tmp_path)
    assert bool([*build.faults][count:]) == refused
    agrees("pictures", value, refused)


@pytest.mark.parametrize("change", [("nature", "typo"), ("scale", None), ("pages", []), ("data", "eu-snapshot"), ("which", "x")])
def test_a_correction_that_is_not_whole_is_refused(change):
    assert wrong("corrections", {"corrections": [put(CORRECTION, *change)]})


def fields(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each field of a schema, by the path of its definition. What conditions say of a field is no definition of one."""
    for key, each in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if key == "properties":
            yield from ((f"{path}/{name}", field) for name, field in each.items())
        if key not in ("if", "then", "else"):
            yield from fields(each, f"{path}/{key}")


@pytest.mark.parametrize("name", sorted({*SCHEMAS} - {"codelist"}))  # which is a definition of dimensions
def test_editors_explain_each_field(name):
    def explains(field: Any) -> bool:
        kind, _, definition = field.get("$ref", "").rpartition("/")
        return "description" in field or (kind == "#/definitions" and "description" in SCHEMAS[name]["definitions"][definition])

    found = list(fields(SCHEMAS[name]))
    assert found and [path for path, field in found if not explains(field)] == []


def test_editors_know_which_schema_is_for_which_file():
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    for schema, files in settings["yaml.schemas"].items():
        assert (ROOT / schema).is_file()
        absent = {"codelist": "data/codelists/*.yml", "recipe": "data/*/recipe.yml"}  # this site has none
        assert [name for name, path in absent.items() if name in schema and files == path] or list(ROOT.glob(files))
    edited = {"charts", "codelist", "corrections", "dimensions", "figures", "handouts", "pictures", "recipe", "sources", "tables"}
    assert {Path(schema).name for schema in settings["yaml.schemas"]} == {f"{name}.schema.json" for name in edited}
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


def test_the_schema_of_a_recipe_has_the_answers_of_the_command():
    schema = json.loads((ROOT / "schemas/recipe.schema.json").read_text(encoding="utf-8"))
    told = {option: f"{meaning[0].upper()}{meaning[1:]}." for option, meaning in OPTIONS.items()}
    assert {option: each["description"] for option, each in schema["properties"].items()} == told
    assert {option for option, each in schema["properties"].items() if "anyOf" in each} == REPEATABLE
