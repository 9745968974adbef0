"""A built site whose data has flags, notes and gaps: what its source says reaches every file that shows a value."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pypdf
import pytest
import yaml
from playwright.sync_api import expect

from tests.conftest import Tabs, another_site, build
from tests.exhibits.flagged import (
    CLOSED,
    FIGURES,
    LATE,
    LATE_ES,
    LIBRARIES,
    MOVED,
    PACKAGE,
    TEXTS,
    VERSION,
    WITHHELD,
    chart_of,
    declare,
    write_flagged,
)
from tests.exhibits.flagged import table_of as rows_of
from tests.lighthouse import serving
from tests.project import write_yaml

CHART = f"charts/loans-by-year/{VERSION}/"
UPDATE = "2024-01-20-a-further-year"
LISTED = {
    "caption": TEXTS["subtitle"],
    "source": TEXTS["source"],
    "row_header": {"en": "Library", "es": "Biblioteca"},
    "columns": ["2021", "2022"],
    "rows": [
        {
            "label": {"en": f"{name} Library", "es": f"Biblioteca {name}"},
            "cells": [f"loans-{name.lower()}-2021", f"loans-{name.lower()}-2022"],
        }
        for name in LIBRARIES
    ],
}
DOCUMENT = {
    "package": PACKAGE,
    "table": "loans-listed",
    "chart": "loans-by-year",
    "title": {"en": "Loans", "es": "Préstamos"},
    "description": {"en": "Loans of made-up libraries.", "es": "Préstamos de bibliotecas inventadas."},
    "intro": {"en": ["What readers borrowed."], "es": ["Lo que se prestó."]},
    "notes": {"en": ["A note."], "es": ["Una nota."]},
}
SAID = {
    "en": 'In 2022, Hill Library had {{ figure("loans-hill-2022") }} loans.',
    "es": 'En 2022, la Biblioteca Hill tuvo {{ figure("loans-hill-2022") }} préstamos.',
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = another_site(tmp_path_factory.mktemp("remarks") / "site")
    write_flagged(root)
    declare(root, "data/figures.yml", FIGURES)
    declare(root, "data/tables.yml", {"loans": rows_of(), "loans-listed": LISTED})
    declare(root, "data/charts.yml", {"loans-by-year": chart_of("line")})
    handouts = yaml.safe_load((root / "data/handouts.yml").read_text(encoding="utf-8"))
    handouts["documents"]["loans"] = DOCUMENT
    write_yaml(root, "data/handouts.yml", handouts)
    write_yaml(root, "data/corrections.yml", {"corrections": []})
    record = root / "data/published.csv"
    record.write_text(record.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    for lang, said in SAID.items():
        page = root / f"docs/{lang}/index.md"
        page.write_text(page.read_text(encoding="utf-8") + f'\n\n{said}\n\n{{{{ chart("loans-by-year") }}}}\n', encoding="utf-8")
    update = root / f"docs/en/updates/{UPDATE}.md"
    shown = '\n\n{{ table("loans") }}\n\n{{ table("loans-listed") }}\n'
    update.write_text(update.read_text(encoding="utf-8") + shown, encoding="utf-8")
    done = build(root, "--strict")
    assert done.returncode == 0, done.stderr
    return root / "site"


def read(site: Path, name: str) -> str:
    return (site / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["updates/{}/index.html", "feed.xml", "feed.json", CHART + "index.html", "index.html"])
def test_pages_feeds_and_embedded_charts_explain_signs_and_show_notes(site: Path, name: str) -> None:
    text = " ".join(read(site, name.format(UPDATE)).replace("</tspan>", "").split())
    for said in ("p = provisional", "b = break in the series", "c = not published by the source"):
        assert said in text, said
    for said in ("12 of 14 departments", CLOSED, LATE, WITHHELD):
        assert json.dumps(said, ensure_ascii=False)[1:-1] in text, said


def test_an_embedded_chart_repeats_its_notes_for_those_who_cannot_see_the_drawing(site: Path) -> None:
    text = read(site, CHART + "index.html")
    assert 'aria-description="p = provisional' in text and f">{WITHHELD}</span></li>" in text


def test_a_note_is_shown_in_its_own_language_or_in_a_translation(site: Path) -> None:
    english, spanish = read(site, "index.html"), read(site, "es/index.html")
    assert f'lang="de">{LATE}<' in english and f">{LATE_ES}<" in spanish and LATE not in spanish
    assert f'lang="en">{WITHHELD}<' in spanish and f'lang="en">{WITHHELD}<' not in english


def test_a_figure_alone_is_called_provisional_and_its_proof_says_why(site: Path) -> None:
    page, ledger = read(site, "index.html"), read(site, "figures/index.html")
    assert "20,200 (provisional)</a> loans" in page
    entry = ledger[ledger.index('id="loans-hill-2021"') :].partition("<h3")[0]
    assert "Provisional: its source may still revise it." in entry and "Break in the series:" in entry and MOVED in entry


def test_downloads_say_it_beside_each_value(site: Path) -> None:
    rows = {(row["row"], row["column"]): row for row in csv.DictReader(io.StringIO(read(site, CHART + "data.csv")))}
    told = {key: (row["value"], row["qualifiers"], row["notes"]) for key, row in rows.items()}
    assert told["Hill Library", "2021"] == ("19100", "provisional, break", f"{MOVED} | {CLOSED}")
    assert told["Market Library", "2020"] == ("", "suppressed", WITHHELD) and told["Market Library", "2018"] == ("", "missing", "")
    assert told["Harbour Library", "2022"][2] == f"[de] {LATE}" and told["Harbour Library", "2015"][1:] == ("", "")
    entry = json.loads(read(site, "es/figures/loans-harbour-2022.json"))
    assert (entry["wording"], entry["qualifiers"]) == ("14.900 (provisional)", "provisional")
    assert entry["notes"] == [{"text": LATE_ES, "lang": "es"}] and entry["history"][0]["qualifiers"] == "provisional"


def test_a_workbook_and_an_archive_say_it_too(site: Path) -> None:
    folder = site / f"data/{PACKAGE}/{VERSION}"
    book = openpyxl.load_workbook(folder / f"{PACKAGE}-{VERSION}.xlsx")
    figures = {row[0]: row for row in book["Figures computed"].iter_rows(values_only=True)}
    assert figures["figure"][4:] == ("qualifiers", "notes")
    assert figures["loans-hill-2021"][4:] == ("provisional, break", f"{MOVED} | {CLOSED}")
    codes = [text for what, text in book["Cover, notes and sources"].iter_rows(values_only=True) if what == "code"]
    assert len(codes) == 1 and "bp = break and provisional" in codes[0]
    assert {"flag", "note"} <= {cell.value for cell in next(book["loans"].iter_rows())}
    with zipfile.ZipFile(folder / f"{PACKAGE}-{VERSION}.zip") as archive:
        inside = f"{PACKAGE}-{VERSION}/"
        listed = {each["id"]: each for each in json.loads(archive.read(f"{inside}figures.json"))["figures"]}
        assert listed["loans-hill-2022"]["qualifiers"] == "provisional" and codes[0] in archive.read(f"{inside}README.txt").decode()


@pytest.mark.parametrize(("name", "note"), [("data/loans.pdf", LATE), ("es/data/loans.pdf", LATE_ES)])
def test_a_document_has_the_signs_the_notes_and_the_status(site: Path, name: str, note: str) -> None:
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(site / name).pages).split())
    assert note in text and "12 of 14 departments" in text and "p = provisional" in text and ", provisional" in text


def test_the_data_set_says_so_to_programs(site: Path) -> None:
    assert '"creativeWorkStatus": "some values are provisional, estimated"' in read(site, "data/index.html")


_SHOWN = """figure => {
  const rows = [...figure.querySelectorAll("tbody tr")]
  const heads = [...figure.querySelectorAll("thead th")].map(head => head.textContent.trim())
  return rows.flatMap(row => [...row.cells].slice(1).map((cell, at) =>
    [row.cells[0].textContent.trim(), heads[at + 1], cell.textContent.trim()])) }"""


@pytest.mark.parametrize("page", ["", "es/", CHART])
def test_each_mark_of_a_line_shows_the_value_of_its_cell(tabs: Tabs, site: Path, page: str) -> None:
    """To the arrow keys and to a pointer above the mark; a gap has no mark, and the values behind it stay those of their columns."""
    with serving(site) as address:
        tab = tabs()
        tab.goto(f"{address}{page}", wait_until="load")
        figure = tab.locator("figure:has(.chart__slider)").last
        slider, note, ring = (figure.locator(f".chart__{name}") for name in ("slider", "value", "ring"))
        expect(slider).to_be_visible()
        cells = [cell for cell in figure.evaluate(_SHOWN) if cell[2][0].isdigit()]
        assert len(cells) > 12
        expect(note).to_be_hidden()
        slider.focus()
        for place, (row, head, value) in enumerate(cells):
            expect(note).to_be_visible()
            said = note.inner_text().replace("\n", " ")
            assert "".join(said.split()) == "".join(f"{value} {row}, {head}".split()), place
            assert slider.get_attribute("aria-valuetext").endswith(note.locator("strong").inner_text())  # type: ignore[union-attr]
            if place == 1:
                box = ring.bounding_box()
            slider.press("ArrowRight")
        tab.keyboard.press("Escape")
        expect(note).to_be_hidden()
        assert box
        tab.mouse.move(box["x"] + box["width"] / 2 + 2, box["y"] + box["height"] / 2 + 2)
        expect(note.locator("span")).to_have_text(", ".join(cells[1][:2]))
