"""An operation has one value, in each of its forms: the writer's, that of the check, that of the program in the zip, the oracle's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.check import pieces
from macros.figures import OPERATIONS, Operation
from macros.figures.operations import compute_root
from macros.outputs import recompute
from tests import oracle
from tests.sample import IS_WHOLE

AMOUNTS = st.builds(
    lambda whole, decimals: Fraction(whole, 10**decimals),
    st.one_of(st.integers(-(10**12), 10**12), st.integers(-3, 3)),
    st.sampled_from((0, 0, 0, 1, 3, 12)),
)
CONSTANTS = {"each": st.sampled_from((1, 100, 1000, 100000)), "periods": st.integers(1, 240), "per_year": st.sampled_from((1, 4, 12))}


def by_check(operation: Operation, cells: Mapping[str, Fraction], constants: Mapping[str, int]) -> Fraction:
    formula = pieces.write_formula(operation.name, cells, constants).translate(pieces.ASCII_SIGNS)
    return pieces.evaluate(formula.format(**{place: f"({value})" for place, value in cells.items()}))


def by_program(formula: str, cells: Mapping[str, Fraction]) -> Fraction:
    parts = recompute.parts(formula)
    value = recompute.result(parts, dict(cells))
    assert not parts
    return value


EXAMPLES = [
    pytest.param("value", "7", {}, "{value}", "7", id="value"),
    pytest.param("difference", "9 5", {}, "{to} − {from}", "-4", id="difference"),
    pytest.param("percentage_change", "8 6", {}, "({to} − {from}) ÷ {from} × 100", "-25", id="percentage change"),
    pytest.param("ratio", "8 6", {}, "{to} ÷ {from}", "3/4", id="ratio"),
    pytest.param("share", "3 12", {}, "{part} ÷ {whole} × 100", "25", id="share"),
    pytest.param("rate", "205 5678348", {"each": 100000}, "{part} ÷ {whole} × 100000", "5125000/1419587", id="rate"),
    pytest.param("sum", "1 0.5 -3", {}, "{value_1} + {value_2} + {value_3}", "-3/2", id="sum"),
    pytest.param("sum", "4", {}, "{value_1}", "4", id="sum of one"),
    pytest.param("mean", "1 2 6", {}, "({value_1} + {value_2} + {value_3}) ÷ 3", "3", id="mean"),
    pytest.param("median", "9 1 5", {}, "median({value_1}; {value_2}; {value_3})", "5", id="median"),
    pytest.param("median", "9 1 5 2", {}, "median({value_1}; {value_2}; {value_3}; {value_4})", "7/2", id="median of an even number"),
    pytest.param("cumulative", "3 4", {}, "{value_1} + {value_2}", "7", id="cumulative"),
    pytest.param("rank", "5 9 5 7 5", {}, "rank({value}; {value_1}; {value_2}; {value_3}; {value_4})", "3", id="rank, two at the same"),
    pytest.param("rank", "9 9 5", {}, "rank({value}; {value_1}; {value_2})", "1", id="rank of the greatest"),
    pytest.param("index", "80 92", {}, "{to} ÷ {from} × 100", "115", id="index"),
    pytest.param(
        "average_annual_change", "100 121", {"periods": 2, "per_year": 1}, "(root({to} ÷ {from}; 2) − 1) × 100", "10", id="over two years"
    ),
    pytest.param("average_annual_change", "4 5", {"periods": 1, "per_year": 1}, "({to} ÷ {from} − 1) × 100", "25", id="over one year"),
    pytest.param(
        "average_annual_change",
        "100 121",
        {"periods": 8, "per_year": 4},
        "(root({to} ÷ {from}; 2) − 1) × 100",
        "10",
        id="over eight quarters",
    ),
    pytest.param(
        "average_annual_change", "10 11", {"periods": 6, "per_year": 12}, "(power({to} ÷ {from}; 2) − 1) × 100", "21", id="over half a year"
    ),
    pytest.param(
        "average_annual_change",
        "4 9",
        {"periods": 8, "per_year": 12},
        "(root(power({to} ÷ {from}; 3); 2) − 1) × 100",
        "475/2",
        id="over eight months",
    ),
]


@pytest.mark.parametrize(("name", "values", "constants", "formula", "result"), EXAMPLES)
def test_an_operation_has_its_formula_and_its_value(name: str, values: str, constants: dict, formula: str, result: str) -> None:
    operation, numbers = OPERATIONS[name], [Fraction(each) for each in values.split()]
    places = operation.list_places(len(numbers) - ("value" in operation.roles))
    cells = dict(zip(places, numbers, strict=True))
    assert operation.write_proof_formula(places, **constants) == formula
    assert operation.compute_value(cells, **constants) == Fraction(result)


def test_a_root_of_many_periods_is_the_same_in_each_form() -> None:
    """Its powers have more digits than Python reads as a text."""
    operation, cells, constants = (
        OPERATIONS["average_annual_change"],
        {"from": Fraction(1), "to": Fraction(2)},
        {"periods": 239, "per_year": 12},
    )
    assert operation.compute_value(cells, **constants) == by_check(operation, cells, constants)


@pytest.mark.parametrize("name", OPERATIONS)
@settings(max_examples=60 if IS_WHOLE else 20, deadline=None)
@given(data=st.data())
def test_every_form_of_an_operation_gives_the_same_value_of_any_cells_that_it_takes(name: str, data: st.DataObject) -> None:
    operation = OPERATIONS[name]
    places = operation.list_places(data.draw(st.sampled_from((1, 2, 3, 4, 27)), "members"))
    cells = {place: data.draw(AMOUNTS, place) for place in places}
    if "value" in operation.roles and operation.has_members:  # the ranked one is among them
        cells["value"] = cells[data.draw(st.sampled_from(places[1:]))]
    constants = {name: data.draw(CONSTANTS[name], name) for name in operation.constants}
    if operation.find_unfit_cell(cells):
        assert cells[operation.find_unfit_cell(cells)] <= 0
        return
    value = operation.compute_value(cells, **constants)
    formula = operation.write_proof_formula(cells, **constants)
    assert formula == pieces.write_formula(name, cells, constants)
    assert value == by_check(operation, cells, constants)
    assert value == by_program(operation.write_plain_formula(cells, **constants), cells)
    assert value == oracle.computed(name, cells, **constants)


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_cell_that_an_operation_cannot_take_is_named_by_its_place(name: str) -> None:
    """The places without which a value cannot be had are those that its object names, and no others."""
    operation = OPERATIONS[name]
    places, constants = operation.list_places(3), dict.fromkeys(operation.constants, 2)
    for place in places:
        for bad in (Fraction(0), Fraction(-1)):
            cells = {**dict.fromkeys(places, Fraction(4)), place: bad}
            refused = place in operation.positive or (place in operation.nonzero and not bad)
            assert operation.find_unfit_cell(cells) == (place if refused else "")
            if not refused:
                operation.compute_value(cells, **constants)
            elif place in operation.nonzero:
                with pytest.raises(ZeroDivisionError):
                    operation.compute_value(cells, **constants)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_place_of_an_operation_has_its_roles_and_is_in_its_formula(name: str) -> None:
    operation = OPERATIONS[name]
    places = operation.list_places(12)
    assert set(re.findall(r"{(\w+)}", operation.write_proof_formula(places, **dict.fromkeys(operation.constants, 2)))) == set(places)
    known = {"value", "part", "whole", "base", "from", "to", "members"}
    assert all(roles and known.issuperset(roles) for roles in operation.roles.values())
    assert operation.has_members == ("over" in operation.selectors or operation.is_unbroken)


WRONG = ["{to} ^ 2", "{to} {from}", "{to} - ", "({to}", "{to})", "", "sum({to}, {from})", "median()", "{other} + 1", "-{to}", "1.5 * {to}",
         "root({to}, {from} / 3)", "root({to}, 0)", "power({to}, -1)", "({to}, {from})", "__import__('os')", "median {to}"]  # fmt: skip


@pytest.mark.parametrize("formula", WRONG)
def test_what_is_no_formula_is_computed_by_none(formula: str) -> None:
    cells = {"to": Fraction(2), "from": Fraction(4)}
    with pytest.raises((ValueError, LookupError, TypeError)):
        Operation("made", formula).compute_value(cells)
    with pytest.raises(SystemExit, match="one: its formula is not to be computed"):
        recompute.computed("one", formula, cells)
    if formula not in ("{other} + 1", "-{to}"):  # the check puts the cells in, and reads what is negative
        with pytest.raises(pieces.UnknownPieceError):
            pieces.evaluate(formula.format(to="(2)", **{"from": "(4)"}))


@pytest.mark.parametrize("name", ["sum", "mean", "median", "rank"])
def test_a_formula_of_ten_thousand_cells_is_computed_by_all(name: str) -> None:
    cells = {f"value_{n}": Fraction(n * 7919 % 10007) for n in range(1, 10001)}
    if name == "rank":
        cells = {"value": cells["value_77"]} | cells
    operation = OPERATIONS[name]
    value = operation.compute_value(cells)
    assert value == by_check(operation, cells, {}) == by_program(operation.write_plain_formula(cells), cells)
    if name != "median":  # which the oracle finds by comparing each with each
        assert value == oracle.computed(name, cells)


ROOTS = {
    "writer": compute_root,
    "check": lambda value, degree: pieces.FUNCTIONS["root("](value, Fraction(degree)),
    "program": lambda value, degree: recompute.root(value, Fraction(degree)),
    "oracle": oracle.root,
}


@pytest.mark.parametrize("form", ROOTS)
@settings(max_examples=20 if IS_WHOLE else 8, deadline=None)
@given(
    over=st.integers(0, 10**15),
    under=st.integers(1, 10**6),
    degree=st.integers(1, 30),
    decimals=st.integers(0, 17),
    whole=st.integers(0, 300),
)
def test_a_root_is_exact_where_it_is_a_fraction_and_rounds_half_up_however_near_to_a_tie(
    form: str, over: int, under: int, degree: int, decimals: int, whole: int
) -> None:
    take = ROOTS[form]
    assert take(Fraction(over, under) ** degree, degree) == Fraction(over, under)
    tie = Fraction(2 * (whole * 10**decimals + over % 10**decimals) + 1, 2 * 10**decimals)
    above, least = tie + Fraction(1, 2 * 10**decimals), Fraction(1, 10**300)
    assert oracle.rounded(take(tie**degree, degree), decimals) == above, "a tie is rounded up"
    assert oracle.rounded(take(tie**degree + least, degree), decimals) == above
    assert oracle.rounded(take(tie**degree - least, degree), decimals) == above - Fraction(1, 10**decimals)


def test_a_root_that_is_no_fraction_lies_in_the_middle_of_the_step_of_its_twentieth_decimal() -> None:
    assert compute_root(Fraction(2), 2) == Fraction("1.414213562373095048805")
    assert compute_root(Fraction(1, 2), 2) == Fraction("0.707106781186547524405")
    assert compute_root(Fraction(10**36 - 1), 2) == 10**18 - Fraction("0.000000000000000000505")


@pytest.mark.parametrize(("over", "under"), [(1331, 1000), (1331 * 10**9 - 1, 10**12), (1331 * 10**9 + 1, 10**12)])
def test_an_average_annual_change_rounds_as_the_root_itself_does(over: int, under: int) -> None:
    """(1.1 − 1) × 100 + half a unit of the seventeenth decimal, and next to it."""
    tie = 1 + Fraction(10) / 100 + Fraction(1, 2 * 10**19)
    for shift, up in ((0, True), (Fraction(1, 10**200), True), (-Fraction(1, 10**200), False)):
        cells = {"from": Fraction(1), "to": tie**3 + shift}
        value = OPERATIONS["average_annual_change"].compute_value(cells, periods=3, per_year=1)
        assert oracle.rounded(value, 17) == 10 + (Fraction(1, 10**17) if up else 0)
    assert OPERATIONS["average_annual_change"].compute_value({"from": Fraction(under), "to": Fraction(over)}, periods=3, per_year=1) == (
        oracle.computed("average_annual_change", {"from": Fraction(under), "to": Fraction(over)}, periods=3)
    )
