"""What names a drawing in the cache (macros/incremental): all that its bytes depend on.

The key is made from the chart, not from its specification, so that a hit imports neither altair nor vl-convert.
"""

from __future__ import annotations

import functools
import json
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

from macros.incremental.store import Cache, code_salt

from .model import Chart

LIMIT = 256 * 1024 * 1024  # a thousand updates have two thousand charts, of some 40 kB each


def drawings(folder: Path | None) -> Cache:
    """The cache of drawings in a folder; a change of the drawing code or of its libraries makes all entries others."""
    return Cache(folder, code_salt("charts", "altair", "vl-convert-python", "lxml"), LIMIT)


@functools.lru_cache(maxsize=1024)
def key(chart: Chart, width: str) -> str:
    """A text that changes whenever the drawing may."""
    return json.dumps({"chart": asdict(chart), "width": width}, sort_keys=True, default=_exact)


def _exact(value: object) -> str:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise TypeError(f"{value!r} cannot be part of a chart")
