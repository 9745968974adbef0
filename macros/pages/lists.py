"""Lists of updates: all of them by year, those of a topic, the latest; and links to the feeds."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from macros.content.page_context import View, tag
from macros.interface import words
from macros.pages.blocks import topic_links
from macros.pages.page import Page

# The kind of each feed, and its address from the site's root.
FEEDS = {
    "updates": (("Atom", "feed.xml"), ("JSON Feed", "feed.json")),
    "corrections": (("Atom", "corrections.xml"), ("JSON Feed", "corrections.json")),
}


def updates_list(updates: list[Page], view: View, limit: int | None = None) -> str:
    """Return the updates, newest first: date, title, summary."""
    items = ""
    for page in list(reversed(updates))[:limit]:
        title = tag("a", view.html(page.title, linked=False), href=view.up + page.url)
        when = view.day(page.date)
        summary = tag("p", view.html(page.summary)) if page.summary else ""
        items += tag("li", when + tag("p", title, class_="updates__title") + summary)
    return tag("ol", items, class_="updates", reversed_="reversed")


def archive(updates: list[Page], view: View, feeds: Iterable[str] = FEEDS) -> str:
    """Return all updates, newest first, in a section for each year, below links to their topics and to the feeds."""
    topics = [topic for topic in view.settings.topics if any(topic in page.topics for page in updates)]
    parts = [links] if (links := topic_links(topics, view)) else []
    links_to = {each: " · ".join(tag("a", kind, href=f"{view.up}{name}") for kind, name in FEEDS[each]) for each in feeds}
    said = words(view.lang)["follow"]
    parts.append(tag("p", " ".join(escape(said[each]).format(to) for each, to in links_to.items())))
    for year in sorted({page.date[:4] for page in updates}, reverse=True):
        parts.append(f"## {view.word('updates_of_year').format(year)} {{ #year-{year} }}")
        parts.append(updates_list([page for page in updates if page.date.startswith(year)], view))
    return "\n\n".join(parts)


def latest_update(updates: list[Page], view: View) -> str:
    """Return the latest update as a card, or "" without updates."""
    if not updates:
        return ""
    page = updates[-1]
    eyebrow = escape(view.word("latest_eyebrow")).format(view.day(page.date))
    link = tag("a", view.html(page.title, linked=False), href=view.up + page.url)
    summary = tag("p", view.html(page.summary)) if page.summary else ""
    return tag("div", tag("p", eyebrow, class_="eyebrow") + tag("p", link, class_="card__title") + summary, class_="card")
