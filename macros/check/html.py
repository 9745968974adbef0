"""Reads a built HTML page into passages: every text that a person or a machine can meet in it.

Block elements separate passages, inline elements do not. Scripts and styles are no prose; JSON in scripts is read text by text.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import etree

from macros.base.elements import Attribute, Element, find_attributes, find_elements, find_values, parse_html
from macros.check.allowed import SCHEMES, is_elsewhere, scheme
from macros.check.cells import Cells, text_of
from macros.check.elements import ATTRIBUTES, BINDINGS, KINDS, KNOWN, LOADING, MACHINE_META, OTHER, READ, SHOWING, Kind
from macros.check.model import Binding, Passage

Span = tuple[int, int, Binding]
Strings = Callable[[str], tuple[Span, ...]]
Piece = tuple[Element, str, int]  # an element, `text` or `tail`, and the offset of that text in the passage
_Outer = tuple[list[str], int, list[Piece], list[Span]]  # the passage around a piece, half read


class NotHtml(ValueError):
    """A file without readable HTML. The message says why."""


def passages(data: bytes, strings: Strings, *, preview: bool = False) -> Reading:
    """Read a page. Raises `NotHtml` if it is empty, not UTF-8 or without elements.

    `strings` returns the bindings of a text without markup. `preview`: whether the page shows faults, no text of its own, to its author.
    """
    if not data.strip():
        raise NotHtml("is empty")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotHtml(f"is not UTF-8 (byte {error.start + 1})") from None
    reading = parser()
    try:
        root = parse_html(data if "\x00" not in text else text.replace("\x00", "\ufffd").encode(), reading)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise NotHtml(f"is not HTML that can be read ({error})") from None
    if root is None:
        raise NotHtml("holds no element")
    if any("depth" in entry.message for entry in reading.error_log):  # lxml has skipped the deeper elements
        raise NotHtml("nests elements too deeply to be read")
    if preview:
        hide_faults(root)
    found = read(root, strings)
    addresses = _ADDRESSES(root)
    for address in addresses:
        if (name := scheme(address)) not in SCHEMES:
            found.refused.append((f"links to {name}:, which pages do not link to", address.getparent().sourceline or 0, str(address)))
    if len(data.translate(None, _CONTROLS)) < len(data):
        at = next(at for at, byte in enumerate(data) if byte in _CONTROLS)
        found.refused.append(("holds a control character", data.count(b"\n", 0, at) + 1, chr(data[at])))
    found.found += (Passage(text, surface, strings(text)) for text, surface in _decoded(root, addresses))
    return found


def hide_faults(root: Element) -> list[tuple[Element, str | None, list[etree._Element]]]:
    """Empty the elements that show faults to the author. Return each with its former content."""
    hidden = [(node, node.text, list(node)) for node in _FAULTS(root)]
    for node, _, children in hidden:
        node.text = None
        for child in children:
            node.remove(child)
    return hidden


def read(root: Element, strings: Strings, *, keep: bool = False) -> Reading:
    """Read a tree. `keep`: whether to record the text nodes of each passage."""
    reading = Reading(root, strings, keep, marks={node: node.text for node in _MARKS(root) if node.text})
    for node in reading.marks:  # the status of a figure belongs neither to its wording nor to the context of another
        node.text = None
    reading.element(root)
    reading.flush()
    for node, words in reading.marks.items():
        node.text = words
    return reading


@functools.cache
def parser() -> etree.HTMLParser:
    """Make lxml's parser for built pages: any size, comments dropped. It is shared, with the element names it has cached."""
    # `collect_ids` would double the time; no code here looks up ids.
    return etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False, encoding="utf-8")


