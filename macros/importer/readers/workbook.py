"""Sheets of a workbook, row by row, with what a text file cannot show: formats, formulas, merged and hidden cells."""

from __future__ import annotations

import datetime
import functools
import io
import math
import operator
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from macros.base.errors import Fault, FaultError, Place
from macros.importer.scales import find_scale
from macros.importer.sheet import MOST_UNPACKED, Cell, Line, Sheet, shorten_text

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
_EMPTY_FILLS = {b"<fill/>": b"<fill><patternFill/></fill>"}
_HIDDEN = "holds a value that its number format hides; show it, or delete it"
_PLAIN_FORMATS = frozenset({"General", "0", "#,##0", "@"})
_EMPTY = Cell("")
_DIGITS = 15  # significant digits of a number in a workbook


def read_xlsx(data: bytes, path: str, stem: str) -> list[Sheet]:
    """Return all sheets. What a spreadsheet shows in another way than a text file can is told with them: merged and hidden cells, formulas.

    Raises:
        FaultError: The file is no workbook that can be read.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # about parts no table needs: print settings, validations
            book = _open_workbook(data, path)
            styles = _Styles(book)
            return [_read_sheet(book, sheet, styles, path, stem if len(book.worksheets) == 1 else sheet.title) for sheet in book.worksheets]
    except FaultError:
        raise
    except Exception as error:  # openpyxl raises arbitrary exceptions on files other programs open
        fact = f"is not a workbook that can be read ({type(error).__name__})"
        remedy = "open it in a spreadsheet program and save it again as .xlsx, or as CSV UTF-8"
        raise FaultError(Fault(Place(path), "workbook", fact, remedy)) from None


def _open_workbook(data: bytes, path: str) -> Any:
    """Open a workbook with openpyxl. Its sheets are read from it one by one."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        fact = "is a workbook of the old kind (.xls), or protected by a password"
        raise FaultError(Fault(Place(path), "workbook", fact, "save it as .xlsx without a password"))
    import openpyxl  # a build needs none of it

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:  # zipfile reads no more than is declared
            fact = f"unpacks to more than {MOST_UNPACKED / 1e6:.0f} MB"
            raise FaultError(Fault(Place(path), "workbook", fact, "take the rows and columns that are needed"))
        parts = {name: archive.read(name) for name in archive.namelist()}
    replaced = {
        _ESCAPED: _UNDERSCORE.encode(),
        **_EMPTY_FILLS,
        **(_TRANSITIONAL if any(_STRICT in part for part in parts.values()) else {}),
    }
    if any(old in part for part in parts.values() for old in replaced):
        # openpyxl 3.1.5 drops `x005F_`, which turns an escaped `_x000D_` into a carriage return, knows no strict namespaces, and
        # refuses a fill that says nothing.
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, part in parts.items():
                for old, new in replaced.items():
                    part = part.replace(old, new)
                archive.writestr(name, part)
        data = out.getvalue()
    return openpyxl.load_workbook(io.BytesIO(data), read_only=True, rich_text=True, data_only=True, keep_links=False)


@dataclass(frozen=True, slots=True)
class _Style:
    """The font and number format of a cell. is_plain: True if neither says anything of the value."""

    font: Any
    number_format: str
    is_plain: bool


