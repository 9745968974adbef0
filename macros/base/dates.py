"""Dates: ISO in addresses and data, the language's own form (CLDR) in text."""

from __future__ import annotations

import datetime
import functools
import re

from babel import Locale, UnknownLocaleError
from babel.dates import format_date


def is_date(text: object) -> bool:
    """Return whether a value is an existing ISO date, YYYY-MM-DD."""
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def find_european_locale(lang: str) -> str:
    """Return the European locale of a language. CLDR defaults to American English and Brazilian Portuguese."""
    return {"en": "en_GB", "pt": "pt_PT"}.get(lang, lang)


@functools.lru_cache(maxsize=4096)
def write_long_date(date: str, lang: str) -> str:
    """Write an ISO date in words: `21 December 2020`, `21 de diciembre de 2020`."""
    return str(format_date(datetime.date.fromisoformat(date), format="long", locale=find_european_locale(lang)))


@functools.lru_cache
def _compile_date_forms(lang: str) -> tuple[re.Pattern[str], dict[str, int]]:
    names = Locale.parse(lang).months["format"]
    months = {str(name).lower().rstrip("."): number for width in ("wide", "abbreviated") for number, name in names[width].items()}
    month = "|".join(sorted((re.escape(name) for name in months), key=len, reverse=True))
    day, year = r"(?P<d{0}>[0-3]?[0-9])(?:st|nd|rd|th|\.|º)?", r"(?P<y{0}>[0-9]{{4}})"
    of = r"(?:\s+(?:de|of))?\s+"
    forms = (
        r"(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})",
        day.format(1) + of + rf"(?P<m1>{month})\.?,?" + of + year.format(1),
        rf"(?P<m2>{month})\.?\s+" + day.format(2) + r",?\s+" + year.format(2),
    )
    return re.compile("|".join(forms), re.IGNORECASE), months


def read_date(text: str, lang: str) -> str | None:
    """Find a whole date in a text, in words or digits (`21 December 2020`), and return it as ISO, else None."""
    pattern, months = _compile_date_forms(lang)
    match = pattern.search(text)
    if not match:
        return None
    if match["iso"]:
        return match["iso"] if is_date(match["iso"]) else None
    n = "1" if match["m1"] else "2"
    date = f"{match[f'y{n}']}-{months[match[f'm{n}'].lower().rstrip('.')]:02}-{int(match[f'd{n}']):02}"
    return date if is_date(date) else None


def remove_dates(text: str, lang: str) -> str:
    """Remove whole dates from a text. In a language without names of months the text stays."""
    try:
        pattern, _ = _compile_date_forms(lang)
    except (UnknownLocaleError, ValueError):
        return text
    return pattern.sub(" ", text)
