"""A synthetic site of many places and years: `python -m benchmarks.places folder`.

Its package has thirty places and their total, twenty years and four measures; its five hundred figures are made by patterns, its forty
charts from the rows, and sixty-five updates quote them. Places and counts are invented. The same seed gives the same bytes.
"""

from __future__ import annotations

import datetime
import hashlib
import itertools
import json
import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from benchmarks.prose import sentences
from benchmarks.synthetic import (
    NAV,
    PACKAGE,
    PLACES,
    ROOT,
    TOPICS,
    VERSION,
    Writer,
    evergreen,
    our_config,
    page_text,
    percentage_change,
    random_counts,
    write_file,
    yaml_text,
)
from benchmarks.synthetic import Counts as OtherCounts
from macros.published.record import HEADER

COUNTRIES = (*PLACES, "Ashmere", "Belcourt", "Corvane", "Dellmark", "Everholt", "Fenwick")
TOTAL = "all"
MEASURES = ("reports", "referrals", "files", "accounts")
YEARS = tuple(range(2001, 2021))
UPDATES, CHARTS = 65, 40
_FIRST_DAY = datetime.date(2021, 1, 1)
_SOURCE = [{"title": "Synthetic counts", "publisher": "The benchmark", "date": VERSION}]


class Counts:
    """The counts of each measure by year and place, none twice within three percent of the year before; the total is their sum."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self.cells: dict[tuple[str, int, str], int] = {}
        for measure, place in itertools.product(MEASURES, COUNTRIES):
            for count, year in zip(random_counts(chance), YEARS, strict=False):
                self.cells[measure, year, place] = count
        for measure, year in itertools.product(MEASURES, YEARS):
            self.cells[measure, year, TOTAL] = sum(self.cells[measure, year, place] for place in COUNTRIES)

    def change(self, measure: str, place: str, first: int, last: int) -> int:
        """Return the percentage change, rounded half up."""
        return percentage_change(self.cells[measure, first, place], self.cells[measure, last, place])


def structure() -> dict[str, Any]:
    """Return data/<package>/dimensions.yml."""
    codes = {place: {"label": {"en": place}, "part_of": TOTAL} for place in COUNTRIES}
    codes[TOTAL] = {"label": {"en": "all places"}, "names": {"en": ["total"]}, "total": True}
    measures = {each: {"nouns": {"en": {"many": [each], "one": [each.removesuffix("s")]}}} for each in MEASURES}
    table = {"dimensions": {"year": {"period": "year"}, "place": {"codes": "places"}}, "measures": measures}
    return {"tables": {"counts": table}, "codelists": {"places": {"codes": codes, "exhaustive": True}}}


def patterns() -> dict[str, Any]:
    """Return data/figures.yml: sixteen patterns over the places, and four sums."""
    found: dict[str, Any] = {}
    for measure in MEASURES:
        source = {"measure": f"{PACKAGE}/counts/{measure}"}
        for year in YEARS[-2:]:
            found[f"{{place}}-{measure}-{year}"] = {**source, "where": {"place": "*", "year": year}}
        for first in (YEARS[0], YEARS[-2]):
            ends = {"from": {"year": first}, "to": {"year": YEARS[-1]}}
            found[f"{{place}}-{measure}-{first}-{YEARS[-1]}"] = {
                **source, "operation": "percentage_change", "where": {"place": "*"}, **ends,
            }  # fmt: skip
        some = {"over": {"place": list(COUNTRIES[:5])}}
        found[f"five-{measure}-{YEARS[-1]}"] = {**source, "operation": "sum", "where": {"year": YEARS[-1]}, **some}
    return found


def figure_id(place: str, measure: str, what: str | int) -> str:
    """Return the id that a pattern makes: `norvale-reports-2020`."""
    return f"{place.lower()}-{measure}-{what}"


def quote(name: str, words: str) -> str:
    """Return the macro that quotes a figure."""
    return "{{ figure('" + name + "', '" + words + "') }}"


def charts(counts: Counts) -> dict[str, Any]:
    """Return data/charts.yml: bars of five places in two years, drawn from the rows."""
    found: dict[str, Any] = {}
    for number, measure, places in subjects():
        if number >= CHARTS:
            break
        found[f"chart-{number}"] = {
            "kind": "grouped-bars",
            **chart_texts(counts, measure, places),
            "data": {
                "measure": f"{PACKAGE}/counts/{measure}",
                "x": {"year": list(YEARS[-2:])},
                "series": {"place": list(places)},
            },
        }
    return found


def chart_texts(counts: Counts, measure: str, places: tuple[str, ...]) -> dict[str, Any]:
    """Return the words of a chart."""
    first, last = YEARS[-2:]
    counted = quote(figure_id(places[0], measure, last), f"{counts.cells[measure, last, places[0]]:,}")
    return {
        "headline": {"en": f"{measure.capitalize()} from five places, {first} and {last}"},
        "subtitle": {"en": f"Number of {measure} by place, {first} and {last}"},
        "description": {"en": f"Five pairs of bars. There were {counted} {measure} from {places[0]} in {last}."},
        "source": {"en": "The benchmark, synthetic counts"},
    }


def subjects() -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield the number, the measure and the five places of each update."""
    for number in range(UPDATES):
        at = number * 5 % len(COUNTRIES)
        yield number, MEASURES[number % len(MEASURES)], tuple((COUNTRIES * 2)[at : at + 5])


