"""Notes of the printed page: each quoted figure gets the number of its proof at the end of the page.

On a screen a figure links to its proof, and the numbers are hidden.
"""

from __future__ import annotations

import re
from html import escape, unescape

from macros.base.errors import FaultError
from macros.content.page_context import PageContext, make_element
from macros.figures import slug_of
from macros.pages.blocks import NOTES_PLACEHOLDER, write_figures_list
from macros.quotes.quote import NEWEST

_LINK = re.compile(r'(<a class="figure [^>]*data-figure="([^"]+)"[^>]*)>')
_AS_OF = re.compile(r'data-as-of="([^"]*)"')
_PROOFS = re.compile(r'<ol class="proofs">(.*?)</ol>', re.S)
_ENTRY = re.compile(r'<li><div class="proof__part"><a href="[^"#]*#([a-z0-9-]+)"')


def add_notes(text: str, view: PageContext) -> str:
    """Add the proofs to the end of a built page, and the number of its proof to each quoted figure."""
    if NOTES_PLACEHOLDER in text:
        quoted = [name for m in _LINK.finditer(text) if not _has_other_value(m[1], name := unescape(m[2]), view)]
        text = text.replace(NOTES_PLACEHOLDER, "" if _PROOFS.search(text) else _write_list(quoted, view))
    proofs = _PROOFS.search(text)
    numbers = {name: number for number, name in enumerate(_ENTRY.findall(proofs[1]), 1)} if proofs else {}

    def add_number(link: re.Match[str]) -> str:
        name = unescape(link[2])
        number = None if _has_other_value(link[1], name, view) else numbers.get(slug_of(name))
        return link[1] + (f' data-note="{number}">' if number else ">")

    return _LINK.sub(add_number, text)


def _has_other_value(link: str, name: str, view: PageContext) -> bool:
    """Return True if a quote has another value than the page sees, as in corrections. The page's proofs are not its own."""
    as_of = _AS_OF.search(link)
    if as_of is None or as_of[1] in (view.as_of, NEWEST):
        return False
    try:
        return view.figures.get(name, as_of[1]).value != view.figures.get(name, view.as_of).value
    except FaultError:  # reported where it is quoted
        return False


def _write_list(quoted: list[str], view: PageContext) -> str:
    quoted = [name for name in quoted if view.figures.is_known(name)]  # unknown ones are already reported
    if not quoted:
        return ""
    heading = make_element("h2", escape(view.find_word("figures_here")))
    # data-late keeps it out of the search index, which is written earlier.
    return make_element("section", heading + write_figures_list(view, quoted), class_="printed-notes", data_late="notes")
