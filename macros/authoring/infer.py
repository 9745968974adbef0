"""From a sheet to a resource: its CSV bytes and its schema."""

from __future__ import annotations

import csv
import io
import itertools
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from macros.authoring.columns import Column, column
from macros.authoring.sheet import Sheet
from macros.errors import Fault, FaultError, nearest


@dataclass(frozen=True)
class Table:
    """One resource to be written. fields, key: of its schema. lines: the row of the sheet for each line of the CSV, by line."""

    name: str
    sheet: str
    data: bytes
    fields: list[dict[str, Any]]
    key: list[str]
    lines: Mapping[int, int]
    notes: list[str] = field(default_factory=list)


def infer(
    sheet: Sheet,
    before: Mapping[str, Any] | None,
    *,
    name: str,
    key: Sequence[str] = (),
    text: Collection[str] = (),
    numbers: str = "",
) -> Table:
    """The table that a sheet gives. before: the resource's entry in the descriptor of the version before, whose schema goes on.

    key: names of the key's fields. text: headers or names of columns to be kept as they are. Errors: FaultError.
    """
    names = _names(sheet)
    known = {f["name"]: f for f in (before or {}).get("schema", {}).get("fields", ())}
    faults: list[Fault] = []
    for wanted in text:
        if wanted not in names and wanted not in sheet.header:
            faults.append(sheet.fault(sheet.lines[0].number, -1, f'has no column "{wanted}"', nearest(wanted, sheet.header)))
    columns: list[Column] = []
    for at, each in enumerate(names):
        words = each in text or sheet.header[at] in text or known.get(each, {}).get("type") == "string"
        try:
            columns.append(column(sheet, at, text=words, numbers=numbers))
        except FaultError as error:
            faults += error.faults
    if faults:
        raise FaultError(*faults)
    fields = [known.get(each) or _field(each, head, column_) for each, head, column_ in zip(names, sheet.header, columns, strict=True)]
    rows = list(zip(*(c.texts for c in columns), strict=True))
    new = [each for each in names if each not in known]
    notes = [*sheet.notes, *(note for c in columns for note in c.notes)]
    if before and new:
        notes.append(f"new columns: {', '.join(new)}")
    if before and (gone := [each for each in known if each not in names]):
        notes.append(f"columns of the version before that are gone: {', '.join(gone)}")
    chosen = list(key) or [k for k in (before or {}).get("schema", {}).get("primaryKey", ()) if k in names] or _key(fields, rows)
    if wrong := [k for k in chosen if k not in names]:
        raise FaultError(sheet.fault(sheet.lines[0].number, -1, f'has no column "{wrong[0]}" for the key', nearest(wrong[0], names)))
    if not chosen:
        notes.append("no columns together tell each row from the others: there is no key (name one: --key a,b)")
    lines = {number: line.number for number, line in enumerate(sheet.lines, 1)}
    return Table(name, sheet.path, _csv(names, rows), fields, chosen, lines, notes)


def slug(text: str, joint: str) -> str:
    """A plain name: lower-case ASCII letters and digits, joined."""
    plain = unicodedata.normalize("NFKD", text.replace("%", " percent ")).encode("ascii", "ignore").decode().lower()
    return joint.join(re.findall(r"[a-z0-9]+", plain))


def _names(sheet: Sheet) -> list[str]:
    names: list[str] = []
    for at, head in enumerate(sheet.header):
        name = slug(head, "_")
        line = sheet.lines[0].number
        if not name:
            raise FaultError(sheet.fault(line, at, f'has the header "{head}", of which no name can be made', "use the letters a to z"))
        if name in names:
            fact = f'has the header "{head}", whose name {name} is that of "{sheet.header[names.index(name)]}"'
            raise FaultError(sheet.fault(line, at, fact, "give each column a header of its own"))
        names.append(name)
    return names


def _field(name: str, head: str, found: Column) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": name, "type": found.type, "title": head}
    if found.unit:
        entry["unit"] = found.unit
    if all(found.texts):
        entry["constraints"] = {"required": True}
    return entry


def _key(fields: Sequence[Mapping[str, Any]], rows: Sequence[Sequence[str]]) -> list[str]:
    """The first columns that together tell each row from the others; else the fewest that do. Measured values are no key."""
    usable = [at for at, f in enumerate(fields) if f["type"] not in ("number", "boolean") and f.get("constraints", {}).get("required")]
    first = list(itertools.takewhile(lambda at: at in usable, range(len(fields))))
    prefixes = (tuple(first[:count]) for count in range(1, len(first) + 1))
    fewest = (combo for count in range(1, min(len(usable), 4) + 1) for combo in itertools.combinations(usable, count))
    for combo in itertools.chain(prefixes, fewest):
        if len(combo) < len(fields) or len(fields) == 1:
            if len({tuple(row[at] for at in combo) for row in rows}) == len(rows):
                return [fields[at]["name"] for at in combo]
    return []


def _csv(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")
