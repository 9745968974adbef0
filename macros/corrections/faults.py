"""Validation of the entries of data/corrections.yml."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from macros.base.dates import is_date
from macros.base.errors import Fault, suggest_nearest
from macros.base.yaml_source import Document
from macros.figures import Figures

FILE = "data/corrections.yml"
KINDS = ("correction", "revision")
# Reasons for a change, gravest first.
NATURES = ("error", "misleading", "data", "wording")
_TEXTS = ("what", "why", "scale", "old")
_KEYS = ("date", "kind", *_TEXTS, "new", "nature", "pages", "data", "figures")
_DATED = re.compile(r"updates/([0-9]{4}-[0-9]{2}-[0-9]{2})-")


def find_page_date(page: str) -> str:
    """Return the date in the file name of an update, or "" for other pages."""
    match = _DATED.search(page)
    return match[1] if match else ""


def strip_language(page: str) -> str:
    """Return a page relative to its language's folder. An entry is about the page in every language."""
    return page.split("/", 2)[-1]


def find_faults(
    document: Document, index: int, before: Any, languages: Collection[str], pages: Collection[str], figures: Figures
) -> Iterator[Fault]:
    """Yield the faults of an entry.

    Args:
        before: The entry above it.
        languages: Those of the site. A text is in at least one of them.
        pages: Paths relative to docs/<lang>/, in any language, former pages included.
    """

    def make_fault(key: str, fact: str, remedy: str) -> Fault:
        return Fault(document.place_of("corrections", index, key), "correction", f"has in entry {index + 1} {fact}", remedy)

    entry = document.value["corrections"][index]
    if not isinstance(entry, dict):
        yield make_fault("", "no mapping", f"write {', '.join(_KEYS)}")
        return
    for key in entry:
        if key not in _KEYS:
            yield make_fault(key, f'the key "{key}", which is unknown', suggest_nearest(str(key), _KEYS))
    date = str(entry["date"]) if is_date(entry.get("date")) else ""
    if not date:
        yield make_fault("date", "no date that exists", "write date: YYYY-MM-DD")
    elif isinstance(before, dict) and is_date(before.get("date")) and before["date"] > date:
        yield make_fault("date", f"the date {date}, before that of the entry above it", "append entries in the order of their dates")
    for key, known in (("kind", KINDS), ("nature", NATURES)):
        if entry.get(key) not in known:
            yield make_fault(key, f'the {key} "{entry.get(key)}"', f"write one of {', '.join(known)}")
    for name in (*_TEXTS, "new"):
        text = entry.get(name)
        if not text and name == "new":
            continue
        said = text if isinstance(text, dict) else {}
        empty = next((lang for lang, each in said.items() if not (isinstance(each, str) and each.strip())), "")
        if empty or not {*said} & {*languages}:
            lang = empty or next(iter(languages))
            yield make_fault(name, f"no text {name}.{lang}", f'write {name}: {{{lang}: "…"}}')
    uris = entry.get("pages")
    if not isinstance(uris, list) or not uris:
        yield make_fault("pages", "no pages", "write pages: [index.md]")
        uris = []
    for uri in uris:
        if uri not in pages:
            yield make_fault("pages", f'the page "{uri}", which does not exist', "name a page of docs/")
        elif date and find_page_date(str(uri)) > date:
            yield make_fault("date", f"the date {date}, before that of {uri}, which it changes", "fix the date")
    yield from _find_data_faults(make_fault, entry, date, figures)


def _find_data_faults(fault: Any, entry: dict[str, Any], date: str, figures: Figures) -> Iterator[Fault]:
    data = entry.get("data")
    if data is not None:
        labels = [package.label for package in figures.packages.list_all()]
        broken = [
            f"{name}@{version}" for name, versions in figures.packages.faults_by_version.items() for version in versions
        ]  # reported with the package
        if data not in (*labels, *broken):
            yield fault("data", f'the data version "{data}", which does not exist', suggest_nearest(str(data), labels))
        elif date and data.partition("@")[2] > date:
            yield fault("data", f"the data version {data}, later than its date {date}", "fix the date")
    named = entry.get("figures", [])
    if not isinstance(named, list):
        yield fault("figures", "figures that are not a list", "write figures: [id]")
        return
    for name in named:
        if not figures.is_declared(name):
            yield fault("figures", f'the figure "{name}", which is not declared', suggest_nearest(str(name), figures.declarations))
