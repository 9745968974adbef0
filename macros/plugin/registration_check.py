"""Refuses by name what is registered only in part: an operation, a unit, a kind of chart, an output beside the pages.

Each is one object in its own list. What cannot stand in it are its words, in each language, its entry in a schema, and the form that the
check has of it, which is to ask nothing of the writer's: without one of these, something false or nothing would be said of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from macros.base.errors import Fault, FaultError, Place
from macros.base.files import ENGINE
from macros.base.yaml_source import read
from macros.charts import KINDS
from macros.check import pieces
from macros.figures import OPERATIONS, Operation, declaration
from macros.figures.units import PERCENT_SIGN, UNITS
from macros.interface import words
from macros.outputs import OUTPUTS

CODE = "half-registered"
# How many cells an operation is tried with that takes any number, and the whole numbers of one that asks for them.
_MEMBERS, _CONSTANTS = 3, (3, 2)
_PLURALS = ("zero", "one", "two", "few", "many", "other")
# Where the members of a list are declared by authors ("" for none), and where they are registered.
_PLACES = {
    "operation": (declaration.FILE, "macros/figures/operations.py"),
    "unit": (declaration.FILE, "macros/figures/units.py"),
    "kind": ("data/charts.yml", "macros/charts/kinds/__init__.py"),
    "output": ("", "macros/outputs/__init__.py"),
    "form": ("", "macros/interface"),
}


# A list, its member, the entry of a table that the member needs, and that table with its name.
_Need = tuple[str, str, str, Collection[str], str]


def half_registered(root: Path, languages: Iterable[str], engine: Path = ENGINE) -> list[Fault]:
    """Return a fault for all that a member of a list lacks, at every declaration that has it, else at its registration."""
    lacking = [
        (what, member, f"which {name} does not know")
        for what, member, entry, table, name in _needs(engine, languages)
        if entry not in table
    ]
    lacking += [
        ("operation", operation.name, "whose formula cannot be computed from the cells that it needs")
        for operation in OPERATIONS.values()
        if not _is_computable(operation)
    ]
    return [
        Fault(place, CODE, f'has the {what} "{member}", {fact}', "add it there, or take it out everywhere")
        for what, member, fact in lacking
        for place in _declared(root, what, member) or [Place(_PLACES[what][1])]
    ]


def _needs(engine: Path, languages: Iterable[str]) -> Iterator[_Need]:
    schemas = {name: _listed(engine, *name) for name in (("figure", "operation"), ("chart", "kind"), ("table", "kind"))}
    for (definition, what), known in schemas.items():
        members: Iterable[str] = OPERATIONS if what == "operation" else KINDS
        yield from ((what, member, member, known, f"schemas/{definition}s.schema.json") for member in members)
    for operation in OPERATIONS.values():
        yield "operation", operation.name, operation.name, pieces.FORMULAS, "macros/check/pieces.py (FORMULAS)"
        if "{" not in operation.unit:  # else its declaration makes the unit
            yield "operation", operation.name, operation.unit, {"", *UNITS}, "macros/figures/units.py"
    yield from (("unit", unit, unit, pieces.UNITS, "macros/check/pieces.py (UNITS)") for unit in UNITS)
    for lang in languages:
        said, file = words(lang), f"macros/interface/{lang}.yml"
        yield from (("operation", name, name, said["methods"], f"{file} (methods)") for name in OPERATIONS)
        for operation in OPERATIONS.values():
            if not operation.is_copy:
                yield "operation", operation.name, operation.name, said["operations"], f"{file} (operations)"
            for function in re.findall(r"[a-z]+(?=\()", _formula(operation)):
                yield "operation", operation.name, function, said["functions"], f"{file} (functions)"
        yield from (("unit", unit.name, unit.word, {"", PERCENT_SIGN, *said}, file) for unit in UNITS.values())
        yield from (("form", form, form, {*_PLURALS, *UNITS}, "macros/figures/units.py") for form in _forms(said))
        for output in OUTPUTS.values():
            yield from (("output", output.name, word, said["llms"]["files"], f"{file} (llms: files)") for word in output.told.values())


def _forms(said: Mapping[str, Any]) -> Iterator[str]:
    """Yield by what words have another form: a number or a unit."""
    for value in said.values():
        if isinstance(value, Mapping):
            yield from value if "other" in value else _forms(value)


def _given(operation: Operation) -> dict[str, int]:
    return dict(zip(operation.constants, _CONSTANTS, strict=False))


def _formula(operation: Operation) -> str:
    return operation.written(operation.places(_MEMBERS), **_given(operation))


def _is_computable(operation: Operation) -> bool:
    try:
        operation.value(dict.fromkeys(operation.places(_MEMBERS), Fraction(1)), **_given(operation))
    except ZeroDivisionError:
        return True
    except (LookupError, TypeError, ValueError):
        return False
    return True


def _declared(root: Path, what: str, member: str) -> list[Place]:
    """Return the places of the declarations that have a member."""
    file = _PLACES[what][0]
    try:
        document = read(root / file, file) if file else None
    except FaultError:  # it is told by the build
        return []
    top = Path(file).stem
    entries = document.value.get(top) if document and isinstance(document.value, dict) else None
    if document is None or not isinstance(entries, dict):
        return []
    return [document.place(top, name, what) for name, entry in entries.items() if isinstance(entry, dict) and entry.get(what) == member]


def _listed(engine: Path, definition: str, key: str) -> list[str]:
    schema = json.loads((engine / f"schemas/{definition}s.schema.json").read_bytes())
    found = schema["definitions"][definition]["properties"][key]
    return found.get("enum") or [each["const"] for each in found["oneOf"]]
