"""`python -m macros data` with a workbook, as a spreadsheet program saves it."""

from __future__ import annotations

import openpyxl
import pytest

from macros.datapackage import read_packages
from tests.authoring.conftest import fingerprint
from tests.authoring.test_data import NEW, rows


@pytest.fixture
def workbook(small):
    """Writes given.xlsx: the sheet `Data` with two rows, then what a test does to it. Returns its path."""

    def write(change):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Data"
        for row in (["Year", "Reports", "Share"], [2020, 1046350, 0.0481], [2021, 555831, 0.0189]):
            sheet.append(row)
        change(book, sheet)
        book.save(small.parent / "given.xlsx")
        return "../given.xlsx"

    return write


def put(**cells):
    def change(book, sheet):
        for name, value in cells.items():
            sheet[name] = value

    return change


def percent(*names):
    def change(book, sheet):
        for name in names:
            sheet[name].number_format = "0%"

    return change


def words_and_percent(book, sheet):
    for number, word in enumerate(("less", "more"), 4):
        sheet.append([2020 + number, number, word])
    sheet["C3"] = "about half"
    sheet["C2"].number_format = "0.0%"


def hide_column(book, sheet):
    sheet.column_dimensions["B"].hidden = True


def hide_row(book, sheet):
    sheet.row_dimensions[3].hidden = True


def second(book, sheet):
    other = book.create_sheet("More")
    other.append(["id", "n"])
    other.append(["a", 1])


def test_a_percentage_is_the_number_that_the_cell_holds(call, small, workbook):
    assert call(*NEW, "--from", workbook(percent("C2", "C3"))) == 0
    assert rows(small)[1:] == [["2020", "1046350", "4.81"], ["2021", "555831", "1.89"]]


def test_a_sum_has_the_digits_that_a_workbook_keeps(call, small, workbook):
    assert call(*NEW, "--from", workbook(put(C2=0.1 + 0.2))) == 0
    assert rows(small)[1][2] == "0.3"


def test_dates_and_truth_values_are_written_as_the_data_has_them(call, small, workbook):
    import datetime

    change = put(D1="Day", D2=datetime.datetime(2020, 12, 21), D3=datetime.date(2021, 4, 27), E1="Final", E2=True, E3=False)
    assert call(*NEW, "--from", workbook(change)) == 0
    assert [row[3:] for row in rows(small)] == [["day", "final"], ["2020-12-21", "true"], ["2021-04-27", "false"]]


def test_of_several_sheets_those_that_are_named_are_read(call, small, workbook, capsys):
    path = workbook(second)
    assert call(*NEW, "--from", path) == 1
    assert "has 2 sheets: Data, More" in capsys.readouterr().err
    assert call(*NEW, "--from", path, "--sheet", "Data", "--sheet", "More") == 0
    assert set(read_packages(small)[0].as_of("fresh", None).resources) == {"data", "more"}


@pytest.mark.parametrize(
    ("change", "place", "fact"),
    [
        pytest.param(lambda book, sheet: sheet.merge_cells("A1:B1"), ":1:1:", "has the merged cells A1:B1", id="merged headers"),
        pytest.param(put(B4="=SUM(B2:B3)"), ":4:2:", 'cell B4 holds the formula "=SUM(B2:B3)"', id="a formula"),
        pytest.param(put(B3="#DIV/0!"), ":3:2:", "cell B3 holds the error #DIV/0!", id="an error"),
        pytest.param(put(B3="<b>1</b>"), ":3:2:", 'holds HTML ("<b>")', id="HTML"),
        pytest.param(put(B2="1.046"), ":2:2:", 'holds "1.046", which can be read as 1.046 or as 1046', id="a doubtful number"),
        pytest.param(put(B2="n/a"), ":2:2:", 'holds "n/a" in a column of numbers', id="a word among numbers"),
        pytest.param(percent("C2"), ":3:3:", "cell C3 (Share) is without a percent sign", id="percent and none"),
        pytest.param(words_and_percent, ":2:3:", "cell C2 (Share) is a percentage in a column of words", id="a percentage among words"),
        pytest.param(hide_column, ":", "column B is hidden", id="a hidden column"),
        pytest.param(hide_row, ":3:", "row 3 is hidden", id="a hidden row"),
    ],
)
def test_a_sheet_that_is_no_plain_table_is_refused_at_its_cell(call, small, workbook, capsys, change, place, fact):
    path = workbook(change)
    before = fingerprint(small)
    assert call(*NEW, "--from", path) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"error: ../given.xlsx, sheet Data{place} ") and fact in line and "; " in line, line
    assert fingerprint(small) == before


@pytest.mark.parametrize(
    ("data", "fact"),
    [
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "of the old kind (.xls), or protected", id="an old or protected one"
        ),
        pytest.param(b"year,n\n2020,1\n", "is no workbook that can be read", id="a CSV file under another name"),
        pytest.param(b"PK\x03\x04" + bytes(100), "is no workbook that can be read", id="a truncated one"),
        pytest.param(b"", "is no workbook that can be read", id="an empty one"),
    ],
)
def test_what_is_no_workbook_is_refused_in_one_line(call, small, capsys, data, fact):
    (small.parent / "given.xlsx").write_bytes(data)
    assert call(*NEW, "--from", "../given.xlsx") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert fact in line


def test_a_sheet_that_does_not_exist_is_named_with_those_that_do(call, small, workbook, capsys):
    assert call(*NEW, "--from", workbook(second), "--sheet", "Dat") == 1
    assert 'has no sheet "Dat" that holds a table; did you mean Data?' in capsys.readouterr().err
