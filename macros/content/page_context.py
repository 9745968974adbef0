"""The context in which a page is written: its path, date, language, and the addresses of proofs."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from macros.base.dates import long_date
from macros.base.errors import FaultError, Place
from macros.base.settings import SiteSettings
from macros.figures import Figure, Figures
from macros.interface import words
from macros.quotes import Phrase, PhraseWriter
from macros.quotes.log import Bound
from macros.quotes.quote import Exempt, Quote, element, exempt_element, piece_of_note


@dataclass(frozen=True)
class View:
    """A page as the macros see it.

    Bindings written by the macros are added to the writer's log. The check takes a binding outside the log for forged.

    Attributes:
        page: source path of the page.
        as_of: its date, or None for the newest data.
        up: the way from the page to the edition's root (`../../`).
        top: the way to the site's root, for files without a language.
        show_faults: whether faults are shown in the page (while authors write).
    """

    page: str
    lang: str
    as_of: str | None
    up: str
    top: str
    show_faults: bool
    figures: Figures
    writer: PhraseWriter
    settings: SiteSettings = field(default_factory=SiteSettings)

    @property
    def proofs(self) -> str:
        """Return the address of the page of figures, to be followed by `#id`."""
        return f"{self.up}figures/"

    def word(self, name: str) -> str:
        """Return a word of the interface in the page's language."""
        return str(words(self.lang)[name])

    def phrase(self, template: str, place: Place) -> Phrase:
        """Write a short text of a data file, with figures as of the page's date."""
        return self.writer.write(template, lang=self.lang, as_of=self.as_of, place=place, page=self.page)

    def html(self, phrase: Phrase, *, linked: bool = True, noted: bool | None = None) -> str:
        """Return a phrase as HTML, and record its bindings."""
        for _, _, part in phrase.spans:
            self.issue(part)
        return phrase.html(self.proofs, show_faults=self.show_faults, linked=linked, noted=noted)

    def figure(self, name: str, place: Place) -> Figure | None:
        """Return a figure for a cell or a tile. If there is none, report the faults and return None."""
        try:
            return self.figures.get(name, self.as_of, place)
        except FaultError as error:
            self.writer.quoting.faults.extend(error.faults)
            return None

    def day(self, date: str) -> str:
        """Write an ISO date in the page's language, as a `time` element."""
        return tag("time", escape(long_date(date, self.lang)), datetime=date)

    def cell(self, figure: Figure, place: Place) -> str:
        """Write a figure in a table cell or a tile, bound like a quote in prose."""
        return self.element(self.writer.quoting.cell(figure, lang=self.lang, as_of=self.as_of, place=place, page=self.page))

    def exempt(self, text: str, reason: str, place: Place) -> str:
        """Write words declared as `not_a_figure`, as an element of this page."""
        return self.element(self.writer.quoting.not_a_figure(text, reason, lang=self.lang, place=place, page=self.page))

    def example(self, reason: str, listing: str, place: Place) -> str:
        """Write a listing, in Markdown, with numbers that are no figures. The check accepts it as an example only inside `<pre>`."""
        exempt = self.writer.quoting.example(reason, place=place, page=self.page)
        self.issue(exempt)
        return f'<div class="example" data-not-a-figure="{escape(exempt.reason)}" markdown="block">\n\n{listing.strip()}\n\n</div>'

    def element(self, bound: Quote | Exempt) -> str:
        """Write a quote or exempt words as an element of this page."""
        self.issue(bound)
        if isinstance(bound, Exempt):
            return exempt_element(bound)
        return element(bound, self.proofs, show_faults=self.show_faults)

    def issue_cells(self, selected: str) -> None:
        """Record a table with cells bound by their positions. selected: the selection common to all cells."""
        self._bind("cells", selected)

    def issue(self, bound: Quote | Exempt) -> None:
        """Record a binding written into the page."""
        if isinstance(bound, Exempt):
            self._bind("exempt", bound.reason)
            return
        for _ in range(2 if bound.current else 1):
            self._bind("figure", bound.figure)
            if bound.reading:
                self._bind("reads", f"{bound.figure}, {bound.reading}")
        if bound.current:
            self._bind("piece", piece_of_note(bound))

    def _bind(self, kind: str, name: str) -> None:
        self.writer.log.add(Bound(self.page, kind, name))

    def bound(self, kind: str, name: str, text: str, as_of: str = "", form: str = "") -> str:
        """Write text bound to a figure (kind `figure`) or to a cell of the data (`cell`), without a link to a proof."""
        self._bind(kind, name)
        return tag("span", escape(text), **{f"data_{kind}": name}, data_as_of=as_of, data_form=form)

    def piece(self, element: str, name: str, content: str, **attributes: str) -> str:
        """Write an element with only generated words. name: the input from which the check computes it (macros/check/pieces.py)."""
        self._bind("piece", name)
        return tag(element, content, data_piece=name, **attributes)


def tag(name: str, content: str, **attributes: str) -> str:
    """Write an HTML element. Attribute names: `class_` for class, `data_x` for data-x; empty values are left out."""
    parts = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items() if value)
    # A space after cells and terms keeps their words apart in plain text (the search index).
    return f"<{name}{parts}>{content}</{name}>" + (" " if name in _APART else "")


_APART = frozenset({"td", "th", "dt", "dd", "caption", "summary"})
