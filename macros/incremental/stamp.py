"""The stamp of a published site: a digest of all that went into it, and that of each of its files.

Where both are the same again, building and checking once more would give the same bytes. The files are read, not trusted:
one that is missing, added or changed, and the site is put together anew of the copies that were kept of it (output_reuse.py), each
read as well, or else built. So is it when the stamp is damaged (store.py).
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

from macros.incremental.output_reuse import Copies, State, digests, listed, note, renew
from macros.incremental.publish import discard, publish, staging
from macros.incremental.store import Cache, cache_folder

_NAME = "site"


def digest_of_inputs(root: Path, settings: Any, files: Iterable[Path]) -> str:
    """Return a digest of settings, as they show themselves, and of files, each with its path from `root`. Raises OSError."""
    digest = hashlib.sha256(repr(settings).encode() + b"\0")
    for path in files:
        data = path.read_bytes()
        digest.update(f"{os.path.relpath(path, root)}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def environment() -> list[Any]:
    """Return the Python and the installed distributions, by the names of their folders: reading each would take longer than all else."""
    return [sorted(_installed()), platform.python_version()]


def _installed() -> Iterator[str]:
    for folder in sys.path:
        if os.path.isdir(folder):
            yield from (name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))


@dataclass(frozen=True)
class Stamps:
    """The stamps of the project at `root`, whose site is published in the folder `site`.

    is_own: whether it is the project's own, of which copies are kept; not one that is built elsewhere, to look at it.
    """

    root: Path
    site: Path
    is_own: bool

    @property
    def copies(self) -> Path:
        """The folder of the copies."""
        return cache_folder(self.root, "copies")

    @property
    def _store(self) -> Cache:
        return Cache(cache_folder(self.root, "site"))

    def current(self, inputs: str) -> str | None:
        """Return the note of the stamp with a digest of inputs, if the site stands as it was published, or could be put together again;
        else None."""
        noted = self._store.get(f"{_NAME} {inputs}") if inputs else None
        if noted is None:
            return None
        known = json.loads(noted)
        stands = known["files"] == digests(self.site) or self._restored(known["files"])
        return str(known["note"]) if stands else None

    def _restored(self, published: dict[str, str]) -> bool:
        """Publish a site of copies, if there is a sound one of each file."""
        if not self.is_own:
            return False
        copies = Copies.read(self.copies, self.site, published)
        if copies.stays or copies.sound.keys() != published.keys():
            return False
        new = staging(self.site)
        discard(new)
        new.mkdir()
        try:
            copies.give(published, new, take=False)  # there is to be a next time
            discard(publish(new, self.site))
        except OSError:  # it is told by the build
            return False
        return True

    def save(
        self, inputs: str, said: str, before: Path | None, given: Mapping[str, str], settled: Mapping[str, State]
    ) -> tuple[dict[str, str], dict[str, State]]:
        """Stamp a site that has just been published, and keep copies of it.

        said: what its build had to say. before: where the site is that it has replaced. given, settled: the files that are sound copies
        (output_reuse.py). Returns the digest and the state of each file.
        """
        files = listed(self.site)
        if self.is_own:
            renew(self.copies, before, self.site, files, given.keys(), settled)
        published, states = note(files, given, settled)
        self._store.put(f"{_NAME} {inputs}", json.dumps({"note": said, "files": published}))
        self._store.trim()
        return published, states
