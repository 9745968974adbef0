"""Sentences of a built site, as readers and machines meet them, each with its page and its surface."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from macros.base.elements import parse_xml
from macros.check.readers.feeds import read_atom_texts, read_json_texts
from macros.check.readers.html import read_page
from macros.claims.analysed_text import find_sentence_span
from macros.claims.passage import Passage

# Covered by other sections of the comparison, or repetitions of the pages.
_REPORTED_ELSEWHERE = ("figures/", "data/", "search/")
# Surfaces for programs: they hold sentences, and also names, types, addresses and days.
_MACHINE_SURFACES = ("json-ld", "data-note", "feed ")
# Pages with figures in the standard wording, and without quotes.
_FIGURE_PAGES = ("figures/", "charts/")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a site.

    Attributes:
        page: The file of the site.
        surface: The part of the page.
        near: In a table, the headers of the cell.
    """

    page: str
    surface: str
    text: str
    near: str = ""


@dataclass(frozen=True)
class Wording:
    """The words of a quote of a figure on a page."""

    page: str
    figure: str
    text: str


@dataclass(frozen=True)
class Surfaces:
    """The text of a site: its sentences in reading order, and the wordings of its quotes."""

    sentences: tuple[Sentence, ...]
    wordings: tuple[Wording, ...]
    files: frozenset[str]  # the files of these sentences


def read_site(site: Path) -> Surfaces:
    """Read every file of a site with prose. An unreadable one is missing in `files`, as the site's own check refuses it."""
    sentences: list[Sentence] = []
    wordings: list[Wording] = []
    read = set()
    for path in sorted(file for file in site.rglob("*") if file.is_file()):
        name = path.relative_to(site).as_posix()
        reader = _choose_reader(name)
        if reader is None:
            continue
        try:
            found = list(reader(path.read_bytes()))
        except (ValueError, OSError, etree.LxmlError, RecursionError):
            continue
        read.add(name)
        for passage in found:
            if passage.surface.endswith(" key"):  # for programs: no sentence
                continue
            sentences += _split_sentences(name, passage)
            if passage.surface == "text" and name.endswith(".html") and not name.startswith(_FIGURE_PAGES):
                wordings += [
                    Wording(name, binding.name, _to_plain(passage.text[start:end]))
                    for start, end, binding in passage.spans
                    if binding.kind == "figure"
                ]
    return Surfaces(tuple(sentences), tuple(wordings), frozenset(read))


def _choose_reader(name: str) -> Callable[[bytes], Iterable[Passage]] | None:
    if name.startswith(_REPORTED_ELSEWHERE) and not name.endswith(".html"):
        return None
    if name.endswith(".html"):
        return lambda data: read_page(data, _find_no_bindings).passages
    if name.endswith(".svg"):
        return _read_svg
    if name in ("feed.json", "corrections.json"):
        return lambda data: read_json_texts(data, _find_no_bindings)
    if name.endswith(".xml") and "sitemap" not in name:
        return lambda data: read_atom_texts(parse_xml(data), _find_no_bindings)
    if name.endswith(".txt") and not name.startswith("charts/"):
        return _read_text
    return None


def _read_svg(data: bytes) -> Iterator[Passage]:
    root = parse_xml(data)
    if label := root.get("aria-label"):
        yield Passage(label, "aria-label")
    for node in root.iter():
        if str(node.tag).rpartition("}")[2] in ("text", "title", "desc"):
            yield Passage("".join(node.itertext()), "svg")


def _read_text(data: bytes) -> Iterator[Passage]:
    for line in data.decode("utf-8").splitlines():
        yield Passage(line, "text file")


def _find_no_bindings(text: str) -> tuple[()]:
    """Return no bindings for texts without markup. The comparison takes quotes from the markup of pages only."""
    return ()


def _split_sentences(name: str, passage: Passage) -> Iterator[Sentence]:
    surface = "table" if passage.is_in_cell and passage.surface == "text" else passage.surface
    at = 0
    while at < len(passage.text):
        begin, end = find_sentence_span(passage.text, at)
        text = _to_plain(passage.text[begin:end])
        if text and not (surface.startswith(_MACHINE_SURFACES) and " " not in text):
            yield Sentence(name, surface, text, passage.near)
        at = max(end, at + 1)


def _to_plain(text: str) -> str:
    """Return the text as readers see it, without the sign of heading links."""
    return " ".join(text.replace("¶", "").split())
