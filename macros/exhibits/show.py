"""HTML of exhibits: a chart's figure element with its words and table, a table, and the input of the drawing."""

from __future__ import annotations

from html import escape

from macros.base.dates import write_long_date
from macros.base.errors import FaultError
from macros.charts import Cell, Chart, Event, Remark, Row
from macros.content.dated_records import DatedRecord
from macros.content.page_context import PageContext, make_element
from macros.content.sources import write_originals
from macros.exhibits.exhibit import Exhibit
from macros.exhibits.grid import Grid, Line
from macros.exhibits.remarks import Remarks, collect_remarks
from macros.exhibits.texts import tell_period, write_phrase, write_texts
from macros.exhibits.versions import find_version, list_exhibit_sources
from macros.interface import read_interface_words
from macros.structure.model import TOLD_QUALIFIERS
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
    name = f"chart-{exhibit.id}"
    return make_element(
        "figure",
        make_element(
            "figcaption",
            make_element("p", text["headline"], class_="chart__headline", id=f"{name}-headline") + subtitle,
        )
        + make_element("div", "", class_="chart__drawing", data_drawing=exhibit.id)
        + description
        + write_chart_table(exhibit, view, text["subtitle"], events)
        + _write_source_line(exhibit, text["source"], view)
        + make_element("p", "", class_="chart__take", data_late="take", data_take=exhibit.id),
        class_=f"chart chart--{exhibit.kind}",
        id=name,
        aria_labelledby=f"{name}-headline",
    )


def _write_source_line(exhibit: Exhibit, source: str, view: PageContext) -> str:
    originals = write_originals(list_exhibit_sources(exhibit, view.figures, view.as_of), view)
    return make_element("p", f"{escape(view.find_word('source'))}: {source}{originals}", class_="chart__source")


def write_chart_table(exhibit: Exhibit, view: PageContext, caption: str, events: tuple[DatedRecord, ...] = ()) -> str:
    """Return the table of a chart, folded. caption: the subtitle as HTML, so that the table can be understood alone."""
    grid, name = find_grid(exhibit, view), f"chart-{exhibit.id}"
    remarks = find_remarks(exhibit, grid, view)
    rows = make_element("caption", caption, class_="visually-hidden")
    rows += _write_events(events, view) if exhibit.events else _write_grid(exhibit, remarks, view, name)
    table = _wrap_scrolling(_write_table_element(grid, rows, view)) + _write_remarks(remarks, view, name)
    return make_element("details", make_element("summary", view.find_word("show_table")) + table, class_="chart__table")


def write_file_links(exhibit: Exhibit, view: PageContext) -> str:
    """Return the links to a chart's files, on the version that the page shows."""
    word = read_interface_words(view.lang)["take"]
    try:
        version = find_version(exhibit, view.figures, view.as_of)
    except FaultError:  # already reported by the table
        return ""
    base = f"{view.edition_root}charts/{exhibit.id}/{version}/"
    links = [("CSV", "data.csv"), ("SVG", "chart.svg"), ("PNG", "chart.png"), ("Vega-Lite", "chart.vl.json"), (word["embed"], "#embed")]
    listed = " · ".join(make_element("a", escape(str(name)), href=base + file) for name, file in links)
    return escape(str(word["chart"])) + ": " + listed


def write_table(exhibit: Exhibit, view: PageContext) -> str:
    """Return the table in a page as one line of HTML, with caption, scopes and source."""
    name, grid = f"table-{exhibit.id}", find_grid(exhibit, view)
    tell_period(exhibit, "caption", view)
    caption = make_element("caption", view.write_phrase_html(write_phrase(exhibit, "caption", view)))
    source = write_phrase(exhibit, "source", view)
    below = _write_source_line(exhibit, view.write_phrase_html(source), view) if source.plain else ""
    remarks = find_remarks(exhibit, grid, view)
    table = _wrap_scrolling(_write_table_element(grid, caption + _write_grid(exhibit, remarks, view, name), view))
    return make_element("div", table + _write_remarks(remarks, view, name) + below, class_="exhibit", id=name)


def find_grid(exhibit: Exhibit, view: PageContext) -> Grid:
    """Return the columns and rows for a page. If they are not available, report a fault and return an empty grid."""
    try:
        return exhibit.build_grid(view.figures, view.as_of)
    except FaultError as error:
        view.writer.quote_book.faults.extend(error.faults)
        return Grid({}, ())


def find_remarks(exhibit: Exhibit, grid: Grid, view: PageContext) -> Remarks:
    """Return what the source says of the values of an exhibit, for a page."""
    packages = exhibit.list_row_packages(view.figures, view.as_of) if grid.lines else []
    return collect_remarks(
        grid, lambda name, row, column: view.find_figure(name, exhibit.find_cell_place(row, column)), view.lang, packages
    )


