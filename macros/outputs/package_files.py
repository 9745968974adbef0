"""Files of data packages: `data/<package>/<version>/` with the original files, a workbook, and a zip to recompute the figures offline."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from macros.content.sources import find_absence
from macros.datapackage import Package, Source
from macros.edition.edition import Edition
from macros.figures import Operand
from macros.incremental.tasks import digest
from macros.outputs.archive import pack_zip
from macros.outputs.figure_sheets import FIGURES, list_computable_figures, make_figure_sheets
from macros.outputs.workbook import Cell, write_workbook
from macros.outputs.written import format_decimal, format_exact, write_file, write_json, write_note_list
from macros.structure import Structures

RECOMPUTE = Path(__file__).with_name("recompute.py")
NOTES = "Cover, notes and sources"  # no resource can have this name
_NUMBERS = ("integer", "number", "year")
_README = """{title}
{line}

Data package {name}, version {version}.

datapackage.json  what the files hold: fields, units, sources, licence
{files}
{codes}figures.json      the figures that {address} quotes from it, as declared, with their values
recompute.py      computes them again from the rows: python3 recompute.py
                  (the standard library of Python is all that it needs)

Published at {address}{folder}
The licence in datapackage.json covers this compilation, not the figures themselves. They were taken from:
{sources}
"""


def write_packages(build: Edition, site: Path) -> None:
    """Write every version of every package."""
    root = build.project.root
    for package in build.project.packages.list_all():
        data = [[(root / package.path / name).read_bytes() for name in list_file_names(package)], package.translations, build.site.address]
        build.run_cached(f"package {package.label}", digest(data), partial(_write_package, build, site, package))


def _write_package(build: Edition, site: Path, package: Package) -> None:
    where = make_package_folder(package)
    for name in list_file_names(package):
        write_file(build, site, where + name, (build.project.root / package.path / name).read_bytes())
    write_file(
        build,
        site,
        f"{where}{package.name}-{package.version}.xlsx",
        write_workbook(
            make_sheets(build, package),
            find_number_columns(package),
            _find_counts(package),
            f"{package.title}, {package.version}",
            build.site.name,
        ),
    )
    write_file(build, site, f"{where}{package.name}-{package.version}.zip", pack_zip(list_zip_members(build, package)))


def make_package_folder(package: Package) -> str:
    """Return the address of a package's files, from the site's root."""
    return f"data/{package.name}/{package.version}/"


def list_file_names(package: Package) -> list[str]:
    """Return the published files of a package, relative to its folder."""
    return ["datapackage.json", *sorted(r.path.removeprefix(f"{package.path}/") for r in package.resources.values())]


def make_sheets(build: Edition, package: Package) -> dict[str, list[list[Cell]]]:
    """Return the sheets of a workbook: the cover with the notes, the resources, the figures with their formulas."""
    return {
        NOTES: make_notes_sheet(package, build.project.figures.structures),
        **make_resource_sheets(package),
        **make_figure_sheets(build, package),
    }


def make_resource_sheets(package: Package) -> dict[str, list[list[Cell]]]:
    """Return a sheet for each resource, with every cell as in the file."""
    found: dict[str, list[list[Cell]]] = {}
    for resource in package.resources.values():
        rows: list[list[Cell]] = [[row.raw[name] for name in resource.fields] for row in resource.rows]
        found[resource.name] = [[*resource.fields], *rows]
    return found


def make_notes_sheet(package: Package, structures: Structures) -> list[list[Cell]]:
    """Return the sheet of a package's description, notes, codes, sources and licences."""
    descriptor = package.descriptor
    found: list[list[Cell]] = [["what", "text"], ["package", package.name], ["version", package.version], ["title", package.title]]
    found.append(["description", str(descriptor.get("description", ""))])
    found += [["note", str(note)] for note in descriptor.get("notes", ())]
    found += [["code", line] for line in explain_codes(package, structures)]
    for source in package.sources:
        found.append(["source", source.credit("publisher", "title", "date", "path")])
    found += [["licence", f"{entry.get('title', '')} {entry.get('path', '')}".strip()] for entry in descriptor.get("licenses", ())]
    return found


