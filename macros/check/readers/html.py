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
from macros.check.readers.allowed_html import SCHEMES, find_scheme, is_external
from macros.check.readers.html_elements import (
    ALLOWED_ATTRIBUTES,
    KIND_BY_ATTRIBUTE,
    KIND_BY_TAG,
    LOADING_ATTRIBUTES,
    MACHINE_META,
    NUMBER_ATTRIBUTES,
    OTHER_KIND,
    READ_ATTRIBUTES,
    TEXT_ATTRIBUTES,
    ElementKind,
)
from macros.check.readers.svg import read_drawn_words
from macros.check.readers.table_cells import CellContext, read_element_text
from macros.claims.passage import Binding, Passage

Span = tuple[int, int, Binding]
TextBinder = Callable[[str], tuple[Span, ...]]
Piece = tuple[Element, str, int]  # an element, `text` or `tail`, and the offset of that text in the passage
_OuterPassage = tuple[list[str], int, list[Piece], list[Span]]  # the passage around a piece, half read


class NotHtmlError(ValueError):
    """A file without readable HTML. The message says why."""


def read_page(data: bytes, strings: TextBinder, *, preview: bool = False) -> PageReader:
    """Read a page. Raises `NotHtmlError` if it is empty, not UTF-8 or without elements.

    `bind_text` returns the bindings of a text without markup. `preview`: whether the page shows faults, no text of its own, to its author.
    """
    if not data.strip():
        raise NotHtmlError("is empty")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotHtmlError(f"is not UTF-8 (byte {error.start + 1})") from None
    reading = make_parser()
    try:
        root = parse_html(data if "\x00" not in text else text.replace("\x00", "\ufffd").encode(), reading)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise NotHtmlError(f"is not HTML that can be read ({error})") from None
    if root is None:
        raise NotHtmlError("holds no element")
    if any("depth" in entry.message for entry in reading.error_log):  # lxml has skipped the deeper elements
        raise NotHtmlError("nests elements too deeply to be read")
    if preview:
        hide_faults(root)
    found = read_tree(root, strings)
    addresses = _ADDRESSES(root)
    for address in addresses:
        if (name := find_scheme(str(address))) not in SCHEMES:  # a plain string: the address itself keeps its page in memory
            found.refusals.append((f"links to {name}:, which pages do not link to", address.getparent().sourceline or 0, str(address)))
    if len(data.translate(None, _CONTROLS)) < len(data):
        at = next(at for at, byte in enumerate(data) if byte in _CONTROLS)
        found.refusals.append(("holds a control character", data.count(b"\n", 0, at) + 1, chr(data[at])))
    found.passages += (Passage(text, surface, strings(text)) for text, surface in _decode_names(root, addresses))
    return found


def hide_faults(root: Element) -> list[tuple[Element, str | None, list[etree._Element]]]:
    """Empty the elements that show faults to the author. Return each with its former content."""
    hidden = [(node, node.text, list(node)) for node in _FAULTS(root)]
    for node, _, children in hidden:
        node.text = None
        for child in children:
            node.remove(child)
    return hidden


def read_tree(root: Element, strings: TextBinder, *, keep: bool = False) -> PageReader:
    """Read a tree. `keeps_pieces`: whether to record the text nodes of each passage."""
    marks = [node for node in _MARKS(root) if node.text or len(node)]
    reading = PageReader(root, strings, keep, status_words={node: _read_mark(node) for node in marks})
    reading.shown_marks = {node: "".join(node.itertext()) for node in marks}
    reading.lone_letters = {node for node in marks if not node.text and _list_letters(node)}
    hidden = []  # the status of a figure belongs neither to its wording nor to the context of another
    for node in marks:
        for part in (node, *_list_letters(node)):
            hidden.append((part, part.text, part.tail))
            part.text = None
            if part is not node:
                part.tail = None
    reading.visit(root)
    reading.end_passage()
    for part, text, tail in hidden:
        part.text, part.tail = text, tail
    return reading


def _list_letters(mark: Element) -> list[Element]:
    """Return the links from the letters of a mark to the notes of the source. Any other element in a mark is read as text."""
    every = [child for child in mark if child.tag == "a" and _LETTER.fullmatch(child.text or "") and not len(child)]
    return every if mark.tag == "sup" and len(every) == len(mark) else []


