"""HTML of exhibits: a chart's figure element with its words and table, a table, and the input of the drawing."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from macros.base.dates import long_date
from macros.base.errors import FaultError, Place
from macros.charts import Cell, Chart, Event, Row
from macros.content.dated_records import Record
from macros.content.page_context import View, tag
from macros.exhibits.exhibit import Exhibit
from macros.exhibits.grid import Grid, Line
from macros.exhibits.texts import phrase, texts
from macros.exhibits.versions import version
from macros.figures import Figure
from macros.interface import words
from macros.quotes.quote import signs_of, status_words
from macros.wording import in_cell


def chart_html(exhibit: Exhibit, view: View, events: tuple[Record, ...] = ()) -> str:
    """Return the chart in a page as one line of HTML: headline, subtitle, drawing, description, table, source.

    The drawing is inserted after Markdown (`<div data-drawing="id">`), so that it neither passes through the Markdown parser nor fills
    the search index. So are the links to its files (`data-take`).
    """
    said = texts(exhibit, view)
    text = {each: view.html(written) for each, written in said.items()}
    subtitle, description = (
        "" if said[each].plain == said[above].plain else tag("p", text[each], class_=f"chart__{each}")
        for each, above in (("subtitle", "headline"), ("description", "subtitle"))
    )
    # The subtitle is the caption too, so the table can be understood alone.
    grid = seen_grid(exhibit, view)
    rows = _events_table(events, view) if exhibit.events else _grid(exhibit, grid, view)
    name = f"chart-{exhibit.id}"
    caption = tag("caption", text["subtitle"], class_="visually-hidden")
    return tag(
        "figure",
        tag(
            "figcaption",
            tag("p", text["headline"], class_="chart__headline", id=f"{name}-headline") + subtitle,
        )
        + tag("div", "", class_="chart__drawing", data_drawing=exhibit.id)
        + description
        + tag(
            "details",
            tag("summary", view.word("show_table")) + _scroll(_table(grid, caption + rows, view)) + _signs(grid, view),
            class_="chart__table",
        )
        + tag("p", escape(view.word("source")) + ": " + text["source"], class_="chart__source")
        + tag("p", "", class_="chart__take", data_late="take", data_take=exhibit.id),
        class_=f"chart chart--{exhibit.kind}",
        id=name,
        aria_labelledby=f"{name}-headline",
    )


def take_links(exhibit: Exhibit, view: View) -> str:
    """Return the links to a chart's files, on the newest data or on the version of the page."""
    word = words(view.lang)["take"]
    try:
        pinned = version(exhibit, view.figures, view.as_of) if view.as_of else ""
    except FaultError:  # already reported by the table
        return ""
    base = f"{view.up}charts/{exhibit.id}/" + (f"{pinned}/" if pinned else "")
    links = [
        ("CSV", "data.csv"),
        ("JSON", "data.json"),
        ("SVG", "chart.svg"),
        ("PNG", "chart.png"),
        ("Vega-Lite", "chart.vl.json"),
        (word["embed"], ""),
        (word["cite"], "cite.txt"),
        ("BibTeX", "cite.bib"),
        ("RIS", "cite.ris"),
    ]
    listed = " · ".join(tag("a", escape(str(name)), href=base + file) for name, file in links)
    return escape(str(word["chart"])) + ": " + listed


def table_html(exhibit: Exhibit, view: View) -> str:
    """Return the table in a page as one line of HTML, with caption, scopes and source."""
    name, grid = f"table-{exhibit.id}", seen_grid(exhibit, view)
    caption = tag("caption", view.html(phrase(exhibit, "caption", view)))
    source = phrase(exhibit, "source", view)
    below = tag("p", escape(view.word("source")) + ": " + view.html(source), class_="chart__source") if source.plain else ""
    table = _scroll(_table(grid, caption + _grid(exhibit, grid, view), view)) + _signs(grid, view)
    return tag("div", table + below, class_="exhibit", id=name)


def seen_grid(exhibit: Exhibit, view: View) -> Grid:
    """Return the columns and rows for a page. If they are not available, report a fault and return an empty grid."""
    try:
        return exhibit.grid(view.figures, view.as_of)
    except FaultError as error:
        view.writer.quoting.faults.extend(error.faults)
        return Grid({}, ())


def drawing_chart(exhibit: Exhibit, view: View, events: tuple[Record, ...] = ()) -> Chart:
    """Return the chart to draw, with the same figures and labels as the table."""
    headline = texts(exhibit, view, ("headline",))["headline"]
    grid = seen_grid(exhibit, view)
    return Chart(
        id=exhibit.id,
        kind=exhibit.kind,
        lang=view.lang,
        name=headline.plain,
        columns=grid.heads(view.lang) if grid.lines else (),
        rows=tuple(_row(exhibit, line, index, view) for index, line in enumerate(grid.lines)),
        unit=exhibit.unit,
        axis=exhibit.text("axis", view.lang, view.as_of),
        scales=exhibit.scales,
        said=str(words(view.lang)["scales"][exhibit.scales]) if exhibit.scales else "",
        events=tuple(Event(e.date, f"{long_date(e.date, view.lang)}\n{e.text('title', view.lang)}") for e in events),
    )


