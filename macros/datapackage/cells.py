"""Validation of an uncached table: column by column, each distinct text of a column once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from macros.base.errors import Fault, Place
from macros.datapackage.model import Value


def find_wrong_cells(
    path: str,
    lines: Sequence[int],
    columns: Mapping[str, Sequence[str]],
    fields: Mapping[str, Mapping[str, Any]],
    key: Sequence[str],
    read: Mapping[str, Mapping[str, tuple[Value, str]]],
) -> Iterator[Fault]:
    """Yield the faults of cells and keys.

    Args:
        lines: the line of each row.
        columns: field name -> the text of each row's cell.
        read: field name -> each distinct text -> its value and its fault, or "".
    """
    same: dict[str, list[str]] = {}
    for column, (name, texts) in enumerate(columns.items(), start=1):
        cells = read[name]
        alike: dict[Value, str] = {}  # by value, so 2020 and +2020 are equal. A cell without a value counts by its text
        first = {text: text if value is None else alike.setdefault(value, text) for text, (value, _) in cells.items()}
        if name in key:
            same[name] = [first[text] for text in texts]
        wrong = {text: fact for text, (_, fact) in cells.items() if fact}
        told = {line: wrong[text] for line, text in zip(lines, texts, strict=True) if text in wrong} if wrong else {}
        if fields[name].get("constraints", {}).get("unique"):
            valued = [
                (line, first[each]) for line, each in zip(lines, texts, strict=True) if cells[each][0] is not None and each not in wrong
            ]
            told |= {line: f"as in line {earlier}, and has to be unique" for line, earlier in _find_repeated(valued)}
        for line, text in zip(lines, texts, strict=True) if told else ():
            if line in told:
                remedy = "fix the cell; the column of this place counts cells"
                yield Fault(Place(path, line, column), "cell", f'{name} is "{text}", {told[line]}', remedy)
    repeated = _find_repeated(zip(lines, zip(*(same[name] for name in key), strict=True), strict=True)) if key else []
    rows = dict(zip(lines, zip(*columns.values(), strict=True), strict=True)) if repeated else {}
    for line, earlier in repeated:
        fact = f"repeats the key {', '.join(text for name, text in zip(columns, rows[line], strict=True) if name in key)} of line {earlier}"
        yield Fault(Place(path, line), "duplicate-key", fact, "remove one of the rows")


def _find_repeated(values: Iterable[tuple[int, object]]) -> list[tuple[int, int]]:
    """Return the lines of repeated values, each with the line of the first one."""
    first: dict[object, int] = {}
    return [(line, earlier) for line, value in values if (earlier := first.setdefault(value, line)) != line]
