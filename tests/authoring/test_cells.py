"""What the cells of a spreadsheet say is published as they say it, or refused at the cell: numbers, scales, dates, notes."""

from __future__ import annotations

import json

import pytest

from macros.base.yaml_source import parse_yaml
from macros.datapackage import read_packages
from macros.structure import read_structures
from tests.authoring.conftest import fingerprint
from tests.authoring.test_data import AGAIN, NEW, fields, rows, start
from tests.project import read_figures, write
from tests.sample import sampled


def separated(cases):
    """Each case with each separator of cells, of which a sample has each case and each separator once."""
    pairs = [pytest.param(*case, separator, id=f"{' '.join(case[0])} {separator!r}") for case in cases for separator in ",;\t"]
    return sampled(pairs, kinds=lambda pair: (str(pair.values[0]), pair.values[-1]))


def table(values, header="n", separator=","):
    """A table of a name and a value; each cell is quoted where it has to be."""
    cells = [f'"{value}"' if separator in value else value for value in (header, *values)]
    return "".join(f"{'name' if at == 0 else f'name {at}'}{separator}{cell}\n" for at, cell in enumerate(cells))


def refusal(call, small, capsys, data, *options):
    """The one line by which a file is refused, and nothing written."""
    before = fingerprint(small)
    assert start(call, small, data, *options) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert fingerprint(small) == before
    assert line.startswith("error: ../given.csv:") and "; " in line, line
    return line


def column_of(small):
    return [row[1] for row in rows(small)[1:]]


# What stands in the cells, and what is published: each can be read in one way only, whatever separates the cells.
PLAIN = [
    (["0,469"], ["0.469"]),
    (["0.469", "-0.125"], ["0.469", "-0.125"]),
    (["-0,469", "0,125"], ["-0.469", "0.125"]),
    (["\u22120,469"], ["-0.469"]),
    (["1,234,567"], ["1234567"]),
    (["1.234.567"], ["1234567"]),
    (["1.234,5"], ["1234.5"]),
    (["1,234.5"], ["1234.5"]),
    (["12,50"], ["12.50"]),
    (["12.5"], ["12.5"]),
    (["1234.567"], ["1234.567"]),
    (["1234,567"], ["1234.567"]),
    (["17.340", "8.4"], ["17.340", "8.4"]),
    (["17.340", "1.234.567"], ["17340", "1234567"]),
    (["8,412", "0,5"], ["8.412", "0.5"]),
    (["8,412", "0.5"], ["8412", "0.5"]),
    (["8,412", "1,234.5"], ["8412", "1234.5"]),
    (["1 234", "12\u00a0345"], ["1234", "12345"]),
    (["1'234.5"], ["1234.5"]),
    ([".469", "12.5"], ["0.469", "12.5"]),
    (["-,5"], ["-0.5"]),
    (["+5", "0"], ["5", "0"]),
    (["46,9%", "0,469 %"], ["46.9", "0.469"]),
    (["8.12e-05", "0.0031"], ["0.0000812", "0.0031"]),
    (["8,12E-05"], ["0.0000812"]),
    (["1.2345678e+07"], ["12345678"]),
    (["2.000e3"], ["2000"]),
    (["0.00E+00", "5.5"], ["0.00", "5.5"]),
    (["100000", "999"], ["100000", "999"]),
]


@pytest.mark.parametrize(("written", "published", "separator"), separated(PLAIN))
def test_a_number_that_can_be_read_in_one_way_is_read_whatever_separates_the_cells(call, small, written, published, separator):
    assert start(call, small, table(written, separator=separator), "--separator", separator) == 0
    assert column_of(small) == published
    assert read_packages(small)[1] == []


DOUBTFUL = [["17.340"], ["8,412"], ["8.412", "17.340"], ["8,412", "9120"], ["-8.412"], ["999.999"], ["1.000", "5"], ["4.812%"]]


@pytest.mark.parametrize(("written", "separator"), separated((each,) for each in DOUBTFUL))
def test_a_group_of_three_that_nothing_settles_is_refused_whatever_separates_the_cells(call, small, capsys, written, separator):
    line = refusal(call, small, capsys, table(written, separator=separator), "--separator", separator)
    assert "cell B2 (n) holds numbers that can be read in two ways" in line
    assert 'say which: --numbers "1' in line and all(
        f"{style}: " in line or f'--numbers "{style}"' in line for style in ("1,234.5", "1.234,5")
    )


