"""Defaults for a declaration: title, unit and decimals, derived from the structure of its data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from babel import Locale
from babel.lists import format_list

from macros.base.dates import find_european_locale
from macros.base.errors import FaultError
from macros.datapackage import LANGUAGE, Resource
from macros.figures.declaration import Declaration
from macros.figures.units import INDEX, find_difference_unit
from macros.interface import read_interface_words
from macros.structure import DataStructure, Dimension, Measure
from macros.structure.periods import write_period

_MOST = 6  # decimals
_NAMED = 6  # codes listed in a title at most


def compare_codes(dimension: Dimension, first: str, second: str) -> int:
    """Compare two periods: -1 for earlier, 1 for later, 0 for equal or codes without an order."""
    a, b = dimension.period_of(first), dimension.period_of(second)
    return (a > b) - (a < b) if a and b else 0


def label_code(dimension: Dimension, code: str, lang: str) -> str:
    """Return the name of a code in a language, or ""."""
    if period := dimension.period_of(code):
        return write_period(period, lang)
    if dimension.period or dimension.codelist is None:
        return code
    return dimension.find_code(code).label.get(lang, "")


def fill_labels(texts: Mapping[str, str], codes: Mapping[str, str], structure: DataStructure) -> dict[str, str]:
    """Fill the labels of codes into the texts of a pattern: `Deaths in {place}, {year}`."""
    found = {}
    for lang, text in texts.items():
        for name, code in codes.items():
            if f"{{{name}}}" in text and name in structure.dimensions:
                text = text.replace(f"{{{name}}}", label_code(structure.dimensions[name], code, lang) or code)
        found[lang] = text
    return found


def derive_label(declared: Declaration) -> dict[str, str]:
    """Return a title in each language with the necessary words: `Deaths, Denmark: change, 2022 to 2023`."""
    return {lang: text for lang in _list_languages(declared) if (text := _label_in(declared, lang))}


def _list_languages(declared: Declaration) -> Iterator[str]:
    """Yield the languages with a name for its measure or one of its codes."""
    named = [each.label for each in declared.structure.all_measures()]
    for dimension in declared.structure.dimensions.values():
        named += [code.label for code in dimension.codelist.codes.values()] if dimension.codelist else []
    yield from dict.fromkeys([*(lang for texts in named for lang in texts), LANGUAGE])


def _label_in(declared: Declaration, lang: str) -> str:
    where = declared.where
    measure = declared.structure.find_measure(declared.field, {**where, **declared.end})
    parts = [_label_measure(measure, lang)]
    periods: list[str] = []
    for name, dimension in declared.structure.dimensions.items():
        if isinstance(taken := declared.over.get(name, ""), tuple) and len(taken) <= _NAMED:
            labels = [label_code(dimension, code, lang) for code in taken]
            parts.append(format_list(labels, locale=find_european_locale(lang)) if all(labels) else "")
        if name not in where:
            continue
        code = dimension.find_code(where[name])
        if code.measure is not None:
            continue  # already the name of the measure
        (periods if dimension.period else parts).append(label_code(dimension, where[name], lang))
    if not all(parts):
        return ""
    try:
        said = read_interface_words(lang)
    except FaultError:  # a language without interface words
        return ""
    for name in declared.start:
        ends = (label_code(declared.structure.dimensions[name], each[name], lang) for each in (declared.start, declared.end))
        periods.append(str(said["period"]["to"]).format(*ends))
    title = ", ".join([parts[0][:1].upper() + parts[0][1:], *parts[1:]])
    if not declared.operation.is_copy:
        title += ": " + _label_operation(declared, lang, said)
    return ", ".join([title, *periods])


def _label_operation(declared: Declaration, lang: str, said: Mapping[str, object]) -> str:
    """Return the operation in a title: `share of all countries`."""
    forms = said["operations"]
    assert isinstance(forms, Mapping)
    form = str(forms[declared.operation.name])
    whole = ", ".join(label_code(declared.structure.dimensions[name], code, lang) or code for name, code in declared.of.items())
    start = ", ".join(label_code(declared.structure.dimensions[name], code, lang) or code for name, code in declared.start.items())
    each = ""
    if declared.per:
        of = declared.unit.partition(f"per {declared.per.each:,}")[2].strip()
        group = str(Locale.parse(find_european_locale(lang)).number_symbols["latn"]["group"])
        each = (
            f"{declared.per.each:,}".replace(",", group)
            + f" {read_interface_words(lang)['rate_of'].get(of, of if lang == LANGUAGE else '')}".rstrip()
        )
    return form.replace("{whole}", whole).replace("{from}", start).replace("{each}", each)


def _label_measure(measure: Measure, lang: str) -> str:
    return measure.label.get(lang, "" if measure.label else measure.name.replace("_", " "))


def derive_unit(declared: Declaration, of_per: DataStructure | None = None) -> str:
    """Return the unit of its value, given by its operation, else by its measure, else by the noun of the counted things."""
    measure = declared.structure.find_measure(declared.field, {**declared.where, **declared.end})
    own = measure.unit or declared.field.replace("_", " ")
    operation = declared.operation
    if declared.per and of_per is not None:
        counted = of_per.find_measure(declared.per.source.column, dict(declared.where))
        return f"per {declared.per.each:,} {counted.unit}".strip()
    if operation.name == "index" and any(declared.structure.dimensions[name].period != "year" for name in declared.start):
        return INDEX  # only a base year can be written in a unit ("2015 = 100")
    if operation.unit:
        return operation.unit.replace("{from}", ", ".join(declared.start.values()))
    return find_difference_unit(own) if operation.is_change else own


def derive_decimals(declared: Declaration, unit: str, resource: Resource) -> int:
    """Return the default decimals: those of its operation, else of its measure, else of its column's cells."""
    measure = declared.structure.find_measure(declared.field, {**declared.where, **declared.end})
    if declared.operation.decimals is not None:
        return declared.operation.decimals
    if measure.decimals is not None:
        return measure.decimals
    cells = max((len(row.raw[declared.field].partition(".")[2]) for row in resource.find_rows(declared.where)), default=0)
    scaled = max(0, cells - len(str(measure.scale)) + 1)
    return min(_MOST, scaled + (1 if declared.operation.name in ("mean", "median") else 0))
