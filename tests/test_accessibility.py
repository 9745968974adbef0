"""Readers with a screen reader, a keyboard, large letters, their own colours, no JavaScript or paper get all of it."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import axe_playwright_python
import pytest
import yaml
from lxml import html as lxml_html
from playwright.sync_api import Page

from macros.interface import read_interface_words
from tests.conftest import ROOT, Tabs, built_site, frames, kinds_of, language_of, languages, pages, type_of, wait_until
from tests.oracle import declarations
from tests.sample import sampled

WHOLE = pages()
FRAMES = frames()
PAGES = [*WHOLE, *FRAMES]
SAMPLE = sampled(WHOLE, kinds=kinds_of)  # one page of each type, each language
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EXTRA = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["extra"]
SURVEY = "updates/2023-11-02-survey"  # of the site of another topic: it quotes what others have reported


def _pages_with(markup: str) -> list[str]:
    """The pages of the site in whose text a piece of markup stands."""
    return [page for page in WHOLE if markup in (built_site() / page / "index.html").read_text(encoding="utf-8").partition("<article")[2]]


QUOTING = _pages_with('class="figure figure--')
DRAWN = _pages_with('<figure class="chart')


def _open(tab: Page, address: str, page: str) -> None:
    tab.goto(f"{address}{page}/" if page else address, wait_until="load")


# ---- What axe sees -------------------------------------------------------------------------------------------


# A page made for frames is light on every ground: its scheme is its own.
SEEN = [(page, *seen) for page in [*WHOLE, "404.html"] for seen in itertools.product(["light", "dark"], [360, 1280])]
SEEN += [(page, "light", width) for page in FRAMES for width in (360, 1280)]


@pytest.mark.parametrize(
    ("page", "scheme", "width"), sampled(SEEN, kinds=lambda each: (type_of(each[0]), (language_of(each[0]), *each[1:])))
)
def test_axe_finds_nothing(tabs: Tabs, address: str, page: str, scheme: str, width: int) -> None:
    """With all disclosures open: no violation of any severity, nor of what axe calls best practice."""
    tab = tabs(color_scheme=scheme)
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(f"{address}{page}")
    tab.evaluate(AXE)
    tab.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    result = tab.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS)
    assert len(result["passes"]) > 10  # it did look
    assert [(v["id"], node["html"][:120]) for v in result["violations"] for node in v["nodes"]] == []


# ---- Order, headings, tables ---------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_headings_follow_each_other_and_tables_say_what_they_are(site: Path, page: str) -> None:
    root = lxml_html.fromstring((site / page / "index.html").read_text(encoding="utf-8"))
    levels = [int(heading.tag[1]) for heading in root.find(".//main").iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), levels
    for table in root.xpath("//table[contains(@class, 'data')]"):
        assert table.xpath("normalize-space(caption)")
        assert all(cell.get("scope") in ("col", "row") for cell in table.iter("th"))
        assert len(table.xpath("./tbody/tr")) == len(table.xpath("./tbody/tr[th[@scope='row']]"))
    for svg in root.xpath("//figure//*[local-name()='svg']"):
        assert svg.get("role") == "img" and svg.get("aria-label", "").strip()
        assert not svg.xpath(".//*[@role or @aria-label or @tabindex]")  # one image: nothing inside speaks for itself


# ---- Colours -------------------------------------------------------------------------------------------------

TEXT = {
    ("paper", "surface", "sunken"): ("ink", "ink-soft", "link", "link-hover", "accent"),
    ("surface", "paper"): ("chart-text",),
    ("footer",): ("on-footer", "footer-soft"),
    ("brand",): ("on-brand",),
    ("danger-surface",): ("danger",),
    ("highlight",): ("ink", "ink-soft", "link"),
}
MARKS = {("surface", "paper"): ("chart-1", "chart-2", "chart-muted", "chart-axis", "rule-strong", "rule-brand", "accent")}
_COLOUR = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});")


def _schemes() -> dict[str, dict[str, str]]:
    text = (ROOT / "overrides/assets/tokens.css").read_text(encoding="utf-8")
    light, dark, unscripted = (
        dict(_COLOUR.findall(block))
        for block in re.findall(r'^ *\[data-md-color-scheme="(?:default|slate)"\] \{(.*?)\}', text, re.S | re.M)
    )
    return {"light": light, "dark": dark, "unscripted": unscripted}


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(d * 2 for d in colour[1:])
    channels = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [pytest.param(TEXT, 4.5, id="text"), pytest.param(MARKS, 3, id="marks")])
def test_colours_keep_their_contrast(scheme: str, pairs: dict[tuple[str, ...], tuple[str, ...]], least: float) -> None:
    colours = _schemes()[scheme]
    weak = {
        (front, ground): round(_contrast(colours[front], colours[ground]), 2)
        for grounds, fronts in pairs.items()
        for ground in grounds
        for front in fronts
        if _contrast(colours[front], colours[ground]) < least
    }
    assert weak == {}


def test_contrast_is_computed_as_wcag_says() -> None:
    assert round(_contrast("#000", "#ffffff"), 2) == 21
    assert round(_contrast("#767676", "#fff"), 2) == 4.54


def test_dark_is_the_same_with_and_without_a_script() -> None:
    schemes = _schemes()
    assert schemes["unscripted"] == schemes["dark"]
    assert len(schemes["dark"]) > 20


def test_a_drawing_takes_its_colours_from_the_scheme(site: Path) -> None:
    """By a custom property; behind it stands the colour of the light scheme, for pages without styles."""
    drawn = set()
    for path in site.rglob("index.html"):
        for svg in lxml_html.fromstring(path.read_text(encoding="utf-8")).xpath("//figure//*[local-name()='svg']"):
            drawn |= {str(value) for value in svg.xpath(".//@fill | .//@stroke")}
    named = {f"--{name}": colour for name, colour in _schemes()["light"].items() if name.startswith("chart-")}
    assert len(drawn) > 5 and drawn <= {"none", *(f"var({name}, {colour})" for name, colour in named.items())}


_SEEN = """() => [...document.querySelectorAll('figure.chart, figure.embed')].map(figure => {
  const seen = [...figure.querySelectorAll('svg')].filter(n => n.checkVisibility() && n.getBoundingClientRect().height > 20)
  const marks = seen.flatMap(n => [...n.querySelectorAll('path, line, text')])
  return [seen.length, new Set(marks.flatMap(n => [getComputedStyle(n).fill, getComputedStyle(n).stroke])).size] })"""


@pytest.mark.parametrize(
    ("page", "scheme"),
    sampled(itertools.product([*DRAWN, FRAMES[0]], ["light", "dark"]), 4, kinds=lambda each: (each[0] in FRAMES, each[1])),
)
def test_one_drawing_of_each_chart_is_seen_with_styles_and_without(tabs: Tabs, address: str, page: str, scheme: str) -> None:
    tab = tabs(color_scheme=scheme)
    _open(tab, address, page)
    for styled in (True, False):
        if not styled:
            tab.evaluate("document.querySelectorAll('link[rel=stylesheet]').forEach(n => n.remove())")
        for width in (360, 1280):
            tab.set_viewport_size({"width": width, "height": 800})
            charts = tab.evaluate(_SEEN)
            # A drawing without its colours has none or one: the black of letters.
            assert charts and all(seen == 1 and colours >= 3 for seen, colours in charts), (styled, width)


@pytest.mark.parametrize("page", [*PAGES, "404.html"])
def test_only_controls_are_stops_of_the_keyboard_and_boxes_are_named_by_what_is_seen(site: Path, page: str) -> None:
    """What IBM's checker asks beside axe: `element_tabbable_role_valid`, `aria_complementary_label_visible`."""
    path = site / page
    root = lxml_html.fromstring((path if path.is_file() else path / "index.html").read_text(encoding="utf-8"))
    assert root.xpath("//main//*[@tabindex][not(self::a or self::button or self::input or self::summary)]") == []
    for box in root.xpath("//main//aside"):
        assert box.get("aria-label") is None
        assert root.xpath("string(//*[@id=$id])", id=box.get("aria-labelledby")).strip()


