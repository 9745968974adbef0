"""A sample holds one of each kind, the same each time; what it leaves out is not lost, but thorough."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.sample import sampled


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.booleans()), min_size=1, max_size=30), st.integers(1, 5))
def test_a_sample_holds_one_of_each_kind_and_the_rest_is_thorough(values: list[tuple[str, int, bool]], size: int) -> None:
    found = sampled(values, size, kinds=lambda value: value)
    left_out = [value for value in found if hasattr(value, "marks")]
    kept = [value for value in found if not hasattr(value, "marks")]
    assert len(found) == len(values) and [getattr(value, "values", value) for value in found] == values
    assert all([mark.name for mark in value.marks] == ["thorough"] for value in left_out)
    assert len(kept) >= min(size, len(values)) and found == sampled(values, size, kinds=lambda value: value)
    assert all({value[n] for value in kept} == {value[n] for value in values} for n in range(3))
