"""A comparison of two versions of a table, row by row."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from macros.datapackage.model import Resource, Row


@dataclass(frozen=True)
class ChangedCell:
    """A cell that differs between two versions.

    Attributes:
        row: the key of the row, `2021, north, bicycles`.
        line: the line in the new file.
        before, after: the texts.
    """

    row: str
    line: int
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChanges:
    """The rows only in `new`, the rows only in `old`, and the differing cells of rows with the same key.

    Attributes:
        added, removed: rows as text, `2021, north, bicycles: 555831`, each with its line in its own file.
        fields_added, fields_removed: columns.
    """

    added: tuple[tuple[str, int], ...]
    removed: tuple[tuple[str, int], ...]
    changed: tuple[ChangedCell, ...]
    fields_added: tuple[str, ...] = ()
    fields_removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.fields_added or self.fields_removed)


def compare_tables(old: Resource | None, new: Resource | None) -> RowChanges:
    """Compare two versions of a table, or one with none. Rows are matched by the common primary key, or else line by line."""
    before, after = old.rows if old else (), new.rows if new else ()
    key = new.key if new else old.key if old else ()
    gone = tuple(name for name in old.fields if name not in new.fields) if old and new else ()
    come = tuple(name for name in new.fields if name not in old.fields) if old and new else ()
    if old and new and (old.key != new.key or not key):
        added, removed = _compare_by_line(before, after)
        return RowChanges(added, removed, (), come, gone)
    olds, news = _map_key_to_row(before, key), _map_key_to_row(after, key)
    cells = [
        ChangedCell(_write_key(row, key), row.line, field, olds[identity].raw[field], text)
        for identity, row in news.items()
        if identity in olds
        for field, text in row.raw.items()
        if field in olds[identity].raw and olds[identity].raw[field] != text and field not in key
    ]
    return RowChanges(
        tuple((_write_row(row, key), row.line) for identity, row in news.items() if identity not in olds),
        tuple((_write_row(row, key), row.line) for identity, row in olds.items() if identity not in news),
        tuple(cells),
        come,
        gone,
    )


def _compare_by_line(before: tuple[Row, ...], after: tuple[Row, ...]) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    left, right = [_write_row(row, ()) for row in before], [_write_row(row, ()) for row in after]
    added: list[tuple[str, int]] = []
    removed: list[tuple[str, int]] = []
    for _, i, j, k, m in difflib.SequenceMatcher(a=left, b=right, autojunk=False).get_opcodes():
        if left[i:j] != right[k:m]:
            removed += [(left[at], before[at].line) for at in range(i, j)]
            added += [(right[at], after[at].line) for at in range(k, m)]
    return tuple(added), tuple(removed)


def _map_key_to_row(rows: tuple[Row, ...], key: tuple[str, ...]) -> dict[tuple[object, ...], Row]:
    """Map key -> row. A table that exists on one side only may have no key."""
    return {_read_key(row, key) if key else (at,): row for at, row in enumerate(rows)}


def _read_key(row: Row, key: tuple[str, ...]) -> tuple[object, ...]:
    """Return the key of a row by value: 2020 and +2020 are equal."""
    return tuple(row.raw[name] if row.values[name] is None else row.values[name] for name in key)


def _write_key(row: Row, key: tuple[str, ...]) -> str:
    return ", ".join(row.raw[name] for name in key)


def _write_row(row: Row, key: tuple[str, ...]) -> str:
    rest: Mapping[str, str] = {name: text for name, text in row.raw.items() if name not in key}
    values = ", ".join(text for text in rest.values())
    return f"{_write_key(row, key)}: {values}" if key and rest else _write_key(row, key) or values
