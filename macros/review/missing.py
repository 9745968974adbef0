"""Changes of published content without a record in data/corrections.yml.

BASE counts as published: its data versions, the figures on each of them, the wordings of its dated updates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from macros.base.errors import Fault, FaultError, Place
from macros.base.yaml_source import read_yaml
from macros.review.data import TableChange
from macros.review.figures import FigureChange
from macros.review.places import find_page_source
from macros.review.side import Side

FILE = "data/corrections.yml"
_CODE = "missing-record"
_QUOTED = re.compile('"([^"]+)"')


def find_missing_records(base: Side, head: Side, figures: list[FigureChange], tables: list[TableChange]) -> list[Fault]:
    """Return a fault for each change of published content not covered by a new entry of data/corrections.yml, sorted by place."""
    old, new = _read_entries(base), _read_entries(head)
    if new[: len(old)] != old:
        fact = "does not begin with the entries that were published"
        return [Fault(Place(FILE), _CODE, fact, "restore them: entries are only ever added, at the end")]
    added = new[len(old) :]
    return sorted({*_check_data(tables), *_check_figures(figures, added), *_check_wordings(base, figures, added)})


def drop_reported(missing: Iterable[Fault], faults: Iterable[str]) -> list[Fault]:
    """Return the faults that the check has not reported yet.

    A fault counts as reported by a line on the same file with the same figure and the same words.
    """
    lines = list(faults)
    found = []
    for fault in missing:
        here = [line for line in lines if line.startswith(f"{fault.place.path}:")]
        named = _QUOTED.findall(fault.fact)
        about = [line for line in here if not named or named[-1] in line]  # the figure is named last
        if not about or not all(any(each in line for line in about) for each in named):
            found.append(fault)
    return found


def _check_data(tables: list[TableChange]) -> Iterator[Fault]:
    for table in tables:
        if table.kind in ("edited", "removed"):
            fact = f"changes the published version {table.package}@{table.version}" if table.kind == "edited" else "is removed"
            yield Fault(Place(table.path), _CODE, fact, "restore it; what is new goes into a new version folder")


def _check_figures(figures: list[FigureChange], added: list[dict[str, Any]]) -> Iterator[Fault]:
    place = Place("data/figures.yml")
    for figure in figures:
        if figure.kind == "removed":
            yield Fault(place, _CODE, f'removes the figure "{figure.id}"', "restore it with the status withdrawn: ids are never reused")
            continue
        changed = dict(figure.history)
        if figure.kind == "changed" and "version" not in figure.fields and "exact" in figure.fields:
            changed["newest"] = figure.fields["exact"]
        if changed and not added:
            fact = f'changes the value of "{figure.id}" on data that was published'
            yield Fault(place, _CODE, fact, f"restore it, or add an entry to {FILE}")


def _check_wordings(base: Side, figures: list[FigureChange], added: list[dict[str, Any]]) -> Iterator[Fault]:
    """Yield a fault for each wording missing in a dated update. Other pages follow the newest data and may change."""
    told = {str(page) for entry in added for page in entry.get("pages") or ()}
    for figure in figures:
        for page, (gone, _) in figure.wordings.items():
            source = find_page_source(page, base.root) or ""
            uri = "/".join(source.split("/")[2:])
            if gone and uri.startswith("updates/2") and uri not in told:
                words = " and ".join(f'"{text}"' for text in dict.fromkeys(gone))
                fact = f'no longer says {words} of "{figure.id}"'
                yield Fault(Place(source), _CODE, fact, f"restore it, or add an entry to {FILE} that names the page {uri}")


def _read_entries(side: Side) -> list[dict[str, Any]]:
    """Return the entries of a side. An unreadable file has none, as the side's own check reports it."""
    try:
        value = read_yaml(side.root / FILE, FILE).value
    except FaultError:
        return []
    entries = value.get("corrections") if isinstance(value, dict) else None
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
