"""The survey of a file: everything that is found in it and decided about it, before anything is written."""

from __future__ import annotations

import datetime
import functools
import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.importer.attributes import write_attributes
from macros.importer.decision import Answers, Decision
from macros.importer.layout import find_table
from macros.importer.mixtures import find_repeated, split_percentages
from macros.importer.names import name_columns
from macros.importer.sheet import Cell, Sheet, name_column, shorten_text
from macros.importer.symbols import read_symbols
from macros.importer.totals import find_totals
from macros.importer.unpivot import combine_sheets, unpivot
from macros.importer.values import is_number, normalize_period
from macros.structure import infer_period_kind

_ERROR = "holds the error "  # as readers tell it
Step = Callable[[Sheet, Answers], tuple[Sheet, list[Decision]]]


@dataclass
class Survey:
    """What was found: tidy sheets, and the decisions and faults on the way to them."""

    sheets: list[Sheet] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def open_decisions(self) -> list[Decision]:
        """Return what the author must answer."""
        return [decision for decision in self.decisions if decision.is_open]


def survey_sheets(sheets: Sequence[Sheet], answers: Answers) -> Survey:
    """Survey the sheets of a file. Where an answer is open, the survey goes on with the proposed one."""
    survey = Survey(decisions=[decision for sheet in sheets for decision in sheet.decisions])
    chosen = _choose_sheets(sheets, answers, survey)
    laid: list[Sheet] = []
    for sheet in chosen:
        try:
            laid.append(sheet if sheet.is_tidy else _run(sheet, answers, survey, (find_table, name_columns, _check_troubles)))
        except FaultError as error:
            survey.faults += error.faults
    joined, asked = combine_sheets(laid, answers, {sheet.path: sheet.name for sheet in laid}) if not survey.faults else (laid, [])
    survey.decisions += asked
    for sheet in joined:
        try:
            steps: tuple[Step, ...] = (
                (write_attributes,)
                if sheet.is_tidy
                else (read_symbols, find_totals, unpivot, _write_periods, split_percentages, find_repeated, write_attributes)
            )
            survey.sheets.append(_run(sheet, answers, survey, steps))
        except FaultError as error:
            survey.faults += error.faults
    return survey


def _run(sheet: Sheet, answers: Answers, survey: Survey, steps: Sequence[Step]) -> Sheet:
    for step in steps:
        sheet, found = step(sheet, answers)
        survey.decisions += found
    return sheet


def _choose_sheets(sheets: Sequence[Sheet], answers: Answers, survey: Survey) -> list[Sheet]:
    """Return the sheets to read: those named, else the only one with numbers, else all that are alike."""
    filled = [sheet for sheet in sheets if any(cell.text for line in sheet.lines for cell in line.cells)]
    by_name = {sheet.name: sheet for sheet in filled}
    named = answers.list("sheet")
    path = sheets[0].path.partition(", sheet ")[0] if sheets else ""
    if not filled:
        raise FaultError(Fault(Place(path), "sheet", "holds no table", "add the header and the rows"))
    for name in named:
        if name not in by_name:
            raise FaultError(Fault(Place(path), "sheet", f'has no sheet "{name}" that holds a table', suggest_nearest(name, by_name)))
    if named:
        return [by_name[name] for name in named]
    if len(filled) == 1:
        return filled
    tables = [sheet for sheet in filled if not sheet.hidden and _has_numbers(sheet)]
    if len(tables) == 1:
        rest = [f'"{sheet.name}"' + (" (hidden)" if sheet.hidden else "") for sheet in filled if sheet is not tables[0]]
        effects = {"*": 'the sheet "{}" is read'}
        why = "" if any(sheet.hidden for sheet in filled) else " (no table of numbers)"
        found = f"{', '.join(rest)} {'is' if len(rest) == 1 else 'are'} left out{why}"
        survey.decisions.append(answers.decide("sheet", path, found, tables[0].name, effects, is_certain=True))
        return tables
    if tables and all(normalize_period(sheet.name) for sheet in tables):
        return tables
    names = ", ".join(f'"{sheet.name}"{" (hidden)" if sheet.hidden else ""}' for sheet in filled)
    first = (tables or filled)[0]
    effects = {sheet.name: "this sheet" for sheet in filled if sheet is not first}
    found = f"the file has {len(filled)} sheets ({shorten_text(names, 160)})"
    survey.decisions.append(answers.decide("sheet", path, found, first.name, {first.name: f'"{first.name}" is read', **effects}))
    return [first]


def _has_numbers(sheet: Sheet) -> bool:
    """Return True if a row with numbers follows a row of several cells."""
    widths = [sum(1 for cell in line.cells if cell.text) for line in sheet.lines]
    return any(
        above > 1 and width > 1 and any(map(is_number, line.cells))
        for above, width, line in zip(widths, widths[1:], sheet.lines[1:], strict=False)
    )