_ADDRESSES = find_attributes("//@href[contains(., '?') or contains(., ':')]")
_NAMES = find_values("//@download[. != '']")
_FAULTS = find_elements("//mark[@class='fault']")
_MARKS = find_elements(
    "descendant::a[@href != ''][@data-figure != '']/span[@data-status] | descendant::table[@data-cells != '']/tbody/tr/td/sup[@data-status]"
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ENTRY = "md-nav__link"  # class of an entry in the list of contents
_WORD = re.compile(r"\w+")
_SIGNS = re.compile(r"[^\w\s-]")
_BETWEEN = re.compile(r"[-_+.\s]+")


def _decoded(root: Element, addresses: Iterable[Attribute]) -> Iterator[tuple[str, str]]:
    """Yield texts in query strings, names of downloads, and ids of headings that differ from their words, each with its surface."""
    for address in addresses:
        if "?" in address:
            yield from ((value, "link") for _, value in parse_qsl(urlsplit(address).query) if value.strip())
    for name in _NAMES(root):
        yield as_read(name), "download"
    for heading in root.iter(*_HEADINGS):
        if not (given := heading.get("id")):
            continue
        words, own = as_read(given), text_of(heading).lower()
        # Markdown leaves the signs of a word out: "OECD's 1,046,350" has the id `oecds-1046350`.
        if not {*words.lower().split()} <= {*_WORD.findall(own), *_WORD.findall(_SIGNS.sub("", own))}:
            yield words, "id"


def as_read(name: str) -> str:
    """Return a name from an address or an id as words."""
    return _BETWEEN.sub(" ", unquote(name))


# Characters that HTML forbids: controls but for white space.
_CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n\f\r")
# Elements for a number with its unit in a header or a term.
_CELLS = frozenset({"td", "th", "dd"})
# Types of scripts that a browser runs; a script of another type is data.
RUNNING = frozenset({"", "module", "text/javascript", "application/javascript", "text/ecmascript", "application/ecmascript"})
# Relations of links that load nothing.
_LEADS = frozenset("canonical alternate prev next license author help search tag edit".split())


@dataclass
class Reading:
    """The reading of a page, with the passages found and everything noted on the way."""

    root: Element
    strings: Strings
    keep: bool = False  # whether to record the text nodes of each passage
    marks: dict[Element, str] = field(default_factory=dict)  # the elements with the status of a figure, and their words
    found: list[Passage] = field(default_factory=list)
    found_pieces: dict[int, list[Piece]] = field(default_factory=dict)  # by index of the text passage
    refused: list[tuple[str, int, str]] = field(default_factory=list)  # forbidden content: fact, line, markup
    lacking: list[tuple[str, str, str]] = field(default_factory=list)  # lacking content: fact, remedy, markup
    scripts: list[tuple[str, int]] = field(default_factory=list)  # inline scripts run by browsers, and their lines
    bindings: list[tuple[Binding, str, int]] = field(default_factory=list)  # outside drawings, with the link to the proof and the line
    indexed: list[str] = field(default_factory=list)  # the text as the search index has it: without drawings and deferred HTML
    articles: int = 0  # depth in elements with the page's own text
    drawings: int = 0
    titles: int = 0  # first-level headings in the page's own text
    charts: int = 0  # drawings declared as charts
    unindexed: int = 0  # depth in elements outside the search index
    parts: list[str] = field(default_factory=list)  # of the passage
    length: int = 0  # of these
    pieces: list[Piece] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    outer: _Outer | None = None  # the passage around the current piece
    headings: dict[int, Element] = field(default_factory=dict)  # the element of each level
    heads: dict[str, str] | None = None  # the words of each heading by its id, read on first use
    around: list[Element] = field(default_factory=list)  # ancestors that add their words to the context
    cells: list[Element] = field(default_factory=list)
    known: Cells = field(default_factory=Cells)
    examples: list[Binding] = field(default_factory=list)  # the exemptions of enclosing blocks, for their listings
    raised: int = 0  # depth in `sup`
    listings: int = 0  # depth in `pre`
    surface: str = "text"
    block: Element | None = None  # began the current passage
    words: dict[Element, str] = field(default_factory=dict)  # of headings and named ancestors

    def element(self, root: Element) -> None:
        """Walk the tree without recursion: a page may nest deeper than Python's stack."""
        walk = etree.iterwalk(root, events=("start", "end"))
        event: str
        node: Element
        open_: list[_Left | None] = []  # the changes of each open element
        push, pop, add, kinds, around = open_.append, open_.pop, self._add, KINDS.get, self.around
        for event, node in walk:
            if event == "end":
                left = pop()
                if left is _BLOCK:
                    if self.parts:
                        self.flush()
                elif left is _RAISED:
                    self.raised -= 1
                elif left is _ITEM or left is _LINK:
                    if left is _ITEM and self.parts:
                        self.flush()
                    around.pop()
                elif left is not None:
                    self._leave(left, node)
                text = node.tail
                # A passage never begins with space alone.
                if text and (self.parts or not text.isspace()) and node is not root:
                    add(text, node, "tail")
                continue
            name = node.tag
            if name == "img" and self.articles and not (node.get("alt") or "").strip():
                source = (node.get("src") or "").rpartition("/")[2]
                self.lacking.append(("shows a picture without a text for people who cannot see it", "write ![what it shows](...)", source))
            kind = kinds(name)
            if kind is None:
                name = name.rpartition("}")[2].lower()
                kind = kinds(name, OTHER)
            keys = node.keys()
            read = self._attributes(node, name) if keys and _matter(name, *keys) else None
            if kind.skipped:
                self._skipped(node, name)
                walk.skip_subtree()
                push(None)
                continue
            if kind.active and (self.articles or name == "bdo"):  # bdo turns the direction of its text
                self._refuse(f"holds <{name}>, which can show what is not read", node)
            if kind.block:
                if self.parts:
                    self.flush()
                self.block = node
            if kind.plain and not read:
                push(_BLOCK if kind.block else None)
            elif name == "li" and not read:
                around.append(node)
                push(_ITEM)
            elif name == "sup" and not read:
                if (node.get("id") or "").startswith("fnref"):
                    add(_PARTS, indexed=False)  # the mark of a note is no exponent
                self.raised += 1
                push(_RAISED)
            elif name == "a" and not read and self._repeats(node):
                walk.skip_subtree()
                push(None)
                continue
            elif name == "a" and not read and not ("class" in keys and node.get("class") == "headerlink"):
                around.append(node)
                push(_LINK)
            else:
                push(self._enter(node, name, kind, read))
            text = node.text
            if text:
                if self.parts or not text.isspace():
                    add(text, node, "text")
            elif name == "br":
                add("\n", indexed=False)

    def _repeats(self, node: Element) -> bool:
        """Return whether an entry of the list of contents repeats its heading. The heading is read in its own place, with its quotes."""
        if node.get("class") != _ENTRY:
            return False
        if self.heads is None:
            self.heads = {id_: text_of(heading) for heading in node.getroottree().iter(*_HEADINGS) if (id_ := heading.get("id"))}
        return self.heads.get((node.get("href") or "").removeprefix("#")) == text_of(node)

    def _enter(self, node: Element, name: str, kind: Kind, read: dict[str, str] | None) -> _Left:
        binding = _binding(read) if read else None
        if binding and binding.kind == "figure" and name == "a" and node.get("href"):
            binding = binding._replace(mark="".join(self.marks.get(child, "") for child in node))
        if binding and self.drawings and binding.kind == "figure":
            binding = binding._replace(form="cell")
        elif binding and not self.drawings:
            self.bindings.append((binding, node.get("href") or "", _line(node)))
        if node in self.marks and not self.unindexed:
            self.indexed.append(self.marks[node])
        left = _Left(kind.block, name, binding, self.length if binding else 0, self.surface)
        if binding and binding.kind == "piece" and not self.outer:
            self.outer = (self.parts, self.length, self.pieces, self.spans)
            self.parts, self.length, self.pieces, self.spans = [], 0, [], []
            left.start = 0
            left.piece = True
        if kind.surface:
            self.surface = kind.surface
        chart = name == "svg" and node.get("data-chart") is not None  # the words of another drawing are in the index
        if chart or (read and "data-late" in read) or (name == "a" and node.get("class") == "headerlink"):
            self.unindexed += 1
            left.unindexed = True
        if name == "table" and node.get("data-cells"):
            self.bindings.append((Binding("cells", node.get("data-cells") or ""), "", _line(node)))
        if name == "article":
            self.articles += 1
        elif name == "svg":
            self._drawing(node)
        elif name == "h1" and self.articles:
            self.titles += 1
            if self.titles > 1:
                self.lacking.append(("has a second heading of the first level", "write ## before it", f"# {(node.text or '').strip()}"))
        elif name in _CELLS:
            self.cells.append(node)
            self.known.enter(node)
            if binding is None and (bound := self.known.figure(node)):
                mark = "".join(self.marks.get(child, "") for child in node)
                left.binding, left.start = bound._replace(mark=mark), self.length
        elif node in self.marks and name == "sup" and ((cell := node.getparent()) is None or self.known.figure(cell) is None):
            self._refuse("shows what qualifies a figure without the figure", node)
        elif name == "pre":
            self.listings += 1
        if kind.block and binding and binding.kind == "exempt":
            self.examples.append(binding)
        if kind.named:
            self.around.append(node)
            left.named = True
        elif kind.level:
            self.headings = {level: node for level, node in self.headings.items() if level < kind.level}
            self.headings[kind.level] = node
        return left

    def _drawing(self, node: Element) -> None:
        """Enter a drawing. One without a chart may have no words; the length of its bars is not read."""
        self.drawings += 1
        if node.get("data-chart") is not None:
            self.charts += 1
        elif self.articles and self.drawings == 1 and _words(node):
            self._refuse("holds a drawing with words, which is drawn from no figure", node)

    def _leave(self, left: _Left, node: Element) -> None:
        if left.piece and left.binding and self.outer:
            self._end_piece(left.binding, self.outer)
        elif left.binding and (end := self.length) > left.start:
            self.spans.append((left.start, end, left.binding))
        elif left.binding and left.binding.mark:
            self._refuse("shows the status of a figure without the figure", node)
        if left.block and self.parts:
            self.flush()
        self.surface = left.surface
        if left.unindexed:
            self.unindexed -= 1
        if left.name == "article":
            self.articles -= 1
        elif left.name == "svg":
            self.drawings -= 1
        elif left.name in _CELLS:
            self.cells.pop()
        elif left.name == "pre":
            self.listings -= 1
        if left.block and left.binding and left.binding.kind == "exempt":
            self.examples.pop()
        if left.named:
            self.around.pop()

    def _end_piece(self, binding: Binding, outer: _Outer) -> None:
        """End a piece, a text written by the generator. It is a passage of its own, apart from the text around it."""
        text = "".join(self.parts)
        if self.keep:
            self.found_pieces[len(self.found)] = self.pieces
        whole = (0, len(text), binding)
        self.found.append(Passage(text, "proof", (whole, *sorted(self.spans, key=lambda span: span[:2])), line=_line(self.block)))
        self.parts, self.length, self.pieces, self.spans = outer
        self.outer = None

    def _skipped(self, node: Element, name: str) -> None:
        kind = (node.get("type") or "").strip().lower() if name == "script" else ""
        if name == "script" and kind not in RUNNING:
            self._json(node.text or "")
            return
        if self.articles:
            self._refuse(f"holds <{name}>, which can show what is not read", node)
        if name == "script" and node.get("src") is None:
            self.scripts.append((node.text or "", _line(node)))

    def _refuse(self, fact: str, node: Element, written: str = "") -> None:
        self.refused.append((fact, _line(node), written or f"<{node.tag}"))

    def _add(self, text: str, node: Element | None = None, slot: str = "", *, indexed: bool = True) -> None:
        if indexed and not self.unindexed:
            self.indexed.append(text)
        if self.raised and _MARK.fullmatch(text):  # anything longer is a number of its own
            text = text.translate(_EXPONENTS)
        if self.keep and node is not None:
            self.pieces.append((node, slot, self.length))
        self.parts.append(text)
        self.length += len(text)

    def flush(self) -> None:
        """End the passage. A piece ends with its element instead."""
        if self.outer:
            return
        text = "".join(self.parts)
        if not text.isspace() and text:
            if self.listings and self.examples:
                self.spans.append((0, len(text), self.examples[-1]))
            if self.keep:
                self.found_pieces[len(self.found)] = self.pieces
            if self.surface == "title" and not self.spans:  # it can hold no markup
                self.spans = list(self.strings(text))
            # Only bound numbers are compared with their context.
            spans = tuple(sorted(self.spans, key=lambda span: span[:2])) if self.spans else ()
            context = self._context() if spans else ()
            cell = self.cells[-1] if self.cells else None
            in_cell = cell is not None and cell.tag == "td"
            near = "" if cell is None or (spans and not in_cell) else self._words(cell) if spans else self.known.above(cell)
            self.found.append(Passage(text, self.surface, spans, context, in_cell, near, _line(self.block)))
        self.parts, self.length, self.pieces, self.spans = [], 0, [], []

    def _context(self) -> tuple[str, ...]:
        return tuple(words for node in (*self.headings.values(), *self.around) if (words := self._words(node)))

    def _words(self, node: Element) -> str:
        """Return the words that an element adds to the context of its content, cached."""
        known = self.words.get(node)
        if known is None:
            known = self.words[node] = self.known.headers(node) if node.tag in ("td", "th") else _words(node)
        return known

    def _attributes(self, node: Element, name: str) -> dict[str, str] | None:
        """Read the attributes. Return those with the binding of the text and with its indexing."""
        read = None
        for key, value in node.items():
            if key not in READ:
                if key[:2] == "on":
                    self._refuse(f"runs a script on an event ({key})", node, key)
                elif self.articles and not self.drawings and key not in KNOWN and name != "svg":
                    self._refuse(f"has the attribute {key} in <{name}>", node, key)
                if key == "href" and name == "link":
                    self._loads(node, name, key, value)
                continue
            if key in ATTRIBUTES:
                self._text_attribute(node, name, key, value)
            elif key in LOADING:
                self._loads(node, name, key, value)
            elif key in SHOWING:
                self._refuse(f"shows a number that is read from no text ({key})", node)
            elif key == "srcdoc":
                self._refuse(f"holds a document of its own in <{name}>", node)
            elif key == "dir":
                if value.strip().lower() == "rtl":
                    self._refuse("shows its text from right to left", node)
            elif key in ("start", "value"):
                if name == ("ol" if key == "start" else "li"):
                    self.found.append(Passage(value, "list number", in_cell=True, line=node.sourceline or 0))
            else:
                read = read or {}
                read[key] = value
        return read

    def _text_attribute(self, node: Element, name: str, key: str, value: str) -> None:
        if not value.strip():
            return
        surface = key
        if key == "content":
            what = (node.get("name") or node.get("property") or node.get("http-equiv") or "").lower()
            if name == "meta" and (node.get("http-equiv") or "").strip().lower() == "refresh":
                self._refuse("leads readers elsewhere by itself (http-equiv refresh)", node)
            if name != "meta" or what in MACHINE_META:
                return
            surface = f"meta {what}"
        if key == "data-head" and self.known.is_repeated(node, value):
            return
        spans = () if key == "data-head" else self.strings(value)  # the head of a column quotes nothing: "2021", "3"
        context = tuple(map(self._words, self.headings.values())) if spans else ()
        self.found.append(Passage(value, surface, spans, context, line=node.sourceline or 0))

    def _loads(self, node: Element, name: str, key: str, value: str) -> None:
        if name in ("a", "area") or (key == "href" and {*(node.get("rel") or "").lower().split()} <= _LEADS):
            return
        for address in value.split(",") if key == "srcset" else (value,):
            if is_elsewhere(address):
                self._refuse(f"loads {address.strip().lower()[:60]}", node, value.strip())

    def _json(self, text: str) -> None:
        try:
            value = json.loads(text)
        except ValueError:
            self.found.append(Passage(text, "json-ld", self.strings(text)))
            return
        for string in json_strings(value):
            self.found.append(Passage(string, "json-ld", self.strings(string)))


@functools.lru_cache(maxsize=4096)
def _matter(name: str, *keys: str) -> bool:
    """Return whether an element has an attribute to be read or perhaps refused."""
    return not READ.isdisjoint(keys) or name == "link" or not KNOWN.issuperset(keys)


@dataclass(slots=True)
class _Left:
    """The changes to undo at the end of an element."""

    block: bool
    name: str = ""
    binding: Binding | None = None
    start: int = 0
    surface: str = ""
    unindexed: bool = False
    named: bool = False
    piece: bool = False


_MARK = re.compile(r"[\s(\[]*[-+\u2212]?\d{1,3}(?:\s*[,;]\s*\d{1,3})*[\s)\]]*|\D*")  # an exponent, or marks of notes
# Raised digits as superscript characters, for exponents and marks of notes.
_EXPONENTS = str.maketrans("0123456789+-\u2212", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b\u207b")
_PARTS = "\u2063"  # invisible; separates a note's mark from the number before it
_RAISED = _Left(False)  # of an element with raised text
_BLOCK = _Left(True)  # of an element that only separates passages
_ITEM, _LINK = _Left(True), _Left(False)  # elements that only add context, the most frequent of a page


def _line(node: Element | None) -> int:
    return 0 if node is None else node.sourceline or 0


def json_strings(value: Any) -> Iterator[str]:
    """Yield every text in a JSON value: keys, strings, and numbers as text."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            yield from (str(key) for key in item)
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, str):
            yield item
        elif isinstance(item, int | float) and not isinstance(item, bool):
            yield str(item)


def _binding(read: dict[str, str]) -> Binding | None:
    for key, kind in BINDINGS.items():
        name = read.get(key)
        if name or (name is not None and kind == "exempt"):
            if kind != "figure":
                return Binding(kind, name)
            return Binding(kind, name, read.get("data-as-of", ""), read.get("data-form", ""), reading=read.get("data-reads", ""))
    return None


def _words(node: Element) -> str:
    name = node.tag.rpartition("}")[2].lower()
    if name in ("table", "figure"):
        return " ".join(_named(child) for child in node.iterfind("caption" if name == "table" else "figcaption"))
    if name in ("li", "a"):
        return " ".join(" ".join(node.itertext()).split())[:400] if len(node) else ""
    if name == "svg":
        return " ".join(((node.get("aria-label") or "") + " " + " ".join(node.itertext())).split())
    return _named(node)  # a heading


def _named(node: Element) -> str:
    """Return the words of a heading or caption. Digits of bound numbers become zeros: "1381" reports are no year."""
    words = text_of(node)
    for bound in node.iter() if len(node) else ():
        if bound.get("data-figure") and (said := text_of(bound)) and not any(map(str.isalpha, said)):
            words = words.replace(said, "".join("0" if sign.isdigit() else sign for sign in said))
    return words
