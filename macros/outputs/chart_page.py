"""The page of one chart, to be shown in a frame of another site.

It is `noindex`, and its canonical address is the page that shows the chart. With scripts it tells its height to the page around it and
follows the colours that the reader chose; without them the frame has the height of the wide drawing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from macros.charts import draw_both_widths, draw_chart
from macros.content.page_context import make_element
from macros.content.sources import write_originals
from macros.datapackage import Source, list_addresses
from macros.edition.edition import Edition
from macros.exhibits import write_chart_table
from macros.exhibits.versions import list_exhibit_sources, list_packages
from macros.incremental.store import cache_folder
from macros.interface import read_interface_words
from macros.outputs.chart import ChartVariant
from macros.outputs.citation import Citation
from macros.outputs.written import credit_publishers
from macros.quotes.log import ChartDrawn

WIDTH = 720
_BOX = re.compile(r'viewBox="0 0 [0-9.]+ ([0-9.]+)"')
_LINK = re.compile('<a (?!href="#)')
TEXT_HEIGHT = 420  # pixels for the words around the drawing
STYLE = f"width:100%;max-width:{WIDTH}px;border:0"
# The same as in overrides/main.html; the check knows it by its hash.
_SCHEME = (
    '<script>{let s;try{s=localStorage.getItem("scheme")}catch{}document.body.dataset.mdColorScheme='
    's||(matchMedia("(prefers-color-scheme: dark)").matches?"slate":"default")}</script>'
)


def find_chart_pages(build: Edition) -> dict[str, str]:
    """Map the id of each chart to the address of a page that shows it. Pages on the newest data come before updates."""
    found: dict[str, str] = {}
    for page in sorted(build.pages.values(), key=lambda page: (page.is_update, page.url == "", page.path)):
        for chart in build.log.charts_by_page.get(page.path, ()):
            found.setdefault(chart, page.url)
    return found


def write_page(build: Edition, one: ChartVariant, told: str | None) -> str:
    """Return the whole HTML document.

    Args:
        told: the address of the page that shows the chart. None if there is no such page: links then lead to the home page.
    """
    view, word, lang = one.view, read_interface_words(build.lang)["take"], build.lang
    cache = cache_folder(build.project.root, "charts")
    drawn = draw_both_widths(one.chart, cache, view.as_of, lambda svg: build.log.add(ChartDrawn(f"{one.folder}index.html", svg)))
    drawn = make_element("div", drawn, class_="chart__drawing")
    title = escape(one.texts["subtitle"].plain)
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{title}</title>'
        f'<link rel="canonical" href="{escape(build.site.address + (told or ""))}">'
        f"{_link_oembed(build, one)}"
        f'<link rel="icon" href="{view.site_root}assets/favicon.svg">'
        f'<link rel="stylesheet" href="{view.site_root}assets/tokens.css"><link rel="stylesheet" href="{view.site_root}assets/embed.css">'
        f"{_write_scripts(build, one)}"
    )
    note = ""
    if not one.is_newest:
        newest = make_element("a", escape(word["newest"]), href="../", target="_top")
        note = make_element("p", escape(word["superseded"]) + " " + newest, class_="embed__notice", role="note")
    # A pinned chart stays as it was; the notice above says that it is superseded.
    text = {name: _lead_out(view.write_phrase_html(phrase, noted=False)) for name, phrase in one.texts.items()}
    events = build.events if one.exhibit.events else ()
    table = _lead_out(write_chart_table(one.exhibit, replace(view, tells_later=False), escape(one.texts["subtitle"].plain), events))
    originals = _lead_out(write_originals(_list_sources(build, one), view))
    place = "" if told is None else f"#chart-{one.exhibit.id}"
    heading = make_element("span", text["headline"], class_="embed__headline")
    if text["subtitle"] != text["headline"]:
        heading += " " + make_element("span", text["subtitle"], class_="embed__subtitle")
    described = make_element("p", text["description"]) if text["description"] != text["subtitle"] else ""
    files = (
        make_element("a", "CSV", href="data.csv")
        + " · "
        + make_element("a", "SVG", href="chart.svg")
        + " · "
        + make_element("a", "PNG", href="chart.png")
    )
    foot = "".join(
        make_element("p", line)
        for line in (
            escape(word["source"]) + ": " + text["source"] + originals,
            escape(word["version"]) + ": " + make_element("time", one.version, datetime=one.version) + ". " + write_licence(build, one),
            make_element("a", escape(word["back"]), href=view.edition_root + (told or "") + place, target="_top") + " · " + files,
        )
    )
    codes = [one.newest_folder, one.folder] if one.is_newest else [one.folder]
    said = [word["frame_newest"], word["frame_version"]][-len(codes) :]
    frames = "".join(
        make_element("p", escape(text))
        + make_element("p", make_element("code", escape(write_frame(build, one, folder)), data_piece=f"frame {folder}", data_copy="frame"))
        for text, folder in zip(said, codes, strict=True)
    )
    code = make_element("details", make_element("summary", escape(word["frame"])) + frames, id="embed")
    cite = make_element(
        "details", make_element("summary", escape(word["cite"])) + _write_citation(make_citation(build, one)), class_="cite"
    )
    body = make_element(
        "figure",
        note
        + make_element("figcaption", make_element("h1", heading))
        + drawn
        + _repeat_notes(one)
        + described
        + table
        + foot
        + code
        + cite,
        class_="embed",
    )
    inside = f'<body data-md-color-scheme="default">{_SCHEME}<main>{body}</main></body>'
    return f'<!doctype html>\n<html lang="{lang}"><head>{head}</head>{inside}</html>\n'


def _list_sources(build: Edition, one: ChartVariant) -> list[Source]:
    return list_exhibit_sources(one.exhibit, build.project.figures, one.view.as_of)


def _lead_out(html: str) -> str:
    """Let the links of a text lead out of the frame, except those to a place in it."""
    return _LINK.sub('<a target="_top" ', html)


def _write_scripts(build: Edition, one: ChartVariant) -> str:
    """Return the scripts of the page: what all pages do with one, and the height of the frame."""
    words, folder = read_interface_words(build.lang)["frame"], f"{one.view.site_root}assets/"
    said = f'data-copy="{escape(words["copy"])}" data-copied="{escape(words["copied"])}"'
    return f'<script src="{folder}reader.js" defer {said}></script><script src="{folder}embed.js" defer></script>'


def _repeat_notes(one: ChartVariant) -> str:
    """Return the notes that are drawn below the chart, for screen readers, to whom a drawing is one picture."""
    notes = [remark for remark in one.chart.remarks if remark.piece]
    items = (
        make_element("li", f"{note.mark} {one.view.write_piece('span', note.piece, escape(note.text), lang=note.lang)}") for note in notes
    )
    return make_element("ul", "".join(items), class_="visually-hidden") if notes else ""


def write_licence(build: Edition, one: ChartVariant) -> str:
    """Return the licence of the data as HTML.

    It covers the compilation. The figures belong to those who published them.
    """
    names, as_of = list_packages(one.exhibit, build.project.figures), one.view.as_of
    found = [package for name in names if (package := build.project.packages.find_version(name, as_of))]
    named: dict[tuple[str, str], str] = {}
    for package in found:
        for entry in package.descriptor.get("licenses", ()):
            named.setdefault((str(entry.get("title", "")), str(entry.get("path", ""))), f"licence {package.label}")
    links = [
        make_element("a", one.view.write_piece("span", piece, escape(title)), href=path, target="_top")
        for (title, path), piece in named.items()
    ]
    said = read_interface_words(build.lang)["take"]
    return f"{escape(said['licence']).format(', '.join(links))} {escape(credit_publishers(found, said['publishers']))}".rstrip()


def _write_citation(cited: Citation) -> str:
    """Return the citation in its three forms. Each line of those for machines is an element, which the check reads for itself."""
    forms = ("", cited.to_text()), ("BibTeX", cited.to_bibtex()), ("RIS", cited.to_ris())
    return "".join(
        (make_element("p", name) if name else "")
        + make_element("div", "".join(make_element("div", escape(line)) for line in text.strip().split("\n")), class_="cite__code")
        for name, text in forms
    )


def write_frame(build: Edition, one: ChartVariant, folder: str) -> str:
    """Return the code to paste into another site's page: a frame, and the script that gives it the height of its content.

    Args:
        folder: the address of this version, or the one that leads to the newest.
    """
    drawn = _BOX.search(draw_chart(one.chart, cache=cache_folder(build.project.root, "charts")))
    assert drawn, one.exhibit.id
    height = TEXT_HEIGHT + int(float(drawn[1]))
    title, address = escape(one.texts["subtitle"].plain), escape(build.site.address + folder)
    frame = f'<iframe src="{address}" title="{title}" height="{height}" style="{STYLE}" loading="lazy"></iframe>'
    return f'{frame}<script async src="{escape(build.default.site.address)}assets/frame.js"></script>'


def write_way_to_newest(build: Edition, one: ChartVariant, told: str | None) -> str:
    """Return the page at the chart's lasting address: it leads to the newest version at once, without a script, in a frame too."""
    title, canonical = escape(one.texts["subtitle"].plain), escape(build.site.address + (told or ""))
    return (
        f'<!doctype html>\n<html lang="{build.lang}"><head><meta charset="utf-8">'
        f'<meta http-equiv="refresh" content="0; url={one.version}/"><meta name="robots" content="noindex"><title>{title}</title>'
        f'<link rel="canonical" href="{canonical}">{_link_oembed(build, one)}</head>'
        f"<body><main>{make_element('a', title, href=f'{one.version}/')}</main></body></html>\n"
    )


