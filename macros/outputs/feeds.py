"""Feeds: the updates and the corrections as Atom (RFC 4287) and JSON Feed 1.1, with full texts and their bindings.

Programs fetch a feed each hour, so it holds only the newest entries. The archive has all of them.
An entry's dates are those of the content and of its corrections. Its id never changes: `tag:<host>,<date>:<slug>` (RFC 4151).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from macros.base.elements import new_root
from macros.corrections import Correction
from macros.corrections.shown import HOME
from macros.edition.edition import Edition
from macros.incremental.tasks import digest
from macros.interface import words
from macros.outputs.content import whole_text
from macros.pages import topic_url

_ATOM = "http://www.w3.org/2005/Atom"
_NAME = "{" + _ATOM + "}"
MOST = 30  # entries


@dataclass(frozen=True)
class Entry:
    """One entry of a feed.

    Attributes:
        date: The date of publication.
        modified: The date of the newest correction.
        html: The text, with absolute links.
        author: The author of the original, or "".
        topics: Maps the name of a topic to its address.
    """

    id: str
    url: str
    title: str
    date: str
    modified: str
    summary: str
    html: str
    author: str
    topics: dict[str, str]


@dataclass(frozen=True)
class Feed:
    """One feed, newest entry first.

    Attributes:
        name: The name of its files, without the ending.
        home: The page with the same content.
    """

    name: str
    id: str
    title: str
    description: str
    home: str
    updated: str
    entries: tuple[Entry, ...]


def write(build: Edition, site: Path) -> None:
    """Write feed.xml, feed.json, corrections.xml and corrections.json, if the edition has a page with the same content."""
    for kind in build.feeds:
        feed = _updates(build, site) if kind == "updates" else _corrections(build)
        (site / f"{feed.name}.xml").write_bytes(_atom(feed, build))
        text = json.dumps(_json(feed, build), ensure_ascii=False, indent=1)
        (site / f"{feed.name}.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def _updates(build: Edition, site: Path) -> Feed:
    outputs = {page.path: output for output, page in build.outputs.items()}
    entries = []
    written = [page for page in reversed(build.updates) if page.path in outputs]  # the fault of a missing one is already reported
    for page in written[:MOST]:
        link = build.site.address + page.url
        slug = page.url.strip("/").removeprefix("updates/").removeprefix(f"{page.date}-")
        name = outputs[page.path]
        key = digest([build.log.written.get(name), link])
        text = build.step(f"feed {page.path}", key, partial(_text, build, site, name, link))
        topics = {build.project.settings.name_topic(topic, build.lang): build.site.address + topic_url(topic) for topic in page.topics}
        if page.author:
            text = f"<p>{escape(_word(build, 'by'))} {escape(page.author)}</p>\n{text}"
        summary = page.summary.plain if page.summary else page.description.plain
        dates = page.date, build.modified(page)
        entries.append(Entry(_tag(build, page.date, slug), link, page.title.plain, *dates, summary, text, page.author, topics))
    return _feed(build, "feed", "updates", "updates/", entries)


def _text(build: Edition, site: Path, name: str, link: str) -> str:
    path = site / name
    if build.kept.copies and not path.exists():  # a reused page is linked into the site when all is written
        path = Path(build.kept.copies.path(build.folder + name))
    return whole_text(path.read_bytes(), link, _word(build, "see_chart"))


def _corrections(build: Edition) -> Feed:
    entries = [_correction(correction, build) for correction in [*reversed(build.corrections)][:MOST]]
    return _feed(build, "corrections", "corrections", "corrections/", entries)


def _correction(correction: Correction, build: Edition) -> Entry:
    top = build.site.address
    proofs = f"{top}figures/"
    labels = words(build.lang)["correction"]
    said = [(str(labels[name]), phrase.html(proofs)) for name, phrase in correction.texts.items()]
    said.insert(2, (str(labels["nature"]), escape(str(labels["natures"][correction.nature]))))
    text = "".join(f"<p>{escape(label)}: {content}</p>" for label, content in said)
    pages = [build.pages[path] for uri in correction.pages if (path := f"docs/{build.lang}/{uri}") in build.pages]
    links = "".join(f'<li><a href="{escape(top + page.url)}">{page.title.html(proofs, linked=False)}</a></li>' for page in pages)
    home, what, date = f"{build.site.address}{HOME}#{correction.id}", correction.texts["what"].plain, correction.date
    title = f"{labels[correction.kind]}: {what}"
    name = _tag(build, date, f"corrections/{correction.number}")
    return Entry(name, home, title, date, date, what, text + (f"<ul>{links}</ul>" if links else ""), "", {})


def _feed(build: Edition, name: str, kind: str, home: str, entries: list[Entry]) -> Feed:
    updated = max((entry.modified for entry in entries), default=build.newest)
    texts = words(build.lang)["feeds"][kind]
    title = f"{build.site.name}: {texts['title']}"
    return Feed(name, f"{build.site.address}{name}.xml", title, texts["description"], build.site.address + home, updated, tuple(entries))


def _tag(build: Edition, date: str, name: str) -> str:
    return f"tag:{urlsplit(build.site.address).hostname},{date}:{build.folder}{name}"


def _time(date: str) -> str:
    return f"{date}T00:00:00Z"


def _word(build: Edition, name: str) -> str:
    return str(words(build.lang)[name])


def _atom(feed: Feed, build: Edition) -> bytes:
    root = new_root(f"{_NAME}feed", {None: _ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", build.lang)
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.description)
    _add(root, "updated", _time(feed.updated))
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{build.site.address}{feed.name}.xml")
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    _person(root, "author", build.site.name, build.site.address)
    for entry in feed.entries:
        node = _add(root, "entry")
        _add(node, "id", entry.id)
        _add(node, "title", entry.title)
        _add(node, "updated", _time(entry.modified))
        _add(node, "published", _time(entry.date))
        _add(node, "link", rel="alternate", type="text/html", href=entry.url)
        # The words are this site's; the author of the original contributed.
        if entry.author:
            _person(node, "contributor", entry.author)
        for topic, address in entry.topics.items():
            _add(node, "category", term=address.rstrip("/").rpartition("/")[2], scheme=f"{build.site.address}topics/", label=topic)
        _add(node, "summary", entry.summary)
        _add(node, "content", entry.html, type="html")
    etree.indent(root, space=" ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    node = etree.SubElement(parent, _NAME + name, attributes)
    node.text = text or None
    return node


def _person(parent: etree._Element, role: str, name: str, address: str = "") -> None:
    node = _add(parent, role)
    _add(node, "name", name)
    if address:
        _add(node, "uri", address)


def _json(feed: Feed, build: Edition) -> dict[str, object]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home,
        "feed_url": f"{build.site.address}{feed.name}.json",
        "language": build.lang,
        "authors": [{"name": build.site.name, "url": build.site.address}],
        "items": [
            {
                "id": entry.id,
                "url": entry.url,
                "title": entry.title,
                "summary": entry.summary,
                "content_html": entry.html,
                "date_published": _time(entry.date),
                "date_modified": _time(entry.modified),
                **({"tags": list(entry.topics)} if entry.topics else {}),
                "language": build.lang,
            }
            for entry in feed.entries
        ],
    }
