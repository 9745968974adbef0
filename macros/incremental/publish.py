"""Puts a finished site in the place of the last good one, whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

serves = False  # whether this process is a server, which says so when it begins (macros/plugin/entry.py)
_FILE, _FOLDER = 0o644, 0o755  # the modes of what is published
# Names that nobody can own (RFC 2606), and the owner that stands for one.
HOST = r"//(?:[^/]*\.)?example(?:\.(?:org|com|net))?(?:[:/]|$)"
REPOSITORY = HOST + r"|//[^/]+/example/"
_EXAMPLES = {"site_url": re.compile(HOST), "repo_url": re.compile(REPOSITORY)}


def example_addresses(config: Mapping[str, Any]) -> str:
    """What an author is told of addresses that are examples still, before the site is published with them; "" where none is."""
    found = [f"{name} {config[name]}" for name, pattern in _EXAMPLES.items() if pattern.search(config[name] or "")]
    if not found:
        return ""
    fact = f"{' and '.join(found)}: an example, which would appear in cards, feeds, citations and links"
    return f"mkdocs.yml: {fact}; write your own before you publish"


def staging(site: Path) -> Path:
    """Where a build is written before it has passed: beside the site, so that a rename can put it there."""
    return site.parent / f".{site.name}.new"


def publish(built: Path, site: Path) -> Path | None:
    """Rename the finished build to the site. The old site stays until the new one is in place, else it comes back.

    Returns where the old one is now, whose files are the caller's to use and to remove. Errors: OSError of the rename.
    """
    old = _old(site)
    try:
        _let_all_read(built)
        if site.exists():  # else the old one may be all that a broken run has left
            discard(old)
            site.rename(old)
        built.rename(site)
    except BaseException:
        recover(site)
        raise
    return old if old.exists() else None


def _let_all_read(folder: Path) -> None:
    """Give files and folders the modes that a web server needs, whatever the umask of who has built them. Windows has none."""
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


def recover(site: Path) -> None:
    """Put the old site back, if a run was ended when it had taken it away and the new one was not in its place."""
    if not os.path.lexists(site) and _old(site).is_dir():
        _old(site).rename(site)


def discard(folder: Path | None) -> None:
    """Remove a folder, or what stands in its place."""
    if folder is None:
        return
    if folder.is_symlink() or not folder.is_dir():
        folder.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def _old(site: Path) -> Path:
    return site.parent / f".{site.name}.old"
