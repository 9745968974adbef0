"""A tidy table, laid out as people lay out spreadsheets, comes back as it was, or a question says what is not clear."""

from __future__ import annotations

import csv
import io
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.importer.decision import Answers
from macros.importer.readers.csv_file import read_csv
from macros.importer.sheet import Cell, Line, Sheet
from macros.importer.survey import Survey, survey_sheets
from tests.sample import IS_WHOLE

EXAMPLES = 150 if IS_WHOLE else 30
PLACES = ["Austria", "Belgium", "Czechia", "Denmark", "Estonia", "Finland"]
FLAGS = {"": "", " p": "p", " e": "e"}
Row = tuple[str, str, int, str]
ANSWERS = Answers({"values": ["visits"], "flags": ["p=provisional", "e=estimated"], "totals": ["keep"], "below": ["notes"], "header": []})


@st.composite
def wide(draw: st.DrawFn) -> tuple[list[Row], list[list[str]], dict[str, bool]]:
    """A table of places and years, and a sheet with the years across: with a title, an empty line, totals, flags and notes or without."""
    places = draw(st.lists(st.sampled_from(PLACES), min_size=2, unique=True))
    years = [str(year) for year in range(2018, 2018 + draw(st.integers(2, 5)))]
    has = {name: draw(st.booleans()) for name in ("title", "gap", "total", "notes", "flags")}
    rows = [
        (place, year, draw(st.integers(1000, 99_999)), draw(st.sampled_from(sorted(FLAGS))) if has["flags"] else "")
        for place, year in itertools.product(places, years)
    ]
    cells = {row[:2]: f"{row[2]}{row[3]}" for row in rows}
    lines = [["Country", *years], *([place, *(cells[place, year] for year in years)] for place in places)]
    if has["total"]:
        sums = {year: sum(row[2] for row in rows if row[1] == year) for year in years}
        rows += [("Total", year, sums[year], "") for year in years]
        lines.append(["Total", *(str(sums[year]) for year in years)])
    above = [["Table 1. Visits to libraries, by country"], *([[]] if has["gap"] else [])] if has["title"] else []
    below = [*([[]] if has["gap"] else []), ["p: provisional; e: estimated"], ["Source: Library Association, 2023"]] if has["notes"] else []
    return rows, [*above, *lines, *below], has


def make_sheet(lines: list[list[str]]) -> Sheet:
    width = max(map(len, lines))
    cells = [tuple(Cell(text, "number" if text.isdigit() else "text") for text in (*line, *[""] * (width - len(line)))) for line in lines]
    return Sheet("visits.xlsx, sheet Data", "Data", [Line(number, each) for number, each in enumerate(cells, 1)])


