"""HTML that macros write around an author's text: headers, footers, tiles, records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from macros.base.codes import CODES
from macros.base.dates import write_long_date
from macros.base.errors import Place
from macros.content.dated_records import DatedRecord
from macros.content.page_context import PageContext, make_element
from macros.content.sources import write_source
from macros.interface import read_interface_words
from macros.pages.page import HELD_AS_DRAFT, Page, make_topic_url
from macros.pages.proof import write_label, write_status, write_status_meanings, write_summary_line
from macros.wording import write_in_cell

# Placeholder for the notes of the printed page. An update needs none, as it lists its figures on the screen too.
NOTES_PLACEHOLDER = "<div data-notes></div>"


def write_header(page: Page, view: PageContext, note: str) -> str:
    """Return the lines above an update's text (date, author, topics, summary), or "" for other pages.

    Args:
        note: the note of a correction, behind the summary.
    """
    if not page.is_update:
        return ""
    items = view.write_day(page.date)
    if page.author:
        items += make_element("span", f"{escape(view.find_word('by'))} {escape(page.author)}", class_="meta__author")
    items += write_topic_links(page.topics, view)
    summary = make_element("p", view.write_phrase_html(page.summary) + note, class_="lead") if page.summary else ""
    return make_element("div", items, class_="meta") + summary


def write_topic_links(topics: Iterable[str], view: PageContext) -> str:
    """Return the topics as links to their pages, or "" without topics."""
    names = {topic: escape(view.settings.name_topic(topic, view.lang)) for topic in topics}
    items = "".join(
        make_element("li", make_element("a", name, href=view.edition_root + make_topic_url(topic), rel="tag"))
        for topic, name in names.items()
    )
    return make_element("ul", items, class_="topics", aria_label=view.find_word("topics")) if items else ""


def describe_hold(page: Page, lang: str) -> str:
    """Return why a page is not published yet, as a sentence, or "" for a page that is."""
    words = read_interface_words(lang)["held"]
    if page.held in ("", HELD_AS_DRAFT):
        return str(words["draft"]) if page.held else ""
    return str(words["until"]).format(write_long_date(page.held, lang))


def write_hold_notice(page: Page, view: PageContext) -> str:
    """Return the notice above a page that is not published yet, or ""."""
    if not page.held:
        return ""
    words = read_interface_words(view.lang)["held"]
    title = make_element("strong", escape(words["title"]), id="held-title")
    text = f"{title}. {escape(describe_hold(page, view.lang))}"
    return make_element("aside", make_element("p", text), class_="held", aria_labelledby="held-title")


def write_hold_mark(page: Page, view: PageContext) -> str:
    """Return the mark beside the title of a page that is not published yet, or ""."""
    title = escape(read_interface_words(view.lang)["held"]["title"])
    return " " + make_element("span", title, class_="held", title=describe_hold(page, view.lang)) if page.held else ""


def write_outdated_notice(original: Page | None, name: str, top: str, view: PageContext) -> str:
    """Return the notice above a translation made before a change of its original, or "" without an original.

    Args:
        name: the original language's own name.
    """
    if original is None:
        return ""
    words_ = read_interface_words(view.lang)["outdated"]
    link = make_element("a", escape(words_["link"]), href=top + original.url, hreflang=original.lang)
    language = make_element("span", escape(name), lang=original.lang)
    title = make_element("strong", escape(words_["title"]), id="outdated-title")
    text = f"{title}. {escape(words_['text'])} {link} ({language})."
    return make_element("aside", make_element("p", text), class_="outdated", aria_labelledby="outdated-title")


def write_footer(page: Page, updates: list[Page], view: PageContext, quoted: list[str]) -> str:
    """Return the part below a page's text: its sources; of an update also its figures with their derivation, and the updates beside it."""
    if not page.is_update:
        is_listed = page.sources and page.url  # the footer of the home page names them
        return "\n\n".join([NOTES_PLACEHOLDER, *([_write_sources(page, view)] if is_listed else [])])
    parts = []
    if quoted:
        parts.append(f"## {view.find_word('figures_here')} {{ #figures-on-this-page }}\n\n" + write_figures_list(view, quoted))
    parts.append(_write_sources(page, view))
    position = updates.index(page)
    links = ""
    for word, index in (("previous", position - 1), ("next", position + 1)):
        if 0 <= index < len(updates):
            other = updates[index]
            text = (
                make_element("span", escape(view.find_word(word)), class_="pager__label")
                + " "
                + view.write_phrase_html(other.title, linked=False)
            )
            link = make_element("a", text, href=view.edition_root + other.url, rel=word[:4])
            links += make_element("div", link + write_hold_mark(other, view), class_=f"pager__{word}")
    parts.append(make_element("nav", links, class_="pager", aria_label=view.find_word("pager")))
    return "\n\n".join(parts)


