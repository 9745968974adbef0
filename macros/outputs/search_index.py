"""The search index of the theme, in which a figure is found by its id: a field of its own in the ledger's sections.

Words are parted at hyphens, so "eu-reports-change" asks for three words, which stand in many sections. In the field they
weigh as much as in a title; the page puts the section of the very id first (overrides/partials/find-figure.html).
"""

from __future__ import annotations

import json
from pathlib import Path

from macros.build import Build

FILE = "search/search_index.json"
FIELD = "figure"
LEDGER = "figures/#"
_WEIGHT = 1000.0  # that of a title, in the theme


def write(build: Build, site: Path) -> None:
    """Complete the index that was written with the pages; a site without search has none."""
    path = site / FILE
    if not path.is_file():
        return
    index = json.loads(path.read_text(encoding="utf-8"))
    index["config"].setdefault("fields", {})[FIELD] = {"boost": _WEIGHT}
    for entry in index["docs"]:
        name = entry["location"].removeprefix(LEDGER)
        if entry["location"].startswith(LEDGER) and name in build.figures.declarations:
            entry[FIELD] = name
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8", newline="\n")
