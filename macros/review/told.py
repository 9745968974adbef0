"""Sentences and labels on a comparison, shared by its report, comment and summary."""

from __future__ import annotations

from collections.abc import Iterator

from macros.review.data import TableChange
from macros.review.difference import Difference
from macros.review.figures import FigureChange
from macros.review.fold import Fold
from macros.review.sentences import SentenceChange

# Names of a figure's fields for reviewers.
_NAMES = {
    "exact": "value, exact",
    "decimal": "value",
    "wording": "standard wording",
    "decimals": "rounding (decimals)",
    "rows": "cells",
    "version": "data version",
    "package": "data package",
}
_KINDS = ("changed", "added", "removed")
_MAX_PLACES = 6


def format_summary(difference: Difference) -> str:
    """Return one sentence on the changes, for a terminal, a headline or a log."""
    counts = difference.count_changes()
    sentences = sum(counts[f"sentences_{kind}"] for kind in _KINDS)
    parts = [
        format_count(counts["figures"], "figure"),
        _count_sentences(sentences, counts["sentences_derived"], counts["pages"]),
        format_count(counts["charts"], "chart"),
        format_count(counts["tables"], "table of data", "tables of data"),
        format_count(counts["readings"], "declared reading"),
    ]
    if difference.is_empty:
        return "Nothing changes that a reader or a machine meets."
    if not any(
        (sentences, *(counts[kind] for kind in ("figures", "sentences_derived", "charts", "tables", "readings", "records_missing")))
    ):
        return f"No sentence, figure, chart or data changes; {format_count(counts['files'], 'other file')} of the site."
    return "Changes: " + ", ".join(part for part in parts if not part.startswith("0 ")) + "."


def _count_sentences(written: int, derived: int, pages: int) -> str:
    """Return counts of sentences: `2 sentences and 1 derived change on 9 pages`."""
    said = [format_count(written, "sentence")] if written else []
    said += [format_count(derived, "derived change")] if derived else []
    return (" and ".join(said) or "0 sentences") + (f" on {format_count(pages, 'page')}" if pages else "")


def format_verdict(difference: Difference) -> str:
    """Return one sentence on whether the change passes, with the obstacles."""
    against = [
        format_count(len(difference.head.faults), "fault") if difference.head.faults else "",
        f"{format_count(len(difference.missing), 'record')} missing" if difference.missing else "",
    ]
    return "Does not pass: " + " and ".join(filter(None, against)) + "." if any(against) else "Passes: no fault, no record missing."


def format_count(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun."""
    return f"{count} {one}" if count == 1 else f"{count} {many or one + 's'}"


def group_followers(difference: Difference) -> dict[str, list[str]]:
    """Return the figures with nothing new but their data version, by that version: `sales@2023-02-01` -> ids."""
    found: dict[str, list[str]] = {}
    for figure in difference.figures:
        if figure.has_only_new_data:
            found.setdefault(figure.data, []).append(figure.id)
    return found


def list_fields(figure: FigureChange) -> Iterator[tuple[str, str, str]]:
    """Yield the changed fields of a figure as (name, before, after). Of an added or removed figure, only the main fields."""
    told = figure.fields
    if figure.kind in ("added", "removed"):
        told = {name: told[name] for name in ("status", "decimal", "wording", "package", "version", "rows") if name in told}
    elif told.get("decimal"):  # the value suffices: the exact fraction is for machines
        told = {name: pair for name, pair in told.items() if name != "exact"}
    for name, (before, after) in told.items():
        yield _NAMES.get(name, name), before, after
    for version, (before, after) in figure.history.items():
        yield f"value, exact, on the data of {version}", before, after


def format_spots(change: SentenceChange) -> str:
    """Return the places of a changed sentence: `text of timeline/, title of timeline/`."""
    met: dict[str, list[str]] = {}
    for spot in change.spots:
        surface = f"{spot.surface} ({spot.near})" if spot.near else spot.surface
        pages = met.setdefault(surface, [])
        if (page := format_address(spot.page)) not in pages:
            pages.append(page)
    told = [f"{surface} of {_join_some(pages)}" for surface, pages in met.items()]
    return "; ".join(told)


def format_fold_head(fold: Fold) -> str:
    """Return the count and the pages of a fold: `the same in 22 sentences of home, timeline/ and 9 more`."""
    return f"the same in {format_count(len(fold.changes), 'sentence')} of {_join_some([format_address(page) for page in fold.pages])}"


def format_omissions(difference: Difference) -> str:
    """Return a sentence on the derived changes not listed, or ""."""
    elsewhere, tally = difference.count_echoes("elsewhere"), difference.count_echoes("tally")
    parts = [f"{format_count(elsewhere, 'sentence')} that the site says elsewhere too"] if elsewhere else []
    parts += [f"{format_count(tally, 'sentence')} of the check's tally"] if tally else []
    return f"Not listed: {', and '.join(parts)}." if parts else ""


def _join_some(names: list[str]) -> str:
    return ", ".join(names[:_MAX_PLACES]) + (f" and {len(names) - _MAX_PLACES} more" if len(names) > _MAX_PLACES else "")


def format_address(page: str) -> str:
    """Return the name of a page for readers: `timeline/index.html` -> `timeline/`."""
    return page.removesuffix("index.html") or "home"


def format_table_head(table: TableChange) -> str:
    """Return the heading of a changed table: `sales@2023-05-11, counts: new version, against 2022-05-11`."""
    against = f", against {table.against}" if table.against and table.kind == "new version" else ""
    return f"{table.package}@{table.version}, {table.resource}: {table.kind}{against}"


def list_rows(table: TableChange) -> Iterator[tuple[str, str]]:
    """Yield the changed rows as (before, after), with "" for none."""
    changes = table.rows
    for cell in changes.changed:
        yield f"{cell.row}: {cell.field} {cell.before or '(empty)'}", f"{cell.row}: {cell.field} {cell.after or '(empty)'}"
    for text, _ in changes.removed:
        yield text, ""
    for text, _ in changes.added:
        yield "", text
    for name in changes.fields_removed:
        yield f"column {name}", ""
    for name in changes.fields_added:
        yield "", f"column {name}"
