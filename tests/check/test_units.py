"""What a sentence makes of a number with a unit: quoted in its figure's own unit or in another, or bound to no figure (units.txt)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros.check.judge import PassageChecker
from macros.check.readers.html import read_page
from macros.figures import Figures
from tests.project import Table, column, declared, read_figures, write_figures, write_package
from tests.rows import each_of

LINES = [line.split(maxsplit=2) for line in (Path(__file__).parent / "units.txt").read_text(encoding="utf-8").splitlines()]
SENTENCES = [(lang, code, text) for lang, code, text in (line for line in LINES if line and line[0] != "#")]
FIGURES = {  # value, unit, decimals
    "speed": ("75.6", "km/h", 1),
    "fine": ("491", "EUR", 0),
    "budget": ("4100000000", "EUR", 0),
    "grant": ("5200", "USD", 0),
    "price": ("0.32", "EUR/kWh", 2),
    "rate": ("3.61", "deaths per 100,000 people", 2),
    "permillion": ("44", "per million inhabitants", 0),
    "index": ("98.4", "2015 = 100", 1),
    "air": ("12.3", "µg/m³", 1),
    "wait": ("30", "days", 0),
    "area": ("1046", "km²", 0),
    "place": ("3", "rank", 0),
    "toll": ("9100", "deaths", 0),
}
NAMES = {"permillion": "share"}  # by which a sentence speaks of it, where it is another


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    root = tmp_path_factory.mktemp("units")
    rows = "".join(f"2023,{NAMES.get(name, name)},{value}\n" for name, (value, _, _) in FIGURES.items())
    fields = [column("year", "integer"), column("what"), column("value", "number")]
    write_package(root, "numbers", {"values": Table(f"year,what,value\n{rows}", fields, ["year", "what"])})
    entries = {}
    for name, (_, unit, decimals) in FIGURES.items():
        title = {lang: f"A {NAMES.get(name, name)}, 2023" for lang in ("en", "es")}
        where = {"year": 2023, "what": NAMES.get(name, name)}
        entry = declared(measure="numbers/values/value", where=where, unit=unit, decimals=decimals)
        entries[name] = {**entry, "title": title, "label": title}
    write_figures(root, entries)
    return read_figures(root)


def codes(figures: Figures, lang: str, text: str) -> list[str]:
    judge = PassageChecker(figures, figures.packages, lang)
    html = re.sub(r"fig\((\w+)\|((?:[^()]|\([^)]*\))*)\)", r'<a data-figure="\1">\2</a>', text)
    found = read_page(html.encode(), lambda _: ()).passages
    return [verdict.code for passage in found for verdict in judge.check_passage(passage)[0]]


@each_of(("lang", "code", "text"), SENTENCES)
def test_a_number_is_judged_with_its_unit(figures: Figures, lang: str, code: str, text: str) -> None:
    assert set(codes(figures, lang, f"<p>{text}</p>")) == (set() if code == "right" else {code})


CELLS = [
    ("Speed (km/h)", "fig(speed|75.6)", []),
    ("Speed", "fig(speed|75.6 km/h)", []),
    ("Speed", "fig(speed|75.6)", []),
    ("Speed (mph)", "fig(speed|75.6)", ["wrong-unit"]),
    ("Speed (km/h)", "fig(speed|75.6 mph)", ["wrong-unit"]),
    ("Speed (km/h)", "75.6", ["unbound"]),
    ("Deaths per 100,000 people", "fig(rate|3.61)", []),
    ("Rate", "fig(rate|3.61 per 100,000 people)", []),
    ("Deaths per 10,000 people", "fig(rate|3.61)", ["wrong-unit"]),
    ("Deaths", "fig(rate|3.61)", ["wrong-unit"]),
    ("Fine (€)", "fig(fine|491)", []),
    ("Fine in US dollars", "fig(fine|491)", ["wrong-unit"]),
    ("Fine (million €)", "fig(fine|491)", ["wrong-number"]),
    ("Budget (million €)", "fig(budget|4,100)", []),
    ("Index, 2015 = 100", "fig(index|98.4)", []),
    ("Index, 2010 = 100", "fig(index|98.4)", ["wrong-unit"]),
    ("Days", "fig(wait|30)", []),
    ("Weeks", "fig(wait|30)", ["wrong-unit"]),
    ("Rank", "fig(place|3rd)", []),
    ("Rank", "fig(place|3)", []),
    ("Rank", "fig(place|4)", ["wrong-number"]),
    ("Toll in euros", "fig(toll|9,100)", ["wrong-unit"]),
]


@each_of(("header", "cell", "expected"), CELLS)
def test_the_unit_over_a_cell_is_that_of_its_number(figures: Figures, header: str, cell: str, expected: list[str]) -> None:
    row = "2023: speed, rate, fine, budget, index, wait, place, toll"
    table = f"<table><thead><tr><th>Place</th><th>{header}</th></tr></thead><tbody><tr><th>{row}</th><td>{cell}</td></tr></tbody></table>"
    assert codes(figures, "en", table) == expected


def test_each_language_has_sentences_of_each_kind() -> None:
    for lang in ("en", "es"):
        assert {code for each, code, _ in SENTENCES if each == lang} >= {"right", "wrong-unit", "wrong-number", "unbound"}
