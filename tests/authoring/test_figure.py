"""`python -m macros figure`: the declaration is computed before it is written, and added to the others without a change to them."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from macros.__main__ import main
from macros.figures import OPERATIONS
from tests.authoring.conftest import fingerprint
from tests.conftest import build
from tests.project import Table, column, read_figures, write, write_package

FILE = "data/figures.yml"
BASE = ("figure", "--measure", "numbers/counts/count")
EU, ALL, ENDS = ("--where", "scope=eu"), ("--where", "scope=all"), ("--from", "year=2020", "--to", "year=2021")
CHANGE = (*BASE, "--operation", "percentage_change", *EU, *ENDS)
# Each operation with what selects its cells, the lines of its entry and its value on `COUNTS`: the EU has 50 and 25 of 200 and 400.
DECLARED = {
    "value": (["--where", "scope=eu,year=2020"], ["where: {scope: eu, year: 2020}"], 50),
    "percentage_change": ([*EU, *ENDS], ["where: {scope: eu}", "from: {year: 2020}", "to: {year: 2021}"], -50),
    "share": (["--where", "scope=eu,year=2020", "--of", "scope=all"], ["where: {scope: eu, year: 2020}", "of: {scope: all}"], 25),
    "percentage_change_of_share": (
        [*EU, "--of", "scope=all", *ENDS],
        ["where: {scope: eu}", "of: {scope: all}", "from: {year: 2020}", "to: {year: 2021}"],
        -75,
    ),
    "percentage_point_change": (
        [*EU, "--of", "scope=all", *ENDS],
        ["where: {scope: eu}", "of: {scope: all}", "from: {year: 2020}", "to: {year: 2021}"],
        Fraction(-75, 4),
    ),
    "difference": ([*ALL, *ENDS], ["where: {scope: all}", "from: {year: 2020}", "to: {year: 2021}"], 200),
    "ratio": ([*ALL, *ENDS], ["where: {scope: all}", "from: {year: 2020}", "to: {year: 2021}"], 2),
    "rate": (
        ["--where", "scope=eu,year=2020", "--per", "numbers/counts/count", "--per-where", "scope=all", "--each", "1000"],
        ["where: {scope: eu, year: 2020}", "per: {measure: numbers/counts/count, each: 1000, where: {scope: all}}"],
        250,
    ),
    "sum": (["--where", "year=2020", "--over", "scope=*"], ["where: {year: 2020}", 'over: {scope: "*"}'], 250),
    "mean": (["--where", "scope=eu", "--over", "year=2020|2021"], ["where: {scope: eu}", "over: {year: [2020, 2021]}"], Fraction(75, 2)),
    "median": (["--where", "year=2021", "--over", "scope=*"], ["where: {year: 2021}", 'over: {scope: "*"}'], Fraction(425, 2)),
    "cumulative": ([*EU, *ENDS], ["where: {scope: eu}", "from: {year: 2020}", "to: {year: 2021}"], 75),
    "rank": (["--where", "scope=eu,year=2020", "--over", "scope=*"], ["where: {scope: eu, year: 2020}", 'over: {scope: "*"}'], 2),
    "index": ([*ALL, *ENDS], ["where: {scope: all}", "from: {year: 2020}", "to: {year: 2021}"], 200),
    "average_annual_change": ([*EU, *ENDS], ["where: {scope: eu}", "from: {year: 2020}", "to: {year: 2021}"], -50),
}


def entry_of(small, name):
    """The lines of an entry, as they stand in the file."""
    text = (small / FILE).read_text(encoding="utf-8")
    return [line.strip() for line in text.partition(f"  {name}:\n")[2].partition("\n\n")[0].splitlines()]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_each_operation_is_declared_in_a_few_lines_and_has_the_value_that_was_shown(call, small, capsys, operation):
    options, lines, value = DECLARED[operation]
    named = [] if operation == "value" else [f"operation: {operation}"]
    assert call(*BASE, "--operation", operation, *options, "--id", "new-one") == 0
    assert entry_of(small, "new-one") == ["measure: numbers/counts/count", *named, *lines]
    figures = read_figures(small)
    assert figures.faults == []
    assert figures.get("new-one", None).value == value
    said = capsys.readouterr().out
    assert "new-one is " in said and "  title: Count" in said and '{{ figure("new-one", "' in said
    assert all(f"({each.path}:{each.line}, count)" in said for each in figures.get("new-one", None).operands)
    assert list(figures.declarations) == ["eu-2020", "eu-change", "new-one"]


def test_what_an_author_says_is_written_and_nothing_that_is_derived(call, small):
    said = ("--title", "T", "--label", "L", "--unit", "reports", "--decimals", "1", "--status", "disputed", "--attribution", "x")
    assert call(*BASE, "--where", "scope=eu,year=2020", *said, "--id", "new-one") == 0
    assert entry_of(small, "new-one")[2:] == [
        'title: {en: "T"}', 'label: {en: "L"}', "unit: reports", "decimals: 1", "status: disputed", 'attribution: {en: "x"}',
    ]  # fmt: skip


def test_a_pattern_makes_a_figure_of_each_code_and_shows_the_first(call, small, capsys):
    assert call(*BASE, "--where", "scope=*,year=*", "--id", "{scope}-count-{year}") == 0
    said = capsys.readouterr().out
    assert "{scope}-count-{year} makes 4 figures:" in said and "eu-count-2021 is 25" in said
    figures = read_figures(small)
    assert figures.faults == []
    assert {name: figures.get(name, None).value for name in list(figures.declarations)[2:]} == {
        "all-count-2020": 200, "eu-count-2020": 50, "all-count-2021": 400, "eu-count-2021": 25,
    }  # fmt: skip


def test_a_change_of_each_period_against_the_one_before_is_a_pattern(call, small):
    assert call(*BASE, "--operation", "difference", *ALL, "--from", "year=previous", "--to", "year=*", "--id", "rise-{year}") == 0
    assert read_figures(small).get("rise-2021", None).value == 200


def test_an_id_is_offered_of_the_codes(call, small, capsys):
    assert call(*CHANGE, "--dry-run") == 1
    assert "id of the figure; add --id" in capsys.readouterr().err  # that of its codes, eu-change, is taken
    assert call(*BASE, "--where", "scope=all,year=2021", "--dry-run") == 0
    assert "  all-2021:\n" in capsys.readouterr().out


def test_a_cell_of_a_pattern_without_a_value_is_counted_and_no_fault(call, small, capsys):
    fields = [column("year", "integer"), column("scope"), column("count", "integer")]
    write_package(small, "gaps", {"counts": Table("year,scope,count\n2020,eu,\n2021,eu,7\n", fields, ["year", "scope"])})
    assert call("figure", "--measure", "gaps", "--where", "year=*", "--id", "gap-{year}") == 0
    assert "gap-{year} makes 2 figures, 1 of them of a cell without a value:" in capsys.readouterr().out
    assert call("figure", "--measure", "gaps", "--where", "year=2020", "--id", "gap") == 1
    assert "which is missing" in capsys.readouterr().err


SEXES = Table(
    "year,sex,count\n2020,,100\n2020,Female,60\n2021,,110\n2021,Female,61\n",
    [column("year", "integer"), column("sex"), column("count", "integer")],
    ["year", "sex"],
)
MODEL = """\
tables:
  counts:
    dimensions: {year: {period: year}, sex: {codes: sex}}
    measures: {count: {nouns: {en: {many: [visitors], one: [visitor]}}}}
