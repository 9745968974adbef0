"""Reads a drawing in a file of its own (SVG): all text it could show, and its forbidden content."""

from __future__ import annotations

from macros.base.elements import Element
from macros.check.readers.html_elements import TEXT_ATTRIBUTES

# Other documents, scripts, and pictures with unreadable text.
_REFUSED_ELEMENTS = frozenset("script foreignobject iframe image audio video canvas object embed animate set handler listener".split())
_TEXT_ELEMENTS = frozenset("text title desc".split())


def read_drawn_words(root: Element) -> str:
    """Return the words of a drawing on one line, since a name may be drawn on two, without the notes of the source.

    A note says something of one value, and nothing of the labels of the others.
    """
    said = []
    for node in root.iter("{*}*"):
        above = node.getparent()
        if not node.get("data-piece") and (above is None or not above.get("data-piece")):
            said.append(node.text or "")
    return " ".join(" ".join(said).split())


def read_svg(root: Element) -> tuple[list[str], list[str], list[str]]:
    """Return the texts of a drawing and of its attributes read aloud, its style sheets, and the facts of its forbidden content."""
    texts, sheets, refused, drawn = [], [], [], []
    for node in root.iter():
        name = str(node.tag).rpartition("}")[2].lower() if isinstance(node.tag, str) else ""
        if name in _REFUSED_ELEMENTS:
            refused.append(f"holds <{name}>, which can show what is not read")
        if name == "style":
            sheets.append("".join(node.itertext()))
        if name in _TEXT_ELEMENTS:
            texts.append("".join(node.itertext()))
        if name == "text":
            drawn.append("".join(node.itertext()))
        for key, value in node.items():
            local = str(key).rpartition("}")[2].lower()
            if local.startswith("on"):
                refused.append(f"holds {local}, a script")
            elif local == "href" and not value.startswith("#") and name != "a":
                refused.append(f"loads {value[:60]}")
            elif local == "style" or (local in TEXT_ATTRIBUTES and value.strip()):
                (sheets if local == "style" else texts).append(value)
    if len(drawn) > 1:
        texts.append("".join(drawn))  # a number may be split over several elements
    return texts, sheets, refused
