"""What the site of a configuration of MkDocs is made from, for its stamp; and how MkDocs is let build nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs.structure.files import Files

from macros.base.errors import FaultError
from macros.base.files import FOLDERS, below
from macros.base.settings import HOST
from macros.incremental.output_reuse import State
from macros.incremental.publish import staging
from macros.incremental.snapshot import Stored
from macros.incremental.stamp import Stamps, digest_of_inputs, environment
from macros.incremental.store import code_salt
from macros.incremental.tasks import digest
from macros.published import bases

# Of the environment, as it is before the build sets it: the date that MkDocs writes.
_DATE = os.environ.get("SOURCE_DATE_EPOCH")
_SETTINGS = ("use_directory_urls", "strict", "site_url")  # what else the command line can set
_ELSEWHERE = re.compile(rb"!ENV|!relative|^INHERIT", re.MULTILINE)  # settings that stand in no file, or in another

# Classes of others that are in what a build keeps.
_CLASSES = frozenset(
    {
        ("collections", "Counter"),
        ("datetime", "date"),
        ("fractions", "Fraction"),
        (f"{HOST}.structure.toc", "AnchorLink"),
        (f"{HOST}.structure.toc", "TableOfContents"),
        ("pathlib", "PosixPath"),
        ("pathlib", "WindowsPath"),
    }
)


def fingerprint(config: Any) -> str:
    """Return a digest of all that the site of a configuration is made from; "" where it cannot be told."""
    root = project_root(config)
    folders = {*(root / name for name in FOLDERS), *own_folders(config)}
    try:
        if _ELSEWHERE.search(Path(config["config_file_path"]).read_bytes()):
            return ""
        known = bases(root)
        published = [known.note, *((base.name, base.record.text()) for base in known.found)]
        files = [root / Path(config["config_file_path"]).name, *(path for folder in sorted(folders) for path in below(folder))]
        return digest_of_inputs(root, (surroundings(config), published), files)
    except (OSError, FaultError):  # what is wrong is told by the build
        return ""


def project_root(config: Any) -> Path:
    """Return the folder of mkdocs.yml, whose path `mkdocs build -f mkdocs.yml` gives as it was typed."""
    return Path(os.path.abspath(config["config_file_path"])).parent


def own_folders(config: Any) -> list[Path]:
    """Return the folders of the pages and of the templates that are the project's own."""
    return [Path(os.path.abspath(folder)) for folder in (config["docs_dir"], config["theme"].custom_dir) if folder]


def surroundings(config: Any) -> list[Any]:
    """Return what a site is made with beside the project's files: the libraries, the settings of the command line."""
    settings = [config["theme"].name, *(config[name] for name in _SETTINGS)]
    return [settings, *environment(), _DATE]


def stamps(config: Any) -> Stamps:
    """Return the stamps of a project."""
    root, site = project_root(config), Path(config["site_dir"])
    is_own = site.parent == root and own_folders(config) == [root / "docs", root / "overrides"]
    return Stamps(root, site, is_own)


def leave(config: Any, key: str) -> str | None:
    """Let MkDocs build nothing if the site of a fingerprint stands, or could be put together again. Returns what its build had noted,
    else None."""
    noted = stamps(config).current(key)
    if noted is not None:
        _disable_build(config)
    return noted


def write_down(
    config: Any, key: str, said: str, before: Path | None, given: Mapping[str, str], settled: Mapping[str, State]
) -> tuple[dict[str, str], dict[str, State]]:
    """Stamp a site that has just been published; see `Stamps.save`. key: the fingerprint before it was built.

    Nothing is remembered where something changed while the site was built: what of it went in is not known.
    """
    if not key or fingerprint(config) != key:
        return {}, {}
    return stamps(config).save(key, said, before, given, settled)


def snapshot_of(config: Any, *, serving: bool = False) -> Stored:
    """Return what the build before has kept, or the server, with the same code, libraries and settings."""
    file, own = Path(config["config_file_path"]), stamps(config)
    salt = repr((code_salt("."), file, digest(file.read_bytes()), surroundings(config), serving))
    return Stored.read(own.root, None if serving else own.copies, own.site, salt, _CLASSES)


def _disable_build(config: Any) -> None:
    """Remove MkDocs' files, templates and plugin events: it cannot be told that there is nothing to build."""
    site = Path(config["site_dir"])
    events = config.plugins.events
    for methods in events.values():
        methods.clear()
    events["files"].append(lambda files, **_: Files([]))
    events["post_build"].append(lambda **_: config.load_dict({"site_dir": str(site)}))
    config["nav"], config["extra_templates"], config["site_dir"] = None, [], str(staging(site))
    config["theme"].static_templates.clear()
    config["theme"].dirs.clear()
