"""Dated records: the events of the timeline and the statements. They are shown, not counted.

A package of records has one resource of facts (`events.csv`, `statements.csv`) and one of texts (id, lang, and texts).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from macros.base.errors import Fault, FaultError, Place
from macros.datapackage import Package


@dataclass(frozen=True)
class DatedRecord:
    """One event or statement.

    Attributes:
        facts: column -> text.
        texts: language -> column -> text.
        place: the place of its facts.
        places: language -> column -> the place of a text. The key "" stands for all other columns.
    """

    id: str
    date: str
    facts: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]
    place: Place
    places: Mapping[str, Mapping[str, Place]] = field(default_factory=dict, repr=False, compare=False)

    def has_texts_in(self, lang: str) -> bool:
        """Return True if it has words in a language. One without is not shown in it."""
        return bool(self.texts.get(lang))

    def text(self, name: str, lang: str) -> str:
        """Return a text in a language, or ""."""
        return self.texts.get(lang, {}).get(name, "")

    def find_text(self, name: str, lang: str) -> tuple[str, Place]:
        """Return a text and its place."""
        own = self.places.get(lang, {})
        return self.text(name, lang), own.get(name, own.get("", self.place))


def read_records(package: Package, resource: str) -> tuple[DatedRecord, ...]:
    """Return the records of a resource by date. Undated records come last, in the order of the file.

    Raises: FaultError for a missing resource or field, a text without a record, two texts of one record in one language, or a record
    without texts.
    """
    if resource not in package.resources or "texts" not in package.resources:
        place = Place(f"{package.path}/datapackage.json")
        raise FaultError(Fault(place, "unknown-resource", f"has no resources {resource} and texts", "add them"))
    facts, texts = package.resources[resource], package.resources["texts"]
    for table, names in ((facts, ("id",)), (texts, ("id", "lang"))):
        for name in names:
            if name not in table.fields:
                place = Place(f"{package.path}/datapackage.json")
                raise FaultError(Fault(place, "unknown-field", f'has no field "{name}" in {table.name}', "add it"))
    by_id: dict[str, dict[str, Mapping[str, str]]] = {row.raw["id"]: {} for row in facts.rows}
    translations = package.translations.items()
    places: dict[str, dict[str, Mapping[str, Place]]] = {
        name: {lang: each.record_places[name] for lang, each in translations if name in each.record_places} for name in by_id
    }
    faults = []
    for row in texts.rows:
        if row.raw["id"] not in by_id:
            fact = f'has a text for "{row.raw["id"]}", which is not in {facts.path}'
            faults.append(Fault(Place(texts.path, row.line), "unknown-record", fact, "fix the id"))
            continue
        if row.raw["lang"] in by_id[row.raw["id"]]:
            fact = f'has a second text for "{row.raw["id"]}" in the language {row.raw["lang"]}'
            faults.append(Fault(Place(texts.path, row.line), "duplicate-key", fact, "remove one of them"))
        by_id[row.raw["id"]][row.raw["lang"]] = row.raw
        places[row.raw["id"]][row.raw["lang"]] = {"": Place(texts.path, row.line)}
    for row in facts.rows:
        if not by_id[row.raw["id"]]:
            fact = f'has the record "{row.raw["id"]}", for which {texts.path} has no text'
            faults.append(Fault(Place(facts.path, row.line), "no-text", fact, "add one"))
    if faults:
        raise FaultError(*faults)
    found = [
        DatedRecord(name, row.raw.get("date", ""), row.raw, _collect_texts(by_id, name, package), Place(facts.path, row.line), places[name])
        for row in facts.rows
        for name in (row.raw["id"],)
    ]
    return tuple(sorted(found, key=lambda record: record.date or "9999"))


def _collect_texts(own: Mapping[str, Mapping[str, Mapping[str, str]]], name: str, package: Package) -> dict[str, Mapping[str, str]]:
    """Return the texts of a record by language: the package's own and its translations."""
    translated = {lang: each.records[name] for lang, each in package.translations.items() if name in each.records}
    return {**translated, **own[name]}
