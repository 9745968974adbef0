"""SVG for a page from a Vega-Lite specification: rendered by vl-convert, then cleaned.

vl-convert writes an image for a file of its own: fixed size, roles and English labels on each mark, a font, clip paths
with ids that differ between processes. The cleaned SVG has one role and one name, on the root, the page's font,
no id, the figure's id on each drawn label, and the number of its cell on marks that may have no label (`data-cell`).
"""

from __future__ import annotations

import re

import vl_convert
from lxml import etree

from macros.base.elements import Element, new_root, parse_xml

from .model import NOTE_NAME, Chart

_NS = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?|-?\d+e-?\d+", re.IGNORECASE)
# Attributes with lengths or shares of the drawing. Numbers elsewhere belong to texts and ids.
_GEOMETRY_ATTRIBUTES = {"d", "dx", "dy", "fill-opacity", "height", "opacity", "r", "stroke-dasharray", "stroke-width", "transform"}
_GEOMETRY_ATTRIBUTES |= {"width", "x", "x1", "x2", "y", "y1", "y2"}
_DROPPED_ATTRIBUTES = ("class", "role", "id", "clip-path", "font-family", "pointer-events")
_VERSION = re.compile(r"/vega-lite/v([0-9]+\.[0-9]+)[0-9.]*\.json")


def render_svg(specification: str, chart: Chart, width: str) -> str:
    """Render a specification (JSON) as SVG on one line."""
    version = _VERSION.search(specification)
    assert version, chart.id
    raw = vl_convert.vegalite_to_svg(specification, vl_version=version[1], allowed_base_urls=[])
    return clean_svg(raw, chart, width)


def clean_svg(raw: str, chart: Chart, width: str) -> str:
    """Turn the renderer's SVG into inline SVG for a page."""
    source = parse_xml(raw)
    view = source.get("viewBox", "")
    for element in list(source.iter(etree.Element)):
        _clean_element(element)
    root = new_root(f"{_NS}svg", {None: _NS[1:-1]})
    root.set("class", "chart-svg")
    root.set("role", "img")
    root.set("aria-label", chart.name)
    drawn = ["".join(each.itertext()) for each in source.iter(f"{_NS}text")]
    if told := " ".join(filter(None, (remark.select_text(drawn) for remark in chart.remarks if not remark.piece))):
        root.set("aria-description", told)
    root.set("lang", chart.lang)
    root.set("viewBox", view)
    root.set("font-family", "inherit")
    root.set("data-chart", chart.id)
    root.set("data-kind", chart.kind)
    root.set("data-width", width)
    root.extend(list(source))
    _unwrap_groups(root)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def _clean_element(element: Element) -> None:
    name = element.get("aria-label", "")
    figure = name if element.tag == f"{_NS}text" else None
    # "Background", "foreground" and rectangles are frames of the renderer; definitions serve clips only.
    # Vega-Lite cannot leave out the labels of panels in several rows, so they are empty texts.
    is_empty = element.tag == f"{_NS}text" and not "".join(element.itertext())
    if is_empty or element.tag in {f"{_NS}defs", f"{_NS}rect"} or element.get("class") in {"background", "foreground"}:
        if (parent := element.getparent()) is not None:
            parent.remove(element)
        return
    for key, value in element.items():
        if key in _DROPPED_ATTRIBUTES or key.startswith(("aria-", _XLINK)):
            del element.attrib[key]
        elif key in _GEOMETRY_ATTRIBUTES:
            element.set(key, _NUMBER.sub(_round_number, value))
    if element.tag == f"{_NS}path" and name.isdecimal():
        element.set("data-cell", name)
    if figure and (note := NOTE_NAME.fullmatch(figure)):
        element.set("data-piece", note[1])
        if note[2]:
            element.set("lang", note[2])
    elif figure:
        element.set("data-figure", figure)
    if element.tag == f"{_NS}text":
        # Only the position parts a text from the next one; text read without the picture needs a space.
        element.tail = " "
    if element.tag == f"{_NS}tspan" and element.getnext() is not None:
        # The lines of one text are one sentence for readers of the text alone.
        element.text = f"{element.text} "


def _round_number(number: re.Match[str]) -> str:
    # + 0.0 turns -0.0 into 0.0.
    return f"{round(float(number[0]), 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def _unwrap_groups(root: Element) -> None:
    """Remove groups without attributes; their children stay, in order."""
    for group in list(root.iter(f"{_NS}g")):
        if group.get("transform") == "translate(0,0)":
            del group.attrib["transform"]
        if not group.attrib and (parent := group.getparent()) is not None:
            place = parent.index(group)
            for child in reversed(list(group)):
                parent.insert(place, child)
            parent.remove(group)
