"""A seeded sample of the mutations; `make mutations` runs all of them."""

from __future__ import annotations

from typing import Any

from tests.mutations.operators import OPERATORS
from tests.mutations.run import mutated
from tests.sample import IS_WHOLE


def test_the_check_kills_a_sample_of_mutations(checked: Any) -> None:
    sample, builds = (60, 10) if IS_WHOLE else (6, 1)
    outcome = mutated(checked, sample=sample * len(OPERATORS), seed=47, builds=builds)
    assert outcome.survived == []
    assert outcome.total >= sample * len(OPERATORS) // 2
    assert len(outcome.killed) >= 15, sorted(outcome.killed)
