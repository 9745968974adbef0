"""Cards: what stands on each, in the order in which it is set, and its alternative text. The card of a figure, of a page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from macros.base.dates import long_date
from macros.base.errors import Fault, FaultError, Place
from macros.figures import Figure, slug_of
from macros.handouts.declared import FILE, CardEntry
from macros.handouts.text import Text, literal
from macros.interface import words
from macros.pages import Page
from macros.quotes import Exempt, Phrase, PhraseWriter, Quote
from macros.quotes.log import Phrased
from macros.quotes.quoting import make_quote
from macros.wording import in_cell, standard

SURFACE = "card"
SIZES = ((1200, 630), (1080, 1080))  # pixels: as links are shown, as pictures are posted
PREVIEW = (720, 378)  # as the page of the kit shows the first of them: a phone need not load what is made to be posted


@dataclass(frozen=True)
class Card:
    """texts: by role (`site`, `value`, `statement`, `label`). foot: the lines below. alt: all of it in one text. place: of its source."""

    texts: dict[str, Text]
    foot: tuple[Text, ...]
    alt: Phrase
    place: Place

    @property
    def all(self) -> tuple[Text, ...]:
        return (*self.texts.values(), *self.foot)


@dataclass(frozen=True)
class Site:
    """What is said of the site in one language: its name, its address (`https://example.org/es/`), its language.

    language: the name of the language in itself.
    """

    name: str
    address: str
    lang: str
    description: str = ""
    language: str = ""

    @property
    def shown(self) -> str:
        """The address as people write it: `example.org/`."""
        parts = urlsplit(self.address)
        return f"{parts.netloc}{parts.path}"


def kit_card(entry: CardEntry, site: Site, writer: PhraseWriter, page: str = FILE) -> Card | None:
    """The card of a declaration; None (and a fault) where its text quotes no figure that can be had.

    page: the source path of the page whose text it stands in.
    """
    place, word = entry.place("text", site.lang), words(site.lang)["card"]
    statement = writer.write(entry.text.get(site.lang, ""), lang=site.lang, as_of=None, place=place, page=page)
    at = entry.place("source", site.lang)
    source = writer.write(entry.source.get(site.lang, ""), lang=site.lang, as_of=None, place=at, page=page)
    quotes = list({part.figure: part for part in statement.parts if isinstance(part, Quote)}.values())
    if not quotes or not all(quote.version for quote in quotes):
        if not quotes:
            remedy = 'quote the figure that it is about: {{ figure("id", "wording") }}'
            writer.quoting.faults.add(Fault(place, "handout", f"{entry.id} quotes no figure in its text", remedy))
        return None
    figures = [writer.quoting.figures.get(quote.figure, None) for quote in quotes]
    lead = figures[0]
    value = make_quote(lead, in_cell(lead, site.lang), quotes[0].place, None, "cell")
    listed = ", ".join(f"{figure.id} ({status(figure, site.lang)})" for figure in figures)
    dated = str(word["data"]).format(long_date(max(figure.version for figure in figures), site.lang))
    foot = (
        Phrase((f"{word['figures' if len(figures) > 1 else 'figure']}: {listed}. {dated}.",), place),
        Phrase((f"{word['source']}: ", *source.parts), source.place),
        Phrase((f"{site.shown}figures/#{slug_of(lead.id)}",), place),
    )
    ends = "" if statement.plain.rstrip().endswith((".", "!", "?")) else "."
    alt = Phrase((*statement.parts, f"{ends} ", *foot[0].parts, " ", *foot[1].parts, f". {word['proof']}: ", *foot[2].parts), place)
    writer.log.add(Phrased(alt))
    texts = {
        "site": literal(site.name, place, SURFACE),
        "value": Text(Phrase((value,), place), SURFACE, (statement.plain,)),
        "statement": Text(statement, SURFACE),
    }
    return Card(texts, tuple(Text(phrase, SURFACE) for phrase in foot), alt, place)


def page_card(page: Page, site: Site, writer: PhraseWriter) -> Card:
    """The card of a page: its title, its date if it has one, and the figure that its front matter names, as the page sees it."""
    place, word = page.title.place, words(site.lang)["card"]
    texts = {"site": literal(site.name, place, SURFACE), "statement": Text(page.title, SURFACE)}
    dated = long_date(page.date, site.lang) if page.date else ""
    foot = [literal(f"{site.shown}{page.url}", place, SURFACE)]
    alt: tuple[str | Quote | Exempt, ...] = (f"{site.name}: “", *page.title.parts, f"”, {dated}." if dated else "”.")
    figure = _lead(page, writer)
    if figure is None and dated:
        foot.insert(0, literal(dated, place, SURFACE))
    if figure is not None:
        label = figure.declaration.label.get(site.lang, figure.id)
        value = make_quote(figure, in_cell(figure, site.lang), place, page.as_of, "cell")
        said = make_quote(figure, standard(figure, site.lang), place, page.as_of, "standard")
        line = f"{word['figure']}: {figure.id} ({status(figure, site.lang)}). "
        line += str(word["data"]).format(long_date(figure.version, site.lang)) + "."
        texts["value"] = Text(Phrase((value,), place), SURFACE, (label, status(figure, site.lang)))
        texts["label"] = literal(label, place, SURFACE)
        foot.insert(0, literal(line, place, SURFACE))
        alt = (*alt, f" {label}: ", said, f". {line}")
    phrase = Phrase(alt, place)
    writer.log.add(Phrased(phrase))
    return Card(texts, tuple(foot), phrase, place)


def _lead(page: Page, writer: PhraseWriter) -> Figure | None:
    if page.lead is None:
        return None
    try:
        return writer.quoting.figures.get(page.lead.figure, page.as_of, page.lead.place)
    except FaultError as error:
        writer.quoting.faults.extend(error.faults)
        return None


def status(figure: Figure, lang: str) -> str:
    """`computed`; `reported, OECD`."""
    said = figure.declaration.attribution.get(lang, "")
    name = str(words(lang)["status"][figure.declaration.told_status])
    return f"{name}, {said}" if said else name
