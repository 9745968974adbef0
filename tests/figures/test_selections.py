"""Patterns, selections over many cells, joins, marks and addresses: which cells a declaration takes, and what passes to its figure."""

from __future__ import annotations

import copy
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macros.base.errors import FaultError, Place
from macros.figures import Figures, Source, build_address
from macros.figures.read import MOST
from tests.project import Table, column, read_figures, told, write_figures, write_package, write_yaml

FILE = "data/figures.yml"
PLACES: dict[str, Any] = {
    "dk": {"label": {"en": "Denmark", "es": "Dinamarca"}, "part_of": "nordic"},
    "se": {"label": {"en": "Sweden", "es": "Suecia"}, "part_of": "nordic"},
    "Føroyar": {"label": {"en": "Faroe Islands"}, "id": "faroe"},
    "nordic": {"label": {"en": "the North"}},
    "": {"label": {"en": "all places"}, "total": True, "id": "all"},
}
ROWS = """year,place,deaths,flag,bound
2020,dk,160,,
2021,dk,130,,
2022,dk,150,p,
2020,se,200,,
2021,se,210,,
2022,se,220,e,
2020,Føroyar,1,,
2021,Føroyar,,c,
2022,Føroyar,3,,
2020,nordic,361,,
2022,,900,,over
"""
FIELDS = [column("year", "integer"), column("place"), column("deaths", "number"), column("flag"), column("bound")]
TABLE: dict[str, Any] = {
    "dimensions": {"year": {"period": "year"}, "place": {"codes": "places"}},
    "measures": {
        "deaths": {
            "label": {"en": "deaths", "es": "muertes"},
            "nouns": {"en": {"many": ["deaths"], "one": ["death"]}, "es": {"many": ["muertes"], "one": ["muerte"]}},
        }
    },
    "attributes": {
        "flag": {"means": "status", "codes": {"p": "provisional", "e": "estimated", "c": "suppressed"}},
        "bound": {"means": "bound"},
    },
}
DEATHS = {"measure": "roads/counts/deaths"}
DK = {**DEATHS, "where": {"place": "dk"}}
IN_2022 = {**DEATHS, "where": {"year": 2022}}
BOTH = {"over": {"place": ["dk", "se"]}}
WHY = {"skip": {"reason": {"en": "it is not published"}}}


def roads(root: Path, entries: dict[str, Any], rows: str = ROWS, **measure: Any) -> Figures:
    """Figures on deaths on roads by year and place; an empty place is all of them."""
    write_package(root, "roads", {"counts": Table(rows, FIELDS, ["year", "place"])})
    table = copy.deepcopy(TABLE)
    table["measures"]["deaths"] |= measure
    write_yaml(root, "data/roads/dimensions.yml", {"tables": {"counts": table}, "codelists": {"places": {"codes": PLACES}}})
    write_figures(root, entries)
    figures = read_figures(root)
    assert figures.structures.faults == []
    return figures


def one(root: Path, entry: dict[str, Any], rows: str = ROWS, **measure: Any) -> Any:
    """The figure of one entry that is sound."""
    figures = roads(root, {"one": entry}, rows, **measure)
    assert figures.faults == []
    return figures.get("one", None)


def fault(root: Path, entry: dict[str, Any], name: str = "one", rows: str = ROWS) -> str:
    (told_,) = roads(root, {name: entry}, rows).faults
    assert told_.place.path == FILE and told_.place.line and told_.remedy and "\n" not in str(told_)
    return f"{told_.code}: {told_.fact}; {told_.remedy}"


