"""A chart or a table of rows: each cell is the figure of its row and its column, and what the data has not is told or refused."""

from __future__ import annotations

from fractions import Fraction
from urllib.parse import quote

import pytest

from macros.base.errors import FaultError
from macros.datapackage import read_packages
from macros.exhibits import read_exhibits
from macros.figures import Figures, is_address, join_selections, slug_of
from macros.figures.address import find_quoted_addresses
from macros.structure import read_structures
from tests.exhibits.made_up import NAMES, ODD, PACKAGE, PLAIN, VERSION, YEARS, count, table_of, write_made_up
from tests.project import read_figures, renew_hash, write, write_yaml

PATH = f"data/{PACKAGE}/{VERSION}/storms.csv"


def tables(root, table, names=PLAIN, **size):
    if not (root / f"data/{PACKAGE}").exists():
        write_made_up(root, names, **size)
    write_yaml(root, "data/figures.yml", {"figures": {}})
    write_yaml(root, "data/charts.yml", {"charts": {}})
    write_yaml(root, "data/tables.yml", {"tables": {"storms": table}})
    figures = read_figures(root)
    _, found, faults = read_exhibits(root, figures)
    return figures, found.get("storms"), faults


def grid(root, names=PLAIN, as_of=None, size=(), **changed):
    figures, table, faults = tables(root, table_of(names, **changed), names, **dict(size))
    assert faults == []
    return figures, table.build_grid(figures, as_of)


def values(figures, found, as_of=None):
    return [[figures.get(cell, as_of).value if cell else None for cell in line.cells] for line in found.lines]


@pytest.mark.parametrize("names", [pytest.param(PLAIN, id="plain"), pytest.param(ODD, id="odd")])
def test_each_cell_is_the_value_of_its_row_and_column(tmp_path, names):
    figures, found = grid(tmp_path, names)
    assert found.get_headers("en") == found.get_headers("es") == YEARS
    assert [line.label["en"] for line in found.lines] == [f"{name} Forest" for name in NAMES]
    expected = [[count(name, year) for year in YEARS] for name in NAMES]
    expected[0][2] = expected[1][3] = None
    assert values(figures, found) == expected
    assert (found.lines[0].lack_reasons, found.lines[1].lack_reasons) == ({2: "missing"}, {3: "suppressed"})
    assert not any(line.lack_reasons for line in found.lines[2:])