@pytest.mark.parametrize(("numbers", "published"), [("1,234.5", "17.340"), ("1.234,5", "17340")])
def test_a_doubt_is_settled_by_saying_how_the_numbers_are_written(call, small, numbers, published):
    assert start(call, small, table(["17.340"]), "--numbers", numbers) == 0
    assert column_of(small) == [published]


@pytest.mark.parametrize(
    ("written", "fact"),
    [
        pytest.param(["0469.5"], 'holds "0469.5", which is not a valid number', id="a leading nought"),
        pytest.param(["-007"], 'holds "-007", which is not a valid number', id="leading noughts behind a sign"),
        pytest.param(["0,469,125"], "which is not a valid number", id="groups behind a nought"),
        pytest.param(["1,23,456"], "which is not a valid number", id="groups of two"),
        pytest.param(["1.234.56"], "which is not a valid number", id="a group that is cut"),
        pytest.param(["2.18E+07"], "whose last digits are lost", id="rounded, as a narrow column shows it"),
        pytest.param(["1.5", "2e+06"], "whose last digits are lost", id="one rounded number"),
        pytest.param(["€5", "5", "6"], 'holds "€5" in a column of numbers', id="a currency"),
        pytest.param(["1.234.567", "1,234,567"], "written in another way", id="two ways in one column"),
    ],
)
def test_what_is_no_number_as_it_stands_is_refused(call, small, capsys, written, fact):
    assert fact in refusal(call, small, capsys, table(written, separator=";"))


def test_every_rounded_number_of_a_column_is_told_once_up_to_ten(call, small, capsys):
    assert start(call, small, table([f"2.{at}E+07" for at in range(10, 22)] * 2)) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 11 and "has 2 more faults of this kind" in lines[-1]


# Columns that no figure can be made of, though their cells look like numbers or dates.
NEARLY = [
    ["1_000", "2_000"],
    ["10^3", "10^4"],
    ["½", "1¼"],
    ["1/2", "1 3/4"],
    ["٣٤", "٥٦"],
    ["１２", "３４"],
    ["05-Sep", "10-Dec"],
]


@pytest.mark.parametrize("written", [pytest.param(each, id=" ".join(each)) for each in NEARLY])
def test_a_column_that_turns_to_text_though_it_looks_like_numbers_says_why(call, small, capsys, written):
    assert start(call, small, table(written)) == 0
    assert fields(small, "type")["n"] == "string"
    said = capsys.readouterr().out
    assert "note: n: kept as text: most of its cells look like numbers or dates but are not" in said
    assert "no figure can be made of text: say what other cells mean" in said


@pytest.mark.parametrize(
    "written",
    [["0-4", "5-9", "10-17"], ["2020 Q4", "2021 Q1"], ["2020-21", "2021-22"], ["2020/21", "12/2020"], ["Bern", "Basel"], ["A1", "B2"]],
)
def test_a_column_of_words_needs_no_note(call, small, capsys, written):
    assert start(call, small, table(written)) == 0
    assert "kept as text" not in capsys.readouterr().out


# What says how many units the numbers of a column stand for.
SCALED_HEADERS = {
    10**3: [
        "Reports (thousands)", "Thousands of reports", "Reports, 000s", "Reports ('000)", "Reports (k)", "Reports in 1 000",
        "Reports x 1000", "1 000 persons", "users_k", "k€", "Meldungen (Tsd.)", "Meldungen in Tausend", "Denuncias (miles)",
        "miles de denuncias", "Milliers de cas", "Milhares", "tys. osób", "Tusental", "Cases (10^3)",
    ],
    10**5: ["Reports (lakh)"],
    10**6: ["million_users", "Cost (€m)", "Mio. Meldungen", "Millones de euros", "Milioni di euro", "Mln zł", "Reports in 1,000,000"],
    10**9: ["GDP (EUR bn)", "Umsatz in Mrd. Euro", "miljarder kronor"],
    10**12: ["Billionen Euro", "billones de euros"],
}  # fmt: skip
# What says so by a word that is another number in another language, or no power of ten.
UNCLEAR_HEADERS = ["daily_billion", "GDP (trillions)", "mil personas", "Cost (mil. EUR)", "Dozens of eggs", "Reports (M)"]
UNSCALED_HEADERS = [
    "Reports", "Number of thousand-year events", "Deaths per million inhabitants", "deaths_per_100_000", "Rate per 1,000",
    "Incidents (per thousand)", "Casos por millón", "Fälle je 100 000 Einwohner", "Fälle pro Mio. Einwohner", "Reports / million",
    "Distance (miles)", "Square miles", "Billion-dollar disasters", "Households over 1 million", "Mill Road", "Cases in 2000", "Length (m)",
    "Max 1000",
]  # fmt: skip


