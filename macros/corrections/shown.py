"""Corrections as readers see them: notes on pages, the list of all entries, the history of a figure, replaced wordings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from macros.base.dates import write_long_date
from macros.content.page_context import PageContext, make_element
from macros.corrections.entry import Correction, select_by_figure, select_by_page
from macros.corrections.faults import find_page_date, strip_language
from macros.corrections.old import OldWording, declare_no_figure
from macros.datapackage import Packages
from macros.figures import slug_of
from macros.interface import read_interface_words, write_language_name
from macros.pages import Page
from macros.quotes import Exempt, Phrase, Quote
from macros.wording import write_in_cell, write_standard

HOME, HISTORY = "corrections/", "superseded/"  # addresses of the pages of corrections and of replaced wordings
_DAY = "the day of a correction of this site"


def render_page_note(corrections: Sequence[Correction], page: Page, view: PageContext) -> str:
    """Return the note at the top of a page, with its changes, newest first."""
    items = ""
    for entry in select_by_page(corrections, page.uri):
        when = _get_texts(view)["on"][entry.kind]
        head = make_element("strong", escape(str(when)).format(_render_date(entry, view)))
        link = _render_entry_link(entry, view, escape(str(_get_texts(view)["more"])))
        items += make_element("p", f"{head} {_write_text(entry, 'what', view)} {link}")
    return make_element("div", items, class_="corrected-note", role="note") if items else ""


def render_quote_note(corrections: Sequence[Correction], page: Page, figure: str, wording: str, view: PageContext) -> str:
    """Return the note behind a wording, from the newest entry of the page that changed it, or ""."""
    for entry in select_by_page(corrections, page.uri):
        if _has_changed(entry, page, figure, wording):
            here = escape(str(_get_texts(view)["here"][entry.kind])).format(_render_date(entry, view))
            return " " + make_element("small", f"({_render_entry_link(entry, view, here)})", class_="corrected")
    return ""


def render_phrase_note(corrections: Sequence[Correction], page: Page, phrase: Phrase | None, view: PageContext) -> str:
    """Return the note behind a short text, for its first changed wording."""
    quotes = [part for part in phrase.parts if isinstance(part, Quote)] if phrase else []
    return next(filter(None, (render_quote_note(corrections, page, quote.figure, quote.wording, view) for quote in quotes)), "")


def render_exhibit_note(corrections: Sequence[Correction], page: Page, quotes: Iterable[Quote], view: PageContext) -> str:
    """Return the note below a chart or table with figures changed by an entry of the page, or ""."""
    declared = view.figures.declarations  # a broken one has a fault of its own
    shown = list(dict.fromkeys((quote.figure, quote.wording) for quote in quotes if quote.figure in declared))
    for entry in select_by_page(corrections, page.uri):
        changed = dict.fromkeys(name for name, wording in shown if _has_changed(entry, page, name, wording))
        if changed:
            titles = ", ".join(escape(declared[name].label.get(view.lang, name)) for name in changed)
            head = _render_entry_link(entry, view, escape(str(_get_texts(view)["on"][entry.kind])).format(_render_date(entry, view)))
            return "\n\n" + make_element("p", f"{head} {titles}.", class_="corrected-note")
    return ""


def _has_changed(entry: Correction, page: Page, figure: str, wording: str) -> bool:
    """Return True if an entry changed a quote of a page, by its new words or by data the page shows."""
    return (figure, wording) in entry.quoted_wordings or (figure in entry.changed_figures and not find_page_date(page.path))


def render_list(corrections: Sequence[Correction], pages: Mapping[str, Page], view: PageContext) -> str:
    """Return every entry under a heading of its own, newest first."""
    if not corrections:
        return make_element("p", escape(str(_get_texts(view)["none"])))
    parts = []
    for entry in sorted(corrections, key=lambda entry: -entry.number):
        texts = _get_texts(view)
        rows = [(texts[name], _write_text(entry, name, view)) for name in ("what", "why", "scale")]
        rows.insert(2, (texts["nature"], escape(str(texts["natures"][entry.nature]))))
        rows += [(texts[name], _write_text(entry, name, view)) for name in ("old", "new") if entry.content.get(name)]
        if entry.data:
            rows.append((view.find_word("version"), view.write_piece("code", f"version {entry.data}", escape(entry.data))))
        if entry.changed_figures:
            rows.append(
                (
                    texts["figures"],
                    make_element("ul", "".join(_render_change(*pair, view) for _, pair in sorted(entry.changed_figures.items()))),
                )
            )
        rows.append(
            (
                texts["pages"],
                make_element(
                    "ul", "".join(make_element("li", _render_page_link(f"docs/{view.lang}/{uri}", pages, view)) for uri in entry.pages)
                ),
            )
        )
        if _list_replaced(entry, view.lang):
            rows.append((texts["replaced"], make_element("a", escape(str(texts["see"])), href=f"{view.edition_root}{HISTORY}#{entry.id}")))
        body = "".join(make_element("dt", escape(str(name))) + make_element("dd", content) for name, content in rows)
        parts.append(f"{_render_heading(entry, view, 3)}\n\n{make_element('dl', body, class_='proof')}")
    return "\n\n".join(parts)


def _list_replaced(entry: Correction, lang: str) -> list[OldWording]:
    """Return the replaced wordings of pages in a language."""
    return [old for old in entry.replaced_wordings if old.page.split("/")[1] == lang]


def render_replaced(corrections: Sequence[Correction], pages: Mapping[str, Page], packages: Packages, view: PageContext) -> str:
    """Return the replaced wordings of each entry in a language, newest first, and the older versions of the data."""
    texts, parts = _get_texts(view), []
    for entry in sorted(corrections, key=lambda entry: -entry.number):
        items = "".join(_render_old_wording(entry, old, pages, view) for old in _list_replaced(entry, view.lang))
        if items:
            said = make_element("blockquote", make_element("p", _write_text(entry, "old", view)))
            link = make_element("p", _render_entry_link(entry, view, escape(str(texts["more"]))))
            parts.append("\n\n".join((_render_heading(entry, view, 3), said, make_element("ul", items), link)))
    if not parts:
        parts.append(make_element("p", escape(str(texts["none_replaced"]))))
    parts.append(f"## {texts['older']} {{ #older-data }}")
    items = ""
    for name in packages.list_names():
        for package in reversed(packages.versions[name][:-1]):
            day = make_element("time", escape(write_long_date(package.version, view.lang)), datetime=package.version)
            link = make_element("a", day, href=f"{view.site_root}data/{name}/{package.version}/datapackage.json")
            by = escape(str(texts["superseded"])).format(write_long_date(packages.versions[name][-1].version, view.lang))
            items += make_element("li", f"{escape(package.find_text('title', view.lang))}, {link}: {by}")
    parts.append(make_element("ul", items) if items else make_element("p", escape(str(texts["none"]))))
    return "\n\n".join(parts)


def render_history(corrections: Sequence[Correction], figure: str, view: PageContext) -> str:
    """Return the entries about a figure, for its proof, or ""."""
    items = ""
    for entry in select_by_figure(corrections, figure):
        head = _render_entry_link(entry, view, escape(str(_get_texts(view)["on"][entry.kind])).format(_render_date(entry, view)))
        pair = entry.changed_figures.get(figure)
        values = (
            make_element("div", _render_values(*pair, view)) if pair else ""
        )  # in its own element, as a sentence may give the sign in words
        items += make_element("li", make_element("div", f"{head} {_write_text(entry, 'what', view)}") + values)
    return make_element("ul", items) if items else ""


def _write_text(entry: Correction, name: str, view: PageContext) -> str:
    if name in entry.texts:
        return view.write_phrase_html(entry.texts[name])
    view.record_piece(name_untranslated(entry, name))
    return write_untranslated(entry, name, view.lang)


def write_untranslated(entry: Correction, name: str, lang: str) -> str:
    """Return a text that is in another language only, in an element with that language, and a note that says so.

    Readers of a page that was corrected are told on the day. The check compares it with the text where it was judged: in its language.
    """
    own = entry.untranslated[name]
    shown = make_element("span", escape(own.text), lang=own.lang, data_piece=name_untranslated(entry, name))
    return f"{shown} ({escape(write_untranslated_note(entry, name, lang))})"


def write_untranslated_note(entry: Correction, name: str, lang: str) -> str:
    """Return the note that a text is not translated, with the language that it is in."""
    said = read_interface_words(lang)["correction"]["untranslated"]
    return str(said).format(write_language_name(entry.untranslated[name].lang, lang))


def name_untranslated(entry: Correction, name: str) -> str:
    """Return the name of the piece with a text in another language."""
    return f"untranslated {entry.id} {name}"


def list_untranslated(corrections: Iterable[Correction], by_language: Mapping[str, Sequence[Correction]]) -> dict[str, str]:
    """Map the name of each such piece to the text in the edition of its language.

    Args:
        by_language: the entries of every edition.
    """
    return {
        name_untranslated(entry, name): by_language[own.lang][entry.number - 1].texts[name].plain
        for entry in corrections
        for name, own in entry.untranslated.items()
    }


def _render_old_wording(entry: Correction, old: OldWording, pages: Mapping[str, Page], view: PageContext) -> str:
    """Return an earlier wording with its page and, if bound to older data, its value there."""
    declaration = view.figures.declarations.get(old.figure)
    title = escape(declaration.title.get(view.lang, old.figure) if declaration else old.figure)
    words = make_element("del", view.write_element(declare_no_figure(old.text, entry.number, view.lang, entry.place)))
    item = f"{_render_page_link(old.page, pages, view)}. {title}: {words}"
    if isinstance(old.binding, Quote):
        at = view.figures.get(old.figure, old.binding.as_of)
        value = view.bound_text("figure", at.id, write_standard(at, view.lang), at.version, "standard")
        item += ", " + escape(str(_get_texts(view)["then"])).format(value)
    return make_element("li", item)


def _render_change(before: Any, after: Any, view: PageContext) -> str:
    title = before.declaration.title.get(view.lang, before.id)
    return make_element(
        "li",
        f"{make_element('a', escape(title), href=f'{view.figures_address}#{slug_of(before.id)}')}: {_render_values(before, after, view)}",
    )


def _render_values(before: Any, after: Any, view: PageContext) -> str:
    old, new = (view.bound_text("figure", at.id, write_in_cell(at, view.lang), at.version, "cell") for at in (before, after))
    name = f"change {before.id}@{before.version} {after.version}"
    return view.write_piece("span", name, escape(str(_get_texts(view)["values"])).format(old, new))


def _render_heading(entry: Correction, view: PageContext, level: int) -> str:
    return f"{'#' * level} {_get_texts(view)[entry.kind]}, {write_long_date(entry.date, view.lang)} {{ #{entry.id} }}"


def _render_page_link(path: str, pages: Mapping[str, Page], view: PageContext) -> str:
    """Return the title of a page as a link, or the name of a removed page."""
    page = pages.get(path)
    if page is None:
        return make_element("code", escape(strip_language(path)))
    return make_element("a", view.write_phrase_html(page.title, linked=False), href=(view.edition_root + page.url) or "./")


def _render_entry_link(entry: Correction, view: PageContext, content: str) -> str:
    return make_element("a", content, href=f"{view.edition_root}{HOME}#{entry.id}")


def _render_date(entry: Correction, view: PageContext) -> str:
    """Return the date of an entry, declared to be no figure. It can be later than the date of the update."""
    text = write_long_date(entry.date, view.lang)
    view.record_binding(Exempt(text, _DAY, entry.place))
    return make_element("time", escape(text), datetime=entry.date, data_not_a_figure=_DAY)


def _get_texts(view: PageContext) -> Mapping[str, Any]:
    texts: Mapping[str, Any] = read_interface_words(view.lang)["correction"]
    return texts
