"""Leaves a published site where it is, if nothing has changed that it is made from.

A site that was built, checked and published is written down: the digest of all that went into it, and that of each of its files.
Where both are the same again, building and checking once more would give the same bytes. The files are read, not trusted:
one that is missing, added or changed, and the site is put together anew of the copies that were kept of it (macros/copies.py), each
read as well, or else built. So is it when the note of it is damaged (macros/cache.py).
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mkdocs.structure.files import Files

from macros.cache import Cache
from macros.copies import Copies, State, digests, listed, note, renew
from macros.errors import FaultError
from macros.files import FOLDERS, below
from macros.publish import discard, publish, staging
from macros.published import bases

# Of the environment, as it is before the build sets it: the date that MkDocs writes.
_DATE = os.environ.get("SOURCE_DATE_EPOCH")
_SETTINGS = ("use_directory_urls", "strict", "site_url")  # what else the command line can set
_ELSEWHERE = re.compile(rb"!ENV|!relative|^INHERIT", re.MULTILINE)  # settings that stand in no file, or in another
_NAME = "site"


def fingerprint(config: Any) -> str:
    """A digest of all that the site of a configuration of MkDocs is made from; "" where it cannot be told."""
    root = project_root(config)
    folders = {*(root / name for name in FOLDERS), *own_folders(config)}
    try:
        if _ELSEWHERE.search(Path(config["config_file_path"]).read_bytes()):
            return ""
        digest = hashlib.sha256()
        known = bases(root)
        published = [known.note, *((base.name, base.record.text()) for base in known.found)]
        digest.update(repr((surroundings(config), published)).encode() + b"\0")
        for path in [root / Path(config["config_file_path"]).name, *(path for folder in sorted(folders) for path in below(folder))]:
            data = path.read_bytes()
            digest.update(f"{os.path.relpath(path, root)}\0{len(data)}\0".encode())
            digest.update(data)
    except (OSError, FaultError):  # what is wrong is told by the build
        return ""
    return digest.hexdigest()


def project_root(config: Any) -> Path:
    """Return the folder of mkdocs.yml, whose path `mkdocs build -f mkdocs.yml` gives as it was typed."""
    return Path(os.path.abspath(config["config_file_path"])).parent


def own_folders(config: Any) -> list[Path]:
    """Return the folders of the pages and of the templates that are the project's own."""
    return [Path(os.path.abspath(folder)) for folder in (config["docs_dir"], config["theme"].custom_dir) if folder]


def surroundings(config: Any) -> list[Any]:
    """What a site is made with beside the project's files: the libraries, the settings of the command line."""
    settings = [config["theme"].name, *(config[name] for name in _SETTINGS)]
    return [settings, sorted(_installed()), platform.python_version(), _DATE]


def leave(config: Any, key: str) -> str | None:
    """If the site of a fingerprint stands as it was published, or can be put together again, let MkDocs build nothing.
    Gives what its build had noted, else None."""
    site = Path(config["site_dir"])
    noted = _store(config).get(f"{_NAME} {key}") if key else None
    if noted is None:
        return None
    known = json.loads(noted)
    if known["files"] != digests(site) and not _put_together(config, site, known["files"]):
        return None
    _spare(config, site)
    return str(known["note"])


def is_own(config: Any) -> bool:
    """Whether the site stands in the project, whose folders bear their names: of one that is built elsewhere, to look at it, or of
    others, nothing is kept."""
    root = project_root(config)
    return Path(config["site_dir"]).parent == root and own_folders(config) == [root / "docs", root / "overrides"]


def _put_together(config: Any, site: Path, published: dict[str, str]) -> bool:
    """Publish a site of copies, if there is a sound one of each file."""
    if not is_own(config):
        return False
    copies = Copies.read(copied(config), site, published)
    if copies.stays or copies.sound.keys() != published.keys():
        return False
    new = staging(site)
    discard(new)
    new.mkdir()
    try:
        copies.give(published, new, take=False)  # there is to be a next time
        discard(publish(new, site))
    except OSError:  # it is told by the build
        return False
    return True


def write_down(
    config: Any, key: str, said: str, before: Path | None, given: Mapping[str, str], settled: Mapping[str, State]
) -> tuple[dict[str, str], dict[str, State]]:
    """Remember a site that has just been published. key: the fingerprint before it was built. said: what its build had to say.
    before: where the site is that it has replaced. given, settled: the files that are sound copies (macros/copies.py).
    Returns the digest and the state of each file.

    Nothing is remembered where something changed while the site was built: what of it went in is not known.
    """
    if not key or fingerprint(config) != key:
        return {}, {}
    site, store = Path(config["site_dir"]), _store(config)
    files = listed(site)
    if is_own(config):
        renew(copied(config), before, site, files, given.keys(), settled)
    published, states = note(files, given, settled)
    store.put(f"{_NAME} {key}", json.dumps({"note": said, "files": published}))
    store.trim()
    return published, states


def copied(config: Any) -> Path:
    """The folder of the copies."""
    return Path(config["config_file_path"]).parent / ".cache" / "copies"


def _store(config: Any) -> Cache:
    return Cache(Path(config["config_file_path"]).parent / ".cache" / "site")


def _installed() -> Iterator[str]:
    """The installed distributions with their versions, by the names of their folders: reading each would take longer than all else."""
    for folder in sys.path:
        if os.path.isdir(folder):
            yield from (name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))


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
