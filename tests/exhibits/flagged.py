"""A made-up package whose values have flags, notes and gaps, with a chart and tables of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.project import Table, column, write_package, write_yaml

PACKAGE, VERSION = "library-loans", "2023-01-05"
LIBRARIES = ("Harbour", "Hill", "Market")
MOVED = "Counts from 2021 include e-books: 12 of 14 departments had 350 of them"
CLOSED = "Closed for repairs in 9 weeks of the year"
LATE = "Zählung verspätet, 3 Monate geschätzt"
LATE_ES = "Recuento tardío, 3 meses estimados"
WITHHELD = "Withheld at the request of 2 readers"
NOTES = {
    ("Hill", "2021"): f"{MOVED}; {CLOSED}",
    ("Hill", "2022"): MOVED,
    ("Market", "2020"): WITHHELD,
}
GERMAN = {("Harbour", "2022"): LATE, ("Harbour", "2021"): "Ohne Übersetzung"}
FLAGS = {
    ("Hill", "2021"): "bp",
    ("Hill", "2022"): "p",
    ("Harbour", "2022"): "p",
    ("Market", "2020"): "c",
    ("Market", "2022"): "e",
    ("Market", "2019"): "r",
}
SAID_BY = {("Harbour", "2019"): "Elmford Library Board"}
YEARS = tuple(map(str, range(2015, 2023)))
ABSENT = ("Market", "2018")


def loans(name: str, year: str) -> int:
    return 10_000 + 2_500 * LIBRARIES.index(name) + (int(year) - 2015) * (700, 1100, -300)[LIBRARIES.index(name)]


def write_flagged(root: Path) -> None:
    """Write the package: no row of Market in 2018, a suppressed value of Market in 2020, a break and provisional values elsewhere."""
    lines = [["year", "library", "loans", "flag", "note", "bemerkung", "reporter"]]
    for year in YEARS:
        for name in LIBRARIES:
            key = (name, year)
            if key != ABSENT:
                flag = FLAGS.get(key, "")
                value = "" if flag == "c" else str(loans(*key))
                lines.append([year, name.lower(), value, flag, NOTES.get(key, ""), GERMAN.get(key, ""), SAID_BY.get(key, "")])
    codes = {"p": "provisional", "e": "estimated", "c": "suppressed", "r": "revised", "bp": ["break", "provisional"]}
    attributes = {
        "flag": {"means": "status", "codes": codes},
        "note": {"means": "note", "separator": "; "},
        "bemerkung": {"means": "note", "lang": "de", "texts": {LATE: {"es": LATE_ES}}},
        "reporter": {"means": "said_by"},
    }
    write_table_of(root, lines, attributes)


def codes_of(qualifiers: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """What dimensions.yml says of codes of flags."""
    return {code: list(names) if len(names) > 1 else names[0] for code, names in qualifiers.items() if names}


def write_table_of(root: Path, lines: list[list[str]], attributes: dict[str, Any]) -> None:
    """Write the package of a table of libraries and years, the first line its header."""
    text = "".join(",".join(f'"{cell}"' if "," in cell else cell for cell in line) + "\n" for line in lines)
    fields = [column("year", "integer", required=True), column("library", required=True), column("loans", "integer")]
    fields += [column(name) for name in lines[0][3:]]
    write_package(root, PACKAGE, {"loans": Table(text, fields, ["year", "library"])}, VERSION, "Loans by library")
    nouns = {"en": {"many": ["loans"], "one": ["loan"]}, "es": {"many": ["préstamos"], "one": ["préstamo"]}}
    table = {
        "dimensions": {"year": {"period": "year"}, "library": {"codes": "libraries"}},
        "measures": {"loans": {"nouns": nouns, "label": {"en": "loans", "es": "préstamos"}}},
        "attributes": attributes,
    }
    codes = {
        name.lower(): {"label": {"en": f"{name} Library", "es": f"Biblioteca {name}"}, "names": {"en": [name], "es": [name]}}
        for name in LIBRARIES
    }
    write_yaml(root, f"data/{PACKAGE}/dimensions.yml", {"tables": {"loans": table}, "codelists": {"libraries": {"codes": codes}}})


FIGURES: dict[str, Any] = {
    "loans-{library}-{year}": {"measure": f"{PACKAGE}/loans/loans", "where": {"library": "*", "year": "*"}},
}
TEXTS = {
    "subtitle": {"en": "Loans of each library, 2015 to 2022", "es": "Préstamos de cada biblioteca, de 2015 a 2022"},
    "source": {"en": "A publisher", "es": "A publisher"},
}
DATA = {"measure": f"{PACKAGE}/loans/loans", "x": "year", "series": "library"}


def table_of(**changed: Any) -> dict[str, Any]:
    return {
        "caption": TEXTS["subtitle"],
        "source": TEXTS["source"],
        "row_header": {"en": "Library", "es": "Biblioteca"},
        "data": DATA | changed,
    }


def chart_of(kind: str, **changed: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "headline": {"en": "Loans differ from library to library", "es": "Los préstamos difieren de una biblioteca a otra"},
        "description": {"en": "A mark for each library and year.", "es": "Una marca por cada biblioteca y año."},
        **TEXTS,
        "data": DATA | changed,
    } | ({"scales": "common"} if kind in ("small-multiples", "bar-panels") else {})


def declare(root: Path, file: str, entries: dict[str, Any]) -> None:
    """Add entries to a file of declarations."""
    key = Path(file).stem
    written = yaml.safe_load((root / file).read_text(encoding="utf-8"))
    write_yaml(root, file, {key: (written[key] or {}) | entries})
