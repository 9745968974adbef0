"""The files of the published site once more, from which the next build takes those that it would only write again.

They are links to the same bytes, which take no room of their own while the site stands (copies, where the file system knows no links).
Each is read and compared with what was published before anything of it is used: one that was lost or changed since is not there.
A site has some folders for each page and chart, and to make a folder takes longer than to write a file: the folder of the copies
becomes the next site, as a whole, and that of the site before becomes the folder of the copies.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

LIMIT = 1024 * 1024 * 1024  # bytes: of a site that is larger nothing is kept
_State = tuple[int, int]


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
    _states: dict[str, _State] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path, site: Path, published: Mapping[str, str]) -> Copies:
        """Read every copy; where there is none, the site itself. published: file of the site -> its sha256."""
        copies = cls(folder) if folder.is_dir() and not folder.is_symlink() else cls(site, stays=True)
        for entry in _entries(copies.folder):
            name = _name(entry, copies.folder)
            if name not in published:
                continue
            with contextlib.suppress(OSError):
                state = _state(entry.stat(follow_symlinks=False))  # before it is read: what is written meanwhile is seen
                if _digest(entry) == published[name]:
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

    def _now(self, name: str) -> _State | None:
        try:
            return _state(os.lstat(self.path(name)))
        except OSError:
            return None


def renew(folder: Path, before: Path | None, site: Path, published: Mapping[str, str], given: Mapping[str, str]) -> None:
    """Keep copies of the site that was published, and nothing else. before: where the site stands that it has replaced.

    given: the files that were copies already. What cannot be kept is not there: it only makes the next build slower.
    """
    with contextlib.suppress(OSError):
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        if sum(os.path.getsize(f"{site}/{name}") for name in published) > LIMIT:
            return
        if before is None:
            _move(published, site, folder, _link)
            return
        left = [name for name in _names(before) if name not in given]
        for name in left:
            os.unlink(f"{before}/{name}")
        _prune(before, left)
        _move(published.keys() - given.keys(), site, before, _link)
        before.rename(folder)


def digests(folder: Path, known: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """The sha256 of each file below a folder. What is no plain file has none: no site that was published holds such.

    known: those that were read already.
    """
    return {name: known.get(name) or _digest(entry) for entry in _entries(folder) if (name := _name(entry, folder))}


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


def _state(found: os.stat_result) -> _State:
    """What tells that nobody has written a file since."""
    return found.st_size, found.st_mtime_ns
