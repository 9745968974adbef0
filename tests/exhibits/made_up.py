"""A made-up package of thirty places and twenty years, with what its charts and tables say of it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from tests.project import Table, column, write_package, write_yaml

NAMES = (
    "Alder Birch Cedar Damson Elm Fir Gorse Hazel Ivy Juniper Katsura Larch Maple Nutmeg Oak Pine Quince Rowan Spruce Teak Umbrella "
    "Viburnum Willow Xylosma Yew Zelkova Ash Beech Chestnut Date"
).split()
YEARS = tuple(map(str, range(2001, 2021)))
PACKAGE, VERSION = "tree-counts", "2022-02-01"
TOTAL = "all"
# How columns are called, and codes written, is the publisher's affair.
PLAIN = {"place": "place", "year": "year", "measure": "storms", "codes": {}}
ODD: dict[str, Any] = {
    "place": "Ort & Lage?",
    "year": "год",
    "measure": "число=100%",
    "codes": {"Alder": "a & b", "Birch": "50% ?", "Cedar": "Кедр", "Damson": "", "Elm": "e;f#g", "Fir": "+1", "Gorse": "x=y"},
}


def count(name: str, year: str) -> int:
    if name == TOTAL:
        return sum(count(each, year) for each in NAMES)
    return random.Random(f"{name} {year}").randint(10_000, 99_999)


def write_made_up(root: Path, names: dict[str, Any] = PLAIN, version: str = VERSION, *, places: int = 30, years: int = 20) -> None:
    """Write the package: Alder has no row of 2003, the value of Birch in 2004 is suppressed, those of 2020 are provisional."""
    place, year, measure, codes = names["place"], names["year"], names["measure"], names["codes"]
    lines = [",".join(_quoted(each) for each in (place, year, measure, "flag"))]
    for each in YEARS[:years]:
        for name in (*NAMES[:places], TOTAL):
            if (name, each) == ("Alder", "2003"):
                continue
            value, flag = str(count(name, each)), "p" if each == "2020" else ""
            if (name, each) == ("Birch", "2004"):
                value, flag = "", "c"
            lines.append(",".join(_quoted(cell) for cell in (codes.get(name, name.lower()), each, value, flag)))
    fields = [column(place, required=True), column(year, "integer", required=True), column(measure, "integer"), column("flag")]
    if "" in codes.values():
        fields[0] = column(place)
    write_package(root, PACKAGE, {"storms": Table("\n".join(lines) + "\n", fields, [place, year])}, version, "Storms by forest")
    listed: dict[str, Any] = {
        codes.get(name, name.lower()): {"label": {"en": f"{name} Forest", "es": f"Bosque {name}"}, "names": {"en": [name], "es": [name]}}
        for name in NAMES[:places]
    }
    for entry, name in zip(listed.values(), NAMES, strict=False):
        entry["id"] = name.lower()
    listed[TOTAL] = {"label": {"en": "all forests", "es": "todos los bosques"}, "total": True}
    nouns = {"en": {"many": ["storms"], "one": ["storm"]}, "es": {"many": ["tormentas"], "one": ["tormenta"]}}
    table = {
        "dimensions": {place: {"codes": "forests"}, year: {"period": "year"}},
        "measures": {measure: {"nouns": nouns, "label": {"en": "storms", "es": "tormentas"}}},
        "attributes": {"flag": {"means": "status", "codes": {"p": "provisional", "c": "suppressed"}}},
    }
    write_yaml(root, f"data/{PACKAGE}/dimensions.yml", {"tables": {"storms": table}, "codelists": {"forests": {"codes": listed}}})


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"') else text


def rows_of(names: dict[str, Any] = PLAIN, **changed: Any) -> dict[str, Any]:
    """What `data` says of the package."""
    return {"measure": f"{PACKAGE}/storms/{names['measure']}", "x": names["year"], "series": names["place"]} | changed


def table_of(names: dict[str, Any] = PLAIN, **changed: Any) -> dict[str, Any]:
    return {
        "caption": {"en": "Storms in each forest, 2001 to 2020", "es": "Tormentas en cada bosque, de 2001 a 2020"},
        "source": {"en": "A publisher", "es": "A publisher"},
        "row_header": {"en": "Forest", "es": "Bosque"},
        "data": rows_of(names, **changed),
    }


def chart_of(kind: str, names: dict[str, Any] = PLAIN, **changed: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "headline": {"en": "Storms differ from forest to forest", "es": "Las tormentas difieren de un bosque a otro"},
        "subtitle": {"en": "Storms in each forest, 2001 to 2020", "es": "Tormentas en cada bosque, de 2001 a 2020"},
        "description": {"en": "A mark for each forest and year.", "es": "Una marca por cada bosque y año."},
        "source": {"en": "A publisher", "es": "A publisher"},
        "data": rows_of(names, **changed),
    }