def test_the_sign_of_a_link_to_a_heading_is_no_part_of_the_heading(site: Path) -> None:
    for path in site.rglob("index.html"):
        root = lxml_html.fromstring(path.read_text(encoding="utf-8"))
        assert not root.xpath("//*[contains(@class, 'headerlink')][normalize-space()]"), path


# ---- Keyboard ------------------------------------------------------------------------------------------------

_FOCUSED = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const seen = node.matches('.md-option') ? node.nextElementSibling : node;
  const style = getComputedStyle(seen), box = seen.getBoundingClientRect();
  const visible = box.width > 0 && box.height > 0 && style.visibility === 'visible' && box.bottom > 0 && box.top < innerHeight;
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  return {what: node.className || node.id || node.tagName, text: node.textContent.trim(), href: node.getAttribute('href') || '',
          name: node.getAttribute('name') || '', visible, ring, inside: node.closest('header,main,footer')?.tagName || ''};
}"""


@pytest.mark.parametrize(("page", "width"), sampled(itertools.product(["", QUOTING[-1]], [360, 1280]), kinds=lambda each: each))
def test_the_keyboard_reaches_everything_in_order_and_is_seen(tab: Page, address: str, page: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    _open(tab, address, page)
    stops = []
    while True:
        tab.keyboard.press("Tab")
        if (stop := tab.evaluate(_FOCUSED)) is None or len(stops) > 400:
            break
        stops.append(stop)
    assert len(stops) < 400  # it ends: nothing holds the keyboard
    assert [stop for stop in stops if not (stop["visible"] and stop["ring"])] == []
    assert stops[0]["what"].startswith("md-skip")
    left = tab.locator(".leave a").all_inner_texts()
    assert [stop["text"] for stop in stops[1 : 1 + len(left)]] == left
    assert [part for part, _ in itertools.groupby(stop["inside"] for stop in stops[1 + len(left) :])] == ["HEADER", "MAIN", "FOOTER"]
    assert "q" in [stop["name"] for stop in stops] and any(stop["what"].startswith("scheme") for stop in stops)
    proofs = [stop["href"] for stop in stops if stop["what"].startswith("figure figure--")]
    shown = tab.evaluate(
        "[...document.querySelectorAll('main a.figure')].filter(a => a.checkVisibility()).map(a => a.getAttribute('href'))"
    )
    assert proofs == shown and proofs


def test_a_proof_is_one_key_away_and_the_way_back_another(tab: Page, address: str) -> None:
    page = next(page for page in QUOTING if language_of(page) == languages()[0] and page)
    _open(tab, address, page)
    tab.locator("main a.figure").first.focus()
    name = tab.evaluate("document.activeElement.dataset.figure")
    tab.keyboard.press("Enter")
    tab.locator(".proof-card").wait_for()
    tab.locator(".proof-card__foot a").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**/figures/#{name}")
    assert tab.locator(f"h3#{name}").is_visible()
    assert str(read_interface_words(languages()[0])["formula"]) in tab.locator(f"h3#{name} + dl.proof").inner_text()
    tab.go_back()
    assert tab.url.endswith(f"{page}/")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_search_finds_and_closes(tab: Page, address: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    _open(tab, address, "")
    name = next(iter(declarations()))
    tab.locator("input[name=q]").focus()
    tab.keyboard.type(name)
    tab.locator(f".found__link[href*='#{name}']").first.wait_for()
    tab.keyboard.press("Escape")
    assert not tab.locator(".found").is_visible() and tab.evaluate("document.activeElement.name") == "q"


def test_a_letter_is_no_command(tab: Page, address: str) -> None:
    """Speech input types letters where none is meant (WCAG 2.1.4)."""
    _open(tab, address, "updates")
    before = tab.url
    for key in ("s", "f", "/", "n", "p", ".", ","):
        tab.keyboard.press(key)
    assert tab.evaluate("document.activeElement === document.body")
    assert tab.url == before


def test_the_menu_opens_with_a_key_and_needs_no_script(tabs: Tabs, address: str) -> None:
    tab = tabs(java_script_enabled=False)
    tab.set_viewport_size({"width": 360, "height": 740})
    _open(tab, address, "")
    tab.locator(".site-menu summary").focus()
    tab.keyboard.press("Enter")
    assert len(menu := tab.locator(".site-menu a").all()) > 3 and all(link.is_visible() for link in menu)


# ---- Settings of the reader ----------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", QUOTING[-1]])
def test_nothing_moves_for_whoever_asks_for_less_motion(tabs: Tabs, address: str, page: str) -> None:
    tab = tabs(reduced_motion="reduce")
    _open(tab, address, page)
    moving = """[...document.querySelectorAll('*')].filter(n => { const s = getComputedStyle(n);
      return s.animationName !== 'none' || s.scrollBehavior === 'smooth' || s.transitionDuration.split(',').some(d => parseFloat(d) > 0
        && s.transitionProperty !== 'none'); }).map(n => n.tagName + '.' + n.className)"""
    assert tab.evaluate(moving) == []


def test_forced_colours_keep_marks_and_focus(tabs: Tabs, address: str) -> None:
    tab = tabs(forced_colors="active")
    _open(tab, address, DRAWN[0])
    system = """(() => { const n = document.createElement('i'); n.style.color = 'CanvasText'; document.body.append(n);
      return getComputedStyle(n).color })()"""
    text = tab.evaluate("getComputedStyle(document.querySelector('figure.chart svg text')).fill")
    assert text == tab.evaluate(system)
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    marks = "[...document.querySelectorAll('figure.chart svg path')].map(n => getComputedStyle(n).fill).filter(f => f !== 'none')"
    assert ground not in tab.evaluate(marks)
    tab.keyboard.press("Tab")
    assert tab.evaluate(_FOCUSED)["ring"]


_TWICE = "(n => { n.style.fontSize = 2 * parseFloat(getComputedStyle(n).fontSize) + 'px' })(document.documentElement)"


_BROKEN = """() => { const node = document.querySelector('h1'), walk = document.createTreeWalker(node, 4), found = [];
  for (let text; text = walk.nextNode();) for (const word of text.data.matchAll(/[\\p{L}\\d]{2,}/gu)) {
    const range = document.createRange();
    range.setStart(text, word.index); range.setEnd(text, word.index + word[0].length);
    if (range.getClientRects().length > 1) found.push(word[0]) }
  return found }"""
_WIDTHS = [("as they are", 320), ("as they are", 360), ("as they are", 1280), ("twice as large", 320), ("twice as large", 1280)]


@pytest.mark.parametrize("page", [*sampled(PAGES, kinds=kinds_of), "404.html"])
def test_no_page_scrolls_sideways_or_cuts_a_word_of_its_title(tab: Page, address: str, page: str) -> None:
    tab.goto(f"{address}{page}")
    wider = {}
    for letters, widths in itertools.groupby(_WIDTHS, key=lambda each: each[0]):
        if letters == "twice as large":
            tab.evaluate(_TWICE)
        for _, width in widths:
            tab.set_viewport_size({"width": width, "height": 800})
            if (needed := tab.evaluate("document.documentElement.scrollWidth")) > width:
                wider[letters, width] = needed
            if (letters, width) == ("as they are", 360):
                assert tab.evaluate(_BROKEN) == []
    assert wider == {}


# ---- Narrow screens ------------------------------------------------------------------------------------------

TABLES = sampled((page for page in _pages_with('class="scroll"') if page in QUOTING), 3, kinds=lambda page: (language_of(page),))
_SHOWN = """[...document.querySelectorAll('.scroll')].map(box => { const edge = box.getBoundingClientRect();
  const outside = [...box.querySelectorAll('tbody :is(th, td), tbody a')].filter(n => { const r = n.getBoundingClientRect();
    return r.width && (r.left < edge.left - 1 || r.right > Math.min(edge.right, innerWidth) + 1) });
  return {cells: box.querySelectorAll('tbody td').length, wider: box.scrollWidth > box.clientWidth,
          outside: outside.map(n => n.textContent)} })"""


@pytest.mark.parametrize("page", TABLES)
def test_every_value_of_a_table_is_in_sight_on_a_phone(tab: Page, address: str, page: str) -> None:
    _open(tab, address, page)
    tab.evaluate("document.querySelectorAll('article details').forEach(d => d.open = true)")
    for letters, widths in (("as they are", (320, 360, 480, 768)), ("twice as large", (320, 360, 640))):
        if letters == "twice as large":
            tab.evaluate(_TWICE)
        for width in widths:
            tab.set_viewport_size({"width": width, "height": 800})
            tables = tab.evaluate(_SHOWN)
            assert tables and all(table["cells"] for table in tables)
            assert [table for table in tables if table["wider"] or table["outside"]] == [], (letters, width)


def test_a_value_on_a_phone_stands_beside_the_name_of_its_column_and_is_in_a_table_still(tabs: Tabs, another_address: str) -> None:
    tab = tabs(java_script_enabled=False)
    tab.set_viewport_size({"width": 360, "height": 800})
    _open(tab, another_address, "data")
    table = tab.locator("#table-bridges table")
    heads = table.locator("thead th").all_text_contents()[1:]
    assert [head.strip() for head in heads][:2] == ["2021", "2022"]
    cells = table.locator("tbody tr").first.locator("td").all()
    for cell, head in zip(cells, heads, strict=True):
        assert head.strip() in cell.evaluate("n => getComputedStyle(n, '::before').content")
    tops = [cell.bounding_box()["y"] for cell in cells]  # type: ignore[index]
    assert tops == sorted(set(tops))  # one below the other
    told = table.aria_snapshot()
    assert 'columnheader "2021"' in told and 'rowheader "North"' in told
    assert 'cell "120,400"' in told


def test_what_is_wider_than_the_screen_shows_that_there_is_more(tab: Page, another_address: str) -> None:
    """Two shadows stand at the edges; two grounds move with the table and cover them where it ends."""
    tab.set_viewport_size({"width": 360, "height": 800})
    _open(tab, another_address, "data")
    box = tab.locator("#table-bridges .scroll")
    assert box.evaluate("n => getComputedStyle(n).backgroundAttachment") == "local, local, scroll, scroll"
    plain = box.screenshot()
    box.evaluate("n => { n.querySelector('table').style.minWidth = '60rem' }")
    assert box.evaluate("n => n.scrollWidth > n.clientWidth")
    edge = {"x": box.bounding_box()["x"] + box.bounding_box()["width"] - 6, "y": box.bounding_box()["y"] + 20, "width": 6, "height": 40}  # type: ignore[index]
    seen = tab.screenshot(clip=edge)  # type: ignore[arg-type]
    box.evaluate("n => { n.scrollLeft = n.scrollWidth }")
    assert tab.screenshot(clip=edge) != seen and box.screenshot() != plain  # type: ignore[arg-type]


_WRITTEN = """document.querySelector('article').insertAdjacentHTML('beforeend',
  '<div class="admonition note"><p class="admonition-title">Note</p><p>A text.</p></div><p>A text.</p>' +
  '<pre><code>' + 'word '.repeat(99) + '</code></pre>')"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_note_looks_like_the_other_boxes_of_the_site_and_a_listing_stays_in_its_column(tabs: Tabs, address: str, scheme: str) -> None:
    tab = tabs(color_scheme=scheme)
    tab.set_viewport_size({"width": 360, "height": 800})
    _open(tab, address, "")
    tab.evaluate(_WRITTEN)  # as Markdown writes them
    look = tab.locator(".admonition").last.evaluate("""n => { const s = getComputedStyle(n), t = n.querySelector('.admonition-title'),
      u = getComputedStyle(t), p = n.nextElementSibling;
      const probe = document.createElement('i'); probe.style.color = 'var(--rule-brand)'; document.body.append(probe);
      return {edge: s.borderLeftColor, brand: getComputedStyle(probe).color, other: s.borderTopWidth, ground: u.backgroundColor,
        indent: u.paddingLeft, shift: u.marginLeft, icon: getComputedStyle(t, '::before').display,
        narrower: p.offsetWidth - n.offsetWidth} }""")
    assert look["edge"] == look["brand"] and look["other"] == "0px"
    assert look["ground"] == "rgba(0, 0, 0, 0)" and look["indent"] == look["shift"] == "0px" and look["icon"] == "none"
    assert abs(look["narrower"]) <= 1
    column, listing = tab.locator("article").bounding_box(), tab.locator("article pre").last.bounding_box()
    assert column and listing and column["x"] - 0.5 <= listing["x"]
    assert listing["x"] + listing["width"] <= column["x"] + column["width"] + 0.5


