"""The text of a built page, to be read somewhere else: whole, with absolute links, without what only works in the page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from lxml import html

# What stands in the page for the page's sake: controls, drawings (their description and table stay), the way to other pages,
# and what a feed says in fields of its own (title, date, author, topics).
_LEFT_OUT = (
    "//h1 | //nav | //script | //style | //template | //button | //form | //iframe | //summary | //*[local-name()='svg'] | "
    "//*[@aria-hidden='true'] | //*[contains(concat(' ', normalize-space(@class), ' '), ' headerlink ')] | "
    "//*[@class='meta'] | //*[@data-late] | //*[contains(@class, 'chart__take')]"
)
_DRAWING = "//div[@class='chart__drawing']"
_ADDRESSES = ("href", "src", "cite")
# What the text means and what its numbers are bound to. Ids and styles belong to the page.
_KEPT = frozenset(
    "href src cite alt title datetime scope colspan rowspan lang dir reversed start "
    "data-figure data-status data-as-of data-form data-piece data-cell data-not-a-figure data-tally".split()
)


def whole_text(data: bytes, address: str, chart_link: str) -> str:
    """The article of a built page as HTML. address: the page's, to which its links are relative.

    chart_link: the words of the link that stands where the page shows a drawing.
    """
    root = html.document_fromstring(data.decode("utf-8"), parser=_parser())
    articles = root.xpath("//article")
    if not articles:
        return ""
    article = html.document_fromstring(html.tostring(articles[0], encoding="unicode"), parser=_parser()).find(".//article")
    for drawing in article.xpath(_DRAWING):
        _replace(drawing, chart_link)
    for node in article.xpath(_LEFT_OUT):
        node.drop_tree()
    for node in article.xpath("//details"):
        node.tag = "div"
    for node in article.iter():
        _attributes(node, address)
    return _inner(article)


def _parser() -> html.HTMLParser:
    return html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)


def _replace(drawing: Any, words: str) -> None:
    figure = next((a for a in drawing.iterancestors("figure") if a.get("id")), None)
    for child in list(drawing):
        drawing.remove(child)
    if figure is None:
        return
    link = html.Element("a", href=f"#{figure.get('id')}")
    link.text = words
    drawing.tag = "p"
    drawing.text = None
    drawing.append(link)


def _attributes(node: Any, address: str) -> None:
    for name in list(node.attrib):
        if name not in _KEPT:
            del node.attrib[name]
        elif name in _ADDRESSES:
            node.set(name, urljoin(address, node.get(name)))


def _inner(node: Any) -> str:
    parts = [node.text or "", *(html.tostring(child, encoding="unicode") for child in node)]
    lines = "".join(parts).strip().splitlines()
    return "\n".join(line.rstrip() for line in lines if line.strip())
