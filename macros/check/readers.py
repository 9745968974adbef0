"""The readers of the check, a closed list. Each yields the texts of its files to be checked.

A download's reader compares it with the data, cell by cell. Every download is also recorded with its sha256 by the build, so that
every byte is the one written.
"""

from __future__ import annotations

import csv
import functools
import gzip
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from macros.base.elements import Element, parse_xml
from macros.base.errors import Fault, Place
from macros.check.data_files import archive, copy, schema, workbook
from macros.check.feeds import atom, json_feed
from macros.check.handouts import alternative, card, document, kit
from macros.check.html import json_strings
from macros.check.judge import finds
from macros.check.model import Binding, Passage
from macros.check.parts import Check
from macros.check.pictures import standalone
from macros.check.pieces import Unknown
from macros.check.proofs import Doubt, available, exactly, read_figure, read_value, value_passage
from macros.check.styles import styles
from macros.datapackage import is_formula
from macros.exhibits.texts import TEXTS
from macros.figures import slug_of
from macros.outputs.chart_data import COLUMNS, EVENT_COLUMNS
from macros.outputs.pictures import FILE as PICTURES
from macros.outputs.search_index import FILE as INDEX
from macros.wording import in_cell
from macros.wording.judge import QUANTITIES

Texts = Iterator[Passage]


