"""Sources in HTML: each with a link to its address, or with the words why none is known."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from macros.base.dates import write_long_date
from macros.content.page_context import PageContext, make_element
from macros.datapackage import Source
from macros.interface import read_interface_words


def write_source(source: Source, view: PageContext) -> str:
    """Return a source with publisher, title and day. A title that tells the day is not followed by it."""
    title = escape(view.find_word("quoted").format(source.title))
    told = any(day in source.title for day in (source.date, write_long_date(source.date, view.lang)))
    when = "" if told else ", " + view.write_day(source.date)
    return f"{escape(source.publisher)}, {link_source(source, title)}{when}{write_absence(source, view)}"


def write_publishers(sources: Iterable[Source], view: PageContext) -> str:
    """Return the publishers of sources, each linked to what it published."""
    found = {(source.publisher, source.path): source for source in sources}
    return "; ".join(link_source(source, escape(source.publisher)) + write_absence(source, view) for source in found.values())


def write_originals(sources: Iterable[Source], view: PageContext) -> str:
    """Return links to sources for the end of a line that already names them, or "" for none."""
    found = {source.path or source.title: source for source in sources}
    shown = [
        link_source(source, escape(view.find_word("original") if len(found) == 1 else source.title))
        if source.path
        else escape(find_absence(source, view.lang))
        for source in found.values()
    ]
    return f" ({'; '.join(shown)})" if shown else ""


def link_source(source: Source, text: str) -> str:
    """Return HTML as a link to a source, or as it is if its address is not known."""
    return make_element("a", text, href=source.path, rel="external") if source.path else text


def write_absence(source: Source, view: PageContext) -> str:
    """Return the words in brackets why there is no link to a source, or "" for one with an address."""
    return "" if source.path else f" ({escape(find_absence(source, view.lang))})"


def find_absence(source: Source, lang: str) -> str:
    """Return the words why the address of a source is not known."""
    return source.find_unknown(lang) or str(read_interface_words(lang)["no_address"])
