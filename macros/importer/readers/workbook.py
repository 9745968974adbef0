"""Sheets of a workbook. Formulas, merged cells and hidden cells are refused, as readers of the CSV could not see them."""

from __future__ import annotations

import datetime
import io
import math
import operator
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.importer.scales import find_scale
from macros.importer.sheet import Cell, Line, Sheet, limit_faults, name_column, shorten_text

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')  # the literal text of a number format
_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
_TESTS = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "=": operator.eq, "<>": operator.ne}
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")  # ECMA-376, ST_Xstring
_ESCAPED, _UNDERSCORE = b"_x005F_", "\ufdd0"  # U+FDD0 is a noncharacter, so no text holds it
_STRICT = b"http://purl.oclc.org/ooxml/"
_HIDDEN = "holds a value that its number format hides; show it, or delete it"
_DIGITS = 15  # significant digits of a number in a workbook


def read_xlsx(data: bytes, path: str, stem: str, *, sheets: Sequence[str] = ()) -> list[Sheet]:
    """Return the named sheets, or the only sheet with any content.

    Raises:
        FaultError: The workbook has faults. Each names its sheet and cell.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # about parts no table needs: print settings, validations
            book = _open_workbook(data, path)
            return [_read_sheet(sheet, path, name) for sheet, name in _choose_sheets(book, path, stem, sheets)]
    except FaultError:
        raise
    except Exception as error:  # openpyxl raises arbitrary exceptions on files other programs open
        fact = f"is not a workbook that can be read ({type(error).__name__})"
        remedy = "open it in a spreadsheet program and save it again as .xlsx, or as CSV UTF-8"
        raise FaultError(Fault(Place(path), "workbook", fact, remedy)) from None


def _choose_sheets(book: Any, path: str, stem: str, sheets: Sequence[str]) -> list[tuple[Any, str]]:
    filled = [sheet for sheet in book.worksheets if sheet.max_row > 1 or sheet.max_column > 1 or sheet["A1"].value is not None]
    by_name = {sheet.title: sheet for sheet in filled}
    for name in sheets:
        if name not in by_name:
            raise FaultError(Fault(Place(path), "sheet", f'has no sheet "{name}" that holds a table', suggest_nearest(name, by_name)))
    if not by_name:
        raise FaultError(Fault(Place(path), "sheet", "holds no table", "add the header and the rows"))
    if len(by_name) > 1 and not sheets:
        shown = (name if sheet.sheet_state == "visible" else f"{name} (hidden)" for name, sheet in by_name.items())
        fact = f"has {len(by_name)} sheets: {', '.join(shown)}"
        raise FaultError(Fault(Place(path), "sheet", fact, f'name those to take: --sheet "{next(iter(by_name))}"'))
    chosen = list(sheets) or list(by_name)
    return [(by_name[name], name if len(chosen) > 1 else stem) for name in chosen]


def _open_workbook(data: bytes, path: str) -> Any:
    """Load a workbook with openpyxl. It is imported here only, as a build needs none of it."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        fact = "is a workbook of the old kind (.xls), or protected by a password"
        raise FaultError(Fault(Place(path), "workbook", fact, "save it as .xlsx without a password"))
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if any(name.endswith("workbook.xml") and _STRICT in part for name, part in parts.items()):
        fact = 'is a "Strict Open XML Spreadsheet", which cannot be read'
        raise FaultError(Fault(Place(path), "workbook", fact, "save it as Excel Workbook (.xlsx)"))
    if any(
        _ESCAPED in part for part in parts.values()
    ):  # openpyxl 3.1.5 drops `x005F_`, which turns an escaped `_x000D_` into a carriage return
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, part in parts.items():
                archive.writestr(name, part.replace(_ESCAPED, _UNDERSCORE.encode()))
        data = out.getvalue()
    return openpyxl.load_workbook(io.BytesIO(data), data_only=False, rich_text=True, keep_links=False)


def _read_sheet(sheet: Any, path: str, name: str) -> Sheet:
    result = Sheet(f"{path}, sheet {sheet.title}", name, [])
    faults = list(_find_hidden(sheet, result.path))
    for line, row in enumerate(sheet.iter_rows(), 1):
        cells = []
        for at, cell in enumerate(row):
            try:
                cells.append(_read_cell(cell))
            except ValueError as error:
                fact, _, remedy = str(error).partition("; ")
                faults.append(Fault(Place(result.path, line, at + 1), "sheet", f"cell {name_column(at)}{line} {fact}", remedy))
                cells.append(Cell(""))
        result.lines.append(Line(line, tuple(cells)))
    if faults:
        raise FaultError(*limit_faults(result.path, faults))
    return result


def _find_hidden(sheet: Any, path: str) -> Iterator[Fault]:
    for merged in sorted(sheet.merged_cells.ranges, key=lambda r: (r.min_row, r.min_col)):
        fact = f"has the merged cells {merged.coord}"
        remedy = "unmerge them, and write each cell's own value in it; each column needs one header of its own in one row"
        yield Fault(Place(path, merged.min_row, merged.min_col), "merged", fact, remedy)
    if sheet.sheet_state != "visible":
        yield Fault(Place(path), "hidden", "is hidden", "show it, if it is to be published")
    remedy = "show it, if it is to be published; otherwise delete it"
    whole = sheet.sheet_format.zeroHeight
    for number in range(1, sheet.max_row + 1):
        row = sheet.row_dimensions.get(number)
        hidden = row.hidden if row else whole
        if hidden and any(cell.value is not None for cell in sheet[number]):
            yield Fault(Place(path, number), "hidden", f"row {number} is hidden", remedy)
    for column in sheet.column_dimensions.values():
        for at in range(column.min or 0, min(column.max or 0, sheet.max_column) + 1) if column.hidden else ():
            if any(row[0] is not None for row in sheet.iter_rows(min_col=at, max_col=at, values_only=True)):
                yield Fault(Place(path), "hidden", f"column {name_column(at - 1)} is hidden", remedy)


