"""A seeded sample of the mutations; `make mutations` runs all of them."""

from __future__ import annotations

from tests.mutations.run import run


def test_the_check_kills_a_sample_of_mutations() -> None:
    outcome = run(sample=1600, seed=47, builds=10)
    assert outcome.total >= 800
    assert outcome.survived == []
    assert len(outcome.killed) >= 18, sorted(outcome.killed)