@pytest.mark.parametrize("names", [pytest.param(PLAIN, id="plain"), pytest.param(ODD, id="odd")])
@pytest.mark.parametrize(
    "operation",
    [
        pytest.param({}, id="value"),
        pytest.param({"operation": "percentage_change"}, id="percentage change"),
        pytest.param({"operation": "index", "from": "2005"}, id="index"),
        pytest.param({"operation": "share", "of": "all"}, id="share"),
        pytest.param({"operation": "percentage_point_change", "of": "all"}, id="change of a share"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_place_of_a_cell_is_its_address(tmp_path, names, operation, turned):
    """What a table, a row and a column select is put together as the address of the cell, as a reader of the built page does it."""
    operation = {
        key: {names["year"]: code} if key == "from" else {names["place"]: code} if key == "of" else code for key, code in operation.items()
    }
    axes = {"x": names["place"], "series": names["year"]} if turned else {}
    figures, found = grid(tmp_path, names, size={"places": 8, "years": 6}, **operation, **axes)
    for line in found.lines:
        for column, cell in enumerate(line.cells):
            if cell:
                joined = join_selections(found.shared_address, line.shared_address, found.column_addresses[column])
                assert figures.get(joined, None) is figures.get(cell, None) and figures.get(cell, None).id == cell
                assert " " not in cell and "@" not in cell
    assert sum(cell is not None for line in found.lines for cell in line.cells) > 30


def test_a_change_is_that_from_the_period_before(tmp_path):
    figures, found = grid(
        tmp_path, operation="percentage_change", x={"year": ["2002", "2003", "2004"]}, series={"place": ["alder", "cedar"]}
    )
    cedar = [count("Cedar", year) for year in YEARS[:4]]
    changes = [Fraction(after - before, before) * 100 for before, after in zip(cedar, cedar[1:], strict=False)]
    alder = Fraction(count("Alder", "2002") - count("Alder", "2001"), count("Alder", "2001")) * 100
    assert values(figures, found) == [[alder, None, None], changes]
    assert found.lines[0].lack_reasons == {1: "missing", 2: "missing"}


def test_a_change_over_a_gap_of_all_rows_names_both_periods(tmp_path):
    write_made_up(tmp_path, places=2, years=6)
    file = tmp_path / PATH
    file.write_text("".join(line for line in file.read_text().splitlines(keepends=True) if ",2005," not in line))
    renew_hash(file)
    _, found = grid(tmp_path, operation="percentage_change")
    assert found.get_headers("en") == ("2001", "2002", "2003", "2004", "2004 to 2006")
    assert found.get_headers("es")[-1] == "de 2004 a 2006"


def test_an_index_has_its_base_anywhere(tmp_path):
    figures, found = grid(tmp_path, operation="index", **{"from": {"year": 2005}}, series={"place": ["cedar"]})
    base = count("Cedar", "2005")
    assert values(figures, found) == [[Fraction(count("Cedar", year), base) * 100 for year in YEARS]]


def test_totals_are_left_out_of_rows_unless_they_are_asked_for(tmp_path):
    _, found = grid(tmp_path, totals=True)
    assert found.lines[-1].label["en"] == "all forests"
    _, found = grid(tmp_path, series={"place": ["all", "elm"]})
    assert [line.label["en"] for line in found.lines] == ["all forests", "Elm Forest"]


def test_without_series_there_is_one_row_of_the_measure(tmp_path):
    figures, found = grid(tmp_path, series=None, where={"place": "elm"}, x={"year": [2001, 2002]})
    assert [(line.label, line.shared_address) for line in found.lines] == [({"en": "storms", "es": "tormentas"}, "")]
    assert values(figures, found) == [[count("Elm", "2001"), count("Elm", "2002")]]


def test_a_page_of_an_earlier_day_has_the_columns_of_that_day(tmp_path):
    write_made_up(tmp_path, version="2020-02-01", years=18)
    write_made_up(tmp_path)
    _, old = grid(tmp_path, as_of="2020-03-01")
    _, new = grid(tmp_path)
    assert (old.get_headers("en"), new.get_headers("en")) == (YEARS[:18], YEARS)
    with pytest.raises(FaultError, match="begins on 2020-02-01, after 2019-01-01"):
        grid(tmp_path, as_of="2019-01-01")


BAD = [
    ({"measure": "trees/storms/storms"}, "unknown-package", 'takes the package "trees", which does not exist', "tree-counts"),
    (
        {"measure": f"{PACKAGE}/storm/storms"},
        "unknown-resource",
        f'takes the resource "storm", which is not in {PACKAGE}@{VERSION}',
        "storms",
    ),
    ({"measure": f"{PACKAGE}/storms/storm"}, "exhibit", f'takes the measure "storm", which is not in {PATH}', "storms"),
    ({"measure": f"{PACKAGE}/storms"}, "exhibit", f'has the measure "{PACKAGE}/storms" in data', "package/table/column"),
    ({"measure": None}, "exhibit", 'has the measure "" in data', "package/table/column"),
    ({"x": None}, "exhibit", "has no x in data", "write x: year"),
    ({"x": "yaer"}, "exhibit", f'takes "yaer" in x of its data, which is not a dimension of {PATH}', "year"),
    ({"x": "storms"}, "exhibit", f'takes "storms" in x of its data, which is not a dimension of {PATH}', ""),
    ({"x": ["year", "place"]}, "exhibit", "has x in data that is not one dimension", "write x: year"),
    ({"x": {"year": [2001, 2031]}}, "exhibit", f'takes year "2031" in x of its data, which is not in {PATH}', ""),
    ({"x": {"year": []}}, "exhibit", "has x in data with values that are not codes of year", "write x: {year:"),
    ({"x": {"year": [[2001]]}}, "exhibit", "has x in data with values that are not codes of year", "write x: {year:"),
    ({"series": "year"}, "exhibit", "has year as x and as series", "another dimension"),
    ({"series": {"place": ["elmm"]}}, "exhibit", f'takes place "elmm" in series of its data, which is not in {PATH}', "elm"),
    ({"series": None}, "exhibit", f"has 31 rows for the cell 2001 ({PATH}, lines 2, 3, 4, 5, 6)", "name place in where"),
    ({"where": {"year": 2001}}, "exhibit", "names year in where and along an axis", "remove it"),
    ({"where": {"month": 1}}, "exhibit", f'takes "month" in where of its data, which is not a dimension of {PATH}', ""),
    ({"where": "place"}, "exhibit", "has where in data that is not one code a column", "write where:"),
    ({"series": None, "where": {"place": "elmm"}}, "exhibit", f'takes place "elmm" in where of its data, which is not in {PATH}', "elm"),
    ({"operation": "sum"}, "exhibit", 'has the operation "sum" in data', "known are"),
    ({"operation": "index"}, "exhibit", "has the operation index in data without from", "add from"),
    ({"operation": "share"}, "exhibit", "has the operation share in data without of", "add of"),
    ({"operation": "rate"}, "exhibit", "has the operation rate in data without per", "add per"),
    ({"of": {"place": "all"}}, "exhibit", "has of in data, which the operation value does not take", "remove of"),
    ({"operation": "rate", "per": {"measure": "x/y/z", "each": 0}}, "exhibit", "has per: {each: 0} in data", "whole number"),
    ({"operation": "rate", "per": {"mesure": "x/y/z"}}, "exhibit", "has per in data that is not a measure and how many of it", "per:"),
    (
        {"operation": "rate", "per": {"measure": f"{PACKAGE}/storms/storms", "each": 7}},
        "declaration",
        "has per: {each: 7}",
        "each: 100000",
    ),
    ({"totals": "yes"}, "exhibit", 'has totals: "yes" in data', "true or false"),
    ({"colour": "red"}, "exhibit", 'has the key "colour" in data, which is unknown', ""),
]


@pytest.mark.parametrize(("changed", "code", "fact", "remedy"), BAD, ids=[fact for _, _, fact, _ in BAD])
def test_what_cannot_be_meant_is_one_line(tmp_path, changed, code, fact, remedy):
    _, found, faults = tables(tmp_path, table_of(**changed))
    assert [(fault.code, fault.place.path) for fault in faults] == [(code, "data/tables.yml")]
    assert fact in faults[0].fact and remedy in faults[0].remedy and "\n" not in str(faults[0])
    assert faults[0].place.line > 2 and found is None


@pytest.mark.parametrize("data", [pytest.param("rows", id="a text"), pytest.param([], id="a list"), pytest.param(5, id="a number")])
def test_data_that_is_no_mapping_is_one_line(tmp_path, data):
    _, found, faults = tables(tmp_path, table_of() | {"data": data})
    assert [fault.code for fault in faults] == ["exhibit"] and found is None


def test_data_beside_columns_is_a_fault(tmp_path):
    _, _, faults = tables(tmp_path, table_of() | {"columns": ["2001"]})
    assert [fault.fact for fault in faults] == ["storms has data and columns"]


def test_more_cells_than_the_limit_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("macros.exhibits.grid.MOST", 599)
    _, _, faults = tables(tmp_path, table_of())
    assert [fault.fact for fault in faults] == ["storms has 600 cells (30 rows, 20 columns), more than 599"]


def test_a_code_without_a_label_is_a_fault_in_that_language(tmp_path):
    write_made_up(tmp_path)
    structure = tmp_path / f"data/{PACKAGE}/dimensions.yml"
    structure.write_text(structure.read_text().replace("es: Bosque Elm", "de: Elmwald"))
    _, _, faults = tables(tmp_path, table_of())
    assert [fault.fact for fault in faults] == ['storms shows place "elm", which has no label in es']


def test_an_address_is_read_however_it_is_written(tmp_path):
    write_made_up(tmp_path, ODD)
    figures, _, _ = tables(tmp_path, table_of(ODD))
    own = figures.get(f"{PACKAGE}/storms/число=100%25?год=2001&Ort %26 Lage%3F=Кедр", None)
    assert own.value == count("Cedar", "2001")
    measure, place, year, cedar = (quote(text, safe="") for text in ("число=100%", "Ort & Lage?", "год", "Кедр"))
    assert own.id == f"{PACKAGE}/storms/{measure}?{place}={cedar}&{year}=2001"
    assert is_address(own.id) and not is_address(slug_of(own.id))


def test_cells_have_slugs_of_their_own(tmp_path):
    _, found = grid(tmp_path, ODD)
    names = [cell for line in found.lines for cell in line.cells if cell]
    slugs = {slug_of(name) for name in names}
    assert len(slugs) == len(names) and all(slug.replace("-", "").isalnum() and slug.isascii() for slug in slugs)
    assert slug_of("elm-2001") == "elm-2001"


def test_a_cell_that_a_sentence_quotes_is_declared_by_it(tmp_path):
    write_made_up(tmp_path)
    write_yaml(tmp_path, "data/figures.yml", {"figures": {}})
    address = f"{PACKAGE}/storms/storms?year=2001&place=elm"
    write(tmp_path, "docs/en/index.md", f'x\n\nElm had {{{{ figure("{address}", "x") }}}}, see `what?` and "a/b?".\n')
    quoted = find_quoted_addresses(tmp_path)
    assert [(name, str(place)) for name, place in quoted.items()] == [(address, "docs/en/index.md:3")]
    packages, _ = read_packages(tmp_path)
    figures = Figures.read(tmp_path, packages, read_structures(tmp_path, packages), quoted)
    assert [(each.id, str(each.place)) for each in figures.declarations.values()] == [
        (f"{PACKAGE}/storms/storms?place=elm&year=2001", "docs/en/index.md:3")
    ]


def test_what_is_made_of_a_table_depends_on_all_of_its_rows(tmp_path):
    figures, table, _ = tables(tmp_path, table_of())
    figures.read_log = set()
    table.build_grid(figures, None)
    read = (f"{PACKAGE}/storms", None)
    assert read in figures.read_log
    before = figures.value_digest(*read)
    file = tmp_path / PATH
    file.write_text(file.read_text() + "elm,2021,5,\n")
    renew_hash(file)
    assert read_figures(tmp_path).value_digest(*read) != before
