"""`python -m macros data`: a sound spreadsheet becomes a sound version; a doubtful one is refused, and nothing is lost."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shlex

import frictionless
import pytest

from macros.datapackage import read_packages
from tests.authoring.conftest import fingerprint
from tests.project import Table, counts, write, write_package
from tests.quoted import collect_quotes

SOURCE = ("--title", "Counts", "--source", "A report", "--publisher", "A publisher", "--licence", "CC0-1.0")
NEW = ("data", "--package", "fresh", "--date", "2021-05-01", *SOURCE)
AGAIN = ("data", "--package", "numbers", "--date", "2021-06-01", "--from", "../given.csv", "--source", "Another report")
PLAIN = "Year,Scope,Reports\n2020,all,200\n2020,eu,50\n2021,all,400\n2021,eu,25\n"
BEFORE = "year,scope,count\n2020,all,200\n2020,eu,50\n2021,all,400\n2021,eu,25\n"


def start(call, small, data, *more):
    write(small, "../given.csv", data)
    return call(*NEW, "--from", "../given.csv", *more)


def rows(small):
    with (small / "data/fresh/2021-05-01/given.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def fields(small, key):
    descriptor = json.loads((small / "data/fresh/2021-05-01/datapackage.json").read_text(encoding="utf-8"))
    return {f["name"]: f.get(key) for f in descriptor["resources"][0]["schema"]["fields"]}


def test_a_new_package_is_sound_and_says_what_it_holds(call, small, capsys):
    assert start(call, small, PLAIN) == 0
    packages, faults = read_packages(small)
    assert faults == []
    package = packages.find_version("fresh", None)
    assert package.descriptor["sources"] == [{"title": "A report", "publisher": "A publisher", "date": "2021-05-01"}]
    assert package.descriptor["licenses"][0]["path"].startswith("https://creativecommons.org/publicdomain/")
    resource = package.resources["given"]
    assert {name: f["type"] for name, f in resource.fields.items()} == {"year": "year", "scope": "string", "reports": "integer"}
    assert resource.key == ("year", "scope")
    said = capsys.readouterr().out
    digest = hashlib.sha256((small / "data/fresh/2021-05-01/given.csv").read_bytes()).hexdigest()
    assert digest in said and "make figure MEASURE=fresh" in said
    wrote = said.partition("Wrote:\n")[2].partition("\n\n")[0].splitlines()
    assert wrote == [f"  data/fresh/{each}" for each in ("2021-05-01/datapackage.json", "2021-05-01/given.csv", "dimensions.yml")]


def test_an_independent_reader_finds_the_package_valid(call, small):
    assert start(call, small, PLAIN + "2022,eu,\n") == 0
    report = frictionless.Package((small / "data/fresh/2021-05-01/datapackage.json").as_posix()).validate()
    assert report.flatten(["type", "note"]) == []


def test_the_written_files_are_the_same_each_time(call, small, tmp_path):
    start(call, small, PLAIN)
    before = fingerprint(small)
    os.rename(small / "data/fresh", tmp_path / "away")
    start(call, small, PLAIN)
    assert fingerprint(small) == before


def test_a_dry_run_writes_nothing(call, small):
    before = fingerprint(small)
    assert start(call, small, PLAIN, "--dry-run") == 0
    assert fingerprint(small) == before


@pytest.mark.parametrize(
    ("data", "options", "value"),
    [
        pytest.param("\ufeff" + PLAIN, [], "200", id="a byte order mark"),
        pytest.param(PLAIN.encode("utf-16"), [], "200", id="UTF-16"),
        pytest.param(PLAIN.replace(",", ";"), [], "200", id="semicolons"),
        pytest.param("sep=;\n" + PLAIN.replace(",", ";"), [], "200", id="Excel's line that names the separator"),
        pytest.param(PLAIN.replace(",", "\t"), [], "200", id="tabs"),
        pytest.param(PLAIN.replace("\n", "\r\n"), [], "200", id="line ends of Windows"),
        pytest.param(PLAIN + "\n,,\n\n", [], "200", id="empty rows below"),
        pytest.param(PLAIN.replace("\n", ",\n"), [], "200", id="an empty column"),
        pytest.param(PLAIN.replace("200", '"21,751,085"'), [], "21751085", id="thousands with commas"),
        pytest.param(PLAIN.replace("200", "21\u202f751\u202f085"), [], "21751085", id="thousands with narrow spaces"),
        pytest.param(PLAIN.replace("200", "21 751 085"), [], "21751085", id="thousands with spaces"),
        pytest.param(PLAIN.replace("200", "21'751'085"), [], "21751085", id="thousands with apostrophes"),
        pytest.param(PLAIN.replace(",", ";").replace("200", "21.751.085"), [], "21751085", id="thousands with dots"),
        pytest.param(PLAIN.replace(",", ";").replace("200", "1.751,5"), [], "1751.5", id="a comma for decimals"),
        pytest.param(PLAIN.replace(",", ";").replace("200", "1.751"), ["--numbers", "1.234,5"], "1751", id="a doubt settled"),
        pytest.param(PLAIN.replace("200", "\u2212200"), [], "-200", id="a minus sign"),
        pytest.param(PLAIN.replace("200", " 200 "), [], "200", id="spaces around a cell"),
        pytest.param(PLAIN.replace("all", "été").encode("cp1252"), ["--encoding", "windows-1252"], "200", id="a named encoding"),
        pytest.param(PLAIN.replace("all", "été"), ["--encoding", "windows-1252"], "200", id="an encoding of last year's file"),
    ],
)
def test_what_can_be_read_in_one_way_only_is_read(call, small, data, options, value):
    assert start(call, small, data, *options) == 0
    assert rows(small)[0] == ["year", "scope", "reports"]
    assert [row[2] for row in rows(small)[1:]] == [value, "50", "400", "25"]
    assert read_packages(small)[1] == []


def test_percentages_as_text_become_numbers_whose_unit_is_percent(call, small, capsys):
    assert start(call, small, "year,share\n2020,4.81%\n2021,1.89 %\n") == 0
    assert rows(small)[1:] == [["2020", "4.81"], ["2021", "1.89"]]
    assert fields(small, "unit")["share"] == "percent"
    assert 'share: 2 cells written as plain numbers ("4.81%" is 4.81)' in capsys.readouterr().out


def test_codes_keep_their_zeros(call, small):
    assert start(call, small, "code,n\n007,1\n123,2\n") == 0
    assert rows(small)[1] == ["007", "1"]
    assert fields(small, "type")["code"] == "string"


# Each broken file, the place of its fault below `../given.csv`, and what is said of it.
REFUSED = [
    pytest.param(PLAIN.replace("Scope", "Year!"), ":1:2:", "whose name year is that of", id="two headers of one name"),
    pytest.param(PLAIN.replace("200", "21,751,085"), ":2:", "has 5 cells where the header has 3", id="unquoted thousands"),
    pytest.param(PLAIN.replace("200", "200%"), ":", '1 of 4 numbers under "Reports" have a percent sign', id="percent and none"),
    pytest.param(
        PLAIN.replace(",", ";").replace("200", "1.751"),
        ":",
        "cell C2 (Reports) holds numbers that can be read in two ways",
        id="a doubtful number",
    ),
    pytest.param(
        PLAIN.replace("200", '"1,75,1"'), ":", 'cell C2 (Reports) holds "1,75,1", which is not a valid number', id="misplaced commas"
    ),
    pytest.param(PLAIN.replace("200", "=SUM(C3:C5)"), ":2:3:", 'holds the formula "=SUM(C3:C5)"', id="a formula"),
    pytest.param(PLAIN.replace("all,200", "@import,200"), ":2:2:", "holds the formula", id="a formula of another kind"),
    pytest.param(PLAIN.replace("200", "#REF!"), ":2:3:", "holds the error #REF!", id="an error of a spreadsheet"),
    pytest.param(PLAIN.replace("all,200", "<b>all</b>,200"), ":2:2:", 'holds HTML ("<b>")', id="HTML"),
    pytest.param(PLAIN.replace("all,200", "a&nbsp;b,200"), ":2:2:", 'holds HTML ("&nbsp;")', id="an entity"),
    pytest.param(PLAIN.replace("all,200", "\x07,200"), ":2:2:", "control character U+0007", id="a control character"),
    pytest.param(PLAIN.replace("all,200", "Ã©tÃ©,200"), ":2:2:", "was once another letter", id="letters misread before"),
    pytest.param(PLAIN.replace("all", "été").encode("cp1252"), ":", "the file is not UTF-8 (row 2", id="an encoding not named"),
    pytest.param((PLAIN + "é,é,1\n").encode() + "é,à,2\n".encode("cp1252"), ":7:", "row 6 is UTF-8, row 7", id="mixed encodings"),
    pytest.param(
        PLAIN.replace("2020,all", "21/12/2020,all"), ":2:1:", 'the date "21/12/2020" where other cells hold "2020"', id="a date among years"
    ),
    pytest.param(PLAIN + "2021,eu,25\n", ":", "row 6 is the same as row 5", id="a row twice"),
    pytest.param(PLAIN.replace("all,200", '"all,200'), ":2:", "is not valid CSV", id="an open quote"),
    pytest.param("", ":", "holds no table", id="an empty file"),
    pytest.param("Year,Scope\n", ":", "holds no table", id="a header alone"),
    pytest.param(b"PK\x03\x04rest", ":", "is not a workbook that can be read", id="a workbook under another name"),
    pytest.param(b"a,b\n1,\x00\n", ":2:", "holds NUL characters", id="no text"),
]


@pytest.mark.parametrize(("data", "place", "fact"), REFUSED)
def test_a_doubtful_file_is_refused_in_one_line_and_nothing_is_written(call, small, capsys, data, place, fact):
    before = fingerprint(small)
    assert start(call, small, data) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"error: ../given.csv{place} "), line
    assert fact in line and "; " in line
    assert fingerprint(small) == before


def test_a_column_of_words_in_which_numbers_stand_is_said_to_be_kept_as_text(call, small, capsys):
    assert start(call, small, "year,place\n2019,Bern\n2020,12\n2021,Basel\n") == 0
    assert 'note: place: kept as text: 1 of its cells is a number ("12"), others are not ("Bern")' in capsys.readouterr().out
    assert fields(small, "type")["place"] == "string"


# Header, rows, the key that is found, and what is noted of it.
KEYS = [
    pytest.param("Year,Scope,Reports", ["2020,all,1", "2020,eu,2"], ["year", "scope"], "", id="names ahead of a count"),
    pytest.param("Reports,Scope,Year", ["1,all,2020", "2,eu,2020"], ["scope"], "", id="names behind a count"),
    pytest.param("Jahr,Scope,Reports", ["2020,all,1", "2021,all,2"], ["jahr"], "", id="years under another header"),
    pytest.param(
        "Year,Scope,Reports", ["2020,all,1", "2020,all,2"], [], "rows 2 and 3 are alike in year, scope: there is no key",
        id="two counts of one",
    ),
    pytest.param("Reports,Scope,Year", ["1,all,2020", "2,all,2020"], [], "alike in scope, year: there is no key", id="a count ahead"),
    pytest.param("Reports", ["1", "2"], [], "there is no key", id="counts alone"),
    pytest.param("Weeks,Change", ["3,-46%", "6,-51%"], ["weeks"], "the key tells rows apart by weeks", id="weeks"),
    pytest.param(
        "Year,Month,Reports", ["2020,1,5", "2020,2,6"], ["year", "month"],
        "rows 2 and 3 are alike in year: the key tells rows apart by month", id="months",
    ),
    pytest.param(
        "Year,Scope,Reports,Files", ["2020,all,1,5", "2020,all,2,6"], ["year", "scope", "reports"],
        "rows 2 and 3 are alike in year, scope: the key tells rows apart by reports (if that is measured, fix the rows",
        id="two columns counted",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("header", "lines", "key", "note"), KEYS)
def test_a_key_holds_no_count_or_it_is_said(call, small, capsys, header, lines, key, note):
    assert start(call, small, "\n".join([header, *lines, ""])) == 0
    resource = read_packages(small)[0].find_version("fresh", None).resources["given"]
    assert list(resource.key) == key
    notes = [line for line in capsys.readouterr().out.splitlines() if " key" in line and "note: " in line]
    assert (note in notes[0]) if note else not notes


def test_all_cells_that_are_wrong_are_told_together(call, small, capsys):
    assert start(call, small, PLAIN.replace("200", "<i>2").replace("400", "=1").replace("50", "&amp;")) == 1
    assert [line.split()[1] for line in capsys.readouterr().err.splitlines()] == [f"../given.csv:{n}:3:" for n in (2, 3, 4)]


@pytest.mark.parametrize(
    ("options", "fact"),
    [
        pytest.param(["--encoding", "undefined"], 'has no encoding "undefined"', id="an encoding that is none"),
        pytest.param(["--encoding", "no-such"], 'has no encoding "no-such"', id="an unknown encoding"),
        pytest.param(["--key", "nothing"], 'has no column "nothing" for the key', id="an unknown key"),
        pytest.param(["--text", "Nothing"], 'has no column "Nothing"', id="an unknown column of text"),
        pytest.param(["--date", "2021-02-30"], "a day that exists", id="an impossible date"),
        pytest.param(["--date", "2999-01-01"], "which lies in the future", id="a date in the future"),
        pytest.param(["--package", "Fresh Data"], "use a-z, 0-9 and hyphens", id="a package's name with spaces"),
        pytest.param(["--resource", "../../x"], 'has --resource "../../x"', id="a table outside its folder"),
        pytest.param(["--licence", "free"], 'has --licence "free"', id="an unknown licence"),
        pytest.param(["--from", "../none.csv"], "cannot be read", id="a file that does not exist"),
        pytest.param(["--from", "mkdocs.yml"], 'is of the kind ".yml"', id="a file of another kind"),
    ],
)
def test_a_wrong_call_is_refused_in_one_line(call, small, capsys, options, fact):
    before = fingerprint(small)
    assert start(call, small, PLAIN.replace("all", "été"), *options) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert fact in line
    assert fingerprint(small) == before


def test_without_source_and_licence_one_line_says_all_that_is_missing(call, small, capsys):
    write(small, "../given.csv", PLAIN)
    assert call("data", "--package", "fresh", "--date", "2021-05-01", "--from", "../given.csv") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert all(option in line for option in ("--title", "--source", "--publisher", "--licence"))


def test_a_version_that_exists_is_never_overwritten(call, small, capsys):
    assert start(call, small, PLAIN) == 0
    before = fingerprint(small)
    assert start(call, small, PLAIN.replace("200", "201")) == 1
    assert "data/fresh/2021-05-01: exists" in capsys.readouterr().err
    assert fingerprint(small) == before


def test_a_new_version_says_which_rows_figures_and_sentences_change(call, small, capsys):
    write(small, "../given.csv", BEFORE.replace("eu,50", "eu,60") + "2021,none,3\n")
    assert call(*AGAIN) == 0
    said = capsys.readouterr().out
    assert "counts: 1 row added, 0 removed, 1 changed" in said
    assert "  + 2021, none, 3" in said and "  ~ 2020, eu: count: 50 → 60" in said
    assert "Figures that change as of 2021-06-01: 2" in said
    assert "eu-2020: 50 → 60" in said and "eu-change: 50% decrease → 58% decrease" in said
    sentences = said.partition("Sentences that change")[2].partition("Updates before")[0]
    assert "docs/en/index.md:6:24  “EU reports in 2020: 50.”" in sentences
    assert 'says "50", which will be wrong: eu-2020 becomes 60; write "60"' in sentences
    assert "2021-03-01-an-update.md" not in sentences
    assert "Updates before that day keep their data: 1." in said
    descriptor = json.loads((small / "data/numbers/2021-06-01/datapackage.json").read_text(encoding="utf-8"))
    assert (descriptor["title"], descriptor["licenses"]) == ("The package numbers", [{"name": "CC0-1.0"}])
    assert descriptor["sources"] == [{"title": "Another report", "publisher": "A publisher", "date": "2021-06-01"}]
    assert read_packages(small)[1] == []


def test_a_new_version_takes_its_source_from_the_one_before(call, small, capsys):
    address = "https://example.org/counts"
    assert start(call, small, PLAIN, "--source-url", address) == 0
    descriptor = small / "data/fresh/2021-05-01/datapackage.json"
    told = json.loads(descriptor.read_text(encoding="utf-8"))
    older = {"title": "An older report", "publisher": "Another", "date": "2019-01-01"}
    told["sources"].append(older)  # the newest is renewed, wherever it stands, and no other is lost
    descriptor.write_text(json.dumps(told), encoding="utf-8")
    write(small, "../given.csv", PLAIN + "2022,all,7\n")
    again = ("data", "--package", "fresh", "--from", "../given.csv")
    capsys.readouterr()
    assert call(*again, "--date", "2022-05-01") == 0
    taken = f'title "A report", publisher A publisher, address {address}, licence CC0-1.0'
    assert f"Source as in 2021-05-01: {taken}" in capsys.readouterr().out
    assert call(*again, "--date", "2023-05-01", "--source", "Another", "--publisher", "Another", "--licence", "CC-BY-4.0") == 0
    assert "Source as in" not in capsys.readouterr().out  # the address of another publication is not known
    _, second, third = read_packages(small)[0].versions["fresh"]
    report = {"title": "A report", "publisher": "A publisher", "path": address}
    assert list(second.sources) == [older, report | {"date": "2022-05-01"}]
    assert list(third.sources) == [older, {"title": "Another", "publisher": "Another", "date": "2023-05-01"}]
    assert second.descriptor["licenses"] == told["licenses"] != third.descriptor["licenses"]


def test_the_sentences_told_are_those_that_the_build_then_refuses(call, small, capsys):
    write(small, "../given.csv", BEFORE.replace("eu,50", "eu,60"))
    assert call(*AGAIN) == 0
    told = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.startswith("  docs/")]
    faults = [str(fault.place) for fault in collect_quotes(small, "en")[0].faults if fault.code == "wrong-number"]
    assert told == faults == ["docs/en/index.md:6:24"]


def test_a_version_that_loses_the_row_of_a_figure_says_so(call, small, capsys):
    write(small, "../given.csv", BEFORE.replace("2020,eu,50\n", ""))
    assert call(*AGAIN, "--dry-run") == 0
    said = capsys.readouterr().out
    assert "  - 2020, eu, 50" in said
    assert "eu-2020: 50 → none (eu-2020 takes scope" in said


def test_a_limit_of_the_version_before_holds_until_it_is_let_grow(call, small, capsys):
    write(small, "../given.csv", BEFORE + "2021,world,9\n")
    assert call(*AGAIN) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith('error: ../given.csv:6:2: scope is "world", which is not one of all, eu, none') and "--widen" in line
    assert call(*AGAIN, "--widen") == 0
    assert "scope: may now also be world" in capsys.readouterr().out
    assert read_packages(small)[1] == []


def test_a_cell_that_no_wider_schema_can_hold_is_not_told_to_widen_it(call, small, capsys):
    write(small, "../given.csv", BEFORE.replace("200", "=2+2"))
    assert call(*AGAIN, "--widen") == 1
    assert "--widen" not in capsys.readouterr().err


GROWTHS = {
    "a type": ("amount", {"type": "integer"}, ["8", "8.4"], "now holds numbers with decimals, was whole numbers"),
    "a type and its bound": ("amount", {"type": "integer", "constraints": {"maximum": 9}}, ["8", "9.25"], "the maximum is now 9.25, was 9"),
    "a value list": ("place", {"constraints": {"enum": ["north"]}}, ["north", "south"], "may now also be south"),
    "a lower bound": ("amount", {"type": "integer", "constraints": {"minimum": 5}}, ["8", "4"], "the minimum is now 4, was 5"),
    "an upper bound": ("amount", {"type": "number", "constraints": {"maximum": 8.5}}, ["8", "8.75"], "the maximum is now 8.75, was 8.5"),
    "a bound of days": ("day", {"type": "date", "constraints": {"maximum": "2021-01-01"}}, ["2021-01-01", "2021-03-01"], "2021-03-01"),
    "a required value": ("amount", {"type": "integer", "constraints": {"required": True}}, ["8", ""], "may now be empty"),
    "a single value": ("place", {"constraints": {"unique": True}}, ["north", "north"], "may now hold a value twice"),
    "a pattern": ("place", {"constraints": {"pattern": "^[A-Z]{2}$"}}, ["AT", "EU+2"], "may now also be EU+2; the pattern was ^[A-Z]{2}$"),
    "a long pattern": ("place", {"constraints": {"pattern": "[A-Z]{2}"}}, ["AT", *(f"region {n}" for n in range(30))], "any form"),
    "a length": ("place", {"constraints": {"maxLength": 2}}, ["AT", "EU27"], "the maxLength is now 4, was 2"),
}


@pytest.mark.parametrize("kind", GROWTHS)
def test_what_a_new_version_needs_is_refused_and_widen_lets_the_schema_grow_with_it(call, small, capsys, kind):
    name, schema, cells, note = GROWTHS[kind]
    rows = [f"{number},{cell}" for number, cell in enumerate(cells, 1)]
    key = [{"name": "number", "type": "integer"}, {"name": name, **schema}]
    write_package(small, "grown", {"rows": Table(f"number,{name}\n{rows[0]}\n", key, ["number"])})
    write(small, "../rows.csv", f"number,{name}\n" + "\n".join(rows) + "\n")
    again = ["data", "--package", "grown", "--date", "2021-06-01", "--from", "../rows.csv", "--source", "A report"]
    assert call(*again) == 1
    assert "--widen" in capsys.readouterr().err
    assert call(*again, "--widen") == 0
    assert note in capsys.readouterr().out
    packages, faults = read_packages(small)
    assert faults == [] and [row.raw[name] for row in packages.versions["grown"][-1].resources["rows"].rows] == cells


def test_the_tables_that_are_not_given_anew_are_carried_over(call, small, capsys):
    write_package(small, "pair", {"one": counts(), "two": counts()})
    write(small, "../one.csv", "year,scope,count\n2020,all,200\n")
    assert call("data", "--package", "pair", "--date", "2021-06-01", "--from", "../one.csv", "--source", "A report") == 0
    assert "carried over, unchanged: two" in capsys.readouterr().out
    packages, faults = read_packages(small)
    assert faults == []
    old, new = packages.versions["pair"]
    assert new.resources["two"].sha256 == old.resources["two"].sha256 != new.resources["one"].sha256


def test_a_broken_package_is_told_before_anything_is_read(call, small, capsys):
    (small / "data/numbers/2021-03-01/counts.csv").write_text("broken", encoding="utf-8")
    write(small, "../given.csv", PLAIN)
    assert call(*AGAIN) == 1
    assert "data/numbers/2021-03-01/counts.csv" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_one_line_and_leaves_nothing(call, small, capsys):
    write(small, "data/fresh", "a file where the folder should be")
    before = fingerprint(small)
    assert start(call, small, PLAIN) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert fingerprint(small) == before


def test_the_answer_that_a_question_names_can_be_given_as_it_stands(call, small, capsys):
    data = "place,year,n\n" + "".join(f"{place},{year},{n}\n" for place, year, n in (("a", 2020, "-"), ("b", 2020, 7), ("a", 2021, 9)))
    assert start(call, small, data) == 1
    (option,) = shlex.split(capsys.readouterr().err.rpartition("say which: ")[2].rpartition(" [")[0])
    assert start(call, small, data, option) == 0
    assert rows(small)[1][:3] == ["a", "2020", ""]
