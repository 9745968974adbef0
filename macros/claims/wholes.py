"""Whether a sentence takes a share for one of a larger whole, which another table of its package holds.

The kinds of protection are shares of the decisions that granted it: of "all decisions" they would be fewer. That a whole is a part of
something else the rows tell: another table has the same value at a code, under a total that is more.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from macros.base.errors import FaultError
from macros.claims.context import Contexts, Sentence, list_words
from macros.datapackage import Resource
from macros.figures import Figure, build_address
from macros.interface import read_interface_words
from macros.structure import DataStructure, Dimension, Measure

_WORD = re.compile(r"[^\W\d_]+")
_NEAR = 3  # words before the noun of a whole


def find_larger(sentence: Sentence, contexts: Contexts, base: re.Pattern[str]) -> str:
    """Return the words for a larger whole, of which a sentence says that the number is a share; "" where it says none."""
    text, lang, figure = sentence.text, sentence.lang, sentence.figure
    starts = [match.end() for at in (sentence.quantity.end, sentence.find_clause()[0], sentence.span[0]) if (match := base.match(text, at))]
    if not starts:
        return ""
    tables = _read_tables(figure, contexts)  # asked each time: what it says changes with any of their rows
    nouns, narrower = contexts.keep(("larger whole", figure.id, figure.version), lambda: _read_larger(figure, contexts, tables))
    for begin in starts:
        said = list(_WORD.finditer(text, begin, sentence.span[1]))[: 2 * _NEAR]
        at = next((at for at, word in enumerate(said[:_NEAR]) if word[0].lower() in nouns), None)
        if at is None:
            continue
        behind = [word[0].lower() for word in said[at + 1 : at + 2]]
        is_told = not {*read_interface_words(lang)["other_quantities"]["relatives"], *narrower}.isdisjoint(behind)
        if not is_told and narrower.isdisjoint(word[0].lower() for word in said[:at]):
            return text[begin : said[at].end()]
    return ""


def _read_tables(figure: Figure, contexts: Contexts) -> list[tuple[DataStructure, Resource]]:
    """Return the other tables of the package of a figure that tell of its periods, as a page sees them that sees it."""
    declared, as_of, found = figure.declaration, None if figure.is_newest else figure.version, []
    of = declared.structure.find_period_dimension()
    for (package, resource), structure in contexts.figures.structures.structure_by_table.items():
        if package == declared.package and resource != declared.resource and of and of.name in structure.dimensions:
            with contextlib.suppress(FaultError):
                source = replace(declared.source, resource=resource)
                found.append((structure, contexts.figures.find_table(source, as_of, declared.place)[1]))
    return found


def _read_larger(
    figure: Figure, contexts: Contexts, tables: Iterable[tuple[DataStructure, Resource]]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the nouns for what a larger whole counts as well as the figure's, and the words by which that is told apart from it."""
    declared, lang, nouns, narrower = figure.declaration, contexts.lang, set[str](), set[str]()
    measure, whole = declared.structure.measures.get(declared.field), None
    with contextlib.suppress(FaultError):
        whole = contexts.figures.get(
            build_address(declared.source, {**declared.where, **declared.of}), None if figure.is_newest else figure.version
        )
    if measure is None or whole is None:
        return frozenset(), frozenset()
    own = _nouns_of(measure, lang)
    for structure, table in tables:
        of = structure.find_period_dimension()
        period = declared.where.get(of.name, "") if of else ""
        for other in structure.measures.values():
            alike = own & _nouns_of(other, lang)
            values = _read_values(structure, table, other.name, period) if alike else {}
            same = {key for key, value in values.items() if key and value == whole.value}
            if same and values.get("", 0) > whole.value:
                nouns |= alike
                codes = (code for each in structure.dimensions.values() if each.codelist for code in each.codelist.codes.values())
                said = (word for code in codes if code.id in same for group in code.list_words_in_groups(lang) for word in group)
                narrower |= {part.lower() for word in said for part in _WORD.findall(word)}
    small = {*list_words(lang, "names_after"), *list_words(lang, "partitives"), *list_words(lang, "articles")}
    return frozenset(nouns), frozenset(narrower - small)


def _nouns_of(measure: Measure, lang: str) -> frozenset[str]:
    forms = measure.nouns.get(lang)
    return forms.many | forms.one if forms else frozenset()


def _read_values(structure: DataStructure, table: Resource, field: str, period: str) -> dict[str, Fraction]:
    """Return the values of a table in a period: of each code that is no total with the totals of all else, and at "" of the totals."""
    found: dict[str, Fraction] = {}
    of = structure.find_period_dimension()
    for row in table.rows:
        cells = {name: row.raw.get(name, "") for name, each in structure.dimensions.items() if not each.period}
        parts = [cell for name, cell in cells.items() if not _is_total(structure.dimensions[name], cell)]
        if of and row.raw.get(of.name) == period and len(parts) < 2:
            with contextlib.suppress(ValueError):
                found["".join(parts)] = Fraction(row.raw.get(field, ""))
    return found


def _is_total(dimension: Dimension, code: str) -> bool:
    listed_ = dimension.codelist.codes if dimension.codelist else {}
    return code in listed_ and listed_[code].is_total
