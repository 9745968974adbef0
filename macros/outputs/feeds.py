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
from macros.corrections.entry import TEXTS
from macros.corrections.shown import HOME, write_untranslated, write_untranslated_note
from macros.datapackage import list_addresses
from macros.edition.edition import Edition
from macros.incremental.tasks import digest
from macros.interface import read_interface_words
from macros.outputs.content import extract_article
from macros.pages import make_topic_url

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
        originals: The addresses of the originals.
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
    originals: tuple[str, ...] = ()


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


def write_feeds(build: Edition, site: Path) -> None:
    """Write feed.xml, feed.json, corrections.xml and corrections.json, if the edition has a page with the same content."""
    for kind in build.feeds:
        feed = _make_updates_feed(build, site) if kind == "updates" else _make_corrections_feed(build)
        (site / f"{feed.name}.xml").write_bytes(_write_atom(feed, build))
        text = json.dumps(_make_json_feed(feed, build), ensure_ascii=False, indent=1)
        (site / f"{feed.name}.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def _make_updates_feed(build: Edition, site: Path) -> Feed:
    outputs = {page.path: output for output, page in build.outputs.items()}
    entries = []
    written = [page for page in reversed(build.updates) if page.path in outputs]  # the fault of a missing one is already reported
    for page in written[:MOST]:
        link = build.site.address + page.url
        slug = page.url.strip("/").removeprefix("updates/").removeprefix(f"{page.date}-")
        name = outputs[page.path]
        key = digest([build.log.digest_by_file.get(name), link])
        text = build.run_cached(f"feed {page.path}", key, partial(_read_article, build, site, name, link))
        topics = {build.project.settings.name_topic(topic, build.lang): build.site.address + make_topic_url(topic) for topic in page.topics}
        if page.author:
            text = f"<p>{escape(_get_word(build, 'by'))} {escape(page.author)}</p>\n{text}"
        summary = page.summary.plain if page.summary else page.description.plain
        originals = tuple(list_addresses(sorted(page.sources, key=lambda source: source.date != page.date)))
        dates = page.date, build.find_modified_date(page)
        tag = _make_tag(build, page.date, slug)
        entries.append(Entry(tag, link, page.title.plain, *dates, summary, text, page.author, topics, originals))
    return _make_feed(build, "feed", "updates", "updates/", entries)


def _read_article(build: Edition, site: Path, name: str, link: str) -> str:
    path = site / name
    if build.task_cache.copies and not path.exists():  # a reused page is linked into the site when all is written
        path = Path(build.task_cache.copies.copy_path(build.folder + name))
    return extract_article(path.read_bytes(), link, _get_word(build, "see_chart"))


def _make_corrections_feed(build: Edition) -> Feed:
    entries = [_make_correction_entry(correction, build) for correction in [*reversed(build.corrections)][:MOST]]
    return _make_feed(build, "corrections", "corrections", "corrections/", entries)


def _make_correction_entry(correction: Correction, build: Edition) -> Entry:
    top = build.site.address
    proofs = f"{top}figures/"
    labels = read_interface_words(build.lang)["correction"]
    said = [
        (
            str(labels[name]),
            correction.texts[name].to_html(proofs) if name in correction.texts else write_untranslated(correction, name, build.lang),
        )
        for name in TEXTS
        if correction.content.get(name)
    ]
    said.insert(2, (str(labels["nature"]), escape(str(labels["natures"][correction.nature]))))
    text = "".join(f"<p>{escape(label)}: {content}</p>" for label, content in said)
    pages = [build.pages[path] for uri in correction.pages if (path := f"docs/{build.lang}/{uri}") in build.pages]
    links = "".join(f'<li><a href="{escape(top + page.url)}">{page.title.to_html(proofs, linked=False)}</a></li>' for page in pages)
    what = correction.texts["what"].plain if "what" in correction.texts else write_untranslated_note(correction, "what", build.lang)
    home, date = f"{build.site.address}{HOME}#{correction.id}", correction.date
    title = f"{labels[correction.kind]}: {what}"
    name = _make_tag(build, date, f"corrections/{correction.number}")
    return Entry(name, home, title, date, date, what, text + (f"<ul>{links}</ul>" if links else ""), "", {})


def _make_feed(build: Edition, name: str, kind: str, home: str, entries: list[Entry]) -> Feed:
    updated = max((entry.modified for entry in entries), default=build.newest_date)
    texts = read_interface_words(build.lang)["feeds"][kind]
    title = f"{build.site.name}: {texts['title']}"
    return Feed(name, f"{build.site.address}{name}.xml", title, texts["description"], build.site.address + home, updated, tuple(entries))


def _make_tag(build: Edition, date: str, name: str) -> str:
    return f"tag:{urlsplit(build.site.address).hostname},{date}:{build.folder}{name}"


def _format_time(date: str) -> str:
    return f"{date}T00:00:00Z"


def _get_word(build: Edition, name: str) -> str:
    return str(read_interface_words(build.lang)[name])


def _write_atom(feed: Feed, build: Edition) -> bytes:
    root = new_root(f"{_NAME}feed", {None: _ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", build.lang)
    _add_node(root, "id", feed.id)
    _add_node(root, "title", feed.title)
    _add_node(root, "subtitle", feed.description)
    _add_node(root, "updated", _format_time(feed.updated))
    _add_node(root, "link", rel="self", type="application/atom+xml", href=f"{build.site.address}{feed.name}.xml")
    _add_node(root, "link", rel="alternate", type="text/html", href=feed.home)
    _add_person(root, "author", build.site.name, build.site.address)
    for entry in feed.entries:
        node = _add_node(root, "entry")
        _add_node(node, "id", entry.id)
        _add_node(node, "title", entry.title)
        _add_node(node, "updated", _format_time(entry.modified))
        _add_node(node, "published", _format_time(entry.date))
        _add_node(node, "link", rel="alternate", type="text/html", href=entry.url)
        for address in entry.originals:
            _add_node(node, "link", rel="via", href=address)
        # The words are this site's; the author of the original contributed.
        if entry.author:
            _add_person(node, "contributor", entry.author)
        for topic, address in entry.topics.items():
            _add_node(node, "category", term=address.rstrip("/").rpartition("/")[2], scheme=f"{build.site.address}topics/", label=topic)
        _add_node(node, "summary", entry.summary)
        _add_node(node, "content", entry.html, type="html")
    etree.indent(root, space=" ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _add_node(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    node = etree.SubElement(parent, _NAME + name, attributes)
    node.text = text or None
    return node


def _add_person(parent: etree._Element, role: str, name: str, address: str = "") -> None:
    node = _add_node(parent, role)
    _add_node(node, "name", name)
    if address:
        _add_node(node, "uri", address)


def _make_json_feed(feed: Feed, build: Edition) -> dict[str, object]:
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
                **({"external_url": entry.originals[0]} if entry.originals else {}),
                "title": entry.title,
                "summary": entry.summary,
                "content_html": entry.html,
                "date_published": _format_time(entry.date),
                "date_modified": _format_time(entry.modified),
                **({"tags": list(entry.topics)} if entry.topics else {}),
                "language": build.lang,
            }
            for entry in feed.entries
        ],
    }
