"""Where a sentence begins, in any language of the site's readers."""

from __future__ import annotations

import pytest

from macros.claims.analysed_text import find_sentence_span


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Reports fell by 47%.", "The share fell too."),
        ("Los informes cayeron un 47 %.", "¿Y la proporción?"),
        ("Los informes cayeron un 47 %.", "¡Nunca antes!"),
        ("Los informes cayeron un 47 %.", "«Es mucho», dijo."),
        ("Los informes cayeron un 47 %.", "África no figura."),
        ("Los informes cayeron un 47 %.", "Ñandú es otra palabra."),
        ("Die Meldungen sanken um 47 %.", "„Das ist viel“, sagte er."),
        ("Die Meldungen sanken um 47 %.", "Österreich fehlt."),
        ("Les signalements ont baissé.", "Élargie en 2021, la règle expire."),
        ("Οι αναφορές μειώθηκαν.", "Η αναλογία επίσης."),
    ],
)
def test_a_sentence_begins_with_a_capital_or_an_opening_sign(first: str, second: str) -> None:
    text = f"{first} {second}"
    assert find_sentence_span(text, 0) == (0, len(first))
    assert find_sentence_span(text, len(text) - 1) == (len(first) + 1, len(text))


def test_an_initial_ends_no_sentence() -> None:
    text = "NCMEC's chief executive John F. Clark says so."
    assert find_sentence_span(text, len(text) - 1) == (0, len(text))


@pytest.mark.parametrize("text", ["un 47 % aprox. en toda la Unión", "rund 47 % bzw. über 40 %", "v. ñandú"])
def test_a_small_letter_begins_none(text: str) -> None:
    assert find_sentence_span(text, len(text) - 1) == (0, len(text))
