"""A number comes in as it was written or not at all, in whatever style, file and cells: never as another number."""

from __future__ import annotations

import contextlib
import csv
import io
from decimal import Decimal

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.base.errors import FaultError
from macros.importer.columns import CONVENTIONS
from macros.importer.decision import Answers
from macros.importer.infer import infer_table
from macros.importer.readers.csv_file import read_csv
from macros.importer.readers.workbook import read_xlsx
from macros.importer.recipe import make_open_fault
from macros.importer.shape import check_table
from macros.importer.survey import survey_sheets
from tests.sample import IS_WHOLE

EXAMPLES = 30 if IS_WHOLE else 8
# Of up to 15 digits, which is what a workbook keeps; small ones and groups of three more often than chance has them.
NUMBERS = st.one_of(
    st.tuples(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 9)),
    st.tuples(st.integers(-99_999, 99_999), st.integers(0, 4)),
    st.tuples(st.integers(1_000, 99_999), st.sampled_from([0, 3])),
).map(lambda parts: Decimal(parts[0]).scaleb(-parts[1]))
COLUMNS = st.lists(NUMBERS, min_size=1, max_size=5)
STYLES = st.sampled_from(list(CONVENTIONS))
SIGNS = st.sampled_from(["-", "\u2212", "\u2013"])
SPACES = st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"])


def written(number: Decimal, style: str, grouped: bool, minus: str, space: str) -> str:
    """A number in a style, its thousands grouped or not."""
    group, decimal = CONVENTIONS[style]
    whole, _, digits = format(abs(number), "f").partition(".")
    if grouped:
        whole = f"{int(whole):,}".replace(",", space if group == " " else group)
    return (minus if number < 0 else "") + whole + (decimal + digits if digits else "")


def scientific(number: Decimal, decimals: int) -> str:
    """A number as programs write it: `8.12e-05`."""
    return f"{number:.{decimals}e}"


def given_csv(cells: list[str], separator: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows([["name", "n"], *([f"name {at}", cell] for at, cell in enumerate(cells))])
    return out.getvalue().encode()


def published(sheet, numbers: str = "") -> list[Decimal]:
    """The second column as a package would hold it. Raises FaultError where it is refused."""
    answers = Answers({"numbers": [numbers]} if numbers else {})
    survey = survey_sheets([sheet], answers)
    check_table(survey.sheets[0])
    found = infer_table(survey.sheets[0], None, name="given", answers=answers, decisions=survey.decisions)
    if faults := [*survey.faults, *map(make_open_fault, survey.open_decisions)]:
        raise FaultError(*faults)
    assert found.fields[1]["type"] in ("integer", "number", "year", "string")
    texts = [row[1] for row in csv.reader(io.StringIO(found.csv_bytes.decode(), newline=""))][1:]
    assert found.fields[1]["type"] != "string", texts
    return [Decimal(text) for text in texts]


def same_or_refused(sheet, values: list[Decimal], numbers: str = "") -> None:
    with contextlib.suppress(FaultError):
        assert published(sheet, numbers) == values


@settings(deadline=None, derandomize=True, max_examples=10 * EXAMPLES)
@given(COLUMNS, STYLES, st.lists(st.booleans(), min_size=5, max_size=5), SIGNS, SPACES, st.sampled_from([",", ";", "\t"]), st.booleans())
def test_numbers_of_one_style_come_back_exactly_or_are_refused(values, style, grouped, minus, space, separator, percent):
    sign = "%" if percent else ""
    cells = [written(value, style, each, minus, space) + sign for value, each in zip(values, grouped, strict=False)]
    data = given_csv(cells, separator)
    same_or_refused(read_csv(data, "given.csv", "given", separator=separator), values)
    assert published(read_csv(data, "given.csv", "given", separator=separator), style) == values  # told how, all of it is read


@settings(deadline=None, derandomize=True, max_examples=4 * EXAMPLES)
@given(COLUMNS, STYLES, STYLES)
def test_numbers_told_in_the_wrong_style_come_back_as_that_style_reads_them_or_are_refused(values, style, told):
    cells = [written(value, style, True, "-", " ") for value in values]
    group, decimal = CONVENTIONS[told]
    as_told = [cell.replace(group, "").replace(decimal, ".") for cell in cells]
    try:
        found = published(read_csv(given_csv(cells, ";"), "given.csv", "given"), told)
    except FaultError:
        return
    assert found == [Decimal(cell) for cell in as_told]


@settings(deadline=None, derandomize=True, max_examples=4 * EXAMPLES)
@given(COLUMNS, st.integers(0, 14), st.booleans())
def test_numbers_in_scientific_notation_come_back_exactly_or_are_refused(values, decimals, small):
    """Python's own rounding may lose digits here: what is compared is the number that the text says."""
    cells = [scientific(value / (10**15 if small else 1), decimals) for value in values]
    sheet = read_csv(given_csv(cells, ";"), "given.csv", "given")
    same_or_refused(sheet, [Decimal(cell) for cell in cells])
    lost = any(int(exponent) > len(digits.partition(".")[2]) for digits, exponent in (cell.split("e") for cell in cells if Decimal(cell)))
    if not lost:
        assert published(read_csv(given_csv(cells, ";"), "given.csv", "given"), "1,234.5") == [Decimal(cell) for cell in cells]


@settings(deadline=None, derandomize=True, max_examples=2 * EXAMPLES)
@given(COLUMNS, STYLES, st.sampled_from(["General", "0.00", "0%", "0.0%", '0.0"%"', "0.0,,", "0.00E+00"]), st.booleans())
def test_numbers_of_a_workbook_come_back_exactly_or_are_refused(values, style, form, as_text):
    book = openpyxl.Workbook()
    book.active.append(["name", "n"])
    for at, value in enumerate(values):
        whole = value == value.to_integral_value()
        book.active.append([f"name {at}", written(value, style, True, "-", " ") if as_text else int(value) if whole else float(value)])
        book.active.cell(at + 2, 2).number_format = form
    out = io.BytesIO()
    book.save(out)
    (sheet,) = read_xlsx(out.getvalue(), "given.xlsx", "given")
    expected = [value * 100 if form in ("0%", "0.0%") and not as_text else value for value in values]
    if as_text:
        same_or_refused(sheet, expected)
    else:
        assert published(sheet) == expected
