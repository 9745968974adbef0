"""The ledger: every figure with its value, formula, rows, status and versions, and the pages that quote it.

A small site has it on one page. A longer one is split by package, and these by size: `figures/<package>/`, `figures/<package>/2/`.
The page of all figures then lists them, each at the anchor that it always had.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import groupby

from macros.base.contact import Contact
from macros.base.errors import FaultError
from macros.content.page_context import PageContext, make_element
from macros.content.sources import write_publishers
from macros.datapackage import list_sources
from macros.figures import Declaration, Figure, Figures, slug_of
from macros.interface import read_interface_words
from macros.pages.proof import (
    explain_status,
    is_exact,
    write_formula,
    write_history,
    write_label,
    write_rows,
    write_source_notes,
    write_summary,
    write_value,
)

MAX_BYTES = 150_000  # bytes of entries on the page of all figures
_MAX_PART_BYTES = 100_000  # bytes of entries on the page of a part
_ENTRY_BYTES, _ROW_BYTES, _VALUE_BYTES, _ID_COUNT = (
    1900,
    450,
    200,
    14,
)  # bytes of an entry, of each of its rows and values; times that it repeats its id
_BOUNDARY = re.compile(r'<div data-part="([a-z0-9/-]*)"></div>')
_LIST, _CONTENTS = (re.compile(rf'<nav class="{name}".*?</nav>', re.DOTALL) for name in ("ledger-list", "contents"))


def write_ledger(figures: Figures, view: PageContext, told: Callable[[str], str]) -> str:
    """Return every figure, grouped by package.

    `<div data-quoted="id">` is filled after the build, when every page has been written. `<div data-part="name">` marks the start of a page
    that `split_ledger` splits off.

    Args:
        told: returns the corrections and revisions of a figure, or "".
    """
    parts = assign_parts(figures)
    groups: dict[str, list[str]] = {}
    for declaration in figures.declarations.values():
        if not _has_no_value(declaration, figures):
            groups.setdefault(declaration.package, []).append(declaration.id)
    titles = {}
    for package in groups:
        newest = figures.packages.find_version(package, None)
        titles[package] = newest.find_text("title", view.lang) if newest else package
    found, part = [_write_list(groups, titles, parts, figures, view)], ""
    for package, names in groups.items():
        for at, name in enumerate(names):
            if parts and parts[name] != part:
                part = parts[name]
                found.append(f'<div data-part="{part}"></div>')
            if not at:
                found.append(f"## {escape(titles[package], quote=False)} {{ #package-{package} }}")
            figure = view.find_figure(name, figures.declarations[name].place)
            if figure is not None:
                found.append(f"### {escape(figure.declaration.title.get(view.lang, name), quote=False)} {{ #{slug_of(name)} }}")
                found.append(_write_entry(figure, figures, view, told(name)))
    if parts:
        found.append('<div data-part=""></div>')
    return "\n\n".join(found)


def _has_no_value(declared: Declaration, figures: Figures) -> bool:
    """Return True if a pattern declares a figure of a cell without a value. Such a figure is reported where it is quoted."""
    try:
        figures.get(declared.id, None)
    except FaultError as error:
        return bool(declared.pattern) and all(fault.code == "no-value" for fault in error.faults)
    return False


def assign_parts(figures: Figures) -> dict[str, str]:
    """Map each figure's id to its part of the ledger; empty for a ledger on one page. Parts are the same in each language."""
    sizes = {name: _estimate_size(name, figures) for name in figures.declarations}
    if sum(sizes.values()) <= MAX_BYTES:
        return {}
    parts: dict[str, str] = {}
    room: dict[str, int] = {}
    number: dict[str, int] = {}
    for name, size in sizes.items():
        package = figures.declarations[name].package
        if room.get(package, 0) < size:
            number[package] = number.get(package, 0) + 1
            room[package] = max(_MAX_PART_BYTES, size)
        room[package] -= size
        parts[name] = package if number[package] == 1 else f"{package}/{number[package]}"
    return parts


def _estimate_size(name: str, figures: Figures) -> int:
    """Return the estimated size of a figure's entry in bytes."""
    try:
        figure = figures.get(name, None)
    except FaultError:  # reported where it is shown
        return _ENTRY_BYTES
    declared = figure.declaration
    said = max((len(text.encode()) for text in declared.title.values()), default=0)
    own = _ID_COUNT * len(name) + 2 * said + sum(len(text.encode()) for text in declared.note.values())
    return _ENTRY_BYTES + own + _ROW_BYTES * len(figure.operands) + _VALUE_BYTES * len(group_by_value(figures.history(name)))


def group_by_value(versions: list[Figure]) -> list[list[Figure]]:
    """Group the consecutive versions of a figure with the same value, of which the source says the same."""
    return [list(same) for _, same in groupby(versions, key=lambda each: (each.value, each.bound, each.qualifiers))]


def split_ledger(text: str, up: str) -> tuple[str, dict[str, str]]:
    """Split a built page of the ledger: return it without its parts, and the parts as pages by their addresses below it.

    Args:
        up: the link from a part to all figures, as HTML.
    """
    head, *found = _BOUNDARY.split(text)
    if not found:
        return text, {}
    *pairs, _, tail = found
    pages: dict[str, str] = {}
    for name, entries in zip(pairs[::2], pairs[1::2], strict=True):
        top = "../" * (name.count("/") + 1)
        pages[name] = _move_addresses(_CONTENTS.sub("", _LIST.sub(lambda _: up, head)) + entries + tail, top)
    return head + tail, pages