def _row(exhibit: Exhibit, line: Line, index: int, view: View) -> Row:
    cells: list[Cell | None] = []
    for column, name in enumerate(line.cells):
        figure = view.figure(name, exhibit.cell_place(index, column)) if name else None
        note = line.note.get(view.lang, "")
        if figure and exhibit.data:
            note = ", ".join(str(words(view.lang)["qualifiers"][each]) for each in figure.qualifiers)
        cells.append(Cell(figure.id, figure.value, in_cell(figure, view.lang), note, figure.bound) if figure else None)
    return Row(line.label.get(view.lang, ""), tuple(cells), line.group.get(view.lang, ""))


def _table(grid: Grid, content: str, view: View) -> str:
    """Return the table element. One drawn from rows states the selection shared by all cells once; the heads state the rest."""
    if grid.selected:
        view.issue_cells(grid.selected)
    return tag("table", content, class_="data", data_cells=grid.selected, data_as_of=(view.as_of or "") if grid.selected else "")


def _grid(exhibit: Exhibit, grid: Grid, view: View) -> str:
    corner = exhibit.text("row_header", view.lang, view.as_of) or view.word("row_header")
    columns, selected = grid.heads(view.lang), grid.columns_selected or ("",) * len(grid.heads(view.lang))
    heads = tag("th", escape(corner), scope="col")
    heads += "".join(_head(head, each, grid, view, scope="col", class_="number") for head, each in zip(columns, selected, strict=True))
    # On a narrow screen the cells of a row are set below each other, and each names its column.
    named = columns if len(columns) > 1 else [""] * len(columns)
    body = ""
    for index, line in enumerate(grid.lines):
        group = line.group.get(view.lang, "")
        label = line.label.get(view.lang, "")
        note = line.note.get(view.lang, "")
        text = escape(f"{group}: {label}" if group and group.lower() not in label.lower() else label)
        if note:
            text += tag("span", escape(f" ({note})"), class_="data__note")
        cells = _head(label, line.selected, grid, view, scope="row") if line.selected else tag("th", text, scope="row")
        for column, name in enumerate(line.cells):
            place = exhibit.cell_place(index, column)
            figure = view.figure(name, place) if name else None
            if figure is None:
                shown = _none(view, line.lacks.get(column, ""))
            else:
                shown = _cell(figure, view) if grid.selected else view.cell(figure, place)
            cells += tag("td", shown, class_="number", data_head=named[column])
        body += tag("tr", cells)
    return tag("thead", tag("tr", heads)) + tag("tbody", body)


def _events_table(events: tuple[Record, ...], view: View) -> str:
    heads = tag("th", escape(view.word("date")), scope="col") + tag("th", escape(view.word("event")), scope="col")
    rows = ""
    for event in events:
        when = view.day(event.date)
        rows += tag(
            "tr",
            tag("th", when, scope="row") + tag("td", view.html(view.phrase(*event.said("title", view.lang)))),
        )
    return tag("thead", tag("tr", heads)) + tag("tbody", rows)


def _head(text: str, selected: str, grid: Grid, view: View, **attributes: str) -> str:
    """Return the head of a row or a column.

    Args:
        selected: the part of the address shared by its cells, if the head is a code of the data.
    """
    if not selected:
        return tag("th", escape(text), **attributes)
    source = grid.selected.partition("?")[0]
    return view.piece("th", f"head {source}?{selected}", escape(text), data_cells=selected, **attributes)


def _cell(figure: Figure, view: View) -> str:
    """Return a figure bound by its place in the table, with signs for its source's notes. It has no proof to link to."""
    return escape(in_cell(figure, view.lang), quote=False) + _sign(signs_of(figure, view.lang))


def _sign(text: str) -> str:
    return tag("sup", escape(text), class_="data__sign", data_status="yes") if text else ""


def _signs(grid: Grid, view: View) -> str:
    """Return the meanings of the signs in a table, or "" if it has none."""
    if not grid.selected:
        return ""
    figures = [figure for line in grid.lines for name in line.cells if name and (figure := view.figure(name, Place("")))]
    told = explained(grid, figures, view.lang)
    return tag("p", escape(told), class_="data__signs") if told else ""


def explained(grid: Grid, figures: Iterable[Figure], lang: str) -> str:
    """Return the meanings of a table's signs and who reported its values, or ""."""
    figures = list(figures)
    seen = {each for figure in figures for each in figure.qualifiers} | {why for line in grid.lines for why in line.lacks.values()}
    signs = words(lang)["signs"].items()
    told = [f"{sign}: {meaning}" for name, (sign, meaning) in signs if name in seen and name != "missing"]
    told += sorted({mark for figure in figures if (mark := status_words(figure, lang))})
    return "; ".join(told) + "." if told else ""


def _none(view: View, why: str = "") -> str:
    # Screen readers get a word in place of the dash. The space keeps them apart for programs that read both.
    sign, word = ("–", view.word("none")) if why in ("", "missing") else words(view.lang)["signs"][why]
    return tag("span", escape(sign), aria_hidden="true") + " " + tag("span", escape(word), class_="visually-hidden")


def _scroll(table: str) -> str:
    # A table wider than a phone scrolls in its own box; the page never does. No `tabindex`: browsers make scrolling boxes reachable
    # by keyboard, and it would add a tab stop to every table, although nearly all fit.
    return tag("div", table, class_="scroll")
