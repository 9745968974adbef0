"""Judges the cells of a table that no cache knows, with pandas: column by column, and each text of a column once.

Every cell stays the text that it is: no number is made of it here, so that none is rounded. The file itself is read by table.py:
pandas 3.1 fills up short rows and empty lines, drops a byte order mark and joins what stands behind a closing quote to the cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas

from macros.datapackage.model import Value
from macros.datapackage.table import read_cell
from macros.errors import Fault, Place


def wrong_cells(
    path: str, records: Sequence[tuple[int, Sequence[str]]], fields: Mapping[str, Mapping[str, Any]], key: Sequence[str], missing: set[str]
) -> Iterator[Fault]:
    """Yield what is wrong with the cells and the keys. records: line and cells of each row, as many as there are fields."""
    lines = [line for line, _ in records]
    frame = pandas.DataFrame([cells for _, cells in records], index=lines, columns=list(fields), dtype=object)
    same = pandas.DataFrame(index=lines)
    for column, (name, field) in enumerate(fields.items(), start=1):
        cells = {text: read_cell(text, field, missing) for text in frame[name].unique()}
        problems = frame[name].map({text: problem for text, (_, problem) in cells.items()})
        alike: dict[Value, str] = {}  # by value: 2020 and +2020 are one. A cell without a value is told by its text
        same[name] = frame[name].map({text: text if value is None else alike.setdefault(value, text) for text, (value, _) in cells.items()})
        if field.get("constraints", {}).get("unique"):
            valued = frame[name].map({text: value is not None for text, (value, _) in cells.items()})
            for line, first in _repeated(same.loc[valued & (problems == ""), [name]]):
                problems[line] = f"as in line {first}, and has to be unique"
        wrong = problems[problems != ""]
        for line, problem in zip(wrong.index.tolist(), wrong.tolist(), strict=True):
            fact = f'{name} is "{frame[name][line]}", {problem}'
            yield Fault(Place(path, line, column), "cell", fact, "mend the cell; the column of this place counts cells")
    for line, first in _repeated(same[list(key)]) if key else ():
        fact = f"repeats the key {', '.join(str(frame.at[line, name]) for name in key)} of line {first}"
        yield Fault(Place(path, line), "duplicate-key", fact, "remove one of the rows")


def _repeated(frame: pandas.DataFrame) -> Iterator[tuple[int, int]]:
    """The lines of the rows that another row has before them, each with the line of that one."""
    first = frame.index.to_series().groupby([frame[name] for name in frame], sort=False).transform("min")
    later = first[first != first.index]
    return zip(later.index.tolist(), later.tolist(), strict=True)
