"""What stands beside a number or in its place is read as what it is, or asked about: never as another number."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.base.errors import FaultError
from macros.importer.columns import CONVENTIONS
from macros.importer.decision import Answers, Decision
from macros.importer.infer import Table, infer_table
from macros.importer.readers.registry import read_file
from macros.importer.shape import check_table
from macros.importer.sheet import Cell, Line, Sheet
from macros.importer.survey import survey_sheets
from tests.sample import IS_WHOLE

EXAMPLES = 200 if IS_WHOLE else 40


def read(text: str, **answers: list[str] | str) -> tuple[Table, list[Decision]]:
    """The table that a CSV file gives, and all decisions."""
    said = Answers({option: value if isinstance(value, list) else [value] for option, value in answers.items()})
    survey = survey_sheets(read_file(text.encode(), "given.csv", "given"), said)
    if survey.faults:
        raise FaultError(*survey.faults)
    (sheet,) = survey.sheets
    check_table(sheet)
    return infer_table(sheet, None, name="given", answers=said, decisions=survey.decisions), survey.decisions


def cells(table: Table) -> list[list[str]]:
    """The rows of the file that is published, without its header."""
    return list(csv.reader(io.StringIO(table.csv_bytes.decode(), newline="")))[1:]


def asked(decisions: list[Decision]) -> list[str]:
    return [f"{each.option}: {each.value}" for each in decisions if each.is_open]


def column(*values: str, header: str = "n") -> str:
    """A file of a name and a column of values."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([["name", header], *([f"name {at}", value] for at, value in enumerate(values))])
    return out.getvalue()


# What stands in the place of a value: its flag, its status and, where it says more, its note.
GAPS = [
    ("N/A", "N/A", "missing", ""),
    ("n.a.", "n.a.", "missing", ""),
    ("[c]", "c", "suppressed", ""),
    ("[x]", "x", "missing", ""),
    ("[z]", "z", "missing", "not applicable"),
    (":", ":", "missing", ""),
    ("..", "..", "missing", ""),
    ("...", "...", "missing", ""),
    ("not available", "not available", "missing", ""),
    ("keine Angabe", "keine Angabe", "missing", ""),
    (": c", ": c", "suppressed", ""),
]


@pytest.mark.parametrize(("symbol", "flag", "status", "note"), GAPS)
def test_a_symbol_with_one_meaning_everywhere_is_an_empty_cell_with_its_flag(symbol, flag, status, note):
    table, decisions = read(column("5", symbol, "7"))
    assert not asked(decisions)
    assert cells(table)[1][:3] == ["name 1", "", flag]
    assert table.attributes["flag"].codes == {flag: status}
    assert cells(table)[1][3:] == ([note] if note else [])


@pytest.mark.parametrize(
    ("symbol", "proposed", "given", "expected"),
    [
        ("-", "missing", "missing", ["", "-"]),
        ("-", "missing", "zero", ["0"]),
        ("–", "missing", "suppressed", ["", "–"]),
        ("x", "missing", "suppressed", ["", "x"]),
        (".", "missing", "missing", ["", "."]),
        ("nil", "missing", "zero", ["0"]),
        ("[low]", "too low to show", "suppressed", ["", "low"]),
        ("*", "suppressed", "missing", ["", "*"]),
        ("c", "suppressed", "suppressed", ["", "c"]),
        ("not collected", "missing", "missing", ["", "not collected"]),
        ("z", "not applicable", "never counted here", ["", "z", "never counted here"]),
    ],
)
def test_a_symbol_with_several_meanings_is_asked_for_once(symbol, proposed, given, expected):
    text = column("5", symbol, "7", symbol, "8", symbol)
    assert asked(read(text)[1]) == [f"missing: {symbol}={proposed}"]
    table, decisions = read(text, missing=f"{symbol}={given}")
    assert not asked(decisions)
    assert [row[1:] for row in cells(table)[1::2]] == [expected] * 3


def test_one_answer_may_name_several_symbols():
    table, decisions = read(column("5", "-", "x", "c", "7"), missing="x,-=zero,c=suppressed")
    assert not asked(decisions)
    assert [row[1:] for row in cells(table)] == [["5", ""], ["0", ""], ["", "x"], ["", "c"], ["7", ""]]