def model(small):
    return parse_yaml((small / "data/fresh/dimensions.yml").read_text(encoding="utf-8"), "dimensions.yml").value["tables"]["given"]


@pytest.mark.parametrize(
    ("header", "scale"), [pytest.param(each, scale, id=each) for scale, all_ in SCALED_HEADERS.items() for each in all_]
)
def test_a_header_that_says_thousands_or_millions_is_the_scale_of_the_measure(call, small, header, scale):
    assert start(call, small, table(["9.1", "8.4"], header)) == 0
    (measure,) = model(small)["measures"].values()
    assert measure["scale"] == scale
    assert column_of(small) == ["9.1", "8.4"]  # the cells stay as they were published


def test_a_figure_of_a_column_in_thousands_is_in_full(call, small):
    assert start(call, small, table(["9.1", "8.45"], "Reports (thousands)")) == 0
    assert call("figure", "--measure", "fresh/given/reports_thousands", "--where", "name=*", "--id", "{name}-reports") == 0
    figures = read_figures(small)
    assert [figures.get(f"name-{at}-reports", None).value for at in (1, 2)] == [9100, 8450]
    assert figures.declarations["name-1-reports"].unit == "reports"


@pytest.mark.parametrize("header", UNCLEAR_HEADERS)
def test_a_scale_that_is_not_clear_is_asked_for(call, small, capsys, header):
    line = refusal(call, small, capsys, table(["9.1", "8.4"], header))
    assert "cell B1 has the header" in line and "what a number stands for is not clear" in line
    assert f'--scale "{header}=..."' in line
    assert start(call, small, table(["9.1", "8.4"], header), "--scale", f"{header}=1000000000") == 0
    assert [each["scale"] for each in model(small)["measures"].values()] == [10**9]


def test_what_is_no_scale_is_said_to_be_none(call, small):
    assert start(call, small, table(["9.1", "8.4"], "Reports (thousands)"), "--scale", "Reports (thousands)=1") == 0
    assert "scale" not in model(small)["measures"]["reports_thousands"]


# A text around a table that gives its numbers a scale: where it stands, its words, and what they stand for.
OUTSIDE = [
    ("above", "Table 3: Library loans by region (thousands)", "thousands", 10**3),
    ("above", "Umsatz der Bibliotheken in Tsd.", "Tsd", 10**3),
    ("above", "Umsatz, Mio. EUR", "Mio", 10**6),
    ("above", "Spending on libraries, £ million", "million", 10**6),
    ("beside", "('000)", "'000", 10**3),
    ("below", "All figures are in thousands.", "thousands", 10**3),
    ("below", "1) In £ million unless otherwise stated", "million", 10**6),
    ("label", "Region (thousands)", "thousands", 10**3),
    ("above", "Loans of all libraries, in billions", "billions", 0),
]
NOT_OUTSIDE = ["Deaths per million inhabitants", "Numbers are rounded to the nearest thousand", "Towns with over 2 million people"]


def surrounded(where, text):
    lines = [["Region", "Loans", "Visits (millions)"], ["North", "812", "1"], ["South", "1204", "2"], ["East", "455", "3"]]
    if where == "label":
        lines[0][0] = text
    lines = [[text, "", ""] if where == "above" else ["", "", text], ["", "", ""], *lines] if where in ("above", "beside") else lines
    return "".join(f'"{a}";"{b}";"{c}"\n' for a, b, c in [*lines, *([["", "", ""], [text, "", ""]] if where == "below" else [])])


