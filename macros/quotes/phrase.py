"""The writer of short texts with quotes: titles, summaries, headlines, descriptions."""

from __future__ import annotations

from dataclasses import dataclass, field

from macros.base.author_forms import Part, parse_text
from macros.base.errors import Fault, Place
from macros.base.templates import Macro, fill
from macros.base.yaml_source import CALL, TAG
from macros.quotes.log import PhraseWritten, RenderLog
from macros.quotes.quote import Exempt, Phrase, Quote
from macros.quotes.quoting import QuoteBook


@dataclass
class PhraseWriter:
    """A writer of phrases from templates such as `Reports {{ figure("sales-change", "fell by 47%") }}`."""

    quote_book: QuoteBook
    _places: dict[Place, set[str]] = field(default_factory=dict)
    _indexed: int = 0

    @property
    def log(self) -> RenderLog:
        """Return the log of the edition."""
        return self.quote_book.log

    def write_phrase(self, template: str, *, lang: str, as_of: str | None, place: Place, page: str) -> Phrase:
        """Write the phrase of a template. A failed part is a fault, and stays as written."""
        if "<" in template and (tag := TAG.search(template)):
            fact = f"holds {tag[0]} in a text where no markup is read"
            self.quote_book.faults.add(Fault(place, "active-content", fact, "write words alone"))
        phrase = self._fill_template(template, lang, as_of, place, page)
        self.log.add(PhraseWritten(phrase))
        return phrase

    def rendered_from(self, place: Place) -> set[str]:
        """Return all texts written from the template at a place, one for each version of its data."""
        phrases = self.log.phrases
        for phrase in phrases[self._indexed :]:
            self._places.setdefault(phrase.place, set()).add(phrase.plain)
        self._indexed = len(phrases)
        return self._places.get(place, set())

    def _fill_template(self, template: str, lang: str, as_of: str | None, place: Place, page: str) -> Phrase:
        def quote_figure(
            place: Place, id: str, wording: str | None = None, reads: str | None = None, because: str | None = None
        ) -> Quote | Exempt:
            return self.quote_book.quote_figure(id, wording, lang=lang, as_of=as_of, place=place, page=page, reads=reads, because=because)

        def declare_no_figure(place: Place, text: str, reason: str = "") -> Exempt:
            return self.quote_book.declare_no_figure(text, reason, lang=lang, place=place, page=page)

        def keep_template(fault: Fault, part: Part) -> str:
            self.quote_book.faults.add(fault)
            return template[part.start : part.end]

        macros = {
            "figure": Macro('{{ figure("id", "wording") }}', quote_figure),
            "not_a_figure": Macro('{{ not_a_figure("text", "reason") }}', declare_no_figure),
        }

        def place_of_call(offset: int) -> Place:
            names = (match.end() for match in CALL.finditer(template))
            return next((place.place_of_call(number) for number, end in enumerate(names) if end == offset), place)

        return Phrase(
            tuple(filter(None, fill(parse_text(template), macros, place_of_call if place.calls else lambda _: place, keep_template))), place
        )