# ---- What the marks say --------------------------------------------------------------------------------------


_STATUS = {"en": ("reported by {}", "disputed"), "es": ("comunicado por {}", "cuestionado")}


@pytest.mark.parametrize("page", PAGES)
def test_the_status_of_a_number_is_text_in_its_link(site: Path, page: str) -> None:
    lang = language_of(page)
    root = lxml_html.fromstring((site / page / "index.html").read_text(encoding="utf-8"))
    for link in root.xpath("//a[contains(@class, 'figure figure--')][not(ancestor::*[@class='figure-note'])]"):
        declared = declarations()[link.get("data-figure")]
        reported, disputed = _STATUS[lang]
        said = {"reported": reported.format(declared.get("attribution", {}).get(lang)), "disputed": disputed}.get(declared["status"])
        assert link.xpath("string(*[@data-status])") == (f"\u00a0({said})" if said else ""), link.text_content()


def test_a_status_is_heard_copied_and_read_without_styles(tabs: Tabs, another_address: str) -> None:
    tab = tabs(permissions=["clipboard-read", "clipboard-write"])
    _open(tab, another_address, SURVEY)
    link, said = tab.locator("main p a.figure--reported").first, "62.5% (reported by the cycling office)"
    assert link.aria_snapshot().startswith(f'- link "{said}"')
    box = link.evaluate("n => n.getBoundingClientRect().width - n.firstChild.length")
    link.evaluate("n => { getSelection().selectAllChildren(n); document.execCommand('copy') }")
    assert tab.evaluate("navigator.clipboard.readText()").replace("\u00a0", " ") == said
    tab.evaluate("document.querySelectorAll('link[rel=stylesheet]').forEach(n => n.remove())")
    assert link.inner_text().replace("\u00a0", " ") == said
    assert link.evaluate("n => n.getBoundingClientRect().width - n.firstChild.length") > box  # it was not seen before, and is now


