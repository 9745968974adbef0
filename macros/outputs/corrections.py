"""The corrections of this site as dated entries, from data/corrections.yml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from macros.build import Build
from macros.dates import is_date
from macros.errors import Fault, FaultError, Place, nearest
from macros.quotes import Phrase
from macros.yamlfile import Document, read

FILE = "data/corrections.yml"
_KINDS = ("correction", "revision")
_TEXTS = ("what", "why", "old", "new")


@dataclass(frozen=True)
class Correction:
    """One entry. number: its place in the file, from 1: the file is append only, so it never changes.

    texts: `what`, `why`, `old` and `new`, where given. pages: addresses relative to the site's root.
    """

    number: int
    date: str
    kind: str
    texts: dict[str, Phrase]
    pages: tuple[str, ...]


def read_corrections(build: Build) -> list[Correction]:
    """The entries, oldest first. Faults go to the build; entries that have some are left out."""
    try:
        document = read(build.root / FILE, FILE)
    except FaultError as error:
        build.faults.extend(error.faults)
        return []
    value = document.value.get("corrections") if isinstance(document.value, dict) else None
    if not isinstance(value, list):
        build.faults.add(Fault(Place(FILE), "correction", "has no list `corrections`", "write `corrections: []`"))
        return []
    found = []
    for index, entry in enumerate(value):
        faults = list(_faults(document, index, entry, build))
        build.faults.extend(faults)
        if not faults:
            found.append(_correction(document, index, entry, build))
    return found


def corrected(corrections: list[Correction]) -> dict[str, str]:
    """Address of each page that a correction names -> the day of the newest."""
    found: dict[str, str] = {}
    for correction in corrections:
        for url in correction.pages:
            found[url] = max(correction.date, found.get(url, ""))
    return found


def _correction(document: Document, index: int, entry: dict[str, Any], build: Build) -> Correction:
    def phrase(name: str) -> Phrase:
        text = " ".join(str(entry[name][build.lang]).split())
        place = document.place("corrections", index, name)
        return build.writer.write(text, lang=build.lang, as_of=None, place=place, page="")

    pages = tuple(build.pages[f"docs/{build.lang}/{uri}"].url for uri in entry.get("pages") or ())
    texts = {name: phrase(name) for name in _TEXTS if entry.get(name)}
    return Correction(index + 1, entry["date"], entry["kind"], texts, pages)


def _faults(document: Document, index: int, entry: Any, build: Build) -> Iterator[Fault]:
    def fault(key: str, fact: str, remedy: str) -> Fault:
        return Fault(document.place("corrections", index, key), "correction", f"has in entry {index + 1} {fact}", remedy)

    if not isinstance(entry, dict):
        yield fault("", "no mapping", "write date, kind, what, why")
        return
    if not is_date(entry.get("date")):
        yield fault("date", "no date that exists", "write date: YYYY-MM-DD")
    if entry.get("kind") not in _KINDS:
        yield fault("kind", f'the kind "{entry.get("kind")}"', nearest(str(entry.get("kind")), _KINDS))
    for name in _TEXTS:
        text = entry.get(name)
        if (text or name in ("what", "why")) and not (isinstance(text, dict) and isinstance(text.get(build.lang), str)):
            yield fault(name, f"no text {name}.{build.lang}", f'write {name}: {{{build.lang}: "…"}}')
    for uri in entry.get("pages") or ():
        if f"docs/{build.lang}/{uri}" not in build.pages:
            yield fault("pages", f'the page "{uri}", which does not exist', "name a page of docs/")
