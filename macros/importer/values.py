"""Numbers and periods as the cells of published tables have them, recognised by their shape alone."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from decimal import Decimal

from macros.importer.days import find_months
from macros.importer.sheet import Cell
from macros.structure import infer_period_kind

_SPACES = " \u00a0\u2007\u202f\u2009"
_ZEROS = str.maketrans("123456789", "0" * 9)
_SIGN = "[+\u2212\u2010-\u2013-]?"
_MONEY = "(?:[€$£¥]|EUR|USD|GBP)?"
_NUMBER = re.compile(
    rf"{_MONEY} ?{_SIGN} ?{_MONEY}(?:[0-9](?:[0-9.,'’{_SPACES}]*[0-9])?|[.,][0-9]+)(?:[eE][+-]?[0-9]{{1,3}})?[{_SPACES}]?[%\uff05€$£]?"
)
_POWER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]{1,3}")
_YEAR = "(?:1[6-9]|20)[0-9]{2}"
_DATE = re.compile(r"[0-9]{1,4}([./-])[0-9]{1,2}\1[0-9]{1,4}")
_MONTH_NAMED = re.compile(rf"(?P<a>[^\W\d_]{{3,10}})\.?[ -](?P<y>{_YEAR})|(?P<y2>{_YEAR})[ -](?P<b>[^\W\d_]{{3,10}})\.?")
_MONTH_FIRST = re.compile(rf"(?P<m>0?[1-9]|1[0-2])[/.](?P<y>{_YEAR})")
_QUARTER = re.compile(rf"(?P<y>{_YEAR})[ -]?[QTK](?P<q>[1-4])|[QTK](?P<q2>[1-4])[ /-]?(?P<y2>{_YEAR})", re.IGNORECASE)


def is_number(cell: Cell) -> bool:
    """Return True for a cell that holds a number and nothing else, in any notation."""
    return cell.kind == "number" or is_number_text(cell.text)


@functools.lru_cache(maxsize=200_000)
def is_number_text(text: str) -> bool:
    """Return True for a text that is a number in any notation."""
    return bool(_NUMBER.fullmatch(text)) and not _DATE.fullmatch(text)


def have_numbers(texts: Iterable[str]) -> bool:
    """Return True if all texts are numbers. They are judged by their shapes, in which each digit is a 0."""
    return all(is_number_text(shape) for shape in {text.translate(_ZEROS) for text in texts})


def write_plain(text: str) -> str:
    """Return a number of a program without a power of ten: `1.5E+3` is `1500`."""
    return format(Decimal(text), "f") if "e" in text.lower() and _POWER.fullmatch(text) else text


@functools.lru_cache(maxsize=10_000)
def normalize_period(text: str) -> str:
    """Return a period as the site writes it, or "" if the text is none: `Jan 2020` is `2020-01`, `4Q 2020` is `2020-Q4`."""
    text = " ".join(text.split())
    if match := _QUARTER.fullmatch(text):
        return f"{match['y'] or match['y2']}-Q{match['q'] or match['q2']}"
    if match := _MONTH_NAMED.fullmatch(text):
        months = find_months(match["a"] or match["b"])
        return f"{match['y'] or match['y2']}-{next(iter(months)):02}" if len(months) == 1 else ""
    if match := _MONTH_FIRST.fullmatch(text):
        return f"{match['y']}-{int(match['m']):02}"
    return text if infer_period_kind([text]) else ""
