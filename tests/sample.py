"""What repeats is sampled in `make test` and whole in `make test-all`.

A test that is `thorough` repeats for another page, scheme, width or language what a test of the sample shows, or goes through whole builds
for what no line of the README promises; `make test` leaves it out.
`pytest --collect-only -m thorough` lists what is left out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Hashable, Iterable
from random import Random
from typing import Any

import pytest

IS_WHOLE = os.environ.get("TESTS") == "all"
"""Whether all is asked for: what takes its number of examples from here, and no test of its own for each, takes them all."""
_SEED = 2021


def sampled(values: Iterable[Any], size: int = 1, *, kinds: Callable[[Any], Collection[Hashable]] | None = None) -> list[Any]:
    """Return parameters for all values, of which those beside a sample are thorough.

    size: of the sample, at least. kinds: what a value is, in each regard (a type of page, a language, a width): the sample holds a value
    of each. It is drawn in the same way each time, so that what fails fails again.
    """
    found = list(values)
    chosen = _chosen(found, size, kinds or (lambda value: ()))
    return [value if number in chosen else _thorough(value) for number, value in enumerate(found)]


def some(values: Iterable[Any], size: int = 1, *, kinds: Callable[[Any], Collection[Hashable]] | None = None) -> list[Any]:
    """Return a sample of the values, or all of them where all is asked for: for a test that goes through them itself."""
    found = list(values)
    chosen = _chosen(found, size, kinds or (lambda value: ()))
    return [value for number, value in enumerate(found) if IS_WHOLE or number in chosen]


def _chosen(values: list[Any], size: int, kinds: Callable[[Any], Collection[Hashable]]) -> set[int]:
    """Return the places of a sample: in an order by chance, those that show a kind not seen before, then as many as are wanted."""
    order = Random(_SEED).sample(range(len(values)), len(values))
    seen: set[tuple[int, Hashable]] = set()
    chosen: list[int] = []
    for place in order:
        shown = set(enumerate(kinds(values[place])))
        if not shown <= seen:
            seen |= shown
            chosen.append(place)
    rest = [place for place in order if place not in chosen]
    return {*chosen, *rest[: max(0, size - len(chosen))]}


def _thorough(value: Any) -> Any:
    if hasattr(value, "marks"):
        return pytest.param(*value.values, id=value.id, marks=[*value.marks, pytest.mark.thorough])
    return pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=pytest.mark.thorough)
