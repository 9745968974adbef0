"""Columns that lack a header, or have that of another column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from macros.importer.days import is_day_text
from macros.importer.decision import Answers, Decision
from macros.importer.sheet import Cell, Line, Sheet, shorten_text
from macros.importer.symbols import find_kind
from macros.importer.values import is_number, normalize_period
from macros.structure import infer_period_kind

PERIOD_NAMES = {"year": "year", "fiscal-year": "year", "span": "period", "quarter": "quarter", "month": "month", "day": "date"}
_LEFT_OUT = "leave-out"


def name_columns(sheet: Sheet, answers: Answers) -> tuple[Sheet, list[Decision]]:
    """Name the columns of labels that have no header, and those with the header of another; leave out what says nothing.

    A column of numbers without a header stays a fault: what they count is not known.
    """
    heads, decisions = list(sheet.header), []
    columns = list(zip(*(line.cells for line in sheet.lines[1:]), strict=True))
    dropped: dict[int, str] = {}
    for at, head in enumerate(heads):
        place = sheet.name_column(at)
        twin = next((other for other in range(at) if head in ("", heads[other]) and _are_equal(columns[other], columns[at])), -1)
        if twin >= 0:
            dropped[at] = f"column {place} is left out: it repeats column {sheet.name_column(twin)}"
        elif not head and not any(map(str.isalnum, "".join(cell.text for cell in columns[at]))):
            dropped[at] = f'column {place} is left out: it has no header, and holds nothing but "{_find_first(columns[at])}"'
        elif head and head in heads[:at]:
            decision = _ask(sheet, answers, at, f'repeats the header "{shorten_text(head)}"', _choose_free(head, heads))
            decisions.append(decision)
        elif not head and _holds_labels(columns[at], at):
            name = _find_name(columns[at])
            name = _choose_free(name, heads) if name in heads else name
            decision = _ask(sheet, answers, at, f'has no header, and begins with "{shorten_text(_find_first(columns[at]))}"', name)
            decisions.append(replace(decision, is_certain=name in PERIOD_NAMES.values()))
        else:
            continue
        if at not in dropped and decisions[-1].answer == _LEFT_OUT:
            dropped[at] = ""
        heads[at] = "" if at in dropped else decisions[-1].answer
    if not decisions and not dropped:
        return sheet, []
    kept = [at for at in range(len(heads)) if at not in dropped]
    first = sheet.lines[0]
    named = tuple(replace(first.cells[at], text=heads[at]) for at in kept)
    lines = [Line(first.number, named), *(Line(line.number, tuple(line.cells[at] for at in kept)) for line in sheet.lines[1:])]
    notes = [*sheet.notes, *filter(None, dropped.values())]
    return replace(sheet, lines=lines, columns=[*map(sheet.find_position, kept)], notes=notes), decisions


def _ask(sheet: Sheet, answers: Answers, at: int, what: str, name: str) -> Decision:
    effects = {_LEFT_OUT: "it is left out", "*": 'it is called "{}"'}
    place = sheet.name_column(at)
    return answers.decide("names", sheet.path, f"column {place} {what}", name, effects, subject=place)


def _holds_labels(cells: Sequence[Cell], at: int) -> bool:
    """Return True for a column that names its rows: the first, and any other of words, days or periods."""
    return at == 0 or _find_name(cells) not in ("item", _LEFT_OUT) or not all(map(is_number, _list_filled(cells)))


def _list_filled(cells: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell.text]


def _find_first(cells: Sequence[Cell]) -> str:
    return next((cell.text for cell in cells if cell.text), "")


def _are_equal(one: Sequence[Cell], other: Sequence[Cell]) -> bool:
    return any(cell.text for cell in one) and all(a.text == b.text for a, b in zip(one, other, strict=True))


def _find_name(cells: Sequence[Cell]) -> str:
    """Return a name for a column by what it holds: a period, days, the numbers of the rows, or else `item`."""
    filled = _list_filled(cells)
    texts = list(dict.fromkeys(cell.text for cell in filled))
    if all(cell.kind == "date" or is_day_text(cell.text) for cell in filled):
        return "date"
    if all(map(normalize_period, texts)) and (kind := infer_period_kind([normalize_period(text) for text in texts])):
        return PERIOD_NAMES.get(kind, "period")
    numbers = [cell.text for cell in filled if find_kind(cell.text) == "number"]
    if len(filled) > 1 and any(numbers == [str(at) for at in range(start, start + len(filled))] for start in (0, 1)):
        return _LEFT_OUT
    return "item"


def _choose_free(head: str, taken: Sequence[str]) -> str:
    return next(name for number in range(2, len(taken) + 3) if (name := f"{head} {number}") not in taken)
