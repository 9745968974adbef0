"""Type of a column, told from its cells: integer, number, percentage, date, boolean or text.

Numbers are written as data packages have them: no thousands separators, a dot for decimals, no percent sign.
An ambiguous column is refused, never guessed: "1.046" may be a thousand, or a little more than one.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from macros.base.dates import is_date
from macros.base.errors import Fault, FaultError
from macros.importer.days import has_serial_dates, is_day, is_day_and_month, read_days
from macros.importer.sheet import Cell, Sheet, shorten_text

_SPACES = " \u00a0\u2007\u202f\u2009"
_NUMERIC = re.compile(rf"[+-]?(?:[0-9](?:[0-9.,'’{_SPACES}]*[0-9])?|[.,][0-9]+)(?:[eE][+-]?[0-9]{{1,3}})?")
_SCIENTIFIC = re.compile(r"[+-]?([0-9]+)(?:[.,]([0-9]+))?[eE]([+-]?[0-9]+)")
_YEAR = re.compile("[0-9]{4}")
_LEADING_ZERO = re.compile(r"0[0-9]+")
_MINUS = re.compile(r"^[\u2212\u2010-\u2013](?=[0-9.,])")
_PERCENT = re.compile(rf"[{_SPACES}]?[%\uff05]$")
# Text before and behind a number: currencies, marks of notes, units.
_PREFIX = re.compile(r"^(?:[A-Z]{3}\b|[^\w.,+-])+")
_SUFFIX = re.compile(r"(?:\[\w+\]|\(\w+\)|[a-zA-Z]{1,3}\b\.?|[\u00b9\u00b2\u00b3\u2070-\u2079]|[^\w])+$")
# Numbers in two parts: a half as `1/2` or `1 1/2`, a power as `10^3`, thousands as in source code (`1_000`).
_FRACTION = re.compile(r"^(?:([0-9]+)(?:\u2044|\^)[0-9]+|([0-9]{1,2})(?: [0-9]{1,2})?/[0-9]{1,2}|([0-9]+)(?:_[0-9]{3})+)$")
# Placeholders for a missing value. In a column of numbers the cell must be empty instead.
_MISSING_MARK = re.compile(r"[^\w\s]{1,3}|n\.?/?a\.?|nan|nil|none|null", re.IGNORECASE)
# Thousands and decimal separators in use, by an example. A space stands for every kind of space.
CONVENTIONS = {"1,234.5": (",", "."), "1.234,5": (".", ","), "1 234,5": (" ", ","), "1 234.5": (" ", "."), "1'234.5": ("'", ".")}


@dataclass(frozen=True)
class Column:
    """A column ready for the CSV file.

    Attributes:
        type: The type in the data package's schema.
        texts: The cells.
        unit: `percent`, or "".
        notes: Remarks for the author.
    """

    type: str
    texts: tuple[str, ...]
    unit: str = ""
    notes: tuple[str, ...] = ()


@dataclass
class _ColumnCells:
    """The cells of one column, and the faults found in them."""

    sheet: Sheet
    index: int
    faults: list[Fault] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[int, Cell]]:
        """Yield the index of each row and its cell. Several rows can come from one line of the file."""
        return ((row, line.cells[self.index]) for row, line in enumerate(self.sheet.lines[1:], 1))

    def add_fault(self, row: int, fact: str, remedy: str) -> None:
        """Add a fault at the column's cell in a row."""
        self.faults.append(self.sheet.make_fault(self.sheet.lines[row].number, self.index, fact, remedy, "cell"))

    @property
    def header(self) -> str:
        """Return the header of the column."""
        return self.sheet.header[self.index]


