"""Compares totals with the sum of their parts, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from macros.datapackage import Resource, Row
from macros.errors import Fault, Place
from macros.structure.model import CodeList, DataStructure, Measure


def wrong_totals(resource: Resource, structure: DataStructure) -> Iterator[Fault]:
    """Yield a fault for each total that is not the sum of its parts, where its code list says that they add up to it.

    Only totals are compared: means, rates and shares do not add up. Where a part has no row or no value, nothing is known of the sum.
    """
    for name, dimension in structure.dimensions.items():
        codes = dimension.codelist
        if codes is None or name not in resource.fields:
            continue
        parts = {whole: [code.id for code in codes.parts(whole)] for whole in codes.codes}
        if codes.is_exhaustive:
            others = [each for each in structure.dimensions if each != name and each in resource.fields]
            groups: dict[tuple[str, ...], dict[str, Row]] = {}
            for row in resource.rows:
                groups.setdefault(tuple(row.raw[each] for each in others), {})[row.raw[name]] = row
            for rows in groups.values():
                for whole in (code for code, of in parts.items() if of and code in rows):
                    yield from _compared(resource, structure, name, rows, whole, parts[whole])


def overlapping(codes: CodeList, listed: list[str]) -> tuple[str, str] | None:
    """Return a code and one that it is a part of, where both are listed: a sum over them would count it twice."""
    chosen = set(listed)
    for code in listed:
        if code in codes.codes:
            for whole in codes.wholes(code):
                if whole in chosen:
                    return code, whole
    return None


def _compared(
    resource: Resource, structure: DataStructure, name: str, rows: dict[str, Row], whole: str, parts: list[str]
) -> Iterator[Fault]:
    if not all(part in rows for part in parts):
        return
    for column, measure in structure.measures.items():
        own = structure.measure(column, {key: rows[whole].raw[key] for key in structure.dimensions if key in rows[whole].raw})
        if own.statistic != "total":
            continue
        cells = [_value(rows[part], column, structure, measure) for part in parts]
        total = _value(rows[whole], column, structure, measure)
        values = [cell for cell in cells if cell is not None]
        if total is None or len(values) < len(cells) or sum(values) == total:
            continue
        difference = total - sum(values)
        fact = f'has {column} {rows[whole].raw[column]} for {name} "{whole}", {_shown(difference)} than the sum of its {len(parts)} parts'
        remedy = "mend the rows in a new version, or take exhaustive out of the code list"
        yield Fault(Place(resource.path, rows[whole].line), "wrong-total", fact, remedy)


def _value(row: Row, column: str, structure: DataStructure, measure: Measure) -> Fraction | None:
    value = row.values[column]
    return None if not isinstance(value, int | Fraction) else Fraction(value) * structure.scale(row, measure)


def _shown(difference: Fraction) -> str:
    size = abs(difference)
    text = str(size.numerator) if size.denominator == 1 else str(float(size))
    return f"{text} {'more' if difference > 0 else 'less'}"
