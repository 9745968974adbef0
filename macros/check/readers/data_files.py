"""Readers of the data packages' downloads: copies byte for byte, workbooks cell by cell, archives member by member."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from macros.base.elements import Element, parse_xml
from macros.base.files import ENGINE
from macros.check.parts import FileCheck
from macros.check.pieces import FORMULAS, Cell, ExpectedPieces
from macros.check.readers.proofs import ContentMismatch, check_equal, check_value
from macros.claims.passage import Passage
from macros.datapackage import Package
from macros.figures import Figure
from macros.figures.declaration import ALL
from macros.outputs.figure_sheets import CELLS, FIGURES, list_computable_figures
from macros.outputs.package_files import NOTES, RECOMPUTE, list_file_names, make_notes_sheet, make_resource_sheets
from macros.outputs.written import DECIMALS, write_note_list

Passages = Iterator[Passage]
_Sheet = dict[tuple[int, int], tuple[str, str]]
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_copy(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Check that a file is a copy of one in its data package."""
    package = _find_package(check, match)
    if match["file"] not in list_file_names(package) or data != (check.edition.project.root / package.path / match["file"]).read_bytes():
        raise ContentMismatch(f"is not a copy of {package.path}/{match['file']}")
    yield from ()


def read_schema(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Check that a schema is a copy of the generator's own. Yield its descriptions, which editors show."""
    if data != (ENGINE / match[0]).read_bytes():
        raise ContentMismatch(f"is not a copy of {match[0]}")
    for text in _list_descriptions(json.loads(data)):
        yield Passage(text, "schema", check.bind_text(text))


def _list_descriptions(value: Any) -> Iterator[str]:
    """Yield the texts of a schema. An operation's text is cut by the constants of its formula: they count nothing."""
    if isinstance(value, dict):
        numbers = re.findall(r"[0-9]{4,}", FORMULAS.get(str(value.get("const")), ""))
        written = re.compile("|".join(rf"(?<!\d)(?:{number}|{int(number):,})(?!\d)" for number in numbers) or "(?!)")
        yield from (written.sub("", text) for key in ("title", "description") if isinstance(text := value.get(key), str))
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _list_descriptions(part)


def read_workbook(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Check the sheets of a workbook: data and notes cell by cell, figures with their formulas."""
    package = _find_package(check, match)
    expected: dict[str, dict[tuple[int, int], str]] = {}
    for name, rows in (
        (NOTES, make_notes_sheet(package, check.edition.project.figures.structures)),
        *make_resource_sheets(package).items(),
    ):
        expected[name[:31]] = {(line, at): str(text) for line, row in enumerate(rows, 1) for at, text in enumerate(row) if text}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [str(s.get("name")) for s in parse_xml(archive.read("xl/workbook.xml")).iter(f"{_SHEET}sheet")]
        found = {name: _read_cells(parse_xml(archive.read(f"xl/worksheets/sheet{n}.xml"))) for n, name in enumerate(names, 1)}
    figures = list(list_computable_figures(check.edition, package))
    computed = [FIGURES, CELLS] if figures else []
    check_equal(names, [*expected, *computed], "sheets")
    for name, cells in expected.items():
        check_equal({where: text for where, (text, _) in found[name].items()}, cells, f"cells of {name}")
        check_equal([text for text, formula in found[name].values() if formula], [], f"formulas of {name}")
    if figures:
        _check_formulas(check.checker.pieces, package, figures, found[FIGURES], found[CELLS], check.edition.lang)
    yield from ()


def _check_formulas(pieces: ExpectedPieces, package: Package, figures: list[Figure], computed: _Sheet, taken: _Sheet, lang: str) -> None:
    """Compare the figures of a workbook, their formulas and their cells. Raises `ContentMismatch`."""
    own = {resource.path: resource for resource in package.resources.values()}
    heads = {(1, at): (text, "") for at, text in enumerate(("figure", "title", "value", "published value", "qualifiers", "notes"))}
    cells = {(1, at): (text, "") for at, text in enumerate(("figure", "place", "row", "value"))}
    lines = {(path, row.line): at for path, resource in own.items() for at, row in enumerate(resource.rows, 2)}
    values: dict[tuple[str, int], Fraction] = {}
    for line, figure in enumerate(figures, 2):
        places = {}
        for place, cell in pieces.select_cells(figure).items():
            at, text = len(cells) // 4 + 1, cell.raw
            resource = own.get(cell.path)
            if resource and re.fullmatch(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?", text, re.ASCII):
                text = f"<{resource.name[:31]} {lines[cell.path, cell.line]} {list(resource.fields).index(cell.field)}>"
            text += f" * {cell.scale}" if cell.scale > 1 else ""
            for column, (said, formula) in enumerate(((figure.id, ""), (place, ""), (f"{cell.path}:{cell.line}", ""), ("", text))):
                cells[at, column] = (said, formula)
            values[CELLS, at], places[place] = cell.value, f"<{CELLS} {at} 3>"
        formula = pieces.write_spreadsheet_formula(figure, places)
        values[FIGURES, line] = pieces.compute_value(figure)
        told = (", ".join(figure.qualifiers), write_note_list(figure.notes, lang))
        for column, said in enumerate((figure.id, figure.declaration.title.get(lang, figure.id), "", "", *told)):
            if said or column < len(("figure", "title", "value", "published value")):
                heads[line, column] = (said, formula if column == 2 else "")
    for name, sheet, expected, first in ((FIGURES, computed, heads, 2), (CELLS, taken, cells, 3)):
        check_equal(sheet.keys(), expected.keys(), f"cells of {name}")
        for (line, at), (said, formula) in sheet.items():
            wanted, form = expected[line, at]
            check_equal(_normalise_formula(formula), form, f"formulas of {name}")
            if line > 1 and first <= at <= 3:
                if abs(Fraction(said) - values[name, line]) * 2 > Fraction(1, 10**DECIMALS):
                    raise ContentMismatch(f"has {said} in line {line} of {name}, which is {values[name, line]}")
            else:
                check_equal(said, wanted, f"cells of {name}")


def _normalise_formula(formula: str) -> str:
    """Return a formula with sheet, line and column for each cell. A range ends on the sheet it begins on."""

    def name_cell(match: re.Match[str]) -> str:
        sheet = match["sheet"].replace("''", "'")
        end = f":<{sheet} {match['end']} {_parse_column(match['until'])}>" if match["end"] else ""
        return f"<{sheet} {match['line']} {_parse_column(match['column'])}>{end}"

    cell = r"'(?P<sheet>(?:[^']|'')+)'!(?P<column>[A-Z]+)(?P<line>[0-9]+)(?::(?P<until>[A-Z]+)(?P<end>[0-9]+))?"
    return re.sub(cell, name_cell, formula)


def read_archive(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Check the members of an archive. Yield the titles of its figures and the lines of its README."""
    package = _find_package(check, match)
    inside = f"{package.name}-{package.version}/"
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        check_equal(
            sorted(opened.namelist()),
            sorted(inside + n for n in (*list_file_names(package), "figures.json", "recompute.py", "README.txt")),
            "members",
        )
        for name in list_file_names(package):
            if opened.read(inside + name) != (check.edition.project.root / package.path / name).read_bytes():
                raise ContentMismatch(f"holds no copy of {package.path}/{name}")
        if opened.read(f"{inside}recompute.py") != RECOMPUTE.read_bytes():
            raise ContentMismatch("holds another recompute.py")
        pieces = check.checker.pieces
        for entry in json.loads(opened.read(f"{inside}figures.json"))["figures"]:
            figure = check.edition.project.figures.get(entry["id"], package.version)
            declared = figure.declaration
            check_value(figure, pieces, entry["exact"], entry["decimal"])
            check_equal(
                entry["cells"],
                {place: _locate_cell(package, cell) for place, cell in pieces.select_cells(figure).items()},
                f"cells of {declared.id}",
            )
            check_equal(entry["formula"], pieces.write_plain_formula(figure), f"formula of {declared.id}")
            over = {name: codes if codes == ALL else list(codes) for name, codes in declared.over.items()}
            said = {"measure": str(declared.source), "operation": declared.operation.name, "from": declared.start, "to": declared.end}
            said |= {key: getattr(declared, key) for key in ("where", "of", "unit", "decimals")} | {"over": over}
            said["status"] = pieces.find_status(declared)
            said |= {"qualifiers": ", ".join(figure.qualifiers), "notes": write_note_list(figure.notes, check.edition.lang)}
            for key, value in said.items():
                check_equal(entry[key], value, f"{key} of {declared.id}")
            check_equal(entry["title"], declared.title.get(check.edition.lang, declared.id), f"title of {declared.id}")
            yield Passage(entry["title"], "archive", check.bind_text(entry["title"]))
        for line in opened.read(f"{inside}README.txt").decode("utf-8").splitlines():
            if line != f"Data package {package.name}, version {package.version}.":  # names; their digits are no numbers
                yield Passage(line, "archive", check.bind_text(line))


def _locate_cell(package: Package, cell: Cell) -> dict[str, Any]:
    """Return the place of a cell in an archive, or its number if it belongs to another package."""
    place = {"field": cell.field, **({"scale": cell.scale} if cell.scale > 1 else {})}
    inside = f"{package.path}/"
    if not cell.path.startswith(inside):
        return {"file": cell.path, "line": cell.line, "number": cell.raw, **place}
    return {"file": cell.path.removeprefix(inside), "row": cell.row, **place}


def _find_package(check: FileCheck, match: re.Match[str]) -> Package:
    found = check.edition.project.packages.find_version(match["package"], match["version"])
    if found is None or found.version != match["version"]:
        raise ContentMismatch("belongs to no version of a data package")
    return found


def _read_cells(sheet: Element) -> _Sheet:
    """Return the text and the formula of each cell, by line and column."""
    found = {}
    for cell in sheet.iter(f"{_SHEET}c"):
        where = re.fullmatch(r"([A-Z]+)([0-9]+)", cell.get("r", ""))
        if where is None:
            raise ContentMismatch(f"has a cell {cell.get('r')}")
        formula = "".join("".join(part.itertext()) for part in cell.iter(f"{_SHEET}f"))
        found[int(where[2]), _parse_column(where[1])] = ("".join(cell.itertext()).removeprefix(formula), formula)
    return found


def _parse_column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1
