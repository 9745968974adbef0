"""Comparison of the project with its published record: a change of published content needs an entry.

    settle(base, now, corrections, shown)  ->  the new record, and the faults

Data files, ids of figures and their definitions never change. Values, statuses, titles, wordings and pages may change with a new
entry, one that the base does not have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from macros.base.errors import Fault, Place
from macros.corrections.entry import Correction
from macros.corrections.faults import FILE, find_page_date, strip_language
from macros.corrections.old import has_wording
from macros.corrections.versions import ShownFigures, check_new_versions, map_published_versions
from macros.published import Record, Row, find_effective

_FIGURES = "data/figures.yml"
_RESTORE = "published data is never edited: restore it, and add a new version folder"


@dataclass(frozen=True)
class RecordComparison:
    """The result of a comparison.

    Attributes:
        record: The record to be written.
        unrecorded: The published entries, such as wordings and pages, without the correction they need.
        unrecorded_versions: The versions of data without it, each with the pages on which it changes values.
    """

    record: Record
    faults: tuple[Fault, ...]
    unrecorded: tuple[Row, ...] = ()
    unrecorded_versions: Mapping[str, Sequence[str]] = field(default_factory=dict)


def compare_records(
    base: Record, now: Record, corrections: Sequence[Correction], shown: ShownFigures, places: Mapping[str, Place]
) -> RecordComparison:
    """Compare the project with its published record.

    Args:
        base: The published record.
        now: The content of the project.
        places: Maps figures to their declarations.
    """
    published = {row.subject: row.text for row in base.find_rows("correction")}
    new, translated, rows = [], [], set()
    for entry in corrections:
        before = published.get(str(entry.number), "")
        if not before:
            new.append(entry)
        elif before != entry.sha256 and (languages := entry.find_added_languages(before)):
            translated.append((entry, languages))
        else:
            before = ""
        # An entry stays recorded as it was published: what is translated later is not.
        rows.add(Row("correction", str(entry.number), entry.date, before or entry.sha256))
    entries = Record(frozenset(rows))
    change = _RecordChange(base, now, new, shown, places, translated)
    faults = [*_check_append_only(base, entries), *change.find_faults()]
    retired = {replace(row, superseded_by=number) for row, number in change.correction_by_row.items()}
    whole = now.rows | entries.rows | base.superseded | retired
    return RecordComparison(Record(frozenset(whole)), tuple(faults), tuple(change.unrecorded), change.unrecorded_versions)


def find_lost_rows(base: Record, committed: Record) -> list[Row]:
    """Return the published entries missing from a record, whether current or superseded."""
    standing = {row.current_form for row in committed.rows}
    return sorted(row for row in base.rows if (row not in committed.rows if row.superseded_by else row not in standing))


def _check_append_only(base: Record, entries: Record) -> Iterator[Fault]:
    now = {row.subject: row.text for row in entries.rows}
    for row in base.find_rows("correction"):
        if now.get(row.subject) != row.text:
            fact = f"has another entry {row.subject} than was published" if row.subject in now else f"has lost its entry {row.subject}"
            yield Fault(Place(FILE), "correction-changed", f"{fact} ({row.part})", "restore it, and append a new one")


@dataclass
class _RecordChange:
    """The comparison of two records."""

    base: Record
    now: Record
    entries: list[Correction]  # of this change
    shown: ShownFigures
    places: Mapping[str, Place]
    translated: list[tuple[Correction, frozenset[str]]] = field(default_factory=list)  # published entries, with the languages added
    correction_by_row: dict[Row, str] = field(default_factory=dict)
    unrecorded: list[Row] = field(default_factory=list)
    unrecorded_versions: dict[str, list[str]] = field(default_factory=dict)

    def find_faults(self) -> Iterator[Fault]:
        """Yield the faults. Record the superseded and the unrecorded entries on the way."""
        standing = {row.key: row for row in self.now.rows}
        # Two merged changes can leave two entries with one key in the base. One of them suffices.
        gone = sorted(
            row for row in self.base.current - self.now.rows if row.kind == "wording" or standing.get(row.key) not in self.base.rows
        )
        removed_pages = {row.subject for row in gone if row.kind == "page"}
        removed_figures = {row.subject for row in gone if row.kind == "figure" and row.key not in standing}
        reused = {row.subject for row in gone if row.kind == "figure"}
        edited = {row.subject.split("/")[2] for row in gone if row.kind == "data"}  # versions: their values change with them
        for row in gone:
            new = standing.get(row.key)
            if row.kind == "data":
                fact = "was edited after it was published" if new else "was published and is gone"
                yield Fault(Place(row.subject), "frozen-data", fact, _RESTORE)
            elif row.kind == "figure":
                yield self._make_figure_fault(row, new)
            elif row.kind == "page":
                fact, restore = self._explain_gone_page(row.subject)
                yield from self._check_recorded(row, self._find_entries(row.subject), fact, Place(row.subject), restore=restore)
            elif row.kind == "wording":
                yield from self._check_wording(row, row.subject in removed_pages)
            elif row.kind in ("status", "title", "attribution") and row.subject not in removed_figures:
                yield from self._check_figure_row(row, new)
        for row, new in self._find_changed_values():
            if row.subject not in reused and row.part not in edited:
                yield from self._check_figure_row(row, new)
        yield from self._check_new_files()
        yield from check_new_versions(self.base, self.now, self.entries, self.shown, self.unrecorded_versions)

    def _find_changed_values(self) -> Iterator[tuple[Row, Row]]:
        """Yield the values with a change on a published version, before and after.

        Only versions with an entry in the record count: no value begins between them.
        """
        versions = map_published_versions(self.base)
        for name, before in sorted(self.base.values_by_id.items()):
            now = self.now.values_by_id.get(name, {})
            if now == before:
                continue
            for version in sorted({*before, *(now.keys() & versions.get(name, ()))}):
                was, new = find_effective(before, version), find_effective(now, version)
                if was != {""} and not was & new:
                    yield Row("value", name, version, max(was)), Row("value", name, version, max(new))

    def _explain_gone_page(self, page: str) -> tuple[str, str]:
        """Return the fate of a missing page and its remedy. A new update of the same day is the page under another name."""
        folder, date = page.split("/updates/")[0], find_page_date(page)
        known = {row.subject for row in self.base.rows if row.kind == "page"}
        others = sorted(
            row.subject for row in self.now.find_rows("page") if row.subject not in known and row.subject.startswith(f"{folder}/")
        )
        renamed = [other for other in others if date and find_page_date(other) == date]
        if renamed:
            return f"was published and is now {renamed[0]}, to which no published link leads", "give it back its name"
        return "was published and is gone", "restore it"

    def _check_new_files(self) -> Iterator[Fault]:
        known = {row.subject for row in self.base.rows if row.kind == "data"}
        folders = {path.rpartition("/")[0] for path in known}
        for row in self.now.find_rows("data"):
            if row.subject not in known and row.subject.rpartition("/")[0] in folders:
                yield Fault(
                    Place(row.subject), "frozen-data", "was added to a version that is published", "put it into a new version folder"
                )

    def _make_figure_fault(self, row: Row, new: Row | None) -> Fault:
        if new is None:
            fact = f"has no figure {row.subject}, which is published"
            return Fault(Place(_FIGURES), "figure-removed", fact, "declare it again as it was, with status: withdrawn")
        fact = f"{row.subject} was published as {row.text} and is now {new.text}"
        place = self.places.get(row.subject, Place(_FIGURES))
        return Fault(place, "figure-reused", fact, "restore it (status: withdrawn says that it is no longer quoted), and declare a new id")

    def _check_figure_row(self, row: Row, new: Row | None) -> Iterator[Fault]:
        part = f" ({row.part})" if row.part else ""
        now = f'is now "{new.text}"' if new and new.text else "is now missing"
        fact = f'the {row.kind} of {row.subject}{part} was published as "{row.text}" and {now}'
        covering = [entry for entry in self.entries if row.subject in entry.figures]
        yield from self._check_recorded(row, covering, fact, self.places.get(row.subject, Place(_FIGURES)), f"figures: [{row.subject}]")

    def _check_wording(self, row: Row, page_gone: bool) -> Iterator[Fault]:
        lang = row.subject.split("/")[1]
        covering = [
            entry
            for entry in [*self._find_translated(row.subject), *self._find_entries(row.subject)]
            if page_gone
            or (row.part in entry.changed_figures and not find_page_date(row.subject))
            or has_wording(entry.old_text_by_language.get(lang, ""), row.text)
        ]
        if page_gone and not covering:  # covered by the fault of the page
            self.unrecorded.append(row)
            return
        surface = row.key[-1]
        left = f" ({now} of {self.base.count_by_key[row.key]} left)" if (now := self.now.count_by_key[row.key]) else ""
        place = self.shown.places.get((row.subject, row.part, surface), Place(row.subject))
        fact = f'in its {surface}{left} no longer says "{row.text}" of {row.part}, as was published'
        asked = f'pages: [{strip_language(row.subject)}] and old: {{{lang}: "… {row.text} …"}}'
        yield from self._check_recorded(row, covering, fact, place, asked)

    def _check_recorded(
        self, row: Row, covering: list[Correction], fact: str, place: Place, asked: str = "", restore: str = "restore it"
    ) -> Iterator[Fault]:
        if covering:
            self.correction_by_row[row] = str(covering[-1].number)
            return
        self.unrecorded.append(row)
        remedy = f"{restore}, or append an entry to {FILE} with {asked or f'pages: [{strip_language(row.subject)}]'}"
        yield Fault(place, "unrecorded", fact, remedy)

    def _find_translated(self, page: str) -> list[Correction]:
        """Return the published entries about a page that this change translates into the language of the page."""
        lang = page.split("/")[1]
        return [entry for entry, added in self.translated if lang in added and strip_language(page) in entry.pages]

    def _find_entries(self, page: str) -> list[Correction]:
        return [entry for entry in self.entries if strip_language(page) in entry.pages]
