"""Translations of the packages' texts: data/packages.<lang>.yml. A published package itself is never edited.

sales:
  version: "2022-05-11"           # the version that was translated
  title: ...
  description: ...
  keywords: [...]
  resources: {counts: ...}        # resource -> title
  records: {original-post: {title: ..., text: ...}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from macros.base.errors import Fault, FaultError, suggest_nearest
from macros.base.files import find_files
from macros.base.yaml_source import Document, join_lines, read_yaml
from macros.datapackage.model import Packages, Translation

_TEXTS = ("version", "title", "description")
_KNOWN = (*_TEXTS, "keywords", "resources", "records")


def add_translations(root: Path, packages: Packages) -> tuple[Packages, list[Fault]]:
    """Return the packages with their translations, and the faults of the translation files."""
    found: dict[str, dict[str, Translation]] = {}
    faults: list[Fault] = []
    for path in find_files(root, "data/packages.*.yml"):
        name, lang = f"data/{path.name}", path.name.split(".")[1]
        try:
            document = read_yaml(path, name)
        except FaultError as error:
            faults += error.faults
            continue
        if not isinstance(document.value, dict):
            faults.append(Fault(document.place_of(), "translation", "has no packages", "name a package: {version, title, description}"))
            continue
        for package, entry in document.value.items():  # a fault in one leaves the others as they are
            if wrong := list(_find_faults(document, str(package), entry, packages)):
                faults += wrong
            else:
                found.setdefault(package, {})[lang] = _read_translation(document, package, entry)
    versions = {
        name: tuple(replace(package, translations=found.get(name, {})) for package in each) for name, each in packages.versions.items()
    }
    return replace(packages, versions=versions), faults


def _read_translation(document: Document, package: str, entry: Mapping[str, Any]) -> Translation:
    records = entry.get("records") or {}
    return Translation(
        version=entry["version"],
        texts={name: join_lines(entry[name]) for name in _TEXTS[1:]},
        keywords=tuple(entry.get("keywords") or ()),
        resources=dict(entry.get("resources") or {}),
        records={name: dict(texts) for name, texts in records.items()},
        record_places={n: {key: document.place_of(package, "records", n, key) for key in texts} for n, texts in records.items()},
    )


def _find_faults(document: Document, name: str, entry: Any, packages: Packages) -> Iterator[Fault]:
    if name not in packages.versions:
        fact = f'translates the package "{name}", which does not exist'
        yield Fault(document.place_of(name), "translation", fact, suggest_nearest(name, packages.list_names()))
    elif not isinstance(entry, dict):
        yield Fault(document.place_of(name), "translation", f"has no texts for {name}", "write version, title, description")
    else:
        yield from _find_entry_faults(document, name, entry, packages)


def _find_entry_faults(document: Document, name: str, entry: Mapping[str, Any], packages: Packages) -> Iterator[Fault]:
    def make_fault(fact: str, remedy: str, *path: str) -> Fault:
        return Fault(document.place_of(name, *path), "translation", f"{fact} for {name}", remedy)

    for key in entry:
        if key not in _KNOWN:
            yield make_fault(f'has the key "{key}", which is unknown,', suggest_nearest(str(key), _KNOWN), key)
    for key in _TEXTS:
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            yield make_fault(f"has no text {key}", f'write {key}: "..."', key)
    known = {package.version for package in packages.versions[name]} | packages.faults_by_version.get(name, {}).keys()  # reported there
    if isinstance(entry.get("version"), str) and entry["version"] not in known:
        yield make_fault(f'has the version "{entry["version"]}", which does not exist,', "name the version that was translated", "version")
    if not _is_list_of_texts(entry.get("keywords") or []):
        yield make_fault("has keywords that are not a list of texts", "write keywords: [...]", "keywords")
    resources, records = entry.get("resources") or {}, entry.get("records") or {}
    if not _is_texts(resources):
        yield make_fault("has resources that are not texts by name", "write resources: {name: title}", "resources")
    if not (isinstance(records, dict) and all(_is_texts(each) for each in records.values())):
        yield make_fault("has records that are not texts by id", "write records: {id: {text: ...}}", "records")


def _is_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) and text.strip() for text in value.values())


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)
