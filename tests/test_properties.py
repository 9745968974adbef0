"""Properties of writer and reader of wordings together, on any value: what is written is read, and nothing else passes.

`make fuzz` runs them on a million strings (FUZZ_STRINGS), on more examples and on longer lines; `make test` on a part of them.
"""

from __future__ import annotations

import gc
import os
import random
import string
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macros import interface
from macros.numbers import write_number, write_percent, write_words
from macros.numbers.language.language_file import list_codes
from macros.wording import write_in_cell, write_standard
from macros.wording.tolerance import round_half_up
from tests.finder import find, judge_wording
from tests.project import figure
from tests.sample import IS_WHOLE, sampled

LANGUAGES = sorted(path.stem for path in interface.FOLDER.glob("*.yml"))
"""Those in which wordings are written."""
READ = list_codes()
"""Those in which texts are read."""
VALUES = st.fractions(min_value=-100_000, max_value=100_000, max_denominator=10_000)
DECIMALS = st.integers(min_value=0, max_value=4)
STRINGS = int(os.environ.get("FUZZ_STRINGS", "10000" if IS_WHOLE else "3000"))
MANY = STRINGS > 100_000
EXAMPLES = 1000 if MANY else 200 if IS_WHOLE else 60
SETTINGS = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("unit", ["percent", "percentage points", "reports"])
@SETTINGS
@given(value=VALUES, decimals=DECIMALS, change=st.booleans())
def test_every_wording_that_is_written_is_accepted(lang: str, unit: str, value: Fraction, decimals: int, change: bool) -> None:
    if unit == "reports":
        value, decimals = Fraction(abs(round(value))), 0
    shown = figure(value if change else abs(value), unit, decimals=decimals, change=change, status="computed")
    for wording in (write_standard(shown, lang), write_in_cell(shown, lang)):
        assert judge_wording(wording, shown, lang) == [], wording


@pytest.mark.parametrize("lang", LANGUAGES)
@SETTINGS
@given(value=VALUES, decimals=DECIMALS, steps=st.integers(min_value=-40, max_value=40).filter(bool))
def test_any_other_number_at_the_same_precision_is_refused(lang: str, value: Fraction, decimals: int, steps: int) -> None:
    value = abs(value)
    quantum = Fraction(1, 10**decimals)
    other = round_half_up(value, quantum) + steps * quantum
    if other < 0:
        return
    text = write_number(other, decimals, lang) + "%"
    assert judge_wording(text, figure(value, decimals=decimals), lang) != [], text


@pytest.mark.parametrize("lang", LANGUAGES)
@SETTINGS
@given(whole=st.integers(min_value=0, max_value=10_000), decimals=DECIMALS)
def test_a_tie_is_rounded_up(lang: str, whole: int, decimals: int) -> None:
    tie = Fraction(2 * whole + 1, 2 * 10**decimals)
    up, down = Fraction(whole + 1, 10**decimals), Fraction(whole, 10**decimals)
    assert write_percent(tie, decimals, lang) == write_percent(up, decimals, lang)
    assert judge_wording(write_number(up, decimals, lang) + "%", figure(tie, decimals=decimals), lang) == []
    assert judge_wording(write_number(down, decimals, lang) + "%", figure(tie, decimals=decimals), lang) != []


@SETTINGS
@given(value=VALUES, decimals=DECIMALS)
def test_a_written_number_is_never_minus_zero_and_never_hides_a_value(value: Fraction, decimals: int) -> None:
    text = write_percent(value, decimals, "en")
    assert not text.startswith("\u2212") or any(c in "123456789" for c in text)
    if value and not round_half_up(value, Fraction(1, 10**decimals)):
        assert text.startswith("less than")


@pytest.mark.parametrize("lang", READ)
@SETTINGS
@given(value=VALUES, decimals=DECIMALS)
def test_a_written_number_is_read_as_it_was_meant(lang: str, value: Fraction, decimals: int) -> None:
    value = round_half_up(abs(value), Fraction(1, 10**decimals))
    if not value:
        return
    text = write_percent(value, decimals, lang)
    (found,) = find(text, lang)
    assert (found.text, found.kind, Fraction(found.value)) == (text, "percentage", value)