def _check_troubles(sheet: Sheet, answers: Answers) -> tuple[Sheet, list[Decision]]:
    """Ask about errors of formulas and about hidden rows and columns, and refuse cells of the table that cannot be published."""
    asked: list[Decision] = []
    if not (is_sound := _is_sound(sheet)):
        sheet, asked = _read_errors(_accept_days(sheet), answers)
        is_sound = _is_sound(sheet)
    faults = [
        sheet.make_fault(line.number, at, *cell.trouble)
        for line in (sheet.lines if not is_sound else ())
        for at, cell in enumerate(line.cells)
        if cell.trouble is not None
    ]
    if faults:
        raise FaultError(*faults)
    numbers = {line.number for line in sheet.lines}
    rows = [number for number in sheet.hidden_rows if number in numbers and number != sheet.lines[0].number]
    columns = [at for at in sheet.hidden_columns if at in sheet.columns]
    if not rows and not columns:
        return sheet, asked
    named = [name_column(at) for at in columns]
    what = " and ".join(filter(None, (_count("row", list(map(str, rows))), _count("column", named))))
    effects = {"leave-out": "left out", "keep": "read like the others"}
    most = len(rows) == len(sheet.lines) - 1 or len(columns) * 2 > len(sheet.columns)
    decision = answers.decide("hidden", sheet.path, f"{what} hidden", "keep" if most else "leave-out", effects)
    if decision.answer == "leave-out":
        kept = [at for at, column in enumerate(sheet.columns) if column not in columns]
        lines = [replace(line, cells=tuple(line.cells[at] for at in kept)) for line in sheet.lines if line.number not in rows]
        sheet = replace(sheet, lines=lines, columns=[sheet.columns[at] for at in kept])
    return sheet, [*asked, decision]


def _is_sound(sheet: Sheet) -> bool:
    return all(cell.trouble is None for cells in (sheet.lines[0].cells, *sheet.distinct) for cell in cells)


def _accept_days(sheet: Sheet) -> Sheet:
    """Accept days that are shown without their year where a column holds days at one distance alone, which no typing error makes."""
    for at in range(len(sheet.header)):
        cells = [line.cells[at] for line in sheet.lines[1:] if line.cells[at].text]
        if len(cells) < 3 or not all(cell.kind == "date" for cell in cells) or not any(cell.trouble for cell in cells):
            continue
        days = [datetime.date.fromisoformat(cell.text) for cell in cells]
        (step, count), *_ = Counter(later - day for day, later in itertools.pairwise(days)).most_common(1)
        if step and count * 4 >= 3 * (len(days) - 1):
            sheet = sheet.change_column(at, lambda cell: replace(cell, trouble=None) if cell.kind == "date" else cell)
    return sheet


def _read_errors(sheet: Sheet, answers: Answers) -> tuple[Sheet, list[Decision]]:
    """Ask whether the errors of formulas in the body stand for values that are not there. Their cells are empty then."""
    found: dict[str, list[str]] = {}
    for line in sheet.lines[1:]:
        for at, cell in enumerate(line.cells):
            if cell.trouble and cell.trouble[0].startswith(_ERROR):
                found.setdefault(cell.trouble[0].removeprefix(_ERROR), []).append(f"{sheet.name_column(at)}{line.number}")
    decisions = []
    for error, places in found.items():
        where = f"1 cell, {places[0]}" if len(places) == 1 else f"{len(places)} cells, first in {places[0]}"
        told = f"the error {error} stands in the place of a value in {where}"
        decisions.append(answers.decide("missing", sheet.path, told, "missing", {"missing": "no value"}, subject=error))
    if not found:
        return sheet, []

    def empty(cell: Cell) -> Cell:
        return Cell("") if cell.trouble and cell.trouble[0].startswith(_ERROR) else cell

    lines = [sheet.lines[0], *(replace(line, cells=tuple(map(empty, line.cells))) for line in sheet.lines[1:])]
    return replace(sheet, lines=lines), decisions


def _count(noun: str, names: Sequence[str]) -> str:
    """Return `row 4 is`, `rows 4, 7 are` or ""."""
    return (
        f"{noun}{'s' * (len(names) > 1)} {', '.join(names[:5])}{' ...' * (len(names) > 5)} {'are' if len(names) > 1 else 'is'}"
        if names
        else ""
    )


def _write_periods(sheet: Sheet, answers: Answers) -> tuple[Sheet, list[Decision]]:
    """Write quarters and months as the site reads them: `2020 Q4` as `2020-Q4`, `Jan 2020` as `2020-01`."""
    decisions = []
    for at, head in enumerate(sheet.header):
        cells = [cell for cell in sheet.distinct[at] if cell.text]
        if not all(normalize_period(cell.text) for cell in cells if cell.kind == "text"):
            continue
        written = {cell.text: normalize_period(cell.text) for cell in cells if cell.kind == "text"}
        changed = next((text for text, period in written.items() if text != period), "")
        if not changed or infer_period_kind(list(written.values())) not in ("quarter", "month"):
            continue
        found = f'"{shorten_text(head)}" holds periods'
        decision = answers.decide(
            "periods", sheet.path, found, "yes", {"yes": f'"{changed}" is written {written[changed]}', "no": "left as they are"},
            subject=head, is_certain=True,
        )  # fmt: skip
        decisions.append(decision)
        if decision.answer == "yes":
            sheet = sheet.change_column(at, functools.partial(_rewrite, written))
    return sheet, decisions


def _rewrite(written: Mapping[str, str], cell: Cell) -> Cell:
    return replace(cell, text=written.get(cell.text, cell.text))
