"""The log of rendering, an append-only list of events: bindings, quotes, phrases, charts, drawings, files, deferred HTML.

Views of the log (by page, by file) are updated with each event. The effects of a cached task are a slice of the log, added again when the
task is reused.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from macros.base.errors import Faults
from macros.quotes.quote import Exempt, Phrase, Quote


class BindingWritten(NamedTuple):
    """An event: a binding was written into a page.

    Attributes:
        page: source path of the page, or of the data file.
    """

    page: str
    kind: str
    name: str

    def add_to_views(self, log: RenderLog) -> None:
        """Add the event to its view."""
        log.bindings_by_page[self.page][self.kind, self.name] += 1


class FigureQuoted(NamedTuple):
    """An event: a page quoted a figure."""

    page: str
    quote: Quote

    def add_to_views(self, log: RenderLog) -> None:
        """Add the event to its views."""
        log.quotes_by_page.setdefault(self.page, []).append(self.quote)
        log.pages_by_figure.setdefault(self.quote.figure, set()).add(self.page)


class WordsExempted(NamedTuple):
    """An event: a page declared words as `declare_no_figure`."""

    page: str
    exempt: Exempt

    def add_to_views(self, log: RenderLog) -> None:
        """Add the event to its view."""
        log.exempt_by_page.setdefault(self.page, []).append(self.exempt)


class PhraseWritten(NamedTuple):
    """An event: a phrase was written, possibly for a place without markup."""

    phrase: Phrase

    def add_to_views(self, log: RenderLog) -> None:
        """Add the event to its view."""
        log.phrases.append(self.phrase)


class ChartShown(NamedTuple):
    """An event: a page shows a chart."""

    page: str
    chart: str

    def add_to_views(self, log: RenderLog) -> None:
        """Add the event to its view."""
        log.charts_by_page.setdefault(self.page, set()).add(self.chart)


class ChartDrawn(NamedTuple):
    """An event: a drawing was put into a page, unchanged.

    Attributes:
        page: its source path, or the address of a page without a source.
    """

    page: str
    svg: str

    def add_to_views(self, log: RenderLog) -> None:
        """Add the event to its view."""
        log.svgs_by_page.setdefault(self.page, set()).add(self.svg)


class FileWritten(NamedTuple):
    """An event: a file was written, or a page was completed.

    Attributes:
        name: its address in the edition.
        digest: the digest of a page's text.
    """

    name: str
    digest: str = ""

    def add_to_views(self, log: RenderLog) -> None:
        """Add the event to its view."""
        log.digest_by_file[self.name] = self.digest


class FilePublished(NamedTuple):
    """An event: a download was written. The check knows each byte of it.

    Attributes:
        file: see macros/edition/edition.py.
    """

    name: str
    file: Any

    def add_to_views(self, log: RenderLog) -> None:
        """Add the event to its view."""
        log.published_files[self.name] = self.file


class HtmlDeferred(NamedTuple):
    """An event: HTML was made that is inserted only after the search index, which would repeat its texts."""

    name: str
    html: str

    def add_to_views(self, log: RenderLog) -> None:
        """Add the event to its view."""
        log.deferred_html[self.name] = self.html


Event: TypeAlias = (
    BindingWritten | FigureQuoted | WordsExempted | PhraseWritten | ChartShown | ChartDrawn | FileWritten | FilePublished | HtmlDeferred
)


@dataclass
class RenderLog:
    """The events of one edition and their views. Only events change the views.

    Attributes:
        faults: the faults of the edition.
    """

    faults: Faults = field(default_factory=Faults)
    events: list[Event] = field(default_factory=list)
    bindings_by_page: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    quotes_by_page: dict[str, list[Quote]] = field(default_factory=dict)
    pages_by_figure: dict[str, set[str]] = field(default_factory=dict)
    exempt_by_page: dict[str, list[Exempt]] = field(default_factory=dict)
    phrases: list[Phrase] = field(default_factory=list)
    charts_by_page: dict[str, set[str]] = field(default_factory=dict)
    svgs_by_page: dict[str, set[str]] = field(default_factory=dict)
    digest_by_file: dict[str, str] = field(default_factory=dict)
    published_files: dict[str, Any] = field(default_factory=dict)
    deferred_html: dict[str, str] = field(default_factory=dict)

    def __getstate__(self) -> dict[str, Any]:
        """Return the views alone, for another process."""
        return vars(self) | {"events": []}

    def add(self, event: Event) -> None:
        """Add an event."""
        self.events.append(event)
        event.add_to_views(self)

    def replay(self, events: Iterable[Event]) -> None:
        """Add the events of a reused task."""
        self.events.extend(events)
        for event in events:
            event.add_to_views(self)

    @property
    def position(self) -> int:
        """Return the position of the next event."""
        return len(self.events)

    def list_events_since(self, position: int) -> tuple[Event, ...]:
        """Return the events from a position on."""
        return tuple(self.events[position:])

    @property
    def problems(self) -> int:
        """Return the number of faults reported. A task that reports one is never cached."""
        return self.faults.report_count

    @staticmethod
    def list_outputs(events: Iterable[Event]) -> frozenset[str]:
        """Return the files written according to events, by their addresses in the edition."""
        return frozenset(event.name for event in events if isinstance(event, FileWritten))
