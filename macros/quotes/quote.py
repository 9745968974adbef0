"""Quotes and exemptions as values and as HTML elements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from urllib.parse import quote

from macros.base.errors import Fault, Place
from macros.figures import Figure, slug_of
from macros.interface import known_languages, read_interface_words
from macros.structure.model import TOLD_QUALIFIERS, Note

READS = tuple("average running-total other-base forecast adjusted part complement place other-event bound agreement".split())
"""Readings of the words around a quote that an author may declare, with a reason; see macros/claims/other_quantities.py."""
NEWEST = "newest"  # instead of a date: the newest data, quoted on purpose on a page of older data


@dataclass(frozen=True)
class Quote:
    """A figure quoted in words.

    Attributes:
        place: the macro in the author's source.
        as_of: the page's date, or None.
        form: the generated form of the words (`standard`, `cell`, `exact`), or "" for the author's own words.
        write_note: the text beside the words if the figure has changed since (`current figure: {}`, `withdrawn`), or "".
        newest_words: the words for the newest figure, for `{}` in the note.
        newest_form: their form.
        mark: the status in words, beside the wording (see `write_status_mark`), or "".
        reading: the author's declared reading of the words around it, one of `READS`, with the reason: `average: the law counts by the
            day`; or "".
    """

    figure: str
    version: str
    status: str
    wording: str
    place: Place
    as_of: str | None
    faults: tuple[Fault, ...] = ()
    note: str = ""
    newest_words: str = ""
    newest_form: str = ""
    form: str = ""
    mark: str = ""
    reading: str = ""

    @property
    def is_authored(self) -> bool:
        """Return whether an author wrote the quote, in free words or in the standard form, and the figure has a value."""
        return bool(self.version) and self.form in ("", "standard")

    @property
    def surface(self) -> str:
        """Return the part of a page with the words: `title`, `summary`, ... of its front matter, its `charts`, `tables`, or its `text`."""
        return self.place.key or "text"


@dataclass(frozen=True)
class Exempt:
    """Words that look like a quantity and are none, with the author's reason."""

    text: str
    reason: str
    place: Place


def write_status_mark(figure: Figure, lang: str, form: str = "") -> str:
    """Return the status of a figure for a place beside its number: ` (reported by the OECD)`, ` (provisional)`, or "".

    Its first space is a no-break space, so that number and status stay on one line.

    Args:
        form: the generated form of the number. The standard one says itself what is provisional; a cell has signs.
    """
    said = read_interface_words(lang)
    status = write_status(figure, lang)
    beside = () if form == "cell" else [each for each in figure.qualifiers if form != "standard" or each not in TOLD_QUALIFIERS]
    told = [*([status] if status else []), *(str(said["qualifiers"][each]) for each in beside)]
    return f"\u00a0({', '.join(told)})" if told else ""


def write_status(figure: Figure, lang: str) -> str:
    """Return the reporter of a value, or "disputed" in words, or "" for a value computed or copied here."""
    return str(read_interface_words(lang)["marked"].get(figure.declaration.status, "")).format(figure.declaration.attribution.get(lang, ""))


def write_qualifier_signs(figure: Figure, lang: str) -> str:
    """Return the signs of a value's qualifiers for a table with a legend: `p`, `p, e`."""
    return ", ".join(str(read_interface_words(lang)["signs"][each][0]) for each in figure.qualifiers)


def write_marks(figure: Figure, lang: str) -> str:
    """Return what the marks behind a value stand for: its signs, and the texts of its notes."""
    return ", ".join(filter(None, (write_qualifier_signs(figure, lang), *(write_source_note(note, lang)[0] for note in figure.notes))))


def write_source_note(note: Note, lang: str) -> tuple[str, str, str]:
    """Return the text of a source's note, the language of the text if it is another one, and the check's name for it."""
    text, own = note.find_text(lang)
    said = str(read_interface_words(own)["source_notes"][note.means]).format(text) if own in known_languages() else text
    return said, own if own != lang else "", f"note {quote(note.cell, safe='/:')} {note.number}"


def write_quote_element(quote: Quote, href: str, *, show_faults: bool, noted: bool = True) -> str:
    """Return a quote as HTML: a link to its proof, or its faults if they are shown."""
    text = escape(quote.wording, quote=False)
    if quote.faults and show_faults:
        return write_fault_element(text, quote.faults)
    return _write_link(quote, href, _write_attributes(quote.as_of, quote.form, quote.reading), text + _write_mark(quote)) + (
        write_note(quote, href) if noted else ""
    )


def write_note(quote: Quote, href: str = "") -> str:
    """Return the note beside a quote with a changed figure. href: the page of figures, or "" inside a link."""
    if not quote.note:
        return ""
    text = escape(quote.newest_words, quote=False)
    current = (
        _write_link(quote, href, _write_attributes(NEWEST, quote.newest_form, quote.reading), text)
        if href
        else write_unlinked(quote, text, current=True)
    )
    bound = f' data-piece="{escape(name_note(quote))}"' if quote.newest_words else ""
    return f' <span class="figure-note"{bound}>({escape(quote.note, quote=False).format(current)})</span>'


def name_note(quote: Quote) -> str:
    """Return the check's name for a note with the newest value."""
    return f"current {quote.figure} {quote.newest_form}"


def write_unlinked(quote: Quote, text: str, *, current: bool = False) -> str:
    """Return words bound to the figure of a quote, for use inside a link. text: HTML. current: whether they state the newest value."""
    bound = (
        _write_attributes(NEWEST, quote.newest_form, quote.reading)
        if current
        else _write_attributes(quote.as_of, quote.form, quote.reading)
    )
    return f'<span data-figure="{escape(quote.figure)}"{bound}>{text}</span>'


def _write_link(quote: Quote, href: str, bound: str, text: str) -> str:
    where = f'href="{escape(href)}#{slug_of(quote.figure)}" data-figure="{escape(quote.figure)}"{bound}'
    return f'<a class="figure figure--{quote.status}" {where}>{text}</a>'


def _write_mark(quote: Quote) -> str:
    """Return the mark in words, for screen readers, the clipboard and pages without styles. The visible sign comes from the style sheet."""
    return f'<span class="visually-hidden" data-status="">{escape(quote.mark, quote=False)}</span>' if quote.mark else ""


def _write_attributes(date: str | None, form: str, reading: str) -> str:
    told = (("as-of", date), ("form", form), ("reads", escape(reading)))
    return "".join(f' data-{name}="{value}"' for name, value in told if value)


def write_fault_element(html: str, faults: Sequence[Fault]) -> str:
    """Return faults as HTML, beside the marked words. html: these words, or "". The attribute `data-at` holds the places of the faults."""
    notes = " ".join(str(fault) for fault in faults)
    places = " ".join(str(fault.place) for fault in faults)
    return f'<mark class="fault" data-at="{escape(places)}">{html} <span class="fault__note" role="note">{escape(notes)}</span></mark>'


def write_exempt_element(exempt: Exempt) -> str:
    """Return an exemption as HTML. `data-not-a-figure` holds the reason."""
    return f'<span data-not-a-figure="{escape(exempt.reason)}">{escape(exempt.text, quote=False)}</span>'


@dataclass(frozen=True)
class Phrase:
    """A short text: literal pieces, quotes and exemptions, in order.

    Attributes:
        place: the place of its template.
    """

    parts: tuple[str | Quote | Exempt, ...]
    place: Place

    @cached_property
    def plain(self) -> str:
        """Return the text without markup."""
        return "".join(p if isinstance(p, str) else p.wording if isinstance(p, Quote) else p.text for p in self.parts)

    @cached_property
    def spans(self) -> tuple[tuple[int, int, Quote | Exempt], ...]:
        """Return start, end and binding of each quote and exemption in `plain`."""
        spans, at = [], 0
        for part in self.parts:
            length = len(part if isinstance(part, str) else part.wording if isinstance(part, Quote) else part.text)
            if not isinstance(part, str):
                spans.append((at, at + length, part))
            at += length
        return tuple(spans)

    def to_html(self, href: str, *, show_faults: bool = False, linked: bool = True, noted: bool | None = None) -> str:
        """Return the phrase as HTML.

        Args:
            href: the page of figures.
            linked: False inside a link.
            noted: whether quotes have their notes (see `Quote`). By default, those with a link do.
        """
        out = []
        noted = linked if noted is None else noted
        for part in self.parts:
            if isinstance(part, str):
                out.append(escape(part, quote=False))
            elif isinstance(part, Exempt):
                out.append(write_exempt_element(part))
            elif linked:
                out.append(write_quote_element(part, href, show_faults=show_faults, noted=noted))
            else:
                out.append(write_unlinked(part, escape(part.wording, quote=False)) + (write_note(part) if noted else ""))
        return "".join(out)
