"""The figures of a data package in its workbook: a formula for each, over cells on a sheet of their own."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping

from macros.base.errors import FaultError
from macros.datapackage import Package
from macros.edition.edition import Edition
from macros.figures import Figure
from macros.outputs.workbook import Cell, Formula, is_number, write_cell_reference
from macros.outputs.written import format_decimal, write_note_list

# Names of sheets; no resource can have them.
FIGURES = "Figures computed"
CELLS = "Cells of figures"
_VALUE = 3  # the column of the cells' values


def list_computable_figures(build: Edition, package: Package) -> Iterator[Figure]:
    """Yield the figures of a package that can be computed from this version of it."""
    for declaration in build.project.figures.declarations.values():
        if declaration.package == package.name:
            with contextlib.suppress(FaultError):
                yield build.project.figures.get(declaration.id, package.version)


def make_figure_sheets(build: Edition, package: Package) -> dict[str, list[list[Cell]]]:
    """Return the two sheets, or none for a package without figures."""
    figures: list[list[Cell]] = [["figure", "title", "value", "published value", "qualifiers", "notes"]]
    cells: list[list[Cell]] = [["figure", "place", "row", "value"]]
    resources = {resource.path: resource for resource in package.resources.values()}
    lines = {f"{path}:{row.line}": line for path, each in resources.items() for line, row in enumerate(each.rows, 2)}
    for figure in list_computable_figures(build, package):
        places = {}
        for operand in figure.operands:
            row, taken = f"{operand.path}:{operand.line}", operand.raw
            if row in lines and is_number(operand.raw):  # otherwise the number itself: the cell is a text, or in another package
                resource = resources[operand.path]
                taken = write_cell_reference(resource.name, list(resource.fields).index(operand.field), lines[row])
            taken += f" * {operand.scale}" if operand.scale > 1 else ""
            cells.append([figure.id, operand.name, row, Formula(taken, format_decimal(operand.value))])
            places[operand.name] = write_cell_reference(CELLS, _VALUE, len(cells))
        formula = write_spreadsheet_formula(figure.declaration.operation.write_plain_formula(places, **figure.constants), places)
        title, value = figure.declaration.title.get(build.lang, figure.id), format_decimal(figure.value)
        told = [", ".join(figure.qualifiers), write_note_list(figure.notes, build.lang)]
        figures.append([figure.id, title, Formula(formula, value), value, *told])
    return {FIGURES: figures, CELLS: cells} if len(figures) > 1 else {}


def write_spreadsheet_formula(formula: str, places: Mapping[str, str]) -> str:
    """Return a formula in spreadsheet notation: `({to} - {from}) / {from} * 100` with cell references.

    The cells of a formula of any number of cells become one range.
    """
    if members := [f"{{{place}}}" for place in places if place.startswith("value_")]:
        first, last = (places[member[1:-1]] for member in (members[0], members[-1]))
        run = f"{first}:{last.rpartition('!')[2]}"
        is_list = formula.startswith(("median(", "rank("))
        formula = formula.replace((", " if is_list else " + ").join(members), run if is_list else f"SUM({run})")
        formula = re.sub(r"rank\((.+), (.+)\)", r"1 + SUMPRODUCT((\2 > \1) * 1)", formula)
    formula = re.sub(r"root\((.+), (\d+)\)", r"POWER(\1, 1 / \2)", formula)
    return re.sub(r"power|median", lambda name: name[0].upper(), formula).format(**places)
