"""Every quote of the site, found without a build: what shows figures is written, and its output is dropped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from macros.base.author_forms import Lines, Part, parse_text
from macros.base.errors import Fault, FaultError
from macros.base.templates import UNREAD, fill
from macros.base.yaml_source import read_text
from macros.edition.edition import Edition
from macros.edition.page_macros import page_macros
from macros.exhibits import write_texts
from macros.exhibits.versions import list_versions
from macros.handouts import make_kit_card
from macros.pages import Page
from macros.pages.page import read_front_matter
from macros.quotes import Quote


def run_macros(build: Edition) -> list[str]:
    """Run the macros of all pages of an edition, for their quotes and faults. Return a line for each unreadable page or part of one."""
    lang, root = build.lang, build.project.root
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
    return unread


def write_beside_pages(build: Edition) -> None:
    """Write what shows figures beside the pages of an edition, for its quotes and faults: pages of charts, cards, documents."""
    figures = build.project.figures
    for exhibit in build.charts.values():
        with suppress(FaultError):  # reported where it is shown
            for as_of in (None, *list_versions(exhibit, figures)):
                write_texts(exhibit, build.make_context_at("charts/", exhibit.file, as_of, build.writer))
    for card in build.cards.values():
        with suppress(FaultError):
            make_kit_card(card, build.site, build.writer)
    for document in build.documents.values():
        shown = [(each, name) for each in (build.tables[document.table], build.charts[document.chart]) for name in ("caption", "source")]
        own = [
            (text, document.find_place(key, build.lang, number))
            for key in ("intro", "notes")
            for number, text in enumerate(getattr(document, key).get(build.lang, ()))
        ]
        texts = [(each.get_text(name, build.lang), each.find_place(name, build.lang)) for each, name in shown]
        for package in build.project.packages.versions[document.package]:
            for text, place in (*own, *texts):
                build.writer.write_phrase(text, lang=build.lang, as_of=package.version, place=place, page=place.path)


def list_quotes(build: Edition) -> Iterator[tuple[str, Quote]]:
    """Yield each quote of an edition with the path of its page, or of the file with what stands beside the pages."""
    for path, quotes in sorted(build.log.quotes_by_page.items()):
        yield from ((path, quote) for quote in quotes)
