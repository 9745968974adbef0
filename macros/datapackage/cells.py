"""Validation of an uncached table: column by column, each distinct text of a column once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from macros.base.errors import Fault, Place
from macros.datapackage.model import Value


def find_wrong_cells(
    path: str,
    records: Sequence[tuple[int, Sequence[str]]],
    fields: Mapping[str, Mapping[str, Any]],
    key: Sequence[str],
    read_cell: Callable[[str, Mapping[str, Any]], tuple[Value, str]],
) -> Iterator[Fault]:
    """Yield the faults of cells and keys.

    Args:
        records: line and cells of each row, with one cell for each field.
        read_cell: takes the text of a cell and its field, and returns the value and a fault, or "".
    """
    lines = [line for line, _ in records]
    columns = list(zip(*(cells for _, cells in records), strict=True)) or [()] * len(fields)
    same: dict[str, list[str]] = {}
    for column, ((name, field), texts) in enumerate(zip(fields.items(), columns, strict=True), start=1):
        cells = {text: read_cell(text, field) for text in dict.fromkeys(texts)}
        alike: dict[Value, str] = {}  # by value, so 2020 and +2020 are equal. A cell without a value counts by its text
        first = {text: text if value is None else alike.setdefault(value, text) for text, (value, _) in cells.items()}
        if name in key:
            same[name] = [first[text] for text in texts]
        wrong = {text: fact for text, (_, fact) in cells.items() if fact}
        told = {line: wrong[text] for line, text in zip(lines, texts, strict=True) if text in wrong} if wrong else {}
        if field.get("constraints", {}).get("unique"):
            valued = [
                (line, first[text]) for line, text in zip(lines, texts, strict=True) if cells[text][0] is not None and text not in wrong
            ]
            told |= {line: f"as in line {earlier}, and has to be unique" for line, earlier in _find_repeated(valued)}
        for line, text in zip(lines, texts, strict=True) if told else ():
            if line in told:
                remedy = "fix the cell; the column of this place counts cells"
                yield Fault(Place(path, line, column), "cell", f'{name} is "{text}", {told[line]}', remedy)
    rows, names = dict(records), list(fields)
    for line, earlier in _find_repeated(zip(lines, zip(*(same[name] for name in key), strict=True), strict=True)) if key else ():
        fact = f"repeats the key {', '.join(rows[line][names.index(name)] for name in key)} of line {earlier}"
        yield Fault(Place(path, line), "duplicate-key", fact, "remove one of the rows")


def _find_repeated(values: Iterable[tuple[int, object]]) -> list[tuple[int, int]]:
    """Return the lines of repeated values, each with the line of the first one."""
    first: dict[object, int] = {}
    return [(line, earlier) for line, value in values if (earlier := first.setdefault(value, line)) != line]
