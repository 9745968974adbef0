"""`python -m macros data`: what the columns of a new table are is written down, and a version adds its codes to the lists."""

from __future__ import annotations

import itertools
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macros.authoring.dimensions import append_codes
from macros.base.yaml_source import parse_yaml
from macros.datapackage import read_packages
from macros.structure import read_structures
from macros.structure.periods import KINDS
from tests.authoring.conftest import fingerprint
from tests.authoring.test_data import NEW, PLAIN, start
from tests.project import read_figures, write

MODEL = "data/fresh/dimensions.yml"
ENDS = ("--from", "year=2020", "--to", "year=2021")
LATER = ("data", "--package", "fresh", "--date", "2021-06-01", "--from", "../given.csv", "--source", "Another report")


def model(small):
    return (small / MODEL).read_text(encoding="utf-8")


def table(small):
    return parse_yaml(model(small), MODEL).value["tables"]["given"]


def structure(small):
    packages, faults = read_packages(small)
    assert faults == []
    structures = read_structures(small, packages)
    assert structures.faults == []
    return structures.structure_by_table["fresh", "given"]


def test_the_structure_of_a_new_table_is_written_beside_its_versions(call, small):
    assert start(call, small, PLAIN) == 0
    text = "\n".join(line for line in model(small).splitlines() if not line.startswith("#"))
    assert (
        text.strip()
        == """\
tables:
  given:
    dimensions:
      year: {period: year}
      scope: {codes: scope}
    measures:
      reports: {nouns: {en: {many: [reports], one: [report]}}}

codelists:
  scope:
    codes:
      all: {label: {en: all}, total: true}
      eu: {label: {en: eu}}"""
    )
    assert structure(small).is_declared
    assert call("figure", "--measure", "fresh", "--where", "year=*,scope=*", "--id", "reports-{scope}-{year}") == 0
    figure = read_figures(small).get("reports-eu-2021", None)
    assert (figure.value, figure.declaration.unit, figure.declaration.title["en"]) == (25, "reports", "Reports, eu, 2021")


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("year", ["2020", "2021"]),
        ("quarter", ["2020-Q1", "2020-Q2"]),
        ("month", ["2020-11", "2020-12"]),
        ("day", ["2020-01-31", "2020-02-29"]),
        ("fiscal-year", ["2019/20", "2020/21"]),
        ("span", ["2018-2020", "2019-2021"]),
        ("", ["0-4", "5-9"]),
        ("", ["1200", "1201"]),
        ("", ["2020-Q1", "all"]),
    ],
)
@pytest.mark.parametrize("header", ["Zeit", "Quarter"])
def test_a_column_holds_periods_by_its_cells_and_not_by_its_name(call, small, header, kind, cells):
    assert kind in ("", *KINDS)
    assert start(call, small, f"{header};Deaths\n{cells[0]};1\n{cells[1]};2\n") == 0
    assert structure(small).dimensions[header.lower()].period == kind


@pytest.mark.parametrize(
    ("rows", "dimensions", "measures"),
    [
        pytest.param("dk,2021,160\nse,2021,229\n", ["land", "jahr"], ["tote"], id="one year of each place"),
        pytest.param("dk,2021,160\ndk,2022,154\n", ["land", "jahr"], ["tote"], id="one place in each year"),
        pytest.param("dk,2021,160\ndk,2021,161\nse,2022,154\nse,2022,155\n", ["land", "jahr"], ["tote"], id="no key"),
        pytest.param("dk,2021,1812\nse,2021,1954\n", ["land", "jahr"], ["tote"], id="counts that look like years"),
    ],
)
def test_a_year_is_a_dimension_though_it_tells_no_rows_apart(call, small, rows, dimensions, measures):
    assert start(call, small, "Land,Jahr,Tote\n" + rows) == 0
    found = structure(small)
    assert (list(found.dimensions), list(found.measures)) == (dimensions, measures)


def test_a_column_that_groups_rows_is_a_dimension_and_one_of_notes_is_not(call, small):
    data = "Year,Place,Note,Deaths\n2020,north,,5\n2021,north,late,6\n2022,north,other,7\n2023,south,more,7\n2024,south,x,8\n"
    assert start(call, small, data) == 0
    assert list(structure(small).dimensions) == ["year", "place"]
    assert call("figure", "--measure", "fresh", "--operation", "difference", "--where", "place=north", *ENDS, "--id", "x") == 0
    assert read_figures(small).declarations["x"].title == {"en": "Deaths, north: difference, 2020 to 2021"}


