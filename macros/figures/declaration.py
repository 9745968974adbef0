"""Reads data/figures.yml: what each figure is, validated at the border."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.errors import Fault, FaultError, Place, nearest
from macros.figures.operations import OPERATIONS, SELECTORS, Operation
from macros.figures.units import REMEDY, refused
from macros.yamlfile import TAG, Document, read

FILE = "data/figures.yml"

STATUSES = ("computed", "reported", "disputed", "withdrawn", "superseded")
# Withdrawn, or replaced by another: its declaration stays as it was published, with what was wrong with it.
NO_LONGER_QUOTED = ("withdrawn", "superseded")
REQUIRED = ("title", "label", "measure", "package", "resource", "field", "rows", "unit", "status")
DECLARABLE = {name: operation for name, operation in OPERATIONS.items() if operation.needs}
KNOWN = {*REQUIRED, "of", "periods", "decimals", "attribution", "note", "mentions", "change"}


@dataclass(frozen=True)
class Declaration:
    """One entry of data/figures.yml.

    rows, of: field -> value, selecting one row (with `periods`, one row a period).
    periods: field, from and to. decimals: those at which the site quotes it by default.
    title, label, attribution, note: language -> text. mentions: language -> groups of words, one of each group
    must stand around a quote. change: whether the value is a change (its sign is a direction).
    """

    id: str
    place: Place
    title: Mapping[str, str]
    label: Mapping[str, str]
    measure: str
    package: str
    resource: str
    field: str
    rows: Mapping[str, str]
    unit: str
    status: str
    of: Mapping[str, str] = dataclasses.field(default_factory=dict)
    periods: Mapping[str, str] = dataclasses.field(default_factory=dict)
    decimals: int = 0
    attribution: Mapping[str, str] = dataclasses.field(default_factory=dict)
    note: Mapping[str, str] = dataclasses.field(default_factory=dict)
    note_places: Mapping[str, Place] = dataclasses.field(default_factory=dict, repr=False, compare=False)
    mentions: Mapping[str, tuple[tuple[str, ...], ...]] = dataclasses.field(default_factory=dict)
    change: bool = False

    @property
    def operation(self) -> Operation:
        """Return the operation that its measure names."""
        return OPERATIONS[self.measure]

    @property
    def constants(self) -> Mapping[str, int]:
        """Return the whole numbers that it gives to the formula of its operation."""
        return {}

    @property
    def told_status(self) -> str:
        """The status as readers are told it: nothing was computed of a value that stands in the published rows."""
        return "copied" if self.operation.is_copy and self.status == "computed" else self.status

    def note_place(self, lang: str) -> Place:
        """Return where its note is written."""
        return self.note_places.get(lang, self.place)

    def speaks(self, lang: str) -> bool:
        """Whether the figure has any text in a language."""
        return any(lang in texts for texts in (self.title, self.label, self.attribution, self.note, self.mentions))


def read_declarations(root: Path) -> tuple[dict[str, Declaration], dict[str, tuple[Fault, ...]]]:
    """Read data/figures.yml. Returns the sound declarations by id, and the faults of the others by id.

    Faults of the file itself stand under "".
    """
    try:
        document = read(root / FILE, FILE, "figures: {}")
    except FaultError as error:
        return {}, {"": error.faults}
    entries = document.value.get("figures") if isinstance(document.value, dict) else None
    if not isinstance(entries, dict):
        return {}, {"": (Fault(Place(FILE), "declaration", "has no mapping `figures`", "begin it with `figures:`"),)}
    declarations: dict[str, Declaration] = {}
    broken: dict[str, tuple[Fault, ...]] = {}
    for name, entry in entries.items():
        faults = tuple(_faults(document, name, entry))
        if faults:
            broken[str(name)] = faults
        else:
            declarations[name] = _declaration(document, name, entry)
    return declarations, broken


def _faults(document: Document, name: Any, entry: Any) -> Any:
    at = document.place("figures", name)

    def fault(key: str | None, fact: str, remedy: str) -> Fault:
        place = document.place("figures", name, key) if key else at
        return Fault(place, "declaration", f"{name} {fact}", remedy)

    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name):
        yield fault(None, "is no id", "use a-z, 0-9 and hyphens")
        return
    if not isinstance(entry, dict):
        yield fault(None, "is not a mapping", "give it title, measure, package ...")
        return
    for key in entry:
        if key not in KNOWN:
            yield fault(key, f'has the key "{key}", which is unknown', nearest(str(key), KNOWN))
    for key in REQUIRED:
        if _missing(entry, key):
            yield fault(None, f"has no {key}", f"add {key}")
    measure, status = entry.get("measure"), entry.get("status")
    operation = DECLARABLE.get(measure) if isinstance(measure, str) else None
    if not _missing(entry, "measure") and not operation:
        yield fault("measure", f'has the measure "{measure}"', nearest(str(measure), DECLARABLE))
    if not _missing(entry, "status") and status not in STATUSES:
        yield fault("status", f'has the status "{status}"', nearest(str(status), STATUSES))
    needed = operation.needs if operation else ()
    for key in SELECTORS:
        if key in needed and not (isinstance(entry.get(key), dict) and entry[key]) and not (key in REQUIRED and _missing(entry, key)):
            yield fault(None, f"has the measure {measure} without {key}", f"add {key} (a mapping)")
        if operation and key not in needed and not _missing(entry, key):
            yield fault(key, f"has {key}, which the measure {measure} does not take", f"remove {key}")
    periods = entry.get("periods")
    if isinstance(periods, dict) and periods and set(periods) != {"field", "from", "to"}:
        yield fault("periods", "has periods that are not field, from and to", "write {field: year, from: 2020, to: 2021}")
    elif isinstance(periods, dict) and periods and "periods" in needed:
        for key in ("rows", "of"):
            if isinstance(entry.get(key), dict) and periods["field"] in entry[key]:
                yield fault(key, f"names {periods['field']} in {key} and in periods", f"remove it from {key}")
        if str(periods["from"]) == str(periods["to"]):
            yield fault("periods", f"has periods from {periods['from']} to {periods['to']}", "name two periods")
        elif status not in NO_LONGER_QUOTED and runs_back(str(periods["from"]), str(periods["to"])):
            fact = f"has periods from {periods['from']} back to {periods['to']}, by which a fall is a rise"
            yield fault("periods", fact, f"write from: {periods['to']}, to: {periods['from']}")
    if operation and not _missing(entry, "unit") and entry["unit"] != (operation.unit or entry["unit"]):
        fact = f'has the unit "{entry["unit"]}" with the measure {measure}'
        yield fault("unit", fact, f"write unit: {operation.unit}")
    elif not _missing(entry, "unit") and (reason := refused(str(entry["unit"]), _languages(entry))):
        yield fault("unit", f'has the unit "{entry["unit"]}", which is {reason}', REMEDY)
    if not isinstance(entry.get("change", False), bool):
        yield fault("change", f'has change: "{entry["change"]}"', "write true or false")
    decimals = entry.get("decimals", 0)
    if not isinstance(decimals, int) or isinstance(decimals, bool) or not 0 <= decimals <= 6:
        yield fault("decimals", f"has decimals {decimals}", "use a whole number from 0 to 6")
    for key in ("title", "label", "attribution", "note"):
        texts = entry.get(key)
        if not _missing(entry, key) and not (
            isinstance(texts, dict) and texts and all(isinstance(t, str) and t.strip() for t in texts.values())
        ):
            yield fault(key, f"has a {key} that is not a text a language", f"write {key}: {{en: ...}}")
        elif isinstance(texts, dict) and (tag := next((tag for text in texts.values() if (tag := TAG.search(str(text)))), None)):
            yield fault(key, f"holds {tag[0]} in its {key}, where no markup is read", "write words alone")
    if status in ("reported", "disputed") and not entry.get("attribution"):
        yield fault(None, f"is {status} but says not by whom", "add attribution: {en: ...}")
    if operation and status in ("computed", "reported") and status != operation.status:
        yield fault("status", f"is {status} with the measure {measure}", "make status and measure agree")
    if "mentions" in entry and not _are_mentions(entry["mentions"]):
        remedy = "write {en: [[north, northern]]}, or leave mentions out"
        yield fault("mentions", "has mentions that are not lists of lists of words", remedy)


def _languages(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The languages that a figure has a title in."""
    return tuple(map(str, entry["title"])) if isinstance(entry.get("title"), dict) else ()


