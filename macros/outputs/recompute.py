"""Recomputes every figure of this data package from its rows, with Python's standard library only.

    python3 recompute.py

Prints one line a figure: its id, its value, and whether it is the value that was published. Ends with 1 if one is not.
"""

import csv
import json
import sys
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).resolve().parent


def cell(figure, where):
    """The one cell that a selection of rows names."""
    with open(HERE / figure["file"], encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if all(row[name] == value for name, value in where.items())]
    if len(rows) != 1:
        raise SystemExit(f"{figure['id']}: {len(rows)} rows instead of one")
    return Fraction(rows[0][figure["field"]])


def value(figure):
    """The figure's exact value."""
    measure, rows, of, periods = figure["measure"], figure["rows"], figure["of"], figure["periods"]
    if measure in ("value", "reported"):
        return cell(figure, rows)
    if measure == "share":
        return cell(figure, rows) / cell(figure, of) * 100
    first, last = ({periods["field"]: periods[end]} for end in ("from", "to"))
    before, after = cell(figure, {**rows, **first}), cell(figure, {**rows, **last})
    if of:
        before, after = before / cell(figure, {**of, **first}), after / cell(figure, {**of, **last})
    if measure == "percentage_point_change":
        return (after - before) * 100
    if measure == "difference":
        return after - before
    if measure == "ratio":
        return after / before
    return (after - before) / before * 100  # percentage_change, percentage_change_of_share


def main():
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
