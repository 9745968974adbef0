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
from macros.charts.model import NOTE_NAME
from macros.check.judge import cached_quantities
from macros.check.parts import FileCheck
from macros.check.pieces import UnknownPieceError
from macros.check.readers.css import read_styles
from macros.check.readers.data_files import read_archive, read_copy, read_schema, read_workbook
from macros.check.readers.feeds import read_atom_texts, read_json_texts
from macros.check.readers.handouts import read_alternative, read_card, read_document, read_kit
from macros.check.readers.html import list_json_texts
from macros.check.readers.proofs import ContentMismatch, check_equal, check_value, list_figures, make_value_passage, read_figure
from macros.check.readers.svg import read_drawn_words, read_svg
from macros.claims.passage import Binding, Passage
from macros.datapackage import is_formula
from macros.exhibits.versions import find_version
from macros.figures import slug_of
from macros.outputs.chart_data import COLUMNS, EVENT_COLUMNS
from macros.outputs.chart_page import STYLE, WIDTH
from macros.outputs.pictures import FILE as PICTURES
from macros.outputs.search_index import FILE as INDEX
from macros.outputs.written import write_note_list
from macros.wording import write_in_cell
from macros.wording.judge import QUANTITIES

Passages = Iterator[Passage]


@dataclass(frozen=True)
class Reader:
    """A reader of one kind of files."""

    pattern: str  # a regular expression for addresses below the edition's root
    read: Callable[
        [FileCheck, re.Match[str], bytes], Passages
    ]  # yields the texts to be checked; raises `ContentMismatch` for unexpected content
    is_download: bool = True  # whether every byte must be as written by the build
    names_addresses: bool = False  # whether they hold addresses within the site, to be checked
    is_packed: bool = False  # whether their words are not visible in their bytes

    def read_passages(self, check: FileCheck, name: str, data: bytes) -> Passages:
        """Yield the texts of a file of this kind. Faults of a download are added to the check."""
        match = re.fullmatch(self.pattern, name)
        assert match is not None, name
        if not self.is_download:
            yield from self.read(check, match, data)
            return
        known = check.edition.log.published_files.get(name)
        try:
            if known is None and name.endswith(".png") and check.edition.find_unread_faults(PICTURES):
                return
            if known is None:
                raise ContentMismatch("was written by nothing that this build knows")
            yield from self.read(check, match, data)
            if hashlib.sha256(data).hexdigest() != known.sha256:
                raise ContentMismatch("is not, byte for byte, what was written")
        except (ContentMismatch, UnknownPieceError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
            check.faults.append(Fault(Place(check.make_fault_path(name)), "wrong-download", f"{error}", "build again"))


@functools.lru_cache(maxsize=10_000)
def find_reader(name: str) -> Reader | None:
    """Return the first reader for an address, or None. A file without a reader cannot be published."""
    return next((reader for reader in READERS if re.fullmatch(reader.pattern, name)), None)


def read_figures(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Read the proofs of all figures."""
    found = json.loads(data)
    check_equal(set(found), {"address", "figures"}, "keys")
    entries = found["figures"]
    check_equal([entry["id"] for entry in entries], list_figures(check.edition), "figures")
    for entry in entries:
        yield from read_figure(check.edition, check.checker.pieces, entry, check.bind_text)


def read_one_figure(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Read the proof of one figure."""
    entry = json.loads(data)
    check_equal(slug_of(entry["id"]), match["id"], "id")
    yield from read_figure(check.edition, check.checker.pieces, entry, check.bind_text)


def read_chart_csv(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Read a chart's data as CSV. A text that a spreadsheet would run as a formula is a fault."""
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
    for text in dict.fromkeys(text for row in rows for text in row.values() if is_formula(text)):
        fact = f'holds "{text}", which a spreadsheet would run as a formula'
        check.faults.append(
            Fault(Place(check.make_fault_path(match[0])), "formula", fact, "begin the text with a word, or put a space after its sign")
        )
    yield from _check_rows(check, match, rows)


def _check_rows(check: FileCheck, match: re.Match[str], rows: list[dict[str, str]]) -> Passages:
    exhibit, at = check.edition.charts[match["id"]], match["version"]
    for row in rows:
        check_equal(tuple(row), EVENT_COLUMNS if exhibit.events else COLUMNS, "columns")
    if exhibit.events:
        check_equal([row["date"] for row in rows], [event.date for event in check.edition.events], "dates")
        for row, event in zip(rows, check.edition.events, strict=True):
            check_equal(row["event"] in check.edition.writer.rendered_from(event.find_text("title", check.edition.lang)[1]), True, "events")
            yield Passage(row["event"], "chart data", check.bind_text(row["event"]))
        return
    lang, grid = check.edition.lang, exhibit.build_grid(check.edition.project.figures, at)
    heads = grid.get_headers(lang)
    cells = [
        (line.label.get(lang, ""), head, name or "", line.lack_reasons.get(at, ""), line.lack_notes.get(at, ()))
        for line in grid.lines
        for at, (head, name) in enumerate(zip(heads, line.cells, strict=True))
        if name or at in line.lack_reasons
    ]
    check_equal([(row["row"], row["column"], row["figure"]) for row in rows], [each[:3] for each in cells], "cells")
    for row, (*_, lack, notes) in zip(rows, cells, strict=True):
        if lack:
            empty = dict.fromkeys(COLUMNS, "") | {"row": row["row"], "column": row["column"]}
            check_equal(row, empty | {"qualifiers": lack, "notes": write_note_list(notes, lang)}, "gaps")
            continue
        figure = check.edition.project.figures.get(row["figure"], at)
        check_value(figure, check.checker.pieces, row["exact"], row["value"])
        declared = figure.declaration
        said = {
            "unit": declared.unit,
            "status": check.checker.pieces.find_status(declared),
            "attribution": declared.attribution.get(check.edition.lang, ""),
        }
        said |= {"qualifiers": ", ".join(figure.qualifiers), "notes": write_note_list(figure.notes, lang)}
        for key, text in {**said, "version": figure.version}.items():
            check_equal(row[key], text, f"{key} of {figure.id}")
        texts = (row["row"], row["column"])
        yield from (Passage(text, "chart data", check.bind_text(text)) for text in texts)
        yield make_value_passage(figure, row["label"], "chart data", "cell")


def read_drawing(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Read a chart's drawing. Its shapes are compared with those in the chart's page."""
    root = parse_xml(data)
    page = f"{match[0].removesuffix('chart.svg')}index.html"
    drawn = [_list_shapes(parse_xml(d)) for d in check.edition.log.svgs_by_page.get(page, ()) if 'data-width="wide"' in d]
    check_equal([_list_shapes(root)[1:]], drawn, "shapes")  # without the background
    context = (*_find_context(check, match), read_drawn_words(root))
    yield Passage(root.get("aria-label", ""), "aria-label", check.bind_text(root.get("aria-label", "")), context)
    for node in root.iter():
        tag = etree.QName(node).localname
        if tag in ("text", "title", "desc"):
            text = "".join(node.itertext())
            spans = check.bind_text(text)
            if name := node.get("data-figure"):
                spans = ((0, len(text), Binding("figure", name, match["version"] or "", "cell")),)
            elif name := node.get("data-piece"):
                spans = ((0, len(text), Binding("piece", name)),)
            yield Passage(text, "svg", spans, context)


def _list_shapes(root: Element) -> list[tuple[str, ...]]:
    """Return the shapes of a drawing with their positions, in order: no bar may be longer than its figure makes it."""
    nodes = [node for node in root.iter() if node.tag != root.tag]
    return [
        (
            etree.QName(node).localname,
            *(node.get(name, "") for name in ("d", "transform", "x", "x2", "y", "y2", "dx", "dy", "stroke-dasharray")),
        )
        for node in nodes
    ]


def read_picture(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Check that a picture is a PNG. Its text cannot be read; it is rendered from the drawing, and that is read."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise ContentMismatch("is not a PNG")
    yield from ()


def read_specification(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Read a chart's Vega-Lite specification. Its values and labels are compared with the figures."""
    found = json.loads(data)
    exhibit, at = check.edition.charts[match["id"]], match["version"]
    context = _find_context(check, match)
    datasets = found.pop("datasets")
    # The layout's numbers are pixels; only its strings can be read as text.
    for text in sorted(set(_list_texts(found)) - set(datasets)):
        yield Passage(text, "chart specification", check.bind_text(text), context)
    grid = exhibit.build_grid(check.edition.project.figures, at)
    labels = [
        (line.label.get(check.edition.lang, ""), column, check.edition.project.figures.get(name, at))
        for line in grid.lines
        for column, name in zip(grid.get_headers(check.edition.lang), line.cells, strict=True)
        if name
    ]
    for rows in datasets.values():
        for row in rows:
            check_equal(set(row) - _KEYS, set(), "keys of its data")
            drawn = " ".join(row["text"]) if isinstance(row.get("text"), list) else row.get("text", "")
            if note := NOTE_NAME.fullmatch(row.get("figure") or ""):
                yield Passage(drawn, "chart specification", ((0, len(drawn), Binding("piece", note[1])),), context)
            elif row.get("figure"):
                yield make_value_passage(check.edition.project.figures.get(row["figure"], at), drawn, "chart specification", "cell")
            elif drawn:
                yield Passage(drawn, "chart specification", check.bind_text(drawn), context)
            values = {float(figure.value) for label, _, figure in labels if label == row.get("row")}
            own = ("value",) if "from" in row else ("value", "to")  # a vague value is drawn over a range
            check_equal({row[key] for key in own if key in row} - values, set(), f"values of {row.get('row')}")
            if row.get("label") and "value" in row:
                meant = [figure for label, column, figure in labels if label == row["row"] and column == row.get("column", column)]
                if not any(float(f.value) == row["value"] and write_in_cell(f, check.edition.lang) == row["label"] for f in meant):
                    raise ContentMismatch(f'draws {row["value"]} as "{row["label"]}" for {row["row"]}, which its figure is not')


def _list_texts(value: Any) -> Iterator[str]:
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


def read_oembed(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Read the code to embed a chart."""
    found = json.loads(data)
    check_equal(set(found), _OEMBED, "keys")
    frame, script = lxml_html.fragments_fromstring(found["html"])
    here = check.edition.site.address + match[0].removesuffix("oembed.json")
    check_equal((frame.tag, frame.get("src"), len(frame)), ("iframe", here, 0), "frame")
    check_equal(dict(script.attrib), {"async": "", "src": f"{check.edition.default.site.address}assets/frame.js"}, "script")
    check_equal((found["width"], found["height"], frame.get("style")), (WIDTH, int(frame.get("height") or 0), STYLE), "size")
    newest = find_version(check.edition.charts[match["id"]], check.edition.project.figures, None)
    check_equal((found["provider_url"], found["thumbnail_url"]), (check.edition.site.address, f"{here}{newest}/chart.png"), "addresses")
    for text in (found["title"], found["provider_name"], found["type"], frame.get("title"), frame.text or "", script.text or ""):
        if text:
            yield Passage(text, "oembed", check.bind_text(text), _find_context(check, match))


def _find_context(check: FileCheck, match: re.Match[str]) -> tuple[str, ...]:
    """Return the chart's subtitle: it names measure, place and period."""
    exhibit = check.edition.charts[match["id"]]
    return (exhibit.get_text("subtitle", check.edition.lang, None),)


def read_sitemap(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Yield every text of a sitemap but addresses and dates."""
    for node in _parse_xml(data).iter():
        tag = str(node.tag).rpartition("}")[2]
        if tag not in ("loc", "lastmod") and node.text and node.text.strip():
            yield Passage(node.text, "sitemap", check.bind_text(node.text))


def read_packed_sitemap(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Read a gzipped sitemap."""
    yield from read_sitemap(check, match, gzip.decompress(data))


def read_atom_feed(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Read an Atom feed."""
    yield from read_atom_texts(_parse_xml(data), check.bind_text)


def read_json_feed(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Read a JSON Feed."""
    yield from read_json_texts(data, check.bind_text)


def read_plain_json(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Yield the texts of a JSON file. A number of its own is checked like one in a cell of a table."""
    for string in list_json_texts(json.loads(data.decode("utf-8"))):
        yield Passage(string, "json", check.bind_text(string), is_in_cell=True)


def read_plain_svg(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Yield the texts of a drawing and of its style sheets."""
    texts, sheets, refused = read_svg(_parse_xml(data))
    for fact in refused:
        check.add_refusal(match[0], fact, "draw it with shapes and texts")
    for text in texts:
        yield Passage(text, "svg", check.bind_text(text))
    for sheet in sheets:
        yield from read_style_sheet(check, match, sheet.encode("utf-8"))


def read_style_sheet(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Yield the texts of a style sheet."""
    texts, refused = read_styles(data.decode("utf-8"))
    for fact in refused:
        check.add_refusal(match[0], fact, "write the text into the page")
    for text in texts:
        yield Passage(text, "css", check.bind_text(text))


def read_plain_text(check: FileCheck, match: re.Match[str], data: bytes) -> Passages:
    """Yield the lines of a text file, each checked like a cell, and a paragraph if its lines together state other quantities."""
    text = data.decode("utf-8")
    yield from (Passage(line, "text file", check.bind_text(line), is_in_cell=True) for line in text.splitlines())
    for block in _BLANK.split(text):
        if len(joined := block.split("\n")) > 1:
            said = " ".join(line.strip() for line in joined)
            if _count_quantities(said, check) != sum(_count_quantities(line, check) for line in joined):
                yield Passage(said, "text file", check.bind_text(said))


def _count_quantities(text: str, check: FileCheck) -> int:
    return sum(found.kind in QUANTITIES for found in cached_quantities(text, check.edition.lang, check.edition.project.figures.nouns))


def _parse_xml(data: bytes) -> Element:
    """Parse an XML file. Raises ValueError for a document type, since its entities could hide text."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("has a document type, whose entities could hide text")
    return parse_xml(data)


# Of the specification: the columns of its data, and the keys that show a number as text.
_KEYS = frozenset(
    "x x2 y y2 top bottom from to date day time place cell point opacity weight align text figure row column value label bound soft".split()
)
_TEXT_KEYS = frozenset("title subtitle description text name tooltip value datum label labels".split())
_OEMBED = frozenset("version type title provider_name provider_url html width height thumbnail_url".split())
_BLANK = re.compile(r"\n[ \t]*\n")
_ANY_NAME = r"(?s:.*/)?[^/]*[^/.][^/]*"  # any name with more than an ending, in any folder
_NEWEST_CHART = r"charts/(?P<id>[a-z0-9-]+)/"
_CHART = _NEWEST_CHART + r"(?P<version>[0-9]{4}-[0-9]{2}-[0-9]{2})/"
_DATA = r"data/(?P<package>[a-z0-9-]+)/(?P<version>[0-9]{4}-[0-9]{2}-[0-9]{2})/"
# The first one with a matching pattern reads a file.
READERS: tuple[Reader, ...] = (
    Reader(re.escape(INDEX), lambda check, match, data: check.read_search_index(match[0], data), is_download=False, names_addresses=True),
    Reader(r"sitemap\.xml", read_sitemap, is_download=False, names_addresses=True),
    Reader(r"(?:feed|corrections)\.xml", read_atom_feed, is_download=False, names_addresses=True),
    Reader(r"(?:feed|corrections)\.json", read_json_feed, is_download=False, names_addresses=True),
    Reader(r"figures\.json", read_figures, names_addresses=True),
    Reader(r"figures/(?P<id>[a-z0-9-]+)\.json", read_one_figure, names_addresses=True),
    Reader(_CHART + r"data\.csv", read_chart_csv),
    Reader(_CHART + r"chart\.svg", read_drawing),
    Reader(_CHART + r"chart\.png", read_picture),
    Reader(_CHART + r"chart\.vl\.json", read_specification, names_addresses=True),
    Reader(_NEWEST_CHART + r"oembed\.json", read_oembed, names_addresses=True),
    Reader(_DATA + r"(?P<file>.+\.csv)", read_copy),
    Reader(_DATA + r"(?P<file>datapackage\.json)", read_copy, names_addresses=True),
    Reader(_DATA + r"(?P<file>.+\.xlsx)", read_workbook, is_packed=True),
    Reader(_DATA + r"(?P<file>.+\.zip)", read_archive, is_packed=True),
    Reader(r"(?:.+/)?card(?P<size>)\.png", read_card),
    Reader(r"cards/[a-z0-9-]+-(?P<size>[0-9]+x[0-9]+)\.png", read_card),
    Reader(r"cards/[a-z0-9-]+\.txt", read_alternative, names_addresses=True),
    Reader(r"cards/social-media-kit\.zip", read_kit, is_packed=True),
    Reader(r"data/[a-z0-9-]+\.pdf", read_document, is_packed=True),
    Reader(_DATA + r"(?P<file>.+\.pdf)", read_document, is_packed=True),
    Reader(r"assets/[a-z-]+/[a-z-]+\.png", read_picture),
    Reader(r"schemas/(?P<file>[a-z]+\.schema\.json)", read_schema, names_addresses=True),
    # Any other file with such an ending.
    Reader(_ANY_NAME + r"\.html", lambda check, match, data: check.read_html(match[0], data), is_download=False, names_addresses=True),
    Reader(_ANY_NAME + r"\.xml\.gz", read_packed_sitemap, is_download=False, is_packed=True),
    Reader(_ANY_NAME + r"\.json", read_plain_json, is_download=False, names_addresses=True),
    Reader(_ANY_NAME + r"\.svg", read_plain_svg, is_download=False),
    Reader(_ANY_NAME + r"\.css", read_style_sheet, is_download=False),
    Reader(_ANY_NAME + r"\.txt", read_plain_text, is_download=False, names_addresses=True),
)
