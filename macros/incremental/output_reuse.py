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
_HAS_CTIME = os.name != "nt"


class StaleCopyError(OSError):
    """The error for a copy changed since it was verified. Another build runs in the same folder."""


@dataclass
class ReusableFiles:
    """The reusable files of the last published site.

    Attributes:
        is_live_site: whether `folder` is the live site itself and may not be moved.
        verified: file of the site -> sha256 of a copy equal to the published file.
    """

    folder: Path
    is_live_site: bool = False
    verified: dict[str, str] = field(default_factory=dict)
    _states: dict[str, State] = field(default_factory=dict)
    _verified_at: int = 0  # nanoseconds: the time when verification began

    @classmethod
    def read(
        cls, folder: Path, site: Path, published: Mapping[str, str], states: Mapping[str, State] = MappingProxyType({})
    ) -> ReusableFiles:
        """Verify the copies, or the site itself if there is no folder of copies.

        Args:
            published: file of the site -> sha256 when published.
            states: file of the site -> its known state; see `record_states`.
        """
        copies = cls(folder) if folder.is_dir() and not folder.is_symlink() else cls(site, is_live_site=True)
        copies._verified_at = time.time_ns()
        for entry in _walk_entries(copies.folder):
            name = _name_entry(entry, copies.folder)
            if name not in published:
                continue
            with contextlib.suppress(OSError):
                state = _state_of_stat(entry.stat(follow_symlinks=False))  # before reading, so a later write is noticed
                if (was := states.get(name)) == state:
                    state = was
                elif _hash_file(entry) != published[name]:
                    continue
                copies.verified[name], copies._states[name] = published[name], state
        return copies

    def copy_path(self, name: str) -> str:
        """Return the path of a copy."""
        return f"{self.folder}/{name}"

    def link_into(self, names: Iterable[str], built: Path, *, take: bool = True) -> dict[str, str]:
        """Put verified copies into a built site, for the `names` it lacks, and return file -> digest of these copies.

        Call it after all other writers: writing over a linked copy would change the live site.

        Args:
            names: files, from the site's root.
            built: the folder of the new site.
            take: whether the folder of the copies may itself become the new site.

        Raises: Gone if a copy has changed since it was verified.
        """
        written = set(_walk_names(built))
        given = {name: self.verified[name] for name in names if name not in written}
        for name in given:
            if self._read_state(name) != self._states[name]:
                raise StaleCopyError(name)
        if self.is_live_site or not take or os.stat(self.folder).st_dev != os.stat(built).st_dev:
            _transfer_files(given, self.folder, built, _link_or_copy)
        else:
            left = [name for name in _walk_names(self.folder) if name not in given]
            for name in left:
                os.unlink(self.copy_path(name))
            _remove_empty_folders(self.folder, left)  # one of these folders may be a file in the new site
            _transfer_files(written, built, self.folder, os.replace)
            shutil.rmtree(built)
            self.folder.rename(built)
        return given

    def stable_states(self, names: Iterable[str]) -> dict[str, State]:
        """Return the states of copies, except copies changed a moment before they were verified (see `record_states`)."""
        return {name: state for name in names if _is_stable(state := self._states[name], self._verified_at)}

    def _read_state(self, name: str) -> State | None:
        try:
            return _state_of_stat(os.lstat(self.copy_path(name)))
        except OSError:
            return None


Listed = Mapping[str, os.DirEntry[str]]


def list_files(site: Path) -> Listed:
    """Return the files of a site by name."""
    return {_name_entry(entry, site): entry for entry in _walk_entries(site)}


def refresh_copies(
    folder: Path, before: Path | None, site: Path, files: Listed, given: Set[str], settled: Mapping[str, State] = MappingProxyType({})
) -> None:
    """Replace the folder of the copies by copies of the published site. A failure only makes the next build slower.

    Args:
        folder: the folder of the copies.
        before: the folder of the replaced site, or None.
        site: the published site.
        files: its files.
        given: those files that were reused.
        stable_states: reused file -> its state, if known.
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
            _transfer_files(files, site, folder, _link_or_copy)
            return
        left = [name for name in _walk_names(before) if name not in given]
        for name in left:
            os.unlink(f"{before}/{name}")
        _remove_empty_folders(before, left)
        _transfer_files(files.keys() - given, site, before, _link_or_copy)
        before.rename(folder)


def record_states(files: Listed, given: Mapping[str, str], settled: Mapping[str, State]) -> tuple[dict[str, str], dict[str, State]]:
    """Return the sha256 and the state of each file of a site. Call it after the files are linked.

    By its state the next build knows an unchanged file. A file changed a moment ago gets no state, because a second write in the same
    clock tick would not show.

    Args:
        given: reused file -> its digest.
        stable_states: reused file -> its state, if known.
    """
    published, states = dict(given), dict(settled)
    for name in files.keys() - given.keys():
        with contextlib.suppress(OSError):
            now = time.time_ns()
            state = _state_of_stat(os.lstat(files[name].path))  # before reading, so a later write is noticed
            published[name] = _hash_file(files[name])
            if _is_stable(state, now):
                states[name] = state
    return published, states


def hash_files(folder: Path) -> dict[str, str]:
    """Return the sha256 of each file below a folder, or "" for a path that is no plain file. No published site has such."""
    return {_name_entry(entry, folder): _hash_file(entry) for entry in _walk_entries(folder)}


def _hash_file(entry: os.DirEntry[str]) -> str:
    if entry.is_file(follow_symlinks=False):
        with contextlib.suppress(OSError), open(entry.path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    return ""


def _walk_names(folder: Path) -> Iterator[str]:
    return (_name_entry(entry, folder) for entry in _walk_entries(folder))


def _name_entry(entry: os.DirEntry[str], folder: Path) -> str:
    return entry.path[len(str(folder)) + 1 :].replace(os.sep, "/")


def _walk_entries(folder: Path) -> Iterator[os.DirEntry[str]]:
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


def _transfer_files(names: Iterable[str], source: Path, target: Path, move: Callable[[str, str], object]) -> None:
    """Move, copy or link files from one folder to the same relative paths in another."""
    folders = set()
    for name in names:
        path = f"{target}/{name}"
        parent = os.path.dirname(path)
        if parent not in folders:
            os.makedirs(parent, exist_ok=True)
            folders.add(parent)
        move(f"{source}/{name}", path)


def _remove_empty_folders(folder: Path, gone: Iterable[str]) -> None:
    """Remove the folders left empty after some files were removed."""
    for name in gone:
        for parent in Path(name).parents[:-1]:
            try:
                (folder / parent).rmdir()
            except OSError:
                break


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def _state_of_stat(found: os.stat_result) -> State:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _is_stable(state: State, when: int) -> bool:
    return _HAS_CTIME and state[2] < when - TICK
