"""A number belongs to what its sentence gives it: right sentences about any two cells pass, with the cells exchanged they do not."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from macros.figures import Figures
from tests.check.test_selection import CODES, YEARS, codes, write_site
from tests.project import read_figures

LANDS = ("dk", "se", "md")
OFFSETS = {"2021": 50, "2022": 0, "2023": 10}
# Two places in one year: {a} and {b} are the places, {A} and {B} their numbers, {y} the year.
PLACES = {
    "en": [
        "In {y}, {a} had {A} deaths and {b} {B}.",
        "In {y}, deaths numbered {A} in {a} and {B} in {b}.",
        "{a} and {b} had {A} and {B} deaths respectively in {y}.",
        "While {a} counted {A} deaths in {y}, {b} counted {B}.",
        "{a} had {A} deaths in {y}; {b}, {B}.",
        "In {y} there were {A} deaths in {a}, as against {B} in {b}.",
        "Deaths in {y}: {a} ({A}), {b} ({B}).",
        "In {a}, where roads are narrow, {A} deaths were counted in {y}, but only {B} in {b}.",
        "{a} and {b} fared differently in {y}: the former had {A} deaths, the latter {B}.",
        "Whereas the deaths of {a} numbered {A} in {y}, those of {b} came to {B}.",
        "Of the deaths of {y}, {A} were in {a} and {B} in {b}.",
        "With {A} deaths in {y}, {a} was not like {b}, which had {B}.",
    ],
    "es": [
        "En {y} hubo {A} muertes en {a} y {B} en {b}.",
        "{a} tuvo {A} muertes en {y}, y {b}, {B}.",
        "{a} y {b} tuvieron {A} y {B} muertes en {y}, respectivamente.",
        "Mientras que en {a} hubo {A} muertes en {y}, en {b} hubo {B}.",
        "Las muertes de {a} fueron {A} en {y}, frente a las {B} de {b}.",
        "Muertes en {y}: {a} ({A}), {b} ({B}).",
    ],
}
# Two years in one place.
TIMES = {
    "en": [
        "In {a}, deaths numbered {A} in {y} and {B} in {z}.",
        "Deaths in {a} went from {A} in {y} to {B} in {z}.",
        "Between {y} and {z}, deaths in {a} went from {A} to {B}.",
        "{a} counted {A} deaths in {y}; in {z} it counted {B}.",
        "In {y} and {z}, {a} had {A} and {B} deaths respectively.",
        "In {y}, {a} had {A} deaths. In {z}, there were {B}.",
        "{a} had {B} deaths in {z}, against {A} in {y}.",
        "In {y} {a} had {A} deaths, and a year later {B}.",
        "In {a}, there were {A} deaths in {y}. The following year there were {B}.",
    ],
    "es": [
        "En {a} hubo {A} muertes en {y} y {B} en {z}.",
        "Las muertes en {a} pasaron de {A} en {y} a {B} en {z}.",
        "En {y}, {a} tuvo {A} muertes y, al año siguiente, {B}.",
        "En {a} hubo {B} muertes en {z}, frente a las {A} de {y}.",
    ],
}


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    root: Path = tmp_path_factory.mktemp("reading")
    write_site(root)
    found = read_figures(root)
    assert found.faults == []
    return found


def cell(land: str, year: str, words: str = "") -> str:
    """A quote of a cell. words: those of another, exchanged with its own figure."""
    value = 100 * (list(CODES).index(land) + 1) + OFFSETS[year]
    return f"fig(numbers/counts/tote?jahr={year}&land={land}|{words or value})"


def value(land: str, year: str) -> str:
    return cell(land, year).partition("|")[2].rstrip(")")


@pytest.mark.parametrize(("lang", "template"), [(lang, each) for lang, group in PLACES.items() for each in group])
def test_two_places_are_told_apart(figures: Figures, lang: str, template: str) -> None:
    random = Random(template)
    for _ in range(3):
        (a, b), year = random.sample(LANDS, 2), random.choice(YEARS)
        names = {"a": CODES[a]["label"][lang], "b": CODES[b]["label"][lang], "y": year}
        right = template.format(A=cell(a, year), B=cell(b, year), **names)
        wrong = template.format(A=cell(b, year), B=cell(a, year), **names)
        assert codes(figures, lang, right) == [], right
        assert codes(figures, lang, wrong), wrong


@pytest.mark.parametrize(("lang", "template"), [(lang, each) for lang, group in TIMES.items() for each in group])
def test_two_years_are_told_apart(figures: Figures, lang: str, template: str) -> None:
    random = Random(template)
    for _ in range(3):
        land, early = random.choice(LANDS), random.choice(YEARS[:-1])
        late = str(int(early) + 1)
        names = {"a": CODES[land]["label"][lang], "y": early, "z": late}
        right = template.format(A=cell(land, early), B=cell(land, late), **names)
        wrong = template.format(A=cell(land, late), B=cell(land, early), **names)
        assert codes(figures, lang, right) == [], right
        assert codes(figures, lang, wrong), wrong


@pytest.mark.parametrize("said", ["Denmark, Sweden and Macedonia had {A} and {B} deaths respectively in 2023."])
def test_lists_that_are_not_as_long_are_told(figures: Figures, said: str) -> None:
    assert "wrong-context" in codes(figures, "en", said.format(A=cell("dk", "2023"), B=cell("se", "2023")))


@pytest.mark.parametrize("words", ["Denmark had {A} deaths", "{A} Danish deaths"])
def test_a_wider_quote_says_what_its_number_is_of(figures: Figures, words: str) -> None:
    """Where the words around leave two readings, those of the quote decide."""
    quote = cell("dk", "2023", words.format(A=value("dk", "2023")))
    assert codes(figures, "en", f"Sweden was not like Denmark in 2023, when {quote}.") == []
    wrong = cell("se", "2023", words.format(A=value("se", "2023")))
    assert codes(figures, "en", f"Sweden was not like Denmark in 2023, when {wrong}.")
