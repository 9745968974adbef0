"""`python -m macros data` with a workbook, as a spreadsheet program saves it."""

from __future__ import annotations

import datetime
import re
import zipfile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from macros.datapackage import read_packages
from tests.authoring.conftest import fingerprint
from tests.authoring.test_data import NEW, SOURCE, rows


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


def styled(**fonts):
    """Whole cells in another font."""

    def change(book, sheet):
        for name, font in fonts.items():
            sheet[name].font = font

    return change


def shown(name, form, value=None):
    """A cell with a number format, and another value if one is given."""

    def change(book, sheet):
        sheet[name].number_format = form
        sheet[name] = sheet[name].value if value is None else value

    return change


def run(text, mark, **font):
    """A text that ends in a mark of its own font."""
    return CellRichText(text, TextBlock(InlineFont(**font), mark))


def hide_group(book, sheet):
    sheet.column_dimensions.group("B", "C", hidden=True)


def hide_unused(book, sheet):
    sheet.column_dimensions.group("E", "XFD", hidden=True)
    sheet.row_dimensions[9].hidden = True


def hide_all_rows(book, sheet):
    sheet.sheet_format.zeroHeight = True


def hidden_sheet(book, sheet):
    second(book, sheet)
    book["More"].sheet_state = "hidden"


def ages(book, sheet):
    for row, age in enumerate(["Age group", "0-4", datetime.date(2026, 9, 5), datetime.date(2026, 12, 10), "13-17"], 1):
        sheet.cell(row, 4, age)
    for row in (4, 5):
        sheet.cell(row, 1, 2018 + row)
        sheet.cell(row, 2, row)
        sheet.cell(row, 3, row / 7)


def serials(book, sheet):
    put(A1="Date", A2=44197, A3=44228)(book, sheet)


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
    change = put(D1="Day", D2=datetime.datetime(2020, 12, 21), D3=datetime.date(2021, 4, 27), E1="Final", E2=True, E3=False)
    assert call(*NEW, "--from", workbook(change)) == 0
    assert [row[3:] for row in rows(small)] == [["day", "final"], ["2020-12-21", "true"], ["2021-04-27", "false"]]


def test_of_several_sheets_those_that_are_named_are_read(call, small, workbook, capsys):
    path = workbook(second)
    assert call(*NEW, "--from", path) == 1
    assert (
        'the file has 2 sheets ("Data", "More"): "Data" is read; or More: this sheet; say which: --sheet "Data"' in capsys.readouterr().err
    )
    assert call(*NEW, "--from", path, "--sheet", "Data", "--sheet", "More") == 0
    assert set(read_packages(small)[0].find_version("fresh", None).resources) == {"data", "more"}


def sheets_of_two_years(book, sheet):
    sheet.title = "2020"
    book.copy_worksheet(sheet).title = "2021"


def test_sheets_that_make_one_table_give_it_the_name_of_the_file_or_package(call, small, workbook):
    path = small / workbook(sheets_of_two_years)
    for name in ("visits.xlsx", "2020-2021.xlsx"):
        path.with_name(name).write_bytes(path.read_bytes())
    for date, *given in (("2021-05-01", "visits.xlsx"), ("2021-06-01", "2020-2021.xlsx"), ("2021-07-01", "visits.xlsx", "2020-2021.xlsx")):
        named = [word for name in given for word in ("--from", f"../{name}")]
        assert call("data", "--package", f"fresh-{date}", "--date", date, *SOURCE, *named, "--combine", "period", "--repeated", "keep") == 0
        (table,) = read_packages(small)[0].find_version(f"fresh-{date}", None).resources
        assert table == ("visits" if given == ["visits.xlsx"] else f"fresh-{date}")


