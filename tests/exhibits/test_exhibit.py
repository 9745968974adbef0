"""A chart or a table is a grid of declared figures; anything else in its place is a fault with its place."""

from __future__ import annotations

import pytest

from macros.exhibits import read_exhibits
from tests.project import read_figures, sample_figures, told, write, write_yaml

CHARTS, TABLES = "data/charts.yml", "data/tables.yml"
EN = {"en": "x"}
CHART = {
    "kind": "grouped-bars", "headline": EN, "subtitle": EN, "description": EN, "source": EN, "unit": "count",
    "columns": ["2020"], "rows": [{"label": {"en": "EU"}, "cells": ["eu-2020"]}],
}  # fmt: skip
TABLE = {
    "caption": EN, "row_header": EN, "columns": {"en": ["2020", "Change"]},
    "rows": [
        {"label": {"en": "EU"}, "cells": ["eu-2020", "eu-change"]},
        {"label": {"en": "None"}, "cells": [None, None]},
    ],
}  # fmt: skip
TIMELINE = {"kind": "timeline", "headline": EN, "subtitle": EN, "description": EN, "source": EN, "events": "events"}


def exhibits(root, chart=CHART, table=TABLE):
    figures = sample_figures(root)
    write_yaml(root, CHARTS, {"charts": {"sample": chart}})
    write_yaml(root, TABLES, {"tables": {"sample": table}})
    return read_exhibits(root, figures)


def changed(exhibit, **keys):
    return {key: value for key, value in (exhibit | keys).items() if value is not None}


def test_sound_exhibits_are_read(tmp_path):
    charts, tables, faults = exhibits(tmp_path)
    assert faults == []
    assert charts["sample"].kind == "grouped-bars"
    assert charts["sample"].listed_grid.get_headers("en") == charts["sample"].listed_grid.get_headers("es") == ("2020",)
    assert tables["sample"].listed_grid.get_headers("en") == ("2020", "Change")
    assert [line.cells for line in tables["sample"].listed_grid.lines] == [("eu-2020", "eu-change"), (None, None)]
    assert tables["sample"].get_text("caption", "en") == "x"
    assert tables["sample"].get_text("caption", "es") == tables["sample"].get_text("note", "en") == ""
    assert tables["sample"].find_place("rows", 0, "cells", 1).line == 16


def test_a_chart_of_events_needs_no_rows(tmp_path):
    charts, _, faults = exhibits(tmp_path, TIMELINE)
    assert faults == []
    assert (charts["sample"].events, charts["sample"].listed_grid.lines) == ("events", ())


@pytest.mark.parametrize("left", [{"rows": None}, {"rows": 5}, {"columns": 5}, {"rows": [1]}])
def test_what_a_chart_of_events_does_not_use_does_no_harm(tmp_path, left):
    charts, _, faults = exhibits(tmp_path, TIMELINE | left)
    assert faults == []
    assert charts["sample"].listed_grid.lines == ()


ROW = CHART["rows"][0]


@pytest.mark.parametrize(
    "chart",
    [
        pytest.param(changed(CHART, colour="red"), id="an unknown key"),
        pytest.param(changed(CHART, kind="pie"), id="an unknown kind"),
        pytest.param(changed(CHART, kind=["slope"]), id="a kind that is a list"),
        pytest.param(changed(CHART, kind=None), id="no kind"),
        pytest.param(changed(CHART, events="events"), id="events that its kind is not drawn from"),
        pytest.param(changed(CHART, kind="timeline"), id="no events that its kind is drawn from"),
        pytest.param(changed(CHART, headline=None), id="no headline"),
        pytest.param(changed(CHART, headline={}), id="an empty headline"),
        pytest.param(changed(CHART, headline="x"), id="a headline without its language"),
        pytest.param(changed(CHART, source={"en": 5}), id="a source that is a number"),
        pytest.param(changed(CHART, columns=None), id="no columns"),
        pytest.param(changed(CHART, columns=[]), id="empty columns"),
        pytest.param(changed(CHART, columns="2020"), id="columns that are a text"),
        pytest.param(
            changed(CHART, columns={"en": ["2020"], "es": ["2020", "2021"]}),
            id="other columns in another language",
        ),
        pytest.param(
            changed(CHART, columns={"en": ["2020"], "es": "2020"}),
            id="columns that are a text in a language",
        ),
        pytest.param(changed(CHART, rows=None), id="no rows"),
        pytest.param(changed(CHART, rows={}), id="rows that are a mapping"),
        pytest.param(changed(CHART, rows=["eu-2020"]), id="a row that is a text"),
        pytest.param(changed(CHART, rows=[{"cells": ["eu-2020"]}]), id="a row without a label"),
        pytest.param(changed(CHART, rows=[ROW | {"cells": "eu-2020"}]), id="cells that are a text"),
        pytest.param(changed(CHART, rows=[ROW | {"cells": ["eu-2020", None]}]), id="a cell too many"),
        pytest.param(changed(CHART, rows=[ROW | {"cells": ["eu-2021"]}]), id="an unknown figure"),
        pytest.param(changed(CHART, rows=[ROW | {"cells": [50]}]), id="a number in the place of a figure"),
        pytest.param(changed(CHART, rows=[ROW | {"cells": [["eu-2020"]]}]), id="a list in the place of a figure"),
        pytest.param(changed(CHART, rows=[ROW | {"group": "Reports"}]), id="a group without its language"),
        pytest.param(changed(CHART, rows=[ROW | {"note": ["x"]}]), id="a note that is a list"),
        pytest.param("a chart", id="a text"),
        pytest.param(None, id="nothing"),
    ],
)
def test_a_chart_that_is_not_sound_is_one_fault_with_its_place(tmp_path, chart):
    charts, tables, faults = exhibits(tmp_path, chart)
    assert [(fault.code, fault.place.path) for fault in faults] == [("exhibit", CHARTS)]
    assert faults[0].place.line >= 2
    assert charts == {} and list(tables) == ["sample"]


