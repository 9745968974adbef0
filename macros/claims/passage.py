"""A text of the built site as the check reads it: a passage, and what its stretches are bound to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from macros.quotes import Phrase
from macros.quotes.quote import NEWEST as NEWEST
from macros.quotes.quote import Exempt, Quote

IssueParts = tuple[str, str, str]
"""The code, the fact and the remedy of an issue, without its place."""


class Binding(NamedTuple):
    """The meaning declared for a stretch of text.

    Attributes:
        kind: `figure` (name: its id), `cell` (name: path:line:field), `tally` (name: an entry of the check's tally), `exempt` (name: the
            reason) or `piece` (written by the generator: see check/pieces.py).
        as_of: Of a figure, the page's date, "" or `newest`.
        form: Of a figure worded by the generator (`standard`, `cell`, `exact`); "" if an author words it.
        mark: The status shown beside a link to a proof, or the signs behind a value in a cell bound by its position. None elsewhere.
        within: Of a cell bound by its position, the anchor of its table: `table-storms`.
        reading: How the author declares a figure's words to be read, and why (see `macros.quotes.Quote`), or "".
    """

    kind: str
    name: str
    as_of: str = ""
    form: str = ""
    mark: str | None = None
    within: str = ""
    reading: str = ""


def make_binding(bound: Quote | Exempt) -> Binding:
    """Return the binding of a part of a phrase."""
    if isinstance(bound, Quote):
        return Binding("figure", bound.figure, bound.as_of or "", bound.form, reading=bound.reading)
    return Binding("exempt", bound.reason)


Spans: TypeAlias = tuple[tuple[int, int, Binding], ...]  # bound stretches of a text, in order


class Passage(NamedTuple):
    """A text that is read in one go: a paragraph, a cell, a title, an attribute, a label in a drawing."""

    text: str
    surface: str  # `text`, `title`, `meta description`, `aria-label`, `svg`, `search index` ...
    spans: Spans = ()
    context: Sequence[str] = ()  # the headings, captions and headers above it
    is_in_cell: bool = False
    near: str = ""  # in a cell, the headers of its row and column
    line: int = 0  # no part of the result
    phrase: Phrase | None = None  # its source, if known; no part of the result


class TrackedContext(Sequence[str]):
    """The context of a passage. It records whether any of it was read."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words, self.is_read = words, False

    def __getitem__(self, index: Any) -> Any:
        self.is_read = True
        return self.words[index]

    def __iter__(self) -> Iterator[str]:
        self.is_read = True
        return iter(self.words)

    def __len__(self) -> int:
        self.is_read = True
        return len(self.words)
