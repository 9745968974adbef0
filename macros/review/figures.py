"""Compares the figures of two sites, from the proofs that each publishes (figures.json), and the words that quote them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.review.surfaces import Surfaces, Wording

FILE = "figures.json"
# What is told of a figure, in this order. `decimals` is its rounding, `exact` its value before that.
_TOLD = ("title", "label", "status", "measure", "exact", "decimal", "wording", "unit", "decimals", "bound", "attribution", "note")
_DATA = ("package", "version")


@dataclass(frozen=True)
class FigureChange:
    """A figure that changes.

    kind: added, changed, withdrawn (its status now says so) or removed (its id is gone, which no id may be).
    fields: name -> (before, after). history: the same for its value on each older version of its data.
    wordings: page -> (the wordings that only BASE has there, those that only HEAD has).
    data: the version of the data that it is computed from, `sales@2022-05-11`.
    """

    id: str
    title: str
    data: str
    kind: str
    fields: dict[str, tuple[str, str]]
    history: dict[str, tuple[str, str]]
    wordings: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]

    @property
    def only_follows(self) -> bool:
        """Whether it only follows a new version of its data, where it has the value that it had."""
        return self.kind == "changed" and set(self.fields) == {"version"} and not (self.history or self.wordings)


def published(site: Path) -> dict[str, dict[str, Any]]:
    """The figures that a site publishes, by id. A site without any, or of an older form, has none."""
    try:
        entries = json.loads((site / FILE).read_bytes().decode("utf-8"))["figures"]
        return {str(entry["id"]): entry for entry in entries}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def changed_figures(base: Path, head: Path, said: Surfaces, says: Surfaces) -> list[FigureChange]:
    """Every figure that changes from the site `base` to the site `head`, or that is quoted in other words. By id."""
    old, new = published(base), published(head)
    wordings = changed_wordings(said, says)
    found = []
    for name in sorted({*old, *new, *wordings}):
        before, after = old.get(name, {}), new.get(name, {})
        fields = {
            key: (_text(before.get(key)), _text(after.get(key)))
            for key in (*_TOLD, *_DATA)
            if _text(before.get(key)) != _text(after.get(key))
        }
        if _cells(before) != _cells(after):
            fields["rows"] = (_cells(before), _cells(after))
        history = _history(before, after)
        if fields or history or name in wordings:
            here = after or before
            title, data = _text(here.get("title") or name), f"{here.get('package')}@{here.get('version')}"
            found.append(FigureChange(name, title, data, _kind(before, after), fields, history, wordings.get(name, {})))
    return found


def changed_wordings(said: Surfaces, says: Surfaces) -> dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Figure -> page -> the wordings that only the one has there, and only the other."""
    old, new = _counted(said.wordings), _counted(says.wordings)
    found: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for figure, page in sorted({*old, *new}):
        before, after = old.get((figure, page), Counter()), new.get((figure, page), Counter())
        if before != after:
            gone, come = sorted((before - after).elements()), sorted((after - before).elements())
            found.setdefault(figure, {})[page] = (tuple(gone), tuple(come))
    return found


def _counted(wordings: tuple[Wording, ...]) -> dict[tuple[str, str], Counter[str]]:
    counted: dict[tuple[str, str], Counter[str]] = {}
    for wording in wordings:
        counted.setdefault((wording.figure, wording.page), Counter())[wording.text] += 1
    return counted


def _kind(before: dict[str, Any], after: dict[str, Any]) -> str:
    if not before:
        return "added"
    if not after:
        return "removed"
    return "withdrawn" if after.get("status") == "withdrawn" != before.get("status") else "changed"


def values(entry: dict[str, Any]) -> dict[str, str]:
    """A figure's exact value on each version of its data."""
    return {str(old.get("version")): str(old.get("exact")) for old in entry.get("history", ())}


def _history(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[str, str]]:
    old, new = values(before), values(after)
    newest = {str(before.get("version")), str(after.get("version"))}
    return {v: (old[v], new.get(v, "")) for v in sorted(old) if new and old[v] != new.get(v) and v not in newest}


def _cells(entry: dict[str, Any]) -> str:
    return "; ".join(f"{row.get('key')}: {row.get('field')} {row.get('raw')}" for row in entry.get("rows", ()))


def _text(value: object) -> str:
    return "" if value is None else str(value)
