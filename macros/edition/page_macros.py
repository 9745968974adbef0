"""The macros that authors may call on pages. Each passes its arguments to another module."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from macros.base.errors import Fault, FaultError, Place, nearest
from macros.base.templates import Macro
from macros.content.page_context import View
from macros.corrections import shown
from macros.edition.edition import Edition
from macros.exhibits import chart_html, table_html
from macros.handouts import kit_card, kit_html
from macros.pages import Page, blocks, lists
from macros.pages.downloads import downloads
from macros.pages.ledger import ledger
from macros.quotes.log import ChartShown, Deferred, Quoted


def page_macros(build: Edition, current: Callable[[], Page | None]) -> dict[str, Macro]:
    """Return the macros of a page by name. `current` returns the page being rendered."""
    macros: dict[str, Macro] = {}

    def page() -> Page:
        found = current()
        if found is None:
            raise ValueError("macros are allowed only in pages of docs/")
        return found

    def macro(signature: str, *, block: bool = False) -> Callable[[Callable[..., str]], None]:
        def add(function: Callable[..., str]) -> None:
            written = f"{{% call {signature} %}} ... {{% endcall %}}" if block else f"{{{{ {signature} }}}}"
            macros[signature.partition("(")[0]] = Macro(written, function, block)

        return add

    noted: set[tuple[str, str, str]] = set()

    def told(id: str, wording: str) -> str:
        """Return the note on a corrected wording, once for each page, at its first use."""
        here = page()
        note = "" if (here.path, id, wording) in noted else shown.at_place(build.corrections, here, id, wording, build.view(here))
        noted.add((here.path, id, wording))
        return note

    @macro('figure("id", "wording")')
    def _figure(place: Place, id: str, wording: str | None = None, reads: str | None = None, because: str | None = None) -> str:
        here = page()
        view = build.view(here)
        quote = build.writer.quoting.quote(
            id, wording, lang=here.lang, as_of=here.as_of, place=place, page=here.path, reads=reads, because=because
        )
        return view.element(quote) + told(id, quote.wording)

    @macro('not_a_figure("text", "reason")')
    def _not_a_figure(place: Place, text: str, reason: str = "") -> str:
        return build.view(page()).exempt(text, reason, place)

    @macro('example("reason")', block=True)
    def _example(place: Place, listing: str, reason: str = "") -> str:
        return build.view(page()).example(reason, listing, place)

    def with_note(write: Callable[[View], str]) -> str:
        """Return the text of `write`, with a note below it if its figures were corrected."""
        here = page()
        view, start = build.view(here), build.log.position
        text = write(view)
        quotes = [event.quote for event in build.log.since(start) if isinstance(event, Quoted) and event.page == here.path]
        return text + shown.below(build.corrections, here, quotes, view)

    @macro('chart("id")')
    def _chart(place: Place, id: str) -> str:
        exhibit = _known(id, build.project.charts, "chart", place, build)
        build.log.add(ChartShown(page().path, id))
        return with_note(lambda view: chart_html(exhibit, view, build.project.events if exhibit.events else ()))

    @macro('table("id")')
    def _table(place: Place, id: str) -> str:
        exhibit = _known(id, build.project.tables, "table", place, build)
        return with_note(lambda view: table_html(exhibit, view))

    @macro('key_figures(["id", "id"])')
    def _key_figures(place: Place, ids: list[str]) -> str:
        return blocks.tiles(list(ids), build.view(page()), place, told)

    @macro("updates()")
    def _updates(place: Place, limit: int | None = None, topic: str = "") -> str:
        if topic and topic not in (topics := build.project.settings.topics):
            raise FaultError(Fault(place, "unknown-topic", f'lists updates of the topic "{topic}"', nearest(topic, topics)))
        found = [update for update in build.updates if not topic or topic in update.topics]
        return lists.updates_list(found, build.view(page()), limit)

    @macro("archive()")
    def _archive(place: Place) -> str:
        return lists.archive(build.updates, build.view(page()), build.feeds)

    @macro("latest_update()")
    def _latest_update(place: Place) -> str:
        return lists.latest_update(build.updates, build.view(page()))

    @macro("timeline()")
    def _timeline(place: Place) -> str:
        if not build.project.events and not build.is_unread("events"):
            raise FaultError(Fault(place, "missing-package", "lists the events, and there are none in the data", "add data/events/"))
        return blocks.timeline(build.project.events, {p.date: p for p in build.updates}, build.view(page()))

    @macro('statements("company")')
    def _statements(place: Place, group: str) -> str:
        groups = {record.facts.get("group", "") for record in build.project.statements}
        if group not in groups and not build.is_unread("statements"):
            raise FaultError(Fault(place, "unknown-group", f'lists statements of "{group}"', nearest(group, groups)))
        return blocks.statements(build.project.statements, group, build.view(page()))

    @macro("ledger()")
    def _ledger(place: Place) -> str:
        view = build.view(page())
        return ledger(build.project.figures, view, lambda name: shown.history(build.corrections, name, view))

    @macro("corrections()")
    def _corrections(place: Place) -> str:
        return shown.listed(build.corrections, build.pages, build.view(page()))

    @macro("superseded()")
    def _superseded(place: Place) -> str:
        return shown.replaced(build.corrections, build.pages, build.project.packages, build.view(page()))

    @macro("verification()")
    def _verification(place: Place) -> str:
        return "<div data-tally-here></div>"

    @macro("fault_codes()")
    def _fault_codes(place: Place) -> str:
        return blocks.fault_codes(build.view(page()))

    @macro("downloads()")
    def _downloads(place: Place) -> str:
        return downloads(build.view(page()), {entry.package for entry in build.project.documents.values()})

    @macro("social_media_kit()")
    def _social_media_kit(place: Place) -> str:
        here = page()
        cards = ((name, kit_card(entry, build.site, build.writer, here.path)) for name, entry in build.project.cards.items())
        build.log.add(Deferred("kit", kit_html([(name, card) for name, card in cards if card], build.view(here))))
        return '<div data-late="kit"></div>'

    listing: dict[str, Place] = {}

    @macro("figures_on_page()")
    def _figures_on_page(place: Place) -> str:
        first = listing.setdefault(page().path, place)
        if first != place:
            fact = f"lists the figures of the page again, as line {first.line} does"
            raise FaultError(Fault(place, "macro-call", fact, "keep one of them"))
        return "<!-- figures on this page -->"

    return macros


def _known(name: str, exhibits: dict[str, Any], kind: str, place: Place, build: Edition) -> Any:
    if name not in exhibits:
        if unread := build.unread(f"data/{kind}s.yml", str(name)):  # the cause of the missing exhibit
            raise FaultError(*unread)
        fact = f'shows the {kind} "{name}", which is not declared'
        raise FaultError(Fault(place, "unknown-exhibit", fact, nearest(str(name), exhibits)))
    return exhibits[name]
