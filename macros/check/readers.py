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
from typing import TYPE_CHECKING, Any

from lxml import etree
from lxml import html as lxml_html

from macros.check.data_files import archive, copy, workbook
from macros.check.model import Binding, Passage
from macros.check.proofs import Doubt, available, exactly, figure_passages, read_figure, read_value
from macros.errors import Fault, Place
from macros.wording import in_cell

if TYPE_CHECKING:
    from macros.check.site import SiteCheck

Texts = Iterator[Passage]


def downloads(name: str) -> Callable[[SiteCheck, str, bytes], Texts] | None:
    """The reader of a download at this address, or None where the address is of none."""
    for pattern, reader in _READERS:
        match = re.fullmatch(pattern, name)
        if match:
            return functools.partial(_read, match, reader)
    return None


def _read(match: re.Match[str], reader: Callable[..., Texts], check: SiteCheck, name: str, data: bytes) -> Texts:
    """The passages of a download; what is wrong with it is added to the check's faults."""
    known = check.build.rendered.get(name)
    try:
        if known is None:
            raise Doubt("was written by nothing that this build knows")
        yield from reader(check, match, data)
        if hashlib.sha256(data).hexdigest() != known.sha256:
            raise Doubt("is not, byte for byte, what was written")
    except (Doubt, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        check.faults.append(Fault(Place(f"site/{name}"), "wrong-download", f"{error}", "build again"))


def figures(check: SiteCheck, match: re.Match[str], data: bytes) -> Texts:
    entries = json.loads(data)["figures"]
    exactly([entry["id"] for entry in entries], available(check.build), "figures")
    for entry in entries:
        yield from read_figure(check.build, entry, check.strings)


def one_figure(check: SiteCheck, match: re.Match[str], data: bytes) -> Texts:
    entry = json.loads(data)
    exactly(entry["id"], match["id"], "id")
    yield from read_figure(check.build, entry, check.strings)


def chart_csv(check: SiteCheck, match: re.Match[str], data: bytes) -> Texts:
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
    yield from _rows(check, match, rows)


def chart_json(check: SiteCheck, match: re.Match[str], data: bytes) -> Texts:
    found = json.loads(data)
    exactly(found["id"], match["id"], "id")
    context = _context(check, match)
    for key in ("headline", "subtitle", "description", "source"):
        yield Passage(found[key], "chart data", check.strings(found[key]), context)
    yield from _rows(check, match, found["rows"])


def _rows(check: SiteCheck, match: re.Match[str], rows: list[dict[str, str]]) -> Texts:
    exhibit, at = check.build.charts[match["id"]], match["version"]
    if exhibit.events:
        exactly([row["date"] for row in rows], [event.date for event in check.build.events], "dates")
        for row in rows:
            yield Passage(row["event"], "chart data", check.strings(row["event"]))
        return
    exactly([row["figure"] for row in rows], [name for line in exhibit.rows for name in line.cells if name], "figures")
    for row in rows:
        figure = check.build.figures.get(row["figure"], at)
        read_value(figure, row["exact"], row["value"])
        declared = figure.declaration
        said = {"unit": declared.unit, "status": declared.status, "attribution": declared.attribution.get(check.build.lang, "")}
        for key, text in {**said, "version": figure.version}.items():
            exactly(row[key], text, f"{key} of {figure.id}")
        texts = (row["row"], row["column"])
        yield from (Passage(text, "chart data", check.strings(text)) for text in texts)
        yield from figure_passages(figure, row["label"], "chart data")


def drawing(check: SiteCheck, match: re.Match[str], data: bytes) -> Texts:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    page = f"{match[0].removesuffix('chart.svg')}index.html"
    drawn = [_shapes(etree.fromstring(d)) for d in check.build.drawings.get(page, ()) if 'data-width="wide"' in d]
    exactly([_shapes(root)[1:]], drawn, "shapes")  # but for the paper
    context = (*_context(check, match), " ".join(root.itertext()))
    yield Passage(root.get("aria-label", ""), "aria-label", check.strings(root.get("aria-label", "")), context)
    for node in root.iter():
        tag = etree.QName(node).localname
        if tag in ("text", "title", "desc"):
            text = "".join(node.itertext())
            name = node.get("data-figure")
            spans = ((0, len(text), Binding("figure", name, match["version"] or "")),) if name else check.strings(text)
            yield Passage(text, "svg", spans, context)


def _shapes(root: Any) -> list[tuple[str, ...]]:
    """What is drawn where, in order: no bar may be longer than its figure makes it."""
    nodes = [node for node in root.iter() if node.tag != root.tag]
    return [
        tuple(node.get(name, "") for name in ("d", "transform", "x", "x2", "y", "y2", "dx", "dy", "stroke-dasharray")) for node in nodes
    ]


def picture(check: SiteCheck, match: re.Match[str], data: bytes) -> Texts:
    """What a picture shows cannot be read from it: it is the one rendered from the drawing, whose text is read."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise Doubt("is no PNG")
    yield from ()


def specification(check: SiteCheck, match: re.Match[str], data: bytes) -> Texts:
    found = json.loads(data)
    exhibit, at = check.build.charts[match["id"]], match["version"]
    context = _context(check, match)
    yield Passage(found["description"], "chart specification", check.strings(found["description"]), context)
    labels = [
        (line.label.get(check.build.lang, ""), column, check.build.figures.get(name, at))
        for line in exhibit.rows
        for column, name in zip(exhibit.heads(check.build.lang), line.cells, strict=True)
        if name
    ]
    for rows in found["datasets"].values():
        for row in rows:
            drawn = " ".join(row["text"]) if isinstance(row.get("text"), list) else row.get("text", "")
            if row.get("figure"):
                figure = check.build.figures.get(row["figure"], at)
                spans = ((0, len(drawn), Binding("figure", figure.id, at or "")),)
                yield Passage(drawn, "chart specification", spans, (*context, figure.declaration.title.get(check.build.lang, "")))
            elif drawn:
                yield Passage(drawn, "chart specification", check.strings(drawn), context)
            if row.get("label") and "value" in row:
                meant = [figure for label, column, figure in labels if label == row["row"] and column == row.get("column", column)]
                if not any(float(f.value) == row["value"] and in_cell(f, check.build.lang) == row["label"] for f in meant):
                    raise Doubt(f'draws {row["value"]} as "{row["label"]}" for {row["row"]}, which its figure is not')


def oembed(check: SiteCheck, match: re.Match[str], data: bytes) -> Texts:
    found = json.loads(data)
    frame = lxml_html.fragment_fromstring(found["html"])
    here = check.build.address + match[0].removesuffix("oembed.json")
    exactly((frame.tag, frame.get("src"), len(frame)), ("iframe", here, 0), "frame")
    for text in (found["title"], found["provider_name"], frame.get("title"), frame.text_content()):
        if text:
            yield Passage(text, "oembed", check.strings(text), _context(check, match))


def words(check: SiteCheck, match: re.Match[str], data: bytes) -> Texts:
    for line in data.decode("utf-8").splitlines():
        yield Passage(line, "citation", check.strings(line), _context(check, match))


def _context(check: SiteCheck, match: re.Match[str]) -> tuple[str, ...]:
    """The chart's own words: its title says measure, place and period."""
    exhibit = check.build.charts[match["id"]]
    return (exhibit.text("subtitle", check.build.lang, None),)


_CHART = r"charts/(?P<id>[a-z0-9-]+)/(?:(?P<version>[0-9]{4}-[0-9]{2}-[0-9]{2})/)?"
_DATA = r"data/(?P<package>[a-z0-9-]+)/(?P<version>[0-9]{4}-[0-9]{2}-[0-9]{2})/"
_READERS: tuple[tuple[str, Callable[[SiteCheck, re.Match[str], bytes], Texts]], ...] = (
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
)
