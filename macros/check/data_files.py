"""Readers of the data packages' downloads: copies byte for byte, workbooks cell by cell, archives member by member."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from macros.check.model import Passage
from macros.check.parts import Check
from macros.check.pieces import constants
from macros.check.proofs import Doubt, exactly, read_value
from macros.datapackage import Package
from macros.files import ENGINE
from macros.outputs.package_files import RECOMPUTE, file_names, sheets
from macros.trees import Element, parse_xml

Texts = Iterator[Passage]
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def copy(check: Check, match: re.Match[str], data: bytes) -> Texts:
    package = _package(check, match)
    if match["file"] not in file_names(package) or data != (check.build.project.root / package.path / match["file"]).read_bytes():
        raise Doubt(f"is no copy of {package.path}/{match['file']}")
    yield from ()


def schema(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """A copy of the generator's own; its descriptions are prose that editors show."""
    if data != (ENGINE / match[0]).read_bytes():
        raise Doubt(f"is no copy of {match[0]}")
    for text in _descriptions(json.loads(data)):
        yield Passage(text, "schema", check.strings(text))


def _descriptions(value: Any) -> Iterator[str]:
    """Yield the texts of a schema; that of an operation without the numbers of its formula, which are of nothing that figures count."""
    if isinstance(value, dict):
        numbers = constants(value["const"]) if isinstance(value.get("const"), str) else set()
        written = re.compile("|".join(rf"(?<!\d)(?:{number}|{number:,})(?!\d)" for number in numbers) or "(?!)")
        yield from (written.sub("", text) for key in ("title", "description") if isinstance(text := value.get(key), str))
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _descriptions(part)


def workbook(check: Check, match: re.Match[str], data: bytes) -> Texts:
    package = _package(check, match)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [s.get("name") for s in parse_xml(archive.read("xl/workbook.xml")).iter(f"{_SHEET}sheet")]
        exactly(names, [name[:31] for name in sheets(package)], "sheets")
        for number, (name, rows) in enumerate(sheets(package).items(), 1):
            found = _cells(parse_xml(archive.read(f"xl/worksheets/sheet{number}.xml")))
            expected = {(line, at): text for line, row in enumerate(rows, 1) for at, text in enumerate(row) if text}
            exactly(found, expected, f"cells of {name}")
    yield from ()


def archive(check: Check, match: re.Match[str], data: bytes) -> Texts:
    package = _package(check, match)
    inside = f"{package.name}-{package.version}/"
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        exactly(
            sorted(opened.namelist()),
            sorted(inside + n for n in (*file_names(package), "figures.json", "recompute.py", "README.txt")),
            "members",
        )
        for name in file_names(package):
            if opened.read(inside + name) != (check.build.project.root / package.path / name).read_bytes():
                raise Doubt(f"holds no copy of {package.path}/{name}")
        if opened.read(f"{inside}recompute.py") != RECOMPUTE.read_bytes():
            raise Doubt("holds another recompute.py")
        for entry in json.loads(opened.read(f"{inside}figures.json"))["figures"]:
            figure = check.build.project.figures.get(entry["id"], package.version)
            declared = figure.declaration
            read_value(figure, check.judge.pieces, entry["exact"], entry["decimal"])
            resource = package.resources[declared.resource]
            rows = {row.line: row.raw for row in resource.rows}
            cells = {
                place: {name: rows[cell.line][name] for name in resource.key} for place, cell in check.judge.pieces.cells(figure).items()
            }
            exactly(entry["cells"], cells, f"cells of {declared.id}")
            exactly(entry["formula"], check.judge.pieces.plain(figure, cells), f"formula of {declared.id}")
            said = {"measure": str(declared.source), "operation": declared.operation.name, "from": declared.start, "to": declared.end}
            said |= {key: getattr(declared, key) for key in ("status", "field", "where", "of", "unit", "decimals")}
            for key, value in said.items():
                exactly(entry[key], value, f"{key} of {declared.id}")
            exactly(entry["title"], declared.title.get(check.build.lang, declared.id), f"title of {declared.id}")
            yield Passage(entry["title"], "archive", check.strings(entry["title"]))
        for line in opened.read(f"{inside}README.txt").decode("utf-8").splitlines():
            if line != f"Data package {package.name}, version {package.version}.":  # names, whatever digits they have
                yield Passage(line, "archive", check.strings(line))


def _package(check: Check, match: re.Match[str]) -> Package:
    found = check.build.project.packages.as_of(match["package"], match["version"])
    if found is None or found.version != match["version"]:
        raise Doubt("belongs to no version of a data package")
    return found


def _cells(sheet: Element) -> dict[tuple[int, int], str]:
    """The text of each cell by line and column."""
    found = {}
    for cell in sheet.iter(f"{_SHEET}c"):
        where = re.fullmatch(r"([A-Z]+)([0-9]+)", cell.get("r", ""))
        if where is None:
            raise Doubt(f"has a cell {cell.get('r')}")
        column = 0
        for letter in where[1]:
            column = column * 26 + ord(letter) - 64
        found[int(where[2]), column - 1] = "".join(cell.itertext())
    return found
