"""The ledger tells each value once, and is parted where it would be too long for a page."""

from __future__ import annotations

import re

import pytest

from macros.base.errors import Faults
from macros.check.judge import PassageChecker
from macros.check.readers.html import read_page
from macros.content.page_context import PageContext
from macros.figures import slug_of
from macros.pages.ledger import MAX_BYTES, assign_parts, group_by_value, split_ledger, write_ledger
from macros.quotes import PhraseWriter, QuoteBook
from tests.exhibits import made_up
from tests.exhibits.made_up import PACKAGE, write_made_up
from tests.project import read_figures, write_figures

PAGE = (
    '<html lang="en"><head><link rel="canonical" href="https://x.example/figures/"><link href="../a.css"></head><body>'
    '<script id="__config" type="application/json">{{"base": "..", "search": "../w.js", "x": "y"}}</script>'
    '<nav class="contents"><a href="#package-x">x</a></nav><article><h1>Figures</h1>{}</article><a href="../">home</a></body></html>'
)
PATTERN = {"storms-{place}-{year}": {"measure": f"{PACKAGE}/storms/storms", "where": {"place": "*", "year": "*"}}}
VERSIONS = ("2021-02-01", "2021-06-01", "2022-02-01")


def declared(root, monkeypatch, places=30, changing=()):
    """Figures by a pattern on three versions, of which the last two are the same. changing: the places whose values the second changes."""
    count = made_up.count
    for at, version in enumerate(VERSIONS):
        with monkeypatch.context() as patch:
            patch.setattr(made_up, "count", lambda name, year, at=at: count(name, year) + (1 if at and name in changing else 0))
            write_made_up(root, version=version, places=places)
    write_figures(root, PATTERN)
    return read_figures(root)


def written(figures, lang="en"):
    told = Faults()
    view = PageContext("docs/en/figures.md", lang, None, "../", "../", False, figures, PhraseWriter(QuoteBook(figures, told)))
    text = write_ledger(figures, view, lambda name: "")
    assert list(told) == []
    return re.sub(r"^#+ (.*) { #([a-z0-9-]+) }$", r'<h3 id="\2">\1</h3>', text, flags=re.MULTILINE)


def test_a_long_ledger_is_parted_and_each_figure_is_reached_by_its_anchor(tmp_path, monkeypatch):
    figures = declared(tmp_path, monkeypatch)
    index, parts = split_ledger(PAGE.format(written(figures)), "")
    assert len(parts) > 5 and list(parts)[:2] == [PACKAGE, f"{PACKAGE}/2"]
    assert all(len(page.encode()) < 130_000 for page in (index, *parts.values()))
    shown = [name for name in figures.declarations if name not in ("storms-birch-2004",)]
    assert len(shown) > 600
    for name in shown:
        link = re.search(rf'<li id="{name}"><a href="([^"]+)/#{name}">', index)
        assert link and parts[link[1]].count(f'<h3 id="{name}">') == 1 and link[1] == assign_parts(figures)[name]
    assert sum(page.count("<h3 id=") for page in parts.values()) == len(shown) + 1  # the package's own


def test_a_part_is_a_page_in_a_folder_below(tmp_path, monkeypatch):
    _, parts = split_ledger(PAGE.format(written(declared(tmp_path, monkeypatch))), '<p><a href="./">All</a></p>')
    second = parts[f"{PACKAGE}/2"]
    assert '<link href="../../../a.css">' in second and '<a href="../../../">home</a>' in second and '<a href="../.././">All</a>' in second
    assert '{"base": "../../..", "search": "../../../w.js", "x": "y"}' in second
    assert 'href="https://x.example/figures/"' in second and 'class="contents"' not in second and "ledger-list" not in second


def test_a_small_ledger_is_one_page(tmp_path, monkeypatch):
    figures = declared(tmp_path, monkeypatch, places=1)
    text = PAGE.format(written(figures))
    assert assign_parts(figures) == {} and split_ledger(text, "") == (text, {}) and len(text) < MAX_BYTES
    assert re.search(r'<li><a href="#storms-alder-2001">', text)


def test_a_value_that_stays_is_told_once(tmp_path, monkeypatch):
    figures = declared(tmp_path, monkeypatch, places=2, changing=("Alder",))
    assert [len(same) for same in group_by_value(figures.history("storms-alder-2001"))] == [1, 2]
    assert [len(same) for same in group_by_value(figures.history("storms-birch-2001"))] == [3]
    text = written(figures)
    told = re.findall(r'<li data-piece="(\w+) storms-(\w+)-2001@([0-9-]+)">', text)
    assert [each for each in told if each[0] != "row"] == [
        ("history", "alder", "2021-02-01"),
        ("unchanged", "alder", "2021-06-01"),
        ("unchanged", "birch", "2021-02-01"),
        ("history", "all", "2021-02-01"),
        ("unchanged", "all", "2021-06-01"),
    ]
    assert ", unchanged since</li>" in text and ", sin cambios desde entonces</li>" in written(figures, "es")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("unchanged storms-alder-2001@2021-06-01", "unchanged storms-alder-2001@2021-02-01"),
        ("unchanged storms-birch-2001@2021-02-01", "unchanged storms-birch-2001@2022-02-01"),
        (", unchanged since</li>", ", unchanged until then</li>"),
        ("as its source gave it on 1 February 2022.", "as its source gave it on 2 February 2022."),
        ("summary storms-alder-2001@2022-02-01", "summary storms-birch-2001@2022-02-01"),
    ],
)
def test_what_is_said_of_values_that_stay_is_compared_with_each_version(tmp_path, monkeypatch, before, after):
    figures = declared(tmp_path, monkeypatch, places=2, changing=("Alder",))
    judge = PassageChecker(figures, figures.packages, "en")

    def wrong(text):
        found = read_page(PAGE.format(text).encode(), lambda text: ()).passages
        return {verdict.code for passage in found if passage.surface == "proof" for verdict in judge.check_passage(passage)[0]}

    text = written(figures)
    assert wrong(text) == set() and before in text
    assert wrong(text.replace(before, after, 1)) == {"wrong-piece"}


def test_the_slug_of_a_declared_figure_is_its_id():
    assert slug_of("storms-alder-2001") == "storms-alder-2001"
