"""The words of a chart for a page."""

from __future__ import annotations

from dataclasses import replace

from macros.base.errors import FaultError, Faults
from macros.content.page_context import PageContext
from macros.exhibits.exhibit import Exhibit
from macros.exhibits.stated import find_period_fault
from macros.exhibits.versions import find_version
from macros.quotes import Phrase, PhraseWriter, QuoteBook

TEXTS = ("headline", "subtitle", "description", "source")


def write_texts(exhibit: Exhibit, view: PageContext, names: tuple[str, ...] = TEXTS) -> dict[str, Phrase]:
    """Return the chart's texts by name, with figures as of the page's date.

    A declared headline describes the newest data; `until` keeps earlier ones. If neither fits the older data of a page, the
    subtitle replaces headline and description, because it states no value. So a revision rewrites no older page.
    """
    own = {name: name for name in names}
    if _sees_older_data(exhibit, view) and _has_faults(exhibit, view):
        own |= {name: "subtitle" for name in names if name in ("headline", "description")}
    for source in dict.fromkeys(own.values()):
        tell_period(exhibit, source, view)
    return {name: write_phrase(exhibit, source, view) for name, source in own.items()}


def tell_period(exhibit: Exhibit, name: str, view: PageContext) -> None:
    """Report a text that states other periods than those drawn for the page."""
    if fault := find_period_fault(exhibit, name, view.lang, view.as_of, view.figures):
        view.writer.quote_book.faults.add(fault)


def write_phrase(exhibit: Exhibit, name: str, view: PageContext) -> Phrase:
    """Return a text of an exhibit for a page."""
    return view.write_phrase(exhibit.get_text(name, view.lang, view.as_of), exhibit.find_text_place(name, view.lang, view.as_of))


def _sees_older_data(exhibit: Exhibit, view: PageContext) -> bool:
    try:
        return view.as_of is not None and find_version(exhibit, view.figures, view.as_of) != find_version(exhibit, view.figures, None)
    except FaultError:  # reported where its figures are shown
        return False


def _has_faults(exhibit: Exhibit, view: PageContext) -> bool:
    faults = Faults()
    trial = replace(view, writer=PhraseWriter(QuoteBook(view.figures, faults)))
    for name in TEXTS:
        write_phrase(exhibit, name, trial)
        if name != "subtitle":
            tell_period(exhibit, name, trial)
    return len(faults) > 0
