"""A comparison of a build without faults with the published record (data/published.csv). Published data, figures and wordings are frozen.

The record in the folder may only grow. `python -m macros publish-record` writes the new entries.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain

from macros.base.errors import Fault, FaultError, Place
from macros.corrections import RecordComparison, ShownFigures, compare_records, find_lost_rows
from macros.edition.edition import Edition
from macros.exhibits.versions import list_figure_ids
from macros.figures import Figure, is_address
from macros.published import COMMAND, FILE, Record, read, read_bases
from macros.published.content import make_data_rows, make_page_rows


@dataclass(frozen=True)
class Comparison:
    """The result of a comparison.

    Attributes:
        note: one line about parts that could not be compared, or "".
        settled: None if the base cannot be read.
        committed: the record in the folder.
        languages: the languages built, the default first.
        base: what it was compared with, for people.
    """

    faults: tuple[Fault, ...]
    note: str
    settled: RecordComparison | None
    committed: Record
    languages: tuple[str, ...] = ()
    base: str = ""


def compare_with_record(build: Edition, *others: Edition) -> Comparison:
    """Compare a build with the published record.

    With other faults in the build, only the data is compared, because the texts of its pages are not final.

    others: the editions in further languages. They share data, quotes and faults.
    """
    project = build.project
    committed, wrong = read(project.root)
    languages = (build.lang, *(other.lang for other in others))
    try:
        known = read_bases(project.root)
    except FaultError as error:
        return Comparison((*wrong, *error.faults), "", None, committed, languages)
    pages = [path for each in (build, *others) for path in each.pages]
    rows = build.task_cache.memoize_for_data("rows", lambda: make_data_rows(project.root, project.packages, project.figures))
    quotes = {page: quotes for each in (build, *others) for page, quotes in each.log.quotes_by_page.items() if page in each.pages}
    now = Record(rows | make_page_rows(pages, quotes))
    if len(build.faults):
        data = [
            fault
            for base in known.states
            for fault in compare_records(
                _select_readable_data(base.record, build), _select_readable_data(now, build), [], ShownFigures({}, {}), {}
            ).faults
        ]
        return Comparison((*wrong, *dict.fromkeys(data)), known.note, None, committed, languages, known.name)
    shown, places = (
        _collect_shown((build, *others)),
        {name: declaration.place for name, declaration in build.project.figures.declarations.items()},
    )
    records = [base.record for base in known.states] or [Record()]
    settled = [compare_records(record, now, build.corrections, shown, places) for record in records]
    faults = [*wrong, *(fault for each in settled for fault in each.faults)]
    if not wrong:
        faults += _check_growth(records[0], committed, settled[0])
    note = known.note or _tell_unpublished(committed, records[0], known.name)
    return Comparison(tuple(dict.fromkeys(faults)), note, settled[0], committed, languages, known.name)


def _tell_unpublished(committed: Record, base: Record, name: str) -> str:
    """Return a line on pages that are recorded and not yet published, or ""."""
    pages = sorted({row.subject for row in committed.find_rows("page")} - {row.subject for row in base.find_rows("page")})
    if not pages or not name:
        return ""
    shown = ", ".join(pages[:3]) + (f" and {len(pages) - 3} more" if len(pages) > 3 else "")
    return f"{FILE}: compared with {name}, which does not have {shown}: what is said there can still change without a correction"


def _check_growth(base: Record, committed: Record, settled: RecordComparison) -> list[Fault]:
    faults = []
    gone = find_lost_rows(base, committed)
    if gone:
        fact = (
            f"has lost {len(gone)} published {'entry' if len(gone) == 1 else 'entries'} ({gone[0].kind} {gone[0].subject} {gone[0].text})"
        )
        faults.append(Fault(Place(FILE), "record", fact, f"run {COMMAND}"))
    if not settled.faults:
        for row in sorted(committed.superseded - settled.record.superseded):
            fact = f'says that "{row.text}" ({row.kind} {row.subject}) was replaced by correction {row.superseded_by}, which it was not'
            faults.append(Fault(Place(FILE), "record", fact, f"run {COMMAND}"))
    return faults


def _select_readable_data(record: Record, build: Edition) -> Record:
    """Return the data rows of a record, without unreadable versions. These are faults already."""
    broken = {f"data/{name}/{version}" for name, versions in build.project.packages.faults_by_version.items() for version in versions}
    return Record(frozenset(row for row in record.rows if row.kind == "data" and row.subject.rpartition("/")[0] not in broken))


def _collect_shown(editions: Sequence[Edition]) -> ShownFigures:
    versions: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    places: dict[tuple[str, str, str], Place] = {}
    for page, quotes in chain.from_iterable(each.log.quotes_by_page.items() for each in editions):
        for quote in quotes:
            versions[page][quote.figure].add(quote.version)
            if quote.is_authored:
                places.setdefault((page, quote.figure, quote.surface), quote.place)
    seen = {page: {name: frozenset(seen) for name, seen in each.items()} for page, each in versions.items()}
    return ShownFigures(seen, places, partial(_find_shown_cells, editions))


def _find_shown_cells(editions: Sequence[Edition], package: str, version: str) -> dict[str, dict[str, bool]]:
    """Return what pages show of a version, by addresses of cells; see `Shown`. Called for a new version only."""
    project = editions[0].project
    figures, found = project.figures, {}
    drawn = [each for each in (*project.charts.values(), *project.tables.values()) if each.data and package in each.data.package_names]
    for log, page in ((each.log, page) for each in editions for page in each.pages.values()):
        names = {quote.figure for quote in log.quotes_by_page.get(page.path, ()) if is_address(quote.figure)}
        grids = {name for kind, name in log.bindings_by_page.get(page.path, ()) if kind == "cells"}
        for exhibit in drawn if grids else ():
            with suppress(FaultError):  # a day before its data: no page shows it
                if exhibit.build_grid(figures, page.as_of).shared_address in grids:
                    names.update(list_figure_ids(exhibit, figures, page.as_of))
        of = {name: declared.packages for name in names if (declared := figures.find_declaration(name))}
        seen = [name for name in names if package in of.get(name, ()) and figures.get(name, page.as_of).version == version]
        found[page.path] = {name: _is_changed(figures.history(name), version) for name in seen}
    return found


def _is_changed(history: list[Figure], version: str) -> bool:
    return any(after.version == version and after.value != before.value for before, after in itertools.pairwise(history))
