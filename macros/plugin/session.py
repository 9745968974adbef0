"""What one build of the site knows between the events of MkDocs: its editions, the pages on their way, what MkDocs has said.

MkDocs builds the languages one after the other, the default first: a session begins with the first and ends with the last.
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
from macros.check.markup import usable_classes
from macros.edition.edition import Edition
from macros.pages import Page
from macros.plugin.cached_page import Rendering

LOGGER = f"{HOST}.plugins.figures"  # that of this generator
_ATTRIBUTE = "build_session"  # of the plugin of mkdocs-macros, which lives as long as its build


class MkDocsWarnings(logging.Handler):
    """Collects the warnings of MkDocs and its plugins (broken links, missing anchors): they fail the build with the other faults."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name != LOGGER:
            self.lines.append(record.getMessage())


@dataclass
class BuildSession:
    """The state of one build. Files are named from the site's root, sources as MkDocs names them (`en/index.md`).

    default, edition: the edition at the site's root, and that of the language which MkDocs is at. site: where it is to be published.
    navigation: of mkdocs.yml, before a language has dropped what it has not.
    shared_digest: see `Edition.told`; "" where nothing is kept. macros: those of the edition.
    page, page_key, stashed_html, warnings_before: of the page that MkDocs is at: what it was read as, what it is rendered from, what is
    kept out of the Markdown parser, and how many warnings there were when it was rendered.
    rendered_pages: source -> what became of the page. written_pages: the same by its file, once it is in its template.
    unread_pages: file of a page whose front matter is at fault -> its source path. templates: file -> text of a page without a source.
    sources_by_file: file of the site -> the sources of docs/ that MkDocs makes it from.
    indexed: how many entries the search index had before the page that MkDocs is at.
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
    rendered_pages: dict[str, Rendering] = field(default_factory=dict)
    written_pages: dict[str, Rendering] = field(default_factory=dict)
    unread_pages: dict[str, str] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    sources_by_file: dict[str, set[str]] = field(default_factory=dict)
    indexed: int = 0

    @cached_property
    def usable_classes(self) -> frozenset[str]:
        """The classes that authors may use."""
        return usable_classes(self.default.project.root / "docs", ENGINE / "overrides")

    @property
    def is_caching(self) -> bool:
        """Whether what this build makes is kept for another."""
        return self.default.kept.active

    def edition_of(self, file: str) -> Edition:
        """Return the edition that a file of the built site belongs to."""
        others = self.default.editions.values()
        return next((each for each in others if each.folder and file.startswith(each.folder)), self.default)


def open_session(env: Any, session: BuildSession) -> None:
    """Let a session be that of the plugin of mkdocs-macros from now on."""
    setattr(env, _ATTRIBUTE, session)


def session_of(env: Any) -> BuildSession:
    """Return the session of the plugin of mkdocs-macros."""
    return cast(BuildSession, getattr(env, _ATTRIBUTE))
