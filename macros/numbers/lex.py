"""Normalised text -> tokens: numbers, vulgar fractions, words and single signs. Between two tokens stands only space.

Runs of digits follow every separator in use ("1,046,350", "1.046.350", "1 046 350", "47,5"); which of them means what
is read later, by language. Each alternative is bounded, so the time is linear in the text.
"""

from __future__ import annotations

import re
from itertools import accumulate, chain

VULGAR = {
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
_VULGAR = "".join(VULGAR)
_WORD = rf"[^\W\d_{_VULGAR}]+"
TOKEN = re.compile(rf"(\s*+)([a-zA-Z]++(?!{_WORD})|{_WORD}|(?=[\d.])(?:{_NUMBER})|[{_VULGAR}]|\S)")
"""A token and the space before it. What most texts are made of is asked for first."""
WORD = re.compile(_WORD)
ROMAN = re.compile(r"[IVXLCDM]{2,15}(?!\w)")
"""What may be a Roman number, which is one before a unit."""
YEAR = re.compile(r"(?:19|20)\d\d$")
DIGIT = re.compile(rf"[\d{_VULGAR}]")


class _Types(dict[str, str]):
    """The first character of a token -> the token's type; filled as characters are met."""

    def __missing__(self, character: str) -> str:
        word = character.isalnum() and character not in VULGAR
        self[character] = found = "v" if character in VULGAR else "n" if character.isdecimal() else "w" if word else "s"
        return found


_TYPES = _Types()
_BEYOND = [""] * 128


class Tokens:
    """Parallel lists, one entry a token: type (n number, v vulgar fraction, w word, s sign), lower case, start, end.

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
        self.types = [_TYPES[token[0]] if token[0] != "." or len(token) == 1 else "n" for token in low]
        self.size = len(low)
        # Empty tokens at the end stand for what is before the text too (index -1): nobody has to ask for bounds.
        self.low += _BEYOND
        self.types += _BEYOND
        self.word = self.low.__getitem__
        self.type = self.types.__getitem__

    def joined(self, index: int) -> bool:
        """Whether the token stands directly against the one before it."""
        return 0 < index < self.size and self.starts[index] == self.ends[index - 1]

    def after_hyphen(self, index: int) -> int:
        """`index`, or the token behind a hyphen that stands there and binds two words ("forty-seven")."""
        if self.low[index] == "-" and self.joined(index) and index + 1 < self.size:
            return index + 1
        return index

    def skip_to(self, index: int, position: int) -> int:
        """Return the first token from `index` on that begins at an offset or behind it."""
        while index < self.size and self.starts[index] < position:
            index += 1
        return index

    def skip_words(self, index: int, words: tuple[str, ...]) -> int:
        """Return the token after words that stand from `index` on, with hyphens or spaces between; 0 where they do not."""
        for at, word in enumerate(words):
            index = self.after_hyphen(index) if at else index
            if self.low[index] != word:
                return 0
            index += 1
        return index

    def phrase(self, index: int, words: tuple[str, ...]) -> bool:
        """Whether the words stand from `index` on."""
        return self.low[index : index + len(words)] == list(words)
