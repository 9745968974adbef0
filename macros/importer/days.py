"""Dates in cells: ISO dates, other orders of day and month, and a day and month as spreadsheets show them."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Sequence

from babel import Locale

from macros.base.dates import is_date

ORDERS = ("d.m.y", "m.d.y")
_MIDNIGHT = re.compile(r"(?<=[0-9])[T ]00:00(?::00(?:\.0+)?)?Z?$")
_YEAR_FIRST = re.compile(r"([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{2}|[0-9]{4})")
_DAY, _MONTH, _OF = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|º|\.)?", r"(?P<month>[^\W\d_]{3,})\.?", r"(?:[-/ ]| ?(?:de|of) )?"
_YEAR = "(?P<year>[0-9]{4}|[0-9]{2})"
_WORDED_DATES = re.compile(f"{_DAY}{_OF}{_MONTH},?{_OF}{_YEAR}", re.IGNORECASE), re.compile(f"{_MONTH} {_DAY},? {_YEAR}", re.IGNORECASE)
_DAY_AND_MONTH = re.compile(r"[0-9]{1,2}(?:[-/]|\. ?)([^\W\d_]{3,})\.?|([^\W\d_]{3,})\.?[-/][0-9]{1,2}")
# Spreadsheets count days: 20000 is in 1954, 60000 in 2064. Other programs write a date as eight digits.
_SERIAL = re.compile(r"[2-5][0-9]{4}(?:\.[0-9]+)?|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_HEADERS = re.compile(
    r"(?:.*[\W_])?(?:dates?|datum|fechas?|dato|dátum|datums|päivämäärä|kuupäev|ημερομηνία|дата)(?:[\W_].*)?"
    "|data|day|tag|día|jour|giorno|dia|dag|päivä|month|monat|mes|mois|mese|maand|period"
    "|start|end|begin|beginning|as[\\W_]of|stichtag|beginn|ende|inicio|fin|début"
    r"|(?:day|week|month|quarter|year|period)s?[\W_](?:begin|start|commenc|end).*",  # "Visits per day" are no days
    re.IGNORECASE,
)
_LANGUAGES = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"


def is_day_text(text: str) -> bool:
    """Return True for a date in any form, or a day and month (`05-Sep`)."""
    text = _MIDNIGHT.sub("", text)
    return bool(_YEAR_FIRST.fullmatch(text) or _YEAR_LAST.fullmatch(text) or _match_worded(text)) or is_day_and_month(text)


def is_day_and_month(text: str) -> bool:
    """Return True for a day with the name of its month and no year. Spreadsheets turn `9-5` into such a day."""
    match = _DAY_AND_MONTH.fullmatch(text)
    return bool(match and find_months(match[1] or match[2]))


@functools.lru_cache(maxsize=20_000)
def read_day(text: str, order: str) -> str:
    """Return the ISO date of a text in one of ORDERS, or "". Years of two digits are from 1950 to 2049."""
    return _to_iso(_MIDNIGHT.sub("", text), order)


def has_short_year(text: str) -> bool:
    """Return True for a date whose year has two digits."""
    text = _MIDNIGHT.sub("", text)
    match = _YEAR_LAST.fullmatch(text)
    worded = None if match else _match_worded(text)
    return bool((match and len(match[4]) == 2) or (worded and len(worded["year"]) == 2))


def read_serial(text: str) -> str:
    """Return the ISO date for a spreadsheet's number of days, or for eight digits."""
    if len(text) == 8 and text.isdigit():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return (datetime.date(1899, 12, 30) + datetime.timedelta(days=int(text.partition(".")[0]))).isoformat()


def has_serial_dates(header: str, texts: Sequence[str]) -> bool:
    """Return True if a header names dates and its numbers can be days: `Date` with 44197 or 20210101."""
    return bool(_HEADERS.fullmatch(header)) and all(_SERIAL.fullmatch(text) for text in texts)


def _to_iso(text: str, order: str) -> str:
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match[1], match[3], match[4]
    elif match := _YEAR_LAST.fullmatch(text):
        year, month, day = match[4], match[3], match[1]
        month, day = (month, day) if order == "d.m.y" else (day, month)
    elif (match := _match_worded(text)) and len(numbers := find_months(match["month"])) == 1:
        year, month, day = match["year"], str(*numbers), match["day"]
    else:
        return ""
    year = year if len(year) == 4 else f"{19 if int(year) >= 50 else 20}{year}"
    date = f"{year}-{month:0>2}-{day:0>2}"
    return date if is_date(date) else ""


def _match_worded(text: str) -> re.Match[str] | None:
    """Match a date with the name of its month: `31 December 2020`, `05-Sep-26`."""
    match = _WORDED_DATES[0].fullmatch(text) or _WORDED_DATES[1].fullmatch(text)
    return match if match and find_months(match["month"]) else None


def find_months(word: str) -> set[int]:
    """Return the months for a name or its beginning: `lip` is June in Croatian and July in Polish."""
    return {number for name, number in _load_months() if name.startswith(word.lower())}


@functools.cache
def _load_months() -> frozenset[tuple[str, int]]:
    months = (Locale.parse(lang).months[form]["wide"].items() for lang in _LANGUAGES.split() for form in ("format", "stand-alone"))
    return frozenset({(name.lower(), number) for each in months for number, name in each} | {("mrz", 3)})  # in German spreadsheets
