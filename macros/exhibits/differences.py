"""Check for quoted differences too small to be seen in a drawing, as between series of very different size on one scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from macros.base.errors import Fault, FaultError
from macros.charts import Chart, apart
from macros.content.page_context import View
from macros.exhibits.exhibit import Exhibit
from macros.figures import Figure
from macros.figures.figure import Operand
from macros.quotes import Phrase
from macros.quotes.quote import Quote

CODE = "unseen-difference"
LEAST = 12
"""Least distance on a phone between the ends of two marks with a quoted difference, in pixels."""
TEXTS = ("headline", "description")

_Cells = frozenset[tuple[str, str, int, str]]


def unseen(exhibit: Exhibit, chart: Chart, texts: Mapping[str, Phrase], shown: Iterable[Figure], view: View) -> Iterator[Fault]:
    """Yield a fault for each quoted difference, change or ratio of two marks too close to be told apart.

    Args:
        shown: the figures of the marks.
    """
    marks = {_cells(figure.operands, figure): figure for figure in shown}
    said = {quote.figure: name for name in reversed(TEXTS) for *_, quote in texts[name].spans if isinstance(quote, Quote) and quote.version}
    for name, text in said.items():
        try:
            quoted = view.figures.get(name, view.as_of)
        except FaultError:  # reported where it is quoted
            continue
        ends = [marks[end] for end in _ends(quoted) if end in marks]
        if len(ends) < 2 or _cells(quoted.operands, quoted) in marks:  # a mark of its own is seen
            continue
        one, other = ends
        pixels = apart(chart, one.id, other.id)
        if one.value != other.value and pixels < LEAST:
            fact = (
                f"{exhibit.id} quotes {name} in its {text}, and on a phone its marks of {one.id} and {other.id} end "
                f"{pixels:.1f} pixels apart, fewer than {LEAST}"
            )
            remedy = "draw it so that it can be seen: kind slope or line, small-multiples with scales: own, or figures of an index"
            yield Fault(exhibit.text_place(text, view.lang, view.as_of), CODE, fact, remedy)


def _ends(figure: Figure) -> list[_Cells]:
    """Return the cells of the two values compared by a figure: base and later value, or part and whole.

    Pooled figures compare no two values and have none.
    """
    ends: dict[str, list[Operand]] = {}
    for cell in figure.operands:
        ends.setdefault(cell.name.rpartition("_")[2], []).append(cell)
    known = ends.keys() in ({"from", "to"}, {"part", "whole"})
    return [_cells(cells, figure) for cells in ends.values()] if known else []


def _cells(operands: Iterable[Operand], figure: Figure) -> _Cells:
    return frozenset((figure.package, cell.path, cell.line, cell.field) for cell in operands)
