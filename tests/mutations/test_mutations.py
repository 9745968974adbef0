"""A seeded sample of the mutations; `make mutations` runs all of them."""

from __future__ import annotations

from tests.mutations.run import run
from tests.sample import IS_WHOLE


def test_the_check_kills_a_sample_of_mutations() -> None:
    sample, builds = (1600, 10) if IS_WHOLE else (500, 3)
    outcome = run(sample=sample, seed=47, builds=builds, processes=1)  # the tests run side by side already
    assert outcome.total >= sample // 2
    assert outcome.survived == []
    assert len(outcome.killed) >= 18, sorted(outcome.killed)