def _read_mark(mark: Element) -> str:
    """Return what a mark stands for: its signs, and for each letter the note below the table that begins with it."""
    letters = _list_letters(mark)
    if not letters:
        return mark.text or ""
    lists = (found for node in mark.iterancestors("div", "details", "figure", "article") if (found := _NOTES(node)))
    notes = {item.findtext("sup"): read_element_text(text) for item in next(lists, []) if (text := item.find("span")) is not None}
    return (mark.text or "") + "".join(notes.get(each.text, "?") + (each.tail or "") for each in letters)


@functools.cache
def make_parser() -> etree.HTMLParser:
    """Make lxml's parser for built pages: any size, comments dropped. It is shared, with the element names it has cached."""
    # `collect_ids` would double the time; no code here looks up ids.
    return etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False, encoding="utf-8")


_ADDRESSES = find_attributes("//@href[contains(., '?') or contains(., ':')]")
_NAMES = find_values("//@download[. != '']")
_FAULTS = find_elements("//mark[@class='fault']")
_MARKS = find_elements(
    "descendant::a[@href != ''][@data-figure != '']/span[@data-status] | "
    "descendant::table[@data-cells != '']/tbody/tr/td/sup[@data-status] | "
    "descendant::td/a[@href != ''][@data-figure != '']/following-sibling::*[1][self::sup][@data-status]"
)
_NOTES = find_elements("descendant::ul/li[count(*) = 2][sup[1]][span[starts-with(@data-piece, 'note ')]]")
_LETTER = re.compile("[a-z]{1,3}")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TOC_CLASS = "md-nav__link"  # class of an entry in the list of contents
_WORD = re.compile(r"\w+")
_SIGNS = re.compile(r"[^\w\s-]")
_WORD_BREAK = re.compile(r"[-_+.\s]+")


def _decode_names(root: Element, addresses: Iterable[Attribute]) -> Iterator[tuple[str, str]]:
    """Yield texts in query strings, names of downloads, and ids of headings that differ from their words, each with its surface."""
    for address in addresses:
        if "?" in address:
            yield from ((value, "link") for _, value in parse_qsl(urlsplit(str(address)).query) if value.strip())
    for name in _NAMES(root):
        yield split_name(name), "download"
    for heading in root.iter(*_HEADINGS):
        if not (given := heading.get("id")):
            continue
        words, own = split_name(given), read_element_text(heading).lower()
        # Markdown leaves the signs of a word out: "OECD's 1,046,350" has the id `oecds-1046350`.
        if not {*words.lower().split()} <= {*_WORD.findall(own), *_WORD.findall(_SIGNS.sub("", own))}:
            yield words, "id"


def split_name(name: str) -> str:
    """Return a name from an address or an id as words."""
    return _WORD_BREAK.sub(" ", unquote(name))


# Characters that HTML forbids: controls but for white space.
_CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n\f\r")
# Elements for a number with its unit in a header or a term.
_CELL_TAGS = frozenset({"td", "th", "dd"})
# Types of scripts that a browser runs; a script of another type is data.
SCRIPT_TYPES = frozenset({"", "module", "text/javascript", "application/javascript", "text/ecmascript", "application/ecmascript"})
# Relations of links that load nothing.
_LINK_RELATIONS = frozenset("canonical alternate prev next license author help search tag edit".split())


