"""The reader of data/<package>/dimensions.yml and data/codelists/. It compares them with the rows.

    tables:
      counts:
        dimensions:
          year: {period: year}
          place: {codes: places}               # a list below, or data/codelists/places.yml
        measures:
          deaths: {nouns: {en: {many: [deaths], one: [death]}}}
        attributes:
          flag: {means: status, codes: {p: provisional, c: suppressed}}
    codelists:
      places:
        codes:
          dk: {label: {en: Denmark}, names: {en: [Danish]}, part_of: all}
          all: {label: {en: all countries}, total: true}
        exhaustive: true

A code in a column and not in its list is refused here, because the schema's own `categories` would accept it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from macros.base.dates import is_date
from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.base.files import find_files
from macros.base.noun_forms import NounForms
from macros.base.yaml_source import Document, format_as_cell, read_yaml
from macros.datapackage import CODE_LISTS, LANGUAGE, STRUCTURE, Packages, Resource
from macros.structure.model import (
    MEANINGS,
    NORMAL,
    QUALIFIERS,
    SEPARATOR,
    STATISTICS,
    Attribute,
    Code,
    CodeList,
    DataStructure,
    Dimension,
    Groups,
    Measure,
    Part,
    to_slug,
)
from macros.structure.periods import KINDS, PeriodError, find_period, parse_period
from macros.structure.totals import find_wrong_totals

_SCALE_WORDS = re.compile(r"\b(?:thousands?|millions?|billions?|trillions?)\b|(?<![0-9][.,])\b000s?\b", re.IGNORECASE)
# Kind of period -> the pattern of all cells, to infer it for an undeclared table.
_PERIODS = {
    "year": re.compile(r"(?:1[6-9]|2[01])[0-9]{2}"),
    "quarter": re.compile(r"[0-9]{4}-?Q[1-4]"),
    "month": re.compile(r"[0-9]{4}(?:-|M)(?:0[1-9]|1[0-2])"),
    "day": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "fiscal-year": re.compile(r"(?:FY ?)?[0-9]{4}[/\u2013-][0-9]{2}|FY ?[0-9]{4}"),
    "span": re.compile(r"[0-9]{4}[/\u2013-](?:[0-9]{2}|[0-9]{4})"),
}
_ONCE = ("status", "bound", "scale")  # meanings allowed for one column only
_MOST_FAULTS = 20  # for one column: a wrong list would give one fault a cell
_KEYS = {
    "": ("tables", "codelists"),
    "table": ("dimensions", "measures", "attributes"),
    "dimension": ("period", "codes", "since"),
    "measure": ("label", "nouns", "names", "unit", "scale", "decimals", "statistic", "stock", "status", "attribution"),
    "attribute": ("means", "codes", "of", "lang", "separator", "texts"),
    "list": ("codes", "exhaustive"),
    "code": ("label", "names", "id", "total", "part_of", "measure"),
    "nouns": ("many", "one", "between"),
    "part": ("code", "since", "until"),
}


@dataclass
class Structures:
    """The structures of all tables, by package and resource.

    Attributes:
        faults: the faults of their declarations.
    """

    structure_by_table: Mapping[tuple[str, str], DataStructure] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    _inferred: dict[tuple[str, str], DataStructure] = field(default_factory=dict, repr=False, compare=False)

    def find_structure(self, package: str, resource: Resource) -> DataStructure:
        """Return the structure of a table: declared, or else inferred."""
        key = (package, resource.name)
        if key in self.structure_by_table:
            return self.structure_by_table[key]
        if key not in self._inferred:
            self._inferred[key] = infer_structure(resource)
        return self._inferred[key]

    def list_measures(self) -> Iterator[Measure]:
        """Yield every declared measure."""
        for structure in self.structure_by_table.values():
            yield from structure.all_measures()


def read_structures(root: Path, packages: Packages) -> Structures:
    """Read the structures of all packages, and compare them with the rows of every version."""
    reader = _StructureReader(root)
    for path in find_files(root, f"data/{CODE_LISTS}/*.yml"):
        reader.read_shared(path)
    declared: dict[tuple[str, str], DataStructure] = {}
    for name in packages.list_names():
        if (root / "data" / name / STRUCTURE).is_file():
            declared |= reader.read_package(name, packages)
    return Structures(declared, reader.faults)


def infer_structure(resource: Resource) -> DataStructure:
    """Infer the structure of an undeclared table: its key columns are dimensions, and its other numbers are measures.

    A column with years, quarters, months or days in all cells is a column of periods, whatever its name.
    """
    numbers = [name for name, field_ in resource.fields.items() if field_.get("type") in ("integer", "number")]
    keys = resource.key or tuple(name for name in resource.fields if name not in numbers)
    dimensions = {name: Dimension(name, infer_period_kind(resource.values[name])) for name in keys}
    measures = {name: Measure(name, unit=_find_common_unit(resource, name)) for name in numbers if name not in keys}
    attributes = {"bound": Attribute("bound", "bound")} if "bound" in resource.fields and "bound" not in keys else {}
    return DataStructure(dimensions, measures, attributes)


def infer_period_kind(cells: Collection[str]) -> str:
    """Return the kind of period of all cells by their form, or ""."""
    return next(
        (kind for kind, form in _PERIODS.items() if cells and all(form.fullmatch(cell) and _is_period(cell, kind) for cell in cells)), ""
    )


def _is_period(cell: str, kind: str) -> bool:
    try:
        parse_period(cell, kind)
    except PeriodError:
        return False
    return True


def _find_common_unit(resource: Resource, name: str) -> str:
    """Return the unit of a column in its schema, if it applies to all rows."""
    unit = str(resource.fields[name].get("unit") or "")
    return "" if re.search(r",|\bor\b|\bas\b", unit) else unit


Lists = dict[str, CodeList | None]
"""Name -> code list, or None for a list with faults."""


@dataclass
class _StructureReader:
    root: Path
    faults: list[Fault] = field(default_factory=list)
    shared: Lists = field(default_factory=dict)

    def read_shared(self, path: Path) -> None:
        """Read a shared code list."""
        name = f"data/{CODE_LISTS}/{path.name}"
        try:
            document = read_yaml(path, name)
        except FaultError as error:
            self.faults += error.faults
            self.shared[path.stem] = None
            return
        self.shared[path.stem] = _EntryReader(document, self.faults).read_codelist(path.stem, document.value, ())

    def read_package(self, package: str, packages: Packages) -> dict[tuple[str, str], DataStructure]:
        """Read the structures of the tables of a package, or none if one has faults."""
        name = f"data/{package}/{STRUCTURE}"
        try:
            document = read_yaml(self.root / name, name)
        except FaultError as error:
            self.faults += error.faults
            return {}
        before = len(self.faults)
        entries = _EntryReader(document, self.faults)
        value = entries.read_mapping(document.value, (), "")
        lists = dict(self.shared)
        for key, entry in entries.read_items(value, "codelists"):
            lists[key] = entries.read_codelist(key, entry, ("codelists", key))
        versions = packages.versions[package]
        known = {resource.name: resource for version in versions for resource in version.resources.values()}
        structures: dict[tuple[str, str], DataStructure] = {}
        if isinstance(document.value, dict) and "tables" not in value:
            entries.add_fault("has no tables", "name the columns of a table: tables: {counts: {dimensions: ..., measures: ...}}")
        for key, entry in entries.read_items(value, "tables"):
            if key not in known:
                entries.add_fault(f'has the table "{key}", which is not in {package}', suggest_nearest(key, known), "tables", key)
            elif structure := entries.read_structure(known[key], entry, ("tables", key), lists):
                structures[package, key] = structure
        if len(self.faults) > before:
            return {}
        for (_, key), structure in structures.items():
            for version in versions:
                if key in version.resources:
                    self.faults += _find_wrong_cells(version.resources[key], structure, document.place_of("tables", key))
            if versions and key in versions[-1].resources and len(self.faults) == before:  # a newer version may mend a wrong total
                self.faults += find_wrong_totals(versions[-1].resources[key], structure)
        return structures


def _find_wrong_cells(resource: Resource, structure: DataStructure, place: Place) -> list[Fault]:
    """Return a fault for each cell that the structure of its table does not allow."""
    found: list[Fault] = []
    for name, dimension in structure.dimensions.items():
        if name not in resource.fields:
            continue  # a column of another version
        judged = {cell: told for cell in resource.values[name] if (told := _find_wrong_code(dimension, cell))[0]}
        wrong = [(row.line, *judged[row.raw[name]]) for row in resource.rows if row.raw[name] in judged] if judged else []
        found += [
            Fault(Place(resource.path, line), "unknown-code", f"has {name} {fact}", f"{remedy} ({place})")
            for line, fact, remedy in wrong[:_MOST_FAULTS]
        ]
    for attribute in structure.attributes.values():
        if attribute.name in resource.fields and attribute.codes:
            strange = resource.values[attribute.name].keys() - attribute.codes.keys()
            for row in resource.rows if strange else ():
                cell = row.raw[attribute.name]
                is_needed = attribute.means == "scale" and any(row.values.get(column) is not None for column in structure.measures)
                if (cell or is_needed) and cell not in attribute.codes:
                    fact = f'has {attribute.name} "{cell}", which is not one of its codes'
                    found.append(Fault(Place(resource.path, row.line), "unknown-code", fact, suggest_nearest(cell, attribute.codes)))
    return found


def _find_wrong_code(dimension: Dimension, cell: str) -> tuple[str, str]:
    if dimension.period:
        try:
            parse_period(cell, dimension.period, dimension.since)
        except PeriodError as error:
            return f'"{cell}": {error}', "fix the cell, or the kind of its periods"
        return "", ""
    if dimension.codelist and cell not in dimension.codelist.codes:
        return f'"{cell}", which is not in the code list {dimension.codelist.id}', suggest_nearest(cell, dimension.codelist.codes)
    return "", ""


@dataclass
class _EntryReader:
    """A reader of the entries of a document. An entry at fault is reported, and its result is None."""

    document: Document
    faults: list[Fault]

    def add_fault(self, fact: str, remedy: str, *path: str | int) -> None:
        """Add a fault."""
        self.faults.append(Fault(self.document.place_of(*path), "structure", fact, remedy))

    def read_mapping(self, value: Any, path: tuple[Any, ...], kind: str) -> dict[str, Any]:
        """Return the known keys of an entry, which must be a mapping. Unknown keys are faults."""
        if not isinstance(value, dict):
            keys = ", ".join(_KEYS[kind])
            self.add_fault(
                f"has {path[-1] if path else 'a file'} that is not a mapping" if path else "is not a mapping", f"give it {keys}", *path
            )
            return {}
        for key in value:
            if key not in _KEYS[kind]:
                self.add_fault(f'has the key "{key}", which is unknown', suggest_nearest(str(key), _KEYS[kind]), *path, key)
        return {str(key): each for key, each in value.items() if key in _KEYS[kind]}

    def read_items(self, value: Mapping[str, Any], key: str, *path: Any) -> list[tuple[str, Any]]:
        """Return the entries below an optional key."""
        found = value.get(key)
        if key not in value:
            return []
        if not isinstance(found, dict) or not (found or key == "codelists"):
            self.add_fault(f"has {key} that are {'no' if found != {} else 'an empty'} mapping", f"write {key}: {{name: ...}}", *path, key)
            return []
        named = [(format_as_cell(name), each) for name, each in found.items()]
        if len(dict(named)) < len(named):
            twice = next(name for at, (name, _) in enumerate(named) if name in dict(named[:at]))
            self.add_fault(f'has "{twice}" twice in {key}, as a text and as a number', "leave one of them out", *path, key)
        return named

    def read_word(self, entry: Mapping[str, Any], key: str, path: tuple[Any, ...], allowed: Collection[str] = ()) -> str:
        """Return the text of a key, or "". allowed: the allowed texts, if there is a closed list."""
        text = entry.get(key, "")
        if key not in entry or (isinstance(text, str) and text.strip() and (text in allowed or not allowed)):
            return str(text)
        self.add_fault(
            f'has the {key} "{format_as_cell(text)}"',
            suggest_nearest(format_as_cell(text), allowed) if allowed else "write a text",
            *path,
            key,
        )
        return ""

    def read_flag(self, entry: Mapping[str, Any], key: str, path: tuple[Any, ...]) -> bool:
        """Return a boolean."""
        value = entry.get(key, False)
        if not isinstance(value, bool):
            self.add_fault(f'has {key}: "{format_as_cell(value)}"', "write true or false", *path, key)
        return value is True

    def read_structure(self, resource: Resource, value: Any, path: tuple[Any, ...], lists: Lists) -> DataStructure | None:
        """Read the structure of a table."""
        entry, before = self.read_mapping(value, path, "table"), len(self.faults)
        dimensions: dict[str, Dimension] = {}
        measures: dict[str, Measure] = {}
        attributes: dict[str, Attribute] = {}
        given = len(self.find_mapping(value, "dimensions"))
        for name, each in self._read_columns(entry, "dimensions", path, resource):
            if found := self.read_dimension(name, each, (*path, "dimensions", name), lists):
                dimensions[name] = found
        for name, each in self._read_columns(entry, "measures", path, resource):
            if resource.fields[name].get("type") not in ("integer", "number"):
                self.add_fault(
                    f"has the measure {name}, whose column holds no numbers", "name a column of numbers", *path, "measures", name
                )
            measures[name] = self.read_measure(name, each, (*path, "measures", name))
        for name, each in self._read_columns(entry, "attributes", path, resource):
            if attribute := self.read_attribute(name, each, (*path, "attributes", name)):
                attributes[name] = attribute
        if twice := sorted(
            (dimensions.keys() & measures.keys()) | (dimensions.keys() & attributes.keys()) | (measures.keys() & attributes.keys())
        ):
            self.add_fault(f"has the column {twice[0]} in two parts", "a column is a dimension, a measure or an attribute", *path)
        if isinstance(value, dict) and not {"dimensions", "measures"} <= value.keys():
            self.add_fault(f"has the table {path[-1]} without dimensions or measures", "name the columns that are one", *path)
        elif lacking := [name for name in resource.key if name not in self.find_mapping(value, "dimensions")]:
            self.add_fault(
                f"is missing {lacking[0]} among its dimensions, which the key of {resource.name} has", "add it", *path, "dimensions"
            )
        told = [(each.means, each.of) for each in attributes.values() if each.means in _ONCE]
        said = [means for means, _ in told]
        if twice := sorted({means for means, of in told if told.count((means, of)) > 1}):
            self.add_fault(f"has two attributes that mean {twice[0]}", "leave one of them out", *path, "attributes")
        for each in attributes.values():
            if each.of and each.of not in self.find_mapping(value, "measures"):
                remedy = suggest_nearest(each.of, self.find_mapping(value, "measures"))
                fact = f"has the attribute {each.name} of {each.of}, which is no measure"
                self.add_fault(fact, remedy, *path, "attributes", each.name, "of")
        coded = [code.measure for each in dimensions.values() if each.codelist for code in each.codelist.codes.values() if code.measure]
        scales = [any(each.scale != 1 for each in measures.values()), any(each.scale != 1 for each in coded), "scale" in said]
        if sum(scales) > 1:
            ways = [way for way, is_given in zip(("of a measure", "of a code", "in a column"), scales, strict=True) if is_given]
            self.add_fault(f"has a scale {' and '.join(ways)}: it is given twice", "leave one of them out", *path)
        return DataStructure(dimensions, measures, attributes, True) if len(self.faults) == before and len(dimensions) == given else None

    @staticmethod
    def find_mapping(value: Any, key: str) -> dict[Any, Any]:
        """Return the mapping of a key, or an empty one, without faults."""
        found = value.get(key) if isinstance(value, dict) else None
        return found if isinstance(found, dict) else {}

    def _read_columns(self, entry: Mapping[str, Any], key: str, path: tuple[Any, ...], resource: Resource) -> Iterator[tuple[str, Any]]:
        for name, each in self.read_items(entry, key, *path):
            if name in resource.fields:
                yield name, each
            else:
                self.add_fault(
                    f'has the column "{name}", which is not in {resource.name}', suggest_nearest(name, resource.fields), *path, key, name
                )

    def read_dimension(self, name: str, value: Any, path: tuple[Any, ...], lists: Lists) -> Dimension | None:
        """Read a dimension."""
        entry = self.read_mapping({} if value is None else value, path, "dimension")
        before = len(self.faults)
        period, codes, since = (
            self.read_word(entry, "period", path, KINDS),
            self.read_word(entry, "codes", path),
            self.read_word(entry, "since", path),
        )
        if len(self.faults) > before:
            return None
        if period and codes:
            self.add_fault(f"has {name} with periods and codes", "a dimension is of periods or of a code list", *path)
        elif since and not is_date(since):
            self.add_fault(f'has since "{since}", which is not a valid day', "write since: 2020-12-21", *path, "since")
        elif bool(since) != (period == "weeks") and not (since and period == "fiscal-year"):
            fact = "counts weeks without since" if period == "weeks" else f'has since "{since}" without weeks or fiscal years'
            self.add_fault(fact, "write {period: weeks, since: 2020-12-21}", *path)
        elif codes and codes not in lists:
            self.add_fault(f'has the code list "{codes}", which does not exist', suggest_nearest(codes, lists), *path, "codes")
        if len(self.faults) > before or (codes and lists[codes] is None):
            return None
        return Dimension(name, period, lists.get(codes), since)

    def read_measure(self, name: str, value: Any, path: tuple[Any, ...]) -> Measure:
        """Read a measure."""
        entry = self.read_mapping({} if value is None else value, path, "measure")
        scale, decimals = entry.get("scale", 1), entry.get("decimals")
        if type(scale) is not int or scale < 1 or not re.fullmatch("10*", str(scale)):
            self.add_fault(f"has the scale {scale}", "write a power of ten, such as scale: 1000", *path, "scale")
            scale = 1
        if decimals is not None and (type(decimals) is not int or not 0 <= decimals <= 6):
            self.add_fault(f"has decimals {decimals}", "use a whole number from 0 to 6", *path, "decimals")
            decimals = None
        unit, status = self.read_word(entry, "unit", path), self.read_word(entry, "status", path, ("reported", "disputed"))
        statistic = self.read_word(entry, "statistic", path, STATISTICS)
        if scale != 1 and _SCALE_WORDS.search(unit):
            self.add_fault(f'has a scale and the unit "{unit}": it is given twice', "leave the word out of the unit", *path, "unit")
        listed = self.read_items(entry, "nouns", *path)
        nouns = {lang: forms for lang, each in listed if (forms := self.read_nouns(lang, each, (*path, "nouns", lang)))}
        first = {lang: str(each["many"][0]) for lang, each in listed if lang in nouns}
        return Measure(
            name,
            first | self.read_texts(entry, "label", path),
            nouns,
            self.read_names(entry, path),
            unit or first.get(LANGUAGE) or next(iter(first.values()), ""),
            scale,
            decimals,
            statistic or "total",
            status,
            self.read_texts(entry, "attribution", path),
            self.read_flag(entry, "stock", path),
        )

    def read_nouns(self, lang: str, value: Any, path: tuple[Any, ...]) -> NounForms | None:
        """Read the nouns of a language."""
        entry = self.read_mapping(value, path, "nouns")
        if isinstance(value, dict) and "many" not in entry:
            self.add_fault(f"has nouns of {lang} without many", "write many: [deaths]", *path)
        found = {}
        for key, words in entry.items():
            if not (isinstance(words, list) and words and all(isinstance(word, str) and len(word.split()) == 1 for word in words)):
                self.add_fault(f"has nouns of {lang} ({key}) that are not a list of single words", "write many: [deaths]", *path, key)
                return None
            found[key] = frozenset(word.lower() for word in words)
        return NounForms(lang, **found) if "many" in found else None

    def read_attribute(self, name: str, value: Any, path: tuple[Any, ...]) -> Attribute | None:
        """Read a column of attributes."""
        entry = self.read_mapping(value, path, "attribute")
        if isinstance(value, dict) and "means" not in entry:
            self.add_fault(f"has the attribute {name} without means", f"write means: {MEANINGS[0]}", *path)
        means = self.read_word(entry, "means", path, MEANINGS)
        if not means:
            return None
        for key in ("lang", "separator", "texts"):
            if key in entry and means not in ("note", "said_by"):
                self.add_fault(f"has {key} of {name}, which means {means}", f"leave {key} out; only a note has one", *path, key)
                return None
        if means in ("note", "said_by"):
            return self.read_note_column(name, means, entry, path)
        several = means == "status"  # one code may say two things: {bp: [break, provisional]}
        codes = {
            key: " ".join(map(format_as_cell, each)) if several and isinstance(each, list) else format_as_cell(each)
            for key, each in self.read_items(entry, "codes", *path)
        }
        allowed = (NORMAL, *QUALIFIERS) if means == "status" else ()
        for key, each in codes.items():
            wrong = [part for part in each.split() or [each] if part not in allowed]
            if (allowed and wrong) or (means == "scale" and not re.fullmatch("10*", each)):
                each = wrong[0]
                remedy = suggest_nearest(each, allowed) if allowed else "write a power of ten, such as Thousands: 1000"
                self.add_fault(f'has the code "{key}" of {name}, which means "{each}"', remedy, *path, "codes", key)
                return None
        if means in ("status", "scale") and not codes:
            self.add_fault(f"has the attribute {name} without codes", "write codes: {p: provisional}", *path)
            return None
        of = self.read_word(entry, "of", path)
        return Attribute(name, means, {key: "" if allowed and each == NORMAL else each for key, each in codes.items()}, of)

    def read_note_column(self, name: str, means: str, entry: Mapping[str, Any], path: tuple[Any, ...]) -> Attribute | None:
        """Read a column of notes, or of who said a value: their language, what separates several in one cell, and their translations."""
        if "codes" in entry:
            self.add_fault(f"has codes of {name}, which means {means}", "write texts: {note: {en: ...}}", *path, "codes")
            return None
        lang, before = self.read_word(entry, "lang", path) or LANGUAGE, len(self.faults)
        separator = entry.get("separator", SEPARATOR)
        if not isinstance(separator, str):
            self.add_fault(f"has a separator of {name} that is not a text", 'write separator: "|"', *path, "separator")
        if not re.fullmatch("[a-z]{2,3}", lang):
            self.add_fault(f'has the language "{lang}" of {name}, which is none', "write lang: en", *path, "lang")
        listed = self.read_items(entry, "texts", *path)
        texts = {key: self.read_texts({"text": each}, "text", (*path, "texts", key)) for key, each in listed}
        of = self.read_word(entry, "of", path)
        return Attribute(name, means, of=of, lang=lang, separator=str(separator), texts=texts) if len(self.faults) == before else None

    def read_codelist(self, name: str, value: Any, path: tuple[Any, ...]) -> CodeList | None:
        """Read a code list, and check that its parts form no cycle and, if exhaustive, do not overlap."""
        entry, before = self.read_mapping(value, path, "list"), len(self.faults)
        codes = {key: self.read_code(key, each, (*path, "codes", key)) for key, each in self.read_items(entry, "codes", *path)}
        if isinstance(value, dict) and "codes" not in entry:
            self.add_fault(f"has the code list {name} without codes", "write codes: {dk: {label: {en: Denmark}}}", *path)
        slugs: dict[str, str] = {}
        labels: dict[tuple[str, str], str] = {}
        for key, code in codes.items():
            at = (*path, "codes", key)
            if code.slug in slugs:
                self.add_fault(
                    f'has the codes "{slugs[code.slug]}" and "{key}", whose ids are both "{code.slug}"', "give one another id", *at
                )
            slugs.setdefault(code.slug, key)
            for lang, label in code.label.items():
                if (other := labels.setdefault((lang, label.lower()), key)) != key:
                    fact = f'has the codes "{other}" and "{key}", which are both called "{label}"'
                    self.add_fault(fact, "give them labels that differ", *at, "label", lang)
            for part in code.part_of:
                if part.whole not in codes:
                    self.add_fault(
                        f'has "{key}" as a part of "{part.whole}", which it lacks', suggest_nearest(part.whole, codes), *at, "part_of"
                    )
        found = CodeList(name, codes, self.read_flag(entry, "exhaustive", path))
        if len(self.faults) == before:
            for key, code in codes.items():
                if any(key in found.find_wholes(part.whole) for part in code.part_of):
                    self.add_fault(f'has "{key}" as a part of itself', "fix part_of", *path, "codes", key)
                    return None
            for key in codes if found.is_exhaustive else ():
                listed = {code.id: part.span for code in found.find_parts(key) for part in code.part_of if part.whole == key}
                if both := found.find_overlap(listed):
                    first, second, common = both
                    why = "the one is a part of the other" if common in (first, second) else f'"{common}" is a part of both'
                    fact = f'has "{first}" and "{second}" as parts of "{key}", and {why}'
                    self.add_fault(fact, "name as parts those that do not overlap", *path, "codes", first)
        return found if len(self.faults) == before else None

    def read_code(self, key: str, value: Any, path: tuple[Any, ...]) -> Code:
        """Read a code."""
        entry = self.read_mapping({} if value is None else value, path, "code")
        label = self.read_texts(entry, "label", path)
        slug = self.read_word(entry, "id", path) or to_slug(key) or next((to_slug(text) for text in label.values() if to_slug(text)), "")
        if slug != to_slug(slug) or not slug:
            self.add_fault(f'has the code "{key}", which makes no id', "add id: with a-z, 0-9 and hyphens", *path)
        listed = [] if entry.get("part_of") is None else entry["part_of"]  # "" is the code of an empty cell
        parts = [part for each in (listed if isinstance(listed, list) else [listed]) if (part := self.read_part(each, path))]
        measure = self.read_measure(key, entry["measure"], (*path, "measure")) if entry.get("measure") is not None else None
        return Code(key, label, self.read_names(entry, path), slug, self.read_flag(entry, "total", path), tuple(parts), measure)

    def read_part(self, value: Any, path: tuple[Any, ...]) -> Part | None:
        """Read a membership in a whole."""
        if not isinstance(value, dict):
            return Part(format_as_cell(value))
        entry, at = self.read_mapping(value, (*path, "part_of"), "part"), (*path, "part_of")
        if "code" not in entry:
            self.add_fault("has a part_of without a code", "write part_of: {code: all, since: 2004}", *at)
            return None
        part = Part(*(format_as_cell(entry.get(key)) for key in _KEYS["part"]))
        for key, text in (("since", part.since), ("until", part.until)):
            if text and find_period(text) is None:
                self.add_fault(
                    f'has {key} "{text}", which is not a valid period', "write a year, a month or a day, such as 2004-05-01", *at
                )
        if part.span[0] > part.span[1]:
            self.add_fault(f"has a part from {part.since} until {part.until}", "write the earlier one as since", *at)
        return part

    def read_texts(self, entry: Mapping[str, Any], key: str, path: tuple[Any, ...]) -> dict[str, str]:
        """Read texts by language."""
        found = {}
        for lang, text in self.read_items(entry, key, *path):
            if isinstance(text, str) and text.strip():
                found[lang] = text
            else:
                self.add_fault(f"has a {key} that is not a text a language", f"write {key}: {{en: ...}}", *path, key)
        return found

    def read_names(self, entry: Mapping[str, Any], path: tuple[Any, ...]) -> dict[str, Groups]:
        """Read names by language."""
        found: dict[str, Groups] = {}
        for lang, value in self.read_items(entry, "names", *path):
            groups = value if isinstance(value, list) and value and all(isinstance(each, list) for each in value) else [value]
            if all(isinstance(group, list) and group and all(isinstance(word, str) and word.strip() for word in group) for group in groups):
                found[lang] = tuple(tuple(group) for group in groups)
            else:
                self.add_fault("has names that are not a list of words", "write names: {en: [Danish, Denmark's]}", *path, "names", lang)
        return found