codelists:
  sex:
    codes:
      "": {label: {en: both sexes}, names: {en: [all]}, total: true}
      Female: {label: {en: women}, part_of: ""}
"""


@pytest.mark.parametrize("given", ["year=2020,sex=", 'year=2020,sex=""'])
def test_an_empty_cell_that_is_a_code_can_be_chosen(call, small, capsys, given):
    write_package(small, "sexes", {"counts": SEXES})
    write(small, "data/sexes/dimensions.yml", MODEL)
    assert call("figure", "--measure", "sexes", "--where", given, "--id", "both-2020") == 0
    said = capsys.readouterr().out
    assert "  title: Visitors, both sexes, 2020\n" in said and "  words: 2020; all|both sexes; visitors|visitor\n" in said
    assert entry_of(small, "both-2020")[1] == 'where: {year: 2020, sex: ""}'
    assert read_figures(small).get("both-2020", None).value == 100


def test_the_whole_of_a_share_is_the_one_that_the_code_list_tells(call, small):
    write_package(small, "sexes", {"counts": SEXES})
    write(small, "data/sexes/dimensions.yml", MODEL)
    assert call("figure", "--measure", "sexes", "--operation", "share", "--where", "year=2020,sex=Female", "--id", "women") == 0
    assert entry_of(small, "women")[3:] == ['of: {sex: ""}']
    assert read_figures(small).get("women", None).value == 60


def test_a_code_may_hold_a_comma_and_a_pipe_parts_several(call, small):
    fields = [column("year", "integer"), column("place"), column("count", "integer")]
    table = 'year,place,count\n2020,"Bonaire, Saba",1\n2020,"007",2\n2020,no,4\n'
    write_package(small, "places", {"counts": Table(table, fields, ["year", "place"])})
    summed = ("figure", "--measure", "places", "--operation", "sum", "--where", "year=2020", "--id", "few")
    assert call(*summed, "--over", "place=Bonaire, Saba|007") == 0
    assert read_figures(small).get("few", None).value == 3
    assert call("figure", "--measure", "places", "--where", "place=no,year=2020", "--id", "no") == 0
    assert read_figures(small).get("no", None).value == 4


def test_the_other_entries_and_their_comments_stay_as_they_are(call, small):
    text = (small / FILE).read_text(encoding="utf-8")
    for kept in ("# A comment.\n" + text, (text + "# The last line").replace("\n", "\r\n")):
        (small / FILE).write_bytes(kept.encode())
        assert call(*CHANGE, "--id", "new-one") == 0
        after = (small / FILE).read_bytes().decode()
        assert after.startswith(kept)
        assert after.count("\r\n") == (after.count("\n") if "\r\n" in kept else 0)


@pytest.mark.parametrize("text", ["figures: {}\n", "figures:\n", "# Nothing yet.\nfigures: {}"])
def test_a_file_without_a_figure_takes_the_first(call, small, text):
    write(small, FILE, text)
    assert call(*CHANGE, "--id", "first-one") == 0
    assert list(read_figures(small).declarations) == ["first-one"]


def test_a_share_of_rows_that_differ_in_more_than_one_column_is_pointed_at(call, small, capsys):
    table = "year,scope,item,count\n2020,all,reports,200\n2020,eu,reports,9\n2020,eu,files,50\n"
    fields = [column("year", "integer"), column("scope"), column("item"), column("count", "integer")]
    write_package(small, "kinds", {"counts": Table(table, fields, ["year", "scope", "item"])})
    share = ("figure", "--measure", "kinds", "--operation", "share")
    assert call(*share, "--where", "year=2020,scope=eu,item=files", "--of", "scope=all,item=reports", "--id", "mixed") == 0
    assert "part and whole differ in scope (eu, all) and item (files, reports): see that" in capsys.readouterr().out
    assert call(*share, "--where", "year=2020,scope=eu,item=reports", "--of", "scope=all", "--id", "sound") == 0
    assert "part and whole" not in capsys.readouterr().out


def test_a_reported_value_is_attributed(call, small):
    assert call(*BASE, "--where", "scope=eu,year=2020", "--status", "reported", "--id", "said") == 0
    declared = read_figures(small).declarations["said"]
    assert (declared.status, declared.attribution) == ("reported", {"en": "A publisher"})


@pytest.mark.parametrize(
    ("options", "fact"),
    [
        pytest.param(["--id", "eu-change"], "is taken, and ids are never reused", id="a clash of ids"),
        pytest.param(["--id", "EU Change"], "use a-z, 0-9 and hyphens", id="no id"),
        pytest.param(["--id", "x", "--where", "scope=europe"], 'takes scope "europe"', id="an unknown row"),
        pytest.param(["--id", "x", "--where", "scope="], 'takes scope ""', id="an empty cell that is no code"),
        pytest.param(["--id", "x", "--where", "scope"], 'has --where "scope"', id="codes that are none"),
        pytest.param(["--id", "x", "--where", "scope=eu,place=eu"], 'takes the field "place"', id="an unknown column"),
        pytest.param(["--id", "x", "--from", "2020"], 'has --from "2020"', id="an end that is none"),
        pytest.param(["--id", "x", "--to", "year=2020"], "goes from 2020 to the same", id="one period"),
        pytest.param(["--id", "x", "--from", "year=2021", "--to", "year=2020"], "line --from: x has periods from 2021 back", id="back"),
        pytest.param(["--id", "x", "--title", "EU counts, 2019 to 2021"], "has the year 2019 in its title (en)", id="another year"),
        pytest.param(["--id", "x", "--where", "scope=eu; item=all"], 'write --where "scope=eu,item=all"', id="no comma between columns"),
        pytest.param(["--id", "x", "--where", "scope=eu,count=50"], 'takes the field "count" in where', id="a measure as a dimension"),
        pytest.param(["--id", "x", "--where", "scope=*"], "is a pattern over scope in its id or in its selection", id="half a pattern"),
        pytest.param(["--id", "{scope}"], "is a pattern over scope in its id or in its selection", id="the other half"),
        pytest.param(["--id", "x", "--operation", "percent"], 'has the operation "percent"', id="an unknown operation"),
        pytest.param(["--id", "x", "--operation", "value"], "which the operation value does not take", id="ends too many"),
        pytest.param(["--id", "x", "--measure", "number"], 'has the package "number"; did you mean numbers?', id="an unknown package"),
        pytest.param(["--id", "x", "--measure", "numbers/count"], 'has the table "count"; did you mean counts?', id="an unknown table"),
        pytest.param(["--id", "x", "--measure", "numbers/counts/year"], 'has the column "year", which is not a measure', id="no measure"),
        pytest.param(["--id", "x", "--decimals", "7"], "command line --decimals: x has decimals 7", id="too many decimals"),
        pytest.param(["--id", "x", "--unit", "reports"], 'has the unit "reports" with the operation', id="another unit"),
    ],
)
def test_a_wrong_call_is_refused_in_one_line_and_nothing_is_written(call, small, capsys, options, fact):
    before = fingerprint(small)
    assert call(*CHANGE, *options) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == (2 if fact.startswith("which the operation") else 1)
    assert all(fact in line and "; " in line for line in lines), lines
    assert all("figures.yml" not in line for line in lines)  # which holds nothing of it
    assert fingerprint(small) == before


def test_a_structure_that_is_not_sound_is_told_and_not_passed_by(call, small, capsys):
    write(small, "data/numbers/dimensions.yml", "tables: {counts: {dimensions: {year: {period: yeer}}, measures: {count: {}}}}\n")
    assert call(*CHANGE, "--id", "x") == 1
    assert "data/numbers/dimensions.yml:1" in (said := capsys.readouterr().err) and 'has the period "yeer"' in said


def test_what_a_script_leaves_open_is_named_with_the_choices(call, small, capsys):
    write_package(small, "others", {"counts": SEXES})
    assert call("figure") == 1
    assert "which data package; add --measure with one of numbers, others" in capsys.readouterr().err
    assert call(*BASE, "--where", "scope=eu") == 1
    assert 'the row: year; add --where "year=..." with one of 2020, 2021' in capsys.readouterr().err
    assert call("figure", "--measure", "others", "--where", "year=2020") == 1
    assert 'the row: sex; add --where "sex=..." with one of "", Female' in capsys.readouterr().err
    assert call(*BASE, "--operation", "ratio") == 1
    assert "from one code of which column to another; add --from with one of year, scope" in capsys.readouterr().err


def test_a_file_that_does_not_end_in_figures_is_not_added_to(call, small, capsys):
    write(small, FILE, (small / FILE).read_text(encoding="utf-8") + "more: {a: b}\n")
    before = fingerprint(small)
    assert call(*CHANGE, "--id", "new-one") == 1
    assert f"cannot add to {FILE}" in capsys.readouterr().err
    assert fingerprint(small) == before


SENTENCES = (
    ("--measure", "bridge-counts/counts/bicycles", "--where", "bridge=south,year=2023", "--id", "one"),
    ("--measure", "bridge-counts/counts/bicycles", "--operation", "percentage_change", "--where", "bridge=north", "--from", "year=2021",
     "--to", "year=2023", "--id", "two"),
    ("--measure", "bridge-counts/counts/bicycles", "--operation", "share", "--where", "bridge=south,year=2023", "--of", "bridge=all",
     "--id", "three"),
    ("--measure", "monthly-counts/months/bicycles", "--operation", "difference", "--where", "bridge=south", "--from", "month=2023-05",
     "--to", "month=2023-06", "--id", "four"),
)  # fmt: skip


def test_the_sentences_that_are_proposed_pass_the_check_in_each_language(another, monkeypatch, capsys):
    monkeypatch.chdir(another)
    begins: list[tuple[str, str]] = []
    for options in SENTENCES:
        assert main(["figure", *options]) == 0
        said = capsys.readouterr().out.partition("to begin with:\n")[2]
        for lang, sentence in re.findall(r"^    (\w\w): (.+)$", said, re.MULTILINE):
            begins.append((lang, sentence.partition("{{")[0]))
            with (another / f"docs/{lang}/data.md").open("a", encoding="utf-8") as page:
                page.write(f"\n{sentence}\n")
    assert main(["translate-status", "--mark", "docs/es/data.md"]) == 0
    done = build(another)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(begins) == 2 * len(SENTENCES)
    for lang, begin in begins:
        assert f"<p>{begin}<" in (another / f"site/{'' if lang == 'en' else 'es/'}data/index.html").read_text(encoding="utf-8")


def test_a_language_without_labels_has_no_sentence_and_that_is_said(another, monkeypatch, capsys):
    monkeypatch.chdir(another)
    path = another / "data/codelists/bridges.yml"
    text = path.read_text(encoding="utf-8").replace(", es: el puente sur}, names: {en: [south], es: [sur]}", "}")
    path.write_text(text, encoding="utf-8")
    assert main(["figure", "--measure", "bridge-counts/counts/bicycles", "--where", "bridge=south,year=2023", "--id", "south"]) == 0
    said = capsys.readouterr().out.partition("to begin with:\n")[2].splitlines()
    assert said[0].startswith("    en: Bicycles, the south bridge, 2023: {{") and said[1].startswith("    es: none, as its title")
