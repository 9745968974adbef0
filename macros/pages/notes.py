"""The notes of the printed page: each quoted figure gets the number of its proof at the end of the page.

On a screen a figure links to its proof, and the numbers are not shown.
"""

from __future__ import annotations

import re
from html import escape

from macros.pages.blocks import NOTES_HERE, figures_list
from macros.view import View, tag

_LINK = re.compile(r'(<a class="figure [^>]*data-figure="([a-z0-9-]+)"[^>]*)>')
_PROOFS = re.compile(r'<ol class="proofs">(.*?)</ol>', re.S)
_ENTRY = re.compile(r'<li><div class="proof__part"><a href="[^"#]*#([a-z0-9-]+)"')


def notes(text: str, view: View) -> str:
    """A built page with its proofs at its end, and the number of its proof at each quoted figure."""
    if NOTES_HERE in text:
        text = text.replace(NOTES_HERE, "" if _PROOFS.search(text) else _list([m[2] for m in _LINK.finditer(text)], view))
    proofs = _PROOFS.search(text)
    numbers = {name: number for number, name in enumerate(_ENTRY.findall(proofs[1]), 1)} if proofs else {}
    return _LINK.sub(lambda m: m[1] + (f' data-note="{numbers[m[2]]}">' if m[2] in numbers else ">"), text)


def _list(quoted: list[str], view: View) -> str:
    quoted = [name for name in quoted if name in view.figures.declarations]  # an unknown one is a fault already
    if not quoted:
        return ""
    heading = tag("h2", escape(view.word("figures_here")))
    # data-late: not in the search index, which is written before
    return tag("section", heading + figures_list(view, quoted), class_="printed-notes", data_late="notes")
