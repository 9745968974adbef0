"""Forms in which offices publish tables, made up anew: weeks across, errors of formulas, days without a year."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.importer.decision import Answers
from macros.importer.readers.registry import read_file
from macros.importer.sheet import Cell, Line, Sheet
from macros.importer.survey import Survey, survey_sheets
from tests.importer.test_formats import SMALL, expected, read, write_px
from tests.importer.test_layouts import make_sheet
from tests.sample import IS_WHOLE

EXAMPLES = 60 if IS_WHOLE else 15
DAY = datetime.date(2020, 1, 3)


def answered(sheet: Sheet, **given: list[str]) -> list[list[str]]:
    survey = survey_sheets([sheet], Answers(given))
    assert not survey.faults and not survey.open_decisions, [*survey.faults, *survey.open_decisions]
    return [[cell.text for cell in line.cells] for line in survey.sheets[0].lines]


def make_dated(lines: list[list[str]], trouble: tuple[str, str] | None = None) -> Sheet:
    """A sheet whose days are typed as days."""
    sheet = make_sheet(lines)

    def type_day(cell: Cell) -> Cell:
        return Cell(cell.text, "date", trouble=trouble) if cell.text.count("-") == 2 else cell

    sheet.lines = [Line(line.number, tuple(map(type_day, line.cells))) for line in sheet.lines]
    return sheet


@settings(max_examples=EXAMPLES, deadline=None)
@given(count=st.integers(3, 8), labels=st.lists(st.sampled_from("abcdef"), min_size=2, unique=True), numbered=st.booleans())
def test_weeks_across_each_by_its_last_day_become_rows(count: int, labels: list[str], numbered: bool):
    days = [(DAY + datetime.timedelta(weeks=at)).isoformat() for at in range(count)]
    rows = [[label, *(str(3000 + 100 * number + at) for at in range(count))] for number, label in enumerate(labels)]
    weeks = [["Week number", *map(str, range(1, count + 1))]] if numbered else []
    lines = [["Deaths by week"], [], *weeks, ["Week ended", *days], [], *rows]
    header = {"header": ["3-4"]} if numbered else {}
    read_lines = answered(make_dated(lines), values=["deaths"], **header)
    assert read_lines[0][1:] == ["date", "deaths"]
    assert read_lines[1:] == [[row[0], day, cell] for row in rows for day, cell in zip(days, row[1:], strict=True)]


def test_a_title_with_a_link_beside_it_is_no_header():
    lines = [
        ["Calls by day", "", "", "", "Contents"],
        [],
        ["Date", "Calls", "Visits"],
        ["2020-03-17", "6977", "6772"],
        ["2020-03-18", "5568", "4930"],
    ]
    assert answered(make_dated([line + [""] * (5 - len(line)) for line in lines]))[0] == ["Date", "Calls", "Visits"]


def test_a_label_that_names_a_year_is_no_period():
    lines = [["District as of April 2021", "2019", "2020"], ["Leeds", "31", "51"], ["York", "32", "52"]]
    assert answered(make_sheet(lines), values=["n"])[1:] == [
        ["Leeds", "2019", "31"],
        ["Leeds", "2020", "51"],
        ["York", "2019", "32"],
        ["York", "2020", "52"],
    ]


@pytest.mark.parametrize("error", ["#REF!", "#VALUE!", "#DIV/0!"])
def test_an_error_in_the_place_of_a_value_is_asked_for_once_and_then_a_gap(error: str):
    sheet = make_sheet([["Place", "Loans", "Visits"], ["a", "31", "51"], ["b", "32", "52"]])
    wrong = Cell("0", "number", trouble=(f"holds the error {error}", "fix it, or leave the cell empty"))
    for at in (1, 2):
        line = sheet.lines[at]
        sheet.lines[at] = Line(line.number, (*line.cells[:2], wrong))
    (decision,) = survey_sheets([sheet], Answers()).open_decisions
    assert (decision.option, decision.value) == ("missing", f"{error}=missing") and "2 cells, first in C2" in decision.found
    assert answered(sheet, missing=[f"{error}=missing"])[1:] == [["a", "31", ""], ["b", "32", ""]]


@settings(max_examples=EXAMPLES, deadline=None)
@given(step=st.integers(1, 31), count=st.integers(3, 9))
def test_days_at_one_distance_are_days_though_their_year_is_not_shown(step: int, count: int):
    days = [(DAY + datetime.timedelta(days=step * at)).isoformat() for at in range(count)]
    lines = [["Begins", "Loans"], *([day, str(3000 + at)] for at, day in enumerate(days))]
    trouble = ("holds a date, shown without its year", "write the original")
    assert [line[0] for line in answered(make_dated(lines, trouble))[1:]] == days


def test_days_without_a_year_at_no_one_distance_may_be_errors_of_typing():
    lines = [["Size", "Loans"], ["2026-09-05", "31"], ["2026-12-10", "32"], ["2026-05-03", "33"]]
    survey: Survey = survey_sheets([make_dated(lines, ("holds a date, shown without its year", "write the original"))], Answers())
    assert len(survey.faults) == 3


def test_rows_of_a_px_file_may_end_in_semicolons():
    table = [(*row[:3], "") for row in SMALL]
    data = write_px(table).replace(b'1 2 ".."', b'1 2;\n".."')
    assert data != write_px(table)
    assert read(data, "lib.px") == expected(table, "missing")


def test_a_column_of_nothing_but_signs_of_gaps_says_nothing_of_the_values_beside_it():
    data = b"place,year,n,terminated\na,2019,31,NULL\nb,2019,32,NULL\na,2020,33,NULL\n"
    survey = survey_sheets(read_file(data, "lib.csv", "lib"), Answers())
    assert survey.sheets[0].header == ["place", "year", "n", "terminated"]
    assert "no value, and nothing but signs of gaps: terminated" in survey.sheets[0].notes


def test_headings_in_the_second_column_of_labels_and_below_another_heading_are_kept():
    lines = [["Sex", "Age", "2019", "2020"], ["", "Persons", "", ""], ["", "By age", "", ""], ["", "0-14", "3100", "3200"]]
    lines += [["", "15-44", "3300", "3400"], ["", "Males", "", ""], ["", "By age", "", ""], ["", "0-14", "3500", "3600"]]
    read_lines = answered(make_sheet(lines), sections=["part"], values=["deaths"])
    assert [line[0] for line in read_lines[1:]] == ["Persons | By age"] * 4 + ["Males | By age"] * 2
