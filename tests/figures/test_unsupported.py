"""A figure that its rows do not support is one fault, though each of its cells is there: joined, added up or called what they are not."""

from __future__ import annotations

import copy

import pytest

from tests.project import Table, column, read_figures, write_figures, write_package, write_yaml

PLACES = {"places": {"codes": {"a": {"label": {"en": "Aland"}}, "b": {"label": {"en": "Bland"}}, "all": {"total": True}}}}
DEATHS = {"n": {"nouns": {"en": {"many": ["deaths"], "one": ["death"]}}}}
PEOPLE = {"people": {"nouns": {"en": {"many": ["people", "inhabitants"], "one": ["person"]}}}}
YEAR, PLACE = {"year": {"period": "year"}}, {"place": {"codes": "places"}}
COUNTS = "year,place,n\n2020,a,5\n2020,b,10\n2020,c,15\n2021,a,7\n"
BASE = "year,place,people\n2020,a,1000\n2020,b,2000\n2021,a,1000\n"
RATE = {"operation": "rate", "where": {"year": 2020, "place": "a"}, "per": {"measure": "p/base/people", "each": 1000}}
INDEX = {"operation": "index", "where": {"place": "a"}, "from": {"year": 2020}, "to": {"year": 2021}}
SUM = {"operation": "sum", "where": {"year": 2020}, "over": {"place": ["a", "b"]}}


def table(text):
    names = text.partition("\n")[0].split(",")
    numbers = {"year", "week", "n", "people"}
    return Table(text, [column(name, "integer" if name in numbers else "string") for name in names], names[:-1])


def faults(root, entry, counts=COUNTS, base=BASE, of_counts=YEAR | PLACE, of_base=YEAR | PLACE, statistic="total", attributes=None):
    """Of one figure of deaths, and of a population of which it may be a rate."""
    made = {"counts": table(counts), "base": table(base)}
    keys = [name for name in made["counts"].key if name not in (attributes or {})]
    made["counts"].key = keys
    write_package(root, "p", made)
    measures = copy.deepcopy(DEATHS)
    measures["n"]["statistic"] = statistic
    tables = {"counts": {"dimensions": of_counts, "measures": measures}, "base": {"dimensions": of_base, "measures": PEOPLE}}
    if attributes:
        tables["counts"]["attributes"] = attributes
    lists = copy.deepcopy(PLACES)
    lists["places"]["codes"]["c"] = {"label": {"en": "Cland"}}
    lists["sexes"] = {"codes": {"all": {"total": True}}}
    write_yaml(root, "data/p/dimensions.yml", {"tables": tables, "codelists": lists})
    write_figures(root, {"one": {"measure": "p/counts/n"} | entry})
    figures = read_figures(root)
    return [fault.fact for fault in (*figures.structures.faults, *figures.faults)]


