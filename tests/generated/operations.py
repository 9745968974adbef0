"""A small site with a figure of every operation: over codes and periods, per another package in thousands, with bounds and cells left out."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any

from tests.conftest import ANOTHER
from tests.generated.packages import LANGUAGES, fingerprint
from tests.generated.whole import complete
from tests.project import Table, column, write, write_package, write_yaml

DAY = "2024-04-01"
PLACES = {"dk": ("Denmark", "Dinamarca"), "se": ("Sweden", "Suecia"), "no": ("Norway", "Noruega"), "fi": ("Finland", "Finlandia")}
ALL = ("all countries", "todos los países")
DEATHS = {"dk": (154, 162, 205), "se": (227, 229, 204), "no": (116, 110, 93), "fi": (189, 175, 223)}
PEOPLE = {"dk": "5873.4", "se": "10452.3", "no": "5425.3", "fi": "5548.2"}  # in thousands
SPEEDS = ["61.5", "", "70.25", "48"]  # of four roads, one of them suppressed
MONTHS = [f"{year}-{month:02}" for year in (2021, 2022, 2023) for month in range(1, 13)]

FIGURES: dict[str, dict[str, Any]] = {
    "dk-{year}": {"measure": "roads/counts/deaths", "where": {"place": "dk", "year": "*"}},
    "difference": {"measure": "roads/counts/deaths", "operation": "difference", "where": {"place": "dk"}},
    "percentage-change": {"measure": "roads/counts/deaths", "operation": "percentage_change", "where": {"place": "dk"}},
    "ratio": {"measure": "roads/counts/deaths", "operation": "ratio", "where": {"place": "dk"}},
    "index": {"measure": "roads/counts/deaths", "operation": "index", "where": {"place": "dk"}, "unit": "counts", "title": {"en": "Index of deaths in Denmark", "es": "Índice de muertes en Dinamarca"}},
    "average": {"measure": "roads/counts/deaths", "operation": "average_annual_change", "where": {"place": "dk"}},
    "cumulative": {"measure": "roads/counts/deaths", "operation": "cumulative", "where": {"place": "dk"}},
    "share": {"measure": "roads/counts/deaths", "operation": "share", "where": {"place": "dk", "year": 2023}, "of": {"place": "all"}},
    "points": {
        "measure": "roads/counts/deaths", "operation": "percentage_point_change", "where": {"place": "dk"}, "of": {"place": "all"}
    },
    "of-share": {
        "measure": "roads/counts/deaths", "operation": "percentage_change_of_share", "where": {"place": "dk"}, "of": {"place": "all"}
    },
    "rate": {
        "measure": "roads/counts/deaths",
        "operation": "rate",
        "where": {"place": "dk", "year": 2023},
        "per": {"measure": "people/people/inhabitants", "each": 100000},
        "unit": "counts",
        "title": {"en": "Deaths in Denmark by its people, 2023", "es": "Muertes en Dinamarca por sus personas, 2023"},
    },
    "sum": {"measure": "roads/counts/deaths", "operation": "sum", "where": {"year": 2023}, "over": {"place": ["dk", "se", "fi"]}},
    "mean": {"measure": "roads/counts/deaths", "operation": "mean", "where": {"year": 2023}, "over": {"place": "*"}},
    "median": {"measure": "roads/counts/deaths", "operation": "median", "where": {"year": 2023}, "over": {"place": "*"}},
    "rank": {"measure": "roads/counts/deaths", "operation": "rank", "where": {"year": 2023, "place": "dk"}, "over": {"place": "*"}},
    "monthly": {
        "measure": "months/rides/rides", "operation": "cumulative", "from": {"month": MONTHS[0]}, "to": {"month": MONTHS[-1]}
    },
    "monthly-median": {"measure": "months/rides/rides", "operation": "median", "over": {"month": "*"}},
    "monthly-growth": {
        "measure": "months/rides/rides", "operation": "average_annual_change", "from": {"month": "2021-01"}, "to": {"month": "2023-06"}
    },
    "people": {"measure": "people/people/inhabitants", "where": {"place": "dk"}},
    "people-ratio": {
        "measure": "people/people/inhabitants", "operation": "ratio", "from": {"place": "dk"}, "to": {"place": "se"}
    },
    "speed": {
        "measure": "speeds/speeds/speed",
        "operation": "mean",
        "over": {"road": "*"},
        "skip": {"reason": {"en": "a count of few cars is suppressed", "es": "un recuento de pocos coches está suprimido"}},
    },
    "bounded": {"measure": "bounds/bounds/rides", "operation": "sum", "over": {"road": "*"}},
}  # fmt: skip
VALUES = {
    "rate": "102500/29367",
}


def _ended(name: str, entry: dict[str, Any]) -> dict[str, Any]:
    of_years = entry["measure"].startswith("roads/") and "year" not in entry.get("where", {})
    return entry | ({"from": {"year": 2021}, "to": {"year": 2023}} if of_years else {})


def operations_site(root: Path) -> None:
    """Write the site."""
    _packages(root)
    figures = {name: _ended(name, entry) for name, entry in FIGURES.items()}
    write_yaml(root, "data/figures.yml", {"figures": figures})
    ids = [name for name in figures if "{" not in name]
    _pages(root, [*(f"dk-{year}" for year in (2021, 2022, 2023)), *ids])
    write_yaml(root, "data/corrections.yml", {"corrections": []})
    write(root, "data/handouts.yml", "cards: {}\ndocuments: {}\n")
    texts = {"headline": {"en": "Deaths", "es": "Muertes"}, "subtitle": {"en": "Deaths a year", "es": "Muertes al año"}}
    texts |= {"description": {"en": "Deaths", "es": "Muertes"}, "source": {"en": "A source", "es": "Una fuente"}}
    rows = [{"label": {"en": "Denmark", "es": "Dinamarca"}, "cells": ["dk-2022", "dk-2023"]}]
    chart = {"kind": "grouped-bars", **texts, "unit": "count", "columns": ["2022", "2023"], "rows": rows}
    write_yaml(root, "data/charts.yml", {"charts": {"a-chart": chart}})
    table = {"caption": {"en": "Deaths", "es": "Muertes"}, "row_header": {"en": "Place", "es": "Lugar"}, "columns": ["2022", "2023"], "rows": rows}
    write_yaml(root, "data/tables.yml", {"tables": {"a-table": table}})
    write(root, "mkdocs.yml", "extra:\n  generator: false\n  topics: [{en: News, es: Noticias}]\n")
    complete(root)


def _rows(header: str, *lines: tuple[object, ...]) -> str:
    return "\n".join([header, *(",".join(map(str, line)) for line in lines)]) + "\n"


def _packages(root: Path) -> None:
    years = list(zip((2021, 2022, 2023), zip(*DEATHS.values(), strict=True), strict=True))
    lines = [(year, place, dead) for year, each in years for place, dead in [*zip(DEATHS, each, strict=True), ("all", sum(each))]]
    fields = [column("year", "year"), column("place"), column("deaths", "integer")]
    write_package(root, "roads", {"counts": Table(_rows("year,place,deaths", *lines), fields, ["year", "place"])}, "2024-02-01")
    fields = [column("place"), column("inhabitants", "number")]
    write_package(root, "people", {"people": Table(_rows("place,inhabitants", *PEOPLE.items()), fields, ["place"])}, "2024-01-01")
    rides = random.Random(7)
    lines = [(month, rides.randrange(900, 2000)) for month in MONTHS]
    fields = [column("month"), column("rides", "integer")]
    write_package(root, "months", {"rides": Table(_rows("month,rides", *lines), fields, ["month"])}, "2024-01-15")
    fields = [column("road"), column("speed", "number"), column("flag")]
    lines = [(f"r{at}", speed, "" if speed else "c") for at, speed in enumerate(SPEEDS, 1)]
    write_package(root, "speeds", {"speeds": Table(_rows("road,speed,flag", *lines), fields, ["road"])}, "2024-01-15")
    fields = [column("road"), column("rides", "integer"), column("bound")]
    lines = [("north", 12000, "over"), ("south", 900, "")]
    write_package(root, "bounds", {"bounds": Table(_rows("road,rides,bound", *lines), fields, ["road"])}, "2024-01-15")
    _structures(root)
    titles: dict[str, Any] = {}
    texts = _rows("id,lang,title,text", *(("a", lang, "A title", "A text") for lang in LANGUAGES))
    for name in ("events", "statements"):
        table = Table("id,date\na,2022-01-01\n", [column("id"), column("date", "date")])
        write_package(root, name, {name: table, "texts": Table(texts, [column(each) for each in ("id", "lang", "title", "text")])})
    for folder in (root / "data").glob("*/2*"):
        resources = dict.fromkeys((file.stem for file in folder.glob("*.csv")), "Filas")
        titles[folder.parent.name] = {"version": folder.name, "title": "Un paquete", "description": "Un texto", "resources": resources}
    write_yaml(root, "data/packages.es.yml", titles)


def _noun(english: str, spanish: str, **more: Any) -> dict[str, Any]:
    one = {"en": english.removesuffix("s"), "es": spanish.removesuffix("s")}
    nouns = {lang: {"many": [many], "one": [one[lang]]} for lang, many in (("en", english), ("es", spanish))}
    return {"nouns": nouns, "label": {"en": english, "es": spanish}, "unit": english, **more}


def _structures(root: Path) -> None:
    codes: dict[str, Any] = {
        code: {"label": dict(zip(LANGUAGES, labels, strict=True)), "part_of": "all"} for code, labels in PLACES.items()
    }
    codes["all"] = {"label": dict(zip(LANGUAGES, ALL, strict=True)), "total": True}
    write_yaml(root, "data/codelists/places.yml", {"codes": codes, "exhaustive": True})
    roads = {"dimensions": {"year": {"period": "year"}, "place": {"codes": "places"}}, "measures": {"deaths": _noun("deaths", "muertes")}}
    people = {"dimensions": {"place": {"codes": "places"}}, "measures": {"inhabitants": _noun("people", "personas", scale=1000)}}
    months = {"dimensions": {"month": {"period": "month"}}, "measures": {"rides": _noun("rides", "viajes")}}
    names = {f"r{at}": {"label": {"en": f"road {letter}", "es": f"carretera {letter}"}} for at, letter in enumerate("ABCD", 1)}
    flag = {"means": "status", "codes": {"c": "suppressed"}}
    speeds = {"dimensions": {"road": {"codes": "roads"}}, "measures": {"speed": _noun("cars", "coches")}, "attributes": {"flag": flag}}
    ways = {"north": {"label": {"en": "north", "es": "norte"}}, "south": {"label": {"en": "south", "es": "sur"}}}
    bounds = {"dimensions": {"road": {"codes": "ways"}}, "measures": {"rides": _noun("rides", "viajes")}, "attributes": {"bound": {"means": "bound"}}}
    for package, table, structure, lists in (
        ("roads", "counts", roads, {}),
        ("people", "people", people, {}),
        ("months", "rides", months, {}),
        ("speeds", "speeds", speeds, {"roads": {"codes": names}}),
        ("bounds", "bounds", bounds, {"ways": {"codes": ways}}),
    ):
        write_yaml(root, f"data/{package}/dimensions.yml", {"tables": {table: structure}, **({"codelists": lists} if lists else {})})


def _pages(root: Path, figures: list[str]) -> None:
    listed = "\n".join(f'- {{{{ figure("{name}") }}}}' for name in figures)
    for lang, uri in itertools.product(LANGUAGES, ("index.md", f"updates/{DAY}-first-look.md")):
        front = 'title: "A title"\ndescription: "A description"\n'
        if uri.startswith("updates/"):
            sources = '  - {title: "A source", publisher: "A publisher", date: 2022-01-01}\n'
            front += f'date: {DAY}\ntopics: [News]\nsummary: "A summary"\nsources:\n{sources}'
        body = f"A sentence.\n\n{listed}\n" if uri == "index.md" else "A sentence.\n"
        text = f"---\n{front}---\n\n{body}"
        if lang != LANGUAGES[0]:
            text = f"---\n{front}translated_from: {fingerprint(text)}\n---\n\n{body}"
        write(root, f"docs/{lang}/{uri}", text)


assert ANOTHER
