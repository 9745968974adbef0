"""Corrections as readers see them: notes on pages, the list of all entries, the history of a figure, replaced wordings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from macros.base.dates import long_date
from macros.content.page_context import View, tag
from macros.corrections.entry import Correction, concerning, of_page
from macros.corrections.faults import page_date, relative
from macros.corrections.old import OldWording, earlier
from macros.datapackage import Packages
from macros.figures import slug_of
from macros.interface import words
from macros.pages import Page
from macros.quotes import Exempt, Phrase, Quote
from macros.wording import in_cell, standard

HOME, HISTORY = "corrections/", "superseded/"  # addresses of the pages of corrections and of replaced wordings
_DAY = "the day of a correction of this site"


def at_top(corrections: Sequence[Correction], page: Page, view: View) -> str:
    """Return the note at the top of a page, with its changes, newest first."""
    items = ""
    for entry in of_page(corrections, page.uri):
        when = _texts(view)["on"][entry.kind]
        head = tag("strong", escape(str(when)).format(_time(entry, view)))
        items += tag("p", f"{head} {view.html(entry.texts['what'])} {_link(entry, view, escape(str(_texts(view)['more'])))}")
    return tag("div", items, class_="corrected-note", role="note") if items else ""


def at_place(corrections: Sequence[Correction], page: Page, figure: str, wording: str, view: View) -> str:
    """Return the note behind a wording, from the newest entry of the page that changed it, or ""."""
    for entry in of_page(corrections, page.uri):
        if _changed(entry, page, figure, wording):
            here = escape(str(_texts(view)["here"][entry.kind])).format(_time(entry, view))
            return " " + tag("small", f"({_link(entry, view, here)})", class_="corrected")
    return ""


def in_phrase(corrections: Sequence[Correction], page: Page, phrase: Phrase | None, view: View) -> str:
    """Return the note behind a short text, for its first changed wording."""
    quotes = [part for part in phrase.parts if isinstance(part, Quote)] if phrase else []
    return next(filter(None, (at_place(corrections, page, quote.figure, quote.wording, view) for quote in quotes)), "")


def below(corrections: Sequence[Correction], page: Page, quotes: Iterable[Quote], view: View) -> str:
    """Return the note below a chart or table with figures changed by an entry of the page, or ""."""
    declared = view.figures.declarations  # a broken one has a fault of its own
    shown = list(dict.fromkeys((quote.figure, quote.wording) for quote in quotes if quote.figure in declared))
    for entry in of_page(corrections, page.uri):
        changed = dict.fromkeys(name for name, wording in shown if _changed(entry, page, name, wording))
        if changed:
            titles = ", ".join(escape(declared[name].label.get(view.lang, name)) for name in changed)
            head = _link(entry, view, escape(str(_texts(view)["on"][entry.kind])).format(_time(entry, view)))
            return "\n\n" + tag("p", f"{head} {titles}.", class_="corrected-note")
    return ""


def _changed(entry: Correction, page: Page, figure: str, wording: str) -> bool:
    """Return True if an entry changed a quote of a page, by its new words or by data the page shows."""
    return (figure, wording) in entry.quoted or (figure in entry.changed and not page_date(page.path))


def listed(corrections: Sequence[Correction], pages: Mapping[str, Page], view: View) -> str:
    """Return every entry under a heading of its own, newest first."""
    if not corrections:
        return tag("p", escape(str(_texts(view)["none"])))
    parts = []
    for entry in sorted(corrections, key=lambda entry: -entry.number):
        texts = _texts(view)
        rows = [(texts[name], view.html(phrase)) for name, phrase in entry.texts.items() if name in ("what", "why", "scale")]
        rows.insert(2, (texts["nature"], escape(str(texts["natures"][entry.nature]))))
        rows += [(texts[name], view.html(phrase)) for name, phrase in entry.texts.items() if name in ("old", "new")]
        if entry.data:
            rows.append((view.word("version"), view.piece("code", f"version {entry.data}", escape(entry.data))))
        if entry.changed:
            rows.append((texts["figures"], tag("ul", "".join(_change(*pair, view) for _, pair in sorted(entry.changed.items())))))
        rows.append((texts["pages"], tag("ul", "".join(tag("li", _page(f"docs/{view.lang}/{uri}", pages, view)) for uri in entry.pages))))
        if entry.replaced:
            rows.append((texts["replaced"], tag("a", escape(str(texts["see"])), href=f"{view.up}{HISTORY}#{entry.id}")))
        body = "".join(tag("dt", escape(str(name))) + tag("dd", content) for name, content in rows)
        parts.append(f"{_heading(entry, view, 3)}\n\n{tag('dl', body, class_='proof')}")
    return "\n\n".join(parts)


def replaced(corrections: Sequence[Correction], pages: Mapping[str, Page], packages: Packages, view: View) -> str:
    """Return the replaced wordings of each entry in a language, newest first, and the older versions of the data."""
    texts, parts = _texts(view), []
    for entry in sorted(corrections, key=lambda entry: -entry.number):
        items = "".join(_old(entry, old, pages, view) for old in entry.replaced if old.page.split("/")[1] == view.lang)
        if items:
            said = tag("blockquote", tag("p", view.html(entry.texts["old"])))
            link = tag("p", _link(entry, view, escape(str(texts["more"]))))
            parts.append("\n\n".join((_heading(entry, view, 3), said, tag("ul", items), link)))
    if not parts:
        parts.append(tag("p", escape(str(texts["none_replaced"]))))
    parts.append(f"## {texts['older']} {{ #older-data }}")
    items = ""
    for name in packages.names():
        for package in reversed(packages.versions[name][:-1]):
            day = tag("time", escape(long_date(package.version, view.lang)), datetime=package.version)
            link = tag("a", day, href=f"{view.top}data/{name}/{package.version}/datapackage.json")
            by = escape(str(texts["superseded"])).format(long_date(packages.versions[name][-1].version, view.lang))
            items += tag("li", f"{escape(package.text('title', view.lang))}, {link}: {by}")
    parts.append(tag("ul", items) if items else tag("p", escape(str(texts["none"]))))
    return "\n\n".join(parts)


def history(corrections: Sequence[Correction], figure: str, view: View) -> str:
    """Return the entries about a figure, for its proof, or ""."""
    items = ""
    for entry in concerning(corrections, figure):
        head = _link(entry, view, escape(str(_texts(view)["on"][entry.kind])).format(_time(entry, view)))
        pair = entry.changed.get(figure)
        values = tag("div", _values(*pair, view)) if pair else ""  # in its own element, as a sentence may give the sign in words
        items += tag("li", tag("div", f"{head} {view.html(entry.texts['what'])}") + values)
    return tag("ul", items) if items else ""


def _old(entry: Correction, old: OldWording, pages: Mapping[str, Page], view: View) -> str:
    """Return an earlier wording with its page and, if bound to older data, its value there."""
    declaration = view.figures.declarations.get(old.figure)
    title = escape(declaration.title.get(view.lang, old.figure) if declaration else old.figure)
    words = tag("del", view.element(earlier(old.text, entry.number, view.lang, entry.place)))
    item = f"{_page(old.page, pages, view)}. {title}: {words}"
    if isinstance(old.binding, Quote):
        at = view.figures.get(old.figure, old.binding.as_of)
        value = view.bound("figure", at.id, standard(at, view.lang), at.version, "standard")
        item += ", " + escape(str(_texts(view)["then"])).format(value)
    return tag("li", item)


def _change(before: Any, after: Any, view: View) -> str:
    title = before.declaration.title.get(view.lang, before.id)
    return tag("li", f"{tag('a', escape(title), href=f'{view.proofs}#{slug_of(before.id)}')}: {_values(before, after, view)}")


def _values(before: Any, after: Any, view: View) -> str:
    old, new = (view.bound("figure", at.id, in_cell(at, view.lang), at.version, "cell") for at in (before, after))
    name = f"change {before.id}@{before.version} {after.version}"
    return view.piece("span", name, escape(str(_texts(view)["values"])).format(old, new))


def _heading(entry: Correction, view: View, level: int) -> str:
    return f"{'#' * level} {_texts(view)[entry.kind]}, {long_date(entry.date, view.lang)} {{ #{entry.id} }}"


def _page(path: str, pages: Mapping[str, Page], view: View) -> str:
    """Return the title of a page as a link, or the name of a removed page."""
    page = pages.get(path)
    if page is None:
        return tag("code", escape(relative(path)))
    return tag("a", view.html(page.title, linked=False), href=(view.up + page.url) or "./")


def _link(entry: Correction, view: View, content: str) -> str:
    return tag("a", content, href=f"{view.up}{HOME}#{entry.id}")


def _time(entry: Correction, view: View) -> str:
    """Return the date of an entry, declared to be no figure. It can be later than the date of the update."""
    text = long_date(entry.date, view.lang)
    view.issue(Exempt(text, _DAY, entry.place))
    return tag("time", escape(text), datetime=entry.date, data_not_a_figure=_DAY)


def _texts(view: View) -> Mapping[str, Any]:
    texts: Mapping[str, Any] = words(view.lang)["correction"]
    return texts