@dataclass(frozen=True)
class Reader:
    """A reader of one kind of files."""

    files: str  # a regular expression for addresses below the edition's root
    read: Callable[[Check, re.Match[str], bytes], Texts]  # yields the texts to be checked; raises `Doubt` for unexpected content
    is_download: bool = True  # whether every byte must be as written by the build
    names_addresses: bool = False  # whether they hold addresses within the site, to be checked
    is_packed: bool = False  # whether their words are not visible in their bytes

    def passages(self, check: Check, name: str, data: bytes) -> Texts:
        """Yield the texts of a file of this kind. Faults of a download are added to the check."""
        match = re.fullmatch(self.files, name)
        assert match is not None, name
        if not self.is_download:
            yield from self.read(check, match, data)
            return
        known = check.build.log.published_files.get(name)
        try:
            if known is None and name.endswith(".png") and check.build.unread(PICTURES):
                return
            if known is None:
                raise Doubt("was written by nothing that this build knows")
            yield from self.read(check, match, data)
            if hashlib.sha256(data).hexdigest() != known.sha256:
                raise Doubt("is not, byte for byte, what was written")
        except (Doubt, Unknown, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
            check.faults.append(Fault(Place(check.path(name)), "wrong-download", f"{error}", "build again"))


@functools.lru_cache(maxsize=10_000)
def reader_of(name: str) -> Reader | None:
    """Return the first reader for an address, or None. A file without a reader cannot be published."""
    return next((reader for reader in READERS if re.fullmatch(reader.files, name)), None)


def figures(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Read the proofs of all figures."""
    found = json.loads(data)
    exactly(set(found), {"address", "figures"}, "keys")
    entries = found["figures"]
    exactly([entry["id"] for entry in entries], available(check.build), "figures")
    for entry in entries:
        yield from read_figure(check.build, check.judge.pieces, entry, check.strings)


def one_figure(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Read the proof of one figure."""
    entry = json.loads(data)
    exactly(slug_of(entry["id"]), match["id"], "id")
    yield from read_figure(check.build, check.judge.pieces, entry, check.strings)


def chart_csv(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Read a chart's data as CSV. A text that a spreadsheet would run as a formula is a fault."""
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
    for text in dict.fromkeys(text for row in rows for text in row.values() if is_formula(text)):
        fact = f'holds "{text}", which a spreadsheet would run as a formula'
        check.faults.append(
            Fault(Place(check.path(match[0])), "formula", fact, "begin the text with a word, or put a space after its sign")
        )
    yield from _rows(check, match, rows)


def chart_json(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Read a chart's data as JSON."""
    found = json.loads(data)
    exhibit, here = check.build.project.charts[match["id"]], check.build.site.address + match[0].removesuffix("data.json")
    said = {"id": exhibit.id, "kind": exhibit.kind, "address": here, "version": match["version"] or found["version"]}
    exactly({key: found[key] for key in said}, said, "head")
    exactly(set(found), {*said, *TEXTS, "newest", "rows"}, "keys")
    context, lang = _context(check, match), check.build.lang
    for key in TEXTS:
        # The subtitle replaces words that do not fit older data.
        places = {exhibit.text_place(name, lang, version) for name in (key, "subtitle") for version in (match["version"], None)}
        exactly(any(found[key] in check.build.writer.at(place) for place in places), True, key)
        yield Passage(found[key], "chart data", check.strings(found[key]), context)
    yield from _rows(check, match, found["rows"])


def _rows(check: Check, match: re.Match[str], rows: list[dict[str, str]]) -> Texts:
    exhibit, at = check.build.project.charts[match["id"]], match["version"]
    for row in rows:
        exactly(tuple(row), EVENT_COLUMNS if exhibit.events else COLUMNS, "columns")
    if exhibit.events:
        exactly([row["date"] for row in rows], [event.date for event in check.build.project.events], "dates")
        for row, event in zip(rows, check.build.project.events, strict=True):
            exactly(row["event"] in check.build.writer.at(event.said("title", check.build.lang)[1]), True, "events")
            yield Passage(row["event"], "chart data", check.strings(row["event"]))
        return
    lang, grid = check.build.lang, exhibit.grid(check.build.project.figures, at)
    heads = grid.heads(lang)
    cells = [(line.label.get(lang, ""), head, name) for line in grid.lines for head, name in zip(heads, line.cells, strict=True) if name]
    exactly([(row["row"], row["column"], row["figure"]) for row in rows], cells, "cells")
    for row in rows:
        figure = check.build.project.figures.get(row["figure"], at)
        read_value(figure, check.judge.pieces, row["exact"], row["value"])
        declared = figure.declaration
        said = {"unit": declared.unit, "status": declared.status, "attribution": declared.attribution.get(check.build.lang, "")}
        for key, text in {**said, "version": figure.version}.items():
            exactly(row[key], text, f"{key} of {figure.id}")
        texts = (row["row"], row["column"])
        yield from (Passage(text, "chart data", check.strings(text)) for text in texts)
        yield value_passage(figure, row["label"], "chart data", "cell")


def drawing(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Read a chart's drawing. Its shapes are compared with those in the chart's page."""
    root = parse_xml(data)
    page = f"{match[0].removesuffix('chart.svg')}index.html"
    drawn = [_shapes(parse_xml(d)) for d in check.build.log.svgs_by_page.get(page, ()) if 'data-width="wide"' in d]
    exactly([_shapes(root)[1:]], drawn, "shapes")  # without the background
    context = (*_context(check, match), drawn_words(root))
    yield Passage(root.get("aria-label", ""), "aria-label", check.strings(root.get("aria-label", "")), context)
    for node in root.iter():
        tag = etree.QName(node).localname
        if tag in ("text", "title", "desc"):
            text = "".join(node.itertext())
            name = node.get("data-figure")
            spans = ((0, len(text), Binding("figure", name, match["version"] or "", "cell")),) if name else check.strings(text)
            yield Passage(text, "svg", spans, context)


def drawn_words(root: Element) -> str:
    """Return the words of a drawing on one line, since a name may be drawn on two."""
    return " ".join(" ".join(root.itertext()).split())


def _shapes(root: Element) -> list[tuple[str, ...]]:
    """Return the shapes of a drawing with their positions, in order: no bar may be longer than its figure makes it."""
    nodes = [node for node in root.iter() if node.tag != root.tag]
    return [
        (
            etree.QName(node).localname,
            *(node.get(name, "") for name in ("d", "transform", "x", "x2", "y", "y2", "dx", "dy", "stroke-dasharray")),
        )
        for node in nodes
    ]


def picture(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Check that a picture is a PNG. Its text cannot be read; it is rendered from the drawing, and that is read."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise Doubt("is not a PNG")
    yield from ()


def specification(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Read a chart's Vega-Lite specification. Its values and labels are compared with the figures."""
    found = json.loads(data)
    exhibit, at = check.build.project.charts[match["id"]], match["version"]
    context = _context(check, match)
    datasets = found.pop("datasets")
    # The layout's numbers are pixels; only its strings can be read as text.
    for text in sorted(set(_said(found)) - set(datasets)):
        yield Passage(text, "chart specification", check.strings(text), context)
    grid = exhibit.grid(check.build.project.figures, at)
    labels = [
        (line.label.get(check.build.lang, ""), column, check.build.project.figures.get(name, at))
        for line in grid.lines
        for column, name in zip(grid.heads(check.build.lang), line.cells, strict=True)
        if name
    ]
    for rows in datasets.values():
        for row in rows:
            exactly(set(row) - _KEYS, set(), "keys of its data")
            drawn = " ".join(row["text"]) if isinstance(row.get("text"), list) else row.get("text", "")
            if row.get("figure"):
                figure = check.build.project.figures.get(row["figure"], at)
                spans = ((0, len(drawn), Binding("figure", figure.id, at or "", "cell")),)
                yield Passage(drawn, "chart specification", spans, (*context, figure.declaration.title.get(check.build.lang, "")))
            elif drawn:
                yield Passage(drawn, "chart specification", check.strings(drawn), context)
            values = {float(figure.value) for label, _, figure in labels if label == row.get("row")}
            own = ("value",) if "from" in row else ("value", "to")  # a vague value is drawn over a range
            exactly({row[key] for key in own if key in row} - values, set(), f"values of {row.get('row')}")
            if row.get("label") and "value" in row:
                meant = [figure for label, column, figure in labels if label == row["row"] and column == row.get("column", column)]
                if not any(float(f.value) == row["value"] and in_cell(f, check.build.lang) == row["label"] for f in meant):
                    raise Doubt(f'draws {row["value"]} as "{row["label"]}" for {row["row"]}, which its figure is not')


def _said(value: Any) -> Iterator[str]:
    """Yield the texts of a specification: titles, descriptions and names of any part, and every key."""
    stack = [("", value)]
    while stack:
        key, item = stack.pop()
        if isinstance(item, dict):
            yield from (str(name) for name in item)
            stack.extend(item.items())
        elif isinstance(item, list):
            stack.extend((key, each) for each in item)
        elif isinstance(item, str) and key != "$schema":
            yield item
        elif key in _TEXT_KEYS and item is not None:
            yield str(item)


def oembed(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Read the code to embed a chart."""
    found = json.loads(data)
    exactly(set(found), _OEMBED, "keys")
    frame = lxml_html.fragment_fromstring(found["html"])
    here = check.build.site.address + match[0].removesuffix("oembed.json")
    exactly((frame.tag, frame.get("src"), len(frame)), ("iframe", here, 0), "frame")
    exactly((found["width"], found["height"]), (int(frame.get("width")), int(frame.get("height"))), "size")
    exactly((found["provider_url"], found["thumbnail_url"]), (check.build.site.address, f"{here}chart.png"), "addresses")
    for text in (found["title"], found["provider_name"], found["type"], frame.get("title"), frame.text_content()):
        if text:
            yield Passage(text, "oembed", check.strings(text), _context(check, match))


def words(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Read a citation, line by line."""
    for line in data.decode("utf-8").splitlines():
        yield Passage(line, "citation", check.strings(line), _context(check, match))


def _context(check: Check, match: re.Match[str]) -> tuple[str, ...]:
    """Return the chart's subtitle: it names measure, place and period."""
    exhibit = check.build.project.charts[match["id"]]
    return (exhibit.text("subtitle", check.build.lang, None),)


def sitemap(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Yield every text of a sitemap but addresses and dates."""
    for node in _xml(data).iter():
        tag = str(node.tag).rpartition("}")[2]
        if tag not in ("loc", "lastmod") and node.text and node.text.strip():
            yield Passage(node.text, "sitemap", check.strings(node.text))


def packed_sitemap(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Read a gzipped sitemap."""
    yield from sitemap(check, match, gzip.decompress(data))


def atom_feed(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Read an Atom feed."""
    yield from atom(_xml(data), check.strings)


def feed_json(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Read a JSON Feed."""
    yield from json_feed(data, check.strings)


def plain_json(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Yield the texts of a JSON file. A number of its own is checked like one in a cell of a table."""
    for string in json_strings(json.loads(data.decode("utf-8"))):
        yield Passage(string, "json", check.strings(string), in_cell=True)


def plain_svg(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Yield the texts of a drawing and of its style sheets."""
    texts, sheets, refused = standalone(_xml(data))
    for fact in refused:
        check.refuse(match[0], fact, "draw it with shapes and texts")
    for text in texts:
        yield Passage(text, "svg", check.strings(text))
    for sheet in sheets:
        yield from style_sheet(check, match, sheet.encode("utf-8"))


def style_sheet(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Yield the texts of a style sheet."""
    texts, refused = styles(data.decode("utf-8"))
    for fact in refused:
        check.refuse(match[0], fact, "write the text into the page")
    for text in texts:
        yield Passage(text, "css", check.strings(text))


def plain_text(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """Yield the lines of a text file, each checked like a cell, and a paragraph if its lines together state other quantities."""
    text = data.decode("utf-8")
    yield from (Passage(line, "text file", check.strings(line), in_cell=True) for line in text.splitlines())
    for block in _BLANK.split(text):
        if len(joined := block.split("\n")) > 1:
            said = " ".join(line.strip() for line in joined)
            if _quantities(said, check) != sum(_quantities(line, check) for line in joined):
                yield Passage(said, "text file", check.strings(said))


def _quantities(text: str, check: Check) -> int:
    return sum(found.kind in QUANTITIES for found in finds(text, check.build.lang, check.build.project.figures.nouns))


def _xml(data: bytes) -> Element:
    """Parse an XML file. Raises ValueError for a document type, since its entities could hide text."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("has a document type, whose entities could hide text")
    return parse_xml(data)


# Of the specification: the columns of its data, and the keys that show a number as text.
_KEYS = frozenset(
    "x x2 y y2 top bottom from to date day time place point opacity weight align text figure row column value label bound".split()
)
_TEXT_KEYS = frozenset("title subtitle description text name tooltip value datum label labels".split())
_OEMBED = frozenset("version type title provider_name provider_url html width height thumbnail_url".split())
_BLANK = re.compile(r"\n[ \t]*\n")
_ANY = r"(?s:.*/)?[^/]*[^/.][^/]*"  # any name with more than an ending, in any folder
_CHART = r"charts/(?P<id>[a-z0-9-]+)/(?:(?P<version>[0-9]{4}-[0-9]{2}-[0-9]{2})/)?"
_DATA = r"data/(?P<package>[a-z0-9-]+)/(?P<version>[0-9]{4}-[0-9]{2}-[0-9]{2})/"
# The first one with a matching pattern reads a file.
READERS: tuple[Reader, ...] = (
    Reader(re.escape(INDEX), lambda check, match, data: check.search_index(match[0], data), is_download=False, names_addresses=True),
    Reader(r"sitemap\.xml", sitemap, is_download=False, names_addresses=True),
    Reader(r"(?:feed|corrections)\.xml", atom_feed, is_download=False, names_addresses=True),
    Reader(r"(?:feed|corrections)\.json", feed_json, is_download=False, names_addresses=True),
    Reader(r"figures\.json", figures, names_addresses=True),
    Reader(r"figures/(?P<id>[a-z0-9-]+)\.json", one_figure, names_addresses=True),
    Reader(_CHART + r"data\.csv", chart_csv),
    Reader(_CHART + r"data\.json", chart_json, names_addresses=True),
    Reader(_CHART + r"chart\.svg", drawing),
    Reader(_CHART + r"chart\.png", picture),
    Reader(_CHART + r"chart\.vl\.json", specification, names_addresses=True),
    Reader(_CHART + r"oembed\.json", oembed, names_addresses=True),
    Reader(_CHART + r"cite\.(?:txt|bib|ris)", words, names_addresses=True),
    Reader(_DATA + r"(?P<file>.+\.csv)", copy),
    Reader(_DATA + r"(?P<file>datapackage\.json)", copy, names_addresses=True),
    Reader(_DATA + r"(?P<file>.+\.xlsx)", workbook, is_packed=True),
    Reader(_DATA + r"(?P<file>.+\.zip)", archive, is_packed=True),
    Reader(r"(?:.+/)?card(?P<size>)\.png", card),
    Reader(r"cards/[a-z0-9-]+-(?P<size>[0-9]+x[0-9]+)\.png", card),
    Reader(r"cards/[a-z0-9-]+\.txt", alternative, names_addresses=True),
    Reader(r"cards/social-media-kit\.zip", kit, is_packed=True),
    Reader(r"data/[a-z0-9-]+\.pdf", document, is_packed=True),
    Reader(_DATA + r"(?P<file>.+\.pdf)", document, is_packed=True),
    Reader(r"assets/[a-z-]+/[a-z-]+\.png", picture),
    Reader(r"schemas/(?P<file>[a-z]+\.schema\.json)", schema, names_addresses=True),
    # Any other file with such an ending.
    Reader(_ANY + r"\.html", lambda check, match, data: check.html(match[0], data), is_download=False, names_addresses=True),
    Reader(_ANY + r"\.xml\.gz", packed_sitemap, is_download=False, is_packed=True),
    Reader(_ANY + r"\.json", plain_json, is_download=False, names_addresses=True),
    Reader(_ANY + r"\.svg", plain_svg, is_download=False),
    Reader(_ANY + r"\.css", style_sheet, is_download=False),
    Reader(_ANY + r"\.txt", plain_text, is_download=False, names_addresses=True),
)