@pytest.mark.parametrize("lang", READ)
def test_written_words_are_read_back(lang: str) -> None:
    unit = {"de": "Prozent", "en": "percent", "es": "por ciento"}[lang]
    for value in range(101):
        (found,) = find(f"{write_words(value, lang)} {unit}", lang)
        assert found.value == value


@SETTINGS
@given(text=st.text(max_size=300), markup=st.sampled_from(["plain", "markdown", "html"]), lang=st.sampled_from(READ))
def test_no_text_makes_the_finder_fail(text: str, markup: str, lang: str) -> None:
    for item in find(text, lang, markup, others=True):
        assert 0 <= item.start < item.end <= len(text)
        assert item.text == text[item.start : item.end]


_PARTS = [
    *"0123456789",
    "47%",
    "1,046,350",
    " per cent",
    "percentage points",
    "half",
    "a third",
    "one in five",
    "doubled",
    "more than",
    "nearly",
    "between ",
    " and ",
    " to ",
    "–",
    "-",
    "−",
    ".",
    ",",
    " ",
    "\u00a0",
    "\u202f",
    "\u00ad",
    "\u200b",
    "&nbsp;",
    "&#37;",
    "**",
    "<b>",
    "</b>",
    "<td>",
    "{{",
    "}}",
    "`",
    "https://a.b/47%25",
    "million",
    "twenty",
    "-one",
    "hundred",
    "‰",
    "bps",
    "½",
    "٤٧",
    "４７",
    "\ud800",
    "\x00",
    "\u202e",
    "é",
    "\n",
    "(",
    ")",
    "/",
    "2021",
    "Article 5",
    "x",
    "times",
    "fold",
    "\u2463",
    "\u216b",
    "\u2075",
    "\u00d710\u2075",
    "\u0336",
    "\u20e3",
    "\u0440",
    "XLVII",
    "point five",
    "of every ",
    "every ",
    "(in %): ",
    "percent = ",
    '"',
    "e6",
    "Prozent",
    "multiplied by ",
    "order of magnitude",
    "3:1",
    " por ciento",
    " por 100",
    "un ",
    "de cada ",
    "la mitad",
    "quinta parte",
    "redujo a la mitad",
    "hasta ",
    "mil ",
    " miles de millones",
    "como mínimo",
    "cayeron ",
    "el doble",
    "veintiún",
    "Mio.",
    "dreihunderttausend",
    "zehnprozentige",
    "jeder fünfte",
    "anderthalb",
    "nahm um ",
    " ab",
    "das Doppelte",
    "die 21. ",
    "über die Hälfte",
    "no ",
    "reports ",
    "almost all ",
    "<sup>6</sup>",
    "^20",
    "_046",
    ";350",
    " (million)",
    " MM",
    "nineties ",
    "percentage ",
    "cool million",
    "116 000",
    "/116000",
    "von ",
    " bis ",
    *string.ascii_lowercase[:6],
]


