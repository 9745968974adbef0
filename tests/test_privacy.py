"""What a reader's browser sends, keeps and runs: nothing but what the site itself needs."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.conftest import Tabs, heard, language_of, pages, wait_until
from tests.oracle import declarations
from tests.sample import sampled

PAGES = [*sampled(pages(), 7, kinds=lambda page: (language_of(page),)), "404.html"]
# Before anything else runs: what the policy stopped is kept in the page.
LISTEN = """window.stopped = [];
addEventListener('securitypolicyviolation', e => stopped.push([e.violatedDirective, e.blockedURI, e.sample].join(' ')))"""


def _search(tab: Page, words: str) -> None:
    tab.locator("input[name=q]").focus()
    tab.keyboard.insert_text(words[:-1])  # each key is a search
    tab.keyboard.type(words[-1])
    tab.locator(".found__link").first.wait_for(state="attached")
    tab.keyboard.press("Escape")


def _visit(tab: Page, address: str, page: str) -> None:
    """Open a page and use what it offers: search, colour scheme, every table to open."""
    tab.goto(f"{address}{page}", wait_until="load")
    if tab.locator(".site-header").count():
        _search(tab, next(iter(declarations())))
        tab.locator(".scheme").click()
    tab.eval_on_selector_all("details > summary:visible", "nodes => nodes.forEach(n => n.click())")


@pytest.mark.parametrize("page", PAGES)
def test_everything_works_under_the_policy_and_asks_only_the_site(tabs: Tabs, address: str, page: str) -> None:
    tab = tabs(script=LISTEN)
    with heard(tab) as told:
        _visit(tab, address, page)
        tab.wait_for_load_state("networkidle")
    assert tab.locator("head > meta[http-equiv='Content-Security-Policy']").count() == 1
    assert tab.evaluate("stopped") == []
    assert (told.failed, told.errors, told.said) == ([], [], [])
    assert {urlsplit(url).netloc for url in told.asked if not url.startswith("data:")} == {urlsplit(address).netloc}
    assert tab.context.cookies() == []
    kept = tab.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert set(kept) <= {"scheme"}


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param(
            "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)", id="inline script"
        ),
        pytest.param("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran=1\">')", id="event handler"),
        pytest.param(
            "const s = document.createElement('script'); s.src = 'http://localhost:9/x.js'; document.body.append(s)", id="foreign script"
        ),
        pytest.param("fetch('http://localhost:9/').catch(() => 0)", id="foreign request"),
        pytest.param("new Image().src = 'http://localhost:9/x.png'", id="foreign image"),
    ],
)
def test_the_policy_stops_what_the_build_did_not_write(tabs: Tabs, address: str, attack: str) -> None:
    tab = tabs(script=LISTEN)
    tab.goto(address)
    tab.evaluate(f"(() => {{ {attack} }})()")
    wait_until(tab, "stopped.length > 0")
    assert tab.evaluate("window.ran") is None


def test_the_colour_scheme_chosen_is_kept(tab: Page, address: str) -> None:
    tab.goto(address)
    tab.locator(".scheme").click()
    wait_until(tab, "document.body.dataset.mdColorScheme === 'slate'")
    tab.goto(f"{address}figures/")
    assert tab.evaluate("document.body.dataset.mdColorScheme") == "slate"
    assert re.fullmatch(r"rgb\(16, 23, 31\)", tab.evaluate("getComputedStyle(document.body).backgroundColor"))
