"""Leaves a published site where it is, if nothing has changed that it is made from.

A site that was built, checked and published is written down: the digest of all that went into it, and that of each of its files.
Where both are the same again, building and checking once more would give the same bytes. The files are read, not trusted:
one that is missing, added or changed, and the site is built anew. So is it when the note of it is damaged (macros/cache.py).
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.structure.files import Files

from macros.cache import Cache
from macros.errors import FaultError
from macros.publish import staging
from macros.published import bases

# What a site is made from, beside its documents, its overrides and mkdocs.yml: folders below the project's root.
FOLDERS = ("data", "macros", "schemas")
# Of the environment, as it is before the build sets it: the date that MkDocs writes.
_DATE = os.environ.get("SOURCE_DATE_EPOCH")
_SETTINGS = ("use_directory_urls", "strict", "site_url")  # what else the command line can set
_ELSEWHERE = re.compile(rb"!ENV|!relative|^INHERIT", re.MULTILINE)  # settings that stand in no file, or in another
_NAME = "site"


def fingerprint(config: Any) -> str:
    """A digest of all that the site of a configuration of MkDocs is made from; "" where it cannot be told."""
    root = Path(config["config_file_path"]).parent
    folders = {root / name for name in FOLDERS} | {Path(config["docs_dir"])}
    if config["theme"].custom_dir:
        folders.add(Path(config["theme"].custom_dir))
    settings = [config["theme"].name, *(config[name] for name in _SETTINGS)]
    try:
        if _ELSEWHERE.search(Path(config["config_file_path"]).read_bytes()):
            return ""
        digest = hashlib.sha256()
        known = bases(root)
        published = [known.note, *((base.name, base.record.text()) for base in known.found)]
        for part in (settings, sorted(_installed()), platform.python_version(), _DATE, published):
            digest.update(repr(part).encode() + b"\0")
        for path in [Path(config["config_file_path"]), *(path for folder in sorted(folders) for path in _files(folder))]:
            data = path.read_bytes()
            digest.update(f"{path.relative_to(root).as_posix()}\0{len(data)}\0".encode())
            digest.update(data)
    except (OSError, ValueError, FaultError):  # what is wrong is told by the build
        return ""
    return digest.hexdigest()


def leave(config: Any, key: str) -> str | None:
    """If the site of a fingerprint stands as it was published, let MkDocs build nothing. Gives what its build had noted, else None."""
    site = Path(config["site_dir"])
    noted = _store(config).get(f"{_NAME} {key}") if key else None
    if noted is None:
        return None
    known = json.loads(noted)
    if known["files"] != _digests(site):
        return None
    _spare(config, site)
    return str(known["note"])


def write_down(config: Any, key: str, note: str) -> None:
    """Remember a site that has just been published. key: the fingerprint before it was built. note: what its build had to say.

    Nothing is remembered where something changed while the site was built: what of it went in is not known.
    """
    if key and fingerprint(config) == key:
        store = _store(config)
        store.put(f"{_NAME} {key}", json.dumps({"note": note, "files": _digests(Path(config["site_dir"]))}))
        store.trim()


def _store(config: Any) -> Cache:
    return Cache(Path(config["config_file_path"]).parent / ".cache" / "site")


def _installed() -> Iterator[str]:
    """The installed distributions with their versions, by the names of their folders: reading each would take longer than all else."""
    for folder in sys.path:
        if os.path.isdir(folder):
            yield from (name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))


def _files(folder: Path) -> Iterator[Path]:
    for where, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if name != "__pycache__")
        yield from (Path(where, name) for name in sorted(files))


def _digests(site: Path) -> dict[str, str]:
    """The sha256 of each file of a site, by its path. What is no plain file has none: no site that was published holds such."""
    found: dict[str, str] = {}
    folders = [str(site)]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                        continue
                    digest = ""
                    if entry.is_file(follow_symlinks=False):
                        with open(entry.path, "rb") as file:
                            digest = hashlib.sha256(file.read()).hexdigest()
                    found[os.path.relpath(entry.path, site) if os.sep != "/" else entry.path[len(str(site)) + 1 :]] = digest
        except OSError:
            continue
    return found


def _spare(config: Any, site: Path) -> None:
    """MkDocs has no way to say that there is nothing to build: it is given no files, no templates and nobody to tell of it."""
    events = config.plugins.events
    for methods in events.values():
        methods.clear()
    events["files"].append(lambda files, **_: Files([]))
    events["post_build"].append(lambda **_: config.load_dict({"site_dir": str(site)}))
    config["nav"], config["extra_templates"], config["site_dir"] = None, [], str(staging(site))
    config["theme"].static_templates.clear()
    config["theme"].dirs.clear()
