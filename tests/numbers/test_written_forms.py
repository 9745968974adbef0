"""What holds of every number that is written in one form or another: the same in digits and in words, in any scale, with any sign."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from macros.numbers import Quantity
from macros.numbers.language.language import load_language
from tests.finder import find
from tests.gold.read import cases
from tests.numbers.test_gold import GOLD

# A language, and how it writes what the tests ask for.
WORDS = {
    "en": {
        "per cent": "{} per cent",
        "to": "from {} to {} million",
        "between": "between {} and {} million",
        "grouped": "{:,}",
        "point": ".",
    },
    "es": {"per cent": "{} por ciento", "to": "de {} a {} millones", "between": "entre {} y {} millones", "grouped": "{:,}", "point": ","},
}
LANGUAGES = sorted(WORDS)


def quantities(text: str, lang: str) -> list[Quantity]:
    return [each for each in find(text, lang) if each.kind not in ("date", "year", "ordinal", "reference")]


def only(text: str, lang: str) -> Quantity:
    (found,) = quantities(text, lang)
    return found


def written(number: int | str, lang: str) -> str:
    """A whole number with its groups, or a decimal, as the language writes it."""
    text = f"{number:,}" if isinstance(number, int) else number
    return text.translate(str.maketrans(".,", ",.")) if lang == "es" else text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_negation_turns_each_bound_round(lang: str) -> None:
    negation = {"en": "never {} 47%", "es": "nunca {} 47 %"}[lang]
    turned = {"over": "at_most", "under": "at_least"}
    just, table = load_language(lang).get_words("just"), load_language(lang).table["hedges_before"]
    asked = 0
    for says, opposite in turned.items():
        for hedge in table[says]:
            first, *_ = hedge.split()
            # "Nearly" says how near, "sub-" and signs stand in no clause, and some begin with their own negation.
            if not hedge.replace(" ", "").isalpha() or not just.isdisjoint(hedge.split()) or first in ("no", "not", "sin"):
                continue
            assert only(f"It is {negation.format(hedge)}.", lang).hedge == opposite, hedge
            assert only(f"It is {hedge} 47%.", lang).hedge == says, hedge
            asked += 1
    assert asked > 30


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_negation_elsewhere_turns_no_bound_round(lang: str) -> None:
    for text in {
        "en": (
            "Not all agreed, more than 47% did.",
            "It is not only more than 47%.",
            "No doubt more than 47% did.",
            "It never was; over 47% did.",
        ),
        "es": ("No todas; más del 47 % sí.", "No solo superó el 47 %.", "Nunca, aunque supera el 47 %."),
    }[lang]:
        assert only(text, lang).hedge == "over", text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", ["to", "between"])
@pytest.mark.parametrize("first", [1_000, 1_200, 9_999, 12_345, 999_999, 1_046_350])
def test_a_whole_number_takes_no_scale(lang: str, form: str, first: int) -> None:
    ends = quantities(WORDS[lang][form].format(written(first, lang), written("1.2", lang)), lang)
    assert [value for each in ends for value in (each.low, each.high, each.value) if value is not None] == [first, 1_200_000]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", ["to", "between"])
@pytest.mark.parametrize(("first", "second"), [("2", "3"), ("12", "18"), ("300", "400"), ("1.2", "1.5"), ("0.4", "29")])
def test_a_number_that_lacks_a_scale_takes_that_of_the_next(lang: str, form: str, first: str, second: str) -> None:
    ends = quantities(WORDS[lang][form].format(written(first, lang), written(second, lang)), lang)
    values = [value for each in ends for value in (each.low, each.high, each.value) if value is not None]
    assert values == [Decimal(first) * 10**6, Decimal(second) * 10**6]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("above", "under"), [(1, 2), (3, 4), (5, 8), (2, 3)])
def test_a_part_of_a_unit_in_digits_is_that_part(lang: str, above: int, under: int) -> None:
    part = Fraction(above, under)
    assert only(WORDS[lang]["per cent"].format(f"{above}/{under}"), lang).amount == part
    assert only(WORDS[lang]["per cent"].format(f"2 {above}/{under}"), lang).amount == 2 + part
    assert only({"en": "{} million", "es": "{} millón"}[lang].format(f"{above}/{under}"), lang).amount == part * 10**6


MINUS = {"en": ("minus ", "−", "− ", "-", "negative "), "es": ("menos ", "−", "− ", "-")}


@pytest.mark.parametrize(("lang", "sign"), [(lang, sign) for lang in LANGUAGES for sign in MINUS[lang]])
@pytest.mark.parametrize("number", ["47", "0.3", "12.5"])
def test_a_minus_is_a_minus_however_it_is_written(lang: str, sign: str, number: str) -> None:
    said = written(number, lang)
    led = {"en": "a change of {}", "es": "una variación de {}"}[lang]
    found = only(led.format(WORDS[lang]["per cent"].format(sign + said)), lang)
    assert (found.value, found.text.startswith(sign.strip())) == (-Decimal(number), True)
    ends = {"en": "between {0}47 and {0}42 per cent", "es": "entre {0}47 y {0}42 por ciento"}[lang].format(sign)
    found = only(ends, lang)
    assert (found.low, found.high) == (-47, -42)


RATES = {
    "en": ("{}/{}", "{} / {}", "{} per {}", "{} for every {}", "{} in every {}", "{} (per {})", "{} p. {}"),
    "es": ("{}/{}", "{} / {}", "{} por {}", "{} por cada {}", "{} de cada {}", "{} cada {}"),
}
BASES = {
    "en": {
        1_000: ("thousand",),
        10_000: ("ten thousand",),
        100_000: ("hundred thousand", "100 thousand"),
        1_000_000: ("million", "1 million"),
    },
    "es": {1_000: ("mil",), 10_000: ("diez mil",), 100_000: ("cien mil", "100 mil"), 1_000_000: ("millón",)},
}


@pytest.mark.parametrize(("lang", "form"), [(lang, form) for lang in LANGUAGES for form in RATES[lang]])
def test_a_rate_is_read_to_the_end_of_its_base(lang: str, form: str) -> None:
    number = written("4.8", lang)
    for base, words in BASES[lang].items():
        for said in (written(base, lang), *(words if "/" not in form and "p." not in form else ())):
            found = only(form.format(number, said), lang)
            known = ("per_mille", "") if form.format("", said).strip() == "por mil" else ("rate", f"per {base}")
            assert (found.value, found.kind, found.unit if known[1] else "") == (Decimal("4.8"), *known), (form, said)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("between", ["", "x ", "x y ", "x y z ", "(x) ", "x-y "])
def test_a_scale_behind_a_number_is_never_passed_over(lang: str, between: str) -> None:
    """Up to three words between them, whatever they are: no find ends before the scale, so that somebody has to look at it."""
    scale = {"en": "million", "es": "millones"}[lang]
    text = f"29 {between.replace('x', 'altogether').replace('y', 'unheard').replace('z', 'dozing')}{scale} xyz"
    assert any(each.kind == "count" and each.end >= text.index(scale) + len(scale) for each in find(text, lang)), text


@pytest.mark.parametrize(("lang", "text"), [("en", "29 altogether M"), ("en", "29 really rather large M"), ("es", "29 muy grandes M")])
def test_a_capital_that_is_a_scale_is_never_passed_over(lang: str, text: str) -> None:
    assert [(each.kind, each.text) for each in find(f"{text} in all", lang)] == [("count", text)]
    name = {"en": "27 teams in Group M", "es": "27 equipos del grupo M"}[lang]
    assert [each.kind for each in find(name, lang)] == ["cardinal"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *(("en", text) for text in ("call {}", "Ring us on {}.", "Tel. {}", "the helpline, {}", "WhatsApp: {}")),
        *(("es", text) for text in ("Llama al {}", "llame gratis al {}.", "Tel.: {}", "teléfono de ayuda {}")),
    ],
)
@pytest.mark.parametrize("number", ["0800 1111", "116 111", "020 7946 0958", "91 555 01 23", "112"])
def test_a_number_that_is_dialled_is_a_name(lang: str, text: str, number: str) -> None:
    assert [each.kind for each in find(text.format(number), lang)] == (["reference"])


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The helpline took 29,400 calls."),
        ("en", "Calls to the helpline: 29400"),
        ("en", "They phone 1200 doctors a week."),
        ("en", "We call 29 million people."),
        ("es", "El teléfono recibió 29.400 llamadas."),
        ("es", "Llaman a 29 millones de personas."),
    ],
)
def test_what_is_counted_beside_a_telephone_is_a_count(lang: str, text: str) -> None:
    assert only(text, lang).kind == "count"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_that_breaks_off_anywhere_is_read(lang: str) -> None:
    """Each beginning of each sentence of the gold: nothing is asked for behind the end of a text."""
    for path in sorted((GOLD / lang).glob("*-forms.txt")):
        for case in cases(path):
            for end in range(len(case.text)):
                assert all(each.end <= end for each in find(case.text[:end], lang, "plain"))
    for letters in ("k", "m", "M", "mm", "bn", "M.", "M €", "€m", "(M", "-odd", "/", "±", "% (", "% ["):
        find(f"29 {letters}", lang)
        find(f"29{letters}", lang)
