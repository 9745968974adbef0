"""The ledger: every figure with its value, formula, rows, status and versions, and the pages that quote it.

A small site has it on one page. A longer one is split by package, and these by size: `figures/<package>/`, `figures/<package>/2/`.
The page of all figures then lists them, each at the anchor that it always had.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import groupby

from macros.base.errors import FaultError
from macros.content.page_context import View, tag
from macros.figures import Declaration, Figure, Figures, slug_of
from macros.interface import words
from macros.pages.proof import formula, history, is_exact, label, rows_used, status, value

MOST = 100_000  # bytes of entries on the page of all figures
_PART = 100_000  # bytes of entries on the page of a part
_ENTRY, _ROW, _VALUE, _TIMES = 1300, 350, 200, 14  # bytes of an entry, of each of its rows and values; times that it repeats its id
_BOUNDARY = re.compile(r'<div data-part="([a-z0-9/-]*)"></div>')
_LIST, _CONTENTS = (re.compile(rf'<nav class="{name}".*?</nav>', re.DOTALL) for name in ("ledger-list", "contents"))


def ledger(figures: Figures, view: View, told: Callable[[str], str]) -> str:
    """Return every figure, grouped by package.

    `<div data-quoted="id">` is filled after the build, when every page has been written. `<div data-part="name">` marks the start of a page
    that `cut` splits off.

    Args:
        told: returns the corrections and revisions of a figure, or "".
    """
    parts = ledger_parts(figures)
    groups: dict[str, list[str]] = {}
    for declaration in figures.declarations.values():
        if not _lacks_value(declaration, figures):
            groups.setdefault(declaration.package, []).append(declaration.id)
    titles = {}
    for package in groups:
        newest = figures.packages.as_of(package, None)
        titles[package] = newest.text("title", view.lang) if newest else package
    found, part = [_listed(groups, titles, parts, figures, view)], ""
    for package, names in groups.items():
        for at, name in enumerate(names):
            if parts and parts[name] != part:
                part = parts[name]
                found.append(f'<div data-part="{part}"></div>')
            if not at:
                found.append(f"## {escape(titles[package], quote=False)} {{ #package-{package} }}")
            figure = view.figure(name, figures.declarations[name].place)
            if figure is not None:
                found.append(f"### {escape(figure.declaration.title.get(view.lang, name), quote=False)} {{ #{slug_of(name)} }}")
                found.append(_entry(figure, figures, view, told(name)))
    if parts:
        found.append('<div data-part=""></div>')
    return "\n\n".join(found)


def _lacks_value(declared: Declaration, figures: Figures) -> bool:
    """Return True if a pattern declares a figure of a cell without a value. Such a figure is reported where it is quoted."""
    try:
        figures.get(declared.id, None)
    except FaultError as error:
        return bool(declared.pattern) and all(fault.code == "no-value" for fault in error.faults)
    return False


def ledger_parts(figures: Figures) -> dict[str, str]:
    """Map each figure's id to its part of the ledger; empty for a ledger on one page. Parts are the same in each language."""
    sizes = {name: _size(name, figures) for name in figures.declarations}
    if sum(sizes.values()) <= MOST:
        return {}
    parts: dict[str, str] = {}
    room: dict[str, int] = {}
    number: dict[str, int] = {}
    for name, size in sizes.items():
        package = figures.declarations[name].package
        if room.get(package, 0) < size:
            number[package] = number.get(package, 0) + 1
            room[package] = max(_PART, size)
        room[package] -= size
        parts[name] = package if number[package] == 1 else f"{package}/{number[package]}"
    return parts


def _size(name: str, figures: Figures) -> int:
    """Return the estimated size of a figure's entry in bytes."""
    try:
        figure = figures.get(name, None)
    except FaultError:  # reported where it is shown
        return _ENTRY
    declared = figure.declaration
    said = max((len(text.encode()) for text in declared.title.values()), default=0)
    own = _TIMES * len(name) + 2 * said + sum(len(text.encode()) for text in declared.note.values())
    return _ENTRY + own + _ROW * len(figure.operands) + _VALUE * len(runs(figures.history(name)))


