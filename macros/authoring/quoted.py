"""Every quote of the site, found without a build: the macros of all pages run, their output is dropped."""

from __future__ import annotations

from pathlib import Path

from macros.base.author_forms import Lines, Part, parse_text
from macros.base.errors import Fault, FaultError
from macros.base.templates import UNREAD, fill
from macros.base.yaml_source import read_text
from macros.edition.edition import Edition
from macros.edition.page_macros import page_macros
from macros.pages import Page
from macros.pages.page import read_front_matter
from macros.quotes import Quote


def collect_quotes(root: Path, lang: str) -> tuple[Edition, list[tuple[Page, Quote]], list[str]]:
    """Run the macros of all pages and collect their quotes.

    Returns:
        The edition, each quote with its page, and a line for each unreadable page or part of one.
    """
    build = Edition.read(root, lang)
    current: Page | None = None
    macros = page_macros(build, lambda: current)
    unread = [str(fault) for fault in build.faults if fault.place.path.startswith(f"docs/{lang}/") and fault.place.path not in build.pages]

    def report_fault(fault: Fault, _: Part) -> str:
        if fault.code in UNREAD:
            unread.append(str(fault))
        else:
            build.faults.add(fault)
        return ""

    for path, current in sorted(build.pages.items()):
        try:
            text = read_text(root / path, path)
            body = "\n".join(text.split("\n")[read_front_matter(text, path)[1] :])
        except FaultError as error:
            unread.append(str(error.faults[0]))
            continue
        for _ in fill(parse_text(body), macros, Lines(body, path, current.body_line).place_at, report_fault):
            pass
    listed = build.log.quotes_by_page
    return build, [(build.pages[path], quote) for path in sorted(listed) if path in build.pages for quote in listed[path]], unread
