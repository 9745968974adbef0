"""The table of downloads of data packages. The links below a chart are in macros/exhibits."""

from __future__ import annotations

from collections.abc import Set
from html import escape

from macros.base.dates import long_date
from macros.content.page_context import View, tag
from macros.datapackage import Package
from macros.interface import words


def downloads(view: View, documents: Set[str]) -> str:
    """Return every version of every data package, newest first, with its files, as one line of HTML.

    Args:
        documents: the names of packages with a published document for each version.
    """
    word = words(view.lang)["take"]
    heads = "".join(tag("th", escape(text), scope="col") for text in (word["package"], view.word("version"), word["files"]))
    body = ""
    for name in view.figures.packages.names():
        versions = view.figures.packages.versions[name]
        for package in reversed(versions):
            when = view.day(package.version)
            if package is not versions[-1]:
                by = words(view.lang)["correction"]["superseded"].format(long_date(versions[-1].version, view.lang))
                when += ", " + tag("span", escape(by), class_="superseded")
            body += tag(
                "tr",
                tag("th", escape(package.text("title", view.lang)), scope="row")
                + tag("td", when, data_head=view.word("version"))
                + tag("td", _links(package, view, name in documents), data_head=str(word["files"])),
            )
    caption = tag("caption", escape(word["caption"]), class_="visually-hidden")
    table = tag("table", caption + tag("thead", tag("tr", heads)) + tag("tbody", body), class_="data")
    return tag("div", table, class_="scroll", id="downloads")


def _links(package: Package, view: View, document: bool) -> str:
    base = f"{view.top}data/{package.name}/{package.version}/"
    files = [resource.path.removeprefix(f"{package.path}/") for resource in package.resources.values()]
    names = [*sorted(files), "datapackage.json"]
    links = [tag("a", escape(name), href=base + name) for name in names]
    links.append(tag("a", "XLSX", href=f"{base}{package.name}-{package.version}.xlsx"))
    if document:
        links.append(tag("a", "PDF", href=f"{view.up}data/{package.name}/{package.version}/{package.name}-{package.version}.pdf"))
    whole = words(view.lang)["take"]["everything"]
    links.append(tag("a", escape(whole), href=f"{base}{package.name}-{package.version}.zip"))
    return " · ".join(links)
