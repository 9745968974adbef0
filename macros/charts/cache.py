"""Cache of drawings (macros/incremental), keyed by everything their bytes depend on.

The key is made from the chart, not from its specification, so that a cache hit imports neither altair nor vl-convert.
"""

from __future__ import annotations

import functools
import json
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

from macros.incremental.store import Cache, code_salt

from .model import Chart

LIMIT = 256 * 1024 * 1024  # bytes; a thousand updates have two thousand charts of about 40 kB each


def open_drawing_cache(folder: Path | None) -> Cache:
    """Open the cache of drawings in a folder.

    A change of the drawing code or of its libraries invalidates all entries.
    """
    return Cache(folder, code_salt("charts", "altair", "vl-convert-python", "lxml"), LIMIT)


@functools.lru_cache(maxsize=1024)
def make_drawing_key(chart: Chart, width: str) -> str:
    """Return the cache key of a drawing."""
    return json.dumps({"chart": asdict(chart), "width": width}, sort_keys=True, default=_encode_fraction)


def _encode_fraction(value: object) -> str:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise TypeError(f"{value!r} cannot be part of a chart")
