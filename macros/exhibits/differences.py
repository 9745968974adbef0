"""Faults of a chart whose words quote a difference that its drawing does not show: series of very different size on one scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from macros.charts import Chart, apart
from macros.errors import Fault, FaultError
from macros.exhibits.exhibit import Exhibit
from macros.figures import Figure
from macros.quotes import Phrase
from macros.quotes.quote import Quote
from macros.view import View

CODE = "unseen-difference"
LEAST = 12
"""Pixels on a phone between the ends of two marks whose difference is quoted."""
TEXTS = ("headline", "description")

_Cells = frozenset[tuple[str, str, int, str]]


def unseen(exhibit: Exhibit, chart: Chart, texts: Mapping[str, Phrase], shown: Iterable[Figure], view: View) -> Iterator[Fault]:
    """Yield a fault for each quoted difference, change or ratio of two marks that is too small to be seen. shown: the marks' figures."""
    marks = {_cells(figure): figure for figure in shown}
    said = {quote.figure: name for name in reversed(TEXTS) for *_, quote in texts[name].spans if isinstance(quote, Quote) and quote.version}
    for name, text in said.items():
        try:
            quoted = view.figures.get(name, view.as_of)
        except FaultError:  # it is told where it is quoted
            continue
        for one, other in _compared(quoted, marks):
            pixels = apart(chart, one.id, other.id)
            if one.value != other.value and pixels < LEAST:
                fact = (
                    f"{exhibit.id} quotes {name} in its {text}, and on a phone its marks of {one.id} and {other.id} end "
                    f"{pixels:.1f} pixels apart, fewer than {LEAST}"
                )
                remedy = "draw it so that it is seen: kind slope or line, small-multiples with scales: own, or figures of an index"
                yield Fault(exhibit.text_place(text, view.lang, view.as_of), CODE, fact, remedy)


def _cells(figure: Figure) -> _Cells:
    return frozenset((figure.package, cell.path, cell.line, cell.field) for cell in figure.operands)


def _compared(quoted: Figure, marks: Mapping[_Cells, Figure]) -> Iterator[tuple[Figure, Figure]]:
    """The two marks that a figure compares: it is computed from their cells and from no other. What is pooled compares nothing."""
    cells = _cells(quoted)
    if any(cell.name.startswith("value") for cell in quoted.operands):
        return
    for one, other in combinations([own for own in marks if own < cells], 2):
        if one | other == cells:
            yield marks[one], marks[other]
