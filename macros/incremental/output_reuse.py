"""The files of the published site once more, from which the next build takes those that it would only write again.

They are links to the same bytes, which take no room of their own while the site stands (copies, where the file system knows no links).
Each is compared with what was published before anything of it is used: one that was lost or changed since is not there. It is read,
but where the system tells that nobody has written it since it was noted (see `State`).
A site has some folders for each page and chart, and to make a folder takes longer than to write a file: the folder of the copies
becomes the next site, as a whole, and that of the site before becomes the folder of the copies.
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

LIMIT = 1024 * 1024 * 1024  # bytes: of a site that is larger nothing is kept
# What the system notes of a file: its size, when it was written and when anything of it was changed (in nanoseconds), its number.
# No program sets the second time, so that the same state is the same bytes. Windows notes none: there every copy is read.
State = tuple[int, int, int, int]
_NOTES = os.name != "nt"


class Gone(OSError):
    """A copy is not what it was when it was read: another build is at work in the same folder."""


@dataclass
class Copies:
    """The copies in a folder. stays: whether the folder is the site's own, which is nobody's to take.

    sound: file of the site -> the sha256 of a copy that is what was published.
    """

    folder: Path
    stays: bool = False
    sound: dict[str, str] = field(default_factory=dict)
    _states: dict[str, State] = field(default_factory=dict)
    _when: int = 0  # nanoseconds: when they began to be compared

    @classmethod
    def read(cls, folder: Path, site: Path, published: Mapping[str, str], states: Mapping[str, State] = MappingProxyType({})) -> Copies:
        """Compare every copy; where there is none, the site itself. published: file of the site -> its sha256. states: see `note`."""
        copies = cls(folder) if folder.is_dir() and not folder.is_symlink() else cls(site, stays=True)
        copies._when = time.time_ns()
        for entry in _entries(copies.folder):
            name = _name(entry, copies.folder)
            if name not in published:
                continue
            with contextlib.suppress(OSError):
                state = _state(entry.stat(follow_symlinks=False))  # before it is read: what is written meanwhile is seen
                if (was := states.get(name)) == state:
                    state = was
                elif _digest(entry) != published[name]:
                    continue
                copies.sound[name], copies._states[name] = published[name], state
        return copies

    def path(self, name: str) -> str:
        return f"{self.folder}/{name}"

    def give(self, names: Iterable[str], built: Path, *, take: bool = True) -> dict[str, str]:
        """Put sound copies where a site that is being built has none of these files. Returns them with their digests.

        take: whether the folder may become that site.
        It is the last that is written there: what is written over a copy is written into the site that stands.
        Errors: Gone.
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
            _prune(self.folder, left)  # a folder of these may be a file now
            _move(written, built, self.folder, os.replace)
            shutil.rmtree(built)
            self.folder.rename(built)
        return given

    def settled(self, names: Iterable[str]) -> dict[str, State]:
        """The states of copies, but of those that had been changed a moment before they were compared (see `note`)."""
        return {name: state for name in names if _is_settled(state := self._states[name], self._when)}

    def _now(self, name: str) -> State | None:
        try:
            return _state(os.lstat(self.path(name)))
        except OSError:
            return None


Listed = Mapping[str, os.DirEntry[str]]


def listed(site: Path) -> Listed:
    """The files of a site, by their names."""
    return {_name(entry, site): entry for entry in _entries(site)}


def renew(
    folder: Path, before: Path | None, site: Path, files: Listed, given: Set[str], settled: Mapping[str, State] = MappingProxyType({})
) -> None:
    """Keep copies of the site that was published, and nothing else. before: where the site stands that it has replaced.

    files: those of the site. given, settled: those that were copies already, and their states that are known. What cannot be kept is
    not there: it only makes the next build slower.
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
    """The sha256 of each file of a site, and its state, by which the next build knows it again: to be asked when it is linked.

    A file that was changed a moment ago has no state: what is written in the same moment would not show.
    given, settled: the files that were copies, with their digests, and those of their states that are known.
    """
    published, states = dict(given), dict(settled)
    for name in files.keys() - given.keys():
        with contextlib.suppress(OSError):
            now = time.time_ns()
            state = _state(os.lstat(files[name].path))  # before it is read: what is written meanwhile is seen
            published[name] = _digest(files[name])
            if _is_settled(state, now):
                states[name] = state
    return published, states


def digests(folder: Path) -> dict[str, str]:
    """The sha256 of each file below a folder. What is no plain file has none: no site that was published holds such."""
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
    """Have files of one folder at the same places of another."""
    folders = set()
    for name in names:
        path = f"{target}/{name}"
        parent = os.path.dirname(path)
        if parent not in folders:
            os.makedirs(parent, exist_ok=True)
            folders.add(parent)
        move(f"{source}/{name}", path)


def _prune(folder: Path, gone: Iterable[str]) -> None:
    """Remove the folders that have lost their last file."""
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
