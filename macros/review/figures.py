"""Changed figures of two sites, from their published proofs (figures.json), and changed wordings of their quotes."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.review.surfaces import Surfaces, Wording

FILE = "figures.json"
# The reported fields of a figure, in this order. `exact` is its value before rounding to `decimals`.
_REPORTED_FIELDS = (
    "title",
    "label",
    "status",
    "measure",
    "exact",
    "decimal",
    "wording",
    "unit",
    "decimals",
    "bound",
    "qualifiers",
    "attribution",
    "note",
)
_DATA_FIELDS = ("package", "version")


@dataclass(frozen=True)
class FigureChange:
    """A changed figure.

    Attributes:
        data: The data version it is computed from, `sales@2022-05-11`.
        kind: `added`, `changed`, `withdrawn` (its new status) or `removed` (its id is gone, though no id may go).
        fields: Maps names to (before, after).
        history: Maps older data versions to the values on them, as (before, after).
        wordings: Maps pages to the wordings found there in BASE only, and in HEAD only.
    """

    id: str
    title: str
    data: str
    kind: str
    fields: dict[str, tuple[str, str]]
    history: dict[str, tuple[str, str]]
    wordings: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]

    @property
    def has_only_new_data(self) -> bool:
        """Return True if nothing changes but the version of the figure's data."""
        return self.kind == "changed" and set(self.fields) == {"version"} and not (self.history or self.wordings)


def read_published(site: Path) -> dict[str, dict[str, Any]]:
    """Return the published figures of a site, by id. A site without figures.json, or with an older form, has none."""
    try:
        entries = json.loads((site / FILE).read_bytes().decode("utf-8"))["figures"]
        return {str(entry["id"]): entry for entry in entries}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def find_changed_figures(base: Path, head: Path, said: Surfaces, says: Surfaces) -> list[FigureChange]:
    """Return every figure changed from `base` to `head`, or quoted in other words, by id."""
    old, new = read_published(base), read_published(head)
    wordings = find_changed_wordings(said, says)
    found = []
    for name in sorted({*old, *new, *wordings}):
        before, after = old.get(name, {}), new.get(name, {})
        fields = {
            key: (_to_text(before.get(key)), _to_text(after.get(key)))
            for key in (*_REPORTED_FIELDS, *_DATA_FIELDS)
            if _to_text(before.get(key)) != _to_text(after.get(key))
        }
        if _format_cells(before) != _format_cells(after):
            fields["rows"] = (_format_cells(before), _format_cells(after))
        history = _compare_history(before, after)
        if fields or history or name in wordings:
            here = after or before
            title, data = _to_text(here.get("title") or name), f"{here.get('package')}@{here.get('version')}"
            found.append(FigureChange(name, title, data, _classify_change(before, after), fields, history, wordings.get(name, {})))
    return found


def find_changed_wordings(said: Surfaces, says: Surfaces) -> dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Map figures to pages to the wordings found there in `said` only, and in `says` only."""
    old, new = _count_wordings(said.wordings), _count_wordings(says.wordings)
    found: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for figure, page in sorted({*old, *new}):
        before, after = old.get((figure, page), Counter()), new.get((figure, page), Counter())
        if before != after:
            gone, come = sorted((before - after).elements()), sorted((after - before).elements())
            found.setdefault(figure, {})[page] = (tuple(gone), tuple(come))
    return found


def _count_wordings(wordings: tuple[Wording, ...]) -> dict[tuple[str, str], Counter[str]]:
    counted: dict[tuple[str, str], Counter[str]] = {}
    for wording in wordings:
        counted.setdefault((wording.figure, wording.page), Counter())[wording.text] += 1
    return counted


def _classify_change(before: dict[str, Any], after: dict[str, Any]) -> str:
    if not before:
        return "added"
    if not after:
        return "removed"
    return "withdrawn" if after.get("status") == "withdrawn" != before.get("status") else "changed"


def read_values(entry: dict[str, Any]) -> dict[str, str]:
    """Return the exact values of a figure, by data version."""
    return {str(old.get("version")): str(old.get("exact")) for old in entry.get("history", ())}


def _compare_history(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[str, str]]:
    old, new = read_values(before), read_values(after)
    newest = {str(before.get("version")), str(after.get("version"))}
    return {v: (old[v], new.get(v, "")) for v in sorted(old) if new and old[v] != new.get(v) and v not in newest}


def _format_cells(entry: dict[str, Any]) -> str:
    return "; ".join(f"{row.get('key')}: {row.get('field')} {row.get('raw')}" for row in entry.get("rows", ()))


def _to_text(value: object) -> str:
    return "" if value is None else str(value)