@dataclass
class PageReader:
    """The reading of a page, with the passages found and everything noted on the way."""

    root: Element
    bind_text: TextBinder
    keeps_pieces: bool = False  # whether to record the text nodes of each passage
    status_words: dict[Element, str] = field(default_factory=dict)  # the elements with the status of a figure, and their words
    shown_marks: dict[Element, str] = field(default_factory=dict)  # the same elements, and their words as shown
    lone_letters: set[Element] = field(default_factory=set)  # those with notes alone, which a cell without a value may have
    passages: list[Passage] = field(default_factory=list)
    pieces_by_passage: dict[int, list[Piece]] = field(default_factory=dict)  # by index of the text passage
    refusals: list[tuple[str, int, str]] = field(default_factory=list)  # forbidden content: fact, line, markup
    omissions: list[tuple[str, str, str]] = field(default_factory=list)  # lacking content: fact, remedy, markup
    scripts: list[tuple[str, int]] = field(default_factory=list)  # inline scripts run by browsers, and their lines
    bindings: list[tuple[Binding, str, int]] = field(default_factory=list)  # outside drawings, with the link to the proof and the line
    indexed_texts: list[str] = field(default_factory=list)  # the text as the search index has it: without drawings and deferred HTML
    article_depth: int = 0  # depth in elements with the page's own text
    drawing_depth: int = 0
    title_count: int = 0  # first-level headings in the page's own text
    chart_count: int = 0  # drawings declared as charts
    unindexed_depth: int = 0  # depth in elements outside the search index
    parts: list[str] = field(default_factory=list)  # of the passage
    length: int = 0  # of these
    pieces: list[Piece] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    outer_passage: _OuterPassage | None = None  # the passage around the current piece
    headings: dict[int, Element] = field(default_factory=dict)  # the element of each level
    words_by_heading_id: dict[str, str] | None = None  # the words of each heading by its id, read on first use
    named_ancestors: list[Element] = field(default_factory=list)  # ancestors that add their words to the context
    open_cells: list[Element] = field(default_factory=list)
    cell_context: CellContext = field(default_factory=CellContext)
    exempt_blocks: list[Binding] = field(default_factory=list)  # the exemptions of enclosing blocks, for their listings
    raised_depth: int = 0  # depth in `sup`
    listing_depth: int = 0  # depth in `pre`
    surface: str = "text"
    block: Element | None = None  # began the current passage
    words_by_element: dict[Element, str] = field(default_factory=dict)  # of headings and named ancestors

    def visit(self, root: Element) -> None:
        """Walk the tree without recursion: a page may nest deeper than Python's stack."""
        walk = etree.iterwalk(root, events=("start", "end"))
        event: str
        node: Element
        open_: list[_OpenElement | None] = []  # the changes of each open element
        push, pop, add, kinds, around = open_.append, open_.pop, self._add_text, KIND_BY_TAG.get, self.named_ancestors
        for event, node in walk:
            if event == "end":
                left = pop()
                if left is _BLOCK:
                    if self.parts:
                        self.end_passage()
                elif left is _RAISED:
                    self.raised_depth -= 1
                elif left is _ITEM or left is _LINK:
                    if left is _ITEM and self.parts:
                        self.end_passage()
                    around.pop()
                elif left is not None:
                    self._leave_element(left, node)
                text = node.tail
                # A passage never begins with space alone.
                if text and (self.parts or not text.isspace()) and node is not root:
                    add(text, node, "tail")
                continue
            name = node.tag
            if name == "img" and self.article_depth and not (node.get("alt") or "").strip():
                source = (node.get("src") or "").rpartition("/")[2]
                self.omissions.append(
                    ("shows a picture without a text for people who cannot see it", "write ![what it shows](...)", source)
                )
            kind = kinds(name)
            if kind is None:
                name = name.rpartition("}")[2].lower()
                kind = kinds(name, OTHER_KIND)
            keys = node.keys()
            read = self._read_attributes(node, name) if keys and _has_relevant_attribute(name, *keys) else None
            if kind.is_skipped:
                self._read_skipped(node, name)
                walk.skip_subtree()
                push(None)
                continue
            if kind.is_active and (self.article_depth or name == "bdo"):  # bdo turns the direction of its text
                self._add_refusal(f"holds <{name}>, which can show what is not read", node)
            if kind.is_block:
                if self.parts:
                    self.end_passage()
                self.block = node
            if kind.is_plain and not read:
                push(_BLOCK if kind.is_block else None)
            elif name == "li" and not read:
                around.append(node)
                push(_ITEM)
            elif name == "sup" and not read:
                if (node.get("id") or "").startswith("fnref"):
                    add(_SEPARATOR, indexed=False)  # the mark of a note is no exponent
                self.raised_depth += 1
                push(_RAISED)
            elif name == "a" and not read and self._is_repeated_entry(node):
                walk.skip_subtree()
                push(None)
                continue
            elif name == "a" and not read and not ("class" in keys and node.get("class") == "headerlink"):
                around.append(node)
                push(_LINK)
            else:
                push(self._enter_element(node, name, kind, read))
            text = node.text
            if text:
                if self.parts or not text.isspace():
                    add(text, node, "text")
            elif name == "br":
                add("\n", indexed=False)

    def _is_repeated_entry(self, node: Element) -> bool:
        """Return whether an entry of the list of contents repeats its heading. The heading is read in its own place, with its quotes."""
        if node.get("class") != _TOC_CLASS:
            return False
        if self.words_by_heading_id is None:
            self.words_by_heading_id = {
                id_: read_element_text(heading) for heading in node.getroottree().iter(*_HEADINGS) if (id_ := heading.get("id"))
            }
        return self.words_by_heading_id.get((node.get("href") or "").removeprefix("#")) == read_element_text(node)

    def _enter_element(self, node: Element, name: str, kind: ElementKind, read: dict[str, str] | None) -> _OpenElement:
        binding = _read_binding(read) if read else None
        if binding and binding.kind == "figure" and name == "a" and node.get("href"):
            beside = node.getnext()  # in a cell of a table, the signs and letters behind it
            marks = (*node, *([beside] if beside is not None and beside.tag == "sup" else []))
            binding = binding._replace(mark="".join(self.status_words.get(child, "") for child in marks))
        if binding and self.drawing_depth and binding.kind == "figure":
            binding = binding._replace(form="cell")
        elif binding and not self.drawing_depth:
            self.bindings.append((binding, node.get("href") or "", _find_line(node)))
        if node in self.status_words and not self.unindexed_depth:
            self.indexed_texts.append(self.shown_marks[node])
        left = _OpenElement(kind.is_block, name, binding, self.length if binding else 0, self.surface)
        if binding and binding.kind == "piece" and not self.outer_passage:
            self.outer_passage = (self.parts, self.length, self.pieces, self.spans)
            self.parts, self.length, self.pieces, self.spans = [], 0, [], []
            left.start = 0
            left.is_piece = True
        if kind.surface:
            self.surface = kind.surface
        chart = name == "svg" and node.get("data-chart") is not None  # the words of another drawing are in the index
        if chart or (read and "data-late" in read) or (name == "a" and node.get("class") == "headerlink"):
            self.unindexed_depth += 1
            left.is_unindexed = True
        if name == "table" and node.get("data-cells"):
            self.bindings.append((Binding("cells", node.get("data-cells") or ""), "", _find_line(node)))
        if name == "article":
            self.article_depth += 1
        elif name == "svg":
            self._enter_drawing(node)
        elif name == "h1" and self.article_depth:
            self.title_count += 1
            if self.title_count > 1:
                self.omissions.append(("has a second heading of the first level", "write ## before it", f"# {(node.text or '').strip()}"))
        elif name in _CELL_TAGS:
            self.open_cells.append(node)
            self.cell_context.add_cell(node)
            if binding is None and (bound := self.cell_context.find_figure(node)):
                mark = "".join(self.status_words.get(child, "") for child in node)
                left.binding, left.start = bound._replace(mark=mark), self.length
        elif (
            node in self.status_words
            and name == "sup"
            and node not in self.lone_letters
            and ((before := node.getprevious()) is None or not before.get("data-figure"))
            and ((cell := node.getparent()) is None or self.cell_context.find_figure(cell) is None)
        ):
            self._add_refusal("shows what qualifies a figure without the figure", node)
        elif name == "pre":
            self.listing_depth += 1
        if kind.is_block and binding and binding.kind == "exempt":
            self.exempt_blocks.append(binding)
        if kind.is_named:
            self.named_ancestors.append(node)
            left.is_named = True
        elif kind.level:
            self.headings = {level: node for level, node in self.headings.items() if level < kind.level}
            self.headings[kind.level] = node
        return left

    def _enter_drawing(self, node: Element) -> None:
        """Enter a drawing. One without a chart may have no words; the length of its bars is not read."""
        self.drawing_depth += 1
        if node.get("data-chart") is not None:
            self.chart_count += 1
        elif self.article_depth and self.drawing_depth == 1 and _read_words(node):
            self._add_refusal("holds a drawing with words, which is drawn from no figure", node)

    def _leave_element(self, left: _OpenElement, node: Element) -> None:
        if left.is_piece and left.binding and self.outer_passage:
            self._end_piece(left.binding, self.outer_passage)
        elif left.binding and (end := self.length) > left.start:
            self.spans.append((left.start, end, left.binding))
        elif left.binding and left.binding.mark:
            self._add_refusal("shows the status of a figure without the figure", node)
        if left.is_block and self.parts:
            self.end_passage()
        self.surface = left.surface
        if left.is_unindexed:
            self.unindexed_depth -= 1
        if left.name == "article":
            self.article_depth -= 1
        elif left.name == "svg":
            self.drawing_depth -= 1
        elif left.name in _CELL_TAGS:
            self.open_cells.pop()
        elif left.name == "pre":
            self.listing_depth -= 1
        if left.is_block and left.binding and left.binding.kind == "exempt":
            self.exempt_blocks.pop()
        if left.is_named:
            self.named_ancestors.pop()

    def _end_piece(self, binding: Binding, outer: _OuterPassage) -> None:
        """End a piece, a text written by the generator. It is a passage of its own, apart from the text around it."""
        text = "".join(self.parts)
        if self.keeps_pieces:
            self.pieces_by_passage[len(self.passages)] = self.pieces
        whole = (0, len(text), binding)
        self.passages.append(Passage(text, "proof", (whole, *sorted(self.spans, key=lambda span: span[:2])), line=_find_line(self.block)))
        self.parts, self.length, self.pieces, self.spans = outer
        self.outer_passage = None

    def _read_skipped(self, node: Element, name: str) -> None:
        kind = (node.get("type") or "").strip().lower() if name == "script" else ""
        if name == "script" and kind not in SCRIPT_TYPES:
            self._read_json(node.text or "")
            return
        if self.article_depth:
            self._add_refusal(f"holds <{name}>, which can show what is not read", node)
        if name == "script" and node.get("src") is None:
            self.scripts.append((node.text or "", _find_line(node)))

    def _add_refusal(self, fact: str, node: Element, written: str = "") -> None:
        self.refusals.append((fact, _find_line(node), written or f"<{node.tag}"))

    def _add_text(self, text: str, node: Element | None = None, slot: str = "", *, indexed: bool = True) -> None:
        if indexed and not self.unindexed_depth:
            self.indexed_texts.append(text)
        if self.raised_depth and _EXPONENT.fullmatch(text):  # anything longer is a number of its own
            text = text.translate(_SUPERSCRIPTS)
        if self.keeps_pieces and node is not None:
            self.pieces.append((node, slot, self.length))
        self.parts.append(text)
        self.length += len(text)

    def end_passage(self) -> None:
        """End the passage. A piece ends with its element instead."""
        if self.outer_passage:
            return
        text = "".join(self.parts)
        if not text.isspace() and text:
            if self.listing_depth and self.exempt_blocks:
                self.spans.append((0, len(text), self.exempt_blocks[-1]))
            if self.keeps_pieces:
                self.pieces_by_passage[len(self.passages)] = self.pieces
            if self.surface == "title" and not self.spans:  # it can hold no markup
                self.spans = list(self.bind_text(text))
            # Only bound numbers are compared with their context.
            spans = tuple(sorted(self.spans, key=lambda span: span[:2])) if self.spans else ()
            context = self._list_context() if spans else ()
            cell = self.open_cells[-1] if self.open_cells else None
            in_cell = cell is not None and cell.tag == "td"
            near = (
                ""
                if cell is None or (spans and not in_cell)
                else self._find_words(cell)
                if spans
                else self.cell_context.find_unit_words(cell)
            )
            self.passages.append(Passage(text, self.surface, spans, context, in_cell, near, _find_line(self.block)))
        self.parts, self.length, self.pieces, self.spans = [], 0, [], []

    def _list_context(self) -> tuple[str, ...]:
        return tuple(words for node in (*self.headings.values(), *self.named_ancestors) if (words := self._find_words(node)))

    def _find_words(self, node: Element) -> str:
        """Return the words that an element adds to the context of its content, cached."""
        known = self.words_by_element.get(node)
        if known is None:
            known = self.words_by_element[node] = self.cell_context.find_headers(node) if node.tag in ("td", "th") else _read_words(node)
        return known

    def _read_attributes(self, node: Element, name: str) -> dict[str, str] | None:
        """Read the attributes. Return those with the binding of the text and with its indexing."""
        read = None
        for key, value in node.items():
            if key not in READ_ATTRIBUTES:
                if key[:2] == "on":
                    self._add_refusal(f"runs a script on an event ({key})", node, key)
                elif self.article_depth and not self.drawing_depth and key not in ALLOWED_ATTRIBUTES and name != "svg":
                    self._add_refusal(f"has the attribute {key} in <{name}>", node, key)
                if key == "href" and name == "link":
                    self._check_loading(node, name, key, value)
                continue
            if key in TEXT_ATTRIBUTES:
                self._read_text_attribute(node, name, key, value)
            elif key in LOADING_ATTRIBUTES:
                self._check_loading(node, name, key, value)
            elif key in NUMBER_ATTRIBUTES:
                self._add_refusal(f"shows a number that is read from no text ({key})", node)
            elif key == "srcdoc":
                self._add_refusal(f"holds a document of its own in <{name}>", node)
            elif key == "dir":
                if value.strip().lower() == "rtl":
                    self._add_refusal("shows its text from right to left", node)
            elif key in ("start", "value"):
                if name == ("ol" if key == "start" else "li"):
                    self.passages.append(Passage(value, "list number", is_in_cell=True, line=node.sourceline or 0))
            else:
                read = read or {}
                read[key] = value
        return read

    def _read_text_attribute(self, node: Element, name: str, key: str, value: str) -> None:
        if not value.strip():
            return
        surface = key
        if key == "content":
            what = (node.get("name") or node.get("property") or node.get("http-equiv") or "").lower()
            if name == "meta" and (node.get("http-equiv") or "").strip().lower() == "refresh":
                self._add_refusal("leads readers elsewhere by itself (http-equiv refresh)", node, value)
            if name != "meta" or what in MACHINE_META:
                return
            surface = f"meta {what}"
        if key == "data-head" and self.cell_context.is_repeated(node, value):
            return
        spans = () if key == "data-head" else self.bind_text(value)  # the head of a column quotes nothing: "2021", "3"
        context = tuple(map(self._find_words, self.headings.values())) if spans else ()
        self.passages.append(Passage(value, surface, spans, context, line=node.sourceline or 0))

    def _check_loading(self, node: Element, name: str, key: str, value: str) -> None:
        if name in ("a", "area") or (key == "href" and {*(node.get("rel") or "").lower().split()} <= _LINK_RELATIONS):
            return
        for address in value.split(",") if key == "srcset" else (value,):
            if is_external(address):
                self._add_refusal(f"loads {address.strip().lower()[:60]}", node, value.strip())

    def _read_json(self, text: str) -> None:
        try:
            value = json.loads(text)
        except ValueError:
            self.passages.append(Passage(text, "json-ld", self.bind_text(text)))
            return
        for string in list_json_texts(value):
            self.passages.append(Passage(string, "json-ld", self.bind_text(string)))