def infer_column(sheet: Sheet, at: int, *, text: bool = False, words: bool = False, numbers: str = "") -> Column:
    """Infer the type of a column and write its cells in plain form.

    Args:
        index: The index of the column.
        text: True to keep the cells as they are.
        words: True if the column is known to hold words.
        numbers: The notation of its numbers, one of CONVENTIONS.

    Raises:
        FaultError: Cells differ in kind from the others, or are ambiguous.
    """
    cells = _ColumnCells(sheet, at)
    filled = [(line, cell) for line, cell in cells if cell.text]
    as_text = tuple(f"{cell.text}%" if cell.percent else cell.text for _, cell in cells)
    if text or not filled:
        return Column("string", as_text)
    kinds = {cell.kind for _, cell in filled}
    if not words and (kinds == {"boolean"} or {cell.text.lower() for _, cell in filled} <= {"true", "false"}):
        return Column("boolean", tuple(each.lower() for each in as_text))
    found = _read_dates(cells, filled, words)
    if not (words or found or cells.faults or _is_text(cells, filled)):
        found = _read_numbers(cells, filled, numbers)
    if cells.faults:
        raise FaultError(*cells.faults)
    return found or Column("string", as_text, notes=() if words else _note_numbers_in_text(cells, filled))


def _read_dates(cells: _ColumnCells, filled: list[tuple[int, Cell]], words: bool) -> Column | None:
    """Return the column if it holds dates, else None. Dates among other cells are faults."""
    days = [(line, cell) for line, cell in filled if is_day(cell)]
    keep = f'keep the column as text: --text "{cells.header}"'
    if not days or (len(days) == len(filled) and (words or all(is_day_and_month(cell.text) for _, cell in days))):
        return None
    if len(days) * 2 <= len(filled):
        other = shorten_text(next(cell.text for _, cell in filled if not is_day(cell)))
        for line, cell in days:
            fact = f'holds the date "{cell.text}" where other cells hold "{other}": a spreadsheet turns entries such as 9-5 into dates'
            cells.add_fault(line, fact, f"write the original in a cell formatted as text; or {keep}")
        return None
    for line, cell in filled:
        if not is_day(cell):
            cells.add_fault(
                line, f'holds "{shorten_text(cell.text)}" in a column of dates', f"leave it empty if the source gives no date; or {keep}"
            )
    if cells.faults:
        return None
    orders = read_days([cell.text for _, cell in filled])
    if len(orders) != 1:
        line, cell = next((each for each in days if not read_days([each[1].text])), days[0])
        fact = f'holds the date "{cell.text}", which is not a date with a four-digit year, or is written in another order than the others'
        if orders:
            at = next(at for at, (one, two) in enumerate(zip(*orders, strict=True)) if one != two)
            line, cell = days[at]
            fact = f'holds the date "{cell.text}", which can be read in two ways ({orders[0][at]}, {orders[1][at]})'
        cells.add_fault(line, fact, f"write the dates of this column as YYYY-MM-DD; or {keep}")
        return None
    return _build_column(cells, filled, "date", orders[0])


def _build_column(cells: _ColumnCells, filled: list[tuple[int, Cell]], kind: str, values: Iterable[str], unit: str = "") -> Column:
    """Return the column with plain values, and a note on the cells rewritten."""
    told = dict(zip((line for line, _ in filled), values, strict=True))
    changed = [(cell.text, told[line]) for line, cell in filled if cell.text != told[line]]
    notes = []
    if changed:
        count = "1 cell" if len(changed) == 1 else f"{len(changed)} cells"
        plain = "as dates" if kind == "date" else "as plain numbers"
        notes.append(f'{cells.header}: {count} written {plain} ("{changed[0][0]}" is {changed[0][1]})')
    if unit:
        notes.append(f"{cells.header}: the values are percentages; the unit is percent")
    return Column(kind, tuple(told.get(line, "") for line, _ in cells), unit, tuple(notes))


def _is_number(cell: Cell) -> bool:
    return cell.kind == "number" or bool(_NUMERIC.fullmatch(_strip_signs(cell.text)))


def _is_nearly_number(text: str) -> bool:
    """Return True for a number or time in the wrong form: `€1,234`, `9120 p`, `05-Sep`, `½`, `1_000`."""
    text = _FRACTION.sub(r"\1\2\3", unicodedata.normalize("NFKC", text))
    text = "".join(str(unicodedata.decimal(each, each)) for each in text)
    return bool(_NUMERIC.fullmatch(_SUFFIX.sub("", _PREFIX.sub("", text)))) or is_day_and_month(text) or is_date(re.split("[T ]", text)[0])


