"""From a sheet to a resource: its CSV bytes and its schema."""

from __future__ import annotations

import csv
import io
import itertools
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from macros.authoring.columns import Column, column
from macros.authoring.shape import YEAR
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
    if not key and not (before or {}).get("schema", {}).get("primaryKey") and (doubt := _doubt(sheet, fields, rows, chosen)):
        notes.append(doubt)
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
    """The first columns of names, days and years that together tell each row from the others; else the fewest; [] where none do.

    Measured values are no key: two counts of one place and year contradict each other, and would tell the two rows apart. Whole
    numbers may be weeks or counts: where names tell nothing they are taken ahead of a last column of numbers, and that is noted.
    """
    required = [at for at, f in enumerate(fields) if f.get("constraints", {}).get("required")]
    names = [at for at in required if _names_rows(fields, rows, at)]
    numbers = [at for at, f in enumerate(fields) if f["type"] in ("integer", "number") and at not in names]
    counted = [at for at in required if at in names or (fields[at]["type"] == "integer" and at < numbers[-1])]
    fewest = (combo for count in range(1, min(len(names), 4) + 1) for combo in itertools.combinations(names, count))
    for combo in itertools.chain(_prefixes(names), fewest, _prefixes(counted)):
        if len(combo) < len(fields) or len(fields) == 1:
            if len({tuple(row[at] for at in combo) for row in rows}) == len(rows):
                return [fields[at]["name"] for at in combo]
    return []


def _names_rows(fields: Sequence[Mapping[str, Any]], rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a column says what its rows are of: words, days, or years, under whatever header."""
    return fields[at]["type"] in ("string", "date", "year") or all(YEAR.fullmatch(row[at]) for row in rows)


def _prefixes(columns: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The first columns of the table, as far as they are among these: one, two, three ..."""
    first = [at for number, at in enumerate(columns) if number == at]
    return (tuple(first[:count]) for count in range(1, len(first) + 1))


def _doubt(sheet: Sheet, fields: Sequence[Mapping[str, Any]], rows: Sequence[Sequence[str]], key: Sequence[str]) -> str:
    """The note on rows that names, days and years do not tell apart; "" where they do."""
    names = [at for at in range(len(fields)) if _names_rows(fields, rows, at)]
    numbers = [f["name"] for at, f in enumerate(fields) if f["name"] in key and at not in names]
    if key and not numbers:
        return ""
    seen: dict[tuple[str, ...], int] = {}
    lines = [line.number for line in sheet.lines[1:]]
    pairs = ((seen.setdefault(tuple(row[at] for at in names), line), line) for row, line in zip(rows, lines, strict=True))
    first, other = next((pair for pair in pairs if pair[0] != pair[1]), (0, 0))
    alike = f"rows {first} and {other} are alike in {', '.join(fields[at]['name'] for at in names)}: " if names and other else ""
    if numbers:
        return f"{alike}the key tells rows apart by {', '.join(numbers)} (if that is measured, mend the rows, or name the key: --key a,b)"
    return f"no columns together tell each row from the others: {alike}there is no key (mend the rows, or name one: --key a,b)"


def _csv(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")
