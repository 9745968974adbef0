"""What a reader's browser sends, keeps and runs: nothing but what the site itself needs."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import pages

PAGES = [*pages(), "404.html"]
# Before anything else runs: what the policy stopped is kept in the page.
LISTEN = """window.stopped = [];
addEventListener('securitypolicyviolation', e => stopped.push([e.violatedDirective, e.blockedURI, e.sample].join(' ')))"""


def _search(tab: Page, words: str) -> None:
    tab.locator("input[name=query]").focus()
    tab.keyboard.type(words)
    tab.locator(".md-search-result__link").first.wait_for(state="attached", timeout=10_000)
    tab.keyboard.press("Escape")


def _visit(tab: Page, address: str, page: str) -> None:
    """Open a page and use what it offers: search, colour scheme, every table to open."""
    tab.goto(f"{address}{page}", wait_until="load")
    if tab.locator(".site-header").count():
        _search(tab, "eu-reports")
        tab.locator(".site-header label[for^=__palette]:visible").click()
    for summary in tab.locator("details > summary:visible").all():
        summary.click()


@pytest.mark.parametrize("page", PAGES)
def test_everything_works_under_the_policy(browser: Browser, address: str, page: str) -> None:
    context = browser.new_context()
    context.add_init_script(LISTEN)
    tab = context.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    _visit(tab, address, page)
    assert tab.locator("head > meta[http-equiv='Content-Security-Policy']").count() == 1
    assert tab.evaluate("stopped") == []
    assert said == []
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {urlsplit(address).netloc}
    assert context.cookies() == []
    kept = tab.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert [key for key in kept if not key.endswith(".__palette")] == []
    context.close()


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
def test_the_policy_stops_what_the_build_did_not_write(browser: Browser, address: str, attack: str) -> None:
    context = browser.new_context()
    context.add_init_script(LISTEN)
    tab = context.new_page()
    tab.goto(address)
    tab.evaluate(f"(() => {{ {attack} }})()")
    tab.wait_for_function("stopped.length > 0", timeout=5_000)
    assert tab.evaluate("window.ran") is None
    context.close()


def test_the_colour_scheme_chosen_is_kept(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="light")
    tab = context.new_page()
    tab.goto(address)
    tab.locator(".site-header label[for^=__palette]:visible").click()
    tab.wait_for_function("document.body.dataset.mdColorScheme === 'slate'")
    tab.goto(f"{address}data/")
    assert tab.evaluate("document.body.dataset.mdColorScheme") == "slate"
    assert re.fullmatch(r"rgb\(16, 23, 31\)", tab.evaluate("getComputedStyle(document.body).backgroundColor"))
    context.close()
