"""What a style sheet or a page's own active parts could show beside its text."""

from __future__ import annotations

import pytest

from macros.check import EditionCheck
from macros.check.readers.css import read_styles
from tests.check.test_judge import page

SHEETS = [
    pytest.param('.x::after { content: "down by half" }', ["down by half"], 0, id="string"),
    pytest.param('.x::after { content: "fell " "9" "9" "\\25" }', [], 1, id="a number, its escape decoded"),
    pytest.param('.x::after { content: "by h" "al" "\\66" }', ["by half"], 0, id="strings joined, escape decoded"),
    pytest.param('.x::before { content: "9" "5" } .x::after { content: "\\25" }', ["%"], 1, id="a number, its sign in another rule"),
    pytest.param(".x { --x: 'fell 99%' }", [], 1, id="custom property"),
    pytest.param('.x { list-style-type: "99% " }', [], 1, id="list marker"),
    pytest.param("/* 47% */ .x { width: 47% }", [], 0, id="no text"),
    pytest.param('.x::after { content: " (" attr(href) ")" }', [" ()"], 0, id="address"),
    pytest.param(".x::after { content: attr(data-n) }", [], 1, id="attribute"),
    pytest.param(".x::before { content: attr(data-head) }", [], 0, id="head of a column"),
    pytest.param(".x::before { content: attr(data-header) }", [], 1, id="attribute whose name begins alike"),
    pytest.param(".x { counter-reset: c 99 } .x::after { content: counter(c) }", [], 1, id="counter"),
    pytest.param(".x { background: url('data:image/svg+xml,99%25') }", ["data:image/svg+xml,99%25"], 1, id="picture in the sheet"),
    pytest.param("@import 'x.css';", ["x.css"], 1, id="import"),
]


@pytest.mark.parametrize(("sheet", "texts", "refused"), SHEETS)
def test_a_style_sheet_is_read_for_what_it_shows(sheet: str, texts: list[str], refused: int) -> None:
    found, wrong = read_styles(sheet)
    assert found == texts
    assert len(wrong) == refused


ACTIVE = [
    '<script>document.title = "99%"</script>',
    "<style>h1::after { content: '99%' }</style>",
    '<iframe src="x.html"></iframe>',
    '<object data="x.svg"></object>',
    '<img src="https://elsewhere.example/99.png">',
    '<img src="data:image/svg+xml,99%25">',
    '<meter value="99"></meter>',
    '<input value="99%">',
    "<math><mn>75</mn><mo>%</mo></math>",
]


@pytest.mark.parametrize("body", ACTIVE)
def test_a_page_holds_nothing_that_shows_what_is_not_read(check: EditionCheck, body: str) -> None:
    check._read_file("x/index.html", page(body))
    assert "active-content" in [fault.code for fault in check.faults]


def test_the_head_of_a_column_that_a_cell_names_is_read(check: EditionCheck) -> None:
    check._read_file("x/index.html", page('<table><tr><td data-head="down 47%">x</td></tr></table>'))
    assert [fault.code for fault in check.faults] == ["unbound"]


def test_a_list_that_begins_at_a_number_shows_it(check: EditionCheck) -> None:
    check._read_file("x/index.html", page('<ol start="555831"><li>reports</li></ol>'))
    assert [fault.code for fault in check.faults] == ["unbound"]
