"""Short texts are found again where no markup can stand, and the numbers in them are bound."""

from __future__ import annotations

import pytest

from macros.base.errors import Place
from macros.check import EditionCheck
from macros.check.phrases import PhraseIndex, map_phrases
from macros.quotes import Exempt, Phrase
from macros.quotes.quote import Quote
from tests.check.test_judge import page

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


def test_of_the_same_words_for_two_figures_that_is_read_which_fits(check: EditionCheck) -> None:
    """Two charts may bear a headline of the same words, each true of what it draws."""
    quoted = [
        Phrase(("These fell by ", Quote(name, "", "", "58%", PLACE, None)), PLACE) for name in ("eu-files-change", "decline-18-weeks")
    ]
    drawn = "<h2>Files contained in EU reports, 2020 to 2021</h2><p><img alt='These fell by 58%'></p>"
    for phrases, codes in ((quoted[:1], []), (quoted[1:], ["unattributed", "wrong-context"]), (quoted, []), (quoted[::-1], [])):
        check.phrases = PhraseIndex.from_phrases(map_phrases(phrases))
        check.faults, check._passed_passages = [], {}
        check._bind_cached.cache_clear()
        check._read_file("x/index.html", page(drawn))
        assert [fault.code for fault in check.faults] == codes