@pytest.mark.parametrize(("where", "text", "word", "units"), OUTSIDE)
def test_a_scale_in_a_title_or_note_is_asked_for_and_kept(call, small, capsys, where, text, word, units):
    data = surrounded(where, text)
    line = refusal(call, small, capsys, data)
    assert text.removeprefix("1) ") in line and "of the numbers under Loans" in line
    assert line.endswith(f'say which: --scale "{word}={units or "..."}" [unanswered]')
    assert start(call, small, data, "--scale", f"{word}={units or 10**9}") == 0
    assert model(small)["measures"]["loans"]["scale"] == (units or 10**9)
    assert model(small)["measures"]["visits_millions"]["scale"] == 10**6  # its header says so
    recipe = parse_yaml((small / "data/fresh/recipe.yml").read_text(encoding="utf-8"), "recipe.yml").value
    assert recipe["scale"] == [f"{word}={units or 10**9}"]
    write(small, "../given.csv", data.replace("1204", "1205"))
    assert (
        call("data", "--package", "fresh", "--date", "2021-06-01", "--from", "../given.csv", "--source", "Another") == 0
    )  # not asked again


@pytest.mark.parametrize("text", NOT_OUTSIDE)
def test_a_title_or_note_without_a_scale_asks_nothing(call, small, text):
    assert start(call, small, surrounded("above", text)) == 0
    assert "scale" not in model(small)["measures"]["loans"]


def test_a_scale_in_a_title_can_be_refused_for_one_column_or_for_all(call, small):
    data = surrounded("above", "Libraries of Thousand Oaks")
    assert start(call, small, data, "--scale", "Thousand=1") == 0
    assert "scale" not in model(small)["measures"]["loans"]


def test_two_scales_in_titles_are_told(call, small, capsys):
    data = surrounded("above", "Loans in thousands; spending in £ million")
    line = refusal(call, small, capsys, data, "--scale", "thousands=1000", "--scale", "million=1000000")
    assert "gives 2 scales to the numbers under Loans" in line
    assert start(call, small, data, "--scale", "Loans=1000") == 0
    assert model(small)["measures"]["loans"]["scale"] == 1000


def test_what_is_left_out_is_shown_whole(call, small, capsys):
    title = "Table 3: Library loans by region, and by the branch at which the books and media were lent"
    assert start(call, small, surrounded("above", title)) == 0
    assert f'what stands above ("{title}") is left out' in capsys.readouterr().out


@pytest.mark.parametrize("said", ["Reports=12", "Reports", "=1000"])
def test_a_scale_that_is_no_power_of_ten_is_refused(call, small, capsys, said):
    with pytest.raises(SystemExit, match="2"):
        call(*NEW, "--from", "../given.csv", "--scale", said)
    assert "does not end in a power of ten" in capsys.readouterr().err


@pytest.mark.parametrize("header", UNSCALED_HEADERS)
def test_a_header_that_names_a_rate_or_something_else_has_no_scale(call, small, header):
    assert start(call, small, table(["9.1", "8.4"], header)) == 0
    assert not any("scale" in measure for measure in model(small)["measures"].values())


MILLION, THOUSAND = 10**6, 1000


