"""Workbooks (XLSX, Office Open XML) with sheets of cells and formulas only, the same bytes for the same cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from macros.outputs.archive import pack_zip

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?")  # numbers that a spreadsheet holds exactly
_LONGEST = 31  # characters of a sheet's name
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DC = "http://purl.org/dc/elements/1.1/"
_PANE = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
_FROZEN = f'<sheetViews><sheetView workbookViewId="0">{_PANE}</sheetView></sheetViews>'
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True)
class Formula:
    """A cell computed by a spreadsheet.

    Attributes:
        value: The result, for programs that do not compute.
    """

    text: str
    value: str


Cell = str | Formula


def write_workbook(
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    numbers: Mapping[str, frozenset[int]],
    grouped: Mapping[str, frozenset[int]],
    title: str,
    creator: str,
) -> bytes:
    """Return the bytes of a workbook. The header of each sheet stays in sight.

    Args:
        sheets: maps the name of a sheet to its rows of cells. The first row is the header.
        numbers: maps the name of a sheet to its columns of numbers.
        grouped: those of them whose thousands are shown apart: counts, never years.
    """
    names = list(sheets)
    members = {
        "[Content_Types].xml": _write_content_types(len(names)),
        "_rels/.rels": _write_relations(
            [
                ("r1", f"{_REL}/officeDocument", "xl/workbook.xml"),
                ("r2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="{_DC}">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(creator)}</dc:creator></cp:coreProperties>",
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><bookViews><workbookView/></bookViews><sheets>'
        + "".join(f'<sheet name={quoteattr(name[:_LONGEST])} sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _write_relations(
            [(f"r{n}", f"{_REL}/worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)]
            + [("r0", f"{_REL}/styles", "styles.xml")]
        ),
        "xl/styles.xml": _HEAD + _STYLES,
    }
    for n, name in enumerate(names, 1):
        members[f"xl/worksheets/sheet{n}.xml"] = _write_sheet(
            sheets[name], *(columns.get(name, frozenset()) for columns in (numbers, grouped))
        )
    return pack_zip(members)


def write_cell_reference(sheet: str, column: int, line: int) -> str:
    """Return the reference of a cell for formulas: `'counts'!C7` for the third column."""
    name = sheet[:_LONGEST].replace("'", "''")
    return f"'{name}'!{_write_column_letters(column)}{line}"


def is_number(text: str) -> bool:
    """Return True if a spreadsheet holds a text exactly as a number."""
    return _NUMBER.fullmatch(text) is not None


def _write_sheet(rows: Sequence[Sequence[Cell]], numbers: frozenset[int], grouped: frozenset[int]) -> str:
    body = ""
    for line, row in enumerate(rows, 1):
        cells = "".join(
            _write_cell(f"{_write_column_letters(at)}{line}", text, line == 1, at in numbers, at in grouped)
            for at, text in enumerate(row)
            if text
        )
        body += f'<row r="{line}">{cells}</row>'
    columns = f'<cols><col min="1" max="{max(map(len, rows), default=1)}" width="24" customWidth="1"/></cols>'
    return f'{_HEAD}<worksheet xmlns="{_MAIN}">{_FROZEN}{columns}<sheetData>{body}</sheetData></worksheet>'


def _write_cell(where: str, text: Cell, header: bool, number: bool, grouped: bool) -> str:
    style = ' s="1"' if header else ' s="2"' if grouped and isinstance(text, str) and text.lstrip("-").isdigit() else ""
    if isinstance(text, Formula):
        return f'<c r="{where}"{style}><f>{escape(text.text)}</f><v>{text.value}</v></c>'
    if number and not header and is_number(text):
        return f'<c r="{where}"{style}><v>{text}</v></c>'
    return f'<c r="{where}"{style} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _write_column_letters(column: int) -> str:
    """Return the letters of a column: `A` for 0, `Z` for 25, `AA` for 26."""
    text = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        text, column = chr(65 + rest) + text, column - 1
    return text


def _write_relations(entries: Iterable[tuple[str, str, str]]) -> str:
    body = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in entries)
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{body}</Relationships>'


def _write_content_types(count: int) -> str:
    sheets = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in range(1, count + 1))
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{sheets}</Types>'
    )
