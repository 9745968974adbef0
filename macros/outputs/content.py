"""The article of a built page for feeds: complete, with absolute links, without controls of the page."""

from __future__ import annotations

from urllib.parse import urljoin

from lxml import html

from macros.base.elements import Element, as_typed, find_elements

# Left out: controls, drawings (their description and table stay), navigation, and content with fields of its own in a feed
# (title, date, author, topics).
_LEFT_OUT = find_elements(
    "//h1 | //nav | //script | //style | //template | //button | //form | //iframe | //summary | //*[local-name()='svg'] | "
    "//*[@aria-hidden='true'] | //*[contains(concat(' ', normalize-space(@class), ' '), ' headerlink ')] | "
    "//*[@class='meta'] | //*[@data-late] | //*[contains(@class, 'chart__take')]"
)
_DRAWINGS = find_elements("//div[@class='chart__drawing']")
_ARTICLES = find_elements("//article")
_DETAILS = find_elements("//details")
_ADDRESS_ATTRIBUTES = ("href", "src", "cite")
# Kept: attributes with the meaning of the text and the bindings of its numbers. Ids and styles belong to the page.
_KEPT_ATTRIBUTES = frozenset(
    "href src cite alt title datetime scope colspan rowspan lang dir reversed start "
    "data-figure data-status data-as-of data-form data-reads data-piece data-cell data-cells data-not-a-figure data-tally".split()
)


def extract_article(data: bytes, address: str, chart_link: str) -> str:
    """Return the article of a built page as HTML.

    Args:
        address: the page's address, to which its links are relative.
        chart_link: the words of the link that replaces a drawing.
    """
    articles = _ARTICLES(_parse_html(data.decode("utf-8")))
    if not articles:
        return ""
    article = _ARTICLES(_parse_html(html.tostring(articles[0], encoding="unicode")))[0]
    for drawing in _DRAWINGS(article):
        _replace_drawing(drawing, chart_link)
    for node in _LEFT_OUT(article):
        node.drop_tree()
    for node in _DETAILS(article):
        node.tag = "div"
    for node in article.iter():
        _clean_attributes(node, address)
    return _write_inner_html(article)


def _parse_html(text: str) -> Element:
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    return as_typed(html.document_fromstring(text, parser=parser))


def _replace_drawing(drawing: Element, words: str) -> None:
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


def _clean_attributes(node: Element, address: str) -> None:
    for name, value in node.items():
        if name not in _KEPT_ATTRIBUTES:
            del node.attrib[name]
        elif name in _ADDRESS_ATTRIBUTES:
            node.set(name, urljoin(address, value))


def _write_inner_html(node: Element) -> str:
    parts = [node.text or "", *(html.tostring(child, encoding="unicode") for child in node)]
    lines = "".join(parts).strip().splitlines()
    return "\n".join(line.rstrip() for line in lines if line.strip())