@pytest.mark.parametrize(
    ("header", "cells", "scales"),
    [
        pytest.param("Unit", ["Thousands", "Units"], [THOUSAND, 1], id="a column of units"),
        pytest.param("Unit of measure", ["EUR million", "EUR"], [MILLION, 1], id="a currency and a scale"),
        pytest.param("unit", ["MIO_EUR", "NR"], [MILLION, 1], id="codes"),
        pytest.param("Einheit", ["Tsd. Personen", "Personen"], [THOUSAND, 1], id="German"),
        pytest.param("Unit multiplier", ["Millions", "Units"], [MILLION, 1], id="a multiplier in words"),
        pytest.param("Multiplier", ["1000", "1"], [THOUSAND, 1], id="a multiplier in digits"),
        pytest.param("UNIT_MULT", ["6", "0"], [MILLION, 1], id="a power of ten"),
        pytest.param("Item", ["Turnover, EUR million", "Staff"], [MILLION, 1], id="a unit behind a comma"),
        pytest.param("Item", ["Reports (thousands)", "Files"], [THOUSAND, 1], id="a unit in brackets"),
        pytest.param("Measure", ["Users in millions", "Users"], [MILLION, 1], id="a unit behind in"),
        pytest.param("Unit multiplier", ["Units", "Units"], [], id="a multiplier of one"),
        pytest.param("UNIT_MULT", ["0", "0"], [], id="a power of nought"),
        pytest.param("Unit", ["Number", "Percent"], [], id="plain units"),
        pytest.param("Place", ["Thousand Oaks", "Mill Road, Oxford"], [], id="names of places"),
        pytest.param("Campaign", ["Million Hearts", "One Billion Rising"], [], id="names of campaigns"),
        pytest.param("Text", ["In 2021, millions of files were found in the reports", "-"], [], id="a sentence"),
        pytest.param("Unit", ["Reports per million inhabitants", "Reports"], [], id="a rate"),
    ],
)
@pytest.mark.parametrize("is_key", [False, True])
def test_a_unit_that_is_scaled_scales_its_rows_and_a_name_does_not(call, small, header, cells, scales, is_key):
    names = ["same", "same"] if is_key else ["a", "b"]  # rows that only the unit tells apart have it in their key
    if (is_key and header in ("UNIT_MULT", "Multiplier", "Text")) or cells[0] == cells[1]:
        names = ["a", "b"]
    data = f"Name,{header},Total\n" + "".join(
        f'{name},"{cell}",{at + 4}\n' for at, (name, cell) in enumerate(zip(names, cells, strict=True))
    )
    assert start(call, small, data) == 0
    resource = read_packages(small)[0].find_version("fresh", None).resources["given"]
    structure = read_structures(small, read_packages(small)[0]).find_structure("fresh", resource)
    found = [structure.find_scale(row, structure.find_measure("total", row.raw)) for row in resource.rows]
    assert found == (scales or [1, 1])


def test_a_unit_whose_scale_is_not_clear_is_asked_for(call, small, capsys):
    data = "Name,Unit,Total\na,EUR billion,4\nb,EUR,5\n"
    line = refusal(call, small, capsys, data)
    assert 'holds "EUR billion": values in "billion": what a number stands for is not clear' in line
    assert start(call, small, data, "--scale", "EUR billion=1000000000") == 0
    assert model(small)["attributes"]["unit"] == {"means": "scale", "codes": {"EUR billion": 10**9, "EUR": 1}}


DATES = [
    (["31.12.2020", "31.01.2021"], ["2020-12-31", "2021-01-31"]),
    (["18-10-2023", "01-02-2023"], ["2023-10-18", "2023-02-01"]),
    (["12/31/2020", "1/2/2021"], ["2020-12-31", "2021-01-02"]),
    (["2020/12/01", "2020/1/2"], ["2020-12-01", "2020-01-02"]),
    (["05.05.2020"], ["2020-05-05"]),
    (["31 December 2020", "5 Sep 2021"], ["2020-12-31", "2021-09-05"]),
    (["31-Dec-2020", "05-Mrz-2021"], ["2020-12-31", "2021-03-05"]),
    (["31 de diciembre de 2020", "1º de enero de 2021"], ["2020-12-31", "2021-01-01"]),
    (["December 31, 2020"], ["2020-12-31"]),
    (["2020-12-31", "31.12.2021"], ["2020-12-31", "2021-12-31"]),
]


@pytest.mark.parametrize(("written", "published"), [pytest.param(*each, id=" ".join(each[0])) for each in DATES])
def test_a_date_that_can_be_read_in_one_way_is_read(call, small, capsys, written, published):
    assert start(call, small, table(written, "day", ";")) == 0
    assert column_of(small) == published
    assert fields(small, "type")["day"] == "date"
    assert "written as dates" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("header", "written", "place", "fact"),
    [
        ("Age group", ["0-4", "05-Sep-26", "13-17"], "3:2", 'holds the date "05-Sep-26" where other cells hold "0-4"'),
        ("Age group", ["0-4", "05-Sep", "13-17"], "3:2", 'holds the date "05-Sep" where other cells hold "0-4"'),
        ("Altersgruppe", ["0-4", "05. Sep", "13-17"], "3:2", 'holds the date "05. Sep" where other cells hold "0-4"'),
        ("Edad", ["0-4", "05-ene", "13-17"], "3:2", "a spreadsheet turns entries such as 9-5 into dates"),
        ("Age group", ["0-4", "2026-09-05", "13-17"], "3:2", 'holds the date "2026-09-05"'),
        ("Gene", ["BRCA1", "1-Mar", "TP53"], "3:2", 'holds the date "1-Mar"'),
        ("Count", ["12", "05-Sep", "13"], "3:2", 'holds the date "05-Sep" where other cells hold "12"'),
        ("Year", ["2020", "20211"], "3:2", 'holds "20211" in a column of years'),
        ("Financial year", ["2020", "21"], "3:2", "in a column of years"),
    ],
)
def test_a_date_among_other_things_is_refused(call, small, capsys, header, written, place, fact):
    line = refusal(call, small, capsys, table(written, header))
    assert line.startswith(f"error: ../given.csv:{place}: cell") and fact in line


