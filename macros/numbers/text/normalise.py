"""Text as written to text for searching, with a map back to the original offsets.

Three things happen, and each keeps its place in the original:

- look-alike characters are folded one to one (full-width digits, Arabic percent sign, thin spaces, dashes);
- entities become their character, markup inside a number and invisible characters vanish;
- anything but prose (URLs, code, tags, Jinja, link targets) becomes one MASK, by its form and never by its value.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from macros.numbers.text.markdown import MarkdownScanner
from macros.numbers.text.markup import MASK, HtmlScanner, PlainScanner

_SCANS: dict[str, type[PlainScanner]] = {"plain": PlainScanner, "html": HtmlScanner, "markdown": MarkdownScanner}


class _FoldedCharacters(dict[int, str]):
    """A cache from a character to its folded form."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u2800\x0b\x0c\x1c\x1d\x1e\x1f"
# Raised and lowered digits are marks of notes, not digits of the number before them.
_RAISED = "\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089"
_FOLDED = {
    character: folded
    for folded, alike in {
        " ": _SPACES,
        "\n": "\u2028\u2029\u0085",
        MASK: _RAISED,
        # Others like a percent sign: commercial minus, care of.
        "%": "\uff05\ufe6a\u066a\u2052\u2105",
        "\u2030": "\u0609",
        "\u2031": "\u060a",
        "s": "\u017f",
        "-": "\u2010\u2011\ufe63\uff0d",
        "\u2212": "\u2212\u207b\u208b\u2796\u02d7",
        "\u2013": "\u2012\u2013\ufe58",
        "\u2014": "\u2014\u2015",
        "'": "\u2018\u2019\u02bc\uff07",
        ".": "\u066b\uff0e\u2024",
        ",": "\u066c\uff0c\u060c",
        "/": "\u2044\u2215",
        "+": "\uff0b",
        "<": "\uff1c",
        ">": "\uff1e",
        "~": "\uff5e\u223c\u02dc",
        ":": "\uff1a",
        "(": "\uff08",
        ")": "\uff09",
    }.items()
    for character in alike
}

_STYLES = frozenset({"<font>", "<circle>", "<wide>", "<narrow>", "<square>", ""})
"""Styles of letters that count as plain: "\U0001d429" is a p."""


def _fold_character(character: str) -> str:
    if character in _FOLDED:
        return _FOLDED[character]
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    kind, _, plain = unicodedata.decomposition(character).rpartition(" ")
    if plain and kind in _STYLES and int(plain, 16) < 128:
        return chr(int(plain, 16))
    return character


_FOLDED_CHARACTERS = _FoldedCharacters()
# Greek and Cyrillic letters like Latin ones, replaced only in a word with Latin letters.
_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456\u0455\u0458\u0442\u043f\u03bf\u03c1\u03bd\u03b9\u0410\u0415\u041e\u0420\u0421\u0425\u0422",
    "aeopcxyisjtnopviAEOPCXT",
)
_GREEK_OR_CYRILLIC = re.compile("[\u0370-\u04ff]")
_LETTERS = re.compile("[a-zA-Z\u0370-\u04ff]+")
_LATIN = re.compile("[a-zA-Z]")


# Behind a unit of length a raised digit is no mark of a note: "12 m²".
_POWERS = re.compile(r"(?<![^\W_])((?:[kcdmn\u00b5\u03bc]?m|mi|ft|in|yd))([\u00b2\u00b3])(?![^\W_])")


def fold_characters(text: str) -> str:
    """Fold look-alike characters of a text to one form, keeping its length."""
    if text.isascii():
        return text
    if "\u00b2" in text or "\u00b3" in text:
        text = _POWERS.sub(lambda power: power[1] + ("2" if power[2] == "\u00b2" else "3"), text)
    if _GREEK_OR_CYRILLIC.search(text):
        text = _LETTERS.sub(_unify_script, text)
    return text.translate(_FOLDED_CHARACTERS)


def _unify_script(word: re.Match[str]) -> str:
    letters = word.group()
    return letters.translate(_ALIKE) if _LATIN.search(letters) else letters


@dataclass
class NormalisedText:
    """A text for searching, and the place of each of its stretches in the original.

    `starts` holds the start of each stretch, `spans` its start and end in the original; an end of -1 means one to one.
    `marks` holds (start, end, role) in the original of paired markup that vanished: role "open" or "close".
    """

    text: str
    original: str
    starts: list[int] = field(default_factory=lambda: [0])
    spans: list[tuple[int, int]] = field(default_factory=lambda: [(0, -1)])
    marks: list[tuple[int, int, str]] = field(default_factory=list)

    def map_start(self, position: int) -> int:
        """Return the start of the character at `position` in the original."""
        index = bisect_right(self.starts, position) - 1
        begin, fixed = self.spans[index]
        return begin if fixed >= 0 else begin + position - self.starts[index]

    def map_end(self, position: int) -> int:
        """Return the end of the character before `position` in the original."""
        index = bisect_right(self.starts, position - 1) - 1
        begin, fixed = self.spans[index]
        return fixed if fixed >= 0 else begin + position - self.starts[index]

    def map_span(self, start: int, end: int) -> tuple[int, int]:
        """Map a stretch to the original, with the other half of any markup cut in two.

        "**47**%" is searched as "47%", and begins in the original at the first asterisk.
        """
        if len(self.spans) == 1 and self.spans[0] == (0, -1):  # all offsets are those of the original
            return start, end
        begin, stop = self.map_start(start), self.map_end(end)
        if not self.marks:
            return begin, stop
        at = bisect_right(self.marks, (begin,))
        depth, unopened = 0, 0
        inner = at
        while inner < len(self.marks) and self.marks[inner][0] < stop:
            if self.marks[inner][2] == "open":
                depth += 1
            elif depth:
                depth -= 1
            else:
                unopened += 1
            inner += 1
        while unopened and at and self.marks[at - 1][1] == begin and self.marks[at - 1][2] == "open":
            at -= 1
            begin = self.marks[at][0]
            unopened -= 1
        while depth and inner < len(self.marks) and self.marks[inner][0] == stop and self.marks[inner][2] == "close":
            stop = self.marks[inner][1]
            inner += 1
            depth -= 1
        return begin, stop


def normalise_text(text: str, markup: str = "markdown") -> NormalisedText:
    """Normalise a text in one of three markups ("plain", "markdown", "html"). Never raises on a string."""
    scan = _SCANS[markup](text)
    if scan.is_plain():
        return NormalisedText(fold_characters(text), text)
    result = NormalisedText("", text)
    out: list[str] = []
    starts: list[int] = []
    spans: list[tuple[int, int]] = []
    length = position = 0
    for start, end, replacement, role in scan.find_pieces():
        if start > position:
            starts.append(length)
            spans.append((position, -1))
            out.append(text[position:start])
            length += start - position
        if replacement:
            starts.append(length)
            spans.append((start, end))
            out.append(replacement)
            length += len(replacement)
        if role:
            result.marks.append((start, end, role))
        position = end
    if not position:
        result.text = fold_characters(text)
        return result
    if position < len(text):
        starts.append(length)
        spans.append((position, -1))
        out.append(text[position:])
    if not starts:
        starts, spans = [0], [(0, -1)]
    result.text, result.starts, result.spans = fold_characters("".join(out)), starts, spans
    return result
