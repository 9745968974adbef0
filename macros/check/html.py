"""Reads a built HTML page into passages: every text that a person or a machine can meet in it.

Block elements part passages, inline ones do not; code, scripts and styles are no prose.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from macros.check.elements import ACTIVE, ATTRIBUTES, CODE, HEADINGS, INLINE, LOADING, MACHINE_META, SKIPPED
from macros.check.model import Binding, Passage

Piece = tuple[Any, str, int]  # an element, `text` or `tail`, and where in the passage that text begins


class NotHtml(ValueError):
    """The file holds no HTML that can be read. The message says why."""


def passages(
    data: bytes, strings: Callable[[str], tuple[tuple[int, int, Binding], ...]], *, preview: bool = False
) -> tuple[list[Passage], str, list[tuple[str, int]]]:
    """Every passage of a page, its text as the search index has it (without drawings and what was put in later), and what
    may not stand in it, with its line.

    strings: gives the bindings of a text that stands where no markup can.
    preview: the page shows its author faults, which are no text of the page.

    Errors: NotHtml for an empty file, one that is not UTF-8, or one without elements.
    """
    if not data.strip():
        raise NotHtml("is empty")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotHtml(f"is not UTF-8 (byte {error.start + 1})") from None
    reading = parser()
    try:
        root = lxml_html.document_fromstring(text.replace("\x00", "\ufffd"), parser=reading)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise NotHtml(f"is not HTML that can be read ({error})") from None
    if any("depth" in entry.message for entry in reading.error_log):  # what is deeper was not read
        raise NotHtml("nests elements too deeply to be read")
    if preview:
        for node in root.xpath("//mark[@class='fault']"):
            node.drop_tree()
    reader = read(root, strings)
    return reader.found, "".join(reader.indexed), reader.refused


def read(root: Any, strings: Callable[[str], tuple[tuple[int, int, Binding], ...]]) -> _Reader:
    """The passages of a tree, with the text nodes that they were read from."""
    reader = _Reader(strings)
    reader.element(root)
    reader.flush()
    return reader


def parser() -> Any:
    """lxml's parser for built pages: any size, comments dropped."""
    return lxml_html.HTMLParser(encoding=None, huge_tree=True, remove_comments=True, remove_pis=True)