class TestPatterns:
    def test_every_code_that_has_rows_makes_a_figure_by_its_id(self, tmp_path: Path) -> None:
        figures = roads(tmp_path, {"deaths-{place}-{year}": {**DEATHS, "where": {"year": "*", "place": "*"}}})
        made = {f"deaths-{place}-{year}" for place in ("dk", "se", "faroe") for year in (2020, 2021, 2022)}
        assert figures.declarations.keys() == made | {"deaths-nordic-2020", "deaths-all-2022"}
        assert figures.get("deaths-faroe-2022", None).value == 3 and figures.get("deaths-all-2022", None).value == 900
        assert figures.declarations["deaths-dk-2020"].pattern == "deaths-{place}-{year}"

    def test_what_one_code_has_in_an_older_version_stays(self, tmp_path: Path) -> None:
        older = Table(ROWS + "2019,dk,170,,\n", FIELDS, ["year", "place"])
        write_package(tmp_path, "roads", {"counts": older}, "2020-06-01")
        figures = roads(tmp_path, {"dk-{year}": {**DEATHS, "where": {"year": "*", "place": "dk"}}})
        assert "dk-2019" in figures.declarations and figures.get("dk-2019", "2020-06-01").value == 170

    def test_a_total_is_not_ranked_among_its_parts(self, tmp_path: Path) -> None:
        rows = ROWS.replace("900,,over", "900,,") + "2022,nordic,373,,\n"
        entry = {**DEATHS, "operation": "rank", "where": {"year": 2022, "place": "*"}, "over": {"place": "*"}}
        only = {**entry, "over": {"place": ["dk", "se", "nordic", ""]}}  # who names it means it
        figures = roads(
            tmp_path, {"{place}-rank": {**entry, "where": {"year": 2020, "place": "*"}}}, ROWS.replace("2020,nordic,361,,\n", "")
        )
        assert figures.faults == [] and "all-rank" not in figures.declarations
        assert one(tmp_path, {**only, "where": {"year": 2022, "place": ""}}, rows).value == 1
        for place in ("nordic", ""):
            assert f'ranks place "{place}" among its parts' in fault(
                tmp_path, {**entry, "where": {"year": 2022, "place": place}}, rows=rows
            )

    @pytest.mark.parametrize("statistic", ["mean", "median", "rate", "index"])
    @pytest.mark.parametrize(
        "entry",
        [
            {**IN_2022, **BOTH, "operation": "sum"},
            {**DK, "operation": "cumulative", "from": {"year": 2020}, "to": {"year": 2022}},
        ],
    )
    def test_only_totals_add_up(self, tmp_path: Path, entry: dict[str, Any], statistic: str) -> None:
        assert one(tmp_path, entry).value > 0
        (told_,) = roads(tmp_path, {"one": entry}, statistic=statistic).faults
        assert told_.fact == f"one adds up roads/counts/deaths, whose statistic is {statistic}"

    def test_a_cell_that_is_no_period_stops_what_adds_up_over_it_with_one_line(self, tmp_path: Path) -> None:
        entry = {**DK, "operation": "cumulative", "from": {"year": "2020-01"}, "to": {"year": "2020-03"}}
        fields = [column("year"), *FIELDS[1:]]
        rows = "year,place,deaths,flag,bound\n2020-01,dk,1,,\n2020-Q1,dk,2,,\n2020-02,dk,3,,\n2020-03,dk,4,,\n"
        write_package(tmp_path, "roads", {"counts": Table(rows, fields, ["year", "place"])})
        table = {**TABLE, "dimensions": {**TABLE["dimensions"], "year": {"period": "month"}}}
        write_yaml(tmp_path, "data/roads/dimensions.yml", {"tables": {"counts": table}, "codelists": {"places": {"codes": PLACES}}})
        write_figures(tmp_path, {"one": entry})
        assert ['"2020-Q1" is a quarter, not a month' in each.fact for each in read_figures(tmp_path).faults] == [True]

    def test_an_entry_of_its_own_says_more_than_the_pattern(self, tmp_path: Path) -> None:
        own = {**DEATHS, "where": {"year": 2020, "place": "dk"}, "title": {"en": "Deaths in 2020, as they were counted"}}
        figures = roads(tmp_path, {"dk-{year}": {**DEATHS, "where": {"year": "*", "place": "dk"}}, "dk-2020": own})
        assert figures.faults == [] and figures.declarations["dk-2020"].title == own["title"] and len(figures.declarations) == 3

    def test_a_change_from_the_period_before_begins_with_the_second(self, tmp_path: Path) -> None:
        entry = {**DEATHS, "operation": "difference", "where": {"place": "*"}, "from": {"year": "previous"}, "to": {"year": "*"}}
        rows = ROWS.replace("2021,Føroyar,,c,\n", "")  # the period before is that which has rows
        figures = roads(tmp_path, {"{place}-change-{year}": entry}, rows)
        assert figures.faults == []
        assert figures.declarations.keys() == {"dk-change-2021", "dk-change-2022", "se-change-2021", "se-change-2022", "faroe-change-2022"}
        assert {name: figures.get(name, None).value for name in ("dk-change-2021", "dk-change-2022", "faroe-change-2022")} == {
            "dk-change-2021": -30,
            "dk-change-2022": 20,
            "faroe-change-2022": 2,
        }

    def test_a_cell_without_a_value_is_a_fault_of_a_pattern_only_where_it_is_quoted(self, tmp_path: Path) -> None:
        figures = roads(tmp_path, {"f-{year}": {**DEATHS, "where": {"year": "*", "place": "Føroyar"}}})
        assert figures.faults == []
        with pytest.raises(FaultError, match="which is suppressed"):
            figures.get("f-2021", None, Place("docs/en/a.md", 9))

    @pytest.mark.parametrize(
        ("name", "where", "said"),
        [
            pytest.param("a-{year}", {"year": 2020, "place": "dk"}, "a pattern over year", id="a code in the id alone"),
            pytest.param("a", {"year": "*", "place": "dk"}, "a pattern over year", id="a code in the selection alone"),
            pytest.param("a-{year}-{year}", {"year": "*", "place": "dk"}, "a pattern over year", id="a code in the id twice"),
            pytest.param("a-{yaer}", {"year": "*", "place": "dk"}, "a pattern over yaer, year", id="no column"),
            pytest.param("a-{year}", {"year": "*", "place": "xx"}, "matches no row", id="no row"),
            pytest.param("a-{year}-b}", {"year": "*", "place": "dk"}, "is not an id", id="a bracket too many"),
        ],
    )
    def test_a_pattern_that_makes_nothing_is_one_line(self, tmp_path: Path, name: str, where: dict[str, Any], said: str) -> None:
        assert said in fault(tmp_path, {**DEATHS, "where": where}, name)

    def test_ids_that_two_patterns_make_are_one_line_each(self, tmp_path: Path) -> None:
        entries = {
            "{place}-{year}": {**DEATHS, "where": {"year": "*", "place": "*"}},
            "dk-{year}": {**DK, "where": {"year": "*", "place": "dk"}},
        }
        figures = roads(tmp_path, entries)
        assert [each.fact for each in figures.faults] == [
            f"dk-{{year}} makes the figure dk-{year}, which {{place}}-{{year}} is already" for year in (2020, 2021, 2022)
        ]

    def test_a_code_that_makes_no_id_is_one_line(self, tmp_path: Path) -> None:
        table = Table("place,count\n丹麦,1\n瑞典,2\n", [column("place"), column("count", "integer")], ["place"])
        write_package(tmp_path, "roads", {"counts": table})
        write_figures(tmp_path, {"n-{place}": {"measure": "roads/counts/count", "where": {"place": "*"}}})
        (told_,) = read_figures(tmp_path).faults
        assert 'makes no id of place "丹麦"' in told_.fact

    def test_more_figures_than_the_limit_are_one_line(self, tmp_path: Path) -> None:
        rows = "n,count\n" + "".join(f"c{at},1\n" for at in range(MOST + 1))
        write_package(tmp_path, "many", {"rows": Table(rows, [column("n"), column("count", "integer")], ["n"])})
        write_figures(tmp_path, {"v-{n}": {"measure": "many/rows/count", "where": {"n": "*"}}})
        (told_,) = read_figures(tmp_path).faults
        assert f"makes {MOST + 1} figures, more than {MOST}" in told_.fact

    def test_a_quote_of_what_a_broken_pattern_would_make_tells_what_is_wrong_with_the_pattern(self, tmp_path: Path) -> None:
        figures = roads(tmp_path, {"dk-{year}": {**DEATHS, "where": {"year": "*", "plaec": "dk"}}})
        with pytest.raises(FaultError) as caught:
            figures.get("dk-2020", None, Place("docs/en/a.md", 9))
        assert list(caught.value.faults) == figures.faults
        with pytest.raises(FaultError, match="not declared"):
            figures.get("se-2020", None, Place("docs/en/a.md", 9))


