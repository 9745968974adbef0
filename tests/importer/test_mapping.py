"""Next year's file under the names of the version before: what is renamed or in another order is asked about once, never guessed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from macros.importer.decision import Answers
from macros.importer.mapping import map_names
from macros.importer.sheet import Cell, Line, Sheet
from tests.sample import IS_WHOLE

EXAMPLES = 100 if IS_WHOLE else 30
FIELDS = ["country", "year", "visits"]
ROWS = [["Austria", "2020", "11"], ["Belgium", "2020", "22"], ["Czechia", "2020", "33"]]


def make_sheet(header: list[str], rows: list[list[str]]) -> Sheet:
    return Sheet("next.csv", "next", [Line(number, tuple(map(Cell, cells))) for number, cells in enumerate([header, *rows], 1)])


def cells(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in sheet.lines]


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    order=st.permutations(range(3)),
    heads=st.fixed_dictionaries({"country": st.sampled_from(["country", "Area"]), "visits": st.sampled_from(["visits", "Visits made"])}),
    code=st.sampled_from(["Czechia", "Czech Republic"]),
)
def test_a_file_with_other_names_in_another_order_is_the_table_of_before_once_that_is_said(order, heads, code):
    names = [heads.get(name, name) for name in FIELDS]
    rows = [[code if text == "Czechia" else text for text in row] for row in ROWS]
    sheet = make_sheet([names[at] for at in order], [[row[at] for at in order] for row in rows])
    codes = {"country": [row[0] for row in ROWS]}
    renamed = {heads[name]: name for name in heads if heads[name].lower() != name}
    _, asked = map_names(sheet, Answers(), FIELDS, codes)
    assert all(decision.is_open for decision in asked)
    assert {decision.subject for decision in asked} >= {*([code] if code != "Czechia" and "Area" not in renamed else [])}
    answers = Answers(
        {"rename": [f"{new}={old}" for new, old in renamed.items()], "codes": [f"{code}=Czechia"] if code != "Czechia" else []}
    )
    found, settled = map_names(sheet, answers, FIELDS, codes)
    assert not any(decision.is_open for decision in settled)
    assert cells(found) == [FIELDS, *ROWS]


def test_a_new_code_beside_the_old_ones_needs_no_question():
    sheet = make_sheet(FIELDS, [*ROWS, ["Denmark", "2020", "44"]])
    found, asked = map_names(sheet, Answers(), FIELDS, {"country": [row[0] for row in ROWS]})
    assert asked == [] and cells(found)[-1] == ["Denmark", "2020", "44"]


def test_a_column_said_to_be_new_stays_as_it_is():
    sheet = make_sheet(["Area", "year", "visits"], ROWS)
    found, asked = map_names(sheet, Answers({"rename": ["Area=new"]}), FIELDS, {})
    assert [decision.answer for decision in asked] == ["new"] and cells(found)[0] == ["year", "visits", "Area"]
