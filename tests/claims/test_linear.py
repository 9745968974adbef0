"""The time that a text takes grows with its length and no faster, told by how many functions are called: seconds are others' as well."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from tests.claims.measure import Sentence, read_article, read_sources
from tests.project import SAMPLE

TOLD = (
    "Reports made available to EU countries numbered ⟦555,831⟧⟨eu-reports-2021⟩ in 2021",
    "From 2020 to 2021, reports made available to EU countries fell by ⟦47%⟧⟨eu-reports-change⟩",
)


def count_calls(said: str) -> int:
    """Return how many functions are called to judge a paragraph, which has no fault."""
    sources, html, called = read_sources(SAMPLE, "en"), Sentence("", "", "en", True, "", said).html, 0

    def note(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal called
        called += 1

    sys.setprofile(note)
    try:
        found = read_article(sources, html)
    finally:
        sys.setprofile(None)
    assert found == []
    return called


@pytest.mark.parametrize(
    "write",
    [lambda told: ". ".join(told) + ".", lambda told: f"Reports were as follows: {', and '.join(told)}."],
    ids=["many sentences", "many numbers in one sentence"],
)
def test_four_times_the_text_takes_four_times_the_calls(write: Callable[[list[str]], str]) -> None:
    """Half of what would be quadratic. The first of each is warmed up, as words and patterns are read once."""
    few, many = (write([TOLD[at % 2] for at in range(count)]) for count in (50, 200))  # a sentence of fewer is not read in parts
    count_calls(write(list(TOLD)))
    assert count_calls(many) < 2 * 4 * count_calls(few)