def test_a_long_column_of_texts_that_nearly_all_differ_is_no_list_of_codes(call, small, capsys):
    rows = "".join(f"{2001 + at % 20},place {at // 20},Report no. {at} of the office,{at % 7}\n" for at in range(6000))
    assert start(call, small, f"Year,Place,Remark,Deaths\n{rows}") == 0
    said = capsys.readouterr().out
    assert "note: remark: 6000 different texts in 6000 rows: read as text that names no rows, without a list of codes" in said
    assert list(structure(small).dimensions) == ["year", "place"]


def test_free_text_that_alone_tells_rows_apart_is_in_the_key_without_codes(call, small, capsys):
    rows = "".join(f"2001,Report no. {at} of the office,{at % 7}\n" for at in range(6000))
    assert start(call, small, f"Year,Remark,Deaths\n{rows}") == 0
    assert "note: remark: 6000 different texts in 6000 rows: it is in the key, without a list of codes" in capsys.readouterr().out
    found = structure(small)
    assert found.dimensions["remark"].codelist is None
    assert list(found.dimensions) == ["year", "remark"]
    where = "year=2001,remark=Report no. 41 of the office"
    assert call("figure", "--measure", "fresh", "--where", where, "--id", "deaths") == 0


def test_an_empty_cell_that_tells_rows_apart_is_a_code(call, small):
    assert start(call, small, "Year,Sex,Deaths,Note\n2020,,100,\n2020,Female,60,x\n2021,,110,\n2021,Female,61,\n") == 0
    found = structure(small)
    assert list(found.dimensions) == ["year", "sex"]
    code = found.dimensions["sex"].find_code("")
    assert (code.label, code.is_total, code.slug) == ({"en": "all"}, True, "all")
    assert call("figure", "--measure", "fresh", "--where", 'year=2020,sex=""', "--id", "deaths") == 0
    assert read_figures(small).get("deaths", None).value == 100


@pytest.mark.parametrize("name", ["Sum", "Zusammen", "Everywhere", ""])
def test_a_row_that_is_kept_as_a_total_is_a_total_to_figures(call, small, name):
    assert start(call, small, f"Place,Deaths\nnorth,5\nsouth,6\n{name},11\n", "--totals", "keep") == 0
    listed = structure(small).dimensions["place"]
    assert [code.is_total for code in listed.codelist.codes.values()] == [False, False, name != "Everywhere"]


def test_a_sum_counts_the_totals_of_groups_never_twice(call, small):
    rows = [("north", 50), ("south", 62), ("Mainland", 112), ("east", 71), ("west", 83), ("Islands", 154), ("Total", 266)]
    data = "Year,Place,Deaths\n" + "".join(f"2020,{name},{count}\n" for name, count in rows)
    assert start(call, small, data, "--key", "place", "--totals", "keep") == 0
    summed = ("figure", "--measure", "fresh", "--operation", "sum", "--where", "year=2020", "--id", "all", "--over")
    assert call(*summed, "place=*") == 0
    assert read_figures(small).get("all", None).value == 266
    listed = structure(small).dimensions["place"].codelist.codes
    assert [code.id for code in listed.values() if code.is_total] == ["Total"]


def test_a_column_that_is_the_same_in_each_row_is_pointed_at_and_can_be_left_out(call, small, capsys):
    data = "Dataflow,Freq,Place,Time,Deaths\nX:Y,M,a,2021-01,5\nX:Y,M,b,2021-01,6\n"
    assert start(call, small, data, "--dry-run") == 0
    assert "note: dataflow, freq: the same in each row" in (said := capsys.readouterr().out) and "--key place)" in said
    assert start(call, small, data, "--key", "place") == 0
    assert call("figure", "--measure", "fresh", "--where", "place=a", "--id", "a") == 0
    assert read_figures(small).declarations["a"].where == {"place": "a", "time": "2021-01"}
    assert start(call, small, "Time,Place,Deaths\n2021-01,a,5\n2021-01,b,6\n", "--package", "other") == 0
    packages, _ = read_packages(small)
    assert list(read_structures(small, packages).structure_by_table["other", "given"].dimensions) == ["time", "place"]