def _note_numbers_in_text(cells: _ColumnCells, filled: list[tuple[int, Cell]]) -> tuple[str, ...]:
    """Return a note if a column of words holds numbers, as no figure can be computed from them."""
    numbers = [cell.text for _, cell in filled if _is_number(cell)]
    words = [cell.text for _, cell in filled if not _is_number(cell)]
    nearly = [text for text in words if _is_nearly_number(text)]
    remedy = "no figure can be made of text: write plain numbers or YYYY-MM-DD, unit and scale in the header, and leave other cells empty"
    if nearly and (len(numbers) + len(nearly)) * 2 > len(filled):
        text = shorten_text(nearly[0])
        return (f'{cells.header}: kept as text: most of its cells look like numbers or dates but are not ("{text}"); {remedy}',)
    if not numbers:
        return ()
    why = f'others are not ("{shorten_text(words[0])}"); {remedy}' if words else "some begin with a zero"
    count = "1 of its cells is a number" if len(numbers) == 1 else f"{len(numbers)} of its cells are numbers"
    return (f'{cells.header}: kept as text: {count} ("{shorten_text(numbers[0])}"), {why}',)


def _is_text(cells: _ColumnCells, filled: list[tuple[int, Cell]]) -> bool:
    """Return True if the column holds words. A mixture of words and numbers is a fault."""
    if any(_LEADING_ZERO.fullmatch(cell.text) for _, cell in filled):
        return True  # codes: as numbers they would lose their zeros
    odd = [(line, cell) for line, cell in filled if not _is_number(cell)]
    empty = len(odd) < len(filled) and all(_MISSING_MARK.fullmatch(cell.text) for _, cell in odd)
    if len(odd) * 2 > len(filled) and not empty:
        for line in (line for line, cell in filled if cell.percent):  # as text it would lose its sign
            cells.add_fault(line, "is a percentage in a column of words", "write it as text, or into a column of its own")
        return True
    for line, cell in odd:
        fact = f'holds "{cell.text}" in a column of numbers'
        option = f'--text "{cells.header}"'
        cells.add_fault(line, fact, f"leave it empty if the source gives no value, write the number, or keep the column as text: {option}")
    return bool(odd)


def _read_numbers(cells: _ColumnCells, filled: list[tuple[int, Cell]], convention: str) -> Column | None:
    signs = [(line, cell.percent or bool(_PERCENT.search(cell.text))) for line, cell in filled]
    percent = signs[0][1]
    if other := next((line for line, sign in signs if sign != percent), 0):
        without = "without" if percent else "with"
        cells.add_fault(
            other, f"is {without} a percent sign in a column {'with' if percent else 'without'}", "write the whole column in the same way"
        )
    for line, cell in filled:
        if cell.kind == "text" and _is_rounded(_strip_signs(cell.text)):
            fact = f'holds "{cell.text}", whose last digits are lost'
            remedy = "write it in full (in a spreadsheet: widen the column, format it as a number, export it again)"
            cells.add_fault(line, fact, f'{remedy}, or keep the column as text: --text "{cells.header}"')
    if cells.faults:
        return None
    written = [_strip_signs(cell.text) for _, cell in filled if cell.kind == "text"]
    readings = _find_readings(written, convention)
    if not readings:
        _report_unreadable(cells, filled, convention)
        return None
    if len(readings) > 1:
        (one, first), (two, second) = sorted(readings.items())[:2]
        differ = next(at for at in range(len(written)) if first[at] != second[at])
        line = [line for line, cell in filled if cell.kind == "text"][differ]
        fact = f'holds "{written[differ]}", which can be read as {first[differ]} or as {second[differ]}'
        remedy = f'say how the numbers are written: --numbers "{one}" or --numbers "{two}" (with make: NUMBERS="{one}")'
        cells.add_fault(line, fact, remedy)
        return None
    values = iter(next(iter(readings.values())))
    texts = [cell.text if cell.kind == "number" else next(values) for _, cell in filled]
    kind = _choose_type(cells.header, texts)
    if kind == "integer" and _is_year_header(cells.header) and any(map(_YEAR.fullmatch, texts)):
        for (line, cell), text in zip(filled, texts, strict=True):
            if not _YEAR.fullmatch(text):
                fact = f'holds "{cell.text}" in a column of years'
                cells.add_fault(line, fact, "write a year in four digits (without a note marker), or give the column another header")
        return None
    if has_serial_dates(cells.header, texts):
        fact = f'holds "{filled[0][1].text}", the number that a spreadsheet or a program uses for a date'
        cells.add_fault(filled[0][0], fact, "write the dates as YYYY-MM-DD (if these are no dates, give the column another header)")
        return None
    return _build_column(cells, filled, kind, texts, "percent" if percent else "")