_LONELY = """() => [...document.querySelectorAll('main :is(p, td, li) a:is(.figure--reported, .figure--disputed)')].filter(link => {
  const block = link.closest('p, td, li'), letter = parseFloat(getComputedStyle(link).fontSize)
  for (let width = 6 * letter; width < 24 * letter; width += 2) {
    block.style.width = width + 'px'
    if ([...link.getClientRects()].filter(r => r.width).pop().width < letter) return true }
  block.style.width = '' }).map(link => link.textContent)"""


@pytest.mark.parametrize("page", sampled(_pages_with("figure--reported"), kinds=lambda page: (language_of(page),)))
def test_no_line_ends_between_a_number_and_its_mark(tab: Page, address: str, page: str) -> None:
    _open(tab, address, page)
    assert tab.locator("main a:is(.figure--reported, .figure--disputed)").count() > 0
    assert tab.evaluate(_LONELY) == []


@pytest.mark.parametrize("page", SAMPLE)
def test_a_page_without_javascript_is_whole_dark_where_asked_and_explains_its_marks(tabs: Tabs, address: str, page: str) -> None:
    tab = tabs(java_script_enabled=False, color_scheme="dark")
    _open(tab, address, page)
    assert tab.locator("h1").is_visible()
    assert tab.locator(".site-nav a").first.is_visible()
    assert tab.locator(".leave a:visible").count() == bool(EXTRA.get("words", {}).get(language_of(page), {}).get("leave"))
    assert tab.locator(".needs-script:visible").count() == 0  # nothing that would do nothing
    pixel = tab.locator("h1")
    assert pixel.evaluate("n => getComputedStyle(n).color") == "rgb(232, 234, 236)"
    assert tab.locator("body").evaluate("n => getComputedStyle(n).backgroundColor") == "rgb(16, 23, 31)"
    for name in ("reported", "disputed"):
        assert (tab.locator(f".page-foot .mark--{name}:visible").count() == 1) == (tab.locator(f"article .figure--{name}").count() > 0)