def _link_oembed(build: Edition, one: ChartVariant) -> str:
    address, title = escape(f"{build.site.address}{one.newest_folder}oembed.json"), escape(one.texts["subtitle"].plain)
    return f'<link rel="alternate" type="application/json+oembed" href="{address}" title="{title}">'


def make_oembed(build: Edition, one: ChartVariant) -> dict[str, object]:
    """Return the oEmbed response of type `rich`: https://oembed.com. What is embedded follows the newest data."""
    html = write_frame(build, one, one.newest_folder)
    return {
        "version": "1.0",
        "type": "rich",
        "title": one.texts["subtitle"].plain,
        "provider_name": build.site.name,
        "provider_url": build.site.address,
        "html": html,
        "width": WIDTH,
        "height": int(html.partition('height="')[2].partition('"')[0]),
        "thumbnail_url": f"{build.site.address}{one.folder}chart.png",
    }


def make_citation(build: Edition, one: ChartVariant) -> Citation:
    """Return the citation of a chart."""
    addresses = list_addresses(_list_sources(build, one))
    return Citation(
        key=f"{one.exhibit.id}-{one.version}",
        author=build.site.name,
        title=one.texts["subtitle"].plain,
        date=one.version,
        address=f"{build.site.address}{one.folder}",
        source=one.texts["source"].plain + (f" ({', '.join(addresses)})" if addresses else ""),
        lang=build.lang,
    )