def _fuzz(seed: int, count: int) -> int:
    """Random strings of the parts through the finder. Returns how many; the same seed gives the same strings."""
    generator = random.Random(seed)
    modes = ("plain", "markdown", "html")
    for number in range(count):
        text = "".join(generator.choices(_PARTS, k=generator.randint(1, 14)))
        for item in find(text, READ[number // 3 % len(READ)], modes[number % 3], others=True):
            assert text[item.start : item.end] == item.text, (text, item)
    return count


def test_no_random_string_makes_the_finder_fail() -> None:
    workers = (os.cpu_count() or 1) if MANY else 1
    if workers == 1:
        assert _fuzz(47, STRINGS) == STRINGS
        return
    # Of a million strings each core takes its part.
    shares = [STRINGS // workers + (worker < STRINGS % workers) for worker in range(workers)]
    with ProcessPoolExecutor(workers) as pool:
        assert sum(pool.map(_fuzz, range(47, 47 + workers), shares)) == STRINGS


LONG = {
    "digits": "1" * 100_000,
    "groups": "1," * 50_000,
    "spaced": "1 " * 50_000,
    "percent": "47% " * 25_000,
    "words": "one " * 25_000,
    "hundreds": "hundred " * 12_500,
    "and": "one and " * 12_500,
    "brackets": "(" * 100_000,
    "tags": "<b>" * 33_000,
    "open tags": "<" * 100_000,
    "entities": "&nbsp;" * 16_000,
    "hedges": "more than " * 10_000,
    "dashes": "47-" * 33_000,
    "slashes": "1/2" * 33_000,
    "between": "between 1 and " * 7_000,
    "code": "`" * 100_000,
    "jinja": "{{ " * 33_000,
    "stars": "*" * 100_000,
    "urls": "http://a" * 12_500,
    "apart": "in percent: 1 " * 7_000,
    "labels": "percent a a a : " * 6_000,
    "of": "1 of " * 20_000,
    "every": "every 5 " * 12_500,
    "romans": "XL " * 33_000,
    "powers": "1e1 " * 25_000,
    "raised": "\u2075" * 100_000,
    "strokes": "1\u0336" * 50_000,
    "scripts": "a\u0440" * 50_000,
    "quoted": '"1" ' * 25_000,
    "decimals": "4.7" * 33_000,
    "separated": "nahm um 1 " * 10_000,
    "arrivals": "cayó hasta 1 " * 7_500,
    "articles": "y un 1 % " * 11_000,
    "foreign": "la mitad of neunzig Prozent twenty-nine million " * 2_000,
    "negations": "no reports, ninguna denuncia " * 3_400,
    "shares": "almost all of the EU EU EU " * 3_800,
    "counted": "reports were 1 " * 6_600,
    "units in a sentence": "percent 1 a a a a a a " * 4_500,
    "to one": "reports 50 to 1 " * 6_200,
    "odd groups": "1_046_350 1-046-350 1;046;350 " * 3_300,
    "notes": "10<sup>6</sup> " * 6_600,
    "brackets around scales": "1 (million) " * 8_300,
    "bounds": "no report has exceeded 1 " * 4_000,
    "telephones": "call 1 or 12 or " * 6_200,
    "intervals": "1% (95% CI 1 to 2; " * 5_200,
    "gaps": "fell by 1%, files a a a " * 4_100,
    "alike": "1O1O l1 " * 12_500,
    "scales of scales": "mil million mil " * 6_200,
    "prose": "Reports made available to EU countries fell by 47% from 1,046,350 in 2020 to 555,831 in 2021. " * 1_050,
}


READINGS = [("en", "plain"), ("en", "markdown"), ("en", "html"), ("es", "plain"), ("de", "plain")]


@pytest.mark.parametrize(
    ("name", "lang", "markup"), sampled(((name, *reading) for name in LONG for reading in READINGS), 15, kinds=lambda each: each[1:])
)
def test_the_time_for_a_long_line_grows_with_its_length(name: str, lang: str, markup: str) -> None:
    """No quadratic behaviour: 100 kB (of which `make test` takes half) take as much per byte as an eighth does, within a factor."""
    import time

    def seconds(text: str) -> float:
        gc.disable()  # what other tests have left in this process is not looked through in the time of this one
        begin = time.process_time()
        find(text, lang, markup, others=True)
        spent = time.process_time() - begin
        gc.enable()
        return spent

    text = LONG[name] if MANY else LONG[name][: len(LONG[name]) // 2]
    find(text[:500], lang, markup)
    short = min(seconds(text[: len(text) // 8]) for _ in range(2))
    most = max(8 * 3 * short, 0.4 if MANY else 0.2)
    long = seconds(text)
    if long >= most:  # once more: a loaded machine slows down one and not the other
        long = min(long, seconds(text))
    assert long < most, f"{name}: {long:.2f} s for {len(text)} characters, {short:.3f} s for an eighth"
