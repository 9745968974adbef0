"""Declared cards and documents, read from data/handouts.yml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.base.yaml_source import Document, read_yaml
from macros.datapackage import Packages
from macros.exhibits import Exhibit

FILE = "data/handouts.yml"
_CARD = ("text", "source")
_DOCUMENT = ("title", "description", "intro", "notes")
_NAMES = ("package", "table", "chart")


@dataclass(frozen=True)
class CardEntry:
    """A declared card.

    Attributes:
        text, source: Templates by language. The first figure quoted in the text is set large.
    """

    id: str
    text: Mapping[str, str]
    source: Mapping[str, str]
    document: Document = field(repr=False, compare=False)

    def find_place(self, *path: str | int) -> Place:
        """Return the place of a key of the declaration."""
        return self.document.place_of("cards", self.id, *path)

    def has_texts_in(self, lang: str) -> bool:
        """Return True if it has words in a language. One without is not shown in it."""
        return lang in self.text or lang in self.source


@dataclass(frozen=True)
class DocumentEntry:
    """A declared document: one for each version of `package`, with a table and a chart of its figures.

    Attributes:
        title, description: Texts by language.
        intro, notes: Paragraphs by language, as templates.
    """

    id: str
    package: str
    table: str
    chart: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    intro: Mapping[str, tuple[str, ...]]
    notes: Mapping[str, tuple[str, ...]]
    document: Document = field(repr=False, compare=False)

    def find_place(self, *path: str | int) -> Place:
        """Return the place of a key of the declaration."""
        return self.document.place_of("documents", self.id, *path)

    def has_texts_in(self, lang: str) -> bool:
        """Return True if it has words in a language. One without is not shown in it."""
        return any(lang in texts for texts in (self.title, self.description, self.intro, self.notes))


Handouts = tuple[dict[str, CardEntry], dict[str, DocumentEntry], list[Fault]]


def read_handouts(root: Path, packages: Packages, charts: Mapping[str, Exhibit], tables: Mapping[str, Exhibit]) -> Handouts:
    """Return cards and documents by id, and the faults of those left out."""
    try:
        document = read_yaml(root / FILE, FILE, "{cards: {}, documents: {}}")
    except FaultError as error:
        return {}, {}, list(error.faults)
    known = {"package": packages.list_names(), "table": list(tables), "chart": list(charts)}
    faults: list[Fault] = []
    found: dict[str, dict[str, Any]] = {"cards": {}, "documents": {}}
    for kind, entries in found.items():
        declared = document.value.get(kind) if isinstance(document.value, dict) else None
        if not isinstance(declared, dict):
            faults.append(Fault(Place(FILE), "handout", f"has no mapping `{kind}`", f"write `{kind}:`, `{{}}` for none"))
            continue
        for name, entry in declared.items():
            wrong = list(_find_faults(document, kind, str(name), entry, known))
            faults += wrong
            if not wrong:
                entries[str(name)] = (
                    _make_card_entry(document, str(name), entry) if kind == "cards" else _make_document_entry(document, str(name), entry)
                )
    return found["cards"], found["documents"], faults


def _find_faults(document: Document, kind: str, name: str, entry: Any, known: Mapping[str, list[str]]) -> Iterator[Fault]:
    def make_fault(fact: str, remedy: str, *path: str | int) -> Fault:
        return Fault(document.place_of(kind, name, *path), "handout", f"{name} {fact}", remedy)

    texts = _CARD if kind == "cards" else _DOCUMENT
    names = () if kind == "cards" else _NAMES
    if not isinstance(entry, dict):
        yield make_fault("is not a mapping", f"give it {', '.join((*names, *texts))}")
        return
    for key in entry:
        if key not in (*texts, *names):
            yield make_fault(f'has the key "{key}", which is unknown', suggest_nearest(str(key), (*texts, *names)), key)
    for key in names:
        if entry.get(key) not in known[key]:
            yield make_fault(
                f'names the {key} "{entry.get(key)}", which does not exist', suggest_nearest(str(entry.get(key)), known[key]), key
            )
    for key in texts:
        several = key in ("intro", "notes")
        if not _is_text(entry.get(key), several):
            form = "{en: [...]}" if several else "{en: ...}"
            yield make_fault(f"has no {key}, or one that is not a text a language", f"write {key}: {form}", key)


def _is_text(value: Any, several: bool) -> bool:
    if not isinstance(value, dict) or not value:
        return False
    if several and not all(isinstance(entry, list) for entry in value.values()):
        return False
    texts = [text for entry in value.values() for text in (entry if several else [entry])]
    return all(isinstance(text, str) and text.strip() for text in texts)


def _make_card_entry(document: Document, name: str, entry: Mapping[str, Any]) -> CardEntry:
    return CardEntry(name, dict(entry["text"]), dict(entry["source"]), document)


def _make_document_entry(document: Document, name: str, entry: Mapping[str, Any]) -> DocumentEntry:
    lists = {key: {lang: tuple(texts) for lang, texts in entry[key].items()} for key in ("intro", "notes")}
    plain = {key: dict(entry[key]) for key in ("title", "description")}
    fields: dict[str, Any] = {key: entry[key] for key in _NAMES} | plain | lists
    return DocumentEntry(id=name, document=document, **fields)
