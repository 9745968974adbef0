"""The table of downloads of data packages. The links below a chart are in macros/exhibits."""

from __future__ import annotations

from collections.abc import Set
from html import escape

from macros.base.dates import write_long_date
from macros.content.page_context import PageContext, make_element
from macros.content.sources import write_publishers
from macros.datapackage import Package
from macros.interface import read_interface_words


def write_downloads(view: PageContext, documents: Set[str]) -> str:
    """Return every version of every data package, newest first, with its files, as one line of HTML.

    Args:
        documents: the names of packages with a published document for each version.
    """
    word = read_interface_words(view.lang)["take"]
    said = (word["package"], view.find_word("version"), view.find_word("source"), word["files"])
    heads = "".join(make_element("th", escape(text), scope="col") for text in said)
    body = ""
    for name in view.figures.packages.list_names():
        versions = view.figures.packages.versions[name]
        for package in reversed(versions):
            when = view.write_day(package.version)
            if package is not versions[-1]:
                by = read_interface_words(view.lang)["correction"]["superseded"].format(write_long_date(versions[-1].version, view.lang))
                when += ", " + make_element("span", escape(by), class_="superseded")
            body += make_element(
                "tr",
                make_element("th", escape(package.find_text("title", view.lang)), scope="row")
                + make_element("td", when, data_head=view.find_word("version"))
                + make_element("td", write_publishers(package.sources, view), data_head=view.find_word("source"))
                + make_element("td", _write_links(package, view, name in documents), data_head=str(word["files"])),
            )
    caption = make_element("caption", escape(word["caption"]), class_="visually-hidden")
    table = make_element("table", caption + make_element("thead", make_element("tr", heads)) + make_element("tbody", body), class_="data")
    return make_element("div", table, class_="scroll", id="downloads")


def _write_links(package: Package, view: PageContext, document: bool) -> str:
    base = f"{view.site_root}data/{package.name}/{package.version}/"
    files = [resource.path.removeprefix(f"{package.path}/") for resource in package.resources.values()]
    names = [*sorted(files), "datapackage.json"]
    links = [make_element("a", escape(name), href=base + name) for name in names]
    links.append(make_element("a", "XLSX", href=f"{base}{package.name}-{package.version}.xlsx"))
    if document:
        links.append(
            make_element("a", "PDF", href=f"{view.edition_root}data/{package.name}/{package.version}/{package.name}-{package.version}.pdf")
        )
    whole = read_interface_words(view.lang)["take"]["everything"]
    links.append(make_element("a", escape(whole), href=f"{base}{package.name}-{package.version}.zip"))
    return " · ".join(links)
