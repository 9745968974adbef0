"""Outputs beside the pages: what readers take away, follow and cite. Written when the pages are, and before the check.

Each writer is a function `write(build, site)` in a module of its own; all it publishes is read by the check.
What has words stands in every edition, below its root; data packages and what is about the whole site stand once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from macros.build import Build
from macros.outputs import crawl, feeds, pictures, schemas, search_index
from macros.outputs.card_files import write_cards
from macros.outputs.chart_files import write_charts
from macros.outputs.document_files import write_documents
from macros.outputs.figures_json import write_figures
from macros.outputs.package_files import write_packages

Writer = Callable[[Build, Path], None]
# Written while charts are drawn, which takes longest: each as soon as it is there.
EARLY: list[Writer] = [write_figures, write_charts]
WRITERS: list[Writer] = [
    write_documents,
    write_cards,
    feeds.write,
    search_index.write,
    crawl.write,  # the last: it names what the others have written
]
ONCE: list[Writer] = [write_packages, schemas.write, pictures.write, crawl.write_once]


def write_early(build: Build, site: Path) -> None:
    """Write the outputs that need nothing but rendered pages into the built site at `site`. Faults are collected in the build."""
    _write(build, site, EARLY)


def write_outputs(build: Build, site: Path) -> None:
    """Write all the others, when the pages are whole."""
    for write in ONCE:
        write(build.default, site)
    _write(build, site, WRITERS)


def _write(build: Build, site: Path, writers: Iterable[Writer]) -> None:
    for edition in build.editions.values():
        for write in writers:
            write(edition, site / edition.folder)
