"""A comparison of totals with the sums of their parts, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from macros.base.errors import Fault, Place
from macros.datapackage import Resource, Row
from macros.structure.model import ALWAYS, CodeList, DataStructure, Measure, Span, intersect_spans
from macros.structure.periods import parse_period


def find_wrong_totals(resource: Resource, structure: DataStructure) -> Iterator[Fault]:
    """Yield a fault for each total that differs from the sum of its parts, if its code list is exhaustive.

    Only totals are compared: means, rates and shares do not add up. A sum is unknown if a part has no row, no value or only a bound, or
    belongs to the whole for a part of the period only.
    """
    for name, dimension in structure.dimensions.items():
        codes = dimension.codelist
        if codes is None or not codes.is_exhaustive or name not in resource.fields:
            continue
        wholes = [code for code in codes.codes if codes.find_parts(code)]
        others = [each for each in structure.dimensions if each != name and each in resource.fields]
        groups: dict[tuple[str, ...], dict[str, Row]] = {}
        for row in resource.rows:
            groups.setdefault(tuple(row.raw[each] for each in others), {})[row.raw[name]] = row
        for rows in groups.values():
            for whole in (code for code in wholes if code in rows):
                parts = _find_parts(codes, whole, _find_span(structure, rows[whole]))
                if parts and all(part in rows for part in parts):
                    yield from _compare_total(resource, structure, name, rows, whole, parts)


def _find_span(structure: DataStructure, row: Row) -> Span:
    dimension = structure.find_period_dimension()
    if dimension is None or dimension.name not in row.raw:
        return ALWAYS
    period = parse_period(row.raw[dimension.name], dimension.period, dimension.since)
    return period.first, period.last


def _find_parts(codes: CodeList, whole: str, during: Span) -> list[str]:
    """Return the parts of a whole in a period, or nothing if a part belongs to it for only some of the period."""
    found = []
    for code in codes.find_parts(whole):
        shared = [both for part in code.part_of if part.whole == whole and (both := intersect_spans(part.span, during))]
        if during in shared:
            found.append(code.id)
        elif shared:
            return []
    return found


def _compare_total(
    resource: Resource, structure: DataStructure, name: str, rows: dict[str, Row], whole: str, parts: list[str]
) -> Iterator[Fault]:
    for column in structure.measures:
        measures = [structure.find_measure(column, {key: rows[code].raw[key] for key in structure.dimensions}) for code in (whole, *parts)]
        if any(measure.statistic != "total" for measure in measures):
            continue
        total, *values = (
            _compute_value(rows[code], column, structure, measure) for code, measure in zip((whole, *parts), measures, strict=True)
        )
        known = [value for value in values if value is not None]
        if total is None or len(known) < len(values) or sum(known) == total:
            continue
        cell = rows[whole].raw[column]
        fact = f'has {column} {cell} for {name} "{whole}", {_write_difference(total - sum(known))} than the sum of its {len(parts)} parts'
        remedy = "fix the rows in a new version, or take exhaustive out of the code list"
        yield Fault(Place(resource.path, rows[whole].line), "wrong-total", fact, remedy)


def _compute_value(row: Row, column: str, structure: DataStructure, measure: Measure) -> Fraction | None:
    value, bound = row.values[column], structure.select_measure(column).find_attribute("bound")
    if not isinstance(value, int | Fraction) or (bound and row.raw.get(bound.name)):
        return None
    return Fraction(value) * structure.find_scale(row, measure)


def _write_difference(difference: Fraction) -> str:
    """Write a difference of cells as a decimal: `2 more`, `0.1 less`."""
    size = abs(difference)
    text = format(Decimal(size.numerator) / Decimal(size.denominator), "f")
    return f"{text} {'more' if difference > 0 else 'less'}"