@pytest.mark.parametrize(
    ("change", "place", "fact"),
    [
        pytest.param(put(B3="=SUM(B1:B2)"), ":3:2:", 'holds the formula "=SUM(B1:B2)" without its value', id="a formula"),
        pytest.param(put(B3="#DIV/0!"), ":", 'in 1 cell, B3: no value; say which: --missing "#DIV/0!=missing"', id="an error"),
        pytest.param(put(B3="<b>1</b>"), ":3:2:", 'holds HTML ("<b>")', id="HTML"),
        pytest.param(
            put(B2="1.046"),
            ":",
            'cell B2 (Reports) holds numbers that can be read in two ways: "1.046" is 1.046; or 1.234,5: "1.046" is 1046',
            id="a doubtful number",
        ),
        pytest.param(percent("C2"), ":", '1 of 2 numbers under "Share" have a percent sign', id="percent and none"),
        pytest.param(words_and_percent, ":2:3:", "cell C2 (Share) is a percentage in a column of words", id="a percentage among words"),
        pytest.param(put(B2=run("1046350", "2", vertAlign="subscript")), ":2:2:", 'holds "2" as subscript', id="a lowered mark"),
        pytest.param(put(B2=run("1046", "350", strike=True)), ":2:2:", 'holds "350" struck out', id="a part struck out"),
        pytest.param(styled(B2=Font(strike=True)), ":2:2:", 'holds "1046350" struck out', id="a cell struck out"),
        pytest.param(styled(B2=Font(vertAlign="superscript")), ":2:2:", 'holds "1046350" as superscript', id="a raised cell"),
        pytest.param(styled(B1=Font(strike=True)), ":1:2:", 'holds "Reports" struck out', id="a header struck out"),
        pytest.param(shown("B2", ";;;"), ":2:2:", "holds a value that its number format hides", id="a hidden value"),
        pytest.param(shown("B2", '[<5]"*";0', 3), ":2:2:", 'is shown as "*", and holds 3', id="a suppressed value"),
        pytest.param(shown("B2", '[<5]"<5";[<10]"5-9";0', 7), ":2:2:", 'is shown as "5-9", and holds 7', id="a value shown as its class"),
        pytest.param(shown("B2", '0;-0;"n/a"', 0), ":2:2:", 'is shown as "n/a", and holds 0', id="nought shown as a word"),
        pytest.param(shown("B2", "0;;", -5), ":2:2:", "holds a value that its number format hides", id="a hidden negative value"),
        pytest.param(shown("B2", '0.0" Mio"'), ":2:2:", 'is shown in "Mio", and holds 1046350', id="a format that says millions"),
        pytest.param(shown("B2", '#,##0"k"'), ":2:2:", 'is shown in "k"', id="a format that says thousands"),
        pytest.param(
            put(B1="Reports (billions)"),
            ":",
            'say which: --scale "Reports (billions)=..."',
            id="a scale that is another in other languages",
        ),
        pytest.param(put(B2=12345678901234567), ":2:2:", "a number of more than 15 digits", id="more digits than a workbook keeps"),
        pytest.param(serials, ":", 'holds "44197", the number that a spreadsheet', id="dates as numbers"),
        pytest.param(shown("A2", "d-mmm", datetime.date(2026, 9, 5)), ":2:1:", "shown without its year", id="a date without its year"),
        pytest.param(put(A2=datetime.date(2026, 9, 5)), ":2:1:", 'holds the date "2026-09-05" where other cells', id="a date among years"),
        pytest.param(put(A2="all_x000D_\nproviders", A3="eu"), ":2:1:", "cell A2 (Year) holds a line break", id="a key of two lines"),
        pytest.param(put(A2="a_x0007_", A3="b"), ":2:1:", "holds the control character U+0007", id="an escaped control character"),
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
        pytest.param(b"year,n\n2020,1\n", "is not a workbook that can be read", id="a CSV file under another name"),
        pytest.param(b"PK\x03\x04" + bytes(100), "is not a workbook that can be read", id="a truncated one"),
        pytest.param(b"", "is not a workbook that can be read", id="an empty one"),
    ],
)
def test_what_is_no_workbook_is_refused_in_one_line(call, small, capsys, data, fact):
    (small.parent / "given.xlsx").write_bytes(data)
    assert call(*NEW, "--from", "../given.xlsx") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert fact in line