def runs(versions: list[Figure]) -> list[list[Figure]]:
    """Group the consecutive versions of a figure with the same value."""
    return [list(same) for _, same in groupby(versions, key=lambda each: (each.value, each.bound))]


def cut(text: str, up: str) -> tuple[str, dict[str, str]]:
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
        pages[name] = _deeper(_CONTENTS.sub("", _LIST.sub(lambda _: up, head)) + entries + tail, top)
    return head + tail, pages


_ADDRESS = re.compile(r"""(\s(?:href|src|action|poster)=")(?![#/"]|[a-zA-Z][a-zA-Z0-9+.-]*:)""")
_CONFIG = re.compile(r'(<script id="__config" type="application/json">)(.*?)(</script>)', re.DOTALL)
_SETTING = re.compile(r'(": ?")(\.{1,2}(?:/[^"]*)?")')


def _deeper(text: str, top: str) -> str:
    """Change the relative addresses of a page for a folder below it."""
    text = _ADDRESS.sub(lambda match: match[1] + top, text)
    return _CONFIG.sub(lambda match: match[1] + _SETTING.sub(lambda each: each[1] + top + each[2], match[2]) + match[3], text)


def _listed(groups: Mapping[str, list[str]], titles: Mapping[str, str], parts: Mapping[str, str], figures: Figures, view: View) -> str:
    """Return the list of all figures by title, as links to their entries: on a phone the entries are forty screens long."""
    items = ""
    for package, names in groups.items():
        links = "".join(_link(slug_of(name), figures.declarations[name].title.get(view.lang, name), parts.get(name, "")) for name in names)
        first = next((parts[name] for name in names if name in parts), "")
        items += _link(f"package-{package}", titles[package], first).removesuffix("</li>") + tag("ul", links) + "</li>"
    # Not in the search index, where each figure has an entry of its own.
    return tag("nav", tag("ul", items), class_="ledger-list", aria_label=view.word("figures_listed"), data_search_exclude="true")


def _link(anchor: str, title: str, part: str) -> str:
    """Return an item of the list. If the entry is on another page, the item takes over its anchor."""
    return tag("li", tag("a", escape(title), href=f"{part}/#{anchor}" if part else f"#{anchor}"), id=anchor if part else "")


def _entry(figure: Figure, figures: Figures, view: View, told: str) -> str:
    word = view.word
    address = f' <a href="{view.proofs}{slug_of(figure.id)}.json">JSON</a>'
    rows = [
        (word("value"), value(figure, "standard", view, "b")),
        (word("identifier"), view.piece("code", f"name {figure.id}@", escape(figure.id, quote=False)) + address),
        (word("formula"), formula(figure, view)),
        (word("exact_value" if is_exact(figure) else "six_decimals"), value(figure, "exact", view)),
        (word("rows"), rows_used(figure, view)),
        (word("status_label"), status(figure, view)),
        (word("version"), label(figure, view)),
    ]
    note = figure.declaration.note.get(view.lang)
    if note:
        rows.append((word("note"), view.html(view.phrase(note, figure.declaration.note_place(view.lang)))))
    versions = figures.history(figure.id)
    if len(versions) > 1:
        rows.append((word("history"), tag("ul", "".join(_values(versions, view)))))
    if told:
        rows.append((str(words(view.lang)["correction"]["history"]), told))
    rows.append((word("quoted_on"), tag("div", "", data_quoted=figure.id)))
    body = "".join(tag("dt", escape(name)) + tag("dd", content) for name, content in rows)
    return tag("dl", body, class_="proof")


def _values(versions: list[Figure], view: View) -> Iterator[str]:
    """Yield the values of a figure by version, each once; the last one with a note if it has stayed."""
    *earlier, last = runs(versions)
    yield from (history(same[0], view) for same in earlier)
    yield history(last[0], view, stayed=len(last) > 1)
