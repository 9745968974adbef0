"""The report of a comparison as Markdown. Text from the built sites is formatted as code, so none of it becomes markup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from macros.base.errors import put_on_one_line
from macros.review.difference import Difference
from macros.review.fold import Fold
from macros.review.sentences import SentenceChange
from macros.review.told import (
    format_address,
    format_count,
    format_fold_head,
    format_omissions,
    format_spots,
    format_summary,
    format_table_head,
    format_verdict,
    group_followers,
    list_fields,
    list_rows,
)

_MAX_ROWS = 40  # of one table: the JSON has all of them


def format_report(difference: Difference) -> str:
    """Return the whole report. Links to pictures are relative to the report's folder."""
    blocks = [f"# What changes from {format_code(difference.base.label)} to {format_code(difference.head.label)}"]
    blocks += [f"**{format_verdict(difference)}** {format_summary(difference)}"]
    if difference.head.faults:
        blocks += [f"## Faults\n\nThe check refuses {format_code(difference.head.label)}:", *_format_list(difference.head.faults)]
    if difference.head.held:
        blocks += ["## Not published yet\n\nIts faults stop nothing until it is published:", *_format_list(difference.head.held)]
    if difference.base.faults:
        blocks += [
            f"The check refuses {format_code(difference.base.label)}, too, which is compared as it is:",
            *_format_list(difference.base.faults),
        ]
    if difference.missing:
        blocks += ["## Missing records\n\nPublished content changes without a record:"]
        blocks += _format_list(tuple(str(fault) for fault in difference.missing))
    if difference.uncomputed:
        blocks += ["## Claims beside a number that nobody has computed\n\nThe data cannot settle these: a reviewer must."]
        blocks += _format_list(difference.uncomputed_lines)
    blocks += [
        *_format_figures(difference),
        *_format_sentences(difference),
        *_format_readings(difference),
        *_format_charts(difference),
        *_format_data(difference),
        *_format_pages(difference),
    ]
    return "\n\n".join(blocks) + "\n"


def format_code(text: str) -> str:
    """Format text as inline code, so that it holds no markup, mention or link."""
    text = put_on_one_line(text)
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def format_block(lines: list[str], language: str = "diff") -> str:
    """Format lines as a block of code. Its fence is longer than any run of backticks in the text."""
    text = "\n".join(lines)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"


def _format_list(lines: tuple[str, ...]) -> list[str]:
    return ["\n".join(f"- {format_code(line)}" for line in lines)]


def _format_figures(difference: Difference) -> Iterator[str]:
    if difference.figures:
        yield "## Figures"
    for data, names in group_followers(difference).items():
        yield f"On {format_code(data)} the values of these are the same: {', '.join(format_code(name) for name in names)}."
    for figure in difference.figures:
        if figure.has_only_new_data:
            continue
        yield f"### {format_code(figure.id)}: {figure.kind}\n\n{format_code(figure.title)}"
        lines = []
        for name, before, after in list_fields(figure):
            lines += format_diff(f"{name}: {before}" if before else "", f"{name}: {after}" if after else "")
        for page, (gone, come) in figure.wordings.items():
            lines += [
                f"@@ quoted on {format_address(page)} @@",
                *(f"- {put_on_one_line(text)}" for text in gone),
                *(f"+ {put_on_one_line(text)}" for text in come),
            ]
        if lines:
            yield format_block(lines)


def format_diff(before: str, after: str) -> list[str]:
    """Return the lines of a diff for a text that changes, comes or goes."""
    return [*([f"- {put_on_one_line(before)}"] if before else []), *([f"+ {put_on_one_line(after)}"] if after else [])]


def format_wordings(gone: tuple[str, ...], come: tuple[str, ...]) -> list[str]:
    """Return the lines of a diff for the wordings of a figure on a page, with their counts."""

    def format_lines(sign: str, texts: tuple[str, ...]) -> list[str]:
        return [f"{sign} {put_on_one_line(text)}" + (f" ×{count}" if count > 1 else "") for text, count in Counter(texts).items()]

    return [*format_lines("-", gone), *format_lines("+", come)]


def _format_sentences(difference: Difference) -> Iterator[str]:
    if difference.sentences:
        yield "## Sentences"
    file = None
    for change in difference.written_sentences:
        assert change.source is not None
        if change.source.path != file:
            file = change.source.path
            yield f"### {format_code(file)}"
        yield f"Line {change.source.line}, in {_format_sentence(change)}"
    if derived := difference.derived_sentences:
        count = format_count(len(derived), "derived change")
        yield f"<details>\n<summary>{count}, which the generator writes and no changed line says</summary>"
        for each in derived:
            yield _format_fold(each) if isinstance(each, Fold) else f"In {_format_sentence(each)}"
        yield "</details>"
    if told := format_omissions(difference):
        yield told


def _format_sentence(change: SentenceChange) -> str:
    return f"{format_code(format_spots(change))}\n\n{format_block(format_diff(change.before, change.after))}"


def _format_fold(fold: Fold) -> str:
    return f"{format_code(format_fold_head(fold))}\n\n{format_block(format_diff(fold.before, fold.after))}"


def _format_readings(difference: Difference) -> Iterator[str]:
    if difference.readings:
        yield "## Quotes that are declared to be read otherwise\n\nWhether the reason holds, no check can say."
        yield format_block([line for pair in difference.readings for line in format_diff(*pair)])


def _format_charts(difference: Difference) -> Iterator[str]:
    if difference.charts:
        yield "## Charts"
    for chart in difference.charts:
        yield f"### {format_code(chart.id)}: {chart.kind}\n\nVersions: {', '.join(chart.versions)}"
        heads, cells = [], []
        for side in ("before", "after"):
            if getattr(chart, side):
                heads.append(side.capitalize())
                cells.append(f"![{chart.id}, {side}]({chart.get_picture_path(side)})")
        yield "\n".join(f"| {' | '.join(line)} |" for line in (heads, ["---"] * len(heads), cells))


def _format_data(difference: Difference) -> Iterator[str]:
    if difference.tables:
        yield "## Data"
    for table in difference.tables:
        yield f"### {format_code(format_table_head(table))}"
        pairs = list(list_rows(table))
        lines = [line for before, after in pairs[:_MAX_ROWS] for line in format_diff(before, after)]
        if len(pairs) > _MAX_ROWS:
            lines.append(f"  and {format_count(len(pairs) - _MAX_ROWS, 'more change')}: see the JSON report")
        yield format_block(lines) if lines else "The rows are the same."


def _format_pages(difference: Difference) -> Iterator[str]:
    if difference.pages:
        yield "## Pages\n\n" + "\n".join(
            f"- {kind}: {', '.join(format_code(format_address(n)) for n in names)}" for kind, names in difference.pages
        )
    if difference.files:
        lines = [f"- {kind}: {', '.join(format_code(name) for name in names)}" for kind, names in difference.files]
        yield "## Other files of the site\n\nNo sentence changes in them:\n\n" + "\n".join(lines)
