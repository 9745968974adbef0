"""Files with other bytes, as if their writer had written them: the check has to read them, and not only to compare their sum."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from macros.edition.edition import PublishedFile


def faults_if_written(
    check: Any, name: str, data: bytes, known: Callable[[PublishedFile], PublishedFile] = lambda known: known
) -> list[Any]:
    """Return what the check says of a file, named from the site's root, as if its build had written these bytes.

    known: changes what the build knows of it, such as its texts.
    """
    build = check.find_edition_check(name).edition
    files, own = build.log.published_files, name.removeprefix(build.folder)
    before = files.get(own)
    if before:
        files[own] = replace(known(before), sha256=hashlib.sha256(data).hexdigest())
    try:
        return list(check.recheck_file(name, data))
    finally:
        if before:
            files[own] = before


def with_member(name: str, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Return what changes a member of an archive and keeps all the others."""

    def do(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as changed:
            for entry in archive.infolist():
                body = archive.read(entry)
                changed.writestr(entry, change(body) if entry.filename.endswith(name) else body)
        return out.getvalue()

    return do
