"""Check for quoted differences too small to be seen in a drawing, as between series of very different size on one scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from macros.base.errors import Fault, FaultError
from macros.charts import Chart, measure_gap
from macros.content.page_context import PageContext
from macros.exhibits.exhibit import Exhibit
from macros.figures import Figure
from macros.figures.figure import Operand
from macros.quotes import Phrase
from macros.quotes.quote import Quote

CODE = "unseen-difference"
MIN_PIXELS = 12
"""Least distance on a phone between the ends of two marks with a quoted difference, in pixels."""
TEXTS = ("headline", "description")

_CellKeys = frozenset[tuple[str, str, int, str]]


def find_unseen_differences(
    exhibit: Exhibit, chart: Chart, texts: Mapping[str, Phrase], shown: Iterable[Figure], view: PageContext
) -> Iterator[Fault]:
    """Yield a fault for each quoted difference, change or ratio of two marks too close to be told apart.

    Args:
        shown: the figures of the marks.
    """
    marks = {_make_cell_keys(figure.operands, figure): figure for figure in shown}
    said = {quote.figure: name for name in reversed(TEXTS) for *_, quote in texts[name].spans if isinstance(quote, Quote) and quote.version}
    for name, text in said.items():
        try:
            quoted = view.figures.get(name, view.as_of)
        except FaultError:  # reported where it is quoted
            continue
        ends = [marks[end] for end in _find_ends(quoted) if end in marks]
        if len(ends) < 2 or _make_cell_keys(quoted.operands, quoted) in marks:  # a mark of its own is seen
            continue
        one, other = ends
        pixels = measure_gap(chart, one.id, other.id)
        if one.value != other.value and pixels < MIN_PIXELS:
            fact = (
                f"{exhibit.id} quotes {name} in its {text}, and on a phone its marks of {one.id} and {other.id} end "
                f"{pixels:.1f} pixels apart, fewer than {MIN_PIXELS}"
            )
            remedy = "draw it so that it can be seen: kind slope or line, small-multiples with scales: own, or figures of an index"
            yield Fault(exhibit.find_text_place(text, view.lang, view.as_of), CODE, fact, remedy)


def _find_ends(figure: Figure) -> list[_CellKeys]:
    """Return the cells of the two values compared by a figure: base and later value, or part and whole.

    Pooled figures compare no two values and have none.
    """
    ends: dict[str, list[Operand]] = {}
    for cell in figure.operands:
        ends.setdefault(cell.name.rpartition("_")[2], []).append(cell)
    known = ends.keys() in ({"from", "to"}, {"part", "whole"})
    return [_make_cell_keys(cells, figure) for cells in ends.values()] if known else []


def _make_cell_keys(operands: Iterable[Operand], figure: Figure) -> _CellKeys:
    return frozenset((figure.package, cell.path, cell.line, cell.field) for cell in operands)