@pytest.mark.parametrize(
    ("header", "cells", "entry"),
    [
        ("Flag", ["p", "", "e"], {"means": "status", "codes": {"p": "provisional", "e": "estimated"}}),
        ("OBS_STATUS", ["A", "A", "P"], {"means": "status", "codes": {"A": "normal", "P": "provisional"}}),
        (
            "Remark",
            ["Provisional", "", "suppressed"],
            {"means": "status", "codes": {"Provisional": "provisional", "suppressed": "suppressed"}},
        ),
        ("Status", ["prov", "[c]", ":"], {"means": "status", "codes": {":": "missing", "[c]": "suppressed", "prov": "provisional"}}),
        ("Bound", ["over", "", "about"], {"means": "bound"}),
        ("Remark", ["p", "", "e"], None),
        ("Remark", ["see page 3", "", ""], None),
    ],
)
def test_a_column_that_qualifies_its_rows_is_an_attribute_by_what_it_holds(call, small, header, cells, entry):
    assert start(call, small, f"Year,Deaths,{header}\n" + "".join(f"{2020 + at},{at + 5},{cell}\n" for at, cell in enumerate(cells))) == 0
    assert table(small).get("attributes", {}).get(header.lower()) == entry
    assert structure(small).measures["deaths"].unit == "deaths"


def test_a_plain_value_is_told_as_nothing(call, small):
    assert start(call, small, "Year,Deaths,OBS_STATUS\n2020,5,A\n2021,6,P\n") == 0
    assert call("figure", "--measure", "fresh", "--where", "year=*", "--id", "deaths-{year}") == 0
    figures = read_figures(small)
    assert [figures.get(f"deaths-{year}", None).qualifiers for year in (2020, 2021)] == [(), ("provisional",)]


@pytest.mark.parametrize(
    ("header", "cells", "entry"),
    [
        ("Deaths", ["1", "2"], {"nouns": {"en": {"many": ["deaths"], "one": ["death"]}}}),
        ("Counties", ["1", "2"], {"nouns": {"en": {"many": ["counties"], "one": ["county"]}}}),
        ("Losses", ["1", "2"], {"nouns": {"en": {"many": ["losses"], "one": ["loss"]}}}),
        ("Value", ["1", "2"], {"label": {"en": "Value"}}),
        ("Counts", ["1", "2"], {"label": {"en": "Counts"}}),
        ("Deaths on roads", ["1", "2"], {"label": {"en": "Deaths on roads"}}),
        ("Share (%)", ["1.25", "2"], {"label": {"en": "Share"}, "unit": "percent", "decimals": 2}),
        ("Share", ["1.25%", "2%"], {"label": {"en": "Share"}, "unit": "percent", "decimals": 2}),
        ("Visits (thousands)", ["1.2345", "2"], {"nouns": {"en": {"many": ["visits"], "one": ["visit"]}}, "scale": 1000, "decimals": 1}),
        ("Speed (km/h)", ["1.5", "2"], {"label": {"en": "Speed"}, "unit": "km/h", "decimals": 1}),
        ("Cost (Mio. EUR)", ["1.5", "2"], {"label": {"en": "Cost"}, "unit": "EUR", "scale": 10**6}),
        ("Volume (m)", ["1.5", "2"], {"label": {"en": "Volume (m)"}, "decimals": 1}),
        ("Price (provisional)", ["1.5", "2"], {"label": {"en": "Price (provisional)"}, "decimals": 1}),
    ],
)
def test_a_measure_is_named_by_its_header_with_unit_scale_and_decimals(call, small, header, cells, entry):
    assert start(call, small, f"Year;{header}\n2020;{cells[0]}\n2021;{cells[1]}\n") == 0
    assert list(table(small)["measures"].values()) == [entry]


def test_a_table_that_measures_nothing_has_no_structure(call, small, capsys):
    assert start(call, small, "Name,Text\na,b\nc,d\n") == 0
    assert not (small / MODEL).exists() and "make figure" not in capsys.readouterr().out


ODD = ["a, b", "x: y", "no", "~", "007", "12", "1.5", "#", "é", "Ελλάδα", "Bern", "bern", "-", "'", '"', "{a}", "a\\b", "*", "&x", "true"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20, derandomize=True)
@given(codes=st.lists(st.sampled_from(ODD) | st.text("ab é,:#{}[]'|>%@ß1", max_size=6).map(str.strip), min_size=2, unique=True))
def test_whatever_the_codes_are_the_structure_is_sound(call, small, codes):
    cells = [code for code in codes if code[:1] not in ("=", "+", "@") and not code.startswith("-")]
    if len({*cells} - {""}) < 2 or all(each.replace(".", "").isdigit() for each in cells if each):
        return
    shutil.rmtree(small / "data/fresh", ignore_errors=True)
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    data = "Place,Year,Deaths\n" + "".join(
        f"{cell},{year},{at}\n" for at, (cell, year) in enumerate(itertools.product(quoted, (2020, 2021)))
    )
    write(small, "../given.csv", data)
    if call(*NEW, "--from", "../given.csv", "--text", "Place") == 0:
        assert [*structure(small).dimensions["place"].codelist.codes] == cells


