"""Growth of a schema: its types and constraints are those of the version before, extended to fit new rows."""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from macros.datapackage.table import read_cell
from macros.importer.infer import Table

_EMPTY = {""}


def widen_constraints(table: Table) -> Table:
    """Return the table with types, bounds, patterns and value lists for all of its rows. Each change is a note."""
    fields, notes = copy.deepcopy(table.fields), list(table.notes)
    for field in fields:
        cells = table.columns[field["name"]]
        values = [text for text in dict.fromkeys(cells) if text]
        notes += [f"{field['name']}: {note}" for note in _widen_field(field, values)]
        limits = field.get("constraints", {})
        if limits.get("required") and "" in cells:
            del limits["required"]
            notes.append(f"{field['name']}: may now be empty")
        if limits.get("unique") and len(values) < len(cells) - cells.count(""):
            del limits["unique"]
            notes.append(f"{field['name']}: may now hold a value twice")
    return dataclasses.replace(table, fields=fields, notes=notes)


def _widen_field(field: dict[str, Any], values: Sequence[str]) -> Iterator[str]:
    """Widen the type and the limits of a field, and yield a note for each change."""
    limits: dict[str, Any] = field.get("constraints", {})
    free = {"type": "number"}
    if field.get("type") == "integer" and not _fit(values, {"type": "integer"}) and _fit(values, free):
        field["type"] = "number"
        yield "now holds numbers with decimals, was whole numbers"
    if "enum" in limits and (new := [v for v in values if v not in map(str, limits["enum"])]):
        limits["enum"] = [*limits["enum"], *new]
        yield f"may now also be {', '.join(new)}"
    if "pattern" in limits:
        alone = {"constraints": {"pattern": limits["pattern"]}}
        if new := [v for v in values if read_cell(v, alone, _EMPTY)[1]]:
            yield _widen_pattern(limits, new)
    for bound, extreme in (("minLength", min), ("maxLength", max)):
        if bound in limits and values and (far := extreme(limits[bound], *map(len, values))) != limits[bound]:
            yield f"the {bound} is now {far}, was {limits[bound]}"
            limits[bound] = far
    for bound, extreme in (("minimum", min), ("maximum", max)):
        if bound not in limits or not values:
            continue
        far = extreme(values, key=_to_number)
        if extreme(_to_number(far), _to_number(str(limits[bound]))) != _to_number(str(limits[bound])):
            yield f"the {bound} is now {far}, was {limits[bound]}"
            limits[bound] = far if isinstance(limits[bound], str) else _to_json_number(far)


def _fit(values: Sequence[str], field: dict[str, Any]) -> bool:
    return not any(read_cell(value, field, _EMPTY)[1] for value in values)


def _widen_pattern(limits: dict[str, Any], new: Sequence[str]) -> str:
    """Add values to a pattern as alternatives, or remove one that would become too long, and return the note."""
    old = str(limits["pattern"])
    alternatives = [old.removeprefix("^").removesuffix("$"), *(re.sub(r"([^\w\s])", r"\\\1", value) for value in new)]
    limits["pattern"] = "|".join(alternatives)
    try:
        if _fit(new, {"constraints": {"pattern": limits["pattern"]}}):
            return f"may now also be {', '.join(new)}; the pattern was {old}"
    except ValueError:
        pass  # too long
    del limits["pattern"]
    return f"may now have any form; the pattern was {old}"


def _to_number(text: str) -> Any:
    """Return a number for comparison. Dates compare as text."""
    try:
        return Fraction(text)
    except ValueError:
        return text


def _to_json_number(text: str) -> int | float | str:
    """Return a number as JSON has it, or as text where that would be another number."""
    value = int(text) if Fraction(text).denominator == 1 else float(text)
    return value if Fraction(str(value)) == Fraction(text) else text
