"""Several totals in a table: one for each group of rows, found by their sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from macros.importer.columns import read_fractions
from macros.importer.decision import Answers, Decision
from macros.importer.sheet import Sheet, shorten_text

_MOST_ROWS = 5_000  # of a table laid out for reading, with its totals among the rows
Values = Sequence[tuple[Fraction, ...]]
"""The values of each row."""


@dataclass(frozen=True)
class _Group:
    """A row of a total, and the rows of which it is the sum: indexes of the body."""

    total: int
    parts: tuple[int, ...]


def find_group_totals(
    sheet: Sheet, answers: Answers, labels: Sequence[int], numeric: Sequence[int], is_named: Callable[[str], bool]
) -> tuple[Sheet, list[Decision]]:
    """Keep rows of totals of groups as codes that are wholes or totals, or leave them out.

    Args:
        labels: Indexes of the columns that name the rows.
        numeric: Indexes of the columns of values.
        is_named: Tells whether a text may be the name of a total.
    """
    values = _read_values(sheet, numeric)
    if not values:
        return sheet, []
    body = sheet.lines[1:]
    for at in labels:
        if len(groups := _find_code(sheet, values, labels, at)) > 1:
            entries = {body[group.total].cells[at].text: {"total": "true"} for group in groups}
            break
    else:
        groups = _find_runs(values) if len(body) <= _MOST_ROWS else []
        at, entries = next(((at, known) for at in labels if (known := _name_wholes(sheet, groups, at))), (labels[0], {}))
    if not entries:
        return sheet, []
    texts = [line.cells[at].text for line in body]
    rows = sorted(group.total for group in groups)
    named = list(dict.fromkeys(f'"{shorten_text(texts[row])}"' for row in rows))
    found = f"{len(rows)} rows ({', '.join(named[:3])}{' ...' * (len(named) > 3)}) are each the sum of other rows"
    effects = {"keep": "kept, as codes of totals, which no sum counts again", "leave-out": "left out"}
    sure = all(is_named(texts[row]) for row in rows)
    decision = answers.decide("totals", sheet.path, found, "keep", effects, is_certain=sure)
    if decision.answer == "leave-out":
        return replace(sheet, lines=[line for row, line in enumerate(sheet.lines, -1) if row not in rows]), [decision]
    return replace(sheet, codes={**sheet.codes, sheet.header[at]: entries}), [decision]


def _name_wholes(sheet: Sheet, groups: Sequence[_Group], at: int) -> dict[str, dict[str, str]]:
    """Return the entries of the codes of a column that is the same whole for a part in all groups, or nothing."""
    texts = [line.cells[at].text for line in sheet.lines[1:]]
    wholes: dict[str, str] = {}
    for group in groups:
        for row in group.parts:
            if wholes.setdefault(texts[row], texts[group.total]) != texts[group.total] or texts[row] == texts[group.total]:
                return {}
    top = {*wholes.values()} - wholes.keys()
    entries = {text: {"part_of": whole} for text, whole in wholes.items()}
    return entries | ({text: {"total": "true"} for text in top} if len(top) == 1 else {})


def _read_values(sheet: Sheet, numeric: Sequence[int]) -> Values:
    """Return the values of each row in all columns that have a sum: no percentages, no gaps."""
    columns = []
    for at in numeric:
        cells = [line.cells[at] for line in sheet.lines[1:]]
        if all(cell.text and not cell.percent and not cell.text.endswith("%") for cell in cells):
            columns += read_fractions(tuple(cell.text for cell in cells))[:1]
    return list(zip(*columns, strict=True))


def _add(values: Values, rows: Sequence[int]) -> tuple[Fraction, ...]:
    return tuple(sum(column, Fraction(0)) for column in zip(*(values[row] for row in rows), strict=True))


def _find_runs(values: Values) -> list[_Group]:
    """Return groups of rows that follow each other and cover the table, each with its total below or above it."""
    count = len(values)
    for order in (range(count), range(count - 1, -1, -1)):
        groups: list[_Group] = []
        run: list[int] = []
        total: tuple[Fraction, ...] = ()
        for row in order:
            if len(run) > 1 and any(total) and values[row] == total:
                groups.append(_Group(row, tuple(run)))
                run, total = [], ()
            else:
                run.append(row)
                total = _add(values, run)
        wholes = [group.total for group in groups]
        if len(run) == 1 and len(groups) > 1 and values[run[0]] == _add(values, wholes):  # the total of all groups
            groups.append(_Group(run[0], tuple(wholes)))
            run = []
        if len(groups) > 1 and not run:
            return groups
    return []


def _find_code(sheet: Sheet, values: Values, labels: Sequence[int], at: int) -> list[_Group]:
    """Return the groups whose total has one and the same code in a column, told by the others. The first group decides on the code."""
    others = [each for each in labels if each != at]
    groups: dict[tuple[str, ...], list[int]] = {}
    for row, line in enumerate(sheet.lines[1:]):
        groups.setdefault(tuple(line.cells[each].text for each in others), []).append(row)
    whole = [rows for rows in groups.values() if len(rows) > 2]
    if not whole:
        return []
    code = {row: sheet.lines[row + 1].cells[at].text for row in whole[0]}
    for row in _find_sums(values, whole[0]):
        found = [(rows, [each for each in rows if sheet.lines[each + 1].cells[at].text == code[row]]) for rows in whole]
        if all(len(own) == 1 and own[0] in _find_sums(values, rows) for rows, own in found):
            return [_Group(own[0], tuple(each for each in rows if each not in own)) for rows, own in found]
    return []


def _find_sums(values: Values, rows: Sequence[int]) -> list[int]:
    """Return the rows of a group that are the sum of all others."""
    double = _add(values, rows)
    return [row for row in rows if any(values[row]) and tuple(2 * value for value in values[row]) == double]