def _is_rounded(text: str) -> bool:
    """Return True if scientific notation hides digits: `2.18E+07` hides five."""
    match = _SCIENTIFIC.fullmatch(text)
    return match is not None and int(match[3]) > len(match[2] or "") and bool((match[1] + (match[2] or "")).strip("0"))


def _find_readings(written: list[str], convention: str) -> dict[str, tuple[str, ...]]:
    """Return each way to read all of the numbers, by the first convention for it."""
    found: dict[tuple[str, ...], str] = {}
    for name, (group, decimal) in CONVENTIONS.items():
        if convention and name != convention:
            continue
        values = tuple(_read_number(text, group, decimal) for text in written)
        if all(values):
            found.setdefault(values, name)
    return {name: values for values, name in found.items()}


def _read_number(text: str, group: str, decimal: str) -> str:
    """Return the plain number for a text by a convention, or "". Thousands are never grouped behind a leading zero."""
    match = _build_pattern(group, decimal).fullmatch(text)
    if not match:
        return ""
    sign, whole, digits = match["sign"].replace("+", ""), re.sub("[^0-9]", "", match["whole"] or "0"), match["digits"] or match["only"]
    if match["power"]:  # behind one digit and its decimals: nothing is grouped there
        return "" if whole != (match["whole"] or "0") else sign + format(Decimal(f"{whole}.{digits or ''}e{match['power']}"), "f")
    return sign + whole + (f".{digits}" if digits else "")


def read_fractions(texts: tuple[str, ...]) -> list[list[Fraction]]:
    """Return the values of a column of numbers, once for each notation in which all of them can be read."""
    found = _find_readings([_strip_signs(text) for text in texts], "")
    return [[Fraction(value) for value in values] for values in found.values()]


@functools.cache
def _build_pattern(group: str, decimal: str) -> re.Pattern[str]:
    group = f"[{_SPACES}]" if group == " " else "['’]" if group == "'" else re.escape(group)
    decimal = re.escape(decimal)
    return re.compile(
        rf"(?P<sign>[+-]?)(?:(?P<whole>0|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+|[1-9][0-9]*)(?:{decimal}(?P<digits>[0-9]+))?|{decimal}(?P<only>[0-9]+))"
        r"(?:[eE](?P<power>[+-]?[0-9]{1,3}))?"
    )


def _report_unreadable(cells: _ColumnCells, filled: list[tuple[int, Cell]], convention: str) -> None:
    for line, cell in filled:
        if cell.kind == "text" and not _find_readings([_strip_signs(cell.text)], convention):
            cells.add_fault(
                line, f'holds "{cell.text}", which is not a valid number{f" written as {convention}" if convention else ""}', "fix the cell"
            )
    if not cells.faults:
        line, cell = next((line, cell) for line, cell in filled if cell.kind == "text")
        cells.add_fault(
            line, f'holds "{cell.text}", and other cells of the column are written in another way', "write the whole column in the same way"
        )


def _choose_type(name: str, texts: list[str]) -> str:
    if any("." in text for text in texts):
        return "number"
    return "year" if _is_year_header(name) and all(map(_YEAR.fullmatch, texts)) else "integer"


def _is_year_header(name: str) -> bool:
    return bool(re.search(r"(?:^|[^a-z])year$", name.lower()))


def _strip_signs(text: str) -> str:
    """Return a number without its percent sign, with a hyphen for its minus sign."""
    return _MINUS.sub("-", _PERCENT.sub("", text))
