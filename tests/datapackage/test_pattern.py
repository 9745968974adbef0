"""A pattern says of each text what Python's `re` says, but reads no text twice, and knows the regular part of the syntax only."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.datapackage.pattern import Pattern

SIGNS = st.sampled_from(["a", "b", "-", "[ab]", "[^a-]", ".", r"\d", r"\W", r"\."])
TIMES = st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,}", "{0}"])
PATTERNS = st.recursive(
    SIGNS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.tuples(inner, TIMES).map(lambda parts: f"({parts[0]}){parts[1]}"),
    ),
    max_leaves=6,
)


@given(PATTERNS, st.lists(st.text("ab-.1\n", max_size=6), max_size=5))
def test_a_pattern_matches_what_the_library_matches(pattern, texts):
    assert [Pattern(pattern).matches(text) for text in texts] == [bool(re.fullmatch(pattern, text)) for text in texts]


def test_names_joined_by_hyphens_are_matched_whole():
    pattern = Pattern("^[a-z0-9]+(-[a-z0-9]+)*$")
    assert [pattern.matches(text) for text in ("eu", "eu-2021-x", "", "-", "eu-", "eu--x", "Eu")] == [True, True, *[False] * 5]


def test_a_long_text_takes_no_more_different_steps_than_a_short_one():
    pattern = Pattern("(a*)*(a|b)*c")
    assert not pattern.matches("ab" * 10)
    before = len(pattern._steps)
    assert not pattern.matches("ab" * 10_000)
    assert len(pattern._steps) == before


@pytest.mark.parametrize(
    ("pattern", "fact"),
    [
        pytest.param("(?=a)b", 'holds "(?="', id="a look ahead"),
        pytest.param("(?i)a", 'holds "(?i"', id="a flag"),
        pytest.param(r"(a)\1", 'holds "\\1"', id="a group once more"),
        pytest.param(r"\ba", 'holds "\\ba"', id="a border of words"),
        pytest.param("a^b", 'holds "^b"', id="a beginning in the middle"),
        pytest.param("a*?", "repeats nothing, or twice", id="a repetition that takes little"),
        pytest.param("*a", "repeats nothing, or twice", id="a repetition of nothing"),
        pytest.param("a{3,2}", 'repeats "{3,2}"', id="from three times to two"),
        pytest.param("[b-a]", "bad character range", id="a class that is upside down"),
        pytest.param("[a", 'holds "[a"', id="a class that is not closed"),
        pytest.param("(a", "not closed", id="a bracket that is not closed"),
        pytest.param("a)", "a bracket too many", id="a bracket too many"),
        pytest.param("a|()", "or is empty", id="an empty bracket"),
        pytest.param("(a{20}){20}", "more than 200 signs", id="four hundred signs"),
        pytest.param("a" * 201, "more than 200 signs", id="a long pattern"),
    ],
)
def test_a_pattern_that_is_not_regular_is_refused_with_its_reason(pattern, fact):
    with pytest.raises(ValueError, match=re.escape(fact)):
        Pattern(pattern)
