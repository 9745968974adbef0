"""Every quote of the site, without building it: the macros of all pages are run as a build runs them, their output is let go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from macros.build import Build
from macros.errors import Fault, FaultError
from macros.pages import Page
from macros.pages.page import front_matter
from macros.quotes import Quote
from macros.register import register
from macros.templates import render
from macros.yamlfile import read_text


class _Macros:
    """Takes the place of the mkdocs-macros environment."""

    def __init__(self) -> None:
        self.named: dict[str, Any] = {}

    def macro(self, function: Any, name: str) -> None:
        self.named[name] = function


def quotes(root: Path, lang: str) -> tuple[Build, list[tuple[Page, Quote]], list[str]]:
    """The build that was read, each quote with the page it stands on, and the pages that cannot be read."""
    build = Build.read(root, lang)
    macros, current = _Macros(), None

    def page() -> Page | None:
        return current

    register(macros, build, page)
    environment = Environment(undefined=StrictUndefined, autoescape=False)
    unread = [str(fault) for fault in build.faults if fault.place.path.startswith(f"docs/{lang}/") and fault.place.path not in build.pages]
    for path, found in sorted(build.pages.items()):
        current = found
        try:
            text = read_text(root / path, path)
            body = "\n".join(text.split("\n")[front_matter(text, path)[1] :])
            faults: list[Fault] = []
            render(body, environment, macros.named, path, found.body_line, faults.append)
            unread += [str(fault) for fault in faults[:1]]
        except FaultError as error:
            unread.append(str(error.faults[0]))
    listed = build.writer.quoting.quotes
    return build, [(build.pages[path], quote) for path in sorted(listed) if path in build.pages for quote in listed[path]], unread