def _read_cell(cell: Any) -> Cell:
    """Convert a cell. Raise ValueError ("fact; remedy") if its value cannot be published."""
    value = cell.value
    if value is None:
        return Cell("")
    if cell.data_type == "f" or type(value).__name__ in ("ArrayFormula", "DataTableFormula"):
        text = str(getattr(value, "text", value))
        raise ValueError(f'holds the formula "{text[:40]}"; paste its value in its place (paste special, values)')
    if cell.data_type == "e":
        raise ValueError(f"holds the error {value}; fix it, or leave the cell empty")
    _check_format(cell)
    if isinstance(value, bool):
        return Cell("true" if value else "false", "boolean")
    if isinstance(value, int | float):
        return _read_number(value, str(cell.number_format))
    if isinstance(value, datetime.datetime):
        if value.time() != datetime.time():
            raise ValueError(f"holds a time of day ({value}); write the date alone")
        value = value.date()
    if isinstance(value, datetime.date):
        form = _QUOTED.sub("", str(cell.number_format)).lower()
        if "d" in form and "y" not in form:
            fact = f"holds the date {value}, shown without its year: a spreadsheet turns entries such as 9-5 into dates"
            raise ValueError(f"{fact}; write the original in a cell formatted as text")
        return Cell(value.isoformat(), "date")
    if isinstance(value, str | list):
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), str(value)).replace(_UNDERSCORE, "_")
        return Cell(re.sub("\r\n?", "\n", text).strip())
    raise ValueError(f"holds a {type(value).__name__} ({value}); write it as plain text or number")


def _check_format(cell: Any) -> None:
    """Raise ValueError for content expressed by format alone: super- or subscript, struck out text, hidden values."""
    runs = [(each.font, str(each)) for each in cell.value if not isinstance(each, str)] if isinstance(cell.value, list) else []
    fonts = [(cell.font.vertAlign, cell.font.strike, str(cell.value)), *((font.vertAlign, font.strike, text) for font, text in runs)]
    for raised, struck, text in fonts:
        if struck:
            raise ValueError(f'holds "{shorten_text(text)}" struck out; delete what no longer applies, or remove the strikethrough')
        if raised in ("superscript", "subscript") and text.strip():
            mark = f'holds "{shorten_text(text)}" as {raised}, which a text file cannot show'
            raise ValueError(f"{mark}; remove the note marker (if it belongs to the text, write it in plain characters)")
    if str(cell.number_format).replace(" ", "") == ";;;":
        raise ValueError(_HIDDEN)


def _choose_section(form: str, value: int | float) -> str:
    """Return the section of a number format for a value: `[<5]"*";0` has one for values below five."""
    *sections, last = _SECTION.split(form)[:3]
    for at, section in enumerate(sections):
        test = _CONDITION.search(section)
        chosen = _TESTS[test[1]](value, float(test[2])) if test else value < 0 if at else value > 0 or (not value and len(sections) == 1)
        if chosen:
            return section
    return last


def _check_shown(value: int | float, form: str) -> None:
    """Raise ValueError if a format shows words or nothing in place of a value. A dash may stand for zero."""
    section = _choose_section(form, value)
    if re.search("[0#?@a-zA-Z/]", _QUOTED.sub("", section)):
        return
    shown = "".join(match[1] or match[2] or "" for match in _QUOTED.finditer(section)) + _QUOTED.sub("", section)
    if not shown.strip():
        raise ValueError(_HIDDEN)
    if value or any(map(str.isalnum, shown)):
        raise ValueError(
            f'is shown as "{shorten_text(shown)}", and holds {value}; show the value, or delete it if it is not to be published'
        )


def _read_number(value: int | float, form: str) -> Cell:
    """Convert a number. Raise ValueError ("fact; remedy") if it cannot be published."""
    if not math.isfinite(value):
        raise ValueError("holds no finite number; fix it, or leave the cell empty")
    _check_shown(value, form)
    # A workbook keeps 15 digits: it holds 0.1 + 0.2 as 0.3.
    exact = Decimal(value) if isinstance(value, int) else Decimal(format(value, f".{_DIGITS}g"))
    if abs(exact) >= 10**_DIGITS and str(abs(int(value)))[_DIGITS:].strip("0"):
        raise ValueError(f"holds a number of more than {_DIGITS} digits, which a workbook does not keep; import it as CSV, or as text")
    shown = _QUOTED.sub("", form)
    literals = "".join(match[1] or match[2] or "" for match in _QUOTED.finditer(form.split(";")[0]))
    if "," not in re.sub(r"[#0?],+(?=[#0?])", "", shown) and (scale := find_scale(f"({literals.strip()})")):
        raise ValueError(
            f'is shown in "{scale}", and holds {_format_plain(exact)}; write it in full, or give the column a header that says the scale'
        )
    percent = "%" in shown
    return Cell(_format_plain(exact * 100 if percent else exact), "number", percent or literals.strip() == "%")


def _format_plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
