"""What the cells of a column are: whole numbers, numbers, percentages, dates, truth values or text.

Numbers are written as the data has them: no thousands separators, a dot for decimals, no percent sign. Where a column can be
read in two ways ("1.046": a thousand, or a little more than one?) it is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from macros.authoring.sheet import Cell, Sheet, short
from macros.dates import is_date
from macros.errors import Fault, FaultError

_SPACES = " \u00a0\u202f\u2009"
_NUMERIC = re.compile(rf"[+-]?[0-9](?:[0-9.,'’{_SPACES}]*[0-9])?")
_DAY = re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}\1[0-9]{2,4}")
_LEADING_ZERO = re.compile(r"0[0-9]+")
_MINUS = re.compile(r"^[\u2212\u2010-\u2013](?=[0-9])")
_PERCENT = re.compile(rf"[{_SPACES}]?[%\uff05]$")
# How tables say that there is no value: in a column of numbers the cell is to be empty.
_NOTHING = re.compile(r"[^\w\s]{1,3}|n\.?/?a\.?|nan|nil|none|null", re.IGNORECASE)
# Thousands and decimal separators as they are in use; what stands for a space is one.
CONVENTIONS = {"1,234.5": (",", "."), "1.234,5": (".", ","), "1 234,5": (" ", ","), "1 234.5": (" ", "."), "1'234.5": ("'", ".")}


@dataclass(frozen=True)
class Column:
    """type: of the data package's schema. texts: the cells as the CSV file is to have them. unit: `percent`, or ""."""

    type: str
    texts: tuple[str, ...]
    unit: str = ""
    notes: tuple[str, ...] = ()


@dataclass
class _Cells:
    """The cells of one column, with what is needed to tell of them."""

    sheet: Sheet
    at: int
    faults: list[Fault] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[int, Cell]]:
        return ((line.number, line.cells[self.at]) for line in self.sheet.lines[1:])

    def fault(self, line: int, fact: str, remedy: str) -> None:
        self.faults.append(self.sheet.fault(line, self.at, fact, remedy, "cell"))

    @property
    def name(self) -> str:
        return self.sheet.header[self.at]


def column(sheet: Sheet, at: int, *, text: bool = False, numbers: str = "") -> Column:
    """The column at an index. text: it is to stay as it is. numbers: how its numbers are written, one of CONVENTIONS.

    Errors: FaultError naming the cells that are not what the others are, or that can be read in two ways.
    """
    cells = _Cells(sheet, at)
    filled = [(line, cell) for line, cell in cells if cell.text]
    as_text = tuple(cell.text for _, cell in cells)
    if text or not filled:
        return Column("string", as_text)
    kinds = {cell.kind for _, cell in filled}
    if kinds == {"boolean"} or {cell.text.lower() for _, cell in filled} <= {"true", "false"}:
        return Column("boolean", tuple(each.lower() for each in as_text))
    if kinds <= {"date", "text"} and all(is_date(cell.text) for _, cell in filled):
        return Column("date", as_text)
    found = _numbers(cells, filled, numbers) if not _is_text(cells, filled) else None
    if cells.faults:
        raise FaultError(*cells.faults)
    return found or Column("string", as_text, notes=_kept_as_text(cells, filled))


def _is_number(cell: Cell) -> bool:
    return cell.kind == "number" or bool(_NUMERIC.fullmatch(_bare(cell.text)))


def _kept_as_text(cells: _Cells, filled: list[tuple[int, Cell]]) -> tuple[str, ...]:
    """The note on a column of words in which numbers stand: no figure can be made of them."""
    numbers = [cell.text for _, cell in filled if _is_number(cell)]
    if not numbers:
        return ()
    words = next((cell.text for _, cell in filled if not _is_number(cell)), "")
    why = f'others are not ("{short(words)}")' if words else "some begin with a zero"
    count = "1 of its cells is a number" if len(numbers) == 1 else f"{len(numbers)} of its cells are numbers"
    return (f'{cells.name}: kept as text: {count} ("{short(numbers[0])}"), {why}',)


