"""The session of one build: its state between the events of MkDocs.

MkDocs builds the languages one after the other, the default first. A session begins with the first and ends with the last.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from macros.base.files import ENGINE
from macros.base.settings import HOST
from macros.base.templates import Macro
from macros.check.readers.authored_html import find_usable_classes
from macros.edition.edition import Edition
from macros.pages import Page
from macros.plugin.cached_page import CachedPage

LOGGER = f"{HOST}.plugins.figures"  # the logger of this generator
_ATTRIBUTE = "build_session"  # on the plugin object of mkdocs-macros, which lives as long as a build


class MkDocsWarnings(logging.Handler):
    """A log handler for warnings of MkDocs and its plugins (broken links, missing anchors). They fail the build like other faults."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Store a warning, unless this generator wrote it."""
        if record.name != LOGGER:
            self.lines.append(record.getMessage())


@dataclass
class BuildSession:
    """The state of one build. Files are named from the site's root, sources as MkDocs names them (`en/index.md`).

    Attributes:
        default: the edition at the site's root.
        edition: the edition of the language being built.
        site: the folder to publish to.
        navigation: the navigation of mkdocs.yml, before a language drops its missing pages.
        shared_digest: see `Edition.told`; "" if nothing is cached.
        macros: the macros of the edition.
        page: the current page, or None if its front matter is at fault.
        page_key: the cache key of the current page.
        stashed_html: HTML of the current page kept out of the Markdown parser.
        warnings_before: the number of warnings before the current page was rendered.
        rendered_pages: source -> the rendered page.
        written_pages: file -> the rendered page, once it is in its template.
        unread_pages: file of a page with faulty front matter -> its source path.
        templates: file -> text of a page without a source.
        sources_by_file: file of the site -> its sources in docs/.
        indexed_entries: the number of entries in the search index before the current page.
    """

    default: Edition
    edition: Edition
    site: Path
    navigation: Any
    warnings: MkDocsWarnings
    shared_digest: str = ""
    macros: dict[str, Macro] = field(default_factory=dict)
    page: Page | None = None
    page_key: str = ""
    stashed_html: list[str] = field(default_factory=list)
    warnings_before: int = 0
    rendered_pages: dict[str, CachedPage] = field(default_factory=dict)
    written_pages: dict[str, CachedPage] = field(default_factory=dict)
    unread_pages: dict[str, str] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    sources_by_file: dict[str, set[str]] = field(default_factory=dict)
    indexed_entries: int = 0

    @cached_property
    def usable_classes(self) -> frozenset[str]:
        """Return the CSS classes allowed to authors."""
        return find_usable_classes(self.default.project.root / "docs", ENGINE / "overrides")

    @property
    def is_caching(self) -> bool:
        """Return whether the results of this build are cached."""
        return self.default.task_cache.is_active

    def edition_of(self, file: str) -> Edition:
        """Return the edition of a file of the built site."""
        others = self.default.editions.values()
        return next((each for each in others if each.folder and file.startswith(each.folder)), self.default)


def open_session(env: Any, session: BuildSession) -> None:
    """Store a session on the plugin object of mkdocs-macros."""
    setattr(env, _ATTRIBUTE, session)


def session_of(env: Any) -> BuildSession:
    """Return the session stored on the plugin object of mkdocs-macros."""
    return cast(BuildSession, getattr(env, _ATTRIBUTE))
