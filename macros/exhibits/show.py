"""HTML of exhibits: a chart's figure element with its words and table, a table, and the input of the drawing."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from macros.base.dates import write_long_date
from macros.base.errors import FaultError, Place
from macros.charts import Cell, Chart, Event, Row
from macros.content.dated_records import DatedRecord
from macros.content.page_context import PageContext, make_element
from macros.exhibits.exhibit import Exhibit
from macros.exhibits.grid import Grid, Line
from macros.exhibits.texts import write_phrase, write_texts
from macros.exhibits.versions import find_version
from macros.figures import Figure
from macros.interface import read_interface_words
from macros.quotes.quote import write_qualifier_signs, write_status
from macros.wording import write_in_cell


def write_chart(exhibit: Exhibit, view: PageContext, events: tuple[DatedRecord, ...] = ()) -> str:
    """Return the chart in a page as one line of HTML: headline, subtitle, drawing, description, table, source.

    The drawing is inserted after Markdown (`<div data-drawing="id">`), so that it neither passes through the Markdown parser nor fills
    the search index. So are the links to its files (`data-take`).
    """
    said = write_texts(exhibit, view)
    text = {each: view.write_phrase_html(written) for each, written in said.items()}
    subtitle, description = (
        "" if said[each].plain == said[above].plain else make_element("p", text[each], class_=f"chart__{each}")
        for each, above in (("subtitle", "headline"), ("description", "subtitle"))
    )
    # The subtitle is the caption too, so the table can be understood alone.
    grid = find_grid(exhibit, view)
    rows = _write_events(events, view) if exhibit.events else _write_grid(exhibit, grid, view)
    name = f"chart-{exhibit.id}"
    caption = make_element("caption", text["subtitle"], class_="visually-hidden")
    return make_element(
        "figure",
        make_element(
            "figcaption",
            make_element("p", text["headline"], class_="chart__headline", id=f"{name}-headline") + subtitle,
        )
        + make_element("div", "", class_="chart__drawing", data_drawing=exhibit.id)
        + description
        + make_element(
            "details",
            make_element("summary", view.find_word("show_table"))
            + _wrap_scrolling(_write_table_element(grid, caption + rows, view))
            + _write_signs(grid, view),
            class_="chart__table",
        )
        + make_element("p", escape(view.find_word("source")) + ": " + text["source"], class_="chart__source")
        + make_element("p", "", class_="chart__take", data_late="take", data_take=exhibit.id),
        class_=f"chart chart--{exhibit.kind}",
        id=name,
        aria_labelledby=f"{name}-headline",
    )


def write_file_links(exhibit: Exhibit, view: PageContext) -> str:
    """Return the links to a chart's files, on the newest data or on the version of the page."""
    word = read_interface_words(view.lang)["take"]
    try:
        pinned = find_version(exhibit, view.figures, view.as_of) if view.as_of else ""
    except FaultError:  # already reported by the table
        return ""
    base = f"{view.edition_root}charts/{exhibit.id}/" + (f"{pinned}/" if pinned else "")
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
    listed = " · ".join(make_element("a", escape(str(name)), href=base + file) for name, file in links)
    return escape(str(word["chart"])) + ": " + listed


def write_table(exhibit: Exhibit, view: PageContext) -> str:
    """Return the table in a page as one line of HTML, with caption, scopes and source."""
    name, grid = f"table-{exhibit.id}", find_grid(exhibit, view)
    caption = make_element("caption", view.write_phrase_html(write_phrase(exhibit, "caption", view)))
    source = write_phrase(exhibit, "source", view)
    below = (
        make_element("p", escape(view.find_word("source")) + ": " + view.write_phrase_html(source), class_="chart__source")
        if source.plain
        else ""
    )
    table = _wrap_scrolling(_write_table_element(grid, caption + _write_grid(exhibit, grid, view), view)) + _write_signs(grid, view)
    return make_element("div", table + below, class_="exhibit", id=name)


def find_grid(exhibit: Exhibit, view: PageContext) -> Grid:
    """Return the columns and rows for a page. If they are not available, report a fault and return an empty grid."""
    try:
        return exhibit.build_grid(view.figures, view.as_of)
    except FaultError as error:
        view.writer.quote_book.faults.extend(error.faults)
        return Grid({}, ())


def build_chart(exhibit: Exhibit, view: PageContext, events: tuple[DatedRecord, ...] = ()) -> Chart:
    """Return the chart to draw, with the same figures and labels as the table."""
    headline = write_texts(exhibit, view, ("headline",))["headline"]
    grid = find_grid(exhibit, view)
    return Chart(
        id=exhibit.id,
        kind=exhibit.kind,
        lang=view.lang,
        name=headline.plain,
        columns=grid.get_headers(view.lang) if grid.lines else (),
        rows=tuple(_make_row(exhibit, line, index, view) for index, line in enumerate(grid.lines)),
        unit=exhibit.unit,
        axis=exhibit.get_text("axis", view.lang, view.as_of),
        scales=exhibit.scales,
        said=str(read_interface_words(view.lang)["scales"][exhibit.scales]) if exhibit.scales else "",
        events=tuple(Event(e.date, f"{write_long_date(e.date, view.lang)}\n{e.text('title', view.lang)}") for e in events),
    )