class TestDerived:
    def test_title_label_unit_decimals_status_are_derived_and_may_be_given(self, tmp_path: Path) -> None:
        figures = roads(
            tmp_path,
            {
                "plain": {**DEATHS, "where": {"year": 2020, "place": "dk"}},
                "change": {**DK, "operation": "percentage_change", "from": {"year": 2020}, "to": {"year": 2022}},
                "share": {**DEATHS, "operation": "share", "where": {"year": 2020, "place": "dk"}, "of": {"place": "nordic"}},
                "{place}-in-{year}": {**DEATHS, "where": {"year": "*", "place": "*"}, "title": {"en": "Killed in {place} ({year})"}},
                "own": {
                    **DEATHS,
                    "where": {"year": 2020, "place": "dk"},
                    "label": {"en": "L"},
                    "decimals": 2,
                    "status": "disputed",
                    "attribution": {"en": "the police"},
                },
            },
        )
        assert figures.faults == []
        of = figures.declarations
        assert (
            of["plain"].title == {"en": "Deaths, Denmark, 2020", "es": "Muertes, Dinamarca, 2020"}
            and of["plain"].label == of["plain"].title
        )
        assert (of["plain"].unit, of["plain"].decimals, of["plain"].status, of["plain"].is_change) == ("deaths", 0, "computed", False)
        assert of["change"].title["en"].startswith("Deaths, Denmark: ") and of["change"].title["en"].endswith("2020 to 2022")
        assert (of["change"].unit, of["change"].is_change) == ("percent", True)
        assert "the North" in of["share"].title["en"] and (of["share"].unit, of["share"].decimals) == ("percent", 1)
        assert of["faroe-in-2022"].title == {"en": "Killed in Faroe Islands (2022)"}
        assert (of["own"].label, of["own"].decimals, of["own"].status, of["own"].attribution) == (
            {"en": "L"},
            2,
            "disputed",
            {"en": "the police"},
        )

    @pytest.mark.parametrize(
        ("cell", "scale", "value", "decimals"), [("9.1", 1000, 9100, 0), ("9.1", 1, Fraction("9.1"), 1), ("0.125", 10, Fraction("1.25"), 2)]
    )
    def test_a_scale_goes_into_the_value(self, tmp_path: Path, cell: str, scale: int, value: Fraction, decimals: int) -> None:
        figure = one(tmp_path, {**DEATHS, "where": {"year": 2020, "place": "dk"}}, ROWS.replace("160", cell), scale=scale)
        assert (figure.value, figure.operands[0].raw, figure.operands[0].scale, figure.declaration.decimals) == (
            value,
            cell,
            scale,
            decimals,
        )

    def test_a_withdrawn_figure_keeps_what_was_wrong_with_it(self, tmp_path: Path) -> None:
        entry = {**DK, "operation": "difference", "from": {"year": 2022}, "to": {"year": 2020}, "status": "withdrawn"}
        assert one(tmp_path, entry).value == 10


