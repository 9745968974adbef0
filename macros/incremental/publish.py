"""The atomic swap of a finished site into the place of the last good one."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

is_server = False  # whether this process is a server; set at its start (macros/plugin/entry.py)
_FILE, _FOLDER = 0o644, 0o755  # modes of published files and folders
# Reserved domain names (RFC 2606), and the repository owner `example`.
HOST = r"//(?:[^/]*\.)?example(?:\.(?:org|com|net))?(?:[:/]|$)"
REPOSITORY = HOST + r"|//[^/]+/example/"
CONTACT = REPOSITORY + r"|@(?:[^/]*\.)?example(?:\.(?:org|com|net))?(?:[?]|$)"
_EXAMPLES = {"site_url": re.compile(HOST), "repo_url": re.compile(REPOSITORY)}


def find_example_addresses(config: Mapping[str, Any]) -> str:
    """Return a warning that names the settings with example addresses, or "" if there are none."""
    found = [f"{name} {config[name]}" for name, pattern in _EXAMPLES.items() if pattern.search(config[name] or "")]
    if not found:
        return ""
    fact = f"{' and '.join(found)}: an example, which would appear in cards, feeds, citations and links"
    return f"mkdocs.yml: {fact}; write your own before you publish"


def find_staging_folder(site: Path) -> Path:
    """Return the folder to build in. It lies beside the site, so that a rename can publish it."""
    return site.parent / f".{site.name}.new"


def publish_site(built: Path, site: Path) -> Path | None:
    """Rename the finished build to the site. If that fails, put the old site back.

    Returns: the folder of the old site, for the caller to reuse and remove, or None if there was none.

    Raises: OSError if a rename fails.
    """
    old = _find_old_folder(site)
    try:
        _set_modes(built)
        if site.exists():  # else the old site may be the only copy that a broken run has left
            remove_folder(old)
            site.rename(old)
        built.rename(site)
    except BaseException:
        restore_old_site(site)
        raise
    return old if old.exists() else None


def _set_modes(folder: Path) -> None:
    """Set the modes that a web server needs, whatever the umask of the user. Windows has no such modes."""
    if os.name == "nt":
        return
    _set_mode(folder, folder.stat().st_mode, _FOLDER)
    folders = [str(folder)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if is_folder := entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                _set_mode(entry, entry.stat(follow_symlinks=False).st_mode, _FOLDER if is_folder else _FILE)


def _set_mode(path: os.PathLike[str], now: int, mode: int) -> None:
    if stat.S_IMODE(now) != mode and not stat.S_ISLNK(now):
        os.chmod(path, mode)


def restore_old_site(site: Path) -> None:
    """Put the old site back if an earlier run was killed between the two renames of `publish_site`."""
    if not os.path.lexists(site) and _find_old_folder(site).is_dir():
        _find_old_folder(site).rename(site)


def remove_folder(folder: Path | None) -> None:
    """Remove a folder, or a file or link at its path."""
    if folder is None:
        return
    if folder.is_symlink() or not folder.is_dir():
        folder.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def _find_old_folder(site: Path) -> Path:
    return site.parent / f".{site.name}.old"
