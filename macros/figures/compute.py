"""The computation of one figure from its cells, with exact fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from macros.base.errors import Fault, FaultError, suggest_nearest
from macros.figures.declaration import Declaration
from macros.figures.figure import Operand
from macros.figures.select import Cell, PackageLookup, select_cells
from macros.structure import Structures
from macros.structure.model import QUALIFIERS, Note

BOUNDS = ("over", "at_least", "under", "at_most", "about")
_UP = {"over": "over", "at_least": "at_least", "under": "under", "at_most": "at_most"}
_DOWN = {"over": "under", "at_least": "at_most", "under": "over", "at_most": "at_least"}


class Computed(NamedTuple):
    """The result of a computation on one version of the data; see `Figure`."""

    value: Fraction
    operands: tuple[Operand, ...]
    constants: Mapping[str, int]
    bound: str
    qualifiers: tuple[str, ...]
    notes: tuple[Note, ...]
    skipped: tuple[str, ...]


def compute_figure(declared: Declaration, packages: PackageLookup, structures: Structures) -> Computed:
    """Compute a figure: its exact value, its operands, its bound and its qualifiers.

    Raises: FaultError for an unknown table, column or row, a selection of several rows, a missing or suppressed value, or an unfit base.
    """
    selection = select_cells(declared, packages, structures)
    cells, skipped = [], []
    for cell in selection.cells:
        if reason := cell.structure.find_lack(cell.row, cell.source.column):
            if not (declared.skip and cell.place.startswith("value_")):
                fact = f"{declared.id} takes {cell.source.column} of {cell.resource.path}:{cell.row.line}, which is {reason}"
                raise FaultError(Fault(declared.place, "no-value", fact, "quote another figure, or leave it out with skip: {reason: ...}"))
            skipped.append(f"{cell.resource.path}:{cell.row.line}:{cell.source.column}")
        else:
            cells.append(cell)
    if skipped:
        members = (replace(cell, place=f"value_{at}") for at, cell in enumerate((c for c in cells if c.place != "value"), 1))
        cells = [*(cell for cell in cells if cell.place == "value"), *members]
    if not cells:
        raise FaultError(Fault(declared.place, "no-value", f"{declared.id} takes no cell that has a value", "select others"))
    operands = tuple(_read_operand(cell, declared) for cell in cells)
    values = {operand.name: operand.value for operand in operands}
    operation = declared.operation
    if unfit := operation.find_unfit_cell(values):
        operand = next(each for each in operands if each.name == unfit)
        what = "zero" if not operand.value else "negative"
        at = f"{unfit.replace('_', ' ')} ({operand.path}:{operand.line})"
        fact = f"{declared.id} takes {operand.raw} as {at}, and cannot be computed from {what}"
        raise FaultError(Fault(declared.place, "division-by-zero", fact, "choose another base, or quote the counts instead"))
    value = operation.compute_value(values, **selection.constants)
    bound = _find_bound(declared, cells, operands, value, selection.constants)
    if declared.is_change and value < 0 and not operation.is_copy:
        bound = _DOWN.get(bound, bound)  # texts state the size of a fall, so the side flips
    said = {each for cell in cells for each in cell.structure.list_qualifiers(cell.row)}
    qualifiers = tuple(each for each in QUALIFIERS if each in said)
    noted = (note for cell in cells for note in cell.structure.list_notes(cell.row, cell.resource.path))
    # An attribution says already who said the value.
    notes = tuple(dict.fromkeys(note for note in noted if note.means == "note" or not declared.attribution))
    return Computed(value, operands, selection.constants, bound, qualifiers, notes, tuple(skipped))


def _read_operand(cell: Cell, declared: Declaration) -> Operand:
    row, name = cell.row, cell.source.column
    value = row.values[name]
    if not isinstance(value, int | Fraction) or isinstance(value, bool):
        fact = f"{declared.id} takes {name} of line {row.line}, which is not a valid number"
        raise FaultError(Fault(declared.place, "not-a-number", fact, f"see {cell.resource.path}:{row.line}"))
    key = ", ".join(row.raw[part] for part in cell.resource.key)
    where = {each: row.raw[each] for each in cell.structure.dimensions if each in row.raw}
    scale = cell.structure.find_scale(row, cell.structure.find_measure(name, where))
    return Operand(cell.place, row.raw[name], Fraction(value) * scale, cell.resource.path, row.line, name, key, scale)


def _find_bound(
    declared: Declaration, cells: list[Cell], operands: tuple[Operand, ...], value: Fraction, constants: Mapping[str, int]
) -> str:
    """Return the bound of the value: the bound of a copied cell, or the side common to the bounds of all cells.

    Raises: FaultError for an unknown bound, or bounds on different sides.
    """
    found: dict[str, str] = {}
    for cell in cells:
        attribute = cell.structure.find_attribute("bound")
        raw = cell.row.raw.get(attribute.name, "") if attribute else ""
        said = (attribute.codes.get(raw, raw) if attribute else "") if raw else ""
        if said and said not in BOUNDS:
            fact = f'{declared.id} takes line {cell.row.line}, whose bound is "{said}"'
            raise FaultError(Fault(declared.place, "unknown-bound", fact, f"{suggest_nearest(said, BOUNDS)} (in {cell.resource.path})"))
        if said:
            found[cell.place] = said
    if not found or declared.operation.is_copy:
        return next(iter(found.values()), "")
    values = {operand.name: operand.value for operand in operands}
    sides = {_find_side(declared, values, place, said, value, constants) for place, said in found.items()}
    if sides == {"about"}:
        return "about"
    for strict, loose in (("over", "at_least"), ("under", "at_most")):
        if sides <= {strict, loose}:
            return strict if sides == {strict} or (strict in sides and declared.operation.name in ("sum", "cumulative", "mean")) else loose
    places = ", ".join(f"{cell.resource.path}:{cell.row.line}" for cell in cells if cell.place in found)
    fact = f"{declared.id} computes with cells that are bounds of different sides ({places}), so no side is known of its value"
    raise FaultError(Fault(declared.place, "bound-operand", fact, "quote the cells themselves"))


def _find_side(
    declared: Declaration, values: Mapping[str, Fraction], place: str, said: str, value: Fraction, constants: Mapping[str, int]
) -> str:
    """Return the bound that a cell's bound gives the value, or "" if unknown. It depends on whether the value grows with the cell."""
    if said == "about":
        return "about"
    if declared.operation.name in ("rank", "median"):
        return ""
    more = declared.operation.compute_value({**values, place: values[place] * Fraction(1001, 1000) + Fraction(1, 1000)}, **constants)
    return "" if more == value else (_UP if more > value else _DOWN)[said]