@pytest.mark.parametrize(
    ("symbol", "note", "value", "status"),
    [
        ("-", "- = nichts vorhanden", "0", None),
        ("-", "- nil", "0", None),
        ("–", "Symbols used: – = zero; .. = not available", "0", None),
        ("x", "x = Tabellenfach gesperrt, weil Aussage nicht sinnvoll", "", "missing"),
        (".", ". = Zahlenwert unbekannt oder geheim zu halten", "", "missing"),
        ("q", "q: confidential", "", "suppressed"),
        ("*", "* Suppressed because fewer than five", "", "suppressed"),
        ("z", "z - not applicable", "", "missing"),
    ],
)
def test_a_symbol_that_a_note_explains_is_not_asked_for(symbol, note, value, status):
    table, decisions = read(column("5", symbol, "7") + f'\n"{note}"\n')
    assert not asked(decisions), note
    assert cells(table)[1][1] == value
    assert [*table.attributes.get("flag").codes.values()] == [status] if status else "flag" not in table.attributes


def test_a_note_that_leaves_a_doubt_does_not_settle_it():
    assert asked(read(column("5", "-") + '\n"- nil or negligible"\n')[1]) == ["missing: -=zero"]


@pytest.mark.parametrize("written", ["8412 p", "8412p", "8412 (p)", "8412(p)", "8412 [p]", "8412[p]", "8412 p.", "8412ᵖ", "p 8412"])
def test_a_flag_is_split_from_its_number_however_it_is_written(written):
    table, decisions = read(column("7", written), flags="p=provisional")
    assert not asked(decisions)
    assert [row[1:] for row in cells(table)] == [["7", ""], ["8412", "p"]]
    assert table.attributes["flag"].codes == {"p": "provisional"}
    assert table.fields[1]["type"] == "integer"


@pytest.mark.parametrize(
    ("written", "answers", "flag", "codes"),
    [
        ("15903 bp", {}, "bp", {"bp": "break provisional"}),
        ("15903 b", {}, "b", {"b": "break"}),
        ("15903 [r]", {}, "r", {"r": "revised"}),
        ("15903 e", {"flags": "e=estimated"}, "e", {"e": "estimated"}),
        ("8412*", {"flags": "*=provisional"}, "*", {"*": "provisional"}),
        ("8412 u", {"flags": "u=low reliability"}, "u", {"u": "normal"}),
        ("8412 q", {"flags": "q=normal"}, "q", {"q": "normal"}),
    ],
)
def test_a_flag_means_what_the_author_or_all_offices_say(written, answers, flag, codes):
    table, decisions = read(column("7", written), **answers)
    assert not asked(decisions)
    assert cells(table)[1][2] == flag and table.attributes["flag"].codes == codes


@pytest.mark.parametrize("written", ["8412 e", "8412*", "8412 u", "8412 q", "8412 s"])
def test_a_flag_that_offices_use_differently_is_asked_for(written):
    (question,) = asked(read(column("7", written))[1])
    assert question.startswith("flags: ")


@pytest.mark.parametrize("answer", ["p=provisonal", "p=revisd"])
def test_a_meaning_that_is_nearly_a_status_is_refused(answer):
    with pytest.raises(FaultError, match="is no status"):
        read(column("7", "8 p"), flags=answer)


@pytest.mark.parametrize(
    ("written", "bound", "value"),
    [
        ("<5", "under", "5"),
        ("< 5", "under", "5"),
        (">95", "over", "95"),
        ("≤4", "at_most", "4"),
        (">= 10", "at_least", "10"),
        ("~120", "about", "120"),
    ],
)
def test_a_number_behind_a_sign_of_comparison_is_a_bound(written, bound, value):
    table, decisions = read(column("7", written))
    assert not asked(decisions)
    assert cells(table)[1][1:] == [value, bound] and table.attributes["bound"].means == "bound"


def test_a_bound_is_a_suppressed_value_where_the_author_says_so():
    table, _ = read(column("7", "<5"), missing="<5=suppressed")
    assert cells(table)[1][1:] == ["", "<5"] and table.attributes["flag"].codes == {"<5": "suppressed"}


@pytest.mark.parametrize(
    ("answer", "expected"), [("negative", ["-1234"]), ("low reliability", ["1234", "()", "low reliability"]), ("estimated", ["1234", "()"])]
)
def test_a_number_in_brackets_is_asked_for(answer, expected):
    text = column("7.5", "(1,234)")
    assert asked(read(text)[1]) == ["brackets: negative"]
    table, decisions = read(text, brackets=answer)
    assert not asked(decisions)
    assert cells(table)[1][1:] == expected


