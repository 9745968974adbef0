"""Columns without a header, or with that of another, are named or left out, and no cell is lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.importer.decision import Answers
from macros.importer.survey import survey_sheets
from tests.importer.test_layouts import make_sheet
from tests.sample import IS_WHOLE

EXAMPLES = 60 if IS_WHOLE else 15
LABELS = st.lists(st.sampled_from(["Books", "Films", "Maps", "Music", "Papers"]), min_size=3, unique=True)


def read(lines: list[list[str]], **given: list[str]) -> list[list[str]]:
    survey = survey_sheets([make_sheet(lines)], Answers(given))
    assert not survey.faults and not survey.open_decisions, [*survey.faults, *survey.open_decisions]
    return [[cell.text for cell in line.cells] for line in survey.sheets[0].lines]


@settings(max_examples=EXAMPLES, deadline=None)
@given(labels=LABELS, numbers=st.lists(st.integers(2100, 99_999), min_size=10, max_size=10))
def test_labels_without_a_header_are_asked_for_and_keep_their_cells(labels: list[str], numbers: list[int]):
    rows = [[label, str(numbers[2 * at]), str(numbers[2 * at + 1])] for at, label in enumerate(labels)]
    (decision,) = survey_sheets([make_sheet([["", "Loans", "Visits"], *rows])], Answers()).open_decisions
    assert (decision.option, decision.value) == ("names", "A=item")
    assert read([["", "Loans", "Visits"], *rows], names=["A=kind"]) == [["kind", "Loans", "Visits"], *rows]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (["2019", "2020", "2021"], "year"),
        (["2019-Q1", "2019-Q2", "2019-Q3"], "quarter"),
        (["31.12.2019", "31.12.2020", "31.12.2021"], "date"),
    ],
)
def test_periods_and_days_without_a_header_name_themselves(written: list[str], name: str):
    rows = [[text, str(3000 + at), str(5000 + at)] for at, text in enumerate(written)]
    assert read([["Report"], [], ["", "Loans", "Visits"], *rows])[0] == [name, "Loans", "Visits"]


def test_a_column_that_repeats_another_or_holds_but_dots_is_left_out_and_told():
    rows = [["Books", ".", "11", "51", "Books"], ["Films", ".", "12", "52", "Films"], ["Maps", ".", "13", "53", "Maps"]]
    (sheet,) = survey_sheets([make_sheet([["Kind", "", "Loans", "Visits", ""], *rows])], Answers()).sheets
    assert sheet.header == ["Kind", "Loans", "Visits"] and sheet.columns == [0, 2, 3]
    told = ['column B is left out: it has no header, and holds nothing but "."', "column E is left out: it repeats column A"]
    assert sheet.notes == told


def test_two_columns_of_one_header_that_differ_are_asked_for():
    lines = [["Kind", "Name", "Name", "Loans"], ["a", "b", "c", "11"], ["d", "e", "f", "12"]]
    (decision,) = survey_sheets([make_sheet(lines)], Answers()).open_decisions
    assert (decision.option, decision.value) == ("names", "C=Name 2")
    assert read(lines, names=["C=leave-out"])[0] == ["Kind", "Name", "Loans"]


def test_numbers_without_a_header_are_no_column():
    from macros.base.errors import FaultError
    from macros.importer.shape import check_table

    (sheet,) = survey_sheets([make_sheet([["Kind", "Loans", ""], ["a", "11", "25"], ["b", "12", "26"]])], Answers()).sheets
    with pytest.raises(FaultError, match="C1 is an empty header"):
        check_table(sheet)


def test_years_may_be_the_headings_of_rows_of_words_but_not_of_rows_of_years():
    lines = [["Place", "Loans", "Visits"], ["2019", "", ""], ["A", "31", "51"], ["B", "32", "52"], ["2020", "", ""], ["A", "33", "53"]]
    assert read(lines, sections=["year"])[1:] == [
        ["2019", "A", "31", "51"], ["2019", "B", "32", "52"], ["2020", "A", "33", "53"],
    ]  # fmt: skip
    years = [["Year", "Loans", "Visits"], ["2019", "31", "51"], ["2020", "", ""], ["2021", "33", "53"]]
    assert read(years)[2] == ["2020", "", ""]


def test_years_below_headings_name_themselves_and_two_unnamed_columns_get_two_names():
    lines = [
        ["", "Loans", "Visits"],
        ["North", "", ""],
        ["2019", "31", "51"],
        ["2020", "32", "52"],
        ["South", "", ""],
        ["2019", "33", "53"],
    ]
    assert read(lines, sections=["place"])[0] == ["place", "year", "Loans", "Visits"]
    lines = [["", "", "Loans", "Visits", "Sales"], ["a", "b", "31", "51", "71"], ["c", "d", "32", "52", "72"]]
    assert [each.value for each in survey_sheets([make_sheet(lines)], Answers()).open_decisions] == ["A=item", "B=item 2"]
