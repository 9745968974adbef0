"""Validation of an uncached table with pandas: column by column, each distinct text of a column once.

Every cell stays text, so no number is rounded. The file itself is parsed by table.py, because pandas 3.1 pads short rows and empty lines,
drops a byte order mark, and accepts text after a closing quote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas

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
    rows, names = dict(records), list(fields)
    frame = pandas.DataFrame(list(rows.values()), index=list(rows), columns=names, dtype=object)
    same = pandas.DataFrame(index=frame.index)
    for column, (name, field) in enumerate(fields.items(), start=1):
        texts: list[str] = frame[name].tolist()
        cells = {text: read_cell(text, field) for text in frame[name].unique().tolist()}
        alike: dict[Value, str] = {}  # by value, so 2020 and +2020 are equal. A cell without a value counts by its text
        same[name] = frame[name].map({text: text if value is None else alike.setdefault(value, text) for text, (value, _) in cells.items()})
        told = {line: cells[text][1] for line, text in zip(rows, texts, strict=True)}
        if field.get("constraints", {}).get("unique"):
            valued = [cells[text][0] is not None and not cells[text][1] for text in texts]
            told |= {line: f"as in line {first}, and has to be unique" for line, first in _find_repeated(same.loc[valued, [name]])}
        for line, text in zip(rows, texts, strict=True):
            if told[line]:
                remedy = "fix the cell; the column of this place counts cells"
                yield Fault(Place(path, line, column), "cell", f'{name} is "{text}", {told[line]}', remedy)
    for line, first in _find_repeated(same[list(key)]) if key else ():
        fact = f"repeats the key {', '.join(rows[line][names.index(name)] for name in key)} of line {first}"
        yield Fault(Place(path, line), "duplicate-key", fact, "remove one of the rows")


def _find_repeated(frame: pandas.DataFrame) -> list[tuple[int, int]]:
    """Return the lines of repeated rows, each with the line of the first one."""
    first = frame.index.to_series().groupby([frame[name] for name in frame], sort=False).transform("min")
    again = first[first != first.index]
    return list(zip(again.index.tolist(), again.tolist(), strict=True))
