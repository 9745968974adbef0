"""The schema and the CSV bytes of a resource, inferred from a sheet."""

from __future__ import annotations

import csv
import io
import itertools
import math
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from macros.base.errors import Fault, FaultError, suggest_nearest
from macros.importer.columns import Column, ColumnReader
from macros.importer.decision import Answers, Decision
from macros.importer.scales import Scale, read_common_scale, read_scale
from macros.importer.shape import YEAR
from macros.importer.sheet import Attribute, Sheet, limit_faults

NO_ANSWERS = Answers()
_PERCENT = re.compile(r"(?:^|[\s,(\[])%[)\]]?$")  # of a header: "Share (%)"


@dataclass(frozen=True)
class Table:
    """A resource to be written.

    Attributes:
        columns: Maps the names of the fields to their cells, all as text.
        fields: The fields of the schema.
        key: The names of the key's fields.
        sheet_line_by_csv_line: Maps the first CSV line of each row to its line in the sheet's file.
        scales: Maps columns to the scales they state.
        labels: Maps columns to the labels of their codes, by language.
        codes: Maps columns to what their code lists say of their codes.
        facts: What the file says of itself: title, publisher ...
        source_notes: Notes of the file on the whole table.
        attributes: Maps columns of statuses, bounds and notes to what they say.
    """

    name: str
    sheet: str
    columns: Mapping[str, Sequence[str]]
    fields: list[dict[str, Any]]
    key: list[str]
    sheet_line_by_csv_line: Mapping[int, int]
    notes: list[str] = field(default_factory=list)
    scales: Mapping[str, Scale] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    source_notes: Sequence[str] = ()
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    @cached_property
    def csv_bytes(self) -> bytes:
        """Return the CSV file."""
        return self.write_csv()

    def write_csv(self, most: int | None = None) -> bytes:
        """Return the CSV file, or only its header and first rows."""
        data = io.BytesIO()
        text = io.TextIOWrapper(data, "utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(itertools.islice(zip(*self.columns.values(), strict=True), most))
        text.flush()
        return data.getvalue()


def infer_table(
    sheet: Sheet, before: Mapping[str, Any] | None, *, name: str, answers: Answers = NO_ANSWERS, decisions: list[Decision] | None = None
) -> Table:
    """Infer the table in a sheet.

    Args:
        before: The resource in the descriptor of the version before. Its schema is continued.
        answers: What the author said. Where an answer is open, the proposed one is taken.
        decisions: A list to which the decisions are added, also where there are faults.

    Raises:
        FaultError: The sheet has faults.
    """
    asked: list[Decision] = [] if decisions is None else decisions
    names = _name_columns(sheet)
    known = {f["name"]: f for f in (before or {}).get("schema", {}).get("fields", ())}
    faults: list[Fault] = []
    for wanted in answers.list("text"):
        if wanted not in names and wanted not in sheet.header:
            faults.append(sheet.make_fault(sheet.lines[0].number, -1, f'has no column "{wanted}"', suggest_nearest(wanted, sheet.header)))
    reader = ColumnReader(sheet, answers)
    texts = {
        at for at, each in enumerate(names) if {each, sheet.header[at]} & {*answers.list("text")} or sheet.header[at] in sheet.attributes
    }
    words = {at for at, each in enumerate(names) if known.get(each, {}).get("type") == "string"}
    columns = reader.read_columns(texts, words)
    cells = {each: found.texts for each, found in zip(names, columns, strict=True)}
    faults += reader.faults
    asked += reader.decisions
    told: dict[str, Scale] = {}
    for at, (each, found) in enumerate(zip(names, columns, strict=True)):
        if sheet.header[at] in sheet.attributes or found.is_free_text:
            continue
        told[each], unclear = read_scale(sheet, at, found.type in ("integer", "number"), answers)
        asked += unclear
        if each in known and found.unit and known[each].get("unit") != found.unit:
            fact = f"holds percentages, and the unit of {each} in the previous version is not percent: its values would grow a hundredfold"
            if found.unit != "percent":
                fact = f"holds values in {found.unit}, which is not the unit of {each} in the previous version"
            remedy = "write the cells as in that version, or give the column another header"
            faults.append(sheet.make_fault(sheet.lines[0].number, at, fact, remedy))
    faults = faults or list(_find_totals(sheet, columns))
    if faults:
        raise FaultError(*limit_faults(sheet.path, faults))
    fields = [
        known.get(each) or _describe_field(each, head, column_) for each, head, column_ in zip(names, sheet.header, columns, strict=True)
    ]
    names_of_attributes = {names[at] for at, head in enumerate(sheet.header) if head in sheet.attributes}
    new = [each for each in names if each not in known]
    notes = [*sheet.notes, *(note for c in columns for note in c.notes)]
    plain = [each for each, found in zip(names, columns, strict=True) if known.get(each, {}).get("unit") == "percent" and not found.unit]
    notes += [f"{each}: read as percentages, as in the previous version, though its cells have no percent sign" for each in plain]
    if before and new:
        notes.append(f"new columns: {', '.join(new)}")
    if before and (gone := [each for each in known if each not in names]):
        notes.append(f"columns of the previous version that are missing: {', '.join(gone)}")
    key = [each.strip() for each in answers.get("key").split(",") if each.strip()]
    chosen = (
        key
        or [k for k in (before or {}).get("schema", {}).get("primaryKey", ()) if k in names]
        or _choose_key(fields, columns, names_of_attributes)
    )
    if wrong := [k for k in chosen if k not in names]:
        raise FaultError(
            sheet.make_fault(sheet.lines[0].number, -1, f'has no column "{wrong[0]}" for the key', suggest_nearest(wrong[0], names))
        )
    if not key and not (before or {}).get("schema", {}).get("primaryKey") and (doubt := _describe_doubt(sheet, fields, columns, chosen)):
        notes.append(doubt)
    named = [each for each in chosen if next(f for f in fields if f["name"] == each)["type"] == "string"]
    if not key and len(chosen) > 1 and (same := [each for each in named if len(cells[each]) > 1 and len({*cells[each]}) == 1]):
        rest = ",".join(each for each in chosen if each not in same)
        why = "which figures and sentences would have to name"
        notes.append(f"{', '.join(same)}: the same in each row, {why} (if not, leave it out of the key: --key {rest})")
    notes += [_describe_free_text(each, found, chosen) for each, found in zip(names, columns, strict=True) if found.is_free_text]
    plain_numbers = {
        each: head
        for each, head, found in zip(names, sheet.header, columns, strict=True)
        if found.type in ("integer", "number") and each not in chosen and not _is_name(found.type, found)
        if head not in sheet.attributes and told[each] == Scale() and not answers.get("scale", head) and found.unit != "percent"
        if not _PERCENT.search(head)
    }
    rows_of = [head for head, found in zip(sheet.header, columns, strict=True) if found.type == "string" and head not in sheet.attributes]
    if plain_numbers and not any(each.cells for each in told.values()):
        common, unclear = read_common_scale(sheet, [*plain_numbers.values()], rows_of, answers)
        asked += unclear
        told |= dict.fromkeys(plain_numbers, common)
    _check_key(sheet, columns, [names.index(each) for each in chosen])
    labels = {make_slug(column, "_"): codes for column, codes in sheet.labels.items()}
    attributes = {names[at]: _name_attribute(sheet, names, head) for at, head in enumerate(sheet.header) if head in sheet.attributes}
    return Table(
        name,
        sheet.path,
        cells,
        fields,
        chosen,
        _map_lines(sheet, columns),
        notes,
        told,
        labels,
        sheet.facts,
        [*filter(None, [sheet.footnotes.get("", "")])],
        attributes,
        {make_slug(column, "_"): codes for column, codes in sheet.codes.items()},
    )


def _name_attribute(sheet: Sheet, names: Sequence[str], head: str) -> Attribute:
    """Return the attribute of a column, with the name of the field that it is of."""
    attribute = sheet.attributes[head]
    return replace(attribute, of=names[sheet.header.index(attribute.of)]) if attribute.of else attribute


def make_slug(text: str, joint: str) -> str:
    """Return a plain name: runs of lower-case ASCII letters and digits with `joint` between them."""
    plain = unicodedata.normalize("NFKD", text.replace("%", " percent ")).encode("ascii", "ignore").decode().lower()
    return joint.join(re.findall(r"[a-z0-9]+", plain))


def _name_columns(sheet: Sheet) -> list[str]:
    names: list[str] = []
    for at, head in enumerate(sheet.header):
        name = make_slug(head, "_") or (f"column_{at + 1}" if head else "")  # a header in other letters stays the title
        name = f"column_{name}" if name.isdecimal() else name  # which YAML would read as a number
        line = sheet.lines[0].number
        if name in names:
            fact = f'has the header "{head}", whose name {name} is that of "{sheet.header[names.index(name)]}"'
            raise FaultError(sheet.make_fault(line, at, fact, "give each column a header of its own"))
        names.append(name)
    return names


def _find_totals(sheet: Sheet, columns: Sequence[Column]) -> Iterator[Fault]:
    """Yield a fault for each row with values and no name. Such a row looks like a total."""
    names = [at for at, each in enumerate(columns) if _is_name(each.type, each)]
    told = zip(*(columns[at].texts for at in names), strict=True)
    unnamed = [line for line, texts in zip(sheet.lines[1:], told, strict=True) if not any(texts)] if names else []
    for line in unnamed if names[:1] == [0] and len(names) < len(columns) and len(unnamed) < len(sheet.lines) - 1 else ():
        fact = f"has nothing under {', '.join(sheet.header[at] for at in names)}: it looks like a total"
        yield sheet.make_fault(line.number, -1, fact, "write there what it is the total of (all), or remove the row")


def _check_key(sheet: Sheet, columns: Sequence[Column], key: Sequence[int]) -> None:
    """Raise FaultError for line breaks in cells of the key, as no figure can name such a cell."""
    texts = zip(*(columns[at].texts for at in key), strict=True)
    broken = (
        [
            (line.number, at)
            for line, row in zip(sheet.lines[1:], texts, strict=True)
            for at, text in zip(key, row, strict=True)
            if "\n" in text
        ]
        if key
        else []
    )
    if broken:
        remedy = "write it on one line: figures name their rows by it"
        faults = [sheet.make_fault(line, at, "holds a line break", remedy) for line, at in broken]
        raise FaultError(*limit_faults(sheet.path, faults))


def _map_lines(sheet: Sheet, columns: Sequence[Column]) -> dict[int, int]:
    """Map the first CSV line of each row to its line in the sheet's file. A cell can hold line breaks."""
    heights = [1] * (len(sheet.lines) - 1)
    for column in columns:
        if any("\n" in text for text in column.distinct):
            heights = [height + text.count("\n") for height, text in zip(heights, column.texts, strict=True)]
    begins = [1, *itertools.accumulate(heights[:-1], initial=2)] if heights else [1]
    return {at: sheet.find_file_line(line.number) for at, line in zip(begins, sheet.lines, strict=True)}


def _describe_field(name: str, head: str, found: Column) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": name, "type": found.type, "title": head}
    if unit := found.unit or ("percent" if found.type in ("integer", "number") and _PERCENT.search(head) else ""):
        entry["unit"] = unit
    if all(found.texts):
        entry["constraints"] = {"required": True}
    return entry


def _choose_key(fields: Sequence[Mapping[str, Any]], columns: Sequence[Column], attributes: Collection[str]) -> list[str]:
    """Return the columns of the key: the first, else the fewest, names, days and years that tell all rows apart.

    Measured values are no key: two counts of one place and year contradict each other, and would keep the rows apart.
    Integers can be weeks or counts. If names do not suffice, those ahead of a last column of numbers are taken, and a note says so.
    An empty cell can be a name too, "all". If full cells do not suffice, columns ahead of the numbers may have empty ones.
    Free text is part of a key only if the other columns suffice in no way. Without any such columns the key is empty.
    """
    named = [at for at in range(len(fields)) if fields[at]["name"] not in attributes and _is_name(fields[at]["type"], columns[at])]
    coded = [at for at in named if not columns[at].is_free_text]
    return _combine_key(fields, columns, coded) or (_combine_key(fields, columns, named) if coded != named else [])


def _combine_key(fields: Sequence[Mapping[str, Any]], columns: Sequence[Column], named: Sequence[int]) -> list[str]:
    """Return the columns of the key, with no others of names than the given ones."""
    required = [at for at, f in enumerate(fields) if f.get("constraints", {}).get("required")]
    names = [at for at in named if at in required]
    numbers = [at for at, f in enumerate(fields) if f["type"] in ("integer", "number") and at not in named]
    counted = [at for at in required if at in names or (fields[at]["type"] == "integer" and at < numbers[-1])]
    ahead = [at for at in named if at in names or (numbers and at < numbers[-1])]
    for combo in itertools.chain(
        _yield_prefixes(names), _combine_columns(names), _yield_prefixes(ahead), _combine_columns(ahead), _yield_prefixes(counted)
    ):
        if len(combo) < len(fields) or len(fields) == 1:
            if _tell_rows_apart([columns[at] for at in combo]):
                return [fields[at]["name"] for at in combo]
    return []


def _tell_rows_apart(columns: Sequence[Column]) -> bool:
    """Return True if no two rows have the same cells in the columns."""
    rows = len(columns[0].texts)
    if math.prod(len(column.distinct) for column in columns) < rows:
        return False
    return len(set(zip(*(column.texts for column in columns), strict=True))) == rows


def _combine_columns(columns: Sequence[int]) -> Iterator[tuple[int, ...]]:
    return (combo for count in range(1, min(len(columns), 4) + 1) for combo in itertools.combinations(columns, count))


def _is_name(kind: str, column: Column) -> bool:
    """Return True for a column that names its rows: words, days or years, under any header."""
    return kind in ("string", "date", "year") or all(YEAR.fullmatch(text) for text in column.distinct if text)


def _yield_prefixes(columns: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield the table's first one, two, three ... columns, as far as they are among the given ones."""
    first = [at for number, at in enumerate(columns) if number == at]
    return (tuple(first[:count]) for count in range(1, len(first) + 1))


def _describe_free_text(name: str, column: Column, key: Collection[str]) -> str:
    """Return a note on a column of free text."""
    role = "it is in the key, without a list of codes" if name in key else "read as text that names no rows, without a list of codes"
    return f"{name}: {len(column.distinct)} different texts in {len(column.texts)} rows: {role}"


def _describe_doubt(sheet: Sheet, fields: Sequence[Mapping[str, Any]], columns: Sequence[Column], key: Sequence[str]) -> str:
    """Return a note on rows that names, days and years do not tell apart, or "" if there are none."""
    names = [at for at in range(len(fields)) if _is_name(fields[at]["type"], columns[at])]
    numbers = [f["name"] for at, f in enumerate(fields) if f["name"] in key and at not in names]
    if key and not numbers:
        return ""
    alike = ""
    earlier: dict[tuple[str, ...], int] = {}
    for other, texts in enumerate(zip(*(columns[at].texts for at in names), strict=True)):
        if (first := earlier.setdefault(texts, other)) != other:
            rows = f"rows {sheet.lines[1 + first].number} and {sheet.lines[1 + other].number}"
            alike = f"{rows} are alike in {', '.join(fields[at]['name'] for at in names)}: "
            break
    if numbers:
        return f"{alike}the key tells rows apart by {', '.join(numbers)} (if that is measured, fix the rows, or name the key: --key a,b)"
    return f"no columns together tell each row from the others: {alike}there is no key (fix the rows, or name one: --key a,b)"
