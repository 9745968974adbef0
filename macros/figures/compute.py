"""Computes one figure from its rows, with exact fractions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from macros.datapackage import Package, Resource, Row
from macros.errors import Fault, FaultError, nearest
from macros.figures.declaration import Declaration
from macros.figures.figure import Operand

BOUNDS = ("over", "at_least", "under", "at_most", "about")


def compute(declaration: Declaration, package: Package) -> tuple[Fraction, tuple[Operand, ...], str]:
    """The exact value, the operands, and the bound of a reported value.

    Errors: FaultError for an unknown resource, field or row, rows that are not one, a missing value, a division by zero.
    """
    resource = package.resources.get(declaration.resource)
    if resource is None:
        fact = f'{declaration.id} takes the resource "{declaration.resource}", which {package.label} has not'
        raise FaultError(Fault(declaration.place, "unknown-resource", fact, nearest(declaration.resource, package.resources)))
    periods = [declaration.periods["field"]] if declaration.periods else []
    for name in dict.fromkeys([declaration.field, *declaration.rows, *declaration.of, *periods]):
        if name not in resource.fields:
            fact = f'{declaration.id} takes the field "{name}", which {resource.path} has not'
            raise FaultError(Fault(declaration.place, "unknown-field", fact, nearest(name, resource.fields)))
    operands: dict[str, Fraction] = {}
    used: list[Operand] = []
    bound = ""
    for name, where in _selections(declaration):
        row = _one(declaration, resource, where)
        value = row.values[declaration.field]
        if not isinstance(value, int | Fraction) or isinstance(value, bool):
            fact = f"{declaration.id} takes {declaration.field} of line {row.line}, which is no number"
            raise FaultError(Fault(declaration.place, "not-a-number", fact, f"see {resource.path}:{row.line}"))
        operands[name] = Fraction(value)
        key = ", ".join(row.raw[part] for part in resource.key)
        used.append(Operand(name, row.raw[declaration.field], operands[name], resource.path, row.line, declaration.field, key))
        said = str(row.values.get("bound") or "")
        if said and said not in BOUNDS:
            fact = f'{declaration.id} takes line {row.line}, whose bound is "{said}"'
            remedy = f"{nearest(said, BOUNDS)} (in {resource.path})"
            raise FaultError(Fault(declaration.place, "unknown-bound", fact, remedy))
        if said and not declaration.operation.is_copy:
            fact = f'{declaration.id} computes with {resource.path}:{row.line}, no exact value: its bound is "{said}"'
            raise FaultError(Fault(declaration.place, "bound-operand", fact, "quote the cell itself, measure reported"))
        bound = said
    try:
        value = declaration.operation.value(operands, **declaration.constants)
    except ZeroDivisionError:
        cells = ", ".join(f"{cell.path}:{cell.line}" for cell in used)
        fact = f"{declaration.id} divides by zero ({cells})"
        raise FaultError(Fault(declaration.place, "division-by-zero", fact, "choose another base, or quote the counts instead")) from None
    return value, tuple(used), bound


def _selections(declaration: Declaration) -> Iterable[tuple[str, dict[str, str]]]:
    return declaration.operation.selections(declaration.rows, declaration.of, declaration.periods).items()


def selected(declaration: Declaration, resource: Resource) -> Iterator[tuple[str, Row]]:
    """The rows that a figure is computed from, each with its place in the formula; of a figure that was computed."""
    return ((name, resource.where(cells)[0]) for name, cells in _selections(declaration))


def _one(declaration: Declaration, resource: Resource, where: Mapping[str, str]) -> Row:
    """The row that a selection names. Errors: FaultError with the field that no row has, or with the rows left."""
    rows = resource.where(where)
    if len(rows) == 1:
        return rows[0]
    rows = list(resource.rows)
    for name, value in where.items():
        known = {row.raw[name] for row in rows}
        if value not in known:
            fact = f'{declaration.id} takes {name} "{value}", which {resource.path} has not'
            raise FaultError(Fault(declaration.place, "unknown-row", fact, nearest(value, known)))
        rows = [row for row in rows if row.raw[name] == value]
    lines = ", ".join(str(row.line) for row in rows[:5])
    fact = f"{declaration.id} takes {len(rows)} rows of {resource.path} (lines {lines})"
    raise FaultError(Fault(declaration.place, "many-rows", fact, "name more fields in rows until one row is left"))
