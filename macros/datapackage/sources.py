"""Sources of data and pages, and their addresses: data/sources.yml.

A source names its own address (`path`), or takes that of the entry to which it belongs. A published descriptor is never edited, so an
address that becomes known later, or moves, stands in that file.

- publisher: A publisher
  title: A report              # without it: whatever the publisher published
  path: https://example.org/   # or `unknown: {en: ...}`: why no address is known, in words
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.base.yaml_source import Document, read_yaml

FILE = "data/sources.yml"
_KNOWN = ("publisher", "title", "path", "unknown")
_AFTER_TITLE = (", ", " (")  # what follows a title in the title of a part: its update, its page, its kind


@dataclass(frozen=True)
class Source:
    """A publication from which data or a page is taken.

    Attributes:
        date: The day of its publication, ISO.
        path: Its address, or "".
        unknown: Why no address is known, by language.
        place: Where it is declared.
    """

    title: str
    publisher: str
    date: str
    path: str = ""
    unknown: Mapping[str, str] = field(default_factory=dict)
    place: Place = field(default=Place(""), repr=False, compare=False)

    def find_unknown(self, lang: str) -> str:
        """Return why no address is known, in a language, or "" without words in it."""
        return str(self.unknown.get(lang, ""))

    def credit(self, *keys: str) -> str:
        """Return some of its facts, joined by commas, without those that are empty and without a day that its title tells."""
        told = {"date"} if self.date in self.title else set()
        return ", ".join(str(text) for key in keys if key not in told and (text := getattr(self, key)))


@dataclass(frozen=True)
class SourceAddresses:
    """The entries of data/sources.yml, the most precise first."""

    entries: tuple[Mapping[str, Any], ...] = ()

    def find_source(self, said: Mapping[str, Any], place: Place) -> Source:
        """Return a source as declared, with the address of its entry unless it names its own."""
        title, publisher, date, path = (str(said.get(key) or "") for key in ("title", "publisher", "date", "path"))
        entry: Mapping[str, Any] = {} if path else self._find_entry(title, publisher)
        return Source(title, publisher, date, path or str(entry.get("path", "")), entry.get("unknown", {}), place)

    def _find_entry(self, title: str, publisher: str) -> Mapping[str, Any]:
        return next((each for each in self.entries if each["publisher"] == publisher and _is_of(title, each.get("title", ""))), {})

    def list_paths(self) -> dict[str, str]:
        """Return the known addresses by title."""
        return {entry["title"]: entry["path"] for entry in self.entries if entry.get("title") and entry.get("path")}


def _is_of(title: str, whole: str) -> bool:
    return not whole or title == whole or title.startswith(tuple(whole + sign for sign in _AFTER_TITLE))


def read_source_addresses(root: Path) -> tuple[SourceAddresses, list[Fault]]:
    """Read data/sources.yml, if there is one. Returns its sound entries, and the faults of the others."""
    if not (root / FILE).is_file():
        return SourceAddresses(), []
    try:
        document = read_yaml(root / FILE, FILE)
    except FaultError as error:
        return SourceAddresses(), list(error.faults)
    value = [] if document.value is None else document.value
    if not isinstance(value, list):
        return SourceAddresses(), [_make_fault(document, (), "is not a list of sources", "write - publisher: ...")]
    faults, sound = [], []
    for at, entry in enumerate(value):
        found = list(_find_entry_faults(document, at, entry))
        faults += found
        sound += [] if found else [entry]
    keys = [(each["publisher"], each.get("title", "")) for each in sound]
    for at, key in enumerate(keys):
        if key in keys[:at]:
            fact = f'has two entries for "{key[1] or key[0]}"'
            faults.append(_make_fault(document, (value.index(sound[at]),), fact, "remove one of them"))
    return SourceAddresses(tuple(sorted(sound, key=lambda each: -len(each.get("title", ""))))), faults


def _find_entry_faults(document: Document, at: int, entry: Any) -> Iterator[Fault]:
    if not isinstance(entry, dict):
        yield _make_fault(document, (at,), f"has no keys in entry {at + 1}", "write - publisher: ..., path: https://...")
        return
    for key in entry:
        if key not in _KNOWN:
            yield _make_fault(document, (at, key), f'has the key "{key}", which is unknown', suggest_nearest(str(key), _KNOWN))
    for key in ("publisher", *(("title",) if "title" in entry else ())):
        if not _is_text(entry.get(key)):
            yield _make_fault(document, (at,), f"has no {key} in entry {at + 1}", f'write {key}: "..."')
    if ("path" in entry) == ("unknown" in entry):
        fact = f"has not one of path and unknown in entry {at + 1}"
        yield _make_fault(document, (at,), fact, "write path: https://..., or unknown: {en: ...}")
    elif "path" in entry and not is_web_address(entry["path"]):
        yield _make_fault(document, (at, "path"), f'has the path "{entry["path"]}", which is no address', "write https://...")
    elif "unknown" in entry and not _is_texts(entry["unknown"]):
        yield _make_fault(document, (at, "unknown"), "has no words by language", "write unknown: {en: no address of it is known}")


def _make_fault(document: Document, path: tuple[str | int, ...], fact: str, remedy: str) -> Fault:
    return Fault(document.place_of(*path), "source-address", fact, remedy)


def list_addresses(sources: Iterable[Source]) -> list[str]:
    """Return the known addresses of sources, each once."""
    return list(dict.fromkeys(source.path for source in sources if source.path))


def find_missing_addresses(sources: Iterable[Source]) -> Iterator[Fault]:
    """Yield a fault for each source with a wrong address, or with neither an address nor words for its absence."""
    for source in sources:
        if source.path and not is_web_address(source.path):
            fact = f'gives the source "{source.title}" the path "{source.path}", which is no address'
            yield Fault(source.place, "source-address", fact, "write https://...")
        elif not source.path and not source.unknown:
            fact = f'names the source "{source.title}" of {source.publisher} without an address'
            yield Fault(source.place, "no-source-address", fact, f"add path: https://... or unknown: {{en: ...}} for it in {FILE}")


def is_web_address(text: Any) -> bool:
    """Return True if a text is an address that a browser opens."""
    if not isinstance(text, str) or not text.isprintable() or any(sign in text for sign in ' "<>\\'):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(map(_is_text, value.values()))