def _are_mentions(value: Any) -> bool:
    """Language -> groups -> words, none of them empty: an empty list would bind a quote to nothing, and look as if it did."""

    def is_group(group: Any) -> bool:
        return isinstance(group, list) and bool(group) and all(isinstance(word, str) and word.strip() for word in group)

    if not isinstance(value, dict) or not value:
        return False
    return all(isinstance(groups, list) and groups and all(map(is_group, groups)) for groups in value.values())


def runs_back(start: str, end: str) -> bool:
    """Whether periods are in the wrong order: numbers as numbers, days and what else begins with a year as texts. Names have none."""
    if re.fullmatch(r"[0-9]+", start) and re.fullmatch(r"[0-9]+", end):
        return int(start) > int(end)
    dated = all(re.match(r"[0-9]{4}(?![0-9])", each) for each in (start, end))
    return dated and start > end


def _missing(entry: Mapping[str, Any], key: str) -> bool:
    return entry.get(key) in (None, "", {})


def _declaration(document: Document, name: str, entry: Mapping[str, Any]) -> Declaration:
    def texts(key: str) -> dict[str, str]:
        return {str(k): str(v) for k, v in (entry.get(key) or {}).items()}

    measure = str(entry["measure"])
    return Declaration(
        id=name,
        place=document.place("figures", name),
        title=texts("title"),
        label=texts("label"),
        measure=measure,
        package=str(entry["package"]),
        resource=str(entry["resource"]),
        field=str(entry["field"]),
        rows=texts("rows"),
        unit=str(entry["unit"]),
        status=str(entry["status"]),
        of=texts("of"),
        periods=texts("periods"),
        decimals=int(entry.get("decimals", 0)),
        attribution=texts("attribution"),
        note=texts("note"),
        note_places={lang: document.place("figures", name, "note", lang) for lang in texts("note")},
        mentions={str(lang): tuple(tuple(group) for group in groups) for lang, groups in (entry.get("mentions") or {}).items()},
        change=bool(entry.get("change", OPERATIONS[measure].is_change)),
    )