LISTED = """\
# The head stays.
tables:
  given:
    dimensions: {year: {period: year}, scope: {codes: scope}}
    measures: {reports: {nouns: {en: {many: [reports], one: [report]}}}}

codelists:
  scope:
    codes:
      all: {label: {en: everywhere}, total: true}  # a note
      eu:
        label: {en: the EU}
        # and one within
        names: {en: [European]}
      # at the end of the list
    exhaustive: false
# The foot.
"""
MORE = PLAIN + "2021,uk,7\n2021,Åland,8\n"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_new_code_is_put_at_the_end_of_its_list_and_nothing_else_changes(call, small, capsys, ends):
    assert start(call, small, PLAIN) == 0
    write(small, MODEL, LISTED.replace("\n", ends).encode())
    write(small, "../given.csv", MORE)
    assert call(*LATER) == 0
    after = (small / MODEL).read_bytes().decode()
    new = ["      uk: {label: {en: uk}}", '      "Åland": {label: {en: "Åland"}}']
    assert [line for line in after.split(ends) if line not in LISTED.split("\n")] == new
    assert after.replace(ends.join(new) + ends, "") == LISTED.replace("\n", ends)
    assert list(structure(small).dimensions["scope"].codelist.codes) == ["all", "eu", "uk", "Åland"]
    assert f"  {MODEL}\n" in capsys.readouterr().out.partition("Wrote:")[2]


def test_a_list_that_several_packages_share_grows_in_its_own_file(call, small):
    assert start(call, small, PLAIN) == 0
    text = LISTED.partition("codelists:")[0]
    write(small, MODEL, text)
    write(small, "data/codelists/scope.yml", "codes:\n  all: {label: {en: all}}\n  eu: {label: {en: EU}}\n")
    write(small, "../given.csv", MORE)
    assert call(*LATER) == 0
    assert model(small) == text
    assert (
        (small / "data/codelists/scope.yml")
        .read_text(encoding="utf-8")
        .endswith('EU}}\n  uk: {label: {en: uk}}\n  "Åland": {label: {en: "Åland"}}\n')
    )
    assert structure(small)


def test_a_list_to_which_no_line_can_be_added_is_told_with_the_lines(call, small, capsys):
    assert start(call, small, PLAIN) == 0
    write(small, MODEL, LISTED.partition("codelists:")[0] + "codelists: {scope: {codes: {all: {}, eu: {}}}}\n")
    write(small, "../given.csv", MORE)
    before = fingerprint(small)
    assert call(*LATER) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert f'{MODEL}: is missing uk, "Åland" in the code list scope' in line and "add to its codes: uk: {label: {en: uk}}" in line
    assert fingerprint(small) == before


@pytest.mark.parametrize(
    ("rows", "fact"),
    [
        pytest.param("2021-Q1,eu,9\n", '../given.csv:6: has year "2021-Q1": "2021-Q1" is a quarter, not a year', id="another period"),
        pytest.param("2022,all,9\n2022,eu,8\n", '../given.csv:6: has reports 9 for scope "all", 1 more than the sum', id="a wrong total"),
    ],
)
def test_a_row_that_the_structure_does_not_allow_is_refused_at_its_line(call, small, capsys, rows, fact):
    first = "Year,Scope,Reports\n2020,all,50\n2020,eu,50\n2021,all,25\n2021,eu,25\n"
    assert start(call, small, first, "--text", "Year") == 0
    parts = LISTED.replace("exhaustive: false", "exhaustive: true").replace(
        "label: {en: the EU}", "label: {en: the EU}\n        part_of: all"
    )
    write(small, MODEL, parts)
    write(small, "../given.csv", first + rows)
    before = fingerprint(small)
    assert call(*LATER, "--text", "Year") == 1
    assert fact in capsys.readouterr().err
    assert fingerprint(small) == before


def test_a_draft_that_was_removed_can_be_made_again(call, small):
    assert start(call, small, PLAIN) == 0
    write(small, MODEL, LISTED)
    for path in small.glob("data/fresh/2021-05-01/*"):
        path.unlink()
    (small / "data/fresh/2021-05-01").rmdir()
    assert start(call, small, MORE) == 0
    assert list(structure(small).dimensions["scope"].codelist.codes) == ["all", "eu", "uk", "Åland"]


