"""Sets pictures in a worker (macros/incremental/workers.py), which leaves them in the cache: with it goes the memory that setting takes."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.typeset.press import cache, pictures


@dataclass(frozen=True)
class Job:
    """Pictures that are set in one run; see `pictures`."""

    template: str
    shared: Mapping[str, Any]
    items: Sequence[Mapping[str, Any]]
    share: float = 1


def work(folder: Path, jobs: Sequence[Job]) -> None:
    """Set pictures into the cache in a folder. What cannot be set is told by the build."""
    store = cache(folder)
    for job in jobs:
        with contextlib.suppress(OSError, ValueError):
            pictures(job.template, job.shared, job.items, store, share=job.share)
