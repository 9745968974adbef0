"""The search index of each edition: a reader searches in the language of the page.

MkDocs writes one index for all languages. This module splits it, with addresses relative to the root of each edition.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from macros.edition.edition import Edition
from macros.figures import slug_of
from macros.pages.ledger import assign_parts

INDEX = "search/search_index.json"
_LEDGER = "figures/#"


def split_index(build: Edition, site: Path) -> None:
    """Split the search index of the built site at `site` by language. Each language stems words by its own rules."""
    path = site / INDEX
    if not path.is_file():  # search is turned off
        return
    index = json.loads(path.read_bytes())
    figures = build.project.figures
    parts = {slug_of(name): part for name, part in assign_parts(figures).items()}
    parts |= {f"package-{part.partition('/')[0]}": part for part in parts.values() if "/" not in part}
    folders = [edition.folder for edition in build.editions.values() if edition.folder]
    for lang, edition in build.editions.items():
        docs = [
            {**entry, "location": _find_part_address(entry["location"].removeprefix(edition.folder), parts)}
            for entry in index["docs"]
            if (entry["location"].startswith(edition.folder) if edition.folder else not entry["location"].startswith(tuple(folders)))
        ]
        own = {**index, "config": {**index["config"], "lang": [lang]}, "docs": docs}
        file = site / edition.folder / INDEX
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(own, ensure_ascii=False, separators=(",", ":")), encoding="utf-8", newline="\n")


def _find_part_address(location: str, parts: Mapping[str, str]) -> str:
    """Return the address of an entry. An entry of the ledger may stand on a page of its own."""
    anchor = location.removeprefix(_LEDGER)
    return f"figures/{parts[anchor]}/#{anchor}" if location.startswith(_LEDGER) and anchor in parts else location
