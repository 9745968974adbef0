"""Content of a pull request's comment: plain text in the form of a diff, and the changed pages.

The comment is written where the code of the pull request runs, so its poster may trust nothing in it. The text must be shown as
code, and each page must be validated as a path.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from macros.base.errors import put_on_one_line
from macros.review.difference import Difference
from macros.review.fold import Fold
from macros.review.markdown import format_diff, format_wordings
from macros.review.told import (
    format_address,
    format_fold_head,
    format_spots,
    format_summary,
    format_table_head,
    format_verdict,
    group_followers,
    list_fields,
    list_rows,
)

MAX_LENGTH = 50_000  # characters of the text: GitHub's limit for a comment with its head is 65,536
_MAX_PAGES = 40
_MAX_DERIVED = 12  # generated sentences: the figures above them already show the change


def make_comment(difference: Difference) -> dict[str, Any]:
    """Return the comment as JSON: `text` and `pages`, each with its page of the site, its source or "", and its change."""
    pages = [
        {"page": name, "source": difference.find_source(kind, name) or "", "change": kind}
        for kind, names in difference.pages
        for name in names
        if not name.startswith("charts/")
    ]
    return {"text": _format_text(difference), "pages": pages[:_MAX_PAGES]}


def _format_text(difference: Difference) -> str:
    kept: list[str] = []
    size = 0
    for line in _yield_lines(difference):
        size += len(line) + 1
        if size > MAX_LENGTH:
            kept.append("  … the rest is in the report.")
            break
        kept.append(line)
    return "\n".join(kept)


def _yield_lines(difference: Difference) -> Iterator[str]:
    yield format_verdict(difference)
    yield format_summary(difference)
    yield from (f"! {put_on_one_line(fault)}" for fault in difference.head.faults)
    yield from (f"! {fault}" for fault in difference.missing)
    yield from (f"? not published yet: {put_on_one_line(line)}" for line in difference.head.held)
    yield from (f"? nobody has computed: {put_on_one_line(claim)}" for claim in difference.uncomputed_lines)
    for pair in difference.readings:
        yield from ("@@ declared to be read otherwise @@", *format_diff(*pair))
    for data, names in group_followers(difference).items():
        yield f"@@ {data}: the same values of {', '.join(names)} @@"
    for figure in difference.figures:
        if figure.has_only_new_data:
            continue
        yield f"@@ figure {figure.id}: {figure.kind} @@"
        for name, before, after in list_fields(figure):
            yield from format_diff(f"{name}: {before}" if before else "", f"{name}: {after}" if after else "")
        for page, (gone, come) in figure.wordings.items():
            yield f"  quoted on {format_address(page)}:"
            yield from format_wordings(gone, come)
    derived = difference.derived_sentences
    for change in [*difference.written_sentences, *derived[:_MAX_DERIVED]]:
        if isinstance(change, Fold):
            yield f"@@ {put_on_one_line(format_fold_head(change))} @@"
        else:
            yield f"@@ {f'{change.source}: ' if change.source else ''}{put_on_one_line(format_spots(change))} @@"
        yield from format_diff(change.before, change.after)
    if len(derived) > _MAX_DERIVED:
        yield f"@@ and {len(derived) - _MAX_DERIVED} more changes that the generator writes from the data: see the report @@"
    for chart in difference.charts:
        yield f"@@ chart {chart.id} ({', '.join(chart.versions)}): {chart.kind}; its pictures are in the report @@"
    for table in difference.tables:
        yield f"@@ data {format_table_head(table)} @@"
        for before, after in list_rows(table):
            yield from format_diff(before, after)
    for kind, files in difference.files:
        yield f"@@ other files {kind}: {len(files)} @@"
