"""Sets pictures in a process of its own: `python -m macros.typeset.workshop` takes them from its standard input, pickled.

What it sets it leaves in the cache; with the process goes the memory that setting takes. What cannot be set is told by the build.
"""

from __future__ import annotations

import contextlib
import pickle
import sys
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
    """Set pictures into the cache in a folder."""
    store = cache(folder)
    for job in jobs:
        with contextlib.suppress(OSError, ValueError):
            pictures(job.template, job.shared, job.items, store, share=job.share)


if __name__ == "__main__":
    where, wanted = pickle.load(sys.stdin.buffer)
    work(where, wanted)
