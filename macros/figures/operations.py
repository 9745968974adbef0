"""The operations: what a figure is made of its cells by. A closed list: whatever an operation is asked for, its object says.

Its words are in macros/interface (`methods`), its entry for editors in schemas/figures.schema.json, and the check has a form of its own
(macros/check/pieces.py), which asks nothing of this one. `macros/registered.py` refuses an operation that lacks one of them.
"""

from __future__ import annotations

import ast
import functools
import operator
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

COPY = "{value}"  # the formula of what computes nothing
# What a declaration selects cells by.
SELECTORS = ("rows", "of", "periods")
_PLAIN = str.maketrans("−×÷", "-*/")
_PLACE = re.compile(r"{(\w+)}")
_SIGNS: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = MappingProxyType(
    {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
)


@dataclass(frozen=True)
class Operation:
    """An operation, by the name that data/figures.yml gives it (`measure`).

    Attributes:
        formula: In signs, of the cells by their places: `({to} − {from}) ÷ {from} × 100`. One of any number of cells is a function of
            their places, each in its braces.
        needs: The selectors that its declaration has. With `of` it takes a part and a whole, with `periods` both at two ends.
        unit: The name of the unit of its value, "" for that of its cells.
        is_change: Whether the sign of its value is a direction.
        is_relative: Whether it is a percentage of percentages, which has to be called relative.
        suffix: What an id that is made of its rows ends in.
        status: Of a figure that is neither disputed nor withdrawn.
    """

    name: str
    formula: str | Callable[[Collection[str]], str] = COPY
    needs: tuple[str, ...] = ("rows",)
    unit: str = ""
    is_change: bool = False
    is_relative: bool = False
    suffix: str = ""
    status: str = "computed"

    @property
    def is_copy(self) -> bool:
        """Whether it computes nothing: it takes one cell as it stands."""
        return self.formula == COPY

    def selections(self, rows: Mapping[str, str], of: Mapping[str, str], periods: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """Return what selects each cell, by the cell's place in the formula."""
        roles = {"part": rows, "whole": of} if "of" in self.needs else {"": rows}
        if "periods" not in self.needs:
            return {role or "value": dict(where) for role, where in roles.items()}
        ends = {end: {periods["field"]: periods[end]} for end in ("from", "to")}
        return {f"{role}_{end}".strip("_"): {**where, **at} for end, at in ends.items() for role, where in roles.items()}

    def written(self, places: Collection[str]) -> str:
        """Return the formula in the signs of a proof, with the places of its cells in braces."""
        return self.formula if isinstance(self.formula, str) else self.formula([f"{{{place}}}" for place in places])

    def plain(self, places: Collection[str]) -> str:
        """Return the formula in the signs that any program reads: `({to} - {from}) / {from} * 100`."""
        return self.written(places).translate(_PLAIN)

    def value(self, cells: Mapping[str, Fraction]) -> Fraction:
        """Return the exact value. Raises: ZeroDivisionError."""
        return _evaluated(_parsed(self.plain(cells)), cells)


@functools.lru_cache
def _parsed(formula: str) -> ast.expr:
    return ast.parse(_PLACE.sub(r"_\1", formula), mode="eval").body


def _evaluated(node: ast.expr, cells: Mapping[str, Fraction]) -> Fraction:
    match node:
        case ast.BinOp():
            return _SIGNS[type(node.op)](_evaluated(node.left, cells), _evaluated(node.right, cells))
        case ast.Name():
            return cells[node.id.removeprefix("_")]
        case ast.Constant(value=int() as number):
            return Fraction(number)
    raise ValueError(f"no formula holds {ast.unparse(node)}")


_ENDS = ("rows", "periods")
_SHARES = ("rows", "of", "periods")
_START = "{part_from} ÷ {whole_from}"
_GAIN = f"{{part_to}} ÷ {{whole_to}} − {_START}"

OPERATIONS: dict[str, Operation] = {
    each.name: each
    for each in (
        Operation("value"),
        Operation("reported", status="reported"),
        Operation("percentage_change", "({to} − {from}) ÷ {from} × 100", _ENDS, "percent", is_change=True, suffix="change"),
        Operation("share", "{part} ÷ {whole} × 100", ("rows", "of"), "percent", suffix="share"),
        Operation(
            "percentage_change_of_share",
            f"({_GAIN}) ÷ ({_START}) × 100",
            _SHARES,
            "percent",
            is_change=True,
            is_relative=True,
            suffix="share change",
        ),
        Operation("percentage_point_change", f"({_GAIN}) × 100", _SHARES, "percentage points", is_change=True, suffix="share points"),
        Operation("difference", "{to} − {from}", _ENDS, is_change=True, suffix="difference"),
        Operation("ratio", "{to} ÷ {from}", _ENDS, "ratio", suffix="ratio"),
    )
}
