"""Recomputes every figure of this data package from its rows, with Python's standard library only.

    python3 recompute.py

Takes the cells that figures.json names for a figure, and puts them into its formula. Of a cell of another data package, which is not
among these files, it takes the number that stands there. Prints one line a figure: its id, its value, and whether it is the value that
was published. Ends with 1 if one is not.
"""

import csv
import functools
import json
import re
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


@functools.cache
def table(name: str, columns: tuple[str, ...]) -> dict[tuple[str, ...], list[dict[str, str]]]:
    """Return the rows of a file by what they have in some columns."""
    found: dict[tuple[str, ...], list[dict[str, str]]] = {}
    with open(HERE / name, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(tuple(row[column] for column in columns), []).append(row)
    return found


def cell(name: str, where: dict[str, Any]) -> Fraction:
    """Return the value of the one cell that a figure names; the number itself where it stands in another data package."""
    raw = where.get("number")
    if raw is None:
        rows = table(where["file"], tuple(where["row"])).get(tuple(where["row"].values()), [])
        if len(rows) != 1:
            raise SystemExit(f"{name}: {len(rows)} rows instead of one")
        raw = rows[0][where["field"]]
    return Fraction(raw) * int(where.get("scale", 1))


def parts(formula: str) -> list[str]:
    """Return the numbers, cells, names, signs and brackets of a formula. Raises: ValueError for anything else."""
    found = [part for part in re.split(r"(\d+|{\w+}|[a-z]+|[-+*/(),])|\s+", formula, flags=re.ASCII) if part]
    if any(not re.fullmatch(r"\d+|{\w+}|[a-z]+|[-+*/(),]", part, re.ASCII) for part in found):
        raise ValueError(formula)
    return found


def result(formula: list[str], cells: dict[str, Fraction]) -> Fraction:
    """Return the exact result of a formula, of which it takes away what it has read up to a comma, a bracket or the end."""
    total, sign = Fraction(0), "+"
    while True:
        term, at = factor(formula, cells), ""
        while formula and formula[0] in "*/":
            at, other = formula.pop(0), factor(formula, cells)
            term = term * other if at == "*" else term / other
        total = total + term if sign == "+" else total - term
        if not formula or formula[0] not in "+-":
            return total
        sign = formula.pop(0)


def factor(formula: list[str], cells: dict[str, Fraction]) -> Fraction:
    """Return the value of a cell, a whole number, brackets, or a function."""
    part = formula.pop(0)
    if part.isdigit():
        return Fraction(int(part))
    if part.startswith("{"):
        return cells[part[1:-1]]
    if part != "(" and formula.pop(0) != "(":
        raise ValueError(part)
    values = [result(formula, cells)]
    while formula[0] == ",":
        formula.pop(0)
        values.append(result(formula, cells))
    if formula.pop(0) != ")":
        raise ValueError(part)
    (value,) = values if part == "(" else [FUNCTIONS[part](*values)]
    return value


def median(*values: Fraction) -> Fraction:
    """Return the value in the middle, or half the sum of the two there."""
    ordered = sorted(values)
    return (ordered[(len(values) - 1) // 2] + ordered[len(values) // 2]) / 2


def rank(value: Fraction, *among: Fraction) -> Fraction:
    """Return one more than how many are greater."""
    return Fraction(1 + sum(other > value for other in among))


def power(value: Fraction, exponent: Fraction) -> Fraction:
    if exponent < 1 or exponent.denominator != 1:
        raise ValueError
    return value**exponent.numerator


def root(value: Fraction, degree: Fraction) -> Fraction:
    """Return a root that is a fraction, else the middle of the two numbers of twenty decimals between which it lies."""
    if value < 0 or degree < 1 or degree.denominator != 1:
        raise ValueError
    times = degree.numerator
    exact = Fraction(whole_root(Fraction(value.numerator), times), whole_root(Fraction(value.denominator), times))
    if exact**times == value:
        return exact
    return Fraction(2 * whole_root(value * 10 ** (20 * times), times) + 1, 2 * 10**20)


def whole_root(value: Fraction, degree: int) -> int:
    """Return the greatest whole number whose power is not above a value: bit by bit, the greatest first."""
    found, bit = 0, 1
    while bit**degree <= value:
        bit *= 2
    while bit := bit // 2:
        if (found + bit) ** degree <= value:
            found += bit
    return found


FUNCTIONS: dict[str, Any] = {"median": median, "rank": rank, "power": power, "root": root}


def computed(name: str, formula: str, cells: dict[str, Fraction]) -> Fraction:
    """Return the exact value that a formula gives of these cells."""
    try:
        rest = parts(formula)
        found = result(rest, cells)
        if not rest:
            return found
    except (ValueError, LookupError, TypeError, ZeroDivisionError):
        pass
    raise SystemExit(f"{name}: its formula is not to be computed: {formula}")


def value(figure: dict[str, Any]) -> Fraction:
    """Return the figure's exact value."""
    return computed(figure["id"], figure["formula"], {place: cell(figure["id"], where) for place, where in figure["cells"].items()})


def main() -> int:
    with open(HERE / "figures.json", encoding="utf-8") as file:
        figures = json.load(file)["figures"]
    wrong = 0
    for figure in figures:
        found = value(figure)
        same = found == Fraction(figure["exact"])
        wrong += not same
        print(f"{figure['id']}\t{found}\t{figure['status']}\t{'recomputed' if same else 'NOT recomputed: ' + figure['exact']}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
