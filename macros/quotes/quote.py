"""A quote of a figure, and of what is declared to be none, as values and as HTML elements."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from macros.errors import Fault, Place


@dataclass(frozen=True)
class Quote:
    """A figure quoted in words. place: of the macro in the author's source. as_of: the page's date, or None.

    authored: whether an author wrote the words, or they were written from the figure itself.
    """

    figure: str
    version: str
    status: str
    wording: str
    place: Place
    as_of: str | None
    faults: tuple[Fault, ...] = ()
    authored: bool = False


@dataclass(frozen=True)
class Exempt:
    """Words that look like a quantity and are none, with the author's reason."""

    text: str
    reason: str
    place: Place


def element(quote: Quote, href: str, *, show_faults: bool) -> str:
    """The quote in a page: a link to its proof. Faults are shown at the place while authors write."""
    text = escape(quote.wording, quote=False)
    if quote.faults and show_faults:
        notes = "; ".join(fault.fact + (f": {fault.remedy}" if fault.remedy else "") for fault in quote.faults)
        return f'<mark class="fault">{text} <span class="fault__note" role="note">{escape(notes)}</span></mark>'
    as_of = f' data-as-of="{quote.as_of}"' if quote.as_of else ""
    return f'<a class="figure figure--{quote.status}" href="{escape(href)}#{quote.figure}" data-figure="{quote.figure}"{as_of}>{text}</a>'


def exempt_element(exempt: Exempt) -> str:
    """The exemption in a page: `data-not-a-figure` holds the reason, for the check and for whoever asks."""
    return f'<span data-not-a-figure="{escape(exempt.reason)}">{escape(exempt.text, quote=False)}</span>'