def _is_text(cells: _Cells, filled: list[tuple[int, Cell]]) -> bool:
    """Whether the column holds words. What is neither words nor numbers throughout is a fault."""
    days = [(line, cell) for line, cell in filled if cell.kind == "text" and _DAY.fullmatch(cell.text)]
    if days:
        fact = f'holds the date "{days[0][1].text}", which can be read in two ways'
        cells.fault(days[0][0], fact, "write the dates of this column as YYYY-MM-DD")
        return True
    if any(_LEADING_ZERO.fullmatch(cell.text) for _, cell in filled):
        return True  # codes: as numbers they would lose their zeros
    odd = [(line, cell) for line, cell in filled if not _is_number(cell)]
    empty = len(odd) < len(filled) and all(_NOTHING.fullmatch(cell.text) for _, cell in odd)
    if len(odd) * 2 > len(filled) and not empty:
        for line in (line for line, cell in filled if cell.percent):  # as text it would lose its sign
            cells.fault(line, "is a percentage in a column of words", "write it as text, or into a column of its own")
        return True
    for line, cell in odd:
        fact = f'holds "{cell.text}" in a column of numbers'
        option = f'--text "{cells.name}"'
        cells.fault(line, fact, f"leave it empty where the source gives nothing, write the number, or keep the column as text: {option}")
    return bool(odd)


def _numbers(cells: _Cells, filled: list[tuple[int, Cell]], convention: str) -> Column | None:
    signs = [(line, cell.percent or bool(_PERCENT.search(cell.text))) for line, cell in filled]
    percent = signs[0][1]
    if other := next((line for line, sign in signs if sign != percent), 0):
        without = "without" if percent else "with"
        cells.fault(
            other, f"is {without} a percent sign in a column {'with' if percent else 'without'}", "write the whole column in one way"
        )
        return None
    written = [_bare(cell.text) for _, cell in filled if cell.kind == "text"]
    readings = _readings(written, convention)
    if not readings:
        _unreadable(cells, filled, convention)
        return None
    if len(readings) > 1 and cells.sheet.dotted and "1,234.5" in readings:
        readings = {"1,234.5": readings["1,234.5"]}  # in a file with commas between its cells the dot is the decimal sign
    if len(readings) > 1:
        (one, first), (two, second) = sorted(readings.items())[:2]
        differ = next(at for at in range(len(written)) if first[at] != second[at])
        line = [line for line, cell in filled if cell.kind == "text"][differ]
        fact = f'holds "{written[differ]}", which can be read as {first[differ]} or as {second[differ]}'
        cells.fault(line, fact, f'say how the numbers are written: --numbers "{one}" or --numbers "{two}"')
        return None
    values = iter(next(iter(readings.values())))
    texts = tuple(cell.text if not cell.text or cell.kind == "number" else next(values) for _, cell in cells)
    notes = []
    changed = [(old, new) for (_, cell), new in zip(filled, (t for t in texts if t), strict=True) if (old := cell.text) != new]
    if changed:
        count = "1 cell" if len(changed) == 1 else f"{len(changed)} cells"
        notes.append(f'{cells.name}: {count} written as plain numbers ("{changed[0][0]}" is {changed[0][1]})')
    if percent:
        notes.append(f"{cells.name}: the values are percentages; the unit is percent")
    return Column(_type(cells.name, [t for t in texts if t]), texts, "percent" if percent else "", tuple(notes))


def _readings(written: list[str], convention: str) -> dict[str, tuple[str, ...]]:
    """The different ways in which all of the numbers can be read, by the first convention that gives each."""
    found: dict[tuple[str, ...], str] = {}
    for name, (group, decimal) in CONVENTIONS.items():
        if convention and name != convention:
            continue
        group = f"[{_SPACES}]" if group == " " else "['’]" if group == "'" else re.escape(group)
        shape = re.compile(rf"([+-]?)([0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+)(?:{re.escape(decimal)}([0-9]+))?")
        matches = [shape.fullmatch(text) for text in written]
        if all(matches):
            values = tuple(m[1] + re.sub("[^0-9]", "", m[2]) + (f".{m[3]}" if m[3] else "") for m in matches if m)
            found.setdefault(values, name)
    return {name: values for values, name in found.items()}


def _unreadable(cells: _Cells, filled: list[tuple[int, Cell]], convention: str) -> None:
    for line, cell in filled:
        if cell.kind == "text" and not _readings([_bare(cell.text)], convention):
            cells.fault(
                line, f'holds "{cell.text}", which is no number{f" written as {convention}" if convention else ""}', "mend the cell"
            )
    if not cells.faults:
        line, cell = next((line, cell) for line, cell in filled if cell.kind == "text")
        cells.fault(
            line, f'holds "{cell.text}", and other cells of the column are written in another way', "write the whole column in one way"
        )


def _type(name: str, texts: list[str]) -> str:
    if any("." in text for text in texts):
        return "number"
    year = re.search(r"(?:^|[^a-z])year$", name.lower()) and all(re.fullmatch("[0-9]{4}", text) for text in texts)
    return "year" if year else "integer"


def _bare(text: str) -> str:
    """A number without its percent sign, its minus as a hyphen."""
    return _MINUS.sub("-", _PERCENT.sub("", text))
