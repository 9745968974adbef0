"""The JSON Schemas of the project's files, published for editors and for authors of such files elsewhere."""

from __future__ import annotations

from pathlib import Path

from macros.base.files import ENGINE, find_files
from macros.edition.edition import Edition
from macros.outputs.written import write_file as written

FOLDER = "schemas"


def write_schemas(build: Edition, site: Path) -> None:
    """Write `schemas/<name>.schema.json` as in the generator."""
    for path in find_files(ENGINE, f"{FOLDER}/*.schema.json"):
        written(build, site, f"{FOLDER}/{path.name}", path.read_bytes())
