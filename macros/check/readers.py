"""Readers of the downloads: each compares a file with what it should hold, cell by cell, and gives its texts to be judged.

Every download is also known by its sha256 (`Build.rendered`), so that not one byte may differ from what was written.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from macros.check.data_files import archive, copy, schema, workbook
from macros.check.handouts import alternative, card, document, kit
from macros.check.model import Binding, Passage
from macros.check.parts import Check
from macros.check.pieces import Unknown
from macros.check.proofs import Doubt, available, exactly, read_figure, read_value, value_passage
from macros.datapackage import is_formula
from macros.errors import Fault, Place
from macros.exhibits.texts import TEXTS
from macros.outputs.chart_data import COLUMNS, EVENT_COLUMNS
from macros.outputs.pictures import FILE as PICTURES
from macros.trees import Element, parse_xml
from macros.wording import in_cell

Texts = Iterator[Passage]


def downloads(name: str) -> Callable[[Check, str, bytes], Texts] | None:
    """The reader of a download at this address, or None where the address is of none."""
    for pattern, reader in _READERS:
        match = re.fullmatch(pattern, name)
        if match:
            return functools.partial(_read, match, reader)
    return None


def _read(match: re.Match[str], reader: Callable[..., Texts], check: Check, name: str, data: bytes) -> Texts:
    """The passages of a download; what is wrong with it is added to the check's faults."""
    known = check.build.rendered.get(name)
    try:
        if known is None and name.endswith(".png") and check.build.unread(PICTURES):
            return
        if known is None:
            raise Doubt("was written by nothing that this build knows")
        yield from reader(check, match, data)
        if hashlib.sha256(data).hexdigest() != known.sha256:
            raise Doubt("is not, byte for byte, what was written")
    except (Doubt, Unknown, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        check.faults.append(Fault(Place(check.path(name)), "wrong-download", f"{error}", "build again"))


def figures(check: Check, match: re.Match[str], data: bytes) -> Texts:
    found = json.loads(data)
    exactly(set(found), {"address", "figures"}, "keys")
    entries = found["figures"]
    exactly([entry["id"] for entry in entries], available(check.build), "figures")
    for entry in entries:
        yield from read_figure(check.build, check.judge.pieces, entry, check.strings)


def one_figure(check: Check, match: re.Match[str], data: bytes) -> Texts:
    entry = json.loads(data)
    exactly(entry["id"], match["id"], "id")
    yield from read_figure(check.build, check.judge.pieces, entry, check.strings)


def chart_csv(check: Check, match: re.Match[str], data: bytes) -> Texts:
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
    for text in dict.fromkeys(text for row in rows for text in row.values() if is_formula(text)):
        fact = f'holds "{text}", which a spreadsheet would run as a formula'
        check.faults.append(
            Fault(Place(check.path(match[0])), "formula", fact, "begin the text with a word, or put a space behind its sign")
        )
    yield from _rows(check, match, rows)


def chart_json(check: Check, match: re.Match[str], data: bytes) -> Texts:
    found = json.loads(data)
    exhibit, here = check.build.charts[match["id"]], check.build.address + match[0].removesuffix("data.json")
    said = {"id": exhibit.id, "kind": exhibit.kind, "address": here, "version": match["version"] or found["version"]}
    exactly({key: found[key] for key in said}, said, "head")
    exactly(set(found), {*said, *TEXTS, "newest", "rows"}, "keys")
    context, lang = _context(check, match), check.build.lang
    for key in TEXTS:
        # The subtitle stands in for the words that older data do not fit.
        places = {exhibit.text_place(name, lang, version) for name in (key, "subtitle") for version in (match["version"], None)}
        exactly(any(found[key] in check.build.writer.at(place) for place in places), True, key)
        yield Passage(found[key], "chart data", check.strings(found[key]), context)
    yield from _rows(check, match, found["rows"])


def _rows(check: Check, match: re.Match[str], rows: list[dict[str, str]]) -> Texts:
    exhibit, at = check.build.charts[match["id"]], match["version"]
    for row in rows:
        exactly(tuple(row), EVENT_COLUMNS if exhibit.events else COLUMNS, "columns")
    if exhibit.events:
        exactly([row["date"] for row in rows], [event.date for event in check.build.events], "dates")
        for row, event in zip(rows, check.build.events, strict=True):
            exactly(row["event"] in check.build.writer.at(event.said("title", check.build.lang)[1]), True, "events")
            yield Passage(row["event"], "chart data", check.strings(row["event"]))
        return
    heads, lang = exhibit.heads(check.build.lang), check.build.lang
    cells = [(line.label.get(lang, ""), head, name) for line in exhibit.rows for head, name in zip(heads, line.cells, strict=True) if name]
    exactly([(row["row"], row["column"], row["figure"]) for row in rows], cells, "cells")
    for row in rows:
        figure = check.build.figures.get(row["figure"], at)
        read_value(figure, check.judge.pieces, row["exact"], row["value"])
        declared = figure.declaration
        said = {"unit": declared.unit, "status": declared.status, "attribution": declared.attribution.get(check.build.lang, "")}
        for key, text in {**said, "version": figure.version}.items():
            exactly(row[key], text, f"{key} of {figure.id}")
        texts = (row["row"], row["column"])
        yield from (Passage(text, "chart data", check.strings(text)) for text in texts)
        yield value_passage(figure, row["label"], "chart data", "cell")


def drawing(check: Check, match: re.Match[str], data: bytes) -> Texts:
    root = parse_xml(data)
    page = f"{match[0].removesuffix('chart.svg')}index.html"
    drawn = [_shapes(parse_xml(d)) for d in check.build.drawings.get(page, ()) if 'data-width="wide"' in d]
    exactly([_shapes(root)[1:]], drawn, "shapes")  # but for the paper
    context = (*_context(check, match), " ".join(root.itertext()))
    yield Passage(root.get("aria-label", ""), "aria-label", check.strings(root.get("aria-label", "")), context)
    for node in root.iter():
        tag = etree.QName(node).localname
        if tag in ("text", "title", "desc"):
            text = "".join(node.itertext())
            name = node.get("data-figure")
            spans = ((0, len(text), Binding("figure", name, match["version"] or "", "cell")),) if name else check.strings(text)
            yield Passage(text, "svg", spans, context)


def _shapes(root: Element) -> list[tuple[str, ...]]:
    """What is drawn where, in order: no bar may be longer than its figure makes it."""
    nodes = [node for node in root.iter() if node.tag != root.tag]
    return [
        (
            etree.QName(node).localname,
            *(node.get(name, "") for name in ("d", "transform", "x", "x2", "y", "y2", "dx", "dy", "stroke-dasharray")),
        )
        for node in nodes
    ]


def picture(check: Check, match: re.Match[str], data: bytes) -> Texts:
    """What a picture shows cannot be read from it: it is the one rendered from the drawing, whose text is read."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise Doubt("is no PNG")
    yield from ()


def specification(check: Check, match: re.Match[str], data: bytes) -> Texts:
    found = json.loads(data)
    exhibit, at = check.build.charts[match["id"]], match["version"]
    context = _context(check, match)
    datasets = found.pop("datasets")
    # The layout holds pixels and addresses; what could be read in it is text.
    for text in sorted(set(_said(found)) - set(datasets)):
        yield Passage(text, "chart specification", check.strings(text), context)
    labels = [
        (line.label.get(check.build.lang, ""), column, check.build.figures.get(name, at))
        for line in exhibit.rows
        for column, name in zip(exhibit.heads(check.build.lang), line.cells, strict=True)
        if name
    ]
    for rows in datasets.values():
        for row in rows:
            exactly(set(row) - _KEYS, set(), "keys of its data")
            drawn = " ".join(row["text"]) if isinstance(row.get("text"), list) else row.get("text", "")
            if row.get("figure"):
                figure = check.build.figures.get(row["figure"], at)
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
    """The texts of a specification: titles, descriptions and names of whatever part, and every key."""
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
    found = json.loads(data)
    exactly(set(found), _OEMBED, "keys")
    frame = lxml_html.fragment_fromstring(found["html"])
    here = check.build.address + match[0].removesuffix("oembed.json")
    exactly((frame.tag, frame.get("src"), len(frame)), ("iframe", here, 0), "frame")
    exactly((found["width"], found["height"]), (int(frame.get("width")), int(frame.get("height"))), "size")
    exactly((found["provider_url"], found["thumbnail_url"]), (check.build.address, f"{here}chart.png"), "addresses")
    for text in (found["title"], found["provider_name"], found["type"], frame.get("title"), frame.text_content()):
        if text:
            yield Passage(text, "oembed", check.strings(text), _context(check, match))


def words(check: Check, match: re.Match[str], data: bytes) -> Texts:
    for line in data.decode("utf-8").splitlines():
        yield Passage(line, "citation", check.strings(line), _context(check, match))


def _context(check: Check, match: re.Match[str]) -> tuple[str, ...]:
    """The chart's own words: its title says measure, place and period."""
    exhibit = check.build.charts[match["id"]]
    return (exhibit.text("subtitle", check.build.lang, None),)


# Of the specification: the columns of its data, and where a number would be shown as text.
_KEYS = frozenset("x x2 y y2 top bottom from to date day time text figure row column value label bound".split())
_TEXT_KEYS = frozenset("title subtitle description text name tooltip value datum label labels".split())
_OEMBED = frozenset("version type title provider_name provider_url html width height thumbnail_url".split())
_CHART = r"charts/(?P<id>[a-z0-9-]+)/(?:(?P<version>[0-9]{4}-[0-9]{2}-[0-9]{2})/)?"
_DATA = r"data/(?P<package>[a-z0-9-]+)/(?P<version>[0-9]{4}-[0-9]{2}-[0-9]{2})/"
_READERS: tuple[tuple[str, Callable[[Check, re.Match[str], bytes], Texts]], ...] = (
    (r"figures\.json", figures),
    (r"figures/(?P<id>[a-z0-9-]+)\.json", one_figure),
    (_CHART + r"data\.csv", chart_csv),
    (_CHART + r"data\.json", chart_json),
    (_CHART + r"chart\.svg", drawing),
    (_CHART + r"chart\.png", picture),
    (_CHART + r"chart\.vl\.json", specification),
    (_CHART + r"oembed\.json", oembed),
    (_CHART + r"cite\.(?:txt|bib|ris)", words),
    (_DATA + r"(?P<file>.+\.csv|datapackage\.json)", copy),
    (_DATA + r"(?P<file>.+\.xlsx)", workbook),
    (_DATA + r"(?P<file>.+\.zip)", archive),
    (r"(?:.+/)?card(?P<size>)\.png", card),
    (r"cards/[a-z0-9-]+-(?P<size>[0-9]+x[0-9]+)\.png", card),
    (r"cards/[a-z0-9-]+\.txt", alternative),
    (r"cards/social-media-kit\.zip", kit),
    (r"data/[a-z0-9-]+\.pdf", document),
    (_DATA + r"(?P<file>.+\.pdf)", document),
    (r"assets/[a-z-]+/[a-z-]+\.png", picture),
    (r"schemas/(?P<file>[a-z]+\.schema\.json)", schema),
)
