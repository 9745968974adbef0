"""The stamp of a published site: a digest of all its inputs, and the digest of each published file.

If both are unchanged, a new build and check would give the same bytes and are skipped. Every file is read and compared. If one is
missing, extra or changed, the site is restored from verified copies (output_reuse.py); without these, or with a damaged stamp (store.py),
it is built.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.incremental.output_reuse import ReusableFiles, State, hash_files, list_files, record_states, refresh_copies
from macros.incremental.publish import find_staging_folder, publish_site, remove_folder
from macros.incremental.store import Cache, cache_folder

_NAME = "site"


def digest_inputs(root: Path, settings: Any, files: Iterable[Path]) -> str:
    """Return a digest of the `repr` of settings and of files, each with its path from `root`.

    Raises: OSError if a file cannot be read.
    """
    digest = hashlib.sha256(repr(settings).encode() + b"\0")
    for path in files:
        data = path.read_bytes()
        digest.update(f"{os.path.relpath(path, root)}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def list_environment() -> list[Any]:
    """Return the installed distributions and the Python version.

    Distributions are known by the names of their folders. Reading their metadata would take longer than the rest of the stamp.
    """
    return [sorted(_list_distributions()), platform.python_version()]


def _list_distributions() -> Iterator[str]:
    for folder in sys.path:
        if os.path.isdir(folder):
            yield from (name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))


@dataclass(frozen=True)
class Stamps:
    """The stamps of the project at `root`, published in the folder `site`.

    Attributes:
        is_own: True for the project's own site, of which copies are kept. False for a build elsewhere, for example for review.
    """

    root: Path
    site: Path
    is_own: bool

    @property
    def copies_folder(self) -> Path:
        """Return the folder of the copies."""
        return cache_folder(self.root, "copies")

    @property
    def _store(self) -> Cache:
        return Cache(cache_folder(self.root, "site"))

    def find_current_note(self, inputs: str) -> str | None:
        """Return the stamp's note if the published site matches the stamp or could be restored, else None.

        inputs: a digest of the inputs (see `digest_inputs`), or "" if there is none.
        """
        noted = self._store.get(f"{_NAME} {inputs}") if inputs else None
        if noted is None:
            return None
        known = json.loads(noted)
        stands = known["files"] == hash_files(self.site) or self._restore_from_copies(known["files"])
        return str(known["note"]) if stands else None

    def _restore_from_copies(self, published: dict[str, str]) -> bool:
        """Publish the site from its copies, if every file has a verified copy."""
        if not self.is_own:
            return False
        copies = ReusableFiles.read(self.copies_folder, self.site, published)
        if copies.is_live_site or copies.verified.keys() != published.keys():
            return False
        new = find_staging_folder(self.site)
        remove_folder(new)
        new.mkdir()
        try:
            copies.link_into(published, new, take=False)  # the next restoration needs the copies
            remove_folder(publish_site(new, self.site))
        except OSError:  # the build reports it
            return False
        return True

    def save(
        self, inputs: str, said: str, before: Path | None, given: Mapping[str, str], settled: Mapping[str, State]
    ) -> tuple[dict[str, str], dict[str, State]]:
        """Stamp a site that was just published, and keep copies of its files.

        Args:
            inputs: a digest of the inputs.
            said: the note of the build, returned by `find_current_note`.
            before: the folder of the replaced site.
            given: reused file -> its digest (output_reuse.py).
            settled: reused file -> its state, if known.

        Returns: the digest and the state of each file.
        """
        files = list_files(self.site)
        if self.is_own:
            refresh_copies(self.copies_folder, before, self.site, files, given.keys(), settled)
        published, states = record_states(files, given, settled)
        self._store.put(f"{_NAME} {inputs}", json.dumps({"note": said, "files": published}))
        self._store.trim()
        return published, states
