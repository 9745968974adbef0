"""Post-processing of the written pages, for HTML that must not pass through Markdown or depends on the whole site.

It inserts chart drawings and the links to their files, the list of quoting pages in the ledger, and the notes of the printed page.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from html import escape, unescape
from pathlib import Path

from macros.base.errors import Fault, FaultError
from macros.charts import ChartError, draw_both_widths
from macros.charts.cache import open_drawing_cache
from macros.content.page_context import PageContext, make_element
from macros.edition.edition import Edition
from macros.exhibits import build_chart, write_file_links
from macros.incremental.store import cache_folder
from macros.incremental.tasks import digest
from macros.pages import Page
from macros.pages.ledger import split_ledger
from macros.pages.notes import add_notes
from macros.plugin.cached_page import CachedPage, Placeholders
from macros.quotes.log import ChartDrawn, FileWritten

_DRAWING = re.compile(r'(<div class="chart__drawing" data-drawing="([a-z0-9-]+)">)(</div>)')
# The theme sets `autocomplete` on checkboxes. HTML allows it on text fields only.
_TOGGLE = re.compile(r'(<input class="md-toggle"[^>]*?) autocomplete="off"')
_TAKE = re.compile(r'(<p class="chart__take"[^>]* data-take="([a-z0-9-]+)">)(</p>)')
_DEFERRED = re.compile(r'(<div data-late="([a-z]+)">)(</div>)')
_QUOTED = re.compile(r'<div data-quoted="([^"]+)"></div>')


@dataclass(frozen=True)
class FinishedPage:
    """A page as it is published, but for its policy.

    Attributes:
        is_final: whether the page depends on its own inputs only, so it can be reused as is.
        text: its HTML, or "" if its file is reused (macros/incremental).
        parts: the addresses, below the page, of the ledger's parts with pages of their own.
    """

    is_final: bool
    text: str
    parts: tuple[str, ...] = ()


def complete_pages(build: Edition, site: Path, others: Iterable[str], renderings: Mapping[str, CachedPage]) -> None:
    """Complete every page of an edition in the built site at `site`. Faults are collected in the build.

    Args:
        others: files of pages without a source read by the build, such as 404.html.
        renderings: file from the site's root -> the written page.
    """
    events, parted = digest(build.events), dict[str, Page]()
    for name, page in build.outputs.items():
        path, rendering = f"{site}/{build.folder}{name}", renderings.get(build.folder + name)
        if rendering is None:  # not written, which is a fault already
            continue
        late = rendering.placeholders = rendering.placeholders or _find_placeholders(rendering.html)
        bindings = sorted(build.log.bindings_by_page.get(page.path, {}).items())
        key = f"{rendering.digest} {_digest_deferred(build, late)} {events} {page.as_of} {bindings}"
        step = f"complete {name}"
        complete = build.run_cached(step, key, partial(_complete_page, build, rendering, page, name, site))
        parted |= {f"{os.path.dirname(name)}/{part}/index.html": replace(page, uri=f"{page.url}{part}.md") for part in complete.parts}
        if not complete.text:
            Path(path).unlink(missing_ok=True)  # a page rendered again may give the same result
        elif complete.text != rendering.written:
            _write_file(path, complete.text)
        if build.project.is_served:
            rendering.written, rendering.is_final = complete.text, complete.is_final
        elif complete.is_final and complete.text:
            build.task_cache.replace_value(f"{build.lang} {step}", replace(complete, text=""))
        if not build.task_cache.is_active:  # not needed again
            rendering.source = b""
    for name in others:
        path = f"{site}/{build.folder}{name}"
        if os.path.isfile(path):
            with open(path, encoding="utf-8", newline="") as file:
                text = file.read()
            _write_file(path, _TOGGLE.sub(r"\1", text))
    build.outputs |= parted
    open_drawing_cache(cache_folder(build.project.root, "charts")).trim()


def _write_file(path: str, text: str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)  # MkDocs has not written every page
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _find_placeholders(text: str) -> Placeholders:
    return tuple(match[2] for match in _DEFERRED.finditer(text)), tuple(map(unescape, _QUOTED.findall(text)))


def _digest_deferred(build: Edition, late: Placeholders) -> str:
    """Return a digest of the page's content that is known only when all pages are rendered."""
    names, quoted = late
    if not names and not quoted:
        return ""
    titles = [(name, [(page.path, page.url, page.title) for page in build.find_quoting_pages(name)]) for name in quoted]
    return digest([[build.log.deferred_html.get(name, "") for name in names], titles])


def _complete_page(build: Edition, rendering: CachedPage, page: Page, name: str, site: Path) -> FinishedPage:
    view = build.make_context(page)
    text = _TOGGLE.sub(r"\1", rendering.html)
    text = _DRAWING.sub(lambda m: m[1] + _draw_chart(build, m[2], view) + m[3], text)
    text = _TAKE.sub(lambda m: m[1] + write_file_links(build.charts[m[2]], view) + m[3], text)
    text = _DEFERRED.sub(lambda m: m[1] + build.log.deferred_html.get(m[2], "") + m[3], text)
    text = _QUOTED.sub(lambda m: _list_quoting_pages(build, unescape(m[1]), view), text)
    text, parts = split_ledger(
        add_notes(text, view), make_element("p", make_element("a", escape(view.find_word("figures_listed")), href="./"))
    )
    for part, cut_off in parts.items():
        own = f"{os.path.dirname(name)}/{part}/index.html"
        for lang, other in build.find_translations(page).items():
            address = build.editions[lang].site.address + other.url
            cut_off = cut_off.replace(f'"{address}"', f'"{address}{part}/"')
        _write_file(f"{site}/{build.folder}{own}", cut_off)
        build.log.add(FileWritten(own, digest(cut_off)))
    # The tally of the check is inserted later.
    build.log.add(FileWritten(name, digest(text)))
    return FinishedPage(not any(rendering.placeholders or ()) and "data-tally-here" not in text, text, tuple(parts))


def _draw_chart(build: Edition, name: str, view: PageContext) -> str:
    exhibit = build.charts[name]
    if exhibit.events and not build.events and list(build.faults):
        return ""  # missing events are a fault already
    try:
        chart = build_chart(exhibit, view, build.events if exhibit.events else ())
        lines = exhibit.build_grid(view.figures, view.as_of).lines
        if any(
            name and cell is None
            for line, row in zip(lines, chart.rows, strict=True)
            for name, cell in zip(line.cells, row.cells, strict=True)
        ):
            return ""  # a missing figure is a fault already
        cache = cache_folder(build.project.root, "charts")
        build.wait_for_chart(chart)
        return draw_both_widths(chart, cache, view.as_of, lambda svg: build.log.add(ChartDrawn(view.page, svg)))
    except FaultError:  # reported with the table
        return ""
    except ChartError as error:
        build.faults.add(Fault(exhibit.find_place(), "chart", str(error), "fix the declaration"))
        return ""


def _list_quoting_pages(build: Edition, name: str, view: PageContext) -> str:
    links = [
        make_element("li", make_element("a", view.write_phrase_html(other.title, linked=False), href=view.edition_root + other.url))
        for other in build.find_quoting_pages(name)
        if other.path != view.page
    ]
    # data-late marks text added after the search index was written
    if links:
        return make_element("ul", "".join(links), data_late="quoted")
    return make_element("p", escape(view.find_word("quoted_nowhere")), data_late="quoted")
