"""The reader of data/figures.yml. An entry is a measure, a selection and an operation. The rest is derived from the structure of the data.

    figures:
      "deaths-{place}-{year}":                   # a pattern: one figure for each code with rows
        measure: road-deaths/counts/deaths
        where: {place: "*", year: "*"}
      dk-change:
        measure: road-deaths/counts/deaths
        operation: percentage_change
        where: {place: dk}
        from: {year: 2022}
        to: {year: 2023}

The id of a figure of a pattern is the pattern filled with the ids of codes. It stays as long as the code does.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.base.yaml_source import TAG, Document, format_as_cell, read_yaml
from macros.datapackage import Packages, Resource
from macros.figures.declaration import ALL, FILE, NO_LONGER_QUOTED, PREVIOUS, STATUSES, Declaration, Per, Source
from macros.figures.derive import compare_codes, derive_decimals, derive_label, derive_unit, fill_labels
from macros.figures.operations import OPERATIONS, SELECTORS, Operation
from macros.figures.units import REMEDY, explain_refusal
from macros.structure import DataStructure, Dimension, Structures

MOST = 2000  # figures of one pattern
_TEXTS = ("title", "label", "attribution", "note")
KNOWN = {"measure", "operation", *SELECTORS, "skip", *_TEXTS, "unit", "decimals", "status", "change"}
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLACE = re.compile(r"{([^{}]+)}")
_OF_PER = ("measure", "each", "where")


@dataclass
class Declarations:
    """The content of data/figures.yml.

    Attributes:
        faults_by_entry: entry or id -> its faults ("" for the file).
    """

    declarations: dict[str, Declaration] = field(default_factory=dict)
    faults_by_entry: dict[str, tuple[Fault, ...]] = field(default_factory=dict)


def read_declarations(root: Path, packages: Packages, structures: Structures) -> Declarations:
    """Read data/figures.yml. Bad input never raises; see `Declarations.faults_by_entry`."""
    found = Declarations()
    try:
        document = read_yaml(root / FILE, FILE, "figures: {}")
    except FaultError as error:
        found.faults_by_entry[""] = error.faults
        return found
    entries = document.value.get("figures") if isinstance(document.value, dict) else None
    if not isinstance(entries, dict):
        found.faults_by_entry[""] = (Fault(Place(FILE), "declaration", "has no mapping `figures`", "begin it with `figures:`"),)
        return found
    for name, entry in entries.items():
        reader = Entry(document, name, entry, packages, structures)
        made = list(reader.make_declarations())
        for declaration in () if reader.faults else made:
            if declaration.pattern and declaration.id in entries:
                continue  # an entry of its own wins
            if other := found.declarations.get(declaration.id):
                fact = f"makes the figure {declaration.id}, which {other.pattern or other.id} is already"
                reader.add_fault(None, fact, "take another id, or leave one of them out")
            else:
                found.declarations[declaration.id] = declaration
        if reader.faults:
            found.faults_by_entry[str(name)] = tuple(reader.faults)
    return found


@dataclass
class Entry:
    """One entry of data/figures.yml, or the content of an address.

    Attributes:
        faults: its faults, complete once it is read.
    """

    document: Document
    name: Any
    entry: Any
    packages: Packages
    structures: Structures
    faults: list[Fault] = field(default_factory=list)
    is_implied: bool = False

    def add_fault(self, key: str | None, fact: str, remedy: str) -> None:
        """Add a fault at a key of the entry, or at the entry."""
        place = self.document.place_of("figures", self.name, *([key] if key else []))
        self.faults.append(Fault(place, "declaration", f"{self.name} {fact}", remedy))

    def make_declarations(self) -> Iterator[Declaration]:
        """Yield the figure of the entry, or the figures of a pattern."""
        if not self._check_form():
            return
        entry = self.entry
        operation = OPERATIONS[str(entry.get("operation") or "value")]
        found = self._find_source(entry["measure"], "measure")
        if found is None:
            return
        source, resource, structure = found
        selectors = {each: self._read_selection(entry.get(each), structure, each) for each in ("where", "of", "from", "to")}
        over = self._read_over(entry.get("over"), structure)
        per = self._read_per(entry.get("per"))
        if self.faults:
            return
        self._check_ends(operation, selectors, structure, entry.get("status"))
        self._check_members(operation, selectors["where"], over)
        free = [name for key in ("where", "to") for name, code in selectors[key].items() if code == ALL]
        held = [] if self.is_implied else _PLACE.findall(str(self.name))
        if self.is_implied and free:
            self.add_fault(None, f"names every {free[0]}, and an address is that of one cell", f"name one {free[0]}")
        elif sorted(held) != sorted(free):
            lacks = sorted(set(free) ^ set(held)) or sorted(set(held))
            self.add_fault(
                None, f"is a pattern over {', '.join(lacks)} in its id or in its selection, not once in both", 'write {name} and "*"'
            )
        if self.faults:
            return
        rows = self._choose_codes(source, structure, selectors, free)
        ranked = [name for name in free if over.get(name) == ALL]  # a total is not ranked among its parts
        rows = [codes for codes in rows if not any(structure.dimensions[name].find_code(codes[name]).is_total for name in ranked)]
        if free and not rows:
            self.add_fault(None, f"matches no row of {resource.path}", "fix where")
        elif without := [
            (name, codes[name]) for codes in rows for name in free if not structure.dimensions[name].find_code(codes[name]).slug
        ]:
            name, code = without[0]
            self.add_fault(None, f'makes no id of {name} "{code}"', "give the code an id in a code list (data/<package>/dimensions.yml)")
        elif len(rows) > MOST:
            self.add_fault(None, f"makes {len(rows)} figures, more than {MOST}", "select fewer codes, or split it")
        for codes in () if self.faults else rows:
            made = self._make_declaration(source, structure, resource, operation, selectors, over, per, codes)
            if (reason := explain_refusal(made.unit, tuple(made.title))) and not self.faults:
                self.add_fault("measure", f'is in the unit "{made.unit}" by its data, which is {reason}', REMEDY)
            yield made

    def _make_declaration(
        self,
        source: Source,
        structure: DataStructure,
        resource: Resource,
        operation: Operation,
        selectors: Mapping[str, Mapping[str, str]],
        over: Mapping[str, tuple[str, ...] | str],
        per: Per | None,
        codes: Mapping[str, str],
    ) -> Declaration:
        """Build the figure of one choice of codes for the free dimensions."""
        entry = self.entry
        where, of, start, end = ({n: codes.get(n, c) if c == ALL else c for n, c in each.items()} for each in selectors.values())
        if PREVIOUS in start.values():
            start = {name: codes[f"{name} before"] if code == PREVIOUS else code for name, code in start.items()}
        slugs = {name: structure.dimensions[name].find_code(codes[name]).slug for name in codes if name in structure.dimensions}
        name = self.name if self.is_implied else _PLACE.sub(lambda match: slugs[match[1]], self.name)
        measure = structure.find_measure(source.column, {**where, **end})
        status = str(entry.get("status") or (measure.status if operation.is_copy else "") or operation.status)
        made = Declaration(
            id=name,
            place=self.document.place_of("figures", self.name),
            title={},
            label={},
            source=source,
            where=where,
            unit="",
            status=status,
            operation=operation,
            of=of,
            start=start,
            end=end,
            over=over,
            per=per,
            skip=self._read_texts("skip", within="reason"),
            attribution=self._read_texts("attribution")
            or (dict(measure.attribution) if status != "computed" and operation.is_copy else {}),
            note=self._read_texts("note"),
            note_places={lang: self.document.place_of("figures", self.name, "note", lang) for lang in self._read_texts("note")},
            is_change=bool(entry.get("change", operation.is_change)),
            structure=structure,
            pattern=self.name if codes else "",
        )
        of_per = self._find_structure(per.source) if per else None
        unit = str(entry.get("unit") or derive_unit(made, of_per))
        decimals = entry.get("decimals")
        texts = {key: fill_labels(self._read_texts(key), codes, structure) for key in ("title", "label")}
        title = texts["title"] or derive_label(replace(made, unit=unit))
        return replace(
            made,
            title=title,
            label=texts["label"] or title,
            unit=unit,
            decimals=int(decimals) if decimals is not None else derive_decimals(made, unit, resource),
        )

    def _check_form(self) -> bool:
        """Check the form of the entry, as far as possible without the data. Returns whether there is no fault."""
        name, entry = self.name, self.entry
        if not isinstance(name, str) or not (self.is_implied or _ID.fullmatch(_PLACE.sub("x", name))):
            self.add_fault(None, "is not an id", "use a-z, 0-9 and hyphens, and {column} in a pattern")
            return False
        if not isinstance(entry, dict):
            self.add_fault(None, "is not a mapping", "give it measure and where")
            return False
        for unknown in (key for key in entry if key not in KNOWN):
            self.add_fault(unknown, f'has the key "{unknown}", which is unknown', suggest_nearest(str(unknown), KNOWN))
        if _is_missing(entry, "measure"):
            self.add_fault(None, "has no measure", "add measure: package/table/column")
        said = str(entry.get("operation") or "value")
        operation = OPERATIONS.get(said)
        if not operation:
            self.add_fault("operation", f'has the operation "{said}"', suggest_nearest(said, OPERATIONS))
        status = entry.get("status")
        if not _is_missing(entry, "status") and status not in STATUSES:
            self.add_fault("status", f'has the status "{status}"', suggest_nearest(str(status), STATUSES))
        for key in SELECTORS:
            if operation is None:
                break
            if key != "where" and key in operation.selectors and not (isinstance(entry.get(key), dict) and entry[key]):
                self.add_fault(None, f"has the operation {said} without {key}", f"add {key} (a mapping)")
            if key != "where" and key not in operation.selectors and not _is_missing(entry, key):
                self.add_fault(key, f"has {key}, which the operation {said} does not take", f"remove {key}")
        if (
            operation
            and operation.unit
            and "{" not in operation.unit
            and not _is_missing(entry, "unit")
            and entry["unit"] != operation.unit
        ):
            self.add_fault(
                "unit", f'has the unit "{entry["unit"]}" with the operation {said}', f"write unit: {operation.unit}, or leave it out"
            )
        elif not _is_missing(entry, "unit") and (reason := explain_refusal(str(entry["unit"]), self._list_languages())):
            self.add_fault("unit", f'has the unit "{entry["unit"]}", which is {reason}', REMEDY)
        if not isinstance(entry.get("change", False), bool):
            self.add_fault("change", f'has change: "{entry["change"]}"', "write true or false")
        decimals = entry.get("decimals", 0)
        if not isinstance(decimals, int) or isinstance(decimals, bool) or not 0 <= decimals <= 6:
            self.add_fault("decimals", f"has decimals {decimals}", "use a whole number from 0 to 6")
        for text in _TEXTS:
            self._check_texts(text, entry.get(text), text)
        skip = entry.get("skip")
        if skip is not None:
            why = skip.get("reason") if isinstance(skip, dict) else None
            if not why or skip.keys() != {"reason"}:
                self.add_fault("skip", "skips cells without a reason, or with more than one", "write skip: {reason: {en: ...}}")
            elif operation and not operation.has_members:
                self.add_fault("skip", f"skips cells, which the operation {said} does not", "remove skip")
            self._check_texts("skip", why, "reason")
        if status in ("reported", "disputed") and operation and operation.status == "computed" and not operation.is_copy:
            self.add_fault("status", f"is {status} with the operation {said}", "make status and operation agree")
        return not self.faults

    def _check_texts(self, key: str, texts: Any, what: str) -> None:
        if texts in (None, "", {}):
            return
        if not (isinstance(texts, dict) and texts and all(isinstance(t, str) and t.strip() for t in texts.values())):
            self.add_fault(key, f"has a {what} that is not a text a language", f"write {what}: {{en: ...}}")
        elif tag := next((tag for text in texts.values() if (tag := TAG.search(str(text)))), None):
            self.add_fault(key, f"holds {tag[0]} in its {what}, where no markup is read", "write words alone")

    def _list_languages(self) -> tuple[str, ...]:
        title = self.entry.get("title")
        return tuple(map(str, title)) if isinstance(title, dict) else ()

    def _read_texts(self, key: str, within: str = "") -> dict[str, str]:
        value: Any = self.entry.get(key) or {}
        value = (value.get(within) or {}) if within else value
        return {str(lang): str(text) for lang, text in value.items()}

    def _find_source(self, said: Any, key: str) -> tuple[Source, Resource, DataStructure] | None:
        """Find the measure named in a text, in the newest version of its package."""
        parts = str(said).split("/", 2)
        if len(parts) != 3:
            self.add_fault(key, f'has the measure "{said}"', "write package/table/column")
            return None
        source = Source(*parts)
        if source.package not in self.packages.versions:
            fact = f'takes the package "{source.package}", which does not exist'
            self._add_unknown("unknown-package", fact, suggest_nearest(source.package, self.packages.list_names()))
            return None
        try:
            newest = self.packages.find_version(source.package, None)
        except FaultError as error:
            self.faults += error.faults
            return None
        if newest is None:
            self._add_unknown(
                "unknown-package", f'takes the package "{source.package}", which holds no version', "add one with `make data`"
            )
            return None
        resource = newest.resources.get(source.resource)
        if resource is None:
            fact = f'takes the resource "{source.resource}", which is not in {newest.label}'
            self._add_unknown("unknown-resource", fact, suggest_nearest(source.resource, newest.resources))
            return None
        if source.column not in resource.fields:
            fact = f'takes the field "{source.column}", which is not in {resource.path}'
            self._add_unknown("unknown-field", fact, suggest_nearest(source.column, resource.fields))
            return None
        return source, resource, self.structures.find_structure(source.package, resource)

    def _find_structure(self, source: Source) -> DataStructure:
        return self.structures.find_structure(source.package, self.packages.versions[source.package][-1].resources[source.resource])

    def _add_unknown(self, code: str, fact: str, remedy: str) -> None:
        self.faults.append(Fault(self.document.place_of("figures", self.name), code, f"{self.name} {fact}", remedy))

    def _read_selection(self, value: Any, structure: DataStructure, key: str) -> dict[str, str]:
        """Read a selection: dimension -> code."""
        found: dict[str, str] = {}
        if value is None:
            return found
        if not isinstance(value, dict):
            self.add_fault(key, f"has {key} that is not a mapping", f"write {key}: {{column: code}}")
            return found
        for name, code in value.items():
            if str(name) not in structure.dimensions:
                fact = f'takes the field "{name}" in {key}, which is not a dimension of its table'
                self._add_unknown("unknown-field", fact, suggest_nearest(str(name), structure.dimensions))
            elif code == ALL and key not in ("where", "to"):
                self.add_fault(key, f'has "*" for {name} in {key}', "write one code: only where and to may leave it free")
            elif isinstance(code, list | dict):
                self.add_fault(key, f"has more than one code for {name} in {key}", 'write one code, "*" in a pattern, or over: for several')
            else:
                found[str(name)] = format_as_cell(code)
        return found

    def _read_over(self, value: Any, structure: DataStructure) -> dict[str, tuple[str, ...] | str]:
        found: dict[str, tuple[str, ...] | str] = {}
        for name, codes in (value or {}).items() if isinstance(value or {}, dict) else ():
            if str(name) not in structure.dimensions:
                fact = f'takes the field "{name}" in over, which is not a dimension of its table'
                self._add_unknown("unknown-field", fact, suggest_nearest(str(name), structure.dimensions))
            elif codes == ALL:
                found[str(name)] = ALL
            elif isinstance(codes, list) and codes and not any(isinstance(each, list | dict) for each in codes):
                found[str(name)] = tuple(dict.fromkeys(map(format_as_cell, codes)))
            else:
                self.add_fault("over", f"has over: {{{name}: {codes}}}", 'write a list of codes, or "*"')
        return found

    def _read_per(self, value: Any) -> Per | None:
        if value is None or not isinstance(value, dict):
            return None
        for key in value:
            if key not in _OF_PER:
                self.add_fault("per", f'has the key "{key}" in per, which is unknown', suggest_nearest(str(key), _OF_PER))
        each = value.get("each")
        if type(each) is not int or not re.fullmatch("10{3,9}", str(each)):
            said = "has per without each" if each is None else f"has per: {{each: {each}}}"
            self.add_fault("per", said, "write a power of ten from each: 1000 on, such as each: 100000")
            return None
        found = self._find_source(value.get("measure") or "", "per")
        if found is None:
            return None
        return Per(found[0], each, self._read_selection(value.get("where"), found[2], "per"))

    def _check_members(self, operation: Operation, where: Mapping[str, str], over: Mapping[str, tuple[str, ...] | str]) -> None:
        """Check that a rank's subject is among the ranked, and that no dimension is named twice."""
        both = sorted(where.keys() & over.keys())
        if "value" not in operation.roles:
            if both:
                self.add_fault("where", f"names {both[0]} in where and in over", "remove it from one of them")
        elif both != sorted(over):
            lacks = sorted(over.keys() - where.keys())
            self.add_fault("where", f"ranks no {lacks[0]}", f"name in where the {lacks[0]} that is ranked")
        else:
            for name in both:
                if over[name] != ALL and where[name] not in (*over[name], ALL):
                    self.add_fault("over", f'ranks {name} "{where[name]}" among others alone', f"add it to over: {{{name}: ...}}")

    def _check_ends(self, operation: Operation, selectors: Mapping[str, Mapping[str, str]], structure: DataStructure, status: Any) -> None:
        """Compare the two ends of a change: they must differ, in the right order."""
        start, end = selectors["from"], selectors["to"]
        if "from" not in operation.selectors or not start or not end:
            return
        if set(start) != set(end):
            self.add_fault("from", "has other columns in from than in to", "name the same columns in both")
        elif start == end and ALL not in start.values() and not operation.has_base:
            self.add_fault("from", f"goes from {', '.join(start.values())} to the same", "name two ends")
        if both := sorted(set(start) & set(selectors["where"])):
            self.add_fault("where", f"names {both[0]} in where and in from", "remove it from where")
        if {"periods", "per_year"} & set(operation.constants) or operation.is_unbroken:
            if len(start) > 1 or not structure.dimensions[next(iter(start))].period:
                fact = f"goes from one {' and '.join(start)} to another, by an operation over time"
                self.add_fault("from", fact, "name one column of periods in from and to")
        for name, code in start.items():
            if code == PREVIOUS and (end.get(name) != ALL or not structure.dimensions[name].period):
                self.add_fault(
                    "from", f"has the period before one that is not free ({name})", f'write to: {{{name}: "*"}} of a column of periods'
                )
            later = compare_codes(structure.dimensions[name], code, end.get(name, "")) > 0
            if status not in NO_LONGER_QUOTED and later and not operation.has_base:
                fact = f"has periods from {code} back to {end[name]}, by which a fall is a rise"
                self.add_fault("from", fact, f"write from: {{{name}: {end[name]}}}, to: {{{name}: {code}}}")

    def _choose_codes(
        self, source: Source, structure: DataStructure, selectors: Mapping[str, Mapping[str, str]], free: list[str]
    ) -> list[dict[str, str]]:
        """Return the codes of the free dimensions, in the order of the rows. Without free dimensions, return one empty choice."""
        if not free:
            return [{}]
        fixed = {n: c for key in ("where", "to") for n, c in selectors[key].items() if c != ALL}
        versions = self.packages.versions[source.package]
        rows = (row for v in versions if source.resource in v.resources for row in v.resources[source.resource].find_rows(fixed))
        choices = dict.fromkeys(tuple(row.raw[name] for name in free) for row in rows)
        found = [dict(zip(free, codes, strict=True)) for codes in choices]
        for name, code in selectors["from"].items():
            if code == PREVIOUS:
                found = list(_add_preceding(found, structure.dimensions[name]))
        return found


def _add_preceding(choices: list[dict[str, str]], dimension: Dimension) -> Iterator[dict[str, str]]:
    """Yield the choices with a period before theirs, and add that period."""
    name, series = dimension.name, defaultdict[tuple[tuple[str, str], ...], list[dict[str, str]]](list)
    for choice in choices:
        series[tuple((key, code) for key, code in choice.items() if key != name)].append(choice)
    for each in series.values():
        each.sort(key=functools.cmp_to_key(lambda a, b: compare_codes(dimension, a[name], b[name])))
        for before, choice in itertools.pairwise(each):
            yield {**choice, f"{name} before": before[name]}


def _is_missing(entry: Mapping[str, Any], key: str) -> bool:
    return entry.get(key) in (None, "", {})
