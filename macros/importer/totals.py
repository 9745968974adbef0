"""Rows of totals: found by their words or their place, and compared with the sum of the other rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from fractions import Fraction

from macros.importer.columns import read_fractions
from macros.importer.decision import Answers, Decision
from macros.importer.group_totals import find_group_totals
from macros.importer.sheet import Cell, Line, Sheet
from macros.importer.values import have_numbers, is_number, normalize_period

_TOTAL = re.compile(
    r"(?:grand |sub-?|overall |all )?totals?|all|sum|overall|gesamt(?:summe)?|insgesamt|zusammen|alle|summe|suma(?: total)?|tot[oa]s|todas"
    r"|totales|total(?: general)?|ensemble|tous|toutes|totale|complessivo|totaal|razem|ogółem|celkem|spolu|yhteensä|totalt|i alt|sammanlagt"
    r"|összesen|kokku|kopā|iš viso|ukupno|skupaj|σύνολο|общо|all (?:countries|areas|regions|ages|persons|sexes|types|items)",
    re.IGNORECASE,
)
_TOTAL_OF = re.compile(r"(?:sub-?)?total .{1,30}|.{1,30} total", re.IGNORECASE)


def is_total(text: str) -> bool:
    """Return True for a word that can be nothing but a total: "Total", "Summe", "all ages"."""
    return bool(_TOTAL.fullmatch(text.strip(" :*")))


def names_total(text: str) -> bool:
    """Return True for what may be the name of a total. "Total North" is one, "Total imports" perhaps not: its sum decides."""
    return is_total(text) or bool(_TOTAL_OF.fullmatch(text))


def find_totals(sheet: Sheet, answers: Answers) -> tuple[Sheet, list[Decision]]:
    """Keep rows of totals as the rows of a code, or leave them out, and say whether they are the sum of the others."""
    head, rows = sheet.lines[0], sheet.lines[1:]
    numeric = [at for at in range(len(head.cells)) if _is_numeric(sheet.distinct[at])]
    labels = [at for at in range(len(head.cells)) if at not in numeric]
    if not labels or not numeric or len(rows) < 3:
        return sheet, []
    grouped, decisions = find_group_totals(sheet, answers, labels, numeric, names_total)
    if decisions:
        return grouped, decisions
    first = labels[0]
    nameless = [line for line in rows if not line.cells[first].text and not any(line.cells[at].text for at in labels)]
    unnamed = [line for line in nameless if any(line.cells[at].text for at in numeric)]
    named = [line for line in rows if names_total(line.cells[first].text)] if len(labels) == 1 else []
    candidates = {id(line) for line in (*named, *unnamed[-1:])}
    found = [line for line in rows if id(line) in candidates]
    if len(unnamed) > 1 or len(found) != 1 or (found[0] is not rows[-1] and found[0] is not rows[0]):
        return sheet, []
    line = found[0]
    others = [each for each in rows if each is not line]
    unlike = [(at, *sums) for at in numeric if (sums := _compare_sum(line, others, at))]
    label = line.cells[first].text
    if unlike:
        at, said, total = unlike[0]
        told = f", which differs from the sum of the other rows under {sheet.header[at]} ({said} and {total})"
    else:
        told = ", the sum of the other rows"
    name = label or "total"
    effects = {
        "keep": f'kept, as the code "{name}"',
        "leave-out": "left out",
    }
    what = f'row {line.number} ("{label}")' if label else f"row {line.number} has no name and looks like a total"
    decision = answers.decide("totals", sheet.path, what + told, "keep", effects, is_certain=bool(label) and not unlike)
    kept: list[Line] = []
    for each in rows:
        if each is not line:
            kept.append(each)
        elif decision.answer == "keep":
            cells = list(each.cells)
            cells[first] = replace(cells[first], text=name, kind="text")
            kept.append(Line(each.number, tuple(cells)))
    codes = {**sheet.codes, sheet.header[first]: {name: {"total": "true"}}} if decision.answer == "keep" else sheet.codes
    return replace(sheet, lines=[head, *kept], codes=codes), [decision]


def _is_numeric(cells: Collection[Cell]) -> bool:
    filled = [cell for cell in cells if cell.text]
    if not filled or not all(is_number(cell) for cell in filled[:50]):
        return False
    texts = {cell.text for cell in filled if cell.kind != "number"}
    return have_numbers(texts) and not all(normalize_period(text) for text in {cell.text for cell in filled})


def _compare_sum(line: Line, others: Sequence[Line], at: int) -> tuple[str, str] | None:
    """Return a total and the sum of the other rows if they differ. A column of percentages or with gaps has no sum."""
    cells = [each.cells[at] for each in (line, *others)]
    if any(not cell.text or cell.percent or cell.text.endswith("%") for cell in cells):
        return None
    readings = read_fractions(tuple(cell.text for cell in cells))
    sums = [(values[0], sum(values[1:], Fraction(0))) for values in readings]
    if not sums or any(said == total for said, total in sums):
        return None
    said, total = sums[0]
    return f"{float(said):g}", f"{float(total):g}"
