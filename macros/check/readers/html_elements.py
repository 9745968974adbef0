"""Classifies HTML's elements and attributes for the check: inline or block, prose or none, allowed or active."""

from __future__ import annotations

from dataclasses import dataclass

from macros.check.readers.allowed_html import ATTRIBUTES_BY_ELEMENT, GENERATED_ATTRIBUTES, GENERATED_ELEMENTS


@dataclass(frozen=True)
class ElementKind:
    """The treatment of an element."""

    is_block: bool = True  # separates passages; text flows through inline elements
    is_skipped: bool = False  # its text is no prose
    is_active: bool = False  # allowed to nobody (macros/check/readers/allowed_html.py); in no page's text
    surface: str = ""  # of its text
    level: int = 0  # of a heading
    is_named: bool = False  # adds to the context of its content: a cell its headers, a figure its caption
    is_plain: bool = False  # has none of these but `is_block`


_INLINE = (
    "a abbr b bdi big cite data del dfn em font i ins label mark q ruby s small span strong sub sup time tspan u var wbr tt "
    "strike acronym nobr code kbd samp br"
).split()
_SKIPPED = "script style template".split()
_NAMED = "td th table figure li a svg".split()
_PLAIN = [name for name in _INLINE if name not in ("a", "br", "sup")]
_SURFACE_BY_TAG = {"text": "svg", "title": "title"}


def _build_kinds() -> dict[str, ElementKind]:
    special = {*_INLINE, "article", "pre", "dd", *_SKIPPED, *_NAMED, *_SURFACE_BY_TAG, "h1", "h2", "h3", "h4", "h5", "h6"}
    known = ATTRIBUTES_BY_ELEMENT.keys() | GENERATED_ELEMENTS
    return {
        name: ElementKind(
            is_block=name not in _INLINE,
            is_skipped=name in _SKIPPED,
            is_active=name not in known and name not in _SKIPPED,  # these have messages of their own
            surface=_SURFACE_BY_TAG.get(name, ""),
            level=int(name[1]) if name[0] == "h" and name[1:].isdigit() else 0,
            is_named=name in _NAMED,
            is_plain=name in _PLAIN or name not in special,
        )
        for name in special | known
    }


KIND_BY_TAG = _build_kinds()
OTHER_KIND = ElementKind(is_active=True, is_plain=True)  # unknown elements separate passages
# Attributes shown or read to people.
TEXT_ATTRIBUTES = frozenset(
    "alt title aria-label aria-description aria-roledescription aria-valuetext placeholder label summary abbr content data-note "
    "data-head".split()
)
# `content` of these is for machines only.
MACHINE_META = frozenset(
    "viewport generator theme-color color-scheme referrer robots format-detection og:type og:locale og:url og:image og:image:width "
    "og:image:height og:image:type twitter:card content-security-policy date article:published_time article:modified_time".split()
)
# Attributes that load something.
LOADING_ATTRIBUTES = frozenset("src srcset poster data background".split())
# Attribute -> the kind of binding of the element's text.
KIND_BY_ATTRIBUTE = {
    "data-figure": "figure",
    "data-cell": "cell",
    "data-tally": "tally",
    "data-not-a-figure": "exempt",
    "data-piece": "piece",
}
# Attributes read aloud as numbers.
NUMBER_ATTRIBUTES = frozenset("aria-valuenow aria-valuemin aria-valuemax".split())
# All attributes that the reader of pages handles.
READ_ATTRIBUTES = frozenset(
    {*TEXT_ATTRIBUTES, *LOADING_ATTRIBUTES, *KIND_BY_ATTRIBUTE, *NUMBER_ATTRIBUTES}.union(
        "data-as-of data-form data-reads data-status data-cells data-late srcdoc dir start value".split()
    )
)
# Attributes allowed in a page's text.
ALLOWED_ATTRIBUTES = frozenset({*READ_ATTRIBUTES, *GENERATED_ATTRIBUTES}.union(*ATTRIBUTES_BY_ELEMENT.values()))
