"""Columns of two units, and rows that are the same as others."""

from __future__ import annotations

from dataclasses import replace

from macros.importer.decision import Answers, Decision
from macros.importer.sheet import Cell, Line, Sheet, shorten_text
from macros.importer.values import is_number


def split_percentages(sheet: Sheet, answers: Answers) -> tuple[Sheet, list[Decision]]:
    """Give percentages a column of their own where they stand among other numbers."""
    decisions: list[Decision] = []
    for at, head in enumerate(sheet.header):
        distinct = [cell for cell in sheet.distinct[at] if cell.text]
        if len({_is_percentage(cell) for cell in distinct}) < 2 or not all(map(is_number, distinct)):
            continue
        signs = [_is_percentage(cell) for cell in sheet.body[at] if cell.text]
        name = f"{head} percent"
        found = f'{sum(signs)} of {len(signs)} numbers under "{shorten_text(head)}" have a percent sign'
        effects = {"split": f'they get a column of their own, "{name}"', "all": "all are percentages"}
        decision = answers.decide("percent", sheet.path, found, "split", effects, subject=head)
        decisions.append(decision)
        sheet = _split(sheet, at, name) if decision.answer == "split" else _mark(sheet, at)
    return sheet, decisions


def _is_percentage(cell: Cell) -> bool:
    return cell.percent or cell.text.endswith("%")


def _split(sheet: Sheet, at: int, name: str) -> Sheet:
    lines = [replace(sheet.lines[0], cells=(*sheet.lines[0].cells, Cell(name)))]
    for line in sheet.lines[1:]:
        cell = line.cells[at]
        moved, empty = _is_percentage(cell), Cell("")
        kept = tuple(empty if moved and n == at else each for n, each in enumerate(line.cells))
        lines.append(Line(line.number, (*kept, cell if moved else empty)))
    columns = [*map(sheet.find_position, range(len(sheet.header))), sheet.find_position(at)]
    return replace(sheet, lines=lines, columns=columns)


def _mark(sheet: Sheet, at: int) -> Sheet:
    def mark(cell: Cell) -> Cell:
        return cell if not cell.text or _is_percentage(cell) else replace(cell, percent=True)

    return sheet.change_column(at, mark)


def find_repeated(sheet: Sheet, answers: Answers) -> tuple[Sheet, list[Decision]]:
    """Ask about rows that are the same as others."""
    seen: dict[tuple[str, ...], int] = {}
    repeated = []
    rows = zip(*([cell.text for cell in cells] for cells in sheet.body), strict=True)
    for at, (line, texts) in enumerate(zip(sheet.lines[1:], rows, strict=True), 1):
        first = seen.setdefault(texts, line.number)
        if first != line.number:
            repeated.append((at, first))
    if not repeated:
        return sheet, []
    at, first = repeated[0]
    found = f"row {sheet.lines[at].number} is the same as row {first}" + (
        f", and {len(repeated) - 1} more are" if len(repeated) > 1 else ""
    )
    effects = {"leave-out": "left out", "keep": "kept, so that no columns tell all rows apart"}
    decision = answers.decide("repeated", sheet.path, found, "leave-out", effects)
    if decision.answer == "leave-out":
        dropped = {each for each, _ in repeated}
        sheet = replace(sheet, lines=[line for number, line in enumerate(sheet.lines) if number not in dropped])
    return sheet, [decision]
