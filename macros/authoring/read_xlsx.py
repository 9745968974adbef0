"""Reads the sheets of a workbook. What a reader of the published CSV could not see (formulas, merged or hidden cells) is refused."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from macros.authoring.sheet import MOST_FAULTS, Cell, Line, Sheet, letters
from macros.errors import Fault, FaultError, Place, nearest

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # of a number format: what is no sign of its own


def read_xlsx(data: bytes, path: str, stem: str, *, sheets: Sequence[str] = ()) -> list[Sheet]:
    """The named sheets, or the only one that holds anything. Errors: FaultError naming sheet and cell."""
    book = _open(data, path)
    filled = [sheet for sheet in book.worksheets if sheet.max_row > 1 or sheet.max_column > 1 or sheet["A1"].value is not None]
    by_name = {sheet.title: sheet for sheet in filled}
    for name in sheets:
        if name not in by_name:
            raise FaultError(Fault(Place(path), "sheet", f'has no sheet "{name}" that holds a table', nearest(name, by_name)))
    if not by_name:
        raise FaultError(Fault(Place(path), "sheet", "holds no table", "add the header and the rows"))
    if len(by_name) > 1 and not sheets:
        fact = f"has {len(by_name)} sheets: {', '.join(by_name)}"
        raise FaultError(Fault(Place(path), "sheet", fact, f'name those to take: --sheet "{next(iter(by_name))}"'))
    chosen = list(sheets) or list(by_name)
    return [_sheet(by_name[name], path, name if len(chosen) > 1 else stem) for name in chosen]


def _open(data: bytes, path: str) -> Any:
    """The workbook, as openpyxl reads it. It is imported here only: a build needs none of it."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        fact = "is a workbook of the old kind (.xls), or protected by a password"
        raise FaultError(Fault(Place(path), "workbook", fact, "save it as .xlsx without a password"))
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return openpyxl.load_workbook(io.BytesIO(data), data_only=False, rich_text=False, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, EOFError, SyntaxError) as error:
        fact = f"is no workbook that can be read ({type(error).__name__})"
        raise FaultError(Fault(Place(path), "workbook", fact, "save it anew as .xlsx, or as CSV UTF-8")) from None


def _sheet(sheet: Any, path: str, name: str) -> Sheet:
    result = Sheet(f"{path}, sheet {sheet.title}", name, [])
    faults = list(_hidden(sheet, result.path))
    for line, row in enumerate(sheet.iter_rows(), 1):
        cells = []
        for at, cell in enumerate(row):
            try:
                cells.append(_cell(cell))
            except ValueError as error:
                fact, _, remedy = str(error).partition("; ")
                faults.append(Fault(Place(result.path, line, at + 1), "sheet", f"cell {letters(at)}{line} {fact}", remedy))
                cells.append(Cell(""))
        result.lines.append(Line(line, tuple(cells)))
    if faults:
        raise FaultError(*faults[:MOST_FAULTS])
    return result


def _hidden(sheet: Any, path: str) -> Iterator[Fault]:
    for merged in sorted(sheet.merged_cells.ranges, key=lambda r: (r.min_row, r.min_col)):
        fact = f"has the merged cells {merged.coord}"
        remedy = "unmerge them, and write into each cell what it holds; each column needs one header of its own in one row"
        yield Fault(Place(path, merged.min_row, merged.min_col), "merged", fact, remedy)
    if sheet.sheet_state != "visible":
        yield Fault(Place(path), "hidden", "is hidden", "show it, if it is to be published")
    for number, row in sorted(sheet.row_dimensions.items()):
        if row.hidden and any(cell.value is not None for cell in sheet[number]):
            yield Fault(Place(path, number), "hidden", f"row {number} is hidden", "show it, if it is to be published; else delete it")
    for name, column in sorted(sheet.column_dimensions.items()):
        if column.hidden:
            yield Fault(Place(path), "hidden", f"column {name} is hidden", "show it, if it is to be published; else delete it")


def _cell(cell: Any) -> Cell:
    """Errors: ValueError, "fact; remedy"."""
    value = cell.value
    if value is None:
        return Cell("")
    if cell.data_type == "f" or type(value).__name__ in ("ArrayFormula", "DataTableFormula"):
        text = str(getattr(value, "text", value))
        raise ValueError(f'holds the formula "{text[:40]}"; paste its value in its place (paste special, values)')
    if cell.data_type == "e":
        raise ValueError(f"holds the error {value}; mend it, or leave the cell empty")
    if isinstance(value, bool):
        return Cell("true" if value else "false", "boolean")
    if isinstance(value, int | float):
        percent = "%" in _QUOTED.sub("", str(cell.number_format))
        # A workbook keeps 15 digits: 0.1 + 0.2 stands in it as 0.3.
        exact = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
        return Cell(_plain(exact * 100 if percent else exact), "number", percent)
    if isinstance(value, datetime.datetime):
        if value.time() != datetime.time():
            raise ValueError(f"holds a time of day ({value}); write the date alone")
        return Cell(value.date().isoformat(), "date")
    if isinstance(value, datetime.date):
        return Cell(value.isoformat(), "date")
    if isinstance(value, str):
        return Cell(value.strip())
    raise ValueError(f"holds a {type(value).__name__} ({value}); write it as plain text or number")


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
