"""Synthetic microsites to measure with: `python -m benchmarks.synthetic 100 folder`.

Each is a project that the check passes: N dated updates of about 450 words (title, summary and table among them), each with
a table, two charts of its own and six figures, on a data package of 1,440 rows. Beside it stands the same text for plain
MkDocs Material: the numbers typed in, no macros, no charts, the same navigation. The same N gives the same bytes.

Places and counts are invented.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.prose import sentences
from macros.published.record import HEADER

ROOT = Path(__file__).resolve().parents[1]
# A version of a year that no row is about: a proof names its version beside a value of one year.
PACKAGE, VERSION = "synthetic", "2021-01-01"
PLACES = tuple(
    "Alderney Brunmark Castelow Dunhaven Estmark Farnholt Gravenau Halvern Istria Jutmark Kelmora Lindwick "
    "Morvane Norvale Ostrava Pellworm Quenmark Ravenholm Silvane Tormund Ulmstead Varnholt Westermark Zelland".split()
)
ITEMS = ("reports", "referrals", "files", "accounts", "notices")
YEARS = range(2009, 2021)
_FIRST_DAY = datetime.date(2021, 1, 1)
TOPICS = ("First", "Second & Third", "News")
_SOURCE = [{"title": "Synthetic counts", "publisher": "The benchmark", "date": VERSION}]


@dataclass(frozen=True)
class Subject:
    """What one update tells of: one item in two places and two years. number: of the update, from 0."""

    number: int
    item: str
    places: tuple[str, str]
    years: tuple[int, int]

    @property
    def date(self) -> str:
        return (_FIRST_DAY + datetime.timedelta(days=self.number)).isoformat()

    @property
    def slug(self) -> str:
        return f"{self.date}-{self.item}-{'-'.join(self.places)}".lower()

    @property
    def title(self) -> str:
        return f"{self.item.capitalize()} from {self.places[0]} and {self.places[1]} in {self.years[0]} and {self.years[1]}"


class Counts:
    """The 1,440 rows: a count for each year, place and item, none twice within ten percent of the year before."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self.rows: dict[tuple[int, str, str], int] = {}
        for place, item in itertools.product(PLACES, ITEMS):
            for count, year in zip(random_counts(chance), YEARS, strict=False):
                self.rows[year, place, item] = count

    def change(self, place: str, item: str, years: tuple[int, int]) -> int:
        """The percentage change, rounded half up."""
        return percentage_change(*(self.rows[year, place, item] for year in years))