# What is asked, each answer with the dates that it gives, and a column of text for the last.
DOUBTFUL_DATES = [
    ("day", ["01/02/2020", "03/04/2020"], "m.d.y", ["2020-01-02", "2020-03-04"]),
    ("day", ["01/02/2020", "03/04/2020"], "d.m.y", ["2020-02-01", "2020-04-03"]),
    ("day", ["05.05.2020", "01.02.2020"], "d.m.y", ["2020-05-05", "2020-02-01"]),
    ("day", ["31.12.20", "01.02.21"], "d.m.y", ["2020-12-31", "2021-02-01"]),
    ("day", ["05-Sep-26", "06-Sep-98"], "d.m.y", ["2026-09-05", "1998-09-06"]),
    ("Date", ["44197", "44228"], "Date=serial", ["2021-01-01", "2021-02-01"]),
    ("Date", ["44197", "44228"], "Date=number", ["44197", "44228"]),
    ("Month", ["44197", "44228"], "Month=serial", ["2021-01-01", "2021-02-01"]),
    ("Datum der Meldung", ["44197"], "Datum der Meldung=serial", ["2021-01-01"]),
    ("Week beginning", ["44197", "44204"], "Week beginning=serial", ["2021-01-01", "2021-01-08"]),
    ("Quarter ended", ["44286"], "Quarter ended=serial", ["2021-03-31"]),
    ("Start", ["44197", "44228"], "Start=serial", ["2021-01-01", "2021-02-01"]),
]


@pytest.mark.parametrize(("header", "written", "answer", "published"), DOUBTFUL_DATES)
def test_a_date_that_is_doubtful_is_asked_for_once_and_read_as_the_author_says(call, small, capsys, header, written, answer, published):
    line = refusal(call, small, capsys, table(written, header))
    assert "say which: --dates " in line and any(text in line for text in written)
    assert start(call, small, table(written, header), "--dates", answer) == 0
    assert column_of(small) == published


def test_days_of_eight_digits_under_a_header_of_dates_are_days(call, small, capsys):
    assert start(call, small, table(["20210101", "20210201"], "date_received")) == 0
    assert column_of(small) == ["2021-01-01", "2021-02-01"]


@pytest.mark.parametrize(
    ("written", "fact"),
    [
        (["31.12.2020", "12/31/2020"], "written in another order than the others"),
        (["5 lip 2020"], "which is no date"),
        (["30.02.2020"], "which is no date"),
        (["2020-12-31", "2021-01-31", "ongoing"], 'holds "ongoing" in a column of dates'),
    ],
)
def test_a_column_of_dates_in_which_one_is_none_can_be_kept_as_text(call, small, capsys, written, fact):
    line = refusal(call, small, capsys, table(written, "day"))
    assert fact in line and 'say which: --text "day"' in line
    assert start(call, small, table(written, "day"), "--text", "day") == 0
    assert column_of(small) == written


@pytest.mark.parametrize("header", ["Reports per day", "Reports", "Candidates", "Period of data in days"])
def test_numbers_under_a_header_that_says_no_date_are_numbers(call, small, header):
    assert start(call, small, table(["44197", "44228"], header)) == 0


@pytest.mark.parametrize("written", [["1", "2"], ["20201", "20212"]])
def test_numbers_of_which_none_is_a_year_may_be_called_so(call, small, written):
    assert start(call, small, table(written, "Year")) == 0
    assert column_of(small) == written


def test_words_among_which_a_date_stands_are_kept_where_the_author_says_so(call, small):
    assert start(call, small, table(["0-4", "05-Sep", "13-17"]), "--text", "n") == 0
    assert column_of(small) == ["0-4", "05-Sep", "13-17"]