class TestSelections:
    def test_the_period_alone_selects(self, tmp_path: Path) -> None:
        table = Table("month,count\n2021-01,5\n2021-02,7\n", [column("month"), column("count", "integer")], ["month"])
        write_package(tmp_path, "numbers", {"series": table})
        ends = {"from": {"month": "2021-01"}, "to": {"month": "2021-02"}}
        write_figures(
            tmp_path,
            {
                "feb": {"measure": "numbers/series/count", "where": {"month": "2021-02"}},
                "change": {"measure": "numbers/series/count", "operation": "difference", **ends},
            },
        )
        figures = read_figures(tmp_path)
        assert figures.faults == [] and [figures.get(name, None).value for name in ("feb", "change")] == [7, 2]

    def test_an_empty_cell_is_a_code(self, tmp_path: Path) -> None:
        figure = one(tmp_path, {**DEATHS, "where": {"year": 2022, "place": ""}})
        assert (figure.value, figure.operands[0].key, figure.declaration.title["en"]) == (900, "2022, ", "Deaths, all places, 2022")

    @pytest.mark.parametrize(
        ("entry", "value", "lines"),
        [
            pytest.param({**IN_2022, "operation": "sum", **BOTH}, 370, [4, 7], id="the codes that are named"),
            pytest.param({**IN_2022, "operation": "sum", "over": {"place": "*"}}, 373, [4, 7, 10], id="all but the total"),
            pytest.param(
                {**DEATHS, "operation": "mean", "where": {"year": 2020}, "over": {"place": "*"}},
                Fraction(361, 3),
                [2, 5, 8],
                id="all but a whole whose parts are there",
            ),
            pytest.param({**DK, "operation": "median", "over": {"year": "*"}}, 150, [2, 3, 4], id="all periods"),
            pytest.param(
                {**DEATHS, "operation": "sum", "over": {"year": [2021, 2022], **BOTH["over"]}}, 710, [3, 4, 6, 7], id="two columns"
            ),
            pytest.param(
                {**DEATHS, "operation": "rank", "where": {"year": 2022, "place": "dk"}, "over": {"place": "*"}},
                2,
                [4, 4, 7, 10],
                id="a rank",
            ),
            pytest.param(
                {**DK, "operation": "cumulative", "from": {"year": 2020}, "to": {"year": 2022}}, 440, [2, 3, 4], id="all periods between"
            ),
        ],
    )
    def test_the_cells_of_many_are_those_of_the_rows_in_their_order(
        self, tmp_path: Path, entry: Any, value: Fraction, lines: list[int]
    ) -> None:
        figure = one(tmp_path, entry)
        assert (figure.value, [operand.line for operand in figure.operands]) == (value, lines)

    @pytest.mark.parametrize(
        ("entry", "said"),
        [
            pytest.param(
                {**IN_2022, "operation": "sum", "over": {"place": ["dk", "no"]}}, 'unknown-row: one takes place "no"', id="a code of no row"
            ),
            pytest.param(
                {**DEATHS, "operation": "sum", "where": {"year": 2020}, "over": {"place": ["dk", "nordic"]}},
                "and the one is a part of the other",
                id="codes that overlap",
            ),
            pytest.param(
                {**DEATHS, "operation": "sum", **BOTH}, "many-rows: one takes rows of more than one year", id="rows of several years"
            ),
            pytest.param({**DEATHS, "operation": "sum", "where": {"year": 2035}, **BOTH}, "unknown-row", id="a year of no row"),
            pytest.param(
                {**DEATHS, "where": {"place": "nordic"}, "operation": "cumulative", "from": {"year": 2020}, "to": {"year": 2022}},
                'unknown-row: one takes year "2022"',
                id="an end of no row",
            ),
            pytest.param(
                {**DEATHS, "operation": "sum", "where": {"year": 2021}, "over": {"place": "*"}},
                "which is suppressed",
                id="a suppressed cell",
            ),
            pytest.param(
                {**DEATHS, "where": {"year": 2021, "place": "Føroyar"}, **WHY},
                "skips cells, which the operation value does not",
                id="no sum",
            ),
            pytest.param(
                {**DEATHS, "operation": "sum", "where": {"year": 2021}, "over": {"place": ["Føroyar"]}, **WHY},
                "takes no cell that has a value",
                id="nothing but suppressed cells",
            ),
        ],
    )
    def test_cells_that_cannot_be_taken_together_are_one_line(self, tmp_path: Path, entry: Any, said: str) -> None:
        assert said in fault(tmp_path, entry)

    def test_a_month_that_is_missing_between_two_is_one_line(self, tmp_path: Path) -> None:
        rows = ROWS.replace("2021,dk,130,,\n", "")
        entry = {**DK, "operation": "cumulative", "from": {"year": 2020}, "to": {"year": 2022}}
        assert "there is nothing between 2020 and 2022" in fault(tmp_path, entry, rows=rows)


