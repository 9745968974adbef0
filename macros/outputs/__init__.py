"""Outputs beside the pages, for readers to take away, follow and cite. Written with the pages and before the check.

A closed list of `Output`s; their writers are in modules of their own. The check reads every published file, and a file without a reader
(macros/check/readers/registry.py) stops the build.
Outputs with words exist once per edition, below its root; data packages and outputs on the whole site exist once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from macros.edition.edition import Edition
from macros.outputs import crawl, feeds, pictures, schemas, search_index, styles
from macros.outputs.card_files import write_cards
from macros.outputs.chart_files import write_charts
from macros.outputs.document_files import write_documents
from macros.outputs.figures_json import write_figures
from macros.outputs.package_files import write_packages

__all__ = ["OUTPUTS", "Output", "write_early", "write_outputs"]

# early: while charts are drawn, as soon as the pages are rendered. once: for all editions together. late: when the pages are complete.
# last: outputs that name files of the others.
Time = Literal["early", "once", "late", "last"]


@dataclass(frozen=True)
class Output:
    """An output of the site.

    Attributes:
        write: Writes the output of one edition, or of the whole site, into a folder. Faults are collected in the build.
        time: When it is written.
        llms_words: Maps the address of a file to list in llms.txt to its word of macros/interface (`llms: files`). Addresses are below
            the edition's root.
    """

    name: str
    write: Callable[[Edition, Path], None]
    time: Time = "late"
    llms_words: Mapping[str, str] = field(default_factory=dict)


def _list_told_files() -> Iterator[tuple[str, str]]:
    return (told for output in OUTPUTS.values() for told in output.llms_words.items())


# In the order in which they are written.
OUTPUTS: dict[str, Output] = {
    each.name: each
    for each in (
        Output("figures", write_figures, "early", {"figures.json": "figures"}),
        Output("charts", write_charts, "early"),
        Output("packages", write_packages, "once"),
        Output("schemas", schemas.write_schemas, "once"),
        Output("styles", styles.write_styles, "once"),
        Output("pictures", pictures.record_pictures, "once"),
        Output("crawl-once", crawl.write_site_files, "once"),
        Output("documents", write_documents, llms_words={"data/snapshot.pdf": "snapshot"}),
        Output("cards", write_cards, llms_words={"cards/social-media-kit.zip": "kit"}),
        Output("feeds", feeds.write_feeds, llms_words={"feed.xml": "feed", "feed.json": "feed_json", "corrections.xml": "corrections"}),
        Output("search-index", search_index.extend_index),
        Output(
            "crawl",
            lambda build, site: crawl.write_edition_files(build, site, _list_told_files()),
            "last",
            {"verification/": "verification", "sitemap.xml": "sitemap"},
        ),
    )
}


def write_early(build: Edition, site: Path) -> None:
    """Write the outputs that need only rendered pages into the built site at `site`. Faults are collected in the build."""
    _write_at(build, site, "early")


def write_outputs(build: Edition, site: Path) -> None:
    """Write all other outputs, when the pages are complete."""
    for output in OUTPUTS.values():
        if output.time == "once":
            output.write(build.default, site)
    _write_at(build, site, "late")
    _write_at(build, site, "last")


def _write_at(build: Edition, site: Path, time: Time) -> None:
    for edition in build.editions.values():
        for output in OUTPUTS.values():
            if output.time == time:
                output.write(edition, site / edition.folder)