@dataclass
class _Reader:
    strings: Callable[[str], tuple[tuple[int, int, Binding], ...]]
    found: list[Passage] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    found_pieces: dict[int, list[Piece]] = field(default_factory=dict)  # of each text passage, by its index
    refused: list[tuple[str, int]] = field(default_factory=list)  # what may not stand in a page, and its line
    articles: int = 0  # how many elements around hold the page's own text
    indexed: list[str] = field(default_factory=list)
    unindexed: int = 0  # how many elements around are not in the search index
    length: int = 0
    spans: list[tuple[int, int, Binding]] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)
    around: list[str] = field(default_factory=list)
    surface: str = "text"
    cells: int = 0
    headers: list[str] = field(default_factory=list)
    line: int = 0

    def element(self, node: Any) -> None:
        """Walk the tree without recursion: a page may nest deeper than Python's stack."""
        stack: list[tuple[Any, Any]] = [(node, None)]
        while stack:
            item, leave = stack.pop()
            if leave is not None:
                leave()
                continue
            after = self._enter(item)
            tail = item.tail if item is not node else None
            if tail or after:
                stack.append((None, _leaving(self, after, item, tail)))
            if after is not False:
                stack.extend((child, None) for child in reversed(item))

    def _enter(self, node: Any) -> Any:
        """Take an element's own text and attributes. Returns what to do behind it, or False to pass it over."""
        name = node.tag if isinstance(node.tag, str) else ""
        name = name.rpartition("}")[2].lower()
        self._attributes(node, name)
        self._refuse(node, name)
        if not name or name in SKIPPED:
            if name == "script" and node.get("type") == "application/ld+json":
                self._json(node.text or "")
            if name in CODE or name == "pre":
                self.indexed.append(node.text_content())
            if name in CODE:
                self._add("\ufffc", indexed=False)  # keeps what stands before and behind it apart
            return False
        actions: list[Callable[[], None]] = []  # done on leaving, first to last
        block = name not in INLINE and name != "br"
        if block:
            self.flush()
            self.line = node.sourceline or self.line
        binding = _binding(node)
        if binding:
            start = self.length
            actions.append(lambda: self.spans.append((min(start, self.length), self.length, binding)))
        if block:
            actions.append(self.flush)
        if name == "br":
            self._add("\n", indexed=False)
        if name == "svg" or node.get("data-late") or node.get("class") == "headerlink":
            self.unindexed += 1
            actions.append(lambda: setattr(self, "unindexed", self.unindexed - 1))
        if name == "article":
            self.articles += 1
            actions.append(lambda: setattr(self, "articles", self.articles - 1))
        if name == "td":
            self.cells += 1
            self.headers.append(_headers(node))
            actions.append(self._leave_cell)
        if name in ("text", "title"):
            before, self.surface = self.surface, "svg" if name == "text" else "title"
            actions.append(lambda: setattr(self, "surface", before))
        context = _context(node, name)
        if context:
            self.around.append(context)
            actions.append(lambda: self.around.remove(context))
        if name in HEADINGS:
            level = HEADINGS[name]
            self.headings = {k: v for k, v in self.headings.items() if k < level}
            self.headings[level] = " ".join(node.text_content().split())
        if node.text:
            self._add(node.text, node, "text")
        return actions or None

    def _refuse(self, node: Any, name: str) -> None:
        line = node.sourceline or self.line
        if self.articles and name in ACTIVE and node.get("type") != "application/ld+json":
            self.refused.append((f"holds <{name}>, which can show what is not read", line))
        if node.get("srcdoc") is not None:
            self.refused.append((f"holds a document of its own in <{name}>", line))
        loads = [key for key in node.attrib if key in LOADING and name not in ("a", "area")]
        loads += ["href"] if name == "link" and (node.get("rel") or "").lower() in ("stylesheet", "preload", "icon") else []
        for key in loads:
            address = (node.get(key) or "").strip().lower()
            if address.startswith(("http:", "https:", "//", "data:")):
                self.refused.append((f"loads {address[:60]}", line))

    def _leave_cell(self) -> None:
        self.cells -= 1
        self.headers.pop()

    def _add(self, text: str, node: Any = None, slot: str = "", *, indexed: bool = True) -> None:
        if indexed and not self.unindexed:
            self.indexed.append(text)
        if node is not None:
            self.pieces.append((node, slot, self.length))
        self.parts.append(text)
        self.length += len(text)

    def flush(self) -> None:
        """End the passage."""
        text = "".join(self.parts)
        if text.strip():
            context = (*self.headings.values(), *self.around)
            spans = tuple(sorted(self.spans, key=lambda span: span[:2]))
            self.found_pieces[len(self.found)] = self.pieces
            near = self.headers[-1] if self.headers else ""
            self.found.append(Passage(text, self.surface, spans, context, self.cells > 0, near, self.line))
        self.parts, self.pieces, self.spans, self.length = [], [], [], 0

    def _attributes(self, node: Any, name: str) -> None:
        number = node.get("start") if name == "ol" else node.get("value") if name == "li" else None
        if number:
            self.found.append(Passage(number, "list number", in_cell=True, line=node.sourceline or 0))
        for key, value in node.attrib.items():
            if key not in ATTRIBUTES or not value.strip():
                continue
            surface = key
            if key == "content":
                what = (node.get("name") or node.get("property") or node.get("http-equiv") or "").lower()
                if name != "meta" or what in MACHINE_META:
                    continue
                surface = f"meta {what}"
            spans = self.strings(value)
            self.found.append(Passage(value, surface, spans, tuple(self.headings.values()), line=node.sourceline or 0))

    def _json(self, text: str) -> None:
        try:
            value = json.loads(text)
        except ValueError:
            self.found.append(Passage(text, "json-ld", self.strings(text)))
            return
        for string in json_strings(value):
            self.found.append(Passage(string, "json-ld", self.strings(string)))


def json_strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value, keys aside; numbers as texts too."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, str):
            yield item
        elif isinstance(item, int | float) and not isinstance(item, bool):
            yield str(item)


def _leaving(reader: _Reader, actions: Any, node: Any, tail: str | None) -> Callable[[], None]:
    def leave() -> None:
        for action in actions or ():
            action()
        if tail:
            reader._add(tail, node, "tail")

    return leave


def _binding(node: Any) -> Binding | None:
    if node.get("data-figure"):
        return Binding("figure", node.get("data-figure"), node.get("data-as-of") or "")
    if node.get("data-cell"):
        return Binding("cell", node.get("data-cell"))
    if node.get("data-tally"):
        return Binding("tally", node.get("data-tally"))
    if node.get("data-not-a-figure") is not None:
        return Binding("exempt", node.get("data-not-a-figure"))
    return None


def _context(node: Any, name: str) -> str:
    """The words that an element gives to all that stands in it: its caption, its headers, its own text."""
    if name in ("td", "th"):
        return _headers(node)
    if name == "table":
        return " ".join("".join(c.text_content() for c in node.iterfind("caption")).split())
    if name == "figure":
        return " ".join("".join(c.text_content() for c in node.iterfind("figcaption")).split())
    if name in ("li", "a") and len(node):
        return " ".join(" ".join(node.itertext()).split())[:400]
    if name == "svg":
        return " ".join(((node.get("aria-label") or "") + " " + " ".join(node.itertext())).split())
    return ""


def _headers(cell: Any) -> str:
    row = cell.getparent()
    table = next((a for a in cell.iterancestors("table")), None)
    if row is None or table is None:
        return ""
    column = sum(1 for _ in cell.itersiblings("td", "th", preceding=True))
    heads = [" ".join(c.text_content().split()) for c in row.iterchildren("th")]
    for line in table.iterfind("thead/tr"):
        found = list(line.iterchildren("td", "th"))
        if column < len(found) and line is not row:
            heads.append(" ".join(found[column].text_content().split()))
    return " ".join(heads)
