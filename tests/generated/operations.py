"""A small site with a figure of every operation.

They are over codes and over periods, per another package in thousands, of negative and of long numbers, with bounds, and with cells
left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

from tests.generated.packages import EXTRA, LANGUAGES, fingerprint
from tests.generated.whole import complete
from tests.project import Table, column, read_figures, write, write_package, write_yaml

DAY = "2024-04-01"
PLACES = {
    "dk": ("Denmark", "Dinamarca"),
    "se": ("Sweden", "Suecia"),
    "no": ("Norway", "Noruega"),
    "fi": ("Finland", "Finlandia"),
    "all": ("all countries", "todos los países"),
}
YEARS = (2021, 2022, 2023)
DEATHS = {"dk": (154, 162, 205), "se": (227, 229, 204), "no": (116, 110, 93), "fi": (189, 175, 223)}
PEOPLE = {"dk": "5873.4", "se": "10452.3", "no": "5425.3", "fi": "5548.2"}  # in thousands
MONTHS = [f"{year}-{month:02}" for year in YEARS for month in range(1, 13)]
LETTERS = {"a": ("place A", "lugar A"), "b": ("place B", "lugar B"), "c": ("place C", "lugar C"), "d": ("place D", "lugar D")}
# Some that no spreadsheet holds as a number, and one that is suppressed.
FROST = {"a": "-1.25", "b": "", "c": "0.12345678", "d": "-12345678901234567.5"}
RIDES = {"a": ("14000", "over"), "b": ("900", "")}


_DEATHS = {"measure": "roads/counts/deaths"}
_DK = {**_DEATHS, "where": {"place": "dk"}, "from": {"year": 2021}, "to": {"year": 2023}}
_DK_2023 = {**_DEATHS, "where": {"place": "dk", "year": 2023}}
_ALL_2023 = {**_DEATHS, "where": {"year": 2023}, "over": {"place": "*"}}
_FROST = {"measure": "frost/frost/frost", "over": {"place": "*"}, "skip": {"reason": {"en": "it is suppressed", "es": "está suprimido"}}}
_RIDES = {"measure": "rides/rides/rides"}
_MONTHS = {"measure": "months/months/trips"}
FIGURES: dict[str, dict[str, Any]] = {
    "dk-{year}": {**_DEATHS, "where": {"place": "dk", "year": "*"}},
    "difference": {**_DK, "operation": "difference"},
    "percentage-change": {**_DK, "operation": "percentage_change"},
    "ratio": {**_DK, "operation": "ratio"},
    "index": {**_DK, "operation": "index"},
    "average": {**_DK, "operation": "average_annual_change"},
    "cumulative": {**_DK, "operation": "cumulative"},
    "share": {**_DK_2023, "operation": "share", "of": {"place": "all"}},
    "points": {**_DK, "operation": "percentage_point_change", "of": {"place": "all"}},
    "of-share": {**_DK, "operation": "percentage_change_of_share", "of": {"place": "all"}},
    "rate": {
        **_DK_2023,
        "operation": "rate",
        "per": {"measure": "people/people/inhabitants", "each": 100000},
    },
    "sum": {**_ALL_2023, "operation": "sum", "over": {"place": ["dk", "se", "fi"]}},
    "mean": {**_ALL_2023, "operation": "mean"},
    "median": {**_ALL_2023, "operation": "median"},
    "rank": {**_ALL_2023, **_DK_2023, "operation": "rank"},
    "months": {**_MONTHS, "operation": "cumulative", "from": {"month": MONTHS[0]}, "to": {"month": MONTHS[-1]}},
    "months-median": {**_MONTHS, "operation": "median", "over": {"month": "*"}},
    "months-growth": {**_MONTHS, "operation": "average_annual_change", "from": {"month": MONTHS[0]}, "to": {"month": "2023-06"}},
    "people": {"measure": "people/people/inhabitants", "where": {"place": "dk"}},
    "people-ratio": {"measure": "people/people/inhabitants", "operation": "ratio", "from": {"place": "dk"}, "to": {"place": "se"}},
    "frost": {**_FROST, "operation": "mean"},
    "frost-rank": {**_FROST, "operation": "rank", "where": {"place": "a"}},
    "frost-difference": {"measure": "frost/frost/frost", "operation": "difference", "from": {"place": "a"}, "to": {"place": "c"}},
    "bounded-sum": {**_RIDES, "operation": "sum", "over": {"place": ["a", "b"]}},
    "bounded-ratio": {**_RIDES, "operation": "ratio", "from": {"place": "b"}, "to": {"place": "a"}},
    "bounded-fall": {**_RIDES, "operation": "difference", "from": {"place": "a"}, "to": {"place": "b"}},
}
IDS = [*(f"dk-{year}" for year in YEARS), *(name for name in FIGURES if "{" not in name)]


def operations_site(root: Path) -> None:
    """Write the site, which `mkdocs build` builds."""
    years = [(year, place, dead) for place, each in DEATHS.items() for year, dead in zip(YEARS, each, strict=True)]
    wholes = [(year, "all", sum(dead for other, _, dead in years if other == year)) for year in YEARS]
    trips = Random(7)
    deaths = {"dimensions": {"year": {"period": "year"}, "place": {"codes": "places"}}, "measures": {"deaths": _noun("deaths", "muertes")}}
    _package(root, "roads", "counts", ("year", "place"), "deaths", sorted(years + wholes), deaths)
    people = {"dimensions": {"place": {"codes": "places"}}, "measures": {"inhabitants": _noun("people", "personas", scale=1000)}}
    _package(root, "people", "people", ("place",), "inhabitants", PEOPLE.items(), people)
    months = {"dimensions": {"month": {"period": "month"}}, "measures": {"trips": _noun("trips", "viajes")}}
    _package(root, "months", "months", ("month",), "trips", [(month, trips.randrange(900, 2000)) for month in MONTHS], months)
    frost = {"dimensions": {"place": {"codes": "letters"}}, "measures": {"frost": _noun("moves", "traslados")}}
    frost["attributes"] = {"flag": {"means": "status", "codes": {"c": "suppressed"}}}
    flagged = [(place, text, "" if text else "c") for place, text in FROST.items()]
    _package(root, "frost", "frost", ("place",), "frost", flagged, frost, "flag")
    rides = {"dimensions": {"place": {"codes": "letters"}}, "measures": {"rides": _noun("rides", "paseos")}}
    rides["attributes"] = {"bound": {"means": "bound"}}
    _package(root, "rides", "rides", ("place",), "rides", [(place, *each) for place, each in RIDES.items()], rides, "bound")
    for name, labels in (("places", PLACES), ("letters", LETTERS)):
        codes: dict[str, dict[str, Any]] = {code: {"label": dict(zip(LANGUAGES, said, strict=True))} for code, said in labels.items()}
        if "all" in codes:
            codes["all"]["total"] = True
            codes["dk"]["part_of"] = "all"
        write_yaml(root, f"data/codelists/{name}.yml", {"codes": codes})
    texts = [("a", lang, "A title", "A text") for lang in LANGUAGES]
    fields = ("id", "lang", "title", "text")
    for name in ("events", "statements"):
        dated = Table("id,date\na,2022-01-01\n", [column("id"), column("date", "date")])
        write_package(root, name, {name: dated, "texts": Table(_rows(fields, texts), [column(each) for each in fields])})
    titles = {}
    for folder in (root / "data").glob("*/2*"):
        named = {
            "title": "Un paquete",
            "description": "Un texto",
            "resources": dict.fromkeys((f.stem for f in folder.glob("*.csv")), "Filas"),
        }
        titles[folder.parent.name] = {"version": folder.name, **named}
    write_yaml(root, "data/packages.es.yml", titles)
    write_yaml(root, "data/figures.yml", {"figures": FIGURES})
    write_yaml(root, "data/corrections.yml", {"corrections": []})
    write(root, "data/handouts.yml", "cards: {}\ndocuments: {}\n")
    _exhibits(root)
    _pages(root)
    write(root, "mkdocs.yml", EXTRA)
    complete(root)


def _rows(header: Iterable[str], lines: Iterable[tuple[object, ...]]) -> str:
    return "\n".join([",".join(header), *(",".join(map(str, line)) for line in lines)]) + "\n"


def _package(
    root: Path, name: str, table: str, key: tuple[str, ...], value: str, lines: Iterable[tuple[object, ...]], said: Any, more: str = ""
) -> None:
    fields = [
        *(column(each, "year" if each == "year" else "string") for each in key),
        column(value, "number"),
        *([column(more)] if more else []),
    ]
    rows = _rows([field["name"] for field in fields], lines)
    write_package(root, name, {table: Table(rows, fields, list(key))}, "2024-01-01" if name == "people" else "2024-02-01")
    write_yaml(root, f"data/{name}/dimensions.yml", {"tables": {table: said}})


def _noun(english: str, spanish: str, **more: Any) -> dict[str, Any]:
    nouns = {lang: {"many": [many], "one": [many.removesuffix("s")]} for lang, many in (("en", english), ("es", spanish))}
    return {"nouns": nouns, "label": {"en": english, "es": spanish}, "unit": english, **more}


def _exhibits(root: Path) -> None:
    title = {"en": "Deaths by year", "es": "Muertes por año"}
    texts = dict.fromkeys(("headline", "subtitle", "description", "source"), title)
    rows = [{"label": dict(zip(LANGUAGES, PLACES["dk"], strict=True)), "cells": ["dk-2022", "dk-2023"]}]
    shown = {"columns": ["2022", "2023"], "rows": rows}
    write_yaml(root, "data/charts.yml", {"charts": {"a-chart": {"kind": "grouped-bars", **texts, "unit": "count", **shown}}})
    table = {"caption": title, "row_header": {"en": "Place", "es": "Lugar"}, **shown}
    write_yaml(root, "data/tables.yml", {"tables": {"a-table": table}})


def _pages(root: Path) -> None:
    titles = {name: each.title for name, each in read_figures(root).declarations.items()}
    sources = '  - {title: "A source", publisher: "A publisher", date: 2022-01-01, path: "https://example.org/"}\n'
    front = f'title: "A title"\ndescription: "A description"\ndate: {DAY}\ntopics: [News]\nsummary: "A summary"\nsources:\n{sources}'
    original = ""
    for lang in LANGUAGES:
        listed = "\n".join(f'- {titles[name][lang]}: {{{{ figure("{name}") }}}}.' for name in IDS)
        from_it = f"translated_from: {fingerprint(original)}\n" if original else ""
        text = f"---\n{front}{from_it}---\n\nA sentence.\n\n{listed}\n"
        original = original or text
        write(root, f"docs/{lang}/updates/{DAY}-first-look.md", text)