def test_a_date_among_the_words_of_a_known_column_is_refused_too(call, small, capsys):
    write(small, "../given.csv", "year,scope,count\n2020,all,200\n2020,05-Sep,50\n")
    assert call(*AGAIN, "--widen") == 1
    assert 'cell B3 (scope) holds the date "05-Sep" where other cells hold "all"' in capsys.readouterr().err


@pytest.mark.parametrize(("header", "mark"), [("2021 ⁴ reports", "⁴"), ("Reports₁", "₁"), ("Reports ᵃ each", "ᵃ")])
def test_a_header_with_a_raised_mark_is_refused(call, small, capsys, header, mark):
    line = refusal(call, small, capsys, table(["1"], header))
    assert f'in which "{mark}" looks like a note marker; remove the mark' in line


@pytest.mark.parametrize(("header", "name"), [("Area (km²)", "area_km2"), ("CO₂", "co2"), ("PM₂.₅", "pm2_5"), ("Nº", "no")])
def test_raised_signs_of_units_are_no_marks(call, small, header, name):
    assert start(call, small, table(["1"], header)) == 0
    assert rows(small)[0] == ["name", name]


def test_a_last_row_without_a_value_is_no_note(call, small):
    assert start(call, small, "Country,Reports\nAustria,8\nBelgium,9\nCyprus,\n") == 0


def test_an_empty_cell_beside_a_name_is_no_total(call, small):
    assert start(call, small, "Year,Sex,Reports\n2020,,11\n2020,f,5\n2020,m,6\n") == 0
    assert start(call, small, "Weeks,Change,Bound\n3,46,over\n6,51,\n", "--package", "other") == 0


@pytest.mark.parametrize("label", ["- of which EU", "– of which EU", "+ others"])
def test_a_label_with_a_dash_is_text(call, small, label):
    assert start(call, small, f"Item,Reports\nAll,100\n{label},40\n") == 0
    assert rows(small)[2][0] == label


@pytest.mark.parametrize("empty", ["\n", "\n\r\n", ",,\n\n", " \n"])
def test_empty_lines_above_the_header_are_left_out(call, small, empty):
    assert start(call, small, empty + "Country,Year,Reports\nAT,2020,8\nBE,2020,9\n") == 0
    assert rows(small) == [["country", "year", "reports"], ["AT", "2020", "8"], ["BE", "2020", "9"]]


def test_rows_are_counted_as_rows_and_faults_stand_at_lines_of_the_file(call, small, capsys):
    data = 'id,text,n\na,"one\ntwo",1\nb,"three\r\nfour",2\nc,five,3\n'
    assert start(call, small, data) == 0
    assert "given: 3 rows, read from" in capsys.readouterr().out
    assert rows(small)[2] == ["b", "three\nfour", "2"]
    write(small, "../given.csv", data.replace('four",2', 'four",<i>2'))
    assert call(*NEW, "--package", "other", "--from", "../given.csv") == 1
    assert "error: ../given.csv:4:3: cell C3 (n) holds" in capsys.readouterr().err


def test_a_fault_of_the_written_file_is_told_at_the_line_of_the_given_one(call, small, capsys):
    assert start(call, small, 'id,text,n\na,"one\ntwo",1\nb,three,2\n') == 0
    write(small, "../given.csv", 'id,text,n\na,"one\ntwo",1\nb,three,\n')
    assert call(*AGAIN[:2], "fresh", *AGAIN[3:]) == 1
    assert 'error: ../given.csv:4:3: n is "", but a value is required' in capsys.readouterr().err


