"""The reader of one CSV resource by its schema: columns, types, constraints, keys. All faults are reported together."""

from __future__ import annotations

import csv
import functools
import hashlib
import io
import json
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from macros.base.dates import is_date
from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.datapackage.cells import find_wrong_cells
from macros.datapackage.model import Value
from macros.datapackage.pattern import Pattern
from macros.incremental.store import Cache

_YEAR = re.compile("[0-9]{4}")
_INTEGER = re.compile(r"[+-]?(?:0|[1-9][0-9]*)")
_NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Formulas that spreadsheets run when they open a CSV file: a sign before a name, or before a call, a sheet or a program.
_FORMULA = re.compile(r"[=@\uff1d\uff20\t\r\n]|[+\-\uff0b\uff0d](?=\S)(?:[-+(\"'$@=#{]*[^\W\d]|.*[^\W\d]\w*[(!|])")
_FIRST = frozenset("=@+-\uff1d\uff20\uff0b\uff0d\t\r\n")
_LONGEST_CELL = 131_072  # characters
_MOST_FAULTS = 20  # for one file: a file in the wrong format would give one fault a cell


def read_table(
    data: bytes, place: Place, where: Place, entry: Mapping[str, Any], cache: Cache
) -> tuple[dict[str, Mapping[str, Any]], tuple[str, ...], list[int], Mapping[str, Sequence[str]], Mapping[str, Mapping[str, Value]]]:
    """Return fields, primary key, lines, columns and values of a resource, as its model has them.

    Args:
        data: the bytes of the file.
        place: the file.
        where: the descriptor.
        entry: the resource's part of the descriptor.
        cache: holds the results of validated tables.

    Raises: FaultError with every fault of the file.
    """
    fields, key = _read_schema(where, entry)
    if not data.strip():
        raise FaultError(Fault(place, "empty-file", "is empty", "add the header and the rows"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        fault = Fault(Place(place.path, line), "encoding", f"is not UTF-8 (byte {error.start + 1})", "save it as UTF-8")
        raise FaultError(fault) from None
    if text.startswith("\ufeff"):
        raise FaultError(Fault(place, "encoding", "begins with a byte order mark", "save it as UTF-8 without BOM"))
    control = _CONTROL.search(text)
    if control:
        fact = f"holds the control character U+{ord(control[0]):04X}"
        at = Place(place.path, text.count("\n", 0, control.start()) + 1)
        raise FaultError(Fault(at, "control-character", fact, "remove it"))
    (_, header), *lines = _read_records(data, place)
    faults = _check_columns(place, header, list(fields))
    if faults:
        raise FaultError(*faults)
    missing = {str(value) for value in entry["schema"].get("missingValues", [""])}
    named = f"table {hashlib.sha256(data).hexdigest()} {json.dumps(entry['schema'], sort_keys=True)}"
    sound = [each for each in lines if len(each[1]) == len(fields)]
    columns = dict(zip(fields, zip(*(cells for _, cells in sound), strict=True), strict=True)) if sound else dict.fromkeys(fields, ())
    if cache.get(named) is not None:
        values = {
            name: {text: _read_value(text, fields[name], missing) for text in dict.fromkeys(texts)} for name, texts in columns.items()
        }
    else:
        if not lines:
            raise FaultError(Fault(place, "empty-file", "has a header but no rows", "add the rows"))
        for line, cells in lines:
            if len(cells) != len(fields):
                fact = f"has {len(cells)} cells where the header has {len(fields)}"
                faults.append(Fault(Place(place.path, line), "row-length", fact, "add or remove cells"))
        read = {name: {text: read_cell(text, fields[name], missing) for text in dict.fromkeys(texts)} for name, texts in columns.items()}
        faults += find_wrong_cells(place.path, [line for line, _ in sound], columns, fields, key, read)
        if faults:
            raise FaultError(*sorted(faults)[:_MOST_FAULTS])
        cache.put(named, "sound")
        values = {name: {text: value for text, (value, _) in cells.items()} for name, cells in read.items()}
    return fields, key, [line for line, _ in lines], columns, values


def is_formula(text: str) -> bool:
    """Return True for a text that spreadsheets would run as a formula. `- of which north` and `-5 to -3` are plain texts."""
    return text[:1] in _FIRST and _FORMULA.match(text) is not None


def _read_records(data: bytes, place: Place) -> list[tuple[int, list[str]]]:
    """Return the records, each with its first line. Equal cells are one object.

    Raises: FaultError for unbalanced quotes.
    """
    csv.field_size_limit(_LONGEST_CELL)  # global to the process: another library may have changed it
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(data), "utf-8", newline=""), strict=True)
    found: list[tuple[int, list[str]]] = []
    known: dict[str, str] = {}
    line = 1
    try:
        for cells in reader:
            found.append((line, [known.setdefault(cell, cell) for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        at = Place(place.path, line)
        raise FaultError(Fault(at, "csv", f"is not valid CSV ({error})", "fix the quotes")) from None
    return found


def _read_schema(where: Place, entry: Mapping[str, Any]) -> tuple[dict[str, Mapping[str, Any]], tuple[str, ...]]:
    schema = given if isinstance(given := entry.get("schema"), dict) else {}
    listed = schema.get("fields")
    name = entry.get("name")
    if not isinstance(listed, list) or not all(isinstance(f, dict) and isinstance(f.get("name"), str) for f in listed):
        raise FaultError(Fault(where, "schema", f"has no schema with named fields for {name}", "add schema.fields"))
    fields = {field["name"]: field for field in listed}
    faults = []
    if len(fields) != len(listed):
        faults.append(Fault(where, "schema", f"names a field of {name} twice", "give each field a name of its own"))
    for field in listed:
        kind = field.get("type", "string")
        if not isinstance(kind, str) or kind not in _TYPES:
            fact = f'gives {name}.{field["name"]} the type "{kind}"'
            faults.append(Fault(where, "schema", fact, "use one of " + ", ".join(_TYPES)))
            continue
        for constraint, value in _find_wrong_constraints(field, _TYPES[kind]):
            fact = f'gives {name}.{field["name"]} the constraint "{constraint}": {value}'
            faults.append(Fault(where, "schema", fact, "use " + ", ".join(_CONSTRAINTS) + " with a value that fits"))
    if not isinstance(schema.get("missingValues", []), list):
        faults.append(Fault(where, "schema", f"has missingValues for {name} that are not a list", 'write [""]'))
    key = schema.get("primaryKey", [])
    key = (key,) if isinstance(key, str) else tuple(key) if isinstance(key, list) else (key,)
    for part in map(str, key):
        if part not in fields:
            fact = f'has the key "{part}" for {name}, which is not a field'
            faults.append(Fault(where, "schema", fact, suggest_nearest(str(part), fields)))
    if faults:
        raise FaultError(*faults)
    return fields, key


def _find_wrong_constraints(field: Mapping[str, Any], read: Callable[[str], Value]) -> list[tuple[str, Any]]:
    constraints = field.get("constraints", {})
    if not isinstance(constraints, dict):
        return [("constraints", constraints)]
    wrong = []
    for name, value in constraints.items():
        why = ""
        try:
            fits = name in _CONSTRAINTS and isinstance(value, _CONSTRAINTS[name])
            if fits and name == "pattern":
                _compile_pattern(value)
            elif fits and name in ("minimum", "maximum"):
                read(str(value))
        except ValueError as error:
            fits, why = False, f" ({error})" if name == "pattern" else ""
        if not fits:
            wrong.append((name, f"{value}{why}"))
    return wrong


def _check_columns(place: Place, header: list[str], expected: list[str]) -> list[Fault]:
    at = Place(place.path, 1)
    if not header:
        return [Fault(at, "row-length", "is an empty line where the header should be", "remove it")]
    faults = [
        Fault(at, "missing-column", f'has no column "{name}"', "add it: the schema declares it") for name in expected if name not in header
    ]
    faults += [
        Fault(at, "extra-column", f'has the column "{name}"', "remove it, or declare it in the schema")
        for name in header
        if name not in expected
    ]
    faults += [
        Fault(Place(place.path, 1, column), "formula", f'has the column "{name}", which a spreadsheet would run', "begin with a word")
        for column, name in enumerate(header, 1)
        if is_formula(name)
    ]
    if not faults and header != expected:
        fact = f"has the columns {', '.join(header)} where the schema has {', '.join(expected)}"
        faults.append(Fault(at, "column-order", fact, "put them in the schema's order, each once"))
    return faults


def _read_value(text: str, field: Mapping[str, Any], missing: set[str]) -> Value:
    return None if text in missing else _TYPES[field.get("type", "string")](text)


def read_cell(text: str, field: Mapping[str, Any], missing: set[str]) -> tuple[Value, str]:
    """Return the value of a cell and its fault, or ""."""
    constraints = field.get("constraints", {})
    if is_formula(text):
        return None, "which a spreadsheet would run as a formula: begin with a word, or put a space after the sign"
    if text in missing:
        return None, "but a value is required" if constraints.get("required") else ""
    kind = field.get("type", "string")
    try:
        value = _TYPES[kind](text)
    except ValueError:
        return None, f"which is not a valid {kind}"
    allowed = constraints.get("enum")
    if allowed is not None and text not in {str(item) for item in allowed}:
        return value, "which is not one of " + ", ".join(str(item) for item in allowed)
    lengths = constraints.get("minLength", 0), constraints.get("maxLength", len(text))
    if not lengths[0] <= len(text) <= lengths[1]:
        return value, f"which has {len(text)} characters"
    pattern = constraints.get("pattern")
    if pattern is not None and not _compile_pattern(pattern).matches(text):
        return value, f"which does not match {pattern}"
    beyond: tuple[tuple[str, Callable[[Any, Any], bool]], ...] = (("minimum", operator.lt), ("maximum", operator.gt))
    for bound, wrong in beyond:
        if bound in constraints and wrong(value, _TYPES[kind](str(constraints[bound]))):
            return value, f"beyond the {bound} of {constraints[bound]}"
    return value, ""


@functools.lru_cache(maxsize=256)
def _compile_pattern(text: str) -> Pattern:
    return Pattern(text)


def _parse_integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError
    return int(text)


def _parse_year(text: str) -> int:
    if not _YEAR.fullmatch(text):
        raise ValueError
    return int(text)


def _parse_number(text: str) -> Fraction:
    if not _NUMBER.fullmatch(text):
        raise ValueError
    return Fraction(text)


def _parse_date(text: str) -> str:
    if not is_date(text):
        raise ValueError
    return text


def _parse_boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError
    return text == "true"


_CONSTRAINTS: dict[str, Any] = {
    "required": bool,
    "unique": bool,
    "enum": list,
    "pattern": str,
    "minimum": int | float | str,
    "maximum": int | float | str,
    "minLength": int,
    "maxLength": int,
}

_TYPES: dict[str, Callable[[str], Value]] = {
    "string": str,
    "integer": _parse_integer,
    "year": _parse_year,
    "number": _parse_number,
    "date": _parse_date,
    "boolean": _parse_boolean,
}
