"""Dates: ISO in addresses and data, the language's own form (CLDR) in text."""

from __future__ import annotations

import datetime
import functools
import re

from babel.dates import format_date


def is_date(text: object) -> bool:
    """Whether a value is an ISO date, YYYY-MM-DD, that exists."""
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


@functools.lru_cache(maxsize=4096)
def long_date(date: str, lang: str) -> str:
    """An ISO date in words: `21 December 2020`. English is written as in Europe, day first (CLDR en-GB)."""
    locale = {"en": "en_GB"}.get(lang, lang)
    return str(format_date(datetime.date.fromisoformat(date), format="long", locale=locale))
