"""A small project in a folder: packages, declarations and pages as real files, sound until a test breaks one thing."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from macros.base.errors import Fault, Faults, Place
from macros.datapackage import read_packages
from macros.figures import Declaration, Figure, Figures, Source
from macros.quotes import PhraseWriter, QuoteBook
from macros.structure import read_structures

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "tests/reports"  # data of the reports that sentences of tests speak of: no test of the engine asks what a site says
VERSION = "2021-03-01"


@dataclass
class Table:
    """A CSV resource: its text, its schema's fields and its key."""

    text: str | bytes
    fields: list[dict[str, Any]]
    key: list[str] = field(default_factory=list)

    @property
    def data(self) -> bytes:
        return self.text if isinstance(self.text, bytes) else self.text.encode()


def column(name: str, type: str = "string", **constraints: Any) -> dict[str, Any]:
    return {"name": name, "type": type, **({"constraints": constraints} if constraints else {})}


COUNTS = "year,scope,count\n2020,all,200\n2020,eu,50\n2021,all,400\n2021,eu,25\n"


def counts(text: str | bytes = COUNTS) -> Table:
    fields = [
        column("year", "integer", required=True, minimum=2000, maximum=2100),
        column("scope", required=True, enum=["all", "eu", "none"]),
        column("count", "integer", minimum=0),
    ]
    return Table(text, fields, ["year", "scope"])


def write(root: Path, path: str, content: str | bytes) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def write_package(root: Path, name: str, tables: dict[str, Table], version: str = VERSION, title: str = "") -> Path:
    """Write a sound package. Returns its folder."""
    folder = root / "data" / name / version
    descriptor: dict[str, Any] = {
        "name": name,
        "version": version,
        "title": title or f"The package {name}",
        "licenses": [{"name": "CC0-1.0"}],
        "sources": [{"title": "A source", "publisher": "A publisher", "date": version, "path": "https://example.org/a-source"}],
        "resources": [
            {
                "name": key,
                "path": f"{key}.csv",
                "hash": "sha256:" + hashlib.sha256(table.data).hexdigest(),
                "schema": {"fields": table.fields, "primaryKey": table.key, "missingValues": [""]},
            }
            for key, table in tables.items()
        ],
    }
    write(folder, "datapackage.json", json.dumps(descriptor, indent=2) + "\n")
    for key, table in tables.items():
        write(folder, f"{key}.csv", table.data)
    return folder


def renew_hash(csv: Path) -> None:
    """Make the descriptor beside a CSV file agree with the file's bytes."""
    path = csv.parent / "datapackage.json"
    descriptor = json.loads(path.read_text())
    for entry in descriptor["resources"]:
        if entry["path"] == csv.name:
            entry["hash"] = "sha256:" + hashlib.sha256(csv.read_bytes()).hexdigest()
            entry.pop("bytes", None)
    path.write_text(json.dumps(descriptor, indent=2) + "\n")


def revise(project: Path, package: str, version: str, file: str, changes: dict[str, str]) -> None:
    """A new version of a package whose rows differ."""
    old = sorted((project / "data" / package).iterdir())[-1]
    new = old.parent / version
    shutil.copytree(old, new)
    rows = (new / file).read_text(encoding="utf-8")
    for before, after in changes.items():
        assert before in rows
        rows = rows.replace(before, after)
    text = (new / "datapackage.json").read_text(encoding="utf-8").replace(f'"version": "{old.name}"', f'"version": "{version}"')
    text = text.replace(hashlib.sha256((new / file).read_bytes()).hexdigest(), hashlib.sha256(rows.encode()).hexdigest())
    (new / file).write_text(rows, encoding="utf-8")
    (new / "datapackage.json").write_text(text, encoding="utf-8")


def declared(**changed: Any) -> dict[str, Any]:
    """A sound declaration of a figure; None removes a key."""
    entry = {
        "title": {"en": "EU count of a year"},
        "label": {"en": "EU count"},
        "measure": "numbers/counts/count",
        "where": {"year": 2020, "scope": "eu"},
        "unit": "reports",
    } | changed
    return {key: value for key, value in entry.items() if value is not None}


ENDS = {"from": {"year": 2020}, "to": {"year": 2021}}
CHANGE = declared(operation="percentage_change", where={"scope": "eu"}, unit=None, **ENDS)


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def write_yaml(root: Path, path: str, value: Any) -> None:
    write(root, path, yaml.dump(value, Dumper=_Plain, sort_keys=False))


def write_figures(root: Path, entries: dict[str, Any]) -> None:
    write_yaml(root, "data/figures.yml", {"figures": entries})


def read_figures(root: Path) -> Figures:
    packages, faults = read_packages(root)
    assert not faults, faults
    return Figures.read(root, packages, read_structures(root, packages))


def sample_figures(root: Path, entries: dict[str, Any] | None = None) -> Figures:
    """The figures `eu-2020` (50) and `eu-change` (−50%), or those given, on one version of the package `numbers`."""
    write_package(root, "numbers", {"counts": counts()})
    write_figures(root, entries if entries is not None else {"eu-2020": declared(), "eu-change": CHANGE})
    return read_figures(root)


def writer(figures: Figures) -> PhraseWriter:
    return PhraseWriter(QuoteBook(figures, Faults()))


def figure(
    value: str | Fraction,
    unit: str = "percent",
    *,
    change: bool = False,
    bound: str = "",
    decimals: int = 0,
    status: str = "reported",
    id: str = "sample",
) -> Figure:
    """A figure as a value, for the rooms that only look at it."""
    declaration = Declaration(
        id=id,
        place=Place("data/figures.yml", 1),
        title={},
        label={},
        source=Source("p", "r", "f"),
        where={},
        unit=unit,
        status=status,
        decimals=decimals,
        is_change=change,
    )
    return Figure(declaration, Fraction(value), (), "p", VERSION, bound, True)


def told(faults: Iterable[Fault]) -> list[tuple[str, str]]:
    """The faults as data: (code, place)."""
    return [(fault.code, str(fault.place)) for fault in faults]
