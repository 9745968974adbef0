"""A check of the registries: an operation, a unit, a kind of chart or an output must be registered completely.

Each is one object in a list of its own. Three parts cannot be in that object: its words in each language, its entry in a schema, and the
independent implementation in the check. With one of them missing, the site would show something false or nothing.
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
from macros.base.yaml_source import read_yaml
from macros.charts import KINDS
from macros.check import pieces
from macros.figures import OPERATIONS, Operation, declaration
from macros.figures.units import PERCENT_SIGN, UNITS
from macros.interface import read_interface_words
from macros.outputs import OUTPUTS

CODE = "half-registered"
# Sample arguments of an operation: the number of cells if any number is allowed, and the constants if it needs some.
_MEMBERS, _CONSTANTS = 3, (3, 2)
_PLURALS = ("zero", "one", "two", "few", "many", "other")
# List -> the file in which authors use its members ("" for none), and the file in which they are registered.
_PLACES = {
    "operation": (declaration.FILE, "macros/figures/operations.py"),
    "unit": (declaration.FILE, "macros/figures/units.py"),
    "kind": ("data/charts.yml", "macros/charts/kinds/__init__.py"),
    "output": ("", "macros/outputs/__init__.py"),
    "form": ("", "macros/interface"),
}


# A list, its member, the entry needed by the member in a table, that table, and the table's name.
_Need = tuple[str, str, str, Collection[str], str]


def find_half_registered(root: Path, languages: Iterable[str], engine: Path = ENGINE) -> list[Fault]:
    """Return a fault for each missing part of a member, at every declaration that uses the member, else at its registration."""
    lacking = [
        (what, member, f"which {name} does not know")
        for what, member, entry, table, name in _list_needs(engine, languages)
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
        for place in _find_declarations(root, what, member) or [Place(_PLACES[what][1])]
    ]


def _list_needs(engine: Path, languages: Iterable[str]) -> Iterator[_Need]:
    schemas = {name: _read_schema_members(engine, *name) for name in (("figure", "operation"), ("chart", "kind"), ("table", "kind"))}
    for (definition, what), known in schemas.items():
        members: Iterable[str] = OPERATIONS if what == "operation" else KINDS
        yield from ((what, member, member, known, f"schemas/{definition}s.schema.json") for member in members)
    in_terms = {*pieces.TERMS_BY_OPERATION, *pieces.SPREADSHEET_FORMULAS}
    for operation in OPERATIONS.values():
        yield "operation", operation.name, operation.name, pieces.FORMULAS, "macros/check/pieces.py (FORMULAS)"
        if not operation.is_copy:  # what takes all cells is a sum: its value grows with each
            yield "operation", operation.name, operation.name, in_terms, "macros/check/pieces.py (TERMS_BY_OPERATION)"
        if "{" not in operation.unit:  # else the unit comes from the declaration
            yield "operation", operation.name, operation.unit, {"", *UNITS}, "macros/figures/units.py"
    yield from (("unit", unit, unit, pieces.WORD_BY_UNIT, "macros/check/pieces.py (WORD_BY_UNIT)") for unit in UNITS)
    for lang in languages:
        said, file = read_interface_words(lang), f"macros/interface/{lang}.yml"
        yield from (("operation", name, name, said["methods"], f"{file} (methods)") for name in OPERATIONS)
        for operation in OPERATIONS.values():
            if not operation.is_copy:
                yield "operation", operation.name, operation.name, said["operations"], f"{file} (operations)"
            for function in re.findall(r"[a-z]+(?=\()", _make_sample_formula(operation)):
                yield "operation", operation.name, function, said["functions"], f"{file} (functions)"
        yield from (("unit", unit.name, unit.word, {"", PERCENT_SIGN, *said}, file) for unit in UNITS.values())
        yield from (("form", form, form, {*_PLURALS, *UNITS}, "macros/figures/units.py") for form in _list_form_keys(said))
        for output in OUTPUTS.values():
            yield from (
                ("output", output.name, word, said["llms"]["files"], f"{file} (llms: files)") for word in output.llms_words.values()
            )


def _list_form_keys(said: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys that select a form of words: a plural or a unit."""
    for value in said.values():
        if isinstance(value, Mapping):
            yield from value if "other" in value else _list_form_keys(value)


def _make_sample_constants(operation: Operation) -> dict[str, int]:
    return dict(zip(operation.constants, _CONSTANTS, strict=False))


def _make_sample_formula(operation: Operation) -> str:
    return operation.write_proof_formula(operation.list_places(_MEMBERS), **_make_sample_constants(operation))


def _is_computable(operation: Operation) -> bool:
    try:
        operation.compute_value(dict.fromkeys(operation.list_places(_MEMBERS), Fraction(1)), **_make_sample_constants(operation))
    except ZeroDivisionError:
        return True
    except (LookupError, TypeError, ValueError):
        return False
    return True


def _find_declarations(root: Path, what: str, member: str) -> list[Place]:
    """Return the places of the declarations with a member."""
    file = _PLACES[what][0]
    try:
        document = read_yaml(root / file, file) if file else None
    except FaultError:  # the build reports it
        return []
    top = Path(file).stem
    entries = document.value.get(top) if document and isinstance(document.value, dict) else None
    if document is None or not isinstance(entries, dict):
        return []
    return [document.place_of(top, name, what) for name, entry in entries.items() if isinstance(entry, dict) and entry.get(what) == member]


def _read_schema_members(engine: Path, definition: str, key: str) -> list[str]:
    schema = json.loads((engine / f"schemas/{definition}s.schema.json").read_bytes())
    found = schema["definitions"][definition]["properties"][key]
    return found.get("enum") or [each["const"] for each in found["oneOf"]]