class TestMarks:
    def test_what_qualifies_a_cell_passes_to_the_figure(self, tmp_path: Path) -> None:
        assert one(tmp_path, {**DEATHS, "where": {"year": 2022, "place": "dk"}}).qualifiers == ("provisional",)
        assert one(tmp_path / "b", {**IN_2022, "operation": "sum", **BOTH}).qualifiers == ("provisional", "estimated")
        assert one(tmp_path / "c", {**DEATHS, "operation": "sum", "where": {"year": 2020}, **BOTH}).qualifiers == ()

    def test_a_cell_without_a_value_is_left_out_with_a_reason_alone(self, tmp_path: Path) -> None:
        entry = {**DEATHS, "operation": "sum", "where": {"year": 2021}, "over": {"place": "*"}, **WHY}
        figure = one(tmp_path, entry)
        assert (figure.value, figure.skipped) == (340, ("data/roads/2021-03-01/counts.csv:9:deaths",))
        assert [operand.name for operand in figure.operands] == ["value_1", "value_2"]
        assert (
            figure.explain_left_out("en") == figure.explain_left_out("es") == "it is not published"
        )  # rather in another language than not at all

    @pytest.mark.parametrize(
        ("operation", "keys", "bound"),
        [
            ("value", {"where": {"year": 2022, "place": "dk"}}, "over"),
            ("sum", {"where": {"year": 2022}, **BOTH}, "over"),
            ("mean", {"where": {"year": 2022}, **BOTH}, "over"),
            ("difference", {"where": {"place": "dk"}, "from": {"year": 2020}, "to": {"year": 2022}}, "over"),
            ("difference", {"where": {"year": 2022}, "from": {"place": "dk"}, "to": {"place": "se"}}, "over"),  # a fall by more
            ("ratio", {"where": {"year": 2022}, "from": {"place": "dk"}, "to": {"place": "se"}}, "under"),
            ("share", {"where": {"year": 2022, "place": "se"}, "of": {"place": "dk"}, "unit": "percent"}, "under"),
            ("index", {"where": {"place": "dk"}, "from": {"year": 2020}, "to": {"year": 2022}}, "over"),
            ("cumulative", {"where": {"place": "dk"}, "from": {"year": 2020}, "to": {"year": 2022}}, "over"),
        ],
    )
    def test_a_bound_makes_a_bound_on_its_side(self, tmp_path: Path, operation: str, keys: dict[str, Any], bound: str) -> None:
        rows = ROWS.replace("2022,dk,150,p,", "2022,dk,250,p,over")
        figure = one(tmp_path, {**DEATHS, "operation": operation, **keys}, rows)
        assert figure.bound == bound

    @pytest.mark.parametrize("operation", ["rank", "median"])
    def test_no_bound_is_known_of_an_order(self, tmp_path: Path, operation: str) -> None:
        rows = ROWS.replace("2022,dk,150,p,", "2022,dk,150,p,over")
        where = {"year": 2022, **({"place": "dk"} if operation == "rank" else {})}
        assert "bound-operand" in fault(tmp_path, {**DEATHS, "operation": operation, "where": where, **BOTH}, rows=rows)