def build_chart(exhibit: Exhibit, view: PageContext, events: tuple[DatedRecord, ...] = ()) -> Chart:
    """Return the chart to draw, with the same figures and labels as the table."""
    headline = write_texts(exhibit, view, ("headline",))["headline"]
    grid = find_grid(exhibit, view)
    remarks = find_remarks(exhibit, grid, view)
    told = [Remark(text, parts=tuple(remarks.list_meanings()))] if (text := remarks.explain_signs()) else []
    shared = remarks.shared_letters  # no mark needs a letter that all have
    notes = [Remark(text, "" if letter in shared else letter, piece, other) for letter, text, other, piece in remarks.iter_notes()]
    told += sorted(notes, key=lambda note: bool(note.mark))
    return Chart(
        id=exhibit.id,
        kind=exhibit.kind,
        lang=view.lang,
        name=headline.plain,
        columns=grid.get_headers(view.lang) if grid.lines else (),
        rows=tuple(_make_row(line, index, remarks) for index, line in enumerate(grid.lines)),
        unit=exhibit.unit,
        axis=exhibit.get_text("axis", view.lang, view.as_of),
        scales=exhibit.scales,
        said=str(read_interface_words(view.lang)["scales"][exhibit.scales]) if exhibit.scales else "",
        events=tuple(Event(e.date, f"{write_long_date(e.date, view.lang)}\n{e.text('title', view.lang)}") for e in events),
        remarks=tuple(told),
    )


def _make_row(line: Line, index: int, remarks: Remarks) -> Row:
    """Return a row of a chart: its values with their signs, its gaps with theirs."""
    lang, shared = remarks.lang, remarks.shared_letters
    cells: list[Cell | None] = []
    for column, figure in enumerate(remarks.figures[index]):
        if figure is None:
            cells.append(None)
            continue
        is_soft, is_break = not {*TOLD_QUALIFIERS}.isdisjoint(figure.qualifiers), "break" in figure.qualifiers
        label, note, sign = write_in_cell(figure, lang), line.note.get(lang, ""), remarks.join_marks(index, column, but=shared)
        cells.append(Cell(figure.id, figure.value, label, note, figure.bound, sign, is_soft, is_break))
    gaps = tuple("" if cell else remarks.join_marks(index, column, but=shared) for column, cell in enumerate(cells))
    return Row(line.label.get(lang, ""), tuple(cells), line.group.get(lang, ""), gaps if any(gaps) else ())


def _write_table_element(grid: Grid, content: str, view: PageContext) -> str:
    """Return the table element. One drawn from rows states the selection shared by all cells once; the heads state the rest."""
    if grid.shared_address:
        view.record_cells(grid.shared_address)
    return make_element(
        "table", content, class_="data", data_cells=grid.shared_address, data_as_of=(view.as_of or "") if grid.shared_address else ""
    )


def _write_grid(exhibit: Exhibit, remarks: Remarks, view: PageContext, anchor: str) -> str:
    grid = remarks.grid
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
        for column in range(len(line.cells)):
            letters = [_link_note(letter, anchor, view) for letter in remarks.list_letters(index, column)]
            if figure := remarks.figures[index][column]:
                value = escape(write_in_cell(figure, view.lang), quote=False)  # bound by its place; it has no proof to link to
                shown = value if grid.shared_address else view.write_cell(figure, exhibit.find_cell_place(index, column))
                shown += _write_sign(escape(remarks.find_sign(index, column)), *letters)
            else:
                shown = _write_no_value(view, line.lack_reasons.get(column, "")) + _write_sign(*letters)
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


def _write_sign(*marks: str) -> str:
    """Return the marks behind a value, as HTML."""
    text = ", ".join(filter(None, marks))
    return make_element("sup", text, class_="data__sign", data_status="yes") if text else ""


def _link_note(letter: str, anchor: str, view: PageContext) -> str:
    """Return the letter of a note as a link to it. A reader that hears it is told what it is."""
    return make_element("a", letter, href=f"#{anchor}-note-{letter}", aria_label=f"{view.find_word('note')} {letter}")


def _write_remarks(remarks: Remarks, view: PageContext, anchor: str) -> str:
    """Return the meanings of the signs in a table, and the notes of its source, or ""."""
    told = remarks.explain_signs()
    notes = ""
    for letter, text, other, name in remarks.iter_notes():
        note = view.write_piece("span", name, escape(text), lang=other)
        notes += (
            make_element("li", f"{make_element('sup', letter)} {note}", id=f"{anchor}-note-{letter}")
            if letter
            else make_element("li", note)
        )
    listed = make_element("ul", notes, class_="data__notes", aria_label=view.find_word("source_notes_label")) if notes else ""
    return (make_element("p", escape(told), class_="data__signs") if told else "") + listed


def _write_no_value(view: PageContext, why: str = "") -> str:
    # Screen readers get a word in place of the dash. The space keeps them apart for programs that read both.
    sign, word = read_interface_words(view.lang)["signs"][why] if why else ("–", view.find_word("none"))
    return make_element("span", escape(sign), aria_hidden="true") + " " + make_element("span", escape(word), class_="visually-hidden")


def _wrap_scrolling(table: str) -> str:
    # A table wider than a phone scrolls in its own box; the page never does. No `tabindex`: browsers make scrolling boxes reachable
    # by keyboard, and it would add a tab stop to every table, although nearly all fit.
    return make_element("div", table, class_="scroll")
