"""The JSON Schemas of the project's files, published for editors and for authors of such files elsewhere."""

from __future__ import annotations

from pathlib import Path

from macros.base.files import ENGINE, matching
from macros.edition.edition import Edition
from macros.outputs.written import write as written

FOLDER = "schemas"


def write(build: Edition, site: Path) -> None:
    """Write `schemas/<name>.schema.json` as in the generator."""
    for path in matching(ENGINE, f"{FOLDER}/*.schema.json"):
        written(build, site, f"{FOLDER}/{path.name}", path.read_bytes())