def test_a_key_of_two_lines_is_refused_and_a_header_of_two_lines_is_one_name(call, small, capsys):
    assert "cell A2 (scope) holds a line break" in refusal(call, small, capsys, 'scope,n\n"all\nproviders",1\neu,2\n')
    assert start(call, small, '"the\nscope",n\nall,1\neu,2\n') == 0
    descriptor = json.loads((small / "data/fresh/2021-05-01/datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["resources"][0]["schema"]["fields"][0]["title"] == "the scope"


POLISH = "scope,n,share\nżółw,1,5 x\nczęść,2,6 x\n".encode("cp1250")


def test_the_encoding_is_asked_for_with_all_else_and_kept_in_the_recipe(call, small, capsys):
    assert start(call, small, POLISH) == 1
    first, *others = capsys.readouterr().err.splitlines()
    assert "the file is not UTF-8 (row 2, byte 15)" in first
    assert 'as "windows-1250" it reads "żółw", "część"' in first and first.endswith('say which: --encoding "windows-1250" [unanswered]')
    assert any('--flags "x=' in line for line in others)  # the survey goes on with the encoding that is proposed
    assert start(call, small, POLISH, "--encoding", "windows-1250", "--flags", "x=estimated") == 0
    assert 'the file is not UTF-8 (row 2, byte 15): as "windows-1250" it reads "żółw", "część"' in capsys.readouterr().out
    assert [row[0] for row in rows(small)] == ["scope", "żółw", "część"]
    write(small, "../given.csv", POLISH + b"inne,3,7 x\n")
    assert call("data", "--package", "fresh", "--date", "2022-05-01", "--from", "../given.csv") == 0


@pytest.mark.parametrize(("text", "encoding", "wrong"), [("ogółem", "windows-1250", "ogó³em"), ("всего", "windows-1251", "âñåãî")])
def test_letters_that_look_wrong_are_shown_and_the_encoding_is_asked_for_again(call, small, capsys, text, encoding, wrong):
    data = f"scope,n\n{text},1\nother,2\n".encode(encoding)
    line = refusal(call, small, capsys, data, "--encoding", "windows-1252")
    assert f'as windows-1252 it holds "{wrong},1", whose letters look wrong' in line and f'"{text}"' in line and encoding in line
    assert start(call, small, data, "--encoding", encoding) == 0


def test_a_file_that_can_be_cut_in_two_ways_names_the_separators_it_can_be_cut_by(call, small, capsys):
    data = "a,b\tc\n1,2\t3\n"
    assert "--separator comma or --separator tab" in refusal(call, small, capsys, data)
    assert start(call, small, data, "--separator", "tab") == 0


def test_a_share_that_becomes_a_percentage_is_refused_in_the_next_version(call, small, capsys):
    assert start(call, small, "year,share\n2020,0.0481\n2021,0.0189\n") == 0
    write(small, "../given.csv", "year,share\n2020,4.81%\n2021,1.89%\n")
    assert call(*AGAIN[:2], "fresh", *AGAIN[3:]) == 1
    line = capsys.readouterr().err
    assert "cell B1 holds percentages, and the unit of share in the previous version is not percent" in line and "hundredfold" in line


def test_a_percentage_without_its_sign_stays_one_and_the_author_is_told(call, small, capsys):
    assert start(call, small, "year,share\n2020,4.81%\n2021,1.89%\n") == 0
    write(small, "../given.csv", "year,share\n2020,4.81\n2021,1.89\n")
    assert call(*AGAIN[:2], "fresh", *AGAIN[3:]) == 0
    assert "share: read as percentages, as in the previous version" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("header", "unit"), [("Share (%)", "percent"), ("Share, %", "percent"), ("Change (% points)", None), ("Share", None)]
)
def test_a_percent_sign_of_a_header_is_the_unit(call, small, header, unit):
    assert start(call, small, f'year,"{header}"\n2020,4.81\n2021,1.89\n') == 0
    assert list(fields(small, "unit").values()) == [None, unit]


@pytest.mark.parametrize("word", ["30", "59", "120"])
def test_a_column_called_year_that_holds_other_numbers_is_one_of_numbers(call, small, word):
    assert start(call, small, table([word, "61", "75"], header="Year")) == 0
    assert column_of(small) == [word, "61", "75"]


def test_a_power_of_ten_without_its_plus_sign_hides_no_digits(call, small):
    assert start(call, small, table(["1.0501e6", "2.5e3"])) == 0
    assert column_of(small) == ["1050100", "2500"]


def test_the_answer_on_the_scale_of_a_header_is_none_on_empty_cells_of_words(call, small):
    data = 'Name,Unit,"Spending, £ billion"\na,,4\nb,x,5\nc,,6\n'
    assert start(call, small, data, "--scale", "Spending, £ billion=1000000000") == 0
    assert [each["scale"] for each in model(small)["measures"].values()] == [10**9]