def explain_codes(package: Package, structures: Structures) -> list[str]:
    """Return what the codes of a package's flags mean: `counts, flag: p = provisional, bp = break, provisional`."""
    return [
        f"{resource.name}, {attribute.name}: "
        + ", ".join(f"{code or '(empty)'} = {meaning.replace(' ', ' and ')}" for code, meaning in codes.items())
        for resource in package.resources.values()
        for attribute in structures.find_structure(package.name, resource).attributes.values()
        if attribute.means == "status" and (codes := {code: meaning for code, meaning in attribute.codes.items() if meaning})
    ]


def find_number_columns(package: Package) -> dict[str, frozenset[int]]:
    """Return the columns of each sheet that hold numbers."""
    return {FIGURES: frozenset({3})} | {
        resource.name: frozenset(at for at, field in enumerate(resource.fields.values()) if field.get("type") in _NUMBERS)
        for resource in package.resources.values()
    }


def _find_counts(package: Package) -> dict[str, frozenset[int]]:
    """Return the columns of each sheet that hold counts: whole numbers that name no row."""
    return {
        resource.name: frozenset(
            at for at, (name, field) in enumerate(resource.fields.items()) if field.get("type") == "integer" and name not in resource.key
        )
        for resource in package.resources.values()
    }


def list_zip_members(build: Edition, package: Package) -> dict[str, str | bytes]:
    """Return the files of the zip, in a folder of their own."""
    files: dict[str, str | bytes] = {name: (build.project.root / package.path / name).read_bytes() for name in list_file_names(package)}
    files["figures.json"] = write_json({"package": package.name, "version": package.version, "figures": list_declarations(build, package)})
    files["recompute.py"] = RECOMPUTE.read_bytes()
    files["README.txt"] = write_readme(build, package)
    return {f"{package.name}-{package.version}/{name}": data for name, data in files.items()}


def list_declarations(build: Edition, package: Package) -> list[dict[str, Any]]:
    """Return the declarations and values of the figures that this version can compute."""
    found = []
    files = {resource.path for resource in package.resources.values()}
    rows = {f"{resource.path}:{row.line}": (resource, row) for resource in package.resources.values() for row in resource.rows}

    def describe_cell(operand: Operand) -> dict[str, Any]:
        """Return the place of a cell in the zip, or the number itself if the cell is in another package."""
        scale = {"scale": operand.scale} if operand.scale > 1 else {}
        if operand.path not in files:
            return {"file": operand.path, "line": operand.line, "field": operand.field, "number": operand.raw, **scale}
        resource, row = rows[f"{operand.path}:{operand.line}"]
        codes = {name: row.raw[name] for name in resource.key or resource.fields}
        return {"file": operand.path.removeprefix(f"{package.path}/"), "field": operand.field, "row": codes, **scale}

    for figure in list_computable_figures(build, package):
        declaration = figure.declaration
        found.append(
            {
                "id": declaration.id,
                "title": declaration.title.get(build.lang, declaration.id),
                "status": declaration.displayed_status,
                "measure": str(declaration.source),
                "operation": declaration.operation.name,
                "formula": declaration.operation.write_plain_formula([each.name for each in figure.operands], **figure.constants),
                "where": dict(declaration.where),
                "of": dict(declaration.of),
                "from": dict(declaration.start),
                "to": dict(declaration.end),
                "over": {name: codes if isinstance(codes, str) else list(codes) for name, codes in declaration.over.items()},
                "cells": {each.name: describe_cell(each) for each in figure.operands},
                "unit": declaration.unit,
                "decimals": declaration.decimals,
                "exact": format_exact(figure.value),
                "decimal": format_decimal(figure.value),
                "qualifiers": ", ".join(figure.qualifiers),
                "notes": write_note_list(figure.notes, build.lang),
            }
        )
    return found


def write_readme(build: Edition, package: Package) -> str:
    """Return the text of the zip's README."""
    rows = "\n".join(f"{name:16}  rows" for name in list_file_names(package)[1:])
    return _README.format(
        title=package.title,
        line="=" * len(package.title),
        name=package.name,
        version=package.version,
        files=rows,
        codes="".join(f"                  {line}\n" for line in explain_codes(package, build.project.figures.structures)),
        address=build.site.address,
        folder=make_package_folder(package),
        sources="\n".join(_write_source(source, build.lang) for source in package.sources),
    )


def _write_source(source: Source, lang: str) -> str:
    return f"{source.credit('title', 'publisher', 'date')}\n  {source.path or find_absence(source, lang)}"
