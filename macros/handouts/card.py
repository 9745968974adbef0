"""Cards of figures and of pages: the texts on each in their order, and its alternative text."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from macros.base.dates import write_long_date
from macros.base.errors import Fault, FaultError, Place
from macros.figures import Figure, slug_of
from macros.handouts.declared import FILE, CardEntry
from macros.handouts.text import Text, make_literal
from macros.interface import read_interface_words
from macros.pages import Page
from macros.pages.proof import write_status
from macros.quotes import Exempt, Phrase, PhraseWriter, Quote
from macros.quotes.log import PhraseWritten
from macros.quotes.quoting import make_quote
from macros.wording import write_in_cell, write_standard

SURFACE = "card"
SIZES = ((1200, 630), (1080, 1080))  # pixels; for link previews and for posts
PREVIEW = (720, 378)  # pixels, on the page of the kit: a phone need not load the picture for posts


@dataclass(frozen=True)
class Card:
    """The texts of a card.

    Attributes:
        texts: Texts by role (`site`, `value`, `statement`, `label`).
        foot: The lines below.
        alt: The whole content in one text.
        place: The place of its source.
    """

    texts: dict[str, Text]
    foot: tuple[Text, ...]
    alt: Phrase
    place: Place

    @property
    def all_texts(self) -> tuple[Text, ...]:
        """All texts in their order."""
        return (*self.texts.values(), *self.foot)


@dataclass(frozen=True)
class Site:
    """The facts of the site in one language.

    Attributes:
        address: The address with a slash at its end: `https://example.org/es/`.
        language_name: The language's own name.
    """

    name: str
    address: str
    lang: str
    description: str = ""
    language_name: str = ""

    @property
    def shown_address(self) -> str:
        """The address as people write it: `example.org/`."""
        parts = urlsplit(self.address)
        return f"{parts.netloc}{parts.path}"


def make_kit_card(entry: CardEntry, site: Site, writer: PhraseWriter, page: str = FILE) -> Card | None:
    """Return the card of a declaration. Without a figure to quote, report a fault and return None.

    Args:
        page: the source path of the page with the text.
    """
    place, word = entry.find_place("text", site.lang), read_interface_words(site.lang)["card"]
    statement = writer.write_phrase(entry.text.get(site.lang, ""), lang=site.lang, as_of=None, place=place, page=page)
    at = entry.find_place("source", site.lang)
    source = writer.write_phrase(entry.source.get(site.lang, ""), lang=site.lang, as_of=None, place=at, page=page)
    quotes = list({part.figure: part for part in statement.parts if isinstance(part, Quote)}.values())
    if not quotes or not all(quote.version for quote in quotes):
        if not quotes:
            remedy = 'quote the figure that it is about: {{ figure("id", "wording") }}'
            writer.quote_book.faults.add(Fault(place, "handout", f"{entry.id} quotes no figure in its text", remedy))
        return None
    figures = [writer.quote_book.figures.get(quote.figure, None) for quote in quotes]
    lead = figures[0]
    value = make_quote(lead, write_in_cell(lead, site.lang), quotes[0].place, None, "cell")
    listed = ", ".join(f"{figure.id} ({write_status(figure, site.lang)})" for figure in figures)
    dated = str(word["data"]).format(write_long_date(max(figure.version for figure in figures), site.lang))
    foot = (
        Phrase((f"{word['figures' if len(figures) > 1 else 'figure']}: {listed}. {dated}.",), place),
        Phrase((f"{word['source']}: ", *source.parts), source.place),
        Phrase((f"{site.shown_address}figures/#{slug_of(lead.id)}",), place),
    )
    ends = "" if statement.plain.rstrip().endswith((".", "!", "?")) else "."
    alt = Phrase((*statement.parts, f"{ends} ", *foot[0].parts, " ", *foot[1].parts, f". {word['proof']}: ", *foot[2].parts), place)
    writer.log.add(PhraseWritten(alt))
    texts = {
        "site": make_literal(site.name, place, SURFACE),
        "value": Text(Phrase((value,), place), SURFACE, (statement.plain,)),
        "statement": Text(statement, SURFACE),
    }
    return Card(texts, tuple(Text(phrase, SURFACE) for phrase in foot), alt, place)


def make_page_card(page: Page, site: Site, writer: PhraseWriter) -> Card:
    """Return the card of a page: its title, its date, and the figure named in its front matter, as of the page's date."""
    place, word = page.title.place, read_interface_words(site.lang)["card"]
    texts = {"site": make_literal(site.name, place, SURFACE), "statement": Text(page.title, SURFACE)}
    dated = write_long_date(page.date, site.lang) if page.date else ""
    foot = [make_literal(f"{site.shown_address}{page.url}", place, SURFACE)]
    alt: tuple[str | Quote | Exempt, ...] = (f"{site.name}: “", *page.title.parts, f"”, {dated}." if dated else "”.")
    figure = _find_lead(page, writer)
    if figure is None and dated:
        foot.insert(0, make_literal(dated, place, SURFACE))
    if figure is not None:
        label = figure.declaration.label.get(site.lang, figure.id)
        value = make_quote(figure, write_in_cell(figure, site.lang), place, page.as_of, "cell")
        said = make_quote(figure, write_standard(figure, site.lang), place, page.as_of, "standard")
        line = f"{word['figure']}: {figure.id} ({write_status(figure, site.lang)}). "
        line += str(word["data"]).format(write_long_date(figure.version, site.lang)) + "."
        texts["value"] = Text(Phrase((value,), place), SURFACE, (label, write_status(figure, site.lang)))
        texts["label"] = make_literal(label, place, SURFACE)
        foot.insert(0, make_literal(line, place, SURFACE))
        alt = (*alt, f" {label}: ", said, f". {line}")
    phrase = Phrase(alt, place)
    writer.log.add(PhraseWritten(phrase))
    return Card(texts, tuple(foot), phrase, place)


def _find_lead(page: Page, writer: PhraseWriter) -> Figure | None:
    if page.lead is None:
        return None
    try:
        return writer.quote_book.figures.get(page.lead.figure, page.as_of, page.lead.place)
    except FaultError as error:
        writer.quote_book.faults.extend(error.faults)
        return None
