"""The likely mistake behind a wrong number, if it gives exactly this number.

For a change from a to b the candidates are: the wrong base (b−a)/b, the ratios b/a and a/b, the remaining share, the difference in
points, the neighbouring period, the same measure of another scope, an older version, truncation.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from fractions import Fraction

from macros.base.errors import FaultError
from macros.figures import Declaration, Figure, Figures
from macros.numbers import Quantity
from macros.wording.tolerance import round_half_up

HUNDRED = Fraction(100)


def name_mistake(item: Quantity, figure: Figure, figures: Figures, lang: str) -> str:
    """Return the likely mistake, such as `that is the remaining share`, or ""."""
    value = item.exact if item.exact is not None else item.value
    if value is None:
        return ""
    v = abs(Fraction(value))
    quantum = Fraction(item.quantum) if item.quantum is not None else Fraction(1)
    if v == round_half_up(abs(figure.value), quantum):
        return ""
    for name, decoy in _list_likely_mistakes(figure, figures, quantum):
        if round_half_up(abs(decoy), quantum) == v:
            return f"that is {name}"
    for factor, name in ((10, "ten times the value"), (Fraction(1, 10), "a tenth of the value")):
        if round_half_up(abs(figure.value) * factor, quantum) == v:
            return f"that is {name}"
    return ""


def _list_likely_mistakes(figure: Figure, figures: Figures, quantum: Fraction) -> Iterator[tuple[str, Fraction]]:
    x = abs(figure.value)
    cut = math.floor(x / quantum) * quantum
    yield "truncated, not rounded", cut
    cells = {operand.name: operand.value for operand in figure.operands}
    pairs = []
    if "from" in cells:
        pairs.append((cells["from"], cells["to"]))
    if "part_from" in cells and cells["whole_from"] and cells["whole_to"]:
        before = cells["part_from"] / cells["whole_from"] * HUNDRED
        after = cells["part_to"] / cells["whole_to"] * HUNDRED
        pairs.append((before, after))
        yield "the difference in percentage points", after - before
        if before:
            yield "the relative change, not the percentage points", (after - before) / before * HUNDRED
    for a, b in pairs:
        if a and b:
            yield "the change on the wrong base (the later value)", (b - a) / b * HUNDRED
            yield "what remains, not the change", b / a * HUNDRED
            yield "the ratio of the earlier to the later value", a / b * HUNDRED
    if figure.declaration.unit == "percent":
        yield "the remaining share", HUNDRED - x
    declaration = figure.declaration
    for old in figures.history(figure.id):
        if old.version != figure.version:
            yield f"the value of the version {old.version}", old.value
    same = [each for each in figures.declarations.values() if (each.source, each.operation) == (declaration.source, declaration.operation)]
    for other in sorted(same, key=lambda each: (_count_differences(each, declaration), each.id)):
        with contextlib.suppress(FaultError):
            if other.id != figure.id:
                yield f"{other.id}, another figure of the same table", figures.get(other.id, None).value


def _count_differences(a: Declaration, b: Declaration) -> int:
    """Count the dimensions in which two figures of a table differ."""
    return sum(a.list_codes(name) != b.list_codes(name) for name in a.structure.dimensions)