@functools.lru_cache(maxsize=4096)
def _has_relevant_attribute(name: str, *keys: str) -> bool:
    """Return whether an element has an attribute to be read or perhaps refused."""
    return not READ_ATTRIBUTES.isdisjoint(keys) or name == "link" or not ALLOWED_ATTRIBUTES.issuperset(keys)


@dataclass(slots=True)
class _OpenElement:
    """The changes to undo at the end of an element."""

    is_block: bool
    name: str = ""
    binding: Binding | None = None
    start: int = 0
    surface: str = ""
    is_unindexed: bool = False
    is_named: bool = False
    is_piece: bool = False


_EXPONENT = re.compile(r"[\s(\[]*[-+\u2212]?\d{1,3}(?:\s*[,;]\s*\d{1,3})*[\s)\]]*|\D*")  # an exponent, or marks of notes
# Raised digits as superscript characters, for exponents and marks of notes.
_SUPERSCRIPTS = str.maketrans("0123456789+-\u2212", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b\u207b")
_SEPARATOR = "\u2063"  # invisible; separates a note's mark from the number before it
_RAISED = _OpenElement(False)  # of an element with raised text
_BLOCK = _OpenElement(True)  # of an element that only separates passages
_ITEM, _LINK = _OpenElement(True), _OpenElement(False)  # elements that only add context, the most frequent of a page


def _find_line(node: Element | None) -> int:
    return 0 if node is None else node.sourceline or 0


def list_json_texts(value: Any) -> Iterator[str]:
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


def _read_binding(read: dict[str, str]) -> Binding | None:
    for key, kind in KIND_BY_ATTRIBUTE.items():
        name = read.get(key)
        if name or (name is not None and kind == "exempt"):
            if kind != "figure":
                return Binding(kind, name)
            return Binding(kind, name, read.get("data-as-of", ""), read.get("data-form", ""), reading=read.get("data-reads", ""))
    return None


def _read_words(node: Element) -> str:
    name = node.tag.rpartition("}")[2].lower()
    if name in ("table", "figure"):
        return " ".join(_read_heading(child) for child in node.iterfind("caption" if name == "table" else "figcaption"))
    if name in ("li", "a"):
        return " ".join(" ".join(node.itertext()).split())[:400] if len(node) else ""
    if name == "svg":
        return f"{node.get('aria-label') or ''} {read_drawn_words(node)}".strip()
    return _read_heading(node)  # a heading


def _read_heading(node: Element) -> str:
    """Return the words of a heading or caption. Digits of bound numbers become zeros: "1381" reports are no year."""
    words = read_element_text(node)
    for bound in node.iter() if len(node) else ():
        if bound.get("data-figure") and (said := read_element_text(bound)) and not any(map(str.isalpha, said)):
            words = words.replace(said, "".join("0" if sign.isdigit() else sign for sign in said))
    return words
