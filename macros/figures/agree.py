"""A comparison of a figure's declaration with its cells.

A title is shown beside the value, and no other check compares the two. A true value says something false if the title names another year,
the unit is not the column's, or a part and its whole count different things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from macros.base.dates import remove_dates
from macros.base.errors import Fault
from macros.figures.declaration import NO_LONGER_QUOTED, Declaration
from macros.figures.derive import derive_unit
from macros.figures.figure import Operand
from macros.figures.units import INDEX, resolve_synonym, unit_of
from macros.structure import DataStructure
from macros.structure.model import TOTALS

# A year in a title or a cell. Not part of a longer number, a decimal, or the number of a law (2021/1232, COM(2022) 209).
_YEAR = re.compile(r"(?<![0-9.,/])(?<![A-Za-z]\()(?:19|20)[0-9]{2}(?![0-9A-Za-z%]|[.,][0-9]|/[0-9]{3}|/[0-9]+/)")


def find_disagreements(declared: Declaration, operands: Sequence[Operand], of_per: DataStructure | None) -> Iterator[Fault]:
    """Yield a fault for each statement of a declaration contradicted by its cells.

    Args:
        operands: the cells of the figure.
        of_per: the structure of the table joined by a rate.
    """
    if declared.status in NO_LONGER_QUOTED:
        return
    yield from _check_years(declared, operands)
    yield from _check_units(declared)
    if own := _find_other_base(declared, of_per):
        yield _make_fault(declared, f'has the unit "{declared.unit}", and its cells give {own}', "leave the unit out")
    yield from _check_wholes(declared, operands)


def _make_fault(declared: Declaration, fact: str, remedy: str) -> Fault:
    return Fault(declared.place, "declaration", f"{declared.id} {fact}", remedy)


def _check_years(declared: Declaration, operands: Iterable[Operand]) -> Iterator[Fault]:
    """Find years in title and label missing in its rows.

    Without a year in the rows any year may be named; whole dates are ignored.
    """
    selected = [code for each in (declared.where, declared.of, declared.start, declared.end) for code in each.values()]
    own = {year for text in (*selected, *(each.key for each in operands)) for year in _YEAR.findall(text)}
    if not own:
        return
    for key, texts in (("title", declared.title), ("label", declared.label)):
        for lang, text in texts.items():
            if set(_YEAR.findall(text)) <= own or (key == "label" and text == declared.title.get(lang)):
                continue  # quick test for most texts; a label equal to the title is reported with the title
            for year in dict.fromkeys(_YEAR.findall(remove_dates(text, lang))):
                if year not in own:
                    fact = f"has the year {year} in its {key} ({lang}), and its rows are of {' and '.join(sorted(own))}"
                    yield _make_fault(
                        declared, fact, "name the years of its rows, or select the rows that it names; a day is written whole"
                    )


def _check_units(declared: Declaration) -> Iterator[Fault]:
    """Check that all cells count the same, and that the figure has their unit."""
    measures = [
        declared.structure.find_measure(declared.field, {**declared.where, **each}) for each in (declared.start, declared.end, declared.of)
    ]
    if declared.operation.needs_totals and (other := next((each for each in measures if each.statistic not in TOTALS), None)):
        what = "adds up" if declared.operation.has_members else "takes a share of"
        fact = f"{what} {declared.source}, whose statistic is {other.statistic}"
        yield _make_fault(declared, fact, "take the counts behind them, or fix the statistic of the measure")
    units = [_normalise_unit(measure.unit) for measure in measures if measure.unit]
    if len(set(units)) > 1:
        yield _make_fault(
            declared, f"takes {units[0]} and {next(unit for unit in units if unit != units[0])}", "take rows that count the same"
        )
        return
    if declared.operation.unit or declared.per or not units:
        return
    expected = _normalise_unit(derive_unit(declared))
    if expected != _normalise_unit(declared.unit) and _normalise_unit(declared.unit) not in measures[-1].list_counted_nouns():
        fact = f'has the unit "{declared.unit}", and {declared.source} is in {expected}'
        yield _make_fault(declared, fact, "make them agree, or leave the unit out")


def _find_other_base(declared: Declaration, of_per: DataStructure | None) -> str:
    """Return the unit given by the cells, if the declared base of a rate or an index is another, else ""."""
    unit = unit_of(declared.unit)
    if declared.per and of_per:
        counted = of_per.find_measure(declared.per.source.column, {**declared.where, **declared.per.where})
        is_own = unit.per == declared.per.each and unit.of.lower() in ("", counted.unit.lower(), *counted.list_counted_nouns())
        return "" if is_own else derive_unit(declared, of_per)
    if declared.operation.name != "index" or unit.name == INDEX:
        return ""
    base, (name, start) = declared.unit.partition("=")[0].strip(), next(iter(declared.start.items()))
    period_of = declared.structure.dimensions[name].period_of
    is_own = base == start or (period_of(base) is not None and period_of(base) == period_of(start))
    return "" if unit.canonical.endswith("= 100") and is_own else derive_unit(declared)


def _normalise_unit(text: str) -> str:
    return resolve_synonym(" ".join(text.lower().split()))


def _check_wholes(declared: Declaration, operands: Sequence[Operand]) -> Iterator[Fault]:
    """Check that the part of a share is not greater than its whole, and of the same period."""
    for name in declared.where.keys() & declared.of.keys():
        part, whole = declared.where[name], declared.of[name]
        if part != whole and name in declared.structure.dimensions and declared.structure.dimensions[name].period:
            yield _make_fault(declared, f"takes the part of {name} {part} and the whole of {whole}", "name one period in where and of")
    values = {each.name: each for each in operands}
    for end in ("", "_from", "_to"):
        if declared.of and f"part{end}" in values and values[f"part{end}"].value > values[f"whole{end}"].value >= 0:
            cells = f"{values[f'part{end}'].raw} of {values[f'whole{end}'].raw}"
            yield _make_fault(declared, f"takes a part that is greater than its whole ({cells})", "fix where and of")
