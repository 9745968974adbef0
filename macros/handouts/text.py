"""A text in a picture or a document, for the check: its words, their bindings, and the texts around them."""

from __future__ import annotations

from dataclasses import dataclass

from macros.base.errors import Place
from macros.quotes import Phrase


@dataclass(frozen=True)
class Text:
    """One text.

    Attributes:
        surface: `card`, `document` or `svg`.
        context: The texts above it.
        cell_headers: The headers of its row and column.
        piece: The check's name for a text of the source, which it compares with the data, or "".
    """

    phrase: Phrase
    surface: str
    context: tuple[str, ...] = ()
    cell_headers: str = ""
    is_in_cell: bool = False
    piece: str = ""

    @property
    def plain(self) -> str:
        """The text without markup."""
        return self.phrase.plain


def make_literal(text: str, place: Place, surface: str) -> Text:
    """Return a text without figures."""
    return Text(Phrase((text,), place), surface)