WEEKS = {"week": {"period": "weeks", "since": "2020-12-21"}} | PLACE
ROUTES = YEAR | {"origin": {"codes": "places"}, "goal": {"codes": "places"}}
SPANS = "span,place,n\n2019-2021,a,5\n2020-2022,a,6\n"
SUPPORTED = [
    pytest.param(RATE, {}, id="a rate"),
    pytest.param(RATE | {"unit": "per 1,000 inhabitants"}, {}, id="a rate of another word for the same"),
    pytest.param(RATE | {"unit": "deaths per 1,000 people"}, {}, id="a rate that says of what it is"),
    pytest.param(
        RATE | {"where": {"year": 2020, "origin": "a", "goal": "b"}, "per": RATE["per"] | {"where": {"place": "a"}}},
        {"counts": "year,origin,goal,n\n2020,a,b,5\n", "of_counts": ROUTES}, id="a join by the one place that is named",
    ),
    pytest.param(RATE, {"base": "year,place,sex,people\n2020,a,all,1000\n", "of_base": YEAR | PLACE | {"sex": {"codes": "sexes"}}},
                 id="a join with all of what it does not name"),
    pytest.param(INDEX | {"unit": "2020 = 100"}, {}, id="an index of its base"),
    pytest.param(INDEX | {"unit": "index"}, {}, id="an index"),
    pytest.param(SUM, {"statistic": "estimate"}, id="a sum of estimates"),
    pytest.param(SUM | {"operation": "mean"}, {"statistic": "median"}, id="a mean of medians"),
    pytest.param({"operation": "sum", "where": {"place": "a"}, "over": {"span": "*"}},
                 {"counts": SPANS.replace("2020-2022", "2022-2023"), "of_counts": {"span": {"period": "span"}} | PLACE},
                 id="a sum of spans one after the other"),
    pytest.param(SUM | {"over": {"place": "*"}}, {}, id="a sum of three, one of which is as many as the others, by a code list"),
    pytest.param(SUM | {"over": {"place": "*"}}, {"counts": COUNTS.replace("15", "16"), "of_counts": YEAR | {"place": None}},
                 id="a sum without a code list"),
]  # fmt: skip
UNSUPPORTED = [
    pytest.param(RATE | {"unit": "per 100,000 people"}, {}, "its cells give per 1,000 people", id="a rate per another number"),
    pytest.param(RATE | {"unit": "per 1,000 cars"}, {}, "its cells give per 1,000 people", id="a rate per something else"),
    pytest.param(RATE | {"unit": "percent"}, {}, "its cells give per 1,000 people", id="a rate as a percentage"),
    pytest.param(INDEX | {"unit": "2015 = 100"}, {}, "its cells give 2020 = 100", id="an index of another base"),
    pytest.param(INDEX | {"unit": "2020 = 1000"}, {}, "its cells give 2020 = 100", id="an index of a thousand"),
    pytest.param(INDEX | {"unit": "deaths"}, {}, "its cells give 2020 = 100", id="an index as a count"),
    pytest.param(
        RATE | {"where": {"year": 2020, "origin": "a", "goal": "b"}}, {"counts": "year,origin,goal,n\n2020,a,b,5\n", "of_counts": ROUTES},
        "joins year 2020 with 2 partners", id="a join by one of two places",
    ),
    pytest.param(
        RATE | {"where": {"week": 3, "place": "a"}},
        {"counts": "week,place,n\n3,a,5\n", "base": "week,place,people\n3,a,50\n", "of_counts": WEEKS,
         "of_base": WEEKS | {"week": {"period": "weeks", "since": "2021-12-21"}}},
        "whose week it does not name", id="a join of the weeks since another event",
    ),
    pytest.param(
        RATE | {"where": {"month": "2020-06", "place": "a"}},
        {"counts": "month,place,n\n2020-06,a,5\n", "base": "year,place,people\n1990,a,50\n",
         "of_counts": {"month": {"period": "month"}} | PLACE},
        "whose year it does not name", id="a join with the only year that there is",
    ),
    *(
        pytest.param(entry, {"statistic": statistic}, f"whose statistic is {statistic}", id=f"a {entry['operation']} of a {statistic}")
        for entry, statistic in (
            (SUM, "median"), (SUM, "rate"), (INDEX | {"operation": "cumulative"}, "mean"),
            ({"operation": "share", "where": {"year": 2020, "place": "a"}, "of": {"place": "c"}}, "index"),
        )
    ),
    *(
        pytest.param({"operation": operation, "where": {"place": "a"}, **cells}, {"counts": counts, "of_counts": structure},
                     "which have days in common", id=f"a {operation} of {name} that overlap")
        for operation, cells, counts, structure, name in (
            ("sum", {"over": {"span": "*"}}, SPANS, {"span": {"period": "span"}} | PLACE, "spans"),
            ("mean", {"over": {"span": ["2019-2021", "2020-2022"]}}, SPANS, {"span": {"period": "span"}} | PLACE, "spans"),
            ("cumulative", {"from": {"week": 1}, "to": {"week": 2}}, "week,place,n\n1,a,5\n2,a,9\n", WEEKS, "weeks since one event"),
        )
    ),
    pytest.param(SUM | {"over": {"place": "*"}}, {"of_counts": YEAR | {"place": None}}, 'of which "c" is as much as all others',
                 id="a sum with a total that no code list names"),
    pytest.param(
        {"where": {"year": 2020, "place": "b"}},
        {"counts": "year,place,in,n\n2020,a,Thousands,5\n2020,b,,10\n", "attributes": {"in": {"means": "scale",
         "codes": {"Thousands": 1000}}}},
        'has in "", which is not one of its codes', id="a cell without the scale that others have",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "of_data"), SUPPORTED)
def test_what_the_rows_support_is_a_figure(tmp_path, entry, of_data):
    assert faults(tmp_path, entry, **of_data) == []


@pytest.mark.parametrize(("entry", "of_data", "fact"), UNSUPPORTED)
def test_what_the_rows_do_not_support_is_one_fault(tmp_path, entry, of_data, fact):
    (told,) = faults(tmp_path, entry, **of_data)
    assert fact in told