PEOPLE = "year,place,people\n2020,dk,5800\n2020,se,10300\n2022,dk,5900\n"


class TestJoins:
    def rate(self, root: Path, rows: str, fields: list[str], said: Any, codes: dict[str, Any], **per: Any) -> Figures:
        types = {"year": "integer", "people": "number"}
        write_package(
            root, "population", {"people": Table(rows, [column(name, types.get(name, "string")) for name in fields], fields[:-1])}
        )
        if said:
            write_yaml(root, "data/codelists/places.yml", {"codes": {code: each for code, each in PLACES.items() if code}})
            table = {"dimensions": said, "measures": {"people": {"scale": 1000, "unit": "people"}}}
            write_yaml(root, "data/population/dimensions.yml", {"tables": {"people": table}})
        entry = {
            **DEATHS,
            "operation": "rate",
            "where": codes,
            "per": {"measure": "population/people/people", "each": 1000, **per},
        }
        return roads(root, {"rate": entry})

    @pytest.mark.parametrize(
        ("rows", "fields", "said", "per"),
        [
            pytest.param(PEOPLE, ["year", "place", "people"], None, {}, id="by columns of the same names"),
            pytest.param(
                PEOPLE.replace("year,place", "Jahr,place"),
                ["Jahr", "place", "people"],
                {"Jahr": {"period": "year"}, "place": {}},
                {},
                id="by the kind of their periods",
            ),
            pytest.param("place,people\ndk,5900\nse,10300\n", ["place", "people"], None, {}, id="by what both have"),
            pytest.param(
                PEOPLE.replace("year,place", "year,area").replace("dk", "DNK"),
                ["year", "area", "people"],
                None,
                {"where": {"area": "DNK"}},
                id="by what is named",
            ),
        ],
    )
    def test_a_rate_is_joined(self, tmp_path: Path, rows: str, fields: list[str], said: Any, per: Any) -> None:
        figures = self.rate(tmp_path, rows, fields, said, {"year": 2022, "place": "dk"}, **per)
        assert figures.faults == [] and figures.structures.faults == []
        figure = figures.get("rate", None)
        people = 5900 * (1000 if said else 1)
        assert (figure.value, figure.constants) == (Fraction(150 * 1000, people), {"each": 1000})
        assert [operand.path.split("/")[1] for operand in figure.operands] == ["roads", "population"]

    @pytest.mark.parametrize(
        ("rows", "fields", "where", "said"),
        [
            pytest.param(PEOPLE, ["year", "place", "people"], {"year": 2021, "place": "dk"}, "with no row of", id="no partner"),
            pytest.param(
                "year,place,sex,people\n2022,dk,f,2\n2022,dk,m,2\n",
                ["year", "place", "sex", "people"],
                {"year": 2022, "place": "dk"},
                "with 2 partners in data/population/2021-03-01/people.csv (lines 2, 3)",
                id="two partners",
            ),
            pytest.param(
                "sex,people\nf,2\nm,2\n",
                ["sex", "people"],
                {"year": 2022, "place": "dk"},
                "joins no column with 2 partners",
                id="nothing in common",
            ),
        ],
    )
    def test_a_join_with_no_partner_or_several_is_one_line(
        self, tmp_path: Path, rows: str, fields: list[str], where: Any, said: str
    ) -> None:
        (told_,) = self.rate(tmp_path, rows, fields, None, where).faults
        assert told([told_]) == [("join", f"{FILE}:3:5")] and said in told_.fact and told_.remedy and "\n" not in str(told_)

    def test_a_figure_of_two_packages_is_of_the_newest_day_of_both(self, tmp_path: Path) -> None:
        old = Table(
            PEOPLE.replace("5900", "5000"), [column("year", "integer"), column("place"), column("people", "number")], ["year", "place"]
        )
        write_package(tmp_path, "population", {"people": old}, "2020-01-01")
        figures = self.rate(tmp_path, PEOPLE, ["year", "place", "people"], None, {"year": 2022, "place": "dk"})
        assert figures.get("rate", None).version == "2021-03-01"
        with pytest.raises(FaultError, match="begins on"):
            figures.get("rate", "2020-06-01", Place("docs/en/a.md", 9))


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8)


