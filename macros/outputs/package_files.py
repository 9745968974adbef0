"""Writes `data/<package>/<version>/`: the files as they are, a workbook, and a zip to recompute the figures from offline."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from macros.datapackage import Package
from macros.edition import Edition
from macros.errors import FaultError
from macros.incremental.tasks import digest
from macros.outputs.archive import pack
from macros.outputs.workbook import workbook
from macros.outputs.written import credit, decimal_text, exact_text, json_text, write

RECOMPUTE = Path(__file__).with_name("recompute.py")
NOTES = "Notes and sources"  # no resource can bear this name
_NUMBERS = ("integer", "number", "year")
_README = """{title}
{line}

Data package {name}, version {version}.

datapackage.json  what the files hold: fields, units, sources, licence
{files}
figures.json      the figures that {address} quotes from it, as declared, with their values
recompute.py      computes them again from the rows: python3 recompute.py
                  (the standard library of Python is all that it needs)

Published at {address}{folder}
The licence in datapackage.json covers this compilation, not the figures themselves. They were taken from:
{sources}
"""


def write_packages(build: Edition, site: Path) -> None:
    """Write every version of every package."""
    root = build.project.root
    for package in build.project.packages.all():
        data = [[(root / package.path / name).read_bytes() for name in file_names(package)], package.translations, build.site.address]
        build.step(f"package {package.label}", digest(data), partial(_write_package, build, site, package))


def _write_package(build: Edition, site: Path, package: Package) -> None:
    where = folder(package)
    for name in file_names(package):
        write(build, site, where + name, (build.project.root / package.path / name).read_bytes())
    write(build, site, f"{where}{package.name}-{package.version}.xlsx", workbook(sheets(package), numbers(package)))
    write(build, site, f"{where}{package.name}-{package.version}.zip", pack(members(build, package)))


def folder(package: Package) -> str:
    return f"data/{package.name}/{package.version}/"


def file_names(package: Package) -> list[str]:
    """The published files of a package, relative to its folder."""
    return ["datapackage.json", *sorted(r.path.removeprefix(f"{package.path}/") for r in package.resources.values())]


def sheets(package: Package) -> dict[str, list[list[str]]]:
    """The sheets of a workbook: one a resource, every cell as in the file, then the notes."""
    found = {
        resource.name: [list(resource.fields), *([row.raw[name] for name in resource.fields] for row in resource.rows)]
        for resource in package.resources.values()
    }
    descriptor = package.descriptor
    notes = [["what", "text"], ["package", package.name], ["version", package.version], ["title", package.title]]
    notes.append(["description", str(descriptor.get("description", ""))])
    notes += [["note", str(note)] for note in descriptor.get("notes", ())]
    for source in package.sources:
        notes.append(["source", credit(source, ("publisher", "title", "date", "path"))])
    notes += [["licence", f"{entry.get('title', '')} {entry.get('path', '')}".strip()] for entry in descriptor.get("licenses", ())]
    return {**found, NOTES: notes}


def numbers(package: Package) -> dict[str, frozenset[int]]:
    """The columns of each sheet that hold numbers."""
    return {
        resource.name: frozenset(at for at, field in enumerate(resource.fields.values()) if field.get("type") in _NUMBERS)
        for resource in package.resources.values()
    }


def members(build: Edition, package: Package) -> dict[str, str | bytes]:
    """The files of the zip, in a folder of their own."""
    files: dict[str, str | bytes] = {name: (build.project.root / package.path / name).read_bytes() for name in file_names(package)}
    files["figures.json"] = json_text({"package": package.name, "version": package.version, "figures": declared(build, package)})
    files["recompute.py"] = RECOMPUTE.read_bytes()
    files["README.txt"] = readme(build, package)
    return {f"{package.name}-{package.version}/{name}": data for name, data in files.items()}


def declared(build: Edition, package: Package) -> list[dict[str, Any]]:
    """The declarations of the figures that this version has the rows of, with their values."""
    found = []
    for declaration in build.project.figures.declarations.values():
        if declaration.package != package.name:
            continue
        try:
            figure = build.project.figures.get(declaration.id, package.version)
        except FaultError:
            continue
        resource = package.resources[declaration.resource]
        lines = {row.line: row for row in resource.rows}
        cells = {each.name: {name: lines[each.line].raw[name] for name in resource.key} for each in figure.operands}
        found.append(
            {
                "id": declaration.id,
                "title": declaration.title.get(build.lang, declaration.id),
                "status": declaration.status,
                "measure": str(declaration.source),
                "operation": declaration.operation.name,
                "formula": declaration.operation.plain(cells, **figure.constants),
                "file": package.resources[declaration.resource].path.removeprefix(f"{package.path}/"),
                "field": declaration.field,
                "where": dict(declaration.where),
                "of": dict(declaration.of),
                "from": dict(declaration.start),
                "to": dict(declaration.end),
                "cells": cells,
                "unit": declaration.unit,
                "decimals": declaration.decimals,
                "exact": exact_text(figure.value),
                "decimal": decimal_text(figure.value),
            }
        )
    return found


def readme(build: Edition, package: Package) -> str:
    rows = "\n".join(f"{name:16}  rows" for name in file_names(package)[1:])
    return _README.format(
        title=package.title,
        line="=" * len(package.title),
        name=package.name,
        version=package.version,
        files=rows,
        address=build.site.address,
        folder=folder(package),
        sources="\n".join(credit(source, ("title", "publisher", "date")) for source in package.sources),
    )