_ADDRESS = re.compile(r"""(\s(?:href|src|action|poster)=")(?![#/"]|[a-zA-Z][a-zA-Z0-9+.-]*:)""")
_CONFIG = re.compile(r'(<script id="__config" type="application/json">)(.*?)(</script>)', re.DOTALL)
_SETTING = re.compile(r'(": ?")(\.{1,2}(?:/[^"]*)?")')


def _move_addresses(text: str, top: str) -> str:
    """Change the relative addresses of a page for a folder below it."""
    text = _ADDRESS.sub(lambda match: match[1] + top, text)
    return _CONFIG.sub(lambda match: match[1] + _SETTING.sub(lambda each: each[1] + top + each[2], match[2]) + match[3], text)


def _write_list(
    groups: Mapping[str, list[str]], titles: Mapping[str, str], parts: Mapping[str, str], figures: Figures, view: PageContext
) -> str:
    """Return the list of all figures by title, as links to their entries: on a phone the entries are forty screens long."""
    items = ""
    for package, names in groups.items():
        links = "".join(
            _write_link(slug_of(name), figures.declarations[name].title.get(view.lang, name), parts.get(name, "")) for name in names
        )
        first = next((parts[name] for name in names if name in parts), "")
        head = _write_link(f"package-{package}", titles[package], first).rstrip().removesuffix("</li>")
        items += head + make_element("ul", links) + "</li>"
    # Not in the search index, where each figure has an entry of its own.
    return make_element(
        "nav", make_element("ul", items), class_="ledger-list", aria_label=view.find_word("figures_listed"), data_search_exclude="true"
    )


def _write_link(anchor: str, title: str, part: str) -> str:
    """Return an item of the list. If the entry is on another page, the item takes over its anchor."""
    return make_element(
        "li", make_element("a", escape(title), href=f"{part}/#{anchor}" if part else f"#{anchor}"), id=anchor if part else ""
    )


def _write_entry(figure: Figure, figures: Figures, view: PageContext, told: str) -> str:
    word = view.find_word
    address = f' <a href="{view.figures_address}{slug_of(figure.id)}.json">JSON</a>'
    rows = [
        (word("in_words"), write_summary(figure, view)),
        (word("value"), write_value(figure, "standard", view, "b")),
        (word("identifier"), view.write_piece("code", f"name {figure.id}@", escape(figure.id, quote=False)) + address),
        (word("formula"), write_formula(figure, view)),
        (word("exact_value" if is_exact(figure) else "six_decimals"), write_value(figure, "exact", view)),
        (word("rows"), write_rows(figure, view)),
        (word("source"), write_publishers(list_sources(figures.list_packages(figure)), view) + _link_reading(view)),
        (word("status_label"), explain_status(figure, view)),
        (word("version"), _link_version(figure, figures, view)),
    ]
    if notes := write_source_notes(figure, view):
        rows.append((word("source_notes_label"), notes))
    note = figure.declaration.note.get(view.lang)
    if note:
        rows.append((word("note"), view.write_phrase_html(view.write_phrase(note, figure.declaration.place_of_note(view.lang)))))
    versions = figures.history(figure.id)
    if len(versions) > 1:
        rows.append((word("history"), make_element("ul", "".join(_write_values(versions, view)))))
    if told:
        rows.append((str(read_interface_words(view.lang)["correction"]["history"]), told))
    rows.append((word("quoted_on"), make_element("div", "", data_quoted=figure.id)))
    if view.settings.contact:
        rows.append((word("wrong_number"), _write_report_link(figure, view.settings.contact, view)))
    body = "".join(make_element("dt", escape(name)) + make_element("dd", content) for name, content in rows)
    return make_element("dl", body, class_="proof")


def _link_version(figure: Figure, figures: Figures, view: PageContext) -> str:
    """Return the version of a figure's data, as a link to all its files."""
    label = write_label(figure, view)
    if not any((package.name, package.version) == (figure.package, figure.version) for package in figures.list_packages(figure)):
        return label
    folder = f"{view.site_root}data/{figure.package}/{figure.version}/"
    return make_element("a", label, href=f"{folder}{figure.package}-{figure.version}.zip")


def _link_reading(view: PageContext) -> str:
    """Return the link to where a page says how to read the numbers, if the settings name one."""
    if not view.settings.reading:
        return ""
    page, _, anchor = view.settings.reading.partition("#")
    address = view.edition_root + page.removesuffix(".md").removesuffix("index").rstrip("/") + "/"
    return ". " + make_element("a", escape(view.find_word("reading")), href=f"{address}#{anchor}" if anchor else address)


def _write_report_link(figure: Figure, contact: Contact, view: PageContext) -> str:
    address = contact.make_link(view.find_word("wrong_number_subject").format(f"{figure.id} ({figure.label})"))
    return make_element("a", escape(view.find_word("report_it")), href=address, rel="nofollow")


def _write_values(versions: list[Figure], view: PageContext) -> Iterator[str]:
    """Yield the values of a figure by version, each once; the last one with a note if it has stayed."""
    *earlier, last = group_by_value(versions)
    yield from (write_history(same[0], view) for same in earlier)
    yield write_history(last[0], view, stayed=len(last) > 1)
