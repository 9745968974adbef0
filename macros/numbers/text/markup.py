"""Markup, entities and other non-prose of a text.

One scan from left to right: a set of characters finds the next possible beginning, the rule for that
character decides. A closing mark that is missing once is missing for the rest, so the time stays linear.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from macros.numbers.text.signs import SIGNS, replace_sign
from macros.numbers.text.tokens import CURRENCIES

MASK = "\x00"
"""Replaces anything but prose."""
BLOCK = "\x01"
"""Marks the end of a paragraph or block of HTML: no quantity crosses it."""

Piece = tuple[int, int, str, str]
"""Start and end in the original, the replacement ("" for nothing), "open" or "close" for paired markup else ""."""
Rules = dict[str, Callable[[Any, int], Piece | None]]
"""The first character -> the method for it."""

_NAMES = """
    address article aside blockquote body caption center col colgroup dd details dialog div dl dt fieldset
    figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hr html iframe img input legend li
    link main menu meta nav ol optgroup option p param script section select source style summary table tbody
    td template textarea tfoot th thead title tr track ul svg canvas video audio object button text math g
    rect path circle line polyline polygon defs clippath foreignobject desc label
"""
_BLOCKS = frozenset(_NAMES.split())
"""Tags at which the text is separated; any other tag is inline."""
_INLINE = frozenset("a b i em strong span u s sub sup small mark abbr cite q bdi bdo time del ins font tspan br wbr".split())
_OPAQUE = ("script", "style", "code", "pre", "kbd", "samp", "var", "textarea", "template", "noscript", "math")

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef"
)
"""Invisible characters, as a class of an expression."""
_UNSEEN = re.compile(f"[{INVISIBLE}]")

_ENTITY = re.compile(r"&(?:amp;){0,3}(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# A tag in a feed, escaped once or more: "&lt;b&gt;47&lt;/b&gt;%".
_ESCAPED = re.compile(
    r"&(?:amp;){0,3}lt;(/?)([a-z][a-z0-9]{0,10})(?=[\s/&])"
    r"(?:[^<>&]|&(?:amp;){0,3}(?:quot|apos|amp|nbsp|#\d{1,4});){0,400}?&(?:amp;){0,3}gt;",
    re.I,
)
_URL = re.compile(r"[^\s<>\"{}|^`]+")
_SCHEME = re.compile(r"(?:https?|ftp|file|mailto|tel|data|javascript|urn|doi|sha256|sha1|md5)$", re.I)
_DOMAIN = re.compile(r"(?:[a-zA-Z][\w-]{0,62}\.){1,6}[a-zA-Z]{2,24}$")
_LOCAL = re.compile(r"[\w.+-]{1,64}$")
_HOST = re.compile(r"@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PATH = re.compile(r"/[a-zA-Z_][^\s<>\"{}|^`]*")

_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]{0,40})(?=[\s/>])")
_ATTRIBUTES = re.compile(r"""[^<>"']*+(?:(?:"[^"]*+"|'[^']*+')[^<>"']*+)*+>""")
_AUTOLINK = re.compile(r"<(?:[a-zA-Z][a-zA-Z0-9+.-]{1,15}:|[\w.+-]{1,64}@)[^\s<>]{1,2000}>")
_FOOTNOTE = re.compile(
    r"<su[pb]\b[^<>]{0,300}>\s{0,9}(?:<a\b[^<>]{0,300}>)?[\[(]?(?:\d{1,3}|[*\u2020\u2021a-z])[\])]?(?:</a>)?\s{0,9}</su[pb]>",
    re.I,
)

_RAISED = re.compile(r"<sup>\s{0,3}([-\u2212]?\d{1,2})\s{0,3}</sup>", re.I)
_TEN = re.compile(r"(?<!\d)10\Z")
"""The base of an exponent. Raised digits behind any other number, or with a link inside, mark a note."""

Openers = tuple[re.Pattern[str], ...]


def compile_openers(signs: str) -> Openers:
    """Compile the patterns of possible beginnings: for any text, for ASCII (no invisible characters), and both with "www."."""
    every, plain = f"[{signs}{INVISIBLE}{SIGNS}]", f"[{signs}]"
    return tuple(re.compile(expression) for expression in (every, plain, rf"{every}|www\.", rf"{plain}|www\."))


class PlainScanner:
    """A scanner of plain prose. `compile_openers` find possible beginnings, `rules` choose the method by character."""

    openers: ClassVar[Openers] = compile_openers("&/@:")

    def __init__(self, text: str) -> None:
        self.text = text
        self.missing: dict[str, int] = {}
        self.done = 0

    @property
    def opening_pattern(self) -> re.Pattern[str]:
        """Return the pattern of possible beginnings in this text."""
        return self.openers[self.text.isascii() + 2 * ("www." in self.text)]

    def is_plain(self) -> bool:
        """Return True if the text has nothing to replace."""
        return self._read_line_start(0) is None and self.opening_pattern.search(self.text) is None

    def find_pieces(self) -> Iterator[Piece]:
        """Yield the stretches to be replaced, from left to right, without overlaps."""
        text, opener, position = self.text, self.opening_pattern, 0
        if piece := self._read_line_start(0):
            yield piece
            self.done = position = piece[1]
        while match := opener.search(text, position):
            start = match.start()
            piece = self.rules.get(text[start], PlainScanner._read_sign)(self, start)
            if piece and piece[0] >= self.done and piece[1] > piece[0]:
                yield piece
                self.done = position = piece[1]
            else:
                position = start + 1

    def _read_line_start(self, start: int) -> Piece | None:
        """Return the markup at the beginning of a line: none, except in Markdown."""
        return None

    def _find_close(self, closer: str, start: int) -> int:
        """Return the end of the next `closer` after `start`; -1 if there is none."""
        if self.missing.get(closer, len(self.text) + 1) <= start:
            return -1
        found = self.text.find(closer, start)
        if found < 0:
            self.missing[closer] = start
            return -1
        return found + len(closer)

    def _mask_between(self, start: int, after: int, closer: str) -> Piece | None:
        end = self._find_close(closer, after)
        return (start, end, MASK, "") if end > 0 else None

    def _mask_match(self, expression: re.Pattern[str], start: int) -> Piece | None:
        match = expression.match(self.text, start)
        return (start, match.end(), MASK, "") if match else None

    def _read_sign(self, start: int) -> Piece | None:
        """Drop an invisible character, or replace a sign by its plain characters."""
        if _UNSEEN.match(self.text, start):
            return start, start + 1, "", ""
        found = replace_sign(self.text, start)
        return (start, found[0], found[1], "") if found else None

    def _read_entity(self, start: int) -> Piece | None:
        match = _ENTITY.match(self.text, start)
        if not match:
            return None
        character = match.group()
        while character != (plain := html.unescape(character)):
            character = plain
        if character == "<" and (tag := _ESCAPED.match(self.text, start)):
            name = tag.group(2).lower()
            if name in _BLOCKS or name in _INLINE:
                return self._replace_tag(start, tag.end(), name, closing=bool(tag.group(1)))
        if len(character) > 2:
            return None
        return start, match.end(), "" if _UNSEEN.match(character) else character, ""

    def _replace_tag(self, start: int, end: int, name: str, *, closing: bool) -> Piece:
        """Replace a tag by a line break, a block mark, or nothing."""
        if name in ("br", "wbr"):
            return start, end, "\n" if name == "br" else "", ""
        if name in _BLOCKS:
            return start, end, BLOCK, ""
        return start, end, "", "close" if closing else "" if self.text[end - 2] == "/" else "open"

    def _find_before(self, expression: re.Pattern[str], start: int, width: int) -> int:
        """Return the beginning of a match that ends at `start`; -1 if nothing matches."""
        low = max(self.done, start - width)
        match = expression.search(self.text[low:start])
        return low + match.start() if match else -1

    def _read_scheme(self, start: int) -> Piece | None:
        if self.text[start + 1 : start + 2].isspace():
            return None
        begin = self._find_before(_SCHEME, start, 12)
        rest = _URL.match(self.text, start + 1) if begin >= 0 else None
        return (begin, rest.end(), MASK, "") if rest else None

    def _read_path(self, start: int) -> Piece | None:
        text = self.text
        if text[start + 1 : start + 2].isspace():
            return None
        if start and text[start - 1].isalpha():
            begin = self._find_before(_DOMAIN, start, 200)
            if begin < 0 or text[begin - 1 : begin].isalnum() or not (rest := _URL.match(text, start)):
                return None
            return begin, rest.end(), MASK, ""
        if start and (text[start - 1].isalnum() or text[start - 1] in f"/<.%{CURRENCIES}"):
            return None
        return self._mask_match(_PATH, start)

    def _read_email(self, start: int) -> Piece | None:
        begin, host = self._find_before(_LOCAL, start, 64), _HOST.match(self.text, start)
        return (begin, host.end(), MASK, "") if begin >= 0 and host else None

    def _read_www(self, start: int) -> Piece | None:
        return self._mask_match(_URL, start) if not self.text[start - 1 : start].isalnum() else None

    rules: ClassVar[Rules] = {"&": _read_entity, "/": _read_path, "@": _read_email, ":": _read_scheme, "w": _read_www}


class HtmlScanner(PlainScanner):
    """A scanner of HTML. Tags vanish or separate the text; comments vanish and code is masked."""

    openers: ClassVar[Openers] = compile_openers("<&/@:")

    def _read_tag(self, start: int) -> Piece | None:
        text = self.text
        if text.startswith("<![CDATA[", start):
            return start, start + 9, "", ""
        if text.startswith("<!", start):
            comment = text.startswith("<!--", start)
            end = self._find_close("-->" if comment else ">", start + (4 if comment else 2))
            return (start, end, "", "") if end > 0 else None
        opening = _TAG.match(text, start)
        if not opening:
            return self._mask_match(_AUTOLINK, start)
        if self._find_close(">", opening.end()) < 0 or not (rest := _ATTRIBUTES.match(text, opening.end())):
            return None
        end, closing, name = rest.end(), text[start + 1] == "/", opening.group(1).lower()
        if name in _OPAQUE and not closing and text[end - 2] != "/":
            stop = max(self._find_close("</" + name, end), self._find_close("</" + name.upper(), end))
            finish = self._find_close(">", stop) if stop > 0 else -1
            return start, finish if finish > 0 else len(text), MASK, ""
        if name == "sup" and (power := _RAISED.match(text, start)) and _TEN.search(text, max(0, start - 3), start):
            return start, power.end(), "^" + power.group(1), ""
        if name in ("sup", "sub") and not closing and (note := _FOOTNOTE.match(text, start)):
            return start, note.end(), MASK, ""
        return self._replace_tag(start, end, name, closing=closing)

    rules: ClassVar[Rules] = {**PlainScanner.rules, "<": _read_tag}
