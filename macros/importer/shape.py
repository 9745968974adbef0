"""The last gate of the import: one header, plain cells only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.base.errors import Fault, FaultError
from macros.datapackage import is_formula
from macros.importer.marks import IN_UNITS, MARKS
from macros.importer.sheet import Sheet, limit_faults, shorten_text

_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]+);")
_ERROR = re.compile(r"#(?:DIV/0!|REF!|NAME\?|VALUE!|N/A|NUM!|NULL!|SPILL!|CALC!)")
# Letters of another encoding: UTF-8 read as Latin-1, and signs found inside no word.
_SIGNS = "\u00a1-\u00a9\u00ab\u00ac\u00ae-\u00b4\u00b6\u00b8\u00b9\u00bb-\u00bf"
GARBLED = re.compile(f"\ufffd|[\u00c2\u00c3][\u0080-\u00bf]|â€|(?<=[^\\W\\d_])[{_SIGNS}](?=[^\\W\\d_])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def check_table(sheet: Sheet) -> None:
    """Check that a sheet is a table: one header and plain cells.

    Raises:
        FaultError: The sheet is no table.
    """
    faults = list(_check_header(sheet)) or list(_check_cells(sheet))
    if faults:
        raise FaultError(*limit_faults(sheet.path, faults))


def _check_header(sheet: Sheet) -> Iterator[Fault]:
    first, names = sheet.lines[0], sheet.header
    if years := [name for name in names if YEAR.fullmatch(name)]:
        at = names.index(years[0])
        fact = f"has the year {years[0]} for a header"
        yield sheet.make_fault(first.number, at, fact, "let them become rows: --unpivot year")
        return
    for at, name in enumerate(names):
        if found := MARKS.search(IN_UNITS.sub("", name)):
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
    cells = (cell for each in (sheet.lines[0].cells, *sheet.distinct) for cell in each)
    wrong = {id(cell): told for cell in cells if cell.kind == "text" and (told := _judge_text(cell.text))}
    for line in sheet.lines if wrong else ():
        for at, cell in enumerate(line.cells):
            if id(cell) in wrong:
                yield sheet.make_fault(line.number, at, *wrong[id(cell)])


def _judge_text(text: str) -> tuple[str, str, str] | None:
    """Return fact, remedy and code for a text that no table may hold."""
    if is_formula(text):
        remedy = "paste its value in its place (paste special, values); in a label, put a space after the sign"
        return f'holds the formula "{shorten_text(text)}"', remedy, "sheet"
    if _ERROR.fullmatch(text):
        return f"holds the error {text}", "fix it, or leave the cell empty", "sheet"
    if found := _HTML.search(text):
        return f'holds HTML ("{shorten_text(found[0])}")', "write plain text", "sheet"
    if found := _CONTROL.search(text):
        return f"holds the control character U+{ord(found[0]):04X}", "remove it", "sheet"
    if found := GARBLED.search(text):
        fact = f'holds "{shorten_text(text)}", in which "{found[0]}" was once another letter, read in the wrong encoding'
        return fact, "export the file again as UTF-8", "encoding"
    return None
