"""Typesetting of pictures into the cache by a worker process (macros/incremental/workers.py). Its memory is freed when it ends."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.typeset.press import open_typeset_cache, set_pictures


@dataclass(frozen=True)
class TypesetJob:
    """Pictures set in one run; see `pictures`."""

    template: str
    shared: Mapping[str, Any]
    items: Sequence[Mapping[str, Any]]
    share: float = 1


def set_jobs(folder: Path, jobs: Sequence[TypesetJob]) -> None:
    """Set pictures into the cache in a folder. Errors are ignored, as the build reports them."""
    store = open_typeset_cache(folder)
    for job in jobs:
        with contextlib.suppress(OSError, ValueError):
            set_pictures(job.template, job.shared, job.items, store, share=job.share)
