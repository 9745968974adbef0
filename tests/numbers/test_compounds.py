"""German numbers in words: any that can be spelled is found with its value, and so is what is made of one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from macros.numbers.language.language import load_language
from tests.finder import find

UNITS = "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split()
TENS = "zehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
LARGE = [(10**9, "Milliarde", "Milliarden"), (10**6, "Million", "Millionen")]
SPELLINGS = [{}, {"ß": "ss"}, {"ß": "ss", "ü": "ue", "ö": "oe"}]
CONTEXTS = [
    "Es waren {} Meldungen.",
    "Gezählt wurden {}",
    "Mehr als {} Menschen waren betroffen.",
    "Die Zahl stieg auf {}, so der Bericht.",
    "Der Betrag ({} Euro) wurde gezahlt.",
    "{} Prozent",
]


def spell_below_100(number: int, last: str) -> str:
    """A number from 1 to 99; `last` is the one at its end."""
    tens, unit = divmod(number, 10)
    if number == 1:
        return last
    if number <= 12:
        return UNITS[number]
    if tens == 1:
        return {16: "sech", 17: "sieb"}.get(number, UNITS[unit]) + "zehn"
    return (UNITS[unit] + "und" if unit else "") + TENS[tens - 1]


def spell_below_1000(number: int, draw: Random, last: str = "ein") -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return spell_below_100(rest, last)
    joiner = "und" if rest and draw.random() < 0.1 else ""
    one = "" if hundreds == 1 and draw.random() < 0.5 else UNITS[hundreds]
    return one + "hundert" + joiner + (spell_below_100(rest, last) if rest else "")


def spell(number: int, draw: Random) -> str:
    """A number as it may be written: "hundert" or "einhundert", "tausendundeins", "fünfzehnhundert", with or without umlauts."""
    if number == 0:
        return "null"
    words = []
    for size, one, many in LARGE:
        count, number = divmod(number, size)
        if count:
            words.append(f"eine {one}" if count == 1 else f"{spell_below_1000(count, draw)} {many}")
    thousands, rest = divmod(number, 1000)
    if 1100 <= number < 10_000 and thousands * 10 + rest // 100 < 100 and rest >= 100 and draw.random() < 0.2:
        # "fünfzehnhundert"
        hundreds, rest = divmod(number, 100)
        words.append(spell_below_100(hundreds, "ein") + "hundert" + (spell_below_100(rest, "eins") if rest else ""))
    elif number:
        one = (
            "" if thousands == 1 and (rest or not words) and draw.random() < 0.5 else spell_below_1000(thousands, draw) if thousands else ""
        )
        joiner = "und" if thousands and rest and draw.random() < 0.1 else ""
        words.append((one + "tausend" if thousands else "") + joiner + (spell_below_1000(rest, draw, "eins") if rest else ""))
    said = " ".join(words)
    for letter, written in draw.choice(SPELLINGS).items():
        said = said.replace(letter, written)
    return said if draw.random() < 0.8 else said[0].upper() + said[1:]


def draw_numbers(count: int, seed: int) -> list[tuple[int, str]]:
    """Numbers of all sizes below 10^12 with a spelling of each, many of them round."""
    draw = Random(seed)
    round_to = [10**zeros for zeros in (0, 0, 1, 2, 3, 6)]
    numbers = [draw.randrange(10 ** draw.randint(1, 12)) // (unit := draw.choice(round_to)) * unit for _ in range(count)]
    return [(number, spell(number, draw)) for number in numbers]


def test_each_number_below_ten_thousand_is_what_its_words_say() -> None:
    words, draw = load_language("de").compound_language, Random(1)
    wrong = [(n, said) for n in range(1, 10_000) if words.parse_integer((said := spell(n, draw).lower(),)) != n]
    assert wrong == []


@pytest.mark.parametrize("context", CONTEXTS)
def test_any_number_in_words_is_found_with_its_value(context: str) -> None:
    wrong = []
    for number, said in draw_numbers(250, CONTEXTS.index(context)):
        found = find(context.format(said), "de")
        if [each.value for each in found] != [number] or found[0].text.removesuffix(" Prozent") != said:
            wrong.append((number, said, [(each.text, each.value) for each in found]))
    assert wrong == []


def test_two_numbers_in_words_are_a_range() -> None:
    draw = Random(7)
    for _ in range(100):
        low, high = sorted(draw.sample(range(2000, 10**6), 2))
        (found,) = find(f"zwischen {spell(low, draw)} und {spell(high, draw)} Meldungen", "de")
        assert (found.low, found.high) == (low, high)


MADE = [
    ("{}fach so viele Meldungen", 1, "multiplier"),
    ("Die Meldungen stiegen auf das {}fache.", 1, "multiplier"),
    ("Die Zahl hat sich ver{}facht.", 1, "multiplier"),
    ("{}mal so viele Meldungen", 1, "multiplier"),
    ("eine {}prozentige Zunahme", 1, "percentage"),
    ("{}einhalb Prozent der Meldungen", 0, "percentage"),
    ("{}einhalbfach", 0, "multiplier"),
    ("{}undeinhalb Millionen Meldungen", 0, "count"),
    ("Die Quote stieg auf {}dreiviertel Prozent.", 0, "percentage"),
]
PARTS = {"einhalb": Fraction(1, 2), "dreiviertel": Fraction(3, 4)}


@pytest.mark.parametrize(("sentence", "least", "kind"), MADE)
def test_what_is_made_of_a_number_has_its_value(sentence: str, least: int, kind: str) -> None:
    """With "{}" any number below ten thousand, joined."""
    draw = Random(sentence)
    part = next((value for ending, value in PARTS.items() if ending in sentence), Fraction(0))
    for number in [n for n in range(2, 13) if n > least] + [draw.randrange(13, 10_000) for _ in range(60)]:
        stem = spell(number, draw).lower()
        stem = stem.removesuffix("s") if stem.endswith("eins") else stem
        expected = (number + part) * (10**6 if "Millionen" in sentence else 1)
        assert [(each.kind, each.value) for each in find(sentence.format(stem), "de")] == [
            (kind, Decimal(expected.numerator) / expected.denominator)
        ], stem


ORDINALS = [
    ("die zweitausendfünfhundertste Meldung", 2500),
    ("das hundertdritte Mal", 103),
    ("die tausendundersten Meldungen", 1001),
    ("der hundertachte Fall", 108),
    ("zum dreiundzwanzigsten Mal", 23),
    ("die zweitausendfuenfhundertneunzehnte Meldung", 2519),
    ("die millionste Meldung", 1_000_000),
]


@pytest.mark.parametrize(("text", "number"), ORDINALS)
def test_an_ordinal_of_any_number_counts_nothing(text: str, number: int) -> None:
    assert [(each.kind, each.value) for each in find(text, "de")] == [("ordinal", number)]


PLAIN = [
    "Das ist einfach.",
    "Sie einte das Land.",
    "einander, Einsamkeit, Achtung, Zweifel, Dreirad",
    "Die Einheit, das Viertelfinale",
    "vereinfacht",
]


@pytest.mark.parametrize("text", PLAIN)
def test_a_word_that_only_begins_as_a_number_is_none(text: str) -> None:
    assert find(text, "de") == []


def test_a_word_without_end_is_read_in_no_time() -> None:
    splitter = load_language("de").compound_splitter
    assert splitter is not None
    for word in ("dreizehn" * 20_000, "hunderttausend" * 10_000, "ein" * 50_000, "dreizehn" * 24, "tausendund" * 19):
        assert splitter.find_compounds([word, word + "x"]) == frozenset()
