"""Each format is read as it was written: a random table, written by this file's own hand, comes back cell by cell."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import re
import sys
import zipfile
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.base.errors import FaultError
from macros.importer.decision import Answers
from macros.importer.readers.registry import read_file
from macros.importer.survey import survey_sheets
from tests.sample import IS_WHOLE

EXAMPLES = 60 if IS_WHOLE else 12
PLACES = {"AT": "Austria", "BE": "Belgium", "CZ": "Czechia", "DK": "Denmark", "EL": "Greece"}
FLAGS = {flag: flag for flag in ("", "p", "b", "e", "bp")}
VALUES = st.none() | st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 3)).map(lambda pair: Decimal(pair[0]).scaleb(-pair[1]))
Table = list[tuple[str, str, Decimal | None, str]]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Rows of place, year, value or None, and a flag of Eurostat's; one value at least is there."""
    places = draw(st.lists(st.sampled_from(sorted(PLACES)), min_size=2, unique=True))
    years = [str(year) for year in range(2015, 2015 + draw(st.integers(2, 4)))]
    rows = [(place, year, draw(VALUES), draw(st.sampled_from(sorted(FLAGS)))) for place, year in itertools.product(places, years)]
    return [(*rows[0][:2], Decimal(7), ""), *rows[1:]]