def _write_sources(page: Page, view: PageContext) -> str:
    items = "".join(make_element("li", write_source(source, view)) for source in page.sources)
    return f"## {view.find_word('sources')} {{ #sources }}\n\n" + make_element("ul", items, class_="sources")


def write_figures_list(view: PageContext, quoted: list[str]) -> str:
    """Return the figures quoted on a page with their derivations: folded on a screen, where each number leads to its proof."""
    place = Place(view.page)
    figures = [figure for name in dict.fromkeys(quoted) if (figure := view.find_figure(name, place))]
    intro = view.find_word("figures_here_intro_newest")
    if view.as_of:
        intro = view.find_word("figures_here_intro").format(write_long_date(view.as_of, view.lang))
    items = "".join(write_summary_line(figure, view) for figure in figures)
    shown = make_element("summary", escape(view.find_word("figures_here_show"))) + make_element("ol", items, class_="proofs")
    shown += write_status_meanings(figures, view.lang)
    return make_element(
        "div", make_element("p", escape(intro)) + make_element("details", shown, class_="figures-here__list"), class_="figures-here"
    )


def write_tiles(names: list[str], view: PageContext, place: Place, told: Callable[[str, str], str]) -> str:
    """Return key figures as tiles: the value large, its label, its status.

    Args:
        told: returns the note for a changed figure in its wording, or "".
    """
    items = ""
    for name in names:
        figure = view.find_figure(name, place)
        if figure is None:
            continue
        title = figure.declaration.label.get(view.lang, figure.id)
        note = write_status(figure, view.lang)
        items += make_element(
            "li",
            make_element("p", escape(title), class_="tile__label")
            + make_element("p", view.write_cell(figure, place), class_="tile__value")
            + make_element(
                "p",
                escape(f"{note} · ") + write_label(figure, view, "span") + told(name, write_in_cell(figure, view.lang)),
                class_="tile__note",
            ),
        )
    return make_element("ul", items, class_="tiles")


def write_timeline(events: tuple[DatedRecord, ...], pages: dict[str, Page], view: PageContext) -> str:
    """Return every event with its date and a link to the update about it."""
    items = ""
    for event in events:
        page = pages.get(event.facts.get("update", ""))
        title = view.write_phrase_html(view.write_phrase(*event.find_text("title", view.lang)), linked=False)
        if page:
            title = make_element("a", title, href=view.edition_root + page.url)
        text = view.write_phrase_html(view.write_phrase(*event.find_text("text", view.lang)))
        when = view.write_day(event.date)
        items += make_element("li", when + make_element("p", title, class_="timeline__title") + make_element("p", text), id=event.id)
    return make_element("ol", items, class_="timeline")


def write_statements(records: tuple[DatedRecord, ...], group: str, view: PageContext) -> str:
    """Return the statements of a group ("company", "organisation"), each as a summary with its date, if any."""
    items = []
    for record in records:
        facts = record.facts
        if facts.get("group") != group:
            continue
        who = ", ".join(part for part in (facts.get("speaker"), record.text("role", view.lang) or facts.get("role")) if part)
        when = view.write_day(record.date) if record.date else ""
        meta = " · ".join(part for part in (when, escape(who)) if part)
        more = make_element("p", escape(view.find_word("more_statement")), class_="statement__more")
        body = make_element("p", view.write_phrase_html(view.write_phrase(*record.find_text("text", view.lang))))
        items.append(
            f"## {escape(record.text('organisation', view.lang) or facts['organisation'], quote=False)} {{ #{record.id} }}\n\n"
            + make_element(
                "div",
                (make_element("p", meta, class_="statement__meta") if meta else "")
                + body
                + make_element("p", escape(view.find_word("summary_note")), class_="statement__note")
                + (more if facts.get("more_statement") == "true" else ""),
                class_="statement",
            )
        )
    return "\n\n".join(items)


def write_fault_codes(view: PageContext) -> str:
    """Return the table of all fault codes: meaning, example and remedy, in the language of the faults."""
    rows = ""
    for name, code in CODES.items():
        told = view.write_piece("p", f"code {name}", escape(code.meaning)) + make_element(
            "p", view.write_piece("code", f"code {name}", escape(code.example_line))
        )
        told += view.write_piece("p", f"code {name}", escape(code.remedy))
        rows += make_element(
            "tr", make_element("th", view.write_piece("code", f"code {name}", name), scope="row", id=name) + make_element("td", told)
        )
    caption, *said = read_interface_words(view.lang)["fault_codes"]
    heads = make_element("caption", escape(caption)) + make_element(
        "thead", make_element("tr", "".join(make_element("th", escape(head), scope="col") for head in said))
    )
    body = make_element("tbody", rows, lang="" if view.lang == "en" else "en")
    table = make_element("div", make_element("table", heads + body, class_="data"), class_="scroll")
    return make_element("div", table, class_="exhibit", data_search_exclude="true")  # readers search for the site's subject, not for codes
