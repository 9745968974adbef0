"""The code that a chart's page offers, pasted into a page of another site: it fits, is shown whole, and follows the reader's colours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Tabs, built_site, pages, wait_until
from tests.lighthouse import serving
from tests.sample import sampled, some

CODES = sorted(str(path.relative_to(built_site())) for path in built_site().rglob("charts/*/oembed.json"))
_WIDE = "document.documentElement.scrollWidth - innerWidth"
# Of the frame, and of the page in it: its height, and what does not fit.
_INSIDE = "(() => { const e = document.documentElement; return [e.scrollHeight - innerHeight, e.scrollWidth - innerWidth, innerHeight] })()"


@pytest.fixture
def host(tmp_path: Path, address: str) -> Iterator[tuple[Path, str]]:
    """A folder that is another site, and its address."""
    with serving(tmp_path) as foreign:
        yield tmp_path, foreign


def _paste(folder: Path, site: Path, name: str, address: str, *, script: bool = True) -> None:
    found = json.loads((site / name).read_bytes())
    root = found["provider_url"].removesuffix(name.partition("charts/")[0])
    code = found["html"].replace(root, address)
    if not script:
        code = code.partition("<script")[0]
    page = '<!doctype html><meta name="viewport" content="width=device-width"><title>Other</title><h1>Another site</h1>'
    (folder / "index.html").write_text(f"{page}<article>{code}<p>Text goes on.</p></article>", encoding="utf-8")


@pytest.mark.parametrize("name", sampled(CODES, 3))
def test_a_pasted_chart_fits_and_is_shown_whole(tabs: Tabs, site: Path, address: str, host: tuple[Path, str], name: str) -> None:
    folder, foreign = host
    _paste(folder, site, name, address)
    tab = tabs()
    for width in (320, 768, 1280):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.goto(foreign, wait_until="load")
        frame = tab.frame_locator("iframe")
        expect(frame.locator("main")).to_be_visible()
        wait_until(tab, "document.querySelector('iframe').style.height")
        inside = tab.frames[1]
        for _ in range(50):
            high, wide, height = inside.evaluate(_INSIDE)
            if high <= 0 and abs(height - inside.evaluate("document.body.getBoundingClientRect().height")) <= 1:
                break
            tab.wait_for_timeout(40)
        assert (high, wide) == (0, 0), width
        assert tab.evaluate(_WIDE) == 0, width
        assert height - inside.evaluate("document.body.getBoundingClientRect().height") <= 1  # no empty room below
    closed = height
    frame.locator("#embed > summary").click()  # what is unfolded makes the frame grow
    wait_until(tab, f"document.querySelector('iframe').offsetHeight > {closed + 40}")


def test_without_its_script_the_frame_has_room_for_the_wide_drawing(tabs: Tabs, site: Path, address: str, host: tuple[Path, str]) -> None:
    folder, foreign = host
    tab = tabs()
    for name in some(CODES, 3):
        _paste(folder, site, name, address, script=False)
        tab.set_viewport_size({"width": 1280, "height": 900})
        tab.goto(foreign, wait_until="load")
        drawn = tab.frame_locator("iframe").locator("svg[data-width=wide]")
        expect(drawn).to_be_visible()
        assert drawn.evaluate("node => node.getBoundingClientRect().bottom <= innerHeight"), name


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(23, 33, 43)")])
def test_a_frame_has_the_colours_of_the_readers_system(
    tabs: Tabs, site: Path, address: str, host: tuple[Path, str], scheme: str, ground: str
) -> None:
    folder, foreign = host
    _paste(folder, site, CODES[0], address)
    tab = tabs(color_scheme=scheme)
    tab.goto(foreign, wait_until="load")
    expect(tab.frame_locator("iframe").locator("body")).to_have_css("background-color", ground)


def test_the_code_is_copied_with_a_button(tabs: Tabs, site: Path, address: str) -> None:
    tab = tabs(permissions=["clipboard-read", "clipboard-write"])
    page = json.loads((site / CODES[0]).read_bytes())["thumbnail_url"].partition("/charts/")[2].removesuffix("chart.png")
    tab.goto(f"{address}charts/{page}#embed", wait_until="load")
    code = tab.locator("#embed code").first
    expect(code).to_be_visible()  # the link from the page with the chart leads to it, unfolded
    tab.locator("#embed button").first.click()
    assert tab.evaluate("navigator.clipboard.readText()") == code.text_content()


# The pixels in the right half of a picture that have the first colour of drawings.
_DRAWN = """async source => {
  const image = new Image(); image.src = source; await image.decode()
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height }), to = canvas.getContext("2d")
  to.drawImage(image, 0, 0)
  const { data } = to.getImageData(image.width / 2, 0, image.width / 2, image.height)
  let found = 0
  for (let at = 0; at < data.length; at += 4) found += data[at] === 0x1f && data[at + 1] === 0x54 && data[at + 2] === 0x85
  return found }"""


def test_the_card_of_a_page_carries_its_chart(tab: Page, site: Path, address: str) -> None:
    tab.goto(address, wait_until="load")
    shown = {page: '<figure class="chart' in (site / page / "index.html").read_text(encoding="utf-8") for page in pages()}
    assert len(set(shown.values())) == 2
    for page, has_chart in shown.items():
        assert (tab.evaluate(_DRAWN, f"{address}{page}/card.png".replace("//card", "/card")) > 1500) is has_chart, page
