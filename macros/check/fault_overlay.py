"""Shows faults in the page of its author: the number is marked in its place, with the fault and its remedy beside it.

For `mkdocs serve` only; a published page has no faults.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from macros.base.elements import Element, as_typed, find_values
from macros.base.errors import Fault, Place, count_faults
from macros.check.judge import Issue
from macros.check.readers.html import Piece, hide_faults, make_parser, read_tree

_MAX_SOURCE_LINE = 200  # characters shown of a source line
_MARKED = find_values("//mark/@data-at")


def mark_faults(path: Path, verdicts: Iterable[tuple[Issue, Fault]], others: Iterable[Fault], project: Path) -> None:
    """Rewrite the page at `path` with its faults, marked in the text or listed at the top with their lines in the folder `project`."""
    root = as_typed(lxml_html.document_fromstring(path.read_bytes(), parser=make_parser()))
    hidden = hide_faults(root)  # the check has read the page without them
    reader = read_tree(root, lambda _: (), keep=True)
    for node, text, children in hidden:
        node.text = text
        node.extend(children)
    marked = {place for places in _MARKED(root) for place in places.split()}
    listed = [fault for fault in others if str(fault.place) not in marked]
    places = []
    for verdict, fault in verdicts:
        if str(fault.place) in marked:
            continue
        index = next((i for i in reader.pieces_by_passage if reader.passages[i].text == verdict.passage.text), None)
        piece = _find_piece(reader.pieces_by_passage[index], verdict.start) if index is not None else None
        if piece is None:
            listed.append(fault)
        else:
            places.append((piece, verdict, fault))
    # From the end of each text to its beginning, so that the offsets of the others stay valid.
    for (node, slot, begin), verdict, fault in sorted(places, key=lambda item: -item[1].start):
        _mark_text(node, slot, verdict.start - begin, verdict.end - begin, fault)
    _add_fault_list(root, listed, len(marked) + len(places), project)
    path.write_bytes(lxml_html.tostring(root, doctype="<!doctype html>", encoding="utf-8"))


def write_fault_page(path: Path, faults: Iterable[Fault], project: Path) -> None:
    """Write a page with faults only, for a page that was not built."""
    root = lxml_html.document_fromstring('<html lang="en"><head><title>Not built</title></head><body><article></article></body></html>')
    _add_fault_list(root, list(faults), 0, project)
    path.write_bytes(lxml_html.tostring(root, doctype="<!doctype html>", encoding="utf-8"))


def _find_piece(pieces: list[Piece], start: int) -> Piece | None:
    return next((piece for piece in reversed(pieces) if piece[2] <= start), None)


def _mark_text(node: Element, slot: str, start: int, end: int, fault: Fault) -> None:
    text = getattr(node, slot) or ""
    element = etree.Element("mark", {"class": "fault"})
    element.text = text[start:end]
    note = etree.SubElement(element, "span", {"class": "fault__note", "role": "note"})
    note.text = f" {fault}"
    element.tail = text[end:]
    if slot == "text":
        node.text = text[:start]
        node.insert(0, element)
    else:
        node.tail = text[:start]
        node.addnext(element)


def _add_fault_list(root: etree._Element, faults: list[Fault], in_text: int, project: Path) -> None:
    """Add the box at the top of the page: the number of faults, and those without a place in the text."""
    count = len(faults) + in_text
    box = etree.Element("div", {"class": "faults", "role": "alert"})
    title = etree.SubElement(box, "p", {"class": "faults__title"})
    title.text = f"{count_faults(count)} on this page. Fix and save: the page reloads."
    if in_text:
        title.text += f" Marked in the text: {in_text}."
    items = etree.Element("ul")
    for fault in faults:
        item = etree.SubElement(items, "li")
        place = etree.SubElement(item, "code", {"class": "faults__place"})
        place.text, place.tail = str(fault.place), f" {fault.fact}"
        etree.SubElement(item, "span", {"class": "faults__remedy"}).text = f"{fault.remedy} [{fault.code}]".lstrip()
        if source := _read_source_line(project, fault.place):
            etree.SubElement(item, "pre", {"class": "faults__source"}).text = source
    if faults:
        box.append(items)
    targets = (root.find(".//article"), root.find("body"), root)  # the last for an author's own HTML without either
    next(target for target in targets if target is not None).insert(0, box)


def _read_source_line(project: Path, place: Place) -> str:
    """Return the source line of a fault, "" if there is none to show."""
    try:
        lines = (project / place.path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    line = lines[place.line - 1].strip() if 0 < place.line <= len(lines) else ""
    return line if len(line) <= _MAX_SOURCE_LINE else line[: _MAX_SOURCE_LINE - 1] + "…"