def _make_row(exhibit: Exhibit, line: Line, index: int, view: PageContext) -> Row:
    cells: list[Cell | None] = []
    for column, name in enumerate(line.cells):
        figure = view.find_figure(name, exhibit.find_cell_place(index, column)) if name else None
        note = line.note.get(view.lang, "")
        if figure and exhibit.data:
            note = ", ".join(str(read_interface_words(view.lang)["qualifiers"][each]) for each in figure.qualifiers)
        cells.append(Cell(figure.id, figure.value, write_in_cell(figure, view.lang), note, figure.bound) if figure else None)
    return Row(line.label.get(view.lang, ""), tuple(cells), line.group.get(view.lang, ""))


def _write_table_element(grid: Grid, content: str, view: PageContext) -> str:
    """Return the table element. One drawn from rows states the selection shared by all cells once; the heads state the rest."""
    if grid.shared_address:
        view.record_cells(grid.shared_address)
    return make_element(
        "table", content, class_="data", data_cells=grid.shared_address, data_as_of=(view.as_of or "") if grid.shared_address else ""
    )


def _write_grid(exhibit: Exhibit, grid: Grid, view: PageContext) -> str:
    corner = exhibit.get_text("row_header", view.lang, view.as_of) or view.find_word("row_header")
    columns, selected = grid.get_headers(view.lang), grid.column_addresses or ("",) * len(grid.get_headers(view.lang))
    heads = make_element("th", escape(corner), scope="col")
    heads += "".join(
        _write_head(head, each, grid, view, scope="col", class_="number") for head, each in zip(columns, selected, strict=True)
    )
    # On a narrow screen the cells of a row are set below each other, and each names its column.
    named = columns if len(columns) > 1 else [""] * len(columns)
    body = ""
    for index, line in enumerate(grid.lines):
        group = line.group.get(view.lang, "")
        label = line.label.get(view.lang, "")
        note = line.note.get(view.lang, "")
        text = escape(f"{group}: {label}" if group and group.lower() not in label.lower() else label)
        if note:
            text += make_element("span", escape(f" ({note})"), class_="data__note")
        cells = (
            _write_head(label, line.shared_address, grid, view, scope="row")
            if line.shared_address
            else make_element("th", text, scope="row")
        )
        for column, name in enumerate(line.cells):
            place = exhibit.find_cell_place(index, column)
            figure = view.find_figure(name, place) if name else None
            if figure is None:
                shown = _write_no_value(view, line.lack_reasons.get(column, ""))
            else:
                shown = _write_cell(figure, view) if grid.shared_address else view.write_cell(figure, place)
            cells += make_element("td", shown, class_="number", data_head=named[column])
        body += make_element("tr", cells)
    return make_element("thead", make_element("tr", heads)) + make_element("tbody", body)


def _write_events(events: tuple[DatedRecord, ...], view: PageContext) -> str:
    heads = make_element("th", escape(view.find_word("date")), scope="col") + make_element(
        "th", escape(view.find_word("event")), scope="col"
    )
    rows = ""
    for event in events:
        when = view.write_day(event.date)
        rows += make_element(
            "tr",
            make_element("th", when, scope="row")
            + make_element("td", view.write_phrase_html(view.write_phrase(*event.find_text("title", view.lang)))),
        )
    return make_element("thead", make_element("tr", heads)) + make_element("tbody", rows)


def _write_head(text: str, selected: str, grid: Grid, view: PageContext, **attributes: str) -> str:
    """Return the head of a row or a column.

    Args:
        selected: the part of the address shared by its cells, if the head is a code of the data.
    """
    if not selected:
        return make_element("th", escape(text), **attributes)
    source = grid.shared_address.partition("?")[0]
    return view.write_piece("th", f"head {source}?{selected}", escape(text), data_cells=selected, **attributes)


def _write_cell(figure: Figure, view: PageContext) -> str:
    """Return a figure bound by its place in the table, with signs for its source's notes. It has no proof to link to."""
    return escape(write_in_cell(figure, view.lang), quote=False) + _write_sign(write_qualifier_signs(figure, view.lang))


def _write_sign(text: str) -> str:
    return make_element("sup", escape(text), class_="data__sign", data_status="yes") if text else ""


def _write_signs(grid: Grid, view: PageContext) -> str:
    """Return the meanings of the signs in a table, or "" if it has none."""
    if not grid.shared_address:
        return ""
    figures = [figure for line in grid.lines for name in line.cells if name and (figure := view.find_figure(name, Place("")))]
    told = explain_signs(grid, figures, view.lang)
    return make_element("p", escape(told), class_="data__signs") if told else ""


def explain_signs(grid: Grid, figures: Iterable[Figure], lang: str) -> str:
    """Return the meanings of a table's signs and who reported its values, or ""."""
    figures = list(figures)
    seen = {each for figure in figures for each in figure.qualifiers} | {why for line in grid.lines for why in line.lack_reasons.values()}
    signs = read_interface_words(lang)["signs"].items()
    told = [f"{sign}: {meaning}" for name, (sign, meaning) in signs if name in seen and name != "missing"]
    told += sorted({mark for figure in figures if (mark := write_status(figure, lang))})
    return "; ".join(told) + "." if told else ""


def _write_no_value(view: PageContext, why: str = "") -> str:
    # Screen readers get a word in place of the dash. The space keeps them apart for programs that read both.
    sign, word = ("–", view.find_word("none")) if why in ("", "missing") else read_interface_words(view.lang)["signs"][why]
    return make_element("span", escape(sign), aria_hidden="true") + " " + make_element("span", escape(word), class_="visually-hidden")


def _wrap_scrolling(table: str) -> str:
    # A table wider than a phone scrolls in its own box; the page never does. No `tabindex`: browsers make scrolling boxes reachable
    # by keyboard, and it would add a tab stop to every table, although nearly all fit.
    return make_element("div", table, class_="scroll")
