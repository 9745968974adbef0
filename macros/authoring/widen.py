"""Growth of schema constraints: bounds and value lists of the version before are extended to fit new rows."""

from __future__ import annotations

import copy
import dataclasses
from fractions import Fraction
from typing import Any

from macros.importer.infer import Table


def widen_constraints(table: Table) -> Table:
    """Return the table with bounds and value lists for all of its rows. Each change is a note."""
    fields, notes = copy.deepcopy(table.fields), list(table.notes)
    for field in fields:
        name, limits = field["name"], field.get("constraints", {})
        values = table.frame[name][table.frame[name] != ""].unique().tolist()
        if "enum" in limits and (new := [v for v in values if v not in map(str, limits["enum"])]):
            limits["enum"] = [*limits["enum"], *new]
            notes.append(f"{name}: may now also be {', '.join(new)}")
        for bound, extreme in (("minimum", min), ("maximum", max)):
            if bound not in limits or not values:
                continue
            far = extreme(values, key=_to_number)
            if extreme(_to_number(far), _to_number(str(limits[bound]))) != _to_number(str(limits[bound])):
                notes.append(f"{name}: the {bound} is now {far}, was {limits[bound]}")
                limits[bound] = type(limits[bound])(far)
        if limits.get("required") and (table.frame[name] == "").any():
            del limits["required"]
            notes.append(f"{name}: may now be empty")
    return dataclasses.replace(table, fields=fields, notes=notes)


def _to_number(text: str) -> Any:
    """Return a number for comparison. Dates compare as text."""
    try:
        return Fraction(text)
    except ValueError:
        return text
