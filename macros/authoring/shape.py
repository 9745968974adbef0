"""Makes a table of what a sheet holds: one header, no empty rows or columns, no notes below, nothing but plain cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.authoring.sheet import MOST_FAULTS, Line, Sheet, short
from macros.errors import Fault, FaultError, Place

_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]+);")
_FORMULA = re.compile(r"[=@]|[+-](?![\s\d.,%]*$)(?!\d)")
_ERROR = re.compile(r"#(?:DIV/0!|REF!|NAME\?|VALUE!|N/A|NUM!|NULL!|SPILL!|CALC!)")
_LOST = re.compile("\ufffd|[\u00c2\u00c3][\u0080-\u00bf]|â€")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def table(sheet: Sheet) -> Sheet:
    """The sheet with empty rows and columns left out, which is noted. Errors: FaultError with what cannot be a table."""
    _leave_out_empty(sheet)
    faults = list(_header(sheet)) or [*_cells(sheet), *_rows(sheet)]
    if faults:
        more = [Fault(Place(sheet.path), "sheet", f"has {len(faults) - MOST_FAULTS} more faults of this kind", "mend these first")]
        raise FaultError(*faults[:MOST_FAULTS], *(more if len(faults) > MOST_FAULTS else ()))
    return sheet


def _leave_out_empty(sheet: Sheet) -> None:
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


def _header(sheet: Sheet) -> Iterator[Fault]:
    first, names = sheet.lines[0], sheet.header
    if sum(1 for name in names if name) == 1 and len(names) > 1:
        fact = f'holds nothing but "{short(next(n for n in names if n))}" above a table of {len(names)} columns'
        yield sheet.fault(first.number, -1, fact, "remove the lines above the header")
        return
    if years := [name for name in names if YEAR.fullmatch(name)]:
        at = names.index(years[0])
        fact = f"has the year {years[0]} for a header"
        yield sheet.fault(first.number, at, fact, "write the years into a column of their own, one row for each year")
        return
    for at, name in enumerate(names):
        if not name:
            yield sheet.fault(
                first.number,
                at,
                "is an empty header (of merged cells?)",
                "unmerge the header, and give each column one header of its own in one row",
            )
        elif name in names[:at]:
            yield sheet.fault(first.number, at, f'repeats the header "{short(name)}"', "give each column a header of its own")


def _cells(sheet: Sheet) -> Iterator[Fault]:
    for line in sheet.lines:
        for at, cell in enumerate(line.cells):
            if cell.kind != "text" or not cell.text:
                continue
            text = cell.text
            if _FORMULA.match(text):
                yield sheet.fault(
                    line.number, at, f'holds the formula "{short(text)}"', "paste its value in its place (paste special, values)"
                )
            elif _ERROR.fullmatch(text):
                yield sheet.fault(line.number, at, f"holds the error {text}", "mend it, or leave the cell empty")
            elif found := _HTML.search(text):
                yield sheet.fault(line.number, at, f'holds HTML ("{short(found[0])}")', "write plain text")
            elif found := _CONTROL.search(text):
                yield sheet.fault(line.number, at, f"holds the control character U+{ord(found[0]):04X}", "remove it")
            elif found := _LOST.search(text):
                fact = f'holds "{short(text)}", in which "{found[0]}" was once another letter, read in the wrong encoding'
                yield sheet.fault(line.number, at, fact, "export the file anew, as UTF-8", "encoding")


def _rows(sheet: Sheet) -> Iterator[Fault]:
    last = sheet.lines[-1]
    filled = [cell.text for cell in last.cells if cell.text]
    if len(last.cells) > 2 and len(filled) == 1 and len(sheet.lines) > 2:
        yield sheet.fault(last.number, -1, f'holds nothing but "{short(filled[0])}"', "a note? put it into the notes of datapackage.json")
    seen: dict[tuple[str, ...], int] = {}
    for line in sheet.lines[1:]:
        first = seen.setdefault(tuple(cell.text for cell in line.cells), line.number)
        if first != line.number:
            yield sheet.fault(line.number, -1, f"is the same as row {first}", "remove one of them")
