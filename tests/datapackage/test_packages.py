"""A package is sound, or gives one fault with its file and place for each thing that is wrong; nothing is repaired."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import frictionless
import pytest

from macros.base.errors import FaultError, Place
from macros.datapackage import read_packages
from tests.project import COUNTS, VERSION, Table, column, counts, renew_hash, told, write, write_package

FOLDER = f"data/numbers/{VERSION}"
CSV = f"{FOLDER}/counts.csv"
JSON = f"{FOLDER}/datapackage.json"


@pytest.fixture
def package(tmp_path):
    """A sound package in `tmp_path`/data/numbers: its folder."""
    return write_package(tmp_path, "numbers", {"counts": counts()})


def faults(root) -> list[tuple[str, str]]:
    packages, found = read_packages(root)
    if found:
        assert packages.versions.get("numbers", ()) == ()  # nothing of an unsound package is used
    return told(found)


def test_a_sound_package_is_read(tmp_path, package):
    packages, found = read_packages(tmp_path)
    assert found == []
    assert packages.list_names() == ["numbers"]
    (read,) = packages.list_all()
    assert (read.name, read.version, read.path, read.label) == ("numbers", VERSION, FOLDER, f"numbers@{VERSION}")
    assert read.sources[0].publisher == "A publisher"
    resource = read.resources["counts"]
    assert (resource.path, resource.key, list(resource.fields)) == (CSV, ("year", "scope"), ["year", "scope", "count"])
    assert [(row.line, row.values["count"]) for row in resource.rows] == [(2, 200), (3, 50), (4, 400), (5, 25)]
    assert resource.rows[0].raw == {"year": "2020", "scope": "all", "count": "200"}


def with_text(text: str | bytes):
    """The counts with another text, and the sha256 that belongs to it."""

    def change(package):
        write(package, "counts.csv", text)
        renew_hash(package / "counts.csv")

    return change


BAD_TABLES = [
    pytest.param("year,scope\n2020,all\n", "missing-column", f"{CSV}:1", id="a column missing"),
    pytest.param(COUNTS.replace("\n", ",x\n"), "extra-column", f"{CSV}:1", id="a column too many"),
    pytest.param(
        COUNTS.replace("scope,count", "count,scope"),
        "column-order",
        f"{CSV}:1",
        id="columns in another order",
    ),
    pytest.param("year,scope,scope,count\n2020,all,all,1\n", "column-order", f"{CSV}:1", id="a column twice"),
    pytest.param("\n" + COUNTS, "row-length", f"{CSV}:1", id="an empty line before the header"),
    pytest.param(COUNTS.replace("200", "2e2"), "cell", f"{CSV}:2:3", id="an exponent"),
    pytest.param(COUNTS.replace("200", "200.0"), "cell", f"{CSV}:2:3", id="decimals in an integer"),
    pytest.param(COUNTS.replace("200", '"1,200"'), "cell", f"{CSV}:2:3", id="a thousands separator"),
    pytest.param(COUNTS.replace("200", " 200"), "cell", f"{CSV}:2:3", id="a space before a number"),
    pytest.param(COUNTS.replace("200", "２００"), "cell", f"{CSV}:2:3", id="full-width digits"),
    pytest.param(COUNTS.replace("200", "nan"), "cell", f"{CSV}:2:3", id="not a number"),
    pytest.param(COUNTS.replace("200", "9" * 5000), "cell", f"{CSV}:2:3", id="a number of 5000 digits"),
    pytest.param(COUNTS.replace("200", "-1"), "cell", f"{CSV}:2:3", id="below the minimum"),
    pytest.param(COUNTS.replace("2021,eu", "2101,eu"), "cell", f"{CSV}:5:1", id="above the maximum"),
    pytest.param(COUNTS.replace("2021,eu", "2021,EU"), "cell", f"{CSV}:5:2", id="none of the enum"),
    pytest.param(COUNTS.replace("2021,eu", "2021,"), "cell", f"{CSV}:5:2", id="a required cell empty"),
    pytest.param(COUNTS + "2020,eu,1\n", "duplicate-key", f"{CSV}:6", id="a key twice"),
    pytest.param(COUNTS + "+2020,eu,1\n", "duplicate-key", f"{CSV}:6", id="a key twice, spelled in another way"),
    pytest.param("", "empty-file", CSV, id="an empty file"),
    pytest.param("\n \n", "empty-file", CSV, id="nothing but white space"),
    pytest.param("year,scope,count\n", "empty-file", CSV, id="a header alone"),
    pytest.param("2020,all,200\n", None, f"{CSV}:1", id="no header"),
    pytest.param(COUNTS.replace("eu", "eü").encode("latin-1"), "encoding", f"{CSV}:3", id="Latin-1"),
    pytest.param(COUNTS.encode("utf-16"), "encoding", f"{CSV}:1", id="UTF-16"),
    pytest.param(COUNTS.encode("utf-8-sig"), "encoding", CSV, id="a byte order mark"),
    pytest.param(COUNTS + "2022,all\n", "row-length", f"{CSV}:6", id="a cell too few"),
    pytest.param(COUNTS + "2022,all,1,2\n", "row-length", f"{CSV}:6", id="a cell too many"),
    pytest.param(COUNTS.replace("2021,all", "\n2021,all"), "row-length", f"{CSV}:4", id="an empty line between"),
    pytest.param(COUNTS + "\n", "row-length", f"{CSV}:6", id="an empty line at the end"),
    pytest.param(COUNTS + '2022,"all,1\n', "csv", f"{CSV}:6", id="a quote left open"),
    pytest.param(COUNTS + '2022,"al"l,1\n', "csv", f"{CSV}:6", id="a quote within a cell"),
    pytest.param(COUNTS.replace("400", "4\x0000"), "control-character", f"{CSV}:4", id="a NUL"),
    pytest.param(COUNTS.replace("400", "\x1b[0m400"), "control-character", f"{CSV}:4", id="an escape"),
    pytest.param("x" * 200_000, "csv", f"{CSV}:1", id="a cell of 200,000 characters"),
    pytest.param(COUNTS.replace(",", ";"), None, f"{CSV}:1", id="semicolons"),
]


@pytest.mark.parametrize(("text", "code", "place"), BAD_TABLES)
def test_a_table_that_is_not_sound_is_one_fault(tmp_path, package, text, code, place):
    with_text(text)(package)
    found = faults(tmp_path)
    if code is None:  # not one of its columns is there
        assert {where for _, where in found} == {place}
        assert {each for each, _ in found} == {"missing-column", "extra-column"}
    else:
        assert found == [(code, place)]


def test_a_file_in_the_wrong_format_does_not_give_a_fault_for_each_of_its_cells(tmp_path, package):
    with_text("year,scope,count\n" + "x,x,x\n" * 1000)(package)
    assert 1 <= len(faults(tmp_path)) <= 20


def test_all_faults_of_a_file_are_told_together(tmp_path, package):
    with_text("year,scope,count\n2020,us,x\n2020,eu\n")(package)
    assert faults(tmp_path) == [("cell", f"{CSV}:2:2"), ("cell", f"{CSV}:2:3"), ("row-length", f"{CSV}:3")]


def test_lines_are_those_of_the_file_where_cells_hold_line_ends(tmp_path):
    text = 'id,text\na,"one\ntwo"\nb,"three\r\n\r\nfour"\nc,\n'
    write_package(tmp_path, "numbers", {"texts": Table(text, [column("id"), column("text", required=True)])})
    assert faults(tmp_path) == [("cell", f"{FOLDER}/texts.csv:7:2")]


def test_data_that_was_edited_after_publication_is_one_fault(tmp_path, package):
    write(package, "counts.csv", COUNTS.replace("25", "26"))
    assert faults(tmp_path) == [("sha256", CSV)]


TYPES = "id,n,d,b,y\na,1.50,2021-02-28,true,2021\nb,-0.1,,false,\n"


def types(text=TYPES):
    fields = [column("id", unique=True, pattern="[a-z]+", minLength=1, maxLength=3), column("n", "number"),
              column("d", "date"), column("b", "boolean"), column("y", "year")]  # fmt: skip
    return {"types": Table(text, fields)}


def test_cells_are_read_by_their_types_and_numbers_exactly(tmp_path):
    write_package(tmp_path, "numbers", types())
    packages, found = read_packages(tmp_path)
    assert found == []
    rows = packages.list_all()[0].resources["types"].rows
    assert list(rows[0].values.values()) == ["a", Fraction(3, 2), "2021-02-28", True, 2021]
    assert list(rows[1].values.values()) == ["b", Fraction(-1, 10), None, False, None]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        pytest.param("2021-02-28", "2021-02-30", "2:3", id="an impossible date"),
        pytest.param("2021-02-28", "28.02.2021", "2:3", id="a date in another form"),
        pytest.param("1.50", "1,5", None, id="a decimal comma"),
        pytest.param("1.50", "1/2", "2:2", id="a fraction"),
        pytest.param("1.50", "1e3", "2:2", id="an exponent"),
        pytest.param("1.50", ".5", "2:2", id="no digit before the point"),
        pytest.param("1.50", "01.5", "2:2", id="a leading nought"),
        pytest.param("true", "True", "2:4", id="a truth value in capitals"),
        pytest.param("2021\n", "21st\n", "2:5", id="a year that is none"),
        pytest.param("2021\n", "02021\n", "2:5", id="a year of five digits"),
        pytest.param("2021\n", "+2021\n", "2:5", id="a year with a sign"),
        pytest.param("2021\n", "7\n", "2:5", id="a year of one digit"),
        pytest.param("\nb,", "\na,", "3:1", id="a value that has to be unique"),
        pytest.param("\nb,", "\nB,", "3:1", id="a value that does not match the pattern"),
        pytest.param("\nb,", "\nabcd,", "3:1", id="a value that is too long"),
    ],
)
def test_a_cell_of_the_wrong_type_is_one_fault(tmp_path, old, new, place):
    assert TYPES.count(old) == 1
    write_package(tmp_path, "numbers", types(TYPES.replace(old, new)))
    path = f"{FOLDER}/types.csv"
    assert faults(tmp_path) == ([("cell", f"{path}:{place}")] if place else [("row-length", f"{path}:2")])


YEARS = ["2021", "0000", "9999", "02020", "20200", "+2020", "-2020", "7", "-0", "202", " 2020", "2020.0", "２０２０"]


def test_a_year_is_one_where_frictionless_has_one(tmp_path):
    for number, year in enumerate(YEARS):
        root = tmp_path / str(number)
        folder = write_package(root, "numbers", {"years": Table(f'id,year\na,"{year}"\n', [column("id"), column("year", "year")])})
        valid = frictionless.Package((folder / "datapackage.json").as_posix()).validate().valid
        assert (read_packages(root)[1] == []) <= valid, year
        assert (read_packages(root)[1] == []) == bool(re.fullmatch("[0-9]{4}", year)), year


# What a spreadsheet would run, and texts that begin like it.
FORMULAS = [
    "=1+1", "@SUM(1)", "+A1", "-A1", "-(A1)", "--A1", "+total", '-"a"', "-$A$1", "-2+SUM(1)", "+1+Sheet!A1", "＝1+1", "\tA", "\rA",
]  # fmt: skip
TEXTS = ["- of which EU", "+ others", "-", "--", "-5 to -3", "−A", "-5%", "+49 30 1234", "a=b", "a@b", "'=A1", "- (of which EU)"]


@pytest.mark.parametrize("text", [*FORMULAS, *TEXTS])
def test_a_text_that_a_spreadsheet_would_run_is_one_fault_at_its_cell(tmp_path, text):
    quoted = text.replace('"', '""')
    write_package(tmp_path, "numbers", {"texts": Table(f'id,text\na,"{quoted}"\n', [column("id"), column("text")])})
    assert faults(tmp_path) == ([("cell", f"{FOLDER}/texts.csv:2:2")] if text in FORMULAS else [])


def test_a_header_that_a_spreadsheet_would_run_is_one_fault(tmp_path):
    write_package(tmp_path, "numbers", {"texts": Table("id,=A1\na,b\n", [column("id"), column("=A1")])})
    assert faults(tmp_path) == [("formula", f"{FOLDER}/texts.csv:1:2")]


def changed(**keys):
    """The descriptor with other keys; None removes one."""

    def change(root):
        descriptor = json.loads((root / JSON).read_text()) | keys
        write(root, JSON, json.dumps({key: value for key, value in descriptor.items() if value is not None}))

    return change


SOURCE = {"title": "t", "publisher": "p", "date": VERSION}


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        pytest.param(changed(name="others"), "descriptor", JSON, id="a name that disagrees"),
        pytest.param(changed(name=None), "descriptor", JSON, id="no name"),
        pytest.param(changed(version="2021-03-02"), "descriptor", JSON, id="a version that disagrees"),
        pytest.param(changed(title=None), "descriptor", JSON, id="no title"),
        pytest.param(changed(licenses=None), "descriptor", JSON, id="no licence"),
        pytest.param(changed(sources=None), "descriptor", JSON, id="no sources"),
        pytest.param(changed(sources=[]), "descriptor", JSON, id="an empty list of sources"),
        pytest.param(changed(sources="NCMEC"), "descriptor", JSON, id="sources that are a text"),
        pytest.param(changed(sources=["NCMEC"]), "descriptor", JSON, id="a source that is a text"),
        pytest.param(
            changed(sources=[SOURCE | {"publisher": ""}]),
            "descriptor",
            JSON,
            id="a source without publisher",
        ),
        pytest.param(
            changed(sources=[SOURCE | {"date": "2021-02-30"}]),
            "descriptor",
            JSON,
            id="an impossible date of a source",
        ),
        pytest.param(lambda root: write(root, JSON, "{"), "json", f"{JSON}:1", id="JSON left open"),
        pytest.param(lambda root: write(root, JSON, '{\n"a": 1,\n}'), "json", None, id="a comma too many"),
        pytest.param(lambda root: write(root, JSON, '{"name": "a", "name": "b"}'), "json", JSON, id="a key twice"),
        pytest.param(
            lambda root: write(root, JSON, '{"a": [{"b": 1, "b": 1}]}'),
            "json",
            JSON,
            id="a key twice inside",
        ),
        pytest.param(lambda root: write(root, JSON, "[]"), "json", JSON, id="a list"),
        pytest.param(lambda root: write(root, JSON, "null"), "json", JSON, id="null"),
        pytest.param(lambda root: write(root, JSON, ""), "json", f"{JSON}:1", id="an empty descriptor"),
        pytest.param(lambda root: write(root, JSON, "[" * 100_000), "json", JSON, id="brackets without end"),
        pytest.param(
            lambda root: write(root, JSON, b'{"name": "\xe4"}'),
            "encoding",
            JSON,
            id="a descriptor in Latin-1",
        ),
        pytest.param(lambda root: (root / JSON).unlink(), "missing-file", JSON, id="no descriptor"),
        pytest.param(lambda root: (root / CSV).unlink(), "missing-file", CSV, id="no table"),
        pytest.param(
            lambda root: write(root, f"{FOLDER}/more.csv", "a\n1\n"),
            "stray-file",
            f"{FOLDER}/more.csv",
            id="a stray table",
        ),
        pytest.param(
            lambda root: write(root, f"{FOLDER}/deep/x.txt", "x"),
            "stray-file",
            f"{FOLDER}/deep/x.txt",
            id="a stray file in a folder",
        ),
        pytest.param(
            lambda root: write(root, "data/numbers/x.csv", "x"),
            "stray-file",
            "data/numbers/x.csv",
            id="a file beside the versions",
        ),
    ],
)
def test_a_package_that_is_not_sound_is_one_fault(tmp_path, package, change, code, place):
    change(tmp_path)
    _, found = read_packages(tmp_path)
    assert [fault.code for fault in found] == [code]
    if place is None:  # Python's versions differ in the line that they name
        assert found[0].place.path == JSON and found[0].place.line in (2, 3)
    else:
        assert str(found[0].place) == place


def entry(**keys):
    """A descriptor whose resource has other keys; None removes one."""

    def change(root):
        path = root / JSON
        descriptor = json.loads(path.read_text())
        first = descriptor["resources"][0] | keys
        descriptor["resources"][0] = {key: value for key, value in first.items() if value is not None}
        path.write_text(json.dumps(descriptor))

    return change


def schema(**keys):
    fields = [column("year", "integer"), column("scope"), column("count", "integer")]
    return entry(schema={"fields": fields, "primaryKey": ["year", "scope"]} | keys)


def with_field(**keys):
    return schema(fields=[column("year", "integer"), column("scope"), {"name": "count", "type": "integer"} | keys])


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        pytest.param(entry(path="../other.csv"), "descriptor", JSON, id="a path outside the folder"),
        pytest.param(entry(path="/etc/hostname"), "descriptor", JSON, id="a path from the root"),
        pytest.param(entry(path=""), "descriptor", JSON, id="an empty path"),
        pytest.param(entry(path="a\x00b.csv"), "descriptor", JSON, id="a path with a NUL"),
        pytest.param(entry(name="Counts"), "descriptor", JSON, id="a name in capitals"),
        pytest.param(entry(name=None), "descriptor", JSON, id="no name"),
        pytest.param(entry(hash=None), "sha256", CSV, id="no hash"),
        pytest.param(entry(hash="sha256:" + "0" * 64), "sha256", CSV, id="another hash"),
        pytest.param(entry(hash="md5:0"), "sha256", CSV, id="a hash of another kind"),
        pytest.param(entry(schema=None), "schema", JSON, id="no schema"),
        pytest.param(entry(schema="counts.json"), "schema", JSON, id="a schema elsewhere"),
        pytest.param(schema(fields=None), "schema", JSON, id="no fields"),
        pytest.param(schema(fields=["year"]), "schema", JSON, id="a field that is a text"),
        pytest.param(schema(primaryKey=["none"]), "schema", JSON, id="a key that is not a field"),
        pytest.param(schema(primaryKey=5), "schema", JSON, id="a key that is a number"),
        pytest.param(schema(primaryKey=[["year"]]), "schema", JSON, id="a key that is a list of lists"),
        pytest.param(schema(missingValues="-"), "schema", JSON, id="missing values that are not a list"),
        pytest.param(with_field(type="money"), "schema", JSON, id="an unknown type"),
        pytest.param(with_field(type=["integer"]), "schema", JSON, id="a type that is a list"),
        pytest.param(with_field(name="year"), "schema", JSON, id="a field twice"),
        pytest.param(with_field(constraints=[]), "schema", JSON, id="constraints that are a list"),
        pytest.param(with_field(constraints={"minimum": "many"}), "schema", JSON, id="a minimum of another type"),
        pytest.param(with_field(constraints={"enum": "1"}), "schema", JSON, id="an enum that is a text"),
        pytest.param(with_field(constraints={"pattern": "("}), "schema", JSON, id="a pattern that is none"),
        pytest.param(with_field(constraints={"exclusiveMinimum": 0}), "schema", JSON, id="an unknown constraint"),
    ],
)
def test_a_resource_that_is_not_sound_is_told(tmp_path, package, change, code, place):
    change(tmp_path)
    found = faults(tmp_path)
    assert (code, place) in found
    # A file that the descriptor no longer names belongs to nothing: the only other thing that can be said.
    assert set(found) <= {(code, place), ("stray-file", CSV)}
    assert len(found) == len(set(found))


def test_a_link_out_of_the_folder_is_one_fault(tmp_path, package):
    elsewhere = write(tmp_path, "elsewhere.csv", COUNTS)
    (tmp_path / CSV).unlink()
    (tmp_path / CSV).symlink_to(elsewhere)
    assert faults(tmp_path) == [("descriptor", JSON)]


def test_two_resources_of_one_name_are_one_fault(tmp_path, package):
    descriptor = json.loads((tmp_path / JSON).read_text())
    descriptor["resources"] *= 2
    write(tmp_path, JSON, json.dumps(descriptor))
    assert faults(tmp_path) == [("descriptor", JSON)]


def test_hidden_files_of_an_operating_system_are_no_stray_files(tmp_path, package):
    for folder in ("data", "data/numbers", FOLDER, "data/.checkpoints/x"):
        write(tmp_path, f"{folder}/.DS_Store", b"\x00")
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "version", "code"),
    [
        pytest.param("numbers", "2021-02-30", "version-date", id="an impossible date"),
        pytest.param("numbers", "2021-3-1", "version-date", id="a date without zeros"),
        pytest.param("numbers", "v1", "version-date", id="no date"),
        pytest.param("Numbers", VERSION, "package-name", id="capitals"),
        pytest.param("num bers", VERSION, "package-name", id="a space"),
    ],
)
def test_a_folder_name_that_is_no_name_or_date_is_one_fault(tmp_path, name, version, code):
    write_package(tmp_path, name, {"counts": counts()}, version)
    _, found = read_packages(tmp_path)
    assert told(found) == [(code, f"data/{name}/{version}")]


def test_a_package_without_a_version_is_one_fault_also_beside_others(tmp_path, package):
    write(package, "counts.csv", COUNTS + "\n")
    (tmp_path / "data" / "empty").mkdir()
    _, found = read_packages(tmp_path)
    assert told(found) == [("empty-package", "data/empty"), ("row-length", f"{CSV}:6")]


def test_no_data_folder_is_one_fault(tmp_path):
    packages, found = read_packages(tmp_path)
    assert told(found) == [("missing-file", "data")]
    assert packages.list_all() == []


def test_faults_of_two_packages_are_told_together(tmp_path, package):
    write_package(tmp_path, "others", {"counts": counts("")})
    write(package, "counts.csv", COUNTS + "2020,eu,1\n")
    assert faults(tmp_path) == [("duplicate-key", f"{CSV}:6"), ("empty-file", f"data/others/{VERSION}/counts.csv")]


VERSIONS = ["2021-02-17", "2021-04-27", "2022-05-11"]


@pytest.fixture
def versions(tmp_path):
    for version in VERSIONS:
        write_package(tmp_path, "numbers", {"counts": counts()}, version)
    return tmp_path


@pytest.mark.parametrize(
    ("date", "version"),
    [
        pytest.param("2021-02-16", None, id="the day before the first"),
        pytest.param("2021-02-17", "2021-02-17", id="the day of the first"),
        pytest.param("2021-04-26", "2021-02-17", id="the day before the second"),
        pytest.param("2021-04-27", "2021-04-27", id="the day of the second"),
        pytest.param("2030-01-01", "2022-05-11", id="long after"),
        pytest.param(None, "2022-05-11", id="no date: the newest"),
    ],
)
def test_a_date_sees_the_newest_version_not_later_than_it(versions, date, version):
    packages, found = read_packages(versions)
    assert found == []
    seen = packages.find_version("numbers", date)
    assert (seen.version if seen else None) == version
    assert packages.find_version("others", date) is None


def test_no_older_version_takes_the_place_of_a_broken_one(versions):
    broken = write(versions, "data/numbers/2021-04-27/counts.csv", COUNTS + "\n")
    packages, found = read_packages(versions)
    assert [package.version for package in packages.list_all()] == ["2021-02-17", "2022-05-11"]
    with pytest.raises(FaultError) as caught:
        packages.find_version("numbers", "2021-12-31")
    assert list(caught.value.faults) == found
    assert found[0].place == Place(broken.relative_to(versions).as_posix(), 6)
    assert packages.find_version("numbers", None).version == "2022-05-11"
    assert packages.find_version("numbers", "2021-03-01").version == "2021-02-17"
