"""Every quote of a project's pages, found without a build."""

from __future__ import annotations

from pathlib import Path

from macros.authoring.quoted import run_macros
from macros.edition.edition import Edition
from macros.pages import Page
from macros.quotes import Quote


def collect_quotes(root: Path, lang: str) -> tuple[Edition, list[tuple[Page, Quote]], list[str]]:
    """Run the macros of all pages and collect their quotes.

    Returns:
        The edition, each quote with its page, and a line for each unreadable page or part of one.
    """
    build = Edition.read(root, lang, shows_held=True)
    unread = run_macros(build)
    listed = build.log.quotes_by_page
    return build, [(build.pages[path], quote) for path in sorted(listed) if path in build.pages for quote in listed[path]], unread
