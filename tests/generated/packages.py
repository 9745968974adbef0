"""Random small sites in two languages: a package in one to three versions, a figure of each operation, a chart, a table, corrections."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from macros.figures.declaration import NO_LONGER_QUOTED
from tests.project import Table, column, write, write_package, write_yaml

LANGUAGES = ("en", "es")
VERSIONS = ("2022-03-01", "2022-06-01", "2022-09-01")
DAY = "2022-04-01"  # of the one update
EXTRA = "extra:\n  generator: false\n  topics: [{en: News, es: Noticias}]\n"  # of the settings
# Names as publishers have them: of any alphabet, of this site's own words, and with digits in them.
PERIODS = ("year", "jahr", "anno", "Año", "год", "έτος", "年", "y2", "period_2000_x")
PLACES = ("place", "país", "χώρα", "land_1000", "Where?", "all", "reports")
VALUES = ("count", "deaths_per_100_000", "số_người", "número", "значение", "n", "reports_2000000", "share_50_percent")
PACKAGES = ("plain", "top-500", "who-2020-21", "covid-19-deaths", "a-1000000-b")
UNIT = "reports"
SHORT = (("Reports by country", "Informes por país"), ("Number of reports", "Número de denuncias"), ("Deaths", "Muertes"))
# What the rows are named by, beside their period and place: an operator's signs, markup, quotes, numbers.
KINDS = (
    "",
    'the "first"',
    "[x]",
    "50%",
    "A & B",
    "&amp;",
    "<i>",
    "1,000",
    "5 to 9",
    "−3",
    "a | b",
    "*all*",
    "{{ x }}",
    "2021",
    "10⁻³",
    "о'х",
)
BOUNDS = ("", "over", "at_least", "under", "at_most", "about")
STATUSES = ("reported", "disputed", "withdrawn", "superseded")
WHAT = {"en": {"all": "everything", "part": "a part"}, "es": {"all": "todo", "part": "una parte"}}  # as prose calls them
ALL_2020 = {lang: f'{UNIT}, {WHAT[lang]["all"]}, 2020: {{{{ figure("value-2020-all") }}}}' for lang in LANGUAGES}
NOTE = {"en": f"A note on {ALL_2020['en']} & its “kind”", "es": f"Una nota sobre {ALL_2020['es']}"}
CELLS = [(at, where) for at in ("2020", "2021") for where in ("all", "part")]
Rows = dict[tuple[str, str], str]


def random_site(root: Path, random: Random) -> None:
    """Write a project of random rows, names and sizes, with a figure of each operation and each way to show it."""
    decimals = random.choice((0, 0, 0, 1, 3))
    rows = [_first(random, decimals)]
    bounds = {cell: random.choice(BOUNDS) for cell in CELLS} if random.random() < 0.3 else {}
    for _ in range(random.randint(0, 2)):
        rows.append({cell: _revised(random, old, decimals) for cell, old in rows[-1].items()})
    write_site(root, random, rows, decimals, bounds, random.choice(KINDS))


def write_site(root: Path, random: Random, rows: list[Rows], decimals: int = 0, bounds: Rows | None = None, kind: str = "") -> None:
    """Write a project of these rows, one table a version of its data. bounds: of the cells. kind: what a third column says of each."""
    bounds = bounds or {}
    versions, name = VERSIONS[: len(rows)], random.choice(PACKAGES)
    period, place, value = random.choice(PERIODS), random.choice(PLACES), random.choice(VALUES)
    fields = [column(period), column(place), column("kind"), column(value, "number" if decimals else "integer"), column("bound")]
    key = [period, place, *(["kind"] if kind else [])]
    for version, cells in zip(versions, rows, strict=True):
        lines = [(at, where, kind, cells[at, where], bounds.get((at, where), "")) for at, where in CELLS]
        table = Table(_csv([[field["name"] for field in fields], *lines]), fields, key)
        write_package(root, name, {"rows": table}, version, "A package")
    texts = {"version": versions[-1], "title": "Un paquete", "description": "Un texto", "resources": {"rows": "Filas"}}
    write_yaml(root, "data/packages.es.yml", {name: texts})
    declarations = Declarations(random, name, (period, place, value), decimals, kind)
    if random.random() < 0.5:
        write_yaml(root, f"data/{name}/dimensions.yml", declarations.structure())
    figures = declarations.written(rows, exact=not any(bounds.values()))
    write_yaml(root, "data/figures.yml", {"figures": figures})
    _exhibits(root, random, figures, below=any(value.startswith("-") for cells in rows for value in cells.values()))
    _pages(root, {each: said["title"] for each, said in figures.items() if said.get("status") not in NO_LONGER_QUOTED})
    changed = [version for version, before, after in zip(versions[1:], rows, rows[1:], strict=False) if before != after]
    write_yaml(root, "data/corrections.yml", {"corrections": [_entry(name, version) for version in changed]})
    _records(root)
    write(root, "data/handouts.yml", "cards: {}\ndocuments: {}\n")
    write(root, "mkdocs.yml", EXTRA)


def _csv(lines: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue()


def _first(random: Random, decimals: int) -> Rows:
    """Rows of any sizes, or, for shares, parts of their wholes."""
    cells = {cell: _value(random, decimals) for cell in CELLS}
    if random.random() < 0.5:
        for at in ("2020", "2021"):
            cells[at, "part"], cells[at, "all"] = sorted((cells[at, where].lstrip("-") for where in ("all", "part")), key=Decimal)
    return cells


def _value(random: Random, decimals: int) -> str:
    size = random.choice((0, 1, 2, 9, 99, 500, 999, 1000, 1920, 9999, 10**5, 10**7, 10**12))
    whole = random.randint(0, size) * random.choice((1, 1, 1, 1, -1))
    return str(Decimal(whole * 10**decimals + random.randint(0, 10**decimals - 1)).scaleb(-decimals))


def _revised(random: Random, old: str, decimals: int) -> str:
    """The same value, one next to it, or any other."""
    step = Decimal(random.choice((-100, -1, 1, 100))).scaleb(-decimals)
    return random.choice((old, old, format(Decimal(old) + step, "f"), _value(random, decimals)))


class Declarations:
    """Figures of one package. columns: of the period, the place and the value."""

    def __init__(self, random: Random, package: str, columns: tuple[str, str, str], decimals: int, kind: str) -> None:
        self.random, self.package, self.decimals, self.kind = random, package, decimals, kind
        self.period, self.place, self.value = columns

    def structure(self) -> dict[str, Any]:
        """What the columns are; else it follows from the schema and the cells."""
        dimensions = {self.period: {"period": "year"}, self.place: {"codes": "places"}, **({"kind": {}} if self.kind else {})}
        measure = {"nouns": {lang: {"many": [UNIT], "one": [UNIT[:-1]]} for lang in LANGUAGES}}
        table = {"dimensions": dimensions, "measures": {self.value: measure}, "attributes": {"bound": {"means": "bound"}}}
        places: dict[str, Any] = {code: {"label": {lang: WHAT[lang][code] for lang in LANGUAGES}} for code in ("all", "part")}
        places["part"] |= {"part_of": "all"}
        return {"tables": {"rows": table}, "codelists": {"places": {"codes": places}}}

    def written(self, rows: list[Rows], *, exact: bool) -> dict[str, Any]:
        """A figure of each cell and of each operation that the rows allow in all versions. exact: whether no cell has a bound."""
        found = {f"value-{at}-{where}": self.one("value", at=at, where=where) for at, where in CELLS}
        said = {"status": self.random.choice(STATUSES), "attribution": {"en": "An office", "es": "Una oficina"}}
        found["reported"] = self.one("reported") | said | self.random.choice(({}, {"note": NOTE}))
        if not exact:
            return found
        found["difference"] = self.one("difference", both=True)
        numbers = [{cell: Decimal(text) for cell, text in cells.items()} for cells in rows]
        if all(cells["2020", "part"] for cells in numbers):
            found["percentage-change"] = self.one("percentage_change", both=True)
            found["ratio"] = self.one("ratio", both=True)
        if all(0 < cells[at, "part"] <= cells[at, "all"] for cells in numbers for at in ("2020", "2021")):
            found["share"] = self.one("share", of=True)
            found["points"] = self.one("percentage_point_change", of=True, both=True)
            found["change-of-share"] = self.one("percentage_change_of_share", of=True, both=True)
        return found

    def one(self, name: str, *, of: bool = False, both: bool = False, at: str = "2021", where: str = "part") -> dict[str, Any]:
        here, counts = {} if both else {self.period: at}, name in ("value", "reported", "difference")
        texts = {
            lang: [UNIT, words[where], *([words["all"]] if of else []), *(("2020", "2021") if both else (at,))]
            for lang, words in WHAT.items()
        }
        relative = {"en": "A relative change", "es": "Una variación relativa"} if name == "percentage_change_of_share" else {}
        return {
            "title": {lang: ", ".join([relative.get(lang, name.replace("_", " ")), *words]) for lang, words in texts.items()},
            "label": {lang: ", ".join([relative.get(lang, WHAT[lang]["all"]), *words]) for lang, words in texts.items()},
            "measure": f"{self.package}/rows/{self.value}",
            **({} if name in ("value", "reported") else {"operation": name}),
            "where": {self.place: where, **({"kind": self.kind} if self.kind else {}), **here},
            **({"of": {self.place: "all"}} if of else {}),
            **({"from": {self.period: "2020"}, "to": {self.period: "2021"}} if both else {}),
            **({"unit": UNIT} if counts else {}),
            "decimals": self.decimals if counts else self.random.choice((0, 0, 1, 2)),
        }


def _exhibits(root: Path, random: Random, figures: Iterable[str], *, below: bool) -> None:
    """A chart of a kind that the figures can be drawn as, and a table. below: whether a value is negative."""
    english, spanish = random.choice(SHORT)
    short = {"en": english, "es": spanish}
    if where := random.choice(("", "all", "part")):
        both = "; ".join(f'{at}: {{{{ figure("value-{at}-{where}") }}}}' for at in ("2020", "2021"))
        short = {lang: f"{text} ({UNIT}, {WHAT[lang][where]}, {both})" for lang, text in short.items()}
    columns: list[str] = ["2020", "2021"]
    labels = [{lang: f"{WHAT[lang][where].capitalize()}, {UNIT}" for lang in LANGUAGES} for where in ("all", "part")]
    values = [each for each in figures if each.startswith("value-")]
    rows = [{"label": label, "cells": values[at::2], "note": {"en": "As told", "es": "Según se dice"}} for at, label in enumerate(labels)]
    kinds: dict[str, tuple[list[str], list[dict[str, Any]]]]
    kinds = dict.fromkeys(("diverging-bars", "slope", "line", "dots"), (columns, rows))
    if not below:
        kinds |= {
            "grouped-bars": (columns, rows),
            "elapsed": (
                ["3", "18.5"],
                [{**rows[0], "label": {"en": f"Everything, {UNIT}, 2020 and 2021", "es": f"Todo, {UNIT}, 2020 y 2021"}}],
            ),
            "stacked-bars": (columns, rows),
        }
    if "share" in figures:
        part = {"label": labels[1], "cells": ["share"]}
        kinds |= {"separate-bars": (["2021"], [part]), "part-of-whole": (["2021"], [part, {"label": labels[0], "cells": [None]}])}
    texts = dict.fromkeys(("headline", "description", "source"), short) | {"subtitle": {"en": english, "es": spanish}}
    kind, (heads, drawn) = random.choice(list(kinds.items()))
    write_yaml(root, "data/charts.yml", {"charts": {"a-chart": {"kind": kind, **texts, "unit": "count", "columns": heads, "rows": drawn}}})
    table = {"caption": short, "row_header": {"en": "What", "es": "Qué"}, "columns": columns, "rows": rows}
    write_yaml(root, "data/tables.yml", {"tables": {"a-table": table}})


def _pages(root: Path, figures: dict[str, dict[str, str]]) -> None:
    uris = ("index.md", f"updates/{DAY}-first-look.md", "figures.md", "corrections.md")
    originals = {}
    for lang in LANGUAGES:
        who = {"en": "An office", "es": "Una oficina"}[lang]
        listed = "\n".join(f'- {who}: {title[lang]}: {{{{ figure("{name}") }}}}' for name, title in figures.items())
        body = f"A sentence, said by a person.\n\n{listed}\n"
        for uri in uris:
            front = 'title: "A title"\ndescription: "A description"\n'
            if uri.startswith("updates/"):
                sources = '  - {title: "A source", publisher: "A publisher", date: 2022-01-01, path: "https://example.org/"}\n'
                front += f'date: {DAY}\ntopics: [News]\nsummary: "A summary"\nsources:\n{sources}'
            if uri in originals:
                front += f"translated_from: {fingerprint(originals[uri])}\n"
            text = originals.setdefault(uri, f"---\n{front}---\n\n{body}")
            if lang != LANGUAGES[0]:
                text = f"---\n{front}---\n\n{body}"
            write(root, f"docs/{lang}/{uri}", text)


def fingerprint(text: str) -> str:
    """What a translation names of the page that it was made from."""
    return hashlib.sha256("\n".join(text.splitlines()).encode()).hexdigest()[:12]


def _records(root: Path) -> None:
    texts = "id,lang,title,text\n" + "".join(f"a,{lang},A title,A text\n" for lang in LANGUAGES)
    for name in ("events", "statements"):
        rows = Table("id,date\na,2022-01-01\n", [column("id"), column("date", "date")])
        said = Table(texts, [column(each) for each in ("id", "lang", "title", "text")])
        write_package(root, name, {name: rows, "texts": said})


def _entry(name: str, version: str) -> dict[str, Any]:
    texts = {each: {"en": "A text", "es": "Un texto"} for each in ("what", "why", "scale", "old")}
    texts["new"] = ALL_2020
    return {"date": version, "kind": "revision", "nature": "data", **texts, "pages": ["index.md"], "data": f"{name}@{version}"}
