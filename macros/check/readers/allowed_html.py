"""The HTML allowed to authors: elements, attributes, classes, ids and addresses.

Everything else is a fault. The lists leave out whatever can show unread text, hide text, load or run something, or is read by
browsers in another way than by the check.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

_EVERYWHERE = "aria-label class dir id lang markdown title"
_ELEMENTS = {
    "abbr b bdi br cite code dfn em i kbd mark s samp small span strong sub sup u var wbr": "",
    "address aside caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr p pre section summary": "",
    "table tbody tfoot thead tr ul": "",
    "a": "download href hreflang rel target",
    "blockquote q": "cite",
    "col colgroup": "span",
    "del ins": "cite datetime",
    "details": "open",
    "img": "align alt decoding height loading src width",
    "li": "value",
    "ol": "reversed start type",
    "td": "align colspan headers rowspan style",
    "th": "abbr align colspan headers rowspan scope style",
    "time": "datetime",
}
# Element -> its attributes.
ATTRIBUTES_BY_ELEMENT: Mapping[str, frozenset[str]] = {
    name: frozenset(f"{_EVERYWHERE} {own}".split()) for names, own in _ELEMENTS.items() for name in names.split()
}
# Attribute with restricted values -> their pattern, and its description in a fault.
RULE_BY_ATTRIBUTE: Mapping[str, tuple[re.Pattern[str], str]] = {
    key: (re.compile(pattern), said)
    for key, pattern, said in (
        ("align", "left|right|center", "left, right or center"),
        ("decoding", "async|sync|auto", "async, sync or auto"),
        ("dir", "ltr|auto", "ltr or auto"),
        ("height", "[0-9]+", "a whole number"),
        ("loading", "lazy|eager", "lazy or eager"),
        ("rel", r"(?:(?:external|license|nofollow|noopener|noreferrer|tag)(?:\s+|\Z))*", "noopener, external or license"),
        ("style", "text-align: (?:left|right|center);", "a class in its place"),  # written by Markdown for columns of tables
        ("target", "_blank", "_blank"),
        ("width", "[0-9]+", "a whole number"),
    )
}
LINK_ATTRIBUTES = frozenset({"href", "cite"})
SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
# Elements without an end tag.
VOID_ELEMENTS = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Element -> its possible parents. In others, browsers drop its tag or close its ancestors.
PARENTS_BY_ELEMENT: Mapping[str, frozenset[str]] = {
    name: frozenset(parents.split())
    for names, parents in {
        "caption colgroup tbody tfoot thead": "table",
        "tr": "table tbody tfoot thead",
        "td th": "tr",
        "col": "colgroup",
        "li": "ol ul",
        "dd dt": "dl div",
        "summary": "details",
    }.items()
    for name in names.split()
}
# Elements without text of their own: browsers would show it before the table.
TEXTLESS_ELEMENTS = frozenset("table thead tbody tfoot tr colgroup".split())
# Ids of the theme's switches and of overrides/. No heading gets such an id from its words.
RESERVED_ID = re.compile(r"__.*(?<!__)")
ID = re.compile(r"[\w][\w:.-]*")

# Kinds of admonitions, and classes written by Markdown's extensions.
CLASSES = frozenset(
    "admonition admonition-title inline end note abstract summary tldr info tip hint important success check done question help faq "
    "warning caution attention failure fail missing danger error bug example quote cite footnote footnote-ref footnote-backref "
    "highlight codehilite md-button md-button--primary toc toctitle".split()
)
# Authors' own classes, and those of highlighted code.
OPEN_CLASS = re.compile(r"own-[\w-]+|language-[\w+#-]+|[a-z]{1,2}[0-9]?")
# Classes reserved to the generator, or left out by its feeds.
RESERVED_CLASSES = frozenset(
    "corrected corrected-note fault faults figure figure-note headerlink mark meta number proof proofs status".split()
)
# Further elements, and attributes of any element, written by the generator.
GENERATED_ELEMENTS = frozenset("article g line nav path polyline rect circle section svg text tspan".split())
GENERATED_ATTRIBUTES = frozenset(
    "aria-hidden aria-labelledby fetchpriority sizes srcset role tabindex data-as-of data-at data-cell data-chart data-drawing data-figure "
    "data-form data-head data-kind data-late data-not-a-figure data-note data-notes data-part data-quoted data-reads data-search-exclude "
    "data-take data-tally data-tally-here data-width d dy fill fill-opacity font-family font-size font-weight opacity stroke "
    "stroke-dasharray stroke-miterlimit stroke-width text-anchor transform viewbox x x2 xmlns y y2 data-piece data-status hidden".split()
)
# The scheme reported for an unreadable address, and the host of its replacement.
UNREADABLE_HOST = "unreadable.invalid"
_STRIPPED = "".join(map(chr, range(33)))  # stripped by browsers from both ends of an address
_REMOVED = dict.fromkeys(map(ord, "\t\n\r"))  # and from its middle
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")


@functools.lru_cache(maxsize=4096)
def find_scheme(address: str) -> str:
    """Return the scheme of an address as browsers read it, "" for a relative one, UNREADABLE for one without a readable host."""
    try:
        if urlsplit(address).hostname == UNREADABLE_HOST:
            return UNREADABLE_HOST
    except ValueError:
        return UNREADABLE_HOST
    match = _SCHEME.match(address.strip(_STRIPPED).translate(_REMOVED))
    return match[1].lower() if match else ""


def is_external(address: str) -> bool:
    """Return whether an address leads to another site or is a `data:` address."""
    return bool(find_scheme(address)) or address.strip(_STRIPPED)[:2].replace("\\", "/") == "//"
