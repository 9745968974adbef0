"""Flags, bounds and notes of cells reach the package: columns of their own, described in dimensions.yml, read by figures."""

from __future__ import annotations

from macros.base.yaml_source import parse_yaml
from macros.datapackage import read_packages
from macros.structure import read_structures
from tests.authoring.conftest import call, small  # noqa: F401 (fixtures)
from tests.authoring.test_data import AGAIN, rows, start
from tests.project import read_figures, write


def model(small):  # noqa: F811
    return parse_yaml((small / "data/fresh/dimensions.yml").read_text(encoding="utf-8"), "dimensions.yml").value["tables"]["given"]


WIDE = """\
Country,2020,2021 p
Austria,5 b,6 e
Belgium (1),[c],8 bp
Croatia,n/a,<5
"""


def test_statuses_bounds_and_notes_are_described_and_their_codes_are_those_of_the_cells(call, small):  # noqa: F811
    text = WIDE + "\n(1) Without the north.\np provisional\ne estimated\n"
    assert start(call, small, text, "--values", "reports") == 0
    assert rows(small) == [
        ["country", "year", "reports", "flag", "bound", "note"],
        ["Austria", "2020", "5", "b", "", ""],
        ["Austria", "2021", "6", "e", "", ""],
        ["Belgium", "2020", "", "c", "", "Without the north."],
        ["Belgium", "2021", "8", "bp", "", "Without the north."],
        ["Croatia", "2020", "", "n/a", "", ""],
        ["Croatia", "2021", "5", "p", "under", ""],
    ]
    said = model(small)
    assert said["dimensions"].keys() == {"country", "year"} and said["measures"].keys() == {"reports"}
    codes = {"b": "break", "e": "estimated", "c": "suppressed", "bp": ["break", "provisional"], "n/a": "missing", "p": "provisional"}
    assert said["attributes"] == {"flag": {"means": "status", "codes": codes}, "bound": {"means": "bound"}, "note": {"means": "note"}}
    assert read_structures(small, read_packages(small)[0]).faults == []


def test_a_flag_on_one_measure_says_nothing_of_the_other(call, small):  # noqa: F811
    assert start(call, small, "country,reports,files\nAustria,5 p,6\nBelgium,[c],8\n") == 0
    assert model(small)["attributes"] == {
        "reports_flag": {"means": "status", "of": "reports", "codes": {"p": "provisional", "c": "suppressed"}}
    }
    for measure in ("reports", "files"):
        options = ("--where", "country=*", "--id", f"{{country}}-{measure}")
        assert call("figure", "--measure", f"fresh/given/{measure}", *options) == 0
    figures = read_figures(small)
    assert figures.get("austria-reports", None).qualifiers == ("provisional",)
    assert figures.get("austria-files", None).qualifiers == () and figures.get("belgium-files", None).value == 8


def test_a_symbol_of_a_later_version_that_the_structure_does_not_have_is_told_with_the_line_to_write(call, small, capsys):  # noqa: F811
    assert start(call, small, "country,reports\nAustria,5 p\nBelgium,7\n") == 0
    write(small, "../given.csv", "country,reports\nAustria,5\nBelgium,[c]\n")
    assert call(*AGAIN[:2], "fresh", *AGAIN[3:], "--widen") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "data/fresh/dimensions.yml" in line and "is missing c in the codes of flag" in line, line
    assert "write flag: {means: status, codes: {p: provisional, c: suppressed}} in the attributes of given" in line
