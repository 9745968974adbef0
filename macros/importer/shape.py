"""Tables from sheets: one header, no empty rows or columns, no notes below, plain cells only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.base.errors import Fault, FaultError, Place
from macros.datapackage import is_formula
from macros.importer.sheet import Cell, Line, Sheet, limit_faults, shorten_text

_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]+);")
_ERROR = re.compile(r"#(?:DIV/0!|REF!|NAME\?|VALUE!|N/A|NUM!|NULL!|SPILL!|CALC!)")
# Letters of another encoding: UTF-8 read as Latin-1, and signs found inside no word.
_SIGNS = "\u00a1-\u00a9\u00ab\u00ac\u00ae-\u00b4\u00b6\u00b8\u00b9\u00bb-\u00bf"
GARBLED = re.compile(f"\ufffd|[\u00c2\u00c3][\u0080-\u00bf]|â€|(?<=[^\\W\\d_])[{_SIGNS}](?=[^\\W\\d_])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
# Superscripts and subscripts are marks of notes, except in a unit or a name: km², CO₂, PM₂.₅, Nº.
_RAISED = re.compile("[\u00aa\u00ba\u00b9\u00b2\u00b3\u2070-\u209c]+")
_LOWERED = "(?:CO|NO|SO|CH|PM|O|H|N)[\u2080-\u2089]+(?:\\.[\u2080-\u2089]+)?"
_IN_UNITS = re.compile(f"(?<![^\\W\\d_])[kcdm]?m[\u00b2\u00b3]|{_LOWERED}|[nN]\u00ba|\\b[0-9]+[\u00aa\u00ba]")
# The beginning of a note below a table: a mark, or a word and a colon.
NOTE_START = re.compile("[*\u2020\u2021\u00b9\u00b2\u00b3\u2070-\u2079]|[([]?[0-9a-z][)\\]]|[^\\W\\d_]+(?: [^\\W\\d_]+)?: |[\u00a9]")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def clean_table(sheet: Sheet) -> Sheet:
    """Remove empty rows and columns from a sheet, with a note for the author, and check that it is a table.

    Raises:
        FaultError: The sheet is no table.
    """
    _remove_empty(sheet)
    faults = list(_check_header(sheet)) or [*_check_cells(sheet), *_check_rows(sheet)]
    if faults:
        raise FaultError(*limit_faults(sheet.path, faults))
    return sheet


def _remove_empty(sheet: Sheet) -> None:
    filled = [line for line in sheet.lines if any(cell.text for cell in line.cells)]
    if len(filled) < 2:
        raise FaultError(Fault(Place(sheet.path), "sheet", "holds no table (a header and at least one row)", "add the header and the rows"))
    width = max(at + 1 for line in filled for at, cell in enumerate(line.cells) if cell.text)
    kept = [at for at in range(width) if any(cell.text for line in filled for cell in line.cells[at : at + 1])]
    for what, count in (("row", len(sheet.lines) - len(filled)), ("column", width - len(kept))):
        if count:
            sheet.notes.append(f"left out {count} empty {what}{'s' if count > 1 else ''}")
    sheet.columns = kept
    sheet.lines = [Line(line.number, tuple(line.cells[at] for at in kept)) for line in filled]
    sheet.lines[0] = Line(filled[0].number, tuple(Cell(" ".join(cell.text.split()), cell.kind) for cell in sheet.lines[0].cells))


def _check_header(sheet: Sheet) -> Iterator[Fault]:
    first, names = sheet.lines[0], sheet.header
    if sum(1 for name in names if name) == 1 and len(names) > 1:
        fact = f'holds nothing but "{shorten_text(next(n for n in names if n))}" above a table of {len(names)} columns'
        yield sheet.make_fault(first.number, -1, fact, "remove the lines above the header")
        return
    if years := [name for name in names if YEAR.fullmatch(name)]:
        at = names.index(years[0])
        fact = f"has the year {years[0]} for a header"
        yield sheet.make_fault(first.number, at, fact, "write the years into a column of their own, one row for each year")
        return
    for at, name in enumerate(names):
        if found := _RAISED.search(_IN_UNITS.sub("", name)):
            fact = f'has the header "{shorten_text(name)}", in which "{found[0]}" looks like a note marker'
            yield sheet.make_fault(first.number, at, fact, "remove the marker (if it belongs to the name, write it in plain characters)")
        if not name:
            yield sheet.make_fault(
                first.number,
                at,
                "is an empty header (of merged cells?)",
                "unmerge the header, and give each column one header of its own in one row",
            )
        elif name in names[:at]:
            yield sheet.make_fault(first.number, at, f'repeats the header "{shorten_text(name)}"', "give each column a header of its own")


def _check_cells(sheet: Sheet) -> Iterator[Fault]:
    for line in sheet.lines:
        for at, cell in enumerate(line.cells):
            if cell.kind != "text" or not cell.text:
                continue
            text = cell.text
            if is_formula(text):
                remedy = "paste its value in its place (paste special, values); in a label, put a space after the sign"
                yield sheet.make_fault(line.number, at, f'holds the formula "{shorten_text(text)}"', remedy)
            elif _ERROR.fullmatch(text):
                yield sheet.make_fault(line.number, at, f"holds the error {text}", "fix it, or leave the cell empty")
            elif found := _HTML.search(text):
                yield sheet.make_fault(line.number, at, f'holds HTML ("{shorten_text(found[0])}")', "write plain text")
            elif found := _CONTROL.search(text):
                yield sheet.make_fault(line.number, at, f"holds the control character U+{ord(found[0]):04X}", "remove it")
            elif found := GARBLED.search(text):
                fact = f'holds "{shorten_text(text)}", in which "{found[0]}" was once another letter, read in the wrong encoding'
                yield sheet.make_fault(line.number, at, fact, "export the file again as UTF-8", "encoding")


def _check_rows(sheet: Sheet) -> Iterator[Fault]:
    yield from _find_notes(sheet)
    seen: dict[tuple[str, ...], int] = {}
    for line in sheet.lines[1:]:
        first = seen.setdefault(tuple(cell.text for cell in line.cells), line.number)
        if first != line.number:
            yield sheet.make_fault(line.number, -1, f"is the same as row {first}", "remove one of them")


def _find_notes(sheet: Sheet) -> Iterator[Fault]:
    """Yield a fault for each note at the end: a row of one cell, or a row begun like a note, unlike the labels above."""
    rows = sheet.lines[1:]
    labels = [line.cells[0].text for line in rows]
    notes: list[Line] = []
    while len(notes) < len(rows) - 1:
        line = rows[-1 - len(notes)]
        filled = [cell.text for cell in line.cells if cell.text]
        above = labels[: len(rows) - 1 - len(notes)]
        alone = len(filled) == 1 and (len(line.cells) > 2 or _is_sentence(filled[0], above))
        sparse = len(filled) < len(line.cells) or len(line.cells) == 2  # a comma in a note fills the cell beside it
        begins = sparse and NOTE_START.match(line.cells[0].text) and sum(1 for label in above if NOTE_START.match(label)) * 2 <= len(above)
        if not (alone or begins):
            break
        notes.append(line)
    for line in reversed(notes):
        filled = [cell.text for cell in line.cells if cell.text]
        yield make_note_fault(sheet, line.number, filled[0], alone=len(filled) == 1)


def make_note_fault(sheet: Sheet, line: int, text: str, *, alone: bool = True) -> Fault:
    """Return the fault for a note below the table."""
    fact = f'holds nothing but "{shorten_text(text)}"' if alone else f'begins like a note ("{shorten_text(text)}")'
    return sheet.make_fault(line, -1, fact, "if it is a note, put it in the notes of datapackage.json")


def _is_sentence(text: str, labels: list[str]) -> bool:
    """Return True for a text unlike the labels: much longer, ending with a full stop, or begun like a note."""
    longest = max(len(label.split()) for label in labels)
    ends = text.endswith(".") and not any(label.endswith(".") for label in labels)
    return bool(NOTE_START.match(text)) or ends or len(text.split()) > 2 * longest + 2