def plain(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def read(data: bytes, name: str) -> dict[tuple[str, str], tuple[Decimal | None, str]]:
    """The only table of a file as place and year -> value and status."""
    survey = survey_sheets(read_file(data, name, name.partition(".")[0]), Answers())
    assert not survey.faults and not survey.open_decisions
    (sheet,) = survey.sheets
    heads = [head.lower() for head in sheet.header]
    place, year = heads.index("geo"), next(at for at, head in enumerate(heads) if head in ("time_period", "time", "year"))
    value = next(at for at, head in enumerate(heads) if head in ("obs_value", "value"))
    flag = heads.index("flag") if "flag" in heads else -1
    return {
        (line.cells[place].text, line.cells[year].text): (
            Decimal(line.cells[value].text) if line.cells[value].text else None,
            line.cells[flag].text if flag >= 0 else "",
        )
        for line in sheet.lines[1:]
    }


def expected(table: Table, missing: str = ":") -> dict[tuple[str, str], tuple[Decimal | None, str]]:
    return {(place, year): (value, FLAGS[flag] or (missing if value is None else "")) for place, year, value, flag in table}


def write_eurostat(table: Table) -> bytes:
    years = sorted({row[1] for row in table})
    cells = {row[:2]: row[2:] for row in table}
    lines = ["freq,unit,geo\\TIME_PERIOD\t" + "\t".join(f"{year} " for year in years)]
    for place in sorted({row[0] for row in table}):
        found = [cells[place, year] for year in years]
        lines.append(f"A,NR,{place}\t" + "\t".join(f"{':' if value is None else plain(value)} {flag}" for value, flag in found))
    return ("\n".join(lines) + "\n").encode()


def write_sdmx(table: Table) -> bytes:
    head = "DATAFLOW,LAST UPDATE,freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    rows = (f"ESTAT:LIB(1.0),01/02/23 11:00:00,A,{place},{year},{plain(value)},{flag}\n" for place, year, value, flag in table)
    return (head + "".join(rows)).encode()


def write_json_stat(table: Table) -> bytes:
    places, years = (list(dict.fromkeys(row[at] for row in table)) for at in (0, 1))
    numbers = ", ".join("null" if value is None else plain(value) for _, _, value, _ in table)
    dimension = {
        "geo": {"category": {"index": {place: at for at, place in enumerate(places)}, "label": {place: PLACES[place] for place in places}}},
        "time": {"category": {"index": years}},
    }
    status = {str(at): row[3] for at, row in enumerate(table) if row[3]}
    text = json.dumps(
        {"class": "dataset", "id": ["geo", "time"], "size": [len(places), len(years)], "dimension": dimension, "status": status}
    )
    return f'{text[:-1]}, "value": [{numbers}]}}'.encode()


def write_px(table: Table) -> bytes:
    places, years = (list(dict.fromkeys(row[at] for row in table)) for at in (0, 1))
    listed = ",\n".join(f'"{PLACES[place]}"' for place in places)
    codes, times = (",".join(f'"{each}"' for each in found) for found in (places, years))
    numbers = " ".join('".."' if value is None else plain(value) for _, _, value, _ in table)
    return (
        'CHARSET="ANSI";\nAXIS-VERSION="2013";\nCODEPAGE="utf-8";\nLANGUAGE="en";\nDECIMALS=3;\nTITLE="Loans; by place";\n'
        f'STUB="geo";\nHEADING="time";\nVALUES("geo")={listed};\nVALUES("time")={times};\nTIMEVAL("time")=TLIST(A1),{times};\n'
        f'CODES("geo")={codes};\nNOTE="Of libraries = all;"\n" of them.";\nDATA=\n{numbers};\n'
    ).encode()


def write_ods(rows: list[list[str | Decimal]], title: str = "") -> bytes:
    def cell(value: str | Decimal) -> str:
        if isinstance(value, Decimal):
            return f'<table:table-cell office:value-type="float" office:value="{value:f}"><text:p>{value:f}</text:p></table:table-cell>'
        return (
            f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
            if value
            else "<table:table-cell/>"
        )

    lines = [*([[title], []] if title else []), *rows]
    body = "".join(f"<table:table-row>{''.join(map(cell, row)) or '<table:table-cell/>'}</table:table-row>" for row in lines)
    names = {"office": "office", "table": "table", "text": "text"}
    spaces = " ".join(f"xmlns:{short}={quoteattr(f'urn:oasis:names:tc:opendocument:xmlns:{name}:1.0')}" for short, name in names.items())
    rest = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    content = (
        f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="Data">{body}{rest}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("write", "name"),
    [(write_eurostat, "lib.tsv"), (write_sdmx, "lib.csv"), (write_json_stat, "lib.json"), (write_px, "lib.px")],
)
@settings(max_examples=EXAMPLES, deadline=None)
@given(table=tables())
def test_a_format_that_says_what_its_columns_are_is_read_without_a_question(write, name: str, table: Table):
    if write is write_px:  # PX has no flags
        table = [(*row[:3], "") for row in table]
    assert read(write(table), name) == expected(table, "missing" if write is write_px else ":")


@settings(max_examples=EXAMPLES, deadline=None)
@given(table=tables(), title=st.sampled_from(["", "Loans by place"]))
def test_an_opendocument_sheet_is_read_cell_by_cell(table: Table, title: str):
    rows: list[list[str | Decimal]] = [
        ["geo", "year", "value"],
        *([place, Decimal(year), "" if value is None else value] for place, year, value, _ in table),
    ]
    (sheet,) = survey_sheets(read_file(write_ods(rows, title), "lib.ods", "lib"), Answers()).sheets
    assert [[cell.text for cell in line.cells] for line in sheet.lines[1:]] == [
        [place, year, "" if value is None else plain(value.normalize() if value % 1 else value.quantize(Decimal(1)))]
        for place, year, value, _ in table
    ]


def test_a_percentage_of_an_opendocument_sheet_is_one():
    data = write_ods([["year", "share"], [Decimal(2020), Decimal("0.0481")]])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml").replace(b'"float" office:value="0.0481"', b'"percentage" office:value="0.0481"')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    (sheet,) = read_file(out.getvalue(), "lib.ods", "lib")
    assert (sheet.lines[1].cells[1].text, sheet.lines[1].cells[1].percent) == ("4.81", True)


def test_labels_of_codes_come_with_the_table():
    table: Table = [
        ("AT", "2020", Decimal(1), ""),
        ("AT", "2021", Decimal(2), ""),
        ("BE", "2020", None, ""),
        ("BE", "2021", Decimal(4), ""),
    ]
    for data, name in ((write_json_stat(table), "lib.json"), (write_px(table), "lib.px")):
        (sheet,) = read_file(data, name, "lib")
        assert sheet.labels["geo"] == {"AT": {"en": "Austria"}, "BE": {"en": "Belgium"}}


def test_a_packed_file_is_unpacked():
    table: Table = [("AT", "2020", Decimal(1), "p"), ("AT", "2021", Decimal(2), "")]
    assert read(gzip.compress(write_eurostat(table)), "lib.tsv.gz") == expected(table)


@pytest.mark.parametrize("name", ["lib.csv", "lib.tsv", "lib.px", "lib.json", "lib.ods", "lib.xlsx"])
def test_a_file_above_the_limit_is_refused_with_its_size(name: str):
    with pytest.raises(FaultError, match="has 51 MB, and no more than 50 MB are read"):
        read_file(bytes(51_000_000), name, "lib")


SMALL: Table = [
    ("AT", "2020", Decimal(1), "p"),
    ("AT", "2021", Decimal(2), ""),
    ("BE", "2020", None, ""),
    ("BE", "2021", Decimal("4.5"), "b"),
]
WRITTEN = {
    "lib.tsv": write_eurostat(SMALL),
    "lib.csv": write_sdmx(SMALL),
    "lib.json": write_json_stat(SMALL),
    "lib.px": write_px(SMALL),
    "lib.ods": write_ods([["geo", "year"], ["AT", Decimal(2020)]]),
}


@settings(max_examples=EXAMPLES * 10, deadline=None)
@given(name=st.sampled_from(sorted(WRITTEN)), at=st.floats(0, 1), old=st.integers(0, 12), new=st.binary(max_size=12))
def test_whatever_stands_in_a_file_it_is_read_or_refused_in_lines(name: str, at: float, old: int, new: bytes):
    data = WRITTEN[name]
    start = int(at * len(data))
    try:
        survey = survey_sheets(read_file(data[:start] + new + data[start + old :], name, "lib"), Answers())
    except FaultError as error:
        assert error.faults
    else:
        assert survey.sheets or survey.faults


@pytest.mark.parametrize(("write", "name"), [(write_eurostat, "lib.tsv"), (write_sdmx, "lib.csv"), (write_px, "lib.px")])
@settings(max_examples=EXAMPLES, deadline=None)
@given(table=tables(), pattern=st.sampled_from(["{:E}", "{:.12e}"]))
def test_a_power_of_ten_in_a_format_of_programs_is_written_out(write, name: str, table: Table, pattern: str):
    table = [(*row[:3], "") for row in table]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules[__name__], "plain", lambda value: "" if value is None else pattern.format(value))
        data = write(table)
    assert read(data, name) == expected(table, "missing" if write is write_px else ":")


