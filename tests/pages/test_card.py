"""A number opens its proof beside it, for each way of reading; where that cannot be, its link leads to the proof."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from macros.figures import slug_of
from macros.interface import read_interface_words
from tests.conftest import Tabs, built_site, language_of, languages, pages, wait_until
from tests.oracle import declarations

QUOTING = [page for page in pages() if '<a class="figure ' in (built_site() / page / "index.html").read_text(encoding="utf-8")]
BY_LANGUAGE = [next(page for page in QUOTING if language_of(page) == lang) for lang in languages()]
LINK = "main a.figure"


def _open(tab: Page, address: str, page: str) -> None:
    tab.goto(f"{address}{page}/" if page else address, wait_until="load")


@pytest.mark.parametrize("page", BY_LANGUAGE)
def test_a_number_opens_its_proof_with_the_keyboard_and_gives_the_focus_back(tab: Page, address: str, page: str) -> None:
    _open(tab, address, page)
    before, link = tab.url, tab.locator(LINK).first
    name, words = link.get_attribute("data-figure"), read_interface_words(language_of(page))
    link.focus()
    tab.keyboard.press("Enter")
    card = tab.get_by_role("dialog", name=re.compile(".+"))
    card.wait_for()
    assert tab.url == before and tab.evaluate("document.activeElement.role") == "dialog"
    text = card.inner_text()
    assert all(str(words[part]) in text for part in ("in_words", "formula", "rows", "status_label", "version", "quoted_on"))
    assert all(
        url.startswith(("http", "mailto:"))
        for url in card.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    )
    box, width = card.bounding_box(), tab.evaluate("document.documentElement.clientWidth")
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
    tab.keyboard.press("Escape")
    wait_until(tab, "!document.querySelector('.proof-card')")
    assert tab.evaluate("document.activeElement.dataset.figure") == name
    tab.keyboard.press("Enter")
    card.get_by_role("link", name=str(words["frame"]["full_proof"])).click()
    tab.wait_for_url(f"**/figures/**#{slug_of(str(name))}")


def test_where_the_ledger_cannot_be_read_the_link_leads_on(tab: Page, address: str) -> None:
    _open(tab, address, QUOTING[0])
    tab.evaluate("() => { window.fetch = () => Promise.reject(new Error('no network')) }")
    tab.locator(LINK).first.click()
    tab.wait_for_url("**/figures/**#*")


def test_without_a_script_the_link_leads_to_the_proof(tabs: Tabs, address: str) -> None:
    tab = tabs(java_script_enabled=False)
    _open(tab, address, QUOTING[0])
    tab.locator(LINK).first.click()
    tab.wait_for_url("**/figures/**#*")
    assert tab.locator(":target + dl.proof [data-piece^='summary ']").is_visible()


def test_a_card_is_not_too_wide_for_a_phone(tabs: Tabs, address: str) -> None:
    tab = tabs(has_touch=True)
    tab.set_viewport_size({"width": 360, "height": 740})
    _open(tab, address, QUOTING[0])
    tab.locator(LINK).first.tap()
    tab.get_by_role("dialog").wait_for()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_proof_of_each_figure_begins_with_a_sentence_and_leads_to_its_rows() -> None:
    ledger = (built_site() / "figures/index.html").read_text(encoding="utf-8")
    entries = re.findall(r'<h3 id="([^"]+)".*?<dl class="proof">(.*?)</dl>', ledger, re.DOTALL)
    assert {name for name, _ in entries} == {slug_of(name) for name in declarations()}
    for name, entry in entries:
        assert entry.startswith(f'<dt>{read_interface_words("en")["in_words"]}</dt> <dd><span data-piece="summary '), name
        assert all((built_site() / path).is_file() for path in re.findall(r'<a href="\.\./(data/[^"]+\.(?:csv|zip))"', entry)), name
        assert '.csv"><code>' in entry, name
