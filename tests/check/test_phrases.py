"""Short texts are found again where no markup can stand, and the numbers in them are bound."""

from __future__ import annotations

import pytest

from macros.base.errors import Place
from macros.check.phrases import PhraseIndex, map_phrases
from macros.quotes import Exempt, Phrase

PLACE = Place("a test")


def _bound(words: str, number: str, text: str) -> list[str]:
    """What is bound in a text by the phrase of these words and a number behind them."""
    phrase = Phrase((words, Exempt(number, "a test", PLACE)), PLACE)
    return [text[start:end] for start, end, _ in PhraseIndex.from_phrases(map_phrases([phrase])).find_bindings(text)]


@pytest.mark.parametrize("text", ["{}", "Title: {}", "{}.", "{}, and more", "{} (published)", "{} 2021"])
@pytest.mark.parametrize("number", ["7", "47", "1133", "1,133", "2.75", "29\u202f397\u202f681", "47%"])
def test_a_phrase_that_ends_in_a_number_is_bound_wherever_it_ends(number: str, text: str) -> None:
    assert _bound("A note on ", number, text.format(f"A note on {number}")) == [number]


@pytest.mark.parametrize(
    "text", ["A note on 11331", "A note on 1133,5", "A note on 1133.456", "A note on 1133\u202f456", "A note on 1133’456"]
)
def test_a_part_of_a_longer_number_is_not_bound(text: str) -> None:
    assert _bound("A note on ", "1133", text) == []


@pytest.mark.parametrize("text", ["2020", "1,020", "2.20"])
def test_a_number_that_begins_within_another_is_not_bound(text: str) -> None:
    assert _bound("", "20", text) == []
