"""Tokens of a normalised text: numbers, vulgar fractions, words and single signs. Only space lies between two tokens.

Runs of digits follow every separator in use ("1,046,350", "1.046.350", "1 046 350", "47,5"). The language decides later what each
separator means. Each alternative is bounded, so the time is linear in the text.
"""

from __future__ import annotations

import re
from itertools import accumulate, chain

VULGAR_FRACTIONS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
    "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip

CURRENCIES = "\u20ac$\u00a3\u00a5\u20b9\u20bd\u20a9\u20ba\u20b4\u20ab\u20aa\u0e3f\u20b1\u20a6\u20a1\u00a2"

_GROUPED = r"[1-9]\d{0,2}(?:,\d{3}){1,9}(?:\.\d{1,40})?(?![\d,.]?\d)"
_DOTTED = r"[1-9]\d{0,2}(?:(?:\.\d{3}){2,9}(?:,\d{1,40})?|(?:\.\d{3}){1,9},\d{1,40})(?![\d,.]?\d)"
_SPACED = r"[1-9]\d{0,2}(?:(?: \d{3}){1,9}|(?:'\d{3}){1,9})(?:[.,]\d{1,40})?(?![\d,.']?\d| \d{3}(?!\d))"
_DECIMAL = r"\d+[.,]\d+(?![,.]?\d)"
_LEADING = r"(?<![\w.])[.]\d+(?![.,]?\d)"
_LAKHS = r"[1-9]\d?(?:,\d\d){1,4},\d{3}(?![\d,]*\d)"
"""Groups as India writes them: "12,34,567"."""
_NUMBER = rf"{_GROUPED}|{_LAKHS}|{_DOTTED}|{_SPACED}|{_DECIMAL}|\d+|{_LEADING}"
_VULGAR = "".join(VULGAR_FRACTIONS)
_WORD = rf"[^\W\d_{_VULGAR}]+"
TOKEN = re.compile(rf"(\s*+)([a-zA-Z]++(?!{_WORD})|{_WORD}|(?=[\d.])(?:{_NUMBER})|[{_VULGAR}]|\S)")
"""A token and the space before it. The most frequent alternatives come first."""
WORD = re.compile(_WORD)
ROMAN = re.compile(r"[IVXLCDM]{2,15}(?!\w)")
"""A possible Roman number. It counts as a number only before a unit."""
YEAR = re.compile(r"(?:19|20)\d\d$")
DIGIT = re.compile(rf"[\d{_VULGAR}]")


class _TokenTypes(dict[str, str]):
    """A cache from the first character of a token to the token's type."""

    def __missing__(self, character: str) -> str:
        word = character.isalnum() and character not in VULGAR_FRACTIONS
        self[character] = found = "v" if character in VULGAR_FRACTIONS else "n" if character.isdecimal() else "w" if word else "s"
        return found


_TOKEN_TYPES = _TokenTypes()
_PADDING = [""] * 128


class Tokens:
    """The tokens of a text as parallel lists: type (n number, v vulgar fraction, w word, s sign), lower case, start, end.

    `word(index)` and `type(index)` are "" up to 128 tokens outside the text, on either side.
    """

    __slots__ = ("ends", "low", "size", "starts", "text", "type", "types", "word")

    def __init__(self, text: str) -> None:
        self.text = text
        pieces = list(chain.from_iterable(TOKEN.findall(text)))  # space, token, space, token ...
        borders = list(accumulate(map(len, pieces)))
        self.starts: list[int] = borders[::2]
        self.ends: list[int] = borders[1::2]
        self.low = low = list(map(str.lower, pieces[1::2]))
        self.types = [_TOKEN_TYPES[token[0]] if token[0] != "." or len(token) == 1 else "n" for token in low]
        self.size = len(low)
        # Empty tokens at the end serve negative indices too, so no caller checks bounds.
        self.low += _PADDING
        self.types += _PADDING
        self.word = self.low.__getitem__
        self.type = self.types.__getitem__

    def is_joined(self, index: int) -> bool:
        """Return True if no space separates the token from the one before it."""
        return 0 < index < self.size and self.starts[index] == self.ends[index - 1]

    def skip_hyphen(self, index: int) -> int:
        """Return the token behind a hyphen between two words ("forty-seven"), or `index` if there is no such hyphen."""
        if self.low[index] == "-" and self.is_joined(index) and index + 1 < self.size:
            return index + 1
        return index

    def skip_to_offset(self, index: int, position: int) -> int:
        """Return the first token from `index` on with a start at or behind an offset."""
        while index < self.size and self.starts[index] < position:
            index += 1
        return index

    def skip_words(self, index: int, words: tuple[str, ...]) -> int:
        """Return the token after the words at `index`, with hyphens or spaces between them; 0 if they are not there."""
        for at, word in enumerate(words):
            index = self.skip_hyphen(index) if at else index
            if self.low[index] != word:
                return 0
            index += 1
        return index

    def has_phrase(self, index: int, words: tuple[str, ...]) -> bool:
        """Return True if the words begin at `index`."""
        return self.low[index : index + len(words)] == list(words)