class _Styles:
    """The styles of a workbook, each looked up once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._known: dict[int, _Style] = {}

    def find(self, number: int) -> _Style:
        """Return a style by its number in the file."""
        if number not in self._known:
            from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

            style = self._book._cell_styles[number]
            code = style.numFmtId
            form = (
                BUILTIN_FORMATS.get(code, "General")
                if code < BUILTIN_FORMATS_MAX_SIZE
                else self._book._number_formats[code - BUILTIN_FORMATS_MAX_SIZE]
            )
            font = self._book._fonts[style.fontId]
            self._known[number] = _Style(font, form, form in _PLAIN_FORMATS and not font.strike and not font.vertAlign)
        return self._known[number]


@dataclass(slots=True)
class _RawCell:
    """A cell as openpyxl reads it, with its style."""

    value: Any
    data_type: str
    font: Any
    number_format: str


@functools.cache
def _load_parser() -> Any:
    """Return the class that parses a sheet row by row.

    openpyxl's own loop over rows knows neither formulas beside their values nor what is merged or hidden.
    """
    from openpyxl.utils import column_index_from_string
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

    find_column = functools.cache(column_index_from_string)

    class Parser(WorkSheetParser):
        """The parser of a sheet. Cells of one type, style and content are converted once.

        Attributes:
            convert: Converts a cell as openpyxl reads it, with the formula beside the value that it last had.
            known: Maps type, style and content to a converted cell, or to None if it is empty.
        """

        convert: Callable[[Mapping[str, Any]], Cell]
        known: dict[tuple[str | None, ...], Cell | None]

        def parse_cell(self, element: Any) -> Any:
            """Return the column of a cell, and the cell, or None if it is empty: a format alone is no content."""
            content = element[0] if len(element) == 1 else None
            if content is not None and len(content) == 1:  # a text within the sheet
                content = content[0]
            if content is None or len(content) or content.tag == FORMULA_TAG:
                cell = self._parse_anew(element)
                return self.col_counter, cell
            key = element.get("t"), element.get("s"), content.tag, content.text
            if key not in self.known:
                self.known[key] = self._parse_anew(element)
            elif reference := element.get("r"):
                self.col_counter = find_column(reference.rstrip("0123456789"))
            else:
                self.col_counter += 1
            return self.col_counter, self.known[key]

        def _parse_anew(self, element: Any) -> Cell | None:
            cell: dict[str, Any] = super().parse_cell(element)
            formula = element.find(FORMULA_TAG)
            cell["formula"] = None if formula is None else formula.text or ""
            return None if cell["value"] is None and formula is None else self.convert(cell)

    return Parser


def _read_sheet(book: Any, sheet: Any, styles: _Styles, path: str, name: str) -> Sheet:
    result = Sheet(f"{path}, sheet {sheet.title}", name, [], hidden=sheet.sheet_state != "visible")
    settings = {"epoch": book.epoch, "date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
    with sheet._get_source() as source:
        parser = _load_parser()(source, sheet._shared_strings, data_only=True, rich_text=True, **settings)
        parser.convert, parser.known = functools.partial(_convert, styles=styles, result=result), {}
        for number, row in parser.parse():
            filled = [(at, cell) for at, cell in row if cell is not None]
            if filled:
                cells = [_EMPTY] * max(at for at, _ in filled)
                for at, cell in filled:
                    cells[at - 1] = cell
                result.lines.append(Line(number, tuple(cells)))
    width = max((len(line.cells) for line in result.lines), default=0)
    result.lines = [
        line if len(line.cells) == width else Line(line.number, (*line.cells, *[_EMPTY] * (width - len(line.cells))))
        for line in result.lines
    ]
    result.merged = sorted(
        (span.min_row, span.min_col - 1, span.max_row, span.max_col - 1)
        for span in (_read_range(each.ref) for each in (parser.merged_cells.mergeCell if parser.merged_cells else ()))
    )
    _read_hidden(parser, result)
    return result


def _read_range(reference: str) -> Any:
    from openpyxl.worksheet.cell_range import CellRange

    return CellRange(reference)


def _convert(cell: Mapping[str, Any], styles: _Styles, result: Sheet) -> Cell:
    """Convert a cell. What cannot be published is told with it."""
    style, value = styles.find(cell["style_id"]), cell["value"]
    result.formulas += cell["formula"] is not None
    if style.is_plain and type(value) is int and abs(value) < 10**_DIGITS:
        return Cell(str(value), "number")
    try:
        if value is None:
            what = f'holds the formula "={cell["formula"][:40]}" without its value'
            raise ValueError(f"{what}; paste its value in its place (paste special, values)")
        return _read_cell(_RawCell(value, cell["data_type"], style.font, style.number_format))
    except ValueError as error:
        fact, _, remedy = str(error).partition("; ")
        is_text = cell["data_type"] == "s"
        return Cell("?" if is_text else "0", "text" if is_text else "number", trouble=(fact, remedy))


def _read_hidden(parser: Any, result: Sheet) -> None:
    """Note the hidden rows and columns of a sheet that hold something."""
    form = getattr(parser, "sheet_format", None)
    for line in result.lines:
        own = parser.row_dimensions.get(str(line.number), {})
        hidden = own.get("hidden", "0") in ("1", "true") if own else bool(form and form.zeroHeight)
        if hidden and any(cell.text for cell in line.cells):
            result.hidden_rows.append(line.number)
    width = len(result.lines[0].cells) if result.lines else 0
    for column in parser.column_dimensions.values():
        if str(column.get("hidden", "0")) in ("1", "true", "True"):
            spans = range(int(column.get("min", 1)) - 1, min(int(column.get("max", 0)), width))
            result.hidden_columns += [at for at in spans if any(line.cells[at].text for line in result.lines)]


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
            return Cell(value.isoformat(), "date", trouble=(fact, "write the original in a cell formatted as text"))
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