# ---- For whom the subject affects ----------------------------------------------------------------------------


@pytest.mark.parametrize("page", [*WHOLE, "404.html"])
def test_every_page_can_be_left_at_once_and_the_home_page_and_updates_offer_help(site: Path, page: str) -> None:
    path, own = site / page, EXTRA.get("words", {}).get(language_of(page), {})
    root = lxml_html.fromstring((path if path.is_file() else path / "index.html").read_text(encoding="utf-8"))
    links = root.xpath("//aside[contains(@class, 'leave')]/a")
    assert [(link.get("href"), link.text_content()) for link in links] == ([(EXTRA["leave"], own["leave"])] if "leave" in own else [])
    assert all("noreferrer" in link.get("rel") for link in links)
    assert not root.xpath("//link[contains(@rel, 'pre') and contains(@href, '://')]")  # nobody hears of it before it is used
    helped = [str(href) for href in root.xpath("//aside[@class='help']//a/@href")]
    places = [place["link"] for place in EXTRA.get("report", ())] if "help" in own and type_of(page) in ("", "updates", "updates/*") else []
    assert helped == places


def test_the_way_out_stays_in_reach_and_needs_no_script(tabs: Tabs, address: str) -> None:
    tab = tabs(java_script_enabled=False)
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto(f"{address}{QUOTING[-1]}/")
    for end in (False, True):
        if end:
            tab.keyboard.press("End")
        for link in tab.locator(".leave a").all():
            box = link.bounding_box()
            assert box and 0 <= box["y"] < 80 and box["height"] >= 24
    assert tab.locator(".leave a").count() == ("leave" in EXTRA)