@pytest.mark.parametrize(
    ("value", "note"),
    [
        ("9120²", "² Without Liechtenstein."),
        ("9120 [2]", "[2] Without Liechtenstein."),
        ("9120 [note 2]", "[note 2] Without Liechtenstein."),
        ("9120 (2)", "(2) Without Liechtenstein."),
        ("9120 2)", "2) Without Liechtenstein."),
        ("9120 a)", "a) Without Liechtenstein."),
        ("9120*", "* Without Liechtenstein."),
        ("9120†", "† Without Liechtenstein."),
    ],
)
def test_a_marker_of_a_note_is_no_digit_and_its_note_stands_beside_the_value(value, note):
    table, decisions = read(column("7", value, "12") + f"\n{note}\n")
    assert not asked(decisions)
    assert [row[1:] for row in cells(table)] == [["7", ""], ["9120", "Without Liechtenstein."], ["12", ""]]


def test_a_letter_that_stands_raised_by_its_format_alone_is_a_flag():
    rows = [("name", "n"), ("a", "5"), ("b", "6")]
    lines = [Line(number, tuple(map(Cell, row))) for number, row in enumerate(rows, 1)]
    lines[2] = Line(3, (Cell("b"), Cell("6", "number", marks=("p", "1"))))
    sheet = Sheet("given.xlsx, sheet Data", "Data", lines, footnotes={"1": "Counted anew."})
    survey = survey_sheets([sheet], Answers())
    assert not survey.open_decisions
    assert [[cell.text for cell in line.cells] for line in survey.sheets[0].lines] == [
        ["name", "n", "flag", "note"], ["a", "5", "", ""], ["b", "6", "p", "Counted anew."]
    ]  # fmt: skip


def test_a_raised_figure_behind_a_name_that_ends_like_a_unit_is_a_marker():
    table, _ = read("name,n\nVietnam²,5\n\n² Without the islands.\n")
    assert cells(table) == [["Vietnam", "5", "Without the islands."]]


def test_a_marker_that_no_note_explains_is_left_out_and_told():
    table, decisions = read("Country¹,n\nAustria²,5\nBelgium,6\n")
    assert not asked(decisions)
    assert cells(table) == [["Austria", "5"], ["Belgium", "6"]] and table.fields[0]["title"] == "Country"
    assert "markers of notes that no note in the file explains are left out: 2, 1" in table.notes


@pytest.mark.parametrize(("header", "style"), [("Anzahl", "1.234,5"), ("Reports", "1,234.5"), ("Año", "1.234,5")])
def test_the_style_of_the_language_of_the_headers_is_proposed(header, style):
    assert asked(read(column("17.340", "8.412", header=header))[1]) == [f"numbers: {style}"]


def test_the_note_of_a_label_stands_beside_the_values_of_its_row_and_that_of_a_header_beside_all():
    text = "Country,Reports²,Year\nSwitzerland (1),5,2020\nAustria,6,2021\n\n(1) Without Liechtenstein.\n² Counted anew.\n"
    table, decisions = read(text)
    assert not asked(decisions)
    assert cells(table) == [
        ["Switzerland", "5", "2020", "Counted anew. | Without Liechtenstein."],
        ["Austria", "6", "2021", "Counted anew."],
    ]
    assert [field["name"] for field in table.fields] == ["country", "reports", "year", "note"]


def test_the_flag_of_a_period_across_is_of_each_of_its_values():
    table, _ = read("Country,2020,2021 p\nAT,5,6\nBE,7,[c]\n\np provisional\n", values="reports")
    assert cells(table) == [["AT", "2020", "5", ""], ["AT", "2021", "6", "p"], ["BE", "2020", "7", ""], ["BE", "2021", "", "c"]]


def test_a_flag_of_one_of_several_measures_is_of_that_one():
    table, _ = read("name,reports,files\na,5 p,6\nb,7,[c]\n")
    assert [field["name"] for field in table.fields] == ["name", "reports", "files", "reports_flag", "files_flag"]
    assert table.attributes["reports_flag"].of == "reports" and table.attributes["files_flag"].codes == {"c": "suppressed"}


@pytest.mark.parametrize(
    "values",
    [
        ["A1", "B2", "C3"],
        ["1a", "1b", "2a"],
        ["0-4", "5-9", "10-14"],
        ["18 years", "19 years"],
        ["EU 27", "EU 28"],
        ["10³", "10⁶"],
        ["007", "008"],
        ["NA", "DE", "AT"],
        ["2020", "2021-05"],
    ],
)
def test_names_and_codes_are_left_as_they_are(values):
    table, decisions = read(column(*values))
    assert not asked(decisions)
    assert [row[1] for row in cells(table)] == values and not table.attributes