def random_counts(chance: random.Random) -> Iterator[int]:
    """Yield a count for each year, without end."""
    count = chance.randint(40_000, 900_000)
    while True:
        yield count
        percent = chance.randint(4, 46) * chance.choice((-1, 1))
        # Always a third of a point off the half, and of the whole: no rounding is a matter of taste.
        count = max(count * (300 + 3 * percent + 1) // 300, 11_000 + chance.randint(0, 999))


def percentage_change(first: int, last: int) -> int:
    """Return the percentage change, rounded half up."""
    doubled = 200 * abs(last - first) // first
    return (1 if last > first else -1) * ((doubled + 1) // 2)


def subjects(count: int, seed: int, counts: Counts) -> list[Subject]:
    """As many subjects, no two alike, each with two changes that are not nothing."""
    years = [(first, last) for first, last in itertools.combinations(YEARS, 2) if last - first <= 3]
    every = list(itertools.product(ITEMS, itertools.combinations(PLACES, 2), years))
    random.Random(seed + 1).shuffle(every)
    fit = (s for s in every if all(abs(counts.change(place, s[0], s[2])) > 2 for place in s[1]))
    return [Subject(number, item, places, span) for number, (item, places, span) in enumerate(itertools.islice(fit, count))]


def figure_id(subject: Subject, place: str, what: int | str) -> str:
    """`norvale-reports-2019`, or `norvale-reports-2019-2020` for the change (what: "change")."""
    return f"{place.lower()}-{subject.item}-{what if isinstance(what, int) else '-'.join(map(str, subject.years))}"


@dataclass(frozen=True)
class Writer:
    """Writes what quotes a figure: with its macro, or with the number typed in (`plain`)."""

    counts: Counts
    plain: bool

    def count(self, subject: Subject, place: str, year: int) -> str:
        return self._quote(figure_id(subject, place, year), f"{self.counts.rows[year, place, subject.item]:,}")

    def change(self, subject: Subject, place: str) -> str:
        percent = self.counts.change(place, subject.item, subject.years)
        return self._quote(figure_id(subject, place, "change"), f"{'rose' if percent > 0 else 'fell'} by {abs(percent)}%")

    def _quote(self, name: str, words: str) -> str:
        return words if self.plain else "{{ figure('" + name + "', '" + words + "') }}"


def update(subject: Subject, write: Writer, seed: int) -> str:
    """One update as Markdown, front matter included."""
    s, (a, b), (first, last) = subject, subject.places, subject.years
    prose = sentences(random.Random(f"{seed} {subject.number}"))
    span = f"from {first} to {last}"

    def paragraphs(count: int) -> Iterator[str]:
        for _ in range(count):
            yield "\n".join(itertools.islice(prose, 4))

    chart = [f'{{{{ chart("counts-{s.number}") }}}}', f'{{{{ chart("changes-{s.number}") }}}}']
    table = _plain_table(s, write) if write.plain else f'{{{{ table("table-{s.number}") }}}}'
    front = {
        "title": s.title,
        "description": f"What the synthetic counts say of {s.item} from {a} and {b}, and what they cannot say, told for a measurement.",
        "date": datetime.date.fromisoformat(s.date),
        "summary": f"{s.item.capitalize()} from {a} {write.change(s, a)} {span}.",
        "topics": [TOPICS[s.number % len(TOPICS)]],
        "sources": _SOURCE,
    }
    parts = [
        "\n".join(
            (
                f"{s.item.capitalize()} from {a} {write.change(s, a)} {span}.",
                f"There were {write.count(s, a, first)} {s.item} from {a} in {first} and {write.count(s, a, last)} in {last}.",
            )
        ),
        *paragraphs(2),
        f"## What came from {b}",
        "\n".join(
            (
                f"{s.item.capitalize()} from {b} {write.change(s, b)} {span}.",
                f"There were {write.count(s, b, first)} {s.item} from {b} in {first} and {write.count(s, b, last)} in {last}.",
            )
        ),
        *([] if write.plain else chart[:1]),
        *paragraphs(1),
        "## Both side by side",
        table,
        *([] if write.plain else chart[1:]),
        *paragraphs(1),
        "All updates are on [their own page](index.md).",
    ]
    return page_text(front, parts)


def page_text(front: dict[str, Any], parts: list[str]) -> str:
    return f"---\n{yaml_text(front)}---\n\n" + "\n\n".join(parts) + "\n"


def _plain_table(s: Subject, write: Writer) -> str:
    lines = [f"| Place | {s.years[0]} | {s.years[1]} | Relative change |", "|---|---:|---:|---:|"]
    for place in s.places:
        percent = write.counts.change(place, s.item, s.years)
        cells = (write.count(s, place, s.years[0]), write.count(s, place, s.years[1]), f"{percent:+}%".replace("-", "−"))
        lines.append(f"| {place} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def declarations(all_: list[Subject]) -> dict[str, Any]:
    """data/figures.yml: every figure that an update quotes, once."""
    found: dict[str, Any] = {}
    for s in all_:
        for place in s.places:
            common: dict[str, Any] = {"measure": f"{PACKAGE}/counts/count", "where": {"place": place, "item": s.item}}
            for year in s.years:
                title = {"en": f"{s.item.capitalize()} from {place}, {year}"}
                of_year = {**common, "where": {"year": year, **common["where"]}}
                found[figure_id(s, place, year)] = {"title": title, "label": title, **of_year}
            title = {"en": f"Change in {s.item} from {place}, {s.years[0]} to {s.years[1]}"}
            ends = {"from": {"year": s.years[0]}, "to": {"year": s.years[1]}}
            found[figure_id(s, place, "change")] = {"title": title, "label": title, "operation": "percentage_change", **common, **ends}
    return found


def charts(all_: list[Subject], write: Writer) -> dict[str, Any]:
    """data/charts.yml: two charts an update, one of counts and one of changes."""
    found: dict[str, Any] = {}
    for s in all_:
        of = f"{s.item} from {s.places[0]} and {s.places[1]}, calendar years {s.years[0]} and {s.years[1]}"
        told = " ".join(
            f"{s.item.capitalize()} from {place}: {write.count(s, place, s.years[0])} in {s.years[0]} "
            f"and {write.count(s, place, s.years[1])} in {s.years[1]}."
            for place in s.places
        )
        moved = " ".join(f"{s.item.capitalize()} from {place} {write.change(s, place)}." for place in s.places)
        source = {"en": "The benchmark, synthetic counts"}
        found[f"counts-{s.number}"] = {
            "kind": "small-multiples",
            "scales": "own",
            "headline": {"en": f"{s.item.capitalize()} from {s.places[0]} {write.change(s, s.places[0])} in those years"},
            "subtitle": {"en": f"Number of {of}"},
            "description": {"en": f"Two panels with a line each. {told}"},
            "source": source,
            "unit": "count",
            "columns": [str(year) for year in s.years],
            "rows": [
                {"label": {"en": f"{s.item.capitalize()} from {place}"}, "cells": [figure_id(s, place, year) for year in s.years]}
                for place in s.places
            ],
        }
        found[f"changes-{s.number}"] = {
            "kind": "diverging-bars",
            "headline": {"en": f"How {s.item} from {s.places[0]} and {s.places[1]} changed"},
            "subtitle": {"en": f"Relative change in {of}, in percent"},
            "description": {"en": f"Two bars. {moved}"},
            "source": source,
            "unit": "percent",
            "columns": {"en": [f"Relative change, {s.years[0]} to {s.years[1]}"]},
            "rows": [
                {"label": {"en": f"{s.item.capitalize()} from {place}"}, "cells": [figure_id(s, place, "change")]} for place in s.places
            ],
        }
    return found


def tables(all_: list[Subject]) -> dict[str, Any]:
    """data/tables.yml: one table an update."""
    return {
        f"table-{s.number}": {
            "caption": {"en": f"{s.item.capitalize()} from two places, calendar years {s.years[0]} and {s.years[1]}"},
            "row_header": {"en": "Place"},
            "columns": {"en": [str(s.years[0]), str(s.years[1]), "Relative change"]},
            "rows": [
                {
                    "label": {"en": f"{s.item.capitalize()} from {place}"},
                    "cells": [*(figure_id(s, place, year) for year in s.years), figure_id(s, place, "change")],
                }
                for place in s.places
            ],
        }
        for s in all_
    }


def write_data(folder: Path, counts: dict[tuple[int, str, str], int]) -> None:
    """Write the package of counts: the CSV file and the descriptor that holds its hash."""
    lines = ["year,place,item,count", *(f"{year},{place},{item},{count}" for (year, place, item), count in sorted(counts.items()))]
    data = ("\n".join(lines) + "\n").encode()
    target = folder / "data" / PACKAGE / VERSION

    def field(name: str, type_: str, title: str) -> dict[str, Any]:
        return {"name": name, "type": type_, "title": title, "constraints": {"required": True}}

    fields = [field("year", "integer", "Year"), field("place", "string", "Place"), field("item", "string", "Item")]
    resource = {
        "name": "counts",
        "path": "counts.csv",
        "title": "Counts",
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": {"fields": [*fields, field("count", "integer", "Count")], "primaryKey": ["year", "place", "item"]},
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
    nouns = {item: {"nouns": {"en": {"many": [item], "one": [item.removesuffix("s")]}}} for item in ITEMS}
    structure = {
        "tables": {
            "counts": {
                "dimensions": {"year": {"period": "year"}, "place": {"codes": "places"}, "item": {"codes": "items"}},
                "measures": {"count": {"decimals": 0}},
            }
        },
        "codelists": {
            "places": {"codes": {place: {"label": {"en": place}} for place in PLACES}},
            "items": {"codes": {item: {"label": {"en": item}, "measure": measure} for item, measure in nouns.items()}},
        },
    }
    write_file(target.parent / "dimensions.yml", yaml_text(structure))
    write_file(target / "counts.csv", data.decode())
    write_file(target / "datapackage.json", json.dumps(descriptor, indent=2) + "\n")


_LEDGER = (
    "figures.md",
    "Figures",
    "The ledger of this synthetic site: every figure that it quotes, with rows, formula, value and version.",
)
_EVERGREEN = (
    (
        "index.md",
        "A synthetic site",
        "A site that exists to be measured: its places and counts are invented, its pages are as many as asked for.",
    ),
    (
        "updates/index.md",
        "Updates",
        "Every dated update of this synthetic site, newest first, each with a table, charts and figures of its own.",
    ),
    (
        "verification.md",
        "How this site was checked",
        "The tally of the last check of this synthetic site: how many numbers it shows and proves.",
    ),
    (
        "corrections.md",
        "Corrections",
        "Corrections and revisions of this synthetic site: there are none, since nobody has ever relied on its counts.",
    ),
)


def evergreen(all_: list[Subject], write: Writer) -> Iterator[tuple[str, str]]:
    """The pages beside the updates, each with its path below docs/en/."""
    bodies = {
        "index.md": "{{ latest_update() }}\n\n[All updates](updates/index.md)",
        "updates/index.md": "{{ archive() }}",
        "verification.md": "{{ verification() }}",
        "corrections.md": "There are none.",
        "figures.md": "{{ ledger() }}",
    }
    if write.plain:
        bodies["index.md"] = f"[{all_[-1].title}](updates/{all_[-1].slug}.md)\n\n[All updates](updates/index.md)"
        bodies["updates/index.md"] = "\n".join(f"- [{s.title}]({s.slug}.md)" for s in reversed(all_))
        bodies["verification.md"] = "There is nothing to tell."
        lines = {}
        for s in all_:
            for place in s.places:
                lines |= {f"{place}, {s.item}, {year}": write.count(s, place, year) for year in s.years}
                lines[f"{place}, {s.item}, {s.years[0]} to {s.years[1]}"] = write.change(s, place)
        bodies["figures.md"] = "\n".join(f"- {title}: {value}" for title, value in sorted(lines.items()))
    for path, title, description in (*_EVERGREEN, _LEDGER):
        yield path, page_text({"title": title, "description": description, "sources": _SOURCE}, [bodies[path]])
    for topic in TOPICS:
        slug = "-".join(topic.lower().replace("&", "").split())
        listed = [s for s in reversed(all_) if TOPICS[s.number % len(TOPICS)] == topic]
        body = "\n".join(f"- [{s.title}](../updates/{s.slug}.md)" for s in listed) if write.plain else f'{{{{ updates(topic="{topic}") }}}}'
        front = {
            "title": f"Topic: {topic}",
            "description": f"Updates of this synthetic site under the topic {topic}, which means nothing here.",
        }
        yield f"topics/{slug}.md", page_text({**front, "sources": _SOURCE}, [body])


NAV = [
    {"Home": "index.md"},
    {"Updates": "updates/index.md"},
    {"About the figures": [{"Figures": "figures.md"}, {"Corrections": "corrections.md"}, {"Verification": "verification.md"}]},
]


def generate(folder: Path, count: int, seed: int = 0) -> None:
    """Write `folder`/ours and `folder`/plain anew, each a project that `mkdocs build` builds."""
    shutil.rmtree(folder, ignore_errors=True)
    counts = Counts(seed)
    all_ = subjects(count, seed, counts)
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    config["nav"] = NAV
    for name, plain in (("ours", False), ("plain", True)):
        root, write = folder / name, Writer(counts, plain)
        docs = root / "docs" if plain else root / "docs/en"
        for path, text in evergreen(all_, write):
            write_file(docs / path, text)
        for s in all_:
            write_file(docs / "updates" / f"{s.slug}.md", update(s, write, seed))
        write_file(root / "mkdocs.yml", yaml_text(_plain_config(config) if plain else our_config(config)))
    root = folder / "ours"
    for part in ("macros", "overrides", "schemas", "docs/en/assets"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__", "*.png"))
    for package in ("events", "statements"):
        if (ROOT / "data" / package).is_dir():
            shutil.copytree(ROOT / "data" / package, root / "data" / package)
    addresses = (ROOT / "data/sources.yml").read_text(encoding="utf-8") if (ROOT / "data/sources.yml").is_file() else ""
    own = [{"publisher": _SOURCE[0]["publisher"], "unknown": {"en": "it is invented"}}]
    write_file(root / "data/sources.yml", addresses + yaml_text(own))
    write_data(root, counts.rows)
    write = Writer(counts, plain=False)
    entries = (("figures", declarations(all_)), ("charts", charts(all_, write)), ("tables", tables(all_)), ("corrections", []))
    for name, value in entries:
        write_file(root / "data" / f"{name}.yml", yaml_text({name: value}))
    write_file(root / "data/published.csv", ",".join(HEADER) + "\n")  # nothing of it was ever published
    write_file(root / "data/handouts.yml", yaml_text({"cards": {}, "documents": {}}))


def our_config(config: dict[str, Any]) -> dict[str, Any]:
    """The settings of this site in its default language alone, with topics of its own."""
    config["extra"]["topics"] = list(TOPICS)
    config["extra"].pop("reading", None)  # the page that it names is not there
    for plugin in config["plugins"]:
        if isinstance(plugin, dict) and "i18n" in plugin:
            plugin["i18n"]["languages"] = [each for each in plugin["i18n"]["languages"] if each.get("default")]
    return config


def _plain_config(config: dict[str, Any]) -> dict[str, Any]:
    """The settings that mean the same to MkDocs Material alone."""
    kept = ("site_name", "site_description", "site_url", "repo_url", "strict", "validation", "nav", "markdown_extensions")
    theme = {key: value for key, value in config["theme"].items() if key not in ("custom_dir", "favicon")}
    plain = {key: config[key] for key in kept} | {"theme": theme, "plugins": ["search"]}
    return plain | {"not_in_nav": "/updates/2*\n/topics/*\n"}


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # our reader of YAML refuses them
        return True


def yaml_text(value: Any) -> str:
    return str(yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000))


def write_file(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    generate(Path(sys.argv[2]), int(sys.argv[1]))
