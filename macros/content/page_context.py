"""What the writing of one page needs to know: whose page, which date, which language, where the proofs stand."""

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

    page: source path of the page. as_of: its date, or None for the newest data. up: from the page's address to the
    edition's root (`../../`). top: to the site's root, where what has no language stands. show_faults: whether faults
    are shown in the page (while authors write).
    What the macros bind in the page is added to the log of the writer: a binding that is not there is forged.
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
        """The address of the page of figures, to which `#id` is added."""
        return f"{self.up}figures/"

    def word(self, name: str) -> str:
        return str(words(self.lang)[name])

    def phrase(self, template: str, place: Place) -> Phrase:
        """A short text of a data file, its figures seen as of this page's date."""
        return self.writer.write(template, lang=self.lang, as_of=self.as_of, place=place, page=self.page)

    def html(self, phrase: Phrase, *, linked: bool = True, noted: bool | None = None) -> str:
        for _, _, part in phrase.spans:
            self.issue(part)
        return phrase.html(self.proofs, show_faults=self.show_faults, linked=linked, noted=noted)

    def figure(self, name: str, place: Place) -> Figure | None:
        """A figure for a cell or a tile; None (and a fault) where it cannot be had."""
        try:
            return self.figures.get(name, self.as_of, place)
        except FaultError as error:
            self.writer.quoting.faults.extend(error.faults)
            return None

    def day(self, date: str) -> str:
        """An ISO date in the page's language, as an element that machines can read."""
        return tag("time", escape(long_date(date, self.lang)), datetime=date)

    def cell(self, figure: Figure, place: Place) -> str:
        """The figure in a table cell or a tile, bound like a quote in prose."""
        return self.element(self.writer.quoting.cell(figure, lang=self.lang, as_of=self.as_of, place=place, page=self.page))

    def exempt(self, text: str, reason: str, place: Place) -> str:
        """Words declared to be no figure, as an element of this page."""
        return self.element(self.writer.quoting.not_a_figure(text, reason, lang=self.lang, place=place, page=self.page))

    def example(self, reason: str, listing: str, place: Place) -> str:
        """A listing, in Markdown, whose numbers are no figures. The check takes it for an example inside of `<pre>` only."""
        exempt = self.writer.quoting.example(reason, place=place, page=self.page)
        self.issue(exempt)
        return f'<div class="example" data-not-a-figure="{escape(exempt.reason)}" markdown="block">\n\n{listing.strip()}\n\n</div>'

    def element(self, bound: Quote | Exempt) -> str:
        """A quote, or words declared to be no figure, as an element of this page."""
        self.issue(bound)
        if isinstance(bound, Exempt):
            return exempt_element(bound)
        return element(bound, self.proofs, show_faults=self.show_faults)

    def issue_cells(self, selected: str) -> None:
        """Note that a macro writes a table whose cells are bound by where they stand. selected: what all of them select."""
        self._bind("cells", selected)

    def issue(self, bound: Quote | Exempt) -> None:
        """Note that a macro writes this binding into the page."""
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
        """Text bound to a figure (kind `figure`) or to a cell of the data (`cell`) where no link to a proof belongs."""
        self._bind(kind, name)
        return tag("span", escape(text), **{f"data_{kind}": name}, data_as_of=as_of, data_form=form)

    def piece(self, element: str, name: str, content: str, **attributes: str) -> str:
        """An element of which the generator has written every word. name: what the check computes it from (macros/check/pieces.py)."""
        self._bind("piece", name)
        return tag(element, content, data_piece=name, **attributes)


def tag(name: str, content: str, **attributes: str) -> str:
    """An HTML element. Attribute names: `class_` for class, `data_x` for data-x; empty values are left out."""
    parts = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items() if value)
    # A space behind cells and terms: what reads the text alone (the search index) keeps them apart.
    return f"<{name}{parts}>{content}</{name}>" + (" " if name in _APART else "")


_APART = frozenset({"td", "th", "dt", "dd", "caption", "summary"})
