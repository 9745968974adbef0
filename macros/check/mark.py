"""Shows faults in a page while its author writes: the number marked where it stands, the fault and its remedy beside it.

For `mkdocs serve` only; a published page has no faults.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from macros.check.html import parser, read
from macros.check.judge import Verdict
from macros.errors import Fault


def mark(path: Path, verdicts: Iterable[tuple[Verdict, Fault]], others: Iterable[Fault]) -> None:
    """Rewrite the page at `path` with its faults: in the text where they stand, the others in a list at the top."""
    root = lxml_html.document_fromstring(path.read_text(encoding="utf-8"), parser=parser())
    reader = read(root, lambda _: (), keep=True)
    listed = list(others)
    places = []
    for verdict, fault in verdicts:
        index = next((i for i in reader.found_pieces if reader.found[i].text == verdict.passage.text), None)
        piece = _piece(reader.found_pieces[index], verdict.start) if index is not None else None
        if piece is None:
            listed.append(fault)
        else:
            places.append((piece, verdict, fault))
    # From the end of each text to its beginning, so that what is still to be marked keeps its offsets.
    for (node, slot, begin), verdict, fault in sorted(places, key=lambda item: -item[1].start):
        _wrap(node, slot, verdict.start - begin, verdict.end - begin, fault)
    if listed:
        _list(root, listed)
    path.write_bytes(lxml_html.tostring(root, doctype="<!doctype html>", encoding="utf-8"))


def _piece(pieces: list[Any], start: int) -> Any:
    return next((piece for piece in reversed(pieces) if piece[2] <= start), None)


def _wrap(node: Any, slot: str, start: int, end: int, fault: Fault) -> None:
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


def _list(root: Any, faults: list[Fault]) -> None:
    box = etree.Element("div", {"class": "faults", "role": "alert"})
    items = etree.SubElement(box, "ul")
    for fault in faults:
        etree.SubElement(items, "li", {"class": "fault"}).text = str(fault)
    target = root.find(".//article")
    (target if target is not None else root.find("body")).insert(0, box)