@pytest.mark.parametrize("way", ["click", "Escape"])
def test_the_page_that_was_left_is_not_in_the_history(tabs: Tabs, address: str, way: str) -> None:
    """As on GOV.UK's Exit this page: the other page takes its place; Escape does it, three times in a row."""
    tab = tabs()
    tab.route("https://**", lambda route: route.fulfill(body="<title>elsewhere</title>", content_type="text/html"))
    tab.goto(f"{address}timeline/")
    tab.goto(f"{address}{QUOTING[-1]}/")
    if way == "click":
        tab.locator(".leave a").click()
    else:
        tab.keyboard.press("Escape")
        tab.keyboard.press("Escape")
        assert tab.url.startswith(address)
        tab.keyboard.press("Escape")
    tab.wait_for_url(EXTRA["leave"])
    tab.go_back()
    assert tab.url == f"{address}timeline/"


def test_the_other_language_opens_at_the_same_place(tab: Page, address: str) -> None:
    name = next(iter(declarations()))
    tab.goto(f"{address}figures/#{name}")
    tab.locator(".languages a").first.click()
    tab.wait_for_url(f"**/figures/#{name}")
    assert language_of(tab.url.removeprefix(address).split("#")[0].strip("/")) != languages()[0]


def test_what_is_to_be_copied_has_a_button(tabs: Tabs, address: str) -> None:
    tab = tabs(permissions=["clipboard-read", "clipboard-write"])
    tab.goto(f"{address}{QUOTING[-1]}/")
    tab.locator("details.cite > summary").click()
    tab.locator(".cite__code .copy").first.click()
    wait_until(tab, "navigator.clipboard.readText().then(text => text.startsWith('@online{') && text.trim().endsWith('}'))")


