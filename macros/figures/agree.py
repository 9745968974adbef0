"""Compares what a declaration says of its figure with the cells that the figure is computed from.

A title is set beside the value wherever the figure is shown, and nothing else compares the two: one that names another year, a unit
that is not the column's, or a part and a whole that count different things make a true value say something false.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from macros.datapackage import Resource, Row
from macros.dates import without_dates
from macros.errors import Fault
from macros.figures.compute import selected
from macros.figures.declaration import NO_LONGER_QUOTED, Declaration
from macros.figures.figure import Operand
from macros.figures.units import UNITS, called

# A year as it stands in a title or a cell: no part of a longer number, of a decimal, or of the number of a law (2021/1232, COM(2022) 209).
_YEAR = re.compile(r"(?<![0-9.,/])(?<![A-Za-z]\()(?:19|20)[0-9]{2}(?![0-9A-Za-z%]|[.,][0-9]|/[0-9]{3}|/[0-9]+/)")
# Of a field's unit: which column says it for each row. `reports or files, as item says`; `as the field unit says`.
_TOLD_BY = re.compile(r",?\s*\bas (?:the )?(?:field |column )?(\w+) says$")


def disagreements(declaration: Declaration, resource: Resource, operands: Sequence[Operand]) -> Iterator[Fault]:
    """What a declaration says that its cells do not. operands: those that it is computed from, in the resource."""
    if declaration.status in NO_LONGER_QUOTED:
        return
    yield from _foreign_years(declaration, operands)
    yield from _units(declaration, resource)
    yield from _wholes(declaration, operands)


def _fault(declaration: Declaration, fact: str, remedy: str) -> Fault:
    return Fault(declaration.place, "declaration", f"{declaration.id} {fact}", remedy)


def _foreign_years(declaration: Declaration, operands: Iterable[Operand]) -> Iterator[Fault]:
    """Years in its words that are not those of its rows. Where the rows are of no year, its words are free; whole dates are no periods."""
    selected = (*declaration.rows.values(), *declaration.of.values(), *declaration.periods.values(), *(each.key for each in operands))
    own = {year for text in selected for year in _YEAR.findall(text)}
    if not own:
        return
    words = {lang: " ".join(word for group in groups for word in group) for lang, groups in declaration.mentions.items()}
    for key, texts in (("title", declaration.title), ("label", declaration.label), ("mentions", words)):
        for lang, text in texts.items():
            if set(_YEAR.findall(text)) <= own or (key == "label" and text == declaration.title.get(lang)):
                continue  # the first is quick, and true of nearly all; what the title says is told of the title
            for year in dict.fromkeys(_YEAR.findall(without_dates(text, lang))):
                if year not in own:
                    fact = f"has the year {year} in its {key} ({lang}), and its rows are of {' and '.join(sorted(own))}"
                    yield _fault(declaration, fact, "name the years of its rows, or select the rows that it names; a day is written whole")


def _units(declaration: Declaration, resource: Resource) -> Iterator[Fault]:
    """A figure counts what its column counts, and all of its cells count the same."""
    if not (said := str(resource.fields[declaration.field].get("unit") or "")):
        return
    taken = {name: _counted(said, resource, row) for name, row in selected(declaration, resource)}
    first, *others = taken
    for other in others:
        if taken[first].isdisjoint(taken[other]):
            fact = f"takes {_listed(taken[first])} ({first}) and {_listed(taken[other])} ({other})"
            yield _fault(declaration, fact, "take rows that count the same")
            return
    if declaration.operation.unit:
        return
    counted = taken[first]
    if declaration.operation.is_change:  # a difference of percentages is in percentage points
        counted = {(unit in UNITS and UNITS[unit].difference) or unit for unit in counted}
    if _unit(declaration.unit) not in counted:
        fact = f'has the unit "{declaration.unit}", and {declaration.field} of {resource.path} is in {_listed(counted)}'
        yield _fault(declaration, fact, "make them agree")


def _counted(said: str, resource: Resource, row: Row) -> set[str]:
    """The units in which a cell can be, by what the field's unit says."""
    told_by = _TOLD_BY.search(said)
    units = {_unit(part) for part in re.split(r",|\bor\b", said[: told_by.start()] if told_by else said) if part.strip()}
    if told_by and told_by[1] in resource.fields:
        cell = _unit(row.raw[told_by[1]])
        if cell in units or not units:
            return {cell}
    return units


def _unit(text: str) -> str:
    return called(" ".join(text.lower().split()))


def _listed(units: Iterable[str]) -> str:
    return " or ".join(sorted(units))


def _wholes(declaration: Declaration, operands: Sequence[Operand]) -> Iterator[Fault]:
    """The part of a share lies in its whole: it is not greater, and of the same period."""
    for name in declaration.rows.keys() & declaration.of.keys():
        part, whole = declaration.rows[name], declaration.of[name]
        if part != whole and _YEAR.search(part) and _YEAR.search(whole):
            yield _fault(declaration, f"takes the part of {name} {part} and the whole of {whole}", "name one period in rows and of")
    values = {each.name: each for each in operands}
    for end in ("", "_from", "_to"):
        if f"part{end}" in values and values[f"part{end}"].value > values[f"whole{end}"].value >= 0:
            cells = f"{values[f'part{end}'].raw} of {values[f'whole{end}'].raw}"
            yield _fault(declaration, f"takes a part that is greater than its whole ({cells})", "mend rows and of")
