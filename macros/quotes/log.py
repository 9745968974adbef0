"""What rendering did, as one list to which events are only added: bindings, quotes, phrases, charts, drawings, files, deferred HTML.

The views of the list (by page, by file) follow it event for event. What a cached task did is a slice of the list, which is added again
when the task is not run.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from macros.base.errors import Faults
from macros.quotes.quote import Exempt, Phrase, Quote


class Bound(NamedTuple):
    """A binding was written into a page. page: source path of the page, or of the data file."""

    page: str
    kind: str
    name: str

    def enter(self, log: RenderLog) -> None:
        log.bindings_by_page[self.page][self.kind, self.name] += 1


class Quoted(NamedTuple):
    """A page quoted a figure."""

    page: str
    quote: Quote

    def enter(self, log: RenderLog) -> None:
        log.quotes_by_page.setdefault(self.page, []).append(self.quote)
        log.pages_by_figure.setdefault(self.quote.figure, set()).add(self.page)


class Exempted(NamedTuple):
    """A page declared words to be no figure."""

    page: str
    exempt: Exempt

    def enter(self, log: RenderLog) -> None:
        log.exempt_by_page.setdefault(self.page, []).append(self.exempt)


class Phrased(NamedTuple):
    """A phrase was written, which may stand where no markup can."""

    phrase: Phrase

    def enter(self, log: RenderLog) -> None:
        log.phrases.append(self.phrase)


class ChartShown(NamedTuple):
    """A page shows a chart."""

    page: str
    chart: str

    def enter(self, log: RenderLog) -> None:
        log.charts_by_page.setdefault(self.page, set()).add(self.chart)


class Drawn(NamedTuple):
    """A drawing was put into a page, letter for letter. page: its source path, or the address of one that has no source."""

    page: str
    svg: str

    def enter(self, log: RenderLog) -> None:
        log.svgs_by_page.setdefault(self.page, set()).add(self.svg)


class Written(NamedTuple):
    """A file was written beside the pages, or a page was completed. name: its address in the edition. digest: of a page's text."""

    name: str
    digest: str = ""

    def enter(self, log: RenderLog) -> None:
        log.written[self.name] = self.digest


class Published(NamedTuple):
    """A file is a download, of which the check knows each byte. file: see macros/edition/edition.py."""

    name: str
    file: Any

    def enter(self, log: RenderLog) -> None:
        log.published_files[self.name] = self.file


class Deferred(NamedTuple):
    """HTML was made that is put into its place when the search index is written, which would hold the same texts again."""

    name: str
    html: str

    def enter(self, log: RenderLog) -> None:
        log.deferred_html[self.name] = self.html


Event: TypeAlias = Bound | Quoted | Exempted | Phrased | ChartShown | Drawn | Written | Published | Deferred


@dataclass
class RenderLog:
    """The events of one edition, and their views, which nobody else writes to. faults: where those of the edition are collected."""

    faults: Faults = field(default_factory=Faults)
    events: list[Event] = field(default_factory=list)
    bindings_by_page: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    quotes_by_page: dict[str, list[Quote]] = field(default_factory=dict)
    pages_by_figure: dict[str, set[str]] = field(default_factory=dict)
    exempt_by_page: dict[str, list[Exempt]] = field(default_factory=dict)
    phrases: list[Phrase] = field(default_factory=list)
    charts_by_page: dict[str, set[str]] = field(default_factory=dict)
    svgs_by_page: dict[str, set[str]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    published_files: dict[str, Any] = field(default_factory=dict)
    deferred_html: dict[str, str] = field(default_factory=dict)

    def __getstate__(self) -> dict[str, Any]:
        """Return the views alone: they are what another process reads."""
        return vars(self) | {"events": []}

    def add(self, event: Event) -> None:
        """Add an event."""
        self.events.append(event)
        event.enter(self)

    def replay(self, events: Iterable[Event]) -> None:
        """Add the events of a task that is not run again."""
        self.events.extend(events)
        for event in events:
            event.enter(self)

    @property
    def position(self) -> int:
        """The place of the next event."""
        return len(self.events)

    def since(self, position: int) -> tuple[Event, ...]:
        """Return the events from a place on."""
        return tuple(self.events[position:])

    @property
    def problems(self) -> int:
        """How many faults were told: a task that tells one is run each time."""
        return self.faults.told

    @staticmethod
    def outputs(events: Iterable[Event]) -> frozenset[str]:
        """Return the files that events wrote, by their addresses in the edition."""
        return frozenset(event.name for event in events if isinstance(event, Written))
