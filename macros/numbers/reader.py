"""What reads the tokens of a text: compiled once for a language, then set on each text."""

from __future__ import annotations

from typing import Self

from macros.numbers.language import Language
from macros.numbers.lex import Tokens


class Reader:
    """The words that one step of the finder looks for, and the text on which it does.

    A text is short and a language's tables are many, so a reader is made once and copied for each text: two texts
    that are read at the same time share nothing that changes.
    """

    tokens: Tokens

    def __init__(self, language: Language) -> None:
        self.language = language

    def on(self, tokens: Tokens) -> Self:
        """The same reader, on a text."""
        reader = object.__new__(type(self))
        reader.__dict__.update(self.__dict__)
        reader.tokens = tokens
        return reader
