"""Reads feeds as a feed reader does: their HTML is unescaped and read as HTML, with its bindings.

Titles, summaries and labels hold no markup: their numbers are bound by the written phrases in them. Only addresses and dates are
skipped, each known by its shape.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from macros.base.elements import Element
from macros.check.readers.html import read_page
from macros.claims.passage import Binding, Passage

TextBinder = Callable[[str], tuple[tuple[int, int, Binding], ...]]

_ADDRESS = re.compile(r"(?:https?://|tag:)\S+")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z")
_MARKUP_TYPES = ("html", "xhtml", "text/html")


def read_atom_texts(root: Element, strings: TextBinder) -> Iterator[Passage]:
    """Yield every text of an Atom feed, its attributes included. Raises ValueError for unescaped markup."""
    for node in root.iter():
        name = etree.QName(node).localname
        for key, value in node.items():
            yield from _read_string(value, f"feed {name} {key}", strings)
        if node.tail and node.tail.strip():
            yield Passage(node.tail, "feed", strings(node.tail))
        if node.get("type") in _MARKUP_TYPES and len(node):
            raise ValueError(f"holds {name} as elements, not as escaped HTML")
        if node.get("type") == "html":
            yield from _read_html(node.text or "", _find_sibling(node, "title"), strings)
        elif node.text and node.text.strip():
            yield from _read_string(node.text, f"feed {name}", strings)


def read_json_texts(data: bytes, strings: TextBinder) -> Iterator[Passage]:
    """Yield every text of a JSON Feed. `content_html` is read as HTML anywhere."""
    stack: list[tuple[str, Any, str]] = [("", json.loads(data.decode("utf-8")), "")]
    while stack:
        key, value, title = stack.pop()
        if isinstance(value, dict):
            stack.extend((str(k), v, str(value.get("title", ""))) for k, v in value.items())
            yield from (Passage(str(k), "feed key", strings(str(k))) for k in value)
        elif isinstance(value, list):
            stack.extend((key, item, title) for item in value)
        elif key == "content_html":
            yield from _read_html(str(value), title, strings)
        elif value is not None and not isinstance(value, bool):
            yield from _read_string(str(value), f"feed {key}", strings)


def _read_html(text: str, title: str, strings: TextBinder) -> Iterator[Passage]:
    """Yield the passages of an entry's text, with the entry's title as their heading."""
    if not text.strip():
        return
    reading = read_page(f"<article>{text}</article>".encode(), strings)
    if reading.refusals:  # a feed has no Content-Security-Policy
        raise ValueError(f"has an entry that {reading.refusals[0][0]}")
    for passage in reading.passages:
        yield passage._replace(context=(title, *passage.context)) if title else passage


def _read_string(text: str, surface: str, strings: TextBinder) -> Iterator[Passage]:
    if not _ADDRESS.fullmatch(text) and not _TIME.fullmatch(text):
        yield Passage(text, surface, strings(text))


def _find_sibling(node: Element, name: str) -> str:
    parent = node.getparent()
    found = None if parent is None else parent.find(f"{{*}}{name}")
    return "" if found is None else found.text or ""