# ---- Paper ---------------------------------------------------------------------------------------------------

_AFTER = "getComputedStyle(n, '::after').content"
_REVISED = "!!n.nextElementSibling?.matches('.figure-note')"


@pytest.mark.parametrize("page", sampled(QUOTING, 4, kinds=lambda page: (language_of(page),)))
def test_a_printed_page_ends_with_the_proofs_of_its_figures(tabs: Tabs, address: str, page: str) -> None:
    tab = tabs(media="print")
    _open(tab, address, page)
    proofs = tab.eval_on_selector_all("ol.proofs > li", "nodes => nodes.map(n => n.innerText)")
    told = f"[n.dataset.figure, n.dataset.note || '', {_AFTER}, {_REVISED}]"
    figures = tab.eval_on_selector_all("main a.figure", f"nodes => nodes.map(n => {told})")
    numbers: dict[str, set[str]] = {}
    for name, number, after, is_revised in figures:
        if not number and is_revised:  # its own proof is that of its date
            continue
        assert f'"{number}"' in after or f"[{number}]" in after.replace('" "', "").replace('"', "")
        numbers.setdefault(name, set()).add(number)
    assert all(len(found) == 1 for found in numbers.values())
    targets = tab.eval_on_selector_all("ol.proofs > li a:first-of-type", "nodes => nodes.map(n => n.hash.slice(1))")
    assert {str(targets.index(name) + 1) for name in numbers} == {number for found in numbers.values() for number in found}
    words = read_interface_words(language_of(page))["status"]
    statuses = [str(words[status]) for status in ("computed", "as published", "reported", "disputed")]
    assert all(any(status in proof for status in statuses) for proof in proofs)
    hidden = [".site-nav", ".site-menu", ".site-header__tools", ".leave", ".md-skip", ".headerlink"]
    assert [name for name in hidden if tab.locator(f"{name}:visible").count()] == []
    assert all("http" in after for after in tab.eval_on_selector_all("main a[href^=http]:visible", f"nodes => nodes.map(n => {_AFTER})"))
    assert tab.locator("figure.chart table:visible").count() == tab.locator("figure.chart table").count()


