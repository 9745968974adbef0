"""What a text says in the words of another language: a sentence that nobody translated."""

from __future__ import annotations

import pytest

from tests.finder import find

SAYS = [
    (
        "es",
        "Reports nearly tripled, and one in five reports concerned the EU",
        [("tripled", "multiplier", "en"), ("one in five", "percentage", "en")],
    ),
    ("es", "Half of all reports", [("Half", "percentage", "en")]),
    ("es", "fell by ninety percent", [("ninety percent", "percentage", "en")]),
    ("es", "Twenty-nine million", [("Twenty-nine million", "count", "en")]),
    ("es", "Almost all reports concerned the EU.", [("Almost all", "percentage", "en")]),
    ("en", "noventa por ciento", [("noventa por ciento", "percentage", "es")]),
    ("en", "La mitad de las denuncias", [("La mitad", "percentage", "es")]),
    ("en", "29 millones de denuncias", [("29 millones", "count", "es")]),
    ("en", "neunzig Prozent", [("neunzig Prozent", "percentage", "de")]),
    ("en", "Die Hälfte aller Meldungen", [("Die Hälfte", "percentage", "de")]),
    ("en", "zweitausendfünfhundert Meldungen", [("zweitausendfünfhundert", "count", "de")]),
    ("es", "Die Zahl hat sich verzwölffacht.", [("verzwölffacht", "multiplier", "de")]),
    ("de", "la mitad de las denuncias", [("la mitad", "percentage", "es")]),
    # What the text's own language says stays its own.
    ("en", "Half of all reports fell by ninety percent.", [("Half", "percentage", ""), ("ninety percent", "percentage", "")]),
    ("es", "La mitad, el 47 % y 29 millones", [("La mitad", "percentage", ""), ("47 %", "percentage", ""), ("29 millones", "count", "")]),
    # Words that mean something else in the language of the text.
    ("en", "Social media once said so, and the media.", []),
    ("en", "the acht, a doble and a mil", []),
    ("es", "La red Thirty, y la red Half", []),
    ("de", "Die Medien und die Media", []),
]
MEASURED = {"percentage", "multiplier", "count", "rate", "percentage_points"}


@pytest.mark.parametrize(("lang", "text", "expected"), SAYS, ids=[f"{lang}: {text}" for lang, text, _ in SAYS])
def test_what_stands_in_another_language_is_read_in_it(lang: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(each.text, each.kind, each.lang) for each in find(text, lang, others=True) if each.kind in MEASURED]
    assert found == expected


def test_a_wording_is_read_in_its_own_language_alone() -> None:
    """A figure that is quoted on a Spanish page in English words is not quoted."""
    assert find("Half of all reports", "es") == []


def test_a_find_in_another_language_goes_before_the_bare_number_that_it_holds() -> None:
    (found,) = find("Hubo 29 million denuncias.", "es", others=True)
    assert (found.text, found.value, found.lang != "") == ("29 million", 29_000_000, True)
