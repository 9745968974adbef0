"""The inputs of a site, taken from a configuration of MkDocs for its stamp, and a way to let MkDocs build nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs.structure.files import Files

from macros.base.day import GIVEN_EPOCH, read_day
from macros.base.errors import FaultError
from macros.base.files import FOLDERS, list_files
from macros.base.settings import HOST
from macros.incremental.output_reuse import State
from macros.incremental.publish import find_staging_folder
from macros.incremental.snapshot import Snapshot
from macros.incremental.stamp import Stamps, digest_inputs, list_environment
from macros.incremental.store import code_salt
from macros.incremental.tasks import digest
from macros.published import read_bases

_SETTINGS = ("use_directory_urls", "strict", "site_url")  # other settings of the command line
_EXTERNAL_SETTING = re.compile(rb"!ENV|!relative|^INHERIT", re.MULTILINE)  # settings taken from the environment or another file

# Classes of other packages in a snapshot.
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


def digest_site_inputs(config: Any) -> str:
    """Return a digest of all inputs of the site of a configuration, or "" if they cannot be known."""
    root = project_root(config)
    folders = {*(root / name for name in FOLDERS), *own_folders(config)}
    try:
        if _EXTERNAL_SETTING.search(Path(config["config_file_path"]).read_bytes()):
            return ""
        known = read_bases(root)
        published = [known.note, *((base.name, base.record.format_text()) for base in known.states)]
        files = [root / Path(config["config_file_path"]).name, *(path for folder in sorted(folders) for path in list_files(folder))]
        return digest_inputs(root, (list_build_settings(config), published, read_day(root)), files)
    except (OSError, FaultError):  # the build reports it
        return ""


def project_root(config: Any) -> Path:
    """Return the absolute folder of mkdocs.yml. MkDocs has its path as typed after `-f`."""
    return Path(os.path.abspath(config["config_file_path"])).parent


def own_folders(config: Any) -> list[Path]:
    """Return the project's own folders of pages and templates."""
    return [Path(os.path.abspath(folder)) for folder in (config["docs_dir"], config["theme"].custom_dir) if folder]


def list_build_settings(config: Any) -> list[Any]:
    """Return the inputs beside the project's files: the libraries and the settings of the command line."""
    settings = [config["theme"].name, *(config[name] for name in _SETTINGS)]
    return [settings, *list_environment(), GIVEN_EPOCH]


def open_stamps(config: Any) -> Stamps:
    """Return the stamps of a project."""
    root, site = project_root(config), Path(config["site_dir"])
    is_own = site.parent == root and own_folders(config) == [root / "docs", root / "overrides"]
    return Stamps(root, site, is_own)


def skip_if_current(config: Any, key: str) -> str | None:
    """Skip the build if the site of a fingerprint is published or could be restored.

    Returns: the note of its build, or None if it has to be built.
    """
    noted = open_stamps(config).find_current_note(key)
    if noted is not None:
        _disable_mkdocs_build(config)
    return noted


def save_stamp(
    config: Any, key: str, said: str, before: Path | None, given: Mapping[str, str], settled: Mapping[str, State]
) -> tuple[dict[str, str], dict[str, State]]:
    """Stamp a site that was just published; see `Stamps.save`. key: the fingerprint before the build.

    Nothing is stamped if an input changed during the build, because the site may contain a mixture.
    """
    if not key or digest_site_inputs(config) != key:
        return {}, {}
    return open_stamps(config).save(key, said, before, given, settled)


def read_snapshot(config: Any, *, serving: bool = False) -> Snapshot:
    """Read the snapshot of the build before, or of the server, made with the same code, libraries and settings."""
    file, own = Path(config["config_file_path"]), open_stamps(config)
    salt = repr((code_salt("."), file, digest(file.read_bytes()), list_build_settings(config), serving))
    return Snapshot.read(own.root, None if serving else own.copies_folder, own.site, salt, _CLASSES)


def _disable_mkdocs_build(config: Any) -> None:
    """Remove MkDocs' files, templates and plugin events. MkDocs has no way to skip a build."""
    site = Path(config["site_dir"])
    events = config.plugins.events
    for methods in events.values():
        methods.clear()
    events["files"].append(lambda files, **_: Files([]))
    events["post_build"].append(lambda **_: config.load_dict({"site_dir": str(site)}))
    config["nav"], config["extra_templates"], config["site_dir"] = None, [], str(find_staging_folder(site))
    config["theme"].static_templates.clear()
    config["theme"].dirs.clear()
