"""The writer of short texts with quotes: titles, summaries, headlines, descriptions."""

from __future__ import annotations

from dataclasses import dataclass, field

from macros.base.author_forms import Part, parse
from macros.base.errors import Fault, Place
from macros.base.templates import Macro, filled
from macros.base.yaml_source import CALL, TAG
from macros.quotes.log import Phrased, RenderLog
from macros.quotes.quote import Exempt, Phrase, Quote
from macros.quotes.quoting import Quoting


@dataclass
class PhraseWriter:
    """A writer of phrases from templates such as `Reports {{ figure("sales-change", "fell by 47%") }}`."""

    quoting: Quoting
    _places: dict[Place, set[str]] = field(default_factory=dict)
    _indexed: int = 0

    @property
    def log(self) -> RenderLog:
        """Return the log of the edition."""
        return self.quoting.log

    def write(self, template: str, *, lang: str, as_of: str | None, place: Place, page: str) -> Phrase:
        """Write the phrase of a template. A failed part is a fault, and stays as written."""
        if "<" in template and (tag := TAG.search(template)):
            fact = f"holds {tag[0]} in a text where no markup is read"
            self.quoting.faults.add(Fault(place, "active-content", fact, "write words alone"))
        phrase = self._write(template, lang, as_of, place, page)
        self.log.add(Phrased(phrase))
        return phrase

    def at(self, place: Place) -> set[str]:
        """Return all texts written from the template at a place, one for each version of its data."""
        phrases = self.log.phrases
        for phrase in phrases[self._indexed :]:
            self._places.setdefault(phrase.place, set()).add(phrase.plain)
        self._indexed = len(phrases)
        return self._places.get(place, set())

    def _write(self, template: str, lang: str, as_of: str | None, place: Place, page: str) -> Phrase:
        def figure(
            place: Place, id: str, wording: str | None = None, reads: str | None = None, because: str | None = None
        ) -> Quote | Exempt:
            return self.quoting.quote(id, wording, lang=lang, as_of=as_of, place=place, page=page, reads=reads, because=because)

        def not_a_figure(place: Place, text: str, reason: str = "") -> Exempt:
            return self.quoting.not_a_figure(text, reason, lang=lang, place=place, page=page)

        def failed(fault: Fault, part: Part) -> str:
            self.quoting.faults.add(fault)
            return template[part.start : part.end]

        macros = {
            "figure": Macro('{{ figure("id", "wording") }}', figure),
            "not_a_figure": Macro('{{ not_a_figure("text", "reason") }}', not_a_figure),
        }

        def at(offset: int) -> Place:
            names = (match.end() for match in CALL.finditer(template))
            return next((place.call(number) for number, end in enumerate(names) if end == offset), place)

        return Phrase(tuple(filter(None, filled(parse(template), macros, at if place.calls else lambda _: place, failed))), place)
