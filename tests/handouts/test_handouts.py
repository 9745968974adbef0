"""Declared cards and documents: sound ones are read, each unsound one is a fault at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from macros.base.errors import Fault
from macros.datapackage import read_packages
from macros.exhibits import read_exhibits
from macros.handouts import make_kit_card, make_page_card, read_handouts
from macros.handouts.card import Site
from macros.pages import read_pages
from tests.project import sample_figures, told, write, write_yaml, writer

FILE = "data/handouts.yml"
EN = {"en": "x"}
SITE = Site("A site", "https://example.org/", "en")
CARD = {"text": {"en": "The EU count {{ figure('eu-change', 'fell by 50%') }} from 2020 to 2021."}, "source": EN}
DOCUMENT = {
    "package": "numbers", "table": "sample", "chart": "sample",
    "title": EN, "description": EN, "intro": {"en": ["x"]}, "notes": {"en": ["y"]},
}  # fmt: skip
CHART = {
    "kind": "grouped-bars", "headline": EN, "subtitle": EN, "description": EN, "source": EN, "unit": "count",
    "columns": ["2020"], "rows": [{"label": {"en": "EU"}, "cells": ["eu-2020"]}],
}  # fmt: skip
TABLE = {"caption": EN, "row_header": EN, "columns": {"en": ["2020"]}, "rows": [{"label": {"en": "EU"}, "cells": ["eu-2020"]}]}


def handouts(root: Path, value: Any) -> tuple[dict[str, Any], dict[str, Any], list[Fault], Any]:
    figures = sample_figures(root)
    write_yaml(root, "data/charts.yml", {"charts": {"sample": CHART}})
    write_yaml(root, "data/tables.yml", {"tables": {"sample": TABLE}})
    charts, tables, _ = read_exhibits(root, figures)
    if value is not None:
        write_yaml(root, FILE, value)
    return *read_handouts(root, read_packages(root)[0], charts, tables), figures


def test_sound_handouts_are_read(tmp_path: Path) -> None:
    cards, documents, faults, _ = handouts(tmp_path, {"cards": {"one": CARD}, "documents": {"two": DOCUMENT}})
    assert faults == []
    assert cards["one"].source == EN and documents["two"].notes == {"en": ("y",)}


@pytest.mark.parametrize(
    ("value", "line", "fact"),
    [
        pytest.param({"cards": {}}, 0, "has no mapping `documents`", id="no documents"),
        pytest.param([], 0, "has no mapping `cards`", id="a list"),
        pytest.param({"cards": {"one": "text"}, "documents": {}}, 2, "is not a mapping", id="a card that is a text"),
        pytest.param({"cards": {"one": {"source": EN}}, "documents": {}}, 3, "has no text", id="no text"),
        pytest.param({"cards": {"one": {**CARD, "source": "x"}}, "documents": {}}, 5, "has no source", id="a text without language"),
        pytest.param({"cards": {"one": {**CARD, "source": {"en": " "}}}, "documents": {}}, 6, "has no source", id="an empty text"),
        pytest.param({"cards": {"one": {**CARD, "alt": EN}}, "documents": {}}, 8, 'has the key "alt"', id="an unknown key"),
        pytest.param(
            {"cards": {}, "documents": {"two": {**DOCUMENT, "package": "number"}}}, 4, 'names the package "number"', id="no package"
        ),
        pytest.param({"cards": {}, "documents": {"two": {**DOCUMENT, "chart": ["x"]}}}, 7, "names the chart", id="a list of charts"),
        pytest.param(
            {"cards": {}, "documents": {"two": {**DOCUMENT, "notes": {"en": "y"}}}}, 15, "has no notes", id="a note that is no list"
        ),
        pytest.param({"cards": {}, "documents": {"two": {**DOCUMENT, "intro": {"en": [1]}}}}, 12, "has no intro", id="a number for a text"),
    ],
)
def test_an_unsound_handout_is_a_fault_at_its_place(tmp_path: Path, value: Any, line: int, fact: str) -> None:
    cards, documents, faults, _ = handouts(tmp_path, value)
    assert not cards and not documents
    assert any(fact in fault.fact and (fault.place.path, fault.place.line) == (FILE, line) for fault in faults), faults


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    cards, documents, faults, _ = handouts(tmp_path, None)
    assert (cards, documents, faults) == ({}, {}, [])


def test_a_card_shows_its_first_figure_large_and_says_all_of_them(tmp_path: Path) -> None:
    text = "The EU count {{ figure('eu-change', 'fell by 50%') }} from {{ figure('eu-2020', '50') }} in 2020"
    cards, _, _, figures = handouts(tmp_path, {"cards": {"one": {**CARD, "text": {"en": text}}}, "documents": {}})
    write_to = writer(figures)
    card = make_kit_card(cards["one"], SITE, write_to)
    assert card is not None and not write_to.quote_book.faults
    assert [part.plain for part in card.all_texts][:3] == ["A site", "−50%", "The EU count fell by 50% from 50 in 2020"]
    assert "Figures: eu-change (computed), eu-2020 (as published). Data as of 1 March 2021." in card.alt.plain
    assert [binding.figure for _, _, binding in card.alt.spans] == ["eu-change", "eu-2020"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("The EU count fell.", "handout", id="no figure"),
        pytest.param("{{ figure('eu-chang') }}", "unknown-figure", id="unknown figure"),
        pytest.param("{{ figure('eu-change', 'fell by 51%') }}", "wrong-number", id="wrong number"),
    ],
)
def test_a_card_with_a_wrong_text_is_a_fault_at_the_text(tmp_path: Path, text: str, code: str) -> None:
    cards, *_, figures = handouts(tmp_path, {"cards": {"one": {**CARD, "text": {"en": text}}}, "documents": {}})
    write_to = writer(figures)
    make_kit_card(cards["one"], SITE, write_to)
    (fault,) = write_to.quote_book.faults
    at = cards["one"].find_place("text", "en")
    assert (fault.code, fault.place) == (code, at.place_of_call(0))


def test_a_page_names_the_figure_of_its_card(tmp_path: Path) -> None:
    *_, figures = handouts(tmp_path, {"cards": {}, "documents": {}})
    for name, figure in (("a", "figure: eu-2020\n"), ("b", "figure: eu-2021\n"), ("c", ""), ("d", "figure: [eu-2020]\n")):
        write(tmp_path, f"docs/en/{name}.md", f"---\ntitle: Title {name}\ndescription: x\n{figure}---\n\nText\n")
    write_to = writer(figures)
    pages = {page.url: page for page in read_pages(tmp_path, "en", write_to)}
    assert told(write_to.quote_book.faults) == [("front-matter", "docs/en/d.md:4:9")]
    cards = {url: make_page_card(page, SITE, write_to) for url, page in pages.items()}
    assert "EU count: 50." in cards["a/"].alt.plain and cards["a/"].texts["value"].plain == "50"
    assert list(cards["c/"].texts) == ["site", "statement"] and cards["c/"].alt.plain == "A site: “Title c”."
    assert ("unknown-figure", "docs/en/b.md:4:9") in told(write_to.quote_book.faults) and "value" not in cards["b/"].texts