@pytest.mark.parametrize("odd", ["1.234-", "1020 Wien", "5 (3-7)", "84121)", "3 of 7", "1/2"])
def test_a_text_with_digits_is_never_proposed_as_a_missing_value(odd):
    table, decisions = read(column("5", odd, "7"))
    assert asked(decisions) == ["text: n"]
    assert [row[1] for row in cells(table)] == ["5", odd, "7"]


def test_a_total_among_years_with_flags_stays_a_total():
    _, decisions = read("year,n\n2019,5\n2020*,6\nTotal,11\n\n* provisional\n")
    assert not any(question.startswith("missing") for question in asked(decisions))


@pytest.mark.parametrize(("symbol", "flag"), [("#N/A", "N/A"), ("n/k", "n/k"), ("NULL", "NULL"), ("NaN", "NaN")])
def test_the_flag_of_a_gap_is_no_error_and_no_scale(symbol, flag):
    table, decisions = read(column("5", symbol, "7"), missing=f"{symbol}=missing")
    assert not asked(decisions) and cells(table)[1][1:] == ["", flag] and not any(each.cells for each in table.scales.values())


def test_an_open_group_of_ages_is_no_missing_value():
    table, decisions = read("Age,n\n0,5\n1,6\n2,7\n90+,8\n")
    assert asked(decisions) == ["text: Age"]
    assert [row[0] for row in cells(table)] == ["0", "1", "2", "90+"]


@pytest.mark.parametrize("gaps", [9, 90])
def test_a_column_of_mostly_marks_is_one_of_numbers(gaps):
    table, decisions = read(column("5", *["[c]"] * gaps, "7 p", "<5"))
    assert not asked(decisions)
    assert table.fields[1]["type"] == "integer"


def test_a_column_of_words_in_which_numbers_stand_says_how_to_make_numbers_of_it():
    table, decisions = read(column(*(f"word {at}" for at in range(9)), "5", "7"))
    assert not asked(decisions)
    assert table.fields[1]["type"] == "string"
    assert any('--missing "low=suppressed"' in note for note in table.notes)


# What other columns of a file show of its style settles a doubt; without it, the doubt is asked.
@pytest.mark.parametrize(
    ("shown", "published"), [("12,5", "1234"), ("12.5", "1.234"), ("1.234.567", "1234"), ("1 234,5", None), ("", None)]
)
def test_another_column_settles_how_a_group_of_three_is_read(shown, published):
    table, decisions = read(f"name;n;other\na;1.234;{shown}\nb;2.345;{shown and 7}\n")
    assert bool(asked(decisions)) == (published is None)
    assert published is None or cells(table)[0][1] == published


@pytest.mark.parametrize(("style", "published"), [("1,234.5", "1.234"), ("1.234,5", "1234")])
def test_a_style_can_be_said_for_one_column(style, published):
    table, decisions = read("name;n;other\na;1.234;12.5\nb;2.345;7\n", numbers=f"n={style}")
    assert not asked(decisions)
    assert cells(table)[0][1] == published


@pytest.mark.parametrize(
    ("values", "answers", "published", "unit"),
    [
        (["€5", "€7.5"], {}, ["5", "7.5"], "EUR"),
        (["-5 EUR", "7 EUR"], {}, ["-5", "7"], "EUR"),
        (["5 kg", "7 kg"], {}, ["5", "7"], "kg"),
        (["9.1k", "0.5k"], {"scale": "k=1000"}, ["9100", "500"], None),
        (["1.2 Mio", "3 Mio"], {"scale": "Mio=1000000"}, ["1200000", "3000000"], None),
    ],
)
def test_a_unit_or_scale_behind_each_number_is_read_with_it(values, answers, published, unit):
    table, decisions = read(column(*values), **answers)
    assert not asked(decisions)
    assert [row[1] for row in cells(table)] == published and table.fields[1].get("unit") == unit


def test_words_for_a_scale_behind_numbers_are_asked_for():
    assert asked(read(column("9.1k", "1.2M"))[1]) == ["scale: k=1000", "scale: M=1000000"]


