"""Content of a pull request's comment: plain text in the form of a diff, and the changed pages.

The comment is written where the code of the pull request runs, so its poster may trust nothing in it. The text must be shown as
code, and each page must be validated as a path.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from macros.base.errors import one_line
from macros.review.difference import Difference
from macros.review.fold import Fold
from macros.review.markdown import minus_plus, quoted
from macros.review.told import address, fields, followers, heads, rows, spots, summary, table_head, verdict

LONGEST = 50_000  # characters of the text: GitHub's limit for a comment with its head is 65,536
_MOST_PAGES = 40
_MOST_DERIVED = 12  # generated sentences: the figures above them already show the change


def comment(difference: Difference) -> dict[str, Any]:
    """Return the comment as JSON: `text` and `pages`, each with its page of the site, its source or "", and its change."""
    pages = [
        {"page": name, "source": difference.source(kind, name) or "", "change": kind}
        for kind, names in difference.pages
        for name in names
        if not name.startswith("charts/")
    ]
    return {"text": _text(difference), "pages": pages[:_MOST_PAGES]}


def _text(difference: Difference) -> str:
    kept: list[str] = []
    size = 0
    for line in _lines(difference):
        size += len(line) + 1
        if size > LONGEST:
            kept.append("  … the rest is in the report.")
            break
        kept.append(line)
    return "\n".join(kept)


def _lines(difference: Difference) -> Iterator[str]:
    yield verdict(difference)
    yield summary(difference)
    yield from (f"! {one_line(fault)}" for fault in difference.head.faults)
    yield from (f"! {fault}" for fault in difference.missing)
    yield from (f"? nobody has computed: {one_line(claim)}" for claim in difference.told_uncomputed)
    for pair in difference.readings:
        yield from ("@@ declared to be read otherwise @@", *minus_plus(*pair))
    for data, names in followers(difference).items():
        yield f"@@ {data}: the same values of {', '.join(names)} @@"
    for figure in difference.figures:
        if figure.only_follows:
            continue
        yield f"@@ figure {figure.id}: {figure.kind} @@"
        for name, before, after in fields(figure):
            yield from minus_plus(f"{name}: {before}" if before else "", f"{name}: {after}" if after else "")
        for page, (gone, come) in figure.wordings.items():
            yield f"  quoted on {address(page)}:"
            yield from quoted(gone, come)
    derived = difference.derived
    for change in [*difference.written, *derived[:_MOST_DERIVED]]:
        if isinstance(change, Fold):
            yield f"@@ {one_line(heads(change))} @@"
        else:
            yield f"@@ {f'{change.source}: ' if change.source else ''}{one_line(spots(change))} @@"
        yield from minus_plus(change.before, change.after)
    if len(derived) > _MOST_DERIVED:
        yield f"@@ and {len(derived) - _MOST_DERIVED} more changes that the generator writes from the data: see the report @@"
    for chart in difference.charts:
        yield f"@@ chart {chart.id} ({', '.join(chart.versions)}): {chart.kind}; its pictures are in the report @@"
    for table in difference.tables:
        yield f"@@ data {table_head(table)} @@"
        for before, after in rows(table):
            yield from minus_plus(before, after)
    for kind, files in difference.files:
        yield f"@@ other files {kind}: {len(files)} @@"
