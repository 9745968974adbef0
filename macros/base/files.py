"""The only walk over the folders of a site. It returns plain files, and a fault for anything else.

Reading a pipe can block forever. Following a link can loop, or read files outside the project. `check_folders` therefore runs before
anything is read, and no other module lists these folders.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import unicodedata
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from macros.base.errors import Fault, FaultError, Place

ENGINE = Path(__file__).parents[2]
"""The folder with the generator's own macros/, overrides/ and schemas/. A site may lie elsewhere."""
FOLDERS = ("data", "docs", "macros", "overrides", "schemas")
_BYTECODE_FOLDER = "__pycache__"  # written and validated by Python
_LOCK = ".#"  # prefix of Emacs' lock links
_FORBIDDEN_SIGNS = frozenset('\\:*?"<>|')
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{digit}" for name in ("com", "lpt") for digit in range(1, 10))})
_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def check_folders(root: Path, *folders: Path) -> None:
    """Check the folders of the project at `root` for anything but plain files with portable names.

    Args:
        folders: more folders to check.

    Raises:
        FaultError: with one fault for each other entry, sorted.
    """
    faults: list[Fault] = []
    for folder in dict.fromkeys((*(root / name for name in FOLDERS), *folders)):
        for _ in _walk_files(folder, root, faults):
            pass
    if faults:
        raise FaultError(*sorted(faults))


def list_files(folder: Path, *suffixes: str) -> list[Path]:
    """Return the plain files below a folder, at any depth, with one of the suffixes if any is given."""
    found = [path for path in _walk_files(folder, folder, []) if not suffixes or path.name.endswith(suffixes)]
    return sorted(found)


def find_files(root: Path, *patterns: str) -> list[Path]:
    """Return the plain files of the project at `root` that match patterns: `docs/**/*.md`, `data/*.yml`, `mkdocs.yml`.

    Files of the first pattern come first. A pattern without a folder names one file. `**` may stand only before the name, after one
    folder.
    """
    found: dict[Path, None] = {}
    for pattern in patterns:
        *parts, name = pattern.split("/")
        if not parts:
            files = [root / name] if (root / name).is_file() else []
        elif parts[1:] == ["**"]:
            files = list_files(root / parts[0])
        else:
            top = root / parts[0]
            folders = [top]
            for part in parts[1:]:  # list only folders with possible matches
                inner = (each for folder in folders for each in _list_folder(folder, top, top, [])[0])
                folders = [each for each in inner if fnmatchcase(each.name, part)] if "*" in part else [each / part for each in folders]
            files = [file for folder in folders for file in _list_folder(folder, top, top, [])[1]]
        found |= dict.fromkeys(sorted(file for file in files if fnmatchcase(file.name, name)))
    return list(found)


def list_entries(folder: Path) -> list[Path]:
    """Return the plain files and folders directly in a folder, or nothing if it does not exist."""
    folders, files = _list_folder(folder, folder, folder, [])
    return sorted(folders + files)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that does not exist yet, atomically.

    Raises: FileExistsError, OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb"):  # reserves the name
        pass
    try:
        write_atomically(path, data)
    except OSError:
        path.unlink()
        raise


def write_atomically(path: Path, data: bytes) -> None:
    """Write or replace a file atomically. A killed process or a full disk leaves the old file.

    Raises: OSError with the name of the file.
    """
    new = None
    try:
        handle, new = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(new, path.stat().st_mode if path.exists() else 0o644)
        os.replace(new, path)
    except BaseException as error:
        if new is not None:
            Path(new).unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None
        raise


def _walk_files(top: Path, root: Path, faults: list[Fault]) -> Iterator[Path]:
    folders = [top]
    while folders:
        inner, files = _list_folder(folders.pop(), top, root, faults)
        folders += inner
        yield from files


def _list_folder(folder: Path, top: Path, root: Path, faults: list[Fault]) -> tuple[list[Path], list[Path]]:
    """List the folders and the plain files in a folder, and add a fault for any other entry."""
    folders: list[Path] = []
    files: list[Path] = []
    names: dict[str, str] = {}
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENOTDIR):
            faults.append(
                Fault(
                    _make_printable_place(folder, root),
                    "unreadable",
                    f"cannot be read ({error.strerror})",
                    "give yourself permission to read it",
                )
            )
        return folders, files
    for entry in entries:
        if entry.name == _BYTECODE_FOLDER or (entry.name.startswith(_LOCK) and entry.is_symlink()):
            continue
        path = folder / entry.name
        if wrong := _find_wrong_kind(entry, path, top) or _find_wrong_name(entry.name, names):
            faults.append(Fault(_make_printable_place(path, root), *wrong))
        elif entry.is_dir():
            folders.append(path)
        else:
            files.append(path)
    return folders, files


def _find_wrong_kind(entry: os.DirEntry[str], path: Path, top: Path) -> tuple[str, str, str] | None:
    """Return code, fact and remedy for an entry that is no folder, no plain file and no link to a file below `top`, else None."""
    try:
        if not entry.is_symlink():
            if entry.is_dir() or entry.is_file():
                return None
            kind = _KINDS.get(stat.S_IFMT(entry.stat().st_mode), "no plain file")
            return "no-plain-file", f"is {kind}, from which no site can be made", "remove it"
        mode, leads, home = path.stat().st_mode, path.resolve(), top.resolve()
    except OSError as error:
        fact = "is a link that leads to itself" if error.errno == errno.ELOOP else f"is a link that leads nowhere ({error.strerror})"
        return "broken-link", fact, "remove it"
    if not leads.is_relative_to(home) and not home.is_relative_to(leads):
        return "leads-out", f"is a link that leads out of {top.name}/, to something not meant to be published", "put the file itself there"
    if stat.S_ISDIR(mode):
        return "link-to-folder", "is a link to a folder, which can lead in circles", "put the folder itself there, or remove the link"
    return None if stat.S_ISREG(mode) else ("no-plain-file", "is a link to what is not a plain file", "remove it")


def _find_wrong_name(name: str, names: dict[str, str]) -> tuple[str, str, str] | None:
    """Return code, fact and remedy for a name that is not portable, else None.

    names: the earlier names in the folder by their caseless form. The name is added.
    """
    remedy = "rename it"
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return "file-name", "has a name that is not UTF-8", remedy
    if not name.isprintable():
        unseen = next(sign for sign in name if not sign.isprintable())
        return "file-name", f"has the sign U+{ord(unseen):04X} in its name, which is invisible", remedy
    if taken := _FORBIDDEN_SIGNS.intersection(name):
        return "file-name", f"has {min(taken)} in its name, which Windows does not allow", remedy
    if name.endswith((".", " ")) or name.split(".")[0].lower() in _DEVICES:
        return "file-name", "has a name that Windows does not allow", remedy
    other = names.setdefault(fold_name(name), name)
    if other != name:
        return "same-name", f"has the name of {other} but for its case, and many systems would keep only one of them", remedy
    return None


def fold_name(name: str) -> str:
    """Return a name without case and accent encoding. Some systems do not distinguish these."""
    return name.lower() if name.isascii() else unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


def _make_printable_place(path: Path, root: Path) -> Place:
    """Return the place of a file, with its name in printable characters."""
    inside = path.relative_to(root) if path.is_relative_to(root) else path
    shown = os.fsencode(inside).decode("utf-8", "backslashreplace").replace(os.sep, "/")
    return Place("".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in shown))
