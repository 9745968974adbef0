"""The report of a comparison as Markdown. Text from the built sites is formatted as code, so none of it becomes markup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from macros.base.errors import one_line
from macros.review.difference import Difference
from macros.review.fold import Fold
from macros.review.sentences import Change
from macros.review.told import address, fields, followers, heads, left_out, number, rows, spots, summary, table_head, verdict

_MOST_ROWS = 40  # of one table: the JSON has all of them


def markdown(difference: Difference) -> str:
    """Return the whole report. Links to pictures are relative to the report's folder."""
    blocks = [f"# What changes from {code(difference.base.label)} to {code(difference.head.label)}"]
    blocks += [f"**{verdict(difference)}** {summary(difference)}"]
    if difference.head.faults:
        blocks += [f"## Faults\n\nThe check refuses {code(difference.head.label)}:", *_list(difference.head.faults)]
    if difference.base.faults:
        blocks += [f"The check refuses {code(difference.base.label)}, too, which is compared as it is:", *_list(difference.base.faults)]
    if difference.missing:
        blocks += ["## Missing records\n\nPublished content changes without a record:"]
        blocks += _list(tuple(str(fault) for fault in difference.missing))
    if difference.uncomputed:
        blocks += ["## Claims beside a number that nobody has computed\n\nThe data cannot settle these: a reviewer must."]
        blocks += _list(difference.told_uncomputed)
    blocks += [
        *_figures(difference),
        *_sentences(difference),
        *_readings(difference),
        *_charts(difference),
        *_data(difference),
        *_pages(difference),
    ]
    return "\n\n".join(blocks) + "\n"


def code(text: str) -> str:
    """Format text as inline code, so that it holds no markup, mention or link."""
    text = one_line(text)
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def fenced(lines: list[str], language: str = "diff") -> str:
    """Format lines as a block of code. Its fence is longer than any run of backticks in the text."""
    text = "\n".join(lines)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"


def _list(lines: tuple[str, ...]) -> list[str]:
    return ["\n".join(f"- {code(line)}" for line in lines)]


def _figures(difference: Difference) -> Iterator[str]:
    if difference.figures:
        yield "## Figures"
    for data, names in followers(difference).items():
        yield f"On {code(data)} the values of these are the same: {', '.join(code(name) for name in names)}."
    for figure in difference.figures:
        if figure.only_follows:
            continue
        yield f"### {code(figure.id)}: {figure.kind}\n\n{code(figure.title)}"
        lines = []
        for name, before, after in fields(figure):
            lines += minus_plus(f"{name}: {before}" if before else "", f"{name}: {after}" if after else "")
        for page, (gone, come) in figure.wordings.items():
            lines += [
                f"@@ quoted on {address(page)} @@",
                *(f"- {one_line(text)}" for text in gone),
                *(f"+ {one_line(text)}" for text in come),
            ]
        if lines:
            yield fenced(lines)


def minus_plus(before: str, after: str) -> list[str]:
    """Return the lines of a diff for a text that changes, comes or goes."""
    return [*([f"- {one_line(before)}"] if before else []), *([f"+ {one_line(after)}"] if after else [])]


def quoted(gone: tuple[str, ...], come: tuple[str, ...]) -> list[str]:
    """Return the lines of a diff for the wordings of a figure on a page, with their counts."""

    def lines(sign: str, texts: tuple[str, ...]) -> list[str]:
        return [f"{sign} {one_line(text)}" + (f" ×{count}" if count > 1 else "") for text, count in Counter(texts).items()]

    return [*lines("-", gone), *lines("+", come)]


def _sentences(difference: Difference) -> Iterator[str]:
    if difference.sentences:
        yield "## Sentences"
    file = None
    for change in difference.written:
        assert change.source is not None
        if change.source.path != file:
            file = change.source.path
            yield f"### {code(file)}"
        yield f"Line {change.source.line}, in {_sentence(change)}"
    if derived := difference.derived:
        count = number(len(derived), "derived change")
        yield f"<details>\n<summary>{count}, which the generator writes and no changed line says</summary>"
        for each in derived:
            yield _fold(each) if isinstance(each, Fold) else f"In {_sentence(each)}"
        yield "</details>"
    if told := left_out(difference):
        yield told


def _sentence(change: Change) -> str:
    return f"{code(spots(change))}\n\n{fenced(minus_plus(change.before, change.after))}"


def _fold(fold: Fold) -> str:
    return f"{code(heads(fold))}\n\n{fenced(minus_plus(fold.before, fold.after))}"


def _readings(difference: Difference) -> Iterator[str]:
    if difference.readings:
        yield "## Quotes that are declared to be read otherwise\n\nWhether the reason holds, no check can say."
        yield fenced([line for pair in difference.readings for line in minus_plus(*pair)])


def _charts(difference: Difference) -> Iterator[str]:
    if difference.charts:
        yield "## Charts"
    for chart in difference.charts:
        yield f"### {code(chart.id)}: {chart.kind}\n\nVersions: {', '.join(chart.versions)}"
        heads, cells = [], []
        for side in ("before", "after"):
            if getattr(chart, side):
                heads.append(side.capitalize())
                cells.append(f"![{chart.id}, {side}]({chart.picture(side)})")
        yield "\n".join(f"| {' | '.join(line)} |" for line in (heads, ["---"] * len(heads), cells))


def _data(difference: Difference) -> Iterator[str]:
    if difference.tables:
        yield "## Data"
    for table in difference.tables:
        yield f"### {code(table_head(table))}"
        pairs = list(rows(table))
        lines = [line for before, after in pairs[:_MOST_ROWS] for line in minus_plus(before, after)]
        if len(pairs) > _MOST_ROWS:
            lines.append(f"  and {number(len(pairs) - _MOST_ROWS, 'more change')}: see the JSON report")
        yield fenced(lines) if lines else "The rows are the same."


def _pages(difference: Difference) -> Iterator[str]:
    if difference.pages:
        yield "## Pages\n\n" + "\n".join(f"- {kind}: {', '.join(code(address(n)) for n in names)}" for kind, names in difference.pages)
    if difference.files:
        lines = [f"- {kind}: {', '.join(code(name) for name in names)}" for kind, names in difference.files]
        yield "## Other files of the site\n\nNo sentence changes in them:\n\n" + "\n".join(lines)
