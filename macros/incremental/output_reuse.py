"""Copies of the published files, reused by the next build if it would write the same.

The copies are hard links to the same bytes, so they take no room while the site stands (real copies on a file system without links). A
copy is used only if it still equals the published file: it is read and hashed, unless the system shows no write since (see `State`). A
site has a folder for each page and chart, and making a folder takes longer than writing a file. The folder of the copies therefore
becomes the next site as a whole, and the folder of the replaced site becomes the folder of the copies.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from macros.incremental.store import TICK

LIMIT = 1024 * 1024 * 1024  # bytes: a larger site is not copied
# The size, mtime and ctime (in nanoseconds) and inode of a file.
# No program can set the ctime, so the same state means the same bytes. Windows has no ctime: there every copy is read.
State = tuple[int, int, int, int]
_NOTES = os.name != "nt"


class Gone(OSError):
    """The error for a copy changed since it was verified. Another build runs in the same folder."""


@dataclass
class Copies:
    """The reusable files of the last published site.

    Attributes:
        stays: whether `folder` is the live site itself and may not be moved.
        sound: file of the site -> sha256 of a copy equal to the published file.
    """

    folder: Path
    stays: bool = False
    sound: dict[str, str] = field(default_factory=dict)
    _states: dict[str, State] = field(default_factory=dict)
    _when: int = 0  # nanoseconds: the time when verification began

    @classmethod
    def read(cls, folder: Path, site: Path, published: Mapping[str, str], states: Mapping[str, State] = MappingProxyType({})) -> Copies:
        """Verify the copies, or the site itself if there is no folder of copies.

        Args:
            published: file of the site -> sha256 when published.
            states: file of the site -> its known state; see `note`.
        """
        copies = cls(folder) if folder.is_dir() and not folder.is_symlink() else cls(site, stays=True)
        copies._when = time.time_ns()
        for entry in _entries(copies.folder):
            name = _name(entry, copies.folder)
            if name not in published:
                continue
            with contextlib.suppress(OSError):
                state = _state(entry.stat(follow_symlinks=False))  # before reading, so a later write is noticed
                if (was := states.get(name)) == state:
                    state = was
                elif _digest(entry) != published[name]:
                    continue
                copies.sound[name], copies._states[name] = published[name], state
        return copies

    def path(self, name: str) -> str:
        """Return the path of a copy."""
        return f"{self.folder}/{name}"

    def give(self, names: Iterable[str], built: Path, *, take: bool = True) -> dict[str, str]:
        """Put verified copies into a built site, for the `names` it lacks, and return file -> digest of these copies.

        Call it after all other writers: writing over a linked copy would change the live site.

        Args:
            names: files, from the site's root.
            built: the folder of the new site.
            take: whether the folder of the copies may itself become the new site.

        Raises: Gone if a copy has changed since it was verified.
        """
        written = set(_names(built))
        given = {name: self.sound[name] for name in names if name not in written}
        for name in given:
            if self._now(name) != self._states[name]:
                raise Gone(name)
        if self.stays or not take or os.stat(self.folder).st_dev != os.stat(built).st_dev:
            _move(given, self.folder, built, _link)
        else:
            left = [name for name in _names(self.folder) if name not in given]
            for name in left:
                os.unlink(self.path(name))
            _prune(self.folder, left)  # one of these folders may be a file in the new site
            _move(written, built, self.folder, os.replace)
            shutil.rmtree(built)
            self.folder.rename(built)
        return given

    def settled(self, names: Iterable[str]) -> dict[str, State]:
        """Return the states of copies, except copies changed a moment before they were verified (see `note`)."""
        return {name: state for name in names if _is_settled(state := self._states[name], self._when)}

    def _now(self, name: str) -> State | None:
        try:
            return _state(os.lstat(self.path(name)))
        except OSError:
            return None


Listed = Mapping[str, os.DirEntry[str]]


def listed(site: Path) -> Listed:
    """Return the files of a site by name."""
    return {_name(entry, site): entry for entry in _entries(site)}


def renew(
    folder: Path, before: Path | None, site: Path, files: Listed, given: Set[str], settled: Mapping[str, State] = MappingProxyType({})
) -> None:
    """Replace the folder of the copies by copies of the published site. A failure only makes the next build slower.

    Args:
        folder: the folder of the copies.
        before: the folder of the replaced site, or None.
        site: the published site.
        files: its files.
        given: those files that were reused.
        settled: reused file -> its state, if known.
    """
    with contextlib.suppress(OSError):
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        sizes = (settled[name][0] if name in settled else os.lstat(entry.path).st_size for name, entry in files.items())
        if sum(sizes) > LIMIT:
            return
        if before is None:
            _move(files, site, folder, _link)
            return
        left = [name for name in _names(before) if name not in given]
        for name in left:
            os.unlink(f"{before}/{name}")
        _prune(before, left)
        _move(files.keys() - given, site, before, _link)
        before.rename(folder)


def note(files: Listed, given: Mapping[str, str], settled: Mapping[str, State]) -> tuple[dict[str, str], dict[str, State]]:
    """Return the sha256 and the state of each file of a site. Call it after the files are linked.

    By its state the next build knows an unchanged file. A file changed a moment ago gets no state, because a second write in the same
    clock tick would not show.

    Args:
        given: reused file -> its digest.
        settled: reused file -> its state, if known.
    """
    published, states = dict(given), dict(settled)
    for name in files.keys() - given.keys():
        with contextlib.suppress(OSError):
            now = time.time_ns()
            state = _state(os.lstat(files[name].path))  # before reading, so a later write is noticed
            published[name] = _digest(files[name])
            if _is_settled(state, now):
                states[name] = state
    return published, states


def digests(folder: Path) -> dict[str, str]:
    """Return the sha256 of each file below a folder, or "" for a path that is no plain file. No published site has such."""
    return {_name(entry, folder): _digest(entry) for entry in _entries(folder)}


def _digest(entry: os.DirEntry[str]) -> str:
    if entry.is_file(follow_symlinks=False):
        with contextlib.suppress(OSError), open(entry.path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    return ""


def _names(folder: Path) -> Iterator[str]:
    return (_name(entry, folder) for entry in _entries(folder))


def _name(entry: os.DirEntry[str], folder: Path) -> str:
    return entry.path[len(str(folder)) + 1 :].replace(os.sep, "/")


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    folders = [str(folder)]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        yield entry
        except OSError:
            continue


def _move(names: Iterable[str], source: Path, target: Path, move: Callable[[str, str], object]) -> None:
    """Move, copy or link files from one folder to the same relative paths in another."""
    folders = set()
    for name in names:
        path = f"{target}/{name}"
        parent = os.path.dirname(path)
        if parent not in folders:
            os.makedirs(parent, exist_ok=True)
            folders.add(parent)
        move(f"{source}/{name}", path)


def _prune(folder: Path, gone: Iterable[str]) -> None:
    """Remove the folders left empty after some files were removed."""
    for name in gone:
        for parent in Path(name).parents[:-1]:
            try:
                (folder / parent).rmdir()
            except OSError:
                break


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def _state(found: os.stat_result) -> State:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _is_settled(state: State, when: int) -> bool:
    return _NOTES and state[2] < when - TICK