def test_a_dimension_of_one_code_may_lack_its_size():
    data = json.loads(write_json_stat([("AT", "2020", Decimal(1), ""), ("BE", "2020", Decimal(2), "")]))
    given = {**data, "id": ["unit", *data["id"]], "dimension": {**data["dimension"], "unit": {"category": {"index": {"NR": 0}}}}}
    assert read(json.dumps(given).encode(), "lib.json") == {("AT", "2020"): (Decimal(1), ""), ("BE", "2020"): (Decimal(2), "")}


def test_a_value_behind_the_last_place_of_its_dataset_is_told():
    data = {**json.loads(write_json_stat([("AT", "2020", Decimal(1), "")])), "value": {"0": 1, "7": 2}}
    with pytest.raises(FaultError, match="whose parts do not fit together"):
        read(json.dumps(data).encode(), "lib.json")


def test_an_opendocument_sheet_without_its_kind_in_front_is_one():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_ods([["geo", "n"], ["AT", Decimal(3)]]))) as given, zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", given.read("content.xml"))
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    (sheet,) = read_file(out.getvalue(), "lib.ods", "lib")
    assert [cell.text for cell in sheet.lines[1].cells] == ["AT", "3"]


def test_a_workbook_with_a_fill_that_says_nothing_is_read():
    book = openpyxl.Workbook()
    book.active.append(["geo", "n"])
    book.active.append(["AT", 3])
    book.active["A1"].fill = openpyxl.styles.PatternFill("solid", "FFD9D9D9")
    saved, out = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as given, zipfile.ZipFile(out, "w") as archive:
        for name in given.namelist():
            archive.writestr(name, re.sub(rb"<fill><patternFill ?/></fill>", b"<fill/>", given.read(name), count=1))
    with zipfile.ZipFile(out) as archive:
        assert b"<fill/>" in archive.read("xl/styles.xml")
    (sheet,) = read_file(out.getvalue(), "lib.xlsx", "lib")
    assert [cell.text for cell in sheet.lines[1].cells] == ["AT", "3"]
