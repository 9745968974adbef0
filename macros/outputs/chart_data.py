"""The data of a chart as CSV: each cell with its figure, exact, rounded and as shown."""

from __future__ import annotations

import csv
import io

from macros.figures import Figure
from macros.outputs.chart import ChartVariant
from macros.outputs.written import format_decimal, format_exact, write_note_list
from macros.wording import write_in_cell

COLUMNS = ("row", "column", "figure", "value", "exact", "label", "unit", "version", "status", "attribution", "qualifiers", "notes")
EVENT_COLUMNS = ("date", "event")


def list_rows(one: ChartVariant) -> list[dict[str, str]]:
    """Return one row for each cell with a value or a reason for having none, or one for each event."""
    if one.exhibit.events:
        return [{"date": event.date, "event": event.label.partition("\n")[2]} for event in one.chart.events]
    lang, grid = one.view.lang, one.exhibit.build_grid(one.view.figures, one.view.as_of)
    rows = []
    for row, line, figures in zip(one.chart.rows, grid.lines, one.figures, strict=True):
        for at, (column, figure) in enumerate(zip(one.chart.columns, figures, strict=True)):
            told = {"row": row.label, "column": column}
            if figure is None and at in line.lack_reasons:
                qualifiers, notes = line.lack_reasons[at], write_note_list(line.lack_notes[at], lang)
                rows.append({**dict.fromkeys(COLUMNS, ""), **told, "qualifiers": qualifiers, "notes": notes})
            elif figure:
                rows.append(told | _describe_value(figure, lang))
    return rows


def _describe_value(figure: Figure, lang: str) -> dict[str, str]:
    return {
        "figure": figure.id,
        "value": format_decimal(figure.value),
        "exact": format_exact(figure.value),
        "label": write_in_cell(figure, lang),
        "unit": figure.declaration.unit,
        "version": figure.version,
        "status": figure.declaration.displayed_status,
        "attribution": figure.declaration.attribution.get(lang, ""),
        "qualifiers": ", ".join(figure.qualifiers),
        "notes": write_note_list(figure.notes, lang),
    }


def write_csv(one: ChartVariant) -> str:
    """Return the rows as CSV."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, EVENT_COLUMNS if one.exhibit.events else COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(list_rows(one))
    return out.getvalue()