def update(counts: Counts, number: int, measure: str, places: tuple[str, ...], seed: int) -> tuple[str, str]:
    """Return the path below docs/en/ and the text of an update."""
    day = _FIRST_DAY + datetime.timedelta(days=number)
    first, last = YEARS[-2:]
    prose = sentences(random.Random(f"{seed} {number}"))

    def moved(place: str, start: int) -> str:
        percent = counts.change(measure, place, start, last)
        words = f"{'rose' if percent > 0 else 'fell'} by {abs(percent)}%"
        return f"{measure.capitalize()} from {place} {quote(figure_id(place, measure, f'{start}-{last}'), words)} from {start} to {last}."

    def counted(place: str) -> str:
        ends = (quote(figure_id(place, measure, year), f"{counts.cells[measure, year, place]:,}") for year in (first, last))
        before, after = ends
        return f"There were {before} {measure} from {place} in {first} and {after} in {last}."

    front = {
        "title": f"{measure.capitalize()} from {places[0]} and {places[1]}, update {day:%B}",
        "description": f"What the synthetic counts say of {measure} from {places[0]}, and what they cannot say, told for a measurement.",
        "date": day,
        "summary": moved(places[0], first),
        "topics": [TOPICS[number % len(TOPICS)]],
        "sources": _SOURCE,
    }
    parts = ["\n".join((moved(places[0], first), counted(places[0])))]
    parts += ["\n".join(itertools.islice(prose, 4)), f"## What came from {places[1]}"]
    parts += ["\n".join((moved(places[1], first), moved(places[1], YEARS[0]), counted(places[1])))]
    parts += [f'{{{{ chart("chart-{number}") }}}}'] if number < CHARTS else []
    parts += ["\n".join(itertools.islice(prose, 4)), "\n".join((moved(places[2], YEARS[0]), counted(places[2])))]
    slug = f"{day.isoformat()}-{measure}-{places[0]}-{places[1]}".lower()
    return f"updates/{slug}.md", page_text(front, parts)


def write_data(folder: Path, counts: Counts) -> None:
    """Write the package: the CSV file and the descriptor that holds its hash."""
    lines = [",".join(("year", "place", *MEASURES))]
    for year, place in itertools.product(YEARS, (*COUNTRIES, TOTAL)):
        lines.append(",".join((str(year), place, *(str(counts.cells[measure, year, place]) for measure in MEASURES))))
    data = ("\n".join(lines) + "\n").encode()
    keys = [{"name": name, "type": type_, "constraints": {"required": True}} for name, type_ in (("year", "integer"), ("place", "string"))]
    fields = [*keys, *({"name": each, "type": "integer", "unit": each} for each in MEASURES)]
    resource = {
        "name": "counts",
        "path": "counts.csv",
        "title": "Counts",
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": {"fields": fields, "primaryKey": ["year", "place"]},
    }
    descriptor = {
        "name": PACKAGE,
        "version": VERSION,
        "title": "Synthetic counts",
        "description": "Invented counts of invented things in invented places, to measure a build with.",
        "licenses": [{"name": "CC0-1.0", "title": "Creative Commons Zero", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}],
        "sources": _SOURCE,
        "resources": [resource],
    }
    write_file(folder / "data" / PACKAGE / VERSION / "counts.csv", data.decode())
    write_file(folder / "data" / PACKAGE / VERSION / "datapackage.json", json.dumps(descriptor, indent=2) + "\n")


def generate(root: Path, seed: int = 0) -> Counts:
    """Write the project at `root` anew. Returns its counts."""
    shutil.rmtree(root, ignore_errors=True)
    counts = Counts(seed)
    for path, text in evergreen([], Writer(OtherCounts(0), plain=False)):
        write_file(root / "docs/en" / path, text)
    for number, measure, places in subjects():
        path, text = update(counts, number, measure, places, seed)
        write_file(root / "docs/en" / path, text)
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    config["nav"] = NAV
    write_file(root / "mkdocs.yml", yaml_text(our_config(config)))
    for part in ("macros", "overrides", "schemas", "docs/en/assets"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__", "*.png"))
    own = [{"publisher": _SOURCE[0]["publisher"], "unknown": {"en": "it is invented"}}]
    write_file(root / "data/sources.yml", yaml_text(own))
    write_data(root, counts)
    write_file(root / "data" / PACKAGE / "dimensions.yml", yaml_text(structure()))
    for name, value in (("figures", patterns()), ("charts", charts(counts)), ("tables", {}), ("corrections", [])):
        write_file(root / "data" / f"{name}.yml", yaml_text({name: value}))
    write_file(root / "data/published.csv", ",".join(HEADER) + "\n")
    write_file(root / "data/handouts.yml", yaml_text({"cards": {}, "documents": {}}))
    return counts


if __name__ == "__main__":
    generate(Path(sys.argv[1]))
