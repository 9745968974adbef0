"""Short texts with quotes in them: titles, summaries, headlines, descriptions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from jinja2 import Environment, StrictUndefined

from macros.calls import Call, simple
from macros.errors import Fault, Place, one_line
from macros.quotes.quote import Exempt, Quote, element, exempt_element, note, unlinked
from macros.quotes.quoting import Quoting
from macros.yamlfile import TAG

_MARK = "\ue000{}\ue001"  # private use: stands for the n-th quote until the text is cut at the marks
_TEMPLATES = Environment(undefined=StrictUndefined, autoescape=False)
_OPEN, _CLOSE = "\ue000", "\ue001"
_OTHER = re.compile(f"[\n\r{_OPEN}{_CLOSE}]")  # what Jinja changes, and what marks quotes


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
                out.append(unlinked(part, part.as_of, escape(part.wording, quote=False)) + (note(part) if noted else ""))
        return "".join(out)


@dataclass
class PhraseWriter:
    """Writes phrases from templates such as `Reports {{ figure("eu-reports-change", "fell by 47%") }}`.

    written: every phrase written, for the check of the places where no markup can stand.
    """

    quoting: Quoting
    written: list[Phrase] = field(default_factory=list)
    _places: dict[Place, set[str]] = field(default_factory=dict)
    _indexed: int = 0

    def write(self, template: str, *, lang: str, as_of: str | None, place: Place, page: str) -> Phrase:
        """The phrase of a template. A template that fails is a fault, and its text stands as it is."""
        if "<" in template and (tag := TAG.search(template)):
            fact = f"holds {tag[0]} in a text where no markup is read"
            self.quoting.faults.add(Fault(place, "active-content", fact, "write words alone"))
        phrase = self._write(template, lang, as_of, place, page)
        self.written.append(phrase)
        return phrase

    def _part(self, part: str | Call, lang: str, as_of: str | None, place: Place, page: str) -> str | Quote | Exempt:
        if isinstance(part, str):
            return part
        if part.name == "figure":
            return self.quoting.quote(*part.values, lang=lang, as_of=as_of, place=place, page=page)
        return self.quoting.not_a_figure(*part.values, lang=lang, place=place, page=page)

    def at(self, place: Place) -> set[str]:
        """What was written from the template at a place, letter for letter, for each version of its data."""
        for phrase in self.written[self._indexed :]:
            self._places.setdefault(phrase.place, set()).add(phrase.plain)
        self._indexed = len(self.written)
        return self._places.get(place, set())

    def _write(self, template: str, lang: str, as_of: str | None, place: Place, page: str) -> Phrase:
        if "{" not in template:
            return Phrase((template,), place)
        calls = None if _OTHER.search(template) else simple(template)
        if calls and all(isinstance(part, str) or _sound(part) for part in calls):
            return Phrase(tuple(self._part(part, lang, as_of, place, page) for part in calls if part), place)
        bindings: list[Quote | Exempt] = []

        def mark(binding: Quote | Exempt) -> str:
            bindings.append(binding)
            return _MARK.format(len(bindings) - 1)

        def figure(name: str, wording: str | None = None) -> str:
            return mark(self.quoting.quote(name, wording, lang=lang, as_of=as_of, place=place, page=page))

        def not_a_figure(text: str, reason: str = "") -> str:
            return mark(self.quoting.not_a_figure(text, reason, lang=lang, place=place, page=page))

        try:
            if _OPEN in template or _CLOSE in template:
                raise ValueError("U+E000 and U+E001 are used to mark quotes")
            text = _TEMPLATES.from_string(template).render(figure=figure, not_a_figure=not_a_figure)
        except Exception as error:  # an author's expression may fail in any way; the place must be told, no traceback
            fact = f"has a template that fails ({one_line(str(error))})"
            self.quoting.faults.add(Fault(place, "template", fact, 'write {{ figure("id", "wording") }}'))
            return Phrase((template,), place)
        parts: list[str | Quote | Exempt] = []
        for piece in text.split(_OPEN):
            number, mark_, rest = piece.partition(_CLOSE)
            if mark_:
                parts.append(bindings[int(number)])
            if text_ := rest if mark_ else piece:
                parts.append(text_)
        return Phrase(tuple(parts), place)


def _sound(call: Call) -> bool:
    """A call with the two texts that a quote or an exemption takes."""
    texts = [value for value in call.values if isinstance(value, str)]
    return call.name in ("figure", "not_a_figure") and len(texts) == len(call.values) == 2 and not call.named