@pytest.mark.parametrize("page", sampled(FRAMES, kinds=lambda page: (type_of(page),)))
def test_a_printed_chart_has_its_words_its_source_and_no_controls(tabs: Tabs, address: str, page: str) -> None:
    tab = tabs(media="print")
    tab.set_viewport_size({"width": 660, "height": 900})  # of a page of A4 within its margins
    _open(tab, address, page)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 660
    assert tab.locator("h1").is_visible() and tab.locator("svg:visible").count() == 1
    text = tab.locator("main").inner_text()
    assert all(str(read_interface_words(language_of(page))[name]) in text for name in ("source", "version"))
    assert not tab.locator("details:visible").count()
    assert all("http" in after for after in tab.eval_on_selector_all("main a[href^=http]:visible", f"nodes => nodes.map(n => {_AFTER})"))


def test_on_a_screen_the_notes_are_not_shown(tab: Page, address: str) -> None:
    _open(tab, address, "")
    assert tab.locator(".printed-notes").count() == 1
    assert not tab.locator(".printed-notes").is_visible()
    assert tab.locator("main a.figure--computed").first.evaluate("n => getComputedStyle(n, '::after').content") in ("none", "normal")


@pytest.mark.parametrize("page", sampled(["", QUOTING[-1]]))
def test_a_page_can_be_printed(tab: Page, address: str, page: str) -> None:
    _open(tab, address, page)
    data = tab.pdf(format="A4", prefer_css_page_size=True, tagged=True)
    assert data.startswith(b"%PDF-") and re.search(rb"/Type\s*/Page\b", data)
