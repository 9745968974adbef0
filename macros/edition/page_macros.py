"""The macros that authors may call on pages. Each passes its arguments to another module."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from macros.base.errors import Fault, FaultError, Place, suggest_nearest
from macros.base.settings import FILE
from macros.base.templates import Macro
from macros.content.page_context import PageContext, make_element
from macros.corrections import shown
from macros.edition.edition import Edition
from macros.exhibits import write_chart, write_table
from macros.handouts import make_kit_card, write_kit
from macros.pages import Page, blocks, lists
from macros.pages.downloads import write_downloads
from macros.pages.ledger import write_ledger
from macros.quotes.log import ChartShown, FigureQuoted, HtmlDeferred


def page_macros(build: Edition, current: Callable[[], Page | None]) -> dict[str, Macro]:
    """Return the macros of a page by name. `current` returns the page being rendered."""
    macros: dict[str, Macro] = {}

    def find_current_page() -> Page:
        found = current()
        if found is None:
            raise ValueError("macros are allowed only in pages of docs/")
        return found

    def register_macro(signature: str, *, block: bool = False) -> Callable[[Callable[..., str]], None]:
        def add_macro(function: Callable[..., str]) -> None:
            written = f"{{% call {signature} %}} ... {{% endcall %}}" if block else f"{{{{ {signature} }}}}"
            macros[signature.partition("(")[0]] = Macro(written, function, block)

        return add_macro

    noted: set[tuple[str, str, str]] = set()

    def correction_note(id: str, wording: str) -> str:
        """Return the note on a corrected wording, once for each page, at its first use."""
        here = find_current_page()
        note = (
            ""
            if (here.path, id, wording) in noted
            else shown.render_quote_note(build.corrections, here, id, wording, build.make_context(here))
        )
        noted.add((here.path, id, wording))
        return note

    @register_macro('figure("id", "wording")')
    def _write_figure(place: Place, id: str, wording: str | None = None, reads: str | None = None, because: str | None = None) -> str:
        here = find_current_page()
        view = build.make_context(here)
        quote = build.writer.quote_book.quote_figure(
            id, wording, lang=here.lang, as_of=here.as_of, place=place, page=here.path, reads=reads, because=because
        )
        return view.write_element(quote) + correction_note(id, quote.wording)

    @register_macro('not_a_figure("text", "reason")')
    def _write_exempt(place: Place, text: str, reason: str = "") -> str:
        return build.make_context(find_current_page()).write_exempt(text, reason, place)

    @register_macro('example("reason")', block=True)
    def _write_example(place: Place, listing: str, reason: str = "") -> str:
        return build.make_context(find_current_page()).write_example(reason, listing, place)

    def add_correction_note(write: Callable[[PageContext], str]) -> str:
        """Return the text of `write`, with a note below it if its figures were corrected."""
        here = find_current_page()
        view, start = build.make_context(here), build.log.position
        text = write(view)
        quotes = [
            event.quote for event in build.log.list_events_since(start) if isinstance(event, FigureQuoted) and event.page == here.path
        ]
        return text + shown.render_exhibit_note(build.corrections, here, quotes, view)

    @register_macro('chart("id")')
    def _write_chart(place: Place, id: str) -> str:
        exhibit = _find_exhibit(id, build.charts, "chart", place, build)
        build.log.add(ChartShown(find_current_page().path, id))
        return add_correction_note(lambda view: write_chart(exhibit, view, build.events if exhibit.events else ()))

    @register_macro('table("id")')
    def _write_table(place: Place, id: str) -> str:
        exhibit = _find_exhibit(id, build.tables, "table", place, build)
        return add_correction_note(lambda view: write_table(exhibit, view))

    @register_macro('key_figures(["id", "id"])')
    def _key_figures(place: Place, ids: list[str]) -> str:
        return blocks.write_tiles(list(ids), build.make_context(find_current_page()), place, correction_note)

    @register_macro("updates()")
    def _list_updates(place: Place, limit: int | None = None, topic: str = "") -> str:
        if topic and topic not in (topics := build.project.settings.topics):
            raise FaultError(Fault(place, "unknown-topic", f'lists updates of the topic "{topic}"', suggest_nearest(topic, topics)))
        found = [update for update in build.updates if not topic or topic in update.topics]
        return lists.write_updates_list(found, build.make_context(find_current_page()), limit)

    @register_macro("archive()")
    def _list_archive(place: Place) -> str:
        return lists.write_archive(build.updates, build.make_context(find_current_page()), build.feeds)

    @register_macro("latest_update()")
    def _latest_update(place: Place) -> str:
        return lists.write_latest_update(build.updates, build.make_context(find_current_page()))

    @register_macro("timeline()")
    def _write_timeline(place: Place) -> str:
        if not build.events and build.project.events:
            raise FaultError(_make_untranslated_fault(place, "the events", build))
        if not build.events and not build.is_unread("events"):
            raise FaultError(Fault(place, "missing-package", "lists the events, and there are none in the data", "add data/events/"))
        return blocks.write_timeline(build.events, {p.date: p for p in build.updates}, build.make_context(find_current_page()))

    @register_macro('statements("company")')
    def _list_statements(place: Place, group: str) -> str:
        groups = {record.facts.get("group", "") for record in build.project.statements}
        if group not in groups and not build.is_unread("statements"):
            raise FaultError(Fault(place, "unknown-group", f'lists statements of "{group}"', suggest_nearest(group, groups)))
        if group in groups and not any(record.facts.get("group") == group for record in build.statements):
            raise FaultError(_make_untranslated_fault(place, f'statements of "{group}"', build))
        return blocks.write_statements(build.statements, group, build.make_context(find_current_page()))

    @register_macro("ledger()")
    def _write_ledger(place: Place) -> str:
        view = build.make_context(find_current_page())
        return write_ledger(build.project.figures, view, lambda name: shown.render_history(build.corrections, name, view))

    @register_macro("corrections()")
    def _list_corrections(place: Place) -> str:
        return shown.render_list(build.corrections, build.pages, build.make_context(find_current_page()))

    @register_macro("superseded()")
    def _list_superseded(place: Place) -> str:
        return shown.render_replaced(build.corrections, build.pages, build.project.packages, build.make_context(find_current_page()))

    @register_macro("verification()")
    def _write_verification(place: Place) -> str:
        return "<div data-tally-here></div>"

    @register_macro("fault_codes()")
    def _fault_codes(place: Place) -> str:
        return blocks.write_fault_codes(build.make_context(find_current_page()))

    @register_macro("contact()")
    def _write_contact(place: Place) -> str:
        contact = build.project.settings.contact
        if contact is None:
            raise FaultError(Fault(place, "mkdocs", "names the contact, and the settings have none", f"add extra: contact: in {FILE}"))
        return make_element("a", escape(contact.name), href=contact.link)

    @register_macro("downloads()")
    def _list_downloads(place: Place) -> str:
        return write_downloads(build.make_context(find_current_page()), {entry.package for entry in build.documents.values()})

    @register_macro("social_media_kit()")
    def _social_media_kit(place: Place) -> str:
        here = find_current_page()
        cards = ((name, make_kit_card(entry, build.site, build.writer, here.path)) for name, entry in build.cards.items())
        build.log.add(HtmlDeferred("kit", write_kit([(name, card) for name, card in cards if card], build.make_context(here))))
        return '<div data-late="kit"></div>'

    listing: dict[str, Place] = {}

    @register_macro("figures_on_page()")
    def _figures_on_page(place: Place) -> str:
        first = listing.setdefault(find_current_page().path, place)
        if first != place:
            fact = f"lists the figures of the page again, as line {first.line} does"
            raise FaultError(Fault(place, "macro-call", fact, "keep one of them"))
        return "<!-- figures on this page -->"

    return macros


def _make_untranslated_fault(place: Place, what: str, build: Edition) -> Fault:
    remedy = f"add them in data/packages.{build.lang}.yml, or leave them out of this page"
    return Fault(place, "not-translated", f"lists {what}, of which none has words in {build.lang}", remedy)


def _find_exhibit(name: str, exhibits: dict[str, Any], kind: str, place: Place, build: Edition) -> Any:
    if name not in exhibits:
        declared = (build.project.charts if kind == "chart" else build.project.tables).get(name)
        if declared and declared.events and declared.has_texts_in(build.lang):
            raise FaultError(_make_untranslated_fault(place, "the events", build))
        if declared:
            fact, file = f'shows the {kind} "{name}", which has no words in {build.lang}', f"data/{kind}s.yml"
            remedy = f"add them in {file} ({build.lang}: beside each text), or leave the {kind} out of this page"
            raise FaultError(Fault(place, "not-translated", fact, remedy))
        if unread := build.find_unread_faults(f"data/{kind}s.yml", str(name)):  # the cause of the missing exhibit
            raise FaultError(*unread)
        fact = f'shows the {kind} "{name}", which is not declared'
        raise FaultError(Fault(place, "unknown-exhibit", fact, suggest_nearest(str(name), exhibits)))
    return exhibits[name]
