"""Refusals of the operating system (a full disk, a missing right, a loop of links), as faults with the file and a remedy."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path
from types import TracebackType

from macros.base.errors import Fault, Place

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_WRITING = _FULL | {errno.EIO, errno.EPIPE, errno.EBADF}  # errors on an open file do not name it
_REMEDIES = {
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "give yourself permission to write there, and run it again"),
    **dict.fromkeys((errno.ELOOP, errno.EMLINK), "remove the link"),
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), "allow more files to be open at once (ulimit -n), and run it again"),
    errno.ENAMETOOLONG: "shorten the name",
    errno.ENOENT: "check what else removes or renames it, and run it again",
    errno.ENOMEM: "close other programs, and run it again",
    errno.EIO: "check the disk, and run it again",
}


def convert_system_error(error: OSError, root: Path) -> Fault:
    """Return an error of the operating system as a fault at its file. root: the project's folder."""
    fact = f"is refused by the system ({error.strerror or error})"
    known = _REMEDIES.get(error.errno or 0, "fix what the system names, and run it again")
    remedy = "make room on the disk, and run it again" if error.errno in _FULL else known
    return Fault(Place(_show_path(_find_file(error), root)), "refused", fact, remedy)


def _find_file(error: OSError) -> str:
    """Return the file named in an error, or the file open where it was raised."""
    named = (error.filename2, error.filename) if error.errno in _FULL else (error.filename, error.filename2)
    for name in named:
        if isinstance(name, str | bytes | os.PathLike):
            return os.fsdecode(name)
    return _find_open_file(error.__traceback__) if error.errno in _WRITING else ""


def _find_open_file(trace: TracebackType | None) -> str:
    """Return the name of the file open in the innermost function with one. The error of a full disk names no file."""
    found = ""
    while trace:
        for value in trace.tb_frame.f_locals.values():
            found = _name_of_file(value) or found
        trace = trace.tb_next
    return found


def _name_of_file(value: object) -> str:
    try:
        name = getattr(value, "name", "") if isinstance(value, io.IOBase) else ""
    except ValueError:  # a detached file
        return ""
    return name if isinstance(name, str) else ""


def _show_path(name: str, root: Path) -> str:
    """Return a file of the project by its path in the project, another file by its full path."""
    if not name or name.startswith("<"):
        return {"<stdout>": "standard output", "<stderr>": "standard error"}.get(name, ".")
    path = Path(os.path.abspath(root / name))
    return path.relative_to(root.resolve()).as_posix() if path.is_relative_to(root.resolve()) else str(path)
