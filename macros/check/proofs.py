"""Reads a figure's proof in JSON: every value compared with the figure, its calculation done again, its texts judged."""

from __future__ import annotations

import ast
import contextlib
import operator
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from macros.build import Build
from macros.check.model import Binding, Passage
from macros.errors import FaultError
from macros.figures import Figure
from macros.interface import words
from macros.outputs.figures_json import FORMULAS, corrected
from macros.outputs.written import DECIMALS

Strings = Callable[[str], tuple[tuple[int, int, Binding], ...]]
_OPERATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_TEXTS = {"title", "label", "attribution", "note", "method"}


class Doubt(ValueError):
    """A download that does not hold what it should. The message says what, as the end of a sentence about the file."""


def exactly(found: Any, expected: Any, what: str) -> None:
    """Errors: Doubt where what is found is not what is expected."""
    if found != expected:
        raise Doubt(f"has other {what} than the data: {str(found)[:120]} instead of {str(expected)[:120]}")


def read_value(figure: Figure, exact: str, decimal: str) -> None:
    """Errors: Doubt where the exact value is another, or the decimal not within half a unit of its last place."""
    exactly(Fraction(exact), figure.value, f"value of {figure.id}")
    if abs(Fraction(decimal) - figure.value) * 2 > Fraction(1, 10**DECIMALS):
        raise Doubt(f"gives {figure.id} as {decimal}, which is {figure.value}")


def figure_passages(figure: Figure, wording: str, surface: str) -> Iterator[Passage]:
    """A text that stands for a figure, bound to it in its version, under its title."""
    binding = Binding("figure", figure.id, "" if figure.newest else figure.version)
    context = (*figure.declaration.title.values(), *(word for groups in figure.declaration.mentions.values() for word in sum(groups, ())))
    yield Passage(wording, surface, ((0, len(wording), binding),), context)


def read_figure(build: Build, entry: dict[str, Any], strings: Strings) -> Iterator[Passage]:
    """The passages of one figure's proof. Errors: Doubt for a key that is unknown, a value that is not the figure's."""
    figure = build.figures.get(entry["id"], None)
    declaration, lang = figure.declaration, build.lang
    expected = {
        "id": figure.id,
        "title": declaration.title.get(lang, figure.id),
        "label": declaration.label.get(lang, figure.id),
        "status": declaration.status,
        "measure": declaration.measure,
        "method": words(lang)["methods"][declaration.measure],
        "unit": declaration.unit,
        "decimals": declaration.decimals,
        "package": figure.package,
        "newest": figure.newest,
        "address": f"{build.address}figures/#{figure.id}",
        "quoted_on": [build.address + page.url for page in build.quoted_on(figure.id)],
    }
    for key, value in expected.items():
        exactly(entry[key], value, f"{key} of {figure.id}")
    exactly(entry.get("attribution", ""), declaration.attribution.get(lang, ""), f"attribution of {figure.id}")
    exactly(entry.get("bound", ""), figure.bound, f"bound of {figure.id}")
    exactly(entry.get("corrections", []), corrected(build, figure.id), f"corrections of {figure.id}")
    for told in entry.get("corrections", ()):
        yield Passage(told["what"], "proof", strings(told["what"]), (declaration.title.get(lang, ""),))
    known = {*expected, *_TEXTS, "corrections", "bound", "rows", "history", "calculation", "version", "exact", "decimal", "wording"}
    exactly(set(entry) - known, set(), f"keys of {figure.id}")
    exactly([old["version"] for old in entry["history"]], [old.version for old in build.figures.history(figure.id)], "history")
    for old in (entry, *entry["history"]):
        at = build.figures.get(figure.id, old["version"])
        exactly(old["version"], at.version, f"version of {figure.id}")
        read_value(at, old["exact"], old["decimal"])
        yield from figure_passages(at, old["wording"], "proof")
    rows = [{"name": o.name, "path": o.path, "line": o.line, "key": o.key, "field": o.field, "raw": o.raw} for o in figure.operands]
    exactly(entry["rows"], rows, f"rows of {figure.id}")
    exactly("calculation" in entry, declaration.measure in FORMULAS, f"calculation of {figure.id}")
    if "calculation" in entry:
        exactly(calculated(entry["calculation"]), figure.value, f"result of the calculation of {figure.id}")
    note = entry.get("note", "")
    exactly(note in ("", *build.writer.at(declaration.note_place(lang))), True, f"note of {figure.id}")
    yield Passage(note, "proof", strings(note), (declaration.title.get(lang, ""),))


def available(build: Build) -> list[str]:
    """The ids of all figures that can be had; one that cannot is a fault of its own."""
    found = []
    for name in build.figures.declarations:
        with contextlib.suppress(FaultError):
            found.append(build.figures.get(name, None).id)
    return found


def calculated(text: str) -> Fraction:
    """The exact result of an expression of numbers, `+ - * /` and brackets. Errors: Doubt for anything else."""

    def value(node: ast.AST) -> Fraction:
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            return Fraction(_OPERATORS[type(node.op)](value(node.left), value(node.right)))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -value(node.operand)
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            return Fraction(ast.get_source_segment(text, node) or "")
        raise Doubt(f"has the calculation {text[:120]}, which is none")

    try:
        return value(ast.parse(text, mode="eval").body)
    except (SyntaxError, ZeroDivisionError, ValueError) as error:
        raise Doubt(f"has the calculation {text[:120]}, which fails ({error})") from None
