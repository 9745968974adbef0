"""Sheets of an OpenDocument spreadsheet, read from its XML: the readers that are kept up drop percent signs, notes and repeated cells."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from macros.base.errors import Fault, FaultError, Place
from macros.importer.sheet import MOST_CELLS, MOST_UNPACKED, Cell, Line, Sheet

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MOST_COLUMNS, _MOST_ROWS = 16_384, 1_048_576


def is_ods(data: bytes) -> bool:
    """Return True for an OpenDocument spreadsheet."""
    if data[:2] != b"PK" or b"opendocument.spreadsheet" in data[:200]:
        return data[:2] == b"PK"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:  # some programs leave out the part that says so first
            return {"content.xml", "META-INF/manifest.xml"} <= {*archive.namelist()}
    except zipfile.BadZipFile:
        return False


def read_ods(data: bytes, path: str, stem: str) -> list[Sheet]:
    """Return all sheets.

    Raises:
        FaultError: The file is no spreadsheet that can be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo("content.xml").file_size > MOST_UNPACKED:
                fact = f"unpacks to more than {MOST_UNPACKED / 1e6:.0f} MB"
                raise FaultError(Fault(Place(path), "workbook", fact, "take the rows and columns that are needed"))
            tables = list(_read_tables(archive.read("content.xml")))
    except (KeyError, zipfile.BadZipFile, etree.XMLSyntaxError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        fact = f"is not a spreadsheet that can be read ({type(error).__name__})"
        raise FaultError(Fault(Place(path), "workbook", fact, "open it in a spreadsheet program and save it again")) from None
    for name, sheet in tables:
        sheet.path, sheet.name = f"{path}, sheet {name}", name if len(tables) > 1 else stem
    return [sheet for _, sheet in tables]


def _read_tables(content: bytes) -> Iterator[tuple[str, Sheet]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    for table in etree.fromstring(content, parser).iter(f"{_TABLE}table"):
        sheet = Sheet("", "", [])
        number = written = 0
        for row in table.iter(f"{_TABLE}table-row"):
            repeated = min(int(row.get(f"{_TABLE}number-rows-repeated", "1")), _MOST_ROWS)
            cells, spans = _read_row(row)
            if cells:
                written += len(cells) * repeated
                if written > MOST_CELLS:
                    raise ValueError(f"more than {MOST_CELLS} cells")
                for again in range(min(repeated, _MOST_ROWS - number)):
                    sheet.lines.append(Line(number + again + 1, tuple(cells)))
                sheet.merged += [(number + 1, at, number + rows, at + columns - 1) for at, rows, columns in spans]
                if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                    sheet.hidden_rows += range(number + 1, number + repeated + 1)
            number += repeated
        width = max((len(line.cells) for line in sheet.lines), default=0)
        sheet.lines = [Line(line.number, (*line.cells, *[Cell("")] * (width - len(line.cells)))) for line in sheet.lines]
        sheet.formulas = sum(1 for cell in table.iter(f"{_TABLE}table-cell") if cell.get(f"{_TABLE}formula"))
        _read_hidden_columns(table, sheet)
        yield str(table.get(f"{_TABLE}name")), sheet


def _read_hidden_columns(table: Any, sheet: Sheet) -> None:
    at = 0
    for column in table.iter(f"{_TABLE}table-column"):
        repeated = min(int(column.get(f"{_TABLE}number-columns-repeated", "1")), _MOST_COLUMNS)
        if column.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            hidden = range(at, min(at + repeated, _MOST_COLUMNS))
            sheet.hidden_columns += [n for n in hidden if any(n < len(line.cells) and line.cells[n].text for line in sheet.lines)]
        at += repeated


def _read_row(row: Any) -> tuple[list[Cell], list[tuple[int, int, int]]]:
    """Return the cells of a row up to its last filled one, and the merged ranges that begin in it."""
    cells: list[Cell] = []
    spans: list[tuple[int, int, int]] = []
    filled = 0
    for each in row:
        if each.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeated = int(each.get(f"{_TABLE}number-columns-repeated", "1"))
        cell = _read_cell(each)
        rows, columns = int(each.get(f"{_TABLE}number-rows-spanned", "1")), int(each.get(f"{_TABLE}number-columns-spanned", "1"))
        if rows > 1 or columns > 1:
            spans.append((len(cells), rows, columns))
        cells += [cell] * min(repeated, _MOST_COLUMNS - len(cells))
        if cell.text or cell.trouble:
            filled = len(cells)
    return cells[:filled], spans


def _read_cell(each: Any) -> Cell:
    kind = each.get(f"{_OFFICE}value-type") or each.get("{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type")
    text = "\n".join(_read_text(paragraph) for paragraph in each.iterchildren(f"{_TEXT}p")).strip()
    value = each.get(f"{_OFFICE}value")
    if kind == "error" or re.fullmatch(r"#(?:DIV/0!|REF!|NAME\?|VALUE!|N/A|NUM!|NULL!)|Err:[0-9]+", text):
        return Cell("0", "number", trouble=(f"holds the error {text}", "fix it, or leave the cell empty"))
    if kind in ("float", "currency", "percentage") and value is not None:
        try:
            number = Decimal(value)
        except InvalidOperation:
            return Cell("0", "number", trouble=(f'holds the value "{value}", which is no number', "fix it, or leave the cell empty"))
        if not number.is_finite():
            return Cell("0", "number", trouble=("holds no finite number", "fix it, or leave the cell empty"))
        exact = number * 100 if kind == "percentage" else number
        plain = format(exact, "f")
        return Cell(plain.rstrip("0").rstrip(".") if "." in plain else plain, "number", kind == "percentage")
    if kind == "date" and (date := each.get(f"{_OFFICE}date-value", "")):
        if "T" in date and not date.endswith("T00:00:00"):
            return Cell(date, trouble=(f"holds a time of day ({date})", "write the date alone"))
        return Cell(date[:10], "date")
    if kind == "boolean":
        return Cell(each.get(f"{_OFFICE}boolean-value", "false"), "boolean")
    return Cell(text)


def _read_text(element: Any) -> str:
    """Return the text of a paragraph. Spaces and line breaks have elements of their own."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", "1")), 1000))
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag not in (f"{_OFFICE}annotation", f"{_TEXT}note"):
            parts.append(_read_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
