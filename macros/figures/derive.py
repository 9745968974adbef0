"""Derives what a declaration leaves out: title, unit and decimals, from the structure of its data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from babel import Locale
from babel.lists import format_list

from macros.base.dates import european
from macros.base.errors import FaultError
from macros.datapackage import LANGUAGE, Resource
from macros.figures.declaration import Declaration
from macros.figures.units import INDEX, difference
from macros.interface import words
from macros.structure import DataStructure, Dimension, Measure
from macros.structure.periods import written

_MOST = 6  # decimals
_NAMED = 6  # codes that a title names, of those that are taken together


def compare_codes(dimension: Dimension, first: str, second: str) -> int:
    """Return whether one period is before (-1) or after (1) another; 0 for the same one, and for codes that have no order."""
    a, b = dimension.period_of(first), dimension.period_of(second)
    return (a > b) - (a < b) if a and b else 0


def code_label(dimension: Dimension, code: str, lang: str) -> str:
    """Return what a code is called in a language, "" where it has no name there."""
    if period := dimension.period_of(code):
        return written(period, lang)
    if dimension.period or dimension.codelist is None:
        return code
    return dimension.code(code).label.get(lang, "")


def filled(texts: Mapping[str, str], codes: Mapping[str, str], structure: DataStructure) -> dict[str, str]:
    """Return the texts of a pattern with the codes' labels put in: `Deaths in {place}, {year}`."""
    found = {}
    for lang, text in texts.items():
        for name, code in codes.items():
            if f"{{{name}}}" in text and name in structure.dimensions:
                text = text.replace(f"{{{name}}}", code_label(structure.dimensions[name], code, lang) or code)
        found[lang] = text
    return found


def derived_label(declared: Declaration) -> dict[str, str]:
    """Return a title in each language that has the words: `Deaths, Denmark: change, 2022 to 2023`."""
    return {lang: text for lang in _languages(declared) if (text := _label(declared, lang))}


def _languages(declared: Declaration) -> Iterator[str]:
    """The languages in which its measure or one of its codes has a name."""
    named = [each.label for each in declared.structure.all_measures()]
    for dimension in declared.structure.dimensions.values():
        named += [code.label for code in dimension.codelist.codes.values()] if dimension.codelist else []
    yield from dict.fromkeys([*(lang for texts in named for lang in texts), LANGUAGE])


def _label(declared: Declaration, lang: str) -> str:
    where = declared.where
    measure = declared.structure.measure(declared.field, {**where, **declared.end})
    parts = [_measure_label(measure, lang)]
    periods: list[str] = []
    for name, dimension in declared.structure.dimensions.items():
        if isinstance(taken := declared.over.get(name, ""), tuple) and len(taken) <= _NAMED:
            labels = [code_label(dimension, code, lang) for code in taken]
            parts.append(format_list(labels, locale=european(lang)) if all(labels) else "")
        if name not in where:
            continue
        code = dimension.code(where[name])
        if code.measure is not None:
            continue  # it is what the measure is called
        (periods if dimension.period else parts).append(code_label(dimension, where[name], lang))
    if not all(parts):
        return ""
    try:
        said = words(lang)
    except FaultError:  # a language whose words nobody knows
        return ""
    for name in declared.start:
        ends = (code_label(declared.structure.dimensions[name], each[name], lang) for each in (declared.start, declared.end))
        periods.append(str(said["period"]["to"]).format(*ends))
    title = ", ".join([parts[0][:1].upper() + parts[0][1:], *parts[1:]])
    if not declared.operation.is_copy:
        title += ": " + _operation(declared, lang, said)
    return ", ".join([title, *periods])


def _operation(declared: Declaration, lang: str, said: Mapping[str, object]) -> str:
    """What is made of the cells, as a title says it: `share of all countries`."""
    forms = said["operations"]
    assert isinstance(forms, Mapping)
    form = str(forms[declared.operation.name])
    whole = ", ".join(code_label(declared.structure.dimensions[name], code, lang) or code for name, code in declared.of.items())
    start = ", ".join(code_label(declared.structure.dimensions[name], code, lang) or code for name, code in declared.start.items())
    each = ""
    if declared.per:
        of = declared.unit.partition(f"per {declared.per.each:,}")[2].strip()
        group = str(Locale.parse(european(lang)).number_symbols["latn"]["group"])
        each = f"{declared.per.each:,}".replace(",", group) + f" {words(lang)['rate_of'].get(of, of if lang == LANGUAGE else '')}".rstrip()
    return form.replace("{whole}", whole).replace("{from}", start).replace("{each}", each)


def _measure_label(measure: Measure, lang: str) -> str:
    return measure.label.get(lang, "" if measure.label else measure.name.replace("_", " "))


def derived_unit(declared: Declaration, of_per: DataStructure | None = None) -> str:
    """Return the unit of its value: that of its operation, else that of its measure, else the noun of what is counted."""
    measure = declared.structure.measure(declared.field, {**declared.where, **declared.end})
    own = measure.unit or declared.field.replace("_", " ")
    operation = declared.operation
    if declared.per and of_per is not None:
        counted = of_per.measure(declared.per.source.column, dict(declared.where))
        return f"per {declared.per.each:,} {counted.unit}".strip()
    if operation.name == "index" and any(declared.structure.dimensions[name].period != "year" for name in declared.start):
        return INDEX  # of which year's value it is made says a unit, "2015 = 100"; another base is named in words
    if operation.unit:
        return operation.unit.replace("{from}", ", ".join(declared.start.values()))
    return difference(own) if operation.is_change else own


def derived_decimals(declared: Declaration, unit: str, resource: Resource) -> int:
    """Return the decimals at which it is quoted: those of its operation, else of its measure, else those that its column's cells have."""
    measure = declared.structure.measure(declared.field, {**declared.where, **declared.end})
    if declared.operation.decimals is not None:
        return declared.operation.decimals
    if measure.decimals is not None:
        return measure.decimals
    cells = max((len(row.raw[declared.field].partition(".")[2]) for row in resource.where(declared.where)), default=0)
    scaled = max(0, cells - len(str(measure.scale)) + 1)
    return min(_MOST, scaled + (1 if declared.operation.name in ("mean", "median") else 0))