def test_a_structure_that_is_not_sound_is_told_and_stays(call, small, capsys):
    assert start(call, small, PLAIN) == 0
    write(small, MODEL, LISTED.replace("period: year", "period: yeer"))
    before = fingerprint(small)
    write(small, "../given.csv", MORE)
    assert call(*LATER) == 1
    assert f"{MODEL}:4:" in (said := capsys.readouterr().err) and 'has the period "yeer"' in said
    assert fingerprint(small) == before


def test_a_new_column_of_numbers_is_told_with_its_line(call, small, capsys):
    assert start(call, small, PLAIN) == 0
    write(small, "../given.csv", "Year,Scope,Reports,Visits\n2022,eu,1,2\n")
    assert call(*LATER) == 0
    line = f"{MODEL}, in the measures of given: visits: {{nouns: {{en: {{many: [visits], one: [visit]}}}}}}"
    assert f"note: add to {line}" in capsys.readouterr().out


def test_a_scale_that_a_new_version_brings_has_to_be_said(call, small, capsys):
    assert start(call, small, "Year,Reports (thousands)\n2020,5\n") == 0
    write(small, MODEL, model(small).replace(", scale: 1000", ""))
    write(small, "../given.csv", "Year,Reports (thousands)\n2020,5\n2021,6\n")
    assert call(*LATER) == 1
    assert "write reports_thousands: {scale: 1000} in the measures of given" in capsys.readouterr().err


def test_numbers_before_a_new_noun_are_told_but_for_those_of_figures(call, small, capsys):
    page = (small / "docs/en/index.md").read_text(encoding="utf-8")
    text = page + 'There were 912 badgers on 12 roads.\n\n{{ figure("eu-2020", "50 badgers") }} and 3 reports.\n'
    text += '\n{% call example("what an author writes") %}\n```\n7 badgers\n```\n{% endcall %}\n'
    write(small, "docs/en/index.md", text)
    assert start(call, small, "Year,Badgers\n2020,5\n") == 0
    told = capsys.readouterr().out.partition("because a measure has the nouns badger, badgers: ")[2]
    lines = told.partition("\n\n")[0].splitlines()
    number = text[: text.index("912")].count("\n") + 1
    assert lines == ["1", f"  docs/en/index.md:{number}:12  “There were 912 badgers on 12 roads.”"]


def test_a_pattern_makes_figures_of_new_codes_which_are_told(call, small, capsys):
    assert start(call, small, PLAIN) == 0
    assert call("figure", "--measure", "fresh", "--where", "year=*,scope=*", "--id", "r-{scope}-{year}") == 0
    capsys.readouterr()
    write(small, "../given.csv", MORE)
    assert call(*LATER) == 0
    assert "  r-uk-2021: new, 7\n" in capsys.readouterr().out
    assert read_figures(small).get("r-uk-2021", None).value == 7


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("codes: {a: {}}\n", ("codes",), id="a mapping on one line"),
        pytest.param("codes:\n", ("codes",), id="no code"),
        pytest.param("codes: []\n", ("codes",), id="a list"),
        pytest.param("more:\n  a: {}\n", ("codes",), id="no such key"),
        pytest.param("codes:\n  new: {}\n", ("codes",), id="the code is there"),
    ],
)
def test_where_no_line_can_be_added_none_is(text, keys):
    assert append_codes(text, "x.yml", keys, ["new: {}"]) == ""


@pytest.mark.parametrize(
    "last", ["b:\n", "b: {label: {en: x},\n    total: true}\n", "b:\n    label:\n      en: >\n        folded\n        text\n", "b: {}"]
)
def test_a_line_is_added_behind_whatever_ends_a_list(last):
    text = f"codes:\n  a: {{}}\n  {last}"
    after = append_codes(text + "\n\nmore: {}\n" * text.endswith("\n"), "x.yml", ("codes",), ["new: {}"])
    assert list(parse_yaml(after, "x.yml").value["codes"]) == ["a", "b", "new"]


def test_codes_that_differ_in_capitals_alone_get_labels_that_differ(call, small):
    rows = "".join(
        f"{name},{year},{n}\n" for n, (name, year) in enumerate((n, y) for n in ("Total", "TOTAL", "part") for y in (2020, 2021))
    )
    assert start(call, small, f"kind,year,n\n{rows}") == 0
    assert structure(small)


def test_a_header_that_is_a_number_gets_a_name_that_is_none(call, small):
    assert start(call, small, "20010,n\na,5\nb,6\nc,9\n") == 0
    assert "column_20010" in model(small)
