"""HTML that macros write around an author's text: headers, footers, tiles, records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from macros.base.codes import CODES
from macros.base.dates import long_date
from macros.base.errors import Place
from macros.content.dated_records import Record
from macros.content.page_context import View, tag
from macros.interface import words
from macros.pages.page import Page, Source, topic_url
from macros.pages.proof import label, summary_line, write_status
from macros.wording import in_cell

# Placeholder for the notes of the printed page. An update needs none, as it lists its figures on the screen too.
NOTES_HERE = "<div data-notes></div>"


def header(page: Page, view: View, note: str) -> str:
    """Return the lines above an update's text (date, author, topics, summary), or "" for other pages.

    Args:
        note: the note of a correction, behind the summary.
    """
    if not page.is_update:
        return ""
    items = view.day(page.date)
    if page.author:
        items += tag("span", f"{escape(view.word('by'))} {escape(page.author)}", class_="meta__author")
    items += topic_links(page.topics, view)
    summary = tag("p", view.html(page.summary) + note, class_="lead") if page.summary else ""
    return tag("div", items, class_="meta") + summary


def topic_links(topics: Iterable[str], view: View) -> str:
    """Return the topics as links to their pages, or "" without topics."""
    names = {topic: escape(view.settings.name_topic(topic, view.lang)) for topic in topics}
    items = "".join(tag("li", tag("a", name, href=view.up + topic_url(topic), rel="tag")) for topic, name in names.items())
    return tag("ul", items, class_="topics", aria_label=view.word("topics")) if items else ""


def outdated(original: Page | None, name: str, top: str, view: View) -> str:
    """Return the notice above a translation made before a change of its original, or "" without an original.

    Args:
        name: the original language's own name.
    """
    if original is None:
        return ""
    words_ = words(view.lang)["outdated"]
    link = tag("a", escape(words_["link"]), href=top + original.url, hreflang=original.lang)
    language = tag("span", escape(name), lang=original.lang)
    title = tag("strong", escape(words_["title"]), id="outdated-title")
    text = f"{title}. {escape(words_['text'])} {link} ({language})."
    return tag("aside", tag("p", text), class_="outdated", aria_labelledby="outdated-title")


def footer(page: Page, updates: list[Page], view: View, quoted: list[str]) -> str:
    """Return the part below an update's text: figures with their derivation, sources, links to the updates before and after."""
    if not page.is_update:
        return NOTES_HERE
    parts = []
    if quoted:
        parts.append(f"## {view.word('figures_here')} {{ #figures-on-this-page }}\n\n" + figures_list(view, quoted))
    sources = "".join(tag("li", _source(source, view)) for source in page.sources)
    parts.append(f"## {view.word('sources')} {{ #sources }}\n\n" + tag("ul", sources, class_="sources"))
    position = updates.index(page)
    links = ""
    for word, index in (("previous", position - 1), ("next", position + 1)):
        if 0 <= index < len(updates):
            other = updates[index]
            text = tag("span", escape(view.word(word)), class_="pager__label") + " " + view.html(other.title, linked=False)
            links += tag("div", tag("a", text, href=view.up + other.url, rel=word[:4]), class_=f"pager__{word}")
    parts.append(tag("nav", links, class_="pager", aria_label=view.word("pager")))
    return "\n\n".join(parts)


def _source(source: Source, view: View) -> str:
    when = view.day(source.date)
    return f"{escape(source.publisher)}, {escape(view.word('quoted').format(source.title))}, {when}"


def figures_list(view: View, quoted: list[str]) -> str:
    """Return the figures quoted on a page, each with its derivation."""
    place = Place(view.page)
    figures = [figure for name in dict.fromkeys(quoted) if (figure := view.figure(name, place))]
    intro = view.word("figures_here_intro_newest")
    if view.as_of:
        intro = view.word("figures_here_intro").format(long_date(view.as_of, view.lang))
    items = "".join(summary_line(figure, view) for figure in figures)
    return tag("div", tag("p", escape(intro)) + tag("ol", items, class_="proofs"), class_="figures-here")


def tiles(names: list[str], view: View, place: Place, told: Callable[[str, str], str]) -> str:
    """Return key figures as tiles: the value large, its label, its status.

    Args:
        told: returns the note for a changed figure in its wording, or "".
    """
    items = ""
    for name in names:
        figure = view.figure(name, place)
        if figure is None:
            continue
        title = figure.declaration.label.get(view.lang, figure.id)
        note = write_status(figure, view.lang)
        items += tag(
            "li",
            tag("p", escape(title), class_="tile__label")
            + tag("p", view.cell(figure, place), class_="tile__value")
            + tag("p", escape(f"{note} · ") + label(figure, view, "span") + told(name, in_cell(figure, view.lang)), class_="tile__note"),
        )
    return tag("ul", items, class_="tiles")


def timeline(events: tuple[Record, ...], pages: dict[str, Page], view: View) -> str:
    """Return every event with its date and a link to the update about it."""
    items = ""
    for event in events:
        page = pages.get(event.facts.get("update", ""))
        title = view.html(view.phrase(*event.said("title", view.lang)), linked=False)
        if page:
            title = tag("a", title, href=view.up + page.url)
        text = view.html(view.phrase(*event.said("text", view.lang)))
        when = view.day(event.date)
        items += tag("li", when + tag("p", title, class_="timeline__title") + tag("p", text), id=event.id)
    return tag("ol", items, class_="timeline")


def statements(records: tuple[Record, ...], group: str, view: View) -> str:
    """Return the statements of a group ("company", "organisation"), each as a summary with its date, if any."""
    items = []
    for record in records:
        facts = record.facts
        if facts.get("group") != group:
            continue
        who = ", ".join(part for part in (facts.get("speaker"), record.text("role", view.lang) or facts.get("role")) if part)
        when = view.day(record.date) if record.date else ""
        meta = " · ".join(part for part in (when, escape(who)) if part)
        more = tag("p", escape(view.word("more_statement")), class_="statement__more")
        body = tag("p", view.html(view.phrase(*record.said("text", view.lang))))
        items.append(
            f"## {escape(record.text('organisation', view.lang) or facts['organisation'], quote=False)} {{ #{record.id} }}\n\n"
            + tag(
                "div",
                (tag("p", meta, class_="statement__meta") if meta else "")
                + body
                + tag("p", escape(view.word("summary_note")), class_="statement__note")
                + (more if facts.get("more_statement") == "true" else ""),
                class_="statement",
            )
        )
    return "\n\n".join(items)


def fault_codes(view: View) -> str:
    """Return the table of all fault codes: meaning, example and remedy, in the language of the faults."""
    rows = ""
    for name, code in CODES.items():
        told = view.piece("p", f"code {name}", escape(code.meaning)) + tag("p", view.piece("code", f"code {name}", escape(code.line)))
        told += view.piece("p", f"code {name}", escape(code.remedy))
        rows += tag("tr", tag("th", view.piece("code", f"code {name}", name), scope="row", id=name) + tag("td", told))
    caption, *said = words(view.lang)["fault_codes"]
    heads = tag("caption", escape(caption)) + tag("thead", tag("tr", "".join(tag("th", escape(head), scope="col") for head in said)))
    body = tag("tbody", rows, lang="" if view.lang == "en" else "en")
    table = tag("div", tag("table", heads + body, class_="data"), class_="scroll")
    return tag("div", table, class_="exhibit", data_search_exclude="true")  # readers search for the site's subject, not for codes
