"""Classifies HTML's elements and attributes for the check: inline or block, prose or none, allowed or active."""

from __future__ import annotations

from dataclasses import dataclass

from macros.check.allowed import ELEMENTS, GENERATED, GENERATED_ATTRIBUTES


@dataclass(frozen=True)
class Kind:
    """The treatment of an element."""

    block: bool = True  # separates passages; text flows through inline elements
    skipped: bool = False  # its text is no prose
    active: bool = False  # allowed to nobody (macros/check/allowed.py); in no page's text
    surface: str = ""  # of its text
    level: int = 0  # of a heading
    named: bool = False  # adds to the context of its content: a cell its headers, a figure its caption
    plain: bool = False  # has none of these but `block`


_INLINE = (
    "a abbr b bdi big cite data del dfn em font i ins label mark q ruby s small span strong sub sup time tspan u var wbr tt "
    "strike acronym nobr code kbd samp br"
).split()
_SKIPPED = "script style template".split()
_NAMED = "td th table figure li a svg".split()
_PLAIN = [name for name in _INLINE if name not in ("a", "br", "sup")]
_SURFACES = {"text": "svg", "title": "title"}


def _kinds() -> dict[str, Kind]:
    special = {*_INLINE, "article", "pre", "dd", *_SKIPPED, *_NAMED, *_SURFACES, "h1", "h2", "h3", "h4", "h5", "h6"}
    known = ELEMENTS.keys() | GENERATED
    return {
        name: Kind(
            block=name not in _INLINE,
            skipped=name in _SKIPPED,
            active=name not in known and name not in _SKIPPED,  # these have messages of their own
            surface=_SURFACES.get(name, ""),
            level=int(name[1]) if name[0] == "h" and name[1:].isdigit() else 0,
            named=name in _NAMED,
            plain=name in _PLAIN or name not in special,
        )
        for name in special | known
    }


KINDS = _kinds()
OTHER = Kind(active=True, plain=True)  # unknown elements separate passages
# Attributes shown or read to people.
ATTRIBUTES = frozenset(
    "alt title aria-label aria-description aria-roledescription aria-valuetext placeholder label summary abbr content data-note "
    "data-head".split()
)
# `content` of these is for machines only.
MACHINE_META = frozenset(
    "viewport generator theme-color color-scheme referrer robots format-detection og:type og:locale og:url og:image og:image:width "
    "og:image:height og:image:type twitter:card content-security-policy date article:published_time article:modified_time".split()
)
# Attributes that load something.
LOADING = frozenset("src srcset poster data background".split())
# Attribute -> the kind of binding of the element's text.
BINDINGS = {"data-figure": "figure", "data-cell": "cell", "data-tally": "tally", "data-not-a-figure": "exempt", "data-piece": "piece"}
# Attributes read aloud as numbers.
SHOWING = frozenset("aria-valuenow aria-valuemin aria-valuemax".split())
# All attributes that the reader of pages handles.
READ = frozenset(
    {*ATTRIBUTES, *LOADING, *BINDINGS, *SHOWING}.union(
        "data-as-of data-form data-reads data-status data-cells data-late srcdoc dir start value".split()
    )
)
# Attributes allowed in a page's text.
KNOWN = frozenset({*READ, *GENERATED_ATTRIBUTES}.union(*ELEMENTS.values()))
