"""The years that a figure is of, and those that a label names."""

from __future__ import annotations

import functools
import re

from macros.figures import Figure
from macros.numbers import find

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def own_years(figure: Figure, lang: str) -> tuple[str, ...]:
    """The years that a figure is of: one, or of a change the first and the last; by its rows, its periods, else by the words it needs."""
    declaration = figure.declaration
    if declaration.periods.get("field") == "year":
        return declaration.periods["from"], declaration.periods["to"]
    if "year" in declaration.rows:
        return (declaration.rows["year"],)
    for group in declaration.mentions.get(lang, ()):
        if all(YEAR.fullmatch(word) for word in group):
            return group
    return ()


def dated(figure: Figure, lang: str) -> tuple[str, ...]:
    """The years in the title of a figure that is of no year: "up to 17 November 2020"."""
    return tuple(YEAR.findall(figure.declaration.title.get(lang, "")))


@functools.lru_cache(maxsize=4096)
def bare_years(text: str, lang: str) -> tuple[str, ...]:
    """The years that a text names, but for those of days and months: "since 21 December 2020"."""
    if YEAR.search(text) is None:
        return ()
    said = (year for each in find(text, lang, "plain") if each.kind == "year" for year in YEAR.findall(each.text))
    return tuple(dict.fromkeys(said))