class TestAddresses:
    @settings(max_examples=300, deadline=None, derandomize=True)
    @given(column_=TEXTS.filter(bool), codes=st.dictionaries(TEXTS.filter(bool), TEXTS, min_size=1, max_size=3))
    def test_an_address_holds_its_selection_whatever_the_signs(self, column_: str, codes: dict[str, str]) -> None:
        name = build_address(Source("a-package", "rows", column_), codes)
        others = [{**codes, key: f"{code}x"} for key, code in codes.items()]
        assert (
            name not in [build_address(Source("a-package", "rows", column_), other) for other in others]
            and " " not in name
            and '"' not in name
        )

    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        code=TEXTS.filter(lambda text: text == text.strip() and not text.startswith(("=", "+", "-", "@"))),
        name=st.sampled_from(["place", "χώρα", "a b", "a&b=c", "a/b?"]),
    )
    def test_the_figure_of_a_cell_is_found_by_its_address(self, tmp_path: Path, code: str, name: str) -> None:
        import csv
        import io

        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([[name, "count"], [code, "7"], [f"{code}z", "8"]])
        write_package(tmp_path, "cells", {"rows": Table(out.getvalue(), [column(name), column("count", "integer")], [name])})
        write_figures(tmp_path, {})
        figures = read_figures(tmp_path)
        figure = figures.get(build_address(Source("cells", "rows", "count"), {name: code}), None)
        assert figure.value == 7 and figure.operands[0].key == code

    @pytest.mark.parametrize(
        "name",
        [
            "roads/counts/deaths?year=2020",
            "roads/counts/deaths?year=2020&place=xx",
            "roads/counts/dead?year=2020&place=dk",
            "road/counts/deaths?x=1",
            "roads/counts/deaths?",
            "roads/counts/deaths?yaer=2020&place=dk",
            "roads/counts/deaths?year=2020&place=dk&place=se",
            "a?b",
            "roads/deaths?a=b",
            "?",
        ],
    )
    def test_an_address_of_nothing_is_one_line_at_its_quote(self, tmp_path: Path, name: str) -> None:
        figures = roads(tmp_path, {})
        with pytest.raises(FaultError) as caught:
            figures.get(name, None, Place("docs/en/a.md", 9))
        assert len(caught.value.faults) == 1 and "\n" not in str(caught.value.faults[0])

    def test_no_entry_takes_the_address_of_a_cell(self, tmp_path: Path) -> None:
        assert "is not an id" in fault(
            tmp_path, {**DEATHS, "where": {"year": 2020, "place": "se"}}, "roads/counts/deaths?year=2020&place=dk"
        )
