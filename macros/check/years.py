"""The years that a figure is of, and those that a label names."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from macros.figures import Declaration, Figure
from macros.numbers.language import language

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

_BEFORE = re.compile(r"([^\W\d_]+)[.,]?\s+(?:del?\s+|of\s+)?$")


def own_years(figure: Figure, lang: str) -> tuple[str, ...]:
    """The years that a figure is of: one, or of a change the first and the last; by its rows, its periods, else by the words it needs."""
    declared = figure.declaration
    for name, dimension in declared.structure.dimensions.items():
        if dimension.period == "year" and name in declared.start:
            return declared.start[name], declared.end[name]
        if dimension.period == "year" and name in declared.where:
            return (declared.where[name],)
    for group in declared_words(declared, lang).values():
        if are_years(group):
            return group
    return ()


def declared_words(declared: Declaration, lang: str) -> dict[str, tuple[str, ...]]:
    """Return the words that must stand around a quote of a figure, in groups, each by the dimension that it tells apart."""
    found: dict[str, tuple[str, ...]] = {}
    for name, dimension in declared.structure.dimensions.items():
        if name not in declared.where:
            continue
        code = declared.where[name]
        if dimension.period == "year":
            found[name] = (code,)
        else:
            found |= {f"{name} {at}": group for at, group in enumerate(dimension.code(code).words(lang))}
    measure = declared.structure.measure(declared.field, {**declared.where, **declared.end})
    return found | {f" {at}": group for at, group in enumerate(measure.words(lang))}


def are_years(words: Iterable[str]) -> bool:
    return all(YEAR.fullmatch(word) for word in words)


def dated(figure: Figure, lang: str) -> tuple[str, ...]:
    """The years in the title of a figure that is of no year: "up to 17 November 2020"."""
    return _all(figure.declaration.title.get(lang, ""))


@functools.lru_cache(maxsize=4096)
def _all(text: str) -> tuple[str, ...]:
    return tuple(YEAR.findall(text))


@functools.lru_cache(maxsize=4096)
def bare_years(text: str, lang: str) -> tuple[str, ...]:
    """The years that a text names, but for those of days and months ("since 21 December 2020") and of documents ("2021/1232")."""
    months = language(lang).months
    found = []
    for match in YEAR.finditer(text):
        before = _BEFORE.search(text, max(0, match.start() - 20), match.start())
        if not (before and before[1].lower() in months) and text[match.end() : match.end() + 2][:1] not in ("/", "-"):
            found.append(match[0])
    return tuple(dict.fromkeys(found))
