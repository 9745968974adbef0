"""The context in which a page is written: its path, date, language, and the addresses of proofs."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from macros.base.dates import write_long_date
from macros.base.errors import FaultError, Place
from macros.base.settings import SiteSettings
from macros.figures import Figure, Figures
from macros.interface import read_interface_words
from macros.quotes import Phrase, PhraseWriter
from macros.quotes.log import BindingWritten
from macros.quotes.quote import Exempt, Quote, name_note, write_exempt_element, write_quote_element


@dataclass(frozen=True)
class PageContext:
    """A page as the macros see it.

    Bindings written by the macros are added to the writer's log. The check takes a binding outside the log for forged.

    Attributes:
        page: source path of the page.
        as_of: its date, or None for the newest data.
        edition_root: the way from the page to the edition's root (`../../`).
        site_root: the way to the site's root, for files without a language.
        show_faults: whether faults are shown in the page (while authors write).
        tells_later: whether figures in cells have a note of what they are by now.
    """

    page: str
    lang: str
    as_of: str | None
    edition_root: str
    site_root: str
    show_faults: bool
    figures: Figures
    writer: PhraseWriter
    settings: SiteSettings = field(default_factory=SiteSettings)
    tells_later: bool = True

    @property
    def figures_address(self) -> str:
        """Return the address of the page of figures, to be followed by `#id`."""
        return f"{self.edition_root}figures/"

    def find_word(self, name: str) -> str:
        """Return a word of the interface in the page's language."""
        return str(read_interface_words(self.lang)[name])

    def write_phrase(self, template: str, place: Place) -> Phrase:
        """Write a short text of a data file, with figures as of the page's date."""
        return self.writer.write_phrase(template, lang=self.lang, as_of=self.as_of, place=place, page=self.page)

    def write_phrase_html(self, phrase: Phrase, *, linked: bool = True, noted: bool | None = None) -> str:
        """Return a phrase as HTML, and record its bindings."""
        for _, _, part in phrase.spans:
            self.record_binding(part)
        return phrase.to_html(self.figures_address, show_faults=self.show_faults, linked=linked, noted=noted)

    def find_figure(self, name: str, place: Place) -> Figure | None:
        """Return a figure for a cell or a tile. If there is none, report the faults and return None."""
        try:
            return self.figures.get(name, self.as_of, place)
        except FaultError as error:
            self.writer.quote_book.faults.extend(error.faults)
            return None

    def write_day(self, date: str) -> str:
        """Write an ISO date in the page's language, as a `time` element."""
        return make_element("time", escape(write_long_date(date, self.lang)), datetime=date)

    def write_cell(self, figure: Figure, place: Place) -> str:
        """Write a figure in a table cell or a tile, bound like a quote in prose."""
        return self.write_element(
            self.writer.quote_book.quote_in_cell(figure, lang=self.lang, as_of=self.as_of, place=place, page=self.page)
        )

    def write_exempt(self, text: str, reason: str, place: Place) -> str:
        """Write words declared as `declare_no_figure`, as an element of this page."""
        return self.write_element(self.writer.quote_book.declare_no_figure(text, reason, lang=self.lang, place=place, page=self.page))

    def write_example(self, reason: str, listing: str, place: Place) -> str:
        """Write a listing, in Markdown, with numbers that are no figures. The check accepts it as an example only inside `<pre>`."""
        exempt = self.writer.quote_book.declare_example(reason, place=place, page=self.page)
        self.record_binding(exempt)
        return f'<div class="example" data-not-a-figure="{escape(exempt.reason)}" markdown="block">\n\n{listing.strip()}\n\n</div>'

    def write_element(self, bound: Quote | Exempt) -> str:
        """Write a quote or exempt words as an element of this page."""
        self.record_binding(bound)
        if isinstance(bound, Exempt):
            return write_exempt_element(bound)
        return write_quote_element(bound, self.figures_address, show_faults=self.show_faults, noted=self.tells_later)

    def record_cells(self, selected: str) -> None:
        """Record a table with cells bound by their positions. selected: the selection common to all cells."""
        self._record("cells", selected)

    def record_binding(self, bound: Quote | Exempt) -> None:
        """Record a binding written into the page."""
        if isinstance(bound, Exempt):
            self._record("exempt", bound.reason)
            return
        for _ in range(2 if bound.newest_words else 1):
            self._record("figure", bound.figure)
            if bound.reading:
                self._record("reads", f"{bound.figure}, {bound.reading}")
        if bound.newest_words:
            self._record("piece", name_note(bound))

    def _record(self, kind: str, name: str) -> None:
        self.writer.log.add(BindingWritten(self.page, kind, name))

    def bound_text(self, kind: str, name: str, text: str, as_of: str = "", form: str = "") -> str:
        """Write text bound to a figure (kind `find_figure`) or to a cell of the data (`write_cell`), without a link to a proof."""
        self._record(kind, name)
        return make_element("span", escape(text), **{f"data_{kind}": name}, data_as_of=as_of, data_form=form)

    def record_piece(self, name: str) -> None:
        """Record an element with only generated words."""
        self._record("piece", name)

    def write_piece(self, element: str, name: str, content: str, **attributes: str) -> str:
        """Write an element with only generated words. name: the input from which the check computes it (macros/check/pieces.py)."""
        self._record("piece", name)
        return make_element(element, content, data_piece=name, **attributes)


def make_element(name: str, content: str, **attributes: str) -> str:
    """Write an HTML element. Attribute names: `class_` for class, `data_x` for data-x; empty values are left out."""
    parts = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items() if value)
    # A space after what stands on a line of its own keeps its words apart in plain text: the search index, article readers.
    return f"<{name}{parts}>{content}</{name}>" + (" " if name in _SPACED else "")


_SPACED = frozenset({"td", "th", "dt", "dd", "caption", "summary", "p", "li", "div", "figcaption"})
