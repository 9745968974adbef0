"""Reads a built site into the sentences that readers and machines meet, each with its page and its surface."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from macros.base.elements import parse_xml
from macros.check.context import sentence_span
from macros.check.feeds import atom, json_feed
from macros.check.html import passages
from macros.check.model import Passage

# What other sections of the comparison tell, or what only repeats the pages.
_TOLD = ("figures/", "data/", "search/")
# What programs read of a page: sentences stand there too, and between them names, types, addresses and days that are none.
_MACHINES = ("json-ld", "data-note", "feed ")
# Pages that show what figures are in the standard wording, and quote none.
_SHOWN = ("figures/", "charts/")


@dataclass(frozen=True)
class Sentence:
    """A sentence. page: the file of the site. surface: where it is met. near: the headers of its cell, in a table."""

    page: str
    surface: str
    text: str
    near: str = ""


@dataclass(frozen=True)
class Wording:
    """The words in which a page quotes a figure."""

    page: str
    figure: str
    text: str


@dataclass(frozen=True)
class Surfaces:
    """What a site says: its sentences in the order of reading, and the wordings of its figures."""

    sentences: tuple[Sentence, ...]
    wordings: tuple[Wording, ...]
    read: frozenset[str]  # the files whose sentences these are


def read_site(site: Path) -> Surfaces:
    """Read every file of a site that holds prose. One that cannot be read is left out of `read`: its own check refuses it."""
    sentences: list[Sentence] = []
    wordings: list[Wording] = []
    read = set()
    for path in sorted(file for file in site.rglob("*") if file.is_file()):
        name = path.relative_to(site).as_posix()
        reader = _reader(name)
        if reader is None:
            continue
        try:
            found = list(reader(path.read_bytes()))
        except (ValueError, OSError, etree.LxmlError, RecursionError):
            continue
        read.add(name)
        for passage in found:
            if passage.surface.endswith(" key"):  # what programs read; no sentence
                continue
            sentences += _sentences(name, passage)
            if passage.surface == "text" and name.endswith(".html") and not name.startswith(_SHOWN):
                wordings += [
                    Wording(name, binding.name, _plain(passage.text[start:end]))
                    for start, end, binding in passage.spans
                    if binding.kind == "figure"
                ]
    return Surfaces(tuple(sentences), tuple(wordings), frozenset(read))


def _reader(name: str) -> Callable[[bytes], Iterator[Passage]] | None:
    if name.startswith(_TOLD) and not name.endswith(".html"):
        return None
    if name.endswith(".html"):
        return _html
    if name.endswith(".svg"):
        return _svg
    if name in ("feed.json", "corrections.json"):
        return lambda data: json_feed(data, _unbound)
    if name.endswith(".xml") and "sitemap" not in name:
        return lambda data: atom(parse_xml(data), _unbound)
    if name.endswith(".txt") and not name.startswith("charts/"):
        return _text
    return None


def _html(data: bytes) -> Iterator[Passage]:
    yield from passages(data, _unbound).found


def _svg(data: bytes) -> Iterator[Passage]:
    root = parse_xml(data)
    if label := root.get("aria-label"):
        yield Passage(label, "aria-label")
    for node in root.iter():
        if str(node.tag).rpartition("}")[2] in ("text", "title", "desc"):
            yield Passage("".join(node.itertext()), "svg")


def _text(data: bytes) -> Iterator[Passage]:
    for line in data.decode("utf-8").splitlines():
        yield Passage(line, "text file")


def _unbound(text: str) -> tuple[()]:
    """Bindings show in markup alone here: a comparison needs the words, and only pages say what they quote."""
    return ()


def _sentences(name: str, passage: Passage) -> Iterator[Sentence]:
    surface = "table" if passage.in_cell and passage.surface == "text" else passage.surface
    at = 0
    while at < len(passage.text):
        begin, end = sentence_span(passage.text, at)
        text = _plain(passage.text[begin:end])
        if text and not (surface.startswith(_MACHINES) and " " not in text):
            yield Sentence(name, surface, text, passage.near)
        at = max(end, at + 1)


def _plain(text: str) -> str:
    """The text as a reader sees it: without the sign of the link to a heading, and with what code says left out."""
    return " ".join(text.replace("¶", "").replace("\ufffc", "…").split())
