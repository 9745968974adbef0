"""Flags, bounds and notes of cells as columns of their own beside the values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from macros.importer.decision import Answers, Decision
from macros.importer.sheet import Attribute, Cell, Line, Sheet
from macros.importer.symbols import decide_status
from macros.importer.values import have_numbers, normalize_period
from macros.structure.model import NORMAL, QUALIFIERS, SEPARATOR


def write_attributes(sheet: Sheet, answers: Answers) -> tuple[Sheet, list[Decision]]:
    """Add columns for the statuses, bounds and notes of the values, where any has one.

    What stands at a label or a period is said of each value in its row.
    """
    first = sheet.lines[0]
    columns = sheet.body
    qualified = {
        at
        for at, cells in enumerate(sheet.distinct)
        if any(cell.flag or cell.marks or cell.bound for cell in cells) or first.cells[at].marks
    }
    if not qualified:
        return sheet, []
    measured = [at for at, cells in enumerate(columns) if _is_measured(cells)]
    filled = [at for at in measured if any(cell.text for cell in columns[at])]
    if filled and (gaps := qualified & {*measured} - {*filled}):
        named = ", ".join(first.cells[at].text for at in sorted(gaps))
        sheet, qualified = replace(sheet, notes=[*sheet.notes, f"no value, and nothing but signs of gaps: {named}"]), qualified - gaps
    measured = filled or measured or [len(columns) - 1]
    sheet = replace(sheet, notes=[*sheet.notes, *_list_unexplained(sheet, columns, qualified)])
    statuses, decisions = _complete_statuses(sheet, columns, qualified, answers)
    added: list[tuple[str, Attribute, list[str], int]] = []
    labels = sorted(qualified - {*measured})
    is_single = len(measured) == 1
    count = len(columns[0])
    shared = [""] * count
    if labels:
        heads = [mark for at in labels for mark in first.cells[at].marks]
        shared = [_join(sheet, (*heads, *(mark for at in labels for mark in columns[at][row].marks))) for row in range(count)]
    for at in measured:
        head, cells = first.cells[at], columns[at]
        flags = [cell.flag for cell in cells]
        if labels:
            flags = [_join_flags(flag, *(columns[each][row].flag for each in labels)) for row, flag in enumerate(flags)]
        notes = [_join(sheet, (*head.marks, *cell.marks)) if cell.marks or head.marks else "" for cell in cells]
        if is_single and labels:
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


def _list_unexplained(sheet: Sheet, columns: Sequence[Sequence[Cell]], qualified: Iterable[int]) -> list[str]:
    """Return a remark on markers of notes that no note of the file explains."""
    heads = sheet.lines[0].cells
    marks = dict.fromkeys(mark for at in qualified for cell in (heads[at], *columns[at]) for mark in cell.marks)
    unknown = [mark for mark in marks if not sheet.footnotes.get(mark)]
    return [f"markers of notes that no note in the file explains are left out: {', '.join(unknown)}"] if unknown else []


def _is_measured(cells: Sequence[Cell]) -> bool:
    """Return True for a column of values: numbers that are no periods, or nothing but gaps with a flag."""
    if not have_numbers(cell.text for cell in cells[:50] if cell.text and cell.kind == "text"):
        return False
    texts = {cell.text for cell in cells if cell.kind == "text"} - {""}
    typed = any(cell.kind == "number" for cell in cells)
    if not texts and not typed:
        return any(cell.flag for cell in cells)
    if not have_numbers(texts) or any(cell.kind in ("date", "boolean") for cell in cells):
        return False
    return not all(normalize_period(text) for text in ({cell.text for cell in cells} - {""} if typed else texts))


def _complete_statuses(
    sheet: Sheet, columns: Sequence[Sequence[Cell]], qualified: Iterable[int], answers: Answers
) -> tuple[dict[str, str], list[Decision]]:
    """Return the meanings of all flags. Those that came with the file and are not known yet are decided."""
    statuses, decisions = dict(sheet.statuses), []
    counts = Counter(cell.flag for at in qualified for cell in columns[at] if cell.flag and cell.flag not in statuses)
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
    made = {text: Cell(text) for _, _, texts, _ in added for text in texts}
    for line, *texts in zip(rows, *(texts for _, _, texts, _ in added), strict=True):
        cells = line.cells
        if any(cell.flag or cell.bound or cell.marks for cell in cells):
            cells = tuple(replace(cell, flag="", bound="", marks=()) if cell.flag or cell.bound or cell.marks else cell for cell in cells)
        lines.append(Line(line.number, (*cells, *[made[text] for text in texts])))
    positions = [*map(sheet.find_position, range(len(first.cells)))]
    attributes = {**sheet.attributes, **{name: attribute for name, (_, attribute, _, _) in zip(names, added, strict=True)}}
    return replace(sheet, lines=lines, columns=[*positions, *(positions[at] for _, _, _, at in added)], attributes=attributes)
