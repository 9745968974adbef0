"""How often the judge and the finder are wrong, on sentences that nothing was tuned on, does not rise."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.claims.measure import GOLD, SITES, Rate, measure, measure_gold, read_sources, sentences, total

# Set -> false sentences that pass, true ones that are refused: what was reached. Lower them when fewer are judged wrongly.
REACHED = {
    "a": (2, 4),
    "b": (0, 0),
    "c": (5, 3),
    "e": (2, 4),
    "f": (1, 0),
    "h": (2, 3),
    "i": (1, 3),
    "j": (0, 2),
    "k": (1, 1),
    "l": (8, 13),
}
# Language -> quantities of the set for the finder that are missed, and those found beside.
FOUND = {"de": (4, 4), "en": (1, 4), "es": (2, 3)}

SENTENCES = list(sentences())
KINDS = {"J1", "J2", "comparative", "forms", "headings", "caption", "natural"}


@pytest.mark.parametrize("name", REACHED)
def test_no_more_sentences_are_judged_wrongly_than_were(name: str) -> None:
    rate = total(measure(each for each in SENTENCES if each.name == name)[0])
    passed, refused = REACHED[name]
    assert rate.passed <= passed and rate.refused <= refused, f"set {name}: {rate}"


@pytest.mark.parametrize("lang", FOUND)
def test_no_more_quantities_are_missed_or_made_up_than_were(lang: str) -> None:
    counted, judged = measure_gold([GOLD / f"{name}-{lang}.txt" for name in "dgkl"], lang)
    missed, beside = counted["listed"] - counted["right"], counted["found"] - counted["right"]
    assert missed <= FOUND[lang][0] and beside <= FOUND[lang][1], [each for each in judged if each[1] or each[2]]


def test_each_set_is_held_and_whole() -> None:
    """Each has both languages and both verdicts in like numbers, ids of its own, known kinds, and quotes that are written as agreed."""
    assert {each.name for each in SENTENCES} == set(REACHED)
    assert [id for id, count in Counter(each.id for each in SENTENCES).items() if count > 1] == []
    for each in SENTENCES:
        assert each.kind in KINDS and each.lang in ("en", "es") and each.figures, each
        assert re.search("[⟦⟧⟨⟩]", re.sub("⟦[^⟦⟧⟨⟩]+⟧⟨[a-z0-9-]+⟩", "", each.text)) is None, each
    for name in REACHED:
        verdicts = Counter((each.lang, each.is_true) for each in SENTENCES if each.name == name)
        assert len(verdicts) == 4 and abs(sum(n if is_true else -n for (_, is_true), n in verdicts.items())) <= 10, verdicts


@pytest.mark.parametrize("root", SITES, ids=lambda root: root.name)
def test_the_data_of_each_topic_is_sound(root: Path) -> None:
    assert [str(fault) for lang in ("en", "es") for fault in read_sources(root, lang).edition.faults] == []


def test_a_rate_counts_false_ones_that_pass_and_true_ones_that_are_refused() -> None:
    true, false = (next(each for each in SENTENCES if each.is_true is verdict) for verdict in (True, False))
    rate = Rate()
    for sentence, is_refused in ((true, True), (true, False), (false, False), (false, True), (false, True)):
        rate.add(sentence, is_refused)
    assert (rate.true, rate.refused, rate.false, rate.passed) == (2, 1, 3, 1)