@pytest.mark.parametrize("codes", [["AT", "MD"], ["AT", "BI", "MD", "FR"], ["MD", "BI"], ["MD"]])
def test_a_country_code_is_no_word_for_billions(codes):
    assert not asked(read("code,name,n\nAT,Austria,1\nBI,Burundi,2\nMD,Moldova,3\n")[1])
    rows = "".join(f"{year},{code},{at + 1}\n" for year in (2020, 2021) for at, code in enumerate(codes))
    decisions = read(f"Year,Country,Value\n{rows}")[1]
    assert [decision for decision in decisions if decision.option == "scale"] == []


# The property: any numbers, in any style, with any signs around them, come back exactly, or after answers that say what was written.
FLAGS = {"p": "provisional", "e": "estimated", "b": "break", "r": "revised"}
NOTES = {"1": "Counted anew.", "2": "Without the north."}
DECORATED = st.one_of(
    st.just(("", "", "", "")),
    st.tuples(st.sampled_from([" {}", " ({})", "[{}]", " [{}]"]), st.sampled_from([*FLAGS]), st.just(""), st.just("")),
    st.tuples(st.sampled_from([" {})", " [{}]", " ({})"]), st.just(""), st.sampled_from([*NOTES]), st.just("")),
    st.tuples(st.just(""), st.just(""), st.just(""), st.sampled_from(["<", ">"])),
)
VALUES = st.one_of(
    st.tuples(st.integers(-99_999, 9_999_999), st.integers(0, 4)), st.tuples(st.integers(1_000, 99_999), st.sampled_from([0, 3]))
).map(lambda parts: Decimal(parts[0]).scaleb(-parts[1]))
GAP = st.sampled_from([("N/A", "missing"), ("[c]", "suppressed"), (":", "missing"), ("x", "suppressed"), ("-", "zero"), ("low", "missing")])
CELLS = st.lists(st.one_of(st.tuples(VALUES, DECORATED), GAP), min_size=2, max_size=7)


def write_cell(cell, style: str, grouped: bool) -> str:
    if isinstance(cell[0], str):
        return cell[0]
    value, (form, flag, mark, bound) = cell
    group, decimal = CONVENTIONS[style]
    whole, _, digits = format(abs(value), "f").partition(".")
    number = (
        ("-" if value < 0 else "") + (f"{int(whole):,}".replace(",", group) if grouped else whole) + (decimal + digits if digits else "")
    )
    return bound + number + form.format(flag or mark)


def expect_cell(cell) -> tuple:
    """Value, statuses, note and bound as a reader should be told."""
    if isinstance(cell[0], str):
        return (Decimal(0), "", "", "") if cell[1] == "zero" else (None, cell[1], "", "")
    value, (_, flag, mark, bound) = cell
    return value, FLAGS.get(flag, ""), NOTES.get(mark, ""), {"<": "under", ">": "over", "": ""}[bound]


def find_cells(table: Table) -> list[tuple]:
    names = [field["name"] for field in table.fields]
    codes = table.attributes["flag"].codes if "flag" in table.attributes else {}
    found = []
    for row in cells(table):
        told = dict(zip(names, row, strict=True))
        value = Decimal(told["n"]) if told["n"] else None
        found.append((value, codes.get(told.get("flag", ""), ""), told.get("note", ""), told.get("bound", "")))
    return found


@settings(deadline=None, derandomize=True, max_examples=EXAMPLES)
@given(CELLS, st.sampled_from([*CONVENTIONS]), st.booleans())
def test_any_numbers_with_any_signs_come_back_exactly_or_are_asked_for(made, style, grouped):
    if not any(isinstance(cell[0], Decimal) for cell in made):
        made = [*made, (Decimal(7), ("", "", "", ""))]
    notes = "".join(f"\n{mark}) {text}" for mark, text in NOTES.items())
    text = column(*(write_cell(cell, style, grouped) for cell in made)) + notes + "\n"
    truth = {
        "missing": [f"{symbol}={meaning}" for symbol, meaning in dict(cell for cell in made if isinstance(cell[0], str)).items()],
        "flags": [f"{flag}={status}" for flag, status in FLAGS.items()],
        "numbers": [style],
    }
    expected = [expect_cell(cell) for cell in made]
    table, decisions = read(text)
    questions = {each.option for each in decisions if each.is_open}
    assert questions <= truth.keys()
    if questions:
        table, decisions = read(text, **{option: truth[option] for option in questions})
        assert not asked(decisions)
    assert find_cells(table) == expected
