"""Faults of a chart whose words quote a difference that its drawing does not show: series of very different size on one scale."""

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
"""Pixels on a phone between the ends of two marks whose difference is quoted."""
TEXTS = ("headline", "description")

_Cells = frozenset[tuple[str, str, int, str]]


def unseen(exhibit: Exhibit, chart: Chart, texts: Mapping[str, Phrase], shown: Iterable[Figure], view: View) -> Iterator[Fault]:
    """Yield a fault for each quoted difference, change or ratio of two marks that is too small to be seen. shown: the marks' figures."""
    marks = {_cells(figure.operands, figure): figure for figure in shown}
    said = {quote.figure: name for name in reversed(TEXTS) for *_, quote in texts[name].spans if isinstance(quote, Quote) and quote.version}
    for name, text in said.items():
        try:
            quoted = view.figures.get(name, view.as_of)
        except FaultError:  # it is told where it is quoted
            continue
        ends = [marks[end] for end in _ends(quoted) if end in marks]
        if len(ends) < 2 or _cells(quoted.operands, quoted) in marks:  # what is a mark itself is seen
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
    """The cells of the two values that a figure compares: a base and what it became, or a part and its whole. What is pooled has none."""
    ends: dict[str, list[Operand]] = {}
    for cell in figure.operands:
        ends.setdefault(cell.name.rpartition("_")[2], []).append(cell)
    known = ends.keys() in ({"from", "to"}, {"part", "whole"})
    return [_cells(cells, figure) for cells in ends.values()] if known else []


def _cells(operands: Iterable[Operand], figure: Figure) -> _Cells:
    return frozenset((figure.package, cell.path, cell.line, cell.field) for cell in operands)