@pytest.mark.parametrize("key", ["caption", "row_header", "columns", "rows"])
def test_a_table_without_what_it_needs_is_one_fault(tmp_path, key):
    charts, tables, faults = exhibits(tmp_path, table=changed(TABLE, **{key: None}))
    assert told(faults) == [("exhibit", f"{TABLES}:3:5")]
    assert tables == {} and list(charts) == ["sample"]


def test_a_fault_of_a_cell_has_the_place_of_the_cell(tmp_path):
    rows = [TABLE["rows"][0], {"label": EN, "cells": ["eu-2020", "eu-chang"]}]
    _, _, faults = exhibits(tmp_path, table=changed(TABLE, rows=rows))
    assert told(faults) == [("exhibit", f"{TABLES}:21:9")]
    assert "eu-change" in faults[0].remedy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", ("exhibit", CHARTS), id="empty"),
        pytest.param("charts: []\n", ("exhibit", CHARTS), id="a list"),
        pytest.param("tables: {}\n", ("exhibit", CHARTS), id="the other key"),
        pytest.param("charts:\n  a: {\n", ("yaml", f"{CHARTS}:3:1"), id="broken syntax"),
        pytest.param("charts:\n  a: 1\n  a: 2\n", ("duplicate-key", f"{CHARTS}:3:3"), id="an id twice"),
    ],
)
def test_a_file_that_is_not_sound_is_one_fault(tmp_path, text, expected):
    exhibits(tmp_path)
    (tmp_path / CHARTS).unlink()
    if text is not None:
        write(tmp_path, CHARTS, text)
    charts, tables, faults = read_exhibits(tmp_path, read_figures(tmp_path))
    assert told(faults) == [expected]
    assert charts == {} and list(tables) == ["sample"]


def test_a_page_that_sees_older_data_goes_on_showing_the_words_of_its_time(tmp_path):
    until = {"2021-06-01": {"headline": {"en": "Before June"}}, "2021-03-01": {"headline": {"en": "Before March"}}}
    charts, _, faults = exhibits(tmp_path, CHART | {"until": until})
    assert faults == []
    dates = ("2021-02-28", "2021-03-01", "2021-05-31", "2021-06-01", None)
    now = CHART["headline"]["en"]
    assert [charts["sample"].get_text("headline", "en", date) for date in dates] == ["Before March", "Before June", "Before June", now, now]
    assert charts["sample"].get_text("subtitle", "en", "2021-02-28") == CHART["subtitle"]["en"]


@pytest.mark.parametrize("until", ["2021-06-01", {"June": {}}, {"2021-06-01": {"headlin": {"en": "x"}}}, {"2021-06-01": {"headline": "x"}}])
def test_earlier_words_are_those_of_a_date_and_a_language(tmp_path, until):
    charts, _, faults = exhibits(tmp_path, CHART | {"until": until})
    assert charts == {} and [fault.code for fault in faults] == ["exhibit"] and "earlier texts" in faults[0].fact


MACRO = "{{ figure('eu-2020') }}"
PLAIN = [
    pytest.param({"subtitle": {"en": f"EU: {MACRO}"}}, id="a subtitle"),
    pytest.param({"axis": {"en": "x", "es": MACRO}}, id="an axis"),
    pytest.param({"columns": [MACRO]}, id="a column"),
    pytest.param({"columns": {"en": ["{% raw %}2020{% endraw %}"]}}, id="a column in a language"),
    pytest.param({"rows": [{"label": {"en": MACRO}, "cells": ["eu-2020"]}]}, id="a label"),
    pytest.param({"rows": [{"label": EN, "group": {"en": MACRO}, "cells": ["eu-2020"]}]}, id="a group"),
    pytest.param({"rows": [{"label": EN, "note": {"en": MACRO}, "cells": ["eu-2020"]}]}, id="a note"),
    pytest.param({"until": {"2022-06-01": {"subtitle": {"en": MACRO}}}}, id="an earlier subtitle"),
]


@pytest.mark.parametrize("change", PLAIN)
def test_a_macro_where_none_is_filled_is_told_at_its_text(tmp_path, change):
    _, _, faults = exhibits(tmp_path, CHART | change)
    (fault,) = faults
    lines = (tmp_path / CHARTS).read_text(encoding="utf-8").splitlines()
    assert fault.place.path == CHARTS and lines[fault.place.line - 1][fault.place.column - 1 :].lstrip("'\"").count("{") > 0, fault
    assert "holds a macro in a text that states no value" in fault.fact


@pytest.mark.parametrize("key", ["headline", "description", "source"])
def test_the_texts_of_a_chart_that_state_values_quote_them(tmp_path, key):
    assert exhibits(tmp_path, CHART | {key: {"en": f"EU: {MACRO}"}})[2] == []
