"""Recomputes every figure of this data package from its rows, with Python's standard library only.

    python3 recompute.py

Takes the cells that figures.json names for a figure, and puts them into its formula. Prints one line a figure: its id, its value, and
whether it is the value that was published. Ends with 1 if one is not.
"""

import ast
import csv
import json
import operator
import re
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SIGNS: dict[Any, Any] = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def cell(figure: dict[str, Any], where: dict[str, str]) -> Fraction:
    """Return the one cell that a selection of rows names."""
    with open(HERE / figure["file"], encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if all(row[name] == value for name, value in where.items())]
    if len(rows) != 1:
        raise SystemExit(f"{figure['id']}: {len(rows)} rows instead of one")
    return Fraction(rows[0][figure["field"]])


def result(part: ast.AST, cells: dict[str, Fraction]) -> Fraction:
    """Return the exact result of a part of a formula: a cell, a whole number, or two parts and + - * or / between them."""
    if isinstance(part, ast.BinOp) and type(part.op) in SIGNS:
        return Fraction(SIGNS[type(part.op)](result(part.left, cells), result(part.right, cells)))
    if isinstance(part, ast.Name) and part.id in cells:
        return cells[part.id]
    if isinstance(part, ast.Constant) and type(part.value) is int:
        return Fraction(part.value)
    raise ValueError


def value(figure: dict[str, Any]) -> Fraction:
    """Return the figure's exact value."""
    cells = {f"_{place}": cell(figure, where) for place, where in figure["cells"].items()}
    try:
        return result(ast.parse(re.sub(r"{(\w+)}", r"_\1", figure["formula"]), mode="eval").body, cells)
    except (SyntaxError, ValueError, ZeroDivisionError):
        raise SystemExit(f"{figure['id']}: its formula is not to be computed: {figure['formula']}") from None


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
