"""Builds of one side of a comparison with its own code, cached by its sources and the installed packages."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from macros.base.day import VARIABLE
from macros.base.settings import HOST
from macros.incremental.publish import find_staging_folder
from macros.incremental.store import cache_folder
from macros.review.revision import Folder, ReviewError, Revision

_MAX_SIDES = 8  # cached sides: the least recently used is removed first
_TIMEOUT = 900
_HELD = re.compile(r"^note: .*; the day of this build is ", re.MULTILINE)
_REFUSED = re.compile(r"faults?; the site was not replaced:")


@dataclass(frozen=True)
class Side:
    """A built side.

    Attributes:
        key: The hash of its sources.
        root: The folder of its sources.
        site: The folder of its built site.
        held: The lines of what it does not publish yet, with its faults.
        faults: The lines of its own check. With faults, `site` is the refused site: reviewers must see it, nobody may publish it.
    """

    label: str
    key: str
    root: Path
    site: Path
    faults: tuple[str, ...]
    held: tuple[str, ...] = ()


def build_side(source: Revision | Folder, cache: Path, day: str = "") -> Side:
    """Return the built side, from the folder `cache` if it was built before.

    day: The day of the build, the same for both sides, or "" if none is known.

    Raises:
        ReviewError: The side cannot be built.
    """
    folder = cache / f"{source.key[:40]}-{_hash_environment()[:16]}{f'-{day}' if day else ''}"
    if not (folder / "faults.json").is_file():
        _build_into_cache(source, folder, cache, day)
    with contextlib.suppress(OSError):
        os.utime(folder)
    _trim_cache(cache, folder)
    faults, held = (_read_lines(folder / name) for name in ("faults.json", "held.json"))
    return Side(source.label, source.key, folder / "tree", folder / "site", faults, held)


def _read_lines(path: Path) -> tuple[str, ...]:
    return tuple(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else ()


def _build_into_cache(source: Revision | Folder, folder: Path, cache: Path, day: str) -> None:
    """Build a side next to its final folder and rename it, so that the cache never holds a part of one."""
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=cache) as scratch:
        made = Path(scratch) / "side"
        tree, site = made / "tree", made / "site"
        tree.mkdir(parents=True)
        source.export(tree)
        faults, held = _run_mkdocs(source.label, tree, site, day)
        shutil.rmtree(cache_folder(tree), ignore_errors=True)
        for name, lines in (("faults.json", faults), ("held.json", held)):
            (made / name).write_text(json.dumps(lines, ensure_ascii=False), encoding="utf-8")
        try:
            made.rename(folder)
        except OSError:  # another run was faster
            if not (folder / "faults.json").is_file():
                raise ReviewError(f"{folder} cannot be written: remove it, and run the command again") from None


def _run_mkdocs(label: str, tree: Path, site: Path, day: str) -> tuple[list[str], list[str]]:
    """Build a tree, and return the faults and the lines of what is not published yet. With faults, the refused site is kept."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", VARIABLE: day}
    command = [sys.executable, "-m", HOST, "build", "--site-dir", str(site.resolve())]
    try:
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=_TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        raise ReviewError(f"{label} was not built within {_TIMEOUT // 60} minutes: build it by itself to see why") from None
    if done.returncode == 0 and site.is_dir():
        return [], _check_held(tree, environment) if _HELD.search(done.stderr) else []
    lines = (done.stdout + done.stderr).splitlines()
    refused = next((number for number, line in enumerate(lines) if _REFUSED.search(line)), None)
    if refused is None or not find_staging_folder(site).is_dir():
        said = next((line for line in reversed(lines) if line.strip() and not line.startswith("Aborted")), "it said nothing")
        raise ReviewError(f"{label} cannot be built: {said.strip()[:300]}")
    find_staging_folder(site).rename(site)
    found = []
    for line in lines[refused + 1 :]:
        if not line.startswith("  "):
            break
        found.append(line.strip())
    return found, []


def _check_held(tree: Path, environment: dict[str, str]) -> list[str]:
    """Return a line for each page, version of data and correction that a tree does not publish yet, and for each of their faults."""
    command = [sys.executable, "-m", "macros", "check", "--json"]
    try:
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=_TIMEOUT, check=False)
        told = json.loads(done.stdout)["not_published"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return ["what is not published yet could not be checked: run make check"]
    return [*told["held"], *(fault["text"] for fault in told["faults"])]


@functools.lru_cache
def _hash_environment() -> str:
    """Return a hash of the environment: Python and the installed packages."""
    installed = sorted({f"{each.name}=={each.version}" for each in distributions()})
    return hashlib.sha256("\n".join([sys.version, *installed]).encode()).hexdigest()


def _trim_cache(cache: Path, used: Path) -> None:
    with contextlib.suppress(OSError):
        sides = [path for path in cache.iterdir() if path.is_dir() and not path.name.startswith(".")]
        for path in sorted(sides, key=lambda each: each.stat().st_mtime, reverse=True)[_MAX_SIDES:]:
            if path != used:
                shutil.rmtree(path, ignore_errors=True)
