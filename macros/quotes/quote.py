"""A quote of a figure, and of what is declared to be none, as values and as HTML elements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from macros.base.errors import Fault, Place
from macros.figures import Figure, slug_of
from macros.interface import words

READS = tuple("average running-total other-base forecast adjusted part complement place other-event bound agreement".split())
"""What an author may declare that the words around a quote make of it, with a reason: see macros/check/quantities.py."""
NEWEST = "newest"  # in place of a date: the newest data, said on purpose on a page that sees older data


@dataclass(frozen=True)
class Quote:
    """A figure quoted in words. place: of the macro in the author's source. as_of: the page's date, or None.

    form: that in which the words were written from the figure itself (`standard`, `cell`, `exact`); "" where an author wrote them.
    note: what stands beside the words where the figure is another by now (`current figure: {}`, `withdrawn`), or "".
    current: what `{}` stands for: the words for the newest figure. current_form: the form in which they are written.
    mark: the status in words, as it stands beside the wording (see `mark_words`), or "".
    reading: how its author says that the words around it are read, one of `READS`, and why: `average: the law counts by the day`; or "".
    """

    figure: str
    version: str
    status: str
    wording: str
    place: Place
    as_of: str | None
    faults: tuple[Fault, ...] = ()
    note: str = ""
    current: str = ""
    current_form: str = ""
    form: str = ""
    mark: str = ""
    reading: str = ""

    @property
    def authored(self) -> bool:
        """Whether an author says it there, in words of their own or in those of the figure, which there is."""
        return bool(self.version) and self.form in ("", "standard")

    @property
    def surface(self) -> str:
        """What of a page the words stand in: `title`, `summary`, ... of its front matter, its `charts`, `tables`, else its `text`."""
        return self.place.key or "text"


@dataclass(frozen=True)
class Exempt:
    """Words that look like a quantity and are none, with the author's reason."""

    text: str
    reason: str
    place: Place


def mark_words(figure: Figure, lang: str) -> str:
    """Return the status of a figure as it stands beside its number: ` (reported by the OECD)`, ` (provisional)`; "" for a plain one.

    The space does not break, so that a number and its status stay on one line.
    """
    said = words(lang)
    status = status_words(figure, lang)
    told = [*([status] if status else []), *(str(said["qualifiers"][each]) for each in figure.qualifiers)]
    return f"\u00a0({', '.join(told)})" if told else ""


def status_words(figure: Figure, lang: str) -> str:
    """Return who reported a value, or that it is disputed; "" of one that was computed or copied here."""
    return str(words(lang)["marked"].get(figure.declaration.status, "")).format(figure.declaration.attribution.get(lang, ""))


def signs_of(figure: Figure, lang: str) -> str:
    """Return the signs of what qualifies a value, as they stand behind it in a table that explains them: `p`, `p, e`."""
    return ", ".join(str(words(lang)["signs"][each][0]) for each in figure.qualifiers)


def element(quote: Quote, href: str, *, show_faults: bool, noted: bool = True) -> str:
    """The quote in a page: a link to its proof. Faults are shown at the place while authors write."""
    text = escape(quote.wording, quote=False)
    if quote.faults and show_faults:
        return fault_element(text, quote.faults)
    return _link(quote, href, _bound(quote.as_of, quote.form, quote.reading), text + _mark(quote)) + (note(quote, href) if noted else "")


def note(quote: Quote, href: str = "") -> str:
    """What stands beside a quote whose figure is another by now. href: of the page of figures; "" where no link may stand."""
    if not quote.note:
        return ""
    text = escape(quote.current, quote=False)
    current = _link(quote, href, _bound(NEWEST, quote.current_form, quote.reading), text) if href else unlinked(quote, text, current=True)
    bound = f' data-piece="{escape(piece_of_note(quote))}"' if quote.current else ""
    return f' <span class="figure-note"{bound}>({escape(quote.note, quote=False).format(current)})</span>'


def piece_of_note(quote: Quote) -> str:
    """The name of a note that gives the newest value, for the check."""
    return f"current {quote.figure} {quote.current_form}"


def unlinked(quote: Quote, text: str, *, current: bool = False) -> str:
    """Words bound to the figure of a quote, inside a link. text: HTML. current: those of its newest value."""
    bound = _bound(NEWEST, quote.current_form, quote.reading) if current else _bound(quote.as_of, quote.form, quote.reading)
    return f'<span data-figure="{escape(quote.figure)}"{bound}>{text}</span>'


def _link(quote: Quote, href: str, bound: str, text: str) -> str:
    where = f'href="{escape(href)}#{slug_of(quote.figure)}" data-figure="{escape(quote.figure)}"{bound}'
    return f'<a class="figure figure--{quote.status}" {where}>{text}</a>'


def _mark(quote: Quote) -> str:
    """The sign that eyes see is the style sheet's. The words are for ears, for the clipboard and for whoever reads without styles."""
    return f'<span class="visually-hidden" data-status="">{escape(quote.mark, quote=False)}</span>' if quote.mark else ""


def _bound(date: str | None, form: str, reading: str) -> str:
    told = (("as-of", date), ("form", form), ("reads", escape(reading)))
    return "".join(f' data-{name}="{value}"' for name, value in told if value)


def fault_element(html: str, faults: Sequence[Fault]) -> str:
    """What is wrong, shown to the author where it stands. html: the words that are marked, or "". data-at: the places of the faults."""
    notes = " ".join(str(fault) for fault in faults)
    places = " ".join(str(fault.place) for fault in faults)
    return f'<mark class="fault" data-at="{escape(places)}">{html} <span class="fault__note" role="note">{escape(notes)}</span></mark>'


def exempt_element(exempt: Exempt) -> str:
    """The exemption in a page: `data-not-a-figure` holds the reason, for the check and for whoever asks."""
    return f'<span data-not-a-figure="{escape(exempt.reason)}">{escape(exempt.text, quote=False)}</span>'


@dataclass(frozen=True)
class Phrase:
    """A short text: literal pieces, quotes and exemptions, in order. `place`: where its template was written."""

    parts: tuple[str | Quote | Exempt, ...]
    place: Place

    @cached_property
    def plain(self) -> str:
        return "".join(p if isinstance(p, str) else p.wording if isinstance(p, Quote) else p.text for p in self.parts)

    @cached_property
    def spans(self) -> tuple[tuple[int, int, Quote | Exempt], ...]:
        """Start, end and binding of each quote and exemption in `plain`."""
        spans, at = [], 0
        for part in self.parts:
            length = len(part if isinstance(part, str) else part.wording if isinstance(part, Quote) else part.text)
            if not isinstance(part, str):
                spans.append((at, at + length, part))
            at += length
        return tuple(spans)

    def html(self, href: str, *, show_faults: bool = False, linked: bool = True, noted: bool | None = None) -> str:
        """The phrase as HTML. href: of the page of figures. linked: False inside a link, where no link may stand.

        noted: whether quotes have their notes (see `Quote`); if nothing is said, those with a link do.
        """
        out = []
        noted = linked if noted is None else noted
        for part in self.parts:
            if isinstance(part, str):
                out.append(escape(part, quote=False))
            elif isinstance(part, Exempt):
                out.append(exempt_element(part))
            elif linked:
                out.append(element(part, href, show_faults=show_faults, noted=noted))
            else:
                out.append(unlinked(part, escape(part.wording, quote=False)) + (note(part) if noted else ""))
        return "".join(out)
