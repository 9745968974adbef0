"""Wide tables made long: periods or categories across, two header rows, several sheets into one table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from macros.base.errors import Fault, FaultError, Place
from macros.importer.decision import Answers, Decision
from macros.importer.layout import JOINT
from macros.importer.names import PERIOD_NAMES
from macros.importer.sheet import Cell, Line, Sheet, quote_left_out, shorten_text
from macros.importer.symbols import find_kind
from macros.importer.values import normalize_period
from macros.structure import infer_period_kind

_EDGE = re.compile(r"^[\s,;:|()\[\]/-]+|[\s,;:|(\[/-]+$")


@dataclass(frozen=True)
class _Column:
    """A column whose header names a period. rest: what else it names, such as the measure."""

    at: int
    period: str
    rest: str


def unpivot(sheet: Sheet, answers: Answers) -> tuple[Sheet, list[Decision]]:
    """Write a table with periods or categories across as one with a row for each value."""
    wanted = answers.get("unpivot")
    if "=" in wanted:
        return _unpivot_categories(sheet, answers, wanted)
    found = _find_periods(sheet)
    heads = sheet.header
    if len(found) < 2 and not _is_alone(sheet, found):
        return sheet, []
    kind = infer_period_kind(list({column.period for column in found})) or "year"
    name = _choose_free(PERIOD_NAMES.get(kind, "period"), [heads[at] for at in range(len(heads)) if at not in {c.at for c in found}])
    shown = f"{found[0].period} to {found[-1].period}" if len(found) > 2 else " and ".join(column.period for column in found)
    effects = {"*": 'one row for each, in the column "{}"', "no": "left as they are, a column for each"}
    decision = answers.decide("unpivot", sheet.path, f"periods across ({shown})", name, effects, is_certain=True)
    if decision.answer == "no":
        return sheet, [decision]
    decisions = [decision]
    rests = list(dict.fromkeys(column.rest for column in found))
    values = {rest: rest for rest in rests}
    parts = [rest.split(JOINT) for rest in rests]
    crossing = answers.get("categories")
    if rests == [""]:
        title = sheet.facts.get("measure", "")
        ask = answers.decide(
            "values", sheet.path, "the numbers under the periods have no name", title or "value", {"*": 'their column is called "{}"'},
            is_certain=bool(title),
        )  # fmt: skip
        decisions.append(ask)
        values = {"": ask.answer}
    elif len(rests) > 1 and all(len(part) == 1 for part in parts):
        listed = ", ".join(shorten_text(rest) for rest in rests[:3]) + (" ..." if len(rests) > 3 else "")
        ask = answers.decide(
            "categories", sheet.path, f"each period has {len(rests)} columns ({listed})", "no",
            {"no": "each is a measure with a column of its own", "*": 'they are the codes of a column "{}", of one measure'},
        )  # fmt: skip
        decisions.append(ask)
        crossing = "" if ask.answer == "no" else ask.answer
        if crossing:
            named = answers.decide("values", sheet.path, "the numbers have no name", "value", {"*": 'their column is called "{}"'})
            decisions.append(named)
            values = dict.fromkeys(rests, named.answer)
    across = {column.at for column in found}
    others = _find_other_values(sheet, across)
    if others:
        listed = quote_left_out([heads[at] for at in others])
        ask = answers.decide(
            "beside", sheet.path, f"numbers beside the periods, under {listed}", "leave-out",
            {"leave-out": "left out", "keep": "repeated in each row"},
        )  # fmt: skip
        decisions.append(ask)
        across |= set(others) if ask.answer == "leave-out" else set()
    labels = [at for at in range(len(heads)) if at not in across]
    columns = list(dict.fromkeys(values.values()))
    by_period: dict[tuple[str, str], dict[str, _Column]] = {}
    for column in found:
        key = column.period, column.rest if crossing else ""
        by_period.setdefault(key, {})[values[column.rest]] = column
    head = [
        *(sheet.lines[0].cells[at] for at in labels),
        Cell(decision.answer),
        *([Cell(crossing)] if crossing else []),
        *map(Cell, columns),
    ]
    lines = [Line(sheet.lines[0].number, tuple(head))]
    for line in sheet.lines[1:]:
        for (period, rest), cells in by_period.items():
            taken = [line.cells[cells[name].at] if name in cells else Cell("") for name in columns]
            if any(cell.text or cell.flag for cell in taken):
                keys = [line.cells[at] for at in labels]
                lines.append(Line(line.number, (*keys, Cell(period), *([Cell(rest)] if crossing else []), *taken)))
    positions = [*map(sheet.find_position, labels)]
    where = sheet.find_position(found[0].at)
    return replace(sheet, lines=lines, columns=[*positions, *[where] * (len(head) - len(positions))]), decisions


def _is_alone(sheet: Sheet, found: Sequence[_Column]) -> bool:
    """Return True for a table of labels and one period: "Country, 2021"."""
    return len(found) == 1 and len(sheet.header) == 2 and found[0].at == 1 and not found[0].rest and find_kind(sheet.header[0]) == "words"


def _find_periods(sheet: Sheet) -> list[_Column]:
    """Return the columns whose headers name periods of one kind, each with whatever else it names."""
    found: list[_Column] = []
    for at, text in enumerate(sheet.header):
        parts = [part.strip() for part in text.split(JOINT)]
        exact = next((part for part in parts if normalize_period(part)), "")
        period, rest = normalize_period(exact), JOINT.join(part for part in parts if part != exact)
        if not exact and len(parts) == 1 and (cut := _split_period(parts[0])):
            period, rest = cut
        if (
            period
            and not (rest and _holds_words(sheet, at))
            and not (sheet.lines[0].cells[at].kind == "number" and not re.fullmatch("[0-9]{4}", exact))
        ):
            found.append(_Column(at, period, rest))
    if any(column.rest for column in found) and len({column.period for column in found}) < 2:
        return []
    if len(found) > 2 and len({column.rest for column in found}) == len({column.period for column in found}) == len(found):
        found = [replace(column, rest="") for column in found]  # another name of each period: the number of a week
    pairs = [(column.period, column.rest) for column in found]
    return found if len(set(pairs)) == len(pairs) else []


def _holds_words(sheet: Sheet, at: int) -> bool:
    """Return True for a column of labels: `District, as of April 2021` is no period."""
    filled = [line.cells[at] for line in sheet.lines[1:] if line.cells[at].text]
    return sum(1 for cell in filled if cell.kind == "text" and find_kind(cell.text) == "words") * 2 > len(filled)


def _split_period(text: str) -> tuple[str, str] | None:
    """Split a header such as `Reports 2020` or `2020 reports` into its period and the rest."""
    words = text.replace("(", " ").replace(")", " ").split()
    for count in (2, 1):
        if len(words) > count:
            for period, rest in ((words[-count:], words[:-count]), (words[:count], words[count:])):
                if (found := normalize_period(" ".join(period))) and any(map(str.isalpha, "".join(rest))):
                    return found, _EDGE.sub("", " ".join(rest))
    return None


def _find_other_values(sheet: Sheet, across: set[int]) -> list[int]:
    """Return columns of numbers behind the first period that belong to none: totals, changes, shares."""
    first = min(across)
    return [
        at
        for at in range(first + 1, len(sheet.header))
        if at not in across
        and any(line.cells[at].kind == "number" or find_kind(line.cells[at].text) == "number" for line in sheet.lines[1:])
    ]


def _choose_free(name: str, taken: Sequence[str]) -> str:
    return name if name.lower() not in [each.lower() for each in taken] else "period"


def _unpivot_categories(sheet: Sheet, answers: Answers, wanted: str) -> tuple[Sheet, list[Decision]]:
    """Write columns named by the author (`sex=Male|Female`) as rows."""
    name, _, listed = wanted.partition("=")
    names = [each.strip() for each in listed.split("|")]
    heads = sheet.header
    if unknown := [each for each in names if each not in heads]:
        fact, remedy = f'has no column "{unknown[0]}"', f"the columns are {', '.join(heads)}"
        raise FaultError(Fault(Place(sheet.path, sheet.lines[0].number), "sheet", fact, remedy))
    across = [heads.index(each) for each in names]
    labels = [at for at in range(len(heads)) if at not in across]
    asked = answers.decide(
        "values", sheet.path, f"the numbers under {', '.join(names[:3])} have no name", "value", {"*": 'their column is called "{}"'}
    )
    decision = answers.decide(
        "unpivot", sheet.path, f"columns {', '.join(names)}", wanted, {"*": f'one row for each, in the column "{name.strip()}"'}
    )
    lines = [Line(sheet.lines[0].number, (*(sheet.lines[0].cells[at] for at in labels), Cell(name.strip()), Cell(asked.answer)))]
    for line in sheet.lines[1:]:
        for at in across:
            if line.cells[at].text or line.cells[at].flag:
                lines.append(Line(line.number, (*(line.cells[label] for label in labels), Cell(heads[at]), line.cells[at])))
    positions = [*map(sheet.find_position, labels)]
    return replace(sheet, lines=lines, columns=[*positions, across[0], across[0]]), [decision, asked]


def combine_sheets(sheets: Sequence[Sheet], answers: Answers, names: Mapping[str, str]) -> tuple[list[Sheet], list[Decision]]:
    """Join sheets of one header into one table, with a column for the sheet's name if it is a period or the author says so.

    Args:
        names: Maps the paths of sheets to their names in the file.
    """
    heads = {tuple(sheet.header) for sheet in sheets}
    if len(sheets) < 2 or len(heads) > 1:
        return list(sheets), []
    periods = [normalize_period(names[sheet.path]) for sheet in sheets]
    kind = infer_period_kind(periods) if all(periods) else ""
    name = _choose_free(PERIOD_NAMES.get(kind, "sheet") if kind else "sheet", next(iter(heads)))
    listed = ", ".join(names[sheet.path] for sheet in sheets)
    effects = {"*": 'one table, with the sheet\'s name in the column "{}"', "no": "a table for each"}
    decision = answers.decide("combine", "", f"{len(sheets)} sheets of one header ({listed})", name, effects, is_certain=bool(kind))
    if decision.answer == "no":
        return list(sheets), [decision]
    first = sheets[0]
    head = Line(first.lines[0].number, (Cell(decision.answer), *first.lines[0].cells))
    lines = [
        Line(line.number, (Cell(period or names[sheet.path]), *line.cells))
        for sheet, period in zip(sheets, periods, strict=True)
        for line in sheet.lines[1:]
    ]
    notes: dict[str, str] = {}
    for mark in dict.fromkeys(mark for sheet in sheets for mark in sheet.footnotes):
        told = {names[sheet.path]: sheet.footnotes[mark] for sheet in sheets if mark in sheet.footnotes}
        is_shared = len(set(told.values())) == 1 and len(told) == len(sheets)
        notes[mark] = next(iter(told.values())) if is_shared else "; ".join(f"{name}: {text}" for name, text in told.items())
    around = list(dict.fromkeys(each for sheet in sheets for each in sheet.around))
    columns = [first.find_position(0), *map(first.find_position, range(len(first.header)))]
    files = {sheet.path.partition(", sheet ")[0] for sheet in sheets}
    stem = PurePath(files.pop()).stem if len(files) == 1 else ""
    own = "" if normalize_period(stem) else stem  # without a name it is called after the package: "2020" is that of one of its periods
    return [replace(first, name=own, lines=[head, *lines], columns=columns, footnotes=notes, around=around)], [decision]