@pytest.mark.parametrize("change", [ages])
def test_all_that_is_wrong_in_a_sheet_is_told_together(call, small, workbook, capsys, change):
    before = fingerprint(small)
    assert call(*NEW, "--from", workbook(change)) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2 and all("a spreadsheet turns entries such as 9-5 into dates" in line for line in lines), lines
    assert fingerprint(small) == before


@pytest.mark.parametrize("listed", [False, True])
def test_a_raised_mark_is_a_note_and_no_digit(call, small, workbook, listed):
    path = workbook(put(B2=run("1046350", "2", vertAlign="superscript"), A5="2 Counted anew."))
    if listed:  # in a list of its own, as Excel keeps texts
        rewritten(small.parent / "given.xlsx", listed=True)
    assert call(*NEW, "--from", path) == 0
    assert rows(small)[1] == ["2020", "1046350", "0.0481", "Counted anew."]


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        (hide_column, "column B is hidden"),
        (hide_row, "row 3 is hidden"),
        (hide_group, "columns B, C are hidden"),
    ],
)
def test_what_is_hidden_is_asked_for(call, small, workbook, capsys, change, fact):
    path = workbook(change)
    assert call(*NEW, "--from", path) == 1
    said = capsys.readouterr().err
    assert f"{fact}: " in said and "left out" in said and "read like the others" in said and '; say which: --hidden "' in said
    assert call(*NEW, "--from", path, "--hidden", "keep") == 0
    assert len(rows(small)) == 3 and len(rows(small)[0]) == 3


def test_what_is_hidden_and_empty_hides_nothing(call, small, workbook):
    assert call(*NEW, "--from", workbook(hide_unused)) == 0


def test_a_hidden_sheet_is_not_read_unless_it_is_named(call, small, workbook, capsys):
    path = workbook(hidden_sheet)
    assert call(*NEW, "--from", path) == 0
    assert '"More" (hidden) is left out: the sheet "Data" is read' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        pytest.param(put(B2=run("104", "6350", b=True)), "1046350", id="a part in bold"),
        pytest.param(shown("B2", '0.0,,"M"'), "1046350", id="a format that reckons in millions itself"),
        pytest.param(shown("B2", "0.00E+00"), "1046350", id="a format that rounds"),
        pytest.param(shown("B2", "0", 8.12e-05), "0.0000812", id="a small number"),
        pytest.param(shown("B2", '#,##0" reports"'), "1046350", id="a format with a word"),
        pytest.param(shown("B2", '[<5]"*";0', 1046350), "1046350", id="a format that hides others"),
        pytest.param(shown("B2", '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', 0), "0", id="nought as a dash"),
        pytest.param(shown("B2", '0;-0;"-"', 0), "0", id="nought as a dash alone"),
        pytest.param(shown("B2", '"a;b" 0;[Red](0)', -5), "-5", id="a negative value in brackets"),
    ],
)
def test_the_value_of_a_cell_is_read_whatever_its_format(call, small, workbook, change, cell):
    assert call(*NEW, "--from", workbook(change)) == 0
    assert rows(small)[1][1] == cell


def test_a_percentage_that_is_kept_as_text_keeps_its_sign(call, small, workbook):
    assert call(*NEW, "--from", workbook(percent("C2", "C3")), "--text", "Share") == 0
    assert [row[2] for row in rows(small)[1:]] == ["4.81%", "1.89%"]


