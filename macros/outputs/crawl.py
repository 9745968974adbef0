"""Files for crawlers: robots.txt, sitemap.xml and llms.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from macros.base.elements import new_root
from macros.edition.edition import Edition
from macros.interface import read_interface_words
from macros.outputs.written import credit_publishers
from macros.pages import Page, make_topic_url

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def write_edition_files(build: Edition, site: Path, told: Iterable[tuple[str, str]]) -> None:
    """Write llms.txt of an edition, and a sitemap if the edition is in a folder: the theme's script looks for one there.

    Args:
        told: addresses to list in llms.txt if the site has them, each with its word of the interface.
    """
    if build.folder:
        (site / "sitemap.xml").write_bytes(_make_sitemap([build]))
    (site / "llms.txt").write_text("\n".join(_write_llms_lines(build, site, told)) + "\n", encoding="utf-8", newline="\n")


def write_site_files(build: Edition, site: Path) -> None:
    """Write the files for all editions, and remove MkDocs' packed sitemap, which would repeat the same with other dates."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {build.site.address}sitemap.xml\n"
    (site / "robots.txt").write_text(text, encoding="utf-8", newline="\n")
    (site / "sitemap.xml").write_bytes(_make_sitemap(build.editions.values()))
    (site / "sitemap.xml.gz").unlink(missing_ok=True)


def _list_pages(build: Edition) -> list[Page]:
    """Return every written page that may be indexed, sorted by address."""
    return sorted((page for page in build.outputs.values() if page.is_indexed), key=lambda page: page.url)


def _make_sitemap(editions: Iterable[Edition]) -> bytes:
    """Return the sitemap: each page's address, the last change of an update, and the translations."""
    root = new_root(f"{{{_SITEMAP}}}urlset", {None: _SITEMAP, "xhtml": _XHTML})
    for edition in editions:
        for page in _list_pages(edition):
            node = etree.SubElement(root, f"{{{_SITEMAP}}}url")
            etree.SubElement(node, f"{{{_SITEMAP}}}loc").text = edition.site.address + page.url
            if day := edition.find_modified_date(page):
                etree.SubElement(node, f"{{{_SITEMAP}}}lastmod").text = day
            for lang, address in edition.list_alternates(page).items():
                etree.SubElement(node, f"{{{_XHTML}}}link", {"rel": "alternate", "hreflang": lang, "href": address})
    etree.indent(root, space=" ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _write_llms_lines(build: Edition, site: Path, told: Iterable[tuple[str, str]]) -> Iterator[str]:
    texts = read_interface_words(build.lang)["llms"]
    topics = {make_topic_url(topic) for topic in build.project.settings.topics}

    def write_line(title: str, url: str, about: str) -> str:
        return f"- [{title}]({build.site.address}{url}): {about}"

    newest = [package for name in build.project.packages.list_names() for package in build.project.packages.versions[name][-1:]]
    publishers = credit_publishers(newest, texts["publishers"])
    cite = f"{texts['cite']} {publishers}".rstrip()
    yield f"# {build.site.name}\n\n> {build.site.description}\n\n{texts['intro']}\n\n{cite}\n"
    yield f"## {texts['pages']}\n"
    for page in _list_pages(build):
        if not page.is_update and page.url not in topics:
            yield write_line(page.title.plain, page.url, page.description.plain)
    yield f"\n## {texts['updates']}\n"
    for page in reversed(build.updates):
        yield write_line(page.title.plain, page.url, page.description.plain)
    yield f"\n## {texts['machines']}\n"
    for url, word in told:
        target = site / url / "index.html" if url.endswith("/") else site / url
        if target.is_file():
            yield write_line(url.rstrip("/"), url, texts["files"][word])
