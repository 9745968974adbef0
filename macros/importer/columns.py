"""Types of columns, told from their cells: integer, number, percentage, date, boolean or text.

Numbers are written as data packages have them: no thousands separators, a dot for decimals, no percent sign.
A doubt is asked, never guessed: "1.046" may be a thousand, or a little more than one. What another column of the file settles is settled.
Texts are judged by their shape, in which every digit is the same, so that a long column costs little more than a short one.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from macros.base.dates import is_date
from macros.base.errors import Fault
from macros.figures.units import explain_refusal, unit_of
from macros.importer.days import ORDERS, has_serial_dates, has_short_year, is_day_and_month, is_day_text, read_day, read_serial
from macros.importer.decision import Answers, Decision
from macros.importer.scales import count_units, find_scale
from macros.importer.sheet import Cell, Sheet, name_column, shorten_text
from macros.importer.values import normalize_period

_SPACES = " \u00a0\u2007\u202f\u2009"
_NUMERIC = rf"[+-]?(?:[0-9](?:[0-9.,'’{_SPACES}]*[0-9])?|[.,][0-9]+)(?:[eE][+-]?[0-9]{{1,3}})?"
_CURRENCIES = {"€": "EUR", "£": "GBP", "¥": "", "$": ""} | dict.fromkeys("EUR USD GBP CHF SEK DKK NOK PLN CZK HUF RON BGN".split(), "")
_MONEY = "[€$£¥]|" + "|".join(code for code in _CURRENCIES if code.isalpha())
# What may stand around each number of a column: a currency, a unit of measure, a word for thousands or millions.
_AFFIXED = re.compile(
    rf"(?:(?P<sign>[+-]?)(?P<before>{_MONEY})[{_SPACES}]?)?(?P<number>{_NUMERIC})[{_SPACES}]?"
    rf"(?P<behind>{_MONEY}|[^\W\d_]{{1,8}}[²³]?\.?|[^\W\d_]{{1,3}}/[^\W\d_]{{1,3}}[²³]?)?"
)
_PLAIN_INTEGERS = re.compile(r"(?:(?:-?(?:0|[1-9][0-9]*))?\n)*")
_UNGROUPED = re.compile(r"-?(?:0|[1-9][0-9]*)(?:([.,])[0-9]+)?")
_SCIENTIFIC = re.compile(r"[+-]?([0-9]+)(?:[.,]([0-9]+))?[eE]([+-]?[0-9]+)")
_YEAR = re.compile("[0-9]{4}")
_LEADING_ZERO = re.compile(r"0[0-9]+")
_MINUS = re.compile(r"^[\u2212\u2010-\u2013](?=[0-9.,€$£¥])")
_PERCENT = re.compile(rf"[{_SPACES}]?[%\uff05]$")
# Text before and behind a number: currencies, marks of notes, units.
_PREFIX = re.compile(r"^(?:[A-Z]{3}\b|[^\w.,+-])+")
_SUFFIX = re.compile(r"(?:\[\w+\]|\(\w+\)|[a-zA-Z]{1,3}\b\.?|[\u00b9\u00b2\u00b3\u2070-\u2079]|[^\w])+$")
_LONG_WORDS, _BRACKETS = re.compile(r"[^\W\d_]{4,}"), re.compile(r"[()\[\]]")
# Numbers in two parts: a half as `1/2` or `1 1/2`, a power as `10^3`, thousands as in source code (`1_000`).
_FRACTION = re.compile(r"^(?:([0-9]+)(?:\u2044|\^)[0-9]+|([0-9]{1,2})(?: [0-9]{1,2})?/[0-9]{1,2}|([0-9]+)(?:_[0-9]{3})+)$")
_ONES = str.maketrans("023456789", "1" * 9)
_TIMES = re.compile("(?:years?|months?|weeks?|days?|hours?|minutes?|quarters?)", re.IGNORECASE)  # "18 years" is an age, a name of its rows
# Words for countries, years and numbers in languages that write a comma for decimals.
_EUROPEAN = re.compile(
    r"\b(?:land|jahr|anzahl|wert|anteil|insgesamt|a[nñ]o|pais|valor|total general|pays|ann[eé]e|valeur|effectif|anno|paese|valore"
    r"|numero|ano|jaar|aantal|rok|kraj|liczba|ar|antal|vuosi|maa|ev|orszag|hodnota|an|tara|godina|leto|drzava|metai|gads|aasta)\b",
    re.IGNORECASE,
)
_FIRST_DIGIT = re.compile("[0-9]")
# Thousands and decimal separators in use, by an example. A space stands for every kind of space.
CONVENTIONS = {
    "1,234.5": (",", "."),
    "1.234,5": (".", ","),
    "1 234,5": (" ", ","),
    "1 234.5": (" ", "."),
    "1'234.5": ("'", "."),
    "1'234,5": ("'", ","),
}
_MOST_CODES = 5000  # of a column in which few texts repeat: as many as municipalities in most countries
_SIMPLE = re.compile("[0-9.,'’ \n+-]*")


@dataclass(frozen=True)
class Column:
    """A column ready for the CSV file.

    Attributes:
        type: The type in the data package's schema.
        texts: The cells.
        unit: `percent`, a currency, a unit of measure, or "".
        notes: Remarks for the author.
    """

    type: str
    texts: tuple[str, ...]
    unit: str = ""
    notes: tuple[str, ...] = ()

    @functools.cached_property
    def distinct(self) -> Collection[str]:
        """Return each text once, in order."""
        return dict.fromkeys(self.texts)

    @property
    def is_free_text(self) -> bool:
        """Return True for a long column of texts that are nearly all different: remarks or numbers of records, and no list of codes."""
        return self.type == "string" and is_free_text(len(self.distinct), len(self.texts))


def is_free_text(distinct: int, rows: int) -> bool:
    """Return True if a column of words with so many distinct texts is no list of codes."""
    return distinct > _MOST_CODES and distinct * 2 > rows


@dataclass(frozen=True)
class _Number:
    """A text cut into a number, with a hyphen for its minus sign, and what stands around it."""

    number: str
    before: str = ""
    behind: str = ""
    percent: bool = False


@dataclass
class _Draft:
    """A column on its way: the distinct texts of its cells, and how they can be read.

    Attributes:
        at: Its index in the sheet.
        header: Its header.
        cells: Its cells.
        distinct: Each object among its cells once.
        texts: Their texts.
        counts: Maps the texts of filled cells to their number of cells.
        option: The option that settles how it is read, `numbers` or `dates`, or "".
        fits: The ways in which all of it can be read.
        is_doubtful: True if these ways do not give the same values.
        read: Reads some of its texts in a way; "" for a text that cannot be read so.
        finish: Makes the column of the values.
        column: The column, once it is read.
    """

    at: int
    header: str
    cells: Sequence[Cell]
    distinct: Collection[Cell]
    texts: Sequence[str]
    counts: Mapping[str, int]
    option: str = ""
    fits: tuple[str, ...] = ()
    is_doubtful: bool = False
    read: Callable[[Iterable[str], str], dict[str, str]] = field(default=lambda texts, way: {})
    finish: Callable[[Mapping[str, str]], Column | None] = field(default=lambda values: None)
    column: Column | None = None


class ColumnReader:
    """A reader of the columns of a sheet. It collects decisions and faults."""

    def __init__(self, sheet: Sheet, answers: Answers) -> None:
        """Read nothing yet."""
        self.sheet = sheet
        self.answers = answers
        self.decisions: list[Decision] = []
        self.faults: list[Fault] = []

    def read_columns(self, texts: Collection[int], words: Collection[int]) -> list[Column]:
        """Return the columns. Where there are faults, a column stands as text.

        Args:
            texts: Indexes of columns to be kept as they are.
            words: Indexes of columns known to hold words.
        """
        drafts = [self._draft_column(at, is_text=at in texts, has_words=at in words) for at in range(len(self.sheet.header))]
        for option in ("numbers", "dates"):
            self._settle([draft for draft in drafts if draft.option == option], option)
        for draft in drafts:
            draft.column = draft.column or _keep_as_text(draft)
        return [draft.column for draft in drafts if draft.column is not None]

    def _draft_column(self, at: int, *, is_text: bool, has_words: bool) -> _Draft:
        cells, distinct = self.sheet.body[at], self.sheet.distinct[at]
        texts = [cell.text for cell in cells]
        counts = Counter(texts)
        counts.pop("", None)
        draft = _Draft(at, self.sheet.header[at], cells, distinct, texts, counts)
        if is_text or not counts:
            draft.column = _keep_as_text(draft)
            return draft
        kinds = {cell.kind for cell in distinct if cell.text}
        if not has_words and (kinds == {"boolean"} or {text.lower() for text in counts} <= {"true", "false"}):
            draft.column = Column("boolean", tuple(cell.text.lower() for cell in cells))
            return draft
        if not has_words and kinds == {"text"} and _PLAIN_INTEGERS.fullmatch("\n".join(counts) + "\n"):
            draft.column = self._finish_numbers(draft, {text: text for text in counts}, "")
            return draft
        if self._draft_dates(draft, kinds, has_words) or has_words:
            return draft
        if self._is_text(draft):
            draft.column = draft.column or Column("string", _show(draft), notes=_note_numbers_in_text(draft))
        else:
            self._draft_numbers(draft)
        return draft

    def _add_fault(self, draft: _Draft, text: str, fact: str, remedy: str) -> None:
        """Add a fault at the first cell of a column that holds a text."""
        self.faults.append(self.sheet.make_fault(self.sheet.lines[self._find_row(draft, text)].number, draft.at, fact, remedy, "cell"))

    def _find_row(self, draft: _Draft, text: str) -> int:
        return next(row for row, cell in enumerate(draft.cells, 1) if cell.text == text)

    def _place(self, draft: _Draft, text: str) -> str:
        """Return the place of a text for a question: `cell B2 (Reports)`."""
        line = self.sheet.lines[self._find_row(draft, text)].number
        at = self.sheet.find_position(draft.at)
        return f"cell {name_column(at)}{line} ({shorten_text(draft.header)})"

    def _ask_text(self, draft: _Draft, found: str) -> None:
        """Ask whether a column that cannot be read as it stands is one of words."""
        effects = {draft.header: "it is kept as text, and no figure can be made of its numbers"}
        self.decisions.append(self.answers.decide("text", self.sheet.path, found, draft.header, effects))
        draft.column = _keep_as_text(draft)

    def _draft_dates(self, draft: _Draft, kinds: Collection[str], has_words: bool) -> bool:
        """Return True if the column is read as dates, or its dates are a question or a fault."""
        isolated = {cell.text for cell in draft.distinct if cell.kind == "date"} if "date" in kinds else set()
        shaped = _judge_shapes(draft.counts, _is_day_shape)
        days = [text for text in draft.counts if text in isolated or shaped[text]]
        total = sum(draft.counts.values())
        count = sum(draft.counts[text] for text in days)
        if not days or (count == total and (has_words or all(is_day_and_month(text) for text in days))):
            return False
        others = [text for text in draft.counts if text not in set(days)]
        if count * 2 <= total:
            for text in days:
                fact = f'holds the date "{text}" where other cells hold "{shorten_text(others[0])}"'
                fact += ": a spreadsheet turns entries such as 9-5 into dates"
                remedy = f'write the original in a cell formatted as text; or keep the column as text: --text "{draft.header}"'
                self._add_fault(draft, text, fact, remedy)
            return True
        if others:
            where = self._place(draft, others[0])
            self._ask_text(draft, f'{where} holds "{shorten_text(others[0])}" in a column of dates')
            return True
        read = {order: tuple(read_day(text, order) for text in days) for order in ORDERS}
        draft.fits = tuple(order for order, values in read.items() if all(values))
        if not draft.fits:
            wrong = next((text for text in days if not any(read_day(text, order) for order in ORDERS)), days[0])
            fact = "which is no date, or is written in another order than the others"
            self._ask_text(draft, f'{self._place(draft, wrong)} holds the date "{wrong}", {fact}')
            return True
        draft.option = "dates"
        draft.is_doubtful = len({read[order] for order in draft.fits}) > 1 or any(map(has_short_year, days))
        draft.read = lambda texts, order: {text: read_day(text, order) for text in texts}
        draft.finish = lambda values: _build_column(draft, "date", values)
        return True

    def _is_text(self, draft: _Draft) -> bool:
        """Return True if the column holds words. A mixture of words and numbers is a question."""
        counts = draft.counts
        if any(text[0] == "0" and _LEADING_ZERO.fullmatch(text) for text in counts):
            return True  # codes: as numbers they would lose their zeros
        typed = {cell.text for cell in draft.distinct if cell.kind == "number"}
        shaped = _judge_shapes(counts, _is_number_shape)
        odd = [text for text in counts if not shaped[text] and text not in typed]
        if odd and len(counts) < 1000 and all(normalize_period(text) for text in counts):
            return True  # years and months, or years and spans
        total, strange = sum(counts.values()), sum(counts[text] for text in odd)
        if strange * 2 > total:
            if percent := next((cell.text for cell in draft.distinct if cell.percent), ""):  # as text it would lose its sign
                self._add_fault(draft, percent, "is a percentage in a column of words", "write it as text, or into a column of its own")
            return True
        if odd:
            hint = f'if it stands for a value that is not there, say --missing "{shorten_text(odd[0])}=missing"'
            some = f" and {len(odd) - 1} other texts" if len(odd) > 1 else ""
            self._ask_text(draft, f'{self._place(draft, odd[0])} holds "{shorten_text(odd[0])}"{some} in a column of numbers ({hint})')
        return bool(odd)

    def _draft_numbers(self, draft: _Draft) -> None:
        """Find the ways in which a column of numbers can be read."""
        typed = {cell.text for cell in draft.distinct if cell.kind == "number"}
        written = list(draft.counts) if not typed else list(dict.fromkeys(c.text for c in draft.distinct if c.text and c.kind != "number"))
        is_plain = bool(_SIMPLE.fullmatch("\n".join(written)))
        parts = {} if is_plain else {text: _split_affixes(text) for text in written}
        numbers = written if is_plain else [part.number for part in parts.values()]
        count = len(self.faults)
        unit, scaled = self._read_affixes(draft, parts, typed)
        for text, number in zip(written, numbers, strict=True):
            if ("e" in number or "E" in number) and _is_rounded(number):
                remedy = "write it in full (in a spreadsheet: widen the column, format it as a number, export it again)"
                remedy += f', or keep the column as text: --text "{draft.header}"'
                self._add_fault(draft, text, f'holds "{text}", whose last digits are lost', remedy)
        if len(self.faults) > count:
            return
        shapes = list({_shape_number(number) for number in numbers})
        readings = {name: tuple(_read_number(shape, name) for shape in shapes) for name in CONVENTIONS}
        draft.fits = tuple(name for name, values in readings.items() if all(values))
        if not draft.fits:
            self._ask_unreadable(draft, dict(zip(written, numbers, strict=True)))
            return
        draft.option = "numbers"
        draft.is_doubtful = len({readings[name] for name in draft.fits}) > 1

        def read(texts: Iterable[str], way: str) -> dict[str, str]:
            if is_plain:
                return {text: _read_number(text, way) for text in texts}
            return {text: _multiply(_read_number(parts[text].number, way), scaled.get(parts[text].behind, 1)) for text in texts}

        draft.read = read
        draft.finish = lambda values: self._finish_numbers(draft, values, unit)

    def _read_affixes(self, draft: _Draft, parts: Mapping[str, _Number], typed: Collection[str]) -> tuple[str, dict[str, int]]:
        """Return the unit of a column and the units behind each word for thousands or millions in its cells."""
        signs = {text: part.percent for text, part in parts.items()} | {c.text: c.percent for c in draft.distinct if c.kind == "number"}
        if len({*signs.values()}) > 1:
            percent = next(iter(signs.values()))
            other = next(text for text, sign in signs.items() if sign != percent)
            fact = f"is {'without' if percent else 'with'} a percent sign in a column {'with' if percent else 'without'}"
            self._add_fault(draft, other, fact, "write the whole column in the same way")
        scaled = self._read_scales(draft, parts)
        units = {(part.before, "" if part.behind in scaled else part.behind) for part in parts.values()} | ({("", "")} if typed else set())
        if len(units) > 1:
            odd = next(text for text, part in parts.items() if part.before or (part.behind and part.behind not in scaled))
            fact = f'holds "{shorten_text(odd)}" in a column of numbers that are written in another way'
            self._add_fault(draft, odd, fact, "write the whole column in the same way")
        percent = bool(signs) and next(iter(signs.values()))
        return "percent" if percent else _name_unit(*next(iter(units), ("", ""))), scaled

    def _read_scales(self, draft: _Draft, parts: Mapping[str, _Number]) -> dict[str, int]:
        """Return the units behind each word for thousands or millions that stands behind numbers, as the author says."""
        scaled = {}
        for word in dict.fromkeys(part.behind for part in parts.values() if part.behind):
            known = {"k": 1000, "K": 1000, "M": 10**6, "m": 10**6, "B": 10**9, "bn": 10**9}.get(word) or count_units(word.strip("."))
            if not known and not find_scale(f"({word})"):
                continue
            text = next(text for text, part in parts.items() if part.behind == word)
            effects = {"1": "a unit of measure, no scale", "*": f'each "{word}" stands for {{}}'}
            found = f'{self._place(draft, text)} holds "{text}"'
            decision = self.answers.decide("scale", self.sheet.path, found, str(known or 10**6), effects, subject=word)
            self.decisions.append(decision)
            if re.fullmatch("10+", decision.answer):
                scaled[word] = int(decision.answer)
        return scaled

    def _ask_unreadable(self, draft: _Draft, numbers: Mapping[str, str]) -> None:
        """Ask about a column whose numbers cannot all be read in one way."""
        ways = {text: {name for name in CONVENTIONS if _read_number(number, name)} for text, number in numbers.items()}
        wrong = next((text for text, names in ways.items() if not names), "")
        if wrong:
            self._ask_text(draft, f'{self._place(draft, wrong)} holds "{shorten_text(wrong)}", which is not a valid number')
            return
        first = next(iter(ways))
        other = next((text for text in ways if not ways[text] & ways[first]), first)
        found = f'{self._place(draft, other)} holds "{other}", and other cells of the column are written in another way ("{first}")'
        self._ask_text(draft, found)

    def _settle(self, drafts: Sequence[_Draft], option: str) -> None:
        """Read columns in the way that the author says, that is the only one, or that the other columns of the sheet show."""
        ways: Collection[str] = CONVENTIONS if option == "numbers" else ORDERS
        shown = [set(draft.fits) for draft in drafts if not draft.is_doubtful and len(draft.fits) < len(ways)]
        evidence = set.intersection(*shown) if shown else set()
        asked: dict[str, list[_Draft]] = {}
        for draft in drafts:
            general = [value for value in self.answers.list(option) if value in ways]
            given = self.answers.get(option, draft.header) or (general[-1] if general else "")
            if given and given not in draft.fits:
                wrong = next((text for text, value in draft.read(draft.counts, given).items() if not value), next(iter(draft.counts)))
                fact = f'holds "{shorten_text(wrong)}", which is not a valid {option[:-1]} written as {given}'
                self._add_fault(draft, wrong, fact, f'fix the cell, or say how this column is written: --{option} "{draft.header}=..."')
            elif given or not draft.is_doubtful:
                draft.column = draft.finish(draft.read(draft.counts, given or draft.fits[0]))
            else:
                asked.setdefault(" ".join(draft.fits), []).append(draft)
        for group in asked.values():
            self._ask_way(group, option, evidence)

    def _ask_way(self, drafts: Sequence[_Draft], option: str, evidence: Collection[str]) -> None:
        """Ask how the columns of a group are written, once for all."""
        first = drafts[0]
        values: dict[str, str] = {}
        for text in (*first.counts, next(iter(first.counts))):
            values = {way: first.read([text], way).get(text, "") for way in first.fits}
            if len({*values.values()}) > 1:
                break
        ways: dict[str, str] = {}
        for way, value in values.items():
            ways.setdefault(value, way)
        effects = {way: f'"{text}" is {value}' for value, way in ways.items()}
        shown = {values[way] for way in first.fits if way in evidence}
        is_shown = len(shown) == 1 and not (option == "dates" and any(map(has_short_year, first.counts)))
        proposed = ways[shown.pop()] if is_shown else self._propose(text, [*effects], option)
        why = " (other columns show how the file is written)" if is_shown else ""
        others = f", and {len(drafts) - 1} other column{'s' if len(drafts) > 2 else ''}" if len(drafts) > 1 else ""
        noun = "numbers" if option == "numbers" else "dates"
        found = f"{self._place(first, text)} holds {noun} that can be read in two ways{others}{why}"
        decision = self.answers.decide(option, self.sheet.path, found, proposed, effects, is_certain=is_shown)
        self.decisions.append(decision)
        for draft in drafts:
            draft.column = draft.finish(draft.read(draft.counts, decision.answer))

    def _propose(self, text: str, ways: Sequence[str], option: str) -> str:
        """Return the way to propose: a comma for decimals where the file looks European, days before months."""
        if option == "dates":
            return ways[0]
        heads = " ".join(self.sheet.header)
        is_european = any("semicolons" in note for note in self.sheet.notes) or not heads.isascii() or bool(_EUROPEAN.search(heads))
        usual = [way for way in ways if (CONVENTIONS[way][1] == ",") == (is_european)]
        return (usual or ways)[0]

    def _finish_numbers(self, draft: _Draft, values: Mapping[str, str], unit: str) -> Column | None:
        """Return the column of numbers, or None for years and days that are none."""
        typed = dict.fromkeys(cell.text for cell in draft.distinct if cell.kind == "number")
        texts = [*values.values(), *typed]
        values = {**{text: text for text in typed if text not in values}, **values}
        kind = _choose_type(draft.header, texts)
        if kind == "integer" and _is_year_header(draft.header) and sum(map(bool, map(_YEAR.fullmatch, texts))) * 2 >= len(texts):
            for text, value in values.items():
                if not _YEAR.fullmatch(value):
                    remedy = "write a year in four digits (without a note marker), or give the column another header"
                    self._add_fault(draft, text, f'holds "{text}" in a column of years', remedy)
            return None
        if has_serial_dates(draft.header, texts):
            text = next(iter(values))
            days = {each: read_serial(value) for each, value in values.items()}
            found = f'{self._place(draft, text)} holds "{text}", the number that a spreadsheet or a program uses for a date'
            effects = {"serial": f"it is {days[text]}", "number": "it is a number, no date"}
            is_sure = len(values[text]) == 8
            decision = self.answers.decide("dates", self.sheet.path, found, "serial", effects, subject=draft.header, is_certain=is_sure)
            self.decisions.append(decision)
            if decision.answer == "serial":
                return _build_column(draft, "date", days)
        return _build_column(draft, kind, values, unit)


def _show(draft: _Draft) -> tuple[str, ...]:
    """Return the cells of a column as they are."""
    if True not in {cell.percent for cell in draft.distinct}:
        return tuple(draft.texts)
    return tuple(f"{cell.text}%" if cell.percent else cell.text for cell in draft.cells)


def _keep_as_text(draft: _Draft) -> Column:
    return Column("string", _show(draft))


def _build_column(draft: _Draft, kind: str, values: Mapping[str, str], unit: str = "") -> Column:
    """Return the column with plain values, and a note on the cells rewritten."""
    texts = tuple([values.get(text, "") for text in draft.texts])
    if kind != "date" and "number" in {cell.kind for cell in draft.distinct}:  # "1.234" can be typed here, and a text there
        texts = tuple(cell.text if cell.kind == "number" else text for cell, text in zip(draft.cells, texts, strict=True))
    changed = [pair for pair in zip(draft.texts, texts, strict=True) if pair[0] != pair[1]]
    notes = []
    if changed:
        count = "1 cell" if len(changed) == 1 else f"{len(changed)} cells"
        plain = "as dates" if kind == "date" else "as plain numbers"
        notes.append(f'{draft.header}: {count} written {plain} ("{changed[0][0]}" is {changed[0][1]})')
    if unit == "percent":
        notes.append(f"{draft.header}: the values are percentages; the unit is percent")
    elif unit:
        notes.append(f"{draft.header}: the unit of its values is {unit}")
    return Column(kind, texts, unit, tuple(notes))


def _judge_shapes(texts: Iterable[str], judge: Callable[[str], bool]) -> dict[str, bool]:
    """Return what is true of each text, as told from its shape. A text without digits is neither number nor date."""
    return {text: judge(shape) if "1" in (shape := text.translate(_ONES)) else False for text in texts}


_is_day_shape = functools.lru_cache(maxsize=20_000)(is_day_text)


@functools.lru_cache(maxsize=20_000)
def _is_number_shape(text: str) -> bool:
    """Return True for a number in any notation, with a currency, a unit or a scale around it."""
    found = _split_affixes(text)
    if not found.number:
        return False
    return (
        not found.behind
        or found.behind in ("k", "K", "M", "m", "B")
        or bool(count_units(found.behind.strip(".")) or _name_unit("", found.behind))
    )


def _split_affixes(text: str) -> _Number:
    """Cut a text into a number and what stands around it. Without a number, everything is empty."""
    plain = _PERCENT.sub("", text)
    match = _AFFIXED.fullmatch(_MINUS.sub("-", plain))
    if not match or (match["sign"] and match["number"][0] in "+-"):
        return _Number("")
    return _Number((match["sign"] or "") + match["number"], match["before"] or "", match["behind"] or "", plain != text)


def _name_unit(before: str, behind: str) -> str:
    """Return the unit for a sign or a word around numbers, or "" if it is none that figures know."""
    if before and behind:
        return ""
    word = before or behind
    if word in _CURRENCIES:
        return _CURRENCIES[word] or (word if word.isalpha() else "")
    return word if len(word) > 1 and not _TIMES.fullmatch(word) and not explain_refusal(word, ("en",)) and unit_of(word).name else ""


def _shape_number(text: str) -> str:
    """Return a number with each digit as 1, but for a zero in front, behind which nothing is grouped."""
    shape = text.translate(_ONES)
    first = _FIRST_DIGIT.search(text)
    return shape if first is None or first[0] != "0" else f"{shape[: first.start()]}0{shape[first.end() :]}"


def _multiply(value: str, scale: int) -> str:
    if scale == 1 or not value:
        return value
    return format((Decimal(value) * scale).normalize(), "f")


def _is_nearly_number(text: str) -> bool:
    """Return True for a number or time in the wrong form: `9120 p`, `05-Sep`, `½`, `1_000`."""
    text = _FRACTION.sub(r"\1\2\3", unicodedata.normalize("NFKC", text))
    text = text if text.isascii() else "".join(str(unicodedata.decimal(each, each)) for each in text)
    if is_date(re.split("[T ]", text)[0]):
        return True
    if len(_LONG_WORDS.findall(text)) > 1 and not _BRACKETS.search(text):  # a sentence
        return False
    number = _SUFFIX.sub("", _PREFIX.sub("", text))
    return bool(re.fullmatch(_NUMERIC, number)) or is_day_and_month(text)


def _note_numbers_in_text(draft: _Draft) -> tuple[str, ...]:
    """Return a note if a column of words holds numbers, as no figure can be computed from them."""
    typed = {cell.text for cell in draft.distinct if cell.kind == "number"}
    shaped = _judge_shapes(draft.counts, _is_number_shape)
    numbers = [text for text in draft.counts if shaped[text] or text in typed]
    words = [text for text in draft.counts if not (shaped[text] or text in typed)]
    count, total = sum(draft.counts[text] for text in numbers), sum(draft.counts.values())
    nearly = [text for text in words if _is_nearly_number(text)]
    remedy = 'no figure can be made of text: say what other cells mean (--missing "low=suppressed", --flags "p=provisional"), '
    remedy += "or write plain numbers"
    if nearly and (count + sum(draft.counts[text] for text in nearly)) * 2 > total:
        text = shorten_text(nearly[0])
        return (f'{draft.header}: kept as text: most of its cells look like numbers or dates but are not ("{text}"); {remedy}',)
    if not numbers:
        return ()
    why = f'others are not ("{shorten_text(words[0])}"); {remedy}' if words else "some begin with a zero"
    said = "1 of its cells is a number" if count == 1 else f"{count} of its cells are numbers"
    return (f'{draft.header}: kept as text: {said} ("{shorten_text(numbers[0])}"), {why}',)


def _is_rounded(text: str) -> bool:
    """Return True if scientific notation hides digits: `2.18E+07` hides five. Programs that write `2.18e7` hide none."""
    match = _SCIENTIFIC.fullmatch(text) if "E" in text or "+" in text else None
    return match is not None and int(match[3]) > len(match[2] or "") and bool((match[1] + (match[2] or "")).strip("0"))


def _read_number(text: str, way: str) -> str:
    """Return the plain number for a text by a convention, or "". Thousands are never grouped behind a leading zero."""
    if match := _UNGROUPED.fullmatch(text):
        if not (sign := match[1]):
            return text
        if sign == CONVENTIONS[way][1]:
            return text.replace(sign, ".")
    match = _PATTERNS[way].fullmatch(text)
    if not match:
        return ""
    sign, whole, digits = match["sign"].replace("+", ""), re.sub("[^0-9]", "", match["whole"] or "0"), match["digits"] or match["only"]
    if match["power"]:  # behind one digit and its decimals: nothing is grouped there
        return "" if whole != (match["whole"] or "0") else sign + format(Decimal(f"{whole}.{digits or ''}e{match['power']}"), "f")
    return sign + whole + (f".{digits}" if digits else "")


def read_fractions(texts: tuple[str, ...]) -> list[list[Fraction]]:
    """Return the values of a column of numbers, once for each notation in which all of them can be read."""
    numbers = [_split_affixes(text).number for text in texts]
    found = dict.fromkeys(tuple(_read_number(number, way) for number in numbers) for way in CONVENTIONS)
    return [[Fraction(value) for value in values] for values in found if all(values)]


def _build_pattern(group: str, decimal: str) -> re.Pattern[str]:
    group = f"[{_SPACES}]" if group == " " else "['’]" if group == "'" else re.escape(group)
    decimal = re.escape(decimal)
    return re.compile(
        rf"(?P<sign>[+-]?)(?:(?P<whole>0|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+|[1-9][0-9]*)(?:{decimal}(?P<digits>[0-9]+))?|{decimal}(?P<only>[0-9]+))"
        r"(?:[eE](?P<power>[+-]?[0-9]{1,3}))?"
    )


_PATTERNS = {way: _build_pattern(*signs) for way, signs in CONVENTIONS.items()}


def _choose_type(name: str, texts: list[str]) -> str:
    if any("." in text for text in texts):
        return "number"
    return "year" if _is_year_header(name) and all(map(_YEAR.fullmatch, texts)) else "integer"


def _is_year_header(name: str) -> bool:
    return bool(re.search(r"(?:^|[^a-z])year$", name.lower()))
