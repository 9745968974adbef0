"""Compares the tables that each know every measure or every kind of chart: a member that one of them lacks is refused by name.

A measure is described in several rooms: what it needs, how it is computed, how its proof is written, how readers do it again. Where one of
them did not know it, it would say something else of it, and a false proof would be published.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from macros.charts import KINDS
from macros.check import pieces
from macros.errors import Fault, FaultError, Place
from macros.figures import MEASURES, compute, declaration
from macros.files import ENGINE
from macros.interface import words
from macros.outputs import figures_json, recompute
from macros.pages import proof
from macros.yamlfile import Document, read

CODE = "half-registered"


def half_registered(root: Path, languages: Iterable[str], engine: Path = ENGINE) -> list[Fault]:
    """Return a fault for each table that lacks a measure or a kind of chart, at every declaration that has it, else at its registration."""
    schemas = {name: _schema(engine, name) for name in ("figures", "charts", "tables")}
    measures: dict[str, Iterable[str]] = {
        "macros/figures/declaration.py (NEEDS)": declaration.NEEDS,
        "macros/figures/declaration.py (UNITS)": declaration.UNITS,
        "macros/figures/declaration.py (CHANGES)": declaration.CHANGES,
        "macros/figures/compute.py": compute.FORMULAS,
        "macros/figures/declaration.py (SUFFIXES)": declaration.SUFFIXES,
        "macros/pages/proof.py": [*proof.FORMULAS, *declaration.COPIED],
        "macros/check/pieces.py": [*pieces.FORMULAS, *pieces.CELLS],
        "macros/outputs/figures_json.py": [*figures_json.FORMULAS, *declaration.COPIED],
        "macros/outputs/recompute.py": recompute.FORMULAS,
        **{f"macros/interface/{lang}.yml (methods)": words(lang)["methods"] for lang in languages},
        "schemas/figures.schema.json": _listed(schemas["figures"], "figure", "measure"),
    }
    kinds = {f"schemas/{name}s.schema.json": _listed(schemas[f"{name}s"], name, "kind") for name in ("chart", "table")}
    return [
        *_lacking(root, "measure", MEASURES, measures, declaration.FILE, "macros/figures/declaration.py"),
        *_lacking(root, "kind", KINDS, kinds, "data/charts.yml", "macros/charts/kinds/__init__.py"),
    ]


def _lacking(
    root: Path, what: str, members: Iterable[str], tables: Mapping[str, Iterable[str]], file: str, registered: str
) -> Iterator[Fault]:
    known = {name: frozenset(table) for name, table in tables.items()}
    for member in members:
        for name, table in known.items():
            if member not in table:
                fact = f'has the {what} "{member}", which {name} does not know'
                for place in _declared(root, file, what, member) or [Place(registered)]:
                    yield Fault(place, CODE, fact, "add it there, or take it out everywhere")


def _declared(root: Path, file: str, what: str, member: str) -> list[Place]:
    """The places of a file of declarations that have a member."""
    try:
        document: Document = read(root / file, file)
    except FaultError:  # it is told by the build
        return []
    top = Path(file).stem
    entries = document.value.get(top) if isinstance(document.value, dict) else None
    entries = entries if isinstance(entries, dict) else {}
    return [document.place(top, name, what) for name, entry in entries.items() if isinstance(entry, dict) and entry.get(what) == member]


def _schema(engine: Path, name: str) -> Any:
    return json.loads((engine / "schemas" / f"{name}.schema.json").read_bytes())


def _listed(schema: Any, definition: str, key: str) -> list[str]:
    found = schema["definitions"][definition]["properties"][key]
    return found.get("enum") or [each["const"] for each in found["oneOf"]]
