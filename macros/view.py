"""What the writing of one page needs to know: whose page, which date, which language, where the proofs stand."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from macros.errors import FaultError, Place
from macros.figures import Figure, Figures
from macros.interface import words
from macros.quotes import Phrase, PhraseWriter
from macros.quotes.quote import Quote, element
from macros.quotes.quoting import make_quote
from macros.wording import in_cell


@dataclass(frozen=True)
class View:
    """A page as the macros see it.

    page: source path of the page. as_of: its date, or None for the newest data. up: from the page's address to the
    language's root (`../../`). show_faults: whether faults are shown in the page (while authors write).
    """

    page: str
    lang: str
    as_of: str | None
    up: str
    show_faults: bool
    figures: Figures
    writer: PhraseWriter

    @property
    def proofs(self) -> str:
        """The address of the page of figures, to which `#id` is added."""
        return f"{self.up}figures/"

    def word(self, name: str) -> str:
        return str(words(self.lang)[name])

    def phrase(self, template: str, place: Place) -> Phrase:
        """A short text of a data file, its figures seen as of this page's date."""
        return self.writer.write(template, lang=self.lang, as_of=self.as_of, place=place, page=self.page)

    def html(self, phrase: Phrase, *, linked: bool = True) -> str:
        return phrase.html(self.proofs, show_faults=self.show_faults, linked=linked)

    def figure(self, name: str, place: Place) -> Figure | None:
        """A figure for a cell or a tile; None (and a fault) where it cannot be had."""
        try:
            return self.figures.get(name, self.as_of, place)
        except FaultError as error:
            self.writer.quoting.faults.extend(error.faults)
            return None

    def cell(self, figure: Figure, place: Place) -> str:
        """The figure in a table cell, bound like a quote in prose."""
        return self.quote(figure, in_cell(figure, self.lang), place)

    def quote(self, figure: Figure, wording: str, place: Place) -> str:
        """A wording that was written from the figure itself, as an element."""
        quote: Quote = make_quote(figure, wording, place, self.as_of)
        self.writer.quoting.quotes.setdefault(self.page, []).append(quote)
        return element(quote, self.proofs, show_faults=self.show_faults)


def tag(name: str, content: str, **attributes: str) -> str:
    """An HTML element. Attribute names: `class_` for class, `data_x` for data-x; empty values are left out."""
    parts = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items() if value)
    # A space behind cells and terms: what reads the text alone (the search index) keeps them apart.
    return f"<{name}{parts}>{content}</{name}>" + (" " if name in _APART else "")


_APART = frozenset({"td", "th", "dt", "dd", "caption", "summary"})
