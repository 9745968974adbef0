"""Next year's file under the names of the version before: renamed and reordered columns, renamed codes."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from macros.importer.decision import Answers, Decision
from macros.importer.infer import make_slug
from macros.importer.sheet import Line, Sheet

_SIMILAR = 0.6


def map_names(sheet: Sheet, answers: Answers, fields: Sequence[str], codes: Mapping[str, Sequence[str]]) -> tuple[Sheet, list[Decision]]:
    """Bring a sheet under the names of the version before.

    Args:
        fields: The names of its columns there, in their order.
        codes: Maps its columns of names to their cells there.
    """
    decisions: list[Decision] = []
    names = [make_slug(head, "_") for head in sheet.header]
    gone = [name for name in fields if name not in names]
    new = [at for at, name in enumerate(names) if name not in fields]
    head = list(sheet.lines[0].cells)
    for at in new:
        given = answers.get("rename", sheet.header[at])
        proposed = given if given in gone else _find_similar(names[at], gone, alone=len(gone) == len(new) == 1)
        if not proposed:
            continue
        effects = {proposed: f'the column "{proposed}" of the version before, under another name', "new": "a new column"}
        effects |= {name: f'the column "{name}"' for name in gone}
        found = f'the column "{sheet.header[at]}" is not in the version before, and "{proposed}" is missing'
        decision = answers.decide("rename", sheet.path, found, proposed, effects, subject=sheet.header[at])
        decisions.append(decision)
        if decision.answer != "new":
            gone.remove(decision.answer)
            head[at] = replace(head[at], text=decision.answer)
            names[at] = decision.answer
    order = sorted(range(len(names)), key=lambda at: (names[at] not in fields, fields.index(names[at]) if names[at] in fields else at))
    columns = [*map(sheet.find_position, order)]
    lines = [
        Line(line.number, tuple(cells[at] for at in order))
        for line in sheet.lines
        if (cells := head if line is sheet.lines[0] else line.cells)
    ]
    sheet = replace(sheet, lines=lines, columns=columns)
    for at, name in enumerate(names[at] for at in order):
        if name in codes:
            sheet, asked = _map_codes(sheet, answers, at, codes[name])
            decisions += asked
    return sheet, decisions


def _map_codes(sheet: Sheet, answers: Answers, at: int, known: Sequence[str]) -> tuple[Sheet, list[Decision]]:
    cells = dict.fromkeys(line.cells[at].text for line in sheet.lines[1:])
    gone = [code for code in known if code not in cells]
    earlier = {*known}
    new = [code for code in cells if code not in earlier]
    decisions: list[Decision] = []
    written: dict[str, str] = {}
    for code in new:
        given = answers.get("codes", code)
        proposed = given if given in gone else _find_similar(code, gone, alone=len(gone) == len(new) == 1)
        if not proposed:
            continue
        effects = {"new": "a new code", **{each: f'the code "{each}" of the version before, under another name' for each in gone}}
        found = f'"{code}" is not in the version before, and "{proposed}" is missing'
        decision = answers.decide("codes", sheet.path, found, proposed, effects, subject=code)
        decisions.append(decision)
        if decision.is_given and decision.answer != "new":  # an open one is not applied: what else is wrong with the cell is told too
            gone.remove(decision.answer)
            written[code] = decision.answer
    if not written:
        return sheet, decisions
    return sheet.change_column(at, lambda cell: replace(cell, text=written.get(cell.text, cell.text))), decisions


def _find_similar(name: str, others: Sequence[str], *, alone: bool) -> str:
    if alone:
        return others[0]
    return next(iter(difflib.get_close_matches(name, others, 1, _SIMILAR)), "")
