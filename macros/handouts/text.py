"""A text as it stands in a picture or a document, for the check: its words, their bindings, what stands around them."""

from __future__ import annotations

from dataclasses import dataclass

from macros.base.errors import Place
from macros.quotes import Phrase


@dataclass(frozen=True)
class Text:
    """One text. surface: `card`, `document` or `svg`. context: what it stands under. near: the headers of its row and column."""

    phrase: Phrase
    surface: str
    context: tuple[str, ...] = ()
    near: str = ""
    in_cell: bool = False

    @property
    def plain(self) -> str:
        return self.phrase.plain


def literal(text: str, place: Place, surface: str) -> Text:
    """A text without figures."""
    return Text(Phrase((text,), place), surface)
