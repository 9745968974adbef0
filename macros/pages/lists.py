"""Lists of updates: all of them by year, those of a topic, the latest; and links to the feeds."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from macros.content.page_context import PageContext, make_element
from macros.interface import read_interface_words
from macros.pages.blocks import write_hold_mark, write_topic_links
from macros.pages.page import Page

# The kind of each feed, and its address from the site's root.
FEEDS = {
    "updates": (("Atom", "feed.xml"), ("JSON Feed", "feed.json")),
    "corrections": (("Atom", "corrections.xml"), ("JSON Feed", "corrections.json")),
}


def write_updates_list(updates: list[Page], view: PageContext, limit: int | None = None) -> str:
    """Return the updates, newest first: date, title, summary."""
    items = ""
    for page in list(reversed(updates))[:limit]:
        title = make_element("a", view.write_phrase_html(page.title, linked=False), href=view.edition_root + page.url)
        when = view.write_day(page.date)
        summary = make_element("p", view.write_phrase_html(page.summary)) if page.summary else ""
        items += make_element("li", when + make_element("p", title + write_hold_mark(page, view), class_="updates__title") + summary)
    return make_element("ol", items, class_="updates", reversed_="reversed")


def write_archive(updates: list[Page], view: PageContext, feeds: Iterable[str] = FEEDS) -> str:
    """Return all updates, newest first, in a section for each year, below links to their topics and to the feeds."""
    topics = [topic for topic in view.settings.topics if any(topic in page.topics for page in updates)]
    parts = [links] if (links := write_topic_links(topics, view)) else []
    links_to = {
        each: " · ".join(make_element("a", kind, href=f"{view.edition_root}{name}") for kind, name in FEEDS[each]) for each in feeds
    }
    said = read_interface_words(view.lang)["follow"]
    parts.append(make_element("p", " ".join(escape(said[each]).format(to) for each, to in links_to.items())))
    for year in sorted({page.date[:4] for page in updates}, reverse=True):
        parts.append(f"## {view.find_word('updates_of_year').format(year)} {{ #year-{year} }}")
        parts.append(write_updates_list([page for page in updates if page.date.startswith(year)], view))
    return "\n\n".join(parts)


def write_latest_update(updates: list[Page], view: PageContext) -> str:
    """Return the latest update as a card, or "" without updates."""
    if not updates:
        return ""
    page = updates[-1]
    eyebrow = escape(view.find_word("latest_eyebrow")).format(view.write_day(page.date))
    link = make_element("a", view.write_phrase_html(page.title, linked=False), href=view.edition_root + page.url)
    summary = make_element("p", view.write_phrase_html(page.summary)) if page.summary else ""
    return make_element(
        "div",
        make_element("p", eyebrow, class_="eyebrow")
        + make_element("p", link + write_hold_mark(page, view), class_="card__title")
        + summary,
        class_="card",
    )
