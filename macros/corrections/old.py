"""Wordings replaced by an entry, known from the record and shown as history only.

If the data has changed, they are bound to its older version, on which they are right. A wrong wording is declared to be no figure,
with the number of the entry. Only wordings in the record can be declared so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from macros.base.errors import FaultError, Place
from macros.base.noun_forms import Nouns
from macros.figures import Figure, Figures
from macros.interface import read_interface_words as interface
from macros.published import Record, Row
from macros.quotes import Exempt, Phrase, PhraseWriter, Quote, QuoteBook
from macros.quotes.quote import write_status_mark
from macros.quotes.quoting import make_quote
from macros.wording import compare_wording


@dataclass(frozen=True)
class OldWording:
    """A wording as it was published.

    Attributes:
        page: The source path.
        binding: A quote of the older data, or a declaration of no figure with its reason.
    """

    page: str
    figure: str
    text: str
    binding: Quote | Exempt


def declare_no_figure(text: str, number: int, lang: str, place: Place) -> Exempt:
    """Declare an old wording to be no figure, with the number of the entry."""
    return Exempt(text, str(interface(lang)["correction"]["earlier"]).format(number), place)


@dataclass
class _WordsOnly(QuoteBook):
    """A quote book that keeps only the words of quotes, so an author may paste a line of a page as it is."""

    def quote_figure(self, name: str, wording: str | None, **where: Any) -> Exempt:  # type: ignore[override]  # the words where a quote would be
        return Exempt(str(wording or name), "", where["place"])


def split_old_text(template: str, quoting: QuoteBook, lang: str, place: Place) -> tuple[str | Exempt, ...]:
    """Split the old text into plain text, with quotes as their words, and declarations of no figure."""
    words = PhraseWriter(_WordsOnly(quoting.figures, quoting.faults))
    parts: list[str | Exempt] = []
    for part in words.write_phrase(" ".join(template.split()), lang=lang, as_of=None, place=place, page="").parts:
        text = part.text if isinstance(part, Exempt) and not part.reason else part
        if isinstance(text, str) and parts and isinstance(parts[-1], str):
            parts[-1] += text
        elif isinstance(text, str | Exempt):
            parts.append(text)
    return tuple(parts)


def join_parts(parts: Iterable[str | Exempt]) -> str:
    """Return the old text as readers see it."""
    return "".join(part if isinstance(part, str) else part.text for part in parts)


def has_wording(text: str, wording: str) -> bool:
    """Return True if a text has a wording, outside a longer number or word."""
    return _build_wording_pattern(wording).search(text) is not None


def _build_wording_pattern(wording: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w.,−-])" + re.escape(wording) + r"(?![\w%])")


def find_rows(old: Mapping[str, str], pages: Iterable[str], record: Record) -> list[Row]:
    """Return the record's wordings for the pages, current or superseded, that occur in the old text. The longest come first.

    Args:
        old: Maps languages to texts.
        pages: Paths relative to docs/<lang>/.
    """
    found = [
        row
        for uri in set(pages)
        for row in record.wordings_by_page.get(uri, ())
        if has_wording(old.get(row.subject.split("/")[1], ""), row.text)
    ]
    return sorted(found, key=lambda row: (-len(row.text), row))


def bind_wording(row: Row, number: int, before: Mapping[str, Figure], lang: str, place: Place, nouns: Nouns) -> OldWording:
    """Bind an old wording to the older data if it was right there. Otherwise declare it to be no figure.

    Args:
        before: Maps ids to the figure before the data of the entry.
    """
    figure = before.get(row.part)
    binding: Quote | Exempt = declare_no_figure(row.text, number, lang, place)
    if figure is not None and not compare_wording(row.text, figure, lang, nouns):
        binding = replace(make_quote(figure, row.text, place, figure.version), mark=write_status_mark(figure, lang))
    return OldWording(row.subject, row.part, row.text, binding)


def find_older_figures(figures: Figures, names: Iterable[str], as_of: str) -> dict[str, Figure]:
    """Return the figures as of a date. Unavailable ones are left out."""
    found = {}
    for name in names:
        try:
            found[name] = figures.get(name, as_of)
        except FaultError:
            continue
    return found


def build_old_phrase(parts: Iterable[str | Exempt], known: Iterable[OldWording], place: Place) -> Phrase:
    """Return the old text with all old wordings bound."""
    found: list[str | Quote | Exempt] = list(parts)
    for old in known:
        cut: list[str | Quote | Exempt] = []
        for part in found:
            if not isinstance(part, str):
                cut.append(part)
                continue
            at = 0
            for match in _build_wording_pattern(old.text).finditer(part):
                cut += [part[at : match.start()], old.binding]
                at = match.end()
            cut.append(part[at:])
        found = [part for part in cut if part != ""]
    return Phrase(tuple(found), place)
