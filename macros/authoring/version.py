"""A new version of a data package: its descriptor and files, read in a staging folder before they enter the project."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.base.errors import Fault, FaultError, Place
from macros.base.files import list_files
from macros.datapackage import Package, read_packages
from macros.importer.infer import Table

# Faults of cells corrected by `--widen`.
_WIDENABLE = re.compile(
    r"which is not one of|beyond the (?:minimum|maximum)|but a value is required|which does not match|which has \d+ characters"
    r'|is "-?\d+\.\d+", which is not a valid integer|has to be unique'
)
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# Licences known by their short name. Any other is given with its address.
LICENCES = {
    "CC0-1.0": ("Creative Commons Zero v1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-BY-4.0": ("Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("Creative Commons Attribution Share Alike 4.0 International", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "ODbL-1.0": ("Open Data Commons Open Database License v1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    "PDDL-1.0": ("Open Data Commons Public Domain Dedication and License v1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
    "OGL-UK-3.0": (
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
}


@dataclass(frozen=True)
class Draft:
    """The content of a new version.

    Attributes:
        licences: The licences of the data.
        sources: The sources, each with its title, publisher, date and, if known, path.
        previous: The version before, or None.
    """

    package: str
    version: str
    title: str
    description: str
    licences: Sequence[Mapping[str, Any]]
    sources: Sequence[Mapping[str, Any]]
    tables: Sequence[Table]
    previous: Package | None

    @property
    def carried_resources(self) -> list[str]:
        """Return the resources of the version before that have no new table."""
        return [name for name in (self.previous.resources if self.previous else ()) if name not in {table.name for table in self.tables}]


def make_descriptor(draft: Draft) -> dict[str, Any]:
    """Return datapackage.json: the one of the version before with the new content, or a new one."""
    old = draft.previous.descriptor if draft.previous else {}
    known = {str(entry.get("name")): entry for entry in old.get("resources", ())}
    resources = {name: copy.deepcopy(dict(known[name])) for name in draft.carried_resources}
    for table in draft.tables:
        resources[table.name] = _describe_resource(table, known.get(table.name))
    made: dict[str, Any] = {
        "$schema": PROFILE,
        "name": draft.package,
        "version": draft.version,
        "title": draft.title,
        **({"description": draft.description} if draft.description else {}),
        "created": f"{draft.version}T00:00:00Z",
        "licenses": [*map(dict, draft.licences)],
        "sources": [*map(dict, draft.sources)],
        "notes": list(dict.fromkeys((*old.get("notes", ()), *(note for table in draft.tables for note in table.source_notes)))),
        "keywords": list(old.get("keywords", ())),
    }
    order = [*known, *(name for name in resources if name not in known)]
    kept = {key: value for key, value in made.items() if value != []}
    return {**kept, "resources": [resources[name] for name in order if name in resources]}


def stage_version(root: Path, draft: Draft, folder: Path) -> Package:
    """Write the version below `folder`, laid out as in the project, and read it like a build.

    Raises:
        FaultError: The version has faults. Their places are in the author's sheet.
    """
    place = folder / "data" / draft.package / draft.version
    place.mkdir(parents=True)
    if draft.previous:
        for path in (draft.previous.resources[name].path for name in draft.carried_resources):
            target = place / Path(path).relative_to(draft.previous.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / path, target)
    for table in draft.tables:
        (place / f"{table.name}.csv").write_bytes(table.csv_bytes)
    text = json.dumps(make_descriptor(draft), ensure_ascii=False, indent=2) + "\n"
    (place / "datapackage.json").write_bytes(text.encode("utf-8"))
    packages, faults = read_packages(folder)
    if faults:
        raise FaultError(*(move_to_sheet(fault, draft) for fault in faults))
    return packages.versions[draft.package][0]


def install_version(root: Path, staged: Path, draft: Draft) -> list[str]:
    """Move a staged version into the project in one step. Return the files written.

    Raises:
        FaultError: The version exists, or cannot be written.
    """
    target = root / "data" / draft.package / draft.version
    target.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=target.parent, prefix=".new-"))
    try:
        shutil.copytree(staged / "data" / draft.package / draft.version, new, dirs_exist_ok=True)
        new.chmod(0o755)
        if target.exists():  # os.rename would put it over an empty folder
            raise FileExistsError
        os.rename(new, target)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        place = Place(target.relative_to(root).as_posix())
        if target.exists():
            raise FaultError(make_exists_fault(place.path)) from None
        raise FaultError(Fault(place, "refused", f"cannot be written ({error.strerror})", "fix the folder")) from None
    return [path.relative_to(root).as_posix() for path in list_files(target)]


def make_exists_fault(path: str) -> Fault:
    """Return the fault for an existing version."""
    return Fault(
        Place(path),
        "exists",
        "exists, and published data is never edited",
        "give the date of the new version, or remove it if it is a draft of yours",
    )


def _describe_resource(table: Table, known: Mapping[str, Any] | None) -> dict[str, Any]:
    entry = copy.deepcopy(dict(known)) if known else {"name": table.name, "path": f"{table.name}.csv", "type": "table"}
    entry |= {
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "path": f"{table.name}.csv",
        "bytes": len(table.csv_bytes),
        "hash": "sha256:" + hashlib.sha256(table.csv_bytes).hexdigest(),
    }
    schema = {"fields": table.fields, **({"primaryKey": table.key} if table.key else {}), "missingValues": [""]}
    entry.pop("schema", None)
    return {**entry, "schema": schema}


def move_to_sheet(fault: Fault, draft: Draft) -> Fault:
    """Move a fault of a written file to its place in the author's sheet."""
    for table in draft.tables:
        if fault.place.path == f"data/{draft.package}/{draft.version}/{table.name}.csv":
            line = table.sheet_line_by_csv_line.get(fault.place.line, 0)
            grows = fault.code == "cell" and _WIDENABLE.search(fault.fact)
            remedy = "fix the cell, or let the schema grow with it: --widen" if grows else fault.remedy
            return Fault(Place(table.sheet, line, fault.place.column), fault.code, fault.fact, remedy)
    return fault
