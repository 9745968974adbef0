"""Flags, bounds and notes of cells as columns of their own beside the values."""

from __future__ import annotations

from dataclasses import replace

from macros.importer.decision import Answers, Decision
from macros.importer.sheet import Cell, Line, Sheet

_JOINT = " ; "


def write_attributes(sheet: Sheet, answers: Answers) -> tuple[Sheet, list[Decision]]:
    """Add a column for the status, the bound and the notes of each column's values, where any has one."""
    decisions: list[Decision] = []
    head, rows = sheet.lines[0], sheet.lines[1:]
    columns: list[tuple[Cell, list[Cell]]] = []
    wide = range(len(head.cells))
    qualified = {at for at in wide if any(line.cells[at].flag or line.cells[at].bound or line.cells[at].marks for line in rows)}
    taken = {text.lower() for text in sheet.header}
    positions = []
    for at in wide:
        columns.append((head.cells[at], [replace(line.cells[at], flag="", bound="", marks=()) for line in rows]))
        positions.append(sheet.columns[at] if sheet.columns else at)
        if at not in qualified:
            continue
        for name, texts in _describe(sheet, at).items():
            if any(texts):
                own = name if len(qualified) == 1 and name not in taken else f"{head.cells[at].text} {name}"
                columns.append((Cell(own), [Cell(text) for text in texts]))
                positions.append(positions[-1])
    lines = [Line(line.number, tuple(cells[number] for _, cells in columns)) for number, line in enumerate(rows)]
    return replace(sheet, lines=[Line(head.number, tuple(cell for cell, _ in columns)), *lines], columns=positions), decisions


def _describe(sheet: Sheet, at: int) -> dict[str, list[str]]:
    rows, whole = sheet.lines[1:], sheet.lines[0].cells[at].marks
    return {
        "flag": [line.cells[at].flag for line in rows],
        "bound": [line.cells[at].bound for line in rows],
        "note": [_JOINT.join(_find_note(sheet, mark) for mark in dict.fromkeys((*whole, *line.cells[at].marks))) for line in rows],
    }


def _find_note(sheet: Sheet, mark: str) -> str:
    return sheet.footnotes.get(mark) or f"[{mark}]"
