"""The check reads a page as a browser with scripting on shows it: the same texts, in the same order, parted at the same places."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import markdown
import pytest
from playwright.sync_api import Page

from macros.check.readers.authored_html import find_refusals, find_usable_classes
from macros.check.readers.html import read_page
from tests.check.test_markup import EXTENSIONS, GOOD
from tests.conftest import ROOT, Tabs

# The texts that a page shows, by what the browser itself takes for blocks. Drawings and controls stand for themselves.
SHOWN = r"""page => {
  const root = document.createElement('html');
  root.innerHTML = page;
  document.replaceChild(root, document.documentElement);
  const found = [];
  let text = '';
  const flush = () => { if (text.trim()) found.push(text); text = ''; };
  const walk = node => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE || child.nodeType === Node.CDATA_SECTION_NODE) text += child.data;
      if (child.nodeType !== Node.ELEMENT_NODE || ['script', 'style', 'template', 'noscript'].includes(child.localName)) continue;
      const named = child.matches('a.md-nav__link') && document.getElementById((child.getAttribute('href') || '').slice(1));
      if (named && named.textContent.replace(/¶$/, '').trim() === child.textContent.trim()) continue; // the heading is read
      if (child.dataset && 'status' in child.dataset) continue; // which the check compares with the figure
      if (child.dataset && 'piece' in child.dataset) { // a text of its own, wherever it stands
        found.push(child.textContent);
        continue;
      }
      const inline = ['inline', 'ruby'].includes(getComputedStyle(child).display) && child.localName !== 'svg';
      if (!inline) flush();
      walk(child);
      if (!inline) flush();
    }
  };
  walk(document.body);
  flush();
  return found;
}"""
_UNSEEN = re.compile(r"[\s\u2063]+")


@pytest.fixture
def reader(tabs: Tabs) -> Page:
    tab = tabs()
    tab.set_content("<!doctype html>")
    return tab


def plain(text: str) -> str:
    """A text without white space and without what the check puts in for raised digits and the marks of notes."""
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).replace("\u2212", "-")


def shown(reader: Page, page: str) -> list[str]:
    return [text for each in reader.evaluate(SHOWN, page) if (text := plain(each))]


def read(page: str) -> list[str]:
    body = page[page.index("<body") :]  # the head shows nothing
    found = read_page(f"<!doctype html><html>{body}".encode(), lambda _: ()).passages
    return [text for each in found if each.surface in ("text", "svg", "proof") and (text := plain(each.text))]


def test_every_page_of_the_site(reader: Page, site: Path) -> None:
    differing = {}
    for path in sorted(site.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        one, other = shown(reader, page), read(page)
        assert one, path
        if one != other:
            differing[path.relative_to(site).as_posix()] = next(((a, b) for a, b in zip(one, other, strict=False) if a != b), (one, other))
    assert differing == {}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in GOOD.items()])
def test_what_authors_may_write(reader: Page, text: str) -> None:
    page = f"<!doctype html><html><body><article>{markdown.markdown(text, extensions=EXTENSIONS)}</article></body></html>"
    assert shown(reader, page) == read(page)
    assert read(page) or "![" in text


# What parsers may read in two ways, with words that do no harm.
DOUBTFUL = {
    "a word in noscript": "<p>one <noscript>two</noscript> three</p>",
    "a word behind the end of noscript": "<p>one <noscript><b title='</noscript> two'></noscript> three</p>",
    "noembed": "<p>one <noembed><b>two</b></noembed> three</p>",
    "noframes": "<p>one <noframes><b>two</b></noframes> three</p>",
    "xmp": "<div>one <xmp><b>two</b></xmp> three</div>",
    "listing": "<div>one <listing>two</listing> three</div>",
    "plaintext": "<div>one <plaintext>two</div>",
    "a title in the body": "<p>one <title>two <b>three</b></title> four</p>",
    "textarea": "<p>one <textarea><b>two</b></textarea> three</p>",
    "ruby": "<p>one <ruby>two<rt>three</rt></ruby> four</p>",
    "a comment ended with !": "<p>one <!-- two --!> three <!-- four --> five</p>",
    "a comment that is empty": "<p>one <!--> two <!-- three --> four</p>",
    "a comment that is empty, with a hyphen": "<p>one <!---> two <!-- three --> four</p>",
    "a comment in a comment": "<p>one <!-- two <!-- three --> four</p>",
    "a comment that does not end": "<p>one <!-- two</p>",
    "a comment of another kind": "<p>one <! two > three </ four> five <? six > seven</p>",
    "character data": "<p>one <![CDATA[ two ]]> three</p>",
    "text in a table": "<table>one<tr><td>two</td></tr></table>",
    "an element in a table": "<table><b>one</b><tr><td>two</td></tr></table>",
    "a cell without a table": "<p>one<td>two</td></p>",
    "an item without a list": "<li>one <li>two",
    "a slash between attributes": "<p>one <b/title='two'>three</b></p>",
    "no space between attributes": "<p>one <b title='two'lang='de'>three</b></p>",
    "an element that closes itself": "<div/>one<p>two</p>",
    "elements that cross": "<b>one <i>two</b> three</i>",
    "an element that is not closed": "<b>one<p>two",
    "an end without a beginning": "one</b> two</p> three",
    "a link in a link": "<a href='b'>one <a href='c'>two</a> three</a>",
    "a block in a paragraph": "<p>one<div>two</div>three</p>",
    "a sign before a letter": "<p>one <two three</p>",
    "a sign before a digit": "<p>one <2 three</p>",
    "a character of another table": "<p>one &#150; two &#x80; three</p>",
    "a character that is none": "<p>one &#0; two &#xD800; three &#x110000; four</p>",
    "a named character": "<p>one &half; two &frac12; three &notin; four</p>",
    "a named character without its end": "<p>one &frac12two &copy three</p>",
    "a select": "<p>one <select><option>two<b>three</b></select> four</p>",
    "a frame": "<p>one <iframe><b>two</b></iframe> three</p>",
    "mathematics": "<p>one <math><mi>two</mi></math> three</p>",
    "a drawing with a page in it": "<p>one <svg><foreignObject><p>two</p></foreignObject></svg> three</p>",
    "a template": "<p>one <template>two</template> three</p>",
    "an element of nobody": "<p>one<x-two>three</x-two></p>",
    "a body in the body": "<p>one <body title='two'> three</p>",
    "a frameset": "<p>one <frameset><frame></frameset> two</p>",
    "a form in a form": "<form>one <form>two</form> three</form>",
    "a heading in a heading": "<h2>one <h3>two</h3> three</h2>",
}


@pytest.mark.parametrize("markup", [pytest.param(markup, id=name) for name, markup in DOUBTFUL.items()])
def test_what_is_read_in_two_ways_may_not_be_written(reader: Page, markup: str) -> None:
    """Whatever a browser shows otherwise than the check reads it is refused; what is not refused is read alike."""
    if not find_refusals(markup, "", find_usable_classes(ROOT / "docs", ROOT / "overrides")):
        page = f"<!doctype html><html><body><article>{markup}</article></body></html>"
        assert shown(reader, page) == read(page)


def test_some_of_it_is_read_in_two_ways(reader: Page) -> None:
    """Else the test above would compare nothing that differs."""
    pages = [f"<!doctype html><html><body><article>{markup}</article></body></html>" for markup in DOUBTFUL.values()]
    assert sum(shown(reader, page) != read(page) for page in pages) > 5


def test_emphasis_joins_what_it_touches_and_a_reading_aid_is_a_text_of_its_own(reader: Page) -> None:
    page = "<!doctype html><html><body><p>The reports<b>444</b> here, <ruby>one<rt>two</rt></ruby> three</p></body></html>"
    assert shown(reader, page) == read(page) == ["Thereports444here,one", "two", "three"]
