"""Sheets of a workbook. Formulas, merged cells and hidden cells are refused, as readers of the CSV could not see them."""

from __future__ import annotations

import datetime
import functools
import io
import math
import operator
import re
import warnings
import zipfile
from decimal import Decimal
from typing import Any

from macros.base.errors import Fault, FaultError, Place
from macros.importer.scales import find_scale
from macros.importer.sheet import Cell, Line, Sheet, shorten_text

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')  # the literal text of a number format
_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
_TESTS = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "=": operator.eq, "<>": operator.ne}
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")  # ECMA-376, ST_Xstring
_ESCAPED, _UNDERSCORE = b"_x005F_", "\ufdd0"  # U+FDD0 is a noncharacter, so no text holds it
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
}
_HIDDEN = "holds a value that its number format hides; show it, or delete it"
_MOST_UNPACKED = 400_000_000
_DIGITS = 15  # significant digits of a number in a workbook


def read_xlsx(data: bytes, path: str, stem: str) -> list[Sheet]:
    """Return all sheets. What a spreadsheet shows in another way than a text file can is told with them: merged and hidden cells, formulas.

    Raises:
        FaultError: The file is no workbook that can be read.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # about parts no table needs: print settings, validations
            book, shown = _open_workbook(data, path)
            return [
                _read_sheet(sheet, shown[sheet.title], path, stem if len(book.worksheets) == 1 else sheet.title)
                for sheet in book.worksheets
            ]
    except FaultError:
        raise
    except Exception as error:  # openpyxl raises arbitrary exceptions on files other programs open
        fact = f"is not a workbook that can be read ({type(error).__name__})"
        remedy = "open it in a spreadsheet program and save it again as .xlsx, or as CSV UTF-8"
        raise FaultError(Fault(Place(path), "workbook", fact, remedy)) from None


def _open_workbook(data: bytes, path: str) -> tuple[Any, Any]:
    """Load a workbook with openpyxl, with its formulas and with the values that they last had."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        fact = "is a workbook of the old kind (.xls), or protected by a password"
        raise FaultError(Fault(Place(path), "workbook", fact, "save it as .xlsx without a password"))
    import openpyxl  # a build needs none of it

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:  # zipfile reads no more than is declared
            fact = f"unpacks to more than {_MOST_UNPACKED / 1e6:.0f} MB"
            raise FaultError(Fault(Place(path), "workbook", fact, "take the rows and columns that are needed"))
        parts = {name: archive.read(name) for name in archive.namelist()}
    replaced = {_ESCAPED: _UNDERSCORE.encode(), **(_TRANSITIONAL if any(_STRICT in part for part in parts.values()) else {})}
    if any(old in part for part in parts.values() for old in replaced):
        # openpyxl 3.1.5 drops `x005F_`, which turns an escaped `_x000D_` into a carriage return, and knows no strict namespaces.
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, part in parts.items():
                for old, new in replaced.items():
                    part = part.replace(old, new)
                archive.writestr(name, part)
        data = out.getvalue()
    load = functools.partial(openpyxl.load_workbook, rich_text=True, keep_links=False)
    return load(io.BytesIO(data)), load(io.BytesIO(data), data_only=True)


def _read_sheet(sheet: Any, values: Any, path: str, name: str) -> Sheet:
    result = Sheet(f"{path}, sheet {sheet.title}", name, [], hidden=sheet.sheet_state != "visible")
    for number, (row, cached) in enumerate(zip(sheet.iter_rows(), values.iter_rows(), strict=True), 1):
        cells = []
        for cell, shown in zip(row, cached, strict=True):
            try:
                is_formula = cell.data_type == "f" or type(cell.value).__name__ in ("ArrayFormula", "DataTableFormula")
                if is_formula and shown.value is None:
                    text = str(getattr(cell.value, "text", cell.value))
                    raise ValueError(
                        f'holds the formula "{text[:40]}" without its value; paste its value in its place (paste special, values)'
                    )
                result.formulas += is_formula
                cells.append(_read_cell(shown if is_formula else cell))
            except ValueError as error:
                fact, _, remedy = str(error).partition("; ")
                cells.append(
                    Cell(
                        "?" if cell.data_type in ("s", "inlineStr") else "0",
                        "text" if cell.data_type in ("s", "inlineStr") else "number",
                        trouble=(fact, remedy),
                    )
                )
        result.lines.append(Line(number, tuple(cells)))
    result.merged = [(span.min_row, span.min_col - 1, span.max_row, span.max_col - 1) for span in sheet.merged_cells.ranges]
    result.merged.sort()
    whole = sheet.sheet_format.zeroHeight
    for line in result.lines:
        own = sheet.row_dimensions.get(line.number)
        if (own.hidden if own else whole) and any(cell.text for cell in line.cells):
            result.hidden_rows.append(line.number)
    for column in sheet.column_dimensions.values():
        hidden = range((column.min or 1) - 1, min(column.max or 0, sheet.max_column)) if column.hidden else ()
        result.hidden_columns += [at for at in hidden if any(line.cells[at].text for line in result.lines)]
    return result


def _read_cell(cell: Any) -> Cell:
    """Convert a cell. Raise ValueError ("fact; remedy") if its value cannot be published."""
    value = cell.value
    if value is None:
        return Cell("")
    if cell.data_type == "e":
        raise ValueError(f"holds the error {value}; fix it, or leave the cell empty")
    text, marks = _split_runs(cell)
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
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text).replace(_UNDERSCORE, "_")
        return Cell(re.sub("\r\n?", "\n", text).strip(), marks=marks)
    raise ValueError(f"holds a {type(value).__name__} ({value}); write it as plain text or number")


def _split_runs(cell: Any) -> tuple[str, tuple[str, ...]]:
    """Return the text of a cell and the markers that its format raises: `9120` with a superscript 2 is `9120` and `2`.

    Raises:
        ValueError: Text is struck out, or the cell is hidden by its format.
    """
    runs = (
        [(each.font, str(each)) if not isinstance(each, str) else (cell.font, each) for each in cell.value]
        if isinstance(cell.value, list)
        else []
    )
    runs = runs or [(cell.font, str(cell.value))]
    kept: list[str] = []
    marks: list[str] = []
    for font, text in runs:
        if font is not None and font.strike and text.strip():
            raise ValueError(f'holds "{shorten_text(text)}" struck out; delete what no longer applies, or remove the strikethrough')
        raised = str(font.vertAlign or "") if font is not None and text.strip() else ""
        if raised in ("superscript", "subscript") and (
            len(runs) == 1 or (raised == "subscript" and re.search(r"[0-9]\s*$", "".join(kept)))
        ):
            mark = f'holds "{shorten_text(text)}" as {raised}, which a text file cannot show'
            raise ValueError(f"{mark}; remove the note marker (if it belongs to the text, write it in plain characters)")
        (marks if raised == "superscript" else kept).append(text)
    if str(cell.number_format).replace(" ", "") == ";;;":
        raise ValueError(_HIDDEN)
    found = [mark for text in marks for mark in re.split(r"[\s,;()\[\]]+", text) if mark]
    words = "".join(kept)
    if found and found[0] in ("2", "3") and re.search(r"(?:^|[^\W\d_])[kcdm]?m$", words):
        return words + {"2": "²", "3": "³"}[found[0]], ()  # an area or a volume
    return words, tuple(found)


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
