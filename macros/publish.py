"""Puts a finished site in the place of the last good one, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path


def staging(site: Path) -> Path:
    """Where a build is written before it has passed: beside the site, so that a rename can put it there."""
    return site.parent / f".{site.name}.new"


def is_preview(site: Path) -> bool:
    """Whether the site is that of `mkdocs serve`, which builds into a temporary folder of its own."""
    return site.name.startswith("mkdocs_") and site.parent == Path(tempfile.gettempdir())


def publish(built: Path, site: Path) -> Path | None:
    """Rename the finished build to the site. The old site stays until the new one is in place, else it comes back.

    Returns where the old one is now, whose files are the caller's to use and to remove. Errors: OSError of the rename.
    """
    old = site.parent / f".{site.name}.old"
    if site.exists():  # else the old one may be all that a broken run has left
        shutil.rmtree(old, ignore_errors=True)
        site.rename(old)
    try:
        built.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    return old if old.exists() else None


def discard(old: Path | None) -> None:
    """Remove a site that was replaced."""
    if old is not None:
        shutil.rmtree(old, ignore_errors=True)