@pytest.mark.parametrize("form", ['0.0"%"', "0.0\\%"])
def test_a_percent_sign_that_is_only_shown_is_the_unit_and_multiplies_nothing(call, small, workbook, form):
    def change(book, sheet):
        for name, value in (("C2", 46.9), ("C3", 1.5)):
            shown(name, form, value)(book, sheet)

    assert call(*NEW, "--from", workbook(change)) == 0
    assert [row[2] for row in rows(small)[1:]] == ["46.9", "1.5"]
    resource = read_packages(small)[0].find_version("fresh", None).resources["given"]
    assert resource.fields["share"]["unit"] == "percent"


def rewritten(path, listed=False, **changes):
    """Put other bytes into the files of a workbook. listed: its texts go into a list of their own, as Excel keeps them."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    if listed:
        texts = re.findall(b"<is>(.*?)</is>", parts["xl/worksheets/sheet1.xml"])
        for number, text in enumerate(texts):
            cell = b't="inlineStr"><is>%s</is>' % text, b't="s"><v>%d</v>' % number
            parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(*cell, 1)
        items = b"".join(b"<si>%s</si>" % text for text in texts)
        parts["xl/sharedStrings.xml"] = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>' % items
        kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override)
    for name in parts:
        for before, after in changes.get(name.split("/")[-1].removesuffix(".xml"), ()):
            assert before in parts[name]
            parts[name] = parts[name].replace(before, after)
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)


@pytest.mark.parametrize("listed", [False, True])
def test_escapes_of_the_format_are_decoded(call, small, workbook, listed):
    """openpyxl writes what a cell holds as it is: the names put in here are replaced by what Excel writes."""
    path = workbook(put(B1="placeholder", D1="Note", D2="break", D3="literal"))
    texts = [(b"placeholder", b"Reports_x000D_\nreceived"), (b"break", b"one_x000D_\ntwo"), (b"literal", b"_x005F_x000D_ stays")]
    rewritten(small.parent / "given.xlsx", listed, **{"sharedStrings" if listed else "sheet1": texts})
    assert call(*NEW, "--from", path) == 0
    assert rows(small)[0] == ["year", "reports_received", "share", "note"]
    assert [row[3] for row in rows(small)[1:]] == ["one\ntwo", "_x000D_ stays"]


def test_a_strict_workbook_is_read_like_others(call, small, workbook):
    """openpyxl 3.1.5 gives no sheet and no error for the namespaces of ISO/IEC 29500 Strict."""
    path = workbook(put())
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = [(main, b"http://purl.oclc.org/ooxml/spreadsheetml/main")]
    rewritten(small.parent / "given.xlsx", workbook=strict, sheet1=strict)
    assert call(*NEW, "--from", path) == 0
    assert rows(small)[1] == ["2020", "1046350", "0.0481"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"styles": [(b'fontId="0"', b'fontId="99"')]}, id="a style of no font"),
        pytest.param({"sheet1": [(b'<c r="A2"', b'<c r="A2" s="77"')]}, id="a cell of no style"),
        pytest.param({"sheet1": [(b't="inlineStr"><is><t>Year</t></is>', b't="s"><v>99</v>')]}, id="a text that is not there"),
        pytest.param({"styles": [(b"<cellXfs", b"<cellXfs><xf fontId='x'/></cellXfs><cellXfs")]}, id="styles that are none"),
        pytest.param({"workbook": [(b"</sheets>", b"")]}, id="XML that is none"),
    ],
)
def test_a_workbook_whose_parts_do_not_fit_is_one_line(call, small, workbook, capsys, changes):
    path = workbook(put())
    rewritten(small.parent / "given.xlsx", **changes)
    before = fingerprint(small)
    assert call(*NEW, "--from", path) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: ../given.xlsx: is not a workbook that can be read (") and "save it again as .xlsx" in line
    assert fingerprint(small) == before


def test_a_sheet_that_does_not_exist_is_named_with_those_that_do(call, small, workbook, capsys):
    assert call(*NEW, "--from", workbook(second), "--sheet", "Dat") == 1
    assert 'has no sheet "Dat" that holds a table; did you mean Data?' in capsys.readouterr().err