def write_csv(lines: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(lines)
    return out.getvalue().encode()


def found(survey: Survey) -> list[Row]:
    assert not survey.faults and not survey.open_decisions, [*survey.faults, *survey.open_decisions]
    (sheet,) = survey.sheets
    at = {head: number for number, head in enumerate(sheet.header)}
    return [
        (
            line.cells[0].text,
            line.cells[at["year"]].text,
            int(line.cells[at["visits"]].text),
            line.cells[at["flag"]].text if "flag" in at else "",
        )
        for line in sheet.lines[1:]
    ]


@settings(max_examples=EXAMPLES, deadline=None)
@given(made=wide())
def test_years_across_under_a_title_with_totals_flags_and_notes_become_rows(made):
    rows, lines, _ = made
    expected = [(*row[:3], FLAGS[row[3]]) for row in rows]
    assert found(survey_sheets([make_sheet(lines)], ANSWERS)) == expected
    assert found(survey_sheets([read_csv(write_csv(lines), "visits.csv", "visits")], ANSWERS)) == expected


@settings(max_examples=EXAMPLES, deadline=None)
@given(made=wide())
def test_without_an_answer_no_other_number_is_read_and_each_question_names_its_option(made):
    _, lines, _ = made
    survey = survey_sheets([make_sheet(lines)], Answers())
    assert not survey.faults
    asked = {decision.option for decision in survey.open_decisions}
    assert asked <= {"values", "flags"} and "values" in asked
    assert all(decision.question and (decision.answer or decision.choices) for decision in survey.open_decisions)


HEADERS = {
    "a measure and a year": (["Country", "Visits 2020", "Visits 2021", "Loans 2020", "Loans 2021"], []),
    "a year and a measure": (["Country", "2020 visits", "2021 visits", "2020 loans", "2021 loans"], []),
    "two rows": (["", "Visits", "", "Loans", ""], ["Country", "2020", "2021", "2020", "2021"]),
    "two rows, each named": (["Country", "Visits", "Visits", "Loans", "Loans"], ["", "2020", "2021", "2020", "2021"]),
}


@pytest.mark.parametrize("name", HEADERS)
def test_measures_and_years_across_become_a_column_for_each_measure(name: str):
    rows = [["Austria", "11", "12", "13", "14"], ["Belgium", "21", "22", "23", "24"]]
    lines = [*filter(None, HEADERS[name]), *rows]
    survey = survey_sheets(
        [read_csv(write_csv(lines), "visits.csv", "visits")], Answers({"categories": ["no"], "header": ["1-2"] if HEADERS[name][1] else []})
    )
    assert not survey.faults and not survey.open_decisions, survey.open_decisions
    (sheet,) = survey.sheets
    assert [head.lower() for head in sheet.header] == ["country", "year", "visits", "loans"]
    assert [[cell.text for cell in line.cells] for line in sheet.lines[1:]] == [
        ["Austria", "2020", "11", "13"], ["Austria", "2021", "12", "14"], ["Belgium", "2020", "21", "23"], ["Belgium", "2021", "22", "24"],
    ]  # fmt: skip


def test_sheets_named_by_years_become_one_table():
    sheets = [
        Sheet(
            f"v.xlsx, sheet {year}", str(year), make_sheet([["Country", "Visits"], ["Austria", str(year - 2000)], ["Belgium", "7"]]).lines
        )
        for year in (2020, 2021)
    ]
    survey = survey_sheets(sheets, Answers())
    assert not survey.faults and not survey.open_decisions
    (sheet,) = survey.sheets
    assert [[cell.text for cell in line.cells] for line in sheet.lines] == [
        ["year", "Country", "Visits"],
        ["2020", "Austria", "20"], ["2020", "Belgium", "7"], ["2021", "Austria", "21"], ["2021", "Belgium", "7"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("total", "told"), [("30", "the sum of the other rows"), ("31", "differs from the sum of the other rows under Visits (31 and 30)")]
)
def test_a_row_of_totals_is_compared_with_the_sum(total: str, told: str):
    survey = survey_sheets([make_sheet([["Country", "Visits"], ["Austria", "10"], ["Belgium", "20"], ["Total", total]])], Answers())
    (decision,) = (each for each in survey.decisions if each.option == "totals")
    assert told in decision.found and decision.is_open == (total != "30")


def test_a_total_without_a_name_is_asked_for_and_kept_under_one():
    lines = [["Month", "Reports", "Cases"], ["April", "9224", "31"], ["May", "8500", "44"], ["", "17724", "75"]]
    assert [each.option for each in survey_sheets([make_sheet(lines)], Answers()).open_decisions] == ["totals"]
    (kept,) = survey_sheets([make_sheet(lines)], Answers({"totals": ["keep"]})).sheets
    assert [cell.text for cell in kept.lines[-1].cells] == ["total", "17724", "75"]
    (left,) = survey_sheets([make_sheet(lines)], Answers({"totals": ["leave-out"]})).sheets
    assert len(left.lines) == 3


@st.composite
def grouped(draw: st.DrawFn) -> tuple[list[list[str]], list[str], list[list[str]]]:
    """Groups of places with two columns of counts, each followed by its total, and a total of all or none; what the totals are called."""
    lines, names, sums = [], [], []
    for group in "NS":
        counts = [[draw(st.integers(1000, 99_999)), draw(st.integers(1000, 99_999))] for _ in range(draw(st.integers(2, 4)))]
        lines += [[f"{group}{at}", *map(str, each)] for at, each in enumerate(counts)]
        sums.append([sum(column) for column in zip(*counts, strict=True)])
        names.append(draw(st.sampled_from([f"Total {group}", f"Region {group}"])))
        lines.append([names[-1], *map(str, sums[-1])])
    parts = [line for line in lines if line[0] not in names]
    if draw(st.booleans()):
        names.append("Total")
        lines.append(["Total", *(str(sum(column)) for column in zip(*sums, strict=True))])
    return lines, names, parts


@settings(max_examples=EXAMPLES, deadline=None)
@given(grouped(), st.booleans())
def test_totals_of_groups_are_found_by_their_sums_and_kept_as_wholes_or_left_out(made, is_above):
    lines, names, parts = made
    sheet = make_sheet([["Place", "Visits", "Loans"], *(lines[::-1] if is_above else lines)])
    survey = survey_sheets([sheet], Answers())
    (decision,) = (each for each in survey.decisions if each.option == "totals")
    assert decision.is_open == any(name.startswith("Region") for name in names), decision
    entries = survey.sheets[0].codes["Place"]
    has_all = "Total" in names
    assert {code for code, said in entries.items() if said == {"total": "true"}} == ({"Total"} if has_all else set())
    for line in parts:
        assert entries[line[0]] == {"part_of": next(name for name in names if name.endswith(f" {line[0][0]}"))}
    (left,) = survey_sheets([sheet], Answers({"totals": ["leave-out"]})).sheets
    assert sorted(line.cells[0].text for line in left.lines[1:]) == sorted(line[0] for line in parts)


def test_one_code_that_is_the_total_of_each_group_is_asked_for():
    rows = [[area, code, str(count)] for area in ("N", "S") for code, count in (("a", 1200), ("b", 1034), ("whole", 2234))]
    survey = survey_sheets([make_sheet([["Area", "Kind", "Visits"], *rows])], Answers())
    (decision,) = survey.open_decisions
    assert '2 rows ("whole") are each the sum of other rows' in decision.found
    assert survey.sheets[0].codes == {"Kind": {"whole": {"total": "true"}}}
    rows[-1][2] = "2235"
    assert not survey_sheets([make_sheet([["Area", "Kind", "Visits"], *rows])], Answers()).decisions


def test_headings_within_a_table_become_a_column():
    lines = [["Item", "2020", "2021"], ["North", "", ""], ["Books", "1000", "2000"], ["South", "", ""], ["Books", "3000", "4000"]]
    survey = survey_sheets([make_sheet(lines)], Answers({"sections": ["place"], "values": ["loans"]}))
    assert not survey.faults and not survey.open_decisions
    assert [[cell.text for cell in line.cells] for line in survey.sheets[0].lines] == [
        ["place", "Item", "year", "loans"], ["North", "Books", "2020", "1000"], ["North", "Books", "2021", "2000"],
        ["South", "Books", "2020", "3000"], ["South", "Books", "2021", "4000"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "read"), [("2020 Q4", "2020-Q4"), ("Q1 2021", "2021-Q1"), ("Jan 2020", "2020-01"), ("mayo 2021", "2021-05")]
)
def test_quarters_and_months_are_written_as_periods(written: str, read: str):
    other = {"Q": "2019 Q1", "J": "Feb 2019", "m": "enero 2019"}[written[-2] if written[-2] == "Q" else written[0]]
    (sheet,) = survey_sheets([make_sheet([["When", "Visits"], [other, "5000"], [written, "6000"]])], Answers()).sheets
    assert sheet.lines[2].cells[0].text == read


def test_numbers_keep_their_value_whatever_stands_around_them():
    (sheet,) = survey_sheets(
        [make_sheet([["Place", "2020 p", "2021 (1)"], ["A", "10", "20"], ["B", "30", "40"], [], ["1) Counted anew."]])], ANSWERS
    ).sheets
    assert [cell.text for cell in sheet.lines[0].cells] == ["Place", "year", "visits", "flag", "note"]
    assert [[cell.text for cell in line.cells] for line in sheet.lines[1:]] == [
        ["A", "2020", "10", "p", ""], ["A", "2021", "20", "", "Counted anew."],
        ["B", "2020", "30", "p", ""], ["B", "2021", "40", "", "Counted anew."],
    ]  # fmt: skip


@pytest.mark.parametrize("lines", [[["a", "b"], ["a", "b"]], [["n"], ["n"], ["n"]]])
def test_a_header_and_nothing_but_its_repetitions_is_no_table(lines: list[list[str]]):
    (fault,) = survey_sheets([make_sheet(lines)], Answers()).faults
    assert "holds no table" in fault.message


def test_cells_that_cannot_be_published_are_told_though_all_are_alike():
    trouble = Cell("0", "number", trouble=("holds a time of day", "write the date alone"))
    sheet = Sheet("v.xlsx, sheet Data", "Data", [Line(number, (trouble,)) for number in (1, 2, 3)])
    faults = survey_sheets([sheet], Answers()).faults
    assert len(faults) == 3 and all("holds a time of day" in fault.message for fault in faults)
