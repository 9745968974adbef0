"""The reader of the packages' folders."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from macros.base.dates import is_date
from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.base.files import list_entries, list_files
from macros.datapackage.model import Package, Packages, Resource
from macros.datapackage.sources import SourceAddresses, read_source_addresses
from macros.datapackage.table import read_table
from macros.datapackage.translations import add_translations
from macros.incremental.store import Cache

STRUCTURE = "dimensions.yml"
RECIPE = "recipe.yml"
"""The file beside the versions of a package that declares its columns (macros/structure)."""
CODE_LISTS = "codelists"
"""The folder of shared code lists."""
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_packages(root: Path, cache: Cache | None = None) -> tuple[Packages, list[Fault]]:
    """Read every package below `root`/data. Returns the readable versions, and the faults of all others.

    cache: holds the results of validated tables.
    """
    cache = cache or Cache(None)
    faults: list[Fault] = []
    versions: dict[str, tuple[Package, ...]] = {}
    data = root / "data"
    if not data.is_dir():
        return Packages({}), [Fault(Place("data"), "missing-file", "is missing", "add the data folder")]
    addresses, wrong_addresses = read_source_addresses(root)
    broken: dict[str, dict[str, tuple[Fault, ...]]] = {}
    for folder in (path for path in list_entries(data) if path.is_dir() and not path.name.startswith(".") and path.name != CODE_LISTS):
        found: list[Package] = []
        unsound: dict[str, tuple[Fault, ...]] = {}
        for version in (path for path in list_entries(folder) if not path.name.startswith(".") and path.name not in (STRUCTURE, RECIPE)):
            try:
                found.append(_read_package(root, version, cache, addresses))
            except FaultError as error:
                unsound[version.name] = error.faults
        if not found and not unsound:
            place = Place(_make_relative(root, folder))
            unsound[""] = (Fault(place, "empty-package", "holds no version", "add a folder named YYYY-MM-DD"),)
        faults += [fault for each in unsound.values() for fault in each]
        versions[folder.name], broken[folder.name] = tuple(found), unsound
    packages, wrong = add_translations(root, Packages(versions, broken, addresses))
    return packages, [*wrong_addresses, *faults, *wrong]


def _read_package(root: Path, folder: Path, cache: Cache, addresses: SourceAddresses) -> Package:
    place = Place(_make_relative(root, folder))
    if not folder.is_dir():
        raise FaultError(Fault(place, "stray-file", "belongs to no version", "move it into one, or remove it"))
    if not _NAME.fullmatch(folder.parent.name):
        raise FaultError(Fault(place, "package-name", f'has the package name "{folder.parent.name}"', "use a-z, 0-9 and hyphens"))
    if not is_date(folder.name):
        raise FaultError(Fault(place, "version-date", f'has the version "{folder.name}", which is not a valid date', "name it YYYY-MM-DD"))
    descriptor, where = _read_descriptor(root, folder)
    faults = []
    for key, expected in (("name", folder.parent.name), ("version", folder.name)):
        if descriptor.get(key) != expected:
            fact = f'says {key} "{descriptor.get(key)}" but its folder says "{expected}"'
            faults.append(Fault(where, "descriptor", fact, "make them agree"))
    faults += [
        Fault(where, "descriptor", f"has no {key}", f'add "{key}"')
        for key in ("title", "licenses", "sources", "resources")
        if not descriptor.get(key)
    ]
    faults += [
        Fault(where, "descriptor", f"has {key} that are not a list of objects", f'write "{key}": [{{...}}]')
        for key in ("licenses", "sources", "resources")
        if descriptor.get(key) and not _is_objects(descriptor[key])
    ]
    for index, source in enumerate(_filter_mappings(descriptor.get("sources"))):
        faults += [
            Fault(where, "descriptor", f"has no {key} in source {index + 1}", f'add "{key}"')
            for key in ("title", "publisher", "date")
            if not source.get(key)
        ]
        if source.get("date") and not is_date(source["date"]):
            fact = f'has the date "{source["date"]}" in source {index + 1}, which is not a valid date'
            faults.append(Fault(where, "descriptor", fact, "write YYYY-MM-DD"))
    names = [str(entry.get("name")) for entry in _filter_mappings(descriptor.get("resources"))]
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.append(Fault(where, "descriptor", f'has two resources named "{name}"', "rename one of them"))
    if faults:
        raise FaultError(*faults)
    resources: dict[str, Resource] = {}
    for entry in _filter_mappings(descriptor["resources"]):
        try:
            resource = _read_resource(root, folder, where, entry, cache)
            resources[resource.name] = resource
        except FaultError as error:
            faults += error.faults
    listed = {str(entry.get("path")) for entry in _filter_mappings(descriptor["resources"])}
    for file in () if faults else list_files(folder):  # a faulty descriptor may name too few files
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)  # .DS_Store and its like
        if not hidden and file.relative_to(folder).as_posix() not in {*listed, "datapackage.json"}:
            fault = Fault(Place(_make_relative(root, file)), "stray-file", "belongs to no resource", "list or remove it")
            faults.append(fault)
    if faults:
        raise FaultError(*faults)
    return Package(folder.parent.name, folder.name, place.path, str(descriptor["title"]), descriptor, resources, addresses=addresses)


def _read_descriptor(root: Path, folder: Path) -> tuple[Mapping[str, Any], Place]:
    path = folder / "datapackage.json"
    where = Place(_make_relative(root, path))
    try:
        descriptor = json.loads(path.read_bytes().decode("utf-8"), object_pairs_hook=_refuse_duplicates, parse_constant=_refuse_constant)
    except OSError:
        raise FaultError(Fault(where, "missing-file", "is missing", "add the descriptor")) from None
    except UnicodeDecodeError:
        raise FaultError(Fault(where, "encoding", "is not UTF-8", "save the file as UTF-8")) from None
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        fact = f"is not valid JSON ({getattr(error, 'msg', error)})"
        raise FaultError(Fault(Place(where.path, line), "json", fact, "fix the syntax")) from None
    if not isinstance(descriptor, dict):
        raise FaultError(Fault(where, "json", "is not a JSON object", "begin it with {"))
    return descriptor, where


def _read_resource(root: Path, folder: Path, where: Place, entry: Mapping[str, Any], cache: Cache) -> Resource:
    name, relative = str(entry.get("name", "")), str(entry.get("path", ""))
    if not _NAME.fullmatch(name):
        raise FaultError(Fault(where, "descriptor", f'has a resource named "{name}"', "use a-z, 0-9 and hyphens"))
    file = folder / relative
    if not relative.isprintable() or not relative or "://" in relative or not file.resolve().is_relative_to(folder.resolve()):
        fact = f'has the path "{relative}" for resource {name}'
        raise FaultError(Fault(where, "descriptor", fact, "name a CSV file inside the folder"))
    place = Place(_make_relative(root, file))
    try:
        data = file.read_bytes()
    except OSError:
        known = suggest_nearest(relative, [path.name for path in list_entries(folder) if path.suffix == ".csv"])
        fault = Fault(place, "missing-file", f"is missing (resource {name} of {where.path})", f"add it; {known}")
        raise FaultError(fault) from None
    digest = hashlib.sha256(data).hexdigest()
    expected = str(entry.get("hash", "")).removeprefix("sha256:")
    fields, key, lines, columns, values = read_table(data, place, where, entry, cache)
    if digest != expected:
        fact = f"has sha256 {digest[:12]}… but {where.path} says {expected[:12] or 'nothing'}…"
        raise FaultError(Fault(place, "sha256", fact, "published data is never edited: restore the file, or add a new version folder"))
    return Resource(name, place.path, fields, key, lines, columns, values, digest, str(entry.get("title", "")))


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f'the key "{next(k for k in keys if keys.count(k) > 1)}" appears twice')
    return result


def _refuse_constant(name: str) -> Any:
    """Refuse `NaN` and `Infinity`: Python reads them, JSON has none."""
    raise ValueError(f"{name} is not a valid number")


def _is_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _filter_mappings(value: object) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _make_relative(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()
