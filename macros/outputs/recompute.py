"""Recomputes every figure of this data package from its rows, with Python's standard library only.

    python3 recompute.py

Prints one line a figure: its id, its value, and whether it is the value that was published. Ends with 1 if one is not.
"""

import csv
import json
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def cell(figure: dict[str, Any], where: dict[str, str]) -> Fraction:
    """The one cell that a selection of rows names."""
    with open(HERE / figure["file"], encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if all(row[name] == value for name, value in where.items())]
    if len(rows) != 1:
        raise SystemExit(f"{figure['id']}: {len(rows)} rows instead of one")
    return Fraction(rows[0][figure["field"]])


# Each of one value, or of two: the part and the whole of a share, else the earlier and the later one.
FORMULAS: dict[str, Callable[..., Fraction]] = {
    "value": lambda one: one,
    "reported": lambda one: one,
    "share": lambda part, whole: part / whole * 100,
    "percentage_change": lambda before, after: (after - before) / before * 100,
    "percentage_change_of_share": lambda before, after: (after - before) / before * 100,
    "percentage_point_change": lambda before, after: (after - before) * 100,
    "difference": lambda before, after: after - before,
    "ratio": lambda before, after: after / before,
}


def value(figure: dict[str, Any]) -> Fraction:
    """The figure's exact value."""
    measure, rows, of, periods = figure["measure"], figure["rows"], figure["of"], figure["periods"]
    if measure not in FORMULAS:
        raise SystemExit(f"{figure['id']}: unknown measure {measure}")
    if not periods:
        values = [cell(figure, where) for where in (rows, of) if where]
    else:
        ends = [{periods["field"]: periods[end]} for end in ("from", "to")]
        values = [cell(figure, {**rows, **end}) / (cell(figure, {**of, **end}) if of else 1) for end in ends]
    return FORMULAS[measure](*values)


def main() -> int:
    with open(HERE / "figures.json", encoding="utf-8") as file:
        figures = json.load(file)["figures"]
    wrong = 0
    for figure in figures:
        found = value(figure)
        same = found == Fraction(figure["exact"])
        wrong += not same
        print(f"{figure['id']}\t{found}\t{'as published' if same else 'NOT as published: ' + figure['exact']}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
