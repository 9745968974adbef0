"""Flags, bounds and notes of cells as columns of their own beside the values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from macros.importer.decision import Answers, Decision
from macros.importer.sheet import Attribute, Cell, Line, Sheet
from macros.importer.symbols import decide_status
from macros.importer.values import is_number, normalize_period
from macros.structure.model import NORMAL, QUALIFIERS

SEPARATOR = " | "
"""What stands between several notes of one value."""


def write_attributes(sheet: Sheet, answers: Answers) -> tuple[Sheet, list[Decision]]:
    """Add columns for the statuses, bounds and notes of the values, where any has one.

    What stands at a label or a period is said of each value in its row.
    """
    first, *rows = sheet.lines
    wide = range(len(first.cells))
    if not any(cell.flag or cell.bound or cell.marks for line in sheet.lines for cell in line.cells):
        return sheet, []
    measured = [at for at in wide if _is_measured(rows, at)] or [wide[-1]]
    statuses, decisions = _complete_statuses(sheet, answers)
    added: list[tuple[str, Attribute, list[str], int]] = []
    labels = [at for at in wide if at not in measured]
    is_single = len(measured) == 1
    shared = [_join(sheet, (mark for at in labels for mark in (*first.cells[at].marks, *line.cells[at].marks))) for line in rows]
    for at in measured:
        head, cells = first.cells[at], [line.cells[at] for line in rows]
        flags = [_join_flags(cell.flag, *(line.cells[each].flag for each in labels)) for cell, line in zip(cells, rows, strict=True)]
        notes = [_join(sheet, (*head.marks, *cell.marks)) for cell in cells]
        if is_single:
            notes = [SEPARATOR.join(dict.fromkeys(filter(None, pair))) for pair in zip(notes, shared, strict=True)]
        of = "" if is_single else head.text
        codes = {flag: statuses[flag] for flag in dict.fromkeys(flags) if flag}
        added += [
            ("flag", Attribute("status", of, codes), flags, at),
            ("bound", Attribute("bound", of), [cell.bound for cell in cells], at),
            ("note", Attribute("note", of), notes, at),
        ]
    if not is_single:
        added.append(("note", Attribute("note"), shared, measured[-1]))
    return _add_columns(sheet, [each for each in added if any(each[2])]), decisions


def _is_measured(rows: Sequence[Line], at: int) -> bool:
    """Return True for a column of values: numbers that are no periods, or nothing but gaps with a flag."""
    filled = [cell for line in rows if (cell := line.cells[at]).text]
    if not filled:
        return any(line.cells[at].flag for line in rows)
    numbers = sum(1 for cell in filled if cell.kind == "number" or is_number(cell))
    return numbers == len(filled) and not all(normalize_period(cell.text) for cell in filled)


def _complete_statuses(sheet: Sheet, answers: Answers) -> tuple[dict[str, str], list[Decision]]:
    """Return the meanings of all flags. Those that came with the file and are not known yet are decided."""
    statuses, decisions = dict(sheet.statuses), []
    counts: dict[str, int] = {}
    for line in sheet.lines[1:]:
        for cell in line.cells:
            if cell.flag and cell.flag not in statuses:
                counts[cell.flag] = counts.get(cell.flag, 0) + 1
    for flag, count in counts.items():
        if set(flag.split()) <= {*QUALIFIERS, NORMAL}:  # the format itself says so
            statuses[flag] = flag
            continue
        decision, status, note = decide_status(sheet, answers, flag, count)
        decisions.append(decision)
        statuses[flag] = status
        if note:
            sheet.footnotes.setdefault(flag, note)
    for one in [*statuses]:  # a flag of a period and one of a value meet at one cell
        for other in [*statuses]:
            if one != other:
                statuses.setdefault(_join_flags(one, other), " ".join(dict.fromkeys(f"{statuses[one]} {statuses[other]}".split())))
    return statuses, decisions


def _join_flags(*flags: str) -> str:
    return " ".join(dict.fromkeys(filter(None, flags)))


def _join(sheet: Sheet, marks: Iterable[str]) -> str:
    """Return the texts of notes. A marker without a text says nothing to a reader."""
    texts = (" ".join(sheet.footnotes[mark].split()) for mark in marks if sheet.footnotes.get(mark))
    return SEPARATOR.join(dict.fromkeys(text.replace(SEPARATOR, ", ") for text in texts))


def _add_columns(sheet: Sheet, added: Sequence[tuple[str, Attribute, list[str], int]]) -> Sheet:
    """Return the sheet with more columns at its end, and without flags and marks in its cells."""
    first, *rows = sheet.lines
    taken = {text.lower() for text in sheet.header}
    names: list[str] = []
    for name, attribute, _, at in added:
        own = f"{attribute.of} {name}" if attribute.of else name
        names.append(own if own.lower() not in taken else f"{first.cells[at].text} {name}")
        taken.add(names[-1].lower())
    lines = [Line(first.number, (*(replace(cell, marks=()) for cell in first.cells), *map(Cell, names)))]
    for number, line in enumerate(rows):
        plain = [replace(cell, flag="", bound="", marks=()) if cell.flag or cell.bound or cell.marks else cell for cell in line.cells]
        lines.append(Line(line.number, (*plain, *(Cell(texts[number]) for _, _, texts, _ in added))))
    positions = [*(sheet.columns or range(len(first.cells)))]
    attributes = {**sheet.attributes, **{name: attribute for name, (_, attribute, _, _) in zip(names, added, strict=True)}}
    return replace(sheet, lines=lines, columns=[*positions, *(positions[at] for _, _, _, at in added)], attributes=attributes)
